/* Asking in openCypher: prepare, bind, step, column, finish.
 *
 *     cg_query *query = NULL;
 *     if (cg_query_prepare(store, CG_TEXT("MATCH (c:Company) RETURN c.name AS name"),
 *                          NULL, &query, &err) == CG_OK)
 *         while (cg_query_step(query, &err) == CG_ROW)
 *             …cg_query_column(query, 0)…
 *     cg_query_finish(query);
 *
 * An entity is a node with its kinds as labels and its name as the property `name`; a fact
 * is a relationship.
 */
#ifndef CG_GRAPH_QUERY_QUERY_H
#define CG_GRAPH_QUERY_QUERY_H

#include <signal.h>

#include "graph/query/procedure.h"
#include "graph/store/file.h"
#include "schema/value.h"

typedef struct cg_query cg_query;

/* How a question is asked. Zeroed: as it is, without limits. */
typedef struct {
    const char *name; /* of the question in messages: a file, or NULL for "query" */
    cg_text title;    /* of the source that what it writes is evidence by */
    bool read_only;   /* refuse one that writes */
    const cg_procedure *procedures; /* that it may call beside the program's own; */
    size_t procedure_count;         /* they outlive it */
    const cg_sheets *sheets;        /* for LOAD CSV; NULL: there are none */
    uint64_t memory;  /* bytes that its rows and values may take; 0: any number */
    uint32_t timeout; /* milliseconds from the first step; 0: none */
    const volatile sig_atomic_t *stop; /* ends it when it is not 0; NULL: none */
} cg_query_options;

/* Parse, check and plan a question; `text` is copied. `options` may be NULL. Returns
 * CG_OK; CG_SYNTAX with line and column, its kind openCypher's "Type.Detail"; CG_REFUSED;
 * CG_LIMIT; CG_STORAGE; CG_NOMEM. */
CG_API cg_status cg_query_prepare(cg_store *store, cg_text text,
                                  const cg_query_options *options, cg_query **query,
                                  cg_error *err);

/* Does a question write? Found by reading it alone, before there is a store. Returns
 * CG_OK, CG_SYNTAX, CG_LIMIT or CG_NOMEM, as cg_query_prepare does. */
CG_API cg_status cg_query_writes(cg_text text, const cg_query_options *options,
                                 bool *writes, cg_error *err);

/* Give a parameter a value, which is copied, in place of one that it has. Before the first
 * step. */
CG_API cg_status cg_query_bind(cg_query *query, cg_text name, cg_value value,
                               cg_error *err);

/* The columns; 0 where the question returns nothing. Names live as long as it. */
CG_API size_t cg_query_columns(const cg_query *query);
CG_API cg_text cg_query_column_name(const cg_query *query, size_t column);

/* The next row: CG_ROW, CG_DONE or what went wrong, CG_INTERRUPTED among it. A question
 * that writes has written all, in one change, when its first row comes; after a failure
 * it has written nothing. */
CG_API cg_status cg_query_step(cg_query *query, cg_error *err);

/* A column of the row, until the next step. */
CG_API cg_value cg_query_column(const cg_query *query, size_t column);

/* What is known of a node or relationship of the row, until the next step. */
typedef struct {
    cg_list labels; /* strings */
    cg_properties properties;
} cg_node;
typedef struct {
    cg_text type;
    int64_t start;
    int64_t end;
    cg_properties properties;
} cg_relationship;
CG_API cg_status cg_query_node(cg_query *query, int64_t id, cg_node *node,
                               cg_error *err);
CG_API cg_status cg_query_relationship(cg_query *query, int64_t id,
                                       cg_relationship *relationship,
                                       cg_error *err);

/* What it changed. */
typedef struct {
    uint64_t nodes_created, nodes_deleted;
    uint64_t relationships_created, relationships_deleted;
    uint64_t properties_set, labels_added, labels_removed;
} cg_query_changes;
CG_API cg_query_changes cg_query_changed(const cg_query *query);

/* What is strange about a question that is sound, of use behind its rows: labels and types
 * that it looks for and the vocabulary lacks, and where it gave no rows, or a column of
 * nothing but nulls, properties that nothing has; with places, messages and the nearest
 * names. In a graph of millions of facts properties are not looked for. */
CG_API cg_status cg_query_notices(cg_query *query, const cg_error **notices,
                                  size_t *count, cg_error *err);

/* The question as a tree, and its plan: an operator a line, the last one first, with the
 * rows that are expected. Of a question that is profiled and was stepped, also with those
 * that came and the time that the operator itself took. */
CG_API cg_status cg_query_print_tree(const cg_query *query, cg_buffer *out,
                                     cg_error *err);
CG_API cg_status cg_query_print_plan(const cg_query *query, cg_buffer *out,
                                     cg_error *err);

/* Does it only want its plan told (EXPLAIN)? Then it has no rows. */
CG_API bool cg_query_explains(const cg_query *query);

/* Does it want its plan told behind its rows (PROFILE)? */
CG_API bool cg_query_profiles(const cg_query *query);

/* NULL is fine. */
CG_API void cg_query_finish(cg_query *query);

/* The length of the first statement of `text` with its semicolon; 0 if it has no end
 * yet. */
CG_API size_t cg_query_statement(cg_text text);

/* Behind the quoted text or comment that begins at byte `at` of a statement, past its end
 * where that is open; `at` itself if none begins there. */
CG_API size_t cg_query_pass(cg_text text, size_t at);

/* A keyword of the language, or a function with what it takes and does. */
typedef struct {
    cg_text name;
    const char *signature; /* "(text :: STRING) :: INTEGER"; NULL: a keyword */
    const char *about;     /* of a function */
} cg_query_word;

/* The words of the language by index, keywords first; false past the last. */
CG_API bool cg_query_word_at(size_t index, cg_query_word *word);

#endif
