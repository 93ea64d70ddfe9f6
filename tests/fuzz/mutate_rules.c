// SPDX-License-Identifier: MIT
// mutate_rules N PACK... -- FILE...: gives the target N rule files that are nearly right. Each is made of the
// sets and definitions of the packs and some of their rules, or one of the files, in which bytes, words and
// lines are removed, doubled, moved, taken from elsewhere. The same arguments give the same mutants; where
// one is a finding, it is left in mutant.NUMBER in the working directory.
#include "fuzz.h"

#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_CHANGES = 6, MOST_PARTS = 6, LARGEST = 1 << 20 };

typedef struct text {
    char *ptr;
    size_t len;
} text;

static text prelude;
static text *parts; // rules of the packs, and whole files
static size_t nparts;
static char mutant[2 * LARGEST];
static size_t len;
static unsigned long number;
static uint64_t state;

static size_t below(size_t n) // splitmix64
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return n ? (size_t)((z ^ (z >> 31)) % n) : 0;
}

static text read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    text t = {malloc(LARGEST), 0};
    if (!f || !t.ptr) {
        perror(path);
        exit(2);
    }
    t.len = fread(t.ptr, 1, LARGEST, f);
    fclose(f);
    return t;
}

typedef enum unit { BYTES, WORD, WORD_TOO, LINES } unit;

// A piece of a text, somewhere in it.
static text piece_of(const char *ptr, size_t n, unit kind)
{
    size_t at = below(n), end = at;
    if (kind == BYTES) {
        end = at + 1 + below(8);
    } else if (kind == WORD || kind == WORD_TOO) {
        while (at > 0 && !strchr(" \n(){}<>[]|", ptr[at - 1]))
            at--;
        while (end < n && !strchr(" \n(){}<>[]|", ptr[end]))
            end++;
    } else {
        while (at > 0 && ptr[at - 1] != '\n')
            at--;
        for (size_t lines = 1 + below(4); end < n && lines > 0; end++)
            lines -= ptr[end] == '\n';
    }
    return (text){(char *)ptr + at, (end < n ? end : n) - at};
}

static void replace(size_t at, size_t old, const char *with, size_t n)
{
    if (len - old + n > sizeof mutant)
        return;
    memmove(mutant + at + n, mutant + at + old, len - at - old);
    memcpy(mutant + at, with, n);
    len += n - old;
}

static void change(void)
{
    static const char marks[] = "(){}[]<>|*+?^$!&\"\\.:,= \t\n\r#\0\x80\xFF";
    static char copy[LARGEST];
    unit kind = (unit)below(LINES + 1);
    text other = parts[below(nparts)];
    text here = piece_of(mutant, len, kind), there = piece_of(other.ptr, other.len, kind);
    size_t at = (size_t)(here.ptr - mutant);
    size_t n = here.len < sizeof copy ? here.len : sizeof copy;
    memcpy(copy, here.ptr, n);
    switch (below(6)) {
    case 0: // removed
        replace(at, here.len, "", 0);
        break;
    case 1: // doubled, or many of it
        for (size_t times = below(8) ? 1 : below(200); times > 0; times--)
            replace(at, 0, copy, n);
        break;
    case 2: // moved
        replace(at, here.len, "", 0);
        replace((size_t)(piece_of(mutant, len, kind).ptr - mutant), 0, copy, n);
        break;
    case 3: // from another file, instead
        replace(at, here.len, there.ptr, there.len);
        break;
    case 4: // from another file, too
        replace(at, 0, there.ptr, there.len);
        break;
    default: // a byte
        replace(below(len), len > 0 && below(2),
                below(3) ? &marks[below(sizeof marks - 1)] : (char[]){(char)below(256)}, 1);
    }
}

static void make_mutant(void)
{
    len = 0;
    replace(0, 0, prelude.ptr, prelude.len);
    for (size_t n = 1 + below(MOST_PARTS); n > 0; n--) {
        text part = parts[below(nparts)];
        replace(len, 0, part.ptr, part.len);
    }
    for (size_t n = 1 + below(1 + below(MOST_CHANGES)); n > 0; n--)
        change();
    if (below(32) == 0)
        len = below(len);
}

static void keep_mutant(int signal)
{
    char name[40];
    snprintf(name, sizeof name, "mutant.%lu", number);
    FILE *f = fopen(name, "wb");
    if (f) {
        fwrite(mutant, 1, len, f);
        fclose(f);
    }
    fprintf(stderr, "%s is a finding\n", name);
    raise(signal);
}

static void add_part(text part)
{
    text *more = realloc(parts, (nparts + 1) * sizeof *parts);
    if (!more)
        exit(2);
    parts = more;
    parts[nparts++] = part;
}

// Each set and definition goes to the prelude, each rule is a part. They begin with a line that is not
// indented.
static void split_pack(text pack)
{
    for (size_t at = 0, end; at < pack.len; at = end) {
        const char *begin = pack.ptr + at;
        for (end = at + 1; end < pack.len && !(pack.ptr[end - 1] == '\n' && pack.ptr[end] > ' '); end++)
            continue;
        if (strncmp(begin, "rule ", 5) == 0)
            add_part((text){pack.ptr + at, end - at});
        else if (prelude.len + (end - at) <= LARGEST)
            memcpy(prelude.ptr + prelude.len, begin, end - at), prelude.len += end - at;
    }
}

int main(int argc, char **argv)
{
    unsigned long count = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
    double slowest = 0;
    bool packs = true;
    static text *files; // the parts stand in them
    files = calloc((size_t)argc + 1, sizeof *files);
    prelude.ptr = malloc(LARGEST);
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            packs = false;
            continue;
        }
        files[i] = read_file(argv[i]);
        if (packs)
            split_pack(files[i]);
        else
            add_part(files[i]);
    }
    static const int deadly[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM};
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
        sigaction(deadly[i], &(struct sigaction){.sa_handler = keep_mutant, .sa_flags = (int)SA_RESETHAND},
                  NULL);
    for (number = 0; number < count; number++) {
        state = number;
        make_mutant();
        uint8_t *exact = malloc(len + !len); // so that a sanitizer sees what reads behind the end
        memcpy(exact, mutant, len);
        clock_t begun = clock();
        alarm(60);
        LLVMFuzzerTestOneInput(exact, len);
        double took = (double)(clock() - begun) / CLOCKS_PER_SEC;
        slowest = took > slowest ? took : slowest;
        free(exact);
    }
    printf("%lu mutants of %zu rules and files, the slowest took %.2f s\n%lu passed, 0 failed\n", number,
           nparts, slowest, number);
    return number > 0 ? 0 : 1;
}
