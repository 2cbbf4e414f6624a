#include "graph/query/error.h"

#include <stdarg.h>
#include <stdio.h>

typedef struct {
    const char *kind;
    cg_status status;
} fault_text;

static const fault_text faults[FAULT_COUNT] = {
#define FAULT_ENTRY(name, type, detail, code) [name] = {type "." detail, code},
    QUERY_FAULTS(FAULT_ENTRY)
#undef FAULT_ENTRY
};

void query_name_fault(cg_error *err, query_fault fault)
{
    if (err != NULL && err->kind[0] == '\0')
        snprintf(err->kind, sizeof err->kind, "%s", faults[fault].kind);
}

static cg_place place_of(const query_source *source, query_span at)
{
    cg_place place = {.start = at.start, .end = at.end};
    if (source != NULL) {
        place.source = source->name;
        cg_text_position(source->text, at.start, &place.line, &place.column);
    }
    return place;
}

void query_locate(cg_error *err, const query_source *source, query_span at)
{
    cg_place place = place_of(source, at);
    cg_error_locate(err, &place);
}

cg_status query_fail(cg_error *err, query_fault fault, const query_source *source,
                     query_span at, const char *format, ...)
{
    char message[sizeof err->message];
    cg_place place = place_of(source, at);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (err != NULL && err->status == CG_OK)
        query_name_fault(err, fault);
    return cg_fail(err, faults[fault].status, &place, "%s", message);
}
