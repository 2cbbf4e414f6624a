/* Lists: rows of named columns, printed as a table, CSV, JSON, JSON lines or
 * Markdown. Rows are printed as they come; only a table waits for its first rows, to
 * know how wide its columns are. */
#ifndef CG_CLI_LIST_H
#define CG_CLI_LIST_H

#include "graph/chipgraph.h"

#define LIST_FORMATS(X)                                                            \
    X(LIST_TABLE, "table")                                                         \
    X(LIST_CSV, "csv")                                                             \
    X(LIST_JSON, "json")                                                           \
    X(LIST_JSONL, "jsonl")                                                         \
    X(LIST_MARKDOWN, "markdown")

#define LIST_FORMAT_ENUM(name, text) name,
typedef enum { LIST_FORMATS(LIST_FORMAT_ENUM) LIST_FORMAT_COUNT } list_format;
#undef LIST_FORMAT_ENUM

/* For an OPTION_CHOICE, whose value 0 (not given) means a table. */
extern const char *const list_format_names[];

static inline list_format list_format_of(int choice)
{
    return choice > 0 ? (list_format)(choice - 1) : LIST_TABLE;
}

typedef struct {
    const char *name; /* borrowed for as long as the cli_list */
    bool json;        /* its cells are properties, as JSON */
    bool spare;       /* left out of tables, which people read */
    bool asked;       /* asked for by name: shown though all its cells are empty */
    bool below;       /* may go below its row where a table is too wide */
} list_column;

enum { LIST_COLUMNS = 32 };

/* Who reads it, besides the format. */
typedef struct {
    list_format format;
    bool terminal; /* no byte may reach it that could steer it */
    bool colour;
    size_t width; /* columns that a table may take; 0 for as many as it likes */
} list_style;

typedef struct cli_list cli_list;

/* Begin a list of `count` <= LIST_COLUMNS columns. The caller closes it. */
cg_status list_open(const list_style *style, const list_column *columns,
                    size_t count, cg_output out, cli_list **opened, cg_error *err);

/* Add a row of as many cells as there are columns; they are gone when it returns.
 * Returns CG_OK, CG_NOMEM, or what the output returned. */
cg_status list_row(cli_list *list, const cg_value *cells, cg_error *err);

/* Print what is waiting, and the list's end. Returns the same. */
cg_status list_end(cli_list *list, cg_error *err);

/* NULL is fine. */
void list_close(cli_list *list);

#endif
