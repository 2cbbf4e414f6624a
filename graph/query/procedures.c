#include "graph/query/procedures.h"

#include <stdlib.h>

#include "graph/query/procedure_parts.h"
#include "graph/query/signature.h"

static const procedure_family *const families[] = {
#define PROCEDURE_FAMILY(name) &name,
    PROCEDURE_FAMILIES(PROCEDURE_FAMILY)
#undef PROCEDURE_FAMILY
};

const cg_procedure *procedures_at(const query_procedures *of, size_t index)
{
    if (index < of->count)
        return &of->given[index];
    index -= of->count;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (index < families[i]->count)
            return &families[i]->procedures[index];
        index -= families[i]->count;
    }
    return NULL;
}

const cg_procedure *procedures_find(const query_procedures *of, cg_text name)
{
    const cg_procedure *one;
    for (size_t i = 0; (one = procedures_at(of, i)) != NULL; i++)
        if (cg_text_equal(signature_name(one->signature), name))
            return one;
    return NULL;
}

/* ---- Tables ---- */

static cg_status step(void *handle, cg_value *row, cg_error *err)
{
    procedure_table *table = handle;
    (void)err;
    if (table->given == table->rows.count)
        return CG_DONE;
    memcpy(row, rows_at(&table->rows, table->given++),
           table->rows.width * sizeof *row);
    return CG_ROW;
}

static void close_table(void *handle)
{
    procedure_table *table = handle;
    rows_release(&table->rows);
    cg_arena_release(&table->arena);
    free(table);
}

cg_status procedure_table_open(size_t width, procedure_table **table,
                               cg_row_source *rows, cg_error *err)
{
    *table = calloc(1, sizeof **table);
    if (*table == NULL)
        return cg_fail_memory(err);
    (*table)->rows.width = width;
    *rows = (cg_row_source){*table, step, close_table};
    return CG_OK;
}
