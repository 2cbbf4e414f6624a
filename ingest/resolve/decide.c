#include "ingest/resolve/decide.h"

#include "ingest/resolve/alike.h"
#include "ingest/resolve/keys.h"

/* How well an entity fits an item, from worst to best. */
typedef enum { NO_FIT, ALIKE, FITS, EXACT, SHOWN, SAME_KINDS } fit;

/* The best entity so far. */
typedef struct {
    cg_resolver *resolver;
    const cg_resolve_item *item;
    spelling *name; /* the item's own */
    const cg_name_form
        *form; /* of that; set before names that are alike are asked */
    cg_who who;
    fit best;
    bool several; /* others fit as well */
} choice;

/* ---- What speaks against it ---- */

cg_status decide_elsewhere(cg_resolver *resolver, cg_text country, cg_who who,
                           bool *elsewhere, cg_error *err)
{
    *elsewhere = false;
    if (country.size == 0)
        return CG_OK;
    cg_status status = bearers_tell(resolver, who, err);
    cg_text told = resolver->entities[who].country;
    *elsewhere = status == CG_OK && told.size > 0 && !cg_text_equal(told, country);
    return status;
}

cg_status decide_is_short(cg_resolver *resolver, const cg_name_form *form,
                          cg_kinds kinds, cg_text longer, bool *is_short,
                          cg_error *err)
{
    cg_name_form other;
    cg_status status =
        cg_name_form_of(resolver->words, longer, &resolver->scratch, &other, err);
    bool person = (kinds & resolver->families[CG_PERSON]) != 0;
    *is_short = false;
    if (status != CG_OK || cg_text_equal(form->whole, other.whole))
        return status;
    if (person && form->words < 2)
        *is_short = true;
    else
        *is_short = cg_name_is_part(form, &other) &&
                    cg_name_alike(form, &other) < CG_ALIKE_BUT_GENERAL;
    return CG_OK;
}

static cg_status is_short_of(cg_resolver *resolver, spelling *name, cg_kinds kinds,
                             cg_text longer, bool *is_short, cg_error *err)
{
    const cg_name_form *form;
    cg_status status = bearers_form(resolver, name, &form, err);
    return status == CG_OK
               ? decide_is_short(resolver, form, kinds, longer, is_short, err)
               : status;
}

/* Did this source state the entity under a name that is none of the item's? */
static bool is_stated_apart(const choice *best, cg_who who)
{
    cg_resolver *resolver = best->resolver;
    const known_entity *entity = &resolver->entities[who];
    if (entity->source != resolver->source || entity->said_as == NULL)
        return false;
    for (size_t i = 0; i < best->item->name_count; i++)
        if (bearers_find(resolver, best->item->names[i].text)->shared ==
            entity->said_as->shared)
            return false;
    return true;
}

/* May the item mean the entity? It bears `name`; NULL where that is its own for sure. */
static cg_status may_mean(const choice *best, cg_who who, spelling *name, bool *may,
                          cg_error *err)
{
    cg_resolver *resolver = best->resolver;
    const known_entity *entity = &resolver->entities[who];
    bool against = (entity->kinds & best->item->kinds) == 0;
    cg_status status = CG_OK;
    if (!against)
        status =
            decide_elsewhere(resolver, best->item->country, who, &against, err);
    if (status == CG_OK && !against)
        status = keys_apart(resolver, best->item->ref.key, who, &against, err);
    if (status == CG_OK && !against && name != NULL)
        status = bearers_tell(resolver, who, err);
    if (status == CG_OK && !against && name != NULL)
        status = is_short_of(resolver, name, best->item->kinds,
                             resolver->entities[who].name, &against, err);
    *may = !against;
    return status;
}

/* The name, if it may be a short form of the one that its bearer is shown under. */
static spelling *to_check(const bearer *candidate, spelling *name)
{
    return candidate->shown || candidate->stated ? NULL : name;
}

/* ---- Choosing ---- */

/* Which of two entities is older: those in the store by id, then the new ones. */
static bool is_older(const cg_resolver *resolver, cg_who a, cg_who b)
{
    cg_id left = resolver->entities[a].id;
    cg_id right = resolver->entities[b].id;
    if (left == 0 || right == 0)
        return left != 0 || (right == 0 && a < b);
    return left < right;
}

static void consider(choice *best, cg_who who, fit how)
{
    if (how < best->best)
        return;
    if (how > best->best) {
        best->who = who;
        best->best = how;
        best->several = false;
    } else if (who != best->who) {
        best->several =
            best->several || !bearers_same(best->resolver, who, best->who);
        if (is_older(best->resolver, who, best->who))
            best->who = who;
    }
}

static fit fit_of(const choice *best, const bearer *candidate, const spelling *name)
{
    if (candidate->as != name)
        return FITS;
    if (!candidate->shown)
        return EXACT;
    return best->resolver->entities[candidate->who].kinds == best->item->kinds
               ? SAME_KINDS
               : SHOWN;
}

/* The entities that bear the item's own name. */
static cg_status consider_name(choice *best, cg_error *err)
{
    const bearer *lists[] = BEARER_LISTS(best->name);
    cg_status status = CG_OK;
    for (size_t i = 0; i < BEARER_LIST_COUNT; i++)
        for (const bearer *at = lists[i]; status == CG_OK && at != NULL;
             at = at->next) {
            bool may;
            status = may_mean(best, at->who, to_check(at, best->name), &may, err);
            if (status == CG_OK && may)
                consider(best, at->who, fit_of(best, at, best->name));
        }
    return status;
}

static cg_status consider_spelling(choice *best, spelling *name, cg_error *err)
{
    const bearer *lists[] = BEARER_LISTS(name);
    bool is_short = false;
    cg_status status = CG_OK;
    if (!best->resolver->in_sheet)
        status = is_short_of(best->resolver, name, best->item->kinds,
                             best->name->text, &is_short, err);
    if (is_short || name == best->name)
        return status;
    for (size_t i = 0; i < BEARER_LIST_COUNT; i++)
        for (const bearer *at = lists[i]; status == CG_OK && at != NULL;
             at = at->next) {
            bool may;
            status = may_mean(best, at->who, to_check(at, name), &may, err);
            fit how = fit_of(best, at, name);
            if (status == CG_OK && may && !is_stated_apart(best, at->who))
                consider(best, at->who, how > EXACT ? EXACT : how);
        }
    return status;
}

/* Is a name that is so alike as good as equal, for an entity of these kinds? */
static bool is_as_good(const choice *best, const likeness *found, cg_kinds kinds)
{
    enum { WORDS_MIN = 2, LETTERS_MIN = 6 };
    const cg_kinds *families = best->resolver->families;
    const cg_name_form *form = best->form;
    bool person = (kinds & families[CG_PERSON]) != 0;
    switch (found->alike) {
    case CG_ALIKE:
        return true;
    case CG_ALIKE_BUT_FORM:
        return (kinds & families[CG_ORGANISATION]) != 0;
    case CG_ALIKE_BUT_DIACRITICS:
        return !person && form->words >= WORDS_MIN &&
               form->base.size >= LETTERS_MIN;
    case CG_UNLIKE:
    case CG_ALIKE_ROMANIZED:
    case CG_ALIKE_NEARLY:
    case CG_ALIKE_AS_INITIALS:
    case CG_ALIKE_BUT_BRANCH:
    case CG_ALIKE_BUT_GENERAL:
        break;
    }
    return false;
}

static cg_status consider_alike(void *handle, const likeness *found, cg_error *err)
{
    choice *best = handle;
    bool may;
    cg_kinds kinds = best->item->kinds & best->resolver->entities[found->who].kinds;
    if (!found->shown || !is_as_good(best, found, kinds))
        return CG_OK;
    cg_status status = may_mean(best, found->who, NULL, &may, err);
    if (status == CG_OK && may && !is_stated_apart(best, found->who))
        consider(best, found->who, ALIKE);
    return status;
}

cg_status decide_who(cg_resolver *resolver, const cg_resolve_item *item,
                     spelling *name, cg_who *who, bool *decided, cg_error *err)
{
    choice best = {.resolver = resolver, .item = item, .name = name};
    cg_status status = consider_name(&best, err);
    bool named = best.best != NO_FIT;
    for (size_t i = 0; status == CG_OK && !named && i < item->name_count; i++)
        status = consider_spelling(
            &best, bearers_find(resolver, item->names[i].text), err);
    if (status == CG_OK && best.best == NO_FIT)
        status = bearers_form(resolver, name, &best.form, err);
    if (status == CG_OK && best.best == NO_FIT)
        status = alike_each(resolver, name, consider_alike, &best, err);
    *who = best.who;
    *decided = best.best >= SHOWN || (best.best != NO_FIT && !best.several);
    return status;
}
