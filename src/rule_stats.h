// SPDX-License-Identifier: MIT
// --rule-stats: what each rule did over all documents of a run.
#ifndef ALLEGE_RULE_STATS_H
#define ALLEGE_RULE_STATS_H

#include "extract.h"
#include "strbuf.h"

typedef struct ag_rule_book ag_rule_book;

// Counts what x does; x must outlive it.
ag_rule_book *ag_rule_book_new(ag_extractor *x);
void ag_rule_book_free(ag_rule_book *book);

// To be given to ag_extract, with the book as its user.
void ag_rule_book_note(void *book, const ag_record *record);

// Appends the table: a header, then a line a rule, in the order of the files, values separated by tabs.
void ag_rule_book_print(const ag_rule_book *book, uint32_t labels, ag_strbuf *out);

#endif
