#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void output_standard(cli_output *out)
{
    out->descriptor = STDOUT_FILENO;
    out->name = "standard output";
    out->temporary = NULL;
    out->target = NULL;
    out->terminal = isatty(STDOUT_FILENO) == 1;
    out->closed = false;
    out->broken = 0;
    out->first = NULL;
    out->paged = false;
    out->used = 0;
}

static cg_status fail_path(const char *path, int reason, cg_error *err)
{
    return cg_fail(err, CG_STORAGE, NULL, "cannot write '%s': %s", path,
                   strerror(reason));
}

/* The rights that a new file would have had: mkstemp gives fewer. */
static mode_t new_file_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

/* Where the name leads to, so that a link stays one; a copy that the caller frees. */
static char *follow(const char *path)
{
    char *target = realpath(path, NULL);

    return target != NULL ? target : strdup(path);
}

static cg_status open_beside(cli_output *out, const char *path, mode_t mode,
                             cg_error *err)
{
    static const char suffix[] = ".XXXXXX";
    size_t size;

    out->target = follow(path);
    if (out->target == NULL)
        return cg_fail_memory(err);
    size = strlen(out->target);
    out->temporary = malloc(size + sizeof suffix);
    if (out->temporary == NULL)
        return cg_fail_memory(err);
    memcpy(out->temporary, out->target, size);
    memcpy(out->temporary + size, suffix, sizeof suffix);

    out->descriptor = mkstemp(out->temporary);
    if (out->descriptor < 0) {
        free(out->temporary);
        free(out->target);
        out->temporary = out->target = NULL;
        return fail_path(path, errno, err);
    }
    if (fchmod(out->descriptor, mode) != 0)
        return fail_path(path, errno, err);
    return CG_OK;
}

cg_status output_file(cli_output *out, const char *path, cg_error *err)
{
    struct stat there;
    bool exists = stat(path, &there) == 0;

    output_standard(out);
    out->terminal = false;
    out->descriptor = -1;
    out->name = path;
    if (exists && S_ISREG(there.st_mode) && access(path, W_OK) != 0)
        return fail_path(path, errno, err);
    if (!exists || S_ISREG(there.st_mode))
        return open_beside(out, path,
                           exists ? there.st_mode & 0777 : new_file_mode(), err);
    out->descriptor = open(path, O_WRONLY);
    return out->descriptor >= 0 ? CG_OK : fail_path(path, errno, err);
}

static cg_status write_all(cli_output *out, cg_text bytes, cg_error *err)
{
    size_t done = 0;

    if (out->closed)
        return CG_INTERRUPTED;
    if (out->first != NULL && bytes.size > 0) {
        void (*first)(void *handle, cg_text bytes) = out->first;
        out->first = NULL;
        first(out->first_handle, bytes);
    }
    while (done < bytes.size && out->broken == 0) {
        ssize_t size = write(out->descriptor, bytes.at + done, bytes.size - done);

        if (size >= 0) {
            done += (size_t)size;
        } else if (errno == EPIPE) {
            out->closed = true;
            return CG_INTERRUPTED;
        } else if (errno != EINTR) {
            out->broken = errno;
        }
    }
    if (out->broken != 0)
        return fail_path(out->name, out->broken, err);
    return CG_OK;
}

cg_status output_flush(cli_output *out, cg_error *err)
{
    cg_text waiting = {out->buffer, out->used};

    out->used = 0;
    return write_all(out, waiting, err);
}

static cg_status output_write(void *handle, cg_text bytes, cg_error *err)
{
    cli_output *out = handle;

    if (bytes.size > OUTPUT_BUFFER - out->used) {
        cg_status status = output_flush(out, err);
        if (status != CG_OK)
            return status;
    }
    if (bytes.size > OUTPUT_BUFFER)
        return write_all(out, bytes, err);
    if (bytes.size > 0)
        memcpy(out->buffer + out->used, bytes.at, bytes.size);
    out->used += bytes.size;
    return CG_OK;
}

cg_output output_sink(cli_output *out)
{
    return (cg_output){.write = output_write, .handle = out};
}

/* Until close says so, a full disk may go unnoticed. */
static cg_status close_file(cli_output *out, cg_error *err)
{
    int descriptor = out->descriptor;

    out->descriptor = -1;
    return close(descriptor) == 0 ? CG_OK : fail_path(out->name, errno, err);
}

cg_status output_finish(cli_output *out, cg_error *err)
{
    cg_status status = output_flush(out, err);

    if (status != CG_OK || out->descriptor == STDOUT_FILENO)
        return status;
    if (out->temporary != NULL && fsync(out->descriptor) != 0)
        return fail_path(out->name, errno, err);
    status = close_file(out, err);
    if (status != CG_OK || out->temporary == NULL)
        return status;
    if (rename(out->temporary, out->target) != 0)
        return fail_path(out->name, errno, err);
    free(out->temporary);
    out->temporary = NULL;
    return CG_OK;
}

void output_release(cli_output *out)
{
    if (out->descriptor > STDOUT_FILENO)
        close(out->descriptor);
    out->descriptor = -1;
    if (out->temporary != NULL)
        unlink(out->temporary);
    free(out->temporary);
    free(out->target);
    out->temporary = NULL;
    out->target = NULL;
}
