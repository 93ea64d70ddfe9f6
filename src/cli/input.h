// SPDX-License-Identifier: MIT
// Operands to files, and files to bytes. What cannot be read is reported on stderr and counted; the rest goes
// on.
#ifndef ALLEGE_INPUT_H
#define ALLEGE_INPUT_H

#include "array.h"
#include "base.h"
#include "strbuf.h"
#include <sys/types.h>

typedef AG_ARRAY(const char *) ag_names; // borrowed strings

typedef struct ag_file {
    char *path;   // owned; "-" is standard input
    size_t below; // where in the path its name begins: below the directory that was walked, or in its own
    bool found;   // met on the walk of a directory, so that a binary file is skipped without a word
} ag_file;

typedef AG_ARRAY(ag_file) ag_files;

// Which file a stream or path is. known is false where there is none, or it is neither a regular file nor a
// directory.
typedef struct ag_file_id {
    bool known;
    dev_t device;
    ino_t inode;
} ag_file_id;

// Appends the files that an operand stands for: itself, or for a directory every regular file below it whose
// name matches one of the globs and does not begin with a dot, in the order of the names' bytes. Links to
// files are read, links to directories below the operand are not followed, so that a walk always ends.
// A directory that is the same file as `but` is left out. Returns false where something could not be read.
bool ag_input_expand(const char *operand, const ag_names *globs, ag_file_id but, ag_files *out);
void ag_files_free(ag_files *files);

// What can be done about an errno of reading: "; check the name", or "".
const char *ag_input_advice(int error);

typedef enum ag_read_status { AG_READ_DONE, AG_READ_SKIPPED, AG_READ_FAILED } ag_read_status;

// Reads a whole file into *out, which is emptied first and keeps its memory.
ag_read_status ag_input_read(const ag_file *file, ag_strbuf *out);

ag_file_id ag_file_id_of_path(const char *path); // "-" is standard input
ag_file_id ag_file_id_of_fd(int fd);
bool ag_file_id_same(ag_file_id a, ag_file_id b);

#endif
