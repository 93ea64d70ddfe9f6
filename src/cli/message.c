// SPDX-License-Identifier: MIT
#include "message.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

static const char clear_line[] = "\r\033[K";
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool shown; // there is a line of progress

static void make_room(void)
{
    if (shown)
        fputs(clear_line, stderr);
    shown = false;
}

void ag_message(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pthread_mutex_lock(&lock);
    make_room();
    vfprintf(stderr, format, args);
    pthread_mutex_unlock(&lock);
    va_end(args);
}

void ag_message_bytes(const char *bytes, size_t len)
{
    if (len == 0)
        return;
    pthread_mutex_lock(&lock);
    make_room();
    fwrite(bytes, 1, len, stderr);
    pthread_mutex_unlock(&lock);
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
