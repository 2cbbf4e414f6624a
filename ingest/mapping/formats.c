#include "ingest/mapping/formats.h"

#include "ingest/mapping/formats_parts.h"

static const struct {
    const char *name;
    const char *words;
} formats[] = {
#define FORMAT_ENTRY(format, name, words) {name, words},
    CG_FORMATS(FORMAT_ENTRY)
#undef FORMAT_ENTRY
};

const char *cg_format_name(cg_format format)
{
    return formats[format].name;
}

const char *cg_format_words(cg_format format)
{
    return formats[format].words;
}

/* ---- Headers ---- */

/* The character that separates the columns of a header: the one that is there most. */
static char delimiter_of(cg_text line)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t count = 0;
        for (size_t at = 0; at < line.size; at++)
            count += line.at[at] == candidates[i];
        if (count > most) {
            most = count;
            best = candidates[i];
        }
    }
    return best;
}

static cg_text first_line(cg_text text)
{
    if (cg_text_starts(text, CG_TEXT("\xef\xbb\xbf")))
        text = cg_text_slice(text, 3, text.size);
    const char *end = text.size > 0 ? memchr(text.at, '\n', text.size) : NULL;
    return cg_text_trim(
        cg_text_slice(text, 0, end != NULL ? (size_t)(end - text.at) : text.size));
}

void format_header_read(cg_text head, format_header *header)
{
    cg_text line = first_line(head);
    *header = (format_header){.delimiter = delimiter_of(line)};
    for (size_t at = 0; at <= line.size && header->count < FORMAT_COLUMNS;) {
        const char *next =
            line.size > at ? memchr(line.at + at, header->delimiter, line.size - at)
                           : NULL;
        size_t end = next != NULL ? (size_t)(next - line.at) : line.size;
        cg_text name = cg_text_trim(cg_text_slice(line, at, end));
        if (name.size > 1 && name.at[0] == '"' && name.at[name.size - 1] == '"')
            name = cg_text_slice(name, 1, name.size - 1);
        header->names[header->count++] = name;
        at = end + 1;
    }
}

bool format_has_column(const format_header *header, const char *name)
{
    for (size_t i = 0; i < header->count; i++)
        if (cg_text_equal(header->names[i], cg_text_z(name)))
            return true;
    return false;
}

static bool contains(cg_text text, const char *part)
{
    cg_text wanted = cg_text_z(part);
    for (size_t at = 0; at + wanted.size <= text.size; at++)
        if (memcmp(text.at + at, wanted.at, wanted.size) == 0)
            return true;
    return false;
}

cg_format cg_format_guess(cg_text head)
{
    cg_text line = first_line(head);
    format_header header;
    if (line.size > 0 && (line.at[0] == '{' || line.at[0] == '[')) {
        bool money =
            contains(line, "\"schema\"") && contains(line, "\"properties\"");
        return money ? CG_FORMAT_FTM : CG_FORMAT_JSON;
    }
    format_header_read(head, &header);
    if (format_neo4j_is(&header))
        return CG_FORMAT_NEO4J;
    if (format_kgtk_is(&header))
        return CG_FORMAT_KGTK;
    if (format_has_column(&header, "prop") &&
        format_has_column(&header, "schema") && format_has_column(&header, "value"))
        return CG_FORMAT_FTM;
    return CG_FORMAT_SHEET;
}

/* ---- Mappings ---- */

/* Does YAML forbid the character, or take it for the end of a line? (YAML 1.1, 5.1 and
 * 5.4; JSON strings have it as it is.) */
static bool is_special(uint32_t point)
{
    return (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029 ||
           point == 0xFEFF || point == 0xFFFE || point == 0xFFFF;
}

void format_add_string(cg_buffer *yaml, cg_text text)
{
    cg_buffer json = {0}; /* a string of which is one of YAML, too, but for these */
    cg_text_json(text, &json);
    cg_text all = cg_buffer_text(&json);
    for (size_t at = 0; at < all.size;) {
        size_t from = at;
        uint32_t point = cg_text_next(all, &at);
        if (is_special(point))
            cg_buffer_printf(yaml, "\\u%04x", (unsigned)point);
        else
            cg_buffer_add(yaml, cg_text_slice(all, from, at));
    }
    yaml->failed = yaml->failed || json.failed;
    cg_buffer_release(&json);
}

void format_add_file(cg_buffer *yaml, const cg_file_head *file,
                     const format_header *header)
{
    const char *slash = strrchr(file->name, '/');
    cg_buffer_add_z(yaml, "  - file: ");
    format_add_string(yaml, cg_text_z(slash != NULL ? slash + 1 : file->name));
    cg_buffer_add_byte(yaml, '\n');
    if (header->delimiter == '\t')
        cg_buffer_add_z(yaml, "    delimiter: tab\n");
    else if (header->delimiter != ',')
        cg_buffer_printf(yaml, "    delimiter: \"%c\"\n", header->delimiter);
}

cg_status cg_format_mapping(cg_format format, cg_text prefix,
                            const cg_file_head *files, size_t count,
                            cg_buffer *yaml, cg_error *err)
{
    cg_status status = CG_OK;
    cg_buffer_add_z(yaml, "prefix: ");
    format_add_string(yaml, prefix);
    cg_buffer_add_z(yaml, "\nsheets:\n");
    if (format == CG_FORMAT_NEO4J)
        status = format_neo4j(files, count, yaml, err);
    else if (format == CG_FORMAT_KGTK)
        status = format_kgtk(files, count, yaml, err);
    else
        format_ftm(files, count, yaml);
    return status == CG_OK ? cg_buffer_status(yaml, err) : status;
}
