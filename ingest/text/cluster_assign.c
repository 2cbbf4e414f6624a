#include <stdlib.h>

#include "ingest/text/cluster.h"

/* What a key is made of; with the kind it is the key's first symbol. */
typedef enum {
    KEY_ENTRY,    /* the list entry */
    KEY_WORDS,    /* the words of the name */
    KEY_OWN,      /* an organisation's own words */
    KEY_UNPLACED, /* its words without places */
    KEY_PART,     /* a part of a person's name */
    KEY_TYPES
} key_type;

enum { AMBIGUOUS = UINT32_MAX };

/* What is known of an entity that its own words do not tell. */
typedef struct {
    uint64_t branches;
    uint32_t place;
    bool listed;
} entity_facts;

typedef struct {
    name_scan *scan;
    automaton keys; /* values: entity + 1, or AMBIGUOUS */
    entity_facts *entities;
    size_t count;
    size_t room;
} entity_assignment;

static cg_status value_of(entity_assignment *all, key_type type, uint8_t kind,
                          const uint32_t *words, size_t count, uint32_t **value)
{
    uint32_t key[KEY_WORDS_MAX + 1] = {1U + kind * (uint32_t)KEY_TYPES + type};
    memcpy(key + 1, words, count * sizeof *words);
    return automaton_add(&all->keys, key, count + 1, value, all->scan->err);
}

/* The entity + 1 of a key; 0 if there is none or more than one. */
static cg_status look_up(entity_assignment *all, key_type type, uint8_t kind,
                         const key_words *words, uint32_t *found)
{
    uint32_t *value = NULL;
    *found = 0;
    if (words->count == 0)
        return CG_OK;
    cg_status status =
        value_of(all, type, kind, words->words, words->count, &value);
    if (status == CG_OK && *value != AMBIGUOUS)
        *found = *value;
    return status;
}

static cg_status put(entity_assignment *all, key_type type, uint8_t kind,
                     const key_words *words, uint32_t entity)
{
    uint32_t *value = NULL;
    if (words->count == 0)
        return CG_OK;
    cg_status status =
        value_of(all, type, kind, words->words, words->count, &value);
    if (status == CG_OK)
        *value = *value == 0 || *value == entity + 1 ? entity + 1 : AMBIGUOUS;
    return status;
}

static cg_status new_entity(entity_assignment *all, const key_parts *parts,
                            bool listed, uint32_t *entity)
{
    cg_status status =
        cg_grow(all->entities, &all->room, all->count + 1, all->scan->err);
    if (status != CG_OK)
        return status;
    all->entities[all->count] =
        (entity_facts){parts->branches, parts->place, listed};
    *entity = (uint32_t)all->count++;
    return CG_OK;
}

/* ---- Which entity ---- */

/* May an entity with the same own words be meant? Places must not contradict each
 * other, nor branches: a shorter name may leave its branch out, unless a list says
 * that the entity is the house itself. */
static bool agrees(const entity_facts *entity, const key_parts *parts)
{
    if (entity->place != 0 && parts->place != 0 && entity->place != parts->place)
        return false;
    if (entity->branches == parts->branches)
        return true;
    return !entity->listed && (parts->branches == 0 || entity->branches == 0);
}

/* The entity + 1 that bears the name: by all its words, by its own words, without its
 * place, or as a part of a person's name; 0 if it is new. */
static cg_status find_entity(entity_assignment *all,
                             const name_candidate *candidate,
                             const key_words *words, const key_words *whole,
                             const key_parts *parts, uint32_t *found)
{
    uint8_t kind = candidate->kind;
    cg_status status = look_up(all, KEY_WORDS, kind, words, found);
    if (status == CG_OK && *found == 0)
        status = look_up(all, KEY_WORDS, kind, whole, found);
    if (status != CG_OK || *found != 0)
        return status;
    if (key_is_person(all->scan, candidate))
        return look_up(all, KEY_PART, kind, words, found);
    status = look_up(all, KEY_OWN, kind, &parts->own, found);
    if (*found != 0 && !agrees(&all->entities[*found - 1], parts))
        *found = 0;
    if (status != CG_OK || *found != 0 || parts->place != 0)
        return status;
    return look_up(all, KEY_UNPLACED, kind, &parts->unplaced, found);
}

/* The entity + 1 of a list entry; 0 if it is new. A name that leaves its place out
 * ("Bộ Thương mại") is not that of an entry which the document does not name in full,
 * if it names another one in full. A firm's name is never one of its daughter's. */
static cg_status find_listed(entity_assignment *all, name_candidate *candidate,
                             const key_words *entry, const key_parts *parts,
                             uint32_t *found)
{
    cg_status status = look_up(all, KEY_ENTRY, candidate->kind, entry, found);
    if (status != CG_OK || *found != 0 || parts->place != 0 ||
        candidate->kind == all->scan->names->company_kind)
        return status;
    status = look_up(all, KEY_UNPLACED, candidate->kind, &parts->unplaced, found);
    if (*found != 0)
        candidate->listed = -1;
    return status;
}

static cg_status put_part(entity_assignment *all, const name_candidate *person,
                          uint32_t first, uint32_t end)
{
    key_words words;
    key_words_of(all->scan, first, end, &words);
    return put(all, KEY_PART, person->kind, &words, person->entity);
}

/* The parts by which a person is named again. */
static cg_status put_person(entity_assignment *all, const name_candidate *person)
{
    uint32_t first;
    uint32_t end;
    cg_status status = CG_OK;
    if (key_first_part(all->scan, person, &first, &end))
        status = put_part(all, person, first, end);
    if (status == CG_OK && key_last_part(all->scan, person, &first, &end))
        status = put_part(all, person, first, end);
    if (status == CG_OK && key_given_part(all->scan, person, &first, &end))
        status = put_part(all, person, first, end);
    return status;
}

static cg_status put_keys(entity_assignment *all, const name_candidate *candidate,
                          const key_words *words, const key_words *whole,
                          const key_parts *parts)
{
    uint8_t kind = candidate->kind;
    cg_status status = put(all, KEY_WORDS, kind, words, candidate->entity);
    if (status == CG_OK)
        status = put(all, KEY_WORDS, kind, whole, candidate->entity);
    if (status == CG_OK && key_is_person(all->scan, candidate))
        return put_person(all, candidate);
    if (status == CG_OK)
        status = put(all, KEY_OWN, kind, &parts->own, candidate->entity);
    if (status == CG_OK)
        status = put(all, KEY_UNPLACED, kind, &parts->unplaced, candidate->entity);
    return status;
}

/* A single word that was taken for a firm by what it does is a person if the document
 * names one so. */
static cg_status take_for_person(entity_assignment *all, name_candidate *candidate,
                                 const key_words *words)
{
    uint8_t person = all->scan->names->person_kind;
    uint32_t found = 0;
    if (candidate->listed >= 0 || words->count != 1 || candidate->kind == person)
        return CG_OK;
    cg_status status = look_up(all, KEY_PART, person, words, &found);
    if (status == CG_OK && found != 0)
        candidate->kind = person;
    return status;
}

static cg_status assign(entity_assignment *all, name_candidate *candidate)
{
    name_scan *scan = all->scan;
    key_words words;
    key_words whole;
    key_parts parts;
    uint32_t found = 0;
    key_words_of(scan, candidate->core, candidate->core_end, &words);
    key_words_of(scan, candidate->first, candidate->end, &whole);
    cg_status status = take_for_person(all, candidate, &words);
    if (status == CG_OK)
        key_parts_of(scan, candidate, &parts);
    if (status != CG_OK)
        return status;
    const key_words entry = {{(uint32_t)candidate->listed + 1}, 1};
    if (candidate->listed >= 0)
        status = find_listed(all, candidate, &entry, &parts, &found);
    else
        status = find_entity(all, candidate, &words, &whole, &parts, &found);
    candidate->entity = found - 1;
    if (status == CG_OK && found == 0)
        status =
            new_entity(all, &parts, candidate->listed >= 0, &candidate->entity);
    if (status == CG_OK && candidate->listed >= 0)
        status = put(all, KEY_ENTRY, candidate->kind, &entry, candidate->entity);
    return status == CG_OK ? put_keys(all, candidate, &words, &whole, &parts)
                           : status;
}

/* ---- In which order ---- */

/* Listed names first, then longer ones before those that may stand for them. */
static int by_weight(const void *a, const void *b)
{
    const name_candidate *one = *(const name_candidate *const *)a;
    const name_candidate *other = *(const name_candidate *const *)b;
    uint32_t one_size = one->core_end - one->core;
    uint32_t other_size = other->core_end - other->core;
    if ((one->listed < 0) != (other->listed < 0))
        return one->listed < 0 ? 1 : -1;
    if (one_size != other_size)
        return one_size > other_size ? -1 : 1;
    return one->first < other->first ? -1 : one->first > other->first;
}

cg_status cluster_assign(name_scan *scan, size_t *count)
{
    entity_assignment all = {.scan = scan};
    cg_status status = CG_OK;
    name_candidate **order = malloc((scan->count + 1) * sizeof *order);
    if (order == NULL)
        return cg_fail_memory(scan->err);
    for (size_t i = 0; i < scan->count; i++)
        order[i] = &scan->found[i];
    qsort(order, scan->count, sizeof *order, by_weight);
    for (size_t i = 0; status == CG_OK && i < scan->count; i++)
        status = assign(&all, order[i]);
    *count = all.count;
    automaton_release(&all.keys);
    free(all.entities);
    free(order);
    return status;
}

cg_status cluster_renumber(name_scan *scan, size_t *count)
{
    uint32_t *numbers = calloc(*count + 1, sizeof *numbers);
    if (numbers == NULL)
        return cg_fail_memory(scan->err);
    uint32_t next = 0;
    for (size_t i = 0; i < scan->count; i++) {
        uint32_t *number = &numbers[scan->found[i].entity];
        if (*number == 0)
            *number = ++next;
        scan->found[i].entity = *number - 1;
    }
    *count = next;
    free(numbers);
    return CG_OK;
}
