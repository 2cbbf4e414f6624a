#include "ingest/text/shape.h"

/* Persons whose names are written in letters; Chinese ones are in shape_person_zh.c. */
enum { PERSON_WORDS_MAX = 5 };

static bool is_cjk(const shape_scan *shape, uint32_t token)
{
    return token < shape->end &&
           shape->scan->document->tokens[token].shape == TOKEN_CJK;
}

/* May the token be part of a person's name: a capitalised word, or initials? */
static bool is_name_word(const shape_scan *shape, uint32_t token)
{
    const text_token *at = &shape->scan->document->tokens[token];
    if (shape_listed(shape, token) != NULL || !shape_is_capital(shape, token))
        return false;
    if (at->shape == TOKEN_UPPER) /* J, C.C. */
        return at->end - at->start == 1 ||
               shape->scan->document->text.at[at->end - 1] == '.';
    return at->shape == TOKEN_CAPITALISED || !shape_has_digit(shape, token);
}

/* May the token go on with a name: also "An" or "Nhất", function words otherwise? */
static bool goes_on(const shape_scan *shape, uint32_t token)
{
    const text_token *at = &shape->scan->document->tokens[token];
    return is_name_word(shape, token) ||
           (!shape->headline && at->shape == TOKEN_CAPITALISED &&
            shape_listed(shape, token) == NULL &&
            scan_phrase_at(shape->scan, token, token + 1, WORD_STOP, NULL) > 0 &&
            scan_phrase_at(shape->scan, token, token + 1, WORD_NO_NAME, NULL) == 0);
}

/* The end of "van der" at `token`, before a word of a name; `token` if there is none. */
static uint32_t particles_end(const shape_scan *shape, uint32_t token)
{
    uint32_t end = token;
    while (end < shape->end && end - token < 2 && shape_is_lower(shape, end) &&
           scan_phrase_at(shape->scan, end, end + 1, WORD_PARTICLE, NULL) > 0)
        end++;
    return end < shape->end && is_name_word(shape, end) ? end : token;
}

/* The end of a person's name that begins at `token`; `token` where there is none. */
static uint32_t person_end(const shape_scan *shape, uint32_t token)
{
    uint32_t end = token;
    while (end < shape->end && end - token < PERSON_WORDS_MAX &&
           (end > token ? goes_on(shape, end = particles_end(shape, end))
                        : is_name_word(shape, end))) {
        bool initial = shape->scan->document->tokens[end].shape == TOKEN_UPPER;
        end++;
        if (initial && end + 1 < shape->end &&
            scan_is_sign(shape->scan, end, ".") && is_name_word(shape, end + 1))
            end++;
        if (end + 1 < shape->end && scan_is_sign(shape->scan, end, "-") &&
            shape_is_tight(shape, end) && !shape_has_digit(shape, end + 1))
            end += 2;
    }
    return end;
}

/* Where a person's name that ends before `end` begins; `end` if there is none. */
static uint32_t person_start(const shape_scan *shape, uint32_t end)
{
    uint32_t first = end;
    while (first > shape->first && end - first < PERSON_WORDS_MAX) {
        uint32_t word = first - 1;
        while (word > shape->first && word + 2 >= first && first < end &&
               particles_end(shape, word) == first)
            word--;
        if (word > shape->first + 1 && scan_is_sign(shape->scan, word - 1, "-") &&
            shape_is_tight(shape, word - 1) && is_name_word(shape, word - 2))
            word -= 2;
        else if (!is_name_word(shape, word))
            break;
        first = word;
    }
    return first;
}

/* Does the run look like an organisation's name, or like a post or a title? Titles stand
 * inside names: "Trần Anh Tuấn". */
static bool is_organisation(const shape_scan *shape, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if ((i > first &&
             scan_phrase_at(shape->scan, i, end, WORD_TAIL, NULL) > 0) ||
            scan_phrase_at(shape->scan, i, end, WORD_HEAD, NULL) > 0 ||
            scan_phrase_at(shape->scan, i, end, WORD_COMPOUND, NULL) > 0 ||
            scan_phrase_at(shape->scan, i, end, WORD_ROLE, NULL) > 0 ||
            (i == first &&
             scan_phrase_at(shape->scan, i, end, WORD_TITLE, NULL) > 0))
            return true;
    }
    return false;
}

/* Does a street or a school bear the name? */
static bool is_street(const shape_scan *shape, uint32_t first)
{
    return scan_phrase_before(shape->scan, shape->first, first, WORD_STREET, NULL) >
           0;
}

static cg_status add_person(const shape_scan *shape, uint32_t first, uint32_t end,
                            const shape_cue *cue)
{
    if (is_organisation(shape, first, end) || is_street(shape, first))
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     scan_kind(shape->scan, cue->sense));
}

/* Is the title part of a name, behind a surname: "Trần Anh Tuấn"? */
static bool is_given(const shape_scan *shape, const shape_cue *cue)
{
    return cue->sense->language == CG_VI && cue->first > shape->first &&
           shape_is_capital(shape, cue->first) &&
           shape_is_capital(shape, cue->first - 1) &&
           shape_phrase(shape, cue->first - 1, WORD_SURNAME) == 1;
}

cg_status shape_title(const shape_scan *shape, const shape_cue *cue)
{
    uint32_t first = cue->end;
    if (is_given(shape, cue))
        return CG_OK;
    if (first < shape->end && scan_is_sign(shape->scan, first, "."))
        first++;
    uint32_t end = first < shape->end ? person_end(shape, first) : first;
    return end > first ? add_person(shape, first, end, cue) : CG_OK;
}

/* Is the word written as firms' names are, OpenAI or AMD, and persons' are not? */
static bool is_firm_word(const shape_scan *shape, uint32_t token)
{
    const text_token *at = &shape->scan->document->tokens[token];
    return shape_is_capital(shape, token) &&
           (at->shape == TOKEN_MIXED ||
            (at->shape == TOKEN_UPPER && at->end - at->start > 1 &&
             shape->scan->document->text.at[at->end - 1] != '.'));
}

/* "CEO X Y", "CEO Nvidia X Y", "the CEO, X Y,"; a known surname may stand alone. */
static cg_status name_behind_role(const shape_scan *shape, const shape_cue *cue)
{
    uint32_t first = cue->end;
    const name_candidate *listed =
        first < shape->end ? shape_listed(shape, first) : NULL;
    if (listed != NULL)
        first = listed->end;
    else if (first < shape->end && is_firm_word(shape, first))
        first++;
    else if (first < shape->end && scan_is_sign(shape->scan, first, ","))
        first++;
    uint32_t end = first < shape->end ? person_end(shape, first) : first;
    bool alone = end - first == 1 && shape_phrase(shape, first, WORD_SURNAME) == 0;
    if (end == first || alone || shape->headline)
        return CG_OK;
    return add_person(shape, first, end, cue);
}

/* The comma behind which a role stands, with an article or more in between:
 * "X Y, the new CEO". 0 if there is none. */
static uint32_t comma_before(const shape_scan *shape, uint32_t token)
{
    enum { BETWEEN_MAX = 4 };
    uint32_t at = token;
    while (at > shape->first && token - at <= BETWEEN_MAX) {
        at--;
        if (scan_is_sign(shape->scan, at, ",") ||
            scan_is_sign(shape->scan, at, "，"))
            return at;
        if (shape->scan->document->tokens[at].shape != TOKEN_LOWER &&
            shape_listed(shape, at) == NULL)
            return 0;
    }
    return 0;
}

/* "X Y, CEO of"; without a comma where the first word is known from persons. */
static cg_status name_before_role(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MIN = 2 };
    uint32_t comma = comma_before(shape, cue->first);
    uint32_t end = comma > shape->first ? comma : cue->first;
    uint32_t first = person_start(shape, end);
    if (end - first < WORDS_MIN || shape->headline ||
        (comma <= shape->first && !shape_begins_person(shape, first)))
        return CG_OK;
    return add_person(shape, first, end, cue);
}

cg_status shape_role(const shape_scan *shape, const shape_cue *cue)
{
    if (cue->sense->language == CG_ZH || is_cjk(shape, cue->end)) {
        cg_status status = shape_role_zh(shape, cue);
        if (status != CG_OK || is_cjk(shape, cue->end))
            return status;
    }
    cg_status status = name_behind_role(shape, cue);
    return status == CG_OK ? name_before_role(shape, cue) : status;
}

/* The end of a surname at `token` that the lists have as a firm or a place: "Rajat Bose",
 * "Jonas Lund". */
static uint32_t listed_surname_end(const shape_scan *shape, uint32_t token)
{
    const name_candidate *listed =
        token < shape->end ? shape_listed(shape, token) : NULL;
    bool alone =
        listed != NULL && listed->first == token && listed->end == token + 1 &&
        shape->scan->document->tokens[token].shape == TOKEN_CAPITALISED &&
        !(listed->end < shape->end && shape_is_capital(shape, listed->end));
    return alone ? listed->end : token;
}

cg_status shape_given_name(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MIN = 2, WORDS_MAX = 4 };
    bool inside = cue->first > shape->first && is_name_word(shape, cue->first - 1);
    if (inside || shape->headline || !is_name_word(shape, cue->first))
        return CG_OK;
    uint32_t end = person_end(shape, cue->first);
    if (end == cue->end && cue->sense->language == CG_EN)
        end = listed_surname_end(shape, end);
    if (end - cue->first < WORDS_MIN || end - cue->first > WORDS_MAX)
        return CG_OK;
    return add_person(shape, cue->first, end, cue);
}

/* Names in the order of Vietnam begin with one of few surnames; those of China and
 * Korea are sure where the given name is hyphenated. */
cg_status shape_surname(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MIN = 2, WORDS_MAX = 5 };
    bool hyphen = cue->end + 1 < shape->end &&
                  scan_is_sign(shape->scan, cue->end + 1, "-") &&
                  shape_is_tight(shape, cue->end + 1);
    if ((cue->sense->language != CG_VI && !hyphen) || shape->headline)
        return CG_OK;
    bool inside = cue->first > shape->first && is_name_word(shape, cue->first - 1);
    if (inside || !is_name_word(shape, cue->first))
        return CG_OK;
    uint32_t end = person_end(shape, cue->first);
    if (end - cue->first < WORDS_MIN || end - cue->first > WORDS_MAX)
        return CG_OK;
    return add_person(shape, cue->first, end, cue);
}

/* "…," said X Y of Z. */
static cg_status name_behind_says(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MIN = 2, WORDS_MAX = 4 };
    uint32_t first = cue->end;
    bool set_off =
        cue->first > shape->first &&
        shape->scan->document->tokens[cue->first - 1].shape == TOKEN_PUNCTUATION;
    if (!set_off || first >= shape->end || cue->sense->language != CG_EN)
        return CG_OK;
    uint32_t end = person_end(shape, first);
    if (end - first < WORDS_MIN || end - first > WORDS_MAX ||
        shape_is_possessive(shape, end))
        return CG_OK;
    return add_person(shape, first, end, cue);
}

/* "Xu Zhijun said": two words of which the first is a surname or a given name, behind
 * what else has capitals. */
static cg_status name_before_says(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MIN = 2, WORDS_MAX = 4 };
    uint32_t first = person_start(shape, cue->first);
    while (cue->first - first > WORDS_MIN && !shape_begins_person(shape, first))
        first++;
    uint32_t words = cue->first - first;
    if (words < WORDS_MIN || words > WORDS_MAX)
        return CG_OK;
    return shape_begins_person(shape, first)
               ? add_person(shape, first, cue->first, cue)
               : CG_OK;
}

cg_status shape_says(const shape_scan *shape, const shape_cue *cue)
{
    if (is_cjk(shape, cue->first))
        return shape_says_zh(shape, cue);
    if (shape->headline || cue->first == shape->first)
        return CG_OK;
    cg_status status = name_behind_says(shape, cue);
    return status == CG_OK ? name_before_says(shape, cue) : status;
}

/* "X Y told me", "X Y, who": two words or more, whatever they are. */
cg_status shape_says_surely(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MIN = 2, WORDS_MAX = 4 };
    uint32_t end = cue->first;
    if (end > shape->first && scan_is_sign(shape->scan, end - 1, ","))
        end--;
    uint32_t first = person_start(shape, end);
    bool joined =
        first > shape->first &&
        shape_phrase(shape, first - 1, WORD_JOIN) > 0; /* of a longer name */
    if (end - first < WORDS_MIN || end - first > WORDS_MAX || shape->headline ||
        joined)
        return CG_OK;
    return add_person(shape, first, end, cue);
}

/* Does a person's name of several words, or a listed one, end right before the token? */
static bool ends_person(const shape_scan *shape, uint32_t token)
{
    enum { WORDS_MIN = 2 };
    if (token == shape->first)
        return false;
    const name_candidate *listed = shape_listed(shape, token - 1);
    if (listed != NULL)
        return listed->kind == shape->scan->names->person_kind;
    uint32_t first = person_start(shape, token);
    if (token - first < WORDS_MIN)
        return false;
    return shape_begins_person(shape, first) ||
           scan_phrase_before(shape->scan, shape->first, first, WORD_SAYS, NULL) >
               0 ||
           scan_phrase_before(shape->scan, shape->first, first, WORD_ROLE, NULL) >
               0;
}

/* "X Y of Z": whom a person works for, unless a word in Z tells its kind. */
cg_status shape_house(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MAX = 3 };
    if (shape->headline || cue->end >= shape->end ||
        !ends_person(shape, cue->first))
        return CG_OK;
    uint32_t end = shape_run(shape, cue->end, WORDS_MAX);
    if (end == cue->end || is_organisation(shape, cue->end, end) ||
        shape_begins_person(shape, cue->end) || shape_has_digit(shape, end - 1) ||
        (end < shape->end && shape_listed(shape, end) != NULL))
        return CG_OK;
    return shape_add(shape, cue->end, end, cue->end, end,
                     scan_kind(shape->scan, cue->sense));
}
