/* Definitions of words and patterns, found by their names. */
#include "ingest/text/rule_syntax.h"

/* Which of the lists has the definitions of a name. FNV-1a. */
static size_t list_of(cg_text name)
{
    uint32_t hash = UINT32_C(0x811C9DC5);
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ (uint8_t)name.at[i]) * UINT32_C(0x01000193);
    return hash % RULE_LISTS;
}

rule_definition *rule_find_definition(const rule_syntax *syntax, cg_text name,
                                      uint8_t language)
{
    rule_definition *shared = NULL;
    for (rule_definition *d = syntax->definitions[list_of(name)]; d != NULL;
         d = d->next)
        if (cg_text_equal(d->name, name)) {
            if (d->language == language)
                return d;
            if (d->language == RULE_ANY_LANGUAGE)
                shared = d;
        }
    return shared;
}

rule_definition *rule_add_definition(rule_syntax *syntax, cg_text name)
{
    rule_definition **list = &syntax->definitions[list_of(name)];
    rule_definition *definition = cg_arena_alloc(syntax->arena, sizeof *definition);
    if (definition == NULL)
        return NULL;
    *definition = (rule_definition){.name = name, .next = *list};
    *list = definition;
    return definition;
}
