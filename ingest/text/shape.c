#include "ingest/text/shape.h"
#include "ingest/text/token.h"

/* ---- What tokens look like ---- */

const name_candidate *shape_listed(const shape_scan *shape, uint32_t token)
{
    return scan_listed(shape->scan, token);
}

uint32_t shape_phrase(const shape_scan *shape, uint32_t token, word_use use)
{
    return (uint32_t)scan_phrase_at(shape->scan, token, shape->end, use, NULL);
}

bool shape_has_digit(const shape_scan *shape, uint32_t token)
{
    const text_token *at = &shape->scan->document->tokens[token];
    cg_text text = document_text(shape->scan->document, token, token + 1);
    if (at->shape != TOKEN_MIXED)
        return at->shape == TOKEN_NUMBER;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] >= '0' && text.at[i] <= '9')
            return true;
    }
    return false;
}

bool shape_is_quantity(const shape_scan *shape, uint32_t token)
{
    const text_words *words = shape->scan->words;
    char unit[TOKEN_FOLD_MAX];
    cg_text text = document_text(shape->scan->document, token, token + 1);
    size_t digits = 0;
    while (digits < text.size &&
           ((text.at[digits] >= '0' && text.at[digits] <= '9') ||
            text.at[digits] == '.' || text.at[digits] == ','))
        digits++;
    size_t size =
        token_fold(cg_text_slice(text, digits, text.size), CG_FOLD_CASE, unit);
    text_token counted = {.word = words_find(words, (cg_text){unit, size})};
    return digits > 0 && counted.word != 0 &&
           words_longest(words, &counted, 1, WORD_COUNTER, NULL) > 0;
}

bool shape_is_possessive(const shape_scan *shape, uint32_t token)
{
    cg_text text = document_text(shape->scan->document, token, token + 1);
    return shape_phrase(shape, token, WORD_POSSESSIVE) == 1 ||
           (shape->scan->document->tokens[token].shape == TOKEN_LOWER &&
            (text.at[0] == '\'' || cg_text_starts(text, CG_TEXT("’"))));
}

bool shape_is_capital(const shape_scan *shape, uint32_t token)
{
    const text_token *at = &shape->scan->document->tokens[token];
    if (at->shape != TOKEN_CAPITALISED && at->shape != TOKEN_UPPER &&
        at->shape != TOKEN_MIXED)
        return false;
    if (scan_phrase_at(shape->scan, token, token + 1, WORD_NO_NAME, NULL) > 0)
        return false;
    bool capitals = at->shape == TOKEN_UPPER && at->end - at->start > 1;
    return capitals ||
           scan_phrase_at(shape->scan, token, token + 1, WORD_STOP, NULL) == 0;
}

bool shape_is_foreign(const shape_scan *shape, uint32_t token)
{
    const text_token *at = &shape->scan->document->tokens[token];
    const char *text = shape->scan->document->text.at;
    size_t runs = 0;
    bool within = false; /* a run of vowels */
    for (uint32_t i = at->start; i < at->end; i++) {
        bool vowel = memchr("aeiouyAEIOUY", text[i], 12) != NULL;
        if ((unsigned char)text[i] >= 0x80)
            return false; /* its own letters */
        runs += vowel && !within;
        within = vowel;
    }
    return runs > 1;
}

bool shape_is_tight(const shape_scan *shape, uint32_t token)
{
    const text_token *tokens = shape->scan->document->tokens;
    return token > shape->first && token + 1 < shape->end &&
           !tokens[token].blank_before && !tokens[token + 1].blank_before;
}

uint32_t shape_plus_end(const shape_scan *shape, uint32_t end)
{
    bool plus = end > shape->first && end < shape->end &&
                scan_is_sign(shape->scan, end, "+") &&
                !shape->scan->document->tokens[end].blank_before;
    return plus ? end + 1 : end;
}

/* A word that has its capital from the beginning of the sentence and is known as one
 * that stands beside names. */
static bool opens_sentence(const shape_scan *shape, uint32_t token)
{
    static const word_use beside[] = {WORD_LABEL, WORD_HEAD,      WORD_ROLE,
                                      WORD_TITLE, WORD_AUXILIARY, WORD_LABEL_MODEL};
    if (token != shape->first)
        return false;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        if (shape_phrase(shape, token, beside[i]) > 0)
            return true;
    }
    return false;
}

/* Does the token belong to a run of capitalised words? */
static bool runs_on(const shape_scan *shape, uint32_t token)
{
    return shape_listed(shape, token) == NULL && !shape->scan->refused[token] &&
           shape_is_capital(shape, token) && !opens_sentence(shape, token);
}

/* Is the token within a run, between two words of it, though it is no name itself: "Việt"
 * of "Trí Việt Packaging"? */
static bool is_within(const shape_scan *shape, uint32_t token)
{
    return shape->scan->document->tokens[token].shape == TOKEN_CAPITALISED &&
           shape_listed(shape, token) == NULL && !shape->scan->refused[token] &&
           token + 1 < shape->end && runs_on(shape, token + 1) &&
           scan_phrase_at(shape->scan, token, token + 1, WORD_STOP, NULL) == 0;
}

uint32_t shape_run(const shape_scan *shape, uint32_t token, uint32_t most)
{
    uint32_t end = token;
    while (end < shape->end && end - token < most &&
           (runs_on(shape, end) || (end > token && is_within(shape, end)))) {
        end++;
        bool hyphen = end < shape->end && scan_is_sign(shape->scan, end, "-") &&
                      shape_is_tight(shape, end) && runs_on(shape, end + 1);
        end += hyphen;
    }
    return end;
}

uint32_t shape_run_before(const shape_scan *shape, uint32_t end, uint32_t most)
{
    uint32_t first = end;
    while (first > shape->first && end - first < most &&
           runs_on(shape, first - 1)) {
        first--;
        bool hyphen = first > shape->first + 1 &&
                      scan_is_sign(shape->scan, first - 1, "-") &&
                      shape_is_tight(shape, first - 1) && runs_on(shape, first - 2);
        first -= hyphen;
    }
    return first;
}

cg_status shape_add(const shape_scan *shape, uint32_t first, uint32_t end,
                    uint32_t core, uint32_t core_end, uint8_t kind)
{
    const name_candidate candidate = {
        .first = first,
        .end = end,
        .core = core,
        .core_end = core_end,
        .listed = -1,
        .kind = kind,
    };
    return kind == NO_KIND ? CG_OK : scan_add(shape->scan, &candidate);
}

bool shape_is_lower(const shape_scan *shape, uint32_t token)
{
    return shape->scan->document->tokens[token].shape == TOKEN_LOWER;
}

bool shape_is_place(const shape_scan *shape, const name_candidate *candidate)
{
    return candidate != NULL && candidate->kind == shape->scan->names->place_kind;
}

bool shape_begins_large(const shape_scan *shape, uint32_t token)
{
    uint8_t look = shape->scan->document->tokens[token].shape;
    return look == TOKEN_CAPITALISED || look == TOKEN_UPPER || look == TOKEN_MIXED;
}

uint32_t shape_quote_end(const shape_scan *shape, uint32_t token)
{
    static const char *const quotes[][2] = {{"“", "”"},   {"\"", "\""}, {"‘", "’"},
                                            {"「", "」"}, {"『", "』"}, {"«", "»"},
                                            {"《", "》"}};
    enum { QUOTED_MAX = 30 };
    if (token == shape->first)
        return 0;
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        if (!scan_is_sign(shape->scan, token - 1, quotes[i][0]))
            continue;
        for (uint32_t at = token; at < shape->end && at - token < QUOTED_MAX;
             at++) {
            if (scan_is_sign(shape->scan, at, quotes[i][1]))
                return at > token ? at : 0;
            if (scan_is_sign(shape->scan, at, ".") ||
                scan_is_sign(shape->scan, at, "。") ||
                scan_is_sign(shape->scan, at, "，"))
                return 0;
        }
    }
    return 0;
}

uint32_t shape_quote_start(const shape_scan *shape, uint32_t token)
{
    enum { QUOTED_MAX = 12 };
    for (uint32_t first = token - 2;
         token >= shape->first + 3 && first > shape->first &&
         token - first <= QUOTED_MAX;
         first--) {
        uint32_t end = shape_quote_end(shape, first);
        if (end != 0)
            return end + 1 == token ? first : token;
    }
    return token;
}

bool shape_begins_person(const shape_scan *shape, uint32_t token)
{
    return shape_phrase(shape, token, WORD_SURNAME) > 0 ||
           shape_phrase(shape, token, WORD_GIVEN) > 0;
}

/* ---- Where shapes begin ---- */

typedef cg_status (*shape_finder)(const shape_scan *shape, const shape_cue *cue);

/* Who looks at the phrases for a use; the other uses tell no name by themselves. */
static const shape_finder finders[WORD_USE_COUNT] = {
    [WORD_TITLE] = shape_title,
    [WORD_TITLE_AFTER] = shape_title_after,
    [WORD_ROLE] = shape_role,
    [WORD_SAYS] = shape_says,
    [WORD_SAYS_SURELY] = shape_says_surely,
    [WORD_HOUSE] = shape_house,
    [WORD_GIVEN] = shape_given_name,
    [WORD_SURNAME] = shape_surname,
    [WORD_LABEL] = shape_label,
    [WORD_LABEL_MODEL] = shape_label_of_model,
    [WORD_NAMING] = shape_naming,
    [WORD_DOES] = shape_does,
    [WORD_MODEL] = shape_model_word,
    [WORD_PART] = shape_part,
    [WORD_LABEL_AFTER] = shape_label_after,
    [WORD_HEAD] = shape_head,
    [WORD_TAIL] = shape_tail,
    [WORD_WEAK_TAIL] = shape_weak_tail,
    [WORD_TITLE_TAIL] = shape_title_tail,
    [WORD_GOODS_TAIL] = shape_goods_tail,
    [WORD_BUREAU] = shape_bureau,
    [WORD_STATE] = shape_state_body,
    [WORD_OFFICE] = shape_office,
    [WORD_NODE] = shape_node_unit,
};

/* Look at the phrases that begin at a token. */
static cg_status find_by_words(const shape_scan *shape, uint32_t token)
{
    const text_words *words = shape->scan->words;
    words_cursor cursor =
        words_phrases(shape->scan->document->tokens + token, shape->end - token);
    const words_sense *sense;
    cg_status status = CG_OK;
    while (status == CG_OK && (sense = words_next_phrase(words, &cursor)) != NULL) {
        for (; status == CG_OK && sense != NULL;
             sense = words_next_sense(words, sense)) {
            shape_cue cue = {sense, token, token + (uint32_t)cursor.length};
            bool foreign = sense->language == CG_VI && shape->language == CG_EN;
            if (finders[sense->use] != NULL && !foreign)
                status = finders[sense->use](shape, &cue);
        }
    }
    return status;
}

static cg_status find_at(const shape_scan *shape, uint32_t token)
{
    const name_scan *scan = shape->scan;
    const text_token *at = &scan->document->tokens[token];
    cg_status status = at->word != 0 ? find_by_words(shape, token) : CG_OK;
    const name_candidate *listed = shape_listed(shape, token);
    if (status == CG_OK && listed != NULL && listed->end == token + 1) {
        status = shape_model(shape, listed);
        if (status == CG_OK)
            status = shape_abroad_zh(shape, listed);
        if (status == CG_OK)
            status = shape_place_within(shape, listed);
        if (status == CG_OK)
            status = shape_goods(shape, listed);
        if (status == CG_OK)
            status = shape_generation(shape, listed);
        return status == CG_OK ? shape_extended(shape, listed) : status;
    }
    if (status != CG_OK || listed != NULL)
        return status;
    if (at->shape == TOKEN_MIXED)
        status = shape_designation(shape, token);
    if (status == CG_OK && at->shape == TOKEN_PUNCTUATION)
        status = shape_ampersand(shape, token);
    if (status == CG_OK && at->shape == TOKEN_PUNCTUATION)
        status = shape_middle_dot(shape, token);
    if (status == CG_OK && at->shape == TOKEN_PUNCTUATION)
        status = shape_bracketed_zh(shape, token);
    if (status == CG_OK && at->shape == TOKEN_PUNCTUATION)
        status = shape_quoted_zh(shape, token);
    if (status == CG_OK && at->shape == TOKEN_PUNCTUATION)
        status = shape_dashed_zh(shape, token);
    return status;
}

/* A sentence without an end in which most words begin with a capital is a headline. */
static bool is_headline(const text_document *document,
                        const text_sentence *sentence)
{
    enum { WORDS_MIN = 4 };
    size_t words = 0;
    size_t capitals = 0;
    const text_token *last = &document->tokens[sentence->end_token - 1];
    if (sentence->language == CG_ZH || last->shape == TOKEN_PUNCTUATION)
        return false;
    for (uint32_t i = sentence->first_token; i < sentence->end_token; i++) {
        uint8_t shape = document->tokens[i].shape;
        if (shape == TOKEN_NUMBER || shape == TOKEN_CJK ||
            shape == TOKEN_PUNCTUATION)
            continue;
        words++;
        capitals += shape != TOKEN_LOWER;
    }
    return words >= WORDS_MIN && capitals * 10 >= words * 7;
}

cg_status names_find_shapes(name_scan *scan)
{
    const text_document *document = scan->document;
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < document->sentence_count; i++) {
        const text_sentence *sentence = &document->sentences[i];
        shape_scan shape = {scan, sentence->first_token, sentence->end_token,
                            sentence->language, is_headline(document, sentence)};
        for (uint32_t token = shape.first; status == CG_OK && token < shape.end;
             token++)
            status = find_at(&shape, token);
    }
    return status;
}
