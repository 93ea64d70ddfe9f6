// SPDX-License-Identifier: MIT
#include "message.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

enum { LONGEST = 16384 }; // bytes of a message: names of paths are up to 4096

static const char clear_line[] = "\r\033[K";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool shown; // there is a line of progress

static void make_room(void)
{
    if (shown)
        fputs(clear_line, stderr);
    shown = false;
}

// What moves the cursor or works on the terminal otherwise, in names and lines that strangers wrote, becomes
// a question mark: C0 without tabs, DEL, and C1, which are two bytes in UTF-8. A line break counts as one
// unless lines are kept.
static void make_harmless(char *bytes, size_t len, bool keep_lines)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];
        bool c1 = c == 0xC2 && i + 1 < len && ((unsigned char)bytes[i + 1] & 0xE0) == 0x80;
        if (c == '\n' ? !keep_lines : (c < ' ' && c != '\t') || c == 0x7F)
            bytes[i] = '?';
        if (c1)
            bytes[i] = bytes[i + 1] = '?';
    }
}

static void print(const char *bytes, size_t len)
{
    pthread_mutex_lock(&lock);
    make_room();
    fwrite(bytes, 1, len, stderr);
    pthread_mutex_unlock(&lock);
}

// A message, or a part of one, into text. Returns its length.
static size_t compose(char text[LONGEST], const char *format, va_list args)
{
    int wanted = vsnprintf(text, LONGEST, format, args);
    if (wanted <= 0)
        return 0;
    size_t len = (size_t)wanted < LONGEST ? (size_t)wanted : LONGEST - 1;
    make_harmless(text, len - 1, false);
    if (len < (size_t)wanted)
        text[len - 1] = '\n';
    return len;
}

void ag_message(const char *format, ...)
{
    char text[LONGEST];
    va_list args;
    va_start(args, format);
    print(text, compose(text, format, args));
    va_end(args);
}

void ag_message_add(ag_strbuf *to, const char *format, ...)
{
    char text[LONGEST];
    va_list args;
    va_start(args, format);
    ag_strbuf_add(to, text, compose(text, format, args));
    va_end(args);
}

void ag_message_bytes(const char *bytes, size_t len)
{
    char *copy = ag_xstrndup(bytes, len);
    make_harmless(copy, len, true);
    if (len > 0)
        print(copy, len);
    ag_xfree(copy);
}

void ag_message_progress(const char *line)
{
    pthread_mutex_lock(&lock);
    if (line)
        fprintf(stderr, "%s%s", clear_line, line); // one write: nothing flickers
    else
        make_room();
    shown = line != NULL;
    pthread_mutex_unlock(&lock);
}
