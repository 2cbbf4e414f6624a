/* What is left open: pairs of entities that may be one. */
#include <stdlib.h>

#include "ingest/resolve/alike.h"
#include "ingest/resolve/decide.h"

/* A name that more entities bear, or one alike, suggests no more pairs than these. */
enum { SUGGESTIONS_MAX = 8 };

/* The rules by which a pair is suggested, the one that says most first. Their names are
 * the authors of the judgements: a rule that changes what it suggests takes the next
 * number. */
#define RULES(X)                                                                   \
    X(RULE_COUNTRY, "names/country@1")                                             \
    X(RULE_SHARED, "names/shared@1")                                               \
    X(RULE_KIND, "names/kind@1")                                                   \
    X(RULE_FORM, "names/legal-form@1")                                             \
    X(RULE_DIACRITICS, "names/diacritics@1")                                       \
    X(RULE_PART, "names/part@1")                                                   \
    X(RULE_GENERAL, "names/general@1")                                             \
    X(RULE_BRANCH, "names/branch@1")                                               \
    X(RULE_INITIALS, "names/initials@1")                                           \
    X(RULE_LETTER, "names/letter@1")                                               \
    X(RULE_ROMANIZED, "names/romanized@1")

#define RULE_ENUM(name, text) name,
typedef enum { RULES(RULE_ENUM) NO_RULE } rule;
#undef RULE_ENUM

#define RULE_NAME(name, text) [name] = text,
static const char *const rule_names[] = {RULES(RULE_NAME)};
#undef RULE_NAME

/* An entity, and the name of it that is looked at. */
typedef struct {
    cg_who who;
    const known_entity *entity;
    cg_text text;
    bool is_short; /* that is no name alone */
} side;

typedef struct {
    cg_resolver *resolver;
    side own;
    size_t count;
} search;

/* ---- What may be one ---- */

static bool are_close(const cg_resolver *resolver, cg_kinds a, cg_kinds b)
{
    if ((a & b) != 0)
        return true;
    for (int family = CG_NO_FAMILY + 1; family < CG_FAMILY_COUNT; family++) {
        cg_kinds kinds = resolver->families[family];
        if ((a & kinds) != 0 && (b & kinds) != 0)
            return true;
    }
    return false;
}

static bool both_of(const cg_resolver *resolver, const side *a, const side *b,
                    cg_family family)
{
    cg_kinds kinds = resolver->families[family];
    return (a->entity->kinds & kinds) != 0 && (b->entity->kinds & kinds) != 0;
}

/* Of both a country is known: whoever knows that much of them keeps them apart. */
static bool are_well_known(const side *a, const side *b)
{
    return a->entity->country.size > 0 && b->entity->country.size > 0;
}

/* Is the name that is looked at the one that an entity is shown under? */
static bool is_shown(const side *at)
{
    return cg_text_equal(at->text, at->entity->name);
}

/* The rule for two entities with the same name. Who lists two with their countries knows
 * that they share a name, unless it is the one that he lists one of them under. */
static rule rule_for_same(const side *a, const side *b)
{
    bool known = are_well_known(a, b);
    bool is_short = a->is_short || b->is_short;
    if ((a->entity->kinds & b->entity->kinds) == 0)
        return known ? NO_RULE : RULE_KIND;
    if (known && (is_short || !(is_shown(a) || is_shown(b))))
        return NO_RULE;
    if (is_short)
        return RULE_PART;
    return known && !cg_text_equal(a->entity->country, b->entity->country)
               ? RULE_COUNTRY
               : RULE_SHARED;
}

static rule rule_for(const cg_resolver *resolver, const side *a, const side *b,
                     cg_alike alike)
{
    bool organisations = both_of(resolver, a, b, CG_ORGANISATION);
    bool unknown = organisations && !are_well_known(a, b);
    bool unknown_people =
        both_of(resolver, a, b, CG_PERSON) && !are_well_known(a, b);
    if (alike != CG_ALIKE && (a->is_short || b->is_short))
        return NO_RULE;
    switch (alike) {
    case CG_ALIKE:
        return rule_for_same(a, b);
    case CG_ALIKE_BUT_DIACRITICS:
        return RULE_DIACRITICS;
    case CG_ALIKE_BUT_FORM:
        return organisations ? RULE_FORM : NO_RULE;
    case CG_ALIKE_BUT_GENERAL:
        return unknown ? RULE_GENERAL : NO_RULE;
    case CG_ALIKE_BUT_BRANCH:
        return unknown ? RULE_BRANCH : NO_RULE;
    case CG_ALIKE_AS_INITIALS:
        return unknown ? RULE_INITIALS : NO_RULE;
    case CG_ALIKE_NEARLY:
        return unknown ? RULE_LETTER : NO_RULE;
    case CG_ALIKE_ROMANIZED:
        return unknown || unknown_people ? RULE_ROMANIZED : NO_RULE;
    case CG_UNLIKE:
        break;
    }
    return NO_RULE;
}

/* ---- Saying so ---- */

/* Why, for people. */
static void add_reason(rule why, const side *a, const side *b, cg_buffer *out)
{
    if (!cg_text_equal(a->text, b->text)) {
        cg_buffer_printf(out, "'%.*s' and '%.*s'", CG_TEXT_ARG(a->text),
                         CG_TEXT_ARG(b->text));
    } else {
        cg_buffer_printf(out, "both are called '%.*s'", CG_TEXT_ARG(a->text));
    }
    if (why == RULE_COUNTRY)
        cg_buffer_printf(out, ", of %.*s and of %.*s",
                         CG_TEXT_ARG(a->entity->country),
                         CG_TEXT_ARG(b->entity->country));
}

static cg_status suggest(search *seeking, const side *other, rule why,
                         cg_error *err)
{
    cg_resolver *resolver = seeking->resolver;
    cg_buffer words = {0};
    bool first = seeking->own.who < other->who;
    suggestion made = {.one = first ? seeking->own.who : other->who,
                       .other = first ? other->who : seeking->own.who,
                       .rule = why};
    add_reason(why, &seeking->own, other, &words);
    cg_status status = cg_buffer_status(&words, err);
    if (status == CG_OK)
        status = cg_arena_copy(&resolver->scratch, cg_buffer_text(&words),
                               &made.reason, err);
    if (status == CG_OK)
        status = cg_grow(resolver->suggestions, &resolver->suggestion_room,
                         resolver->suggestion_count + 1, err);
    if (status == CG_OK) {
        resolver->suggestions[resolver->suggestion_count++] = made;
        seeking->count++;
    }
    cg_buffer_release(&words);
    return status;
}

/* ---- Looking for them ---- */

static cg_status make_side(search *seeking, cg_who who, cg_text text, bool own,
                           side *out, cg_error *err)
{
    cg_resolver *resolver = seeking->resolver;
    cg_name_form form;
    *out = (side){.who = who, .entity = &resolver->entities[who], .text = text};
    cg_status status = bearers_tell(resolver, who, err);
    if (status != CG_OK || own || cg_text_equal(text, out->entity->name))
        return status;
    status = cg_name_form_of(resolver->words, text, &resolver->scratch, &form, err);
    return status == CG_OK ? decide_is_short(resolver, &form, out->entity->kinds,
                                             out->entity->name, &out->is_short, err)
                           : status;
}

/* Look at an entity whose name `text`, which may be its `own` for sure, is alike to the
 * one at hand. */
static cg_status look_at(search *seeking, cg_who who, cg_text text, bool own,
                         cg_alike alike, cg_error *err)
{
    cg_resolver *resolver = seeking->resolver;
    side other;
    if (bearers_same(resolver, who, seeking->own.who) ||
        seeking->count >= SUGGESTIONS_MAX ||
        !are_close(resolver, resolver->entities[who].kinds,
                   seeking->own.entity->kinds))
        return CG_OK;
    cg_status status = make_side(seeking, who, text, own, &other, err);
    if (status != CG_OK || (seeking->own.is_short && other.is_short))
        return status;
    rule why = rule_for(resolver, &seeking->own, &other, alike);
    return why != NO_RULE ? suggest(seeking, &other, why, err) : CG_OK;
}

static cg_status look_at_alike(void *handle, const likeness *found, cg_error *err)
{
    return look_at(handle, found->who, found->text, found->shown, found->alike,
                   err);
}

cg_status suggest_others(cg_resolver *resolver, spelling *name, cg_who who,
                         cg_error *err)
{
    search seeking = {.resolver = resolver};
    const bearer *lists[] = BEARER_LISTS(name);
    cg_status status =
        make_side(&seeking, who, name->text, resolver->in_sheet, &seeking.own, err);
    for (size_t i = 0; i < BEARER_LIST_COUNT; i++)
        for (const bearer *at = lists[i]; status == CG_OK && at != NULL;
             at = at->next)
            status = look_at(&seeking, at->who,
                             at->as != NULL ? at->as->text : name->text,
                             at->shown || at->stated, CG_ALIKE, err);
    if (status == CG_OK)
        status = alike_each(resolver, name, look_at_alike, &seeking, err);
    return status;
}

/* ---- Giving them out ---- */

/* Did the sheet at hand name both, each under a name or a key of its own? */
static bool are_kept_apart(const cg_resolver *resolver, const suggestion *pair)
{
    const known_entity *one = &resolver->entities[pair->one];
    const known_entity *other = &resolver->entities[pair->other];
    return resolver->in_sheet && one->source == resolver->source &&
           other->source == resolver->source &&
           (one->said_as == NULL || other->said_as == NULL ||
            one->said_as->shared != other->said_as->shared);
}

/* By the pair, the rule that says most first. */
static int by_pair(const void *a, const void *b)
{
    const suggestion *x = a, *y = b;
    if (x->one != y->one)
        return x->one < y->one ? -1 : 1;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

cg_status cg_resolver_suggestions(cg_resolver *resolver, cg_arena *arena,
                                  const cg_judgement **items, size_t *count,
                                  cg_error *err)
{
    size_t made_count = resolver->suggestion_count;
    cg_judgement *made = cg_arena_array(arena, made_count, sizeof *made);
    *items = made;
    *count = 0;
    if (made == NULL)
        return cg_fail_memory(err);
    if (made_count > 0)
        qsort(resolver->suggestions, made_count, sizeof *resolver->suggestions,
              by_pair);
    for (size_t i = 0; i < made_count; i++) {
        const suggestion *pair = &resolver->suggestions[i];
        bool again =
            i > 0 && pair[-1].one == pair->one && pair[-1].other == pair->other;
        if (again || are_kept_apart(resolver, pair))
            continue;
        cg_judgement *next = &made[(*count)++];
        *next = (cg_judgement){.verdict = CG_MAYBE,
                               .entity = resolver->entities[pair->one].id,
                               .other = resolver->entities[pair->other].id,
                               .by = cg_text_z(rule_names[pair->rule])};
        cg_status status = cg_arena_copy(arena, pair->reason, &next->reason, err);
        if (status != CG_OK)
            return status;
    }
    return CG_OK;
}
