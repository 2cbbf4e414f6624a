#include "ingest/text/modality.h"

enum { NEAR = 12 }; /* tokens before a head that its verb group can take */

/* The marks before position `head`, as far as its clause and its verb group go: not
 * over a name or a comma. */
static unsigned marks_near(const match_text *text, uint32_t head)
{
    unsigned marks = 0;
    for (uint32_t back = 1; back <= head && back <= NEAR; back++) {
        const match_token *token = &text->tokens[head - back];
        if (token->inside || token->sign == SIGN_COMMA ||
            token->sign == SIGN_STOP || (token->marks & 1U << MARK_BARRIER) != 0)
            break;
        if ((token->marks & 1U << MARK_NOT_NEGATION) == 0)
            marks |= token->marks;
    }
    return marks;
}

/* The marks anywhere before it; `*denied` when a denial stands in its clause. */
static unsigned marks_far(const match_text *text, uint32_t head, bool *denied)
{
    unsigned marks = 0;
    bool clause = true;
    for (uint32_t at = head; at > 0; at--) {
        const match_token *token = &text->tokens[at - 1];
        if (token->sign == SIGN_COMMA || token->sign == SIGN_STOP)
            clause = false;
        marks |= token->marks;
        if (clause && (token->marks & 1U << MARK_DENIAL) != 0)
            *denied = true;
    }
    return marks;
}

static void weaken(cg_modality *modality, cg_modality to)
{
    if (to > *modality)
        *modality = to;
}

static bool read_head(const match_text *text, uint32_t head, cg_modality *modality)
{
    bool denied = false;
    unsigned near = marks_near(text, head);
    unsigned far = marks_far(text, head, &denied);
    if (denied || (near & (1U << MARK_NEGATION | 1U << MARK_RUMOURED)) != 0)
        return false;
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
            !read_head(text, match->log[i].at, modality))
            return false;
    return true;
}
