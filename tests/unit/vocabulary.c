#include "schema/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schema/vocabulary_add.h"
#include "tests/support/fault.h"

static cg_vocabulary *opened(void)
{
    cg_vocabulary *vocabulary;
    cg_error err = {0};
    if (cg_vocabulary_open(&vocabulary, &err) != CG_OK)
        fail_msg("%s", err.message);
    return vocabulary;
}

static uint8_t kind(const cg_vocabulary *vocabulary, const char *name)
{
    uint8_t index;
    cg_error err = {0};
    if (cg_kind_find(vocabulary, cg_text_z(name), &index, &err) != CG_OK)
        fail_msg("%s", err.message);
    return index;
}

static uint8_t relation(const cg_vocabulary *vocabulary, const char *name)
{
    uint8_t index;
    cg_error err = {0};
    if (cg_relation_find(vocabulary, cg_text_z(name), &index, &err) != CG_OK)
        fail_msg("%s", err.message);
    return index;
}

static bool allows(const cg_vocabulary *vocabulary, const char *subject,
                   const char *type, const char *object)
{
    return cg_relation_allows(vocabulary, relation(vocabulary, type),
                              (cg_kinds)1 << kind(vocabulary, subject),
                              (cg_kinds)1 << kind(vocabulary, object));
}

static void everything_has_labels_and_a_look(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = opened();
    for (size_t i = 0; i < cg_kind_count(vocabulary); i++) {
        const cg_kind *entry = cg_kind_at(vocabulary, i);
        for (size_t k = 0; k < CG_LANGUAGES; k++)
            assert_true(entry->labels[k].size > 0);
        assert_true(entry->shape.size > 0);
        assert_int_equal(entry->colour.size, 7);
        assert_int_equal(kind(vocabulary, entry->name.at), i);
    }
    for (size_t i = 0; i < cg_relation_count(vocabulary); i++) {
        const cg_relation *entry = cg_relation_at(vocabulary, i);
        for (size_t k = 0; k < CG_LANGUAGES; k++)
            assert_true(entry->labels[k].size > 0);
        assert_true(entry->style.size > 0);
        assert_true(entry->end_count > 0);
        assert_int_equal(relation(vocabulary, entry->name.at), i);
    }
    cg_vocabulary_close(vocabulary);
}

static void the_base_vocabulary_is_whole(void **state)
{
    (void)state;
    static const char *const kinds[] = {
        "Company",  "Person",   "Chip",      "System",    "Technology",
        "Alliance", "Agency",   "Media",     "Institute", "Place",
        "Policy",   "Material", "Equipment", "Process",
    };
    static const char *const relations[] = {
        "DEVELOPS",      "MANUFACTURES",  "PROVIDES",  "SUPPLIES",   "LICENSES",
        "BUYS",          "USES",          "MEMBER_OF", "FOUNDED",    "WORKS_FOR",
        "COMPETES_WITH", "PARTNERS_WITH", "OWNS",      "INVESTS_IN", "ACQUIRES",
        "BASED_IN",      "SELLS_IN",      "RESTRICTS", "APPROVES",   "INVESTIGATES",
        "PAYS",          "TYPE_OF",       "USED_IN",
    };
    cg_vocabulary *vocabulary = opened();
    assert_int_equal(cg_kind_count(vocabulary), sizeof kinds / sizeof *kinds);
    assert_int_equal(cg_relation_count(vocabulary),
                     sizeof relations / sizeof *relations);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        kind(vocabulary, kinds[i]);
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
        bool symmetric = strcmp(relations[i], "COMPETES_WITH") == 0 ||
                         strcmp(relations[i], "PARTNERS_WITH") == 0;
        uint8_t index = relation(vocabulary, relations[i]);
        assert_int_equal(cg_relation_at(vocabulary, index)->symmetric, symmetric);
    }
    cg_vocabulary_close(vocabulary);
}

/* It comes printed, until something is added: then that is worked out. */
static void what_comes_printed_is_what_is_there(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = opened();
    cg_buffer printed = {0};
    cg_buffer worked_out = {0};
    uint8_t added;
    size_t kinds = cg_kind_count(vocabulary);
    cg_vocabulary_print(vocabulary, &printed);
    assert_int_equal(
        cg_vocabulary_add_kind(vocabulary, CG_TEXT("Vessel"), &added, NULL), CG_OK);
    cg_vocabulary_cut(vocabulary, kinds, cg_relation_count(vocabulary));
    cg_vocabulary_print(vocabulary, &worked_out);
    assert_true(printed.size > 0);
    assert_true(
        cg_text_equal(cg_buffer_text(&printed), cg_buffer_text(&worked_out)));
    cg_buffer_release(&printed);
    cg_buffer_release(&worked_out);
    cg_vocabulary_close(vocabulary);
}

static void ends_are_checked(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = opened();
    assert_true(allows(vocabulary, "Company", "SUPPLIES", "Company"));
    assert_false(allows(vocabulary, "Company", "SUPPLIES", "Chip"));
    assert_true(allows(vocabulary, "Company", "DEVELOPS", "Chip"));
    assert_false(allows(vocabulary, "Chip", "DEVELOPS", "Company"));
    assert_true(allows(vocabulary, "Chip", "COMPETES_WITH", "Chip"));
    assert_false(allows(vocabulary, "Chip", "COMPETES_WITH", "Company"));
    assert_true(allows(vocabulary, "Alliance", "PARTNERS_WITH", "Company"));
    assert_true(allows(vocabulary, "Chip", "TYPE_OF", "Chip"));
    assert_true(allows(vocabulary, "Process", "TYPE_OF", "Process"));
    assert_false(allows(vocabulary, "Process", "TYPE_OF", "Material"));
    assert_true(allows(vocabulary, "Place", "RESTRICTS", "Technology"));

    /* An entity of several kinds may do what one of them may. */
    cg_kinds both = ((cg_kinds)1 << kind(vocabulary, "Place")) |
                    ((cg_kinds)1 << kind(vocabulary, "Company"));
    cg_kinds chip = (cg_kinds)1 << kind(vocabulary, "Chip");
    uint8_t develops = relation(vocabulary, "DEVELOPS");
    assert_true(cg_relation_allows(vocabulary, develops, both, chip));
    assert_false(cg_relation_allows(vocabulary, develops, chip, both));
    assert_false(cg_relation_allows(vocabulary, develops, 0, chip));
    cg_vocabulary_close(vocabulary);
}

static void unknown_names_get_the_nearest(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *of_kinds;
        const char *of_relations;
    } cases[] = {
        {"SUPLIES", "unknown kind 'SUPLIES'",
         "unknown relation type 'SUPLIES': did you mean 'SUPPLIES'?"},
        {"supplies", "unknown kind 'supplies'",
         "unknown relation type 'supplies': did you mean 'SUPPLIES'?"},
        {"Compani", "unknown kind 'Compani': did you mean 'Company'?",
         "unknown relation type 'Compani'"},
        {"", "unknown kind ''", "unknown relation type ''"},
        {"COMPETESWITH", "unknown kind 'COMPETESWITH'",
         "unknown relation type 'COMPETESWITH': did you mean 'COMPETES_WITH'?"},
    };
    cg_vocabulary *vocabulary = opened();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t index;
        cg_error err = {0};
        cg_text name = cg_text_z(cases[i].name);
        assert_int_equal(cg_kind_find(vocabulary, name, &index, &err), CG_REFUSED);
        assert_string_equal(err.message, cases[i].of_kinds);
        cg_error_clear(&err);
        assert_int_equal(cg_relation_find(vocabulary, name, &index, &err),
                         CG_REFUSED);
        assert_string_equal(err.message, cases[i].of_relations);
    }
    cg_vocabulary_close(vocabulary);
}

static void a_file_adds_and_changes(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = opened();
    size_t kinds = cg_kind_count(vocabulary);
    cg_text yaml = CG_TEXT("relations:\n"
                           "  RUNS: {ends: ['Company -> Factory']}\n"
                           "kinds:\n"
                           "  Factory:\n"
                           "    labels: {en: factory, vi: nhà máy}\n"
                           "  Company:\n"
                           "    colour: '#012345'\n");
    assert_int_equal(cg_vocabulary_extend(vocabulary, "own.yaml", yaml, NULL),
                     CG_OK);
    assert_int_equal(cg_kind_count(vocabulary), kinds + 1);
    assert_int_equal(kind(vocabulary, "Factory"), kinds);
    assert_true(allows(vocabulary, "Company", "RUNS", "Factory"));
    assert_false(allows(vocabulary, "Company", "RUNS", "Chip"));

    const cg_kind *company = cg_kind_at(vocabulary, kind(vocabulary, "Company"));
    assert_true(cg_text_equal(company->colour, CG_TEXT("#012345")));
    assert_true(cg_text_equal(company->labels[CG_EN], CG_TEXT("company")));
    cg_vocabulary_close(vocabulary);
}

static void check_print_reads_back(const cg_vocabulary *vocabulary)
{
    cg_buffer first = {0};
    cg_buffer second = {0};
    cg_error err = {0};
    cg_vocabulary *again = opened();
    cg_vocabulary_print(vocabulary, &first);
    if (cg_vocabulary_extend(again, "print", cg_buffer_text(&first), &err) != CG_OK)
        fail_msg("%d:%d: %s", (int)err.line, (int)err.column, err.message);
    cg_vocabulary_print(again, &second);
    assert_string_equal(first.at, second.at);
    cg_buffer_release(&first);
    cg_buffer_release(&second);
    cg_vocabulary_close(again);
}

static void what_is_printed_reads_back(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = opened();
    check_print_reads_back(vocabulary);
    cg_text yaml =
        CG_TEXT("kinds:\n"
                "  yes: {labels: {en: \"a \\\"b\\\" {c}: #d\\n\\t\\x7f\"}}\n"
                "  Null: {labels: {vi: 'don''t'}, shape: null}\n"
                "relations:\n"
                "  true: {ends: ['yes, Null -> same', 'Null -> yes'],"
                " symmetric: true, groups: true}\n");
    assert_int_equal(cg_vocabulary_extend(vocabulary, "own.yaml", yaml, NULL),
                     CG_OK);
    check_print_reads_back(vocabulary);
    cg_vocabulary_close(vocabulary);
}

static void too_many_kinds_are_refused(void **state)
{
    (void)state;
    cg_vocabulary *vocabulary = opened();
    size_t before = cg_kind_count(vocabulary);
    for (int more = 0; more < 2; more++) {
        cg_buffer yaml = {0};
        cg_error err = {0};
        cg_buffer_add_z(&yaml, "kinds:\n");
        for (size_t i = before; i < (size_t)CG_KIND_MAX + (size_t)more; i++)
            cg_buffer_printf(&yaml, "  K%zu: {}\n", i);
        cg_status status = cg_vocabulary_extend(vocabulary, "own.yaml",
                                                cg_buffer_text(&yaml), &err);
        cg_buffer_release(&yaml);
        assert_int_equal(status, more == 0 ? CG_OK : CG_SYNTAX);
        assert_int_equal(cg_kind_count(vocabulary), CG_KIND_MAX);
    }
    cg_vocabulary_close(vocabulary);
}

/* ---- tests/cases/vocabulary/errors.cases ---- */

static void check_error(cg_text yaml, const char *expected)
{
    cg_vocabulary *vocabulary = opened();
    cg_buffer before = {0};
    cg_buffer after = {0};
    cg_error err = {0};
    char found[1024];
    cg_vocabulary_print(vocabulary, &before);
    assert_int_equal(cg_vocabulary_extend(vocabulary, "own.yaml", yaml, &err),
                     CG_SYNTAX);
    assert_string_equal(err.source, "own.yaml");
    cg_error_format(&err, found, sizeof found);
    assert_string_equal(found + strlen("own.yaml:"), expected);
    uint64_t line;
    uint64_t column;
    cg_text_position(yaml, err.start, &line, &column);
    assert_int_equal(line, err.line);
    assert_int_equal(column, err.column);
    cg_vocabulary_print(vocabulary, &after);
    assert_string_equal(before.at, after.at);
    cg_buffer_release(&before);
    cg_buffer_release(&after);
    cg_vocabulary_close(vocabulary);
}

static void mistakes_are_told_with_their_place(void **state)
{
    (void)state;
    char line[512];
    cg_buffer yaml = {0};
    bool expects = false;
    size_t cases = 0;
    FILE *file = fopen("tests/cases/vocabulary/errors.cases", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#' && yaml.size == 0)
            continue;
        if (expects) {
            line[strcspn(line, "\n")] = '\0';
            check_error(cg_text_trim(cg_buffer_text(&yaml)).size == 0
                            ? CG_TEXT("")
                            : cg_buffer_text(&yaml),
                        line);
            cases++;
            expects = false;
        } else if (line[0] == '=') {
            expects = true;
        } else if (strcmp(line, "---\n") == 0) {
            cg_buffer_clear(&yaml);
        } else {
            cg_buffer_add_z(&yaml, line);
        }
    }
    fclose(file);
    cg_buffer_release(&yaml);
    assert_true(cases >= 17);
}

static cg_status open_and_extend(void *handle, cg_error *err)
{
    cg_vocabulary *vocabulary;
    cg_buffer out = {0};
    (void)handle;
    cg_status status = cg_vocabulary_open(&vocabulary, err);
    if (status == CG_OK)
        status = cg_vocabulary_extend(
            vocabulary, "own.yaml",
            CG_TEXT("kinds: {Factory: {labels: {en: factory}}}"), err);
    if (status == CG_OK) {
        cg_vocabulary_print(vocabulary, &out);
        status = cg_buffer_status(&out, err);
    }
    cg_buffer_release(&out);
    cg_vocabulary_close(vocabulary);
    return status;
}

static void failing_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep(open_and_extend, NULL, 1000) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_has_labels_and_a_look),
        cmocka_unit_test(the_base_vocabulary_is_whole),
        cmocka_unit_test(what_comes_printed_is_what_is_there),
        cmocka_unit_test(ends_are_checked),
        cmocka_unit_test(unknown_names_get_the_nearest),
        cmocka_unit_test(a_file_adds_and_changes),
        cmocka_unit_test(what_is_printed_reads_back),
        cmocka_unit_test(too_many_kinds_are_refused),
        cmocka_unit_test(mistakes_are_told_with_their_place),
        cmocka_unit_test(failing_allocations_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
