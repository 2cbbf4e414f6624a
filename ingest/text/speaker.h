/* Who says what: from what frames match to the speakers of facts. */
#ifndef CG_INGEST_TEXT_SPEAKER_H
#define CG_INGEST_TEXT_SPEAKER_H

#include "ingest/text/rules_parts.h"

/* A frame that matched: add it to run->voices. A match_taker. */
cg_status speaker_take_frame(rule_run *run, const rule_program *program,
                             void *handle, cg_error *err);

/* What may be said: tokens of the document. */
typedef struct {
    uint32_t first; /* of all that matched */
    uint32_t end;
    uint32_t head_first;
    uint32_t head_end;
} said_tokens;

/* Who says it, -1 if nobody, as far as the voices from number `from` on tell, which are
 * those of the piece at hand; `*modality` is weakened to theirs. The last frame before
 * the head counts, else the first one behind it if that ends the sentence but for a few
 * words. What a frame itself tells ("Ann, the head of Aurora, said") is not said. Of a
 * speaker and of one who only reports the first speaks. */
int64_t speaker_of(const rule_run *run, size_t from, const said_tokens *said,
                   cg_modality *modality);

/* Give the facts in quotations that have no speaker the one of their quotation: whoever
 * is told in the sentence where it begins or ends, or right behind it, or else of the
 * quotation before in the paragraph. Call it once, with all of the document's facts. */
cg_status speaker_of_quotations(rule_run *run, cg_error *err);

#endif
