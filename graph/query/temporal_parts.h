/* What the files about moments and durations share. */
#ifndef CG_GRAPH_QUERY_TEMPORAL_PARTS_H
#define CG_GRAPH_QUERY_TEMPORAL_PARTS_H

#include "graph/query/temporal.h"

/* Refuse a map for what it has under a key. */
static inline cg_status temporal_refuse(const query_call *call, cg_error *err,
                                        const char *what, cg_text key)
{
    return query_fail(err, FAULT_ARGUMENT, call->source, call->at, "%s '%.*s'",
                      what, CG_TEXT_ARG(key));
}

static inline cg_status temporal_out_of_range(const query_call *call, cg_error *err)
{
    return query_fail(err, FAULT_OVERFLOW, call->source, call->at,
                      "the result is out of range");
}

/* Pass on the status of a function of the schema, its refusal with a name. */
static inline cg_status temporal_named(cg_status status, query_fault fault,
                                       cg_error *err)
{
    if (status == CG_REFUSED)
        query_name_fault(err, fault);
    return status;
}

#endif
