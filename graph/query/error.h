/* What can be wrong with a question, and where. */
#ifndef CG_GRAPH_QUERY_ERROR_H
#define CG_GRAPH_QUERY_ERROR_H

#include "schema/status.h"
#include "schema/text.h"

/* Every fault that openCypher has a name for: its type, its detail, and the status that
 * it ends with. A cg_error's kind is "Type.Detail". */
#define QUERY_FAULTS(X)                                                            \
    X(FAULT_SYNTAX, "SyntaxError", "UnexpectedSyntax", CG_SYNTAX)                  \
    X(FAULT_NUMBER, "SyntaxError", "InvalidNumberLiteral", CG_SYNTAX)              \
    X(FAULT_INTEGER, "SyntaxError", "IntegerOverflow", CG_SYNTAX)                  \
    X(FAULT_FLOAT, "SyntaxError", "FloatingPointOverflow", CG_SYNTAX)              \
    X(FAULT_UNICODE_ESCAPE, "SyntaxError", "InvalidUnicodeLiteral", CG_SYNTAX)     \
    X(FAULT_UNICODE, "SyntaxError", "InvalidUnicodeCharacter", CG_SYNTAX)          \
    X(FAULT_UNDEFINED, "SyntaxError", "UndefinedVariable", CG_SYNTAX)              \
    X(FAULT_BOUND, "SyntaxError", "VariableAlreadyBound", CG_SYNTAX)               \
    X(FAULT_CONFLICT, "SyntaxError", "VariableTypeConflict", CG_SYNTAX)            \
    X(FAULT_ARGUMENT_TYPE, "SyntaxError", "InvalidArgumentType", CG_SYNTAX)        \
    X(FAULT_ARGUMENTS, "SyntaxError", "InvalidNumberOfArguments", CG_SYNTAX)       \
    X(FAULT_FUNCTION, "SyntaxError", "UnknownFunction", CG_SYNTAX)                 \
    X(FAULT_AGGREGATION, "SyntaxError", "InvalidAggregation", CG_SYNTAX)           \
    X(FAULT_NESTED, "SyntaxError", "NestedAggregation", CG_SYNTAX)                 \
    X(FAULT_AMBIGUOUS, "SyntaxError", "AmbiguousAggregationExpression", CG_SYNTAX) \
    X(FAULT_NO_ALIAS, "SyntaxError", "NoExpressionAlias", CG_SYNTAX)               \
    X(FAULT_COLUMN, "SyntaxError", "ColumnNameConflict", CG_SYNTAX)                \
    X(FAULT_NO_SCOPE, "SyntaxError", "NoVariablesInScope", CG_SYNTAX)              \
    X(FAULT_COMPOSITION, "SyntaxError", "InvalidClauseComposition", CG_SYNTAX)     \
    X(FAULT_UNION, "SyntaxError", "DifferentColumnsInUnion", CG_SYNTAX)            \
    X(FAULT_UNIQUENESS, "SyntaxError", "RelationshipUniquenessViolation",          \
      CG_SYNTAX)                                                                   \
    X(FAULT_SINGLE_TYPE, "SyntaxError", "NoSingleRelationshipType", CG_SYNTAX)     \
    X(FAULT_DIRECTED, "SyntaxError", "RequiresDirectedRelationship", CG_SYNTAX)    \
    X(FAULT_VARIABLE_LENGTH, "SyntaxError", "CreatingVarLength", CG_SYNTAX)        \
    X(FAULT_PATTERN, "SyntaxError", "InvalidRelationshipPattern", CG_SYNTAX)       \
    X(FAULT_PARAMETER_USE, "SyntaxError", "InvalidParameterUse", CG_SYNTAX)        \
    X(FAULT_NOT_CONSTANT, "SyntaxError", "NonConstantExpression", CG_SYNTAX)       \
    X(FAULT_NEGATIVE, "SyntaxError", "NegativeIntegerArgument", CG_SYNTAX)         \
    X(FAULT_DELETE, "SyntaxError", "InvalidDelete", CG_SYNTAX)                     \
    X(FAULT_PASSING, "SyntaxError", "InvalidArgumentPassingMode", CG_SYNTAX)       \
    X(FAULT_PROCEDURE, "ProcedureError", "ProcedureNotFound", CG_SYNTAX)           \
    X(FAULT_PARAMETER, "ParameterMissing", "MissingParameter", CG_REFUSED)         \
    X(FAULT_VALUE_TYPE, "TypeError", "InvalidArgumentValue", CG_REFUSED)           \
    X(FAULT_OPERAND, "TypeError", "InvalidArgumentType", CG_REFUSED)               \
    X(FAULT_PROPERTY, "TypeError", "InvalidPropertyType", CG_REFUSED)              \
    X(FAULT_INDEX, "TypeError", "ListElementAccessByNonInteger", CG_REFUSED)       \
    X(FAULT_KEY, "TypeError", "MapElementAccessByNonString", CG_REFUSED)           \
    X(FAULT_ELEMENT, "TypeError", "InvalidElementAccess", CG_REFUSED)              \
    X(FAULT_RANGE, "ArgumentError", "NumberOutOfRange", CG_REFUSED)                \
    X(FAULT_ARGUMENT, "ArgumentError", "InvalidArgumentValue", CG_REFUSED)         \
    X(FAULT_DIVISION, "ArithmeticError", "DivisionByZero", CG_REFUSED)             \
    X(FAULT_OVERFLOW, "ArithmeticError", "NumberOutOfRange", CG_REFUSED)           \
    X(FAULT_DELETED, "EntityNotFound", "DeletedEntityAccess", CG_REFUSED)          \
    X(FAULT_CONNECTED, "ConstraintVerificationFailed", "DeleteConnectedNode",      \
      CG_REFUSED)                                                                  \
    X(FAULT_MERGE_NULL, "SemanticError", "MergeReadOwnWrites", CG_REFUSED)

#define FAULT_ENUM(name, type, detail, status) name,
typedef enum { QUERY_FAULTS(FAULT_ENUM) FAULT_COUNT } query_fault;
#undef FAULT_ENUM

/* A question as it was asked. */
typedef struct {
    const char *name; /* for messages: "query", or the file that it is from */
    cg_text text;
} query_source;

/* A range of its bytes. */
typedef struct {
    uint32_t start;
    uint32_t end;
} query_span;

/* Refuse what stands at `at`; returns the fault's status. `source` may be NULL. */
cg_status query_fail(cg_error *err, query_fault fault, const query_source *source,
                     query_span at, const char *format, ...) CG_PRINTF(5, 6);

/* Give a failure that another module found the place in the question, if it has none. */
void query_locate(cg_error *err, const query_source *source, query_span at);

/* Name the fault of a failure that another module found. */
void query_name_fault(cg_error *err, query_fault fault);

#endif
