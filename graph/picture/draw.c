/* From a picture to a diagram in a file format. */
#include "graph/picture/picture.h"

#include <strings.h>

#include "graph/picture/dot.h"
#include "graph/picture/layout.h"

/* dot draws what a reader can follow. Its time grows with the lines that close a loop:
 * with 150 of them it took 1 to 6 seconds, with 200 up to a minute. The measure is size
 * and not time, so that a picture is drawn the same way on any machine. */
enum { DRAW_LOOPS = 160 };

static const struct {
    const char *name;
    cg_diagram_format format;
} formats[] = {{"dot", CG_DOT}, {"svg", CG_SVG}, {"png", CG_PNG}, {"pdf", CG_PDF}};

enum { FORMATS = sizeof formats / sizeof *formats };

bool cg_diagram_format_parse(cg_text name, cg_diagram_format *format)
{
    for (size_t i = 0; i < FORMATS; i++) {
        if (name.size != strlen(formats[i].name) ||
            strncasecmp(name.at, formats[i].name, name.size) != 0)
            continue;
        *format = formats[i].format;
        return true;
    }
    return false;
}

static const char *format_name(cg_diagram_format format)
{
    size_t i = 0;

    while (i + 1 < FORMATS && formats[i].format != format)
        i++;
    return formats[i].name;
}

/* The diagram as DOT for `engine`. Only dot knows frames. */
static cg_status write_dot(diagram *drawn, const cg_diagram_style *style,
                           const char *engine, cg_buffer *dot, cg_error *err)
{
    cg_status status = diagram_arrange(drawn, strcmp(engine, "dot") == 0, err);

    cg_buffer_clear(dot);
    return status == CG_OK ? dot_write(drawn, style, engine, dot, err) : status;
}

static bool is_large(const diagram *drawn)
{
    return drawn->line_count > drawn->node_count + DRAW_LOOPS;
}

/* Write DOT for dot; for sfdp if the diagram is too large for it. */
static cg_status write_fitting(diagram *drawn, const cg_diagram_style *style,
                               cg_buffer *dot, const char **engine, cg_error *err)
{
    cg_status status = write_dot(drawn, style, "dot", dot, err);

    *engine = "dot";
    if (status != CG_OK || !is_large(drawn))
        return status;
    *engine = "sfdp";
    return write_dot(drawn, style, "sfdp", dot, err);
}

/* Lay it out; where dot takes too long or fails, by sfdp. */
static cg_status draw(diagram *drawn, const cg_diagram_style *style,
                      const char *format, cg_buffer *out, cg_error *err)
{
    cg_buffer dot = {0};
    cg_error first = {0};
    const char *engine = NULL;
    cg_status status = write_fitting(drawn, style, &dot, &engine, err);

    if (status != CG_OK)
        goto done;
    status = layout_render(dot.at, engine, format, CG_LAYOUT_SECONDS, out, &first);
    if (strcmp(engine, "dot") == 0 &&
        (status == CG_LIMIT || status == CG_INTERNAL)) {
        cg_error_clear(&first);
        status = write_dot(drawn, style, "sfdp", &dot, &first);
        if (status == CG_OK)
            status = layout_render(dot.at, "sfdp", format, CG_LAYOUT_SECONDS, out,
                                   &first);
    }
    if (status != CG_OK)
        cg_fail(err, status, NULL, "%s", first.message);
done:
    cg_buffer_release(&dot);
    return status;
}

cg_status cg_picture_draw(cg_picture *picture, cg_diagram_format format,
                          const cg_diagram_style *style, const cg_output *output,
                          cg_error *err)
{
    diagram drawn = {.nodes = NULL};
    cg_buffer out = {0};
    const char *engine = NULL;
    cg_status status = diagram_read(picture, &drawn, err);

    if (status != CG_OK)
        goto done;
    if (format == CG_DOT)
        status = write_fitting(&drawn, style, &out, &engine, err);
    else
        status = draw(&drawn, style, format_name(format), &out, err);
    if (status == CG_OK)
        status = output->write(output->handle, cg_buffer_text(&out), err);
done:
    cg_buffer_release(&out);
    diagram_release(&drawn);
    return status;
}
