#include "ingest/mapping/suggest.h"
#include "schema/embedded.h"

/* ---- Words ---- */

/* A letter without its case; blanks and hyphens as underscores. */
static char plain(char byte)
{
    return byte >= 'A' && byte <= 'Z'   ? (char)(byte - 'A' + 'a')
           : byte == ' ' || byte == '-' ? '_'
                                        : byte;
}

static bool same_letters(cg_text word, cg_text other)
{
    if (word.size != other.size)
        return false;
    for (size_t i = 0; i < word.size; i++)
        if (plain(word.at[i]) != plain(other.at[i]))
            return false;
    return true;
}

/* Are two words the same but for case, blanks and a plural of the other one? */
static bool same_word(cg_text word, cg_text other)
{
    size_t size = other.size;
    if (same_letters(word, other))
        return true;
    if (size > 3 && cg_text_ends(other, CG_TEXT("ies")) && word.size > 0 &&
        plain(word.at[word.size - 1]) == 'y')
        return same_letters(cg_text_slice(word, 0, word.size - 1),
                            cg_text_slice(other, 0, size - 3));
    return size > 1 && cg_text_ends(other, CG_TEXT("s")) &&
           same_letters(word, cg_text_slice(other, 0, size - 1));
}

static cg_text cut_word(cg_text *line)
{
    *line = cg_text_trim(*line);
    const char *blank = line->size > 0 ? memchr(line->at, ' ', line->size) : NULL;
    size_t size = blank != NULL ? (size_t)(blank - line->at) : line->size;
    cg_text word = cg_text_slice(*line, 0, size);
    *line = cg_text_slice(*line, size, line->size);
    return word;
}

/* Does one of the words of a line hint at the text, whole or by its last part? */
static bool line_hints(cg_text line, cg_text text)
{
    cg_text last = text;
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] == '_' || text.at[i] == ' ')
            last = cg_text_slice(text, i + 1, text.size);
    for (cg_text word = cut_word(&line); word.size > 0; word = cut_word(&line))
        if (same_word(word, text) || same_word(word, last))
            return true;
    return false;
}

static cg_text next_line(cg_text *rest)
{
    const char *end = memchr(rest->at, '\n', rest->size);
    size_t size = end != NULL ? (size_t)(end - rest->at) : rest->size;
    cg_text line = cg_text_slice(*rest, 0, size);
    *rest = cg_text_slice(*rest, end != NULL ? size + 1 : size, rest->size);
    return line;
}

bool suggest_hints(const char *what, cg_text hint, cg_text text)
{
    cg_text rest = cg_embedded("ingest/mapping/suggest.words");
    while (rest.size > 0) {
        cg_text line = next_line(&rest);
        if (cg_text_equal(cut_word(&line), cg_text_z(what)) &&
            cg_text_equal(cut_word(&line), hint) && line_hints(line, text))
            return true;
    }
    return false;
}

cg_kinds suggest_kinds(const cg_vocabulary *vocabulary, cg_text text)
{
    cg_kinds kinds = 0;
    for (size_t i = 0; i < cg_kind_count(vocabulary); i++) {
        cg_text name = cg_kind_at(vocabulary, i)->name;
        if (same_word(name, text) || suggest_hints("kind", name, text))
            kinds |= (cg_kinds)1 << i;
    }
    return kinds & -kinds; /* one is enough */
}

/* ---- Ids ---- */

static bool ends_as_id(cg_text name)
{
    static const char *const ends[] = {"_id", "_ID",  "Id",    "ID",  " id",
                                       "-id", "_key", "_code", "_ref"};
    if (same_word(CG_TEXT("id"), name) || same_word(CG_TEXT("key"), name))
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (cg_text_ends(name, cg_text_z(ends[i])))
            return true;
    return false;
}

static bool ends_as_name(cg_text name)
{
    return suggest_hints("role", CG_TEXT("name"), name);
}

/* How many of a column's values the other one has. */
static size_t shared_values(const suggest_column *column,
                            const suggest_column *other)
{
    size_t count = 0;
    for (const suggest_value *at = column->values; at != NULL; at = at->hh.next) {
        suggest_value *found = NULL;
        HASH_FIND(hh, other->values, at->text.at, at->text.size, found);
        count += found != NULL;
    }
    return count;
}

static bool has_name(const suggest_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (ends_as_name(sheet->columns[i].name))
            return true;
    return false;
}

static suggest_column *key_of(const suggest_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->columns[i].role == ROLE_KEY)
            return &sheet->columns[i];
    return NULL;
}

/* What a sheet is about has an id in its first column of ids that never repeat, and a name. */
static void find_key(suggest_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count && has_name(sheet); i++) {
        suggest_column *column = &sheet->columns[i];
        if (!ends_as_id(column->name) || column->filled != sheet->rows ||
            column->distinct != column->filled || sheet->rows == 0)
            continue;
        column->role = ROLE_KEY;
        sheet->keyed = true;
        sheet->label = ends_as_id(column->stem) ? sheet->word : column->stem;
        return;
    }
}

/* An id that another sheet explains better is a link to that. */
static void yield_keys(suggestion_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; k < set->count; k++) {
            suggest_column *key = key_of(&set->sheets[i]);
            const suggest_column *other = key_of(&set->sheets[k]);
            if (i == k || key == NULL || other == NULL ||
                !same_word(other->name, key->name) ||
                shared_values(key, other) * 20 < key->distinct * 19 ||
                set->sheets[k].rows < set->sheets[i].rows ||
                (set->sheets[k].rows == set->sheets[i].rows && k > i))
                continue;
            key->role = ROLE_NONE;
            set->sheets[i].keyed = false;
        }
}

static void find_links(suggestion_set *set, suggest_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        suggest_column *column = &sheet->columns[i];
        size_t best = 0;
        if (column->role != ROLE_NONE || !ends_as_id(column->name))
            continue;
        for (size_t k = 0; k < set->count; k++) {
            const suggest_column *key = key_of(&set->sheets[k]);
            size_t shared = key != NULL ? shared_values(column, key) : 0;
            if (shared * 2 < column->distinct || shared <= best)
                continue;
            best = shared;
            column->role = ROLE_LINK;
            column->target = k;
        }
    }
}

/* ---- The other columns ---- */

/* Is it the name of a link's target? */
static bool is_told(const suggest_sheet *sheet, const suggest_column *column)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->columns[i].role == ROLE_LINK && column->name.size > 0 &&
            column->stem.size < column->name.size &&
            cg_text_equal(sheet->columns[i].stem, column->stem))
            return true;
    return false;
}

static bool has_role(const suggest_sheet *sheet, suggest_role role)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->columns[i].role == role)
            return true;
    return false;
}

static bool tells_kind(const suggest_column *column)
{
    static const cg_text words[] = {
        {"type", 4}, {"kind", 4}, {"category", 8}, {"class", 5}};
    bool named = false;
    for (size_t i = 0; i < 4; i++)
        named = named || cg_text_ends(column->name, words[i]);
    return named && column->distinct > 0 && column->distinct <= SUGGEST_TABLE;
}

static suggest_role role_by_name(const suggest_sheet *sheet,
                                 const suggest_column *column)
{
    static const struct {
        const char *hint;
        suggest_role role;
        bool dates;
    } hints[] = {{"since", ROLE_SINCE, true},  {"until", ROLE_UNTIL, true},
                 {"url", ROLE_URL, false},     {"source", ROLE_SOURCE, false},
                 {"alias", ROLE_ALIAS, false}, {"seat", ROLE_SEAT, false},
                 {"name", ROLE_NAME, false}};
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (!has_role(sheet, hints[i].role) && column->filled > 0 &&
            (!hints[i].dates || column->dates) &&
            suggest_hints("role", cg_text_z(hints[i].hint), column->name))
            return hints[i].role;
    return ROLE_NONE;
}

static void find_others(const suggestion_set *set, suggest_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        suggest_column *column = &sheet->columns[i];
        if (column->role != ROLE_NONE || column->name.size == 0)
            continue;
        if (is_told(sheet, column))
            column->role = ROLE_TOLD;
        else if (sheet->keyed && !has_role(sheet, ROLE_KIND) && tells_kind(column))
            column->role = ROLE_KIND;
        else
            column->role = role_by_name(sheet, column);
        bool about = sheet->keyed || has_role(sheet, ROLE_LINK);
        if (column->role == ROLE_NONE && !about && !column->numbers)
            column->kinds = suggest_kinds(set->vocabulary, column->stem);
        if (column->role == ROLE_NAME && !about)
            column->kinds = suggest_kinds(set->vocabulary, column->stem);
        if (column->role == ROLE_NAME && !about && column->kinds == 0)
            column->kinds = suggest_kinds(set->vocabulary, sheet->word);
        if (column->role == ROLE_NAME && !about)
            sheet->named = i + 1;
        if (column->kinds != 0 || sheet->named == i + 1)
            column->role = ROLE_ENTITY;
    }
}

/* A sheet without ids is about what its first column of texts names. */
static void find_name(const suggestion_set *set, suggest_sheet *sheet)
{
    suggest_column *name = NULL;
    if (sheet->keyed || has_role(sheet, ROLE_LINK) || has_role(sheet, ROLE_ENTITY))
        return;
    for (size_t i = 0; i < sheet->count && name == NULL; i++)
        if (sheet->columns[i].role == ROLE_NAME)
            name = &sheet->columns[i];
    for (size_t i = 0; i < sheet->count && name == NULL; i++)
        if (!sheet->columns[i].numbers && !sheet->columns[i].dates)
            name = &sheet->columns[i];
    if (name == NULL)
        return;
    name->role = ROLE_ENTITY;
    name->kinds = suggest_kinds(set->vocabulary, sheet->word);
}

static void find_kinds(const suggestion_set *set, suggest_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        for (const suggest_value *at = sheet->columns[i].values;
             sheet->columns[i].role == ROLE_KIND && at != NULL; at = at->hh.next)
            sheet->kinds |= suggest_kinds(set->vocabulary, at->text);
    if (sheet->kinds == 0)
        sheet->kinds = suggest_kinds(set->vocabulary, sheet->label);
    if (sheet->kinds == 0)
        sheet->kinds = suggest_kinds(set->vocabulary, sheet->word);
    if (sheet->kinds == 0)
        sheet->kinds = 1;
}

void suggest_roles(suggestion_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        find_key(&set->sheets[i]);
    yield_keys(set);
    for (size_t i = 0; i < set->count; i++)
        find_links(set, &set->sheets[i]);
    for (size_t i = 0; i < set->count; i++) {
        find_others(set, &set->sheets[i]);
        find_name(set, &set->sheets[i]);
        find_kinds(set, &set->sheets[i]);
    }
}
