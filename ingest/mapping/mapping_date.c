#include "ingest/mapping/mapping_date.h"

#include <stdio.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Cut a number of `least` to `most` digits off the text. */
static bool cut_number(cg_text *text, size_t least, size_t most, int *number)
{
    size_t size = 0;
    *number = 0;
    while (size < text->size && size < most && is_digit(text->at[size]))
        *number = *number * 10 + (text->at[size++] - '0');
    *text = cg_text_slice(*text, size, text->size);
    return size >= least;
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

/* Cut the English name of a month, or at least three letters of it, off the text. */
static bool cut_month(cg_text *text, int *month)
{
    static const char *const names[] = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    enum { LEAST = 3 };
    for (int i = 0; i < 12; i++) {
        size_t size = 0;
        while (size < text->size && names[i][size] != '\0' &&
               lower(text->at[size]) == names[i][size])
            size++;
        if (size < LEAST)
            continue;
        *month = i + 1;
        *text = cg_text_slice(*text, size, text->size);
        return true;
    }
    return false;
}

static const struct {
    const char *slot;
    size_t offset;
    size_t least;
    size_t most;
} slots[] = {{"YYYY", offsetof(date_parts, year), 4, 4},
             {"MM", offsetof(date_parts, month), 2, 2},
             {"M", offsetof(date_parts, month), 1, 2},
             {"DD", offsetof(date_parts, day), 2, 2},
             {"D", offsetof(date_parts, day), 1, 2},
             {"Q", offsetof(date_parts, quarter), 1, 1}};

/* Read what stands at the front of the format, and cut both. */
static bool cut_slot(cg_text *format, cg_text *text, date_parts *parts)
{
    if (cg_text_starts(*format, CG_TEXT("MMM"))) {
        *format = cg_text_slice(*format, 3, format->size);
        return cut_month(text, &parts->month);
    }
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        cg_text slot = cg_text_z(slots[i].slot);
        if (!cg_text_starts(*format, slot))
            continue;
        *format = cg_text_slice(*format, slot.size, format->size);
        int *part = (int *)(void *)((char *)parts + slots[i].offset);
        return cut_number(text, slots[i].least, slots[i].most, part);
    }
    bool same = text->size > 0 && text->at[0] == format->at[0];
    *format = cg_text_slice(*format, 1, format->size);
    if (same)
        *text = cg_text_slice(*text, 1, text->size);
    return same;
}

bool mapping_date_make(const date_parts *parts, cg_date *date)
{
    char iso[48];
    int size =
        parts->quarter > 0
            ? snprintf(iso, sizeof iso, "%04d-Q%d", parts->year, parts->quarter)
        : parts->month == 0 ? snprintf(iso, sizeof iso, "%04d", parts->year)
        : parts->day == 0
            ? snprintf(iso, sizeof iso, "%04d-%02d", parts->year, parts->month)
            : snprintf(iso, sizeof iso, "%04d-%02d-%02d", parts->year, parts->month,
                       parts->day);
    return cg_date_parse((cg_text){iso, (size_t)size}, date);
}

bool mapping_date_parse(cg_text text, cg_text format, cg_date *date)
{
    date_parts parts = {0};
    *date = (cg_date){0};
    while (format.size > 0 && !cg_text_equal(format, CG_TEXT("*")))
        if (!cut_slot(&format, &text, &parts))
            return false;
    return (text.size == 0 || format.size > 0) && mapping_date_make(&parts, date);
}
