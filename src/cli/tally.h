// SPDX-License-Identifier: MIT
// Who says what of whom, how often: of a document, or of all documents of a run.
#ifndef ALLEGE_TALLY_H
#define ALLEGE_TALLY_H

#include "intern.h"
#include "json_writer.h"

enum { AG_TALLY_LABELS = ALLEGE_POLICY + 1 };
#define AG_TALLY_NOBODY UINT32_MAX

typedef struct ag_tally_name {
    uint64_t as_source, as_target; // records
} ag_tally_name;

typedef struct ag_tally_edge {
    uint32_t source, target; // numbers of names; AG_TALLY_NOBODY where nobody is named
    uint32_t label;          // allege_label
    uint64_t n;              // records
} ag_tally_edge;

typedef struct ag_tally_day {
    int64_t day; // see date.h
    uint64_t records[AG_TALLY_LABELS];
} ag_tally_day;

// {0} is ready for use. Names and edges stand in the order in which they came first.
typedef struct ag_tally {
    uint64_t documents, bytes, sentences, records[AG_TALLY_LABELS];
    ag_intern names;                // of more than a letter, on one line, a "The" in front as "the"
    AG_ARRAY(ag_tally_name) counts; // of the names
    ag_intern pairs;                // source, target and label of the edges
    AG_ARRAY(ag_tally_edge) edges;
    ag_intern day_keys;          // of the days
    AG_ARRAY(ag_tally_day) days; // of documents that carry a date
    ag_strbuf scratch;
} ag_tally;

// Adds the records of a document. A record with several actors in a role counts for each of them.
void ag_tally_add(ag_tally *t, const ag_json_context *context, size_t sentences, const allege_record *records,
                  size_t n);
// Adds what another tally has.
void ag_tally_merge(ag_tally *t, const ag_tally *other);
void ag_tally_clear(ag_tally *t); // keeps the memory
void ag_tally_free(ag_tally *t);

// The numbers of those with the highest counts, from high to low; of equals the first to be offered.
enum { AG_TOP_MOST = 24 };
typedef struct ag_top {
    size_t most, n; // most <= AG_TOP_MOST are kept
    uint32_t number[AG_TOP_MOST];
    uint64_t count[AG_TOP_MOST];
} ag_top;

void ag_top_offer(ag_top *top, uint32_t number, uint64_t count);

// Appends a name as it is counted.
void ag_tally_name_text(ag_strbuf *out, ag_str name);

#endif
