// SPDX-License-Identifier: MIT
#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static allege_allocator memory; // functions that are NULL: the C library's

void ag_memory_use(const allege_allocator *allocator)
{
    memory = *allocator;
}

// Whether to try again.
static bool is_exhausted(size_t size)
{
    if (memory.exhausted && memory.exhausted(memory.user, size))
        return true;
    fputs("allege: out of memory; give it smaller inputs or a higher limit\n", stderr);
    exit(2);
}

void *ag_xmalloc(size_t size)
{
    void *got;
    size += !size;
    do
        got = memory.resize ? memory.resize(memory.user, NULL, size) : malloc(size);
    while (!got && is_exhausted(size));
    return got;
}

void *ag_xcalloc(size_t count, size_t size)
{
    size_t all = size && count > SIZE_MAX / size ? SIZE_MAX : count * size; // nobody has that much
    void *zeros = memory.resize ? NULL : calloc(1, all + !all);
    return zeros ? zeros : memset(ag_xmalloc(all), 0, all);
}

void *ag_xrealloc(void *ptr, size_t size)
{
    void *got;
    size += !size;
    do
        got = memory.resize ? memory.resize(memory.user, ptr, size) : realloc(ptr, size);
    while (!got && is_exhausted(size));
    return got;
}

char *ag_xstrndup(const char *text, size_t len)
{
    char *copy = ag_xmalloc(len + 1);
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

void ag_xfree(void *ptr)
{
    if (!ptr)
        return;
    if (memory.release)
        memory.release(memory.user, ptr);
    else
        free(ptr);
}
