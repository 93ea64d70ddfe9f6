// SPDX-License-Identifier: MIT
// The rule language and the matcher, on items built by hand. The messages for wrong rule files are in
// tests/rule_errors.
#include "check.h"
#include "lexicon.h"
#include "limits.h"
#include "matcher.h"
#include "strbuf.h"

#include <dirent.h>
#include <stdlib.h>

// ---- a small lexicon, rules, and what they find ----

static ag_lexicon *lex;

static void build_lexicon(void)
{
    static const char *const files[][2] = {
        {"V.accuse.txt", "accuse\n"},
        {"V.blame.txt", "blame\ncharge\n"},
        {"V.say.txt", "say\n"},
        {"V.charge.txt", "charge\naccuse\n"},
        {"N.harm.txt", "attack\nhack\n"},
        {"N.time.txt", "monday\n"},
        {"N.lie.txt", "lie\nhack\n"},
        {"J.false.txt", "false\n"},
        {"R.according.txt", "according to\n"},
    };
    ag_diag diag = {0};
    lex = ag_lexicon_new();
    for (size_t i = 0; i < AG_ARRAY_LEN(files); i++)
        ag_lexicon_add(lex, files[i][0], files[i][1], strlen(files[i][1]), &diag);
    ag_lexicon_freeze(lex);
    CHECK_INT(diag.errors, 0);
    ag_diag_free(&diag);
}

static ag_rules *compile(const char *text, uint32_t errors)
{
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    ag_rules_add(rules, "test.rules", text, strlen(text), &diag);
    ag_rules_finish(rules, &diag);
    CHECK_INT(diag.errors, errors);
    if (diag.errors != errors)
        ag_diag_print(&diag, stdout);
    ag_diag_free(&diag);
    return rules;
}

typedef struct sentence {
    ag_items items;
    ag_tokens tokens;
} sentence;

static uint32_t name_index(const char *const *names, const char *name)
{
    uint32_t i = 0;
    while (names[i] && strcmp(names[i], name) != 0)
        i++;
    if (!names[i])
        printf("the test names an unknown %s\n", name);
    return i;
}

static const char *const category_names[] = {
#define X(id, name, meaning) name,
    AG_CATEGORIES(X)
#undef X
        NULL};

static const char *const feature_names[] = {
#define X(id, name, meaning) name,
    AG_FEATURES(X)
#undef X
        NULL};

static uint16_t class_named(const char *name)
{
    uint16_t id = ag_lexicon_class(lex, name, strlen(name));
    CHECK(id != UINT16_MAX);
    return id;
}

static void sort_ids(uint16_t *ids, uint8_t n)
{
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0 && ids[j] < ids[j - 1]; j--) {
            uint16_t t = ids[j];
            ids[j] = ids[j - 1];
            ids[j - 1] = t;
        }
}

static void add_token(ag_tokens *tokens, const char *word)
{
    ag_token t = {.fold = (uint32_t)tokens->folded.n,
                  .fold_len = (uint16_t)strlen(word),
                  .hash = ag_hash_word(word, strlen(word))};
    for (const char *c = word; *c; c++)
        ag_push(&tokens->folded, *c);
    ag_push(&tokens->list, t);
}

// An item is written CATEGORY, then any of <class, ~modifier class, +feature, =word, *2 for two tokens.
static void add_item(sentence *s, char *text)
{
    ag_item item = {0};
    uint32_t tokens = 1;
    const char *word = "x";
    char mark = '\0';
    for (char *part = text; *part;) {
        size_t end = strcspn(part, "<~+=*");
        char next = part[end];
        part[end] = '\0';
        if (mark == '\0')
            item.category = (uint8_t)name_index(category_names, part);
        else if (mark == '<')
            item.classes[item.nclasses++] = class_named(part);
        else if (mark == '~')
            item.modifiers[item.nmodifiers++] = class_named(part);
        else if (mark == '+')
            item.features |= 1u << name_index(feature_names, part);
        else if (mark == '=')
            word = part;
        else
            tokens = (uint32_t)(*part - '0');
        if (!next)
            break;
        mark = next;
        part += end + 1;
    }
    sort_ids(item.classes, item.nclasses);
    item.first = (uint32_t)s->tokens.list.n;
    item.last = item.first + tokens;
    while (tokens--)
        add_token(&s->tokens, word);
    ag_push(&s->items, item);
}

static sentence make_sentence(const char *text)
{
    sentence s = {0};
    char *copy = ag_xstrndup(text, strlen(text));
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        add_item(&s, word);
    free(copy);
    return s;
}

static void free_sentence(sentence *s)
{
    ag_free(&s->items);
    ag_free(&s->tokens.list);
    ag_free(&s->tokens.folded);
}

// What a run found, as text: "claim.a source=0-1 cue=1-2; ...".
typedef struct found {
    const ag_rules *rules;
    ag_strbuf text;
    const char *reject;   // id of a rule whose matches are refused
    uint32_t inside_from; // items from here on are inside a statement
} found;

static bool note_match(void *user, const ag_match *match)
{
    static const char *const roles[] = {"source", "cue", "target", "act", "content"};
    found *f = user;
    const char *id = ag_rules_info(f->rules, match->rule)->id;
    const bool rejected = f->reject && strcmp(f->reject, id) == 0;
    if (f->text.len)
        ag_strbuf_add_text(&f->text, "; ");
    ag_strbuf_add_text(&f->text, rejected ? "not " : "");
    ag_strbuf_add_text(&f->text, id);
    for (int r = 0; r < AG_ROLE_COUNT; r++)
        if (match->role[r].first < match->role[r].last) {
            ag_strbuf_add_char(&f->text, ' ');
            ag_strbuf_add_text(&f->text, roles[r]);
            ag_strbuf_add_char(&f->text, '=');
            ag_strbuf_add_uint(&f->text, match->role[r].first);
            ag_strbuf_add_char(&f->text, '-');
            ag_strbuf_add_uint(&f->text, match->role[r].last);
        }
    return !rejected;
}

static bool is_inside(void *user, uint32_t item)
{
    const found *f = user;
    return item >= f->inside_from;
}

static void run_both(ag_matcher *m, const char *items, found *f)
{
    sentence s = make_sentence(items);
    ag_matcher_sentence(m, s.items.at, (uint32_t)s.items.n, &s.tokens);
    ag_matcher_run(m, false, NULL, note_match, f);
    ag_matcher_run(m, true, is_inside, note_match, f);
    free_sentence(&s);
}

// A rule claim.a around a pattern.
static char *around(const char *pattern)
{
    ag_strbuf b = {0};
    ag_strbuf_add_text(&b, "set BLAME = V.accuse | V.blame\n"
                           "define NP = NPOSS* NG (\"of\" NPOSS* NG)*\n"
                           "rule a claim/accusation\n  eg: x\n  ");
    ag_strbuf_add_text(&b, pattern);
    ag_strbuf_add_char(&b, '\n');
    ag_strbuf_add_char(&b, '\0');
    return b.ptr;
}

static void check_found(const char *rules_text, const char *items, const char *want, int line)
{
    ag_rules *rules = compile(rules_text, 0);
    ag_matcher *m = ag_matcher_new(rules);
    found f = {.rules = rules, .inside_from = 0};
    run_both(m, items, &f);
    check_text(f.text.ptr, f.text.len, want, __FILE__, line, items);
    ag_strbuf_free(&f.text);
    ag_matcher_free(m);
    ag_rules_free(rules);
}

static void check_pattern(const char *pattern, const char *items, const char *want, int line)
{
    char *text = around(pattern);
    check_found(text, items, want, line);
    free(text);
}

#define FOUND(rules, items, want) check_found(rules, items, want, __LINE__)
#define PATTERN(pattern, items, want) check_pattern(pattern, items, want, __LINE__)

// ---- what an atom accepts ----

static void categories(void)
{
    PATTERN("{source: NG} {cue: VG}", "NG VG", "claim.a source=0-1 cue=1-2");
    PATTERN("{source: NG} {cue: VG}", "NPOSS VG", "");
    PATTERN("{source: .} {cue: VG}", "NPOSS VG", "claim.a source=0-1 cue=1-2");
    PATTERN("{source: (NG|NPOSS)+} {cue: VG}", "NPOSS NG VG", "claim.a source=0-2 cue=2-3");
    PATTERN("{source: (NG|NPOSS)[+actor]} {cue: VG}", "NG NPOSS+actor VG", "claim.a source=1-2 cue=2-3");
    PATTERN("NG STOP {cue: VG}", "NG STOP VG", "claim.a cue=2-3");
}

static void classes_and_sets(void)
{
    PATTERN("{cue: VG<V.accuse>}", "VG<V.accuse", "claim.a cue=0-1");
    PATTERN("{cue: VG<V.accuse>}", "VG<V.say VG", "");
    PATTERN("{cue: VG<BLAME>}", "VG<V.blame", "claim.a cue=0-1");
    PATTERN("{cue: <BLAME|V.say>}", "VING<V.say", "claim.a cue=0-1");
    PATTERN("{cue: (VG|VED)<BLAME>}", "VED<V.blame VTO<V.blame", "claim.a cue=0-1");
    PATTERN("{cue: VG<V.accuse>}", "VG<V.charge<V.accuse", "claim.a cue=0-1");
    PATTERN("{cue: VG<V.say|N.harm>}", "VG<N.harm VG<V.say", "claim.a cue=0-1; claim.a cue=1-2");
}

static void negated_classes(void)
{
    PATTERN("{cue: VG} NG<!N.time>", "VG NG<N.harm", "claim.a cue=0-1");
    PATTERN("{cue: VG} NG<!N.time>", "VG NG", "claim.a cue=0-1");
    PATTERN("{cue: VG} NG<!N.time>", "VG NG<N.time", "");
    PATTERN("{cue: VG} NG<!N.time|N.lie>", "VG NG<N.lie", "");
    PATTERN("{cue: NG<N.harm & !N.lie>}", "NG<N.harm<N.lie NG<N.harm", "claim.a cue=1-2");
    PATTERN("{cue: NG<N.harm & N.lie>}", "NG<N.harm<N.lie NG<N.harm", "claim.a cue=0-1");
    PATTERN("{cue: VG<V.accuse> } <V.say & N.harm>", "VG<V.accuse NG<V.say VG<V.accuse NG<V.say<N.harm",
            "claim.a cue=2-3");
}

static void modifiers(void)
{
    PATTERN("{cue: NG<mod:N.harm>}", "NG~N.harm NG<N.harm", "claim.a cue=0-1");
    PATTERN("{cue: VG} NG<!mod:N.harm>", "VG NG~N.harm", "");
    PATTERN("{cue: VG} NG<!mod:N.harm>", "VG NG~N.lie", "claim.a cue=0-1");
    PATTERN("{cue: VG} NG<N.lie & mod:N.harm|mod:J.false>", "VG NG<N.lie VG NG<N.lie~J.false",
            "claim.a cue=2-3");
}

static void features(void)
{
    PATTERN("{cue: VG<V.say>[+passive]}", "VG<V.say VG<V.say+passive", "claim.a cue=1-2");
    PATTERN("{cue: VG<V.say>[-passive -neg]}", "VG<V.say+neg VG<V.say+passive VG<V.say+question",
            "claim.a cue=2-3");
    PATTERN("{cue: VG[+past -question]} <J.false>[+name]", "VG+past ADJ<J.false+name", "claim.a cue=0-1");
    PATTERN("{cue: VG} .[+first]", "VG NG VG NG+first", "claim.a cue=2-3");
}

static void literals(void)
{
    PATTERN("{cue: VG} \"of\"", "VG P=of", "claim.a cue=0-1");
    PATTERN("{cue: VG} \"of\"", "VG P=off", "");
    PATTERN("{cue: VG} \"OF|from\"", "VG P=from VG P=of", "claim.a cue=0-1; claim.a cue=2-3");
    PATTERN("{cue: VG} \"of\"", "VG P=of*2", "");
    PATTERN("{cue: \"nothing\"} P", "NG=nothing P", "claim.a cue=0-1");
    PATTERN("{cue: VG} \"l'été\"", "VG P=l'été", "claim.a cue=0-1");
}

// More words than one unit can tell apart.
static void many_literals(void)
{
    ag_strbuf b = {0};
    ag_strbuf_add_text(&b, "rule a claim/report\n  eg: x\n  {cue: VG} (NEG");
    for (unsigned i = 0; i < 450; i += 3) {
        ag_strbuf_add_text(&b, "|\"");
        for (unsigned k = i; k < i + 3; k++) {
            ag_strbuf_add_text(&b, k > i ? "|w" : "w");
            ag_strbuf_add_uint(&b, k);
        }
        ag_strbuf_add_text(&b, "\"");
    }
    ag_strbuf_add_text(&b, ")\nrule b denial/doubt\n  eg: x\n  {cue: VG} \"w1|w200|w449\"\n");
    ag_strbuf_add_char(&b, '\0');
    FOUND(b.ptr, "VG P=w1", "claim.a cue=0-1; denial.b cue=0-1");
    FOUND(b.ptr, "VG P=w200", "claim.a cue=0-1; denial.b cue=0-1");
    FOUND(b.ptr, "VG P=w449", "claim.a cue=0-1; denial.b cue=0-1");
    FOUND(b.ptr, "VG P=w390", "claim.a cue=0-1");
    FOUND(b.ptr, "VG P=w450", "");
    ag_strbuf_free(&b);
}

// ---- groups ----

static void groups_and_quantifiers(void)
{
    PATTERN("{source: NP} {cue: VG}", "NG P=of NPOSS NG VG", "claim.a source=0-4 cue=4-5");
    PATTERN("{cue: VG} (NG|P NG){2}", "VG P NG NG", "claim.a cue=0-1");
    PATTERN("{cue: VG} {act: NG{1,2}} NG", "VG NG NG NG", "claim.a cue=0-1 act=1-3");
    PATTERN("{cue: VG} {act: NG+}", "VG NG NG", "claim.a cue=0-1 act=1-3");
    PATTERN("{cue: VG} {act: NG+?}", "VG NG NG", "claim.a cue=0-1 act=1-2");
    PATTERN("{cue: VG} {act: NG??} NG", "VG NG NG", "claim.a cue=0-1");
    PATTERN("{cue: VG} {act: NG?} NG", "VG NG NG", "claim.a cue=0-1 act=1-2");
    PATTERN("{cue: VG} {act: NG*+} NG", "VG NG NG", "");
    PATTERN("{cue: VG} {act: NG*} NG", "VG NG NG", "claim.a cue=0-1 act=1-2");
    PATTERN("{cue: VG} {act: NG{2,}}", "VG NG NG NG", "claim.a cue=0-1 act=1-4");
    PATTERN("{cue: VG} (\"of\" {act: NG})?", "VG NG", "claim.a cue=0-1");
}

static void roles(void)
{
    PATTERN("{source: {target: NG}} {act: {cue: VG} NG?}", "NG VG NG",
            "claim.a source=0-1 cue=1-2 target=0-1 act=1-3");
    PATTERN("{cue: VG} (P {target: NG}|{target: NG})", "VG NG", "claim.a cue=0-1 target=1-2");
    PATTERN("({cue: VG} {target: NG}|{target: NG} {cue: VED})", "NG VED", "claim.a cue=1-2 target=0-1");
    PATTERN("{cue: VG} {target: NG} {target: P}", "VG NG P", "claim.a cue=0-1 target=1-2");
    PATTERN("{content: .+} COMMA {cue: VG NG}", "NG NG COMMA VG NG", "claim.a cue=3-5 content=0-2");
    PATTERN("{cue: (ADJ<J.false>|\"behind\")} P", "P=behind P ADJ<J.false P",
            "claim.a cue=0-1; claim.a cue=2-3");
}

static void anchors_and_looks(void)
{
    PATTERN("^ {cue: VG}", "VG VG", "claim.a cue=0-1");
    PATTERN("{cue: VG} $", "VG VG", "claim.a cue=1-2");
    PATTERN("{cue: VG} (STOP|$)", "VG STOP VG", "claim.a cue=0-1; claim.a cue=2-3");
    PATTERN("{cue: VG} (?=NG)", "VG VG NG", "claim.a cue=1-2");
    PATTERN("{cue: VG} (?!NG)", "VG NG VG", "claim.a cue=2-3");
    PATTERN("(?<=NG P) {cue: VG}", "VG NG P VG", "claim.a cue=3-4");
    PATTERN("(?<!NEG|\"not\") {cue: VG}", "NEG VG ADV=not VG NG VG", "claim.a cue=5-6");
    PATTERN("{cue: (?!VG[+neg]) VG}", "VG+neg VG", "claim.a cue=1-2");
}

static void definitions_across_lines(void)
{
    FOUND("# names may be used before their place\n"
          "rule a claim/report\n"
          "  note: free text\n"
          "  eg: x\n"
          "  not: y\n"
          "  {source: SRC} # a comment\n"
          "    {cue: VG}\n"
          "  | {cue: VED}   # further\n"
          "    \"by\" {source: SRC}\n"
          "define SRC = (NG\n"
          "   | NPOSS NG)\n",
          "NPOSS NG VG VED P=by NG", "claim.a source=0-2 cue=2-3; claim.a source=5-6 cue=3-4");
}

// ---- which rule, where ----

static const char two_labels[] = "rule first claim/report\n  eg: x\n  {cue: VG<V.say>} {target: NG}\n"
                                 "rule no denial/doubt\n  eg: x\n  {cue: VG}\n"
                                 "rule second claim/report\n  eg: x\n  {cue: VG}\n"
                                 "rule said statement/speech\n  eg: x\n  {source: NG} {cue: VG<V.say>}\n";

static void first_rule_of_a_label_wins(void)
{
    FOUND(two_labels, "VG<V.say NG", "claim.first cue=0-1 target=1-2; denial.no cue=0-1");
    FOUND(two_labels, "VG<V.say", "denial.no cue=0-1; claim.second cue=0-1");
    FOUND(two_labels, "NG VG<V.say",
          "statement.said source=0-1 cue=1-2; denial.no cue=1-2; claim.second cue=1-2");
}

static void every_cue_of_a_sentence(void)
{
    PATTERN("{source: NG} .*? {cue: VG<BLAME>} {target: NG}", "NG VG<V.accuse NG CONJ VG<V.blame NG",
            "claim.a source=0-1 cue=1-2 target=2-3; claim.a source=0-1 cue=4-5 target=5-6");
}

static void a_rejected_match_lets_the_next_rule_try(void)
{
    ag_rules *rules = compile(two_labels, 0);
    ag_matcher *m = ag_matcher_new(rules);
    found f = {.rules = rules, .reject = "claim.first"};
    run_both(m, "VG<V.say NG", &f);
    CHECK_TEXT(f.text.ptr, f.text.len,
               "not claim.first cue=0-1 target=1-2; denial.no cue=0-1; claim.second cue=0-1");
    CHECK_INT(ag_matcher_stats(m, 0)->tries, 1);
    CHECK_INT(ag_matcher_stats(m, 0)->hits, 0);
    CHECK_INT(ag_matcher_stats(m, 2)->hits, 1);
    ag_strbuf_free(&f.text);
    ag_matcher_free(m);
    ag_rules_free(rules);
}

static void within_a_statement(void)
{
    ag_rules *rules = compile("rule a claim/report within statement\n  eg: x\n  {cue: VG}\n", 0);
    ag_matcher *m = ag_matcher_new(rules);
    found f = {.rules = rules, .inside_from = 2};
    run_both(m, "VG NG VG", &f);
    CHECK_TEXT(f.text.ptr, f.text.len, "claim.a cue=2-3");
    CHECK_INT(ag_rules_info(rules, 0)->scope, AG_WITHIN_STATEMENT);
    ag_strbuf_free(&f.text);
    ag_matcher_free(m);
    ag_rules_free(rules);
}

static void a_later_file_replaces_a_rule(void)
{
    static const char old[] =
        "rule a claim/report\n  eg: x\n  {cue: VG}\nrule b claim/report\n  eg: y\n  {cue: VG} .\n";
    static const char new[] = "\nrule a claim/report\n  eg: one\n  not: two\n  {cue: VG} NG\n";
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    const ag_rule_example *examples;
    CHECK(ag_rules_add(rules, "old.rules", old, strlen(old), &diag));
    CHECK(ag_rules_add(rules, "new.rules", new, strlen(new), &diag));
    CHECK(ag_rules_finish(rules, &diag));
    CHECK_INT(ag_rules_count(rules), 2);
    CHECK(strcmp(ag_rules_info(rules, 0)->id, "claim.a") == 0);
    CHECK(strcmp(ag_rules_info(rules, 0)->file, "new.rules") == 0);
    CHECK(strcmp(ag_rules_info(rules, 0)->kind, "report") == 0);
    CHECK_INT(ag_rules_info(rules, 0)->line, 2);
    CHECK_INT(ag_rules_examples(rules, 0, &examples), 2);
    CHECK_TEXT(examples[1].text, examples[1].len, "two");
    CHECK(examples[0].positive && !examples[1].positive);
    CHECK_INT(examples[1].line, 4);
    ag_rules_free(rules);
    ag_diag_free(&diag);
}

// ---- limits ----

// Every way of sharing n items out over nested groups is tried before the pattern fails.
static void a_runaway_pattern_is_stopped(void)
{
    char *text = around("{cue: VG} ((NG|NG NG)* (NG|P)*)* (NG* NG*)* (NG* NG*)* ADJ");
    ag_rules *rules = compile(text, 0);
    ag_matcher *m = ag_matcher_new(rules);
    found f = {.rules = rules};
    run_both(
        m,
        "VG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG NG P VG ADJ=x",
        &f);
    CHECK_TEXT(f.text.ptr, f.text.len, "claim.a cue=30-31");
    CHECK_INT(ag_matcher_stats(m, 0)->limit_hits, 1);
    ag_strbuf_free(&f.text);
    ag_matcher_free(m);
    ag_rules_free(rules);
    free(text);
}

static void a_sentence_without_a_needed_item_is_not_tried(void)
{
    char *text = around("{cue: VG} .* (ADJ<J.false>|\"lie\")");
    ag_rules *rules = compile(text, 0);
    ag_matcher *m = ag_matcher_new(rules);
    found f = {.rules = rules};
    run_both(m, "VG NG NG", &f);
    CHECK_INT(ag_matcher_stats(m, 0)->tries, 0);
    run_both(m, "VG NG NG=lie", &f);
    CHECK_INT(ag_matcher_stats(m, 0)->tries, 1);
    CHECK_TEXT(f.text.ptr, f.text.len, "claim.a cue=0-1");
    ag_strbuf_free(&f.text);
    ag_matcher_free(m);
    ag_rules_free(rules);
    free(text);
}

// How often PCRE2 runs a pattern over a sentence, and what it finds.
static void check_tries(const char *pattern, const char *items, uint64_t tries, const char *wanted)
{
    char *text = around(pattern);
    ag_rules *rules = compile(text, 0);
    ag_matcher *m = ag_matcher_new(rules);
    found f = {.rules = rules};
    run_both(m, items, &f);
    CHECK_INT(ag_matcher_stats(m, 0)->tries, tries);
    CHECK_TEXT(f.text.ptr ? f.text.ptr : "", f.text.len, wanted);
    ag_strbuf_free(&f.text);
    ag_matcher_free(m);
    ag_rules_free(rules);
    free(text);
}

static void what_stands_around_a_cue_is_asked_first(void)
{
    check_tries("NG {cue: VG} ADV? ADJ", "NG VG NG ADJ", 0, "");
    check_tries("NG {cue: VG} ADV? ADJ", "NG VG ADV ADJ", 1, "claim.a cue=1-2");
    check_tries("\"as\" {cue: VG}", "P=of VG", 0, "");
    check_tries("\"as\" {cue: VG}", "P=as VG", 1, "claim.a cue=1-2");
    check_tries("\"as\"? {cue: VG}", "P=of VG", 1, "claim.a cue=1-2");
    check_tries("^ {cue: VG} ADV? $", "VG ADV", 1, "claim.a cue=0-1");
    check_tries("^ {cue: VG} ADV? $", "NG VG ADV", 0, "");
    check_tries("^ {cue: VG} ADV? $", "VG NG", 0, "");
    check_tries("{cue: VG} (?=ADJ) .", "VG NG", 0, "");
    check_tries("{cue: VG} (?=ADJ) .", "VG ADJ", 1, "claim.a cue=0-1");
    check_tries("{cue: VG} (?!ADJ) .", "VG NG", 1, "claim.a cue=0-1");
    check_tries("({cue: VG} ADJ | P {cue: NG})", "P NG NG", 2, "claim.a cue=1-2");
}

static void what_stands_on_one_side_of_a_cue_is_asked_first(void)
{
    check_tries("VG<V.say> .* {cue: VG<V.accuse>}", "VG<V.accuse NG VG<V.say", 0, "");
    check_tries("VG<V.say> .* {cue: VG<V.accuse>}", "VG<V.say NG VG<V.accuse", 1, "claim.a cue=2-3");
    check_tries("{cue: VG<V.accuse>} .* \"lie\"", "NG=lie VG<V.accuse NG", 0, "");
    check_tries("{cue: VG<V.accuse>} .* \"lie\"", "VG<V.accuse NG NG=lie", 1, "claim.a cue=0-1");
    check_tries("(VG<V.say> NG | \"lie\") {cue: VG<V.accuse>}", "NG VG<V.accuse VG<V.say", 0, "");
    check_tries("(?=.* \"lie\") NG {cue: VG<V.accuse>}", "NG VG<V.accuse NG=lie", 1, "claim.a cue=1-2");
}

static void long_and_empty_sentences(void)
{
    ag_strbuf b = {0};
    for (int i = 0; i < AG_MAX_ITEMS + 100; i++)
        ag_strbuf_add_text(&b, "NG ");
    ag_strbuf_add_text(&b, "VG");
    ag_strbuf_add_char(&b, '\0');
    PATTERN("{source: NG} {cue: VG}", b.ptr, "");
    PATTERN("{source: NG} {cue: VG}", "", "");
    ag_strbuf_free(&b);
}

static void no_rules_at_all(void)
{
    FOUND("", "NG VG", "");
    FOUND("# nothing\n", "", "");
}

// A combination that no word of the lexicon has: one of its classes stands for it, the same one every time.
static void an_unknown_combination_of_classes(void)
{
    PATTERN("{cue: VG<V.say|V.blame>}", "VG<V.say<V.blame", "claim.a cue=0-1");
    PATTERN("{cue: VG<V.say & !V.blame>}", "VG<V.say", "claim.a cue=0-1");
}

// ---- near misses ----

// "cue first-last failed/missing expected;"
static void note_near(void *user, const ag_near *near)
{
    static const char *const kinds[] = {"matches", "condition", "item", "cue"};
    ag_strbuf *b = user;
    ag_strbuf_add_uint(b, near->cue);
    ag_strbuf_add_char(b, ' ');
    ag_strbuf_add_text(b, kinds[near->kind]);
    ag_strbuf_add_char(b, ' ');
    ag_strbuf_add_uint(b, near->first);
    ag_strbuf_add_char(b, '-');
    ag_strbuf_add_uint(b, near->last);
    ag_strbuf_add_char(b, ' ');
    ag_strbuf_add_uint(b, near->at);
    ag_strbuf_add_char(b, '/');
    ag_strbuf_add_uint(b, near->missing);
    ag_strbuf_add_char(b, ' ');
    ag_strbuf_add(b, near->expected.ptr, near->expected.len);
    ag_strbuf_add_char(b, ';');
}

static void check_near(const char *pattern, const char *items, const char *want, int line)
{
    char *text = around(pattern);
    ag_rules *rules = compile(text, 0);
    ag_matcher *m = ag_matcher_new(rules);
    sentence s = make_sentence(items);
    ag_strbuf b = {0};
    ag_matcher_sentence(m, s.items.at, (uint32_t)s.items.n, &s.tokens);
    ag_matcher_near(m, note_near, &b);
    check_text(b.ptr, b.len, want, __FILE__, line, items);
    ag_strbuf_free(&b);
    free_sentence(&s);
    ag_matcher_free(m);
    ag_rules_free(rules);
    free(text);
}

#define NEAR(pattern, items, want) check_near(pattern, items, want, __LINE__)

static void near_misses(void)
{
    NEAR("{source: NP} {cue: VG<BLAME>} {target: NP} ADV* \"of\" {act: .+}", "NG VG<V.accuse NG P=from NG",
         "1 item 0-3 3/2 \"of\";");
    NEAR("{source: NP} {cue: VG<BLAME>}", "ADV VG<V.accuse", "1 item 0-0 0/2 NG;");
    NEAR("{source: NG} {cue: VG<BLAME>}", "NG VG<V.accuse", "1 matches 0-2 0/0 ;");
    NEAR("{cue: VG<BLAME>} NG\n  | {cue: VG<BLAME>} P NG[+actor]", "VG<V.accuse P NG",
         "0 item 0-2 2/1 NG[+actor];");
    NEAR("{cue: VG<BLAME>} NG", "VG<V.accuse", "0 item 0-1 1/1 NG;");
    NEAR("{cue: VG<V.say>} NG", "VG<V.accuse", "");
    NEAR("{cue: VG<BLAME>} (NG P | ADV) NG NG", "VG<V.accuse NG P STOP", "0 item 0-3 3/2 NG;");
    // A look tells where it failed by what it asks for, unless what stands behind it fails too.
    NEAR("{cue: VG<BLAME>} (?!NG[+actor]) .", "VG<V.accuse NG+actor", "0 item 0-1 1/1 (?!NG[+actor]);");
    NEAR("{cue: VG<BLAME>} (?!NG[+actor]) P", "VG<V.accuse NG", "0 item 0-1 1/1 P;");
    // The cue's class in another category or with another feature: what would match if it were right.
    NEAR("{source: NG} {cue: VG<BLAME>[-neg]} NG", "NG VG<V.accuse+neg NG", "1 cue 0-3 1/1 VG<BLAME>[-neg];");
    NEAR("{source: NG} {cue: VG<BLAME>[-neg]} NG", "NG VG<V.accuse+neg P", "1 cue 0-2 1/2 VG<BLAME>[-neg];");
    NEAR("{cue: VG<BLAME>} NG", "VTO<V.accuse NG", "0 cue 0-2 0/1 VG<BLAME>;");
}

// ---- messages: tests/rule_errors/NAME.rules gives NAME.stderr ----

static ag_strbuf read_text(const char *path)
{
    ag_strbuf b = {0};
    FILE *f = fopen(path, "rb");
    int c;
    while (f && (c = fgetc(f)) != EOF)
        ag_strbuf_add_char(&b, (char)c);
    if (f)
        fclose(f);
    return b;
}

static void check_messages(const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%s/tests/rule_errors/%s", ALLEGE_SOURCE_DIR, name);
    ag_strbuf rules_text = read_text(path), got = {0};
    snprintf(strrchr(path, '.'), sizeof ".stderr", ".stderr");
    ag_strbuf want = read_text(path);
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    bool ok = ag_rules_add(rules, name, rules_text.ptr, rules_text.len, &diag);
    CHECK(!(ag_rules_finish(rules, &diag) && ok));
    FILE *out = tmpfile();
    if (out) {
        ag_diag_print(&diag, out);
        rewind(out);
        for (int c; (c = fgetc(out)) != EOF;)
            ag_strbuf_add_char(&got, (char)c);
        fclose(out);
    }
    ag_strbuf_add_char(&want, '\0');
    check_text(got.ptr, got.len, want.ptr, __FILE__, __LINE__, name);
    ag_rules_free(rules);
    ag_diag_free(&diag);
    ag_strbuf_free(&rules_text);
    ag_strbuf_free(&want);
    ag_strbuf_free(&got);
}

static void messages(void)
{
    DIR *dir = opendir(ALLEGE_SOURCE_DIR "/tests/rule_errors");
    const struct dirent *entry;
    int n = 0;
    while (dir && (entry = readdir(dir))) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot && strcmp(dot, ".rules") == 0) {
            check_messages(entry->d_name);
            n++;
        }
    }
    if (dir)
        closedir(dir);
    CHECK(n > 0);
}

// Nesting must not reach the C stack's or PCRE2's end, nor doubling definitions the end of memory.
static void oversized_patterns(void)
{
    ag_strbuf b = {0};
    ag_strbuf_add_text(&b, "rule a claim/report\n  eg: x\n  {cue: VG} ");
    for (int i = 0; i < 100000; i++)
        ag_strbuf_add_char(&b, '(');
    ag_strbuf_add_char(&b, '\0');
    ag_rules_free(compile(b.ptr, 1));
    ag_strbuf_clear(&b);
    ag_strbuf_add_text(&b, "define D0 = NG P\n");
    for (unsigned i = 1; i < 40; i++) {
        ag_strbuf_add_text(&b, "define D");
        ag_strbuf_add_uint(&b, i);
        for (int k = 0; k < 2; k++) {
            ag_strbuf_add_text(&b, k ? " D" : " = D");
            ag_strbuf_add_uint(&b, i - 1);
        }
        ag_strbuf_add_char(&b, '\n');
    }
    ag_strbuf_add_text(&b, "rule a claim/report\n  eg: x\n  {cue: VG} D39\n");
    ag_strbuf_add_char(&b, '\0');
    ag_rules_free(compile(b.ptr, 1));
    ag_strbuf_free(&b);
}

int main(void)
{
    build_lexicon();
    categories();
    classes_and_sets();
    negated_classes();
    modifiers();
    features();
    literals();
    many_literals();
    groups_and_quantifiers();
    roles();
    anchors_and_looks();
    definitions_across_lines();
    first_rule_of_a_label_wins();
    every_cue_of_a_sentence();
    a_rejected_match_lets_the_next_rule_try();
    within_a_statement();
    a_later_file_replaces_a_rule();
    a_runaway_pattern_is_stopped();
    a_sentence_without_a_needed_item_is_not_tried();
    what_stands_around_a_cue_is_asked_first();
    what_stands_on_one_side_of_a_cue_is_asked_first();
    long_and_empty_sentences();
    no_rules_at_all();
    an_unknown_combination_of_classes();
    near_misses();
    messages();
    oversized_patterns();
    ag_lexicon_free(lex);
    return check_done();
}
