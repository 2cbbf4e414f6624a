/* The narrow door to storage.
 *
 * Everything above sees entities and facts in batches of ids, never SQL: one
 * call is one round trip, so that another store can stand behind this door.
 * Ids are positive; 0 is none. Calls that write need an open change.
 *
 * Every call that can fail returns CG_OK, CG_NOMEM, CG_STORAGE (disk full,
 * read-only, damaged) or CG_BUSY, besides what its comment names.
 */
#ifndef CG_GRAPH_STORE_STORE_H
#define CG_GRAPH_STORE_STORE_H

#include "graph/store/file.h"
#include "schema/digest.h"
#include "schema/memory.h"
#include "schema/name_form.h"
#include "schema/source.h"
#include "schema/value.h"

/* ---- Changes: one transaction, one moment on the recorded clock ---- */

/* Start to write. `command` says what does so ("ingest", "load", …). The
 * outermost caller owns the change: an error inside is answered by rollback. */
cg_status cg_store_begin(cg_store *store, const char *command, cg_error *err);
cg_status cg_store_commit(cg_store *store, cg_error *err);
void cg_store_rollback(cg_store *store);

/* Set a mark in an open change, then either keep what was written since, or go back to
 * the mark. Marks do not nest. What was learned of rows added since is void after
 * going back; so it is when that fails, which leaves only the change's rollback. */
cg_status cg_store_mark(cg_store *store, cg_error *err);
cg_status cg_store_keep(cg_store *store, cg_error *err);
cg_status cg_store_rewind(cg_store *store, cg_error *err);

/* ---- Writing ---- */

/* Is an article or sheet with these bytes in the file? `*source` is 0 if not. */
cg_status cg_store_find_digest(cg_store *store, const cg_digest *digest,
                               cg_id *source, cg_error *err);

/* Add a source. One of form CG_CITED that is there already (same title,
 * publisher, url and date) is found, not added. */
cg_status cg_store_add_source(cg_store *store, const cg_source *source, cg_id *id,
                              cg_error *err);

/* The articles that `source` may be a changed version of: those in force that have its
 * url, and its file's name or its title; or that have its file's name and title (or
 * none, as it has none), while at most one of the two has a url and their dates do not
 * differ. At most `room` ids, ascending. */
cg_status cg_store_find_former(cg_store *store, const cg_source *source, cg_id *ids,
                               size_t room, size_t *count, cg_error *err);

/* The sheets that `source` may be a newer version of: those in force that have its title;
 * where it has none, those that have none and its file's name. At most `room` ids,
 * ascending; `same_file[i]` says that the file's name is the same, too. */
cg_status cg_store_find_former_sheets(cg_store *store, const cg_source *source,
                                      cg_id *ids, bool *same_file, size_t room,
                                      size_t *count, cg_error *err);

/* A sheet will be withdrawn in this change: what it says in the words of sources that it
 * cites is no reason to pass over the same from another. 0: none will. */
void cg_store_expect_retraction(cg_store *store, cg_id source);

/* Withdraw a source, its evidence, and the facts that no other evidence is left for:
 * `*facts` is how many. The entities and their names stay. */
cg_status cg_store_retract_source(cg_store *store, cg_id source, uint64_t *facts,
                                  cg_error *err);

/* Append a piece of a source's text, which begins at byte `start` of it. A range
 * of evidence or of a mention must lie within one piece. */
cg_status cg_store_add_text(cg_store *store, cg_id source, uint64_t start,
                            cg_text text, cg_error *err);

/* Say that the source is complete. */
cg_status cg_store_end_source(cg_store *store, cg_id source,
                              const cg_digest *digest, uint64_t size,
                              cg_error *err);

/* The keys that a name is kept under (the first of cg_name_keys_of), where they are known by
 * now: else `items` is NULL, and they are worked out. */
typedef struct {
    const cg_text *items;
    size_t count;
} cg_kept_keys;

typedef struct {
    cg_text name;
    cg_text language; /* of the name */
    cg_kinds kinds;
    cg_properties properties;
    cg_kept_keys keys; /* of the name */
} cg_new_entity;

/* Add `count` entities; their names are added as spellings too (by `source`). */
cg_status cg_store_add_entities(cg_store *store, cg_id source,
                                const cg_new_entity *items, size_t count,
                                cg_id *ids, cg_error *err);

/* The id of the entity that was added last; 0 if there is none. The next ones get the
 * numbers behind it, in the order of `items`. */
cg_status cg_store_last_entity(cg_store *store, cg_id *id, cg_error *err);

typedef struct {
    cg_id entity;
    cg_kinds kinds; /* added to those it has */
    cg_properties
        properties; /* those whose key it lacks are added; a key that it has
                                 with another value keeps the one it has */
} cg_entity_change;

/* `*changed` is how many entities gained something; `*kept` counts properties
 * whose other value was not taken over. */
cg_status cg_store_change_entities(cg_store *store, const cg_entity_change *items,
                                   size_t count, size_t *changed, size_t *kept,
                                   cg_error *err);

typedef struct {
    cg_id entity;
    cg_text key; /* as in cg_ref: scope, colon, id */
} cg_new_key;

/* Say under which keys sources know entities. A key that meant another entity means this
 * one from now on. */
cg_status cg_store_add_keys(cg_store *store, const cg_new_key *items, size_t count,
                            cg_error *err);

typedef struct {
    cg_id entity;
    cg_text text;
    cg_text language;
    cg_kept_keys keys;
} cg_new_name;

/* Add spellings; one that the entity has (the same bytes) is passed over.
 * `*fresh` is how many were new. */
cg_status cg_store_add_names(cg_store *store, cg_id source,
                             const cg_new_name *items, size_t count, size_t *fresh,
                             cg_error *err);

typedef struct {
    cg_id subject;
    cg_id object;
    uint8_t relation;
    cg_date since;
    cg_date until;
    cg_properties properties;
} cg_new_fact;

/* Add facts, or find those that are there: a fact is the same when subject,
 * relation, object, since, until and properties are (the ends in either order
 * where the relation is symmetric). `ids[i]` is the fact's; `fresh[i]` says
 * that it was added. A fact that comes twice in one batch is added once. */
cg_status cg_store_add_facts(cg_store *store, const cg_new_fact *items,
                             size_t count, cg_id *ids, bool *fresh, cg_error *err);

typedef struct {
    cg_id fact;
    cg_id source;   /* whose text the range lies in, or the cited one */
    cg_id through;  /* the sheet that cites `source`, or 0 */
    uint64_t start; /* range in the text of `through`, else of `source` */
    uint64_t end;
    cg_text quote; /* of a cited source; else empty: the range is the quote */
    cg_modality modality;
    cg_id speaker; /* entity, or 0 */
    cg_text rule;
} cg_new_evidence;

/* Add evidence; the same evidence again (fact, source, through, range, quote,
 * modality) is passed over, except that `through` and range of a cited source's
 * equal quote do not count. `fresh[i]` says that it was added. */
cg_status cg_store_add_evidence(cg_store *store, const cg_new_evidence *items,
                                size_t count, bool *fresh, cg_error *err);

/* Add facts and what a source says for each: as cg_store_add_facts and then, with their
 * ids, cg_store_add_evidence. `evidence[i].fact` is set to the fact's id. */
cg_status cg_store_add_statements(cg_store *store, const cg_new_fact *facts,
                                  cg_new_evidence *evidence, size_t count,
                                  bool *fact_fresh, bool *evidence_fresh,
                                  cg_error *err);

typedef struct {
    cg_id entity;
    uint64_t start;
    uint64_t end;
} cg_new_mention;

cg_status cg_store_add_mentions(cg_store *store, cg_id source,
                                const cg_new_mention *items, size_t count,
                                cg_error *err);

/* ---- Reading ----
 * What is retracted, denied by all its evidence or judged wrong is not seen.
 * Entities judged the same are read as one, under the lowest id of them. */

typedef struct {
    size_t index; /* into the names asked for */
    cg_id entity;
    cg_id own; /* of those that are the same as it, the one that bears the name */
    cg_kinds kinds;
    cg_fold match; /* equal at this level; CG_FOLD_CASE is closer */
    bool exact;    /* byte for byte */
    bool shown;    /* it is the name that the entity is shown under */
    bool
        stated; /* a sheet gave it, not a text where a short form may stand for it */
} cg_found;

/* The entities that bear one of the names. `*found` is in the arena, ordered by
 * index, then exact ones first, then by match, then the shown ones, then by id. */
cg_status cg_store_find_names(cg_store *store, const cg_text *names, size_t count,
                              cg_arena *arena, const cg_found **found,
                              size_t *found_count, cg_error *err);

typedef struct {
    cg_id own;     /* 0: the key means nobody */
    cg_id read_as; /* the lowest id of those judged the same */
    cg_kinds kinds;
} cg_keyed;

/* The entities that the keys mean, into `out[count]`. */
cg_status cg_store_find_keys(cg_store *store, const cg_text *keys, size_t count,
                             cg_keyed *out, cg_error *err);

/* Has the entity a key of that scope? */
cg_status cg_store_has_key(cg_store *store, cg_id entity, cg_text scope, bool *has,
                           cg_error *err);

typedef struct {
    size_t index; /* into the names asked for */
    cg_id entity;
    cg_id own; /* of those that are the same as it, the one that bears the name */
    cg_kinds kinds;
    cg_text text; /* its name that is most alike */
    bool shown;   /* that is the one it is shown under */
    cg_alike alike;
} cg_alike_name;

/* The entities with a name that is alike to one of the names (cg_name_alike), but for
 * names that too many are like. `*found` is in the arena, ordered by index, then the more
 * alike first, then the shown ones, then by id. */
cg_status cg_store_find_alike(cg_store *store, const cg_text *names, size_t count,
                              cg_arena *arena, const cg_alike_name **found,
                              size_t *found_count, cg_error *err);

typedef struct {
    cg_id id;         /* as asked for */
    cg_id read_as;    /* the lowest id of those judged the same; else equal to id */
    cg_text name;     /* of read_as; so are the kinds and properties, with what the
                      others add to them */
    cg_text own_name; /* of id itself */
    cg_kinds kinds;
    cg_properties properties;
} cg_entity;

/* Fetch entities into `out[count]`; texts in the arena. An id that is not there gives an
 * entity with id 0; one that was retracted is still there. */
cg_status cg_store_entities(cg_store *store, const cg_id *ids, size_t count,
                            cg_arena *arena, cg_entity *out, cg_error *err);

typedef struct {
    cg_id entity;
    cg_text text;
    cg_text language;
    cg_id source;
} cg_name_row;

/* All spellings of the entities, ordered as `ids`, then by when they came. */
cg_status cg_store_names(cg_store *store, const cg_id *ids, size_t count,
                         cg_arena *arena, const cg_name_row **out,
                         size_t *out_count, cg_error *err);

typedef struct {
    cg_id entity;
    cg_id source;
    uint64_t start;
    uint64_t end;
    cg_text text; /* as the source has it */
} cg_mention_row;

/* Where the sources' texts name the entities, ordered as `ids`, then by source
 * and start. */
cg_status cg_store_mentions(cg_store *store, const cg_id *ids, size_t count,
                            cg_arena *arena, const cg_mention_row **out,
                            size_t *out_count, cg_error *err);

/* Facts by their ids: parallel columns, valid until the next call on the scan. */
typedef struct {
    const cg_id *facts;
    const cg_id *subjects;
    const cg_id *objects;
    const uint8_t *relations;
    size_t count;
} cg_edges;

/* Facts in the order of their ids, each once, a batch (of up to some thousand) at
 * a time. The filter is copied. Step gives CG_ROW with a batch, then CG_DONE. */
typedef struct cg_scan cg_scan;
cg_status cg_scan_prepare(cg_store *store, const cg_fact_filter *filter,
                          cg_scan **scan, cg_error *err);
cg_status cg_scan_step(cg_scan *scan, cg_edges *batch, cg_error *err);
void cg_scan_finish(cg_scan *scan);

/* The same for the entities of the given kinds (0 or CG_ANY_KIND: all), by id. */
typedef struct cg_entity_scan cg_entity_scan;
cg_status cg_entity_scan_prepare(cg_store *store, cg_kinds kinds,
                                 cg_entity_scan **scan, cg_error *err);
cg_status cg_entity_scan_step(cg_entity_scan *scan, const cg_id **ids,
                              size_t *count, cg_error *err);
void cg_entity_scan_finish(cg_entity_scan *scan);

typedef struct {
    cg_id id;
    cg_id subject;
    cg_id object;
    uint8_t relation;
    cg_date since;
    cg_date until;
    cg_properties properties;
    cg_modality modality;  /* the strongest of its evidence */
    uint64_t source_count; /* different sources that support it */
} cg_fact;

/* Fetch facts into `out[count]`; one that is not there has id 0. A fact is given by its
 * id whatever became of it: scans choose, and may choose what was retracted since. Its
 * evidence is then that which was retracted with it. */
cg_status cg_store_facts(cg_store *store, const cg_id *ids, size_t count,
                         cg_arena *arena, cg_fact *out, cg_error *err);

typedef struct {
    cg_id id; /* below 0 where it stands in the fact's own row */
    cg_id fact;
    cg_id source;
    cg_id through;
    uint64_t start;
    uint64_t end;
    bool ranged; /* start and end are known: text[start:end] == quote */
    cg_text quote;
    cg_modality modality;
    cg_id speaker;
    cg_text rule;
} cg_evidence;

/* All evidence for the facts, ordered as `ids`, then by id; for a retracted fact that
 * which was retracted with it. */
cg_status cg_store_evidence(cg_store *store, const cg_id *ids, size_t count,
                            cg_arena *arena, const cg_evidence **out,
                            size_t *out_count, cg_error *err);

typedef struct {
    cg_id id;
    cg_source source;
    uint64_t size;    /* bytes of text; 0 for a cited one */
    cg_text recorded; /* "2025-08-13T09:30:00Z" */
} cg_source_row;

/* Sources by id. `ids` NULL: all of them, and `*count` is set. */
cg_status cg_store_sources(cg_store *store, const cg_id *ids, size_t *count,
                           cg_arena *arena, const cg_source_row **out,
                           cg_error *err);

/* How many facts have evidence from each of the sources, itself or through it, into
 * `counts[count]`. It reads all that evidence: not for every look at a source. */
cg_status cg_store_source_facts(cg_store *store, const cg_id *ids, size_t count,
                                uint64_t *counts, cg_error *err);

/* Bytes [start, end) of a source's text, into the arena; CG_NOT_FOUND when the
 * file does not hold them. They may span pieces. */
cg_status cg_store_text(cg_store *store, cg_id source, uint64_t start, uint64_t end,
                        cg_arena *arena, cg_text *text, cg_error *err);

typedef struct {
    bool in_name;   /* else in a quote */
    cg_id entity;   /* in_name: whose */
    cg_id evidence; /* else: of which fact */
    cg_id fact;
    cg_text text; /* the whole name or quote */
} cg_hit;

/* Names and quotes that contain the words of `text` as a phrase (the last one as
 * a prefix), ignoring case and diacritics: names first, best match first. Where no name
 * does, a legal form at an end of `text` need not be there. At most
 * `limit`. CG_REFUSED if `text` holds no letter or digit. */
cg_status cg_store_search(cg_store *store, cg_text text, size_t limit,
                          cg_arena *arena, const cg_hit **hits, size_t *hit_count,
                          cg_error *err);

typedef struct {
    cg_id id;
    cg_judgement judgement;
    cg_text recorded; /* "2025-08-13T09:30:00Z" */
} cg_judgement_row;

/* Record pairs of entities that may be one (verdict CG_MAYBE; `by` is the rule that says
 * so), for review. A pair that ever was judged is passed over, also where that was taken
 * back, and so is one of which those that its ends are the same as were. `*fresh` is how
 * many were new. */
cg_status cg_store_suggest(cg_store *store, const cg_judgement *items, size_t count,
                           size_t *fresh, cg_error *err);

/* The judgements in force, by id. */
cg_status cg_store_judgements(cg_store *store, cg_arena *arena,
                              const cg_judgement_row **out, size_t *out_count,
                              cg_error *err);

typedef struct {
    uint64_t entities, names, facts, evidence, sources, mentions, judgements;
    uint64_t by_kind[CG_KIND_MAX];
    uint64_t by_relation[CG_RELATION_MAX];
} cg_counts;

cg_status cg_store_count(cg_store *store, cg_counts *counts, cg_error *err);

#endif
