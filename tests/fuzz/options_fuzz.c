// SPDX-License-Identifier: MIT
// Any bytes as a command line, a word a line; behind an empty line, standard input. The program runs in a
// folder of its own with a few files in it: no word keeps a slash or two dots, so that it comes to no other.
#include "fuzz.h"
#include "program.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *name, *text;
} files[] = {
    {"a.txt", "Norland accused Suderia of the raid. \"We did not do it,\" the minister said.\n"},
    {"b.jsonl", "{\"id\":\"x\",\"text\":\"The council denied it.\",\"url\":[1,2]}\n{\"text\":1}\n"},
    {"c.wet",
     "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 26\r\n\r\nThe council will ban it.\r\n\r\n"},
    {"my.rules",
     "rule own claim/accusation\n  eg: Ann accused Bob.\n  {source: NG} {cue: VG<V.accuse>} {target: NG}\n"},
    {"names.tsv", "Norland\tTick\tNO\tthreat\nSuderia\t\tSU1\n"},
    {"words/N.zork.txt", "zork\n"},
    {"sub/d.txt", "The firm is likely to have stolen the data, officials said.\n"},
};

// ---- the folder ----

static void remove_below(const char *path)
{
    DIR *dir = opendir(path);
    FUZZ_HOLDS(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        char name[4096];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        if (unlink(name) != 0) {
            remove_below(name);
            FUZZ_HOLDS(rmdir(name) == 0);
        }
    }
    closedir(dir);
}

static char folder[] = "/tmp/allege-fuzz-XXXXXX";

static void remove_folder(void)
{
    remove_below(folder);
    rmdir(folder);
}

static void lay_out(void)
{
    static bool made;
    if (!made) {
        FUZZ_HOLDS(mkdtemp(folder));
        atexit(remove_folder);
        made = true;
    }
    remove_below(folder);
    FUZZ_HOLDS(chdir(folder) == 0);
    FUZZ_HOLDS(mkdir("words", 0700) == 0 && mkdir("sub", 0700) == 0);
    for (size_t i = 0; i < AG_ARRAY_LEN(files); i++) {
        FILE *f = fopen(files[i].name, "wb");
        FUZZ_HOLDS(f && fputs(files[i].text, f) >= 0 && fclose(f) == 0);
    }
}

// ---- the command line ----

static void tame(char *word)
{
    for (char *at = word; *at; at++) {
        if (*at == '/' || (at[0] == '.' && at[1] == '.'))
            *at = '_';
    }
}

// Cuts the words out of text, where they stay. Returns where standard input begins.
static char *read_words(char *text, fuzz_arguments *arguments)
{
    while (*text && *text != '\n') {
        char *end = text + strcspn(text, "\n");
        bool last = *end == '\0';
        *end = '\0';
        tame(text);
        if (arguments->n < FUZZ_MAX_ARGUMENTS)
            arguments->at[arguments->n++] = text;
        text = last ? end : end + 1;
    }
    return *text ? text + 1 : text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_arguments arguments = {0};
    fuzz_outcome outcome = {0};
    char *text = ag_xstrndup((const char *)data, size);
    int outside = open(".", O_RDONLY | O_DIRECTORY);
    lay_out();
    char *input = read_words(text, &arguments);
    fuzz_program(&arguments, input, size - (size_t)(input - text), 0, &outcome);
    FUZZ_HOLDS(fchdir(outside) == 0);
    close(outside);
    fuzz_outcome_free(&outcome);
    free(text);
    return 0;
}
