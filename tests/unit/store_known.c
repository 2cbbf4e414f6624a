/* Facts that are there are found, however many there are, whoever wrote them. */
#include "graph/store/adjacency.h"

#include "tests/unit/store_graph.h"

enum {
    ENTITIES = 12,
    TYPES = 2,
    YEARS = 3,
    KEYS = ENTITIES * ENTITIES * TYPES * YEARS
};

typedef struct {
    uint64_t seed;
    cg_id ids[KEYS]; /* of the fact in force; 0 for none */
} model;

static int pick(model *m, int below)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((m->seed >> 33) % (uint64_t)below);
}

/* The fact of a key: subject, object, type, since. */
static cg_new_fact fact_of(int key)
{
    cg_new_fact fact = {.subject = 1 + key % ENTITIES,
                        .object = 1 + key / ENTITIES % ENTITIES,
                        .relation = (uint8_t)(key / ENTITIES / ENTITIES % TYPES)};
    int year = key / ENTITIES / ENTITIES / TYPES;
    if (year > 0)
        fact.since =
            (cg_date){.year = (int16_t)(2000 + year), .precision = CG_YEAR};
    return fact;
}

/* Add facts, a batch at a time: each is fresh or has the id that the model knows. */
static void add_some(model *m, cg_store *store)
{
    enum { BATCH = 20 };
    cg_new_fact facts[BATCH];
    int keys[BATCH];
    cg_id ids[BATCH];
    bool fresh[BATCH];
    size_t count = 1 + (size_t)pick(m, BATCH - 1);
    for (size_t i = 0; i < count; i++) {
        keys[i] = pick(m, KEYS);
        facts[i] = fact_of(keys[i]);
    }
    must(cg_store_add_facts(store, facts, count, ids, fresh, &err));
    for (size_t i = 0; i < count; i++) {
        cg_id *known = &m->ids[keys[i]];
        assert_true(fresh[i] == (*known == 0));
        assert_true(fresh[i] || ids[i] == *known);
        *known = ids[i];
    }
}

static void retract_some(model *m, cg_store *store)
{
    for (int n = pick(m, 6); n > 0; n--) {
        cg_id *id = &m->ids[pick(m, KEYS)];
        if (*id != 0)
            must(cg_store_retract_facts(store, id, 1, &err));
        *id = 0;
    }
}

/* One change, perhaps given up, whole or in part. */
static void change(model *m, cg_store *store)
{
    model before = *m;
    must(cg_store_begin(store, "test", &err));
    add_some(m, store);
    retract_some(m, store);
    model marked = *m;
    must(cg_store_mark(store, &err));
    add_some(m, store);
    if (pick(m, 4) == 0) {
        must(cg_store_rewind(store, &err));
        marked.seed = m->seed;
        *m = marked;
    } else {
        must(cg_store_keep(store, &err));
    }
    retract_some(m, store);
    add_some(m, store);
    if (pick(m, 4) == 0) {
        cg_store_rollback(store);
        before.seed = m->seed;
        *m = before;
    } else {
        must(cg_store_commit(store, &err));
    }
}

/* Entities, and more facts than a few look-ups are worth reading. */
static void fill(cg_store *store, size_t facts)
{
    cg_id source, id;
    must(cg_store_begin(store, "query", &err));
    must(cg_store_add_query(store, (cg_text){0}, CG_TEXT("CREATE"), &source, &err));
    for (int i = 0; i < ENTITIES + 2; i++)
        must(cg_store_create_entities(store, source, &(cg_new_node){0}, 1, &id,
                                      &err));
    for (size_t i = 0; i < facts; i++) {
        cg_new_relationship link = {ENTITIES + 1, ENTITIES + 2, 1, {0}};
        must(cg_store_create_facts(store, source, &link, 1, &id, &err));
    }
    must(cg_store_commit(store, &err));
}

static void what_is_there_is_found(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 300, 6000};
    for (size_t i = 0; i < 3; i++) {
        char path[256];
        cg_store *stores[2] = {NULL, NULL};
        model m = {.seed = i};
        scratch_path(path);
        for (int j = 0; j < 2; j++)
            must(cg_open(path, CG_OPEN_WRITE, &stores[j], &err));
        fill(stores[0], sizes[i]);
        bool complete = false;
        for (int j = 0; j < 150; j++) { /* now and then, the other one writes */
            change(&m, stores[pick(&m, 12) == 0]);
            complete |= stores[0]->known.complete;
        }
        assert_true(complete);
        must(cg_store_check(stores[0], &err));
        for (int j = 0; j < 2; j++)
            cg_close(stores[j]);
        remove_file(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_is_found),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_known", tests, NULL, NULL);
}
