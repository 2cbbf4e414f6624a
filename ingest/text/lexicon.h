/* The lists of names: entries, their spellings, and an automaton over the spellings.
 *
 * A spelling is cut into pieces, which are its tokens folded at CG_FOLD_BASE with
 * hyphens and middle dots left out and parted where letters and digits meet. So
 * `RTX 4090`, `RTX-4090` and `RTX4090` are one sequence. */
#ifndef CG_INGEST_TEXT_LEXICON_H
#define CG_INGEST_TEXT_LEXICON_H

#include "ingest/text/automaton.h"
#include "ingest/text/document.h"
#include "ingest/text/names.h"
#include "ingest/text/words_table.h"

/* When a spelling counts; written behind it in braces. */
#define SPELLING_CONDITIONS(X)                                                     \
    X(SPELLING_CASE, "case")     /* letter for letter as the list has it */        \
    X(SPELLING_MAKER, "maker")   /* where the document names its maker */          \
    X(SPELLING_LABEL, "label")   /* beside a word that says its kind */            \
    X(SPELLING_PLACE, "place")   /* behind a word that says where */               \
    X(SPELLING_INSIDE, "inside") /* not as the first word of a sentence */         \
    X(SPELLING_EDGE, "edge")     /* behind a sign, a name or a known word */       \
    X(SPELLING_FIRM, "firm")     /* right before the label of a firm */            \
    X(SPELLING_TOWARD, "toward") /* right behind a word of direction */            \
    X(SPELLING_GOODS, "goods")   /* where the document names other goods */

#define SPELLING_BIT(name, text) name##_BIT,
enum { SPELLING_CONDITIONS(SPELLING_BIT) SPELLING_CONDITION_COUNT };
#undef SPELLING_BIT
#define SPELLING_FLAG(name, text) name = 1 << name##_BIT,
enum {
    SPELLING_CONDITIONS(SPELLING_FLAG)
    /* its first letter is a capital */
    SPELLING_CAPITAL = 1 << SPELLING_CONDITION_COUNT,
    /* it is short and all its letters are */
    SPELLING_CAPITALS = SPELLING_CAPITAL << 1
};
#undef SPELLING_FLAG

typedef struct {
    uint32_t entry;
    uint32_t next;  /* the next with the same pieces, 0: none */
    uint32_t cased; /* hash of the pieces with their diacritics */
    uint32_t exact; /* and with their case */
    uint16_t flags;
} lexicon_spelling;

/* How many products of each kind a maker has in the lists. */
typedef struct {
    uint32_t of_kind[CG_KIND_MAX];
} lexicon_products;

typedef struct {
    words_table pieces;
    automaton tree;              /* of pieces; values are indexes in spellings */
    lexicon_spelling *spellings; /* [0] is unused */
    size_t spelling_count;
    size_t spelling_room;
    names_entry *entries;
    size_t entry_count;
    size_t entry_room;
    cg_arena arena; /* what the entries point to */
    words_table makers;
    lexicon_products *products; /* of each maker, by its number */
    size_t product_room;
    bool lent; /* spellings and products are an image's */
} text_lexicon;

enum { LEXICON_ENTRIES_MAX = 1 << 27 };

/* Add the entries of a list; an entry that is there already (same name and kind)
 * gains the spellings. CG_SYNTAX or CG_REFUSED with file, line and column. */
cg_status lexicon_add(text_lexicon *lexicon, const cg_vocabulary *vocabulary,
                      const char *file, cg_text csv, cg_error *err);

/* The entry of a name, spelled like that, of one of `kinds`; -1 if there is none. */
int32_t lexicon_find(const text_lexicon *lexicon, cg_text name, cg_kinds kinds);

/* Do the lists have a product of the maker? */
bool lexicon_knows_maker(const text_lexicon *lexicon, cg_text maker);

/* The kind of most products that the lists have of a maker; 0xFF where there are none
 * or no kind has two thirds of them. */
uint8_t lexicon_product_kind(const text_lexicon *lexicon, cg_text maker);

/* What the lists know of how a document's tokens are written. */
typedef struct {
    uint32_t first; /* index of its pieces */
    uint32_t count;
    uint32_t
        state; /* of the tree behind them from its root, 0: no name begins so */
    uint32_t base_bytes; /* of its CG_FOLD_BASE form */
    bool starts_small;   /* the first letter is a small one */
    bool has_small;      /* some letter is */
    bool has_marks;      /* some letter has a diacritic */
    bool joint;          /* lexicon_is_joint */
} lexicon_form;

/* The pieces of a document's tokens, by number. Starts zeroed; released by
 * lexicon_release_pieces. */
typedef struct {
    lexicon_form *forms; /* of document->forms */
    uint32_t *pieces;    /* 0: no list has it */
    size_t count;
    size_t room;
} lexicon_pieces;

cg_status lexicon_cut(const text_lexicon *lexicon, const text_document *document,
                      lexicon_pieces *pieces, cg_error *err);
void lexicon_release_pieces(lexicon_pieces *pieces);

/* A spelling found in the tokens [first, end). */
typedef struct {
    uint32_t first;
    uint32_t end;
    const lexicon_spelling *spelling;
} lexicon_match;

/* Do the conditions of match->spelling, other than `case`, hold? */
typedef bool (*lexicon_holds)(const void *handle, const lexicon_match *match);

/* The longest match within tokens [first, end) that begins at `first` and `holds`;
 * false if there is none. Of several entries of a spelling the first that is spelled
 * letter for letter as in the text is taken, else the first. */
bool lexicon_at(const text_lexicon *lexicon, const text_document *document,
                const lexicon_pieces *pieces, uint32_t first, uint32_t end,
                lexicon_holds holds, const void *handle, lexicon_match *match);

/* ---- Spellings in pieces: shared by lexicon.c and lexicon_load.c ---- */

enum { PIECES_MAX = 16 }; /* of a token */

/* Cut a token into pieces: spans of `form`, the token folded at CG_FOLD_BASE. */
size_t lexicon_split(cg_text form, cg_text pieces[PIECES_MAX]);

/* What is equal where spellings are, but for case, or letter for letter. */
typedef struct {
    uint32_t cased;
    uint32_t exact;
} spelling_hashes;

/* Starts at {0, 0}; goes over a spelling's tokens in turn. */
void lexicon_hash(spelling_hashes *hashes, cg_text token);

/* Is the token one that stands between pieces and is passed over? */
bool lexicon_is_joint(cg_text token);

/* What an image has of the lists. Returns CG_OK or CG_NOMEM. */
cg_status lexicon_image(text_lexicon *lexicon, text_image *image, cg_error *err);

void lexicon_release(text_lexicon *lexicon);

#endif
