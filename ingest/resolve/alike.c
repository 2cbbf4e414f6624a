#include "ingest/resolve/alike.h"

#include <stdlib.h>

/* A key of more names than these tells nothing. */
enum { ALIKE_CROWD = 64 };

/* ---- In the store ---- */

static cg_status take(cg_resolver *resolver, spelling *name,
                      const cg_alike_name *found, cg_error *err)
{
    likeness *added = cg_arena_alloc(&resolver->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    *added = (likeness){
        .next = name->alike, .alike = found->alike, .shown = found->shown};
    cg_status status =
        cg_arena_copy(&resolver->arena, found->text, &added->text, err);
    if (status == CG_OK)
        status = bearers_of_id(resolver, found->own, found->entity, found->kinds,
                               &added->who, err);
    if (status == CG_OK)
        name->alike = added;
    return status;
}

cg_status alike_prepare(cg_resolver *resolver, spelling *const *names, size_t count,
                        cg_error *err)
{
    if (count == 0)
        return CG_OK;
    cg_arena arena = {0};
    const cg_alike_name *found = NULL;
    size_t found_count = 0;
    cg_text *texts = cg_arena_array(&arena, count, sizeof *texts);
    cg_status status = texts != NULL ? CG_OK : cg_fail_memory(err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        texts[i] = names[i]->text;
    if (status == CG_OK)
        status = cg_turn_take(resolver->turn, err);
    if (status == CG_OK)
        status = cg_store_find_alike(resolver->store, texts, count, &arena, &found,
                                     &found_count, err);
    for (size_t i = 0; i < found_count && status == CG_OK; i++)
        status = take(resolver, names[found[i].index], &found[i], err);
    cg_arena_release(&arena);
    return status;
}

/* ---- On the way there ---- */

/* What lives as long as the names of the batch, or of all. */
static cg_arena *arena_of(cg_resolver *resolver)
{
    return resolver->all_known ? &resolver->arena : &resolver->scratch;
}

static key_group *find_group(const cg_resolver *resolver, cg_text key)
{
    const cg_text_table *keys = &resolver->keys;
    return cg_text_table_find(keys, cg_text_table_hash(keys, key), key);
}

static cg_status add_group(cg_resolver *resolver, cg_text key, key_group **added,
                           cg_error *err)
{
    key_group *group = cg_arena_alloc(arena_of(resolver), sizeof *group);
    if (group == NULL)
        return cg_fail_memory(err);
    *added = group;
    cg_text_table *keys = &resolver->keys;
    cg_status status = cg_arena_copy(arena_of(resolver), key, &key, err);
    return status == CG_OK ? cg_text_table_add(keys, cg_text_table_hash(keys, key),
                                               key, group, err)
                           : status;
}

static cg_status add_under(cg_resolver *resolver, cg_text key, keyed_name fields,
                           cg_error *err)
{
    key_group *group = find_group(resolver, key);
    if (group == NULL) {
        cg_status status = add_group(resolver, key, &group, err);
        if (status != CG_OK)
            return status;
    }
    if (group->count++ > ALIKE_CROWD) /* which is not visited any more */
        return CG_OK;
    keyed_name *added = cg_arena_alloc(arena_of(resolver), sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    *added = fields;
    added->next = group->names;
    group->names = added;
    return CG_OK;
}

cg_status alike_add(cg_resolver *resolver, spelling *name, cg_who who, bool shown,
                    cg_error *err)
{
    const cg_name_keys *keys;
    cg_status status = bearers_keys(resolver, name, &keys, err);
    for (size_t i = 0; status == CG_OK && i < keys->kept; i++)
        status =
            add_under(resolver, keys->items[i],
                      (keyed_name){.name = name, .who = who, .shown = shown}, err);
    return status;
}

/* ---- Visiting ---- */

static cg_status visit_group(cg_resolver *resolver, spelling *name,
                             const key_group *group, alike_visitor visit,
                             void *handle, cg_error *err)
{
    const cg_name_form *form;
    const cg_name_form *other;
    cg_status status = bearers_form(resolver, name, &form, err);
    if (group->count > ALIKE_CROWD)
        return status;
    for (const keyed_name *at = group->names; status == CG_OK && at != NULL;
         at = at->next) {
        status = bearers_form(resolver, at->name, &other, err);
        if (status != CG_OK)
            break;
        const likeness found = {.who = at->who,
                                .alike = cg_name_alike(form, other),
                                .text = at->name->text,
                                .shown = at->shown};
        if (at->name != name && found.alike != CG_UNLIKE)
            status = visit(handle, &found, err);
    }
    return status;
}

cg_status alike_each(cg_resolver *resolver, spelling *name, alike_visitor visit,
                     void *handle, cg_error *err)
{
    const cg_name_keys *keys;
    cg_status status = CG_OK;
    for (const likeness *at = name->alike; status == CG_OK && at != NULL;
         at = at->next)
        status = visit(handle, at, err);
    if (status == CG_OK)
        status = bearers_keys(resolver, name, &keys, err);
    for (size_t i = 0; status == CG_OK && i < keys->count; i++) {
        const key_group *group = find_group(resolver, keys->items[i]);
        if (group != NULL)
            status = visit_group(resolver, name, group, visit, handle, err);
    }
    return status;
}
