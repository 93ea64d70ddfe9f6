// SPDX-License-Identifier: MIT
// Output formats. A worker turns the records of one document into a part of the output; one thread puts the
// parts together, strictly in the order of the documents, and alone knows of the whole run. Workers share
// nothing, so the output is the same whatever their number.
//
//     workers                                        the thread that writes
//     w = ag_writer_new(format, settings)            run = ag_run_new(format, settings)
//                                                    ag_run_begin(run, out)
//     ag_writer_document(w, result, part)  ------->  ag_run_add(run, part, out), for each document
//                                                    ag_run_end(run, out)
#ifndef ALLEGE_WRITER_H
#define ALLEGE_WRITER_H

#include "json_writer.h"
#include "strbuf.h"
#include "tally.h"
#include <time.h>

// A field of input records that every record about their text carries on.
typedef struct ag_field {
    const char *name; // in the output
    const char *path; // in the input: keys with dots between
} ag_field;

// What the user chose. Read-only while the program runs.
typedef struct ag_write_settings {
    allege_unit offsets;  // of formats that leave the choice
    bool color;           // of the formats for a terminal
    uint32_t width;       // likewise; columns
    bool tallied;         // count whatever the format: --stats
    const ag_field *keep; // borrowed
    size_t nkeep;
    ag_coding coding; // of --codes
    int64_t modified; // of formats whose objects are dated: when, see date.h
} ag_write_settings;

// A document, or a piece of one where the format allows it, and its records in document order.
typedef struct ag_result {
    const ag_json_context *context;
    const allege_sentence *sentences;
    size_t nsentences;
    const allege_record *records;
    size_t n;
} ag_result;

// What a document adds to the output. {0} is ready for use.
typedef struct ag_part {
    ag_strbuf text; // written as it is, unless the format has `add`
    ag_tally tally; // where it is wanted
} ag_part;

void ag_part_free(ag_part *part);

typedef struct ag_run ag_run;

// A format. A function that is not there does nothing; without `add` the text of a part is the output.
typedef struct ag_format {
    const char *name; // as --format takes it
    const char
        *suffix;     // of the file beside each text that the output goes to, ".ann"; NULL: all in one stream
    bool whole;      // a document must not be handed over in pieces
    bool codepoints; // offsets count code points, whatever --offsets says
    bool tallied;    // `end` needs the tally of the run
    bool dated;      // its objects have dates
    bool coded;      // has a place for event codes
    size_t worker,
        state; // bytes of what a worker keeps from document to document, and of run->state; zeros at first
    void (*open)(void *worker, const ag_write_settings *settings);
    void (*close)(void *worker); // frees what it holds, not the worker
    void (*document)(void *worker, const ag_result *result, ag_strbuf *out);
    void (*begin)(ag_run *run, ag_strbuf *out);
    void (*add)(ag_run *run, const ag_part *part, ag_strbuf *out);
    void (*end)(ag_run *run, ag_strbuf *out); // also frees what run->state holds
} ag_format;

// Takes the next line of a part that is made of whole lines, without its end. *at is 0 at first.
bool ag_part_line(const ag_part *part, size_t *at, ag_str *line);

// All formats; the first is the default.
extern const ag_format *const ag_formats[];
extern const size_t ag_nformats;

// Appends the name of the file beside a text that a format's output goes to, with a NUL: a.txt has a.ann,
// others add .ann to theirs.
void ag_format_file_name(const ag_format *format, const char *text_path, ag_strbuf *out);

typedef struct ag_writer ag_writer; // one a worker

ag_writer *ag_writer_new(const ag_format *format, const ag_write_settings *settings);
// Makes the part of a document. *part is emptied first and keeps its memory.
void ag_writer_document(ag_writer *w, const ag_result *result, ag_part *part);
void ag_writer_free(ag_writer *w);

// What the thread that writes keeps of a run, for the functions of the format.
struct ag_run {
    const ag_format *format;
    const ag_write_settings *settings;
    struct timespec begun; // on the monotonic clock
    void *state;           // the format's own; NULL where it has none
    ag_tally tally;        // of the parts so far, where it is wanted; kept until the next run begins
};

// Each appends to *out. A run that is begun must be ended, and freed after that. {0} is ready for use.
void ag_run_begin(ag_run *run, const ag_format *format, const ag_write_settings *settings, ag_strbuf *out);
void ag_run_add(ag_run *run, const ag_part *part, ag_strbuf *out);
void ag_run_end(ag_run *run, ag_strbuf *out);
void ag_run_free(ag_run *run);

#endif
