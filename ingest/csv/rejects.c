#include "ingest/csv/rejects.h"

#include <stdio.h>

static const char *const mended_names[] = {"line", "column", "reason"};
enum { MENDED_COUNT = 3 };

size_t cg_rejects_mended(const cg_text *names, size_t count)
{
    for (size_t i = 0; i < MENDED_COUNT; i++)
        if (i >= count || !cg_text_equal(names[i], cg_text_z(mended_names[i])))
            return 0;
    return MENDED_COUNT;
}

static void add_quoted(cg_buffer *out, cg_text text)
{
    cg_buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"')
            cg_buffer_add_byte(out, '"');
        cg_buffer_add_byte(out, text.at[i]);
    }
    cg_buffer_add_byte(out, '"');
}

cg_text cg_rejects_own(const cg_rejects *rejects, const cg_row *row)
{
    size_t mended = rejects->mended;
    if (mended == 0 || row->count <= mended)
        return row->raw;
    uint64_t start = cg_rows_field_place(row, mended).start - row->place.start;
    return cg_text_slice(row->raw, (size_t)start, row->raw.size);
}

static void add_header(cg_rejects *rejects)
{
    cg_buffer *out = &rejects->row;
    for (size_t i = 0; i < MENDED_COUNT; i++) {
        cg_buffer_add_z(out, mended_names[i]);
        if (i + 1 < MENDED_COUNT || rejects->columns.size > 0)
            cg_buffer_add_byte(out, rejects->delimiter);
    }
    cg_buffer_add(out, rejects->columns);
    cg_buffer_add_byte(out, '\n');
}

static cg_status write_row(cg_rejects *rejects, cg_error *err)
{
    cg_status status = cg_buffer_status(&rejects->row, err);
    if (status == CG_OK)
        status = rejects->out->write(rejects->out->handle,
                                     cg_buffer_text(&rejects->row), err);
    cg_buffer_clear(&rejects->row);
    return status;
}

static void count_reason(cg_sheet_report *report, const cg_error *failure)
{
    size_t at = 0;
    while (at < report->reason_count &&
           strncmp(report->reasons[at].text, failure->message,
                   sizeof report->reasons[at].text - 1) != 0)
        at++;
    if (at == CG_REJECT_REASON_MAX)
        at = CG_REJECT_REASON_MAX - 1;
    cg_reject_reason *reason = &report->reasons[at];
    if (at == report->reason_count) {
        bool last = at == CG_REJECT_REASON_MAX - 1;
        snprintf(reason->text, sizeof reason->text, "%.*s",
                 (int)sizeof reason->text - 1,
                 last ? "other reasons" : failure->message);
        report->reason_count++;
    }
    reason->count++;
}

cg_status cg_rejects_take(cg_rejects *rejects, const cg_row *row, cg_status status,
                          const cg_error *reason, cg_error *err)
{
    bool of_the_row = status == CG_SYNTAX || status == CG_REFUSED;
    cg_buffer *out = &rejects->row;
    if (!of_the_row || rejects->out == NULL) {
        if (err != NULL && err->status == CG_OK)
            *err = *reason;
        return status;
    }
    if (rejects->report.rejected++ == 0)
        add_header(rejects);
    count_reason(&rejects->report, reason);
    cg_buffer_printf(out, "%llu%c%llu%c", (unsigned long long)reason->line,
                     rejects->delimiter, (unsigned long long)reason->column,
                     rejects->delimiter);
    add_quoted(out, cg_text_z(reason->message));
    cg_buffer_add_byte(out, rejects->delimiter);
    if (row->count == 0)
        add_quoted(out, row->raw);
    else
        cg_buffer_add(out, cg_rejects_own(rejects, row));
    cg_buffer_add_byte(out, '\n');
    return write_row(rejects, err);
}

void cg_rejects_release(cg_rejects *rejects)
{
    cg_buffer_release(&rejects->row);
}
