#include "schema/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "schema/embedded.h"

static void check_hex(cg_digest digest, const char *expected)
{
    char hex[65];
    for (size_t i = 0; i < sizeof digest.bytes; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest.bytes[i]);
    assert_string_equal(hex, expected);
}

/* The examples of FIPS 180-2, appendix B, and the empty message. */
static void digests_are_those_of_the_standard(void **state)
{
    (void)state;
    check_hex(cg_digest_of(CG_TEXT("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_hex(cg_digest_of((cg_text){NULL, 0}),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_hex(cg_digest_of(CG_TEXT("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_hex(cg_digest_of(CG_TEXT(
                  "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");

    enum { MILLION = 1000000 };
    char *letters = malloc(MILLION);
    assert_non_null(letters);
    memset(letters, 'a', MILLION);
    check_hex(cg_digest_of((cg_text){letters, MILLION}),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(letters);
}

static void pieces_digest_as_the_whole(void **state)
{
    (void)state;
    char text[300];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7);
    cg_digest whole = cg_digest_of((cg_text){text, sizeof text});
    for (size_t piece = 1; piece <= sizeof text; piece++) {
        cg_digester digester;
        cg_digester_init(&digester);
        for (size_t at = 0; at < sizeof text; at += piece) {
            size_t end = at + piece < sizeof text ? at + piece : sizeof text;
            cg_digester_add(&digester, (cg_text){text + at, end - at});
            cg_digester_add(&digester, (cg_text){NULL, 0});
        }
        cg_digest pieced = cg_digester_end(&digester);
        assert_memory_equal(pieced.bytes, whole.bytes, sizeof whole.bytes);
    }
}

/* Each embedded file is the file in the tree, in the order of the paths. */
static void embedded_files_are_those_of_the_tree(void **state)
{
    (void)state;
    size_t count = 0;
    for (const cg_embedded_file *file = cg_embedded_files; file->path != NULL;
         file++) {
        cg_text content = cg_embedded(file->path);
        FILE *stream = fopen(file->path, "rb");
        assert_non_null(stream);
        char *bytes = malloc(content.size + 1);
        assert_non_null(bytes);
        assert_int_equal(fread(bytes, 1, content.size + 1, stream), content.size);
        assert_memory_equal(bytes, content.at, content.size);
        fclose(stream);
        free(bytes);
        if (count++ > 0)
            assert_true(strcmp(file[-1].path, file->path) < 0);
    }
    assert_true(count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_the_standard),
        cmocka_unit_test(pieces_digest_as_the_whole),
        cmocka_unit_test(embedded_files_are_those_of_the_tree),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
