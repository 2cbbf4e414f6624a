/* A first mapping out of what sheets look like; for the files of suggesting alone. */
#ifndef CG_INGEST_MAPPING_SUGGEST_H
#define CG_INGEST_MAPPING_SUGGEST_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "ingest/mapping/formats_parts.h"

enum { SUGGEST_ROWS = 5000, SUGGEST_VALUES = 5000, SUGGEST_TABLE = 24 };

/* A value of a column. */
typedef struct {
    UT_hash_handle hh;
    cg_text text;
} suggest_value;

typedef enum {
    ROLE_NONE,
    ROLE_KEY,  /* the id of what the sheet is about */
    ROLE_LINK, /* the id of something that a sheet is about */
    ROLE_TOLD, /* the name of a link: the other sheet says it */
    ROLE_NAME,
    ROLE_ALIAS,
    ROLE_KIND,   /* one of a few values that tell what it is */
    ROLE_ENTITY, /* a name of something, without an id */
    ROLE_SEAT,
    ROLE_SINCE,
    ROLE_UNTIL,
    ROLE_SOURCE,
    ROLE_URL
} suggest_role;

typedef struct {
    cg_text name;
    cg_text stem; /* the name without `_id`, `_name` at its end */
    suggest_value *values;
    size_t filled;   /* rows that have one */
    size_t distinct; /* SUGGEST_VALUES at most */
    bool dates;      /* all are dates of ours */
    bool numbers;
    suggest_role role;
    size_t target; /* of a link: the sheet */
    cg_kinds kinds;
} suggest_column;

typedef struct {
    const char *file;
    cg_text word; /* its name without ending */
    char delimiter;
    suggest_column *columns;
    size_t count;
    size_t rows;
    bool keyed;
    size_t
        named; /* without a key: the column, from 1, of the name of what it is about */
    cg_text label; /* of what it is about */
    cg_kinds kinds;
} suggest_sheet;

typedef struct {
    const cg_vocabulary *vocabulary;
    cg_arena arena;
    suggest_sheet *sheets;
    size_t count;
} suggestion_set;

/* Look at the first rows of the sheets. */
cg_status suggest_scan(suggestion_set *set, const cg_mapped_sheet *sheets,
                       cg_error *err);
void suggest_release(suggestion_set *set);

/* Find out what the columns are. */
void suggest_roles(suggestion_set *set);

/* Does a line of the words' list give `text` for that hint? `hint` is "role name". */
bool suggest_hints(const char *what, cg_text hint, cg_text text);

/* The kinds that a word hints at; 0 for none. */
cg_kinds suggest_kinds(const cg_vocabulary *vocabulary, cg_text text);

/* Write what was found as a mapping. */
void suggest_write(const suggestion_set *set, cg_text prefix, cg_buffer *yaml);

#endif
