#include "ingest/text/shape.h"

#include <ctype.h>

/* Names of products: designations, models of what is listed, process nodes. */

static const text_token *token_at(const shape_scan *shape, uint32_t token)
{
    return &shape->scan->document->tokens[token];
}

/* Does a number at the token count something, rather than name a model? */
static bool is_quantity(const shape_scan *shape, uint32_t token)
{
    const text_token *at = token_at(shape, token);
    cg_text text = document_text(shape->scan->document, token, token + 1);
    bool year = text.size == 4 && (cg_text_starts(text, CG_TEXT("19")) ||
                                   cg_text_starts(text, CG_TEXT("20")));
    if (at->shape != TOKEN_NUMBER)
        return shape_is_quantity(shape, token);
    if (year || memchr(text.at, ',', text.size) != NULL)
        return true;
    if (token + 1 == shape->end)
        return false;
    const text_token *next = token_at(shape, token + 1);
    if (next->shape == TOKEN_LOWER)
        return shape_phrase(shape, token + 1, WORD_STOP) == 0 &&
               (shape->scan->document->language != CG_EN ||
                shape_phrase(shape, token + 1, WORD_COUNTER) > 0);
    bool series = text.size == 1 && next->end - next->start >= 3; /* "9 365" */
    return (next->shape == TOKEN_NUMBER && !series) ||
           scan_is_sign(shape->scan, token + 1, "%") ||
           (next->shape == TOKEN_CJK &&
            shape_phrase(shape, token + 1, WORD_COUNTER) > 0 &&
            shape_phrase(shape, token + 1, WORD_STOP) == 0 &&
            shape_phrase(shape, token + 1, WORD_LABEL_AFTER) == 0);
}

static bool is_model_word(const shape_scan *shape, uint32_t token)
{
    const text_token *at = token_at(shape, token);
    return at->shape != TOKEN_LOWER && shape_phrase(shape, token, WORD_MODEL) == 1;
}

/* The end of what goes on with a product's name from `token` on: "8 Gen 3", "9400",
 * "Pro Max". */
static uint32_t model_end(const shape_scan *shape, uint32_t token)
{
    enum { MODEL_WORDS_MAX = 5 };
    uint32_t end = token;
    while (end < shape->end && end - token < MODEL_WORDS_MAX &&
           shape_listed(shape, end) == NULL) {
        bool model = is_model_word(shape, end);
        if (!model && (!shape_has_digit(shape, end) || is_quantity(shape, end)))
            break;
        end++;
    }
    return end > token ? shape_plus_end(shape, end) : end;
}

/* Do the lists have products of this kind by this maker, more than of others? The
 * kind, or NO_KIND. */
static uint8_t usual_product(const shape_scan *shape, const name_candidate *maker)
{
    return lexicon_product_kind(
        &shape->scan->names->lexicon,
        names_entry_at(shape->scan->names, maker->listed)->name);
}

/* Do the lists have no product of this maker? */
static bool makes_nothing(const shape_scan *shape, const name_candidate *maker)
{
    return !lexicon_knows_maker(
        &shape->scan->names->lexicon,
        names_entry_at(shape->scan->names, maker->listed)->name);
}

/* The kind that the first word of models in [first, end) tells, NO_KIND if none. */
static uint8_t model_kind(const shape_scan *shape, uint32_t first, uint32_t end)
{
    const words_sense *sense = NULL;
    for (; first < end && sense == NULL; first++) {
        if (is_model_word(shape, first))
            scan_phrase_at(shape->scan, first, end, WORD_MODEL, &sense);
    }
    return sense != NULL ? scan_kind(shape->scan, sense) : NO_KIND;
}

/* "Falcon 8 Gen 2": no list has it, but the word behind its number tells. */
cg_status shape_model_word(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MAX = 3 };
    if (shape->headline || cue->first < shape->first + 2 ||
        !is_model_word(shape, cue->first) || is_model_word(shape, cue->first - 1) ||
        !shape_has_digit(shape, cue->first - 1) ||
        shape_listed(shape, cue->first - 1) != NULL)
        return CG_OK;
    uint32_t first = shape_run_before(shape, cue->first - 1, WORDS_MAX);
    uint32_t end = model_end(shape, cue->first);
    if (first == cue->first - 1)
        return CG_OK;
    return shape_add(shape, first, end, first, end,
                     scan_kind(shape->scan, cue->sense));
}

/* The kind of what the maker's possessive at the token goes before: what the lists have of
 * this maker most, or if they have nothing, what the possessive's own list tells. */
static uint8_t possessed_kind(const shape_scan *shape, const name_candidate *maker,
                              uint32_t possessive)
{
    const words_sense *sense = NULL;
    uint8_t kind = usual_product(shape, maker);
    if (kind == NO_KIND && makes_nothing(shape, maker))
        scan_phrase_at(shape->scan, possessive, possessive + 1, WORD_POSSESSIVE,
                       &sense);
    return sense != NULL ? scan_kind(shape->scan, sense) : kind;
}

/* One to four capitals, then three digits or more: T414, ATW800. */
static bool is_code(const shape_scan *shape, uint32_t token)
{
    enum { LETTERS_MAX = 4, DIGITS_MIN = 3, DIGITS_MAX = 5 };
    cg_text text = document_text(shape->scan->document, token, token + 1);
    size_t letters = 0;
    size_t digits = 0;
    while (letters < text.size && text.at[letters] >= 'A' &&
           text.at[letters] <= 'Z')
        letters++;
    while (letters + digits < text.size && text.at[letters + digits] >= '0' &&
           text.at[letters + digits] <= '9')
        digits++;
    return letters >= 1 && letters <= LETTERS_MAX && digits >= DIGITS_MIN &&
           digits <= DIGITS_MAX && letters + digits == text.size;
}

/* Capitals and digits in parts joined by hyphens, one of them with both: EVO-X2,
 * 4U8G-MI300, but not COVID-19. */
static bool is_joined_code(const shape_scan *shape, uint32_t token)
{
    cg_text text = document_text(shape->scan->document, token, token + 1);
    bool letter = false; /* in this part */
    bool digit = false;
    bool both = false;
    size_t parts = 1;
    for (size_t i = 0; i < text.size; i++) {
        char at = text.at[i];
        bool hyphen = at == '-';
        if (!hyphen && !(at >= 'A' && at <= 'Z') && !(at >= '0' && at <= '9'))
            return false;
        parts += hyphen;
        digit = !hyphen && (digit || (at >= '0' && at <= '9'));
        letter = !hyphen && (letter || at >= 'A');
        both |= letter && digit;
    }
    return parts > 1 && both;
}

/* "Acme's Falcon P7": the words from `first` on, behind a possessive, of which the last
 * has a digit. */
static cg_status possessed_model(const shape_scan *shape,
                                 const name_candidate *maker, uint32_t first)
{
    enum { WORDS_MAX = 3 };
    uint32_t end = first;
    while (end < shape->end && end - first < WORDS_MAX &&
           shape_listed(shape, end) == NULL &&
           (shape_is_capital(shape, end) || shape_has_digit(shape, end)))
        end++;
    if (end <= first || !shape_has_digit(shape, end - 1) ||
        token_at(shape, first)->shape == TOKEN_NUMBER ||
        is_quantity(shape, end - 1))
        return CG_OK;
    bool letter = !isdigit(
        (unsigned char)document_text(shape->scan->document, first, first + 1)
            .at[0]);
    uint8_t kind = letter ? possessed_kind(shape, maker, first - 1)
                          : usual_product(shape, maker);
    return shape_add(shape, first, end, first, end, kind);
}

/* "X Elite", "HD 4870": capital letters that a word of models or a number follows. */
static bool is_letter_model(const shape_scan *shape, uint32_t token)
{
    enum { LETTERS_MAX = 3 };
    const text_token *at = token_at(shape, token);
    uint32_t letters = at->end - at->start;
    if (token + 1 >= shape->end || at->shape != TOKEN_UPPER ||
        !shape_is_capital(shape, token))
        return false;
    bool number = shape_has_digit(shape, token + 1) &&
                  shape_listed(shape, token + 1) == NULL &&
                  !is_quantity(shape, token + 1);
    return (letters == 1 && is_model_word(shape, token + 1)) ||
           (letters <= LETTERS_MAX && number);
}

/* "Falcon-Bridge": a capitalised word written together with a listed product by a hyphen
 * belongs to it. Where it ends, 0 if there is none. */
static uint32_t hyphen_end(const shape_scan *shape, const name_candidate *listed)
{
    uint32_t word = listed->end + 1;
    bool joined = word < shape->end && !shape->headline &&
                  scan_is_sign(shape->scan, listed->end, "-") &&
                  shape_is_tight(shape, listed->end);
    return joined && shape_listed(shape, word) == NULL &&
                   shape_begins_large(shape, word)
               ? word + 1
               : 0;
}

/* iPod shuffle: in a Chinese text words in small letters, and one with a capital behind
 * them, belong to the product that stands before them. Where they end, 0 if there are
 * none. */
static uint32_t small_words_end(const shape_scan *shape,
                                const name_candidate *listed)
{
    enum { WORDS_MAX = 3 };
    uint32_t end = listed->end;
    if (shape->scan->document->language != CG_ZH || shape_is_han(shape, end - 1) ||
        shape_phrase(shape, end, WORD_LABEL_AFTER) > 0)
        return 0;
    while (end < shape->end && end - listed->end < WORDS_MAX &&
           token_at(shape, end)->blank_before && shape_is_lower(shape, end))
        end++;
    if (end > listed->end && end < shape->end &&
        token_at(shape, end)->blank_before && shape_begins_large(shape, end))
        end++;
    bool parted = end == shape->end || shape_is_han(shape, end) ||
                  token_at(shape, end)->shape == TOKEN_PUNCTUATION;
    return end > listed->end && parted ? end : 0;
}

/* Add what begins with a listed product and ends at `end`: a model of it. */
static cg_status add_model(const shape_scan *shape, const name_candidate *listed,
                           uint32_t end)
{
    name_candidate model = {
        .first = listed->first,
        .end = end,
        .core = listed->first,
        .core_end = end,
        .listed = -1,
        .family = (uint32_t)listed->listed + 1,
        .kind = listed->kind,
    };
    return scan_add(shape->scan, &model);
}

cg_status shape_model(const shape_scan *shape, const name_candidate *listed)
{
    if (listed->end == shape->end)
        return CG_OK;
    if (shape_is_possessive(shape, listed->end))
        return possessed_model(shape, listed, listed->end + 1);
    bool letter = is_letter_model(shape, listed->end);
    uint32_t end = model_end(shape, listed->end + letter);
    const names_entry *entry = names_entry_at(shape->scan->names, listed->listed);
    bool maker = entry->maker.size == 0 &&
                 shape->scan->document->sentences[0].language == CG_ZH;
    if (entry->maker.size > 0 && end == listed->end)
        end = shape_plus_end(shape, end);
    uint32_t joined = entry->maker.size > 0 ? hyphen_end(shape, listed) : 0;
    if (joined == 0 && entry->maker.size > 0)
        joined = small_words_end(shape, listed);
    if (joined > 0)
        return add_model(shape, listed, joined);
    if (end < shape->end && entry->maker.size == 0 && is_joined_code(shape, end))
        return possessed_model(shape, listed, end);
    if (end == listed->end)
        return maker ? possessed_model(shape, listed, end) : CG_OK;
    bool digits = shape_has_digit(shape, listed->end);
    if (entry->maker.size > 0)
        return add_model(shape, listed, end);
    if (token_at(shape, listed->end)->shape == TOKEN_NUMBER) {
        return shape_add(shape, listed->first, end, listed->first, end,
                         model_kind(shape, listed->end, end));
    }
    return digits || letter ? shape_add(shape, listed->end, end, listed->end, end,
                                        usual_product(shape, listed))
                            : CG_OK;
}

cg_status shape_generation(const shape_scan *shape, const name_candidate *listed)
{
    const text_names *names = shape->scan->names;
    uint32_t number = (uint32_t)scan_phrase_before(
        shape->scan, shape->first, listed->first, WORD_GENERATION, NULL);
    bool product = listed->kind != names->person_kind &&
                   listed->kind != names->place_kind &&
                   (names->organisations >> listed->kind & 1) == 0 &&
                   (names->goods >> listed->kind & 1) == 0;
    if (number == 0 || !product)
        return CG_OK;
    return shape_add(shape, listed->first - number, listed->end, listed->first,
                     listed->end, listed->kind);
}

/* ---- Labels behind: "the X7 chip", "X7芯片" ---- */

/* 马良935图形处理器: two or three Chinese characters, which say more than what it is,
 * written together with the number at the token and parted from what stands before. Where
 * they begin, `number` if they do not. */
static uint32_t han_before(const shape_scan *shape, uint32_t number)
{
    enum { SHORTEST = 2, LONGEST = 3 };
    if (token_at(shape, number)->shape != TOKEN_NUMBER ||
        token_at(shape, number)->blank_before || is_quantity(shape, number))
        return number;
    for (uint32_t size = 1; size <= LONGEST && shape->first + size <= number;
         size++) {
        uint32_t at = number - size;
        if (!shape_is_han(shape, at) || shape_listed(shape, at) != NULL ||
            shape_phrase(shape, at, WORD_STOP) > 0)
            return number;
        bool parted = at == shape->first || shape_is_edge_before(shape, at);
        if (size >= SHORTEST && parted)
            return shape_is_general(shape, at, number) ? number : at;
    }
    return number;
}

cg_status shape_label_after(const shape_scan *shape, const shape_cue *cue)
{
    enum { WORDS_MAX = 4 };
    uint8_t kind = scan_kind(shape->scan, cue->sense);
    uint32_t end = cue->first;
    uint8_t look = token_at(shape, cue->first)->shape;
    if (shape->headline || end == shape->first || look == TOKEN_CAPITALISED ||
        shape_phrase(shape, cue->first, WORD_LABEL_AFTER) > cue->end - cue->first)
        return CG_OK;
    uint32_t quoted = shape_quote_start(shape, end);
    if (quoted < end && token_at(shape, end - 2)->shape == TOKEN_PUNCTUATION)
        return CG_OK; /* somebody's words */
    if (quoted < end)
        return shape_add(shape, quoted, end - 1, quoted, end - 1, kind);
    uint32_t number = end - (token_at(shape, end - 1)->shape == TOKEN_NUMBER);
    uint32_t first = shape_run_before(shape, number, WORDS_MAX);
    uint32_t named =
        first == number && number < end ? han_before(shape, number) : end;
    if (named < number && kind != shape->scan->names->company_kind)
        return shape_add(shape, named, end, named, end, kind);
    if (first == number)
        return kind == shape->scan->names->company_kind &&
                       shape_is_han(shape, end - 1)
                   ? shape_firm_of_post(shape, cue)
                   : CG_OK;
    bool digits = false;
    for (uint32_t i = first; i < end; i++)
        digits |= shape_has_digit(shape, i);
    bool person = shape_phrase(shape, cue->first, WORD_ROLE) > 0 &&
                  shape_begins_person(shape, first);
    bool capital = first == shape->first && cue->sense->language != CG_ZH;
    bool alone = (capital && !digits) || person;
    bool hyphen = first > shape->first && scan_is_sign(shape->scan, first - 1, "-");
    return alone || hyphen ? CG_OK : shape_add(shape, first, end, first, end, kind);
}

/* ---- Nodes ---- */

/* "7", or "1c" of a generation of memories? */
static bool is_node_number(const shape_scan *shape, uint32_t token)
{
    const text_token *at = token_at(shape, token);
    cg_text text = document_text(shape->scan->document, token, token + 1);
    return at->shape == TOKEN_NUMBER || (text.size == 2 && text.at[0] == '1' &&
                                         text.at[1] >= 'a' && text.at[1] <= 'z');
}

/* "7 nm", "7纳米", "1c nm" */
cg_status shape_node_unit(const shape_scan *shape, const shape_cue *cue)
{
    if (cue->first == shape->first || shape_listed(shape, cue->first) != NULL ||
        !is_node_number(shape, cue->first - 1) ||
        shape_phrase(shape, cue->first, WORD_NODE) > cue->end - cue->first)
        return CG_OK;
    return shape_add(shape, cue->first - 1, cue->end, cue->first - 1, cue->end,
                     scan_kind(shape->scan, cue->sense));
}

/* `7nm`: a number and a unit in one token; the unit's sense, NULL if it is none. */
static const words_sense *node_of(const shape_scan *shape, uint32_t token)
{
    cg_text text = document_text(shape->scan->document, token, token + 1);
    size_t digits = 0;
    while (digits < text.size &&
           (text.at[digits] == '.' ||
            (text.at[digits] >= '0' && text.at[digits] <= '9')))
        digits++;
    text_token unit = {.word = words_find(shape->scan->words,
                                          cg_text_slice(text, digits, text.size))};
    const words_sense *sense = NULL;
    if (digits > 0 && unit.word != 0)
        words_longest(shape->scan->words, &unit, 1, WORD_NODE, &sense);
    return sense;
}

/* "Lumen put on sale the T414", "Lumen, whose T414": a code behind an article, a
 * possessive or what firms do is a product such as the firm makes that was named before. */
static cg_status code_of_maker(const shape_scan *shape, uint32_t token)
{
    enum { REACH = 12 };
    if (shape->headline || token < shape->first + 2 ||
        (!is_code(shape, token) && !is_joined_code(shape, token)) ||
        shape_listed(shape, token) != NULL ||
        (shape_phrase(shape, token - 1, WORD_STOP) == 0 &&
         scan_phrase_before(shape->scan, shape->first, token, WORD_DOES, NULL) ==
             0))
        return CG_OK;
    uint8_t kind = NO_KIND;
    for (uint32_t at = token - 1;
         kind == NO_KIND && at > shape->first && token - at < REACH; at--) {
        const name_candidate *maker = shape_listed(shape, at - 1);
        kind = maker != NULL ? usual_product(shape, maker) : NO_KIND;
    }
    return kind == NO_KIND
               ? CG_OK
               : shape_add(shape, token, token + 1, token, token + 1, kind);
}

/* Capitals and digits, two of each or more, with or without hyphens: S32N79, LYT-828. */
static bool is_mixed_code(const shape_scan *shape, uint32_t token)
{
    enum { LETTERS_MIN = 2, DIGITS_MIN = 2 };
    cg_text text = document_text(shape->scan->document, token, token + 1);
    size_t letters = 0;
    size_t digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        char at = text.at[i];
        bool letter = at >= 'A' && at <= 'Z';
        bool digit = at >= '0' && at <= '9';
        if (!letter && !digit && (at != '-' || i == 0))
            return false;
        letters += letter;
        digits += digit;
    }
    return letters >= LETTERS_MIN && digits >= DIGITS_MIN;
}

/* "uses an AB1585": what something contains is a part, if a code names it. */
cg_status shape_part(const shape_scan *shape, const shape_cue *cue)
{
    uint32_t token = cue->end;
    if (shape->headline || token >= shape->end ||
        token_at(shape, token)->shape != TOKEN_MIXED ||
        shape_listed(shape, token) != NULL || shape->scan->refused[token] ||
        !is_mixed_code(shape, token))
        return CG_OK;
    return shape_add(shape, token, token + 1, token, token + 1,
                     scan_kind(shape->scan, cue->sense));
}

cg_status shape_designation(const shape_scan *shape, uint32_t token)
{
    const words_sense *node = node_of(shape, token);
    if (node == NULL)
        return code_of_maker(shape, token);
    return shape_add(shape, token, token + 1, token, token + 1,
                     scan_kind(shape->scan, node));
}
