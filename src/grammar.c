// SPDX-License-Identifier: MIT
#include "grammar.h"

#include "tagger.h"

#include <stdlib.h>
#include <string.h>

void ag_grammar_init(ag_grammar *g, const ag_lexicon *lex)
{
    static const char *const names[] = {
#define X(id, name) name,
        AG_KNOWN_CLASSES(X)
#undef X
    };
    uint32_t count = ag_lexicon_class_count(lex);
    *g = (ag_grammar){.lex = lex};
    g->known = ag_xcalloc(count, 1);
    g->letter = ag_xcalloc(count, 1);
    for (uint32_t i = 0; i < count; i++)
        g->letter[i] = ag_lexicon_class_name(lex, (uint16_t)i)[0];
    for (int c = 0; c < AG_CLASS_COUNT; c++) {
        g->id[c] = ag_lexicon_class(lex, names[c], strlen(names[c]));
        if (g->id[c] != UINT16_MAX)
            g->known[g->id[c]] = (uint8_t)(1 + c);
    }
    ag_closed_words_place(g->closed);
}

void ag_grammar_free(ag_grammar *g)
{
    ag_xfree(g->known);
    ag_xfree(g->letter);
    *g = (ag_grammar){0};
}
