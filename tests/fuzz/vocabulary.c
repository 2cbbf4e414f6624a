/* Vocabulary files: what is read prints as what reads back to the same. */
#include "schema/vocabulary.h"

#include <stdint.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_prints_the_same(const cg_vocabulary *vocabulary)
{
    cg_error err = {0};
    cg_buffer first = {0};
    cg_buffer second = {0};
    cg_vocabulary *again = NULL;
    require(cg_vocabulary_open(&again, &err) == CG_OK);
    cg_vocabulary_print(vocabulary, &first);
    require(cg_vocabulary_extend(again, "print", cg_buffer_text(&first), &err) ==
            CG_OK);
    cg_vocabulary_print(again, &second);
    require(cg_text_equal(cg_buffer_text(&first), cg_buffer_text(&second)));
    cg_buffer_release(&first);
    cg_buffer_release(&second);
    cg_vocabulary_close(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cg_error err = {0};
    cg_vocabulary *vocabulary = NULL;
    cg_text yaml = {(const char *)data, size};
    require(cg_vocabulary_open(&vocabulary, &err) == CG_OK);
    cg_status status = cg_vocabulary_extend(vocabulary, "fuzz", yaml, &err);
    if (status == CG_OK)
        check_prints_the_same(vocabulary);
    else
        require(status == CG_SYNTAX && err.line > 0 && err.message[0] != '\0');
    cg_vocabulary_close(vocabulary);
    return 0;
}
