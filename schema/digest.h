/* SHA-256 digests of sources. */
#ifndef CG_SCHEMA_DIGEST_H
#define CG_SCHEMA_DIGEST_H

#include <stdint.h>

#include "schema/text.h"

typedef struct {
    uint8_t bytes[32];
} cg_digest;

/* A digest in the making; opaque, needs no release. */
typedef struct {
    uint64_t state[16];
} cg_digester;

void cg_digester_init(cg_digester *digester);
void cg_digester_add(cg_digester *digester, cg_text piece);
cg_digest cg_digester_end(cg_digester *digester);

/* The digest of one whole text. */
cg_digest cg_digest_of(cg_text text);

#endif
