// SPDX-License-Identifier: MIT
// --dump: what a stage of the pipeline made of a document, one JSON object a line, in document order. Unlike
// in records, `text` is exactly what stands between start and end, line breaks included.
#ifndef ALLEGE_DUMP_H
#define ALLEGE_DUMP_H

#include "extract.h"
#include "json_writer.h"

typedef enum ag_stage {
    AG_STAGE_TOKENS,
    AG_STAGE_SENTENCES,
    AG_STAGE_QUOTES,
    AG_STAGE_CLASSES,
    AG_STAGE_CLUES,
    AG_STAGE_ROLES
} ag_stage;

// Appends the lines of a stage for the extractor's last document, which is the one of the context.
void ag_dump(ag_strbuf *out, ag_stage stage, const ag_json_context *context, ag_extractor *x,
             const ag_lexicon *lex);

#endif
