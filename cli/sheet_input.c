#include "cli/sheet_input.h"

#include <unistd.h>

void sheet_input_init(sheet_input *in, const char *path, progress *watch)
{
    *in = (sheet_input){.in.descriptor = -1, .path = path, .watch = watch};
}

void sheet_input_close(sheet_input *in)
{
    cg_unpack_close(in->unpacker);
    in->unpacker = NULL;
    if (in->started)
        input_close(&in->in);
}

const char *sheet_input_name(const sheet_input *in)
{
    return strcmp(in->path, "-") == 0 ? "standard input" : in->path;
}

static cg_status read_watched(void *handle, char *buffer, size_t room, size_t *size,
                              cg_error *err)
{
    sheet_input *in = handle;
    cg_status status = input_read(&in->in, buffer, room, size, err);

    if (in->watch == NULL)
        return status;
    return status == CG_INTERRUPTED ? progress_check(in->watch, err)
           : status == CG_OK        ? progress_note(in->watch, *size, err)
                                    : status;
}

cg_status sheet_input_start(void *handle, cg_error *err)
{
    sheet_input *in = handle;
    cg_status status;

    if (in->started && in->in.descriptor == STDIN_FILENO)
        return cg_fail(err, CG_REFUSED, NULL,
                       "standard input can be read but once, and this takes two "
                       "readings: save it to a file");
    sheet_input_close(in);
    status = input_open(&in->in, in->path, err);
    in->in.stopped = progress_stopped;
    in->started = status == CG_OK;
    if (status == CG_OK)
        status = cg_unpack_open(in->in.name, read_watched, in, &in->unpacker, err);
    return status;
}

cg_status sheet_input_read(void *handle, char *buffer, size_t room, size_t *size,
                           cg_error *err)
{
    sheet_input *in = handle;

    return cg_unpack_read(in->unpacker, buffer, room, size, err);
}
