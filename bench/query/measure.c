#include "bench/query/measure.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS_MAX = 25, RUNS_MIN = 3, TEXT_MAX = 8192 };
static const double enough = 1000; /* milliseconds of runs, from RUNS_MIN on */

/* ---- Answers: FNV-1a (Fowler, Noll, Vo) of each row, summed up ---- */

static const uint32_t fnv_start = 2166136261u, fnv_prime = 16777619u;

static uint32_t fnv(uint32_t hash, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (uint8_t)bytes[i]) * fnv_prime;
    return hash;
}

void answer_text(answer *got, const char *bytes, size_t size)
{
    if (got == NULL)
        return;
    got->row = fnv(fnv(got->row, bytes, size), "|", 1);
}

void answer_integer(answer *got, int64_t number)
{
    char digits[24];
    if (got == NULL)
        return;
    int size = snprintf(digits, sizeof digits, "%" PRId64, number);
    answer_text(got, digits, (size_t)size);
}

void answer_end_row(answer *got)
{
    if (got == NULL)
        return;
    got->rows++;
    got->sum += got->row;
    got->row = fnv_start;
}

/* ---- Times ---- */

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure_one(const char *name, const char *text, asker ask, void *handle)
{
    double times[RUNS_MAX], spent = 0;
    size_t runs = 0;
    answer got = {.row = fnv_start};
    if (!ask(handle, name, text, &got))
        return;
    while (runs < RUNS_MAX && (runs < RUNS_MIN || spent < enough)) {
        double start = now();
        ask(handle, name, text, NULL);
        times[runs] = now() - start;
        spent += times[runs++];
    }
    qsort(times, runs, sizeof *times, compare);
    printf("%s\t%.6f\t%" PRIu64 "\t%" PRIu32 "\n", name, times[runs / 2], got.rows,
           got.sum);
    fflush(stdout);
}

static void warm_up(const char *name, const char *text, asker ask, void *handle)
{
    (void)ask(handle, name, text, NULL);
}

typedef void (*treatment)(const char *name, const char *text, asker ask,
                          void *handle);

static int each_question(const char *path, treatment treat, asker ask, void *handle)
{
    char line[1024], name[64] = "", text[TEXT_MAX] = "";
    bool more = true;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "cannot read '%s'\n", path);
        return 1;
    }
    while (more) {
        more = fgets(line, sizeof line, file) != NULL;
        bool begins = more && line[0] == '#';
        if ((begins || !more) && name[0] != '\0')
            treat(name, text, ask, handle);
        if (begins) {
            snprintf(name, sizeof name, "%.*s", (int)strcspn(line + 2, "\n"),
                     line + 2);
            text[0] = '\0';
        } else if (more) {
            strncat(text, line, sizeof text - strlen(text) - 1);
        }
    }
    fclose(file);
    return 0;
}

int measure(const char *path, asker ask, void *handle)
{
    int code = each_question(path, warm_up, ask, handle);
    return code == 0 ? each_question(path, measure_one, ask, handle) : code;
}
