// SPDX-License-Identifier: MIT
// What is said, from where to where: behind the cue, before it, or on both sides of a remark.
#include "statement_parts.h"

// The first quotation that does not end before a token.
static size_t first_quote(const ag_document *doc, uint32_t token)
{
    size_t lo = 0, hi = doc->units.quotes.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (doc->units.quotes.at[mid].open < token)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (lo > 0) {
        const ag_quote *before = &doc->units.quotes.at[lo - 1];
        if (before->depth > 0)
            lo = before->outer + 1;
        else if (lo == doc->units.quotes.n || before->close >= token)
            lo--;
        else
            break;
    }
    return lo;
}

static bool is_loose(const ag_token *t)
{
    return t->kind == AG_TOK_COMMA || t->kind == AG_TOK_COLON || t->kind == AG_TOK_STOP;
}

// Behind when it is said, "said on Monday | the pass was closed". end: behind the last item of the content.
static uint32_t content_begin(const ag_attribution *a, const ag_item *items, uint32_t end)
{
    uint32_t i = a->content_first;
    while (i >= a->cue_last && i + 1 < end && items[i].category == AG_CAT_TIME)
        i++;
    bool clause =
        ag_opens_content(&items[i]) || items[i].category == AG_CAT_NG || items[i].category == AG_CAT_NPOSS;
    return clause ? i : a->content_first;
}

// What is said: all of a quotation that it reaches into, also beyond the sentence, but not one that holds the
// cue.
static ag_stretch content_tokens(const ag_document *doc, const ag_attribution *a, ag_peers peers)
{
    const ag_item *items = doc->items.at + doc->first_item.at[a->sentence];
    uint32_t end = ag_reported_end(doc, a, peers);
    ag_stretch s = {items[content_begin(a, items, end)].first, items[end - 1].last};
    const ag_token *t = doc->tokens.list.at;
    while (s.last > s.first + 1 && is_loose(&t[s.last - 1]))
        s.last--;
    while (s.first + 1 < s.last && is_loose(&t[s.first]))
        s.first++;
    uint32_t cue = items[a->cue_first].first;
    for (size_t i = first_quote(doc, s.first), next; i < doc->units.quotes.n; i = next) {
        const ag_quote *q = &doc->units.quotes.at[i];
        next = doc->units.quotes.at[q->outer].next_outer;
        ag_stretch quote = ag_quote_tokens(q);
        if (quote.first > s.last)
            break;
        bool apart = quote.last <= s.first || quote.first >= s.last;
        if (q->depth > 0 || apart || (cue >= quote.first && cue < quote.last))
            continue;
        if (i > 0 && q[-1].depth == 0 && q[-1].close + 1 == q->open && s.last <= cue)
            s.first = quote.first; // what somebody else said just before: '"Come in!" "Thank you," he said'
        s.first = quote.first < s.first ? quote.first : s.first;
        s.last = quote.last > s.last ? quote.last : s.last;
    }
    return s;
}

// ---- what is interrupted: "The plan, she argued, would fail" ----

static bool has_category(const ag_item *items, uint32_t from, uint32_t to, ag_category category)
{
    for (uint32_t i = from; i < to; i++)
        if (items[i].category == category)
            return true;
    return false;
}

// The item behind the second one where source and cue stand between two commas; 0 else.
static uint32_t behind_remark(const ag_document *doc, const ag_attribution *a)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    bool ahead = a->source.present && a->source.sentence == a->sentence && a->source.first > 1 &&
                 a->source.last <= a->cue_first;
    bool between = ahead && items[a->source.first - 1].category == AG_CAT_COMMA && a->cue_last + 1 < n &&
                   items[a->cue_last].category == AG_CAT_COMMA;
    return between && !(items[a->cue_first].features & AG_FEAT(QUOTED)) ? a->cue_last + 1 : 0;
}

// First item of the clause that the comma at `end` breaks off.
static uint32_t clause_begin(const ag_item *items, uint32_t end)
{
    uint32_t i = end;
    for (; i > 0; i--)
        switch (items[i - 1].category) {
        case AG_CAT_SEMI:
        case AG_CAT_COLON:
        case AG_CAT_DASH:
        case AG_CAT_QO:
        case AG_CAT_QC:
        case AG_CAT_CONJ:
            if (items[i - 1].category != AG_CAT_CONJ || i == 1 || items[i - 2].category == AG_CAT_COMMA)
                return i;
            break;
        case AG_CAT_WH:
        case AG_CAT_SUB:
            if (i > 1 && items[i - 2].category == AG_CAT_COMMA)
                return i - 1;
            break;
        default:
            break;
        }
    return i;
}

// What was said before the remark, where the content stands behind it; nothing where there is none.
static ag_stretch said_before(const ag_document *doc, const ag_attribution *a)
{
    uint32_t behind = behind_remark(doc, a);
    if (behind == 0 || a->content_first < a->cue_first)
        return (ag_stretch){0, 0};
    const ag_item *items = doc->items.at + doc->first_item.at[a->sentence];
    uint32_t end = a->source.first - 1, first = clause_begin(items, end);
    bool quotes =
        items[a->content_first].category == AG_CAT_QO && items[a->content_first + 1].category != AG_CAT_VG;
    if (first >= end || quotes)
        return (ag_stretch){0, 0};
    return (ag_stretch){items[first].first, items[end - 1].last};
}

// What goes on behind the remark, where the content stands before it.
static ag_stretch said_behind(const ag_document *doc, const ag_attribution *a, ag_peers peers)
{
    uint32_t n, behind = behind_remark(doc, a);
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    if (behind == 0 || a->content_first > a->cue_first || items[a->source.first - 2].category == AG_CAT_QC)
        return (ag_stretch){0, 0};
    switch (items[behind].category) {
    case AG_CAT_NG:
    case AG_CAT_NPOSS:
    case AG_CAT_VG:
    case AG_CAT_CONJ:
    case AG_CAT_SUB:
    case AG_CAT_THAT:
    case AG_CAT_ADV:
        break;
    default:
        return (ag_stretch){0, 0};
    }
    while (n > behind && items[n - 1].category == AG_CAT_STOP)
        n--;
    ag_attribution rest = *a;
    rest.content_first = behind, rest.content_last = n;
    uint32_t end = ag_reported_end(doc, &rest, peers);
    if (end <= behind || !has_category(items, behind, end, AG_CAT_VG))
        return (ag_stretch){0, 0};
    return (ag_stretch){items[behind].first, items[end - 1].last};
}

// "People briefed on it | said so": the verb of another clause. Not "which she said | was a mistake".
static bool is_of_another(const ag_attribution *a, const ag_item *items)
{
    const ag_item *first = &items[a->content_first];
    return a->content_first > a->cue_last && first->category == AG_CAT_VG &&
           !(first->features & AG_FEAT(QUOTED)) && first[-1].category != AG_CAT_COMMA;
}

// "Soon after the gate opened, | he wrote to them": what stands before tells when or why it is said, and goes
// on no further.
static bool is_circumstance(const ag_attribution *a, const ag_item *items, uint32_t n)
{
    uint32_t i = a->content_first;
    while (i + 1 < a->content_last && items[i].category == AG_CAT_ADV)
        i++;
    if (a->content_first >= a->cue_first || items[i].category != AG_CAT_SUB ||
        (items[i].features & AG_FEAT(QUOTED)) ||
        (a->cue_last < n && items[a->cue_last].category == AG_CAT_COMMA))
        return false;
    uint32_t verbs = 0;
    for (uint32_t k = i; k < a->content_last; k++)
        verbs += items[k].category == AG_CAT_VG;
    return verbs < 2;
}

// What is said behind the cue instead: its object, or the quotation that opens in the sentence; nothing where
// there is neither.
static ag_stretch said_instead(const ag_document *doc, const ag_attribution *a, ag_peers peers)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    while (n > a->cue_last && items[n - 1].category == AG_CAT_STOP)
        n--;
    ag_attribution rest = *a;
    rest.content_first = a->cue_last, rest.content_last = n;
    if (a->cue_last < n &&
        (items[a->cue_last].category == AG_CAT_NG || items[a->cue_last].category == AG_CAT_NPOSS ||
         ag_opens_content(&items[a->cue_last])))
        return content_tokens(doc, &rest, peers);
    size_t q = first_quote(doc, items[a->cue_last - 1].last);
    bool here =
        q < doc->units.quotes.n && doc->units.quotes.at[q].open < doc->units.sentences.at[a->sentence].last;
    return here ? ag_quote_tokens(&doc->units.quotes.at[q]) : (ag_stretch){0, 0};
}

void ag_statement_fill_content(const ag_document *doc, const ag_attribution *a, ag_peers peers,
                               ag_statement *st)
{
    if (is_of_another(a, ag_doc_item(doc, a->sentence, 0)))
        return;
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    if (is_circumstance(a, items, n)) {
        ag_stretch instead = said_instead(doc, a, peers);
        if (instead.last)
            ag_statement_add(st, ag_stretch_bytes(doc, instead));
        return;
    }
    ag_stretch before = said_before(doc, a), behind = said_behind(doc, a, peers);
    if (before.last)
        ag_statement_add(st, ag_stretch_bytes(doc, before));
    ag_statement_add(st, ag_stretch_bytes(doc, content_tokens(doc, a, peers)));
    if (behind.last)
        ag_statement_add(st, ag_stretch_bytes(doc, behind));
}
