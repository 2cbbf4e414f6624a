#include "ingest/resolve/reconcile.h"

#include <stdlib.h>

#include "graph/store/store.h"
#include "schema/name_form.h"

static uint8_t score_of(cg_alike alike)
{
    switch (alike) {
    case CG_ALIKE:
        return CG_SCORE_SIGNS;
    case CG_ALIKE_BUT_DIACRITICS:
        return CG_SCORE_DIACRITICS;
    case CG_ALIKE_BUT_FORM:
        return CG_SCORE_FORM;
    case CG_ALIKE_BUT_GENERAL:
        return CG_SCORE_GENERAL;
    case CG_ALIKE_BUT_BRANCH:
        return CG_SCORE_BRANCH;
    case CG_ALIKE_AS_INITIALS:
        return CG_SCORE_INITIALS;
    case CG_ALIKE_NEARLY:
        return CG_SCORE_NEARLY;
    case CG_ALIKE_ROMANIZED:
        return CG_SCORE_ROMANIZED;
    case CG_UNLIKE:
        break;
    }
    return 0;
}

/* Is `a` listed before `b`? */
static bool is_better(const cg_match *a, const cg_match *b)
{
    return a->score != b->score ? a->score > b->score : a->entity < b->entity;
}

/* Add a match, or better the one that is there of the same entity; the least falls off. */
static void add_match(cg_matches *matches, const cg_match *match)
{
    size_t at = 0;

    while (at < matches->count && matches->items[at].entity != match->entity)
        at++;
    if (at < matches->count && !is_better(match, &matches->items[at]))
        return;
    if (at == matches->count && at == CG_MATCHES_MAX) {
        if (!is_better(match, &matches->items[--at]))
            return;
    } else if (at == matches->count) {
        matches->count++;
    }
    for (; at > 0 && is_better(match, &matches->items[at - 1]); at--)
        matches->items[at] = matches->items[at - 1];
    matches->items[at] = *match;
}

/* What a name that is like one of an entity's scores. */
static uint8_t score(int score, bool shown, bool of_kind)
{
    if (!shown)
        score -= CG_SCORE_ALIAS;
    if (!of_kind)
        score -= CG_SCORE_KIND;
    return (uint8_t)(score > 0 ? score : 0);
}

static cg_status find_same(cg_store *store, const cg_text *names, size_t count,
                           cg_kinds kinds, cg_arena *arena, cg_matches *out,
                           cg_error *err)
{
    const cg_found *found = NULL;
    size_t found_count = 0;
    cg_status status =
        cg_store_find_names(store, names, count, arena, &found, &found_count, err);

    for (size_t i = 0; i < found_count && status == CG_OK; i++) {
        bool of_kind = (found[i].kinds & kinds) != 0;
        int how = found[i].exact                   ? CG_SCORE_EXACT
                  : found[i].match == CG_FOLD_CASE ? CG_SCORE_CASE
                                                   : CG_SCORE_DIACRITICS;
        cg_match match = {.entity = found[i].entity, .kinds = found[i].kinds};
        /* What a sheet gives as a name is one, however short. */
        match.score = score(how, found[i].shown || found[i].stated, of_kind);
        add_match(&out[found[i].index], &match);
    }
    return status;
}

static cg_status find_alike(cg_store *store, const cg_text *names, size_t count,
                            cg_kinds kinds, cg_arena *arena, cg_matches *out,
                            cg_error *err)
{
    const cg_alike_name *found = NULL;
    size_t found_count = 0;
    cg_status status =
        cg_store_find_alike(store, names, count, arena, &found, &found_count, err);

    for (size_t i = 0; i < found_count && status == CG_OK; i++) {
        bool of_kind = (found[i].kinds & kinds) != 0;
        cg_match match = {.entity = found[i].entity, .kinds = found[i].kinds};
        match.score = score(score_of(found[i].alike), found[i].shown, of_kind);
        if (match.score > 0)
            add_match(&out[found[i].index], &match);
    }
    return status;
}

/* A part of the name that an entity is shown under is nobody's name alone. */
static cg_status lower_part(const cg_name_words *words, cg_text name,
                            cg_match *match, cg_arena *arena, cg_error *err)
{
    cg_name_form part;
    cg_name_form whole;
    cg_status status = cg_name_form_of(words, name, arena, &part, err);

    if (status == CG_OK)
        status = cg_name_form_of(words, match->name, arena, &whole, err);
    if (status == CG_OK && match->score > CG_SCORE_PART &&
        cg_name_is_part(&part, &whole) &&
        cg_name_alike(&part, &whole) < CG_ALIKE_BUT_GENERAL)
        match->score = CG_SCORE_PART;
    return status;
}

/* Give the matches of one name their names, and decide. */
static cg_status settle(const cg_name_words *words, cg_text name,
                        const cg_entity *entities, cg_matches *matches,
                        cg_arena *arena, cg_error *err)
{
    cg_matches settled = {0};
    cg_status status = CG_OK;

    for (size_t i = 0; i < matches->count && status == CG_OK; i++) {
        cg_match *match = &matches->items[i];
        match->name = entities[i].name;
        if (match->score < CG_SCORE_EXACT - CG_SCORE_ALIAS + 1 &&
            match->score >= CG_SCORE_SURE)
            status = lower_part(words, name, match, arena, err);
        add_match(&settled, match);
    }
    settled.sure =
        settled.count > 0 && settled.items[0].score >= CG_SCORE_SURE &&
        (settled.count == 1 || settled.items[1].score < settled.items[0].score);
    *matches = settled;
    return status;
}

/* Fetch what the matches refer to, and settle each name's. */
static cg_status settle_all(cg_store *store, const cg_text *names, size_t count,
                            cg_arena *arena, cg_matches *out, cg_error *err)
{
    cg_name_words *words = NULL;
    cg_id *ids = cg_arena_array(arena, count * CG_MATCHES_MAX + 1, sizeof *ids);
    size_t id_count = 0;

    if (ids == NULL)
        return cg_fail_memory(err);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < out[i].count; j++)
            ids[id_count++] = out[i].items[j].entity;
    cg_entity *entities = cg_arena_array(arena, id_count + 1, sizeof *entities);
    if (entities == NULL)
        return cg_fail_memory(err);
    cg_status status =
        cg_store_entities(store, ids, id_count, arena, entities, err);
    if (status == CG_OK)
        status = cg_name_words_open(&words, err);
    for (size_t i = 0, at = 0; i < count && status == CG_OK; i++) {
        size_t own = out[i].count;
        status = settle(words, names[i], entities + at, &out[i], arena, err);
        at += own;
    }
    cg_name_words_close(words);
    return status;
}

cg_status cg_reconcile(cg_store *store, const cg_text *names, size_t count,
                       cg_kinds kinds, cg_arena *arena, cg_matches *out,
                       cg_error *err)
{
    for (size_t i = 0; i < count; i++)
        out[i] = (cg_matches){0};
    cg_status status = find_same(store, names, count, kinds, arena, out, err);
    if (status == CG_OK)
        status = find_alike(store, names, count, kinds, arena, out, err);
    return status == CG_OK ? settle_all(store, names, count, arena, out, err)
                           : status;
}
