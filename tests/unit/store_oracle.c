/* Random filters on random graphs, against a model that looks at every fact. */
#include "graph/store/store.h"

#include "tests/unit/store_graph.h"

enum {
    ENTITIES = 25,
    FACTS = 120,
    EVIDENCE = 160,
    SOURCES = 4,
    CHANGES = 6,
    VERDICTS = 15,
    FILTERS = 1500,
    FIRST_DAY = 1577836800, /* 2020-01-01, the day of change 0; then one a day */
    NEVER = CHANGES
};

typedef struct {
    cg_store *store;
    uint64_t seed;
    cg_id entities[ENTITIES];
    cg_kinds kinds[ENTITIES]; /* of the entity alone */
    int group[ENTITIES];      /* lowest index that it is the same as */
    struct {
        cg_id id;
        int subject, object, change, since, until; /* years, 0 for none */
        uint8_t relation;
    } facts[FACTS];
    struct {
        int fact, source, change;
        cg_modality modality;
    } evidence[EVIDENCE];
    struct {
        int fact, change, until; /* judged wrong in changes [change, until) */
    } wrong[VERDICTS];
    cg_id sources[SOURCES];
} model;

static int pick(model *m, int below)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((m->seed >> 33) % (uint64_t)below);
}

/* ---- A random graph, in the file and in the model ---- */

static void add_entities(model *m)
{
    for (int i = 0; i < SOURCES; i++)
        m->sources[i] = add_article(m->store, cg_text_z(&"wxyz"[i]));
    for (int i = 0; i < ENTITIES; i++) {
        m->kinds[i] = (cg_kinds)1 << pick(m, 4) | (cg_kinds)1 << pick(m, 4);
        m->group[i] = i;
        cg_new_entity entity = {.name = CG_TEXT("somebody"), .kinds = m->kinds[i]};
        must(cg_store_add_entities(m->store, 0, &entity, 1, &m->entities[i], &err));
    }
}

static void put_fact(model *m, int i, int change)
{
    m->facts[i].subject = pick(m, ENTITIES);
    m->facts[i].object = pick(m, ENTITIES);
    m->facts[i].relation = (uint8_t)pick(m, 9);
    m->facts[i].since = pick(m, 3) > 0 ? 2000 + pick(m, 10) : 0;
    m->facts[i].until = pick(m, 3) > 0 ? 2000 + pick(m, 10) : 0;
    m->facts[i].change = change;
    cg_property number = {CG_TEXT("number"), cg_integer(i)};
    cg_new_fact fact = {.subject = m->entities[m->facts[i].subject],
                        .object = m->entities[m->facts[i].object],
                        .relation = m->facts[i].relation,
                        .properties = {&number, 1}};
    if (m->facts[i].since != 0)
        fact.since =
            (cg_date){.year = (int16_t)m->facts[i].since, .precision = CG_YEAR};
    if (m->facts[i].until != 0)
        fact.until =
            (cg_date){.year = (int16_t)m->facts[i].until, .precision = CG_YEAR};
    bool fresh;
    must(cg_store_add_facts(m->store, &fact, 1, &m->facts[i].id, &fresh, &err));
    assert_true(fresh);
}

static void put_evidence(model *m, int i, int change, int facts)
{
    m->evidence[i].fact = pick(m, facts);
    m->evidence[i].source = pick(m, SOURCES);
    m->evidence[i].modality = pick(m, 2) == 0 ? CG_DENIED : (cg_modality)pick(m, 4);
    m->evidence[i].change = change;
    (void)add_quote(m->store, m->facts[m->evidence[i].fact].id,
                    m->sources[m->evidence[i].source], 0, 1,
                    m->evidence[i].modality);
}

static void set_day(int change)
{
    char seconds[20];
    snprintf(seconds, sizeof seconds, "%d", FIRST_DAY + change * 86400);
    setenv("SOURCE_DATE_EPOCH", seconds, 1);
}

/* Judge facts of this change's day, and take some judgements back on later ones. */
static void put_verdicts(model *m, int change, cg_id ids[VERDICTS])
{
    for (int i = 0; i < VERDICTS; i++) {
        bool known = m->wrong[i].change < change && m->wrong[i].until == NEVER;
        if (i % CHANGES == change) {
            m->wrong[i].fact = i; /* there since change 0 */
            m->wrong[i].change = change;
            m->wrong[i].until = NEVER;
            cg_judgement wrong = {.verdict = CG_WRONG, .fact = m->facts[i].id};
            must(cg_judge(m->store, &wrong, &ids[i], &err));
        } else if (ids[i] != 0 && known && pick(m, 3) == 0) {
            m->wrong[i].until = change;
            must(cg_unjudge(m->store, ids[i], &err));
        }
    }
}

static void merge_some(model *m, int pairs)
{
    for (int i = 0; i < pairs; i++) {
        int a = pick(m, ENTITIES), b = pick(m, ENTITIES);
        if (a == b)
            continue;
        cg_id id;
        cg_judgement same = {
            .verdict = CG_SAME, .entity = m->entities[a], .other = m->entities[b]};
        must(cg_judge(m->store, &same, &id, &err));
        int low = m->group[a] < m->group[b] ? m->group[a] : m->group[b];
        int high = m->group[a] < m->group[b] ? m->group[b] : m->group[a];
        for (int j = 0; j < ENTITIES; j++)
            m->group[j] = m->group[j] == high ? low : m->group[j];
    }
}

static void fill(model *m, int pairs)
{
    cg_id ids[VERDICTS] = {0};
    must(cg_open(NULL, CG_OPEN_PRIVATE, &m->store, &err));
    for (int change = 0; change < CHANGES; change++) {
        set_day(change);
        must(cg_store_begin(m->store, "test", &err));
        if (change == 0)
            add_entities(m);
        int facts = FACTS / CHANGES * (change + 1);
        for (int i = facts - FACTS / CHANGES; i < facts; i++)
            put_fact(m, i, change);
        for (int i = 0; i < EVIDENCE; i++)
            if (i % CHANGES == change)
                put_evidence(m, i, change, facts);
        must(cg_store_commit(m->store, &err));
        put_verdicts(m, change, ids);
    }
    merge_some(m, pairs);
    unsetenv("SOURCE_DATE_EPOCH");
}

/* ---- What the model says ---- */

typedef struct {
    int ends[3], others[3], sources[2];
    uint8_t relations[4];
    int end_count, other_count, source_count, relation_count;
    cg_kinds kinds;
    bool denied;
    int on;    /* year, 0 for any */
    int known; /* change, -1 for before the first */
} question;

static bool among(const model *m, const int *list, int count, int entity)
{
    for (int i = 0; i < count; i++)
        if (m->group[list[i]] == m->group[entity])
            return true;
    return false;
}

static bool ends_pass(const model *m, const question *q, int i)
{
    int s = m->facts[i].subject, o = m->facts[i].object;
    const int *ends = q->end_count > 0 ? q->ends : q->others;
    int count = q->end_count > 0 ? q->end_count : q->other_count;
    if (count == 0)
        return true;
    if (q->end_count == 0 || q->other_count == 0)
        return among(m, ends, count, s) || among(m, ends, count, o);
    return (among(m, q->ends, q->end_count, s) &&
            among(m, q->others, q->other_count, o)) ||
           (among(m, q->ends, q->end_count, o) &&
            among(m, q->others, q->other_count, s));
}

static bool kinds_pass(const model *m, const question *q, int i)
{
    cg_kinds kinds = 0;
    for (int j = 0; j < ENTITIES; j++)
        if (m->group[j] == m->group[m->facts[i].subject] ||
            m->group[j] == m->group[m->facts[i].object])
            kinds |= m->kinds[j];
    return q->kinds == 0 || (kinds & q->kinds) != 0;
}

static bool relation_passes(const model *m, const question *q, int i)
{
    for (int j = 0; j < q->relation_count; j++)
        if (q->relations[j] == m->facts[i].relation)
            return true;
    return q->relation_count == 0;
}

static bool evidence_passes(const model *m, const question *q, int i)
{
    bool denied = false, said = false, from = q->source_count == 0;
    for (int j = 0; j < EVIDENCE; j++) {
        if (m->evidence[j].fact != i || m->evidence[j].change > q->known)
            continue;
        denied = denied || m->evidence[j].modality == CG_DENIED;
        said = said || m->evidence[j].modality != CG_DENIED;
        for (int k = 0; k < q->source_count; k++)
            from = from || q->sources[k] == m->evidence[j].source;
    }
    return from && (q->denied || said || !denied);
}

static bool passes(const model *m, const question *q, int i)
{
    for (int j = 0; j < VERDICTS; j++)
        if (m->wrong[j].fact == i && m->wrong[j].change <= q->known &&
            q->known < m->wrong[j].until)
            return false;
    if (q->on != 0 && m->facts[i].since > q->on)
        return false;
    if (q->on != 0 && m->facts[i].until != 0 && m->facts[i].until < q->on)
        return false;
    return m->facts[i].change <= q->known && ends_pass(m, q, i) &&
           kinds_pass(m, q, i) && relation_passes(m, q, i) &&
           evidence_passes(m, q, i);
}

/* ---- Asking both ---- */

static question random_question(model *m)
{
    question q = {.known = CHANGES - 1};
    q.end_count = pick(m, 3) == 0 ? 0 : pick(m, 4);
    q.other_count = pick(m, 3) == 0 ? pick(m, 4) : 0;
    q.source_count = pick(m, 4) == 0 ? 1 + pick(m, 2) : 0;
    q.relation_count = pick(m, 3) == 0 ? 1 + pick(m, 4) : 0;
    for (int i = 0; i < 3; i++) {
        q.ends[i] = pick(m, ENTITIES);
        q.others[i] = pick(m, ENTITIES);
    }
    for (int i = 0; i < 2; i++)
        q.sources[i] = pick(m, SOURCES);
    for (int i = 0; i < 4; i++)
        q.relations[i] = (uint8_t)pick(m, 9);
    q.kinds = pick(m, 3) == 0 ? (cg_kinds)pick(m, 16) : 0;
    q.denied = pick(m, 2) == 0;
    q.on = pick(m, 3) == 0 ? 1999 + pick(m, 12) : 0;
    if (pick(m, 2) == 0)
        q.known = pick(m, CHANGES + 1) - 1;
    return q;
}

static void ask_store(model *m, const question *q, char *out, size_t room)
{
    cg_id ends[3], others[3], sources[2];
    for (int i = 0; i < 3; i++) {
        ends[i] = m->entities[q->ends[i]];
        others[i] = m->entities[q->others[i]];
    }
    for (int i = 0; i < 2; i++)
        sources[i] = m->sources[q->sources[i]];
    cg_fact_filter filter = {.ends = q->end_count > 0 ? ends : NULL,
                             .end_count = (size_t)q->end_count,
                             .others = q->other_count > 0 ? others : NULL,
                             .other_count = (size_t)q->other_count,
                             .sources = q->source_count > 0 ? sources : NULL,
                             .source_count = (size_t)q->source_count,
                             .relations =
                                 q->relation_count > 0 ? q->relations : NULL,
                             .relation_count = (size_t)q->relation_count,
                             .kinds = q->kinds,
                             .denied = q->denied};
    if (q->on != 0)
        filter.clocks.on = (cg_date){.year = (int16_t)q->on, .precision = CG_YEAR};
    if (q->known < 0)
        filter.clocks.known = (cg_date){.year = 2019, .precision = CG_YEAR};
    else if (q->known < CHANGES - 1)
        filter.clocks.known = (cg_date){.year = 2020,
                                        .month = 1,
                                        .day = (int8_t)(1 + q->known),
                                        .precision = CG_DAY};
    scan_facts(m->store, &filter, out, room);
}

static void ask_model(const model *m, const question *q, char *out, size_t room)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < FACTS; i++)
        if (passes(m, q, i))
            used +=
                (size_t)snprintf(out + used, room - used, "%s%lld",
                                 used > 0 ? " " : "", (long long)m->facts[i].id);
}

static void compare(uint64_t seed, int pairs)
{
    static model m;
    char got[2048], expected[2048];
    size_t found = 0;
    m = (model){.seed = seed};
    fill(&m, pairs);
    for (int i = 0; i < FILTERS; i++) {
        question q = random_question(&m);
        ask_store(&m, &q, got, sizeof got);
        ask_model(&m, &q, expected, sizeof expected);
        if (strcmp(got, expected) != 0)
            fail_msg("filter %d: %s\nnot %s", i, got, expected);
        found += got[0] != '\0';
    }
    assert_in_range(found, FILTERS / 4, FILTERS);
    cg_close(m.store);
}

static void scans_are_what_the_model_says(void **state)
{
    (void)state;
    compare(1, 0);
}

static void so_they_are_with_merged_entities(void **state)
{
    (void)state;
    compare(2, 8);
    compare(3, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scans_are_what_the_model_says),
        cmocka_unit_test(so_they_are_with_merged_entities),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_oracle", tests, NULL, NULL);
}
