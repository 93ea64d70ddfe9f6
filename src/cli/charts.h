// SPDX-License-Identifier: MIT
// Who accuses whom and who denies what, drawn as SVG for a page.
#ifndef ALLEGE_CHARTS_H
#define ALLEGE_CHARTS_H

#include "strbuf.h"
#include "tally.h"

// Appends a matrix of the sources and targets, and a directed graph of the actors, that have most claims and
// denials. Every cell and edge carries its names as data-s and data-t.
void ag_charts_write(ag_strbuf *out, const ag_tally *tally);

#endif
