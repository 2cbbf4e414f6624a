/* The data files that are part of the program: names, rules, SQL and such.
 * The Makefile generates the table from the files. */
#ifndef CG_SCHEMA_EMBEDDED_H
#define CG_SCHEMA_EMBEDDED_H

#include "schema/text.h"

typedef struct {
    const char *path; /* in the source tree, such as "schema/views.sql" */
    const char *start;
    const char *end;
} cg_embedded_file;

/* In the order of their paths; the last one's path is NULL. */
extern const cg_embedded_file cg_embedded_files[];

/* The content of one file, which must be among them (else an assert). */
cg_text cg_embedded(const char *path);

#endif
