/* Scans of entities: those of some kinds, by id, a batch at a time. */
#include "graph/store/base.h"

#include <stdlib.h>

enum { BATCH = 1024 };

struct cg_entity_scan {
    cg_store *store;
    sql_query query;
    cg_entity_filter filter;
    bool done;
    cg_id ids[BATCH];
};

static void of_any(const cg_entity_scan *scan, cg_kinds kinds, const char *entity,
                   cg_buffer *out)
{
    cg_buffer_printf(out,
                     " AND EXISTS (SELECT 1 FROM entity_kind k"
                     " WHERE k.entity = %s AND k.kind IN (",
                     entity);
    words_kind_list(scan->store, kinds, out);
    cg_buffer_add_z(out, "))");
}

static void of_kinds(const cg_entity_scan *scan, cg_entity_filter filter,
                     const char *entity, cg_buffer *out)
{
    if (filter.any != 0)
        of_any(scan, filter.any, entity, out);
    for (size_t i = 0; i < CG_KIND_MAX; i++)
        if ((filter.all >> i & 1) != 0)
            of_any(scan, (cg_kinds)1 << i, entity, out);
}

/* Those that are merged are let through, and looked at in C. */
static void all_entities(const cg_entity_scan *scan, cg_buffer *out)
{
    const merge_map *merges = &scan->store->merges;
    cg_buffer_add_z(out, "SELECT e.id FROM entity e WHERE e.retracted IS NULL");
    if (scan->filter.any == 0 && scan->filter.all == 0) {
        cg_buffer_add_z(out, " ORDER BY e.id");
        return;
    }
    cg_buffer_add_z(out, " AND ((1");
    of_kinds(scan, scan->filter, "e.id", out);
    cg_buffer_add_z(out, ")");
    const char *before = " OR e.id IN (";
    for (size_t i = 0; i < merges->count; i++) {
        if (merges->members[i] != merges->lowest[i])
            continue;
        cg_buffer_printf(out, "%s%lld", before, (long long)merges->members[i]);
        before = ",";
    }
    cg_buffer_add_z(out,
                    merges->count > 0 ? ")) ORDER BY e.id" : ") ORDER BY e.id");
}

/* The one kind that all must be of, by its index. */
static void entities_of(const cg_entity_scan *scan, cg_kinds kind, bool retracted,
                        cg_buffer *out)
{
    cg_entity_filter rest = scan->filter;
    if (rest.any == kind)
        rest.any = 0;
    rest.all &= ~kind;
    cg_buffer_add_z(out, "SELECT i.entity FROM entity_kind i"
                         " INDEXED BY entity_kind_kind WHERE i.kind = ");
    words_kind_list(scan->store, kind, out);
    if (retracted)
        cg_buffer_add_z(out, " AND NOT EXISTS (SELECT 1 FROM entity e"
                             " INDEXED BY entity_retracted"
                             " WHERE e.id = i.entity AND e.retracted IS NOT NULL)");
    of_kinds(scan, rest, "i.entity", out);
    cg_buffer_add_z(out, " ORDER BY i.entity");
}

/* A kind that all must be of; 0 for none. */
static cg_kinds needed_kind(cg_entity_filter filter)
{
    if (filter.all != 0)
        return filter.all & (~filter.all + 1);
    return (filter.any & (filter.any - 1)) == 0 ? filter.any : 0;
}

/* Has the file every kind that all must be of, and one of those that one is needed of? */
static bool possible(const cg_entity_scan *scan)
{
    cg_kinds known = 0;
    for (size_t i = 0; i < CG_KIND_MAX; i++)
        if (scan->store->kind_id[i] != STORE_NO_ID)
            known |= (cg_kinds)1 << i;
    return (scan->filter.all & ~known) == 0 &&
           (scan->filter.any == 0 || (scan->filter.any & known) != 0);
}

static cg_status some_retracted(cg_store *store, bool *some, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_SOME_RETRACTED, &query, err);
    if (status == CG_OK)
        status = sql_step(&query, err);
    *some = status == CG_ROW;
    sql_close(&query);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

static cg_status prepare(cg_entity_scan *scan, cg_error *err)
{
    bool retracted = false;
    cg_buffer sql = {0};
    cg_kinds kind = needed_kind(scan->filter);
    cg_status status = store_refresh(scan->store, err);
    if (status == CG_OK)
        status = some_retracted(scan->store, &retracted, err);
    if (status == CG_OK && !possible(scan)) {
        scan->done = true;
        return CG_OK;
    }
    if (kind != 0 && scan->store->merges.count == 0)
        entities_of(scan, kind, retracted, &sql);
    else
        all_entities(scan, &sql);
    if (status == CG_OK)
        status = cg_buffer_status(&sql, err);
    if (status == CG_OK)
        status = sql_prepare(scan->store, cg_buffer_text(&sql), &scan->query, err);
    cg_buffer_release(&sql);
    return status;
}

cg_status cg_entity_scan_filtered(cg_store *store, const cg_entity_filter *filter,
                                  cg_entity_scan **scan, cg_error *err)
{
    *scan = NULL;
    cg_entity_scan *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->store = store;
    made->filter = *filter;
    cg_status status = prepare(made, err);
    if (status == CG_OK)
        *scan = made;
    else
        cg_entity_scan_finish(made);
    return status;
}

cg_status cg_entity_scan_prepare(cg_store *store, cg_kinds kinds,
                                 cg_entity_scan **scan, cg_error *err)
{
    cg_entity_filter filter = {.any = kinds == CG_ANY_KIND ? 0 : kinds};
    return cg_entity_scan_filtered(store, &filter, scan, err);
}

/* Is it read under its own id, and of the kinds? */
static cg_status passes(const cg_entity_scan *scan, cg_id id, bool *passed,
                        cg_error *err)
{
    *passed = true;
    size_t count;
    (void)merge_members(&scan->store->merges, &id, &count);
    if (count == 1)
        return CG_OK;
    *passed = merge_lowest(&scan->store->merges, id) == id;
    if (!*passed)
        return CG_OK;
    cg_kinds kinds;
    cg_status status = kinds_of(scan->store, id, &kinds, err);
    *passed = status == CG_OK &&
              (scan->filter.any == 0 || (kinds & scan->filter.any) != 0) &&
              (kinds & scan->filter.all) == scan->filter.all;
    return status;
}

cg_status cg_entity_scan_step(cg_entity_scan *scan, const cg_id **ids,
                              size_t *count, cg_error *err)
{
    size_t filled = 0;
    cg_status status = CG_OK;
    while (!scan->done && filled < BATCH && status == CG_OK) {
        status = sql_step(&scan->query, err);
        scan->done = status != CG_ROW; /* stepping on would start over */
        if (status != CG_ROW)
            break;
        bool passed;
        cg_id id = sql_integer(&scan->query, 0);
        status = passes(scan, id, &passed, err);
        if (passed)
            scan->ids[filled++] = id;
    }
    if (status != CG_OK && status != CG_DONE)
        return status;
    *ids = scan->ids;
    *count = filled;
    return filled > 0 ? CG_ROW : CG_DONE;
}

void cg_entity_scan_finish(cg_entity_scan *scan)
{
    if (scan == NULL)
        return;
    sql_close(&scan->query);
    free(scan);
}
