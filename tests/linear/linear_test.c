// SPDX-License-Identifier: MIT
// Twice the text is at most about twice the work, whatever the text, and what a user adds costs little where
// it does not occur. Work is counted in steps, not time: the library is built so that it calls a counter at
// every branch. What PCRE2 does inside a match is not counted; AG_MATCH_LIMIT bounds it.
#include "../unit/check.h"
#include "extract.h"
#include "gazetteer.h"
#include <stdlib.h>

static uint64_t steps;

void __sanitizer_cov_trace_pc(void); // called by the library
void __sanitizer_cov_trace_pc(void)
{
    steps++;
}

typedef struct setup {
    ag_lexicon *lex;
    ag_rules *rules;
    ag_weights *weights;
    ag_engine engine;
    ag_extractor *x;
} setup;

// names: a gazetteer
static void set_up(setup *s, const char *names, const char *rules)
{
    ag_diag diag = {0};
    s->lex = ag_lexicon_new();
    CHECK(ag_lexicon_add_default(s->lex, &diag));
    if (names)
        CHECK(ag_gazetteer_add(s->lex, "names.tsv", names, strlen(names), &diag));
    ag_lexicon_freeze(s->lex);
    s->rules = ag_rules_new(s->lex);
    CHECK(ag_rules_add_default(s->rules, &diag));
    if (rules)
        CHECK(ag_rules_add(s->rules, "own.rules", rules, strlen(rules), &diag));
    CHECK(ag_rules_finish(s->rules, &diag));
    s->weights = ag_weights_new(s->lex);
    CHECK(ag_weights_add_default(s->weights, &diag));
    s->engine = (ag_engine){
        .lex = s->lex, .rules = s->rules, .weights = s->weights, .statements = ALLEGE_STATEMENTS_ALL};
    s->x = ag_extractor_new(&s->engine);
    ag_diag_print(&diag, stdout);
    ag_diag_free(&diag);
}

static void tear_down(setup *s)
{
    ag_extractor_free(s->x);
    ag_weights_free(s->weights);
    ag_rules_free(s->rules);
    ag_lexicon_free(s->lex);
}

static void ignore(void *user, const ag_record *record)
{
    (void)user;
    (void)record;
}

static uint64_t count_steps(setup *s, const char *text, size_t len)
{
    steps = 0;
    ag_extract(s->x, text, len, ignore, NULL);
    return steps;
}

// ---- doubling ----

typedef struct shape {
    const char *name, *first, *then; // `first` over half of the text, `then` over the other half
} shape;

static const shape shapes[] = {
    {"quotes never closed", "\"The army shelled the village, the minister said. ", NULL},
    {"curly quotes never closed", "\xe2\x80\x9cThe army, \xe2\x80\x98said the mayor, ", NULL},
    {"nothing but quotation marks", "\"", NULL},
    {"single quotation marks", "'", NULL},
    {"one endless sentence",
     "the army of the north shelled the village and the minister said that rebels did ", NULL},
    {"commas", ",", NULL},
    {"names and commas", "Russia, ", NULL},
    {"nested brackets", "(", ")"},
    {"words in brackets", "(he said [that ", ")]"},
    {"said", "said ", NULL},
    {"said that", "he said that ", NULL},
    {"combining marks", "e\xcc\x81\xcc\xa3\xcc\x88", NULL},
    {"one letter, then marks", "\xcc\x81", NULL},
    {"names", "John Adam Smith ", NULL},
    {"pronouns", "He said she said they did it. ", NULL},
    {"one long word", "a", NULL},
    {"articles", "a\t", NULL},
    {"adverbs", "very ", NULL},
    {"negations", "not ", NULL},
    {"hosts", "a.b+c-d_", NULL},
    {"turns", "ANN: he did it.\n", NULL},
    {"paragraphs that go on", "\"The army shelled it, he said.\n\n", NULL},
    {"phrases begun", "United Arab ", NULL},
    {"passives", "was accused by Russia of having been accused by China of ", NULL},
    {"line breaks", "\n", NULL},
    {"unsure names", "Hackers of the Tick group, Zork, ", NULL},
};

// What grows slowly shows in a long text only.
static const shape long_shapes[] = {
    {"quotations in quotations", "\xe2\x80\x9cIt lied. \xe2\x80\x98He did. ", NULL},
    {"speech in speech", "He said \xe2\x80\x9cIt lied. ", NULL},
};

static char *make_text(const shape *s, size_t len)
{
    char *text = malloc(len + 1);
    size_t half = s->then ? len / 2 : len;
    if (!text)
        abort();
    for (size_t i = 0; i < half; i++)
        text[i] = s->first[i % strlen(s->first)];
    for (size_t i = half; i < len; i++)
        text[i] = s->then[(i - half) % strlen(s->then)];
    text[len] = '\0';
    return text;
}

// len: bytes of the shorter text.
static void doubles(setup *s, const shape *shape, size_t len)
{
    char *text = make_text(shape, 2 * len), *half = make_text(shape, len);
    count_steps(s, text, 2 * len); // buffers have their size now, and patterns are compiled
    double more = (double)count_steps(s, text, 2 * len), less = (double)count_steps(s, half, len);
    if (!CHECK(more < 2.3 * less + 20000))
        printf("    %s: %.0f steps, of twice the text %.0f\n", shape->name, less, more);
    free(text);
    free(half);
}

// ---- what a user adds ----

static const char news[] =
    "The minister said on Monday that the army had shelled the village. Ann Lee, the mayor of the port, "
    "accused the "
    "rebels of burning the bridge, and denied that police were involved.\n\n\"We will leave,\" she told "
    "reporters. "
    "The government imposed sanctions on the company over the attack, which it blamed on hackers.\n\n";

static char *repeat(const char *format, int times)
{
    size_t space = (strlen(format) + 64) * (size_t)times + 1, len = 0;
    char *text = malloc(space);
    if (!text)
        abort();
    for (int i = 0; i < times; i++)
        for (const char *c = format; *c; c++)
            len += (size_t)(*c == '@' ? snprintf(text + len, space - len, "%d", i) : (text[len] = *c, 1));
    text[len] = '\0';
    return text;
}

static uint64_t steps_with(const char *names, const char *rules)
{
    setup s;
    char *text = repeat(news, 40);
    set_up(&s, names, rules);
    count_steps(&s, text, strlen(text));
    uint64_t n = count_steps(&s, text, strlen(text));
    tear_down(&s);
    free(text);
    return n;
}

// Words that a text does not have: in the cue, and elsewhere, where the cue is a frequent verb, or any.
static const char *const own_rules[] = {
    "rule own-@ claim/accusation\n  eg: Ann zork@ Bob.\n  {source: NG} {cue: \"zork@\"} {target: NG}\n",
    "rule own-@ claim/accusation\n  eg: Ann said zork@ Bob.\n  {source: NG} {cue: VG<V.say>} \"zork@\" "
    "{target: NG}\n",
    "rule own-@ claim/accusation\n  eg: Ann saw Bob zork@.\n  {source: NG} {cue: VG} {target: NG} "
    "\"zork@\"\n",
};

// A twentieth in steps: memory that is far away is not in them, and may make more than double of it in time.
static void cost_little(const char *what, uint64_t plain, uint64_t more)
{
    if (!CHECK(more < plain + plain / 20))
        printf("    %s: %llu steps, without %llu\n", what, (unsigned long long)more,
               (unsigned long long)plain);
}

static void additions_cost_little(void)
{
    uint64_t plain = steps_with(NULL, NULL);
    char *names = repeat("Zor@ Kuld@\tJohn Kuld@|KULD|The Mask\tCN\tthreat\n", 40000);
    cost_little("100,000 names and more", plain, steps_with(names, NULL));
    free(names);
    for (size_t i = 0; i < sizeof own_rules / sizeof *own_rules; i++) {
        char *rules = repeat(own_rules[i], 1000);
        cost_little(own_rules[i], plain, steps_with(NULL, rules));
        free(rules);
    }
}

int main(void)
{
    setup s;
    set_up(&s, "Tick\t-\tCN\tthreat\nZork\t-\tCN\tthreat\n", NULL);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        doubles(&s, &shapes[i], 8000);
    for (size_t i = 0; i < sizeof long_shapes / sizeof *long_shapes; i++)
        doubles(&s, &long_shapes[i], 64000);
    tear_down(&s);
    additions_cost_little();
    return check_done();
}
