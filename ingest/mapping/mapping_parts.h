/* What a mapping holds; for the files of mappings alone. */
#ifndef CG_INGEST_MAPPING_MAPPING_PARTS_H
#define CG_INGEST_MAPPING_MAPPING_PARTS_H

#include "ingest/mapping/mapping.h"
#include "ingest/mapping/table.h"
#include "schema/value.h"

/* ---- Values: what cells are made into ---- */

/* A cell's text, and what it stands for. */
typedef struct {
    cg_text from;
    cg_text to;
} mapping_pair;

/* A list of texts. */
typedef struct {
    const cg_text *items;
    size_t count;
} mapping_texts;

typedef struct {
    cg_place place; /* in the mapping; its line is 0 where there is no value */
    const size_t *columns; /* of the sheet's list; none: a literal */
    size_t column_count;
    cg_text literal;
    bool first;           /* not all of them, but the first text of any */
    cg_text join;         /* between the columns' cells */
    cg_text split;        /* between the items of a cell; "": it is one */
    cg_text fallback;     /* for what is empty; at is NULL where there is none */
    mapping_texts remove; /* what is cut out of cells */
    const mapping_pair
        *pairs; /* in the order of `from`; NULL: cells are as they are */
    size_t pair_count;
    cg_text rest;      /* what cells that no pair names stand for; or at is NULL */
    cg_type type;      /* of a property; CG_NULL: as it looks */
    cg_text decimal;   /* in numbers: "," or "" for a point */
    cg_text thousands; /* in numbers; "" for none */
    cg_text format;    /* of dates, such as DD.MM.YYYY; "" for ISO 8601 */
    bool verbatim;     /* blanks at the ends of a cell count */
} mapping_value;

static inline bool mapping_has(const mapping_value *value)
{
    return value->place.line > 0;
}

/* A date: one value, or one for each of its parts. */
typedef struct {
    mapping_value whole;
    mapping_value year;
    mapping_value quarter;
    mapping_value month;
    mapping_value day;
} mapping_date;

typedef struct {
    cg_text key;
    mapping_value value;
} mapping_property;

typedef struct {
    const mapping_property *items; /* in the order of their keys */
    size_t count;
} mapping_properties;

/* A row counts if the cell is (or, with `negated`, is not) one of the texts. */
typedef struct {
    size_t column;
    mapping_texts texts;
    bool negated;
} mapping_filter;

typedef struct {
    const mapping_filter *items;
    size_t count;
} mapping_filters;

/* ---- Entities and facts ---- */

typedef struct {
    cg_text language;
    mapping_value value;
} mapping_alias;

typedef struct {
    cg_text label; /* by which facts of the sheet refer to it */
    cg_place place;
    mapping_value kind;
    mapping_value key;
    cg_text scope; /* of the key, with the mapping's prefix: "eto:provider:" */
    mapping_value name;
    mapping_value language;
    const mapping_alias *aliases;
    size_t alias_count;
    mapping_properties properties;
    mapping_filters filters;
    bool optional; /* a row may be without it */
} mapping_entity;

typedef struct {
    cg_place place;
    mapping_value title;
    mapping_value publisher;
    mapping_value url;
    mapping_value language;
    mapping_value licence;
    mapping_date date;
    mapping_value quote;
} mapping_cited;

enum { MAPPING_NOBODY = -1 };

typedef struct {
    cg_place place;
    int subject; /* of the sheet's entities */
    int object;
    int speaker; /* or MAPPING_NOBODY */
    mapping_value type;
    mapping_value modality;
    mapping_date since;
    mapping_date until;
    mapping_cited cited;
    mapping_properties properties;
    mapping_filters filters;
} mapping_fact;

/* ---- Sheets ---- */

typedef enum { MAPPING_HEADER, MAPPING_NAMES, MAPPING_NUMBERS } mapping_header;

typedef struct {
    cg_place place;
    cg_text file;      /* a pattern with `*`; "" is any */
    cg_text delimiter; /* one ASCII character; "": a comma */
    cg_text encoding;  /* "": UTF-8 */
    table_rows rows;
    mapping_header header;
    mapping_texts names; /* of the columns, at MAPPING_NAMES */
    mapping_texts empty; /* cells that count as empty */
    cg_source source;
    mapping_cited cited; /* for facts that cite nothing themselves */
    mapping_filters filters;
    const mapping_entity *entities;
    size_t entity_count;
    const mapping_fact *facts;
    size_t fact_count;
    const cg_text *columns; /* that are used, each once */
    const cg_place *column_places;
    size_t column_count;
    mapping_texts ignored;
} mapping_sheet;

struct cg_mapping {
    cg_arena arena; /* of everything in it */
    const char *name;
    const cg_vocabulary *vocabulary;
    cg_text prefix;
    const mapping_sheet *sheets;
    size_t sheet_count;
};

/* ---- Reading values of a row ---- */

/* A row while it is read. */
typedef struct {
    const cg_mapping *mapping;
    const mapping_sheet *sheet;
    const table_row *row;
    cg_arena *arena; /* of what comes out */
} mapping_reading;

/* The texts that a value gives: none where it is empty. Returns CG_OK, CG_NOMEM, or
 * CG_REFUSED with the place of the cell. */
cg_status mapping_items(const mapping_reading *in, const mapping_value *value,
                        mapping_texts *items, cg_error *err);

/* The same for a value of one text at most: "" where it is empty. */
cg_status mapping_text(const mapping_reading *in, const mapping_value *value,
                       cg_text *text, cg_error *err);

cg_status mapping_read_date(const mapping_reading *in, const mapping_date *value,
                            cg_date *date, cg_error *err);

cg_status mapping_read_properties(const mapping_reading *in,
                                  const mapping_properties *list,
                                  cg_properties *properties, cg_error *err);

/* Do the filters let the row through? */
bool mapping_passes(const mapping_reading *in, const mapping_filters *filters);

/* The place of a value's first cell, or its end's where it is a literal. */
cg_place mapping_place(const mapping_reading *in, const mapping_value *value);

#define mapping_refuse(in, value, err, ...)                                        \
    cg_fail((err), CG_REFUSED, (cg_place[]){mapping_place((in), (value))},         \
            __VA_ARGS__)

#endif
