#include "graph/query/node_set.h"

#include <stdlib.h>

enum { WORD = 64, FIRST_PLACES = 16 };

static size_t place_of(const node_set *set, uint64_t number)
{
    size_t at = (number * 0x9E3779B97F4A7C15u >> 32) & (set->place_count - 1);
    while (set->pages[at].bits != NULL && set->pages[at].number != number)
        at = (at + 1) & (set->place_count - 1);
    return at;
}

/* Twice as many places whenever half of them are taken. */
static cg_status make_places(node_set *set, cg_error *err)
{
    node_set grown = {.place_count = set->place_count > 0 ? set->place_count * 2
                                                          : FIRST_PLACES};
    if (set->page_count * 2 < set->place_count)
        return CG_OK;
    grown.pages = calloc(grown.place_count, sizeof *grown.pages);
    if (grown.pages == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < set->place_count; i++)
        if (set->pages[i].bits != NULL)
            grown.pages[place_of(&grown, set->pages[i].number)] = set->pages[i];
    free(set->pages);
    set->pages = grown.pages;
    set->place_count = grown.place_count;
    return CG_OK;
}

static cg_status add_page(node_set *set, uint64_t number, uint64_t **bits,
                          cg_error *err)
{
    cg_status status = make_places(set, err);
    if (status != CG_OK)
        return status;
    *bits = calloc(NODE_SET_PAGE / WORD, sizeof **bits);
    if (*bits == NULL)
        return cg_fail_memory(err);
    set->pages[place_of(set, number)] = (node_set_page){number, *bits};
    set->page_count++;
    return CG_OK;
}

static uint64_t *page_of(const node_set *set, uint64_t number)
{
    return set->place_count > 0 ? set->pages[place_of(set, number)].bits : NULL;
}

cg_status node_set_begin(node_set *set, size_t end, cg_error *err)
{
    set->low = calloc(end / WORD + 1, sizeof *set->low);
    if (set->low == NULL)
        return cg_fail_memory(err);
    set->low_end = end;
    return CG_OK;
}

cg_status node_set_add_page(node_set *set, cg_id id, bool *fresh, cg_error *err)
{
    uint64_t number = (uint64_t)id / NODE_SET_PAGE, *bits = page_of(set, number);
    cg_status status = CG_OK;
    *fresh = false;
    if (bits == NULL)
        status = add_page(set, number, &bits, err);
    if (status == CG_OK)
        *fresh = node_set_bit(set, bits, (uint64_t)id % NODE_SET_PAGE);
    return status;
}

/* Without a branch, which would be mispredicted half of the time. */
size_t node_set_add_low(node_set *set, const uint32_t *ids, size_t count,
                        cg_id *fresh)
{
    uint64_t *low = set->low;
    size_t added = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t id = ids[i];
        uint64_t word = low[id / WORD], bit = (uint64_t)1 << id % WORD;
        fresh[added] = id;
        added += (word & bit) == 0;
        low[id / WORD] = word | bit;
    }
    set->count += added;
    return added;
}

bool node_set_has(const node_set *set, cg_id id)
{
    uint64_t at = (uint64_t)id;
    const uint64_t *bits = set->low;
    if (at >= set->low_end) {
        bits = page_of(set, at / NODE_SET_PAGE);
        at %= NODE_SET_PAGE;
    }
    return bits != NULL && (bits[at / WORD] >> at % WORD & 1) != 0;
}

void node_set_release(node_set *set)
{
    for (size_t i = 0; i < set->place_count; i++)
        free(set->pages[i].bits);
    free(set->pages);
    free(set->low);
    *set = (node_set){0};
}
