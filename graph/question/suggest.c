#include "graph/question/suggest.h"

#include "graph/question/lookup.h"

enum {
    SUGGEST_NAMES = 3,      /* in the message */
    SUGGEST_HITS = 100,     /* looked at of one search */
    SUGGEST_SCANNED = 20000 /* entities looked at when no search helps */
};

typedef struct {
    cg_text name;
    size_t distance;
} near_name;

typedef struct {
    cg_text wanted;
    size_t reach; /* the distance that still counts as near */
    near_name best[SUGGEST_NAMES + 1];
    size_t count;
} nearest;

static size_t count_points(cg_text text)
{
    size_t points = 0;

    for (size_t at = 0; at < text.size; points++)
        cg_text_next(text, &at);
    return points;
}

/* Keep the name if it is one of the nearest; equal ones in the order they came. */
static void consider(nearest *near, cg_text name, size_t distance)
{
    size_t at = near->count;

    for (size_t i = 0; i < near->count; i++)
        if (cg_text_equal(near->best[i].name, name))
            return;
    while (at > 0 && near->best[at - 1].distance > distance) {
        near->best[at] = near->best[at - 1];
        at--;
    }
    near->best[at] = (near_name){name, distance};
    if (near->count < SUGGEST_NAMES)
        near->count++;
}

static void consider_spelling(nearest *near, cg_text spelling, cg_text name)
{
    size_t distance = cg_text_distance(near->wanted, spelling);

    if (distance <= near->reach)
        consider(near, name, distance);
}

/* Look at what a search for `text` finds among names. Those that contain the name
 * itself (`whole`) are near, however long they are. */
static cg_status consider_search(nearest *near, cg_store *store, cg_text text,
                                 bool whole, cg_kinds kinds, cg_arena *arena,
                                 cg_error *err)
{
    const cg_hit *hits = NULL;
    const cg_entity *entities = NULL;
    cg_id ids[SUGGEST_HITS];
    cg_text spellings[SUGGEST_HITS];
    size_t count = 0;
    size_t names = 0;
    cg_error none = {0};
    cg_status status =
        cg_store_search(store, text, SUGGEST_HITS, arena, &hits, &count, &none);

    if (status == CG_REFUSED) /* nothing to search for in it */
        return CG_OK;
    if (status != CG_OK)
        return cg_fail(err, status, NULL, "%s", none.message);
    for (size_t i = 0; i < count && names < SUGGEST_HITS; i++) {
        if (!hits[i].in_name)
            break;
        ids[names] = hits[i].entity;
        spellings[names++] = hits[i].text;
    }
    status = cg_lookup_entities(store, ids, names, arena, &entities, err);
    for (size_t i = 0; i < names && status == CG_OK; i++) {
        if (kinds != CG_ANY_KIND && (entities[i].kinds & kinds) == 0)
            continue;
        if (whole)
            consider(near, entities[i].name, near->reach);
        else
            consider_spelling(near, spellings[i], entities[i].name);
    }
    return status;
}

/* Search for shorter and shorter beginnings, as long as nothing is near. */
static cg_status consider_beginnings(nearest *near, cg_store *store, cg_kinds kinds,
                                     cg_arena *arena, cg_error *err)
{
    size_t points = count_points(near->wanted);
    const size_t lengths[] = {points, points - 1, points / 2, 2};
    size_t before = SIZE_MAX;

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t at = 0;
        cg_status status = CG_OK;

        if (lengths[i] == 0 || lengths[i] >= before || near->count > 0)
            continue;
        before = lengths[i];
        for (size_t n = 0; n < lengths[i]; n++)
            cg_text_next(near->wanted, &at);
        status = consider_search(near, store, cg_text_slice(near->wanted, 0, at),
                                 i == 0, kinds, arena, err);
        if (status != CG_OK)
            return status;
    }
    return CG_OK;
}

static cg_status consider_batch(nearest *near, cg_store *store, const cg_id *ids,
                                size_t count, cg_arena *arena, cg_error *err)
{
    const cg_entity *entities = NULL;
    const cg_name_row *names = NULL;
    size_t name_count = 0;
    size_t entity = 0;
    cg_status status = cg_lookup_entities(store, ids, count, arena, &entities, err);

    if (status == CG_OK)
        status = cg_store_names(store, ids, count, arena, &names, &name_count, err);
    for (size_t i = 0; i < name_count && status == CG_OK; i++) {
        while (entity + 1 < count && ids[entity] != names[i].entity)
            entity++;
        consider_spelling(near, names[i].text, entities[entity].name);
    }
    return status;
}

/* The way of last resort, for a slip in the first letters: look at all names of a
 * small graph, and at the first ones of a large graph. */
static cg_status consider_all(nearest *near, cg_store *store, cg_kinds kinds,
                              cg_arena *arena, cg_error *err)
{
    cg_entity_scan *scan = NULL;
    const cg_id *ids = NULL;
    size_t count = 0;
    size_t seen = 0;
    cg_status status = cg_entity_scan_prepare(store, kinds, &scan, err);

    while (status == CG_OK && seen < SUGGEST_SCANNED) {
        status = cg_entity_scan_step(scan, &ids, &count, err);
        if (status != CG_ROW)
            break;
        seen += count;
        status = consider_batch(near, store, ids, count, arena, err);
    }
    if (status == CG_DONE)
        status = CG_OK;
    cg_entity_scan_finish(scan);
    return status;
}

cg_status suggest_names(cg_store *store, cg_text name, cg_kinds kinds,
                        cg_arena *arena, cg_buffer *out, cg_error *err)
{
    nearest near = {.wanted = name, .reach = 1 + count_points(name) / 4};
    cg_status status = consider_beginnings(&near, store, kinds, arena, err);

    if (status == CG_OK && near.count == 0)
        status = consider_all(&near, store, kinds, arena, err);
    if (status != CG_OK)
        return status;
    for (size_t i = 0; i < near.count; i++) {
        if (i > 0)
            cg_buffer_add_z(out, i + 1 == near.count ? " or " : ", ");
        cg_buffer_add_byte(out, '\'');
        cg_lookup_quote(near.best[i].name, out);
        cg_buffer_add_byte(out, '\'');
    }
    return cg_buffer_status(out, err);
}
