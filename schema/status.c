#include "schema/status.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *cg_status_text(cg_status status)
{
#define CG_STATUS_CASE(name, exit_code, text)                                      \
    case name:                                                                     \
        return text;
    switch (status) {
        CG_STATUSES(CG_STATUS_CASE)
    case CG_STATUS_COUNT:
        break;
    }
#undef CG_STATUS_CASE
    return "unknown status";
}

const char *cg_status_name(cg_status status)
{
#define CG_STATUS_CASE(name, exit_code, text)                                      \
    case name:                                                                     \
        return #name;
    switch (status) {
        CG_STATUSES(CG_STATUS_CASE)
    case CG_STATUS_COUNT:
        break;
    }
#undef CG_STATUS_CASE
    return "unknown status";
}

int cg_status_exit(cg_status status)
{
#define CG_STATUS_CASE(name, exit_code, text)                                      \
    case name:                                                                     \
        return exit_code;
    switch (status) {
        CG_STATUSES(CG_STATUS_CASE)
    case CG_STATUS_COUNT:
        break;
    }
#undef CG_STATUS_CASE
    return 4;
}

/* Copy what fits of a UTF-8 string, never half a code point. */
static void copy_cut(char *out, size_t room, const char *text)
{
    size_t size = strlen(text);
    if (size >= room) {
        size = room - 1;
        while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
            size--;
    }
    memcpy(out, text, size);
    out[size] = '\0';
}

void cg_error_locate(cg_error *err, const cg_place *at)
{
    if (err == NULL || at == NULL)
        return;
    if (err->source[0] == '\0' && at->source != NULL)
        copy_cut(err->source, sizeof err->source, at->source);
    if (err->line == 0 && at->line != 0) {
        err->line = at->line;
        err->column = at->column;
    }
    if (err->end == 0) {
        err->start = at->start;
        err->end = at->end;
    }
}

static void keep_message(cg_error *err, const char *format, va_list args)
    CG_PRINTF(2, 0);
static void keep_message(cg_error *err, const char *format, va_list args)
{
    enum { ROOM = 4 * sizeof err->message };
    char whole[ROOM];
    int size = vsnprintf(whole, sizeof whole, format, args);
    copy_cut(err->message, sizeof err->message, size >= 0 ? whole : format);
}

cg_status cg_fail(cg_error *err, cg_status status, const cg_place *at,
                  const char *format, ...)
{
    assert(status != CG_OK && status != CG_ROW && status != CG_DONE);
    if (err == NULL)
        return status;
    if (err->status != CG_OK)
        return err->status;
    err->status = status;
    va_list args;
    va_start(args, format);
    keep_message(err, format, args);
    va_end(args);
    cg_error_locate(err, at);
    return status;
}

cg_status cg_fail_memory(cg_error *err)
{
    return cg_fail(err, CG_NOMEM, NULL, "out of memory");
}

void cg_error_clear(cg_error *err)
{
    if (err == NULL)
        return;
    err->status = CG_OK;
    err->kind[0] = err->source[0] = err->message[0] = '\0';
    err->line = err->column = err->start = err->end = 0;
}

size_t cg_error_format(const cg_error *err, char *out, size_t room)
{
    const char *named = err->source[0] != '\0' ? ":" : "";
    unsigned long long line = err->line;
    unsigned long long column = err->column;
    int size;
    if (line == 0)
        size = snprintf(out, room, "%s%s%s%s", err->source, named,
                        named[0] != '\0' ? " " : "", err->message);
    else if (column == 0)
        size = snprintf(out, room, "%s%s%llu: %s", err->source, named, line,
                        err->message);
    else
        size = snprintf(out, room, "%s%s%llu:%llu: %s", err->source, named, line,
                        column, err->message);
    return size < 0 ? 0 : (size_t)size;
}
