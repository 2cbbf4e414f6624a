/* The parts of known formats: their headers, and the mappings made from these. */
#ifndef CG_INGEST_MAPPING_FORMATS_PARTS_H
#define CG_INGEST_MAPPING_FORMATS_PARTS_H

#include "ingest/mapping/formats.h"

enum { FORMAT_COLUMNS = 1024 };

/* The columns that a first line names. Texts are in the head. */
typedef struct {
    char delimiter;
    cg_text names[FORMAT_COLUMNS];
    size_t count;
} format_header;

void format_header_read(cg_text head, format_header *header);
bool format_has_column(const format_header *header, const char *name);

/* Is it the header of a neo4j-admin import file? */
bool format_neo4j_is(const format_header *header);

/* Is it the header of KGTK edges, or of KGTK nodes with their kinds? */
bool format_kgtk_is(const format_header *header);

/* Add what each of the files is to the mapping. */
cg_status format_neo4j(const cg_file_head *files, size_t count, cg_buffer *yaml,
                       cg_error *err);
cg_status format_kgtk(const cg_file_head *files, size_t count, cg_buffer *yaml,
                      cg_error *err);
void format_ftm(const cg_file_head *files, size_t count, cg_buffer *yaml);

/* A text in quotes. */
void format_add_string(cg_buffer *yaml, cg_text text);

/* The beginning of a sheet: its file and delimiter. */
void format_add_file(cg_buffer *yaml, const cg_file_head *file,
                     const format_header *header);

#endif
