/* What queries write, of any names or none, of any kinds or none, can be asked for, drawn
 * and exported. */
#include "graph/picture/picture.h"

#include "graph/store/property_graph.h"
#include "tests/unit/store_graph.h"

static const char *const names[] = {
    "a b",        "Company, Chip -> Person", "\"q\"",  "tab\there\n",
    "<b>&x;</b>", "'; DROP TABLE kind; --",  "晶圆厂", "\x01",
};
enum { NAMES = sizeof names / sizeof names[0] };

/* Of each name a kind, a type, an entity, and a fact from it to one that has neither. */
static cg_store *open_graph(void)
{
    cg_store *store = NULL;
    cg_id source;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    must(cg_store_begin(store, "query", &err));
    must(cg_store_add_query(store, CG_TEXT("mine"), CG_TEXT("CREATE"), &source,
                            &err));
    for (int i = 0; i < NAMES; i++) {
        uint8_t kind, relation;
        cg_id ids[3];
        cg_property name = {CG_TEXT("name"), cg_string(cg_text_z(names[i]))};
        cg_new_node nodes[3] = {{.properties = {&name, 1}}, {0}, {0}};
        must(cg_store_add_kind(store, cg_text_z(names[i]), &kind, &err));
        must(cg_store_add_relation(store, cg_text_z(names[i]), &relation, &err));
        nodes[0].kinds = nodes[2].kinds = (cg_kinds)1 << kind;
        must(cg_store_create_entities(store, source, nodes, 3, ids, &err));
        cg_new_relationship links[2] = {{ids[0], ids[1], relation, {0}},
                                        {ids[0], ids[0], relation, {0}}};
        must(cg_store_create_facts(store, source, links, 2, ids, &err));
    }
    must(cg_store_commit(store, &err));
    return store;
}

static cg_status collect(void *handle, cg_text text, cg_error *err)
{
    cg_buffer_add(handle, text);
    return cg_buffer_status(handle, err);
}

static void a_diagram_is_drawn(void **state)
{
    (void)state;
    cg_store *store = open_graph();
    cg_buffer out = {0};
    cg_picture *picture = NULL;
    cg_fact_filter all = {0};
    cg_diagram_style style = {0};
    cg_output output = {collect, &out};
    must(cg_picture_of(store, &all, &picture, &err));
    must(cg_picture_draw(picture, CG_DOT, &style, &output, &err));
    for (int i = 0; i < NAMES; i++) {
        char node[32];
        snprintf(node, sizeof node, "label=\"#%d\"",
                 3 * i + 2); /* it has no name */
        if (memmem(out.at, out.size, node, strlen(node)) == NULL)
            fail_msg("no %s in %.2000s", node, out.at);
    }
    assert_non_null(memmem(out.at, out.size, "晶圆厂", strlen("晶圆厂")));
    cg_picture_close(picture);
    cg_buffer_release(&out);
    cg_close(store);
}

static size_t count_lines(const cg_buffer *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->size; i++)
        lines += text->at[i] == '\n';
    return lines;
}

/* A sheet has what a sheet can name; JSON has it all. */
static void exports_are_written(void **state)
{
    (void)state;
    cg_store *store = open_graph();
    cg_buffer entities = {0}, facts = {0}, json = {0};
    cg_output outputs[] = {
        {collect, &entities}, {collect, &facts}, {collect, &json}};
    cg_picture *picture = NULL;
    cg_fact_filter all = {0};
    must(cg_picture_of(store, &all, &picture, &err));
    must(cg_picture_csv(picture, &outputs[0], &outputs[1], &err));
    must(cg_picture_json(picture, &outputs[2], &err));
    assert_int_equal(count_lines(&facts), 1 + NAMES + 5); /* a name ends a line */
    assert_null(memmem(entities.at, entities.size, "\n,", 2));
    assert_null(memmem(facts.at, facts.size, "\n,", 2));
    assert_non_null(memmem(json.at, json.size, "\"name\":\"\",\"kind\":\"\"", 19));
    cg_picture_close(picture);
    cg_buffer_release(&entities);
    cg_buffer_release(&facts);
    cg_buffer_release(&json);
    cg_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_diagram_is_drawn),
        cmocka_unit_test(exports_are_written),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("picture_queries", tests, NULL, NULL);
}
