#include "ingest/text/document_parts.h"

static const char *const language_codes[CG_LANGUAGES] = {"en", "vi", "zh"};

/* What speaks for each language in a run of tokens. */
typedef struct {
    size_t scores[CG_LANGUAGES];
    size_t cjk;
    size_t words;
} language_count;

/* Letters that only one language uses count once, its function words twice. */
static void count_word(language_count *count, const text_words *words, cg_text text,
                       const text_token *token)
{
    cg_text word = cg_text_slice(text, token->start, token->end);
    bool own[CG_LANGUAGES] = {false};
    for (size_t at = 0; at < word.size;) {
        uint32_t point = cg_text_next(word, &at);
        for (size_t i = 0; point >= 0x80 && i < CG_LANGUAGES; i++)
            own[i] |= words_letter(words, (cg_language)i, point);
    }
    for (size_t i = 0; i < CG_LANGUAGES; i++)
        count->scores[i] += own[i];

    words_cursor cursor = words_phrases(token, 1);
    const words_sense *sense = words_next_phrase(words, &cursor);
    for (; sense != NULL; sense = words_next_sense(words, sense)) {
        if (sense->use == WORD_STOP)
            count->scores[sense->language] += 2;
    }
    count->words++;
}

/* The language that most speaks for; -1 if nothing tells. */
static int language_of(const language_count *count)
{
    if (count->cjk > count->words)
        return CG_ZH;
    if (count->scores[CG_EN] == count->scores[CG_VI])
        return -1;
    return count->scores[CG_VI] > count->scores[CG_EN] ? CG_VI : CG_EN;
}

static language_count count_sentence(const text_document *document,
                                     const text_words *words,
                                     const text_sentence *sentence)
{
    language_count count = {{0}, 0, 0};
    for (size_t i = sentence->first_token; i < sentence->end_token; i++) {
        const text_token *token = &document->tokens[i];
        if (token->shape == TOKEN_CJK)
            count.cjk++;
        else if (token->shape != TOKEN_PUNCTUATION && token->shape != TOKEN_NUMBER)
            count_word(&count, words, document->text, token);
    }
    return count;
}

/* The language that the caller or the front matter told; -1 if none of ours. */
static int told_language(const text_document *document)
{
    for (int i = 0; i < CG_LANGUAGES; i++) {
        if (cg_text_starts(document->source.language, cg_text_z(language_codes[i])))
            return i;
    }
    return -1;
}

void document_languages(text_document *document, const text_words *words)
{
    enum { UNKNOWN = CG_LANGUAGES };
    size_t tokens[CG_LANGUAGES + 1] = {0};
    for (size_t i = 0; i < document->sentence_count; i++) {
        text_sentence *sentence = &document->sentences[i];
        language_count count = count_sentence(document, words, sentence);
        int language = language_of(&count);
        sentence->language = (uint8_t)(language < 0 ? UNKNOWN : language);
        tokens[sentence->language] += sentence->end_token - sentence->first_token;
    }
    int most = told_language(document);
    for (int i = 0; most < 0 && i < CG_LANGUAGES; i++) {
        bool leads = tokens[i] > 0;
        for (int j = 0; j < CG_LANGUAGES; j++)
            leads &= tokens[i] >= tokens[j];
        if (leads)
            most = i;
    }
    document->language = most < 0 ? CG_EN : (cg_language)most;
    for (size_t i = 0; i < document->sentence_count; i++) {
        if (document->sentences[i].language == UNKNOWN)
            document->sentences[i].language = (uint8_t)document->language;
    }
    if (document->source.language.size == 0)
        document->source.language = cg_text_z(language_codes[document->language]);
}
