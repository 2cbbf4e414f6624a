/* A program outside the tree: opens a graph file and asks who is connected to an
 * entity, with nothing but the installed header and library. */
#include <chipgraph.h>

#include <stdio.h>

static cg_status print_relations(cg_store *store, const char *name, cg_error *err)
{
    cg_cursor *rows = NULL;
    cg_relation_filter filter = {0};
    cg_status status = cg_find_entity(store, cg_text_z(name), &filter.of, err);
    if (status == CG_OK)
        status = cg_ask_relations(store, &filter, &rows, err);
    while (status == CG_OK && (status = cg_step(rows, err)) == CG_ROW) {
        for (size_t i = 1; i <= 3; i++) {
            cg_value value = cg_column(rows, i);
            printf("%.*s%c", CG_TEXT_ARG(value.as.text), i < 3 ? ' ' : '\n');
        }
        status = CG_OK;
    }
    cg_finish(rows);
    return status == CG_DONE ? CG_OK : status;
}

int main(int argc, char **argv)
{
    cg_error err = {0};
    cg_store *store = NULL;
    if (argc != 3)
        return cg_status_exit(CG_USAGE);

    cg_status status = cg_open(argv[1], CG_OPEN_READ, &store, &err);
    if (status == CG_OK)
        status = print_relations(store, argv[2], &err);
    cg_close(store);
    if (status != CG_OK) {
        char line[1024];
        cg_error_format(&err, line, sizeof line);
        fprintf(stderr, "ask: %s\n", line);
    }
    return cg_status_exit(status);
}
