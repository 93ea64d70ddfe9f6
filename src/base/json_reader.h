// SPDX-License-Identifier: MIT
// JSON input, a line at a time: is it JSON, where is a value in it, what text does a string stand for.
// Written by hand because cJSON ends a string at the first \u0000, rounds numbers that are to be copied, and
// builds a tree of everything.
#ifndef ALLEGE_JSON_READER_H
#define ALLEGE_JSON_READER_H

#include "base.h"
#include "strbuf.h"

// Whether the bytes are one JSON value (RFC 8259) in UTF-8, white space around it allowed. Otherwise returns
// what is wrong and sets *at to the byte where; NULL where nothing is.
const char *ag_json_check(const char *bytes, size_t len, size_t *at);
// The value of a member of an object, by a path of keys with dots between; of keys that stand there twice the
// last. Empty where there is none. json must have passed the check.
ag_str ag_json_find(ag_str json, const char *path);
// The elements of an array, one a call: *at is 0 at first. Returns false behind the last, or where it is no
// array. array must have passed the check.
bool ag_json_next(ag_str array, size_t *at, ag_str *element);
// Appends the text of a JSON string in UTF-8. Half of a surrogate pair becomes U+FFFD. string must have
// passed the check.
void ag_json_unescape(ag_str string, ag_strbuf *out);

#endif
