// SPDX-License-Identifier: MIT
#include "block.h"
#include "limits.h"

// Bytes of the line break at `at`, 0 where there is none.
static size_t line_break(const char *text, size_t at, size_t len)
{
    if (text[at] == '\n')
        return 1;
    if (text[at] != '\r')
        return 0;
    return at + 1 < len && text[at + 1] == '\n' ? 2 : 1;
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t skip_blanks(const char *text, size_t at, size_t end)
{
    while (at < end && (text[at] == ' ' || text[at] == '\t'))
        at++;
    return at;
}

// Behind the first empty line in text[from, to), 0 where there is none.
static size_t find_empty_line(const char *text, size_t from, size_t to, size_t len)
{
    for (size_t at = from; at < to;) {
        size_t size = line_break(text, at, len);
        if (size == 0) {
            at++;
            continue;
        }
        at = skip_blanks(text, at + size, to);
        size = at < to ? line_break(text, at, len) : 0;
        if (size > 0)
            return at + size;
    }
    return 0;
}

// Where a text without an empty line is cut.
static size_t find_makeshift(const char *text, size_t from, size_t to, size_t len)
{
    for (size_t at = to; at > from; at--)
        if (text[at - 1] == '\n' || (text[at - 1] == '\r' && text[at] != '\n'))
            return at;
    for (size_t at = to; at > from; at--)
        if (is_white(text[at]) && !(text[at] == '\n' && text[at - 1] == '\r'))
            return at;
    for (size_t at = to; at > to - AG_BLOCK_AHEAD; at--)
        if (at < len && ((unsigned char)text[at] & 0xC0) != 0x80)
            return at;
    return to;
}

size_t ag_block_end(const char *text, size_t len, bool complete)
{
    if (len <= AG_BLOCK_SIZE)
        return complete ? len : 0;
    size_t to = len < AG_BLOCK_MAX ? len : AG_BLOCK_MAX;
    size_t end = find_empty_line(text, AG_BLOCK_SIZE, to, len);
    if (end > 0 &&
        (complete || end < len)) // what ends with the bytes that are there may be half a line break
        return end;
    if (!complete && len < AG_BLOCK_MAX + AG_BLOCK_AHEAD)
        return 0;
    return len <= AG_BLOCK_MAX ? len : find_makeshift(text, AG_BLOCK_SIZE, to, len);
}

// ---- a paragraph at a time ----

// Removes what may stand behind the stop of a sentence: white space, closing quotation marks and brackets.
static size_t trim_closers(const char *line, size_t len)
{
    static const char *const marks[] = {"\"", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB"};
    for (bool found = true; found;) {
        found = len > 0 && is_white(line[len - 1]);
        len -= found;
        for (size_t i = 0; i < AG_ARRAY_LEN(marks) && !found; i++) {
            size_t n = strlen(marks[i]);
            found = len >= n && memcmp(line + len - n, marks[i], n) == 0;
            len -= found ? n : 0;
        }
    }
    return len;
}

// Whether a line may go on in the next one: it was broken at a margin and ends inside of a sentence.
static bool is_open(const char *line, size_t len)
{
    while (len > 0 && is_white(line[len - 1]))
        len--;
    if (len < AG_WRAP_MIN || len > AG_WRAP_MAX)
        return false;
    size_t end = trim_closers(line, len);
    return end == len && strchr(".!?:", line[len - 1]) == NULL;
}

size_t ag_block_paragraph_end(const char *text, size_t len, bool complete)
{
    bool blank = true; // nothing but empty lines so far
    for (size_t at = 0; at < len;) {
        const char *end = memchr(text + at, '\n', len - at);
        if (!end)
            break;
        size_t next = (size_t)(end - text) + 1;
        bool empty = trim_closers(text + at, next - at) == 0;
        if (!(blank && empty) && (empty || !is_open(text + at, next - at)))
            return next;
        blank &= empty;
        at = next;
    }
    return complete && len <= AG_BLOCK_SIZE ? len : ag_block_end(text, len, complete);
}

uint64_t ag_block_count_lines(const char *text, size_t len)
{
    uint64_t lines = 0;
    if (len == 0)
        return 0;
    const char *end = text + len;
    for (const char *at = text; at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        lines++;
    for (const char *at = text; at < end && (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++)
        lines += at + 1 == end || at[1] != '\n';
    return lines;
}
