// SPDX-License-Identifier: MIT
// Everything known about one document while it is worked on. Buffers are kept from document to document.
#ifndef ALLEGE_DOCUMENT_H
#define ALLEGE_DOCUMENT_H

#include "grammar.h"
#include "item.h"
#include "matcher.h"
#include "units.h"

// Items [first, last) of a sentence. Absent where present is false.
typedef struct ag_reference {
    bool present;
    uint32_t sentence, first, last;
} ag_reference;

static inline bool ag_same_reference(ag_reference a, ag_reference b)
{
    return a.present == b.present && a.sentence == b.sentence && a.first == b.first && a.last == b.last;
}

// A statement found by a `statement` rule: who says it, with which words, and what.
typedef struct ag_attribution {
    uint32_t sentence, rule;
    ag_reference source;
    uint32_t cue_first, cue_last;         // items
    uint32_t content_first, content_last; // items
} ag_attribution;

#define AG_NAME_WORDS 8

// The words of a mention that make up its name.
typedef struct ag_name {
    uint32_t word[AG_NAME_WORDS]; // tokens
    uint32_t n;
    uint32_t given;       // one past the token of a person's first name, 0 for none
    uint32_t first, last; // tokens [first, last): what is shown, without dates and loose words
} ag_name;

typedef struct ag_entity {
    ag_name name;            // the fullest one
    uint32_t sentence, item; // where it stands
    uint32_t acronym;        // hash of the acronym given in brackets, 0 for none
    uint32_t actor;          // lexicon actor, 0 for none
    uint32_t mentions;       // how often the document names it
    uint32_t aimed;          // how often the rules take it for a target
    uint32_t decides;        // how often they take it for the source of a policy statement
    bool person, official;
} ag_entity;

// What has to be equal, in one thing or another, before a name can be that of an entity: hashes of words, 0
// for none.
typedef struct ag_entity_key {
    uint32_t first, last, given; // of the name
    uint32_t acronym, actor;
} ag_entity_key;

typedef struct ag_entity_mention {
    uint32_t entity, sentence, item;
} ag_entity_mention;

enum {
    AG_TITLED = 0,
    AG_MANY_TEXTS = 600, // sentences; what is longer is rather many texts than one
};

typedef struct ag_document {
    const ag_grammar *g;
    const char *text;
    size_t len;
    ag_tokens tokens;
    ag_units units;
    ag_items items;                // of all sentences
    AG_ARRAY(uint32_t) first_item; // per sentence, and one more at the end
    AG_ARRAY(ag_entity) entities;
    AG_ARRAY(ag_entity_key) entity_keys; // of each entity
    AG_ARRAY(uint64_t) entity_marks; // … a bit for each of them: two that share none have nothing in common
    AG_ARRAY(ag_entity_mention) mentions; // in document order
    AG_ARRAY(uint32_t) head_hashes;       // of each item: hash of its head, AG_TITLED for "Senator Lee"
    AG_ARRAY(uint32_t) entity_of_item;    // of each item: 1 + the entity that it names, 0 for none
    AG_ARRAY(ag_attribution) attributions;
    AG_ARRAY(uint32_t) first_attribution; // per sentence, and one more at the end
    AG_ARRAY(ag_reference) quote_speaker; // per quotation
    AG_ARRAY(ag_reference) label_speaker; // per sentence: transcript label in force
    uint32_t headline;                    // first sentence that is one, UINT32_MAX for none
    ag_reference author;                  // who says "we" outside quotations
    bool own_voice;                       // the author is named and the text says "we" of itself
    struct ag_resolutions *resolutions;   // what ag_resolve found; NULL until there is any
} ag_document;

static inline const ag_item *ag_doc_items(const ag_document *doc, uint32_t sentence, uint32_t *n)
{
    *n = doc->first_item.at[sentence + 1] - doc->first_item.at[sentence];
    return doc->items.at + doc->first_item.at[sentence];
}

static inline const ag_item *ag_doc_item(const ag_document *doc, uint32_t sentence, uint32_t i)
{
    return &doc->items.at[doc->first_item.at[sentence] + i];
}

// Bytes of items [first, last) of a sentence, without a determiner clitic or surrounding marks.
ag_span ag_doc_span(const ag_document *doc, uint32_t sentence, uint32_t first, uint32_t last);

// The sentence that holds a token; the last one where the token stands behind all. The document must have
// one.
uint32_t ag_doc_sentence_of(const ag_document *doc, uint32_t token);

// The quotation that holds a token, outermost first; UINT32_MAX where there is none.
uint32_t ag_doc_quote_at(const ag_document *doc, uint32_t token);

// Who speaks a token, if a quotation or a transcript label says so.
bool ag_doc_speaker_of(const ag_document *doc, uint32_t sentence, uint32_t token, ag_reference *speaker);

#endif
