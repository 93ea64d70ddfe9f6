// SPDX-License-Identifier: MIT
#include "check.h"
#include "extract.h"

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

static const char two[] = "The mayor spoke on Monday. The army accused Norland of spying.";
static const char *text = two;

typedef struct seen {
    char source[64], target[64];
    ag_choice choice, target_choice;
    unsigned n;
} seen;

static void copy(char *to, size_t size, const ag_mention *m)
{
    size_t len = m->present || m->elsewhere ? m->span.end - m->span.start : 0;
    snprintf(to, size, "%.*s", (int)len, text + m->span.start);
}

static void take(void *user, const ag_record *r)
{
    seen *s = user;
    copy(s->source, sizeof s->source, &r->source);
    copy(s->target, sizeof s->target, &r->target);
    s->choice = r->source_choice;
    s->target_choice = r->target_choice;
    s->n++;
}

// The source of the last record of the text, with weights of the test's own that all labels stand with.
static seen source_with(const char *weights)
{
    seen s = {0};
    ag_diag diag = {0};
    ag_weights *w = ag_weights_new(engine.lex);
    CHECK(ag_weights_add(w, "w.txt", weights, strlen(weights), &diag));
    ag_engine weighed = engine;
    weighed.weights = w;
    ag_extractor *x = ag_extractor_new(&weighed);
    ag_extract(x, text, strlen(text), take, &s);
    CHECK(s.n > 0);
    ag_extractor_free(x);
    ag_weights_free(w);
    ag_diag_free(&diag);
    return s;
}

static void without_weights_the_rules_decide(void)
{
    seen s = source_with("claim bias 0\n");
    CHECK_TEXT(s.source, strlen(s.source), "The army");
    CHECK(!s.choice.made);
}

static void the_heaviest_takes_the_role(void)
{
    seen s = source_with("claim source:own 0.5\nclaim source:before-subject 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "The mayor");
    CHECK(s.choice.made);
    CHECK_INT(s.choice.n, 1);
    CHECK_TEXT(s.choice.reasons[0].clue, strlen(s.choice.reasons[0].clue), "before-subject");
}

static void a_little_more_is_not_enough(void)
{
    seen s = source_with("claim source:own 0.5\nclaim source:before-subject 0.7\n");
    CHECK_TEXT(s.source, strlen(s.source), "The army");
}

static void nobody_is_a_candidate(void)
{
    seen s = source_with("claim source:nobody 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "");
    CHECK(s.choice.made);
}

static void two_clues_weigh_together(void)
{
    seen s = source_with("claim source:here&cue-passive 5\nclaim source:cue-patient&name 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "Norland");
}

static void the_target_is_weighed_too(void)
{
    seen s = source_with("claim target:own 0.5\nclaim target:cue-agent 1\n");
    CHECK_TEXT(s.target, strlen(s.target), "The army");
    CHECK_TEXT(s.source, strlen(s.source), "The army");
    CHECK(s.target_choice.made && !s.choice.made);
}

static void a_target_stands_in_the_sentence(void)
{
    seen s = source_with("claim target:before-subject 1\nclaim target:here -1\n");
    CHECK_TEXT(s.target, strlen(s.target), "");
}

// The target of another text.
static seen target_of(const char *other, const char *weights)
{
    text = other;
    seen s = source_with(weights);
    text = two;
    return s;
}

static void who_has_to_do_it_has_a_clue(void)
{
    static const char must[] = "The minister said the bank must pay the fine.";
    seen s = target_of(must, "policy target:own 1\n");
    CHECK_TEXT(s.target, strlen(s.target), "the bank");
    s = target_of(must, "policy target:has-to -1\n");
    CHECK_TEXT(s.target, strlen(s.target), "");
}

static void of_whom_it_is_asked_is_not_the_source(void)
{
    seen s = target_of("The minister said the bank must pay the fine.",
                       "policy source:has-to 2\npolicy source:says 1\npolicy target:own 1\n");
    CHECK_TEXT(s.target, strlen(s.target), "the bank");
    CHECK_TEXT(s.source, strlen(s.source), "The minister");
}

static void his_own_country_is_told_from_others(void)
{
    static const char must[] = "President Putin said Russia must help Ukraine.";
    seen s = target_of(must, "policy target:own-state -1\n");
    CHECK_TEXT(s.target, strlen(s.target), "");
    s = target_of(must, "policy target:foreign-state 1\n");
    CHECK_TEXT(s.target, strlen(s.target), "Ukraine");
}

static void what_the_source_does_to_him_has_a_clue(void)
{
    seen s =
        target_of("The ministry announced a ban after it had fined the bank.", "policy target:by-other 1\n");
    CHECK_TEXT(s.target, strlen(s.target), "the bank");
}

static void the_class_of_what_stands_around_him_weighs(void)
{
    seen s = source_with("claim source:suffering:V.accuse 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "Norland");
    CHECK_TEXT(s.choice.reasons[0].clue, strlen(s.choice.reasons[0].clue), "suffering:V.accuse");
    s = source_with("claim source:suffering:V.deny 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "The army");
}

static void a_class_weighs_together_with_another_clue(void)
{
    seen s = source_with("claim source:name&verb:V.accuse 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "Norland");
    s = source_with("claim source:plural&verb:V.accuse 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "The army");
}

// "Imports were suspended": by whom the text has policies of before.
static void who_decided_before_is_a_candidate(void)
{
    const char *usual = text;
    text = "Iran will ban the drug. The weather is fine. The drug is old. Imports were suspended.";
    seen s = source_with("policy bias 0\nclaim bias -9\npolicy source:decider&rule-none 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "Iran");
    text = usual;
}

static void what_he_has_to_do_is_a_clue(void)
{
    const char *usual = text;
    text = "The army accused Iran of spying, which the mayor must explain.";
    seen s = source_with("policy bias -9\nclaim source:obliged 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "the mayor");
    s = source_with("policy bias -9\nclaim source:did 1\nclaim source:obliged -1\n");
    CHECK_TEXT(s.source, strlen(s.source), "The army");
    text = usual;
}

static void weights_are_of_one_label(void)
{
    seen s = source_with("policy source:before-subject 1\n");
    CHECK_TEXT(s.source, strlen(s.source), "The army");
}

static void refuses_what_is_no_clue(void)
{
    ag_diag diag = {0};
    ag_weights *w = ag_weights_new(engine.lex);
    const char bad[] = "claim source:elder 1\nclaim source:own&elder 1\nclaim source:own 1\n"
                       "claim source:verb:V.elder 1\nclaim source:uncle:V.deny 1\n";
    CHECK(!ag_weights_add(w, "w.txt", bad, strlen(bad), &diag));
    CHECK_INT(diag.errors, 4);
    CHECK(ag_role_weights_has(ag_weights_role(w, AG_ROLE_SOURCE), AG_CLAIM));
    CHECK(!ag_role_weights_has(ag_weights_role(w, AG_ROLE_SOURCE), AG_POLICY));
    CHECK(!ag_role_weights_has(ag_weights_role(w, AG_ROLE_TARGET), AG_CLAIM));
    ag_weights_free(w);
    ag_diag_free(&diag);
}

static void reasons_are_the_heaviest(void)
{
    ag_role_weights *w = ag_role_weights_new(engine.lex);
    ag_role_clues clues = {0}, others = {0};
    ag_role_reason reasons[2];
    CHECK(ag_role_weights_add(w, AG_CLAIM, (ag_str){"own", 3}, 1));
    CHECK(ag_role_weights_add(w, AG_CLAIM, (ag_str){"here", 4}, 0.5));
    CHECK(ag_role_weights_add(w, AG_CLAIM, (ag_str){"here&own", 8}, -2));
    CHECK(ag_role_weights_add(w, AG_CLAIM, (ag_str){"name", 4}, 9));
    ag_role_clue_set(&clues, AG_RC_OWN, true);
    ag_role_clue_set(&clues, AG_RC_HERE, true);
    ag_role_clue_set(&clues, AG_RC_NAMED, true);
    ag_role_clue_set(&others, AG_RC_NAMED, true);
    CHECK_INT(ag_role_weights_sum(w, AG_CLAIM, &clues) * 10, 85);
    CHECK_INT(ag_role_weights_reasons(w, AG_CLAIM, &clues, &others, reasons, 2), 2);
    CHECK_INT(reasons[0].weight, -2);
    CHECK_TEXT(reasons[0].clue, strlen(reasons[0].clue), "own&here");
    CHECK_TEXT(reasons[1].clue, strlen(reasons[1].clue), "own");
    ag_role_weights_free(w);
}

int main(void)
{
    load();
    without_weights_the_rules_decide();
    the_heaviest_takes_the_role();
    a_little_more_is_not_enough();
    nobody_is_a_candidate();
    two_clues_weigh_together();
    the_target_is_weighed_too();
    a_target_stands_in_the_sentence();
    who_has_to_do_it_has_a_clue();
    of_whom_it_is_asked_is_not_the_source();
    his_own_country_is_told_from_others();
    what_the_source_does_to_him_has_a_clue();
    the_class_of_what_stands_around_him_weighs();
    a_class_weighs_together_with_another_clue();
    who_decided_before_is_a_candidate();
    what_he_has_to_do_is_a_clue();
    weights_are_of_one_label();
    refuses_what_is_no_clue();
    reasons_are_the_heaviest();
    unload();
    return check_done();
}
