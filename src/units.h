// SPDX-License-Identifier: MIT
// Paragraphs, sentences and quotations over tokens.
#ifndef ALLEGE_UNITS_H
#define ALLEGE_UNITS_H

#include "token.h"

enum {
    AG_SF_HEADLINE = 1 << 0,   // title-like or without a final stop on a line of its own
    AG_SF_BULLET = 1 << 1,     // a list item (the bullet token is not part of it)
    AG_SF_DATELINE = 1 << 2,   // begins with a dateline "WASHINGTON (Reuters) -"; see ag_sentence.body
    AG_SF_SPEAKER = 1 << 3,    // begins with a transcript label "MR. PRICE:" or "Q:"; see ag_sentence.body
    AG_SF_PARA_START = 1 << 4, // first of its paragraph
    AG_SF_QUESTION = 1 << 5,   // ends with a question mark
};

typedef struct ag_sentence {
    uint32_t start, end;  // bytes, trimmed of white space, closing marks included
    uint32_t first, last; // tokens [first, last)
    uint32_t body; // token where the text proper begins after a dateline, label or bullet; == first otherwise
    uint32_t paragraph; // index
    uint32_t line;      // 1-based line of its first byte (LF, CRLF and lone CR each end a line)
    uint32_t flags;     // AG_SF_*
} ag_sentence;

typedef struct ag_quote {
    uint32_t open,
        close; // tokens: the opening mark, and the closing mark or, when unclosed, the token after the end
    uint32_t start, end; // bytes, the marks included
    uint32_t depth;      // 0 outermost, 1 inside another …
    uint32_t around;     // the quotation that it stands in; itself at depth 0
    uint32_t outer;      // the outermost one
    uint32_t next_outer; // of an outermost one: the next, UINT32_MAX for none
    uint32_t run;        // quotations of one running quotation over paragraphs share a run number
    bool single;         // single marks
    bool unclosed;       // ended by the end of its paragraph
} ag_quote;

typedef struct ag_units {
    AG_ARRAY(ag_sentence) sentences;
    AG_ARRAY(ag_quote) quotes; // in order of their opening mark
    AG_ARRAY(uint8_t) quoted;  // per token: quotation depth at the token (marks count as inside)
    uint32_t paragraphs;
} ag_units;

// Finds paragraphs, sentences and quotations. *out is emptied first and keeps its memory.
void ag_units_find(const char *text, size_t len, ag_tokens *tokens, ag_units *out);
void ag_units_free(ag_units *units);

#endif
