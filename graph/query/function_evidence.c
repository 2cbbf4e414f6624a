/* Functions on what stands behind a relationship: who says so, where, and how surely. */
#include "graph/query/function_parts.h"

#include "graph/query/graph.h"

typedef struct {
    const cg_evidence *rows;
    size_t count;
} evidence_rows;

static cg_status rows_of(const query_call *call, evidence_rows *of, cg_error *err)
{
    return query_graph_evidence(call->graph, call->arguments[0].as.id, &of->rows,
                                &of->count, err);
}

/* A text, or null where it is not known. */
static cg_value known_text(cg_text text)
{
    return text.size > 0 ? cg_string(text) : (cg_value){.type = CG_NULL};
}

static cg_value modality_value(cg_modality modality)
{
    return cg_string(cg_text_z(cg_modality_name(modality)));
}

/* The words of the first source that has some. */
static cg_status quote(query_call *call, cg_value *result, cg_error *err)
{
    evidence_rows of;
    cg_status status = rows_of(call, &of, err);
    for (size_t i = 0; status == CG_OK && i < of.count; i++)
        if (of.rows[i].quote.size > 0)
            return give_text(result, of.rows[i].quote);
    return status;
}

/* The strongest one. */
static cg_status modality(query_call *call, cg_value *result, cg_error *err)
{
    evidence_rows of;
    cg_modality best = CG_DENIED;
    cg_status status = rows_of(call, &of, err);
    for (size_t i = 0; status == CG_OK && i < of.count; i++)
        if (of.rows[i].modality < best)
            best = of.rows[i].modality;
    if (status == CG_OK && of.count > 0)
        *result = modality_value(best);
    return status;
}

/* A map of `count` pairs, whose keys are in their order. */
static cg_status give_map(const query_call *call, const cg_property *pairs,
                          size_t count, cg_value *map, cg_error *err)
{
    cg_property *items = cg_arena_array(call->arena, count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    memcpy(items, pairs, count * sizeof *items);
    *map = (cg_value){.type = CG_MAP, .as.map = {items, count}};
    return CG_OK;
}

static cg_status give_row(const query_call *call, const cg_evidence *row,
                          cg_value *map, cg_error *err)
{
    cg_value speaker = {.type = CG_NULL};
    if (row->speaker != 0)
        speaker = (cg_value){.type = CG_NODE, .as.id = row->speaker};
    const cg_property pairs[] = {
        {CG_TEXT("end"), cg_integer((int64_t)row->end)},
        {CG_TEXT("modality"), modality_value(row->modality)},
        {CG_TEXT("quote"), known_text(row->quote)},
        {CG_TEXT("rule"), known_text(row->rule)},
        {CG_TEXT("source"), cg_integer(row->source)},
        {CG_TEXT("speaker"), speaker},
        {CG_TEXT("start"), cg_integer((int64_t)row->start)}};
    return give_map(call, pairs, FUNCTION_COUNT(pairs), map, err);
}

static cg_status evidence(query_call *call, cg_value *result, cg_error *err)
{
    evidence_rows of;
    cg_value *items = NULL;
    cg_status status = rows_of(call, &of, err);
    if (status == CG_OK)
        status = call_items(call, of.count, &items, err);
    for (size_t i = 0; status == CG_OK && i < of.count; i++)
        status = give_row(call, &of.rows[i], &items[i], err);
    if (status == CG_OK)
        *result = (cg_value){.type = CG_LIST, .as.list = {items, of.count}};
    return status;
}

static cg_status give_source(const query_call *call, const cg_source_row *row,
                             cg_value *map, cg_error *err)
{
    char date[CG_DATE_ROOM];
    cg_text day = {0};
    cg_text written = {date, cg_date_format(row->source.date, date)};
    cg_status status = cg_arena_copy(call->arena, written, &day, err);
    const cg_property pairs[] = {
        {CG_TEXT("date"), known_text(day)},
        {CG_TEXT("id"), cg_integer(row->id)},
        {CG_TEXT("publisher"), known_text(row->source.publisher)},
        {CG_TEXT("title"), known_text(row->source.title)},
        {CG_TEXT("url"), known_text(row->source.url)}};
    return status == CG_OK ? give_map(call, pairs, FUNCTION_COUNT(pairs), map, err)
                           : status;
}

/* The sources of the evidence, each once. */
static cg_status sources(query_call *call, cg_value *result, cg_error *err)
{
    evidence_rows of;
    const cg_source_row *rows = NULL;
    cg_value *items = NULL;
    cg_status status = rows_of(call, &of, err);
    cg_id *ids = cg_arena_array(call->arena, of.count, sizeof *ids);
    if (status != CG_OK || ids == NULL)
        return status != CG_OK ? status : cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < of.count; i++) {
        size_t at = 0;
        while (at < count && ids[at] != of.rows[i].source)
            at++;
        ids[at] = of.rows[i].source;
        count += at == count;
    }
    if (count > 0)
        status = cg_store_sources(query_graph_store(call->graph), ids, &count,
                                  call->arena, &rows, err);
    if (status == CG_OK)
        status = call_items(call, count, &items, err);
    for (size_t i = 0; status == CG_OK && i < count; i++)
        status = give_source(call, &rows[i], &items[i], err);
    if (status == CG_OK)
        *result = (cg_value){.type = CG_LIST, .as.list = {items, count}};
    return status;
}

static const query_function functions[] = {
    {"evidence",
     1,
     1,
     0,
     {TYPES_RELATION, TYPES_RELATION, TYPES_RELATION, TYPES_RELATION},
     TYPES_LIST,
     evidence,
     "(relationship :: RELATIONSHIP) :: LIST<MAP>",
     "what each source says for it: quote, modality, speaker, place"},
    {"modality",
     1,
     1,
     0,
     {TYPES_RELATION, TYPES_RELATION, TYPES_RELATION, TYPES_RELATION},
     TYPES_STRING,
     modality,
     "(relationship :: RELATIONSHIP) :: STRING",
     "how surely it is said, by the surest source"},
    {"quote",
     1,
     1,
     0,
     {TYPES_RELATION, TYPES_RELATION, TYPES_RELATION, TYPES_RELATION},
     TYPES_STRING,
     quote,
     "(relationship :: RELATIONSHIP) :: STRING",
     "the words of the first source that says so"},
    {"sources",
     1,
     1,
     0,
     {TYPES_RELATION, TYPES_RELATION, TYPES_RELATION, TYPES_RELATION},
     TYPES_LIST,
     sources,
     "(relationship :: RELATIONSHIP) :: LIST<MAP>",
     "the sources that say so"},
};

const query_function_family function_evidence_family = {functions,
                                                        FUNCTION_COUNT(functions)};
