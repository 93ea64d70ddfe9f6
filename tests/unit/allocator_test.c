// SPDX-License-Identifier: MIT
// Memory through allege_set_allocator, and nothing past it.
#include "allege.h"
#include "check.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char rules[] = "/tmp/allege-allocator-XXXXXX"; // a file

static const char text[] = "The minister accused the northern army of shelling the port. It rained.\n"
                           "“We did not shell the port,” the army’s spokesman said.\n";

// Memory that is handed out once, in order, each block with its size in front.
enum { ROOM = 64 << 20, HEAD = 16 };
typedef struct arena {
    char *bytes;
    size_t used, live, blocks;
    size_t limit; // of used
    unsigned asked;
} arena;

static char *room;

static size_t *size_of(void *block)
{
    return (size_t *)(void *)((char *)block - HEAD);
}

static void release(void *user, void *block)
{
    arena *a = user;
    a->live -= *size_of(block);
    a->blocks--;
    *size_of(block) = 0; // a second release is found out
}

static void *resize(void *user, void *block, size_t size)
{
    arena *a = user;
    size_t whole = HEAD + ((size + HEAD - 1) & ~(size_t)(HEAD - 1));
    CHECK(size > 0);
    if (whole > a->limit - a->used)
        return NULL;
    char *got = a->bytes + a->used + HEAD;
    a->used += whole;
    *size_of(got) = size;
    a->live += size;
    a->blocks++;
    if (block) {
        memcpy(got, block, *size_of(block) < size ? *size_of(block) : size);
        release(user, block);
    }
    return got;
}

static void count(void *user, const allege_record *r)
{
    *(unsigned *)user += r->label == ALLEGE_CLAIM || r->label == ALLEGE_DENIAL;
}

static void count_error(void *user, const allege_error *e)
{
    *(unsigned *)user += e->line > 0;
}

// An engine, good or bad, and all that is done with it.
static void use_everything(const allege_allocator *allocator)
{
    const char *const bad[] = {__FILE__, NULL}, *const good[] = {rules, NULL};
    unsigned n = 0, errors = 0;
    allege_config config = {.rule_files = bad, .statements = true, .on_error = count_error, .user = &errors};
    CHECK(allege_engine_new(&config) == NULL && errors > 1);
    config.rule_files = good;
    allege_engine *engine = allege_engine_new(&config);
    CHECK(engine != NULL);
    CHECK(!allege_set_allocator(allocator)); // too late
    allege_extractor *x = allege_extractor_new(engine);
    for (int i = 0; i < 40; i++) // until rules are tried so often that they get machine code
        CHECK(allege_extract(x, text, sizeof text - 1, count, &n));
    allege_feed(x, text, sizeof text - 1);
    CHECK(allege_finish(x, count, &n));
    CHECK_INT(n, 82);
    allege_extractor_free(x);
    allege_engine_free(engine);
}

static void all_is_given_back(void)
{
    arena a = {.bytes = room, .limit = ROOM};
    allege_allocator allocator = {.resize = resize, .release = release, .user = &a};
    CHECK(!allege_set_allocator(NULL));
    CHECK(!allege_set_allocator(&(allege_allocator){.resize = resize}));
    CHECK(allege_set_allocator(&allocator));
    use_everything(&allocator);
    CHECK(a.used > 1 << 20);
    CHECK_INT(a.live, 0);
    CHECK_INT(a.blocks, 0);
}

// malloc's own count is the same before and after a run that keeps everything.
static void nothing_passes_it_by(void)
{
    unsigned n = 0;
    arena a = {.bytes = room, .limit = ROOM};
    CHECK(allege_set_allocator(&(allege_allocator){.resize = resize, .release = release, .user = &a}));
    size_t before = mallinfo2().uordblks;
    allege_engine *engine = allege_engine_new(NULL);
    allege_extractor *x = allege_extractor_new(engine);
    CHECK(allege_extract(x, text, sizeof text - 1, count, &n));
    CHECK_INT(mallinfo2().uordblks, before);
    CHECK(a.live > 0);
    allege_extractor_free(x);
    allege_engine_free(engine);
}

static bool find_more(void *user, size_t size)
{
    arena *a = user;
    CHECK(size > 0);
    a->asked++;
    a->limit = ROOM;
    return true;
}

static void tries_again(void)
{
    unsigned n = 0;
    arena a = {.bytes = room, .limit = 4096};
    allege_allocator allocator = {resize, release, find_more, &a};
    CHECK(allege_set_allocator(&allocator));
    allege_engine *engine = allege_engine_new(NULL);
    allege_extractor *x = allege_extractor_new(engine);
    CHECK(allege_extract(x, text, sizeof text - 1, count, &n));
    CHECK(n == 2 && a.asked == 1);
    allege_extractor_free(x);
    allege_engine_free(engine);
}

// ---- as much as allege.h says ----

enum { TEXT = 128 << 10, MOST = 64 << 20 };
typedef struct account {
    size_t live, most;
} account;

static void count_out(void *user, void *block)
{
    account *a = user;
    a->live -= *size_of(block);
    free((char *)block - HEAD);
}

static void *count_in(void *user, void *block, size_t size)
{
    account *a = user;
    size_t before = block ? *size_of(block) : 0;
    char *got = realloc(block ? (char *)block - HEAD : NULL, size + HEAD);
    if (!got)
        return NULL;
    a->live += size - before;
    a->most = a->live + before > a->most ? a->live + before : a->most; // realloc may have had both
    *size_of(got + HEAD) = size;
    return got + HEAD;
}

static void is_bounded(void)
{
    static const char *const parts[] = {",", "\"", "([", "\xff", "a ", "A, ", "\"He said: \"", text};
    static char input[TEXT];
    account a = {0};
    unsigned n = 0;
    CHECK(allege_set_allocator(&(allege_allocator){.resize = count_in, .release = count_out, .user = &a}));
    allege_engine *engine = allege_engine_new(&(allege_config){.statements = ALLEGE_STATEMENTS_OUTERMOST});
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t len = strlen(parts[i]);
        for (size_t k = 0; k < TEXT; k++)
            input[k] = parts[i][k % len];
        allege_extractor *x = allege_extractor_new(engine);
        a.most = 0;
        CHECK(allege_extract(x, input, TEXT, count, &n));
        CHECK(a.most < MOST);
        allege_extractor_free(x);
    }
    allege_engine_free(engine);
    CHECK_INT(a.live, 0);
}

static void ends_with_status_2(void)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        arena a = {.bytes = room, .limit = 4096};
        close(STDERR_FILENO);
        allege_set_allocator(&(allege_allocator){.resize = resize, .release = release, .user = &a});
        allege_engine_new(NULL);
        _exit(0);
    }
    int status = 0;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 2);
}

int main(void)
{
    room = malloc(ROOM);
    int file = mkstemp(rules);
    CHECK(dprintf(file, "rule mine policy/position\n  eg: It rained.\n  {cue: VG<V.deny>}\n") > 0);
    close(file);
    all_is_given_back();
    nothing_passes_it_by();
    tries_again();
    is_bounded();
    ends_with_status_2();
    CHECK(allege_set_allocator(&(allege_allocator){0}));
    use_everything(&(allege_allocator){0});
    unlink(rules);
    free(room);
    return check_done();
}
