#include "cli/score.h"

#include <stdlib.h>

enum { NOBODY = -1 };

typedef struct {
    cg_text name; /* as shown */
    uint8_t kind;
    const cg_text *names; /* folded; the first is `name` */
    size_t name_count;
    int64_t expected; /* whom it is found to be, or NOBODY */
    bool visited;
} read_entity;

typedef struct read_rule {
    cg_text label;
    struct read_rule *next;
} read_rule;

typedef struct {
    uint32_t subject;
    uint32_t object;
    uint8_t relation;
    read_rule *rules; /* all that gave it, each once */
    cg_text quote;
} read_fact;

struct score_reading {
    const expected_article *expected;
    cg_text article;
    cg_arena arena;
    cg_text text;
    cg_text language;
    read_entity *entities;
    size_t entity_count;
    size_t entity_room;
    read_fact *facts;
    size_t fact_count;
    size_t fact_room;
};

const char *score_group_name(score_group group)
{
#define GROUP_TEXT(name, text) text,
    static const char *const names[] = {SCORE_GROUPS(GROUP_TEXT)};
#undef GROUP_TEXT
    return group < SCORE_GROUP_COUNT ? names[group] : "unknown";
}

/* ---- Gathering ---- */

cg_status score_open(const expected_article *expected, cg_text article,
                     score_reading **reading, cg_error *err)
{
    *reading = calloc(1, sizeof **reading);
    if (*reading == NULL)
        return cg_fail_memory(err);
    (*reading)->expected = expected;
    (*reading)->article = article;
    return CG_OK;
}

void score_close(score_reading *reading)
{
    if (reading == NULL)
        return;
    cg_arena_release(&reading->arena);
    free(reading->entities);
    free(reading->facts);
    free(reading);
}

/* The names of an entity, folded: what it is called, its spellings, its mentions. */
static cg_status fold_names(score_reading *r, const cg_entity_statement *entity,
                            read_entity *read, cg_error *err)
{
    size_t room = 1 + entity->name_count + entity->mention_count;
    cg_text *names = cg_arena_array(&r->arena, room, sizeof *names);
    cg_status status = CG_OK;

    if (names == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < room && status == CG_OK; i++) {
        size_t mention = i - 1 - entity->name_count;
        cg_text name = entity->entity.name;
        if (i > entity->name_count)
            name = cg_text_slice(r->text, entity->mentions[mention].start,
                                 entity->mentions[mention].end);
        else if (i > 0)
            name = entity->names[i - 1].text;
        status = expected_fold(name, &r->arena, &names[i], err);
    }
    read->names = names;
    read->name_count = room;
    return status;
}

static cg_status take_entity(score_reading *r, const cg_entity_statement *entity,
                             cg_error *err)
{
    read_entity read = {.kind = entity->entity.kind, .expected = NOBODY};
    cg_status status =
        cg_arena_copy(&r->arena, entity->entity.name, &read.name, err);

    if (status == CG_OK)
        status = fold_names(r, entity, &read, err);
    if (status == CG_OK)
        status = cg_grow(r->entities, &r->entity_room, r->entity_count + 1, err);
    if (status == CG_OK)
        r->entities[r->entity_count++] = read;
    return status;
}

static uint32_t entity_of(const score_reading *r, const cg_ref *ref)
{
    uint32_t i = 0;

    while (i < r->entity_count && (r->entities[i].kind != ref->kind ||
                                   !cg_text_equal(r->entities[i].name, ref->name)))
        i++;
    return i;
}

static cg_status add_rule(score_reading *r, read_fact *fact, cg_text label,
                          cg_error *err)
{
    for (const read_rule *rule = fact->rules; rule != NULL; rule = rule->next)
        if (cg_text_equal(rule->label, label))
            return CG_OK;
    read_rule *rule = cg_arena_alloc(&r->arena, sizeof *rule);
    if (rule == NULL)
        return cg_fail_memory(err);
    rule->next = fact->rules;
    fact->rules = rule;
    return cg_arena_copy(&r->arena, label, &rule->label, err);
}

static cg_status take_fact(score_reading *r, const cg_fact_statement *fact,
                           cg_error *err)
{
    uint32_t subject = entity_of(r, &fact->subject);
    uint32_t object = entity_of(r, &fact->object);
    size_t i = 0;

    if (subject == r->entity_count || object == r->entity_count)
        return cg_fail(err, CG_INTERNAL, NULL, "a fact's end is no entity");
    while (i < r->fact_count &&
           (r->facts[i].subject != subject || r->facts[i].object != object ||
            r->facts[i].relation != fact->relation))
        i++;
    if (i == r->fact_count) {
        cg_status status = cg_grow(r->facts, &r->fact_room, r->fact_count + 1, err);
        if (status != CG_OK)
            return status;
        r->facts[r->fact_count++] = (read_fact){
            .subject = subject,
            .object = object,
            .relation = fact->relation,
            .quote = cg_text_slice(r->text, fact->range.start, fact->range.end)};
    }
    return add_rule(r, &r->facts[i], fact->rule, err);
}

static cg_status take_event(void *handle, const cg_event *event, cg_error *err)
{
    score_reading *r = handle;

    switch (event->type) {
    case CG_EVENT_SOURCE:
        return cg_arena_copy(&r->arena, event->as.source->language, &r->language,
                             err);
    case CG_EVENT_TEXT:
        return cg_arena_copy(&r->arena, event->as.text, &r->text, err);
    case CG_EVENT_ENTITY:
        return take_entity(r, event->as.entity, err);
    case CG_EVENT_FACT:
        return event->as.fact->modality == CG_DENIED
                   ? CG_OK
                   : take_fact(r, event->as.fact, err);
    case CG_EVENT_END:
        break;
    }
    return CG_OK;
}

cg_sink score_sink(score_reading *reading)
{
    return (cg_sink){.push = take_event, .handle = reading};
}

/* ---- Who is whom: each entity that was read is at most one that was expected ---- */

static bool may_be(const read_entity *read, const expected_entity *expected)
{
    if (expected->kind != EXPECTED_ANY_KIND && expected->kind != read->kind)
        return false;
    for (size_t i = 0; i < read->name_count; i++)
        for (size_t k = 0; k < expected->name_count; k++)
            if (cg_text_equal(read->names[i], expected->names[k]))
                return true;
    return false;
}

/* Find somebody for an expected entity, if need be by finding others for those that
 * were found before. Each call visits an entity that none above it did. */
static bool find_somebody(score_reading *r, uint32_t expected)
{
    const expected_entity *wanted = &r->expected->entities[expected];

    for (int same_name = 1; same_name >= 0; same_name--)
        for (size_t i = 0; i < r->entity_count; i++) {
            read_entity *read = &r->entities[i];
            if (read->visited || !may_be(read, wanted) ||
                (same_name && !cg_text_equal(read->names[0], wanted->names[0])))
                continue;
            read->visited = true;
            if (read->expected == NOBODY ||
                find_somebody(r, (uint32_t)read->expected)) {
                read->expected = expected;
                return true;
            }
        }
    return false;
}

static void match_entities(score_reading *r)
{
    for (int optional = 0; optional < 2; optional++)
        for (uint32_t i = 0; i < r->expected->entity_count; i++) {
            if (r->expected->entities[i].optional != (optional != 0))
                continue;
            for (size_t k = 0; k < r->entity_count; k++)
                r->entities[k].visited = false;
            find_somebody(r, i);
        }
}

/* ---- Counting ---- */

typedef enum { RIGHT, WRONG, MISSED } outcome;

static cg_status count_one(cli_score *score, score_group group, bool facts,
                           cg_text name, outcome verdict, cg_error *err)
{
    size_t i = 0;

    while (i < score->count &&
           (score->lines[i].group != group || score->lines[i].facts != facts ||
            !cg_text_equal(score->lines[i].name, name)))
        i++;
    if (i == score->count) {
        score_line line = {.group = group, .facts = facts};
        cg_status status = cg_arena_copy(&score->arena, name, &line.name, err);
        if (status == CG_OK)
            status = cg_grow(score->lines, &score->room, score->count + 1, err);
        if (status != CG_OK)
            return status;
        score->lines[score->count++] = line;
    }
    score->lines[i].right += verdict == RIGHT;
    score->lines[i].wrong += verdict == WRONG;
    score->lines[i].missed += verdict == MISSED;
    return CG_OK;
}

/* Count in all the groups but that of the rules; `sort` is the kind or type. */
static cg_status count_all(cli_score *score, const score_reading *r, bool facts,
                           cg_text sort, outcome verdict, cg_error *err)
{
    const struct {
        score_group group;
        cg_text name;
    } counted[] = {{SCORE_ALL, CG_TEXT("all")},
                   {SCORE_LANGUAGE, r->language},
                   {SCORE_ARTICLE, r->article},
                   {facts ? SCORE_TYPE : SCORE_KIND, sort}};
    cg_status status = CG_OK;

    for (size_t i = 0; i < sizeof counted / sizeof *counted && status == CG_OK; i++)
        status = count_one(score, counted[i].group, facts, counted[i].name, verdict,
                           err);
    return status;
}

static cg_status tell(const cli_score *score, const score_reading *r,
                      score_difference difference, cg_error *err)
{
    difference.article = r->article;
    return score->take != NULL ? score->take(score->handle, &difference, err)
                               : CG_OK;
}

static cg_status add_read_entities(cli_score *score, const score_reading *r,
                                   cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < r->entity_count && status == CG_OK; i++) {
        const read_entity *read = &r->entities[i];
        cg_text kind = cg_kind_at(score->vocabulary, read->kind)->name;
        bool found = read->expected != NOBODY;
        if (found && r->expected->entities[read->expected].optional)
            continue;
        status = count_all(score, r, false, kind, found ? RIGHT : WRONG, err);
        if (status == CG_OK && !found)
            status =
                tell(score, r,
                     (score_difference){.subject = read->name, .type = kind}, err);
    }
    return status;
}

static bool was_found(const score_reading *r, size_t expected)
{
    for (size_t i = 0; i < r->entity_count; i++)
        if (r->entities[i].expected == (int64_t)expected)
            return true;
    return false;
}

static cg_status add_missed_entities(cli_score *score, const score_reading *r,
                                     cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < r->expected->entity_count && status == CG_OK; i++) {
        const expected_entity *missed = &r->expected->entities[i];
        if (missed->optional || missed->kind < 0 || was_found(r, i))
            continue;
        cg_text kind = cg_kind_at(score->vocabulary, (uint8_t)missed->kind)->name;
        status = count_all(score, r, false, kind, MISSED, err);
        if (status == CG_OK)
            status =
                tell(score, r,
                     (score_difference){
                         .missed = true, .subject = missed->shown, .type = kind},
                     err);
    }
    return status;
}

/* ---- Facts ---- */

/* The expected fact that was read, one that is asked for before an optional one;
 * NULL if it is none of them. */
static const expected_fact *find_expected(const cli_score *score,
                                          const score_reading *r,
                                          const read_fact *fact)
{
    int64_t subject = r->entities[fact->subject].expected;
    int64_t object = r->entities[fact->object].expected;
    bool turns = cg_relation_at(score->vocabulary, fact->relation)->symmetric;
    const expected_fact *found = NULL;

    for (size_t i = 0; i < r->expected->fact_count; i++) {
        const expected_fact *e = &r->expected->facts[i];
        bool same = e->subject == subject && e->object == object;
        bool turned = turns && e->subject == object && e->object == subject;
        if (e->relation == fact->relation && (same || turned) &&
            (found == NULL || (found->optional && !e->optional)))
            found = e;
    }
    return found;
}

static bool is_optional(const score_reading *r, uint32_t entity)
{
    int64_t expected = r->entities[entity].expected;

    return expected != NOBODY && r->expected->entities[expected].optional;
}

static cg_status count_rules(cli_score *score, const read_fact *fact,
                             outcome verdict, cg_error *err)
{
    cg_status status = CG_OK;

    for (const read_rule *rule = fact->rules; rule != NULL && status == CG_OK;
         rule = rule->next)
        status = count_one(score, SCORE_RULE, true, rule->label, verdict, err);
    return status;
}

/* One that was read; `*got` is set for the expected fact that it is. */
static cg_status add_read_fact(cli_score *score, const score_reading *r,
                               const read_fact *fact, bool *got, cg_error *err)
{
    const expected_fact *found = find_expected(score, r, fact);
    cg_text type = cg_relation_at(score->vocabulary, fact->relation)->name;
    bool optional = found != NULL ? found->optional
                                  : is_optional(r, fact->subject) ||
                                        is_optional(r, fact->object);
    outcome verdict = found != NULL ? RIGHT : WRONG;
    cg_status status;

    if (optional || (found != NULL && got[found - r->expected->facts]))
        return CG_OK;
    if (found != NULL)
        got[found - r->expected->facts] = true;
    status = count_all(score, r, true, type, verdict, err);
    if (status == CG_OK)
        status = count_rules(score, fact, verdict, err);
    if (status == CG_OK && found == NULL)
        status = tell(score, r,
                      (score_difference){.subject = r->entities[fact->subject].name,
                                         .type = type,
                                         .object = r->entities[fact->object].name,
                                         .rule = fact->rules->label,
                                         .quote = fact->quote},
                      err);
    return status;
}

static cg_status add_missed_fact(cli_score *score, const score_reading *r,
                                 const expected_fact *fact, cg_error *err)
{
    const expected_entity *entities = r->expected->entities;
    cg_text type = cg_relation_at(score->vocabulary, fact->relation)->name;
    cg_status status = count_all(score, r, true, type, MISSED, err);

    return status == CG_OK
               ? tell(score, r,
                      (score_difference){.missed = true,
                                         .subject = entities[fact->subject].shown,
                                         .type = type,
                                         .object = entities[fact->object].shown},
                      err)
               : status;
}

static cg_status add_facts(cli_score *score, const score_reading *r, cg_error *err)
{
    bool *got = calloc(r->expected->fact_count + 1, sizeof *got);
    cg_status status = got != NULL ? CG_OK : cg_fail_memory(err);

    for (size_t i = 0; i < r->fact_count && status == CG_OK; i++)
        status = add_read_fact(score, r, &r->facts[i], got, err);
    for (size_t i = 0; i < r->expected->fact_count && status == CG_OK; i++)
        if (!got[i] && !r->expected->facts[i].optional)
            status = add_missed_fact(score, r, &r->expected->facts[i], err);
    free(got);
    return status;
}

cg_status score_add(cli_score *score, score_reading *reading, cg_error *err)
{
    cg_status status = CG_OK;

    match_entities(reading);
    if (reading->expected->has_entities) {
        status = add_read_entities(score, reading, err);
        if (status == CG_OK)
            status = add_missed_entities(score, reading, err);
    }
    return status == CG_OK ? add_facts(score, reading, err) : status;
}

/* ---- The lines ---- */

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_lines(const void *a, const void *b)
{
    const score_line *left = a;
    const score_line *right = b;
    int order = compare_numbers(left->group, right->group);

    if (order == 0)
        order = compare_numbers(left->facts, right->facts);
    if (order == 0 && left->group == SCORE_RULE)
        order = compare_numbers(right->wrong, left->wrong);
    if (order == 0 && left->group == SCORE_RULE)
        order = compare_numbers(right->right, left->right);
    return order != 0 ? order : cg_text_compare(left->name, right->name);
}

void score_sort(cli_score *score)
{
    if (score->count > 1)
        qsort(score->lines, score->count, sizeof *score->lines, compare_lines);
}

void score_release(cli_score *score)
{
    free(score->lines);
    cg_arena_release(&score->arena);
}
