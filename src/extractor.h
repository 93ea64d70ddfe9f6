// SPDX-License-Identifier: MIT
// The inside of an extractor, for the files that make records of a document: speech.c, roles.c, kinds.c,
// aim.c, record.c, choice.c, weighed.c and extract.c itself.
#ifndef ALLEGE_EXTRACTOR_H
#define ALLEGE_EXTRACTOR_H

#include "extract.h"
#include "introduce.h"
#include "tagger.h"

// Stands for the rule of a record that no rule made: what the weights make of the whole sentence. AG_CLAIM …
// is added.
enum { AG_WEIGHED = INT32_MAX };

struct ag_extractor {
    const ag_engine *engine;
    ag_grammar grammar;
    ag_document doc;
    ag_introducer introducer;
    ag_words words;
    ag_items scratch;
    ag_matcher *matcher;
    ag_scales *scales;               // NULL without weights
    AG_ARRAY(ag_match) found;        // of the sentence at hand
    AG_ARRAY(ag_match) matches;      // chosen ones of all sentences
    AG_ARRAY(size_t) first_match;    // per sentence, and one more at the end
    AG_ARRAY(uint8_t) labels;        // per sentence: 1 << label of the chosen ones
    AG_ARRAY(uint32_t) last_decider; // per sentence: 1 + who was last the source of a policy, 0 for nobody
    uint32_t decider;                // 1 + who is most often the source of one, 0 for nobody
    AG_ARRAY(ag_attribution) attributed; // of the document, beliefs and attitudes included
    ag_statements statements;            // of the document
    size_t next_statement;               // the first that is not yet given
    uint32_t sentence;                   // the sentence at hand
};

// ---- extract.c ----

typedef void (*ag_record_match_fn)(void *user, const ag_match *m);
// Calls fn for every match of a sentence that makes a record, those of the weights alone included.
void ag_each_match(ag_extractor *x, uint32_t sentence, ag_record_match_fn fn, void *user);

// ---- speech.c ----

// Functions that take an item mean one of the sentence at hand.

bool ag_role_present(const ag_match *m, ag_role role);
// Takes a match of the rules for beliefs; user is the extractor.
bool ag_keep_belief(void *user, const ag_match *m);
// Fills the document's attributions.
void ag_find_attributions(ag_extractor *x);
// The innermost attribution of the sentence at hand whose content holds the item; one that names its source
// before one that does not ("she noted reports that ...").
const ag_attribution *ag_attribution_at(const ag_extractor *x, uint32_t item);
// The quotation of speech that holds the item; UINT32_MAX where there is none.
uint32_t ag_speech_at(const ag_extractor *x, uint32_t item);
// Whether somebody says what stands at the item; user is the extractor.
bool ag_inside_statement(void *user, uint32_t item);
// Who says what stands at the item.
ag_reference ag_source_at(const ag_extractor *x, uint32_t item);
// Whether words of r are those of an institution; nothing where it is not known who speaks, or a newspaper
// does.
uint32_t ag_standing(const ag_document *doc, ag_reference r);
// Who says it, or whose text it stands in.
ag_reference ag_voice_at(const ag_extractor *x, uint32_t item);
// Only now is it known who speaks: what an institution says of itself weighs more than what others say of it.
void ag_mark_official(ag_extractor *x);

// ---- alleger.c ----

// Whose an allegation, a finding or a criticism beside item `cue` is, where the sentence says so; not present
// where it does not.
ag_reference ag_alleger(const ag_extractor *x, uint32_t cue);

// ---- roles.c ----

ag_str ag_name_of(const ag_document *doc, ag_reference r);
bool ag_item_is(const ag_extractor *x, const ag_item *item, const char *word);
// Leaves of a target the word of the nationality: "Suspected Russian attacks".
void ag_narrow(const ag_extractor *x, ag_reference r, ag_mention *m);
// Words, name and actors of whom the items of r mean.
ag_mention ag_mention_of(const ag_extractor *x, ag_reference r);
// The same of a source: "officials in Rome" with where they belong.
ag_mention ag_party_mention(const ag_extractor *x, ag_reference r);
ag_reference ag_role_reference(const ag_extractor *x, const ag_match *m, ag_role role);
// Whom the items of r mean; NULL where the text has no name for him.
ag_entity *ag_entity_meant(const ag_document *doc, ag_reference r);
// Whom the rule of a match in the sentence at hand takes for the target; NULL as above.
ag_entity *ag_target_entity(const ag_extractor *x, const ag_match *m);
// Whom the rules take for its source, the speaker where "we" is said; NULL as above.
ag_entity *ag_source_entity(const ag_extractor *x, const ag_match *m);
// Who makes a claim, denies, or whose policy it is, as far as the rules know: whom the rule found, or who
// speaks.
ag_mention ag_record_source(const ag_extractor *x, const ag_match *m);

// ---- aim.c ----

// At whom the course of a policy match is aimed, where its rule took nobody for the target.
ag_reference ag_aim(const ag_extractor *x, uint32_t cue, const char *kind);

// ---- kinds.c ----

// none, direct, mixed or indirect.
const char *ag_quote_kind(const ag_extractor *x, const ag_match *m);
// Of what is said: direct, mixed or indirect.
const char *ag_statement_quote_kind(const ag_document *doc, const ag_statement *st);
// Whether the source speaks of itself. In a quotation it does so in the first person: "she" is somebody else.
bool ag_is_self(const ag_extractor *x, const ag_match *m, const ag_mention *source, const ag_mention *target);
// The kind of a claim is its rule's, but for a mere report: there it matters who says so, and how.
const char *ag_claim_kind(const ag_extractor *x, const ag_match *m, const ag_record *r, const char *kind);
// A measure that is only announced is a commitment, one that is threatened a warning, and one that others
// have to take a demand. "Will call on" is no demand yet.
const char *ag_policy_kind(const ag_extractor *x, const ag_match *m, const char *kind);

// ---- choice.c ----

// Takes a match of the rules for records, unless it states nothing; user is the extractor.
bool ag_keep_match(void *user, const ag_match *m);
// Moves the matches to keep to the front, in order of their cue: earlier rules come first in the choice.
void ag_choose(ag_extractor *x);

// ---- record.c ----

// The rule of a match, or what stands for it where the weights made it.
const ag_rule_info *ag_rule_of_record(const ag_extractor *x, uint32_t rule);
// As the rules alone would have it.
void ag_fill_by_rules(const ag_extractor *x, const ag_match *m, ag_record *r);
void ag_fill_record(const ag_extractor *x, const ag_match *m, ag_record *r);
void ag_fill_statement(const ag_extractor *x, const ag_statement *st, ag_record *r);
// "The firm claims it brings jobs": nobody accuses himself, unless he admits it. In "it, accused of fraud,
// said" the source is somebody else.
bool ag_accuses_itself(const ag_extractor *x, const ag_match *m, ag_record *r);

// ---- weighed.c ----

// Whether the item itself accuses, blames or condemns.
bool ag_is_accusing(const ag_item *item);

// Who does what to whom, from the links of the item that speaks most for the label.
ag_match ag_weighed_match(const ag_extractor *x, ag_label label, uint32_t cue);

#endif
