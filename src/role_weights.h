// SPDX-License-Identifier: MIT
// What each clue weighs when the source or the target of a record is chosen among several candidates. A clue
// says where a candidate comes from, where he stands, who he is, or what sort of record it is; two together
// may weigh something of their own. The method is conditional logistic regression (McFadden, 1974) with an L1
// penalty; data/weights/README.md says how it is learnt.
#ifndef ALLEGE_ROLE_WEIGHTS_H
#define ALLEGE_ROLE_WEIGHTS_H

#include "base.h"
#include "lexicon.h"
#include "matcher.h"

// X(enum suffix, name in the file, meaning)
#define AG_ROLE_CLUES(X)                                                                  \
    /* where he comes from */                                                             \
    X(NOBODY, "nobody", "nobody: the role stays empty")                                   \
    X(OWN, "own", "whom the rule, and what goes with it, gives the role to")              \
    X(RULE, "rule", "whom the rule itself took")                                          \
    X(SAYS, "says", "who says it, by the innermost attribution")                          \
    X(SAYSOUTER, "says-outer", "… by the outermost")                                      \
    X(SPEAKER, "speaker", "who speaks the quotation")                                     \
    X(LABELLED, "labelled", "whom the label of a transcript names")                       \
    X(AUTHOR, "author", "the author of the text")                                         \
    X(CUEAGENT, "cue-agent", "who does what the cue says")                                \
    X(CUEPATIENT, "cue-patient", "to whom it is done")                                    \
    X(ACTAGENT, "act-agent", "who does something in the act")                             \
    X(ACTPATIENT, "act-patient", "to whom something is done there")                       \
    X(OTHER, "other", "whom the rule took for the other role")                            \
    X(ATTRIBUTED, "attributed", "a source of some attribution in the sentence")           \
    X(BEFORESAYS, "before-says", "… in the sentence before")                              \
    X(BEFORESUBJECT, "before-subject", "the subject of the sentence before")              \
    X(BEFOREINST, "before-inst", "an institution named there")                            \
    X(DECIDER, "decider", "most often the source of a policy in the text")                \
    X(DECIDEDBEFORE, "decided-before", "the source of the policy before")                 \
    X(AFTERSAYS, "after-says", "a source in the next sentence")                           \
    X(SUBJECT, "subject", "the subject of the sentence")                                  \
    X(ACCUSER, "accuser", "who accuses, blames or condemns in the sentence")              \
    X(NEARESTBEFORE, "nearest-before", "the nearest actor before the cue")                \
    X(NEARESTBEHIND, "nearest-behind", "… behind it")                                     \
    X(NEARESTINSTBEFORE, "nearest-inst-before", "the nearest institution before the cue") \
    X(NEARESTINSTBEHIND, "nearest-inst-behind", "… behind it")                            \
    X(FIRSTACTOR, "first-actor", "the first actor of the sentence")                       \
    X(ONLYINST, "only-inst", "the only institution")                                      \
    X(OFTEN, "often", "the text names him four times or more")                            \
    X(MOSTOFTEN, "most-often", "… more often than any other candidate")                   \
    /* where he stands */                                                                 \
    X(HERE, "here", "stands in the sentence")                                             \
    X(BEFORE, "before", "before the cue")                                                 \
    X(BEHIND, "behind", "behind it")                                                      \
    X(NEXT, "next", "right beside it")                                                    \
    X(NEAR, "near", "within three items")                                                 \
    X(FAR, "far", "eight items away or more")                                             \
    X(INCONTENT, "in-content", "in what is said with the cue")                            \
    X(OUTCONTENT, "out-content", "outside of that")                                       \
    X(INACT, "in-act", "in the act")                                                      \
    X(SAMECLAUSE, "same-clause", "no verb or conjunction between him and the cue")        \
    X(OWNER, "owner", "possessive")                                                       \
    X(DOES, "does", "does something")                                                     \
    X(SUFFERS, "suffers", "something is done to him")                                     \
    X(PBY, "p-by", "behind by")                                                           \
    X(POF, "p-of", "behind of")                                                           \
    X(PFROM, "p-from", "behind from")                                                     \
    X(PPLACE, "p-place", "behind a preposition of place")                                 \
    X(OBJECT, "object", "right behind a verb")                                            \
    X(PON, "p-on", "behind on, over, about")                                              \
    X(PAGAINST, "p-against", "behind against, toward")                                    \
    X(PTO, "p-to", "behind to")                                                           \
    X(PFOR, "p-for", "behind for")                                                        \
    X(PWITH, "p-with", "behind with")                                                     \
    X(THENTO, "then-to", "an infinitive follows")                                         \
    X(OFMEASURE, "of-measure", "behind a measure and a preposition")                      \
    X(OFCONCERN, "of-concern", "… a concern, support, criticism and a preposition")       \
    X(OFDEMAND, "of-demand", "… a demand and a preposition")                              \
    X(OFHARM, "of-harm", "… a harmful act and a preposition")                             \
    X(OFTIE, "of-tie", "… a tie or meeting and a preposition")                            \
    X(PUNISHED, "punished", "he is punished, countered")                                  \
    X(SUPPORTED, "supported", "… supported, given something")                             \
    X(ASKED, "asked", "… asked, pressed, ordered")                                        \
    X(CONDEMNED, "condemned", "… condemned")                                              \
    X(TOSUFFER, "to-suffer", "… by a verb that is not finite")                            \
    X(TODO, "to-do", "does something by a verb that is not finite")                       \
    X(DOESNOW, "does-now", "… in the present, or has to")                                 \
    X(OBLIGED, "obliged", "… has to do something")                                        \
    X(ABLE, "able", "… can, could or would")                                              \
    X(DID, "did", "… did something")                                                      \
    X(OWNSPLAN, "owns-plan", "owner of a measure, a plan, a demand")                      \
    X(BEGINS, "begins", "begins the sentence")                                            \
    /* the construction he stands in */                                                   \
    X(BYOTHER, "by-other", "what is done to him is done by who has the other role")       \
    X(HASTO, "has-to", "must, should, needs to do something; not I, we")                  \
    X(BEHINDOBJECT, "behind-object", "behind that and a preposition")                     \
    X(THENWHO, "then-who", "a relative clause says who is meant")                         \
    X(SAIDSUBJECT, "said-subject", "begins what is said")                                 \
    X(PINTO, "p-into", "behind into")                                                     \
    X(ONLYRIVAL, "only-rival", "the only actor but for who has the other role")           \
    /* who he is */                                                                       \
    X(ACTOR, "actor", "somebody who can act")                                             \
    X(INST, "inst", "an institution, or somebody who speaks for one")                     \
    X(PERSON, "person", "a person by name")                                               \
    X(NAMED, "name", "a name")                                                            \
    X(PRONOUN, "pronoun", "a pronoun")                                                    \
    X(FIRST, "first", "I, we")                                                            \
    X(UNRESOLVED, "unresolved", "a pronoun that stands for nobody known")                 \
    X(PLURAL, "plural", "plural")                                                         \
    X(DEFINITE, "definite", "definite")                                                   \
    X(QUOTED, "quoted", "quoted")                                                         \
    X(SPEAKS, "speaks", "can say something")                                              \
    X(NATIONAL, "national", "with a nationality")                                         \
    X(JOINED, "joined", "several, joined by and")                                         \
    X(CAPITAL, "capital", "a capital")                                                    \
    X(ORGANISATION, "organisation", "an organisation")                                    \
    X(GROUP, "group", "a group")                                                          \
    X(OFFICE, "office", "an office or title")                                             \
    X(PERSONNOUN, "person-noun", "a noun for a person")                                   \
    X(PAPER, "paper", "a report, a law")                                                  \
    X(HARMNOUN, "harm-noun", "a harmful act")                                             \
    X(HARMER, "harmer", "a wrongdoer")                                                    \
    X(VICTIM, "victim", "somebody to whom harm is done")                                  \
    X(AIMED, "aimed-elsewhere", "the target of another record of the text")               \
    X(AIMEDOFTEN, "aimed-often", "… of three others or more")                             \
    X(DECIDES, "decides-elsewhere", "the source of a policy elsewhere in the text")       \
    X(DECIDESOFTEN, "decides-often", "… of three or more")                                \
    X(PROSECUTOR, "prosecutor", "a prosecutor")                                           \
    X(ISOTHER, "is-other", "has the other role")                                          \
    /* what sort of record it is */                                                       \
    X(R_OWNNONE, "own-none", "the rule gives the role to nobody")                         \
    X(R_RULENONE, "rule-none", "the rule itself took nobody")                             \
    X(R_WEIGHED, "weighed", "no rule made the record")                                    \
    X(R_SAID, "said", "somebody says it")                                                 \
    X(R_NAMEDSOURCE, "said-by", "somebody who is named")                                  \
    X(R_QUOTED, "cue-quoted", "the cue is quoted")                                        \
    X(R_OFFICIAL, "official", "an institution says it")                                   \
    X(R_LAY, "lay", "somebody else says it")                                              \
    X(R_OWNVOICE, "own-voice", "the author writes of himself")                            \
    X(R_NOUN, "cue-noun", "the cue is a noun")                                            \
    X(R_FINITE, "cue-finite", "… a finite verb")                                          \
    X(R_PASSIVE, "cue-passive", "… passive")                                              \
    X(R_MUST, "cue-must", "… must, should")                                               \
    X(R_NEG, "cue-neg", "… negated")                                                      \
    X(R_HEDGED, "cue-hedged", "… hedged")                                                 \
    X(R_ACCUSES, "cue-accuses", "… accuses, blames, condemns")                            \
    X(R_AGENTNONE, "cue-agentless", "nobody does it")                                     \
    X(R_PATIENTNONE, "cue-patientless", "it is done to nobody")                           \
    X(R_AGINST, "cue-by-inst", "an institution does it")                                  \
    X(R_HEADLINE, "headline", "a headline")                                               \
    X(R_OTHERNONE, "other-none", "nobody has the other role")                             \
    X(COMPATRIOT, "compatriot", "of the same country as who has the other role")          \
    X(OWNSTATE, "own-state", "… and that country itself")                                 \
    X(FOREIGN, "foreign", "of another country than who has the other role")               \
    X(FOREIGNSTATE, "foreign-state", "… and that country itself")                         \
    X(R_RIVALS0, "rivals-0", "no actor but who has the other role")                       \
    X(R_RIVALS3, "rivals-3", "three or more")                                             \
    X(R_PATIENTACTOR, "cue-patient-actor", "the cue is done to an actor")                 \
    X(R_OTHERHERE, "other-here", "the other role is in the sentence")                     \
    X(R_ACCUSATION, "accusation", "the record is of this kind")                           \
    X(R_REPORT, "report", "the record is of this kind")                                   \
    X(R_HEARSAY, "hearsay", "the record is of this kind")                                 \
    X(R_CHARGE, "charge", "the record is of this kind")                                   \
    X(R_ADMISSION, "admission", "the record is of this kind")                             \
    X(R_MEASURE, "measure", "the record is of this kind")                                 \
    X(R_DEMAND, "demand", "the record is of this kind")                                   \
    X(R_COMMITMENT, "commitment", "the record is of this kind")                           \
    X(R_POSITION, "position", "the record is of this kind")

typedef enum ag_role_clue {
#define X(id, name, meaning) AG_RC_##id,
    AG_ROLE_CLUES(X)
#undef X
        AG_RC_COUNT
} ag_role_clue;

const char *ag_role_clue_name(ag_role_clue clue);

// What stands around a candidate, by lexicon class: "verb:V.demand". X(enum suffix, name in the file,
// meaning)
#define AG_ROLE_PLACES(X)                                                    \
    X(IS, "is", "the head of who he is")                                     \
    X(MOD, "mod", "a modifier there")                                        \
    X(LEFT, "left", "the item right before him, where it is no preposition") \
    X(PRE, "pre", "… before his preposition")                                \
    X(RIGHT, "right", "the item right behind him")                           \
    X(VERB, "verb", "the nearest verb before him")                           \
    X(THEN, "then", "… behind him")                                          \
    X(DOING, "doing", "what he does")                                        \
    X(SUFFERING, "suffering", "what is done to him")                         \
    X(CUE, "cue", "the cue of the record")

typedef enum ag_role_place {
#define X(id, name, meaning) AG_RP_##id,
    AG_ROLE_PLACES(X)
#undef X
        AG_RP_COUNT
} ag_role_place;

const char *ag_role_place_name(ag_role_place place);

typedef struct ag_role_word {
    uint16_t place; // ag_role_place
    uint16_t class; // of the lexicon
} ag_role_word;

enum {
    AG_ROLE_WORDS = 96, // for one candidate; what there is beyond is left out
    AG_ROLE_BITS = (AG_RC_COUNT + 63) / 64,
};

// A set of clues: those of the list above, and the classes around the candidate.
typedef struct ag_role_clues {
    uint64_t bits[AG_ROLE_BITS];
    ag_role_word words[AG_ROLE_WORDS];
    uint32_t nwords;
} ag_role_clues;

static inline void ag_role_clue_set(ag_role_clues *c, ag_role_clue clue, bool is)
{
    if (is)
        c->bits[clue / 64] |= UINT64_C(1) << clue % 64;
}

static inline bool ag_role_clue_is(const ag_role_clues *c, ag_role_clue clue)
{
    return c->bits[clue / 64] >> clue % 64 & 1;
}

// Adds the classes of a word.
void ag_role_clues_add(ag_role_clues *c, ag_role_place place, const uint16_t *classes, uint32_t n);

// What weighs for one role; immutable once loaded, shared by threads.
typedef struct ag_role_weights ag_role_weights;

// Class names in clues are those of lex.
ag_role_weights *ag_role_weights_new(const ag_lexicon *lex);
void ag_role_weights_free(ag_role_weights *w);
// Takes one weight: the clue is "own", "verb:V.demand" or, of two together, "own&said", "inst&verb:V.demand".
// Returns false where there is no such clue.
bool ag_role_weights_add(ag_role_weights *w, ag_label label, ag_str clue, double weight);
// Whether anything weighs for a label; where nothing does the rules decide alone.
bool ag_role_weights_has(const ag_role_weights *w, ag_label label);

// One weight that counted; the clue as it is written in the weights file.
typedef struct ag_role_reason {
    char clue[64];
    float weight;
} ag_role_reason;

// The sum of what the clues weigh, alone and two together.
double ag_role_weights_sum(const ag_role_weights *w, ag_label label, const ag_role_clues *clues);
// Writes to reasons the heaviest of what weighs for clues and not for others too, at most `most`, heaviest
// first. Returns how many.
size_t ag_role_weights_reasons(const ag_role_weights *w, ag_label label, const ag_role_clues *clues,
                               const ag_role_clues *others, ag_role_reason *reasons, size_t most);

#endif
