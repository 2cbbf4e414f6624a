/* Lists of rows on their way out. */
#include "graph/store/base.h"

cg_status rows_copy(cg_arena *arena, const void *rows, size_t count, size_t size,
                    void **copy, cg_error *err)
{
    *copy = cg_arena_array(arena, count, size);
    if (*copy == NULL)
        return cg_fail_memory(err);
    if (count > 0)
        memcpy(*copy, rows, count * size);
    return CG_OK;
}
