// SPDX-License-Identifier: MIT
// Quotations that no attribution holds.
#include "statement_parts.h"

#include <stdlib.h>

enum { SPEECH_TOKENS = 4 }; // a quotation of fewer, marks not counted, is a word or a title

bool ag_quote_is_speech(const ag_document *doc, const ag_quote *q)
{
    if (q->depth > 0 || q->close - q->open <= SPEECH_TOKENS)
        return false;
    const ag_sentence *sentences = doc->units.sentences.at;
    for (uint32_t s = ag_doc_sentence_of(doc, q->open);
         s < doc->units.sentences.n && sentences[s].first < q->close; s++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n; i++)
            if (items[i].category == AG_CAT_VG && items[i].first > q->open && items[i].first < q->close)
                return true;
    }
    return false;
}

static bool same_reference(ag_reference a, ag_reference b)
{
    return a.present && b.present && a.sentence == b.sentence && a.first == b.first;
}

// Whether the content of st ends with the quotation before q, and q takes it up at once: '"...," he said.
// "..."'.
static bool takes_up(const ag_document *doc, const ag_statement *st, size_t q)
{
    if (q == 0 || st->ncontent == 0 || st->cue_first == st->cue_last)
        return false;
    const ag_quote *quote = &doc->units.quotes.at[q];
    uint32_t s = ag_doc_sentence_of(doc, quote->open);
    bool here =
        s == st->sentence || (s == st->sentence + 1 && doc->units.sentences.at[s].body == quote->open);
    return here && st->content[st->ncontent - 1].end == quote[-1].end;
}

// Whether quotation q goes on with what st says: in a running quotation, or in its paragraph or the next one
// in the same voice.
static bool continues(const ag_document *doc, const ag_statement *st, size_t q)
{
    const ag_quote *quote = &doc->units.quotes.at[q];
    const ag_sentence *sentences = doc->units.sentences.at;
    uint32_t s = ag_doc_sentence_of(doc, quote->open);
    if (q > 0 && quote[-1].run == quote->run && st->ncontent > 0 &&
        st->content[st->ncontent - 1].end == quote[-1].end)
        return true;
    uint32_t from = sentences[st->sentence].paragraph, to = sentences[s].paragraph;
    if (from == to && takes_up(doc, st, q))
        return true;
    bool near = from == to || (from + 1 == to && sentences[s].body == quote->open);
    return near && same_reference(st->source, doc->quote_speaker.at[q]);
}

static ag_statement *continued(const ag_document *doc, ag_statements *list, size_t q)
{
    enum { NEAR = 16 };
    size_t end = ag_statements_until(list, ag_doc_sentence_of(doc, doc->units.quotes.at[q].open));
    for (size_t i = end; i-- > 0 && i + NEAR >= end;)
        if (continues(doc, &list->at[i], q))
            return &list->at[i];
    return NULL;
}

// Marks the quotations that are content already.
static void mark_held(const ag_document *doc, const ag_statement *st, uint8_t *held)
{
    const ag_quote *quotes = doc->units.quotes.at;
    for (uint32_t i = 0; i < st->ncontent; i++) {
        size_t lo = 0, hi = doc->units.quotes.n;
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;
            if (quotes[mid].start < st->content[i].start)
                lo = mid + 1;
            else
                hi = mid;
        }
        for (; lo < doc->units.quotes.n && quotes[lo].start < st->content[i].end; lo++)
            held[lo] = 1;
    }
}

// Who speaks a quotation: that is also who signs it, below a post.
static ag_reference speaker_of(const ag_document *doc, size_t q)
{
    ag_reference speaker = doc->quote_speaker.at[q];
    return speaker.present ? speaker
                           : doc->label_speaker.at[ag_doc_sentence_of(doc, doc->units.quotes.at[q].open)];
}

// The sentence that ends with a colon before a quotation that begins a paragraph or a sentence, "It read:";
// its number plus one, 0 where there is none.
static uint32_t introduction(const ag_document *doc, const ag_quote *q)
{
    uint32_t s = ag_doc_sentence_of(doc, q->open);
    const ag_sentence *at = doc->units.sentences.at;
    if (s == 0 || at[s].body != q->open || q->depth > 0)
        return 0;
    return doc->tokens.list.at[at[s - 1].last - 1].kind == AG_TOK_COLON ? s : 0;
}

// Whether nothing but circumstances stands between a verb and the colon at the end: "told us on Monday:".
static bool reaches_colon(const ag_item *items, uint32_t verb, uint32_t colon)
{
    for (uint32_t i = verb + 1; i < colon; i++)
        switch (items[i].category) {
        case AG_CAT_NG:
        case AG_CAT_NPOSS:
        case AG_CAT_P:
        case AG_CAT_TIME:
        case AG_CAT_ADV:
            break;
        default:
            return false;
        }
    return true;
}

// Source and cue of a quotation that the sentence introduces: its last verb and who does that.
static void introduce(const ag_document *doc, uint32_t sentence, ag_statement *st)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    if (n == 0 || items[n - 1].category != AG_CAT_COLON)
        return;
    for (uint32_t i = n; i-- > 0;) {
        const ag_item *verb = &items[i];
        if (verb->category != AG_CAT_VG || (verb->features & (AG_FEAT(QUOTED) | AG_FEAT(PASSIVE))))
            continue;
        if (verb->agent.first >= verb->agent.last)
            return;
        st->source = (ag_reference){true, sentence, verb->agent.first, verb->agent.last};
        st->sentence = sentence;
        if (reaches_colon(items, i, n - 1)) {
            st->cue_first = i;
            st->cue_last = i + 2 == n ? n : i + 1;
        }
        st->source_first = st->source.first;
        st->source_last = st->source.last;
        return;
    }
}

static ag_statement *statement_with_cue(ag_statements *list, uint32_t sentence, uint32_t cue)
{
    for (size_t i = ag_statements_until(list, sentence); i-- > 0 && list->at[i].sentence == sentence;)
        if (cue >= list->at[i].cue_first && cue < list->at[i].cue_last)
            return &list->at[i];
    return NULL;
}

void ag_statements_add_quotations(const ag_document *doc, ag_statements *list)
{
    size_t n = doc->units.quotes.n;
    uint8_t *held = ag_xcalloc(n + 1, 1);
    ag_statements alone = {0};
    for (size_t i = 0; i < list->n; i++)
        mark_held(doc, &list->at[i], held);
    for (size_t i = 0; i < n; i++) {
        const ag_quote *q = &doc->units.quotes.at[i];
        uint32_t introduced = introduction(doc, q);
        if (held[i] || !(introduced || ag_quote_is_speech(doc, q)))
            continue;
        ag_span span = ag_stretch_bytes(doc, ag_quote_tokens(q));
        ag_statement *st = continued(doc, list, i);
        if (!st && alone.n > 0 && continues(doc, &alone.at[alone.n - 1], i))
            st = &alone.at[alone.n - 1];
        if (!st) {
            ag_push(&alone, (ag_statement){.sentence = ag_doc_sentence_of(doc, q->open), .rule = UINT32_MAX});
            st = &alone.at[alone.n - 1];
            st->source = speaker_of(doc, i);
            st->source_first = st->source.first, st->source_last = st->source.last;
            if (introduced)
                introduce(doc, introduced - 1, st);
            ag_statement *whole = statement_with_cue(list, st->sentence, st->cue_first);
            if (st->cue_first < st->cue_last && whole)
                st = whole, alone.n--;
        }
        ag_statement_add(st, span);
    }
    ag_statements_merge(list, &alone);
    ag_free(&alone);
    ag_xfree(held);
}
