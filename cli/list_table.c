#include "cli/list_form.h"

#include <stdlib.h>

/* Columns are as wide as their widest cell among the first rows. On a terminal the
 * widest ones give way until the table fits, and what does not fit in a cell goes on
 * in the line below: nothing is cut. A column that is empty in every row is left
 * out, if all rows were seen before the first was printed. */

enum { FIRST_ROWS = 500, GAP = 2, NARROWEST = 8 };

typedef struct {
    size_t width;
    size_t widest;  /* cell seen, the heading included */
    size_t heading; /* neither it nor a number is broken */
    bool hidden;
    bool filled;  /* some cell is not empty */
    bool numbers; /* and all of those are */
} table_column;

struct table {
    table_column columns[LIST_COLUMNS];
    cg_arena arena; /* the texts of the first rows */
    cg_text *cells; /* of the first rows, row by row */
    size_t row_count;
    bool settled; /* widths are decided and the heading is printed */
};

/* ---- Widths ---- */

static size_t capped(const table_column *column, size_t cap)
{
    size_t least = column->numbers ? column->widest : column->heading;

    if (cap < least)
        cap = least;
    return column->widest < cap ? column->widest : cap;
}

static size_t shown_width(const cli_list *list, size_t cap)
{
    size_t sum = 0;
    size_t gaps = 0;

    for (size_t i = 0; i < list->column_count; i++) {
        const table_column *column = &list->table->columns[i];
        if (column->hidden)
            continue;
        sum += capped(column, cap);
        gaps += GAP;
    }
    return sum + (gaps > 0 ? gaps - GAP : 0);
}

/* The widest that a column may be for the table to fit. */
static size_t fitting_cap(const cli_list *list)
{
    size_t cap = NARROWEST;

    if (list->style.width == 0 || shown_width(list, SIZE_MAX) <= list->style.width)
        return SIZE_MAX;
    while (shown_width(list, cap + 1) <= list->style.width)
        cap++;
    return cap;
}

static void settle_widths(cli_list *list, bool complete)
{
    size_t cap, left;

    for (size_t i = 0; i < list->column_count; i++) {
        table_column *column = &list->table->columns[i];
        bool empty = complete && list->rows > 0 && !column->filled;
        column->hidden = list->columns[i].spare || empty;
    }
    cap = fitting_cap(list);
    left = cap == SIZE_MAX || shown_width(list, cap) > list->style.width
               ? 0
               : list->style.width - shown_width(list, cap);
    for (size_t i = 0; i < list->column_count; i++) {
        table_column *column = &list->table->columns[i];
        column->width = capped(column, cap);
        if (!column->hidden && column->width == cap && column->widest > cap &&
            left > 0) {
            column->width++;
            left--;
        }
    }
}

/* ---- Lines ---- */

static void add_blanks(cg_buffer *line, size_t count)
{
    while (count-- > 0)
        cg_buffer_add_byte(line, ' ');
}

/* Cut the first line of a cell off `*rest`: what fits in `width`, at least one
 * character, up to a blank or beside a CJK character if there is one to end at. */
static cg_text take_line(cg_text *rest, size_t width)
{
    size_t at = 0, used = 0, end = 0;
    cg_text line;

    while (at < rest->size) {
        size_t start = at;
        uint32_t point = cg_text_next(*rest, &at);
        size_t step = cg_text_width(cg_text_slice(*rest, start, at));

        if (point == ' ' || (cg_point_is_cjk(point) && start > 0))
            end = start;
        if (used + step > width && start > 0) {
            at = end > 0 ? end : start;
            break;
        }
        used += step;
        if (cg_point_is_cjk(point) && used <= width)
            end = at;
    }
    line = cg_text_trim(cg_text_slice(*rest, 0, at));
    *rest = cg_text_slice(*rest, at, rest->size);
    while (rest->size > 0 && rest->at[0] == ' ')
        *rest = cg_text_slice(*rest, 1, rest->size);
    return line;
}

/* One line of a row; `rests` are what is left of its cells. False if nothing was. */
static bool add_line(cli_list *list, cg_text *rests)
{
    size_t owed = 0; /* blanks before the next text, so that no line ends in them */
    bool any = false;

    for (size_t i = 0; i < list->column_count; i++) {
        const table_column *column = &list->table->columns[i];
        bool bounded = list->style.width > 0;
        cg_text part = rests[i];
        size_t width, padding;

        if (column->hidden)
            continue;
        if (bounded)
            part = take_line(&rests[i], column->width);
        else
            rests[i] = (cg_text){NULL, 0};
        width = cg_text_width(part);
        padding = column->width > width ? column->width - width : 0;
        if (part.size > 0) {
            any = true;
            add_blanks(&list->line, owed + (column->numbers ? padding : 0));
            cg_buffer_add(&list->line, part);
            owed = column->numbers ? GAP : padding + GAP;
        } else {
            owed += padding + GAP;
        }
    }
    if (any)
        cg_buffer_add_byte(&list->line, '\n');
    return any;
}

static cg_status print_row(cli_list *list, const cg_text *cells, cg_error *err)
{
    cg_text rests[LIST_COLUMNS];
    bool any = false;

    memcpy(rests, cells, list->column_count * sizeof *cells);
    while (add_line(list, rests))
        any = true;
    if (!any)
        cg_buffer_add_byte(&list->line, '\n');
    return list_write_line(list, err);
}

static cg_status print_heading(cli_list *list, cg_error *err)
{
    cg_text names[LIST_COLUMNS];
    size_t written = 0;
    cg_status status;

    for (size_t i = 0; i < list->column_count; i++)
        names[i] = cg_text_z(list->columns[i].name);
    if (list->style.colour)
        cg_buffer_add_z(&list->line, "\x1b[1m");
    status = print_row(list, names, err);
    if (list->style.colour)
        cg_buffer_add_z(&list->line, "\x1b[0m");

    for (size_t i = 0; i < list->column_count; i++) {
        const table_column *column = &list->table->columns[i];
        if (column->hidden)
            continue;
        add_blanks(&list->line, written > 0 ? GAP : 0);
        for (size_t dash = 0; dash < column->width; dash++)
            cg_buffer_add_byte(&list->line, '-');
        written++;
    }
    cg_buffer_add_byte(&list->line, '\n');
    return status == CG_OK ? list_write_line(list, err) : status;
}

/* ---- The form ---- */

static void table_close(cli_list *list)
{
    if (list->table == NULL)
        return;
    cg_arena_release(&list->table->arena);
    free(list->table->cells);
    free(list->table);
    list->table = NULL;
}

static cg_status table_begin(cli_list *list, cg_error *err)
{
    list->table = calloc(1, sizeof *list->table);
    if (list->table == NULL)
        return cg_fail_memory(err);
    list->table->cells =
        calloc(FIRST_ROWS * list->column_count, sizeof *list->table->cells);
    if (list->table->cells == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < list->column_count; i++) {
        table_column *column = &list->table->columns[i];
        column->heading = cg_text_width(cg_text_z(list->columns[i].name));
        column->widest = column->heading;
        column->numbers = true;
    }
    return CG_OK;
}

/* Print what was kept of the first rows. */
static cg_status settle(cli_list *list, bool complete, cg_error *err)
{
    struct table *table = list->table;
    cg_status status;

    for (size_t i = 0; i < list->column_count; i++)
        if (!table->columns[i].filled)
            table->columns[i].numbers = false;
    settle_widths(list, complete);
    table->settled = true;
    status = print_heading(list, err);
    for (size_t i = 0; i < table->row_count && status == CG_OK; i++)
        status = print_row(list, &table->cells[i * list->column_count], err);
    cg_arena_release(&table->arena);
    return status;
}

static void measure(table_column *column, const cg_value *cell, cg_text text)
{
    size_t width = cg_text_width(text);

    if (text.size == 0)
        return;
    column->filled = true;
    if (cell->type != CG_INTEGER && cell->type != CG_FLOAT)
        column->numbers = false;
    if (width > column->widest)
        column->widest = width;
}

/* Keep a row until the widths are known. */
static cg_status keep_row(cli_list *list, const cg_value *cells,
                          const cg_text *texts, cg_error *err)
{
    struct table *table = list->table;
    cg_text *kept = &table->cells[table->row_count * list->column_count];

    for (size_t i = 0; i < list->column_count; i++) {
        if (cg_arena_copy(&table->arena, texts[i], &kept[i], err) != CG_OK)
            return CG_NOMEM;
        measure(&table->columns[i], &cells[i], texts[i]);
    }
    table->row_count++;
    return CG_OK;
}

static cg_status table_row(cli_list *list, const cg_value *cells, cg_error *err)
{
    cg_buffer plain = {0};
    size_t ends[LIST_COLUMNS];
    cg_text texts[LIST_COLUMNS];
    cg_status status = CG_OK;

    for (size_t i = 0; i < list->column_count && status == CG_OK; i++) {
        if (!list->columns[i].spare)
            status = list_plain_cell(&list->columns[i], &cells[i], &plain, err);
        ends[i] = plain.size;
    }
    if (status == CG_OK)
        status = cg_buffer_status(&plain, err);
    if (status != CG_OK)
        goto done;
    for (size_t i = 0; i < list->column_count; i++)
        texts[i] =
            cg_text_slice(cg_buffer_text(&plain), i > 0 ? ends[i - 1] : 0, ends[i]);

    if (!list->table->settled && list->table->row_count == FIRST_ROWS)
        status = settle(list, false, err);
    if (status == CG_OK && list->table->settled)
        status = print_row(list, texts, err);
    else if (status == CG_OK)
        status = keep_row(list, cells, texts, err);
done:
    cg_buffer_release(&plain);
    return status;
}

static cg_status table_end(cli_list *list, cg_error *err)
{
    return list->table->settled ? CG_OK : settle(list, true, err);
}

const list_form list_form_table = {
    .begin = table_begin, .row = table_row, .end = table_end, .close = table_close};
