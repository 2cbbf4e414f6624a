#include "cli/commands.h"

#include <stdio.h>

typedef struct {
    cg_clocks clocks;
    int format;
} show_options;

static const cli_option options[] = {
    OPTION_ON(show_options, clocks.on), OPTION_KNOWN(show_options, clocks.known),
    OPTION_FORMAT(show_options, format), OPTION_END};

static const cli_example examples[] = {
    {"show Nvidia", "names, properties and facts of Nvidia"},
    {"show 'bac kinh' --on 2025", "with the facts that held in 2025"},
    {NULL, NULL}};

static cg_status run_show(cli_run *run, const void *values, cg_error *err);

const cli_command command_show = {
    .name = "show",
    .usage = "[OPTION…] NAME",
    .summary = "show an entity: its names, properties and facts",
    .about = "Shows an entity and the facts it is part of, in either direction, "
             "each with\n"
             "the number of sources that support it. json is one object; the other "
             "formats\n"
             "are a list with a row for each name, property and fact.",
    .examples = examples,
    .options = OPTION_TABLE(show_options, options),
    .least = 1,
    .most = 1,
    .run = run_show,
};

/* ---- The card: what there is to say before the facts ---- */

/* Each part as it will be printed, text or JSON. */
typedef struct {
    bool json;
    int64_t id;
    cg_buffer called;
    cg_buffer kinds;
    cg_buffer names;
    cg_buffer properties;
} show_card;

static void card_release(show_card *card)
{
    cg_buffer_release(&card->called);
    cg_buffer_release(&card->kinds);
    cg_buffer_release(&card->names);
    cg_buffer_release(&card->properties);
}

static cg_status card_status(const show_card *card, cg_error *err)
{
    cg_status status = cg_buffer_status(&card->called, err);

    if (status == CG_OK)
        status = cg_buffer_status(&card->kinds, err);
    if (status == CG_OK)
        status = cg_buffer_status(&card->names, err);
    if (status == CG_OK)
        status = cg_buffer_status(&card->properties, err);
    return status;
}

/* A value as the card's form has it. */
static void add_value(const show_card *card, cg_value value, cg_buffer *out)
{
    cg_buffer plain = {0};

    if (card->json) {
        cg_value_json(value, out);
        return;
    }
    cg_value_print(value, &plain);
    cg_text_printable(cg_buffer_text(&plain), out);
    out->failed = out->failed || plain.failed;
    cg_buffer_release(&plain);
}

static void add_separator(const show_card *card, cg_buffer *out)
{
    if (out->size > 0)
        cg_buffer_add_z(out, card->json ? "," : ", ");
}

static void add_name(show_card *card, cg_text language, cg_value name,
                     cg_value source)
{
    cg_buffer *out = &card->names;

    add_separator(card, out);
    if (card->json)
        cg_buffer_add_z(out, "{\"name\":");
    add_value(card, name, out);
    if (card->json) {
        cg_buffer_add_z(out, ",\"language\":");
        cg_value_json(language.size > 0 ? cg_string(language)
                                        : (cg_value){.type = CG_NULL},
                      out);
        cg_buffer_add_z(out, ",\"source\":");
        cg_value_json(source, out);
        cg_buffer_add_byte(out, '}');
    } else if (language.size > 0) {
        cg_buffer_add_z(out, " (");
        cg_text_printable(language, out);
        cg_buffer_add_byte(out, ')');
    }
}

enum { LABEL_WIDTH = 12 };

static void add_label(cg_buffer *out, cg_text label)
{
    size_t start = out->size;
    size_t width;

    cg_buffer_add_z(out, "  ");
    cg_text_printable(label, out);
    width =
        out->size > start
            ? cg_text_width(cg_text_slice(cg_buffer_text(out), start, out->size))
            : 0;
    do
        cg_buffer_add_byte(out, ' ');
    while (++width < LABEL_WIDTH + 2);
}

static void add_property(show_card *card, cg_text key, cg_value value)
{
    cg_buffer *out = &card->properties;

    if (card->json) {
        add_separator(card, out);
        cg_text_json(key, out);
        cg_buffer_add_byte(out, ':');
        cg_value_json(value, out);
    } else {
        add_label(out, key);
        add_value(card, value, out);
        cg_buffer_add_byte(out, '\n');
    }
}

/* Take a row of cg_ask_entity in. */
static void add_row(show_card *card, cg_text about, cg_value value, cg_value source)
{
    static const cg_text name = {"name:", 5};
    static const cg_text property = {"property:", 9};

    if (cg_text_equal(about, CG_TEXT("entity"))) {
        card->id = value.as.integer;
    } else if (cg_text_equal(about, CG_TEXT("called"))) {
        add_value(card, value, &card->called);
    } else if (cg_text_equal(about, CG_TEXT("kind"))) {
        add_separator(card, &card->kinds);
        add_value(card, value, &card->kinds);
    } else if (cg_text_equal(about, CG_TEXT("name"))) {
        add_name(card, (cg_text){NULL, 0}, value, source);
    } else if (cg_text_starts(about, name)) {
        add_name(card, cg_text_slice(about, name.size, about.size), value, source);
    } else if (cg_text_starts(about, property)) {
        add_property(card, cg_text_slice(about, property.size, about.size), value);
    }
}

static cg_status read_card(cg_store *store, cg_id entity, show_card *card,
                           cg_error *err)
{
    cg_cursor *rows = NULL;
    cg_status status = cg_ask_entity(store, entity, &rows, err);

    while (status == CG_OK && (status = cg_step(rows, err)) == CG_ROW) {
        add_row(card, cg_column(rows, 0).as.text, cg_column(rows, 1),
                cg_column(rows, 2));
        status = card_status(card, err);
    }
    cg_finish(rows);
    return status == CG_DONE ? CG_OK : status;
}

/* ---- The forms ---- */

static cg_status write_text(cg_output out, cg_buffer *text, cg_error *err)
{
    cg_status status = cg_buffer_status(text, err);

    if (status == CG_OK)
        status = out.write(out.handle, cg_buffer_text(text), err);
    cg_buffer_release(text);
    return status;
}

static cg_status print_json(cli_run *run, const show_card *card, cg_cursor *facts,
                            int format, cg_error *err)
{
    cg_output out = cli_json_sink(run);
    cg_buffer text = {0};
    cg_status status;

    cg_buffer_printf(&text, "{\"id\":%lld,\"name\":", (long long)card->id);
    cg_buffer_add(&text, cg_buffer_text(&card->called));
    cg_buffer_add_z(&text, ",\"kinds\":[");
    cg_buffer_add(&text, cg_buffer_text(&card->kinds));
    cg_buffer_add_z(&text, "],\"names\":[");
    cg_buffer_add(&text, cg_buffer_text(&card->names));
    cg_buffer_add_z(&text, "],\"properties\":{");
    cg_buffer_add(&text, cg_buffer_text(&card->properties));
    cg_buffer_add_z(&text, "},\"facts\":");
    status = write_text(out, &text, err);
    if (status == CG_OK)
        status = cli_print_rows(run, facts, format, NULL, NULL, err);
    return status == CG_OK ? out.write(out.handle, CG_TEXT("}\n"), err) : status;
}

static cg_status print_card(cli_run *run, const show_card *card, cg_cursor *facts,
                            int format, cg_error *err)
{
    cg_buffer text = {0};
    cg_status status;

    cg_buffer_add_z(&text, run->colour ? "\x1b[1m" : "");
    cg_buffer_add(&text, cg_buffer_text(&card->called));
    cg_buffer_add_z(&text, run->colour ? "\x1b[0m" : "");
    cg_buffer_add_z(&text, " (");
    cg_buffer_add(&text, cg_buffer_text(&card->kinds));
    cg_buffer_printf(&text, ") #%lld\n\n", (long long)card->id);
    add_label(&text, CG_TEXT("names"));
    cg_buffer_add(&text, cg_buffer_text(&card->names));
    cg_buffer_add_byte(&text, '\n');
    cg_buffer_add(&text, cg_buffer_text(&card->properties));
    cg_buffer_add_byte(&text, '\n');
    status = write_text(output_sink(&run->out), &text, err);
    return status == CG_OK ? cli_print_rows(run, facts, format, NULL, NULL, err)
                           : status;
}

/* ---- The list: a row for everything ---- */

/* `Nvidia DEVELOPS H20` */
static void add_fact(cg_cursor *facts, cg_buffer *out)
{
    enum { SUBJECT = 1, TYPE, OBJECT };

    for (size_t i = SUBJECT; i <= OBJECT; i++) {
        cg_buffer_add_z(out, i > SUBJECT ? " " : "");
        cg_value_print(cg_column(facts, i), out);
    }
}

static cg_status list_facts(cli_list *list, cg_cursor *facts, cg_error *err)
{
    cg_buffer text = {0};
    cg_status status;

    while ((status = cg_step(facts, err)) == CG_ROW) {
        char about[32];
        cg_value cells[3];

        snprintf(about, sizeof about, "fact:%lld",
                 (long long)cg_column(facts, 0).as.integer);
        cg_buffer_clear(&text);
        add_fact(facts, &text);
        status = cg_buffer_status(&text, err);
        if (status != CG_OK)
            break;
        cells[0] = cg_string(cg_text_z(about));
        cells[1] = cg_string(cg_buffer_text(&text));
        cells[2] = cg_column(facts, cg_column_count(facts) - 1);
        status = list_row(list, cells, err);
        if (status != CG_OK)
            break;
    }
    cg_buffer_release(&text);
    return status == CG_DONE ? CG_OK : status;
}

static cg_status print_list(cli_run *run, cg_cursor *entity, cg_cursor *facts,
                            int format, cg_error *err)
{
    static const list_column columns[] = {
        {.name = "about"}, {.name = "value"}, {.name = "source"}};
    list_style style = cli_list_style(run, format);
    cli_list *list = NULL;
    cg_status status =
        list_open(&style, columns, 3, cli_list_sink(run, format), &list, err);

    while (status == CG_OK && (status = cg_step(entity, err)) == CG_ROW) {
        cg_value cells[3] = {cg_column(entity, 0), cg_column(entity, 1),
                             cg_column(entity, 2)};
        status = list_row(list, cells, err);
    }
    if (status == CG_DONE)
        status = list_facts(list, facts, err);
    if (status == CG_OK)
        status = list_end(list, err);
    list_close(list);
    return status;
}

static cg_status print_entity(cli_run *run, cg_store *store, cg_id entity,
                              cg_cursor *facts, int format, cg_error *err)
{
    list_format form = list_format_of(format);
    show_card card = {.json = form == LIST_JSON};
    cg_cursor *rows = NULL;
    cg_status status;

    if (form != LIST_JSON && form != LIST_TABLE) {
        status = cg_ask_entity(store, entity, &rows, err);
        if (status == CG_OK)
            status = print_list(run, rows, facts, format, err);
        cg_finish(rows);
        return status;
    }
    status = read_card(store, entity, &card, err);
    if (status == CG_OK)
        status = form == LIST_JSON ? print_json(run, &card, facts, format, err)
                                   : print_card(run, &card, facts, format, err);
    card_release(&card);
    return status;
}

static cg_status run_show(cli_run *run, const void *values, cg_error *err)
{
    const show_options *given = values;
    cg_relation_filter filter = {.clocks = given->clocks};
    cg_store *store = NULL;
    cg_cursor *facts = NULL;
    cg_status status = cli_open(run, CG_OPEN_READ, &store, err);

    if (status == CG_OK)
        status =
            cg_find_entity(store, cg_text_z(run->arguments[0]), &filter.of, err);
    if (status == CG_OK)
        status = cg_ask_relations(store, &filter, &facts, err);
    if (status == CG_OK)
        status = print_entity(run, store, filter.of, facts, given->format, err);
    cg_finish(facts);
    cg_close(store);
    return status;
}
