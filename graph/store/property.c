/* The properties of a node or a relationship, and the columns in which some are kept. */
#include "graph/store/property.h"

#include <stdio.h>

#include "schema/temporal_calendar.h"

static const cg_text name_key = {"name", 4};
static const cg_text since_key = {"since", 5};
static const cg_text until_key = {"until", 5};

/* ---- Into columns ---- */

bool cg_store_is_name(cg_value value)
{
    return value.type == CG_STRING && value.as.text.size > 0 &&
           cg_text_check(value.as.text) == value.as.text.size;
}

cg_status property_split_entity(cg_properties all, cg_arena *arena,
                                property_columns *columns, cg_error *err)
{
    *columns = (property_columns){.rest = all};
    cg_value name = cg_properties_get(all, name_key);
    if (!cg_store_is_name(name))
        return CG_OK;
    cg_property *rest = cg_arena_array(arena, all.count, sizeof *rest);
    if (rest == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (!cg_text_equal(all.items[i].key, name_key))
            rest[count++] = all.items[i];
    columns->name = name.as.text;
    columns->rest = (cg_properties){rest, count};
    return CG_OK;
}

static cg_date date_of_day(int64_t days)
{
    int64_t year;
    int month, day;
    cg_days_split(days, &year, &month, &day);
    char text[64];
    cg_date date;
    int size = snprintf(text, sizeof text, "%04lld-%02d-%02d", (long long)year,
                        month, day);
    (void)cg_date_parse((cg_text){text, (size_t)size}, &date); /* else none */
    return date;
}

/* The date that a value says; `*whole` when it says nothing that a date does not. */
static cg_date date_of(cg_value value, bool *whole)
{
    cg_date date = {0};
    *whole = false;
    if (value.type == CG_DATE)
        return date_of_day(value.as.temporal->days);
    if (value.type != CG_STRING)
        return date;
    char text[CG_DATE_ROOM];
    (void)cg_date_parse(value.as.text, &date); /* else none */
    size_t size = cg_date_format(date, text);
    *whole = size > 0 && cg_text_equal(value.as.text, (cg_text){text, size});
    return *whole ? date : (cg_date){0};
}

cg_status property_split_fact(cg_properties all, cg_arena *arena,
                              property_columns *columns, cg_error *err)
{
    *columns = (property_columns){0};
    cg_property *rest = cg_arena_array(arena, all.count, sizeof *rest);
    if (rest == NULL)
        return cg_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        bool whole = false;
        if (cg_text_equal(all.items[i].key, since_key))
            columns->since = date_of(all.items[i].value, &whole);
        else if (cg_text_equal(all.items[i].key, until_key))
            columns->until = date_of(all.items[i].value, &whole);
        if (!whole)
            rest[count++] = all.items[i];
    }
    columns->rest = (cg_properties){rest, count};
    return CG_OK;
}

/* ---- Out of them ---- */

cg_status property_unite(cg_properties first, cg_properties second, cg_arena *arena,
                         cg_properties *both, size_t *differing, cg_error *err)
{
    cg_property *items =
        cg_arena_array(arena, first.count + second.count, sizeof *items);
    if (items == NULL)
        return cg_fail_memory(err);
    size_t i = 0, j = 0, count = 0;
    while (i < first.count || j < second.count) {
        int order = i == first.count ? 1
                    : j == second.count
                        ? -1
                        : cg_text_compare(first.items[i].key, second.items[j].key);
        if (order == 0 &&
            !cg_value_equal(first.items[i].value, second.items[j].value))
            (*differing)++;
        items[count++] = order <= 0 ? first.items[i] : second.items[j];
        i += order <= 0;
        j += order >= 0;
    }
    *both = (cg_properties){items, count};
    return CG_OK;
}

cg_status property_join_entity(const property_columns *columns, cg_arena *arena,
                               cg_properties *all, cg_error *err)
{
    size_t differing = 0;
    cg_property name = {name_key, cg_string(columns->name)};
    cg_properties named = {&name, columns->name.size > 0};
    return property_unite(named, columns->rest, arena, all, &differing, err);
}

static cg_status add_date(cg_text key, cg_date date, cg_arena *arena,
                          cg_property *items, size_t *count, cg_error *err)
{
    char text[CG_DATE_ROOM];
    size_t size = cg_date_format(date, text);
    cg_text copy;
    if (size == 0)
        return CG_OK;
    cg_status status = cg_arena_copy(arena, (cg_text){text, size}, &copy, err);
    if (status == CG_OK)
        items[(*count)++] = (cg_property){key, cg_string(copy)};
    return status;
}

cg_status property_join_fact(const property_columns *columns, cg_arena *arena,
                             cg_properties *all, cg_error *err)
{
    size_t count = 0, differing = 0;
    cg_property dates[2];
    cg_status status =
        add_date(since_key, columns->since, arena, dates, &count, err);
    if (status == CG_OK)
        status = add_date(until_key, columns->until, arena, dates, &count, err);
    if (status != CG_OK)
        return status;
    return property_unite(columns->rest, (cg_properties){dates, count}, arena, all,
                          &differing, err);
}

cg_status property_json(cg_properties properties, cg_buffer *scratch, cg_text *json,
                        cg_error *err)
{
    cg_buffer_reuse(scratch);
    if (properties.count > 0)
        cg_properties_json(properties, scratch);
    *json = cg_buffer_text(scratch);
    return cg_buffer_status(scratch, err);
}
