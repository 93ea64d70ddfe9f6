// SPDX-License-Identifier: MIT
// From pattern trees to PCRE2 codes, and the index that says which codes an item can start.
#ifndef ALLEGE_RULE_COMPILE_H
#define ALLEGE_RULE_COMPILE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule_alphabet.h"
#include "strbuf.h"
#include <pcre2.h>

// PCRE2 gets these for every code. UTF is off: a subject is no text.
#define AG_CODE_OPTIONS (PCRE2_DOTALL | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C)

// The place of an atom, or of a look at what follows or stands before, in the written pattern.
typedef struct ag_element {
    const ag_node *node;
    size_t at;     // byte in the written pattern
    bool optional; // the pattern can do without it; also a look, for what stands behind it tells more
} ag_element;

// A pattern as PCRE2 reads it.
typedef struct ag_written {
    ag_strbuf text;
    AG_ARRAY(uint8_t) roles; // capture group - 1 -> ag_role
    AG_ARRAY(ag_element) elements;
    bool too_long;
} ag_written;

// One pattern of a rule. A need is a set of symbols of which the sentence must have one.
typedef struct ag_code {
    uint32_t rule;
    const ag_node *tree;
    pcre2_code *re;
    AG_ARRAY(uint8_t) roles;
    AG_ARRAY(const ag_atom *) triggers;
    AG_ARRAY(uint64_t) needs; // rules->symbol_words words each
} ag_code;

// Symbols: what the index knows of an item. Categories first, then used classes, then literals.
struct ag_rules {
    ag_rule_source source;
    ag_alphabet alphabet;
    AG_ARRAY(ag_code) codes;               // in the order of their rules
    uint16_t class_symbol[AG_MAX_CLASSES]; // 0 for classes that no rule mentions
    uint32_t first_literal, symbols;       // symbol of literal 0; number of symbols
    uint32_t symbol_words, code_words;     // 64 of either a word
    uint32_t most_groups;                  // of one code
    uint64_t *triggered;                   // per symbol a bit per code that an item with it may start
};

// Writes a code's pattern; ag_written_free frees it.
void ag_code_write(const ag_rules *rules, const ag_node *tree, ag_written *out);
void ag_written_free(ag_written *w);

static inline void ag_bit_set(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << (i % 64);
}

#endif
