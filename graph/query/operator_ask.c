/* Operators that ask something: IN and those on strings. */
#include "graph/query/operator.h"

#include "graph/query/function_parts.h"

/* ---- Truth ---- */

cg_status query_truth_of(const query_call *at, cg_value value, query_truth *truth,
                         cg_error *err)
{
    *truth = TRUTH_UNKNOWN;
    if (value.type == CG_NULL)
        return CG_OK;
    if (value.type != CG_BOOLEAN)
        return call_fail(at, err, FAULT_OPERAND,
                         "%s stands where a boolean belongs",
                         cg_type_phrase(value.type));
    *truth = value.as.boolean ? TRUTH_TRUE : TRUTH_FALSE;
    return CG_OK;
}

cg_value query_value_of(query_truth truth)
{
    cg_value value = {.type = CG_NULL};
    if (truth != TRUTH_UNKNOWN)
        value = (cg_value){.type = CG_BOOLEAN, .as.boolean = truth == TRUTH_TRUE};
    return value;
}

/* ---- Lists ---- */

/* Null is not in an empty list. */
cg_status query_in(const query_call *at, cg_value a, cg_value b, cg_value *result,
                   cg_error *err)
{
    query_truth truth = b.type == CG_NULL ? TRUTH_UNKNOWN : TRUTH_FALSE;
    if (b.type != CG_NULL && b.type != CG_LIST)
        return call_fail(at, err, FAULT_OPERAND,
                         "IN needs a list on its right, not %s",
                         cg_type_phrase(b.type));
    if (a.type == CG_NULL && b.type == CG_LIST && b.as.list.count > 0)
        return give_null(result);
    for (size_t i = 0; b.type == CG_LIST && i < b.as.list.count; i++) {
        if (query_check_pair(a, b.as.list.items[i], err) != CG_OK) {
            call_locate(at, err);
            return CG_LIMIT;
        }
        query_truth equal = query_equal(a, b.as.list.items[i]);
        if (equal != TRUTH_FALSE)
            truth = equal;
        if (truth == TRUTH_TRUE)
            break;
    }
    *result = query_value_of(truth);
    return CG_OK;
}

/* ---- Strings: null where either is none ---- */

typedef bool text_test(cg_text text, cg_text part);

static bool has_part(cg_text text, cg_text part)
{
    for (size_t at = 0; part.size + at <= text.size; at++) {
        const char *found = part.size > 0 ? memchr(text.at + at, part.at[0],
                                                   text.size - part.size - at + 1)
                                          : text.at;
        if (found == NULL)
            return false;
        if (part.size == 0 || memcmp(found, part.at, part.size) == 0)
            return true;
        at = (size_t)(found - text.at);
    }
    return false;
}

static cg_status test_texts(cg_value a, cg_value b, text_test *test,
                            cg_value *result)
{
    *result = (cg_value){.type = CG_NULL};
    return a.type == CG_STRING && b.type == CG_STRING
               ? give_boolean(result, test(a.as.text, b.as.text))
               : CG_OK;
}

cg_status query_starts_with(const query_call *at, cg_value a, cg_value b,
                            cg_value *result, cg_error *err)
{
    (void)at;
    (void)err;
    return test_texts(a, b, cg_text_starts, result);
}

cg_status query_ends_with(const query_call *at, cg_value a, cg_value b,
                          cg_value *result, cg_error *err)
{
    (void)at;
    (void)err;
    return test_texts(a, b, cg_text_ends, result);
}

cg_status query_contains(const query_call *at, cg_value a, cg_value b,
                         cg_value *result, cg_error *err)
{
    (void)at;
    (void)err;
    return test_texts(a, b, has_part, result);
}
