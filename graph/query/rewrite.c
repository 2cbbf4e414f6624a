#include "graph/query/rewrite.h"

/* ---- Running them ---- */

static cg_status rewrite_chain(rewriter *r, plan_rewrite *rewrite, plan_node **head,
                               cg_error *err)
{
    const plan_node *around = r->around;
    cg_status status = rewrite(r, head, err);
    for (plan_node *node = *head; node != NULL && status == CG_OK;
         node = node->input)
        if (node->inner != NULL) {
            r->around = node;
            status = rewrite_chain(r, rewrite, &node->inner, err);
        }
    r->around = around;
    return status;
}

static cg_status rewrite_all(rewriter *r, plan_rewrite *rewrite, cg_error *err)
{
    cg_status status = rewrite_chain(r, rewrite, &r->plan->root, err);
    for (plan_subquery *one = r->plan->subqueries; one != NULL && status == CG_OK;
         one = one->next)
        status = rewrite_chain(r, rewrite, &one->plan, err);
    return status;
}

cg_status rewrite_plan(const query_checked *checked, cg_store *store,
                       cg_arena *arena, unsigned set, query_plan *plan,
                       cg_error *err)
{
    static plan_rewrite *const rewrites[] = {
#define REWRITE_FUNCTION(rewrite) rewrite,
        REWRITES(REWRITE_FUNCTION)
#undef REWRITE_FUNCTION
    };
    rewriter r = {.checked = checked, .arena = arena, .store = store, .plan = plan};
    cg_status status = CG_OK;
    for (size_t i = 0; i < REWRITE_COUNT && status == CG_OK; i++)
        if ((set >> i & 1) != 0)
            status = rewrite_all(&r, rewrites[i], err);
    return status == CG_OK && (set >> REWRITE_COUNT & 1) != 0
               ? rewrite_columns(&r, err)
               : status;
}

/* ---- What they share ---- */

cg_status rewrite_slot(rewriter *r, uint32_t *slot, cg_error *err)
{
    if (r->plan->slot_count == CHECK_SLOTS_MAX)
        return cg_fail(err, CG_LIMIT, NULL,
                       "the question has more than %d variables and columns",
                       CHECK_SLOTS_MAX);
    *slot = r->plan->slot_count++;
    return CG_OK;
}

cg_status rewrite_counts(rewriter *r, const cg_estimates **estimates, cg_error *err)
{
    cg_status status = CG_OK;
    if (r->estimates == NULL) {
        cg_estimates *read = cg_arena_alloc(r->arena, sizeof *read);
        status = read != NULL ? cg_store_estimate(r->store, read, err)
                              : cg_fail_memory(err);
        r->estimates = status == CG_OK ? read : NULL;
    }
    *estimates = r->estimates;
    return status;
}
