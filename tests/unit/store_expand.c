/* Expansions and scans of random graphs, against a model that looks at every fact. */
#include "graph/store/property_graph.h"

#include "tests/unit/store_graph.h"

enum { ENTITIES = 40, FACTS = 400, RELATIONS = 7, KINDS = 4, ROUNDS = 300 };

typedef struct {
    cg_store *store;
    uint64_t seed;
    cg_id source;
    cg_id entities[ENTITIES + 1]; /* [0] is none */
    cg_kinds kinds[ENTITIES + 1];
    int group[ENTITIES + 1];
    bool gone[ENTITIES + 1], merged[ENTITIES + 1];
    struct {
        cg_id id;
        int subject, object;
        uint8_t relation;
        bool hidden, retracted;
    } facts[FACTS];
    int fact_count;
    bool limited; /* what the store keeps in memory */
    int kinds_told;
} model;

static int pick(model *m, int below)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((m->seed >> 33) % (uint64_t)below);
}

/* ---- A random graph ---- */

/* A third has a name, a third another property of that name, a third nothing. */
static cg_value name_of(int i, char text[16])
{
    snprintf(text, 16, "n%d", i);
    return i % 3 == 0   ? cg_string(cg_text_z(text))
           : i % 3 == 1 ? cg_integer(i)
                        : (cg_value){CG_NULL, {0}};
}

static void open_model(model *m, uint64_t seed)
{
    memset(m, 0, sizeof *m);
    m->seed = seed;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &m->store, &err));
    must(cg_store_begin(m->store, "query", &err));
    must(cg_store_add_query(m->store, (cg_text){0}, CG_TEXT("CREATE"), &m->source,
                            &err));
    for (int i = 1; i <= ENTITIES; i++) {
        m->group[i] = i;
        m->kinds[i] |= pick(m, 40) > 0; /* one that nearly all have */
        for (int j = pick(m, 3); j > 0; j--)
            m->kinds[i] |= (cg_kinds)1 << pick(m, KINDS);
        char text[16];
        cg_property name = {CG_TEXT("name"), name_of(i, text)};
        cg_new_node node = {m->kinds[i], {&name, name.value.type != CG_NULL}};
        must(cg_store_create_entities(m->store, m->source, &node, 1,
                                      &m->entities[i], &err));
    }
    must(cg_store_commit(m->store, &err));
}

/* An entity that is there; the first ones have most facts. */
static int pick_entity(model *m)
{
    int i = 1 + pick(m, 1 + pick(m, ENTITIES));
    return m->gone[i] ? pick_entity(m) : i;
}

static void add_some(model *m)
{
    for (int n = pick(m, 40); n > 0 && m->fact_count < FACTS; n--) {
        int i = m->fact_count++;
        m->facts[i].subject = pick_entity(m);
        m->facts[i].object = pick(m, 8) == 0 ? m->facts[i].subject : pick_entity(m);
        m->facts[i].relation = (uint8_t)pick(m, RELATIONS);
        cg_new_relationship link = {m->entities[m->facts[i].subject],
                                    m->entities[m->facts[i].object],
                                    m->facts[i].relation,
                                    {0}};
        must(cg_store_create_facts(m->store, m->source, &link, 1, &m->facts[i].id,
                                   &err));
    }
}

static void retract_some(model *m)
{
    for (int n = pick(m, 6); n > 0 && m->fact_count > 0; n--) {
        int i = pick(m, m->fact_count);
        m->facts[i].retracted = true;
        must(cg_store_retract_facts(m->store, &m->facts[i].id, 1, &err));
    }
}

/* Take an entity away, with all it is the same as and with its facts. */
static void retract_entity(model *m)
{
    int gone = pick_entity(m);
    uint64_t facts, expected = 0;
    if (pick(m, 8) > 0)
        return;
    for (int i = 0; i < m->fact_count; i++) {
        if (m->facts[i].retracted ||
            (m->group[m->facts[i].subject] != m->group[gone] &&
             m->group[m->facts[i].object] != m->group[gone]))
            continue;
        expected += !m->facts[i].hidden;
        m->facts[i].retracted = true;
    }
    must(cg_store_retract_entities(m->store, &m->entities[gone], 1, true, &facts,
                                   &err));
    assert_int_equal(facts, expected);
    int group = m->group[gone];
    for (int i = 1; i <= ENTITIES; i++) {
        if (m->group[i] != group)
            continue;
        m->gone[i] = true;
        m->group[i] = i;
    }
}

static void judge_some(model *m)
{
    cg_id id;
    int i = pick(m, m->fact_count), a = pick_entity(m), b = pick_entity(m);
    if (!m->facts[i].retracted) {
        cg_judgement wrong = {.verdict = CG_WRONG, .fact = m->facts[i].id};
        must(cg_judge(m->store, &wrong, &id, &err));
        m->facts[i].hidden = true;
    }
    if (pick(m, 5) > 0 || m->group[a] == m->group[b])
        return;
    cg_judgement same = {
        .verdict = CG_SAME, .entity = m->entities[a], .other = m->entities[b]};
    must(cg_judge(m->store, &same, &id, &err));
    int low = m->group[a] < m->group[b] ? m->group[a] : m->group[b];
    int high = m->group[a] < m->group[b] ? m->group[b] : m->group[a];
    for (int j = 1; j <= ENTITIES; j++)
        if (m->group[j] == high) {
            m->group[j] = low;
            m->merged[low] = true;
        }
}

/* One change of several kinds of writes, now and then undone. */
static void write_some(model *m)
{
    model before = *m;
    must(cg_store_begin(m->store, "query", &err));
    add_some(m);
    must(cg_store_mark(m->store, &err));
    model marked = *m;
    retract_some(m);
    add_some(m);
    retract_entity(m);
    uint64_t seed = m->seed;
    if (pick(m, 4) == 0) {
        must(cg_store_rewind(m->store, &err));
        *m = marked;
    } else {
        must(cg_store_keep(m->store, &err));
    }
    add_some(m);
    if (pick(m, 5) == 0) {
        cg_store_rollback(m->store);
        *m = before;
    } else {
        must(cg_store_commit(m->store, &err));
    }
    m->seed = seed;
    if (m->fact_count > 0)
        judge_some(m);
}

/* ---- Expanding ---- */

typedef struct {
    cg_expansion_filter filter;
    uint8_t relations[RELATIONS];
    cg_id ids[12];
    int inputs[12];
    int count;
} question;

static question ask(model *m)
{
    question q = {.filter.direction = (cg_direction)(1 + pick(m, 3)),
                  .filter.hidden = pick(m, 4) == 0};
    q.filter.relation_count = (size_t)(pick(m, 2) * pick(m, RELATIONS));
    for (size_t i = 0; i < q.filter.relation_count; i++)
        q.relations[i] = (uint8_t)pick(m, RELATIONS);
    q.count = pick(m, 12);
    for (int i = 0; i < q.count; i++) {
        q.inputs[i] = pick(m, 20) == 0 ? 0 : pick_entity(m);
        q.ids[i] = q.inputs[i] == 0 ? 999 : m->entities[q.inputs[i]];
    }
    return q;
}

static bool wanted(const question *q, uint8_t relation)
{
    for (size_t i = 0; i < q->filter.relation_count; i++)
        if (q->relations[i] == relation)
            return true;
    return q->filter.relation_count == 0;
}

/* "input:fact:other:type:outward " for each. */
static void expect(const model *m, const question *q, cg_buffer *out)
{
    for (int n = 0; n < q->count; n++) {
        int group = q->inputs[n] == 0 ? -1 : m->group[q->inputs[n]];
        for (int i = 0; i < m->fact_count; i++) {
            int subject = m->group[m->facts[i].subject];
            int object = m->group[m->facts[i].object];
            bool goes_out = (q->filter.direction & CG_OUT) != 0 && subject == group;
            bool comes_in = (q->filter.direction & CG_IN) != 0 && object == group;
            bool seen =
                q->filter.hidden || (!m->facts[i].hidden && !m->facts[i].retracted);
            if (seen && wanted(q, m->facts[i].relation) && (goes_out || comes_in))
                cg_buffer_printf(
                    out, "%d:%lld:%lld:%d:%d ", n, (long long)m->facts[i].id,
                    (long long)m->entities[goes_out ? object : subject],
                    m->facts[i].relation, goes_out);
        }
    }
}

static void expand(const model *m, question *q, cg_buffer *out)
{
    cg_expansion *expansion = NULL;
    cg_neighbours batch;
    cg_error why = {0};
    cg_status status;
    uint64_t counts[12] = {0}, counted[12] = {0};
    q->filter.relations = q->relations;
    must(cg_expand_prepare(m->store, &q->filter, &expansion, &err));
    must(cg_expand_count(expansion, q->ids, (size_t)q->count, counted, &err));
    must(cg_expand_start(expansion, q->ids, (size_t)q->count, &err));
    while ((status = cg_expand_step(expansion, &batch, &why)) == CG_ROW) {
        for (size_t i = 0; i < batch.count; i++) {
            cg_buffer_printf(out, "%u:%lld:%lld:%d:%d ", batch.inputs[i],
                             (long long)batch.facts[i], (long long)batch.others[i],
                             batch.relations[i], batch.outward[i]);
            counts[batch.inputs[i]]++;
        }
    }
    assert_int_equal(status, CG_DONE);
    assert_memory_equal(counts, counted, sizeof counts);
    cg_expand_finish(expansion);
}

/* Says where they begin to differ. */
static void must_be_equal(cg_text expected, cg_text got)
{
    size_t at = 0;
    while (at < expected.size && at < got.size && expected.at[at] == got.at[at])
        at++;
    if (at < expected.size || at < got.size)
        fail_msg("byte %zu: %.60s, not %.60s", at, at < got.size ? got.at + at : "",
                 at < expected.size ? expected.at + at : "");
}

static cg_kinds kinds_of_group(const model *m, int group)
{
    cg_kinds kinds = 0;
    for (int i = 1; i <= ENTITIES; i++)
        if (m->group[i] == group)
            kinds |= m->kinds[i];
    return kinds;
}

/* The kinds that all of them have, where they are known. */
static void compare_sorted_kinds(model *m, cg_direction direction,
                                 uint16_t relation, const cg_sorted *sorted)
{
    cg_kinds every, expected = CG_ANY_KIND;
    must(cg_store_sorted_kinds(m->store, direction, relation, &every, &err));
    for (size_t at = 0; at < sorted->offsets[sorted->entities + 1]; at++)
        for (int i = 1; i <= ENTITIES; i++)
            if (m->entities[i] == (cg_id)sorted->others[at])
                expected &= kinds_of_group(m, m->group[i]);
    assert_true(every == expected || every == 0);
    m->kinds_told += every == expected && every != 0;
}

/* The same facts as those that an expansion passes, by the other end. */
static void compare_sorted(model *m)
{
    const cg_sorted *sorted;
    uint8_t one = (uint8_t)pick(m, RELATIONS);
    bool all = pick(m, 3) == 0;
    uint16_t relation = all ? CG_ALL_RELATIONS : one;
    cg_direction direction = (cg_direction)(CG_OUT + pick(m, 3));
    cg_expansion_filter filter = {
        .direction = direction, .relations = &one, .relation_count = !all};
    uint64_t counts[ENTITIES];
    cg_expansion *expansion;
    must(cg_store_sorted(m->store, direction, relation, &sorted, &err));
    if (sorted == NULL) {
        assert_true(m->limited);
        return;
    }
    compare_sorted_kinds(m, direction, relation, sorted);
    must(cg_expand_prepare(m->store, &filter, &expansion, &err));
    must(cg_expand_count(expansion, m->entities + 1, ENTITIES, counts, &err));
    cg_expand_finish(expansion);
    for (int i = 1; i <= ENTITIES; i++) {
        size_t start = sorted->offsets[m->entities[i]];
        size_t end = sorted->offsets[m->entities[i] + 1];
        assert_int_equal(end - start, m->group[i] == i ? counts[i - 1] : 0);
        for (size_t at = start; at < end; at++) {
            cg_id fact = sorted->facts[at], subject, object;
            uint8_t type;
            must(cg_store_fact_ends(m->store, &fact, 1, &subject, &object, &type,
                                    &err));
            cg_id other = sorted->others[at];
            bool out = subject == m->entities[i] && object == other;
            bool in = object == m->entities[i] && subject == other;
            assert_true(all || type == relation);
            assert_true((out && (direction & CG_OUT) != 0) ||
                        (in && (direction & CG_IN) != 0));
            assert_true(at == start || other >= sorted->others[at - 1]);
            for (size_t k = start; k < at; k++) /* each is there once */
                assert_true(sorted->facts[k] != fact);
        }
    }
}

static void compare_expansions(model *m)
{
    for (int n = 0; n < 10; n++) {
        if (n == 5) { /* from then on they are what is looked at */
            const cg_arrays *arrays;
            must(cg_store_arrays(m->store, &arrays, &err));
            assert_true(arrays != NULL || m->limited);
        }
        question q = ask(m);
        cg_buffer expected = {0}, got = {0};
        expect(m, &q, &expected);
        expand(m, &q, &got);
        must_be_equal(cg_buffer_text(&expected), cg_buffer_text(&got));
        cg_buffer_release(&expected);
        cg_buffer_release(&got);
    }
}

/* ---- Scans ---- */

static void compare_scans(model *m)
{
    cg_entity_filter filter = {.any = (cg_kinds)(pick(m, 2) * pick(m, 16)),
                               .all = (cg_kinds)(pick(m, 2) * pick(m, 16))};
    cg_entity_scan *scan = NULL;
    const cg_id *ids;
    size_t count = 0, at = 0;
    cg_error why = {0};
    must(cg_entity_scan_filtered(m->store, &filter, &scan, &err));
    cg_status status = cg_entity_scan_step(scan, &ids, &count, &why);
    for (int i = 1; i <= ENTITIES; i++) {
        cg_kinds kinds = kinds_of_group(m, i);
        if (m->gone[i] || m->group[i] != i || (kinds & filter.all) != filter.all ||
            (filter.any != 0 && (kinds & filter.any) == 0))
            continue;
        assert_int_equal(status, CG_ROW);
        assert_true(at < count);
        assert_int_equal(ids[at++], m->entities[i]);
    }
    assert_int_equal(at, count);
    size_t found = count;
    cg_entity_scan_finish(scan);
    uint64_t kinds[CG_KIND_MAX], entities;
    must(cg_store_count_kinds(m->store, &entities, kinds, &err));
    if (filter.any == 0 && filter.all == 0)
        assert_int_equal(entities, found);
    for (int i = 0; i < KINDS; i++)
        if ((filter.any == 0 && filter.all == (cg_kinds)1 << i) ||
            (filter.all == 0 && filter.any == (cg_kinds)1 << i))
            assert_int_equal(kinds[i], found);
}

static int by_fact(const void *a, const void *b)
{
    cg_id x = *(const cg_id *)a, y = *(const cg_id *)b;
    return (x > y) - (x < y);
}

/* All facts, in a sweep and in a scan, those that are seen or all that ever were. */
static void compare_sweeps(model *m)
{
    static cg_id swept[FACTS + 1];
    uint8_t relation = (uint8_t)pick(m, RELATIONS);
    cg_sweep *sweep = NULL;
    cg_edges batch;
    cg_error why = {0};
    cg_status status;
    size_t count = 0, at = 0;
    bool typed = pick(m, 2) == 0;
    must(cg_sweep_prepare(m->store, &relation, typed, &sweep, &err));
    while ((status = cg_sweep_step(sweep, &batch, &why)) == CG_ROW) {
        for (size_t i = 0; i < batch.count && count < FACTS; i++) {
            cg_id subject, object;
            uint8_t type;
            swept[count++] = batch.facts[i];
            must(cg_store_fact_ends(m->store, &batch.facts[i], 1, &subject, &object,
                                    &type, &err));
            assert_int_equal(batch.subjects[i], subject);
            assert_int_equal(batch.objects[i], object);
            assert_int_equal(batch.relations[i], type);
        }
    }
    assert_int_equal(status, CG_DONE);
    cg_sweep_finish(sweep);
    qsort(swept, count, sizeof *swept, by_fact);
    for (int i = 0; i < m->fact_count; i++)
        if (!m->facts[i].retracted && !m->facts[i].hidden &&
            (!typed || m->facts[i].relation == relation))
            assert_int_equal(swept[at++], m->facts[i].id);
    assert_int_equal(at, count);
    uint64_t counts[CG_RELATION_MAX], all = 0;
    must(cg_store_count_facts(m->store, counts, &err));
    for (int i = 0; i < CG_RELATION_MAX; i++)
        all += counts[i];
    assert_int_equal(typed ? counts[relation] : all, count);
}

static void compare_hidden(model *m)
{
    char got[4096], expected[4096] = "";
    size_t used = 0;
    int end = pick_entity(m), group = m->group[end];
    bool ended = pick(m, 2) == 0;
    for (int i = 0; i < m->fact_count; i++)
        if (!ended || m->group[m->facts[i].subject] == group ||
            m->group[m->facts[i].object] == group)
            used +=
                (size_t)snprintf(expected + used, sizeof expected - used, "%s%lld",
                                 used > 0 ? " " : "", (long long)m->facts[i].id);
    cg_fact_filter filter = {
        .hidden = true, .ends = ended ? &m->entities[end] : NULL, .end_count = 1};
    scan_facts(m->store, &filter, got, sizeof got);
    assert_string_equal(got, expected);
}

static void compare_columns(model *m)
{
    cg_id ids[FACTS], subjects[FACTS], objects[FACTS];
    bool seen[FACTS];
    uint8_t relations[FACTS];
    size_t count = (size_t)m->fact_count;
    for (size_t i = 0; i < count; i++) /* in no order */
        ids[i] = m->facts[(i * 7) % count].id;
    must(cg_store_fact_ends(m->store, ids, count, subjects, objects, relations,
                            &err));
    for (size_t i = 0; i < count; i++) {
        size_t at = (i * 7) % count;
        assert_int_equal(subjects[i], m->entities[m->group[m->facts[at].subject]]);
        assert_int_equal(objects[i], m->entities[m->group[m->facts[at].object]]);
        assert_int_equal(relations[i], m->facts[at].relation);
    }
    must(cg_store_seen_facts(m->store, ids, count, seen, &err));
    for (size_t i = 0; i < count; i++) {
        size_t at = (i * 7) % count;
        assert_true(seen[i] == (!m->facts[at].retracted && !m->facts[at].hidden));
    }
    cg_id asked[] = {m->entities[pick_entity(m)], 999, m->entities[3]}, read_as[3];
    must(cg_store_seen_entities(m->store, asked, 3, read_as, &err));
    assert_int_equal(read_as[1], 0);
    assert_int_equal(read_as[2], m->gone[3] ? 0 : m->entities[m->group[3]]);
    assert_int_not_equal(read_as[0], 0);
}

static void compare_kinds_and_names(model *m)
{
    cg_arena arena = {0};
    /* After so many look-ups, all are in memory. */
    for (int n = pick(m, 10) == 0 ? 2 * 2000 / ENTITIES : 1; n > 0; n--) {
        cg_kinds kinds[ENTITIES];
        cg_value names[ENTITIES];
        must(cg_store_kinds(m->store, m->entities + 1, ENTITIES, kinds, &err));
        must(cg_store_entity_values(m->store, CG_TEXT("name"), m->entities + 1,
                                    ENTITIES, &arena, names, &err));
        for (int i = 1; i <= ENTITIES; i++) {
            char text[16];
            assert_true(kinds[i - 1] == kinds_of_group(m, m->group[i]));
            if (m->group[i] == i && !m->merged[i])
                assert_true(cg_value_equal(names[i - 1], name_of(i, text)));
        }
        for (int i = 1; i <= ENTITIES; i++) /* one is as good as another */
            assert_true(cg_value_equal(names[i - 1], names[m->group[i] - 1]));
        cg_arena_reset(&arena);
    }
    cg_arena_release(&arena);
}

/* After so many look-ups, all are in memory. */
static void keep_kinds(model *m)
{
    cg_kinds kinds[ENTITIES];
    for (int i = 0; i < 2 * 2000 / ENTITIES; i++)
        must(cg_store_kinds(m->store, m->entities + 1, ENTITIES, kinds, &err));
}

static void expansions_are_what_the_model_says(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        model m;
        open_model(&m, seed);
        for (int i = 0; i < ROUNDS / 3; i++) {
            cg_budget budget = {.most = (size_t)pick(&m, 20000)};
            m.limited = pick(&m, 3) == 0;
            write_some(&m);
            if (pick(&m, 3) == 0) /* what is limited may be in memory before */
                keep_kinds(&m);
            if (m.limited)
                cg_store_limit(m.store, &budget);
            compare_expansions(&m);
            compare_sorted(&m);
            compare_scans(&m);
            compare_sweeps(&m);
            compare_hidden(&m);
            compare_columns(&m);
            compare_kinds_and_names(&m);
            must(cg_store_check(m.store, &err));
            assert_true(budget.used <= budget.most && !budget.exceeded);
            cg_store_limit(m.store, NULL);
        }
        assert_true(m.fact_count > FACTS / 2 && m.kinds_told > 0);
        cg_close(m.store);
    }
}

/* ---- Batches ---- */

static void a_hub_comes_in_batches(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    model m;
    open_model(&m, 5);
    must(cg_store_begin(m.store, "query", &err));
    for (int i = 0; i < MANY; i++) {
        cg_id id;
        cg_new_relationship link = {
            m.entities[1], m.entities[2 + i % 3], (uint8_t)(i % RELATIONS), {0}};
        must(cg_store_create_facts(m.store, m.source, &link, 1, &id, &err));
    }
    must(cg_store_commit(m.store, &err));
    cg_expansion_filter filter = {.direction = CG_BOTH};
    cg_expansion *expansion;
    cg_neighbours batch;
    cg_error why = {0};
    size_t rows = 0;
    cg_id last = 0, ids[] = {m.entities[1], m.entities[1]};
    must(cg_expand_prepare(m.store, &filter, &expansion, &err));
    must(cg_expand_start(expansion, ids, 2, &err));
    while (cg_expand_step(expansion, &batch, &why) == CG_ROW) {
        assert_in_range(batch.count, 1, 4096);
        for (size_t i = 0; i < batch.count; i++, rows++) {
            assert_int_equal(batch.inputs[i], rows / MANY);
            assert_true(rows % MANY == 0 || batch.facts[i] > last);
            last = batch.facts[i];
        }
    }
    assert_int_equal(rows, 2 * MANY);
    must(cg_expand_start(expansion, ids, 1, &err)); /* begun anew, and left */
    assert_int_equal(cg_expand_step(expansion, &batch, &why), CG_ROW);
    cg_expand_finish(expansion);
    cg_close(m.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expansions_are_what_the_model_says),
        cmocka_unit_test(a_hub_comes_in_batches),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_expand", tests, NULL, NULL);
}
