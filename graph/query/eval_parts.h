/* What the files of the evaluator share. */
#ifndef CG_GRAPH_QUERY_EVAL_PARTS_H
#define CG_GRAPH_QUERY_EVAL_PARTS_H

#include "graph/query/exec.h"

/* A condition as true, false or unknown; TypeError for what is no boolean. */
cg_status eval_truth(const query_frame *frame, const ast_node *node,
                     query_truth *truth, cg_error *err);

/* What binds a name to each item of a list in turn. */
cg_status eval_comprehension(const query_frame *frame, const ast_node *node,
                             cg_value *value, cg_error *err);
cg_status eval_quantifier(const query_frame *frame, const ast_node *node,
                          cg_value *value, cg_error *err);
cg_status eval_reduce(const query_frame *frame, const ast_node *node,
                      cg_value *value, cg_error *err);

#endif
