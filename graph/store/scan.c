/* Scans: the facts and the entities that pass a filter, a batch at a time. */
#include "graph/store/ends.h"
#include "graph/store/span.h"

#include <stdlib.h>

enum { BATCH = 1024 };

/* ---- Conditions ---- */

/* What a scan's SQL is put together from. No text of the filter gets into it: ids go in
 * as parameters, and the rest is numbers. */
typedef struct {
    cg_store *store;
    const cg_fact_filter *filter;
    int64_t known; /* the last change that counts */
    bool some_wrong, some_denied;
    cg_buffer *out;
} condition;

/* Where a list of ids is a parameter. */
enum { FACTS = 1, SOURCES, MERGED, LISTS = MERGED };

/* Is the row `alias` in force on the recorded clock? */
static void in_force(const condition *where, const char *alias)
{
    if (where->known == INT64_MAX)
        cg_buffer_printf(where->out, "%s.retracted IS NULL", alias);
    else
        cg_buffer_printf(where->out,
                         "%s.recorded <= %lld AND"
                         " (%s.retracted IS NULL OR %s.retracted > %lld)",
                         alias, (long long)where->known, alias, alias,
                         (long long)where->known);
}

static void of_relations(const condition *where)
{
    if (where->filter->relation_count == 0)
        return;
    const char *before = " AND f.relation IN (";
    for (size_t i = 0; i < where->filter->relation_count; i++) {
        cg_buffer_printf(
            where->out, "%s%u", before,
            (unsigned)where->store->relation_id[where->filter->relations[i]]);
        before = ",";
    }
    cg_buffer_add_z(where->out, ")");
}

/* An entity is of the kinds of all that it is the same as: those that are merged are
 * looked up beforehand. */
static void of_kinds(const condition *where)
{
    if (where->filter->kinds == 0)
        return;
    cg_buffer_add_z(where->out,
                    " AND (EXISTS (SELECT 1 FROM entity_kind k"
                    " WHERE k.entity IN (f.subject, f.object) AND k.kind IN (");
    words_kind_list(where->store, where->filter->kinds, where->out);
    cg_buffer_add_z(where->out, "))");
    if (where->store->merges.count > 0)
        cg_buffer_printf(where->out,
                         " OR f.subject IN (SELECT value FROM json_each(?%d))"
                         " OR f.object IN (SELECT value FROM json_each(?%d))",
                         MERGED, MERGED);
    cg_buffer_add_z(where->out, ")");
}

static void from_sources(const condition *where)
{
    if (where->filter->source_count == 0)
        return;
    const char *columns[] = {"source", "through"};
    cg_buffer_add_z(where->out, " AND f.id IN (");
    for (size_t i = 0; i < 2; i++) {
        cg_buffer_printf(where->out,
                         "%sSELECT fact FROM evidence_row e WHERE e.%s IN"
                         " (SELECT value FROM json_each(?%d)) AND ",
                         i == 0 ? "" : " UNION ALL ", columns[i], SOURCES);
        in_force(where, "e");
    }
    cg_buffer_printf(where->out,
                     " UNION ALL SELECT n.id FROM source s CROSS JOIN fact n"
                     " ON n.id BETWEEN s.first_fact AND s.last_fact"
                     " WHERE s.id IN (SELECT value FROM json_each(?%d))"
                     " AND (n.source = s.id OR n.through = s.id) AND ",
                     SOURCES);
    in_force(where, "n");
    cg_buffer_add_z(where->out, ")");
}

static void not_wrong(const condition *where)
{
    if (!where->some_wrong)
        return;
    cg_buffer_add_z(where->out,
                    " AND NOT EXISTS (SELECT 1 FROM judgement w"
                    " INDEXED BY judgement_wrong"
                    " WHERE w.fact = f.id AND w.verdict = 'wrong' AND ");
    in_force(where, "w");
    cg_buffer_add_z(where->out, ")");
}

static void not_denied(const condition *where)
{
    if (!where->some_denied || where->filter->denied)
        return;
    cg_buffer_add_z(where->out, " AND (NOT EXISTS (SELECT 1 FROM evidence_row d"
                                " INDEXED BY evidence_denied"
                                " WHERE d.fact = f.id AND d.modality = 4 AND ");
    in_force(where, "d");
    cg_buffer_add_z(where->out, ") OR EXISTS (SELECT 1 FROM evidence_row d"
                                " WHERE d.fact = f.id AND d.modality <> 4 AND ");
    in_force(where, "d");
    cg_buffer_add_z(where->out, ") OR f.source IS NOT NULL)");
}

static void add_sql(const condition *where)
{
    cg_buffer_add_z(where->out, "SELECT f.id, f.subject, f.object, f.relation");
    if (cg_date_known(where->filter->clocks.on))
        cg_buffer_add_z(where->out, ", f.since, f.until");
    if (where->filter->ends != NULL)
        cg_buffer_printf(where->out,
                         " FROM cg_ids(?%d) l CROSS JOIN fact f ON f.id = l.id"
                         " WHERE ",
                         FACTS);
    else
        cg_buffer_add_z(where->out, " FROM fact f WHERE ");
    if (where->filter->hidden)
        cg_buffer_add_z(where->out, "1");
    else
        in_force(where, "f");
    of_relations(where);
    of_kinds(where);
    from_sources(where);
    if (!where->filter->hidden) {
        not_wrong(where);
        not_denied(where);
    }
    cg_buffer_add_z(where->out, where->filter->ends != NULL ? " ORDER BY l.id"
                                                            : " ORDER BY f.id");
}

/* ---- Scans of facts ---- */

struct cg_scan {
    cg_store *store;
    sql_query query;
    id_list selected;           /* the parameter FACTS */
    cg_buffer lists[LISTS + 1]; /* the others, counted from 1 as SQL does */
    cg_date on;
    bool done;
    cg_id facts[BATCH], subjects[BATCH], objects[BATCH];
    uint8_t relations[BATCH];
};

/* The merged entities one of whose group is of the kinds. */
static cg_status list_merged(cg_store *store, cg_kinds kinds, cg_buffer *out,
                             cg_error *err)
{
    const char *before = "[";
    cg_status status = CG_OK;
    for (size_t i = 0; i < store->merges.count && status == CG_OK; i++) {
        cg_kinds own;
        status = kinds_of(store, store->merges.members[i], &own, err);
        if ((own & kinds) == 0)
            continue;
        cg_buffer_printf(out, "%s%lld", before,
                         (long long)store->merges.members[i]);
        before = ",";
    }
    cg_buffer_add_z(out, before[0] == '[' ? "[]" : "]");
    return status;
}

static cg_status make_lists(cg_scan *scan, const cg_fact_filter *filter,
                            cg_error *err)
{
    cg_buffer *lists = scan->lists;
    for (size_t i = 0; i < filter->source_count; i++)
        cg_buffer_printf(&lists[SOURCES], "%s%lld", i == 0 ? "[" : ",",
                         (long long)filter->sources[i]);
    cg_buffer_add_z(&lists[SOURCES], filter->source_count > 0 ? "]" : "[]");
    cg_status status = CG_OK;
    if (filter->kinds != 0)
        status = list_merged(scan->store, filter->kinds, &lists[MERGED], err);
    for (int i = 1; i <= LISTS && status == CG_OK; i++)
        status = cg_buffer_status(&lists[i], err);
    return status;
}

static cg_status prepare(cg_scan *scan, condition *where, cg_error *err)
{
    int64_t wrong, denied;
    cg_status status =
        change_known(scan->store, where->filter->clocks.known, &where->known, err);
    if (status == CG_OK)
        status = sql_number(scan->store,
                            "SELECT 1 FROM judgement INDEXED BY judgement_wrong"
                            " WHERE verdict = 'wrong' LIMIT 1",
                            0, &wrong, err);
    if (status == CG_OK)
        status = sql_number(scan->store,
                            "SELECT 1 FROM evidence_row INDEXED BY evidence_denied"
                            " WHERE modality = 4 LIMIT 1",
                            0, &denied, err);
    if (status != CG_OK)
        return status;
    where->some_wrong = wrong != 0;
    where->some_denied = denied != 0;
    add_sql(where);
    status = cg_buffer_status(where->out, err);
    return status == CG_OK ? sql_prepare(scan->store, cg_buffer_text(where->out),
                                         &scan->query, err)
                           : status;
}

static cg_status start(cg_scan *scan, cg_fact_filter filter, cg_error *err)
{
    if (filter.ends == NULL && filter.others != NULL) {
        filter.ends = filter.others;
        filter.end_count = filter.other_count;
        filter.others = NULL;
    }
    cg_buffer sql = {0};
    condition where = {.store = scan->store, .filter = &filter, .out = &sql};
    scan->on = filter.clocks.on;
    cg_status status = store_refresh(scan->store, err);
    if (status == CG_OK && filter.source_count > 0)
        status = span_flush(scan->store, err);
    if (status == CG_OK)
        status = make_lists(scan, &filter, err);
    if (status == CG_OK)
        status = prepare(scan, &where, err);
    if (status == CG_OK && filter.ends != NULL)
        status = ends_list_facts(scan->store, &filter,
                                 filter.hidden || where.known != INT64_MAX,
                                 &scan->selected, err);
    int count = status == CG_OK ? sql_parameters(&scan->query) : 0;
    for (int i = FACTS + 1; i <= count; i++)
        sql_bind_string(&scan->query, i, cg_buffer_text(&scan->lists[i]));
    if (count >= FACTS)
        sql_bind_ids(&scan->query, FACTS, &scan->selected);
    cg_buffer_release(&sql);
    return status;
}

cg_status cg_scan_prepare(cg_store *store, const cg_fact_filter *filter,
                          cg_scan **scan, cg_error *err)
{
    *scan = NULL;
    cg_scan *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->store = store;
    cg_status status = start(made, *filter, err);
    if (status == CG_OK)
        *scan = made;
    else
        cg_scan_finish(made);
    return status;
}

/* Did it hold on some day of `on`? What is not known does not exclude it. */
static bool held(const sql_query *query, cg_date on)
{
    if (!cg_date_known(on))
        return true;
    cg_date since = sql_date(query, 4), until = sql_date(query, 5);
    if (cg_date_known(since) && cg_date_first_day(since) > cg_date_last_day(on))
        return false;
    return !cg_date_known(until) ||
           cg_date_last_day(until) >= cg_date_first_day(on);
}

static cg_status take(cg_scan *scan, size_t at, cg_error *err)
{
    const cg_store *store = scan->store;
    cg_status status =
        words_relation(store, sql_size(&scan->query, 3), &scan->relations[at], err);
    scan->facts[at] = sql_integer(&scan->query, 0);
    scan->subjects[at] = merge_lowest(&store->merges, sql_integer(&scan->query, 1));
    scan->objects[at] = merge_lowest(&store->merges, sql_integer(&scan->query, 2));
    return status;
}

cg_status cg_scan_step(cg_scan *scan, cg_edges *batch, cg_error *err)
{
    size_t count = 0;
    cg_status status = CG_OK;
    while (!scan->done && count < BATCH && status == CG_OK) {
        status = sql_step(&scan->query, err);
        scan->done = status != CG_ROW; /* stepping on would start over */
        if (status != CG_ROW)
            break;
        status = CG_OK;
        if (held(&scan->query, scan->on))
            status = take(scan, count++, err);
    }
    if (status != CG_OK && status != CG_DONE)
        return status;
    *batch = (cg_edges){scan->facts, scan->subjects, scan->objects, scan->relations,
                        count};
    return count > 0 ? CG_ROW : CG_DONE;
}

void cg_scan_finish(cg_scan *scan)
{
    if (scan == NULL)
        return;
    sql_close(&scan->query);
    id_list_release(&scan->selected);
    for (int i = 1; i <= LISTS; i++)
        cg_buffer_release(&scan->lists[i]);
    free(scan);
}
