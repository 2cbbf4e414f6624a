/* Properties as JSON: what is read is sorted, and prints as what reads back to the
 * same. */
#include "schema/value.h"

#include <stdint.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(cg_properties properties, cg_arena *arena)
{
    cg_error err = {0};
    cg_properties again;
    cg_buffer json = {0};
    for (size_t i = 1; i < properties.count; i++)
        require(cg_text_compare(properties.items[i - 1].key,
                                properties.items[i].key) < 0);
    cg_properties_json(properties, &json);
    require(cg_properties_parse(cg_buffer_text(&json), arena, &again, &err) ==
            CG_OK);
    require(cg_properties_equal(properties, again));
    cg_buffer_release(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cg_error err = {0};
    cg_arena arena = {0};
    cg_properties properties;
    cg_text json = {(const char *)data, size};
    cg_status status = cg_properties_parse(json, &arena, &properties, &err);
    if (status == CG_OK)
        check(properties, &arena);
    else
        require(status == CG_SYNTAX && err.message[0] != '\0');
    cg_arena_release(&arena);
    return 0;
}
