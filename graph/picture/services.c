#include "graph/picture/services.h"

#include <stdlib.h>
#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "schema/memory.h"

/* ---- Bytes ---- */

static int get(void *channel, char *buffer, int room)
{
    cg_text *left = channel;
    size_t size = left->size < (size_t)room ? left->size : (size_t)room;

    memcpy(buffer, left->at, size);
    *left = cg_text_slice(*left, size, left->size);
    return (int)size;
}

static int put(void *channel, const char *text)
{
    cg_buffer_add_z(channel, text);
    return 0;
}

static int flush(void *channel)
{
    (void)channel;
    return 0;
}

/* ---- Ids ---- */

typedef struct services_name {
    UT_hash_handle hh;
    IDTYPE id;
    char text[];
} services_name;

static void *ids_open(Agraph_t *graph, Agdisc_t *offered)
{
    (void)graph;
    return &((picture_services *)offered)->ids;
}

/* A name that is in the table, or NULL when memory is exhausted. */
static services_name *add_name(services_ids *given, const char *text)
{
    size_t size = strlen(text);
    services_name *name = calloc(1, sizeof *name + size + 1);

    if (name == NULL)
        return NULL;
    memcpy(name->text, text, size);
    name->id = given->count + 1;
    HASH_ADD_KEYPTR(hh, given->by_name, name->text, size, name);
    if (name->hh.tbl != NULL)
        return name;
    free(name);
    return NULL;
}

/* The next id, for an object of that name or of none; 0 when memory is exhausted. */
static IDTYPE give(services_ids *given, const char *text)
{
    services_name *name = NULL;

    if (given->failed ||
        cg_grow(given->by_id, &given->room, given->count + 1, NULL) != CG_OK)
        goto failed;
    if (text != NULL && (name = add_name(given, text)) == NULL)
        goto failed;
    given->by_id[given->count++] = name;
    return given->count;
failed:
    given->failed = true;
    return 0;
}

static long ids_map(void *state, int type, char *text, IDTYPE *id, int create)
{
    services_ids *given = state;
    services_name *known = NULL;

    (void)type;
    if (text != NULL)
        HASH_FIND(hh, given->by_name, text, strlen(text), known);
    *id = known != NULL ? known->id : create ? give(given, text) : 0;
    return *id != 0;
}

/* Nobody asks for an id of their own choice. */
static long ids_allocate(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
    return 0;
}

/* Ids are not given again. */
static void ids_free(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
}

static char *ids_print(void *state, int type, IDTYPE id)
{
    services_ids *given = state;
    services_name *name = id <= given->count ? given->by_id[id - 1] : NULL;

    (void)type;
    return name != NULL ? name->text : NULL;
}

static void ids_close(void *state)
{
    services_ids *given = state;

    HASH_CLEAR(hh, given->by_name);
    for (size_t i = 0; i < given->count; i++)
        free(given->by_id[i]);
    free(given->by_id);
    *given = (services_ids){0};
}

static void ids_register(void *state, int type, void *object)
{
    (void)state;
    (void)type;
    (void)object;
}

void services_init(picture_services *services)
{
    *services = (picture_services){
        .id_calls = {.open = ids_open,
                     .map = ids_map,
                     .alloc = ids_allocate,
                     .free = ids_free,
                     .print = ids_print,
                     .close = ids_close,
                     .idregister = ids_register},
        .io_calls = {.afread = get, .putstr = put, .flush = flush}};
    services->offered =
        (Agdisc_t){.id = &services->id_calls, .io = &services->io_calls};
}
