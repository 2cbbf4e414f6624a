/* The questions in SQL, asked of SQLite by its own interface: sqlite FILE QUESTIONS */
#include <sqlite3.h>
#include <stdio.h>

#include "bench/query/measure.h"

static void take(answer *got, sqlite3_stmt *row, int column)
{
    if (sqlite3_column_type(row, column) == SQLITE_TEXT) {
        const void *bytes = sqlite3_column_text(row, column);
        answer_text(got, bytes, (size_t)sqlite3_column_bytes(row, column));
    } else {
        answer_integer(got, sqlite3_column_int64(row, column));
    }
}

static bool ask(void *handle, const char *name, const char *text, answer *got)
{
    sqlite3_stmt *rows = NULL;
    int code = sqlite3_prepare_v2(handle, text, -1, &rows, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++)
            take(got, rows, i);
        answer_end_row(got);
        code = SQLITE_OK;
    }
    if (code != SQLITE_DONE)
        fprintf(stderr, "sqlite: %s: %s\n", name, sqlite3_errmsg(handle));
    sqlite3_finalize(rows);
    return code == SQLITE_DONE;
}

int main(int argc, char **argv)
{
    sqlite3 *file = NULL;
    if (argc != 3) {
        fprintf(stderr, "usage: sqlite FILE QUESTIONS\n");
        return 2;
    }
    if (sqlite3_open_v2(argv[1], &file, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        fprintf(stderr, "sqlite: %s\n", sqlite3_errmsg(file));
        return 1;
    }
    sqlite3_exec(file,
                 "PRAGMA cache_size = -2000000; PRAGMA mmap_size = 8000000000",
                 NULL, NULL, NULL);
    int code = measure(argv[2], ask, file);
    sqlite3_close(file);
    return code;
}
