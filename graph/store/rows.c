/* Lists of rows and of ids on their way in and out. */
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

void ids_json(const merge_map *map, const cg_id *ids, size_t count, cg_buffer *out)
{
    const char *before = "[";
    for (size_t i = 0; i < count; i++) {
        size_t member_count;
        const cg_id *members = merge_members(map, &ids[i], &member_count);
        for (size_t j = 0; j < member_count; j++) {
            cg_buffer_printf(out, "%s%lld", before, (long long)members[j]);
            before = ",";
        }
    }
    cg_buffer_add_z(out, count == 0 ? "[]" : "]");
}
