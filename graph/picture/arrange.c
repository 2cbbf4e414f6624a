/* What becomes a frame, and what becomes a line. */
#include "graph/picture/diagram.h"

#include <stdlib.h>

/* ---- Frames ---- */

typedef struct {
    size_t group;  /* node */
    size_t member; /* node */
    size_t fact;
} membership;

static int compare_sizes(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_memberships(const void *a, const void *b)
{
    const membership *left = a;
    const membership *right = b;
    int order = compare_sizes(left->group, right->group);

    if (order == 0)
        order = compare_sizes(left->member, right->member);
    return order != 0 ? order : compare_sizes(left->fact, right->fact);
}

/* Only a sure membership puts an entity into a frame: what is planned, or may be, has
 * to be seen as such. */
static bool is_membership(const diagram *drawn, const diagram_fact *fact)
{
    return fact->subject != DIAGRAM_NONE && fact->object != DIAGRAM_NONE &&
           fact->subject != fact->object &&
           cg_relation_at(drawn->vocabulary, fact->fact.relation)->groups &&
           diagram_sureness_of(fact->fact.modality) == DIAGRAM_SURE;
}

/* Put the members of one group that stand nowhere yet into its frame, unless they are
 * too few. What is a group itself stands in no frame. */
static void frame_group(diagram *drawn, const membership *items, size_t count,
                        const bool *is_group)
{
    size_t group = items[0].group;
    size_t members = 0;

    for (size_t i = 0; i < count; i++) {
        diagram_node *member = &drawn->nodes[items[i].member];

        if (member->frame != DIAGRAM_NONE || is_group[items[i].member])
            continue;
        member->frame = group;
        members++;
    }
    for (size_t i = 0; i < count; i++) {
        diagram_node *member = &drawn->nodes[items[i].member];

        if (member->frame != group)
            continue;
        if (members < DIAGRAM_FRAME)
            member->frame = DIAGRAM_NONE;
        else
            drawn->facts[items[i].fact].framed = true;
    }
    drawn->nodes[group].members = members < DIAGRAM_FRAME ? 0 : members;
}

static cg_status draw_frames(diagram *drawn, cg_error *err)
{
    membership *items =
        cg_arena_array(&drawn->arena, drawn->fact_count + 1, sizeof *items);
    bool *is_group =
        cg_arena_array(&drawn->arena, drawn->node_count + 1, sizeof *is_group);
    size_t count = 0;
    size_t end = 0;

    if (items == NULL || is_group == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < drawn->fact_count; i++) {
        const diagram_fact *fact = &drawn->facts[i];

        if (!is_membership(drawn, fact))
            continue;
        items[count++] = (membership){fact->object, fact->subject, i};
        is_group[fact->object] = true;
    }
    qsort(items, count, sizeof *items, compare_memberships);
    for (size_t start = 0; start < count; start = end) {
        for (end = start; end < count && items[end].group == items[start].group;)
            end++;
        frame_group(drawn, items + start, end - start, is_group);
    }
    return CG_OK;
}

/* ---- Lines ---- */

typedef struct {
    size_t tail;
    size_t head;
    bool symmetric;
    diagram_sureness sureness;
    size_t fact;
} stroke;

static int compare_strokes(const void *a, const void *b)
{
    const stroke *left = a;
    const stroke *right = b;
    int order = compare_sizes(left->tail, right->tail);

    if (order == 0)
        order = compare_sizes(left->head, right->head);
    if (order == 0)
        order = compare_sizes(left->symmetric, right->symmetric);
    if (order == 0)
        order = compare_sizes(left->sureness, right->sureness);
    return order != 0 ? order : compare_sizes(left->fact, right->fact);
}

static bool same_line(const stroke *a, const stroke *b)
{
    return a->tail == b->tail && a->head == b->head &&
           a->symmetric == b->symmetric && a->sureness == b->sureness;
}

static int compare_lines(const void *a, const void *b)
{
    const diagram_line *left = a;
    const diagram_line *right = b;

    return compare_sizes(left->facts[0], right->facts[0]);
}

/* The stroke of each fact that is drawn by a line, in the order of the lines. */
static size_t collect_strokes(const diagram *drawn, stroke *strokes)
{
    size_t count = 0;

    for (size_t i = 0; i < drawn->fact_count; i++) {
        const diagram_fact *fact = &drawn->facts[i];
        bool symmetric =
            cg_relation_at(drawn->vocabulary, fact->fact.relation)->symmetric;
        bool turn = symmetric && fact->subject > fact->object;

        if (fact->framed || fact->subject == DIAGRAM_NONE ||
            fact->object == DIAGRAM_NONE)
            continue;
        strokes[count++] =
            (stroke){.tail = turn ? fact->object : fact->subject,
                     .head = turn ? fact->subject : fact->object,
                     .symmetric = symmetric,
                     .sureness = diagram_sureness_of(fact->fact.modality),
                     .fact = i};
    }
    qsort(strokes, count, sizeof *strokes, compare_strokes);
    return count;
}

static void add_line(diagram *drawn, const stroke *first, const size_t *facts,
                     size_t count)
{
    drawn->lines[drawn->line_count++] =
        (diagram_line){.tail = first->tail,
                       .head = first->head,
                       .symmetric = first->symmetric,
                       .sureness = first->sureness,
                       .facts = facts,
                       .fact_count = count};
    drawn->nodes[first->tail].lines++;
    drawn->nodes[first->head].lines++;
}

static cg_status join_lines(diagram *drawn, cg_error *err)
{
    size_t room = drawn->fact_count + 1;
    stroke *strokes = cg_arena_array(&drawn->arena, room, sizeof *strokes);
    size_t *facts = cg_arena_array(&drawn->arena, room, sizeof *facts);
    size_t count = 0;
    size_t end = 0;

    drawn->lines = cg_arena_array(&drawn->arena, room, sizeof *drawn->lines);
    if (strokes == NULL || facts == NULL || drawn->lines == NULL)
        return cg_fail_memory(err);
    count = collect_strokes(drawn, strokes);
    for (size_t start = 0; start < count; start = end) {
        for (end = start; end < count && same_line(&strokes[end], &strokes[start]);
             end++)
            facts[end] = strokes[end].fact;
        add_line(drawn, &strokes[start], facts + start, end - start);
    }
    qsort(drawn->lines, drawn->line_count, sizeof *drawn->lines, compare_lines);
    return CG_OK;
}

cg_status diagram_arrange(diagram *drawn, bool frames, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < drawn->node_count; i++) {
        drawn->nodes[i].frame = DIAGRAM_NONE;
        drawn->nodes[i].members = drawn->nodes[i].lines = 0;
    }
    for (size_t i = 0; i < drawn->fact_count; i++)
        drawn->facts[i].framed = false;
    drawn->line_count = 0;
    if (frames)
        status = draw_frames(drawn, err);
    return status == CG_OK ? join_lines(drawn, err) : status;
}
