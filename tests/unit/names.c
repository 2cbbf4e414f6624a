#include "ingest/text/names.h"

#include "ingest/text/words.h"
#include "tests/support/fault.h"
#include "tests/unit/sheet_cases.h"

static cg_vocabulary *vocabulary;
static text_words *words;
static text_names *names;

static void open_document(text_document *document, cg_text text)
{
    cg_error err = {0};
    *document = (text_document){.token_count = 0};
    if (document_open(document, text, "article.txt", NULL, words, &err) != CG_OK)
        fail_msg("%s", err.message);
}

static cg_text mention_text(const text_document *document, const text_mention *at)
{
    return cg_text_slice(document->text, at->start, at->end);
}

/* Was the entity mentioned by this text before? */
static bool is_repeated(const text_document *document, size_t index)
{
    const text_mention *at = &document->mentions[index];
    for (size_t i = 0; i < index; i++) {
        const text_mention *before = &document->mentions[i];
        if (before->entity == at->entity &&
            cg_text_equal(mention_text(document, before),
                          mention_text(document, at)))
            return true;
    }
    return false;
}

/* "Kind: mention | mention", a line for each entity. */
static void print_entities(const text_document *document, cg_buffer *out)
{
    for (size_t i = 0; i < document->entity_count; i++) {
        const text_entity *entity = &document->entities[i];
        cg_buffer_add(out, cg_kind_at(vocabulary, entity->kind)->name);
        const char *before = ": ";
        for (size_t j = 0; j < document->mention_count; j++) {
            if (document->mentions[j].entity != i || is_repeated(document, j))
                continue;
            cg_buffer_add_z(out, before);
            cg_buffer_add(out, mention_text(document, &document->mentions[j]));
            before = " | ";
        }
        cg_buffer_add_byte(out, '\n');
    }
}

/* What must hold of any document. */
static void check_document(const text_document *document)
{
    uint32_t end = 0;
    for (size_t i = 0; i < document->mention_count; i++) {
        const text_mention *at = &document->mentions[i];
        assert_true(at->first_token >= end);
        assert_true(at->end_token > at->first_token);
        assert_true(at->entity < document->entity_count);
        assert_true(at->sentence < document->sentence_count);
        const text_sentence *sentence = &document->sentences[at->sentence];
        assert_true(at->first_token >= sentence->first_token);
        assert_true(at->end_token <= sentence->end_token);
        end = at->end_token;
    }
    for (size_t i = 0; i < document->entity_count; i++) {
        const text_entity *entity = &document->entities[i];
        bool named = false;
        for (size_t j = 0; j < entity->name_count; j++)
            named |= cg_text_equal(entity->names[j].text, entity->name);
        assert_true(named);
        assert_true((entity->kinds >> entity->kind & 1) != 0);
    }
}

static void names_are_as_expected(void **state)
{
    const sheet_case *at = *state;
    cg_buffer out = {0};
    cg_error err = {0};
    text_document document;
    open_document(&document, cg_buffer_text(&at->input));
    assert_int_equal(names_find(names, &document, &err), CG_OK);
    check_document(&document);
    print_entities(&document, &out);
    document_close(&document);
    assert_string_equal(out.size > 0 ? out.at : "",
                        at->expected.size > 0 ? at->expected.at : "");
    cg_buffer_release(&out);
}

/* ---- Lists of a user's own ---- */

static cg_status add_list(text_names *to, const char *csv, cg_error *err)
{
    return names_add(to, "own.csv", cg_text_z(csv), err);
}

static text_names *open_names(void)
{
    text_names *opened = NULL;
    cg_error err = {0};
    if (names_open(vocabulary, words, &opened, &err) != CG_OK)
        fail_msg("%s", err.message);
    return opened;
}

static void expect_found(const char *csv, const char *text, const char *expected)
{
    cg_buffer out = {0};
    cg_error err = {0};
    text_document document;
    text_names *own = open_names();
    if (add_list(own, csv, &err) != CG_OK)
        fail_msg("%s", err.message);
    open_document(&document, cg_text_z(text));
    assert_int_equal(names_find(own, &document, &err), CG_OK);
    print_entities(&document, &out);
    assert_string_equal(out.size > 0 ? out.at : "", expected);
    cg_buffer_release(&out);
    document_close(&document);
    names_close(own);
}

static void spellings_join_letters_and_digits(void **state)
{
    (void)state;
    expect_found(
        "name,kind\nQuxel Z70,Chip\n",
        "The Quxel Z70, Quxel-Z70, QUXEL Z-70 and Quxel\xE2\x80\x91Z70 sell.",
        "Chip: Quxel Z70 | Quxel-Z70 | QUXEL Z-70 | Quxel\xE2\x80\x91Z70\n");
}

/* Does the text's entity that has the one name have the other, too? */
static bool is_called(text_names *own, const char *text, const char *name,
                      const char *other)
{
    text_document document;
    cg_error err = {0};
    bool called = false;
    open_document(&document, cg_text_z(text));
    assert_int_equal(names_find(own, &document, &err), CG_OK);
    for (size_t i = 0; i < document.entity_count; i++) {
        const text_entity *entity = &document.entities[i];
        bool one = false;
        bool both = false;
        for (size_t j = 0; j < entity->name_count; j++) {
            one |= cg_text_equal(entity->names[j].text, cg_text_z(name));
            both |= cg_text_equal(entity->names[j].text, cg_text_z(other));
        }
        called |= one && both;
    }
    document_close(&document);
    return called;
}

static void products_are_called_with_their_maker(void **state)
{
    (void)state;
    cg_error err = {0};
    text_names *own = open_names();
    assert_int_equal(add_list(own,
                              "name,kind,maker\nQuxel,Company,\nAurel,Company,\n"
                              "Zent Z70,System,Quxel\n",
                              &err),
                     CG_OK);
    assert_true(
        is_called(own, "The Quxel Zent Z70 sells.", "Zent Z70", "Quxel Zent Z70"));
    assert_false(
        is_called(own, "The Aurel Zent Z70 sells.", "Zent Z70", "Aurel Zent Z70"));
    assert_false(
        is_called(own, "Aurel, Zent Z70: Quxel.", "Zent Z70", "Aurel, Zent Z70"));
    names_close(own);
}

static void case_counts_where_it_must(void **state)
{
    (void)state;
    expect_found("name,kind\nQuxel,Company\nQZX,Company\nplonk,Material\n",
                 "They quxel with qzx or Qzx. QUXEL and QZX sell Plonk.",
                 "Company: QUXEL\nCompany: QZX\nMaterial: Plonk\n");
}

static void diacritics_may_be_left_out_of_long_names(void **state)
{
    (void)state;
    expect_found(
        "name,kind,vi\nQuat,Place,\xC4\x90\xE1\xBA\xA3o Qu\xE1\xBA\xA5t Xa\n"
        "Zyland,Place,Z\xE1\xBB\xB9\n",
        "They met on Dao Quat Xa and left Zy.\n", "Place: Dao Quat Xa\n");
}

static void conditions_hold(void **state)
{
    (void)state;
    static const char csv[] = "name,kind,maker,aliases\n"
                              "Quxel,Company,,\n"
                              "Frob Line,Chip,Quxel,Frob{maker}\n"
                              "Titanic,Chip,Quxel,Tita{label}\n"
                              "Brzl,Company,,Brz{case}\n"
                              "Plonkton,Place,,Plonk{place}\n"
                              "Xanadu,Place,,Xan{inside}\n"
                              "vrell,Material,,vrells{goods}\n"
                              "zlint,Process,,\n";
    expect_found(csv, "The Frob is out.", "");
    expect_found(csv, "The Frob is out, Quxel told us.",
                 "Chip: Frob\nCompany: Quxel\n");
    expect_found(csv, "Tita rose. Then Tita chips fell.", "Chip: Tita\n");
    expect_found(csv, "We saw BRZ fall and Brz rise.", "Company: Brz\n");
    expect_found(csv, "Xan ran. We like Xan.", "Place: Xan\n");
    expect_found(csv, "Plonk decided it. A plant in Plonk closed.",
                 "Place: Plonk\n");
    expect_found(csv, "They sell vrells.", "");
    expect_found(csv, "They need vrells for zlint.",
                 "Material: vrells\nProcess: zlint\n");
}

/* Is `maker` who makes the entity that `text` names first? */
static void expect_maker(text_names *own, const char *text, const char *maker)
{
    text_document document;
    cg_error err = {0};
    open_document(&document, cg_text_z(text));
    assert_int_equal(names_find(own, &document, &err), CG_OK);
    assert_true(document.entity_count > 0);
    assert_true(
        cg_text_equal(names_maker(own, &document.entities[0]), cg_text_z(maker)));
    document_close(&document);
}

static void models_are_made_by_who_makes_the_family(void **state)
{
    (void)state;
    cg_error err = {0};
    text_names *own = open_names();
    assert_int_equal(add_list(own,
                              "name,kind,maker\nQuxel,Company,\n"
                              "Zent Line,System,Quxel\n",
                              &err),
                     CG_OK);
    expect_maker(own, "Zent Line is new.", "Quxel");
    expect_maker(own, "Zent Line 9 Pro is new.", "Quxel");
    expect_maker(own, "Quxel is new.", "");
    names_close(own);
}

static void one_entity_may_be_on_two_lists(void **state)
{
    (void)state;
    expect_found("name,kind,aliases\nQuxel,Company,Quxel Works\n"
                 "Quxel,Company,Old Quxel\nQuxel,Chip,Quxel One\n",
                 "Quxel Works, Old Quxel and Quxel One differ.",
                 "Company: Quxel Works | Old Quxel\nChip: Quxel One\n");
}

static void expect_refused(const char *csv, const char *expected)
{
    char message[1024];
    cg_error err = {0};
    text_names *own = open_names();
    assert_int_not_equal(add_list(own, csv, &err), CG_OK);
    cg_error_format(&err, message, sizeof message);
    assert_string_equal(message, expected);
    names_close(own);
}

static void bad_lists_are_refused(void **state)
{
    (void)state;
    expect_refused("name,kin\nA,Company\n",
                   "own.csv:1:6: unknown column of a list of names 'kin'");
    expect_refused("name\nA\n",
                   "own.csv:1:1: a list of names needs the columns 'name' and "
                   "'kind'");
    expect_refused("name,name,kind\n", "own.csv:1:6: the column is there twice: "
                                       "'name'");
    expect_refused("name,kind\nAcme,Compny\n",
                   "own.csv:2:6: unknown kind 'Compny': did you mean 'Company'?");
    expect_refused("name,kind\nAcme\n",
                   "own.csv:2:1: 1 fields where the header has 2");
    expect_refused("name,kind\n,Company\n", "own.csv:2:1: a name is missing: ''");
    expect_refused("name,kind,aliases\nAcme,Company,A{never}\n",
                   "own.csv:2:14: unknown condition in 'A{never}': write {case}, "
                   "{maker}, {label}, {place} or {inside}");
}

/* ---- All that may come ---- */

static void a_text_of_nothing_but_names_is_linear(void **state)
{
    enum { COPIES = 20000 };
    (void)state;
    cg_buffer text = {0};
    for (int i = 0; i < COPIES; i++)
        cg_buffer_add_z(&text, "Nvidia (AMD) Intel\xC2\xB7TSMC-Huawei, ");
    cg_error err = {0};
    text_document document;
    open_document(&document, cg_buffer_text(&text));
    assert_int_equal(names_find(names, &document, &err), CG_OK);
    assert_int_equal(document.entity_count, 5);
    assert_int_equal(document.mention_count, COPIES * 5);
    document_close(&document);
    cg_buffer_release(&text);
}

static cg_status find_and_close(void *handle, cg_error *err)
{
    text_document document = {.token_count = 0};
    cg_status status = document_open(&document, *(const cg_text *)handle, "a.txt",
                                     NULL, words, err);
    if (status == CG_OK)
        status = names_find(names, &document, err);
    document_close(&document);
    return status;
}

static cg_status open_and_close(void *handle, cg_error *err)
{
    (void)handle;
    text_names *own = NULL;
    cg_status status = names_open(vocabulary, words, &own, err);
    names_close(own);
    return status;
}

static void memory_may_fail_anywhere(void **state)
{
    (void)state;
    cg_text text =
        CG_TEXT("Nvidia and Foo Bar Inc. (FBI) met Mr. Jim Doe. Doe said "
                "that Foo Bar sells the Z90 chip.");
    assert_true(fault_sweep(find_and_close, &text, 10000) > 0);
    assert_true(fault_sweep(open_and_close, NULL, 60) > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_join_letters_and_digits),
        cmocka_unit_test(products_are_called_with_their_maker),
        cmocka_unit_test(models_are_made_by_who_makes_the_family),
        cmocka_unit_test(case_counts_where_it_must),
        cmocka_unit_test(diacritics_may_be_left_out_of_long_names),
        cmocka_unit_test(conditions_hold),
        cmocka_unit_test(one_entity_may_be_on_two_lists),
        cmocka_unit_test(bad_lists_are_refused),
        cmocka_unit_test(a_text_of_nothing_but_names_is_linear),
        cmocka_unit_test(memory_may_fail_anywhere),
    };
    static sheet_cases cases;
    cg_error err = {0};
    (void)read_chunk; /* of the shared header: for sheets alone */
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (cg_vocabulary_open(&vocabulary, &err) != CG_OK ||
        words_open(&words, &err) != CG_OK ||
        names_open(vocabulary, words, &names, &err) != CG_OK) {
        fprintf(stderr, "%s:%d: %s\n", err.source, (int)err.line, err.message);
        return 1;
    }
    cases_read(&cases, "tests/cases/names/names.cases", names_are_as_expected);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        cases.tests[cases.count + i] = tests[i];
    int failed = _cmocka_run_group_tests("names", cases.tests,
                                         cases.count + sizeof tests / sizeof *tests,
                                         NULL, NULL);
    cases_release(&cases);
    names_close(names);
    words_close(words);
    cg_vocabulary_close(vocabulary);
    return failed;
}
