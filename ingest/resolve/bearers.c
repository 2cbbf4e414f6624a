#include "ingest/resolve/bearers.h"

#include <stdlib.h>

#include "schema/fold.h"

spelling *bearers_find(cg_resolver *resolver, cg_text text)
{
    const cg_text_table *spellings = &resolver->spellings;
    return cg_text_table_find(spellings, cg_text_table_hash(spellings, text), text);
}

/* The folding of a text, made if it is not there. */
static cg_status folding_of(cg_resolver *resolver, cg_text text, folding **out,
                            cg_error *err)
{
    cg_text folded;
    cg_status status =
        cg_text_fold(text, CG_FOLD_CASE, &resolver->arena, &folded, err);
    if (status != CG_OK)
        return status;
    uint64_t hash = cg_text_table_hash(&resolver->foldings, folded);
    *out = cg_text_table_find(&resolver->foldings, hash, folded);
    if (*out != NULL)
        return CG_OK;
    folding *added = cg_arena_alloc(&resolver->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    *out = added;
    return cg_text_table_add(&resolver->foldings, hash, folded, added, err);
}

cg_status bearers_add_spelling(cg_resolver *resolver, cg_text text,
                               spelling **added, cg_error *err)
{
    spelling *name = cg_arena_alloc(&resolver->arena, sizeof *name);
    if (name == NULL)
        return cg_fail_memory(err);
    cg_status status = cg_arena_copy(&resolver->arena, text, &name->text, err);
    if (status == CG_OK)
        status = folding_of(resolver, text, &name->shared, err);
    if (status != CG_OK)
        return status;
    *added = name;
    cg_text_table *spellings = &resolver->spellings;
    return cg_text_table_add(spellings, cg_text_table_hash(spellings, text),
                             name->text, name, err);
}

cg_status bearers_add_entity(cg_resolver *resolver, cg_id id, cg_kinds kinds,
                             cg_who *who, cg_error *err)
{
    size_t count = resolver->entity_count;
    if (count == UINT32_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "more than %u entities in one load",
                       UINT32_MAX);
    cg_status status =
        cg_grow(resolver->entities, &resolver->entity_room, count + 1, err);
    if (status != CG_OK)
        return status;
    resolver->entities[count] = (known_entity){.id = id, .kinds = kinds};
    resolver->entity_count++;
    *who = (cg_who)count;
    return CG_OK;
}

cg_status cg_resolver_set_id(cg_resolver *resolver, cg_who who, cg_id id,
                             cg_error *err)
{
    resolver->entities[who].id = id;
    if (resolver->all_known) /* the store is not asked, and gives no ids */
        return CG_OK;
    known_id *entry = cg_arena_alloc(&resolver->arena, sizeof *entry);
    if (entry == NULL)
        return cg_fail_memory(err);
    entry->id = id;
    entry->who = who;
    HASH_ADD(hh, resolver->ids, id, sizeof entry->id, entry);
    return entry->hh.tbl != NULL ? CG_OK : cg_fail_memory(err);
}

void bearers_add_key(cg_resolver *resolver, known_key *key, cg_who who)
{
    known_entity *entity = &resolver->entities[who];
    key->known = true;
    key->who = who;
    key->next = entity->keys;
    entity->keys = key;
}

void bearers_fetch(const cg_resolver *resolver, cg_who who)
{
    const known_entity *entity = &resolver->entities[who];
    __builtin_prefetch(&entity->id);
    __builtin_prefetch(&entity->keys); /* may lie in the next line of the cache */
}

bool bearers_same(const cg_resolver *resolver, cg_who a, cg_who b)
{
    cg_id one = resolver->entities[a].read_as;
    return a == b || (one != 0 && one == resolver->entities[b].read_as);
}

cg_status bearers_of_id(cg_resolver *resolver, cg_id id, cg_id read_as,
                        cg_kinds kinds, cg_who *who, cg_error *err)
{
    known_id *entry;
    HASH_FIND(hh, resolver->ids, &id, sizeof id, entry);
    if (entry != NULL) {
        *who = entry->who;
        resolver->entities[*who].kinds |= kinds;
        return CG_OK;
    }
    cg_status status = bearers_add_entity(resolver, id, kinds, who, err);
    if (status == CG_OK)
        status = cg_resolver_set_id(resolver, *who, id, err);
    if (status == CG_OK)
        resolver->entities[*who].read_as = read_as;
    return status;
}

static cg_status push_bearer(cg_resolver *resolver, bearer **list, bearer fields,
                             cg_error *err)
{
    bearer *added = cg_arena_alloc(&resolver->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    *added = fields;
    added->next = *list;
    *list = added;
    return CG_OK;
}

cg_status bearers_add_stored(cg_resolver *resolver, spelling *name, cg_who who,
                             const cg_found *found, cg_error *err)
{
    return push_bearer(resolver, &name->stored,
                       (bearer){.who = who,
                                .as = found->exact ? name : NULL,
                                .shown = found->shown,
                                .stated = found->stated},
                       err);
}

/* Does the list say already that `who` bears the name, as exactly? */
static bool has_bearer(const bearer *list, cg_who who, const spelling *as)
{
    for (; list != NULL; list = list->next)
        if (list->who == who && list->as == as)
            return true;
    return false;
}

cg_status bearers_add(cg_resolver *resolver, spelling *name, cg_who who, bool shown,
                      bool *fresh, cg_error *err)
{
    folding *shared = name->shared;
    *fresh = false;
    if (has_bearer(name->stored, who, name) ||
        has_bearer(shared->shown, who, name) ||
        has_bearer(shared->others, who, name))
        return CG_OK;
    *fresh = true;
    bearer fields = {
        .who = who, .as = name, .shown = shown, .stated = resolver->in_sheet};
    if (shown)
        return push_bearer(resolver, &shared->shown, fields, err);
    if (shared->other_count >= BEARERS_MAX)
        return CG_OK;
    shared->other_count++;
    return push_bearer(resolver, &shared->others, fields, err);
}

cg_status bearers_answer(cg_resolver *resolver, spelling *name, uint8_t kind,
                         cg_who who, cg_error *err)
{
    for (answer *at = name->answers; at != NULL; at = at->next)
        if (at->kind == kind) {
            at->source = resolver->source;
            at->here = who;
            return CG_OK;
        }
    answer *added = cg_arena_alloc(&resolver->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    *added = (answer){.next = name->answers,
                      .kind = kind,
                      .who = who,
                      .source = resolver->source,
                      .here = who};
    name->answers = added;
    return CG_OK;
}

/* ---- The batch at hand ---- */

cg_status bearers_look(cg_resolver *resolver, cg_error *err)
{
    cg_id last = 0;
    if (resolver->looked)
        return CG_OK;
    cg_status status = cg_turn_take(resolver->turn, err);
    if (status == CG_OK)
        status = cg_store_last_entity(resolver->store, &last, err);
    resolver->looked = status == CG_OK;
    resolver->all_known = status == CG_OK && last == 0;
    return status;
}

cg_status bearers_begin_batch(cg_resolver *resolver, cg_error *err)
{
    if (!resolver->all_known)
        cg_text_table_clear(&resolver->keys);
    cg_arena_reset(&resolver->scratch);
    resolver->suggestion_count = 0;
    resolver->batch++;
    return bearers_look(resolver, err);
}

cg_status bearers_form(cg_resolver *resolver, spelling *name,
                       const cg_name_form **form, cg_error *err)
{
    if (name->batch != resolver->batch) {
        compared_name *made = cg_arena_alloc(&resolver->scratch, sizeof *made);
        if (made == NULL)
            return cg_fail_memory(err);
        cg_status status = cg_name_form_of(resolver->words, name->text,
                                           &resolver->scratch, &made->form, err);
        if (status != CG_OK)
            return status;
        name->compared = made;
        name->batch = resolver->batch;
    }
    *form = &name->compared->form;
    return CG_OK;
}

cg_status bearers_keys(cg_resolver *resolver, spelling *name,
                       const cg_name_keys **keys, cg_error *err)
{
    const cg_name_form *form;
    cg_status status = bearers_form(resolver, name, &form, err);
    if (status != CG_OK)
        return status;
    compared_name *compared = name->compared;
    *keys = &compared->keys;
    return compared->keys.count > 0
               ? CG_OK
               : cg_name_keys_of(&compared->form, &resolver->scratch,
                                 &compared->keys, err);
}

cg_status cg_resolver_keys(cg_resolver *resolver, const cg_resolve_item *item,
                           cg_arena *arena, cg_kept_keys *kept, cg_error *err)
{
    const cg_name_keys *keys;
    cg_status status = bearers_keys(resolver, item->spelled, &keys, err);
    if (status != CG_OK)
        return status;
    cg_text *items = cg_arena_room(arena, keys->kept, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < keys->kept && status == CG_OK; i++)
        status = cg_arena_copy(arena, keys->items[i], &items[i], err);
    *kept = (cg_kept_keys){items, keys->kept};
    return status;
}

cg_status bearers_tell(cg_resolver *resolver, cg_who who, cg_error *err)
{
    known_entity *entity = &resolver->entities[who];
    if (entity->told)
        return CG_OK;
    cg_arena arena = {0};
    cg_entity row;
    cg_status status = cg_turn_take(resolver->turn, err);
    if (status == CG_OK)
        status =
            cg_store_entities(resolver->store, &entity->id, 1, &arena, &row, err);
    if (status == CG_OK)
        status = cg_arena_copy(&resolver->arena, row.own_name, &entity->name, err);
    if (status == CG_OK)
        status = cg_arena_copy(&resolver->arena, cg_country_of(row.properties),
                               &entity->country, err);
    entity->told = status == CG_OK;
    cg_arena_release(&arena);
    return status;
}

void bearers_release(cg_resolver *resolver)
{
    cg_text_table_release(&resolver->spellings);
    cg_text_table_release(&resolver->foldings);
    HASH_CLEAR(hh, resolver->ids);
    cg_text_table_release(&resolver->entity_keys);
    cg_text_table_release(&resolver->keys);
    resolver->looked = resolver->all_known = false;
    free(resolver->entities);
    free(resolver->suggestions);
    free(resolver->numbered_keys);
    resolver->numbered_keys = NULL;
    resolver->numbered_count = 0;
    resolver->numbered_room = 0;
    resolver->entities = NULL;
    resolver->entity_count = 0;
    resolver->entity_room = 0;
    resolver->suggestions = NULL;
    resolver->suggestion_count = 0;
    resolver->suggestion_room = 0;
    cg_arena_release(&resolver->arena);
    cg_arena_release(&resolver->scratch);
}
