/* The compiled rules as an image has them. */
#include "ingest/text/rule_program.h"

/* A text, a number, or true or false: what a cell of a rule can be. */
static void value_image(cg_value *value, text_image *image)
{
    image_value(image, &value->type, sizeof value->type);
    if (value->type == CG_STRING)
        image_text(image, &value->as.text);
    else
        image_value(image, &value->as, sizeof value->as);
}

/* What a rule gives each of its facts. */
static cg_status constants_image(rule_book *book, text_rule *rule,
                                 text_image *image, cg_error *err)
{
    size_t count = 0;
    rule_constant **end = &rule->constants;
    for (const rule_constant *c = rule->constants; c != NULL; c = c->next)
        count++;
    image_value(image, &count, sizeof count);
    for (size_t i = 0; i < count; i++, end = &(*end)->next) {
        if (image->out == NULL)
            *end = cg_arena_alloc(&book->arena, sizeof **end);
        if (*end == NULL)
            return cg_fail_memory(err);
        cg_property *property = &(*end)->property;
        image_text(image, &property->key);
        value_image(&property->value, image);
    }
    return CG_OK;
}

/* What a match needs of its rule: all but how it was written. */
static cg_status one_rule_image(rule_book *book, text_rule *rule, text_image *image,
                                cg_error *err)
{
    text_rule plain = *rule;
    plain.name = plain.label = (cg_text){0};
    plain.patterns = NULL;
    plain.constants = NULL;
    plain.examples = NULL;
    plain.file = NULL;
    plain.next = NULL;
    image_value(image, &plain, sizeof plain);
    if (image->out == NULL)
        *rule = plain;
    image_text(image, &rule->name);
    image_text(image, &rule->label);
    return constants_image(book, rule, image, err);
}

static cg_status all_rules_image(rule_book *book, text_image *image, cg_error *err)
{
    rule_syntax *syntax = &book->syntax;
    cg_status status = CG_OK;
    image_value(image, &syntax->rule_count, sizeof syntax->rule_count);
    text_rule **at = &syntax->rules;
    for (uint32_t i = 0; status == CG_OK && i < syntax->rule_count; i++) {
        if (image->out == NULL)
            *at = cg_arena_alloc(&book->arena, sizeof **at);
        if (*at == NULL)
            return cg_fail_memory(err);
        status = one_rule_image(book, *at, image, err);
        at = &(*at)->next;
    }
    syntax->rules_end = at;
    return status;
}

/* The keys of a program's properties. */
static cg_status keys_image(rule_book *book, rule_program *program,
                            text_image *image, cg_error *err)
{
    cg_text *keys = cg_arena_array(&book->arena, program->key_count, sizeof *keys);
    if (keys == NULL)
        return cg_fail_memory(err);
    for (uint8_t i = 0; i < program->key_count; i++) {
        if (image->out != NULL)
            keys[i] = program->keys[i];
        image_text(image, &keys[i]);
    }
    program->keys = keys;
    return CG_OK;
}

/* A program; `*rule` is the one of the program before or the first, and becomes its. */
static cg_status program_image(rule_book *book, rule_program *program,
                               const text_rule **rule, text_image *image,
                               cg_error *err)
{
    uint32_t index = image->out != NULL ? program->rule->index : 0;
    rule_program plain = *program;
    plain.rule = NULL;
    plain.keys = NULL;
    image_value(image, &index, sizeof index);
    image_value(image, &plain, sizeof plain);
    while ((*rule)->index < index)
        *rule = (*rule)->next;
    if (image->out == NULL) {
        *program = plain;
        program->rule = *rule;
    }
    return keys_image(book, program, image, err);
}

static cg_status programs_image(rule_book *book, text_image *image, cg_error *err)
{
    const text_rule *rule = book->syntax.rules;
    cg_status status = CG_OK;
    image_value(image, &book->program_count, sizeof book->program_count);
    if (image->out == NULL)
        status =
            cg_grow(book->programs, &book->program_room, book->program_count, err);
    for (size_t i = 0; status == CG_OK && i < book->program_count; i++)
        status = program_image(book, &book->programs[i], &rule, image, err);
    return status;
}

cg_status rule_image(rule_book *book, text_image *image, cg_error *err)
{
    phrases_image(&book->phrases, image);
    image_value(image, &book->step_count, sizeof book->step_count);
    image_value(image, &book->trigger_count, sizeof book->trigger_count);
    image_value(image, book->trigger_sets, sizeof book->trigger_sets);
    image_value(image, book->always, sizeof book->always);
    image_value(image, book->marks, sizeof book->marks);
    image_value(image, book->binds, sizeof book->binds);
    image_value(image, &book->comma, sizeof book->comma);
    image_array(image, book->steps, book->step_count);
    image_array(image, book->triggers, book->trigger_count);
    book->lent = image->out == NULL;
    cg_status status = all_rules_image(book, image, err);
    return status == CG_OK ? programs_image(book, image, err) : status;
}
