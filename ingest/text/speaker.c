#include "ingest/text/speaker.h"

#include <stdlib.h>

/* ---- In a sentence ---- */

/* Who speaks in the match at hand, -1 if nobody. False if a link is said to: "sells it,
 * said Ann" is no word of who sells. */
static bool find_speaker(const rule_run *run, int64_t *speaker)
{
    *speaker = -1;
    for (size_t i = 0; i < run->result.log_count; i++) {
        const log_entry *entry = &run->result.log[i];
        if (entry->type != LOG_SLOT || entry->detail != ROLE_SPEAKER)
            continue;
        *speaker = entry->entity;
        return run->text.mentions[entry->mention].form != MENTION_LINK;
    }
    return true;
}

cg_status speaker_take_frame(rule_run *run, const rule_program *program,
                             void *handle, cg_error *err)
{
    (void)handle;
    voice_list *voices = &run->voices;
    int64_t speaker;
    uint32_t first = run->result.start;
    if (!find_speaker(run, &speaker))
        return CG_OK;
    while (first + 1 < run->result.end &&
           run->text.tokens[first].sign == SIGN_QUOTE)
        first++; /* it closes what is quoted */
    cg_status status =
        cg_grow(voices->items, &voices->room, voices->count + 1, err);
    if (status == CG_OK)
        voices->items[voices->count++] =
            (voice){.speaker = speaker,
                    .modality = program->rule->modality,
                    .reports = program->rule->has_modality,
                    .first_token = run->text.first_token + first,
                    .end_token = run->text.first_token + run->result.end};
    return status;
}

/* Is it told in the frame itself, or does it lead up to it? */
static bool is_told(const voice *at, const said_tokens *said)
{
    bool head =
        said->head_first < at->end_token && at->first_token < said->head_end;
    bool part = said->first < at->end_token && at->first_token < said->end;
    return head || (part && said->end <= at->end_token);
}

/* Is somebody or something named behind the frame that more may be said of? */
static bool goes_on(const rule_run *run, uint32_t position)
{
    const match_text *text = &run->text;
    const cg_vocabulary *vocabulary = run->book->syntax.vocabulary;
    cg_kinds kinds = 0;
    for (int i = CG_NO_FAMILY + 1; i < CG_FAMILY_COUNT; i++)
        kinds |= cg_kinds_of_family(vocabulary, (cg_family)i);
    for (uint32_t i = position; i < text->count; i++)
        if (text->tokens[i].mention >= 0 && (text->tokens[i].kinds & kinds) != 0)
            return true;
    return false;
}

/* Is there a sign before the frame, or a few words before it? */
static bool is_set_off(const match_text *text, uint32_t first)
{
    enum { BEFORE_MAX = 5 };
    for (uint32_t i = 0; i <= BEFORE_MAX && i <= first; i++)
        if (text->tokens[first - i].sign != SIGN_NONE)
            return true;
    return false;
}

/* Does the frame come behind what is said? It is set off, and signs are around it too
 * ("…, Ann said, …", "…, said Ann, the head of Aurora"), or little comes behind it
 * ("…, Ann said on Monday."). */
static bool is_closing(const rule_run *run, const voice *at)
{
    enum { WORDS_MAX = 14, CHARACTERS_MAX = 6 };
    const match_text *text = &run->text;
    uint32_t first = at->first_token - text->first_token;
    uint32_t end = at->end_token - text->first_token;
    uint32_t most = text->language == CG_ZH ? CHARACTERS_MAX : WORDS_MAX;
    if (!is_set_off(text, first))
        return false;
    if (end == text->count || text->tokens[end].sign != SIGN_NONE)
        return true;
    return text->count - end <= most && !goes_on(run, end);
}

/* Does a frame stand nearer to what is behind it? Of two that end in one place the longer
 * one does: it has the person before his firm. */
static bool is_later(const voice *at, const voice *than)
{
    return than == NULL || at->end_token > than->end_token ||
           (at->end_token == than->end_token &&
            at->first_token < than->first_token);
}

/* Does a frame stand nearer to what is before it? */
static bool is_earlier(const voice *at, const voice *than)
{
    return than == NULL || at->first_token < than->first_token ||
           (at->first_token == than->first_token &&
            at->end_token > than->end_token);
}

/* Of those that report, or do not, and have a speaker, if he is asked for, the one that
 * bears on what is said; NULL if none does. */
static const voice *bearing(const rule_run *run, size_t from, bool reports,
                            bool named, const said_tokens *said)
{
    const voice *before = NULL;
    const voice *behind = NULL;
    for (size_t i = from; i < run->voices.count; i++) {
        const voice *at = &run->voices.items[i];
        if (at->reports != reports || (named && at->speaker < 0) ||
            is_told(at, said))
            continue;
        if (at->end_token <= said->head_first && is_later(at, before))
            before = at;
        if (at->first_token >= said->head_end && is_closing(run, at) &&
            is_earlier(at, behind))
            behind = at;
    }
    return before != NULL ? before : behind;
}

int64_t speaker_of(const rule_run *run, size_t from, const said_tokens *said,
                   cg_modality *modality)
{
    const voice *speaks = bearing(run, from, false, true, said);
    const voice *reports = bearing(run, from, true, false, said);
    if (reports != NULL && reports->modality > *modality)
        *modality = reports->modality;
    if (speaks == NULL)
        speaks = bearing(run, from, true, true, said);
    return speaks != NULL ? speaks->speaker : -1;
}

/* ---- Quotations ---- */

/* What stands between two quotation marks of a paragraph. */
typedef struct {
    uint32_t first_token; /* the mark that opens it */
    uint32_t end_token;   /* behind the one that closes it */
    uint32_t paragraph;
    uint32_t open_sentence;
    uint32_t close_sentence;
    int64_t speaker;
} quotation;

typedef struct {
    quotation *items;
    size_t count;
    size_t room;
} quotation_list;

typedef enum { NO_MARK, OPENS, CLOSES, TURNS } mark_type;

static mark_type mark_at(const text_document *document, uint32_t token)
{
    if (document->tokens[token].shape != TOKEN_PUNCTUATION)
        return NO_MARK;
    size_t at = 0;
    switch (cg_text_next(document_text(document, token, token + 1), &at)) {
    case 0x201C: /* “ */
    case 0x300C: /* 「 */
    case 0x300E: /* 『 */
    case 0x00AB: /* « */
        return OPENS;
    case 0x201D: /* ” */
    case 0x300D: /* 」 */
    case 0x300F: /* 』 */
    case 0x00BB: /* » */
        return CLOSES;
    case '"':
        return TURNS;
    default:
        return NO_MARK;
    }
}

static cg_status add_quotation(quotation_list *list, quotation found, cg_error *err)
{
    cg_status status = cg_grow(list->items, &list->room, list->count + 1, err);
    if (status == CG_OK)
        list->items[list->count++] = found;
    return status;
}

/* The quotations, in their order. One that its paragraph does not close ends with it. */
static cg_status find_quotations(const text_document *document,
                                 quotation_list *list, cg_error *err)
{
    quotation open = {.speaker = -1};
    bool is_open = false;
    cg_status status = CG_OK;
    for (uint32_t s = 0; status == CG_OK && s < document->sentence_count; s++) {
        const text_sentence *sentence = &document->sentences[s];
        if (is_open && sentence->paragraph != open.paragraph) {
            is_open = false;
            open.end_token = sentence->first_token;
            open.close_sentence = s - 1;
            status = add_quotation(list, open, err);
        }
        for (uint32_t i = sentence->first_token;
             status == CG_OK && i < sentence->end_token; i++) {
            mark_type mark = mark_at(document, i);
            if (!is_open && (mark == OPENS || mark == TURNS)) {
                is_open = true;
                open.first_token = i;
                open.paragraph = sentence->paragraph;
                open.open_sentence = s;
            } else if (is_open && (mark == CLOSES || mark == TURNS)) {
                is_open = false;
                open.end_token = i + 1;
                open.close_sentence = s;
                status = add_quotation(list, open, err);
            }
        }
    }
    return status;
}

static int by_place(const void *a, const void *b)
{
    const voice *x = a, *y = b;
    return (x->first_token > y->first_token) - (x->first_token < y->first_token);
}

/* The first voice at or behind a token; run->voices are in the order of the text. */
static size_t voice_from(const rule_run *run, uint32_t token)
{
    size_t low = 0, high = run->voices.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run->voices.items[middle].first_token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The speaker of the first voice, that does not merely report, in tokens [first, end); -1
 * if there is none. */
static int64_t speaker_in(const rule_run *run, uint32_t first, uint32_t end)
{
    for (size_t i = voice_from(run, first);
         i < run->voices.count && run->voices.items[i].first_token < end; i++)
        if (!run->voices.items[i].reports && run->voices.items[i].speaker >= 0)
            return run->voices.items[i].speaker;
    return -1;
}

/* The one who is told around a quotation; `*before` is the one of the paragraph's last
 * quotation. */
static int64_t teller_of(const rule_run *run, const quotation *quoted,
                         int64_t before)
{
    const text_document *document = run->document;
    const text_sentence *open = &document->sentences[quoted->open_sentence];
    const text_sentence *close = &document->sentences[quoted->close_sentence];
    int64_t found = speaker_in(run, quoted->end_token, close->end_token);
    if (found < 0)
        found = speaker_in(run, open->first_token, quoted->first_token);
    if (found >= 0 || before >= 0)
        return found >= 0 ? found : before;
    /* A sentence of its own: "…" He said so. */
    if (quoted->end_token < close->end_token ||
        quoted->close_sentence + 1 >= document->sentence_count ||
        close[1].paragraph != quoted->paragraph)
        return -1;
    return speaker_in(run, close[1].first_token, close[1].first_token + 1);
}

static void tell_quotations(const rule_run *run, quotation_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        quotation *at = &list->items[i];
        bool goes_on = i > 0 && at[-1].paragraph == at->paragraph;
        at->speaker = teller_of(run, at, goes_on ? at[-1].speaker : -1);
    }
}

/* The quotation that the token lies in, NULL if it lies in none. */
static const quotation *quotation_at(const quotation_list *list, uint32_t token)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].end_token <= token)
            low = middle + 1;
        else
            high = middle;
    }
    bool inside = low < list->count && list->items[low].first_token <= token;
    return inside ? &list->items[low] : NULL;
}

cg_status speaker_of_quotations(rule_run *run, cg_error *err)
{
    quotation_list list = {0};
    if (run->voices.count == 0 || run->facts.count == 0)
        return CG_OK;
    qsort(run->voices.items, run->voices.count, sizeof *run->voices.items,
          by_place);
    cg_status status = find_quotations(run->document, &list, err);
    if (status == CG_OK)
        tell_quotations(run, &list);
    for (size_t i = 0; status == CG_OK && i < run->facts.count; i++) {
        found_fact *fact = &run->facts.items[i];
        const quotation *in = quotation_at(&list, fact->first_token);
        if (fact->speaker < 0 && in != NULL && fact->end_token <= in->end_token)
            fact->speaker = in->speaker;
    }
    free(list.items);
    return status;
}
