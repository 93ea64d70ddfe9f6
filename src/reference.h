// SPDX-License-Identifier: MIT
// Whom a pronoun, a description or a short name stands for.
#ifndef ALLEGE_REFERENCE_H
#define ALLEGE_REFERENCE_H

#include "document.h"

// The mention that names best what the items [first, last) of a sentence refer to: itself where nothing
// better is known. A pronoun that cannot be resolved gives a reference with present false.
ag_reference ag_resolve(const ag_document *doc, uint32_t sentence, uint32_t first, uint32_t last);

// ag_resolve keeps what it finds: to be called where items or speakers have changed since.
void ag_references_forget(ag_document *doc);

// The item that says what a reference is: the one behind possessors.
uint32_t ag_reference_head(const ag_document *doc, ag_reference r);

// People, organisations and what they write can say something; evidence, talks and aims cannot.
bool ag_can_speak(const ag_document *doc, ag_reference r);

// Bytes of the name in a reference that ag_resolve gave: without dates and loose words before it.
ag_span ag_reference_span(const ag_document *doc, ag_reference r);

// he, she, it and they speak for an institution where they stand for somebody who does. Wants the
// attributions.
void ag_mark_pronouns(ag_document *doc);

#endif
