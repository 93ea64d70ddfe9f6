// SPDX-License-Identifier: MIT
// Byte strings, each kept once and known by its number, in the order in which they came. {0} is ready for
// use.
#ifndef ALLEGE_INTERN_H
#define ALLEGE_INTERN_H

#include "array.h"
#include "strbuf.h"

typedef struct ag_interned {
    size_t at, len; // bytes of the pool
} ag_interned;

typedef struct ag_intern {
    ag_strbuf pool;
    AG_ARRAY(ag_interned) list;
    AG_ARRAY(uint32_t) table; // hash to number + 1
} ag_intern;

// The number of a string, which is copied where it is new. *fresh, where given, says whether it was.
uint32_t ag_intern_add(ag_intern *in, const void *bytes, size_t len, bool *fresh);
// Valid until the next string is added.
ag_str ag_intern_get(const ag_intern *in, uint32_t number);
void ag_intern_clear(ag_intern *in); // keeps the memory
void ag_intern_free(ag_intern *in);

#endif
