#include "graph/query/lex.h"

#include <math.h>
#include <strings.h>

#include "schema/value.h"

typedef struct {
    const char *text;
    uint8_t size;
    uint8_t type;
} sign;

static const sign signs[] = {
#define SIGN_ENTRY(name, text) {text, sizeof text - 1, name},
    SIGNS(SIGN_ENTRY)
#undef SIGN_ENTRY
};

const char *token_name(token_type type)
{
    switch (type) {
#define TOKEN_CASE(name, text)                                                     \
    case name:                                                                     \
        return text;
        TOKENS(TOKEN_CASE)
#undef TOKEN_CASE
#define SIGN_CASE(name, text)                                                      \
    case name:                                                                     \
        return "'" text "'";
        SIGNS(SIGN_CASE)
#undef SIGN_CASE
    case TOKEN_COUNT:
        break;
    }
    return "nothing";
}

/* ---- Keywords ---- */

typedef struct {
    const char *text;
    bool reserved;
} keyword_entry;

static const keyword_entry keywords[WORD_COUNT_OF_ALL] = {
#define KEYWORD_ENTRY(name, text, reserved) [name] = {text, reserved},
    KEYWORDS(KEYWORD_ENTRY)
#undef KEYWORD_ENTRY
};

const char *keyword_text(keyword word)
{
    return keywords[word].text;
}

bool keyword_is_reserved(keyword word)
{
    return keywords[word].reserved;
}

/* As strcasecmp() of `word` and a keyword. */
static int compare_word(cg_text word, const char *text)
{
    int order = strncasecmp(word.at, text, word.size);
    return order != 0 ? order : text[word.size] == '\0' ? 0 : -1;
}

/* The keywords are in the order of their texts. */
static keyword find_keyword(cg_text word)
{
    size_t low = WORD_OTHER + 1, high = WORD_COUNT_OF_ALL;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_word(word, keywords[middle].text);
        if (order == 0)
            return (keyword)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return WORD_OTHER;
}

/* ---- Bytes ---- */

static char byte_at(const lexer *lex, size_t at)
{
    return at < lex->source.text.size ? lex->source.text.at[at] : '\0';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_name_byte(char byte)
{
    return is_digit(byte) || byte == '_' || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

static query_span span(size_t start, size_t end)
{
    return (query_span){(uint32_t)start, (uint32_t)end};
}

/* ---- What stands between tokens ---- */

static bool is_blank(uint32_t point)
{
    return point == ' ' || (point >= '\t' && point <= '\r') ||
           (point >= 0x1C && point <= 0x1F) || point == 0x85 || point == 0xA0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200A) ||
           point == 0x2028 || point == 0x2029 || point == 0x202F ||
           point == 0x205F || point == 0x3000 || point == 0xFEFF;
}

/* The end of the comment at `at`; `at` if there is none, SIZE_MAX if it has no end. */
static size_t comment_end(const lexer *lex, size_t at)
{
    cg_text text = lex->source.text;
    if (byte_at(lex, at) != '/')
        return at;
    if (byte_at(lex, at + 1) == '/') {
        const char *end = memchr(text.at + at, '\n', text.size - at);
        return end != NULL ? (size_t)(end - text.at) + 1 : text.size;
    }
    if (byte_at(lex, at + 1) != '*')
        return at;
    const char *end = memmem(text.at + at + 2, text.size - at - 2, "*/", 2);
    return end != NULL ? (size_t)(end - text.at) + 2 : SIZE_MAX;
}

static cg_status pass_blanks(lexer *lex, cg_error *err)
{
    while (lex->at < lex->source.text.size) {
        size_t next = lex->at;
        uint32_t point = cg_text_next(lex->source.text, &next);
        if (!is_blank(point)) {
            next = comment_end(lex, lex->at);
            if (next == SIZE_MAX)
                return query_fail(err, FAULT_SYNTAX, &lex->source,
                                  span(lex->at, lex->at + 2),
                                  "the comment has no end: '*/' is missing");
            if (next == lex->at)
                return CG_OK;
        }
        lex->at = next;
    }
    return CG_OK;
}

/* ---- Numbers ---- */

static int digit_value(char byte)
{
    if (is_digit(byte))
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return 16;
}

static cg_status bad_number(const lexer *lex, size_t start, size_t end,
                            cg_error *err)
{
    while (is_name_byte(byte_at(lex, end)))
        end++;
    cg_text text = cg_text_slice(lex->source.text, start, end);
    return query_fail(err, FAULT_NUMBER, &lex->source, span(start, end),
                      "'%.*s' is no number", CG_TEXT_ARG(text));
}

/* The digits from `at` on, in base 8, 10 or 16. */
static cg_status take_integer(lexer *lex, lex_token *token, size_t at, int base,
                              cg_error *err)
{
    size_t start = lex->at;
    size_t digits = at;
    uint64_t sum = 0;
    bool over = false;
    for (; digit_value(byte_at(lex, at)) < base; at++) {
        uint64_t digit = (uint64_t)digit_value(byte_at(lex, at));
        over |= sum > ((uint64_t)INT64_MAX + 1 - digit) / (uint64_t)base;
        sum = sum * (uint64_t)base + digit;
    }
    if (at == digits || is_name_byte(byte_at(lex, at)))
        return bad_number(lex, start, at, err);
    if (over)
        return query_fail(err, FAULT_INTEGER, &lex->source, span(start, at),
                          "the integer is too large: the largest is %lld",
                          (long long)INT64_MAX);
    token->type = TOKEN_INTEGER;
    token->integer = sum;
    lex->at = at;
    return CG_OK;
}

/* The end of a float's digits from `at` on, with its fraction and exponent; `at`'s
 * integer digits alone make none. */
static size_t float_end(const lexer *lex, size_t at, bool *is_float)
{
    *is_float = false;
    while (is_digit(byte_at(lex, at)))
        at++;
    if (byte_at(lex, at) == '.' && is_digit(byte_at(lex, at + 1))) {
        *is_float = true;
        for (at++; is_digit(byte_at(lex, at));)
            at++;
    }
    if (byte_at(lex, at) != 'e' && byte_at(lex, at) != 'E')
        return at;
    size_t digits = at + 1;
    if (byte_at(lex, digits) == '-' || byte_at(lex, digits) == '+')
        digits++;
    if (!is_digit(byte_at(lex, digits)))
        return at;
    *is_float = true;
    while (is_digit(byte_at(lex, digits)))
        digits++;
    return digits;
}

static cg_status take_float(lexer *lex, lex_token *token, size_t end, cg_error *err)
{
    size_t start = lex->at;
    if (is_name_byte(byte_at(lex, end)))
        return bad_number(lex, start, end, err);
    token->type = TOKEN_FLOAT;
    if (!cg_real_of_text(cg_text_slice(lex->source.text, start, end), &token->real))
        return bad_number(lex, start, end, err);
    if (isinf(token->real))
        return query_fail(err, FAULT_FLOAT, &lex->source, span(start, end),
                          "the float is too large");
    lex->at = end;
    return CG_OK;
}

static cg_status take_number(lexer *lex, lex_token *token, cg_error *err)
{
    bool is_float;
    char second = byte_at(lex, lex->at + 1);
    if (byte_at(lex, lex->at) == '0' && (second == 'x' || second == 'X'))
        return take_integer(lex, token, lex->at + 2, 16, err);
    if (byte_at(lex, lex->at) == '0' && (second == 'o' || second == 'O'))
        return take_integer(lex, token, lex->at + 2, 8, err);
    size_t end = float_end(lex, lex->at, &is_float);
    return is_float ? take_float(lex, token, end, err)
                    : take_integer(lex, token, lex->at, 10, err);
}

/* ---- Strings and names ---- */

static cg_status take_unicode(lexer *lex, size_t *at, size_t digits, cg_buffer *out,
                              cg_error *err)
{
    uint32_t point = 0;
    char bytes[4];
    for (size_t i = 0; i < digits; i++) {
        int digit = digit_value(byte_at(lex, *at + 2 + i));
        if (digit == 16)
            return query_fail(err, FAULT_UNICODE_ESCAPE, &lex->source,
                              span(*at, *at + 2 + i),
                              "'\\%c' takes %zu hexadecimal digits",
                              byte_at(lex, *at + 1), digits);
        point = point << 4 | (uint32_t)digit;
    }
    if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        return query_fail(err, FAULT_UNICODE_ESCAPE, &lex->source,
                          span(*at, *at + 2 + digits),
                          "there is no such character");
    cg_buffer_add(out, (cg_text){bytes, cg_text_put(point, bytes)});
    *at += 2 + digits;
    return CG_OK;
}

static cg_status take_escape(lexer *lex, size_t *at, cg_buffer *out, cg_error *err)
{
    static const char from[] = "\\'\"`bfnrt/";
    static const char to[] = "\\'\"`\b\f\n\r\t/";
    char byte = byte_at(lex, *at + 1);
    if (byte == 'u')
        return take_unicode(lex, at, 4, out, err);
    if (byte == 'U')
        return take_unicode(lex, at, 8, out, err);
    const char *found = byte != '\0' ? strchr(from, byte) : NULL;
    if (found == NULL)
        return query_fail(err, FAULT_SYNTAX, &lex->source, span(*at, *at + 2),
                          "unknown escape: write '\\\\' for a backslash");
    cg_buffer_add_byte(out, to[found - from]);
    *at += 2;
    return CG_OK;
}

/* The text between quotes, with `escapes`; without them a doubled quote is one. */
static cg_status read_quoted(lexer *lex, bool escapes, cg_buffer *out,
                             cg_error *err)
{
    char quote = byte_at(lex, lex->at);
    size_t at = lex->at + 1;
    cg_status status = CG_OK;
    while (status == CG_OK && at < lex->source.text.size) {
        char byte = byte_at(lex, at);
        if (byte == quote && (escapes || byte_at(lex, at + 1) != quote)) {
            lex->at = at + 1;
            return cg_buffer_status(out, err);
        }
        if (byte == '\\' && escapes) {
            status = take_escape(lex, &at, out, err);
            continue;
        }
        cg_buffer_add_byte(out, byte);
        at += byte == quote ? 2 : 1;
    }
    if (status != CG_OK)
        return status;
    return query_fail(err, FAULT_SYNTAX, &lex->source, span(lex->at, lex->at + 1),
                      "the quote that opens here is not closed");
}

static cg_status take_quoted(lexer *lex, lex_token *token, cg_error *err)
{
    cg_buffer text = {0};
    bool name = byte_at(lex, lex->at) == '`';
    token->type = name ? TOKEN_QUOTED : TOKEN_STRING;
    cg_status status = read_quoted(lex, !name, &text, err);
    if (status == CG_OK)
        status =
            cg_arena_copy(lex->arena, cg_buffer_text(&text), &token->text, err);
    cg_buffer_release(&text);
    return status;
}

static size_t word_end(const lexer *lex, size_t at)
{
    while (at < lex->source.text.size) {
        size_t next = at + 1;
        if (!is_name_byte(lex->source.text.at[at])) {
            next = at;
            uint32_t point = cg_text_next(lex->source.text, &next);
            if (point < 0x80 || point == 0xFFFD || !cg_point_is_word(point))
                break;
        }
        at = next;
    }
    return at;
}

static cg_status take_parameter(lexer *lex, lex_token *token, cg_error *err)
{
    size_t start = lex->at++;
    cg_status status = CG_OK;
    if (byte_at(lex, lex->at) == '`') {
        status = take_quoted(lex, token, err);
    } else {
        size_t end = word_end(lex, lex->at);
        if (end == lex->at)
            return query_fail(err, FAULT_SYNTAX, &lex->source, span(start, end),
                              "a parameter's name is missing behind '$'");
        token->text = cg_text_slice(lex->source.text, lex->at, end);
        lex->at = end;
    }
    token->type = TOKEN_PARAMETER;
    return status;
}

/* ---- Signs ---- */

static cg_status refuse_character(const lexer *lex, cg_error *err)
{
    size_t end = lex->at;
    uint32_t point = cg_text_next(lex->source.text, &end);
    query_fault fault = point < 0x80 ? FAULT_SYNTAX : FAULT_UNICODE;
    if (point < 0x20 || point == 0x7F || point == 0xFFFD)
        return query_fail(err, fault, &lex->source, span(lex->at, end),
                          "unexpected byte 0x%02X",
                          (unsigned char)lex->source.text.at[lex->at]);
    cg_text text = cg_text_slice(lex->source.text, lex->at, end);
    return query_fail(err, fault, &lex->source, span(lex->at, end),
                      "unexpected character '%.*s'", CG_TEXT_ARG(text));
}

static cg_status take_sign(lexer *lex, lex_token *token, cg_error *err)
{
    cg_text rest = cg_text_slice(lex->source.text, lex->at, lex->source.text.size);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (cg_text_starts(rest, (cg_text){signs[i].text, signs[i].size})) {
            token->type = (token_type)signs[i].type;
            lex->at += signs[i].size;
            return CG_OK;
        }
    return refuse_character(lex, err);
}

/* ---- Tokens ---- */

static cg_status take(lexer *lex, lex_token *token, cg_error *err)
{
    char byte = byte_at(lex, lex->at);
    if (is_digit(byte) || (byte == '.' && is_digit(byte_at(lex, lex->at + 1)) &&
                           (lex->at == 0 || byte_at(lex, lex->at - 1) != '.')))
        return take_number(lex, token, err);
    if (byte == '\'' || byte == '"' || byte == '`')
        return take_quoted(lex, token, err);
    if (byte == '$')
        return take_parameter(lex, token, err);
    size_t end = word_end(lex, lex->at);
    if (end == lex->at)
        return take_sign(lex, token, err);
    token->type = TOKEN_WORD;
    token->text = cg_text_slice(lex->source.text, lex->at, end);
    token->word = find_keyword(token->text);
    lex->at = end;
    return CG_OK;
}

cg_status lex_next(lexer *lex, lex_token *token, cg_error *err)
{
    *token = (lex_token){.type = TOKEN_END};
    cg_status status = pass_blanks(lex, err);
    size_t start = lex->at;
    if (status == CG_OK && start < lex->source.text.size)
        status = take(lex, token, err);
    token->at = span(start, lex->at);
    return status;
}

/* ---- Without tokens ---- */

static size_t behind_quote(cg_text text, size_t at)
{
    char quote = text.at[at++];
    while (at < text.size && text.at[at] != quote)
        at += text.at[at] == '\\' && quote != '`' ? 2 : 1;
    return at + 1;
}

static size_t behind_line(cg_text text, size_t at)
{
    while (at < text.size && text.at[at] != '\n')
        at++;
    return at + 1;
}

static size_t behind_comment(cg_text text, size_t at)
{
    at += 2;
    while (at + 1 < text.size && (text.at[at] != '*' || text.at[at + 1] != '/'))
        at++;
    return at + 2;
}

size_t lex_pass(cg_text text, size_t at)
{
    char next = at + 1 < text.size ? text.at[at + 1] : '\0';
    switch (text.at[at]) {
    case '\'':
    case '"':
    case '`':
        return behind_quote(text, at);
    case '/':
        if (next == '/')
            return behind_line(text, at);
        return next == '*' ? behind_comment(text, at) : at;
    default:
        return at;
    }
}
