/* What the rules do in each sentence of a document: which matched, and which nearly
 * did. */
#include "ingest/text/modality.h"
#include "ingest/text/rules_parts.h"

enum { PART_MAX = 60 }; /* bytes of a pattern that are shown */

/* A program that matched in part. */
typedef struct {
    const rule_program *program;
    match_trace trace;
} near_match;

typedef struct {
    cg_explainer explain;
    void *handle;
    size_t first_fact;                 /* of this piece, in run->facts */
    size_t matches;                    /* of the program at hand */
    near_match nearest[CG_NEARLY_MAX]; /* the furthest first */
    size_t near_count;
} explainer;

const char *cg_outcome_name(cg_outcome outcome)
{
#define OUTCOME_TEXT(name, text) text,
    static const char *const names[] = {CG_OUTCOMES(OUTCOME_TEXT)};
#undef OUTCOME_TEXT
    return outcome < CG_OUTCOME_COUNT ? names[outcome] : "unknown";
}

/* ---- Telling ---- */

static cg_place place_in(const rule_file *file, uint32_t at)
{
    cg_place place = {.source = file->name, .start = at, .end = at};
    cg_text_position(file->text, at, &place.line, &place.column);
    return place;
}

/* Tell about positions [start, end) of the piece; `detail` is given back. */
static cg_status tell(const explainer *x, const rule_run *run,
                      cg_explanation explanation, uint32_t start, uint32_t end,
                      cg_buffer *detail, cg_error *err)
{
    uint32_t from;
    uint32_t to;
    run_bytes(run, start, end, &from, &to);
    explanation.range = document_range(run->document, from, to);
    explanation.detail = cg_buffer_text(detail);
    cg_status status = cg_buffer_status(detail, err);
    if (status == CG_OK)
        status = x->explain(x->handle, &explanation, err);
    cg_buffer_release(detail);
    return status;
}

/* ---- The sentence ---- */

static void print_mention(const rule_run *run, const text_mention *mention,
                          cg_buffer *out)
{
    const cg_vocabulary *vocabulary = run->book->syntax.vocabulary;
    const text_entity *entity = &run->document->entities[mention->entity];
    cg_text words =
        document_text(run->document, mention->first_token, mention->end_token);
    if (mention->form == MENTION_NAME) {
        cg_buffer_printf(out, "[%.*s %.*s]",
                         CG_TEXT_ARG(cg_kind_at(vocabulary, entity->kind)->name),
                         CG_TEXT_ARG(words));
        return;
    }
    cg_buffer_printf(out, "[%.*s = %.*s", CG_TEXT_ARG(words),
                     CG_TEXT_ARG(entity->name));
    for (uint8_t i = 0; i < mention->more_count; i++)
        cg_buffer_printf(
            out, " + %.*s",
            CG_TEXT_ARG(run->document->entities[mention->more[i]].name));
    cg_buffer_add_byte(out, ']');
}

/* The piece as an example would have it, with its blanks as they are. */
static cg_status tell_sentence(const explainer *x, const rule_run *run,
                               cg_error *err)
{
    const text_document *document = run->document;
    const text_token *tokens = document->tokens + run->text.first_token;
    cg_buffer sentence = {0};
    uint32_t done = tokens[0].start;
    for (uint32_t i = 0; i < run->text.count; i++) {
        const match_token *token = &run->text.tokens[i];
        int32_t named = token->mention >= 0 ? token->mention : token->link;
        if (named < 0)
            continue;
        const text_mention *mention = &document->mentions[named];
        cg_buffer_add(&sentence,
                      cg_text_slice(document->text, done, tokens[i].start));
        print_mention(run, mention, &sentence);
        done = document->tokens[mention->end_token - 1].end;
    }
    cg_buffer_add(&sentence, cg_text_slice(document->text, done,
                                           tokens[run->text.count - 1].end));
    return tell(x, run, (cg_explanation){.outcome = CG_OUTCOME_READ}, 0,
                run->text.count, &sentence, err);
}

/* ---- Matches ---- */

/* The facts of the match at hand that were kept; their number. */
static size_t print_facts(const explainer *x, const rule_run *run,
                          const text_rule *rule, cg_buffer *out)
{
    uint32_t start;
    uint32_t end;
    size_t count = 0;
    run_quote(run, &start, &end);
    for (size_t i = x->first_fact; i < run->facts.count; i++) {
        const found_fact *fact = &run->facts.items[i];
        if (fact->rule != rule || fact->start != start || fact->end != end)
            continue;
        cg_buffer_add_z(out, count++ > 0 ? "; " : "");
        rule_print_fact(run->document, fact->subject, fact->object,
                        fact->properties, fact->modality, out);
    }
    return count;
}

/* Did the match at hand take two names between which the fact can be? */
static bool has_ends(const rule_run *run, const text_rule *rule)
{
    const match_result *result = &run->result;
    for (size_t i = 0; i < result->log_count; i++)
        for (size_t k = 0; k < result->log_count; k++)
            if (match_are_ends(&result->log[i], &result->log[k]) &&
                match_may_be_ends(run->book, rule, &run->text,
                                  result->log[i].entity, result->log[k].entity))
                return true;
    return false;
}

static const char *why_no_fact(const rule_run *run, const text_rule *rule)
{
    cg_modality modality = CG_ASSERTED;
    if (!modality_read(&run->text, &run->result, &modality))
        return "it is negated, denied or only a rumour";
    return has_ends(run, rule) ? "a veto takes it back"
                               : "its names cannot be the ends of such a fact";
}

static cg_status tell_match(rule_run *run, const rule_program *program,
                            void *handle, cg_error *err)
{
    explainer *x = handle;
    const text_rule *rule = program->rule;
    cg_buffer detail = {0};
    cg_explanation match = {.outcome = CG_OUTCOME_MATCH,
                            .rule = rule->label,
                            .place = place_in(rule->file, rule->at)};
    x->matches++;
    if (rule->sort != RULE_FACT)
        cg_buffer_printf(&detail, "a %s", rule_sort_name(rule->sort));
    else if (print_facts(x, run, rule, &detail) > 0)
        match.outcome = CG_OUTCOME_FACT;
    else
        cg_buffer_add_z(&detail, why_no_fact(run, rule));
    return tell(x, run, match, run->result.start, run->result.end, &detail, err);
}

/* ---- What nearly matched ---- */

/* Keep a program among the nearest if it took a name and more; of a rule's programs
 * the one that came furthest. */
static void keep_near(explainer *x, const rule_program *program,
                      const match_trace *trace)
{
    size_t known = 0;
    if (!trace->any || trace->log_count < 2)
        return;
    while (known < x->near_count &&
           x->nearest[known].program->rule != program->rule)
        known++;
    if (known == CG_NEARLY_MAX)
        known--;
    else if (known == x->near_count)
        x->nearest[x->near_count++].trace.log_count = 0;
    if (x->nearest[known].trace.log_count >= trace->log_count)
        return;
    for (; known > 0 && x->nearest[known - 1].trace.log_count < trace->log_count;
         known--)
        x->nearest[known] = x->nearest[known - 1];
    x->nearest[known] = (near_match){program, *trace};
}

/* The part of a pattern that begins at `at`: up to a blank outside brackets. */
static cg_text part_at(cg_text text, size_t at)
{
    size_t end = at;
    int depth = 0;
    bool quoted = at > 0 && text.at[at - 1] == '"';
    for (; end < text.size && text.at[end] != '\n' && end - at < PART_MAX; end++) {
        char c = text.at[end];
        if (c == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (depth == 0 && (c == ' ' || c == '"' || c == ')' || c == '}'))
            break;
        depth +=
            (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
    }
    while (end < text.size && (text.at[end] & 0xC0) == 0x80)
        end++;
    return cg_text_slice(text, at, end);
}

static cg_status tell_near(const explainer *x, const rule_run *run,
                           const near_match *near, cg_error *err)
{
    const rule_origin *wanted = &run->book->origins[near->trace.step];
    const text_rule *rule = near->program->rule;
    cg_buffer detail = {0};
    cg_buffer_add_z(&detail, "wanted next: ");
    cg_buffer_add(&detail, part_at(wanted->file->text, wanted->at));
    if (near->trace.at < run->text.count) {
        const text_token *token =
            &run->document->tokens[run->text.first_token + near->trace.at];
        cg_buffer_printf(&detail, ", not '%.*s'",
                         CG_TEXT_ARG(cg_text_slice(run->document->text,
                                                   token->start, token->end)));
    }
    return tell(x, run,
                (cg_explanation){.outcome = CG_OUTCOME_NEARLY,
                                 .rule = rule->label,
                                 .place = place_in(wanted->file, wanted->at)},
                near->trace.start, near->trace.at, &detail, err);
}

/* ---- Pieces ---- */

static cg_status explain_program(explainer *x, rule_run *run, size_t candidate,
                                 cg_error *err)
{
    const rule_program *program = &run->book->programs[run->candidates[candidate]];
    rule_sort sort = program->rule->sort;
    match_trace trace = {.any = false};
    if (sort != RULE_FACT && sort != RULE_FRAME && sort != RULE_VETO)
        return CG_OK;
    x->matches = 0;
    run->matcher.trace = &trace;
    cg_status status = run_program(run, program, tell_match, x, err);
    run->matcher.trace = NULL;
    if (status == CG_OK && x->matches == 0 && sort == RULE_FACT)
        keep_near(x, program, &trace);
    return status;
}

static cg_status explain_piece(rule_run *run, void *handle, cg_error *err)
{
    explainer *x = handle;
    x->first_fact = run->facts.count;
    x->near_count = 0;
    cg_status status = tell_sentence(x, run, err);
    if (status == CG_OK)
        status = run_facts(run, err);
    for (size_t i = 0; status == CG_OK && i < run->candidate_count; i++)
        status = explain_program(x, run, i, err);
    for (size_t i = 0; status == CG_OK && i < x->near_count; i++)
        status = tell_near(x, run, &x->nearest[i], err);
    return status;
}

cg_status rules_explain(const text_rules *rules, const text_names *names,
                        text_document *document, cg_explainer explain, void *handle,
                        cg_error *err)
{
    explainer x = {.explain = explain, .handle = handle};
    rule_run *run = NULL;
    cg_status status =
        rules_run(rules, names, document, explain_piece, &x, &run, err);
    run_close(run);
    return status;
}
