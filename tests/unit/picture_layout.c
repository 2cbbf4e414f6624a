/* The child that lays out, the formats, and the limits of a diagram. */
#include "graph/picture/layout.h"

#include "graph/picture/label.h"
#include "graph/picture/picture.h"
#include "tests/unit/store_graph.h"

static void a_layout_comes_back_whole(void **state)
{
    cg_buffer out = {0};
    (void)state;
    must(layout_render("digraph { a -> b }", "dot", "svg", 30, &out, &err));
    assert_true(cg_text_starts(cg_buffer_text(&out), CG_TEXT("<?xml")));
    assert_true(cg_text_ends(cg_buffer_text(&out), CG_TEXT("</svg>\n")));
    cg_buffer_release(&out);
}

static void a_layout_that_fails_is_told(void **state)
{
    cg_buffer out = {0};
    (void)state;
    must_fail(
        CG_INTERNAL, "could not lay the diagram out",
        layout_render("digraph { a -> b }", "nosuchengine", "svg", 30, &out, &err));
    must_fail(CG_INTERNAL, "could not lay the diagram out",
              layout_render("this is no graph", "dot", "svg", 30, &out, &err));
    must_fail(
        CG_INTERNAL, "could not lay the diagram out",
        layout_render("digraph { a -> b }", "dot", "nosuchformat", 30, &out, &err));
    assert_int_equal(out.size, 0);
    cg_buffer_release(&out);
}

/* Three hundred entities with nine hundred random lines keep dot busy for minutes. */
static void a_layout_that_takes_too_long_is_ended(void **state)
{
    cg_buffer dot = {0};
    cg_buffer out = {0};
    unsigned random = 1;
    (void)state;
    cg_buffer_add_z(&dot, "digraph {");
    for (int i = 0; i < 900; i++) {
        random = random * 1103515245u + 12345u;
        cg_buffer_printf(&dot, "n%u -> n%u;", (random >> 8) % 300,
                         (random >> 20) % 300);
    }
    cg_buffer_add_z(&dot, "}");
    must_fail(CG_LIMIT, "longer than 1 second",
              layout_render(dot.at, "dot", "svg", 1, &out, &err));
    assert_int_equal(out.size, 0);
    cg_buffer_release(&out);
    cg_buffer_release(&dot);
}

static void formats_are_known_by_name(void **state)
{
    cg_diagram_format format = CG_DOT;
    (void)state;
    assert_true(cg_diagram_format_parse(CG_TEXT("SVG"), &format));
    assert_int_equal(format, CG_SVG);
    assert_true(cg_diagram_format_parse(CG_TEXT("pdf"), &format));
    assert_int_equal(format, CG_PDF);
    assert_false(cg_diagram_format_parse(CG_TEXT("sv"), &format));
    assert_false(cg_diagram_format_parse(CG_TEXT("gif"), &format));
    assert_false(cg_diagram_format_parse((cg_text){0}, &format));
}

static cg_status forget(void *handle, cg_text bytes, cg_error *err)
{
    (void)err;
    *(size_t *)handle += bytes.size;
    return CG_OK;
}

static cg_status refuse(void *handle, cg_text bytes, cg_error *err)
{
    (void)handle;
    (void)bytes;
    return cg_fail(err, CG_STORAGE, NULL, "no space left");
}

static void add_entities(cg_store *store, int count)
{
    const cg_source source = {.form = CG_CITED, .title = CG_TEXT("many")};
    cg_id id = 0;
    must(cg_store_begin(store, "test", &err));
    must(cg_store_add_source(store, &source, &id, &err));
    for (int i = 0; i < count; i++) {
        char name[32];
        cg_id entity = 0;
        snprintf(name, sizeof name, "number %d", i);
        cg_new_entity item = {.name = cg_text_z(name),
                              .kinds = kind_of(store, "Company")};
        must(cg_store_add_entities(store, id, &item, 1, &entity, &err));
    }
    must(cg_store_commit(store, &err));
}

/* At the limit, and one past it. */
static void too_many_entities_are_refused(void **state)
{
    const cg_fact_filter all = {0};
    const cg_diagram_style style = {0};
    cg_store *store = NULL;
    cg_picture *picture = NULL;
    size_t size = 0;
    const cg_output output = {.write = forget, .handle = &size};
    (void)state;
    must(cg_open("", CG_OPEN_PRIVATE, &store, &err));
    must(cg_picture_of(store, &all, &picture, &err));
    must(cg_picture_draw(picture, CG_DOT, &style, &output, &err));
    add_entities(store, CG_DIAGRAM_ENTITIES);
    must(cg_picture_draw(picture, CG_DOT, &style, &output, &err));
    assert_true(size > 0);
    add_entities(store, 1);
    must_fail(CG_LIMIT, "more than 2000 entities",
              cg_picture_draw(picture, CG_DOT, &style, &output, &err));
    cg_picture_close(picture);
    cg_close(store);
}

static void what_the_output_says_is_passed_on(void **state)
{
    const cg_fact_filter all = {0};
    const cg_diagram_style style = {0};
    const cg_output output = {.write = refuse};
    cg_store *store = NULL;
    cg_picture *picture = NULL;
    (void)state;
    must(cg_open("", CG_OPEN_PRIVATE, &store, &err));
    must(cg_picture_of(store, &all, &picture, &err));
    must_fail(CG_STORAGE, "no space left",
              cg_picture_draw(picture, CG_DOT, &style, &output, &err));
    must_fail(CG_STORAGE, "no space left", cg_picture_json(picture, &output, &err));
    must_fail(CG_STORAGE, "no space left",
              cg_picture_csv(picture, &output, &output, &err));
    cg_picture_close(picture);
    cg_close(store);
}

/* ---- Labels ---- */

static void assert_wrapped(const char *name, size_t columns, size_t lines,
                           const char *expected)
{
    cg_buffer out = {0};
    label_add_wrapped(cg_text_z(name), columns, lines, &out);
    assert_string_equal(out.at == NULL ? "" : out.at, expected);
    cg_buffer_release(&out);
}

static void names_wrap_where_they_may(void **state)
{
    (void)state;
    assert_wrapped("", 10, 3, "");
    assert_wrapped("short", 10, 3, "short");
    assert_wrapped("two words that wrap", 10, 3, "two words\\nthat wrap");
    assert_wrapped("unbreakableunbreakable", 10, 3, "unbreakabl\\neunbreakab\\nle");
    assert_wrapped("晨光半导体有限公司", 10, 3, "晨光半导体\\n有限公司");
    assert_wrapped("a b c d e f g h", 4, 2, "a b\\nc d…");
    assert_wrapped("back\\slash & more", 40, 2, "back\\\\slash &amp; more");
    assert_wrapped("\x1b[1m", 40, 2, "\\\\x1b[1m");
}

static void ink_can_be_read(void **state)
{
    (void)state;
    assert_string_equal(label_ink(CG_TEXT("#ffffff")), "#000000");
    assert_string_equal(label_ink(CG_TEXT("#000000")), "#ffffff");
    assert_string_equal(label_ink(CG_TEXT("#0072b2")), "#ffffff");
    assert_string_equal(label_ink(CG_TEXT("#f0e442")), "#000000");
    assert_string_equal(label_ink(CG_TEXT("red")), "#000000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_layout_comes_back_whole),
        cmocka_unit_test(a_layout_that_fails_is_told),
        cmocka_unit_test(a_layout_that_takes_too_long_is_ended),
        cmocka_unit_test(formats_are_known_by_name),
        cmocka_unit_test(too_many_entities_are_refused),
        cmocka_unit_test(what_the_output_says_is_passed_on),
        cmocka_unit_test(names_wrap_where_they_may),
        cmocka_unit_test(ink_can_be_read),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
