/* Values of a question's rows as they are printed. */
#ifndef CG_CLI_QUERY_CELL_H
#define CG_CLI_QUERY_CELL_H

#include "graph/chipgraph.h"

/* As JSON: a node is {"id","labels","properties"}, a relationship {"id","type","start",
 * "end","properties"}, a path {"nodes","relationships"}; integers and floats stay apart. */
cg_status query_cell_json(cg_query *query, cg_value value, cg_buffer *out,
                          cg_error *err);

/* As people read it: (Nvidia:Company), [SUPPLIES], (A)-[SUPPLIES]->(B). */
cg_status query_cell_text(cg_query *query, cg_value value, cg_buffer *out,
                          cg_error *err);

#endif
