/* Questions in openCypher: what is taken runs, what is refused is told where. */
#include "graph/query/query.h"

#include <stdint.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A graph that questions may only read, and so the same for every input. */
static cg_store *shared(void)
{
    static cg_store *store;
    cg_error err = {0};
    cg_query *query = NULL;
    if (store != NULL)
        return store;
    require(cg_open(NULL, CG_OPEN_PRIVATE, &store, &err) == CG_OK);
    cg_text text =
        CG_TEXT("CREATE (a:A {name: 'a', x: 1})-[:R {y: 2}]->(b:B), (b)-[:S]->(a)");
    require(cg_query_prepare(store, text, NULL, &query, &err) == CG_OK);
    require(cg_query_step(query, &err) == CG_DONE);
    cg_query_finish(query);
    return store;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MILLISECONDS = 50, ROWS = 1000 };
    cg_error err = {0};
    cg_query *query = NULL;
    cg_query_options options = {.read_only = true, .timeout = MILLISECONDS};
    cg_text text = {(const char *)data, size};
    cg_status status = cg_query_prepare(shared(), text, &options, &query, &err);
    if (status != CG_OK) {
        require(status == CG_SYNTAX || status == CG_REFUSED || status == CG_LIMIT);
        require(err.message[0] != '\0' && err.end <= size + 1);
        return 0;
    }
    for (int i = 0; i < ROWS && status == CG_OK; i++) {
        status = cg_query_step(query, &err);
        if (status == CG_ROW)
            status = CG_OK;
    }
    require(status != CG_INTERNAL && status != CG_STORAGE);
    cg_query_finish(query);
    return 0;
}
