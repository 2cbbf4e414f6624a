#include "ingest/text/html.h"

#include "ingest/text/html.h"

#include "ingest/text/html_parts.h"

static bool ends_like(cg_text name, cg_text end)
{
    return name.size >= end.size &&
           html_same_word(cg_text_slice(name, name.size - end.size, name.size),
                          end);
}

static bool begins_like(cg_text text, cg_text begin)
{
    return text.size >= begin.size &&
           html_same_word(cg_text_slice(text, 0, begin.size), begin);
}

bool html_is_page(cg_text bytes, const char *name)
{
    static const char *const begins[] = {"<!doctype html", "<html", "<head"};
    cg_text file = cg_text_z(name);
    if (ends_like(file, CG_TEXT(".html")) || ends_like(file, CG_TEXT(".htm")) ||
        ends_like(file, CG_TEXT(".xhtml")))
        return true;
    if (cg_text_starts(bytes, CG_TEXT("\xEF\xBB\xBF")))
        bytes = cg_text_slice(bytes, 3, bytes.size);
    bytes = cg_text_trim(bytes);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (begins_like(bytes, cg_text_z(begins[i])))
            return true;
    return false;
}

cg_status html_read(cg_text bytes, const char *name, cg_arena *arena, cg_text *text,
                    cg_source *source, cg_error *err)
{
    cg_buffer out = {0};
    xmlDoc *tree = NULL;
    *text = (cg_text){"", 0};
    cg_status status = html_parse(bytes, name, &tree, err);
    xmlNode *root = tree != NULL ? xmlDocGetRootElement(tree) : NULL;
    if (status != CG_OK || root == NULL)
        goto done;
    status = html_metadata(root, arena, source, err);
    if (status == CG_OK)
        status = html_main_text(root, source->title, &out, err);
    if (status == CG_OK)
        status = cg_arena_copy(arena, cg_buffer_text(&out), text, err);
done:
    cg_buffer_release(&out);
    xmlFreeDoc(tree);
    return status;
}
