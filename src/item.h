// SPDX-License-Identifier: MIT
// An item is what a rule sees: a noun group, a verb group, or a single token.
#ifndef ALLEGE_ITEM_H
#define ALLEGE_ITEM_H

#include "array.h"
#include "base.h"
#include "grammar.h"

// Syntactic categories. X(enum suffix, name in rules, meaning)
#define AG_CATEGORIES(X)                                                              \
    X(NG, "NG", "noun group, pronouns included")                                      \
    X(NPOSS, "NPOSS", "noun group with a possessive ending, or a possessive pronoun") \
    X(VG, "VG", "finite verb group with its auxiliaries and adverbs")                 \
    X(VTO, "VTO", "infinitive group: to attack, to have been attacked")               \
    X(VING, "VING", "-ing verb group")                                                \
    X(VED, "VED", "bare participle after a noun: documents stolen by")                \
    X(VB, "VB", "bare infinitive or imperative")                                      \
    X(ADJ, "ADJ", "predicative adjective group")                                      \
    X(ADV, "ADV", "adverb outside a verb group")                                      \
    X(P, "P", "preposition")                                                          \
    X(CONJ, "CONJ", "and, or, but, nor")                                              \
    X(SUB, "SUB", "subordinator: if, because, after, while")                          \
    X(THAT, "THAT", "that as a complementizer or relative")                           \
    X(WH, "WH", "who, which, what, where, how, why, when")                            \
    X(NEG, "NEG", "not, never, no outside a verb group")                              \
    X(TIME, "TIME", "time expression: on Tuesday, last week, in 2014")                \
    X(COMMA, "COMMA", ",")                                                            \
    X(COLON, "COLON", ":")                                                            \
    X(SEMI, "SEMI", ";")                                                              \
    X(DASH, "DASH", "dash")                                                           \
    X(LP, "LP", "( or [")                                                             \
    X(RP, "RP", ") or ]")                                                             \
    X(QO, "QO", "opening quotation mark")                                             \
    X(QC, "QC", "closing quotation mark")                                             \
    X(STOP, "STOP", ". ? ! …")                                                        \
    X(OTHER, "OTHER", "anything else")

typedef enum ag_category {
#define X(id, name, meaning) AG_CAT_##id,
    AG_CATEGORIES(X)
#undef X
        AG_CAT_COUNT
} ag_category;

// Features, named in rules as [+passive -neg]. X(enum suffix, name, meaning)
#define AG_FEATURES(X)                                                                         \
    X(CUE, "cue", "set by the matcher on the item under test; not for rules")                  \
    X(PASSIVE, "passive", "verb group in the passive")                                         \
    X(NEG, "neg", "negated verb group; noun group with no, none of, neither")                  \
    X(MODAL, "modal", "may, might, can, could")                                                \
    X(FUTURE, "future", "will, we shall, be going to, is set to")                              \
    X(MUST, "must", "must, should, they shall, ought to, has to, needs to")                    \
    X(WOULD, "would", "would")                                                                 \
    X(HEDGED, "hedged", "allegedly, reportedly, alleged, suspected inside the group")          \
    X(NATIONAL, "national", "noun group with a nationality or an actor name as modifier")      \
    X(DEF, "def", "noun group with a definite determiner, a possessive or a name as its head") \
    X(PLURAL, "plural", "plural noun group")                                                   \
    X(PRON, "pron", "pronoun")                                                                 \
    X(FIRST, "first", "first person (I, we, our)")                                             \
    X(NAME, "name", "head is a capitalised name")                                              \
    X(QUOTED, "quoted", "inside a quotation")                                                  \
    X(PERFECT, "perfect", "has, have, had done")                                               \
    X(PROG, "prog", "is, was doing")                                                           \
    X(BE, "be", "the verb is a form of be")                                                    \
    X(ACTOR, "actor", "somebody who can act: person, state, organisation, group")              \
    X(INST, "inst", "an institution or somebody who speaks for one")                           \
    X(PAST, "past", "finite past tense")                                                       \
    X(QUESTION, "question", "after an interrogative inversion or whether")                     \
    X(AGENT, "agent", "of a predicate: who does it is an actor")                               \
    X(AGINST, "aginst", "of a predicate: who does it is an institution or speaks for one")     \
    X(AGFIRST, "agfirst", "of a predicate: I or we do it")                                     \
    X(AGPRON, "agpron", "of a predicate: a pronoun stands for who does it")                    \
    X(AGNEG, "agneg", "of a predicate: nobody, no soldier, neither side does it")              \
    X(PATIENT, "patient", "of a predicate: to whom it is done is an actor")                    \
    X(OFFICIAL, "official", "in the words of an institution or somebody who speaks for one")   \
    X(LAY, "lay", "in the words of somebody who is known and speaks for no institution")

typedef enum ag_feature {
#define X(id, name, meaning) AG_FEAT_##id,
    AG_FEATURES(X)
#undef X
        AG_FEAT_COUNT
} ag_feature;

#define AG_FEAT(id) (1u << AG_FEAT_##id)
#define AG_ITEM_CLASSES 16

// Items [first, last) of a sentence with their head; empty where first == last.
typedef struct ag_link {
    uint16_t first, last, head;
} ag_link;

typedef struct ag_item {
    uint8_t category; // ag_category
    uint8_t nclasses;
    uint16_t classes[AG_ITEM_CLASSES];   // lexicon class ids of the head, ascending, one part of speech
    uint16_t modifiers[AG_ITEM_CLASSES]; // for noun groups: classes of the modifiers ("drone attack", "false
                                         // claims")
    uint8_t nmodifiers;
    uint32_t features;       // AG_FEAT(...)
    uint32_t first, last;    // tokens [first, last)
    uint32_t head;           // token of the head (verb of a verb group, last noun of a noun group)
    uint32_t lemma;          // lexicon string of the head, 0 where unknown
    uint32_t actor;          // lexicon actor of the head, 0 for none
    uint32_t modifier_actor; // lexicon actor among the modifiers, 0 for none
    ag_link agent, patient;  // of a predicate, see syntax.h
    ag_known_set known;      // those of the classes that are known by name
} ag_item;

typedef AG_ARRAY(ag_item) ag_items;

// The head of an item has the class.
static inline bool ag_item_has_class(const ag_item *item, ag_known_class c)
{
    return ag_known_set_has(&item->known, c);
}

// A verb group of any form, finite or not.
static inline bool ag_is_verbal(ag_category c)
{
    return c >= AG_CAT_VG && c <= AG_CAT_VB;
}

#endif
