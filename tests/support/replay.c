/* Runs a fuzz target over its seeds without a fuzzer, and prints TAP.
 *
 * A target named NAME has its seeds in tests/fuzz/seeds/NAME. Each seed is given whole,
 * then cut short and with bytes changed by a generator with a fixed seed.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/random.h"

enum { SEED_MAX = 1 << 20, CHANGED_RUNS = 200, CUT_RUNS = 50 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

/* A copy of exactly `size` bytes, so that a read beyond it is seen. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL)
        abort();
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_around(uint8_t *data, size_t size)
{
    uint64_t state = 88172645463325252U;
    run(data, size);
    for (size_t i = 0; i < CUT_RUNS && size > 0; i++)
        run(data, random_below(&state, size));
    for (size_t i = 0; i < CHANGED_RUNS && size > 0; i++) {
        uint64_t draw = random_next(&state);
        uint8_t *byte = &data[(draw >> 16) % size];
        uint8_t before = *byte;
        *byte = (uint8_t)draw;
        run(data, size);
        *byte = before;
    }
}

static bool run_file(const char *path)
{
    uint8_t *data = malloc(SEED_MAX);
    FILE *file = fopen(path, "rb");
    bool read = data != NULL && file != NULL;
    if (read) {
        size_t size = fread(data, 1, SEED_MAX, file);
        run_around(data, size);
    }
    if (file != NULL)
        fclose(file);
    free(data);
    return read;
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    const char *slash = strrchr(argv[0], '/');
    const char *name = slash != NULL ? slash + 1 : argv[0];
    char folder[512];
    struct dirent **seeds = NULL;
    int failed = 0;

    if (LLVMFuzzerInitialize != NULL)
        LLVMFuzzerInitialize(&argc, &argv);
    snprintf(folder, sizeof folder, "tests/fuzz/seeds/%s", name);
    int count = scandir(folder, &seeds, is_seed, alphasort);
    if (count <= 0) {
        printf("1..1\nnot ok 1 - %s: no seeds: %s\n", folder, strerror(errno));
        return 1;
    }
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, seeds[i]->d_name);
        bool done = run_file(path);
        printf("%sok %d - %s\n", done ? "" : "not ", i + 1, seeds[i]->d_name);
        fflush(stdout);
        failed += !done;
        free(seeds[i]);
    }
    free(seeds);
    return failed > 0;
}
