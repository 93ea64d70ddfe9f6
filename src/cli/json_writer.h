// SPDX-License-Identifier: MIT
// Records as JSON lines. Written by hand into a reused buffer: a JSON library that builds a tree for each
// record costs more than finding the record did. tests/unit/json_writer_test.c holds it against cJSON.
#ifndef ALLEGE_JSON_WRITER_H
#define ALLEGE_JSON_WRITER_H

#include "codes.h"
#include "json_text.h"
#include "positions.h"

// A field of the input's record that every record about its text carries on.
typedef struct ag_kept {
    const char *name;
    ag_str value; // JSON
} ag_kept;

// Bytes: 32 characters of any kind.
enum { AG_AROUND = 128 };

// What every line about a document needs.
typedef struct ag_json_context {
    const char *doc;
    const char *text;
    size_t len;
    const ag_positions *positions;
    const ag_kept *kept;
    size_t nkept;
    bool goes_on;          // a block of a long text, and not its first
    ag_str behind, ahead;  // what stands before and after the block in the text: at least AG_AROUND bytes, or
                           // what there is
    uint64_t lines_before; // the block
    const ag_coding *coding; // of --codes; NULL: none
} ag_json_context;

// Appends "start":…,"end":… in the unit of the context.
void ag_json_offsets(ag_strbuf *out, const ag_json_context *context, ag_span span);
// Appends the wordings of certainty with their key; nothing where there are none.
void ag_json_certainty(ag_strbuf *out, const ag_json_context *context, const allege_record *record);
// Appends a record and a line break.
void ag_json_record(ag_strbuf *out, const ag_json_context *context, const allege_record *record);

#endif
