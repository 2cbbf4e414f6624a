/* Functions on lists, and on what has a size like one. */
#include "graph/query/function_parts.h"

static cg_list list_of(const query_call *call)
{
    return call->arguments[0].as.list;
}

static cg_status head(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    if (list_of(call).count > 0)
        *result = list_of(call).items[0];
    return CG_OK;
}

static cg_status last(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    cg_list list = list_of(call);
    if (list.count > 0)
        *result = list.items[list.count - 1];
    return CG_OK;
}

static cg_status tail(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    cg_list list = list_of(call);
    return list.count > 0 ? give_list(result, list.items + 1, list.count - 1)
                          : give_list(result, NULL, 0);
}

/* ---- Strings and lists ---- */

static size_t size_of(cg_value value)
{
    if (value.type == CG_LIST)
        return value.as.list.count;
    if (value.type == CG_MAP)
        return value.as.map.count;
    return text_points(value.as.text);
}

static cg_status size(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    return give_integer(result, (int64_t)size_of(call->arguments[0]));
}

static cg_status is_empty(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    return give_boolean(result, size_of(call->arguments[0]) == 0);
}

/* The code points from the last to the first. */
static cg_status reverse_text(const query_call *call, cg_value *result,
                              cg_error *err)
{
    cg_text text = call_text(call, 0);
    char *bytes;
    cg_status status = call_bytes(call, text.size, &bytes, err);
    if (status != CG_OK)
        return status;
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        cg_text_next(text, &at);
        memcpy(bytes + text.size - at, text.at + start, at - start);
    }
    return give_text(result, (cg_text){bytes, text.size});
}

static cg_status reverse(query_call *call, cg_value *result, cg_error *err)
{
    cg_list list = list_of(call);
    cg_value *items;
    if (call->arguments[0].type == CG_STRING)
        return reverse_text(call, result, err);
    cg_status status = call_items(call, list.count, &items, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < list.count; i++)
        items[i] = list.items[list.count - 1 - i];
    return give_list(result, items, list.count);
}

/* ---- Ranges ---- */

/* How many steps lie between, the end included where it is met; without overflow. */
static uint64_t count_range(int64_t start, int64_t end, int64_t step)
{
    if (step > 0 ? start > end : start < end)
        return 0;
    uint64_t distance = step > 0 ? (uint64_t)end - (uint64_t)start
                                 : (uint64_t)start - (uint64_t)end;
    uint64_t stride = step > 0 ? (uint64_t)step : 0 - (uint64_t)step;
    return distance / stride < QUERY_LIST_MAX ? distance / stride + 1
                                              : QUERY_LIST_MAX + UINT64_C(1);
}

static cg_status range(query_call *call, cg_value *result, cg_error *err)
{
    int64_t start = call_integer(call, 0);
    int64_t step = call->count > 2 ? call_integer(call, 2) : 1;
    cg_value *items;
    if (step == 0)
        return call_fail(call, err, FAULT_RANGE, "the step of range() is 0");
    uint64_t count = count_range(start, call_integer(call, 1), step);
    cg_status status = call_items(call, (size_t)count, &items, err);
    if (status != CG_OK)
        return status;
    for (uint64_t i = 0; i < count; i++)
        items[i] = cg_integer((int64_t)((uint64_t)start + i * (uint64_t)step));
    return give_list(result, items, (size_t)count);
}

/* ---- The family ---- */

#define ONE                                                                        \
    {                                                                              \
        TYPES_LIST                                                                 \
    }
#define SIZED TYPES_LIST | TYPES_STRING

static const query_function functions[] = {
    {"head", 1, 1, 0, ONE, TYPES_ANY, head, "(list :: LIST<ANY>) :: ANY",
     "the first item; null if there is none"},
    {"isEmpty",
     1,
     1,
     0,
     {SIZED | TYPES_MAP},
     TYPES_BOOLEAN,
     is_empty,
     "(of :: STRING | LIST<ANY> | MAP) :: BOOLEAN",
     "has it nothing in it?"},
    {"last", 1, 1, 0, ONE, TYPES_ANY, last, "(list :: LIST<ANY>) :: ANY",
     "the last item; null if there is none"},
    {"range",
     2,
     3,
     0,
     {TYPES_INTEGER, TYPES_INTEGER, TYPES_INTEGER},
     TYPES_LIST,
     range,
     "(start :: INTEGER, end :: INTEGER, step :: INTEGER = 1) :: LIST<INTEGER>",
     "the numbers from the start to the end, both included"},
    {"reverse",
     1,
     1,
     0,
     {SIZED},
     SIZED,
     reverse,
     "(of :: STRING | LIST<ANY>) :: STRING | LIST<ANY>",
     "the characters or items from the last to the first"},
    {"size",
     1,
     1,
     0,
     {SIZED},
     TYPES_INTEGER,
     size,
     "(of :: STRING | LIST<ANY>) :: INTEGER",
     "how many characters or items it has"},
    {"tail", 1, 1, 0, ONE, TYPES_LIST, tail, "(list :: LIST<ANY>) :: LIST<ANY>",
     "all items but the first"},
};

const query_function_family function_list_family = {functions,
                                                    FUNCTION_COUNT(functions)};
