#include "graph/query/check_parts.h"

#include <stdio.h>

/* ---- Types in messages ---- */

void check_types_text(query_types types, char *out, size_t room)
{
    size_t size = 0;
    query_types rest = types;
    out[0] = '\0';
    for (int type = 0; type < CG_TYPE_COUNT && size < room; type++) {
        if ((rest & TYPES_OF(type)) == 0)
            continue;
        rest &= ~TYPES_OF(type);
        const char *before = size == 0 ? "" : rest == 0 ? " or " : ", ";
        size += (size_t)snprintf(out + size, room - size, "%s%s", before,
                                 cg_type_name((cg_type)type));
    }
}

cg_status check_typed(checker *c, ast_node **node, query_types wanted,
                      const char *what, cg_error *err)
{
    query_types types;
    char is[160], should[160];
    cg_status status = check_expression(c, node, &types, err);
    if (status != CG_OK || types == TYPES_NONE || (types & wanted) != 0)
        return status;
    check_types_text(types, is, sizeof is);
    check_types_text(wanted, should, sizeof should);
    return check_fail(c, FAULT_ARGUMENT_TYPE, (*node)->at, err,
                      "%s is of type %s, not %s", what, is, should);
}

/* ---- Operators ---- */

/* What an operator takes on each side, and gives; 0: what it is given. */
typedef struct {
    query_types left;
    query_types right;
    query_types result;
} operator_types;

#define SUMMANDS (TYPES_NUMBER | TYPES_STRING | TYPES_LIST | TYPES_TEMPORAL)
#define FACTORS  (TYPES_NUMBER | TYPES_DURATION)

static const operator_types operators[AST_COUNT] = {
    [AST_ADD] = {TYPES_ANY, TYPES_ANY, 0},
    [AST_SUBTRACT] = {TYPES_NUMBER | TYPES_TEMPORAL, TYPES_NUMBER | TYPES_TEMPORAL,
                      0},
    [AST_MULTIPLY] = {FACTORS, FACTORS, 0},
    [AST_DIVIDE] = {FACTORS, TYPES_NUMBER, 0},
    [AST_MODULO] = {TYPES_NUMBER, TYPES_NUMBER, 0},
    [AST_POWER] = {TYPES_NUMBER, TYPES_NUMBER, TYPES_FLOAT},
    [AST_IN] = {TYPES_ANY, TYPES_LIST, TYPES_BOOLEAN},
    [AST_STARTS_WITH] = {TYPES_ANY, TYPES_ANY, TYPES_BOOLEAN},
    [AST_ENDS_WITH] = {TYPES_ANY, TYPES_ANY, TYPES_BOOLEAN},
    [AST_CONTAINS] = {TYPES_ANY, TYPES_ANY, TYPES_BOOLEAN},
    [AST_MATCHES] = {TYPES_ANY, TYPES_ANY, TYPES_BOOLEAN},
    [AST_INDEX] = {TYPES_LIST | TYPES_MAP | TYPES_ENTITY | TYPES_STRING, TYPES_ANY,
                   TYPES_ANY},
};

/* The sum's type, where both sides tell. */
static query_types sum_types(query_types left, query_types right)
{
    query_types both = left | right;
    if (both == TYPES_INTEGER || both == TYPES_FLOAT || both == TYPES_STRING)
        return both;
    if ((both & ~TYPES_NUMBER) == 0 && both != 0)
        return left == TYPES_FLOAT || right == TYPES_FLOAT ? TYPES_FLOAT
                                                           : TYPES_NUMBER;
    return left == TYPES_LIST || right == TYPES_LIST ? TYPES_LIST : SUMMANDS;
}

static cg_status check_side(checker *c, ast_node *node, uint32_t side,
                            query_types wanted, query_types *types, cg_error *err)
{
    char what[40];
    snprintf(what, sizeof what, "the %s of '%s'",
             side == 0 ? "left side" : "right side",
             ast_name((ast_type)node->type));
    cg_status status = check_typed(c, &node->children[side], wanted, what, err);
    *types = status == CG_OK ? c->types : TYPES_ANY;
    return status;
}

static cg_status check_operator(checker *c, ast_node *node, query_types *types,
                                cg_error *err)
{
    const operator_types *known = &operators[node->type];
    query_types left, right;
    cg_status status = check_side(c, node, 0, known->left, &left, err);
    if (status == CG_OK)
        status = check_side(c, node, 1, known->right, &right, err);
    if (status == CG_OK)
        *types = known->result != 0 ? known->result : sum_types(left, right);
    return status;
}

/* ---- Logic ---- */

cg_status check_condition(checker *c, ast_node **node, cg_error *err)
{
    bool patterns = c->patterns;
    c->patterns = true;
    cg_status status = check_typed(c, node, TYPES_BOOLEAN, "a condition", err);
    c->patterns = patterns;
    return status;
}

static cg_status check_conditions(checker *c, ast_node *node, cg_error *err)
{
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++)
        status = check_condition(c, &node->children[i], err);
    return status;
}

static cg_status check_comparisons(checker *c, ast_node *node, cg_error *err)
{
    query_types types;
    cg_status status = check_expression(c, &node->children[0], &types, err);
    for (uint32_t i = 1; i < node->count && status == CG_OK; i++)
        status = check_expression(c, &node->children[i]->children[0], &types, err);
    return status;
}

/* ---- Names ---- */

static cg_status check_variable(checker *c, ast_node *node, query_types *types,
                                cg_error *err)
{
    node->slot = check_find(c, node->text);
    if (node->slot != SLOT_NONE) {
        *types = c->slots[node->slot].types;
        return CG_OK;
    }
    return check_undefined(c, node, err);
}

/* ---- Functions ---- */

static bool is_pattern_exists(const ast_node *node)
{
    return node->count == 1 && node->children[0]->type == AST_PATTERN_PREDICATE &&
           query_function_find(node->text) ==
               query_function_find(CG_TEXT("exists"));
}

static cg_status unknown_function(checker *c, const ast_node *node, cg_error *err)
{
    const query_function *one;
    char text[GUESS_ROOM];
    query_guess guess = {.word = node->text};
    for (size_t i = 0; (one = query_function_at(i)) != NULL; i++)
        guess_offer(&guess, cg_text_z(one->name));
    return check_fail(c, FAULT_FUNCTION, node->at, err,
                      "there is no function '%.*s'%s", CG_TEXT_ARG(node->text),
                      guess_text(&guess, text));
}

static cg_status find_function(checker *c, ast_node *node,
                               const query_function **function, cg_error *err)
{
    *function = query_function_find(node->text);
    node->meaning = *function;
    if (*function == NULL)
        return unknown_function(c, node, err);
    if (node->count >= (*function)->least && node->count <= (*function)->most)
        return CG_OK;
    return check_fail(c, FAULT_ARGUMENTS, node->at, err,
                      "%s() takes %s, not %u argument%s", (*function)->name,
                      (*function)->signature, (unsigned)node->count,
                      node->count == 1 ? "" : "s");
}

static bool has_random(const ast_node *node)
{
    if (node == NULL)
        return false;
    const query_function *function =
        node->type == AST_CALL ? query_function_find(node->text) : NULL;
    if (function != NULL && (function->flags & FUNCTION_RANDOM) != 0)
        return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (has_random(node->children[i]))
            return true;
    return false;
}

/* An aggregate stands where it may, and gets the slot of its result. */
static cg_status enter_aggregate(checker *c, ast_node *node, query_types result,
                                 cg_error *err)
{
    if (c->place == PLACE_PLAIN)
        return check_fail(c, FAULT_AGGREGATION, node->at, err,
                          "an aggregate has no place in %s", c->where);
    if (c->place == PLACE_AGGREGATED)
        return check_fail(c, FAULT_NESTED, node->at, err,
                          "an aggregate stands inside another");
    for (uint32_t i = 0; i < node->count; i++)
        if (has_random(node->children[i]))
            return check_fail(c, FAULT_NOT_CONSTANT, node->children[i]->at, err,
                              "what is aggregated cannot be random");
    c->place = PLACE_AGGREGATED;
    return check_slot(c, (cg_text){0}, result, &node->slot, err);
}

static cg_status check_arguments(checker *c, ast_node *node,
                                 const query_function *function, cg_error *err)
{
    char what[80];
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++) {
        query_types wanted =
            function
                ->arguments[i < FUNCTION_TYPED_MAX ? i : FUNCTION_TYPED_MAX - 1];
        snprintf(what, sizeof what, "argument %u of %s()", (unsigned)i + 1,
                 function->name);
        status = check_typed(c, &node->children[i],
                             wanted != 0 ? wanted : TYPES_ANY, what, err);
    }
    return status;
}

static cg_status check_call(checker *c, ast_node *node, query_types *types,
                            cg_error *err)
{
    const query_function *function;
    check_place place = c->place;
    if (is_pattern_exists(node)) {
        *types = TYPES_BOOLEAN;
        node->meaning = query_function_find(node->text);
        return check_condition(c, &node->children[0], err);
    }
    cg_status status = find_function(c, node, &function, err);
    if (status == CG_OK && (function->flags & FUNCTION_AGGREGATE) != 0)
        status = enter_aggregate(c, node, function->result, err);
    else if (status == CG_OK && node->flag)
        status =
            check_fail(c, FAULT_SYNTAX, node->at, err,
                       "DISTINCT is for aggregates: %s() is none", function->name);
    if (status == CG_OK)
        status = check_arguments(c, node, function, err);
    c->place = place;
    if (status == CG_OK)
        *types = function->result;
    return status;
}

static cg_status check_count_rows(checker *c, ast_node *node, cg_error *err)
{
    check_place place = c->place;
    cg_status status = enter_aggregate(c, node, TYPES_INTEGER, err);
    c->place = place;
    return status;
}

/* ---- What binds names of its own ---- */

/* The parts that see the name, which is in sight only there; no aggregates in them. */
static cg_status check_inside(checker *c, ast_node *node, uint32_t from,
                              uint32_t condition, cg_error *err)
{
    query_types types;
    check_place place = c->place;
    const char *where = c->where;
    cg_status status = CG_OK;
    c->place = PLACE_PLAIN;
    c->where = "a comprehension";
    for (uint32_t i = from; i < node->count && status == CG_OK; i++) {
        if (node->children[i] == NULL)
            continue;
        status = i == condition
                     ? check_condition(c, &node->children[i], err)
                     : check_expression(c, &node->children[i], &types, err);
    }
    c->place = place;
    c->where = where;
    return status;
}

static cg_status check_comprehension(checker *c, ast_node *node, cg_error *err)
{
    size_t names = c->scope.count;
    cg_status status = check_typed(c, &node->children[0], TYPES_LIST,
                                   "what a comprehension goes over", err);
    if (status == CG_OK)
        status = check_bind(c, node->text, c->items, &node->slot, err);
    if (status == CG_OK)
        status = check_inside(c, node, 1, 1, err);
    check_hide(c, names);
    return status;
}

static cg_status check_reduce(checker *c, ast_node *node, cg_error *err)
{
    size_t names = c->scope.count;
    uint32_t sum;
    query_types types;
    cg_status status = check_expression(c, &node->children[0], &types, err);
    if (status == CG_OK)
        status = check_typed(c, &node->children[1], TYPES_LIST,
                             "what reduce() goes over", err);
    if (status == CG_OK)
        status = check_bind(c, node->text, TYPES_ANY, &node->slot, err);
    if (status == CG_OK)
        status = check_bind(c, node->other, TYPES_ANY, &sum, err);
    if (status == CG_OK)
        status = check_inside(c, node, 2, 0, err);
    check_hide(c, names);
    return status;
}

static cg_status check_pattern_comprehension(checker *c, ast_node *node,
                                             cg_error *err)
{
    size_t names = c->scope.count;
    const char *where = c->where;
    cg_status status = check_inner_path(c, node->children[0], true, err);
    if (status == CG_OK)
        status = check_inside(c, node, 1, 1, err);
    check_hide(c, names);
    c->where = where;
    return status;
}

static cg_status check_pattern_predicate(checker *c, ast_node *node, bool allowed,
                                         cg_error *err)
{
    const char *where = c->where;
    if (!allowed)
        return check_fail(c, FAULT_SYNTAX, node->at, err,
                          "a pattern is a condition: it has no place in %s",
                          c->where);
    cg_status status = check_inner_path(c, node->children[0], false, err);
    c->where = where;
    return status;
}

static cg_status check_query_expression(checker *c, ast_node *node, cg_error *err)
{
    const query_column *columns = NULL;
    size_t count = 0;
    const char *where = c->where;
    bool writes = c->writes;
    c->writes = false;
    cg_status status =
        check_query(c, node->children[0], true, &columns, &count, err);
    if (status == CG_OK && c->writes)
        status = check_fail(c, FAULT_COMPOSITION, node->at, err,
                            "a subquery in an expression cannot write");
    if (status == CG_OK && node->type == AST_COLLECT_QUERY && count != 1)
        status = check_fail(c, FAULT_COMPOSITION, node->at, err,
                            "COLLECT takes a query that returns one column");
    c->writes = writes;
    c->where = where;
    if (count > 0)
        node->slot = columns[0].slot;
    return status;
}

/* ---- The rest ---- */

static cg_status check_all(checker *c, ast_node *node, query_types *sum,
                           cg_error *err)
{
    cg_status status = CG_OK;
    query_types types;
    *sum = TYPES_NONE;
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++) {
        if (node->children[i] == NULL)
            continue;
        status = check_expression(c, &node->children[i], &types, err);
        *sum |= types;
    }
    return status;
}

/* The conditions are conditions only without an operand to compare with. */
static cg_status check_case(checker *c, ast_node *node, query_types *types,
                            cg_error *err)
{
    query_types value;
    cg_status status = CG_OK;
    *types = TYPES_NONE;
    for (uint32_t i = 0; i < 2 && status == CG_OK; i++)
        if (node->children[i] != NULL)
            status = check_expression(c, &node->children[i], &value, err);
    if (node->children[1] != NULL && status == CG_OK)
        *types |= value;
    for (uint32_t i = 2; i < node->count && status == CG_OK; i++) {
        ast_node *when = node->children[i];
        status = node->children[0] == NULL
                     ? check_condition(c, &when->children[0], err)
                     : check_expression(c, &when->children[0], &value, err);
        if (status == CG_OK)
            status = check_expression(c, &when->children[1], &value, err);
        *types |= value;
    }
    return status;
}

static cg_status check_slice(checker *c, ast_node *node, query_types *types,
                             cg_error *err)
{
    cg_status status = check_typed(c, &node->children[0], TYPES_LIST | TYPES_STRING,
                                   "what is sliced", err);
    *types = c->types;
    for (uint32_t i = 1; i < 3 && status == CG_OK; i++)
        if (node->children[i] != NULL)
            status = check_typed(c, &node->children[i], TYPES_INTEGER,
                                 "the bound of a slice", err);
    return status;
}

static cg_status check_map_projection(checker *c, ast_node *node, cg_error *err)
{
    query_types types;
    cg_status status = check_typed(c, &node->children[0], TYPES_ENTITY | TYPES_MAP,
                                   "what is projected", err);
    for (uint32_t i = 1; i < node->count && status == CG_OK; i++)
        status = check_all(c, node->children[i], &types, err);
    return status;
}

static cg_status check_node(checker *c, ast_node *node, bool patterns,
                            query_types *types, query_types *items, cg_error *err)
{
    query_types ignored;
    *types = TYPES_ANY;
    switch (node->type) {
    case AST_LITERAL:
        *types = node->as.value.type == CG_NULL ? TYPES_NONE
                                                : TYPES_OF(node->as.value.type);
        return CG_OK;
    case AST_PARAMETER:
        return CG_OK;
    case AST_VARIABLE:
        return check_variable(c, node, types, err);
    case AST_LIST:
        *types = TYPES_LIST;
        return check_all(c, node, items, err);
    case AST_MAP:
        *types = TYPES_MAP;
        return check_all(c, node, &ignored, err);
    case AST_PAIR:
        return check_all(c, node, &ignored, err);
    case AST_PROJECT_MAP:
        *types = TYPES_MAP;
        return check_map_projection(c, node, err);
    case AST_PROPERTY:
        return check_typed(c, &node->children[0],
                           TYPES_ENTITY | TYPES_MAP | TYPES_TEMPORAL,
                           "what has the property", err);
    case AST_SLICE:
        return check_slice(c, node, types, err);
    case AST_CALL:
        return check_call(c, node, types, err);
    case AST_COUNT_ROWS:
        *types = TYPES_INTEGER;
        return check_count_rows(c, node, err);
    case AST_CASE:
        return check_case(c, node, types, err);
    case AST_AND:
    case AST_OR:
    case AST_XOR:
    case AST_NOT:
        *types = TYPES_BOOLEAN;
        return check_conditions(c, node, err);
    case AST_COMPARE:
        *types = TYPES_BOOLEAN;
        return check_comparisons(c, node, err);
    case AST_NEGATE:
        return check_typed(c, &node->children[0], FACTORS, "what is negated", err);
    case AST_IS_NULL:
    case AST_IS_NOT_NULL:
        *types = TYPES_BOOLEAN;
        return check_expression(c, &node->children[0], &ignored, err);
    case AST_HAS_LABELS:
        *types = TYPES_BOOLEAN;
        return check_typed(c, &node->children[0], TYPES_ENTITY, "what has labels",
                           err);
    case AST_COMPREHENSION:
        *types = TYPES_LIST;
        return check_comprehension(c, node, err);
    case AST_QUANTIFIER:
        *types = TYPES_BOOLEAN;
        return check_comprehension(c, node, err);
    case AST_REDUCE:
        return check_reduce(c, node, err);
    case AST_PATTERN_COMPREHENSION:
        *types = TYPES_LIST;
        return check_pattern_comprehension(c, node, err);
    case AST_PATTERN_PREDICATE:
        *types = TYPES_BOOLEAN;
        return check_pattern_predicate(c, node, patterns, err);
    case AST_EXISTS:
        *types = TYPES_BOOLEAN;
        return check_query_expression(c, node, err);
    case AST_COUNT_QUERY:
        *types = TYPES_INTEGER;
        return check_query_expression(c, node, err);
    case AST_COLLECT_QUERY:
        *types = TYPES_LIST;
        return check_query_expression(c, node, err);
    default:
        break;
    }
    if (operators[node->type].left != 0)
        return check_operator(c, node, types, err);
    return cg_fail(err, CG_INTERNAL, NULL,
                   "the checks do not know the expression '%s'",
                   ast_name((ast_type)node->type));
}

cg_status check_expression(checker *c, ast_node **node, query_types *types,
                           cg_error *err)
{
    bool patterns = c->patterns;
    c->patterns = false; /* only for what is a condition itself */
    query_types items = TYPES_NONE;
    cg_status status = check_node(c, *node, patterns, types, &items, err);
    c->patterns = patterns;
    c->types = *types;
    c->items = items != TYPES_NONE ? items : TYPES_ANY;
    return status;
}
