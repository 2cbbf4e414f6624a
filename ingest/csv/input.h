/* Where read bytes come from: the library opens no input by itself. */
#ifndef CG_INGEST_CSV_INPUT_H
#define CG_INGEST_CSV_INPUT_H

#include "schema/status.h"
#include "schema/text.h"

/* Fills `room` bytes (> 0) at most and says how many in `*size`; 0 is the end.
 * Anything but CG_OK stops the reader, which passes it on. */
typedef cg_status (*cg_read)(void *handle, char *buffer, size_t room, size_t *size,
                             cg_error *err);

#endif
