// SPDX-License-Identifier: MIT
// --why: explains sentences that the command line names.
#ifndef ALLEGE_WHY_H
#define ALLEGE_WHY_H

#include "options.h"
#include "output.h"

// Returns false, after a message, where one of them is not there.
bool ag_why(const ag_options *options, const allege_engine *engine, ag_output *out);

#endif
