/* The vocabulary: kinds of entity and types of relation.
 *
 * The base vocabulary is data (schema/vocabulary.yaml, read when the program is built);
 * a user's file of the same form extends it. Nothing in C knows a kind or a
 * type by name.
 */
#ifndef CG_SCHEMA_VOCABULARY_H
#define CG_SCHEMA_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

#include "schema/memory.h"
#include "schema/text.h"

enum { CG_LANGUAGES = 3 }; /* en, vi, zh: the order of labels */
enum { CG_KIND_MAX = 64 }; /* kinds in a vocabulary: a set of them is a uint64_t */
enum { CG_RELATION_MAX = 256 };

typedef enum { CG_EN, CG_VI, CG_ZH } cg_language;

/* A set of kinds: bit i for the kind at index i. */
typedef uint64_t cg_kinds;

/* Kinds of one family are easily taken for one another: a text may call an institute a
 * company. Names of organisations have legal forms. */
#define CG_FAMILIES(X)                                                             \
    X(CG_NO_FAMILY, "none")                                                        \
    X(CG_ORGANISATION, "organisation")                                             \
    X(CG_PERSON, "person")                                                         \
    X(CG_PRODUCT, "product")

#define CG_FAMILY_ENUM(name, text) name,
typedef enum { CG_FAMILIES(CG_FAMILY_ENUM) CG_FAMILY_COUNT } cg_family;
#undef CG_FAMILY_ENUM

typedef struct {
    cg_text name;                 /* "Company" */
    cg_text labels[CG_LANGUAGES]; /* for people */
    cg_text shape;                /* Graphviz shape name */
    cg_text colour;               /* "#rrggbb", the fill */
    cg_family family;
} cg_kind;

#define CG_ANY_KIND UINT64_MAX /* in ends: of any kind, or of none */

/* What a relation may join; a relation has one or more. */
typedef struct {
    cg_kinds subjects; /* or CG_ANY_KIND */
    cg_kinds objects;
    bool same; /* both ends must be of one kind (`the same kind`) */
} cg_ends;

typedef struct {
    cg_text name; /* "SUPPLIES" */
    cg_text labels[CG_LANGUAGES];
    cg_text style;  /* Graphviz line style */
    cg_text colour; /* "#rrggbb", the line */
    const cg_ends *ends;
    size_t end_count;
    bool symmetric; /* either direction is the same fact */
    bool groups;    /* diagrams draw the object as a cluster of its subjects */
} cg_relation;

typedef struct cg_vocabulary cg_vocabulary;

/* The base vocabulary alone. The caller closes it. Returns CG_OK or CG_NOMEM. */
CG_API cg_status cg_vocabulary_open(cg_vocabulary **vocabulary, cg_error *err);

/* Add what the YAML `text` defines. A kind or relation that is there already is
 * changed in the fields that the text gives. `source` names the file in errors.
 * Returns CG_OK, CG_NOMEM, or CG_SYNTAX with line and column; on an error the
 * vocabulary is as it was. */
CG_API cg_status cg_vocabulary_extend(cg_vocabulary *vocabulary, const char *source,
                                      cg_text text, cg_error *err);

/* NULL is fine. */
CG_API void cg_vocabulary_close(cg_vocabulary *vocabulary);

/* Indexes are dense from 0 and never change while the vocabulary is open. */
CG_API size_t cg_kind_count(const cg_vocabulary *vocabulary);
CG_API size_t cg_relation_count(const cg_vocabulary *vocabulary);
CG_API const cg_kind *cg_kind_at(const cg_vocabulary *vocabulary, size_t index);
CG_API const cg_relation *cg_relation_at(const cg_vocabulary *vocabulary,
                                         size_t index);

/* All kinds of a family. */
CG_API cg_kinds cg_kinds_of_family(const cg_vocabulary *vocabulary,
                                   cg_family family);

/* The index of a name, exactly as spelled. Returns CG_OK, or CG_REFUSED with
 * a message that names the nearest known one:
 * `unknown relation type 'SUPLIES': did you mean 'SUPPLIES'?` */
CG_API cg_status cg_kind_find(const cg_vocabulary *vocabulary, cg_text name,
                              uint8_t *kind, cg_error *err);
CG_API cg_status cg_relation_find(const cg_vocabulary *vocabulary, cg_text name,
                                  uint8_t *relation, cg_error *err);

/* May `relation` run from an entity of kinds `subject` to one of `object`? */
CG_API bool cg_relation_allows(const cg_vocabulary *vocabulary, uint8_t relation,
                               cg_kinds subject, cg_kinds object);

/* Kinds in words, with `last` before the last of them: "Company, Chip or System"; none of
 * them is "nothing known", CG_ANY_KIND is "anything". */
CG_API void cg_kinds_print(const cg_vocabulary *vocabulary, cg_kinds kinds,
                           const char *last, cg_buffer *out);

/* What a relation may join: "from Company to Company, or from Chip to the same kind". */
CG_API void cg_relation_print_ends(const cg_vocabulary *vocabulary,
                                   uint8_t relation, cg_buffer *out);

/* The whole vocabulary as YAML that cg_vocabulary_extend reads: how a graph file
 * keeps the vocabulary it was written with. */
CG_API void cg_vocabulary_print(const cg_vocabulary *vocabulary, cg_buffer *out);

#endif
