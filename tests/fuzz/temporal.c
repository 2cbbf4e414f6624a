/* Temporal values: what is read prints as what reads back to the same. The first byte
 * chooses the type. */
#include "schema/temporal.h"

#include <stdint.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(cg_type type, const cg_temporal *temporal, cg_arena *arena)
{
    cg_error err = {0};
    cg_temporal again;
    cg_buffer text = {0};
    cg_temporal_print(type, temporal, &text);
    require(cg_temporal_parse(type, cg_buffer_text(&text), arena, &again, &err) ==
            CG_OK);
    require(cg_temporal_equal(temporal, &again));
    require(cg_temporal_compare(type, temporal, &again) == 0);
    cg_buffer_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cg_error err = {0};
    cg_arena arena = {0};
    cg_temporal temporal;
    if (size == 0)
        return 0;
    cg_type type = CG_DATE + data[0] % (CG_DURATION - CG_DATE + 1);
    cg_text text = {(const char *)data + 1, size - 1};
    cg_status status = cg_temporal_parse(type, text, &arena, &temporal, &err);
    if (status == CG_OK)
        check(type, &temporal, &arena);
    else
        require(status == CG_REFUSED && err.message[0] != '\0');
    cg_arena_release(&arena);
    return 0;
}
