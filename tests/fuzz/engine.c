// SPDX-License-Identifier: MIT
#include "engine.h"
#include "fuzz.h"

bool __real_ag_engine_load(ag_engine *engine, const ag_engine_settings *settings, ag_diag *diag);

static ag_engine engine; // LeakSanitizer finds what it holds

const ag_engine *fuzz_engine(bool weights, bool statements)
{
    static const ag_weights *table;
    if (!engine.lex) {
        ag_diag diag = {0};
        FUZZ_HOLDS(__real_ag_engine_load(&engine, &(ag_engine_settings){0}, &diag));
        ag_diag_free(&diag);
        table = engine.weights;
    }
    engine.weights = weights ? table : NULL;
    engine.statements = statements ? AG_STATEMENTS_ALL : AG_STATEMENTS_NONE;
    return &engine;
}
