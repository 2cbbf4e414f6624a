#include "schema/confidence.h"

#include <math.h>

#include "schema/embedded.h"
#include "schema/value.h"
#include "schema/yaml_text.h"

static const char file[] = "schema/confidence.yaml";

/* ---- The rule ---- */

static cg_text scalar(const yaml_node_t *node)
{
    return (cg_text){(const char *)node->data.scalar.value,
                     node->data.scalar.length};
}

/* The node under `key`; NULL if there is none. */
static const yaml_node_t *find(yaml_document_t *yaml, const yaml_node_t *map,
                               const char *key)
{
    if (map == NULL || map->type != YAML_MAPPING_NODE)
        return NULL;
    for (yaml_node_pair_t *pair = map->data.mapping.pairs.start;
         pair < map->data.mapping.pairs.top; pair++)
        if (cg_text_equal(scalar(yaml_document_get_node(yaml, pair->key)),
                          cg_text_z(key)))
            return yaml_document_get_node(yaml, pair->value);
    return NULL;
}

/* The part of 1 under `key`. */
static cg_status read_factor(yaml_document_t *yaml, const yaml_node_t *map,
                             const char *key, double *factor, cg_error *err)
{
    const yaml_node_t *node = find(yaml, map, key);
    if (node == NULL || node->type != YAML_SCALAR_NODE ||
        !cg_real_of_text(scalar(node), factor) || !(*factor >= 0 && *factor <= 1))
        return cg_fail(err, CG_INTERNAL, NULL, "%s has no '%s' from 0 to 1", file,
                       key);
    return CG_OK;
}

cg_status cg_confidence_rule_read(cg_confidence_rule *rule, cg_error *err)
{
    yaml_document_t yaml;
    cg_status status = cg_yaml_load(file, cg_embedded(file), &yaml, err);
    if (status != CG_OK)
        return status;
    const yaml_node_t *root = yaml_document_get_root_node(&yaml);
    const yaml_node_t *doubts = find(&yaml, root, "doubt");
    for (int i = 0; i < CG_DENIED && status == CG_OK; i++)
        status = read_factor(&yaml, doubts, cg_modality_name((cg_modality)i),
                             &rule->factor[i], err);
    if (status == CG_OK)
        status = read_factor(&yaml, root, "denial", &rule->factor[CG_DENIED], err);
    yaml_document_delete(&yaml);
    return status;
}

/* ---- Confidence ---- */

double cg_confidence(const cg_confidence_rule *rule, const cg_modality *said,
                     size_t count)
{
    const double digits = 1e4;
    double doubt = 1, left = 1;
    for (size_t i = 0; i < count; i++) {
        if (said[i] == CG_DENIED)
            left *= rule->factor[CG_DENIED];
        else
            doubt *= rule->factor[said[i]];
    }
    return round((1 - doubt) * left * digits) / digits;
}
