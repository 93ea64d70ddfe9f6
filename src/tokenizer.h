// SPDX-License-Identifier: MIT
#ifndef ALLEGE_TOKENIZER_H
#define ALLEGE_TOKENIZER_H

#include "token.h"

// Tokenizes len bytes of text (any bytes; invalid UTF-8, NUL and BOM are skipped over as white space or
// symbols, offsets are never moved) into *out, which is emptied first and keeps its memory between calls. len
// < 2^32 - 16.
void ag_tokenize(const char *text, size_t len, ag_tokens *out);
void ag_tokens_free(ag_tokens *tokens);

#endif
