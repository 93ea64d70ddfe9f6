// SPDX-License-Identifier: MIT
#include "strbuf.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void ag_strbuf_reserve(ag_strbuf *b, size_t extra)
{
    size_t want = b->len + extra;
    if (want <= b->space)
        return;
    size_t grown = b->space + b->space / 2 + 64;
    b->space = grown < want ? want : grown;
    b->ptr = ag_xrealloc(b->ptr, b->space);
}

void ag_strbuf_add(ag_strbuf *b, const char *bytes, size_t len)
{
    if (len == 0)
        return; // bytes may be NULL then
    ag_strbuf_reserve(b, len);
    memcpy(b->ptr + b->len, bytes, len);
    b->len += len;
}

void ag_strbuf_take(void *strbuf, const char *bytes, size_t len)
{
    ag_strbuf_add(strbuf, bytes, len);
}

void ag_strbuf_add_uint(ag_strbuf *b, uint64_t value)
{
    char digits[20]; // UINT64_MAX has 20
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    ag_strbuf_add(b, digits + at, sizeof digits - at);
}

void ag_strbuf_printf(ag_strbuf *b, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len > 0) {
        ag_strbuf_reserve(b, (size_t)len + 1);
        vsnprintf(b->ptr + b->len, (size_t)len + 1, format, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

void ag_strbuf_free(ag_strbuf *b)
{
    ag_xfree(b->ptr);
    *b = (ag_strbuf){0};
}
