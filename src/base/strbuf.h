// SPDX-License-Identifier: MIT
// An owned, growing byte buffer: {0} is an empty one. Not NUL-terminated.
#ifndef ALLEGE_STRBUF_H
#define ALLEGE_STRBUF_H

#include "base.h"
#include <string.h>

typedef struct ag_strbuf {
    char *ptr;
    size_t len, space; // bytes
} ag_strbuf;

// Makes room for `extra` more bytes.
void ag_strbuf_reserve(ag_strbuf *b, size_t extra);
void ag_strbuf_add(ag_strbuf *b, const char *bytes, size_t len);
void ag_strbuf_take(void *strbuf, const char *bytes, size_t len); // the same, as an allege_text_fn
void ag_strbuf_add_uint(ag_strbuf *b, uint64_t value);            // decimal
// As printf does.
void ag_strbuf_printf(ag_strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ag_strbuf_free(ag_strbuf *b);

static inline void ag_strbuf_clear(ag_strbuf *b) // keeps the memory
{
    b->len = 0;
}

static inline void ag_strbuf_add_char(ag_strbuf *b, char c)
{
    if (b->len == b->space)
        ag_strbuf_reserve(b, 1);
    b->ptr[b->len++] = c;
}

static inline void ag_strbuf_add_text(ag_strbuf *b, const char *text)
{
    ag_strbuf_add(b, text, strlen(text));
}

#endif
