#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/text/measures_parts.h"

enum {
    NUMBER_MAX = 30, /* digits and signs; a longer one is no amount */
    SCALE_MAX = 60   /* power of ten */
};

/* Where the decimals of a number begin: behind its last sign, if that is one of them.
 * A sign that stands more than once parts thousands, and so does one that is not the
 * language's decimal sign and has three digits behind it. */
static size_t decimals_at(const text_measures *measures, cg_language language,
                          cg_text number)
{
    size_t last = number.size;
    size_t signs = 0;
    for (size_t i = 0; i < number.size; i++)
        if (number.at[i] == '.' || number.at[i] == ',') {
            last = i;
            signs++;
        }
    if (signs == 0)
        return number.size;
    if (signs > 1) /* the last is of another sort than the first: "1.234,5" */
        return strpbrk(number.at, ".,")[0] != number.at[last] ? last : number.size;

    const measure_entry *sign = measures->lists[language][LIST_DECIMAL];
    if (sign == NULL)
        sign = measures->lists[MEASURE_ANY][LIST_DECIMAL];
    bool decimal = sign != NULL && sign->words.at[0] == number.at[last];
    bool thousands = number.size - last == 4 && number.at[0] != '0';
    return decimal || !thousands ? last : number.size;
}

/* The number times a power of ten, rounded once. */
static cg_value value_of(cg_text number, size_t decimals, int scale)
{
    char digits[NUMBER_MAX + 16];
    size_t size = 0;
    int power = scale;
    for (size_t i = 0; i < number.size; i++) {
        if (number.at[i] == '.' || number.at[i] == ',')
            continue;
        digits[size++] = number.at[i];
        power -= i > decimals;
    }
    snprintf(digits + size, sizeof digits - size, "e%d", power);
    double real = strtod(digits, NULL);
    cg_value value = {CG_FLOAT, {0}};
    value.as.real = real;
    return real < 1e15 && floor(real) == real ? cg_integer((int64_t)real) : value;
}

bool measures_read_amount(const text_measures *measures, cg_text folded,
                          cg_language language, cg_value *value, cg_text *unit)
{
    measure_match match;
    if (folded.size > MEASURE_TEXT_MAX ||
        !measure_find(measures, language, LIST_AMOUNT, folded, 0, &match) ||
        match.number.size > NUMBER_MAX || match.scale > SCALE_MAX)
        return false;
    *value = value_of(match.number, decimals_at(measures, language, match.number),
                      match.scale);
    *unit = match.form->value.size > 0 ? match.form->value : match.unit;
    return true;
}
