#include "ingest/text/rules.h"

#include <assert.h>
#include <stdlib.h>

#include "ingest/text/rules_parts.h"
#include "ingest/text/speaker.h"
#include "ingest/text/standin.h"
#include "schema/embedded.h"

cg_status rules_open_empty(const cg_vocabulary *vocabulary, text_words *words,
                           text_rules **rules, cg_error *err)
{
    *rules = calloc(1, sizeof **rules);
    if (*rules == NULL)
        return cg_fail_memory(err);
    rule_book *book = &(*rules)->book;
    book->syntax.arena = &book->arena;
    book->syntax.vocabulary = vocabulary;
    book->syntax.words = words;
    book->syntax.rules_end = &book->syntax.rules;
    return CG_OK;
}

cg_status rules_open(const cg_vocabulary *vocabulary, text_words *words,
                     text_rules **rules, cg_error *err)
{
    cg_status status = rules_open_empty(vocabulary, words, rules, err);
    for (const cg_embedded_file *file = cg_embedded_files;
         status == CG_OK && file->path != NULL; file++)
        if (cg_text_ends(cg_text_z(file->path), CG_TEXT(".rules")))
            status = rule_parse(
                &(*rules)->book.syntax, file->path,
                (cg_text){file->start, (size_t)(file->end - file->start)}, err);
    if (status == CG_OK)
        status = rule_compile(&(*rules)->book, err);
    if (status != CG_OK) {
        rules_close(*rules);
        *rules = NULL;
    }
    return status;
}

cg_status rules_open_image(const cg_vocabulary *vocabulary, text_words *words,
                           text_image *image, text_rules **rules, cg_error *err)
{
    cg_status status = rules_open_empty(vocabulary, words, rules, err);
    if (status == CG_OK)
        status = rules_image(*rules, image, err);
    if (status != CG_OK) {
        rules_close(*rules);
        *rules = NULL;
    }
    return status;
}

cg_status rules_image(text_rules *rules, text_image *image, cg_error *err)
{
    return rule_image(&rules->book, image, err);
}

bool rules_only_read(const text_rules *rules)
{
    return rules->book.lent;
}

void rules_close(text_rules *rules)
{
    if (rules == NULL)
        return;
    rule_book *book = &rules->book;
    phrases_release(&book->phrases);
    if (!book->lent) {
        free(book->steps);
        free(book->triggers);
    }
    free(book->origins);
    free(book->programs);
    cg_arena_release(&book->arena);
    free(rules);
}

cg_status rules_add(text_rules *rules, const char *file, cg_text text,
                    cg_error *err)
{
    assert(!rules->book.lent);
    cg_status status = rule_parse(&rules->book.syntax, file, text, err);
    return status == CG_OK ? rule_compile(&rules->book, err) : status;
}

static cg_status take_piece(rule_run *run, void *handle, cg_error *err)
{
    (void)handle;
    return run_facts(run, err);
}

cg_status rules_run(const text_rules *rules, const text_names *names,
                    text_document *document, piece_taker take, void *handle,
                    rule_run **run, cg_error *err)
{
    cg_status status = run_open(&rules->book, document, &document->arena, run, err);
    if (status == CG_OK) {
        (*run)->denials = true;
        (*run)->text.listed = names;
        status = standin_resolve(*run, names, err);
    }
    if (status == CG_OK)
        status = run_name_bases(*run, err);
    for (uint32_t i = 0; status == CG_OK && i < document->sentence_count; i++)
        status = run_pieces(*run, document->mentions, document->mention_count, i,
                            take, handle, err);
    return status;
}

cg_status rules_apply(const text_rules *rules, const text_names *names,
                      text_document *document, const text_fact **facts,
                      size_t *count, cg_error *err)
{
    rule_run *run = NULL;
    cg_status status =
        rules_run(rules, names, document, take_piece, NULL, &run, err);
    if (status == CG_OK)
        status = speaker_of_quotations(run, err);
    if (status == CG_OK)
        status = run_chains(run, err);
    if (status == CG_OK)
        status = facts_join(&run->facts, rules->book.syntax.vocabulary,
                            &document->arena, facts, count, err);
    run_close(run);
    return status;
}
