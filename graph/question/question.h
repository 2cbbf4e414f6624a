/* Questions: each gives a cursor over rows, printed by whoever asked.
 *
 * Prepared questions borrow the store, not their arguments. A column lives until
 * the next step. Entities judged the same are one; what is denied, judged wrong
 * or retracted is not seen. What is unknown is null.
 */
#ifndef CG_GRAPH_QUESTION_QUESTION_H
#define CG_GRAPH_QUESTION_QUESTION_H

#include "graph/store/file.h"
#include "schema/value.h"

typedef struct cg_cursor cg_cursor;

CG_API size_t cg_column_count(const cg_cursor *cursor);
CG_API const char *cg_column_name(const cg_cursor *cursor, size_t column);

/* CG_ROW with a row, CG_DONE behind the last, or an error. */
CG_API cg_status cg_step(cg_cursor *cursor, cg_error *err);

/* A column of the row that cg_step gave; valid until the next step. */
CG_API cg_value cg_column(const cg_cursor *cursor, size_t column);

/* NULL is fine. */
CG_API void cg_finish(cg_cursor *cursor);

/* ---- Which entity a person means ---- */

/* Find the one entity that `name` means: any of its spellings, ignoring case and
 * diacritics (a closer match wins), `Kind:name` where several kinds share one, or
 * `#17` for the entity with id 17. Returns CG_OK; CG_NOT_FOUND with the nearest names
 * as a remedy; CG_AMBIGUOUS, naming the candidates. */
CG_API cg_status cg_find_entity(cg_store *store, cg_text name, cg_id *entity,
                                cg_error *err);

/* ---- The questions ---- */

/* An entity itself, in rows `about, value, source`: `entity` with its id, `called`
 * with the name it is shown by, `kind` for each of its kinds, `name` or `name:vi` for
 * each spelling, with its language and source, and `property:founded` for each
 * property. CG_NOT_FOUND if there is no such entity. */
CG_API cg_status cg_ask_entity(cg_store *store, cg_id entity, cg_cursor **cursor,
                               cg_error *err);

typedef struct {
    cg_id of;             /* with this entity at an end; 0 for any */
    cg_id with;           /* and this one at the other; 0 for any */
    const cg_text *types; /* relation types by name; none for any */
    size_t type_count;
    cg_text kind;   /* with an end of this kind; empty for any */
    cg_text source; /* with evidence from the source of this id, title, file name
                               or publisher; empty for any */
    bool denied;    /* show what sources deny, too */
    cg_clocks clocks;
} cg_relation_filter;

/* Facts, in rows `fact, subject, type, object, since, until, properties, modality,
 * sources`: fact is the id that cg_ask_evidence takes; properties is a JSON object;
 * sources is a number. In the order of ids. CG_REFUSED for an unknown type, kind or source
 * (with the nearest known one). */
CG_API cg_status cg_ask_relations(cg_store *store, const cg_relation_filter *filter,
                                  cg_cursor **cursor, cg_error *err);

/* The shortest connections between two entities, whatever their direction, in rows
 * `path, step, subject, type, object, fact, sources`: path and step count from 1;
 * at most `limit` paths of at most `depth` steps. CG_NOT_FOUND if there is none. */
CG_API cg_status cg_ask_path(cg_store *store, cg_id from, cg_id to, size_t depth,
                             size_t limit, cg_cursor **cursor, cg_error *err);

/* Names and quotes that contain `text`, in rows `found, entity, kind, fact, text,
 * source`: found is "name", of the entity of this kind, or "quote", of this fact.
 * CG_REFUSED if `text` holds no letter or digit. */
CG_API cg_status cg_ask_search(cg_store *store, cg_text text, size_t limit,
                               cg_cursor **cursor, cg_error *err);

/* Every quote behind a fact, in rows `fact, subject, type, object, quote, modality,
 * speaker, rule, source, title, publisher, date, url, start, end`. CG_NOT_FOUND if
 * there is no such fact. */
CG_API cg_status cg_ask_evidence(cg_store *store, cg_id fact, cg_cursor **cursor,
                                 cg_error *err);

/* What went in, in rows `source, form, title, publisher, date, language, url, file,
 * licence, bytes, facts, recorded`. */
CG_API cg_status cg_ask_sources(cg_store *store, cg_cursor **cursor, cg_error *err);

/* How much is there, in rows `what, name, count`: the totals, then each `kind` and each
 * `type` that occurs. */
CG_API cg_status cg_ask_stats(cg_store *store, cg_cursor **cursor, cg_error *err);

/* Judgements in force, in rows `judgement, verdict, about, by, reason, recorded`. */
CG_API cg_status cg_ask_judgements(cg_store *store, cg_cursor **cursor,
                                   cg_error *err);

/* Those of them that wait for a decision (CG_MAYBE). */
CG_API cg_status cg_ask_open_judgements(cg_store *store, cg_cursor **cursor,
                                        cg_error *err);

#endif
