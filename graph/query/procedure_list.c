/* Procedures about the language: what there is to call. */
#include "graph/query/procedure_parts.h"

#include "graph/query/function.h"
#include "graph/query/procedures.h"
#include "graph/query/signature.h"

static cg_status add_row(procedure_table *table, cg_text name, cg_text signature,
                         const char *about, cg_error *err)
{
    const cg_value row[] = {cg_string(name), cg_string(signature),
                            cg_string(cg_text_z(about))};
    return rows_add(&table->rows, row, err);
}

static cg_status functions(void *handle, cg_store *store, const cg_value *arguments,
                           cg_row_source *rows, cg_error *err)
{
    procedure_table *table = NULL;
    const query_function *one;
    (void)handle;
    (void)store;
    (void)arguments;
    cg_status status = procedure_table_open(3, &table, rows, err);
    for (size_t i = 0; status == CG_OK && (one = query_function_at(i)) != NULL; i++)
        status = add_row(table, cg_text_z(one->name), cg_text_z(one->signature),
                         one->about, err);
    return status;
}

static cg_status procedures(void *handle, cg_store *store,
                            const cg_value *arguments, cg_row_source *rows,
                            cg_error *err)
{
    procedure_table *table = NULL;
    const query_procedures own = {0};
    const cg_procedure *one;
    (void)handle;
    (void)store;
    (void)arguments;
    cg_status status = procedure_table_open(3, &table, rows, err);
    for (size_t i = 0; status == CG_OK && (one = procedures_at(&own, i)) != NULL;
         i++) {
        cg_text name = signature_name(one->signature);
        cg_text whole = cg_text_z(one->signature);
        status = add_row(table, name, cg_text_slice(whole, name.size, whole.size),
                         one->about, err);
    }
    return status;
}

static const cg_procedure list[] = {
    {.signature = "dbms.functions() :: (name :: STRING, signature :: STRING, "
                  "description :: STRING)",
     .about = "the functions of the language",
     .open = functions},
    {.signature = "dbms.procedures() :: (name :: STRING, signature :: STRING, "
                  "description :: STRING)",
     .about = "the procedures that the program has",
     .open = procedures},
};

const procedure_family procedure_list_family = {list, sizeof list / sizeof *list};
