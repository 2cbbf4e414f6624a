#include "ingest/text/shape.h"

/* Classes of materials, tools and steps: 真空压膜机, 6英寸碳化硅衬底, "film-deposition
 * systems". Such names are made of known parts, of which the last one tells the kind. */

static bool is_goods(const shape_scan *shape, const name_candidate *candidate)
{
    return candidate != NULL &&
           (shape->scan->names->goods >> candidate->kind & 1) != 0;
}

/* 300mm: is the token digits with an adjunct written together with them? */
static bool is_size(const shape_scan *shape, uint32_t token)
{
    const text_words *words = shape->scan->words;
    cg_text text = document_text(shape->scan->document, token, token + 1);
    size_t digits = 0;
    while (digits < text.size && text.at[digits] >= '0' && text.at[digits] <= '9')
        digits++;
    if (digits == 0 || digits == text.size)
        return false;
    text_token unit = {
        .word = words_find(words, cg_text_slice(text, digits, text.size))};
    return words_longest(words, &unit, 1, WORD_GOODS_ADJUNCT, NULL) > 0;
}

/* What stands before the end of a class's name. */
typedef struct {
    uint32_t first; /* token */
    bool telling;   /* not only adjuncts */
} goods_parts;

/* Does a hyphen between two words stand right before the token? */
static bool is_joined(const shape_scan *shape, uint32_t token)
{
    return token > shape->first + 1 && scan_is_sign(shape->scan, token - 1, "-") &&
           shape_is_tight(shape, token - 1);
}

/* "NXT:1980i": names a tool by itself, before the name of its class. */
static bool is_model(const shape_scan *shape, const name_candidate *listed)
{
    return !shape_is_han(shape, listed->end - 1) &&
           shape_has_digit(shape, listed->end - 1);
}

/* Step to where the part begins that ends where `parts` does, or before a hyphen there;
 * false if none does. */
static bool take_part(const shape_scan *shape, goods_parts *parts)
{
    uint32_t end = parts->first - is_joined(shape, parts->first);
    if (end == shape->first)
        return false;
    const name_candidate *listed = shape_listed(shape, end - 1);
    if (is_goods(shape, listed)) {
        if (listed->end != end || is_model(shape, listed))
            return false;
        parts->first = listed->first;
        parts->telling = true;
        return true;
    }
    size_t lengths[] = {
        scan_phrase_before(shape->scan, shape->first, end, WORD_GOODS_ADJUNCT,
                           NULL),
        scan_phrase_before(shape->scan, shape->first, end, WORD_GOODS_PART, NULL),
    };
    size_t longest = is_size(shape, end - 1);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        if (lengths[i] <= longest)
            continue;
        longest = lengths[i];
        parts->telling |= i > 0;
    }
    if (longest > 0)
        parts->first = end - (uint32_t)longest;
    return longest > 0;
}

/* Does the number of a size stand before the token: 8吋, "8-inch"? A number apart from a
 * word counts pieces. */
static bool follows_number(const shape_scan *shape, uint32_t token)
{
    const text_token *tokens = shape->scan->document->tokens;
    uint32_t end = token - is_joined(shape, token);
    return end > shape->first && tokens[end - 1].shape == TOKEN_NUMBER &&
           (end < token || shape_is_han(shape, token));
}

/* The parts that lead to the token, with the number of a size. */
static goods_parts parts_before(const shape_scan *shape, uint32_t token)
{
    enum { PARTS_MAX = 6 };
    goods_parts parts = {.first = token};
    for (size_t i = 0; i < PARTS_MAX && take_part(shape, &parts); i++)
        ;
    if (parts.first < token && follows_number(shape, parts.first))
        parts.first -= 1 + is_joined(shape, parts.first);
    return parts;
}

/* Does a part of tokens [first, end) belong to a name that is none of goods or
 * products? */
static bool is_taken(const shape_scan *shape, uint32_t first, uint32_t end)
{
    const text_names *names = shape->scan->names;
    for (uint32_t i = first; i < end; i++) {
        const name_candidate *listed = shape_listed(shape, i);
        if (listed != NULL && ((names->organisations >> listed->kind & 1) != 0 ||
                               listed->kind == names->place_kind ||
                               listed->kind == names->person_kind))
            return true;
    }
    return false;
}

/* Add [first, end), which names goods of a kind. */
static cg_status add_goods(const shape_scan *shape, uint32_t first, uint32_t end,
                           uint8_t kind)
{
    if (is_taken(shape, first, end) ||
        scan_cuts_word(shape->scan, shape->first, shape->end, first, end))
        return CG_OK;
    return shape_add(shape, first, end, first, end, kind);
}

/* Can the name of a class end with the token? With a capital it is a firm's:
 * "Lumen Etching Systems". */
static bool may_end(const shape_scan *shape, uint32_t token)
{
    return shape_is_han(shape, token) || shape_is_lower(shape, token);
}

/* Does a word behind the end of a step's name say that it is one? */
static bool is_told_step(const shape_scan *shape, const shape_cue *cue)
{
    const words_sense *step = NULL;
    scan_phrase_at(shape->scan, cue->end, shape->end, WORD_GOODS_STEP, &step);
    return step != NULL && step->kind == cue->sense->kind;
}

cg_status shape_goods_tail(const shape_scan *shape, const shape_cue *cue)
{
    if (shape_phrase(shape, cue->first, WORD_GOODS_TAIL) > cue->end - cue->first ||
        !may_end(shape, cue->end - 1))
        return CG_OK;
    goods_parts parts = parts_before(shape, cue->first);
    if (!parts.telling && !is_told_step(shape, cue))
        return CG_OK;
    uint32_t first = parts.telling ? parts.first : cue->first;
    return add_goods(shape, first, cue->end, scan_kind(shape->scan, cue->sense));
}

cg_status shape_goods(const shape_scan *shape, const name_candidate *listed)
{
    if (!is_goods(shape, listed) || !may_end(shape, listed->end - 1))
        return CG_OK;
    goods_parts parts = parts_before(shape, listed->first);
    bool compound = scan_phrase_before(shape->scan, listed->first, listed->end,
                                       WORD_GOODS_TAIL, NULL) > 0;
    if (parts.first == listed->first || (!parts.telling && !compound))
        return CG_OK;
    return add_goods(shape, parts.first, listed->end, listed->kind);
}
