/* Files in any encoding, read as UTF-8. */
#ifndef CG_INGEST_CSV_DECODE_H
#define CG_INGEST_CSV_DECODE_H

#include "ingest/csv/input.h"

/* Bytes of an encoding as UTF-8. */
typedef struct cg_decode cg_decode;

/* `encoding` as cg_decoder_open has it; "" is UTF-8, or UTF-16 where a byte order mark says
 * so. `name` and `handle` outlive it. CG_OK, CG_NOMEM or CG_REFUSED. */
cg_status cg_decode_open(const char *name, cg_text encoding, cg_read read,
                         void *handle, cg_decode **decode, cg_error *err);
void cg_decode_close(cg_decode *decode); /* NULL is fine */

/* A cg_read; `handle` is the decode. CG_SYNTAX for bytes that the encoding does not have. */
cg_status cg_decode_read(void *handle, char *buffer, size_t room, size_t *size,
                         cg_error *err);

#endif
