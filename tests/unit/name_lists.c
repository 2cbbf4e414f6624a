/* The built-in lists of names (ingest/rules/names/): what docs/names.md asks of them,
 * and that no spelling names two entities. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ingest/csv/rows.h"
#include "schema/embedded.h"
#include "schema/fold.h"
#include "schema/vocabulary.h"

#define LIST_HEADER  CG_TEXT("name,kind,country,maker,en,vi,zh-Hans,zh-Hant,aliases")
#define SEATS_HEADER CG_TEXT("name,kind,seat") /* of entries of other lists */

enum { NAME, KIND, COUNTRY, MAKER, FIRST_SPELLINGS, FIELD_COUNT = 9 };
enum { SEAT = 2, SEAT_FIELD_COUNT };

enum { ENTITIES_ASKED = 1500, PROBLEMS_SHOWN = 20 };

typedef struct {
    const char *file;
    uint64_t line;
    cg_text fields[FIELD_COUNT];
} list_row;

typedef struct {
    cg_text text;
    cg_text folded;   /* as the matching takes it */
    bool conditional; /* has a condition in braces */
    size_t row;
} spelling;

typedef struct {
    cg_arena arena;
    cg_vocabulary *vocabulary;
    list_row *rows;
    size_t row_count;
    size_t row_room;
    list_row *seats;
    size_t seat_count;
    size_t seat_room;
    spelling *spellings;
    size_t spelling_count;
    size_t spelling_room;
    cg_buffer problems;
    size_t problem_count;
} lists;

static lists all;

static void problem(const list_row *row, const char *what, cg_text subject)
{
    if (all.problem_count++ < PROBLEMS_SHOWN)
        cg_buffer_printf(&all.problems, "\n%s:%llu: %s '%.*s'", row->file,
                         (unsigned long long)row->line, what, CG_TEXT_ARG(subject));
}

static void assert_no_problem(void)
{
    if (all.problem_count > 0)
        fail_msg("%zu problems%s", all.problem_count, all.problems.at);
}

static int no_problem_yet(void **state)
{
    (void)state;
    cg_buffer_clear(&all.problems);
    all.problem_count = 0;
    return 0;
}

/* ---- Reading ---- */

static cg_status copy_row(const char *file, const cg_row *row, size_t fields,
                          list_row *fresh, cg_error *err)
{
    cg_status status = CG_OK;
    if (row->count != fields)
        return cg_fail(err, CG_REFUSED, &row->place, "%zu fields", row->count);
    *fresh = (list_row){.file = file, .line = row->place.line};
    for (size_t i = 0; status == CG_OK && i < fields; i++)
        status = cg_arena_copy(&all.arena, row->fields[i], &fresh->fields[i], err);
    return status;
}

static cg_status add_row(const char *file, const cg_row *row, cg_error *err)
{
    cg_status status = cg_grow(all.rows, &all.row_room, all.row_count + 1, err);
    if (status == CG_OK)
        status = copy_row(file, row, FIELD_COUNT, &all.rows[all.row_count], err);
    all.row_count += status == CG_OK;
    return status;
}

static cg_status add_seat(const char *file, const cg_row *row, cg_error *err)
{
    cg_status status = cg_grow(all.seats, &all.seat_room, all.seat_count + 1, err);
    if (status == CG_OK)
        status =
            copy_row(file, row, SEAT_FIELD_COUNT, &all.seats[all.seat_count], err);
    all.seat_count += status == CG_OK;
    return status;
}

static cg_status read_list(const cg_embedded_file *file, cg_error *err)
{
    cg_text rest = {file->start, (size_t)(file->end - file->start)};
    cg_rows *rows = NULL;
    cg_row row;
    bool header = true;
    bool seats = false;
    cg_status status =
        cg_rows_open(file->path, cg_rows_read_text, &rest, &rows, err);
    if (status != CG_OK)
        goto done;
    while ((status = cg_rows_step(rows, &row, err)) == CG_ROW) {
        status = CG_OK;
        if (header) {
            seats = cg_text_equal(row.raw, SEATS_HEADER);
            if (!seats && !cg_text_equal(row.raw, LIST_HEADER))
                status = cg_fail(err, CG_REFUSED, &row.place, "another header");
        } else {
            status = seats ? add_seat(file->path, &row, err)
                           : add_row(file->path, &row, err);
        }
        header = false;
        if (status != CG_OK)
            goto done;
    }
    if (status == CG_DONE)
        status = CG_OK;
done:
    cg_rows_close(rows);
    return status;
}

static bool is_list(const char *path)
{
    cg_text text = cg_text_z(path);
    return cg_text_starts(text, CG_TEXT("ingest/rules/names/")) &&
           cg_text_ends(text, CG_TEXT(".csv"));
}

/* ---- Spellings ---- */

static bool is_letter(cg_text text, size_t at)
{
    return at < text.size && (text.at[at] & 0x80) == 0 &&
           ((text.at[at] | 0x20) >= 'a' && (text.at[at] | 0x20) <= 'z');
}

static bool is_digit(cg_text text, size_t at)
{
    return at < text.size && text.at[at] >= '0' && text.at[at] <= '9';
}

/* Hyphens do not count, nor do blanks between a letter and a digit. */
static bool counts_not(cg_text text, size_t at)
{
    if (text.at[at] == '-')
        return at > 0;
    return text.at[at] == ' ' && at > 0 &&
           ((is_letter(text, at - 1) && is_digit(text, at + 1)) ||
            (is_digit(text, at - 1) && is_letter(text, at + 1)));
}

static cg_status fold_spelling(cg_text text, cg_text *folded, cg_error *err)
{
    cg_text cased = {"", 0};
    cg_buffer kept = {NULL};
    cg_status status = cg_text_fold(text, CG_FOLD_CASE, &all.arena, &cased, err);
    for (size_t i = 0; status == CG_OK && i < cased.size; i++)
        if (!counts_not(cased, i))
            cg_buffer_add_byte(&kept, cased.at[i]);
    if (status == CG_OK)
        status = cg_buffer_status(&kept, err);
    if (status == CG_OK)
        status = cg_arena_copy(&all.arena, cg_buffer_text(&kept), folded, err);
    cg_buffer_release(&kept);
    return status;
}

static cg_text without_conditions(cg_text text)
{
    const char *brace = memchr(text.at, '{', text.size);
    return brace == NULL ? text : (cg_text){text.at, (size_t)(brace - text.at)};
}

static cg_status add_spelling(size_t row, cg_text text, cg_error *err)
{
    cg_text bare = without_conditions(text);
    spelling fresh = {
        .text = text, .conditional = bare.size < text.size, .row = row};
    cg_status status = fold_spelling(bare, &fresh.folded, err);
    if (status == CG_OK)
        status =
            cg_grow(all.spellings, &all.spelling_room, all.spelling_count + 1, err);
    if (status == CG_OK)
        all.spellings[all.spelling_count++] = fresh;
    return status;
}

static cg_status add_spellings(size_t row, cg_text field, cg_error *err)
{
    cg_status status = CG_OK;
    while (status == CG_OK && field.size > 0) {
        const char *bar = memchr(field.at, '|', field.size);
        size_t end = bar != NULL ? (size_t)(bar - field.at) : field.size;
        status = add_spelling(row, cg_text_slice(field, 0, end), err);
        field = cg_text_slice(field, bar != NULL ? end + 1 : end, field.size);
    }
    return status;
}

static cg_status spell_rows(cg_error *err)
{
    cg_status status = CG_OK;
    for (size_t i = 0; status == CG_OK && i < all.row_count; i++) {
        const list_row *row = &all.rows[i];
        status = add_spelling(i, row->fields[NAME], err);
        for (size_t j = FIRST_SPELLINGS; status == CG_OK && j < FIELD_COUNT; j++)
            status = add_spellings(i, row->fields[j], err);
    }
    return status;
}

static int by_spelling(const void *a, const void *b)
{
    const spelling *left = a;
    const spelling *right = b;
    int order = cg_text_compare(left->folded, right->folded);
    if (order != 0)
        return order;
    return left->row < right->row ? -1 : left->row > right->row;
}

static int open_lists(void **state)
{
    (void)state;
    cg_error err = {0};
    cg_status status = cg_vocabulary_open(&all.vocabulary, &err);
    for (const cg_embedded_file *file = cg_embedded_files;
         status == CG_OK && file->path != NULL; file++)
        if (is_list(file->path))
            status = read_list(file, &err);
    if (status == CG_OK)
        status = spell_rows(&err);
    if (status != CG_OK) {
        print_error("%s:%llu: %s\n", err.source, (unsigned long long)err.line,
                    err.message);
        return -1;
    }
    qsort(all.spellings, all.spelling_count, sizeof *all.spellings, by_spelling);
    return 0;
}

static int close_lists(void **state)
{
    (void)state;
    cg_vocabulary_close(all.vocabulary);
    cg_arena_release(&all.arena);
    cg_buffer_release(&all.problems);
    free(all.rows);
    free(all.seats);
    free(all.spellings);
    return 0;
}

/* ---- Tests ---- */

static void lists_are_broad(void **state)
{
    (void)state;
    assert_true(all.row_count >= ENTITIES_ASKED);
}

static void kinds_are_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < all.row_count; i++) {
        cg_error err = {0};
        uint8_t kind;
        if (cg_kind_find(all.vocabulary, all.rows[i].fields[KIND], &kind, &err) !=
            CG_OK)
            problem(&all.rows[i], err.message, all.rows[i].fields[NAME]);
    }
    assert_no_problem();
}

static void countries_are_two_capitals(void **state)
{
    (void)state;
    for (size_t i = 0; i < all.row_count; i++) {
        cg_text country = all.rows[i].fields[COUNTRY];
        bool right = country.size == 0 || country.size == 2;
        for (size_t j = 0; j < country.size; j++)
            right = right && country.at[j] >= 'A' && country.at[j] <= 'Z';
        if (!right)
            problem(&all.rows[i], "no ISO 3166 code:", country);
    }
    assert_no_problem();
}

static bool is_maker(const list_row *row, cg_text maker)
{
    cg_text kind = row->fields[KIND];
    return cg_text_equal(without_conditions(row->fields[NAME]), maker) &&
           (cg_text_equal(kind, CG_TEXT("Company")) ||
            cg_text_equal(kind, CG_TEXT("Institute")) ||
            cg_text_equal(kind, CG_TEXT("Alliance")));
}

static void makers_are_listed(void **state)
{
    (void)state;
    for (size_t i = 0; i < all.row_count; i++) {
        cg_text maker = all.rows[i].fields[MAKER];
        bool listed = maker.size == 0;
        for (size_t j = 0; !listed && j < all.row_count; j++)
            listed = is_maker(&all.rows[j], maker);
        if (!listed)
            problem(&all.rows[i], "unknown maker", maker);
    }
    assert_no_problem();
}

static bool is_listed(cg_text name, cg_text kind)
{
    for (size_t i = 0; i < all.row_count; i++)
        if (cg_text_equal(all.rows[i].fields[KIND], kind) &&
            cg_text_equal(without_conditions(all.rows[i].fields[NAME]), name))
            return true;
    return false;
}

static void seats_are_listed(void **state)
{
    (void)state;
    for (size_t i = 0; i < all.seat_count; i++) {
        const list_row *row = &all.seats[i];
        cg_text cities = row->fields[SEAT];
        if (!is_listed(row->fields[NAME], row->fields[KIND]))
            problem(row, "unknown entity", row->fields[NAME]);
        for (size_t start = 0, at = 0; at <= cities.size; at++)
            if (at == cities.size || cities.at[at] == '|') {
                cg_text city = cg_text_slice(cities, start, at);
                if (!is_listed(city, CG_TEXT("Place")))
                    problem(row, "unknown place", city);
                start = at + 1;
            }
    }
    assert_no_problem();
}

static bool needs_maker(cg_text text)
{
    return cg_text_ends(text, CG_TEXT("{maker}"));
}

static void spellings_are_clean(void **state)
{
    (void)state;
    cg_error err = {0};
    for (size_t i = 0; i < all.spelling_count; i++) {
        cg_text text = all.spellings[i].text;
        const list_row *row = &all.rows[all.spellings[i].row];
        cg_text nfc;
        assert_int_equal(cg_text_nfc(text, &all.arena, &nfc, &err), CG_OK);
        if (!cg_text_equal(nfc, text))
            problem(row, "not in normal form C:", text);
        if (all.spellings[i].folded.size == 0)
            problem(row, "nothing is left of", text);
        if (!cg_text_equal(cg_text_trim(text), text))
            problem(row, "blanks round", text);
        if (needs_maker(text) && row->fields[MAKER].size == 0)
            problem(row, "no maker for", text);
    }
    assert_no_problem();
}

static void names_stand_once(void **state)
{
    (void)state;
    for (size_t i = 1; i < all.spelling_count; i++) {
        const spelling *one = &all.spellings[i - 1];
        const spelling *other = &all.spellings[i];
        bool elsewhere = one->conditional && other->conditional &&
                         !cg_text_equal(one->text, other->text);
        if (one->row == other->row && by_spelling(one, other) == 0 && !elsewhere)
            problem(&all.rows[all.spellings[i].row],
                    "twice in its row:", all.spellings[i].text);
    }
    assert_no_problem();
}

/* Only a spelling with a condition may be another entity's too. */
static void spellings_name_one_entity(void **state)
{
    (void)state;
    const spelling *bare = NULL;
    for (size_t i = 0; i < all.spelling_count; i++) {
        const spelling *at = &all.spellings[i];
        if (at->conditional)
            continue;
        if (bare != NULL && bare->row != at->row &&
            cg_text_equal(bare->folded, at->folded))
            problem(
                &all.rows[at->row],
                "also the name of another entity, and has no condition:", at->text);
        bare = at;
    }
    assert_no_problem();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_broad),
        cmocka_unit_test_setup(kinds_are_known, no_problem_yet),
        cmocka_unit_test_setup(countries_are_two_capitals, no_problem_yet),
        cmocka_unit_test_setup(makers_are_listed, no_problem_yet),
        cmocka_unit_test_setup(seats_are_listed, no_problem_yet),
        cmocka_unit_test_setup(spellings_are_clean, no_problem_yet),
        cmocka_unit_test_setup(names_stand_once, no_problem_yet),
        cmocka_unit_test_setup(spellings_name_one_entity, no_problem_yet),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("name lists", tests, open_lists,
                                       close_lists);
}
