// SPDX-License-Identifier: MIT
// What is told on standard error while the program works: messages, and one line that says how far it is. Any
// thread may call these.
#ifndef ALLEGE_MESSAGE_H
#define ALLEGE_MESSAGE_H

#include "base.h"
#include "strbuf.h"

// Prints a message of one line, or a part of one, as printf does; the line of progress makes room for it.
// Control characters in it, which names may hold, become question marks.
void ag_message(const char *format, ...) __attribute__((format(printf, 1, 2)));
// The same, to be printed later.
void ag_message_add(ag_strbuf *to, const char *format, ...) __attribute__((format(printf, 2, 3)));
// The same with whole messages, of any number of lines.
void ag_message_bytes(const char *bytes, size_t len);
// Shows a line in place of the one before, on the bottom line of the terminal; NULL: none any more.
void ag_message_progress(const char *line);

#endif
