#include "graph/query/plan_access.h"

#include "graph/query/function.h"

/* ---- Conditions ---- */

static bool is_node(const query_checked *checked, const ast_node *variable)
{
    return variable->type == AST_VARIABLE && variable->slot < checked->slot_count &&
           checked->slots[variable->slot].types == TYPES_NODE;
}

static access_type called(const ast_node *call)
{
    const query_function *function = call->meaning;
    if (cg_text_equal(cg_text_z(function->name), CG_TEXT("id")))
        return ACCESS_ID;
    return cg_text_equal(cg_text_z(function->name), CG_TEXT("elementId"))
               ? ACCESS_ELEMENT_ID
               : ACCESS_ALL;
}

/* What the expression is of a node: id(n), n.name. */
static access_type part_of_node(const query_checked *checked, const ast_node *node)
{
    node = plan_written(node);
    if (node->count != 1 || !is_node(checked, node->children[0]))
        return ACCESS_ALL;
    if (node->type == AST_PROPERTY)
        return cg_text_equal(node->text, CG_TEXT("name")) ? ACCESS_NAME
                                                          : ACCESS_ALL;
    return node->type == AST_CALL ? called(node) : ACCESS_ALL;
}

static plan_access equal_access(const query_checked *checked, const ast_node *part,
                                ast_node *value, bool list)
{
    plan_access access = {.type = part_of_node(checked, part)};
    if (access.type == ACCESS_ALL)
        return access;
    access.slot = plan_written(part)->children[0]->slot;
    access.value = value;
    access.list = list;
    if (plan_tree_reads(value, access.slot))
        access.type = ACCESS_ALL;
    return access;
}

static plan_access labels_access(const query_checked *checked,
                                 const ast_node *condition)
{
    plan_access access = {.type = ACCESS_ALL};
    cg_entity_filter filter;
    bool none;
    if (!is_node(checked, condition->children[0]) ||
        !plan_labels_filter(NULL, condition->children[1], &filter, &none))
        return access;
    access.type = ACCESS_LABELS;
    access.slot = condition->children[0]->slot;
    access.labels = condition->children[1];
    return access;
}

plan_access plan_access_of(const query_checked *checked, const ast_node *condition)
{
    ast_node *const *sides = condition->children;
    if (condition->type == AST_HAS_LABELS)
        return labels_access(checked, condition);
    if (condition->type == AST_IN)
        return equal_access(checked, sides[0], sides[1], true);
    if (condition->type != AST_COMPARE || condition->count != 2 ||
        sides[1]->detail != ORDER_EQUAL)
        return (plan_access){.type = ACCESS_ALL};
    ast_node *right = sides[1]->children[0];
    plan_access access = equal_access(checked, sides[0], right, false);
    return access.type != ACCESS_ALL
               ? access
               : equal_access(checked, right, sides[0], false);
}

/* ---- Labels ---- */

static bool find_kind(const cg_vocabulary *vocabulary, cg_text label,
                      cg_kinds *kinds)
{
    uint8_t kind;
    if (vocabulary == NULL || cg_kind_find(vocabulary, label, &kind, NULL) != CG_OK)
        return false;
    *kinds |= (cg_kinds)1 << kind;
    return true;
}

/* One of several labels: A|B. */
static bool any_labels(const cg_vocabulary *vocabulary, const ast_node *labels,
                       cg_kinds *kinds)
{
    if (labels->type == AST_LABEL)
        (void)find_kind(vocabulary, labels->text, kinds);
    return labels->type == AST_LABEL ||
           (labels->type == AST_LABEL_OR &&
            any_labels(vocabulary, labels->children[0], kinds) &&
            any_labels(vocabulary, labels->children[1], kinds));
}

static bool add_labels(const cg_vocabulary *vocabulary, const ast_node *labels,
                       cg_entity_filter *filter, bool *some, bool *none)
{
    if (labels->type == AST_LABEL) {
        *none = !find_kind(vocabulary, labels->text, &filter->all) || *none;
        return true;
    }
    if (labels->type == AST_LABEL_AND)
        return add_labels(vocabulary, labels->children[0], filter, some, none) &&
               add_labels(vocabulary, labels->children[1], filter, some, none);
    if (*some || !any_labels(vocabulary, labels, &filter->any))
        return false;
    *some = true; /* a scan knows one choice */
    *none = filter->any == 0 || *none;
    return true;
}

bool plan_labels_filter(const cg_vocabulary *vocabulary, const ast_node *labels,
                        cg_entity_filter *filter, bool *none)
{
    bool some = false;
    *filter = (cg_entity_filter){0};
    *none = false;
    return add_labels(vocabulary, labels, filter, &some, none);
}
