// SPDX-License-Identifier: MIT
// What a terminal can do, and how wide text is on it.
#ifndef ALLEGE_TERMINAL_H
#define ALLEGE_TERMINAL_H

#include "base.h"

typedef enum ag_when { AG_AUTO, AG_ALWAYS, AG_NEVER } ag_when;

// Whether to colour what goes to a stream: where it is a terminal that is not dumb, and NO_COLOR
// (https://no-color.org) is unset or empty, unless the user has said.
bool ag_terminal_color(ag_when when, int fd);

// Whether a stream is a terminal that can clear a line.
bool ag_terminal_can_clear(int fd);

// Columns: COLUMNS in the environment, else what the terminal on standard output or standard error has, else
// 80; at least 40.
uint32_t ag_terminal_width(void);

// Bytes of the first character as a reader sees it (a grapheme cluster) of valid UTF-8 text, len > 0. Its
// columns, 0 to 2, go to *columns.
size_t ag_terminal_cluster(const char *text, size_t len, uint32_t *columns);

// Writes question marks over what moves the cursor or works on a terminal otherwise: C0 but for tabs, DEL,
// and C1, which are two bytes in UTF-8; line breaks too, unless they are kept.
void ag_terminal_calm(char *text, size_t len, bool keep_lines);

#endif
