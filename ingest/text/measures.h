/* Dates and amounts in words, with the data of ingest/rules/measures.yaml. */
#ifndef CG_INGEST_TEXT_MEASURES_H
#define CG_INGEST_TEXT_MEASURES_H

#include "ingest/text/rules.h"

/* Compiled forms; never changed by reading. */
typedef struct text_measures text_measures;

/* The built-in forms. Returns CG_OK, CG_NOMEM, or what measures_load does. */
cg_status measures_open(text_measures **measures, cg_error *err);
void measures_close(text_measures *measures); /* NULL is fine */

/* Add a file of forms (YAML, docs/rules.md); `file` is for messages. Returns CG_OK,
 * CG_NOMEM, or CG_SYNTAX or CG_REFUSED with line and column. */
cg_status measures_load(text_measures *measures, const char *file, cg_text yaml,
                        cg_error *err);

enum {
    MEASURE_TEXT_MAX = 1024
}; /* bytes of folded words; in more nothing is read */

/* How dates that need it are told. */
typedef struct {
    cg_language language;
    cg_date
        today;  /* the article's date, or none: then only absolute dates are read */
    bool ahead; /* what is said has yet to come: "in May" means the next one */
    bool alone; /* nothing but a date can stand there: "2019" is one */
} date_setting;

typedef struct {
    cg_date since;
    cg_date until; /* of a span, "from 2019 to 2021" */
    size_t count;  /* of dates found: the first is `since`, if it could be told */
} date_reading;

/* Find the dates in `folded` (at CG_FOLD_CASE). */
void measures_read_dates(const text_measures *measures, cg_text folded,
                         const date_setting *setting, date_reading *reading);

/* Find the first amount in `folded`. False if there is none. `*unit`, such as "USD" or
 * "%", is empty where none is said and lives as long as the measures. */
bool measures_read_amount(const text_measures *measures, cg_text folded,
                          cg_language language, cg_value *value, cg_text *unit);

/* Put copies in the place of `*facts` that have what their words say: `since` and
 * `until` from their date, or the only one of their sentence if they are events; beside
 * an amount's words its value and unit, as KEY_value and KEY_unit. They are in the
 * document's arena. Returns CG_OK or CG_NOMEM. */
cg_status measures_apply(const text_measures *measures,
                         const cg_vocabulary *vocabulary, text_document *document,
                         const text_fact **facts, size_t count, cg_error *err);

#endif
