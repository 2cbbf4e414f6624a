/* Functions on strings. Lengths and offsets count code points. */
#include "graph/query/function_parts.h"

#include "schema/fold.h"

/* ---- Code points ---- */

/* The byte offset behind `count` code points from `at` on; the end if there are fewer. */
static size_t skip_points(cg_text text, size_t at, int64_t count)
{
    while (count > 0 && at < text.size) {
        cg_text_next(text, &at);
        count--;
    }
    return at;
}

static cg_status size(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    return give_integer(result, (int64_t)text_points(call_text(call, 0)));
}

/* A length or an offset among the arguments. */
static cg_status check_count(const query_call *call, size_t index, cg_error *err)
{
    int64_t count = call_integer(call, index);
    return count >= 0 ? CG_OK
                      : call_fail(call, err, FAULT_RANGE,
                                  "a length or an offset is %lld: it cannot be "
                                  "negative",
                                  (long long)count);
}

static cg_status left(query_call *call, cg_value *result, cg_error *err)
{
    cg_text text = call_text(call, 0);
    cg_status status = check_count(call, 1, err);
    if (status != CG_OK)
        return status;
    size_t end = skip_points(text, 0, call_integer(call, 1));
    return give_text(result, cg_text_slice(text, 0, end));
}

static cg_status right(query_call *call, cg_value *result, cg_error *err)
{
    cg_text text = call_text(call, 0);
    cg_status status = check_count(call, 1, err);
    if (status != CG_OK)
        return status;
    int64_t before = (int64_t)text_points(text) - call_integer(call, 1);
    size_t start = skip_points(text, 0, before);
    return give_text(result, cg_text_slice(text, start, text.size));
}

static cg_status substring(query_call *call, cg_value *result, cg_error *err)
{
    cg_text text = call_text(call, 0);
    cg_status status = check_count(call, 1, err);
    if (status == CG_OK && call->count > 2)
        status = check_count(call, 2, err);
    if (status != CG_OK)
        return status;
    size_t start = skip_points(text, 0, call_integer(call, 1));
    size_t end = text.size;
    if (call->count > 2)
        end = skip_points(text, start, call_integer(call, 2));
    return give_text(result, cg_text_slice(text, start, end));
}

/* ---- Case and normal form ---- */

static cg_status to_upper(query_call *call, cg_value *result, cg_error *err)
{
    result->type = CG_STRING;
    return cg_text_upper(call_text(call, 0), call->arena, &result->as.text, err);
}

static cg_status to_lower(query_call *call, cg_value *result, cg_error *err)
{
    result->type = CG_STRING;
    return cg_text_lower(call_text(call, 0), call->arena, &result->as.text, err);
}

static cg_status find_form(const query_call *call, cg_normal_form *form,
                           cg_error *err)
{
    static const char *const names[CG_NORMAL_FORM_COUNT] = {
#define FORM_NAME(form, text) [form] = text,
        CG_NORMAL_FORMS(FORM_NAME)
#undef FORM_NAME
    };
    *form = CG_NFC;
    if (call->count < 2)
        return CG_OK;
    for (int i = 0; i < CG_NORMAL_FORM_COUNT; i++) {
        *form = (cg_normal_form)i;
        if (cg_text_equal(call_text(call, 1), cg_text_z(names[i])))
            return CG_OK;
    }
    return call_fail(call, err, FAULT_ARGUMENT,
                     "'%.*s' is no normal form: NFC, NFD, NFKC and NFKD are",
                     CG_TEXT_ARG(call_text(call, 1)));
}

static cg_status normalize(query_call *call, cg_value *result, cg_error *err)
{
    cg_normal_form form;
    cg_status status = find_form(call, &form, err);
    if (status != CG_OK)
        return status;
    result->type = CG_STRING;
    return cg_text_normalize(call_text(call, 0), form, call->arena,
                             &result->as.text, err);
}

/* ---- Trimming ---- */

static bool is_blank(uint32_t point)
{
    char form[CG_FOLD_MAX];
    return cg_fold_point(point, CG_FOLD_CASE, form) == 1 && form[0] == ' ';
}

/* Is the code point one to be trimmed? Without a second argument, blanks are. */
static bool is_trimmed(const query_call *call, uint32_t point)
{
    if (call->count < 2)
        return is_blank(point);
    cg_text set = call_text(call, 1);
    for (size_t at = 0; at < set.size;)
        if (cg_text_next(set, &at) == point)
            return true;
    return false;
}

static size_t trimmed_start(const query_call *call)
{
    cg_text text = call_text(call, 0);
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        if (!is_trimmed(call, cg_text_next(text, &at)))
            return start;
    }
    return text.size;
}

/* The end of what is left when it begins at `start`. */
static size_t trimmed_end(const query_call *call, size_t start)
{
    cg_text text = call_text(call, 0);
    size_t end = start;
    for (size_t at = start; at < text.size;)
        if (!is_trimmed(call, cg_text_next(text, &at)))
            end = at;
    return end;
}

static cg_status trim_left(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    cg_text text = call_text(call, 0);
    return give_text(result, cg_text_slice(text, trimmed_start(call), text.size));
}

static cg_status trim_right(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    return give_text(result,
                     cg_text_slice(call_text(call, 0), 0, trimmed_end(call, 0)));
}

static cg_status trim(query_call *call, cg_value *result, cg_error *err)
{
    (void)err;
    size_t start = trimmed_start(call);
    return give_text(
        result, cg_text_slice(call_text(call, 0), start, trimmed_end(call, start)));
}

/* ---- Searching ---- */

/* Where `part`, which is not empty, is next found; text.size if it is not. */
static size_t find_part(cg_text text, size_t from, cg_text part)
{
    const char *found = NULL;
    if (from < text.size)
        found = memmem(text.at + from, text.size - from, part.at, part.size);
    return found != NULL ? (size_t)(found - text.at) : text.size;
}

static size_t count_parts(cg_text text, cg_text part, size_t most)
{
    size_t count = 0;
    for (size_t at = find_part(text, 0, part); at < text.size && count < most;
         at = find_part(text, at + part.size, part))
        count++;
    return count;
}

static void append(char **out, cg_text text)
{
    if (text.size > 0)
        memcpy(*out, text.at, text.size);
    *out += text.size;
}

static cg_status replace(query_call *call, cg_value *result, cg_error *err)
{
    cg_text text = call_text(call, 0);
    cg_text part = call_text(call, 1);
    cg_text other = call_text(call, 2);
    char *bytes;
    size_t count = part.size > 0 ? count_parts(text, part, SIZE_MAX) : 0;
    if (count == 0)
        return give_text(result, text);
    size_t kept = text.size - count * part.size;
    size_t added =
        other.size > SIZE_MAX / 2 / count ? SIZE_MAX / 2 : other.size * count;
    cg_status status = call_bytes(call, kept + added, &bytes, err);
    if (status != CG_OK)
        return status;
    char *out = bytes;
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = find_part(text, from, part);
        append(&out, cg_text_slice(text, from, at));
        append(&out, other);
        from = at + part.size;
    }
    append(&out, cg_text_slice(text, from, text.size));
    return give_text(result, (cg_text){bytes, (size_t)(out - bytes)});
}

/* ---- Splitting ---- */

/* What to split at: one string or a list of them. */
static cg_list separators(const query_call *call)
{
    cg_value given = call->arguments[1];
    return given.type == CG_LIST ? given.as.list
                                 : (cg_list){&call->arguments[1], 1};
}

static cg_status check_separators(const query_call *call, cg_list list,
                                  cg_error *err)
{
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].type != CG_STRING)
            return call_fail(call, err, FAULT_VALUE_TYPE,
                             "split() takes strings to split at, not %s",
                             cg_type_phrase(list.items[i].type));
    return CG_OK;
}

/* The next place to split at, from `from` on, and how many bytes go there; an empty
 * separator is found behind each code point. */
static size_t next_split(cg_text text, size_t from, cg_list list, size_t *gone)
{
    size_t first = text.size;
    *gone = 0;
    for (size_t i = 0; i < list.count; i++) {
        cg_text part = list.items[i].as.text;
        size_t at = part.size > 0 ? find_part(text, from, part)
                                  : skip_points(text, from, 1);
        if (at > first || at == text.size || (at == first && part.size <= *gone))
            continue;
        first = at;
        *gone = part.size;
    }
    return first;
}

/* Split it, into `items` unless that is NULL. The number of the parts. */
static size_t split_into(cg_text text, cg_list list, cg_value *items)
{
    size_t count = 0;
    size_t from = 0;
    for (;;) {
        size_t gone;
        size_t at = next_split(text, from, list, &gone);
        if (items != NULL)
            items[count] = cg_string(cg_text_slice(text, from, at));
        count++;
        if (at == text.size)
            return count;
        from = at + gone;
    }
}

static cg_status split(query_call *call, cg_value *result, cg_error *err)
{
    cg_list list = separators(call);
    cg_text text = call_text(call, 0);
    cg_value *items;
    cg_status status = check_separators(call, list, err);
    if (status != CG_OK)
        return status;
    size_t count = split_into(text, list, NULL);
    status = call_items(call, count, &items, err);
    if (status != CG_OK)
        return status;
    split_into(text, list, items);
    return give_list(result, items, count);
}

/* ---- The family ---- */

#define ONE                                                                        \
    {                                                                              \
        TYPES_STRING                                                               \
    }
#define COUNTED                                                                    \
    {                                                                              \
        TYPES_STRING, TYPES_INTEGER, TYPES_INTEGER                                 \
    }
#define TEXTS                                                                      \
    {                                                                              \
        TYPES_STRING, TYPES_STRING, TYPES_STRING                                   \
    }
#define TRIMS "(text :: STRING, characters :: STRING = blanks) :: STRING"
#define CASES "(text :: STRING) :: STRING"
#define SIZES "(text :: STRING) :: INTEGER"

static const query_function functions[] = {
    {"btrim", 1, 2, 0, TEXTS, TYPES_STRING, trim, TRIMS,
     "the text without these characters at its ends"},
    {"char_length", 1, 1, 0, ONE, TYPES_INTEGER, size, SIZES,
     "how many code points the text has"},
    {"character_length", 1, 1, 0, ONE, TYPES_INTEGER, size, SIZES,
     "how many code points the text has"},
    {"left", 2, 2, 0, COUNTED, TYPES_STRING, left,
     "(text :: STRING, length :: INTEGER) :: STRING",
     "the text's first characters"},
    {"lower", 1, 1, 0, ONE, TYPES_STRING, to_lower, CASES,
     "the text in small letters"},
    {"ltrim", 1, 2, 0, TEXTS, TYPES_STRING, trim_left, TRIMS,
     "the text without these characters at its start"},
    {"normalize", 1, 2, 0, TEXTS, TYPES_STRING, normalize,
     "(text :: STRING, form :: STRING = 'NFC') :: STRING",
     "the text in a normal form of Unicode: NFC, NFD, NFKC, NFKD"},
    {"replace", 3, 3, 0, TEXTS, TYPES_STRING, replace,
     "(text :: STRING, part :: STRING, other :: STRING) :: STRING",
     "the text with each part that is found replaced"},
    {"right", 2, 2, 0, COUNTED, TYPES_STRING, right,
     "(text :: STRING, length :: INTEGER) :: STRING", "the text's last characters"},
    {"rtrim", 1, 2, 0, TEXTS, TYPES_STRING, trim_right, TRIMS,
     "the text without these characters at its end"},
    {"split",
     2,
     2,
     0,
     {TYPES_STRING, TYPES_STRING | TYPES_LIST},
     TYPES_LIST,
     split,
     "(text :: STRING, at :: STRING | LIST<STRING>) :: LIST<STRING>",
     "the parts of the text between the separators"},
    {"substring", 2, 3, 0, COUNTED, TYPES_STRING, substring,
     "(text :: STRING, start :: INTEGER, length :: INTEGER = all) :: STRING",
     "the characters from an offset on, which counts from 0"},
    {"toLower", 1, 1, 0, ONE, TYPES_STRING, to_lower, CASES,
     "the text in small letters"},
    {"toUpper", 1, 1, 0, ONE, TYPES_STRING, to_upper, CASES,
     "the text in capitals"},
    {"trim", 1, 2, 0, TEXTS, TYPES_STRING, trim, TRIMS,
     "the text without these characters at its ends"},
    {"upper", 1, 1, 0, ONE, TYPES_STRING, to_upper, CASES, "the text in capitals"},
};

const query_function_family function_string_family = {functions,
                                                      FUNCTION_COUNT(functions)};
