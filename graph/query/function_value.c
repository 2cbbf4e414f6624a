/* Functions on values of any type, and on the statement itself. */
#include "graph/query/function_parts.h"

#include "graph/query/compare.h"

static cg_status coalesce(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    for (size_t i = 0; i < call->count && result->type == CG_NULL; i++)
        *result = call->arguments[i];
    return CG_OK;
}

static cg_status null_if(query_call *call, cg_value *result, cg_error *err)
{
    if (query_check_pair(call->arguments[0], call->arguments[1], err) != CG_OK)
        return CG_LIMIT;
    if (query_equal(call->arguments[0], call->arguments[1]) != TRUTH_TRUE)
        *result = call->arguments[0];
    return CG_OK;
}

/* The version and variant bits of a random UUID are those of RFC 9562, 5.4. */
static cg_status random_uuid(query_call *call, cg_value *result, cg_error *err)
{
    static const char digits[] = "0123456789abcdef";
    enum { UUID_SIZE = 36 };
    char *bytes;
    uint64_t halves[2] = {0};
    cg_status status = call_bytes(call, UUID_SIZE, &bytes, err);
    for (int i = 0; i < 2 && status == CG_OK; i++)
        status = query_random_next(call->random, &halves[i], err);
    if (status != CG_OK)
        return status;
    halves[0] = (halves[0] & ~UINT64_C(0xf000)) | 0x4000;
    halves[1] = (halves[1] >> 2) | UINT64_C(1) << 63;
    for (unsigned i = 0, digit = 0; i < UUID_SIZE; i++) {
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            bytes[i] = '-';
            continue;
        }
        bytes[i] = digits[halves[digit / 16] >> (60 - digit % 16 * 4) & 15];
        digit++;
    }
    return give_text(result, (cg_text){bytes, UUID_SIZE});
}

static cg_status timestamp(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    const cg_temporal *now = call->now;
    int64_t seconds = now->days * 86400 + now->seconds - now->offset;
    return give_integer(result, seconds * 1000 + now->nanoseconds / 1000000);
}

/* ---- The family ---- */

static const query_function functions[] = {
    {"coalesce",
     1,
     FUNCTION_ARGUMENTS_MAX,
     FUNCTION_NULLS,
     {TYPES_ANY, TYPES_ANY, TYPES_ANY, TYPES_ANY},
     TYPES_ANY,
     coalesce,
     "(value :: ANY, ...) :: ANY",
     "the first value that is not null"},
    {"nullIf",
     2,
     2,
     0,
     {TYPES_ANY, TYPES_ANY},
     TYPES_ANY,
     null_if,
     "(value :: ANY, other :: ANY) :: ANY",
     "the value; null if it equals the other"},
    {"randomUUID",
     0,
     0,
     FUNCTION_RANDOM,
     {0},
     TYPES_STRING,
     random_uuid,
     "() :: STRING",
     "a random UUID"},
    {"timestamp",
     0,
     0,
     0,
     {0},
     TYPES_INTEGER,
     timestamp,
     "() :: INTEGER",
     "milliseconds from 1970 to when the statement began"},
};

const query_function_family function_value_family = {functions,
                                                     FUNCTION_COUNT(functions)};
