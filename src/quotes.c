// SPDX-License-Identifier: MIT
// Marks are resolved with a stack of open quotations; the end of a paragraph closes what is still open, so
// that an odd mark spoils no more than its paragraph. A paragraph that begins with an opening mark after one
// that was left open goes on with the same running quotation; so does an opening mark after a sentence that
// was left open, in texts whose paragraphs were run together. What is left open and not taken up again ends
// with its first sentence.
#include "quotes.h"

#include <string.h>

enum { MAX_DEPTH = 8 };

typedef struct finder {
    ag_tokens *tokens;
    ag_units *units;
    uint32_t stack[MAX_DEPTH]; // open quotations
    uint32_t depth, run;
    bool left_open; // the paragraph before ended inside a quotation
    bool unmarked;  // and this one goes on with it without an opening mark
    uint32_t outer; // the last outermost quotation, UINT32_MAX for none
    // No single mark closes in tokens (single_from, single_to), which lie in one paragraph.
    uint32_t single_from, single_to;
} finder;

static ag_quote *open_quote(const finder *f, uint32_t depth)
{
    return &f->units->quotes.at[f->stack[depth]];
}

static bool is_open(const finder *f, bool single)
{
    for (uint32_t d = 0; d < f->depth; d++)
        if (open_quote(f, d)->single == single)
            return true;
    return false;
}

static bool ends_sentence(const finder *f, uint32_t i)
{
    uint8_t kind = f->tokens->list.at[i].kind;
    return kind == AG_TOK_STOP || kind == AG_TOK_QUESTION || kind == AG_TOK_EXCLAM || kind == AG_TOK_ELLIPSIS;
}

// The token after the first sentence of an open quotation, for one whose closing mark is missing.
static uint32_t first_sentence_end(const finder *f, const ag_quote *q, uint32_t end)
{
    for (uint32_t i = q->open + 1; i + 1 < end; i++)
        if (ends_sentence(f, i) && (f->tokens->list.at[i + 1].flags & AG_TF_SPACE))
            return i + 1;
    return end;
}

// The paragraph that begins at `token` has a closing mark of the kind that is open before any other: its
// opening mark was left out.
static bool closes_first(const finder *f, const bool *breaks, uint32_t token)
{
    bool single = open_quote(f, 0)->single;
    for (uint32_t i = token; i < f->tokens->list.n && (i == token || !breaks[i]); i++) {
        const ag_token *t = &f->tokens->list.at[i];
        if (t->kind == AG_TOK_QUOTE && (bool)(t->flags & AG_TF_SINGLE) == single)
            return !single && (t->flags & AG_TF_CLOSES) && !(t->flags & AG_TF_OPENS);
    }
    return false;
}

static bool is_tag(const finder *f, uint32_t i)
{
    static const char *const tags[] = {"said",  "says",    "added", "adds", "wrote",
                                       "asked", "replied", "told",  NULL};
    ag_str word = ag_token_folded(f->tokens, i);
    for (const char *const *tag = tags; *tag; tag++)
        if (ag_str_is(word, *tag))
            return true;
    return false;
}

// Where the sentence that ends at `end` closes with '..., said the ranger.' or '..., she said.' the closing
// mark before that was lost: the token after the comma, else `end`.
static uint32_t lost_in_sentence(const finder *f, const ag_quote *q, uint32_t end)
{
    enum { REACH = 10, SUBJECT = 4 };
    if (end < q->open + SUBJECT || !ends_sentence(f, end - 1))
        return end;
    for (uint32_t i = end - 2; i > q->open + 1 && i + REACH > end; i--) {
        uint8_t kind = f->tokens->list.at[i].kind;
        if (kind == AG_TOK_QUOTE || ends_sentence(f, i))
            return end;
        if (kind == AG_TOK_COMMA && (is_tag(f, i + 1) || (is_tag(f, end - 2) && i + SUBJECT + 2 > end)))
            return i + 1;
    }
    return end;
}

// The same of the sentences of an open quotation up to `end`.
static uint32_t lost_close(const finder *f, const ag_quote *q, uint32_t end)
{
    for (uint32_t i = q->open + 1; i < end; i++) {
        uint32_t stop = ends_sentence(f, i) ? lost_in_sentence(f, q, i + 1) : i + 1;
        if (stop <= i)
            return stop;
    }
    return end;
}

// The paragraph ends before `token`. What is still open runs on only where the next paragraph opens again, or
// closes it.
static void end_paragraph(finder *f, const bool *breaks, uint32_t token)
{
    bool marked = token < f->tokens->list.n && f->tokens->list.at[token].kind == AG_TOK_QUOTE;
    bool opens_again = marked || closes_first(f, breaks, token);
    f->unmarked = opens_again && !marked;
    f->left_open = f->depth > 0;
    uint32_t stop = f->depth > 0 ? lost_close(f, open_quote(f, 0), token) : token;
    if (stop < token)
        f->unmarked = f->left_open = false;
    while (f->depth > 0) {
        ag_quote *q = open_quote(f, --f->depth);
        uint32_t end = stop < token ? stop : opens_again ? token : first_sentence_end(f, q, token);
        if (end <= q->open)
            end = q->open + 1;
        for (uint32_t i = end; i < token; i++)
            if (f->units->quoted.at[i] > f->depth)
                f->units->quoted.at[i] = (uint8_t)f->depth;
        q->close = end;
        q->end = f->tokens->list.at[end - 1].end;
        q->unclosed = true;
    }
}

// The opening mark i begins its paragraph or what somebody says, and the paragraph that begins at `next`
// opens again with such a mark: a running quotation that closes at its end only.
static bool runs_on_single(const finder *f, const bool *breaks, uint32_t i, uint32_t next)
{
    if (breaks[i] && f->left_open) // the last paragraph of several
        return true;
    bool begins = breaks[i] || (i > 0 && f->tokens->list.at[i - 1].kind == AG_TOK_COLON);
    const ag_token *t = next < f->tokens->list.n ? &f->tokens->list.at[next] : NULL;
    return begins && t && t->kind == AG_TOK_QUOTE && (t->flags & AG_TF_SINGLE) && (t->flags & AG_TF_OPENS) &&
           ends_sentence(f, next - 1);
}

// A single mark opens only before a word that something closes again in this paragraph, or where the
// quotation runs on; else it is an apostrophe.
static bool single_closes_later(finder *f, const bool *breaks, uint32_t i)
{
    uint32_t k = i >= f->single_from && i < f->single_to ? f->single_to : i + 1;
    f->single_from = i;
    for (f->single_to = k; k < f->tokens->list.n && !breaks[k]; f->single_to = ++k) {
        const ag_token *t = &f->tokens->list.at[k];
        if (t->kind == AG_TOK_QUOTE && (t->flags & AG_TF_SINGLE) && (t->flags & AG_TF_CLOSES))
            return true;
    }
    return runs_on_single(f, breaks, i, f->single_to);
}

static bool opens(finder *f, const bool *breaks, uint32_t i)
{
    const ag_token *t = &f->tokens->list.at[i];
    bool single = t->flags & AG_TF_SINGLE, can_open = t->flags & AG_TF_OPENS,
         can_close = t->flags & AG_TF_CLOSES;
    if (t->flags & AG_TF_CURLY)
        return can_open && (!single || single_closes_later(f, breaks, i) || t->end - t->start > 1);
    if (single)
        return can_open && !can_close && single_closes_later(f, breaks, i);
    if (can_open && can_close)
        return !is_open(f, single);
    return can_open ? true : false;
}

static void push_quote(finder *f, uint32_t i, bool starts_paragraph)
{
    const ag_token *t = &f->tokens->list.at[i];
    bool goes_on = f->left_open && starts_paragraph;
    if (f->depth == 0 && !goes_on)
        f->run++;
    f->left_open = false;
    ag_quote q = {
        .open = i, .close = i + 1, .start = t->start, .end = t->end, .depth = f->depth, .run = f->run};
    q.single = t->kind == AG_TOK_QUOTE && (t->flags & AG_TF_SINGLE);
    uint32_t n = (uint32_t)f->units->quotes.n;
    q.around = f->depth ? f->stack[f->depth - 1] : n;
    if (f->depth == 0) {
        if (f->outer != UINT32_MAX)
            f->units->quotes.at[f->outer].next_outer = n;
        f->outer = n;
    }
    q.outer = f->outer;
    q.next_outer = UINT32_MAX;
    f->stack[f->depth++] = n;
    ag_push(&f->units->quotes, q);
}

// Closes the innermost open quotation with this kind of mark, and those inside it. Returns whether there was
// one.
static bool pop_quote(finder *f, uint32_t i)
{
    const ag_token *t = &f->tokens->list.at[i];
    bool single = t->flags & AG_TF_SINGLE;
    uint32_t d = f->depth;
    while (d > 0 && open_quote(f, d - 1)->single != single)
        d--;
    if (d == 0)
        return false;
    while (f->depth >= d) {
        ag_quote *q = open_quote(f, --f->depth);
        q->unclosed = f->depth + 1 > d;
        q->close = i;
        q->end = t->end;
    }
    return true;
}

// 'The bill's 'fair notice' is short': few words with a single mark on either side, in a quotation that a
// further mark closes, or that runs on.
static bool is_nested_single(finder *f, const bool *breaks, uint32_t i)
{
    enum { WORDS = 6 };
    uint32_t k = i + 1, n = (uint32_t)f->tokens->list.n;
    const ag_token *at = f->tokens->list.at;
    if (at[i - 1].kind != AG_TOK_WORD && at[i - 1].kind != AG_TOK_CLITIC)
        return false;
    while (k <= i + WORDS && k < n && !breaks[k] && at[k].kind != AG_TOK_QUOTE && !ends_sentence(f, k))
        k++;
    if (k >= n || breaks[k] || at[k].kind != AG_TOK_QUOTE || !(at[k].flags & AG_TF_SINGLE) ||
        !(at[k].flags & AG_TF_CLOSES))
        return false;
    return single_closes_later(f, breaks, k) ||
           runs_on_single(f, breaks, open_quote(f, f->depth - 1)->open, f->single_to);
}

// Whether the opening mark i shows that the open quotation with this kind of mark was never closed. Directed
// marks may stand inside one another, but not where a sentence begins.
static bool never_closed(finder *f, const bool *breaks, uint32_t i)
{
    const ag_token *t = &f->tokens->list.at[i];
    if (!is_open(f, t->flags & AG_TF_SINGLE))
        return false;
    if ((t->flags & AG_TF_SINGLE) && is_nested_single(f, breaks, i))
        return false;
    bool after_mark = i > 1 && f->tokens->list.at[i - 1].kind == AG_TOK_QUOTE && ends_sentence(f, i - 2);
    return !(t->flags & AG_TF_CURLY) || ends_sentence(f, i - 1) || after_mark;
}

// Ends the open quotation with the kind of mark i before that mark, or where who says it follows.
static void pop_unclosed(finder *f, uint32_t i)
{
    bool runs_on =
        f->depth == 1 && (ends_sentence(f, i - 1) || f->tokens->list.at[i - 1].kind == AG_TOK_QUOTE);
    uint32_t open = f->depth, stop = open == 1 ? lost_close(f, open_quote(f, 0), i) : i;
    pop_quote(f, i);
    for (uint32_t d = f->depth; d < open; d++) {
        ag_quote *q = open_quote(f, d);
        q->close = stop;
        q->end = f->tokens->list.at[stop - 1].end;
        q->unclosed = true;
    }
    for (uint32_t k = stop; k < i; k++)
        f->units->quoted.at[k] = 0;
    f->left_open = runs_on && stop == i;
}

static void take_mark(finder *f, const bool *breaks, uint32_t i)
{
    ag_token *t = &f->tokens->list.at[i];
    bool opening = opens(f, breaks, i) && f->depth < MAX_DEPTH, goes_on = breaks[i];
    if (opening && never_closed(f, breaks, i)) {
        pop_unclosed(f, i);
        goes_on |= f->left_open;
    }
    if (opening) {
        push_quote(f, i, goes_on);
        t->flags = (uint16_t)((t->flags | AG_TF_OPENS) & ~AG_TF_CLOSES);
        f->units->quoted.at[i] = (uint8_t)f->depth;
        return;
    }
    t->flags = (uint16_t)((t->flags | AG_TF_CLOSES) & ~AG_TF_OPENS);
    bool closed = pop_quote(f, i);
    f->units->quoted.at[i] = (uint8_t)(f->depth + closed);
}

void ag_quotes_find(ag_tokens *tokens, const bool *breaks, ag_units *units)
{
    finder f = {.tokens = tokens, .units = units, .outer = UINT32_MAX};
    uint32_t n = (uint32_t)tokens->list.n;
    units->quotes.n = 0;
    ag_reserve(&units->quoted, n + 1);
    units->quoted.n = n;
    for (uint32_t i = 0; i < n; i++) {
        if (breaks[i] && i) {
            f.unmarked = false;
            if (f.depth)
                end_paragraph(&f, breaks, i);
            else
                f.left_open = false;
            if (f.unmarked)
                push_quote(&f, i, true);
        }
        units->quoted.at[i] = (uint8_t)f.depth;
        if (tokens->list.at[i].kind == AG_TOK_QUOTE)
            take_mark(&f, breaks, i);
    }
    if (f.depth)
        end_paragraph(&f, breaks, n);
}
