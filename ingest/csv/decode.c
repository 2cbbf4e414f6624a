#include "ingest/csv/decode.h"

#include <stdlib.h>

#include "schema/encoding.h"

enum { CHUNK = 1 << 15 };

struct cg_decode {
    const char *name;
    cg_read read;
    void *handle;
    cg_decoder *decoder; /* NULL: bytes are passed on */
    bool guess;          /* the first bytes may tell */
    bool ended;
    char bytes[CHUNK];
    cg_buffer text;
    size_t given; /* of the text */
};

cg_status cg_decode_open(const char *name, cg_text encoding, cg_read read,
                         void *handle, cg_decode **decode, cg_error *err)
{
    *decode = calloc(1, sizeof **decode);
    if (*decode == NULL)
        return cg_fail_memory(err);
    (*decode)->name = name;
    (*decode)->read = read;
    (*decode)->handle = handle;
    (*decode)->guess = encoding.size == 0;
    if (encoding.size == 0 || cg_text_equal(encoding, CG_TEXT("UTF-8")))
        return CG_OK;
    cg_status status = cg_decoder_open(encoding, &(*decode)->decoder, err);
    if (status != CG_OK) {
        cg_decode_close(*decode);
        *decode = NULL;
    }
    return status;
}

void cg_decode_close(cg_decode *decode)
{
    if (decode == NULL)
        return;
    cg_decoder_close(decode->decoder);
    cg_buffer_release(&decode->text);
    free(decode);
}

/* Read the bytes that come next: at first as many as a byte order mark has, if there are
 * so many. */
static cg_status read_bytes(cg_decode *decode, cg_text *bytes, cg_error *err)
{
    enum { MARK = 2 };
    size_t least = decode->guess ? MARK : 1;
    cg_status status = CG_OK;
    *bytes = (cg_text){decode->bytes, 0};
    while (status == CG_OK && bytes->size < least && !decode->ended) {
        size_t size = 0;
        status = decode->read(decode->handle, decode->bytes + bytes->size,
                              CHUNK - bytes->size, &size, err);
        decode->ended = size == 0;
        bytes->size += size;
    }
    return status;
}

/* Add the bytes that come next to the text, which was given out. */
static cg_status decode_more(cg_decode *decode, cg_error *err)
{
    cg_text bytes;
    cg_status status = read_bytes(decode, &bytes, err);
    if (status != CG_OK)
        return status;
    if (decode->guess && (cg_text_starts(bytes, CG_TEXT("\xff\xfe")) ||
                          cg_text_starts(bytes, CG_TEXT("\xfe\xff"))))
        status = cg_decoder_open(CG_TEXT("UTF-16"), &decode->decoder, err);
    decode->guess = false;
    decode->given = 0;
    cg_buffer_clear(&decode->text);
    if (status == CG_OK && decode->decoder != NULL)
        status = cg_decoder_add(decode->decoder, bytes, decode->ended,
                                &decode->text, err);
    else if (status == CG_OK)
        cg_buffer_add(&decode->text, bytes);
    if (status == CG_OK)
        status = cg_buffer_status(&decode->text, err);
    if (status != CG_OK)
        cg_error_locate(err, &(cg_place){.source = decode->name});
    return status;
}

cg_status cg_decode_read(void *handle, char *buffer, size_t room, size_t *size,
                         cg_error *err)
{
    cg_decode *decode = handle;
    cg_status status = CG_OK;
    while (status == CG_OK && decode->given == decode->text.size && !decode->ended)
        status = decode_more(decode, err);
    *size = 0;
    if (status != CG_OK)
        return status;
    size_t left = decode->text.size - decode->given;
    *size = left < room ? left : room;
    if (*size > 0)
        memcpy(buffer, decode->text.at + decode->given, *size);
    decode->given += *size;
    return CG_OK;
}
