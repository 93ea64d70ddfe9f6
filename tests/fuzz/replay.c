// SPDX-License-Identifier: MIT
// replay FILE|DIRECTORY...: gives each file to the fuzz target once, as libFuzzer does, without libFuzzer.
#include "fuzz.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

static unsigned done;

static void run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(2);
    }
    size_t size = 0, room = 4096;
    uint8_t *data = malloc(room);
    for (size_t n; data && (n = fread(data + size, 1, room - size, f)) > 0;) {
        size += n;
        if (size == room)
            data = realloc(data, room *= 2);
    }
    fclose(f);
    uint8_t *exact = malloc(size + !size); // so that a sanitizer sees what reads behind the end
    if (!data || !exact)
        exit(2);
    memcpy(exact, data, size);
    free(data);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    done++;
}

static void run_path(const char *path)
{
    DIR *dir = opendir(path);
    if (!dir) {
        run_file(path);
        return;
    }
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        char name[4096];
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        run_path(name);
    }
    closedir(dir);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    printf("%u passed, 0 failed\n", done);
    return done > 0 ? 0 : 1;
}
