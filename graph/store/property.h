/* The properties of a node or a relationship, and the columns in which some are kept. */
#ifndef CG_GRAPH_STORE_PROPERTY_H
#define CG_GRAPH_STORE_PROPERTY_H

#include "graph/store/base.h"
#include "graph/store/property_graph.h"

/* What is kept of them. `rest` borrows. */
typedef struct {
    cg_text name;         /* of an entity */
    cg_date since, until; /* of a fact */
    cg_properties rest;   /* as JSON */
} property_columns;

cg_status property_split_entity(cg_properties all, cg_arena *arena,
                                property_columns *columns, cg_error *err);
cg_status property_split_fact(cg_properties all, cg_arena *arena,
                              property_columns *columns, cg_error *err);

/* The reverse: `rest` with what the columns say and it does not. */
cg_status property_join_entity(const property_columns *columns, cg_arena *arena,
                               cg_properties *all, cg_error *err);
cg_status property_join_fact(const property_columns *columns, cg_arena *arena,
                             cg_properties *all, cg_error *err);

/* The union of two sets, in key order; where both have a key, `first` has it.
 * `*differing` counts the keys at which they differ. */
cg_status property_unite(cg_properties first, cg_properties second, cg_arena *arena,
                         cg_properties *both, size_t *differing, cg_error *err);

/* As they are stored: "" for none. The text is in `scratch`. */
cg_status property_json(cg_properties properties, cg_buffer *scratch, cg_text *json,
                        cg_error *err);

#endif
