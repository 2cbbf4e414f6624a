/* What is behind a cursor: every question is a struct that begins with one, or a
 * table of rows worked out beforehand. */
#ifndef CG_GRAPH_QUESTION_CURSOR_H
#define CG_GRAPH_QUESTION_CURSOR_H

#include <stdbool.h>

#include "graph/question/question.h"
#include "schema/memory.h"

enum { CURSOR_COLUMN_MAX = 16 };

typedef struct {
    const char *const *columns;
    size_t column_count; /* at most CURSOR_COLUMN_MAX */

    /* Fill cursor->row and return CG_ROW; CG_DONE; or an error. Not called again
     * after anything but CG_ROW. */
    cg_status (*step)(cg_cursor *cursor, cg_error *err);

    /* Release what the question holds, and the struct itself. */
    void (*close)(cg_cursor *cursor);
} cursor_question;

struct cg_cursor {
    const cursor_question *question;
    cg_status last; /* of the last step */
    cg_value row[CURSOR_COLUMN_MAX];
};

/* ---- A question whose rows are few and worked out at once ---- */

typedef struct {
    cg_cursor cursor;
    cursor_question question;
    cg_arena arena; /* for what the rows show */
    cg_value *rows; /* count * question.column_count */
    size_t count;
    size_t room;
    size_t next;
} cursor_table;

/* An empty table. The caller closes it by cg_finish(&table->cursor), or hands it on
 * as the cursor that it is. */
cg_status cursor_table_new(const char *const *columns, size_t column_count,
                           cursor_table **table, cg_error *err);

/* Add a row of `cells`, as many as there are columns. Their texts live at least as
 * long as the table: in its arena, or static. Returns CG_OK or CG_NOMEM. */
cg_status cursor_table_add(cursor_table *table, const cg_value *cells,
                           cg_error *err);

/* What a question ends with: the table as `*cursor` if `status` is CG_OK, else
 * the table is closed. Returns `status`. NULL is fine. */
cg_status cursor_table_finish(cursor_table *table, cg_status status,
                              cg_cursor **cursor);

/* ---- Cells; what is unknown is null ---- */

static inline cg_value cursor_text(cg_text text)
{
    return text.size == 0 ? (cg_value){.type = CG_NULL} : cg_string(text);
}

static inline cg_value cursor_id(cg_id id)
{
    return id == 0 ? (cg_value){.type = CG_NULL} : cg_integer(id);
}

/* Numbers from 2^63 up do not occur; they would show as the largest one. */
static inline cg_value cursor_number(uint64_t number)
{
    return cg_integer(number > INT64_MAX ? INT64_MAX : (int64_t)number);
}

/* The date as written in sheets, into the arena. Returns CG_OK or CG_NOMEM. */
cg_status cursor_date(cg_date date, cg_arena *arena, cg_value *cell, cg_error *err);

/* Properties as a JSON object, into the arena; null if there are none. */
cg_status cursor_properties(cg_properties properties, cg_arena *arena,
                            cg_value *cell, cg_error *err);

#endif
