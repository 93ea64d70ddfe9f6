// SPDX-License-Identifier: MIT
// English inflection of single words: regular spelling rules and a table of irregular verbs and nouns.
#ifndef ALLEGE_INFLECT_H
#define ALLEGE_INFLECT_H

#include "base.h"

enum { AG_WORD_MAX = 64 }; // bytes of an inflected form, the NUL included; longer words are not inflected

typedef struct ag_verb_forms {
    char form[5][AG_WORD_MAX]; // base, -s, past, participle, -ing
} ag_verb_forms;

// Fills in the forms of a verb given in its base form (lower case). Prefixes of irregular verbs are seen
// through: "overthrow" goes as "throw". Returns false where the word is too long.
bool ag_inflect_verb(ag_str base, ag_verb_forms *out);

// The same with the second spelling that some verbs have: cancelled, burnt, proven. Returns false where there
// is none.
bool ag_inflect_variant(ag_str base, ag_verb_forms *out);

// Writes the plural of a noun (lower case) to out. Returns false where the word is too long.
bool ag_inflect_plural(ag_str noun, char out[AG_WORD_MAX]);

#endif
