/* What the lists of names know of seats: whom "the San Diego firm" means. */
#include "tests/unit/own_rules.h"

/* Whom "the … company" means: the subject of the only fact, or "". */
static void assert_seated(const text_names *names, const char *text,
                          const char *expected)
{
    static const char rule[] =
        "language: en\n"
        "stand-in firm: Company\n"
        "when: the [Place:home] !company\n"
        "rule seat: BASED_IN\n"
        "when: the [Place:object] [stand-in Company:subject]\n";
    cg_error err = {0};
    text_document document = {0};
    const text_fact *facts;
    size_t count;
    text_rules *rules = rules_of(rule);
    assert_int_equal(
        document_open(&document, cg_text_z(text), "test", NULL, words, &err),
        CG_OK);
    assert_int_equal(names_find(names, &document, &err), CG_OK);
    assert_int_equal(rules_apply(rules, names, &document, &facts, &count, &err),
                     CG_OK);
    if (count != (*expected != '\0'))
        fail_msg("%zu facts in '%s'", count, text);
    if (count > 0)
        assert_true(cg_text_equal(document.entities[facts[0].subject].name,
                                  cg_text_z(expected)));
    document_close(&document);
    rules_close(rules);
}

static void a_city_tells_firms_apart(void **state)
{
    (void)state;
    cg_error err = {0};
    text_names *names = NULL;
    assert_int_equal(names_open(vocabulary, words, &names, &err), CG_OK);
    assert_int_equal(
        names_add(names, "own.csv",
                  CG_TEXT("name,kind,country,seat\n"
                          "Northtown,Place,NL,\nEasttown,Place,NL,\n"
                          "Marshland,Place,NL,\n"
                          "Lumenchip,Company,NL,Easttown|Northtown\n"
                          "Aurorix,Company,NL,Westtown\nVegatron,Company,NL,\n"),
                  &err),
        CG_OK);
    assert_seated(names, "Aurorix sued Lumenchip. So the Northtown company fell.",
                  "Lumenchip");
    assert_seated(names, "Lumenchip sued Aurorix. So the Easttown company fell.",
                  "Lumenchip");
    /* Not one of another city, but one of whose city nothing is known. */
    assert_seated(names, "Aurorix met Vegatron. So the Easttown company fell.",
                  "Vegatron");
    assert_seated(names, "Aurorix fell. So the Easttown company fell.", "");
    /* A place where nobody has a seat is a part of the country. */
    assert_seated(names, "Aurorix fell. So the Marshland company fell.", "Aurorix");
    names_close(names);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_city_tells_firms_apart),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("seats", tests, open_all, close_all);
}
