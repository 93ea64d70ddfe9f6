// SPDX-License-Identifier: MIT
// The inside of a lexicon, for lexicon.c, lexicon_freeze.c and lexicon_image.c.
#ifndef ALLEGE_LEXICON_INSIDE_H
#define ALLEGE_LEXICON_INSIDE_H

#include "lexicon.h"

// How a surface form has to be capitalised in the text; each includes those below it.
enum { AG_CASE_ANY, AG_CASE_CAPITAL, AG_CASE_CAPITALS, AG_CASE_LEVELS };

// A sense as it was added, before freezing.
typedef struct ag_raw_sense {
    uint32_t node, order; // order of addition
    uint32_t level;
    ag_sense sense;
} ag_raw_sense;

typedef struct ag_lexicon_node {
    uint32_t first[AG_CASE_LEVELS]; // in senses, filled in by freeze as the counts are
    uint16_t count[AG_CASE_LEVELS];
    uint16_t goes_on; // not 0: a longer phrase begins with this one
} ag_lexicon_node;

typedef struct ag_edge {
    uint32_t hash;   // of the word
    uint32_t parent; // node
    uint32_t word;   // offset of the word in the pool; its length is in the byte before
    uint32_t to;     // node, 0 where the place is free
} ag_edge;

// Bits of ag_lexicon.going_on: most words of a text do not go on a phrase, and this says so at once.
enum { AG_GOING_ON_BITS = 18 };

// A set of classes that one surface form has within one part of speech: ids in ascending order.
enum { AG_SIGNATURE_MAX = 31 };
typedef struct ag_signature {
    uint16_t n, ids[AG_SIGNATURE_MAX];
} ag_signature;

// What a gazetteer says of an actor, or, of one that stands for a name that several share, who they are.
typedef struct ag_listed {
    uint32_t first_alias, naliases;
    uint32_t first_candidate, ncandidates;
} ag_listed;

struct ag_lexicon {
    AG_ARRAY(char) pool;        // NUL-terminated strings
    AG_ARRAY(uint32_t) classes; // offsets of their names in the pool
    AG_ARRAY(ag_actor) actors;
    AG_ARRAY(ag_lexicon_node) nodes;
    AG_ARRAY(ag_raw_sense) raw;
    AG_ARRAY(ag_sense) senses;         // filled in by freeze
    AG_ARRAY(ag_signature) signatures; // filled in by freeze
    AG_ARRAY(ag_edge) edges;           // n is a power of two
    AG_ARRAY(uint64_t) going_on;       // a set of bits: those of all edges that do not begin at the root
    uint32_t edge_count, entries;
    uint32_t unsure;              // node below which the unsure names stand, 0 for none
    uint32_t unlisted;            // the actors behind the first so many are in `listed`, if there are any
    AG_ARRAY(ag_listed) listed;   // of each actor behind them
    AG_ARRAY(uint32_t) alias_at;  // offsets in the pool
    AG_ARRAY(const char *) alias; // the same when the pool does not grow any more, filled in by freeze
    AG_ARRAY(uint32_t) candidates;
    bool borrowed;    // the arrays lie in the image that is built into the program
    bool has_default; // begins with that image
    ag_tokens scratch;
};

// Whether a gazetteer lists an actor, 0 for none.
static inline bool ag_lexicon_lists(const ag_lexicon *lex, uint32_t actor)
{
    return lex->listed.n > 0 && actor > lex->unlisted;
}

#endif
