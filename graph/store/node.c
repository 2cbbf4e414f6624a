/* Entities as nodes: creating them, giving them other properties and kinds, retracting
 * them. */
#include "graph/store/columns.h"
#include "graph/store/ends.h"
#include "graph/store/hidden.h"
#include "graph/store/property.h"

#include <assert.h>
#include <stdlib.h>

/* ---- Creating ---- */

cg_status cg_store_create_entities(cg_store *store, cg_id source,
                                   const cg_new_node *items, size_t count,
                                   cg_id *ids, cg_error *err)
{
    cg_arena arena = {0};
    cg_new_entity *entities = cg_arena_array(&arena, count, sizeof *entities);
    if (entities == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        property_columns columns;
        status = property_split_entity(items[i].properties, &arena, &columns, err);
        entities[i] = (cg_new_entity){.name = columns.name,
                                      .kinds = items[i].kinds,
                                      .properties = columns.rest};
    }
    if (status == CG_OK)
        status = cg_store_add_entities(store, source, entities, count, ids, err);
    cg_arena_release(&arena);
    return status;
}

/* ---- Changing ---- */

static cg_status update(cg_store *store, cg_id entity, cg_text name,
                        cg_properties properties, cg_error *err)
{
    cg_text json;
    sql_query query = {0};
    columns_forget(store);
    cg_status status = property_json(properties, &store->more, &json, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_SET_ENTITY, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, entity);
        sql_bind_string(&query, 2, name);
        sql_bind_text(&query, 3, json);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

/* `change`, `entity` and perhaps `text` are what the statement takes. */
static cg_status run_on(cg_store *store, sql_statement which, cg_id entity,
                        cg_text text, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, store->change);
        sql_bind_id(&query, 2, entity);
        if (sql_parameters(&query) > 2)
            sql_bind_text(&query, 3, text);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static cg_status rename(cg_store *store, cg_id source, cg_id entity, cg_text old,
                        cg_text new, cg_error *err)
{
    if (cg_text_equal(old, new))
        return CG_OK;
    size_t fresh;
    cg_new_name name = {.entity = entity, .text = new};
    cg_status status = CG_OK;
    if (old.size > 0)
        status = run_on(store, SQL_WITHDRAW_NAME, entity, old, err);
    if (status == CG_OK && new.size > 0)
        status = cg_store_add_names(store, source, &name, 1, &fresh, err);
    return status;
}

/* Those of `own` whose keys are among `wanted`. */
static cg_status intersect(cg_properties own, cg_properties wanted, cg_arena *arena,
                           cg_properties *both, cg_error *err)
{
    cg_property *items = cg_arena_array(arena, own.count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    *both = (cg_properties){items, 0};
    for (size_t i = 0; i < own.count; i++)
        if (cg_properties_get(wanted, own.items[i].key).type != CG_NULL)
            items[both->count++] = own.items[i];
    return CG_OK;
}

/* What is no more a property of those that are read as one must not show through from
 * another one of them; what was overlaid stays. */
static cg_status trim_member(cg_store *store, cg_id member, cg_properties wanted,
                             cg_arena *arena, cg_error *err)
{
    cg_text name = {0};
    cg_properties own = {0}, kept = {0};
    bool there;
    cg_status status = entity_row(store, member, arena, &name, &own, &there, err);
    if (status == CG_OK && there)
        status = intersect(own, wanted, arena, &kept, err);
    if (status != CG_OK || kept.count == own.count)
        return status;
    return update(store, member, name, kept, err);
}

static cg_status set_entity(cg_store *store, cg_id source,
                            const cg_new_properties *item, cg_arena *arena,
                            cg_error *err)
{
    size_t count;
    const cg_id *members = merge_members(&store->merges, &item->id, &count);
    property_columns columns;
    cg_text old_name = {0};
    cg_properties old = {0};
    bool there = false;
    cg_status status =
        property_split_entity(item->properties, arena, &columns, err);
    if (status == CG_OK)
        status = entity_row(store, members[0], arena, &old_name, &old, &there, err);
    if (status == CG_OK && !there)
        return cg_fail(err, CG_NOT_FOUND, NULL, "there is no entity %lld",
                       (long long)members[0]);
    if (status == CG_OK && !(cg_text_equal(old_name, columns.name) &&
                             cg_properties_equal(old, columns.rest)))
        status = update(store, members[0], columns.name, columns.rest, err);
    if (status == CG_OK)
        status = rename(store, source, members[0], old_name, columns.name, err);
    for (size_t i = 1; i < count && status == CG_OK; i++)
        status = trim_member(store, members[i], columns.rest, arena, err);
    return status;
}

cg_status cg_store_set_entities(cg_store *store, cg_id source,
                                const cg_new_properties *items, size_t count,
                                cg_error *err)
{
    assert(store->change != 0);
    cg_arena arena = {0};
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        cg_arena_reset(&arena);
        status = set_entity(store, source, &items[i], &arena, err);
    }
    cg_arena_release(&arena);
    return status;
}

/* ---- Kinds ---- */

static cg_status remove_kinds(cg_store *store, cg_id entity, cg_kinds kinds,
                              cg_error *err)
{
    sql_query query = {0};
    columns_forget(store);
    cg_status status = sql_open(store, SQL_REMOVE_KIND, &query, err);
    for (size_t i = 0; i < CG_KIND_MAX && status == CG_OK; i++) {
        if ((kinds >> i & 1) == 0 || store->kind_id[i] == STORE_NO_ID)
            continue;
        sql_bind_id(&query, 1, entity);
        sql_bind_integer(&query, 2, store->kind_id[i]);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static cg_status change_kinds(cg_store *store, const cg_kinds_change *item,
                              cg_error *err)
{
    size_t count;
    bool gained;
    cg_kinds has;
    const cg_id *members = merge_members(&store->merges, &item->entity, &count);
    cg_status status = kinds_of(store, item->entity, &has, err);
    if (status == CG_OK)
        status = kinds_insert(store, members[0], item->add & ~has, &gained, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = remove_kinds(store, members[i], item->remove & has, err);
    return status;
}

cg_status cg_store_change_kinds(cg_store *store, const cg_kinds_change *items,
                                size_t count, cg_error *err)
{
    assert(store->change != 0);
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = change_kinds(store, &items[i], err);
    return status;
}

/* ---- Retracting ---- */

typedef struct {
    cg_id *ids;
    size_t count, room;
} fact_list;

/* The facts at either end of which one of the members is, each once. */
static cg_status facts_at(cg_store *store, const cg_id *members, size_t count,
                          fact_list *list, cg_error *err)
{
    id_list facts = {0};
    cg_fact_filter filter = {.ends = members, .end_count = count};
    cg_status status = ends_list_facts(store, &filter, false, &facts, err);
    if (status == CG_OK)
        status = cg_grow(list->ids, &list->room, facts.count + 1, err);
    for (size_t i = 0; i < facts.count && status == CG_OK; i++)
        list->ids[i] = facts.items[i].id;
    list->count = facts.count;
    id_list_release(&facts);
    return status;
}

static cg_status count_seen(cg_store *store, const fact_list *list, uint64_t *seen,
                            cg_error *err)
{
    cg_status status = CG_OK;
    *seen = 0;
    for (size_t i = 0; i < list->count && status == CG_OK; i++) {
        bool hidden;
        status = hidden_is(store, list->ids[i], &hidden, err);
        *seen += !hidden;
    }
    return status;
}

static cg_status retract_row(cg_store *store, cg_id entity, cg_error *err)
{
    static const sql_statement all[] = {
        SQL_RETRACT_NAMES, SQL_RETRACT_ENTITY_JUDGEMENTS, SQL_RETRACT_ENTITY};
    cg_status status = CG_OK;
    for (size_t i = 0; i < sizeof all / sizeof all[0] && status == CG_OK; i++)
        status = run_on(store, all[i], entity, (cg_text){0}, err);
    return status;
}

static cg_status retract(cg_store *store, cg_id entity, bool detach,
                         fact_list *list, uint64_t *facts, cg_error *err)
{
    size_t count;
    uint64_t seen = 0;
    const cg_id *members = merge_members(&store->merges, &entity, &count);
    cg_status status = facts_at(store, members, count, list, err);
    if (status == CG_OK)
        status = count_seen(store, list, &seen, err);
    if (status == CG_OK && seen > 0 && !detach)
        return cg_fail(err, CG_REFUSED, NULL,
                       "entity %lld still has %llu facts: retract them first",
                       (long long)entity, (unsigned long long)seen);
    if (status == CG_OK)
        status = cg_store_retract_facts(store, list->ids, list->count, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = retract_row(store, members[i], err);
    *facts += seen;
    columns_forget(store);
    if (status == CG_OK && count > 1)
        status = merge_load(store, err);
    return status;
}

cg_status cg_store_retract_entities(cg_store *store, const cg_id *ids, size_t count,
                                    bool detach, uint64_t *facts, cg_error *err)
{
    assert(store->change != 0);
    fact_list list = {0};
    *facts = 0;
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = retract(store, ids[i], detach, &list, facts, err);
    free(list.ids);
    return status;
}
