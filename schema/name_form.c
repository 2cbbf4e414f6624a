#include "schema/name_form.h"

#include <assert.h>

#include "schema/name_words.h"

enum {
    INITIALS_MIN = 3,
    INITIALS_MAX = 6,
    LETTERS_MIN = 10, /* of a name in which one letter may differ */
    CORE_BYTES_MIN = 3,
    LATIN_MIN = 4,    /* letters of a romanized name */
    SYLLABLES_MAX = 4 /* of one that is looked for as words */
};

/* A name while its form is made. */
typedef struct {
    const cg_name_words *words;
    name_cut cut;
    size_t first; /* the units of its bare form */
    size_t end;
    cg_buffer scratch;
    cg_arena *arena;
    cg_error *err;
} making;

static cg_status keep(making *made, cg_text text, cg_text *out)
{
    return cg_arena_copy(made->arena, text, out, made->err);
}

static cg_status keep_scratch(making *made, cg_text *out)
{
    cg_status status = cg_buffer_status(&made->scratch, made->err);
    return status == CG_OK ? keep(made, cg_buffer_text(&made->scratch), out)
                           : status;
}

/* ---- The parts ---- */

/* Leave out the legal forms at both ends, however many. */
static void strip(making *made)
{
    size_t length;
    do {
        length = name_words_at(made->words, &made->cut, made->first, made->end,
                               NAME_LEGAL_BEFORE, false);
        made->first += length;
    } while (length > 0);
    do {
        length = name_words_at(made->words, &made->cut, made->first, made->end,
                               NAME_LEGAL_BEHIND, true);
        made->end -= length;
    } while (length > 0);
}

/* Gather the words that are none of these. */
static void gather(making *made, unsigned uses)
{
    bool behind_word = false;
    cg_buffer_clear(&made->scratch);
    for (size_t i = made->first; i < made->end;) {
        size_t length =
            name_words_at(made->words, &made->cut, i, made->end, uses, false);
        if (length > 0) {
            i += length;
            continue;
        }
        bool word = !made->cut.units[i].cjk;
        if (word && behind_word)
            cg_buffer_add_byte(&made->scratch, ' ');
        cg_buffer_add(&made->scratch, name_cut_text(&made->cut, i, i + 1));
        behind_word = word;
        i++;
    }
}

/* Is enough gathered to tell a name by? */
static bool is_enough(const making *made)
{
    size_t least = CORE_BYTES_MIN + made->cut.units[made->first].cjk;
    return made->scratch.size >= least;
}

static cg_status make_core(making *made, cg_name_form *form)
{
    gather(made, NAME_GENERAL);
    if (made->scratch.size == 0 && !made->scratch.failed)
        return CG_OK; /* general words alone: no bare form either */
    cg_status status =
        keep(made, name_cut_text(&made->cut, made->first, made->end), &form->bare);
    if (status != CG_OK || !is_enough(made))
        return status;
    status = keep_scratch(made, &form->core);
    if (status != CG_OK)
        return status;
    gather(made, NAME_GENERAL | NAME_BRANCH);
    return made->scratch.size < form->core.size && is_enough(made)
               ? keep_scratch(made, &form->house)
               : cg_buffer_status(&made->scratch, made->err);
}

/* The initials of the capitalised words among units [first, end). */
static cg_status make_initials(making *made, size_t first, size_t end, cg_text *out)
{
    size_t count = 0;
    cg_buffer_clear(&made->scratch);
    for (size_t i = first; i < end; i++) {
        cg_text unit = name_cut_text(&made->cut, i, i + 1);
        size_t size = 0;
        if (!made->cut.units[i].capital)
            continue;
        cg_text_next(unit, &size);
        cg_buffer_add(&made->scratch, cg_text_slice(unit, 0, size));
        count++;
    }
    if (count < INITIALS_MIN || count > INITIALS_MAX)
        return CG_OK;
    return keep_scratch(made, out);
}

/* Is it of letters a to z and blanks alone? */
static bool is_latin(cg_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] != ' ' && (text.at[i] < 'a' || text.at[i] > 'z'))
            return false;
    return true;
}

static bool is_ascii(cg_text text)
{
    enum { BEYOND_ASCII = 0x80 };
    for (size_t i = 0; i < text.size; i++)
        if (((unsigned char)text.at[i] & BEYOND_ASCII) != 0)
            return false;
    return true;
}

/* The words that tell the name apart. */
static cg_text name_told(const cg_name_form *form)
{
    return form->core.size > 0 ? form->core : form->bare;
}

/* How the name sounds, as one word. */
static cg_status make_latin(making *made, cg_name_form *form)
{
    cg_text name = name_told(form);
    cg_buffer_clear(&made->scratch);
    for (size_t at = 0; at < name.size;) {
        char letters[CG_FOLD_MAX];
        size_t size =
            cg_fold_point(cg_text_next(name, &at), CG_FOLD_LATIN, letters);
        if (size > 0 && letters[0] != ' ')
            cg_buffer_add(&made->scratch, (cg_text){letters, size});
    }
    cg_text latin = cg_buffer_text(&made->scratch);
    if (latin.size < LATIN_MIN || !is_ascii(latin))
        return cg_buffer_status(&made->scratch, made->err);
    form->romanized = !is_ascii(form->base);
    return keep_scratch(made, &form->latin);
}

static cg_status fill(making *made, cg_name_form *form)
{
    const name_cut *cut = &made->cut;
    cg_status status = keep(made, name_cut_text(cut, 0, cut->count), &form->whole);
    strip(made);
    if (status == CG_OK && made->first < made->end)
        status = make_core(made, form);
    if (status != CG_OK || form->bare.size == 0)
        return status;
    status =
        cg_text_fold(form->bare, CG_FOLD_BASE, made->arena, &form->base, made->err);
    if (status == CG_OK)
        status =
            make_initials(made, made->first, made->end + (made->end < cut->count),
                          &form->initials);
    if (status == CG_OK)
        status = make_initials(made, made->first, made->end, &form->bare_initials);
    if (status == CG_OK)
        status = make_latin(made, form);
    form->words = made->end - made->first;
    form->abbreviation = form->words == 1 && cut->units[made->first].capitals &&
                         is_latin(form->base) && form->base.size >= INITIALS_MIN &&
                         form->base.size <= INITIALS_MAX;
    form->spelled_out = form->bare.size >= LETTERS_MIN && is_latin(form->bare);
    return status;
}

cg_status cg_name_form_of(const cg_name_words *words, cg_text name, cg_arena *arena,
                          cg_name_form *form, cg_error *err)
{
    making made = {.words = words, .arena = arena, .err = err};
    *form = (cg_name_form){0};
    name_cut_up(name, &made.cut);
    made.end = made.cut.count;
    cg_status status = cg_buffer_status(&made.cut.text, err);
    if (status == CG_OK && made.cut.count > 0 && made.cut.count <= NAME_UNITS_MAX)
        status = fill(&made, form);
    cg_buffer_release(&made.cut.text);
    cg_buffer_release(&made.scratch);
    return status;
}

/* ---- Comparing ---- */

static bool same(cg_text a, cg_text b)
{
    return a.size > 0 && cg_text_equal(a, b);
}

/* Is one of them written without diacritics, and are they alike without the other's? */
static bool alike_without_diacritics(const cg_name_form *a, const cg_name_form *b)
{
    return same(a->base, b->base) &&
           (cg_text_equal(a->bare, a->base) || cg_text_equal(b->bare, b->base));
}

/* Is one of them the house and the other a branch of it? */
static bool is_branch_of(const cg_name_form *a, const cg_name_form *b)
{
    return a->house.size == 0 && same(a->core, b->house);
}

static bool is_abbreviation_of(const cg_name_form *a, const cg_name_form *b)
{
    return a->abbreviation &&
           (same(a->bare, b->initials) || same(a->bare, b->bare_initials));
}

/* Are they one letter apart, that lies in the later half of the longer one? */
static bool is_near(cg_text a, cg_text b)
{
    if (a.size > b.size)
        return is_near(b, a);
    if (b.size - a.size > 1)
        return false;
    size_t head = 0;
    while (head < a.size && a.at[head] == b.at[head])
        head++;
    size_t tail = 0;
    while (tail < a.size - head &&
           a.at[a.size - 1 - tail] == b.at[b.size - 1 - tail])
        tail++;
    return head >= b.size / 2 && head + tail + 1 >= b.size;
}

cg_alike cg_name_alike(const cg_name_form *a, const cg_name_form *b)
{
    if (a->bare.size == 0 || b->bare.size == 0)
        return CG_UNLIKE;
    if (cg_text_equal(a->whole, b->whole))
        return CG_ALIKE;
    if (alike_without_diacritics(a, b) && !cg_text_equal(a->bare, b->bare))
        return CG_ALIKE_BUT_DIACRITICS;
    if (same(a->bare, b->bare))
        return CG_ALIKE_BUT_FORM;
    if (same(a->core, b->core))
        return CG_ALIKE_BUT_GENERAL;
    if (is_branch_of(a, b) || is_branch_of(b, a))
        return CG_ALIKE_BUT_BRANCH;
    if (is_abbreviation_of(a, b) || is_abbreviation_of(b, a))
        return CG_ALIKE_AS_INITIALS;
    if (a->spelled_out && b->spelled_out && is_near(a->base, b->base))
        return CG_ALIKE_NEARLY;
    if (a->romanized != b->romanized && same(a->latin, b->latin))
        return CG_ALIKE_ROMANIZED;
    return CG_UNLIKE;
}

/* Does a word begin or end at `at`? Characters without blanks between them stand for
 * words. */
static bool is_boundary(cg_text text, size_t at)
{
    enum { BEYOND_ASCII = 0x80 };
    return at == 0 || at == text.size || text.at[at - 1] == ' ' ||
           text.at[at] == ' ' || ((unsigned char)text.at[at] & BEYOND_ASCII) != 0 ||
           ((unsigned char)text.at[at - 1] & BEYOND_ASCII) != 0;
}

bool cg_name_is_part(const cg_name_form *part, const cg_name_form *whole)
{
    cg_text inner = part->whole;
    cg_text outer = whole->whole;
    if (inner.size == 0 || inner.size >= outer.size)
        return false;
    for (size_t at = 0; at + inner.size <= outer.size; at++)
        if (memcmp(outer.at + at, inner.at, inner.size) == 0 &&
            is_boundary(outer, at) && is_boundary(outer, at + inner.size))
            return true;
    return false;
}

/* ---- Keys ---- */

static void add_key(cg_name_keys *keys, cg_text key)
{
    for (size_t i = 0; i < keys->count; i++)
        if (cg_text_equal(keys->items[i], key))
            return;
    if (key.size == 0)
        return;
    assert(keys->count < CG_NAME_KEYS_MAX);
    keys->items[keys->count++] = key;
}

/* The first letters of the name, with a sign before them that no other key has. */
static cg_status add_head(const cg_name_form *form, size_t size, cg_arena *arena,
                          cg_name_keys *keys, cg_error *err)
{
    char *key = cg_arena_alloc(arena, size + 1);
    if (key == NULL)
        return cg_fail_memory(err);
    key[0] = '^';
    memcpy(key + 1, form->base.at, size);
    add_key(keys, (cg_text){key, size + 1});
    return CG_OK;
}

/* Cut the name into its characters, where those stand for words, and words. */
static size_t cut_syllables(cg_text name, cg_text syllables[SYLLABLES_MAX + 1])
{
    size_t count = 0;
    for (size_t at = 0; at < name.size && count <= SYLLABLES_MAX;) {
        size_t start = at;
        bool alone = cg_point_is_cjk(cg_text_next(name, &at));
        while (!alone && at < name.size && !is_boundary(name, at))
            at++;
        if (name.at[start] != ' ')
            syllables[count++] = cg_text_slice(name, start, at);
    }
    return count;
}

/* In Latin letters a name may stand as any words that its syllables make: as "ren zheng
 * fei", "renzheng fei" and "ren zhengfei". */
static cg_status add_words(const cg_name_form *form, cg_arena *arena,
                           cg_name_keys *keys, cg_error *err)
{
    cg_text syllables[SYLLABLES_MAX + 1];
    cg_buffer words = {0};
    cg_status status = CG_OK;
    size_t count = cut_syllables(name_told(form), syllables);
    unsigned ways = count <= SYLLABLES_MAX ? 1u << (count - 1) : 0;
    /* Bit i: a word ends behind syllable i. */
    for (unsigned ends = 1; ends < ways && status == CG_OK; ends++) {
        cg_text key = {0};
        cg_buffer_clear(&words);
        for (size_t i = 0; i < count; i++) {
            cg_text_fold_into(syllables[i], CG_FOLD_LATIN, &words);
            if ((ends >> i & 1) != 0)
                cg_buffer_add_byte(&words, ' ');
        }
        status = cg_buffer_status(&words, err);
        if (status == CG_OK)
            status = cg_arena_copy(arena, cg_buffer_text(&words), &key, err);
        add_key(keys, key);
    }
    cg_buffer_release(&words);
    return status;
}

cg_status cg_name_keys_of(const cg_name_form *form, cg_arena *arena,
                          cg_name_keys *keys, cg_error *err)
{
    cg_text core = {0};
    cg_text house = {0};
    size_t half = form->base.size / 2;
    *keys = (cg_name_keys){0};
    cg_status status = cg_text_fold(form->core, CG_FOLD_BASE, arena, &core, err);
    if (status == CG_OK)
        status = cg_text_fold(form->house, CG_FOLD_BASE, arena, &house, err);
    add_key(keys, form->base);
    add_key(keys, core);
    add_key(keys, house);
    add_key(keys, form->initials);
    add_key(keys, form->bare_initials);
    if (status == CG_OK && form->spelled_out)
        status = add_head(form, half, arena, keys, err);
    if (form->romanized)
        add_key(keys, form->latin);
    keys->kept = keys->count;
    add_key(keys, form->latin);
    if (status == CG_OK && form->romanized)
        status = add_words(form, arena, keys, err);
    if (status == CG_OK &&
        form->spelled_out) /* of a name one letter shorter, longer */
        status = add_head(form, (form->base.size - 1) / 2, arena, keys, err);
    if (status == CG_OK && form->spelled_out)
        status = add_head(form, (form->base.size + 1) / 2, arena, keys, err);
    return status;
}
