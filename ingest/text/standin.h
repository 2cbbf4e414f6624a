/* Stand-ins: "the company", "ông", "该公司" for an entity that was named before. */
#ifndef CG_INGEST_TEXT_STANDIN_H
#define CG_INGEST_TEXT_STANDIN_H

#include "ingest/text/rules_parts.h"

/* Resolve the stand-ins of the document where a reader knows at once who is meant,
 * and add them to its mentions; what is uncertain stays words. */
cg_status standin_resolve(rule_run *run, const text_names *names, cg_error *err);

#endif
