/* A small graph for the tests of the store. */
#ifndef CG_TESTS_UNIT_STORE_GRAPH_H
#define CG_TESTS_UNIT_STORE_GRAPH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "graph/store/store.h"

/* A call that has to succeed; what it says otherwise is printed. */
#define must(call)                                                                 \
    do {                                                                           \
        cg_error err = {0};                                                        \
        cg_status must_status = (call);                                            \
        if (must_status != CG_OK)                                                  \
            fail_msg("%s: %s", cg_status_name(must_status), err.message);          \
    } while (0)

/* A call that has to fail with a status and a message that contains `words`. */
#define must_fail(expected, words, call)                                           \
    do {                                                                           \
        cg_error err = {0};                                                        \
        cg_status must_status = (call);                                            \
        if (must_status != (expected) || strstr(err.message, (words)) == NULL)     \
            fail_msg("%s: %s", cg_status_name(must_status), err.message);          \
    } while (0)

/* "Xenon Labs supplies Yttrium. Zircon, they said, does not." as an article: two facts,
 * the second one denied. */
typedef struct {
    cg_store *store;
    cg_id article;
    cg_id xenon, yttrium, zircon;
    cg_id supplies, denied;
} small_graph;

#define SMALL_TEXT "Xenon Labs supplies Yttrium. Zircon, they said, does not."

static inline uint8_t relation_of(cg_store *store, const char *name)
{
    uint8_t relation = 0;
    must(cg_relation_find(cg_store_vocabulary(store), cg_text_z(name), &relation,
                          &err));
    return relation;
}

static inline cg_kinds kind_of(cg_store *store, const char *name)
{
    uint8_t kind = 0;
    must(cg_kind_find(cg_store_vocabulary(store), cg_text_z(name), &kind, &err));
    return (cg_kinds)1 << kind;
}

static inline cg_id add_company(cg_store *store, cg_id source, const char *name)
{
    cg_id id = 0;
    cg_new_entity entity = {.name = cg_text_z(name),
                            .kinds = kind_of(store, "Company")};
    must(cg_store_add_entities(store, source, &entity, 1, &id, &err));
    return id;
}

static inline cg_id add_fact(cg_store *store, cg_id subject, const char *type,
                             cg_id object)
{
    bool fresh;
    cg_id id = 0;
    cg_new_fact fact = {
        .subject = subject, .object = object, .relation = relation_of(store, type)};
    must(cg_store_add_facts(store, &fact, 1, &id, &fresh, &err));
    return id;
}

/* Evidence from bytes [start, end) of an article. */
static inline bool add_quote(cg_store *store, cg_id fact, cg_id article,
                             uint64_t start, uint64_t end, cg_modality modality)
{
    bool fresh = false;
    cg_new_evidence evidence = {.fact = fact,
                                .source = article,
                                .start = start,
                                .end = end,
                                .modality = modality,
                                .rule = CG_TEXT("en/test@1")};
    must(cg_store_add_evidence(store, &evidence, 1, &fresh, &err));
    return fresh;
}

static inline cg_id add_article(cg_store *store, cg_text text)
{
    cg_id id = 0;
    cg_source source = {.form = CG_ARTICLE, .title = CG_TEXT("Of gases")};
    cg_digest digest = cg_digest_of(text);
    must(cg_store_add_source(store, &source, &id, &err));
    must(cg_store_add_text(store, id, 0, text, &err));
    must(cg_store_end_source(store, id, &digest, text.size, &err));
    return id;
}

/* The small graph in `store`, committed. */
static inline small_graph fill_small(cg_store *store)
{
    small_graph graph = {.store = store};
    must(cg_store_begin(store, "test", &err));
    graph.article = add_article(store, CG_TEXT(SMALL_TEXT));
    graph.xenon = add_company(store, graph.article, "Xenon Labs");
    graph.yttrium = add_company(store, graph.article, "Yttrium");
    graph.zircon = add_company(store, graph.article, "Zircon");
    graph.supplies = add_fact(store, graph.xenon, "SUPPLIES", graph.yttrium);
    graph.denied = add_fact(store, graph.zircon, "SUPPLIES", graph.yttrium);
    add_quote(store, graph.supplies, graph.article, 0, 28, CG_ASSERTED);
    add_quote(store, graph.denied, graph.article, 29, 57, CG_DENIED);
    must(cg_store_commit(store, &err));
    return graph;
}

static inline small_graph open_small(void)
{
    cg_store *store = NULL;
    must(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err));
    return fill_small(store);
}

/* The ids of the facts that pass a filter, as "1 2 3". */
static inline void scan_facts(cg_store *store, const cg_fact_filter *filter,
                              char *out, size_t room)
{
    cg_scan *scan = NULL;
    cg_edges batch;
    cg_error err = {0};
    cg_status status = cg_scan_prepare(store, filter, &scan, &err);
    size_t used = 0;
    out[0] = '\0';
    while (status == CG_OK &&
           (status = cg_scan_step(scan, &batch, &err)) == CG_ROW) {
        status = CG_OK;
        for (size_t i = 0; i < batch.count && used < room; i++)
            used +=
                (size_t)snprintf(out + used, room - used, "%s%lld",
                                 used > 0 ? " " : "", (long long)batch.facts[i]);
    }
    cg_scan_finish(scan);
    if (status != CG_DONE)
        fail_msg("%s: %s", cg_status_name(status), err.message);
}

#define assert_facts(store, expected, ...)                                         \
    do {                                                                           \
        char assert_ids[4096];                                                     \
        cg_fact_filter assert_filter = {__VA_ARGS__};                              \
        scan_facts((store), &assert_filter, assert_ids, sizeof assert_ids);        \
        assert_string_equal(assert_ids, (expected));                               \
    } while (0)

#define assert_text(text, expected)                                                \
    do {                                                                           \
        cg_text assert_got = (text);                                               \
        if (!cg_text_equal(assert_got, cg_text_z(expected)))                       \
            fail_msg("'%.*s' is not '%s'", CG_TEXT_ARG(assert_got), (expected));   \
    } while (0)

/* A path in the scratch folder, new with each call. */
static inline void scratch_path(char path[256])
{
    static int number;
    const char *folder = getenv("SCRATCH");
    snprintf(path, 256, "%s/store-%d-%d.db", folder != NULL ? folder : "/tmp",
             (int)getpid(), ++number);
}

/* The small graph as a file. */
static inline void make_small(const char *path)
{
    cg_store *store = NULL;
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    (void)fill_small(store);
    cg_close(store);
}

/* Run SQL on a file, without the library. */
static inline void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline void remove_file(const char *path)
{
    char other[320];
    unlink(path);
    snprintf(other, sizeof other, "%s-wal", path);
    unlink(other);
    snprintf(other, sizeof other, "%s-shm", path);
    unlink(other);
    snprintf(other, sizeof other, "%s-journal", path);
    unlink(other);
}

#endif
