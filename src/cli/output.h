// SPDX-License-Identifier: MIT
// Where results go: one stream for all of them, or a file of its own for each text.
#ifndef ALLEGE_OUTPUT_H
#define ALLEGE_OUTPUT_H

#include "input.h"
#include "strbuf.h"
#include <stdio.h>

typedef struct ag_output {
    FILE *file;
    const char *name; // for messages
    ag_file_id id;
    bool broken; // no more can be written
    bool failed; // something could not be written, and that is an error; the message is out
} ag_output;

// Opens the file, or standard output where path is NULL or "-"; not before it is clear that it is none of the
// inputs: opening empties it. Returns false after a message.
bool ag_output_open(ag_output *o, const char *path, const ag_files *inputs);
// Whether a path is one of the inputs, after a message.
bool ag_output_is_input(const char *path, const ag_files *inputs);
// Writes the text and empties it.
void ag_output_write(ag_output *o, ag_strbuf *text);
// Passes on at once what is written.
void ag_output_flush(ag_output *o);
void ag_output_close(ag_output *o);
// For allege_allocator: where the program is to end for want of memory, waits for the line being written.
bool ag_output_let_finish(void *user, size_t size);

// Whether a file may be written: it is not there, is none that keeps anything (a device), or force is on.
// Otherwise says so.
bool ag_output_is_free(const char *path, bool force);
// Writes a file whole or not at all: under another name in the same folder, renamed at the end. Without force
// a file that has appeared meanwhile stays. Returns false after a message.
bool ag_output_put(const char *path, const ag_strbuf *text, bool force);

#endif
