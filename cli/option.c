#include "cli/option.h"

#include "cli/nearest.h"

#include <stdlib.h>

enum { LIST_MAX = 1000 }; /* parts of one list */

/* ---- Values ---- */

static void put(void *values, const cli_option *option, const void *value,
                size_t size)
{
    memcpy((char *)values + option->offset, value, size);
}

bool option_number(cg_text text, uint64_t most, uint64_t *number)
{
    uint64_t value = 0;

    for (size_t i = 0; i < text.size; i++) {
        char digit = text.at[i];
        if (digit < '0' || digit > '9' || value > most / 10)
            return false;
        value = value * 10 + (uint64_t)(digit - '0');
    }
    *number = value;
    return value >= 1 && value <= most;
}

static cg_status put_text(void *values, const cli_option *option, cg_text text,
                          cg_error *err)
{
    if (text.size == 0)
        return cg_fail(err, CG_USAGE, NULL, "option '--%s' is given an empty %s",
                       option->name, option->argument);
    if (cg_text_check(text) < text.size)
        return cg_fail(err, CG_USAGE, NULL, "the value of '--%s' is not UTF-8",
                       option->name);
    put(values, option, &text, sizeof text);
    return CG_OK;
}

static cg_status put_number(void *values, const cli_option *option, cg_text text,
                            cg_error *err)
{
    uint64_t number;

    if (!option_number(text, option->most, &number))
        return cg_fail(err, CG_USAGE, NULL,
                       "'%.*s' for '--%s' is not a whole number from 1 to %llu",
                       CG_TEXT_ARG(text), option->name,
                       (unsigned long long)option->most);
    put(values, option, &number, sizeof number);
    return CG_OK;
}

static cg_status put_date(void *values, const cli_option *option, cg_text text,
                          cg_error *err)
{
    cg_date date;

    if (!cg_date_parse(text, &date))
        return cg_fail(err, CG_USAGE, NULL,
                       "'%.*s' for '--%s' is no date: give 2025, 2025-Q3, 2025-07 "
                       "or 2025-07-31",
                       CG_TEXT_ARG(text), option->name);
    put(values, option, &date, sizeof date);
    return CG_OK;
}

void option_add_choices(const cli_option *option, cg_buffer *out)
{
    for (size_t i = 0; option->choices[i] != NULL; i++) {
        if (i > 0)
            cg_buffer_add_z(out, option->choices[i + 1] == NULL ? " or " : ", ");
        cg_buffer_add_z(out, option->choices[i]);
    }
}

static cg_status fail_choice(const cli_option *option, cg_text text, cg_error *err)
{
    cg_buffer choices = {0};
    cg_status status;

    option_add_choices(option, &choices);
    status = cg_buffer_status(&choices, err);
    if (status == CG_OK)
        status =
            cg_fail(err, CG_USAGE, NULL, "unknown value '%.*s' for '--%s': give %s",
                    CG_TEXT_ARG(text), option->name, choices.at);
    cg_buffer_release(&choices);
    return status;
}

static cg_status put_choice(void *values, const cli_option *option, cg_text text,
                            cg_error *err)
{
    nearest near = {.word = text};

    for (int i = 0; option->choices[i] != NULL; i++) {
        if (cg_text_equal(text, cg_text_z(option->choices[i]))) {
            int choice = i + 1;
            put(values, option, &choice, sizeof choice);
            return CG_OK;
        }
        nearest_offer(&near, option->choices[i]);
    }
    if (near.best == NULL)
        return fail_choice(option, text, err);
    return cg_fail(err, CG_USAGE, NULL,
                   "unknown value '%.*s' for '--%s': did you mean '%s'?",
                   CG_TEXT_ARG(text), option->name, near.best);
}

static cg_status put_part(option_list *list, const cli_option *option, cg_text part,
                          cg_error *err)
{
    if (part.size == 0)
        return cg_fail(err, CG_USAGE, NULL, "option '--%s' has an empty part",
                       option->name);
    if (option->type == OPTION_TEXTS && cg_text_check(part) < part.size)
        return cg_fail(err, CG_USAGE, NULL, "the value of '--%s' is not UTF-8",
                       option->name);
    if (list->count == LIST_MAX)
        return cg_fail(err, CG_USAGE, NULL, "option '--%s' has more than %d parts",
                       option->name, LIST_MAX);
    if (cg_grow(list->items, &list->room, list->count + 1, err) != CG_OK)
        return CG_NOMEM;
    list->items[list->count++] = part;
    return CG_OK;
}

static cg_status put_list(void *values, const cli_option *option, cg_text text,
                          cg_error *err)
{
    option_list list;
    cg_status status = CG_OK;
    size_t start = 0;

    memcpy(&list, (char *)values + option->offset, sizeof list);
    if (option->type != OPTION_LIST) {
        status = put_part(&list, option, text, err);
        start = text.size + 1;
    }
    for (size_t i = start; i <= text.size && status == CG_OK; i++) {
        if (i < text.size && text.at[i] != ',')
            continue;
        status = put_part(&list, option,
                          cg_text_trim(cg_text_slice(text, start, i)), err);
        start = i + 1;
    }
    put(values, option, &list, sizeof list);
    return status;
}

static cg_status put_value(void *values, const cli_option *option, const char *word,
                           cg_error *err)
{
    static const bool given = true;
    cg_text text = cg_text_z(word);

    switch (option->type) {
    case OPTION_FLAG:
        put(values, option, &given, sizeof given);
        return CG_OK;
    case OPTION_FILE:
        if (text.size == 0)
            return put_text(values, option, text, err);
        put(values, option, &word, sizeof word);
        return CG_OK;
    case OPTION_TEXT:
        return put_text(values, option, text, err);
    case OPTION_NUMBER:
        return put_number(values, option, text, err);
    case OPTION_DATE:
        return put_date(values, option, text, err);
    case OPTION_CHOICE:
        return put_choice(values, option, text, err);
    case OPTION_LIST:
    case OPTION_TEXTS:
    case OPTION_FILES:
        return put_list(values, option, text, err);
    }
    return cg_fail(err, CG_INTERNAL, NULL, "option '--%s' has no type",
                   option->name);
}

void option_release(const cli_option *options, void *values)
{
    for (const cli_option *o = options; o->name != NULL; o++) {
        option_list list;

        if (o->type != OPTION_LIST && o->type != OPTION_TEXTS &&
            o->type != OPTION_FILES)
            continue;
        memcpy(&list, (char *)values + o->offset, sizeof list);
        free(list.items);
        memset((char *)values + o->offset, 0, sizeof list);
    }
}

/* ---- Words ---- */

/* An option that was recognised, and whose values it belongs to. */
typedef struct {
    const cli_option *option;
    void *values;
} found_option;

static found_option find_letter(const option_target *targets, size_t count,
                                char letter)
{
    for (size_t i = 0; i < count; i++)
        for (const cli_option *o = targets[i].options; o->name != NULL; o++)
            if (o->letter != 0 && o->letter == letter)
                return (found_option){o, targets[i].values};
    return (found_option){NULL, NULL};
}

static found_option find_name(const option_target *targets, size_t count,
                              cg_text name)
{
    for (size_t i = 0; i < count; i++)
        for (const cli_option *o = targets[i].options; o->name != NULL; o++)
            if (cg_text_equal(name, cg_text_z(o->name)))
                return (found_option){o, targets[i].values};
    return (found_option){NULL, NULL};
}

static cg_status fail_unknown(const option_words *words,
                              const option_target *targets, size_t count,
                              cg_text name, cg_error *err)
{
    nearest near = {.word = name};

    for (size_t i = 0; i < count; i++)
        for (const cli_option *o = targets[i].options; o->name != NULL; o++)
            nearest_offer(&near, o->name);
    if (near.best != NULL)
        return cg_fail(err, CG_USAGE, NULL,
                       "unknown option '--%.*s': did you mean '--%s'?",
                       CG_TEXT_ARG(name), near.best);
    if (words->command == NULL)
        return cg_fail(err, CG_USAGE, NULL,
                       "unknown option '--%.*s' before the command: see "
                       "'chipgraph help'",
                       CG_TEXT_ARG(name));
    return cg_fail(err, CG_USAGE, NULL,
                   "unknown option '--%.*s': see 'chipgraph help %s'",
                   CG_TEXT_ARG(name), words->command);
}

/* The value of an option that takes one: behind it in its word, or the next word. */
static cg_status take_value(option_words *words, const found_option *found,
                            const char *attached, cg_error *err)
{
    const char *value = attached;

    if (value == NULL && words->next == words->count)
        return cg_fail(err, CG_USAGE, NULL, "option '--%s' needs a value: --%s %s",
                       found->option->name, found->option->name,
                       found->option->argument);
    if (value == NULL)
        value = words->words[words->next++];
    return put_value(found->values, found->option, value, err);
}

/* `word` begins with two dashes. */
static cg_status parse_long(option_words *words, const option_target *targets,
                            size_t count, const char *word, cg_error *err)
{
    const char *equals = strchr(word, '=');
    cg_text name = cg_text_z(word + 2);
    found_option found;

    if (equals != NULL)
        name.size = (size_t)(equals - (word + 2));
    found = find_name(targets, count, name);
    if (found.option == NULL)
        return fail_unknown(words, targets, count, name, err);
    if (found.option->type != OPTION_FLAG)
        return take_value(words, &found, equals != NULL ? equals + 1 : NULL, err);
    if (equals != NULL)
        return cg_fail(err, CG_USAGE, NULL, "option '--%s' takes no value",
                       found.option->name);
    return put_value(found.values, found.option, "", err);
}

/* `word` begins with one dash and is longer: flags, and one option with a value. */
static cg_status parse_letters(option_words *words, const option_target *targets,
                               size_t count, const char *word, cg_error *err)
{
    for (const char *letter = word + 1; *letter != '\0'; letter++) {
        found_option found = find_letter(targets, count, *letter);
        cg_status status;

        if (found.option == NULL)
            return cg_fail(err, CG_USAGE, NULL,
                           "unknown option '%s': see 'chipgraph help%s%s'", word,
                           words->command != NULL ? " " : "",
                           words->command != NULL ? words->command : "");
        if (found.option->type != OPTION_FLAG)
            return take_value(words, &found, letter[1] != '\0' ? letter + 1 : NULL,
                              err);
        status = put_value(found.values, found.option, "", err);
        if (status != CG_OK)
            return status;
    }
    return CG_OK;
}

cg_status option_parse(option_words *words, const option_target *targets,
                       size_t target_count, cg_error *err)
{
    bool options_over = false;
    cg_status status = CG_OK;

    while (words->next < words->count && status == CG_OK) {
        const char *word = words->words[words->next];
        bool is_option = !options_over && word[0] == '-' && word[1] != '\0';

        if (!is_option && words->stop_at_argument)
            break;
        words->next++;
        if (!is_option)
            words->arguments[words->argument_count++] = word;
        else if (strcmp(word, "--") == 0)
            options_over = true;
        else if (word[1] == '-')
            status = parse_long(words, targets, target_count, word, err);
        else
            status = parse_letters(words, targets, target_count, word, err);
    }
    return status;
}
