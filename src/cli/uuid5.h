// SPDX-License-Identifier: MIT
// Ids that are made of what they name: UUIDs of version 5 (RFC 4122), in a namespace of this project. The
// same input gives the same ids on every machine, and whoever reads two outputs can tell that they speak of
// the same.
#ifndef ALLEGE_UUID5_H
#define ALLEGE_UUID5_H

#include "base.h"

// uuid5(NAMESPACE_URL, "urn:allege:ids")
#define AG_UUID_NAMESPACE "c7f68135-2c6d-5bca-9798-70d02c1e48c0"

typedef struct ag_uuid {
    char text[37]; // lower case, with a NUL
} ag_uuid;

ag_uuid ag_uuid5(ag_str name);
// The id of an id and what comes behind it; begin with {0}.
ag_uuid ag_uuid5_chain(const ag_uuid *id, const char *bytes, size_t len);

#endif
