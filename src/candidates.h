// SPDX-License-Identifier: MIT
// Who may be the source or the target of a record, with what speaks for each; and the choice among them.
#ifndef ALLEGE_CANDIDATES_H
#define ALLEGE_CANDIDATES_H

#include "extractor.h"
#include "role_weights.h"

typedef struct ag_candidate {
    ag_reference who; // absent for nobody
    ag_mention mention;
    const ag_entity *entity; // NULL where the text has no name for him
    ag_role_clues clues;
} ag_candidate;

typedef AG_ARRAY(ag_candidate) ag_candidates;

// Fills *out with whoever may have a role, AG_ROLE_SOURCE or AG_ROLE_TARGET, in a match in the sentence at
// hand, nobody first; a target stands in the sentence. r holds what is known of both roles so far.
void ag_find_candidates(const ag_extractor *x, const ag_match *m, const ag_record *r, ag_role role,
                        ag_candidates *out);

// Gives the role to the candidate for whom most speaks; to whom the rules name unless clearly more speaks for
// another. Records of the user's own rules stay as they are.
void ag_choose_role(const ag_extractor *x, const ag_match *m, ag_role role, ag_record *r);
// Gives both, the source first. Of whom a policy asks something is not whose policy it is: where one would be
// both, he is the target, and the source is who comes next.
void ag_choose_roles(const ag_extractor *x, const ag_match *m, ag_record *r);

#endif
