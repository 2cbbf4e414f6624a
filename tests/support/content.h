/* What is in a file. */
#ifndef CG_TESTS_SUPPORT_CONTENT_H
#define CG_TESTS_SUPPORT_CONTENT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "schema/memory.h"

/* A file that cannot be opened fails the test; the caller releases what was read. */
static inline cg_buffer read_file(const char *path)
{
    cg_buffer content = {0};
    char bytes[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot read %s", path);
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, file)) > 0;)
        cg_buffer_add(&content, (cg_text){bytes, size});
    fclose(file);
    return content;
}

#endif
