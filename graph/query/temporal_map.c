/* Moments and durations made of maps. */
#include "graph/query/temporal_parts.h"
#include "schema/temporal_calendar.h"
#include "schema/temporal_zone.h"

cg_status temporal_give(const query_call *call, cg_type type,
                        const cg_temporal *temporal, cg_value *result,
                        cg_error *err)
{
    cg_temporal *kept = cg_arena_alloc(call->arena, sizeof *kept);
    if (kept == NULL)
        return cg_fail_memory(err);
    *kept = *temporal;
    *result = (cg_value){.type = type, .as.temporal = kept};
    return cg_arena_copy(call->arena, temporal->zone, &kept->zone, err);
}

/* ---- Fields ---- */

/* Those of numbers, the larger ones of each way to name a day before the smaller. */
typedef enum {
    FIELD_YEAR,
    FIELD_MONTH,
    FIELD_DAY,
    FIELD_WEEK,
    FIELD_WEEK_DAY,
    FIELD_QUARTER,
    FIELD_QUARTER_DAY,
    FIELD_ORDINAL_DAY,
    FIELD_HOUR,
    FIELD_MINUTE,
    FIELD_SECOND,
    FIELD_MILLISECOND,
    FIELD_MICROSECOND,
    FIELD_NANOSECOND,
    FIELD_EPOCH_SECONDS,
    FIELD_EPOCH_MILLIS,
    FIELD_COUNT
} map_field;

static const char *const field_names[FIELD_COUNT] = {
    "year",        "month",      "day",          "week",
    "dayOfWeek",   "quarter",    "dayOfQuarter", "ordinalDay",
    "hour",        "minute",     "second",       "millisecond",
    "microsecond", "nanosecond", "epochSeconds", "epochMillis"};

typedef struct {
    bool given[FIELD_COUNT];
    int64_t numbers[FIELD_COUNT];
    cg_value date, time, both; /* moments to take parts of; CG_NULL: none */
    cg_text zone;              /* "": none */
} map_fields;

static bool takes_field(cg_type type, map_field field)
{
    if (field <= FIELD_ORDINAL_DAY)
        return temporal_has_date(type);
    return field <= FIELD_NANOSECOND ? temporal_has_time(type)
                                     : type == CG_DATE_TIME;
}

/* The place for a moment under this key; NULL if there is none in such a type. */
static cg_value *moment_field(map_fields *fields, cg_type type, cg_text key)
{
    bool dated = temporal_has_date(type);
    bool timed = temporal_has_time(type);
    if (cg_text_equal(key, CG_TEXT("date")) && dated)
        return &fields->date;
    if (cg_text_equal(key, CG_TEXT("time")) && timed)
        return &fields->time;
    return cg_text_equal(key, CG_TEXT("datetime")) && dated && timed ? &fields->both
                                                                     : NULL;
}

static bool is_moment(cg_type type)
{
    return cg_type_is_temporal(type) && type != CG_DURATION;
}

static cg_status read_field(const query_call *call, cg_type type,
                            const cg_property *entry, map_fields *fields,
                            cg_error *err)
{
    cg_value *moment = moment_field(fields, type, entry->key);
    if (moment != NULL) {
        *moment = entry->value;
        return is_moment(moment->type)
                   ? CG_OK
                   : temporal_refuse(call, err, "no date or time is", entry->key);
    }
    if (cg_text_equal(entry->key, CG_TEXT("timezone"))) {
        fields->zone = entry->value.as.text;
        return entry->value.type == CG_STRING && temporal_has_offset(type)
                   ? CG_OK
                   : temporal_refuse(call, err, "there can be no such", entry->key);
    }
    for (map_field field = 0; field < FIELD_COUNT; field++) {
        if (!cg_text_equal(entry->key, cg_text_z(field_names[field])))
            continue;
        if (entry->value.type != CG_INTEGER || !takes_field(type, field))
            return temporal_refuse(call, err, "there can be no such", entry->key);
        fields->given[field] = true;
        fields->numbers[field] = entry->value.as.integer;
        return CG_OK;
    }
    return temporal_refuse(call, err, "nothing is called", entry->key);
}

static cg_status read_fields(const query_call *call, cg_type type,
                             cg_properties map, map_fields *fields, cg_error *err)
{
    cg_status status = CG_OK;
    *fields = (map_fields){.zone = {"", 0}};
    for (size_t i = 0; i < map.count && status == CG_OK; i++)
        if (map.items[i].value.type != CG_NULL)
            status = read_field(call, type, &map.items[i], fields, err);
    return status;
}

static bool any_given(const map_fields *fields, map_field first, map_field last)
{
    for (map_field field = first; field <= last; field++)
        if (fields->given[field])
            return true;
    return false;
}

static int64_t given_or(const map_fields *fields, map_field field, int64_t other)
{
    return fields->given[field] ? fields->numbers[field] : other;
}

/* ---- Days ---- */

typedef bool (*day_namer)(int64_t year, int64_t part, int64_t day, int64_t *days);

static bool name_ordinal(int64_t year, int64_t part, int64_t day, int64_t *days)
{
    (void)part;
    return cg_day_of_year(year, day, days);
}

/* One way to name a day: its fields, and what they are where they are not given. */
typedef struct {
    map_field part, day;
    day_namer name;
    int64_t year, part_number, day_number;
} day_way;

/* The way that the fields name a day in; false if they do so in two. */
static bool choose_way(const map_fields *fields, const cg_day_names *names,
                       day_way *way)
{
    const day_way ways[] = {{FIELD_MONTH, FIELD_DAY, cg_day_of_month, names->year,
                             names->month, names->day},
                            {FIELD_WEEK, FIELD_WEEK_DAY, cg_day_of_week,
                             names->week_year, names->week, names->weekday},
                            {FIELD_QUARTER, FIELD_QUARTER_DAY, cg_day_of_quarter,
                             names->year, names->quarter, names->day_of_quarter},
                            {FIELD_ORDINAL_DAY, FIELD_ORDINAL_DAY, name_ordinal,
                             names->year, 0, names->day_of_year}};
    size_t used = 0;
    *way = ways[0];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (any_given(fields, ways[i].part, ways[i].day)) {
            *way = ways[i];
            used++;
        }
    return used <= 1;
}

/* Set the day to what the fields say, each that is not given being that of `names`; a
 * day that only `names` tells is the last one where the month or quarter is shorter. */
static cg_status set_day(const query_call *call, const map_fields *fields,
                         const cg_day_names *names, int64_t *days, cg_error *err)
{
    day_way way;
    if (!choose_way(fields, names, &way))
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "the map names the day in two ways");
    int64_t year = given_or(fields, FIELD_YEAR, way.year);
    int64_t part = given_or(fields, way.part, way.part_number);
    int64_t day = given_or(fields, way.day, way.day_number);
    bool found = way.name(year, part, day, days);
    for (int tries = 0; !found && tries < 3 && !fields->given[way.day]; tries++)
        found = way.name(year, part, --day, days);
    return found ? CG_OK
                 : query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                              "there is no such day");
}

/* The first day of the year is what stands for a day that is not told. */
static cg_status name_day(const query_call *call, const map_fields *fields,
                          int64_t *days, cg_error *err)
{
    static const cg_day_names first = {.month = 1,
                                       .day = 1,
                                       .quarter = 1,
                                       .day_of_quarter = 1,
                                       .day_of_year = 1,
                                       .week = 1,
                                       .weekday = 1};
    static const map_field larger[][2] = {{FIELD_DAY, FIELD_MONTH},
                                          {FIELD_WEEK_DAY, FIELD_WEEK},
                                          {FIELD_QUARTER_DAY, FIELD_QUARTER}};
    if (!fields->given[FIELD_YEAR])
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "the map has no year");
    for (size_t i = 0; i < sizeof larger / sizeof *larger; i++)
        if (fields->given[larger[i][0]] && !fields->given[larger[i][1]])
            return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                              "the map has a %s but no %s",
                              field_names[larger[i][0]], field_names[larger[i][1]]);
    return set_day(call, fields, &first, days, err);
}

/* ---- Times ---- */

static bool in_range(int64_t number, int64_t below)
{
    return number >= 0 && number < below;
}

/* Parts of a second: each that is given is below one of the next larger that is. */
static bool set_fraction(const map_fields *fields, bool added, cg_temporal *moment)
{
    bool millis = fields->given[FIELD_MILLISECOND];
    bool micros = fields->given[FIELD_MICROSECOND];
    int64_t milli = given_or(fields, FIELD_MILLISECOND, 0);
    int64_t micro = given_or(fields, FIELD_MICROSECOND, 0);
    int64_t nano = given_or(fields, FIELD_NANOSECOND, 0);
    if (!any_given(fields, FIELD_MILLISECOND, FIELD_NANOSECOND))
        return true;
    if (!in_range(milli, 1000) || !in_range(micro, millis ? 1000 : 1000000) ||
        !in_range(nano, micros   ? 1000
                        : millis ? 1000000
                                 : CG_SECOND_NANOS))
        return false;
    int64_t sum =
        milli * 1000000 + micro * 1000 + nano + (added ? moment->nanoseconds : 0);
    moment->nanoseconds = (int32_t)sum;
    return sum < CG_SECOND_NANOS;
}

static cg_status set_time(const query_call *call, const map_fields *fields,
                          bool added, cg_temporal *moment, cg_error *err)
{
    int64_t hour = given_or(fields, FIELD_HOUR, moment->seconds / 3600);
    int64_t minute = given_or(fields, FIELD_MINUTE, moment->seconds / 60 % 60);
    int64_t second = given_or(fields, FIELD_SECOND, moment->seconds % 60);
    if (!in_range(hour, 24) || !in_range(minute, 60) || !in_range(second, 60) ||
        !set_fraction(fields, added, moment))
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "there is no such time of day");
    moment->seconds = hour * 3600 + minute * 60 + second;
    return CG_OK;
}

/* Without another moment, hours are told before minutes, these before seconds. */
static cg_status check_time(const query_call *call, const map_fields *fields,
                            cg_error *err)
{
    for (map_field field = FIELD_MINUTE; field <= FIELD_NANOSECOND; field++) {
        map_field larger = field <= FIELD_SECOND ? field - 1 : FIELD_SECOND;
        if (fields->given[field] && !fields->given[larger])
            return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                              "the map has a %s but no %s", field_names[field],
                              field_names[larger]);
    }
    return CG_OK;
}

/* ---- Zones ---- */

cg_status temporal_set_zone(const query_call *call, cg_type type, cg_text name,
                            cg_temporal *moment, cg_error *err)
{
    moment->zone = (cg_text){"", 0};
    if (cg_offset_parse(name, &moment->offset))
        return CG_OK;
    if (type == CG_TIME)
        return temporal_named(cg_zone_offset(name, cg_moment_instant(call->now),
                                             &moment->offset, err),
                              FAULT_ARGUMENT, err);
    moment->zone = name;
    return temporal_named(cg_zone_settle(moment, err), FAULT_ARGUMENT, err);
}

/* Set the zone, the instant staying as it is. */
static cg_status move_to_zone(const query_call *call, cg_type type, cg_text name,
                              cg_temporal *moment, cg_error *err)
{
    int64_t instant = cg_moment_instant(moment);
    cg_status status = CG_OK;
    cg_temporal moved = *moment;
    moved.zone = (cg_text){"", 0};
    if (!cg_offset_parse(name, &moved.offset)) {
        int64_t at = type == CG_TIME ? cg_moment_instant(call->now) : instant;
        status = cg_zone_offset(name, at, &moved.offset, err);
        moved.zone = type == CG_TIME ? moved.zone : name;
    }
    if (status != CG_OK)
        return temporal_named(status, FAULT_ARGUMENT, err);
    cg_moment_set_instant(&moved, instant);
    moved.days = type == CG_TIME ? 0 : moved.days;
    *moment = moved;
    return CG_OK;
}

/* ---- Moments ---- */

cg_status temporal_convert(const query_call *call, cg_type type, cg_value moment,
                           cg_temporal *converted, cg_error *err)
{
    const cg_temporal *from = moment.as.temporal;
    if ((temporal_has_date(type) && !temporal_has_date(moment.type)) ||
        (!temporal_has_date(type) && !temporal_has_time(moment.type)))
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "%s cannot be made of %s", cg_type_phrase(type),
                          cg_type_phrase(moment.type));
    *converted = (cg_temporal){.zone = {"", 0}};
    if (temporal_has_date(type))
        converted->days = from->days;
    if (temporal_has_time(type)) {
        converted->seconds = from->seconds;
        converted->nanoseconds = from->nanoseconds;
    }
    if (temporal_has_offset(type))
        converted->offset = from->offset;
    if (type == CG_DATE_TIME)
        converted->zone = from->zone;
    return CG_OK;
}

/* Take the parts of other moments that the map names. */
static cg_status take_moments(const query_call *call, cg_type type,
                              const map_fields *fields, cg_temporal *moment,
                              cg_error *err)
{
    cg_value date = fields->both.type != CG_NULL ? fields->both : fields->date;
    cg_value time = fields->both.type != CG_NULL ? fields->both : fields->time;
    cg_status status = CG_OK;
    if ((date.type != CG_NULL && !temporal_has_date(date.type)) ||
        (time.type != CG_NULL && !temporal_has_time(time.type)))
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "the map has a date without a day or a time without one");
    if (date.type != CG_NULL)
        moment->days = date.as.temporal->days;
    else if (time.type != CG_NULL && temporal_has_date(type))
        status = name_day(call, fields, &moment->days, err);
    if (status != CG_OK || time.type == CG_NULL)
        return status;
    moment->seconds = time.as.temporal->seconds;
    moment->nanoseconds = time.as.temporal->nanoseconds;
    if (temporal_has_offset(type) && temporal_has_offset(time.type))
        moment->offset = time.as.temporal->offset;
    if (type == CG_DATE_TIME && time.type == CG_DATE_TIME)
        moment->zone = time.as.temporal->zone;
    if (fields->zone.size > 0 && temporal_has_offset(time.type))
        status = move_to_zone(call, type, fields->zone, moment, err);
    return status;
}

static cg_status set_date(const query_call *call, const map_fields *fields,
                          bool based, cg_temporal *moment, cg_error *err)
{
    if (!based)
        return name_day(call, fields, &moment->days, err);
    if (!any_given(fields, FIELD_YEAR, FIELD_ORDINAL_DAY))
        return CG_OK;
    cg_day_names names = cg_day_name(moment->days);
    return set_day(call, fields, &names, &moment->days, err);
}

/* The zone that the map names, or what the moment's zone makes of the local time. */
static cg_status set_zone(const query_call *call, cg_type type,
                          const map_fields *fields, cg_temporal *moment,
                          cg_error *err)
{
    if (fields->zone.size > 0)
        return temporal_set_zone(call, type, fields->zone, moment, err);
    return type == CG_DATE_TIME
               ? temporal_named(cg_zone_settle(moment, err), FAULT_ARGUMENT, err)
               : CG_OK;
}

static cg_status of_epoch(const query_call *call, const map_fields *fields,
                          cg_value *result, cg_error *err)
{
    int64_t millis = given_or(fields, FIELD_EPOCH_MILLIS, 0);
    int64_t seconds =
        given_or(fields, FIELD_EPOCH_SECONDS, cg_floor_divide(millis, 1000));
    int64_t nanos = given_or(fields, FIELD_NANOSECOND, 0);
    cg_temporal moment = {.zone = {"", 0}};
    cg_status status = CG_OK;
    if (!fields->given[FIELD_EPOCH_SECONDS])
        moment.nanoseconds = (int32_t)cg_floor_modulo(millis, 1000) * 1000000;
    if (!in_range(nanos, CG_SECOND_NANOS - moment.nanoseconds) ||
        !cg_day_in_range(cg_floor_divide(seconds, CG_DAY_SECONDS)))
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "the moment is out of range");
    moment.nanoseconds += (int32_t)nanos;
    cg_moment_set_instant(&moment, seconds);
    if (fields->zone.size > 0)
        status = move_to_zone(call, CG_DATE_TIME, fields->zone, &moment, err);
    return status == CG_OK ? temporal_give(call, CG_DATE_TIME, &moment, result, err)
                           : status;
}

cg_status temporal_of_map(const query_call *call, cg_type type, cg_properties map,
                          cg_value *result, cg_error *err)
{
    map_fields fields;
    cg_temporal moment = {.zone = {"", 0}};
    cg_status status = read_fields(call, type, map, &fields, err);
    if (status == CG_OK &&
        any_given(&fields, FIELD_EPOCH_SECONDS, FIELD_EPOCH_MILLIS))
        return of_epoch(call, &fields, result, err);
    bool both = fields.both.type != CG_NULL;
    bool timed = both || fields.time.type != CG_NULL;
    bool dated =
        both || fields.date.type != CG_NULL || (timed && temporal_has_date(type));
    if (status == CG_OK)
        status = take_moments(call, type, &fields, &moment, err);
    if (status == CG_OK && temporal_has_date(type))
        status = set_date(call, &fields, dated, &moment, err);
    if (status == CG_OK && !timed)
        status = check_time(call, &fields, err);
    if (status == CG_OK)
        status = set_time(call, &fields, false, &moment, err);
    if (status == CG_OK)
        status = set_zone(call, type, &fields, &moment, err);
    return status == CG_OK ? temporal_give(call, type, &moment, result, err)
                           : status;
}

static bool names_moment(const map_fields *fields)
{
    return fields->date.type != CG_NULL || fields->time.type != CG_NULL ||
           fields->both.type != CG_NULL ||
           any_given(fields, FIELD_EPOCH_SECONDS, FIELD_EPOCH_MILLIS);
}

cg_status temporal_adjust(const query_call *call, cg_type type,
                          const cg_temporal *moment, cg_properties map,
                          cg_value *result, cg_error *err)
{
    map_fields fields;
    cg_temporal adjusted = *moment;
    cg_status status = read_fields(call, type, map, &fields, err);
    if (status == CG_OK && names_moment(&fields))
        return query_fail(err, FAULT_ARGUMENT, call->source, call->at,
                          "the map has to tell parts, not another moment");
    if (status == CG_OK && temporal_has_date(type))
        status = set_date(call, &fields, true, &adjusted, err);
    if (status == CG_OK)
        status = set_time(call, &fields, true, &adjusted, err);
    if (status == CG_OK)
        status = set_zone(call, type, &fields, &adjusted, err);
    return status == CG_OK ? temporal_give(call, type, &adjusted, result, err)
                           : status;
}
