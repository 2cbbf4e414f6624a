#include "graph/query/check.h"

#include "graph/query/check_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

cg_status check_fail(const checker *c, query_fault fault, query_span at,
                     cg_error *err, const char *format, ...)
{
    char message[sizeof err->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return query_fail(err, fault, &c->source, at, "%s", message);
}

/* ---- Scopes ---- */

cg_status check_slot(checker *c, cg_text name, query_types types, uint32_t *slot,
                     cg_error *err)
{
    if (c->slot_count == CHECK_SLOTS_MAX)
        return cg_fail(err, CG_LIMIT, NULL,
                       "the question has more than %d variables and columns",
                       CHECK_SLOTS_MAX);
    cg_status status = cg_grow(c->slots, &c->slot_room, c->slot_count + 1, err);
    if (status != CG_OK)
        return status;
    c->slots[c->slot_count] = (query_slot){.name = name, .types = types};
    *slot = c->slot_count++;
    return CG_OK;
}

uint32_t check_find(const checker *c, cg_text name)
{
    for (size_t i = c->scope.count; i > 0; i--)
        if (cg_text_equal(c->scope.names[i - 1].name, name))
            return c->scope.names[i - 1].slot;
    return SLOT_NONE;
}

cg_status check_undefined(const checker *c, const ast_node *variable, cg_error *err)
{
    char text[GUESS_ROOM];
    query_guess guess = {.word = variable->text};
    for (size_t i = 0; i < c->scope.count; i++)
        guess_offer(&guess, c->scope.names[i].name);
    return check_fail(c, FAULT_UNDEFINED, variable->at, err,
                      "variable '%.*s' is not defined%s",
                      CG_TEXT_ARG(variable->text), guess_text(&guess, text));
}

cg_status check_show(checker *c, cg_text name, uint32_t slot, cg_error *err)
{
    cg_status status =
        cg_grow(c->scope.names, &c->scope.room, c->scope.count + 1, err);
    if (status == CG_OK)
        c->scope.names[c->scope.count++] = (scope_name){name, slot};
    return status;
}

cg_status check_bind(checker *c, cg_text name, query_types types, uint32_t *slot,
                     cg_error *err)
{
    cg_status status = check_slot(c, name, types, slot, err);
    return status == CG_OK ? check_show(c, name, *slot, err) : status;
}

cg_status check_bind_new(checker *c, ast_node *node, query_types types,
                         cg_error *err)
{
    if (check_find(c, node->text) != SLOT_NONE)
        return check_fail(c, FAULT_BOUND, node->at, err,
                          "variable '%.*s' is there already",
                          CG_TEXT_ARG(node->text));
    return check_bind(c, node->text, types, &node->slot, err);
}

ast_node *check_ast(checker *c, ast_type type, query_span at,
                    ast_node *const *children, uint32_t count)
{
    ast_node *node = cg_arena_alloc(c->arena, sizeof *node);
    ast_node **copy = cg_arena_array(c->arena, count, sizeof *copy);
    if (node == NULL || copy == NULL)
        return NULL;
    *node = (ast_node){.type = (uint8_t)type,
                       .depth = 1,
                       .at = at,
                       .count = count,
                       .children = copy};
    for (uint32_t i = 0; i < count; i++) {
        copy[i] = children[i];
        if (children[i] != NULL && children[i]->depth >= node->depth)
            node->depth = (uint16_t)(children[i]->depth + 1);
    }
    return node;
}

/* ---- Changes ---- */

static cg_status check_change(checker *c, ast_node *change, cg_error *err)
{
    ast_node **of = &change->children[0];
    query_types types;
    cg_status status;
    switch (change->type) {
    case AST_SET_LABELS:
    case AST_REMOVE_LABELS:
        return check_typed(c, of, TYPES_NODE, "what has labels", err);
    case AST_SET_PROPERTY:
    case AST_REMOVE_PROPERTY:
        status = check_typed(c, &(*of)->children[0], TYPES_ENTITY | TYPES_MAP,
                             "what has the property", err);
        break;
    default:
        status = check_typed(c, of, TYPES_ENTITY, "what has properties", err);
    }
    if (status == CG_OK && change->count > 1)
        status = check_expression(c, &change->children[1], &types, err);
    return status;
}

static cg_status check_changes(checker *c, ast_node *clause, uint32_t from,
                               cg_error *err)
{
    cg_status status = CG_OK;
    c->writes = true;
    for (uint32_t i = from; i < clause->count && status == CG_OK; i++)
        status = check_change(c, clause->children[i], err);
    return status;
}

static cg_status check_delete(checker *c, ast_node *clause, cg_error *err)
{
    cg_status status = CG_OK;
    c->writes = true;
    for (uint32_t i = 0; i < clause->count && status == CG_OK; i++) {
        ast_node **what = &clause->children[i];
        if ((*what)->type == AST_HAS_LABELS)
            return check_fail(
                c, FAULT_DELETE, (*what)->at, err,
                "DELETE takes entities and facts: REMOVE takes labels");
        status =
            check_typed(c, what, TYPES_ENTITY | TYPES_PATH, "what is deleted", err);
    }
    return status;
}

static cg_status check_merge(checker *c, ast_node *clause, cg_error *err)
{
    cg_status status = check_create_path(c, clause->children[0], true, err);
    for (uint32_t i = 1; i < clause->count && status == CG_OK; i++)
        status = check_changes(c, clause->children[i], 0, err);
    return status;
}

static cg_status check_create(checker *c, ast_node *clause, cg_error *err)
{
    ast_node *pattern = clause->children[0];
    cg_status status = CG_OK;
    c->writes = true;
    for (uint32_t i = 0; i < pattern->count && status == CG_OK; i++)
        status = check_create_path(c, pattern->children[i], false, err);
    return status;
}

/* ---- Clauses ---- */

cg_status check_where(checker *c, ast_node *clause, uint32_t at, cg_error *err)
{
    c->where = "WHERE";
    return clause->children[at] != NULL
               ? check_condition(c, &clause->children[at], err)
               : CG_OK;
}

static cg_status check_match(checker *c, ast_node *clause, cg_error *err)
{
    cg_status status = check_match_pattern(c, clause->children[0], err);
    return status == CG_OK ? check_where(c, clause, 1, err) : status;
}

static cg_status check_unwind(checker *c, ast_node *clause, cg_error *err)
{
    query_types types;
    c->where = "UNWIND";
    cg_status status = check_expression(c, &clause->children[0], &types, err);
    return status == CG_OK ? check_bind_new(c, clause, TYPES_ANY, err) : status;
}

static cg_status check_load(checker *c, ast_node *clause, cg_error *err)
{
    c->where = "LOAD CSV";
    cg_status status = check_typed(c, &clause->children[0], TYPES_STRING,
                                   "the address of a sheet", err);
    return status == CG_OK
               ? check_bind_new(c, clause, clause->flag ? TYPES_MAP : TYPES_LIST,
                                err)
               : status;
}

static cg_status check_with(checker *c, ast_node *clause, cg_error *err)
{
    bool both;
    cg_status status = check_projection(c, clause->children[0], true, &both, err);
    if (status == CG_OK)
        status = check_where(c, clause, 1, err);
    return status == CG_OK ? check_narrow(c, clause->children[0], err) : status;
}

static cg_status check_return(checker *c, ast_node *clause, cg_error *err)
{
    bool both;
    cg_status status = check_projection(c, clause->children[0], false, &both, err);
    return status == CG_OK ? check_narrow(c, clause->children[0], err) : status;
}

static cg_status check_foreach(checker *c, ast_node *clause, cg_error *err);

static bool is_update(const ast_node *clause)
{
    return clause->type == AST_CREATE || clause->type == AST_MERGE ||
           clause->type == AST_SET || clause->type == AST_REMOVE ||
           clause->type == AST_DELETE || clause->type == AST_FOREACH;
}

/* What a question, or a subquery that is called, may end with. */
static bool gives_or_writes(const ast_node *last)
{
    return last->type == AST_RETURN || is_update(last) ||
           last->type == AST_SUBQUERY ||
           (last->type == AST_PROCEDURE && last->children[1] == NULL);
}

static cg_status check_ends(checker *c, const ast_node *query, cg_error *err)
{
    for (uint32_t i = 0; i < query->count; i++) {
        const ast_node *part = query->children[i];
        const ast_node *last = part->children[part->count - 1];
        if (!gives_or_writes(last))
            return check_fail(c, FAULT_COMPOSITION, last->at, err,
                              "the subquery ends with a clause that gives nothing: "
                              "RETURN is missing");
    }
    return CG_OK;
}

/* The names that a subquery may see: all, or those it imports. Outside of its brackets
 * they are as before, with the columns that it returns. */
static cg_status check_subquery(checker *c, ast_node *clause, cg_error *err)
{
    const query_column *columns = NULL;
    size_t count = 0;
    scope outer = c->scope;
    const ast_node *imports = clause->children[1];
    c->scope = (scope){0};
    cg_status status = check_ends(c, clause->children[0], err);
    bool all = imports == NULL || imports->flag;
    for (size_t i = 0; i < outer.count && all && status == CG_OK; i++)
        status = check_show(c, outer.names[i].name, outer.names[i].slot, err);
    for (uint32_t i = 0; !all && i < imports->count && status == CG_OK; i++) {
        ast_node *variable = imports->children[i];
        scope inner = c->scope;
        c->scope = outer;
        variable->slot = check_find(c, variable->text);
        if (variable->slot == SLOT_NONE)
            status = check_undefined(c, variable, err);
        c->scope = inner;
        if (status == CG_OK)
            status = check_show(c, variable->text, variable->slot, err);
    }
    if (status == CG_OK)
        status = check_query(c, clause->children[0], true, &columns, &count, err);
    free(c->scope.names);
    c->scope = outer;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        if (check_find(c, columns[i].name) != SLOT_NONE)
            return check_fail(c, FAULT_BOUND, clause->at, err,
                              "variable '%.*s' is there already",
                              CG_TEXT_ARG(columns[i].name));
        status = check_show(c, columns[i].name, columns[i].slot, err);
    }
    return status;
}

static cg_status check_clause(checker *c, ast_node *clause, cg_error *err)
{
    switch (clause->type) {
    case AST_MATCH:
        return check_match(c, clause, err);
    case AST_UNWIND:
        return check_unwind(c, clause, err);
    case AST_WITH:
        return check_with(c, clause, err);
    case AST_RETURN:
        return check_return(c, clause, err);
    case AST_CREATE:
        return check_create(c, clause, err);
    case AST_MERGE:
        return check_merge(c, clause, err);
    case AST_SET:
    case AST_REMOVE:
        c->where = clause->type == AST_SET ? "SET" : "REMOVE";
        return check_changes(c, clause, 0, err);
    case AST_DELETE:
        c->where = "DELETE";
        return check_delete(c, clause, err);
    case AST_SUBQUERY:
        return check_subquery(c, clause, err);
    case AST_PROCEDURE:
        return check_procedure(c, clause, err);
    case AST_LOAD:
        return check_load(c, clause, err);
    case AST_FOREACH:
        return check_foreach(c, clause, err);
    default:
        return cg_fail(err, CG_INTERNAL, NULL,
                       "the checks do not know the clause '%s'",
                       ast_name((ast_type)clause->type));
    }
}

static cg_status check_foreach(checker *c, ast_node *clause, cg_error *err)
{
    query_types types;
    size_t names = c->scope.count;
    c->where = "FOREACH";
    cg_status status = check_expression(c, &clause->children[0], &types, err);
    if (status == CG_OK)
        status = check_bind_new(c, clause, TYPES_ANY, err);
    for (uint32_t i = 1; i < clause->count && status == CG_OK; i++) {
        ast_node *inner = clause->children[i];
        if (!is_update(inner))
            return check_fail(c, FAULT_COMPOSITION, inner->at, err,
                              "FOREACH holds clauses that write");
        status = check_clause(c, inner, err);
    }
    check_hide(c, names);
    return status;
}

/* ---- Queries ---- */

/* What a part may consist of: RETURN only at its end, and something at its end. */
static cg_status check_order_of_clauses(checker *c, const ast_node *part,
                                        bool inner, cg_error *err)
{
    const ast_node *last = part->children[part->count - 1];
    for (uint32_t i = 0; i + 1 < part->count; i++)
        if (part->children[i]->type == AST_RETURN)
            return check_fail(c, FAULT_COMPOSITION, part->children[i + 1]->at, err,
                              "RETURN is the last clause");
    if (inner || gives_or_writes(last))
        return CG_OK;
    return check_fail(
        c, FAULT_COMPOSITION, last->at, err,
        "the question ends with a clause that gives nothing: RETURN is "
        "missing");
}

/* The columns of a part: those of its RETURN. */
static cg_status list_columns(checker *c, const ast_node *part,
                              const query_column **columns, size_t *count,
                              cg_error *err)
{
    const ast_node *last = part->children[part->count - 1];
    const ast_node *items = NULL;
    *columns = NULL;
    *count = 0;
    if (last->type == AST_RETURN)
        items = last->children[0]->children[0];
    if (items == NULL)
        return CG_OK;
    query_column *list = cg_arena_array(c->arena, items->count, sizeof *list);
    if (list == NULL)
        return cg_fail_memory(err);
    for (uint32_t i = 0; i < items->count; i++)
        list[i] =
            (query_column){items->children[i]->text, items->children[i]->slot};
    *columns = list;
    *count = items->count;
    return CG_OK;
}

static cg_status check_part(checker *c, ast_node *part, bool inner,
                            const query_column **columns, size_t *count,
                            cg_error *err)
{
    cg_status status = check_order_of_clauses(c, part, inner, err);
    for (uint32_t i = 0; i < part->count && status == CG_OK; i++) {
        c->place = PLACE_PLAIN;
        status = check_clause(c, part->children[i], err);
    }
    if (status == CG_OK)
        status = list_columns(c, part, columns, count, err);
    return status;
}

/* The parts of a UNION give the same columns; the rows of all are put into the slots of
 * the first. */
static cg_status compare_columns(checker *c, const ast_node *part,
                                 const query_column *columns, size_t count,
                                 const query_column *first, size_t first_count,
                                 cg_error *err)
{
    bool same = count == first_count;
    for (size_t i = 0; i < count && same; i++)
        same = cg_text_equal(columns[i].name, first[i].name);
    for (size_t i = 0; i < count && same; i++)
        c->slots[first[i].slot].types |= c->slots[columns[i].slot].types;
    return same ? CG_OK
                : check_fail(c, FAULT_UNION, part->at, err,
                             "the parts of a UNION return different columns");
}

cg_status check_query(checker *c, ast_node *query, bool inner,
                      const query_column **columns, size_t *count, cg_error *err)
{
    cg_status status = CG_OK;
    scope outer = c->scope;
    size_t base = c->base;
    check_place place = c->place;
    bool apart = c->apart;
    c->apart = query->count > 1;
    c->base = inner ? outer.count : 0;
    for (uint32_t i = 0; i < query->count && status == CG_OK; i++) {
        const query_column *own;
        size_t own_count;
        /* WITH takes names out of sight: each part begins with all. */
        c->scope = (scope){0};
        for (size_t k = 0; k < outer.count && status == CG_OK; k++)
            status = check_show(c, outer.names[k].name, outer.names[k].slot, err);
        if (status == CG_OK)
            status =
                check_part(c, query->children[i], inner, &own, &own_count, err);
        free(c->scope.names);
        if (status == CG_OK && i > 0)
            status = compare_columns(c, query->children[i], own, own_count,
                                     *columns, *count, err);
        if (status == CG_OK && i == 0) {
            *columns = own;
            *count = own_count;
        }
    }
    c->scope = outer;
    c->base = base;
    c->apart = apart;
    c->place = place;
    return status;
}

cg_status query_check(query_source source, ast_node *tree,
                      const query_procedures *procedures, cg_arena *arena,
                      query_checked *checked, cg_error *err)
{
    checker c = {.source = source, .procedures = procedures, .arena = arena};
    *checked = (query_checked){.source = source, .tree = tree};
    cg_status status = check_standalone(&c, tree, err);
    if (status == CG_OK)
        status = check_query(&c, tree, false, &checked->columns,
                             &checked->column_count, err);
    if (status == CG_OK)
        checked->slots =
            cg_arena_array(arena, c.slot_count, sizeof *checked->slots);
    if (status == CG_OK && checked->slots == NULL)
        status = cg_fail_memory(err);
    if (status == CG_OK && c.slot_count > 0)
        memcpy(checked->slots, c.slots, c.slot_count * sizeof *c.slots);
    checked->slot_count = c.slot_count;
    checked->writes = c.writes;
    free(c.slots);
    free(c.scope.names);
    return status;
}
