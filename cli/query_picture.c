#include "cli/query_picture.h"

#include <stdlib.h>

#include "cli/excerpt.h"
#include "cli/sheets.h"

enum { SETTLE = 4096 };

typedef struct {
    cg_id *items; /* malloc'ed */
    size_t count;
    size_t room;
    size_t settle_at; /* this many */
} id_list;

typedef struct {
    id_list entities;
    id_list facts;
} selection;

static int compare(const void *a, const void *b)
{
    cg_id left = *(const cg_id *)a;
    cg_id right = *(const cg_id *)b;

    return (left > right) - (left < right);
}

/* Keep each id once. */
static void settle(id_list *list)
{
    size_t kept = 0;

    qsort(list->items, list->count, sizeof *list->items, compare);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || list->items[kept - 1] != list->items[i])
            list->items[kept++] = list->items[i];
    list->count = kept;
}

/* Before the list grows it is settled, if that has not just been of little use: so its
 * memory follows the ids, not the rows. */
static cg_status add_id(id_list *list, cg_id id, cg_error *err)
{
    if (list->count > 0 && list->count >= list->settle_at) {
        settle(list);
        list->settle_at = 2 * list->count > SETTLE ? 2 * list->count : SETTLE;
    }
    cg_status status = cg_grow(list->items, &list->room, list->count + 1, err);

    if (status == CG_OK)
        list->items[list->count++] = id;
    return status;
}

static cg_status add_value(selection *chosen, cg_value value, cg_error *err);

static cg_status add_list(selection *chosen, cg_list list, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < list.count && status == CG_OK; i++)
        status = add_value(chosen, list.items[i], err);
    return status;
}

static cg_status add_map(selection *chosen, cg_properties map, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < map.count && status == CG_OK; i++)
        status = add_value(chosen, map.items[i].value, err);
    return status;
}

static cg_status add_path(selection *chosen, const cg_path_value *path,
                          cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i <= path->length && status == CG_OK; i++)
        status = add_id(&chosen->entities, path->nodes[i], err);
    for (size_t i = 0; i < path->length && status == CG_OK; i++)
        status = add_id(&chosen->facts, path->relationships[i], err);
    return status;
}

/* Values of a question are nested no deeper than it lets them be. */
static cg_status add_value(selection *chosen, cg_value value, cg_error *err)
{
    if (value.type == CG_NODE)
        return add_id(&chosen->entities, value.as.id, err);
    if (value.type == CG_RELATIONSHIP)
        return add_id(&chosen->facts, value.as.id, err);
    if (value.type == CG_LIST)
        return add_list(chosen, value.as.list, err);
    if (value.type == CG_MAP)
        return add_map(chosen, value.as.map, err);
    return value.type == CG_PATH ? add_path(chosen, value.as.path, err) : CG_OK;
}

static cg_status gather(cg_store *store, cg_text question, selection *chosen,
                        cg_error *err)
{
    const cg_query_options how = {.read_only = true, .sheets = &cli_sheets};
    cg_query *query = NULL;
    cg_status status = cg_query_prepare(store, question, &how, &query, err);

    while (status == CG_OK && (status = cg_query_step(query, err)) == CG_ROW) {
        status = CG_OK;
        for (size_t i = 0; i < cg_query_columns(query) && status == CG_OK; i++)
            status = add_value(chosen, cg_query_column(query, i), err);
    }
    cg_query_finish(query);
    return status == CG_DONE ? CG_OK : status;
}

cg_status query_picture(cli_run *run, cg_store *store, cg_text question,
                        const cg_fact_filter *filter, cg_picture **picture,
                        cg_error *err)
{
    selection chosen = {0};
    cg_status status = gather(store, question, &chosen, err);

    if (status != CG_OK)
        excerpt_show(question, "query", err, &run->excerpt);
    if (status == CG_OK && chosen.entities.count + chosen.facts.count == 0)
        status =
            cg_fail(err, CG_NOT_FOUND, NULL,
                    "the question returns no entity and no fact: return nodes, "
                    "relationships or paths");
    if (status == CG_OK)
        status = cg_picture_select(store, chosen.entities.items,
                                   chosen.entities.count, chosen.facts.items,
                                   chosen.facts.count, filter, picture, err);
    free(chosen.entities.items);
    free(chosen.facts.items);
    return status;
}
