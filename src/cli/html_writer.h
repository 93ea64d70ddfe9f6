// SPDX-License-Identifier: MIT
// One page that holds everything: texts with their records, filters, charts. It loads nothing.
#ifndef ALLEGE_HTML_WRITER_H
#define ALLEGE_HTML_WRITER_H

#include "writer.h"

extern const ag_format ag_format_html;

#endif
