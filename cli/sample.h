/* What is pushed to a sink, shown for the first of each source. */
#ifndef CG_CLI_SAMPLE_H
#define CG_CLI_SAMPLE_H

#include "cli/command.h"

enum { SAMPLE_EACH = 5 }; /* entities, and facts, of each source */

typedef struct {
    cli_run *run;
    const cg_vocabulary *vocabulary;
    cg_sink next; /* where everything is passed on to */
    uint64_t entities;
    uint64_t facts;
    cg_buffer line;
} sample;

/* A sink that prints the first statements of each source as lines and passes on all. */
cg_sink sample_sink(sample *shown);
void sample_release(sample *shown);

#endif
