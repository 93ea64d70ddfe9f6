// SPDX-License-Identifier: MIT
// From pattern trees to PCRE2 codes. An item is written as a fixed number of code units:
//
//   unit 0           category, 0x01..0x3F: no other unit has these values, so a match cannot start inside an item
//   unit 1, 2        literal word, 0x40 where no rule mentions it: two planes of 191 words
//   units 3..8       class signature of each part of speech (V N A J R F), 0x40 where no class is used by a rule
//   units 9..12      features, seven bits a unit, with 0x80
//   further units    modifier classes that rules name, seven bits a unit, with 0x80
//
// A signature stands for a set of classes that some word has together, so that a test of a class or of a union of
// classes is one bracket expression.
#ifndef ALLEGE_RULE_COMPILE_H
#define ALLEGE_RULE_COMPILE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule_parse.h"
#include <pcre2.h>

enum {
    AG_UNIT_LITERAL = 1,
    AG_LITERAL_PLANES = 2,
    AG_UNIT_CLASSES = AG_UNIT_LITERAL + AG_LITERAL_PLANES,
    AG_LETTERS = 6,
    AG_UNIT_FEATURES = AG_UNIT_CLASSES + AG_LETTERS,
    AG_FEATURE_UNITS = 4,
    AG_UNIT_MODIFIERS = AG_UNIT_FEATURES + AG_FEATURE_UNITS,
    AG_UNIT_BITS = 7,
    AG_PLANE_BASE = 0x40,
    AG_PLANE_SIZE = 191,
    AG_MAX_MODIFIERS = 56,
    AG_MAX_GROUPS = 40,
};

typedef struct ag_code {
    uint32_t rule;
    pcre2_code *re;
    uint8_t roles[AG_MAX_GROUPS]; // group number - 1 -> ag_role
    uint8_t groups;
    AG_ARRAY(const ag_atom *) triggers;
    char *pattern; // kept for ag_matcher_near
    size_t pattern_len;
    AG_ARRAY(const ag_node *) elements; // atoms in the order of their place in the pattern
    AG_ARRAY(uint32_t) element_at;      // offset in the pattern of each
} ag_code;

struct ag_rules {
    ag_rule_source source;
    AG_ARRAY(ag_code) codes;                     // in the order of their rules
    ag_class_set used;                           // classes that rules mention
    AG_ARRAY(ag_class_set) signatures[AG_LETTERS];
    uint8_t *letter_of;                          // per class: index of its letter in "VNAJRF"
    uint16_t modifiers[AG_MAX_MODIFIERS];
    uint32_t nmodifiers;
    uint32_t width; // code units an item
};

// Number of the signature for the used classes in *classes of one letter: exact, or the largest that is part of it.
uint8_t ag_signature_of(const ag_rules *rules, uint32_t letter, const ag_class_set *classes);

#endif
