/* Making what a pattern says, and changing it: what the operators that write share. */
#ifndef CG_GRAPH_QUERY_MAKE_H
#define CG_GRAPH_QUERY_MAKE_H

#include "graph/query/kept.h"

/* Make the nodes and relationships of a path that the frame's row does not have, and put
 * them and the path into the row. `merge`: no property may be null. */
cg_status make_path(query_op *op, const ast_node *path, bool merge, cg_error *err);

/* Refuse a path to be merged that has a null where a value is looked for. */
cg_status make_check_merge(query_op *op, const ast_node *path, cg_error *err);

/* The changes of a SET or REMOVE clause, for the frame's row. */
cg_status make_changes(query_op *op, const ast_node *clause, cg_error *err);

#endif
