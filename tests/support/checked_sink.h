/* A sink for fuzz targets: what is pushed into it must hold together. */
#ifndef CG_TESTS_SUPPORT_CHECKED_SINK_H
#define CG_TESTS_SUPPORT_CHECKED_SINK_H

#include "ingest/fact.h"
#include "tests/support/require.h"

/* Starts zeroed. */
typedef struct {
    uint64_t piece; /* where the text that came last begins, */
    uint64_t end;   /* and ends */
    bool in_source;
} checker;

static inline void check_ref(cg_ref ref)
{
    require(ref.name.size > 0 || ref.key.size > 0);
    require(cg_text_check(ref.name) == ref.name.size);
}

static inline void check_entity(const cg_entity_statement *entity)
{
    check_ref(entity->entity);
    require(entity->entity.name.size == 0 ||
            (entity->kinds >> entity->entity.kind & 1) != 0);
    for (size_t i = 0; i < entity->name_count; i++)
        require(entity->names[i].text.size > 0);
}

static inline void check_fact(const checker *check, const cg_fact_statement *fact)
{
    check_ref(fact->subject);
    check_ref(fact->object);
    require(fact->range.start >= check->piece && fact->range.end <= check->end);
    require(fact->quote.size == 0 || fact->cited != NULL);
}

static inline cg_status check_event(void *handle, const cg_event *event,
                                    cg_error *err)
{
    (void)err;
    checker *check = handle;
    require(check->in_source == (event->type != CG_EVENT_SOURCE));
    switch (event->type) {
    case CG_EVENT_SOURCE:
        *check = (checker){.in_source = true};
        break;
    case CG_EVENT_TEXT:
        require(event->as.text.size > 0);
        check->piece = check->end;
        check->end += event->as.text.size;
        break;
    case CG_EVENT_ENTITY:
        check_entity(event->as.entity);
        break;
    case CG_EVENT_FACT:
        check_fact(check, event->as.fact);
        break;
    case CG_EVENT_END:
        check->in_source = false;
        break;
    }
    return CG_OK;
}

/* Every other key is known, as any kind. */
static inline cg_status find_every_other(void *handle, const cg_text *keys,
                                         size_t count, cg_known_key *known,
                                         cg_error *err)
{
    (void)handle, (void)err;
    for (size_t i = 0; i < count; i++)
        known[i] = (cg_known_key){.kinds = keys[i].size % 2 == 0 ? 0 : 0xff};
    return CG_OK;
}

static inline cg_sink checked_sink(checker *check)
{
    return (cg_sink){
        .push = check_event, .handle = check, .find = find_every_other};
}

/* A cg_output's `write` that keeps nothing. */
static inline cg_status drop(void *handle, cg_text bytes, cg_error *err)
{
    (void)handle, (void)bytes, (void)err;
    return CG_OK;
}

/* How reading a sheet may end. */
static inline void require_end(cg_status status, const cg_error *err)
{
    require(status == err->status);
    require(status == CG_OK || status == CG_SYNTAX || status == CG_REFUSED ||
            status == CG_LIMIT);
    require(status == CG_OK || err->message[0] != '\0');
}

#endif
