/* What the files of the store share: the open file, its statements, its errors. */
#ifndef CG_GRAPH_STORE_BASE_H
#define CG_GRAPH_STORE_BASE_H

#include <sqlite3.h>

#include "graph/store/statements.h"
#include "graph/store/property_graph.h"
#include "schema/name_form.h"

/* ---- The merged entities ---- */

typedef struct {
    cg_id entity;
    cg_id lowest; /* of the entities that are judged the same */
} merge_member;

/* The entities that are judged to be another's same; empty for most files. */
typedef struct {
    merge_member *by_entity; /* ordered by entity */
    cg_id *members;          /* the entities, group after group, each ascending */
    cg_id *lowest;           /* lowest[i] is that of the group of members[i] */
    size_t count;
} merge_map;

/* ---- The hidden facts (hidden.c) ---- */

typedef struct {
    cg_id *ids; /* ascending */
    size_t count, room;
} hidden_list;

typedef struct {
    bool known; /* else the lists have to be read again */
    hidden_list wrong;
    hidden_list denied; /* by somebody */
} hidden_facts;

/* ---- Neighbours (block.c, adjacency.c, arrays.c) ---- */

/* One fact as one of its ends sees it. */
typedef struct {
    cg_id fact;
    cg_id other;      /* at the other end; of a dead one 0 */
    uint8_t relation; /* as the file numbers it */
    bool dead;        /* the fact was retracted: it takes an earlier entry away */
} block_entry;

typedef struct {
    block_entry *items;
    size_t count, room;
    bool some_dead; /* else none is */
} block_entries;

typedef struct {
    uint16_t id;
    uint64_t entries;
} adjacency_segment;

/* A fact that was added or retracted in this change. */
typedef struct {
    cg_id fact, subject, object;
    uint8_t relation; /* as the file numbers it */
    bool dead;
} pending_fact;

typedef struct {
    bool known; /* else the list of segments has to be read again */
    adjacency_segment segments[511]; /* the smallest first */
    size_t segment_count;
    pending_fact *pending; /* what this change has added and retracted */
    size_t pending_count, pending_room;
    size_t spill_at; /* so many are written as a segment; 0: a million */
    bool loose;      /* some segments wait to be merged */
} adjacency_state;

typedef struct sorted_array sorted_array; /* sorted.c */

typedef struct {
    cg_arrays arrays; /* of 0 entities if they are not there */
    bool tried;       /* they cannot be there until something is written */
    uint64_t lookups; /* without them */
    uint64_t sorts;   /* of lists one by one, since some were sorted for good */
    size_t size;      /* bytes of all that is there */
    bool full;        /* there is no room for more */
    sorted_array
        *sorted[3][CG_RELATION_MAX + 1]; /* by direction; NULL until asked for */
} array_state;

/* ---- Facts by their ends (known.c) ---- */

typedef struct {
    uint64_t hash;
    cg_id fact; /* 0: free */
} known_place;

typedef struct {
    known_place *places; /* a power of two of them, or none */
    size_t count, room;
    bool active;   /* what is added is remembered */
    bool complete; /* and so is all that was there before */
    bool too_many; /* they are not kept in memory */
    uint64_t cost; /* of look-ups, in facts read */
    cg_id *found;
    size_t found_count, found_room;
    block_entries list;
} known_facts;

/* ---- Rows of facts, and where those of a source are (fact_rows.c, span.c) ---- */

/* A fact, and its evidence if that has no row of its own. */
typedef struct {
    pending_fact ends;
    char since[CG_DATE_ROOM], until[CG_DATE_ROOM];
    uint8_t since_size, until_size;
    cg_text properties;    /* as JSON */
    cg_id source, through; /* 0 for none */
    uint64_t start, end;   /* of the source's text */
} fact_row;

typedef struct {
    fact_row *items;
    size_t count;
    cg_arena texts;
} fact_rows;

typedef struct {
    cg_id source;      /* 0: free */
    cg_id first, last; /* facts */
} source_span;

typedef struct {
    source_span *places; /* NULL until one is noted */
    size_t count;
} span_state;

/* ---- Names and kinds in memory (columns.c) ---- */

typedef struct {
    cg_kinds *kinds; /* by entity */
    size_t kind_count;
    uint32_t
        *starts; /* of the name of an entity in `names`; one more than there are */
    size_t name_count;
    cg_buffer names;
    uint64_t lookups; /* without them */
    bool refused;     /* ids are not dense enough */
    size_t size;      /* bytes of what is there */
    bool full;        /* there is no room for more */
} column_state;

/* ---- The limit of what is kept in memory (limit.c) ---- */

/* Take bytes from the store's budget; false where so many are not left. */
bool store_take(cg_store *store, size_t size);
void store_give(cg_store *store, size_t size);

/* ---- The file ---- */

/* What is gone back to when a change, or a part of it, is undone. */
typedef struct {
    int64_t rows;            /* count of row changes */
    size_t kinds, relations; /* in the vocabulary */
} change_point;

enum { STORE_NO_ID = 0xffff }; /* in the tables below */

struct cg_store {
    sqlite3 *db;
    char *path; /* for messages */
    cg_vocabulary *vocabulary;
    /* The file numbers kinds and relations in the order in which it met them, the
     * vocabulary in its own order: by the file's id the index, and the reverse. */
    uint16_t kind_index[CG_KIND_MAX], kind_id[CG_KIND_MAX];
    uint16_t relation_index[CG_RELATION_MAX], relation_id[CG_RELATION_MAX];
    bool vocabulary_kept; /* all of the vocabulary is in the file */
    bool held;            /* what is read is of one moment */
    bool stale;           /* merges and vocabulary have to be read again */
    bool alone; /* the file is new: nobody else is let in before it has something */
    int64_t data_version; /* of the file when they were read */
    merge_map merges;
    hidden_facts hidden;
    adjacency_state adjacency;
    array_state arrays;
    known_facts known;
    column_state columns;
    cg_budget *budget; /* that arrays and columns are taken from; NULL: no limit */
    cg_estimates estimates;
    bool estimated; /* since the last change */
    fact_rows fact_rows;
    span_state spans;
    cg_id change;            /* the open change, or 0 */
    cg_id replaced;          /* a sheet that is about to be withdrawn, or 0 */
    change_point start;      /* where it began */
    change_point mark_start; /* and where the last mark was set */
    /* The passage that was looked for last. */
    struct {
        cg_id source; /* 0 for none */
        uint64_t start, end;
    } passage;
    /* The source whose form was looked for last. */
    struct {
        cg_id source; /* 0 for none */
        bool article;
    } form;
    cg_buffer text, more;      /* scratch of whoever writes rows */
    cg_name_words *name_words; /* NULL until a name is compared */
    cg_arena forms;            /* scratch of whoever compares names */
    sqlite3_stmt *statements[SQL_COUNT_OF_STATEMENTS];
};

/* Read again what another connection may have changed: merges, vocabulary. Every
 * call that reads starts with it. */
cg_status store_refresh(cg_store *store, cg_error *err);

/* Let other processes read while this one writes, from now on. */
cg_status store_share(cg_store *store, cg_error *err);

/* The path for messages. */
const char *store_path(const cg_store *store);

/* ---- Statements ---- */

/* A statement in use. A failed binding is remembered and reported by the step. */
typedef struct {
    cg_store *store;
    sqlite3_stmt *statement;
    int code;
    bool owned; /* finalized at close; else kept by the store */
} sql_query;

/* One of the store's statements, prepared when first used. Closed by sql_close. */
cg_status sql_open(cg_store *store, sql_statement which, sql_query *query,
                   cg_error *err);

/* A statement of its own, for what is put together from a filter. */
cg_status sql_prepare(cg_store *store, cg_text sql, sql_query *query,
                      cg_error *err);

/* Parameters count from 1. Texts and blobs are borrowed until sql_close. */
void sql_bind_integer(sql_query *query, int at, int64_t value);
void sql_bind_id(sql_query *query, int at, cg_id id);         /* 0 is NULL */
void sql_bind_text(sql_query *query, int at, cg_text text);   /* "" is NULL */
void sql_bind_string(sql_query *query, int at, cg_text text); /* "" is '' */
void sql_bind_date(sql_query *query, int at, cg_date date);   /* none is NULL */
void sql_bind_blob(sql_query *query, int at, cg_text bytes);
void sql_bind_pointer(sql_query *query, int at, const void *pointer,
                      const char *type); /* of a virtual table */
void sql_bind_digest(sql_query *query, int at, const cg_digest *digest);

/* CG_ROW, CG_DONE, or the failure; after the last two the query can be bound anew. */
cg_status sql_step(sql_query *query, cg_error *err);

/* Step a statement that gives no row. CG_OK or the failure. */
cg_status sql_run(sql_query *query, cg_error *err);

/* How many parameters it has. */
int sql_parameters(const sql_query *query);

/* Start over, to bind anew. */
void sql_rewind(sql_query *query);

/* A zeroed query is fine. */
void sql_close(sql_query *query);

/* Columns count from 0; NULL is 0, "" and none. Texts live until the next step. */
int64_t sql_integer(const sql_query *query, int column);
uint64_t sql_size(const sql_query *query, int column); /* below 0 is 0 */
cg_text sql_text(const sql_query *query, int column);
cg_date sql_date(const sql_query *query, int column);
cg_status sql_copy(const sql_query *query, int column, cg_arena *arena,
                   cg_text *text, cg_error *err);
cg_status sql_properties(const sql_query *query, int column, cg_arena *arena,
                         cg_properties *properties, cg_error *err);

/* The number that a statement without parameters gives. */
cg_status sql_one_size(cg_store *store, sql_statement which, uint64_t *number,
                       cg_error *err);

/* Run SQL text that gives no rows: pragmas, tables.sql. */
cg_status sql_script(cg_store *store, cg_text sql, cg_error *err);

/* One number that SQL text gives; `missing` where it gives no row. */
cg_status sql_number(cg_store *store, const char *sql, int64_t missing,
                     int64_t *number, cg_error *err);

/* The failure of SQLite's result `code` as a status and a message for people. */
cg_status sql_fail(const cg_store *store, int code, cg_error *err);

/* The file says what no chipgraph file says. */
cg_status store_damaged(const cg_store *store, const char *what, cg_error *err);

/* ---- Vocabulary (words.c) ---- */

/* Extend the store's vocabulary by the one that the file keeps. */
cg_status words_read(cg_store *store, cg_error *err);

/* Read the file's numbers of kinds and relations. */
cg_status store_load_words(cg_store *store, cg_error *err);

/* Forget the kinds and relations that were added behind `point`. */
void words_rewind(cg_store *store, const change_point *point);

/* Keep `vocabulary` in the file, inside a transaction. */
cg_status words_keep(cg_store *store, const cg_vocabulary *vocabulary,
                     cg_error *err);

/* The index of the relation that the file gives this number; CG_STORAGE if none. */
cg_status words_relation(const cg_store *store, uint64_t id, uint8_t *relation,
                         cg_error *err);

/* The set of kinds as `1,2,5` in the file's numbers, for an IN list. */
void words_kind_list(const cg_store *store, cg_kinds kinds, cg_buffer *out);

/* ---- Merging (merge.c) ---- */

cg_status merge_load(cg_store *store, cg_error *err);
void merge_release(merge_map *map);

/* The lowest id of those that `entity` is the same as; mostly `entity`. */
cg_id merge_lowest(const merge_map *map, cg_id entity);

/* All ids that are the same as `*entity`, ascending. They live in the map, or are
 * `entity` itself. */
const cg_id *merge_members(const merge_map *map, const cg_id *entity,
                           size_t *count);

/* ---- Rows that several files write or read ---- */

/* The text of a range of `source` that lies within one piece, into the scratch
 * buffer `out`; empty if the file does not hold it. */
cg_status passage_read(cg_store *store, cg_id source, uint64_t start, uint64_t end,
                       cg_buffer *out, cg_error *err);

/* CG_OK if the range lies within one piece of the source's text, else CG_INTERNAL. */
cg_status passage_check(cg_store *store, cg_id source, uint64_t start, uint64_t end,
                        cg_error *err);

/* Add spellings without looking whether they are there. */
cg_status names_insert(cg_store *store, cg_id source, const cg_new_name *names,
                       size_t count, cg_error *err);

/* The form of a name (key.c); texts in store->forms, which the caller resets. */
cg_status key_form(cg_store *store, cg_text name, cg_name_form *form,
                   cg_error *err);

/* Add the keys of a name: those that differ from `folded`, which it has. `known` as in
 * cg_new_name. */
cg_status keys_insert(cg_store *store, cg_id name, cg_text text, cg_text folded,
                      cg_kept_keys known, cg_error *err);

/* Add the keys of all names, to a file that has none. */
cg_status keys_fill(cg_store *store, cg_error *err);

/* Add the words of an evidence's quote to their index. */
cg_status search_insert_quote(cg_store *store, cg_id row, cg_text text,
                              cg_error *err);

/* An entity's own name and properties; `*there` says whether there is one in force. */
cg_status entity_row(cg_store *store, cg_id id, cg_arena *arena, cg_text *name,
                     cg_properties *properties, bool *there, cg_error *err);

/* May the evidence of a new fact stand in its own row? Only what asserts it, with no more
 * to tell, and is not found by its words. */
cg_status evidence_fits_fact(cg_store *store, const cg_new_evidence *item,
                             bool *fits, cg_error *err);

/* Give a fact's evidence that stands in its own row a row like any other. */
cg_status evidence_move(cg_store *store, cg_id fact, cg_error *err);

/* Add evidence without looking whether it is there, or making its quote findable. */
cg_status evidence_insert(cg_store *store, const cg_new_evidence *item,
                          cg_error *err);

/* Add kinds to an entity; `*gained` is set when one was new. */
cg_status kinds_insert(cg_store *store, cg_id entity, cg_kinds kinds, bool *gained,
                       cg_error *err);

/* Add the entity's own kinds to `*kinds`. */
cg_status kinds_of_one(cg_store *store, cg_id entity, cg_kinds *kinds,
                       cg_error *err);

/* The kinds of an entity and of those that it is the same as. */
cg_status kinds_of(cg_store *store, cg_id entity, cg_kinds *kinds, cg_error *err);

/* The last change by the end of `known`; INT64_MAX when it is none. */
cg_status change_known(cg_store *store, cg_date known, int64_t *change,
                       cg_error *err);

/* A copy of `count` rows in the arena. */
cg_status rows_copy(cg_arena *arena, const void *rows, size_t count, size_t size,
                    void **copy, cg_error *err);

#endif
