// SPDX-License-Identifier: MIT
// Runs compiled rules over the items of a sentence.
#ifndef ALLEGE_MATCHER_H
#define ALLEGE_MATCHER_H

#include "diag.h"
#include "item.h"
#include "lexicon.h"

typedef enum ag_label { AG_STATEMENT, AG_CLAIM, AG_DENIAL, AG_POLICY } ag_label;

const char *ag_label_name(ag_label label); // "claim"

typedef enum ag_role {
    AG_ROLE_SOURCE,
    AG_ROLE_CUE,
    AG_ROLE_TARGET,
    AG_ROLE_ACT,
    AG_ROLE_CONTENT,
    AG_ROLE_AT, // no part of a record: the predicate whose agent and patient are bound, the cue where it is
                // not given
    AG_ROLE_COUNT
} ag_role;

// Where a rule's cue has to stand: anywhere, or inside the content of an attributed statement.
typedef enum ag_scope { AG_ANYWHERE, AG_WITHIN_STATEMENT } ag_scope;

// Where a role comes from that the pattern does not capture: a `bind:` line.
typedef enum ag_bind { AG_BIND_NONE, AG_BIND_AGENT, AG_BIND_PATIENT } ag_bind;

// When a rule runs: what is said first, so that the others know what stands inside; beliefs, wishes and
// attitudes only where all statements are wanted.
typedef enum ag_pass { AG_PASS_SPEECH, AG_PASS_RECORDS, AG_PASS_BELIEF } ag_pass;

typedef struct ag_rules ag_rules;     // immutable after ag_rules_finish; shared by threads
typedef struct ag_matcher ag_matcher; // one a thread

typedef struct ag_rule_info {
    const char *id;   // "claim.accuse-of": label + "." + name
    const char *kind; // "accusation"
    const char *file;
    uint32_t line; // 1-based, of the rule header
    ag_label label;
    ag_scope scope;
    ag_pass pass;
    bool built_in;
    ag_bind bind[AG_ROLE_COUNT];
} ag_rule_info;

typedef struct ag_match {
    uint32_t rule; // index for ag_rules_info
    struct {
        uint32_t first, last;
    } role[AG_ROLE_COUNT]; // items [first, last); first == last where absent
} ag_match;

ag_rules *ag_rules_new(const ag_lexicon *lex); // lex must be frozen and outlive the rules
void ag_rules_free(ag_rules *rules);
bool ag_rules_add(ag_rules *rules, const char *file, const char *text, size_t len, ag_diag *diag);
bool ag_rules_add_default(ag_rules *rules, ag_diag *diag); // the embedded packs
bool ag_rules_finish(ag_rules *rules, ag_diag *diag);      // compiles; false on error
uint32_t ag_rules_count(const ag_rules *rules);
const ag_rule_info *ag_rules_info(const ag_rules *rules, uint32_t rule);

// Examples of a rule, for --check-rules: text, and whether the rule has to fire on it.
typedef struct ag_rule_example {
    const char *text;
    size_t len;
    bool positive;
    uint32_t line;
} ag_rule_example;
uint32_t ag_rules_examples(const ag_rules *rules, uint32_t rule, const ag_rule_example **list);

ag_matcher *ag_matcher_new(const ag_rules *rules);
void ag_matcher_free(ag_matcher *m);

// Takes the items of a sentence; they must live until the next call. literal_text: folded text of item i's
// single token.
void ag_matcher_sentence(ag_matcher *m, const ag_item *items, uint32_t n, const ag_tokens *tokens);
// Calls fn for every match: for each item that can be a rule's cue, in item order, each label's rules in file
// order; the first rule of a (label) that matches at a cue wins for that label. Only the rules
// of one pass run. within(user, item) says whether an item lies inside an attributed
// statement (for AG_WITHIN_STATEMENT rules). fn returning false rejects the match: the next rule of that
// label is then tried at the same cue.
typedef bool (*ag_match_fn)(void *user, const ag_match *match);
void ag_matcher_run(ag_matcher *m, ag_pass pass, bool (*within)(void *user, uint32_t item), ag_match_fn fn,
                    void *user);

// Why a rule did not make a record at an item that can be its cue.
typedef enum ag_near_kind {
    AG_NEAR_MATCH,     // its pattern matches: what is made of the match decides
    AG_NEAR_CONDITION, // its pattern matches, but a `when:` line does not hold
    AG_NEAR_ITEM,      // its pattern fails at an item
    AG_NEAR_CUE,       // the item has the class of the cue, but not its category or features
} ag_near_kind;

typedef struct ag_near {
    ag_near_kind kind;
    uint32_t rule, cue;
    uint32_t first, last; // items that matched; for AG_NEAR_CUE, that would match if the cue were one
    uint32_t at;          // item that failed, the number of items where there was none left
    uint32_t missing;     // items that the pattern still needs, the one that failed included
    ag_bind link;         // of which the condition speaks
    ag_str expected;      // as it is written in the rule file, line breaks included; empty for AG_NEAR_MATCH
} ag_near;

// Calls fn for every rule and every item that can be its cue, or nearly: how far its pattern got. In a
// sentence of hundreds of items it stops after some million steps.
typedef void (*ag_near_fn)(void *user, const ag_near *near);
void ag_matcher_near(ag_matcher *m, ag_near_fn fn, void *user);

typedef struct ag_rule_stats {
    uint64_t tries, hits, limit_hits;
} ag_rule_stats;
const ag_rule_stats *ag_matcher_stats(const ag_matcher *m, uint32_t rule);

#endif
