// SPDX-License-Identifier: MIT
// Records as a table: comma-separated values (RFC 4180), and the same with tabs.
#ifndef ALLEGE_TABLE_WRITER_H
#define ALLEGE_TABLE_WRITER_H

#include "writer.h"

extern const ag_format ag_format_csv, ag_format_tsv;

#endif
