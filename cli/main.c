/* chipgraph, the command line: finds the command, reads its options, runs it and
 * turns the status that comes back into the exit code. */

#include "cli/commands.h"
#include "cli/help.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { TERMINAL_WIDTH = 80 /* where it does not say */, WIDEST = 100000 };

/* What the command line comes down to. */
typedef struct {
    cli_run run;
    cli_common common;
    void *values;           /* of the command's own options */
    const char **arguments; /* room for all words */
} cli_program;

/* ---- The surroundings ---- */

/* A file that we open must not become standard input, output or error because the
 * caller closed those. */
static void hold_standard_files(void)
{
    int descriptor;

    do
        descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
    while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0)
        close(descriptor);
}

/* Memory that was freed is kept for use again, and all threads share it: a process that is
 * over soon need not be thrifty, and the threads of a load allocate little at once. */
static void keep_memory(void)
{
    enum { STEP = 1 << 24, LARGE = 1 << 25 };

    (void)mallopt(M_ARENA_MAX, 1);
    (void)mallopt(M_TOP_PAD, STEP);
    (void)mallopt(M_TRIM_THRESHOLD, LARGE);
    (void)mallopt(M_MMAP_THRESHOLD, LARGE);
}

/* Columns that a table may take; 0 for as many as it likes. */
static size_t table_width(bool terminal)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size = {0};
    uint64_t width;

    if (columns != NULL && option_number(cg_text_z(columns), WIDEST, &width))
        return (size_t)width;
    if (!terminal)
        return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return TERMINAL_WIDTH;
}

static bool colour_wanted(void)
{
    const char *refused = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    if (refused != NULL && refused[0] != '\0')
        return false;
    return terminal != NULL && strcmp(terminal, "dumb") != 0;
}

static const char *choose_database(const char *given)
{
    const char *named = getenv("CHIPGRAPH_FILE");

    if (given != NULL)
        return given;
    return named != NULL && named[0] != '\0' ? named : "market.db";
}

/* ---- The command line ---- */

static cg_status check_arguments(const cli_run *run, cg_error *err)
{
    const cli_command *command = run->command;
    size_t count = run->argument_count;

    if (count < command->least || count > command->most)
        return cg_fail(err, CG_USAGE, NULL,
                       "too %s arguments for '%s': see 'chipgraph help %s'",
                       count < command->least ? "few" : "many", command->name,
                       command->name);
    for (size_t i = 0; i < count; i++) {
        cg_text argument = cg_text_z(run->arguments[i]);
        if (argument.size == 0)
            return cg_fail(err, CG_USAGE, NULL, "argument %zu is empty", i + 1);
        if (!command->files && cg_text_check(argument) < argument.size)
            return cg_fail(err, CG_USAGE, NULL, "argument %zu is not UTF-8", i + 1);
    }
    return CG_OK;
}

/* Read the words before the command; `*name` is the command's, empty if none is
 * given. */
static cg_status parse_front(cli_program *program, option_words *words,
                             cg_text *name, cg_error *err)
{
    option_target common = {cli_common_options, &program->common};
    cg_status status;

    words->stop_at_argument = true;
    status = option_parse(words, &common, 1, err);
    words->stop_at_argument = false;
    *name = (cg_text){NULL, 0};
    if (status == CG_OK && words->next < words->count)
        *name = cg_text_z(words->words[words->next++]);
    return status;
}

/* Read the words behind it. */
static cg_status parse_back(cli_program *program, option_words *words,
                            cg_error *err)
{
    const cli_command *command = program->run.command;
    option_target targets[OPTION_TARGETS] = {
        {command->options.options, NULL}, {cli_common_options, &program->common}};
    cg_status status;

    program->values = calloc(1, command->options.size);
    if (program->values == NULL)
        return cg_fail_memory(err);
    targets[0].values = program->values;
    words->command = command->name;
    status = option_parse(words, targets, OPTION_TARGETS, err);
    program->run.arguments = program->arguments;
    program->run.argument_count = words->argument_count;
    return status;
}

static cg_status parse(cli_program *program, int count, char *const *words,
                       cg_error *err)
{
    option_words parsed = {.words = words, .count = count, .next = 1};
    cg_status status;
    cg_text name;

    program->arguments = calloc((size_t)count + 1, sizeof *program->arguments);
    if (program->arguments == NULL)
        return cg_fail_memory(err);
    parsed.arguments = program->arguments;
    status = parse_front(program, &parsed, &name, err);
    if (status != CG_OK || name.size == 0)
        return status;
    program->run.command = command_find(name);
    if (program->run.command == NULL)
        return command_unknown(name, err);
    return parse_back(program, &parsed, err);
}

/* ---- Running ---- */

static cg_status print(cli_run *run, cg_buffer *text, cg_error *err)
{
    cg_output out = output_sink(&run->out);
    cg_status status = cg_buffer_status(text, err);

    if (status == CG_OK)
        status = out.write(out.handle, cg_buffer_text(text), err);
    cg_buffer_release(text);
    return status;
}

static cg_status run_command(cli_program *program, cg_error *err)
{
    cli_run *run = &program->run;
    cg_buffer text = {0};
    cg_status status;

    if (program->common.version)
        cg_buffer_add_z(&text, "chipgraph " CG_VERSION "\n");
    else if (program->common.help && run->command != NULL)
        help_command(run->command, &text);
    else if (program->common.help)
        help_program(&text);
    if (text.size > 0)
        return print(run, &text, err);
    if (run->command == NULL)
        return cg_fail(err, CG_USAGE, NULL,
                       "no command is given: see 'chipgraph help'");

    status = check_arguments(run, err);
    if (status != CG_OK)
        return status;
    run->database = choose_database(program->common.database);
    return run->command->run(run, program->values, err);
}

static void prepare(cli_program *program)
{
    keep_memory();
    hold_standard_files();
    cg_own_sqlite();
    signal(SIGPIPE, SIG_IGN); /* a write says so */
    output_standard(&program->run.out);
    program->run.width = table_width(program->run.out.terminal);
    program->run.colour = program->run.out.terminal && colour_wanted();
}

static void release(cli_program *program)
{
    const cli_command *command = program->run.command;

    if (program->values != NULL)
        option_release(command->options.options, program->values);
    free(program->values);
    free(program->arguments);
    cg_buffer_release(&program->run.excerpt);
    output_release(&program->run.out);
}

int main(int count, char **words)
{
    static cli_program program; /* has a large buffer, which is seldom filled */
    cg_error err = {0};
    cg_status status;
    cg_error late = {0};
    cg_status finished;

    prepare(&program);
    status = parse(&program, count, words, &err);
    if (status == CG_OK)
        status = run_command(&program, &err);
    finished = output_finish(&program.run.out, &late);
    if (status == CG_INTERRUPTED && program.run.out.closed)
        status = CG_OK; /* the reader has what it wanted */
    if (status == CG_OK && late.status != CG_OK) {
        status = finished;
        err = late;
    }
    if (err.status != CG_OK)
        cli_say_error(&program.run, &err);
    release(&program);
    return cg_status_exit(status);
}
