// SPDX-License-Identifier: MIT
#include "message.h"
#include "terminal.h"

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
    ag_terminal_calm(text, len - 1, false);
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
    ag_terminal_calm(copy, len, true);
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
