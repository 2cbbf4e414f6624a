#include "schema/yaml_text.h"

uint64_t cg_yaml_offset(cg_text text, size_t characters)
{
    size_t at = 0;
    while (characters-- > 0 && at < text.size)
        cg_text_next(text, &at);
    return at;
}

static cg_status refuse(const yaml_parser_t *parser, const char *source,
                        cg_text text, cg_error *err)
{
    if (parser->error == YAML_MEMORY_ERROR)
        return cg_fail_memory(err);
    uint64_t offset = cg_yaml_offset(text, parser->problem_mark.index);
    cg_place place = {.source = source,
                      .line = parser->problem_mark.line + 1,
                      .column = parser->problem_mark.column + 1,
                      .start = offset,
                      .end = offset};
    return cg_fail(err, CG_SYNTAX, &place, "not YAML: %s",
                   parser->problem != NULL ? parser->problem : "cannot be read");
}

cg_status cg_yaml_load(const char *source, cg_text text, yaml_document_t *document,
                       cg_error *err)
{
    yaml_parser_t parser;
    if (yaml_parser_initialize(&parser) == 0)
        return cg_fail_memory(err);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.at,
                                 text.size);
    cg_status status = CG_OK;
    if (yaml_parser_load(&parser, document) == 0)
        status = refuse(&parser, source, text, err);
    yaml_parser_delete(&parser);
    return status;
}
