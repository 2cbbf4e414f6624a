#include "ingest/text/shape.h"

/* Names of Chinese texts that what stands beside them tells: the signs of titles,
 * brackets with a code or a name in letters, and countries. */

/* 《日美半导体协议》: its last word tells what has that title. */
cg_status shape_title_tail(const shape_scan *shape, const shape_cue *cue)
{
    enum { TITLE_MAX = 24 };
    if (cue->end >= shape->end || !scan_is_sign(shape->scan, cue->end, "》"))
        return CG_OK;
    for (uint32_t at = cue->first; at > shape->first && cue->end - at <= TITLE_MAX;
         at--) {
        if (scan_is_sign(shape->scan, at - 1, "《"))
            return at == cue->first ? CG_OK
                                    : shape_add(shape, at, cue->end, at, cue->end,
                                                scan_kind(shape->scan, cue->sense));
    }
    return CG_OK;
}

/* The bracket that closes what opens at the token; 0 if none does soon. */
static uint32_t bracket_end(const shape_scan *shape, uint32_t open)
{
    enum { INSIDE_MAX = 6 };
    for (uint32_t at = open + 1; at < shape->end && at - open <= INSIDE_MAX; at++) {
        if (scan_is_sign(shape->scan, at, "）") ||
            scan_is_sign(shape->scan, at, ")"))
            return at;
    }
    return 0;
}

/* Does the token look like a share's code: four to six digits? */
static bool is_share_code(const shape_scan *shape, uint32_t token)
{
    enum { LEAST = 4, MOST = 6 };
    const text_token *at = &shape->scan->document->tokens[token];
    cg_text text = document_text(shape->scan->document, token, token + 1);
    bool year = text.size == 4 && (cg_text_starts(text, CG_TEXT("19")) ||
                                   cg_text_starts(text, CG_TEXT("20")));
    return at->shape == TOKEN_NUMBER && text.size >= LEAST && text.size <= MOST &&
           memchr(text.at, ',', text.size) == NULL &&
           memchr(text.at, '.', text.size) == NULL && !year;
}

/* Are [first, end) words in letters, of which the first has a capital? */
static bool is_letters(const shape_scan *shape, uint32_t first, uint32_t end)
{
    bool letters = shape_is_capital(shape, first);
    for (uint32_t i = first; letters && i < end; i++)
        letters = shape->scan->document->tokens[i].shape != TOKEN_CJK &&
                  shape->scan->document->tokens[i].shape != TOKEN_PUNCTUATION &&
                  shape->scan->document->tokens[i].shape != TOKEN_NUMBER;
    return letters;
}

/* Where the short name before the token begins, behind a label, whose meaning `*label`
 * becomes, or another edge; the token itself if nothing tells. */
static uint32_t short_start(const shape_scan *shape, uint32_t token,
                            const words_sense **label)
{
    enum { SHORTEST = 2, LONGEST = 6 };
    *label = NULL;
    for (uint32_t size = 1; size <= LONGEST && shape->first + size <= token;
         size++) {
        uint32_t first = token - size;
        if (!shape_is_han(shape, first) || shape_listed(shape, first) != NULL)
            return token;
        if (size < SHORTEST)
            continue;
        if (scan_phrase_before(shape->scan, shape->first, first, WORD_LABEL,
                               label) > 0 ||
            first == shape->first || shape_is_edge_before(shape, first))
            return first;
    }
    return token;
}

/* 弘铠（7751） with a share's code names a firm, 设计公司紫藤微（Wisteria） what the label
 * says. */
cg_status shape_bracketed_zh(const shape_scan *shape, uint32_t open)
{
    const words_sense *label;
    bool bracket = scan_is_sign(shape->scan, open, "（") ||
                   scan_is_sign(shape->scan, open, "(");
    uint32_t end = bracket ? bracket_end(shape, open) : 0;
    if (end <= open + 1 ||
        scan_phrase_before(shape->scan, shape->first, open, WORD_NO_NAME, NULL) > 0)
        return CG_OK;
    uint32_t first = short_start(shape, open, &label);
    uint8_t kind = NO_KIND;
    if (is_share_code(shape, open + 1))
        kind = shape->scan->names->company_kind;
    else if (label != NULL && is_letters(shape, open + 1, end))
        kind = scan_kind(shape->scan, label);
    return first < open ? shape_add(shape, first, open, first, open, kind) : CG_OK;
}

/* 一家初创公司——无锡启衡功率——今年…: a label before two dashes tells what stands between
 * those and the next two, or a comma. */
cg_status shape_dashed_zh(const shape_scan *shape, uint32_t dash)
{
    enum { SHORTEST = 2, LONGEST = 12 };
    const words_sense *label = NULL;
    uint32_t first = dash + 2;
    if (first >= shape->end || !scan_is_sign(shape->scan, dash, "—") ||
        !scan_is_sign(shape->scan, dash + 1, "—") ||
        scan_phrase_before(shape->scan, shape->first, dash, WORD_LABEL, &label) ==
            0)
        return CG_OK;
    uint32_t end = first;
    while (end < shape->end && end - first <= LONGEST &&
           shape->scan->document->tokens[end].shape != TOKEN_PUNCTUATION)
        end++;
    bool closed = end < shape->end && (scan_is_sign(shape->scan, end, "—") ||
                                       scan_is_sign(shape->scan, end, "，"));
    bool fits = closed && end - first >= SHORTEST && end - first <= LONGEST &&
                shape_phrase(shape, first, WORD_STOP) == 0 &&
                !shape_is_general(shape, first, end);
    return fits ? shape_add(shape, first, end, first, end,
                            scan_kind(shape->scan, label))
                : CG_OK;
}

/* What the clause behind the sign at the token says that somebody is, with its last
 * word: "：一颗服务器芯片。" NULL if it does not say. */
static const words_sense *told_behind(const shape_scan *shape, uint32_t sign)
{
    enum { CLAUSE_MAX = 32 };
    if (sign >= shape->end || !(scan_is_sign(shape->scan, sign, "：") ||
                                scan_is_sign(shape->scan, sign, "，") ||
                                scan_is_sign(shape->scan, sign, "—")))
        return NULL;
    uint32_t end = sign + 1;
    while (end < shape->end && end - sign <= CLAUSE_MAX &&
           shape->scan->document->tokens[end].shape != TOKEN_PUNCTUATION)
        end++;
    const words_sense *sense = NULL;
    scan_phrase_before(shape->scan, sign + 1, end, WORD_LABEL_AFTER, &sense);
    return sense;
}

/* “跃川X9”：一颗服务器芯片 */
cg_status shape_quoted_zh(const shape_scan *shape, uint32_t open)
{
    enum { QUOTED_MAX = 8 };
    uint32_t first = open + 1;
    uint32_t end = shape_quote_end(shape, first);
    if (end == 0 || end - first > QUOTED_MAX || !shape_has_digit(shape, end - 1) ||
        shape->scan->document->tokens[end - 1].shape == TOKEN_NUMBER)
        return CG_OK;
    const words_sense *sense = told_behind(shape, end + 1);
    if (sense == NULL ||
        scan_kind(shape->scan, sense) == shape->scan->names->company_kind)
        return CG_OK;
    return shape_add(shape, first, end, first, end, scan_kind(shape->scan, sense));
}

/* 德国Schmid, 德国的Schmid: a name in letters right behind a country's or a city's is a
 * firm's. */
cg_status shape_abroad_zh(const shape_scan *shape, const name_candidate *place)
{
    enum { WORDS_MAX = 3 };
    const text_token *tokens = shape->scan->document->tokens;
    uint32_t first = place->end;
    if (first < shape->end && shape_is_possessive(shape, first))
        first++;
    if (!shape_is_place(shape, place) || first >= shape->end ||
        tokens[first - 1].shape != TOKEN_CJK || tokens[first].blank_before ||
        (tokens[first].shape != TOKEN_CAPITALISED &&
         tokens[first].shape != TOKEN_MIXED))
        return CG_OK;
    uint32_t end = shape_run(shape, first, WORDS_MAX);
    bool numbered =
        end < shape->end && tokens[end].shape == TOKEN_NUMBER; /* Fab 52 */
    if (end == first || numbered || shape_has_digit(shape, end - 1) ||
        shape_begins_person(shape, first) ||
        shape_phrase(shape, end, WORD_LABEL_AFTER) > 0)
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     shape->scan->names->company_kind);
}
