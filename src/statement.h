// SPDX-License-Identifier: MIT
// Attributed statements, for --statements: who says, thinks or wants what, with all that is said.
#ifndef ALLEGE_STATEMENT_H
#define ALLEGE_STATEMENT_H

#include "document.h"
#include "record.h"

typedef struct ag_statement {
    uint32_t sentence;   // of the cue or, without one, where the quotation begins
    uint32_t rule;       // UINT32_MAX for a quotation that no rule ties to its speaker
    ag_reference source; // may stand in another sentence
    uint32_t source_first,
        source_last; // items of its words with what belongs to them: prepositions, appositions; "who"
    uint32_t cue_first, cue_last;     // items; empty where there is no cue
    ag_span content[AG_RECORD_SPANS]; // bytes, quotation marks included, in document order
    uint32_t ncontent;
    bool taken; // a claim, denial or policy statement says it all
} ag_statement;

typedef AG_ARRAY(ag_statement) ag_statements;

// Makes statements of attributions (in the order of their sentences) and of quotations that none of them
// holds, for which the speakers must be known. A quotation goes on over sentences and interruptions. *out is
// emptied first; it comes in the order of sentences and cues.
void ag_statements_find(const ag_document *doc, const ag_attribution *attributions, size_t n,
                        allege_statements choice, ag_statements *out);

// The statement whose content holds a byte of a sentence; NULL where there is none.
const ag_statement *ag_statement_around(const ag_statements *list, uint32_t sentence, uint32_t byte);

#endif
