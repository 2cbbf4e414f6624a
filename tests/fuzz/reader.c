/* Articles, as text, as Markdown and as web pages: whatever the bytes, reading ends, and
 * every mention and quote lies in the text that the reader gives, on whole characters. */
#include "ingest/text/reader.h"

#include <stdint.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    cg_vocabulary *vocabulary;
    cg_reader *reader;
} fuzz_reader;

/* Opened once: names and rules are the same for every input. */
static const fuzz_reader *opened(void)
{
    static fuzz_reader all;
    if (all.reader == NULL) {
        require(cg_vocabulary_open(&all.vocabulary, NULL) == CG_OK);
        require(cg_reader_open(all.vocabulary, &all.reader, NULL) == CG_OK);
    }
    return &all;
}

typedef struct {
    const char *name;
    cg_text input;
    cg_text text; /* as the reader gives it */
    bool ended;
} seen;

static void check_range(const seen *of, cg_range range)
{
    require(range.start < range.end && range.end <= of->text.size);
    cg_text quote = cg_text_slice(of->text, range.start, range.end);
    require(cg_text_check(quote) == quote.size);
}

static cg_status check_event(void *handle, const cg_event *event, cg_error *err)
{
    seen *of = handle;
    (void)err;
    require(!of->ended);
    if (event->type == CG_EVENT_TEXT)
        of->text = event->as.text;
    if (event->type == CG_EVENT_ENTITY)
        for (size_t i = 0; i < event->as.entity->mention_count; i++)
            check_range(of, event->as.entity->mentions[i]);
    if (event->type == CG_EVENT_FACT)
        check_range(of, event->as.fact->range);
    of->ended = event->type == CG_EVENT_END;
    return CG_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.txt", "a.md", "a.html"};
    const fuzz_reader *all = opened();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        seen of = {.name = names[i], .input = {(const char *)data, size}};
        cg_article article = {.name = names[i], .text = of.input};
        cg_error err = {0};
        cg_status status =
            cg_article_read(all->reader, &article,
                            (cg_sink){.push = check_event, .handle = &of}, &err);
        require(status == CG_OK ? of.ended : err.message[0] != '\0');
    }
    return 0;
}
