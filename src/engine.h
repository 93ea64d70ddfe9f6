// SPDX-License-Identifier: MIT
// Lexicon, rules and weights, as they are built in and with what a user adds.
#ifndef ALLEGE_ENGINE_H
#define ALLEGE_ENGINE_H

#include "diag.h"
#include "extract.h"
#include "strbuf.h"

// {0} stands for what is built in. Lists are borrowed during the call.
typedef struct ag_engine_settings {
    const char *const *rules; // files to add
    size_t nrules;
    const allege_rule_text *texts; // likewise, the last with no name; NULL: none
    const char *const *lexicons;   // folders of word lists to add
    size_t nlexicons;
    const char *const *gazetteers; // lists of actors to add
    size_t ngazetteers;
    bool no_default_rules; // only `rules`, and no weights
    bool no_weights;
    allege_statements statements;
    bool (*read)(void *user, const char *path, ag_strbuf *out); // reads a file, or says why it cannot
    void *user;
} ag_engine_settings;

// Fills *engine. Mistakes in the files go to diag, all of them; returns false where there is one, but for the
// warnings about gazetteers. Either way the engine has to be unloaded.
bool ag_engine_load(ag_engine *engine, const ag_engine_settings *settings, ag_diag *diag);
void ag_engine_unload(ag_engine *engine);

#endif
