// SPDX-License-Identifier: MIT
#include "statement.h"

#include "entity.h"

#include <stdlib.h>

enum { SPEECH_TOKENS = 4 }; // a quotation of fewer, marks not counted, is a word or a title

// Tokens [first, last).
typedef struct stretch {
    uint32_t first, last;
} stretch;

static uint32_t token_of(const ag_document *doc, uint32_t sentence, uint32_t item)
{
    return ag_doc_item(doc, sentence, item)->first;
}

static stretch quote_tokens(const ag_quote *q)
{
    return (stretch){q->open, q->close + !q->unclosed};
}

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
    while (lo > 0 && (lo == doc->units.quotes.n || doc->units.quotes.at[lo - 1].close >= token ||
                      doc->units.quotes.at[lo - 1].depth > 0))
        lo--;
    return lo;
}

static bool is_loose(const ag_token *t)
{
    return t->kind == AG_TOK_COMMA || t->kind == AG_TOK_COLON || t->kind == AG_TOK_STOP;
}

static ag_span bytes_of(const ag_document *doc, stretch s)
{
    const ag_token *t = doc->tokens.list.at;
    return (ag_span){t[s.first].start, t[s.last - 1].end};
}

static bool same_agent(const ag_item *a, const ag_item *b)
{
    return a->agent.first < a->agent.last && a->agent.first == b->agent.first;
}

// Whether the statement is told in a clause that is subordinate to another: "While she says so, ...".
static bool is_subordinate(const ag_item *items, const ag_attribution *a)
{
    uint32_t first = a->source.present && a->source.first < a->cue_first ? a->source.first : a->cue_first;
    return first > 0 && (items[first - 1].category == AG_CAT_SUB || items[first - 1].category == AG_CAT_WH);
}

static bool is_saying(const ag_document *doc, const ag_item *item)
{
    static const ag_known_class saying[] = {AG_CLASS_SAY, AG_CLASS_ALLEGE, AG_CLASS_INSIST, AG_CLASS_WARN};
    for (size_t i = 0; i < AG_ARRAY_LEN(saying); i++)
        if (ag_item_has_class(doc, item, saying[i]))
            return true;
    return false;
}

static bool opens_content(const ag_item *item)
{
    return item->category == AG_CAT_THAT || item->category == AG_CAT_WH || item->category == AG_CAT_QO;
}

// ", adding that", also behind a quotation that holds the comma.
static bool says_more(const ag_document *doc, const ag_attribution *a, const ag_item *items, uint32_t i)
{
    bool pause = items[i].category == AG_CAT_COMMA ||
                 (items[i].category == AG_CAT_QC && items[i - 1].category == AG_CAT_COMMA);
    if (!pause || i + 2 >= a->content_last || items[i + 1].category != AG_CAT_VING)
        return false;
    return is_saying(doc, &items[i + 1]) && !(items[i + 1].features & AG_FEAT(QUOTED));
}

// Whether what is reported ends before item i: with the next thing that the speaker does, a remark behind a
// comma, or, where it is told in passing, with its clause.
static bool ends_report(const ag_document *doc, const ag_attribution *a, const ag_item *items, uint32_t i)
{
    if (i + 1 >= a->content_last)
        return false;
    if (says_more(doc, a, items, i))
        return true;
    if (items[i].features & AG_FEAT(QUOTED))
        return false;
    const ag_item *next = &items[i + 1];
    switch (items[i].category) {
    case AG_CAT_SEMI:
        return true;
    case AG_CAT_DASH:
        return i > a->content_first + 2;
    case AG_CAT_CONJ:
        if (is_saying(doc, next) && i + 2 < a->content_last && opens_content(&items[i + 2]))
            return next->category == AG_CAT_VG || next->category == AG_CAT_VED;
        return next->category == AG_CAT_VG && same_agent(next, &items[a->cue_first]);
    case AG_CAT_COMMA:
        break;
    default:
        return false;
    }
    if (is_subordinate(items, a) || next->category == AG_CAT_WH)
        return true;
    if (next->category == AG_CAT_CONJ)
        return ag_str_is(ag_token_folded(&doc->tokens, next->first), "but");
    return next->category == AG_CAT_VING && same_agent(next, &items[a->cue_first]);
}

// Items of the content, cut short where it stands behind the cue and others follow.
static uint32_t content_end(const ag_document *doc, const ag_attribution *a, const ag_item *items)
{
    if (a->content_first < a->cue_first)
        return a->content_last;
    for (uint32_t i = a->content_first + 1; i < a->content_last; i++)
        if (ends_report(doc, a, items, i))
            return i;
    return a->content_last;
}

// What is said: all of a quotation that it reaches into, also beyond the sentence, but not one that holds the
// cue.
static stretch content_tokens(const ag_document *doc, const ag_attribution *a)
{
    const ag_item *items = doc->items.at + doc->first_item.at[a->sentence];
    stretch s = {items[a->content_first].first, items[content_end(doc, a, items) - 1].last};
    const ag_token *t = doc->tokens.list.at;
    while (s.last > s.first + 1 && is_loose(&t[s.last - 1]))
        s.last--;
    while (s.first + 1 < s.last && is_loose(&t[s.first]))
        s.first++;
    uint32_t cue = items[a->cue_first].first;
    for (size_t i = first_quote(doc, s.first); i < doc->units.quotes.n; i++) {
        const ag_quote *q = &doc->units.quotes.at[i];
        stretch quote = quote_tokens(q);
        if (quote.first > s.last)
            break;
        bool apart = quote.last <= s.first || quote.first >= s.last;
        if (q->depth > 0 || apart || (cue >= quote.first && cue < quote.last))
            continue;
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
static stretch said_before(const ag_document *doc, const ag_attribution *a)
{
    uint32_t behind = behind_remark(doc, a);
    if (behind == 0 || a->content_first < a->cue_first)
        return (stretch){0, 0};
    const ag_item *items = doc->items.at + doc->first_item.at[a->sentence];
    uint32_t end = a->source.first - 1, first = clause_begin(items, end);
    bool quotes =
        items[a->content_first].category == AG_CAT_QO && items[a->content_first + 1].category != AG_CAT_VG;
    if (first >= end || quotes)
        return (stretch){0, 0};
    return (stretch){items[first].first, items[end - 1].last};
}

// What goes on behind the remark, where the content stands before it.
static stretch said_behind(const ag_document *doc, const ag_attribution *a)
{
    uint32_t n, behind = behind_remark(doc, a);
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    if (behind == 0 || a->content_first > a->cue_first || items[a->source.first - 2].category == AG_CAT_QC)
        return (stretch){0, 0};
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
        return (stretch){0, 0};
    }
    while (n > behind && items[n - 1].category == AG_CAT_STOP)
        n--;
    ag_attribution rest = *a;
    rest.content_first = behind, rest.content_last = n;
    uint32_t end = content_end(doc, &rest, items);
    if (end <= behind || !has_category(items, behind, end, AG_CAT_VG))
        return (stretch){0, 0};
    return (stretch){items[behind].first, items[end - 1].last};
}

// ---- the whole source ----

static bool is_phrase(const ag_item *item)
{
    return item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
}

// "of the port", "in Tampa", "interviewed at rallies", "a group called Harbour Watch": behind item i - 1; i
// where there is none.
static uint32_t modifier_end(const ag_item *items, uint32_t i, uint32_t end)
{
    if (i + 1 < end && items[i].category == AG_CAT_P && is_phrase(&items[i + 1]))
        return i + 2;
    if (i < end && items[i].category == AG_CAT_VED)
        return i + 1 < end && is_phrase(&items[i + 1]) ? i + 2 : i + 1;
    if (i + 1 < end && items[i].category == AG_CAT_LP)
        for (uint32_t k = i + 1; k < end; k++)
            if (items[k].category == AG_CAT_RP)
                return k + 1;
    return i;
}

static bool may_join(const ag_item *items, uint32_t i, uint32_t end)
{
    return i + 1 < end && items[i].category == AG_CAT_CONJ && is_phrase(&items[i + 1]);
}

// Behind a noun phrase that begins at item i, with what modifies it.
static uint32_t phrase_end(const ag_item *items, uint32_t i, uint32_t end)
{
    while (i < end && is_phrase(&items[i]))
        i++;
    for (uint32_t next;
         (next = modifier_end(items, i, end)) > i || (next = i + 2 * may_join(items, i, end)) > i;)
        for (i = next; i < end && items[i - 1].category == AG_CAT_NPOSS && is_phrase(&items[i]);)
            i++;
    return i;
}

// "Ann Lee, the mayor of the port,": an apposition ends at a comma, or with the clause.
static uint32_t apposition_end(const ag_item *items, uint32_t i, uint32_t end)
{
    if (i + 1 >= end || items[i].category != AG_CAT_COMMA || !is_phrase(&items[i + 1]))
        return i;
    uint32_t last = phrase_end(items, i + 1, end);
    bool ends = last == end;
    if (!ends) {
        uint8_t next = items[last].category;
        ends = next == AG_CAT_COMMA || next == AG_CAT_STOP || next == AG_CAT_DASH || next == AG_CAT_SEMI ||
               next == AG_CAT_WH;
    }
    return ends ? last : i;
}

// A restrictive relative clause runs up to the cue, "people who run the port say".
static uint32_t relative_end(const ag_item *items, uint32_t i, uint32_t end)
{
    if (i >= end || (items[i].category != AG_CAT_WH && items[i].category != AG_CAT_THAT))
        return i;
    for (uint32_t k = i; k < end; k++)
        if (items[k].category == AG_CAT_COMMA)
            return i;
    return end;
}

// Behind the cue, one that tells who it is runs up to the next thing said, "said Ann Lee, who runs the port".
static uint32_t closing_relative_end(const ag_document *doc, const ag_item *items, uint32_t i, uint32_t end)
{
    uint32_t who = i + (i < end && items[i].category == AG_CAT_COMMA);
    if (who >= end || items[who].category != AG_CAT_WH ||
        !ag_str_is(ag_token_folded(&doc->tokens, items[who].first), "who"))
        return i;
    for (uint32_t k = who + 1; k < end; k++) {
        uint8_t c = items[k].category;
        if (c == AG_CAT_STOP || c == AG_CAT_SEMI || c == AG_CAT_COLON || c == AG_CAT_DASH || c == AG_CAT_QO)
            return items[k - 1].category == AG_CAT_COMMA ? k - 1 : k;
    }
    return end;
}

// The item of "who" that stands for the source, "Ann Lee, who praised it"; its first item where there is
// none.
static uint32_t source_begin(const ag_document *doc, const ag_statement *st)
{
    const ag_item *items = doc->items.at + doc->first_item.at[st->sentence];
    uint32_t i = st->cue_first;
    bool before = st->source.present && st->source.sentence == st->sentence && st->source.last <= i;
    while (before && i > st->source.last && items[i - 1].category == AG_CAT_ADV)
        i--;
    return before && i > st->source.last && items[i - 1].category == AG_CAT_WH ? i - 1 : st->source.first;
}

static uint32_t source_end(const ag_document *doc, const ag_statement *st)
{
    uint32_t n;
    if (st->source_first != st->source.first)
        return st->source_first + 1;
    if (!st->source.present || st->source.sentence != st->sentence)
        return st->source.last;
    const ag_item *items = ag_doc_items(doc, st->sentence, &n);
    if (items[st->source.first].features & AG_FEAT(PRON))
        return st->source.last;
    bool before = st->source.first < st->cue_first;
    uint32_t end = before ? st->cue_first : n, i = st->source.last;
    while (before && end > i &&
           (items[end - 1].category == AG_CAT_TIME || items[end - 1].category == AG_CAT_ADV))
        end--;
    i = phrase_end(items, i, end);
    if (before)
        i = relative_end(items, i, end);
    i = apposition_end(items, i, end);
    return before ? i : closing_relative_end(doc, items, i, end);
}

// ---- what is said inside of something said ----

static void add_content(ag_statement *st, ag_span span)
{
    if (st->ncontent > 0 && st->content[st->ncontent - 1].end >= span.start)
        return;
    if (st->ncontent < AG_RECORD_SPANS)
        st->content[st->ncontent++] = span;
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

// Words of a title or with a sneer do not make a sentence.
static bool is_speech(const ag_document *doc, const ag_quote *q)
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

// What is said inside a quotation is part of what its speaker says.
static bool is_quoted(const ag_document *doc, const ag_statement *st)
{
    uint32_t token = token_of(doc, st->sentence, st->cue_first), q = ag_doc_quote_at(doc, token);
    return q != UINT32_MAX && is_speech(doc, &doc->units.quotes.at[q]);
}

// "declined to comment", "issued a statement saying": what stands inside a longer cue is no cue of its own.
static bool inside_cue(const ag_statement *st, const ag_statement *other)
{
    return other->sentence == st->sentence && other->cue_first < st->cue_first &&
           st->cue_first < other->cue_last;
}

// Statements near each other only: what holds st begins in its sentence or a few before it.
static bool is_nested(const ag_document *doc, const ag_statements *list, size_t i)
{
    enum { NEAR = 64 };
    const ag_statement *st = &list->at[i];
    size_t from = i > NEAR ? i - NEAR : 0, to = i + NEAR < list->n ? i + NEAR : list->n;
    for (size_t k = from; k < to; k++) {
        const ag_statement *other = &list->at[k];
        if (k == i || inside_cue(other, st))
            continue;
        if (inside_cue(st, other))
            return true;
        if (holds(other, cue_byte(doc, st)) && !(holds(st, cue_byte(doc, other)) && k > i))
            return true;
        if (other->sentence == st->sentence && other->cue_first == st->cue_first && k < i)
            return true;
    }
    return false;
}

// What is to be said belongs to what is wanted.
static bool is_infinitive(const ag_document *doc, const ag_statement *st)
{
    return ag_doc_item(doc, st->sentence, st->cue_first)->category == AG_CAT_VTO;
}

// "said:", with its colon.
static uint32_t cue_end(const ag_document *doc, const ag_attribution *a)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    return a->cue_last < n && items[a->cue_last].category == AG_CAT_COLON ? a->cue_last + 1 : a->cue_last;
}

// "She said ... and warned that ...": who says one thing says what cuts it short.
static void share_sources(const ag_document *doc, const ag_attribution *attributions, ag_statements *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const ag_attribution *a = &attributions[i];
        uint32_t n, end = content_end(doc, a, ag_doc_items(doc, a->sentence, &n));
        if (!a->source.present || end == a->content_last)
            continue;
        for (size_t k = i + 1; k < list->n && attributions[k].sentence == a->sentence; k++) {
            ag_reference *source = &list->at[k].source;
            if (attributions[k].cue_first == end + 1 && !source->present)
                *source = list->at[i].source;
        }
    }
}

// "The fact that ...", "emails that ...": nobody says it.
static bool is_nobodys(const ag_document *doc, const ag_statement *st)
{
    const ag_item *cue = ag_doc_item(doc, st->sentence, st->cue_first);
    return !st->source.present && cue->category == AG_CAT_NG &&
           (ag_item_has_class(doc, cue, AG_CLASS_REPORT) || ag_item_has_class(doc, cue, AG_CLASS_EVIDENCE));
}

static void drop_quoted(const ag_document *doc, ag_statements *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        if (!is_quoted(doc, &list->at[i]) && !is_infinitive(doc, &list->at[i]) &&
            !is_nobodys(doc, &list->at[i]))
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

// ---- quotations that no attribution holds ----

static bool same_reference(ag_reference a, ag_reference b)
{
    return a.present && b.present && a.sentence == b.sentence && a.first == b.first;
}

// The first statement of a later sentence.
static size_t statements_until(const ag_statements *list, uint32_t sentence)
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
    size_t end = statements_until(list, ag_doc_sentence_of(doc, doc->units.quotes.at[q].open));
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

// Moves the statements of `more`, which are in order too, into the list.
static void merge(ag_statements *list, const ag_statements *more)
{
    size_t i = list->n, k = more->n;
    ag_reserve(list, list->n + more->n);
    list->n += more->n;
    for (size_t to = list->n; k > 0; to--)
        list->at[to - 1] =
            i > 0 && list->at[i - 1].sentence > more->at[k - 1].sentence ? list->at[--i] : more->at[--k];
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
    for (size_t i = statements_until(list, sentence); i-- > 0 && list->at[i].sentence == sentence;)
        if (cue >= list->at[i].cue_first && cue < list->at[i].cue_last)
            return &list->at[i];
    return NULL;
}

static void add_quotations(const ag_document *doc, ag_statements *list)
{
    size_t n = doc->units.quotes.n;
    uint8_t *held = ag_xcalloc(n + 1, 1);
    ag_statements alone = {0};
    for (size_t i = 0; i < list->n; i++)
        mark_held(doc, &list->at[i], held);
    for (size_t i = 0; i < n; i++) {
        const ag_quote *q = &doc->units.quotes.at[i];
        uint32_t introduced = introduction(doc, q);
        if (held[i] || !(introduced || is_speech(doc, q)))
            continue;
        ag_span span = bytes_of(doc, quote_tokens(q));
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
        add_content(st, span);
    }
    merge(list, &alone);
    ag_free(&alone);
    free(held);
}

// ---- turns of a transcript or an interview ----

static bool is_labelled(const ag_document *doc, uint32_t sentence)
{
    return doc->units.sentences.at[sentence].flags & AG_SF_SPEAKER;
}

// "MR. PRICE:", "Q:": in capitals, which may be shortened titles.
static bool is_in_capitals(const ag_document *doc, uint32_t sentence)
{
    const ag_sentence *s = &doc->units.sentences.at[sentence];
    for (uint32_t t = s->first; t + 1 < s->body; t++) {
        const ag_token *token = &doc->tokens.list.at[t];
        if (token->kind == AG_TOK_WORD && !(token->flags & AG_TF_CAPS) && token->end - token->start > 1)
            return false;
    }
    return true;
}

// One label may be that of a headline, and two names those of sections.
static bool has_turns(const ag_document *doc)
{
    enum { IN_CAPITALS = 2, NAMES = 4 };
    uint32_t labels = 0, capitals = 0;
    for (uint32_t s = 0; s < doc->units.sentences.n; s++)
        if (is_labelled(doc, s))
            labels++, capitals += is_in_capitals(doc, s);
    return capitals >= IN_CAPITALS || labels >= NAMES;
}

// The sentence after the turn that begins at a label: it goes on over paragraphs where another turn follows.
static uint32_t turn_end(const ag_document *doc, uint32_t label)
{
    enum { REACH = 8 };
    const ag_sentence *at = doc->units.sentences.at;
    uint32_t n = (uint32_t)doc->units.sentences.n, own = label + 1;
    while (own < n && !is_labelled(doc, own) && at[own].paragraph == at[label].paragraph)
        own++;
    for (uint32_t s = own; s < n && at[s].paragraph <= at[label].paragraph + REACH; s++)
        if (is_labelled(doc, s))
            return s;
    return own;
}

// A statement without content where nothing follows the label.
static ag_statement turn_of(const ag_document *doc, uint32_t label, uint32_t end)
{
    const ag_sentence *at = doc->units.sentences.at;
    const ag_token *tokens = doc->tokens.list.at;
    ag_statement st = {.sentence = label, .rule = UINT32_MAX};
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, label, &n);
    while (st.cue_first < n && items[st.cue_first].category != AG_CAT_COLON)
        st.cue_first++;
    if (st.cue_first == 0 || st.cue_first == n)
        return st;
    st.cue_last = st.cue_first + 1;
    st.source = (ag_reference){true, label, 0, st.cue_first};
    st.source_last = st.cue_first;
    for (uint32_t s = label; s < end;) {
        uint32_t next = s + 1;
        while (next < end && at[next].paragraph == at[s].paragraph)
            next++;
        add_content(&st, (ag_span){tokens[at[s].body].start, at[next - 1].end});
        s = next;
    }
    return st;
}

// What is said in a turn is part of it. Both are in the order of their sentences.
static void drop_inside(ag_statements *list, const stretch *turns, size_t n)
{
    size_t kept = 0, t = 0;
    for (size_t i = 0; i < list->n; i++) {
        while (t < n && turns[t].last <= list->at[i].sentence)
            t++;
        if (t == n || list->at[i].sentence < turns[t].first)
            list->at[kept++] = list->at[i];
    }
    list->n = kept;
}

static void add_turns(const ag_document *doc, ag_statements *list)
{
    ag_statements turns = {0};
    AG_ARRAY(stretch) sentences = {0};
    uint32_t n = has_turns(doc) ? (uint32_t)doc->units.sentences.n : 0;
    for (uint32_t s = 0; s < n; s++) {
        if (!is_labelled(doc, s))
            continue;
        uint32_t end = turn_end(doc, s);
        ag_statement turn = turn_of(doc, s, end);
        if (turn.ncontent == 0)
            continue;
        ag_push(&turns, turn);
        ag_push(&sentences, ((stretch){s, end}));
    }
    drop_inside(list, sentences.at, sentences.n);
    merge(list, &turns);
    ag_free(&turns);
    ag_free(&sentences);
}

void ag_statements_find(const ag_document *doc, const ag_attribution *attributions, size_t n,
                        ag_statement_choice choice, ag_statements *out)
{
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        const ag_attribution *a = &attributions[i];
        ag_statement st = {.sentence = a->sentence, .rule = a->rule, .source = a->source};
        st.cue_first = a->cue_first, st.cue_last = cue_end(doc, a);
        stretch before = said_before(doc, a), behind = said_behind(doc, a);
        if (before.last)
            add_content(&st, bytes_of(doc, before));
        add_content(&st, bytes_of(doc, content_tokens(doc, a)));
        if (behind.last)
            add_content(&st, bytes_of(doc, behind));
        ag_push(out, st);
    }
    share_sources(doc, attributions, out);
    if (choice == AG_STATEMENTS_OUTERMOST) {
        drop_quoted(doc, out);
        keep_outermost(doc, out);
        add_turns(doc, out);
    }
    for (size_t i = 0; i < out->n; i++) {
        if (out->at[i].rule == UINT32_MAX)
            continue;
        out->at[i].source_first = source_begin(doc, &out->at[i]);
        out->at[i].source_last = source_end(doc, &out->at[i]);
    }
    add_quotations(doc, out);
}
