/* Packed files: what comes out at every chunk size, and what is refused. */
#include "ingest/csv/unpack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <zlib.h>
#include <zstd.h>

#include "schema/memory.h"
#include "tests/support/chunked.h"
#include "tests/support/fault.h"

enum { ROOM = 1 << 20 };

typedef struct {
    cg_text packed;
    size_t chunk;
    size_t room;    /* of what a read takes */
    uint64_t out;   /* bytes that came */
    cg_buffer text; /* the first of them */
} unpacking;

static cg_status unpack_all(void *handle, cg_error *err)
{
    unpacking *all = handle;
    static char buffer[ROOM];
    chunked bytes = {.rest = all->packed, .chunk = all->chunk};
    cg_unpacker *unpacker = NULL;
    all->out = 0;
    cg_buffer_release(&all->text);
    cg_status status = cg_unpack_open("f.gz", read_chunk, &bytes, &unpacker, err);
    for (size_t size = 1; status == CG_OK && size > 0; all->out += size) {
        status = cg_unpack_read(unpacker, buffer, all->room, &size, err);
        if (status == CG_OK && all->text.size < ROOM)
            cg_buffer_add(&all->text, (cg_text){buffer, size});
        if (status == CG_OK)
            status = cg_buffer_status(&all->text, err);
    }
    cg_unpack_close(unpacker);
    return status;
}

static size_t gzip(cg_text text, char *out, size_t room)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)text.at,
                       .avail_in = (uInt)text.size,
                       .next_out = (Bytef *)out,
                       .avail_out = (uInt)room};
    assert_int_equal(
        deflateInit2(&stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return room - stream.avail_out;
}

static size_t zstd(cg_text text, char *out, size_t room)
{
    size_t size = ZSTD_compress(out, room, text.at, text.size, 3);
    assert_false(ZSTD_isError(size));
    return size;
}

static void assert_comes_out(cg_text packed, cg_text text)
{
    for (size_t chunk = packed.size + 1; chunk > 0; chunk /= 3)
        for (size_t room = ROOM; room > 0; room /= 50) {
            unpacking all = {.packed = packed, .chunk = chunk, .room = room};
            cg_error err = {0};
            assert_int_equal(unpack_all(&all, &err), CG_OK);
            assert_true(cg_text_equal(cg_buffer_text(&all.text), text));
            cg_buffer_release(&all.text);
        }
}

static void packed_and_plain_files_come_out(void **state)
{
    (void)state;
    const cg_text texts[] = {CG_TEXT(""), CG_TEXT("a"),
                             CG_TEXT("name,kind\nA,B\n")};
    char packed[400];
    for (size_t i = 0; i < 3; i++) {
        size_t size = gzip(texts[i], packed, sizeof packed);
        assert_comes_out((cg_text){packed, size}, texts[i]);
        size = zstd(texts[i], packed, sizeof packed);
        assert_comes_out((cg_text){packed, size}, texts[i]);
        assert_comes_out(texts[i], texts[i]);
    }
    size_t first = gzip(CG_TEXT("one\n"), packed, sizeof packed);
    size_t both = first + gzip(CG_TEXT("two\n"), packed + first, 200);
    assert_comes_out((cg_text){packed, both}, CG_TEXT("one\ntwo\n"));
    first = zstd(CG_TEXT("one\n"), packed, sizeof packed);
    both = first + zstd(CG_TEXT("two\n"), packed + first, 200);
    assert_comes_out((cg_text){packed, both}, CG_TEXT("one\ntwo\n"));
}

static void assert_refused(cg_text packed, cg_status status, const char *why)
{
    unpacking all = {.packed = packed, .chunk = 7, .room = ROOM};
    cg_error err = {0};
    assert_int_equal(unpack_all(&all, &err), status);
    assert_non_null(strstr(err.message, why));
    assert_string_equal(err.source, "f.gz");
    cg_buffer_release(&all.text);
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    char packed[200];
    size_t size = gzip(CG_TEXT("name,kind\nA,B\n"), packed, sizeof packed);
    for (size_t cut = 4; cut < size; cut++)
        assert_refused((cg_text){packed, cut}, CG_SYNTAX, "its end is missing");
    packed[size - 6] ^= 1;
    assert_refused((cg_text){packed, size}, CG_SYNTAX, "a damaged gzip file");
    size = zstd(CG_TEXT("name,kind\nA,B\n"), packed, sizeof packed);
    for (size_t cut = 4; cut < size; cut++)
        assert_refused((cg_text){packed, cut}, CG_SYNTAX, "its end is missing");
    packed[5] ^= 0x7f;
    assert_refused((cg_text){packed, size}, CG_SYNTAX, "a damaged zstd file");
}

/* A file that would fill a disk stops long before. */
static void bombs_are_refused(void **state)
{
    (void)state;
    static char zeros[1 << 27];
    static char packed[1 << 18];
    memset(zeros, 'a', sizeof zeros);
    cg_text text = {zeros, sizeof zeros};
    size_t size = gzip(text, packed, sizeof packed);
    assert_refused((cg_text){packed, size}, CG_LIMIT,
                   "more than 250 times its size");
    size = zstd(text, packed, sizeof packed);
    assert_refused((cg_text){packed, size}, CG_LIMIT,
                   "more than 250 times its size");
    size = gzip(cg_text_slice(text, 0, CG_UNPACK_FREE), packed, sizeof packed);
    unpacking all = {.packed = {packed, size}, .chunk = SIZE_MAX, .room = ROOM};
    cg_error err = {0};
    assert_int_equal(unpack_all(&all, &err), CG_OK);
    assert_int_equal(all.out, CG_UNPACK_FREE);
    cg_buffer_release(&all.text);
}

static void memory_may_fail(void **state)
{
    (void)state;
    char packed[200];
    size_t size = gzip(CG_TEXT("name,kind\nA,B\n"), packed, sizeof packed);
    unpacking all = {.packed = {packed, size}, .chunk = 5, .room = 3};
    assert_true(fault_sweep(unpack_all, &all, 100) > 0);
    all.packed.size = zstd(CG_TEXT("name,kind\nA,B\n"), packed, sizeof packed);
    assert_true(fault_sweep(unpack_all, &all, 100) > 0);
    cg_buffer_release(&all.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_and_plain_files_come_out),
        cmocka_unit_test(damaged_files_are_refused),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(memory_may_fail),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("unpack", tests, NULL, NULL);
}
