// SPDX-License-Identifier: MIT
// Which unsure names count in a text; a gazetteer has them, or a lexicon file marks them. A name that is also
// a word (LEAD, Tick, Target), short (UPS) or a number (2889) counts where the text introduces its actor:
// calls him by a surer name, or the name by what it is. A threat actor: "the hacking group Tick", "hackers
// tracked as LEAD", "the cyber spies of the Mask group"; a number does so every time. Others, threat actors
// of several words, and marked names, also with a capital that the place does not explain.
#ifndef ALLEGE_INTRODUCE_H
#define ALLEGE_INTRODUCE_H

#include "lexicon.h"
#include "units.h"

typedef struct ag_unsure_name {
    uint32_t token, actor;
    bool counts;       // where it stands
    bool always_asked; // it counts nowhere else
} ag_unsure_name;

// What is kept from text to text; {0} is ready for use.
typedef struct ag_introducer {
    AG_ARRAY(uint8_t) introduced; // by actor
    AG_ARRAY(uint32_t) touched;   // actors introduced by the text at hand
    AG_ARRAY(ag_unsure_name) found;
} ag_introducer;

// Marks the tokens where such names begin with AG_TF_NAMED.
void ag_introduce(ag_introducer *in, const ag_lexicon *lex, ag_tokens *tokens, const ag_units *units);
void ag_introducer_free(ag_introducer *in);

#endif
