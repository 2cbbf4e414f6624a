/* The elements of a JSON file, one at a time: those of JSON lines, or of the arrays in one
 * object, such as {"nodes": […], "links": […]}. */
#ifndef CG_INGEST_MAPPING_JSON_ELEMENTS_H
#define CG_INGEST_MAPPING_JSON_ELEMENTS_H

#include "ingest/csv/rows.h"
#include "schema/memory.h"

typedef struct json_elements json_elements;

/* `source` is for messages; it and `handle` outlive the elements. CG_OK or CG_NOMEM. */
cg_status json_elements_open(const char *source, cg_read read, void *handle,
                             json_elements **elements, cg_error *err);

/* Each line is an element, whatever is in it, blanks and all. Before the first step. */
void json_elements_take_lines(json_elements *elements);
void json_elements_close(json_elements *elements); /* NULL is fine */

/* The next element: CG_OK with its text in `row->raw`, and in `*array` the name of the array
 * that it is in, "" for one on a line or in an array without a name; CG_DONE with what is
 * left in `row->all`. Arrays in arrays and members of the outer object that are no arrays
 * are passed over. All lives until the next call.
 *
 * What is in an element is not looked at. CG_SYNTAX is a file that is no JSON of this form;
 * CG_LIMIT an element of more than CG_ROW_MAX bytes. Both are final. */
cg_status json_elements_step(json_elements *elements, cg_row *row, cg_text *array,
                             cg_error *err);

#endif
