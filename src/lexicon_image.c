// SPDX-License-Identifier: MIT
#include "lexicon_image.h"

#include "lexicon_inside.h"

typedef struct header {
    ag_image_part pool, classes, actors, nodes, raw, senses, signatures, edges, going_on;
    uint64_t edge_count, entries, unsure;
} header;

#define EACH_ARRAY(DO) \
    DO(pool) DO(classes) DO(actors) DO(nodes) DO(raw) DO(senses) DO(signatures) DO(edges) DO(going_on)

void ag_lexicon_save(const ag_lexicon *lex, ag_strbuf *out)
{
    header h = {.edge_count = lex->edge_count, .entries = lex->entries, .unsure = lex->unsure};
    ag_strbuf_clear(out);
    ag_strbuf_add(out, (const char *)&h, sizeof h);
#define SAVE(name) ag_image_add(out, offsetof(header, name), lex->name.at, lex->name.n, sizeof *lex->name.at);
    EACH_ARRAY(SAVE)
#undef SAVE
}

bool ag_lexicon_borrow(ag_lexicon *lex)
{
    if (!ag_lexicon_image.size)
        return false;
    const header *h = (const void *)ag_lexicon_image.data;
    // Nothing is written through these pointers while the lexicon is borrowed.
#define BORROW(name)                                                 \
    ag_free(&lex->name);                                             \
    lex->name.at = (void *)(ag_lexicon_image.data + h->name.offset); \
    lex->name.n = lex->name.space = (size_t)h->name.n;
    EACH_ARRAY(BORROW)
#undef BORROW
    lex->edge_count = (uint32_t)h->edge_count;
    lex->entries = (uint32_t)h->entries;
    lex->unsure = (uint32_t)h->unsure;
    lex->borrowed = lex->has_default = true;
    return true;
}

static void *copy_of(const void *from, size_t bytes)
{
    void *to = ag_xmalloc(bytes);
    memcpy(to, from, bytes);
    return to;
}

void ag_lexicon_own(ag_lexicon *lex)
{
    if (!lex->borrowed)
        return;
#define COPY(name) lex->name.at = copy_of(lex->name.at, lex->name.n * sizeof *lex->name.at);
    EACH_ARRAY(COPY)
#undef COPY
    lex->borrowed = false;
}
