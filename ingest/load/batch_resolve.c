#include "ingest/load/batch.h"

/* Who the events mean. Arrays in the batch's arena. */
typedef struct {
    batch *taken;
    cg_store *store;
    cg_turn turn;
    cg_resolver *resolver;
    cg_id source;
    cg_id *last_entity;
    cg_load_report *report;

    cg_resolve_item
        *items;  /* of all events in turn: an entity's, or a fact's ends */
    cg_who *who; /* and who is meant by each */
    size_t item_count;

    batch_rows *rows;
    cg_who *entity_who; /* of the new ones */
} resolving;

static bool has_speaker(const cg_fact_statement *fact)
{
    return fact->speaker.name.size > 0 || fact->speaker.key.size > 0;
}

/* How many there are of each, at most. */
static void count_events(batch *taken, resolving *work)
{
    for (size_t i = 0; i < taken->count; i++) {
        const batch_event *event = &taken->events[i];
        if (event->entity == NULL) {
            size_t ends = 2 + has_speaker(event->fact);
            work->item_count += ends;
            work->rows->name_count += ends;
            work->rows->fact_count++;
        } else {
            work->item_count++;
            work->rows->change_count++;
            work->rows->name_count += 1 + event->entity->name_count;
            work->rows->mention_count += event->entity->mention_count;
        }
    }
    work->rows->entity_count = work->rows->key_count = work->item_count;
}

static cg_status make_room(resolving *work, cg_error *err)
{
    batch *taken = work->taken;
    batch_rows *rows = work->rows;
    *rows = (batch_rows){0};
    count_events(taken, work);
#define ARRAY(of, field, count)                                                    \
    if ((of->field =                                                               \
             cg_arena_room(&taken->arena, of->count, sizeof *of->field)) == NULL)  \
        return cg_fail_memory(err);
    ARRAY(work, items, item_count)
    ARRAY(work, who, item_count)
    ARRAY(work, entity_who, rows->entity_count)
    ARRAY(rows, entities, entity_count)
    ARRAY(rows, entity_ids, entity_count)
    ARRAY(rows, changes, change_count)
    ARRAY(rows, names, name_count)
    ARRAY(rows, keys, key_count)
    ARRAY(rows, mentions, mention_count)
    ARRAY(rows, facts, fact_count)
    ARRAY(rows, evidence, fact_count)
#undef ARRAY
    work->item_count = 0;
    rows->entity_count = rows->change_count = rows->name_count = 0;
    rows->key_count = rows->mention_count = rows->fact_count = 0;
    return CG_OK;
}

static void add_item(resolving *work, cg_ref ref)
{
    cg_kinds kinds = ref.name.size > 0 ? (cg_kinds)1 << ref.kind : 0;
    work->items[work->item_count++] = (cg_resolve_item){.ref = ref, .kinds = kinds};
}

/* Where the statement says that the entity has its seat; what it states as a property
 * comes first. */
static cg_text country_of(const cg_entity_statement *entity)
{
    cg_text stated = cg_country_of(entity->properties);
    return stated.size > 0 ? stated : entity->country;
}

static cg_kinds kinds_told(const cg_entity_statement *entity)
{
    bool named = entity->entity.name.size > 0;
    return entity->kinds | (named ? (cg_kinds)1 << entity->entity.kind : 0);
}

static void list_items(resolving *work)
{
    for (size_t i = 0; i < work->taken->count; i++) {
        const batch_event *event = &work->taken->events[i];
        if (event->entity != NULL) {
            work->items[work->item_count++] =
                (cg_resolve_item){.ref = event->entity->entity,
                                  .kinds = kinds_told(event->entity),
                                  .names = event->entity->names,
                                  .name_count = event->entity->name_count,
                                  .country = country_of(event->entity)};
            continue;
        }
        add_item(work, event->fact->subject);
        add_item(work, event->fact->object);
        if (has_speaker(event->fact))
            add_item(work, event->fact->speaker);
    }
}

/* The language in which the item's own name is, where it says so. */
static cg_text own_language(const cg_resolve_item *item)
{
    for (size_t i = 0; i < item->name_count; i++)
        if (cg_text_equal(item->names[i].text, item->ref.name))
            return item->names[i].language;
    return (cg_text){0};
}

/* List the new entity that the item means, or its name as a new one of another. */
static cg_status list_new(resolving *work, size_t index,
                          const cg_resolved *resolved, cg_error *err)
{
    batch_rows *rows = work->rows;
    const cg_resolve_item *item = &work->items[index];
    cg_kept_keys keys = {0};
    cg_status status =
        cg_resolver_keys(work->resolver, item, &work->taken->arena, &keys, err);
    if (resolved->fresh) {
        work->entity_who[rows->entity_count] = resolved->who;
        rows->entities[rows->entity_count++] =
            (cg_new_entity){.name = item->ref.name,
                            .language = own_language(item),
                            .kinds = item->kinds,
                            .keys = keys};
    } else {
        rows->names[rows->name_count++] =
            (cg_new_name){.entity = (cg_id)index,
                          .text = item->ref.name,
                          .language = own_language(item),
                          .keys = keys};
    }
    return status;
}

static cg_status resolve_item(resolving *work, size_t index, cg_resolved *who,
                              cg_error *err)
{
    const cg_resolve_item *item = &work->items[index];
    cg_resolved resolved;
    cg_status status = cg_resolve(work->resolver, item, &resolved, err);
    if (status != CG_OK)
        return status;
    work->who[index] = resolved.who;
    *who = resolved;
    if (resolved.keyed)
        work->rows->keys[work->rows->key_count++] =
            (cg_new_key){.entity = (cg_id)index, .key = item->ref.key};
    work->report->known_entities += !resolved.fresh && resolved.first;
    return resolved.fresh || resolved.spelled
               ? list_new(work, index, &resolved, err)
               : CG_OK;
}

/* The properties that a statement brings: with the country, where that is new. */
static cg_status list_properties(resolving *work, const cg_entity_statement *entity,
                                 bool placed, cg_properties *properties,
                                 cg_error *err)
{
    *properties = entity->properties;
    cg_value stated = cg_properties_get(entity->properties, CG_TEXT("country"));
    if (!placed || entity->country.size == 0 || stated.type != CG_NULL)
        return CG_OK;
    size_t count = entity->properties.count;
    cg_property *items =
        cg_arena_array(&work->taken->arena, count + 1, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    if (count > 0)
        memcpy(items, entity->properties.items, count * sizeof *items);
    items[count] = (cg_property){CG_TEXT("country"), cg_string(entity->country)};
    *properties = (cg_properties){items, cg_properties_sort(items, count + 1)};
    return CG_OK;
}

static cg_status list_statement(resolving *work, const cg_entity_statement *entity,
                                size_t index, const cg_resolved *who, cg_error *err)
{
    cg_properties properties;
    cg_status status =
        list_properties(work, entity, who->fresh || who->placed, &properties, err);
    if (who->fresh)
        work->rows->entities[work->rows->entity_count - 1].properties = properties;
    else
        work->rows->changes[work->rows->change_count++] =
            (cg_entity_change){.entity = (cg_id)index,
                               .kinds = work->items[index].kinds,
                               .properties = properties};
    return status;
}

/* Find who is meant by each item. What an entity statement brings is written to a new
 * entity with it, to another as a change. Until the ids are known, the `entity` of a
 * change, name or key is the index of its item. */
static cg_status resolve_items(resolving *work, cg_error *err)
{
    cg_status status =
        cg_resolver_prepare(work->resolver, work->items, work->item_count, err);
    size_t index = 0;
    for (size_t i = 0; i < work->taken->count && status == CG_OK; i++) {
        const batch_event *event = &work->taken->events[i];
        size_t count = event->entity != NULL ? 1 : 2 + has_speaker(event->fact);
        cg_resolved who;
        for (size_t k = 0; k < count && status == CG_OK; k++)
            status = resolve_item(work, index + k, &who, err);
        if (status == CG_OK && event->entity != NULL)
            status = list_statement(work, event->entity, index, &who, err);
        index += count;
    }
    return status;
}

static cg_id id_of(const resolving *work, size_t item)
{
    return cg_resolver_id(work->resolver, work->who[item]);
}

/* The ids are known now. */
static void fill_ids(resolving *work)
{
    for (size_t i = 0; i < work->rows->change_count; i++)
        work->rows->changes[i].entity =
            id_of(work, (size_t)work->rows->changes[i].entity);
    for (size_t i = 0; i < work->rows->name_count; i++)
        work->rows->names[i].entity =
            id_of(work, (size_t)work->rows->names[i].entity);
    for (size_t i = 0; i < work->rows->key_count; i++)
        work->rows->keys[i].entity =
            id_of(work, (size_t)work->rows->keys[i].entity);
}

/* Hand out the ids of the new ones. */
static cg_status number_entities(resolving *work, cg_error *err)
{
    batch_rows *rows = work->rows;
    cg_status status = CG_OK;
    if (rows->entity_count > 0 && *work->last_entity == 0) {
        status = cg_turn_take(work->turn, err);
        if (status == CG_OK)
            status = cg_store_last_entity(work->store, work->last_entity, err);
    }
    for (size_t i = 0; i < rows->entity_count && status == CG_OK; i++) {
        rows->entity_ids[i] = ++*work->last_entity;
        status = cg_resolver_set_id(work->resolver, work->entity_who[i],
                                    rows->entity_ids[i], err);
    }
    work->report->entities += rows->entity_count;
    work->report->names += rows->entity_count;
    return status;
}

static void list_names(resolving *work, const cg_entity_statement *entity, cg_id id)
{
    batch_rows *rows = work->rows;
    for (size_t i = 0; i < entity->name_count; i++)
        rows->names[rows->name_count++] =
            (cg_new_name){.entity = id,
                          .text = entity->names[i].text,
                          .language = entity->names[i].language};
    for (size_t i = 0; i < entity->mention_count; i++)
        rows->mentions[rows->mention_count++] =
            (cg_new_mention){.entity = id,
                             .start = entity->mentions[i].start,
                             .end = entity->mentions[i].end};
}

static void list_fact(resolving *work, const batch_event *event, size_t item)
{
    const cg_fact_statement *fact = event->fact;
    batch_rows *rows = work->rows;
    rows->facts[rows->fact_count] = (cg_new_fact){.subject = id_of(work, item),
                                                  .object = id_of(work, item + 1),
                                                  .relation = fact->relation,
                                                  .since = fact->since,
                                                  .until = fact->until,
                                                  .properties = fact->properties};
    rows->evidence[rows->fact_count++] = (cg_new_evidence){
        .source = event->cited != NULL ? event->cited->id : work->source,
        .through = event->cited != NULL ? work->source : 0,
        .start = fact->range.start,
        .end = fact->range.end,
        .quote = event->cited != NULL ? fact->quote : (cg_text){0},
        .modality = fact->modality,
        .speaker = has_speaker(fact) ? id_of(work, item + 2) : 0,
        .rule = fact->rule};
}

/* With every id known: names, mentions and facts. */
static void list_the_rest(resolving *work)
{
    size_t item = 0;
    for (size_t i = 0; i < work->taken->count; i++) {
        const batch_event *event = &work->taken->events[i];
        if (event->entity != NULL) {
            list_names(work, event->entity, id_of(work, item));
            item++;
        } else {
            list_fact(work, event, item);
            item += 2 + has_speaker(event->fact);
        }
    }
}

static cg_status add_cited(resolving *work, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < work->taken->count && status == CG_OK; i++) {
        cited_source *cited = work->taken->events[i].cited;
        if (cited == NULL || cited->id != 0)
            continue;
        status = cg_turn_take(work->turn, err);
        if (status == CG_OK)
            status =
                cg_store_add_source(work->store, &cited->source, &cited->id, err);
    }
    return status;
}

cg_status batch_resolve(batch *taken, cg_store *store, cg_turn turn,
                        cg_resolver *resolver, cg_id source, cg_id *last_entity,
                        cg_load_report *report, cg_error *err)
{
    resolving work = {.taken = taken,
                      .rows = &taken->rows,
                      .store = store,
                      .turn = turn,
                      .resolver = resolver,
                      .source = source,
                      .last_entity = last_entity,
                      .report = report};
    cg_status status = make_room(&work, err);
    if (status == CG_OK) {
        list_items(&work);
        status = resolve_items(&work, err);
    }
    if (status == CG_OK)
        status = number_entities(&work, err);
    if (status == CG_OK) {
        fill_ids(&work);
        status = add_cited(&work, err);
    }
    if (status != CG_OK)
        return status;
    list_the_rest(&work);
    return cg_resolver_suggestions(resolver, &taken->arena,
                                   &taken->rows.suggestions,
                                   &taken->rows.suggestion_count, err);
}
