#include <stdlib.h>

#include "ingest/text/names_parts.h"

/* A look at the context of a match, in the tokens of its sentence. */
typedef struct {
    name_scan *scan;
    const text_sentence *sentence;
} match_context;

static const names_entry *entry_of(const match_context *context,
                                   const lexicon_match *match)
{
    return names_entry_at(context->scan->names, (int32_t)match->spelling->entry);
}

/* Does the mention right before the match name its maker? */
static bool follows_maker(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    const name_candidate *before =
        match->first > 0 ? scan_listed(scan, match->first - 1) : NULL;
    return before != NULL &&
           cg_text_equal(names_entry_at(scan->names, before->listed)->name,
                         entry_of(context, match)->maker);
}

static bool is_labelled(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    const text_sentence *sentence = context->sentence;
    uint8_t kind = entry_of(context, match)->kind;
    const words_sense *sense;
    if (scan_phrase_before(scan, sentence->first_token, match->first, WORD_LABEL,
                           &sense) > 0 &&
        scan_kind(scan, sense) == kind)
        return true;
    if (scan_phrase_before(scan, sentence->first_token, match->first,
                           WORD_LABEL_MODEL, &sense) > 0 &&
        scan_kind(scan, sense) == kind)
        return true;
    if (scan_phrase_at(scan, match->end, sentence->end_token, WORD_LABEL_AFTER,
                       &sense) > 0 &&
        scan_kind(scan, sense) == kind)
        return true;
    return follows_maker(context, match);
}

/* A capitalised word inside the sentence, right before a place. */
static bool ends_name(const name_scan *scan, uint32_t token)
{
    uint8_t shape = scan->document->tokens[token].shape;
    return shape == TOKEN_CAPITALISED || shape == TOKEN_MIXED;
}

static bool is_dash(const name_scan *scan, uint32_t token)
{
    return scan_is_sign(scan, token, "-") || scan_is_sign(scan, token, "–") ||
           scan_is_sign(scan, token, "—");
}

/* Is the match a dateline ("SEOUL, May 5 - …"), or the beginning of a name ("X Technology")? */
static bool begins_name(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    if (match->end >= context->sentence->end_token)
        return false;
    uint8_t next = scan->document->tokens[match->end].shape;
    bool capitals = scan->document->tokens[match->first].shape == TOKEN_UPPER;
    if (match->first == context->sentence->first_token)
        return is_dash(scan, match->end) ||
               (capitals && scan_is_sign(scan, match->end, ","));
    return next == TOKEN_CAPITALISED || next == TOKEN_MIXED;
}

/* Does the place tell where a firm is: "the X maker", "X-based"? */
static bool seats_firm(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    const text_sentence *sentence = context->sentence;
    uint32_t behind = match->end;
    if (behind + 1 >= sentence->end_token)
        return false;
    if (scan_is_sign(scan, behind, "-"))
        return !scan->document->tokens[behind].blank_before &&
               scan->document->tokens[behind + 1].shape == TOKEN_LOWER;
    return match->first > sentence->first_token &&
           scan->document->tokens[behind].shape == TOKEN_LOWER &&
           (scan_phrase_at(scan, behind, sentence->end_token, WORD_LABEL, NULL) >
                0 ||
            scan_phrase_at(scan, behind, sentence->end_token, WORD_SITE, NULL) > 0);
}

/* The same in Chinese characters: 北京厂, 首尔的企业, 北京10月10日电. */
static bool seats_firm_zh(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    uint32_t end = context->sentence->end_token;
    uint32_t behind = match->end;
    if (behind >= end || scan->document->tokens[match->end - 1].shape != TOKEN_CJK)
        return false;
    if (scan->document->tokens[behind].shape == TOKEN_NUMBER)
        return true;
    behind += (uint32_t)scan_phrase_at(scan, behind, end, WORD_POSSESSIVE, NULL);
    return scan_phrase_at(scan, behind, end, WORD_LABEL, NULL) > 0;
}

/* The same where what tells of the firm stands before the place: "hãng chip X". */
static bool seats_firm_before(const match_context *context,
                              const lexicon_match *match)
{
    enum { TELLING_MAX = 5 }; /* words between the firm and the place */
    const name_scan *scan = context->scan;
    uint32_t first = context->sentence->first_token;
    uint32_t at = match->first;
    for (uint32_t i = 0; i <= TELLING_MAX && at > first; i++, at--) {
        if (scan_phrase_before(scan, first, at, WORD_SEATED, NULL) > 0)
            return true;
        if (scan->document->tokens[at - 1].shape != TOKEN_LOWER ||
            scan_phrase_before(scan, first, at, WORD_STOP, NULL) > 0)
            return false;
    }
    return false;
}

/* Does a firm stand before it: "Acme of Tokyo", "Acme, of Tokyo"? */
static bool is_seat_of(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    uint32_t first = context->sentence->first_token;
    uint32_t of = match->first - 1;
    if (match->first < first + 2 ||
        scan_phrase_before(scan, first, match->first, WORD_OF, NULL) != 1)
        return false;
    if (of > first + 1 && scan_is_sign(scan, of - 1, ","))
        of--;
    const name_candidate *firm = scan_listed(scan, of - 1);
    return firm != NULL && firm->kind == scan->names->company_kind;
}

/* Is the place one where something is, or a part of a longer name: "in X", a list of
 * places, "… Technology X"? */
static bool is_located(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    const text_sentence *sentence = context->sentence;
    if (scan_phrase_before(scan, sentence->first_token, match->first, WORD_LOCATIVE,
                           NULL) > 0)
        return true;
    if (begins_name(context, match) || seats_firm(context, match) ||
        seats_firm_before(context, match) || seats_firm_zh(context, match) ||
        is_seat_of(context, match))
        return true;
    if (match->first < sentence->first_token + 2)
        return false;
    if (ends_name(scan, match->first - 1))
        return true;
    const name_candidate *before = scan_listed(scan, match->first - 2);
    return before != NULL && before->kind == entry_of(context, match)->kind;
}

/* Is the match the first word of a sentence, or of what is quoted in it, and maybe no
 * name? */
static bool opens(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    if (match->first == context->sentence->first_token)
        return !scan_is_used_as_name(scan, match->first);
    return scan_is_sign(scan, match->first - 1, "“") ||
           scan_is_sign(scan, match->first - 1, "\"") ||
           scan_is_sign(scan, match->first - 1, ":") ||
           scan_is_sign(scan, match->first - 1, "-");
}

/* Does a sign, a name or a word that belongs to no name stand right before the match? A
 * short Chinese name may be a part of other words: 力成 of 努力成为. */
static bool is_parted(const match_context *context, const lexicon_match *match)
{
    static const word_use parting[] = {WORD_STOP, WORD_LABEL, WORD_SAYS,
                                       WORD_ROLE, WORD_DOES,  WORD_LOCATIVE};
    const name_scan *scan = context->scan;
    uint32_t first = context->sentence->first_token;
    if (match->first == first ||
        scan->document->tokens[match->first - 1].shape != TOKEN_CJK ||
        scan_listed(scan, match->first - 1) != NULL)
        return true;
    for (size_t i = 0; i < sizeof parting / sizeof *parting; i++) {
        if (scan_phrase_before(scan, first, match->first, parting[i], NULL) > 0)
            return true;
    }
    return false;
}

/* Does the label of a firm stand right behind the match, or what comes of a country: 美 of
 * 美商, of 美系? */
static bool labels_firm(const match_context *context, const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    const words_sense *sense;
    if (scan_phrase_at(scan, match->end, context->sentence->end_token, WORD_ORIGIN,
                       NULL) > 0)
        return true;
    return scan_phrase_at(scan, match->end, context->sentence->end_token,
                          WORD_LABEL, &sense) > 0 &&
           scan_kind(scan, sense) == scan->names->company_kind;
}

/* Is the token one that names are made of: capitalised, a number, a designation? */
static bool stands_as_name(const name_scan *scan, uint32_t token)
{
    uint8_t shape = scan->document->tokens[token].shape;
    return shape != TOKEN_LOWER && shape != TOKEN_PUNCTUATION;
}

/* Does a firm's name of other words stand alone in a Vietnamese sentence: "mua lại
 * Framework hồi tháng 5"? No word of the sentence's own is spelled so. */
static bool is_foreign_firm(const match_context *context,
                            const lexicon_match *match)
{
    const name_scan *scan = context->scan;
    const text_sentence *sentence = context->sentence;
    if (sentence->language != CG_VI ||
        entry_of(context, match)->kind != scan->names->company_kind ||
        scan->document->tokens[match->first].shape != TOKEN_CAPITALISED ||
        scan_phrase_at(scan, match->first, match->end, WORD_DEFINITE, NULL) > 0)
        return false;
    bool begins = match->first == sentence->first_token ||
                  !stands_as_name(scan, match->first - 1);
    return begins &&
           (match->end == sentence->end_token || !stands_as_name(scan, match->end));
}

static bool conditions_hold(const match_context *context,
                            const lexicon_match *match)
{
    uint16_t flags = match->spelling->flags;
    if (scan_cuts_word(context->scan, context->sentence->first_token,
                       context->sentence->end_token, match->first, match->end))
        return false;
    if ((flags & SPELLING_LABEL) != 0 && !is_labelled(context, match) &&
        !is_foreign_firm(context, match))
        return false;
    if ((flags & SPELLING_INSIDE) != 0 && opens(context, match) &&
        !is_foreign_firm(context, match))
        return false;
    if ((flags & SPELLING_EDGE) != 0 && !is_parted(context, match))
        return false;
    if ((flags & SPELLING_FIRM) != 0 && !labels_firm(context, match))
        return false;
    if ((flags & SPELLING_TOWARD) != 0 &&
        scan_phrase_before(context->scan, context->sentence->first_token,
                           match->first, WORD_TOWARD, NULL) == 0)
        return false;
    return (flags & SPELLING_PLACE) == 0 || is_located(context, match);
}

/* What is refused is no name by its shape either: capitals of governments. */
static bool holds(const void *handle, const lexicon_match *match)
{
    const match_context *context = handle;
    bool held = conditions_hold(context, match);
    for (uint32_t i = match->first; !held && i < match->end; i++)
        context->scan->refused[i] = true;
    return held;
}

static cg_status add_listed(name_scan *scan, const name_candidate *candidate)
{
    cg_status status = cg_grow(scan->listed, &scan->listed_room,
                               scan->listed_count + 1, scan->err);
    if (status != CG_OK)
        return status;
    scan->listed[scan->listed_count++] = *candidate;
    for (uint32_t i = candidate->first; i < candidate->end; i++)
        scan->covered[i] = (uint32_t)scan->listed_count;
    return CG_OK;
}

/* What a part of a match has to be: an entry by number, or by name. */
typedef struct {
    const name_scan *scan;
    int64_t entry; /* -1: by name */
    cg_text name;
} match_part;

static bool is_part(const void *handle, const lexicon_match *match)
{
    const match_part *part = handle;
    if (part->entry >= 0)
        return match->spelling->entry == part->entry;
    return cg_text_equal(
        names_entry_at(part->scan->names, (int32_t)match->spelling->entry)->name,
        part->name);
}

/* "Acme Falcon" where Falcon alone is a spelling too: the maker is named by itself. */
static bool split_maker(const name_scan *scan, const lexicon_match *match,
                        lexicon_match *maker)
{
    const text_lexicon *lexicon = &scan->names->lexicon;
    int32_t entry = (int32_t)match->spelling->entry;
    match_part part = {scan, -1, names_entry_at(scan->names, entry)->maker};
    lexicon_match rest;
    if (part.name.size == 0 ||
        !lexicon_at(lexicon, scan->document, &scan->pieces, match->first,
                    match->end - 1, is_part, &part, maker))
        return false;
    part.entry = entry;
    return lexicon_at(lexicon, scan->document, &scan->pieces, maker->end,
                      match->end, is_part, &part, &rest) &&
           rest.end == match->end;
}

/* The first token of a person's name behind the titles and posts that a list put before
 * it. */
static uint32_t behind_titles(const name_scan *scan, const lexicon_match *match)
{
    uint32_t first = match->first;
    for (;;) {
        size_t length = scan_phrase_at(scan, first, match->end, WORD_ROLE, NULL);
        if (length == 0)
            length = scan_phrase_at(scan, first, match->end, WORD_TITLE, NULL);
        if (length == 0 || first + length >= match->end)
            return first;
        first += (uint32_t)length;
    }
}

static name_candidate candidate_of(const name_scan *scan,
                                   const lexicon_match *match)
{
    int32_t entry = (int32_t)match->spelling->entry;
    return (name_candidate){
        .first = match->first,
        .end = match->end,
        .core = match->first,
        .core_end = match->end,
        .listed = entry,
        .kind = names_entry_at(scan->names, entry)->kind,
        .waits = (match->spelling->flags & SPELLING_MAKER) != 0,
        .waits_goods = (match->spelling->flags & SPELLING_GOODS) != 0,
    };
}

/* "Lumex C1-Ultra", both listed as products of one maker and one kind: the family's name
 * before the model's is a part of it. */
static bool joins_family(const name_scan *scan, const text_sentence *sentence,
                         const name_candidate *model)
{
    if (scan->listed_count == 0 || model->first == sentence->first_token)
        return false;
    const name_candidate *family = &scan->listed[scan->listed_count - 1];
    const names_entry *one = names_entry_at(scan->names, family->listed);
    const names_entry *other = names_entry_at(scan->names, model->listed);
    return family->end == model->first && family->kind == model->kind &&
           scan->document->tokens[model->first].blank_before &&
           other->maker.size > 0 && cg_text_equal(one->maker, other->maker);
}

static cg_status add_product(name_scan *scan, const text_sentence *sentence,
                             name_candidate *product)
{
    if (joins_family(scan, sentence, product)) {
        product->first = product->core = scan->listed[--scan->listed_count].first;
        product->waits = false;
    }
    return add_listed(scan, product);
}

static cg_status add_match(name_scan *scan, const text_sentence *sentence,
                           const lexicon_match *match)
{
    name_candidate candidate = candidate_of(scan, match);
    lexicon_match maker;
    cg_status status = CG_OK;
    if (candidate.kind == scan->names->person_kind) {
        candidate.first = candidate.core = behind_titles(scan, match);
    } else if (split_maker(scan, match, &maker)) {
        const name_candidate apart = candidate_of(scan, &maker);
        status = add_listed(scan, &apart);
        candidate.first = maker.end;
    }
    return status == CG_OK ? add_product(scan, sentence, &candidate) : status;
}

/* Behind the legal form that the match begins with, a listed name may go on beyond it: of
 * "Công ty Cổ phần X" and "X Semiconductor" the text then has the second. */
static void look_behind_legal_form(match_context *context, lexicon_match *match)
{
    const name_scan *scan = context->scan;
    lexicon_match longer;
    size_t form = scan_phrase_at(scan, match->first, match->end, WORD_LEGAL, NULL);
    uint32_t name = match->first + (uint32_t)form;
    if (form > 0 && name < match->end &&
        lexicon_at(&scan->names->lexicon, scan->document, &scan->pieces, name,
                   context->sentence->end_token, holds, context, &longer) &&
        longer.end > match->end)
        *match = longer;
}

/* Behind the maker that the match begins with, a listed name may go on beyond it: of
 * "Acme Falcon" and "Falcon P7" the text then has the second. */
static void look_behind_maker(match_context *context, lexicon_match *match)
{
    const name_scan *scan = context->scan;
    lexicon_match maker;
    lexicon_match longer;
    if (split_maker(scan, match, &maker) &&
        lexicon_at(&scan->names->lexicon, scan->document, &scan->pieces, maker.end,
                   context->sentence->end_token, holds, context, &longer) &&
        longer.end > match->end)
        *match = maker;
}

/* Is the match a part of a Vietnamese person's name, as the countries of "Nguyễn Đức Minh"
 * and "Trần Thị Nga" are: one syllable behind a surname, or behind one and another? */
static bool is_in_person(const name_scan *scan, const text_sentence *sentence,
                         const lexicon_match *match)
{
    enum { BEFORE_MAX = 2 };
    if (sentence->language != CG_VI || match->end - match->first > 1)
        return false;
    for (uint32_t back = 1; back <= BEFORE_MAX && match->first >= back; back++) {
        uint32_t at = match->first - back;
        if (at < sentence->first_token || scan->covered[at] != 0 ||
            scan->document->tokens[at].shape != TOKEN_CAPITALISED)
            return false;
        const words_sense *sense = NULL;
        if (scan_phrase_at(scan, at, at + 1, WORD_SURNAME, &sense) == 1 &&
            sense->language == CG_VI)
            return true;
    }
    return false;
}

static cg_status find_in_sentence(name_scan *scan, const text_sentence *sentence)
{
    const text_lexicon *lexicon = &scan->names->lexicon;
    match_context context = {scan, sentence};
    cg_status status = CG_OK;
    for (uint32_t i = sentence->first_token;
         status == CG_OK && i < sentence->end_token;) {
        lexicon_match match;
        if (!lexicon_at(lexicon, scan->document, &scan->pieces, i,
                        sentence->end_token, holds, &context, &match) ||
            is_in_person(scan, sentence, &match)) {
            i++;
            continue;
        }
        look_behind_legal_form(&context, &match);
        look_behind_maker(&context, &match);
        status = add_match(scan, sentence, &match);
        i = match.end;
    }
    return status;
}

/* ---- Names that wait for others ---- */

static int by_name(const void *a, const void *b)
{
    const cg_text *one = a;
    const cg_text *other = b;
    return cg_text_compare(*one, *other);
}

static void drop(name_scan *scan, size_t index)
{
    const name_candidate *candidate = &scan->listed[index];
    for (uint32_t i = candidate->first; i < candidate->end; i++) {
        scan->covered[i] = 0;
        scan->refused[i] = true;
    }
}

static bool some_wait(const name_scan *scan)
{
    for (size_t i = 0; i < scan->listed_count; i++) {
        if (scan->listed[i].waits || scan->listed[i].waits_goods)
            return true;
    }
    return false;
}

/* Does the document name goods that wait for none? */
static bool names_goods(const name_scan *scan)
{
    for (size_t i = 0; i < scan->listed_count; i++) {
        const name_candidate *candidate = &scan->listed[i];
        if ((scan->names->goods >> candidate->kind & 1) != 0 &&
            !candidate->waits_goods)
            return true;
    }
    return false;
}

/* Who has to be named: the maker, or where there is none, the entry itself. */
static cg_text awaited(const names_entry *entry)
{
    return entry->maker.size > 0 ? entry->maker : entry->name;
}

/* Drop those who wait for whom the document does not name, by none of his products
 * either. */
static cg_status settle(name_scan *scan)
{
    size_t named = 0;
    size_t kept = 0;
    bool goods = names_goods(scan);
    cg_text *names = malloc((2 * scan->listed_count + 1) * sizeof *names);
    if (names == NULL)
        return cg_fail_memory(scan->err);
    for (size_t i = 0; i < scan->listed_count; i++) {
        const names_entry *entry =
            names_entry_at(scan->names, scan->listed[i].listed);
        if (scan->listed[i].waits)
            continue;
        names[named++] = entry->name;
        if (entry->maker.size > 0)
            names[named++] = entry->maker;
    }
    qsort(names, named, sizeof *names, by_name);
    for (size_t i = 0; i < scan->listed_count; i++) {
        name_candidate candidate = scan->listed[i];
        cg_text maker = awaited(names_entry_at(scan->names, candidate.listed));
        if ((candidate.waits_goods && !goods) ||
            (candidate.waits &&
             bsearch(&maker, names, named, sizeof *names, by_name) == NULL)) {
            drop(scan, i);
            continue;
        }
        for (uint32_t token = candidate.first; token < candidate.end; token++)
            scan->covered[token] = (uint32_t)kept + 1;
        scan->listed[kept++] = candidate;
    }
    scan->listed_count = kept;
    free(names);
    return CG_OK;
}

cg_status names_find_listed(name_scan *scan)
{
    const text_document *document = scan->document;
    cg_status status = CG_OK;
    scan->covered = calloc(document->token_count + 1, sizeof *scan->covered);
    scan->refused = calloc(document->token_count + 1, sizeof *scan->refused);
    if (scan->covered == NULL || scan->refused == NULL)
        return cg_fail_memory(scan->err);
    for (size_t i = 0; status == CG_OK && i < document->sentence_count; i++)
        status = find_in_sentence(scan, &document->sentences[i]);
    return status == CG_OK && some_wait(scan) ? settle(scan) : status;
}
