#include "ingest/resolve/keys.h"

#include <stdlib.h>

/* The scope, with its colon. */
static cg_text scope_of(cg_text key)
{
    const char *colon = key.size > 0 ? memchr(key.at, ':', key.size) : NULL;
    return cg_text_slice(key, 0, colon != NULL ? (size_t)(colon - key.at) + 1 : 0);
}

/* ---- What the store knows ---- */

typedef struct {
    known_key **items;
    cg_text *texts;
    cg_keyed *answers;
    size_t count;
} key_question;

/* Give the key a number; the last ones of very many have none. */
static cg_status number_key(cg_resolver *resolver, known_key *key, cg_error *err)
{
    size_t count = resolver->numbered_count;
    if (count == UINT32_MAX)
        return CG_OK;
    cg_status status =
        cg_grow(resolver->numbered_keys, &resolver->numbered_room, count + 1, err);
    if (status != CG_OK)
        return status;
    resolver->numbered_keys[resolver->numbered_count++] = key;
    key->number = (uint32_t)resolver->numbered_count;
    return CG_OK;
}

known_key *keys_met(const cg_resolver *resolver, const cg_ref *ref)
{
    if (ref->met == 0 || ref->met > resolver->numbered_count)
        return NULL;
    known_key *key = resolver->numbered_keys[ref->met - 1];
    return cg_text_equal(key->key, ref->key) ? key : NULL;
}

/* What is known of a key, from now on also that it was asked for. */
static cg_status find_or_add(cg_resolver *resolver, uint64_t hash, cg_text key,
                             key_question *asking, known_key **found, cg_error *err)
{
    cg_text_table *keys = &resolver->entity_keys;
    *found = key.size > 0 ? cg_text_table_find(keys, hash, key) : NULL;
    if (*found != NULL || key.size == 0)
        return CG_OK;
    known_key *added = cg_arena_alloc(&resolver->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    cg_status status = cg_arena_copy(&resolver->arena, key, &added->key, err);
    if (status == CG_OK)
        status = number_key(resolver, added, err);
    if (status == CG_OK)
        status = cg_text_table_add(keys, hash, added->key, added, err);
    if (status != CG_OK)
        return status;
    *found = added;
    asking->items[asking->count] = added;
    asking->texts[asking->count++] = added->key;
    return CG_OK;
}

static cg_status take_answers(cg_resolver *resolver, const key_question *asking,
                              cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < asking->count && status == CG_OK; i++) {
        const cg_keyed *found = &asking->answers[i];
        known_key *key = asking->items[i];
        if (found->own == 0)
            continue;
        status = bearers_of_id(resolver, found->own, found->read_as, found->kinds,
                               &key->who, err);
        key->known = status == CG_OK;
    }
    return status;
}

/* Forget keys for which there was no answer: they will be asked for again. */
static void take_back(cg_resolver *resolver, const key_question *asking)
{
    for (size_t i = 0; i < asking->count; i++)
        cg_text_table_remove(&resolver->entity_keys, asking->texts[i]);
}

static cg_status ask_store(cg_resolver *resolver, key_question *asking,
                           cg_error *err)
{
    cg_status status = cg_turn_take(resolver->turn, err);
    return status == CG_OK ? cg_store_find_keys(resolver->store, asking->texts,
                                                asking->count, asking->answers, err)
                           : status;
}

/* A key lies anywhere in memory, and its place in the table tells where: fetch each of the
 * two before it is read. */
enum { STEP = 6 };
static void fetch(const cg_text_table *keys, const uint64_t *hashes, size_t count,
                  size_t at)
{
    if (at + 2 * STEP < count)
        cg_text_table_fetch(keys, hashes[at + 2 * STEP]);
    if (at + STEP < count)
        cg_text_table_fetch_more(keys, hashes[at + STEP]);
}

cg_status keys_prepare(cg_resolver *resolver, const cg_text *keys, size_t count,
                       known_key **found, cg_error *err)
{
    const cg_text_table *table = &resolver->entity_keys;
    cg_arena arena = {0};
    uint64_t *hashes = cg_arena_room(&arena, count, sizeof *hashes);
    key_question asking = {
        .items = cg_arena_room(&arena, count, sizeof *asking.items),
        .texts = cg_arena_room(&arena, count, sizeof *asking.texts),
        .answers = cg_arena_array(&arena, count, sizeof *asking.answers)};
    cg_status status = CG_OK;
    if (hashes == NULL || asking.items == NULL || asking.texts == NULL ||
        asking.answers == NULL)
        status = cg_fail_memory(err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        hashes[i] = cg_text_table_hash(table, keys[i]);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        fetch(table, hashes, count, i);
        status = find_or_add(resolver, hashes[i], keys[i], &asking, &found[i], err);
    }
    if (status == CG_OK)
        status = bearers_look(resolver, err);
    if (status == CG_OK && asking.count > 0 && !resolver->all_known)
        status = ask_store(resolver, &asking, err);
    if (status == CG_OK)
        status = take_answers(resolver, &asking, err);
    if (status != CG_OK)
        take_back(resolver, &asking);
    cg_arena_release(&arena);
    return status;
}

cg_status cg_resolver_find_keys(cg_resolver *resolver, const cg_text *keys,
                                size_t count, cg_known_key *known, cg_error *err)
{
    cg_arena arena = {0};
    known_key **found = cg_arena_room(&arena, count, sizeof *found);
    if (found == NULL)
        return cg_fail_memory(err);
    cg_status status = keys_prepare(resolver, keys, count, found, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        if (i + STEP < count && found[i + STEP] != NULL && found[i + STEP]->known)
            bearers_fetch(resolver, found[i + STEP]->who);
        known[i] = (cg_known_key){0};
        if (found[i] == NULL)
            continue;
        known[i].met = found[i]->number;
        if (found[i]->known)
            known[i].kinds = resolver->entities[found[i]->who].kinds;
    }
    cg_arena_release(&arena);
    return status;
}

/* ---- Apart ---- */

cg_status keys_apart(cg_resolver *resolver, cg_text key, cg_who who, bool *apart,
                     cg_error *err)
{
    const known_entity *entity = &resolver->entities[who];
    cg_text scope = scope_of(key);
    *apart = false;
    if (key.size == 0)
        return CG_OK;
    for (const known_key *at = entity->keys; at != NULL; at = at->next)
        if (cg_text_starts(at->key, scope)) {
            *apart = true;
            return CG_OK;
        }
    if (entity->id == 0 || resolver->all_known)
        return CG_OK;
    scope.size -= scope.size > 0;
    cg_status status = cg_turn_take(resolver->turn, err);
    return status == CG_OK
               ? cg_store_has_key(resolver->store, entity->id, scope, apart, err)
               : status;
}
