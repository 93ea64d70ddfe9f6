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

// ---- mistakes ----

typedef struct told {
    unsigned n;
    uint32_t line, column;
    bool last_has_no_file;
    char message[200];
} told;

static void note_error(void *user, const allege_error *error)
{
    told *t = user;
    CHECK(error->text[0] && error->message[0]);
    t->n++;
    t->line = error->line, t->column = error->column;
    t->last_has_no_file = !error->file;
    snprintf(t->message, sizeof t->message, "%s", error->message);
}

static void check_errors(void)
{
    told t = {0};
    const char *const files[] = {"no-such-file.rules", NULL};
    allege_config config = {.rule_files = files, .on_error = note_error, .user = &t};
    CHECK(allege_engine_new(&config) == NULL);
    CHECK(t.n == 1 && t.line == 0);
    CHECK_TEXT(t.message, strlen(t.message),
               "no-such-file.rules: cannot read: No such file or directory; check its name and rights");
    config.on_error = NULL;
    CHECK(allege_engine_new(&config) == NULL);
    allege_engine_free(NULL);
    allege_extractor_free(NULL);
}

static void check_place_of_error(void)
{
    static const char rules[] = "# mine\nrule b\xC3\xA9 claim/report\n  {cue: VG<V.nothing>}\n";
    told t = {0};
    const allege_rule_text texts[] = {{"mine", {rules, sizeof rules - 1}}, {NULL, {NULL, 0}}};
    allege_config config = {.rule_texts = texts, .on_error = note_error, .user = &t};
    CHECK(allege_engine_new(&config) == NULL);
    CHECK(t.n > 0 && strncmp(t.message, "mine:", 5) == 0);
    CHECK(t.line > 1 && t.column > 1 && strchr(t.message, '^') != NULL);
}

static void check_many_errors(void)
{
    char rules[30 * 8 + 1] = "";
    for (int i = 0; i < 30; i++)
        memcpy(rules + 8 * i, "nothing\n", 9);
    told t = {0};
    const allege_rule_text texts[] = {{"mine", {rules, strlen(rules)}}, {NULL, {NULL, 0}}};
    allege_config config = {.rule_texts = texts, .on_error = note_error, .user = &t};
    CHECK(allege_engine_new(&config) == NULL);
    CHECK(t.n == 21 && t.last_has_no_file);
    CHECK_TEXT(t.message, strlen(t.message), "... and 10 more errors");
}

// ---- statements ----

typedef struct kept {
    allege_record records[8];
    unsigned n;
} kept;

static void keep(void *user, const allege_record *r)
{
    kept *k = user;
    if (k->n < 8)
        k->records[k->n++] = *r;
}

static bool is_text(const char *in, allege_span span, const char *want)
{
    return span.end - span.start == strlen(want) && memcmp(in + span.start, want, strlen(want)) == 0;
}

static void check_statements(void)
{
    static const char said[] = "“Norland accused Suderia of piracy,” the mayor of Westbay said on Monday.";
    allege_config config = {.statements = ALLEGE_STATEMENTS_OUTERMOST};
    allege_engine *engine = allege_engine_new(&config);
    allege_extractor *x = allege_extractor_new(engine);
    kept k = {.n = 0};
    CHECK(allege_extract(x, said, sizeof said - 1, keep, &k));
    CHECK_INT(k.n, 2);
    for (unsigned i = 0; i < k.n; i++) { // what the copies point to is still there
        const allege_record *r = &k.records[i];
        if (r->label == ALLEGE_STATEMENT) {
            CHECK(r->ncontents == 1 && !r->within);
            CHECK(is_text(said, r->contents[0], "“Norland accused Suderia of piracy,”"));
            continue;
        }
        CHECK(r->within && r->within->ncontents == 1 && is_text(said, r->within->cue, "said"));
        CHECK(is_text(said, r->target.span, "Suderia"));
        CHECK(strcmp(allege_rule_at(engine, r->rule_number).id, r->rule) == 0);
    }
    allege_extractor_free(x);
    allege_engine_free(engine);
}

// ---- rules ----

static void check_rules(void)
{
    static const char rules[] = "rule mine policy/position\n  eg: It rained.\n  not: It snowed.\n"
                                "  {cue: VG<V.deny>}\n";
    const allege_rule_text texts[] = {{"mine", {rules, sizeof rules - 1}}, {NULL, {NULL, 0}}};
    allege_config config = {.rule_texts = texts, .no_default_rules = true};
    allege_engine *engine = allege_engine_new(&config);
    CHECK_INT(allege_rule_count(engine), 1);
    allege_rule rule = allege_rule_at(engine, 0);
    CHECK(strcmp(rule.id, "policy.mine") == 0 && strcmp(rule.kind, "position") == 0);
    CHECK(strcmp(rule.file, "mine") == 0 && rule.line == 1 && rule.label == ALLEGE_POLICY);
    CHECK_INT(allege_example_count(engine, 0), 2);
    allege_example no = allege_example_at(engine, 0, 1);
    CHECK(!no.fires && no.line == 3);
    CHECK_TEXT(no.text.bytes, no.text.length, "It snowed.");
    allege_extractor *x = allege_extractor_new(engine);
    kept k = {.n = 0};
    CHECK(allege_extract(x, "They denied it.", 15, keep, &k));
    CHECK(k.n == 1 && k.records[0].rule_number == 0);
    CHECK_INT(allege_rule_counts_of(x, 0).hits, 1);
    allege_extractor_free(x);
    allege_engine_free(engine);
}

// ---- looking inside ----

typedef struct lines {
    unsigned n;
    char first[100];
} lines;

static void count_lines(void *user, const char *bytes, size_t length)
{
    lines *l = user;
    if (l->n == 0)
        snprintf(l->first, sizeof l->first, "%.*s", (int)length, bytes);
    for (size_t i = 0; i < length; i++)
        l->n += bytes[i] == '\n';
    CHECK(length > 0 && bytes[length - 1] == '\n');
}

static void check_inside(const allege_engine *engine)
{
    size_t n;
    kept k = {.n = 0};
    lines l = {.n = 0};
    allege_extractor *x = allege_extractor_new(engine);
    allege_sentences(x, &n);
    CHECK_INT(n, 0);
    allege_dump(x, ALLEGE_ROLES, "none", ALLEGE_BYTES, count_lines, &l);
    CHECK_INT(l.n, 0);
    CHECK(allege_extract(x, text, sizeof text - 1, keep, &k));
    const allege_sentence *s = allege_sentences(x, &n);
    CHECK_INT(n, 3);
    CHECK(s[0].span.start == 0 && s[2].line == 2);
    CHECK(is_text(text, s[1].span, "It rained."));
    allege_dump(x, ALLEGE_SENTENCES, "a.txt", ALLEGE_UTF16, count_lines, &l);
    CHECK_INT(l.n, 3);
    CHECK(strncmp(l.first, "{\"doc\":\"a.txt\",\"start\":0,", 25) == 0);
    l.n = 0;
    CHECK_INT(allege_explain(x, text, sizeof text - 1, 1u << ALLEGE_CLAIM, 1, count_lines, &l), 2);
    CHECK(l.n > 5 && strncmp(l.first, "1: The minister accused", 23) == 0);
    allege_extractor_free(x);
}

static void check_version(void)
{
    char wanted[40], libraries[200];
    snprintf(wanted, sizeof wanted, "%d.%d.%d", ALLEGE_VERSION_MAJOR, ALLEGE_VERSION_MINOR,
             ALLEGE_VERSION_PATCH);
    CHECK_TEXT(allege_version(), strlen(allege_version()), wanted);
    size_t n = allege_libraries(libraries, sizeof libraries);
    CHECK(n == strlen(libraries) && strncmp(libraries, "PCRE2 ", 6) == 0 && libraries[n - 1] == '\n');
    CHECK(allege_libraries(NULL, 0) == n);
}

int main(void)
{
    allege_engine *engine = allege_engine_new(NULL);
    CHECK(engine != NULL);
    check_whole(engine);
    for (size_t size = 1; size < 80; size += 13)
        check_pieces(engine, size);
    check_inside(engine);
    allege_engine_free(engine);
    check_errors();
    check_place_of_error();
    check_many_errors();
    check_statements();
    check_rules();
    CHECK_TEXT(allege_label_name(ALLEGE_DENIAL), 6, "denial");
    check_version();
    return check_done();
}
