#include "ingest/mapping/json_sheet.h"

#include <stdlib.h>

#include <jansson.h>

#include "ingest/csv/decode.h"
#include "ingest/mapping/json_elements.h"

enum { NAMES_MAX = 4096 };

typedef struct {
    const cg_vocabulary *vocabulary;
    cg_text prefix;
    cg_decode *decode;
    json_elements *elements;
    cg_text array; /* that the element at hand is in */
    row_batch batch;
} json_run;

/* One element while it is read. */
typedef struct {
    const json_run *run;
    json_t *object;
    const cg_place *place;
    cg_arena *arena;
} element;

#define refuse(in, ...) cg_fail(err, CG_REFUSED, (in)->place, __VA_ARGS__)

/* Members that have a meaning of their own; all others are properties. The first name of
 * each is ours, the others are what other programs call it. */
#define NAMES(...)                                                                 \
    (const char *const[])                                                          \
    {                                                                              \
        __VA_ARGS__, NULL                                                          \
    }
static const char *const entity_members[] = {
    "id",         "name",  "kind",   "lang",  "aliases",
    "properties", "label", "labels", "kinds", NULL};
static const char *const fact_members[] = {
    "subject",     "subject_kind", "subject_id", "type",         "object",
    "object_kind", "object_id",    "since",      "until",        "modality",
    "title",       "url",          "publisher",  "date",         "source_lang",
    "licence",     "quote",        "speaker",    "speaker_kind", "speaker_id",
    "rule",        "properties",   "key",        "label",        "relation",
    NULL};

static bool is_among(const char *const *names, const char *name)
{
    while (*names != NULL && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

/* ---- Members ---- */

/* The member of the first of the names that is there; NULL for none or null. */
static json_t *member(const element *in, const char *const *names)
{
    json_t *value = NULL;
    for (; *names != NULL && value == NULL; names++) {
        value = json_object_get(in->object, *names);
        if (json_is_null(value))
            value = NULL;
    }
    return value;
}

static cg_status copy_text(const element *in, const json_t *value, cg_text *text,
                           cg_error *err)
{
    cg_text given = {json_string_value(value), json_string_length(value)};
    if (cg_text_check(given) < given.size)
        return refuse(in, "a NUL character in a string");
    return cg_arena_copy(in->arena, cg_text_trim(given), text, err);
}

/* A string, or a number as it is written; "" if it is not there. */
static cg_status read_text(const element *in, const char *const *names,
                           cg_text *text, cg_error *err)
{
    const json_t *value = member(in, names);
    char number[32];
    *text = (cg_text){0};
    if (value == NULL)
        return CG_OK;
    if (json_is_string(value))
        return copy_text(in, value, text, err);
    if (!json_is_integer(value))
        return refuse(in, "'%s' is neither a string nor a whole number", names[0]);
    int size = snprintf(number, sizeof number, "%lld",
                        (long long)json_integer_value(value));
    return cg_arena_copy(in->arena, (cg_text){number, (size_t)size}, text, err);
}

static cg_status read_date(const element *in, const char *name, cg_date *date,
                           cg_error *err)
{
    cg_text text;
    cg_status status = read_text(in, NAMES(name), &text, err);
    if (status == CG_OK && text.size > 0 && !cg_date_parse(text, date))
        return refuse(in,
                      "'%.*s' is no date: write 2025, 2025-Q3, 2025-07 or "
                      "2025-07-31",
                      CG_TEXT_ARG(text));
    return status;
}

/* The key of an id; "" for none. */
static cg_status read_key(const element *in, const char *const *names, cg_text *key,
                          cg_error *err)
{
    cg_text id;
    cg_text prefix = in->run->prefix;
    cg_status status = read_text(in, names, &id, err);
    *key = (cg_text){0};
    if (status != CG_OK || id.size == 0)
        return status;
    char *whole = cg_arena_alloc(in->arena, prefix.size + 1 + id.size);
    if (whole == NULL)
        return cg_fail_memory(err);
    memcpy(whole, prefix.at, prefix.size);
    whole[prefix.size] = ':';
    memcpy(whole + prefix.size + 1, id.at, id.size);
    *key = (cg_text){whole, prefix.size + 1 + id.size};
    return CG_OK;
}

/* The member as JSON text that cg_properties_parse reads, added to an object in the
 * making. */
static cg_status add_member(const char *name, const json_t *value, cg_buffer *out,
                            cg_error *err)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    if (text == NULL)
        return cg_fail_memory(err);
    cg_buffer_add_z(out, out->size == 0 ? "{" : ",");
    cg_text_json(cg_text_z(name), out);
    cg_buffer_add_byte(out, ':');
    cg_buffer_add_z(out, text);
    free(text);
    return cg_buffer_status(out, err);
}

/* The members of `properties`, and those that have no meaning of their own. */
static cg_status read_properties(const element *in, const char *const *known,
                                 cg_properties *properties, cg_error *err)
{
    cg_buffer json = {0};
    const char *name;
    json_t *value;
    cg_status status = CG_OK;
    json_t *inner = json_object_get(in->object, "properties");
    if (inner != NULL && !json_is_object(inner))
        return refuse(in, "'properties' is no object");
    json_object_foreach(in->object, name, value)
    {
        if (status == CG_OK && !is_among(known, name) && !json_is_null(value))
            status = add_member(name, value, &json, err);
    }
    json_object_foreach(inner, name, value)
    {
        if (status == CG_OK && !json_is_null(value))
            status = add_member(name, value, &json, err);
    }
    cg_error failure = {0};
    if (status == CG_OK && json.size > 0) {
        cg_buffer_add_byte(&json, '}');
        status = cg_properties_parse(cg_buffer_text(&json), in->arena, properties,
                                     &failure);
        if (status == CG_NOMEM)
            cg_fail_memory(err);
        else if (status != CG_OK)
            status = refuse(in, "%s", failure.message);
    }
    cg_buffer_release(&json);
    return status;
}

/* ---- Entities ---- */

static cg_status add_kind(const element *in, cg_text name, cg_kinds *kinds,
                          uint8_t *first, cg_error *err)
{
    uint8_t kind = 0;
    cg_status status = cg_kind_find(in->run->vocabulary, name, &kind, err);
    if (status != CG_OK)
        cg_error_locate(err, in->place);
    else if (*kinds == 0)
        *first = kind;
    *kinds |= status == CG_OK ? (cg_kinds)1 << kind : 0;
    return status;
}

/* A kind or a list of such; those of a list that come later are further ones. */
static cg_status read_kinds(const element *in, const char *const *names,
                            cg_kinds *kinds, uint8_t *first, cg_error *err)
{
    const json_t *value = member(in, names);
    cg_text name;
    cg_status status = CG_OK;
    size_t count = json_is_array(value) ? json_array_size(value) : value != NULL;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        const json_t *item =
            json_is_array(value) ? json_array_get(value, i) : value;
        if (!json_is_string(item))
            return refuse(in, "'%s' is no string or list of strings", names[0]);
        status = copy_text(in, item, &name, err);
        if (status == CG_OK && name.size > 0)
            status = add_kind(in, name, kinds, first, err);
    }
    return status;
}

typedef struct {
    cg_name *items;
    size_t count;
} name_list;

static cg_status add_names(const element *in, const json_t *value, cg_text language,
                           name_list *list, cg_error *err)
{
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        const json_t *item =
            json_is_array(value) ? json_array_get(value, i) : value;
        if (!json_is_string(item) || list->count == NAMES_MAX)
            return refuse(in, "'aliases' are strings, %d at most", NAMES_MAX);
        cg_name *name = &list->items[list->count];
        name->language = language;
        status = copy_text(in, item, &name->text, err);
        list->count += status == CG_OK && name->text.size > 0;
    }
    return status;
}

static size_t count_names(const json_t *aliases)
{
    size_t count = 1;
    const char *language;
    json_t *value;
    if (!json_is_object(aliases))
        return 1 + (json_is_array(aliases) ? json_array_size(aliases) : 1);
    json_object_foreach((json_t *)(uintptr_t)aliases, language, value)
    {
        count += json_is_array(value) ? json_array_size(value) : 1;
    }
    return count;
}

/* `["A"]`, or `{"vi": ["A"], "": ["B"]}`; the name itself where its language is known. */
static cg_status read_names(const element *in, cg_entity_statement *entity,
                            cg_error *err)
{
    json_t *aliases = member(in, NAMES("aliases"));
    cg_text language;
    name_list list = {
        cg_arena_array(in->arena, count_names(aliases), sizeof *list.items), 0};
    if (list.items == NULL)
        return cg_fail_memory(err);
    cg_status status = read_text(in, NAMES("lang"), &language, err);
    if (status == CG_OK && language.size > 0 && entity->entity.name.size > 0)
        list.items[list.count++] = (cg_name){entity->entity.name, language};
    const char *spoken;
    json_t *value;
    if (status == CG_OK && json_is_object(aliases)) {
        json_object_foreach(aliases, spoken, value)
        {
            cg_text of;
            if (status == CG_OK)
                status = cg_arena_copy(in->arena, cg_text_z(spoken), &of, err);
            if (status == CG_OK)
                status = add_names(in, value, of, &list, err);
        }
    } else if (status == CG_OK && aliases != NULL) {
        status = add_names(in, aliases, (cg_text){0}, &list, err);
    }
    entity->names = list.items;
    entity->name_count = list.count;
    return status;
}

static cg_status read_entity(const element *in, row_statements *said, cg_error *err)
{
    row_entity *made = cg_arena_array(in->arena, 1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    cg_entity_statement *entity = &made->statement;
    made->stated = true;
    said->entities = made;
    said->entity_count = 1;
    cg_status status =
        read_text(in, NAMES("name", "label", "id"), &entity->entity.name, err);
    if (status == CG_OK && entity->entity.name.size == 0)
        return refuse(in, "an entity without a 'name'");
    if (status == CG_OK)
        status = read_key(in, NAMES("id"), &entity->entity.key, err);
    if (status == CG_OK)
        status = read_kinds(in, NAMES("kind", "kinds", "labels"), &entity->kinds,
                            &entity->entity.kind, err);
    if (status == CG_OK && entity->kinds == 0)
        return refuse(in, "an entity without a 'kind'");
    if (status == CG_OK)
        status = read_names(in, entity, err);
    return status == CG_OK
               ? read_properties(in, entity_members, &entity->properties, err)
               : status;
}

/* ---- Facts ---- */

/* An end: a name with its kind, an id, or both. */
static cg_status read_end(const element *in, const char *const *names,
                          const char *kind, const char *const *ids, row_entity *end,
                          cg_error *err)
{
    cg_entity_statement *entity = &end->statement;
    cg_status status = CG_OK;
    if (names != NULL)
        status = read_text(in, names, &entity->entity.name, err);
    if (status == CG_OK)
        status = read_key(in, ids, &entity->entity.key, err);
    if (status == CG_OK && kind != NULL)
        status =
            read_kinds(in, NAMES(kind), &entity->kinds, &entity->entity.kind, err);
    if (status != CG_OK)
        return status;
    bool named = entity->entity.name.size > 0;
    if (!named && entity->entity.key.size == 0)
        return refuse(in, "a fact without '%s'", names != NULL ? names[0] : ids[0]);
    if (named && entity->kinds == 0)
        return refuse(in, "a '%s' without '%s'", names[0], kind);
    end->stated = named;
    return CG_OK;
}

static cg_status read_source(const element *in, row_fact *fact, cg_error *err)
{
    cg_source *cited = &fact->cited;
    const struct {
        const char *name;
        cg_text *text;
    } texts[] = {
        {"title", &cited->title},         {"url", &cited->url},
        {"publisher", &cited->publisher}, {"source_lang", &cited->language},
        {"licence", &cited->licence},     {"quote", &fact->statement.quote},
        {"rule", &fact->statement.rule}};
    *cited = (cg_source){.form = CG_CITED};
    cg_status status = read_date(in, "date", &cited->date, err);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status == CG_OK; i++)
        status = read_text(in, NAMES(texts[i].name), texts[i].text, err);
    if (cited->title.size > 0 || cited->url.size > 0)
        fact->statement.cited = cited;
    else
        fact->statement.quote = (cg_text){0};
    return status;
}

static cg_status read_relation(const element *in, uint8_t *relation, cg_error *err)
{
    cg_text type;
    cg_status status =
        read_text(in, NAMES("type", "relation", "label", "key"), &type, err);
    if (status == CG_OK && type.size == 0)
        return refuse(in, "a fact without a 'type'");
    if (status == CG_OK)
        status = cg_relation_find(in->run->vocabulary, type, relation, err);
    if (status != CG_OK)
        cg_error_locate(err, in->place);
    return status;
}

static cg_status read_modality(const element *in, cg_modality *modality,
                               cg_error *err)
{
    cg_text text;
    cg_status status = read_text(in, NAMES("modality"), &text, err);
    *modality = CG_ASSERTED;
    if (status == CG_OK && text.size > 0 && !cg_modality_parse(text, modality))
        return refuse(in, "unknown modality '%.*s'", CG_TEXT_ARG(text));
    return status;
}

static cg_status read_ends(const element *in, bool linked, row_statements *said,
                           row_fact *fact, cg_error *err)
{
    row_entity *ends = said->entities;
    cg_status status;
    if (linked)
        status = read_end(in, NULL, NULL, NAMES("source", "from"), &ends[0], err);
    else
        status = read_end(in, NAMES("subject"), "subject_kind", NAMES("subject_id"),
                          &ends[0], err);
    if (status == CG_OK && linked)
        status = read_end(in, NULL, NULL, NAMES("target", "to"), &ends[1], err);
    else if (status == CG_OK)
        status = read_end(in, NAMES("object"), "object_kind", NAMES("object_id"),
                          &ends[1], err);
    fact->object = 1;
    said->entity_count = 2;
    if (status != CG_OK || member(in, NAMES("speaker", "speaker_id")) == NULL)
        return status;
    status = read_end(in, NAMES("speaker"), "speaker_kind", NAMES("speaker_id"),
                      &ends[2], err);
    fact->speaker = 3;
    said->entity_count = 3;
    return status;
}

static cg_status read_fact(const element *in, bool linked, row_statements *said,
                           cg_error *err)
{
    static const char *const link_members[] = {
        "source",   "target", "from",  "to",       "type",       "key", "label",
        "relation", "since",  "until", "modality", "properties", NULL};
    enum { ENDS = 3 };
    said->entities = cg_arena_array(in->arena, ENDS, sizeof *said->entities);
    said->facts = cg_arena_array(in->arena, 1, sizeof *said->facts);
    if (said->entities == NULL || said->facts == NULL)
        return cg_fail_memory(err);
    row_fact *fact = said->facts;
    cg_fact_statement *statement = &fact->statement;
    said->fact_count = 1;
    statement->range = (cg_range){in->place->start, in->place->end};
    cg_status status = read_ends(in, linked, said, fact, err);
    if (status == CG_OK)
        status = read_relation(in, &statement->relation, err);
    if (status == CG_OK)
        status = read_date(in, "since", &statement->since, err);
    if (status == CG_OK)
        status = read_date(in, "until", &statement->until, err);
    if (status == CG_OK && cg_date_known(statement->since) &&
        cg_date_known(statement->until) &&
        cg_date_last_day(statement->until) < cg_date_first_day(statement->since))
        return refuse(in, "'until' is before 'since'");
    if (status == CG_OK)
        status = read_modality(in, &statement->modality, err);
    if (status == CG_OK && !linked)
        status = read_source(in, fact, err);
    if (status == CG_OK)
        status = read_properties(in, linked ? link_members : fact_members,
                                 &statement->properties, err);
    return status;
}

/* ---- Elements ---- */

static cg_status read_object(const element *in, cg_text array, row_statements *said,
                             cg_error *err)
{
    cg_status status;
    bool nodes = cg_text_equal(array, CG_TEXT("nodes"));
    bool links = cg_text_equal(array, CG_TEXT("links")) ||
                 cg_text_equal(array, CG_TEXT("edges"));
    if (!json_is_object(in->object))
        return refuse(in, "expected an object: {\"name\": …} or {\"subject\": …}");
    if (array.size > 0 && !nodes && !links)
        return CG_OK; /* an array of something else */
    if (links || (!nodes && member(in, NAMES("source")) != NULL &&
                  member(in, NAMES("target")) != NULL))
        status = read_fact(in, true, said, err);
    else if (!nodes && member(in, NAMES("subject", "subject_id")) != NULL)
        status = read_fact(in, false, said, err);
    else
        status = read_entity(in, said, err);
    return status;
}

static cg_status parse(const cg_row *from, json_t **object, cg_error *err)
{
    json_error_t problem;
    *object = json_loadb(from->raw.at, from->raw.size,
                         JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
    if (*object != NULL)
        return CG_OK;
    if (problem.text[0] == '\0' ||
        json_error_code(&problem) == json_error_out_of_memory)
        return cg_fail_memory(err);
    return cg_fail(err, CG_SYNTAX, &from->place, "not JSON: %s", problem.text);
}

/* A row_reader's. */
static cg_status step_element(void *handle, cg_row *from, bool *final,
                              cg_error *failure)
{
    json_run *run = handle;
    cg_status status =
        json_elements_step(run->elements, from, &run->array, failure);
    *final = status != CG_OK;
    return status == CG_OK ? CG_ROW : status;
}

static cg_status read_element(void *handle, cg_arena *arena, const cg_row *row,
                              row_statements *said, cg_error *failure)
{
    const json_run *run = handle;
    json_t *object = NULL;
    cg_status status = parse(row, &object, failure);
    element in = {
        .run = run, .object = object, .place = &row->place, .arena = arena};
    if (status == CG_OK)
        status = read_object(&in, run->array, said, failure);
    json_decref(object);
    return status;
}

cg_status json_sheet_push(const cg_vocabulary *vocabulary, cg_text prefix,
                          const cg_mapped_sheet *given, sheet_part part,
                          cg_sink sink, cg_sheet_report *report, cg_error *err)
{
    json_run run = {
        .vocabulary = vocabulary,
        .prefix = prefix,
        .batch = {.vocabulary = vocabulary,
                  .part = part,
                  .sink = sink,
                  .reader = {.step = step_element, .read = read_element},
                  .rejects = {.out = given->rejects, .delimiter = ','}}};
    run.batch.reader.handle = &run;
    cg_status status = given->start(given->handle, err);
    if (status == CG_OK)
        status = cg_decode_open(given->name, (cg_text){0}, given->read,
                                given->handle, &run.decode, err);
    if (status == CG_OK)
        status = json_elements_open(given->name, cg_decode_read, run.decode,
                                    &run.elements, err);
    if (status == CG_OK)
        status = row_batch_push_all(&run.batch, err);
    if (report != NULL)
        *report = run.batch.rejects.report;
    row_batch_release(&run.batch);
    json_elements_close(run.elements);
    cg_decode_close(run.decode);
    return status;
}
