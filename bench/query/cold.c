/* A whole process, from start to end: cold COMMAND [ARGUMENT…] runs it some times with its
 * output thrown away, and prints the median in milliseconds. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 7 };

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static int run(char **command)
{
    int code = 1;
    pid_t child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
        execvp(command[0], command);
        _exit(127);
    }
    waitpid(child, &code, 0);
    return code;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    double times[RUNS];
    if (argc < 2) {
        fprintf(stderr, "usage: cold COMMAND [ARGUMENT...]\n");
        return 2;
    }
    for (int i = 0; i < RUNS; i++) {
        double start = now();
        if (run(argv + 1) != 0)
            return 1;
        times[i] = now() - start;
    }
    qsort(times, RUNS, sizeof *times, compare);
    printf("%.3f\n", times[RUNS / 2]);
    return 0;
}
