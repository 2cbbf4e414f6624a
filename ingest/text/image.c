#include "ingest/text/image.h"

#include <stdlib.h>

enum { ALIGNMENT = 16 };

static size_t padding_of(size_t size)
{
    return (ALIGNMENT - size % ALIGNMENT) % ALIGNMENT;
}

static void put(text_image *image, const void *bytes, size_t size)
{
    static const char zeros[ALIGNMENT];
    if (size > 0)
        cg_buffer_add(image->out, (cg_text){bytes, size});
    cg_buffer_add(image->out, (cg_text){zeros, padding_of(size)});
}

static const char *take(text_image *image, size_t size)
{
    const char *bytes = image->at;
    image->at += size + padding_of(size);
    return bytes;
}

void image_value(text_image *image, void *value, size_t size)
{
    if (image->out != NULL)
        put(image, value, size);
    else
        memcpy(value, take(image, size), size);
}

void image_text(text_image *image, cg_text *text)
{
    image_value(image, &text->size, sizeof text->size);
    if (image->out != NULL)
        put(image, text->at, text->size);
    else
        text->at = take(image, text->size);
}

void image_items(text_image *image, void *items_pointer, size_t size, size_t count)
{
    const char *items;
    memcpy(&items, items_pointer, sizeof items);
    if (image->out != NULL) {
        put(image, items, size * count);
        return;
    }
    items = take(image, size * count);
    memcpy(items_pointer, &items, sizeof items);
}

cg_status image_copy_items(void *items_pointer, size_t size, size_t count,
                           size_t room, cg_error *err)
{
    const char *items;
    memcpy(&items, items_pointer, sizeof items);
    char *copy = calloc(room + 1, size);
    if (copy == NULL)
        return cg_fail_memory(err);
    if (count > 0)
        memcpy(copy, items, count * size);
    memcpy(items_pointer, &copy, sizeof copy);
    return CG_OK;
}
