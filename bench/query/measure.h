/* What the programs that measure share: questions out of a file, answers as a sum that
 * does not depend on the order of rows, the median of several runs. */
#ifndef CG_BENCH_QUERY_MEASURE_H
#define CG_BENCH_QUERY_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t rows;
    uint32_t sum;
    uint32_t row;
} answer;

/* NULL takes nothing: the run whose answer was taken is not the one that is timed. */
void answer_text(answer *got, const char *bytes, size_t size);
void answer_integer(answer *got, int64_t number);
void answer_end_row(answer *got);

/* Ask one question to its last row; false where there is no answer. */
typedef bool (*asker)(void *handle, const char *name, const char *text,
                      answer *got);

/* Ask all questions of a file: a line "# name", then the text up to the next one. All are
 * asked once before any is timed. For each a line of the name, the median in milliseconds,
 * the number of rows and their sum, with tabs between them; nothing for one without an
 * answer. Returns an exit code. */
int measure(const char *path, asker ask, void *handle);

#endif
