#include "graph/query/compare.h"

#include <math.h>

#include "schema/temporal.h"

/* ---- Numbers ---- */

static const double two_to_63 = 9223372036854775808.0;

static bool is_number(cg_value value)
{
    return value.type == CG_INTEGER || value.type == CG_FLOAT;
}

static bool is_nan(cg_value value)
{
    return value.type == CG_FLOAT && isnan(value.as.real);
}

static int order_of(bool less, bool greater)
{
    return greater - less;
}

/* By their exact values: not every integer is a float. */
static int integer_beside_real(int64_t integer, double real)
{
    if (isnan(real) || real >= two_to_63)
        return -1;
    if (real < -two_to_63)
        return 1;
    int64_t whole = (int64_t)real;
    if (integer != whole)
        return order_of(integer<whole, integer> whole);
    double rest = real - (double)whole;
    return order_of(rest > 0, rest < 0);
}

/* NaN is the largest number. */
static int order_numbers(cg_value a, cg_value b)
{
    if (a.type == CG_INTEGER && b.type == CG_INTEGER)
        return order_of(a.as.integer<b.as.integer, a.as.integer> b.as.integer);
    if (a.type == CG_INTEGER)
        return integer_beside_real(a.as.integer, b.as.real);
    if (b.type == CG_INTEGER)
        return -integer_beside_real(b.as.integer, a.as.real);
    if (is_nan(a) || is_nan(b))
        return order_of(!is_nan(a), !is_nan(b));
    return order_of(a.as.real<b.as.real, a.as.real> b.as.real);
}

/* ---- Moments and paths ---- */

static int order_integers(int64_t a, int64_t b)
{
    return order_of(a<b, a> b);
}

/* By what they mean, then by their fields: 0 only for the same. */
static int order_temporal(cg_type type, const cg_temporal *a, const cg_temporal *b)
{
    int order = cg_temporal_compare(type, a, b);
    if (order == 0)
        order = order_integers(a->months, b->months);
    if (order == 0)
        order = order_integers(a->days, b->days);
    if (order == 0)
        order = order_integers(a->seconds, b->seconds);
    if (order == 0)
        order = order_integers(a->nanoseconds, b->nanoseconds);
    if (order == 0)
        order = order_integers(a->offset, b->offset);
    return order != 0 ? order : cg_text_compare(a->zone, b->zone);
}

/* By node, relationship, node, …; what one only begins with is before it. */
static int order_paths(const cg_path_value *a, const cg_path_value *b)
{
    size_t least = a->length < b->length ? a->length : b->length;
    int order = order_integers(a->nodes[0], b->nodes[0]);
    for (size_t i = 0; i < least && order == 0; i++) {
        order = order_integers(a->relationships[i], b->relationships[i]);
        if (order == 0)
            order = order_integers(a->nodes[i + 1], b->nodes[i + 1]);
    }
    return order != 0 ? order : order_of(a->length<b->length, a->length> b->length);
}

/* ---- Equality ---- */

static query_truth truth_of(bool holds)
{
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

static query_truth equal(cg_value a, cg_value b, int depth);

/* False where one pair is not equal, even beside a null. */
static query_truth both_equal(query_truth so_far, cg_value a, cg_value b, int depth)
{
    query_truth truth = equal(a, b, depth);
    return truth == TRUTH_TRUE ? so_far : truth;
}

static query_truth lists_equal(cg_list a, cg_list b, int depth)
{
    query_truth truth = truth_of(a.count == b.count);
    for (size_t i = 0; i < a.count && truth != TRUTH_FALSE; i++)
        truth = both_equal(truth, a.items[i], b.items[i], depth);
    return truth;
}

/* A key whose value is null is a key. */
static query_truth maps_equal(cg_properties a, cg_properties b, int depth)
{
    if (a.count != b.count)
        return TRUTH_FALSE;
    for (size_t i = 0; i < a.count; i++)
        if (!cg_text_equal(a.items[i].key, b.items[i].key))
            return TRUTH_FALSE;
    query_truth truth = TRUTH_TRUE;
    for (size_t i = 0; i < a.count && truth != TRUTH_FALSE; i++)
        truth = both_equal(truth, a.items[i].value, b.items[i].value, depth);
    return truth;
}

static query_truth equal(cg_value a, cg_value b, int depth)
{
    if (a.type == CG_NULL || b.type == CG_NULL)
        return TRUTH_UNKNOWN;
    if (is_number(a) && is_number(b))
        return truth_of(!is_nan(a) && !is_nan(b) && order_numbers(a, b) == 0);
    if (a.type != b.type)
        return TRUTH_FALSE;
    if (a.type == CG_LIST || a.type == CG_MAP) {
        if (depth == QUERY_DEPTH_MAX)
            return TRUTH_TRUE;
        return a.type == CG_LIST ? lists_equal(a.as.list, b.as.list, depth + 1)
                                 : maps_equal(a.as.map, b.as.map, depth + 1);
    }
    return truth_of(cg_value_equal(a, b));
}

query_truth query_equal(cg_value a, cg_value b)
{
    return equal(a, b, 0);
}

/* ---- Comparability ---- */

static query_truth compare(cg_value a, cg_value b, int depth, int *order);

/* The first pair that differs decides, as does what cannot be compared before it. */
static query_truth compare_lists(cg_list a, cg_list b, int depth, int *order)
{
    size_t least = a.count < b.count ? a.count : b.count;
    for (size_t i = 0; i < least; i++) {
        query_truth truth = compare(a.items[i], b.items[i], depth, order);
        if (truth != TRUTH_TRUE || *order != 0)
            return truth;
    }
    *order = order_of(a.count<b.count, a.count> b.count);
    return TRUTH_TRUE;
}

static query_truth compare_numbers(cg_value a, cg_value b, int *order)
{
    *order = order_numbers(a, b);
    return truth_of(!is_nan(a) && !is_nan(b));
}

static query_truth compare(cg_value a, cg_value b, int depth, int *order)
{
    *order = 0;
    if (is_number(a) && is_number(b))
        return compare_numbers(a, b, order);
    if (a.type != b.type)
        return TRUTH_UNKNOWN;
    switch (a.type) {
    case CG_BOOLEAN:
        *order = a.as.boolean - b.as.boolean;
        return TRUTH_TRUE;
    case CG_STRING:
        *order = cg_text_compare(a.as.text, b.as.text);
        return TRUTH_TRUE;
    case CG_LIST:
        if (depth == QUERY_DEPTH_MAX)
            return TRUTH_TRUE;
        return compare_lists(a.as.list, b.as.list, depth + 1, order);
    case CG_DATE:
    case CG_LOCAL_TIME:
    case CG_TIME:
    case CG_LOCAL_DATE_TIME:
    case CG_DATE_TIME:
        *order = order_temporal(a.type, a.as.temporal, b.as.temporal);
        return TRUTH_TRUE;
    case CG_NULL:
    case CG_INTEGER:
    case CG_FLOAT:
    case CG_MAP:
    case CG_NODE:
    case CG_RELATIONSHIP:
    case CG_PATH:
    case CG_DURATION:
    case CG_TYPE_COUNT:
        break;
    }
    return TRUTH_UNKNOWN;
}

query_truth query_compare(cg_value a, cg_value b, int *order)
{
    return compare(a, b, 0, order);
}

/* ---- The total order ---- */

/* Where values of a type stand in it. */
static const uint8_t ranks[CG_TYPE_COUNT] = {[CG_MAP] = 0,
                                             [CG_NODE] = 1,
                                             [CG_RELATIONSHIP] = 2,
                                             [CG_LIST] = 3,
                                             [CG_PATH] = 4,
                                             [CG_DATE_TIME] = 5,
                                             [CG_LOCAL_DATE_TIME] = 6,
                                             [CG_DATE] = 7,
                                             [CG_TIME] = 8,
                                             [CG_LOCAL_TIME] = 9,
                                             [CG_DURATION] = 10,
                                             [CG_STRING] = 11,
                                             [CG_BOOLEAN] = 12,
                                             [CG_INTEGER] = 13,
                                             [CG_FLOAT] = 13,
                                             [CG_NULL] = 14};

static int order(cg_value a, cg_value b, int depth);

static int order_lists(cg_list a, cg_list b, int depth)
{
    size_t least = a.count < b.count ? a.count : b.count;
    for (size_t i = 0; i < least; i++) {
        int found = order(a.items[i], b.items[i], depth);
        if (found != 0)
            return found;
    }
    return order_of(a.count<b.count, a.count> b.count);
}

/* By the number of keys, then by the keys, then by the values. */
static int order_maps(cg_properties a, cg_properties b, int depth)
{
    int found = order_of(a.count<b.count, a.count> b.count);
    for (size_t i = 0; i < a.count && found == 0; i++)
        found = cg_text_compare(a.items[i].key, b.items[i].key);
    for (size_t i = 0; i < a.count && found == 0; i++)
        found = order(a.items[i].value, b.items[i].value, depth);
    return found;
}

static int order_nested(cg_value a, cg_value b, int depth)
{
    if (depth == QUERY_DEPTH_MAX)
        return 0;
    return a.type == CG_LIST ? order_lists(a.as.list, b.as.list, depth + 1)
                             : order_maps(a.as.map, b.as.map, depth + 1);
}

static int order(cg_value a, cg_value b, int depth)
{
    if (ranks[a.type] != ranks[b.type])
        return ranks[a.type] - ranks[b.type];
    switch (a.type) {
    case CG_NULL:
    case CG_TYPE_COUNT:
        return 0;
    case CG_BOOLEAN:
        return a.as.boolean - b.as.boolean;
    case CG_INTEGER:
    case CG_FLOAT:
        return order_numbers(a, b);
    case CG_STRING:
        return cg_text_compare(a.as.text, b.as.text);
    case CG_LIST:
    case CG_MAP:
        return order_nested(a, b, depth);
    case CG_NODE:
    case CG_RELATIONSHIP:
        return order_integers(a.as.id, b.as.id);
    case CG_PATH:
        return order_paths(a.as.path, b.as.path);
    case CG_DATE:
    case CG_LOCAL_TIME:
    case CG_TIME:
    case CG_LOCAL_DATE_TIME:
    case CG_DATE_TIME:
    case CG_DURATION:
        return order_temporal(a.type, a.as.temporal, b.as.temporal);
    }
    return 0;
}

int query_order(cg_value a, cg_value b)
{
    return order(a, b, 0);
}

bool query_same(cg_value a, cg_value b)
{
    if (a.type == CG_STRING && b.type == CG_STRING)
        return cg_text_equal(a.as.text, b.as.text);
    return order(a, b, 0) == 0;
}

/* ---- Hashing ---- */

/* The finalizer of Austin Appleby's MurmurHash3. */
static uint64_t mix(uint64_t hash)
{
    hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd);
    hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return hash ^ hash >> 33;
}

static uint64_t add_word(uint64_t hash, uint64_t word)
{
    return mix(hash * UINT64_C(0x9e3779b97f4a7c15) + word);
}

static uint64_t add_text(uint64_t hash, cg_text text)
{
    uint64_t word;
    size_t at = 0;
    hash = add_word(hash, text.size);
    for (; text.size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text.at + at, sizeof word);
        hash = add_word(hash, word);
    }
    if (at == text.size)
        return hash;
    word = 0;
    memcpy(&word, text.at + at, text.size - at);
    return add_word(hash, word);
}

/* A float that is an integer hashes as that. */
static uint64_t add_real(uint64_t hash, double real)
{
    uint64_t bits;
    if (isnan(real))
        return add_word(hash, UINT64_C(0x7ff8000000000000));
    if (real >= -two_to_63 && real < two_to_63 && real == trunc(real))
        return add_word(hash, (uint64_t)(int64_t)real);
    memcpy(&bits, &real, sizeof bits);
    return add_word(hash, bits);
}

static uint64_t add_path(uint64_t hash, const cg_path_value *path)
{
    hash = add_word(hash, (uint64_t)path->nodes[0]);
    for (size_t i = 0; i < path->length; i++) {
        hash = add_word(hash, (uint64_t)path->relationships[i]);
        hash = add_word(hash, (uint64_t)path->nodes[i + 1]);
    }
    return hash;
}

static uint64_t add_temporal(uint64_t hash, const cg_temporal *temporal)
{
    hash = add_word(hash, (uint64_t)temporal->months);
    hash = add_word(hash, (uint64_t)temporal->days);
    hash = add_word(hash, (uint64_t)temporal->seconds);
    hash = add_word(hash, (uint64_t)temporal->nanoseconds);
    hash = add_word(hash, (uint64_t)temporal->offset);
    return add_text(hash, temporal->zone);
}

static uint64_t add_value(uint64_t hash, cg_value value, int depth);

static uint64_t add_nested(uint64_t hash, cg_value value, int depth)
{
    if (depth == QUERY_DEPTH_MAX)
        return hash;
    if (value.type == CG_LIST) {
        hash = add_word(hash, value.as.list.count);
        for (size_t i = 0; i < value.as.list.count; i++)
            hash = add_value(hash, value.as.list.items[i], depth + 1);
        return hash;
    }
    hash = add_word(hash, value.as.map.count);
    for (size_t i = 0; i < value.as.map.count; i++) {
        hash = add_text(hash, value.as.map.items[i].key);
        hash = add_value(hash, value.as.map.items[i].value, depth + 1);
    }
    return hash;
}

static uint64_t add_value(uint64_t hash, cg_value value, int depth)
{
    hash += ranks[value.type];
    switch (value.type) {
    case CG_NULL:
    case CG_TYPE_COUNT:
        return mix(hash);
    case CG_BOOLEAN:
        return add_word(hash, value.as.boolean);
    case CG_INTEGER:
    case CG_NODE:
    case CG_RELATIONSHIP:
        return add_word(hash, (uint64_t)value.as.integer);
    case CG_FLOAT:
        return add_real(hash, value.as.real);
    case CG_STRING:
        return add_text(hash, value.as.text);
    case CG_LIST:
    case CG_MAP:
        return add_nested(hash, value, depth);
    case CG_PATH:
        return add_path(hash, value.as.path);
    case CG_DATE:
    case CG_LOCAL_TIME:
    case CG_TIME:
    case CG_LOCAL_DATE_TIME:
    case CG_DATE_TIME:
    case CG_DURATION:
        return add_temporal(hash, value.as.temporal);
    }
    return hash;
}

uint64_t query_hash(cg_value value)
{
    return add_value(0, value, 0);
}
