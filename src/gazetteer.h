// SPDX-License-Identifier: MIT
// Lists of actors that a user has: clusters of a MISP galaxy, or a table.
#ifndef ALLEGE_GAZETTEER_H
#define ALLEGE_GAZETTEER_H

#include "diag.h"
#include "lexicon.h"

// Adds the actors of a file: a JSON object with the list `values`, as the files in `clusters` of misp-galaxy
// are, or a line an actor and alias, "name<TAB>alias|alias<TAB>country<TAB>type", of which all but the name
// may be missing. What cannot be used is left out with a warning. Returns false, after an error, where the
// file is none of both. Names that are also words, or short, are unsure (introduce.h).
bool ag_gazetteer_add(ag_lexicon *lex, const char *path, const char *data, size_t len, ag_diag *diag);

#endif
