/* Articles as far as their names: whatever the bytes, tokens and mentions lie in the
 * text in order, and their ranges in the original. */
#include "ingest/text/names.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

typedef struct {
    cg_vocabulary *vocabulary;
    text_words *words;
    text_names *names;
} fuzz_names;

/* Opened once: the lists are the same for every input. */
static const fuzz_names *opened(void)
{
    static fuzz_names all;
    if (all.names == NULL) {
        require(cg_vocabulary_open(&all.vocabulary, NULL) == CG_OK);
        require(words_open(&all.words, NULL) == CG_OK);
        require(names_open(all.vocabulary, all.words, &all.names, NULL) == CG_OK);
    }
    return &all;
}

static void check_tokens(const text_document *document)
{
    uint32_t end = 0;
    uint64_t before = 0;
    for (size_t i = 0; i < document->token_count; i++) {
        const text_token *token = &document->tokens[i];
        require(token->start >= end && token->end > token->start);
        require(token->end <= document->text.size);
        cg_range range = document_range(document, token->start, token->end);
        require(range.start >= before && range.end >= range.start);
        require(range.end <= document->original.size);
        before = range.start;
        end = token->end;
    }
}

static void check_sentences(const text_document *document)
{
    uint32_t next = 0;
    uint32_t paragraph = 0;
    for (size_t i = 0; i < document->sentence_count; i++) {
        const text_sentence *sentence = &document->sentences[i];
        require(sentence->first_token == next);
        require(sentence->end_token > next);
        require(sentence->paragraph >= paragraph);
        require(sentence->language < CG_LANGUAGES);
        next = sentence->end_token;
        paragraph = sentence->paragraph;
    }
    require(next == document->token_count);
}

static void check_mentions(const text_document *document)
{
    uint32_t next = 0;
    for (size_t i = 0; i < document->mention_count; i++) {
        const text_mention *mention = &document->mentions[i];
        const text_sentence *sentence = &document->sentences[mention->sentence];
        require(mention->first_token >= next);
        require(mention->end_token > mention->first_token);
        require(mention->first_token >= sentence->first_token);
        require(mention->end_token <= sentence->end_token);
        require(mention->entity < document->entity_count);
        next = mention->end_token;
    }
    for (size_t i = 0; i < document->entity_count; i++)
        require(document->entities[i].name_count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_names *all = opened();
    text_document document = {.token_count = 0};
    cg_error err = {0};
    cg_text text = {(const char *)data, size};
    cg_status status =
        document_open(&document, text, "fuzz.txt", NULL, all->words, &err);
    if (status != CG_OK) {
        require(err.message[0] != '\0');
        return 0;
    }
    check_tokens(&document);
    check_sentences(&document);
    require(names_find(all->names, &document, &err) == CG_OK);
    check_mentions(&document);
    document_close(&document);
    return 0;
}
