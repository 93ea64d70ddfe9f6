// SPDX-License-Identifier: MIT
// Typed growable arrays: AG_ARRAY(int) a = {0}; ag_push(&a, 3); a.at[0]; a.n; ag_free(&a).
#ifndef ALLEGE_ARRAY_H
#define ALLEGE_ARRAY_H

#include "base.h"
#include <stdlib.h>

#define AG_ARRAY(T)      \
    struct {             \
        T *at;           \
        size_t n, space; \
    }

#define ag_reserve(a, want)                                                       \
    do {                                                                          \
        if ((a)->space < (size_t)(want)) {                                        \
            size_t ag_grown_ = (a)->space + (a)->space / 2 + 8;                   \
            (a)->space = ag_grown_ < (size_t)(want) ? (size_t)(want) : ag_grown_; \
            (a)->at = ag_xrealloc((a)->at, (a)->space * sizeof *(a)->at);         \
        }                                                                         \
    } while (0)

#define ag_push(a, ...)                    \
    do {                                   \
        ag_reserve((a), (a)->n + 1);       \
        (a)->at[(a)->n++] = (__VA_ARGS__); \
    } while (0)

#define ag_free(a)               \
    do {                         \
        ag_xfree((a)->at);       \
        (a)->at = NULL;          \
        (a)->n = (a)->space = 0; \
    } while (0)

#endif
