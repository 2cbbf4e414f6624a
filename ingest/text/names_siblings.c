/* Products named like others of the text: where "ATJ2097" is a chip, so are ATJ2075 and
 * ATJ2085. */
#include <stdlib.h>

#include "ingest/text/names_parts.h"

/* What stands before the first digit of a product's name: "ATJ", "Alder-", "Arc ". */
typedef struct {
    cg_text stem;
    uint8_t kind; /* NO_KIND: products of several kinds are named so */
} name_family;

enum { STEM_WORDS_MAX = 3, LETTERS_MIN = 2 };

/* The byte of the text where the token's first digit stands; its end if it has none. */
static uint32_t digit_of(const name_scan *scan, uint32_t token)
{
    const text_token *at = &scan->document->tokens[token];
    const char *text = scan->document->text.at;
    uint32_t digit = at->start;
    while (digit < at->end && (text[digit] < '0' || text[digit] > '9'))
        digit++;
    return digit;
}

static bool has_digit(const name_scan *scan, uint32_t token)
{
    return digit_of(scan, token) < scan->document->tokens[token].end;
}

/* The text from token `first` on up to the first digit of token `last`, which has one. */
static cg_text stem_of(const name_scan *scan, uint32_t first, uint32_t last)
{
    return cg_text_slice(scan->document->text, scan->document->tokens[first].start,
                         digit_of(scan, last));
}

static bool is_large(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

/* Does it say more than chance would: a character of Chinese, or two letters of which
 * the first is large? */
static bool is_telling(const name_scan *scan, uint32_t first, cg_text stem)
{
    size_t letters = 0;
    for (size_t i = 0; i < stem.size; i++)
        letters += is_large(stem.at[i]) || (stem.at[i] >= 'a' && stem.at[i] <= 'z');
    if (scan->document->tokens[first].shape == TOKEN_CJK)
        return stem.size > 0;
    return letters >= LETTERS_MIN && is_large(stem.at[0]);
}

static bool is_product(const name_scan *scan, uint8_t kind)
{
    return kind != NO_KIND && kind != scan->names->person_kind &&
           kind != scan->names->place_kind && kind != scan->names->company_kind &&
           (scan->names->organisations & ((cg_kinds)1 << kind)) == 0;
}

static int by_stem(const void *a, const void *b)
{
    return cg_text_compare(((const name_family *)a)->stem,
                           ((const name_family *)b)->stem);
}

/* One family for each stem, in order. */
static size_t settle(name_family *families, size_t count)
{
    size_t kept = 0;
    if (count == 0)
        return 0;
    qsort(families, count, sizeof *families, by_stem);
    for (size_t i = 1; i < count; i++) {
        if (by_stem(&families[kept], &families[i]) != 0)
            families[++kept] = families[i];
        else if (families[kept].kind != families[i].kind)
            families[kept].kind = NO_KIND;
    }
    return kept + 1;
}

static size_t gather_families(const name_scan *scan, name_family *families)
{
    size_t count = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const name_candidate *found = &scan->found[i];
        if (!is_product(scan, found->kind) || !has_digit(scan, found->end - 1))
            continue;
        cg_text stem = stem_of(scan, found->first, found->end - 1);
        if (stem.size > 0 && is_telling(scan, found->first, stem))
            families[count++] = (name_family){stem, found->kind};
    }
    return settle(families, count);
}

/* Does the token end no name: of many ("MI300As"), before a word of models ("BX7 Pro"),
 * or a number that counts what follows? */
static bool ends_no_name(const name_scan *scan, uint32_t token, uint32_t end)
{
    cg_text text = document_text(scan->document, token, token + 1);
    if (text.at[text.size - 1] == 's')
        return true;
    if (token + 1 == end)
        return false;
    return scan_phrase_at(scan, token + 1, end, WORD_MODEL, NULL) > 0 ||
           (scan->document->tokens[token].shape == TOKEN_NUMBER &&
            scan_phrase_at(scan, token + 1, end, WORD_COUNTER, NULL) > 0);
}

/* Add what ends with the token, which has a digit, begins at or behind `open`, and is
 * named like one of the families. */
static cg_status add_sibling(name_scan *scan, const name_family *families,
                             size_t count, uint32_t open, uint32_t token)
{
    for (uint32_t words = STEM_WORDS_MAX; words > 0; words--) {
        uint32_t first = token + 1 - words;
        if (first > token || first < open)
            continue;
        name_family like = {.stem = stem_of(scan, first, token)};
        const name_family *family =
            like.stem.size > 0
                ? bsearch(&like, families, count, sizeof *families, by_stem)
                : NULL;
        if (family == NULL || family->kind == NO_KIND)
            continue;
        name_candidate sibling = {.first = first,
                                  .end = token + 1,
                                  .core = first,
                                  .core_end = token + 1,
                                  .listed = -1,
                                  .kind = family->kind};
        return scan_add(scan, &sibling);
    }
    return CG_OK;
}

cg_status names_find_siblings(name_scan *scan)
{
    size_t found = scan->count;
    size_t at = 0;
    cg_status status = CG_OK;
    name_family *families = calloc(found + 1, sizeof *families);
    if (families == NULL)
        return cg_fail_memory(scan->err);
    size_t count = gather_families(scan, families);
    for (size_t i = 0; count > 0 && i < scan->document->sentence_count; i++) {
        const text_sentence *sentence = &scan->document->sentences[i];
        uint32_t open = sentence->first_token;
        for (uint32_t token = open; status == CG_OK && token < sentence->end_token;
             token++) {
            while (at < found && scan->found[at].end <= token)
                at++;
            if (at < found && scan->found[at].first <= token)
                open = token + 1;
            else if (has_digit(scan, token) &&
                     !ends_no_name(scan, token, sentence->end_token))
                status = add_sibling(scan, families, count, open, token);
        }
    }
    free(families);
    names_sort(scan);
    return status;
}
