/* The image of the built-in reader, which is part of the program. */
#ifndef CG_INGEST_TEXT_READER_IMAGE_H
#define CG_INGEST_TEXT_READER_IMAGE_H

#include "ingest/text/image.h"
#include "schema/vocabulary.h"

/* In the program that makes it the size is 0. (ingest/generate/) */
extern const char reader_image[];
extern const uint64_t reader_image_size; /* bytes */

/* Append the image of the built-in lists and rules, read with the base vocabulary.
 * Returns CG_OK, CG_NOMEM, or the status of a file with a fault. (reader.c) */
cg_status reader_image_write(const cg_vocabulary *vocabulary, cg_buffer *out,
                             cg_error *err);

#endif
