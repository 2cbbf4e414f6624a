/* The rules' own examples: sentences with their names marked, and what comes out.
 *
 *     yes: [Company A] đã mua lại [Company B] với giá 2 tỷ USD.
 *         => A > B {amount = 2 tỷ USD}
 */
#include <stdlib.h>

#include "ingest/text/rules_parts.h"
#include "ingest/text/standin.h"

enum { EXAMPLE_NAMES_MAX = 32 };

/* `[Kind name]` in an example. */
typedef struct {
    cg_text name;
    uint8_t kind;
    uint32_t start; /* bytes of the plain sentence */
    uint32_t end;
} marked_name;

/* An example cut up. */
typedef struct {
    cg_arena arena;
    cg_buffer sentence; /* without the marks */
    marked_name names[EXAMPLE_NAMES_MAX];
    size_t name_count;
    cg_text expected; /* behind the `=>` */
} example;

typedef struct {
    const text_rules *rules;
    const text_rule *rule;
    const rule_example *written;
    cg_rules_complaint complain;
    void *handle;
    cg_rules_report *report;
} tester;

/* A complaint about the example at hand. */
static cg_status fail_example(const tester *t, const char *what, cg_text detail,
                              cg_error *err)
{
    cg_buffer text = {0};
    cg_place place = {.source = t->rule->file->name, .start = t->rule->at};
    if (t->written != NULL)
        place.start = t->written->at;
    cg_text_position(t->rule->file->text, place.start, &place.line, &place.column);
    cg_buffer_printf(&text, "%s%s%.*s", what, detail.size > 0 ? ": " : "",
                     CG_TEXT_ARG(detail));
    t->report->failures++;
    cg_status status = cg_buffer_status(&text, err);
    if (status == CG_OK)
        status = t->complain(t->handle, &place, t->rule->label,
                             cg_buffer_text(&text), err);
    cg_buffer_release(&text);
    return status;
}

/* ---- Cutting up ---- */

/* Take `[Kind name]` at `text`; its size, 0 if it is none. */
static size_t take_mark(const tester *t, example *x, cg_text text)
{
    const char *close = memchr(text.at, ']', text.size);
    const char *blank = memchr(text.at, ' ', text.size);
    if (close == NULL || blank == NULL || blank > close ||
        x->name_count == EXAMPLE_NAMES_MAX)
        return 0;
    marked_name *name = &x->names[x->name_count];
    cg_text kind = {text.at + 1, (size_t)(blank - text.at - 1)};
    name->name = (cg_text){blank + 1, (size_t)(close - blank - 1)};
    if (cg_kind_find(t->rules->book.syntax.vocabulary, kind, &name->kind, NULL) !=
            CG_OK ||
        name->name.size == 0)
        return 0;
    name->start = (uint32_t)x->sentence.size;
    cg_buffer_add(&x->sentence, name->name);
    name->end = (uint32_t)x->sentence.size;
    x->name_count++;
    return (size_t)(close - text.at) + 1;
}

/* False if a mark is broken. */
static bool cut_example(const tester *t, example *x)
{
    cg_text text = t->written->text;
    for (size_t at = 0; at < text.size;) {
        if (text.size - at >= 2 && memcmp(text.at + at, "=>", 2) == 0) {
            x->expected = cg_text_trim(cg_text_slice(text, at + 2, text.size));
            break;
        }
        if (text.at[at] != '[') {
            cg_buffer_add_byte(&x->sentence, text.at[at++]);
            continue;
        }
        size_t size = take_mark(t, x, cg_text_slice(text, at, text.size));
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

/* ---- The document ---- */

static uint32_t entity_for(text_document *document, const marked_name *name)
{
    for (uint32_t i = 0; i < document->entity_count; i++)
        if (cg_text_equal(document->entities[i].name, name->name) &&
            document->entities[i].kind == name->kind)
            return i;
    document->entities[document->entity_count] =
        (text_entity){.name = name->name,
                      .kind = name->kind,
                      .kinds = (cg_kinds)1 << name->kind,
                      .listed = -1};
    return (uint32_t)document->entity_count++;
}

/* False if the name does not begin and end with tokens. */
static bool find_tokens(const text_document *document, const marked_name *name,
                        text_mention *mention)
{
    bool first = false;
    bool end = false;
    for (uint32_t i = 0; i < document->token_count; i++) {
        if (document->tokens[i].start == name->start) {
            mention->first_token = i;
            first = true;
        }
        if (document->tokens[i].end == name->end) {
            mention->end_token = i + 1;
            end = true;
        }
    }
    mention->sentence = 0;
    while (document->sentences[mention->sentence].end_token <= mention->first_token)
        mention->sentence++;
    return first && end;
}

static cg_status mark_names(const tester *t, const example *x,
                            text_document *document, bool *good, cg_error *err)
{
    document->mentions = cg_arena_array(&document->arena, x->name_count + 1,
                                        sizeof *document->mentions);
    document->entities = cg_arena_array(&document->arena, x->name_count + 1,
                                        sizeof *document->entities);
    if (document->mentions == NULL || document->entities == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; *good && i < x->name_count; i++) {
        text_mention mention = {.start = x->names[i].start, .end = x->names[i].end};
        *good = find_tokens(document, &x->names[i], &mention);
        mention.entity = entity_for(document, &x->names[i]);
        document->mentions[document->mention_count++] = mention;
    }
    for (size_t i = 0; i < document->sentence_count; i++)
        if (t->rule->language != RULE_ANY_LANGUAGE)
            document->sentences[i].language = t->rule->language;
    return CG_OK;
}

/* ---- What came out ---- */

void rule_print_fact(const text_document *document, uint32_t subject,
                     uint32_t object, cg_properties properties,
                     cg_modality modality, cg_buffer *out)
{
    cg_buffer_printf(out, "%.*s > %.*s",
                     CG_TEXT_ARG(document->entities[subject].name),
                     CG_TEXT_ARG(document->entities[object].name));
    for (size_t i = 0; i < properties.count; i++) {
        const cg_property *property = &properties.items[i];
        cg_buffer_printf(out, "%s%.*s = ", i == 0 ? " {" : ", ",
                         CG_TEXT_ARG(property->key));
        cg_value_print(property->value, out);
    }
    if (properties.count > 0)
        cg_buffer_add_byte(out, '}');
    if (modality != CG_ASSERTED)
        cg_buffer_printf(out, " %s", cg_modality_name(modality));
}

static void print_fact(const text_document *document, const text_fact *fact,
                       bool turned, cg_buffer *out)
{
    rule_print_fact(document, turned ? fact->object : fact->subject,
                    turned ? fact->subject : fact->object, fact->properties,
                    fact->evidence[0].modality, out);
}

/* Is `fact` one of the expected ones, which are parted by `;`? */
static bool is_expected(const tester *t, const text_document *document,
                        const text_fact *fact, cg_text expected)
{
    const cg_vocabulary *vocabulary = t->rules->book.syntax.vocabulary;
    bool symmetric = cg_relation_at(vocabulary, fact->relation)->symmetric;
    bool found = false;
    for (int turned = 0; turned <= (symmetric ? 1 : 0); turned++) {
        cg_buffer text = {0};
        print_fact(document, fact, turned != 0, &text);
        for (size_t at = 0; at < expected.size && !found;) {
            size_t start = at;
            while (at < expected.size && expected.at[at] != ';')
                at++;
            cg_text one = cg_text_trim(cg_text_slice(expected, start, at++));
            found = cg_text_equal(one, cg_buffer_text(&text));
        }
        cg_buffer_release(&text);
    }
    return found;
}

static size_t count_expected(cg_text expected)
{
    size_t count = expected.size > 0 ? 1 : 0;
    for (size_t i = 0; i < expected.size; i++)
        count += expected.at[i] == ';';
    return count;
}

static cg_status compare_facts(const tester *t, const example *x,
                               const text_document *document,
                               const text_fact *facts, size_t count, cg_error *err)
{
    bool same = count == count_expected(x->expected);
    for (size_t i = 0; same && i < count; i++)
        same = is_expected(t, document, &facts[i], x->expected);
    if (same)
        return CG_OK;
    cg_buffer got = {0};
    cg_buffer_add_z(&got, count == 0 ? "nothing" : "");
    for (size_t i = 0; i < count; i++) {
        cg_buffer_add_z(&got, i > 0 ? "; " : "");
        print_fact(document, &facts[i], false, &got);
    }
    cg_status status = cg_buffer_status(&got, err);
    if (status == CG_OK)
        status = fail_example(t, "the rule gives", cg_buffer_text(&got), err);
    cg_buffer_release(&got);
    return status;
}

/* The stand-ins or links as `words = name`, or `words = name + name`, parted by `;`. */
static cg_status compare_stand_ins(const tester *t, const example *x,
                                   const text_document *document, cg_error *err)
{
    cg_buffer got = {0};
    mention_form form =
        t->rule->sort == RULE_LINK ? MENTION_LINK : MENTION_STAND_IN;
    for (size_t i = 0; i < document->mention_count; i++) {
        const text_mention *mention = &document->mentions[i];
        if (mention->form != form)
            continue;
        cg_text words =
            document_text(document, mention->first_token, mention->end_token);
        cg_text name = document->entities[mention->entity].name;
        cg_buffer_printf(&got, "%s%.*s = %.*s", got.size > 0 ? "; " : "",
                         CG_TEXT_ARG(words), CG_TEXT_ARG(name));
        for (uint8_t k = 0; k < mention->more_count; k++)
            cg_buffer_printf(
                &got, " + %.*s",
                CG_TEXT_ARG(document->entities[mention->more[k]].name));
    }
    cg_status status = cg_buffer_status(&got, err);
    if (status == CG_OK && !cg_text_equal(cg_buffer_text(&got), x->expected))
        status =
            fail_example(t, "the stand-ins found are", cg_buffer_text(&got), err);
    cg_buffer_release(&got);
    return status;
}

/* What a frame or veto matched. */
typedef struct {
    size_t count;
    cg_buffer speakers; /* each once, parted by `;` */
} match_sum;

static cg_status sum_match(rule_run *run, const rule_program *program, void *handle,
                           cg_error *err)
{
    (void)program;
    match_sum *sum = handle;
    sum->count++;
    for (size_t i = 0; i < run->result.log_count; i++) {
        const log_entry *entry = &run->result.log[i];
        if (entry->type != LOG_SLOT || entry->detail != ROLE_SPEAKER)
            continue;
        cg_text name = run->document->entities[entry->entity].name;
        cg_text sofar = cg_buffer_text(&sum->speakers);
        if (sofar.size > 0 &&
            memmem(sofar.at, sofar.size, name.at, name.size) != NULL)
            continue;
        cg_buffer_add_z(&sum->speakers, sofar.size > 0 ? "; " : "");
        cg_buffer_add(&sum->speakers, name);
    }
    return cg_buffer_status(&sum->speakers, err);
}

static cg_status sum_matches(rule_run *run, void *handle, cg_error *err)
{
    cg_status status = run_call_up(run, rule_stage_of(run->only->sort), err);
    return status == CG_OK ? run_sort(run, run->only->sort, sum_match, handle, err)
                           : status;
}

static cg_status find_facts(rule_run *run, void *handle, cg_error *err)
{
    (void)handle;
    return run_facts(run, err);
}

static cg_status each_sentence(rule_run *run, piece_taker take, void *handle,
                               cg_error *err)
{
    const text_document *document = run->document;
    cg_status status = CG_OK;
    for (uint32_t i = 0; status == CG_OK && i < document->sentence_count; i++)
        status = run_pieces(run, document->mentions, document->mention_count, i,
                            take, handle, err);
    return status;
}

/* Does the rule match, or not, as it should, and do those speak who should? */
static cg_status compare_matches(const tester *t, const example *x, rule_run *run,
                                 cg_error *err)
{
    match_sum sum = {0};
    cg_status status = each_sentence(run, sum_matches, &sum, err);
    cg_text speakers = cg_buffer_text(&sum.speakers);
    if (status == CG_OK && (sum.count > 0) != t->written->matches)
        status = fail_example(
            t, sum.count > 0 ? "the rule matches" : "the rule does not match",
            (cg_text){NULL, 0}, err);
    else if (status == CG_OK && x->expected.size > 0 &&
             !cg_text_equal(speakers, x->expected))
        status = fail_example(t, "the speakers found are", speakers, err);
    cg_buffer_release(&sum.speakers);
    return status;
}

/* Leave only what the chain gives; it may not count on who makes what, which everybody
 * does in examples. */
static cg_status chain_facts(rule_run *run, const text_rule *rule, cg_error *err)
{
    fact_list *facts = &run->facts;
    size_t said = 0;
    for (size_t i = 0; i < facts->count; i++)
        if (!facts->items[i].rule->known_maker)
            facts->items[said++] = facts->items[i];
    facts->count = said;
    cg_status status = run_chains(run, err);
    size_t kept = 0;
    for (size_t i = said; i < facts->count; i++)
        if (facts->items[i].rule == rule)
            facts->items[kept++] = facts->items[i];
    facts->count = kept;
    return status;
}

static cg_status run_example(const tester *t, const example *x,
                             text_document *document, cg_error *err)
{
    rule_run *run = NULL;
    const text_fact *facts;
    size_t count = 0;
    cg_status status =
        run_open(&t->rules->book, document, &document->arena, &run, err);
    if (status != CG_OK)
        goto done;
    bool chain = t->rule->sort == RULE_CHAIN;
    run->only = chain ? NULL : t->rule; /* a chain needs the others' facts */
    if (t->rule->sort == RULE_FACT || chain) {
        status = standin_resolve(run, NULL, err);
        if (status == CG_OK)
            status = run_name_bases(run, err);
        if (status == CG_OK)
            status = each_sentence(run, find_facts, NULL, err);
        if (status == CG_OK && chain)
            status = chain_facts(run, t->rule, err);
        if (status == CG_OK)
            status = facts_join(&run->facts, t->rules->book.syntax.vocabulary,
                                &document->arena, &facts, &count, err);
        if (status == CG_OK)
            status = compare_facts(t, x, document, facts, count, err);
    } else if (t->rule->sort == RULE_STAND_IN || t->rule->sort == RULE_LINK) {
        status = standin_resolve(run, NULL, err);
        if (status == CG_OK)
            status = compare_stand_ins(t, x, document, err);
    } else {
        status = compare_matches(t, x, run, err);
    }
done:
    run_close(run);
    return status;
}

static cg_status test_example(const tester *t, cg_error *err)
{
    example x = {0};
    text_document document = {0};
    cg_error own = {0};
    bool good = cut_example(t, &x);
    cg_status status = cg_buffer_status(&x.sentence, err);
    t->report->examples++;
    if (status == CG_OK && good) {
        status = document_open(&document, cg_buffer_text(&x.sentence),
                               t->rule->file->name, NULL,
                               t->rules->book.syntax.words, &own);
        if (status == CG_OK)
            status = mark_names(t, &x, &document, &good, err);
    }
    if (status == CG_REFUSED && own.status == CG_REFUSED)
        status = fail_example(t, "there is no sentence", (cg_text){NULL, 0}, err);
    else if (own.status != CG_OK)
        status = cg_fail(err, own.status, NULL, "%s", own.message);
    else if (status == CG_OK && good)
        status = run_example(t, &x, &document, err);
    else if (status == CG_OK)
        status = fail_example(t, "a name is not marked as '[Kind name]'",
                              (cg_text){NULL, 0}, err);
    document_close(&document);
    cg_buffer_release(&x.sentence);
    return status;
}

static cg_status test_rule(tester *t, cg_error *err)
{
    size_t yes = 0;
    size_t no = 0;
    cg_status status = CG_OK;
    t->report->rules++;
    for (const rule_example *e = t->rule->examples; status == CG_OK && e != NULL;
         e = e->next) {
        yes += e->matches;
        no += !e->matches;
        t->written = e;
        status = test_example(t, err);
    }
    t->written = NULL;
    if (status == CG_OK && (yes < 2 || no < 1))
        status = fail_example(t,
                              "a rule has two 'yes:' sentences or more and one "
                              "'no:' sentence or more",
                              (cg_text){NULL, 0}, err);
    return status;
}

cg_status rules_test(const text_rules *rules, cg_rules_complaint complain,
                     void *handle, cg_rules_report *report, cg_error *err)
{
    tester t = {
        .rules = rules, .complain = complain, .handle = handle, .report = report};
    cg_status status = CG_OK;
    *report = (cg_rules_report){0};
    for (t.rule = rules->book.syntax.rules; status == CG_OK && t.rule != NULL;
         t.rule = t.rule->next)
        status = test_rule(&t, err);
    return status;
}
