#include "ingest/text/html_parts.h"

/* The main text of a page is what is left without
 *   - what is never text, or hidden;
 *   - elements for what is around a text, and those whose class or id says so, unless
 *     half of the page's text is in them;
 *   - blocks whose text is mostly links;
 * and of that only the part under the one <article> or <main> that holds most of it. */

/* What is known of an element; kept in its `_private`. */
typedef struct {
    size_t text; /* bytes that are no blanks */
    size_t link; /* of these in links */
    size_t kept; /* of these in what is not left out */
    bool around; /* it is of a kind that is around a text */
    bool left_out;
} html_note;

typedef struct {
    cg_arena arena;
    size_t all; /* bytes of text in the page */
    bool failed;
    size_t articles; /* how many <article> the walk is in */
    size_t mains;    /* and <main> */
    bool everything; /* leave only out what is never text */
    size_t links;    /* how many links the walk is in */
    xmlNode *root;   /* of the main text */
    size_t root_kept;
    cg_buffer *out;
    cg_buffer paragraph;
    size_t paragraph_links; /* bytes of it in links */
    size_t solid;           /* how many elements that make a paragraph it is in */
    bool heading;           /* it is in one */
    bool title;             /* the page's own heading was put down */
} html_text;

static const char *const never[] = {
    "script", "style",  "noscript", "template", "iframe", "svg",      "canvas",
    "object", "select", "button",   "option",   "input",  "textarea", "head",
    "audio",  "video",  "math",     "map",      "embed",  "dialog",   NULL};

static const char *const blocks[] = {
    "address",  "article",    "aside",   "blockquote", "body",  "caption",
    "center",   "dd",         "details", "div",        "dl",    "dt",
    "fieldset", "figcaption", "figure",  "footer",     "form",  "h1",
    "h2",       "h3",         "h4",      "h5",         "h6",    "header",
    "hr",       "html",       "li",      "main",       "nav",   "ol",
    "p",        "pre",        "section", "summary",    "table", "tbody",
    "td",       "tfoot",      "th",      "thead",      "tr",    "ul",
    NULL};

static const char *const headings[] = {"h1", "h2", "h3", "h4", "h5", "h6", NULL};

/* In these a text of any length is one. */
static const char *const solids[] = {"p",  "h1",         "h2",  "h3", "h4",
                                     "h5", "h6",         "li",  "td", "dd",
                                     "dt", "blockquote", "pre", NULL};

static const char *const around[] = {"nav",  "aside",      "footer", "form",
                                     "menu", "figcaption", NULL};

/* Words of classes and ids. */
static const char *const around_words[] = {"ad",
                                           "ads",
                                           "advert",
                                           "advertisement",
                                           "author",
                                           "banner",
                                           "breadcrumb",
                                           "breadcrumbs",
                                           "byline",
                                           "caption",
                                           "comment",
                                           "comments",
                                           "consent",
                                           "cookie",
                                           "cookies",
                                           "copyright",
                                           "disclaimer",
                                           "footer",
                                           "gdpr",
                                           "hotnews",
                                           "login",
                                           "masthead",
                                           "menu",
                                           "modal",
                                           "most",
                                           "nav",
                                           "navbar",
                                           "navigation",
                                           "newsletter",
                                           "outbrain",
                                           "overlay",
                                           "pager",
                                           "pagination",
                                           "paywall",
                                           "popular",
                                           "popup",
                                           "promo",
                                           "recirc",
                                           "recommend",
                                           "recommendation",
                                           "recommendations",
                                           "recommended",
                                           "related",
                                           "relate",
                                           "share",
                                           "sharing",
                                           "sidebar",
                                           "signup",
                                           "skip",
                                           "social",
                                           "sponsor",
                                           "sponsored",
                                           "subscribe",
                                           "subscription",
                                           "taboola",
                                           "tags",
                                           "teaser",
                                           "toolbar",
                                           "trending",
                                           "widget",
                                           NULL};

static const char *const around_roles[] = {
    "banner",     "complementary", "contentinfo", "dialog",
    "navigation", "search",        "alertdialog", NULL};

/* ---- What is around a text ---- */

static bool is_listed(cg_text word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (html_same_word(word, cg_text_z(*list)))
            return true;
    return false;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

/* Is one of the words in `relatedNews side-bar` listed? */
static bool has_word(cg_text names, const char *const *list)
{
    for (size_t at = 0; at < names.size; at++) {
        size_t start = at;
        while (at < names.size && is_letter(names.at[at]) &&
               (at == start || !is_capital(names.at[at]) ||
                is_capital(names.at[at - 1])))
            at++;
        if (at > start && is_listed(cg_text_slice(names, start, at), list))
            return true;
        at -= at > start && at < names.size && is_letter(names.at[at]);
    }
    return false;
}

static bool is_hidden(const xmlNode *node)
{
    cg_text style = html_attribute(node, "style");
    return xmlHasProp(node, (const xmlChar *)"hidden") != NULL ||
           html_same_word(html_attribute(node, "aria-hidden"), CG_TEXT("true")) ||
           (style.size > 0 && (memmem(style.at, style.size, "display:none", 12) ||
                               memmem(style.at, style.size, "display: none", 13)));
}

/* On the way in and out of an element that has a note. */
static void step_in(html_text *page, const xmlNode *node)
{
    page->articles += html_is(node, "article");
    page->mains += html_is(node, "main");
}

static void step_out(html_text *page, const xmlNode *node)
{
    page->articles -= html_is(node, "article");
    page->mains -= html_is(node, "main");
}

static bool is_around(const html_text *page, const xmlNode *node)
{
    if (html_is(node, "html") || html_is(node, "body") || html_is(node, "main"))
        return false;
    if (html_is(node, "header"))
        return page->articles == 0 && page->mains == 0;
    if (html_is_one_of(node, around) ||
        is_listed(html_attribute(node, "role"), around_roles))
        return true;
    return !html_is(node, "article") && !html_is_one_of(node, headings) &&
           (has_word(html_attribute(node, "class"), around_words) ||
            has_word(html_attribute(node, "id"), around_words));
}

static html_note *note_of(const xmlNode *node)
{
    return node->_private;
}

/* ---- Counting ---- */

static size_t count_bytes(const xmlChar *content)
{
    size_t count = 0;
    for (; content != NULL && *content != '\0'; content++)
        count += *content > ' ';
    return count;
}

static bool count_enter(void *handle, xmlNode *node)
{
    html_text *page = handle;
    if (node->type == XML_TEXT_NODE && note_of(node->parent) != NULL) {
        size_t count = count_bytes(node->content);
        note_of(node->parent)->text += count;
        page->all += count;
    }
    if (node->type != XML_ELEMENT_NODE || html_is_one_of(node, never) ||
        is_hidden(node))
        return false;
    html_note *note = cg_arena_alloc(&page->arena, sizeof *note);
    node->_private = note;
    if (note == NULL) {
        page->failed = true;
        return false;
    }
    note->around = is_around(page, node);
    step_in(page, node);
    return !page->failed;
}

static void count_leave(void *handle, xmlNode *node)
{
    html_text *page = handle;
    html_note *note = node->type == XML_ELEMENT_NODE ? note_of(node) : NULL;
    if (note == NULL)
        return;
    step_out(page, node);
    if (html_is(node, "a"))
        note->link = note->text;
    if (node != page->root) {
        note_of(node->parent)->text += note->text;
        note_of(node->parent)->link += note->link;
    }
}

/* ---- Choosing ---- */

static bool choose_enter(void *handle, xmlNode *node)
{
    html_text *page = handle;
    html_note *note = node->type == XML_ELEMENT_NODE ? note_of(node) : NULL;
    if (note == NULL)
        return false;
    bool half = note->text * 2 >= page->all;
    bool links = html_is_one_of(node, blocks) && !html_is_one_of(node, headings) &&
                 note->link * 2 > note->text;
    bool other = html_is(node, "article") && page->articles > 0;
    step_in(page, node);
    note->left_out = !half && (note->around || links || other);
    return !note->left_out;
}

/* The direct text of an element is what is not in its elements. */
static size_t direct_text(const xmlNode *node)
{
    size_t count = 0;
    for (const xmlNode *at = node->children; at != NULL; at = at->next)
        if (at->type == XML_TEXT_NODE)
            count += count_bytes(at->content);
    return count;
}

static void choose_leave(void *handle, xmlNode *node)
{
    html_text *page = handle;
    html_note *note = node->type == XML_ELEMENT_NODE ? note_of(node) : NULL;
    if (note == NULL)
        return;
    step_out(page, node);
    if (note->left_out)
        return;
    note->kept += direct_text(node);
    bool main = html_is(node, "article") || html_is(node, "main") ||
                html_same_word(html_attribute(node, "role"), CG_TEXT("main"));
    /* An <article> in a <main> is closer; a second one as long is no reason to change. */
    if (main && note->kept > page->root_kept + page->root_kept / 4) {
        page->root = node;
        page->root_kept = note->kept;
    }
    if (node->parent != NULL && node->parent->type == XML_ELEMENT_NODE)
        note_of(node->parent)->kept += note->kept;
}

/* ---- Putting down ---- */

static bool ends_sentence(cg_text text)
{
    static const char *const signs[] = {".",  "!", "?", "。", "！",
                                        "？", "…", "”", "\""};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (cg_text_ends(text, cg_text_z(signs[i])))
            return true;
    return false;
}

static bool is_wanted(const html_text *page, cg_text text)
{
    enum { LOOSE_MIN = 30 }; /* columns of a text that is in nothing solid */
    if (text.size == 0)
        return false;
    if (page->everything || page->heading)
        return true;
    if (page->paragraph_links * 10 > text.size * 6)
        return false;
    return page->solid > 0 || ends_sentence(text) ||
           cg_text_width(text) >= LOOSE_MIN;
}

/* Put the paragraph down, if it is one. */
static void end_paragraph(html_text *page)
{
    cg_text text = cg_text_trim(cg_buffer_text(&page->paragraph));
    if (is_wanted(page, text)) {
        if (page->out->size > 0)
            cg_buffer_add_z(page->out, "\n\n");
        cg_buffer_add(page->out, text);
    }
    page->out->failed |= page->paragraph.failed;
    cg_buffer_clear(&page->paragraph);
    page->paragraph_links = 0;
}

static void put_text(html_text *page, cg_text text)
{
    size_t before = page->paragraph.size;
    html_add_text(&page->paragraph, text);
    if (page->links > 0)
        page->paragraph_links += page->paragraph.size - before;
}

static bool put_enter(void *handle, xmlNode *node)
{
    html_text *page = handle;
    if (node->type == XML_TEXT_NODE && node->content != NULL)
        put_text(page, cg_text_z((const char *)node->content));
    html_note *note = node->type == XML_ELEMENT_NODE ? note_of(node) : NULL;
    if (note == NULL || (note->left_out && !page->everything))
        return false;
    if (html_is_one_of(node, blocks))
        end_paragraph(page);
    if (html_is(node, "br") && page->paragraph.size > 0)
        cg_buffer_add_byte(&page->paragraph, '\n');
    page->links += html_is(node, "a");
    page->solid += html_is_one_of(node, solids);
    page->heading = html_is_one_of(node, headings);
    page->title |= html_is(node, "h1");
    return true;
}

static void put_leave(void *handle, xmlNode *node)
{
    html_text *page = handle;
    html_note *note = node->type == XML_ELEMENT_NODE ? note_of(node) : NULL;
    if (note == NULL || (note->left_out && !page->everything))
        return;
    if (html_is_one_of(node, blocks)) {
        end_paragraph(page);
        page->heading = false;
    }
    page->links -= html_is(node, "a");
    page->solid -= html_is_one_of(node, solids);
}

static cg_status put_down(html_text *page, xmlNode *root, cg_text title,
                          cg_error *err)
{
    cg_buffer body = {0};
    cg_buffer *out = page->out;
    page->out = &body;
    html_walk(root, put_enter, put_leave, page);
    end_paragraph(page);
    bool wanted = title.size > 0 && body.size > 0 && !page->title &&
                  memmem(body.at, body.size, title.at, title.size) == NULL;
    if (wanted) {
        cg_buffer_add(out, title);
        cg_buffer_add_z(out, "\n\n");
    }
    cg_buffer_add(out, cg_buffer_text(&body));
    out->failed |= body.failed;
    cg_buffer_release(&body);
    page->out = out;
    return cg_buffer_status(out, err);
}

cg_status html_main_text(xmlNode *root, cg_text title, cg_buffer *out,
                         cg_error *err)
{
    html_text page = {.root = root, .out = out};
    cg_status status = CG_OK;
    html_walk(root, count_enter, count_leave, &page);
    if (page.failed)
        status = cg_fail_memory(err);
    if (status == CG_OK && note_of(root) != NULL) {
        html_walk(root, choose_enter, choose_leave, &page);
        bool most = page.root_kept * 2 >= note_of(root)->kept;
        status = put_down(&page, most ? page.root : root, title, err);
    }
    if (status == CG_OK && note_of(root) != NULL && out->size == 0) {
        page.everything = true;
        status = put_down(&page, root, title, err);
    }
    cg_buffer_release(&page.paragraph);
    cg_arena_release(&page.arena);
    return status;
}
