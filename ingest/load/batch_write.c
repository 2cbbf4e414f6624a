#include "ingest/load/batch.h"

/* Who the events mean, and what is to be written of them. Arrays in the batch's
 * arena. */
typedef struct {
    batch *taken;
    cg_store *store;
    cg_turn turn;
    cg_resolver *resolver;
    cg_id source;
    cg_load_report *report;

    cg_resolve_item
        *items;  /* of all events in turn: an entity's, or a fact's ends */
    cg_who *who; /* and who is meant by each */
    size_t item_count;

    cg_new_entity *entities; /* the new ones */
    cg_who *entity_who;
    size_t entity_count;
    cg_entity_change *changes; /* statements on entities that are there */
    size_t change_count;
    cg_new_name *names;
    size_t name_count;
    cg_new_key *keys;
    size_t key_count;
} writing;

static bool has_speaker(const cg_fact_statement *fact)
{
    return fact->speaker.name.size > 0 || fact->speaker.key.size > 0;
}

/* How many there are of each, at most. */
static void count_events(batch *taken, writing *write)
{
    for (size_t i = 0; i < taken->count; i++) {
        const batch_event *event = &taken->events[i];
        if (event->entity == NULL) {
            size_t ends = 2 + has_speaker(event->fact);
            write->item_count += ends;
            write->name_count += ends;
            taken->fact_count++;
        } else {
            write->item_count++;
            write->change_count++;
            write->name_count += 1 + event->entity->name_count;
            taken->mention_count += event->entity->mention_count;
        }
    }
    write->entity_count = write->key_count = write->item_count;
}

static cg_status make_room(writing *write, cg_error *err)
{
    batch *taken = write->taken;
    taken->fact_count = taken->mention_count = 0;
    count_events(taken, write);
#define ARRAY(of, field, count)                                                    \
    if ((of->field =                                                               \
             cg_arena_array(&taken->arena, of->count, sizeof *of->field)) == NULL) \
        return cg_fail_memory(err);
    ARRAY(write, items, item_count)
    ARRAY(write, who, item_count)
    ARRAY(write, entities, entity_count)
    ARRAY(write, entity_who, entity_count)
    ARRAY(write, changes, change_count)
    ARRAY(write, names, name_count)
    ARRAY(write, keys, key_count)
    ARRAY(taken, mentions, mention_count)
    ARRAY(taken, facts, fact_count)
    ARRAY(taken, evidence, fact_count)
#undef ARRAY
    write->item_count = write->entity_count = write->change_count = 0;
    write->name_count = write->key_count = 0;
    taken->mention_count = taken->fact_count = 0;
    return CG_OK;
}

static void add_item(writing *write, cg_ref ref)
{
    cg_kinds kinds = ref.name.size > 0 ? (cg_kinds)1 << ref.kind : 0;
    write->items[write->item_count++] =
        (cg_resolve_item){.ref = ref, .kinds = kinds};
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

static void list_items(writing *write)
{
    for (size_t i = 0; i < write->taken->count; i++) {
        const batch_event *event = &write->taken->events[i];
        if (event->entity != NULL) {
            write->items[write->item_count++] =
                (cg_resolve_item){.ref = event->entity->entity,
                                  .kinds = kinds_told(event->entity),
                                  .names = event->entity->names,
                                  .name_count = event->entity->name_count,
                                  .country = country_of(event->entity)};
            continue;
        }
        add_item(write, event->fact->subject);
        add_item(write, event->fact->object);
        if (has_speaker(event->fact))
            add_item(write, event->fact->speaker);
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

static cg_status resolve_item(writing *write, size_t index, cg_resolved *who,
                              cg_error *err)
{
    const cg_resolve_item *item = &write->items[index];
    cg_resolved resolved;
    cg_status status = cg_resolve(write->resolver, item, &resolved, err);
    if (status != CG_OK)
        return status;
    write->who[index] = resolved.who;
    *who = resolved;
    if (resolved.keyed)
        write->keys[write->key_count++] =
            (cg_new_key){.entity = (cg_id)index, .key = item->ref.key};
    if (resolved.fresh) {
        write->entity_who[write->entity_count] = resolved.who;
        write->entities[write->entity_count++] =
            (cg_new_entity){.name = item->ref.name,
                            .language = own_language(item),
                            .kinds = item->kinds};
        return CG_OK;
    }
    write->report->known_entities += resolved.first;
    if (resolved.spelled)
        write->names[write->name_count++] =
            (cg_new_name){.entity = (cg_id)index,
                          .text = item->ref.name,
                          .language = own_language(item)};
    return CG_OK;
}

/* The properties that a statement brings: with the country, where that is new. */
static cg_status list_properties(writing *write, const cg_entity_statement *entity,
                                 bool placed, cg_properties *properties,
                                 cg_error *err)
{
    *properties = entity->properties;
    cg_value stated = cg_properties_get(entity->properties, CG_TEXT("country"));
    if (!placed || entity->country.size == 0 || stated.type != CG_NULL)
        return CG_OK;
    size_t count = entity->properties.count;
    cg_property *items =
        cg_arena_array(&write->taken->arena, count + 1, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    if (count > 0)
        memcpy(items, entity->properties.items, count * sizeof *items);
    items[count] = (cg_property){CG_TEXT("country"), cg_string(entity->country)};
    *properties = (cg_properties){items, cg_properties_sort(items, count + 1)};
    return CG_OK;
}

static cg_status list_statement(writing *write, const cg_entity_statement *entity,
                                size_t index, const cg_resolved *who, cg_error *err)
{
    cg_properties properties;
    cg_status status =
        list_properties(write, entity, who->fresh || who->placed, &properties, err);
    if (who->fresh)
        write->entities[write->entity_count - 1].properties = properties;
    else
        write->changes[write->change_count++] =
            (cg_entity_change){.entity = (cg_id)index,
                               .kinds = write->items[index].kinds,
                               .properties = properties};
    return status;
}

/* Find who is meant by each item. What an entity statement brings is written to a new
 * entity with it, to another as a change. Until the ids are known, the `entity` of a
 * change, name or key is the index of its item. */
static cg_status resolve_items(writing *write, cg_error *err)
{
    cg_status status =
        cg_resolver_prepare(write->resolver, write->items, write->item_count, err);
    size_t index = 0;
    for (size_t i = 0; i < write->taken->count && status == CG_OK; i++) {
        const batch_event *event = &write->taken->events[i];
        size_t count = event->entity != NULL ? 1 : 2 + has_speaker(event->fact);
        cg_resolved who;
        for (size_t k = 0; k < count && status == CG_OK; k++)
            status = resolve_item(write, index + k, &who, err);
        if (status == CG_OK && event->entity != NULL)
            status = list_statement(write, event->entity, index, &who, err);
        index += count;
    }
    return status;
}

static cg_id id_of(const writing *write, size_t item)
{
    return cg_resolver_id(write->resolver, write->who[item]);
}

/* The ids are known now. */
static void fill_ids(writing *write)
{
    for (size_t i = 0; i < write->change_count; i++)
        write->changes[i].entity = id_of(write, (size_t)write->changes[i].entity);
    for (size_t i = 0; i < write->name_count; i++)
        write->names[i].entity = id_of(write, (size_t)write->names[i].entity);
    for (size_t i = 0; i < write->key_count; i++)
        write->keys[i].entity = id_of(write, (size_t)write->keys[i].entity);
}

static cg_status take_turn(const writing *write, cg_error *err)
{
    return cg_turn_take(write->turn, err);
}

static cg_status write_entities(writing *write, cg_error *err)
{
    size_t count = write->entity_count;
    cg_id *ids = cg_arena_array(&write->taken->arena, count, sizeof *ids);
    if (ids == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    if (count > 0)
        status = take_turn(write, err);
    if (status == CG_OK && count > 0)
        status = cg_store_add_entities(write->store, write->source, write->entities,
                                       count, ids, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status =
            cg_resolver_set_id(write->resolver, write->entity_who[i], ids[i], err);
    write->report->entities += count;
    write->report->names += count;
    return status;
}

static cg_status write_changes(writing *write, cg_error *err)
{
    if (write->change_count == 0)
        return CG_OK;
    size_t changed = 0;
    size_t kept = 0;
    cg_status status = take_turn(write, err);
    if (status == CG_OK)
        status =
            cg_store_change_entities(write->store, write->changes,
                                     write->change_count, &changed, &kept, err);
    write->report->kept_properties += kept;
    return status;
}

static void list_names(writing *write, const cg_entity_statement *entity, cg_id id)
{
    for (size_t i = 0; i < entity->name_count; i++)
        write->names[write->name_count++] =
            (cg_new_name){.entity = id,
                          .text = entity->names[i].text,
                          .language = entity->names[i].language};
    batch *taken = write->taken;
    for (size_t i = 0; i < entity->mention_count; i++)
        taken->mentions[taken->mention_count++] =
            (cg_new_mention){.entity = id,
                             .start = entity->mentions[i].start,
                             .end = entity->mentions[i].end};
}

static void list_fact(writing *write, const batch_event *event, size_t item)
{
    const cg_fact_statement *fact = event->fact;
    batch *taken = write->taken;
    taken->facts[taken->fact_count] =
        (cg_new_fact){.subject = id_of(write, item),
                      .object = id_of(write, item + 1),
                      .relation = fact->relation,
                      .since = fact->since,
                      .until = fact->until,
                      .properties = fact->properties};
    taken->evidence[taken->fact_count++] = (cg_new_evidence){
        .source = event->cited != NULL ? event->cited->id : write->source,
        .through = event->cited != NULL ? write->source : 0,
        .start = fact->range.start,
        .end = fact->range.end,
        .quote = event->cited != NULL ? fact->quote : (cg_text){0},
        .modality = fact->modality,
        .speaker = has_speaker(fact) ? id_of(write, item + 2) : 0,
        .rule = fact->rule};
}

/* With every id known: names, mentions and facts. */
static void list_the_rest(writing *write)
{
    size_t item = 0;
    for (size_t i = 0; i < write->taken->count; i++) {
        const batch_event *event = &write->taken->events[i];
        if (event->entity != NULL) {
            list_names(write, event->entity, id_of(write, item));
            item++;
        } else {
            list_fact(write, event, item);
            item += 2 + has_speaker(event->fact);
        }
    }
}

static cg_status write_names(writing *write, cg_error *err)
{
    cg_status status = CG_OK;
    size_t fresh = 0;
    if (write->name_count > 0 || write->key_count > 0)
        status = take_turn(write, err);
    if (status == CG_OK && write->name_count > 0)
        status = cg_store_add_names(write->store, write->source, write->names,
                                    write->name_count, &fresh, err);
    write->report->names += fresh;
    if (status == CG_OK && write->key_count > 0)
        status =
            cg_store_add_keys(write->store, write->keys, write->key_count, err);
    return status;
}

static cg_status write_cited(writing *write, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < write->taken->count && status == CG_OK; i++) {
        cited_source *cited = write->taken->events[i].cited;
        if (cited == NULL || cited->id != 0)
            continue;
        status = take_turn(write, err);
        if (status == CG_OK)
            status =
                cg_store_add_source(write->store, &cited->source, &cited->id, err);
    }
    return status;
}

/* What is left open of who is meant. */
static cg_status write_suggestions(writing *write, cg_error *err)
{
    const cg_judgement *items;
    size_t count;
    size_t fresh = 0;
    cg_status status = cg_resolver_suggestions(
        write->resolver, &write->taken->arena, &items, &count, err);
    if (status == CG_OK && count > 0)
        status = take_turn(write, err);
    if (status == CG_OK && count > 0)
        status = cg_store_suggest(write->store, items, count, &fresh, err);
    write->report->suggestions += fresh;
    return status;
}

cg_status batch_resolve(batch *taken, cg_store *store, cg_turn turn,
                        cg_resolver *resolver, cg_id source, cg_load_report *report,
                        cg_error *err)
{
    writing write = {.taken = taken,
                     .store = store,
                     .turn = turn,
                     .resolver = resolver,
                     .source = source,
                     .report = report};
    cg_status status = make_room(&write, err);
    if (status == CG_OK) {
        list_items(&write);
        status = resolve_items(&write, err);
    }
    if (status == CG_OK)
        status = write_entities(&write, err);
    if (status == CG_OK) {
        fill_ids(&write);
        status = write_changes(&write, err);
    }
    if (status == CG_OK)
        status = write_cited(&write, err);
    if (status == CG_OK) {
        list_the_rest(&write);
        status = write_names(&write, err);
    }
    return status == CG_OK ? write_suggestions(&write, err) : status;
}

/* ---- Facts ---- */

cg_status batch_write_facts(batch *taken, cg_store *store, cg_id source,
                            cg_load_report *report, cg_error *err)
{
    size_t count = taken->fact_count;
    bool *fresh = cg_arena_array(&taken->arena, count, sizeof *fresh);
    bool *said = cg_arena_array(&taken->arena, count, sizeof *said);
    if (fresh == NULL || said == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    if (taken->mention_count > 0)
        status = cg_store_add_mentions(store, source, taken->mentions,
                                       taken->mention_count, err);
    if (status == CG_OK && count > 0)
        status = cg_store_add_statements(store, taken->facts, taken->evidence,
                                         count, fresh, said, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        if (fresh[i])
            report->facts++;
        else if (said[i])
            report->confirmed++;
        else
            report->unchanged++;
    return status;
}
