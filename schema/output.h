/* Where written bytes go: the library never opens stdout by itself. */
#ifndef CG_SCHEMA_OUTPUT_H
#define CG_SCHEMA_OUTPUT_H

#include "schema/status.h"
#include "schema/text.h"

/* Takes `bytes` whole or fails; anything but CG_OK stops the writer, which
 * passes it on. */
typedef cg_status (*cg_write)(void *handle, cg_text bytes, cg_error *err);

typedef struct {
    cg_write write;
    void *handle;
} cg_output;

#endif
