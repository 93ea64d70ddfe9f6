// SPDX-License-Identifier: MIT
#include "units.h"

#include "limits.h"
#include "quotes.h"
#include "tokenizer.h"

#include <string.h>

enum {
    HEADLINE_WORDS = 25 // tokens of a line without a stop that is still taken for a headline
};

typedef struct finder {
    const char *text;
    size_t len;
    ag_tokens *tokens;
    ag_units *out;
    bool *breaks;  // per token: begins a paragraph
    uint32_t line; // of byte `line_at`
    size_t line_at;
} finder;

void ag_units_free(ag_units *units)
{
    ag_free(&units->sentences);
    ag_free(&units->quotes);
    ag_free(&units->quoted);
}

static const ag_token *token(const finder *f, uint32_t i)
{
    return &f->tokens->list.at[i];
}

static bool is_terminal(uint8_t kind)
{
    return kind == AG_TOK_STOP || kind == AG_TOK_QUESTION || kind == AG_TOK_EXCLAM;
}

// ---- paragraphs ----

// The token after the block (lines without an empty line between) that begins at token `first`.
static uint32_t block_end(const finder *f, uint32_t first)
{
    uint32_t i = first + 1;
    while (i < f->tokens->list.n && !(token(f, i)->flags & AG_TF_BLANK))
        i++;
    return i;
}

// Bytes of the line that ends before token i, from its first token.
static uint32_t line_length(const finder *f, uint32_t i)
{
    uint32_t start = i - 1;
    while (start > 0 && !(token(f, start)->flags & AG_TF_NEWLINE))
        start--;
    return token(f, i - 1)->end - token(f, start)->start;
}

// A block is hard-wrapped where most of its lines but the last reach a margin and break off inside a
// sentence.
static bool is_wrapped(const finder *f, uint32_t first, uint32_t end)
{
    uint32_t lines = 0, reaching = 0, inside = 0;
    for (uint32_t i = first + 1; i < end; i++) {
        if (!(token(f, i)->flags & AG_TF_NEWLINE))
            continue;
        uint32_t length = line_length(f, i);
        uint8_t last = token(f, i - 1)->kind;
        lines++;
        reaching += length >= AG_WRAP_MIN && length <= AG_WRAP_MAX;
        inside += !is_terminal(last) && last != AG_TOK_QUOTE && last != AG_TOK_COLON;
    }
    return lines && reaching * 4 >= lines * 3 && inside * 2 >= lines;
}

static void find_paragraphs(finder *f)
{
    uint32_t n = (uint32_t)f->tokens->list.n;
    for (uint32_t first = 0; first < n;) {
        uint32_t end = block_end(f, first);
        bool wrapped = is_wrapped(f, first, end);
        for (uint32_t i = first; i < end; i++) {
            const ag_token *t = token(f, i);
            f->breaks[i] =
                i == first || ((t->flags & AG_TF_NEWLINE) && (!wrapped || t->kind == AG_TOK_BULLET));
        }
        first = end;
    }
}

// ---- sentence ends ----

static bool folded_is(const finder *f, uint32_t i, const char *const *list)
{
    ag_str s = ag_token_folded(f->tokens, i);
    for (; *list; list++)
        if (strlen(*list) == s.len && memcmp(*list, s.ptr, s.len) == 0)
            return true;
    return false;
}

static bool in_paragraph(const finder *f, uint32_t i)
{
    return i < f->tokens->list.n && !f->breaks[i];
}

// Marks after the stop that still belong to the sentence: closing quotation marks and brackets.
static uint32_t past_closers(const finder *f, uint32_t i)
{
    while (in_paragraph(f, i)) {
        const ag_token *t = token(f, i);
        bool mark = t->kind == AG_TOK_QUOTE && !(t->flags & AG_TF_OPENS);
        if (!mark && t->kind != AG_TOK_RPAREN && t->kind != AG_TOK_RBRACKET)
            break;
        i++;
    }
    return i;
}

// Token i could be the first of a sentence: a capital, a number, an opening mark or bracket.
static bool can_start(const finder *f, uint32_t i)
{
    const ag_token *t = token(f, i);
    if (t->kind == AG_TOK_QUOTE || t->kind == AG_TOK_LPAREN || t->kind == AG_TOK_LBRACKET ||
        t->kind == AG_TOK_ELLIPSIS)
        return i + 1 >= f->tokens->list.n || can_start(f, i + 1) || t->kind != AG_TOK_QUOTE;
    return (t->flags & AG_TF_CAP) || (t->flags & AG_TF_INNERCAP) || t->kind == AG_TOK_NUMBER ||
           t->kind == AG_TOK_MONEY || t->kind == AG_TOK_BULLET || t->kind == AG_TOK_DASH ||
           t->kind == AG_TOK_HANDLE || t->kind == AG_TOK_HASHTAG;
}

// After "U.S." or "Inc." only a word that starts sentences starts one.
static bool starts_after_abbreviation(const finder *f, uint32_t i)
{
    static const char *const starters[] = {
        "the",   "he",   "she",   "it",    "in",  "but",  "they",  "we",      "this",  "a",
        "an",    "and",  "on",    "at",    "his", "its",  "their", "that",    "these", "those",
        "there", "when", "while", "after", "as",  "if",   "for",   "however", "i",     "you",
        "no",    "not",  "what",  "who",   "how", "some", "many",  "most",    "also",  "since",
        "with",  "by",   "to",    "our",   "her", "last", "both",  NULL};
    static const char *const titles[] = {"mr.",  "mrs.",  "ms.",  "dr.",   "gen.", "col.",    "lt.",   "sgt.",
                                         "sen.", "rep.",  "gov.", "prof.", "rev.", "st.",     "capt.", "maj.",
                                         "adm.", "cmdr.", "hon.", "pres.", "vs.",  "messrs.", "mme.",  "no.",
                                         "art.", "fig.",  "vol.", "e.g.",  "i.e.", "cf.",     NULL};
    if (folded_is(f, i - 1, titles))
        return false;
    uint32_t next = i;
    while (in_paragraph(f, next) && token(f, next)->kind == AG_TOK_QUOTE)
        next++;
    return in_paragraph(f, next) && (token(f, next)->flags & AG_TF_CAP) &&
           (next > i || folded_is(f, next, starters));
}

// '"Why?" Ann Lee asked.': behind the name at token i nothing is told but who asks, when and where.
static bool name_asks(const finder *f, uint32_t i, const char *const *tags)
{
    enum { NAMES = 5 };
    static const char *const behind[] = {"on",    "in",    "at",        "during", "of",     "to",
                                         "as",    "after", "when",      "with",   "before", "about",
                                         "later", "last",  "yesterday", NULL};
    uint32_t verb = i;
    while (in_paragraph(f, verb) && verb < i + NAMES &&
           (token(f, verb)->kind == AG_TOK_WORD || token(f, verb)->kind == AG_TOK_ABBREV) &&
           (token(f, verb)->flags & AG_TF_CAP))
        verb++;
    if (verb == i || !in_paragraph(f, verb) || !folded_is(f, verb, tags))
        return false;
    uint32_t next = verb + 1;
    return !in_paragraph(f, next) || is_terminal(token(f, next)->kind) ||
           token(f, next)->kind == AG_TOK_COMMA || folded_is(f, next, behind);
}

// "Why?" he asked: the carrier sentence goes on after the mark.
static bool speech_tag_follows(const finder *f, uint32_t i)
{
    static const char *const tags[] = {"said",     "says",       "asked",    "asks",      "added",
                                       "adds",     "wrote",      "writes",   "tweeted",   "replied",
                                       "told",     "shouted",    "yelled",   "cried",     "exclaimed",
                                       "wondered", "questioned", "demanded", "continued", "responded",
                                       "declared", "joked",      "quipped",  "recalled",  NULL};
    if (!in_paragraph(f, i))
        return false;
    if (!(token(f, i)->flags & AG_TF_CAP))
        return true;
    bool pronoun = token(f, i)->kind == AG_TOK_WORD &&
                   folded_is(f, i, (const char *const[]){"he", "she", "they", "i", "we", NULL});
    if (!(token(f, i)->flags & AG_TF_SPACE))
        return false;
    return pronoun ? in_paragraph(f, i + 1) && folded_is(f, i + 1, tags) : name_asks(f, i, tags);
}

// Where token i ends a sentence, the token after it and its closing marks; 0 where it does not.
static uint32_t sentence_end(const finder *f, uint32_t i)
{
    uint8_t kind = token(f, i)->kind;
    if (!is_terminal(kind) && kind != AG_TOK_ABBREV && kind != AG_TOK_ELLIPSIS)
        return 0;
    uint32_t next = i + 1;
    while (in_paragraph(f, next) && is_terminal(token(f, next)->kind))
        next++;
    uint32_t end = past_closers(f, next);
    bool closed = end > next;
    if (!in_paragraph(f, end))
        return end;
    if (closed && kind != AG_TOK_STOP && speech_tag_follows(f, end))
        return 0;
    if (kind == AG_TOK_ABBREV)
        return starts_after_abbreviation(f, next) || (closed && can_start(f, end)) ? end : 0;
    if (kind == AG_TOK_ELLIPSIS && !closed && !(token(f, end)->flags & AG_TF_SPACE))
        return 0;
    if (!(token(f, end)->flags & AG_TF_SPACE) && !closed && kind == AG_TOK_STOP &&
        !(token(f, end)->flags & AG_TF_CAP))
        return 0;
    return can_start(f, end) ? end : 0;
}

// ---- what stands before the text proper ----

// "WASHINGTON (Reuters) -", "LONDON, March 3 —": the token after the dash, 0 where there is no dateline.
static uint32_t dateline_end(const finder *f, uint32_t first, uint32_t last)
{
    if (!(token(f, first)->flags & AG_TF_CAP))
        return 0;
    bool signal = token(f, first)->flags & AG_TF_CAPS;
    for (uint32_t i = first; i < last && i < first + 14; i++) {
        uint8_t kind = token(f, i)->kind;
        signal |= kind == AG_TOK_LPAREN && i <= first + 6;
        if (kind == AG_TOK_DASH)
            return signal && i > first && i + 1 < last ? i + 1 : 0;
        if (is_terminal(kind) || kind == AG_TOK_QUOTE || kind == AG_TOK_COLON)
            return 0;
    }
    return 0;
}

// "MR. PRICE:", "Q:", "QUESTION:", "John Smith:" with text behind on the line.
static uint32_t label_end(const finder *f, uint32_t first, uint32_t last)
{
    bool capitals = true, names = true;
    for (uint32_t i = first; i + 1 < last && i < first + 5; i++) {
        const ag_token *t = token(f, i);
        if (t->kind == AG_TOK_COLON) {
            bool single = i == first + 1 && (token(f, first)->end - token(f, first)->start == 1 || capitals);
            return i > first && token(f, i + 1)->kind != AG_TOK_QUOTE &&
                           (single || capitals || (names && i == first + 2))
                       ? i + 1
                       : 0;
        }
        if (t->kind != AG_TOK_WORD && t->kind != AG_TOK_ABBREV && t->kind != AG_TOK_INITIAL)
            return 0;
        capitals &= (t->flags & AG_TF_CAPS) || t->kind == AG_TOK_ABBREV || t->end - t->start == 1;
        names &= (t->flags & AG_TF_CAP) != 0;
    }
    return 0;
}

static uint32_t count_line(finder *f, size_t to)
{
    for (; f->line_at < to; f->line_at++) {
        unsigned char c = (unsigned char)f->text[f->line_at];
        if (c > '\r') // nearly all
            continue;
        f->line += c == '\n' || (c == '\r' && f->line_at + 1 < f->len && f->text[f->line_at + 1] != '\n');
    }
    return f->line;
}

static void add_sentence(finder *f, uint32_t first, uint32_t last, bool para_start)
{
    ag_sentence s = {.first = first, .last = last, .paragraph = f->out->paragraphs - 1};
    while (s.first < last && token(f, s.first)->kind == AG_TOK_BULLET) {
        s.flags |= AG_SF_BULLET;
        s.first++;
    }
    if (s.first == last)
        return;
    s.start = token(f, s.first)->start;
    s.end = token(f, last - 1)->end;
    s.line = count_line(f, s.start);
    s.body = s.first;
    uint32_t end = last - 1;
    while (end > s.first && token(f, end)->kind == AG_TOK_QUOTE)
        end--;
    if (token(f, end)->kind == AG_TOK_QUESTION)
        s.flags |= AG_SF_QUESTION;
    if (para_start) {
        s.flags |= AG_SF_PARA_START;
        uint32_t dateline = dateline_end(f, s.first, last),
                 label = dateline ? 0 : label_end(f, s.first, last);
        s.flags |= dateline ? AG_SF_DATELINE : label ? AG_SF_SPEAKER : 0;
        s.body = dateline ? dateline : label ? label : s.first;
        if (!is_terminal(token(f, end)->kind) && last - s.first <= HEADLINE_WORDS)
            s.flags |= AG_SF_HEADLINE;
    }
    ag_push(&f->out->sentences, s);
}

static void find_sentences(finder *f)
{
    uint32_t n = (uint32_t)f->tokens->list.n, first = 0;
    bool para_start = true;
    for (uint32_t i = 0; i < n;) {
        if (f->breaks[i] && i == first) {
            f->out->paragraphs++;
            para_start = true;
        }
        uint32_t end = i + 1 >= n || f->breaks[i + 1] ? i + 1 : sentence_end(f, i);
        if (!end) {
            i++;
            continue;
        }
        add_sentence(f, first, end, para_start);
        para_start = false;
        first = i = end;
    }
}

void ag_units_find(const char *text, size_t len, ag_tokens *tokens, ag_units *out)
{
    finder f = {.text = text, .len = len, .tokens = tokens, .out = out, .line = 1};
    out->sentences.n = 0;
    out->paragraphs = 0;
    f.breaks = ag_xcalloc(tokens->list.n + 1, sizeof *f.breaks);
    find_paragraphs(&f);
    ag_quotes_find(tokens, f.breaks, out);
    find_sentences(&f);
    ag_xfree(f.breaks);
}
