#include "ingest/load/load.h"

#include <assert.h>
#include <stdlib.h>

#include "ingest/load/former.h"
#include "ingest/load/writer.h"

/* Only at a source's end its digest is known. One that is whole in its first part is
 * written when the file turned out not to have it; a longer one under a mark in the
 * change, from its first full part on: if the file has it already, all goes back.
 *
 * Parts of a sheet are given to the writer's threads, which find those they name and write
 * them while the next one is read. An article's are written at once: they are short. */

struct cg_loader {
    cg_store *store;
    char *command;
    cg_resolver *resolver;
    cited_sources cited;
    former_seen seen;
    load_writer writer;
    cg_load_report report;

    bool in_source;
    bool whole;   /* all of it came, and the file does not have it */
    bool written; /* the source is in the store: `source` is its id */
    bool marked;  /* behind a mark */
    cg_arena source_texts;
    cg_source source_fields;
    cg_id source;
    cg_id last_entity; /* 0: the store knows; like the next, of whoever resolves */
    cg_load_report source_report;

    bool replacing; /* sheets replace their former versions */
    cg_id former;   /* that of the sheet at hand, or 0 */
    bool open;      /* there is a change */
    cg_error failure;
};

static cg_status wait_for_store(void *handle, cg_error *err)
{
    cg_loader *loader = handle;
    return writer_wait_for_store(&loader->writer, err);
}

/* ---- The source at hand ---- */

static cg_status copy_fields(cg_loader *loader, const cg_source *source,
                             cg_error *err)
{
    cg_source *own = &loader->source_fields;
    *own = *source;
    cg_text *texts[] = {&own->title,    &own->publisher, &own->url,
                        &own->language, &own->file,      &own->licence};
    cg_arena_reset(&loader->source_texts);
    cg_status status = CG_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == CG_OK; i++)
        status = cg_arena_copy(&loader->source_texts, *texts[i], texts[i], err);
    return status;
}

/* Leave the source as if it had not come. */
static cg_status drop_source(cg_loader *loader, cg_error *err)
{
    cg_status status = writer_wait(&loader->writer, err);
    if (loader->marked) {
        if (status == CG_OK)
            status = cg_store_rewind(loader->store, err);
        cg_resolver_forget(loader->resolver);
        cited_forget(&loader->cited);
        loader->last_entity = 0;
    }
    writer_begin(&loader->writer);
    loader->written = false;
    loader->marked = false;
    loader->in_source = false;
    return status;
}

static cg_status begin_source(cg_loader *loader, const cg_source *source,
                              cg_error *err)
{
    cg_status status = loader->in_source ? drop_source(loader, err) : CG_OK;
    if (status == CG_OK)
        status = copy_fields(loader, source, err);
    if (status != CG_OK)
        return status;
    loader->former = 0;
    if (loader->replacing && source->form == CG_SHEET)
        status = former_find_sheet(&loader->seen, loader->store, source,
                                   &loader->former, err);
    cg_store_expect_retraction(loader->store, loader->former);
    if (status != CG_OK)
        return status;
    loader->in_source = true;
    loader->whole = false;
    loader->source_report = (cg_load_report){.sources = 1};
    writer_begin(&loader->writer);
    cg_resolver_begin(loader->resolver, source->form);
    return CG_OK;
}

/* Make sure that the source is in the store, if it is not whole yet behind a mark. */
static cg_status write_source(cg_loader *loader, cg_error *err)
{
    if (loader->written)
        return CG_OK;
    cg_status status = CG_OK;
    if (!loader->whole)
        status = cg_store_mark(loader->store, err);
    if (status != CG_OK)
        return status;
    loader->marked = !loader->whole;
    loader->written = true;
    return cg_store_add_source(loader->store, &loader->source_fields,
                               &loader->source, err);
}

static passages *text_of(cg_loader *loader)
{
    return &writer_part(&loader->writer)->text;
}

static batch *batch_of(cg_loader *loader)
{
    return &writer_part(&loader->writer)->taken;
}

static bool is_sheet(const cg_loader *loader)
{
    return loader->source_fields.form == CG_SHEET;
}

/* Find who is meant in a part. */
static cg_status resolve_part(void *handle, load_part *part, cg_error *err)
{
    cg_loader *loader = handle;
    cg_turn turn = {wait_for_store, loader};
    return batch_resolve(&part->taken, loader->store, turn, loader->resolver,
                         part->source, &loader->last_entity, &loader->source_report,
                         err);
}

/* Forget the cited sources that nothing refers to any more, if they are many. */
static cg_status forget_cited(cg_loader *loader, cg_error *err)
{
    if (!cited_full(&loader->cited))
        return CG_OK;
    cg_status status = writer_wait_resolved(&loader->writer, err);
    cited_forget(&loader->cited);
    return status;
}

/* Resolve and write the part at hand; `last`: with all before it. */
static cg_status write_part(cg_loader *loader, bool last, cg_error *err)
{
    cg_status status = write_source(loader, err);
    writer_part(&loader->writer)->source = loader->source;
    if (status != CG_OK)
        return status;
    status = last || !is_sheet(loader) ? writer_finish(&loader->writer, err)
                                       : writer_give(&loader->writer, err);
    return status == CG_OK ? forget_cited(loader, err) : status;
}

/* What is said in an article waits longer than its text. */
static cg_status write_text(cg_loader *loader, cg_error *err)
{
    if (is_sheet(loader))
        return write_part(loader, false, err);
    cg_status status = write_source(loader, err);
    passages_digest(text_of(loader), &loader->writer.digester);
    return status == CG_OK
               ? passages_write(text_of(loader), loader->store, loader->source, err)
               : status;
}

/* The ranges of a text that is held are all known only when it ends. */
static cg_status write_if_full(cg_loader *loader, cg_error *err)
{
    const batch *taken = batch_of(loader);
    bool full = taken->count >= BATCH_EVENTS || taken->bytes >= BATCH_BYTES;
    if (!full || passages_holding(text_of(loader)))
        return CG_OK;
    return write_part(loader, false, err);
}

static cg_status take_text(cg_loader *loader, cg_text piece, cg_error *err)
{
    cg_status status = CG_OK;
    if (passages_must_write(text_of(loader), piece.size))
        status = write_text(loader, err);
    if (status == CG_OK)
        status = write_if_full(loader, err);
    return status == CG_OK ? passages_add(text_of(loader), piece, err) : status;
}

static cg_status take_entity(cg_loader *loader, const cg_entity_statement *entity,
                             cg_error *err)
{
    cg_status status = batch_take_entity(batch_of(loader), entity, err);
    for (size_t i = 0; i < entity->mention_count && status == CG_OK; i++)
        status = passages_add_range(text_of(loader), entity->mentions[i], err);
    return status == CG_OK ? write_if_full(loader, err) : status;
}

static cg_status take_fact(cg_loader *loader, const cg_fact_statement *fact,
                           cg_error *err)
{
    cited_source *cited = NULL;
    cg_status status = CG_OK;
    if (fact->cited != NULL)
        status = cited_find(&loader->cited, fact->cited, &cited, err);
    if (status == CG_OK)
        status = batch_take_fact(batch_of(loader), fact, cited, err);
    if (status == CG_OK)
        status = passages_add_range(text_of(loader), fact->range, err);
    return status == CG_OK ? write_if_full(loader, err) : status;
}

static void add_report(cg_load_report *sum, const cg_load_report *part)
{
    sum->sources += part->sources;
    sum->entities += part->entities;
    sum->known_entities += part->known_entities;
    sum->names += part->names;
    sum->facts += part->facts;
    sum->confirmed += part->confirmed;
    sum->unchanged += part->unchanged;
    sum->kept_properties += part->kept_properties;
    sum->changed_sources += part->changed_sources;
    sum->retracted += part->retracted;
    sum->suggestions += part->suggestions;
}

/* Withdraw the version of the source that this one replaces. What both say was found
 * again by now, and has evidence from this one. */
static cg_status retract_former(cg_loader *loader, cg_error *err)
{
    cg_id former = loader->former;
    cg_status status = CG_OK;
    if (loader->source_fields.form == CG_ARTICLE)
        status = former_find(&loader->seen, loader->store, &loader->source_fields,
                             &former, err);
    cg_store_expect_retraction(loader->store, 0);
    if (status != CG_OK || former == 0)
        return status;
    loader->source_report.changed_sources = 1;
    return cg_store_retract_source(loader->store, former,
                                   &loader->source_report.retracted, err);
}

static cg_status end_source(cg_loader *loader, cg_error *err)
{
    uint64_t size = passages_end(text_of(loader));
    cg_id known = 0;
    cg_status status = writer_wait(&loader->writer, err);
    passages_digest(text_of(loader), &loader->writer.digester);
    cg_digest digest = cg_digester_end(&loader->writer.digester);
    if (status == CG_OK)
        status = cg_store_find_digest(loader->store, &digest, &known, err);
    if (status != CG_OK)
        return status;
    if (known != 0) {
        loader->report.known_sources++;
        status = former_see(&loader->seen, known, err);
        return status == CG_OK ? drop_source(loader, err) : status;
    }
    loader->whole = true;
    status = write_part(loader, true, err);
    if (status == CG_OK)
        add_report(&loader->source_report, &loader->writer.report);
    if (status == CG_OK) /* so that it is not taken for its own former version */
        status = former_see(&loader->seen, loader->source, err);
    if (status == CG_OK)
        status = retract_former(loader, err);
    if (status == CG_OK)
        status =
            cg_store_end_source(loader->store, loader->source, &digest, size, err);
    if (status == CG_OK && loader->marked)
        status = cg_store_keep(loader->store, err);
    if (status != CG_OK)
        return status;
    loader->in_source = false;
    loader->written = false;
    loader->marked = false;
    add_report(&loader->report, &loader->source_report);
    return CG_OK;
}

/* ---- The change ---- */

static void roll_back(cg_loader *loader)
{
    (void)writer_wait(&loader->writer, NULL);
    if (loader->open)
        cg_store_rollback(loader->store);
    loader->open = false;
}

/* The end of everything: later calls tell the same. */
static cg_status fail(cg_loader *loader, cg_status status, const cg_error *failure,
                      cg_error *err)
{
    roll_back(loader);
    loader->failure = *failure;
    loader->failure.status = status;
    if (err != NULL && err->status == CG_OK)
        *err = loader->failure;
    return status;
}

static cg_status tell_failure(const cg_loader *loader, cg_error *err)
{
    if (err != NULL && err->status == CG_OK)
        *err = loader->failure;
    return loader->failure.status;
}

/* Another process may have written since the last change: nothing learned then holds. */
static cg_status begin(cg_loader *loader, cg_error *err)
{
    cg_status status = cg_store_begin(loader->store, loader->command, err);
    cg_resolver_forget(loader->resolver);
    cited_forget(&loader->cited);
    loader->last_entity = 0;
    loader->report = (cg_load_report){0};
    loader->open = status == CG_OK;
    return status;
}

static cg_status take_event(cg_loader *loader, const cg_event *event, cg_error *err)
{
    assert(loader->in_source || event->type == CG_EVENT_SOURCE);
    cg_status status = loader->open ? CG_OK : begin(loader, err);
    if (status != CG_OK)
        return status;
    switch (event->type) {
    case CG_EVENT_SOURCE:
        return begin_source(loader, event->as.source, err);
    case CG_EVENT_TEXT:
        return take_text(loader, event->as.text, err);
    case CG_EVENT_ENTITY:
        return take_entity(loader, event->as.entity, err);
    case CG_EVENT_FACT:
        return take_fact(loader, event->as.fact, err);
    case CG_EVENT_END:
        break;
    }
    return end_source(loader, err);
}

static cg_status push(void *handle, const cg_event *event, cg_error *err)
{
    cg_loader *loader = handle;
    if (loader->failure.status != CG_OK)
        return tell_failure(loader, err);
    cg_error failure;
    cg_error_clear(&failure);
    cg_status status = take_event(loader, event, &failure);
    return status == CG_OK ? CG_OK : fail(loader, status, &failure, err);
}

static cg_status find_keys(cg_loader *loader, const cg_text *keys, size_t count,
                           cg_known_key *known, cg_error *err)
{
    cg_status status = loader->open ? CG_OK : begin(loader, err);
    if (status != CG_OK)
        return status;
    writer_take_turn(&loader->writer);
    status = cg_resolver_find_keys(loader->resolver, keys, count, known, err);
    for (size_t i = 0; i < count && status == CG_OK; i++)
        known[i].kinds |= writer_find_key(&loader->writer, keys[i]);
    writer_give_turn(&loader->writer);
    return status;
}

static cg_status find(void *handle, const cg_text *keys, size_t count,
                      cg_known_key *known, cg_error *err)
{
    cg_loader *loader = handle;
    if (loader->failure.status != CG_OK)
        return tell_failure(loader, err);
    cg_error failure = {0};
    cg_status status = find_keys(loader, keys, count, known, &failure);
    return status == CG_OK ? CG_OK : fail(loader, status, &failure, err);
}

cg_sink cg_loader_sink(cg_loader *loader)
{
    return (cg_sink){.push = push, .find = find, .handle = loader};
}

cg_status cg_loader_open(cg_store *store, const char *command, cg_loader **loader,
                         cg_error *err)
{
    cg_loader *opened = calloc(1, sizeof *opened);
    *loader = NULL;
    if (opened == NULL)
        return cg_fail_memory(err);
    opened->store = store;
    writer_init(&opened->writer, store, (part_resolver){resolve_part, opened});
    opened->command = strdup(command);
    cg_status status = opened->command != NULL ? CG_OK : cg_fail_memory(err);
    if (status == CG_OK)
        status = cg_resolver_open(store, (cg_turn){wait_for_store, opened},
                                  &opened->resolver, err);
    if (status == CG_OK)
        status = begin(opened, err);
    if (status == CG_OK)
        *loader = opened;
    else
        cg_loader_close(opened);
    return status;
}

void cg_loader_doubt_ids(cg_loader *loader)
{
    cg_resolver_doubt_keys(loader->resolver);
}

void cg_loader_replace_sheets(cg_loader *loader)
{
    loader->replacing = true;
}

void cg_loader_so_far(const cg_loader *loader, cg_load_report *report)
{
    *report = loader->open ? loader->report : (cg_load_report){0};
}

/* End the last source, if it was left without its end. */
static cg_status finish(cg_loader *loader, cg_load_report *report, cg_error *err)
{
    if (loader->failure.status != CG_OK)
        return tell_failure(loader, err);
    cg_error failure = {0};
    cg_status status = loader->in_source ? drop_source(loader, &failure) : CG_OK;
    if (status != CG_OK)
        return fail(loader, status, &failure, err);
    if (report != NULL)
        cg_loader_so_far(loader, report);
    return CG_OK;
}

cg_status cg_loader_commit(cg_loader *loader, cg_load_report *report, cg_error *err)
{
    cg_status status = finish(loader, report, err);
    if (status != CG_OK)
        return status;
    if (!loader->open)
        return CG_OK;
    cg_error failure = {0};
    status = cg_store_commit(loader->store, &failure);
    if (status != CG_OK)
        return fail(loader, status, &failure, err);
    loader->open = false;
    return CG_OK;
}

cg_status cg_loader_dry_run(cg_loader *loader, cg_load_report *report,
                            cg_error *err)
{
    cg_status status = finish(loader, report, err);
    roll_back(loader);
    return status;
}

void cg_loader_close(cg_loader *loader)
{
    if (loader == NULL)
        return;
    roll_back(loader);
    cg_resolver_close(loader->resolver);
    cited_release(&loader->cited);
    writer_release(&loader->writer);
    former_release(&loader->seen);
    cg_arena_release(&loader->source_texts);
    free(loader->command);
    free(loader);
}

cg_status cg_unload(cg_store *store, cg_id source, uint64_t *facts, cg_error *err)
{
    cg_status status = cg_store_begin(store, "unload", err);
    if (status != CG_OK)
        return status;
    status = cg_store_retract_source(store, source, facts, err);
    if (status == CG_OK)
        status = cg_store_commit(store, err);
    if (status != CG_OK)
        cg_store_rollback(store);
    return status;
}
