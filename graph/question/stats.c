/* How much is there. */
#include "graph/question/question.h"

#include "graph/question/cursor.h"
#include "graph/store/store.h"

enum { STATS_COLUMNS = 3 };
static const char *const stats_columns[STATS_COLUMNS] = {"what", "name", "count"};

static cg_status add(cursor_table *table, const char *what, cg_text name,
                     uint64_t count, cg_error *err)
{
    const cg_value cells[STATS_COLUMNS] = {cg_string(cg_text_z(what)),
                                           cursor_text(name), cursor_number(count)};

    return cursor_table_add(table, cells, err);
}

static cg_status add_totals(cursor_table *table, const cg_counts *counts,
                            cg_error *err)
{
    const struct {
        const char *what;
        uint64_t count;
    } totals[] = {{"entities", counts->entities},    {"names", counts->names},
                  {"facts", counts->facts},          {"evidence", counts->evidence},
                  {"sources", counts->sources},      {"mentions", counts->mentions},
                  {"judgements", counts->judgements}};
    cg_status status = CG_OK;

    for (size_t i = 0; i < sizeof totals / sizeof *totals && status == CG_OK; i++)
        status = add(table, totals[i].what, (cg_text){0}, totals[i].count, err);
    return status;
}

/* Kinds and types that occur, in the vocabulary's order. */
static cg_status add_counts(cursor_table *table, const cg_vocabulary *vocabulary,
                            const cg_counts *counts, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < cg_kind_count(vocabulary) && status == CG_OK; i++)
        if (counts->by_kind[i] > 0)
            status = add(table, "kind", cg_kind_at(vocabulary, i)->name,
                         counts->by_kind[i], err);
    for (size_t i = 0; i < cg_relation_count(vocabulary) && status == CG_OK; i++)
        if (counts->by_relation[i] > 0)
            status = add(table, "type", cg_relation_at(vocabulary, i)->name,
                         counts->by_relation[i], err);
    return status;
}

cg_status cg_ask_stats(cg_store *store, cg_cursor **cursor, cg_error *err)
{
    cursor_table *table = NULL;
    cg_counts counts = {0};
    cg_status status = cursor_table_new(stats_columns, STATS_COLUMNS, &table, err);

    if (status == CG_OK)
        status = cg_store_count(store, &counts, err);
    if (status == CG_OK)
        status = add_totals(table, &counts, err);
    if (status == CG_OK)
        status = add_counts(table, cg_store_vocabulary(store), &counts, err);
    return cursor_table_finish(table, status, cursor);
}
