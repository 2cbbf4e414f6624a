/* Entities: adding, changing, fetching. */
#include "graph/store/columns.h"
#include "graph/store/entity_rows.h"
#include "graph/store/property.h"

#include <assert.h>

/* ---- Kinds ---- */

cg_status kinds_insert(cg_store *store, cg_id entity, cg_kinds kinds, bool *gained,
                       cg_error *err)
{
    sql_query query = {0};
    columns_forget(store);
    cg_status status = sql_open(store, SQL_ADD_KIND, &query, err);
    for (size_t i = 0; i < CG_KIND_MAX && status == CG_OK; i++) {
        if ((kinds >> i & 1) == 0)
            continue;
        assert(store->kind_id[i] != STORE_NO_ID);
        sql_bind_id(&query, 1, entity);
        sql_bind_integer(&query, 2, store->kind_id[i]);
        status = sql_run(&query, err);
        if (status == CG_OK && sqlite3_changes(store->db) > 0)
            *gained = true;
    }
    sql_close(&query);
    return status;
}

cg_status kinds_of_one(cg_store *store, cg_id entity, cg_kinds *kinds,
                       cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ENTITY_KINDS, &query, err);
    if (status == CG_OK)
        sql_bind_id(&query, 1, entity);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        uint64_t id = sql_size(&query, 0);
        status = CG_OK;
        if (id >= CG_KIND_MAX || store->kind_index[id] == STORE_NO_ID)
            status = store_damaged(store, "an entity of an unknown kind", err);
        else
            *kinds |= (cg_kinds)1 << store->kind_index[id];
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

cg_status kinds_of(cg_store *store, cg_id entity, cg_kinds *kinds, cg_error *err)
{
    size_t count;
    const cg_id *members = merge_members(&store->merges, &entity, &count);
    cg_status status = CG_OK;
    *kinds = 0;
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = kinds_of_one(store, members[i], kinds, err);
    return status;
}

/* ---- Adding ---- */

/* Entities on their way into the file. */
typedef struct {
    cg_arena arena;
    raw_entity *entities;
    raw_kind *kinds;
    size_t kind_count;
    cg_new_name *names;
    size_t name_count;
} adding;

static cg_status make_room(adding *to, const cg_new_entity *items, size_t count,
                           cg_error *err)
{
    size_t kinds = 0;
    for (size_t i = 0; i < count; i++)
        kinds += (size_t)__builtin_popcountll(items[i].kinds);
    to->entities = cg_arena_array(&to->arena, count, sizeof *to->entities);
    to->kinds = cg_arena_array(&to->arena, kinds, sizeof *to->kinds);
    to->names = cg_arena_array(&to->arena, count, sizeof *to->names);
    return to->entities != NULL && to->kinds != NULL && to->names != NULL
               ? CG_OK
               : cg_fail_memory(err);
}

static void list_kinds(adding *to, const cg_store *store, cg_id entity,
                       cg_kinds kinds)
{
    for (size_t i = 0; kinds != 0; i++, kinds >>= 1) {
        if ((kinds & 1) == 0)
            continue;
        assert(store->kind_id[i] != STORE_NO_ID);
        to->kinds[to->kind_count++] = (raw_kind){entity, store->kind_id[i]};
    }
}

static cg_status list_entity(adding *to, cg_store *store, const cg_new_entity *item,
                             cg_id id, raw_entity *row, cg_error *err)
{
    *row = (raw_entity){.id = id, .name = item->name};
    list_kinds(to, store, id, item->kinds);
    if (item->name.size > 0)
        to->names[to->name_count++] = (cg_new_name){.entity = id,
                                                    .text = item->name,
                                                    .language = item->language,
                                                    .keys = item->keys};
    cg_text json;
    cg_status status = property_json(item->properties, &store->more, &json, err);
    if (status != CG_OK || json.size == 0)
        return status;
    return cg_arena_copy(&to->arena, json, &row->properties, err);
}

static cg_status write_entities(adding *to, cg_store *store, cg_id source,
                                size_t count, cg_error *err)
{
    entity_rows entities = {to->entities, count};
    kind_rows kinds = {to->kinds, to->kind_count};
    columns_forget(store);
    cg_status status = entity_rows_write(store, &entities, err);
    if (status == CG_OK)
        status = kind_rows_write(store, &kinds, err);
    return status == CG_OK
               ? names_insert(store, source, to->names, to->name_count, err)
               : status;
}

cg_status cg_store_add_entities(cg_store *store, cg_id source,
                                const cg_new_entity *items, size_t count,
                                cg_id *ids, cg_error *err)
{
    assert(store->change != 0);
    adding to = {0};
    cg_id last = 0;
    cg_status status = make_room(&to, items, count, err);
    if (status == CG_OK)
        status = cg_store_last_entity(store, &last, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        ids[i] = last + 1 + (cg_id)i;
        status = list_entity(&to, store, &items[i], ids[i], &to.entities[i], err);
    }
    if (status == CG_OK)
        status = write_entities(&to, store, source, count, err);
    cg_arena_release(&to.arena);
    return status;
}

cg_status cg_store_last_entity(cg_store *store, cg_id *id, cg_error *err)
{
    uint64_t last = 0;
    cg_status status = sql_one_size(store, SQL_LAST_ENTITY, &last, err);
    *id = (cg_id)last;
    return status;
}

/* ---- Fetching ---- */

static cg_status read_row(cg_store *store, sql_statement which, cg_id id,
                          cg_arena *arena, cg_text *name, cg_properties *properties,
                          bool *there, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, id);
        status = sql_step(&query, err);
    }
    *there = status == CG_ROW;
    if (status == CG_ROW) {
        status = sql_copy(&query, 0, arena, name, err);
        if (status == CG_OK)
            status = sql_properties(&query, 1, arena, properties, err);
    }
    sql_close(&query);
    return status == CG_DONE ? CG_OK : status;
}

cg_status entity_row(cg_store *store, cg_id id, cg_arena *arena, cg_text *name,
                     cg_properties *properties, bool *there, cg_error *err)
{
    return read_row(store, SQL_ENTITY, id, arena, name, properties, there, err);
}

/* One entity as it reads: with what those that it is the same as bring. */
static cg_status fetch(cg_store *store, cg_id id, cg_arena *arena,
                       cg_entity *entity, cg_error *err)
{
    *entity = (cg_entity){0};
    size_t count;
    const cg_id *members = merge_members(&store->merges, &id, &count);
    cg_text own_name = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        cg_text name = {0};
        cg_properties properties = {0};
        bool there;
        size_t differing = 0;
        status = read_row(store, SQL_ENTITY_EVER, members[i], arena, &name,
                          &properties, &there, err);
        if (status != CG_OK || !there)
            continue;
        if (members[i] == id)
            own_name = name;
        if (entity->id == 0) {
            *entity = (cg_entity){.id = id,
                                  .read_as = merge_lowest(&store->merges, id),
                                  .name = name,
                                  .properties = properties};
        } else if (properties.count > 0) {
            status = property_unite(entity->properties, properties, arena,
                                    &entity->properties, &differing, err);
        }
    }
    entity->own_name = own_name;
    return status == CG_OK && entity->id != 0
               ? kinds_of(store, id, &entity->kinds, err)
               : status;
}

cg_status cg_store_entities(cg_store *store, const cg_id *ids, size_t count,
                            cg_arena *arena, cg_entity *out, cg_error *err)
{
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status = fetch(store, ids[i], arena, &out[i], err);
    return status;
}

/* ---- Changing ---- */

static cg_status set_properties(cg_store *store, cg_id entity,
                                cg_properties properties, cg_error *err)
{
    cg_text json;
    sql_query query = {0};
    cg_status status = property_json(properties, &store->more, &json, err);
    if (status == CG_OK)
        status = sql_open(store, SQL_SET_PROPERTIES, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, entity);
        sql_bind_text(&query, 2, json);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static cg_status change_properties(cg_store *store, const cg_entity_change *item,
                                   cg_arena *arena, bool *gained, size_t *kept,
                                   cg_error *err)
{
    cg_text name;
    cg_properties old = {0}, both;
    bool there;
    cg_status status =
        entity_row(store, item->entity, arena, &name, &old, &there, err);
    if (status != CG_OK)
        return status;
    if (!there)
        return cg_fail(err, CG_INTERNAL, NULL, "there is no entity %lld",
                       (long long)item->entity);
    status = property_unite(old, item->properties, arena, &both, kept, err);
    if (status != CG_OK || both.count == old.count)
        return status;
    *gained = true;
    return set_properties(store, item->entity, both, err);
}

cg_status cg_store_change_entities(cg_store *store, const cg_entity_change *items,
                                   size_t count, size_t *changed, size_t *kept,
                                   cg_error *err)
{
    assert(store->change != 0);
    *changed = *kept = 0;
    cg_arena arena = {0};
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        bool gained = false;
        cg_arena_reset(&arena);
        status = kinds_insert(store, items[i].entity, items[i].kinds, &gained, err);
        if (status == CG_OK && items[i].properties.count > 0)
            status =
                change_properties(store, &items[i], &arena, &gained, kept, err);
        *changed += gained;
    }
    cg_arena_release(&arena);
    return status;
}
