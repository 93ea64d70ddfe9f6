// SPDX-License-Identifier: MIT
// Event codes of CAMEO and PLOVER for records, by kind and by the class of the act, which its words give
// away. data/codes/events.txt is the table, and says how it is written.
#ifndef ALLEGE_CODES_H
#define ALLEGE_CODES_H

#include "base.h"
#include "diag.h"

// Strings live as long as the table.
typedef struct ag_code {
    const char *act;         // class of the act; NULL where none counts
    const char *cameo;       // "1121"; NULL where there is none
    const char *plover;      // "ACCUSE"; likewise
    const char *plover_mode; // "allege"; likewise
} ag_code;

typedef struct ag_codes ag_codes; // immutable; shared by threads

// Reads a table. Returns NULL where there is a mistake, which is told to diag with its place.
ag_codes *ag_codes_parse(const char *file, const char *data, size_t len, ag_diag *diag);
ag_codes *ag_codes_default(void); // the built-in table
void ag_codes_free(ag_codes *codes);

// The code of a record; all NULL where the table has no line for the kind. kind may be NULL.
ag_code ag_codes_find(const ag_codes *codes, const char *kind, ag_str cue, ag_str act);

// What the user chose.
typedef struct ag_coding {
    const ag_codes *codes; // NULL: none
    bool cameo, plover;
} ag_coding;

#endif
