// SPDX-License-Identifier: MIT
// --rule-stats: what each rule did over all documents of a run.
#ifndef ALLEGE_RULE_STATS_H
#define ALLEGE_RULE_STATS_H

#include "strbuf.h"

typedef struct ag_rule_book ag_rule_book;

// Counts what x does; both have to outlive it.
ag_rule_book *ag_rule_book_new(const allege_engine *engine, const allege_extractor *x);
void ag_rule_book_free(ag_rule_book *book);

// The text that x is to work on.
void ag_rule_book_turn(ag_rule_book *book, const char *text);
// To be given to allege_extract, with the book as its user.
void ag_rule_book_note(void *book, const allege_record *record);

// Appends the table: a header, then a line a rule, in the order of the files, values separated by tabs.
void ag_rule_book_print(const ag_rule_book *book, uint32_t labels, ag_strbuf *out);

// Warns, on a line, of a rule that met the limit on its work. where: in which text, or "its examples".
void ag_rule_warn(const allege_engine *engine, uint32_t rule, const char *where);

#endif
