// SPDX-License-Identifier: MIT
// Any bytes through tokenizer, sentences and quotations.
#include "fuzz.h"
#include "tokenizer.h"
#include "units.h"

static void check_tokens(const ag_tokens *tokens, size_t size)
{
    uint32_t end = 0;
    for (size_t i = 0; i < tokens->list.n; i++) {
        const ag_token *t = &tokens->list.at[i];
        FUZZ_HOLDS(t->start >= end && t->end > t->start && t->end <= size);
        end = t->end;
    }
}

static void check_units(const ag_units *units, const ag_tokens *tokens, size_t size)
{
    uint32_t end = 0, last = 0, line = 1;
    for (size_t i = 0; i < units->sentences.n; i++) {
        const ag_sentence *s = &units->sentences.at[i];
        FUZZ_HOLDS(s->start >= end && s->end > s->start && s->end <= size);
        FUZZ_HOLDS(s->first >= last && s->first <= s->body && s->body <= s->last &&
                   s->last <= tokens->list.n);
        FUZZ_HOLDS(s->line >= line && s->paragraph < units->paragraphs);
        end = s->end, last = s->last, line = s->line;
    }
    for (size_t i = 0; i < units->quotes.n; i++) {
        const ag_quote *q = &units->quotes.at[i];
        FUZZ_HOLDS(q->open < q->close && q->close <= tokens->list.n && q->start < q->end && q->end <= size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static ag_tokens tokens;
    static ag_units units;
    const char *text = (const char *)data;
    ag_tokenize(text, size, &tokens);
    check_tokens(&tokens, size);
    ag_units_find(text, size, &tokens, &units);
    check_units(&units, &tokens, size);
    return 0;
}
