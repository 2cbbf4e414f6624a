#include "graph/query/parse_parts.h"

#include <stdio.h>

/* ---- Tokens ---- */

bool parse_take(parser *p, token_type type)
{
    if (!parse_at(p, type))
        return false;
    p->at++;
    return true;
}

bool parse_take_word(parser *p, keyword word)
{
    if (!parse_at_word(p, word))
        return false;
    p->at++;
    return true;
}

cg_status parse_expected(const parser *p, const char *what, cg_error *err)
{
    const lex_token *found = parse_peek(p, 0);
    if (found->type == TOKEN_END) {
        uint32_t end = p->at > 0 ? found[-1].at.end : 0;
        return query_fail(err, FAULT_SYNTAX, &p->source, (query_span){end, end},
                          "the question ends where %s is expected", what);
    }
    cg_text text = cg_text_slice(p->source.text, found->at.start, found->at.end);
    enum { SHOWN = 40 }; /* bytes of a long token */
    if (text.size > SHOWN)
        return query_fail(err, FAULT_SYNTAX, &p->source, found->at,
                          "expected %s, found %s", what, token_name(found->type));
    return query_fail(err, FAULT_SYNTAX, &p->source, found->at,
                      "expected %s, found '%.*s'", what, CG_TEXT_ARG(text));
}

cg_status parse_expect(parser *p, token_type type, const char *where, cg_error *err)
{
    char what[120];
    if (parse_take(p, type))
        return CG_OK;
    snprintf(what, sizeof what, "%s %s", token_name(type), where);
    return parse_expected(p, what, err);
}

cg_status parse_expect_word(parser *p, keyword word, const char *where,
                            cg_error *err)
{
    char what[120];
    if (parse_take_word(p, word))
        return CG_OK;
    snprintf(what, sizeof what, "%s %s", keyword_text(word), where);
    return parse_expected(p, what, err);
}

bool parse_at_variable(const parser *p)
{
    const lex_token *token = parse_peek(p, 0);
    return token->type == TOKEN_QUOTED ||
           (token->type == TOKEN_WORD && !keyword_is_reserved(token->word));
}

cg_status parse_variable(parser *p, cg_text *name, cg_error *err)
{
    const lex_token *found = parse_peek(p, 0);
    if (found->type == TOKEN_WORD && !parse_at_variable(p))
        return query_fail(err, FAULT_SYNTAX, &p->source, found->at,
                          "expected the name of a variable, found '%.*s', which is "
                          "a word of the language unless it is quoted: `%.*s`",
                          CG_TEXT_ARG(found->text), CG_TEXT_ARG(found->text));
    if (!parse_at_variable(p))
        return parse_expected(p, "the name of a variable", err);
    *name = p->tokens[p->at++].text;
    return CG_OK;
}

cg_status parse_name(parser *p, const char *what, cg_text *name, cg_error *err)
{
    if (!parse_at(p, TOKEN_WORD) && !parse_at(p, TOKEN_QUOTED))
        return parse_expected(p, what, err);
    *name = p->tokens[p->at++].text;
    return CG_OK;
}

/* ---- Nodes ---- */

cg_status parse_node(parser *p, ast_type type, ast_node **node, cg_error *err)
{
    if (++p->nodes > AST_NODES_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "the question has more than %d parts",
                       AST_NODES_MAX);
    *node = cg_arena_alloc(p->arena, sizeof **node);
    if (*node == NULL)
        return cg_fail_memory(err);
    (*node)->type = (uint8_t)type;
    (*node)->depth = 1;
    (*node)->at = parse_peek(p, 0)->at;
    return CG_OK;
}

cg_status parse_push(parser *p, ast_node *child, cg_error *err)
{
    cg_status status = cg_grow(p->stack, &p->stack_room, p->stack_count + 1, err);
    if (status == CG_OK)
        p->stack[p->stack_count++] = child;
    return status;
}

static cg_status too_deep(cg_error *err)
{
    return cg_fail(err, CG_LIMIT, NULL, "the question is nested too deeply");
}

cg_status parse_close_with(parser *p, ast_node *node, ast_node *const *children,
                           uint32_t count, cg_error *err)
{
    node->children = cg_arena_array(p->arena, count, sizeof *children);
    if (node->children == NULL)
        return cg_fail_memory(err);
    node->count = count;
    for (uint32_t i = 0; i < count; i++) {
        node->children[i] = children[i];
        if (children[i] != NULL && children[i]->depth >= node->depth)
            node->depth = (uint16_t)(children[i]->depth + 1);
    }
    if (node->depth > AST_DEPTH_MAX)
        return too_deep(err);
    if (p->at > 0)
        node->at.end = p->tokens[p->at - 1].at.end;
    return CG_OK;
}

cg_status parse_close(parser *p, ast_node *node, size_t mark, cg_error *err)
{
    uint32_t count = (uint32_t)(p->stack_count - mark);
    p->stack_count = mark;
    return parse_close_with(p, node, count > 0 ? p->stack + mark : NULL, count,
                            err);
}

cg_status parse_enter(parser *p, cg_error *err)
{
    if (p->depth == PARSE_DEPTH_MAX)
        return too_deep(err);
    p->depth++;
    return CG_OK;
}

void parse_leave(parser *p)
{
    p->depth--;
}
