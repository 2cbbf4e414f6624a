#include "cli/list_form.h"

#include <stdlib.h>

/* Columns are as wide as their widest cell among the first rows. Where that is too wide
 * for the terminal, a long text goes below its row, columns give way, and what does not
 * fit in a cell goes on in the line below: nothing is cut. A column that is empty in
 * every row is left out, if all rows were seen before the first was printed. */

enum { FIRST_ROWS = 500, GAP = 2, NARROWEST = 8, WORD = 16, INDENT = 4 };

typedef struct {
    size_t width;
    size_t widest;  /* cell seen, the heading included */
    size_t heading; /* it is not broken */
    size_t word;    /* the longest */
    size_t total;   /* of the cells' widths */
    bool hidden;
    bool filled;  /* some cell is not empty */
    bool numbers; /* and all of those are */
} table_column;

struct table {
    table_column columns[LIST_COLUMNS];
    cg_arena arena; /* the texts of the first rows */
    cg_text *cells; /* of the first rows, row by row */
    size_t row_count;
    size_t below; /* the column that goes below its row; LIST_COLUMNS if none */
    bool settled; /* widths are decided and the heading is printed */
};

/* ---- Widths ---- */

/* Of the table, with its columns as wide as they are now. */
static size_t shown_width(const cli_list *list)
{
    size_t sum = 0;
    size_t gaps = 0;

    for (size_t i = 0; i < list->column_count; i++) {
        const table_column *column = &list->table->columns[i];
        if (column->hidden)
            continue;
        sum += column->width;
        gaps += GAP;
    }
    return sum + (gaps > 0 ? gaps - GAP : 0);
}

static bool fits(const cli_list *list)
{
    return list->style.width == 0 || shown_width(list) <= list->style.width;
}

static void hide_columns(cli_list *list, bool complete)
{
    for (size_t i = 0; i < list->column_count; i++) {
        table_column *column = &list->table->columns[i];
        const list_column *named = &list->columns[i];
        bool empty = complete && list->rows > 0 && !column->filled;
        column->hidden = named->spare || (empty && !named->asked);
        column->width = column->widest;
    }
}

/* Put the text that may go below its row there. */
static void lower_text(cli_list *list)
{
    for (size_t i = 0; i < list->column_count; i++) {
        if (!list->columns[i].below || list->table->columns[i].hidden)
            continue;
        list->table->below = i;
        list->table->columns[i].hidden = true;
        return;
    }
}

static size_t least_width(const table_column *column, size_t word)
{
    size_t least = column->heading > NARROWEST ? column->heading : NARROWEST;

    if (column->numbers)
        return column->widest;
    if (column->word > least)
        least = column->word < word ? column->word : word;
    if (least < column->heading)
        least = column->heading;
    return least < column->widest ? least : column->widest;
}

/* Make every column as narrow as is good, with words of up to `word` whole. */
static void shrink(cli_list *list, size_t word)
{
    for (size_t i = 0; i < list->column_count; i++) {
        table_column *column = &list->table->columns[i];
        column->width = least_width(column, word);
    }
}

/* The column that gains most from being wider: the one with most text for its width.
 * NULL if all are wide enough. */
static table_column *neediest(cli_list *list)
{
    table_column *best = NULL;

    for (size_t i = 0; i < list->column_count; i++) {
        table_column *column = &list->table->columns[i];
        if (column->hidden || column->width >= column->widest)
            continue;
        if (best == NULL ||
            column->total * best->width > best->total * column->width)
            best = column;
    }
    return best;
}

static void settle_widths(cli_list *list, bool complete)
{
    table_column *next;

    list->table->below = LIST_COLUMNS;
    hide_columns(list, complete);
    if (fits(list))
        return;
    lower_text(list);
    if (fits(list))
        return;
    shrink(list, WORD);
    if (!fits(list))
        shrink(list, NARROWEST);
    while (shown_width(list) < list->style.width && (next = neediest(list)) != NULL)
        next->width++;
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

/* A row with the text that goes below it. */
static cg_status print_whole_row(cli_list *list, const cg_text *cells,
                                 cg_error *err)
{
    size_t below = list->table->below;
    cg_status status = print_row(list, cells, err);
    cg_text rest;

    if (below == LIST_COLUMNS)
        return status;
    rest = cells[below];
    while (rest.size > 0) {
        size_t width =
            list->style.width > 2 * INDENT ? list->style.width - INDENT : INDENT;
        add_blanks(&list->line, INDENT);
        cg_buffer_add(&list->line, take_line(&rest, width));
        cg_buffer_add_byte(&list->line, '\n');
    }
    return status == CG_OK ? list_write_line(list, err) : status;
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
        status = print_whole_row(list, &table->cells[i * list->column_count], err);
    cg_arena_release(&table->arena);
    return status;
}

/* The width of the longest word. */
static size_t longest_word(cg_text text)
{
    size_t longest = 0;

    for (size_t start = 0, end = 0; end <= text.size; end++) {
        size_t width;

        if (end < text.size && text.at[end] != ' ')
            continue;
        width = cg_text_width(cg_text_slice(text, start, end));
        if (width > longest)
            longest = width;
        start = end + 1;
    }
    return longest;
}

static void measure(table_column *column, const cg_value *cell, cg_text text)
{
    size_t width = cg_text_width(text);
    size_t word = longest_word(text);

    if (text.size == 0)
        return;
    column->filled = true;
    if (cell->type != CG_INTEGER && cell->type != CG_FLOAT)
        column->numbers = false;
    if (width > column->widest)
        column->widest = width;
    if (word > column->word)
        column->word = word;
    column->total += width;
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
        status = print_whole_row(list, texts, err);
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
