// SPDX-License-Identifier: MIT
// The library through its own header alone.
#include "allege.h"
#include "check.h"

#include <string.h>

static const char text[] = "The minister accused the northern army of shelling the port. It rained.\n"
                           "“We did not shell the port,” the army’s spokesman said.\n";

typedef struct seen {
    const char *text;
    size_t length;
    unsigned claims, denials, others, wrong;
    char target[64];
} seen;

static void note(void *user, const allege_record *r)
{
    seen *s = user;
    s->claims += r->label == ALLEGE_CLAIM;
    s->denials += r->label == ALLEGE_DENIAL;
    s->others += r->label == ALLEGE_POLICY || r->label == ALLEGE_STATEMENT;
    s->wrong += r->sentence.start >= r->sentence.end || r->sentence.end > s->length;
    s->wrong += r->cue.start < r->sentence.start || r->cue.end > r->sentence.end;
    if (r->label == ALLEGE_CLAIM)
        snprintf(s->target, sizeof s->target, "%.*s", (int)(r->target.span.end - r->target.span.start),
                 s->text + r->target.span.start);
}

static void check_whole(const allege_engine *engine)
{
    seen s = {.text = text, .length = sizeof text - 1};
    allege_extractor *x = allege_extractor_new(engine);
    CHECK(allege_extract(x, text, sizeof text - 1, note, &s));
    CHECK(s.claims == 1 && s.denials == 1 && s.others == 0 && s.wrong == 0);
    CHECK_TEXT(s.target, strlen(s.target), "the northern army");
    allege_extractor_free(x);
}

static void check_pieces(const allege_engine *engine, size_t size)
{
    seen s = {.text = text, .length = sizeof text - 1};
    allege_extractor *x = allege_extractor_new(engine);
    for (size_t at = 0; at < sizeof text - 1; at += size)
        allege_feed(x, text + at, at + size < sizeof text - 1 ? size : sizeof text - 1 - at);
    CHECK(allege_fed(x).length == sizeof text - 1);
    CHECK(allege_finish(x, note, &s));
    CHECK(s.claims == 1 && s.denials == 1 && s.wrong == 0);
    CHECK(allege_finish(x, note, &s)); // nothing was fed since
    CHECK(s.claims == 1);
    allege_feed(x, text, 61);
    CHECK(allege_finish(x, note, &s));
    CHECK(s.claims == 2 && s.denials == 1);
    allege_extractor_free(x);
}

static void count_error(void *user, const allege_error *error)
{
    unsigned *n = user;
    *n += error->file && error->text && error->text[0];
}

static void check_errors(void)
{
    unsigned errors = 0;
    const char *const files[] = {"no-such-file.rules", NULL};
    allege_config config = {.rule_files = files, .on_error = count_error, .user = &errors};
    CHECK(allege_engine_new(&config) == NULL);
    CHECK(errors == 1);
    config.on_error = NULL;
    CHECK(allege_engine_new(&config) == NULL);
    allege_engine_free(NULL);
    allege_extractor_free(NULL);
}

static void check_statements(void)
{
    allege_config config = {.statements = true};
    allege_engine *engine = allege_engine_new(&config);
    allege_extractor *x = allege_extractor_new(engine);
    seen s = {.text = "She said it rained.", .length = 19};
    CHECK(allege_extract(x, s.text, s.length, note, &s));
    CHECK(s.others == 1);
    allege_extractor_free(x);
    allege_engine_free(engine);
}

int main(void)
{
    allege_engine *engine = allege_engine_new(NULL);
    CHECK(engine != NULL);
    check_whole(engine);
    for (size_t size = 1; size < 80; size += 13)
        check_pieces(engine, size);
    allege_engine_free(engine);
    check_errors();
    check_statements();
    CHECK_TEXT(allege_label_name(ALLEGE_DENIAL), 6, "denial");
    CHECK(strchr(allege_version(), '.') != NULL);
    return check_done();
}
