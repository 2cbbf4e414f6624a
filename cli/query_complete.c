#include "cli/query_complete.h"

#include <ctype.h>
#include <stdlib.h>

enum { HITS = 500, DEPTH_MAX = 256 };

const char *const query_shell_commands[] = {":explain", ":help", ":quit", ":schema",
                                            NULL};

/* Where a question ends, as far as it is written. */
typedef struct {
    bool comment;  /* within one */
    char quote;    /* that is open: ' " or `; 0: none */
    size_t quoted; /* where its text begins */
    char open;     /* the innermost bracket that is open: ( [ { or 0 */
    size_t word;   /* where the word begins that it ends with */
    char before;   /* the sign before that word, behind blanks; 0: none */
} position;

typedef struct {
    cg_arena *arena;
    cg_text *items;
    size_t count;
    size_t room;
} choice_list;

static bool is_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || (byte & 0x80) != 0;
}

/* ---- Where ---- */

static void find_word(cg_text text, position *place)
{
    size_t at = text.size;

    while (at > 0 && is_word(text.at[at - 1]))
        at--;
    place->word = at;
    while (at > 0 && isspace((unsigned char)text.at[at - 1]))
        at--;
    if (at > 0)
        place->before = text.at[at - 1];
}

static position find_position(cg_text text)
{
    position place = {0};
    char open[DEPTH_MAX];
    size_t depth = 0;

    for (size_t i = 0; i < text.size;) {
        char byte = text.at[i];
        size_t start = i;
        bool quote = byte == '\'' || byte == '"' || byte == '`';
        bool opens = byte == '(' || byte == '[' || byte == '{';
        bool closes = byte == ')' || byte == ']' || byte == '}';
        i = cg_query_pass(text, i);
        place.comment = !quote && i > text.size;
        if (quote && i > text.size) {
            place.quote = byte;
            place.quoted = start + 1;
        }
        if (opens && depth < DEPTH_MAX)
            open[depth++] = byte;
        else if (closes && depth > 0)
            depth--;
        i += i == start;
    }
    if (depth > 0)
        place.open = open[depth - 1];
    find_word(text, &place);
    return place;
}

/* ---- What ---- */

static cg_status add(choice_list *list, cg_text item, cg_error *err)
{
    cg_text copy;
    cg_status status = cg_grow(list->items, &list->room, list->count + 1, err);

    if (status == CG_OK)
        status = cg_arena_copy(list->arena, item, &copy, err);
    if (status == CG_OK)
        list->items[list->count++] = copy;
    return status;
}

static bool starts(cg_text item, cg_text typed)
{
    return item.size >= typed.size &&
           strncasecmp(item.at, typed.at, typed.size) == 0;
}

static cg_status offer(choice_list *list, cg_text item, cg_text typed,
                       cg_error *err)
{
    return starts(item, typed) ? add(list, item, err) : CG_OK;
}

static cg_status add_kinds(choice_list *list, const cg_vocabulary *words,
                           cg_text typed, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < cg_kind_count(words) && status == CG_OK; i++)
        status = offer(list, cg_kind_at(words, i)->name, typed, err);
    return status;
}

static cg_status add_types(choice_list *list, const cg_vocabulary *words,
                           cg_text typed, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < cg_relation_count(words) && status == CG_OK; i++)
        status = offer(list, cg_relation_at(words, i)->name, typed, err);
    return status;
}

/* Keywords as the user writes them, and functions with their bracket. */
static cg_status add_words(choice_list *list, cg_text typed, cg_error *err)
{
    cg_query_word word;
    cg_buffer text = {0};
    bool small = typed.size > 0 && islower((unsigned char)typed.at[0]);
    cg_status status = CG_OK;

    for (size_t i = 0; status == CG_OK && cg_query_word_at(i, &word); i++) {
        cg_buffer_clear(&text);
        for (size_t j = 0; j < word.name.size; j++)
            cg_buffer_add_byte(&text, small && word.signature == NULL
                                          ? (char)tolower(word.name.at[j])
                                          : word.name.at[j]);
        cg_buffer_add_z(&text, word.signature != NULL ? "(" : "");
        status = cg_buffer_status(&text, err);
        if (status == CG_OK)
            status = offer(list, cg_buffer_text(&text), typed, err);
    }
    cg_buffer_release(&text);
    return status;
}

/* The quoted text, with what has a meaning in quotes behind a backslash. */
static cg_status add_quoted(choice_list *list, cg_text name, char quote,
                            cg_error *err)
{
    cg_buffer text = {0};

    for (size_t i = 0; i < name.size; i++) {
        if (name.at[i] == quote || name.at[i] == '\\')
            cg_buffer_add_byte(&text, '\\');
        cg_buffer_add_byte(&text, name.at[i]);
    }
    cg_buffer_add_byte(&text, quote);
    cg_status status = cg_buffer_status(&text, err);
    if (status == CG_OK)
        status = add(list, cg_buffer_text(&text), err);
    cg_buffer_release(&text);
    return status;
}

static bool folded_starts(cg_text name, cg_text typed, cg_buffer *room)
{
    cg_buffer_clear(room);
    cg_text_fold_into(name, CG_FOLD_BASE, room);
    size_t size = room->size;
    cg_text_fold_into(typed, CG_FOLD_BASE, room);
    return cg_buffer_status(room, NULL) == CG_OK && room->size - size <= size &&
           memcmp(room->at, room->at + size, room->size - size) == 0;
}

/* Names that begin with what is typed, whatever its case and diacritics. */
static cg_status add_names(choice_list *list, cg_store *store, cg_text typed,
                           char quote, cg_error *err)
{
    enum { FOUND = 0, TEXT = 4 }; /* columns of cg_ask_search */
    cg_cursor *rows = NULL;
    cg_buffer room = {0};
    cg_status status = cg_ask_search(store, typed, HITS, &rows, err);

    if (status == CG_REFUSED) { /* no letter is typed yet */
        cg_error_clear(err);
        return CG_OK;
    }
    while (status == CG_OK && (status = cg_step(rows, err)) == CG_ROW) {
        cg_text name = cg_column(rows, TEXT).as.text;
        bool fits =
            cg_text_equal(cg_column(rows, FOUND).as.text, CG_TEXT("name")) &&
            folded_starts(name, typed, &room);
        status = fits ? add_quoted(list, name, quote, err) : CG_OK;
    }
    if (status == CG_DONE)
        status = cg_buffer_status(&room, err);
    cg_finish(rows);
    cg_buffer_release(&room);
    return status;
}

static cg_status add_commands(choice_list *list, cg_text typed, cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; query_shell_commands[i] != NULL && status == CG_OK; i++)
        status = offer(list, cg_text_z(query_shell_commands[i]), typed, err);
    return status;
}

static int by_bytes(const void *a, const void *b)
{
    return cg_text_compare(*(const cg_text *)a, *(const cg_text *)b);
}

/* In order, each once, into the arena. */
static cg_status settle(const choice_list *list, line_choices *choices,
                        cg_error *err)
{
    cg_text *items = cg_arena_array(list->arena, list->count + 1, sizeof *items);

    if (items == NULL)
        return cg_fail_memory(err);
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, by_bytes);
    for (size_t i = 0; i < list->count; i++)
        if (i == 0 || !cg_text_equal(list->items[i - 1], list->items[i]))
            items[choices->count++] = list->items[i];
    choices->items = items;
    return CG_OK;
}

static bool is_command(cg_text text)
{
    size_t at = 0;

    while (at < text.size && isspace((unsigned char)text.at[at]))
        at++;
    return at < text.size && text.at[at] == ':';
}

static cg_status add_all(choice_list *list, cg_store *store, const position *place,
                         cg_text typed, cg_error *err)
{
    bool joins = place->before == ':' || place->before == '|' ||
                 place->before == '&' || place->before == '!';
    bool kinds = joins && place->open == '(';
    bool types = joins && place->open == '[';

    if (place->quote == '\0' && !kinds && !types)
        return add_words(list, typed, err);
    if (store == NULL)
        return CG_OK;
    if (place->quote != '\0')
        return add_names(list, store, typed, place->quote, err);
    return kinds ? add_kinds(list, cg_store_vocabulary(store), typed, err)
                 : add_types(list, cg_store_vocabulary(store), typed, err);
}

cg_status query_complete(cg_store *store, cg_text text, cg_arena *arena,
                         line_choices *choices, cg_error *err)
{
    choice_list list = {.arena = arena};
    position place = find_position(text);
    cg_status status = CG_OK;

    choices->begin = place.quote != '\0' ? place.quoted : place.word;
    if (is_command(text) && place.before == ':')
        choices->begin--;
    cg_text typed = cg_text_slice(text, choices->begin, text.size);
    if (is_command(text) && typed.size > 0 && typed.at[0] == ':')
        status = add_commands(&list, typed, err);
    else if (!place.comment && place.quote != '`' && place.before != '$' &&
             place.before != '.')
        status = add_all(&list, store, &place, typed, err);
    cg_status settled = settle(&list, choices, err);
    free(list.items);
    return status == CG_OK ? settled : status;
}
