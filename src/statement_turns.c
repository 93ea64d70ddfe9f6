// SPDX-License-Identifier: MIT
// Turns of a transcript or an interview.
#include "statement_parts.h"

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
        ag_statement_add(&st, (ag_span){tokens[at[s].body].start, at[next - 1].end});
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
    uint32_t n = has_turns(doc) ? (uint32_t)doc->units.sentences.n : 0;
    for (uint32_t s = 0; s < n; s++) {
        if (!is_labelled(doc, s))
            continue;
        uint32_t end = turn_end(doc, s);
        ag_statement turn = turn_of(doc, s, end);
        if (turn.ncontent == 0)
            continue;
        ag_push(&turns, turn);
        ag_push(&sentences, ((ag_stretch){s, end}));
    }
    drop_inside(list, sentences.at, sentences.n);
    ag_statements_merge(list, &turns);
    ag_free(&turns);
    ag_free(&sentences);
}
