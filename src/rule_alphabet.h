// SPDX-License-Identifier: MIT
// How an item is written for PCRE2, as a fixed number of code units:
//
//   unit 0           category, 0x01..0x3F: no other unit has these values, so a match cannot start inside an
//   item literal units    the word of a single-token item, 0x40 where no rule mentions it; 191 words a unit
//   class units      the set of the head's classes that rules mention, one unit a part of speech (more where
//   the
//                    lexicon has more than 191 such sets of it)
//   feature units    seven bits a unit, with 0x80; the cue mark is the first bit of the first
//   modifier units   modifier classes that rules mention, seven bits a unit, with 0x80
//
// A class set has one value, so that a test of a class or of a union of classes is one bracket expression.
#ifndef ALLEGE_RULE_ALPHABET_H
#define ALLEGE_RULE_ALPHABET_H

#include "rule_parse.h"

enum {
    AG_UNIT_LITERAL = 1,
    AG_UNIT_BITS = 7,
    AG_UNIT_BITS_BASE = 0x80,
    AG_PLANE_BASE = 0x40,
    AG_PLANE_SIZE = 191, // values besides the base itself, which stands for nothing
    AG_PLANE_PLACES = 512,
    AG_FEATURE_UNITS = (AG_FEAT_COUNT + AG_UNIT_BITS - 1) / AG_UNIT_BITS,
    AG_NO_LITERAL = 0xFFFF,
    AG_MAX_CLASSES = 64 * AG_CLASS_WORDS,
};

typedef struct ag_byte_set {
    uint64_t bits[4];
} ag_byte_set;

static inline bool ag_byte_set_has(const ag_byte_set *s, unsigned byte)
{
    return s->bits[byte / 64] >> (byte % 64) & 1;
}

// The classes that share a unit. Value AG_PLANE_BASE + i of the unit stands for sets.at[i]; the first is
// empty.
typedef struct ag_plane {
    ag_class_set classes;
    AG_ARRAY(ag_class_set) sets;
    uint8_t places[AG_PLANE_PLACES]; // hash table of the sets: index, 0 where free
} ag_plane;

typedef struct ag_alphabet {
    ag_class_set used, used_modifiers; // classes that rules mention
    AG_ARRAY(ag_plane) planes;
    AG_ARRAY(uint16_t) modifiers;         // class of each modifier bit
    uint8_t modifier_bit[AG_MAX_CLASSES]; // 1 + index in modifiers, 0 where rules do not mention the class
    uint8_t plane_of[AG_MAX_CLASSES];     // of used classes
    uint8_t value_of[AG_MAX_CLASSES];     // of the set that has this used class alone; 0 for the others
    uint32_t literal_planes;
    uint32_t class_unit, feature_unit, modifier_unit; // first of each
    uint32_t width;                                   // code units an item
    AG_ARRAY(uint8_t) blank;                          // an item with no word, classes, features or modifiers
    AG_ARRAY(uint16_t) words;                         // hash table of literals: 1 + index, 0 for none
    char *const *literals;                            // borrowed
} ag_alphabet;

// Notes the classes that an atom mentions; before ag_alphabet_build.
void ag_alphabet_mention(ag_alphabet *a, const ag_atom *atom);
// Planes that are there already are kept.
void ag_alphabet_build(ag_alphabet *a, const ag_rule_source *source);
void ag_alphabet_free(ag_alphabet *a);

// Writes an item. For a combination of classes that no word of the lexicon has, its largest known part
// stands.
void ag_alphabet_write(const ag_alphabet *a, const ag_item *item, uint32_t literal, uint8_t *unit);

// Index of the literal that a word is, AG_NO_LITERAL for none; hash: its ag_hash_word.
uint32_t ag_alphabet_find_literal(const ag_alphabet *a, ag_str word, uint32_t hash);

// The same of the item's only token.
static inline uint32_t ag_alphabet_literal(const ag_alphabet *a, const ag_tokens *tokens, const ag_item *item)
{
    uint32_t hash = tokens->list.at[item->first].hash;
    if (item->last - item->first != 1 || !a->words.at[hash & (a->words.n - 1)]) // most words are none
        return AG_NO_LITERAL;
    return ag_alphabet_find_literal(a, ag_token_folded(tokens, item->first), hash);
}

// What an atom accepts: alternatives of one byte set a unit, a->width sets each. None at all: it accepts
// nothing.
typedef AG_ARRAY(ag_byte_set) ag_item_sets;

// Fills *out (emptied first). cue: the item has to bear the cue mark.
void ag_alphabet_accept(const ag_alphabet *a, const ag_atom *atom, bool cue, ag_item_sets *out);

#endif
