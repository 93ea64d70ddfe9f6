// SPDX-License-Identifier: MIT
// Records as STIX 2.1 (https://docs.oasis-open.org/cti/stix/v2.1/): one bundle of a run, an object a line.
#ifndef ALLEGE_STIX_WRITER_H
#define ALLEGE_STIX_WRITER_H

#include "writer.h"

extern const ag_format ag_format_stix;

#endif
