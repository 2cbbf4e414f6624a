/* Which entity bears which name: what the resolver remembers. */
#ifndef CG_INGEST_RESOLVE_BEARERS_H
#define CG_INGEST_RESOLVE_BEARERS_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "ingest/resolve/resolve.h"

/* A name that more entities than these bear besides the one they are shown under
 * identifies none of them: no more are remembered. */
enum { BEARERS_MAX = 64 };

typedef struct spelling spelling;

/* Is a name the one that its entity is shown under? The store is asked only when it
 * matters. */
typedef enum { BEARER_UNKNOWN, BEARER_SHOWN, BEARER_NOT_SHOWN } bearer_shown;

/* That an entity bears a name. */
typedef struct bearer {
    struct bearer *next;
    cg_who who;
    const spelling *as; /* to the byte; NULL: but for case and width */
    bearer_shown shown;
} bearer;

/* All spellings that differ in case and width only. */
typedef struct {
    UT_hash_handle hh;
    cg_text folded;
    bearer *shown;  /* entities that are shown under it */
    bearer *others; /* entities that bear it besides */
    size_t other_count;
} folding;

/* That a name with a kind was said to mean somebody. */
typedef struct answer {
    struct answer *next;
    uint8_t kind;
    cg_who who;
} answer;

/* One spelling, to the byte. */
struct spelling {
    UT_hash_handle hh;
    cg_text text;
    folding *shared;
    bearer *stored; /* what the store says of it */
    answer *answers;
};

/* All who bear a spelling, as an array of lists. */
enum { BEARER_LIST_COUNT = 3 };
#define BEARER_LISTS(name)                                                         \
    {                                                                              \
        (name)->stored, (name)->shared->shown, (name)->shared->others              \
    }

typedef struct {
    cg_id id; /* 0 until it is in the store */
    cg_kinds kinds;
    uint32_t source;         /* the last source that meant it */
    const spelling *said_as; /* how that source named it first */
} known_entity;

/* By id. */
typedef struct {
    UT_hash_handle hh;
    cg_id id;
    cg_who who;
} known_id;

struct cg_resolver {
    cg_store *store;
    cg_arena arena; /* of everything below but the array and the tables */
    spelling *spellings;
    folding *foldings;
    known_id *ids;
    known_entity *entities;
    size_t entity_count;
    size_t entity_room;
    uint32_t source; /* counts them; 0 is none */
};

/* The spelling of that text, NULL if there is none. */
spelling *bearers_find(cg_resolver *resolver, cg_text text);

/* Add a spelling that is not there. */
cg_status bearers_add_spelling(cg_resolver *resolver, cg_text text,
                               spelling **added, cg_error *err);

/* Add an entity. */
cg_status bearers_add_entity(cg_resolver *resolver, cg_id id, cg_kinds kinds,
                             cg_who *who, cg_error *err);

/* The entity of that id in the store, added if it is new, with these kinds besides those
 * it has. */
cg_status bearers_of_id(cg_resolver *resolver, cg_id id, cg_kinds kinds,
                        cg_who *who, cg_error *err);

/* Remember that an entity of the store bears this spelling. */
cg_status bearers_add_stored(cg_resolver *resolver, spelling *name, cg_who who,
                             bool exact, bearer_shown shown, cg_error *err);

/* Remember that an entity bears this spelling since now; `*fresh` says whether it was not
 * known. */
cg_status bearers_add(cg_resolver *resolver, spelling *name, cg_who who, bool shown,
                      bool *fresh, cg_error *err);

/* Remember an answer. */
cg_status bearers_answer(cg_resolver *resolver, spelling *name, uint8_t kind,
                         cg_who who, cg_error *err);

void bearers_release(cg_resolver *resolver);

#endif
