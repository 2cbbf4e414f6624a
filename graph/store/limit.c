/* How much of the graph the store keeps in memory. */
#include "graph/store/arrays.h"
#include "graph/store/columns.h"

bool store_take(cg_store *store, size_t size)
{
    cg_budget *budget = store->budget;
    return budget == NULL ||
           (size <= budget->most - budget->used && cg_budget_take(budget, size));
}

void store_give(cg_store *store, size_t size)
{
    cg_budget_give(store->budget, size);
}

void cg_store_limit(cg_store *store, cg_budget *budget)
{
    bool arrays, columns;
    store->budget = budget;
    arrays = store_take(store, store->arrays.size);
    columns = store_take(store, store->columns.size);
    store->arrays.full = store->columns.full = false;
    if (arrays && columns)
        return;
    if (!arrays)
        store->arrays.size = 0; /* none was taken that could be given back */
    if (!columns)
        store->columns.size = 0;
    arrays_forget(store);
    columns_forget(store);
}
