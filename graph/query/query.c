#include "graph/query/query.h"

#include <stdlib.h>
#include <time.h>

#include "graph/query/ahead.h"
#include "graph/query/lex.h"
#include "graph/query/notice.h"
#include "graph/query/ops.h"
#include "graph/query/parse.h"
#include "graph/query/plan_access.h"
#include "graph/query/rows.h"

struct cg_query {
    cg_store *store;
    cg_arena arena; /* of the text, the tree, the plan */
    cg_query_options options;
    query_mode mode;
    query_checked checked;
    query_plan plan;
    query_run run;
    cg_property *parameters; /* malloc'ed */
    size_t parameter_room;
    cg_arena bound; /* of their values */
    bool begun, held, limiting, changing;
    cg_status ended;    /* CG_OK while rows may come */
    size_t row;         /* of the batch */
    query_rows kept;    /* the rows of a question that writes */
    cg_value *columns;  /* of the row */
    bool *filled;       /* of each column: has some row had a value there? */
    query_ahead *ahead; /* of each column of nodes or relationships */
};

/* ---- Preparing ---- */

/* Read a question and find what it means. */
static cg_status read_question(cg_text text, const cg_query_options *options,
                               cg_arena *arena, query_mode *mode,
                               query_checked *checked, cg_error *err)
{
    ast_node *tree = NULL;
    query_source source = {options->name != NULL ? options->name : "query", text};
    query_procedures procedures = {options->procedures, options->procedure_count};
    cg_status status = query_parse(source, arena, &tree, mode, err);
    return status == CG_OK
               ? query_check(source, tree, &procedures, arena, checked, err)
               : status;
}

cg_status cg_query_writes(cg_text text, const cg_query_options *options,
                          bool *writes, cg_error *err)
{
    const cg_query_options none = {0};
    cg_arena arena = {0};
    query_mode mode = QUERY_RUN;
    query_checked checked = {0};
    cg_status status = read_question(text, options != NULL ? options : &none,
                                     &arena, &mode, &checked, err);
    *writes = checked.writes && mode != QUERY_EXPLAIN;
    cg_arena_release(&arena);
    return status;
}

static cg_status compile(cg_query *query, cg_text text, unsigned rewrites,
                         cg_error *err)
{
    cg_text copy;
    cg_status status = cg_arena_copy(&query->arena, text, &copy, err);
    if (status == CG_OK)
        status = read_question(copy, &query->options, &query->arena, &query->mode,
                               &query->checked, err);
    if (status == CG_OK && query->checked.writes && query->options.read_only &&
        query->mode != QUERY_EXPLAIN)
        status = cg_fail(err, CG_REFUSED, NULL,
                         "the question writes, and may only read");
    if (status == CG_OK)
        status = query_plan_make(&query->checked, &query->arena, &query->plan, err);
    if (status == CG_OK)
        status = rewrite_plan(&query->checked, query->store, &query->arena,
                              rewrites, &query->plan, err);
    size_t width = query->checked.column_count;
    query->columns = cg_arena_array(&query->arena, width, sizeof *query->columns);
    query->filled = cg_arena_array(&query->arena, width, sizeof *query->filled);
    query->ahead = cg_arena_array(&query->arena, width, sizeof *query->ahead);
    if (query->columns == NULL || query->filled == NULL || query->ahead == NULL)
        return status == CG_OK ? cg_fail_memory(err) : status;
    for (size_t i = 0; i < width; i++)
        query->ahead[i].arena.budget = &query->run.budget;
    return status;
}

cg_status cg_query_prepare(cg_store *store, cg_text text,
                           const cg_query_options *options, cg_query **query,
                           cg_error *err)
{
    return query_prepare(store, text, options, REWRITE_ALL, query, err);
}

cg_status query_prepare(cg_store *store, cg_text text,
                        const cg_query_options *options, unsigned rewrites,
                        cg_query **query, cg_error *err)
{
    *query = calloc(1, sizeof **query);
    if (*query == NULL)
        return cg_fail_memory(err);
    (*query)->store = store;
    if (options != NULL)
        (*query)->options = *options;
    cg_status status = compile(*query, text, rewrites, err);
    if (status != CG_OK) {
        cg_query_finish(*query);
        *query = NULL;
    }
    return status;
}

/* The place of a parameter: the one that it has, or a new one behind the others. */
static size_t parameter_place(const cg_query *query, cg_text name)
{
    cg_properties given = query->run.parameters;
    size_t at = 0;
    while (at < given.count && !cg_text_equal(given.items[at].key, name))
        at++;
    return at;
}

cg_status cg_query_bind(cg_query *query, cg_text name, cg_value value,
                        cg_error *err)
{
    cg_properties *given = &query->run.parameters;
    cg_property parameter = {.key = name};
    size_t at = parameter_place(query, name);
    cg_status status =
        cg_grow(query->parameters, &query->parameter_room, at + 1, err);
    if (status == CG_OK)
        status = cg_arena_copy(&query->bound, name, &parameter.key, err);
    if (status == CG_OK)
        status = query_copy(value, &query->bound, &parameter.value, err);
    if (status != CG_OK)
        return status;
    query->parameters[at] = parameter;
    *given = (cg_properties){query->parameters,
                             at < given->count ? given->count : at + 1};
    return CG_OK;
}

size_t cg_query_columns(const cg_query *query)
{
    return query->checked.column_count;
}

cg_text cg_query_column_name(const cg_query *query, size_t column)
{
    return query->checked.columns[column].name;
}

bool cg_query_explains(const cg_query *query)
{
    return query->mode == QUERY_EXPLAIN;
}

bool cg_query_profiles(const cg_query *query)
{
    return query->mode == QUERY_PROFILE;
}

cg_status cg_query_print_tree(const cg_query *query, cg_buffer *out, cg_error *err)
{
    ast_print(query->checked.tree, out);
    return cg_buffer_status(out, err);
}

cg_status cg_query_print_plan(const cg_query *query, cg_buffer *out, cg_error *err)
{
    cg_arena arena = {0};
    query_plan plan = query->plan;
    bool profiled = query->run.profile && query->run.tree.root != NULL;
    cg_status status =
        plan_cost_plan(&query->checked, query->store, &arena, &plan, err);
    if (status == CG_OK && profiled)
        query_profile_print(&query->run, out);
    else if (status == CG_OK)
        query_plan_print(&query->checked, &plan, out);
    cg_arena_release(&arena);
    return status == CG_OK ? cg_buffer_status(out, err) : status;
}

/* ---- Running ---- */

int64_t query_clock(void)
{
    enum { SECOND = 1000000000 };
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

cg_status query_poll(query_run *run, cg_error *err)
{
    if (run->stop != NULL && *run->stop != 0)
        return cg_fail(err, CG_INTERRUPTED, NULL, "interrupted");
    if (run->deadline != 0 && query_clock() > run->deadline)
        return cg_fail(err, CG_LIMIT, NULL,
                       "the question took longer than its time");
    return CG_OK;
}

static void set_now(cg_temporal *now)
{
    enum { DAY = 86400 };
    struct timespec time = {0};
    (void)clock_gettime(CLOCK_REALTIME, &time);
    *now = (cg_temporal){.days = time.tv_sec / DAY,
                         .seconds = time.tv_sec % DAY,
                         .nanoseconds = (int32_t)time.tv_nsec};
}

static slot_form form_of(const query_checked *checked, uint32_t slot)
{
    if (slot >= checked->slot_count)
        return FORM_VALUE;
    query_types types = checked->slots[slot].types;
    return types == TYPES_NODE       ? FORM_NODE
           : types == TYPES_RELATION ? FORM_RELATIONSHIP
                                     : FORM_VALUE;
}

static cg_status make_run(cg_query *query, cg_error *err)
{
    enum { MILLISECOND = 1000000 }; /* in nanoseconds */
    query_run *run = &query->run;
    size_t width = query->plan.slot_count;
    run->checked = &query->checked;
    run->plan = &query->plan;
    run->stop = query->options.stop;
    run->sheets = query->options.sheets;
    run->profile = query->mode == QUERY_PROFILE;
    if (query->options.timeout != 0)
        run->deadline =
            query_clock() + (int64_t)query->options.timeout * MILLISECOND;
    set_now(&run->now);
    run->budget.most =
        query->options.memory != 0 && query->options.memory < SIZE_MAX
            ? (size_t)query->options.memory
            : SIZE_MAX;
    run->arena.budget = query->kept.arena.budget = &run->budget;
    run->forms = cg_arena_alloc(&run->arena, width + 1);
    run->subqueries = cg_arena_array(&run->arena, query->plan.subquery_count,
                                     sizeof *run->subqueries);
    cg_value *nothing = cg_arena_array(&run->arena, width, sizeof *nothing);
    if (run->forms == NULL || run->subqueries == NULL || nothing == NULL)
        return cg_fail_memory(err);
    for (uint32_t i = 0; i < width; i++)
        run->forms[i] = (uint8_t)form_of(&query->checked, i);
    cg_status status =
        query_graph_open(query->store, query->options.title,
                         query->checked.source.text, &run->graph, err);
    if (status == CG_OK)
        query_graph_limit(run->graph, &run->budget);
    cg_store_limit(query->store, &run->budget);
    query->limiting = true;
    if (status == CG_OK)
        status = query_patterns_new(&run->patterns, err);
    if (status == CG_OK)
        status = op_open_tree(run, query->plan.root, &run->tree, err);
    if (status == CG_OK)
        op_feed_row(&run->tree, nothing);
    return status;
}

static void set_columns(cg_query *query, const query_batch *batch, size_t at)
{
    for (size_t i = 0; i < query->checked.column_count; i++)
        query->columns[i] =
            batch_get(&query->run, batch, query->checked.columns[i].slot, at);
}

/* A question that writes runs to its end before it gives its first row. */
static cg_status write_all(cg_query *query, cg_error *err)
{
    cg_status status = cg_store_begin(query->store, "query", err);
    if (status != CG_OK)
        return status;
    query->changing = true;
    query->kept.width = query->checked.column_count;
    while ((status = op_next(query->run.tree.root, err)) == CG_ROW) {
        const query_batch *batch = &query->run.tree.root->out;
        for (size_t i = 0; i < batch->count && status == CG_ROW; i++) {
            set_columns(query, batch, i);
            cg_status added = rows_add(&query->kept, query->columns, err);
            if (added != CG_OK)
                return added;
        }
    }
    if (status != CG_DONE)
        return status;
    status = cg_store_commit(query->store, err);
    query->changing = status != CG_OK;
    return status;
}

static cg_status begin(cg_query *query, cg_error *err)
{
    query->begun = true;
    cg_status status = make_run(query, err);
    if (status == CG_OK && query->checked.writes)
        return write_all(query, err);
    if (status == CG_OK)
        status = cg_store_hold(query->store, err);
    query->held = status == CG_OK;
    return status;
}

static cg_status next_kept(cg_query *query)
{
    if (query->row == query->kept.count)
        return CG_DONE;
    const cg_value *row = rows_at(&query->kept, query->row++);
    for (size_t i = 0; i < query->kept.width; i++)
        query->columns[i] = row[i];
    return CG_ROW;
}

static cg_status next_row(cg_query *query, cg_error *err)
{
    query_graph_forget(query->run.graph);
    if (query->checked.writes)
        return next_kept(query);
    query_op *root = query->run.tree.root;
    if (query->row >= root->out.count) {
        cg_status status = op_next(root, err);
        if (status != CG_ROW)
            return status;
        query->row = 0;
        for (size_t i = 0; i < query->checked.column_count; i++)
            ahead_forget(&query->ahead[i]);
    }
    set_columns(query, &root->out, query->row++);
    for (size_t i = 0; i < query->checked.column_count; i++)
        if (query_check_depth(query->columns[i], err) != CG_OK)
            return CG_LIMIT;
    return CG_ROW;
}

/* What was begun comes to an end: a change that is not complete goes back. */
static void end(cg_query *query)
{
    if (query->changing)
        cg_store_rollback(query->store);
    if (query->held)
        cg_store_release(query->store);
    if (query->limiting)
        cg_store_limit(query->store, NULL);
    query->changing = query->held = query->limiting = false;
}

/* The first failure was that of an allocation, which knows nothing of budgets. */
static cg_status over_budget(const cg_query *query, cg_error *err)
{
    const double megabyte = 1e6;
    if (err != NULL)
        cg_error_clear(err);
    return cg_fail(
        err, CG_LIMIT, NULL,
        "the question needs more memory than the %.6g MB that it may take",
        (double)query->run.budget.most / megabyte);
}

cg_status cg_query_step(cg_query *query, cg_error *err)
{
    if (query->ended != CG_OK)
        return query->ended;
    if (query->mode == QUERY_EXPLAIN)
        return CG_DONE;
    cg_status status = query->begun ? CG_OK : begin(query, err);
    if (status == CG_OK)
        status = next_row(query, err);
    if (status == CG_NOMEM && query->run.budget.exceeded)
        status = over_budget(query, err);
    if (status != CG_ROW) {
        query->ended = status;
        end(query);
        return status;
    }
    for (size_t i = 0; i < query->checked.column_count; i++)
        query->filled[i] = query->filled[i] || query->columns[i].type != CG_NULL;
    return CG_ROW;
}

cg_value cg_query_column(const cg_query *query, size_t column)
{
    return query->columns[column];
}

/* A column of ids of the batch that has the id in the row; SIZE_MAX where there is none, or
 * where what is read may be written to. */
static size_t column_with(const cg_query *query, cg_value entity)
{
    const query_batch *batch = &query->run.tree.root->out;
    size_t at = SIZE_MAX;
    if (query->checked.writes || query->row == 0 || query->row > batch->count)
        return at;
    for (size_t i = query->checked.column_count; i-- > 0;)
        if (query->run.forms[query->checked.columns[i].slot] != FORM_VALUE &&
            query->columns[i].type == entity.type &&
            query->columns[i].as.id == entity.as.id)
            at = i;
    return at;
}

cg_status cg_query_node(cg_query *query, int64_t id, cg_node *node, cg_error *err)
{
    cg_value entity = {.type = CG_NODE, .as.id = id};
    size_t column = column_with(query, entity);
    *node = (cg_node){0};
    if (column != SIZE_MAX) {
        const query_batch *batch = &query->run.tree.root->out;
        return ahead_node(&query->ahead[column], query->run.graph,
                          batch->columns[query->checked.columns[column].slot].ids,
                          batch->count, query->row - 1, node, err);
    }
    if (query_graph_is_deleted(query->run.graph, entity))
        return CG_OK;
    cg_status status = query_graph_labels(query->run.graph, id, &node->labels, err);
    return status == CG_OK ? query_graph_properties(query->run.graph, entity,
                                                    &node->properties, err)
                           : status;
}

cg_status cg_query_relationship(cg_query *query, int64_t id,
                                cg_relationship *relationship, cg_error *err)
{
    cg_value entity = {.type = CG_RELATIONSHIP, .as.id = id};
    query_ends ends;
    size_t column = column_with(query, entity);
    *relationship = (cg_relationship){0};
    if (column != SIZE_MAX) {
        const query_batch *batch = &query->run.tree.root->out;
        return ahead_relationship(
            &query->ahead[column], query->run.graph,
            batch->columns[query->checked.columns[column].slot].ids, batch->count,
            query->row - 1, relationship, err);
    }
    cg_status status = query_graph_ends(query->run.graph, id, &ends, err);
    if (status != CG_OK)
        return status;
    relationship->type = ends.type;
    relationship->start = ends.start;
    relationship->end = ends.end;
    return query_graph_is_deleted(query->run.graph, entity)
               ? CG_OK
               : query_graph_properties(query->run.graph, entity,
                                        &relationship->properties, err);
}

cg_query_changes cg_query_changed(const cg_query *query)
{
    return query->run.graph != NULL ? *query_graph_changes(query->run.graph)
                                    : (cg_query_changes){0};
}

/* ---- Notices ---- */

/* Did it find and change nothing, or not what some column is of? */
static bool came_to_nothing(const cg_query *query)
{
    cg_query_changes changed = cg_query_changed(query);
    if (query->checked.column_count == 0)
        return changed.nodes_created + changed.nodes_deleted +
                   changed.relationships_created + changed.relationships_deleted +
                   changed.properties_set + changed.labels_added +
                   changed.labels_removed ==
               0;
    for (size_t i = 0; i < query->checked.column_count; i++)
        if (!query->filled[i])
            return true;
    return false;
}

cg_status cg_query_notices(cg_query *query, const cg_error **notices, size_t *count,
                           cg_error *err)
{
    enum { LOOKED_THROUGH_MAX = 2000000 }; /* entities and facts, for properties */
    cg_estimates size = {0};
    bool keys = query->begun && came_to_nothing(query);
    cg_status status = CG_OK;
    cg_error *list = cg_arena_array(&query->arena, NOTICES_MAX, sizeof *list);
    *notices = list;
    *count = 0;
    if (list == NULL)
        return cg_fail_memory(err);
    if (keys)
        status = cg_store_estimate(query->store, &size, err);
    keys = keys && size.entities + size.facts <= LOOKED_THROUGH_MAX;
    return status == CG_OK ? query_notices(&query->checked, query->store, keys,
                                           list, count, err)
                           : status;
}

size_t cg_query_statement(cg_text text)
{
    size_t at = 0;
    while (at < text.size) {
        size_t behind = lex_pass(text, at);
        if (behind == at && text.at[at++] == ';')
            return at;
        at = behind > at ? behind : at;
    }
    return 0;
}

size_t cg_query_pass(cg_text text, size_t at)
{
    return lex_pass(text, at);
}

bool cg_query_word_at(size_t index, cg_query_word *word)
{
    size_t keywords = WORD_COUNT_OF_ALL - 1; /* the first is none */
    if (index < keywords) {
        cg_text name = cg_text_z(keyword_text((keyword)(index + 1)));
        *word = (cg_query_word){.name = name};
        return true;
    }
    const query_function *function = query_function_at(index - keywords);
    if (function != NULL)
        *word = (cg_query_word){cg_text_z(function->name), function->signature,
                                function->about};
    return function != NULL;
}

void cg_query_finish(cg_query *query)
{
    if (query == NULL)
        return;
    end(query);
    for (uint32_t i = 0;
         query->run.subqueries != NULL && i < query->plan.subquery_count; i++)
        op_close_tree(&query->run.subqueries[i]);
    op_close_tree(&query->run.tree);
    query_graph_close(query->run.graph);
    query_patterns_free(query->run.patterns);
    members_free(query->run.members);
    for (size_t i = 0; query->ahead != NULL && i < query->checked.column_count; i++)
        ahead_release(&query->ahead[i]);
    cg_arena_release(&query->run.arena);
    rows_release(&query->kept);
    free(query->parameters);
    cg_arena_release(&query->bound);
    cg_arena_release(&query->arena);
    free(query);
}
