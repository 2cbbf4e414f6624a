/* What a form of list has to do; private to the list*.c files. */
#ifndef CG_CLI_LIST_FORM_H
#define CG_CLI_LIST_FORM_H

#include "cli/list.h"

struct cli_list {
    list_style style;
    list_column columns[LIST_COLUMNS];
    size_t column_count;
    cg_output out;
    uint64_t rows;       /* begun */
    cg_buffer line;      /* what is being written; each form empties it */
    struct table *table; /* the table's own; NULL in other forms */
};

/* Each writes to `line`; the list passes it on. Any but `row` may be NULL. */
typedef struct {
    cg_status (*begin)(cli_list *list, cg_error *err);
    cg_status (*row)(cli_list *list, const cg_value *cells, cg_error *err);
    cg_status (*end)(cli_list *list, cg_error *err);
    void (*close)(cli_list *list);
} list_form;

extern const list_form list_form_table;
extern const list_form list_form_csv;
extern const list_form list_form_json;
extern const list_form list_form_jsonl;
extern const list_form list_form_markdown;

/* Pass `line` on to the output and empty it. */
cg_status list_write_line(cli_list *list, cg_error *err);

/* A cell as people read it: control characters made visible, properties as
 * `what: H20, year: 2025`. */
cg_status list_plain_cell(const list_column *column, const cg_value *cell,
                          cg_buffer *out, cg_error *err);

#endif
