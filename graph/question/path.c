/* The shortest connections between two entities. */
#include "graph/question/question.h"

#include "graph/question/cursor.h"
#include "graph/question/lookup.h"
#include "graph/walk/walk.h"

enum { PATH_COLUMNS = 7 };
static const char *const path_columns[PATH_COLUMNS] = {
    "path", "step", "subject", "type", "object", "fact", "sources"};

/* Add the steps of the path with number `number`; `facts` and `ends` are its own. */
static cg_status add_path(cursor_table *table, const cg_vocabulary *vocabulary,
                          size_t number, size_t length, const cg_fact *facts,
                          const cg_entity *ends, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < length && status == CG_OK; i++) {
        const cg_value cells[PATH_COLUMNS] = {
            cursor_number(number),
            cursor_number(i + 1),
            cg_string(ends[2 * i].name),
            cg_string(cg_relation_at(vocabulary, facts[i].relation)->name),
            cg_string(ends[2 * i + 1].name),
            cursor_id(facts[i].id),
            cursor_number(facts[i].source_count)};

        status = cursor_table_add(table, cells, err);
    }
    return status;
}

/* Fetch the facts of all paths (all of one length) and their ends, and add them. */
static cg_status add_paths(cursor_table *table, cg_store *store,
                           const cg_path *paths, size_t count, cg_error *err)
{
    size_t length = paths[0].length;
    size_t total = count * length;
    cg_id *ids = cg_arena_array(&table->arena, total, 2 * sizeof *ids);
    cg_fact *facts = cg_arena_array(&table->arena, total, sizeof *facts);
    const cg_entity *ends = NULL;
    cg_status status = CG_OK;

    if (ids == NULL || facts == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        memcpy(ids + i * length, paths[i].facts, length * sizeof *ids);
    status = cg_store_facts(store, ids, total, &table->arena, facts, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < total; i++) {
        ids[2 * i] = facts[i].subject;
        ids[2 * i + 1] = facts[i].object;
    }
    status = cg_lookup_entities(store, ids, 2 * total, &table->arena, &ends, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = add_path(table, cg_store_vocabulary(store), i + 1, length,
                          facts + i * length, ends + 2 * i * length, err);
    return status;
}

static cg_status refuse_path(cg_store *store, cg_id from, cg_id to, size_t depth,
                             cg_arena *arena, cg_error *err)
{
    const cg_id ids[2] = {from, to};
    const cg_entity *ends = NULL;
    cg_buffer names = {0};
    cg_status status = cg_lookup_entities(store, ids, 2, arena, &ends, err);

    if (status != CG_OK)
        return status;
    cg_lookup_quote(ends[0].name, &names);
    cg_buffer_add_z(&names, "' and '");
    cg_lookup_quote(ends[1].name, &names);
    status = cg_buffer_status(&names, err);
    if (status == CG_OK)
        status = cg_fail(err, CG_NOT_FOUND, NULL,
                         "nothing connects '%s' within %zu step%s", names.at, depth,
                         depth == 1 ? "" : "s");
    cg_buffer_release(&names);
    return status;
}

cg_status cg_ask_path(cg_store *store, cg_id from, cg_id to, size_t depth,
                      size_t limit, cg_cursor **cursor, cg_error *err)
{
    const cg_fact_filter all = {0};
    cursor_table *table = NULL;
    const cg_path *paths = NULL;
    size_t count = 0;
    cg_status status = cursor_table_new(path_columns, PATH_COLUMNS, &table, err);

    if (status != CG_OK)
        goto done;
    status = cg_walk_paths(store, from, to, depth, limit, &all, &table->arena,
                           &paths, &count, err);
    if (status == CG_OK && count == 0)
        status = refuse_path(store, from, to, depth, &table->arena, err);
    else if (status == CG_OK && paths[0].length > 0)
        status = add_paths(table, store, paths, count, err);
done:
    return cursor_table_finish(table, status, cursor);
}
