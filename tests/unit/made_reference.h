/* What a made question gives, found by trying all nodes and relationships for each element
 * of a pattern in turn. */
#ifndef CG_TESTS_UNIT_MADE_REFERENCE_H
#define CG_TESTS_UNIT_MADE_REFERENCE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/made_question.h"

/* What variables stand for: indexes, items; NONE is null. */
typedef struct {
    int at[VARIABLES];
    unsigned bound;
} binding;

typedef struct {
    binding *at;
    size_t count, room;
} bindings;

static void keep(bindings *list, const binding *one)
{
    assert_int_equal(cg_grow(list->at, &list->room, list->count + 1, NULL), CG_OK);
    list->at[list->count++] = *one;
}

typedef struct {
    const path *paths;
    int count;
    const condition *where;
    binding now;
    unsigned used; /* relationships of the clause */
    bindings *found;
    bool any;
} search;

static bool has_labels(const element *e, unsigned labels)
{
    bool label = (labels >> e->label & 1) != 0,
         other = (labels >> e->other & 1) != 0;
    switch (e->form) {
    case ANY_LABEL:
        return true;
    case LABEL:
        return label;
    case EITHER_LABEL:
        return label || other;
    case NOT_LABEL:
        return !label;
    case BOTH_LABELS:
        return label && other;
    }
    return false;
}

static int condition_holds(const condition *c, const binding *row);

static void search_path(search *s, int path_at);
static void search_node(search *s, int path_at, int at, int candidate);

static void search_relationship(search *s, int path_at, int at, int from, int hops)
{
    const element *e = &s->paths[path_at].elements[at];
    if (e->walks && hops >= e->least)
        search_node(s, path_at, at + 1, from);
    if (hops >= (e->walks ? e->most : 1))
        return;
    for (int i = 0; i < relationship_count; i++) {
        const relationship *r = &relationships[i];
        bool bound = (s->now.bound >> e->variable & 1) != 0;
        if ((s->used >> i & 1) != 0 ||
            (e->types != 0 && (e->types >> r->type & 1) == 0) ||
            (e->w != NONE && e->w != r->w) ||
            (bound && s->now.at[e->variable] != i))
            continue;
        for (int way = 1; way <= 2; way++) { /* out of `from`, into it */
            int start = way == 1 ? r->from : r->to,
                end = way == 1 ? r->to : r->from;
            if (start != from || (e->direction != 0 && e->direction != way) ||
                (way == 2 && e->direction == 0 && r->from == r->to))
                continue;
            binding before = s->now;
            s->used |= 1U << i;
            if (!e->walks) {
                s->now.at[e->variable] = i;
                s->now.bound |= 1U << e->variable;
                search_node(s, path_at, at + 1, end);
            } else {
                search_relationship(s, path_at, at, end, hops + 1);
            }
            s->used &= ~(1U << i);
            s->now = before;
        }
    }
}

static void search_node(search *s, int path_at, int at, int candidate)
{
    const path *p = &s->paths[path_at];
    const element *e = &p->elements[at];
    const node *n = &nodes[candidate];
    binding before = s->now;
    bool bound = (s->now.bound >> e->variable & 1) != 0;
    if ((bound && s->now.at[e->variable] != candidate) ||
        !has_labels(e, n->labels) || (e->name != NONE && e->name != n->name) ||
        (e->x != NONE && e->x != n->x))
        return;
    s->now.at[e->variable] = candidate;
    s->now.bound |= 1U << e->variable;
    if (at + 1 < p->count)
        search_relationship(s, path_at, at + 1, candidate, 0);
    else
        search_path(s, path_at + 1);
    s->now = before;
}

static void search_path(search *s, int path_at)
{
    if (path_at < s->count) {
        for (int i = 0; i < node_count; i++)
            search_node(s, path_at, 0, i);
        return;
    }
    if (s->where != NULL && condition_holds(s->where, &s->now) != 1)
        return;
    s->any = true;
    if (s->found != NULL)
        keep(s->found, &s->now);
}

static int compare(int a, int b, bool known)
{
    return !known || a == NONE || b == NONE ? UNKNOWN : a == b;
}

static int in_names(int name, int k)
{
    bool also = k == 1 ? name == NUMBER : k > 1 && name == 1;
    if (name == NONE)
        return UNKNOWN;
    return name == 0 || also ? 1 : k == 0 ? UNKNOWN : 0;
}

static int exists(const condition *c, const binding *row)
{
    search s = {.paths = c->path, .count = 1, .now = *row};
    search_path(&s, 0);
    return s.any;
}

/* 1, 0 or UNKNOWN. */
static int condition_holds(const condition *c, const binding *row)
{
    int a = c->form < EXISTS ? row->at[c->a] : NONE;
    int b = c->form < EXISTS ? row->at[c->b] : NONE;
    int x = a != NONE && c->form != W_MORE ? nodes[a].x : NONE;
    int name = a != NONE && c->form != W_MORE ? nodes[a].name : NONE;
    int left, right;
    switch (c->form) {
    case X_IS:
        return x == NONE ? UNKNOWN : x == c->k;
    case X_LESS:
        return x == NONE ? UNKNOWN : x < c->k;
    case X_NULL:
        return x == NONE;
    case NAME_IS:
        return name == NONE || c->k > NUMBER ? UNKNOWN : name == c->k;
    case NAME_IN:
        return in_names(name, c->k);
    case ID_IS:
        return a == NONE ? UNKNOWN : nodes[a].id == id_of_number(c->k);
    case ELEMENT_ID_IN:
        return a == NONE ? UNKNOWN : a == 0 || nodes[a].id == id_of_number(c->k);
    case W_MORE:
        return a == NONE || relationships[a].w == NONE ? UNKNOWN
                                                       : relationships[a].w > c->k;
    case HAS_LABEL:
        return a == NONE ? UNKNOWN : (int)(nodes[a].labels >> (c->k % 3) & 1);
    case SAME:
        return compare(a, b, true);
    case SAME_X:
        return compare(x, b != NONE ? nodes[b].x : NONE, true);
    case SAME_NAME:
        return compare(name, b != NONE ? nodes[b].name : NONE, true);
    case EXISTS:
        return exists(c, row);
    case NOT:
        left = condition_holds(c->left, row);
        return left == UNKNOWN ? UNKNOWN : !left;
    case AND:
        left = condition_holds(c->left, row);
        right = condition_holds(c->right, row);
        return left == 0 || right == 0 ? 0 : left == 1 && right == 1 ? 1 : UNKNOWN;
    case OR:
        left = condition_holds(c->left, row);
        right = condition_holds(c->right, row);
        return left == 1 || right == 1 ? 1 : left == 0 && right == 0 ? 0 : UNKNOWN;
    }
    return UNKNOWN;
}

static void run_match(const clause *c, const binding *row, bindings *found)
{
    search s = {.paths = c->paths,
                .count = c->path_count,
                .where = c->where,
                .now = *row,
                .found = found};
    search_path(&s, 0);
    if (s.any || c->form == MATCH)
        return;
    binding nulls = *row;
    for (int i = 0; i < c->path_count; i++)
        for (int k = 0; k < c->paths[i].count; k++) {
            int variable = c->paths[i].elements[k].variable;
            if ((row->bound >> variable & 1) == 0)
                nulls.at[variable] = NONE;
            nulls.bound |= 1U << variable;
        }
    keep(found, &nulls);
}

static void run_clause(const clause *c, const binding *row, bindings *found)
{
    binding next = *row;
    if (c->form <= OPTIONAL) {
        run_match(c, row, found);
    } else if (c->form == WITH) {
        next.bound &= c->kept;
        if (c->where == NULL || condition_holds(c->where, &next) == 1)
            keep(found, &next);
    } else {
        for (int i = 0; i < 3; i++) {
            next.at[c->variable] = c->items[i];
            next.bound |= 1U << c->variable;
            keep(found, &next);
        }
    }
}

/* ---- Rows as text ---- */

typedef struct {
    char cells[ITEMS + 1][16];
    int cell_count;
    int numbers[ITEMS]; /* to order by: null comes last */
} text_row;

typedef struct {
    text_row *at;
    size_t count, room;
} text_rows;

static void keep_row(text_rows *rows, const text_row *row)
{
    assert_int_equal(cg_grow(rows->at, &rows->room, rows->count + 1, NULL), CG_OK);
    rows->at[rows->count++] = *row;
}

static int order_rows(const void *a, const void *b)
{
    const text_row *x = a, *y = b;
    for (int i = 0; i < ITEMS; i++)
        if (x->numbers[i] != y->numbers[i])
            return x->numbers[i] < y->numbers[i] ? -1 : 1;
    for (int i = 0; i < x->cell_count; i++)
        if (strcmp(x->cells[i], y->cells[i]) != 0)
            return strcmp(x->cells[i], y->cells[i]);
    return 0;
}

static void number_cell(text_row *row, int64_t number)
{
    int at = row->cell_count++;
    snprintf(row->cells[at], sizeof row->cells[at], "%lld", (long long)number);
    if (at < ITEMS)
        row->numbers[at] = (int)number;
}

static void null_cell(text_row *row)
{
    strcpy(row->cells[row->cell_count], "null");
    if (row->cell_count < ITEMS)
        row->numbers[row->cell_count] = INT32_MAX;
    row->cell_count++;
}

static void text_cell(text_row *row, cg_text text)
{
    char *cell = row->cells[row->cell_count];
    snprintf(cell, sizeof row->cells[0], "'%.*s'", CG_TEXT_ARG(text));
    row->cell_count++;
}

static void item_cell(text_row *row, const item *i, const binding *b)
{
    int at = b->at[i->variable];
    int number = NONE;
    if (i->form == ITEM)
        number = at;
    else if (at != NONE && i->form == X)
        number = nodes[at].x;
    else if (at != NONE && i->form == W)
        number = relationships[at].w;
    else if (at != NONE && i->form == NAME)
        number = nodes[at].name;
    if (at != NONE && i->form == NAME && number != NONE && number != NUMBER)
        text_cell(row, cg_text_z(names[number]));
    else if (at != NONE && i->form == NAME && number == NUMBER)
        number_cell(row, 7);
    else if (number != NONE)
        number_cell(row, number);
    else
        null_cell(row);
}

/* Rows that are the same become one, with their number where they are counted. */
static void unite(text_rows *rows, bool counts)
{
    size_t kept = 0;
    if (rows->count > 1)
        qsort(rows->at, rows->count, sizeof *rows->at, order_rows);
    for (size_t i = 0, next; i < rows->count; i = next) {
        for (next = i + 1;
             next < rows->count && order_rows(&rows->at[i], &rows->at[next]) == 0;)
            next++;
        rows->at[kept] = rows->at[i];
        if (counts)
            number_cell(&rows->at[kept], (int64_t)(next - i));
        kept++;
    }
    rows->count = kept;
}

static void cut(text_rows *rows, const question *q)
{
    size_t skip = q->skip != NONE ? (size_t)q->skip : 0;
    size_t limit = q->limit != NONE ? (size_t)q->limit : rows->count;
    skip = skip < rows->count ? skip : rows->count;
    for (size_t i = skip; i < rows->count; i++)
        rows->at[i - skip] = rows->at[i];
    rows->count -= skip;
    rows->count = limit < rows->count ? limit : rows->count;
}

static void run_reference(const question *q, text_rows *rows)
{
    bindings now = {0};
    binding none = {.bound = 0};
    keep(&now, &none);
    for (int i = 0; i < q->clause_count; i++) {
        bindings next = {0};
        for (size_t k = 0; k < now.count; k++)
            run_clause(&q->clauses[i], &now.at[k], &next);
        free(now.at);
        now = next;
    }
    for (size_t i = 0; i < now.count; i++) {
        text_row row = {.cell_count = 0};
        for (int k = 0; k < q->item_count; k++) {
            const item *one = &q->items[k];
            int at = now.at[i].at[one->variable];
            if (one->form == ID && at != NONE)
                number_cell(&row, q->is_node[one->variable] ? nodes[at].id
                                                            : relationships[at].id);
            else
                item_cell(&row, one, &now.at[i]);
        }
        keep_row(rows, &row);
    }
    free(now.at);
    if (q->counts || q->distinct)
        unite(rows, q->counts);
    if (q->counts && q->item_count == 0 && rows->count == 0) {
        text_row row = {.cell_count = 0};
        number_cell(&row, 0);
        keep_row(rows, &row);
    }
    if (rows->count > 1)
        qsort(rows->at, rows->count, sizeof *rows->at, order_rows);
    cut(rows, q);
}

#endif
