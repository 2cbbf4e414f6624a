#include "ingest/text/names.h"

#include <stdlib.h>

#include "ingest/text/names_parts.h"
#include "schema/embedded.h"

/* ---- The lists ---- */

/* The vocabulary's kinds for the kinds that the word lists name. */
static void map_kinds(text_names *names)
{
    names->kinds[0] = NO_KIND;
    for (size_t i = 1; i <= words_kind_count(names->words); i++) {
        uint8_t kind;
        cg_status status = cg_kind_find(names->vocabulary,
                                        words_kind(names->words, i), &kind, NULL);
        names->kinds[i] = status == CG_OK ? kind : NO_KIND;
        if (status == CG_OK && words_tell_kind(names->words, WORD_TAIL, i))
            names->organisations |= (cg_kinds)1 << kind;
        if (status == CG_OK && words_tell_kind(names->words, WORD_GOODS_TAIL, i))
            names->goods |= (cg_kinds)1 << kind;
    }
    names->person_kind = names->kinds[words_use_kind(names->words, WORD_TITLE)];
    names->place_kind = names->kinds[words_use_kind(names->words, WORD_LOCATIVE)];
    names->company_kind = names->kinds[words_use_kind(names->words, WORD_DOES)];
}

static cg_status add_built_in(text_names *names, cg_error *err)
{
    cg_status status = CG_OK;
    for (const cg_embedded_file *file = cg_embedded_files;
         status == CG_OK && file->path != NULL; file++) {
        if (cg_text_starts(cg_text_z(file->path), CG_TEXT("ingest/rules/names/")))
            status = names_add(names, file->path, cg_embedded(file->path), err);
    }
    return status == CG_OK || status == CG_NOMEM ? status : CG_INTERNAL;
}

/* Names of which the lists are those of `image`, or are read if that is NULL. */
static cg_status open_names(const cg_vocabulary *vocabulary, text_words *words,
                            text_image *image, text_names **names, cg_error *err)
{
    text_names *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->vocabulary = vocabulary;
    made->words = words;
    map_kinds(made);
    cg_status status =
        image != NULL ? names_image(made, image, err) : add_built_in(made, err);
    if (status != CG_OK) {
        names_close(made);
        return status;
    }
    *names = made;
    return CG_OK;
}

cg_status names_open(const cg_vocabulary *vocabulary, text_words *words,
                     text_names **names, cg_error *err)
{
    return open_names(vocabulary, words, NULL, names, err);
}

cg_status names_open_image(const cg_vocabulary *vocabulary, text_words *words,
                           text_image *image, text_names **names, cg_error *err)
{
    return open_names(vocabulary, words, image, names, err);
}

cg_status names_image(text_names *names, text_image *image, cg_error *err)
{
    return lexicon_image(&names->lexicon, image, err);
}

void names_close(text_names *names)
{
    if (names == NULL)
        return;
    lexicon_release(&names->lexicon);
    free(names);
}

cg_status names_add(text_names *names, const char *file, cg_text csv, cg_error *err)
{
    return lexicon_add(&names->lexicon, names->vocabulary, file, csv, err);
}

const names_entry *names_entry_at(const text_names *names, int32_t entry)
{
    return &names->lexicon.entries[entry];
}

cg_text names_maker(const text_names *names, const text_entity *entity)
{
    if (entity->listed >= 0)
        return names_entry_at(names, entity->listed)->maker;
    if (entity->family > 0)
        return names_entry_at(names, (int32_t)entity->family - 1)->maker;
    return (cg_text){NULL, 0};
}

/* ---- One document ---- */

bool scan_is_joint(const name_scan *scan, uint32_t token)
{
    return scan->pieces.forms[scan->document->tokens[token].form].joint;
}

size_t scan_phrase_at(const name_scan *scan, uint32_t at, uint32_t end,
                      word_use use, const words_sense **sense)
{
    return words_longest(scan->words, scan->document->tokens + at, end - at, use,
                         sense);
}

size_t scan_phrase_before(const name_scan *scan, uint32_t first, uint32_t at,
                          word_use use, const words_sense **sense)
{
    enum { TOKENS_MAX = 8 };
    size_t longest = 0;
    if (first >= at ||
        !words_may_end(scan->words, &scan->document->tokens[at - 1], use))
        return 0;
    for (uint32_t length = 1; length <= TOKENS_MAX && first + length <= at;
         length++) {
        const words_sense *found = NULL;
        if (scan_phrase_at(scan, at - length, at, use, &found) != length)
            continue;
        longest = length;
        if (sense != NULL)
            *sense = found;
    }
    return longest;
}

bool scan_is_used_as_name(const name_scan *scan, uint32_t token)
{
    enum { BYTES_MIN = 4, TIMES_MIN = 2 };
    const text_token *at = &scan->document->tokens[token];
    return at->end - at->start >= BYTES_MIN && scan->times[at->form] >= TIMES_MIN &&
           !scan->everyday[scan->document->forms[at->form].fold];
}

uint8_t scan_kind(const name_scan *scan, const words_sense *sense)
{
    return sense->kind != 0 ? scan->names->kinds[sense->kind] : NO_KIND;
}

const name_candidate *scan_listed(const name_scan *scan, uint32_t token)
{
    uint32_t covered = scan->covered[token];
    return covered != 0 ? &scan->listed[covered - 1] : NULL;
}

bool scan_cuts_word(const name_scan *scan, uint32_t first, uint32_t end,
                    uint32_t name, uint32_t name_end)
{
    enum { LONGEST = 6 };
    if (scan->document->tokens[name].shape != TOKEN_CJK)
        return false;
    if (name - first > LONGEST)
        first = name - LONGEST;
    for (uint32_t at = first; at < name_end; at++) {
        size_t behind = at + scan_phrase_at(scan, at, end, WORD_WHOLE, NULL);
        if (behind > name && (at < name || behind > name_end))
            return true;
    }
    return false;
}

static bool is_place_match(const void *handle, const lexicon_match *match)
{
    const name_scan *scan = handle;
    return names_entry_at(scan->names, (int32_t)match->spelling->entry)->kind ==
           scan->names->place_kind;
}

uint32_t scan_place_end(const name_scan *scan, uint32_t token, uint32_t end,
                        uint32_t *place)
{
    lexicon_match match;
    if (!lexicon_at(&scan->names->lexicon, scan->document, &scan->pieces, token,
                    end, is_place_match, scan, &match))
        return token;
    *place = match.spelling->entry + 1;
    return match.end;
}

cg_status scan_add(name_scan *scan, const name_candidate *candidate)
{
    cg_status status =
        cg_grow(scan->found, &scan->room, scan->count + 1, scan->err);
    if (status == CG_OK)
        scan->found[scan->count++] = *candidate;
    return status;
}

/* By first token, then the longer, then the listed. */
static int by_place(const void *a, const void *b)
{
    const name_candidate *one = a;
    const name_candidate *other = b;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    if (one->end != other->end)
        return one->end > other->end ? -1 : 1;
    return (one->listed < 0) - (other->listed < 0);
}

static bool is_sorted(const name_scan *scan)
{
    for (size_t i = 1; i < scan->count; i++)
        if (by_place(&scan->found[i - 1], &scan->found[i]) > 0)
            return false;
    return true;
}

void names_sort(name_scan *scan)
{
    if (!is_sorted(scan))
        qsort(scan->found, scan->count, sizeof *scan->found, by_place);
}

/* Of candidates in the order of by_place, keep those that overlap none longer. */
static void keep_longest(name_scan *scan)
{
    size_t kept = 0;
    for (size_t i = 1; i < scan->count; i++) {
        name_candidate *last = &scan->found[kept];
        const name_candidate *next = &scan->found[i];
        if (next->first >= last->end)
            scan->found[++kept] = *next;
        else if (next->end - next->first > last->end - last->first)
            *last = *next;
    }
    scan->count = scan->count > 0 ? kept + 1 : 0;
}

cg_status names_select(name_scan *scan)
{
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < scan->listed_count; i++)
        status = scan_add(scan, &scan->listed[i]);
    names_sort(scan);
    keep_longest(scan);
    return status;
}

/* Count the document's forms, and tell which words it also has without a capital. */
static cg_status count_forms(name_scan *scan)
{
    const text_document *document = scan->document;
    scan->times = calloc(document->form_count + 1, sizeof *scan->times);
    scan->everyday = calloc(document->folds.count + 1, sizeof *scan->everyday);
    if (scan->times == NULL || scan->everyday == NULL)
        return cg_fail_memory(scan->err);
    for (size_t i = 0; i < document->token_count; i++)
        scan->times[document->tokens[i].form]++;
    for (size_t i = 0; i < document->form_count; i++)
        if (document->forms[i].shape == TOKEN_LOWER)
            scan->everyday[document->forms[i].fold] = true;
    return CG_OK;
}

cg_status names_find(const text_names *names, text_document *document,
                     cg_error *err)
{
    name_scan scan = {
        .names = names, .words = names->words, .document = document, .err = err};
    cg_status status = lexicon_cut(&names->lexicon, document, &scan.pieces, err);
    if (status == CG_OK)
        status = count_forms(&scan);
    if (status == CG_OK)
        status = names_find_listed(&scan);
    if (status == CG_OK)
        status = names_find_shapes(&scan);
    if (status == CG_OK)
        status = names_select(&scan);
    if (status == CG_OK)
        status = names_find_siblings(&scan);
    if (status == CG_OK)
        status = names_find_lists(&scan);
    if (status == CG_OK)
        status = names_gather(&scan);
    lexicon_release_pieces(&scan.pieces);
    free(scan.listed);
    free(scan.found);
    free(scan.covered);
    free(scan.refused);
    free(scan.times);
    free(scan.everyday);
    return status;
}
