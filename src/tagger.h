// SPDX-License-Identifier: MIT
// Part-of-speech tagging of one sentence: lexicon phrases become words, and context decides which of their
// readings holds. Closed word classes and a few context rules; no statistics.
#ifndef ALLEGE_TAGGER_H
#define ALLEGE_TAGGER_H

#include "grammar.h"
#include "lexicon.h"
#include "units.h"

typedef enum ag_pos {
    AG_POS_NOUN,
    AG_POS_NAME,
    AG_POS_PRON,
    AG_POS_POSS, // my, his, their
    AG_POS_DET,
    AG_POS_ADJ,
    AG_POS_ADV,
    AG_POS_VERB,
    AG_POS_AUX, // be, have, do, modals
    AG_POS_TO,  // infinitive marker
    AG_POS_PREP,
    AG_POS_CONJ,
    AG_POS_SUB,
    AG_POS_THAT,
    AG_POS_WH,
    AG_POS_NEG, // not
    AG_POS_NUM,
    AG_POS_GEN, // possessive 's
    AG_POS_PUNCT,
} ag_pos;

typedef enum ag_aux {
    AG_AUX_NONE,
    AG_AUX_BE,
    AG_AUX_HAVE,
    AG_AUX_DO,
    AG_AUX_MAY,
    AG_AUX_WILL,
    AG_AUX_MUST,
    AG_AUX_WOULD
} ag_aux;

// Readings a word can have.
enum {
    AG_CAN_SING = 1 << 0,
    AG_CAN_PLUR = 1 << 1,
    AG_CAN_NAME = 1 << 2,
    AG_CAN_BASE = 1 << 3,
    AG_CAN_S = 1 << 4,
    AG_CAN_PAST = 1 << 5,
    AG_CAN_PART = 1 << 6,
    AG_CAN_ING = 1 << 7,
    AG_CAN_ADJ = 1 << 8,
    AG_CAN_ADV = 1 << 9,
};
#define AG_CAN_NOUN (AG_CAN_SING | AG_CAN_PLUR)
#define AG_CAN_FINITE (AG_CAN_BASE | AG_CAN_S | AG_CAN_PAST)
#define AG_CAN_VERB (AG_CAN_FINITE | AG_CAN_PART | AG_CAN_ING)

typedef struct ag_word {
    uint32_t first, last;   // tokens [first, last)
    uint32_t head;          // token of the head word
    const ag_sense *senses; // borrowed from the lexicon
    uint32_t nsenses;
    ag_known_set known; // classes of the senses
    uint16_t can;       // AG_CAN_*
    uint8_t pos;        // ag_pos
    uint8_t form;       // ag_form, for verbs and nouns
    uint8_t aux;        // ag_aux
    bool neg;           // didn't, cannot
    bool past;          // was, had, did
    bool elided;        // participle whose "is", "was" is left out, as headlines do
    uint8_t ahead;      // of the tagger: which verbs follow in the clause
    bool capital;       // capital that says something: not sentence-initial, not in a title-case line
} ag_word;

typedef AG_ARRAY(ag_word) ag_words;

// Tags tokens [first, last) of a sentence into *out (emptied first). title: the line is in title case or
// capitals.
void ag_tag(const ag_grammar *g, const ag_tokens *tokens, const char *text, uint32_t first, uint32_t last,
            bool title, ag_words *out);

// True where most of the words of the range are capitalised, so that capitals do not mark names.
// Fills the hash table of ag_grammar, which must be empty.
void ag_closed_words_place(uint8_t *places);

bool ag_is_title_case(const ag_tokens *tokens, uint32_t first, uint32_t last);

#endif
