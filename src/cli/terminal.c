// SPDX-License-Identifier: MIT
#include "terminal.h"
#include "utf8.h"
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

enum { NARROWEST = 40, DEFAULT_WIDTH = 80, WIDEST = 10000 };

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

bool ag_terminal_color(ag_when when, int fd)
{
    if (when != AG_AUTO)
        return when == AG_ALWAYS;
    return !*variable("NO_COLOR") && ag_terminal_can_clear(fd);
}

bool ag_terminal_can_clear(int fd)
{
    return strcmp(variable("TERM"), "dumb") != 0 && isatty(fd);
}

static long columns_of(int fd)
{
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

uint32_t ag_terminal_width(void)
{
    long width = strtol(variable("COLUMNS"), NULL, 10);
    if (width <= 0)
        width = columns_of(STDOUT_FILENO);
    if (width <= 0)
        width = columns_of(STDERR_FILENO); // text on its way to a pager
    if (width <= 0)
        width = DEFAULT_WIDTH;
    return width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : (uint32_t)width;
}

size_t ag_terminal_cluster(const char *text, size_t len, uint32_t *columns)
{
    utf8proc_int32_t state = 0;
    uint32_t size, width;
    int32_t c = ag_utf8_decode(text, len, &size);
    size_t at = size;
    width = c < 0 ? 1 : (uint32_t)utf8proc_charwidth(c);
    while (at < len && c >= 0) {
        int32_t next = ag_utf8_decode(text + at, len - at, &size);
        if (next < 0 || utf8proc_grapheme_break_stateful(c, next, &state))
            break;
        width += (uint32_t)utf8proc_charwidth(next);
        at += size;
        c = next;
    }
    *columns = width > 2 ? 2 : width; // a family of emoji takes no more room than one
    return at;
}

void ag_terminal_calm(char *text, size_t len, bool keep_lines)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        bool c1 = c == 0xC2 && i + 1 < len && ((unsigned char)text[i + 1] & 0xE0) == 0x80;
        if (c == '\n' ? !keep_lines : (c < ' ' && c != '\t') || c == 0x7F)
            text[i] = '?';
        if (c1)
            text[i] = text[i + 1] = '?';
    }
}
