// SPDX-License-Identifier: MIT
// Any bytes as a gazetteer, and as a text in which its names are looked for.
#include "fuzz.h"
#include "gazetteer.h"
#include "introduce.h"
#include "tokenizer.h"

#include <string.h>

static void look_up(const ag_lexicon *lex, const char *text, size_t len)
{
    ag_tokens tokens = {0};
    ag_units units = {0};
    ag_introducer introducer = {0};
    ag_tokenize(text, len, &tokens);
    ag_units_find(text, len, &tokens, &units);
    for (int twice = 0; twice < 2; twice++)
        ag_introduce(&introducer, lex, &tokens, &units);
    uint32_t n = (uint32_t)tokens.list.n;
    for (uint32_t i = 0; i < n; i++) {
        const ag_sense *senses;
        const uint32_t *candidates;
        uint32_t nsenses, length = ag_lexicon_find(lex, &tokens, i, n, &senses, &nsenses);
        FUZZ_HOLDS(i + length <= n);
        for (uint32_t k = 0; length && k < nsenses; k++) {
            FUZZ_HOLDS(senses[k].actor && senses[k].actor <= ag_lexicon_actor_count(lex));
            FUZZ_HOLDS(ag_lexicon_candidates(lex, senses[k].actor, &candidates) != 1);
        }
    }
    ag_introducer_free(&introducer);
    ag_units_free(&units);
    ag_tokens_free(&tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ag_diag diag = {0};
    ag_lexicon *lex = ag_lexicon_new();
    bool ok = ag_gazetteer_add(lex, "names", (const char *)data, size, &diag);
    FUZZ_HOLDS(ok == (diag.errors == 0));
    ag_lexicon_freeze(lex);
    look_up(lex, (const char *)data, size);
    ag_lexicon_free(lex);
    ag_diag_free(&diag);
    return 0;
}
