/* Carrying out a plan: operators that pull batches of rows from each other. */
#ifndef CG_GRAPH_QUERY_EXEC_H
#define CG_GRAPH_QUERY_EXEC_H

#include <signal.h>

#include "graph/query/graph.h"
#include "graph/query/members.h"
#include "graph/query/operator.h"
#include "graph/query/plan.h"

enum { BATCH_ROWS = 1024 };

/* How a slot stands in batches: entities and facts are bare ids, 0 is null. */
typedef enum { FORM_VALUE, FORM_NODE, FORM_RELATIONSHIP } slot_form;

/* One column of a batch: BATCH_ROWS of either, by the slot's form. */
typedef union {
    cg_id *ids;
    cg_value *values;
} batch_column;

/* Rows: columns[slot] for the slots of the operator's output. Valid until the operator is
 * asked for the next batch; values may point into batches below, which hold as long. */
typedef struct {
    batch_column *columns;
    size_t count;
} query_batch;

typedef struct query_op query_op;

/* A tree of operators with the leaves that it is fed by. */
typedef struct {
    query_op *root;
    query_op **leaves; /* PLAN_ARGUMENT */
    size_t leaf_count;
} query_tree;

/* One run of a question. */
typedef struct {
    const query_checked *checked;
    const query_plan *plan;
    query_graph *graph;
    cg_properties parameters;
    const cg_sheets *sheets; /* NULL: none can be read */
    cg_temporal now;
    query_random random;
    query_patterns *patterns;
    query_members *members;
    cg_arena arena;   /* of the operators and what they keep */
    cg_budget budget; /* of what it keeps and works out */
    uint8_t *forms;   /* slot_form of each slot */
    query_tree tree;
    query_tree *subqueries; /* by their index; opened when first asked for */
    uint64_t written; /* things written, so that nothing read before is trusted */
    bool profile;     /* operators count what they give and take their time */
    int64_t deadline; /* query_clock() at which it ends; 0: none */
    const volatile sig_atomic_t *stop; /* not 0: stop; NULL: nobody says so */
} query_run;

/* Nanoseconds of a clock that only goes on. */
int64_t query_clock(void);

/* Is it time to stop? CG_OK; CG_INTERRUPTED; CG_LIMIT. */
cg_status query_poll(query_run *run, cg_error *err);

/* Where expressions are evaluated: a row as values, by slot. */
typedef struct {
    query_run *run;
    cg_value *row;
    cg_arena *arena; /* of what the values refer to */
} query_frame;

/* ---- Operators ---- */

typedef struct {
    size_t size; /* of its struct, which begins with a query_op */
    /* All may be NULL but `next`. */
    cg_status (*open)(query_op *op, cg_error *err);
    /* Fill op->out with the next rows, at least one: CG_ROW; CG_DONE; or a failure. */
    cg_status (*next)(query_op *op, cg_error *err);
    void (*rewind)(query_op *op); /* to begin anew */
    void (*close)(query_op *op);
} op_class;

struct query_op {
    const op_class *class;
    const plan_node *plan;
    query_run *run;
    query_tree *tree; /* that it is in */
    query_op *input;
    query_tree inner; /* of those with a plan of their own inside */
    query_batch out;
    cg_arena arena;    /* of the values in `out` */
    query_frame frame; /* its row, and that arena */
    size_t at;         /* the next row of the input's batch */
    uint64_t
        rows;     /* that it gave, and the nanoseconds that it and those below it */
    int64_t time; /* took, where the run is profiled */
};

/* The operators and their figures as text, as query_plan_print() prints a plan. */
void query_profile_print(const query_run *run, cg_buffer *out);

/* Open the operators of a plan; they and their columns are in run->arena. */
cg_status op_open_tree(query_run *run, const plan_node *plan, query_tree *tree,
                       cg_error *err);
void op_close_tree(query_tree *tree);

/* The next batch of an operator. */
cg_status op_next(query_op *op, cg_error *err);

/* Give back what was read of the graph, between batches of an operator that takes all
 * rows of its input; not in a subquery, whose row is being worked out. */
void op_forget(query_op *op);

/* The next batch of the input, its first row at op->at = 0. */
cg_status op_pull(query_op *op, cg_error *err);

/* Make the input's current batch have rows at op->at: CG_ROW, CG_DONE or a failure. */
cg_status op_fill(query_op *op, cg_error *err);

/* Start the tree over with one row of values, by slot, or with a batch whose rows are
 * numbered into `number`. What is fed must live until the next feeding. */
void op_feed_row(query_tree *tree, const cg_value *row);
void op_feed_batch(query_tree *tree, const query_batch *batch, uint32_t number);

/* The values of the row that the tree was fed with, by slot. */
const cg_value *op_fed_row(const query_tree *tree);

/* ---- Rows ---- */

/* Append a row that has the input's slots from row `at` of its batch; other slots of the
 * output are null. */
void op_copy_row(query_op *op, const query_batch *from, size_t at);

/* The same with rows `rows[0]` up to `rows[count - 1]` of the input's batch, for which
 * there must be room. */
void op_copy_rows(query_op *op, const query_batch *from, const uint32_t *rows,
                  size_t count);

/* Nodes into a slot of the output's rows, from `start` on. */
void op_set_nodes(query_op *op, uint32_t slot, size_t start, const cg_id *ids,
                  size_t count);

/* Read and write a slot of a row as a value. */
cg_value batch_get(const query_run *run, const query_batch *batch, uint32_t slot,
                   size_t at);
void batch_set(const query_run *run, const query_batch *batch, uint32_t slot,
               size_t at, cg_value value);

/* Put what the expression reads into the op's frame. */
void op_load(query_op *op, const query_batch *batch, size_t at,
             const plan_expression *expression);
void op_load_slots(query_op *op, const query_batch *batch, size_t at,
                   plan_slots slots);

/* ---- Expressions ---- */

/* Is the expression a slot as it is: a variable, or an aggregate that was worked out? */
bool op_is_slot(const plan_expression *expression, uint32_t *slot);

/* The value of an expression for the frame's row. */
cg_status query_eval(const query_frame *frame, const ast_node *node,
                     cg_value *value, cg_error *err);

/* A condition holds where it is true: null does not hold. */
cg_status query_eval_condition(const query_frame *frame, const ast_node *node,
                               bool *holds, cg_error *err);

/* Does the node or relationship have the labels? */
cg_status query_has_labels(query_graph *graph, cg_value entity,
                           const ast_node *labels, bool *has, cg_error *err);

/* SKIP and LIMIT: a number of rows. */
cg_status query_eval_amount(const query_frame *frame, const ast_node *node,
                            const char *what, uint64_t *amount, cg_error *err);

#endif
