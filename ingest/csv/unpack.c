#include "ingest/csv/unpack.h"

#include <stdlib.h>

#include <zlib.h>
#include <zstd.h>

enum { CHUNK = 1 << 16, HEAD = 4 };

typedef enum { PACKED_UNKNOWN, PACKED_NOT, PACKED_GZIP, PACKED_ZSTD } packing;

struct cg_unpacker {
    const char *name;
    cg_read read;
    void *handle;
    packing packing;
    z_stream gzip;
    ZSTD_DStream *zstd;
    bool ended; /* `read` has nothing more */
    bool whole; /* a packed stream ended where the input does */
    uint64_t in;
    uint64_t out;
    size_t size; /* of the chunk */
    size_t used;
    char chunk[CHUNK];
};

cg_status cg_unpack_open(const char *name, cg_read read, void *handle,
                         cg_unpacker **unpacker, cg_error *err)
{
    *unpacker = calloc(1, sizeof **unpacker);
    if (*unpacker == NULL)
        return cg_fail_memory(err);
    (*unpacker)->name = name;
    (*unpacker)->read = read;
    (*unpacker)->handle = handle;
    return CG_OK;
}

void cg_unpack_close(cg_unpacker *unpacker)
{
    if (unpacker == NULL)
        return;
    if (unpacker->packing == PACKED_GZIP)
        inflateEnd(&unpacker->gzip);
    ZSTD_freeDStream(unpacker->zstd);
    free(unpacker);
}

/* ---- The input ---- */

static cg_status fill(cg_unpacker *unpacker, cg_error *err)
{
    size_t size = 0;
    if (unpacker->used > 0) {
        unpacker->size -= unpacker->used;
        memmove(unpacker->chunk, unpacker->chunk + unpacker->used, unpacker->size);
        unpacker->used = 0;
    }
    cg_status status =
        unpacker->read(unpacker->handle, unpacker->chunk + unpacker->size,
                       CHUNK - unpacker->size, &size, err);
    unpacker->ended = size == 0;
    unpacker->size += size;
    unpacker->in += size;
    return status;
}

/* windowBits of inflateInit2 for a stream with gzip's header. */
enum { GZIP_WINDOW = 15 + 16 };

static cg_status recognize(cg_unpacker *unpacker, cg_error *err)
{
    cg_status status = CG_OK;
    while (status == CG_OK && unpacker->size < HEAD && !unpacker->ended)
        status = fill(unpacker, err);
    if (status != CG_OK)
        return status;
    cg_text head = {unpacker->chunk, unpacker->size};
    if (cg_text_starts(head, CG_TEXT("\x1f\x8b"))) {
        if (inflateInit2(&unpacker->gzip, GZIP_WINDOW) != Z_OK)
            return cg_fail_memory(err);
        unpacker->packing = PACKED_GZIP;
    } else if (cg_text_starts(head, CG_TEXT("\x28\xb5\x2f\xfd"))) {
        unpacker->zstd = ZSTD_createDStream();
        if (unpacker->zstd == NULL)
            return cg_fail_memory(err);
        unpacker->packing = PACKED_ZSTD;
    } else {
        unpacker->packing = PACKED_NOT;
    }
    return CG_OK;
}

/* ---- Unpacking ---- */

static cg_status fail_damaged(const cg_unpacker *unpacker, const char *what,
                              cg_error *err)
{
    return cg_fail(err, CG_SYNTAX, &(cg_place){.source = unpacker->name},
                   "a damaged %s file: %s",
                   unpacker->packing == PACKED_GZIP ? "gzip" : "zstd", what);
}

static cg_status unpack_gzip(cg_unpacker *unpacker, char *buffer, size_t room,
                             size_t *size, cg_error *err)
{
    z_stream *stream = &unpacker->gzip;
    if (unpacker->whole) { /* another stream may follow */
        inflateReset(stream);
        unpacker->whole = false;
    }
    stream->next_in = (Bytef *)unpacker->chunk + unpacker->used;
    stream->avail_in = (uInt)(unpacker->size - unpacker->used);
    stream->next_out = (Bytef *)buffer;
    stream->avail_out = (uInt)(room < CHUNK ? room : CHUNK);
    uInt before = stream->avail_out;
    int code = inflate(stream, Z_NO_FLUSH);
    *size = before - stream->avail_out;
    unpacker->used = unpacker->size - stream->avail_in;
    unpacker->whole = code == Z_STREAM_END;
    if (code == Z_MEM_ERROR)
        return cg_fail_memory(err);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return fail_damaged(
            unpacker, stream->msg != NULL ? stream->msg : "its end is missing",
            err);
    return CG_OK;
}

static cg_status unpack_zstd(cg_unpacker *unpacker, char *buffer, size_t room,
                             size_t *size, cg_error *err)
{
    ZSTD_inBuffer in = {unpacker->chunk, unpacker->size, unpacker->used};
    ZSTD_outBuffer out = {buffer, room, 0};
    size_t code = ZSTD_decompressStream(unpacker->zstd, &out, &in);
    if (ZSTD_isError(code))
        return fail_damaged(unpacker, ZSTD_getErrorName(code), err);
    *size = out.pos;
    unpacker->used = in.pos;
    unpacker->whole = code == 0;
    return CG_OK;
}

static cg_status check_growth(const cg_unpacker *unpacker, cg_error *err)
{
    if (unpacker->out <= CG_UNPACK_FREE ||
        unpacker->out / CG_UNPACK_RATIO <= unpacker->in)
        return CG_OK;
    return cg_fail(err, CG_LIMIT, &(cg_place){.source = unpacker->name},
                   "unpacks to more than %d times its size: unpack it yourself if "
                   "it is to be trusted",
                   CG_UNPACK_RATIO);
}

/* Unpack what comes next; 0 bytes are the end. */
static cg_status unpack(cg_unpacker *unpacker, char *buffer, size_t room,
                        size_t *size, cg_error *err)
{
    cg_status status = CG_OK;
    *size = 0;
    while (status == CG_OK && *size == 0) {
        if (unpacker->used == unpacker->size && !unpacker->ended)
            status = fill(unpacker, err);
        if (status != CG_OK)
            break;
        bool out_of_input = unpacker->used == unpacker->size;
        if (out_of_input && unpacker->whole)
            break;
        status = unpacker->packing == PACKED_GZIP
                     ? unpack_gzip(unpacker, buffer, room, size, err)
                     : unpack_zstd(unpacker, buffer, room, size, err);
        if (status == CG_OK && *size == 0 && out_of_input && !unpacker->whole)
            status = fail_damaged(unpacker, "its end is missing", err);
    }
    unpacker->out += *size;
    return status == CG_OK ? check_growth(unpacker, err) : status;
}

cg_status cg_unpack_read(void *handle, char *buffer, size_t room, size_t *size,
                         cg_error *err)
{
    cg_unpacker *unpacker = handle;
    *size = 0;
    cg_status status = CG_OK;
    if (unpacker->packing == PACKED_UNKNOWN)
        status = recognize(unpacker, err);
    if (status != CG_OK)
        return status;
    if (unpacker->packing != PACKED_NOT)
        return unpack(unpacker, buffer, room, size, err);
    size_t left = unpacker->size - unpacker->used;
    if (left == 0 && unpacker->ended)
        return CG_OK;
    if (left == 0)
        return unpacker->read(unpacker->handle, buffer, room, size, err);
    *size = left < room ? left : room;
    memcpy(buffer, unpacker->chunk + unpacker->used, *size);
    unpacker->used += *size;
    return CG_OK;
}
