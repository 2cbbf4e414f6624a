#include "ingest/text/rule_phrases.h"

#include <assert.h>
#include <stdlib.h>

struct phrase_edge {
    uint32_t from; /* 0: empty */
    uint32_t word;
    uint32_t to;
};

static void free_index(rule_phrases *phrases)
{
    free(phrases->columns);
    free(phrases->rows);
    free(phrases->small_of);
    free(phrases->small);
    phrases->columns = phrases->small_of = phrases->small = NULL;
    phrases->rows = NULL;
    phrases->row_size = 0;
    phrases->word_count = 0;
}

void phrases_image(rule_phrases *phrases, text_image *image)
{
    image_value(image, &phrases->room, sizeof phrases->room);
    image_value(image, &phrases->node_count, sizeof phrases->node_count);
    image_value(image, &phrases->set_count, sizeof phrases->set_count);
    image_value(image, &phrases->row_size, sizeof phrases->row_size);
    image_value(image, &phrases->word_count, sizeof phrases->word_count);
    image_array(image, phrases->edges, phrases->room);
    image_array(image, phrases->values, phrases->node_count);
    image_array(image, phrases->filters, phrases->node_count);
    size_t sets = (size_t)phrases->set_count + 1;
    image_array(image, phrases->columns, sets);
    image_array(image, phrases->rows, phrases->row_size * phrases->word_count);
    image_array(image, phrases->small_of, sets + 1);
    image_array(image, phrases->small, phrases->small_of[sets]);
    phrases->lent = image->out == NULL;
}

void phrases_release(rule_phrases *phrases)
{
    if (!phrases->lent) {
        free(phrases->edges);
        free(phrases->values);
        free(phrases->filters);
        free(phrases->starts);
        free(phrases->sizes);
        free_index(phrases);
    }
    *phrases = (rule_phrases){0};
}

static size_t slot_of(uint32_t from, uint32_t word, size_t room)
{
    uint64_t key = (uint64_t)from << 32 | word;
    key *= UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(key >> 32) & (room - 1);
}

/* The edge, or the empty slot where it belongs. */
static struct phrase_edge *find_edge(struct phrase_edge *edges, size_t room,
                                     uint32_t from, uint32_t word)
{
    size_t i = slot_of(from, word, room);
    while (edges[i].from != 0 && (edges[i].from != from || edges[i].word != word))
        i = (i + 1) & (room - 1);
    return &edges[i];
}

static cg_status grow_edges(rule_phrases *phrases, cg_error *err)
{
    if (phrases->edge_count + 1 <= phrases->room / 2)
        return CG_OK;
    size_t room = phrases->room > 0 ? phrases->room * 2 : 1024;
    struct phrase_edge *edges = calloc(room, sizeof *edges);
    if (edges == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < phrases->room; i++) {
        const struct phrase_edge *edge = &phrases->edges[i];
        if (edge->from != 0)
            *find_edge(edges, room, edge->from, edge->word) = *edge;
    }
    free(phrases->edges);
    phrases->edges = edges;
    phrases->room = room;
    return CG_OK;
}

static cg_status new_node(rule_phrases *phrases, uint32_t *node, cg_error *err)
{
    uint32_t next = phrases->node_count > 0 ? phrases->node_count : 1;
    cg_status status =
        cg_grow(phrases->values, &phrases->value_room, (size_t)next + 1, err);
    if (status == CG_OK)
        status =
            cg_grow(phrases->filters, &phrases->filter_room, (size_t)next + 1, err);
    if (status != CG_OK)
        return status;
    phrases->values[0] = 0;
    phrases->values[next] = 0;
    phrases->filters[0] = 0;
    phrases->filters[next] = 0;
    phrases->node_count = next + 1;
    *node = next;
    return CG_OK;
}

cg_status phrases_new_set(rule_phrases *phrases, uint32_t *root, cg_error *err)
{
    cg_status status = new_node(phrases, root, err);
    if (status == CG_OK)
        status = cg_grow(phrases->sizes, &phrases->size_room,
                         (size_t)phrases->set_count + 2, err);
    if (status != CG_OK)
        return status;
    phrases->values[*root] = ++phrases->set_count;
    phrases->sizes[phrases->set_count] = 0;
    return CG_OK;
}

static cg_status add_start(rule_phrases *phrases, uint32_t set, uint32_t word,
                           cg_error *err)
{
    cg_status status = cg_grow(phrases->starts, &phrases->start_room,
                               phrases->start_count + 1, err);
    if (status != CG_OK)
        return status;
    phrases->starts[phrases->start_count++] = (phrase_start){set, word};
    phrases->sizes[set]++;
    return CG_OK;
}

/* Add the edge that `edge`, an empty slot, is for. */
static cg_status add_edge(rule_phrases *phrases, struct phrase_edge *edge,
                          uint32_t from, uint32_t word, bool first, cg_error *err)
{
    uint32_t to;
    cg_status status = new_node(phrases, &to, err);
    if (status == CG_OK && first)
        status = add_start(phrases, phrases_set(phrases, from), word, err);
    if (status != CG_OK)
        return status;
    *edge = (struct phrase_edge){from, word, to};
    phrases->filters[from] |= phrases_bit(word);
    phrases->edge_count++;
    return CG_OK;
}

cg_status phrases_add(rule_phrases *phrases, uint32_t root, const uint32_t *words,
                      size_t count, uint32_t **value, cg_error *err)
{
    assert(count >= 1 && count <= PHRASE_MAX);
    uint32_t node = root;
    for (size_t i = 0; i < count; i++) {
        cg_status status = grow_edges(phrases, err);
        if (status != CG_OK)
            return status;
        struct phrase_edge *edge =
            find_edge(phrases->edges, phrases->room, node, words[i]);
        if (edge->from == 0)
            status = add_edge(phrases, edge, node, words[i], i == 0, err);
        if (status != CG_OK)
            return status;
        node = edge->to;
    }
    *value = &phrases->values[node];
    return CG_OK;
}

uint32_t phrases_follow(const rule_phrases *phrases, uint32_t node, uint32_t word)
{
    if (phrases->room == 0 || word == 0)
        return 0;
    struct phrase_edge *edge = find_edge(phrases->edges, phrases->room, node, word);
    return edge->from != 0 ? edge->to : 0;
}

static bool is_large(const rule_phrases *phrases, uint32_t set)
{
    return phrases->sizes[set] >= PHRASES_LARGE;
}

/* Give the large sets their columns, and each word with which a phrase begins a row. */
static cg_status make_rows(rule_phrases *phrases, cg_error *err)
{
    uint32_t columns = 0;
    uint32_t words = 0;
    for (size_t i = 0; i < phrases->start_count; i++)
        if (phrases->starts[i].word >= words)
            words = phrases->starts[i].word + 1;
    phrases->columns =
        calloc((size_t)phrases->set_count + 1, sizeof *phrases->columns);
    if (phrases->columns == NULL)
        return cg_fail_memory(err);
    for (uint32_t set = 1; set <= phrases->set_count; set++)
        phrases->columns[set] = is_large(phrases, set) ? columns++ : NO_COLUMN;
    size_t size = columns / 64 + 1;
    phrases->rows = calloc(size * words + 1, sizeof *phrases->rows);
    if (phrases->rows == NULL)
        return cg_fail_memory(err);
    phrases->row_size = size;
    phrases->word_count = words;
    for (size_t i = 0; i < phrases->start_count; i++) {
        uint32_t column = phrases->columns[phrases->starts[i].set];
        if (column != NO_COLUMN)
            phrases->rows[phrases->starts[i].word * size + column / 64] |=
                UINT64_C(1) << column % 64;
    }
    return CG_OK;
}

/* Sort the starts of small sets by set, by counting. */
static cg_status sort_small(rule_phrases *phrases, cg_error *err)
{
    uint32_t *of = calloc((size_t)phrases->set_count + 3, sizeof *of);
    uint32_t *words = calloc(phrases->start_count + 1, sizeof *words);
    phrases->small_of = of;
    phrases->small = words;
    if (of == NULL || words == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < phrases->start_count; i++) /* counted two sets behind */
        of[phrases->starts[i].set + 2] +=
            !is_large(phrases, phrases->starts[i].set);
    for (size_t i = 2; i < (size_t)phrases->set_count + 3; i++)
        of[i] += of[i - 1];
    for (size_t i = 0; i < phrases->start_count; i++)
        if (!is_large(phrases, phrases->starts[i].set))
            words[of[phrases->starts[i].set + 1]++] = phrases->starts[i].word;
    return CG_OK;
}

cg_status phrases_index(rule_phrases *phrases, cg_error *err)
{
    free_index(phrases);
    cg_status status = make_rows(phrases, err);
    return status == CG_OK ? sort_small(phrases, err) : status;
}
