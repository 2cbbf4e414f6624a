/* YAML texts, loaded whole by libyaml. */
#ifndef CG_SCHEMA_YAML_TEXT_H
#define CG_SCHEMA_YAML_TEXT_H

#include <yaml.h>

#include "schema/status.h"
#include "schema/text.h"

/* Load the first document of `text`; the caller deletes it after CG_OK. `source` names
 * the file in errors. Returns CG_OK, CG_NOMEM, or CG_SYNTAX with the place. */
cg_status cg_yaml_load(const char *source, cg_text text, yaml_document_t *document,
                       cg_error *err);

/* The byte offset of a mark's index, which libyaml counts in code points. */
uint64_t cg_yaml_offset(cg_text text, size_t index);

#endif
