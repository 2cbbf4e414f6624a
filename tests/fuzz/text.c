/* Text: any bytes fold to what folds to itself, have a normal form that is one, and
 * print without control characters. */
#include "schema/fold.h"

#include <stdint.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_fold(cg_text text, cg_fold level, cg_arena *arena)
{
    cg_error err = {0};
    cg_text once;
    cg_text twice;
    require(cg_text_fold(text, level, arena, &once, &err) == CG_OK);
    require(cg_text_fold(once, level, arena, &twice, &err) == CG_OK);
    require(cg_text_equal(once, twice));
}

static void check_normal_form(cg_text text, cg_arena *arena)
{
    cg_error err = {0};
    cg_text once;
    cg_text twice;
    require(cg_text_nfc(text, arena, &once, &err) == CG_OK);
    require(cg_text_nfc(once, arena, &twice, &err) == CG_OK);
    require(cg_text_equal(once, twice));
}

static void check_printable(cg_text text)
{
    cg_buffer out = {0};
    cg_text_printable(text, &out);
    cg_text printed = cg_buffer_text(&out);
    require(cg_text_check(printed) == printed.size);
    for (size_t i = 0; i < printed.size; i++)
        require((unsigned char)printed.at[i] >= 0x20 && printed.at[i] != 0x7F);
    cg_buffer_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cg_arena arena = {0};
    cg_text text = {(const char *)data, size};
    size_t clean = cg_text_check(text);
    uint64_t line;
    uint64_t column;
    require(clean <= size);
    cg_text_position(text, clean, &line, &column);
    require(line >= 1 && column >= 1 && line + column <= clean + 2);
    check_fold(text, CG_FOLD_CASE, &arena);
    check_fold(text, CG_FOLD_BASE, &arena);
    if (clean == size)
        check_normal_form(text, &arena);
    check_printable(text);
    cg_arena_release(&arena);
    return 0;
}
