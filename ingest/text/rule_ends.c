/* Who can be the ends of a rule's facts, and whether its clause names nobody else who
 * could be. */
#include "ingest/text/rule_match.h"

/* Do the lists know `maker` as the maker of `product`? Without lists everybody may be. */
static bool is_known_maker(const match_text *text, uint32_t maker, uint32_t product)
{
    const text_entity *company = &text->entities[maker];
    const text_entity *made = &text->entities[product];
    if (text->listed == NULL)
        return true;
    return company->listed >= 0 &&
           cg_text_equal(names_maker(text->listed, made),
                         names_entry_at(text->listed, company->listed)->name);
}

/* Do the lists know another one as the maker of `product`, and not `maker`? */
static bool is_made_by_other(const match_text *text, uint32_t maker,
                             uint32_t product)
{
    const text_entity *made = &text->entities[product];
    return text->listed != NULL && names_maker(text->listed, made).size > 0 &&
           !is_known_maker(text, maker, product);
}

/* Do the lists know the seat of `firm` in another country than that of `place`? */
static bool sits_elsewhere(const match_text *text, uint32_t firm, uint32_t place)
{
    const text_entity *seated = &text->entities[firm];
    const text_entity *seat = &text->entities[place];
    if (text->listed == NULL || seated->listed < 0 || seat->listed < 0)
        return false;
    cg_text home = names_entry_at(text->listed, seated->listed)->country;
    cg_text there = names_entry_at(text->listed, seat->listed)->country;
    return home.size > 0 && there.size > 0 && !cg_text_equal(home, there);
}

bool match_may_be_ends(const rule_book *book, const text_rule *rule,
                       const match_text *text, uint32_t subject, uint32_t object)
{
    return subject != object &&
           cg_relation_allows(book->syntax.vocabulary, rule->relation,
                              text->entities[subject].kinds,
                              text->entities[object].kinds) &&
           (!rule->known_maker || is_known_maker(text, subject, object)) &&
           (!rule->known_unmade || (!is_made_by_other(text, subject, object) &&
                                    !sits_elsewhere(text, subject, object)));
}

static bool takes(const match_result *result, uint32_t entity)
{
    for (size_t i = 0; i < result->log_count; i++)
        if (result->log[i].type == LOG_SLOT && result->log[i].entity == entity)
            return true;
    return false;
}

/* Does the match take all whom a mention means? */
static bool takes_all(const match_result *result, const text_mention *mention)
{
    bool all = takes(result, mention->entity);
    for (uint8_t i = 0; all && i < mention->more_count; i++)
        all = takes(result, mention->more[i]);
    return all;
}

static bool ends_clause(const match_token *token)
{
    return !token->inside &&
           (token->sign == SIGN_STOP || (token->marks & 1U << MARK_BARRIER) != 0);
}

bool match_is_sole(const rule_program *program, const match_text *text,
                   const match_result *result)
{
    if (program->sole == 0)
        return true;
    uint32_t first = result->start;
    while (first > 0 && !ends_clause(&text->tokens[first - 1]))
        first--;
    for (uint32_t i = first; i < text->count; i++) {
        const match_token *token = &text->tokens[i];
        if (i >= result->end && ends_clause(token))
            break;
        if (token->mention >= 0 && (token->kinds & program->sole) != 0 &&
            !takes_all(result, &text->mentions[token->mention]))
            return false;
    }
    return true;
}
