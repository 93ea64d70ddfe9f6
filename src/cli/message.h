// SPDX-License-Identifier: MIT
// What is told on standard error while the program works: messages, and one line that says how far it is. Any
// thread may call these.
#ifndef ALLEGE_MESSAGE_H
#define ALLEGE_MESSAGE_H

#include "base.h"

// Prints a message, as printf does; the line of progress makes room for it.
void ag_message(const char *format, ...) __attribute__((format(printf, 1, 2)));
// The same with whole messages.
void ag_message_bytes(const char *bytes, size_t len);
// Shows a line in place of the one before, on the bottom line of the terminal; NULL: none any more.
void ag_message_progress(const char *line);

#endif
