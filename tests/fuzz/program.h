// SPDX-License-Identifier: MIT
// The whole program inside of the fuzzing process: main of src/cli/main.c, with its streams led elsewhere.
#ifndef ALLEGE_FUZZ_PROGRAM_H
#define ALLEGE_FUZZ_PROGRAM_H

#include "strbuf.h"

#include <stddef.h>

enum { FUZZ_MAX_ARGUMENTS = 40 };

typedef struct fuzz_arguments {
    const char *at[FUZZ_MAX_ARGUMENTS]; // without the name of the program
    size_t n;
} fuzz_arguments;

typedef struct fuzz_outcome {
    ag_strbuf out, err;
    int status;
} fuzz_outcome;

// Most bytes that a read gives from now on; 0 for as many as there are.
void fuzz_set_piece(size_t most);

// Runs it once, reading in such pieces.
void fuzz_program(const fuzz_arguments *arguments, const char *input, size_t len, size_t piece,
                  fuzz_outcome *outcome);
void fuzz_outcome_free(fuzz_outcome *outcome);

// Runs it with one thread and with three, on standard input as a whole and in pieces of 1, 7 and 4096 bytes:
// the outcome has to be the same, and what holds of every record has to hold. Arguments must leave room for
// one.
void fuzz_program_everyhow(const fuzz_arguments *arguments, const char *input, size_t len);

#endif
