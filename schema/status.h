/* Statuses and errors: what every function that can fail returns and fills.
 *
 * A function that can fail returns a `cg_status` and takes a `cg_error *` last.
 * The caller owns the error struct, which starts zeroed ({0}); nothing in it is
 * allocated, so reporting an error cannot fail. The first error wins: a struct
 * that holds one keeps it until cg_error_clear().
 */
#ifndef CG_SCHEMA_STATUS_H
#define CG_SCHEMA_STATUS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define CG_API                 __attribute__((visibility("default")))
#define CG_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define CG_API
#define CG_PRINTF(text, first)
#endif

/* Every status: name, exit code of a command that ends with it, text. */
#define CG_STATUSES(X)                                                             \
    X(CG_OK, 0, "ok")                                                              \
    X(CG_ROW, 0, "a row is ready")                                                 \
    X(CG_DONE, 0, "no more rows")                                                  \
    X(CG_SYNTAX, 1, "the input is not well formed")                                \
    X(CG_REFUSED, 1, "the input is refused")                                       \
    X(CG_NOT_FOUND, 1, "nothing was found")                                        \
    X(CG_AMBIGUOUS, 1, "more than one was found")                                  \
    X(CG_LIMIT, 1, "a limit was reached")                                          \
    X(CG_INTERRUPTED, 1, "interrupted")                                            \
    X(CG_USAGE, 2, "the command was called wrongly")                               \
    X(CG_STORAGE, 3, "the file cannot be read or written")                         \
    X(CG_BUSY, 3, "the file is in use")                                            \
    X(CG_NOMEM, 4, "out of memory")                                                \
    X(CG_INTERNAL, 4, "internal error")

#define CG_STATUS_NAME(name, exit_code, text) name,
typedef enum { CG_STATUSES(CG_STATUS_NAME) CG_STATUS_COUNT } cg_status;
#undef CG_STATUS_NAME

/* A place in an input. Lines and columns count from 1, columns in code points;
 * 0 stands for unknown. `start` and `end` are byte offsets, end exclusive. */
typedef struct {
    const char *source; /* file name, or NULL */
    uint64_t line;
    uint64_t column;
    uint64_t start;
    uint64_t end;
} cg_place;

typedef struct {
    cg_status status; /* CG_OK while there is no error */
    char kind[64];    /* finer kind within the status, or "" */
    char source[256]; /* the input it is about, or "" */
    uint64_t line;    /* as in cg_place */
    uint64_t column;
    uint64_t start;
    uint64_t end;
    char message[768]; /* lower case, no full stop; UTF-8, cut if too long */
} cg_error;

/* The status's own text, in English; never NULL. */
CG_API const char *cg_status_text(cg_status status);

/* The status's name as in the source, such as "CG_NOMEM"; never NULL. */
CG_API const char *cg_status_name(cg_status status);

/* The exit code of a command that ends with this status: 0 to 4. */
CG_API int cg_status_exit(cg_status status);

/* Record a failure and return `status`, so that `return cg_fail(…)` is a
 * refusal in one line. `at` may be NULL; `err` may be NULL (nothing is kept).
 * Does not overwrite an earlier error, and then returns that one's status. */
CG_API cg_status cg_fail(cg_error *err, cg_status status, const cg_place *at,
                         const char *format, ...) CG_PRINTF(4, 5);

/* The same for exhausted memory, with no text to format. */
CG_API cg_status cg_fail_memory(cg_error *err);

/* Give a failure a place it does not have yet (a callee that knew only the
 * offence, a caller that knows where). Keeps what is already set. */
CG_API void cg_error_locate(cg_error *err, const cg_place *at);

/* Forget the error: as zeroed, but for bytes that nobody reads then. For one in the path
 * of every row, also in place of zeroing it. */
CG_API void cg_error_clear(cg_error *err);

/* Write `source:line:column: message` (the parts that are known) to `out`,
 * NUL-terminated, cut at `room`. Returns the length it would have had. */
CG_API size_t cg_error_format(const cg_error *err, char *out, size_t room);

#endif
