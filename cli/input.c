#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

/* What a user names and is not there is bad input; what is there and cannot be read
 * is the storage's fault. */
static cg_status fail_open(const char *path, int reason, cg_error *err)
{
    cg_status status =
        reason == ENOENT || reason == ENOTDIR || reason == ENAMETOOLONG
            ? CG_REFUSED
            : CG_STORAGE;

    return cg_fail(err, status, NULL, "cannot read '%s': %s", path,
                   strerror(reason));
}

cg_status input_open(cli_input *in, const char *path, cg_error *err)
{
    struct stat there;

    *in = (cli_input){.descriptor = -1, .path = path, .name = path};
    if (strcmp(path, "-") == 0) {
        in->descriptor = STDIN_FILENO;
        in->name = "standard input";
        return CG_OK;
    }
    in->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (in->descriptor < 0)
        return fail_open(path, errno, err);
    if (fstat(in->descriptor, &there) == 0 && S_ISDIR(there.st_mode)) {
        input_close(in);
        return cg_fail(err, CG_REFUSED, NULL,
                       "cannot read '%s': it is a directory: name the files in it",
                       path);
    }
    return CG_OK;
}

void input_close(cli_input *in)
{
    if (in->descriptor > STDIN_FILENO)
        close(in->descriptor);
    in->descriptor = -1;
}

cg_status input_read(void *handle, char *buffer, size_t room, size_t *size,
                     cg_error *err)
{
    cli_input *in = handle;
    ssize_t got;

    do
        got = read(in->descriptor, buffer, room);
    while (got < 0 && errno == EINTR && !(in->stopped != NULL && in->stopped()));
    if (got < 0 && errno == EINTR)
        return CG_INTERRUPTED;
    if (got < 0)
        return cg_fail(err, CG_STORAGE, NULL, "cannot read '%s': %s", in->name,
                       strerror(errno));
    *size = (size_t)got;
    return CG_OK;
}

cg_status input_whole(const char *path, size_t most, cg_buffer *text, cg_error *err)
{
    char chunk[CHUNK];
    size_t size = 0;
    cli_input in;
    cg_status status = input_open(&in, path, err);

    cg_buffer_clear(text);
    while (status == CG_OK) {
        status = input_read(&in, chunk, sizeof chunk, &size, err);
        if (status != CG_OK || size == 0)
            break;
        if (size > most - text->size)
            status = cg_fail(err, CG_LIMIT, NULL,
                             "'%s' is larger than %zu bytes, which is the most "
                             "that is read in one piece",
                             in.name, most);
        else
            cg_buffer_add(text, (cg_text){chunk, size});
        if (status == CG_OK)
            status = cg_buffer_status(text, err);
    }
    input_close(&in);
    return status;
}

const char *input_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}
