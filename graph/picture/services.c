#include "graph/picture/services.h"

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

/* ---- Ids: named objects are left to cgraph's map of names, which asks for a fresh
 * id for each ---- */

static void *ids_open(Agraph_t *graph, Agdisc_t *offered)
{
    (void)graph;
    return &((picture_services *)offered)->last;
}

static long ids_map(void *state, int type, char *name, IDTYPE *id, int create)
{
    IDTYPE *last = state;

    (void)type;
    if (name != NULL || !create)
        return 0;
    *id = ++*last;
    return 1;
}

/* Nobody asks for an id of their own choice. */
static long ids_allocate(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
    return 0;
}

static void ids_free(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
}

static char *ids_print(void *state, int type, IDTYPE id)
{
    (void)state;
    (void)type;
    (void)id;
    return NULL;
}

static void ids_close(void *state)
{
    (void)state;
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
        .ids = {.open = ids_open,
                .map = ids_map,
                .alloc = ids_allocate,
                .free = ids_free,
                .print = ids_print,
                .close = ids_close,
                .idregister = ids_register},
        .input_output = {.afread = get, .putstr = put, .flush = flush}};
    services->offered =
        (Agdisc_t){.id = &services->ids, .io = &services->input_output};
}
