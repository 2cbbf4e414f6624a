/* The tokens of a question. */
#ifndef CG_GRAPH_QUERY_LEX_H
#define CG_GRAPH_QUERY_LEX_H

#include "graph/query/error.h"
#include "schema/memory.h"

enum { QUERY_BYTES_MAX = 1 << 24 }; /* of a question */

/* Every token: its name in messages. The signs stand longest first, in the order in
 * which they are tried. */
#define TOKENS(X)                                                                  \
    X(TOKEN_END, "the end")                                                        \
    X(TOKEN_WORD, "a word")                                                        \
    X(TOKEN_QUOTED, "a quoted name")                                               \
    X(TOKEN_PARAMETER, "a parameter")                                              \
    X(TOKEN_INTEGER, "an integer")                                                 \
    X(TOKEN_FLOAT, "a float")                                                      \
    X(TOKEN_STRING, "a string")

#define SIGNS(X)                                                                   \
    X(TOKEN_ELLIPSIS, "...")                                                       \
    X(TOKEN_DOTS, "..")                                                            \
    X(TOKEN_NOT_EQUAL, "<>")                                                       \
    X(TOKEN_LESS_EQUAL, "<=")                                                      \
    X(TOKEN_GREATER_EQUAL, ">=")                                                   \
    X(TOKEN_MATCHES, "=~")                                                         \
    X(TOKEN_ADD, "+=")                                                             \
    X(TOKEN_CONCATENATE, "||")                                                     \
    X(TOKEN_OPEN, "(")                                                             \
    X(TOKEN_CLOSE, ")")                                                            \
    X(TOKEN_OPEN_LIST, "[")                                                        \
    X(TOKEN_CLOSE_LIST, "]")                                                       \
    X(TOKEN_OPEN_MAP, "{")                                                         \
    X(TOKEN_CLOSE_MAP, "}")                                                        \
    X(TOKEN_COMMA, ",")                                                            \
    X(TOKEN_SEMICOLON, ";")                                                        \
    X(TOKEN_COLON, ":")                                                            \
    X(TOKEN_DOT, ".")                                                              \
    X(TOKEN_BAR, "|")                                                              \
    X(TOKEN_AND, "&")                                                              \
    X(TOKEN_NOT, "!")                                                              \
    X(TOKEN_PLUS, "+")                                                             \
    X(TOKEN_MINUS, "-")                                                            \
    X(TOKEN_TIMES, "*")                                                            \
    X(TOKEN_DIVIDE, "/")                                                           \
    X(TOKEN_MODULO, "%")                                                           \
    X(TOKEN_POWER, "^")                                                            \
    X(TOKEN_EQUAL, "=")                                                            \
    X(TOKEN_LESS, "<")                                                             \
    X(TOKEN_GREATER, ">")

#define TOKEN_ENUM(name, text) name,
typedef enum { TOKENS(TOKEN_ENUM) SIGNS(TOKEN_ENUM) TOKEN_COUNT } token_type;
#undef TOKEN_ENUM

/* The words of the language; those marked true cannot be names of variables unless they
 * are quoted. */
#define KEYWORDS(X)                                                                \
    X(WORD_ALL, "ALL", true)                                                       \
    X(WORD_AND, "AND", true)                                                       \
    X(WORD_ANY, "ANY", false)                                                      \
    X(WORD_AS, "AS", true)                                                         \
    X(WORD_ASC, "ASC", true)                                                       \
    X(WORD_ASCENDING, "ASCENDING", true)                                           \
    X(WORD_BY, "BY", true)                                                         \
    X(WORD_CALL, "CALL", true)                                                     \
    X(WORD_CASE, "CASE", true)                                                     \
    X(WORD_COLLECT, "COLLECT", false)                                              \
    X(WORD_CONTAINS, "CONTAINS", true)                                             \
    X(WORD_COUNT, "COUNT", false)                                                  \
    X(WORD_CREATE, "CREATE", true)                                                 \
    X(WORD_CSV, "CSV", false)                                                      \
    X(WORD_DELETE, "DELETE", true)                                                 \
    X(WORD_DESC, "DESC", true)                                                     \
    X(WORD_DESCENDING, "DESCENDING", true)                                         \
    X(WORD_DETACH, "DETACH", true)                                                 \
    X(WORD_DISTINCT, "DISTINCT", true)                                             \
    X(WORD_ELSE, "ELSE", true)                                                     \
    X(WORD_END, "END", true)                                                       \
    X(WORD_ENDS, "ENDS", true)                                                     \
    X(WORD_EXISTS, "EXISTS", false)                                                \
    X(WORD_EXPLAIN, "EXPLAIN", false)                                              \
    X(WORD_FALSE, "FALSE", true)                                                   \
    X(WORD_FIELDTERMINATOR, "FIELDTERMINATOR", false)                              \
    X(WORD_FOREACH, "FOREACH", false)                                              \
    X(WORD_FROM, "FROM", false)                                                    \
    X(WORD_HEADERS, "HEADERS", false)                                              \
    X(WORD_IN, "IN", true)                                                         \
    X(WORD_IS, "IS", true)                                                         \
    X(WORD_LIMIT, "LIMIT", true)                                                   \
    X(WORD_LOAD, "LOAD", false)                                                    \
    X(WORD_MATCH, "MATCH", true)                                                   \
    X(WORD_MERGE, "MERGE", true)                                                   \
    X(WORD_NONE, "NONE", false)                                                    \
    X(WORD_NOT, "NOT", true)                                                       \
    X(WORD_NULL, "NULL", true)                                                     \
    X(WORD_ON, "ON", true)                                                         \
    X(WORD_OPTIONAL, "OPTIONAL", true)                                             \
    X(WORD_OR, "OR", true)                                                         \
    X(WORD_ORDER, "ORDER", true)                                                   \
    X(WORD_PROFILE, "PROFILE", false)                                              \
    X(WORD_REDUCE, "REDUCE", false)                                                \
    X(WORD_REMOVE, "REMOVE", true)                                                 \
    X(WORD_RETURN, "RETURN", true)                                                 \
    X(WORD_SET, "SET", true)                                                       \
    X(WORD_SHORTEST, "SHORTEST", false)                                            \
    X(WORD_SINGLE, "SINGLE", false)                                                \
    X(WORD_SKIP, "SKIP", true)                                                     \
    X(WORD_STARTS, "STARTS", true)                                                 \
    X(WORD_THEN, "THEN", true)                                                     \
    X(WORD_TRUE, "TRUE", true)                                                     \
    X(WORD_UNION, "UNION", true)                                                   \
    X(WORD_UNWIND, "UNWIND", true)                                                 \
    X(WORD_WHEN, "WHEN", true)                                                     \
    X(WORD_WHERE, "WHERE", true)                                                   \
    X(WORD_WITH, "WITH", true)                                                     \
    X(WORD_XOR, "XOR", true)                                                       \
    X(WORD_YIELD, "YIELD", false)

#define KEYWORD_ENUM(name, text, reserved) name,
typedef enum { WORD_OTHER, KEYWORDS(KEYWORD_ENUM) WORD_COUNT_OF_ALL } keyword;
#undef KEYWORD_ENUM

typedef struct {
    token_type type;
    keyword word; /* of an unquoted word */
    query_span at;
    cg_text text; /* of a word as written; of the others without quotes, escapes */
    uint64_t
        integer; /* of an integer: up to 2^63, since a minus may stand before */
    double real;
} lex_token;

typedef struct {
    query_source source;
    size_t at;
    cg_arena *arena; /* for texts that are not written as they read */
} lexer;

/* The next token; TOKEN_END at the end, as often as asked. Returns CG_OK, CG_NOMEM or
 * CG_SYNTAX. */
cg_status lex_next(lexer *lex, lex_token *token, cg_error *err);

/* "MATCH": how a keyword is written; NULL for WORD_OTHER. */
const char *keyword_text(keyword word);

bool keyword_is_reserved(keyword word);

/* "a word", "'('": the token's type in messages. */
const char *token_name(token_type type);

/* Behind the quoted text or comment that begins at `at`, past the text's end where it is
 * open; `at` itself if none begins there. */
size_t lex_pass(cg_text text, size_t at);

#endif
