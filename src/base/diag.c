// SPDX-License-Identifier: MIT
#include "diag.h"

#include "limits.h"
#include <stdarg.h>
#include <string.h>

static uint32_t code_points(const char *text, size_t len)
{
    uint32_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

void ag_diag_at(ag_diag *diag, const char *file, const char *text, size_t len, size_t at, size_t width,
                const char *format, ...)
{
    char message[400];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (++diag->errors > AG_MAX_ERRORS)
        return;
    if (at > len)
        at = len;
    size_t start = at, end = at;
    uint32_t line = 1;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    while (end < len && text[end] != '\n' && text[end] != '\r')
        end++;
    for (size_t i = 0; i < start; i++)
        line += text[i] == '\n';
    if (width > end - at)
        width = end - at;
    ag_diag_entry e = {.line = line,
                       .column = code_points(text + start, at - start) + 1,
                       .width = code_points(text + at, width)};
    e.file = ag_xstrndup(file, strlen(file));
    e.text = ag_xstrndup(message, strlen(message));
    e.source_line = ag_xstrndup(text + start, end - start);
    if (!e.width)
        e.width = 1;
    ag_push(&diag->list, e);
}

void ag_diag_write(ag_strbuf *out, const ag_diag_entry *e)
{
    ag_strbuf_printf(out, "%s:%u:%u: error: %s\n  %s\n  ", e->file, e->line, e->column, e->text,
                     e->source_line);
    const char *c = e->source_line;
    for (uint32_t k = 1; k < e->column && *c; c++)
        if (((unsigned char)*c & 0xC0) != 0x80) {
            ag_strbuf_add_char(out, *c == '\t' ? '\t' : ' '); // a tab keeps the caret under its place
            k++;
        }
    ag_strbuf_add_char(out, '^');
    for (uint32_t k = 1; k < e->width; k++)
        ag_strbuf_add_char(out, '~');
}

void ag_diag_print(const ag_diag *diag, FILE *to)
{
    ag_strbuf text = {0};
    for (size_t i = 0; i < diag->list.n; i++) {
        ag_strbuf_clear(&text);
        ag_diag_write(&text, &diag->list.at[i]);
        fprintf(to, "allege: %.*s\n", (int)text.len, text.ptr);
    }
    ag_strbuf_free(&text);
    if (diag->errors > diag->list.n)
        fprintf(to, "allege: ... and %u more errors\n", diag->errors - (uint32_t)diag->list.n);
}

void ag_diag_free(ag_diag *diag)
{
    for (size_t i = 0; i < diag->list.n; i++) {
        ag_xfree(diag->list.at[i].file);
        ag_xfree(diag->list.at[i].text);
        ag_xfree(diag->list.at[i].source_line);
    }
    ag_free(&diag->list);
    diag->errors = 0;
}
