#include "ingest/text/modality.h"

enum { NEAR = 16 }; /* tokens before a head that its verb group can take */

/* Is position `at` in a name that the match took after its first one? "X will with Y
 * cooperate": such a name stands inside the verb group. */
static bool in_later_slot(const match_text *text, const match_result *match,
                          uint32_t at)
{
    bool first = true;
    for (size_t i = 0; i < match->log_count; i++) {
        const log_entry *entry = &match->log[i];
        if (entry->type != LOG_SLOT)
            continue;
        uint32_t start = entry->at;
        if (text->tokens[start].mention < 0)
            start++; /* the name stands in quotes */
        if (!first && at >= start && at < text->tokens[start].mention_end)
            return true;
        first = false;
    }
    return false;
}

/* The marks before position `head`, as far as its clause and its verb group go: not
 * over a name of something else or a comma. */
static unsigned marks_near(const match_text *text, const match_result *match,
                           uint32_t head)
{
    unsigned marks = 0;
    for (uint32_t at = head; at > 0 && head - at < NEAR; at--) {
        const match_token *token = &text->tokens[at - 1];
        if (token->sign == SIGN_COMMA || token->sign == SIGN_STOP ||
            (token->marks & 1U << MARK_BARRIER) != 0 ||
            (token->inside && !in_later_slot(text, match, at - 1)))
            break;
        if ((token->marks & 1U << MARK_NOT_NEGATION) == 0)
            marks |= token->marks;
    }
    return marks;
}

/* How a clause takes back what it says. */
typedef enum {
    NOT_DENIED,
    NOT_CONFIRMED, /* "does not confirm": a denial that begins with a negation */
    DENIED
} denial;

/* The marks anywhere before it; `*denied` tells of a denial in its clause. */
static unsigned marks_far(const match_text *text, uint32_t head, denial *denied)
{
    const unsigned unsure = 1U << MARK_DENIAL | 1U << MARK_NEGATION;
    unsigned marks = 0;
    bool clause = true;
    for (uint32_t at = head; at > 0; at--) {
        const match_token *token = &text->tokens[at - 1];
        if (token->sign == SIGN_COMMA || token->sign == SIGN_STOP)
            clause = false;
        marks |= token->marks;
        if (clause && *denied == NOT_DENIED &&
            (token->marks & 1U << MARK_DENIAL) != 0)
            *denied = (token->marks & unsure) == unsure ? NOT_CONFIRMED : DENIED;
    }
    return marks;
}

static void weaken(cg_modality *modality, cg_modality to)
{
    if (to > *modality)
        *modality = to;
}

static bool read_head(const match_text *text, const match_result *match,
                      uint32_t head, cg_modality *modality)
{
    denial denied = NOT_DENIED;
    unsigned near = marks_near(text, match, head);
    unsigned far = marks_far(text, head, &denied);
    if (denied == NOT_CONFIRMED ||
        (near & (1U << MARK_NEGATION | 1U << MARK_RUMOURED)) != 0)
        return false;
    if (denied == DENIED)
        weaken(modality, CG_DENIED);
    if ((far & 1U << MARK_REPORTED) != 0)
        weaken(modality, CG_REPORTED);
    if ((near & 1U << MARK_PLANNED) != 0)
        weaken(modality, CG_PLANNED);
    if ((near & 1U << MARK_POSSIBLE) != 0)
        weaken(modality, CG_POSSIBLE);
    return true;
}

bool modality_read(const match_text *text, const match_result *match,
                   cg_modality *modality)
{
    for (size_t i = 0; i < match->log_count; i++)
        if (match->log[i].type == LOG_HEAD &&
            !read_head(text, match, match->log[i].at, modality))
            return false;
    return true;
}
