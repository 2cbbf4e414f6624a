#include "graph/picture/details.h"

cg_status details_of_entities(cg_store *store, const cg_id *ids, size_t count,
                              bool mentions, cg_arena *arena,
                              entity_details *details, cg_error *err)
{
    cg_status status = CG_OK;

    *details = (entity_details){.count = count};
    status = cg_lookup_entities(store, ids, count, arena, &details->entities, err);
    if (status == CG_OK)
        status = cg_store_names(store, ids, count, arena, &details->names,
                                &details->name_count, err);
    if (status == CG_OK && mentions)
        status = cg_store_mentions(store, ids, count, arena, &details->mentions,
                                   &details->mention_count, err);
    return status;
}

/* Ends of facts, speakers and sources of evidence: two more round trips. */
static cg_status fetch_others(cg_store *store, cg_arena *arena,
                              fact_details *details, cg_error *err)
{
    size_t ends = 2 * details->count;
    size_t evidence = details->evidence_count;
    cg_id *ids = cg_arena_array(arena, ends + evidence + 1, sizeof *ids);
    cg_id *sources = cg_arena_array(arena, evidence + 1, sizeof *sources);
    cg_status status = CG_OK;

    if (ids == NULL || sources == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < details->count; i++) {
        ids[2 * i] = details->facts[i].subject;
        ids[2 * i + 1] = details->facts[i].object;
    }
    for (size_t i = 0; i < evidence; i++) {
        ids[ends + i] = details->evidence[i].speaker;
        sources[i] = details->evidence[i].source;
    }
    status =
        cg_lookup_entities(store, ids, ends + evidence, arena, &details->ends, err);
    if (status != CG_OK)
        return status;
    details->speakers = details->ends + ends;
    return cg_lookup_sources_open(&details->sources, store, sources, evidence,
                                  arena, err);
}

cg_status details_of_facts(cg_store *store, const cg_id *ids, size_t count,
                           cg_arena *arena, fact_details *details, cg_error *err)
{
    cg_fact *facts = cg_arena_array(arena, count, sizeof *facts);
    cg_status status = CG_OK;

    if (facts == NULL)
        return cg_fail_memory(err);
    *details = (fact_details){.facts = facts, .count = count};
    status = cg_store_facts(store, ids, count, arena, facts, err);
    if (status == CG_OK)
        status = cg_store_evidence(store, ids, count, arena, &details->evidence,
                                   &details->evidence_count, err);
    return status == CG_OK ? fetch_others(store, arena, details, err) : status;
}

uint8_t details_first_kind(cg_kinds kinds)
{
    uint8_t kind = 0;

    while (kind < CG_KIND_MAX && (kinds >> kind & 1) == 0)
        kind++;
    return kind;
}

const cg_kind *details_kind(const cg_vocabulary *vocabulary, uint8_t first_kind)
{
    static const cg_kind none = {.shape = {"box", 3}, .colour = {"#ffffff", 7}};

    return first_kind < CG_KIND_MAX ? cg_kind_at(vocabulary, first_kind) : &none;
}
