#include "graph/question/question.h"

#include "graph/question/lookup.h"
#include "graph/question/suggest.h"

enum { FIND_CANDIDATES = 5 }; /* named in a message */

/* `#17`: the number behind the sign. False for anything else. */
static bool parse_id(cg_text name, cg_id *id)
{
    enum { DIGITS_MAX = 18 };

    *id = 0;
    if (name.size < 2 || name.size > 1 + DIGITS_MAX || name.at[0] != '#')
        return false;
    for (size_t i = 1; i < name.size; i++) {
        if (name.at[i] < '0' || name.at[i] > '9')
            return false;
        *id = *id * 10 + (name.at[i] - '0');
    }
    return *id > 0;
}

/* Split `Kind:name`. What has no kind before a colon is a name of any kind. */
static void split_kind(const cg_vocabulary *vocabulary, cg_text name,
                       cg_kinds *kinds, cg_text *rest)
{
    const char *colon = memchr(name.at, ':', name.size);
    size_t at = colon == NULL ? 0 : (size_t)(colon - name.at);
    cg_text word = cg_text_trim(cg_text_slice(name, 0, at));

    *kinds = CG_ANY_KIND;
    *rest = name;
    for (size_t i = 0; i < cg_kind_count(vocabulary) && word.size > 0; i++) {
        if (cg_text_distance(word, cg_kind_at(vocabulary, i)->name) != 0)
            continue;
        *kinds = (cg_kinds)1 << i;
        *rest = cg_text_trim(cg_text_slice(name, at + 1, name.size));
    }
}

/* Those of the closest match among the found ones that are of one of the kinds,
 * each entity once; `found` comes with the closest first. */
static size_t closest(const cg_found *found, size_t count, cg_kinds kinds,
                      cg_id *ids)
{
    const cg_found *best = NULL;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (kinds != CG_ANY_KIND && (found[i].kinds & kinds) == 0)
            continue;
        if (best == NULL)
            best = &found[i];
        if (found[i].exact != best->exact || found[i].match != best->match)
            break;
        if (kept == 0 || ids[kept - 1] != found[i].entity)
            ids[kept++] = found[i].entity;
    }
    return kept;
}

/* `'Chip:Ascend' (#4)` */
static cg_status add_candidate(const cg_vocabulary *vocabulary,
                               const cg_entity *entity, cg_arena *arena,
                               cg_buffer *out, cg_error *err)
{
    cg_text kinds = {0};
    cg_status status =
        cg_lookup_kinds(vocabulary, entity->kinds, arena, &kinds, err);

    if (status != CG_OK)
        return status;
    cg_buffer_printf(out, "'%.*s:", CG_TEXT_ARG(kinds));
    cg_lookup_quote(entity->name, out);
    cg_buffer_printf(out, "' (#%lld)", (long long)entity->id);
    return CG_OK;
}

/* `'Chip:Ascend' (#4) or 'Company:Ascend' (#9)` */
static cg_status add_candidates(cg_store *store, const cg_id *ids, size_t count,
                                cg_arena *arena, cg_buffer *out, cg_error *err)
{
    size_t shown = count < FIND_CANDIDATES ? count : FIND_CANDIDATES;
    const cg_entity *entities = NULL;
    cg_status status = cg_lookup_entities(store, ids, shown, arena, &entities, err);

    for (size_t i = 0; i < shown && status == CG_OK; i++) {
        if (i > 0)
            cg_buffer_add_z(out, i + 1 == count ? " or " : ", ");
        status = add_candidate(cg_store_vocabulary(store), &entities[i], arena, out,
                               err);
    }
    if (shown < count)
        cg_buffer_printf(out, " or %zu more", count - shown);
    return status == CG_OK ? cg_buffer_status(out, err) : status;
}

static cg_status refuse_ambiguous(cg_store *store, cg_text name, const cg_id *ids,
                                  size_t count, cg_arena *arena, cg_error *err)
{
    cg_buffer list = {0};
    cg_buffer quoted = {0};
    cg_status status = add_candidates(store, ids, count, arena, &list, err);

    cg_lookup_quote(name, &quoted);
    if (status == CG_OK)
        status = cg_buffer_status(&quoted, err);
    if (status == CG_OK)
        status = cg_fail(err, CG_AMBIGUOUS, NULL,
                         "'%s' may be %s: give the kind or the number", quoted.at,
                         list.at);
    cg_buffer_release(&quoted);
    cg_buffer_release(&list);
    return status;
}

/* The name is known, but not of the kind asked for: say what it is. */
static cg_status refuse_kind(cg_store *store, cg_text name, const cg_found *found,
                             size_t count, cg_arena *arena, cg_error *err)
{
    cg_id *ids = cg_arena_array(arena, count, sizeof *ids);
    cg_buffer list = {0};
    cg_buffer quoted = {0};
    cg_status status = CG_OK;

    if (ids == NULL)
        return cg_fail_memory(err);
    count = closest(found, count, CG_ANY_KIND, ids);
    status = add_candidates(store, ids, count, arena, &list, err);
    cg_lookup_quote(name, &quoted);
    if (status == CG_OK)
        status = cg_buffer_status(&quoted, err);
    if (status == CG_OK)
        status = cg_fail(err, CG_NOT_FOUND, NULL,
                         "'%s' is not of that kind: did you mean %s?", quoted.at,
                         list.at);
    cg_buffer_release(&quoted);
    cg_buffer_release(&list);
    return status;
}

static cg_status refuse_unknown(cg_store *store, cg_text name, cg_kinds kinds,
                                cg_arena *arena, cg_error *err)
{
    cg_buffer quoted = {0};
    cg_buffer near = {0};
    cg_status status = suggest_names(store, name, kinds, arena, &near, err);

    if (status != CG_OK)
        goto done;
    cg_lookup_quote(name, &quoted);
    status = cg_buffer_status(&quoted, err);
    if (status != CG_OK)
        goto done;
    if (near.size > 0)
        status = cg_fail(err, CG_NOT_FOUND, NULL,
                         "no entity is called '%s': did you mean %s?", quoted.at,
                         near.at);
    else
        status =
            cg_fail(err, CG_NOT_FOUND, NULL, "no entity is called '%s'", quoted.at);
done:
    cg_buffer_release(&near);
    cg_buffer_release(&quoted);
    return status;
}

/* Those of the kinds that bear the name but for signs, diacritics or a legal form: the
 * most alike ones. */
static cg_status find_alike(cg_store *store, cg_text name, cg_kinds kinds,
                            cg_arena *arena, cg_id *entity, cg_error *err)
{
    const cg_alike_name *found = NULL;
    size_t found_count = 0;
    size_t count = 0;
    cg_status status =
        cg_store_find_alike(store, &name, 1, arena, &found, &found_count, err);
    cg_id *ids = cg_arena_array(arena, found_count + 1, sizeof *ids);
    cg_alike most = CG_UNLIKE;

    if (status == CG_OK && ids == NULL)
        status = cg_fail_memory(err);
    for (size_t i = 0; status == CG_OK && i < found_count; i++) {
        if ((found[i].kinds & kinds) == 0 || found[i].alike < CG_ALIKE_BUT_FORM)
            continue;
        if (count > 0 && found[i].alike < most)
            break;
        most = found[i].alike;
        ids[count++] = found[i].entity;
    }
    if (count > 1)
        return refuse_ambiguous(store, name, ids, count, arena, err);
    if (count == 1)
        *entity = ids[0];
    return status;
}

/* Look `name` up among entities of `kinds`. CG_OK with 0 if none of any kind bears
 * it. */
static cg_status find_name(cg_store *store, cg_text name, cg_kinds kinds,
                           cg_arena *arena, cg_id *entity, cg_error *err)
{
    const cg_found *found = NULL;
    cg_id *ids = NULL;
    size_t found_count = 0;
    size_t count = 0;
    cg_status status =
        cg_store_find_names(store, &name, 1, arena, &found, &found_count, err);

    if (status == CG_OK && found_count == 0)
        return find_alike(store, name, kinds, arena, entity, err);
    if (status != CG_OK)
        return status;
    ids = cg_arena_array(arena, found_count, sizeof *ids);
    if (ids == NULL)
        return cg_fail_memory(err);
    count = closest(found, found_count, kinds, ids);
    if (count == 0)
        return refuse_kind(store, name, found, found_count, arena, err);
    if (count > 1)
        return refuse_ambiguous(store, name, ids, count, arena, err);
    *entity = ids[0];
    return CG_OK;
}

/* A name that happens to begin like `Kind:` is found all the same. */
static cg_status find(cg_store *store, cg_text name, cg_arena *arena, cg_id *entity,
                      cg_error *err)
{
    cg_entity row = {0};
    cg_kinds kinds = 0;
    cg_text rest = {0};
    cg_status status = CG_OK;
    cg_id id = 0;

    if (parse_id(name, &id)) {
        status = cg_lookup_entity(store, id, arena, &row, err);
        *entity = row.read_as;
        return status;
    }
    split_kind(cg_store_vocabulary(store), name, &kinds, &rest);
    status = find_name(store, rest, kinds, arena, entity, err);
    if (status == CG_OK && *entity == 0 && rest.size < name.size)
        status = find_name(store, name, CG_ANY_KIND, arena, entity, err);
    if (status == CG_OK && *entity == 0)
        status = refuse_unknown(store, rest, kinds, arena, err);
    return status;
}

cg_status cg_find_entity(cg_store *store, cg_text name, cg_id *entity,
                         cg_error *err)
{
    cg_arena arena = {0};
    cg_status status = CG_OK;

    *entity = 0;
    name = cg_text_trim(name);
    if (name.size == 0)
        return cg_fail(err, CG_REFUSED, NULL, "the name of an entity is empty");
    status = find(store, name, &arena, entity, err);
    cg_arena_release(&arena);
    return status;
}
