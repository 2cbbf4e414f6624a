/* With which bytes words and forms begin: words are found by theirs, and most places in a
 * text need no look at any form. */
#include "ingest/text/measures_parts.h"

static void add_byte(measure_bytes *set, char byte)
{
    unsigned char at = (unsigned char)byte;
    set->bits[at / 64] |= (uint64_t)1 << at % 64;
}

static void add_all(measure_bytes *set, const measure_bytes *other)
{
    for (size_t i = 0; i < sizeof set->bits / sizeof *set->bits; i++)
        set->bits[i] |= other->bits[i];
}

static void add_digits(measure_bytes *set)
{
    for (char digit = '0'; digit <= '9'; digit++)
        add_byte(set, digit);
}

/* Add what a list's words begin with. */
static void add_list(const text_measures *measures, int language, measure_list list,
                     measure_bytes *set)
{
    add_all(set, &measures->starts[language][list]);
    add_all(set, &measures->starts[MEASURE_ANY][list]);
}

static void add_slot(const text_measures *measures, int language, measure_slot slot,
                     measure_bytes *set)
{
    switch (slot) {
    case SLOT_YEAR:
    case SLOT_NUMBER_MONTH:
    case SLOT_DAY:
    case SLOT_NUMBER:
        add_digits(set);
        break;
    case SLOT_COUNT_OF:
        add_digits(set);
        add_list(measures, language, LIST_COUNT, set);
        break;
    case SLOT_MONTH:
        add_list(measures, language, LIST_MONTH, set);
        break;
    case SLOT_QUARTER:
        add_list(measures, language, LIST_QUARTER, set);
        break;
    case SLOT_WEEKDAY:
        add_list(measures, language, LIST_WEEKDAY, set);
        break;
    case SLOT_SCALE:
        add_list(measures, language, LIST_SCALE, set);
        break;
    case SLOT_UNIT:
        add_list(measures, language, LIST_UNIT, set);
        break;
    case MEASURE_SLOT_COUNT:
        break;
    }
}

/* A form of every language is looked for in each of them. */
static void add_form(const text_measures *measures, int language, cg_text form,
                     measure_bytes *set)
{
    unsigned slot = measure_byte_slot(form.at[0]);
    if (slot >= MEASURE_SLOT_COUNT) {
        add_byte(set, form.at[0]);
        return;
    }
    for (int i = 0; i < MEASURE_LANGUAGES; i++)
        if (language == MEASURE_ANY || i == language)
            add_slot(measures, i, (measure_slot)slot, set);
}

static bool has_forms(measure_list list)
{
    return list == LIST_DATE || list == LIST_DATE_ALONE || list == LIST_AMOUNT;
}

static void fill_list(text_measures *measures, int language, measure_list list)
{
    measure_entry **buckets = measures->words[language][list];
    measure_entry **ends[MEASURE_BUCKETS];
    for (size_t i = 0; i < MEASURE_BUCKETS; i++)
        ends[i] = &buckets[i];
    for (measure_entry *entry = measures->lists[language][list]; entry != NULL;
         entry = entry->next) {
        measure_entry ***end = &ends[measure_bucket(entry->words.at[0])];
        entry->alike = NULL;
        **end = entry;
        *end = &entry->alike;
        if (has_forms(list))
            add_form(measures, language, entry->words, &entry->starts);
        else
            add_byte(&entry->starts, entry->words.at[0]);
        add_all(&measures->starts[language][list], &entry->starts);
    }
}

void measure_find_starts(text_measures *measures)
{
    for (int forms = 0; forms <= 1; forms++) /* their slots know of the words */
        for (int language = 0; language < MEASURE_LANGUAGES; language++)
            for (int list = 0; list < MEASURE_LIST_COUNT; list++)
                if (has_forms((measure_list)list) == (forms == 1))
                    fill_list(measures, language, (measure_list)list);
}
