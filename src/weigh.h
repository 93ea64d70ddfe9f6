// SPDX-License-Identifier: MIT
// Weighs what speaks for and against each label in a sentence: its words, their classes with who does it and
// who says it, the rules that fire in it and in its neighbours. A rule says what a construction may mean; the
// weights say how often it does in such company. The method is logistic regression (Cox, 1958) with an L1
// penalty; the weights are numbers in a plain file, see data/weights/README.md, and --explain prints the ones
// that decided.
#ifndef ALLEGE_WEIGH_H
#define ALLEGE_WEIGH_H

#include "diag.h"
#include "document.h"
#include "role_weights.h"
#include "strbuf.h"

typedef struct ag_weights ag_weights; // immutable once loaded; shared by threads

ag_weights *ag_weights_new(const ag_lexicon *lex); // whose classes the clues name; it outlives the weights
void ag_weights_free(ag_weights *w);
// Adds the lines of a file: label, clue, weight, with one space between them; "source:" or "target:" before
// the clues of a role. Returns false where a line was wrong; the good ones are kept.
bool ag_weights_add(ag_weights *w, const char *name, const char *text, size_t len, ag_diag *diag);
bool ag_weights_add_default(ag_weights *w, ag_diag *diag); // the embedded file

// What weighs for a role, AG_ROLE_SOURCE or AG_ROLE_TARGET; see role_weights.h.
const ag_role_weights *ag_weights_role(const ag_weights *w, ag_role role);

// What is known of a document when its sentences are weighed.
typedef struct ag_evidence {
    const ag_document *doc;
    const ag_rules *rules;
    const uint8_t *labels;   // per sentence: 1 << AG_CLAIM … for the labels of which a rule fires there
    const ag_match *matches; // those of the sentence that is weighed
    size_t nmatches;
} ag_evidence;

typedef enum ag_clue_kind {
    AG_CLUE_CLASS, // class:V.harm, class:V.harm@inst-neg, class:N.harm@official
    AG_CLUE_FLAG,  // flag:future, flag:future@official
    AG_CLUE_RULE,  // rule:claim, rule:claim.accuse-of
    AG_CLUE_NEAR,  // near:before-claim, near:after-policy
    AG_CLUE_OFTEN, // often:claim-1 … : in more than 2, 6, 15, 30 % of the sentences around
    AG_CLUE_PLACE, // place:first, place:quoted, place:short
    AG_CLUE_WORD,  // word:blamed, word:called_for: a word, or two that stand together; never a name
    AG_CLUE_KINDS
} ag_clue_kind;

// With whom: the agent of a predicate, and who says it.
typedef enum ag_company {
    AG_COMPANY_ANY,
    AG_COMPANY_INST, // an institution does it; "-neg": does not
    AG_COMPANY_ACTOR,
    AG_COMPANY_PRONOUN,
    AG_COMPANY_NOBODY,
    AG_COMPANY_INST_NEG,
    AG_COMPANY_ACTOR_NEG,
    AG_COMPANY_PRONOUN_NEG,
    AG_COMPANY_NOBODY_NEG,
    AG_COMPANY_OFFICIAL, // in the words of an institution
    AG_COMPANY_LAY,
    AG_COMPANY_TOLD, // in nobody's words
    AG_COMPANY_SAID, // in what somebody says
    AG_COMPANIES
} ag_company;

typedef struct ag_clue {
    ag_clue_kind kind;
    ag_company company;
    ag_str name, next; // next: the second of two words
    uint32_t item;     // of the sentence, UINT32_MAX for none
} ag_clue;

typedef void (*ag_clue_fn)(void *user, const ag_clue *clue);

// Calls fn for every clue of a sentence; the same one may come more than once.
void ag_clues_each(const ag_evidence *e, uint32_t sentence, ag_clue_fn fn, void *user);
// Appends a clue as it is written in the weights file.
void ag_clue_write(ag_strbuf *out, const ag_clue *clue);

// By label: the sum of the weights and the label's bias, above 0 where more speaks for it; and the predicate
// or noun group that speaks for it most, UINT32_MAX for none.
typedef struct ag_verdict {
    double sum[AG_POLICY + 1];
    uint32_t item[AG_POLICY + 1];
} ag_verdict;

// What weighing needs from sentence to sentence; one a thread, over weights that outlive it. The names of
// clues have to stay where they are as long as it lives.
typedef struct ag_scales ag_scales;
ag_scales *ag_scales_new(const ag_weights *w);
void ag_scales_free(ag_scales *s);

void ag_weigh(ag_scales *s, const ag_evidence *e, uint32_t sentence, ag_verdict *verdict);
// Appends what decided: "claim +1.20: bias -4.02, rule:claim +2.64, ...", the heaviest clues first, at most
// `most`.
void ag_weigh_explain(const ag_weights *w, const ag_evidence *e, uint32_t sentence, ag_label label,
                      size_t most, ag_strbuf *to);

#endif
