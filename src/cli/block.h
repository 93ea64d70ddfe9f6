// SPDX-License-Identifier: MIT
// Where a text that is too long to be worked on at once is cut into blocks. What stands in the text decides,
// never how it arrived or how many threads there are.
#ifndef ALLEGE_BLOCK_H
#define ALLEGE_BLOCK_H

#include "base.h"

// Bytes of the first block of text[0, len): up to the first empty line behind AG_BLOCK_SIZE; where there is
// none before AG_BLOCK_MAX, the last line break, white space or character before that. complete: the text
// ends at len. Where it does not, 0 means that more of it is needed; AG_BLOCK_MAX + AG_BLOCK_AHEAD are
// enough.
size_t ag_block_end(const char *text, size_t len, bool complete);
enum { AG_BLOCK_AHEAD = 4 };

// The same for --flush=line: the text up to the end of its first paragraph. An empty line ends one, and so
// does a line that was not broken at a margin, or that ends with a sentence.
size_t ag_block_paragraph_end(const char *text, size_t len, bool complete);

// Line breaks: LF, CRLF and lone CR.
uint64_t ag_block_count_lines(const char *text, size_t len);

#endif
