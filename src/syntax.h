// SPDX-License-Identifier: MIT
// Who does what to whom: links every predicate of a sentence to its agent and its patient.
//
// A predicate is a verb group or a noun group. The agent is its logical subject: the subject of an active
// verb, the "by" phrase of a passive one, through relative clauses, coordination, participles and
// infinitives; of a noun its possessor ("the army's attack"), its "by" phrase or its nationality ("a Russian
// attack"). The patient is the object of an active verb, the subject of a passive one, what stands behind
// "of", "on" or "against" of a noun.
//
// There is no parse tree. One pass from left to right keeps a stack of open clauses with their subjects, as
// the finite-state parsers of the message understanding conferences did (Hobbs et al. 1997, FASTUS); what it
// cannot decide goes to the nearest noun phrase.
#ifndef ALLEGE_SYNTAX_H
#define ALLEGE_SYNTAX_H

#include "grammar.h"
#include "item.h"
#include "token.h"

// Sets agent and patient of the items [0, n) of one sentence, and the features that speak of them. Time is
// linear in n.
void ag_syntax_link(const ag_grammar *g, const ag_tokens *tokens, ag_item *items, uint32_t n);

// Sets those features anew, where the features of the noun groups have changed since.
void ag_syntax_mark(ag_item *items, uint32_t n);

#endif
