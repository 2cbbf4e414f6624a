#include "ingest/load/batch.h"

#include <stdlib.h>

#include "schema/temporal.h"

void batch_clear(batch *taken)
{
    cg_text_table_clear(&taken->keys);
    taken->count = 0;
    taken->rows = (batch_rows){0};
    taken->bytes = 0;
    cg_arena_reset(&taken->arena);
}

void batch_release(batch *taken)
{
    cg_text_table_release(&taken->keys);
    free(taken->events);
    cg_arena_release(&taken->arena);
    *taken = (batch){0};
}

/* ---- Taking ---- */

static cg_status copy_text(batch *taken, cg_text *text, cg_error *err)
{
    if (text->size == 0) {
        *text = CG_TEXT("");
        return CG_OK;
    }
    taken->bytes += text->size;
    return cg_arena_copy(&taken->arena, *text, text, err);
}

/* An array of `count` copied from `items`; NULL without memory. */
static void *copy_array(batch *taken, const void *items, size_t count, size_t size)
{
    void *copy = cg_arena_room(&taken->arena, count, size);
    if (copy != NULL && count > 0)
        memcpy(copy, items, count * size);
    taken->bytes += count * size;
    return copy;
}

static cg_status copy_value(batch *taken, cg_value *value, cg_error *err);

static cg_status copy_list(batch *taken, cg_list *list, cg_error *err)
{
    cg_value *items = copy_array(taken, list->items, list->count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < list->count && status == CG_OK; i++)
        status = copy_value(taken, &items[i], err);
    list->items = items;
    return status;
}

static cg_status copy_temporal(batch *taken, const cg_temporal **temporal,
                               cg_error *err)
{
    cg_temporal *copy = copy_array(taken, *temporal, 1, sizeof *copy);
    if (copy == NULL)
        return cg_fail_memory(err);
    *temporal = copy;
    return copy_text(taken, &copy->zone, err);
}

/* What the value points to, of those that properties hold. */
static cg_status copy_value(batch *taken, cg_value *value, cg_error *err)
{
    if (value->type == CG_STRING)
        return copy_text(taken, &value->as.text, err);
    if (value->type == CG_LIST)
        return copy_list(taken, &value->as.list, err);
    if (cg_type_is_temporal(value->type))
        return copy_temporal(taken, &value->as.temporal, err);
    return CG_OK;
}

static cg_status copy_properties(batch *taken, cg_properties *properties,
                                 cg_error *err)
{
    if (properties->count == 0)
        return CG_OK;
    cg_property *items =
        copy_array(taken, properties->items, properties->count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < properties->count && status == CG_OK; i++) {
        status = copy_text(taken, &items[i].key, err);
        if (status == CG_OK)
            status = copy_value(taken, &items[i].value, err);
    }
    properties->items = items;
    return status;
}

static cg_status copy_names(batch *taken, cg_entity_statement *entity,
                            cg_error *err)
{
    if (entity->name_count == 0)
        return CG_OK;
    cg_name *names =
        copy_array(taken, entity->names, entity->name_count, sizeof *names);
    if (names == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < entity->name_count && status == CG_OK; i++) {
        status = copy_text(taken, &names[i].text, err);
        if (status == CG_OK)
            status = copy_text(taken, &names[i].language, err);
    }
    entity->names = names;
    return status;
}

static cg_status add_event(batch *taken, batch_event event, cg_error *err)
{
    cg_status status = cg_grow(taken->events, &taken->room, taken->count + 1, err);
    if (status == CG_OK)
        taken->events[taken->count++] = event;
    return status;
}

cg_kinds batch_find_key(const batch *taken, cg_text key)
{
    if (key.size == 0 || taken->keys.count == 0)
        return 0;
    const cg_kinds *kinds = cg_text_table_find(
        &taken->keys, cg_text_table_hash(&taken->keys, key), key);
    return kinds != NULL ? *kinds : 0;
}

static cg_status add_key(batch *taken, cg_text key, cg_kinds kinds, cg_error *err)
{
    if (key.size == 0)
        return CG_OK;
    uint64_t hash = cg_text_table_hash(&taken->keys, key);
    cg_kinds *known = cg_text_table_find(&taken->keys, hash, key);
    if (known != NULL) {
        *known |= kinds;
        return CG_OK;
    }
    cg_kinds *added = cg_arena_alloc(&taken->arena, sizeof *added);
    if (added == NULL)
        return cg_fail_memory(err);
    *added = kinds;
    return cg_text_table_add(&taken->keys, hash, key, added, err);
}

cg_status batch_take_entity(batch *taken, const cg_entity_statement *entity,
                            cg_error *err)
{
    cg_entity_statement *copy = copy_array(taken, entity, 1, sizeof *copy);
    if (copy == NULL)
        return cg_fail_memory(err);
    cg_status status = copy_text(taken, &copy->entity.name, err);
    if (status == CG_OK)
        status = copy_text(taken, &copy->entity.key, err);
    if (status == CG_OK)
        status = add_key(taken, copy->entity.key, copy->kinds, err);
    if (status == CG_OK)
        status = copy_names(taken, copy, err);
    if (status == CG_OK)
        status = copy_properties(taken, &copy->properties, err);
    if (status == CG_OK)
        status = copy_text(taken, &copy->country, err);
    if (status != CG_OK)
        return status;
    copy->mentions = copy_array(taken, entity->mentions, entity->mention_count,
                                sizeof *copy->mentions);
    if (copy->mentions == NULL)
        return cg_fail_memory(err);
    return add_event(taken, (batch_event){.entity = copy}, err);
}

cg_status batch_take_fact(batch *taken, const cg_fact_statement *fact,
                          cited_source *cited, cg_error *err)
{
    cg_fact_statement *copy = copy_array(taken, fact, 1, sizeof *copy);
    if (copy == NULL)
        return cg_fail_memory(err);
    copy->cited = NULL;
    cg_text *texts[] = {&copy->subject.name, &copy->subject.key,
                        &copy->object.name,  &copy->object.key,
                        &copy->speaker.name, &copy->speaker.key,
                        &copy->rule,         &copy->quote};
    cg_status status = CG_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == CG_OK; i++)
        status = copy_text(taken, texts[i], err);
    if (status == CG_OK)
        status = copy_properties(taken, &copy->properties, err);
    if (status != CG_OK)
        return status;
    return add_event(taken, (batch_event){.fact = copy, .cited = cited}, err);
}
