#include "cli/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SCREEN_LINES = 24 /* where a terminal does not say */, NOT_FOUND = 127 };

static const char *program(void)
{
    const char *named = getenv("PAGER");

    return named != NULL ? named : "less";
}

static size_t screen_lines(const cli_pager *pager)
{
    struct winsize size = {0};

    if (ioctl(pager->terminal, TIOCGWINSZ, &size) == 0 && size.ws_row > 0)
        return size.ws_row;
    return SCREEN_LINES;
}

static bool is_longer(cg_text bytes, size_t lines)
{
    size_t count = 0;

    for (size_t i = 0; i < bytes.size && count < lines; i++)
        count += bytes.at[i] == '\n';
    return count >= lines; /* the prompt needs one, too */
}

/* In the child: become the pager. */
static void run(const int ends[2])
{
    (void)signal(SIGPIPE, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    if (dup2(ends[0], STDIN_FILENO) >= 0) {
        close(ends[0]);
        close(ends[1]);
        setenv("LESS", "FRX", 0);
        execl("/bin/sh", "sh", "-c", program(), (char *)NULL);
    }
    _exit(NOT_FOUND);
}

/* Called with the first bytes. Without a pipe or a process they go to the terminal. */
static void start(void *handle, cg_text bytes)
{
    cli_pager *pager = handle;
    int ends[2];

    if (program()[0] == '\0' || !is_longer(bytes, screen_lines(pager)) ||
        pipe(ends) != 0)
        return;
    pager->reader = fork();
    if (pager->reader == 0)
        run(ends);
    close(ends[0]);
    if (pager->reader < 0) {
        close(ends[1]);
        pager->reader = 0;
        return;
    }
    pager->out->descriptor = ends[1];
    pager->out->paged = true;
}

void pager_begin(cli_pager *pager, cli_output *out)
{
    *pager = (cli_pager){.out = out, .terminal = out->descriptor};
    out->first = start;
    out->first_handle = pager;
}

static cg_status wait_for(pid_t reader, cg_error *err)
{
    int ended = 0;

    while (waitpid(reader, &ended, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(ended) && WEXITSTATUS(ended) == NOT_FOUND)
        return cg_fail(err, CG_REFUSED, NULL,
                       "cannot run the pager '%s': set PAGER, to nothing for none",
                       program());
    return CG_OK;
}

cg_status pager_end(cli_pager *pager, cg_error *err)
{
    cli_output *out = pager->out;
    cg_status status = output_flush(out, err);
    bool left = out->closed; /* the reader, before the end: that is fine */

    out->first = NULL;
    if (pager->reader == 0)
        return status;
    close(out->descriptor);
    out->descriptor = pager->terminal;
    out->paged = false;
    out->closed = false;
    cg_status waited = wait_for(pager->reader, err);
    return status == CG_OK || (status == CG_INTERRUPTED && left) ? waited : status;
}
