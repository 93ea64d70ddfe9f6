// SPDX-License-Identifier: MIT
// Who speaks: the speakers of quotations, of transcript paragraphs, and of the text itself.
#ifndef ALLEGE_DISCOURSE_H
#define ALLEGE_DISCOURSE_H

#include "document.h"

// Finds the speaker of every quotation from the attributions found so far, and of transcript paragraphs;
// marks the pronouns that speak for an institution.
void ag_discourse_speakers(ag_document *doc);

#endif
