#include "graph/query/function.h"

#include <assert.h>

#include "graph/query/function_parts.h"

static const query_function_family *const families[] = {
#define FUNCTION_FAMILY(name) &name,
    FUNCTION_FAMILIES(FUNCTION_FAMILY)
#undef FUNCTION_FAMILY
};

/* ---- Names ---- */

static int lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

static int compare_names(cg_text asked, const char *name)
{
    for (size_t i = 0; i < asked.size; i++) {
        int order = lower(asked.at[i]) - lower(name[i]);
        if (order != 0 || name[i] == '\0')
            return order != 0 ? order : 1;
    }
    return name[asked.size] == '\0' ? 0 : -1;
}

static const query_function *find_in(const query_function_family *family,
                                     cg_text name)
{
    size_t low = 0;
    size_t high = family->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_names(name, family->functions[middle].name);
        if (order == 0)
            return &family->functions[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const query_function *query_function_find(cg_text name)
{
    const query_function *found = NULL;
    for (size_t i = 0; i < FUNCTION_COUNT(families) && found == NULL; i++)
        found = find_in(families[i], name);
    return found;
}

const query_function *query_function_at(size_t index)
{
    for (size_t i = 0; i < FUNCTION_COUNT(families); i++) {
        if (index < families[i]->count)
            return &families[i]->functions[index];
        index -= families[i]->count;
    }
    return NULL;
}

/* ---- Calls ---- */

static bool has_null(const query_call *call)
{
    for (size_t i = 0; i < call->count; i++)
        if (call->arguments[i].type == CG_NULL)
            return true;
    return false;
}

cg_status call_check_types(const query_function *function, const query_call *call,
                           cg_error *err)
{
    for (size_t i = 0; i < call->count; i++) {
        cg_type type = call->arguments[i].type;
        size_t typed = i < FUNCTION_TYPED_MAX ? i : FUNCTION_TYPED_MAX - 1;
        query_types wanted = function->arguments[typed];
        if (type != CG_NULL && wanted != 0 && (wanted & TYPES_OF(type)) == 0)
            return call_fail(call, err, FAULT_VALUE_TYPE,
                             "argument %zu of %s() cannot be %s: %s%s", i + 1,
                             function->name, cg_type_phrase(type), function->name,
                             function->signature);
    }
    return CG_OK;
}

void call_locate(const query_call *call, cg_error *err)
{
    if (call->source != NULL)
        query_locate(err, call->source, call->at);
}

cg_status query_function_call(const query_function *function, query_call *call,
                              cg_value *result, cg_error *err)
{
    assert(call->count >= function->least && call->count <= function->most);
    *result = (cg_value){.type = CG_NULL};
    if ((function->flags & FUNCTION_NULLS) == 0 && has_null(call))
        return CG_OK;
    cg_status status = call_check_types(function, call, err);
    if (status == CG_OK)
        status = function->body(call, result, err);
    if (status != CG_OK)
        call_locate(call, err);
    return status;
}

cg_status call_items(const query_call *call, size_t count, cg_value **items,
                     cg_error *err)
{
    if (count > QUERY_LIST_MAX) {
        cg_fail(err, CG_LIMIT, NULL, "a list would have more than %d items",
                QUERY_LIST_MAX);
        call_locate(call, err);
        return CG_LIMIT;
    }
    *items = cg_arena_array(call->arena, count, sizeof **items);
    return *items != NULL ? CG_OK : cg_fail_memory(err);
}

cg_status call_bytes(const query_call *call, size_t size, char **bytes,
                     cg_error *err)
{
    if (size > QUERY_TEXT_MAX) {
        cg_fail(err, CG_LIMIT, NULL, "a text would be longer than %d bytes",
                QUERY_TEXT_MAX);
        call_locate(call, err);
        return CG_LIMIT;
    }
    *bytes = cg_arena_alloc(call->arena, size);
    return *bytes != NULL ? CG_OK : cg_fail_memory(err);
}
