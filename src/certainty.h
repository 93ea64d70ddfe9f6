// SPDX-License-Identifier: MIT
// Wordings of likelihood, of analytic confidence and of hearsay in a sentence.
#ifndef ALLEGE_CERTAINTY_H
#define ALLEGE_CERTAINTY_H

#include "document.h"
#include "record.h"

// Writes the wordings of a sentence to out, in order, at most max of them. Returns their number.
uint32_t ag_certainty_find(const ag_document *doc, uint32_t sentence, ag_certainty *out, uint32_t max);

#endif
