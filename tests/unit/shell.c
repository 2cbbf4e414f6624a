/* The shell on a terminal: keys go in, the screen comes out. */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { SCREEN = 1 << 20, PATIENCE = 30 /* seconds */, PATH = 4096 };

typedef struct {
    char folder[PATH];
    char history[PATH + 16];
    int terminal;
    pid_t program;
    size_t seen; /* of the screen: what was waited for */
    size_t size;
    char screen[SCREEN];
} session;

/* ---- A terminal with the program on it ---- */

/* libedit 3.1 does not free the names of functions that are bound to keys. */
static void suppress_leaks(const session *s)
{
    char path[PATH + 16];
    char option[PATH + 64];

    snprintf(path, sizeof path, "%s/leaks", s->folder);
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs("leak:wcsdup\n", file) < 0 || fclose(file) != 0)
        _exit(126);
    snprintf(option, sizeof option, "suppressions=%s:print_suppressions=0", path);
    setenv("LSAN_OPTIONS", option, 1);
}

/* Runs in the child. `pager` is what $PAGER names. */
static void become_program(const session *s, const char *pager)
{
    char database[PATH + 16];

    suppress_leaks(s);
    snprintf(database, sizeof database, "%s/market.db", s->folder);
    setenv("CHIPGRAPH_FILE", database, 1);
    setenv("CHIPGRAPH_HISTORY", s->history, 1);
    setenv("HOME", s->folder, 1);
    setenv("TERM", "xterm", 1);
    setenv("NO_COLOR", "1", 1);
    setenv("PAGER", pager, 1);
    unsetenv("COLUMNS");
    execl(getenv("CHIPGRAPH"), "chipgraph", "query", (char *)NULL);
    _exit(127);
}

static void begin(session *s, const char *pager)
{
    struct winsize size = {.ws_row = 10, .ws_col = 80};

    s->seen = s->size = 0;
    s->program = forkpty(&s->terminal, NULL, NULL, &size);
    if (s->program < 0)
        skip(); /* there is no pseudo terminal */
    if (s->program == 0)
        become_program(s, pager);
}

/* libedit shows its prompt a moment before it makes the terminal give it single keys. */
static void press(const session *s, const char *keys)
{
    size_t size = strlen(keys);

    usleep(100000);
    assert_int_equal(write(s->terminal, keys, size), size);
}

/* Read what the program writes until `words` stand behind what was seen so far; "" is
 * its end. */
static void wait_for(session *s, const char *words)
{
    time_t until = time(NULL) + PATIENCE;

    for (;;) {
        struct pollfd ready = {s->terminal, POLLIN, 0};
        s->screen[s->size] = '\0';
        const char *found = strstr(s->screen + s->seen, words);
        if (words[0] != '\0' && found != NULL) {
            s->seen = (size_t)(found - s->screen) + strlen(words);
            return;
        }
        if (s->size == SCREEN - 1 || time(NULL) > until)
            fail_msg("no '%s' on: %s", words, s->screen + s->seen);
        if (poll(&ready, 1, 1000) <= 0)
            continue;
        ssize_t got = read(s->terminal, s->screen + s->size, SCREEN - 1 - s->size);
        if (got <= 0 && words[0] == '\0')
            return; /* EIO: nobody is on the other side */
        if (got <= 0)
            fail_msg("the shell ended before '%s': %s", words, s->screen + s->seen);
        s->size += (size_t)got;
    }
}

static void ends_well(session *s)
{
    int ended = -1;

    wait_for(s, "");
    assert_int_equal(waitpid(s->program, &ended, 0), s->program);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
    close(s->terminal);
}

static int set_up(void **state)
{
    session *made = calloc(1, sizeof *made);
    const char *scratch = getenv("SCRATCH");

    if (made == NULL || getenv("CHIPGRAPH") == NULL)
        return -1;
    snprintf(made->folder, sizeof made->folder, "%.4000s/shellXXXXXX",
             scratch != NULL ? scratch : "/tmp");
    snprintf(made->history, sizeof made->history, "%s", "");
    *state = made;
    if (mkdtemp(made->folder) == NULL)
        return -1;
    snprintf(made->history, sizeof made->history, "%s/history", made->folder);
    return 0;
}

static int tear_down(void **state)
{
    free(*state); /* the scratch folder goes as a whole */
    return 0;
}

/* ---- What users do ---- */

static void questions_are_asked_and_answered(void **state)
{
    session *s = *state;

    begin(s, "");
    wait_for(s, "chipgraph> ");
    press(s, "CREATE (:Company {name: 'Lumen'})-[:SUPPLIES]->(:Company)\r");
    wait_for(s, "...> ");
    press(s, ";\r");
    wait_for(s, "nodes: 2 created");
    wait_for(s, "chipgraph> ");
    press(s, "MATCH (n:Comp\t {name: 'lum\t})-[r:SUP\t]->() RETURN n, type(r);\r");
    wait_for(s, "(Lumen:Company)  SUPPLIES");
    wait_for(s, "chipgraph> ");
    press(s, "RETURN nope;\r");
    wait_for(s, "variable 'nope' is not defined");
    wait_for(s, "chipgraph> ");
    press(s, ":quit\r");
    ends_well(s);
}

static void what_is_typed_can_be_left(void **state)
{
    session *s = *state;

    begin(s, "");
    wait_for(s, "chipgraph> ");
    press(s, "RETURN 'open\r");
    wait_for(s, "...> ");
    press(s, "and\x03");
    wait_for(s, "^C");
    wait_for(s, "chipgraph> ");
    press(s, "RETURN 40 + 2 AS sum;\r");
    wait_for(s, "\r\n 42");
    wait_for(s, "chipgraph> ");
    press(s, "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b\r");
    wait_for(s, "...> ");
    press(s, "RETURN max(a + b);\r");
    wait_for(s, "max(a + b);");
    usleep(200000);
    press(s, "\x03");
    wait_for(s, "interrupted");
    wait_for(s, "chipgraph> ");
    press(s, "\x04");
    ends_well(s);
}

static void commands_tell_of_the_language_and_the_file(void **state)
{
    session *s = *state;

    begin(s, "");
    wait_for(s, "chipgraph> ");
    press(s, ":sch\t\r");
    wait_for(s, "SUPPLIES");
    wait_for(s, "chipgraph> ");
    press(s, ":help substr\r");
    wait_for(s, "substring(text :: STRING");
    wait_for(s, "chipgraph> ");
    press(s, ":help\r");
    wait_for(s, ":explain [QUESTION]");
    wait_for(s, "chipgraph> ");
    press(s, ":explain RETURN 1 AS one\r");
    wait_for(s, "Project");
    wait_for(s, "chipgraph> ");
    press(s, ":nothing\r");
    wait_for(s, "unknown command ':nothing'");
    wait_for(s, "chipgraph> ");
    press(s, "\x04");
    ends_well(s);
}

static void what_was_asked_is_remembered(void **state)
{
    session *s = *state;

    begin(s, "");
    wait_for(s, "chipgraph> ");
    press(s, "RETURN 1\r");
    wait_for(s, "...> ");
    press(s, "+ 1000 AS kept;\r");
    wait_for(s, "1001");
    wait_for(s, "chipgraph> ");
    press(s, "\x04");
    ends_well(s);
    begin(s, "");
    wait_for(s, "chipgraph> ");
    press(s, "\x1b[A\r");
    wait_for(s, "RETURN 1 + 1000 AS kept;");
    wait_for(s, "1001");
    wait_for(s, "chipgraph> ");
    press(s, "\x04");
    ends_well(s);
}

static void long_answers_go_through_the_pager(void **state)
{
    session *s = *state;

    begin(s, "sed 's/^/| /'");
    wait_for(s, "chipgraph> ");
    press(s, "UNWIND range(1, 20) AS n RETURN n;\r");
    wait_for(s, "| 20");
    wait_for(s, "chipgraph> ");
    press(s, "PROFILE UNWIND range(1, 20) AS n RETURN n;\r");
    wait_for(s, "| 20");
    wait_for(s, "| Unwind n");
    wait_for(s, "chipgraph> ");
    press(s, "UNWIND range(1, 3) AS n RETURN n;\r");
    wait_for(s, "\r\n3");
    wait_for(s, "chipgraph> ");
    press(s, "\x04");
    ends_well(s);
    begin(s, "no-such-pager");
    wait_for(s, "chipgraph> ");
    press(s, "UNWIND range(1, 20) AS n RETURN n;\r");
    wait_for(s, "cannot run the pager 'no-such-pager'");
    wait_for(s, "chipgraph> ");
    press(s, "\x04");
    ends_well(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions_are_asked_and_answered),
        cmocka_unit_test(what_is_typed_can_be_left),
        cmocka_unit_test(commands_tell_of_the_language_and_the_file),
        cmocka_unit_test(what_was_asked_is_remembered),
        cmocka_unit_test(long_answers_go_through_the_pager),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
