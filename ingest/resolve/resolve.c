#include "ingest/resolve/resolve.h"

#include <assert.h>
#include <stdlib.h>

#include "ingest/resolve/bearers.h"

cg_status cg_resolver_open(cg_store *store, cg_resolver **resolver, cg_error *err)
{
    *resolver = calloc(1, sizeof **resolver);
    if (*resolver == NULL)
        return cg_fail_memory(err);
    (*resolver)->store = store;
    return CG_OK;
}

void cg_resolver_forget(cg_resolver *resolver)
{
    bearers_release(resolver);
}

void cg_resolver_close(cg_resolver *resolver)
{
    if (resolver == NULL)
        return;
    bearers_release(resolver);
    free(resolver);
}

void cg_resolver_begin(cg_resolver *resolver)
{
    resolver->source++;
}

cg_id cg_resolver_id(const cg_resolver *resolver, cg_who who)
{
    return resolver->entities[who].id;
}

/* ---- What the store knows ---- */

/* Spellings that were not asked for before. */
typedef struct {
    spelling **items;
    cg_text *texts;
    size_t count;
    size_t item_room;
    size_t text_room;
} question;

static cg_status ask_for(cg_resolver *resolver, cg_text name, question *asking,
                         cg_error *err)
{
    if (bearers_find(resolver, name) != NULL)
        return CG_OK;
    cg_status status =
        cg_grow(asking->items, &asking->item_room, asking->count + 1, err);
    if (status == CG_OK)
        status = cg_grow(asking->texts, &asking->text_room, asking->count + 1, err);
    spelling *added = NULL;
    if (status == CG_OK)
        status = bearers_add_spelling(resolver, name, &added, err);
    if (status != CG_OK)
        return status;
    asking->items[asking->count] = added;
    asking->texts[asking->count] = added->text;
    asking->count++;
    return CG_OK;
}

static cg_status take_bearer(cg_resolver *resolver, spelling *name,
                             const cg_found *found, bearer_shown shown,
                             cg_error *err)
{
    cg_who who = 0;
    cg_status status =
        bearers_of_id(resolver, found->entity, found->kinds, &who, err);
    return status == CG_OK
               ? bearers_add_stored(resolver, name, who, found->exact, shown, err)
               : status;
}

/* Of a crowd that bears the name, only those are remembered who are shown under it. */
static cg_status take_crowd(cg_resolver *resolver, spelling *name,
                            const cg_found *found, size_t count, cg_error *err)
{
    enum { AT_A_TIME = 256 };
    cg_arena arena = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i += AT_A_TIME) {
        cg_id ids[AT_A_TIME];
        cg_entity entities[AT_A_TIME];
        size_t part = count - i < AT_A_TIME ? count - i : AT_A_TIME;
        for (size_t k = 0; k < part; k++)
            ids[k] = found[i + k].entity;
        status =
            cg_store_entities(resolver->store, ids, part, &arena, entities, err);
        for (size_t k = 0; k < part && status == CG_OK; k++)
            if (cg_text_equal(entities[k].name, name->text))
                status =
                    take_bearer(resolver, name, &found[i + k], BEARER_SHOWN, err);
        cg_arena_reset(&arena);
    }
    cg_arena_release(&arena);
    return status;
}

/* Remember who bears the names that were asked for. */
static cg_status take_found(cg_resolver *resolver, const question *asking,
                            const cg_found *found, size_t count, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0, end; i < count && status == CG_OK; i = end) {
        spelling *name = asking->items[found[i].index];
        end = i;
        size_t bearing = i; /* behind those that differ in case and width only */
        for (; end < count && found[end].index == found[i].index; end++)
            bearing += found[end].match == CG_FOLD_CASE;
        size_t crowd = bearing - i < BEARERS_MAX ? bearing : i + BEARERS_MAX;
        for (size_t k = i; k < crowd && status == CG_OK; k++)
            status = take_bearer(resolver, name, &found[k], BEARER_UNKNOWN, err);
        if (status == CG_OK && crowd < bearing)
            status =
                take_crowd(resolver, name, &found[crowd], bearing - crowd, err);
    }
    return status;
}

cg_status cg_resolver_prepare(cg_resolver *resolver, const cg_resolve_item *items,
                              size_t count, cg_error *err)
{
    question asking = {0};
    cg_arena arena = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        status = ask_for(resolver, items[i].ref.name, &asking, err);
        for (size_t k = 0; k < items[i].name_count && status == CG_OK; k++)
            status = ask_for(resolver, items[i].names[k].text, &asking, err);
    }
    const cg_found *found = NULL;
    size_t found_count = 0;
    if (status == CG_OK && asking.count > 0)
        status = cg_store_find_names(resolver->store, asking.texts, asking.count,
                                     &arena, &found, &found_count, err);
    if (status == CG_OK)
        status = take_found(resolver, &asking, found, found_count, err);
    cg_arena_release(&arena);
    free(asking.items);
    free(asking.texts);
    return status;
}

/* ---- Deciding ---- */

/* How well an entity fits an item, from worst to best. */
typedef enum { NO_FIT, FITS, EXACT, SHOWN, SAME_KINDS } fit;

/* The best entity so far. */
typedef struct {
    const cg_resolver *resolver;
    cg_kinds kinds; /* of the item */
    cg_who who;
    fit best;
    bool several; /* others fit as well */
} choice;

static fit fit_of(const choice *best, const bearer *candidate, const spelling *name)
{
    cg_kinds kinds = best->resolver->entities[candidate->who].kinds;
    if ((kinds & best->kinds) == 0)
        return NO_FIT;
    if (candidate->as != name)
        return FITS;
    if (candidate->shown != BEARER_SHOWN)
        return EXACT;
    return kinds == best->kinds ? SAME_KINDS : SHOWN;
}

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
    if (how == NO_FIT || how < best->best)
        return;
    if (how > best->best) {
        best->who = who;
        best->best = how;
        best->several = false;
    } else if (who != best->who) {
        best->several = true;
        if (is_older(best->resolver, who, best->who))
            best->who = who;
    }
}

static bool is_decided(const choice *best)
{
    return best->best >= SHOWN || (best->best != NO_FIT && !best->several);
}

/* The entities that bear the item's own name. */
static void consider_name(choice *best, const spelling *name)
{
    const bearer *lists[] = BEARER_LISTS(name);
    for (size_t i = 0; i < BEARER_LIST_COUNT; i++)
        for (const bearer *at = lists[i]; at != NULL; at = at->next)
            consider(best, at->who, fit_of(best, at, name));
}

/* Ask the store under which names the entities that bear this one are shown: only
 * where nothing else decides. */
static cg_status learn_shown(cg_resolver *resolver, spelling *name, cg_error *err)
{
    cg_arena arena = {0};
    cg_status status = CG_OK;
    for (bearer *at = name->stored; at != NULL && status == CG_OK; at = at->next) {
        if (at->shown != BEARER_UNKNOWN)
            continue;
        cg_entity entity;
        status = cg_store_entities(resolver->store, &resolver->entities[at->who].id,
                                   1, &arena, &entity, err);
        at->shown = status == CG_OK && cg_text_equal(entity.name, name->text)
                        ? BEARER_SHOWN
                        : BEARER_NOT_SHOWN;
        cg_arena_reset(&arena);
    }
    cg_arena_release(&arena);
    return status;
}

/* Did this source state the entity under a name that is none of the item's? */
static bool is_stated_apart(cg_resolver *resolver, const cg_resolve_item *item,
                            cg_who who)
{
    const known_entity *entity = &resolver->entities[who];
    if (entity->source != resolver->source)
        return false;
    for (size_t i = 0; i < item->name_count; i++)
        if (bearers_find(resolver, item->names[i].text)->shared ==
            entity->said_as->shared)
            return false;
    return true;
}

/* The entities that bear another of the item's spellings. */
static void consider_others(cg_resolver *resolver, const cg_resolve_item *item,
                            choice *best)
{
    for (size_t i = 0; i < item->name_count; i++) {
        const spelling *name = bearers_find(resolver, item->names[i].text);
        const bearer *lists[] = BEARER_LISTS(name);
        for (size_t k = 0; k < BEARER_LIST_COUNT; k++)
            for (const bearer *at = lists[k]; at != NULL; at = at->next) {
                fit how = fit_of(best, at, name);
                if (how != NO_FIT && !is_stated_apart(resolver, item, at->who))
                    consider(best, at->who, how > EXACT ? EXACT : how);
            }
    }
}

static cg_status decide(cg_resolver *resolver, const cg_resolve_item *item,
                        spelling *name, cg_resolved *resolved, cg_error *err)
{
    choice best = {.resolver = resolver, .kinds = item->kinds};
    consider_name(&best, name);
    if (best.best == EXACT && best.several) {
        cg_status status = learn_shown(resolver, name, err);
        if (status != CG_OK)
            return status;
        consider_name(&best, name);
    }
    if (best.best == NO_FIT)
        consider_others(resolver, item, &best);
    resolved->who = best.who;
    resolved->fresh = !is_decided(&best);
    return resolved->fresh
               ? bearers_add_entity(resolver, 0, item->kinds, &resolved->who, err)
               : CG_OK;
}

/* ---- Remembering ---- */

/* What the same name meant before with one of the kinds. */
static bool find_answer(const spelling *name, cg_kinds kinds, cg_who *who)
{
    for (const answer *at = name->answers; at != NULL; at = at->next)
        if ((kinds >> at->kind & 1) != 0) {
            *who = at->who;
            return true;
        }
    return false;
}

/* Remember what the item says of who it means. */
static cg_status learn(cg_resolver *resolver, const cg_resolve_item *item,
                       spelling *name, cg_resolved *resolved, cg_error *err)
{
    cg_who who = resolved->who;
    resolver->entities[who].kinds |= item->kinds;
    bool added;
    cg_status status =
        bearers_add(resolver, name, who, resolved->fresh, &added, err);
    resolved->spelled = added && !resolved->fresh;
    for (size_t i = 0; i < item->name_count && status == CG_OK; i++) {
        spelling *other = bearers_find(resolver, item->names[i].text);
        status = bearers_add(resolver, other, who, false, &added, err);
    }
    cg_kinds kinds = item->kinds;
    for (uint8_t kind = 0; kinds != 0 && status == CG_OK; kind++, kinds >>= 1)
        if ((kinds & 1) != 0)
            status = bearers_answer(resolver, name, kind, who, err);
    return status;
}

cg_status cg_resolve(cg_resolver *resolver, const cg_resolve_item *item,
                     cg_resolved *resolved, cg_error *err)
{
    spelling *name = bearers_find(resolver, item->ref.name);
    assert(name != NULL && resolver->source > 0);
    *resolved = (cg_resolved){0};
    bool answered = find_answer(name, item->kinds, &resolved->who);
    cg_status status = CG_OK;
    if (!answered)
        status = decide(resolver, item, name, resolved, err);
    if (status != CG_OK)
        return status;
    known_entity *entity = &resolver->entities[resolved->who];
    resolved->first = entity->source != resolver->source;
    if (resolved->first) {
        entity->source = resolver->source;
        entity->said_as = name;
    }
    cg_kinds told = entity->kinds & item->kinds;
    if (answered && told == item->kinds && item->name_count == 0)
        return CG_OK; /* nothing that was not said before */
    return learn(resolver, item, name, resolved, err);
}
