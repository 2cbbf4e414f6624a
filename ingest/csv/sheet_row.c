#include "ingest/csv/sheet_parts.h"

/* The cell in the column of a role; empty if the sheet has no such column. */
static cg_text cell_of(const sheet_reader *reader, const cg_row *row,
                       sheet_role role)
{
    size_t at = reader->header->at[role];
    return at > 0 ? row->fields[at - 1] : (cg_text){0};
}

static size_t column_of(const sheet_reader *reader, sheet_role role)
{
    return reader->header->at[role] - 1;
}

static cg_status check_count(const sheet_reader *reader, const cg_row *row,
                             cg_error *err)
{
    size_t count = reader->header->count;
    if (row->count == count)
        return CG_OK;
    size_t column = row->count < count ? row->count : count;
    cg_place place = cg_rows_field_place(row, column);
    return cg_fail(err, CG_SYNTAX, &place, "%zu field%s where the header has %zu",
                   row->count, row->count == 1 ? "" : "s", count);
}

/* ---- Cells ---- */

static cg_status read_name(const sheet_reader *reader, const cg_row *row,
                           sheet_role role, const char *what, cg_text *name,
                           cg_error *err)
{
    *name = cg_text_trim(cell_of(reader, row, role));
    if (name->size == 0)
        return sheet_refuse(row, column_of(reader, role), err, "an empty %s", what);
    return CG_OK;
}

/* Give a failure the place of the cell that it is about. */
static cg_status at_cell(const sheet_reader *reader, const cg_row *row,
                         sheet_role role, cg_status status, cg_error *err)
{
    if (status != CG_OK) {
        cg_place place = cg_rows_field_place(row, column_of(reader, role));
        cg_error_locate(err, &place);
    }
    return status;
}

static cg_status find_kind(const sheet_reader *reader, const cg_row *row,
                           sheet_role role, cg_text name, uint8_t *kind,
                           cg_error *err)
{
    cg_status status = name.size == 0
                           ? cg_fail(err, CG_REFUSED, NULL, "an empty kind")
                           : cg_kind_find(reader->vocabulary, name, kind, err);
    return at_cell(reader, row, role, status, err);
}

static cg_status read_ref(const sheet_reader *reader, const cg_row *row,
                          sheet_role name, const char *what, sheet_role kind,
                          cg_ref *ref, cg_error *err)
{
    cg_status status = read_name(reader, row, name, what, &ref->name, err);
    if (status != CG_OK)
        return status;
    cg_text cell = cell_of(reader, row, kind);
    return find_kind(reader, row, kind, cell, &ref->kind, err);
}

static cg_status read_relation(const sheet_reader *reader, const cg_row *row,
                               uint8_t *relation, cg_error *err)
{
    cg_text name = cell_of(reader, row, ROLE_TYPE);
    cg_status status =
        name.size == 0 ? cg_fail(err, CG_REFUSED, NULL, "an empty relation type")
                       : cg_relation_find(reader->vocabulary, name, relation, err);
    return at_cell(reader, row, ROLE_TYPE, status, err);
}

static cg_status read_date(const sheet_reader *reader, const cg_row *row,
                           sheet_role role, cg_date *date, cg_error *err)
{
    cg_text cell = cell_of(reader, row, role);
    if (cell.size == 0 || cg_date_parse(cell, date))
        return CG_OK;
    return sheet_refuse(row, column_of(reader, role), err,
                        "'%.*s' is no date: write 2025, 2025-Q3, 2025-07 or "
                        "2025-07-31",
                        CG_TEXT_ARG(cell));
}

static cg_status read_dates(const sheet_reader *reader, const cg_row *row,
                            cg_fact_statement *fact, cg_error *err)
{
    cg_status status = read_date(reader, row, ROLE_SINCE, &fact->since, err);
    if (status == CG_OK)
        status = read_date(reader, row, ROLE_UNTIL, &fact->until, err);
    if (status != CG_OK || !cg_date_known(fact->since) ||
        !cg_date_known(fact->until))
        return status;
    if (cg_date_last_day(fact->until) >= cg_date_first_day(fact->since))
        return CG_OK;
    return sheet_refuse(row, column_of(reader, ROLE_UNTIL), err,
                        "until '%.*s' is before since '%.*s'",
                        CG_TEXT_ARG(cell_of(reader, row, ROLE_UNTIL)),
                        CG_TEXT_ARG(cell_of(reader, row, ROLE_SINCE)));
}

static cg_status read_modality(const sheet_reader *reader, const cg_row *row,
                               cg_modality *modality, cg_error *err)
{
    cg_text cell = cell_of(reader, row, ROLE_MODALITY);
    *modality = CG_ASSERTED;
    if (cell.size == 0 || cg_modality_parse(cell, modality))
        return CG_OK;
    cg_buffer known = {0};
    for (int i = 0; i < CG_MODALITY_COUNT; i++)
        cg_buffer_printf(&known, "%s%s", i > 0 ? ", " : "",
                         cg_modality_name((cg_modality)i));
    cg_status status = cg_buffer_status(&known, err);
    if (status == CG_OK)
        status = sheet_refuse(row, column_of(reader, ROLE_MODALITY), err,
                              "unknown modality '%.*s': it is one of %s",
                              CG_TEXT_ARG(cell), known.at);
    cg_buffer_release(&known);
    return status;
}

/* ---- Where a fact comes from ---- */

static cg_status read_cited(sheet_reader *reader, const cg_row *row,
                            cg_fact_statement *fact, cg_error *err)
{
    cg_source *cited = &reader->cited;
    *cited = (cg_source){
        .form = CG_CITED,
        .title = cg_text_trim(cell_of(reader, row, ROLE_SOURCE)),
        .publisher = cg_text_trim(cell_of(reader, row, ROLE_SOURCE_PUBLISHER)),
        .url = cg_text_trim(cell_of(reader, row, ROLE_URL)),
        .language = cg_text_trim(cell_of(reader, row, ROLE_SOURCE_LANG)),
    };
    fact->quote = cell_of(reader, row, ROLE_QUOTE);
    cg_status status = read_date(reader, row, ROLE_SOURCE_DATE, &cited->date, err);
    if (status != CG_OK)
        return status;
    if (cited->title.size > 0 || cited->url.size > 0) {
        fact->cited = cited;
        return CG_OK;
    }
    static const sheet_role about[] = {ROLE_QUOTE, ROLE_SOURCE_PUBLISHER,
                                       ROLE_SOURCE_DATE, ROLE_SOURCE_LANG};
    for (size_t i = 0; i < sizeof about / sizeof about[0]; i++)
        if (cell_of(reader, row, about[i]).size > 0)
            return sheet_refuse(row, column_of(reader, about[i]), err,
                                "'%.*s' of a source that has neither title nor "
                                "address: fill 'source' or 'url'",
                                CG_TEXT_ARG(cell_of(reader, row, about[i])));
    return CG_OK;
}

static cg_status read_speaker(const sheet_reader *reader, const cg_row *row,
                              cg_ref *speaker, cg_error *err)
{
    bool named = cell_of(reader, row, ROLE_SPEAKER).size > 0;
    bool kind = cell_of(reader, row, ROLE_SPEAKER_KIND).size > 0;
    if (named && kind)
        return read_ref(reader, row, ROLE_SPEAKER, "speaker", ROLE_SPEAKER_KIND,
                        speaker, err);
    if (named)
        return sheet_refuse(row, column_of(reader, ROLE_SPEAKER), err,
                            "a speaker without a kind: fill 'speaker_kind'");
    if (kind)
        return sheet_refuse(row, column_of(reader, ROLE_SPEAKER_KIND), err,
                            "a kind of speaker without a name: fill 'speaker'");
    return CG_OK;
}

/* ---- Ends ---- */

static cg_status check_ends(const sheet_reader *reader, const cg_row *row,
                            const cg_fact_statement *fact, cg_error *err)
{
    const cg_vocabulary *words = reader->vocabulary;
    cg_kinds subject = (cg_kinds)1 << fact->subject.kind;
    cg_kinds object = (cg_kinds)1 << fact->object.kind;
    if (cg_relation_allows(words, fact->relation, subject, object))
        return CG_OK;
    const cg_relation *relation = cg_relation_at(words, fact->relation);
    cg_buffer ends = {0};
    cg_relation_print_ends(words, fact->relation, &ends);
    cg_status status = cg_buffer_status(&ends, err);
    if (status == CG_OK)
        status = sheet_refuse(
            row, column_of(reader, ROLE_TYPE), err,
            "'%.*s' does not run from %.*s to %.*s: it runs %s",
            CG_TEXT_ARG(relation->name),
            CG_TEXT_ARG(cg_kind_at(words, fact->subject.kind)->name),
            CG_TEXT_ARG(cg_kind_at(words, fact->object.kind)->name), ends.at);
    cg_buffer_release(&ends);
    return status;
}

static cg_status read_fact(sheet_reader *reader, const cg_row *row,
                           cg_fact_statement *fact, cg_error *err)
{
    *fact = (cg_fact_statement){
        .range = {row->place.start, row->place.end},
        .rule = cg_text_trim(cell_of(reader, row, ROLE_RULE)),
    };
    cg_status status = read_ref(reader, row, ROLE_SUBJECT, "subject",
                                ROLE_SUBJECT_KIND, &fact->subject, err);
    if (status == CG_OK)
        status = read_relation(reader, row, &fact->relation, err);
    if (status == CG_OK)
        status = read_ref(reader, row, ROLE_OBJECT, "object", ROLE_OBJECT_KIND,
                          &fact->object, err);
    if (status == CG_OK)
        status = check_ends(reader, row, fact, err);
    if (status == CG_OK)
        status = read_dates(reader, row, fact, err);
    if (status == CG_OK)
        status = read_modality(reader, row, &fact->modality, err);
    if (status == CG_OK)
        status = read_cited(reader, row, fact, err);
    if (status == CG_OK)
        status = read_speaker(reader, row, &fact->speaker, err);
    if (status == CG_OK)
        status = sheet_properties_read(reader, row, &fact->properties, err);
    return status;
}

/* ---- Entities ---- */

/* Cut the next item off a list separated by `|`. False when the list is at its end.
 * With `escapes`, a `|` behind a backslash separates nothing. */
static bool next_item(cg_text *rest, bool escapes, cg_text *item)
{
    if (rest->size == 0)
        return false;
    size_t at = 0;
    while (at < rest->size && rest->at[at] != '|')
        at += escapes && rest->at[at] == '\\' && at + 1 < rest->size ? 2 : 1;
    *item = cg_text_trim(cg_text_slice(*rest, 0, at));
    *rest = cg_text_slice(*rest, at < rest->size ? at + 1 : at, rest->size);
    return true;
}

/* `\|` is `|` and `\\` is `\`; another backslash stands for itself. */
static cg_status unescape(cg_text item, cg_arena *arena, cg_text *name,
                          cg_error *err)
{
    *name = item;
    if (memchr(item.at, '\\', item.size) == NULL)
        return CG_OK;
    char *out = cg_arena_alloc(arena, item.size);
    if (out == NULL)
        return cg_fail_memory(err);
    size_t size = 0;
    for (size_t i = 0; i < item.size; i++) {
        if (item.at[i] == '\\' && i + 1 < item.size &&
            (item.at[i + 1] == '|' || item.at[i + 1] == '\\'))
            i++;
        out[size++] = item.at[i];
    }
    *name = (cg_text){out, size};
    return CG_OK;
}

static size_t count_separators(cg_text list)
{
    size_t count = 0;
    for (size_t i = 0; i < list.size; i++)
        count += list.at[i] == '|';
    return count;
}

static cg_status read_aliases(sheet_reader *reader, const cg_row *row,
                              cg_entity_statement *entity, cg_error *err)
{
    const sheet_header *header = reader->header;
    cg_text language = cg_text_trim(cell_of(reader, row, ROLE_LANG));
    size_t room = 1;
    for (size_t i = 0; i < header->alias_count; i++)
        room += 1 + count_separators(row->fields[header->aliases[i].column]);
    cg_name *names = cg_arena_array(&reader->arena, room, sizeof *names);
    if (names == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    if (language.size > 0)
        names[count++] = (cg_name){entity->entity.name, language};
    for (size_t i = 0; i < header->alias_count; i++) {
        const sheet_aliases *aliases = &header->aliases[i];
        cg_text rest = row->fields[aliases->column];
        cg_text item;
        while (next_item(&rest, true, &item)) {
            if (item.size == 0)
                continue;
            names[count].language = aliases->language;
            cg_status status =
                unescape(item, &reader->arena, &names[count++].text, err);
            if (status != CG_OK)
                return status;
        }
    }
    entity->names = names;
    entity->name_count = count;
    return CG_OK;
}

static cg_status read_kinds(const sheet_reader *reader, const cg_row *row,
                            cg_entity_statement *entity, cg_error *err)
{
    cg_text rest = cell_of(reader, row, ROLE_KIND);
    cg_text item = {0};
    bool first = true;
    do {
        uint8_t kind = 0;
        next_item(&rest, false, &item);
        cg_status status = find_kind(reader, row, ROLE_KIND, item, &kind, err);
        if (status != CG_OK)
            return status;
        if (first)
            entity->entity.kind = kind;
        first = false;
        entity->kinds |= (cg_kinds)1 << kind;
    } while (rest.size > 0);
    return CG_OK;
}

static cg_status read_entity(sheet_reader *reader, const cg_row *row,
                             cg_entity_statement *entity, cg_error *err)
{
    *entity = (cg_entity_statement){0};
    cg_status status =
        read_name(reader, row, ROLE_NAME, "name", &entity->entity.name, err);
    if (status == CG_OK)
        status = read_kinds(reader, row, entity, err);
    if (status == CG_OK)
        status = read_aliases(reader, row, entity, err);
    if (status == CG_OK)
        status = sheet_properties_read(reader, row, &entity->properties, err);
    return status;
}

cg_status sheet_row_read(sheet_reader *reader, const cg_row *row,
                         sheet_statement *statement, cg_error *err)
{
    cg_arena_reset(&reader->arena);
    cg_status status = check_count(reader, row, err);
    if (status != CG_OK)
        return status;
    if (reader->header->form == SHEET_FACTS)
        return read_fact(reader, row, &statement->fact, err);
    return read_entity(reader, row, &statement->entity, err);
}
