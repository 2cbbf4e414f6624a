#include "ingest/text/reader.h"

#include <stdlib.h>

#include "ingest/text/document.h"
#include "ingest/text/measures.h"
#include "ingest/text/names.h"
#include "ingest/text/reader_image.h"
#include "ingest/text/rules.h"
#include "ingest/text/words.h"

struct cg_reader {
    const cg_vocabulary *vocabulary;
    text_words *words;
    text_names *names;
    text_rules *rules;
    text_measures *measures;
};

/* ---- The reader ---- */

static void close_lists(cg_reader *reader)
{
    rules_close(reader->rules);
    names_close(reader->names);
    words_close(reader->words);
}

/* Read the built-in lists and rules. */
static cg_status open_files(cg_reader *reader, cg_error *err)
{
    const cg_vocabulary *vocabulary = reader->vocabulary;
    cg_status status = words_open(&reader->words, err);
    if (status == CG_OK)
        status = names_open(vocabulary, reader->words, &reader->names, err);
    if (status == CG_OK)
        status = rules_open(vocabulary, reader->words, &reader->rules, err);
    return status;
}

/* The same from the image. */
static cg_status open_image(cg_reader *reader, text_image *image, cg_error *err)
{
    const cg_vocabulary *vocabulary = reader->vocabulary;
    cg_status status = words_open_image(&reader->words, image, err);
    if (status == CG_OK)
        status =
            names_open_image(vocabulary, reader->words, image, &reader->names, err);
    if (status == CG_OK)
        status =
            rules_open_image(vocabulary, reader->words, image, &reader->rules, err);
    return status;
}

/* Kinds and types have numbers in the image. Is it one of this vocabulary? Goes over the
 * image's own. */
static cg_status is_like_image(const cg_vocabulary *vocabulary, text_image *image,
                               bool *like, cg_error *err)
{
    cg_buffer here = {0};
    cg_text there;
    image_text(image, &there);
    cg_vocabulary_print(vocabulary, &here);
    cg_status status = cg_buffer_status(&here, err);
    *like = cg_text_equal(cg_buffer_text(&here), there);
    cg_buffer_release(&here);
    return status;
}

static cg_status open_either(cg_reader *reader, cg_error *err)
{
    text_image built = {.at = reader_image};
    bool like = false;
    cg_status status = CG_OK;
    if (reader_image_size > 0)
        status = is_like_image(reader->vocabulary, &built, &like, err);
    if (status != CG_OK)
        return status;
    return like ? open_image(reader, &built, err) : open_files(reader, err);
}

cg_status cg_reader_open(const cg_vocabulary *vocabulary, cg_reader **reader,
                         cg_error *err)
{
    cg_reader *opened = calloc(1, sizeof *opened);
    *reader = NULL;
    if (opened == NULL)
        return cg_fail_memory(err);
    opened->vocabulary = vocabulary;
    cg_status status = open_either(opened, err);
    if (status == CG_OK)
        status = measures_open(&opened->measures, err);
    if (status == CG_OK)
        *reader = opened;
    else
        cg_reader_close(opened);
    return status == CG_OK || status == CG_NOMEM ? status : CG_INTERNAL;
}

cg_status reader_image_write(const cg_vocabulary *vocabulary, cg_buffer *out,
                             cg_error *err)
{
    cg_reader reader = {.vocabulary = vocabulary};
    text_image image = {.out = out};
    cg_buffer text = {0};
    cg_vocabulary_print(vocabulary, &text);
    cg_text printed = cg_buffer_text(&text);
    cg_status status = cg_buffer_status(&text, err);
    if (status == CG_OK)
        status = open_files(&reader, err);
    image_text(&image, &printed);
    if (status == CG_OK)
        status = words_image(reader.words, &image, err);
    if (status == CG_OK)
        status = names_image(reader.names, &image, err);
    if (status == CG_OK)
        status = rules_image(reader.rules, &image, err);
    if (status == CG_OK)
        status = cg_buffer_status(out, err);
    cg_buffer_release(&text);
    close_lists(&reader);
    return status;
}

/* Have the rules as they are written, where they only read. */
static cg_status read_rules(cg_reader *reader, cg_error *err)
{
    if (!rules_only_read(reader->rules))
        return CG_OK;
    text_rules *rules;
    cg_status status = rules_open(reader->vocabulary, reader->words, &rules, err);
    if (status != CG_OK)
        return status == CG_NOMEM ? status : CG_INTERNAL;
    rules_close(reader->rules);
    reader->rules = rules;
    return CG_OK;
}

cg_status cg_reader_add_names(cg_reader *reader, const char *file, cg_text text,
                              cg_error *err)
{
    return names_add(reader->names, file, text, err);
}

cg_status cg_reader_add_rules(cg_reader *reader, const char *file, cg_text text,
                              cg_error *err)
{
    cg_status status = read_rules(reader, err);
    return status == CG_OK ? rules_add(reader->rules, file, text, err) : status;
}

void cg_reader_close(cg_reader *reader)
{
    if (reader == NULL)
        return;
    measures_close(reader->measures);
    close_lists(reader);
    free(reader);
}

cg_status cg_rules_test(cg_reader *reader, cg_rules_complaint complain,
                        void *handle, cg_rules_report *report, cg_error *err)
{
    cg_status status = read_rules(reader, err);
    return status == CG_OK
               ? rules_test(reader->rules, complain, handle, report, err)
               : status;
}

/* ---- Events ---- */

static cg_status push(cg_sink sink, cg_event event, cg_error *err)
{
    return sink.push(sink.handle, &event, err);
}

static cg_ref reference(const text_document *document, uint32_t entity)
{
    return (cg_ref){.name = document->entities[entity].name,
                    .kind = document->entities[entity].kind};
}

/* The mentions of each entity: entity i has ranges [first[i], first[i + 1]). */
typedef struct {
    cg_range *ranges;
    size_t *first;
} mention_index;

static cg_status index_mentions(text_document *document, mention_index *index,
                                cg_error *err)
{
    size_t entities = document->entity_count;
    size_t mentions = document->mention_count;
    index->ranges =
        cg_arena_array(&document->arena, mentions + 1, sizeof *index->ranges);
    index->first =
        cg_arena_array(&document->arena, entities + 2, sizeof *index->first);
    if (index->ranges == NULL || index->first == NULL)
        return cg_fail_memory(err);
    /* Counting sort; first[] is two ahead while it counts, one while it fills. */
    for (size_t i = 0; i < mentions; i++)
        if (document->mentions[i].form == MENTION_NAME)
            index->first[document->mentions[i].entity + 2]++;
    for (size_t i = 2; i < entities + 2; i++)
        index->first[i] += index->first[i - 1];
    for (size_t i = 0; i < mentions; i++) {
        const text_mention *mention = &document->mentions[i];
        if (mention->form == MENTION_NAME)
            index->ranges[index->first[mention->entity + 1]++] =
                document_range(document, mention->start, mention->end);
    }
    return CG_OK;
}

/* Where a list says that the entity has its seat. */
static cg_text country_of(const text_names *names, const text_entity *entity)
{
    return entity->listed >= 0 ? names_entry_at(names, entity->listed)->country
                               : (cg_text){0};
}

static cg_status push_entities(text_document *document, const text_names *names,
                               cg_sink sink, cg_error *err)
{
    mention_index index;
    cg_status status = index_mentions(document, &index, err);
    for (uint32_t i = 0; status == CG_OK && i < document->entity_count; i++) {
        const text_entity *entity = &document->entities[i];
        cg_entity_statement statement = {.entity = reference(document, i),
                                         .kinds = entity->kinds,
                                         .names = entity->names,
                                         .name_count = entity->name_count,
                                         .mentions = index.ranges + index.first[i],
                                         .mention_count =
                                             index.first[i + 1] - index.first[i],
                                         .country = country_of(names, entity)};
        status =
            push(sink, (cg_event){.type = CG_EVENT_ENTITY, .as.entity = &statement},
                 err);
    }
    return status;
}

static cg_status push_fact(const text_document *document, const text_fact *fact,
                           cg_sink sink, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < fact->evidence_count; i++) {
        const text_evidence *evidence = &fact->evidence[i];
        cg_fact_statement statement = {
            .subject = reference(document, fact->subject),
            .object = reference(document, fact->object),
            .relation = fact->relation,
            .since = fact->since,
            .until = fact->until,
            .properties = fact->properties,
            .range = document_range(document, evidence->start, evidence->end),
            .modality = evidence->modality,
            .rule = evidence->rule};
        if (evidence->speaker >= 0)
            statement.speaker = reference(document, (uint32_t)evidence->speaker);
        status = push(
            sink, (cg_event){.type = CG_EVENT_FACT, .as.fact = &statement}, err);
    }
    return status;
}

static cg_status push_all(text_document *document, const text_names *names,
                          const text_fact *facts, size_t count, cg_sink sink,
                          cg_error *err)
{
    cg_status status = push(
        sink, (cg_event){.type = CG_EVENT_SOURCE, .as.source = &document->source},
        err);
    if (status == CG_OK) /* whole: the ranges lie anywhere in it */
        status = push(
            sink, (cg_event){.type = CG_EVENT_TEXT, .as.text = document->original},
            err);
    if (status == CG_OK)
        status = push_entities(document, names, sink, err);
    for (size_t i = 0; status == CG_OK && i < count; i++)
        status = push_fact(document, &facts[i], sink, err);
    if (status == CG_OK)
        status = push(sink, (cg_event){.type = CG_EVENT_END}, err);
    return status;
}

/* The document as far as its names. */
static cg_status open_document(const cg_reader *reader, const cg_article *article,
                               text_document *document, cg_error *err)
{
    cg_status status = document_open(document, article->text, article->name,
                                     &article->source, reader->words, err);
    return status == CG_OK ? names_find(reader->names, document, err) : status;
}

cg_status cg_article_read(const cg_reader *reader, const cg_article *article,
                          cg_sink sink, cg_error *err)
{
    text_document document = {0};
    const text_fact *facts = NULL;
    size_t count = 0;
    cg_status status = open_document(reader, article, &document, err);
    if (status == CG_OK)
        status = rules_apply(reader->rules, reader->names, &document, &facts,
                             &count, err);
    if (status == CG_OK)
        status = measures_apply(reader->measures, reader->vocabulary, &document,
                                &facts, count, err);
    if (status == CG_OK)
        status = push_all(&document, reader->names, facts, count, sink, err);
    document_close(&document);
    return status;
}

cg_status cg_article_explain(cg_reader *reader, const cg_article *article,
                             cg_explainer explain, void *handle, cg_error *err)
{
    text_document document = {0};
    cg_status status = read_rules(reader, err);
    if (status == CG_OK)
        status = open_document(reader, article, &document, err);
    if (status == CG_OK)
        status = rules_explain(reader->rules, reader->names, &document, explain,
                               handle, err);
    document_close(&document);
    return status;
}
