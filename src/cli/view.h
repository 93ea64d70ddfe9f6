// SPDX-License-Identifier: MIT
// What formats for people and for other programs share: text made clean, values in a word, who stands in a
// role.
#ifndef ALLEGE_VIEW_H
#define ALLEGE_VIEW_H

#include "json_writer.h"

static inline bool ag_there(allege_span span)
{
    return span.start < span.end;
}

// Whether somebody stands in the sentence of the record.
static inline bool ag_is_present(const allege_mention *mention)
{
    return ag_there(mention->span) && !mention->elsewhere;
}

// The line of a record in its text, of which there is a block at hand.
static inline uint64_t ag_line_of(const ag_json_context *context, const allege_record *record)
{
    return context->lines_before + record->line;
}

// Appends text as valid UTF-8 on one line: every line break or tab, and the white space around it, as one
// space; what is not UTF-8, and control characters, as U+FFFD.
void ag_view_text(ag_strbuf *out, const char *bytes, size_t len);
void ag_view_span(ag_strbuf *out, const ag_json_context *context, ag_span span);

// Appends "likelihood-55-80", "confidence-high", "confidence" or "hearsay".
void ag_view_certainty(ag_strbuf *out, const allege_certainty *certainty);

// Appends the text of a field that was kept. Returns false where there is none, or no string.
bool ag_view_kept(ag_strbuf *out, const ag_json_context *context, const char *name);
// When the text was written, where it carries a `date` that can be read; see date.h.
bool ag_view_date(const ag_json_context *context, int64_t *date);

// Appends what makes a record out in its text, for ids: what was found, where and in which sentence.
void ag_view_place(ag_strbuf *out, const ag_json_context *context, const allege_record *record);

// Appends who stands in a role: the actors, or the fullest name, with "; " between.
void ag_view_who(ag_strbuf *out, const allege_mention *mention);
// Appends what a record says in a line, as far as it is known: "Norland → Suderia: the raid".
void ag_view_summary(ag_strbuf *out, const ag_json_context *context, const allege_record *record);
// Whether the name of a text begins with a scheme and two slashes.
bool ag_view_is_address(const char *doc);
// Appends the name of a text as an IRI: an address as it is, a path as a relative one; what may not stand in
// one is percent-encoded.
void ag_view_iri(ag_strbuf *out, const char *doc);

// The event code of a record; the context has a table.
ag_code ag_view_code(const ag_json_context *context, const allege_record *record);

// The next byte at or after `at` that is no white space; the end of the text where there is none.
uint32_t ag_view_skip_white(const ag_json_context *context, uint32_t at);

// What a byte of the text belongs to. Where spans overlap the later one of this list is seen.
typedef enum ag_paint {
    AG_PAINT_NONE,
    AG_PAINT_CONTENT,
    AG_PAINT_ACT,
    AG_PAINT_TARGET,
    AG_PAINT_SOURCE,
    AG_PAINT_CERTAINTY,
    AG_PAINT_CUE, // and one for each label: AG_PAINT_CUE + label
    AG_PAINTS = AG_PAINT_CUE + ALLEGE_POLICY + 1,
} ag_paint;

// Marks the bytes of a record's roles; paint has one ag_paint for each byte of the document.
void ag_view_paint(uint8_t *paint, const allege_record *record);

// Who stands in a role: the actors, each name once; where the lexicon knows none, the fullest name. Borrowed;
// names may hold line breaks.
typedef struct ag_view_names {
    ag_str name[ALLEGE_ACTORS_MAX];
    const char *country[ALLEGE_ACTORS_MAX]; // NULL where unknown
    uint32_t n;                             // 0 where nobody is named: "he", "officials"
} ag_view_names;

ag_view_names ag_view_names_of(const allege_mention *mention);

#endif
