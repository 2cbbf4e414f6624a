#include "graph/picture/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "graph/picture/graphviz.h"
#include "graph/picture/services.h"

/* What the child says first: how many bytes follow. A rendering that is cut short is
 * known by it, however the child ended. */
typedef struct {
    uint64_t size;
} heading;

/* ---- The child: nothing is freed, and it ends by _exit ---- */

static void write_all(int fd, const void *bytes, size_t size)
{
    const char *at = bytes;

    while (size > 0) {
        ssize_t written = write(fd, at, size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            _exit(EXIT_FAILURE);
        at += written;
        size -= (size_t)written;
    }
}

/* Graphviz and its libraries may say what they want: nobody hears it. Should the parent
 * be gone, the limit on processor time ends the child. */
static void shut_in(int seconds)
{
    const struct rlimit time = {(rlim_t)seconds + 1, (rlim_t)seconds + 1};
    const struct rlimit core = {0, 0};
    int null = open("/dev/null", O_RDWR);

    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        dup2(null, STDERR_FILENO) < 0)
        _exit(EXIT_FAILURE);
    setrlimit(RLIMIT_CPU, &time);
    setrlimit(RLIMIT_CORE, &core);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
}

/* A bitmap for print needs more dots than one for a screen; a large one has enough. */
static void set_resolution(const graphviz_calls *calls, Agraph_t *graph,
                           const char *engine, const char *format)
{
    char name[] = "dpi";
    char value[] = "144";
    char none[] = "";

    if (strcmp(format, "png") == 0 && strcmp(engine, "dot") == 0)
        calls->agsafeset(graph, name, value, none);
}

static void render(const graphviz_calls *calls, const char *dot, const char *engine,
                   const char *format, int fd)
{
    GVC_t *graphviz = calls->gvContext();
    cg_text text = cg_text_z(dot);
    picture_services services;
    Agraph_t *graph = NULL;
    char *bytes = NULL;
    unsigned size = 0;
    heading head = {0};

    services_init(&services);
    graph = calls->agread(&text, &services.offered);
    if (graphviz == NULL || graph == NULL)
        _exit(EXIT_FAILURE);
    set_resolution(calls, graph, engine, format);
    if (calls->gvLayout(graphviz, graph, engine) != 0 ||
        calls->gvRenderData(graphviz, graph, format, &bytes, &size) != 0 ||
        bytes == NULL)
        _exit(EXIT_FAILURE);
    head.size = size;
    write_all(fd, &head, sizeof head);
    write_all(fd, bytes, size);
}

/* ---- The parent ---- */

typedef struct {
    pid_t pid;
    int fd; /* to read from */
} child;

static cg_status start(const char *dot, const char *engine, const char *format,
                       int seconds, child *worker, cg_error *err)
{
    graphviz_calls calls;
    int ends[2];
    cg_status status = graphviz_load(&calls, err);

    if (status != CG_OK)
        return status;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return cg_fail(err, CG_STORAGE, NULL, "the layout cannot be started: %s",
                       strerror(errno));
    worker->pid = fork();
    if (worker->pid == 0) {
        close(ends[0]);
        shut_in(seconds);
        render(&calls, dot, engine, format, ends[1]);
        _exit(EXIT_SUCCESS);
    }
    close(ends[1]);
    worker->fd = ends[0];
    if (worker->pid < 0) {
        close(ends[0]);
        return cg_fail(err, CG_STORAGE, NULL, "the layout cannot be started: %s",
                       strerror(errno));
    }
    return CG_OK;
}

static void stop(child *worker)
{
    close(worker->fd);
    kill(worker->pid, SIGKILL);
    while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

static int64_t milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Wait until there is something to read: CG_OK, or CG_LIMIT at the deadline. */
static cg_status await(int fd, int64_t deadline, int seconds, cg_error *err)
{
    struct pollfd wanted = {.fd = fd, .events = POLLIN};

    for (;;) {
        int64_t left = deadline - milliseconds();
        int ready = left > 0 ? poll(&wanted, 1, (int)left) : 0;

        if (ready > 0)
            return CG_OK;
        if (ready < 0 && errno != EINTR)
            return cg_fail(err, CG_STORAGE, NULL,
                           "the layout cannot be awaited: %s", strerror(errno));
        if (ready == 0)
            return cg_fail(err, CG_LIMIT, NULL,
                           "the layout took longer than %d second%s: ask for less",
                           seconds, seconds == 1 ? "" : "s");
    }
}

/* Read to the end of what the child says. */
static cg_status collect(int fd, int seconds, cg_buffer *out, cg_error *err)
{
    int64_t deadline = milliseconds() + (int64_t)seconds * 1000;
    size_t before = out->size;
    char bytes[65536];
    cg_status status = CG_OK;

    while ((status = await(fd, deadline, seconds, err)) == CG_OK) {
        ssize_t size = read(fd, bytes, sizeof bytes);

        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            break;
        cg_buffer_add(out, (cg_text){bytes, (size_t)size});
        if (out->failed)
            return cg_fail_memory(err);
        if (out->size - before > LAYOUT_BYTES)
            return cg_fail(err, CG_LIMIT, NULL,
                           "the drawing is larger than %d bytes: ask for less",
                           LAYOUT_BYTES);
    }
    return status;
}

/* Is what the child said whole? Take its heading off. */
static cg_status check(cg_buffer *all, cg_buffer *out, cg_error *err)
{
    heading head = {0};

    if (all->size >= sizeof head)
        memcpy(&head, all->at, sizeof head);
    if (head.size == 0 || head.size != all->size - sizeof head)
        return cg_fail(err, CG_INTERNAL, NULL,
                       "Graphviz could not lay the diagram out");
    cg_buffer_add(out, cg_text_slice(cg_buffer_text(all), sizeof head, all->size));
    return cg_buffer_status(out, err);
}

cg_status layout_render(const char *dot, const char *engine, const char *format,
                        int seconds, cg_buffer *out, cg_error *err)
{
    child worker = {0};
    cg_buffer all = {0};
    cg_status status = start(dot, engine, format, seconds, &worker, err);

    if (status != CG_OK)
        return status;
    status = collect(worker.fd, seconds, &all, err);
    stop(&worker);
    if (status == CG_OK)
        status = check(&all, out, err);
    cg_buffer_release(&all);
    return status;
}
