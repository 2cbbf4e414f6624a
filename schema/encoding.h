/* Bytes of any encoding as UTF-8. */
#ifndef CG_SCHEMA_ENCODING_H
#define CG_SCHEMA_ENCODING_H

#include "schema/memory.h"

/* A stream of bytes on its way into UTF-8. */
typedef struct cg_decoder cg_decoder;

/* `name` is any that ICU knows: `UTF-16`, `GB18030`, `windows-1258` … Returns CG_OK,
 * CG_NOMEM, or CG_REFUSED for one that it does not. */
cg_status cg_decoder_open(cg_text name, cg_decoder **decoder, cg_error *err);
void cg_decoder_close(cg_decoder *decoder); /* NULL is fine */

/* Decode the bytes that come next, and append what is whole. `last`: no more will come.
 * What the encoding writes with combining marks comes out in normal form C. Returns CG_OK,
 * CG_NOMEM, or CG_SYNTAX for bytes that it does not have, with their offset in the stream
 * as `start` of the error's place. */
cg_status cg_decoder_add(cg_decoder *decoder, cg_text bytes, bool last,
                         cg_buffer *out, cg_error *err);

#endif
