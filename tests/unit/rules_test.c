// SPDX-License-Identifier: MIT
// The rule language: what patterns match, and what is said of wrong ones.
#include "check.h"
#include "matcher.h"
#include "tokenizer.h"

static ag_lexicon *lex;
static ag_tokens tokens;

static void make_lexicon(void)
{
    static const char *const files[][2] = {
        {"V.accuse.txt", "accuse\n"}, {"V.blame.txt", "blame\n"}, {"V.say.txt", "say\n"},
        {"N.harm.txt", "attack\n"},   {"J.false.txt", "false\n"},
    };
    ag_diag diag = {0};
    lex = ag_lexicon_new();
    for (size_t i = 0; i < 5; i++)
        ag_lexicon_add(lex, files[i][0], files[i][1], strlen(files[i][1]), &diag);
    ag_lexicon_freeze(lex);
    CHECK_INT(diag.errors, 0);
}

// One item a word: a capital is a name, "of" and "and" themselves, known words their class.
static uint32_t make_items(const char *text, ag_item *items)
{
    ag_tokenize(text, strlen(text), &tokens);
    for (uint32_t i = 0; i < tokens.list.n; i++) {
        const ag_sense *senses;
        uint32_t n;
        ag_item *item = &items[i];
        *item = (ag_item){.first = i, .last = i + 1, .head = i, .category = AG_CAT_P};
        if (tokens.list.at[i].flags & AG_TF_CAP)
            item->category = AG_CAT_NG, item->features = AG_FEAT(NAME);
        else if (tokens.list.at[i].kind == AG_TOK_COMMA)
            item->category = AG_CAT_COMMA;
        else if (ag_lexicon_find(lex, &tokens, i, i + 1, &senses, &n)) {
            char letter = ag_lexicon_class_name(lex, senses[0].class_id)[0];
            item->category = letter == 'V' ? AG_CAT_VG : letter == 'J' ? AG_CAT_ADJ : AG_CAT_NG;
            item->classes[item->nclasses++] = senses[0].class_id;
        }
    }
    return (uint32_t)tokens.list.n;
}

typedef struct seen {
    char text[512];
    const ag_rules *rules;
    int reject;
} seen;

static bool note(void *user, const ag_match *m)
{
    seen *s = user;
    size_t n = strlen(s->text);
    n += (size_t)snprintf(s->text + n, sizeof s->text - n, "%s%s", n ? " " : "", ag_rules_info(s->rules, m->rule)->id);
    for (int r = 0; r < AG_ROLE_COUNT; r++)
        if (m->role[r].first < m->role[r].last)
            n += (size_t)snprintf(s->text + n, sizeof s->text - n, " %d=%u-%u", r, m->role[r].first, m->role[r].last);
    return s->reject-- <= 0;
}

static bool nowhere(void *user, uint32_t item)
{
    (void)user;
    (void)item;
    return false;
}

static void expect(const char *pack, const char *text, bool inside, int reject, const char *want)
{
    ag_item items[64];
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    ag_rules_add(rules, "t.rules", pack, strlen(pack), &diag);
    ag_rules_finish(rules, &diag);
    ag_diag_print(&diag, stdout);
    if (CHECK_INT(diag.errors, 0), diag.errors == 0) {
        seen s = {.rules = rules, .reject = reject};
        ag_matcher *m = ag_matcher_new(rules);
        ag_matcher_sentence(m, items, make_items(text, items), &tokens);
        ag_matcher_run(m, true, inside ? NULL : nowhere, note, &s);
        CHECK_TEXT(s.text, strlen(s.text), want);
        ag_matcher_free(m);
    }
    ag_rules_free(rules);
    ag_diag_free(&diag);
}

#define RULE(header, pattern) "rule " header "\n  eg: x\n  " pattern "\n"

static void patterns(void)
{
    const char *simple = RULE("a claim/accusation", "{source: NG} {cue: VG<V.accuse>} {target: NG}");
    expect(simple, "Rome accused Oslo", true, 0, "claim.a 0=0-1 1=1-2 2=2-3");
    expect(simple, "Rome blamed Oslo", true, 0, "");
    expect(RULE("a claim/accusation", "{cue: VG<V.accuse|V.blame>}"), "Rome blamed Oslo", true, 0, "claim.a 1=1-2");
    expect("set BOTH = V.accuse | V.blame\n" RULE("a claim/accusation", "{cue: <BOTH>}"), "Rome blamed Oslo", true, 0, "claim.a 1=1-2");
    expect("define NP = NG (\"of\" NG)*\n" RULE("a claim/accusation", "{cue: <V.blame>} {target: NP}"), "Rome blamed Oslo of Nor", true, 0, "claim.a 1=1-2 2=2-5");
    expect(RULE("a claim/accusation", "{cue: <!V.blame & V.accuse>}"), "Rome accused Oslo", true, 0, "claim.a 1=1-2");
    expect(RULE("a claim/accusation", "{cue: NG[+name]} VG"), "Rome accused Oslo", true, 0, "claim.a 1=0-1");
    expect(RULE("a claim/accusation", "{cue: NG[-name]}"), "Rome accused Oslo of attack", true, 0, "claim.a 1=4-5");
    expect(RULE("a claim/accusation", "{cue: VG} (?!\"of\")"), "Rome accused of", true, 0, "");
    expect(RULE("a claim/accusation", "^ .{2} {cue: NG} $"), "Rome accused Oslo", true, 0, "claim.a 1=2-3");
    expect(RULE("a claim/accusation", "{act: .*?} {cue: \"of|from\"}"), "Rome accused Oslo of attack", true, 0, "claim.a 1=3-4 3=0-3");
    expect(RULE("a claim/accusation", "(NG|VG)<V.blame> {cue: NG}"), "Rome blamed Oslo", true, 0, "claim.a 1=2-3");
}

static void every_cue_is_tried(void)
{
    expect(RULE("a claim/accusation", "{source: NG} .*? {cue: VG}"), "Rome accused Oslo and blamed Bern", true, 0, "claim.a 0=0-1 1=1-2 claim.a 0=0-1 1=4-5");
}

static void priorities(void)
{
    const char *two = RULE("a claim/accusation", "{cue: VG}") RULE("b claim/report", "{cue: VG} NG") RULE("c denial/denial", "{cue: VG}");
    expect(two, "Rome accused Oslo", true, 0, "claim.a 1=1-2 denial.c 1=1-2");
    expect(two, "Rome accused Oslo", true, 1, "claim.a 1=1-2 claim.b 1=1-2 denial.c 1=1-2");
    expect(RULE("a claim/accusation", "{cue: VG} \"of\"\n  | {cue: VG} NG"), "Rome accused Oslo", true, 0, "claim.a 1=1-2");
    expect(RULE("a claim/accusation within statement", "{cue: VG}"), "Rome accused Oslo", false, 0, "");
    expect(RULE("a claim/accusation within statement", "{cue: VG}"), "Rome accused Oslo", true, 0, "claim.a 1=1-2");
}

static void a_later_file_replaces(void)
{
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    const char *first = RULE("a claim/accusation", "{cue: VG}"), *second = RULE("a claim/report", "{cue: NG}");
    ag_rules_add(rules, "one.rules", first, strlen(first), &diag);
    ag_rules_add(rules, "two.rules", second, strlen(second), &diag);
    CHECK_INT(diag.errors, 0);
    CHECK_INT(ag_rules_count(rules), 1);
    CHECK_TEXT(ag_rules_info(rules, 0)->kind, strlen(ag_rules_info(rules, 0)->kind), "report");
    ag_rules_free(rules);
    ag_diag_free(&diag);
}

static void wrong(const char *pack, uint32_t line, uint32_t column, const char *part)
{
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    ag_rules_add(rules, "t.rules", pack, strlen(pack), &diag);
    ag_rules_finish(rules, &diag);
    if (CHECK(diag.list.n > 0)) {
        CHECK_INT(diag.list.at[0].line, line);
        CHECK_INT(diag.list.at[0].column, column);
        if (!CHECK(strstr(diag.list.at[0].text, part) != NULL))
            printf("    %s\n", diag.list.at[0].text);
    }
    ag_rules_free(rules);
    ag_diag_free(&diag);
}

static void errors(void)
{
    wrong(RULE("a claim/accusation", "{cue: VG<V.acuse>}"), 3, 12, "did you mean V.accuse");
    wrong(RULE("a claim/accusation", "{cue: VX}"), 3, 9, "neither a category nor a definition");
    wrong(RULE("a claim/accusation", "{cue: VG[+fast]}"), 3, 13, "unknown feature");
    wrong(RULE("a claim/accusation", "{cue: VG"), 3, 3, "no closing }");
    wrong(RULE("a claim/accusation", "(NG {cue: VG}"), 3, 3, "no closing )");
    wrong(RULE("a claim/accusation", "{cue: \"of}"), 3, 9, "no closing quotation mark");
    wrong(RULE("a claim/accusation", "{who: VG}"), 3, 4, "expected source:");
    wrong(RULE("a claim/accusation", "NG VG"), 3, 3, "without a cue");
    wrong(RULE("a claim/accusation", "NG {cue: VG}?"), 3, 3, "without a cue");
    wrong(RULE("a claim/accusation", "{cue: VG*}"), 3, 3, "always there");
    wrong(RULE("a claim/denial", "{cue: VG}"), 1, 13, "no kind of claim");
    wrong(RULE("a gossip/denial", "{cue: VG}"), 1, 8, "label claim");
    wrong("rule a claim/report\n  {cue: VG}\n", 1, 1, "no example");
    wrong("rule a claim/report\n  eg: x\n", 1, 1, "no pattern");
    wrong("nonsense\n", 1, 1, "expected set, define, rule");
    wrong("define A = A\n" RULE("a claim/report", "{cue: A}"), 1, 12, "contains itself");
    wrong(RULE("a claim/report", "{cue: VG}") RULE("a claim/report", "{cue: VG}"), 4, 1, "stands at line 1");
}

// A pattern that backtracks without end stops at the limit, counts it, and is no match.
static void limits(void)
{
    static const char pack[] = RULE("a claim/report", "((NG|P)*)* ((NG|P)*)* ((NG|P)*)* {cue: VG} NG[+past +inst]");
    ag_item items[64];
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    ag_rules_add(rules, "t.rules", pack, sizeof pack - 1, &diag);
    ag_rules_finish(rules, &diag);
    CHECK_INT(diag.errors, 0);
    seen s = {.rules = rules};
    ag_matcher *m = ag_matcher_new(rules);
    ag_matcher_sentence(m, items, make_items("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z accused Of", items), &tokens);
    ag_matcher_run(m, true, NULL, note, &s);
    CHECK_TEXT(s.text, strlen(s.text), "");
    CHECK_INT(ag_matcher_stats(m, 0)->tries, 1);
    CHECK_INT(ag_matcher_stats(m, 0)->limit_hits, 1);
    ag_matcher_free(m);
    ag_rules_free(rules);
    ag_diag_free(&diag);
}

typedef struct nearest {
    int calls;
    uint32_t furthest;
    char expected[80];
} nearest;

static void note_near(void *user, uint32_t rule, uint32_t cue, uint32_t furthest, const char *expected)
{
    nearest *n = user;
    (void)rule;
    (void)cue;
    n->calls++;
    n->furthest = furthest;
    snprintf(n->expected, sizeof n->expected, "%s", expected);
}

static void near_misses(void)
{
    static const char pack[] = RULE("a claim/report", "{source: NG} {cue: VG<V.accuse>} \"of\"");
    ag_item items[64];
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    ag_rules_add(rules, "t.rules", pack, sizeof pack - 1, &diag);
    ag_rules_finish(rules, &diag);
    nearest n = {0};
    ag_matcher *m = ag_matcher_new(rules);
    ag_matcher_sentence(m, items, make_items("Rome accused Oslo", items), &tokens);
    ag_matcher_near(m, note_near, &n);
    CHECK_INT(n.calls, 1);
    CHECK_INT(n.furthest, 2);
    CHECK_TEXT(n.expected, strlen(n.expected), "\"of\"");
    ag_matcher_free(m);
    ag_rules_free(rules);
    ag_diag_free(&diag);
}

int main(void)
{
    make_lexicon();
    patterns();
    every_cue_is_tried();
    priorities();
    a_later_file_replaces();
    errors();
    limits();
    near_misses();
    ag_lexicon_free(lex);
    ag_tokens_free(&tokens);
    return check_done();
}
