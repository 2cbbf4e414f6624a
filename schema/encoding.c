#include "schema/encoding.h"

#include <stdio.h>
#include <stdlib.h>

#include <unicode/ucnv.h>

#include "schema/fold.h"

enum { NAME_MAX_SIZE = 64, PIVOT = 4096, HELD_MAX = 1 << 20 };

struct cg_decoder {
    UConverter *from;
    UConverter *to;
    char name[NAME_MAX_SIZE];
    bool
        composes; /* its text has combining marks where others have one character */
    bool begun;
    UChar pivot[PIVOT];
    UChar *pivot_from;
    UChar *pivot_to;
    uint64_t taken;  /* bytes of the stream */
    cg_buffer plain; /* decoded, and still to be composed */
    cg_arena arena;
};

/* ---- Opening ---- */

static cg_status fail_unknown(cg_text name, cg_error *err)
{
    return cg_fail(err, CG_REFUSED, NULL,
                   "unknown encoding '%.*s': it is one such as UTF-8, UTF-16, "
                   "GB18030, Big5, Shift_JIS or windows-1258",
                   CG_TEXT_ARG(name));
}

cg_status cg_decoder_open(cg_text name, cg_decoder **decoder, cg_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    *decoder = NULL;
    if (name.size == 0 || name.size >= NAME_MAX_SIZE ||
        cg_text_check(name) < name.size)
        return fail_unknown(name, err);
    cg_decoder *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    memcpy(made->name, name.at, name.size);
    made->from = ucnv_open(made->name, &code);
    if (U_SUCCESS(code))
        made->to = ucnv_open("UTF-8", &code);
    if (U_SUCCESS(code))
        ucnv_setToUCallBack(made->from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL,
                            &code);
    if (U_FAILURE(code)) {
        cg_decoder_close(made);
        return code == U_MEMORY_ALLOCATION_ERROR ? cg_fail_memory(err)
                                                 : fail_unknown(name, err);
    }
    made->composes = ucnv_compareNames(made->name, "windows-1258") == 0 ||
                     ucnv_compareNames(made->name, "cp1258") == 0;
    made->pivot_from = made->pivot_to = made->pivot;
    *decoder = made;
    return CG_OK;
}

void cg_decoder_close(cg_decoder *decoder)
{
    if (decoder == NULL)
        return;
    ucnv_close(decoder->from);
    ucnv_close(decoder->to);
    cg_buffer_release(&decoder->plain);
    cg_arena_release(&decoder->arena);
    free(decoder);
}

/* ---- Decoding ---- */

static cg_status fail_bytes(const cg_decoder *decoder, uint64_t offset,
                            cg_error *err)
{
    cg_place place = {.start = offset, .end = offset};
    return cg_fail(err, CG_SYNTAX, &place,
                   "byte %llu is not of the encoding %s: name the right one as "
                   "'encoding'",
                   (unsigned long long)offset, decoder->name);
}

static cg_status convert(cg_decoder *decoder, cg_text bytes, bool last,
                         cg_buffer *out, cg_error *err)
{
    const char *source = bytes.at != NULL ? bytes.at : "";
    const char *start = source;
    const char *end = source + bytes.size;
    UErrorCode code = U_BUFFER_OVERFLOW_ERROR;
    while (code == U_BUFFER_OVERFLOW_ERROR) {
        if (!cg_buffer_reserve(out, PIVOT))
            return cg_fail_memory(err);
        char *target = out->at + out->size;
        code = U_ZERO_ERROR;
        ucnv_convertEx(decoder->to, decoder->from, &target,
                       out->at + out->size + PIVOT, &source, end, decoder->pivot,
                       &decoder->pivot_from, &decoder->pivot_to,
                       decoder->pivot + PIVOT, !decoder->begun, last, &code);
        decoder->begun = true;
        out->size = (size_t)(target - out->at);
        out->at[out->size] = '\0';
    }
    uint64_t offset = decoder->taken + (uint64_t)(source - start);
    decoder->taken += bytes.size;
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return cg_fail_memory(err);
    return U_FAILURE(code) ? fail_bytes(decoder, offset, err) : CG_OK;
}

/* How much of the text no mark behind it can change: what is before its last ASCII
 * character. */
static size_t settled(cg_text text)
{
    size_t at = text.size;
    while (at > 0 && (text.at[at - 1] & 0x80) != 0)
        at--;
    return at > 0 ? at - 1 : 0;
}

static cg_status compose(cg_decoder *decoder, bool last, cg_buffer *out,
                         cg_error *err)
{
    cg_text plain = cg_buffer_text(&decoder->plain);
    size_t ready = last || plain.size > HELD_MAX ? plain.size : settled(plain);
    cg_text composed;
    cg_arena_reset(&decoder->arena);
    cg_status status = cg_text_nfc(cg_text_slice(plain, 0, ready), &decoder->arena,
                                   &composed, err);
    if (status != CG_OK)
        return status;
    cg_buffer_add(out, composed);
    memmove(decoder->plain.at, plain.at + ready, plain.size - ready);
    decoder->plain.size -= ready;
    return cg_buffer_status(out, err);
}

cg_status cg_decoder_add(cg_decoder *decoder, cg_text bytes, bool last,
                         cg_buffer *out, cg_error *err)
{
    if (!decoder->composes)
        return convert(decoder, bytes, last, out, err);
    cg_status status = convert(decoder, bytes, last, &decoder->plain, err);
    return status == CG_OK && decoder->plain.size > 0
               ? compose(decoder, last, out, err)
               : status;
}
