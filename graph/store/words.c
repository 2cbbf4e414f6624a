/* The vocabulary in the file: its YAML text as a setting, its names as tables. */
#include "graph/store/base.h"

#include <assert.h>

#include "schema/vocabulary_add.h"

const cg_vocabulary *cg_store_vocabulary(const cg_store *store)
{
    return store->vocabulary;
}

/* ---- Reading ---- */

/* Does the file keep what the store has already? Then reading it would bring nothing. */
static bool is_known(cg_store *store, cg_text yaml)
{
    cg_buffer_reuse(&store->text);
    cg_vocabulary_print(store->vocabulary, &store->text);
    return !store->text.failed && cg_text_equal(cg_buffer_text(&store->text), yaml);
}

static cg_status extend(cg_store *store, cg_text yaml, cg_error *err)
{
    cg_error why = {0};
    if (is_known(store, yaml))
        return CG_OK;
    cg_status status =
        cg_vocabulary_extend(store->vocabulary, "vocabulary", yaml, &why);
    if (status == CG_OK)
        return CG_OK;
    if (status == CG_NOMEM)
        return cg_fail_memory(err);
    return store_damaged(store, why.message, err);
}

cg_status words_read(cg_store *store, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_VOCABULARY, &query, err);
    if (status == CG_OK)
        status = sql_step(&query, err);
    if (status == CG_ROW)
        status = extend(store, sql_text(&query, 0), err);
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

/* One of the two tables: find(vocabulary, name) is the index. */
typedef struct {
    cg_status (*find)(const cg_vocabulary *vocabulary, cg_text name, uint8_t *index,
                      cg_error *err);
    uint16_t *index; /* by id */
    uint16_t *id;    /* by index */
    size_t room;
    sql_statement rows;
} word_table;

/* CG_NOT_FOUND for a name that the vocabulary does not have. */
static cg_status read_numbers(cg_store *store, word_table table, cg_error *err)
{
    for (size_t i = 0; i < table.room; i++)
        table.index[i] = table.id[i] = STORE_NO_ID;
    sql_query query = {0};
    cg_status status = sql_open(store, table.rows, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        int64_t id = sql_integer(&query, 0);
        uint8_t index;
        status = CG_OK;
        if (id < 0 || (uint64_t)id >= table.room)
            status = store_damaged(store, "a kind or relation out of range", err);
        else if (table.find(store->vocabulary, sql_text(&query, 1), &index, NULL) !=
                 CG_OK)
            status = CG_NOT_FOUND;
        else {
            table.index[id] = index;
            table.id[index] = (uint16_t)id;
        }
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status read_all_numbers(cg_store *store, cg_error *err)
{
    word_table kinds = {cg_kind_find, store->kind_index, store->kind_id,
                        CG_KIND_MAX, SQL_KINDS};
    word_table relations = {cg_relation_find, store->relation_index,
                            store->relation_id, CG_RELATION_MAX, SQL_RELATIONS};
    cg_status status = read_numbers(store, kinds, err);
    return status == CG_OK ? read_numbers(store, relations, err) : status;
}

static bool all_kept(const cg_store *store)
{
    for (size_t i = 0; i < cg_kind_count(store->vocabulary); i++)
        if (store->kind_id[i] == STORE_NO_ID)
            return false;
    for (size_t i = 0; i < cg_relation_count(store->vocabulary); i++)
        if (store->relation_id[i] == STORE_NO_ID)
            return false;
    return true;
}

cg_status store_load_words(cg_store *store, cg_error *err)
{
    cg_status status = read_all_numbers(store, err);
    if (status == CG_NOT_FOUND) { /* another process extended the vocabulary */
        status = words_read(store, err);
        if (status == CG_OK)
            status = read_all_numbers(store, err);
    }
    if (status == CG_NOT_FOUND)
        return store_damaged(store, "a kind or relation that no vocabulary has",
                             err);
    store->vocabulary_kept = status == CG_OK && all_kept(store);
    return status;
}

cg_status words_relation(const cg_store *store, uint64_t id, uint8_t *relation,
                         cg_error *err)
{
    if (id >= CG_RELATION_MAX || store->relation_index[id] == STORE_NO_ID)
        return store_damaged(store, "a fact of an unknown type", err);
    *relation = (uint8_t)store->relation_index[id];
    return CG_OK;
}

void words_kind_list(const cg_store *store, cg_kinds kinds, cg_buffer *out)
{
    const char *comma = "";
    for (size_t i = 0; i < CG_KIND_MAX; i++) {
        if ((kinds >> i & 1) == 0 || store->kind_id[i] == STORE_NO_ID)
            continue;
        cg_buffer_printf(out, "%s%u", comma, (unsigned)store->kind_id[i]);
        comma = ",";
    }
}

/* ---- Writing ---- */

static void bind_labels(sql_query *query, cg_text name,
                        const cg_text labels[CG_LANGUAGES])
{
    sql_bind_string(query, 1, name);
    for (int i = 0; i < CG_LANGUAGES; i++)
        sql_bind_text(query, 2 + i, labels[i]);
}

static cg_status keep_kinds(cg_store *store, const cg_vocabulary *vocabulary,
                            cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SET_KIND, &query, err);
    for (size_t i = 0; i < cg_kind_count(vocabulary) && status == CG_OK; i++) {
        const cg_kind *kind = cg_kind_at(vocabulary, i);
        bind_labels(&query, kind->name, kind->labels);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static cg_status keep_relations(cg_store *store, const cg_vocabulary *vocabulary,
                                cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SET_RELATION, &query, err);
    for (size_t i = 0; i < cg_relation_count(vocabulary) && status == CG_OK; i++) {
        const cg_relation *relation = cg_relation_at(vocabulary, i);
        bind_labels(&query, relation->name, relation->labels);
        sql_bind_integer(&query, 2 + CG_LANGUAGES, relation->symmetric);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static cg_status keep_text(cg_store *store, const cg_vocabulary *vocabulary,
                           cg_error *err)
{
    sql_query query = {0};
    cg_buffer_reuse(&store->text);
    cg_vocabulary_print(vocabulary, &store->text);
    cg_status status = cg_buffer_status(&store->text, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_SET_VOCABULARY, &query, err);
    if (status == CG_OK) {
        sql_bind_string(&query, 1, cg_buffer_text(&store->text));
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

cg_status words_keep(cg_store *store, const cg_vocabulary *vocabulary,
                     cg_error *err)
{
    cg_status status = keep_kinds(store, vocabulary, err);
    if (status == CG_OK)
        status = keep_relations(store, vocabulary, err);
    return status == CG_OK ? keep_text(store, vocabulary, err) : status;
}

/* ---- Adding in a change ---- */

void words_rewind(cg_store *store, const change_point *point)
{
    cg_vocabulary_cut(store->vocabulary, point->kinds, point->relations);
}

cg_status cg_store_add_kind(cg_store *store, cg_text name, uint8_t *kind,
                            cg_error *err)
{
    assert(store->change != 0);
    cg_status status = store_refresh(store, err);
    if (status != CG_OK ||
        cg_kind_find(store->vocabulary, name, kind, NULL) == CG_OK)
        return status;
    status = cg_vocabulary_add_kind(store->vocabulary, name, kind, err);
    if (status != CG_OK)
        return status;
    status = words_keep(store, store->vocabulary, err);
    return status == CG_OK ? store_load_words(store, err) : status;
}

cg_status cg_store_add_relation(cg_store *store, cg_text name, uint8_t *relation,
                                cg_error *err)
{
    assert(store->change != 0);
    cg_status status = store_refresh(store, err);
    if (status != CG_OK ||
        cg_relation_find(store->vocabulary, name, relation, NULL) == CG_OK)
        return status;
    status = cg_vocabulary_add_relation(store->vocabulary, name, relation, err);
    if (status != CG_OK)
        return status;
    status = words_keep(store, store->vocabulary, err);
    return status == CG_OK ? store_load_words(store, err) : status;
}

/* ---- Extending ---- */

/* A copy of the store's vocabulary with `yaml` added. */
static cg_status extended_copy(const cg_store *store, const char *source,
                               cg_text yaml, cg_vocabulary **copy, cg_error *err)
{
    cg_buffer text = {0};
    cg_vocabulary_print(store->vocabulary, &text);
    cg_status status = cg_buffer_status(&text, err);
    if (status == CG_OK)
        status = cg_vocabulary_open(copy, err);
    if (status == CG_OK)
        status =
            cg_vocabulary_extend(*copy, "vocabulary", cg_buffer_text(&text), err);
    if (status == CG_OK)
        status = cg_vocabulary_extend(*copy, source, yaml, err);
    cg_buffer_release(&text);
    return status;
}

static cg_status keep_in_change(cg_store *store, const cg_vocabulary *vocabulary,
                                cg_error *err)
{
    cg_status status = cg_store_begin(store, "vocabulary", err);
    if (status != CG_OK)
        return status;
    status = words_keep(store, vocabulary, err);
    if (status == CG_OK)
        status = cg_store_commit(store, err);
    if (status != CG_OK)
        cg_store_rollback(store);
    return status;
}

cg_status cg_store_extend_vocabulary(cg_store *store, const char *source,
                                     cg_text yaml, cg_error *err)
{
    assert(store->change == 0);
    /* First the file, by a copy; then the store's own, which holds pointers that
     * callers have and so cannot be replaced. */
    cg_vocabulary *copy = NULL;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK)
        status = extended_copy(store, source, yaml, &copy, err);
    if (status == CG_OK)
        status = keep_in_change(store, copy, err);
    if (status == CG_OK)
        status = cg_vocabulary_extend(store->vocabulary, source, yaml, err);
    if (status == CG_OK) {
        store->stale = true;
        status = store_refresh(store, err);
    }
    cg_vocabulary_close(copy);
    return status;
}
