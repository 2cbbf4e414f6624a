/* `=~`: regular expressions, as ICU has them. */
#include "graph/query/operator.h"

#include <unicode/uregex.h>

#include "graph/query/function_parts.h"

/* Steps of the engine, about a millisecond each, and bytes that it may go back by. */
enum { MATCH_TIME_MAX = 1000, MATCH_STACK_MAX = 8 << 20 };

static cg_status fail_match(const query_call *at, cg_text pattern, UErrorCode code,
                            cg_error *err)
{
    cg_status status;
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return cg_fail_memory(err);
    if (code != U_REGEX_TIME_OUT && code != U_REGEX_STACK_OVERFLOW)
        return call_fail(at, err, FAULT_ARGUMENT,
                         "'%.*s' is no regular expression (%s)",
                         CG_TEXT_ARG(pattern), u_errorName(code));
    status = cg_fail(err, CG_LIMIT, NULL,
                     "matching '%.*s' takes too much time or memory",
                     CG_TEXT_ARG(pattern));
    call_locate(at, err);
    return status;
}

static bool match(cg_text text, cg_text pattern, UErrorCode *code)
{
    UText text_view = UTEXT_INITIALIZER;
    UText pattern_view = UTEXT_INITIALIZER;
    UParseError place;
    bool matches = false;
    utext_openUTF8(&pattern_view, pattern.size > 0 ? pattern.at : "",
                   (int64_t)pattern.size, code);
    utext_openUTF8(&text_view, text.size > 0 ? text.at : "", (int64_t)text.size,
                   code);
    URegularExpression *regex =
        U_SUCCESS(*code) ? uregex_openUText(&pattern_view, 0, &place, code) : NULL;
    if (U_SUCCESS(*code)) {
        uregex_setTimeLimit(regex, MATCH_TIME_MAX, code);
        uregex_setStackLimit(regex, MATCH_STACK_MAX, code);
        uregex_setUText(regex, &text_view, code);
        matches = uregex_matches64(regex, -1, code);
    }
    if (regex != NULL)
        uregex_close(regex);
    utext_close(&text_view);
    utext_close(&pattern_view);
    return matches;
}

/* The whole string has to match. Null where either is no string. */
cg_status query_matches(const query_call *at, cg_value a, cg_value b,
                        cg_value *result, cg_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    *result = (cg_value){.type = CG_NULL};
    if (a.type != CG_STRING || b.type != CG_STRING)
        return CG_OK;
    if (b.as.text.size == 0) /* which ICU takes for no pattern */
        return give_boolean(result, a.as.text.size == 0);
    bool matches = match(a.as.text, b.as.text, &code);
    return U_SUCCESS(code) ? give_boolean(result, matches)
                           : fail_match(at, b.as.text, code, err);
}
