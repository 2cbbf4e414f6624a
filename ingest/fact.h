/* Facts and their sink: the one way by which anything enters the graph.
 *
 * A reader of articles, a loader of sheets and a test all push events into a
 * `cg_sink`; the loader into a store, a printer and a counter all are one.
 *
 * The events of one source come in this order:
 *
 *     CG_EVENT_SOURCE                once
 *     CG_EVENT_TEXT                  its text, in pieces that follow each other
 *     CG_EVENT_ENTITY, CG_EVENT_FACT in any order; their ranges lie in the piece of
 *                                    text that came last
 *     CG_EVENT_END                   once; nothing is kept of a source without it
 *
 * A fact names its ends; an end that no entity event introduced is introduced
 * by the fact. Texts borrow: they live until the sink returns.
 */
#ifndef CG_INGEST_FACT_H
#define CG_INGEST_FACT_H

#include "schema/date.h"
#include "schema/source.h"
#include "schema/value.h"
#include "schema/vocabulary.h"

/* Bytes of the source's text, as offsets from its beginning; end exclusive. */
typedef struct {
    uint64_t start;
    uint64_t end;
} cg_range;

/* An entity as a fact names it: one of its names and its kind, or its key.
 *
 * A key is the id that a source has for an entity, behind its scope and a colon:
 * `eto:provider:P12` is of the scope `eto`. It means the same entity in all sources of the
 * file, whatever its names are, and two keys of one scope mean two entities. An entity
 * statement with a name introduces a key; behind it a fact may give the key alone. */
typedef struct {
    cg_text name; /* may be empty where a key is known */
    uint8_t kind; /* index in the vocabulary; of no account without a name */
    uint32_t met; /* what the sink's `find` gave for the key, or 0 */
    cg_text key;  /* or "" */
} cg_ref;

/* One spelling of an entity. */
typedef struct {
    cg_text text;
    cg_text language; /* "en", "vi", "zh", or "" */
} cg_name;

/* What a source says of an entity itself. */
typedef struct {
    cg_ref entity;        /* the name to show, and the first kind */
    cg_kinds kinds;       /* all its kinds, with entity.kind among them */
    const cg_name *names; /* further spellings; may repeat entity.name */
    size_t name_count;
    const cg_range *mentions; /* where the source's text names it */
    size_t mention_count;
    cg_text
        country; /* where it is known to have its seat: ISO 3166 alpha-2, or "" */
    cg_properties properties; /* a `country` among them counts as the same */
} cg_entity_statement;

/* What a source says between two entities. */
typedef struct {
    cg_ref subject;
    cg_ref object;
    uint8_t relation; /* index in the vocabulary */
    cg_date since;    /* when it holds; none if not said */
    cg_date until;
    cg_properties properties;

    /* Evidence. */
    cg_range range; /* text[start:end] is the quote */
    cg_modality modality;
    cg_ref speaker; /* who says so; name empty if nobody is named */
    cg_text rule;   /* "vi/founded-active@2": rule and version; "" for sheets */
    const cg_source *cited; /* the source that a sheet's row names, or NULL */
    cg_text quote;          /* what `cited` says, or ""; else the range speaks */
} cg_fact_statement;

typedef enum {
    CG_EVENT_SOURCE,
    CG_EVENT_TEXT,
    CG_EVENT_ENTITY,
    CG_EVENT_FACT,
    CG_EVENT_END
} cg_event_type;

typedef struct {
    cg_event_type type;
    union {
        const cg_source *source;
        cg_text text;
        const cg_entity_statement *entity;
        const cg_fact_statement *fact;
    } as;
} cg_event;

/* Anything but CG_OK stops the reader, which passes it on. */
typedef cg_status (*cg_sink_push)(void *handle, const cg_event *event,
                                  cg_error *err);

/* What a sink knows of a key. */
typedef struct {
    cg_kinds
        kinds; /* of the entity that it means; 0: none. A fact with such a key and no
                       name would be refused */
    uint32_t
        met; /* for references with that key, so that it need not be looked for again
                       while they are pushed; 0: no help */
} cg_known_key;

/* What the sink knows by now of the keys, into `known[count]`. Statuses are as for a
 * push. */
typedef cg_status (*cg_sink_find)(void *handle, const cg_text *keys, size_t count,
                                  cg_known_key *known, cg_error *err);

typedef struct {
    cg_sink_push push;
    void *handle;
    cg_sink_find find; /* NULL: it knows no keys */
} cg_sink;

#endif
