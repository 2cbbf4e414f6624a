#include "ingest/resolve/keys.h"

#include <stdlib.h>

enum { AHEAD = 8 }; /* keys whose places are fetched before they are read */

known_key *keys_find(cg_resolver *resolver, cg_text key)
{
    if (key.size == 0)
        return NULL;
    const text_table *keys = &resolver->entity_keys;
    return text_table_find(keys, text_table_hash(keys, key), key);
}

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

static cg_status add_unknown(cg_resolver *resolver, cg_text key,
                             key_question *asking, cg_error *err)
{
    if (key.size == 0 || keys_find(resolver, key) != NULL)
        return CG_OK;
    known_key *added = cg_arena_alloc(&resolver->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    cg_status status = cg_arena_copy(&resolver->arena, key, &added->key, err);
    if (status != CG_OK)
        return status;
    text_table *keys = &resolver->entity_keys;
    status =
        text_table_add(keys, text_table_hash(keys, key), added->key, added, err);
    if (status != CG_OK)
        return status;
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
        text_table_remove(&resolver->entity_keys, asking->texts[i]);
}

static cg_status ask_store(cg_resolver *resolver, key_question *asking,
                           cg_error *err)
{
    cg_status status = cg_turn_take(resolver->turn, err);
    return status == CG_OK ? cg_store_find_keys(resolver->store, asking->texts,
                                                asking->count, asking->answers, err)
                           : status;
}

cg_status keys_prepare(cg_resolver *resolver, const cg_text *keys, size_t count,
                       cg_error *err)
{
    cg_arena arena = {0};
    key_question asking = {
        .items = cg_arena_array(&arena, count, sizeof *asking.items),
        .texts = cg_arena_array(&arena, count, sizeof *asking.texts),
        .answers = cg_arena_array(&arena, count, sizeof *asking.answers)};
    cg_status status = CG_OK;
    if (asking.items == NULL || asking.texts == NULL || asking.answers == NULL)
        status = cg_fail_memory(err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        if (i + AHEAD < count)
            text_table_fetch(
                &resolver->entity_keys,
                text_table_hash(&resolver->entity_keys, keys[i + AHEAD]));
        status = add_unknown(resolver, keys[i], &asking, err);
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
                                size_t count, cg_kinds *kinds, cg_error *err)
{
    cg_status status = keys_prepare(resolver, keys, count, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        const known_key *key = keys_find(resolver, keys[i]);
        bool known = key != NULL && key->known;
        kinds[i] = known ? resolver->entities[key->who].kinds : 0;
    }
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
