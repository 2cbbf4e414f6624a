#include "graph/query/notice.h"

#include "graph/query/guess.h"
#include "graph/store/property_graph.h"

/* What a name may be of. */
enum { OF_NODES = 1, OF_RELATIONSHIPS = 2 };

typedef struct {
    const query_checked *checked;
    const cg_vocabulary *words;
    const cg_text *keys; /* in their order; NULL: properties are not looked at */
    size_t key_count;
    cg_error *notices;
    size_t count;
} noting;

/* ---- Noting ---- */

/* Once for each message. */
static void note(noting *n, query_span at, const char *what,
                 const query_guess *guess)
{
    char text[GUESS_ROOM];
    cg_error one = {0};
    if (n->count == NOTICES_MAX)
        return;
    (void)query_fail(&one, FAULT_UNDEFINED, &n->checked->source, at, "%s '%.*s'%s",
                     what, CG_TEXT_ARG(guess->word), guess_text(guess, text));
    one.status = CG_NOT_FOUND;
    one.kind[0] = '\0';
    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->notices[i].message, one.message) == 0)
            return;
    n->notices[n->count++] = one;
}

/* ---- Labels and types ---- */

static bool offer_kinds(const noting *n, query_guess *guess)
{
    for (size_t i = 0; i < cg_kind_count(n->words); i++) {
        cg_text name = cg_kind_at(n->words, i)->name;
        if (cg_text_equal(name, guess->word))
            return true;
        guess_offer(guess, name);
    }
    return false;
}

static bool offer_relations(const noting *n, query_guess *guess)
{
    for (size_t i = 0; i < cg_relation_count(n->words); i++) {
        cg_text name = cg_relation_at(n->words, i)->name;
        if (cg_text_equal(name, guess->word))
            return true;
        guess_offer(guess, name);
    }
    return false;
}

/* The names of a label expression. */
static void note_labels(noting *n, const ast_node *labels, int of)
{
    if (labels == NULL)
        return;
    if (labels->type == AST_LABEL) {
        query_guess guess = {.word = labels->text};
        if (((of & OF_NODES) != 0 && offer_kinds(n, &guess)) ||
            ((of & OF_RELATIONSHIPS) != 0 && offer_relations(n, &guess)))
            return;
        note(n, labels->at,
             of == OF_RELATIONSHIPS ? "there are no relationships of type"
                                    : "there are no nodes with label",
             &guess);
    }
    for (uint32_t i = 0; i < labels->count; i++)
        note_labels(n, labels->children[i], of);
}

/* ---- Properties ---- */

static void note_key(noting *n, query_span at, cg_text key)
{
    query_guess guess = {.word = key};
    if (n->keys == NULL)
        return;
    for (size_t i = 0; i < n->key_count; i++) {
        if (cg_text_equal(n->keys[i], key))
            return;
        guess_offer(&guess, n->keys[i]);
    }
    note(n, at, "nothing has a property", &guess);
}

static void note_map(noting *n, const ast_node *map)
{
    if (map == NULL || map->type != AST_MAP)
        return;
    for (uint32_t i = 0; i < map->count; i++)
        note_key(n, map->children[i]->at, map->children[i]->text);
}

/* `n.key`, where `n` is a node or relationship and nothing else. */
static void note_property(noting *n, const ast_node *property)
{
    const ast_node *of = property->children[0];
    if (of->type != AST_VARIABLE || of->slot >= n->checked->slot_count)
        return;
    query_types types = n->checked->slots[of->slot].types;
    if (types != TYPES_NONE && (types & ~TYPES_ENTITY) == 0)
        note_key(n, property->at, property->text);
}

/* ---- The tree ---- */

static void walk(noting *n, const ast_node *node)
{
    if (node == NULL)
        return;
    switch (node->type) {
    case AST_CREATE: /* what is made has the names that it is given */
    case AST_MERGE:
    case AST_SET:
        return;
    case AST_NODE:
        note_labels(n, node->children[0], OF_NODES);
        note_map(n, node->children[1]);
        break;
    case AST_RELATIONSHIP:
        note_labels(n, node->children[0], OF_RELATIONSHIPS);
        note_map(n, node->children[1]);
        break;
    case AST_HAS_LABELS:
        note_labels(n, node->children[1], OF_NODES | OF_RELATIONSHIPS);
        break;
    case AST_PROPERTY:
        note_property(n, node);
        break;
    default:
        break;
    }
    for (uint32_t i = 0; i < node->count; i++)
        walk(n, node->children[i]);
}

cg_status query_notices(const query_checked *checked, cg_store *store, bool keys,
                        cg_error *notices, size_t *count, cg_error *err)
{
    cg_arena arena = {0};
    noting n = {.checked = checked,
                .words = cg_store_vocabulary(store),
                .notices = notices};
    cg_status status = CG_OK;
    if (keys)
        status = cg_store_property_keys(store, &arena, &n.keys, &n.key_count, err);
    if (status == CG_OK)
        walk(&n, checked->tree);
    *count = n.count;
    cg_arena_release(&arena);
    return status;
}
