/* Mappings: any set of sheets as facts (docs/mapping.md). */
#ifndef CG_INGEST_MAPPING_MAPPING_H
#define CG_INGEST_MAPPING_MAPPING_H

#include "ingest/csv/input.h"
#include "ingest/csv/report.h"
#include "ingest/fact.h"
#include "schema/output.h"

/* A mapping that was read: what each of a set of sheets says. */
typedef struct cg_mapping cg_mapping;

enum {
    CG_MAPPING_MAX = 1 << 20,   /* bytes of a mapping */
    CG_MAPPING_SHEET_MAX = 1024 /* sheets of one call */
};

/* Read the YAML `text`; `name` is that of its file. Its kinds and types are those of the
 * vocabulary, which outlives it. The caller closes `*mapping`. Returns CG_OK, CG_NOMEM,
 * or CG_SYNTAX or CG_REFUSED with line and column. */
CG_API cg_status cg_mapping_read(const char *name, cg_text text,
                                 const cg_vocabulary *vocabulary,
                                 cg_mapping **mapping, cg_error *err);

/* NULL is fine. */
CG_API void cg_mapping_close(cg_mapping *mapping);

/* A sheet to be read. Where sheets refer to each other by ids, it is read twice. */
typedef struct {
    const char *name; /* of the file, for messages and as the source's name */
    cg_status (*start)(void *handle, cg_error *err); /* go to its first byte */
    cg_read read;
    void *handle;
    bool once; /* it cannot be read twice: ids must come before they are used */
    cg_source source; /* what the caller knows of it; it comes before what the
                         mapping says. File and form are set here */
    const cg_output *rejects; /* as in cg_sheet */
} cg_mapped_sheet;

/* Takes the name of a column that the mapping neither uses nor ignores. */
typedef cg_status (*cg_unused_column)(void *handle, const char *sheet,
                                      cg_text column, cg_error *err);

typedef struct {
    cg_unused_column unused; /* NULL: nobody asks */
    void *handle;
} cg_mapping_ears;

/* Read the sheets and push each as one source to `sink`, those first that say what the
 * ids in others mean. `reports[count]` tells of each. Streams: memory follows the longest
 * row. Returns CG_OK; CG_SYNTAX or CG_REFUSED with file, line and column, for a sheet that
 * no part of the mapping is about, too; CG_LIMIT for a row that is too long; CG_NOMEM; or
 * what the sink, `start` or `read` returned. */
CG_API cg_status cg_mapping_load(const cg_mapping *mapping,
                                 const cg_mapped_sheet *sheets, size_t count,
                                 cg_sink sink, cg_mapping_ears ears,
                                 cg_sheet_report *reports, cg_error *err);

/* A first mapping out of the headers and values of sheets: ids that are the same in several
 * become links, names of columns hint at kinds and types. It is YAML with remarks, which
 * cg_mapping_read reads; a person corrects it. Returns CG_OK, CG_NOMEM, CG_SYNTAX,
 * CG_REFUSED, or what `start` or `read` returned. */
CG_API cg_status cg_mapping_suggest(const cg_vocabulary *vocabulary, cg_text prefix,
                                    const cg_mapped_sheet *sheets, size_t count,
                                    cg_buffer *yaml, cg_error *err);

#endif
