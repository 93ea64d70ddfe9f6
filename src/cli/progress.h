// SPDX-License-Identifier: MIT
// --progress: how far a long run is.
#ifndef ALLEGE_PROGRESS_H
#define ALLEGE_PROGRESS_H

#include "array.h"
#include "input.h"
#include "source.h"
#include "strbuf.h"
#include <time.h>

typedef struct ag_progress {
    bool on;
    bool at_once; // from the start, not only of a run that takes long
    bool shares;  // the records go to the same terminal
    const ag_files *files;
    AG_ARRAY(uint64_t) until; // bytes of the files up to each; filled in when the line is first shown
    bool unknown;             // the size of some file
    size_t file;              // at hand
    uint64_t position;        // in it
    uint64_t read;            // bytes, of all files
    struct timespec begun, drawn;
    ag_strbuf line;
} ag_progress;

// Files must outlive it.
void ag_progress_begin(ag_progress *p, const ag_files *files);
// After a piece has been worked on: shows how far the run is, some times a second.
void ag_progress_take(ag_progress *p, const ag_piece *piece);
// Before records go out, where they go to the same terminal.
void ag_progress_make_room(const ag_progress *p);
void ag_progress_end(ag_progress *p);

// Writes the line for `files` files of `of`, `bytes` read of `total` (0: unknown) after so many seconds, of
// which `fresh` were read by this run. Not longer than `width` columns.
void ag_progress_write(ag_strbuf *out, size_t files, size_t of, uint64_t bytes, uint64_t total,
                       uint64_t fresh, double seconds, uint32_t width);

#endif
