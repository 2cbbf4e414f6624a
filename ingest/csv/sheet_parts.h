/* The parts of the sheet reader: what its columns are, and what a row says. */
#ifndef CG_INGEST_CSV_SHEET_PARTS_H
#define CG_INGEST_CSV_SHEET_PARTS_H

#include "ingest/csv/rows.h"
#include "ingest/fact.h"

/* Every column with a meaning of its own: which sheets have it, whether they must,
 * and its name. */
#define SHEET_ROLES(X)                                                             \
    X(ROLE_SUBJECT, SHEET_FACTS, true, "subject")                                  \
    X(ROLE_SUBJECT_KIND, SHEET_FACTS, true, "subject_kind")                        \
    X(ROLE_TYPE, SHEET_FACTS, true, "type")                                        \
    X(ROLE_OBJECT, SHEET_FACTS, true, "object")                                    \
    X(ROLE_OBJECT_KIND, SHEET_FACTS, true, "object_kind")                          \
    X(ROLE_SINCE, SHEET_FACTS, false, "since")                                     \
    X(ROLE_UNTIL, SHEET_FACTS, false, "until")                                     \
    X(ROLE_MODALITY, SHEET_FACTS, false, "modality")                               \
    X(ROLE_SOURCE, SHEET_FACTS, false, "source")                                   \
    X(ROLE_URL, SHEET_FACTS, false, "url")                                         \
    X(ROLE_SOURCE_PUBLISHER, SHEET_FACTS, false, "source_publisher")               \
    X(ROLE_SOURCE_DATE, SHEET_FACTS, false, "source_date")                         \
    X(ROLE_SOURCE_LANG, SHEET_FACTS, false, "source_lang")                         \
    X(ROLE_QUOTE, SHEET_FACTS, false, "quote")                                     \
    X(ROLE_SPEAKER, SHEET_FACTS, false, "speaker")                                 \
    X(ROLE_SPEAKER_KIND, SHEET_FACTS, false, "speaker_kind")                       \
    X(ROLE_RULE, SHEET_FACTS, false, "rule")                                       \
    X(ROLE_NAME, SHEET_ENTITIES, true, "name")                                     \
    X(ROLE_KIND, SHEET_ENTITIES, true, "kind")                                     \
    X(ROLE_LANG, SHEET_ENTITIES, false, "lang")

#define SHEET_ROLE_ENUM(role, form, needed, name) role,
typedef enum { SHEET_ROLES(SHEET_ROLE_ENUM) ROLE_COUNT } sheet_role;
#undef SHEET_ROLE_ENUM

typedef enum { SHEET_FACTS, SHEET_ENTITIES } sheet_form;

/* A column of other spellings. */
typedef struct {
    size_t column;
    cg_text language;
} sheet_aliases;

/* A column that is a property. */
typedef struct {
    size_t column;
    cg_text key;
    cg_type type; /* of its cells; CG_NULL: what each looks like */
} sheet_property;

/* What the header says. The texts are in the arena it was read with. */
typedef struct {
    sheet_form form;
    size_t count;           /* of columns */
    size_t at[ROLE_COUNT];  /* column + 1; 0 where there is none */
    size_t mended;          /* leading columns that a file of rejects put there */
    sheet_aliases *aliases; /* in the order of the columns */
    size_t alias_count;
    sheet_property *properties; /* in the order of their keys */
    size_t property_count;
} sheet_header;

/* Understand the header. Returns CG_OK, CG_NOMEM, or CG_REFUSED with the column. */
cg_status sheet_header_read(const cg_row *row, cg_arena *arena,
                            sheet_header *header, cg_error *err);

/* What one row says, by the form of the sheet. */
typedef union {
    cg_fact_statement fact;
    cg_entity_statement entity;
} sheet_statement;

/* What rows are read with, and where their statements live. */
typedef struct {
    const cg_vocabulary *vocabulary;
    const sheet_header *header;
    cg_arena arena; /* of the row at hand */
    cg_source cited;
} sheet_reader;

/* Read a row; what `*statement` refers to lives until the next one. Returns CG_OK,
 * CG_NOMEM, or CG_SYNTAX or CG_REFUSED with the place of the cell. */
cg_status sheet_row_read(sheet_reader *reader, const cg_row *row,
                         sheet_statement *statement, cg_error *err);

/* The properties of a row. */
cg_status sheet_properties_read(sheet_reader *reader, const cg_row *row,
                                cg_properties *properties, cg_error *err);

/* Refuse a row for what stands in a column of it. */
#define sheet_refuse(row, column, err, ...)                                        \
    cg_fail((err), CG_REFUSED, (cg_place[]){cg_rows_field_place((row), (column))}, \
            __VA_ARGS__)

#endif
