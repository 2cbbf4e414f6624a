#include "cli/help.h"

enum { INDENT = 2, NAME_COLUMN = 14, OPTION_COLUMN = 28, LINE = 80 };

const cli_option cli_common_options[] = {
    {.letter = 'd',
     .name = "database",
     .argument = "FILE",
     .help = "the graph file; else $CHIPGRAPH_FILE, else market.db",
     .type = OPTION_FILE,
     .offset = offsetof(cli_common, database)},
    {.letter = 'h',
     .name = "help",
     .help = "show this help",
     .type = OPTION_FLAG,
     .offset = offsetof(cli_common, help)},
    {.name = "version",
     .help = "show the version",
     .type = OPTION_FLAG,
     .offset = offsetof(cli_common, version)},
    OPTION_END};

/* ---- Lines ---- */

/* Continue the line, which is `used` wide, at `column`; below if it is past that. */
static void go_to(cg_buffer *out, size_t used, size_t column)
{
    if (used + INDENT > column) {
        cg_buffer_add_byte(out, '\n');
        used = 0;
    }
    for (; used < column; used++)
        cg_buffer_add_byte(out, ' ');
}

/* Add words, which begin at `column` of the line; what does not fit goes on below. */
static void add_wrapped(cg_buffer *out, cg_text words, size_t column)
{
    size_t used = column;

    for (size_t start = 0, end; start < words.size; start = end + 1) {
        cg_text word;
        size_t width;

        for (end = start; end < words.size && words.at[end] != ' ';)
            end++;
        word = cg_text_slice(words, start, end);
        width = cg_text_width(word);
        if (start > 0 && used + 1 + width > LINE) {
            cg_buffer_add_byte(out, '\n');
            go_to(out, 0, column);
            used = column;
        } else if (start > 0) {
            cg_buffer_add_byte(out, ' ');
            used++;
        }
        cg_buffer_add(out, word);
        used += width;
    }
    cg_buffer_add_byte(out, '\n');
}

/* ---- Options ---- */

static void add_option(cg_buffer *out, const cli_option *option)
{
    cg_buffer left = {0};
    cg_buffer right = {0};

    cg_buffer_printf(&left, option->letter != 0 ? "  -%c, " : "      ",
                     option->letter);
    cg_buffer_printf(&left, "--%s", option->name);
    if (option->argument != NULL)
        cg_buffer_printf(&left, " %s", option->argument);
    cg_buffer_add_z(&right, option->help);
    if (option->choices != NULL) {
        cg_buffer_add_z(&right, " ");
        option_add_choices(option, &right);
    }

    cg_buffer_add(out, cg_buffer_text(&left));
    go_to(out, cg_text_width(cg_buffer_text(&left)), OPTION_COLUMN);
    add_wrapped(out, cg_buffer_text(&right), OPTION_COLUMN);
    out->failed = out->failed || left.failed || right.failed;
    cg_buffer_release(&left);
    cg_buffer_release(&right);
}

static void add_options(cg_buffer *out, const cli_option *options)
{
    for (; options->name != NULL; options++)
        add_option(out, options);
}

/* ---- The two helps ---- */

static void add_usage(cg_buffer *out, const cli_command *command)
{
    const char *lead = "usage: ";

    for (cg_text rest = cg_text_z(command->usage);;) {
        const char *end = rest.size > 0 ? memchr(rest.at, '\n', rest.size) : NULL;
        size_t size = end != NULL ? (size_t)(end - rest.at) : rest.size;

        cg_buffer_printf(out, "%schipgraph %s", lead, command->name);
        if (size > 0)
            cg_buffer_printf(out, " %.*s", (int)size, rest.at);
        cg_buffer_add_byte(out, '\n');
        lead = "       ";
        if (end == NULL)
            break;
        rest = cg_text_slice(rest, size + 1, rest.size);
    }
}

static void add_examples(cg_buffer *out, const cli_example *examples)
{
    cg_buffer_add_z(out, "\nexamples\n");
    for (; examples->text != NULL; examples++)
        cg_buffer_printf(out, "  chipgraph %s\n      %s\n", examples->text,
                         examples->meaning);
}

void help_command(const cli_command *command, cg_buffer *out)
{
    add_usage(out, command);
    cg_buffer_printf(out, "\n%s\n", command->about);
    if (command->options.options->name != NULL) {
        cg_buffer_add_z(out, "\noptions\n");
        add_options(out, command->options.options);
    }
    cg_buffer_add_z(out, "\noptions of every command\n");
    add_options(out, cli_common_options);
    if (command->examples != NULL)
        add_examples(out, command->examples);
}

void help_program(cg_buffer *out)
{
    cg_buffer_add_z(out, "usage: chipgraph [-d FILE] COMMAND [OPTION…] "
                         "[ARGUMENT…]\n\n"
                         "A knowledge graph of the semiconductor market in one "
                         "SQLite file.\n");
    for (const cli_group *group = cli_groups; group->heading != NULL; group++) {
        cg_buffer_printf(out, "\n%s\n", group->heading);
        for (size_t i = 0; group->commands[i] != NULL; i++) {
            const cli_command *command = group->commands[i];
            cg_buffer_printf(out, "  %s", command->name);
            go_to(out, INDENT + strlen(command->name), NAME_COLUMN);
            add_wrapped(out, cg_text_z(command->summary), NAME_COLUMN);
        }
    }
    cg_buffer_add_z(out, "\noptions\n");
    add_options(out, cli_common_options);
    cg_buffer_add_z(
        out,
        "\nA name of an entity is any of its spellings, without regard to case "
        "and\ndiacritics: 'bac kinh' is Bắc Kinh. 'Company:Arm' says which kind "
        "is meant,\n'#17' is the entity with that number.\n"
        "\nexit codes: 0 done, 1 refused or not found, 2 called wrongly, "
        "3 storage,\n4 internal\n"
        "\n'chipgraph help COMMAND' tells more of one.\n");
}
