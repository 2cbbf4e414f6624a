#include "ingest/resolve/resolve.h"

#include <assert.h>
#include <stdlib.h>

#include "ingest/resolve/alike.h"
#include "ingest/resolve/bearers.h"
#include "ingest/resolve/decide.h"
#include "ingest/resolve/keys.h"

cg_status cg_turn_take(cg_turn turn, cg_error *err)
{
    return turn.wait != NULL ? turn.wait(turn.handle, err) : CG_OK;
}

cg_status cg_resolver_open(cg_store *store, cg_turn turn, cg_resolver **resolver,
                           cg_error *err)
{
    cg_resolver *opened = calloc(1, sizeof *opened);
    *resolver = NULL;
    if (opened == NULL)
        return cg_fail_memory(err);
    opened->store = store;
    opened->turn = turn;
    cg_status status = cg_name_words_open(&opened->words, err);
    if (status == CG_OK)
        *resolver = opened;
    else
        cg_resolver_close(opened);
    return status;
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
    cg_name_words_close(resolver->words);
    free(resolver);
}

void cg_resolver_doubt_keys(cg_resolver *resolver)
{
    resolver->doubts = true;
}

void cg_resolver_begin(cg_resolver *resolver, cg_source_form form)
{
    const cg_vocabulary *vocabulary = cg_store_vocabulary(resolver->store);
    resolver->source++;
    resolver->in_sheet = form == CG_SHEET;
    for (int i = CG_NO_FAMILY + 1; i < CG_FAMILY_COUNT; i++)
        resolver->families[i] = cg_kinds_of_family(vocabulary, (cg_family)i);
}

cg_text cg_country_of(cg_properties properties)
{
    cg_value country = cg_properties_get(properties, CG_TEXT("country"));
    if (country.type != CG_STRING || country.as.text.size != 2)
        return (cg_text){0};
    for (size_t i = 0; i < 2; i++)
        if (country.as.text.at[i] < 'A' || country.as.text.at[i] > 'Z')
            return (cg_text){0};
    return country.as.text;
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
                         spelling **found, cg_error *err)
{
    *found = bearers_find(resolver, name);
    if (*found != NULL)
        return CG_OK;
    cg_status status =
        cg_grow(asking->items, &asking->item_room, asking->count + 1, err);
    if (status == CG_OK)
        status = cg_grow(asking->texts, &asking->text_room, asking->count + 1, err);
    if (status == CG_OK)
        status = bearers_add_spelling(resolver, name, found, err);
    if (status != CG_OK)
        return status;
    asking->items[asking->count] = *found;
    asking->texts[asking->count] = (*found)->text;
    asking->count++;
    return CG_OK;
}

/* Remember who bears a name: those that differ in case and width only. Of a crowd, only
 * the first and those who are shown under it. */
static cg_status take_found(cg_resolver *resolver, const question *asking,
                            const cg_found *found, size_t count, cg_error *err)
{
    cg_status status = CG_OK;
    size_t taken = 0;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        if (i > 0 && found[i].index != found[i - 1].index)
            taken = 0;
        if (found[i].match != CG_FOLD_CASE ||
            (taken >= BEARERS_MAX && !(found[i].exact && found[i].shown)))
            continue;
        cg_who who = 0;
        status = bearers_of_id(resolver, found[i].own, found[i].entity,
                               found[i].kinds, &who, err);
        if (status == CG_OK)
            status = bearers_add_stored(resolver, asking->items[found[i].index],
                                        who, &found[i], err);
        taken++;
    }
    return status;
}

/* Of the names of which the store has none like it, learn who has one alike. */
static cg_status take_alike(cg_resolver *resolver, question *asking, cg_error *err)
{
    size_t unknown = 0;
    for (size_t i = 0; i < asking->count; i++)
        if (asking->items[i]->stored == NULL)
            asking->items[unknown++] = asking->items[i];
    return alike_prepare(resolver, asking->items, unknown, err);
}

/* Two round trips. */
static cg_status ask_store(cg_resolver *resolver, question *asking, cg_arena *arena,
                           cg_error *err)
{
    const cg_found *found = NULL;
    size_t count = 0;
    cg_status status = cg_turn_take(resolver->turn, err);
    if (status == CG_OK)
        status = cg_store_find_names(resolver->store, asking->texts, asking->count,
                                     arena, &found, &count, err);
    if (status == CG_OK)
        status = take_found(resolver, asking, found, count, err);
    return status == CG_OK ? take_alike(resolver, asking, err) : status;
}

/* Find the keys of the items. */
static cg_status prepare_keys(cg_resolver *resolver, cg_resolve_item *items,
                              size_t count, cg_arena *arena, cg_error *err)
{
    cg_text *keys = cg_arena_room(arena, count, sizeof *keys);
    size_t *askers = cg_arena_room(arena, count, sizeof *askers);
    known_key **found = cg_arena_room(arena, count, sizeof *found);
    size_t used = 0;
    if (keys == NULL || askers == NULL || found == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        items[i].known = keys_met(resolver, &items[i].ref);
        if (items[i].known != NULL || items[i].ref.key.size == 0)
            continue;
        askers[used] = i;
        keys[used++] = items[i].ref.key;
    }
    cg_status status =
        used > 0 ? keys_prepare(resolver, keys, used, found, err) : CG_OK;
    for (size_t i = 0; i < used && status == CG_OK; i++)
        items[askers[i]].known = found[i];
    return status;
}

/* Ask for the names of an item. */
static cg_status prepare_item(cg_resolver *resolver, cg_resolve_item *item,
                              uint64_t hash, question *asking, cg_error *err)
{
    spelling *other;
    cg_status status = CG_OK;
    if (item->ref.name.size > 0) {
        item->spelled =
            cg_text_table_find(&resolver->spellings, hash, item->ref.name);
        if (item->spelled == NULL)
            status = ask_for(resolver, item->ref.name, asking, &item->spelled, err);
    }
    for (size_t k = 0; k < item->name_count && status == CG_OK; k++)
        status = ask_for(resolver, item->names[k].text, asking, &other, err);
    return status;
}

/* What is known of a name lies anywhere in memory, and one piece tells where the next is:
 * fetch each before it is read, the later ones for cg_resolve. */
static void fetch(const cg_resolver *resolver, const cg_resolve_item *items,
                  const uint64_t *hashes, size_t count, size_t at)
{
    enum { STEP = 6 };
    if (at + 2 * STEP < count)
        cg_text_table_fetch(&resolver->spellings, hashes[at + 2 * STEP]);
    if (at + STEP < count)
        cg_text_table_fetch_more(&resolver->spellings, hashes[at + STEP]);
    const spelling *name = at >= 1 ? items[at - 1].spelled : NULL;
    if (name != NULL)
        __builtin_prefetch(name->answers);
    name = at >= STEP ? items[at - STEP].spelled : NULL;
    if (name != NULL && name->answers != NULL)
        bearers_fetch(resolver, name->answers->who);
    const known_key *key = at >= STEP ? items[at - STEP].known : NULL;
    if (key != NULL && key->known)
        bearers_fetch(resolver, key->who);
}

cg_status cg_resolver_prepare(cg_resolver *resolver, cg_resolve_item *items,
                              size_t count, cg_error *err)
{
    question asking = {0};
    cg_arena arena = {0};
    uint64_t *hashes = cg_arena_array(&arena, count, sizeof *hashes);
    if (hashes == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        hashes[i] = cg_text_table_hash(&resolver->spellings, items[i].ref.name);
    cg_status status = bearers_begin_batch(resolver, err);
    if (status == CG_OK)
        status = prepare_keys(resolver, items, count, &arena, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        fetch(resolver, items, hashes, count, i);
        status = prepare_item(resolver, &items[i], hashes[i], &asking, err);
    }
    if (status == CG_OK && asking.count > 0 && !resolver->all_known)
        status = ask_store(resolver, &asking, &arena, err);
    cg_arena_release(&arena);
    free(asking.items);
    free(asking.texts);
    return status;
}

/* ---- Remembering ---- */

/* What the same name meant before with one of the kinds, in this source if it did. */
static cg_status find_answer(cg_resolver *resolver, const spelling *name,
                             const cg_resolve_item *item, cg_who *who,
                             bool *answered, cg_error *err)
{
    bool elsewhere;
    const answer *at = name->answers;
    while (at != NULL && (item->kinds >> at->kind & 1) == 0)
        at = at->next;
    *answered = false;
    if (at == NULL)
        return CG_OK;
    *who = at->source == resolver->source ? at->here : at->who;
    cg_status status =
        decide_elsewhere(resolver, item->country, *who, &elsewhere, err);
    if (status == CG_OK && !elsewhere)
        status = keys_apart(resolver, item->ref.key, *who, &elsewhere, err);
    *answered = !elsewhere;
    return status;
}

/* That an entity bears a name; what is new of it may tell that it is another one. */
static cg_status learn_name(cg_resolver *resolver, spelling *name, cg_who who,
                            bool shown, bool *added, cg_error *err)
{
    cg_status status = bearers_add(resolver, name, who, shown, added, err);
    if (status != CG_OK || !*added)
        return status;
    status = suggest_others(resolver, name, who, err);
    return status == CG_OK ? alike_add(resolver, name, who, shown, err) : status;
}

static bool is_answer(const spelling *name, uint8_t kind)
{
    const answer *at = name->answers;
    while (at != NULL && at->kind != kind)
        at = at->next;
    return at != NULL;
}

/* Remember what the item says of who it means. Where several of one name have keys, the
 * name alone goes on to mean the first. */
static cg_status learn(cg_resolver *resolver, const cg_resolve_item *item,
                       spelling *name, cg_resolved *resolved, cg_error *err)
{
    cg_who who = resolved->who;
    resolver->entities[who].kinds |= item->kinds;
    bool added;
    cg_status status =
        learn_name(resolver, name, who, resolved->fresh, &added, err);
    resolved->spelled = added && !resolved->fresh;
    for (size_t i = 0; i < item->name_count && status == CG_OK; i++) {
        spelling *other = bearers_find(resolver, item->names[i].text);
        status = learn_name(resolver, other, who, false, &added, err);
    }
    cg_kinds kinds = item->kinds;
    for (uint8_t kind = 0; kinds != 0 && status == CG_OK; kind++, kinds >>= 1)
        if ((kinds & 1) != 0 && !(item->ref.key.size > 0 && is_answer(name, kind)))
            status = bearers_answer(resolver, name, kind, who, err);
    return status;
}

/* A new entity, shown under the item's name. */
static cg_status add_fresh(cg_resolver *resolver, const cg_resolve_item *item,
                           const spelling *name, cg_resolved *resolved,
                           cg_error *err)
{
    resolved->fresh = true;
    cg_status status =
        bearers_add_entity(resolver, 0, item->kinds, &resolved->who, err);
    if (status != CG_OK)
        return status;
    known_entity *entity = &resolver->entities[resolved->who];
    entity->told = true;
    entity->name = name->text;
    return cg_arena_copy(&resolver->arena, item->country, &entity->country, err);
}

/* The item's country is the entity's if nobody told it before. */
static cg_status place(cg_resolver *resolver, const cg_resolve_item *item,
                       cg_resolved *resolved, cg_error *err)
{
    if (item->country.size == 0)
        return CG_OK;
    cg_status status = bearers_tell(resolver, resolved->who, err);
    known_entity *entity = &resolver->entities[resolved->who];
    if (status != CG_OK || entity->country.size > 0)
        return status;
    resolved->placed = true;
    return cg_arena_copy(&resolver->arena, item->country, &entity->country, err);
}

/* Who is meant by the item's name; `*answered` says that the name did before. */
static cg_status resolve_name(cg_resolver *resolver, const cg_resolve_item *item,
                              spelling *name, cg_resolved *resolved, bool *answered,
                              cg_error *err)
{
    bool decided = true;
    cg_status status =
        find_answer(resolver, name, item, &resolved->who, answered, err);
    if (status == CG_OK && !*answered)
        status = decide_who(resolver, item, name, &resolved->who, &decided, err);
    if (status == CG_OK)
        status = decided ? place(resolver, item, resolved, err)
                         : add_fresh(resolver, item, name, resolved, err);
    return status;
}

/* The source means the entity. */
static void mean(cg_resolver *resolver, const spelling *name, cg_resolved *resolved)
{
    known_entity *entity = &resolver->entities[resolved->who];
    resolved->first = entity->source != resolver->source;
    if (resolved->first || entity->said_as == NULL)
        entity->said_as = name;
    entity->source = resolver->source;
}

/* What stands before the first colon. */
static cg_text prefix_of(cg_text key)
{
    size_t size = 0;
    while (size < key.size && key.at[size] != ':')
        size++;
    return cg_text_slice(key, 0, size);
}

/* Does the entity bear the name? */
static bool bears(const cg_resolver *resolver, const spelling *name, cg_who who)
{
    const bearer *lists[] = BEARER_LISTS(name);
    for (size_t i = 0; i < BEARER_LIST_COUNT; i++)
        for (const bearer *at = lists[i]; at != NULL; at = at->next)
            if (bearers_same(resolver, at->who, who))
                return true;
    return false;
}

/* Refuse an item with the key of an entity from before that has quite another name. */
static cg_status check_known(cg_resolver *resolver, const cg_resolve_item *item,
                             spelling *name, cg_who who, cg_error *err)
{
    const known_entity *entity = &resolver->entities[who];
    if (!resolver->doubts || name == NULL || entity->source > 0 ||
        bears(resolver, name, who))
        return CG_OK;
    const cg_name_form *form;
    cg_name_form shown;
    cg_status status = bearers_tell(resolver, who, err);
    if (status == CG_OK)
        status = bearers_form(resolver, name, &form, err);
    if (status == CG_OK)
        status = cg_name_form_of(resolver->words, entity->name, &resolver->scratch,
                                 &shown, err);
    if (status != CG_OK || cg_name_alike(form, &shown) != CG_UNLIKE)
        return status;
    return cg_fail(err, CG_REFUSED, NULL,
                   "the id '%.*s' is of '%.*s' in the graph, of '%.*s' here: give "
                   "other data a prefix of their own, and the same data '%.*s'",
                   CG_TEXT_ARG(item->ref.key), CG_TEXT_ARG(entity->name),
                   CG_TEXT_ARG(name->text), CG_TEXT_ARG(prefix_of(item->ref.key)));
}

/* The item's key is known; it may tell more of the entity. */
static cg_status resolve_known(cg_resolver *resolver, const cg_resolve_item *item,
                               spelling *name, cg_resolved *resolved, cg_error *err)
{
    cg_status status = check_known(resolver, item, name, resolved->who, err);
    if (status != CG_OK)
        return status;
    mean(resolver, name, resolved);
    resolver->entities[resolved->who].kinds |= item->kinds;
    if (name == NULL)
        return CG_OK;
    status = place(resolver, item, resolved, err);
    return status == CG_OK ? learn(resolver, item, name, resolved, err) : status;
}

cg_status cg_resolve(cg_resolver *resolver, const cg_resolve_item *item,
                     cg_resolved *resolved, cg_error *err)
{
    spelling *name = item->spelled;
    known_key *key = item->known;
    assert((name != NULL || item->ref.name.size == 0) && resolver->source > 0);
    *resolved = (cg_resolved){0};
    if (key != NULL && key->known) {
        resolved->who = key->who;
        return resolve_known(resolver, item, name, resolved, err);
    }
    if (name == NULL)
        return cg_fail(err, CG_REFUSED, NULL, "nothing has the id '%.*s'",
                       CG_TEXT_ARG(item->ref.key));
    bool answered;
    cg_status status = resolve_name(resolver, item, name, resolved, &answered, err);
    if (status != CG_OK)
        return status;
    mean(resolver, name, resolved);
    if (key != NULL) {
        bearers_add_key(resolver, key, resolved->who);
        resolved->keyed = true;
    }
    cg_kinds told = resolver->entities[resolved->who].kinds & item->kinds;
    if (answered && told == item->kinds && item->name_count == 0)
        return CG_OK; /* nothing that was not said before */
    return learn(resolver, item, name, resolved, err);
}
