#include "graph/store/segment.h"

#include <pthread.h>
#include <stdlib.h>

/* ---- Counts of a segment ---- */

typedef struct {
    int64_t facts, subjects, objects;
    int64_t last; /* list in which the relation was seen last */
} relation_count;

typedef struct {
    block_writer writer;
    uint64_t entries;
    int64_t lists;
    relation_count relations[CG_RELATION_MAX];
} segment_writer;

static void count_entry(segment_writer *to, block_direction direction,
                        const block_entry *entry)
{
    relation_count *count = &to->relations[entry->relation];
    if (direction == BLOCK_OUT) {
        count->facts += entry->dead ? -1 : 1;
        to->entries++;
    }
    if (entry->dead || count->last == to->lists)
        return;
    count->last = to->lists;
    *(direction == BLOCK_OUT ? &count->subjects : &count->objects) += 1;
}

static cg_status insert_counts(cg_store *store, const segment_writer *to,
                               unsigned segment, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_SEGMENT_COUNT, &query, err);
    for (int i = 0; i < CG_RELATION_MAX && status == CG_OK; i++) {
        const relation_count *count = &to->relations[i];
        if (count->last == 0 && count->facts == 0)
            continue;
        sql_bind_integer(&query, 1, segment);
        sql_bind_integer(&query, 2, i);
        sql_bind_integer(&query, 3, count->facts);
        sql_bind_integer(&query, 4, count->subjects);
        sql_bind_integer(&query, 5, count->objects);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

/* ---- Writing a segment ---- */

static cg_status insert_block(void *handle, cg_id key, cg_text block, cg_error *err)
{
    cg_store *store = handle;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_BLOCK, &query, err);
    if (status == CG_OK) {
        sql_bind_integer(&query, 1, key);
        sql_bind_blob(&query, 2, block);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static cg_status insert_segment(cg_store *store, unsigned segment, uint64_t entries,
                                cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_SEGMENT, &query, err);
    if (status == CG_OK) {
        sql_bind_integer(&query, 1, segment);
        sql_bind_integer(&query, 2, (int64_t)entries);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

static cg_status write_lists(segment_writer *to, list_merge *merge, cg_error *err)
{
    cg_status status;
    while ((status = list_merge_next(merge, err)) == CG_ROW) {
        to->lists++;
        status = CG_OK;
        for (size_t i = 0; i < merge->list->count && status == CG_OK; i++) {
            const block_entry *entry = &merge->list->items[i];
            count_entry(to, merge->direction, entry);
            status = block_write(&to->writer, merge->direction, merge->entity,
                                 entry, err);
        }
        if (status != CG_OK)
            return status;
    }
    return status == CG_DONE ? block_write_end(&to->writer, err) : status;
}

/* All blocks are written: the rest. */
static cg_status end_segment(cg_store *store, const segment_writer *to,
                             unsigned number, cg_error *err)
{
    if (to->entries == 0)
        return CG_OK;
    cg_status status = insert_segment(store, number, to->entries, err);
    return status == CG_OK ? insert_counts(store, to, number, err) : status;
}

cg_status segment_write(cg_store *store, list_merge *merge, unsigned number,
                        cg_error *err)
{
    segment_writer *to = calloc(1, sizeof *to);
    if (to == NULL)
        return cg_fail_memory(err);
    to->writer =
        (block_writer){.segment = number, .sink = insert_block, .handle = store};
    cg_status status = write_lists(to, merge, err);
    if (status == CG_OK)
        status = end_segment(store, to, number, err);
    free(to);
    return status;
}

/* ---- One direction by each of two threads ---- */

/* So many facts make it worth to have a second one. */
enum { MANY = 1 << 14 };

typedef struct {
    segment_writer to;
    const pending_fact *facts;
    size_t count;
    block_direction direction;
    cg_buffer blocks; /* what keep_block kept */
    cg_status status;
    cg_error failure;
} half;

/* What stands before the bytes of a block that is kept. */
typedef struct {
    cg_id key;
    size_t size;
} block_head;

static cg_status keep_block(void *handle, cg_id key, cg_text block, cg_error *err)
{
    half *of = handle;
    block_head head = {key, block.size};
    cg_buffer_add(&of->blocks, (cg_text){(const char *)&head, sizeof head});
    cg_buffer_add(&of->blocks, block);
    return cg_buffer_status(&of->blocks, err);
}

static void *write_half(void *handle)
{
    half *of = handle;
    list_source source = {0};
    list_merge merge = {.sources = &source, .count = 1};
    pending_lists pending = {0};
    of->status = pending_lists_open(&pending, of->facts, of->count, &of->failure);
    pending.direction = pending.last = of->direction;
    if (of->status == CG_OK)
        of->status = list_source_pending(&source, &pending, &of->failure);
    if (of->status == CG_OK)
        of->status = write_lists(&of->to, &merge, &of->failure);
    list_source_close(&source);
    list_merge_release(&merge);
    pending_lists_close(&pending);
    return NULL;
}

static cg_status insert_kept(cg_store *store, const half *of, cg_error *err)
{
    cg_text blocks = cg_buffer_text(&of->blocks);
    cg_status status = CG_OK;
    for (size_t at = 0; at < blocks.size && status == CG_OK;) {
        block_head head;
        memcpy(&head, blocks.at + at, sizeof head);
        at += sizeof head;
        status = insert_block(store, head.key, (cg_text){blocks.at + at, head.size},
                              err);
        at += head.size;
    }
    return status;
}

/* What the halves wrote, the second of them into memory. */
static cg_status end_halves(cg_store *store, half halves[2], unsigned number,
                            cg_error *err)
{
    segment_writer *all = &halves[BLOCK_OUT].to;
    for (int i = 0; i < 2; i++)
        if (halves[i].status != CG_OK) {
            if (err != NULL && err->status == CG_OK)
                *err = halves[i].failure;
            return halves[i].status;
        }
    for (int i = 0; i < CG_RELATION_MAX; i++)
        all->relations[i].objects = halves[BLOCK_IN].to.relations[i].objects;
    cg_status status = insert_kept(store, &halves[BLOCK_IN], err);
    return status == CG_OK ? end_segment(store, all, number, err) : status;
}

cg_status segment_write_pending(cg_store *store, const pending_fact *facts,
                                size_t count, unsigned number, cg_error *err)
{
    pthread_t other;
    half *halves = calloc(2, sizeof *halves);
    if (halves == NULL)
        return cg_fail_memory(err);
    for (int i = 0; i < 2; i++) {
        half *of = &halves[i];
        of->facts = facts;
        of->count = count;
        of->direction = (block_direction)i;
        of->to.writer.segment = number;
        of->to.writer.sink = i == BLOCK_OUT ? insert_block : keep_block;
        of->to.writer.handle = i == BLOCK_OUT ? (void *)store : of;
    }
    bool beside = count >= MANY &&
                  pthread_create(&other, NULL, write_half, &halves[BLOCK_IN]) == 0;
    (void)write_half(&halves[BLOCK_OUT]);
    if (beside)
        (void)pthread_join(other, NULL);
    else
        (void)write_half(&halves[BLOCK_IN]);
    cg_status status = end_halves(store, halves, number, err);
    cg_buffer_release(&halves[BLOCK_IN].blocks);
    free(halves);
    return status;
}
