// SPDX-License-Identifier: MIT
// Chunking after Abney (1991) and FASTUS (Hobbs et al. 1997): words become noun groups, verb groups and
// single items.
#ifndef ALLEGE_CHUNKER_H
#define ALLEGE_CHUNKER_H

#include "item.h"
#include "tagger.h"

// Groups the words of one sentence into *out (emptied first). quoted: quotation depth per token, may be NULL.
void ag_chunk(const ag_grammar *g, const ag_tokens *tokens, const ag_words *words, const uint8_t *quoted,
              ag_items *out);

// Whether the word takes an office away again: former, ex-, retired.
bool ag_is_former(const ag_tokens *tokens, uint32_t token);

#endif
