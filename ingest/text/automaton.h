/* Sequences of symbols (words by number) and what stands at the end of each.
 *
 * A tree whose edges are in one hash table. It is entered anew at each word of a
 * text and left when no edge goes on; a sequence has at most AUTOMATON_DEPTH_MAX
 * symbols, so that matching a text costs at most that many steps a word, and in
 * practice one or two. */
#ifndef CG_INGEST_TEXT_AUTOMATON_H
#define CG_INGEST_TEXT_AUTOMATON_H

#include "ingest/text/image.h"

enum { AUTOMATON_DEPTH_MAX = 64, AUTOMATON_STATES_MAX = 1 << 28 };

typedef struct {
    uint32_t state;
    uint32_t symbol;
    uint32_t next; /* 0: the slot is empty */
} automaton_edge;

/* Starts zeroed. State 0 is the root. */
typedef struct {
    automaton_edge *edges; /* by hash, open addressing */
    size_t edge_room;
    uint32_t *values; /* of each state; 0: no sequence ends there */
    size_t state_count;
    size_t state_room;
    bool lent; /* both arrays are an image's */
} automaton;

/* Put a sequence in; `*value` points to what stands at its end (0 if it is new) for
 * the caller to change at once. Returns CG_OK, CG_NOMEM, or CG_LIMIT for a sequence
 * that is too long or too many states. */
cg_status automaton_add(automaton *tree, const uint32_t *symbols, size_t count,
                        uint32_t **value, cg_error *err);

/* Make room for `states` more states at once. */
cg_status automaton_reserve(automaton *tree, size_t states, cg_error *err);

/* The state behind `symbol`, 0 if there is none. Any tree, an empty one too. */
uint32_t automaton_step(const automaton *tree, uint32_t state, uint32_t symbol);

/* What an image has of the tree. */
void automaton_image(automaton *tree, text_image *image);

void automaton_release(automaton *tree);

#endif
