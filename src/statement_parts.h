// SPDX-License-Identifier: MIT
// The inside of ag_statements_find, for the files that make statements: statement.c, statement_end.c,
// statement_content.c, statement_source.c, statement_quotes.c, statement_turns.c.
#ifndef ALLEGE_STATEMENT_PARTS_H
#define ALLEGE_STATEMENT_PARTS_H

#include "statement.h"

// Tokens [first, last); last is 0 where there are none.
typedef struct ag_stretch {
    uint32_t first, last;
} ag_stretch;

// The attributions of a sentence.
typedef struct ag_peers {
    const ag_attribution *at;
    size_t n;
} ag_peers;

// ---- statement.c ----

// With its marks.
ag_stretch ag_quote_tokens(const ag_quote *q);
ag_span ag_stretch_bytes(const ag_document *doc, ag_stretch s);
// Adds a span of content that begins behind those that are there; others, and too many, are left out.
void ag_statement_add(ag_statement *st, ag_span span);
// Moves the statements of `more`, which are in the order of their sentences too, into the list.
void ag_statements_merge(ag_statements *list, const ag_statements *more);
// The first statement of a later sentence.
size_t ag_statements_until(const ag_statements *list, uint32_t sentence);

// ---- statement_end.c ----

// That, a word like "which" and "why", a quotation mark.
bool ag_opens_content(const ag_item *item);
// The item behind what is reported, at most a->content_last.
uint32_t ag_reported_end(const ag_document *doc, const ag_attribution *a, ag_peers peers);

// ---- statement_content.c ----

// Leaves a statement without content that says nothing.
void ag_statement_fill_content(const ag_document *doc, const ag_attribution *a, ag_peers peers,
                               ag_statement *st);

// ---- statement_source.c ----

// Fills source_first and source_last.
void ag_statement_fill_source(const ag_document *doc, ag_statement *st);

// ---- statement_quotes.c ----

// Whether somebody says a quotation: words of a title or with a sneer do not make a sentence.
bool ag_quote_is_speech(const ag_document *doc, const ag_quote *q);
void ag_statements_add_quotations(const ag_document *doc, ag_statements *list);

// ---- statement_turns.c ----

// Adds the turns of a text that has some, in place of what is said in them.
void ag_statements_add_turns(const ag_document *doc, ag_statements *list);

#endif
