/* Random small graphs and random questions about them, as data and as text. */
#ifndef CG_TESTS_UNIT_MADE_QUESTION_H
#define CG_TESTS_UNIT_MADE_QUESTION_H

#include <stdio.h>

#include "schema/memory.h"
#include "tests/support/random.h"

enum { NODES = 7, RELATIONSHIPS = 10 };
enum { VARIABLES = 32, ELEMENTS = 3, PATHS = 2, CLAUSES = 4, ITEMS = 3, DEPTH = 3 };
enum { NONE = -1, UNKNOWN = -1 };

static uint64_t state;

static int below(int limit)
{
    return (int)random_below(&state, (size_t)limit);
}

static bool once_in(int times)
{
    return below(times) == 0;
}

/* ---- Graphs ---- */

static const char *const names[] = {"a", "b", "é"};
enum { NAMES = 3, NUMBER = NAMES }; /* the name is the number 7 */
static const char label_letters[] = "ABC";
static const char *const types[] = {"R", "S"};

typedef struct {
    unsigned labels;
    int name; /* index; NUMBER; NONE */
    int x;    /* 0 to 3; NONE */
    int64_t id;
} node;

typedef struct {
    int from, to, type;
    int w; /* 0 to 3; NONE */
    int64_t id;
} relationship;

static node nodes[NODES];
static relationship relationships[RELATIONSHIPS];
static int node_count, relationship_count;

static void make_graph(void)
{
    node_count = 1 + below(NODES);
    relationship_count = below(RELATIONSHIPS + 1);
    for (int i = 0; i < node_count; i++)
        nodes[i] = (node){.labels = (unsigned)below(8),
                          .name = below(NAMES + 2) - 1,
                          .x = below(5) - 1};
    for (int i = 0; i < relationship_count; i++)
        relationships[i] = (relationship){.from = below(node_count),
                                          .to = below(node_count),
                                          .type = below(2),
                                          .w = below(5) - 1};
}

static void write_name(cg_buffer *out, int name)
{
    if (name == NUMBER)
        cg_buffer_add_z(out, "7");
    else
        cg_buffer_printf(out, "'%s'", names[name]);
}

static void write_graph(cg_buffer *out)
{
    cg_buffer_add_z(out, "CREATE ");
    for (int i = 0; i < node_count; i++) {
        const node *n = &nodes[i];
        cg_buffer_printf(out, "%s(n%d", i > 0 ? ", " : "", i);
        for (int k = 0; k < 3; k++)
            if ((n->labels >> k & 1) != 0)
                cg_buffer_printf(out, ":%c", label_letters[k]);
        cg_buffer_add_z(out, " {one: 1");
        if (n->name != NONE) {
            cg_buffer_add_z(out, ", name: ");
            write_name(out, n->name);
        }
        if (n->x != NONE)
            cg_buffer_printf(out, ", x: %d", n->x);
        cg_buffer_add_z(out, "})");
    }
    for (int i = 0; i < relationship_count; i++) {
        const relationship *r = &relationships[i];
        cg_buffer_printf(out, ", (n%d)-[r%d:%s", r->from, i, types[r->type]);
        if (r->w != NONE)
            cg_buffer_printf(out, " {w: %d}", r->w);
        cg_buffer_printf(out, "]->(n%d)", r->to);
    }
    for (int i = 0; i < node_count; i++)
        cg_buffer_printf(out, "%s id(n%d)", i > 0 ? "," : " RETURN", i);
    for (int i = 0; i < relationship_count; i++)
        cg_buffer_printf(out, ", id(r%d)", i);
}

/* ---- Questions ---- */

typedef enum { ANY_LABEL, LABEL, EITHER_LABEL, NOT_LABEL, BOTH_LABELS } label_form;

typedef struct {
    int variable; /* each element has one; those without a name are not written */
    bool named;
    label_form form;
    int label, other;
    int name, x;    /* of a node; NONE */
    int direction;  /* of a relationship: 0 both, 1 right, 2 left */
    unsigned types; /* a set; 0: any */
    int w;          /* NONE */
    bool walks;     /* of variable length */
    int least, most;
} element;

typedef struct {
    element elements[2 * ELEMENTS - 1]; /* node, relationship, node, … */
    int count;
} path;

typedef enum {
    X_IS,
    X_LESS,
    X_NULL,
    NAME_IS,
    NAME_IN,
    ID_IS,
    ELEMENT_ID_IN,
    W_MORE,
    HAS_LABEL,
    SAME,
    SAME_X,
    SAME_NAME,
    EXISTS,
    NOT,
    AND,
    OR
} condition_form;

typedef struct condition condition;
struct condition {
    condition_form form;
    int a, b; /* variables */
    int k;
    path *path;
    condition *left, *right;
};

typedef enum { MATCH, OPTIONAL, WITH, UNWIND } clause_form;

typedef struct {
    clause_form form;
    path paths[PATHS];
    int path_count;
    condition *where; /* NULL: none */
    unsigned kept;    /* variables that WITH keeps */
    int variable;     /* of UNWIND */
    int items[3];
} clause;

typedef enum { ID, X, NAME, W, ITEM } item_form;

typedef struct {
    item_form form;
    int variable;
} item;

typedef struct {
    clause clauses[CLAUSES];
    int clause_count;
    item items[ITEMS];
    int item_count;
    bool distinct, counts, ordered;
    int skip, limit; /* NONE: not written */
    int variable_count;
    bool is_node[VARIABLES], is_relationship[VARIABLES];
} question;

static cg_arena arena; /* of paths and conditions */

/* Variables in sight that are nodes, or relationships, or items. */
static int pick(const question *q, unsigned sight, int sort)
{
    int found[VARIABLES], count = 0;
    for (int i = 0; i < q->variable_count; i++) {
        int is = q->is_node[i] ? 0 : q->is_relationship[i] ? 1 : 2;
        if ((sight >> i & 1) != 0 && is == sort)
            found[count++] = i;
    }
    return count > 0 ? found[below(count)] : NONE;
}

static void make_labels(element *e)
{
    e->form = once_in(2) ? ANY_LABEL : (label_form)below(5);
    e->label = below(3);
    e->other = below(3);
}

static void make_node(question *q, element *e, unsigned *sight)
{
    int old = once_in(3) ? pick(q, *sight, 0) : NONE;
    *e = (element){.variable = old, .named = true, .name = NONE, .x = NONE};
    if (old == NONE) {
        e->variable = q->variable_count++;
        e->named = !once_in(3);
        q->is_node[e->variable] = true;
    }
    make_labels(e);
    if (once_in(5))
        e->name = below(NAMES + 1);
    if (once_in(6))
        e->x = below(4);
    if (e->named)
        *sight |= 1U << e->variable;
}

static void make_relationship(question *q, element *e, unsigned *sight,
                              unsigned before)
{
    int old = once_in(8) ? pick(q, before, 1) : NONE;
    *e =
        (element){.variable = old, .named = true, .direction = below(3), .w = NONE};
    if (old == NONE) {
        e->variable = q->variable_count++;
        e->walks = once_in(5);
        e->named = !e->walks && once_in(2);
        q->is_relationship[e->variable] = true;
    }
    e->types = (unsigned)below(4);
    e->least = below(2);
    e->most = e->least + below(2);
    if (once_in(6))
        e->w = below(4);
    if (e->named)
        *sight |= 1U << e->variable;
}

static void make_path(question *q, path *p, unsigned *sight, unsigned before)
{
    p->count = 2 * below(ELEMENTS) + 1;
    unsigned used = before; /* one relationship stands once in a clause */
    for (int i = 0; i < p->count; i++) {
        if (i % 2 == 0) {
            make_node(q, &p->elements[i], sight);
            continue;
        }
        make_relationship(q, &p->elements[i], sight, used);
        used &= ~(1U << p->elements[i].variable);
    }
}

static condition *make_condition(question *q, unsigned sight, int depth);

static condition *make_exists(question *q, condition *c, unsigned sight)
{
    unsigned inner = sight;
    c->path = cg_arena_alloc(&arena, sizeof *c->path);
    c->path->count = 3;
    for (int i = 0; i < 3; i++)
        if (i % 2 == 0)
            make_node(q, &c->path->elements[i], &inner);
        else
            make_relationship(q, &c->path->elements[i], &inner, 0);
    return c;
}

static condition *make_condition(question *q, unsigned sight, int depth)
{
    condition *c = cg_arena_alloc(&arena, sizeof *c);
    int form = below(depth < DEPTH ? OR + 1 : EXISTS);
    *c = (condition){.form = (condition_form)form,
                     .a = pick(q, sight, form == W_MORE ? 1 : 0),
                     .b = pick(q, sight, 0),
                     .k = below(5)};
    if (form == EXISTS && q->variable_count + 3 < VARIABLES)
        return make_exists(q, c, sight);
    if (form >= NOT) {
        c->left = make_condition(q, sight, depth + 1);
        c->right = form == NOT ? NULL : make_condition(q, sight, depth + 1);
        return c->left != NULL && (form == NOT || c->right != NULL) ? c : NULL;
    }
    return c->a != NONE && c->b != NONE && form != EXISTS ? c : NULL;
}

static void make_match(question *q, clause *c, unsigned *sight)
{
    unsigned before = *sight;
    c->form = once_in(4) ? OPTIONAL : MATCH;
    c->path_count = 1 + once_in(3);
    for (int i = 0; i < c->path_count; i++) {
        make_path(q, &c->paths[i], sight, before);
        for (int k = 1; k < c->paths[i].count; k += 2)
            before &= ~(1U << c->paths[i].elements[k].variable);
    }
    c->where = once_in(2) ? make_condition(q, *sight, 0) : NULL;
}

static void make_with(question *q, clause *c, unsigned *sight)
{
    c->form = WITH;
    c->kept = *sight & (unsigned)random_next(&state);
    if (c->kept == 0)
        c->kept = *sight;
    *sight = c->kept;
    c->where = once_in(2) ? make_condition(q, *sight, 0) : NULL;
}

static void make_clause(question *q, clause *c, unsigned *sight)
{
    if (*sight != 0 && once_in(5)) {
        make_with(q, c, sight);
    } else if (once_in(6)) {
        c->form = UNWIND;
        c->variable = q->variable_count++;
        for (int i = 0; i < 3; i++)
            c->items[i] = below(4);
        *sight |= 1U << c->variable;
    } else {
        make_match(q, c, sight);
    }
}

static void make_items(question *q, unsigned sight)
{
    q->item_count = 1 + below(ITEMS);
    bool numbers = true;
    for (int i = 0; i < q->item_count; i++) {
        int variable = pick(q, sight, 0), sort = below(4);
        item_form form = (item_form)below(3);
        if (sort == 1 && pick(q, sight, 1) != NONE) {
            variable = pick(q, sight, 1);
            form = once_in(2) ? ID : W;
        }
        if (variable == NONE || (sort == 2 && pick(q, sight, 2) != NONE)) {
            variable = pick(q, sight, 2);
            form = ITEM;
        }
        q->items[i] = (item){form, variable};
        if (variable == NONE)
            q->item_count = i;
        numbers = numbers && form != NAME;
    }
    q->counts = q->item_count == 0 || once_in(4);
    q->distinct = !q->counts && once_in(4);
    q->ordered = numbers && !q->counts && once_in(3);
    q->skip = q->ordered && once_in(2) ? below(3) : NONE;
    q->limit = q->ordered && !once_in(3) ? below(5) : NONE;
}

static void make_question(question *q)
{
    unsigned sight = 0;
    *q = (question){0};
    q->clause_count = 1 + below(CLAUSES);
    for (int i = 0; i < q->clause_count; i++)
        make_clause(q, &q->clauses[i], &sight);
    make_items(q, sight);
}

/* ---- As text ---- */

static void write_variable(cg_buffer *out, int variable)
{
    cg_buffer_printf(out, "v%d", variable);
}

static void write_labels(cg_buffer *out, const element *e)
{
    if (e->form == EITHER_LABEL || e->form == BOTH_LABELS)
        cg_buffer_printf(out, e->form == EITHER_LABEL ? ":%c|%c" : ":%c&%c",
                         label_letters[e->label], label_letters[e->other]);
    else if (e->form != ANY_LABEL)
        cg_buffer_printf(out, e->form == LABEL ? ":%c" : ":!%c",
                         label_letters[e->label]);
}

static void write_node(cg_buffer *out, const element *e)
{
    cg_buffer_add_byte(out, '(');
    if (e->named)
        write_variable(out, e->variable);
    write_labels(out, e);
    if (e->name != NONE) {
        cg_buffer_add_z(out, " {name: ");
        write_name(out, e->name);
        cg_buffer_add_z(out, e->x != NONE ? ", " : "}");
    }
    if (e->x != NONE)
        cg_buffer_printf(out, "%sx: %d}", e->name == NONE ? " {" : "", e->x);
    cg_buffer_add_byte(out, ')');
}

static void write_relationship(cg_buffer *out, const element *e)
{
    static const char *const sets[] = {"", ":R", ":S", ":R|S"};
    cg_buffer_add_z(out, e->direction == 2 ? "<-[" : "-[");
    if (e->named)
        write_variable(out, e->variable);
    cg_buffer_add_z(out, sets[e->types]);
    if (e->walks)
        cg_buffer_printf(out, "*%d..%d", e->least, e->most);
    if (e->w != NONE)
        cg_buffer_printf(out, " {w: %d}", e->w);
    cg_buffer_add_z(out, e->direction == 1 ? "]->" : "]-");
}

static void write_path(cg_buffer *out, const path *p)
{
    for (int i = 0; i < p->count; i++)
        if (i % 2 == 0)
            write_node(out, &p->elements[i]);
        else
            write_relationship(out, &p->elements[i]);
}

static int64_t id_of_number(int k)
{
    return k < node_count ? nodes[k].id : 1000 + k;
}

static void write_condition(cg_buffer *out, const condition *c)
{
    switch (c->form) {
    case X_IS:
        cg_buffer_printf(out, "v%d.x = %d", c->a, c->k);
        break;
    case X_LESS:
        cg_buffer_printf(out, "v%d.x < %d", c->a, c->k);
        break;
    case X_NULL:
        cg_buffer_printf(out, "v%d.x IS NULL", c->a);
        break;
    case NAME_IS:
        if (c->k <= NUMBER)
            write_name(out, c->k);
        else
            cg_buffer_add_z(out, "null");
        cg_buffer_printf(out, " = v%d.name", c->a);
        break;
    case NAME_IN:
        cg_buffer_printf(out, "v%d.name IN ['a', %s, 'a']", c->a,
                         c->k == 0   ? "null"
                         : c->k == 1 ? "7"
                                     : "'b'");
        break;
    case ID_IS:
        cg_buffer_printf(out, "id(v%d) = %lld%s", c->a,
                         (long long)id_of_number(c->k), c->k % 2 ? ".0" : "");
        break;
    case ELEMENT_ID_IN:
        cg_buffer_printf(out, "elementId(v%d) IN ['%lld', '-1', '%lld']", c->a,
                         (long long)id_of_number(c->k), (long long)nodes[0].id);
        break;
    case W_MORE:
        cg_buffer_printf(out, "v%d.w > %d", c->a, c->k);
        break;
    case HAS_LABEL:
        cg_buffer_printf(out, "v%d:%c", c->a, label_letters[c->k % 3]);
        break;
    case SAME:
        cg_buffer_printf(out, "v%d = v%d", c->a, c->b);
        break;
    case SAME_X:
        cg_buffer_printf(out, "v%d.x = v%d.x", c->a, c->b);
        break;
    case SAME_NAME:
        cg_buffer_printf(out, "v%d.name = v%d.name", c->a, c->b);
        break;
    case EXISTS:
        cg_buffer_add_z(out, "EXISTS { ");
        write_path(out, c->path);
        cg_buffer_add_z(out, " }");
        break;
    case NOT:
        cg_buffer_add_z(out, "NOT (");
        write_condition(out, c->left);
        cg_buffer_add_z(out, ")");
        break;
    case AND:
    case OR:
        cg_buffer_add_z(out, "(");
        write_condition(out, c->left);
        cg_buffer_add_z(out, c->form == AND ? " AND " : " OR ");
        write_condition(out, c->right);
        cg_buffer_add_z(out, ")");
        break;
    }
}

static void write_clause(cg_buffer *out, const clause *c)
{
    const char *before = " WITH ";
    if (c->form == UNWIND)
        cg_buffer_printf(out, " UNWIND [%d, %d, %d] AS v%d", c->items[0],
                         c->items[1], c->items[2], c->variable);
    for (int i = 0; c->form == WITH && i < VARIABLES; i++)
        if ((c->kept >> i & 1) != 0) {
            cg_buffer_printf(out, "%sv%d", before, i);
            before = ", ";
        }
    if (c->form <= OPTIONAL)
        cg_buffer_add_z(out, c->form == OPTIONAL ? " OPTIONAL MATCH " : " MATCH ");
    for (int i = 0; i < c->path_count; i++) {
        cg_buffer_add_z(out, i > 0 ? ", " : "");
        write_path(out, &c->paths[i]);
    }
    if (c->where != NULL) {
        cg_buffer_add_z(out, " WHERE ");
        write_condition(out, c->where);
    }
}

static void write_item(cg_buffer *out, const item *i)
{
    cg_buffer_printf(out, i->form == ID ? "id(v%d)" : "v%d", i->variable);
    cg_buffer_add_z(out, i->form == X      ? ".x"
                         : i->form == NAME ? ".name"
                         : i->form == W    ? ".w"
                                           : "");
}

static void write_question(cg_buffer *out, const question *q)
{
    for (int i = 0; i < q->clause_count; i++)
        write_clause(out, &q->clauses[i]);
    cg_buffer_add_z(out, q->distinct ? " RETURN DISTINCT" : " RETURN");
    for (int i = 0; i < q->item_count; i++) {
        cg_buffer_add_z(out, i > 0 ? ", " : " ");
        write_item(out, &q->items[i]);
        cg_buffer_printf(out, " AS c%d", i);
    }
    if (q->counts)
        cg_buffer_add_z(out, q->item_count > 0 ? ", count(*)" : " count(*)");
    for (int i = 0; q->ordered && i < q->item_count; i++)
        cg_buffer_printf(out, "%s c%d", i > 0 ? "," : " ORDER BY", i);
    if (q->skip != NONE)
        cg_buffer_printf(out, " SKIP %d", q->skip);
    if (q->limit != NONE)
        cg_buffer_printf(out, " LIMIT %d", q->limit);
}

#endif
