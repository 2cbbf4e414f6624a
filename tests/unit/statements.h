/* What a reading of a sheet pushes, as text that cases can expect. */
#ifndef CG_TESTS_UNIT_STATEMENTS_H
#define CG_TESTS_UNIT_STATEMENTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "ingest/fact.h"

/* What a reading of a sheet brings, as text. */
typedef struct {
    const cg_vocabulary *vocabulary;
    cg_buffer out;
    cg_buffer text; /* the pieces, joined */
    uint64_t piece; /* where the last one begins */
    uint64_t stop;  /* refuse the event of this number; 0: none */
    uint64_t events;
    cg_buffer keys; /* that entities came with, and their kinds */
} printer;

static void print_ref(printer *to, cg_ref ref)
{
    cg_text kind = cg_kind_at(to->vocabulary, ref.kind)->name;
    if (ref.name.size > 0)
        cg_buffer_printf(&to->out, "%.*s:%.*s", CG_TEXT_ARG(ref.name),
                         CG_TEXT_ARG(kind));
    if (ref.key.size > 0)
        cg_buffer_printf(&to->out, "<%.*s>", CG_TEXT_ARG(ref.key));
}

static void print_properties(printer *to, cg_properties properties)
{
    if (properties.count == 0)
        return;
    cg_buffer_add_byte(&to->out, ' ');
    cg_properties_json(properties, &to->out);
}

static void print_text(printer *to, const char *label, cg_text text)
{
    if (text.size > 0)
        cg_buffer_printf(&to->out, " %s[%.*s]", label, CG_TEXT_ARG(text));
}

static void print_date(printer *to, const char *label, cg_date date)
{
    char text[CG_DATE_ROOM];
    size_t size = cg_date_format(date, text);
    print_text(to, label, (cg_text){text, size});
}

/* The sink knows the keys that entities came with. */
static void keep_key(printer *to, cg_text key, cg_kinds kinds)
{
    cg_buffer_printf(&to->keys, "%.*s\n%llx\n", CG_TEXT_ARG(key),
                     (unsigned long long)kinds);
}

static cg_kinds kinds_of_key(const printer *to, cg_text key)
{
    cg_text rest = cg_buffer_text(&to->keys);
    cg_kinds kinds = 0;
    while (rest.size > 0) {
        size_t end =
            (size_t)((const char *)memchr(rest.at, '\n', rest.size) - rest.at);
        bool same = cg_text_equal(cg_text_slice(rest, 0, end), key);
        rest = cg_text_slice(rest, end + 1, rest.size);
        char *stop = NULL;
        cg_kinds told = strtoull(rest.at, &stop, 16);
        kinds |= same ? told : 0;
        rest = cg_text_slice(rest, (size_t)(stop - rest.at) + 1, rest.size);
    }
    return kinds;
}

static void print_fact(printer *to, const cg_fact_statement *fact)
{
    print_ref(to, fact->subject);
    cg_text type = cg_relation_at(to->vocabulary, fact->relation)->name;
    cg_buffer_printf(&to->out, " %.*s ", CG_TEXT_ARG(type));
    print_ref(to, fact->object);
    print_date(to, "since", fact->since);
    print_date(to, "until", fact->until);
    if (fact->modality != CG_ASSERTED)
        cg_buffer_printf(&to->out, " %s", cg_modality_name(fact->modality));
    print_properties(to, fact->properties);
    if (fact->cited != NULL) {
        assert_int_equal(fact->cited->form, CG_CITED);
        print_text(to, "source", fact->cited->title);
        print_text(to, "by", fact->cited->publisher);
        print_text(to, "url", fact->cited->url);
        print_date(to, "of", fact->cited->date);
        print_text(to, "in", fact->cited->language);
        print_text(to, "under", fact->cited->licence);
    }
    print_text(to, "quote", fact->quote);
    print_text(to, "rule", fact->rule);
    if (fact->speaker.name.size > 0 || fact->speaker.key.size > 0) {
        cg_buffer_add_z(&to->out, " says ");
        print_ref(to, fact->speaker);
    }
    assert_true(fact->range.start >= to->piece && fact->range.end <= to->text.size);
    cg_text all = cg_buffer_text(&to->text);
    cg_text row = cg_text_slice(all, fact->range.start, fact->range.end);
    assert_true(row.size > 0 && row.at[row.size - 1] != '\n');
    assert_true(fact->range.start == 0 || row.at[0] == '{' || row.at[-1] == '\n' ||
                row.at[-1] == '\r');
}

static void print_entity(printer *to, const cg_entity_statement *entity)
{
    print_ref(to, entity->entity);
    cg_kinds others = entity->kinds & ~((cg_kinds)1 << entity->entity.kind);
    if (entity->entity.key.size > 0)
        keep_key(to, entity->entity.key, entity->kinds);
    for (size_t i = 0; others != 0; i++, others >>= 1)
        if ((others & 1) != 0)
            cg_buffer_printf(&to->out, "+%.*s",
                             CG_TEXT_ARG(cg_kind_at(to->vocabulary, i)->name));
    for (size_t i = 0; i < entity->name_count; i++)
        cg_buffer_printf(&to->out, " %.*s[%.*s]",
                         CG_TEXT_ARG(entity->names[i].language),
                         CG_TEXT_ARG(entity->names[i].text));
    print_properties(to, entity->properties);
}

static cg_status print_event(void *handle, const cg_event *event, cg_error *err)
{
    printer *to = handle;
    if (++to->events == to->stop)
        return cg_fail(err, CG_INTERRUPTED, NULL, "that is enough");
    switch (event->type) {
    case CG_EVENT_SOURCE:
        assert_int_equal(event->as.source->form, CG_SHEET);
        cg_buffer_printf(&to->out, "%.*s", CG_TEXT_ARG(event->as.source->file));
        print_text(to, "title", event->as.source->title);
        print_text(to, "under", event->as.source->licence);
        cg_buffer_clear(&to->text);
        to->piece = 0;
        break;
    case CG_EVENT_TEXT:
        to->piece = to->text.size;
        cg_buffer_add(&to->text, event->as.text);
        return cg_buffer_status(&to->text, err);
    case CG_EVENT_ENTITY:
        print_entity(to, event->as.entity);
        break;
    case CG_EVENT_FACT:
        print_fact(to, event->as.fact);
        break;
    case CG_EVENT_END:
        cg_buffer_add_z(&to->out, "end");
        break;
    }
    cg_buffer_add_byte(&to->out, '\n');
    cg_status status = cg_buffer_status(&to->keys, err);
    return status == CG_OK ? cg_buffer_status(&to->out, err) : status;
}

static cg_status find_printed(void *handle, const cg_text *keys, size_t count,
                              cg_known_key *known, cg_error *err)
{
    (void)err;
    for (size_t i = 0; i < count; i++)
        known[i] = (cg_known_key){.kinds = kinds_of_key(handle, keys[i])};
    return CG_OK;
}

#define PRINTER_SINK(to)                                                           \
    ((cg_sink){.push = print_event, .handle = (to), .find = find_printed})

static void printer_release(printer *to)
{
    cg_buffer_release(&to->out);
    cg_buffer_release(&to->text);
    cg_buffer_release(&to->keys);
}

#endif
