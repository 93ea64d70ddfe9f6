// SPDX-License-Identifier: MIT
// The frozen lexicon of the built-in files as an image.
#ifndef ALLEGE_LEXICON_IMAGE_H
#define ALLEGE_LEXICON_IMAGE_H

#include "image.h"
#include "lexicon.h"

// Writes a frozen lexicon.
void ag_lexicon_save(const ag_lexicon *lex, ag_strbuf *out);
// Makes an empty lexicon stand on the built-in image. Returns false where there is none.
bool ag_lexicon_borrow(ag_lexicon *lex);
// Copies what a lexicon has from the image, so that it can be added to; nothing where it is its own already.
void ag_lexicon_own(ag_lexicon *lex);

#endif
