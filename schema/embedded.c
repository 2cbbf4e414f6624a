#include "schema/embedded.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

cg_text cg_embedded(const char *path)
{
    const cg_embedded_file *file = cg_embedded_files;
    while (file->path != NULL && strcmp(file->path, path) != 0)
        file++;
    assert(file->path != NULL); /* the build embeds every data file */
    return (cg_text){file->start, (size_t)(file->end - file->start)};
}
