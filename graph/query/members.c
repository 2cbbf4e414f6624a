#include "graph/query/members.h"

#include <math.h>
#include <stdlib.h>

#include "graph/query/rows.h"

/* One list's. */
typedef struct query_members {
    query_members *next;
    const cg_value *items; /* which list it is */
    size_t count;
    query_rows values; /* all but nulls, and what equals nothing */
    bool null;         /* there are some */
    bool nested;       /* so are lists or maps: it is of no use */
} query_members;

static bool is_nested(cg_value value)
{
    return value.type == CG_LIST || value.type == CG_MAP;
}

static bool is_nan(cg_value value)
{
    return value.type == CG_FLOAT && isnan(value.as.real);
}

static cg_status fill(query_members *members, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < members->count && status == CG_OK; i++) {
        cg_value value = members->items[i];
        size_t index;
        bool fresh;
        members->null = members->null || value.type == CG_NULL;
        members->nested = members->nested || is_nested(value);
        if (members->nested)
            break;
        if (value.type != CG_NULL && !is_nan(value))
            status = rows_find(&members->values, &value, &index, &fresh, err);
    }
    return status;
}

static cg_status find_list(query_members **all, cg_list list, cg_budget *budget,
                           const query_members **found, cg_error *err)
{
    query_members *one = *all;
    while (one != NULL && (one->items != list.items || one->count != list.count))
        one = one->next;
    *found = one;
    if (one != NULL)
        return CG_OK;
    one = calloc(1, sizeof *one);
    if (one == NULL)
        return cg_fail_memory(err);
    *one = (query_members){.next = *all, .items = list.items, .count = list.count};
    one->values = (query_rows){.width = 1, .arena.budget = budget};
    *found = *all = one;
    return fill(one, err);
}

cg_status members_look(query_members **members, cg_value value, cg_list list,
                       cg_budget *budget, query_truth *truth, bool *known,
                       cg_error *err)
{
    const query_members *of;
    *known = false;
    if (is_nested(value) || value.type == CG_NULL)
        return CG_OK;
    cg_status status = find_list(members, list, budget, &of, err);
    if (status != CG_OK || of->nested)
        return status;
    bool there = !is_nan(value) && rows_have(&of->values, &value);
    *known = true;
    *truth = there ? TRUTH_TRUE : of->null ? TRUTH_UNKNOWN : TRUTH_FALSE;
    return CG_OK;
}

void members_free(query_members *members)
{
    while (members != NULL) {
        query_members *next = members->next;
        rows_release(&members->values);
        free(members);
        members = next;
    }
}
