// SPDX-License-Identifier: MIT
// --stats: what a run came to.
#ifndef ALLEGE_STATS_H
#define ALLEGE_STATS_H

#include "writer.h"
#include <stdio.h>

// Prints documents, sentences, records by label, who comes first as source, as target and as a pair, and the
// time since the run began. The run has to be tallied.
void ag_stats_print(const ag_run *run, FILE *to);

#endif
