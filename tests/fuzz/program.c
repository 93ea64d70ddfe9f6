// SPDX-License-Identifier: MIT
#include "program.h"
#include "fuzz.h"
#include "record_check.h"
#include "sandbox.h"

#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

int allege_main(int argc, char **argv); // main of src/cli/main.c, as CMakeLists.txt renames it

// ---- what the program calls, led elsewhere by ld's --wrap ----

allege_engine *__real_allege_engine_new(const allege_config *config);
allege_engine *__wrap_allege_engine_new(const allege_config *config);
void __real_allege_engine_free(allege_engine *engine);
void __wrap_allege_engine_free(allege_engine *engine);
ssize_t __real_read(int fd, void *to, size_t n);
ssize_t __wrap_read(int fd, void *to, size_t n);
int __real_fclose(FILE *file);
int __wrap_fclose(FILE *file);
void __wrap_ag_sandbox_begin(void);
void __wrap_ag_sandbox_limit_writing(const ag_names *paths);

static size_t most;                                       // bytes that a read gives; 0: no limit
static allege_engine *kept[2][ALLEGE_STATEMENTS_ALL + 1]; // by weights and statements

void fuzz_set_piece(size_t n)
{
    most = n;
}

// What is built in is loaded once.
allege_engine *__wrap_allege_engine_new(const allege_config *config)
{
    if (config->rule_texts->name || *config->lexicon_dirs || *config->gazetteers || config->no_default_rules)
        return __real_allege_engine_new(config);
    allege_engine **engine = &kept[config->no_weights][config->statements];
    if (!*engine)
        *engine = __real_allege_engine_new(config);
    return *engine;
}

void __wrap_allege_engine_free(allege_engine *engine)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(kept); i++)
        for (size_t k = 0; k < AG_ARRAY_LEN(kept[i]); k++)
            if (engine == kept[i][k])
                return;
    __real_allege_engine_free(engine);
}

ssize_t __wrap_read(int fd, void *to, size_t n)
{
    return __real_read(fd, to, most > 0 && n > most ? most : n);
}

// Standard output is needed once more.
int __wrap_fclose(FILE *file)
{
    return file == stdout ? fflush(file) : __real_fclose(file);
}

// What is given up is given up for the process, which has to go on.
void __wrap_ag_sandbox_begin(void)
{
}

void __wrap_ag_sandbox_limit_writing(const ag_names *paths)
{
    AG_UNUSED(paths);
}

// ---- streams ----

// Standard input and output are files, standard error is memory: what a sanitizer finds goes to descriptor 2.

static FILE *file_for(int stream) // made at the first run
{
    static FILE *files[2];
    if (!files[stream])
        files[stream] = tmpfile();
    FUZZ_HOLDS(files[stream]);
    return files[stream];
}

static void set_input(const char *bytes, size_t len)
{
    int fd = fileno(file_for(STDIN_FILENO));
    FUZZ_HOLDS(ftruncate(fd, 0) == 0);
    for (size_t at = 0; at < len;) {
        ssize_t n = pwrite(fd, bytes + at, len - at, (off_t)at);
        FUZZ_HOLDS(n > 0);
        at += (size_t)n;
    }
    FUZZ_HOLDS(lseek(fd, 0, SEEK_SET) == 0);
    FUZZ_HOLDS(dup2(fd, STDIN_FILENO) == STDIN_FILENO);
}

// Returns a descriptor of what standard output was.
static int lead_output_away(void)
{
    int fd = fileno(file_for(STDOUT_FILENO));
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    FUZZ_HOLDS(saved >= 0 && dup2(fd, STDOUT_FILENO) == STDOUT_FILENO);
    FUZZ_HOLDS(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
    return saved;
}

static void get_output(int saved, ag_strbuf *out)
{
    fflush(stdout);
    off_t len = lseek(STDOUT_FILENO, 0, SEEK_END);
    FUZZ_HOLDS(len >= 0);
    ag_strbuf_clear(out);
    ag_strbuf_reserve(out, (size_t)len + 1);
    while (out->len < (size_t)len) {
        ssize_t n = pread(STDOUT_FILENO, out->ptr + out->len, (size_t)len - out->len, (off_t)out->len);
        FUZZ_HOLDS(n > 0);
        out->len += (size_t)n;
    }
    dup2(saved, STDOUT_FILENO);
    close(saved);
}

// ---- runs ----

static int call_main(const fuzz_arguments *arguments)
{
    static char name[] = "allege";
    char *argv[FUZZ_MAX_ARGUMENTS + 2] = {name};
    int argc = 1;
    for (size_t i = 0; i < arguments->n; i++) // getopt moves them about
        argv[argc++] = ag_xstrndup(arguments->at[i], strlen(arguments->at[i]));
    char *owned[FUZZ_MAX_ARGUMENTS + 2];
    memcpy(owned, argv, sizeof owned);
    optind = 0; // to start over
    int status = allege_main(argc, argv);
    for (int i = 1; i < argc; i++)
        free(owned[i]);
    return status;
}

void fuzz_program(const fuzz_arguments *arguments, const char *input, size_t len, size_t piece,
                  fuzz_outcome *outcome)
{
    FILE *own_stderr = stderr;
    char *messages = NULL;
    size_t nmessages = 0;
    set_input(input, len);
    int saved = lead_output_away();
    stderr = open_memstream(&messages, &nmessages);
    FUZZ_HOLDS(stderr);
    fuzz_set_piece(piece);
    outcome->status = call_main(arguments);
    fuzz_set_piece(0);
    __real_fclose(stderr);
    stderr = own_stderr;
    get_output(saved, &outcome->out);
    ag_strbuf_clear(&outcome->err);
    ag_strbuf_add(&outcome->err, messages, nmessages);
    free(messages);
    FUZZ_HOLDS(outcome->status >= 0 && outcome->status <= 2);
    FUZZ_HOLDS(outcome->status == 0 || outcome->err.len > 0);
}

void fuzz_outcome_free(fuzz_outcome *outcome)
{
    ag_strbuf_free(&outcome->out);
    ag_strbuf_free(&outcome->err);
}

static bool same(const ag_strbuf *a, const ag_strbuf *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

void fuzz_program_everyhow(const fuzz_arguments *arguments, const char *input, size_t len)
{
    static const struct {
        const char *jobs;
        size_t piece;
    } ways[] = {{"-j3", 0}, {"-j1", 1}, {"-j3", 7}, {"-j1", 4096}};
    fuzz_outcome first = {0}, other = {0};
    fuzz_arguments all = *arguments;
    all.at[all.n++] = "-j1";
    fuzz_check_records(true);
    fuzz_program(&all, input, len, 0, &first);
    fuzz_check_records(false);
    for (size_t i = 0; i < AG_ARRAY_LEN(ways); i++) {
        all.at[all.n - 1] = ways[i].jobs;
        fuzz_program(&all, input, len, ways[i].piece, &other);
        FUZZ_HOLDS(same(&first.out, &other.out));
        FUZZ_HOLDS(same(&first.err, &other.err));
        FUZZ_HOLDS(first.status == other.status);
    }
    fuzz_outcome_free(&first);
    fuzz_outcome_free(&other);
}
