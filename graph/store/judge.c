/* Judgements: what a person decided about a fact or about two entities, and what reading
 * left open about two. */
#include "graph/store/hidden.h"

#include <assert.h>
#include <stdlib.h>

#define VERDICT_NAME(name, text) [name] = text,
static const char *const verdict_names[] = {CG_VERDICTS(VERDICT_NAME)};
#undef VERDICT_NAME

static bool about_fact(const cg_judgement *judgement)
{
    return judgement->verdict == CG_RIGHT || judgement->verdict == CG_WRONG;
}

/* ---- Checking ---- */

static cg_status check_there(cg_store *store, sql_statement which, const char *what,
                             cg_id id, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, which, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, id);
        status = sql_step(&query, err);
    }
    sql_close(&query);
    if (status == CG_DONE)
        return cg_fail(err, CG_NOT_FOUND, NULL, "there is no %s %lld", what,
                       (long long)id);
    return status == CG_ROW ? CG_OK : status;
}

static cg_status check(cg_store *store, const cg_judgement *judgement,
                       cg_error *err)
{
    if (about_fact(judgement))
        return check_there(store, SQL_HAS_FACT, "fact", judgement->fact, err);
    if (judgement->entity == judgement->other)
        return cg_fail(err, CG_REFUSED, NULL,
                       "an entity and itself cannot be judged: name two");
    cg_status status =
        check_there(store, SQL_ENTITY, "entity", judgement->entity, err);
    if (status == CG_OK)
        status = check_there(store, SQL_ENTITY, "entity", judgement->other, err);
    return status;
}

/* The two entities that an earlier judgement is about. */
static cg_status find_pair(cg_store *store, cg_judgement *judgement, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_JUDGED_PAIR, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, judgement->earlier);
        status = sql_step(&query, err);
    }
    if (status == CG_ROW) {
        judgement->entity = sql_integer(&query, 0);
        judgement->other = sql_integer(&query, 1);
    }
    sql_close(&query);
    if (status == CG_DONE)
        return cg_fail(err, CG_NOT_FOUND, NULL,
                       "there is no judgement %lld in force",
                       (long long)judgement->earlier);
    if (status == CG_ROW && judgement->entity == 0)
        return cg_fail(err, CG_REFUSED, NULL,
                       "judgement %lld is about a fact: say right or wrong of that",
                       (long long)judgement->earlier);
    return status == CG_ROW ? CG_OK : status;
}

/* ---- Recording ---- */

/* The lower id of the pair is stored first. */
static void order_pair(const cg_judgement *judgement, cg_id *low, cg_id *high)
{
    bool ordered = judgement->entity < judgement->other;
    *low = ordered ? judgement->entity : judgement->other;
    *high = ordered ? judgement->other : judgement->entity;
}

static cg_status retract_earlier(cg_store *store, const cg_judgement *judgement,
                                 cg_error *err)
{
    bool fact = about_fact(judgement);
    sql_query query = {0};
    cg_status status = sql_open(
        store, fact ? SQL_RETRACT_FACT_JUDGEMENT : SQL_RETRACT_PAIR_JUDGEMENT,
        &query, err);
    if (status != CG_OK)
        return status;
    cg_id low, high;
    order_pair(judgement, &low, &high);
    sql_bind_id(&query, 1, store->change);
    sql_bind_id(&query, 2, fact ? judgement->fact : low);
    if (!fact)
        sql_bind_id(&query, 3, high);
    status = sql_run(&query, err);
    sql_close(&query);
    return status;
}

static cg_status insert(cg_store *store, const cg_judgement *judgement,
                        cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_ADD_JUDGEMENT, &query, err);
    if (status == CG_OK) {
        cg_id low, high;
        bool fact = about_fact(judgement);
        order_pair(judgement, &low, &high);
        sql_bind_string(&query, 1, cg_text_z(verdict_names[judgement->verdict]));
        sql_bind_id(&query, 2, fact ? judgement->fact : 0);
        sql_bind_id(&query, 3, fact ? 0 : low);
        sql_bind_id(&query, 4, fact ? 0 : high);
        sql_bind_text(&query, 5, judgement->by);
        sql_bind_text(&query, 6, judgement->reason);
        sql_bind_id(&query, 7, store->change);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

/* End the change that `status` came out of. */
static cg_status end_change(cg_store *store, cg_status status, cg_error *err)
{
    if (status == CG_OK)
        status = cg_store_commit(store, err);
    if (status != CG_OK)
        cg_store_rollback(store);
    hidden_forget(store);
    store->stale = true;
    return status;
}

cg_status cg_judge(cg_store *store, const cg_judgement *judgement, cg_id *id,
                   cg_error *err)
{
    *id = 0;
    cg_judgement made = *judgement;
    cg_status status = cg_store_begin(store, "judge", err);
    if (status != CG_OK)
        return status;
    if (!about_fact(&made) && made.entity == 0 && made.earlier != 0)
        status = find_pair(store, &made, err);
    if (status == CG_OK)
        status = check(store, &made, err);
    if (status == CG_OK)
        status = retract_earlier(store, &made, err);
    if (status == CG_OK)
        status = insert(store, &made, err);
    cg_id row = sqlite3_last_insert_rowid(store->db);
    status = end_change(store, status, err);
    if (status == CG_OK)
        *id = row;
    return status;
}

static cg_status retract(cg_store *store, cg_id judgement, cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_RETRACT_JUDGEMENT, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, store->change);
        sql_bind_id(&query, 2, judgement);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    if (status == CG_OK && sqlite3_changes(store->db) == 0)
        status =
            cg_fail(err, CG_NOT_FOUND, NULL, "there is no judgement %lld in force",
                    (long long)judgement);
    return status;
}

/* Give the judgement that this one replaced its force again. */
static cg_status revive_replaced(cg_store *store, cg_id judgement, cg_error *err)
{
    sql_query query = {0};
    cg_id replaced = 0;
    cg_status status = sql_open(store, SQL_FIND_REPLACED, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, judgement);
        status = sql_step(&query, err);
    }
    if (status == CG_ROW)
        replaced = sql_integer(&query, 0);
    sql_close(&query);
    if (status == CG_DONE || (status == CG_ROW && replaced == 0))
        return CG_OK;
    if (status == CG_ROW)
        status = sql_open(store, SQL_REVIVE_JUDGEMENT, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, replaced);
        status = sql_run(&query, err);
    }
    sql_close(&query);
    return status;
}

cg_status cg_unjudge(cg_store *store, cg_id judgement, cg_error *err)
{
    cg_status status = cg_store_begin(store, "unjudge", err);
    if (status != CG_OK)
        return status;
    status = retract(store, judgement, err);
    if (status == CG_OK)
        status = revive_replaced(store, judgement, err);
    return end_change(store, status, err);
}

/* ---- Suggesting ---- */

static cg_status was_judged(cg_store *store, cg_id low, cg_id high, bool *judged,
                            cg_error *err)
{
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_WAS_JUDGED, &query, err);
    if (status == CG_OK) {
        sql_bind_id(&query, 1, low < high ? low : high);
        sql_bind_id(&query, 2, low < high ? high : low);
        status = sql_step(&query, err);
    }
    *judged = status == CG_ROW;
    sql_close(&query);
    return status == CG_ROW || status == CG_DONE ? CG_OK : status;
}

/* Was the pair judged ever, or one of those that the two are the same as? */
static cg_status is_settled(cg_store *store, const cg_judgement *pair,
                            bool *settled, cg_error *err)
{
    size_t count, other_count;
    const cg_id *some = merge_members(&store->merges, &pair->entity, &count);
    const cg_id *others = merge_members(&store->merges, &pair->other, &other_count);
    cg_status status = CG_OK;
    *settled = pair->entity == pair->other || some == others;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < other_count && status == CG_OK && !*settled; k++)
            status = was_judged(store, some[i], others[k], settled, err);
    return status;
}

cg_status cg_store_suggest(cg_store *store, const cg_judgement *items, size_t count,
                           size_t *fresh, cg_error *err)
{
    assert(store->change != 0);
    *fresh = 0;
    cg_status status = store_refresh(store, err);
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        bool settled;
        assert(items[i].verdict == CG_MAYBE);
        status = is_settled(store, &items[i], &settled, err);
        if (status != CG_OK || settled)
            continue;
        status = insert(store, &items[i], err);
        *fresh += status == CG_OK;
    }
    return status;
}

/* ---- Reading ---- */

typedef struct {
    cg_judgement_row *items;
    size_t count, room;
} judgement_list;

static cg_status read_verdict(const sql_query *query, cg_verdict *verdict,
                              cg_error *err)
{
    for (int i = 0; i < CG_VERDICT_COUNT; i++) {
        *verdict = (cg_verdict)i;
        if (cg_text_equal(sql_text(query, 1), cg_text_z(verdict_names[i])))
            return CG_OK;
    }
    return store_damaged(query->store, "an unknown verdict", err);
}

static cg_status read_judgement(const sql_query *query, cg_arena *arena,
                                cg_judgement_row *row, cg_error *err)
{
    cg_judgement *judgement = &row->judgement;
    row->id = sql_integer(query, 0);
    judgement->fact = sql_integer(query, 2);
    judgement->entity = sql_integer(query, 3);
    judgement->other = sql_integer(query, 4);
    cg_status status = read_verdict(query, &judgement->verdict, err);
    if (status == CG_OK)
        status = sql_copy(query, 5, arena, &judgement->by, err);
    if (status == CG_OK)
        status = sql_copy(query, 6, arena, &judgement->reason, err);
    if (status == CG_OK)
        status = sql_copy(query, 7, arena, &row->recorded, err);
    return status;
}

cg_status cg_store_judgements(cg_store *store, cg_arena *arena,
                              const cg_judgement_row **out, size_t *out_count,
                              cg_error *err)
{
    *out = NULL;
    *out_count = 0;
    judgement_list list = {0};
    void *rows = NULL;
    sql_query query = {0};
    cg_status status = sql_open(store, SQL_JUDGEMENTS, &query, err);
    while (status == CG_OK && (status = sql_step(&query, err)) == CG_ROW) {
        cg_judgement_row row = {0};
        status = read_judgement(&query, arena, &row, err);
        if (status == CG_OK)
            status = cg_grow(list.items, &list.room, list.count + 1, err);
        if (status == CG_OK)
            list.items[list.count++] = row;
    }
    sql_close(&query);
    if (status == CG_DONE)
        status = rows_copy(arena, list.items, list.count, sizeof *list.items, &rows,
                           err);
    if (status == CG_OK) {
        *out = rows;
        *out_count = list.count;
    }
    free(list.items);
    return status;
}
