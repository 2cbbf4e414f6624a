#include "schema/memory.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* ---- Budget ---- */

bool cg_budget_take(cg_budget *budget, size_t size)
{
    if (budget == NULL)
        return true;
    if (size > budget->most - budget->used) {
        budget->exceeded = true;
        return false;
    }
    budget->used += size;
    return true;
}

void cg_budget_give(cg_budget *budget, size_t size)
{
    if (budget != NULL)
        budget->used -= size;
}

/* ---- Large memory ---- */

enum { HUGE_PAGE = 1 << 21, LARGE = 2 * HUGE_PAGE };

/* Let large memory be of huge pages where the system has them: it is there at once, and
 * what lies anywhere in it is found sooner. */
static void advise(char *at, size_t size)
{
    size_t skip = (HUGE_PAGE - (uintptr_t)at % HUGE_PAGE) % HUGE_PAGE;
    if (size >= LARGE)
        (void)madvise(at + skip, (size - skip) / HUGE_PAGE * HUGE_PAGE,
                      MADV_HUGEPAGE);
}

static void *new_block(size_t size)
{
    if (size < LARGE || size > SIZE_MAX / 2) /* there is not so much */
        return malloc(size);
    void *at =
        aligned_alloc(HUGE_PAGE, (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
    if (at != NULL)
        advise(at, size);
    return at;
}

void *cg_zeroed(size_t count, size_t size)
{
    void *at = calloc(count, size);
    if (at != NULL)
        advise(at, count * size);
    return at;
}

/* ---- Arena ---- */

struct cg_arena_block {
    cg_arena_block *older;
    size_t used;
    size_t room;
    _Alignas(max_align_t) unsigned char bytes[];
};

enum { BLOCK_ROOM = 16 * 1024, ALIGNMENT = _Alignof(max_align_t) };

static cg_arena_block *block_new(cg_arena *arena, size_t room)
{
    if (room > SIZE_MAX - sizeof(cg_arena_block) ||
        !cg_budget_take(arena->budget, sizeof(cg_arena_block) + room))
        return NULL;
    cg_arena_block *block = new_block(sizeof *block + room);
    if (block == NULL) {
        cg_budget_give(arena->budget, sizeof *block + room);
        return NULL;
    }
    block->older = arena->newest;
    block->used = 0;
    block->room = room;
    return block;
}

/* Blocks double, so that many small allocations are few blocks, and that an arena which is
 * reset again and again comes to have one in which all fits. */
static size_t next_room(const cg_arena *arena, size_t size)
{
    const size_t head = sizeof(cg_arena_block);
    size_t most = (arena->budget != NULL ? 1 << 20 : 4 * HUGE_PAGE) - head;
    size_t room = BLOCK_ROOM;
    if (arena->newest != NULL)
        room = arena->newest->room * 2 < most ? arena->newest->room * 2 : most;
    return room > size ? room : size;
}

/* `size` bytes that are not zeroed, at a multiple of `alignment`, a power of two; NULL
 * without memory. */
static void *take(cg_arena *arena, size_t size, size_t alignment)
{
    cg_arena_block *block = arena->newest;
    size_t at =
        block != NULL ? (block->used + alignment - 1) & ~(alignment - 1) : 0;
    if (block == NULL || at > block->room || block->room - at < size) {
        block = block_new(arena, next_room(arena, size));
        if (block == NULL)
            return NULL;
        arena->newest = block;
        at = 0;
    }
    block->used = at + size;
    return block->bytes + at;
}

void *cg_arena_alloc(cg_arena *arena, size_t size)
{
    void *at = take(arena, size, ALIGNMENT);
    return at != NULL ? memset(at, 0, size) : NULL;
}

void *cg_arena_array(cg_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return cg_arena_alloc(arena, count * size);
}

void *cg_arena_room(cg_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return take(arena, count * size, ALIGNMENT);
}

cg_status cg_arena_copy(cg_arena *arena, cg_text text, cg_text *copy, cg_error *err)
{
    char *at = text.size < SIZE_MAX ? take(arena, text.size + 1, 1) : NULL;
    if (at == NULL)
        return cg_fail_memory(err);
    if (text.size > 0)
        memcpy(at, text.at, text.size);
    at[text.size] = '\0';
    *copy = (cg_text){at, text.size};
    return CG_OK;
}

cg_arena_mark cg_arena_here(const cg_arena *arena)
{
    return (cg_arena_mark){arena->newest,
                           arena->newest != NULL ? arena->newest->used : 0};
}

void cg_arena_rewind(cg_arena *arena, cg_arena_mark mark)
{
    while (arena->newest != mark.block) {
        cg_arena_block *block = arena->newest;
        assert(block != NULL); /* the mark is of another arena */
        arena->newest = block->older;
        cg_budget_give(arena->budget, sizeof *block + block->room);
        free(block);
    }
    if (mark.block != NULL)
        mark.block->used = mark.used;
}

void cg_arena_reset(cg_arena *arena)
{
    cg_arena_block *kept = arena->newest;
    if (kept == NULL)
        return;
    arena->newest = kept->older;
    cg_arena_release(arena);
    kept->older = NULL;
    kept->used = 0;
    arena->newest = kept;
}

void cg_arena_release(cg_arena *arena)
{
    cg_arena_rewind(arena, (cg_arena_mark){0});
}

/* ---- Buffer ---- */

static bool has_room(const cg_buffer *buffer, size_t more)
{
    return !buffer->failed && buffer->room - buffer->size > more;
}

static bool make_room(cg_buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    size_t room = buffer->room > 0 ? buffer->room : 64;
    while (room - buffer->size <= more) {
        if (room > SIZE_MAX / 2) {
            buffer->failed = true;
            return false;
        }
        room *= 2;
    }
    char *at = realloc(buffer->at, room);
    if (at == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->at = at;
    buffer->room = room;
    return true;
}

bool cg_buffer_reserve(cg_buffer *buffer, size_t more)
{
    return has_room(buffer, more) || make_room(buffer, more);
}

void cg_buffer_add(cg_buffer *buffer, cg_text text)
{
    if (!has_room(buffer, text.size) && !make_room(buffer, text.size))
        return;
    if (text.size > 0)
        memcpy(buffer->at + buffer->size, text.at, text.size);
    buffer->size += text.size;
    buffer->at[buffer->size] = '\0';
}

void cg_buffer_add_z(cg_buffer *buffer, const char *text)
{
    cg_buffer_add(buffer, cg_text_z(text));
}

void cg_buffer_add_byte(cg_buffer *buffer, char byte)
{
    if (!has_room(buffer, 1) && !make_room(buffer, 1))
        return;
    buffer->at[buffer->size++] = byte;
    buffer->at[buffer->size] = '\0';
}

void cg_buffer_printf(cg_buffer *buffer, const char *format, ...)
{
    enum { SHORT = 64 }; /* most of what is printed */
    if (!cg_buffer_reserve(buffer, SHORT))
        return;
    size_t room = buffer->room - buffer->size;
    va_list args;
    va_start(args, format);
    int size = vsnprintf(buffer->at + buffer->size, room, format, args);
    va_end(args);
    if (size >= 0 && (size_t)size >= room &&
        cg_buffer_reserve(buffer, (size_t)size)) {
        va_start(args, format);
        vsnprintf(buffer->at + buffer->size, (size_t)size + 1, format, args);
        va_end(args);
    }
    buffer->failed |= size < 0;
    if (buffer->failed)
        buffer->at[buffer->size] = '\0';
    else
        buffer->size += (size_t)size;
}

void cg_buffer_clear(cg_buffer *buffer)
{
    buffer->size = 0;
    if (buffer->at != NULL)
        buffer->at[0] = '\0';
}

void cg_buffer_reuse(cg_buffer *buffer)
{
    cg_buffer_clear(buffer);
    buffer->failed = false;
}

void cg_buffer_release(cg_buffer *buffer)
{
    free(buffer->at);
    *buffer = (cg_buffer){0};
}

cg_status cg_buffer_status(const cg_buffer *buffer, cg_error *err)
{
    return buffer->failed ? cg_fail_memory(err) : CG_OK;
}

cg_text cg_buffer_text(const cg_buffer *buffer)
{
    return (cg_text){buffer->at, buffer->size};
}

/* ---- Arrays ---- */

cg_status cg_grow_bytes(void *items_pointer, size_t size, size_t *room, size_t need,
                        cg_error *err)
{
    if (need <= *room)
        return CG_OK;
    size_t wanted = *room > 0 ? *room : 8;
    while (wanted < need) {
        if (wanted > SIZE_MAX / 2)
            return cg_fail_memory(err);
        wanted *= 2;
    }
    if (wanted > SIZE_MAX / size)
        return cg_fail_memory(err);
    void *items;
    memcpy(&items, items_pointer, sizeof items);
    void *grown = realloc(items, wanted * size);
    if (grown == NULL)
        return cg_fail_memory(err);
    advise(grown, wanted * size);
    memcpy(items_pointer, &grown, sizeof grown);
    *room = wanted;
    return CG_OK;
}
