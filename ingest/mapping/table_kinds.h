/* The kinds of tables, each with what table.h tells of all. */
#ifndef CG_INGEST_MAPPING_TABLE_KINDS_H
#define CG_INGEST_MAPPING_TABLE_KINDS_H

#include "ingest/mapping/table.h"

typedef struct csv_table csv_table;
cg_status csv_table_open(const char *source, cg_read read, void *handle,
                         const table_form *form, const table_columns *wanted,
                         csv_table **opened, cg_error *err);
void csv_table_close(csv_table *opened);
size_t csv_table_mended(const csv_table *opened);
cg_text csv_table_header(const csv_table *opened);
cg_text csv_table_header_all(const csv_table *opened);
size_t csv_table_column_count(const csv_table *opened);
cg_text csv_table_column(const csv_table *opened, size_t index);
cg_status csv_table_step(csv_table *opened, table_row *row, cg_error *err);

/* A column that a row does not have is empty in it. */
typedef struct json_table json_table;
cg_status json_table_open(const char *source, cg_read read, void *handle,
                          const table_columns *wanted, json_table **opened,
                          cg_error *err);
void json_table_close(json_table *opened);
cg_status json_table_step(json_table *opened, table_row *row, bool *final,
                          cg_error *err);

/* Statements lie in a CSV table with the columns `canonical_id` or `entity_id`, `schema`,
 * `prop` and `value`. */
typedef struct grouped_table grouped_table;
cg_status grouped_table_open(const char *source, cg_read read, void *handle,
                             const table_form *form, const table_columns *wanted,
                             grouped_table **opened, cg_error *err);
void grouped_table_close(grouped_table *opened);
cg_text grouped_table_header_all(const grouped_table *opened);
cg_status grouped_table_step(grouped_table *opened, table_row *row, cg_error *err);

typedef struct kgtk_table kgtk_table;
cg_status kgtk_table_open(const char *source, cg_read read, void *handle,
                          const table_columns *wanted, kgtk_table **opened,
                          cg_error *err);
void kgtk_table_close(kgtk_table *opened);
cg_text kgtk_table_header_all(const kgtk_table *opened);
size_t kgtk_table_column_count(const kgtk_table *opened);
cg_text kgtk_table_column(const kgtk_table *opened, size_t index);
cg_status kgtk_table_step(kgtk_table *opened, table_row *row, bool *final,
                          cg_error *err);

/* The column of `source` that is called so, or a refusal with the nearest name. */
cg_status table_find_column(const char *source, const cg_text *names, size_t count,
                            const table_columns *wanted, size_t index, size_t *at,
                            cg_error *err);

#endif
