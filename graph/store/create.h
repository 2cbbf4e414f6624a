/* Making a graph file, and bringing one of an older version up to date. */
#ifndef CG_GRAPH_STORE_CREATE_H
#define CG_GRAPH_STORE_CREATE_H

#include "graph/store/base.h"

/* One step from version - 1 to version. */
typedef struct {
    int version;
    cg_text sql;
    cg_status (*fill)(cg_store *store, cg_error *err); /* behind it; may be NULL */
} create_upgrade;

enum { CREATE_UPGRADE_MAX = 98 }; /* upgrade/002.sql to upgrade/099.sql */

/* All steps from version 1 on, in order, none missing. */
typedef struct {
    create_upgrade steps[CREATE_UPGRADE_MAX];
    size_t count;
} create_upgrades;

/* The steps that are part of the program. */
void create_upgrades_init(create_upgrades *upgrades);

/* cg_open() with other upgrades than the program's own (open.c). */
cg_status create_open(const char *path, cg_open_mode mode,
                      const create_upgrades *upgrades, cg_store **store,
                      cg_error *err);

/* What the file's header says. */
typedef enum {
    CREATE_CURRENT, /* a graph file of this version */
    CREATE_OLDER,   /* of an older one */
    CREATE_EMPTY    /* no table in it, no other program's mark */
} create_state;

/* CG_OK, or CG_STORAGE for another program's file or one of a version that the
 * upgrades do not lead to. */
cg_status create_look(cg_store *store, const create_upgrades *upgrades,
                      create_state *state, cg_error *err);

/* In one transaction: make the tables if the file is empty, then apply the upgrades
 * that it lacks. */
cg_status create_or_upgrade(cg_store *store, const create_upgrades *upgrades,
                            cg_error *err);

#endif
