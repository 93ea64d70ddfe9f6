// SPDX-License-Identifier: MIT
// Prints who accuses whom in standard input. cc example.c $(pkg-config --cflags --libs liballege)
#include <allege.h>
#include <stdio.h>

static void print_role(const char *role, const allege_mention *m)
{
    if (m->name.length)
        printf("  %s: %.*s\n", role, (int)m->name.length, m->name.bytes);
}

static void print_record(void *user, const allege_record *r)
{
    const char *text = allege_fed(user).bytes;
    printf("%s (%s): %.*s\n", allege_label_name(r->label), r->rule,
           (int)(r->sentence.end - r->sentence.start), text + r->sentence.start);
    print_role("source", &r->source);
    print_role("target", &r->target);
}

int main(void)
{
    char piece[4096];
    allege_engine *engine = allege_engine_new(NULL);
    allege_extractor *x = allege_extractor_new(engine);
    for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;)
        allege_feed(x, piece, n);
    bool done = allege_finish(x, print_record, x);
    allege_extractor_free(x);
    allege_engine_free(engine);
    return done ? 0 : 1;
}
