/* What an article is expected to say: the facts, and maybe the entities, that people
 * found in it. Two forms are read:
 *
 * NAME.facts beside NAME.txt, of lines
 *
 *     Company: Lumen Devices | Lumen
 *     Lumen | SUPPLIES | Aurora | {"what":"chips"} | asserted
 *
 * where `?` before a line marks what careful readers may differ on and `#` begins a
 * comment; and NAME.json beside texts/NAME.txt, an object with
 *
 *     "entities":  [{"id", "kind", "names": […], "optional"?}]
 *     "relations": [{"subject": ID, "type", "object": ID, "optional"?}]
 */
#ifndef CG_CLI_EXPECTED_H
#define CG_CLI_EXPECTED_H

#include "graph/chipgraph.h"

enum { EXPECTED_ANY_KIND = -1 };

typedef struct {
    const cg_text *names; /* folded by expected_fold */
    size_t name_count;
    cg_text shown; /* the first name as written */
    int kind;      /* in the vocabulary; EXPECTED_ANY_KIND: only facts name it */
    bool optional;
} expected_entity;

typedef struct {
    uint32_t subject; /* entities */
    uint32_t object;
    uint8_t relation;
    bool optional;
} expected_fact;

/* Starts zeroed. */
typedef struct {
    cg_arena arena;
    expected_entity *entities;
    size_t entity_count;
    size_t entity_room;
    expected_fact *facts;
    size_t fact_count;
    size_t fact_room;
    bool has_entities; /* all of them are listed, not only the facts' ends */
} expected_article;

/* Read one of the forms; the name of the file tells which. Returns CG_OK, CG_NOMEM,
 * or CG_SYNTAX or CG_REFUSED with file and line. */
cg_status expected_read(expected_article *expected, const char *file, cg_text text,
                        const cg_vocabulary *vocabulary, cg_error *err);

void expected_release(expected_article *expected);

/* A name as it is compared: without regard to case, blanks and a leading "the". */
cg_status expected_fold(cg_text name, cg_arena *arena, cg_text *folded,
                        cg_error *err);

#endif
