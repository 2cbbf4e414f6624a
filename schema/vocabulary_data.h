/* What a vocabulary holds; for the files of the vocabulary alone. */
#ifndef CG_SCHEMA_VOCABULARY_DATA_H
#define CG_SCHEMA_VOCABULARY_DATA_H

#include "schema/vocabulary.h"

typedef struct {
    cg_kind kinds[CG_KIND_MAX];
    size_t kind_count;
    cg_relation relations[CG_RELATION_MAX];
    size_t relation_count;
} vocabulary_data;

struct cg_vocabulary {
    cg_arena arena; /* of all texts and ends but the base vocabulary's */
    vocabulary_data data;
    cg_text printed; /* as cg_vocabulary_print gives it, while it is the base one */
};

/* The language codes in the order of labels: "en", "vi", "zh". */
extern const char *const vocabulary_languages[CG_LANGUAGES];

/* The names of the families, in their order. */
extern const char *const vocabulary_families[CG_FAMILY_COUNT];

/* What a kind or a relation looks like until somebody says otherwise. */
#define VOCABULARY_KIND                                                            \
    ((cg_kind){.shape = CG_TEXT("box"), .colour = CG_TEXT("#ffffff")})
#define VOCABULARY_RELATION                                                        \
    ((cg_relation){.style = CG_TEXT("solid"), .colour = CG_TEXT("#000000")})

/* Letters, digits and _, not beginning with a digit, at most 64 bytes: a name that needs
 * no quotes. */
bool vocabulary_is_word(cg_text text);

/* A name that quotes make possible: 1 to 128 bytes of UTF-8. */
bool vocabulary_is_name(cg_text text);

/* The entry of a name, or NULL. */
cg_kind *vocabulary_kind(vocabulary_data *data, cg_text name);
cg_relation *vocabulary_relation(vocabulary_data *data, cg_text name);

#endif
