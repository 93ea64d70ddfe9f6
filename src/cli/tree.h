// SPDX-License-Identifier: MIT
// --output-dir: a file of output for each input, there whole or not at all, whenever the program is killed.
#ifndef ALLEGE_TREE_H
#define ALLEGE_TREE_H

#include "input.h"
#include <time.h>

typedef struct ag_tree {
    const char *dir;    // borrowed, as are the files
    const char *suffix; // "jsonl": sub/a.txt becomes dir/sub/a.txt.jsonl
    const ag_files *files;
    // The file at hand, written under another name.
    size_t file;
    ag_strbuf path, temporary;
    int fd;
    int error; // that writing met with, 0 while none did
    struct timespec opened;
    bool doubted;
} ag_tree;

// Makes the directory. Returns false, after a message, where that cannot be, or two inputs would have the
// same output, or one is standard input.
bool ag_tree_open(ag_tree *tree, const char *dir, const char *suffix, const ag_files *files);
// Whether the output of an input is complete, and begun after the input was last changed.
bool ag_tree_is_done(const ag_tree *tree, size_t file);
// Begins the output of an input, which was opened at some time. Returns false after a message, as when
// another process is at it.
bool ag_tree_begin(ag_tree *tree, size_t file, struct timespec opened);
void ag_tree_write(ag_tree *tree, ag_strbuf *text); // empties the text
// Not all of the input could be read: the output is kept, but does not count as done.
void ag_tree_doubt(ag_tree *tree);
// Gives the file its name once all of it is on the disk. Returns false after a message.
bool ag_tree_end(ag_tree *tree);
// Keeps nothing of it.
void ag_tree_abandon(ag_tree *tree);
void ag_tree_close(ag_tree *tree);

#endif
