// SPDX-License-Identifier: MIT
// The bytes of a file or of standard input, decompressed where they are gzip or zstd. What the first bytes
// say counts, not the name.
#ifndef ALLEGE_STREAM_H
#define ALLEGE_STREAM_H

#include "base.h"
#include "strbuf.h"

typedef struct ag_stream ag_stream;

// Opens a path, "-" for standard input. Returns NULL where it cannot be; errno says why.
ag_stream *ag_stream_open(const char *path);
// Appends at least one byte and at most about 64 KiB to *out, as soon as there is something. Returns false at
// the end, when a signal ends the run, and where no more can be read: ag_stream_problem then says why.
bool ag_stream_read(ag_stream *s, ag_strbuf *out);
// Bytes that have been read of the file as it lies, compressed or not.
uint64_t ag_stream_position(const ag_stream *s);
// What went wrong, with what can be done about it; NULL while nothing did.
const char *ag_stream_problem(const ag_stream *s);
void ag_stream_close(ag_stream *s);

// Prints a line for each library that is built in, and for each that is not.
void ag_stream_print_libraries(void);

#endif
