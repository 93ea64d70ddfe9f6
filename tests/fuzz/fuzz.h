// SPDX-License-Identifier: MIT
// What the fuzz targets share. A target is one file with LLVMFuzzerTestOneInput; linked with libFuzzer it
// searches, linked with replay.c it runs over the seeds that are kept.
#ifndef ALLEGE_FUZZ_H
#define ALLEGE_FUZZ_H

#include "base.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Ends the process where something that always holds does not: all drivers take that for a finding.
#define FUZZ_HOLDS(condition)                                                                     \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            dprintf(STDERR_FILENO, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                                              \
        }                                                                                         \
    } while (0)

// The engine that is built in, with or without weights; made at the first call, kept until the end.
struct ag_engine;
const struct ag_engine *fuzz_engine(bool weights, bool statements);

#endif
