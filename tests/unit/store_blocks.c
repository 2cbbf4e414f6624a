/* How neighbours are packed, merged, counted, and what becomes of a damaged block. */
#include "graph/store/adjacency.h"

#include "tests/unit/store_graph.h"

static uint64_t seed;

static uint64_t pick(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 20) % below;
}

/* ---- Packing ---- */

enum { BLOCKS = 4096 };

typedef struct {
    cg_id keys[BLOCKS];
    char *bytes[BLOCKS];
    size_t sizes[BLOCKS], count;
} kept_blocks;

static cg_status keep(void *handle, cg_id key, cg_text block, cg_error *err)
{
    (void)err;
    kept_blocks *kept = handle;
    assert_true(kept->count < BLOCKS && block.size <= BLOCK_SIZE);
    assert_true(kept->count == 0 || key > kept->keys[kept->count - 1]);
    kept->keys[kept->count] = key;
    kept->sizes[kept->count] = block.size;
    kept->bytes[kept->count] = malloc(block.size);
    memcpy(kept->bytes[kept->count++], block.at, block.size);
    return CG_OK;
}

/* The next entry of a made-up list, whose numbers have `bits`. */
static block_entry make_entry(cg_id fact, unsigned bits)
{
    block_entry entry = {.fact = fact + 1 + (cg_id)pick((uint64_t)1 << bits),
                         .relation = (uint8_t)pick(256),
                         .dead = pick(5) == 0};
    if (!entry.dead)
        entry.other = 1 + (cg_id)pick((uint64_t)1 << bits);
    return entry;
}

/* Lists of `length` entries, which are made again to compare with what is read. */
static void pack_and_unpack(unsigned lists, unsigned length, unsigned bits)
{
    kept_blocks kept = {.count = 0};
    block_writer writer = {.segment = 511, .sink = keep, .handle = &kept};
    uint64_t start = seed;
    for (unsigned i = 0; i < 2 * lists; i++) {
        cg_id fact = 0, entity = 1 + (cg_id)(i % lists) * 3;
        for (unsigned j = 0; j < length; j++) {
            block_entry entry = make_entry(fact, bits);
            fact = entry.fact;
            must(block_write(&writer, i < lists ? BLOCK_OUT : BLOCK_IN, entity,
                             &entry, &err));
        }
    }
    must(block_write_end(&writer, &err));

    seed = start;
    block_entries list = {0};
    unsigned read = 0;
    cg_id fact = 0;
    for (size_t i = 0; i < kept.count; i++) {
        block_reader reader;
        cg_text part;
        cg_status status;
        block_reader_init(&reader, kept.keys[i],
                          (cg_text){kept.bytes[i], kept.sizes[i]});
        while ((status = block_next(&reader, &part)) == CG_ROW) {
            list.count = 0;
            assert_int_equal(block_unpack(part, reader.entity, &list), CG_OK);
            for (size_t j = 0; j < list.count; j++, read++) {
                fact = read % length == 0 ? 0 : fact;
                block_entry entry = make_entry(fact, bits);
                fact = entry.fact;
                assert_int_equal(list.items[j].fact, entry.fact);
                assert_int_equal(list.items[j].other, entry.other);
                assert_int_equal(list.items[j].relation, entry.relation);
                assert_int_equal(list.items[j].dead, entry.dead);
                assert_int_equal(reader.entity,
                                 1 + (cg_id)(read / length % lists) * 3);
                assert_int_equal(block_key_direction(kept.keys[i]),
                                 read / length < lists ? BLOCK_OUT : BLOCK_IN);
            }
        }
        assert_int_equal(status, CG_DONE);
        free(kept.bytes[i]);
    }
    assert_int_equal(read, 2 * lists * length);
    free(list.items);
}

static void what_is_packed_is_unpacked(void **state)
{
    (void)state;
    seed = 1;
    for (unsigned length = 1; length < 1400; length += 1 + length / 12)
        pack_and_unpack(7, length, 20);
    for (unsigned bits = 1; bits < 36; bits += 5)
        pack_and_unpack(200, 3, bits);
    pack_and_unpack(2, 100000, 24);
}

static void what_a_key_cannot_tell_is_refused(void **state)
{
    (void)state;
    kept_blocks kept = {.count = 0};
    block_writer writer = {.segment = 1, .sink = keep, .handle = &kept};
    block_entry entry = {.fact = 1, .other = 1};
    must_fail(CG_STORAGE, "no room for the facts of entity 68719476736",
              block_write(&writer, BLOCK_OUT, (cg_id)1 << 36, &entry, &err));
    entry.fact = (cg_id)1 << 61;
    must_fail(CG_STORAGE, "no room for the facts of entity 5",
              block_write(&writer, BLOCK_OUT, 5, &entry, &err));
}

/* ---- Segments ---- */

static int64_t number(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

enum { ENTITIES = 50 };

static void write_facts(cg_store *store, size_t count, cg_id *last)
{
    cg_id source, id;
    must(cg_store_begin(store, "query", &err));
    must(cg_store_add_query(store, (cg_text){0}, CG_TEXT("CREATE"), &source, &err));
    for (size_t i = *last == 0 ? 0 : ENTITIES; i < ENTITIES; i++)
        must(cg_store_create_entities(store, source, &(cg_new_node){0}, 1, &id,
                                      &err));
    for (size_t i = 0; i < count; i++) {
        cg_new_relationship link = {1 + (cg_id)pick(ENTITIES),
                                    1 + (cg_id)pick(ENTITIES),
                                    (uint8_t)pick(4),
                                    {0}};
        must(cg_store_create_facts(store, source, &link, 1, last, &err));
    }
    for (size_t i = 0; i < count / 3; i++) {
        id = 1 + (cg_id)pick((uint64_t)*last);
        must(cg_store_retract_facts(store, &id, 1, &err));
    }
    must(cg_store_commit(store, &err));
}

static void segments_stay_few_and_right(void **state)
{
    (void)state;
    seed = 7;
    char path[256];
    cg_store *store = NULL;
    cg_id last = 0;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    for (int i = 0; i < 150; i++) {
        write_facts(store, i % 40 == 0 ? 2000 : 1 + pick(30), &last);
        if (i % 10 == 0)
            must(cg_store_check(store, &err));
        assert_in_range(number(path, "SELECT count(*) FROM segment"), 1, 12);
    }
    must(cg_store_check(store, &err));
    cg_close(store);
    /* No block of a segment that was merged is left. */
    assert_int_equal(number(path, "SELECT count(*) FROM adjacency WHERE id >> 54"
                                  " NOT IN (SELECT id FROM segment)"),
                     0);
    assert_int_equal(number(path, "SELECT sum(facts) FROM segment_count"),
                     number(path, "SELECT count(*) FROM fact"
                                  " WHERE retracted IS NULL"));
    remove_file(path);
}

/* What does not fit into memory becomes many segments, which the commit merges. */
static void many_facts_in_one_change_are_one_segment(void **state)
{
    (void)state;
    seed = 9;
    char path[256];
    cg_store *store = NULL;
    cg_id last = 0;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    store->adjacency.spill_at = 7;
    write_facts(store, 5000, &last);
    must(cg_store_check(store, &err));
    assert_int_equal(number(path, "SELECT count(*) FROM segment"), 1);
    write_facts(store, 700, &last); /* much less: a segment of its own */
    must(cg_store_check(store, &err));
    assert_int_equal(number(path, "SELECT count(*) FROM segment"), 2);
    must(cg_store_begin(store, "query", &err)); /* loose ones that are given up */
    for (cg_id id = 1; id < 1000; id++)
        must(cg_store_retract_facts(store, &id, 1, &err));
    cg_store_rollback(store);
    must(cg_store_check(store, &err));
    cg_close(store);
    remove_file(path);
}

static void all_that_is_retracted_leaves_nothing(void **state)
{
    (void)state;
    char path[256];
    cg_store *store = NULL;
    cg_id last = 0;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    write_facts(store, 500, &last);
    must(cg_store_begin(store, "query", &err));
    for (cg_id id = 1; id <= last; id++)
        must(cg_store_retract_facts(store, &id, 1, &err));
    must(cg_store_commit(store, &err));
    must(cg_store_check(store, &err));
    cg_close(store);
    assert_int_equal(number(path, "SELECT count(*) FROM adjacency"), 0);
    assert_int_equal(number(path, "SELECT count(*) FROM segment"), 0);
    assert_int_equal(number(path, "SELECT count(*) FROM segment_count"), 0);
    remove_file(path);
}

static void planner_gets_what_is_there(size_t facts)
{
    seed = 3;
    char path[256], sql[256];
    cg_store *store = NULL;
    cg_id last = 0;
    cg_estimates estimates;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    write_facts(store, facts, &last); /* one segment: the counts are whole */
    must(cg_store_check(store, &err));
    must(cg_store_estimate(store, &estimates, &err));
    cg_close(store);
    assert_int_equal(estimates.entities, ENTITIES);
    static const char *const counts[] = {"count(*)", "count(DISTINCT subject)",
                                         "count(DISTINCT object)"};
    for (uint8_t i = 0; i < 4; i++) {
        uint64_t got[] = {estimates.by_relation[i], estimates.subjects[i],
                          estimates.objects[i]};
        for (int j = 0; j < 3; j++) {
            snprintf(sql, sizeof sql,
                     "SELECT %s FROM fact WHERE relation = %d"
                     " AND retracted IS NULL",
                     counts[j], i);
            assert_int_equal(got[j], number(path, sql));
        }
    }
    remove_file(path);
}

/* Few facts, and so many that two threads write them. */
static void the_planner_gets_what_is_there(void **state)
{
    (void)state;
    planner_gets_what_is_there(300);
    planner_gets_what_is_there(15000);
}

/* ---- Others who write ---- */

static uint64_t count_at(cg_store *store, cg_id entity)
{
    uint64_t count = 0;
    cg_expansion *expansion = NULL;
    cg_expansion_filter filter = {.direction = CG_BOTH};
    must(cg_expand_prepare(store, &filter, &expansion, &err));
    must(cg_expand_count(expansion, &entity, 1, &count, &err));
    cg_expand_finish(expansion);
    return count;
}

static void add_loop(cg_store *store, cg_id entity)
{
    cg_id source, fact;
    must(cg_store_begin(store, "query", &err));
    must(cg_store_add_query(store, (cg_text){0}, CG_TEXT("CREATE"), &source, &err));
    cg_new_relationship loop = {entity, entity, 0, {0}};
    must(cg_store_create_facts(store, source, &loop, 1, &fact, &err));
    must(cg_store_commit(store, &err));
}

static void what_others_write_is_seen_unless_a_moment_is_held(void **state)
{
    (void)state;
    seed = 5;
    char path[256];
    cg_store *store = NULL, *other = NULL;
    cg_id last = 0;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &other, &err));
    write_facts(other, 200, &last);
    must(cg_open(path, CG_OPEN_READ, &store, &err));
    uint64_t count = count_at(store, 7);
    for (int with_arrays = 0; with_arrays < 2; with_arrays++) {
        const cg_arrays *arrays;
        if (with_arrays != 0)
            must(cg_store_arrays(store, &arrays, &err));
        add_loop(other, 7);
        assert_int_equal(count_at(store, 7), ++count);
        must(cg_store_hold(store, &err));
        add_loop(other, 7);
        if (with_arrays != 0)
            must(cg_store_arrays(store, &arrays, &err));
        assert_int_equal(count_at(store, 7), count);
        must(cg_store_check(store, &err));
        cg_store_release(store);
        cg_store_release(store); /* nothing is held */
        assert_int_equal(count_at(store, 7), ++count);
    }
    must(cg_store_hold(store, &err));
    cg_close(store);
    cg_close(other);
    remove_file(path);
}

/* ---- Damage ---- */

/* Every reading of the neighbours ends well or says that the file is damaged. */
static bool read_damaged(const char *path)
{
    cg_store *store = NULL;
    cg_error err = {0};
    cg_id ids[ENTITIES];
    uint64_t counts[ENTITIES];
    const cg_arrays *arrays;
    cg_expansion *expansion = NULL;
    cg_expansion_filter filter = {.direction = CG_BOTH};
    cg_status status = cg_open(path, CG_OPEN_READ, &store, &err);
    assert_int_equal(status, CG_OK);
    for (size_t i = 0; i < ENTITIES; i++)
        ids[i] = (cg_id)i + 1;
    cg_status check = cg_store_check(store, &err);
    status = cg_expand_prepare(store, &filter, &expansion, &err);
    if (status == CG_OK)
        status = cg_expand_count(expansion, ids, ENTITIES, counts, &err);
    assert_true(status == CG_OK || status == CG_STORAGE);
    status = cg_store_arrays(store, &arrays, &err);
    assert_true(status == CG_OK || status == CG_STORAGE);
    cg_expand_finish(expansion);
    cg_close(store);
    assert_true(check == CG_OK || check == CG_STORAGE);
    return check == CG_STORAGE;
}

static void damaged_blocks_are_found(void **state)
{
    (void)state;
    seed = 11;
    char path[256], sql[512];
    cg_store *store = NULL;
    cg_id last = 0;
    scratch_path(path);
    must(cg_open(path, CG_OPEN_WRITE, &store, &err));
    write_facts(store, 400, &last);
    cg_close(store);
    run_sql(path, "CREATE TABLE good AS SELECT * FROM adjacency");
    int found = 0;
    enum { TIMES = 120 };
    for (int i = 0; i < TIMES; i++) {
        snprintf(
            sql, sizeof sql,
            "DELETE FROM adjacency; INSERT INTO adjacency SELECT * FROM good;"
            "UPDATE adjacency SET block = CAST(substr(block, 1, %d) || x'%02x' ||"
            " substr(block, %d) AS BLOB) WHERE id = (SELECT id FROM adjacency"
            " LIMIT 1 OFFSET %d)",
            (int)pick(1200), (unsigned)pick(256), (int)pick(1200), (int)pick(2));
        run_sql(path, sql);
        found += read_damaged(path);
    }
    assert_in_range(found, TIMES - 5, TIMES);
    static const char *const wrong[] = {
        "DELETE FROM adjacency WHERE id = (SELECT max(id) FROM adjacency)",
        "DELETE FROM segment",
        "UPDATE segment SET id = 0",
        "UPDATE segment SET entries = 1 << 40",
        "UPDATE segment SET entries = 1",
        "UPDATE adjacency SET id = id + (1 << 20)",
        "UPDATE fact SET object = 1 WHERE id = 5",
        "UPDATE fact SET retracted = 1 WHERE id = 5",
        "UPDATE fact SET relation = 3 - relation",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char copy[256];
        scratch_path(copy);
        run_sql(path, "DELETE FROM adjacency; INSERT INTO adjacency"
                      " SELECT * FROM good;");
        snprintf(sql, sizeof sql, "VACUUM INTO '%s'", copy);
        run_sql(path, sql);
        run_sql(copy, wrong[i]);
        bool seen = read_damaged(copy);
        if (!seen && strstr(wrong[i], "entries") == NULL)
            fail_msg("not found: %s", wrong[i]);
        remove_file(copy);
    }
    remove_file(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_is_unpacked),
        cmocka_unit_test(what_a_key_cannot_tell_is_refused),
        cmocka_unit_test(segments_stay_few_and_right),
        cmocka_unit_test(many_facts_in_one_change_are_one_segment),
        cmocka_unit_test(all_that_is_retracted_leaves_nothing),
        cmocka_unit_test(the_planner_gets_what_is_there),
        cmocka_unit_test(what_others_write_is_seen_unless_a_moment_is_held),
        cmocka_unit_test(damaged_blocks_are_found),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("store_blocks", tests, NULL, NULL);
}
