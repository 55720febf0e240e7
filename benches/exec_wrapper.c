/* The least that a wrapper of secrun's kind can do: read a file of KEY=VALUE
 * lines, make an environment of them and of PATH, become the program. No
 * quoting, no schema, no checks, no words: a lower bound to measure against.
 *
 *   exec_wrapper FILE CMD [ARG...] */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int count, char **words)
{
    struct stat about;
    int file = count > 2 ? open(words[1], O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0 || fstat(file, &about) != 0)
        return 125;
    size_t size = (size_t)about.st_size, lines = 3;
    char *text = malloc(size + 1);
    if (!text || read(file, text, size) != (ssize_t)size)
        return 125;
    text[size] = 0;
    for (size_t at = 0; at < size; at++)
        lines += text[at] == '\n';
    char **environment = malloc(lines * sizeof *environment), *state = NULL, *line, *path = getenv("PATH");
    if (!environment)
        return 125;
    size_t used = 0;
    if (path)
        environment[used++] = path - strlen("PATH=");
    for (line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state))
        if (line[0] != '#' && strchr(line, '='))
            environment[used++] = line;
    environment[used] = NULL;
    execvpe(words[2], words + 2, environment);
    return 127;
}
