/* NodeScan: for each row all nodes. The ids are read once and kept. */
#include "graph/query/ops.h"

#include <stdlib.h>

typedef struct {
    query_op op;
    cg_id *ids;
    size_t count;
    size_t room;
    size_t next;      /* of the ids, for the row at op->at */
    uint64_t written; /* when the ids were read */
    bool read;
} scan_op;

static cg_status read_ids(scan_op *own, cg_error *err)
{
    query_op *op = &own->op;
    cg_entity_scan *scan = NULL;
    const cg_id *ids;
    size_t count;
    cg_entity_filter filter = {0};
    if (own->read && own->written == op->run->written)
        return CG_OK;
    own->count = 0;
    cg_status status = cg_entity_scan_filtered(query_graph_store(op->run->graph),
                                               &filter, &scan, err);
    while (status == CG_OK &&
           (status = cg_entity_scan_step(scan, &ids, &count, err)) == CG_ROW) {
        status = cg_grow(own->ids, &own->room, own->count + count, err);
        if (status != CG_OK)
            break;
        memcpy(own->ids + own->count, ids, count * sizeof *ids);
        own->count += count;
    }
    cg_entity_scan_finish(scan);
    own->read = status == CG_DONE;
    own->written = op->run->written;
    return status == CG_DONE ? CG_OK : status;
}

static cg_status next(query_op *op, cg_error *err)
{
    scan_op *own = (scan_op *)op;
    uint32_t slot = op->plan->as.scan;
    cg_status status;
    while (op->out.count == 0) {
        bool fresh = own->next == 0;
        status = op_fill(op, err);
        if (status == CG_ROW && fresh)
            status = read_ids(own, err) == CG_OK ? CG_ROW : err->status;
        if (status != CG_ROW)
            return status;
        while (own->next < own->count && op->out.count < BATCH_ROWS) {
            size_t at = op->out.count;
            op_copy_row(op, &op->input->out, op->at);
            op->out.columns[slot].ids[at] = own->ids[own->next++];
        }
        if (own->next == own->count) {
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
    free(((scan_op *)op)->ids);
}

const op_class op_scan = {.size = sizeof(scan_op),
                          .next = next,
                          .rewind = rewind_scan,
                          .close = close_scan};
