// SPDX-License-Identifier: MIT
// Messages with a place. Collected while rule and lexicon files are read, printed together.
#ifndef ALLEGE_DIAG_H
#define ALLEGE_DIAG_H

#include "array.h"
#include "base.h"
#include "strbuf.h"
#include <stdio.h>

typedef struct ag_diag_entry {
    char *file, *text, *source_line; // source_line: NULL without a place
    uint32_t line, column, width; // 1-based line and column (code points); width of the underline, at least 1
    uint32_t indent;              // code points of source_line before the place
    bool warning;
} ag_diag_entry;

typedef struct ag_diag {
    AG_ARRAY(ag_diag_entry) list;
    uint32_t errors, warnings; // counted beyond the cap too
    bool lenient;              // what is recorded is a warning: it is left out, and the rest is used
} ag_diag;

// Records an error, or a warning, at byte offset `at` (width bytes wide) of the file's text. Of a long line
// the part around it is kept. text NULL: of the file itself, which could not be read; line and column are 0.
void ag_diag_at(ag_diag *diag, const char *file, const char *text, size_t len, size_t at, size_t width,
                const char *format, ...) __attribute__((format(printf, 7, 8)));
// Appends "FILE:LINE:COL: error: text" (or "warning:"), the line, and a line with a caret, without a line
// break at the end; "FILE: text" where there is no place.
void ag_diag_write(ag_strbuf *out, const ag_diag_entry *entry);
// Prints all, each with "allege: " before it. At most AG_MAX_ERRORS, then "... and N more".
void ag_diag_print(const ag_diag *diag, FILE *to);
void ag_diag_free(ag_diag *diag);

#endif
