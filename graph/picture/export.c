#include "graph/picture/export.h"

#include <stdlib.h>

cg_status export_flush(export_writer *writer, cg_error *err)
{
    cg_status status = cg_buffer_status(&writer->out, err);

    if (status == CG_OK && writer->failed != CG_OK)
        status = cg_fail_memory(err);
    if (status == CG_OK && writer->out.size > 0)
        status = writer->output->write(writer->output->handle,
                                       cg_buffer_text(&writer->out), err);
    cg_buffer_clear(&writer->out);
    return status;
}

void export_release(export_writer *writer)
{
    cg_buffer_release(&writer->out);
    cg_arena_release(&writer->arena);
}

void export_add_kinds(const export_writer *writer, cg_kinds kinds,
                      const char *separator, cg_buffer *out)
{
    const char *before = "";

    for (size_t i = 0; kinds != 0; i++, kinds >>= 1) {
        if ((kinds & 1) == 0)
            continue;
        cg_buffer_add_z(out, before);
        cg_buffer_add(out, cg_kind_at(export_vocabulary(writer), i)->name);
        before = separator;
    }
}

cg_text export_date(cg_date date, char room[CG_DATE_ROOM])
{
    size_t size = cg_date_format(date, room);

    return (cg_text){room, size};
}

/* ---- Ids ---- */

static bool can_be_named(const cg_entity *entity)
{
    return entity->id != 0 && entity->name.size > 0 && entity->kinds != 0;
}

/* The how many-th of its name and first kind an entity is, by id. */
static size_t rank_of(const cg_entity *entity, const cg_found *found, size_t count)
{
    uint8_t kind = details_first_kind(entity->kinds);
    size_t rank = 1;

    for (size_t i = 0; i < count; i++)
        rank += found[i].exact && found[i].shown &&
                found[i].entity < entity->read_as &&
                details_first_kind(found[i].kinds) == kind;
    return rank;
}

/* Does the name end like the id of a second of its name: "Acme#2"? */
static bool looks_ranked(cg_text name)
{
    size_t at = name.size;

    while (at > 0 && name.at[at - 1] >= '0' && name.at[at - 1] <= '9')
        at--;
    return at < name.size && at > 0 && name.at[at - 1] == '#';
}

static cg_status make_id(const export_writer *writer, const cg_entity *entity,
                         size_t rank, cg_arena *arena, cg_text *id, cg_error *err)
{
    const cg_kind *kind =
        details_kind(export_vocabulary(writer), details_first_kind(entity->kinds));
    cg_buffer text = {0};
    cg_status status;

    cg_buffer_add(&text, kind->name);
    cg_buffer_add_byte(&text, ':');
    cg_buffer_add(&text, entity->name);
    if (rank > 1 || looks_ranked(entity->name))
        cg_buffer_printf(&text, "#%zu", rank);
    status = cg_buffer_status(&text, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, cg_buffer_text(&text), id, err);
    cg_buffer_release(&text);
    return status;
}

/* The ids of entities; "" for one that cannot be named. */
static cg_status make_ids(export_writer *writer, const cg_entity *entities,
                          size_t count, const cg_text **ids, cg_error *err)
{
    cg_arena *arena = &writer->arena;
    cg_text *names = cg_arena_array(arena, count, sizeof *names);
    cg_text *made = cg_arena_array(arena, count, sizeof *made);
    const cg_found *found = NULL;
    size_t found_count = 0;
    size_t next = 0;
    cg_status status;

    if (names == NULL || made == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        names[i] = entities[i].name;
    status = cg_store_find_names(writer->picture->store, names, count, arena,
                                 &found, &found_count, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        size_t first = next;

        while (next < found_count && found[next].index == i)
            next++;
        if (can_be_named(&entities[i]))
            status = make_id(writer, &entities[i],
                             rank_of(&entities[i], found + first, next - first),
                             arena, &made[i], err);
    }
    *ids = made;
    return status;
}

/* ---- Entities ---- */

static cg_text language_of(const export_node *node)
{
    for (size_t i = 0; i < node->name_count; i++)
        if (cg_text_equal(node->names[i].text, node->entity->name))
            return node->names[i].language;
    return (cg_text){0};
}

static cg_status write_nodes(void *handle, const cg_id *ids, size_t count,
                             cg_error *err)
{
    export_writer *writer = handle;
    entity_details details = {0};
    const cg_text *keys = NULL;
    size_t next = 0;
    cg_status status;

    cg_arena_reset(&writer->arena);
    status = details_of_entities(writer->picture->store, ids, count, false,
                                 &writer->arena, &details, err);
    if (status == CG_OK)
        status = make_ids(writer, details.entities, count, &keys, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        export_node node = {.id = keys[i],
                            .entity = &details.entities[i],
                            .names = details.names + next};

        while (next < details.name_count && details.names[next].entity == ids[i])
            next++;
        node.name_count = (size_t)(details.names + next - node.names);
        node.language = language_of(&node);
        if (node.id.size > 0)
            writer->node(writer, &node);
    }
    return status == CG_OK ? export_flush(writer, err) : status;
}

cg_status export_nodes(export_writer *writer, cg_error *err)
{
    return picture_visit_entities(writer->picture, write_nodes, writer, err);
}

/* ---- Facts ---- */

/* Is what speaks for the fact a row of a sheet or a query, and no quote? */
static bool is_row(const cg_evidence *evidence, const cg_source *source)
{
    return source->form == CG_SHEET || source->form == CG_QUERY ||
           (evidence->through != 0 && evidence->ranged);
}

static void write_edge(export_writer *writer, const fact_details *details,
                       export_edge *edge)
{
    static const cg_source unknown;
    const cg_source_row *row =
        cg_lookup_source(&details->sources, edge->evidence->source);

    edge->source = row != NULL ? &row->source : &unknown;
    edge->title =
        edge->source->title.size > 0 ? edge->source->title : edge->source->file;
    edge->quote =
        is_row(edge->evidence, edge->source) ? (cg_text){0} : edge->evidence->quote;
    writer->edge(writer, edge);
    edge->index++;
}

/* A fact with each piece of its evidence, the first of which is `*next`. */
static void write_fact(export_writer *writer, const fact_details *details,
                       export_edge *edge, const cg_text *speakers, size_t *next)
{
    static const cg_evidence none;
    bool named = edge->subject.size > 0 && edge->object.size > 0;

    for (; *next < details->evidence_count &&
           details->evidence[*next].fact == edge->fact->id;
         ++*next) {
        edge->evidence = &details->evidence[*next];
        edge->speaker = speakers[*next];
        if (named)
            write_edge(writer, details, edge);
    }
    edge->evidence = &none;
    edge->speaker = (cg_text){0};
    if (named && edge->index == 0)
        write_edge(writer, details, edge);
}

static cg_status write_edges(void *handle, const cg_id *ids, size_t count,
                             cg_error *err)
{
    export_writer *writer = handle;
    fact_details details = {0};
    const cg_text *ends = NULL;
    const cg_text *speakers = NULL;
    size_t next = 0;
    cg_status status;

    cg_arena_reset(&writer->arena);
    status = details_of_facts(writer->picture->store, ids, count, &writer->arena,
                              &details, err);
    if (status == CG_OK)
        status = make_ids(writer, details.ends, 2 * count, &ends, err);
    if (status == CG_OK)
        status = make_ids(writer, details.speakers, details.evidence_count,
                          &speakers, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        export_edge edge = {.subject = ends[2 * i],
                            .object = ends[2 * i + 1],
                            .fact = &details.facts[i]};

        write_fact(writer, &details, &edge, speakers, &next);
    }
    return status == CG_OK ? export_flush(writer, err) : status;
}

cg_status export_edges(export_writer *writer, cg_error *err)
{
    return picture_visit_facts(writer->picture, write_edges, writer, err);
}

/* ---- Columns of properties ---- */

static cg_status add_column(export_columns *columns, const cg_property *property,
                            cg_error *err)
{
    const cg_value *value = &property->value;
    bool list = value->type == CG_LIST;
    cg_type type = list && value->as.list.count > 0 ? value->as.list.items[0].type
                                                    : value->type;
    size_t at = 0;
    cg_status status;

    for (size_t i = 1; list && i < value->as.list.count; i++)
        if (value->as.list.items[i].type != type)
            type = CG_STRING;
    while (at < columns->count &&
           cg_text_compare(columns->items[at].key, property->key) < 0)
        at++;
    if (at < columns->count &&
        cg_text_equal(columns->items[at].key, property->key)) {
        if (columns->items[at].type != type)
            columns->items[at].type = CG_STRING;
        columns->items[at].list = columns->items[at].list || list;
        return CG_OK;
    }
    status = cg_grow(columns->items, &columns->room, columns->count + 1, err);
    if (status != CG_OK)
        return status;
    memmove(columns->items + at + 1, columns->items + at,
            (columns->count++ - at) * sizeof *columns->items);
    columns->items[at] = (export_column){.type = type, .list = list};
    return cg_arena_copy(&columns->arena, property->key, &columns->items[at].key,
                         err);
}

cg_status export_columns_add(export_columns *columns, cg_properties properties,
                             cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < properties.count && status == CG_OK; i++)
        status = add_column(columns, &properties.items[i], err);
    return status;
}

void export_columns_release(export_columns *columns)
{
    free(columns->items);
    cg_arena_release(&columns->arena);
    *columns = (export_columns){0};
}
