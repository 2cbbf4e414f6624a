#include "ingest/text/bound.h"

enum { NOUNS_MAX = 8 }; /* tokens and names that lead to a name */

typedef struct {
    const rule_book *book;
    const text_document *document;
    uint32_t root;  /* of the language's phrases */
    uint32_t first; /* token of the sentence */
    uint32_t end;   /* the name's first token */
} leading;

/* What the longest phrase says that begins at a token; `*behind` follows it. */
static unsigned phrase_at(const leading *l, uint32_t at, uint32_t *behind)
{
    unsigned found = 0;
    uint32_t node = l->root;
    for (uint32_t i = at; i < l->end && i - at < PHRASE_MAX; i++) {
        node = phrases_step(&l->book->phrases, node, l->document->tokens[i].word);
        if (node == 0)
            break;
        uint32_t says = phrases_value(&l->book->phrases, node);
        if (says == 0)
            continue;
        found = says;
        *behind = i + 1;
    }
    return found;
}

/* Does a longer phrase that binds nothing cover the token: "make" of "chip maker"? */
static bool is_covered(const leading *l, uint32_t at)
{
    enum { BACK = 3 };
    for (uint32_t back = 1; back <= BACK && at >= l->first + back; back++) {
        uint32_t behind = 0;
        unsigned says = phrase_at(l, at - back, &behind);
        if ((says & 1U << BIND_NOT) != 0 && behind > at)
            return true;
    }
    return false;
}

/* In a list of names each is bound as the one before it: "of A, B and C". A comma parts
 * the names of one only where another sign of it follows, and not behind the words that
 * open a sentence: "According to A, B and C". */
static bool goes_on(const leading *l, const text_mention *mentions, size_t before,
                    const text_mention *mention, uint32_t at, bool joined)
{
    enum { OPENING_MAX = 4 };
    const text_mention *last = &mentions[before - 1];
    bool opens = last->first_token - l->first < OPENING_MAX &&
                 (before == 1 || mentions[before - 2].sentence != last->sentence);
    uint32_t behind = 0;
    uint32_t next = mention->end_token;
    const leading after = {.book = l->book,
                           .document = l->document,
                           .root = l->root,
                           .first = l->first,
                           .end =
                               l->document->sentences[mention->sentence].end_token};
    if (joined)
        return true;
    return document_text(l->document, at, at + 1).at[0] == ',' && !opens &&
           next < after.end &&
           (phrase_at(&after, next, &behind) & 1U << BIND_JOINING) != 0;
}

/* The name that one of this kind is joined to behind `before` names: that before "of X" in
 * "A of X and B". */
static const text_mention *joined_to(const text_document *document,
                                     const text_mention *mentions, size_t before,
                                     const text_mention *mention)
{
    enum { WORDS_MAX = 2 }; /* between A and X */
    const text_mention *last = &mentions[before - 1];
    const text_mention *other = before > 1 ? &mentions[before - 2] : last;
    uint8_t kind = document->entities[mention->entity].kind;
    bool apart = document->entities[last->entity].kind != kind &&
                 document->entities[other->entity].kind == kind;
    return apart && other->sentence == last->sentence &&
                   last->first_token - other->end_token <= WORDS_MAX
               ? other
               : last;
}

/* Is it the name of one who acts or of a product, and no place ("of the US firm X")? */
static bool is_of_family(const leading *l, const text_mention *mention)
{
    const cg_vocabulary *vocabulary = l->book->syntax.vocabulary;
    cg_kinds kinds = 0;
    for (int i = CG_NO_FAMILY + 1; i < CG_FAMILY_COUNT; i++)
        kinds |= cg_kinds_of_family(vocabulary, (cg_family)i);
    return (l->document->entities[mention->entity].kinds & kinds) != 0;
}

bool bound_is(const rule_book *book, const text_document *document,
              const text_mention *mentions, size_t before,
              const text_mention *mention)
{
    const text_sentence *sentence = &document->sentences[mention->sentence];
    const leading l = {book, document, book->binds[sentence->language],
                       sentence->first_token, mention->first_token};
    uint32_t at = l.end;
    bool words = false;
    bool placed = false; /* a place with words behind it leads to the name */
    if (l.root == 0)
        return false;
    for (int i = 0; i < NOUNS_MAX && at > l.first; i++) {
        if (before > 0 && mentions[before - 1].end_token == at) {
            if (words && is_of_family(&l, &mentions[before - 1]))
                return false;
            placed |= words;
            at = mentions[--before].first_token;
            continue;
        }
        at--;
        words = true;
        bool sign = document->tokens[at].shape == TOKEN_PUNCTUATION;
        uint32_t behind = 0;
        unsigned says = phrase_at(&l, at, &behind);
        bool joined = (says & 1U << BIND_JOINING) != 0;
        if (before > 0 && mentions[before - 1].end_token == at && (sign || joined))
            return joined_to(document, mentions, before, mention)->bound &&
                   goes_on(&l, mentions, before, mention, at, joined);
        bool of_place = before > 0 && mentions[before - 1].end_token == at &&
                        !is_of_family(&l, &mentions[before - 1]);
        bool ends = (says & 1U << BIND_ENDS) != 0 && !of_place;
        bool binds = (says & 1U << BIND_BINDING) != 0 && !is_covered(&l, at);
        if (sign || ends || binds)
            return !sign && binds && !(ends && placed);
    }
    return false;
}
