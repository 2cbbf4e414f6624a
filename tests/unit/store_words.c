/* Kinds and relation types that a change adds: of any name, and gone when it is undone. */
#include "graph/store/property_graph.h"

#include "tests/unit/store_graph.h"

static cg_id begin(cg_store *store)
{
    cg_id source = 0;
    must(cg_store_begin(store, "query", &err));
    must(cg_store_add_query(store, (cg_text){0}, CG_TEXT("CREATE ()"), &source,
                            &err));
    return source;
}

static cg_id create(cg_store *store, cg_id source, cg_kinds kinds)
{
    cg_id id = 0;
    cg_new_node node = {.kinds = kinds};
    must(cg_store_create_entities(store, source, &node, 1, &id, &err));
    return id;
}

static void words_go_with_the_change_that_brought_them(void **state)
{
    (void)state;
    small_graph g = open_small();
    const cg_vocabulary *words = cg_store_vocabulary(g.store);
    size_t kinds = cg_kind_count(words), relations = cg_relation_count(words);
    uint8_t kind, again, relation;
    (void)begin(g.store);
    must(cg_store_add_kind(g.store, CG_TEXT("Fab"), &kind, &err));
    must(cg_store_mark(g.store, &err));
    must(cg_store_add_kind(g.store, CG_TEXT("Fab"), &again, &err));
    must(cg_store_add_relation(g.store, CG_TEXT("KNOWS"), &relation, &err));
    assert_int_equal(kind, again);
    must(cg_store_rewind(g.store, &err));
    assert_int_equal(cg_kind_count(words), kinds + 1);
    assert_int_equal(cg_relation_count(words), relations);
    cg_id source = 1;
    must(cg_store_add_relation(g.store, CG_TEXT("LIKES"), &relation, &err));
    assert_true(cg_relation_allows(words, relation, 0, (cg_kinds)1 << kind));
    cg_id node = create(g.store, source, (cg_kinds)1 << kind);
    assert_true(node > 0);
    cg_store_rollback(g.store);
    assert_int_equal(cg_kind_count(words), kinds);
    assert_int_equal(cg_relation_count(words), relations);
    assert_int_equal(cg_kind_find(words, CG_TEXT("Fab"), &kind, NULL), CG_REFUSED);
    (void)begin(g.store);
    must(cg_store_add_kind(g.store, CG_TEXT("Mine"), &kind, &err));
    must(cg_store_commit(g.store, &err));
    assert_int_equal(kind, kinds);
    cg_close(g.store);
}

static const char *const hostile[] = {
    " ",
    "a b",
    "any",
    "true",
    "~",
    "null",
    "1",
    "a: b",
    "- a",
    "# a",
    "\"quoted\"",
    "back\\slash",
    "'; DROP TABLE kind; --",
    "Company, Chip -> Person",
    "tab\there\nline\r",
    "\x01\x1f\x7f",
    "\xc2\x80\xc2\x85\xc2\xa0",             /* C1, next line, no-break space */
    "\xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf", /* line separators, byte order mark */
    "\xef\xbf\xbe\xef\xbf\xbf",             /* no characters */
    "\xf0\x9f\x98\x80",
    "Nhà máy",
    "晶圆厂",
};
enum { HOSTILE = sizeof hostile / sizeof hostile[0] };

/* All names are kinds and relations of `store`, and so in what it prints. */
static void look_for_hostile(cg_store *store)
{
    cg_vocabulary *copy = NULL;
    cg_buffer out = {0};
    cg_vocabulary_print(cg_store_vocabulary(store), &out);
    must(cg_vocabulary_open(&copy, &err));
    must(cg_vocabulary_extend(copy, "printed", cg_buffer_text(&out), &err));
    for (size_t i = 0; i < HOSTILE; i++) {
        uint8_t kind, relation, other;
        cg_text name = cg_text_z(hostile[i]);
        must(cg_kind_find(cg_store_vocabulary(store), name, &kind, &err));
        must(cg_kind_find(copy, name, &other, &err));
        must(cg_relation_find(copy, name, &relation, &err));
        assert_true(cg_relation_allows(copy, relation, 0, 0));
    }
    cg_vocabulary_close(copy);
    cg_buffer_release(&out);
}

static void names_may_be_any_text(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL, *other = NULL;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    must(cg_open(path, CG_OPEN_READ, &other, &err));
    cg_id source = begin(store);
    for (size_t i = 0; i < HOSTILE; i++) {
        uint8_t kind, relation;
        must(cg_store_add_kind(store, cg_text_z(hostile[i]), &kind, &err));
        must(cg_store_add_relation(store, cg_text_z(hostile[i]), &relation, &err));
        cg_id id = create(store, source, (cg_kinds)1 << kind);
        cg_new_relationship loop = {id, id, relation, {0}};
        must(cg_store_create_facts(store, source, &loop, 1, &id, &err));
    }
    must(cg_store_commit(store, &err));
    cg_counts counts;
    must(cg_store_count(other, &counts, &err)); /* which reads the words again */
    assert_int_equal(counts.facts, HOSTILE);
    look_for_hostile(other);
    cg_text yaml = CG_TEXT("kinds: {Reactor: {labels: {en: reactor}}}");
    must(cg_store_extend_vocabulary(store, "own.yaml", yaml, &err));
    look_for_hostile(store);
    cg_close(store);
    cg_close(other);
    must(cg_open(path, CG_OPEN_READ, &store, &err));
    look_for_hostile(store);
    cg_close(store);
    remove_file(path);
}

static void names_and_their_number_have_limits(void **state)
{
    (void)state;
    small_graph g = open_small();
    char name[160];
    uint8_t number = 0;
    memset(name, 'x', sizeof name);
    (void)begin(g.store);
    must(cg_store_add_kind(g.store, (cg_text){name, 128}, &number, &err));
    must_fail(CG_REFUSED, "1 to 128 bytes",
              cg_store_add_kind(g.store, (cg_text){name, 129}, &number, &err));
    must_fail(CG_REFUSED, "1 to 128 bytes",
              cg_store_add_kind(g.store, (cg_text){0}, &number, &err));
    must_fail(CG_REFUSED, "without NUL",
              cg_store_add_relation(g.store, CG_TEXT("a\0b"), &number, &err));
    must_fail(CG_REFUSED, "of UTF-8",
              cg_store_add_relation(g.store, CG_TEXT("\xff"), &number, &err));
    const cg_vocabulary *words = cg_store_vocabulary(g.store);
    for (int i = 0; cg_kind_count(words) < CG_KIND_MAX; i++) {
        snprintf(name, sizeof name, "K%d", i);
        must(cg_store_add_kind(g.store, cg_text_z(name), &number, &err));
    }
    for (int i = 0; cg_relation_count(words) < CG_RELATION_MAX; i++) {
        snprintf(name, sizeof name, "R%d", i);
        must(cg_store_add_relation(g.store, cg_text_z(name), &number, &err));
    }
    must_fail(CG_REFUSED, "no room for the kind 'L': a graph has at most 64",
              cg_store_add_kind(g.store, CG_TEXT("L"), &number, &err));
    must_fail(CG_REFUSED, "no room for the relation type 'S': a graph has at most",
              cg_store_add_relation(g.store, CG_TEXT("S"), &number, &err));
    must(cg_store_commit(g.store, &err));
    cg_close(g.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_go_with_the_change_that_brought_them),
        cmocka_unit_test(names_may_be_any_text),
        cmocka_unit_test(names_and_their_number_have_limits),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_words", tests, NULL, NULL);
}
