#include "ingest/mapping/mapping_row.h"

/* A row's entities can be many: a cell of each of two may be split. */
enum { INSTANCES_MAX = 4096, FACTS_MAX = 65536 };

/* The entities of a row while they are gathered: those of entity i of the sheet are
 * [first[i], first[i + 1]). */
typedef struct {
    const mapping_reading *in;
    row_statements *said;
    size_t room; /* for entities */
    size_t *first;
} row_reading;

/* The field of a value's first column, from 1; 0 where it has none. */
static size_t field_of(const mapping_reading *in, const mapping_value *value)
{
    if (value->column_count == 0 || in->row->fields == NULL)
        return 0;
    return in->row->fields[value->columns[0]] + 1;
}

/* ---- Entities ---- */

static cg_status read_kinds(const mapping_reading *in, const mapping_entity *from,
                            cg_entity_statement *entity, cg_error *err)
{
    mapping_texts texts;
    cg_status status = mapping_items(in, &from->kind, &texts, err);
    if (status != CG_OK)
        return status;
    if (texts.count == 0)
        return mapping_refuse(in, &from->kind, err, "an empty kind");
    for (size_t i = 0; i < texts.count; i++) {
        uint8_t kind = 0;
        status = cg_kind_find(in->mapping->vocabulary, texts.items[i], &kind, err);
        if (status != CG_OK) {
            cg_place place = mapping_place(in, &from->kind);
            cg_error_locate(err, &place);
            return status;
        }
        if (i == 0)
            entity->entity.kind = kind;
        entity->kinds |= (cg_kinds)1 << kind;
    }
    return CG_OK;
}

static cg_status read_aliases(const mapping_reading *in, const mapping_entity *from,
                              cg_entity_statement *entity, cg_error *err)
{
    mapping_texts *texts =
        cg_arena_array(in->arena, from->alias_count, sizeof *texts);
    cg_text language = {0};
    if (texts == NULL)
        return cg_fail_memory(err);
    cg_status status = mapping_text(in, &from->language, &language, err);
    size_t room = 1;
    for (size_t i = 0; i < from->alias_count && status == CG_OK; i++) {
        status = mapping_items(in, &from->aliases[i].value, &texts[i], err);
        room += texts[i].count;
    }
    cg_name *names = cg_arena_array(in->arena, room, sizeof *names);
    if (status != CG_OK || names == NULL)
        return status != CG_OK ? status : cg_fail_memory(err);
    size_t count = 0;
    if (language.size > 0)
        names[count++].language = language; /* of the name: see add_instances() */
    for (size_t i = 0; i < from->alias_count; i++)
        for (size_t k = 0; k < texts[i].count; k++)
            names[count++] =
                (cg_name){texts[i].items[k], from->aliases[i].language};
    entity->names = names;
    entity->name_count = count;
    return CG_OK;
}

/* Put the entity's own name first among its names, or nothing where it has none. */
static cg_status name_names(const mapping_reading *in, cg_entity_statement *entity,
                            cg_error *err)
{
    if (entity->name_count == 0 || entity->names[0].text.size > 0)
        return CG_OK;
    cg_name *names = cg_arena_array(in->arena, entity->name_count, sizeof *names);
    if (names == NULL)
        return cg_fail_memory(err);
    memcpy(names, entity->names, entity->name_count * sizeof *names);
    names[0].text = entity->entity.name;
    size_t skip = names[0].text.size == 0;
    entity->names = names + skip;
    entity->name_count -= skip;
    return CG_OK;
}

/* All that the row says of the entity but its names and key. */
static cg_status read_details(const mapping_reading *in, const mapping_entity *from,
                              cg_entity_statement *entity, cg_error *err)
{
    cg_status status = CG_OK;
    if (mapping_has(&from->kind))
        status = read_kinds(in, from, entity, err);
    if (status == CG_OK && (from->alias_count > 0 || mapping_has(&from->language)))
        status = read_aliases(in, from, entity, err);
    if (status == CG_OK)
        status = mapping_read_properties(in, &from->properties, &entity->properties,
                                         err);
    return status;
}

static cg_status make_key(const mapping_reading *in, const mapping_entity *from,
                          cg_text id, cg_text *key, cg_error *err)
{
    char *text = cg_arena_room(in->arena, from->scope.size + id.size, 1);
    if (text == NULL)
        return cg_fail_memory(err);
    memcpy(text, from->scope.at, from->scope.size);
    memcpy(text + from->scope.size, id.at, id.size);
    *key = (cg_text){text, from->scope.size + id.size};
    return CG_OK;
}

static cg_status fail_empty(const mapping_reading *in, const mapping_entity *from,
                            cg_error *err)
{
    bool keyed = mapping_has(&from->key);
    const mapping_value *value = keyed ? &from->key : &from->name;
    return mapping_refuse(in, value, err,
                          "an empty %s of '%.*s': filter such rows out, or say "
                          "'optional: yes' for it",
                          keyed ? "id" : "name", CG_TEXT_ARG(from->label));
}

/* The keys and the names of an entity in the row; one of both may be none. */
static cg_status read_identity(const mapping_reading *in,
                               const mapping_entity *from, mapping_texts *keys,
                               mapping_texts *names, cg_error *err)
{
    cg_status status = mapping_items(in, &from->key, keys, err);
    if (status == CG_OK)
        status = mapping_items(in, &from->name, names, err);
    if (status != CG_OK)
        return status;
    size_t count = mapping_has(&from->key) ? keys->count : names->count;
    if (count == 0 && !from->optional)
        return fail_empty(in, from, err);
    if (mapping_has(&from->key) && names->count > 0 && names->count != count)
        return mapping_refuse(in, &from->name, err, "%zu names for %zu ids",
                              names->count, count);
    if (count > INSTANCES_MAX)
        return mapping_refuse(in, &from->name, err, "more than %d in one row",
                              INSTANCES_MAX);
    return CG_OK;
}

/* Make room for `more` entities, and one of each that is still to come. */
static cg_status make_room(row_reading *row, size_t more, cg_error *err)
{
    row_statements *said = row->said;
    size_t need = said->entity_count + more;
    if (need <= row->room)
        return CG_OK;
    size_t room = need + row->in->sheet->entity_count - 1;
    row_entity *grown = cg_arena_room(row->in->arena, room, sizeof *grown);
    if (grown == NULL)
        return cg_fail_memory(err);
    if (said->entity_count > 0)
        memcpy(grown, said->entities, said->entity_count * sizeof *grown);
    said->entities = grown;
    row->room = room;
    return CG_OK;
}

static cg_status add_instances(row_reading *row, const mapping_entity *from,
                               cg_error *err)
{
    const mapping_reading *in = row->in;
    row_statements *said = row->said;
    mapping_texts keys = {0};
    mapping_texts names = {0};
    cg_entity_statement details = {0};
    cg_status status = read_identity(in, from, &keys, &names, err);
    bool keyed = mapping_has(&from->key);
    size_t count = keyed ? keys.count : names.count;
    if (status != CG_OK || count == 0)
        return status;
    status = read_details(in, from, &details, err);
    if (status == CG_OK)
        status = make_room(row, count, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        row_entity *entity = &said->entities[said->entity_count++];
        *entity =
            (row_entity){.statement = details,
                         .at = field_of(in, keyed ? &from->key : &from->name)};
        if (names.count > 0)
            entity->statement.entity.name = names.items[i];
        status = name_names(in, &entity->statement, err);
        if (status == CG_OK && keyed)
            status = make_key(in, from, keys.items[i],
                              &entity->statement.entity.key, err);
        entity->stated = names.count > 0 || details.name_count > 0 ||
                         details.properties.count > 0 || details.kinds != 0;
    }
    return status;
}

static cg_status read_entities(row_reading *row, cg_error *err)
{
    const mapping_sheet *sheet = row->in->sheet;
    cg_status status = CG_OK;
    row->first =
        cg_arena_array(row->in->arena, sheet->entity_count + 1, sizeof(size_t));
    if (row->first == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < sheet->entity_count && status == CG_OK; i++) {
        const mapping_entity *from = &sheet->entities[i];
        row->first[i] = row->said->entity_count;
        if (mapping_passes(row->in, &from->filters))
            status = add_instances(row, from, err);
    }
    row->first[sheet->entity_count] = row->said->entity_count;
    return status;
}

/* ---- Facts ---- */

static cg_status read_cited(const mapping_reading *in, const mapping_cited *from,
                            row_fact *fact, cg_error *err)
{
    cg_source *cited = &fact->cited;
    if (from->place.line == 0)
        return CG_OK;
    *cited = (cg_source){.form = CG_CITED};
    const struct {
        const mapping_value *value;
        cg_text *text;
    } texts[] = {
        {&from->title, &cited->title},     {&from->publisher, &cited->publisher},
        {&from->url, &cited->url},         {&from->language, &cited->language},
        {&from->licence, &cited->licence}, {&from->quote, &fact->statement.quote}};
    cg_status status = mapping_read_date(in, &from->date, &cited->date, err);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == CG_OK; i++)
        status = mapping_text(in, texts[i].value, texts[i].text, err);
    if (status != CG_OK)
        return status;
    if (cited->title.size > 0 || cited->url.size > 0)
        fact->statement.cited = cited; /* moved with the fact: see statements.h */
    else
        fact->statement.quote = (cg_text){0};
    return CG_OK;
}

static cg_status read_relation(const mapping_reading *in, const mapping_fact *from,
                               uint8_t *relation, cg_error *err)
{
    cg_text type;
    cg_status status = mapping_text(in, &from->type, &type, err);
    if (status == CG_OK && type.size == 0)
        return mapping_refuse(in, &from->type, err, "an empty relation type");
    if (status == CG_OK)
        status = cg_relation_find(in->mapping->vocabulary, type, relation, err);
    if (status != CG_OK) {
        cg_place place = mapping_place(in, &from->type);
        cg_error_locate(err, &place);
    }
    return status;
}

static cg_status read_modality(const mapping_reading *in, const mapping_fact *from,
                               cg_modality *modality, cg_error *err)
{
    cg_text text;
    cg_status status = mapping_text(in, &from->modality, &text, err);
    *modality = CG_ASSERTED;
    if (status == CG_OK && text.size > 0 && !cg_modality_parse(text, modality))
        return mapping_refuse(in, &from->modality, err,
                              "unknown modality '%.*s': it is asserted, reported, "
                              "planned, possible or denied",
                              CG_TEXT_ARG(text));
    return status;
}

static cg_status read_dates(const mapping_reading *in, const mapping_fact *from,
                            cg_fact_statement *fact, cg_error *err)
{
    cg_status status = mapping_read_date(in, &from->since, &fact->since, err);
    if (status == CG_OK)
        status = mapping_read_date(in, &from->until, &fact->until, err);
    if (status != CG_OK || !cg_date_known(fact->since) ||
        !cg_date_known(fact->until) ||
        cg_date_last_day(fact->until) >= cg_date_first_day(fact->since))
        return status;
    char since[CG_DATE_ROOM];
    char until[CG_DATE_ROOM];
    cg_date_format(fact->since, since);
    cg_date_format(fact->until, until);
    const mapping_value *value =
        mapping_has(&from->until.whole) ? &from->until.whole : &from->until.year;
    return mapping_refuse(in, value, err, "until %s is before since %s", until,
                          since);
}

/* All that the row says of the fact but its ends. */
static cg_status read_fact(const mapping_reading *in, const mapping_fact *from,
                           row_fact *fact, cg_error *err)
{
    cg_fact_statement *statement = &fact->statement;
    *fact = (row_fact){.at = field_of(in, &from->type)};
    statement->range =
        (cg_range){in->row->from.place.start, in->row->from.place.end};
    cg_status status = read_relation(in, from, &statement->relation, err);
    if (status == CG_OK)
        status = read_modality(in, from, &statement->modality, err);
    if (status == CG_OK)
        status = read_dates(in, from, statement, err);
    if (status == CG_OK)
        status = read_cited(in, &from->cited, fact, err);
    if (status == CG_OK)
        status = mapping_read_properties(in, &from->properties,
                                         &statement->properties, err);
    return status;
}

/* Between each subject and each object. */
static cg_status add_facts(row_reading *row, const mapping_fact *from,
                           cg_error *err)
{
    const mapping_reading *in = row->in;
    row_statements *said = row->said;
    size_t subjects = row->first[from->subject + 1] - row->first[from->subject];
    size_t objects = row->first[from->object + 1] - row->first[from->object];
    size_t count = subjects * objects;
    row_fact made;
    if (count == 0 || !mapping_passes(in, &from->filters))
        return CG_OK;
    if (count > FACTS_MAX - said->fact_count)
        return mapping_refuse(in, &from->type, err, "more than %d facts in one row",
                              FACTS_MAX);
    cg_status status = read_fact(in, from, &made, err);
    row_fact *grown =
        cg_arena_room(in->arena, said->fact_count + count, sizeof *grown);
    if (status != CG_OK || grown == NULL)
        return status != CG_OK ? status : cg_fail_memory(err);
    if (said->fact_count > 0)
        memcpy(grown, said->facts, said->fact_count * sizeof *grown);
    said->facts = grown;
    if (from->speaker != MAPPING_NOBODY &&
        row->first[from->speaker] < row->first[from->speaker + 1])
        made.speaker = row->first[from->speaker] + 1;
    for (size_t i = 0; i < subjects; i++)
        for (size_t k = 0; k < objects; k++) {
            made.subject = row->first[from->subject] + i;
            made.object = row->first[from->object] + k;
            grown[said->fact_count++] = made;
        }
    return CG_OK;
}

cg_status mapping_row_read(const mapping_reading *in, row_statements *said,
                           cg_error *err)
{
    row_reading row = {.in = in, .said = said};
    *said = (row_statements){0};
    if (!mapping_passes(in, &in->sheet->filters))
        return CG_OK;
    cg_status status = read_entities(&row, err);
    for (size_t i = 0; i < in->sheet->fact_count && status == CG_OK; i++)
        status = add_facts(&row, &in->sheet->facts[i], err);
    return status;
}
