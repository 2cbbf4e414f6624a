#include "ingest/text/words.h"

#include <assert.h>
#include <stdlib.h>

#include "ingest/text/token.h"
#include "ingest/text/words_parts.h"
#include "schema/embedded.h"

cg_status words_open(text_words **words, cg_error *err)
{
    static const char *const files[] = {"ingest/rules/words.yaml",
                                        "schema/name-words.yaml"};
    text_words *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->sense_count = 1;
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < sizeof files / sizeof *files; i++)
        status = words_load(made, files[i], cg_embedded(files[i]), err);
    if (status != CG_OK) {
        words_close(made);
        return status == CG_NOMEM ? status : CG_INTERNAL;
    }
    *words = made;
    return CG_OK;
}

cg_status words_image(text_words *words, text_image *image, cg_error *err)
{
    cg_status status = table_image(&words->table, image, err);
    if (status != CG_OK)
        return status;
    automaton_image(&words->phrases, image);
    image_value(image, &words->by_word_room, sizeof words->by_word_room);
    image_value(image, &words->sense_count, sizeof words->sense_count);
    image_value(image, &words->kind_count, sizeof words->kind_count);
    image_array(image, words->by_word, words->by_word_room);
    image_array(image, words->senses, words->sense_count);
    for (size_t i = 0; i < words->kind_count; i++)
        image_text(image, &words->kinds[i]);
    image_value(image, words->letters, sizeof words->letters);
    words->lent = image->out == NULL;
    return CG_OK;
}

cg_status words_open_image(text_words **words, text_image *image, cg_error *err)
{
    *words = calloc(1, sizeof **words);
    if (*words == NULL)
        return cg_fail_memory(err);
    cg_status status = words_image(*words, image, err);
    if (status != CG_OK) {
        words_close(*words);
        *words = NULL;
    }
    return status;
}

void words_close(text_words *words)
{
    if (words == NULL)
        return;
    table_release(&words->table);
    automaton_release(&words->phrases);
    if (!words->lent) {
        free(words->by_word);
        free(words->senses);
    }
    cg_arena_release(&words->arena);
    free(words);
}

/* ---- Words ---- */

cg_status words_add(text_words *words, cg_text word, uint32_t *id, cg_error *err)
{
    char form[TOKEN_FOLD_MAX]; /* long enough for most */
    size_t size = token_fold(word, CG_FOLD_CASE, form);
    if (size > 0)
        return table_add(&words->table, (cg_text){form, size}, id, err);
    cg_buffer folded = {0};
    cg_text_fold_into(word, CG_FOLD_CASE, &folded);
    cg_status status = cg_buffer_status(&folded, err);
    if (status == CG_OK)
        status = table_add(&words->table, cg_buffer_text(&folded), id, err);
    cg_buffer_release(&folded);
    return status;
}

uint32_t words_find(const text_words *words, cg_text folded)
{
    return table_find(&words->table, folded);
}

/* ---- Lists ---- */

/* The word ids of a phrase. */
static cg_status phrase_words(text_words *words, cg_text phrase,
                              uint32_t ids[AUTOMATON_DEPTH_MAX], size_t *count,
                              cg_error *err)
{
    text_token token;
    *count = 0;
    for (size_t at = 0; token_next(phrase, &at, &token);) {
        char form[TOKEN_FOLD_MAX];
        cg_text word = cg_text_slice(phrase, token.start, token.end);
        cg_text folded = {form, token_fold(word, CG_FOLD_CASE, form)};
        if (folded.size == 0 || *count == AUTOMATON_DEPTH_MAX)
            return cg_fail(err, CG_REFUSED, NULL, "the phrase '%.*s' is too long",
                           CG_TEXT_ARG(phrase));
        cg_status status = table_add(&words->table, folded, &ids[*count], err);
        if (status != CG_OK)
            return status;
        (*count)++;
    }
    if (*count == 0)
        return cg_fail(err, CG_REFUSED, NULL, "a word is expected");
    return CG_OK;
}

static_assert(WORD_USE_COUNT <= 64, "a use is a bit of a set");

/* Make room in by_word for a word. */
static cg_status reserve_word(text_words *words, uint32_t word, cg_error *err)
{
    size_t before = words->by_word_room;
    cg_status status =
        cg_grow(words->by_word, &words->by_word_room, (size_t)word + 1, err);
    if (words->by_word_room > before)
        memset(words->by_word + before, 0,
               (words->by_word_room - before) * sizeof *words->by_word);
    return status;
}

/* Note a phrase for a use at its first and its last word, for which there is room. */
static void note_phrase(text_words *words, const uint32_t *ids, size_t count,
                        uint8_t use)
{
    uint64_t bit = UINT64_C(1) << use;
    word_phrases *first = &words->by_word[ids[0]];
    if (count == 1)
        first->alone |= bit;
    else
        first->longer |= bit;
    first->state = automaton_step(&words->phrases, 0, ids[0]);
    words->by_word[ids[count - 1]].ends |= bit;
}

/* The phrases with a word; none for one that no list has. */
static const word_phrases *phrases_of(const text_words *words, uint32_t word)
{
    static const word_phrases none;
    return word < words->by_word_room ? &words->by_word[word] : &none;
}

static bool has(uint64_t uses, word_use use)
{
    return (uses >> use & 1) != 0;
}

cg_status words_add_phrase(text_words *words, cg_text phrase, words_sense sense,
                           cg_error *err)
{
    uint32_t ids[AUTOMATON_DEPTH_MAX];
    size_t count;
    uint32_t *value;
    assert(!words->lent);
    cg_status status = phrase_words(words, phrase, ids, &count, err);
    if (status == CG_OK)
        status =
            cg_grow(words->senses, &words->sense_room, words->sense_count + 1, err);
    for (size_t i = 0; status == CG_OK && i < count; i++)
        status = reserve_word(words, ids[i], err);
    if (status == CG_OK)
        status = automaton_add(&words->phrases, ids, count, &value, err);
    if (status != CG_OK)
        return status;
    note_phrase(words, ids, count, sense.use);
    sense.next = *value;
    words->senses[words->sense_count] = sense;
    *value = (uint32_t)words->sense_count++;
    return CG_OK;
}

words_cursor words_phrases(const text_token *tokens, size_t count)
{
    return (words_cursor){.tokens = tokens, .count = count};
}

/* The state behind the next word of a cursor, 0 if no phrase goes on so. */
static uint32_t step(const text_words *words, const words_cursor *cursor)
{
    uint32_t word = cursor->tokens[cursor->length].word;
    if (cursor->length == 0)
        return phrases_of(words, word)->state;
    if (cursor->length == 1 &&
        phrases_of(words, cursor->tokens[0].word)->longer == 0)
        return 0;
    return automaton_step(&words->phrases, cursor->state, word);
}

const words_sense *words_next_phrase(const text_words *words, words_cursor *cursor)
{
    while (cursor->length < cursor->count &&
           (cursor->length == 0 || cursor->state != 0)) {
        cursor->state = step(words, cursor);
        if (cursor->state == 0)
            return NULL;
        cursor->length++;
        uint32_t value = words->phrases.values[cursor->state];
        if (value != 0)
            return &words->senses[value];
    }
    return NULL;
}

const words_sense *words_next_sense(const text_words *words,
                                    const words_sense *sense)
{
    return sense->next != 0 ? &words->senses[sense->next] : NULL;
}

size_t words_longest(const text_words *words, const text_token *tokens,
                     size_t count, word_use use, const words_sense **sense)
{
    size_t longest = 0;
    const words_sense *found;
    const word_phrases *first = phrases_of(words, count > 0 ? tokens[0].word : 0);
    if (count > 1 && !has(first->longer, use))
        count = 1;
    if (count <= 1 && !has(first->alone, use))
        return 0;
    words_cursor cursor = words_phrases(tokens, count);
    while ((found = words_next_phrase(words, &cursor)) != NULL) {
        while (found != NULL && found->use != use)
            found = words_next_sense(words, found);
        if (found == NULL)
            continue;
        longest = cursor.length;
        if (sense != NULL)
            *sense = found;
    }
    return longest;
}

bool words_may_end(const text_words *words, const text_token *token, word_use use)
{
    return has(phrases_of(words, token->word)->ends, use);
}

cg_status words_add_kind(text_words *words, cg_text kind, uint16_t *number,
                         cg_error *err)
{
    for (size_t i = 0; i < words->kind_count; i++) {
        if (cg_text_equal(words->kinds[i], kind)) {
            *number = (uint16_t)(i + 1);
            return CG_OK;
        }
    }
    if (words->kind_count == WORDS_KINDS_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "more than %d kinds", WORDS_KINDS_MAX);
    cg_status status =
        cg_arena_copy(&words->arena, kind, &words->kinds[words->kind_count], err);
    if (status == CG_OK)
        *number = (uint16_t)++words->kind_count;
    return status;
}

size_t words_kind_count(const text_words *words)
{
    return words->kind_count;
}

cg_text words_kind(const text_words *words, size_t number)
{
    return words->kinds[number - 1];
}

uint16_t words_use_kind(const text_words *words, word_use use)
{
    for (size_t i = 1; i < words->sense_count; i++) {
        if (words->senses[i].use == use && words->senses[i].kind != 0)
            return words->senses[i].kind;
    }
    return 0;
}

bool words_tell_kind(const text_words *words, word_use use, size_t number)
{
    for (size_t i = 1; i < words->sense_count; i++) {
        if (words->senses[i].use == use && words->senses[i].kind == number)
            return true;
    }
    return false;
}

bool words_letter(const text_words *words, cg_language language, uint32_t point)
{
    return point < WORDS_LETTER_POINTS &&
           (words->letters[language][point / 8] >> point % 8 & 1) != 0;
}
