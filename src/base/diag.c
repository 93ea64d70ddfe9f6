// SPDX-License-Identifier: MIT
#include "diag.h"

#include "limits.h"
#include <stdarg.h>
#include <string.h>

// Of a character of several bytes, not the first.
static bool is_inside(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static uint32_t code_points(const char *text, size_t len)
{
    uint32_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += !is_inside(text[i]);
    return n;
}

// The bytes around `at` of the line [*start, *end), where it is long.
static void cut_line(const char *text, size_t at, size_t *start, size_t *end)
{
    enum { BEFORE = 60, BEHIND = 100 };
    if (*end - *start <= BEFORE + BEHIND)
        return;
    if (at - *start > BEFORE)
        *start = at - BEFORE;
    bool cut = *end - at > BEHIND;
    if (cut)
        *end = at + BEHIND;
    while (*start < at && is_inside(text[*start]))
        ++*start;
    while (cut && *end > at && is_inside(text[*end]))
        --*end;
}

static ag_diag_entry entry_at(const char *text, size_t len, size_t at, size_t width)
{
    size_t start = at, end = at;
    ag_diag_entry e = {.line = 1};
    while (start > 0 && text[start - 1] != '\n')
        start--;
    while (end < len && text[end] != '\n' && text[end] != '\r')
        end++;
    for (size_t i = 0; i < start; i++)
        e.line += text[i] == '\n';
    e.column = code_points(text + start, at - start) + 1;
    cut_line(text, at, &start, &end);
    e.indent = code_points(text + start, at - start);
    e.width = code_points(text + at, width < end - at ? width : end - at);
    if (!e.width)
        e.width = 1;
    e.source_line = ag_xstrndup(text + start, end - start);
    return e;
}

void ag_diag_at(ag_diag *diag, const char *file, const char *text, size_t len, size_t at, size_t width,
                const char *format, ...)
{
    char message[400];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    uint32_t *count = diag->lenient ? &diag->warnings : &diag->errors;
    if (++*count > AG_MAX_ERRORS)
        return;
    ag_diag_entry e = {0};
    if (text)
        e = entry_at(text, len, at < len ? at : len, width);
    e.file = ag_xstrndup(file, strlen(file));
    e.text = ag_xstrndup(message, strlen(message));
    e.warning = diag->lenient;
    ag_push(&diag->list, e);
}

void ag_diag_write(ag_strbuf *out, const ag_diag_entry *e)
{
    if (!e->source_line) {
        ag_strbuf_printf(out, "%s: %s", e->file, e->text);
        return;
    }
    ag_strbuf_printf(out, "%s:%u:%u: %s: %s\n  %s\n  ", e->file, e->line, e->column,
                     e->warning ? "warning" : "error", e->text, e->source_line);
    const char *c = e->source_line;
    for (uint32_t k = 0; k < e->indent && *c; c++)
        if (!is_inside(*c)) {
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
    if (diag->errors > AG_MAX_ERRORS)
        fprintf(to, "allege: ... and %u more errors\n", diag->errors - AG_MAX_ERRORS);
    if (diag->warnings > AG_MAX_ERRORS)
        fprintf(to, "allege: ... and %u more warnings\n", diag->warnings - AG_MAX_ERRORS);
}

void ag_diag_free(ag_diag *diag)
{
    for (size_t i = 0; i < diag->list.n; i++) {
        ag_xfree(diag->list.at[i].file);
        ag_xfree(diag->list.at[i].text);
        ag_xfree(diag->list.at[i].source_line);
    }
    ag_free(&diag->list);
    diag->errors = diag->warnings = 0;
}
