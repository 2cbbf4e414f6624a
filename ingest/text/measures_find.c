#include "ingest/text/measures_parts.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* ---- Where words end ---- */

typedef enum { OTHER, LETTER, DIGIT } point_class;

static point_class class_of(uint32_t point)
{
    if (point >= '0' && point <= '9')
        return DIGIT;
    return cg_point_is_word(point) && !cg_point_is_cjk(point) ? LETTER : OTHER;
}

static point_class class_at(cg_text text, size_t at)
{
    return at < text.size ? class_of(cg_text_next(text, &at)) : OTHER;
}

static point_class class_before(cg_text text, size_t at)
{
    if (at == 0)
        return OTHER;
    do
        at--;
    while (at > 0 && ((unsigned char)text.at[at] & 0xC0) == 0x80);
    return class_at(text, at);
}

/* Does position `at` part a word, or a number? */
static bool within_word(cg_text text, size_t at)
{
    point_class before = class_before(text, at);
    return before != OTHER && before == class_at(text, at);
}

/* A number goes on over a sign: "3" of "3.5" or "2-3". */
static bool within_number(cg_text text, size_t at)
{
    return at >= 2 && at < text.size && is_digit(text.at[at]) &&
           strchr(".,-", text.at[at - 1]) != NULL && is_digit(text.at[at - 2]);
}

static size_t skip_blanks(cg_text text, size_t at)
{
    while (at < text.size && text.at[at] == ' ')
        at++;
    return at;
}

size_t measure_words_at(const text_measures *measures, cg_language language,
                        measure_list list, cg_text text, size_t at,
                        const measure_entry **entry)
{
    cg_text rest = cg_text_slice(text, at, text.size);
    size_t longest = 0;
    int spheres[] = {(int)language, MEASURE_ANY};
    if (rest.size == 0)
        return 0;
    for (size_t i = 0; i < 2; i++)
        for (const measure_entry *e =
                 measures->words[spheres[i]][list][measure_bucket(rest.at[0])];
             e != NULL; e = e->alike)
            if (e->words.size > longest && cg_text_starts(rest, e->words) &&
                !within_word(text, at + e->words.size)) {
                longest = e->words.size;
                *entry = e;
            }
    return longest;
}

const measure_entry *measure_entry_of(const text_measures *measures,
                                      measure_list list, cg_text key)
{
    const measure_entry *entry = measures->lists[MEASURE_ANY][list];
    while (entry != NULL && !cg_text_equal(entry->words, key))
        entry = entry->next;
    return entry;
}

/* ---- Slots: each returns the bytes that it takes, 0 for none ---- */

static size_t take_digits(cg_text text, size_t at, size_t most, int low, int high,
                          int *number)
{
    size_t size = 0;
    *number = 0;
    while (at + size < text.size && is_digit(text.at[at + size]) && size <= most)
        *number = *number * 10 + (text.at[at + size++] - '0');
    return size <= most && *number >= low && *number <= high ? size : 0;
}

/* Digits, with single points and commas between them. */
static size_t take_number(cg_text text, size_t at)
{
    size_t end = at;
    while (end < text.size &&
           (is_digit(text.at[end]) ||
            (end > at && (text.at[end] == '.' || text.at[end] == ',') &&
             is_digit(text.at[end - 1]) && end + 1 < text.size &&
             is_digit(text.at[end + 1]))))
        end++;
    return end - at;
}

static size_t take_listed(const text_measures *measures, cg_language language,
                          measure_list list, cg_text text, size_t at, int *number)
{
    const measure_entry *entry = NULL;
    size_t size = measure_words_at(measures, language, list, text, at, &entry);
    if (size > 0)
        *number = entry->number;
    return size;
}

/* Scales follow each other: "nghìn tỷ", 万亿. */
static size_t take_scales(const text_measures *measures, cg_language language,
                          cg_text text, size_t at, measure_match *match)
{
    size_t end = at;
    int power = 0;
    size_t size;
    while ((size = take_listed(measures, language, LIST_SCALE, text,
                               end == at ? at : skip_blanks(text, end), &power)) >
           0) {
        end = (end == at ? at : skip_blanks(text, end)) + size;
        match->scale += power;
    }
    return end - at;
}

/* Of several units the first counts: 新台币 of 新台币…元. */
static size_t take_unit(const text_measures *measures, cg_language language,
                        cg_text text, size_t at, measure_match *match)
{
    const measure_entry *entry = NULL;
    size_t size = measure_words_at(measures, language, LIST_UNIT, text, at, &entry);
    if (size > 0 && match->unit.size == 0)
        match->unit = entry->value;
    return size;
}

static size_t take_slot(const text_measures *measures, cg_language language,
                        measure_slot slot, cg_text text, size_t at,
                        measure_match *match)
{
    int *number = &match->numbers[slot];
    size_t size = 0;
    switch (slot) {
    case SLOT_YEAR:
        return take_digits(text, at, 4, 1900, 2099, number);
    case SLOT_NUMBER_MONTH:
        return take_digits(text, at, 2, 1, 12, number);
    case SLOT_DAY:
        return take_digits(text, at, 2, 1, 31, number);
    case SLOT_MONTH:
        return take_listed(measures, language, LIST_MONTH, text, at, number);
    case SLOT_QUARTER:
        return take_listed(measures, language, LIST_QUARTER, text, at, number);
    case SLOT_WEEKDAY:
        return take_listed(measures, language, LIST_WEEKDAY, text, at, number);
    case SLOT_COUNT_OF:
        size = take_digits(text, at, 2, 1, 99, number);
        return size > 0
                   ? size
                   : take_listed(measures, language, LIST_COUNT, text, at, number);
    case SLOT_NUMBER:
        size = take_number(text, at);
        match->number = cg_text_slice(text, at, at + size);
        return size;
    case SLOT_SCALE:
        return take_scales(measures, language, text, at, match);
    case SLOT_UNIT:
        return take_unit(measures, language, text, at, match);
    case MEASURE_SLOT_COUNT:
        break;
    }
    return 0;
}

/* ---- Forms ---- */

measure_slot measure_slot_of(cg_text name)
{
#define MEASURE_SLOT_KEY(name, key) key,
    static const char *const slots[] = {MEASURE_SLOTS(MEASURE_SLOT_KEY)};
#undef MEASURE_SLOT_KEY
    size_t slot = 0;
    while (slot < MEASURE_SLOT_COUNT &&
           !cg_text_equal(name, cg_text_z(slots[slot])))
        slot++;
    return (measure_slot)slot;
}

static bool match_form(const text_measures *measures, cg_language language,
                       const measure_entry *form, cg_text text,
                       measure_match *match)
{
    cg_text words = form->words;
    size_t at = match->start;
    for (size_t i = 0; i < words.size;) {
        if (words.at[i] ==
            ' ') { /* a blank that may be missing, but within words */
            if (class_before(text, at) == LETTER && class_at(text, at) == LETTER)
                return false;
            at = skip_blanks(text, at);
            i++;
        } else if (measure_byte_slot(words.at[i]) < MEASURE_SLOT_COUNT) {
            measure_slot slot = (measure_slot)measure_byte_slot(words.at[i++]);
            size_t size = take_slot(measures, language, slot, text, at, match);
            if (size == 0)
                return false;
            at += size;
        } else if (at < text.size && text.at[at] == words.at[i]) {
            at++;
            i++;
        } else {
            return false;
        }
    }
    match->form = form;
    match->end = at;
    point_class next = class_at(text, at);
    return next == OTHER || class_before(text, at) == OTHER;
}

/* The forms of a list, if any can stand where `rest` begins. */
static const measure_entry *first_entry(const text_measures *measures, int sphere,
                                        measure_list list, cg_text rest)
{
    return rest.size > 0 &&
                   measure_bytes_have(&measures->starts[sphere][list], rest.at[0])
               ? measures->lists[sphere][list]
               : NULL;
}

static bool longest_at(const text_measures *measures, cg_language language,
                       measure_list list, cg_text text, size_t at,
                       measure_match *match)
{
    bool found = false;
    cg_text rest = cg_text_slice(text, at, text.size);
    int spheres[] = {(int)language, MEASURE_ANY};
    for (size_t i = 0; i < 2; i++)
        for (const measure_entry *form =
                 first_entry(measures, spheres[i], list, rest);
             form != NULL; form = form->next) {
            measure_match now = {.start = at};
            if (measure_bytes_have(&form->starts, rest.at[0]) &&
                match_form(measures, language, form, text, &now) &&
                (!found || now.end > match->end)) {
                *match = now;
                found = true;
            }
        }
    return found;
}

static bool can_start(cg_text text, size_t at, size_t from)
{
    return ((unsigned char)text.at[at] & 0xC0) != 0x80 && text.at[at] != ' ' &&
           (class_before(text, at) == OTHER || class_at(text, at) == OTHER) &&
           (at == from || !within_number(text, at));
}

bool measure_find(const text_measures *measures, cg_language language,
                  measure_list list, cg_text text, size_t from,
                  measure_match *match)
{
    const measure_bytes *starts = &measures->starts[language][list];
    const measure_bytes *any_starts = &measures->starts[MEASURE_ANY][list];
    bool found = false;
    for (size_t at = from; at < text.size && (!found || at < match->end); at++) {
        measure_match now;
        if ((measure_bytes_have(starts, text.at[at]) ||
             measure_bytes_have(any_starts, text.at[at])) &&
            can_start(text, at, from) &&
            longest_at(measures, language, list, text, at, &now) &&
            (!found || now.end > match->end)) {
            *match = now;
            found = true;
        }
    }
    return found;
}
