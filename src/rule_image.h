// SPDX-License-Identifier: MIT
// What is known of the built-in rules without reading their patterns: the words and classes that they
// mention, and of each pattern what may start it and what it needs. The pattern itself is read when it is
// first tried.
#ifndef ALLEGE_RULE_IMAGE_H
#define ALLEGE_RULE_IMAGE_H

#include "image.h"
#include "rule_compile.h"

// Writes what is known of finished rules that were all read from files.
void ag_rules_save(const ag_rules *rules, ag_strbuf *out);
// Gives empty rules what the image knows of all patterns. Returns false where there is no image.
bool ag_rules_borrow(ag_rules *rules);
// Gives the rules the planes of the image, where the classes that they mention and the lexicon are those of
// the image.
void ag_rules_borrow_planes(ag_rules *rules);
// Fills in what the image knows of a code's pattern; its range is given. Returns false where it is not in the
// image.
bool ag_code_borrow(ag_code *code);

#endif
