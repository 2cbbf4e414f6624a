/* Memory: arenas with few lifetimes, and buffers that grow.
 * Every allocation that fails is reported by NULL or by a status; nothing here
 * aborts. */
#ifndef CG_SCHEMA_MEMORY_H
#define CG_SCHEMA_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/status.h"
#include "schema/text.h"

/* ---- Budget: what some arenas and arrays may take together ---- */

typedef struct {
    size_t most; /* bytes */
    size_t used;
    bool exceeded; /* something was refused */
} cg_budget;

/* Take `size` bytes; false, and exceeded, where so many are not left. They are given back
 * by whoever took them. NULL stands for a budget without end. */
CG_API bool cg_budget_take(cg_budget *budget, size_t size);
CG_API void cg_budget_give(cg_budget *budget, size_t size);

/* ---- Arena: many allocations, one release ---- */

typedef struct cg_arena_block cg_arena_block;

/* Starts zeroed ({0}); owned by its caller. */
typedef struct {
    cg_arena_block *newest;
    cg_budget *budget; /* that its blocks are taken from; NULL: no limit */
} cg_arena;

/* A point to return to. */
typedef struct {
    cg_arena_block *block;
    size_t used;
} cg_arena_mark;

/* `size` bytes aligned for any type, zeroed; NULL when memory, or the budget, is
 * exhausted.
 * They live until the arena is released, reset, or rewound to before them. */
CG_API void *cg_arena_alloc(cg_arena *arena, size_t size);

/* An array of `count` items of `size` bytes; NULL also on overflow. */
CG_API void *cg_arena_array(cg_arena *arena, size_t count, size_t size);

/* The same, not zeroed: for what is written before it is read. */
CG_API void *cg_arena_room(cg_arena *arena, size_t count, size_t size);

/* A copy of `text` in the arena, NUL-terminated behind its end.
 * Returns CG_OK or CG_NOMEM. */
CG_API cg_status cg_arena_copy(cg_arena *arena, cg_text text, cg_text *copy,
                               cg_error *err);

/* `mark` .. `rewind` gives back everything allocated in between. */
CG_API cg_arena_mark cg_arena_here(const cg_arena *arena);
CG_API void cg_arena_rewind(cg_arena *arena, cg_arena_mark mark);

/* Forget everything but keep one block for use again. */
CG_API void cg_arena_reset(cg_arena *arena);

/* Free everything; the arena is as new, with its budget. */
CG_API void cg_arena_release(cg_arena *arena);

/* ---- Buffer: bytes that grow at the end ---- */

/* Starts zeroed. `failed` is sticky: once memory is exhausted, appends do
 * nothing, and the caller asks once at the end with cg_buffer_status(). */
typedef struct {
    char *at;    /* NUL-terminated when not NULL */
    size_t size; /* without the NUL */
    size_t room;
    bool failed;
} cg_buffer;

/* Make room for `more` bytes and the NUL; false, and failed, when there is none. The
 * caller writes them behind `size` and counts them in it. */
CG_API bool cg_buffer_reserve(cg_buffer *buffer, size_t more);

CG_API void cg_buffer_add(cg_buffer *buffer, cg_text text);
CG_API void cg_buffer_add_z(cg_buffer *buffer, const char *text);
CG_API void cg_buffer_add_byte(cg_buffer *buffer, char byte);
CG_API void cg_buffer_printf(cg_buffer *buffer, const char *format, ...)
    CG_PRINTF(2, 3);

/* Empty the buffer but keep its room; `clear` keeps a failure, too, so that a loop asks
 * once at its end, and `reuse` forgets it: for the next call that has nothing to do
 * with the last. */
CG_API void cg_buffer_clear(cg_buffer *buffer);
CG_API void cg_buffer_reuse(cg_buffer *buffer);

CG_API void cg_buffer_release(cg_buffer *buffer);

/* CG_OK, or CG_NOMEM if any append failed. */
CG_API cg_status cg_buffer_status(const cg_buffer *buffer, cg_error *err);

/* What is in the buffer, valid until the next append. */
CG_API cg_text cg_buffer_text(const cg_buffer *buffer);

/* ---- Arrays ---- */

/* `count` zeroed items of `size` bytes, for a table that may be large and is read in any
 * order; freed by free(). NULL without memory, or on overflow. */
CG_API void *cg_zeroed(size_t count, size_t size);

/* Make room in the malloc'ed array `items` (an lvalue, NULL when empty) for
 * `need` items; `*room` is how many it has room for now. New items are not
 * zeroed. Returns CG_OK, or CG_NOMEM with the array as it was. */
#define cg_grow(items, room, need, err)                                            \
    ((need) <= *(room)                                                             \
         ? CG_OK                                                                   \
         : cg_grow_bytes(&(items), sizeof *(items), (room), (need), (err)))
CG_API cg_status cg_grow_bytes(void *items_pointer, size_t size, size_t *room,
                               size_t need, cg_error *err);

#endif
