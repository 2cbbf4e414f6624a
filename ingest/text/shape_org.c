#include "ingest/text/shape.h"

/* Names of organisations that begin with a word that says what they are. */

enum { BODY_TOKENS_MAX = 24 };

/* ---- Bodies: "Công nghiệp và Công nghệ Thông tin Trung Quốc" ---- */

/* The length of the longest word of organisations' names at the token. */
static uint32_t compound_at(const shape_scan *shape, uint32_t token)
{
    static const word_use compounds[] = {WORD_COMPOUND, WORD_FILLER, WORD_BRANCH,
                                         WORD_LEGAL};
    uint32_t longest = 0;
    for (size_t i = 0; i < sizeof compounds / sizeof *compounds; i++) {
        uint32_t length = shape_phrase(shape, token, compounds[i]);
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* Small words up to the next capital one, if that is near and nothing that ends names
 * is in between: the later syllables of an unknown word. */
static uint32_t small_words(const shape_scan *shape, uint32_t token)
{
    enum { SMALL_MAX = 2 };
    uint32_t end = token;
    while (end < shape->end && end - token < SMALL_MAX &&
           shape_is_lower(shape, end) && shape_phrase(shape, end, WORD_STOP) == 0)
        end++;
    uint32_t place;
    bool goes_on = end < shape->end && shape_begins_large(shape, end) &&
                   (compound_at(shape, end) > 0 ||
                    scan_place_end(shape->scan, end, shape->end, &place) > end);
    return goes_on && shape_phrase(shape, token, WORD_DOES) == 0 ? end - token : 0;
}

/* "and", "–", "về" between two parts of one name. */
static uint32_t joint_at(const shape_scan *shape, uint32_t token)
{
    uint32_t length = shape_phrase(shape, token, WORD_JOIN);
    uint32_t of = shape_phrase(shape, token, WORD_OF);
    if (of > 0 && of >= length && token + of < shape->end &&
        shape_is_place(shape, shape_listed(shape, token + of)))
        return of;
    if (length == 0 && (scan_is_sign(shape->scan, token, "-") ||
                        scan_is_sign(shape->scan, token, "–")))
        length = 1;
    uint32_t next = token + length;
    bool goes_on =
        length > 0 && next < shape->end && shape_begins_large(shape, next) &&
        compound_at(shape, next) > 0 && shape_phrase(shape, next, WORD_HEAD) == 0;
    return goes_on ? length : 0;
}

/* Does a person's name begin behind a body: "Thứ trưởng Bộ X Trần Y"? */
static bool is_person_behind(const shape_scan *shape, uint32_t token)
{
    return shape_phrase(shape, token, WORD_SURNAME) == 1 &&
           token + 1 < shape->end && shape_begins_large(shape, token + 1) &&
           shape_phrase(shape, token + 1, WORD_TAIL) == 0;
}

/* The end of a place at the token, with or without the word that says what it is: "Hải
 * Dương", "tỉnh Hải Dương"; `token` itself if there is none. */
static uint32_t body_place_end(const shape_scan *shape, uint32_t token,
                               uint32_t *place)
{
    const words_sense *label = NULL;
    uint32_t name = token;
    if (shape_is_lower(shape, token))
        name += (uint32_t)scan_phrase_at(shape->scan, token, shape->end, WORD_LABEL,
                                         &label);
    if (label != NULL &&
        scan_kind(shape->scan, label) != shape->scan->names->place_kind)
        return token;
    bool small_name = label == NULL && token + 1 < shape->end &&
                      shape_is_lower(shape, token) &&
                      shape_begins_large(shape, token + 1); /* "châu Âu" */
    if (small_name)
        return scan_place_end(shape->scan, token, shape->end, place);
    if (name >= shape->end || !shape_begins_large(shape, name))
        return token;
    uint32_t end = scan_place_end(shape->scan, name, shape->end, place);
    return end > name ? end : token;
}

/* The end of a body that begins at `token`. A place ends it. */
static uint32_t body_end(const shape_scan *shape, uint32_t token)
{
    uint32_t end = token;
    uint32_t place;
    while (end < shape->end && end - token < BODY_TOKENS_MAX) {
        const name_candidate *listed = shape_listed(shape, end);
        uint32_t compound = compound_at(shape, end);
        uint32_t place_end = body_place_end(shape, end, &place);
        if (shape_begins_large(shape, end) && compound > 0)
            end += compound;
        else if (place_end > end)
            return place_end;
        else if (end > token && is_person_behind(shape, end))
            break;
        else if (listed != NULL && end > token &&
                 listed->kind == shape->scan->names->person_kind)
            break;
        else if (listed != NULL)
            end = listed->end;
        else if (shape_begins_large(shape, end))
            end++;
        else if (end == token)
            break;
        else if (joint_at(shape, end) > 0)
            end += joint_at(shape, end);
        else if (small_words(shape, end) > 0)
            end += small_words(shape, end);
        else
            break;
    }
    return end;
}

/* "Department of Commerce": capitals with "of", "and" between them. */
static uint32_t english_body_end(const shape_scan *shape, uint32_t token)
{
    uint32_t end = token;
    while (end < shape->end && end - token < BODY_TOKENS_MAX) {
        const name_candidate *listed = shape_listed(shape, end);
        uint32_t joint = shape_phrase(shape, end, WORD_JOIN);
        if (listed != NULL)
            end = listed->end;
        else if (shape_begins_large(shape, end))
            end++;
        else if (end > token && joint > 0 && end + joint < shape->end &&
                 shape_begins_large(shape, end + joint) &&
                 (compound_at(shape, end + joint) > 0 ||
                  shape_phrase(shape, end, WORD_OF) > 0))
            end += joint;
        else
            break;
    }
    return end;
}

/* The token behind the opening quote of the quotes that close at `token`; 0 if none
 * close there. */
static uint32_t quote_start(const shape_scan *shape, uint32_t token)
{
    enum { QUOTED_MAX = 30 };
    for (uint32_t at = token; at > shape->first && token - at < QUOTED_MAX; at--) {
        uint32_t end = shape_quote_end(shape, at);
        if (end != 0)
            return end == token ? at : 0;
    }
    return 0;
}

/* ---- Heads ---- */

/* Is the whole of [first, end) one listed candidate? */
static bool is_listed(const shape_scan *shape, uint32_t first, uint32_t end)
{
    const name_candidate *listed = shape_listed(shape, first);
    return listed != NULL && listed->first == first && listed->end == end;
}

/* Is the phrase of the cue a label of the same kind too: then it belongs to a name
 * only where it has a capital itself. */
static bool is_label_too(const shape_scan *shape, const shape_cue *cue)
{
    const words_sense *label = NULL;
    size_t length =
        scan_phrase_at(shape->scan, cue->first, cue->end, WORD_LABEL, &label);
    return length == cue->end - cue->first && label->kind == cue->sense->kind;
}

/* Is the cue, without a capital, what a firm deals in ("thiết bị viễn thông X"), not what
 * it is ("công ty cổ phần X")? */
static bool is_trade(const shape_scan *shape, const shape_cue *cue)
{
    return shape_is_lower(shape, cue->first) &&
           scan_kind(shape->scan, cue->sense) == shape->scan->names->company_kind &&
           shape_phrase(shape, cue->first, WORD_LABEL) == 0;
}

/* A longer phrase begins at the cue: that one is the head. */
static bool is_prefix(const shape_scan *shape, const shape_cue *cue)
{
    return shape_phrase(shape, cue->first, WORD_HEAD) > cue->end - cue->first;
}

/* Can a name's body begin behind the cue? Behind a head of one small syllable, which
 * may be the end of a longer word, only a word of organisations' names shows it. */
static bool begins_body(const shape_scan *shape, const shape_cue *cue)
{
    bool short_head =
        shape_is_lower(shape, cue->first) && cue->end - cue->first == 1;
    bool listed = shape_listed(shape, cue->end) != NULL;
    if (short_head && listed)
        return false;
    if (shape_begins_large(shape, cue->end) && compound_at(shape, cue->end) > 0)
        return true;
    return !short_head && (listed || shape_is_capital(shape, cue->end));
}

/* A listed name with its legal form, or what it is, before it: "Đại học X". */
static cg_status add_with_form(const shape_scan *shape,
                               const name_candidate *listed, uint32_t first)
{
    name_candidate longer = *listed;
    longer.first = first;
    return scan_add(shape->scan, &longer);
}

cg_status shape_head(const shape_scan *shape, const shape_cue *cue)
{
    uint8_t kind = scan_kind(shape->scan, cue->sense);
    uint32_t quoted = shape_quote_end(shape, cue->first);
    if (is_prefix(shape, cue) || cue->end >= shape->end || shape->headline)
        return CG_OK;
    if (quoted > cue->end)
        return shape_add(shape, cue->first, quoted, cue->first, quoted, kind);
    if (shape_is_lower(shape, cue->first) && is_label_too(shape, cue))
        return CG_OK;
    if (is_trade(shape, cue))
        return CG_OK;
    if (!begins_body(shape, cue))
        return CG_OK;

    const name_candidate *listed = shape_listed(shape, cue->end);
    bool english = cue->sense->language == CG_EN;
    uint32_t first = cue->first;
    if (english && first > shape->first &&
        shape_is_place(shape, shape_listed(shape, first - 1)))
        first = shape_listed(shape, first - 1)->first;
    uint32_t end =
        english ? english_body_end(shape, cue->end) : body_end(shape, cue->end);
    if (end == cue->end || (shape_is_place(shape, listed) && end > listed->end))
        return CG_OK; /* "công ty Hà Lan X": the place says where X is from */
    bool place_only = shape_is_place(shape, listed) && end == listed->end;
    bool apart = is_label_too(shape, cue);
    bool same = is_listed(shape, cue->end, end) && listed->kind == kind;
    if (same &&
        (kind != shape->scan->names->company_kind ||
         shape_phrase(shape, cue->first, WORD_LEGAL) == cue->end - cue->first))
        return add_with_form(shape, listed, cue->first);
    if (apart && (place_only || is_listed(shape, cue->end, end)))
        return CG_OK;
    return shape_add(shape, first, end, apart ? cue->end : cue->first, end, kind);
}

/* ---- Tails ---- */

/* The end of legal forms and general words with capitals from the token on. */
static uint32_t general_end(const shape_scan *shape, uint32_t token)
{
    uint32_t end = token;
    while (end < shape->end && shape_begins_large(shape, end)) {
        uint32_t length = shape_phrase(shape, end, WORD_LEGAL);
        if (length == 0)
            length = shape_phrase(shape, end, WORD_FILLER);
        if (length == 0)
            break;
        end += length;
    }
    bool point = end + 1 < shape->end && scan_is_sign(shape->scan, end, ".") &&
                 shape_phrase(shape, end - 1, WORD_ABBREVIATION) > 0;
    return end + point;
}

/* The start of the name that ends with the tail at `tail`: capitals with "of", "and"
 * between them, and what is listed. */
static uint32_t english_body_start(const shape_scan *shape, uint32_t tail)
{
    uint32_t first = tail;
    while (first > shape->first && tail - first < BODY_TOKENS_MAX) {
        const name_candidate *listed = shape_listed(shape, first - 1);
        uint32_t before = first - 1;
        if (listed != NULL)
            first = listed->first;
        else if (first < tail && before > shape->first &&
                 scan_is_sign(shape->scan, before, "-") &&
                 shape_is_tight(shape, before) &&
                 shape_is_capital(shape, before - 1))
            first -= 2;
        else if (shape_is_capital(shape, before) ||
                 (shape_has_digit(shape, before) && before + 1 == tail))
            first--;
        else if (first < tail && before > shape->first &&
                 shape_phrase(shape, before, WORD_OF) == 1 &&
                 (shape_phrase(shape, before - 1, WORD_TAIL) > 0 ||
                  scan_is_sign(shape->scan, before, "&")) &&
                 shape_listed(shape, before - 1) == NULL)
            first--;
        else
            break;
    }
    return first;
}

/* Is there nothing before the tail but a listed name of the same kind? Then the tail
 * tells a branch of that house, or nothing new: "Dell Capital", "Nvidia Research". */
static bool is_listed_body(const shape_scan *shape, uint32_t first, uint32_t tail,
                           uint8_t kind)
{
    const name_candidate *listed = shape_listed(shape, first);
    return listed != NULL && listed->kind == kind && listed->end >= tail;
}

/* Do words in small letters in [first, end) show that somebody speaks there, rather than
 * that a name is quoted? */
static bool is_speech(const shape_scan *shape, uint32_t first, uint32_t end)
{
    enum { SMALL_MAX = 2 };
    uint32_t small = 0;
    for (uint32_t i = first; i < end; i++)
        small += shape_is_lower(shape, i) && shape_phrase(shape, i, WORD_JOIN) == 0;
    return small > SMALL_MAX;
}

cg_status shape_tail(const shape_scan *shape, const shape_cue *cue)
{
    uint8_t kind = scan_kind(shape->scan, cue->sense);
    uint32_t quoted = quote_start(shape, cue->end);
    if (quoted != 0 && quoted < cue->first && !is_speech(shape, quoted, cue->first))
        return shape_add(shape, quoted, cue->end, quoted, cue->end, kind);
    if (cue->sense->language == CG_ZH)
        return shape_tail_zh(shape, cue);
    if (!shape_begins_large(shape, cue->first) || shape->headline ||
        cue->first == shape->first ||
        shape_phrase(shape, cue->first, WORD_TAIL) > cue->end - cue->first)
        return CG_OK;
    uint32_t first = english_body_start(shape, cue->first);
    uint32_t end = general_end(shape, cue->end);
    if (end < shape->end && shape_is_capital(shape, end))
        return CG_OK;
    bool general = general_end(shape, cue->first) >= cue->end &&
                   shape_phrase(shape, cue->first, WORD_BRANCH) == 0;
    if (first == cue->first || shape_listed(shape, cue->first) != NULL ||
        (general && is_listed_body(shape, first, cue->first, kind)))
        return CG_OK;
    return shape_add(shape, first, end, first, end, kind);
}

/* ---- Listed names with more around them ---- */

cg_status shape_extended(const shape_scan *shape, const name_candidate *listed)
{
    name_candidate longer = *listed;
    if (shape->headline ||
        (shape->scan->names->organisations >> listed->kind & 1) == 0)
        return CG_OK;
    longer.end = general_end(shape, listed->end);
    if (longer.end == listed->end || scan_is_sign(shape->scan, listed->end, ".") ||
        (longer.end < shape->end && shape_is_capital(shape, longer.end)))
        return CG_OK;
    if (listed->first > shape->first &&
        shape_is_place(shape, shape_listed(shape, listed->first - 1)))
        longer.first = shape_listed(shape, listed->first - 1)->first;
    return scan_add(shape->scan, &longer);
}

/* ---- Places ---- */

cg_status shape_place_within(const shape_scan *shape, const name_candidate *place)
{
    enum { WORDS_MAX = 3 };
    uint32_t comma = place->first - 1;
    if (shape->headline || !shape_is_place(shape, place) ||
        place->first < shape->first + 3 || !scan_is_sign(shape->scan, comma, ",") ||
        shape_is_possessive(shape, place->end))
        return CG_OK;
    uint32_t first = shape_run_before(shape, comma, WORDS_MAX);
    if (first == comma || shape_has_digit(shape, first) ||
        (scan_phrase_before(shape->scan, shape->first, first, WORD_LOCATIVE,
                            NULL) == 0 &&
         scan_phrase_before(shape->scan, shape->first, first, WORD_OF, NULL) == 0))
        return CG_OK;
    for (uint32_t i = first; i < comma; i++)
        if (shape->scan->document->tokens[i].shape != TOKEN_CAPITALISED ||
            shape_phrase(shape, i, WORD_TAIL) > 0 ||
            shape_phrase(shape, i, WORD_HEAD) > 0)
            return CG_OK;
    return shape_add(shape, first, comma, first, comma, place->kind);
}

/* ---- States' bodies ---- */

/* The listed place that ends before the token or begins at it. */
static const name_candidate *state_at(const shape_scan *shape, uint32_t token)
{
    const name_candidate *listed =
        token < shape->end ? shape_listed(shape, token) : NULL;
    return shape_is_place(shape, listed) ? listed : NULL;
}

/* The same where a body of it stands at the token: "US government", "Japan's trade
 * ministry". */
static const name_candidate *state_before(const shape_scan *shape,
                                          const shape_cue *cue)
{
    uint32_t token = cue->first;
    if (cue->sense->language == CG_EN && token > shape->first + 1 &&
        shape_is_possessive(shape, token - 1))
        token--;
    return token > shape->first ? state_at(shape, token - 1) : NULL;
}

/* "chính phủ Mỹ", "US government", "government of Japan", 美国政府. */
static bool with_state(const shape_scan *shape, const shape_cue *cue,
                       uint32_t *first, uint32_t *end)
{
    uint32_t behind = cue->end;
    if (cue->sense->language == CG_EN && behind < shape->end &&
        shape_phrase(shape, behind, WORD_OF) == 1)
        behind++;
    const name_candidate *before = state_before(shape, cue);
    const name_candidate *after =
        cue->sense->language != CG_ZH ? state_at(shape, behind) : NULL;
    *first = cue->first;
    *end = cue->end;
    if (cue->sense->language != CG_VI && before != NULL)
        *first = before->first;
    else if (after != NULL && (cue->sense->language == CG_VI || behind > cue->end))
        *end = after->end;
    else
        return false;
    return true;
}

cg_status shape_state_body(const shape_scan *shape, const shape_cue *cue)
{
    uint32_t first;
    uint32_t end;
    if (shape_phrase(shape, cue->first, WORD_STATE) > cue->end - cue->first ||
        !with_state(shape, cue, &first, &end))
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     scan_kind(shape->scan, cue->sense));
}

cg_status shape_office(const shape_scan *shape, const shape_cue *cue)
{
    bool small = shape_is_lower(shape, cue->first);
    bool definite = cue->first > shape->first &&
                    shape_phrase(shape, cue->first - 1, WORD_DEFINITE) == 1;
    if ((small && !definite) ||
        shape_phrase(shape, cue->first, WORD_OFFICE) > cue->end - cue->first ||
        scan_cuts_word(shape->scan, shape->first, shape->end, cue->first, cue->end))
        return CG_OK;
    return shape_add(shape, cue->first, cue->end, cue->first, cue->end,
                     scan_kind(shape->scan, cue->sense));
}

/* ---- "Bernhardt & Cole" ---- */

cg_status shape_ampersand(const shape_scan *shape, uint32_t token)
{
    enum { WORDS_MAX = 2, BYTES_MIN = 3 };
    const text_token *tokens = shape->scan->document->tokens;
    if (shape->headline || !scan_is_sign(shape->scan, token, "&") ||
        token == shape->first || token + 1 >= shape->end ||
        !tokens[token].blank_before || !tokens[token + 1].blank_before)
        return CG_OK;
    uint32_t first = shape_run_before(shape, token, WORDS_MAX);
    uint32_t end = shape_run(shape, token + 1, WORDS_MAX);
    if (first == token || end == token + 1 ||
        tokens[token - 1].shape != TOKEN_CAPITALISED ||
        tokens[token + 1].shape != TOKEN_CAPITALISED ||
        tokens[token - 1].end - tokens[token - 1].start < BYTES_MIN)
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     shape->scan->names->company_kind);
}
