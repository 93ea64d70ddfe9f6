// SPDX-License-Identifier: MIT
// The lexicon classes that the C stages know by name. Everything else about classes is left to the rules.
#ifndef ALLEGE_GRAMMAR_H
#define ALLEGE_GRAMMAR_H

#include "lexicon.h"

#define AG_KNOWN_CLASSES(X)             \
    X(PREP, "F.prep")                   \
    X(DET, "F.det")                     \
    X(PRON, "F.pron")                   \
    X(POSS, "F.poss")                   \
    X(CONJ, "F.conj")                   \
    X(SUB, "F.sub")                     \
    X(WH, "F.wh")                       \
    X(NUM, "F.num")                     \
    X(GIVEN, "F.given")                 \
    X(FEMALE, "F.female")               \
    X(MALE, "F.male")                   \
    X(HONORIFIC, "F.honorific")         \
    X(TITLE, "N.title")                 \
    X(TIME, "N.time")                   \
    X(OFFICIAL, "N.official")           \
    X(INSTITUTION, "N.institution")     \
    X(GROUP, "N.group")                 \
    X(PERSON_NOUN, "N.person")          \
    X(HARMER, "N.harmer")               \
    X(REPORT, "N.report")               \
    X(EVIDENCE, "N.evidence")           \
    X(ALLEGATION, "N.allegation")       \
    X(CONCLUSION, "N.conclusion")       \
    X(RAISE, "V.raise")                 \
    X(HARM, "N.harm")                   \
    X(ATTEMPT, "N.attempt")             \
    X(HARMSOFT, "N.harmsoft")           \
    X(HARMFUL, "J.harm")                \
    X(COURT, "N.court")                 \
    X(PROSECUTOR, "N.prosecutor")       \
    X(STATE, "A.state")                 \
    X(CAPITAL, "A.capital")             \
    X(DEMONYM, "A.demonym")             \
    X(AGENCY, "A.agency")               \
    X(ORG, "A.org")                     \
    X(PARTY, "A.party")                 \
    X(ARMED, "A.armed")                 \
    X(COMPANY, "A.company")             \
    X(MEDIA, "A.media")                 \
    X(THREAT, "A.threat")               \
    X(PERSON, "A.person")               \
    X(SAY, "V.say")                     \
    X(INTRANSITIVE, "V.intransitive")   \
    X(ALLEGE, "V.allege")               \
    X(ASSESS, "V.assess")               \
    X(GUESS, "V.guess")                 \
    X(INSIST, "V.insist")               \
    X(ADMIT, "V.admit")                 \
    X(DENY, "V.deny")                   \
    X(REJECT, "V.reject")               \
    X(ACCUSE, "V.accuse")               \
    X(BLAME, "V.blame")                 \
    X(CONDEMN, "V.condemn")             \
    X(CHARGE, "V.charge")               \
    X(WARN, "V.warn")                   \
    X(DEMAND, "V.demand")               \
    X(CALLFOR, "V.callfor")             \
    X(WANT, "V.want")                   \
    X(LAUD, "V.laud")                   \
    X(STRESS, "V.stress")               \
    X(MEASURE, "V.measure")             \
    X(ENACT, "V.enact")                 \
    X(IMPOSE, "V.impose")               \
    X(MEASURE_NOUN, "N.measure")        \
    X(PUNISH, "V.punish")               \
    X(PENAL, "V.penal")                 \
    X(COUNTER, "V.counter")             \
    X(SUPPORT, "V.support")             \
    X(GIVE, "V.give")                   \
    X(PRESS, "V.press")                 \
    X(ORDER, "V.order")                 \
    X(SANCTION, "N.sanction")           \
    X(WARRANT, "N.warrant")             \
    X(CONCERN, "N.concern")             \
    X(BACKING, "N.backing")             \
    X(CRITICISM, "N.criticism")         \
    X(DEMAND_NOUN, "N.demand")          \
    X(COMMITMENT, "N.commitment")       \
    X(PLAN_NOUN, "N.plan")              \
    X(PROPOSAL, "N.proposal")           \
    X(LAW, "N.law")                     \
    X(TIE, "N.tie")                     \
    X(MEETING, "N.meeting")             \
    X(VICTIM, "N.victim")               \
    X(DISSENT, "N.dissent")             \
    X(MENACE, "V.menace")               \
    X(PLAN, "V.plan")                   \
    X(SUSPECT, "V.suspect")             \
    X(AVOID, "V.avoid")                 \
    X(ACCORDING, "R.according")         \
    X(ALLEGEDLY, "R.allegedly")         \
    X(ALLEGED, "J.alleged")             \
    X(HEARSAY, "V.hearsay")             \
    X(SEEM, "V.seem")                   \
    X(VERYUNLIKELY, "R.veryunlikely")   \
    X(UNLIKELY, "R.unlikely")           \
    X(EVENCHANCE, "R.evenchance")       \
    X(LIKELY, "R.likely")               \
    X(VERYLIKELY, "R.verylikely")       \
    X(ALMOSTCERTAIN, "R.almostcertain") \
    X(CONFLOW, "R.conflow")             \
    X(CONFMOD, "R.confmod")             \
    X(CONFHIGH, "R.confhigh")           \
    X(COMPARISON, "R.comparison")       \
    X(ALMOSTNO, "N.almostno")           \
    X(VERYUNLIKELY_N, "N.veryunlikely") \
    X(UNLIKELY_N, "N.unlikely")         \
    X(EVENCHANCE_N, "N.evenchance")     \
    X(VERYLIKELY_N, "N.verylikely")     \
    X(CONFLOW_N, "N.conflow")           \
    X(CONFMOD_N, "N.confmod")           \
    X(CONFHIGH_N, "N.confhigh")

typedef enum ag_known_class {
#define X(id, name) AG_CLASS_##id,
    AG_KNOWN_CLASSES(X)
#undef X
        AG_CLASS_COUNT
} ag_known_class;

enum { AG_CLOSED_PLACES = 256 };

typedef struct ag_grammar {
    const ag_lexicon *lex;
    uint16_t id[AG_CLASS_COUNT];      // lexicon class ids, UINT16_MAX where the lexicon has no such class
    uint8_t *known;                   // by lexicon class id: 1 + ag_known_class, 0 for the others
    char *letter;                     // by lexicon class id: first letter of the class name
    uint8_t closed[AG_CLOSED_PLACES]; // hash table of the tagger's closed words: 1 + index, 0 for none
} ag_grammar;

// A set of known classes.
typedef struct ag_known_set {
    uint64_t bits[(AG_CLASS_COUNT + 63) / 64];
} ag_known_set;

static inline bool ag_known_set_has(const ag_known_set *s, ag_known_class c)
{
    return s->bits[c / 64] >> c % 64 & 1;
}

void ag_grammar_init(ag_grammar *g, const ag_lexicon *lex);
void ag_grammar_free(ag_grammar *g);

// True where class id is one of the known class.
static inline bool ag_is_class(const ag_grammar *g, uint16_t id, ag_known_class c)
{
    return g->known[id] == 1 + c;
}

// Adds a class of the lexicon, if it is a known one.
static inline void ag_known_set_add(ag_known_set *s, const ag_grammar *g, uint16_t id)
{
    if (g->known[id])
        s->bits[(g->known[id] - 1) / 64] |= UINT64_C(1) << (g->known[id] - 1) % 64;
}

#endif
