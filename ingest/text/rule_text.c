/* A sentence as the matcher sees it: signs, brackets, marks and mentions. */
#include <stdlib.h>

#include "ingest/text/rule_place.h"

/* The sign that is written with one character, SIGN_NONE for most. */
static token_sign sign_of(uint32_t point)
{
    switch (point) {
    case ',':
    case '-':
    case 0x2013: /* – */
    case 0x2014: /* — */
    case 0x3001: /* 、 */
    case 0xFF0C: /* ， */
        return SIGN_COMMA;
    case '.':
    case ';':
    case '!':
    case '?':
    case ':':
    case 0x2026: /* … */
    case 0x3002: /* 。 */
    case 0xFF1B: /* ； */
    case 0xFF01: /* ！ */
    case 0xFF1F: /* ？ */
    case 0xFF1A: /* ： */
        return SIGN_STOP;
    case '"':
    case '\'':
    case 0x2018: /* ‘ */
    case 0x2019: /* ’ */
    case 0x201C: /* “ */
    case 0x201D: /* ” */
    case 0x300C: /* 「 */
    case 0x300D: /* 」 */
    case 0x300E: /* 『 */
    case 0x300F: /* 』 */
    case 0x300A: /* 《 */
    case 0x300B: /* 》 */
    case 0x00AB: /* « */
    case 0x00BB: /* » */
        return SIGN_QUOTE;
    case '(':
    case '[':
    case 0xFF08: /* （ */
        return SIGN_OPEN;
    case ')':
    case ']':
    case 0xFF09: /* ） */
        return SIGN_CLOSE;
    default:
        return SIGN_NONE;
    }
}

/* A hyphen within a word parts nothing. */
static bool is_hyphen(const text_token *token, cg_text text)
{
    return !token->blank_before && token->end - token->start == 1 &&
           text.at[token->start] == '-';
}

static void copy_tokens(match_text *text)
{
    cg_text bytes = text->document->text;
    for (uint32_t i = 0; i < text->count; i++) {
        const text_token *token = &text->document->tokens[text->first_token + i];
        match_token *copy = &text->tokens[i];
        size_t at = token->start;
        *copy = (match_token){
            .word = token->word, .mention = -1, .link = -1, .shape = token->shape};
        if (token->shape == TOKEN_PUNCTUATION && !is_hyphen(token, bytes))
            copy->sign = (uint8_t)sign_of(cg_text_next(bytes, &at));
    }
}

static void add_link(match_text *text, uint32_t number)
{
    const text_mention *link = &text->mentions[number];
    match_token *first = &text->tokens[link->first_token - text->first_token];
    first->link = (int32_t)number;
    first->link_end = (uint16_t)(link->end_token - text->first_token);
    first->link_kinds = text->entities[link->entity].kinds;
}

static void add_name(match_text *text, uint32_t number)
{
    const text_mention *mention = &text->mentions[number];
    uint32_t at = mention->first_token - text->first_token;
    uint32_t end = mention->end_token - text->first_token;
    match_token *first = &text->tokens[at];
    first->mention = (int32_t)number;
    first->mention_end = (uint16_t)end;
    first->kinds = text->entities[mention->entity].kinds;
    first->form = mention->form;
    first->bound = mention->bound;
    for (; at < end; at++)
        text->tokens[at].inside = true;
}

static void add_mention(match_text *text, uint32_t number)
{
    const text_mention *mention = &text->mentions[number];
    if (mention->form == MENTION_LINK)
        add_link(text, number);
    else
        add_name(text, number);
    text->kinds |= text->entities[mention->entity].kinds;
    text->names[text->name_count++] =
        (uint16_t)(mention->first_token - text->first_token);
}

/* The first mention that begins at or after a token. */
static size_t find_mention(const text_mention *mentions, size_t count,
                           uint32_t token)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mentions[middle].first_token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_mentions(match_text *text, size_t mention_count)
{
    uint32_t end = text->first_token + text->count;
    for (size_t i = find_mention(text->mentions, mention_count, text->first_token);
         i < mention_count && text->mentions[i].end_token <= end; i++)
        add_mention(text, (uint32_t)i);
}

/* Note where each token's next name is, and which words there are. */
static void look_over(match_text *text)
{
    uint32_t next = 0;
    memset(text->heads, 0, sizeof text->heads);
    for (uint32_t i = 0; i < text->count; i++) {
        match_token *token = &text->tokens[i];
        while (next < text->name_count && text->names[next] < i)
            next++;
        token->names = (uint16_t)next;
        text->rows[i] = phrases_row(text->phrases, 0);
        if (token->inside || token->word == 0)
            continue;
        text->rows[i] = phrases_row(text->phrases, token->word);
        uint16_t *head = &text->heads[match_head(token->word)];
        token->before = *head;
        *head = (uint16_t)(i + 1);
    }
}

static bool is_bullet(const match_token *token)
{
    return token->shape == TOKEN_PUNCTUATION || token->shape == TOKEN_NUMBER;
}

static bool is_character(const match_text *text, uint32_t at, char character)
{
    const text_token *token = &text->document->tokens[text->first_token + at];
    return token->end - token->start == 1 &&
           text->document->text.at[token->start] == character;
}

/* Pair the brackets, innermost first; one that is not closed is no bracket. */
static void pair_brackets(match_text *text)
{
    enum { OPEN_MAX = 8 };
    uint32_t open[OPEN_MAX];
    uint32_t depth = 0;
    for (uint32_t i = 0; i < text->count; i++) {
        if (text->tokens[i].inside)
            continue;
        if (text->tokens[i].sign == SIGN_OPEN && depth < OPEN_MAX)
            open[depth++] = i;
        else if (text->tokens[i].sign == SIGN_CLOSE && depth > 0)
            text->tokens[open[--depth]].skip = (uint16_t)(i + 1);
    }
}

/* "1. Lumen: maker of chips": the colon behind the name parts an apposition off, as a
 * comma does elsewhere. */
static void find_label(match_text *text)
{
    enum { BULLET_MAX = 4 }; /* tokens before the name */
    uint32_t at = 0;
    text->label = UINT32_MAX;
    while (at < text->count && at < BULLET_MAX && text->tokens[at].mention < 0)
        if (!is_bullet(&text->tokens[at++]))
            return;
    if (!text->whole_start || at == text->count || text->tokens[at].mention < 0)
        return;
    at = text->tokens[at].mention_end;
    if (at < text->count && text->tokens[at].skip != 0)
        at = text->tokens[at].skip;
    while (at < text->count && is_character(text, at, '*'))
        at++;
    if (at == text->count || !is_character(text, at, ':'))
        return;
    text->label = at;
    text->tokens[at].sign = SIGN_COMMA;
}

/* ---- Quoted words ---- */

/* Does the quotation mark open quotes? Plain ones do behind a blank. */
static bool opens_quotes(const match_text *text, uint32_t at)
{
    static const char *const opening[] = {"“", "‘", "「", "『", "«"};
    uint32_t token = text->first_token + at;
    cg_text sign = document_text(text->document, token, token + 1);
    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++)
        if (cg_text_equal(sign, cg_text_z(opening[i])))
            return true;
    return sign.size == 1 &&
           (at == 0 || text->document->tokens[token].blank_before);
}

/* The mark that closes what opens at `at` around a few words and no name; 0 if it is
 * somebody's speech, or names are in it. */
static uint32_t close_of_words(const match_text *text, uint32_t at)
{
    enum { WORDS_MAX = 8 };
    for (uint32_t i = at + 1; i < text->count && i - at <= WORDS_MAX + 1; i++) {
        const match_token *token = &text->tokens[i];
        if (token->sign == SIGN_QUOTE && !token->inside)
            return i > at + 1 && !opens_quotes(text, i) ? i : 0;
        if (token->sign != SIGN_NONE || token->inside)
            return 0;
    }
    return 0;
}

/* A few words in quotes are words like others: their marks part nothing. */
static void pass_quoted_words(match_text *text)
{
    for (uint32_t i = 0; i < text->count; i++) {
        if (text->tokens[i].sign != SIGN_QUOTE || text->tokens[i].inside ||
            !opens_quotes(text, i))
            continue;
        uint32_t close = close_of_words(text, i);
        if (close == 0)
            continue;
        text->tokens[i].sign = SIGN_NONE;
        text->tokens[close].sign = SIGN_NONE;
        i = close;
    }
}

/* Which of the marks so far stay where a longer phrase has others: that a denial begins
 * with a negation. */
static uint32_t kept_marks(uint32_t before, uint32_t marks)
{
    bool denial = (marks & 1U << MARK_DENIAL) != 0;
    return denial ? before & 1U << MARK_NEGATION : 0;
}

/* The marks that begin at a token, of the longest phrases there. */
static void find_marks_at(match_text *text, const rule_book *book, uint32_t at)
{
    uint32_t node = book->marks[text->language];
    match_token *token = &text->tokens[at];
    for (uint32_t i = at; node != 0 && i < text->count && !text->tokens[i].inside;
         i++) {
        node = phrases_step(&book->phrases, node, text->tokens[i].word);
        uint32_t marks = node != 0 ? phrases_value(&book->phrases, node) : 0;
        if (marks != 0) {
            token->marks = (uint16_t)(marks | kept_marks(token->marks, marks));
            token->mark_words = (uint8_t)(i - at + 1);
        }
    }
}

/* What looks like a mark, but is none, has none inside either: 要 of 主要. */
static void find_marks(match_text *text, const rule_book *book)
{
    uint32_t root = book->marks[text->language];
    for (uint32_t at = place_next_phrase(text, root, 0); at < text->count;) {
        find_marks_at(text, book, at);
        const match_token *token = &text->tokens[at];
        bool none = (token->marks & 1U << MARK_NOT_NEGATION) != 0;
        at = place_next_phrase(text, root, at + (none ? token->mark_words : 1U));
    }
}

/* ---- Where phrases may begin ---- */

static void add_place(const match_text *text, uint32_t set, uint32_t at)
{
    match_places *places = &text->places[set];
    uint64_t *rest = match_rest(text, set);
    if (places->none && text->count > 64)
        memset(rest, 0, (text->count - 1) / 64 * sizeof *rest);
    places->none = false;
    *(at < 64 ? &places->first : &rest[at / 64 - 1]) |= UINT64_C(1) << at % 64;
}

/* Find where the first words of a small set's phrases stand. */
static void find_small(const match_text *text, uint32_t set)
{
    const uint32_t *words = NULL;
    uint32_t count = phrases_small(text->phrases, set, &words);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t at = text->heads[match_head(words[i])]; at != 0;
             at = text->tokens[at - 1].before) {
            if (text->tokens[at - 1].word != words[i])
                continue;
            add_place(text, set, at - 1);
        }
        if (words[i] == text->comma && text->label < text->count)
            add_place(text, set, text->label);
    }
}

/* At which of the 64 positions from `from` on a word's row has the column. */
static uint64_t column_from(const match_text *text, uint32_t column, uint32_t from)
{
    uint32_t count = text->count - from < 64 ? text->count - from : 64;
    uint64_t bits = 0;
    for (uint32_t i = 0; i < count; i++)
        bits |= (text->rows[from + i][column / 64] >> column % 64 & 1) << i;
    return bits;
}

/* The same of a large set, by the rows of the words that stand there. */
static void find_large(const match_text *text, uint32_t set, uint32_t column)
{
    match_places *places = &text->places[set];
    uint64_t *rest = match_rest(text, set);
    uint64_t any = places->first = column_from(text, column, 0);
    for (uint32_t i = 1; i * 64 < text->count; i++)
        any |= rest[i - 1] = column_from(text, column, i * 64);
    places->none = any == 0;
    const uint64_t *comma = phrases_row(text->phrases, text->comma);
    if (text->label < text->count && (comma[column / 64] >> column % 64 & 1) != 0)
        add_place(text, set, text->label);
}

void match_find_places(const match_text *text, uint32_t set)
{
    uint32_t column = text->phrases->columns[set];
    text->places[set] = (match_places){.piece = text->piece, .none = true};
    if (column == NO_COLUMN)
        find_small(text, set);
    else
        find_large(text, set, column);
}

cg_status match_open(match_text *text, const rule_book *book, cg_error *err)
{
    const rule_phrases *phrases = &book->phrases;
    text->phrases = phrases;
    text->comma = book->comma;
    size_t sets = (size_t)phrases->set_count + 1;
    text->places = calloc(sets, sizeof *text->places);
    text->rest = calloc(sets, (PLACES_WORDS - 1) * sizeof *text->rest);
    return text->places != NULL && text->rest != NULL ? CG_OK : cg_fail_memory(err);
}

void match_close(match_text *text)
{
    free(text->places);
    free(text->rest);
}

void match_prepare(match_text *text, const rule_book *book,
                   const text_document *document, const text_mention *mentions,
                   size_t mention_count, uint32_t sentence, uint32_t first_token,
                   uint32_t count)
{
    text->document = document;
    text->mentions = mentions;
    text->entities = document->entities;
    text->named_after = NULL;
    text->first_token = first_token;
    text->count = count;
    text->sentence = sentence;
    text->language = document->sentences[sentence].language;
    text->whole_start = first_token == document->sentences[sentence].first_token;
    text->kinds = 0;
    text->name_count = 0;
    text->piece++;
    copy_tokens(text);
    add_mentions(text, mention_count);
    pair_brackets(text);
    find_label(text);
    look_over(text);
    pass_quoted_words(text);
    find_marks(text, book);
}
