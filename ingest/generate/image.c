/* Print the image of the built-in reader: run when the program is built. */
#include <stdio.h>

#include "ingest/text/reader_image.h"

/* There is none yet. */
const char reader_image[1] = {0};
const uint64_t reader_image_size = 0;

static void complain(const cg_error *err)
{
    char text[2048];
    cg_error_format(err, text, sizeof text);
    fprintf(stderr, "%s\n", text);
}

int main(void)
{
    cg_error err = {0};
    cg_vocabulary *vocabulary = NULL;
    cg_buffer image = {0};
    cg_status status = cg_vocabulary_open(&vocabulary, &err);
    if (status == CG_OK)
        status = reader_image_write(vocabulary, &image, &err);
    cg_text bytes = cg_buffer_text(&image);
    if (status == CG_OK && (fwrite(bytes.at, 1, bytes.size, stdout) != bytes.size ||
                            fflush(stdout) != 0))
        status = cg_fail(&err, CG_INTERNAL, NULL, "the image cannot be written");
    if (status != CG_OK)
        complain(&err);
    cg_buffer_release(&image);
    cg_vocabulary_close(vocabulary);
    return status == CG_OK ? 0 : 1;
}
