// SPDX-License-Identifier: MIT
// The text as one reads it, on a terminal: labels in the margin, roles in colours, who says what of whom
// below.
#ifndef ALLEGE_PRETTY_WRITER_H
#define ALLEGE_PRETTY_WRITER_H

#include "writer.h"

extern const ag_format ag_format_pretty;

#endif
