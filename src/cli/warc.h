// SPDX-License-Identifier: MIT
// Headers of records in web archives (WARC 1.0 and 1.1, ISO 28500).
#ifndef ALLEGE_WARC_H
#define ALLEGE_WARC_H

#include "base.h"

enum { AG_WARC_MAX_HEADER = 64 * 1024 }; // bytes

typedef struct ag_warc_header {
    bool conversion;  // a text that was made from a page
    ag_str uri, date; // borrowed; empty where not given
    uint64_t length;  // bytes of the record's content, which follows the header
} ag_warc_header;

// Parses the header at the begin of bytes[0, len). Returns its length, the empty line at its end included; 0
// where there is none.
size_t ag_warc_parse(const char *bytes, size_t len, ag_warc_header *header);
// How many bytes, at least one, to pass over to where the next header may begin. len > 0.
size_t ag_warc_next(const char *bytes, size_t len);

#endif
