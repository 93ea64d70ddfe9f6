// SPDX-License-Identifier: MIT
// Records as standoff annotation that brat (https://brat.nlplab.org/standoff.html) reads: lines of text-bound
// annotations (T), relations (R), attributes (A) and notes (#). data/brat/annotation.conf names all the
// types.
#ifndef ALLEGE_BRAT_WRITER_H
#define ALLEGE_BRAT_WRITER_H

#include "array.h"
#include "intern.h"
#include "json_writer.h"
#include "strbuf.h"
#include "writer.h"

// All lines of a document. {0} is ready for use.
typedef struct ag_brat_writer {
    ag_strbuf *out;                 // borrowed; what the file is to hold
    const ag_json_context *context; // borrowed; its positions count code points, as brat does
    uint32_t texts, relations, attributes, notes;
    ag_intern lines;        // what makes each out: its type, then its bytes or the annotations it is about
    AG_ARRAY(uint32_t) ids; // of the lines: 7 of T7
    AG_ARRAY(uint32_t) key; // of the line at hand
    AG_ARRAY(ag_span) fragments; // of the annotation at hand
} ag_brat_writer;

extern const ag_format ag_format_brat;

// Turns to a new document, whose lines are appended to *out; keeps the memory.
void ag_brat_begin(ag_brat_writer *w, const ag_json_context *context, ag_strbuf *out);
// Adds the lines of a record. The cue, or the content where there is no cue, is the annotation that all
// others are bound to.
void ag_brat_record(ag_brat_writer *w, const allege_record *record);
void ag_brat_free(ag_brat_writer *w);

#endif
