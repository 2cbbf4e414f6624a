/* Packed files and encodings: any bytes come out, or are refused with a reason. */
#include "ingest/csv/decode.h"
#include "ingest/csv/unpack.h"
#include "tests/support/chunked.h"
#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Unpack and decode, `chunk` bytes at a time; how many bytes came out. */
static uint64_t read_all(cg_text bytes, size_t chunk, const char *encoding,
                         cg_status *ended)
{
    chunked from = {.rest = bytes, .chunk = chunk};
    cg_unpacker *unpacker = NULL;
    cg_decode *decode = NULL;
    cg_error err = {0};
    char buffer[4096];
    uint64_t out = 0;
    cg_status status = cg_unpack_open("f", read_chunk, &from, &unpacker, &err);
    if (status == CG_OK)
        status = cg_decode_open("f", cg_text_z(encoding), cg_unpack_read, unpacker,
                                &decode, &err);
    for (size_t got = 1; status == CG_OK && got > 0; out += got)
        status = cg_decode_read(decode, buffer, sizeof buffer, &got, &err);
    require(status == CG_OK || status == CG_SYNTAX || status == CG_LIMIT);
    require(status == err.status);
    cg_decode_close(decode);
    cg_unpack_close(unpacker);
    *ended = status;
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encodings[] = {"", "windows-1258", "GB18030", "UTF-16",
                                            "Shift_JIS"};
    if (size == 0)
        return 0;
    const char *encoding = encodings[data[0] % 5];
    cg_text bytes = {(const char *)data + 1, size - 1};
    cg_status whole;
    cg_status pieces;
    uint64_t out = read_all(bytes, SIZE_MAX, encoding, &whole);
    uint64_t same = read_all(bytes, 1 + data[0] % 3, encoding, &pieces);
    require(whole == pieces && (whole != CG_OK || out == same));
    return 0;
}
