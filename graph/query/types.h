/* What is known of an expression's value before the question runs: the set of types that
 * it may have. Null is possible everywhere and not counted. */
#ifndef CG_GRAPH_QUERY_TYPES_H
#define CG_GRAPH_QUERY_TYPES_H

#include "schema/value.h"

typedef uint32_t query_types; /* of 1 << cg_type */

#define TYPES_OF(type) ((query_types)1 << (type))
#define TYPES_NONE     ((query_types)0) /* nothing but null */
#define TYPES_BOOLEAN  TYPES_OF(CG_BOOLEAN)
#define TYPES_INTEGER  TYPES_OF(CG_INTEGER)
#define TYPES_FLOAT    TYPES_OF(CG_FLOAT)
#define TYPES_STRING   TYPES_OF(CG_STRING)
#define TYPES_LIST     TYPES_OF(CG_LIST)
#define TYPES_MAP      TYPES_OF(CG_MAP)
#define TYPES_NODE     TYPES_OF(CG_NODE)
#define TYPES_RELATION TYPES_OF(CG_RELATIONSHIP)
#define TYPES_PATH     TYPES_OF(CG_PATH)
#define TYPES_NUMBER   (TYPES_INTEGER | TYPES_FLOAT)
#define TYPES_ENTITY   (TYPES_NODE | TYPES_RELATION)
#define TYPES_DURATION TYPES_OF(CG_DURATION)
#define TYPES_MOMENT                                                               \
    (TYPES_OF(CG_DATE) | TYPES_OF(CG_LOCAL_TIME) | TYPES_OF(CG_TIME) |             \
     TYPES_OF(CG_LOCAL_DATE_TIME) | TYPES_OF(CG_DATE_TIME))
#define TYPES_TEMPORAL (TYPES_MOMENT | TYPES_DURATION)
#define TYPES_ANY      ((TYPES_OF(CG_TYPE_COUNT) - 1) & ~TYPES_OF(CG_NULL))

#endif
