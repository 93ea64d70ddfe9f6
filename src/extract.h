// SPDX-License-Identifier: MIT
// Runs the pipeline over one document.
#ifndef ALLEGE_EXTRACT_H
#define ALLEGE_EXTRACT_H

#include "document.h"
#include "item.h"
#include "lexicon.h"
#include "matcher.h"
#include "record.h"
#include "statement.h"
#include "strbuf.h"
#include "token.h"
#include "units.h"
#include "weigh.h"

// Shared, read-only.
typedef struct ag_engine {
    const ag_lexicon *lex;
    const ag_rules *rules;
    const ag_weights *weights;    // NULL: the rules alone decide
    allege_statements statements; // of which to give records; with them, what is said in the others
} ag_engine;

typedef struct ag_extractor ag_extractor; // one a thread

ag_extractor *ag_extractor_new(const ag_engine *engine);
void ag_extractor_free(ag_extractor *x);

typedef void (*ag_record_fn)(void *user, const ag_record *record);

// Extracts all records of a document (text must live until return), in document order. Records of every label
// are given, AG_STATEMENT where the engine is set to.
void ag_extract(ag_extractor *x, const char *text, size_t len, ag_record_fn fn, void *user);

// The stages' results of the last document, for dumps and --explain.
const ag_tokens *ag_extractor_tokens(const ag_extractor *x);
const ag_units *ag_extractor_units(const ag_extractor *x);

typedef struct ag_item_view {
    const ag_item *items;
    uint32_t n;
    uint32_t sentence; // index
} ag_item_view;

// Recomputes the items of a sentence of the last document.
void ag_extractor_items(ag_extractor *x, uint32_t sentence, ag_item_view *view);

// The matcher, for near misses and rule statistics.
ag_matcher *ag_extractor_matcher(ag_extractor *x);
const ag_engine *ag_extractor_engine(const ag_extractor *x);

// Everything known about the last document, for --explain.
const ag_document *ag_extractor_document(const ag_extractor *x);

// Whether an item lies in what somebody says: where rules that ask for `within statement` apply.
bool ag_extractor_within(ag_extractor *x, uint32_t sentence, uint32_t item);

// What speaks for and against the labels in a sentence of the last document.
ag_evidence ag_extractor_evidence(const ag_extractor *x, uint32_t sentence);

// Appends an explanation of the sentences of a document in words, those on a line (1-based) or, where line is
// 0, all. labels: of which to speak, 1 << AG_CLAIM … Returns how many sentences there were.
uint32_t ag_explain(ag_extractor *x, const char *text, size_t len, uint32_t labels, uint32_t line,
                    ag_strbuf *to);

#endif
