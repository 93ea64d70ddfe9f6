// SPDX-License-Identifier: MIT
// What formats for people and for other programs share: text made clean, values in a word, who stands in a
// role.
#ifndef ALLEGE_VIEW_H
#define ALLEGE_VIEW_H

#include "json_writer.h"

// Appends text as valid UTF-8 on one line: every line break or tab, and the white space around it, as one
// space; what is not UTF-8, and control characters, as U+FFFD.
void ag_view_text(ag_strbuf *out, const char *bytes, size_t len);
void ag_view_span(ag_strbuf *out, const ag_json_context *context, ag_span span);

// Appends "likelihood-55-80", "confidence-high", "confidence" or "hearsay".
void ag_view_certainty(ag_strbuf *out, const ag_certainty *certainty);

// Who stands in a role: the actors; where the lexicon knows none, the fullest name. Borrowed; names may hold
// line breaks.
typedef struct ag_view_names {
    ag_str name[AG_RECORD_ACTORS];
    const char *country[AG_RECORD_ACTORS]; // NULL where unknown
    uint32_t n;                            // 0 where nobody is named: "he", "officials"
} ag_view_names;

ag_view_names ag_view_names_of(const ag_mention *mention);

#endif
