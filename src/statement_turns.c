// SPDX-License-Identifier: MIT
// Turns of a transcript or an interview.
#include "statement_parts.h"

#include <stdlib.h>

// What is known of the labels of a text.
typedef struct labels {
    const ag_document *doc;
    AG_ARRAY(uint32_t) names; // hashes of the one-word names before a colon, sorted; one for each paragraph
    bool talk;          // two of these names stand in turn, or one of them and a label that is known as such
    uint32_t questions; // paragraphs that begin with "Q." or "Q   "
    AG_ARRAY(uint32_t) body; // per sentence: the token behind its label, 0 for none
} labels;

static bool is_terminal(const ag_token *t)
{
    return t->kind == AG_TOK_STOP || t->kind == AG_TOK_QUESTION || t->kind == AG_TOK_EXCLAM ||
           t->kind == AG_TOK_QUOTE;
}

// Past the asterisks of "**Mayor:** ...".
static uint32_t past_stars(const ag_document *doc, uint32_t t, uint32_t last)
{
    while (t < last && doc->tokens.list.at[t].kind == AG_TOK_SYMBOL)
        t++;
    return t;
}

// The token of a name that stands alone before a colon, where a sentence follows, and not a field like
// "Severity: high"; UINT32_MAX where there is none.
static uint32_t lone_name(const ag_document *doc, const ag_sentence *s)
{
    const ag_token *at = doc->tokens.list.at;
    uint32_t t = past_stars(doc, s->first, s->last);
    bool name = (s->flags & AG_SF_PARA_START) && t + 2 < s->last && at[t].kind == AG_TOK_WORD &&
                (at[t].flags & AG_TF_CAP) && at[t + 1].kind == AG_TOK_COLON && at[t + 2].kind != AG_TOK_QUOTE;
    return name && is_terminal(&at[s->last - 1]) ? t : UINT32_MAX;
}

// "Q. Who pays?", "Q    Who pays?", and so A.
static bool is_letter(const ag_document *doc, const ag_sentence *s, char letter)
{
    const ag_token *t = &doc->tokens.list.at[s->first];
    ag_str word = ag_token_folded(&doc->tokens, s->first);
    if (!(s->flags & AG_SF_PARA_START) || s->first + 2 > s->last || word.len == 0 || word.ptr[0] != letter ||
        (t->kind != AG_TOK_INITIAL && word.len > 1))
        return false;
    return t->kind == AG_TOK_INITIAL || t[1].start >= t->end + 2;
}

static int compare_hashes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool is_repeated(const labels *l, uint32_t hash)
{
    size_t lo = 0, hi = l->names.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (l->names.at[mid] < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo + 1 < l->names.n && l->names.at[lo + 1] == hash;
}

static bool is_talk(const labels *l, bool labelled)
{
    uint32_t repeated = labelled;
    for (size_t i = 1; i < l->names.n; i++)
        repeated += l->names.at[i] == l->names.at[i - 1] && (i == 1 || l->names.at[i - 2] != l->names.at[i]);
    return repeated > 1;
}

static uint32_t body_of(const labels *l, const ag_sentence *s)
{
    if (s->flags & AG_SF_SPEAKER)
        return s->body;
    if (l->questions > 1 && (is_letter(l->doc, s, 'q') || is_letter(l->doc, s, 'a')))
        return s->first + 1;
    uint32_t name = lone_name(l->doc, s);
    if (name == UINT32_MAX || !l->talk || !is_repeated(l, l->doc->tokens.list.at[name].hash))
        return 0;
    return past_stars(l->doc, name + 2, s->last - 1);
}

static void find_labels(labels *l)
{
    const ag_units *units = &l->doc->units;
    bool labelled = false;
    for (size_t s = 0; s < units->sentences.n; s++) {
        uint32_t name = lone_name(l->doc, &units->sentences.at[s]);
        if (name != UINT32_MAX)
            ag_push(&l->names, l->doc->tokens.list.at[name].hash);
        labelled |= (units->sentences.at[s].flags & AG_SF_SPEAKER) != 0;
        l->questions += is_letter(l->doc, &units->sentences.at[s], 'q');
    }
    if (l->names.n)
        qsort(l->names.at, l->names.n, sizeof *l->names.at, compare_hashes);
    l->talk = is_talk(l, labelled);
    for (size_t s = 0; s < units->sentences.n; s++)
        ag_push(&l->body, body_of(l, &units->sentences.at[s]));
}

// "MR. PRICE:", "Q:": in capitals, which may be shortened titles.
static bool is_in_capitals(const labels *l, uint32_t sentence)
{
    for (uint32_t t = l->doc->units.sentences.at[sentence].first; t + 1 < l->body.at[sentence]; t++) {
        const ag_token *token = &l->doc->tokens.list.at[t];
        if (token->kind == AG_TOK_WORD && !(token->flags & AG_TF_CAPS) && token->end - token->start > 1)
            return false;
    }
    return true;
}

// One label may be that of a headline, and two names those of sections.
static bool has_turns(const labels *l)
{
    enum { IN_CAPITALS = 2, NAMES = 4 };
    uint32_t n = 0, capitals = 0;
    for (uint32_t s = 0; s < l->body.n; s++)
        if (l->body.at[s])
            n++, capitals += is_in_capitals(l, s);
    return capitals >= IN_CAPITALS || n >= NAMES;
}

// The sentence after the turn that begins at a label: it goes on over paragraphs where another turn follows.
static uint32_t turn_end(const labels *l, uint32_t label)
{
    enum { REACH = 8 };
    const ag_sentence *at = l->doc->units.sentences.at;
    uint32_t n = (uint32_t)l->body.n, own = label + 1;
    while (own < n && !l->body.at[own] && at[own].paragraph == at[label].paragraph)
        own++;
    for (uint32_t s = own; s < n && at[s].paragraph <= at[label].paragraph + REACH; s++)
        if (l->body.at[s])
            return s;
    return own;
}

// The label without its mark, where its items end with it: not "Q. Who". The colon is the cue.
static void fill_label(const labels *l, ag_statement *st)
{
    uint32_t n, label = st->sentence, body = l->body.at[label], last = 0;
    const ag_item *items = ag_doc_items(l->doc, label, &n);
    while (last < n && items[last].last <= body && items[last].category != AG_CAT_COLON)
        last++;
    uint32_t first = 0;
    while (first < last && l->doc->tokens.list.at[items[first].first].kind == AG_TOK_SYMBOL)
        first++;
    if (first == last)
        return;
    st->source = (ag_reference){true, label, first, last};
    st->source_first = first, st->source_last = last;
    if (last < n && items[last].category == AG_CAT_COLON)
        st->cue_first = last, st->cue_last = last + 1;
}

// A statement without content where nothing follows the label.
static ag_statement turn_of(const labels *l, uint32_t label, uint32_t end)
{
    const ag_sentence *at = l->doc->units.sentences.at;
    ag_statement st = {.sentence = label, .rule = UINT32_MAX};
    fill_label(l, &st);
    for (uint32_t s = label; s < end;) {
        uint32_t next = s + 1, body = l->body.at[s] ? l->body.at[s] : at[s].body;
        while (next < end && at[next].paragraph == at[s].paragraph)
            next++;
        ag_statement_add(&st, (ag_span){l->doc->tokens.list.at[body].start, at[next - 1].end});
        s = next;
    }
    return st;
}

// What is said in a turn is part of it. Both are in the order of their sentences.
static void drop_inside(ag_statements *list, const ag_stretch *turns, size_t n)
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

void ag_statements_add_turns(const ag_document *doc, ag_statements *list)
{
    ag_statements turns = {0};
    AG_ARRAY(ag_stretch) sentences = {0};
    labels l = {.doc = doc};
    find_labels(&l);
    for (uint32_t s = 0, n = has_turns(&l) ? (uint32_t)l.body.n : 0; s < n; s++) {
        if (!l.body.at[s])
            continue;
        uint32_t end = turn_end(&l, s);
        ag_statement turn = turn_of(&l, s, end);
        if (turn.ncontent == 0)
            continue;
        ag_push(&turns, turn);
        ag_push(&sentences, ((ag_stretch){s, end}));
    }
    drop_inside(list, sentences.at, sentences.n);
    ag_statements_merge(list, &turns);
    ag_free(&l.names);
    ag_free(&l.body);
    ag_free(&turns);
    ag_free(&sentences);
}
