#include "schema/digest.h"

#include <assert.h>
#include <nettle/sha2.h>
#include <string.h>

/* The opaque state holds nettle's context. */
static_assert(sizeof(struct sha256_ctx) <= sizeof(cg_digester),
              "digester is too small");

static struct sha256_ctx *context(cg_digester *digester)
{
    return (struct sha256_ctx *)(void *)digester->state;
}

void cg_digester_init(cg_digester *digester)
{
    sha256_init(context(digester));
}

void cg_digester_add(cg_digester *digester, cg_text piece)
{
    if (piece.size > 0)
        sha256_update(context(digester), piece.size, (const uint8_t *)piece.at);
}

cg_digest cg_digester_end(cg_digester *digester)
{
    cg_digest digest;
    sha256_digest(context(digester), sizeof digest.bytes, digest.bytes);
    return digest;
}

cg_digest cg_digest_of(cg_text text)
{
    cg_digester digester;
    cg_digester_init(&digester);
    cg_digester_add(&digester, text);
    return cg_digester_end(&digester);
}
