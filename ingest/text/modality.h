/* What the words before a head do to what it says: negation, plans, rumours. */
#ifndef CG_INGEST_TEXT_MODALITY_H
#define CG_INGEST_TEXT_MODALITY_H

#include "ingest/text/rule_match.h"

/* False when the match says no fact: its head is negated, not confirmed or a mere
 * rumour. Else `*modality`, which the caller has set to what the rule says, is weakened
 * to what the words say: to CG_DENIED when they clearly deny it. */
bool modality_read(const match_text *text, const match_result *match,
                   cg_modality *modality);

#endif
