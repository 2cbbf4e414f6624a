#include <stdlib.h>
#include <unicode/uchar.h>

#include "ingest/csv/rows.h"
#include "ingest/text/lexicon.h"
#include "ingest/text/token.h"

/* The columns of a list; others are refused. */
#define LIST_COLUMNS(X)                                                            \
    X(COLUMN_NAME, "name")                                                         \
    X(COLUMN_KIND, "kind")                                                         \
    X(COLUMN_COUNTRY, "country")                                                   \
    X(COLUMN_SEAT, "seat")                                                         \
    X(COLUMN_MAKER, "maker")                                                       \
    X(COLUMN_EN, "en")                                                             \
    X(COLUMN_VI, "vi")                                                             \
    X(COLUMN_HANS, "zh-Hans")                                                      \
    X(COLUMN_HANT, "zh-Hant")                                                      \
    X(COLUMN_ALIASES, "aliases")

#define LIST_COLUMN_ENUM(name, text) name,
enum { LIST_COLUMNS(LIST_COLUMN_ENUM) COLUMN_COUNT };
#undef LIST_COLUMN_ENUM

/* A list while it is loaded. */
typedef struct {
    text_lexicon *lexicon;
    const cg_vocabulary *vocabulary;
    size_t columns[COLUMN_COUNT]; /* field of each, SIZE_MAX where it is absent */
    size_t field_count;
} list_load;

static cg_text field(const list_load *load, const cg_row *row, size_t column)
{
    size_t index = load->columns[column];
    return index < row->count ? row->fields[index] : (cg_text){"", 0};
}

static cg_status refuse(const cg_row *row, size_t index, cg_error *err,
                        const char *what, cg_text value)
{
    cg_place place = cg_rows_field_place(row, index);
    return cg_fail(err, CG_REFUSED, &place, "%s '%.*s'", what, CG_TEXT_ARG(value));
}

/* ---- Header ---- */

static cg_status read_header(list_load *load, const cg_row *row, cg_error *err)
{
#define LIST_COLUMN_TEXT(name, text) text,
    static const char *const names[] = {LIST_COLUMNS(LIST_COLUMN_TEXT)};
#undef LIST_COLUMN_TEXT
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        load->columns[i] = SIZE_MAX;
    load->field_count = row->count;
    for (size_t i = 0; i < row->count; i++) {
        size_t column = 0;
        while (column < COLUMN_COUNT &&
               !cg_text_equal(row->fields[i], cg_text_z(names[column])))
            column++;
        if (column == COLUMN_COUNT)
            return refuse(row, i, err, "unknown column of a list of names",
                          row->fields[i]);
        if (load->columns[column] != SIZE_MAX)
            return refuse(row, i, err,
                          "the column is there twice:", row->fields[i]);
        load->columns[column] = i;
    }
    if (load->columns[COLUMN_NAME] == SIZE_MAX ||
        load->columns[COLUMN_KIND] == SIZE_MAX)
        return cg_fail(err, CG_REFUSED, &row->place,
                       "a list of names needs the columns 'name' and 'kind'");
    return CG_OK;
}

/* ---- Spellings ---- */

/* Take the conditions in braces off the end of a spelling. */
static bool take_conditions(cg_text *name, uint16_t *flags)
{
#define SPELLING_TEXT(name, text) text,
    static const char *const conditions[] = {SPELLING_CONDITIONS(SPELLING_TEXT)};
#undef SPELLING_TEXT
    while (cg_text_ends(*name, CG_TEXT("}"))) {
        const char *brace = memrchr(name->at, '{', name->size);
        if (brace == NULL)
            return false;
        cg_text word = {brace + 1,
                        (size_t)(name->at + name->size - 1 - (brace + 1))};
        size_t i = 0;
        while (i < SPELLING_CONDITION_COUNT &&
               !cg_text_equal(word, cg_text_z(conditions[i])))
            i++;
        if (i == SPELLING_CONDITION_COUNT)
            return false;
        *flags |= (uint16_t)(1U << i);
        *name = cg_text_trim((cg_text){name->at, (size_t)(brace - name->at)});
    }
    return true;
}

enum { CAPITALS_MAX = 3 }; /* letters of a spelling that has to be in capitals */

static uint16_t case_flags(cg_text name)
{
    size_t letters = 0;
    size_t capitals = 0;
    uint16_t flags = 0;
    for (size_t at = 0; at < name.size;) {
        bool first = at == 0;
        UChar32 point = (UChar32)cg_text_next(name, &at);
        bool ascii = point < 0x80;
        bool small = point >= 'a' && point <= 'z';
        bool capital = ascii ? point >= 'A' && point <= 'Z' : u_isupper(point) != 0;
        letters += small || capital || (!ascii && u_isalpha(point) != 0);
        capitals += capital;
        if (first && capital)
            flags |= SPELLING_CAPITAL;
    }
    if (letters > 0 && letters == capitals && letters <= CAPITALS_MAX)
        flags |= SPELLING_CAPITALS;
    return flags;
}

/* A spelling cut into the numbers of its pieces. */
typedef struct {
    uint32_t pieces[AUTOMATON_DEPTH_MAX];
    size_t count;
    spelling_hashes hashes;
} cut_spelling;

static cg_status cut_token(text_lexicon *lexicon, cg_text token, cut_spelling *cut,
                           cg_error *err)
{
    char form[TOKEN_FOLD_MAX];
    cg_text parts[PIECES_MAX];
    cg_text folded = {form, token_fold(token, CG_FOLD_BASE, form)};
    size_t count = lexicon_split(folded, parts);
    lexicon_hash(&cut->hashes, token);
    for (size_t i = 0; i < count; i++) {
        if (cut->count == AUTOMATON_DEPTH_MAX)
            return cg_fail(err, CG_REFUSED, NULL, "a name has more than %d words",
                           AUTOMATON_DEPTH_MAX);
        cg_status status =
            table_add(&lexicon->pieces, parts[i], &cut->pieces[cut->count++], err);
        if (status != CG_OK)
            return status;
    }
    return count > 0 ? CG_OK
                     : cg_fail(err, CG_REFUSED, NULL, "the word '%.*s' is too long",
                               CG_TEXT_ARG(token));
}

static cg_status cut_name(text_lexicon *lexicon, cg_text name, cut_spelling *cut,
                          cg_error *err)
{
    text_token token;
    cg_status status = CG_OK;
    cut->count = 0;
    cut->hashes = (spelling_hashes){0, 0};
    for (size_t at = 0; status == CG_OK && token_next(name, &at, &token);) {
        cg_text text = cg_text_slice(name, token.start, token.end);
        if (cut->count == 0 || !lexicon_is_joint(text))
            status = cut_token(lexicon, text, cut, err);
    }
    if (status == CG_OK && cut->count == 0)
        status =
            cg_fail(err, CG_REFUSED, NULL, "'%.*s' is no name", CG_TEXT_ARG(name));
    return status;
}

/* Is there this spelling of this entry already? One under other conditions counts, too,
 * unless both have some. */
static bool is_known(const text_lexicon *lexicon, uint32_t value, uint32_t entry,
                     spelling_hashes hashes, uint16_t flags)
{
    enum { CONDITIONS = SPELLING_CAPITAL - 1 };
    for (uint32_t i = value; i != 0; i = lexicon->spellings[i].next) {
        const lexicon_spelling *at = &lexicon->spellings[i];
        uint16_t conditions = at->flags & CONDITIONS;
        if (at->entry == entry && at->exact == hashes.exact &&
            (conditions == flags || conditions == 0 || flags == 0))
            return true;
    }
    return false;
}

/* Make room for a spelling; `*value` is the first one of its pieces. */
static cg_status find_value(text_lexicon *lexicon, const cut_spelling *parts,
                            uint32_t **value, cg_error *err)
{
    cg_status status = cg_grow(lexicon->spellings, &lexicon->spelling_room,
                               lexicon->spelling_count + 2, err);
    return status == CG_OK ? automaton_add(&lexicon->tree, parts->pieces,
                                           parts->count, value, err)
                           : status;
}

static void put_spelling(text_lexicon *lexicon, uint32_t entry, cg_text name,
                         uint16_t flags, const cut_spelling *parts, uint32_t *value)
{
    if (is_known(lexicon, *value, entry, parts->hashes, flags))
        return;
    if (lexicon->spelling_count == 0)
        lexicon->spelling_count = 1;
    lexicon->spellings[lexicon->spelling_count] = (lexicon_spelling){
        .entry = entry,
        .next = *value,
        .cased = parts->hashes.cased,
        .exact = parts->hashes.exact,
        .flags = flags | case_flags(name),
    };
    *value = (uint32_t)lexicon->spelling_count++;
}

static cg_status add_spelling(text_lexicon *lexicon, uint32_t entry, cg_text name,
                              cg_error *err)
{
    uint16_t flags = 0;
    cut_spelling parts;
    uint32_t *value;
    if (!take_conditions(&name, &flags))
        return cg_fail(err, CG_REFUSED, NULL,
                       "unknown condition in '%.*s': write {case}, {maker}, "
                       "{label}, {place} or {inside}",
                       CG_TEXT_ARG(name));
    cg_status status = cut_name(lexicon, name, &parts, err);
    if (status == CG_OK)
        status = find_value(lexicon, &parts, &value, err);
    if (status == CG_OK)
        put_spelling(lexicon, entry, name, flags, &parts, value);
    return status;
}

/* ---- Entries ---- */

/* The entry of one of `kinds` with that exact spelling, of those from `spelling` on; -1
 * if there is none. */
static int32_t entry_of(const text_lexicon *lexicon, uint32_t spelling,
                        uint32_t exact, cg_kinds kinds)
{
    for (uint32_t i = spelling; i != 0; i = lexicon->spellings[i].next) {
        const lexicon_spelling *at = &lexicon->spellings[i];
        if (at->exact == exact &&
            (kinds >> lexicon->entries[at->entry].kind & 1) != 0)
            return (int32_t)at->entry;
    }
    return -1;
}

int32_t lexicon_find(const text_lexicon *lexicon, cg_text name, cg_kinds kinds)
{
    spelling_hashes hashes = {0, 0};
    uint32_t state = 0;
    size_t count = 0;
    text_token token;
    for (size_t at = 0; token_next(name, &at, &token);) {
        char form[TOKEN_FOLD_MAX];
        cg_text parts[PIECES_MAX];
        cg_text text = cg_text_slice(name, token.start, token.end);
        if (count > 0 && lexicon_is_joint(text))
            continue;
        cg_text folded = {form, token_fold(text, CG_FOLD_BASE, form)};
        size_t part_count = lexicon_split(folded, parts);
        lexicon_hash(&hashes, text);
        for (size_t i = 0; i < part_count; i++, count++) {
            uint32_t piece = table_find(&lexicon->pieces, parts[i]);
            state = piece != 0 && (count == 0 || state != 0)
                        ? automaton_step(&lexicon->tree, state, piece)
                        : 0;
        }
        if (count > 0 && state == 0)
            return -1; /* whatever follows */
    }
    return state == 0 ? -1
                      : entry_of(lexicon, lexicon->tree.values[state], hashes.exact,
                                 kinds);
}

/* Count an entry among the products of its maker. */
static cg_status count_product(text_lexicon *lexicon, const names_entry *entry,
                               cg_error *err)
{
    uint32_t maker;
    size_t before = lexicon->product_room;
    cg_status status = table_add(&lexicon->makers, entry->maker, &maker, err);
    if (status == CG_OK)
        status = cg_grow(lexicon->products, &lexicon->product_room, maker, err);
    if (status != CG_OK)
        return status;
    if (lexicon->product_room > before)
        memset(lexicon->products + before, 0,
               (lexicon->product_room - before) * sizeof *lexicon->products);
    lexicon->products[maker - 1].of_kind[entry->kind]++;
    return CG_OK;
}

bool lexicon_knows_maker(const text_lexicon *lexicon, cg_text maker)
{
    return table_find(&lexicon->makers, maker) != 0;
}

uint8_t lexicon_product_kind(const text_lexicon *lexicon, cg_text maker)
{
    uint32_t number = table_find(&lexicon->makers, maker);
    if (number == 0)
        return 0xFF;
    const lexicon_products *products = &lexicon->products[number - 1];
    uint8_t most = 0;
    uint64_t all = 0;
    for (uint8_t kind = 0; kind < CG_KIND_MAX; kind++) {
        all += products->of_kind[kind];
        if (products->of_kind[kind] > products->of_kind[most])
            most = kind;
    }
    return products->of_kind[most] * UINT64_C(3) >= all * 2 ? most : 0xFF;
}

static cg_status new_entry(text_lexicon *lexicon, const names_entry *like,
                           cg_error *err)
{
    if (lexicon->entry_count >= LEXICON_ENTRIES_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "too many names");
    cg_status status = cg_grow(lexicon->entries, &lexicon->entry_room,
                               lexicon->entry_count + 1, err);
    names_entry entry = *like;
    if (status == CG_OK)
        status = cg_arena_copy(&lexicon->arena, like->name, &entry.name, err);
    if (status == CG_OK && like->country.size > 0)
        status = cg_arena_copy(&lexicon->arena, like->country, &entry.country, err);
    if (status == CG_OK && like->maker.size > 0)
        status = cg_arena_copy(&lexicon->arena, like->maker, &entry.maker, err);
    if (status == CG_OK && entry.maker.size > 0)
        status = count_product(lexicon, &entry, err);
    if (status == CG_OK)
        lexicon->entries[lexicon->entry_count++] = entry;
    return status;
}

/* Take the next of a field's names, parted by `|`; false if there is none. */
static bool next_name(cg_text *names, cg_text *name)
{
    if (names->size == 0)
        return false;
    const char *bar = memchr(names->at, '|', names->size);
    size_t end = bar != NULL ? (size_t)(bar - names->at) : names->size;
    *name = cg_text_trim(cg_text_slice(*names, 0, end));
    *names = cg_text_slice(*names, bar != NULL ? end + 1 : end, names->size);
    return true;
}

/* Add the spellings of a field. */
static cg_status add_field(text_lexicon *lexicon, uint32_t entry, cg_text names,
                           cg_error *err)
{
    cg_status status = CG_OK;
    cg_text name;
    while (status == CG_OK && next_name(&names, &name))
        if (name.size > 0)
            status = add_spelling(lexicon, entry, name, err);
    return status;
}

/* Let an entry have its seat in these cities, as far as they are listed by now. */
static cg_status put_seat(text_lexicon *lexicon, uint32_t entry, cg_text cities,
                          cg_error *err)
{
    names_entry *seated = &lexicon->entries[entry];
    cg_kinds others = ~((cg_kinds)1 << seated->kind);
    cg_text city;
    cg_status status = cg_arena_copy(&lexicon->arena, cities, &seated->seat, err);
    while (status == CG_OK && next_name(&cities, &city)) {
        int32_t place = lexicon_find(lexicon, city, others);
        if (place >= 0)
            lexicon->entries[place].is_seat = true;
    }
    return status;
}

/* The name without its conditions, and the other fields of the entry. */
static cg_status read_entry(const list_load *load, const cg_row *row,
                            names_entry *entry, cg_error *err)
{
    uint16_t flags = 0;
    cg_text kind = field(load, row, COLUMN_KIND);
    *entry = (names_entry){.name = cg_text_trim(field(load, row, COLUMN_NAME)),
                           .country = field(load, row, COLUMN_COUNTRY),
                           .maker = field(load, row, COLUMN_MAKER)};
    if (row->count != load->field_count)
        return cg_fail(err, CG_REFUSED, &row->place,
                       "%zu fields where the header has %zu", row->count,
                       load->field_count);
    take_conditions(&entry->name, &flags);
    if (entry->name.size == 0)
        return refuse(row, load->columns[COLUMN_NAME], err,
                      "a name is missing:", entry->name);
    cg_status status =
        cg_kind_find(load->vocabulary, cg_text_trim(kind), &entry->kind, err);
    if (status != CG_OK) {
        cg_place place = cg_rows_field_place(row, load->columns[COLUMN_KIND]);
        cg_error_locate(err, &place);
    }
    return status;
}

/* The entry of that name and kind, or a new one. */
static cg_status find_or_add(text_lexicon *lexicon, const names_entry *entry,
                             int32_t known, uint32_t *index, cg_error *err)
{
    *index = (uint32_t)known;
    if (known >= 0 && cg_text_equal(lexicon->entries[known].name, entry->name))
        return CG_OK;
    *index = (uint32_t)lexicon->entry_count;
    return new_entry(lexicon, entry, err);
}

/* Add the entry and its name; the name is cut once. */
static cg_status add_plain(text_lexicon *lexicon, const names_entry *entry,
                           uint32_t *index, cg_error *err)
{
    cut_spelling parts;
    uint32_t *value;
    cg_status status = cut_name(lexicon, entry->name, &parts, err);
    if (status == CG_OK)
        status = find_value(lexicon, &parts, &value, err);
    if (status == CG_OK)
        status = find_or_add(lexicon, entry,
                             entry_of(lexicon, *value, parts.hashes.exact,
                                      (cg_kinds)1 << entry->kind),
                             index, err);
    if (status == CG_OK)
        put_spelling(lexicon, *index, entry->name, 0, &parts, value);
    return status;
}

/* The same for a name with conditions, or for several. */
static cg_status add_marked(text_lexicon *lexicon, const names_entry *entry,
                            cg_text names, uint32_t *index, cg_error *err)
{
    cg_status status = find_or_add(
        lexicon, entry,
        lexicon_find(lexicon, entry->name, (cg_kinds)1 << entry->kind), index, err);
    return status == CG_OK ? add_field(lexicon, *index, names, err) : status;
}

static cg_status add_row(list_load *load, const cg_row *row, cg_error *err)
{
    static const size_t spelled[] = {COLUMN_NAME, COLUMN_EN,   COLUMN_VI,
                                     COLUMN_HANS, COLUMN_HANT, COLUMN_ALIASES};
    cg_text name = field(load, row, COLUMN_NAME);
    cg_text seat = field(load, row, COLUMN_SEAT);
    names_entry entry;
    uint32_t index = 0;
    cg_status status = read_entry(load, row, &entry, err);
    if (status != CG_OK)
        return status;
    bool plain = memchr(name.at, '|', name.size) == NULL &&
                 memchr(name.at, '}', name.size) == NULL;
    for (size_t i = 0; status == CG_OK && i < sizeof spelled / sizeof *spelled;
         i++) {
        cg_text names = field(load, row, spelled[i]);
        if (i > 0 && cg_text_equal(names, name))
            continue; /* it is there by now */
        if (i > 0)
            status = add_field(load->lexicon, index, names, err);
        else if (plain)
            status = add_plain(load->lexicon, &entry, &index, err);
        else
            status = add_marked(load->lexicon, &entry, names, &index, err);
        if (status != CG_OK) {
            cg_place place = cg_rows_field_place(row, load->columns[spelled[i]]);
            cg_error_locate(err, &place);
        }
    }
    return status == CG_OK && seat.size > 0
               ? put_seat(load->lexicon, index, seat, err)
               : status;
}

/* Own the arrays, which are to change. */
static cg_status own(text_lexicon *lexicon, cg_error *err)
{
    if (!lexicon->lent)
        return CG_OK;
    lexicon_spelling *spellings = lexicon->spellings;
    lexicon_products *products = lexicon->products;
    cg_status status =
        image_copy(spellings, lexicon->spelling_count, lexicon->spelling_room, err);
    if (status != CG_OK)
        return status;
    status =
        image_copy(products, lexicon->product_room, lexicon->product_room, err);
    if (status != CG_OK) {
        free(spellings);
        return status;
    }
    lexicon->spellings = spellings;
    lexicon->products = products;
    lexicon->lent = false;
    return CG_OK;
}

/* Of a list, about: so that little is hashed twice. */
enum { BYTES_A_STATE = 13, BYTES_A_PIECE = 40 };

cg_status lexicon_add(text_lexicon *lexicon, const cg_vocabulary *vocabulary,
                      const char *file, cg_text csv, cg_error *err)
{
    list_load load = {.lexicon = lexicon, .vocabulary = vocabulary};
    cg_rows *rows = NULL;
    cg_row row;
    cg_status status = own(lexicon, err);
    if (status == CG_OK)
        status = automaton_reserve(&lexicon->tree, csv.size / BYTES_A_STATE, err);
    if (status == CG_OK)
        status = table_reserve(&lexicon->pieces, csv.size / BYTES_A_PIECE, err);
    if (status != CG_OK)
        return status;
    status = cg_rows_open(file, cg_rows_read_text, &csv, &rows, err);
    while (status == CG_OK && (status = cg_rows_step(rows, &row, err)) == CG_ROW)
        status = load.field_count == 0 ? read_header(&load, &row, err)
                                       : add_row(&load, &row, err);
    cg_rows_close(rows);
    return status == CG_DONE ? CG_OK : status;
}
