/* Limits: a sort whose first rows alone are asked for keeps no more than those, and columns
 * that it does not sort by are worked out for the rows that are left. */
#include "graph/query/rewrite.h"

/* A limit with what stands right below it. */
typedef struct {
    plan_node *limit;
    plan_node *skip, *sort; /* or NULL */
    plan_node *last;        /* the lowest of them */
} limited;

static limited look(plan_node *limit)
{
    limited found = {.limit = limit, .last = limit};
    if (found.last->input->type == PLAN_SKIP)
        found.last = found.skip = found.last->input;
    if (found.last->input->type == PLAN_SORT)
        found.last = found.sort = found.last->input;
    return found;
}

static void limit_sort(const limited *found)
{
    if (found->sort == NULL)
        return;
    found->sort->as.sort.limit = found->limit->as.amount;
    if (found->skip != NULL)
        found->sort->as.sort.skip = found->skip->as.amount;
}

/* ---- Columns for the rows that are left ---- */

static bool sorts_by(const limited *found, uint32_t slot)
{
    return found->sort != NULL && plan_reads(found->sort, slot);
}

/* Those of the project's columns that are not sorted by, to a project of their own. */
static cg_status split(rewriter *r, const limited *found, plan_node *project,
                       plan_node **late, cg_error *err)
{
    size_t kept = 0, count = project->as.project.count;
    plan_item *items = cg_arena_array(r->arena, count, sizeof *items);
    *late = cg_arena_alloc(r->arena, sizeof **late);
    if (items == NULL || *late == NULL)
        return cg_fail_memory(err);
    (*late)->type = PLAN_PROJECT;
    (*late)->output = project->output;
    (*late)->as.project.items = items;
    for (size_t i = 0; i < count; i++) {
        plan_item item = project->as.project.items[i];
        if (sorts_by(found, item.slot))
            project->as.project.items[kept++] = item;
        else
            items[(*late)->as.project.count++] = item;
    }
    project->as.project.count = kept;
    return CG_OK;
}

/* Rows of the operators have all that is below them: what is read above is worked out at
 * the end. */
static void widen(const limited *found)
{
    for (plan_node *node = found->limit;; node = node->input) {
        node->output = found->last->input->output;
        if (node == found->last)
            return;
    }
}

static cg_status lift(rewriter *r, plan_node **link, const limited *found,
                      cg_error *err)
{
    plan_node *project = found->last->input, *late;
    if (project->type != PLAN_PROJECT)
        return CG_OK;
    cg_status status = split(r, found, project, &late, err);
    if (status != CG_OK || late->as.project.count == 0)
        return status;
    if (project->as.project.count == 0)
        found->last->input = project->input;
    widen(found);
    late->input = found->limit;
    *link = late;
    return CG_OK;
}

cg_status rewrite_limit(rewriter *r, plan_node **head, cg_error *err)
{
    cg_status status = CG_OK;
    for (plan_node **link = head; *link != NULL && status == CG_OK;
         link = &(*link)->input) {
        if ((*link)->type != PLAN_LIMIT)
            continue;
        limited found = look(*link);
        limit_sort(&found);
        status = lift(r, link, &found, err);
    }
    return status;
}
