/* A set of sheets under one mapping: which part is about which, and their order. */
#include <stdlib.h>

#include "ingest/mapping/formats.h"
#include "ingest/mapping/json_sheet.h"
#include "ingest/mapping/mapping_sheet.h"

/* A sheet of the call. */
typedef struct {
    const cg_mapped_sheet *given;
    const mapping_sheet *sheet;
    cg_sheet_report *report;
    bool done;
    bool known; /* its entities were pushed */
} set_member;

typedef struct {
    const cg_mapping *mapping;
    cg_sink sink;
    cg_mapping_ears ears;
    set_member *members;
    size_t count;
} set;

/* ---- Which part of the mapping a file is about ---- */

static cg_text base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return cg_text_z(slash != NULL ? slash + 1 : path);
}

/* Does the name match the pattern, in which `*` is any text? */
static bool matches(cg_text pattern, cg_text name)
{
    size_t at = 0;
    size_t in = 0;
    size_t star = SIZE_MAX;
    size_t resume = 0;
    while (in < name.size) {
        if (at < pattern.size && pattern.at[at] == '*') {
            star = at++;
            resume = in;
        } else if (at < pattern.size && pattern.at[at] == name.at[in]) {
            at++;
            in++;
        } else if (star != SIZE_MAX) {
            at = star + 1;
            in = ++resume;
        } else {
            return false;
        }
    }
    while (at < pattern.size && pattern.at[at] == '*')
        at++;
    return at == pattern.size;
}

/* The name without what says how the file is packed. */
static cg_text unpacked(cg_text name)
{
    static const char *const endings[] = {".gz", ".zst"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (cg_text_ends(name, cg_text_z(endings[i])))
            return cg_text_slice(name, 0, name.size - strlen(endings[i]));
    return name;
}

static cg_status find_sheet(const cg_mapping *mapping, const char *path,
                            const mapping_sheet **sheet, cg_error *err)
{
    cg_text name = base_name(path);
    for (size_t i = 0; i < mapping->sheet_count; i++) {
        cg_text file = mapping->sheets[i].file;
        if (file.size == 0 || matches(file, name) ||
            matches(file, unpacked(name))) {
            *sheet = &mapping->sheets[i];
            return CG_OK;
        }
    }
    cg_text first =
        mapping->sheet_count > 0 ? mapping->sheets[0].file : (cg_text){0};
    return cg_fail(err, CG_REFUSED, NULL,
                   "'%s' is in no 'file' of the mapping '%s', which begins with "
                   "'%.*s'",
                   path, mapping->name, CG_TEXT_ARG(first));
}

/* ---- Order ---- */

/* Does a sheet say what the ids of the scope mean? */
static bool introduces(const mapping_sheet *sheet, cg_text scope)
{
    for (size_t i = 0; i < sheet->entity_count; i++)
        if (mapping_has(&sheet->entities[i].name) &&
            cg_text_equal(sheet->entities[i].scope, scope))
            return true;
    return false;
}

/* Does a sheet have ids whose meaning `other` says? */
static bool depends(const mapping_sheet *sheet, const mapping_sheet *other)
{
    for (size_t i = 0; i < sheet->entity_count; i++)
        if (mapping_has(&sheet->entities[i].key) &&
            !mapping_has(&sheet->entities[i].name) &&
            introduces(other, sheet->entities[i].scope))
            return true;
    return false;
}

/* Does a sheet that is still to come say what its ids mean? */
static bool must_wait(const set *all, const set_member *member)
{
    for (size_t i = 0; i < all->count; i++) {
        const set_member *other = &all->members[i];
        if (other != member && !other->done && !other->known &&
            depends(member->sheet, other->sheet))
            return true;
    }
    return false;
}

/* The next one to be read. Where all that are left wait for each other, the first of
 * them: `*tied` is set. */
static set_member *choose(const set *all, bool *tied)
{
    set_member *first = NULL;
    *tied = false;
    for (size_t i = 0; i < all->count; i++) {
        set_member *member = &all->members[i];
        if (member->done)
            continue;
        if (!must_wait(all, member))
            return member;
        if (first == NULL)
            first = member;
    }
    *tied = first != NULL;
    return first;
}

/* ---- Reading ---- */

static cg_status push_entities(const set *all, set_member *member, cg_error *err)
{
    member->known = true;
    return mapping_sheet_push(all->mapping, member->sheet, member->given,
                              SHEET_ENTITIES, all->sink, (cg_mapping_ears){0}, NULL,
                              err);
}

static void choose_text(cg_text *text, cg_text said)
{
    if (text->size == 0)
        *text = said;
}

static cg_source source_of(const set_member *member)
{
    cg_source source = member->given->source;
    const cg_source *said = &member->sheet->source;
    source.form = CG_SHEET;
    source.file = base_name(member->given->name);
    choose_text(&source.title, said->title);
    choose_text(&source.publisher, said->publisher);
    choose_text(&source.url, said->url);
    choose_text(&source.language, said->language);
    choose_text(&source.licence, said->licence);
    if (!cg_date_known(source.date))
        source.date = said->date;
    return source;
}

/* One sheet as a source. Entities of all that wait for each other come first. */
static cg_status push_member(const set *all, set_member *member, bool tied,
                             cg_error *err)
{
    cg_source source = source_of(member);
    cg_event begin = {.type = CG_EVENT_SOURCE, .as.source = &source};
    cg_event end = {.type = CG_EVENT_END};
    cg_status status = all->sink.push(all->sink.handle, &begin, err);
    for (size_t i = 0; tied && i < all->count && status == CG_OK; i++)
        if (!all->members[i].done && !all->members[i].known &&
            !all->members[i].given->once)
            status = push_entities(all, &all->members[i], err);
    if (status == CG_OK && !member->known &&
        depends(member->sheet, member->sheet) && !member->given->once)
        status = push_entities(all, member, err);
    if (status == CG_OK)
        status = mapping_sheet_push(all->mapping, member->sheet, member->given,
                                    member->known ? SHEET_REST : SHEET_ALL,
                                    all->sink, all->ears, member->report, err);
    member->done = true;
    return status == CG_OK ? all->sink.push(all->sink.handle, &end, err) : status;
}

static cg_status push_set(set *all, cg_error *err)
{
    cg_status status = CG_OK;
    while (status == CG_OK) {
        bool tied;
        set_member *next = choose(all, &tied);
        if (next == NULL)
            break;
        status = push_member(all, next, tied, err);
    }
    return status;
}

cg_status cg_mapping_load(const cg_mapping *mapping, const cg_mapped_sheet *sheets,
                          size_t count, cg_sink sink, cg_mapping_ears ears,
                          cg_sheet_report *reports, cg_error *err)
{
    set all = {.mapping = mapping, .sink = sink, .ears = ears, .count = count};
    if (count > CG_MAPPING_SHEET_MAX)
        return cg_fail(err, CG_LIMIT, NULL, "more than %d sheets in one call",
                       CG_MAPPING_SHEET_MAX);
    all.members = calloc(count + 1, sizeof *all.members);
    if (all.members == NULL)
        return cg_fail_memory(err);
    cg_status status = CG_OK;
    for (size_t i = 0; i < count && status == CG_OK; i++) {
        reports[i] = (cg_sheet_report){0};
        all.members[i].given = &sheets[i];
        all.members[i].report = &reports[i];
        status = find_sheet(mapping, sheets[i].name, &all.members[i].sheet, err);
    }
    if (status == CG_OK)
        status = push_set(&all, err);
    free(all.members);
    return status;
}

/* ---- JSON ---- */

static cg_status push_json(const cg_vocabulary *vocabulary, cg_text prefix,
                           const cg_mapped_sheet *sheets, size_t count,
                           size_t index, cg_sink sink, cg_sheet_report *report,
                           cg_error *err)
{
    const cg_mapped_sheet *given = &sheets[index];
    cg_source source = given->source;
    source.form = CG_SHEET;
    source.file = base_name(given->name);
    cg_event begin = {.type = CG_EVENT_SOURCE, .as.source = &source};
    cg_event end = {.type = CG_EVENT_END};
    cg_status status = sink.push(sink.handle, &begin, err);
    for (size_t i = 0; index == 0 && i < count && status == CG_OK; i++)
        if (!sheets[i].once)
            status = json_sheet_push(vocabulary, prefix, &sheets[i], SHEET_ENTITIES,
                                     sink, NULL, err);
    if (status == CG_OK)
        status = json_sheet_push(vocabulary, prefix, given,
                                 given->once ? SHEET_ALL : SHEET_REST, sink, report,
                                 err);
    return status == CG_OK ? sink.push(sink.handle, &end, err) : status;
}

cg_status cg_json_load(const cg_vocabulary *vocabulary, cg_text prefix,
                       const cg_mapped_sheet *sheets, size_t count, cg_sink sink,
                       cg_sheet_report *reports, cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; i < count; i++)
        reports[i] = (cg_sheet_report){0};
    for (size_t i = 0; i < count && status == CG_OK; i++)
        status =
            push_json(vocabulary, prefix, sheets, count, i, sink, &reports[i], err);
    return status;
}
