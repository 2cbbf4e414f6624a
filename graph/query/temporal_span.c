/* Durations made of maps. */
#include "graph/query/temporal_parts.h"

#include "schema/temporal_span.h"

static const char *const unit_names[CG_UNIT_COUNT] = {
    [CG_UNIT_YEARS] = "years",
    [CG_UNIT_QUARTERS] = "quarters",
    [CG_UNIT_MONTHS] = "months",
    [CG_UNIT_WEEKS] = "weeks",
    [CG_UNIT_DAYS] = "days",
    [CG_UNIT_HOURS] = "hours",
    [CG_UNIT_MINUTES] = "minutes",
    [CG_UNIT_SECONDS] = "seconds",
    [CG_UNIT_MILLISECONDS] = "milliseconds",
    [CG_UNIT_MICROSECONDS] = "microseconds",
    [CG_UNIT_NANOSECONDS] = "nanoseconds"};

static cg_status add_unit(const query_call *call, cg_span_sum *sum,
                          const cg_property *entry, cg_error *err)
{
    cg_decimal count = {entry->value.as.integer, 0};
    cg_span_unit unit = 0;
    while (unit < CG_UNIT_COUNT &&
           !cg_text_equal(entry->key, cg_text_z(unit_names[unit])))
        unit++;
    if (unit == CG_UNIT_COUNT)
        return temporal_refuse(call, err, "no unit is called", entry->key);
    if (entry->value.type != CG_INTEGER && entry->value.type != CG_FLOAT)
        return temporal_refuse(call, err, "no number is", entry->key);
    if ((entry->value.type == CG_FLOAT &&
         !cg_decimal_of_real(entry->value.as.real, &count)) ||
        !cg_span_add(sum, unit, count))
        return temporal_refuse(call, err, "too large are the", entry->key);
    return CG_OK;
}

cg_status temporal_span_of_map(const query_call *call, cg_properties map,
                               cg_value *result, cg_error *err)
{
    cg_span_sum sum = {0};
    cg_temporal span;
    cg_status status = CG_OK;
    for (size_t i = 0; i < map.count && status == CG_OK; i++)
        if (map.items[i].value.type != CG_NULL)
            status = add_unit(call, &sum, &map.items[i], err);
    if (status != CG_OK)
        return status;
    if (!cg_span_finish(&sum, &span))
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "the duration is too large");
    return temporal_give(call, CG_DURATION, &span, result, err);
}
