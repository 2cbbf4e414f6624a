/* Expressions: their values for a row. */
#include "graph/query/eval_parts.h"
#include "graph/query/guess.h"
#include "graph/query/subquery.h"

#include <stdlib.h>

static query_call call_at(const query_frame *frame, const ast_node *node)
{
    return (query_call){.arena = frame->arena,
                        .source = &frame->run->checked->source,
                        .at = node->at,
                        .now = &frame->run->now,
                        .random = &frame->run->random,
                        .graph = frame->run->graph,
                        .patterns = frame->run->patterns};
}

static cg_value boolean(bool is)
{
    return (cg_value){.type = CG_BOOLEAN, .as.boolean = is};
}

/* ---- Operators with two sides ---- */

static const query_operator operators[AST_COUNT] = {
    [AST_ADD] = query_add,
    [AST_SUBTRACT] = query_subtract,
    [AST_MULTIPLY] = query_multiply,
    [AST_DIVIDE] = query_divide,
    [AST_MODULO] = query_modulo,
    [AST_POWER] = query_power,
    [AST_STARTS_WITH] = query_starts_with,
    [AST_ENDS_WITH] = query_ends_with,
    [AST_CONTAINS] = query_contains,
    [AST_MATCHES] = query_matches,
    [AST_INDEX] = query_index,
};

static cg_status eval_operator(const query_frame *frame, const ast_node *node,
                               cg_value *value, cg_error *err)
{
    cg_value left, right;
    query_call at = call_at(frame, node);
    cg_status status = query_eval(frame, node->children[0], &left, err);
    if (status == CG_OK)
        status = query_eval(frame, node->children[1], &right, err);
    return status == CG_OK ? operators[node->type](&at, left, right, value, err)
                           : status;
}

/* A list of literals and a parameter stay the same for all rows. */
static bool is_constant(const ast_node *list)
{
    return list->type == AST_PARAMETER ||
           (list->type == AST_LIST && list->meaning != NULL);
}

static cg_status eval_in(const query_frame *frame, const ast_node *node,
                         cg_value *value, cg_error *err)
{
    cg_value left, right;
    query_call at = call_at(frame, node);
    query_truth truth;
    bool known = false;
    query_run *run = frame->run;
    cg_status status = query_eval(frame, node->children[0], &left, err);
    if (status == CG_OK)
        status = query_eval(frame, node->children[1], &right, err);
    if (status == CG_OK && is_constant(node->children[1]) &&
        right.type == CG_LIST && right.as.list.count >= MEMBERS_LONG)
        status = members_look(&run->members, left, right.as.list, &run->budget,
                              &truth, &known, err);
    if (status != CG_OK || !known)
        return status == CG_OK ? query_in(&at, left, right, value, err) : status;
    *value = query_value_of(truth);
    return CG_OK;
}

/* ---- Logic ---- */

cg_status eval_truth(const query_frame *frame, const ast_node *node,
                     query_truth *truth, cg_error *err)
{
    cg_value value;
    query_call at = call_at(frame, node);
    cg_status status = query_eval(frame, node, &value, err);
    return status == CG_OK ? query_truth_of(&at, value, truth, err) : status;
}

/* AND stops at the first false, OR at the first true: `decides`. */
static cg_status eval_chain(const query_frame *frame, const ast_node *node,
                            query_truth decides, cg_value *value, cg_error *err)
{
    query_truth all = decides == TRUTH_FALSE ? TRUTH_TRUE : TRUTH_FALSE;
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < node->count && status == CG_OK && all != decides;
         i++) {
        query_truth one;
        status = eval_truth(frame, node->children[i], &one, err);
        if (status == CG_OK && (one == decides || one == TRUTH_UNKNOWN))
            all = one;
    }
    *value = query_value_of(all);
    return status;
}

static cg_status eval_xor(const query_frame *frame, const ast_node *node,
                          cg_value *value, cg_error *err)
{
    query_truth left, right;
    cg_status status = eval_truth(frame, node->children[0], &left, err);
    if (status == CG_OK)
        status = eval_truth(frame, node->children[1], &right, err);
    if (status != CG_OK)
        return status;
    *value = left == TRUTH_UNKNOWN || right == TRUTH_UNKNOWN
                 ? query_value_of(TRUTH_UNKNOWN)
                 : boolean(left != right);
    return CG_OK;
}

static cg_status eval_not(const query_frame *frame, const ast_node *node,
                          cg_value *value, cg_error *err)
{
    query_truth truth;
    cg_status status = eval_truth(frame, node->children[0], &truth, err);
    if (status != CG_OK)
        return status;
    *value = query_value_of(truth == TRUTH_UNKNOWN ? truth
                            : truth == TRUTH_TRUE  ? TRUTH_FALSE
                                                   : TRUTH_TRUE);
    return CG_OK;
}

cg_status query_eval_condition(const query_frame *frame, const ast_node *node,
                               bool *holds, cg_error *err)
{
    query_truth truth;
    cg_status status = eval_truth(frame, node, &truth, err);
    *holds = status == CG_OK && truth == TRUTH_TRUE;
    return status;
}

/* ---- Comparisons ---- */

static query_truth compare(ast_order how, cg_value a, cg_value b)
{
    int order = 0;
    if (how == ORDER_EQUAL || how == ORDER_NOT_EQUAL) {
        query_truth equal = query_equal(a, b);
        if (equal == TRUTH_UNKNOWN || how == ORDER_EQUAL)
            return equal;
        return equal == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
    }
    query_truth comparable = query_compare(a, b, &order);
    if (comparable != TRUTH_TRUE)
        return comparable;
    bool holds = how == ORDER_LESS         ? order < 0
                 : how == ORDER_LESS_EQUAL ? order <= 0
                 : how == ORDER_GREATER    ? order > 0
                                           : order >= 0;
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

static cg_status eval_compare(const query_frame *frame, const ast_node *node,
                              cg_value *value, cg_error *err)
{
    cg_value left, right;
    query_truth all = TRUTH_TRUE;
    cg_status status = query_eval(frame, node->children[0], &left, err);
    for (uint32_t i = 1; i < node->count && status == CG_OK && all != TRUTH_FALSE;
         i++) {
        const ast_node *next = node->children[i];
        status = query_eval(frame, next->children[0], &right, err);
        if (status == CG_OK)
            status = query_check_pair(left, right, err);
        if (status != CG_OK) {
            query_locate(err, &frame->run->checked->source, node->at);
            return status;
        }
        query_truth one = compare((ast_order)next->detail, left, right);
        if (one != TRUTH_TRUE)
            all = one;
        left = right;
    }
    *value = query_value_of(all);
    return status;
}

/* ---- Lists and maps ---- */

static cg_status eval_list(const query_frame *frame, const ast_node *node,
                           cg_value *value, cg_error *err)
{
    if (node->meaning != NULL) {
        *value =
            (cg_value){.type = CG_LIST, .as.list = *(const cg_list *)node->meaning};
        return CG_OK;
    }
    cg_value *items = cg_arena_array(frame->arena, node->count, sizeof *items);
    cg_status status = items != NULL ? CG_OK : cg_fail_memory(err);
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++)
        status = query_eval(frame, node->children[i], &items[i], err);
    *value = (cg_value){.type = CG_LIST, .as.list = {items, node->count}};
    return status;
}

static int order_keys(const void *a, const void *b)
{
    return cg_text_compare(((const cg_property *)a)->key,
                           ((const cg_property *)b)->key);
}

/* Of a key that comes twice the last one counts; nulls are values of a map. */
static void finish_map(cg_property *items, size_t count, cg_value *value)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < kept && !cg_text_equal(items[at].key, items[i].key))
            at++;
        items[at] = items[i];
        kept += at == kept;
    }
    if (kept > 1)
        qsort(items, kept, sizeof *items, order_keys);
    *value = (cg_value){.type = CG_MAP, .as.map = {items, kept}};
}

static cg_status eval_map(const query_frame *frame, const ast_node *node,
                          cg_value *value, cg_error *err)
{
    cg_property *items = cg_arena_array(frame->arena, node->count, sizeof *items);
    cg_status status = items != NULL ? CG_OK : cg_fail_memory(err);
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++) {
        items[i].key = node->children[i]->text;
        status =
            query_eval(frame, node->children[i]->children[0], &items[i].value, err);
    }
    if (status == CG_OK)
        finish_map(items, node->count, value);
    return status;
}

static cg_status all_properties(const query_frame *frame, cg_value of,
                                cg_properties *properties, cg_error *err)
{
    *properties = (cg_properties){0};
    if (of.type == CG_MAP)
        *properties = of.as.map;
    else if (of.type == CG_NODE || of.type == CG_RELATIONSHIP)
        return query_graph_properties(frame->run->graph, of, properties, err);
    return CG_OK;
}

static cg_status eval_map_projection(const query_frame *frame, const ast_node *node,
                                     cg_value *value, cg_error *err)
{
    cg_value of;
    cg_properties all = {0};
    query_call at = call_at(frame, node);
    cg_status status = query_eval(frame, node->children[0], &of, err);
    if (status != CG_OK || of.type == CG_NULL) {
        *value = of;
        return status;
    }
    if (node->flag)
        status = all_properties(frame, of, &all, err);
    cg_property *items =
        cg_arena_array(frame->arena, all.count + node->count, sizeof *items);
    if (status != CG_OK || items == NULL)
        return status != CG_OK ? status : cg_fail_memory(err);
    size_t count = 0;
    for (; count < all.count; count++)
        items[count] = all.items[count];
    for (uint32_t i = 1; i < node->count && status == CG_OK; i++) {
        const ast_node *pair = node->children[i];
        items[count].key = pair->text;
        status =
            pair->count == 0
                ? query_property(&at, of, pair->text, &items[count].value, err)
                : query_eval(frame, pair->children[0], &items[count].value, err);
        count++;
    }
    if (status == CG_OK)
        finish_map(items, count, value);
    return status;
}

static cg_status eval_slice(const query_frame *frame, const ast_node *node,
                            cg_value *value, cg_error *err)
{
    cg_value parts[3];
    query_call at = call_at(frame, node);
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < 3 && status == CG_OK; i++)
        if (node->children[i] != NULL)
            status = query_eval(frame, node->children[i], &parts[i], err);
    return status == CG_OK
               ? query_slice(
                     &at, parts[0], node->children[1] != NULL ? &parts[1] : NULL,
                     node->children[2] != NULL ? &parts[2] : NULL, value, err)
               : status;
}

/* ---- CASE, functions, parameters, labels ---- */

static cg_status eval_case(const query_frame *frame, const ast_node *node,
                           cg_value *value, cg_error *err)
{
    cg_value operand = {.type = CG_NULL}, other;
    cg_status status = CG_OK;
    if (node->children[0] != NULL)
        status = query_eval(frame, node->children[0], &operand, err);
    for (uint32_t i = 2; i < node->count && status == CG_OK; i++) {
        const ast_node *when = node->children[i];
        bool holds = false;
        if (node->children[0] == NULL) {
            status = query_eval_condition(frame, when->children[0], &holds, err);
        } else {
            status = query_eval(frame, when->children[0], &other, err);
            if (status == CG_OK)
                status = query_check_pair(operand, other, err);
            holds = status == CG_OK && query_equal(operand, other) == TRUTH_TRUE;
        }
        if (status == CG_OK && holds)
            return query_eval(frame, when->children[1], value, err);
    }
    *value = (cg_value){.type = CG_NULL};
    return status == CG_OK && node->children[1] != NULL
               ? query_eval(frame, node->children[1], value, err)
               : status;
}

static cg_status eval_call(const query_frame *frame, const ast_node *node,
                           cg_value *value, cg_error *err)
{
    const query_function *function = node->meaning;
    query_call call = call_at(frame, node);
    if ((function->flags & FUNCTION_AGGREGATE) != 0) {
        *value = frame->row[node->slot];
        return CG_OK;
    }
    if (node->count == 1 && node->children[0]->type == AST_PATTERN_PREDICATE)
        return query_eval(frame, node->children[0], value, err);
    cg_value *arguments =
        cg_arena_array(frame->arena, node->count, sizeof *arguments);
    cg_status status = arguments != NULL ? CG_OK : cg_fail_memory(err);
    for (uint32_t i = 0; i < node->count && status == CG_OK; i++)
        status = query_eval(frame, node->children[i], &arguments[i], err);
    call.arguments = arguments;
    call.count = node->count;
    return status == CG_OK ? query_function_call(function, &call, value, err)
                           : status;
}

static cg_status eval_parameter(const query_frame *frame, const ast_node *node,
                                cg_value *value, cg_error *err)
{
    cg_properties given = frame->run->parameters;
    for (size_t i = 0; i < given.count; i++)
        if (cg_text_equal(given.items[i].key, node->text)) {
            *value = given.items[i].value;
            return CG_OK;
        }
    char text[GUESS_ROOM];
    query_guess guess = {.word = node->text};
    for (size_t i = 0; i < given.count; i++)
        guess_offer(&guess, given.items[i].key);
    return query_fail(err, FAULT_PARAMETER, &frame->run->checked->source, node->at,
                      "parameter '%.*s' is not given%s", CG_TEXT_ARG(node->text),
                      guess_text(&guess, text));
}

static bool labels_hold(const ast_node *labels, const cg_list *has)
{
    switch (labels->type) {
    case AST_LABEL_ANY:
        return has->count > 0;
    case AST_LABEL_NOT:
        return !labels_hold(labels->children[0], has);
    case AST_LABEL_AND:
        return labels_hold(labels->children[0], has) &&
               labels_hold(labels->children[1], has);
    case AST_LABEL_OR:
        return labels_hold(labels->children[0], has) ||
               labels_hold(labels->children[1], has);
    default:
        break;
    }
    for (size_t i = 0; i < has->count; i++)
        if (cg_text_equal(has->items[i].as.text, labels->text))
            return true;
    return false;
}

cg_status query_has_labels(query_graph *graph, cg_value entity,
                           const ast_node *labels, bool *has, cg_error *err)
{
    cg_list list = {0};
    cg_value type;
    query_ends ends;
    cg_status status;
    if (entity.type == CG_NODE) {
        status = query_graph_labels(graph, entity.as.id, &list, err);
    } else {
        status = query_graph_ends(graph, entity.as.id, &ends, err);
        type = cg_string(ends.type);
        list = (cg_list){&type, 1};
    }
    *has = status == CG_OK && labels_hold(labels, &list);
    return status;
}

static cg_status eval_has_labels(const query_frame *frame, const ast_node *node,
                                 cg_value *value, cg_error *err)
{
    cg_value entity;
    bool has = false;
    cg_status status = query_eval(frame, node->children[0], &entity, err);
    if (status != CG_OK || entity.type == CG_NULL) {
        *value = entity;
        return status;
    }
    if (entity.type != CG_NODE && entity.type != CG_RELATIONSHIP)
        return query_fail(err, FAULT_OPERAND, &frame->run->checked->source,
                          node->at, "%s has no labels",
                          cg_type_phrase(entity.type));
    status =
        query_has_labels(frame->run->graph, entity, node->children[1], &has, err);
    *value = boolean(has);
    return status;
}

cg_status query_eval_amount(const query_frame *frame, const ast_node *node,
                            const char *what, uint64_t *amount, cg_error *err)
{
    cg_value value;
    const query_source *source = &frame->run->checked->source;
    cg_status status = query_eval(frame, node, &value, err);
    if (status != CG_OK)
        return status;
    if (value.type != CG_INTEGER)
        return query_fail(err, FAULT_ARGUMENT_TYPE, source, node->at,
                          "%s is of type %s, not integer", what,
                          cg_type_name(value.type));
    if (value.as.integer < 0)
        return query_fail(err, FAULT_NEGATIVE, source, node->at, "%s is below 0",
                          what);
    *amount = (uint64_t)value.as.integer;
    return CG_OK;
}

/* ---- All ---- */

static cg_status eval_one(const query_frame *frame, const ast_node *node,
                          cg_value *value, cg_error *err)
{
    query_call at = call_at(frame, node);
    cg_status status = query_eval(frame, node->children[0], value, err);
    if (status != CG_OK)
        return status;
    if (node->type == AST_NEGATE)
        return query_negate(&at, *value, value, err);
    if (node->type == AST_PROPERTY)
        return query_property(&at, *value, node->text, value, err);
    *value = boolean((value->type == CG_NULL) == (node->type == AST_IS_NULL));
    return CG_OK;
}

static cg_status eval_node(const query_frame *frame, const ast_node *node,
                           cg_value *value, cg_error *err)
{
    switch (node->type) {
    case AST_LITERAL:
        *value = node->as.value;
        return CG_OK;
    case AST_VARIABLE:
    case AST_COUNT_ROWS:
        *value = frame->row[node->slot];
        return CG_OK;
    case AST_PARAMETER:
        return eval_parameter(frame, node, value, err);
    case AST_NEGATE:
    case AST_PROPERTY:
    case AST_IS_NULL:
    case AST_IS_NOT_NULL:
        return eval_one(frame, node, value, err);
    case AST_IN:
        return eval_in(frame, node, value, err);
    case AST_LIST:
        return eval_list(frame, node, value, err);
    case AST_MAP:
        return eval_map(frame, node, value, err);
    case AST_PROJECT_MAP:
        return eval_map_projection(frame, node, value, err);
    case AST_SLICE:
        return eval_slice(frame, node, value, err);
    case AST_CALL:
        return eval_call(frame, node, value, err);
    case AST_CASE:
        return eval_case(frame, node, value, err);
    case AST_AND:
        return eval_chain(frame, node, TRUTH_FALSE, value, err);
    case AST_OR:
        return eval_chain(frame, node, TRUTH_TRUE, value, err);
    case AST_XOR:
        return eval_xor(frame, node, value, err);
    case AST_NOT:
        return eval_not(frame, node, value, err);
    case AST_COMPARE:
        return eval_compare(frame, node, value, err);
    case AST_HAS_LABELS:
        return eval_has_labels(frame, node, value, err);
    case AST_COMPREHENSION:
        return eval_comprehension(frame, node, value, err);
    case AST_QUANTIFIER:
        return eval_quantifier(frame, node, value, err);
    case AST_REDUCE:
        return eval_reduce(frame, node, value, err);
    case AST_PATTERN_PREDICATE:
    case AST_PATTERN_COMPREHENSION:
    case AST_EXISTS:
    case AST_COUNT_QUERY:
    case AST_COLLECT_QUERY:
        return subquery_eval(frame, node, value, err);
    default:
        break;
    }
    if (operators[node->type] != NULL)
        return eval_operator(frame, node, value, err);
    return cg_fail(err, CG_INTERNAL, NULL, "no value for the expression '%s'",
                   ast_name((ast_type)node->type));
}

/* What was read of the graph is given back before the row is: values take copies. */
cg_status query_eval(const query_frame *frame, const ast_node *node,
                     cg_value *value, cg_error *err)
{
    uint64_t reads = query_graph_reads(frame->run->graph);
    cg_status status = eval_node(frame, node, value, err);
    if (status != CG_OK || reads == query_graph_reads(frame->run->graph))
        return status;
    return query_copy(*value, frame->arena, value, err);
}
