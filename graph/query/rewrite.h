/* Rewrites: what makes a plan faster and leaves its rows as they are, apart from the order
 * in which they come where none was asked for. One a file; rewrite.c has them in the order
 * in which they run. */
#ifndef CG_GRAPH_QUERY_REWRITE_H
#define CG_GRAPH_QUERY_REWRITE_H

#include "graph/query/plan.h"
#include "graph/query/query.h"
#include "graph/store/property_graph.h"

/* Every rewrite, in the order in which they run. */
#define REWRITES(X)                                                                \
    X(rewrite_filter) /* conditions down to where what they read is there */       \
    X(rewrite_order)  /* steps in the order in which the counts expect least */    \
    X(rewrite_seek)   /* nodes by id, name, label instead of all and a filter */   \
    X(rewrite_join)   /* parts that share a value are joined by it */              \
    X(rewrite_paths)  /* numbers of paths by degrees */                            \
    X(rewrite_degree) /* degrees without rows */                                   \
    X(rewrite_intersect) /* steps to one node taken at once */                     \
    X(rewrite_reach)     /* nodes reached once, where paths do not matter */       \
    X(rewrite_limit)     /* limits down, so that less is worked out and kept */    \
    X(rewrite_fetch)     /* properties for a whole batch, where they are wanted */

typedef struct {
    const query_checked *checked;
    cg_arena *arena; /* of the plan */
    cg_store *store;
    query_plan *plan;
    const plan_node *around; /* whose inner chain is rewritten; NULL: nobody's */
    const cg_estimates *estimates; /* NULL until rewrite_counts() is asked */
} rewriter;

/* Rewrite a chain: the operators that hang together by `input`, from `*head`, which may be
 * replaced, down to the argument. The chains inside, of `inner` and of subqueries, are
 * passed by themselves. Returns CG_OK, CG_NOMEM, CG_LIMIT, CG_STORAGE. */
typedef cg_status plan_rewrite(rewriter *r, plan_node **head, cg_error *err);

#define REWRITE_DECLARE(rewrite) plan_rewrite rewrite;
REWRITES(REWRITE_DECLARE)
#undef REWRITE_DECLARE

/* Columns that nobody reads go, last of all: of the whole plan, since what is read of an
 * inner chain is known from the one around it. */
cg_status rewrite_columns(rewriter *r, cg_error *err);

/* Sets of them: bits in the order of the table. */
#define REWRITE_BIT(rewrite) REWRITE_BIT_##rewrite,
enum { REWRITES(REWRITE_BIT) REWRITE_COUNT };
#undef REWRITE_BIT
#define REWRITE_ALL ((2U << REWRITE_COUNT) - 1) /* and rewrite_columns */

/* Run those of the set over all chains of the plan. */
cg_status rewrite_plan(const query_checked *checked, cg_store *store,
                       cg_arena *arena, unsigned set, query_plan *plan,
                       cg_error *err);

/* cg_query_prepare() with a set of rewrites: the rows are the same with any. */
cg_status query_prepare(cg_store *store, cg_text text,
                        const cg_query_options *options, unsigned rewrites,
                        cg_query **query, cg_error *err);

/* ---- For rewrites ---- */

/* A slot without a name. */
cg_status rewrite_slot(rewriter *r, uint32_t *slot, cg_error *err);

/* The counts of the graph, read when they are first asked for. */
cg_status rewrite_counts(rewriter *r, const cg_estimates **estimates,
                         cg_error *err);

/* Does the operator itself read the slot of its input's rows? What writes reads all. */
bool plan_reads(const plan_node *node, uint32_t slot);

/* Does it fill the slot? */
bool plan_fills(const plan_node *node, uint32_t slot);

/* Is the slot among them? */
bool plan_has_slot(plan_slots slots, uint32_t slot);

/* Does the expression, or a pattern in it, read the slot? */
bool plan_tree_reads(const ast_node *node, uint32_t slot);

/* Add the slot to those, which are copied, if it is not among them. */
cg_status plan_add_slot(cg_arena *arena, plan_slots *slots, uint32_t slot,
                        cg_error *err);

/* Does the expression give another value each time? */
bool plan_is_random(const ast_node *expression);

#endif
