/* A point within a change to go back to. */
#include "graph/store/base.h"

#include <assert.h>

cg_status cg_store_mark(cg_store *store, cg_error *err)
{
    assert(store->change != 0);
    store->mark_start = sqlite3_total_changes64(store->db);
    return sql_script(store, CG_TEXT("SAVEPOINT mark"), err);
}

cg_status cg_store_keep(cg_store *store, cg_error *err)
{
    assert(store->change != 0);
    return sql_script(store, CG_TEXT("RELEASE mark"), err);
}

cg_status cg_store_rewind(cg_store *store, cg_error *err)
{
    assert(store->change != 0);
    cg_status status =
        sql_script(store, CG_TEXT("ROLLBACK TO mark; RELEASE mark"), err);
    /* What was undone is no change of the file. */
    store->change_start += sqlite3_total_changes64(store->db) - store->mark_start;
    store->passage.source = 0;
    store->stale = true;
    return status;
}
