/* Every allocation of what openCypher stands on fails once. */
#include "graph/store/property_graph.h"

#include "tests/support/fault.h"
#include "tests/unit/store_graph.h"

/* What is kept in memory where many are asked for. */
static cg_status read_many(cg_store *store, cg_arena *arena, cg_error *err)
{
    enum { MANY = 2100 };
    static cg_id ids[MANY];
    static cg_kinds kinds[MANY];
    static cg_value values[MANY];
    const cg_arrays *arrays;
    cg_sweep *sweep = NULL;
    cg_edges batch;
    for (size_t i = 0; i < MANY; i++)
        ids[i] = 1 + (cg_id)(i % 3);
    cg_status status = cg_store_kinds(store, ids, MANY, kinds, err);
    if (status == CG_OK)
        status = cg_store_entity_values(store, CG_TEXT("name"), ids, MANY, arena,
                                        values, err);
    for (int i = 0; i < 2 && status == CG_OK; i++) { /* without arrays, and with */
        status = cg_sweep_prepare(store, NULL, 0, &sweep, err);
        if (status == CG_OK)
            status = cg_sweep_step(sweep, &batch, err);
        cg_sweep_finish(sweep);
        if (status == CG_ROW || status == CG_DONE)
            status = cg_store_arrays(store, &arrays, err);
    }
    const cg_sorted *sorted;
    if (status == CG_OK)
        status = cg_store_sorted(store, CG_IN, 0, &sorted, err);
    return status == CG_OK ? cg_store_check(store, err) : status;
}

static cg_status write_all(cg_store *store, cg_error *err)
{
    cg_id source, ids[2], fact;
    cg_property name = {CG_TEXT("name"), cg_string(CG_TEXT("Xenon"))};
    cg_new_node nodes[] = {{.kinds = 1, .properties = {&name, 1}}, {.kinds = 2}};
    uint8_t kind;
    uint64_t facts;
    cg_status status =
        cg_store_add_query(store, CG_TEXT("t"), CG_TEXT("CREATE"), &source, err);
    if (status == CG_OK)
        status = cg_store_add_kind(store, CG_TEXT("a kind"), &kind, err);
    if (status == CG_OK)
        status = cg_store_create_entities(store, source, nodes, 2, ids, err);
    if (status != CG_OK)
        return status;
    cg_new_relationship link = {ids[0], ids[1], 0, {0}};
    status = cg_store_create_facts(store, source, &link, 1, &fact, err);
    cg_new_properties item = {fact, {&name, 1}};
    if (status == CG_OK)
        status = cg_store_set_facts(store, source, &item, 1, err);
    item.id = ids[1];
    if (status == CG_OK)
        status = cg_store_set_entities(store, source, &item, 1, err);
    cg_kinds_change change = {ids[0], 2, 1};
    if (status == CG_OK)
        status = cg_store_change_kinds(store, &change, 1, err);
    return status == CG_OK
               ? cg_store_retract_entities(store, ids, 1, true, &facts, err)
               : status;
}

static cg_status read_all(cg_store *store, cg_arena *arena, cg_error *err)
{
    cg_id ids[] = {2, 1}, subjects[2], objects[2];
    uint8_t relations[2];
    cg_properties properties[2];
    cg_value values[2];
    cg_kinds kinds[2];
    cg_text name = CG_TEXT("Xenon");
    const cg_named *found;
    size_t count;
    cg_estimates estimates;
    cg_expansion_filter filter = {.direction = CG_BOTH};
    cg_expansion *expansion = NULL;
    cg_neighbours batch;
    cg_status status = cg_store_hold(store, err);
    if (status == CG_OK)
        status = cg_store_kinds(store, ids, 2, kinds, err);
    if (status == CG_OK)
        status = cg_store_entity_properties(store, ids, 2, arena, properties, err);
    if (status == CG_OK)
        status = cg_store_fact_values(store, name, ids, 2, arena, values, err);
    if (status == CG_OK)
        status =
            cg_store_fact_ends(store, ids, 2, subjects, objects, relations, err);
    if (status == CG_OK)
        status = cg_store_find_named(store, &name, 1, arena, &found, &count, err);
    if (status == CG_OK)
        status = cg_store_estimate(store, &estimates, err);
    if (status == CG_OK)
        status = read_many(store, arena, err);
    if (status == CG_OK)
        status = cg_expand_prepare(store, &filter, &expansion, err);
    if (status == CG_OK)
        status = cg_expand_start(expansion, ids, 2, err);
    if (status == CG_OK)
        while ((status = cg_expand_step(expansion, &batch, err)) == CG_ROW)
            ;
    cg_expand_finish(expansion);
    cg_store_release(store);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status live_a_life(void *handle, cg_error *err)
{
    (void)handle;
    cg_store *store = NULL;
    cg_arena arena = {0};
    cg_status status = cg_open(NULL, CG_OPEN_PRIVATE, &store, err);
    if (status == CG_OK)
        status = cg_store_begin(store, "query", err);
    if (status == CG_OK)
        status = write_all(store, err);
    if (status == CG_OK)
        status = cg_store_commit(store, err);
    if (status == CG_OK)
        status = read_all(store, &arena, err);
    cg_arena_release(&arena);
    cg_close(store);
    return status;
}

static void each_allocation_fails_once(void **state)
{
    (void)state;
    assert_true(fault_sweep(live_a_life, NULL, 600) > 300);
}

int main(void)
{
    fault_include_libraries();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_fails_once),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_cypher_faults", tests, NULL, NULL);
}
