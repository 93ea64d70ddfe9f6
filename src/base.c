// SPDX-License-Identifier: MIT
#include "base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*before_failure)(void);

void ag_before_failure(void (*fn)(void))
{
    before_failure = fn;
}

static void *checked(void *ptr)
{
    if (!ptr) {
        if (before_failure)
            before_failure();
        fputs("allege: out of memory; give it smaller inputs or a higher limit\n", stderr);
        exit(2);
    }
    return ptr;
}

void *ag_xmalloc(size_t size)
{
    return checked(malloc(size ? size : 1));
}

void *ag_xcalloc(size_t count, size_t size)
{
    return checked(calloc(count ? count : 1, size ? size : 1));
}

void *ag_xrealloc(void *ptr, size_t size)
{
    return checked(realloc(ptr, size ? size : 1));
}

char *ag_xstrndup(const char *text, size_t len)
{
    char *copy = ag_xmalloc(len + 1);
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}
