/* The functions that make moments and durations. */
#include "graph/query/function_parts.h"
#include "graph/query/temporal_parts.h"

#define MADE_OF                                                                    \
    {                                                                              \
        TYPES_STRING | TYPES_MAP | TYPES_MOMENT                                    \
    }
#define TRUNCATED                                                                  \
    {                                                                              \
        TYPES_STRING, TYPES_MOMENT, TYPES_MAP                                      \
    }

/* ---- Moments ---- */

static cg_status read(const query_call *call, cg_type type, cg_text text,
                      cg_value *result, cg_error *err)
{
    cg_temporal temporal;
    cg_status status = cg_temporal_parse(type, text, call->arena, &temporal, err);
    return status == CG_OK ? temporal_give(call, type, &temporal, result, err)
                           : temporal_named(status, FAULT_ARGUMENT, err);
}

/* The moment as one of `type`. */
static cg_status convert(const query_call *call, cg_type type, cg_value moment,
                         cg_value *result, cg_error *err)
{
    cg_temporal converted;
    cg_status status = temporal_convert(call, type, moment, &converted, err);
    return status == CG_OK ? temporal_give(call, type, &converted, result, err)
                           : status;
}

/* When the statement began; in the zone that is named, if one is. */
static cg_status now(query_call *call, cg_type type, cg_value *result,
                     cg_error *err)
{
    cg_value moment = {.type = CG_DATE_TIME, .as.temporal = call->now};
    if (call->count == 0)
        return convert(call, type, moment, result, err);
    const cg_property entries[] = {{CG_TEXT("datetime"), moment},
                                   {CG_TEXT("timezone"), call->arguments[0]}};
    cg_status status = temporal_of_map(call, CG_DATE_TIME,
                                       (cg_properties){entries, 2}, &moment, err);
    return status == CG_OK ? convert(call, type, moment, result, err) : status;
}

static cg_status make(query_call *call, cg_type type, cg_value *result,
                      cg_error *err)
{
    if (call->count == 0)
        return now(call, type, result, err);
    cg_value of = call->arguments[0];
    if (of.type == CG_STRING)
        return read(call, type, of.as.text, result, err);
    return of.type == CG_MAP ? temporal_of_map(call, type, of.as.map, result, err)
                             : convert(call, type, of, result, err);
}

static cg_status truncate(query_call *call, cg_type type, cg_value *result,
                          cg_error *err)
{
    cg_value of = {.type = CG_DATE_TIME, .as.temporal = call->now};
    cg_properties map = {0};
    cg_temporal moment;
    if (call->count > 1)
        of = call->arguments[1];
    if (call->count > 2)
        map = call->arguments[2].as.map;
    cg_status status = temporal_convert(call, type, of, &moment, err);
    if (status == CG_OK)
        status =
            temporal_truncate(call, call->arguments[0].as.text, type, &moment, err);
    return status == CG_OK ? temporal_adjust(call, type, &moment, map, result, err)
                           : status;
}

#define MOMENT_BODIES(name, type)                                                  \
    static cg_status make_##name(query_call *call, cg_value *result,               \
                                 cg_error *err)                                    \
    {                                                                              \
        return make(call, type, result, err);                                      \
    }                                                                              \
    static cg_status now_##name(query_call *call, cg_value *result, cg_error *err) \
    {                                                                              \
        return now(call, type, result, err);                                       \
    }                                                                              \
    static cg_status truncate_##name(query_call *call, cg_value *result,           \
                                     cg_error *err)                                \
    {                                                                              \
        return truncate(call, type, result, err);                                  \
    }

MOMENT_BODIES(date, CG_DATE)
MOMENT_BODIES(local_time, CG_LOCAL_TIME)
MOMENT_BODIES(time, CG_TIME)
MOMENT_BODIES(local_date_time, CG_LOCAL_DATE_TIME)
MOMENT_BODIES(date_time, CG_DATE_TIME)

static cg_status from_epoch(query_call *call, cg_value *result, cg_error *err)
{
    const cg_property entries[] = {{CG_TEXT("epochSeconds"), call->arguments[0]},
                                   {CG_TEXT("nanosecond"), call->arguments[1]}};
    return temporal_of_map(call, CG_DATE_TIME, (cg_properties){entries, 2}, result,
                           err);
}

static cg_status from_epoch_millis(query_call *call, cg_value *result,
                                   cg_error *err)
{
    const cg_property entry = {CG_TEXT("epochMillis"), call->arguments[0]};
    return temporal_of_map(call, CG_DATE_TIME, (cg_properties){&entry, 1}, result,
                           err);
}

/* ---- Durations ---- */

static cg_status make_duration(query_call *call, cg_value *result, cg_error *err)
{
    cg_value of = call->arguments[0];
    if (of.type == CG_STRING)
        return read(call, CG_DURATION, of.as.text, result, err);
    if (of.type == CG_MAP)
        return temporal_span_of_map(call, of.as.map, result, err);
    *result = of;
    return CG_OK;
}

#define BETWEEN_BODY(name, form)                                                   \
    static cg_status name(query_call *call, cg_value *result, cg_error *err)       \
    {                                                                              \
        return temporal_between(call, call->arguments[0], call->arguments[1],      \
                                form, result, err);                                \
    }

BETWEEN_BODY(between, BETWEEN_ALL)
BETWEEN_BODY(in_months, BETWEEN_MONTHS)
BETWEEN_BODY(in_days, BETWEEN_DAYS)
BETWEEN_BODY(in_seconds, BETWEEN_SECONDS)

/* ---- The table ---- */

static const query_function functions[] = {
    {"date", 0, 1, 0, MADE_OF, TYPES_OF(CG_DATE), make_date,
     "(of :: STRING | MAP | ANY) :: DATE",
     "a day: as a text, a map or another moment tells it, or now"},
    {"date.realtime",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_DATE),
     now_date,
     "(zone :: STRING) :: DATE",
     "a day: now"},
    {"date.statement",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_DATE),
     now_date,
     "(zone :: STRING) :: DATE",
     "a day: when the statement began"},
    {"date.transaction",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_DATE),
     now_date,
     "(zone :: STRING) :: DATE",
     "a day: when the transaction began"},
    {"date.truncate", 1, 3, 0, TRUNCATED, TYPES_OF(CG_DATE), truncate_date,
     "(unit :: STRING, of :: ANY, with :: MAP) :: DATE",
     "the first of the unit's, with other parts as the map tells"},
    {"datetime", 0, 1, 0, MADE_OF, TYPES_OF(CG_DATE_TIME), make_date_time,
     "(of :: STRING | MAP | ANY) :: ZONED DATETIME",
     "a day and a time with their offset or zone: as a text, a map or another "
     "moment tells it, or now"},
    {"datetime.fromEpoch",
     2,
     2,
     0,
     {TYPES_INTEGER, TYPES_INTEGER},
     TYPES_OF(CG_DATE_TIME),
     from_epoch,
     "(seconds :: INTEGER, nanoseconds :: INTEGER) :: ZONED DATETIME",
     "so long after 1970 began"},
    {"datetime.fromEpochMillis",
     1,
     1,
     0,
     {TYPES_INTEGER},
     TYPES_OF(CG_DATE_TIME),
     from_epoch_millis,
     "(milliseconds :: INTEGER) :: ZONED DATETIME",
     "so long after 1970 began"},
    {"datetime.realtime",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_DATE_TIME),
     now_date_time,
     "(zone :: STRING) :: ZONED DATETIME",
     "a day and a time with their offset or zone: now"},
    {"datetime.statement",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_DATE_TIME),
     now_date_time,
     "(zone :: STRING) :: ZONED DATETIME",
     "a day and a time with their offset or zone: when the statement began"},
    {"datetime.transaction",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_DATE_TIME),
     now_date_time,
     "(zone :: STRING) :: ZONED DATETIME",
     "a day and a time with their offset or zone: when the transaction began"},
    {"datetime.truncate", 1, 3, 0, TRUNCATED, TYPES_OF(CG_DATE_TIME),
     truncate_date_time,
     "(unit :: STRING, of :: ANY, with :: MAP) :: ZONED DATETIME",
     "the first of the unit's, with other parts as the map tells"},
    {"duration",
     1,
     1,
     0,
     {TYPES_STRING | TYPES_MAP | TYPES_DURATION},
     TYPES_DURATION,
     make_duration,
     "(of :: STRING | MAP) :: DURATION",
     "as a text or a map tells it"},
    {"duration.between",
     2,
     2,
     0,
     {TYPES_MOMENT, TYPES_MOMENT},
     TYPES_DURATION,
     between,
     "(from :: ANY, to :: ANY) :: DURATION",
     "from one moment to another, as months, days and seconds"},
    {"duration.inDays",
     2,
     2,
     0,
     {TYPES_MOMENT, TYPES_MOMENT},
     TYPES_DURATION,
     in_days,
     "(from :: ANY, to :: ANY) :: DURATION",
     "from one moment to another, in whole days"},
    {"duration.inMonths",
     2,
     2,
     0,
     {TYPES_MOMENT, TYPES_MOMENT},
     TYPES_DURATION,
     in_months,
     "(from :: ANY, to :: ANY) :: DURATION",
     "from one moment to another, in whole months"},
    {"duration.inSeconds",
     2,
     2,
     0,
     {TYPES_MOMENT, TYPES_MOMENT},
     TYPES_DURATION,
     in_seconds,
     "(from :: ANY, to :: ANY) :: DURATION",
     "from one moment to another, in seconds"},
    {"localdatetime", 0, 1, 0, MADE_OF, TYPES_OF(CG_LOCAL_DATE_TIME),
     make_local_date_time, "(of :: STRING | MAP | ANY) :: LOCAL DATETIME",
     "a day and a time without an offset: as a text, a map or another moment tells "
     "it, or now"},
    {"localdatetime.realtime",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_LOCAL_DATE_TIME),
     now_local_date_time,
     "(zone :: STRING) :: LOCAL DATETIME",
     "a day and a time without an offset: now"},
    {"localdatetime.statement",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_LOCAL_DATE_TIME),
     now_local_date_time,
     "(zone :: STRING) :: LOCAL DATETIME",
     "a day and a time without an offset: when the statement began"},
    {"localdatetime.transaction",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_LOCAL_DATE_TIME),
     now_local_date_time,
     "(zone :: STRING) :: LOCAL DATETIME",
     "a day and a time without an offset: when the transaction began"},
    {"localdatetime.truncate", 1, 3, 0, TRUNCATED, TYPES_OF(CG_LOCAL_DATE_TIME),
     truncate_local_date_time,
     "(unit :: STRING, of :: ANY, with :: MAP) :: LOCAL DATETIME",
     "the first of the unit's, with other parts as the map tells"},
    {"localtime", 0, 1, 0, MADE_OF, TYPES_OF(CG_LOCAL_TIME), make_local_time,
     "(of :: STRING | MAP | ANY) :: LOCAL TIME",
     "a time of day without an offset: as a text, a map or another moment tells "
     "it, or now"},
    {"localtime.realtime",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_LOCAL_TIME),
     now_local_time,
     "(zone :: STRING) :: LOCAL TIME",
     "a time of day without an offset: now"},
    {"localtime.statement",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_LOCAL_TIME),
     now_local_time,
     "(zone :: STRING) :: LOCAL TIME",
     "a time of day without an offset: when the statement began"},
    {"localtime.transaction",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_LOCAL_TIME),
     now_local_time,
     "(zone :: STRING) :: LOCAL TIME",
     "a time of day without an offset: when the transaction began"},
    {"localtime.truncate", 1, 3, 0, TRUNCATED, TYPES_OF(CG_LOCAL_TIME),
     truncate_local_time, "(unit :: STRING, of :: ANY, with :: MAP) :: LOCAL TIME",
     "the first of the unit's, with other parts as the map tells"},
    {"time", 0, 1, 0, MADE_OF, TYPES_OF(CG_TIME), make_time,
     "(of :: STRING | MAP | ANY) :: ZONED TIME",
     "a time of day with its offset: as a text, a map or another moment tells it, "
     "or now"},
    {"time.realtime",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_TIME),
     now_time,
     "(zone :: STRING) :: ZONED TIME",
     "a time of day with its offset: now"},
    {"time.statement",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_TIME),
     now_time,
     "(zone :: STRING) :: ZONED TIME",
     "a time of day with its offset: when the statement began"},
    {"time.transaction",
     0,
     1,
     0,
     {TYPES_STRING},
     TYPES_OF(CG_TIME),
     now_time,
     "(zone :: STRING) :: ZONED TIME",
     "a time of day with its offset: when the transaction began"},
    {"time.truncate", 1, 3, 0, TRUNCATED, TYPES_OF(CG_TIME), truncate_time,
     "(unit :: STRING, of :: ANY, with :: MAP) :: ZONED TIME",
     "the first of the unit's, with other parts as the map tells"},
};

const query_function_family function_temporal_family = {functions,
                                                        FUNCTION_COUNT(functions)};
