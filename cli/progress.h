/* How far a long command is, on a terminal; and the user's Ctrl-C. */
#ifndef CG_CLI_PROGRESS_H
#define CG_CLI_PROGRESS_H

#include <time.h>

#include "graph/chipgraph.h"

typedef struct {
    const char *what;     /* is lost if it is stopped: "nothing was loaded" */
    uint64_t done;        /* bytes */
    uint64_t total;       /* 0: not known */
    bool terminal;        /* else nothing is shown */
    bool shown;           /* a line is on the terminal */
    struct timespec last; /* when it was written */
} progress;

/* Begin to watch for Ctrl-C and to show how many bytes of the files were read. `what` is as
 * above. Nothing is shown in the first second, or where standard error is no terminal. */
void progress_begin(progress *watch, const char *const *paths, size_t count,
                    const char *what);

/* More bytes were read. CG_OK, or CG_INTERRUPTED with a message once the user has asked to
 * stop. */
cg_status progress_note(progress *watch, size_t size, cg_error *err);

/* Has the user asked to stop? */
bool progress_stopped(void);

/* CG_INTERRUPTED with a message if so. */
cg_status progress_check(const progress *watch, cg_error *err);

/* Wipe the line; from now on Ctrl-C ends the program. */
void progress_end(progress *watch);

#endif
