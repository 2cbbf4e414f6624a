/* Rule files: what is read runs its own examples, what is refused is told where. */
#include "ingest/text/rules.h"

#include <stdint.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The vocabulary and the words are the same for every input. Words that an input adds
 * stay: they change nothing for the next. */
static const cg_vocabulary *shared(text_words **words)
{
    static cg_vocabulary *vocabulary;
    static text_words *kept;
    cg_error err = {0};
    if (vocabulary == NULL) {
        require(cg_vocabulary_open(&vocabulary, &err) == CG_OK);
        require(words_open(&kept, &err) == CG_OK);
    }
    *words = kept;
    return vocabulary;
}

static cg_status take_complaint(void *handle, const cg_place *place, cg_text rule,
                                cg_text complaint, cg_error *err)
{
    (void)handle;
    (void)rule;
    (void)err;
    require(place->line > 0 && complaint.size > 0);
    return CG_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cg_error err = {0};
    cg_rules_report report;
    text_rules *rules = NULL;
    text_words *words;
    const cg_vocabulary *vocabulary = shared(&words);
    require(rules_open_empty(vocabulary, words, &rules, &err) == CG_OK);
    cg_status status =
        rules_add(rules, "fuzz", (cg_text){(const char *)data, size}, &err);
    if (status == CG_OK)
        require(rules_test(rules, take_complaint, NULL, &report, &err) == CG_OK);
    else
        require(
            (status == CG_SYNTAX || status == CG_REFUSED || status == CG_LIMIT) &&
            err.line > 0 && err.message[0] != '\0');
    rules_close(rules);
    return 0;
}
