// SPDX-License-Identifier: MIT
// Finds quotations over tokens; used by units.c only.
#ifndef ALLEGE_QUOTES_H
#define ALLEGE_QUOTES_H

#include "units.h"

// breaks[i] is true where token i begins a paragraph. Fills units->quotes and units->quoted, and turns the
// ambiguous marks among the tokens into opening or closing ones.
void ag_quotes_find(ag_tokens *tokens, const bool *breaks, ag_units *units);

#endif
