/* Runs two commands in turn, many times, and compares them pair by pair.
 *
 *   paired [-n PAIRS] [-w WARMUP] A [ARG...] :: B [ARG...]
 *
 * Both are started with vfork and execve, without a shell; the child's stdout
 * and stderr go to /dev/null. Every second pair runs in the other order, so
 * that neither command always follows the other. Load on the machine and
 * drift of its clock rate meet both halves of a pair alike, and the median of
 * the paired differences is left. The processor time that the kernel counted
 * (user and system) is compared in the same way; waiting for a busy processor
 * is no part of it. Build it static: the kernel counts the peak memory of a
 * process before its exec into that of the child. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct sample {
    double elapsed; /* milliseconds, like all times here */
    double processor;
    long peak_kib;
    long faults;
};

static int null_device;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double spent(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static struct sample run(char **command)
{
    struct rusage usage;
    int status;
    double begin = now();
    pid_t child = vfork();
    if (child == 0) {
        dup2(null_device, 1);
        dup2(null_device, 2);
        execve(command[0], command, environ);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror("paired");
        exit(2);
    }
    double end = now();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "paired: %s ended with wait status %#x\n", command[0], status);
        exit(1);
    }
    double processor = spent(usage.ru_utime) + spent(usage.ru_stime);
    return (struct sample){end - begin, processor, usage.ru_maxrss, usage.ru_minflt};
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The value that a share of the (then sorted) numbers is below. */
static double quantile(double *numbers, long count, double share)
{
    qsort(numbers, (size_t)count, sizeof *numbers, by_size);
    return numbers[(long)((double)(count - 1) * share + 0.5)];
}

/* The path of a command, looked up once: what is timed is the command. */
static char *located(char *name)
{
    char *path = getenv("PATH"), *copy, *folder, *state = NULL;
    if (strchr(name, '/') || !path || !(copy = strdup(path)))
        return name;
    while ((folder = strtok_r(state ? NULL : copy, ":", &state))) {
        char *found;
        if (asprintf(&found, "%s/%s", folder, name) > 0 && access(found, X_OK) == 0)
            return found;
    }
    return name;
}

int main(int count, char **words)
{
    long pairs = 2000, warmup = 100, peak[2] = {0, 0};
    double faults[2] = {0, 0};
    int at = 1;
    for (; at + 1 < count && words[at][0] == '-'; at += 2) {
        if (!strcmp(words[at], "-n"))
            pairs = atol(words[at + 1]);
        else if (!strcmp(words[at], "-w"))
            warmup = atol(words[at + 1]);
        else
            break;
    }
    char **command[2] = {words + at, NULL};
    for (int word = at; word < count; word++)
        if (!strcmp(words[word], "::")) {
            words[word] = NULL;
            command[1] = words + word + 1;
            break;
        }
    if (pairs < 1 || !command[1] || !command[0][0] || !command[1][0]) {
        fprintf(stderr, "usage: paired [-n PAIRS] [-w WARMUP] A [ARG...] :: B [ARG...]\n");
        return 2;
    }
    for (int which = 0; which < 2; which++)
        command[which][0] = located(command[which][0]);
    null_device = open("/dev/null", O_RDWR | O_CLOEXEC);
    double *elapsed[3], *processor[3];
    for (int column = 0; column < 3; column++) {
        elapsed[column] = calloc((size_t)pairs, sizeof(double));
        processor[column] = calloc((size_t)pairs, sizeof(double));
        if (null_device < 0 || !elapsed[column] || !processor[column]) {
            perror("paired");
            return 2;
        }
    }
    for (long pair = -warmup; pair < pairs; pair++) {
        for (int turn = 0; turn < 2; turn++) {
            int which = turn ^ (int)(pair & 1);
            struct sample sample = run(command[which]);
            if (pair < 0)
                continue;
            elapsed[which][pair] = sample.elapsed;
            processor[which][pair] = sample.processor;
            faults[which] += (double)sample.faults;
            if (sample.peak_kib > peak[which])
                peak[which] = sample.peak_kib;
        }
        if (pair >= 0) {
            elapsed[2][pair] = elapsed[0][pair] - elapsed[1][pair];
            processor[2][pair] = processor[0][pair] - processor[1][pair];
        }
    }
    printf("%ld pairs         elapsed ms   fastest tenth   processor ms   peak KiB   page faults\n", pairs);
    double median[2], busy[2];
    for (int which = 0; which < 2; which++) {
        median[which] = quantile(elapsed[which], pairs, 0.5);
        busy[which] = quantile(processor[which], pairs, 0.5);
        printf("%c, median       %10.4f      %10.4f     %10.4f   %8ld   %11.1f\n", "AB"[which], median[which],
               quantile(elapsed[which], pairs, 0.1), busy[which], peak[which], faults[which] / (double)pairs);
    }
    printf("A - B, median of paired differences: elapsed %+.4f ms (quartiles %+.4f %+.4f), processor %+.4f ms\n",
           quantile(elapsed[2], pairs, 0.5), quantile(elapsed[2], pairs, 0.25), quantile(elapsed[2], pairs, 0.75),
           quantile(processor[2], pairs, 0.5));
    printf("A / B, ratio of medians: elapsed %.3f, processor %.3f\n", median[0] / median[1], busy[0] / busy[1]);
    return 0;
}
