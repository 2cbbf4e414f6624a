/* Every allocation of a command fails once, from its options to its last row. */
#include "cli/commands.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support/fault.h"

enum { WORDS = 8, PATH = 4096, MOST = 300 };

static const char entities[] = "name,kind,aliases,founded\n"
                               "Acme,Company,Acme Foundry,1987\n"
                               "Bolt,Company,,\n";
static const char facts[] =
    "subject,subject_kind,type,object,object_kind,what,source,quote\n"
    "Acme,Company,SUPPLIES,Bolt,Company,wafers,Chip Daily,Acme makes chips for "
    "Bolt.\n"
    "Bolt,Company,DEVELOPS,B1,Chip,,,\n";

/* A folder with the two sheets, a graph made of them, and an empty output. */
typedef struct {
    char folder[PATH];
    char database[PATH + 16];
    char entities[PATH + 16];
    char facts[PATH + 16];
    int nowhere;
} bench;

static void write_file(const char *path, const char *content)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* One command line. */
typedef struct {
    const bench *bench;
    const char *words[WORDS]; /* the command's name first; ends with NULL */
} command_line;

static cg_status run_with(const command_line *call, const cli_command *command,
                          void *values, cg_error *err)
{
    cli_run run = {.database = call->bench->database, .command = command};
    const option_target target = {command->options.options, values};
    const char *arguments[WORDS];
    char *words[WORDS];
    option_words line = {
        .words = words, .arguments = arguments, .command = command->name};
    cg_status status;

    memcpy(words, call->words + 1, sizeof words - sizeof *words);
    while (words[line.count] != NULL)
        line.count++;
    status = option_parse(&line, &target, 1, err);
    run.arguments = arguments;
    run.argument_count = line.argument_count;
    run.out.descriptor = call->bench->nowhere;
    run.out.name = "nowhere";
    if (status == CG_OK)
        status = command->run(&run, values, err);
    if (status == CG_OK)
        status = output_flush(&run.out, err);
    return status;
}

static cg_status run_call(void *handle, cg_error *err)
{
    const command_line *call = handle;
    const cli_command *command = command_find(cg_text_z(call->words[0]));
    void *values = calloc(1, command->options.size);
    cg_status status;

    if (values == NULL)
        return cg_fail_memory(err);
    status = run_with(call, command, values, err);
    option_release(command->options.options, values);
    free(values);
    return status;
}

static int set_up(void **state)
{
    const char *scratch = getenv("SCRATCH");
    bench *made = calloc(1, sizeof *made);
    command_line load = {.bench = made,
                         .words = {"load", made->entities, made->facts}};
    cg_error err = {0};
    cg_status status;
    int words;

    assert_non_null(made);
    snprintf(made->folder, sizeof made->folder, "%.4000s/commandsXXXXXX",
             scratch != NULL ? scratch : "/tmp");
    assert_non_null(mkdtemp(made->folder));
    snprintf(made->database, sizeof made->database, "%s/market.db", made->folder);
    snprintf(made->entities, sizeof made->entities, "%s/entities.csv",
             made->folder);
    snprintf(made->facts, sizeof made->facts, "%s/facts.csv", made->folder);
    made->nowhere = open("/dev/null", O_WRONLY);
    write_file(made->entities, entities);
    write_file(made->facts, facts);
    *state = made;

    /* What it says is not for the test's reader. */
    words = dup(STDERR_FILENO);
    dup2(made->nowhere, STDERR_FILENO);
    status = run_call(&load, &err);
    dup2(words, STDERR_FILENO);
    close(words);
    return status == CG_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    bench *made = *state;

    close(made->nowhere);
    unlink(made->database);
    unlink(made->entities);
    unlink(made->facts);
    rmdir(made->folder);
    free(made);
    return 0;
}

static const char *const calls[][WORDS] = {
    {"show", "acme"},
    {"show", "acme", "--format", "json"},
    {"show", "acme", "--format", "csv"},
    {"relations", "--of", "acme", "--type", "SUPPLIES,DEVELOPS"},
    {"relations", "--kind", "Chip", "--format", "json"},
    {"path", "acme", "b1"},
    {"search", "acme"},
    {"evidence", "1", "--format", "markdown"},
    {"sources", "--format", "csv"},
    {"stats", "--format", "jsonl"},
    {"judgements"},
    {"help", "stats"},
    {"export", "--format", "json"},
    {"diagram", "--around", "acme", "--type", "SUPPLIES"},
    {"diagram", "--query", "MATCH p = (a)-->(b) RETURN p, [a]"},
};

static void memory_may_fail(void **state)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        command_line call = {.bench = *state};

        memcpy(call.words, calls[i], sizeof call.words);
        assert_true(fault_sweep(run_call, &call, MOST) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_may_fail, set_up, tear_down),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("cli_commands", tests, NULL, NULL);
}
