/* NodeScan: for each row all nodes, or those of some labels. The ids are kept for the
 * next row, and read as far as they are asked for. */
#include "graph/query/plan_access.h"
#include "graph/query/ops.h"

#include <stdlib.h>

typedef struct {
    query_op op;
    cg_entity_scan *scan; /* NULL behind its end */
    cg_id *ids;           /* read so far */
    size_t count;
    size_t room;
    size_t next;      /* of the ids, for the row at op->at */
    uint64_t written; /* when the scan began */
    bool begun;
} scan_op;

static cg_status begin(scan_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_store *store = query_graph_store(op->run->graph);
    cg_entity_filter filter = {0};
    bool none = false;
    cg_entity_scan_finish(own->scan);
    own->scan = NULL;
    own->count = 0;
    if (op->plan->as.scan.labels != NULL)
        (void)plan_labels_filter(cg_store_vocabulary(store),
                                 op->plan->as.scan.labels, &filter, &none);
    own->begun = true;
    own->written = op->run->written;
    return none ? CG_OK : cg_entity_scan_filtered(store, &filter, &own->scan, err);
}

/* Read more ids: CG_OK also where there are none. */
static cg_status read_more(scan_op *own, cg_error *err)
{
    const cg_id *ids;
    size_t count;
    cg_status status = cg_entity_scan_step(own->scan, &ids, &count, err);
    if (status == CG_DONE) {
        cg_entity_scan_finish(own->scan);
        own->scan = NULL;
        return CG_OK;
    }
    if (status != CG_ROW)
        return status;
    status = cg_grow(own->ids, &own->room, own->count + count, err);
    if (status != CG_OK)
        return status;
    memcpy(own->ids + own->count, ids, count * sizeof *ids);
    own->count += count;
    return CG_OK;
}

/* Ids for the row, which begins: those of before, if nothing was written. In a question
 * that writes all are read before anything is. */
static cg_status ready(scan_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_status status = CG_OK;
    if (own->begun && own->written == op->run->written)
        return CG_OK;
    status = begin(own, err);
    while (status == CG_OK && own->scan != NULL && op->run->checked->writes)
        status = read_more(own, err);
    return status;
}

static cg_status next(query_op *op, cg_error *err)
{
    scan_op *own = (scan_op *)op;
    uint32_t slot = op->plan->as.scan.slot;
    while (op->out.count == 0) {
        cg_status status = op_fill(op, err);
        if (status != CG_ROW)
            return status;
        status = own->next == 0 ? ready(own, err) : CG_OK;
        if (status == CG_OK && own->next == own->count && own->scan != NULL)
            status = read_more(own, err);
        if (status != CG_OK)
            return status;
        while (own->next < own->count && op->out.count < BATCH_ROWS) {
            size_t at = op->out.count;
            op_copy_row(op, &op->input->out, op->at);
            op->out.columns[slot].ids[at] = own->ids[own->next++];
        }
        if (own->next == own->count && own->scan == NULL) {
            own->next = 0;
            op->at++;
        }
    }
    return CG_ROW;
}

static void rewind_scan(query_op *op)
{
    ((scan_op *)op)->next = 0;
}

static void close_scan(query_op *op)
{
    cg_entity_scan_finish(((scan_op *)op)->scan);
    free(((scan_op *)op)->ids);
}

const op_class op_scan = {.size = sizeof(scan_op),
                          .next = next,
                          .rewind = rewind_scan,
                          .close = close_scan};
