// SPDX-License-Identifier: MIT
// Who is meant: entities of a document, pronouns and descriptions, and the speakers of quotations.
#ifndef ALLEGE_DISCOURSE_H
#define ALLEGE_DISCOURSE_H

#include "document.h"

// Collects the named entities of the analysed document and marks the items that name an official or an
// institution.
void ag_discourse_entities(ag_document *doc);

// Finds the speaker of every quotation from the attributions found so far, and of transcript paragraphs.
void ag_discourse_speakers(ag_document *doc);

// The mention that names best what the items [first, last) of a sentence refer to: itself where nothing
// better is known. A pronoun that cannot be resolved gives a reference with present false.
ag_reference ag_discourse_resolve(const ag_document *doc, uint32_t sentence, uint32_t first, uint32_t last);

#endif
