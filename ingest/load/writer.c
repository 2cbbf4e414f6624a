#include "ingest/load/writer.h"

void writer_init(load_writer *writer, cg_store *store)
{
    *writer = (load_writer){.store = store};
    /* With default attributes, neither can fail. */
    (void)pthread_mutex_init(&writer->lock, NULL);
    (void)pthread_cond_init(&writer->changed, NULL);
}

static load_part *part_at(load_writer *writer, uint64_t count)
{
    return &writer->parts[count % WRITER_PARTS];
}

load_part *writer_part(load_writer *writer)
{
    return part_at(writer, writer->filled);
}

/* ---- Writing ---- */

static cg_status write_part(load_writer *writer, load_part *part, cg_error *err)
{
    passages_digest(&part->text, &writer->digester);
    cg_status status =
        passages_write(&part->text, writer->store, part->source, err);
    if (status == CG_OK)
        status = batch_write(&part->taken, writer->store, part->source,
                             &writer->report, err);
    batch_clear(&part->taken);
    return status;
}

/* Write the part at hand, if none before it failed. */
static void write_next(load_writer *writer)
{
    load_part *part = part_at(writer, writer->written);
    cg_error failure = {0};
    bool failed = writer->failure.status != CG_OK;
    (void)pthread_mutex_unlock(&writer->lock);
    cg_status status = CG_OK;
    if (failed)
        batch_clear(&part->taken);
    else
        status = write_part(writer, part, &failure);
    (void)pthread_mutex_lock(&writer->lock);
    if (status != CG_OK) {
        writer->failure = failure;
        writer->failure.status = status;
    }
    writer->written++;
    (void)pthread_cond_signal(&writer->changed);
}

static void *run(void *handle)
{
    load_writer *writer = handle;
    (void)pthread_mutex_lock(&writer->lock);
    while (!writer->stopping)
        if (writer->written < writer->filled)
            write_next(writer);
        else
            (void)pthread_cond_wait(&writer->changed, &writer->lock);
    (void)pthread_mutex_unlock(&writer->lock);
    return NULL;
}

/* ---- Giving ---- */

/* Wait until at most so many parts are not written. Holds the lock. */
static cg_status wait_for(load_writer *writer, uint64_t left, cg_error *err)
{
    while (writer->filled - writer->written > left && writer->running)
        (void)pthread_cond_wait(&writer->changed, &writer->lock);
    while (writer->filled - writer->written > left)
        write_next(writer);
    if (writer->failure.status != CG_OK && err != NULL && err->status == CG_OK)
        *err = writer->failure;
    return writer->failure.status;
}

cg_status writer_give(load_writer *writer, cg_error *err)
{
    passages before = writer_part(writer)->text; /* where it ends */
    (void)pthread_mutex_lock(&writer->lock);
    writer->filled++;
    /* Without a thread, whoever waits writes. */
    if (!writer->running)
        writer->running = pthread_create(&writer->thread, NULL, run, writer) == 0;
    (void)pthread_cond_signal(&writer->changed);
    cg_status status = wait_for(writer, WRITER_PARTS - 1, err);
    (void)pthread_mutex_unlock(&writer->lock);
    passages_follow(&writer_part(writer)->text, &before);
    return status;
}

cg_status writer_wait(load_writer *writer, cg_error *err)
{
    (void)pthread_mutex_lock(&writer->lock);
    cg_status status = wait_for(writer, 0, err);
    (void)pthread_mutex_unlock(&writer->lock);
    return status;
}

cg_status writer_finish(load_writer *writer, cg_error *err)
{
    cg_status status = writer_wait(writer, err);
    if (status != CG_OK)
        return status;
    return write_part(writer, writer_part(writer), err);
}

void writer_begin(load_writer *writer)
{
    load_part *part = writer_part(writer);
    passages_begin(&part->text);
    batch_clear(&part->taken);
    writer->report = (cg_load_report){0};
    cg_digester_init(&writer->digester);
}

void writer_release(load_writer *writer)
{
    if (writer->running) {
        (void)pthread_mutex_lock(&writer->lock);
        writer->stopping = true;
        (void)pthread_cond_signal(&writer->changed);
        (void)pthread_mutex_unlock(&writer->lock);
        (void)pthread_join(writer->thread, NULL);
    }
    (void)pthread_mutex_destroy(&writer->lock);
    (void)pthread_cond_destroy(&writer->changed);
    for (size_t i = 0; i < WRITER_PARTS; i++) {
        batch_release(&writer->parts[i].taken);
        passages_release(&writer->parts[i].text);
    }
}
