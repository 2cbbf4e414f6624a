/* Facts that come with their evidence, many at a time, are as good as facts and evidence
 * added one by one, whatever becomes of them. */
#include "graph/store/store.h"

#include "graph/store/property_graph.h"
#include "tests/unit/store_graph.h"

enum { ENTITIES = 6, SHEETS = 4, CITED = 3, MOST = 40, ROUNDS = 60, TEXT = 900 };

typedef struct {
    uint64_t seed;
    cg_store *stores[2]; /* many at a time, and one by one */
    cg_id sheets[SHEETS], cited[CITED], article, query;
    bool gone[SHEETS];
    cg_id last; /* fact */
} model;

static int pick(model *m, int below)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((m->seed >> 33) % (uint64_t)below);
}

/* The same source in both stores, with a text. */
static cg_id add_source(model *m, cg_source_form form)
{
    static char text[TEXT];
    cg_id ids[2];
    cg_source source = {.form = form};
    char title[] = "Of a";
    title[3] = (char)('a' + pick(m, 1 << 20) % 26);
    source.title = cg_text_z(title);
    memset(text, 'x', sizeof text);
    for (int i = 0; i < 2; i++) {
        must(cg_store_add_source(m->stores[i], &source, &ids[i], &err));
        if (form != CG_CITED)
            must(cg_store_add_text(m->stores[i], ids[i], 0,
                                   (cg_text){text, sizeof text}, &err));
    }
    assert_int_equal(ids[0], ids[1]);
    return ids[0];
}

static void begin(model *m)
{
    for (int i = 0; i < 2; i++)
        must(cg_store_begin(m->stores[i], "test", &err));
}

static void open_both(model *m)
{
    for (int i = 0; i < 2; i++)
        must(cg_open(NULL, CG_OPEN_PRIVATE, &m->stores[i], &err));
    begin(m);
    for (int i = 0; i < SHEETS; i++)
        m->sheets[i] = add_source(m, CG_SHEET);
    for (int i = 0; i < CITED; i++)
        m->cited[i] = add_source(m, CG_CITED);
    m->article = add_source(m, CG_ARTICLE);
    for (int i = 0; i < 2; i++) {
        must(cg_store_add_query(m->stores[i], CG_TEXT("q"), CG_TEXT("SET"),
                                &m->query, &err));
        for (int j = 0; j < ENTITIES; j++)
            (void)add_company(m->stores[i], 0, "somebody");
        must(cg_store_commit(m->stores[i], &err));
    }
}

static cg_new_fact random_fact(model *m, cg_property *number)
{
    cg_new_fact fact = {.subject = 1 + pick(m, ENTITIES),
                        .object = 1 + pick(m, ENTITIES),
                        .relation = (uint8_t)pick(m, 3)};
    if (pick(m, 2) == 0)
        fact.since =
            (cg_date){.year = (int16_t)(2000 + pick(m, 3)), .precision = CG_YEAR};
    *number = (cg_property){CG_TEXT("number"), cg_integer(pick(m, 3))};
    if (pick(m, 2) == 0)
        fact.properties = (cg_properties){number, 1};
    return fact;
}

static cg_new_evidence random_evidence(model *m)
{
    int sheet = pick(m, SHEETS);
    while (m->gone[sheet])
        sheet = (sheet + 1) % SHEETS;
    cg_new_evidence evidence = {.source = m->sheets[sheet],
                                .start = (uint64_t)pick(m, 5)};
    evidence.end = evidence.start + (uint64_t)pick(m, 5);
    switch (pick(m, 8)) {
    case 0:
        evidence.source = m->article;
        break;
    case 1:
        evidence.rule = CG_TEXT("en/test@1");
        break;
    case 2:
        evidence.speaker = 1 + pick(m, ENTITIES);
        break;
    case 3:
        evidence.modality = (cg_modality)pick(m, CG_MODALITY_COUNT);
        break;
    default:
        break;
    }
    if (pick(m, 3) == 0) {
        evidence.through = evidence.source;
        evidence.source = m->cited[pick(m, CITED)];
        if (pick(m, 4) == 0)
            evidence.quote = CG_TEXT("so it is");
    }
    return evidence;
}

static void add_some(model *m)
{
    cg_new_fact facts[MOST];
    cg_property numbers[MOST];
    cg_new_evidence evidence[MOST], alone[MOST];
    bool fresh[MOST], said[MOST];
    size_t count = 1 + (size_t)pick(m, MOST - 1);
    for (size_t i = 0; i < count; i++) {
        facts[i] = random_fact(m, &numbers[i]);
        alone[i] = evidence[i] = random_evidence(m);
    }
    must(cg_store_add_statements(m->stores[0], facts, evidence, count, fresh, said,
                                 &err));
    for (size_t i = 0; i < count; i++) {
        bool fresh_alone;
        must(cg_store_add_facts(m->stores[1], &facts[i], 1, &alone[i].fact,
                                &fresh_alone, &err));
        assert_int_equal(alone[i].fact, evidence[i].fact);
        assert_true(fresh_alone == fresh[i]);
        if (alone[i].fact > m->last)
            m->last = alone[i].fact;
    }
    for (size_t i = 0; i < count; i++) {
        bool said_alone;
        must(cg_store_add_evidence(m->stores[1], &alone[i], 1, &said_alone, &err));
        assert_true(said_alone == said[i]);
    }
}

/* Retract a fact, change one, or withdraw a sheet. */
static void undo_some(model *m)
{
    cg_id fact = 1 + pick(m, (int)m->last);
    cg_property number = {CG_TEXT("number"), cg_integer(pick(m, 3))};
    cg_new_properties set = {fact, {&number, 1}};
    int sheet = pick(m, 6 * SHEETS), left = 0;
    for (int i = 0; i < SHEETS; i++)
        left += !m->gone[i];
    bool withdraw = sheet < SHEETS && !m->gone[sheet] && left > 1;
    cg_fact row;
    cg_arena arena = {0};
    uint64_t retracted[2];
    cg_status set_status[2];
    for (int i = 0; i < 2; i++) {
        cg_error ignored = {0};
        must(cg_store_facts(m->stores[i], &fact, 1, &arena, &row, &err));
        set_status[i] =
            cg_store_set_facts(m->stores[i], m->query, &set, 1, &ignored);
        assert_true(set_status[i] == CG_OK || set_status[i] == CG_NOT_FOUND);
        if (set_status[i] == CG_OK &&
            pick(&(model){.seed = (uint64_t)fact}, 3) == 0)
            must(cg_store_retract_facts(m->stores[i], &fact, 1, &err));
        if (withdraw)
            must(cg_store_retract_source(m->stores[i], m->sheets[sheet],
                                         &retracted[i], &err));
    }
    assert_int_equal(set_status[0], set_status[1]);
    if (withdraw) {
        assert_int_equal(retracted[0], retracted[1]);
        m->gone[sheet] = true;
    }
    cg_arena_release(&arena);
}

/* ---- What can be read ---- */

static int by_what_it_says(const void *a, const void *b)
{
    const cg_evidence *x = a, *y = b;
    int64_t left[] = {x->source,       x->through,           (int64_t)x->start,
                      (int64_t)x->end, (int64_t)x->modality, x->speaker};
    int64_t right[] = {y->source,       y->through,           (int64_t)y->start,
                       (int64_t)y->end, (int64_t)y->modality, y->speaker};
    for (size_t i = 0; i < 6; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return (x->rule.size > y->rule.size) - (x->rule.size < y->rule.size);
}

static void tell_fact(cg_store *store, cg_id id, cg_arena *arena, cg_buffer *out)
{
    cg_fact fact;
    const cg_evidence *evidence;
    size_t count;
    must(cg_store_facts(store, &id, 1, arena, &fact, &err));
    must(cg_store_evidence(store, &id, 1, arena, &evidence, &count, &err));
    cg_buffer_printf(out,
                     "%lld %lld-%d-%lld %d %d %llu %d %llu:", (long long)fact.id,
                     (long long)fact.subject, fact.relation, (long long)fact.object,
                     fact.since.year, (int)fact.properties.count,
                     (unsigned long long)fact.source_count, (int)fact.modality,
                     (unsigned long long)count);
    cg_evidence sorted[8 * MOST];
    assert_in_range(count, 0, 8 * MOST);
    if (count > 0) {
        memcpy(sorted, evidence, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_what_it_says);
    }
    for (size_t i = 0; i < count; i++)
        cg_buffer_printf(out, " (%lld,%lld,%llu,%llu,%d,%lld,%.*s,%.*s,%d)",
                         (long long)sorted[i].source, (long long)sorted[i].through,
                         (unsigned long long)sorted[i].start,
                         (unsigned long long)sorted[i].end, (int)sorted[i].modality,
                         (long long)sorted[i].speaker, CG_TEXT_ARG(sorted[i].rule),
                         CG_TEXT_ARG(sorted[i].quote), sorted[i].ranged);
    cg_buffer_add_byte(out, '\n');
}

static void tell_source(cg_store *store, cg_id source, cg_buffer *out)
{
    static char facts[1 << 16];
    uint64_t count;
    must(cg_store_source_facts(store, &source, 1, &count, &err));
    for (int hidden = 0; hidden < 2; hidden++)
        for (int denied = 0; denied < 2; denied++) {
            cg_fact_filter filter = {.sources = &source,
                                     .source_count = 1,
                                     .hidden = hidden != 0,
                                     .denied = denied != 0};
            scan_facts(store, &filter, facts, sizeof facts);
            cg_buffer_printf(out, "source %lld %llu: %s\n", (long long)source,
                             (unsigned long long)count, facts);
        }
}

static void tell(const model *m, cg_store *store, cg_buffer *out)
{
    static char facts[1 << 16];
    cg_arena arena = {0};
    cg_counts counts;
    for (cg_id id = 1; id <= m->last + 1; id++)
        tell_fact(store, id, &arena, out);
    for (cg_id id = 1; id <= m->query; id++)
        tell_source(store, id, out);
    scan_facts(store, &(cg_fact_filter){0}, facts, sizeof facts);
    must(cg_store_count(store, &counts, &err));
    cg_buffer_printf(out, "all: %s\n%llu %llu\n", facts,
                     (unsigned long long)counts.facts,
                     (unsigned long long)counts.evidence);
    cg_arena_release(&arena);
}

static void compare(const model *m)
{
    cg_buffer told[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        tell(m, m->stores[i], &told[i]);
        must(cg_store_check(m->stores[i], &err));
    }
    if (!cg_text_equal(cg_buffer_text(&told[0]), cg_buffer_text(&told[1])))
        fail_msg("%s\nnot\n%s", told[0].at, told[1].at);
    for (int i = 0; i < 2; i++)
        cg_buffer_release(&told[i]);
}

/* One change, perhaps given up, whole or in part. */
static void change(model *m)
{
    model before = *m;
    begin(m);
    add_some(m);
    model marked = *m;
    for (int i = 0; i < 2; i++)
        must(cg_store_mark(m->stores[i], &err));
    add_some(m);
    bool rewind = pick(m, 3) == 0;
    for (int i = 0; i < 2; i++)
        must(rewind ? cg_store_rewind(m->stores[i], &err)
                    : cg_store_keep(m->stores[i], &err));
    if (rewind) {
        marked.seed = m->seed;
        *m = marked;
    }
    undo_some(m);
    add_some(m);
    if (pick(m, 4) == 0) {
        for (int i = 0; i < 2; i++)
            cg_store_rollback(m->stores[i]);
        before.seed = m->seed;
        *m = before;
        return;
    }
    for (int i = 0; i < 2; i++)
        must(cg_store_commit(m->stores[i], &err));
    m->last += 4; /* what was changed is kept behind it */
}

static void many_at_a_time_are_as_one_by_one(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        model m = {.seed = seed, .last = 1};
        open_both(&m);
        for (int i = 0; i < ROUNDS / 4; i++) {
            change(&m);
            compare(&m);
        }
        for (int i = 0; i < 2; i++)
            cg_close(m.stores[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_at_a_time_are_as_one_by_one),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_statements", tests, NULL, NULL);
}
