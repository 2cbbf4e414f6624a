#include "ingest/load/batch.h"

static cg_status add_entities(batch *taken, cg_store *store, cg_id source,
                              cg_error *err)
{
    const batch_rows *rows = &taken->rows;
    size_t size = rows->entity_count * sizeof(cg_id);
    cg_id *ids = cg_arena_array(&taken->arena, rows->entity_count, sizeof *ids);
    if (ids == NULL)
        return cg_fail_memory(err);
    if (rows->entity_count == 0)
        return CG_OK;
    cg_status status = cg_store_add_entities(store, source, rows->entities,
                                             rows->entity_count, ids, err);
    if (status == CG_OK && memcmp(ids, rows->entity_ids, size) != 0)
        return cg_fail(err, CG_INTERNAL, NULL,
                       "entities got other ids than were handed out");
    return status;
}

/* What is told of entities. */
static cg_status tell_entities(const batch_rows *rows, cg_store *store,
                               cg_id source, cg_load_report *report, cg_error *err)
{
    size_t changed = 0, kept = 0, fresh = 0;
    cg_status status = CG_OK;
    if (rows->change_count > 0)
        status = cg_store_change_entities(store, rows->changes, rows->change_count,
                                          &changed, &kept, err);
    if (status == CG_OK && rows->name_count > 0)
        status = cg_store_add_names(store, source, rows->names, rows->name_count,
                                    &fresh, err);
    if (status == CG_OK && rows->key_count > 0)
        status = cg_store_add_keys(store, rows->keys, rows->key_count, err);
    if (status == CG_OK && rows->mention_count > 0)
        status = cg_store_add_mentions(store, source, rows->mentions,
                                       rows->mention_count, err);
    report->kept_properties += kept;
    report->names += fresh;
    return status;
}

static cg_status add_facts(batch *taken, cg_store *store, cg_load_report *report,
                           cg_error *err)
{
    const batch_rows *rows = &taken->rows;
    size_t count = rows->fact_count;
    bool *fresh = cg_arena_array(&taken->arena, count, sizeof *fresh);
    bool *said = cg_arena_array(&taken->arena, count, sizeof *said);
    if (fresh == NULL || said == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    if (count > 0)
        status = cg_store_add_statements(store, rows->facts, rows->evidence, count,
                                         fresh, said, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        if (fresh[i])
            report->facts++;
        else if (said[i])
            report->confirmed++;
        else
            report->unchanged++;
    return status;
}

/* What is left open of who is meant. */
static cg_status suggest(const batch_rows *rows, cg_store *store,
                         cg_load_report *report, cg_error *err)
{
    size_t fresh = 0;
    cg_status status = CG_OK;
    if (rows->suggestion_count > 0)
        status = cg_store_suggest(store, rows->suggestions, rows->suggestion_count,
                                  &fresh, err);
    report->suggestions += fresh;
    return status;
}

cg_status batch_write(batch *taken, cg_store *store, cg_id source,
                      cg_load_report *report, cg_error *err)
{
    cg_status status = add_entities(taken, store, source, err);
    if (status == CG_OK)
        status = tell_entities(&taken->rows, store, source, report, err);
    if (status == CG_OK)
        status = add_facts(taken, store, report, err);
    return status == CG_OK ? suggest(&taken->rows, store, report, err) : status;
}
