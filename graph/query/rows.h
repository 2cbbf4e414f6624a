/* Rows that are kept: copies of values, found again by those of some columns. */
#ifndef CG_GRAPH_QUERY_ROWS_H
#define CG_GRAPH_QUERY_ROWS_H

#include "graph/query/compare.h"

/* Starts zeroed but for `width`, the values of a row, and the arena's budget, which all
 * that it keeps is taken from. */
typedef struct {
    size_t width;
    cg_value *values; /* count * width */
    size_t count;
    size_t room;
    uint64_t *hashes; /* of each row, where rows are found */
    size_t hash_room;
    uint32_t *places; /* index + 1 of a row, by its hash; a power of two of them */
    size_t place_count;
    size_t charged; /* bytes of these arrays that the budget knows of */
    cg_arena arena; /* of what the values refer to */
} query_rows;

/* Add a copy of a row. */
cg_status rows_add(query_rows *rows, const cg_value *row, cg_error *err);

/* Find the row that is the same (query_same), or add a copy of it; `*fresh` says so. */
cg_status rows_find(query_rows *rows, const cg_value *row, size_t *index,
                    bool *fresh, cg_error *err);

/* Which row is the same, among those that rows_find added? False if there is none. */
bool rows_look(const query_rows *rows, const cg_value *row, size_t *index);

/* Is there a row that is the same, among those that rows_find added? */
bool rows_have(const query_rows *rows, const cg_value *row);

static inline cg_value *rows_at(const query_rows *rows, size_t index)
{
    return rows->values + index * rows->width;
}

void rows_clear(query_rows *rows);
void rows_release(query_rows *rows);

#endif
