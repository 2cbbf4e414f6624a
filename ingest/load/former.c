#include "ingest/load/former.h"

#include <stdlib.h>

/* More that could be meant are as good as none. */
enum { CANDIDATES_MAX = 64 };

cg_status former_see(former_seen *seen, cg_id source, cg_error *err)
{
    size_t at = (size_t)source / 8;
    if (at >= seen->size) {
        cg_status status = cg_grow(seen->bits, &seen->room, at + 1, err);
        if (status != CG_OK)
            return status;
        memset(seen->bits + seen->size, 0, at + 1 - seen->size);
        seen->size = at + 1;
    }
    seen->bits[at] |= (unsigned char)(1u << (size_t)source % 8);
    return CG_OK;
}

void former_release(former_seen *seen)
{
    free(seen->bits);
    *seen = (former_seen){0};
}

static bool was_seen(const former_seen *seen, cg_id source)
{
    size_t at = (size_t)source / 8;
    return at < seen->size && (seen->bits[at] >> (size_t)source % 8 & 1) != 0;
}

cg_status former_find(const former_seen *seen, cg_store *store,
                      const cg_source *source, cg_id *former, cg_error *err)
{
    cg_id ids[CANDIDATES_MAX];
    size_t count = 0;
    size_t left = 0;
    *former = 0;
    cg_status status =
        cg_store_find_former(store, source, ids, CANDIDATES_MAX, &count, err);
    for (size_t i = 0; i < count; i++) {
        if (was_seen(seen, ids[i]))
            continue;
        *former = ids[i];
        left++;
    }
    if (left != 1)
        *former = 0;
    return status;
}

cg_status former_find_sheet(const former_seen *seen, cg_store *store,
                            const cg_source *source, cg_id *former, cg_error *err)
{
    cg_id ids[CANDIDATES_MAX];
    bool same_file[CANDIDATES_MAX];
    size_t count = 0;
    size_t left[2] = {0, 0}; /* of another file, and of the same */
    cg_id last[2] = {0, 0};
    *former = 0;
    cg_status status = cg_store_find_former_sheets(store, source, ids, same_file,
                                                   CANDIDATES_MAX, &count, err);
    for (size_t i = 0; i < count; i++) {
        if (was_seen(seen, ids[i]))
            continue;
        left[same_file[i]]++;
        last[same_file[i]] = ids[i];
    }
    bool same = left[1] > 0;
    if (status == CG_OK && left[same] > 1)
        return cg_fail(err, CG_REFUSED, NULL,
                       "%zu sheets could be what '%.*s' replaces, source %lld the "
                       "last of them: take the others away with 'unload'",
                       left[same], CG_TEXT_ARG(source->file),
                       (long long)last[same]);
    *former = last[same];
    return status;
}
