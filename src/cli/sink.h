// SPDX-License-Identifier: MIT
// Where the parts of the output go, in order: one stream, a file beside each text, or a tree of files.
#ifndef ALLEGE_SINK_H
#define ALLEGE_SINK_H

#include "output.h"
#include "progress.h"
#include "tree.h"
#include "work.h"

typedef struct ag_sink {
    const ag_options *options;
    const ag_files *files;
    ag_output *out;
    const allege_engine *engine;
    bool *warned;  // of each rule: that it met its limit; NULL until one did
    ag_tree *tree; // NULL without --output-dir
    int status;    // exit status so far
    ag_run run;    // of the stream, or of the file at hand
    ag_run whole;  // of all files of the tree, for --stats
    ag_strbuf text, beside;
    bool open; // a file of the tree is
    ag_progress progress;
} ag_sink;

void ag_sink_begin(ag_sink *sink);
// Takes a slot that is done. Returns false where the run is to stop.
bool ag_sink_take(ag_sink *sink, const ag_slot *slot);
// A signal ended the run: says what there is now, and how to go on. The output is whole up to so many bytes
// of a file, which may be NULL.
void ag_sink_interrupted(const ag_sink *sink, const char *file, uint64_t bytes);
// Returns the exit status.
int ag_sink_end(ag_sink *sink);

// The file beside a text that its output goes to; NULL where it goes elsewhere.
const char *ag_sink_path_beside(const ag_options *options, const ag_file *file, ag_strbuf *scratch);

#endif
