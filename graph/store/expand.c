/* Expanding: from a batch of entities to the facts at them and who is at the other end. */
#include "graph/store/hidden.h"
#include "graph/store/property_graph.h"

#include <assert.h>
#include <stdlib.h>

enum {
    BATCH = 1024,
    APART = 4 /* up to so many types are looked up one by one */
};

typedef struct {
    cg_id fact, other;
    uint8_t relation;
    bool outward;
} neighbour;

struct cg_expansion {
    cg_store *store;
    cg_direction direction;
    bool hidden;
    bool all;                     /* of all types */
    bool wanted[CG_RELATION_MAX]; /* else these */
    uint8_t relations[APART];
    size_t relation_count;
    const cg_id *ids;
    size_t count;
    size_t next; /* the input to be looked up next; that before it is in `found` */
    neighbour *found;
    size_t found_count, found_room, passed;
    uint32_t inputs[BATCH];
    cg_id facts[BATCH], others[BATCH];
    uint8_t types[BATCH];
    bool outward[BATCH];
};

cg_status cg_expand_prepare(cg_store *store, const cg_expansion_filter *filter,
                            cg_expansion **expansion, cg_error *err)
{
    *expansion = NULL;
    cg_expansion *made = calloc(1, sizeof *made);
    if (made == NULL)
        return cg_fail_memory(err);
    made->store = store;
    made->direction = filter->direction;
    made->hidden = filter->hidden;
    made->all = filter->relation_count == 0;
    for (size_t i = 0; i < filter->relation_count; i++) {
        uint8_t relation = filter->relations[i];
        if (made->wanted[relation])
            continue;
        made->wanted[relation] = true;
        if (made->relation_count < APART)
            made->relations[made->relation_count] = relation;
        made->relation_count++;
    }
    *expansion = made;
    return CG_OK;
}

void cg_expand_finish(cg_expansion *expansion)
{
    if (expansion == NULL)
        return;
    free(expansion->found);
    free(expansion);
}

cg_status cg_expand_start(cg_expansion *expansion, const cg_id *ids, size_t count,
                          cg_error *err)
{
    assert(count <= UINT32_MAX);
    expansion->ids = ids;
    expansion->count = count;
    expansion->next = expansion->found_count = expansion->passed = 0;
    return store_refresh(expansion->store, err);
}

/* ---- Looking up one entity ---- */

static cg_status take_rows(cg_expansion *expansion, sql_query *query, bool outward,
                           cg_error *err)
{
    const cg_store *store = expansion->store;
    cg_status status;
    while ((status = sql_step(query, err)) == CG_ROW) {
        neighbour found = {.fact = sql_integer(query, 0), .outward = outward};
        found.other = merge_lowest(&store->merges, sql_integer(query, 1));
        status = words_relation(store, sql_size(query, 2), &found.relation, err);
        if (status == CG_OK && !expansion->all &&
            !expansion->wanted[found.relation])
            continue;
        if (status == CG_OK)
            status = cg_grow(expansion->found, &expansion->found_room,
                             expansion->found_count + 1, err);
        if (status != CG_OK)
            return status;
        expansion->found[expansion->found_count++] = found;
    }
    return status == CG_DONE ? CG_OK : status;
}

/* The facts of one entity in one direction, of the one relation or of any. */
static cg_status look_up(cg_expansion *expansion, sql_statement which, cg_id entity,
                         const uint8_t *relation, bool outward, cg_error *err)
{
    cg_store *store = expansion->store;
    if (relation != NULL && store->relation_id[*relation] == STORE_NO_ID)
        return CG_OK; /* the file has none of it yet */
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, entity);
        if (relation != NULL)
            sql_bind_integer(&query, 2, store->relation_id[*relation]);
        status = take_rows(expansion, &query, outward, err);
    }
    sql_close(&query);
    return status;
}

static cg_status look_up_all(cg_expansion *expansion, cg_id entity, bool outward,
                             cg_error *err)
{
    if (expansion->hidden)
        return look_up(expansion, outward ? SQL_ALL_FACTS_FROM : SQL_ALL_FACTS_TO,
                       entity, NULL, outward, err);
    if (expansion->all || expansion->relation_count > APART)
        return look_up(expansion, outward ? SQL_FACTS_FROM : SQL_FACTS_TO, entity,
                       NULL, outward, err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < expansion->relation_count && status == CG_OK; i++)
        status = look_up(expansion, outward ? SQL_FACTS_FROM_OF : SQL_FACTS_TO_OF,
                         entity, &expansion->relations[i], outward, err);
    return status;
}

/* By the fact; of the two rows of one that joins an entity to itself, the one that goes
 * out comes first. */
static int compare(const void *a, const void *b)
{
    const neighbour *x = a, *y = b;
    int order = (x->fact > y->fact) - (x->fact < y->fact);
    return order != 0 ? order : (int)y->outward - (int)x->outward;
}

/* Put them in order, and leave out what comes twice and what is not seen. */
static cg_status settle(cg_expansion *expansion, cg_error *err)
{
    neighbour *found = expansion->found;
    bool any = false;
    size_t kept = 0;
    cg_status status = CG_OK;
    if (!expansion->hidden)
        status = hidden_any(expansion->store, &any, err);
    if (expansion->found_count > 1)
        qsort(found, expansion->found_count, sizeof *found, compare);
    for (size_t i = 0; i < expansion->found_count && status == CG_OK; i++) {
        bool hidden = kept > 0 && found[i].fact == found[kept - 1].fact;
        if (any && !hidden)
            status = hidden_is(expansion->store, found[i].fact, &hidden, err);
        if (!hidden)
            found[kept++] = found[i];
    }
    expansion->found_count = kept;
    return status;
}

/* What the next input has, into `found`. */
static cg_status look_up_next(cg_expansion *expansion, cg_error *err)
{
    size_t count;
    const cg_id *members = merge_members(&expansion->store->merges,
                                         &expansion->ids[expansion->next], &count);
    cg_status status = CG_OK;
    expansion->found_count = expansion->passed = 0;
    expansion->next++;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        if ((expansion->direction & CG_OUT) != 0)
            status = look_up_all(expansion, members[i], true, err);
        if (status == CG_OK && (expansion->direction & CG_IN) != 0)
            status = look_up_all(expansion, members[i], false, err);
    }
    return status == CG_OK ? settle(expansion, err) : status;
}

/* ---- Passing them on ---- */

static size_t pass(cg_expansion *expansion, size_t at)
{
    for (; at < BATCH && expansion->passed < expansion->found_count; at++) {
        const neighbour *from = &expansion->found[expansion->passed++];
        expansion->inputs[at] = (uint32_t)(expansion->next - 1);
        expansion->facts[at] = from->fact;
        expansion->others[at] = from->other;
        expansion->types[at] = from->relation;
        expansion->outward[at] = from->outward;
    }
    return at;
}

cg_status cg_expand_step(cg_expansion *expansion, cg_neighbours *batch,
                         cg_error *err)
{
    size_t filled = pass(expansion, 0);
    while (filled < BATCH && expansion->next < expansion->count) {
        cg_status status = look_up_next(expansion, err);
        if (status != CG_OK)
            return status;
        filled = pass(expansion, filled);
    }
    *batch =
        (cg_neighbours){expansion->inputs, expansion->facts,   expansion->others,
                        expansion->types,  expansion->outward, filled};
    return filled > 0 ? CG_ROW : CG_DONE;
}

cg_status cg_expand_count(cg_expansion *expansion, const cg_id *ids, size_t count,
                          uint64_t *counts, cg_error *err)
{
    cg_status status = cg_expand_start(expansion, ids, count, err);
    while (status == CG_OK && expansion->next < count) {
        status = look_up_next(expansion, err);
        counts[expansion->next - 1] = expansion->found_count;
    }
    expansion->count = expansion->found_count = 0;
    return status;
}
