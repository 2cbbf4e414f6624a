#include "cli/progress.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

/* The size of all files together; 0 if one is none, or has none. */
static uint64_t total_size(const char *const *paths, size_t count)
{
    uint64_t total = 0;

    for (size_t i = 0; i < count; i++) {
        struct stat there;

        if (stat(paths[i], &there) != 0 || !S_ISREG(there.st_mode))
            return 0;
        total += (uint64_t)there.st_size;
    }
    return total;
}

void progress_begin(progress *watch, const char *const *paths, size_t count,
                    const char *what)
{
    *watch = (progress){.what = what,
                        .total = total_size(paths, count),
                        .terminal = isatty(STDERR_FILENO) == 1};
    clock_gettime(CLOCK_MONOTONIC, &watch->last);
    interrupted = 0;
    /* What waits for input is woken. */
    sigaction(SIGINT, &(struct sigaction){.sa_handler = interrupt}, NULL);
}

static void show(progress *watch)
{
    double done = (double)watch->done / 1e6;
    double total = (double)watch->total / 1e6;

    if (watch->total >= watch->done)
        fprintf(stderr, "\r%.0f of %.0f MB read (%.0f %%)\x1b[K", done, total,
                100 * done / total);
    else
        fprintf(stderr, "\r%.0f MB read\x1b[K", done);
    watch->shown = true;
}

cg_status progress_note(progress *watch, size_t size, cg_error *err)
{
    struct timespec now;
    double passed;

    watch->done += size;
    if (watch->terminal) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        passed = (double)(now.tv_sec - watch->last.tv_sec) +
                 (double)(now.tv_nsec - watch->last.tv_nsec) / 1e9;
        if (passed >= (watch->shown ? 0.2 : 1.0)) {
            show(watch);
            watch->last = now;
        }
    }
    return progress_check(watch, err);
}

bool progress_stopped(void)
{
    return interrupted != 0;
}

cg_status progress_check(const progress *watch, cg_error *err)
{
    return interrupted
               ? cg_fail(err, CG_INTERRUPTED, NULL, "interrupted: %s", watch->what)
               : CG_OK;
}

void progress_end(progress *watch)
{
    if (watch->shown)
        fputs("\r\x1b[K", stderr);
    watch->shown = false;
    (void)signal(SIGINT, SIG_DFL);
}
