// SPDX-License-Identifier: MIT
// A line that names a class, and any bytes as its word list.
#include "fuzz.h"
#include "lexicon.h"
#include "tokenizer.h"

#include <string.h>

static void look_up(const ag_lexicon *lex, const char *text, size_t len)
{
    ag_tokens tokens = {0};
    ag_tokenize(text, len, &tokens);
    uint32_t n = (uint32_t)tokens.list.n;
    for (uint32_t i = 0; i < n; i++) {
        const ag_sense *senses;
        uint32_t nsenses, length = ag_lexicon_find(lex, &tokens, i, n, &senses, &nsenses);
        FUZZ_HOLDS(i + length <= n);
        for (uint32_t k = 0; length && k < nsenses; k++)
            FUZZ_HOLDS(senses[k].class_id < ag_lexicon_class_count(lex));
    }
    ag_tokens_free(&tokens);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    char name[64];
    if (!line || (size_t)(line - data) >= sizeof name || memchr(data, '\0', (size_t)(line - data)))
        return 0;
    memcpy(name, data, (size_t)(line - data));
    name[line - data] = '\0';
    const char *words = (const char *)line + 1;
    size_t len = size - (size_t)(line - data) - 1;
    ag_diag diag = {0};
    ag_lexicon *lex = ag_lexicon_new();
    bool ok = ag_lexicon_add(lex, name, words, len, &diag);
    FUZZ_HOLDS(ok == (diag.errors == 0));
    ag_lexicon_freeze(lex);
    look_up(lex, words, len);
    ag_lexicon_free(lex);
    ag_diag_free(&diag);
    return 0;
}
