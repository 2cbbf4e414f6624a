/* Entities that are known by the ids that their sources give them. */
#include "ingest/load/load.h"

#include "graph/store/store.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static cg_store *open_store(void)
{
    cg_store *store = NULL;
    cg_error err = {0};
    assert_int_equal(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err), CG_OK);
    return store;
}

static void push_event(cg_loader *loader, cg_event event)
{
    cg_error err = {0};
    cg_sink sink = cg_loader_sink(loader);
    assert_int_equal(sink.push(sink.handle, &event, &err), CG_OK);
}

static cg_loader *open_loader(cg_store *store)
{
    cg_loader *loader = NULL;
    cg_error err = {0};
    assert_int_equal(cg_loader_open(store, "test", &loader, &err), CG_OK);
    return loader;
}

static void push_keyed(cg_loader *loader, const char *key, const char *name,
                       uint8_t kind)
{
    cg_entity_statement entity = {
        .entity = {.name = cg_text_z(name), .kind = kind, .key = cg_text_z(key)},
        .kinds = name[0] != '\0' ? (cg_kinds)1 << kind : 0};
    push_event(loader, (cg_event){.type = CG_EVENT_ENTITY, .as.entity = &entity});
}

static void push_link(cg_loader *loader, const char *subject, const char *object)
{
    cg_fact_statement fact = {.subject = {.key = cg_text_z(subject)},
                              .object = {.key = cg_text_z(object)}};
    push_event(loader, (cg_event){.type = CG_EVENT_FACT, .as.fact = &fact});
}

static void begin_sheet(cg_loader *loader, const char *text)
{
    cg_source source = {.form = CG_SHEET, .title = cg_text_z(text)};
    push_event(loader, (cg_event){.type = CG_EVENT_SOURCE, .as.source = &source});
    push_event(loader,
               (cg_event){.type = CG_EVENT_TEXT, .as.text = cg_text_z(text)});
}

static void assert_kinds(cg_loader *loader, const char *key, cg_kinds expected)
{
    cg_sink sink = cg_loader_sink(loader);
    cg_text asked = cg_text_z(key);
    cg_known_key known = {.kinds = 99};
    cg_error err = {0};
    assert_int_equal(sink.find(sink.handle, &asked, 1, &known, &err), CG_OK);
    assert_int_equal(known.kinds, expected);
}

/* Two of one name that have two ids of one scope are two; the same id is the same, under
 * another name and in a later load. */
static void ids_tell_entities_apart(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_loader *loader = open_loader(store);
    cg_load_report report = {0};
    cg_error err = {0};
    begin_sheet(loader, "one");
    assert_kinds(loader, "d:P1", 0);
    push_keyed(loader, "d:P1", "Acme", 0);
    assert_kinds(loader, "d:P1", 1);
    push_keyed(loader, "d:P2", "Acme", 0);
    push_keyed(loader, "e:7", "Acme",
               0); /* another scope: the first of that name */
    push_link(loader, "d:P1", "d:P2");
    push_event(loader, (cg_event){.type = CG_EVENT_END});
    assert_int_equal(cg_loader_commit(loader, &report, &err), CG_OK);
    assert_int_equal(report.entities, 2);
    assert_int_equal(report.facts, 1);

    begin_sheet(loader, "two");
    assert_kinds(loader, "d:P2", 1);
    push_keyed(loader, "d:P2", "Acme Works", 0);
    push_keyed(loader, "d:P3", "Acme", 0);
    push_keyed(loader, "d:P2", "", 0);
    push_link(loader, "d:P1", "d:P2");
    push_link(loader, "e:7", "d:P2");
    push_event(loader, (cg_event){.type = CG_EVENT_END});
    assert_int_equal(cg_loader_commit(loader, &report, &err), CG_OK);
    assert_int_equal(report.entities, 1);
    assert_int_equal(report.confirmed, 1); /* twice from one range */
    assert_int_equal(report.unchanged, 1);
    assert_int_equal(report.facts, 0);
    cg_loader_close(loader);
    cg_close(store);
}

static void an_unknown_id_is_refused(void **state)
{
    (void)state;
    cg_store *store = open_store();
    cg_loader *loader = open_loader(store);
    cg_error err = {0};
    begin_sheet(loader, "one");
    push_keyed(loader, "d:P1", "Acme", 0);
    push_link(loader, "d:P1", "d:P9");
    cg_sink sink = cg_loader_sink(loader);
    cg_event end = {.type = CG_EVENT_END};
    assert_int_equal(sink.push(sink.handle, &end, &err), CG_REFUSED);
    assert_string_equal(err.message, "nothing has the id 'd:P9'");
    cg_loader_close(loader);
    cg_counts counts;
    cg_error none = {0};
    assert_int_equal(cg_store_count(store, &counts, &none), CG_OK);
    assert_int_equal(counts.sources, 0);
    cg_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_tell_entities_apart),
        cmocka_unit_test(an_unknown_id_is_refused),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("load_keys", tests, NULL, NULL);
}
