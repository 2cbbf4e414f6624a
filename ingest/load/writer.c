#include "ingest/load/writer.h"

void writer_init(load_writer *writer, cg_store *store, part_resolver resolver)
{
    *writer = (load_writer){.store = store, .resolver = resolver};
    /* With default attributes, none can fail. */
    (void)pthread_mutex_init(&writer->turn, NULL);
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

/* ---- Resolving and writing ---- */

static cg_status resolve_part(load_writer *writer, load_part *part, cg_error *err)
{
    passages_digest(&part->text, &writer->digester);
    return writer->resolver.resolve(writer->resolver.handle, part, err);
}

static cg_status write_part(load_writer *writer, load_part *part, cg_error *err)
{
    cg_status status =
        passages_write(&part->text, writer->store, part->source, err);
    if (status == CG_OK)
        status = batch_write(&part->taken, writer->store, part->source,
                             &writer->report, err);
    batch_clear(&part->taken);
    return status;
}

typedef cg_status (*part_work)(load_writer *writer, load_part *part, cg_error *err);

/* Do it to a part, if none failed so far. Holds the lock, but not meanwhile. */
static void do_part(load_writer *writer, uint64_t count, part_work work)
{
    cg_error failure = {0};
    bool failed = writer->failure.status != CG_OK;
    cg_status status = CG_OK;
    (void)pthread_mutex_unlock(&writer->lock);
    if (!failed)
        status = work(writer, part_at(writer, count), &failure);
    (void)pthread_mutex_lock(&writer->lock);
    if (status != CG_OK && writer->failure.status == CG_OK) {
        writer->failure = failure;
        writer->failure.status = status;
    }
}

/* In its turn, resolve the part that comes next. Holds the lock. */
static void resolve_next(load_writer *writer)
{
    do_part(writer, writer->resolved, resolve_part);
    writer->resolved++;
    (void)pthread_cond_broadcast(&writer->changed);
}

static void write_next(load_writer *writer)
{
    do_part(writer, writer->written, write_part);
    if (writer->failure.status != CG_OK)
        batch_clear(&part_at(writer, writer->written)->taken);
    writer->written++;
    (void)pthread_cond_broadcast(&writer->changed);
}

static void *run_resolving(void *handle)
{
    load_writer *writer = handle;
    (void)pthread_mutex_lock(&writer->lock);
    while (!writer->stopping) {
        if (writer->resolved == writer->filled) {
            (void)pthread_cond_wait(&writer->changed, &writer->lock);
            continue;
        }
        (void)pthread_mutex_unlock(&writer->lock);
        writer_take_turn(writer);
        (void)pthread_mutex_lock(&writer->lock);
        resolve_next(writer);
        writer_give_turn(writer);
    }
    (void)pthread_mutex_unlock(&writer->lock);
    return NULL;
}

static void *run_writing(void *handle)
{
    load_writer *writer = handle;
    (void)pthread_mutex_lock(&writer->lock);
    while (!writer->stopping)
        if (writer->written < writer->resolved)
            write_next(writer);
        else
            (void)pthread_cond_wait(&writer->changed, &writer->lock);
    (void)pthread_mutex_unlock(&writer->lock);
    return NULL;
}

/* ---- The threads ---- */

static void stop(load_writer *writer)
{
    (void)pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    (void)pthread_cond_broadcast(&writer->changed);
    (void)pthread_mutex_unlock(&writer->lock);
}

static bool start(load_writer *writer)
{
    if (pthread_create(&writer->writing, NULL, run_writing, writer) != 0)
        return false;
    if (pthread_create(&writer->resolving, NULL, run_resolving, writer) == 0)
        return true;
    stop(writer);
    (void)pthread_join(writer->writing, NULL);
    writer->stopping = false;
    return false;
}

/* ---- Giving ---- */

/* What failed so far. Holds the lock. */
static cg_status tell_failure(const load_writer *writer, cg_error *err)
{
    if (writer->failure.status != CG_OK && err != NULL && err->status == CG_OK)
        *err = writer->failure;
    return writer->failure.status;
}

/* Wait until `*count` of the parts, resolved or written ones, are no more than `left` behind
 * `all`. Holds the lock. */
static cg_status wait_for(load_writer *writer, const uint64_t *count,
                          const uint64_t *all, uint64_t left, cg_error *err)
{
    while (*all - *count > left)
        (void)pthread_cond_wait(&writer->changed, &writer->lock);
    return tell_failure(writer, err);
}

cg_status writer_give(load_writer *writer, cg_error *err)
{
    passages before = writer_part(writer)->text; /* where it ends */
    if (!writer->running)
        writer->running = start(writer);
    (void)pthread_mutex_lock(&writer->lock);
    writer->filled++;
    (void)pthread_cond_broadcast(&writer->changed);
    if (!writer->running) {
        resolve_next(writer);
        write_next(writer);
    }
    cg_status status =
        wait_for(writer, &writer->written, &writer->filled, WRITER_PARTS - 1, err);
    (void)pthread_mutex_unlock(&writer->lock);
    passages_follow(&writer_part(writer)->text, &before);
    return status;
}

cg_status writer_wait_resolved(load_writer *writer, cg_error *err)
{
    (void)pthread_mutex_lock(&writer->lock);
    cg_status status = wait_for(writer, &writer->resolved, &writer->filled, 0, err);
    (void)pthread_mutex_unlock(&writer->lock);
    return status;
}

cg_status writer_wait(load_writer *writer, cg_error *err)
{
    (void)pthread_mutex_lock(&writer->lock);
    cg_status status = wait_for(writer, &writer->written, &writer->filled, 0, err);
    (void)pthread_mutex_unlock(&writer->lock);
    return status;
}

cg_status writer_finish(load_writer *writer, cg_error *err)
{
    load_part *part = writer_part(writer);
    cg_status status = writer_wait(writer, err);
    if (status == CG_OK)
        status = resolve_part(writer, part, err);
    return status == CG_OK ? write_part(writer, part, err) : status;
}

/* ---- Turns ---- */

void writer_take_turn(load_writer *writer)
{
    (void)pthread_mutex_lock(&writer->turn);
}

void writer_give_turn(load_writer *writer)
{
    (void)pthread_mutex_unlock(&writer->turn);
}

cg_status writer_wait_for_store(load_writer *writer, cg_error *err)
{
    (void)pthread_mutex_lock(&writer->lock);
    cg_status status =
        wait_for(writer, &writer->written, &writer->resolved, 0, err);
    (void)pthread_mutex_unlock(&writer->lock);
    return status;
}

cg_kinds writer_find_key(const load_writer *writer, cg_text key)
{
    cg_kinds kinds = 0;
    for (uint64_t i = writer->resolved; i <= writer->filled; i++)
        kinds |= batch_find_key(&writer->parts[i % WRITER_PARTS].taken, key);
    return kinds;
}

/* ---- Beginning and end ---- */

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
        stop(writer);
        (void)pthread_join(writer->resolving, NULL);
        (void)pthread_join(writer->writing, NULL);
    }
    (void)pthread_mutex_destroy(&writer->turn);
    (void)pthread_mutex_destroy(&writer->lock);
    (void)pthread_cond_destroy(&writer->changed);
    for (size_t i = 0; i < WRITER_PARTS; i++) {
        batch_release(&writer->parts[i].taken);
        passages_release(&writer->parts[i].text);
    }
}
