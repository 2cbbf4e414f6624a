#include "ingest/text/rule_statement.h"

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool statement_begins(cg_text line, statement *s)
{
    size_t at = 0;
    while (at < line.size && is_name_byte(line.at[at]))
        at++;
    s->keyword = cg_text_slice(line, 0, at);
    s->name = (cg_text){line.at + at, 0};
    while (at < line.size && (line.at[at] == ' ' || line.at[at] == '\t'))
        at++;
    size_t start = at;
    while (at < line.size && is_name_byte(line.at[at]))
        at++;
    s->name = cg_text_slice(line, start, at);
    s->body = at + 1;
    return s->keyword.size > 0 && at < line.size && line.at[at] == ':';
}

cg_text statement_body(const rule_file *file, const statement *s)
{
    return cg_text_trim(cg_text_slice(file->text, s->body, s->end));
}

cg_status statement_text(const rule_file *file, const statement *s, cg_arena *arena,
                         cg_text *text, cg_error *err)
{
    cg_buffer joined = {0};
    for (size_t at = s->body; at < s->end;) {
        const char *line = file->text.at + at;
        const char *stop = memchr(line, '\n', s->end - at);
        size_t size = stop != NULL ? (size_t)(stop - line) : s->end - at;
        cg_text piece = cg_text_trim((cg_text){line, size});
        if (piece.size > 0 && (at == s->body || piece.at[0] != '#')) {
            if (joined.size > 0)
                cg_buffer_add_byte(&joined, ' ');
            cg_buffer_add(&joined, piece);
        }
        at += size + 1;
    }
    cg_status status = cg_buffer_status(&joined, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, cg_buffer_text(&joined), text, err);
    cg_buffer_release(&joined);
    return status;
}
