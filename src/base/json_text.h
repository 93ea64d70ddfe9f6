// SPDX-License-Identifier: MIT
// Text as JSON strings.
#ifndef ALLEGE_JSON_TEXT_H
#define ALLEGE_JSON_TEXT_H

#include "strbuf.h"

// Appends a JSON string, quotation marks included. Bytes that are not UTF-8 become U+FFFD.
void ag_json_string(ag_strbuf *out, const char *bytes, size_t len);
// The same with every line break, and the white space around it, as one space.
void ag_json_joined_string(ag_strbuf *out, const char *bytes, size_t len);
// Appends a key with its colon, and the comma before it unless it is the first of its object.
void ag_json_key(ag_strbuf *out, const char *key);
// A key and its value.
void ag_json_member(ag_strbuf *out, const char *key, const char *value);
void ag_json_number(ag_strbuf *out, const char *key, uint64_t value);

#endif
