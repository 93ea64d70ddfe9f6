// SPDX-License-Identifier: MIT
#include "extract.h"
#include "fuzz.h"

static ag_lexicon *load_lexicon(void)
{
    ag_diag diag = {0};
    ag_lexicon *lex = ag_lexicon_new();
    FUZZ_HOLDS(ag_lexicon_add_default(lex, &diag));
    ag_lexicon_freeze(lex);
    ag_diag_free(&diag);
    return lex;
}

static ag_rules *load_rules(const ag_lexicon *lex)
{
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(lex);
    FUZZ_HOLDS(ag_rules_add_default(rules, &diag) && ag_rules_finish(rules, &diag));
    ag_diag_free(&diag);
    return rules;
}

static ag_weights *load_weights(void)
{
    ag_diag diag = {0};
    ag_weights *weights = ag_weights_new();
    FUZZ_HOLDS(ag_weights_add_default(weights, &diag));
    ag_diag_free(&diag);
    return weights;
}

static ag_engine engine; // LeakSanitizer finds what it holds

const ag_engine *fuzz_engine(bool weights, bool statements)
{
    static const ag_weights *table;
    if (!engine.lex) {
        engine.lex = load_lexicon();
        engine.rules = load_rules(engine.lex);
        table = load_weights();
    }
    engine.weights = weights ? table : NULL;
    engine.statements = statements ? AG_STATEMENTS_ALL : AG_STATEMENTS_NONE;
    return &engine;
}
