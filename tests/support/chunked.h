/* Inputs that come in pieces. */
#ifndef CG_TESTS_SUPPORT_CHUNKED_H
#define CG_TESTS_SUPPORT_CHUNKED_H

#include "schema/status.h"
#include "schema/text.h"

/* A cg_read that brings `chunk` bytes at a time at most. */
typedef struct {
    cg_text rest;
    size_t chunk;
    cg_text all; /* for start_again */
} chunked;

/* A cg_mapped_sheet's `start`. */
static inline cg_status start_again(void *handle, cg_error *err)
{
    (void)err;
    chunked *input = handle;
    input->rest = input->all;
    return CG_OK;
}

static inline cg_status read_chunk(void *handle, char *buffer, size_t room,
                                   size_t *size, cg_error *err)
{
    (void)err;
    chunked *input = handle;
    *size = input->rest.size < room ? input->rest.size : room;
    if (*size > input->chunk)
        *size = input->chunk;
    if (*size > 0)
        memcpy(buffer, input->rest.at, *size);
    input->rest = cg_text_slice(input->rest, *size, input->rest.size);
    return CG_OK;
}

#endif
