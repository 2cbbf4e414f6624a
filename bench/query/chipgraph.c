/* The questions in openCypher, asked as a C program asks: chipgraph FILE QUESTIONS */
#include <stdio.h>
#include <string.h>

#include "bench/query/measure.h"
#include "graph/chipgraph.h"

static void take(answer *got, cg_value value)
{
    if (value.type == CG_STRING)
        answer_text(got, value.as.text.at, value.as.text.size);
    else
        answer_integer(got, value.as.integer);
}

static bool ask(void *handle, const char *name, const char *text, answer *got)
{
    cg_error err = {0};
    cg_query *query = NULL;
    cg_status status =
        cg_query_prepare(handle, (cg_text){text, strlen(text)}, NULL, &query, &err);
    while (status == CG_OK && (status = cg_query_step(query, &err)) == CG_ROW) {
        for (size_t i = 0; i < cg_query_columns(query); i++)
            take(got, cg_query_column(query, i));
        answer_end_row(got);
        status = CG_OK;
    }
    cg_query_finish(query);
    if (status != CG_DONE)
        fprintf(stderr, "chipgraph: %s: %s\n", name, err.message);
    return status == CG_DONE;
}

int main(int argc, char **argv)
{
    cg_error err = {0};
    cg_store *store = NULL;
    if (argc != 3) {
        fprintf(stderr, "usage: chipgraph FILE QUESTIONS\n");
        return 2;
    }
    if (cg_open(argv[1], CG_OPEN_READ, &store, &err) != CG_OK) {
        fprintf(stderr, "chipgraph: %s\n", err.message);
        return 1;
    }
    int code = measure(argv[2], ask, store);
    cg_close(store);
    return code;
}
