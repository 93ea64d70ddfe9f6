// SPDX-License-Identifier: MIT
#include "check.h"
#include "extract.h"

static void ignore(void *user, const ag_record *record)
{
    AG_UNUSED(user);
    AG_UNUSED(record);
}

static ag_engine engine; // loaded once

static void load(void)
{
    ag_diag diag = {0};
    ag_lexicon *lex = ag_lexicon_new();
    ag_lexicon_add_default(lex, &diag);
    ag_lexicon_freeze(lex);
    ag_rules *rules = ag_rules_new(lex);
    ag_rules_add_default(rules, &diag);
    ag_rules_finish(rules, &diag);
    ag_diag_free(&diag);
    engine = (ag_engine){.lex = lex, .rules = rules};
}

static void unload(void)
{
    ag_rules_free((ag_rules *)engine.rules);
    ag_lexicon_free((ag_lexicon *)engine.lex);
}

// Weighs the first sentence of a text with weights of the test's own.
static ag_verdict weigh(const char *weights, const char *text)
{
    ag_diag diag = {0};
    ag_weights *w = ag_weights_new(engine.lex);
    CHECK(ag_weights_add(w, "w.txt", weights, strlen(weights), &diag));
    ag_extractor *x = ag_extractor_new(&engine);
    ag_extract(x, text, strlen(text), ignore, NULL);
    ag_evidence evidence = ag_extractor_evidence(x, 0);
    ag_verdict verdict;
    ag_scales *scales = ag_scales_new(w);
    ag_weigh(scales, &evidence, 0, &verdict);
    ag_scales_free(scales);
    ag_extractor_free(x);
    ag_weights_free(w);
    ag_diag_free(&diag);
    return verdict;
}

static void adds_bias_and_what_is_there(void)
{
    ag_verdict v =
        weigh("claim bias -9\nclaim class:V.harm 1.5\nclaim class:N.never 100\nclaim place:short 0.25\n",
              "The army shelled the village.");
    CHECK_INT((long long)(v.sum[AG_CLAIM] * 100), -725);
    CHECK_INT((long long)(v.sum[AG_DENIAL] * 100), 0);
}

static void counts_a_clue_once(void)
{
    ag_verdict v =
        weigh("claim bias -9\nclaim class:V.harm 1\n", "The army shelled the village and bombed the port.");
    CHECK_INT((long long)(v.sum[AG_CLAIM] * 100), -800);
}

static void weighs_words_but_no_names(void)
{
    static const char weights[] = "claim bias -9\nclaim word:shelled 1\nclaim word:shelled_the 0.5\n"
                                  "claim word:^_Name 0.25\nclaim word:harrow 100\nclaim word:marlow 100\n";
    CHECK_INT((long long)(weigh(weights, "Harrow shelled the village.").sum[AG_CLAIM] * 100), -725);
    CHECK_INT((long long)(weigh(weights, "Today Marlow shelled Harrow.").sum[AG_CLAIM] * 100), -800);
    CHECK_INT((long long)(weigh(weights, "Harrow Army Shelled The Port").sum[AG_CLAIM] * 100), -725);
}

static void names_the_item_that_speaks_most(void)
{
    ag_verdict v =
        weigh("claim bias -9\nclaim class:V.harm@inst 2\n", "On Monday the army shelled the village.");
    CHECK_INT(v.item[AG_CLAIM], 2);
    CHECK_INT(v.item[AG_POLICY], UINT32_MAX);
}

// Under sanitizers: there is no list of matches yet.
static void weighs_a_text_in_which_no_rule_fires(void)
{
    ag_verdict v = weigh("claim bias -9\nclaim place:short 1\n", "Rain fell.");
    CHECK_INT((long long)v.sum[AG_CLAIM], -8);
}

static void tells_what_is_wrong_and_keeps_the_rest(void)
{
    static const char *const bad[] = {"claim\n",          "claim bias\n",
                                      "rumour bias 1\n",  "claim colour:red 1\n",
                                      "claim bias one\n", "claim bias 1 2\n"};
    for (size_t i = 0; i < AG_ARRAY_LEN(bad); i++) {
        ag_diag diag = {0};
        ag_weights *w = ag_weights_new(engine.lex);
        CHECK(!ag_weights_add(w, "w.txt", bad[i], strlen(bad[i]), &diag));
        CHECK_INT(diag.errors, 1);
        ag_weights_free(w);
        ag_diag_free(&diag);
    }
}

static void reads_what_it_writes(void)
{
    ag_clue class = {AG_CLUE_CLASS, AG_COMPANY_INST_NEG, {"V.harm", 6}, {0}, UINT32_MAX};
    ag_clue words = {AG_CLUE_WORD, AG_COMPANY_ANY, {"called", 6}, {"for", 3}, 0};
    ag_strbuf text = {0};
    ag_clue_write(&text, &class);
    ag_strbuf_add_char(&text, ' ');
    ag_clue_write(&text, &words);
    CHECK_TEXT(text.ptr, text.len, "class:V.harm@inst-neg word:called_for");
    ag_strbuf_free(&text);
}

int main(void)
{
    load();
    adds_bias_and_what_is_there();
    counts_a_clue_once();
    weighs_words_but_no_names();
    names_the_item_that_speaks_most();
    weighs_a_text_in_which_no_rule_fires();
    tells_what_is_wrong_and_keeps_the_rest();
    reads_what_it_writes();
    unload();
    return check_done();
}
