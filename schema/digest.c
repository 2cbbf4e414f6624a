#include "schema/digest.h"

#include <assert.h>
#include <sha2.h>
#include <string.h>

/* The opaque state holds libmd's context. */
static_assert(sizeof(SHA2_CTX) <= sizeof(cg_digester), "digester is too small");

static SHA2_CTX *context(cg_digester *digester)
{
    return (SHA2_CTX *)(void *)digester->state;
}

void cg_digester_init(cg_digester *digester)
{
    SHA256Init(context(digester));
}

void cg_digester_add(cg_digester *digester, cg_text piece)
{
    if (piece.size > 0)
        SHA256Update(context(digester), (const uint8_t *)piece.at, piece.size);
}

cg_digest cg_digester_end(cg_digester *digester)
{
    cg_digest digest;
    SHA256Final(digest.bytes, context(digester));
    return digest;
}

cg_digest cg_digest_of(cg_text text)
{
    cg_digester digester;
    cg_digester_init(&digester);
    cg_digester_add(&digester, text);
    return cg_digester_end(&digester);
}
