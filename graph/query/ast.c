#include "graph/query/ast.h"

#include "schema/fold.h"

const char *ast_name(ast_type type)
{
    switch (type) {
#define AST_CASE(name, text)                                                       \
    case name:                                                                     \
        return text;
        AST_TYPES(AST_CASE)
#undef AST_CASE
    case AST_COUNT:
        break;
    }
    return "nothing";
}

static const char *const orders[] = {
    [ORDER_EQUAL] = "=",   [ORDER_NOT_EQUAL] = "<>",
    [ORDER_LESS] = "<",    [ORDER_LESS_EQUAL] = "<=",
    [ORDER_GREATER] = ">", [ORDER_GREATER_EQUAL] = ">="};
static const char *const quantifiers[] = {[QUANTIFIER_ALL] = "all",
                                          [QUANTIFIER_ANY] = "any",
                                          [QUANTIFIER_NONE] = "none",
                                          [QUANTIFIER_SINGLE] = "single"};
static const char *const directions[] = {
    [DIRECTION_BOTH] = "--", [DIRECTION_RIGHT] = "->", [DIRECTION_LEFT] = "<-"};
static const char *const searches[] = {[PATH_EVERY] = "",
                                       [PATH_SHORTEST] = "shortest",
                                       [PATH_ALL_SHORTEST] = "all-shortest"};

/* What a set flag says, by the type of the node. */
static const char *const flags[AST_COUNT] = {
    [AST_MATCH] = "optional",
    [AST_SUBQUERY] = "optional",
    [AST_PROCEDURE] = "optional",
    [AST_PROJECTION] = "distinct",
    [AST_ITEMS] = "*",
    [AST_KEY] = "descending",
    [AST_DELETE] = "detach",
    [AST_IMPORTS] = "*",
    [AST_PROJECT_MAP] = ".*",
    [AST_CALL] = "distinct",
    [AST_YIELD] = "*",
    [AST_LOAD] = "headers",
};

static void print_word(const char *word, cg_buffer *out)
{
    if (word[0] != '\0')
        cg_buffer_printf(out, " %s", word);
}

static void print_hops(const ast_node *node, cg_buffer *out)
{
    if (!node->as.relationship.variable_length)
        return;
    cg_buffer_printf(out, " *%d..", node->as.relationship.least);
    if (node->as.relationship.most != AST_HOPS_OPEN)
        cg_buffer_printf(out, "%d", node->as.relationship.most);
}

/* What a node has besides its type, its names and its children. */
static void print_details(const ast_node *node, cg_buffer *out)
{
    if (node->flag && flags[node->type] != NULL)
        print_word(flags[node->type], out);
    switch (node->type) {
    case AST_QUERY:
        if (node->count > 1)
            print_word(node->detail == UNION_ALL ? "union-all" : "union", out);
        break;
    case AST_PATH:
        print_word(searches[node->as.path.search], out);
        if (node->as.path.paths > 0)
            cg_buffer_printf(out, " %u", (unsigned)node->as.path.paths);
        print_word(node->as.path.groups ? "groups" : "", out);
        break;
    case AST_RELATIONSHIP:
        print_word(directions[node->as.relationship.direction], out);
        print_hops(node, out);
        break;
    case AST_COMPARISON:
        print_word(orders[node->detail], out);
        break;
    case AST_QUANTIFIER:
        print_word(quantifiers[node->detail], out);
        break;
    case AST_LITERAL:
        cg_buffer_add_byte(out, ' ');
        cg_value_json(node->as.value, out);
        break;
    default:
        break;
    }
}

static void print_name(cg_text name, cg_buffer *out)
{
    if (name.size == 0)
        return;
    cg_buffer_add_byte(out, ' ');
    cg_text_printable(name, out);
}

static void print(const ast_node *node, int indent, cg_buffer *out)
{
    cg_buffer_add_byte(out, '(');
    cg_buffer_add_z(out, ast_name((ast_type)node->type));
    print_details(node, out);
    print_name(node->text, out);
    if (!cg_text_equal(node->other, node->text))
        print_name(node->other, out);
    bool lines = node->type == AST_QUERY || node->type == AST_PART;
    for (uint32_t i = 0; i < node->count; i++) {
        if (lines)
            cg_buffer_printf(out, "\n%*s", indent + 2, "");
        else
            cg_buffer_add_byte(out, ' ');
        if (node->children[i] == NULL)
            cg_buffer_add_byte(out, '-');
        else
            print(node->children[i], indent + 2 * lines, out);
    }
    cg_buffer_add_byte(out, ')');
}

void ast_print(const ast_node *node, cg_buffer *out)
{
    print(node, 0, out);
    cg_buffer_add_byte(out, '\n');
}
