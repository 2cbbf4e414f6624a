/* What the operators of a run did, for PROFILE. */
#include "graph/query/exec.h"

/* The time of the operator itself: what it waited for is its inputs'. */
static int64_t own_time(const query_op *op)
{
    int64_t time = op->time;
    if (op->input != NULL)
        time -= op->input->time;
    if (op->inner.root != NULL)
        time -= op->inner.root->time;
    return time > 0 ? time : 0;
}

static void print(const query_run *run, const query_op *op, int indent,
                  cg_buffer *out)
{
    const double millisecond = 1e6;
    for (; op != NULL; op = op->input) {
        cg_buffer_printf(out, "%*s", indent, "");
        plan_print_operator(run->checked, op->plan, out);
        cg_buffer_add_z(out, "  (");
        plan_print_rows(op->plan, out);
        cg_buffer_printf(out, "; %llu came, %.2f ms)\n",
                         (unsigned long long)op->rows,
                         (double)own_time(op) / millisecond);
        if (op->inner.root != NULL)
            print(run, op->inner.root, indent + 2, out);
    }
}

void query_profile_print(const query_run *run, cg_buffer *out)
{
    print(run, run->tree.root, 0, out);
}
