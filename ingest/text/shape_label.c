#include "ingest/text/shape.h"

/* Names that a word beside them, which is no part of them, tells: "hãng X", "X, a
 * startup", "X has unveiled". Labels behind products are in shape_product.c. */

/* "công ty nghiên cứu thị trường X": the words between a label and its name. */
static uint32_t skip_description(const shape_scan *shape, const shape_cue *cue,
                                 uint8_t kind)
{
    enum { WORDS_MAX = 5 };
    uint32_t at = cue->end;
    if (cue->end - cue->first == 1 &&
        (shape->scan->names->organisations >> kind & 1) == 0)
        return at; /* a label of one syllable may be the end of a longer word */
    while (at < shape->end && at - cue->end < WORDS_MAX) {
        const name_candidate *listed = shape_listed(shape, at);
        bool general =
            scan_phrase_at(shape->scan, at, at + 1, WORD_NO_NAME, NULL) > 0;
        if (shape_is_place(shape, listed) && kind != listed->kind)
            at = listed->end;
        else if (listed != NULL || (!shape_is_lower(shape, at) && !general) ||
                 (shape_is_lower(shape, at) &&
                  scan_phrase_at(shape->scan, at, at + 1, WORD_STOP, NULL) > 0))
            break;
        else
            at++;
    }
    return at;
}

/* "X, công ty AI …", "X, a chip startup": where X ends, 0 if nothing stands there. */
static uint32_t apposition_comma(const shape_scan *shape, uint32_t label,
                                 cg_language language)
{
    enum { BETWEEN_MAX = 6 };
    for (uint32_t at = label; at > shape->first && label - at < BETWEEN_MAX; at--) {
        if (scan_is_sign(shape->scan, at - 1, ",") ||
            (language == CG_VI && at == label &&
             scan_is_sign(shape->scan, at - 1, ":"))) {
            bool article = at == label ? language != CG_EN
                                       : shape_phrase(shape, at, WORD_STOP) > 0;
            return article ? at - 1 : 0;
        }
        if (shape->scan->document->tokens[at - 1].shape == TOKEN_PUNCTUATION &&
            !scan_is_sign(shape->scan, at - 1, "-"))
            return 0;
    }
    return 0;
}

/* Does the label stand for a name, "the company", rather than tell what one is? The
 * word that says so is all that [first, label) holds, or follows the label. */
static bool is_definite(const shape_scan *shape, uint32_t first,
                        const shape_cue *label)
{
    if (label->end < shape->end &&
        shape_phrase(shape, label->end, WORD_DEFINITE) > 0)
        return true;
    return first < label->first &&
           shape_phrase(shape, first, WORD_DEFINITE) == label->first - first;
}

/* Does a word that says where open the sentence, or stand before what is told to be a
 * product: "Tại X, công ty …", "at X, a chip …"? */
static bool is_where(const shape_scan *shape, uint32_t token, uint8_t use)
{
    size_t length =
        scan_phrase_before(shape->scan, shape->first, token, WORD_LOCATIVE, NULL);
    return length > 0 &&
           (use == WORD_LABEL_MODEL || token - length == shape->first);
}

/* Where the tokens with digits begin that end a name before `end`: "VinaEdge X2". */
static uint32_t with_digits_before(const shape_scan *shape, uint32_t end)
{
    uint32_t first = end;
    while (first > shape->first + 1 && shape_has_digit(shape, first - 1) &&
           shape_is_capital(shape, first - 2) &&
           shape_listed(shape, first - 1) == NULL)
        first--;
    return first;
}

/* Does the run end as firms' names do, whatever it begins with: "Hoàng Sa Power JSC"? */
static bool ends_as_firm(const shape_scan *shape, uint32_t first, uint32_t end)
{
    return scan_phrase_before(shape->scan, first + 1, end, WORD_LEGAL, NULL) > 0 ||
           scan_phrase_before(shape->scan, first + 1, end, WORD_TAIL, NULL) > 0;
}

/* "X ở Huế, công ty …", "X of Lyon, a startup": where X ends, before the place that it sits
 * in. */
static uint32_t before_seat(const shape_scan *shape, uint32_t comma)
{
    if (comma <= shape->first)
        return comma;
    const name_candidate *seat = shape_listed(shape, comma - 1);
    if (!shape_is_place(shape, seat) || seat->end != comma)
        return comma;
    size_t where = scan_phrase_before(shape->scan, shape->first, seat->first,
                                      WORD_LOCATIVE, NULL);
    if (where == 0)
        where = scan_phrase_before(shape->scan, shape->first, seat->first, WORD_OF,
                                   NULL);
    return where > 0 ? seat->first - (uint32_t)where : comma;
}

/* "X, công ty AI …": the name before a label behind a comma; what follows the name of a
 * house there belongs to it: "Inspur Zhiyun, một chi nhánh …". */
static cg_status name_before_label(const shape_scan *shape, const shape_cue *cue,
                                   uint8_t kind)
{
    enum { WORDS_MAX = 4 };
    uint32_t comma = apposition_comma(shape, cue->first, cue->sense->language);
    bool post =
        cue->end < shape->end && shape_phrase(shape, cue->end, WORD_ROLE) > 0;
    if (comma == 0 || post || is_definite(shape, comma + 1, cue) ||
        shape_phrase(shape, cue->first, WORD_ROLE) > 0)
        return CG_OK;
    comma = before_seat(shape, comma);
    uint32_t first = with_digits_before(shape, comma);
    first = shape_run_before(shape, first, WORDS_MAX);
    if (first == comma ||
        (shape_begins_person(shape, first) && !ends_as_firm(shape, first, comma)) ||
        is_where(shape, first, cue->sense->use))
        return CG_OK;
    const name_candidate *house =
        first > shape->first ? shape_listed(shape, first - 1) : NULL;
    if (house != NULL && house->kind != kind)
        return CG_OK;
    first = house != NULL ? house->first : first;
    return shape_add(shape, first, comma, first, comma, kind);
}

/* The kind that a label behind quotes tells, else `kind`: GPU “X” 架构. */
static uint8_t kind_behind(const shape_scan *shape, uint32_t token, uint8_t kind)
{
    const words_sense *sense = NULL;
    if (token < shape->end)
        scan_phrase_at(shape->scan, token, shape->end, WORD_LABEL_AFTER, &sense);
    return sense != NULL ? scan_kind(shape->scan, sense) : kind;
}

/* The end of a name in quotes that open right before `token`; 0 if there is none: words
 * in small letters, and more of them, are quoted for other reasons. */
static uint32_t quoted_name(const shape_scan *shape, uint32_t token)
{
    enum { QUOTED_MAX = 10 };
    bool small =
        token < shape->end &&
        (shape_is_lower(shape, token) ||
         (shape_is_han(shape, token) && shape_phrase(shape, token, WORD_STOP) > 0));
    uint32_t end = small ? 0 : shape_quote_end(shape, token);
    if (end == 0 || end - token > QUOTED_MAX ||
        scan_phrase_at(shape->scan, token, end, WORD_NO_NAME, NULL) == end - token)
        return 0;
    for (uint32_t at = token; at < end; at++) /* “差距已不足半代” */
        if (shape_is_han(shape, at) && shape_phrase(shape, at, WORD_STOP) > 0)
            return 0;
    return end;
}

/* The end of capitalised words from the token on, with what has digits behind them. */
static uint32_t designation_end(const shape_scan *shape, uint32_t token)
{
    enum { WORDS_MAX = 4 };
    if (token >= shape->end)
        return token;
    uint32_t end = shape_run(shape, token, WORDS_MAX);
    while (end > token && end < shape->end && end - token < WORDS_MAX &&
           shape_listed(shape, end) == NULL && shape_has_digit(shape, end))
        end++;
    return shape_plus_end(shape, end);
}

/* A post is followed by a person, or by a firm of one word: "CEO Acme". */
static bool is_firm_of_role(const shape_scan *shape, uint32_t first, uint32_t end)
{
    return end - first == 1 && !shape_begins_person(shape, first) &&
           (end == shape->end || shape_listed(shape, end) == NULL);
}

/* "its subsidiary, X, has", "a chip, the X,": where X begins, if it stands alone between
 * signs; else `label_end`. */
static uint32_t apposition_start(const shape_scan *shape, uint32_t label_end)
{
    enum { WORDS_MAX = 3 };
    uint32_t first = label_end + 1;
    if (first >= shape->end || !scan_is_sign(shape->scan, label_end, ","))
        return label_end;
    first += shape_phrase(shape, first, WORD_DEFINITE) == 1;
    uint32_t end = first < shape->end ? shape_run(shape, first, WORDS_MAX) : first;
    bool alone =
        end > first && (end == shape->end || scan_is_sign(shape->scan, end, ",") ||
                        scan_is_sign(shape->scan, end, "."));
    return alone && !shape_begins_person(shape, first) ? first : label_end;
}

cg_status shape_label(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MAX = 4 };
    uint8_t kind = scan_kind(shape->scan, cue->sense);
    uint8_t look = shape->scan->document->tokens[cue->first].shape;
    bool role = shape_phrase(shape, cue->first, WORD_ROLE) > 0;
    if (cue->end >= shape->end || shape->headline || kind == NO_KIND ||
        (look == TOKEN_CAPITALISED && cue->first > shape->first && !role) ||
        shape_phrase(shape, cue->first, WORD_LABEL) > cue->end - cue->first)
        return CG_OK;
    cg_status status = name_before_label(shape, cue, kind);
    if (status != CG_OK)
        return status;
    uint32_t quoted = quoted_name(shape, cue->end + 1);
    if (quoted != 0)
        return shape_add(shape, cue->end + 1, quoted, cue->end + 1, quoted,
                         kind_behind(shape, quoted + 1, kind));
    uint32_t first = cue->sense->language == CG_VI
                         ? skip_description(shape, cue, kind)
                         : cue->end;
    if (cue->sense->language == CG_EN && !role)
        first = apposition_start(shape, first);
    uint32_t end = first < shape->end ? shape_run(shape, first, WORDS_MAX) : first;
    if (end == first || (role && !is_firm_of_role(shape, first, end)))
        return CG_OK;
    return shape_add(shape, first, end, first, end, kind);
}

/* Does an English label belong to what follows: "a chip startup"? */
static bool is_modifier(const shape_scan *shape, const shape_cue *cue)
{
    static const word_use heads[] = {WORD_LABEL, WORD_ROLE, WORD_LABEL_MODEL,
                                     WORD_LABEL_AFTER, WORD_COMPOUND};
    if (cue->sense->language != CG_EN || cue->end >= shape->end ||
        !shape_is_lower(shape, cue->end))
        return false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (shape_phrase(shape, cue->end, heads[i]) > 0)
            return true;
    return false;
}

/* "chip X7" names X7, but "chip X" its maker. "X, a chip" and "a chip, the X," name X. */
cg_status shape_label_of_model(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MAX = 3 };
    uint8_t kind = scan_kind(shape->scan, cue->sense);
    if (cue->end >= shape->end || shape->headline ||
        shape_phrase(shape, cue->first, WORD_LABEL_MODEL) > cue->end - cue->first)
        return CG_OK;
    uint32_t quoted = quoted_name(shape, cue->end + 1);
    if (quoted != 0)
        return shape_add(shape, cue->end + 1, quoted, cue->end + 1, quoted,
                         kind_behind(shape, quoted + 1, kind));
    uint32_t first = cue->sense->language == CG_VI
                         ? skip_description(shape, cue, kind)
                         : cue->end;
    uint32_t end = designation_end(shape, first);
    bool digits = false;
    for (uint32_t i = first; i < end; i++)
        digits |= shape_has_digit(shape, i);
    if (digits)
        return shape_add(shape, first, end, first, end, kind);
    if (cue->sense->language == CG_ZH || is_modifier(shape, cue))
        return CG_OK;
    first = apposition_start(shape, cue->end);
    end = shape_run(shape, first, WORDS_MAX);
    return first > cue->end && end > first
               ? shape_add(shape, first, end, first, end, kind)
               : name_before_label(shape, cue, kind);
}

/* ---- "a chip that is called X" ---- */

/* What the words mean in a language, as the same use: "chiplet" is a label in several. */
static const words_sense *of_language(const shape_scan *shape,
                                      const words_sense *sense, uint8_t language)
{
    word_use use = sense->use;
    while (sense != NULL && (sense->use != use || sense->language != language))
        sense = words_next_sense(shape->scan->words, sense);
    return sense;
}

/* The label nearest before the token: one that tells no other name itself. Its sense,
 * NULL if there is none near. */
static const words_sense *label_before(const shape_scan *shape, uint32_t token,
                                       uint8_t language)
{
    enum { BACK_MAX = 16 };
    static const word_use labels[] = {WORD_LABEL, WORD_LABEL_MODEL,
                                      WORD_LABEL_AFTER};
    for (uint32_t at = token; at > shape->first && token - at < BACK_MAX; at--) {
        const words_sense *sense = NULL;
        if (at + 1 < token && scan_is_sign(shape->scan, at, ",") &&
            shape->language == CG_EN)
            return NULL;
        bool names = at < token && (shape_listed(shape, at) != NULL ||
                                    shape_is_capital(shape, at));
        for (size_t i = 0;
             !names && sense == NULL && i < sizeof labels / sizeof *labels; i++)
            scan_phrase_before(shape->scan, shape->first, at, labels[i], &sense);
        if (sense != NULL &&
            scan_phrase_before(shape->scan, shape->first, at, WORD_ROLE, NULL) == 0)
            return of_language(shape, sense, language);
    }
    return NULL;
}

/* 叫“X”的新公司: the label behind quotes that open behind the token; NULL if none is near. */
static const words_sense *label_behind(const shape_scan *shape, uint32_t token)
{
    enum { AHEAD_MAX = 6 };
    uint32_t end = quoted_name(shape, token + 1);
    const words_sense *sense = NULL;
    if (end == 0 || end + 2 >= shape->end || !shape_is_possessive(shape, end + 1))
        return NULL;
    for (uint32_t at = end + 2; sense == NULL && at < shape->end &&
                                at - end < AHEAD_MAX && shape_is_han(shape, at);
         at++) {
        if (scan_phrase_at(shape->scan, at, shape->end, WORD_LABEL, &sense) == 0)
            scan_phrase_at(shape->scan, at, shape->end, WORD_LABEL_AFTER, &sense);
    }
    return sense;
}

cg_status shape_naming(const shape_scan *shape, const shape_cue *cue)
{
    const words_sense *label =
        label_before(shape, cue->first, cue->sense->language);
    if (label == NULL)
        label = label_behind(shape, cue->end);
    if (label == NULL || shape->headline || cue->end >= shape->end ||
        label->language != cue->sense->language ||
        shape_phrase(shape, cue->first, WORD_NAMING) > cue->end - cue->first)
        return CG_OK;
    uint8_t kind = scan_kind(shape->scan, label);
    uint32_t first = cue->end;
    uint32_t end = quoted_name(shape, first + 1);
    if (end != 0)
        first++;
    else
        end = designation_end(shape, first);
    return end > first ? shape_add(shape, first, end, first, end, kind) : CG_OK;
}

/* Where the auxiliaries before a verb begin: "has also", "vừa chính thức". */
static uint32_t before_auxiliaries(const shape_scan *shape, uint32_t verb)
{
    enum { AUXILIARIES_MAX = 3 };
    uint32_t at = verb;
    for (int i = 0; i < AUXILIARIES_MAX; i++) {
        size_t length =
            scan_phrase_before(shape->scan, shape->first, at, WORD_AUXILIARY, NULL);
        at -= (uint32_t)length;
    }
    return at;
}

/* Is the run a name for sure: not a word with a capital because a sentence begins? */
static bool is_sure(const shape_scan *shape, uint32_t first, uint32_t end)
{
    uint8_t look = shape->scan->document->tokens[first].shape;
    return first > shape->first || end - first > 1 || look == TOKEN_MIXED ||
           look == TOKEN_UPPER || scan_is_used_as_name(shape->scan, first) ||
           (shape->language == CG_VI && shape_is_foreign(shape, first));
}

/* "X has unveiled" */
cg_status shape_does(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MAX = 3 };
    uint32_t end = before_auxiliaries(shape, cue->first);
    if (shape->headline || end == shape->first ||
        shape_phrase(shape, cue->first, WORD_DOES) > cue->end - cue->first)
        return CG_OK;
    uint32_t first = shape_run_before(shape, end, WORDS_MAX);
    bool person = first < end && shape_begins_person(shape, first);
    bool opens =
        first == shape->first ||
        shape->scan->document->tokens[first - 1].shape != TOKEN_CAPITALISED;
    bool bare = end - first == 1 && shape_phrase(shape, first, WORD_TAIL) > 0;
    if (first == end || person || bare || !opens || !is_sure(shape, first, end) ||
        shape_phrase(shape, first, WORD_HEAD) > 0 ||
        shape_has_digit(shape, end - 1))
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     scan_kind(shape->scan, cue->sense));
}
