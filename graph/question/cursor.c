#include "graph/question/cursor.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

size_t cg_column_count(const cg_cursor *cursor)
{
    return cursor->question->column_count;
}

const char *cg_column_name(const cg_cursor *cursor, size_t column)
{
    assert(column < cursor->question->column_count);
    return cursor->question->columns[column];
}

cg_status cg_step(cg_cursor *cursor, cg_error *err)
{
    if (cursor->last == CG_ROW)
        cursor->last = cursor->question->step(cursor, err);
    return cursor->last;
}

cg_value cg_column(const cg_cursor *cursor, size_t column)
{
    assert(cursor->last == CG_ROW && column < cursor->question->column_count);
    return cursor->row[column];
}

void cg_finish(cg_cursor *cursor)
{
    if (cursor != NULL)
        cursor->question->close(cursor);
}

static cg_status table_step(cg_cursor *cursor, cg_error *err)
{
    cursor_table *table = (cursor_table *)cursor;
    size_t width = table->question.column_count;

    (void)err;
    if (table->next == table->count)
        return CG_DONE;
    memcpy(cursor->row, table->rows + table->next * width,
           width * sizeof *table->rows);
    table->next++;
    return CG_ROW;
}

static void table_close(cg_cursor *cursor)
{
    cursor_table *table = (cursor_table *)cursor;

    cg_arena_release(&table->arena);
    free(table->rows);
    free(table);
}

cg_status cursor_table_new(const char *const *columns, size_t column_count,
                           cursor_table **table, cg_error *err)
{
    assert(column_count <= CURSOR_COLUMN_MAX);
    *table = calloc(1, sizeof **table);
    if (*table == NULL)
        return cg_fail_memory(err);
    (*table)->question =
        (cursor_question){columns, column_count, table_step, table_close};
    (*table)->cursor.question = &(*table)->question;
    (*table)->cursor.last = CG_ROW;
    return CG_OK;
}

cg_status cursor_table_add(cursor_table *table, const cg_value *cells,
                           cg_error *err)
{
    size_t width = table->question.column_count;
    size_t used = table->count * width;
    cg_status status = cg_grow(table->rows, &table->room, used + width, err);

    if (status != CG_OK)
        return status;
    memcpy(table->rows + used, cells, width * sizeof *cells);
    table->count++;
    return CG_OK;
}

cg_status cursor_table_finish(cursor_table *table, cg_status status,
                              cg_cursor **cursor)
{
    *cursor = NULL;
    if (table == NULL)
        return status;
    if (status == CG_OK)
        *cursor = &table->cursor;
    else
        table_close(&table->cursor);
    return status;
}

cg_status cursor_date(cg_date date, cg_arena *arena, cg_value *cell, cg_error *err)
{
    char text[CG_DATE_ROOM];
    cg_text copy = {0};
    cg_status status = CG_OK;
    size_t size = cg_date_format(date, text);

    if (size > 0)
        status = cg_arena_copy(arena, (cg_text){text, size}, &copy, err);
    *cell = cursor_text(copy);
    return status;
}

cg_status cursor_properties(cg_properties properties, cg_arena *arena,
                            cg_value *cell, cg_error *err)
{
    cg_buffer json = {0};
    cg_text copy = {0};
    cg_status status = CG_OK;

    *cell = (cg_value){.type = CG_NULL};
    if (properties.count == 0)
        return CG_OK;
    cg_properties_json(properties, &json);
    status = cg_buffer_status(&json, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, cg_buffer_text(&json), &copy, err);
    *cell = cursor_text(copy);
    cg_buffer_release(&json);
    return status;
}
