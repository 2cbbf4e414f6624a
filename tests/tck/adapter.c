/* The adapter through which a runner of openCypher's TCK asks: one JSON object a line in,
 * one a line out. Each scenario has a graph of its own, in memory. */
#include "graph/chipgraph.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Values out ---- */

static json_t *value_json(cg_query *query, cg_value value);

static json_t *text_json(cg_text text)
{
    return json_stringn(text.at != NULL ? text.at : "", text.size);
}

static json_t *tagged(const char *tag, json_t *inner)
{
    json_t *object = json_object();
    json_object_set_new(object, tag, inner);
    return object;
}

static json_t *properties_json(cg_query *query, cg_properties properties)
{
    json_t *object = json_object();
    for (size_t i = 0; i < properties.count; i++)
        json_object_setn_new_nocheck(object, properties.items[i].key.at,
                                     properties.items[i].key.size,
                                     value_json(query, properties.items[i].value));
    return object;
}

static json_t *list_json(cg_query *query, cg_list list)
{
    json_t *items = json_array();
    for (size_t i = 0; i < list.count; i++)
        json_array_append_new(items, value_json(query, list.items[i]));
    return items;
}

static json_t *printed(cg_value value, const char *tag)
{
    cg_buffer text = {0};
    cg_value_print(value, &text);
    json_t *json = tagged(tag, text_json(cg_buffer_text(&text)));
    cg_buffer_release(&text);
    return json;
}

static json_t *node_json(cg_query *query, int64_t id)
{
    cg_node node = {0};
    (void)cg_query_node(query, id, &node, NULL);
    return tagged("node", json_pack("{s:I,s:o,s:o}", "id", (json_int_t)id, "labels",
                                    list_json(query, node.labels), "properties",
                                    properties_json(query, node.properties)));
}

static json_t *relationship_json(cg_query *query, int64_t id)
{
    cg_relationship one = {0};
    (void)cg_query_relationship(query, id, &one, NULL);
    return tagged("rel",
                  json_pack("{s:I,s:o,s:I,s:I,s:o}", "id", (json_int_t)id, "type",
                            text_json(one.type), "start", (json_int_t)one.start,
                            "end", (json_int_t)one.end, "properties",
                            properties_json(query, one.properties)));
}

static json_t *path_json(cg_query *query, const cg_path_value *path)
{
    json_t *items = json_array();
    for (size_t i = 0; i <= path->length; i++) {
        json_array_append_new(items, node_json(query, path->nodes[i]));
        if (i < path->length)
            json_array_append_new(items,
                                  relationship_json(query, path->relationships[i]));
    }
    return tagged("path", items);
}

static json_t *value_json(cg_query *query, cg_value value)
{
    switch ((int)value.type) {
    case CG_NULL:
        return json_null();
    case CG_BOOLEAN:
        return json_boolean(value.as.boolean);
    case CG_INTEGER:
        return json_integer((json_int_t)value.as.integer);
    case CG_FLOAT:
        return printed(value, "float");
    case CG_STRING:
        return text_json(value.as.text);
    case CG_LIST:
        return tagged("list", list_json(query, value.as.list));
    case CG_MAP:
        return tagged("map", properties_json(query, value.as.map));
    case CG_NODE:
        return node_json(query, value.as.id);
    case CG_RELATIONSHIP:
        return relationship_json(query, value.as.id);
    case CG_PATH:
        return path_json(query, value.as.path);
    default:
        return printed(value, "text");
    }
}

/* ---- Values in ---- */

static cg_value take_value(const json_t *json, cg_arena *arena);

static cg_value take_list(const json_t *json, cg_arena *arena)
{
    size_t count = json_array_size(json);
    cg_value *items = cg_arena_array(arena, count, sizeof *items);
    for (size_t i = 0; items != NULL && i < count; i++)
        items[i] = take_value(json_array_get(json, i), arena);
    return (cg_value){.type = CG_LIST, .as.list = {items, count}};
}

static int order_keys(const void *a, const void *b)
{
    return cg_text_compare(((const cg_property *)a)->key,
                           ((const cg_property *)b)->key);
}

static cg_value take_map(json_t *json, cg_arena *arena)
{
    size_t count = 0;
    cg_property *items =
        cg_arena_array(arena, json_object_size(json), sizeof *items);
    const char *key;
    json_t *inner;
    json_object_foreach(json, key, inner)
    {
        items[count].key = cg_text_z(key);
        items[count++].value = take_value(inner, arena);
    }
    if (count > 1)
        qsort(items, count, sizeof *items, order_keys);
    return (cg_value){.type = CG_MAP, .as.map = {items, count}};
}

static cg_value take_object(const json_t *json, cg_arena *arena)
{
    json_t *inner;
    if ((inner = json_object_get(json, "int")) != NULL)
        return cg_integer(strtoll(json_string_value(inner), NULL, 10));
    if ((inner = json_object_get(json, "float")) != NULL)
        return (cg_value){.type = CG_FLOAT,
                          .as.real = strtod(json_string_value(inner), NULL)};
    if ((inner = json_object_get(json, "list")) != NULL)
        return take_list(inner, arena);
    if ((inner = json_object_get(json, "map")) != NULL)
        return take_map(inner, arena);
    return (cg_value){.type = CG_NULL};
}

static cg_value take_value(const json_t *json, cg_arena *arena)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return take_object(json, arena);
    case JSON_ARRAY:
        return take_list(json, arena);
    case JSON_STRING:
        return cg_string(
            (cg_text){json_string_value(json), json_string_length(json)});
    case JSON_INTEGER:
        return cg_integer(json_integer_value(json));
    case JSON_REAL:
        return (cg_value){.type = CG_FLOAT, .as.real = json_real_value(json)};
    case JSON_TRUE:
    case JSON_FALSE:
        return (cg_value){.type = CG_BOOLEAN, .as.boolean = json_is_true(json)};
    case JSON_NULL:
        break;
    }
    return (cg_value){.type = CG_NULL};
}

/* ---- Procedures ---- */

/* A procedure that gives the rows whose leading columns equal its arguments. */
typedef struct {
    json_t *request; /* that its texts are in */
    cg_arena arena;  /* of the values */
    cg_value *values;
    size_t width; /* of a row: arguments, then columns */
    size_t count; /* of the rows */
    size_t arguments;
} tck_table;

/* What a scenario was given. */
typedef struct {
    cg_store *store;
    tck_table tables[16];
    cg_procedure procedures[16];
    size_t count;
} graph;

/* The rows of a table for some arguments. */
typedef struct {
    const tck_table *of;
    cg_value *arguments;
    size_t at;
} selection;

static bool selects(const selection *rows, const cg_value *row)
{
    for (size_t i = 0; i < rows->of->arguments; i++) {
        cg_value given = rows->arguments[i];
        bool same = given.type == CG_FLOAT && row[i].type == CG_INTEGER
                        ? given.as.real == (double)row[i].as.integer
                        : cg_value_equal(given, row[i]);
        if (!same)
            return false;
    }
    return true;
}

static cg_status step_rows(void *handle, cg_value *out, cg_error *err)
{
    selection *rows = handle;
    size_t columns = rows->of->width - rows->of->arguments;
    (void)err;
    while (rows->at < rows->of->count) {
        const cg_value *row = rows->of->values + rows->at++ * rows->of->width;
        if (!selects(rows, row))
            continue;
        if (columns > 0)
            memcpy(out, row + rows->of->arguments, columns * sizeof *out);
        return CG_ROW;
    }
    return CG_DONE;
}

static cg_status open_rows(void *handle, cg_store *store, const cg_value *arguments,
                           cg_row_source *rows, cg_error *err)
{
    const tck_table *of = handle;
    size_t size = of->arguments * sizeof *arguments;
    selection *chosen = malloc(sizeof *chosen + size);
    (void)store;
    (void)err;
    *chosen = (selection){.of = of, .arguments = (cg_value *)(chosen + 1)};
    if (size > 0)
        memcpy(chosen->arguments, arguments, size);
    *rows = (cg_row_source){chosen, step_rows, free};
    return CG_OK;
}

static void forget_procedures(graph *of)
{
    for (size_t i = 0; i < of->count; i++) {
        json_decref(of->tables[i].request);
        cg_arena_release(&of->tables[i].arena);
    }
    of->count = 0;
}

/* How many arguments a signature has: a `::` for each before the bracket closes. */
static size_t count_arguments(const char *signature)
{
    size_t count = 0;
    const char *close = strchr(signature, ')');
    const char *at = signature;
    while ((at = strstr(at, "::")) != NULL && at < close) {
        count++;
        at += 2;
    }
    return count;
}

static json_t *answer_procedure(graph *of, json_t *request)
{
    const json_t *rows = json_object_get(request, "rows");
    const char *signature =
        json_string_value(json_object_get(request, "signature"));
    tck_table *one = &of->tables[of->count];
    if (of->count == sizeof of->tables / sizeof *of->tables)
        return json_pack("{s:b,s:s}", "ok", 0, "error", "too many procedures");
    *one =
        (tck_table){.request = json_incref(request),
                    .width = json_array_size(json_object_get(request, "columns")),
                    .count = json_array_size(rows),
                    .arguments = count_arguments(signature)};
    one->values =
        cg_arena_array(&one->arena, one->count * one->width, sizeof *one->values);
    for (size_t i = 0; i < one->count; i++)
        for (size_t k = 0; k < one->width; k++)
            one->values[i * one->width + k] =
                take_value(json_array_get(json_array_get(rows, i), k), &one->arena);
    of->procedures[of->count++] =
        (cg_procedure){.signature = signature, .handle = one, .open = open_rows};
    return json_pack("{s:b}", "ok", 1);
}

/* ---- Requests ---- */

static json_t *failure(const cg_error *err)
{
    json_t *answer = json_pack("{s:b,s:s}", "ok", 0, "error", err->message);
    const char *point = strchr(err->kind, '.');
    if (point != NULL) {
        json_object_set_new(answer, "kind",
                            json_stringn(err->kind, (size_t)(point - err->kind)));
        json_object_set_new(answer, "detail", json_string(point + 1));
    }
    return answer;
}

static cg_status bind_all(cg_query *query, json_t *parameters, cg_arena *arena,
                          cg_error *err)
{
    const char *name;
    json_t *value;
    cg_status status = CG_OK;
    json_object_foreach(parameters, name, value)
    {
        if (status == CG_OK)
            status = cg_query_bind(query, cg_text_z(name), take_value(value, arena),
                                   err);
    }
    return status;
}

/* All rows of a statement; `*answer` is what is told of them. */
static cg_status ask(const graph *of, cg_text text, json_t *parameters,
                     json_t **answer, cg_error *err)
{
    cg_query *query = NULL;
    cg_arena arena = {0};
    json_t *columns = json_array(), *rows = json_array();
    const cg_query_options options = {.procedures = of->procedures,
                                      .procedure_count = of->count};
    cg_status status = cg_query_prepare(of->store, text, &options, &query, err);
    if (status == CG_OK)
        status = bind_all(query, parameters, &arena, err);
    for (size_t i = 0; status == CG_OK && i < cg_query_columns(query); i++)
        json_array_append_new(columns, text_json(cg_query_column_name(query, i)));
    while (status == CG_OK && (status = cg_query_step(query, err)) == CG_ROW) {
        json_t *row = json_array();
        for (size_t i = 0; i < cg_query_columns(query); i++)
            json_array_append_new(row,
                                  value_json(query, cg_query_column(query, i)));
        json_array_append_new(rows, row);
        status = CG_OK;
    }
    cg_query_finish(query);
    cg_arena_release(&arena);
    *answer = json_pack("{s:b,s:o,s:o}", "ok", 1, "columns", columns, "rows", rows);
    return status == CG_DONE ? CG_OK : status;
}

static json_t *answer_query(const graph *of, const json_t *request)
{
    cg_error err = {0};
    json_t *answer = NULL;
    cg_text text = cg_text_z(json_string_value(json_object_get(request, "cypher")));
    cg_status status =
        ask(of, text, json_object_get(request, "params"), &answer, &err);
    if (status == CG_OK)
        return answer;
    json_decref(answer);
    return failure(&err);
}

static json_t *answer_graph(const graph *of)
{
    static const char *const questions[] = {"MATCH (n) RETURN n",
                                            "MATCH ()-[r]->() RETURN r"};
    static const char *const names[] = {"nodes", "rels"};
    cg_error err = {0};
    json_t *answer = json_pack("{s:b}", "ok", 1);
    for (size_t i = 0; i < 2; i++) {
        json_t *table = NULL, *items = json_array(), *row;
        size_t at;
        (void)ask(of, cg_text_z(questions[i]), NULL, &table, &err);
        json_array_foreach(json_object_get(table, "rows"), at, row)
        {
            json_array_append(items, json_array_get(row, 0));
        }
        json_object_set_new(answer, names[i], items);
        json_decref(table);
    }
    return answer;
}

static json_t *answer_reset(graph *of)
{
    cg_error err = {0};
    forget_procedures(of);
    cg_close(of->store);
    of->store = NULL;
    if (cg_open(NULL, CG_OPEN_PRIVATE, &of->store, &err) != CG_OK)
        return failure(&err);
    return json_pack("{s:b}", "ok", 1);
}

static json_t *answer_to(graph *of, json_t *request)
{
    const char *op = json_string_value(json_object_get(request, "op"));
    if (op == NULL)
        op = "";
    if (strcmp(op, "hello") == 0)
        return json_pack("{s:b,s:s,s:s,s:b,s:b}", "ok", 1, "name", "chipgraph",
                         "version", CG_VERSION, "graph", 1, "procedures", 1);
    if (strcmp(op, "reset") == 0)
        return answer_reset(of);
    if (strcmp(op, "query") == 0)
        return answer_query(of, request);
    if (strcmp(op, "graph") == 0)
        return answer_graph(of);
    if (strcmp(op, "procedure") == 0)
        return answer_procedure(of, request);
    return json_pack("{s:b,s:s}", "ok", 0, "error", "unknown op");
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    graph of = {0};
    json_decref(answer_reset(&of));
    while (getline(&line, &room, stdin) > 0) {
        json_t *request = json_loads(line, JSON_ALLOW_NUL, NULL);
        json_t *answer = answer_to(&of, request);
        json_dumpf(answer, stdout, JSON_COMPACT);
        putchar('\n');
        fflush(stdout);
        json_decref(answer);
        json_decref(request);
    }
    forget_procedures(&of);
    cg_close(of.store);
    free(line);
    return 0;
}
