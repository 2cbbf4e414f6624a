/* Formats that load without a mapping of one's own (docs/formats.md). */
#ifndef CG_INGEST_MAPPING_FORMATS_H
#define CG_INGEST_MAPPING_FORMATS_H

#include "ingest/mapping/mapping.h"

/* Each format: name as an option has it, and in words. */
#define CG_FORMATS(X)                                                              \
    X(CG_FORMAT_SHEET, "sheet", "our own sheets")                                  \
    X(CG_FORMAT_JSON, "json", "JSON lines or a node-link file")                    \
    X(CG_FORMAT_NEO4J, "neo4j", "neo4j-admin import files")                        \
    X(CG_FORMAT_KGTK, "kgtk", "KGTK files")                                        \
    X(CG_FORMAT_FTM, "ftm", "FollowTheMoney entities or statements")

#define CG_FORMAT_ENUM(format, name, words) format,
typedef enum { CG_FORMATS(CG_FORMAT_ENUM) CG_FORMAT_COUNT } cg_format;
#undef CG_FORMAT_ENUM

/* "neo4j" and so on; never NULL. */
CG_API const char *cg_format_name(cg_format format);
CG_API const char *cg_format_words(cg_format format);

enum {
    CG_FORMAT_HEAD = 1 << 16
}; /* bytes at a file's beginning that tell its format */

/* A file, and how it begins. */
typedef struct {
    const char *name;
    cg_text head; /* UTF-8; its first line is whole if it is not longer than that */
} cg_file_head;

/* Which format a file looks like: CG_FORMAT_SHEET if it is none of the others. */
CG_API cg_format cg_format_guess(cg_text head);

/* The mapping of files of a format that has one: neo4j, KGTK, FollowTheMoney. `prefix` is
 * the scope of their ids. Returns CG_OK, CG_NOMEM, or CG_REFUSED for a file that does not
 * say enough. */
CG_API cg_status cg_format_mapping(cg_format format, cg_text prefix,
                                   const cg_file_head *files, size_t count,
                                   cg_buffer *yaml, cg_error *err);

/* Read JSON files and push each as one source, as cg_mapping_load does; their ids are of
 * the scope `prefix`. */
CG_API cg_status cg_json_load(const cg_vocabulary *vocabulary, cg_text prefix,
                              const cg_mapped_sheet *sheets, size_t count,
                              cg_sink sink, cg_sheet_report *reports,
                              cg_error *err);

#endif
