/* `=~`: regular expressions, as ICU has them. */
#include "graph/query/operator.h"

#include <stdlib.h>

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

/* ---- Patterns ---- */

typedef struct {
    char *text; /* its bytes, which ICU refers to; NULL: there is none here */
    size_t size;
    URegularExpression *regex;
} pattern;

enum { PATTERNS_KEPT = 8 };

struct query_patterns {
    pattern kept[PATTERNS_KEPT];
    size_t next; /* that gives way to the next new one */
};

static void release_pattern(pattern *one)
{
    if (one->regex != NULL)
        uregex_close(one->regex);
    free(one->text);
    *one = (pattern){0};
}

cg_status query_patterns_new(query_patterns **patterns, cg_error *err)
{
    *patterns = calloc(1, sizeof **patterns);
    return *patterns != NULL ? CG_OK : cg_fail_memory(err);
}

void query_patterns_free(query_patterns *patterns)
{
    for (size_t i = 0; patterns != NULL && i < PATTERNS_KEPT; i++)
        release_pattern(&patterns->kept[i]);
    free(patterns);
}

/* Compile a text that is not empty. */
static void open_pattern(cg_text text, pattern *one, UErrorCode *code)
{
    UText view = UTEXT_INITIALIZER;
    UParseError place;
    *one = (pattern){.text = malloc(text.size), .size = text.size};
    if (one->text == NULL) {
        *code = U_MEMORY_ALLOCATION_ERROR;
        return;
    }
    memcpy(one->text, text.at, text.size);
    utext_openUTF8(&view, one->text, (int64_t)text.size, code);
    if (U_SUCCESS(*code))
        one->regex = uregex_openUText(&view, 0, &place, code);
    if (U_SUCCESS(*code)) {
        uregex_setTimeLimit(one->regex, MATCH_TIME_MAX, code);
        uregex_setStackLimit(one->regex, MATCH_STACK_MAX, code);
    }
    utext_close(&view);
    if (U_FAILURE(*code))
        release_pattern(one);
}

/* The pattern, compiled now or before. */
static const pattern *find_pattern(query_patterns *patterns, cg_text text,
                                   UErrorCode *code)
{
    for (size_t i = 0; i < PATTERNS_KEPT; i++) {
        const pattern *one = &patterns->kept[i];
        if (one->text != NULL &&
            cg_text_equal((cg_text){one->text, one->size}, text))
            return one;
    }
    pattern *one = &patterns->kept[patterns->next];
    patterns->next = (patterns->next + 1) % PATTERNS_KEPT;
    release_pattern(one);
    open_pattern(text, one, code);
    return one;
}

/* ---- Matching ---- */

static bool match(cg_text text, const pattern *one, UErrorCode *code)
{
    UText view = UTEXT_INITIALIZER;
    bool matches = false;
    if (U_FAILURE(*code))
        return false;
    utext_openUTF8(&view, text.size > 0 ? text.at : "", (int64_t)text.size, code);
    uregex_setUText(one->regex, &view, code);
    matches = uregex_matches64(one->regex, -1, code);
    utext_close(&view);
    return matches;
}

static bool match_once(cg_text text, cg_text with, UErrorCode *code)
{
    pattern one;
    open_pattern(with, &one, code);
    bool matches = match(text, &one, code);
    release_pattern(&one);
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
    bool matches =
        at->patterns != NULL
            ? match(a.as.text, find_pattern(at->patterns, b.as.text, &code), &code)
            : match_once(a.as.text, b.as.text, &code);
    return U_SUCCESS(code) ? give_boolean(result, matches)
                           : fail_match(at, b.as.text, code, err);
}
