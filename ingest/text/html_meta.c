#include "ingest/text/html_parts.h"

#include <jansson.h>

/* What pages say of themselves is found in several places; the lower the rank, the more
 * it is to be believed. */
enum { RANK_NONE = 100 };

typedef enum { TITLE, DATE, PUBLISHER, URL, FIELDS } html_field;

typedef struct {
    cg_arena *arena;
    cg_text values[FIELDS];
    int ranks[FIELDS];
    cg_date date;
    bool day_first; /* days are written 13/8/2025 */
    cg_buffer text; /* scratch */
    cg_status status;
    cg_error *err;
} metadata;

/* Where what is: an attribute of an element, and the names that say what it is. */
typedef struct {
    const char *name; /* of property, name or itemprop */
    html_field field;
    int rank;
} meta_name;

static const meta_name meta_names[] = {
    {"og:title", TITLE, 0},
    {"twitter:title", TITLE, 2},
    {"dc.title", TITLE, 2},
    {"headline", TITLE, 2},
    {"article:published_time", DATE, 0},
    {"og:published_time", DATE, 1},
    {"datepublished", DATE, 1},
    {"pubdate", DATE, 2},
    {"publishdate", DATE, 2},
    {"publish-date", DATE, 2},
    {"publish_date", DATE, 2},
    {"published_time", DATE, 2},
    {"publication_date", DATE, 2},
    {"citation_publication_date", DATE, 2},
    {"parsely-pub-date", DATE, 2},
    {"sailthru.date", DATE, 2},
    {"apub:time", DATE, 2},
    {"dc.date", DATE, 3},
    {"dc.date.issued", DATE, 3},
    {"dcterms.created", DATE, 3},
    {"date", DATE, 3},
    {"og:site_name", PUBLISHER, 0},
    {"dc.publisher", PUBLISHER, 2},
    {"publisher", PUBLISHER, 3},
    {"application-name", PUBLISHER, 4},
    {"og:url", URL, 1},
};

/* ---- Dates ---- */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The number of up to `most` digits at `*at`, stepped over; 0 if none is there. */
static unsigned read_number(cg_text text, size_t *at, size_t most)
{
    unsigned number = 0;
    for (size_t i = 0; i < most && *at < text.size && is_digit(text.at[*at]); i++)
        number = number * 10 + (unsigned)(text.at[(*at)++] - '0');
    return number;
}

/* Step over what parts the numbers of a date. */
static void skip_separator(cg_text text, size_t *at)
{
    static const char *const separators[] = {"-",  "/", ".",       "年",
                                             "月", " ", "\xC2\xA0"};
    enum { MOST = 2 };
    for (int count = 0; count < MOST; count++) {
        cg_text rest = cg_text_slice(text, *at, text.size);
        size_t size = 0;
        for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
            if (size == 0 && cg_text_starts(rest, cg_text_z(separators[i])))
                size = strlen(separators[i]);
        *at += size;
    }
}

static bool make_day(unsigned year, unsigned month, unsigned day, cg_date *date)
{
    cg_buffer text = {0};
    cg_buffer_printf(&text, "%04u-%02u-%02u", year, month, day);
    bool good = year >= 1990 && year <= 2100 && month > 0 && day > 0 &&
                cg_date_parse(cg_buffer_text(&text), date);
    cg_buffer_release(&text);
    return good;
}

/* Read `2025-08-13…`, `20250813`, `2025/8/13`, `2025年8月13日` or, if days come
 * first, `13/8/2025` at `at`. */
static bool day_at(cg_text text, size_t at, bool day_first, cg_date *date)
{
    size_t start = at;
    unsigned first = read_number(text, &at, 4);
    size_t digits = at - start;
    skip_separator(text, &at);
    unsigned second = read_number(text, &at, 2);
    skip_separator(text, &at);
    if (digits == 4) {
        unsigned third = read_number(text, &at, 2);
        return make_day(first, second, third, date);
    }
    return day_first && digits <= 2 &&
           make_day(read_number(text, &at, 4), second, first, date);
}

/* The first day that the text names. */
static bool find_day(cg_text text, bool day_first, cg_date *date)
{
    for (size_t at = 0; at < text.size; at++) {
        if (!is_digit(text.at[at]) || (at > 0 && is_digit(text.at[at - 1])))
            continue;
        if (day_at(text, at, day_first, date))
            return true;
    }
    return false;
}

/* ---- Collecting ---- */

static void offer(metadata *all, html_field field, int rank, cg_text value)
{
    enum { VALUE_MAX = 2000 };
    cg_date date;
    if (rank >= all->ranks[field] || all->status != CG_OK || value.size > VALUE_MAX)
        return;
    if (field == DATE) {
        if (!find_day(value, all->day_first, &date))
            return;
        all->date = date;
        all->ranks[field] = rank;
        return;
    }
    cg_buffer_reuse(&all->text);
    html_add_text(&all->text, cg_text_trim(value));
    all->status = cg_buffer_status(&all->text, all->err);
    cg_text clean = cg_text_trim(cg_buffer_text(&all->text));
    if (all->status != CG_OK || clean.size == 0)
        return;
    all->status = cg_arena_copy(all->arena, clean, &all->values[field], all->err);
    all->ranks[field] = rank;
}

static void take_meta(metadata *all, const xmlNode *node)
{
    static const char *const keys[] = {"property", "name", "itemprop"};
    cg_text content = html_attribute(node, "content");
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        cg_text key = html_attribute(node, keys[k]);
        for (size_t i = 0; i < sizeof meta_names / sizeof *meta_names; i++)
            if (html_same_word(key, cg_text_z(meta_names[i].name)))
                offer(all, meta_names[i].field, meta_names[i].rank, content);
    }
}

/* The text that an element holds. */
static void offer_content(metadata *all, html_field field, int rank, xmlNode *node)
{
    cg_buffer content = {0};
    if (rank < all->ranks[field]) {
        html_add_content(&content, node);
        if (cg_buffer_status(&content, NULL) == CG_OK)
            offer(all, field, rank, cg_buffer_text(&content));
    }
    cg_buffer_release(&content);
}

/* Does a class look like that of the place where the date stands? */
static bool is_date_class(cg_text names)
{
    static const char *const words[] = {
        "date",       "time",    "pubtime",  "publish-time", "post-date",
        "entry-date", "publish", "pub-date", "article-date"};
    for (size_t at = 0; at < names.size;) {
        size_t start = at;
        while (at < names.size && names.at[at] != ' ')
            at++;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (html_same_word(cg_text_slice(names, start, at),
                               cg_text_z(words[i])))
                return true;
        at++;
    }
    return false;
}

static void take_time(metadata *all, xmlNode *node)
{
    cg_text day = html_attribute(node, "datetime");
    bool published =
        html_same_word(html_attribute(node, "itemprop"), CG_TEXT("datePublished"));
    if (day.size > 0)
        offer(all, DATE, published ? 1 : 5, day);
    else if (html_is(node, "time"))
        offer_content(all, DATE, 6, node);
}

/* ---- JSON-LD ---- */

static bool is_article(const json_t *object)
{
    static const cg_text ends[] = {{"Article", 7}, {"Posting", 7}};
    const json_t *type = json_object_get(object, "@type");
    if (json_is_array(type))
        type = json_array_get(type, 0);
    cg_text name = cg_text_z(json_string_value(type));
    return cg_text_ends(name, ends[0]) || cg_text_ends(name, ends[1]);
}

static void take_object(metadata *all, const json_t *object)
{
    if (!is_article(object))
        return;
    const json_t *publisher = json_object_get(object, "publisher");
    if (json_is_array(publisher))
        publisher = json_array_get(publisher, 0);
    if (json_is_object(publisher))
        publisher = json_object_get(publisher, "name");
    offer(all, TITLE, 1,
          cg_text_z(json_string_value(json_object_get(object, "headline"))));
    offer(all, DATE, 0,
          cg_text_z(json_string_value(json_object_get(object, "datePublished"))));
    offer(all, PUBLISHER, 1, cg_text_z(json_string_value(publisher)));
}

/* An object, a list of them, or one with such a list. */
static void take_json(metadata *all, cg_text text)
{
    json_t *root = json_loadb(text.at, text.size, 0, NULL);
    const json_t *list =
        json_is_object(root) ? json_object_get(root, "@graph") : root;
    if (json_is_object(root))
        take_object(all, root);
    for (size_t i = 0; i < json_array_size(list); i++)
        take_object(all, json_array_get(list, i));
    json_decref(root);
}

static void take_script(metadata *all, const xmlNode *node)
{
    if (html_same_word(html_attribute(node, "type"),
                       CG_TEXT("application/ld+json")) &&
        node->children != NULL && node->children->content != NULL)
        take_json(all, cg_text_z((const char *)node->children->content));
}

/* ---- The page ---- */

static bool enter(void *handle, xmlNode *node)
{
    metadata *all = handle;
    if (html_is(node, "meta"))
        take_meta(all, node);
    else if (html_is(node, "title"))
        offer_content(all, TITLE, 4, node);
    else if (html_is(node, "h1"))
        offer_content(all, TITLE, 3, node);
    else if (html_is(node, "time") || html_attribute(node, "itemprop").size > 0)
        take_time(all, node);
    else if (html_is(node, "script"))
        take_script(all, node);
    else if (html_is(node, "link") &&
             html_same_word(html_attribute(node, "rel"), CG_TEXT("canonical")))
        offer(all, URL, 0, html_attribute(node, "href"));
    else if (is_date_class(html_attribute(node, "class")))
        offer_content(all, DATE, 7, node);
    return all->status == CG_OK;
}

static void leave(void *handle, xmlNode *node)
{
    (void)handle;
    (void)node;
}

/* A title without the name of the site behind it. */
static cg_text without_site(cg_text title, cg_text site)
{
    static const char *const signs[] = {"-", "|", "_", "–", "—",
                                        "·", "•", "»", ":"};
    if (site.size == 0 || title.size <= site.size || !cg_text_ends(title, site))
        return title;
    cg_text rest = cg_text_trim(cg_text_slice(title, 0, title.size - site.size));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (rest.size > strlen(signs[i]) && cg_text_ends(rest, cg_text_z(signs[i])))
            return cg_text_trim(
                cg_text_slice(rest, 0, rest.size - strlen(signs[i])));
    return title;
}

cg_status html_metadata(xmlNode *root, cg_arena *arena, cg_source *source,
                        cg_error *err)
{
    metadata all = {.arena = arena, .err = err};
    cg_text *const fields[FIELDS] = {[TITLE] = &source->title,
                                     [PUBLISHER] = &source->publisher,
                                     [URL] = &source->url};
    for (int i = 0; i < FIELDS; i++)
        all.ranks[i] = RANK_NONE;
    all.day_first = cg_text_starts(html_attribute(root, "lang"), CG_TEXT("vi"));
    html_walk(root, enter, leave, &all);
    all.values[TITLE] = without_site(all.values[TITLE], all.values[PUBLISHER]);
    for (int i = 0; i < FIELDS; i++)
        if (fields[i] != NULL && fields[i]->size == 0)
            *fields[i] = all.values[i];
    if (!cg_date_known(source->date) && all.ranks[DATE] < RANK_NONE)
        source->date = all.date;
    cg_buffer_release(&all.text);
    return all.status;
}
