#include "ingest/text/cluster.h"

#include "ingest/text/token.h"

/* Entities by key: (1, list entry) or (2 + kind, words of the name). */
typedef struct {
    name_scan *scan;
    words_table words;
    automaton keys; /* values: entity + 1 */
    size_t count;
} entity_assignment;

static cg_status entity_of(entity_assignment *assignment, const uint32_t *key,
                           size_t size, uint32_t *entity)
{
    uint32_t *value;
    cg_status status =
        automaton_add(&assignment->keys, key, size, &value, assignment->scan->err);
    if (status != CG_OK)
        return status;
    if (*value == 0)
        *value = (uint32_t)++assignment->count;
    *entity = *value - 1;
    return CG_OK;
}

/* The key of a name nobody listed: its words, without case and diacritics. */
static cg_status shape_key(entity_assignment *assignment,
                           const name_candidate *candidate,
                           uint32_t key[AUTOMATON_DEPTH_MAX], size_t *size)
{
    cg_status status = CG_OK;
    key[0] = 2U + candidate->kind;
    *size = 1;
    for (uint32_t i = candidate->core;
         status == CG_OK && i < candidate->core_end && *size < AUTOMATON_DEPTH_MAX;
         i++) {
        char form[TOKEN_FOLD_MAX];
        cg_text token = document_text(assignment->scan->document, i, i + 1);
        cg_text folded = {form, token_fold(token, CG_FOLD_BASE, form)};
        status = table_add(&assignment->words, folded, &key[(*size)++],
                           assignment->scan->err);
    }
    return status;
}

static cg_status assign(entity_assignment *assignment, name_candidate *candidate)
{
    uint32_t key[AUTOMATON_DEPTH_MAX] = {1, (uint32_t)candidate->listed + 1};
    size_t size = 2;
    cg_status status = CG_OK;
    if (candidate->listed < 0)
        status = shape_key(assignment, candidate, key, &size);
    if (status == CG_OK)
        status = entity_of(assignment, key, size, &candidate->entity);
    return status;
}

cg_status cluster_assign(name_scan *scan, size_t *count)
{
    entity_assignment assignment = {.scan = scan};
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < scan->count; i++)
        status = assign(&assignment, &scan->found[i]);
    *count = assignment.count;
    table_release(&assignment.words);
    automaton_release(&assignment.keys);
    return status;
}
