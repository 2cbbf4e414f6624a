/* Inside of measures.h: forms, and how they are matched. */
#ifndef CG_INGEST_TEXT_MEASURES_PARTS_H
#define CG_INGEST_TEXT_MEASURES_PARTS_H

#include "ingest/text/measures.h"

/* The lists of measures.yaml. */
#define MEASURE_LISTS(X)                                                           \
    X(LIST_PROPERTY, "property")     /* key of facts: `date` or `amount` */        \
    X(LIST_EVENT, "event")           /* type of relation */                        \
    X(LIST_DECIMAL, "decimal")       /* sign before decimals */                    \
    X(LIST_UNTIL, "until")           /* words between the dates of a span */       \
    X(LIST_MONTH, "month")           /* words: number */                           \
    X(LIST_WEEKDAY, "weekday")       /* words: number, Monday is 1 */              \
    X(LIST_QUARTER, "quarter")       /* words: number */                           \
    X(LIST_COUNT, "count")           /* words: number */                           \
    X(LIST_SCALE, "scale")           /* words: power of ten */                     \
    X(LIST_UNIT, "unit")             /* words: unit */                             \
    X(LIST_DATE, "date")             /* form: meaning */                           \
    X(LIST_DATE_ALONE, "date-alone") /* the same, see date_setting.alone */        \
    X(LIST_AMOUNT, "amount")         /* form: unit, or "" for its slot's */

#define MEASURE_LIST_ENUM(name, key) name,
typedef enum { MEASURE_LISTS(MEASURE_LIST_ENUM) MEASURE_LIST_COUNT } measure_list;
#undef MEASURE_LIST_ENUM

/* What a form's slots can hold. */
#define MEASURE_SLOTS(X)                                                           \
    X(SLOT_YEAR, "year")                                                           \
    X(SLOT_NUMBER_MONTH, "number-month")                                           \
    X(SLOT_MONTH, "month")                                                         \
    X(SLOT_DAY, "day")                                                             \
    X(SLOT_QUARTER, "quarter")                                                     \
    X(SLOT_WEEKDAY, "weekday")                                                     \
    X(SLOT_COUNT_OF, "count")                                                      \
    X(SLOT_NUMBER, "number")                                                       \
    X(SLOT_SCALE, "scale")                                                         \
    X(SLOT_UNIT, "unit")

#define MEASURE_SLOT_ENUM(name, key) name,
typedef enum { MEASURE_SLOTS(MEASURE_SLOT_ENUM) MEASURE_SLOT_COUNT } measure_slot;
#undef MEASURE_SLOT_ENUM

typedef enum {
    MEANS_SLOTS,  /* what the slots say, nearest to the article's date */
    MEANS_LATEST, /* the same, not after it */
    MEANS_PAST,   /* before it */
    MEANS_AHEAD,  /* after it */
    MEANS_YEAR,   /* so many years from it, and what the slots say */
    MEANS_QUARTER,
    MEANS_MONTH,
    MEANS_WEEK,
    MEANS_DAY,
    MEANS_NONE /* no date */
} date_sense;

typedef struct {
    uint8_t sense; /* a date_sense */
    bool counted;  /* the {count} slot's number, times offset */
    int offset;
} date_meaning;

/* A set of bytes. */
typedef struct {
    uint64_t bits[4];
} measure_bytes;

static inline bool measure_bytes_have(const measure_bytes *set, char byte)
{
    unsigned char at = (unsigned char)byte;
    return (set->bits[at / 64] >> at % 64 & 1) != 0;
}

typedef struct measure_entry {
    struct measure_entry *next;
    struct measure_entry *alike; /* in a list of words: the next in its bucket */
    measure_bytes starts; /* the bytes that what it stands for can begin with */
    cg_text words;        /* folded; of a form with a byte for each slot */
    cg_text value;
    int number;           /* of lists of numbers */
    date_meaning meaning; /* of dates */
} measure_entry;

enum { MEASURE_LANGUAGES = CG_LANGUAGES + 1, MEASURE_ANY = CG_LANGUAGES };

/* Words are found by their first bytes. */
enum { MEASURE_BUCKETS = 32 };

static inline unsigned measure_bucket(char byte)
{
    return (unsigned char)byte % MEASURE_BUCKETS;
}

struct text_measures {
    cg_arena arena;
    measure_entry *lists[MEASURE_LANGUAGES][MEASURE_LIST_COUNT];
    measure_entry *words[MEASURE_LANGUAGES][MEASURE_LIST_COUNT][MEASURE_BUCKETS];
    measure_bytes starts[MEASURE_LANGUAGES]
                        [MEASURE_LIST_COUNT]; /* of their entries */
};

/* What a form took. */
typedef struct {
    const measure_entry *form;
    size_t start; /* bytes */
    size_t end;
    int numbers[MEASURE_SLOT_COUNT]; /* 0 where the form has no such slot */
    int scale;                       /* power of ten */
    cg_text number;                  /* its digits and signs */
    cg_text unit;
} measure_match;

/* A slot's byte in a form: a control character that no YAML file has. */
enum { MEASURE_SLOT_BYTE = 0x10 };

static inline char measure_slot_byte(measure_slot slot)
{
    return (char)(MEASURE_SLOT_BYTE + slot);
}

/* The slot whose byte it is; MEASURE_SLOT_COUNT or more if it is none's. */
static inline unsigned measure_byte_slot(char byte)
{
    return (unsigned char)byte - (unsigned)MEASURE_SLOT_BYTE;
}

/* The slot of that name; MEASURE_SLOT_COUNT if there is none. */
measure_slot measure_slot_of(cg_text name);

/* Fill the starts of all lists and their entries; called once they are loaded. */
void measure_find_starts(text_measures *measures);

/* The first match of the language's forms of `list` in `text` that starts at or after
 * `from`: the longest of those that start there or, where one that starts within it goes
 * on further ("in May", "May 2024"), that one. */
bool measure_find(const text_measures *measures, cg_language language,
                  measure_list list, cg_text text, size_t from,
                  measure_match *match);

/* The length of the longest words of `list` that stand at `at`; 0 if none do. */
size_t measure_words_at(const text_measures *measures, cg_language language,
                        measure_list list, cg_text text, size_t at,
                        const measure_entry **entry);

/* The entry for `key`; NULL if there is none. */
const measure_entry *measure_entry_of(const text_measures *measures,
                                      measure_list list, cg_text key);

#endif
