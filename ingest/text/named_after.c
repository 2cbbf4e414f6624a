/* Names that begin or end with other names: a model with its family's, a product with its
 * maker's, a sort with its class's. */
#include <stdlib.h>

#include "ingest/text/rules_parts.h"

/* A folded name of an entity. */
typedef struct {
    cg_text name;
    uint32_t entity;
} known_name;

typedef struct {
    cg_arena arena; /* of the folded names */
    known_name *items;
    size_t count;
} known_names;

static int by_name(const void *a, const void *b)
{
    const known_name *left = a;
    const known_name *right = b;
    int order = cg_text_compare(left->name, right->name);
    if (order != 0)
        return order;
    return (left->entity > right->entity) - (left->entity < right->entity);
}

static cg_status add_name(known_names *known, cg_text name, uint32_t entity,
                          cg_error *err)
{
    known_name *item = &known->items[known->count];
    item->entity = entity;
    cg_status status =
        cg_text_fold(name, CG_FOLD_CASE, &known->arena, &item->name, err);
    if (status == CG_OK && item->name.size > 1)
        known->count++;
    return status;
}

static cg_status gather_names(known_names *known, const text_document *document,
                              cg_error *err)
{
    size_t room = document->entity_count;
    for (size_t i = 0; i < document->entity_count; i++)
        room += document->entities[i].name_count;
    known->items = calloc(room + 1, sizeof *known->items);
    if (known->items == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (uint32_t i = 0; i < document->entity_count; i++) {
        const text_entity *entity = &document->entities[i];
        status = add_name(known, entity->name, i, err);
        for (size_t k = 0; status == CG_OK && k < entity->name_count; k++)
            status = add_name(known, entity->names[k].text, i, err);
        if (status != CG_OK)
            return status;
    }
    qsort(known->items, known->count, sizeof *known->items, by_name);
    return CG_OK;
}

/* The first of the names that equal `name`, NULL if there is none. */
static const known_name *find_name(const known_names *known, cg_text name)
{
    size_t low = 0;
    size_t high = known->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cg_text_compare(known->items[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < known->count && cg_text_equal(known->items[low].name, name);
    return found ? &known->items[low] : NULL;
}

static void add_base(uint32_t bases[NAMED_AFTER_MAX], uint32_t entity)
{
    for (size_t i = 0; i < NAMED_AFTER_MAX; i++) {
        if (bases[i] == entity + 1)
            return;
        if (bases[i] == 0) {
            bases[i] = entity + 1;
            return;
        }
    }
}

/* Add those that have the name, but for `self`. */
static void add_bases(const known_names *known, cg_text part, uint32_t self,
                      uint32_t bases[NAMED_AFTER_MAX])
{
    const known_name *name = find_name(known, part);
    const known_name *end = known->items + known->count;
    for (; name != NULL && name < end && cg_text_equal(name->name, part); name++)
        if (name->entity != self)
            add_base(bases, name->entity);
}

/* Does a word end between `before` and `after`, or a number begin? */
static bool parts_words(uint32_t before, uint32_t after)
{
    bool number = after >= '0' && after <= '9' && before >= 'a' && before <= 'z';
    return number || after == ' ' || after == '-' || cg_point_is_cjk(before) ||
           cg_point_is_cjk(after);
}

/* The text from `at` on, without a blank or a hyphen that it begins with. */
static cg_text behind_blank(cg_text text, size_t at)
{
    bool parts = text.at[at] == ' ' || text.at[at] == '-';
    return cg_text_slice(text, at + parts, text.size);
}

enum {
    POINTS_MAX = 64,     /* a name of more has no family */
    ENDING_BYTES_MIN = 4 /* a Chinese character alone ends many names */
};

static void find_bases(const known_names *known, cg_text folded, uint32_t self,
                       named_after *bases)
{
    size_t ends[POINTS_MAX];
    size_t count = 0;
    uint32_t before = 0;
    for (size_t at = 0; at < folded.size && count < POINTS_MAX;) {
        size_t start = at;
        uint32_t point = cg_text_next(folded, &at);
        if (start > 0 && parts_words(before, point))
            ends[count++] = start;
        before = point;
    }
    for (size_t i = 0; i < count; i++) {
        cg_text ending = behind_blank(folded, ends[i]);
        if (ending.size >= ENDING_BYTES_MIN)
            add_bases(known, ending, self, bases->endings);
    }
    while (count > 0)
        add_bases(known, cg_text_slice(folded, 0, ends[--count]), self,
                  bases->entities);
}

cg_status run_name_bases(rule_run *run, cg_error *err)
{
    const text_document *document = run->document;
    known_names known = {.count = 0};
    cg_buffer folded = {0};
    cg_status status = gather_names(&known, document, err);
    if (status == CG_OK) {
        run->named_after =
            calloc(document->mention_count + 1, sizeof *run->named_after);
        status = run->named_after != NULL ? CG_OK : cg_fail_memory(err);
    }
    for (size_t i = 0; status == CG_OK && i < document->mention_count; i++) {
        const text_mention *mention = &document->mentions[i];
        if (mention->form != MENTION_NAME)
            continue;
        cg_buffer_clear(&folded);
        cg_text_fold_into(
            cg_text_slice(document->text, mention->start, mention->end),
            CG_FOLD_CASE, &folded);
        find_bases(&known, cg_buffer_text(&folded), mention->entity,
                   &run->named_after[i]);
    }
    if (status == CG_OK)
        status = cg_buffer_status(&folded, err);
    cg_buffer_release(&folded);
    free(known.items);
    cg_arena_release(&known.arena);
    return status;
}
