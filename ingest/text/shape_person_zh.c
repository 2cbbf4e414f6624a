#include "ingest/text/shape.h"

/* Persons whose names are written in Chinese characters. */

static bool is_dot(const shape_scan *shape, uint32_t token)
{
    static const char *const dots[] = {"·", "‧", "・", "•", "．"};
    bool dot = false;
    for (size_t i = 0; i < sizeof dots / sizeof *dots && token < shape->end; i++)
        dot |= scan_is_sign(shape->scan, token, dots[i]);
    return dot;
}

/* Where nothing tells its end, it has three. A function word of one character may stand
 * inside one of three: 周以恬. */
uint32_t shape_person_end_zh(const shape_scan *shape, uint32_t token)
{
    uint32_t surname = shape_phrase(shape, token, WORD_SURNAME);
    uint32_t given = token + surname;
    if (shape_phrase(shape, token, WORD_NO_NAME) > surname || surname == 0 ||
        !shape_is_han(shape, given) || shape_listed(shape, given) != NULL)
        return token;
    bool last_is_edge = shape_is_edge(shape, given + 1) ||
                        shape->scan->document->tokens[given + 1].blank_before;
    if (shape_is_edge(shape, given)) {
        bool inside = shape_phrase(shape, given, WORD_STOP) == 1 && !last_is_edge &&
                      shape_is_edge(shape, given + 2);
        return inside ? given + 2 : token;
    }
    bool word = shape_phrase(shape, given + 1, WORD_NO_NAME) > 1; /* 曾任 */
    return last_is_edge || word ? given + 1 : given + 2;
}

/* The sign of a byline between a role and a name: 作者：王小明, 编辑｜王小明 */
static bool is_byline_sign(const shape_scan *shape, uint32_t token)
{
    static const char *const signs[] = {"：", ":", "｜", "|", "／", "/", "丨"};
    bool sign = false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs && token < shape->end; i++)
        sign |= scan_is_sign(shape->scan, token, signs[i]);
    return sign;
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
        if (!shape_is_han(shape, first) || shape_listed(shape, first) != NULL)
            break;
        uint32_t surname = shape_phrase(shape, first, WORD_SURNAME);
        bool fits = surname > 0 && size > surname && size - surname <= 2 &&
                    shape_phrase(shape, first, WORD_NO_NAME) <= surname;
        if (fits && (first == shape->first || shape_is_edge_before(shape, first) ||
                     is_tail_before(shape, first)))
            return first;
    }
    return end;
}

/* 王小明表示, 王小明也表示 */
cg_status shape_says_zh(const shape_scan *shape, const shape_cue *cue)
{
    uint32_t end = cue->first;
    end -= (uint32_t)scan_phrase_before(shape->scan, shape->first, end, WORD_STOP,
                                        NULL);
    uint32_t first = chinese_person_start(shape, end);
    if (first == end)
        return CG_OK;
    return shape_add(shape, first, end, first, end,
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

/* ---- Transliterated names: 吉姆·史密斯 ---- */

/* Does a word of two characters or more that belongs to no name begin here? */
static bool is_word_edge(const shape_scan *shape, uint32_t token)
{
    static const word_use edges[] = {WORD_STOP, WORD_SAYS, WORD_ROLE,
                                     WORD_TITLE_AFTER, WORD_NO_NAME};
    bool edge = false;
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        edge |= shape_phrase(shape, token, edges[i]) > 1;
    return edge;
}

/* Is the token one of the characters that foreign names are written with? */
static bool is_sound(const shape_scan *shape, uint32_t token)
{
    return shape_is_han(shape, token) &&
           shape_phrase(shape, token, WORD_TRANSLITERATION) > 0 &&
           shape_listed(shape, token) == NULL && !is_word_edge(shape, token);
}

/* Where the part before the dot begins: its characters of foreign names, else all from
 * an edge on. */
static uint32_t part_start(const shape_scan *shape, uint32_t dot)
{
    enum { PART_MAX = 6 };
    uint32_t first = dot;
    bool sounds = is_sound(shape, dot - 1);
    while (first > shape->first && dot - first < PART_MAX &&
           (sounds ? is_sound(shape, first - 1)
                   : !shape_is_edge(shape, first - 1) &&
                         (first == dot || !shape_is_edge_before(shape, first))))
        first--;
    return first;
}

/* Where the part behind the dot ends: with a known surname, its characters of foreign
 * names, or else at an edge. */
static uint32_t part_end(const shape_scan *shape, uint32_t first)
{
    enum { PART_MAX = 8 };
    const name_candidate *known = shape_listed(shape, first);
    uint32_t end = first;
    if (known != NULL && known->first == first &&
        known->kind == shape->scan->names->person_kind)
        return known->end;
    uint32_t surname = shape_phrase(shape, first, WORD_SURNAME);
    if (surname > 1)
        return first + surname;
    bool sounds = is_sound(shape, first);
    while (end < shape->end && end - first < PART_MAX &&
           (sounds ? is_sound(shape, end) : !shape_is_edge(shape, end)))
        end++;
    return end;
}

/* Where a foreign name without a dot ends: 总裁索托马约尔. `first` if there is none. */
static uint32_t sounds_end(const shape_scan *shape, uint32_t first)
{
    enum { SHORTEST = 2, LONGEST = 6 };
    uint32_t end = first;
    while (end < shape->end && end - first <= LONGEST && is_sound(shape, end))
        end++;
    bool fits = end - first >= SHORTEST && end - first <= LONGEST;
    return fits && (end == shape->end || shape_is_edge(shape, end)) ? end : first;
}

/* 首席执行官王小明, CEO王小明, 总裁索托马约尔 */
cg_status shape_role_zh(const shape_scan *shape, const shape_cue *cue)
{
    bool byline = is_byline_sign(shape, cue->end);
    uint32_t first = cue->end + byline;
    if (first >= shape->end || shape_listed(shape, first) != NULL)
        return CG_OK;
    uint32_t end = shape_person_end_zh(shape, first);
    uint32_t foreign = sounds_end(shape, first);
    if (foreign > end)
        end = foreign;
    if (end == first || is_dot(shape, end) ||
        (byline && shape_is_han(shape, end) && !shape_is_edge(shape, end)))
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     scan_kind(shape->scan, cue->sense));
}

cg_status shape_middle_dot(const shape_scan *shape, uint32_t token)
{
    enum { PARTS_MAX = 4 };
    if (token == shape->first || !is_dot(shape, token) ||
        !shape_is_han(shape, token - 1) || !shape_is_han(shape, token + 1))
        return CG_OK;
    uint32_t first = part_start(shape, token);
    bool again = first > shape->first && is_dot(shape, first - 1);
    uint32_t end = part_end(shape, token + 1);
    for (int part = 2;
         part < PARTS_MAX && is_dot(shape, end) && shape_is_han(shape, end + 1);
         part++)
        end = part_end(shape, end + 1);
    if (first == token || end == token + 1 || again)
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     shape->scan->names->person_kind);
}
