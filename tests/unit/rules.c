#include "ingest/text/rules.h"

#include "tests/support/fault.h"
#include "tests/unit/own_rules.h"
#include "tests/unit/sheet_cases.h"

/* ---- The rules' own examples ---- */

static cg_status complain(void *handle, const cg_place *place, cg_text rule,
                          cg_text complaint, cg_error *err)
{
    (void)handle;
    (void)err;
    print_message("# %s:%d: %.*s: %.*s\n", place->source, (int)place->line,
                  CG_TEXT_ARG(rule), CG_TEXT_ARG(complaint));
    return CG_OK;
}

static void built_in_rules_do_as_their_examples_say(void **state)
{
    (void)state;
    cg_error err = {0};
    text_rules *rules = NULL;
    cg_rules_report report;
    assert_int_equal(rules_open(vocabulary, words, &rules, &err), CG_OK);
    assert_int_equal(rules_test(rules, complain, NULL, &report, &err), CG_OK);
    assert_true(report.rules > 100);
    assert_true(report.examples >= 3 * report.rules);
    assert_int_equal(report.failures, 0);
    rules_close(rules);
}

static cg_status count_complaint(void *handle, const cg_place *place, cg_text rule,
                                 cg_text complaint, cg_error *err)
{
    (void)place;
    (void)rule;
    (void)complaint;
    (void)err;
    ++*(int *)handle;
    return CG_OK;
}

static void examples_that_lie_are_told(void **state)
{
    (void)state;
    cg_error err = {0};
    cg_rules_report report;
    int complaints = 0;
    text_rules *rules = rules_of(
        "language: en\n"
        "rule a: BUYS\n"
        "when: [Company:subject] !buys [Chip:object]\n"
        "yes: [Company A] buys [Chip B]. => A > B\n"
        "yes: [Company A] sells [Chip B]. => A > B\n"           /* does not match */
        "yes: [Company A] buys [Chip B]. => B > A\n"            /* wrong way */
        "yes: [Company A] buys [Chip B]. => A > B {what = B}\n" /* more than said */
        "yes: [Compny A] buys [Chip B]. => A > B\n"             /* no such kind */
        "yes:\n"                                                /* no sentence */
        "no: [Company A] buys [Chip B].\n"                      /* matches */
        "rule b: BUYS\n"
        "when: [Company:subject] gets [Chip:object]\n"); /* no examples */
    assert_int_equal(rules_test(rules, count_complaint, &complaints, &report, &err),
                     CG_OK);
    assert_int_equal(report.failures, 7);
    assert_int_equal(complaints, 7);
    assert_int_equal(report.rules, 2);
    rules_close(rules);
}

/* ---- Errors ---- */

static void errors_say_where_and_what(void **state)
{
    const sheet_case *at = *state;
    cg_error err = {0};
    text_rules *rules = NULL;
    char message[1024];
    cg_buffer got = {0};
    assert_int_equal(rules_open_empty(vocabulary, words, &rules, &err), CG_OK);
    if (rules_add(rules, "bad.rules", cg_buffer_text(&at->input), &err) != CG_OK) {
        cg_error_format(&err, message, sizeof message);
        cg_buffer_printf(&got, "%s\n", message);
    }
    assert_string_equal(got.at != NULL ? got.at : "",
                        at->expected.at != NULL ? at->expected.at : "");
    cg_buffer_release(&got);
    rules_close(rules);
}

/* ---- Applying ---- */

/* A document of one sentence: `count` times `word`, a name in place of each '@'. */
typedef struct {
    text_document document;
    cg_buffer text;
} built;

static void build(built *b, const char *piece, size_t count)
{
    cg_error err = {0};
    uint8_t company = 0;
    *b = (built){.text = {0}};
    for (size_t i = 0; i < count; i++)
        cg_buffer_add_z(&b->text, piece);
    assert_int_equal(document_open(&b->document, cg_buffer_text(&b->text), "test",
                                   NULL, words, &err),
                     CG_OK);
    text_document *d = &b->document;
    assert_int_equal(cg_kind_find(vocabulary, CG_TEXT("Company"), &company, &err),
                     CG_OK);
    d->mentions = cg_arena_array(&d->arena, d->token_count, sizeof *d->mentions);
    d->entities = cg_arena_array(&d->arena, d->token_count, sizeof *d->entities);
    for (uint32_t i = 0; i < d->token_count; i++) {
        if (d->text.at[d->tokens[i].start] != 'Q')
            continue;
        uint32_t sentence = 0;
        while (d->sentences[sentence].end_token <= i)
            sentence++;
        uint32_t entity = (uint32_t)d->entity_count++;
        d->entities[entity] = (text_entity){.name = document_text(d, i, i + 1),
                                            .kind = company,
                                            .kinds = (cg_kinds)1 << company,
                                            .listed = -1};
        d->mentions[d->mention_count++] =
            (text_mention){.first_token = i,
                           .end_token = i + 1,
                           .start = d->tokens[i].start,
                           .end = d->tokens[i].end,
                           .sentence = sentence,
                           .entity = entity};
    }
    for (size_t i = 0; i < d->sentence_count; i++)
        d->sentences[i].language = CG_EN;
}

static void release(built *b)
{
    document_close(&b->document);
    cg_buffer_release(&b->text);
}

static size_t facts_in(const text_rules *rules, built *b)
{
    cg_error err = {0};
    const text_fact *facts;
    size_t count = 0;
    assert_int_equal(rules_apply(rules, NULL, &b->document, &facts, &count, &err),
                     CG_OK);
    for (size_t i = 0; i < count; i++) {
        assert_true(facts[i].evidence_count > 0);
        assert_true(facts[i].evidence[0].start < facts[i].evidence[0].end);
        assert_true(facts[i].evidence[0].end <= b->document.text.size);
    }
    return count;
}

static void a_long_sentence_is_read_in_pieces(void **state)
{
    (void)state;
    built b;
    text_rules *rules = rules_of("language: en\n"
                                 "rule a: ACQUIRES\n"
                                 "when: [Company:subject] buys [Company:object]\n");
    build(&b, "and Q buys Q ", 5000); /* 20,000 tokens without an end */
    size_t count = facts_in(rules, &b);
    assert_in_range(count, 4900, 5000);
    release(&b);
    rules_close(rules);
}

/* Patterns that backtrack without end in a matcher that does not remember. */
static void hard_patterns_take_bounded_time(void **state)
{
    static const char *const patterns[] = {
        "[Company:subject] ( a? a? a? a? a? a? a? a? ){8,16} x [Company:object]",
        "[Company:subject] ( a | a a | a a a | a b ){1,16} x [Company:object]",
        "[Company:subject] ~40(names) ~40(names) ~40(names) x [Company:object]",
        "[Company:subject]+ ( ~9(names) a )+ ( ~9(names) a )+ x [Company:object]",
        "( ( ( a? )+ a? )+ [Company:subject]? )+ [Company:subject] x "
        "[Company:object]",
    };
    (void)state;
    rule_run *run = malloc(sizeof *run);
    assert_non_null(run);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        cg_buffer text = {0};
        cg_error err = {0};
        built b;
        cg_buffer_printf(&text,
                         "language: en\npattern list-separator: a | b\n"
                         "rule a: ACQUIRES\nwhen: %s\n",
                         patterns[i]);
        text_rules *rules = rules_of(text.at);
        const rule_program *program = &rules->book.programs[0];
        build(&b, "Q a a a a a a a ", MATCH_TOKENS_MAX / 8);
        match_trace trace = {.any = false}; /* so that no way is left out */
        *run = (rule_run){.matcher = {.trace = &trace}};
        assert_int_equal(match_open(&run->text, &rules->book, &err), CG_OK);
        match_prepare(&run->text, &rules->book, &b.document, b.document.mentions,
                      b.document.mention_count, 0, 0, MATCH_TOKENS_MAX);

        uint32_t at = 0;
        bool found;
        assert_int_equal(match_next(&run->matcher, &rules->book, program,
                                    &run->text, &at, &run->result, &found, &err),
                         CG_OK);
        assert_false(found);
        uint64_t bound =
            (uint64_t)program->count * (MATCH_TOKENS_MAX + 1) * (RULE_GAP_MAX + 1);
        assert_in_range(run->matcher.steps_taken, 1, bound);

        matcher_release(&run->matcher);
        match_close(&run->text);
        release(&b);
        rules_close(rules);
        cg_buffer_release(&text);
    }
    free(run);
}

/* ---- Names that stand for others ---- */

/* All examples of these rules come out as they say. */
static void assert_examples_hold(const char *text, uint64_t examples)
{
    cg_error err = {0};
    cg_rules_report report;
    text_rules *rules = rules_of(text);
    assert_int_equal(rules_test(rules, complain, NULL, &report, &err), CG_OK);
    assert_int_equal(report.examples, examples);
    assert_int_equal(report.failures, 0);
    rules_close(rules);
}

static void links_groups_and_parts_do_as_their_examples_say(void **state)
{
    static const char text[] =
        "language: en\n"
        "pattern list-separator: \",\" | and\n"
        "words verb: buys | sells\n"
        "pattern does: _ ~2 !_2 ~1 _3\n"
        "rule buys: BUYS\n"
        "when: @does{[Company:subject]; buys; [Chip:object]}\n"
        "yes: [Company A] buys the [Chip B]. => A > B\n"
        "yes: [Company A] sells the [Chip C] and buys the [Chip B]. => A > B\n"
        "yes: [Company A], which buys the [Chip B], grew. => A > B\n"
        "yes: [Company A] met [Company B]. Both buys the [Chip C]. => A > C; B > "
        "C\n"
        "no: [Company A] sells the [Chip B].\n"
        "no: [Company A] met [Company B] and [Company C]. Both buys the [Chip D].\n"
        "rule allies: PARTNERS_WITH\n"
        "when: [Company:each]+ ally\n"
        "when: @after{with} [Company:subject] allies [Company:object]\n"
        "yes: [Company A], [Company B] and [Company C] ally. => A > B; A > C; B > "
        "C\n"
        "yes: So with [Company A] allies [Company B]. => A > B\n"
        "no: So then [Company A] allies [Company B].\n"
        "link and: Company\n"
        "when: [Company:meant] $verb ~4(comma, [Chip]) !and @ahead{$verb}\n"
        "when: [Company:meant] \",\" !which\n"
        "yes: [Company A] sells it, and sells more. => and = A\n"
        "yes: [Company A], which [Company B] owns, buys it and sells it. => which "
        "= A\n"
        "no: [Company A] and [Company B] sells. =>\n"
        "stand-in named: Company\n"
        "prefer: named\n"
        "when: !( the mill )\n"
        "yes: [Company A Mill] and [Company B Works] grew. Then the mill burnt."
        " => the mill = A Mill\n"
        "yes: [Company A Mill] grew. [Company B Works] grew. Then the mill burnt."
        " => the mill = A Mill\n"
        "no: [Company A] and [Company B] grew when the mill burnt. =>\n"
        "stand-in both: Company\n"
        "prefer: pair\n"
        "when: !both\n"
        "yes: [Company A] met [Company B]. Both grew. => Both = A + B\n"
        "yes: [Company A] grew. [Company B] grew. Both sell. => Both = B + A\n"
        "no: [Company A] met [Company B] and [Company C]. Both grew. =>\n";
    (void)state;
    assert_examples_hold(text, 18);
}

static void names_may_be_kept_out_and_facts_follow_from_two(void **state)
{
    static const char text[] =
        "language: en\n"
        "pattern list-separator: and\n"
        "words standard: fast wire | 7nm\n"
        "rule makes: DEVELOPS\n"
        "when: [Company:subject] makes [Technology|Chip:object not $standard]+\n"
        "yes: [Company A] makes [Technology Fast Wire X] and [Chip B]. => A > Fast "
        "Wire X; A > B\n"
        "yes: [Company A] makes [Technology Fast]. => A > Fast\n"
        "when: [Company:subject] takes [Technology:object like $standard]\n"
        "yes: [Company A] takes [Technology Fast Wire]. => A > Fast Wire\n"
        "no: [Company A] takes [Technology Fast].\n"
        "no: [Company A] makes [Technology Fast Wire] and [Technology 7nm].\n"
        "rule buys: BUYS\n"
        "when: [Company:subject] !buys [Chip:object]\n"
        "yes: [Company A] buys [Chip B]. => A > B\n"
        "yes: So [Company A] buys [Chip B]. => A > B\n"
        "no: [Company A] buys [Company B].\n"
        "rule sells: SUPPLIES\n"
        "when: [Company:subject] serves [Company:object]\n"
        "yes: [Company A] serves [Company B]. => A > B\n"
        "yes: So [Company A] serves [Company B]. => A > B\n"
        "no: [Company A] met [Company B].\n"
        "chain bought: SUPPLIES\n"
        "joins: object BUYS, subject DEVELOPS\n"
        "through: Chip\n"
        "sole: subject\n"
        "yes: [Company A] makes [Chip B]. [Company C] buys [Chip B]. => A > C\n"
        "yes: [Company C] buys [Chip B]. [Company D] buys [Chip B]. [Company A] "
        "makes [Chip B]. => A > C; A > D\n"
        "no: [Company A] makes [Chip B]. [Company A] buys [Chip B].\n"
        "no: [Company A] makes [Chip B]. [Company A] serves [Company C]. [Company "
        "C] buys [Chip B].\n"
        "no: [Company A] makes [Chip B]. [Company D] makes [Chip B]. [Company C] "
        "buys [Chip B].\n"
        "chain made: PARTNERS_WITH\n"
        "joins: subject DEVELOPS, object BUYS\n"
        "through: Chip\n"
        "sole: object\n"
        "yes: [Company A] makes [Chip B]. [Company C] buys [Chip B]. => A > C\n"
        "yes: [Company A] makes [Chip B]. [Company D] makes [Chip B]. [Company C] "
        "buys [Chip B]. => A > C; D > C\n"
        "no: [Company A] makes [Chip B]. [Company C] buys [Chip B]. [Company D] "
        "buys [Chip B].\n";
    (void)state;
    assert_examples_hold(text, 19);
}

static void sole_ends_are_alone_in_their_clause(void **state)
{
    static const char text[] =
        "language: en\n"
        "pattern list-separator: \",\" | and\n"
        "words barrier: while\n"
        "rule buys: BUYS\n"
        "when: [Company:subject] ~9(comma, names) !buys ~9(comma, names) "
        "[Chip:object]+\n"
        "sole: subject, object\n"
        "yes: [Company A], once of [Place P], buys them, say the [Chip B] and "
        "[Chip C]. => A > B; A > C\n"
        "yes: [Company A] knows that [Company A] buys the [Chip B]. => A > B\n"
        "yes: [Company C] sleeps while [Company A] buys the [Chip B] while "
        "[Company D] sells the [Chip C]. => A > B\n"
        "yes: [Company C] sleeps; [Company A] buys the [Chip B]. [Company D] "
        "sleeps. => A > B\n"
        "no: [Company A], part of [Company C], buys the [Chip B].\n"
        "no: At [Company C], [Company A] buys the [Chip B].\n"
        "no: [Company A] buys the [Chip B] ([Company C] said).\n"
        "no: [Company A] buys the [Chip B], more than the [Chip C].\n"
        "no: [Company A] met [Company C]. Both buys the [Chip B], not [Company "
        "D].\n"
        "rule makes: DEVELOPS\n"
        "when: [Company:subject] ~9(comma, names) !makes ~9(comma, names) "
        "[Chip:object]\n"
        "sole: object\n"
        "yes: At [Company C], [Company A] makes the [Chip B]. => C > B\n"
        "yes: [Company A] makes the [Chip B] for [Company C]. => A > B\n"
        "no: [Company A] makes the [Chip B] beside the [Chip C].\n"
        "stand-in both: Company\n"
        "prefer: pair\n"
        "when: !both\n"
        "yes: [Company A] met [Company B]. Both buys it. => Both = A + B\n"
        "yes: [Company A] met [Company B]. Both sell. => Both = A + B\n"
        "no: [Company A] grew. Both grew. =>\n";
    (void)state;
    assert_examples_hold(text, 15);
}

static void compounds_are_one_word_in_a_gap(void **state)
{
    static const char text[] =
        "language: en\n"
        "words stop: of | in | of course he\n"
        "words compound: made in heaven | in of in\n"
        "rule buys: BUYS\n"
        "when: [Company:subject] ~2(not $stop) !buys ~1 [Chip:object]\n"
        "yes: [Company A] made in heaven often buys [Chip Z]. => A > Z\n"
        "yes: [Company A] in of in buys made in heaven [Chip Z]. => A > Z\n"
        "no: [Company A] made in hell buys [Chip Z].\n"
        "no: [Company A] in of buys [Chip Z].\n"
        "no: [Company A] in of in and often then buys [Chip Z].\n"
        "rule takes: ACQUIRES\n"
        "when: [Company:subject] ~2(not $whole) !takes [Company:object]\n"
        "words whole: made in heaven\n"
        "yes: [Company A] made in takes [Company B]. => A > B\n"
        "yes: [Company A] takes [Company B]. => A > B\n"
        "no: [Company A] made in heaven takes [Company B].\n";
    (void)state;
    assert_examples_hold(text, 8);
}

static void bound_names_are_no_subjects(void **state)
{
    static const char text[] =
        "language: en\n"
        "pattern list-separator: \",\" | and at?\n"
        "words binding: of | sold to | makes | at\n"
        "words not-binding: it makes sense\n"
        "words joining: and\n"
        "words unbinding: since | at\n"
        "words barrier: when\n"
        "rule buys: BUYS\n"
        "when: [free Company:subject]+ ~20(comma, bound) !buys [Chip:object]\n"
        "yes: [Company A], a part of the Dutch firm [Company B], buys [Chip Z]. => "
        "A "
        "> Z\n"
        "yes: [Company A], sold to [Company B] and [Company C] and soon, buys "
        "[Chip "
        "Z]. => A > Z\n"
        "yes: [Company A], of [Company B], [Company C] and [Company D], buys [Chip "
        "Z]. => A > Z\n"
        "yes: Of [Company A], [Company B] buys [Chip Z]. => B > Z\n"
        "yes: Of [Company A], [Company B] and [Company C] buys [Chip Z]. => B > Z; "
        "C > Z\n"
        "yes: [Company B] of [Place P] and [Company A] buys [Chip Z]. => A > Z\n"
        "yes: As it makes sense [Company A] buys [Chip Z]. => A > Z\n"
        "yes: Sales of chips grow since [Company A] buys [Chip Z]. => A > Z\n"
        "yes: A friend of [Place P], [Company A] buys [Chip Z]. => A > Z\n"
        "no: Some firm of [Company A] buys [Chip Z].\n"
        "no: Some firm of [Place P] [Company A] buys [Chip Z].\n"
        "no: Some firm of the [Place P] firm [Company A] buys [Chip Z].\n"
        "no: Some firm at [Company A] buys [Chip Z].\n"
        "yes: Some firm at the [Place P] maker [Company A] buys [Chip Z]. => A > "
        "Z\n"
        "yes: [Company A] and at [Company B] buys [Chip Z]. => A > Z; B > Z\n"
        "no: [Company A], when it wakes, buys [Chip Z].\n"
        "rule takes: ACQUIRES\n"
        "when: [free Company:subject] ~20(comma, clauses) !takes [Company:object]\n"
        "yes: [Company A], when it can, takes [Company B]. => A > B\n"
        "yes: [Company A] takes [Company B]. => A > B\n"
        "no: [Company A]; it takes [Company B].\n"
        "stand-in it: Company\n"
        "when: !( the firm )\n"
        "yes: Friends of [Company A] met [Company B] and [Company C]. Then the "
        "firm "
        "grew. => the firm = B\n"
        "yes: [Company A] met [Company B] when the firm grew. => the firm = A\n"
        "no: Friends of [Company A] of [Company B] saw when the firm grew. =>\n"
        "stand-in other: Company\n"
        "when: [Company:other] ~3 rival of !( the maker )\n"
        "when: [Company:other]+ are rivals of !( the maker )\n"
        "yes: [Company A] grew. [Company B] and [Company C] are rivals of the "
        "maker. "
        "=> the maker = A\n"
        "yes: [Company A] grew. [Company B] is a rival of the maker. => the maker "
        "= "
        "A\n"
        "yes: [Company A] grew: [Company B] is a rival of the maker. => the maker "
        "= "
        "A\n"
        "no: [Company B] is a rival of the maker. =>\n";
    (void)state;
    assert_examples_hold(text, 26);
}

/* ---- Memory ---- */

static cg_status ignore(void *handle, const cg_explanation *explanation,
                        cg_error *err)
{
    (void)handle;
    (void)explanation;
    (void)err;
    return CG_OK;
}

static cg_status read_and_apply(void *handle, cg_error *err)
{
    static const char text[] =
        "language: en\n"
        "pattern list-separator: and\n"
        "words buy: buys | takes over\n"
        "rule a: ACQUIRES\n"
        "set: way = cash\n"
        "when: [Company:subject]+ ~4 !$buy what=( some )? [Company:object]+\n"
        "yes: [Company A] buys [Company B]. => A > B {way = cash}\n"
        "yes: [Company A] takes over [Company B]. => A > B {way = cash}\n"
        "no: [Company A] leaves [Company B].\n"
        "stand-in b: Company\n"
        "when: !( the company )\n"
        "link d: Company\n"
        "when: !some\n"
        "frame c:\n"
        "when: [Company:speaker] says\n";
    const text_fact *facts;
    size_t count;
    cg_rules_report report;
    int complaints = 0;
    text_rules *rules = NULL;
    text_document document = {0};
    (void)handle;
    cg_status status = rules_open_empty(vocabulary, words, &rules, err);
    if (status == CG_OK)
        status = rules_add(rules, "test.rules", cg_text_z(text), err);
    if (status == CG_OK)
        status = rules_test(rules, count_complaint, &complaints, &report, err);
    if (status == CG_OK)
        status = document_open(&document, CG_TEXT("The company buys some."), "test",
                               NULL, words, err);
    if (status == CG_OK)
        status = rules_apply(rules, NULL, &document, &facts, &count, err);
    if (status == CG_OK)
        status = rules_explain(rules, NULL, &document, ignore, NULL, err);
    document_close(&document);
    rules_close(rules);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    assert_true(fault_sweep(read_and_apply, NULL, 2000) > 50);
}

int main(void)
{
    static const struct CMUnitTest whole[] = {
        cmocka_unit_test(built_in_rules_do_as_their_examples_say),
        cmocka_unit_test(examples_that_lie_are_told),
        cmocka_unit_test(a_long_sentence_is_read_in_pieces),
        cmocka_unit_test(hard_patterns_take_bounded_time),
        cmocka_unit_test(links_groups_and_parts_do_as_their_examples_say),
        cmocka_unit_test(names_may_be_kept_out_and_facts_follow_from_two),
        cmocka_unit_test(sole_ends_are_alone_in_their_clause),
        cmocka_unit_test(compounds_are_one_word_in_a_gap),
        cmocka_unit_test(bound_names_are_no_subjects),
        cmocka_unit_test(every_allocation_may_fail),
    };
    enum { WHOLE = sizeof whole / sizeof *whole };
    static struct CMUnitTest tests[WHOLE + CASE_MAX];
    static sheet_cases errors;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    (void)read_chunk; /* of the shared header: for sheets alone */
    cases_read(&errors, "tests/cases/rules/errors.cases",
               errors_say_where_and_what);
    memcpy(tests, whole, sizeof whole);
    memcpy(tests + WHOLE, errors.tests, errors.count * sizeof *tests);
    int failed = _cmocka_run_group_tests("rules", tests, WHOLE + errors.count,
                                         open_all, close_all);
    cases_release(&errors);
    return failed;
}
