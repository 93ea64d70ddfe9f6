// SPDX-License-Identifier: MIT
#include "engine.h"
#include "fuzz.h"

static ag_engine engine; // LeakSanitizer finds what it holds

const ag_engine *fuzz_engine(bool weights, bool statements)
{
    static const ag_weights *table;
    if (!engine.lex) {
        ag_diag diag = {0};
        FUZZ_HOLDS(ag_engine_load(&engine, &(ag_engine_settings){0}, &diag));
        ag_diag_free(&diag);
        table = engine.weights;
    }
    engine.weights = weights ? table : NULL;
    engine.statements = statements ? ALLEGE_STATEMENTS_ALL : ALLEGE_STATEMENTS_NONE;
    return &engine;
}
