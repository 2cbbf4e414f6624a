/* Which entity bears which name: what the resolver remembers. */
#ifndef CG_INGEST_RESOLVE_BEARERS_H
#define CG_INGEST_RESOLVE_BEARERS_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "ingest/resolve/resolve.h"
#include "schema/text_table.h"

/* A name that more entities than these bear besides the one they are shown under
 * identifies none of them: no more are remembered. */
enum { BEARERS_MAX = 64 };

/* That an entity bears a name. */
typedef struct bearer {
    struct bearer *next;
    cg_who who;
    const spelling *as; /* to the byte; NULL: but for case and width */
    bool shown;         /* the entity is shown under it */
    bool stated;        /* a sheet says so */
} bearer;

/* That an entity bears a name that is alike. */
typedef struct likeness {
    struct likeness *next;
    cg_who who;
    cg_alike alike;
    cg_text text; /* that name */
    bool shown;
} likeness;

/* All spellings that differ in case and width only. */
typedef struct {
    bearer *shown;  /* entities that are shown under it */
    bearer *others; /* entities that bear it besides */
    size_t other_count;
} folding;

/* That a name with a kind was said to mean somebody. */
typedef struct answer {
    struct answer *next;
    uint8_t kind;
    cg_who who;
    uint32_t source; /* the last source that said so, */
    cg_who here;     /* and whom it meant */
} answer;

/* What a name is compared by. */
typedef struct {
    cg_name_form form;
    cg_name_keys keys; /* none until they are asked for */
} compared_name;

/* One spelling, to the byte. */
struct spelling {
    cg_text text;
    folding *shared;
    bearer *stored;  /* what the store says of it */
    likeness *alike; /* and of names that are alike, where it has none like this */
    answer *answers;
    compared_name *compared; /* if `batch` is the one at hand; see bearers_form */
    uint32_t batch;
};

/* All who bear a spelling, as an array of lists. */
enum { BEARER_LIST_COUNT = 3 };
#define BEARER_LISTS(name)                                                         \
    {                                                                              \
        (name)->stored, (name)->shared->shown, (name)->shared->others              \
    }

/* Whom a key means. */
struct known_key {
    cg_text key;
    bool known; /* else nobody so far */
    cg_who who;
    uint32_t number; /* its place in the list of all keys, from 1; 0: it has none */
    const struct known_key *next; /* of the same entity, new in this load */
};

/* What is asked of each that is meant comes first: see bearers_fetch. */
typedef struct {
    cg_id id; /* 0 until it is in the store */
    cg_kinds kinds;
    const spelling
        *said_as;    /* how the last source that meant it named it first; NULL: by
                                its key */
    uint32_t source; /* the last source that meant it */
    bool told;       /* the name and the country are known */
    const known_key *keys; /* those that the store need not have */
    cg_id read_as;   /* the lowest id of those judged the same, 0 for a new one */
    cg_text name;    /* the one it is shown under */
    cg_text country; /* "" if nobody told */
} known_entity;

/* The names of new entities, and new names of others, under a key. */
typedef struct {
    struct keyed_name *names;
    size_t count;
} key_group;

typedef struct keyed_name {
    struct keyed_name *next;
    spelling *name;
    cg_who who;
    bool shown;
} keyed_name;

/* That two entities may be one, and why. */
typedef struct {
    cg_who one; /* the lower number */
    cg_who other;
    int rule; /* of suggest.c */
    cg_text reason;
} suggestion;

/* By id. */
typedef struct {
    UT_hash_handle hh;
    cg_id id;
    cg_who who;
} known_id;

struct cg_resolver {
    cg_store *store;
    cg_turn turn;
    cg_arena arena; /* of everything below but the array and the tables */
    cg_text_table spellings;
    cg_text_table foldings; /* by the folded text */
    known_id *ids;
    cg_text_table entity_keys;
    known_key **numbered_keys;
    size_t numbered_count;
    size_t numbered_room;
    known_entity *entities;
    size_t entity_count;
    size_t entity_room;
    uint32_t source; /* counts them; 0 is none */
    bool in_sheet;   /* it is one */
    bool doubts;     /* whether keys from before mean the same */
    bool looked;     /* into the store: the next is known */
    bool all_known;  /* it has no entities but those that came this way */

    cg_name_words *words;
    cg_kinds families[CG_FAMILY_COUNT];
    /* Of the batch at hand, whose names are not in the store yet; where all are known, of
     * all. By the key. */
    cg_text_table keys;
    /* Of the batch at hand. */
    uint32_t batch; /* counts them */
    cg_arena scratch;
    suggestion *suggestions;
    size_t suggestion_count;
    size_t suggestion_room;
};

/* A batch begins. */
cg_status bearers_begin_batch(cg_resolver *resolver, cg_error *err);

/* See to it that `all_known` is right. */
cg_status bearers_look(cg_resolver *resolver, cg_error *err);

/* The form of a name; it is kept until the batch ends. */
cg_status bearers_form(cg_resolver *resolver, spelling *name,
                       const cg_name_form **form, cg_error *err);

/* The keys of a name; they are kept as long. */
cg_status bearers_keys(cg_resolver *resolver, spelling *name,
                       const cg_name_keys **keys, cg_error *err);

/* See to it that `told` is set of an entity. */
cg_status bearers_tell(cg_resolver *resolver, cg_who who, cg_error *err);

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
cg_status bearers_of_id(cg_resolver *resolver, cg_id id, cg_id read_as,
                        cg_kinds kinds, cg_who *who, cg_error *err);

/* Remember that the key, which is asked for, means the entity from now on. */
void bearers_add_key(cg_resolver *resolver, known_key *key, cg_who who);

/* The entity will be meant soon. */
void bearers_fetch(const cg_resolver *resolver, cg_who who);

/* Are they one, or judged the same? */
bool bearers_same(const cg_resolver *resolver, cg_who a, cg_who b);

/* Remember that an entity of the store bears this spelling, as the store found it. */
cg_status bearers_add_stored(cg_resolver *resolver, spelling *name, cg_who who,
                             const cg_found *found, cg_error *err);

/* Remember that an entity bears this spelling since now; `*fresh` says whether it was not
 * known. */
cg_status bearers_add(cg_resolver *resolver, spelling *name, cg_who who, bool shown,
                      bool *fresh, cg_error *err);

/* Remember an answer. */
cg_status bearers_answer(cg_resolver *resolver, spelling *name, uint8_t kind,
                         cg_who who, cg_error *err);

void bearers_release(cg_resolver *resolver);

#endif
