#include "ingest/text/html_parts.h"

#include <stdlib.h>

#include <libxml/SAX2.h>

enum {
    ATTRIBUTES_MAX = 5000,    /* of an element, or words that may be some */
    DEPTH_MAX = 1000,         /* of elements in each other */
    CHARSET_WITHIN = 1 << 12, /* bytes in which a page names its encoding */
    CHARSET_NAME_MAX = 40
};

/* ---- Encodings ---- */

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' ||
           byte == ':';
}

/* What stands behind the first `charset=`, in `<meta charset="gbk">` as in
 * `content="text/html; charset=gbk"`; "" if nothing does. */
static void find_charset(cg_text bytes, char name[CHARSET_NAME_MAX])
{
    static const char key[] = "charset=";
    size_t size = bytes.size < CHARSET_WITHIN ? bytes.size : CHARSET_WITHIN;
    size_t length = 0;
    for (size_t at = 0; length == 0 && at + sizeof key <= size; at++) {
        cg_text here = cg_text_slice(bytes, at, at + sizeof key - 1);
        if (!html_same_word(here, cg_text_z(key)))
            continue;
        at += sizeof key - 1;
        at += bytes.at[at] == '"' || bytes.at[at] == '\'';
        while (at < size && is_name_byte(bytes.at[at]) &&
               length + 1 < CHARSET_NAME_MAX)
            name[length++] = bytes.at[at++];
    }
    name[length] = '\0';
    /* As browsers do: what is called so is mostly its extension. */
    if (html_same_word(cg_text_z(name), CG_TEXT("gb2312")) ||
        html_same_word(cg_text_z(name), CG_TEXT("gbk")))
        memcpy(name, "gb18030", sizeof "gb18030");
}

static cg_status choose_encoding(cg_text bytes, const char *file,
                                 char name[CHARSET_NAME_MAX], cg_error *err)
{
    cg_place place = {.source = file};
    if (cg_text_check(bytes) == bytes.size) {
        memcpy(name, "UTF-8", sizeof "UTF-8");
        return CG_OK;
    }
    find_charset(bytes, name);
    xmlCharEncodingHandlerPtr known =
        name[0] != '\0' ? xmlFindCharEncodingHandler(name) : NULL;
    bool same = html_same_word(cg_text_z(name), CG_TEXT("utf-8"));
    if (known != NULL)
        xmlCharEncCloseFunc(known);
    if (known == NULL || same)
        return cg_fail(err, CG_REFUSED, &place,
                       "the page is not UTF-8, and names no other encoding that is "
                       "known: convert it, for example with iconv");
    return CG_OK;
}

/* ---- What would take too long ---- */

/* The end of what is between quotes that begin at `at`, or behind a sign that is none. */
static size_t skip_quoted(cg_text bytes, size_t at)
{
    const char *end = NULL;
    if (at < bytes.size && (bytes.at[at] == '"' || bytes.at[at] == '\''))
        end = memchr(bytes.at + at + 1, bytes.at[at], bytes.size - at - 1);
    return end != NULL ? (size_t)(end - bytes.at) + 1 : at;
}

static bool is_at(cg_text bytes, size_t at, cg_text word)
{
    return bytes.size - at >= word.size &&
           html_same_word(cg_text_slice(bytes, at, at + word.size), word);
}

/* The end of the script that begins at `at`. */
static size_t skip_script(cg_text bytes, size_t at)
{
    do
        at++;
    while (at < bytes.size && !is_at(bytes, at, CG_TEXT("</script")));
    return at;
}

/* libxml2 compares each attribute with all others of its element. */
static bool has_many_attributes(cg_text bytes)
{
    size_t words = 0;
    bool in_tag = false;
    for (size_t at = 0; at < bytes.size && words <= ATTRIBUTES_MAX; at++) {
        char byte = bytes.at[at];
        if (byte == '<' && is_at(bytes, at, CG_TEXT("<script"))) {
            at = skip_script(bytes, at);
            in_tag = false;
        } else if (byte == '<' || byte == '>') {
            in_tag = byte == '<';
            words = 0;
        } else if (in_tag && byte == '=') {
            at = skip_quoted(bytes, at + 1) - 1;
        } else if (in_tag) {
            words +=
                (unsigned char)byte <= ' ' && (unsigned char)bytes.at[at - 1] > ' ';
        }
    }
    return words > ATTRIBUTES_MAX;
}

/* ---- Parsing ---- */

/* As libxml2 does, up to a depth: from there on closing what was not opened would cost
 * the square of it. */
static void start_element(void *context, const xmlChar *name,
                          const xmlChar **attributes)
{
    htmlParserCtxtPtr parser = context;
    parser->options |= XML_PARSE_HUGE; /* else it stops at 256 */
    xmlSAX2StartElement(context, name, attributes);
    if (parser->nameNr > DEPTH_MAX)
        xmlStopParser(parser);
}

static cg_status parse(htmlParserCtxtPtr parser, cg_text bytes,
                       const char *encoding, const char *file, xmlDoc **tree,
                       cg_error *err)
{
    cg_place place = {.source = file};
    parser->sax->startElement = start_element;
    *tree = htmlCtxtReadMemory(parser, bytes.at, (int)bytes.size, NULL, encoding,
                               HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                   HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                   HTML_PARSE_IGNORE_ENC);
    if (parser->errNo == XML_ERR_NO_MEMORY)
        return cg_fail_memory(err);
    if (parser->errNo == XML_ERR_USER_STOP)
        return cg_fail(err, CG_LIMIT, &place,
                       "the page has elements more than %d deep in each other: "
                       "save its text",
                       DEPTH_MAX);
    return CG_OK;
}

cg_status html_parse(cg_text bytes, const char *name, xmlDoc **tree, cg_error *err)
{
    char encoding[CHARSET_NAME_MAX];
    *tree = NULL;
    cg_place place = {.source = name};
    if (has_many_attributes(bytes))
        return cg_fail(
            err, CG_LIMIT, &place,
            "an element of the page has more than %d attributes: save its "
            "text",
            ATTRIBUTES_MAX);
    cg_status status = choose_encoding(bytes, name, encoding, err);
    if (status != CG_OK || bytes.size == 0)
        return status;
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (parser == NULL)
        return cg_fail_memory(err);
    status = parse(parser, bytes, encoding, name, tree, err);
    htmlFreeParserCtxt(parser);
    if (status != CG_OK) {
        xmlFreeDoc(*tree);
        *tree = NULL;
    }
    return status;
}

/* ---- Walking ---- */

void html_walk(xmlNode *root, html_enter enter, html_leave leave, void *handle)
{
    xmlNode *node = root;
    while (node != NULL) {
        bool inside = enter(handle, node);
        if (inside && node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        while (node != root && node->next == NULL) {
            leave(handle, node);
            node = node->parent;
        }
        leave(handle, node);
        node = node != root ? node->next : NULL;
    }
}

bool html_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE &&
           strcmp((const char *)node->name, name) == 0;
}

bool html_is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names != NULL; names++)
        if (html_is(node, *names))
            return true;
    return false;
}

cg_text html_attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->type == XML_ELEMENT_NODE ? node->properties
                                                            : NULL;
         at != NULL; at = at->next) {
        if (strcmp((const char *)at->name, name) == 0 && at->children != NULL)
            return cg_text_z((const char *)at->children->content);
    }
    return (cg_text){"", 0};
}

/* ---- Text ---- */

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool html_same_word(cg_text a, cg_text b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

/* The bytes of the blank at `at`: an ASCII one, a no-break or an ideographic space;
 * 0 if none is there. */
static size_t blank_at(cg_text text, size_t at)
{
    cg_text rest = cg_text_slice(text, at, text.size);
    if ((unsigned char)text.at[at] <= ' ')
        return 1;
    if (cg_text_starts(rest, CG_TEXT("\xC2\xA0")))
        return 2;
    return cg_text_starts(rest, CG_TEXT("\xE3\x80\x80")) ? 3 : 0;
}

void html_add_text(cg_buffer *out, cg_text text)
{
    for (size_t at = 0; at < text.size;) {
        size_t blank = blank_at(text, at);
        size_t start = at;
        if (blank > 0) {
            char last = out->size > 0 ? out->at[out->size - 1] : '\n';
            if (last != ' ' && last != '\n')
                cg_buffer_add_byte(out, ' ');
            at += blank;
            continue;
        }
        while (at < text.size && blank_at(text, at) == 0)
            at++;
        cg_buffer_add(out, cg_text_slice(text, start, at));
    }
}

static bool add_node(void *handle, xmlNode *node)
{
    if (node->type == XML_TEXT_NODE && node->content != NULL)
        html_add_text(handle, cg_text_z((const char *)node->content));
    return true;
}

static void add_nothing(void *handle, xmlNode *node)
{
    (void)handle;
    (void)node;
}

void html_add_content(cg_buffer *out, xmlNode *node)
{
    html_walk(node, add_node, add_nothing, out);
}
