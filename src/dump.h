// SPDX-License-Identifier: MIT
// What a stage of the pipeline made of a document, one JSON object a line, in document order. Unlike in
// records, `text` is exactly what stands between start and end, line breaks included.
#ifndef ALLEGE_DUMP_H
#define ALLEGE_DUMP_H

#include "extract.h"
#include "positions.h"

// Appends the lines of a stage for the extractor's last document, to which the positions belong.
void ag_dump(ag_strbuf *out, allege_stage stage, const char *doc, const ag_positions *positions,
             ag_extractor *x);

#endif
