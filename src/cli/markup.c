// SPDX-License-Identifier: MIT
#include "markup.h"
#include <stdarg.h>
#include <stdio.h>

void ag_markup_text(ag_strbuf *out, ag_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '&')
            ag_strbuf_add_text(out, "&amp;");
        else if (c == '<')
            ag_strbuf_add_text(out, "&lt;");
        else if (c == '>')
            ag_strbuf_add_text(out, "&gt;");
        else if (c == '"')
            ag_strbuf_add_text(out, "&quot;");
        else if (c == '\'')
            ag_strbuf_add_text(out, "&#39;");
        else
            ag_strbuf_add_char(out, c);
    }
}

void ag_markup_format(ag_strbuf *out, const char *format, ...)
{
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (n > 0)
        ag_strbuf_add(out, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}
