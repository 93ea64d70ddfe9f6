// SPDX-License-Identifier: MIT
// What an item, those beside it and its sentence must have for a pattern to match there: what does not have
// it costs PCRE2 nothing.
#ifndef ALLEGE_RULE_NEEDS_H
#define ALLEGE_RULE_NEEDS_H

#include "rule_compile.h"

// Fills in what a code needs, from its tree.
void ag_code_note_needs(const ag_rules *rules, ag_code *code);

// Sets the bits of the symbols, rules->symbol_words words, of which an item has to have one to be accepted by
// an atom, by its most telling condition: a word, else a class, else the category. Returns false where there
// is none.
bool ag_atom_symbols(const ag_rules *rules, const ag_atom *a, uint64_t *out);

// Lets a gate pass what the atom accepts, too.
void ag_gate_widen(ag_item_gate *gate, const ag_atom *a);

// ---- trees ----

bool ag_node_matches_items(const ag_node *n); // it is no look, nor the begin or the end of a sentence
bool ag_node_is_cue(const ag_node *n);
size_t ag_node_kid_of_cue(const ag_node *n); // the kid that has the cue inside; kids.n for none

#endif
