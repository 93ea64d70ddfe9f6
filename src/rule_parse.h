// SPDX-License-Identifier: MIT
// The rule language: files of sets, definitions and rules become trees. data/rules/README.md describes the language.
#ifndef ALLEGE_RULE_PARSE_H
#define ALLEGE_RULE_PARSE_H

#include "matcher.h"

enum { AG_TERMS = 4, AG_LITERALS = 24, AG_CLASS_WORDS = 8 };

// A set of lexicon classes.
typedef struct ag_class_set {
    uint64_t bits[AG_CLASS_WORDS];
} ag_class_set;

static inline bool ag_class_set_has(const ag_class_set *s, uint32_t id) { return s->bits[id / 64] >> (id % 64) & 1; }

static inline void ag_class_set_add(ag_class_set *s, uint32_t id) { s->bits[id / 64] |= UINT64_C(1) << (id % 64); }

static inline bool ag_class_sets_meet(const ag_class_set *a, const ag_class_set *b)
{
    for (int i = 0; i < AG_CLASS_WORDS; i++)
        if (a->bits[i] & b->bits[i])
            return true;
    return false;
}

typedef enum ag_node_kind { AG_NODE_ATOM, AG_NODE_SEQ, AG_NODE_ALT, AG_NODE_REPEAT, AG_NODE_ROLE, AG_NODE_LOOK, AG_NODE_BEGIN, AG_NODE_END } ag_node_kind;

// One condition on the classes of an item: some (or, negated, none) of them is in the set.
typedef struct ag_term {
    ag_class_set classes;
    bool negated, modifier; // modifier: about the modifiers of a noun group, not its head
} ag_term;

typedef struct ag_atom {
    uint32_t categories; // bit per ag_category
    uint32_t with, without; // features
    ag_term terms[AG_TERMS];
    uint16_t literals[AG_LITERALS];
    uint8_t nterms, nliterals;
    bool cue; // the trigger of its rule
} ag_atom;

typedef struct ag_node {
    ag_node_kind kind;
    AG_ARRAY(struct ag_node *) kids;
    ag_atom atom;
    int min, max;      // REPEAT; max -1 for no limit
    char mode;         // REPEAT: 0 greedy, '?' lazy, '+' possessive
    ag_role role;      // ROLE
    const char *look;  // LOOK: "(?=", "(?!", "(?<=" or "(?<!"
    uint32_t at, width; // bytes in the rule file, for messages
    uint32_t file;
} ag_node;

// A stretch of a rule file.
typedef struct ag_source_range {
    uint32_t file, start, end;
} ag_source_range;

typedef struct ag_named {
    char *name;
    ag_source_range range; // of the set's or definition's right side
} ag_named;

typedef struct ag_rule_file {
    char *name, *text; // owned
    size_t len;
} ag_rule_file;

typedef struct ag_rule {
    ag_rule_info info; // strings owned
    AG_ARRAY(ag_rule_example) examples; // text borrowed from the file
    AG_ARRAY(ag_source_range) patterns; // its alternatives
} ag_rule;

// What the files say, before compilation.
typedef struct ag_rule_source {
    const ag_lexicon *lex;
    AG_ARRAY(ag_rule_file) files;
    AG_ARRAY(ag_named) sets, defines;
    AG_ARRAY(ag_rule) rules;
    AG_ARRAY(char *) literals; // folded words that patterns mention
    AG_ARRAY(ag_node *) nodes; // every node made, for freeing
} ag_rule_source;

// Reads a file's definitions and rule headers. Returns false where something was wrong; the rest is kept.
bool ag_rule_read(ag_rule_source *source, const char *file, const char *text, size_t len, ag_diag *diag);

// Parses one pattern into a tree owned by source; NULL after an error.
ag_node *ag_rule_parse_pattern(ag_rule_source *source, ag_source_range range, ag_diag *diag);

void ag_rule_source_free(ag_rule_source *source);

extern const char *const ag_category_names[];
extern const char *const ag_feature_names[];

#endif
