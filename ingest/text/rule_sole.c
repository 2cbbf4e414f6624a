/* Whether a clause names nobody else who could be an end of a match's facts. */
#include "ingest/text/rule_match.h"

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
