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

cg_status node_set_add(node_set *set, cg_id id, bool *fresh, cg_error *err)
{
    uint64_t number = (uint64_t)id / NODE_SET_PAGE,
             at = (uint64_t)id % NODE_SET_PAGE;
    uint64_t *bits = page_of(set, number), bit = (uint64_t)1 << at % WORD;
    *fresh = false;
    cg_status status = bits == NULL ? add_page(set, number, &bits, err) : CG_OK;
    if (status != CG_OK)
        return status;
    *fresh = (bits[at / WORD] & bit) == 0;
    bits[at / WORD] |= bit;
    set->count += *fresh;
    return CG_OK;
}

bool node_set_has(const node_set *set, cg_id id)
{
    uint64_t number = (uint64_t)id / NODE_SET_PAGE,
             at = (uint64_t)id % NODE_SET_PAGE;
    const uint64_t *bits = page_of(set, number);
    return bits != NULL && (bits[at / WORD] >> at % WORD & 1) != 0;
}

void node_set_release(node_set *set)
{
    for (size_t i = 0; i < set->place_count; i++)
        free(set->pages[i].bits);
    free(set->pages);
    *set = (node_set){0};
}
