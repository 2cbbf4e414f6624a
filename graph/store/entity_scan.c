/* Scans of entities: those of some kinds, by id, a batch at a time. */
#include "graph/store/base.h"

#include <stdlib.h>

enum { BATCH = 1024 };

struct cg_entity_scan {
    cg_store *store;
    sql_query query;
    cg_kinds kinds;
    bool done;
    cg_id ids[BATCH];
};

/* Those that are merged are let through, and looked at in C. */
static void add_sql(const cg_entity_scan *scan, cg_buffer *out)
{
    cg_buffer_add_z(out, "SELECT e.id FROM entity e WHERE e.retracted IS NULL");
    if (scan->kinds != 0) {
        cg_buffer_add_z(out, " AND (EXISTS (SELECT 1 FROM entity_kind k"
                             " WHERE k.entity = e.id AND k.kind IN (");
        words_kind_list(scan->store, scan->kinds, out);
        cg_buffer_add_z(out, "))");
        const merge_map *merges = &scan->store->merges;
        for (size_t i = 0; i < merges->count; i++)
            if (merges->members[i] == merges->lowest[i])
                cg_buffer_printf(out, "%s%lld", i == 0 ? " OR e.id IN (" : ",",
                                 (long long)merges->members[i]);
        cg_buffer_add_z(out, merges->count > 0 ? "))" : ")");
    }
    cg_buffer_add_z(out, " ORDER BY e.id");
}

cg_status cg_entity_scan_prepare(cg_store *store, cg_kinds kinds,
                                 cg_entity_scan **scan, cg_error *err)
{
    *scan = NULL;
    cg_buffer sql = {0};
    cg_entity_scan *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->store = store;
    made->kinds = kinds;
    cg_status status = store_refresh(store, err);
    if (status == CG_OK) {
        add_sql(made, &sql);
        status = cg_buffer_status(&sql, err);
    }
    if (status == CG_OK)
        status = sql_prepare(store, cg_buffer_text(&sql), &made->query, err);
    cg_buffer_release(&sql);
    if (status == CG_OK)
        *scan = made;
    else
        cg_entity_scan_finish(made);
    return status;
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
    if (!*passed || scan->kinds == 0)
        return CG_OK;
    cg_kinds kinds;
    cg_status status = kinds_of(scan->store, id, &kinds, err);
    *passed = status == CG_OK && (kinds & scan->kinds) != 0;
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
