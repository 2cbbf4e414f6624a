#include "ingest/text/token.h"

#include <unicode/uchar.h>

typedef enum { BLANK, SIGN, UPPER, LOWER, LETTER, MARK, DIGIT, CJK } point_class;

static point_class class_of_ascii(uint32_t point)
{
    if (point >= 'a' && point <= 'z')
        return LOWER;
    if (point >= 'A' && point <= 'Z')
        return UPPER;
    if (point >= '0' && point <= '9')
        return DIGIT;
    return point <= ' ' || point == 0x7F ? BLANK : SIGN;
}

/* Letters without case and letter-like numbers are LETTER; invisible format
 * characters are MARK, so that they neither begin nor part a word. */
static point_class class_of_other(uint32_t point)
{
    uint32_t category = U_GET_GC_MASK((UChar32)point);
    if ((category & U_GC_LL_MASK) != 0)
        return LOWER;
    if ((category & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0)
        return UPPER;
    if ((category & (U_GC_L_MASK | U_GC_NL_MASK)) != 0)
        return cg_point_is_cjk(point) ? CJK : LETTER;
    if ((category & (U_GC_M_MASK | U_GC_CF_MASK)) != 0)
        return MARK;
    if ((category & (U_GC_ND_MASK | U_GC_NO_MASK)) != 0)
        return DIGIT;
    if ((category & (U_GC_Z_MASK | U_GC_C_MASK)) != 0)
        return BLANK;
    return SIGN;
}

static point_class class_of(uint32_t point)
{
    if (point < 0x80)
        return class_of_ascii(point);
    if (point >= 0x4E00 && point <= 0x9FFF)
        return CJK;
    return class_of_other(point);
}

/* The class of the code point at `at`, BLANK at the end; `*next` is behind it. */
static point_class peek(cg_text text, size_t at, size_t *next, uint32_t *point)
{
    if (at >= text.size) {
        *next = at;
        *point = 0;
        return BLANK;
    }
    unsigned char byte = (unsigned char)text.at[at];
    *next = at + 1;
    *point = byte;
    if (byte >= 0x80) {
        *next = at;
        *point = cg_text_next(text, next);
    }
    return class_of(*point);
}

static point_class class_at(cg_text text, size_t at)
{
    size_t next;
    uint32_t point;
    return peek(text, at, &next, &point);
}

static bool is_letter(point_class class)
{
    return class == UPPER || class == LOWER || class == LETTER;
}

static bool is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019;
}

static bool is_hyphen(uint32_t point)
{
    return point == '-' || point == 0x2010 || point == 0x2011;
}

/* What is known of a word while it is scanned. */
typedef struct {
    cg_text text;
    size_t at;        /* behind what belongs to it */
    size_t part;      /* letters and digits since the last inner sign */
    point_class last; /* class of the last point that is no mark */
    bool first_upper; /* it begins with a capital */
    bool later_upper; /* a capital follows */
    bool lower;       /* it has small letters */
    bool letter;      /* it has letters of any kind */
    bool digit;       /* it has digits */
    bool initials;    /* it has the inner point of `U.S.` */
} word_scan;

static void take(word_scan *word, point_class class, size_t next)
{
    bool first = !word->letter && !word->digit;
    word->at = next;
    if (class == MARK)
        return;
    word->first_upper |= first && class == UPPER;
    word->later_upper |= !first && class == UPPER;
    word->lower |= class == LOWER;
    word->letter |= is_letter(class);
    word->digit |= class == DIGIT;
    word->last = class;
    word->part++;
}

static bool at_initial(const word_scan *word)
{
    return word->part == 1 && !word->digit && is_letter(word->last);
}

/* Does a point behind the scanned part belong to the word? */
static bool joins_point(const word_scan *word, size_t next)
{
    size_t behind;
    uint32_t point;
    point_class class = peek(word->text, next, &behind, &point);
    if (word->last == DIGIT && class == DIGIT)
        return true;
    if (!at_initial(word))
        return false;
    if (word->initials && !is_letter(class) && class != DIGIT)
        return true;
    if (!is_letter(class))
        return false;
    peek(word->text, behind, &behind, &point);
    return point == '.';
}

/* The possessive: an s and the word's end behind the apostrophe. */
static bool is_possessive(cg_text text, size_t next)
{
    if (next >= text.size || (text.at[next] | 0x20) != 's')
        return false;
    point_class class = class_at(text, next + 1);
    return class == BLANK || class == SIGN || class == CJK;
}

/* A part with a digit behind a hyphen joins, unless both sides are plain numbers.
 * Looks at that part only, so that the cost stays linear. */
static bool joins_hyphen(const word_scan *word, size_t next)
{
    bool digit = false;
    bool letter = word->letter;
    for (size_t at = next; at < word->text.size;) {
        uint32_t point;
        point_class class = peek(word->text, at, &at, &point);
        if (class == BLANK || class == SIGN || class == CJK)
            break;
        digit |= class == DIGIT;
        letter |= is_letter(class);
    }
    return digit && letter;
}

static bool joins(const word_scan *word, uint32_t sign, size_t next)
{
    if (sign == '.')
        return joins_point(word, next);
    if (sign == ',')
        return !word->letter && word->last == DIGIT &&
               class_at(word->text, next) == DIGIT;
    if (sign == '&')
        return word->last == UPPER && class_at(word->text, next) == UPPER;
    if (sign == '_')
        return next < word->text.size && class_at(word->text, next) != BLANK;
    if (is_apostrophe(sign))
        return is_letter(word->last) && is_letter(class_at(word->text, next)) &&
               !is_possessive(word->text, next);
    return is_hyphen(sign) && joins_hyphen(word, next);
}

/* Most of most words: small ASCII letters. */
static void take_small(word_scan *word)
{
    size_t start = word->at;
    while (word->at < word->text.size && word->text.at[word->at] >= 'a' &&
           word->text.at[word->at] <= 'z')
        word->at++;
    if (word->at == start)
        return;
    word->lower = true;
    word->letter = true;
    word->last = LOWER;
    word->part += word->at - start;
}

static void scan_word(word_scan *word)
{
    size_t next;
    uint32_t point;
    for (;;) {
        take_small(word);
        point_class class = peek(word->text, word->at, &next, &point);
        if (class == BLANK || class == CJK)
            break;
        if (class != SIGN) {
            take(word, class, next);
            continue;
        }
        if (!joins(word, point, next))
            break;
        word->initials |= point == '.' && at_initial(word);
        word->at = next;
        word->part = 0;
    }
}

static token_shape shape_of(const word_scan *word)
{
    if (!word->letter)
        return TOKEN_NUMBER;
    if (word->digit)
        return TOKEN_MIXED;
    if (!word->first_upper)
        return word->later_upper ? TOKEN_MIXED : TOKEN_LOWER;
    if (!word->lower)
        return TOKEN_UPPER;
    return word->later_upper ? TOKEN_MIXED : TOKEN_CAPITALISED;
}

/* The end of an address that begins at `at`; `at` itself where none does. */
static size_t address_end(cg_text text, size_t at)
{
    cg_text rest = cg_text_slice(text, at, text.size);
    if (!cg_text_starts(rest, CG_TEXT("http://")) &&
        !cg_text_starts(rest, CG_TEXT("https://")) &&
        !cg_text_starts(rest, CG_TEXT("www.")))
        return at;
    while (at < text.size && (unsigned char)text.at[at] > ' ' &&
           (unsigned char)text.at[at] < 0x80 &&
           strchr("\"<>()[]", text.at[at]) == NULL)
        at++;
    return at;
}

static void scan_token(cg_text text, point_class class, uint32_t point, size_t next,
                       text_token *token)
{
    size_t start = token->start;
    word_scan word = {.text = text, .at = start};
    size_t address = class == LOWER ? address_end(text, start) : start;
    if (address > start) {
        word.at = address;
        token->shape = TOKEN_MIXED;
    } else if (class == CJK) {
        word.at = next;
        token->shape = TOKEN_CJK;
    } else if (class != SIGN) {
        scan_word(&word);
        token->shape = (uint8_t)shape_of(&word);
    } else if (is_apostrophe(point) && start > 0 && !token->blank_before &&
               is_possessive(text, next)) {
        word.at = next + 1;
        token->shape = TOKEN_LOWER;
    } else {
        word.at = next;
        token->shape = TOKEN_PUNCTUATION;
    }
    token->end = (uint32_t)word.at;
}

bool token_next(cg_text text, size_t *at, text_token *token)
{
    *token = (text_token){.blank_before = false};
    while (*at < text.size) {
        size_t next;
        uint32_t point;
        point_class class = peek(text, *at, &next, &point);
        if (class == BLANK || class == MARK) {
            token->blank_before |= class == BLANK;
            *at = next;
            continue;
        }
        token->start = (uint32_t)*at;
        scan_token(text, class, point, next, token);
        *at = token->end;
        return true;
    }
    return false;
}

size_t token_fold(cg_text token, cg_fold level, char out[TOKEN_FOLD_MAX])
{
    size_t size = 0;
    for (size_t at = 0; at < token.size;) {
        unsigned char byte = (unsigned char)token.at[at];
        if (size + CG_FOLD_MAX > TOKEN_FOLD_MAX)
            return 0;
        if (byte < 0x80) {
            bool capital = byte >= 'A' && byte <= 'Z';
            out[size++] = (char)(capital ? byte | 0x20 : byte);
            at++;
        } else {
            size += cg_fold_point(cg_text_next(token, &at), level, out + size);
        }
    }
    return size;
}
