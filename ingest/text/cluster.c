#include "ingest/text/cluster.h"

#include <stdlib.h>

/* A spelling of an entity. */
typedef struct {
    uint32_t entity;
    cg_name name;
} spelled_name;

/* The names of all entities while they are gathered. */
typedef struct {
    name_scan *scan;
    words_table texts; /* every spelling by number */
    automaton known;   /* (entity, spelling) pairs that are there */
    spelled_name *names;
    size_t count;
    size_t room;
} name_gathering;

static cg_text language_code(const name_scan *scan, uint32_t sentence)
{
    static const char codes[CG_LANGUAGES][3] = {"en", "vi", "zh"};
    return cg_text_z(codes[scan->document->sentences[sentence].language]);
}

static cg_status add_name(name_gathering *gathering, uint32_t entity, cg_text text,
                          cg_text language)
{
    name_scan *scan = gathering->scan;
    uint32_t pair[2] = {entity + 1, 0};
    uint32_t *known = NULL;
    cg_status status = table_add(&gathering->texts, text, &pair[1], scan->err);
    if (status == CG_OK)
        status = automaton_add(&gathering->known, pair, 2, &known, scan->err);
    if (status != CG_OK || *known != 0)
        return status;
    *known = 1;
    status = cg_grow(gathering->names, &gathering->room, gathering->count + 1,
                     scan->err);
    if (status == CG_OK)
        gathering->names[gathering->count++] =
            (spelled_name){entity, {text, language}};
    return status;
}

/* The mention of a candidate; `*sentence` walks along with the candidates. */
static text_mention mention_of(const name_scan *scan,
                               const name_candidate *candidate, uint32_t *sentence)
{
    const text_document *document = scan->document;
    while (document->sentences[*sentence].end_token <= candidate->first)
        (*sentence)++;
    return (text_mention){
        .first_token = candidate->first,
        .end_token = candidate->end,
        .start = document->tokens[candidate->first].start,
        .end = document->tokens[candidate->end - 1].end,
        .sentence = *sentence,
        .entity = candidate->entity,
        .form = MENTION_NAME,
    };
}

/* The entity takes the list's name, else the longest spelling in the text. */
static void tell_entity(const name_scan *scan, const name_candidate *candidate)
{
    text_entity *entity = &scan->document->entities[candidate->entity];
    cg_text text = document_text(scan->document, candidate->first, candidate->end);
    if (entity->name.size == 0) {
        entity->listed = -1;
        entity->kind = candidate->kind;
        entity->kinds = (cg_kinds)1 << candidate->kind;
    }
    if (entity->family == 0)
        entity->family = candidate->family;
    if (candidate->listed >= 0 && entity->listed < 0) {
        const names_entry *entry = names_entry_at(scan->names, candidate->listed);
        entity->listed = candidate->listed;
        entity->name = entry->name;
        entity->kind = entry->kind;
        entity->kinds = (cg_kinds)1 << entry->kind;
    }
    if (entity->listed < 0 && text.size > entity->name.size)
        entity->name = text;
}

static cg_status add_mentions(name_gathering *gathering)
{
    name_scan *scan = gathering->scan;
    text_document *document = scan->document;
    uint32_t sentence = 0;
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < scan->count; i++) {
        const name_candidate *at = &scan->found[i];
        document->mentions[i] = mention_of(scan, at, &sentence);
        tell_entity(scan, at);
        cg_text language = language_code(scan, sentence);
        status = add_name(gathering, at->entity,
                          document_text(document, at->first, at->end), language);
        if (status == CG_OK)
            status =
                add_name(gathering, at->entity,
                         document_text(document, at->core, at->core_end), language);
    }
    for (uint32_t i = 0; status == CG_OK && i < document->entity_count; i++)
        status =
            add_name(gathering, i, document->entities[i].name, (cg_text){"", 0});
    return status;
}

/* Give each entity its names, in the order in which they came. */
static cg_status hand_out(name_gathering *gathering)
{
    text_document *document = gathering->scan->document;
    cg_name *names =
        cg_arena_array(&document->arena, gathering->count + 1, sizeof *names);
    if (names == NULL)
        return cg_fail_memory(gathering->scan->err);
    for (size_t i = 0; i < gathering->count; i++)
        document->entities[gathering->names[i].entity].name_count++;
    size_t used = 0;
    for (size_t i = 0; i < document->entity_count; i++) {
        text_entity *entity = &document->entities[i];
        entity->names = names + used;
        used += entity->name_count;
        entity->name_count = 0;
    }
    for (size_t i = 0; i < gathering->count; i++) {
        text_entity *entity = &document->entities[gathering->names[i].entity];
        size_t at = (size_t)(entity->names - names) + entity->name_count++;
        names[at] = gathering->names[i].name;
    }
    return CG_OK;
}

cg_status names_gather(name_scan *scan)
{
    name_gathering gathering = {.scan = scan};
    text_document *document = scan->document;
    cg_status status = cluster_settle(scan);
    if (status == CG_OK)
        status = cluster_assign(scan, &document->entity_count);
    if (status == CG_OK)
        status = cluster_again(scan, document->entity_count);
    if (status == CG_OK)
        status = cluster_renumber(scan, &document->entity_count);
    if (status != CG_OK)
        return status;
    document->mention_count = scan->count;
    document->mentions = cg_arena_array(&document->arena, scan->count + 1,
                                        sizeof *document->mentions);
    document->entities = cg_arena_array(
        &document->arena, document->entity_count + 1, sizeof *document->entities);
    if (document->mentions == NULL || document->entities == NULL)
        return cg_fail_memory(scan->err);
    status = add_mentions(&gathering);
    if (status == CG_OK)
        status = hand_out(&gathering);
    table_release(&gathering.texts);
    automaton_release(&gathering.known);
    free(gathering.names);
    return status;
}
