// SPDX-License-Identifier: MIT
// When who says what: a drawing of the records of each day, month or year, for texts that carry a date.
#ifndef ALLEGE_TIMELINE_H
#define ALLEGE_TIMELINE_H

#include "tally.h"

// Appends SVG; nothing where no text has a date.
void ag_timeline_write(ag_strbuf *out, const ag_tally *tally);

#endif
