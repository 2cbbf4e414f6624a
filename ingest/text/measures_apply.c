#include "ingest/text/measures_parts.h"
#include "schema/fold.h"

/* What the facts of a document are measured with. */
typedef struct {
    const text_measures *measures;
    const cg_vocabulary *vocabulary;
    text_document *document;
} measuring;

/* The sentence that holds byte `start` of the text. */
static const text_sentence *sentence_at(const text_document *document,
                                        uint32_t start)
{
    size_t low = 0;
    size_t high = document->sentence_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        uint32_t token = document->sentences[middle].first_token;
        if (document->tokens[token].start <= start)
            low = middle;
        else
            high = middle;
    }
    return &document->sentences[low];
}

static date_setting setting_of(const measuring *all, const text_fact *fact)
{
    const text_evidence *best = &fact->evidence[0];
    return (date_setting){
        .language = (cg_language)sentence_at(all->document, best->start)->language,
        .today = all->document->source.date,
        .ahead = best->modality == CG_PLANNED || best->modality == CG_POSSIBLE};
}

/* ---- Amounts ---- */

static cg_status suffixed(cg_arena *arena, cg_text key, cg_text suffix,
                          cg_text *joined, cg_error *err)
{
    char *at = cg_arena_alloc(arena, key.size + suffix.size);
    if (at == NULL)
        return cg_fail_memory(err);
    memcpy(at, key.at, key.size);
    memcpy(at + key.size, suffix.at, suffix.size);
    *joined = (cg_text){at, key.size + suffix.size};
    return CG_OK;
}

static cg_status add_amount(const measuring *all, const cg_property *words,
                            cg_text folded, cg_language language,
                            cg_property *items, size_t *count, cg_error *err)
{
    cg_arena *arena = &all->document->arena;
    cg_value value;
    cg_text unit;
    if (!measures_read_amount(all->measures, folded, language, &value, &unit))
        return CG_OK;
    items[*count].value = value;
    cg_status status =
        suffixed(arena, words->key, CG_TEXT("_value"), &items[*count].key, err);
    if (status != CG_OK)
        return status;
    ++*count;
    if (unit.size == 0)
        return CG_OK;
    cg_text copy;
    status = cg_arena_copy(arena, unit, &copy, err);
    if (status == CG_OK)
        status =
            suffixed(arena, words->key, CG_TEXT("_unit"), &items[*count].key, err);
    if (status == CG_OK)
        items[(*count)++].value = cg_string(copy);
    return status;
}

/* ---- Facts ---- */

static void take_dates(const measuring *all, cg_text folded,
                       const date_setting *setting, text_fact *fact)
{
    date_reading reading;
    measures_read_dates(all->measures, folded, setting, &reading);
    if (reading.count != 1)
        return;
    fact->since = reading.since;
    fact->until = reading.until;
}

static cg_status measure_property(const measuring *all, text_fact *fact,
                                  const cg_property *property,
                                  const date_setting *setting, cg_property *items,
                                  size_t *count, cg_error *err)
{
    const measure_entry *use =
        measure_entry_of(all->measures, LIST_PROPERTY, property->key);
    if (use == NULL || property->value.type != CG_STRING)
        return CG_OK;
    cg_text folded;
    cg_status status = cg_text_fold(property->value.as.text, CG_FOLD_CASE,
                                    &all->document->arena, &folded, err);
    if (status != CG_OK)
        return status;
    if (!cg_text_equal(use->value, CG_TEXT("date")))
        return add_amount(all, property, folded, setting->language, items, count,
                          err);
    date_setting alone = *setting;
    alone.alone = true;
    take_dates(all, folded, &alone, fact);
    return CG_OK;
}

/* The only date of an event's sentence; where somebody says so, of its quote: the other
 * date can be when he does. */
static cg_status date_event(const measuring *all, text_fact *fact,
                            const date_setting *setting, cg_error *err)
{
    cg_text type = cg_relation_at(all->vocabulary, fact->relation)->name;
    const text_evidence *best = &fact->evidence[0];
    if (measure_entry_of(all->measures, LIST_EVENT, type) == NULL)
        return CG_OK;
    const text_sentence *sentence = sentence_at(all->document, best->start);
    cg_text words =
        best->speaker < 0 && best->modality != CG_REPORTED
            ? document_text(all->document, sentence->first_token,
                            sentence->end_token)
            : cg_text_slice(all->document->text, best->start, best->end);
    if (words.size > MEASURE_TEXT_MAX)
        return CG_OK;
    cg_text folded;
    cg_arena_mark mark = cg_arena_here(&all->document->arena);
    cg_status status =
        cg_text_fold(words, CG_FOLD_CASE, &all->document->arena, &folded, err);
    if (status == CG_OK)
        take_dates(all, folded, setting, fact);
    cg_arena_rewind(&all->document->arena, mark);
    return status;
}

static cg_status measure_fact(const measuring *all, text_fact *fact, cg_error *err)
{
    size_t count = fact->properties.count;
    cg_property *items =
        cg_arena_array(&all->document->arena, count * 3 + 1, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    date_setting setting = setting_of(all, fact);
    cg_status status = CG_OK;
    for (size_t i = 0; i < fact->properties.count; i++)
        items[i] = fact->properties.items[i];
    for (size_t i = 0; status == CG_OK && i < fact->properties.count; i++)
        status = measure_property(all, fact, &fact->properties.items[i], &setting,
                                  items, &count, err);
    if (status == CG_OK && count > fact->properties.count) {
        size_t kept = cg_properties_sort(items, count);
        if (kept != SIZE_MAX) /* else a rule gave such a key itself */
            fact->properties = (cg_properties){items, kept};
    }
    if (status == CG_OK && !cg_date_known(fact->since))
        status = date_event(all, fact, &setting, err);
    return status;
}

cg_status measures_apply(const text_measures *measures,
                         const cg_vocabulary *vocabulary, text_document *document,
                         const text_fact **facts, size_t count, cg_error *err)
{
    measuring all = {measures, vocabulary, document};
    text_fact *measured =
        cg_arena_array(&document->arena, count + 1, sizeof *measured);
    if (measured == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < count; i++) {
        measured[i] = (*facts)[i];
        status = measure_fact(&all, &measured[i], err);
    }
    *facts = measured;
    return status;
}
