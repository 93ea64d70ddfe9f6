// SPDX-License-Identifier: MIT
// stages FILE: seconds that the stages take, a block of text at a time. The passes of the rules are run once
// more over the finished items; what is left of the whole is names, links, speakers, weighing and records.
#include "chunker.h"
#include "engine.h"
#include "extract.h"
#include "tagger.h"
#include "tokenizer.h"
#include <stdlib.h>
#include <time.h>

enum { BLOCK = 1 << 17 };

typedef enum stage { TOKENS, SENTENCES, CLASSES, SPEECH, RECORDS, BELIEF, EXTRACT, STAGES } stage;
static const char *const names[STAGES] = {
    "tokens",         "words, sentences, quotes",          "tagger, chunker", "rules: speech",
    "rules: records", "rules: belief (with --statements)", "all but JSON"};
static double seconds[STAGES];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void ignore(void *user, const ag_record *record)
{
    (void)user;
    (void)record;
}

static bool refuse(void *user, const ag_match *match)
{
    (void)user;
    (void)match;
    return true;
}

static void run_pass(ag_extractor *x, stage s, ag_pass pass)
{
    double start = now();
    for (uint32_t i = 0; i < ag_extractor_units(x)->sentences.n; i++) {
        ag_item_view view;
        ag_extractor_items(x, i, &view);
        ag_matcher_sentence(ag_extractor_matcher(x), view.items, view.n, ag_extractor_tokens(x));
        ag_matcher_run(ag_extractor_matcher(x), pass, NULL, refuse, NULL);
    }
    seconds[s] += now() - start;
}

static void run_block(ag_extractor *x, const ag_grammar *g, const char *text, size_t len)
{
    static ag_tokens tokens;
    static ag_units units;
    static ag_words words;
    static ag_items items;
    double t[4];
    t[0] = now();
    ag_tokenize(text, len, &tokens);
    t[1] = now();
    ag_lexicon_read(g->lex, &tokens);
    ag_units_find(text, len, &tokens, &units);
    t[2] = now();
    for (size_t i = 0; i < units.sentences.n; i++) {
        const ag_sentence *s = &units.sentences.at[i];
        bool title = ag_is_title_case(&tokens, s->body, s->last);
        ag_tag(g, &tokens, text, s->body, s->last, title, &words);
        ag_chunk(g, &tokens, &words, units.quoted.at, &items);
    }
    t[3] = now();
    for (int i = 0; i < 3; i++)
        seconds[TOKENS + i] += t[i + 1] - t[i];
    ag_extract(x, text, len, ignore, NULL);
    seconds[EXTRACT] += now() - t[3];
    run_pass(x, SPEECH, AG_PASS_SPEECH);
    run_pass(x, RECORDS, AG_PASS_RECORDS);
    run_pass(x, BELIEF, AG_PASS_BELIEF);
}

int main(int argc, char **argv)
{
    static char text[BLOCK];
    ag_diag diag = {0};
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    ag_engine engine;
    if (!f || !ag_engine_load(&engine, &(ag_engine_settings){0}, &diag))
        return 2;
    ag_extractor *x = ag_extractor_new(&engine);
    ag_grammar grammar;
    ag_grammar_init(&grammar, engine.lex);
    for (size_t kept = 0, got; (got = fread(text + kept, 1, sizeof text - kept, f)) > 0;) {
        size_t len = kept + got, end = len;
        while (len == sizeof text && end > 0 && text[end - 1] != '\n')
            end--;
        end = end ? end : len;
        run_block(x, &grammar, text, end);
        kept = len - end;
        memmove(text, text + end, kept);
    }
    for (int s = 0; s < STAGES; s++)
        printf("%-36s %7.2f s\n", names[s], seconds[s]);
    fclose(f);
    ag_extractor_free(x);
    ag_engine_unload(&engine);
    return 0;
}
