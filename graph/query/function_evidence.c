/* Functions on what stands behind a relationship: who says so, where, and how surely. */
#include "graph/query/function_parts.h"

#include <stdlib.h>

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

/* ---- Sources ---- */

/* The strongest that one source says. */
typedef struct {
    cg_id source;
    cg_modality said;
} source_said;

static int order_said(const void *a, const void *b)
{
    const source_said *left = a;
    const source_said *right = b;
    if (left->source != right->source)
        return left->source < right->source ? -1 : 1;
    return (int)left->said - (int)right->said;
}

/* The sources of the evidence, each once, by id. */
static cg_status list_said(const query_call *call, source_said **list,
                           size_t *count, cg_error *err)
{
    evidence_rows of;
    cg_status status = rows_of(call, &of, err);
    if (status != CG_OK)
        return status;
    source_said *all = cg_arena_array(call->arena, of.count, sizeof *all);
    if (all == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < of.count; i++)
        all[i] = (source_said){of.rows[i].source, of.rows[i].modality};
    if (of.count > 1)
        qsort(all, of.count, sizeof *all, order_said);
    *list = all;
    *count = 0;
    for (size_t i = 0; i < of.count; i++)
        if (i == 0 || all[*count - 1].source != all[i].source)
            all[(*count)++] = all[i];
    return CG_OK;
}

/* The rows of those sources, in the same order. */
static cg_status fetch_sources(const query_call *call, const source_said *list,
                               size_t count, const cg_source_row **rows,
                               cg_error *err)
{
    cg_id *ids = cg_arena_array(call->arena, count, sizeof *ids);
    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        ids[i] = list[i].source;
    return count > 0 ? cg_store_sources(query_graph_store(call->graph), ids, &count,
                                        call->arena, rows, err)
                     : CG_OK;
}

static cg_status sources(query_call *call, cg_value *result, cg_error *err)
{
    source_said *list = NULL;
    size_t count = 0;
    const cg_source_row *rows = NULL;
    cg_value *items = NULL;
    cg_status status = list_said(call, &list, &count, err);
    if (status == CG_OK)
        status = fetch_sources(call, list, count, &rows, err);
    if (status == CG_OK)
        status = call_items(call, count, &items, err);
    for (size_t i = 0; status == CG_OK && i < count; i++)
        status = give_source(call, &rows[i], &items[i], err);
    return status == CG_OK ? give_list(result, items, count) : status;
}

/* ---- Confidence ---- */

/* The confidence in what some sources say, by the rule. */
static cg_status rate(const query_call *call, const source_said *list, size_t count,
                      const cg_confidence_rule **rule, double *confidence,
                      cg_error *err)
{
    cg_modality *said = cg_arena_array(call->arena, count, sizeof *said);
    if (said == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        said[i] = list[i].said;
    cg_status status = query_graph_confidence_rule(call->graph, rule, err);
    if (status == CG_OK)
        *confidence = cg_confidence(*rule, said, count);
    return status;
}

static cg_status confidence(query_call *call, cg_value *result, cg_error *err)
{
    source_said *list = NULL;
    size_t count = 0;
    const cg_confidence_rule *rule = NULL;
    double sure = 0;
    cg_status status = list_said(call, &list, &count, err);
    if (status == CG_OK)
        status = rate(call, list, count, &rule, &sure, err);
    if (status != CG_OK || count == 0)
        return status;
    return give_real(result, sure);
}

static void add_number(double number, cg_buffer *out)
{
    cg_value_print((cg_value){.type = CG_FLOAT, .as.real = number}, out);
}

/* What a source is called: by the first that is known of it. */
static void add_source(const cg_source_row *row, cg_buffer *out)
{
    const cg_text names[] = {row->source.title, row->source.file, row->source.url,
                             row->source.publisher};
    for (size_t i = 0; i < FUNCTION_COUNT(names); i++)
        if (names[i].size > 0) {
            cg_buffer_printf(out, "'%.*s'", CG_TEXT_ARG(names[i]));
            return;
        }
    cg_buffer_printf(out, "source %lld", (long long)row->id);
}

/* The factors of the sources that deny it, or of the others, after a sign each but the
 * first. */
static void add_factors(const cg_confidence_rule *rule, const source_said *list,
                        size_t count, bool denials, cg_buffer *out)
{
    const char *sign = denials ? " × " : "";
    for (size_t i = 0; i < count; i++)
        if ((list[i].said == CG_DENIED) == denials) {
            cg_buffer_add_z(out, sign);
            add_number(rule->factor[list[i].said], out);
            sign = " × ";
        }
    if (!denials && sign[0] == '\0')
        cg_buffer_add_z(out, "1"); /* nobody says so */
}

/* "1 - 0.1 × 0.3 = 0.97", "(1 - 0.1) × 0.5 = 0.45" */
static void add_formula(const cg_confidence_rule *rule, const source_said *list,
                        size_t count, double sure, cg_buffer *out)
{
    bool denied = false;
    for (size_t i = 0; i < count; i++)
        denied = denied || list[i].said == CG_DENIED;
    cg_buffer_add_z(out, denied ? "(1 - " : "1 - ");
    add_factors(rule, list, count, false, out);
    cg_buffer_add_z(out, denied ? ")" : "");
    add_factors(rule, list, count, true, out);
    cg_buffer_add_z(out, " = ");
    add_number(sure, out);
}

/* How the confidence comes about: the formula, and who says what. */
static cg_status confidence_reason(query_call *call, cg_value *result,
                                   cg_error *err)
{
    source_said *list = NULL;
    size_t count = 0;
    const cg_source_row *rows = NULL;
    const cg_confidence_rule *rule = NULL;
    double sure = 0;
    cg_buffer text = {0};
    cg_status status = list_said(call, &list, &count, err);
    if (status == CG_OK)
        status = rate(call, list, count, &rule, &sure, err);
    if (status == CG_OK)
        status = fetch_sources(call, list, count, &rows, err);
    if (status != CG_OK || count == 0)
        return status;
    add_formula(rule, list, count, sure, &text);
    for (size_t i = 0; i < count; i++) {
        cg_buffer_printf(&text, "%s%s by ", i == 0 ? ": " : ", ",
                         cg_modality_name(list[i].said));
        add_source(&rows[i], &text);
    }
    status = cg_buffer_status(&text, err);
    result->type = CG_STRING;
    if (status == CG_OK)
        status = cg_arena_copy(call->arena, cg_buffer_text(&text), &result->as.text,
                               err);
    cg_buffer_release(&text);
    return status;
}

/* ---- The family ---- */

#define OF_RELATION                                                                \
    {                                                                              \
        TYPES_RELATION, TYPES_RELATION, TYPES_RELATION, TYPES_RELATION             \
    }

static const query_function functions[] = {
    {"confidence", 1, 1, 0, OF_RELATION, TYPES_FLOAT, confidence,
     "(relationship :: RELATIONSHIP) :: FLOAT",
     "how sure it is, from 0 to 1, by the rule in the manual"},
    {"confidenceReason", 1, 1, 0, OF_RELATION, TYPES_STRING, confidence_reason,
     "(relationship :: RELATIONSHIP) :: STRING",
     "how that number comes about: the formula, and who says what"},
    {"evidence", 1, 1, 0, OF_RELATION, TYPES_LIST, evidence,
     "(relationship :: RELATIONSHIP) :: LIST<MAP>",
     "what each source says for it: quote, modality, speaker, place"},
    {"modality", 1, 1, 0, OF_RELATION, TYPES_STRING, modality,
     "(relationship :: RELATIONSHIP) :: STRING",
     "how surely it is said, by the surest source"},
    {"quote", 1, 1, 0, OF_RELATION, TYPES_STRING, quote,
     "(relationship :: RELATIONSHIP) :: STRING",
     "the words of the first source that says so"},
    {"sources", 1, 1, 0, OF_RELATION, TYPES_LIST, sources,
     "(relationship :: RELATIONSHIP) :: LIST<MAP>", "the sources that say so"},
};

const query_function_family function_evidence_family = {functions,
                                                        FUNCTION_COUNT(functions)};
