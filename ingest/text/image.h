/* The built-in lists and rules as they are in memory: worked out when the program is
 * built, so that none is parsed when it starts.
 *
 * Each part has one function that goes over what an image has of it, be it written or
 * read. What is large is read where it lies: a part that was read borrows its arrays, and
 * copies them before it changes them. An image has the form of the structs, for the same
 * build writes and reads it. */
#ifndef CG_INGEST_TEXT_IMAGE_H
#define CG_INGEST_TEXT_IMAGE_H

#include "schema/memory.h"

typedef struct {
    cg_buffer *out; /* where it is written to; NULL: it is read */
    const char *at; /* what is read next; aligned as any type is */
} text_image;

/* An integer, an enum, or a struct of such: `size` bytes at `value`. */
void image_value(text_image *image, void *value, size_t size);

/* A text; one that was read lies in the image. */
void image_text(text_image *image, cg_text *text);

/* An array without pointers; one that was read lies in the image. */
#define image_array(image, items, count)                                           \
    image_items((image), &(items), sizeof *(items), (count))
void image_items(text_image *image, void *items_pointer, size_t size, size_t count);

/* Let `*items` be a copy of what it borrows, `room` items of which `count` are used.
 * Returns CG_OK, or CG_NOMEM with the array as it was. */
#define image_copy(items, count, room, err)                                        \
    image_copy_items(&(items), sizeof *(items), (count), (room), (err))
cg_status image_copy_items(void *items_pointer, size_t size, size_t count,
                           size_t room, cg_error *err);

#endif
