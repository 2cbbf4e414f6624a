/* shortestPath() and allShortestPaths() as values: `[p = shortestPath(…) | p]`, of which
 * the first stands for the first item. */
#include "graph/query/parse_parts.h"

/* What nobody calls a variable without quotes. */
static const cg_text hidden = {"()", 2};

static cg_status parse_comprehended(parser *p, ast_node **node, cg_error *err)
{
    ast_node *children[3] = {NULL};
    cg_status status = parse_node(p, AST_PATTERN_COMPREHENSION, node, err);
    if (status == CG_OK)
        status = parse_path(p, &children[0], err);
    if (status == CG_OK)
        status = parse_node(p, AST_VARIABLE, &children[2], err);
    if (status != CG_OK)
        return status;
    children[0]->text = children[2]->text = hidden;
    children[2]->at = children[0]->at;
    return parse_close_with(p, *node, children, 3, err);
}

cg_status parse_search(parser *p, ast_node **expression, cg_error *err)
{
    ast_search search = PATH_EVERY;
    ast_node *both[2] = {NULL};
    (void)parse_at_search(p, &search);
    if (search == PATH_ALL_SHORTEST)
        return parse_comprehended(p, expression, err);
    cg_status status = parse_node(p, AST_INDEX, expression, err);
    if (status == CG_OK)
        status = parse_comprehended(p, &both[0], err);
    if (status == CG_OK)
        status = parse_node(p, AST_LITERAL, &both[1], err);
    if (status != CG_OK)
        return status;
    both[1]->as.value = cg_integer(0);
    return parse_close_with(p, *expression, both, 2, err);
}
