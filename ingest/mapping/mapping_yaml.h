/* Walking the YAML of a mapping, each mistake with its place; for the files that read
 * mappings alone. */
#ifndef CG_INGEST_MAPPING_MAPPING_YAML_H
#define CG_INGEST_MAPPING_MAPPING_YAML_H

#include "ingest/mapping/mapping_parts.h"
#include "schema/yaml_text.h"

typedef struct {
    cg_mapping *mapping;
    cg_text text;
    yaml_document_t document;
    cg_arena *arena; /* the mapping's */
    cg_error *err;
    /* Of the sheet at hand: columns that were named so far. */
    cg_text *columns;
    cg_place *column_places;
    size_t column_count;
    size_t column_room;
    size_t place_room;
} yaml_reading;

/* Where a node is. */
cg_place yaml_place(const yaml_reading *in, const yaml_node_t *node);

/* Refuse what a node says. */
#define yaml_refuse(in, node, ...)                                                 \
    cg_fail((in)->err, CG_REFUSED, (cg_place[]){yaml_place((in), (node))},         \
            __VA_ARGS__)

/* "…: did you mean 'nearest'?": of the names fed to it, the one next to what was meant.
 * Starts with what was meant. */
typedef struct {
    cg_text meant;
    cg_text nearest;
    size_t distance;
} yaml_near;

void yaml_near_try(yaml_near *near, cg_text name);

/* Refuse a name that is none of those fed to `near`. */
cg_status yaml_refuse_unknown(yaml_reading *in, const yaml_node_t *node,
                              const yaml_near *near, const char *what);

/* The text of a scalar; `what` says what is expected there. */
cg_status yaml_scalar(yaml_reading *in, const yaml_node_t *node, const char *what,
                      cg_text *text);

/* The same, copied into the arena. */
cg_status yaml_copy(yaml_reading *in, const yaml_node_t *node, const char *what,
                    cg_text *text);

/* `yes` or `no`, `true` or `false`. */
cg_status yaml_flag(yaml_reading *in, const yaml_node_t *node, bool *flag);

/* A text or a list of texts, copied. */
cg_status yaml_texts(yaml_reading *in, const yaml_node_t *node, const char *what,
                     mapping_texts *texts);

/* A field of a mapping of the file, and how what stands behind it is read into the struct
 * at hand. */
typedef struct {
    const char *name;
    cg_status (*read)(yaml_reading *in, yaml_node_t *node, void *field);
    size_t offset;
} yaml_field;

/* Read a mapping by the table, which ends with a NULL name. `what` it is: "a sheet". */
cg_status yaml_fields(yaml_reading *in, const yaml_node_t *node, const char *what,
                      const yaml_field *fields, void *into);

/* Visit the entries of a mapping, at most `most`. */
typedef cg_status (*yaml_entry)(yaml_reading *in, cg_text key,
                                yaml_node_t *key_node, yaml_node_t *value,
                                void *handle);
cg_status yaml_entries(yaml_reading *in, const yaml_node_t *node, const char *what,
                       size_t most, yaml_entry visit, void *handle);

/* Visit the items of a list, or the node alone if it is none; at most `most`. */
typedef cg_status (*yaml_item)(yaml_reading *in, yaml_node_t *item, void *handle);
cg_status yaml_items(yaml_reading *in, yaml_node_t *node, size_t most,
                     yaml_item visit, void *handle);

/* How many items or entries a list or mapping has; 1 for a scalar. */
size_t yaml_count(const yaml_node_t *node);

/* The node's index of a column of the sheet at hand, which is added if it is new. */
cg_status yaml_column(yaml_reading *in, const yaml_node_t *node, size_t *column);

/* A value: `column`, or `{column: …, split: …}` and so on. A field reader. */
cg_status yaml_value(yaml_reading *in, yaml_node_t *node, void *field);

/* The same where a scalar is the text itself, not a column. */
cg_status yaml_literal(yaml_reading *in, yaml_node_t *node, void *field);

/* A date: a value, or one for each part. */
cg_status yaml_date(yaml_reading *in, yaml_node_t *node, void *field);

/* `{key: value, …}` into mapping_properties. */
cg_status yaml_properties(yaml_reading *in, yaml_node_t *node, void *field);

/* `{column: text, …}` into mapping_filters, with those that are there already. */
cg_status yaml_filters(yaml_reading *in, yaml_node_t *node, void *field);
cg_status yaml_filters_not(yaml_reading *in, yaml_node_t *node, void *field);

/* Readers of fields of plain texts. */
cg_status yaml_text_field(yaml_reading *in, yaml_node_t *node, void *field);
cg_status yaml_texts_field(yaml_reading *in, yaml_node_t *node, void *field);
cg_status yaml_flag_field(yaml_reading *in, yaml_node_t *node, void *field);

/* A cited source, into a mapping_cited. */
cg_status yaml_cited(yaml_reading *in, yaml_node_t *node, void *field);

/* Read the entities, and behind them the facts, of a sheet. */
cg_status yaml_entities(yaml_reading *in, yaml_node_t *node, mapping_sheet *sheet);
cg_status yaml_facts(yaml_reading *in, yaml_node_t *node, mapping_sheet *sheet);

#endif
