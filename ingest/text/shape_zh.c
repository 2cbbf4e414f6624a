#include "ingest/text/shape.h"

/* Names in Chinese characters. No blank tells where they begin or end, so that a known
 * word or a sign has to. */

bool shape_is_han(const shape_scan *shape, uint32_t token)
{
    return token >= shape->first && token < shape->end &&
           shape->scan->document->tokens[token].shape == TOKEN_CJK;
}

bool shape_is_edge(const shape_scan *shape, uint32_t token)
{
    static const word_use edges[] = {WORD_STOP, WORD_SAYS, WORD_ROLE,
                                     WORD_TITLE_AFTER};
    if (!shape_is_han(shape, token) || shape_listed(shape, token) != NULL)
        return true;
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        if (shape_phrase(shape, token, edges[i]) > 0)
            return true;
    }
    return false;
}

bool shape_is_edge_before(const shape_scan *shape, uint32_t token)
{
    static const word_use edges[] = {WORD_STOP, WORD_SAYS, WORD_ROLE};
    if (!shape_is_han(shape, token - 1) || shape_listed(shape, token - 1) != NULL)
        return true;
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        if (scan_phrase_before(shape->scan, shape->first, token, edges[i], NULL) >
            0)
            return true;
    }
    return false;
}

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

bool shape_is_general(const shape_scan *shape, uint32_t first, uint32_t end)
{
    while (first < end) {
        uint32_t length = general_words(shape, first, end);
        if (length == 0)
            return false;
        first += length;
    }
    return true;
}

/* 存算一体芯片公司某某微: do the words before the name say what it is? */
static bool is_behind_label(const shape_scan *shape, uint32_t token)
{
    enum { LABEL_MIN = 3 };
    return scan_phrase_before(shape->scan, shape->first, token, WORD_LABEL, NULL) >=
           LABEL_MIN;
}

/* Where the name before a tail begins: letters right before it, or two to sixteen
 * characters from an edge or a label on. `tail` if there is none. */
static uint32_t body_start(const shape_scan *shape, uint32_t tail)
{
    enum { SHORTEST = 2, LONGEST = 16 };
    uint32_t first = tail;
    if (!shape_is_han(shape, tail - 1))
        return shape_run_before(shape, tail, LONGEST);
    while (first > shape->first && tail - first < LONGEST &&
           !shape_is_edge_before(shape, first) &&
           !(tail - first >= SHORTEST && is_behind_label(shape, first)))
        first--;
    bool edge = first == shape->first || shape_is_edge_before(shape, first) ||
                is_behind_label(shape, first);
    return edge && tail - first >= SHORTEST ? first : tail;
}

/* The same for a short name: 设备厂弘铠精密 begins behind the label, too. */
static uint32_t short_body_start(const shape_scan *shape, uint32_t tail)
{
    enum { SHORTEST = 2, LONGEST = 4 };
    if (tail == shape->first || shape_listed(shape, tail - 1) != NULL)
        return tail;
    for (uint32_t size = SHORTEST; size <= LONGEST && shape->first + size <= tail &&
                                   shape_is_han(shape, tail - size) &&
                                   shape_listed(shape, tail - size) == NULL;
         size++) {
        uint32_t first = tail - size;
        if (first == shape->first || shape_is_edge_before(shape, first) ||
            scan_phrase_before(shape->scan, shape->first, first, WORD_LABEL, NULL) >
                0)
            return first;
    }
    return tail;
}

/* SK启方半导体: where the letters begin that are written together with a short name from
 * `first` on; `first` if there are none. */
static uint32_t with_letters(const shape_scan *shape, uint32_t first)
{
    const text_token *tokens = shape->scan->document->tokens;
    bool letters = first > shape->first && !tokens[first].blank_before &&
                   tokens[first - 1].shape == TOKEN_UPPER &&
                   shape_is_capital(shape, first - 1);
    return letters ? first - 1 : first;
}

/* 子公司某某微电子列入名单: does a label before and a tail of three characters tell the name,
 * though nothing parts it from what follows? */
static bool is_told_short(const shape_scan *shape, const shape_cue *cue,
                          uint32_t first)
{
    enum { TAIL_MIN = 3 };
    return cue->end - cue->first >= TAIL_MIN && first < cue->first &&
           scan_phrase_before(shape->scan, shape->first, first, WORD_LABEL, NULL) >
               0;
}

/* 苏州某某科技: where the city begins that stands right before the name and belongs to it;
 * `first` if there is none. */
static uint32_t with_city(const shape_scan *shape, uint32_t first)
{
    const name_candidate *place =
        first > shape->first ? shape_listed(shape, first - 1) : NULL;
    bool city = shape_is_place(shape, place) && place->end == first &&
                place->listed >= 0 &&
                names_entry_at(shape->scan->names, place->listed)->is_seat;
    return city ? place->first : first;
}

/* 某某科技: two to four characters between signs, known names and words. */
cg_status shape_weak_tail(const shape_scan *shape, const shape_cue *cue)
{
    bool goes_on = shape_is_han(shape, cue->end) && !shape_is_edge(shape, cue->end);
    if (cue->first == shape->first || !shape_is_han(shape, cue->first - 1) ||
        shape_phrase(shape, cue->first, WORD_WEAK_TAIL) > cue->end - cue->first)
        return CG_OK;
    uint32_t first = short_body_start(shape, cue->first);
    uint8_t kind = scan_kind(shape->scan, cue->sense);
    bool thing =
        kind != NO_KIND && (shape->scan->names->organisations >> kind & 1) == 0;
    if (goes_on && !thing && !is_told_short(shape, cue, first))
        return CG_OK;
    bool counted = first > shape->first && /* 54家债权银行 */
                   shape->scan->document->tokens[first - 1].shape == TOKEN_NUMBER;
    if (first == cue->first || counted ||
        shape_phrase(shape, first, WORD_DEFINITE) > 0 ||
        shape_phrase(shape, first, WORD_STOP) > 1 || /* 成为该基金 */
        shape_phrase(shape, first, WORD_JOIN) > 0 ||
        shape_phrase(shape, first, WORD_TOWARD) > 0 ||
        shape_is_general(shape, first, cue->first) ||
        scan_cuts_word(shape->scan, shape->first, shape->end, first, cue->end))
        return CG_OK;
    if (thing)
        return shape_add(shape, first, cue->end, first, cue->end, kind);
    first = with_letters(shape, first);
    return shape_add(shape, with_city(shape, first), cue->end, first, cue->end,
                     kind);
}

/* Does the name of a firm found shortly before begin with [first, end)? It will be found
 * there again. */
static bool begins_firm(const shape_scan *shape, uint32_t first, uint32_t end)
{
    enum { REACH = 64 };
    const name_scan *scan = shape->scan;
    cg_text text = document_text(scan->document, first, end);
    for (size_t i = 0; i < REACH && i < scan->count; i++) {
        const name_candidate *found = &scan->found[scan->count - 1 - i];
        if (found->kind == scan->names->company_kind &&
            cg_text_starts(document_text(scan->document, found->first, found->end),
                           text))
            return true;
    }
    return false;
}

/* 钰泉执行长高铭骏: a short name before a post behind which a person is named. */
cg_status shape_firm_of_post(const shape_scan *shape, const shape_cue *cue)
{
    uint32_t length = cue->end - cue->first;
    uint32_t first = short_body_start(shape, cue->first);
    if (first == cue->first || shape_is_general(shape, first, cue->first) ||
        shape_phrase(shape, first, WORD_NO_NAME) > 0 ||
        shape_phrase(shape, first, WORD_ROLE) > 0 ||
        begins_firm(shape, first, cue->first) ||
        scan_phrase_before(shape->scan, shape->first, cue->end, WORD_ROLE, NULL) !=
            length ||
        shape_person_end_zh(shape, cue->end) == cue->end)
        return CG_OK;
    return shape_add(shape, first, cue->first, first, cue->first,
                     scan_kind(shape->scan, cue->sense));
}

/* Where a bracket opens that closes right before the token and holds a place alone:
 * 某某（西安）有限公司. The token itself if there is none. */
static uint32_t before_bracket(const shape_scan *shape, uint32_t token)
{
    enum { INSIDE_MAX = 5 };
    if (token < shape->first + 4 || !(scan_is_sign(shape->scan, token - 1, "）") ||
                                      scan_is_sign(shape->scan, token - 1, ")")))
        return token;
    for (uint32_t at = token - 2; at > shape->first && token - at <= INSIDE_MAX;
         at--) {
        if (scan_is_sign(shape->scan, at, "（") ||
            scan_is_sign(shape->scan, at, "("))
            return shape_is_place(shape, shape_listed(shape, at + 1)) ? at : token;
    }
    return token;
}

/* Where a name before a tail begins that may be a listed one with general words behind
 * it: 奇梦达科技. */
static uint32_t extended_start(const shape_scan *shape, uint32_t tail)
{
    uint32_t at = tail;
    size_t length;
    while ((length = scan_phrase_before(shape->scan, shape->first, at, WORD_FILLER,
                                        NULL)) > 0)
        at -= (uint32_t)length;
    const name_candidate *listed =
        at > shape->first ? shape_listed(shape, at - 1) : NULL;
    return listed != NULL && listed->end == at ? listed->first
                                               : body_start(shape, tail);
}

/* Is the listed candidate (NULL: none) a part of what a tail behind it tells: one of the
 * same kind, as 中国科学院 of 中国科学院软件研究所, or what an organisation is about, as
 * RISC-V国际协会? */
static bool is_house(const shape_scan *shape, const name_candidate *listed,
                     uint8_t kind)
{
    const text_names *names = shape->scan->names;
    if (listed == NULL || kind == names->company_kind)
        return false;
    return listed->kind == kind ||
           (listed->kind != names->person_kind &&
            listed->kind != names->place_kind &&
            (names->organisations >> listed->kind & 1) == 0);
}

/* 印度电子和信息技术部: a listed place, known words, and the end of a body's name. */
cg_status shape_bureau(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MAX = 8, ALONE_MIN = 2 };
    uint32_t first = cue->first;
    if (shape_phrase(shape, cue->first, WORD_BUREAU) > cue->end - cue->first)
        return CG_OK;
    for (size_t words = 0; words < WORDS_MAX; words++) {
        size_t word = scan_phrase_before(shape->scan, shape->first, first,
                                         WORD_BUREAU_WORD, NULL);
        if (word == 0)
            word = scan_phrase_before(shape->scan, shape->first, first, WORD_JOIN,
                                      NULL);
        if (word == 0)
            break;
        first -= (uint32_t)word;
    }
    const name_candidate *place =
        first > shape->first ? shape_listed(shape, first - 1) : NULL;
    bool told = first < cue->first || cue->end - cue->first >= ALONE_MIN;
    if (!told || !shape_is_place(shape, place) || place->end != first)
        return CG_OK;
    return shape_add(shape, place->first, cue->end, place->first, cue->end,
                     scan_kind(shape->scan, cue->sense));
}

/* 光互连公司Lumora: do a name in letters or a listed firm follow, so that the tail ends what
 * says of which sort the firm is? */
static bool is_description(const shape_scan *shape, const shape_cue *cue)
{
    enum { PLAIN = 2 }; /* characters of 公司 and 集团, not of 有限公司 */
    const name_candidate *next = shape_listed(shape, cue->end);
    if (next != NULL)
        return next->kind == shape->scan->names->company_kind;
    return cue->end - cue->first == PLAIN && shape_is_capital(shape, cue->end) &&
           shape_phrase(shape, cue->end, WORD_ROLE) == 0;
}

/* 某某科技公司: a listed place right before it belongs to it. */
cg_status shape_tail_zh(const shape_scan *shape, const shape_cue *cue)
{
    enum {
        OWN_TAIL = 4
    }; /* characters of a tail that a place makes a firm's own */
    if (cue->first == shape->first || shape_phrase(shape, cue->end, WORD_TAIL) > 0)
        return CG_OK;
    uint32_t tail = before_bracket(shape, cue->first);
    uint32_t first = tail < cue->first ? extended_start(shape, tail)
                                       : body_start(shape, cue->first);
    const name_candidate *before =
        first > shape->first ? shape_listed(shape, first - 1) : NULL;
    uint8_t kind = scan_kind(shape->scan, cue->sense);
    bool house = is_house(shape, before, kind);
    bool own = kind != shape->scan->names->company_kind || /* 慕尼黑地方法院 */
               cue->end - cue->first >= OWN_TAIL; /* 苏州电子投资集团 */
    bool told = (shape_is_place(shape, before) && own) || house;
    if (first == cue->first || (!house && is_description(shape, cue)) ||
        (!told && shape_is_general(shape, first, cue->first)))
        return CG_OK;
    if (house || shape_is_place(shape, before))
        first = before->first;
    return shape_add(shape, first, cue->end, first, cue->end, kind);
}
