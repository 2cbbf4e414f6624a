/* How sure a fact is: a number that a written rule, schema/confidence.yaml, derives from
 * what its sources say. */
#ifndef CG_SCHEMA_CONFIDENCE_H
#define CG_SCHEMA_CONFIDENCE_H

#include "schema/source.h"

/* The rule's numbers. */
typedef struct {
    /* The doubt that is left when a source says it in this way; for CG_DENIED what a
     * source that denies it leaves of the confidence. */
    double factor[CG_MODALITY_COUNT];
} cg_confidence_rule;

/* Read them. Returns CG_OK, CG_NOMEM, or CG_INTERNAL for a file that is not as it should
 * be. */
cg_status cg_confidence_rule_read(cg_confidence_rule *rule, cg_error *err);

/* The confidence in what `count` sources say, `said[i]` being the strongest way in which
 * one of them says it: (1 - the product of the doubts) times the product of the denials.
 * From 0 to 1, rounded to four digits behind the point. */
double cg_confidence(const cg_confidence_rule *rule, const cg_modality *said,
                     size_t count);

#endif
