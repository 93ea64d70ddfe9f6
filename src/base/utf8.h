// SPDX-License-Identifier: MIT
// UTF-8, decoded by hand: validity as in RFC 3629.
#ifndef ALLEGE_UTF8_H
#define ALLEGE_UTF8_H

#include "base.h"

// Decodes the code point at text[0..len), len > 0. Writes its length in bytes to *size; where the bytes are
// not UTF-8 returns -1 with *size the number of bytes to skip as one bad character.
int32_t ag_utf8_decode(const char *text, size_t len, uint32_t *size);

#endif
