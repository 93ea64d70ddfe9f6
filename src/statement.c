// SPDX-License-Identifier: MIT
#include "statement_parts.h"

#include "entity.h"

enum { NEAR = 64 }; // statements: what holds something begins in its sentence or a few before it

void ag_statement_add(ag_statement *st, ag_span span)
{
    if (st->ncontent > 0 && st->content[st->ncontent - 1].end >= span.start)
        return;
    if (st->ncontent < AG_RECORD_SPANS)
        st->content[st->ncontent++] = span;
}

ag_stretch ag_quote_tokens(const ag_quote *q)
{
    return (ag_stretch){q->open, q->close + !q->unclosed};
}

ag_span ag_stretch_bytes(const ag_document *doc, ag_stretch s)
{
    const ag_token *t = doc->tokens.list.at;
    return (ag_span){t[s.first].start, t[s.last - 1].end};
}

void ag_statements_merge(ag_statements *list, const ag_statements *more)
{
    size_t i = list->n, k = more->n;
    ag_reserve(list, list->n + more->n);
    list->n += more->n;
    for (size_t to = list->n; k > 0; to--)
        list->at[to - 1] =
            i > 0 && list->at[i - 1].sentence > more->at[k - 1].sentence ? list->at[--i] : more->at[--k];
}

size_t ag_statements_until(const ag_statements *list, uint32_t sentence)
{
    size_t lo = 0, hi = list->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (list->at[mid].sentence <= sentence)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

// ---- what is said inside of something said ----

static uint32_t token_of(const ag_document *doc, uint32_t sentence, uint32_t item)
{
    return ag_doc_item(doc, sentence, item)->first;
}

static bool holds(const ag_statement *st, uint32_t byte)
{
    for (uint32_t i = 0; i < st->ncontent; i++)
        if (byte >= st->content[i].start && byte < st->content[i].end)
            return true;
    return false;
}

static uint32_t cue_byte(const ag_document *doc, const ag_statement *st)
{
    return doc->tokens.list.at[token_of(doc, st->sentence, st->cue_first)].start;
}

// What is said inside a quotation is part of what its speaker says.
static bool is_quoted(const ag_document *doc, const ag_statement *st)
{
    uint32_t token = token_of(doc, st->sentence, st->cue_first), q = ag_doc_quote_at(doc, token);
    return q != UINT32_MAX && ag_quote_is_speech(doc, &doc->units.quotes.at[q]);
}

// "declined to comment", "issued a statement saying": what stands inside a longer cue is no cue of its own.
static bool inside_cue(const ag_statement *st, const ag_statement *other)
{
    return other->sentence == st->sentence && other->cue_first < st->cue_first &&
           st->cue_first < other->cue_last;
}

static bool is_nested(const ag_document *doc, const ag_statements *list, size_t i)
{
    const ag_statement *st = &list->at[i];
    if (st->ncontent == 0)
        return true;
    size_t from = i > NEAR ? i - NEAR : 0, to = i + NEAR < list->n ? i + NEAR : list->n;
    for (size_t k = from; k < to; k++) {
        const ag_statement *other = &list->at[k];
        if (k == i || other->ncontent == 0 || inside_cue(other, st))
            continue;
        if (inside_cue(st, other))
            return true;
        if (holds(other, cue_byte(doc, st)) && !(holds(st, cue_byte(doc, other)) && k > i))
            return true;
    }
    return false;
}

// What is to be said belongs to what is wanted.
static bool is_infinitive(const ag_document *doc, const ag_statement *st)
{
    return ag_doc_item(doc, st->sentence, st->cue_first)->category == AG_CAT_VTO;
}

// "The fact that ...", "emails that ...": nobody says it.
static bool is_nobodys(const ag_document *doc, const ag_statement *st)
{
    const ag_item *cue = ag_doc_item(doc, st->sentence, st->cue_first);
    return !st->source.present && cue->category == AG_CAT_NG &&
           (ag_item_has_class(cue, AG_CLASS_REPORT) || ag_item_has_class(cue, AG_CLASS_EVIDENCE));
}

// Whether one of the first n statements of the list has the cue of st.
static bool is_repeated(const ag_statements *list, size_t n, const ag_statement *st)
{
    for (size_t i = n; i-- > 0 && list->at[i].sentence == st->sentence;)
        if (list->at[i].cue_first == st->cue_first)
            return true;
    return false;
}

static void drop_void(const ag_document *doc, ag_statements *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        if (!is_quoted(doc, &list->at[i]) && !is_infinitive(doc, &list->at[i]) &&
            !is_nobodys(doc, &list->at[i]) && !is_repeated(list, kept, &list->at[i]))
            list->at[kept++] = list->at[i];
    list->n = kept;
}

static void keep_outermost(const ag_document *doc, ag_statements *list)
{
    AG_ARRAY(uint8_t) nested = {0};
    for (size_t i = 0; i < list->n; i++)
        ag_push(&nested, (uint8_t)is_nested(doc, list, i));
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        if (!nested.at[i])
            list->at[kept++] = list->at[i];
    list->n = kept;
    ag_free(&nested);
}

// ---- statements of attributions ----

// "said:", with its colon.
static uint32_t cue_end(const ag_document *doc, const ag_attribution *a)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    return a->cue_last < n && items[a->cue_last].category == AG_CAT_COLON ? a->cue_last + 1 : a->cue_last;
}

// Only near ones, so that a sentence of thousands takes no time.
static ag_peers peers_of(const ag_attribution *attributions, size_t n, size_t i)
{
    size_t first = i, last = i + 1;
    while (first > 0 && first + NEAR > i && attributions[first - 1].sentence == attributions[i].sentence)
        first--;
    while (last < n && last < i + NEAR && attributions[last].sentence == attributions[i].sentence)
        last++;
    return (ag_peers){attributions + first, last - first};
}

// "She said ... and warned that ...": who says one thing says what cuts it short.
static void share_sources(const ag_document *doc, const ag_attribution *attributions, ag_statements *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const ag_attribution *a = &attributions[i];
        uint32_t end = ag_reported_end(doc, a, peers_of(attributions, list->n, i));
        if (!a->source.present || end == a->content_last)
            continue;
        for (size_t k = i + 1; k < list->n && attributions[k].sentence == a->sentence; k++) {
            ag_reference *source = &list->at[k].source;
            if (attributions[k].cue_first == end + 1 && !source->present)
                *source = list->at[i].source;
        }
    }
}

// Where a statement stands in the order of records.
static uint32_t place_of(const ag_document *doc, const ag_statement *st)
{
    return st->cue_first < st->cue_last ? cue_byte(doc, st) : st->content[0].start;
}

// By sentence, which they are, and cue.
static void sort(const ag_document *doc, ag_statements *list)
{
    for (size_t i = 1; i < list->n; i++) {
        ag_statement st = list->at[i];
        size_t k = i;
        for (; k > 0 && list->at[k - 1].sentence == st.sentence &&
               place_of(doc, &list->at[k - 1]) > place_of(doc, &st);
             k--)
            list->at[k] = list->at[k - 1];
        list->at[k] = st;
    }
}

const ag_statement *ag_statement_around(const ag_statements *list, uint32_t sentence, uint32_t byte)
{
    size_t end = ag_statements_until(list, sentence);
    for (size_t i = end; i-- > 0 && i + NEAR >= end;)
        if (holds(&list->at[i], byte))
            return &list->at[i];
    return NULL;
}

void ag_statements_find(const ag_document *doc, const ag_attribution *attributions, size_t n,
                        allege_statements choice, ag_statements *out)
{
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        const ag_attribution *a = &attributions[i];
        ag_statement st = {.sentence = a->sentence, .rule = a->rule, .source = a->source};
        st.cue_first = a->cue_first, st.cue_last = cue_end(doc, a);
        ag_statement_fill_content(doc, a, peers_of(attributions, n, i), &st);
        ag_push(out, st);
    }
    share_sources(doc, attributions, out);
    if (choice == ALLEGE_STATEMENTS_OUTERMOST) {
        drop_void(doc, out);
        keep_outermost(doc, out);
        ag_statements_add_turns(doc, out);
    }
    for (size_t i = 0; i < out->n; i++)
        if (out->at[i].rule != UINT32_MAX)
            ag_statement_fill_source(doc, &out->at[i]);
    ag_statements_add_quotations(doc, out);
    sort(doc, out);
}
