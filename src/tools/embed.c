// SPDX-License-Identifier: MIT
// embed OUT.c KIND=DIR...: writes the files of the directories as C arrays (see embedded.h), after checking
// that they are plain text without trailing white space and that no lexicon file has the same line twice.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct text {
    char *data;
    size_t len;
} text;

static void fail(const char *file, unsigned line, const char *what)
{
    fprintf(stderr, "embed: %s:%u: %s\n", file, line, what);
    exit(1);
}

static text read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    text t = {NULL, 0};
    size_t space = 1 << 16, got;
    if (!f)
        fail(path, 0, strerror(errno));
    t.data = malloc(space);
    while (t.data && (got = fread(t.data + t.len, 1, space - t.len, f)) > 0) {
        t.len += got;
        if (t.len == space)
            t.data = realloc(t.data, space *= 2);
    }
    fclose(f);
    if (!t.data)
        fail(path, 0, "out of memory");
    return t;
}

typedef struct line {
    const char *at;
    size_t len;
    unsigned number;
} line;

static int by_text(const void *a, const void *b)
{
    const line *x = a, *y = b;
    size_t n = x->len < y->len ? x->len : y->len;
    int c = memcmp(x->at, y->at, n);
    return c ? c : (x->len > y->len) - (x->len < y->len);
}

static void check(const char *path, const text *t, int unique)
{
    line *lines = malloc((t->len + 2) * sizeof *lines);
    size_t n = 0;
    unsigned number = 1;
    if (!lines)
        fail(path, 0, "out of memory");
    for (size_t at = 0; at < t->len; number++) {
        const char *end = memchr(t->data + at, '\n', t->len - at);
        size_t len = end ? (size_t)(end - t->data) - at : t->len - at;
        char last = len ? t->data[at + len - 1] : 'x';
        if (last == ' ' || last == '\t' || last == '\r')
            fail(path, number, "white space at the end of the line");
        if (memchr(t->data + at, '\0', len))
            fail(path, number, "NUL byte");
        if (len && t->data[at] != '#')
            lines[n++] = (line){t->data + at, len, number};
        at += len + 1;
    }
    qsort(lines, n, sizeof *lines, by_text);
    for (size_t i = 1; unique && i < n; i++)
        if (by_text(&lines[i - 1], &lines[i]) == 0)
            fail(path, lines[i].number, "this entry stands in the file already");
    free(lines);
}

static int has_suffix(const char *name, const char *suffix)
{
    size_t n = strlen(name), s = strlen(suffix);
    return n > s && strcmp(name + n - s, suffix) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char **list(const char *dir, const char *suffix, size_t *n)
{
    DIR *d = opendir(dir);
    char **names = malloc(4096 * sizeof *names);
    if (!d || !names)
        fail(dir, 0, "cannot read the directory");
    *n = 0;
    for (struct dirent *e; (e = readdir(d)) && *n < 4096;)
        if (has_suffix(e->d_name, suffix))
            names[(*n)++] = strdup(e->d_name);
    closedir(d);
    qsort(names, *n, sizeof *names, by_name);
    return names;
}

static void write_array(FILE *out, const char *dir, const char *suffix, const char *what, int unique)
{
    size_t n;
    char **names = list(dir, suffix, &n);
    size_t *lengths = malloc((n + 1) * sizeof *lengths);
    for (size_t i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        text t = read_file(path);
        check(path, &t, unique);
        fprintf(out, "static const unsigned char %s_%zu[] = {", what, i);
        for (size_t k = 0; k < t.len; k++)
            fprintf(out, "%s%u,", k % 32 ? "" : "\n", (unsigned)(unsigned char)t.data[k]);
        fprintf(out, "0};\n");
        lengths[i] = t.len;
        free(t.data);
    }
    fprintf(out, "const ag_embedded_file ag_embedded_%s[] = {\n", what);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "    {\"%s\", %s_%zu, %zu},\n", names[i], what, i, lengths[i]);
    fprintf(out, "    {0, 0, 0}};\nconst size_t ag_embedded_%s_count = %zu;\n", what, n);
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    free(lengths);
}

static const struct kind {
    const char *name, *suffix;
    int unique;
} kinds[] = {
    {"lexicon", ".txt", 1}, {"rules", ".rules", 0}, {"weights", ".txt", 1},
    {"styles", ".css", 0},  {"scripts", ".js", 0},  {"codes", ".txt", 0},
};

// KIND=DIR
static int write_kind(FILE *out, const char *argument)
{
    const char *equals = strchr(argument, '=');
    for (size_t i = 0; equals && i < sizeof kinds / sizeof *kinds; i++)
        if (strlen(kinds[i].name) == (size_t)(equals - argument) &&
            strncmp(kinds[i].name, argument, (size_t)(equals - argument)) == 0) {
            write_array(out, equals + 1, kinds[i].suffix, kinds[i].name, kinds[i].unique);
            return 1;
        }
    return 0;
}

int main(int argc, char **argv)
{
    FILE *out = argc > 2 ? fopen(argv[1], "w") : NULL;
    if (!out)
        fail(argc > 1 ? argv[1] : "OUT.c", 0, argc > 2 ? strerror(errno) : "nothing to embed");
    fputs("// Written by tools/embed.c from the files in src/data.\n#include \"embedded.h\"\n", out);
    for (int i = 2; i < argc; i++)
        if (!write_kind(out, argv[i]))
            fail(argv[i], 0, "no KIND=DIR");
    if (fclose(out) != 0)
        fail(argv[1], 0, strerror(errno));
    return 0;
}
