/* What a whole process takes: measure NAME COMMAND [ARGUMENT…] runs it once, its output on
 * standard error, and prints its name, its seconds, those of the processor, and its peak of
 * memory in megabytes. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static double seconds(struct timeval span)
{
    return (double)span.tv_sec + (double)span.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    int code = 1;
    struct rusage used = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: measure NAME COMMAND [ARGUMENT...]\n");
        return 2;
    }
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &code, 0, &used) != child || code != 0)
        return 1;
    printf("%s\t%.3f\t%.3f\t%.0f\n", argv[1], now() - start,
           seconds(used.ru_utime) + seconds(used.ru_stime),
           (double)used.ru_maxrss / 1024);
    return 0;
}
