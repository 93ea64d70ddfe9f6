// SPDX-License-Identifier: MIT
// Offsets in code points and in UTF-16.
#ifndef ALLEGE_POSITIONS_H
#define ALLEGE_POSITIONS_H

#include "array.h"

// Byte offsets of a text in another unit. A checkpoint every 256 bytes keeps a lookup short, wherever it
// falls. A byte sequence that is not UTF-8 counts as the U+FFFD that stands for it in texts.
typedef struct ag_positions {
    allege_unit unit;
    uint64_t before;  // units of a long text that stand before this block of it
    const char *text; // borrowed
    size_t len;
    AG_ARRAY(ag_span) checkpoints; // start: byte of a character, end: units before it
} ag_positions;

// Turns to a new text, before which nothing stands; keeps the memory.
void ag_positions_reset(ag_positions *p, allege_unit unit, const char *text, size_t len);
// Units from the begin of the text to a byte of the block.
uint64_t ag_positions_of(const ag_positions *p, uint32_t byte);
// Units of a text.
uint64_t ag_positions_count(allege_unit unit, const char *text, size_t len);
void ag_positions_free(ag_positions *p);

#endif
