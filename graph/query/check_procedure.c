/* CALL of procedures: arguments that fit, columns that are there. */
#include "graph/query/check_parts.h"

#include <stdio.h>

#include "graph/query/signature.h"

/* ---- What is called ---- */

static cg_status unknown(checker *c, const ast_node *clause, cg_error *err)
{
    const cg_procedure *one;
    char text[GUESS_ROOM];
    query_guess guess = {.word = clause->text};
    for (size_t i = 0; (one = procedures_at(c->procedures, i)) != NULL; i++)
        guess_offer(&guess, signature_name(one->signature));
    return check_fail(c, FAULT_PROCEDURE, clause->at, err,
                      "there is no procedure '%.*s'%s", CG_TEXT_ARG(clause->text),
                      guess_text(&guess, text));
}

/* Its signature, which becomes the clause's meaning. */
static cg_status find(checker *c, ast_node *clause,
                      const query_procedure **procedure, cg_error *err)
{
    *procedure = clause->meaning;
    if (*procedure != NULL)
        return CG_OK;
    const cg_procedure *given = procedures_find(c->procedures, clause->text);
    if (given == NULL)
        return unknown(c, clause, err);
    query_procedure *found = cg_arena_alloc(c->arena, sizeof *found);
    if (found == NULL)
        return cg_fail_memory(err);
    found->given = given;
    clause->meaning = *procedure = found;
    return signature_read(given->signature, &found->signature, err);
}

static const signature_field *find_column(const query_procedure *procedure,
                                          cg_text name)
{
    const signature_fields *columns = &procedure->signature.columns;
    for (size_t i = 0; i < columns->count; i++)
        if (cg_text_equal(columns->fields[i].name, name))
            return &columns->fields[i];
    return NULL;
}

/* ---- Alone ---- */

/* Nodes of one type, a field each. */
static cg_status name_fields(checker *c, const signature_fields *fields,
                             ast_type type, query_span at, ast_node ***nodes,
                             cg_error *err)
{
    *nodes = cg_arena_array(c->arena, fields->count, sizeof **nodes);
    if (*nodes == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < fields->count; i++) {
        ast_node *node = check_ast(c, type, at, NULL, 0);
        if (node == NULL)
            return cg_fail_memory(err);
        node->text = node->other = fields->fields[i].name;
        (*nodes)[i] = node;
    }
    return CG_OK;
}

/* The clause's child `at`: all fields as nodes of one type. */
static cg_status fill_in(checker *c, ast_node *clause, uint32_t at, ast_type type,
                         const signature_fields *fields, ast_type each,
                         cg_error *err)
{
    ast_node **nodes;
    cg_status status = name_fields(c, fields, each, clause->at, &nodes, err);
    if (status != CG_OK)
        return status;
    clause->children[at] =
        check_ast(c, type, clause->at, nodes, (uint32_t)fields->count);
    return clause->children[at] != NULL ? CG_OK : cg_fail_memory(err);
}

/* RETURN of what is yielded, under the same names. */
static cg_status add_return(checker *c, ast_node *part, cg_error *err)
{
    ast_node *clause = part->children[0];
    const ast_node *yield = clause->children[1];
    ast_node **items = cg_arena_array(c->arena, yield->count, sizeof *items);
    for (uint32_t i = 0; items != NULL && i < yield->count; i++) {
        ast_node *variable = check_ast(c, AST_VARIABLE, clause->at, NULL, 0);
        items[i] = check_ast(c, AST_ITEM, clause->at, &variable, 1);
        if (items[i] == NULL)
            return cg_fail_memory(err);
        variable->text = items[i]->text = yield->children[i]->text;
        items[i]->flag = true;
    }
    ast_node *parts[4] = {NULL};
    if (items != NULL)
        parts[0] = check_ast(c, AST_ITEMS, clause->at, items, yield->count);
    ast_node *projection = parts[0] != NULL
                               ? check_ast(c, AST_PROJECTION, clause->at, parts, 4)
                               : NULL;
    ast_node *clauses[2] = {clause};
    if (projection != NULL)
        clauses[1] = check_ast(c, AST_RETURN, clause->at, &projection, 1);
    const ast_node *both =
        clauses[1] != NULL ? check_ast(c, AST_PART, part->at, clauses, 2) : NULL;
    if (both == NULL)
        return cg_fail_memory(err);
    part->children = both->children;
    part->count = 2;
    return CG_OK;
}

cg_status check_standalone(checker *c, ast_node *tree, cg_error *err)
{
    ast_node *part = tree->children[0];
    ast_node *clause = part->children[0];
    const query_procedure *procedure;
    if (tree->count > 1 || part->count > 1 || clause->type != AST_PROCEDURE)
        return CG_OK;
    cg_status status = find(c, clause, &procedure, err);
    if (status != CG_OK)
        return status;
    const query_signature *signature = &procedure->signature;
    if (clause->children[0] == NULL)
        status = fill_in(c, clause, 0, AST_ARGUMENTS, &signature->arguments,
                         AST_PARAMETER, err);
    bool all = clause->children[1] == NULL || clause->children[1]->flag;
    if (status == CG_OK && all && signature->columns.count > 0)
        status =
            fill_in(c, clause, 1, AST_YIELD, &signature->columns, AST_YIELDED, err);
    return status == CG_OK && signature->columns.count > 0
               ? add_return(c, part, err)
               : status;
}

/* ---- Inside of a question ---- */

static cg_status check_arguments(checker *c, ast_node *clause,
                                 const query_signature *signature, cg_error *err)
{
    char what[160];
    ast_node *arguments = clause->children[0];
    size_t wanted = signature->arguments.count;
    if (arguments == NULL)
        return check_fail(c, FAULT_PASSING, clause->at, err,
                          "the arguments of '%.*s' are missing: only a CALL that "
                          "stands alone takes them from parameters",
                          CG_TEXT_ARG(clause->text));
    if (arguments->count != wanted)
        return check_fail(c, FAULT_ARGUMENTS, clause->at, err,
                          "'%.*s' takes %zu argument%s, not %u",
                          CG_TEXT_ARG(clause->text), wanted, wanted == 1 ? "" : "s",
                          (unsigned)arguments->count);
    cg_status status = CG_OK;
    c->where = "the arguments of a procedure";
    for (uint32_t i = 0; i < arguments->count && status == CG_OK; i++) {
        const signature_field *field = &signature->arguments.fields[i];
        query_types types =
            field->types == TYPES_FLOAT ? TYPES_NUMBER : field->types;
        snprintf(what, sizeof what, "argument '%.*s' of '%.*s'",
                 CG_TEXT_ARG(field->name), CG_TEXT_ARG(clause->text));
        status = check_typed(c, &arguments->children[i], types, what, err);
    }
    return status;
}

static cg_status no_column(checker *c, const query_procedure *procedure,
                           const ast_node *yielded, cg_error *err)
{
    char text[GUESS_ROOM];
    query_guess guess = {.word = yielded->other};
    const signature_fields *columns = &procedure->signature.columns;
    for (size_t i = 0; i < columns->count; i++)
        guess_offer(&guess, columns->fields[i].name);
    return check_fail(c, FAULT_UNDEFINED, yielded->at, err,
                      "'%.*s' gives no column '%.*s'%s",
                      CG_TEXT_ARG(procedure->signature.name),
                      CG_TEXT_ARG(yielded->other), guess_text(&guess, text));
}

static cg_status check_yield(checker *c, ast_node *yield,
                             const query_procedure *procedure, cg_error *err)
{
    cg_status status = CG_OK;
    if (yield->flag)
        return check_fail(
            c, FAULT_SYNTAX, yield->at, err,
            "YIELD * is for a CALL that stands alone: name the columns");
    for (uint32_t i = 0; i < yield->count && status == CG_OK; i++) {
        ast_node *yielded = yield->children[i];
        const signature_field *column = find_column(procedure, yielded->other);
        if (column != NULL)
            yielded->detail =
                (uint8_t)(column - procedure->signature.columns.fields);
        status = column == NULL ? no_column(c, procedure, yielded, err)
                                : check_bind_new(c, yielded, column->types, err);
    }
    return status;
}

cg_status check_procedure(checker *c, ast_node *clause, cg_error *err)
{
    const query_procedure *procedure;
    cg_status status = find(c, clause, &procedure, err);
    if (status == CG_OK)
        status = check_arguments(c, clause, &procedure->signature, err);
    if (status != CG_OK)
        return status;
    if (clause->children[1] == NULL && procedure->signature.columns.count > 0)
        return check_fail(c, FAULT_SYNTAX, clause->at, err,
                          "a CALL inside of a question names the columns that it "
                          "takes: YIELD %.*s",
                          CG_TEXT_ARG(procedure->signature.columns.fields[0].name));
    if (clause->children[1] != NULL)
        status = check_yield(c, clause->children[1], procedure, err);
    return status == CG_OK ? check_where(c, clause, 2, err) : status;
}
