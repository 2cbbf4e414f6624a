#include "graph/query/plan.h"

#include <math.h>

#include "schema/fold.h"

static const char *plan_name(plan_type type)
{
    switch (type) {
#define PLAN_CASE(name, text)                                                      \
    case name:                                                                     \
        return text;
        PLANS(PLAN_CASE)
#undef PLAN_CASE
    case PLAN_COUNT:
        break;
    }
    return "nothing";
}

/* A slot by its variable's name, or by its number. */
static void print_slot(const query_checked *checked, uint32_t slot, cg_buffer *out)
{
    cg_buffer_add_byte(out, ' ');
    if (slot < checked->slot_count && checked->slots[slot].name.size > 0)
        cg_text_printable(checked->slots[slot].name, out);
    else
        cg_buffer_printf(out, "#%u", (unsigned)slot);
}

/* What is written, in one line. */
static void print_text(const query_checked *checked, const ast_node *node,
                       cg_buffer *out)
{
    cg_text text =
        cg_text_slice(checked->source.text, node->at.start, node->at.end);
    cg_text_printable(text, out);
}

static void print_source(const query_checked *checked, const ast_node *node,
                         cg_buffer *out)
{
    cg_buffer_add_byte(out, ' ');
    print_text(checked, node, out);
}

static void print_labels(const query_checked *checked, const ast_node *labels,
                         cg_buffer *out)
{
    cg_buffer_add_byte(out, ':');
    print_text(checked, labels, out);
}

/* A condition as it is written; those that stand in a pattern, `{key: value}` and
 * `:Label`, with what they are about. */
static void print_condition(const query_checked *checked, const ast_node *node,
                            cg_buffer *out)
{
    node = plan_written(node);
    const ast_node *left = node->count > 0 ? plan_written(node->children[0]) : NULL;
    bool property = node->type == AST_COMPARE && left->type == AST_PROPERTY;
    if (property && node->at.start > left->at.start) {
        print_slot(checked, left->children[0]->slot, out);
        cg_buffer_add_byte(out, '.');
        cg_text_printable(left->text, out);
        cg_buffer_add_z(out, " =");
        print_source(checked, node->children[1]->children[0], out);
    } else if (node->type == AST_HAS_LABELS && left->type == AST_VARIABLE) {
        print_slot(checked, left->slot, out);
        print_labels(checked, node->children[1], out);
    } else {
        print_source(checked, node, out);
    }
}

static void print_slots(const query_checked *checked, plan_slots slots,
                        cg_buffer *out)
{
    for (size_t i = 0; i < slots.count; i++)
        print_slot(checked, slots.at[i], out);
}

static void print_expand(const query_checked *checked, const plan_node *plan,
                         cg_buffer *out)
{
    static const char *const arrows[] = {"--", "->", "<-"};
    print_slot(checked, plan->as.expand.from, out);
    cg_buffer_printf(out, " %s", arrows[plan->as.expand.direction]);
    if (plan->as.expand.relationship != SLOT_NONE)
        print_slot(checked, plan->as.expand.relationship, out);
    if (plan->as.expand.types != NULL)
        print_labels(checked, plan->as.expand.types, out);
    cg_buffer_printf(out, " %s", arrows[plan->as.expand.direction]);
    print_slot(checked, plan->as.expand.to, out);
}

static void print_side(const query_checked *checked, uint32_t from,
                       const plan_side *side, cg_buffer *out)
{
    plan_node step = {.as.expand = {.from = from,
                                    .relationship = side->relationship,
                                    .to = side->to,
                                    .direction = side->direction,
                                    .types = side->types}};
    print_expand(checked, &step, out);
}

/* The relationships from the node in the middle, then what else must hold. */
static void print_paths(const query_checked *checked, const plan_node *plan,
                        cg_buffer *out)
{
    for (size_t i = 0; i < plan->as.paths.side_count; i++) {
        if (i > 0)
            cg_buffer_add_byte(out, ',');
        print_side(checked, plan->as.paths.middle, &plan->as.paths.sides[i], out);
    }
    for (size_t i = 0; i < plan->as.paths.label_count; i++) {
        cg_buffer_add_byte(out, ',');
        print_slot(checked, plan->as.paths.labels[i].slot, out);
        print_labels(checked, plan->as.paths.labels[i].labels, out);
    }
    if (plan->as.paths.differ) {
        cg_buffer_add_byte(out, ',');
        print_slot(checked, plan->as.paths.sides[0].to, out);
        cg_buffer_add_z(out, " <>");
        print_slot(checked, plan->as.paths.sides[1].to, out);
    }
}

static void print_items(const query_checked *checked, const plan_item *items,
                        size_t count, cg_buffer *out)
{
    for (size_t i = 0; i < count; i++)
        print_source(checked, items[i].value.root, out);
}

static void print_fetches(const query_checked *checked, const plan_node *plan,
                          cg_buffer *out)
{
    for (size_t i = 0; i < plan->as.fetch.count; i++) {
        const ast_node *what = plan->as.fetch.items[i].what;
        cg_buffer_add_z(out, i > 0 ? "," : "");
        if (what->type == AST_CALL)
            cg_buffer_add_z(out, " type(");
        print_slot(checked, plan->as.fetch.items[i].from, out);
        if (what->type == AST_CALL)
            cg_buffer_add_z(out, ")");
        else if (what->type == AST_HAS_LABELS)
            print_labels(checked, what->children[1], out);
        else
            cg_buffer_printf(out, ".%.*s", CG_TEXT_ARG(what->text));
    }
}

static void print_aggregate(const query_checked *checked, const plan_node *plan,
                            cg_buffer *out)
{
    for (size_t i = 0; i < plan->as.aggregate.aggregate_count; i++)
        print_source(checked, plan->as.aggregate.aggregates[i].call, out);
    if (plan->as.aggregate.key_count > 0)
        cg_buffer_add_z(out, " by");
    print_items(checked, plan->as.aggregate.keys, plan->as.aggregate.key_count,
                out);
}

static void print_sort(const query_checked *checked, const plan_node *plan,
                       cg_buffer *out)
{
    for (size_t i = 0; i < plan->as.sort.count; i++) {
        print_source(checked, plan->as.sort.keys[i].value.root, out);
        if (plan->as.sort.keys[i].descending)
            cg_buffer_add_z(out, " DESC");
    }
    if (plan->as.sort.limit.root != NULL)
        cg_buffer_add_z(out, ", the first ones");
}

static void print_details(const query_checked *checked, const plan_node *plan,
                          cg_buffer *out)
{
    switch ((int)plan->type) {
    case PLAN_SCAN:
        print_slot(checked, plan->as.scan.slot, out);
        if (plan->as.scan.labels != NULL)
            print_labels(checked, plan->as.scan.labels, out);
        break;
    case PLAN_SEEK:
        print_condition(checked, plan->as.seek.condition.root, out);
        break;
    case PLAN_EXPAND:
    case PLAN_EXPAND_INTO:
    case PLAN_ENDS:
    case PLAN_WALK:
    case PLAN_REACH:
    case PLAN_REACH_COUNT:
    case PLAN_SHORTEST:
        print_expand(checked, plan, out);
        break;
    case PLAN_PATH:
        print_slot(checked, plan->as.path.slot, out);
        break;
    case PLAN_FILTER:
        print_condition(checked, plan->as.condition.root, out);
        break;
    case PLAN_JOIN:
        print_condition(checked, plan->as.join.condition, out);
        break;
    case PLAN_FETCH:
        print_fetches(checked, plan, out);
        break;
    case PLAN_APPLY:
        cg_buffer_add_z(out, plan->as.clause->flag ? ", nulls for nothing" : "");
        break;
    case PLAN_SKIP:
    case PLAN_LIMIT:
        print_source(checked, plan->as.amount.root, out);
        break;
    case PLAN_PROJECT:
        print_items(checked, plan->as.project.items, plan->as.project.count, out);
        break;
    case PLAN_AGGREGATE:
        print_aggregate(checked, plan, out);
        break;
    case PLAN_DEGREE:
        print_side(checked, plan->as.degree.from, &plan->as.degree.side, out);
        break;
    case PLAN_INTERSECT:
        for (int i = 0; i < 2; i++) {
            const plan_meeting *meeting = &plan->as.meetings[i];
            cg_buffer_add_z(out, i > 0 ? "," : "");
            print_side(checked, meeting->from, &meeting->side, out);
        }
        break;
    case PLAN_PATH_COUNT:
        print_paths(checked, plan, out);
        break;
    case PLAN_SORT:
        print_sort(checked, plan, out);
        break;
    case PLAN_DISTINCT:
        print_slots(checked, plan->as.distinct, out);
        break;
    case PLAN_PROCEDURE:
        cg_buffer_add_byte(out, ' ');
        cg_text_printable(plan->as.source.clause->text, out);
        break;
    case PLAN_LOAD:
        print_source(checked, plan->as.source.arguments->root, out);
        print_slot(checked, plan->as.source.clause->slot, out);
        break;
    case PLAN_UNWIND:
        print_slot(checked, plan->as.unwind.slot, out);
        break;
    default:
        break;
    }
}

void plan_print_operator(const query_checked *checked, const plan_node *plan,
                         cg_buffer *out)
{
    cg_buffer_add_z(out, plan_name(plan->type));
    print_details(checked, plan, out);
}

void plan_print_rows(const plan_node *plan, cg_buffer *out)
{
    double rows = nearbyint(plan->rows);
    cg_buffer_printf(out, "about %.0f %s", rows, rows == 1 ? "row" : "rows");
}

static void print(const query_checked *checked, const plan_node *plan, int indent,
                  cg_buffer *out)
{
    for (; plan != NULL; plan = plan->input) {
        cg_buffer_printf(out, "%*s", indent, "");
        plan_print_operator(checked, plan, out);
        cg_buffer_add_z(out, "  (");
        plan_print_rows(plan, out);
        cg_buffer_add_z(out, ")\n");
        if (plan->inner != NULL)
            print(checked, plan->inner, indent + 2, out);
    }
}

void query_plan_print(const query_checked *checked, const query_plan *plan,
                      cg_buffer *out)
{
    print(checked, plan->root, 0, out);
}
