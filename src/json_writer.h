// SPDX-License-Identifier: MIT
// Records as JSON lines. Written by hand into a reused buffer: a JSON library that builds a tree for each
// record costs more than finding the record did. tests/unit/json_writer_test.c holds it against cJSON.
#ifndef ALLEGE_JSON_WRITER_H
#define ALLEGE_JSON_WRITER_H

#include "array.h"
#include "codes.h"
#include "record.h"
#include "strbuf.h"

typedef enum ag_offset_unit { AG_OFFSET_BYTES, AG_OFFSET_CODEPOINTS, AG_OFFSET_UTF16 } ag_offset_unit;

// Byte offsets of a text in another unit. A checkpoint every 256 bytes keeps a lookup short, wherever it
// falls. A byte sequence that is not UTF-8 counts as the U+FFFD that stands for it in texts.
typedef struct ag_positions {
    ag_offset_unit unit;
    uint64_t before;  // units of a long text that stand before this block of it
    const char *text; // borrowed
    size_t len;
    AG_ARRAY(ag_span) checkpoints; // start: byte of a character, end: units before it
} ag_positions;

// Turns to a new text, before which nothing stands; keeps the memory.
void ag_positions_reset(ag_positions *p, ag_offset_unit unit, const char *text, size_t len);
// Units from the begin of the text to a byte of the block.
uint64_t ag_positions_of(const ag_positions *p, uint32_t byte);
// Units of a text.
uint64_t ag_positions_count(ag_offset_unit unit, const char *text, size_t len);
void ag_positions_free(ag_positions *p);

// A field of the input's record that every record about its text carries on.
typedef struct ag_kept {
    const char *name;
    ag_str value; // JSON
} ag_kept;

// What every line about a document needs.
typedef struct ag_json_context {
    const char *doc;
    const char *text;
    size_t len;
    const ag_positions *positions;
    const ag_kept *kept;
    size_t nkept;
    bool goes_on;            // a block of a long text, and not its first
    const ag_coding *coding; // of --codes; NULL: none
} ag_json_context;

// Appends a JSON string, quotation marks included. Bytes that are not UTF-8 become U+FFFD.
void ag_json_string(ag_strbuf *out, const char *bytes, size_t len);
// The same with every line break, and the white space around it, as one space.
void ag_json_joined_string(ag_strbuf *out, const char *bytes, size_t len);
// Appends a key with its colon, and the comma before it unless it is the first of its object.
void ag_json_key(ag_strbuf *out, const char *key);
// A key and its value.
void ag_json_member(ag_strbuf *out, const char *key, const char *value);
void ag_json_number(ag_strbuf *out, const char *key, uint64_t value);
// Appends "start":…,"end":… in the unit of the context.
void ag_json_offsets(ag_strbuf *out, const ag_json_context *context, ag_span span);
// Appends the wordings of certainty with their key; nothing where there are none.
void ag_json_certainty(ag_strbuf *out, const ag_json_context *context, const ag_record *record);
// Appends a record and a line break.
void ag_json_record(ag_strbuf *out, const ag_json_context *context, const ag_record *record);

const char *ag_label_name(ag_label label);

#endif
