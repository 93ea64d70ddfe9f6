// SPDX-License-Identifier: MIT
// The record: one claim, denial or policy statement of a document, before it is written as JSON.
// All strings are borrowed until the callback that receives the record returns.
#ifndef ALLEGE_RECORD_H
#define ALLEGE_RECORD_H

#include "base.h"
#include "matcher.h"
#include "role_weights.h"

enum { AG_RECORD_ACTORS = ALLEGE_ACTORS_MAX, AG_RECORD_CERTAINTIES = 8, AG_RECORD_SPANS = 8 };

typedef struct ag_actor_ref {
    const char *name;           // canonical
    const char *country;        // ISO 3166-1 alpha-2, or "" or NULL
    const char *type;           // class of the lexicon, "A.state"; NULL where unknown
    const char *const *aliases; // of a gazetteer
    uint32_t naliases;
    bool ambiguous; // one of several who go by the name in the text
} ag_actor_ref;

// Somebody in a role. Three cases: present (span in the carrier sentence); elsewhere (span of the mention in
// another sentence, name set); only a name; none of them where the role is empty.
typedef struct ag_mention {
    bool present, elsewhere;
    ag_span span;
    ag_str name; // fullest name the document gives, len 0 where unknown
    ag_actor_ref actors[AG_RECORD_ACTORS];
    uint32_t nactors;
} ag_mention;

typedef enum ag_certainty_type { AG_LIKELIHOOD, AG_CONFIDENCE, AG_HEARSAY } ag_certainty_type;

typedef struct ag_certainty {
    ag_span span;
    ag_certainty_type type;
    int low, high;     // likelihood: ICD 203 band in percent
    const char *level; // confidence: low, moderate, high; NULL where not given
} ag_certainty;

// The statement that a record stands in: its cue, where it has one, and all that is said.
typedef struct ag_said {
    bool present, has_cue;
    ag_span cue;
    ag_span content[AG_RECORD_SPANS];
    uint32_t ncontent;
} ag_said;

enum { AG_CHOICE_REASONS = 4 };

// That the weights gave a role to another than the rules did, and why.
typedef struct ag_choice {
    bool made;
    ag_mention instead; // of whom
    double sum, own;    // of the chosen one and of the other
    ag_role_reason reasons[AG_CHOICE_REASONS];
    size_t n;
} ag_choice;

typedef struct ag_record {
    ag_label label;
    const char *kind; // NULL where unknown
    ag_span sentence;
    uint64_t line; // 1-based, of the sentence's first byte
    ag_mention source, target;
    ag_choice source_choice, target_choice;
    bool has_cue; // false only for a quotation that no words tie to its speaker
    ag_span cue;
    const char *cue_lemma; // NULL or "" where unknown
    bool has_act;
    ag_span act;
    ag_certainty certainty[AG_RECORD_CERTAINTIES];
    uint32_t ncertainty;
    ag_span content[AG_RECORD_SPANS]; // what is said, in document order; only where statements are wanted
    uint32_t ncontent;
    ag_said within;    // of a record that is part of what somebody says; only where statements are wanted
    const char *quote; // none, direct, mixed, indirect
    const char *rule;  // id
    uint32_t rule_index;
} ag_record;

#endif
