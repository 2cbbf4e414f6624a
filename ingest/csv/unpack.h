/* Files that are packed by gzip or zstd, read as they are. */
#ifndef CG_INGEST_CSV_UNPACK_H
#define CG_INGEST_CSV_UNPACK_H

#include "ingest/csv/input.h"

/* Bytes that come out of a packed file without question, and how many times the bytes
 * that went in may come out beyond that. */
enum { CG_UNPACK_FREE = 1 << 26, CG_UNPACK_RATIO = 250 };

/* A file's bytes, unpacked if they are packed: their beginning tells. */
typedef struct cg_unpacker cg_unpacker;

/* `name` is for messages; it and `handle` outlive the unpacker. CG_OK or CG_NOMEM. */
CG_API cg_status cg_unpack_open(const char *name, cg_read read, void *handle,
                                cg_unpacker **unpacker, cg_error *err);
CG_API void cg_unpack_close(cg_unpacker *unpacker); /* NULL is fine */

/* A cg_read; `handle` is the unpacker. CG_SYNTAX for a damaged file, CG_LIMIT for one that
 * grows as no text does. */
CG_API cg_status cg_unpack_read(void *handle, char *buffer, size_t room,
                                size_t *size, cg_error *err);

#endif
