// SPDX-License-Identifier: MIT
// Text in HTML and SVG: nothing in it is taken for markup, inside of elements and of quoted attributes.
#ifndef ALLEGE_MARKUP_H
#define ALLEGE_MARKUP_H

#include "strbuf.h"

// Appends clean text (ag_view_text) with the characters of markup as references.
void ag_markup_text(ag_strbuf *out, ag_str text);
// Appends formatted numbers and the like: a line at most, cut where it is longer.
void ag_markup_format(ag_strbuf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
