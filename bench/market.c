/* A market of any size, the same for the same size: companies, chips and their like, the
 * facts between them, and degrees that follow a power law, as sheets.
 *     market FACTS FOLDER [--sheet]
 * bench/README.md says what is in them. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- What there is in the market ---- */

typedef enum { COMPANY, CHIP, PERSON, TECHNOLOGY, SYSTEM, AGENCY, PLACE } kind;

enum {
    FACTS_MIN = 1000,
    FACTS_MAX = 100000000,
    FACTS_PER_ENTITY = 10,
    ROUND = 20, /* of so many entities in a row, each kind has its share */
    SOURCES = 500,
    YEARS = 20
};

/* Of ROUND entities: the shares that the kinds have, well mixed. */
static const kind round_of[ROUND] = {COMPANY, CHIP,       COMPANY, CHIP,    PERSON,
                                     COMPANY, CHIP,       COMPANY, CHIP,    SYSTEM,
                                     COMPANY, TECHNOLOGY, CHIP,    COMPANY, PERSON,
                                     CHIP,    COMPANY,    AGENCY,  COMPANY, PLACE};

static const char *const kind_names[] = {
    [COMPANY] = "Company", [CHIP] = "Chip",
    [PERSON] = "Person",   [TECHNOLOGY] = "Technology",
    [SYSTEM] = "System",   [AGENCY] = "Agency",
    [PLACE] = "Place"};

/* How unequal the entities of a kind are at an end: the share of the greatest is the
 * n-th root of one over their number, that of each next one less by a power law. */
typedef enum { EVEN = 1, SKEWED = 2, STEEP = 3 } skew;

typedef struct {
    const char *name;
    unsigned percent; /* of all facts */
    bool symmetric;
    kind subject;
    skew subjects;
    kind object;
    skew objects;
} relation;

static const relation relations[] = {
    {"SUPPLIES", 20, false, COMPANY, STEEP, COMPANY, SKEWED},
    {"BUYS", 14, false, COMPANY, SKEWED, CHIP, SKEWED},
    {"DEVELOPS", 8, false, COMPANY, STEEP, CHIP, EVEN},
    {"MANUFACTURES", 8, false, COMPANY, STEEP, CHIP, EVEN},
    {"COMPETES_WITH", 8, true, COMPANY, STEEP, COMPANY, EVEN},
    {"PARTNERS_WITH", 8, true, COMPANY, STEEP, COMPANY, SKEWED},
    {"USES", 6, false, CHIP, EVEN, TECHNOLOGY, SKEWED},
    {"SELLS_IN", 6, false, COMPANY, STEEP, PLACE, SKEWED},
    {"WORKS_FOR", 6, false, PERSON, EVEN, COMPANY, STEEP},
    {"INVESTS_IN", 5, false, COMPANY, STEEP, COMPANY, STEEP},
    {"OWNS", 3, false, COMPANY, STEEP, COMPANY, STEEP},
    {"BASED_IN", 3, false, COMPANY, EVEN, PLACE, STEEP},
    {"LICENSES", 2, false, COMPANY, STEEP, COMPANY, STEEP},
    {"FOUNDED", 2, false, PERSON, SKEWED, COMPANY, STEEP},
    {"RESTRICTS", 1, false, AGENCY, STEEP, COMPANY, STEEP},
};

typedef struct {
    uint32_t subject, object;
    uint8_t relation;
    uint8_t year;
    uint8_t part;       /* of the year: 0 none, else a month */
    uint8_t confidence; /* in hundredths */
    uint16_t source;
} fact;

/* ---- Failing ---- */

static void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "market: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    exit(1);
}

/* ---- Chance: SplitMix64 (Steele, Lea, Flood 2014), exact on every machine ---- */

static uint64_t state = 20250731;

static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint64_t draw(void)
{
    return mix(state += 0x9e3779b97f4a7c15u);
}

/* Less than `end`. */
static uint32_t draw_below(uint32_t end)
{
    return (uint32_t)((draw() >> 32) * end >> 32);
}

/* ---- Entities: ids from 1 on ---- */

static uint32_t rounds;
static uint32_t places[PLACE + 1][ROUND]; /* of a kind in its round */
static uint32_t shares[PLACE + 1];

static void share_out(uint64_t facts)
{
    rounds = (uint32_t)(facts / FACTS_PER_ENTITY / ROUND);
    for (uint32_t i = 0; i < ROUND; i++)
        places[round_of[i]][shares[round_of[i]]++] = i;
}

/* The first of a kind is the greatest; which are the next is spread over the ids. */
static uint32_t pick(kind of, skew skewed)
{
    uint32_t count = rounds * shares[of];
    double at = (double)(draw() >> 11) / 9007199254740992.0; /* 2^53: below 1 */
    double share = at;
    for (int i = EVEN; i < (int)skewed; i++)
        share *= at;
    uint64_t rank = (uint64_t)(share * count) * 2654435761u % count;
    return (uint32_t)(rank / shares[of] * ROUND + places[of][rank % shares[of]] +
                      1);
}

/* ---- Facts: no two with the same ends and type ---- */

static uint64_t *known;
static uint64_t known_mask;

static bool is_known(const fact *one)
{
    uint64_t ends = (uint64_t)one->subject << 32 | one->object;
    uint64_t key = mix(mix(ends) + one->relation) | 1;
    uint64_t at = key >> 8 & known_mask;
    for (; known[at] != 0; at = (at + 1) & known_mask)
        if (known[at] == key)
            return true;
    known[at] = key;
    return false;
}

static fact draw_fact(const uint8_t *by_percent)
{
    fact one;
    do {
        one.relation = by_percent[draw_below(100)];
        const relation *type = &relations[one.relation];
        uint32_t when = draw_below(YEARS * 16);
        one.subject = pick(type->subject, type->subjects);
        one.object = pick(type->object, type->objects);
        if (type->symmetric && one.subject > one.object) {
            uint32_t subject = one.subject;
            one.subject = one.object;
            one.object = subject;
        }
        one.year = (uint8_t)(when / 16);
        one.part = when % 16 > 12 ? 0 : (uint8_t)(when % 16);
    } while (one.subject == one.object || is_known(&one));
    one.confidence = (uint8_t)(50 + draw_below(50));
    one.source = (uint16_t)(1 + draw_below(SOURCES));
    return one;
}

/* ---- Sheets ---- */

typedef struct {
    FILE *file;
    size_t size;
    char bytes[1 << 16];
} sheet;

static sheet *open_sheet(const char *folder, const char *name)
{
    char path[4096];
    sheet *made = malloc(sizeof *made);
    if (made == NULL)
        fail("no memory left");
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path)
        fail("the folder's name is too long: '%s'", folder);
    made->size = 0;
    made->file = fopen(path, "w");
    if (made->file == NULL)
        fail("cannot write '%s': %s", path, strerror(errno));
    return made;
}

static void flush(sheet *out)
{
    if (fwrite(out->bytes, 1, out->size, out->file) != out->size)
        fail("cannot write: %s", strerror(errno));
    out->size = 0;
}

/* A row is at most some hundred bytes. */
static void begin_row(sheet *out)
{
    if (out->size + 1024 > sizeof out->bytes)
        flush(out);
}

static void close_sheet(sheet *out)
{
    flush(out);
    if (fclose(out->file) != 0)
        fail("cannot write: %s", strerror(errno));
    free(out);
}

static void put(sheet *out, const char *text)
{
    size_t size = strlen(text);
    memcpy(out->bytes + out->size, text, size);
    out->size += size;
}

static void put_number(sheet *out, uint32_t number)
{
    char digits[10];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0)
        out->bytes[out->size++] = digits[--count];
}

/* Syllables, then the id: no two have the same name. */
static void put_name(sheet *out, uint32_t id)
{
    static const char *const first[] = {"Al",  "Bel", "Cor", "Den", "El",  "Fa",
                                        "Gra", "Hy",  "In",  "Jor", "Kel", "Lu",
                                        "Mi",  "No",  "Or",  "Pra"};
    static const char *const last[] = {
        "tron", "vex", "chip", "dyne", "lux", "mera",  "nova", "on",
        "plex", "qua", "ria",  "sil",  "tek", "vanta", "wave", "zen"};
    uint64_t hash = mix(id);
    if (id == 1) {
        put(out, "Nvidia");
        return;
    }
    put(out, first[hash % 16]);
    put(out, last[hash / 16 % 16]);
    put(out, " ");
    put_number(out, id);
}

static const char *kind_of(uint32_t id)
{
    return kind_names[round_of[(id - 1) % ROUND]];
}

static void write_entities(const char *folder)
{
    sheet *out = open_sheet(folder, "entities.csv");
    put(out, "id,name,kind\n");
    for (uint32_t id = 1; id <= rounds * ROUND; id++) {
        begin_row(out);
        put_number(out, id);
        put(out, ",");
        put_name(out, id);
        put(out, ",");
        put(out, kind_of(id));
        put(out, "\n");
    }
    close_sheet(out);
}

/* since,confidence,source */
static void put_details(sheet *out, const fact *one)
{
    put_number(out, 2006u + one->year);
    if (one->part > 0) {
        put(out, one->part < 10 ? "-0" : "-");
        put_number(out, one->part);
    }
    put(out, ",0.");
    if (one->confidence % 10 == 0)
        put_number(out, one->confidence / 10u);
    else
        put_number(out, one->confidence);
    put(out, ",wire-");
    put_number(out, one->source);
    put(out, "\n");
}

static void put_edge(sheet *out, const fact *one)
{
    begin_row(out);
    put_number(out, one->subject);
    put(out, ",");
    put(out, relations[one->relation].name);
    put(out, ",");
    put_number(out, one->object);
    put(out, ",");
    put_details(out, one);
}

static void put_row(sheet *out, const fact *one)
{
    begin_row(out);
    put_name(out, one->subject);
    put(out, ",");
    put(out, kind_of(one->subject));
    put(out, ",");
    put(out, relations[one->relation].name);
    put(out, ",");
    put_name(out, one->object);
    put(out, ",");
    put(out, kind_of(one->object));
    put(out, ",");
    put_details(out, one);
}

static void write_facts(const char *folder, uint64_t facts, bool named)
{
    uint8_t by_percent[100];
    size_t percent = 0;
    sheet *edges = open_sheet(folder, "edges.csv");
    sheet *rows = named ? open_sheet(folder, "facts.csv") : NULL;
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        for (unsigned k = 0; k < relations[i].percent; k++)
            by_percent[percent++] = (uint8_t)i;
    put(edges, "src,type,dst,since,confidence,source\n");
    if (named)
        put(rows, "subject,subject_kind,type,object,object_kind,since,confidence,"
                  "source\n");
    for (uint64_t i = 0; i < facts; i++) {
        fact one = draw_fact(by_percent);
        put_edge(edges, &one);
        if (named)
            put_row(rows, &one);
    }
    close_sheet(edges);
    if (named)
        close_sheet(rows);
}

int main(int argc, char **argv)
{
    bool named = argc == 4 && strcmp(argv[3], "--sheet") == 0;
    char *end = NULL;
    if (argc != 3 && !named) {
        fprintf(stderr, "usage: market FACTS FOLDER [--sheet]\n");
        return 2;
    }
    unsigned long long facts = strtoull(argv[1], &end, 10);
    if (*end != '\0' || facts < FACTS_MIN || facts > FACTS_MAX)
        fail("facts: '%s' is not %d to %d", argv[1], FACTS_MIN, FACTS_MAX);
    share_out(facts);
    known_mask = 1;
    while (known_mask < facts * 2)
        known_mask *= 2;
    known = calloc(known_mask--, sizeof *known);
    if (known == NULL)
        fail("no memory left");
    write_entities(argv[2]);
    write_facts(argv[2], facts, named);
    free(known);
    return 0;
}
