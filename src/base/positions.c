// SPDX-License-Identifier: MIT
#include "positions.h"
#include "utf8.h"

enum { CHECKPOINT_STEP = 256 }; // bytes

// Moves *at over one character, or over bytes that stand for one U+FFFD; returns how many units it counts.
static uint32_t step_over(allege_unit unit, const char *text, size_t len, size_t *at)
{
    uint32_t size;
    int32_t c = ag_utf8_decode(text + *at, len - *at, &size);
    *at += size;
    return unit == ALLEGE_UTF16 && c > 0xFFFF ? 2 : 1;
}

void ag_positions_reset(ag_positions *p, allege_unit unit, const char *text, size_t len)
{
    p->unit = unit;
    p->before = 0;
    p->text = text;
    p->len = len;
    p->checkpoints.n = 0;
    if (unit == ALLEGE_BYTES)
        return;
    uint32_t units = 0;
    for (size_t at = 0; at < len;) {
        if (at >= p->checkpoints.n * CHECKPOINT_STEP)
            ag_push(&p->checkpoints, (ag_span){(uint32_t)at, units});
        units += step_over(unit, text, len, &at);
    }
}

uint64_t ag_positions_of(const ag_positions *p, uint32_t byte)
{
    if (p->unit == ALLEGE_BYTES || p->checkpoints.n == 0)
        return p->before + byte;
    size_t index = byte / CHECKPOINT_STEP;
    if (index >= p->checkpoints.n)
        index = p->checkpoints.n - 1;
    if (p->checkpoints.at[index].start > byte)
        index--; // the first character after the step's border begins behind byte
    size_t at = p->checkpoints.at[index].start;
    uint32_t units = p->checkpoints.at[index].end;
    while (at < byte && at < p->len)
        units += step_over(p->unit, p->text, p->len, &at);
    return p->before + units;
}

uint64_t ag_positions_count(allege_unit unit, const char *text, size_t len)
{
    if (unit == ALLEGE_BYTES)
        return len;
    uint64_t units = 0;
    for (size_t at = 0; at < len;)
        units += step_over(unit, text, len, &at);
    return units;
}

void ag_positions_free(ag_positions *p)
{
    ag_free(&p->checkpoints);
}
