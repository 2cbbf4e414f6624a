/* Making a graph file, and bringing one of an older version up to date.
 *
 * A new file goes the same way as an old one: version 1 is schema/tables.sql, and every
 * later version is a step on top of it. So no file has tables that another lacks. */
#include "graph/store/create.h"

#include <assert.h>
#include <stdio.h>

#include "graph/store/adjacency.h"
#include "schema/embedded.h"

enum {
    APPLICATION_ID = 0x63687067, /* "chpg" */
    FIRST_VERSION = 1,
    ADJACENCY_VERSION = 5, /* the first that keeps neighbours */
    VIEWS_VERSION = 7      /* what the views need */
};

static int newest(const create_upgrades *upgrades)
{
    return FIRST_VERSION + (int)upgrades->count;
}

/* "schema/upgrade/002.sql" is 2; anything else is 0. */
static int upgrade_version(cg_text path)
{
    static const cg_text before = {"schema/upgrade/", 15}, after = {".sql", 4};
    if (!cg_text_starts(path, before) || !cg_text_ends(path, after) ||
        path.size != before.size + 3 + after.size)
        return 0;
    int version = 0;
    for (size_t i = before.size; i < before.size + 3; i++) {
        if (path.at[i] < '0' || path.at[i] > '9')
            return 0;
        version = version * 10 + (path.at[i] - '0');
    }
    return version;
}

/* What an upgrade has to work out that SQL cannot. */
static cg_status (*fill_of(int version))(cg_store *store, cg_error *err)
{
    enum { NAME_KEYS = 3, ROMANIZED_KEYS = 8 };
    return version == NAME_KEYS || version == ROMANIZED_KEYS ? keys_fill : NULL;
}

void create_upgrades_init(create_upgrades *upgrades)
{
    upgrades->count = 0;
    for (const cg_embedded_file *file = cg_embedded_files; file->path != NULL;
         file++) {
        int version = upgrade_version(cg_text_z(file->path));
        if (version == 0)
            continue;
        assert(version ==
               newest(upgrades) + 1); /* files are in the order of paths */
        assert(upgrades->count < CREATE_UPGRADE_MAX);
        upgrades->steps[upgrades->count++] =
            (create_upgrade){version, cg_embedded(file->path), fill_of(version)};
    }
}

/* ---- Looking ---- */

static cg_status refuse_foreign(const cg_store *store, cg_error *err)
{
    return cg_fail(err, CG_STORAGE, NULL,
                   "'%s' is another program's database, not a chipgraph file: give "
                   "another name",
                   store_path(store));
}

cg_status create_look(cg_store *store, const create_upgrades *upgrades,
                      create_state *state, cg_error *err)
{
    int64_t application, version, tables, utf8;
    cg_status status =
        sql_number(store, "PRAGMA application_id", 0, &application, err);
    if (status == CG_OK)
        status = sql_number(store, "PRAGMA user_version", 0, &version, err);
    if (status == CG_OK)
        status = sql_number(store, "SELECT count(*) FROM sqlite_schema", 0, &tables,
                            err);
    if (status == CG_OK)
        status = sql_number(store, "SELECT encoding = 'UTF-8' FROM pragma_encoding",
                            0, &utf8, err);
    if (status != CG_OK)
        return status;

    if (application == 0 && version == 0 && tables == 0 && utf8 != 0) {
        *state = CREATE_EMPTY;
        return CG_OK;
    }
    if (application != APPLICATION_ID || utf8 == 0)
        return refuse_foreign(store, err);
    if (version < FIRST_VERSION)
        return store_damaged(store, "no version", err);
    if (version > newest(upgrades))
        return cg_fail(
            err, CG_STORAGE, NULL,
            "'%s' was written by a newer chipgraph (file version %lld, this "
            "one knows up to %d): use that one",
            store_path(store), (long long)version, newest(upgrades));
    *state = version == newest(upgrades) ? CREATE_CURRENT : CREATE_OLDER;
    return CG_OK;
}

/* ---- Making ---- */

static cg_status set_header(cg_store *store, int version, cg_error *err)
{
    char text[96];
    int size = snprintf(text, sizeof text,
                        "PRAGMA application_id = %d; PRAGMA user_version = %d",
                        APPLICATION_ID, version);
    return sql_script(store, (cg_text){text, (size_t)size}, err);
}

/* The steps from the file's version to the newest, and the views anew. Foreign keys are
 * not enforced row by row (open.c), so a step may make a table anew that others refer
 * to. */
static cg_status apply(cg_store *store, const create_upgrades *upgrades,
                       cg_error *err)
{
    create_state state;
    int64_t version = 0;
    cg_status status = create_look(store, upgrades, &state, err);
    if (status != CG_OK || state == CREATE_CURRENT)
        return status; /* another process was faster */
    if (state == CREATE_EMPTY) {
        version = FIRST_VERSION;
        status = sql_script(store, cg_embedded("schema/tables.sql"), err);
    } else {
        status = sql_number(store, "PRAGMA user_version", 0, &version, err);
    }
    for (size_t i = 0; i < upgrades->count && status == CG_OK; i++) {
        const create_upgrade *step = &upgrades->steps[i];
        if (step->version <= version)
            continue;
        status = sql_script(store, step->sql, err);
        if (status == CG_OK && step->fill != NULL)
            status = step->fill(store, err);
    }
    if (status == CG_OK && version < ADJACENCY_VERSION &&
        newest(upgrades) >= ADJACENCY_VERSION && state == CREATE_OLDER)
        status = adjacency_build(store, err);
    if (status == CG_OK && newest(upgrades) >= VIEWS_VERSION)
        status = sql_script(store, cg_embedded("schema/views.sql"), err);
    return status == CG_OK ? set_header(store, newest(upgrades), err) : status;
}

cg_status create_or_upgrade(cg_store *store, const create_upgrades *upgrades,
                            cg_error *err)
{
    cg_status status = sql_script(store, CG_TEXT("BEGIN IMMEDIATE"), err);
    if (status != CG_OK)
        return status;
    status = apply(store, upgrades, err);
    if (status == CG_OK)
        status = sql_script(store, CG_TEXT("COMMIT"), err);
    if (status != CG_OK && sqlite3_get_autocommit(store->db) == 0)
        (void)sql_script(store, CG_TEXT("ROLLBACK"), NULL);
    return status;
}
