/* Asking one question after the other of one graph file. */
#ifndef CG_CLI_QUERY_SESSION_H
#define CG_CLI_QUERY_SESSION_H

#include "cli/query_answer.h"

/* How questions are asked. */
typedef struct {
    option_list parameters; /* NAME=VALUE */
    option_list parameter_files;
    uint64_t memory;  /* megabytes that rows and values may take; 0: as many as
                               QUERY_MEGABYTES */
    uint64_t timeout; /* seconds; 0: none */
    cg_text source;
    bool read_only;
    query_answer_style style;
} query_options;

/* Zeroed but for the first two. The file stays open between questions: what was read of
 * it for one is there for the next. */
typedef struct {
    cli_run *run;
    const query_options *options;
    cg_store *store;
    bool writable; /* as it is open */
} query_session;

enum {
    QUESTION_MOST = 1 << 24,   /* bytes of one question */
    PARAMETERS_MOST = 1 << 28, /* bytes of a file of parameters */
    QUERY_MEGABYTES = 4096
};

/* The file, open to be read at least. As cli_open. */
cg_status query_session_store(query_session *session, cg_store **store,
                              cg_error *err);

/* Ask a question and print what it answers. SIGINT ends it as CG_INTERRUPTED. `name` is
 * its own in messages. */
cg_status query_session_ask(query_session *session, const char *name, cg_text text,
                            cg_error *err);

/* Fine for one that asked nothing. */
void query_session_close(query_session *session);

#endif
