/* The base vocabulary, which the build made tables of. */
#include <stdlib.h>
#include <string.h>

#include "schema/vocabulary_data.h"

#include "vocabulary_base.h"

cg_status cg_vocabulary_open(cg_vocabulary **vocabulary, cg_error *err)
{
    cg_vocabulary *opened = *vocabulary = calloc(1, sizeof *opened);
    if (opened == NULL)
        return cg_fail_memory(err);
    vocabulary_data *data = &opened->data;
    data->kind_count = sizeof base_kinds / sizeof *base_kinds;
    data->relation_count = sizeof base_relations / sizeof *base_relations;
    memcpy(data->kinds, base_kinds, sizeof base_kinds);
    memcpy(data->relations, base_relations, sizeof base_relations);
    opened->printed = (cg_text){base_text, sizeof base_text};
    return CG_OK;
}

void cg_vocabulary_close(cg_vocabulary *vocabulary)
{
    if (vocabulary == NULL)
        return;
    cg_arena_release(&vocabulary->arena);
    free(vocabulary);
}
