// SPDX-License-Identifier: MIT
// Who accuses whom as a graph for Graphviz.
#ifndef ALLEGE_DOT_WRITER_H
#define ALLEGE_DOT_WRITER_H

#include "writer.h"

extern const ag_format ag_format_dot;

#endif
