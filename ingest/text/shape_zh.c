#include "ingest/text/shape.h"

/* Names in Chinese characters. No blank tells where they begin or end, so that a known
 * word or a sign has to. */

static bool is_han(const shape_scan *shape, uint32_t token)
{
    return token >= shape->first && token < shape->end &&
           shape->scan->document->tokens[token].shape == TOKEN_CJK;
}

/* Can a name not go on with the token: a sign, a known name, a word that does not
 * belong to names? */
static bool is_edge(const shape_scan *shape, uint32_t token)
{
    static const word_use edges[] = {WORD_STOP, WORD_SAYS, WORD_ROLE,
                                     WORD_TITLE_AFTER};
    if (!is_han(shape, token) || shape_listed(shape, token) != NULL)
        return true;
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        if (shape_phrase(shape, token, edges[i]) > 0)
            return true;
    }
    return false;
}

/* Does a word that parts names end right before the token? */
static bool is_edge_before(const shape_scan *shape, uint32_t token)
{
    static const word_use edges[] = {WORD_STOP, WORD_SAYS, WORD_ROLE};
    if (!is_han(shape, token - 1) || shape_listed(shape, token - 1) != NULL)
        return true;
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        if (scan_phrase_before(shape->scan, shape->first, token, edges[i], NULL) >
            0)
            return true;
    }
    return false;
}

/* ---- Persons ---- */

/* The end of a name of two or three characters that begins at `token`; `token` if
 * there is none. Where nothing tells its end, it has three. */
static uint32_t chinese_person_end(const shape_scan *shape, uint32_t token)
{
    uint32_t surname = shape_phrase(shape, token, WORD_SURNAME);
    uint32_t given = token + surname;
    if (shape_phrase(shape, token, WORD_NO_NAME) > surname || surname == 0 ||
        !is_han(shape, given) || is_edge(shape, given))
        return token;
    if (is_edge(shape, given + 1))
        return given + 1;
    return given + 2;
}

/* 首席执行官王小明, CEO王小明 */
cg_status shape_role_zh(const shape_scan *shape, const shape_cue *cue)
{
    if (shape_listed(shape, cue->end) != NULL)
        return CG_OK;
    uint32_t end = chinese_person_end(shape, cue->end);
    if (end == cue->end ||
        (end < shape->end && scan_is_sign(shape->scan, end, "·")))
        return CG_OK;
    return shape_add(shape, cue->end, end, cue->end, end,
                     scan_kind(shape->scan, cue->sense));
}

/* Does an organisation's name or a label end right before the token? */
static bool is_tail_before(const shape_scan *shape, uint32_t token)
{
    return scan_phrase_before(shape->scan, shape->first, token, WORD_LABEL, NULL) >
               0 ||
           scan_phrase_before(shape->scan, shape->first, token, WORD_TAIL, NULL) >
               0;
}

/* A name of two to four characters that ends before `end` and begins with a surname
 * where a name can begin; `end` if there is none. */
static uint32_t chinese_person_start(const shape_scan *shape, uint32_t end)
{
    enum { SHORTEST = 2, LONGEST = 4 };
    for (uint32_t size = SHORTEST; size <= LONGEST && shape->first + size <= end;
         size++) {
        uint32_t first = end - size;
        if (!is_han(shape, first) || shape_listed(shape, first) != NULL)
            break;
        uint32_t surname = shape_phrase(shape, first, WORD_SURNAME);
        bool fits = surname > 0 && size > surname && size - surname <= 2 &&
                    shape_phrase(shape, first, WORD_NO_NAME) <= surname;
        if (fits && (first == shape->first || is_edge_before(shape, first) ||
                     is_tail_before(shape, first)))
            return first;
    }
    return end;
}

/* 王小明表示 */
cg_status shape_says_zh(const shape_scan *shape, const shape_cue *cue)
{
    uint32_t first = chinese_person_start(shape, cue->first);
    if (first == cue->first)
        return CG_OK;
    return shape_add(shape, first, cue->first, first, cue->first,
                     scan_kind(shape->scan, cue->sense));
}

/* 王小明先生, 王先生 */
cg_status shape_title_after(const shape_scan *shape, const shape_cue *cue)
{
    uint32_t first = chinese_person_start(shape, cue->first);
    if (first == cue->first && cue->first > shape->first &&
        shape_listed(shape, cue->first - 1) == NULL &&
        shape_phrase(shape, cue->first - 1, WORD_SURNAME) == 1)
        first = cue->first - 1;
    if (first == cue->first)
        return CG_OK;
    return shape_add(shape, first, cue->first, first, cue->first,
                     scan_kind(shape->scan, cue->sense));
}

/* 吉姆·史密斯: from an edge to an edge, with a few characters on each side. */
cg_status shape_middle_dot(const shape_scan *shape, uint32_t token)
{
    enum { PART_MAX = 6 };
    if (!scan_is_sign(shape->scan, token, "·") || !is_han(shape, token - 1) ||
        !is_han(shape, token + 1) || token == shape->first)
        return CG_OK;
    uint32_t first = token;
    while (token - first < PART_MAX && !is_edge(shape, first - 1) &&
           (first == token || !is_edge_before(shape, first)))
        first--;
    const name_candidate *known = shape_listed(shape, token + 1);
    bool surname = known != NULL && known->first == token + 1 &&
                   known->kind == shape->scan->names->person_kind;
    uint32_t end = surname ? known->end : token + 1;
    uint32_t part = end;
    while (end < shape->end && end - part < PART_MAX) {
        bool dot = scan_is_sign(shape->scan, end, "·") && is_han(shape, end + 1);
        if (!dot && is_edge(shape, end))
            break;
        end++;
        if (dot)
            part = end;
    }
    bool again = first > shape->first && scan_is_sign(shape->scan, first - 1, "·");
    if (first == token || end == token + 1 || again)
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     shape->scan->names->person_kind);
}

/* ---- Organisations ---- */

/* The length of what says nothing by itself at the token: 芯片 of 芯片公司. */
static uint32_t general_words(const shape_scan *shape, uint32_t token, uint32_t end)
{
    static const word_use general[] = {WORD_NO_NAME, WORD_FILLER,      WORD_BRANCH,
                                       WORD_LABEL,   WORD_LABEL_AFTER, WORD_TAIL};
    size_t longest = 0;
    for (size_t i = 0; i < sizeof general / sizeof *general; i++) {
        size_t length = scan_phrase_at(shape->scan, token, end, general[i], NULL);
        if (length > longest)
            longest = length;
    }
    return (uint32_t)longest;
}

/* Do [first, end) consist of general words alone? */
static bool is_general(const shape_scan *shape, uint32_t first, uint32_t end)
{
    while (first < end) {
        uint32_t length = general_words(shape, first, end);
        if (length == 0)
            return false;
        first += length;
    }
    return true;
}

/* Where the name before a tail begins: letters right before it, or two to sixteen
 * characters from an edge on. `tail` if there is none. */
static uint32_t body_start(const shape_scan *shape, uint32_t tail)
{
    enum { SHORTEST = 2, LONGEST = 16 };
    uint32_t first = tail;
    if (!is_han(shape, tail - 1))
        return shape_run_before(shape, tail, LONGEST);
    while (first > shape->first && tail - first < LONGEST &&
           !is_edge_before(shape, first))
        first--;
    bool edge = first == shape->first || is_edge_before(shape, first);
    return edge && tail - first >= SHORTEST ? first : tail;
}

/* 某某科技: two to four characters between signs, known names and words. */
cg_status shape_weak_tail(const shape_scan *shape, const shape_cue *cue)
{
    enum { LONGEST = 4 };
    bool goes_on = is_han(shape, cue->end) && !is_edge(shape, cue->end);
    if (cue->first == shape->first || goes_on || !is_han(shape, cue->first - 1) ||
        shape_phrase(shape, cue->first, WORD_WEAK_TAIL) > cue->end - cue->first)
        return CG_OK;
    uint32_t first = body_start(shape, cue->first);
    if (first == cue->first || cue->first - first > LONGEST ||
        is_general(shape, first, cue->first))
        return CG_OK;
    return shape_add(shape, first, cue->end, first, cue->end,
                     scan_kind(shape->scan, cue->sense));
}

/* 某某科技公司: a listed place right before it belongs to it. */
cg_status shape_tail_zh(const shape_scan *shape, const shape_cue *cue)
{
    if (cue->first == shape->first || shape_phrase(shape, cue->end, WORD_TAIL) > 0)
        return CG_OK;
    uint32_t first = body_start(shape, cue->first);
    if (first == cue->first || is_general(shape, first, cue->first))
        return CG_OK;
    const name_candidate *before =
        first > shape->first ? shape_listed(shape, first - 1) : NULL;
    if (before != NULL && before->kind == shape->scan->names->place_kind)
        first = before->first;
    return shape_add(shape, first, cue->end, first, cue->end,
                     scan_kind(shape->scan, cue->sense));
}
