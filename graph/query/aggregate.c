#include "graph/query/aggregate.h"

#include <math.h>
#include <stdlib.h>

#include "graph/query/compare.h"
#include "graph/query/function_parts.h"
#include "graph/query/operator.h"

struct query_aggregate {
    const query_function *function; /* NULL: count(*) */
    cg_arena *arena;
    int64_t count;     /* rows that count */
    cg_value value;    /* the sum, the least or the greatest so far */
    cg_temporal total; /* of a sum of durations, which `value` refers to */
    double sum;        /* of the rows so far */
    double mean;     /* of the same; finite where a sum is too large for a float */
    double squares;  /* of their distances from it, summed up */
    double fraction; /* which percentile: 0 to 1 */
    cg_value *items; /* what is collected */
    size_t room;
};

/* ---- What a row adds ---- */

typedef cg_status adder(query_aggregate *state, const query_call *call,
                        cg_error *err);

static cg_status add_row(query_aggregate *state, const query_call *call,
                         cg_error *err)
{
    (void)call;
    (void)err;
    state->count++;
    return CG_OK;
}

/* The first value stands for itself: numbers do not go with durations. */
static cg_status add_to_sum(query_aggregate *state, const query_call *call,
                            cg_error *err)
{
    cg_value sum = call->arguments[0];
    cg_status status = CG_OK;
    if (state->count++ > 0)
        status = query_add(call, state->value, sum, &sum, err);
    if (status != CG_OK)
        return status;
    state->value = sum;
    if (sum.type == CG_DURATION) {
        state->total = *sum.as.temporal;
        state->value.as.temporal = &state->total;
    }
    return CG_OK;
}

/* The mean and the squares by B. P. Welford's method, which does not lose digits. */
static cg_status add_to_mean(query_aggregate *state, const query_call *call,
                             cg_error *err)
{
    bool lasts = call->arguments[0].type == CG_DURATION;
    if (lasts && state->count > 0 && state->value.type == CG_NULL)
        give_real(&state->value, state->mean); /* which has no sum with it */
    if (lasts || state->value.type == CG_DURATION)
        return add_to_sum(state, call, err);
    double number = value_real(call->arguments[0]);
    double distance = number - state->mean;
    state->count++;
    state->sum += number;
    if (isfinite(distance))
        state->mean += distance / (double)state->count;
    else
        state->mean = isfinite(state->mean) ? number : state->mean + number;
    state->squares += distance * (number - state->mean);
    return CG_OK;
}

static cg_status keep(query_aggregate *state, const query_call *call, int sign,
                      cg_error *err)
{
    cg_value value = call->arguments[0];
    state->count++;
    if (state->count > 1 && query_order(value, state->value) * sign <= 0)
        return CG_OK;
    return query_copy(value, state->arena, &state->value, err);
}

static cg_status keep_least(query_aggregate *state, const query_call *call,
                            cg_error *err)
{
    return keep(state, call, -1, err);
}

static cg_status keep_greatest(query_aggregate *state, const query_call *call,
                               cg_error *err)
{
    return keep(state, call, 1, err);
}

/* Room for one more item: twice as much whenever it is full. */
static cg_status make_room(query_aggregate *state, cg_error *err)
{
    enum { FIRST_ROOM = 8 };
    if ((size_t)state->count < state->room)
        return CG_OK;
    if (state->count == QUERY_LIST_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "a list would have more than %d items",
                       QUERY_LIST_MAX);
    size_t room = state->room > 0 ? 2 * state->room : FIRST_ROOM;
    cg_value *items = cg_arena_array(state->arena, room, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    if (state->count > 0)
        memcpy(items, state->items, (size_t)state->count * sizeof *items);
    state->items = items;
    state->room = room;
    return CG_OK;
}

static cg_status collect(query_aggregate *state, const query_call *call,
                         cg_error *err)
{
    cg_value *item;
    cg_status status = make_room(state, err);
    if (status != CG_OK)
        return status;
    item = &state->items[state->count];
    status = query_copy(call->arguments[0], state->arena, item, err);
    state->count += status == CG_OK;
    return status;
}

/* The first row says which percentile it is. */
static cg_status collect_percentile(query_aggregate *state, const query_call *call,
                                    cg_error *err)
{
    double fraction = value_real(call->arguments[1]);
    if (!(fraction >= 0 && fraction <= 1))
        return call_fail(call, err, FAULT_RANGE,
                         "%g is no percentile: it goes from 0 to 1", fraction);
    if (state->count == 0)
        state->fraction = fraction;
    return collect(state, call, err);
}

/* ---- What comes of the rows ---- */

typedef cg_status finisher(query_aggregate *state, cg_value *result);

static cg_status finish_count(query_aggregate *state, cg_value *result)
{
    return give_integer(result, state->count);
}

/* A sum of integers is exact, so what it gives is the better mean. */
static cg_status finish_mean(query_aggregate *state, cg_value *result)
{
    double mean = state->sum / (double)state->count;
    if (state->count == 0)
        return CG_OK;
    return give_real(result, isfinite(mean) ? mean : state->mean);
}

/* The sum of nothing is 0; the least or greatest is null. */
static cg_status finish_value(query_aggregate *state, cg_value *result)
{
    *result = state->value;
    return CG_OK;
}

static cg_status finish_list(query_aggregate *state, cg_value *result)
{
    return give_list(result, state->items, (size_t)state->count);
}

static cg_status give_deviation(const query_aggregate *state, int64_t degrees,
                                cg_value *result)
{
    return give_real(result,
                     state->count > 1 ? sqrt(state->squares / (double)degrees) : 0);
}

static cg_status finish_sample(query_aggregate *state, cg_value *result)
{
    return give_deviation(state, state->count - 1, result);
}

static cg_status finish_population(query_aggregate *state, cg_value *result)
{
    return give_deviation(state, state->count, result);
}

static int order_items(const void *a, const void *b)
{
    return query_order(*(const cg_value *)a, *(const cg_value *)b);
}

static void sort_items(query_aggregate *state)
{
    qsort(state->items, (size_t)state->count, sizeof *state->items, order_items);
}

/* The number at the percentile, or the one above it. */
static cg_status finish_discrete(query_aggregate *state, cg_value *result)
{
    if (state->count == 0)
        return CG_OK;
    sort_items(state);
    int64_t rank = (int64_t)ceil(state->fraction * (double)state->count);
    *result = state->items[rank > 0 ? rank - 1 : 0];
    return CG_OK;
}

/* Between two numbers, as near to each as the percentile is. */
static cg_status finish_continuous(query_aggregate *state, cg_value *result)
{
    if (state->count == 0)
        return CG_OK;
    sort_items(state);
    double place = state->fraction * (double)(state->count - 1);
    int64_t below = (int64_t)place;
    double share = place - (double)below;
    double low = value_real(state->items[below]);
    if (share == 0)
        return give_real(result, low);
    double high = value_real(state->items[below + 1]);
    return give_real(result, low * (1 - share) + high * share);
}

/* ---- The family ---- */

/* Its functions, in the order of their names: name, arguments, what the first one may
 * be, the result, how a row is added, how it ends, signature, about. */
#define AGGREGATES(X)                                                              \
    X("avg", 1, TYPES_NUMBER | TYPES_DURATION, TYPES_FLOAT | TYPES_DURATION,       \
      add_to_mean, finish_mean,                                                    \
      "(of :: INTEGER | FLOAT | DURATION) :: FLOAT | DURATION",                    \
      "the mean; null of nothing")                                                 \
    X("collect", 1, TYPES_ANY, TYPES_LIST, collect, finish_list,                   \
      "(value :: ANY) :: LIST<ANY>", "all values as a list")                       \
    X("count", 1, TYPES_ANY, TYPES_INTEGER, add_row, finish_count,                 \
      "(value :: ANY) :: INTEGER", "how many values there are; count(*): rows")    \
    X("max", 1, TYPES_ANY, TYPES_ANY, keep_greatest, finish_value,                 \
      "(value :: ANY) :: ANY", "the greatest value; null of nothing")              \
    X("min", 1, TYPES_ANY, TYPES_ANY, keep_least, finish_value,                    \
      "(value :: ANY) :: ANY", "the least value; null of nothing")                 \
    X("percentileCont", 2, TYPES_NUMBER, TYPES_FLOAT, collect_percentile,          \
      finish_continuous,                                                           \
      "(number :: INTEGER | FLOAT, percentile :: FLOAT) :: FLOAT",                 \
      "the number at a percentile (0 to 1), between two where it falls there")     \
    X("percentileDisc", 2, TYPES_NUMBER, TYPES_NUMBER, collect_percentile,         \
      finish_discrete,                                                             \
      "(number :: INTEGER | FLOAT, percentile :: FLOAT) :: INTEGER | FLOAT",       \
      "the number at a percentile (0 to 1)")                                       \
    X("stDev", 1, TYPES_NUMBER, TYPES_FLOAT, add_to_mean, finish_sample,           \
      "(number :: INTEGER | FLOAT) :: FLOAT",                                      \
      "the standard deviation of a sample")                                        \
    X("stDevP", 1, TYPES_NUMBER, TYPES_FLOAT, add_to_mean, finish_population,      \
      "(number :: INTEGER | FLOAT) :: FLOAT",                                      \
      "the standard deviation of all there is")                                    \
    X("sum", 1, TYPES_NUMBER | TYPES_DURATION, TYPES_NUMBER | TYPES_DURATION,      \
      add_to_sum, finish_value,                                                    \
      "(of :: INTEGER | FLOAT | DURATION) :: INTEGER | FLOAT | DURATION",          \
      "the sum; 0 of nothing")

static const query_function functions[] = {
#define AGGREGATE(name, arity, of, result, add, finish, signature, about)          \
    {name, arity,     arity, FUNCTION_AGGREGATE, {of, TYPES_NUMBER}, result,       \
     NULL, signature, about},
    AGGREGATES(AGGREGATE)
#undef AGGREGATE
};

/* How each of them works. */
static const struct {
    adder *add;
    finisher *finish;
} ways[] = {
#define WAY(name, arity, of, result, add, finish, signature, about) {add, finish},
    AGGREGATES(WAY)
#undef WAY
};

const query_function_family function_aggregate_family = {functions,
                                                         FUNCTION_COUNT(functions)};

/* ---- States ---- */

cg_status aggregate_new(const query_function *function, cg_arena *arena,
                        query_aggregate **state, cg_error *err)
{
    *state = cg_arena_alloc(arena, sizeof **state);
    if (*state == NULL)
        return cg_fail_memory(err);
    (*state)->function = function;
    (*state)->arena = arena;
    if (function != NULL && ways[function - functions].add == add_to_sum)
        (*state)->value = cg_integer(0);
    return CG_OK;
}

cg_status aggregate_add(query_aggregate *state, const query_call *call,
                        cg_error *err)
{
    if (state->function == NULL)
        return add_row(state, call, err);
    for (size_t i = 0; i < call->count; i++)
        if (call->arguments[i].type == CG_NULL)
            return CG_OK;
    cg_status status = call_check_types(state->function, call, err);
    if (status == CG_OK)
        status = ways[state->function - functions].add(state, call, err);
    if (status != CG_OK)
        call_locate(call, err);
    return status;
}

bool aggregate_counts(const query_function *function)
{
    return function == NULL || ways[function - functions].add == add_row;
}

bool aggregate_ignores_repeats(const query_function *function)
{
    adder *add = ways[function - functions].add;
    return add == keep_least || add == keep_greatest;
}

void aggregate_add_rows(query_aggregate *state, size_t count)
{
    state->count += (int64_t)count;
}

cg_status aggregate_finish(query_aggregate *state, const query_call *at,
                           cg_value *result, cg_error *err)
{
    *result = (cg_value){.type = CG_NULL};
    if (state->function == NULL)
        return finish_count(state, result);
    finisher *finish = ways[state->function - functions].finish;
    if (finish == finish_mean && state->value.type == CG_DURATION)
        return query_divide(at, state->value, cg_integer(state->count), result,
                            err);
    return finish(state, result);
}
