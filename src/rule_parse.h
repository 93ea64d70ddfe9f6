// SPDX-License-Identifier: MIT
// The rule language: files of sets, definitions and rules become trees. data/rules/README.md describes the
// language.
#ifndef ALLEGE_RULE_PARSE_H
#define ALLEGE_RULE_PARSE_H

#include "matcher.h"

enum {
    AG_TERMS = 4,        // class conditions of an atom
    AG_LITERALS = 24,    // words of a literal
    AG_CLASS_WORDS = 8,  // 64 lexicon classes each
    AG_NESTING = 60,     // groups inside groups, over definitions too: PCRE2 and the C stack are safe with it
    AG_REPEAT_MAX = 100, // {m,n}
};

// A set of lexicon classes.
typedef struct ag_class_set {
    uint64_t bits[AG_CLASS_WORDS];
} ag_class_set;

static inline bool ag_class_set_has(const ag_class_set *s, uint32_t id)
{
    return s->bits[id / 64] >> (id % 64) & 1;
}

static inline void ag_class_set_add(ag_class_set *s, uint32_t id)
{
    s->bits[id / 64] |= UINT64_C(1) << (id % 64);
}

static inline bool ag_class_sets_meet(const ag_class_set *a, const ag_class_set *b)
{
    for (int i = 0; i < AG_CLASS_WORDS; i++)
        if (a->bits[i] & b->bits[i])
            return true;
    return false;
}

typedef enum ag_node_kind {
    AG_NODE_ATOM,
    AG_NODE_SEQ,
    AG_NODE_ALT,
    AG_NODE_REPEAT,
    AG_NODE_ROLE,
    AG_NODE_LOOK,
    AG_NODE_BEGIN,
    AG_NODE_END
} ag_node_kind;

// One condition on the classes of an item: some (or, negated, none) of them is in the set.
typedef struct ag_term {
    ag_class_set classes;
    bool negated, modifier; // modifier: about the modifiers of a noun group, not its head
} ag_term;

typedef struct ag_atom {
    uint32_t categories;    // bit per ag_category
    uint32_t with, without; // features
    ag_term terms[AG_TERMS];
    uint16_t literals[AG_LITERALS]; // indices of ag_rule_source.literals
    uint8_t nterms, nliterals;
} ag_atom;

#define AG_ANY_CATEGORY ((1u << AG_CAT_COUNT) - 1)
#define AG_ENDLESS UINT32_MAX // ag_range.max: no limit

typedef struct ag_range {
    uint32_t min, max;
} ag_range;

// Immutable once built, for a definition's tree stands in every tree that names it.
typedef struct ag_node {
    ag_node_kind kind;
    AG_ARRAY(const struct ag_node *) kids;
    ag_atom *atom;      // ATOM; owned
    uint32_t number;    // 1 + its place in ag_rule_source.defined, 0 where it stands in a pattern
    uint32_t min, max;  // REPEAT; max AG_ENDLESS for no limit
    char mode;          // REPEAT: 0 greedy, '?' lazy, '+' possessive
    ag_role role;       // ROLE
    const char *look;   // LOOK: "(?=", "(?!", "(?<=" or "(?<!"
    ag_range cues;      // how many cues a way through it passes
    ag_range items;     // how many items it matches
    bool roles;         // a role stands inside
    uint32_t file;      // where it is written, for messages
    uint32_t at, width; // bytes
} ag_node;

// A stretch of a rule file.
typedef struct ag_source_range {
    uint32_t file, start, end;
} ag_source_range;

typedef enum ag_named_state { AG_UNREAD, AG_READING, AG_GOOD, AG_BAD } ag_named_state;

// A set or a definition. Its right side is read when it is first wanted: names may be used before their
// place.
typedef struct ag_named {
    char *name;
    ag_source_range range; // of the right side
    uint32_t line;
    ag_named_state state;
    const ag_node *tree;  // definitions
    ag_class_set classes; // sets
} ag_named;

typedef struct ag_rule_file {
    char *name, *text; // owned
    size_t len;
} ag_rule_file;

// A `when:` line: what the agent or the patient of the predicate has to be.
typedef struct ag_condition {
    ag_bind link;
    ag_source_range range; // of the item's description
    const ag_node *item;   // an ATOM, NULL before compilation
} ag_condition;

typedef struct ag_rule {
    ag_rule_info info; // id and kind owned, file borrowed
    uint32_t file;
    ag_source_range header;
    AG_ARRAY(ag_rule_example) examples; // text borrowed from the file
    AG_ARRAY(ag_source_range) patterns; // its alternatives
    AG_ARRAY(ag_condition) conditions;
} ag_rule;

// What the files say, before compilation.
typedef struct ag_rule_source {
    const ag_lexicon *lex;
    AG_ARRAY(ag_rule_file) files;
    AG_ARRAY(ag_named) sets, defines;
    AG_ARRAY(ag_rule) rules;
    AG_ARRAY(char *) literals;   // folded words that patterns mention
    AG_ARRAY(ag_node *) nodes;   // of patterns and conditions
    AG_ARRAY(ag_node *) defined; // of definitions
    uint32_t checked_files;      // so many of the files were checked when the program was built
} ag_rule_source;

// Reads a file's definitions and rule headers. Returns false where something was wrong; the rest is kept.
bool ag_rule_read(ag_rule_source *source, const char *file, const char *text, size_t len, ag_diag *diag);

// Reads the right sides of all sets and definitions of files that have not been checked, so that errors in
// unused ones are found too.
bool ag_rule_read_names(ag_rule_source *source, ag_diag *diag);

// Parses one pattern into a tree owned by source; NULL after an error.
const ag_node *ag_rule_parse_pattern(ag_rule_source *source, ag_source_range range, ag_diag *diag);
// Frees the trees parsed since source->nodes.n was n.
void ag_rule_forget_patterns(ag_rule_source *source, size_t n);

void ag_rule_source_free(ag_rule_source *source);

#endif
