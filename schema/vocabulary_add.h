/* Words that a graph gets while it is written to, and loses again if that is undone. */
#ifndef CG_SCHEMA_VOCABULARY_ADD_H
#define CG_SCHEMA_VOCABULARY_ADD_H

#include "schema/vocabulary.h"

/* Add a kind, or a relation of any ends, of a name that need not be a word: 1 to 128
 * bytes of UTF-8. It must not be there already. Returns CG_OK, CG_NOMEM, or CG_REFUSED
 * for another name or where there is no room for one more. */
cg_status cg_vocabulary_add_kind(cg_vocabulary *vocabulary, cg_text name,
                                 uint8_t *kind, cg_error *err);
cg_status cg_vocabulary_add_relation(cg_vocabulary *vocabulary, cg_text name,
                                     uint8_t *relation, cg_error *err);

/* Forget the kinds and relations that were added since there were so many. */
void cg_vocabulary_cut(cg_vocabulary *vocabulary, size_t kinds, size_t relations);

#endif
