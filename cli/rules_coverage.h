/* 'rules coverage', and what it shares with the rest of 'rules'. */
#ifndef CG_CLI_RULES_COVERAGE_H
#define CG_CLI_RULES_COVERAGE_H

#include "cli/article.h"

typedef struct {
    article_options article;
    option_list by;
    bool differences;
    int format;
} rules_options;

/* What every way to call 'rules' works with. */
typedef struct {
    cli_run *run;
    const rules_options *given;
    const cg_vocabulary *vocabulary;
    cg_reader *reader;
} rules_work;

/* Score the articles of the folders that the arguments name. */
cg_status rules_cover(rules_work *work, cg_error *err);

/* `file:line:column`. */
void rules_add_place(const cg_place *place, cg_buffer *out);

#endif
