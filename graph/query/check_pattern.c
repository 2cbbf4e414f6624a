#include "graph/query/check_parts.h"

/* ---- What patterns hold ---- */

/* The inline properties: a map, or where it is allowed a parameter. */
static cg_status check_properties(checker *c, ast_node *element, bool create,
                                  cg_error *err)
{
    ast_node **properties = &element->children[1];
    query_types types;
    if (*properties == NULL)
        return CG_OK;
    if ((*properties)->type == AST_PARAMETER && !create)
        return check_fail(
            c, FAULT_PARAMETER_USE, (*properties)->at, err,
            "a parameter cannot be all properties of a pattern: write "
            "{name: $parameter.name}");
    c->where = "a pattern";
    return check_expression(c, properties, &types, err);
}

static cg_status check_inner_where(checker *c, ast_node *element, cg_error *err)
{
    c->where = "WHERE";
    return element->children[2] != NULL
               ? check_condition(c, &element->children[2], err)
               : CG_OK;
}

/* A name that is in sight must be able to be what the pattern takes it for. */
static cg_status check_bound(checker *c, const ast_node *element, query_types types,
                             cg_error *err)
{
    char is[80];
    query_types has = c->slots[element->slot].types;
    if ((has & types) != 0)
        return CG_OK;
    check_types_text(has, is, sizeof is);
    return check_fail(c, FAULT_CONFLICT, element->at, err,
                      "variable '%.*s' is of type %s, not %s",
                      CG_TEXT_ARG(element->text), is,
                      element->type == AST_NODE ? "node"
                      : types == TYPES_LIST     ? "list of relationships"
                                                : "relationship");
}

static query_types element_types(const ast_node *element)
{
    if (element->type == AST_NODE)
        return TYPES_NODE;
    return element->as.relationship.variable_length ? TYPES_LIST : TYPES_RELATION;
}

/* Find or bind the name of a node or relationship. */
static cg_status name_element(checker *c, ast_node *element, bool bind,
                              cg_error *err)
{
    query_types types = element_types(element);
    uint32_t slot =
        element->text.size > 0 ? check_find(c, element->text) : SLOT_NONE;
    element->flag = slot != SLOT_NONE;
    if (element->flag) {
        element->slot = slot;
        return check_bound(c, element, types, err);
    }
    if (element->text.size == 0)
        return check_slot(c, element->text, types, &element->slot, err);
    if (!bind)
        return check_fail(
            c, FAULT_UNDEFINED, element->at, err,
            "variable '%.*s' is not defined: a pattern in an expression "
            "cannot name something new",
            CG_TEXT_ARG(element->text));
    return check_bind(c, element->text, types, &element->slot, err);
}

/* The name of a path, which is new. */
static cg_status name_path(checker *c, ast_node *path, cg_error *err)
{
    path->slot = SLOT_NONE;
    if (path->text.size == 0)
        return CG_OK;
    if (check_find(c, path->text) != SLOT_NONE)
        return check_fail(c, FAULT_BOUND, path->at, err,
                          "variable '%.*s' is there already",
                          CG_TEXT_ARG(path->text));
    return check_bind(c, path->text, TYPES_PATH, &path->slot, err);
}

/* ---- Found patterns ---- */

static cg_status check_search(checker *c, const ast_node *path, cg_error *err)
{
    if (path->as.path.search == PATH_EVERY || path->count == 3)
        return CG_OK;
    return check_fail(c, FAULT_PATTERN, path->at, err,
                      "a shortest path is between two nodes: (a)-[*]-(b)");
}

static cg_status check_elements(checker *c, ast_node *path, bool bind,
                                cg_error *err)
{
    cg_status status = check_search(c, path, err);
    for (uint32_t i = 0; i < path->count && status == CG_OK; i++)
        status = name_element(c, path->children[i], bind, err);
    for (uint32_t i = 0; i < path->count && status == CG_OK; i++)
        status = check_properties(c, path->children[i], false, err);
    for (uint32_t i = 0; i < path->count && status == CG_OK; i++)
        status = check_inner_where(c, path->children[i], err);
    return status;
}

cg_status check_inner_path(checker *c, ast_node *path, bool bind, cg_error *err)
{
    cg_status status = name_path(c, path, err);
    return status == CG_OK ? check_elements(c, path, bind, err) : status;
}

/* One clause does not walk over one relationship twice: to name it twice is an error. */
static cg_status check_unique(checker *c, const ast_node *pattern, cg_error *err)
{
    for (uint32_t i = 0; i < pattern->count; i++)
        for (uint32_t k = 1; k < pattern->children[i]->count; k += 2) {
            const ast_node *one = pattern->children[i]->children[k];
            for (uint32_t m = 0; m <= i && one->text.size > 0; m++) {
                const ast_node *path = pattern->children[m];
                uint32_t end = m == i ? k : path->count;
                for (uint32_t n = 1; n < end; n += 2)
                    if (path->children[n]->slot == one->slot)
                        return check_fail(
                            c, FAULT_UNIQUENESS, one->at, err,
                            "relationship '%.*s' stands twice in the pattern",
                            CG_TEXT_ARG(one->text));
            }
        }
    return CG_OK;
}

cg_status check_match_pattern(checker *c, ast_node *pattern, cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < pattern->count && status == CG_OK; i++)
        status = check_inner_path(c, pattern->children[i], true, err);
    return status == CG_OK ? check_unique(c, pattern, err) : status;
}

/* ---- Made patterns ---- */

static bool one_label(const ast_node *labels)
{
    return labels != NULL && labels->type == AST_LABEL;
}

/* Labels of what is made: A, or A and B. */
static cg_status check_made_labels(checker *c, const ast_node *labels,
                                   cg_error *err)
{
    cg_status status = CG_OK;
    if (labels == NULL || labels->type == AST_LABEL)
        return CG_OK;
    if (labels->type != AST_LABEL_AND)
        return check_fail(c, FAULT_SYNTAX, labels->at, err,
                          "what is made has certain labels: A:B");
    for (uint32_t i = 0; i < labels->count && status == CG_OK; i++)
        status = check_made_labels(c, labels->children[i], err);
    return status;
}

static cg_status check_made_relationship(checker *c, ast_node *element, bool merge,
                                         cg_error *err)
{
    if (element->as.relationship.variable_length)
        return check_fail(c, FAULT_VARIABLE_LENGTH, element->at, err,
                          "a relationship of variable length cannot be made");
    if (!one_label(element->children[0]))
        return check_fail(c, FAULT_SINGLE_TYPE, element->at, err,
                          "a relationship that is made has one type: -[:TYPE]->");
    if (!merge && element->as.relationship.direction == DIRECTION_BOTH)
        return check_fail(
            c, FAULT_DIRECTED, element->at, err,
            "a relationship that is made has a direction: -[:TYPE]->");
    if (element->text.size > 0 && check_find(c, element->text) != SLOT_NONE)
        return check_fail(c, FAULT_BOUND, element->at, err,
                          "variable '%.*s' is there already",
                          CG_TEXT_ARG(element->text));
    return CG_OK;
}

/* A node that is there already can be an end, and nothing more. */
static cg_status check_made_node(checker *c, const ast_node *path,
                                 ast_node *element, cg_error *err)
{
    bool bare = element->children[0] == NULL && element->children[1] == NULL;
    if (element->text.size == 0 || check_find(c, element->text) == SLOT_NONE ||
        (bare && path->count > 1))
        return check_made_labels(c, element->children[0], err);
    uint32_t slot = check_find(c, element->text);
    if ((c->slots[slot].types & TYPES_NODE) == 0)
        return CG_OK; /* told as a conflict */
    return check_fail(c, FAULT_BOUND, element->at, err,
                      "variable '%.*s' is there already",
                      CG_TEXT_ARG(element->text));
}

static cg_status check_made_element(checker *c, ast_node *path, uint32_t index,
                                    bool merge, cg_error *err)
{
    ast_node *element = path->children[index];
    cg_status status = element->type == AST_RELATIONSHIP
                           ? check_made_relationship(c, element, merge, err)
                           : check_made_node(c, path, element, err);
    if (status == CG_OK && element->children[2] != NULL)
        status = check_fail(c, FAULT_SYNTAX, element->children[2]->at, err,
                            "WHERE has no place in what is made");
    return status;
}

cg_status check_create_path(checker *c, ast_node *path, bool merge, cg_error *err)
{
    cg_status status = CG_OK;
    c->writes = true;
    if (path->as.path.search != PATH_EVERY)
        return check_fail(c, FAULT_SYNTAX, path->at, err,
                          "a shortest path cannot be made");
    for (uint32_t i = 0; i < path->count && status == CG_OK; i++) {
        status = check_made_element(c, path, i, merge, err);
        if (status == CG_OK) /* properties see what was there before */
            status = check_properties(c, path->children[i], !merge, err);
        if (status == CG_OK)
            status = name_element(c, path->children[i], true, err);
    }
    return status == CG_OK ? name_path(c, path, err) : status;
}
