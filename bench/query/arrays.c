/* The limit to come near: the questions answered by hand, over adjacency in plain arrays
 * that hold what each question needs and nothing else: arrays SHEETS QUESTIONS */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/query/measure.h"

enum { TYPE_MAX = 16 };

/* Neighbours of entity e: others[offsets[e]] up to others[offsets[e + 1]], ascending. */
typedef struct {
    uint32_t *offsets;
    uint32_t *others;
} side;

typedef struct {
    uint32_t count; /* of entities; ids are 1 up to it */
    char **names;
    char types[TYPE_MAX][32];
    size_t type_count;
    side all[2]; /* out, in */
    side of[TYPE_MAX][2];
    uint32_t start, end; /* of the questions */
} market;

typedef struct {
    uint32_t ends[2];
    uint8_t type;
} edge;

/* ---- Reading ---- */

static void *need(void *memory)
{
    if (memory == NULL) {
        fprintf(stderr, "arrays: no memory left\n");
        exit(1);
    }
    return memory;
}

static FILE *open_sheet(const char *folder, const char *name)
{
    char path[4096], line[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL || fgets(line, sizeof line, file) == NULL) {
        fprintf(stderr, "arrays: cannot read '%s'\n", path);
        exit(1);
    }
    return file;
}

static void read_names(market *m, const char *folder)
{
    char line[256];
    size_t room = 0;
    FILE *file = open_sheet(folder, "entities.csv");
    while (fgets(line, sizeof line, file) != NULL) {
        char *name = strchr(line, ',') + 1;
        *strchr(name, ',') = '\0';
        if (++m->count >= room) {
            room = room * 2 + 1024;
            m->names = need(realloc(m->names, room * sizeof *m->names));
        }
        m->names[m->count] = need(strdup(name));
        if (strcmp(name, "Alzen 3") == 0)
            m->start = m->count;
        else if (strcmp(name, "Luqua 55") == 0)
            m->end = m->count;
    }
    fclose(file);
}

static uint8_t type_of(market *m, const char *name)
{
    size_t i = 0;
    while (i < m->type_count && strcmp(m->types[i], name) != 0)
        i++;
    if (i == m->type_count && i < TYPE_MAX - 1)
        snprintf(m->types[m->type_count++], sizeof m->types[i], "%s", name);
    return (uint8_t)i;
}

static edge *read_edges(market *m, const char *folder, size_t *count)
{
    char line[256];
    size_t room = 0;
    edge *edges = NULL;
    FILE *file = open_sheet(folder, "edges.csv");
    while (fgets(line, sizeof line, file) != NULL) {
        char *type = strchr(line, ',') + 1, *to = strchr(type, ',');
        *to++ = '\0';
        if (*count == room) {
            room = room * 2 + 1024;
            edges = need(realloc(edges, room * sizeof *edges));
        }
        edges[*count].ends[0] = (uint32_t)strtoul(line, NULL, 10);
        edges[*count].ends[1] = (uint32_t)strtoul(to, NULL, 10);
        edges[(*count)++].type = type_of(m, type);
    }
    fclose(file);
    return edges;
}

/* Edges of a type, or of all (TYPE_MAX), by one end: a counting sort. */
static side make_side(const market *m, const edge *edges, size_t count, size_t type,
                      int end)
{
    side made = {need(calloc(m->count + 3, sizeof(uint32_t))), NULL};
    for (size_t i = 0; i < count; i++)
        if (type == TYPE_MAX || edges[i].type == type)
            made.offsets[edges[i].ends[end] + 2]++;
    for (uint32_t e = 1; e <= m->count + 2; e++)
        made.offsets[e] += made.offsets[e - 1];
    made.others = need(malloc((made.offsets[m->count + 2] + 1) * sizeof(uint32_t)));
    for (size_t i = 0; i < count; i++)
        if (type == TYPE_MAX || edges[i].type == type)
            made.others[made.offsets[edges[i].ends[end] + 1]++] =
                edges[i].ends[!end];
    return made;
}

static int by_id(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sort_side(const market *m, side *at)
{
    for (uint32_t e = 1; e <= m->count; e++)
        qsort(at->others + at->offsets[e], at->offsets[e + 1] - at->offsets[e],
              sizeof *at->others, by_id);
}

static void read_market(market *m, const char *folder)
{
    size_t count = 0;
    read_names(m, folder);
    edge *edges = read_edges(m, folder, &count);
    for (int end = 0; end < 2; end++) {
        m->all[end] = make_side(m, edges, count, TYPE_MAX, end);
        for (size_t type = 0; type < m->type_count; type++) {
            m->of[type][end] = make_side(m, edges, count, type, end);
            sort_side(m, &m->of[type][end]);
        }
    }
    free(edges);
}

static uint32_t degree(const side *at, uint32_t e)
{
    return at->offsets[e + 1] - at->offsets[e];
}

static void give(answer *got, int64_t number)
{
    answer_integer(got, number);
    answer_end_row(got);
}

/* ---- Questions ---- */

static bool neighbours(market *m, answer *got)
{
    volatile uint32_t last = 0;
    for (int end = 0; end < 2; end++)
        for (uint32_t i = m->all[end].offsets[m->start];
             i < m->all[end].offsets[m->start + 1]; i++) {
            last = m->all[end].others[i];
            if (got != NULL)
                give(got, last);
        }
    return true;
}

static bool hub(market *m, answer *got)
{
    volatile size_t size = 0;
    for (int end = 0; end < 2; end++)
        for (uint32_t i = m->all[end].offsets[1]; i < m->all[end].offsets[2]; i++) {
            const char *name = m->names[m->all[end].others[i]];
            size += strlen(name);
            answer_text(got, name, strlen(name));
            answer_end_row(got);
        }
    return true;
}

/* Breadth first from `from`, marking in `seen`; `front` has room for all entities. */
typedef struct {
    uint64_t *seen;
    uint32_t *front;
    size_t begin, end;
} search;

static search begin_search(const market *m, uint32_t from)
{
    search s = {need(calloc(m->count / 64 + 1, sizeof *s.seen)),
                need(malloc((m->count + 1) * sizeof *s.front)), 0, 1};
    s.front[0] = from;
    s.seen[from / 64] |= (uint64_t)1 << from % 64;
    return s;
}

static void end_search(search *s)
{
    free(s->seen);
    free(s->front);
}

static void hop(const market *m, search *s)
{
    size_t stop = s->end;
    for (; s->begin < stop; s->begin++)
        for (int end = 0; end < 2; end++) {
            const uint32_t *offsets = m->all[end].offsets + s->front[s->begin];
            for (uint32_t i = offsets[0]; i < offsets[1]; i++) {
                uint32_t to = m->all[end].others[i];
                uint64_t bit = (uint64_t)1 << to % 64;
                if ((s->seen[to / 64] & bit) == 0) {
                    s->seen[to / 64] |= bit;
                    s->front[s->end++] = to;
                }
            }
        }
}

static bool hops(market *m, int count, answer *got)
{
    search s = begin_search(m, m->start);
    for (int i = 0; i < count; i++)
        hop(m, &s);
    give(got, (int64_t)s.end - 1);
    end_search(&s);
    return true;
}

static bool hops2(market *m, answer *got)
{
    return hops(m, 2, got);
}

static bool hops3(market *m, answer *got)
{
    return hops(m, 3, got);
}

static bool meet(const search *s, const search *other)
{
    for (size_t i = s->begin; i < s->end; i++)
        if (other->seen[s->front[i] / 64] >> s->front[i] % 64 & 1)
            return true;
    return false;
}

/* The number of facts at the nodes that would be looked at next. */
static size_t width(const market *m, const search *s)
{
    size_t sum = 0;
    for (size_t i = s->begin; i < s->end; i++)
        sum += degree(&m->all[0], s->front[i]) + degree(&m->all[1], s->front[i]);
    return sum;
}

static bool shortest(market *m, answer *got)
{
    search a = begin_search(m, m->start), b = begin_search(m, m->end);
    int64_t length = 0;
    bool met = m->start == m->end;
    while (!met && a.begin < a.end && b.begin < b.end) {
        search *next = width(m, &a) <= width(m, &b) ? &a : &b;
        hop(m, next);
        length++;
        met = meet(next, next == &a ? &b : &a);
    }
    if (met)
        give(got, length);
    end_search(&a);
    end_search(&b);
    return true;
}

static bool paths2(market *m, answer *got)
{
    uint64_t sum = 0;
    for (uint32_t e = 1; e <= m->count; e++)
        sum += (uint64_t)degree(&m->all[0], e) * degree(&m->all[1], e);
    give(got, (int64_t)sum);
    return true;
}

static bool top(market *m, answer *got)
{
    enum { TOP = 10 };
    const side *out = &m->of[type_of(m, "SUPPLIES")][0];
    uint32_t best[TOP + 1];
    size_t count = 0;
    for (uint32_t e = 1; e <= m->count; e++) {
        size_t at = count;
        if (count == TOP && degree(out, e) <= degree(out, best[TOP - 1]))
            continue;
        for (; at > 0 && degree(out, best[at - 1]) < degree(out, e); at--)
            best[at] = best[at - 1];
        best[at] = e;
        count += count < TOP;
    }
    for (size_t i = 0; i < count; i++) {
        answer_text(got, m->names[best[i]], strlen(m->names[best[i]]));
        give(got, degree(out, best[i]));
    }
    return true;
}

/* How many there are in both of two ascending lists. */
static uint64_t common(const uint32_t *a, const uint32_t *a_end, const uint32_t *b,
                       const uint32_t *b_end)
{
    uint64_t count = 0;
    while (a < a_end && b < b_end) {
        uint32_t x = *a, y = *b;
        count += x == y;
        a += x <= y;
        b += y <= x;
    }
    return count;
}

static uint64_t common_of(const side *x, uint32_t a, const side *y, uint32_t b)
{
    return common(x->others + x->offsets[a], x->others + x->offsets[a + 1],
                  y->others + y->offsets[b], y->others + y->offsets[b + 1]);
}

static bool pattern(market *m, answer *got)
{
    const side *developed = &m->of[type_of(m, "DEVELOPS")][1];
    const side *bought = &m->of[type_of(m, "BUYS")][1];
    uint64_t sum = 0;
    for (uint32_t e = 1; e <= m->count; e++)
        sum += (uint64_t)degree(developed, e) * degree(bought, e) -
               common_of(developed, e, bought, e);
    give(got, (int64_t)sum);
    return true;
}

/* Of a fact, what both ends supply: the longer list is searched where the other is short. */
static bool triangles(market *m, answer *got)
{
    enum { LONGER = 16 };
    const side *out = &m->of[type_of(m, "SUPPLIES")][0];
    uint64_t sum = 0;
    for (uint32_t a = 1; a <= m->count; a++)
        for (uint32_t i = out->offsets[a]; i < out->offsets[a + 1]; i++) {
            uint32_t b = out->others[i], few = a, many = b;
            if (degree(out, few) > degree(out, many)) {
                few = b;
                many = a;
            }
            if (degree(out, few) * LONGER > degree(out, many)) {
                sum += common_of(out, few, out, many);
                continue;
            }
            for (uint32_t k = out->offsets[few]; k < out->offsets[few + 1]; k++)
                sum +=
                    bsearch(&out->others[k], out->others + out->offsets[many],
                            degree(out, many), sizeof *out->others, by_id) != NULL;
        }
    give(got, (int64_t)sum);
    return true;
}

static const struct {
    const char *name;
    bool (*answer)(market *m, answer *got);
} questions[] = {{"neighbours", neighbours},
                 {"hub", hub},
                 {"hops2", hops2},
                 {"hops3", hops3},
                 {"shortest", shortest},
                 {"paths2", paths2},
                 {"top", top},
                 {"pattern", pattern},
                 {"triangles", triangles}};

static bool ask(void *handle, const char *name, const char *text, answer *got)
{
    (void)text;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (strcmp(questions[i].name, name) == 0)
            return questions[i].answer(handle, got);
    return false; /* one that arrays have nothing to say to */
}

int main(int argc, char **argv)
{
    static market m;
    if (argc != 3) {
        fprintf(stderr, "usage: arrays SHEETS QUESTIONS\n");
        return 2;
    }
    read_market(&m, argv[1]);
    return measure(argv[2], ask, &m);
}
