#include "ingest/text/rule_place.h"

bool place_is_class(const match_text *text, rule_class class, uint32_t at)
{
    if (at >= text->count || text->tokens[at].inside)
        return false;
    const match_token *token = &text->tokens[at];
    const text_token *original = &text->document->tokens[text->first_token + at];
    const char *bytes = text->document->text.at + original->start;
    size_t size = original->end - original->start;
    bool digit = bytes[0] >= '0' && bytes[0] <= '9';
    switch (class) {
    case CLASS_WORD:
        return token->shape != TOKEN_PUNCTUATION;
    case CLASS_NUMBER:
        return digit;
    case CLASS_YEAR:
        return size == 4 && digit &&
               (memcmp(bytes, "19", 2) == 0 || memcmp(bytes, "20", 2) == 0) &&
               token->shape == TOKEN_NUMBER;
    case CLASS_CAPITAL:
        return token->shape == TOKEN_CAPITALISED || token->shape == TOKEN_UPPER ||
               token->shape == TOKEN_MIXED;
    case CLASS_LOWER:
        return token->shape == TOKEN_LOWER;
    case RULE_CLASS_COUNT:
        break;
    }
    return false;
}

/* ---- Phrases ---- */

/* Where the first words of the set's phrases stand; NULL if nowhere. */
static const match_places *places_of(const match_text *text, uint32_t set)
{
    const match_places *places = &text->places[set];
    if (places->piece != text->piece)
        match_find_places(text, set);
    return places->none ? NULL : places;
}

/* Does a phrase's first word stand at `at`? */
static bool begins_phrase(const match_text *text, uint32_t root, uint32_t at)
{
    uint32_t set = phrases_set(text->phrases, root);
    const match_places *places = places_of(text, set);
    if (places == NULL || at >= text->count)
        return false;
    uint64_t bits = at < 64 ? places->first : match_rest(text, set)[at / 64 - 1];
    return (bits >> at % 64 & 1) != 0;
}

uint32_t place_next_phrase(const match_text *text, uint32_t root, uint32_t from)
{
    uint32_t set = phrases_set(text->phrases, root);
    const match_places *places = places_of(text, set);
    if (places == NULL || from >= text->count)
        return text->count;
    const uint64_t *rest = match_rest(text, set);
    uint64_t bits = (from < 64 ? places->first : rest[from / 64 - 1]) >> from % 64;
    if (bits != 0)
        return from + (uint32_t)__builtin_ctzll(bits);
    for (uint32_t i = from / 64 + 1; i * 64 < text->count; i++)
        if (rest[i - 1] != 0)
            return i * 64 + (uint32_t)__builtin_ctzll(rest[i - 1]);
    return text->count;
}

size_t place_phrases(const match_text *text, uint32_t root, uint32_t at,
                     uint8_t lengths[PHRASE_MAX])
{
    size_t count = 0;
    const rule_phrases *phrases = text->phrases;
    uint32_t node = root;
    if (!begins_phrase(text, root, at))
        return 0;
    for (uint32_t i = at; i < text->count && i - at < PHRASE_MAX; i++) {
        const match_token *token = &text->tokens[i];
        if (token->inside)
            break;
        uint32_t from = node;
        node = phrases_step(phrases, from, token->word);
        if (node == 0 && i == text->label)
            node = phrases_step(phrases, from, text->comma);
        if (node == 0)
            break;
        if (phrases_value(phrases, node) != 0)
            lengths[count++] = (uint8_t)(i - at + 1);
    }
    return count;
}

/* ---- Names ---- */

static bool fits(const match_token *token, const rule_step *slot)
{
    return (token->kinds & slot->kinds) != 0 && !(slot->free && token->bound) &&
           (slot->form == MENTION_NAME || slot->form == token->form);
}

/* A quote that may belong to the name behind it. */
static bool opens_quote(const match_token *token)
{
    return token->sign == SIGN_QUOTE && token->mention < 0;
}

bool place_is_slot(const match_text *text, const rule_step *slot, uint32_t at,
                   uint32_t *name, uint32_t *behind)
{
    if (at < text->count && opens_quote(&text->tokens[at]))
        at++;
    if (at >= text->count || !fits(&text->tokens[at], slot))
        return false;
    *name = at;
    *behind = text->tokens[at].mention_end;
    if (*behind < text->count && text->tokens[*behind].sign == SIGN_QUOTE &&
        !text->tokens[*behind].inside)
        (*behind)++;
    return true;
}

bool place_is_link(const match_text *text, const rule_step *slot, uint32_t at)
{
    return at < text->count && (text->tokens[at].link_kinds & slot->kinds) != 0 &&
           (slot->form == MENTION_LINK ||
            (slot->form == MENTION_NAME && slot->detail != ROLE_NONE));
}

static uint32_t next_slot(const match_text *text, const rule_step *slot,
                          uint32_t from)
{
    if (from >= text->count)
        return text->count;
    for (uint32_t i = text->tokens[from].names; i < text->name_count; i++) {
        uint32_t at = text->names[i];
        if (place_is_link(text, slot, at))
            return at;
        if (!fits(&text->tokens[at], slot))
            continue;
        return at > from && opens_quote(&text->tokens[at - 1]) ? at - 1 : at;
    }
    return text->count;
}

/* ---- Steps ---- */

uint32_t place_next(const match_text *text, const rule_step *step, uint32_t from)
{
    if (step->type == STEP_SLOT)
        return next_slot(text, step, from);
    if (step->type == STEP_PHRASE)
        return place_next_phrase(text, step->x, from);
    if (step->type == STEP_START)
        return from == 0 && text->whole_start ? 0 : text->count;
    bool word = step->type == STEP_WORD;
    if (word && text->heads[match_head(step->x)] == 0 && text->label >= text->count)
        return text->count;
    while (from < text->count &&
           !(word ? place_is_word(text, step->x, from)
                  : place_is_class(text, (rule_class)step->detail, from)))
        from++;
    return from;
}

/* May one of the alternatives of a look begin at `at`? */
static bool may_see(const match_text *text, const rule_step *steps, uint32_t look,
                    uint32_t at)
{
    bool may = false;
    for (uint32_t next = look + 1; !may && next != 0; next = steps[next].x)
        may = place_may_go_on(text, steps, next + 1, at);
    return may;
}

bool place_may_go_on(const match_text *text, const rule_step *steps, uint32_t step,
                     uint32_t at)
{
    for (;;) {
        const rule_step *now = &steps[step];
        uint32_t name;
        uint32_t behind;
        switch ((step_type)now->type) {
        case STEP_WORD:
            return place_is_word(text, now->x, at);
        case STEP_PHRASE:
            return begins_phrase(text, now->x, at);
        case STEP_SLOT:
            return place_is_slot(text, now, at, &name, &behind) ||
                   place_is_link(text, now, at);
        case STEP_CLASS:
            return place_is_class(text, (rule_class)now->detail, at);
        case STEP_OPEN:
        case STEP_CLOSE:
        case STEP_HEAD:
        case STEP_HEAD_END:
            step++;
            break;
        case STEP_LOOK:
            if (now->detail == LOOK_AHEAD && !may_see(text, steps, step, at))
                return false;
            step = now->x;
            break;
        case STEP_JUMP:
            step = now->x;
            break;
        case STEP_AFTER:
        case STEP_ENDING:
        case STEP_SPELLED:
        case STEP_GAP:
        case STEP_SPLIT:
        case STEP_ALTERNATIVE:
        case STEP_START:
        case STEP_MATCH:
        case STEP_COUNT:
            return true;
        }
    }
}

uint32_t place_next_on(const match_text *text, const rule_step *steps,
                       uint32_t step, uint32_t at)
{
    for (;;) {
        const rule_step *now = &steps[step];
        switch ((step_type)now->type) {
        case STEP_WORD:
        case STEP_PHRASE:
        case STEP_SLOT:
        case STEP_CLASS:
            at = place_next(text, now, at);
            return at < text->count ? at : UINT32_MAX;
        case STEP_OPEN:
        case STEP_CLOSE:
        case STEP_HEAD:
        case STEP_HEAD_END:
            step++;
            break;
        case STEP_LOOK:
        case STEP_JUMP:
            step = now->x;
            break;
        case STEP_AFTER:
        case STEP_ENDING:
        case STEP_SPELLED:
        case STEP_GAP:
        case STEP_SPLIT:
        case STEP_ALTERNATIVE:
        case STEP_START:
        case STEP_MATCH:
        case STEP_COUNT:
            return at;
        }
    }
}

bool place_has_needs(const match_text *text, const rule_step *steps,
                     const rule_program *program, uint32_t from)
{
    for (uint8_t i = 0; i < program->need_count; i++) {
        const rule_step *need = &steps[program->needs[i]];
        uint32_t at = need->type == STEP_PHRASE
                          ? place_next_phrase(text, need->x, from)
                          : place_next(text, need, from);
        uint32_t name;
        if (at == text->count)
            return false;
        from = at + 1;
        if (need->type == STEP_SLOT)
            place_is_slot(text, need, at, &name, &from);
    }
    return true;
}
