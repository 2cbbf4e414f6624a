#include "ingest/text/shape.h"

/* Items of lists: "Nvidia, X Labs và AMD". What is capitalised between names of one
 * kind, with nothing but commas and "and" in between, is a name of that kind. */

enum { SIGNS_MAX = 2 }; /* between two items: ", and" */

static bool is_separator(const shape_scan *shape, uint32_t token)
{
    return scan_is_sign(shape->scan, token, ",") ||
           scan_is_sign(shape->scan, token, "、") ||
           scan_is_sign(shape->scan, token, "，") ||
           (shape_phrase(shape, token, WORD_JOIN) == 1 &&
            shape_phrase(shape, token, WORD_OF) == 0);
}

/* Where the signs before the token begin; the token itself if there are none. */
static uint32_t signs_before(const shape_scan *shape, uint32_t token)
{
    uint32_t at = token;
    while (at > shape->first && token - at < SIGNS_MAX &&
           is_separator(shape, at - 1))
        at--;
    return at;
}

static uint32_t signs_behind(const shape_scan *shape, uint32_t token)
{
    uint32_t at = token;
    while (at < shape->end && at - token < SIGNS_MAX && is_separator(shape, at))
        at++;
    return at;
}

/* Is there nothing but signs between two candidates of one kind? */
static bool are_linked(const shape_scan *shape, const name_candidate *one,
                       const name_candidate *next)
{
    return one->kind == next->kind && next->first < shape->end &&
           one->first >= shape->first && next->first > one->end &&
           signs_behind(shape, one->end) == next->first;
}

/* Does "and" stand on one side of the run? */
static bool is_and(const shape_scan *shape, uint32_t first, uint32_t end)
{
    return (first > shape->first &&
            shape_phrase(shape, first - 1, WORD_JOIN) == 1) ||
           (end < shape->end && shape_phrase(shape, end, WORD_JOIN) == 1);
}

/* Is the candidate a person, and the run what a person may be called in full? Then
 * two make a list. */
static bool is_full_name(const shape_scan *shape, const name_candidate *candidate,
                         uint32_t first, uint32_t end)
{
    enum { WORDS_MIN = 2, WORDS_MAX = 3 };
    const name_scan *scan = shape->scan;
    if (candidate->kind != scan->names->person_kind || end - first < WORDS_MIN ||
        end - first > WORDS_MAX || shape_phrase(shape, first, WORD_ROLE) > 0 ||
        shape_phrase(shape, first, WORD_HEAD) > 0 || !is_and(shape, first, end))
        return false;
    for (uint32_t i = first; i < end; i++) {
        if (scan->document->tokens[i].shape != TOKEN_CAPITALISED ||
            shape_phrase(shape, i, WORD_TAIL) > 0)
            return false;
    }
    return true;
}

/* Do both the candidate and the run end with a designation, as in "H1 and H2"? */
static bool is_designation(const shape_scan *shape, const name_candidate *candidate,
                           uint32_t first, uint32_t end)
{
    return !shape_is_quantity(shape, end - 1) &&
           shape_has_digit(shape, candidate->end - 1) &&
           shape->scan->document->tokens[candidate->end - 1].shape == TOKEN_MIXED &&
           shape_has_digit(shape, end - 1) && end - first <= 2 &&
           candidate->kind != shape->scan->names->place_kind;
}

/* Is it the sign that parts the items of Chinese lists, and clauses never? */
static bool is_item_sign(const shape_scan *shape, uint32_t token)
{
    return token >= shape->first && token < shape->end &&
           scan_is_sign(shape->scan, token, "、");
}

/* Is the run up to `end` one of three Chinese items or more, of which the one before or
 * behind it (NULL: not known) is an organisation? */
static bool is_one_of_three(const shape_scan *shape, const name_candidate *before,
                            const name_candidate *behind, uint32_t end)
{
    const name_candidate *known = before != NULL ? before : behind;
    if (known == NULL || !shape_is_han(shape, end - 1) ||
        (shape->scan->names->organisations >> known->kind & 1) == 0)
        return false;
    return is_item_sign(shape, before != NULL ? end : behind->end);
}

/* The candidates around the run [first, end): those before it are found[0..index), those
 * behind it found[next..count). The kind of a list that it belongs to, NO_KIND if there is
 * none. */
static uint8_t list_kind(const shape_scan *shape, size_t index, size_t next,
                         size_t count, uint32_t first, uint32_t end)
{
    const name_candidate *found = shape->scan->found;
    uint32_t signs = signs_before(shape, first);
    const name_candidate *before = index > 0 ? &found[index - 1] : NULL;
    const name_candidate *behind = next < count ? &found[next] : NULL;
    if (before != NULL && (signs == first || before->end != signs))
        before = NULL;
    signs = signs_behind(shape, end);
    if (behind != NULL && (signs == end || behind->first != signs))
        behind = NULL;
    if (before != NULL && behind != NULL)
        return before->kind == behind->kind ? before->kind : NO_KIND;
    if (before != NULL && index > 1 && are_linked(shape, &found[index - 2], before))
        return before->kind;
    if (behind != NULL && next + 1 < count &&
        are_linked(shape, behind, &found[next + 1]))
        return behind->kind;
    if (is_one_of_three(shape, before, behind, end))
        return before != NULL ? before->kind : behind->kind;
    if (before != NULL && is_designation(shape, before, first, end))
        return before->kind;
    if (behind != NULL && is_designation(shape, behind, first, end))
        return behind->kind;
    if (before != NULL && is_full_name(shape, before, first, end))
        return before->kind;
    if (behind != NULL && is_full_name(shape, behind, first, end))
        return behind->kind;
    return NO_KIND;
}

enum { ITEM_ZH_MIN = 2, ITEM_ZH_MAX = 6 }; /* characters */

/* Does an item's sign stand before the token, or where an item from it on may end? */
static bool is_beside_item_sign(const shape_scan *shape, uint32_t token)
{
    bool item = token > shape->first && is_item_sign(shape, token - 1);
    for (uint32_t size = ITEM_ZH_MIN; !item && size <= ITEM_ZH_MAX; size++)
        item = is_item_sign(shape, token + size);
    return item;
}

/* The end of two to six Chinese characters from the token on, between known names and
 * words, at an item's sign, which say more than what somebody is; the token itself if
 * there are none. */
static uint32_t run_zh(const shape_scan *shape, uint32_t token)
{
    uint32_t end = token;
    if (!is_beside_item_sign(shape, token) ||
        (token > shape->first && shape_is_han(shape, token - 1) &&
         !shape_is_edge_before(shape, token)))
        return token;
    while (end < shape->end && end - token <= ITEM_ZH_MAX &&
           !shape_is_edge(shape, end))
        end++;
    bool item = (token > shape->first && is_item_sign(shape, token - 1)) ||
                is_item_sign(shape, end);
    bool fits = item && end - token >= ITEM_ZH_MIN && end - token <= ITEM_ZH_MAX;
    return fits && !shape_is_general(shape, token, end) ? end : token;
}

/* 中国太平: where the name begins of which [first, end) is the rest, two Chinese characters
 * right behind a place; `first` if none stands there. */
static uint32_t with_place_zh(const shape_scan *shape, size_t index, uint32_t first,
                              uint32_t end)
{
    enum { REST = 2 };
    const name_candidate *place = index > 0 ? &shape->scan->found[index - 1] : NULL;
    bool joined = shape_is_place(shape, place) && place->end == first &&
                  end - first == REST && shape_is_han(shape, first) &&
                  shape_is_han(shape, first - 1);
    return joined ? place->first : first;
}

/* Look at the capitalised runs in [from, to), and those of Chinese characters, which no
 * candidate covers. */
static cg_status find_between(const shape_scan *shape, size_t index, size_t count,
                              uint32_t from, uint32_t to)
{
    enum { WORDS_MAX = 4 };
    cg_status status = CG_OK;
    for (uint32_t at = from; status == CG_OK && at < to;) {
        uint32_t end = shape_is_han(shape, at) ? run_zh(shape, at)
                                               : shape_run(shape, at, WORDS_MAX);
        end = end < to ? end : to;
        if (end <= at) {
            at++;
            continue;
        }
        bool ends = end == to && to < shape->end; /* a name follows at once */
        uint32_t first = with_place_zh(shape, index, at, end);
        size_t before = first < at ? index - 1 : index;
        uint8_t kind = ends || shape_is_quantity(shape, end - 1)
                           ? NO_KIND
                           : list_kind(shape, before, index, count, first, end);
        status = shape_add(shape, first, end, first, end, kind);
        at = end;
    }
    return status;
}

static cg_status find_in_sentence(const shape_scan *shape, size_t *index,
                                  size_t count)
{
    cg_status status = CG_OK;
    uint32_t at = shape->first;
    while (status == CG_OK && at < shape->end) {
        bool more = *index < count && shape->scan->found[*index].first < shape->end;
        uint32_t to = more ? shape->scan->found[*index].first : shape->end;
        if (*index > 0 || more)
            status = find_between(shape, *index, count, at, to);
        at = more ? shape->scan->found[*index].end : shape->end;
        *index += more;
    }
    return status;
}

cg_status names_find_lists(name_scan *scan)
{
    const text_document *document = scan->document;
    cg_status status = CG_OK;
    size_t count = scan->count;
    size_t index = 0;
    for (size_t i = 0; status == CG_OK && i < document->sentence_count; i++) {
        const text_sentence *sentence = &document->sentences[i];
        shape_scan shape = {scan, sentence->first_token, sentence->end_token,
                            sentence->language, false};
        status = find_in_sentence(&shape, &index, count);
    }
    names_sort(scan);
    return status;
}
