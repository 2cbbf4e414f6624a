#include "cli/sheets.h"

#include <stdlib.h>

#include "cli/input.h"

/* A sheet that is open. */
typedef struct {
    cg_buffer path;
    cli_input in;
    cg_rows *rows;
    cg_value *fields; /* malloc'ed */
    size_t room;
} sheet;

/* ---- Addresses ---- */

static int hex_digit(char sign)
{
    if (sign >= '0' && sign <= '9')
        return sign - '0';
    sign = (char)(sign | 0x20);
    return sign >= 'a' && sign <= 'f' ? sign - 'a' + 10 : -1;
}

/* A URL's path, with the bytes that %20 and its like stand for. */
static cg_status decode(cg_text url, cg_text path, cg_buffer *out, cg_error *err)
{
    for (size_t i = 0; i < path.size; i++) {
        if (path.at[i] != '%') {
            cg_buffer_add_byte(out, path.at[i]);
            continue;
        }
        int high = i + 2 < path.size ? hex_digit(path.at[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(path.at[i + 2]) : -1;
        if (low < 0)
            return cg_fail(err, CG_REFUSED, NULL,
                           "cannot read '%.*s': '%%' has no two digits behind it",
                           CG_TEXT_ARG(url));
        cg_buffer_add_byte(out, (char)(high * 16 + low));
        i += 2;
    }
    return CG_OK;
}

/* Where the name of a scheme ends that the address begins with (http://…); 0: it is a
 * path. */
static size_t scheme_end(cg_text address)
{
    size_t size = 0;
    while (size < address.size && address.at[size] != ':' &&
           address.at[size] != '/')
        size++;
    cg_text rest = cg_text_slice(address, size, address.size);
    return cg_text_starts(rest, CG_TEXT("://")) ? size : 0;
}

static cg_status find_path(cg_text address, cg_buffer *path, cg_error *err)
{
    static const char file[] = "file://";
    size_t scheme = scheme_end(address);
    cg_status status = CG_OK;
    if (scheme == 0)
        cg_buffer_add(path, address);
    else if (!cg_text_starts(address, CG_TEXT("file:///")))
        return cg_fail(err, CG_REFUSED, NULL,
                       "cannot read '%.*s': questions read files of this machine: "
                       "fetch it, and name the file",
                       CG_TEXT_ARG(address));
    else
        status =
            decode(address, cg_text_slice(address, sizeof file - 1, address.size),
                   path, err);
    if (status == CG_OK && (path->size == 0 || strlen(path->at) < path->size))
        status = cg_fail(err, CG_REFUSED, NULL, "'%.*s' is no path of a file",
                         CG_TEXT_ARG(address));
    return status == CG_OK ? cg_buffer_status(path, err) : status;
}

/* ---- Rows ---- */

static cg_status step(void *handle, cg_value *row, cg_error *err)
{
    sheet *own = handle;
    cg_row read;
    cg_status status = cg_rows_step(own->rows, &read, err);

    if (status == CG_ROW)
        if (cg_grow(own->fields, &own->room, read.count, err) != CG_OK)
            return CG_NOMEM;
    for (size_t i = 0; status == CG_ROW && i < read.count; i++)
        own->fields[i] = read.fields[i].at != NULL ? cg_string(read.fields[i])
                                                   : (cg_value){.type = CG_NULL};
    *row = (cg_value){.type = CG_LIST, .as.list = {own->fields, read.count}};
    return status;
}

static void close_sheet(void *handle)
{
    sheet *own = handle;

    cg_rows_close(own->rows);
    input_close(&own->in);
    cg_buffer_release(&own->path);
    free(own->fields);
    free(own);
}

static cg_status open_sheet(void *handle, cg_text address, char separator,
                            cg_row_source *rows, cg_error *err)
{
    sheet *own = calloc(1, sizeof *own);
    cg_status status;

    (void)handle;
    if (own == NULL)
        return cg_fail_memory(err);
    own->in.descriptor = -1;
    *rows = (cg_row_source){own, step, close_sheet};
    status = find_path(address, &own->path, err);
    if (status == CG_OK)
        status = input_open(&own->in, own->path.at, err);
    if (status == CG_OK)
        status = cg_rows_open(own->in.name, input_read, &own->in, &own->rows, err);
    if (status == CG_OK)
        cg_rows_separate(own->rows, separator);
    return status;
}

const cg_sheets cli_sheets = {.open = open_sheet};
