#include "ingest/mapping/suggest.h"

#include "schema/value.h"

/* ---- Entities of a sheet, as the mapping lists them ---- */

/* What stands for an entity of a sheet: its column, and its kinds. */
typedef struct {
    const suggest_column *column;
    cg_text label;
    cg_kinds kinds;
} suggest_end;

static cg_kinds kinds_of(const suggestion_set *set, const suggest_sheet *sheet,
                         const suggest_column *column)
{
    if (column->role == ROLE_KEY)
        return sheet->kinds;
    if (column->role == ROLE_LINK)
        return set->sheets[column->target].kinds;
    return column->kinds != 0 ? column->kinds : 1;
}

static bool is_end(const suggest_column *column)
{
    return column->role == ROLE_KEY || column->role == ROLE_LINK ||
           column->role == ROLE_ENTITY;
}

static suggest_end end_of(const suggestion_set *set, const suggest_sheet *sheet,
                          const suggest_column *column)
{
    cg_text label = column->role == ROLE_KEY ? sheet->label : column->stem;
    return (suggest_end){column, label, kinds_of(set, sheet, column)};
}

/* The one that facts of a sheet start from: what it is about, else its first. */
static const suggest_column *main_end(const suggest_sheet *sheet)
{
    const suggest_column *first = NULL;
    for (size_t i = 0; i < sheet->count; i++) {
        if (sheet->columns[i].role == ROLE_KEY || i + 1 == sheet->named)
            return &sheet->columns[i];
        if (first == NULL && is_end(&sheet->columns[i]))
            first = &sheet->columns[i];
    }
    return first;
}

static size_t count_ends(const suggest_sheet *sheet)
{
    size_t count = 0;
    for (size_t i = 0; i < sheet->count; i++)
        count += is_end(&sheet->columns[i]);
    return count;
}

/* Is a row about one entity, rather than a fact? */
static bool is_of_one(const suggest_sheet *sheet)
{
    return sheet->keyed || sheet->named > 0 || count_ends(sheet) == 1;
}

static const suggest_column *find_role(const suggest_sheet *sheet,
                                       suggest_role role)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->columns[i].role == role)
            return &sheet->columns[i];
    return NULL;
}

static cg_text first_kind(const suggestion_set *set, cg_kinds kinds)
{
    size_t at = 0;
    while (at + 1 < cg_kind_count(set->vocabulary) && (kinds >> at & 1) == 0)
        at++;
    return cg_kind_at(set->vocabulary, at)->name;
}

static void add_column(const suggest_column *column, cg_buffer *yaml)
{
    format_add_string(yaml, column->name);
}

static void add_kind(const suggestion_set *set, const suggest_sheet *sheet,
                     cg_buffer *yaml)
{
    const suggest_column *column = find_role(sheet, ROLE_KIND);
    if (column == NULL) {
        cg_buffer_printf(yaml, "        kind: %.*s  # or another one\n",
                         CG_TEXT_ARG(first_kind(set, sheet->kinds)));
        return;
    }
    cg_buffer_add_z(yaml, "        kind:\n          column: ");
    add_column(column, yaml);
    cg_buffer_add_z(yaml, "\n          table:  # what each of them is here\n");
    for (const suggest_value *at = column->values; at != NULL; at = at->hh.next) {
        cg_kinds kinds = suggest_kinds(set->vocabulary, at->text);
        cg_buffer_add_z(yaml, "            ");
        format_add_string(yaml, at->text);
        cg_buffer_printf(yaml, ": %.*s%s\n", CG_TEXT_ARG(first_kind(set, kinds)),
                         kinds == 0 ? "  # a guess" : "");
    }
    if (column->filled < sheet->rows)
        cg_buffer_printf(yaml, "          default: %.*s\n",
                         CG_TEXT_ARG(first_kind(set, sheet->kinds)));
}

/* What no role took: properties of what the sheet is about. */
static void add_properties(const suggest_sheet *sheet, cg_buffer *yaml)
{
    const char *before = "        properties:\n";
    for (size_t i = 0; i < sheet->count; i++) {
        const suggest_column *column = &sheet->columns[i];
        if (column->role != ROLE_NONE || column->name.size == 0)
            continue;
        cg_buffer_printf(yaml, "%s          ", before);
        add_column(column, yaml);
        cg_buffer_add_z(yaml, ": ");
        add_column(column, yaml);
        cg_buffer_add_byte(yaml, '\n');
        before = "";
    }
}

static void add_field(const char *before, const suggest_column *column,
                      cg_buffer *yaml)
{
    if (column == NULL)
        return;
    cg_buffer_add_z(yaml, before);
    add_column(column, yaml);
    cg_buffer_add_byte(yaml, '\n');
}

static void add_aliases(const suggest_sheet *sheet, cg_buffer *yaml)
{
    const suggest_column *alias = find_role(sheet, ROLE_ALIAS);
    if (alias == NULL)
        return;
    cg_buffer_add_z(yaml, "        aliases: {column: ");
    add_column(alias, yaml);
    cg_buffer_add_z(yaml, ", split: \";\"}\n");
}

static void add_key_entity(const suggestion_set *set, const suggest_sheet *sheet,
                           const suggest_column *key, cg_buffer *yaml)
{
    add_kind(set, sheet, yaml);
    add_field("        key: ", key, yaml);
    add_field("        name: ", find_role(sheet, ROLE_NAME), yaml);
    add_aliases(sheet, yaml);
}

static void add_entities(const suggestion_set *set, const suggest_sheet *sheet,
                         cg_buffer *yaml)
{
    const suggest_column *about = main_end(sheet);
    const suggest_column *seat = find_role(sheet, ROLE_SEAT);
    bool alone = is_of_one(sheet);
    cg_buffer_add_z(yaml, "    entities:\n");
    for (size_t i = 0; i < sheet->count; i++) {
        const suggest_column *column = &sheet->columns[i];
        suggest_end end = end_of(set, sheet, column);
        if (!is_end(column))
            continue;
        cg_buffer_add_z(yaml, "      ");
        format_add_string(yaml, end.label);
        cg_buffer_add_z(yaml, ":\n");
        if (column->role == ROLE_KEY) {
            add_key_entity(set, sheet, column, yaml);
        } else if (column->role == ROLE_LINK) {
            add_field("        key: ", column, yaml);
            cg_buffer_add_z(yaml, "        scope: ");
            format_add_string(yaml, set->sheets[column->target].label);
            cg_buffer_add_byte(yaml, '\n');
        } else {
            cg_buffer_printf(yaml, "        kind: %.*s  # or another one\n",
                             CG_TEXT_ARG(first_kind(set, end.kinds)));
            add_field("        name: ", column, yaml);
            if (column == about)
                add_aliases(sheet, yaml);
        }
        if (column->filled < sheet->rows)
            cg_buffer_add_z(yaml, "        optional: yes\n");
        if (column == about && alone)
            add_properties(sheet, yaml);
    }
    if (seat == NULL || about == NULL)
        return;
    cg_buffer_add_z(yaml, "      \"its seat\":\n        kind: Place\n");
    add_field("        name: ", seat, yaml);
    cg_buffer_add_z(yaml, "        optional: yes\n");
}

/* ---- Facts ---- */

/* The type that fits best between kinds: one that the names hint at, else the first that
 * the vocabulary allows. `*turned`: it runs the other way. CG_RELATION_MAX: none. */
static size_t choose_type(const suggestion_set *set, const suggest_sheet *sheet,
                          const suggest_end *from, const suggest_end *to,
                          bool *turned)
{
    size_t best = CG_RELATION_MAX;
    int best_score = 0;
    for (size_t i = 0; i < cg_relation_count(set->vocabulary); i++) {
        cg_text name = cg_relation_at(set->vocabulary, i)->name;
        uint8_t relation = (uint8_t)i;
        bool along =
            cg_relation_allows(set->vocabulary, relation, from->kinds, to->kinds);
        bool back =
            cg_relation_allows(set->vocabulary, relation, to->kinds, from->kinds);
        int score = 1;
        if (!along && !back)
            continue;
        score += 8 * suggest_hints("type", name, to->label);
        score += 4 * suggest_hints("type", name, from->label);
        score += 4 * suggest_hints("type", name, sheet->word);
        score += along;
        if (score <= best_score)
            continue;
        best_score = score;
        best = i;
        *turned = !along;
    }
    return best;
}

static void add_cited(const suggest_sheet *sheet, cg_buffer *yaml)
{
    const suggest_column *title = find_role(sheet, ROLE_SOURCE);
    const suggest_column *url = find_role(sheet, ROLE_URL);
    if (title == NULL && url == NULL)
        return;
    cg_buffer_add_z(yaml, "        cites:\n");
    add_field("          title: ", title, yaml);
    add_field("          url: ", url, yaml);
}

static void add_fact(const suggestion_set *set, const suggest_sheet *sheet,
                     const suggest_end *from, const suggest_end *to,
                     cg_buffer *yaml)
{
    bool turned = false;
    size_t type = choose_type(set, sheet, from, to, &turned);
    if (type == CG_RELATION_MAX) {
        cg_buffer_add_z(yaml, "      # no type of the vocabulary joins ");
        format_add_string(yaml, from->label);
        cg_buffer_add_z(yaml, " and ");
        format_add_string(yaml, to->label);
        cg_buffer_add_byte(yaml, '\n');
        return;
    }
    cg_buffer_add_z(yaml, "      - subject: ");
    format_add_string(yaml, turned ? to->label : from->label);
    cg_buffer_printf(yaml,
                     "\n        type: %.*s  # or another one\n        object: ",
                     CG_TEXT_ARG(cg_relation_at(set->vocabulary, type)->name));
    format_add_string(yaml, turned ? from->label : to->label);
    cg_buffer_add_byte(yaml, '\n');
    add_field("        since: ", find_role(sheet, ROLE_SINCE), yaml);
    add_field("        until: ", find_role(sheet, ROLE_UNTIL), yaml);
    add_cited(sheet, yaml);
    if (!is_of_one(sheet))
        add_properties(sheet, yaml);
}

static void add_facts(const suggestion_set *set, const suggest_sheet *sheet,
                      cg_buffer *yaml)
{
    const suggest_column *about = main_end(sheet);
    const suggest_column *seat = find_role(sheet, ROLE_SEAT);
    if (about == NULL || (count_ends(sheet) < 2 && seat == NULL))
        return;
    suggest_end from = end_of(set, sheet, about);
    cg_buffer_add_z(yaml, "    facts:\n");
    for (size_t i = 0; i < sheet->count; i++) {
        const suggest_column *column = &sheet->columns[i];
        suggest_end to = end_of(set, sheet, column);
        if (is_end(column) && column != about)
            add_fact(set, sheet, &from, &to, yaml);
    }
    if (seat != NULL) {
        suggest_end to = {seat, CG_TEXT("its seat"),
                          suggest_kinds(set->vocabulary, CG_TEXT("place"))};
        add_fact(set, sheet, &from, &to, yaml);
    }
}

/* What is of no use: names that other sheets tell, and dates and sources without a fact. */
static void add_ignored(const suggest_sheet *sheet, cg_buffer *yaml)
{
    const char *before = "    ignore: [";
    bool facts = count_ends(sheet) > 1 || find_role(sheet, ROLE_SEAT) != NULL;
    for (size_t i = 0; i < sheet->count; i++) {
        const suggest_column *column = &sheet->columns[i];
        bool of_facts = column->role == ROLE_SINCE || column->role == ROLE_UNTIL ||
                        column->role == ROLE_SOURCE || column->role == ROLE_URL;
        bool named = sheet->keyed || find_role(sheet, ROLE_ENTITY) != NULL;
        bool unused = column->role == ROLE_TOLD || (of_facts && !facts) ||
                      (column->role == ROLE_NAME && !sheet->keyed) ||
                      (column->role == ROLE_ALIAS && !named);
        if (!unused || column->name.size == 0)
            continue;
        cg_buffer_add_z(yaml, before);
        add_column(column, yaml);
        before = ", ";
    }
    if (before[0] == ',')
        cg_buffer_add_z(yaml, "]\n");
}

/* ---- The mapping ---- */

void suggest_write(const suggestion_set *set, cg_text prefix, cg_buffer *yaml)
{
    cg_buffer_add_z(yaml, "# A first mapping: see whether its kinds and types are "
                          "right (docs/mapping.md).\nprefix: ");
    format_add_string(yaml, prefix);
    cg_buffer_add_z(yaml, "\nsheets:\n");
    for (size_t i = 0; i < set->count; i++) {
        const suggest_sheet *sheet = &set->sheets[i];
        format_header header = {.delimiter = sheet->delimiter};
        cg_file_head file = {.name = sheet->file};
        format_add_file(yaml, &file, &header);
        add_entities(set, sheet, yaml);
        add_facts(set, sheet, yaml);
        add_ignored(sheet, yaml);
    }
}

cg_status cg_mapping_suggest(const cg_vocabulary *vocabulary, cg_text prefix,
                             const cg_mapped_sheet *sheets, size_t count,
                             cg_buffer *yaml, cg_error *err)
{
    suggestion_set set = {.vocabulary = vocabulary, .count = count};
    cg_status status = suggest_scan(&set, sheets, err);
    if (status == CG_OK) {
        suggest_roles(&set);
        suggest_write(&set, prefix, yaml);
        status = cg_buffer_status(yaml, err);
    }
    suggest_release(&set);
    return status;
}
