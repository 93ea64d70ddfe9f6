// SPDX-License-Identifier: MIT
// Whether a record is valid by src/data/record.schema.json: the keywords of JSON Schema that stand there, no
// others.
#ifndef ALLEGE_FUZZ_SCHEMA_H
#define ALLEGE_FUZZ_SCHEMA_H

#include <cjson/cJSON.h>
#include <stdbool.h>

// Reads a schema; ends the process where it cannot be, or has a keyword that is not known here.
cJSON *fuzz_schema_read(const char *path);
// Whether a value is valid. Of strings that hold a NUL only what stands before it is seen.
bool fuzz_schema_allows(const cJSON *schema, const cJSON *value);

#endif
