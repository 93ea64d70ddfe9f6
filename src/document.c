// SPDX-License-Identifier: MIT
#include "document.h"

// Token ends trimmed of what does not belong to a name: possessive clitics, commas, quotation marks.
static bool trims(const ag_token *t)
{
    return t->kind == AG_TOK_CLITIC || t->kind == AG_TOK_COMMA || t->kind == AG_TOK_QUOTE ||
           t->kind == AG_TOK_STOP;
}

ag_span ag_doc_span(const ag_document *doc, uint32_t sentence, uint32_t first, uint32_t last)
{
    const ag_item *items = doc->items.at + doc->first_item.at[sentence];
    uint32_t a = items[first].first, b = items[last - 1].last;
    while (b > a + 1 && trims(&doc->tokens.list.at[b - 1]))
        b--;
    while (a + 1 < b && trims(&doc->tokens.list.at[a]) && doc->tokens.list.at[a].kind != AG_TOK_CLITIC)
        a++;
    return (ag_span){doc->tokens.list.at[a].start, doc->tokens.list.at[b - 1].end};
}

uint32_t ag_doc_sentence_of(const ag_document *doc, uint32_t token)
{
    size_t lo = 0, hi = doc->units.sentences.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (doc->units.sentences.at[mid].last <= token)
            lo = mid + 1;
        else
            hi = mid;
    }
    return (uint32_t)(lo < doc->units.sentences.n ? lo : doc->units.sentences.n - 1);
}

uint32_t ag_doc_quote_at(const ag_document *doc, uint32_t token)
{
    size_t lo = 0, hi = doc->units.quotes.n; // the last quotation that opens at or before the token
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (doc->units.quotes.at[mid].open <= token)
            lo = mid + 1;
        else
            hi = mid;
    }
    uint32_t found = UINT32_MAX;
    if (lo == 0)
        return found;
    for (const ag_quote *q = &doc->units.quotes.at[lo - 1];; q = &doc->units.quotes.at[q->around]) {
        if (q->close >= token + q->unclosed)
            found = (uint32_t)(q - doc->units.quotes.at);
        if (q->depth == 0)
            return found;
    }
}

bool ag_doc_speaker_of(const ag_document *doc, uint32_t sentence, uint32_t token, ag_reference *speaker)
{
    uint32_t q = ag_doc_quote_at(doc, token);
    if (q != UINT32_MAX && q < doc->quote_speaker.n && doc->quote_speaker.at[q].present)
        return *speaker = doc->quote_speaker.at[q], true;
    if (sentence < doc->label_speaker.n && doc->label_speaker.at[sentence].present)
        return *speaker = doc->label_speaker.at[sentence], true;
    return false;
}
