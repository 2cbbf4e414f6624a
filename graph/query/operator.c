/* Arithmetic. Integers do not wrap around: what does not fit in 64 bits is refused. */
#include "graph/query/operator.h"

#include <math.h>

#include "graph/query/function_parts.h"
#include "graph/query/temporal.h"

static bool is_number(cg_value value)
{
    return value.type == CG_INTEGER || value.type == CG_FLOAT;
}

static bool is_null(cg_value a, cg_value b)
{
    return a.type == CG_NULL || b.type == CG_NULL;
}

static bool are_integers(cg_value a, cg_value b)
{
    return a.type == CG_INTEGER && b.type == CG_INTEGER;
}

static cg_status fail_operands(const query_call *at, const char *sign, cg_value a,
                               cg_value b, cg_error *err)
{
    return call_fail(at, err, FAULT_OPERAND, "%s and %s do not go with '%s'",
                     cg_type_phrase(a.type), cg_type_phrase(b.type), sign);
}

static cg_status fail_overflow(const query_call *at, const char *sign, cg_value a,
                               cg_value b, cg_error *err)
{
    return call_fail(at, err, FAULT_OVERFLOW,
                     "%lld %s %lld is no integer of 64 bits",
                     (long long)a.as.integer, sign, (long long)b.as.integer);
}

/* ---- Strings and lists ---- */

static bool has_text(cg_value value)
{
    return value.type == CG_STRING || value.type == CG_BOOLEAN ||
           is_number(value) || (TYPES_TEMPORAL & TYPES_OF(value.type)) != 0;
}

static cg_status join_texts(const query_call *at, cg_value a, cg_value b,
                            cg_value *result, cg_error *err)
{
    cg_text first = {0};
    cg_text second = {0};
    char *bytes;
    cg_status status = call_print(at, a, &first, err);
    if (status == CG_OK)
        status = call_print(at, b, &second, err);
    if (status == CG_OK)
        status = call_bytes(at, first.size + second.size, &bytes, err);
    if (status != CG_OK)
        return status;
    if (first.size > 0)
        memcpy(bytes, first.at, first.size);
    if (second.size > 0)
        memcpy(bytes + first.size, second.at, second.size);
    return give_text(result, (cg_text){bytes, first.size + second.size});
}

/* A value beside a list is joined to it as its first or last item. */
static cg_status join_lists(const query_call *at, const cg_value *a,
                            const cg_value *b, cg_value *result, cg_error *err)
{
    cg_list first = a->type == CG_LIST ? a->as.list : (cg_list){a, 1};
    cg_list second = b->type == CG_LIST ? b->as.list : (cg_list){b, 1};
    size_t count = first.count + second.count;
    cg_value *items;
    cg_status status = call_items(at, count, &items, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        items[i] = i < first.count ? first.items[i] : second.items[i - first.count];
    return give_list(result, items, count);
}

/* ---- Sums and products ---- */

/* A duration goes with a moment or another duration. */
static bool is_shift(cg_value moment, cg_value span)
{
    return cg_type_is_temporal(moment.type) && span.type == CG_DURATION;
}

cg_status query_add(const query_call *at, cg_value a, cg_value b, cg_value *result,
                    cg_error *err)
{
    int64_t sum;
    if (is_null(a, b))
        return give_null(result);
    if (a.type == CG_LIST || b.type == CG_LIST)
        return join_lists(at, &a, &b, result, err);
    if (are_integers(a, b))
        return !__builtin_add_overflow(a.as.integer, b.as.integer, &sum)
                   ? give_integer(result, sum)
                   : fail_overflow(at, "+", a, b, err);
    if (is_number(a) && is_number(b))
        return give_real(result, value_real(a) + value_real(b));
    if ((a.type == CG_STRING && has_text(b)) ||
        (b.type == CG_STRING && has_text(a)))
        return join_texts(at, a, b, result, err);
    if (is_shift(a, b))
        return temporal_add(at, a, b, false, result, err);
    if (is_shift(b, a))
        return temporal_add(at, b, a, false, result, err);
    return fail_operands(at, "+", a, b, err);
}

cg_status query_subtract(const query_call *at, cg_value a, cg_value b,
                         cg_value *result, cg_error *err)
{
    int64_t difference;
    if (is_null(a, b))
        return give_null(result);
    if (is_shift(a, b))
        return temporal_add(at, a, b, true, result, err);
    if (!is_number(a) || !is_number(b))
        return fail_operands(at, "-", a, b, err);
    if (!are_integers(a, b))
        return give_real(result, value_real(a) - value_real(b));
    return !__builtin_sub_overflow(a.as.integer, b.as.integer, &difference)
               ? give_integer(result, difference)
               : fail_overflow(at, "-", a, b, err);
}

cg_status query_multiply(const query_call *at, cg_value a, cg_value b,
                         cg_value *result, cg_error *err)
{
    int64_t product;
    if (is_null(a, b))
        return give_null(result);
    if (a.type == CG_DURATION && is_number(b))
        return temporal_scale(at, a, value_real(b), result, err);
    if (is_number(a) && b.type == CG_DURATION)
        return temporal_scale(at, b, value_real(a), result, err);
    if (!is_number(a) || !is_number(b))
        return fail_operands(at, "*", a, b, err);
    if (!are_integers(a, b))
        return give_real(result, value_real(a) * value_real(b));
    return !__builtin_mul_overflow(a.as.integer, b.as.integer, &product)
               ? give_integer(result, product)
               : fail_overflow(at, "*", a, b, err);
}

/* ---- Quotients and powers ---- */

cg_status query_divide(const query_call *at, cg_value a, cg_value b,
                       cg_value *result, cg_error *err)
{
    if (is_null(a, b))
        return give_null(result);
    if (a.type == CG_DURATION && is_number(b) && value_real(b) == 0)
        return call_fail(at, err, FAULT_DIVISION, "a duration is divided by 0");
    if (a.type == CG_DURATION && is_number(b))
        return temporal_scale(at, a, 1 / value_real(b), result, err);
    if (!is_number(a) || !is_number(b))
        return fail_operands(at, "/", a, b, err);
    if (!are_integers(a, b))
        return give_real(result, value_real(a) / value_real(b));
    if (b.as.integer == 0)
        return call_fail(at, err, FAULT_DIVISION, "%lld is divided by 0",
                         (long long)a.as.integer);
    if (a.as.integer == INT64_MIN && b.as.integer == -1)
        return fail_overflow(at, "/", a, b, err);
    return give_integer(result, a.as.integer / b.as.integer);
}

cg_status query_modulo(const query_call *at, cg_value a, cg_value b,
                       cg_value *result, cg_error *err)
{
    if (is_null(a, b))
        return give_null(result);
    if (!is_number(a) || !is_number(b))
        return fail_operands(at, "%", a, b, err);
    if (!are_integers(a, b))
        return give_real(result, fmod(value_real(a), value_real(b)));
    if (b.as.integer == 0)
        return call_fail(at, err, FAULT_DIVISION, "%lld is divided by 0",
                         (long long)a.as.integer);
    if (b.as.integer == -1) /* the smallest integer has no quotient */
        return give_integer(result, 0);
    return give_integer(result, a.as.integer % b.as.integer);
}

cg_status query_power(const query_call *at, cg_value a, cg_value b,
                      cg_value *result, cg_error *err)
{
    if (is_null(a, b))
        return give_null(result);
    if (!is_number(a) || !is_number(b))
        return fail_operands(at, "^", a, b, err);
    return give_real(result, pow(value_real(a), value_real(b)));
}

cg_status query_negate(const query_call *at, cg_value a, cg_value *result,
                       cg_error *err)
{
    static const cg_temporal no_time = {0};
    const cg_value none = {.type = CG_DURATION, .as.temporal = &no_time};
    if (a.type == CG_NULL)
        return give_null(result);
    if (a.type == CG_FLOAT)
        return give_real(result, -a.as.real);
    if (a.type == CG_DURATION)
        return temporal_add(at, none, a, true, result, err);
    if (a.type != CG_INTEGER)
        return call_fail(at, err, FAULT_OPERAND, "%s has no negative",
                         cg_type_phrase(a.type));
    if (a.as.integer == INT64_MIN)
        return call_fail(at, err, FAULT_OVERFLOW,
                         "the negative of %lld is no integer of 64 bits",
                         (long long)a.as.integer);
    return give_integer(result, -a.as.integer);
}
