// SPDX-License-Identifier: MIT
// Shared small types. A span is half-open, in bytes of the input as it was read.
#ifndef ALLEGE_BASE_H
#define ALLEGE_BASE_H

#include "allege.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define AG_ARRAY_LEN(a) (sizeof(a) / sizeof *(a))
#define AG_UNUSED(x) ((void)(x))

typedef allege_span ag_span; // bytes

// Borrowed text: never NUL-terminated, never freed by the holder.
typedef struct ag_str {
    const char *ptr;
    size_t len; // bytes
} ag_str;

// A small function that gets literals: where it is inlined, the compiler knows their lengths.
#define AG_INLINE static inline __attribute__((always_inline))

// Whether s is the word `text`, or one of the words of a list that ends with NULL.
AG_INLINE bool ag_str_is(ag_str s, const char *text)
{
    if (__builtin_constant_p(strlen(text)))
        return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
    size_t i = 0;
    while (i < s.len && text[i] && s.ptr[i] == text[i])
        i++;
    return i && i == s.len && !text[i];
}

// Whether s is longer than `suffix` and ends with it.
AG_INLINE bool ag_str_ends(ag_str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.len > n + 1 && memcmp(s.ptr + s.len - n, suffix, n) == 0;
}

static inline bool ag_str_in(ag_str s, const char *const *list)
{
    for (; s.len && *list; list++)
        if (s.ptr[0] == **list && ag_str_is(s, *list))
            return true;
    return false;
}

// Memory, from the C library or from what ag_memory_use was given. Where there is none left the program ends
// with a message and status 2. Size 0 gives a valid pointer.
void *ag_xmalloc(size_t size);
void *ag_xcalloc(size_t count, size_t size);
void *ag_xrealloc(void *ptr, size_t size);
char *ag_xstrndup(const char *text, size_t len);
void ag_xfree(void *ptr); // NULL is allowed
// Where all memory is taken from, and given back to, from now on. Set before there are threads.
void ag_memory_use(const allege_allocator *allocator);

#endif
