#include "graph/picture/graphviz.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

/* What POSIX promises of dlsym, ISO C does not: that a pointer to an object can be one to a
 * function. */
static bool find(void *library, const char *name, void *member)
{
    void *symbol = dlsym(library, name);

    memcpy(member, &symbol, sizeof symbol);
    return symbol != NULL;
}

cg_status graphviz_load(graphviz_calls *calls, cg_error *err)
{
    void *library = dlopen(CG_GRAPHVIZ, RTLD_NOW);
    bool found = library != NULL && find(library, "Agdirected", &calls->directed);

#define GRAPHVIZ_FIND(name) found = found && find(library, #name, &calls->name);
    GRAPHVIZ_CALLS(GRAPHVIZ_FIND)
#undef GRAPHVIZ_FIND
    if (!found)
        return cg_fail(err, CG_INTERNAL, NULL,
                       "diagrams need Graphviz: install it (%s)", dlerror());
    return CG_OK;
}
