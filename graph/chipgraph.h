/* chipgraph: a knowledge graph of the semiconductor market in one SQLite file.
 *
 * This is the public header: everything that the command line does goes through
 * it. Nothing here prints, prompts or exits.
 *
 *     cg_error err = {0};
 *     cg_store *store = NULL;
 *     cg_cursor *rows = NULL;
 *     cg_id nvidia;
 *
 *     if (cg_open("market.db", CG_OPEN_READ, &store, &err) == CG_OK &&
 *         cg_find_entity(store, CG_TEXT("Nvidia"), &nvidia, &err) == CG_OK &&
 *         cg_ask_relations(store, &(cg_relation_filter){.of = nvidia}, &rows,
 *                          &err) == CG_OK)
 *         while (cg_step(rows, &err) == CG_ROW)
 *             …cg_column(rows, 1)…
 *     cg_finish(rows);
 *     cg_close(store);
 *
 * `make install` joins the headers named here into one.
 */
#ifndef CHIPGRAPH_H
#define CHIPGRAPH_H

#include "schema/status.h"
#include "schema/text.h"
#include "schema/memory.h"
#include "schema/fold.h"
#include "schema/date.h"
#include "schema/value.h"
#include "schema/temporal.h"
#include "schema/source.h"
#include "schema/output.h"
#include "schema/vocabulary.h"
#include "graph/store/file.h"
#include "graph/question/question.h"
#include "graph/query/procedure.h"
#include "graph/query/query.h"
#include "graph/picture/picture.h"
#include "ingest/fact.h"
#include "ingest/text/reader.h"
#include "ingest/csv/input.h"
#include "ingest/csv/unpack.h"
#include "ingest/csv/rows.h"
#include "ingest/csv/report.h"
#include "ingest/csv/sheet.h"
#include "ingest/mapping/mapping.h"
#include "ingest/mapping/formats.h"
#include "ingest/load/load.h"
#include "ingest/resolve/reconcile.h"

#endif
