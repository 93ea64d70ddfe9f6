// SPDX-License-Identifier: MIT
// Two passes over a sentence: first every word gets the readings that its form allows (lexicon, closed
// classes, suffixes), then from left to right the neighbours decide between them.
#include "tagger.h"

#include <string.h>

typedef struct closed_word {
    const char *text;
    uint8_t pos, aux;
    bool neg, past;
} closed_word;

// Auxiliaries and the words that the grammar itself speaks of. Contractions stay one token, so they stand
// here too.
static const closed_word closed[] = {
    {"am", AG_POS_AUX, AG_AUX_BE, false, false},         {"is", AG_POS_AUX, AG_AUX_BE, false, false},
    {"are", AG_POS_AUX, AG_AUX_BE, false, false},        {"was", AG_POS_AUX, AG_AUX_BE, false, true},
    {"were", AG_POS_AUX, AG_AUX_BE, false, true},        {"be", AG_POS_AUX, AG_AUX_BE, false, false},
    {"been", AG_POS_AUX, AG_AUX_BE, false, false},       {"being", AG_POS_AUX, AG_AUX_BE, false, false},
    {"'m", AG_POS_AUX, AG_AUX_BE, false, false},         {"'re", AG_POS_AUX, AG_AUX_BE, false, false},
    {"isn't", AG_POS_AUX, AG_AUX_BE, true, false},       {"aren't", AG_POS_AUX, AG_AUX_BE, true, false},
    {"wasn't", AG_POS_AUX, AG_AUX_BE, true, true},       {"weren't", AG_POS_AUX, AG_AUX_BE, true, true},
    {"ain't", AG_POS_AUX, AG_AUX_BE, true, false},       {"has", AG_POS_AUX, AG_AUX_HAVE, false, false},
    {"have", AG_POS_AUX, AG_AUX_HAVE, false, false},     {"had", AG_POS_AUX, AG_AUX_HAVE, false, true},
    {"having", AG_POS_AUX, AG_AUX_HAVE, false, false},   {"'ve", AG_POS_AUX, AG_AUX_HAVE, false, false},
    {"hasn't", AG_POS_AUX, AG_AUX_HAVE, true, false},    {"haven't", AG_POS_AUX, AG_AUX_HAVE, true, false},
    {"hadn't", AG_POS_AUX, AG_AUX_HAVE, true, true},     {"do", AG_POS_AUX, AG_AUX_DO, false, false},
    {"does", AG_POS_AUX, AG_AUX_DO, false, false},       {"did", AG_POS_AUX, AG_AUX_DO, false, true},
    {"don't", AG_POS_AUX, AG_AUX_DO, true, false},       {"doesn't", AG_POS_AUX, AG_AUX_DO, true, false},
    {"didn't", AG_POS_AUX, AG_AUX_DO, true, true},       {"may", AG_POS_AUX, AG_AUX_MAY, false, false},
    {"might", AG_POS_AUX, AG_AUX_MAY, false, false},     {"can", AG_POS_AUX, AG_AUX_MAY, false, false},
    {"could", AG_POS_AUX, AG_AUX_MAY, false, false},     {"cannot", AG_POS_AUX, AG_AUX_MAY, true, false},
    {"can't", AG_POS_AUX, AG_AUX_MAY, true, false},      {"couldn't", AG_POS_AUX, AG_AUX_MAY, true, false},
    {"will", AG_POS_AUX, AG_AUX_WILL, false, false},     {"shall", AG_POS_AUX, AG_AUX_WILL, false, false},
    {"won't", AG_POS_AUX, AG_AUX_WILL, true, false},     {"'ll", AG_POS_AUX, AG_AUX_WILL, false, false},
    {"must", AG_POS_AUX, AG_AUX_MUST, false, false},     {"should", AG_POS_AUX, AG_AUX_MUST, false, false},
    {"ought", AG_POS_AUX, AG_AUX_MUST, false, false},    {"mustn't", AG_POS_AUX, AG_AUX_MUST, true, false},
    {"shouldn't", AG_POS_AUX, AG_AUX_MUST, true, false}, {"would", AG_POS_AUX, AG_AUX_WOULD, false, false},
    {"wouldn't", AG_POS_AUX, AG_AUX_WOULD, true, false}, {"'d", AG_POS_AUX, AG_AUX_WOULD, false, false},
    {"not", AG_POS_NEG, AG_AUX_NONE, true, false},       {"never", AG_POS_NEG, AG_AUX_NONE, true, false},
    {"to", AG_POS_TO, AG_AUX_NONE, false, false},        {"that", AG_POS_THAT, AG_AUX_NONE, false, false},
    {"there", AG_POS_PRON, AG_AUX_NONE, false, false},   {"'s", AG_POS_GEN, AG_AUX_NONE, false, false},
    {"'", AG_POS_GEN, AG_AUX_NONE, false, false},
};

static bool is(const ag_tokens *tokens, uint32_t i, const char *word)
{
    ag_str f = ag_token_folded(tokens, i);
    return f.len == strlen(word) && memcmp(f.ptr, word, f.len) == 0;
}

static const closed_word *find_closed(ag_str f)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(closed); i++)
        if (strlen(closed[i].text) == f.len && memcmp(closed[i].text, f.ptr, f.len) == 0)
            return &closed[i];
    return NULL;
}

static bool ends(ag_str f, const char *suffix)
{
    size_t n = strlen(suffix);
    return f.len > n + 1 && memcmp(f.ptr + f.len - n, suffix, n) == 0;
}

bool ag_is_title_case(const ag_tokens *tokens, uint32_t first, uint32_t last)
{
    uint32_t words = 0, capital = 0, lower = 0;
    for (uint32_t i = first; i < last; i++) {
        const ag_token *t = &tokens->list.at[i];
        if (t->kind != AG_TOK_WORD || t->end - t->start < 4)
            continue;
        words++;
        if (t->flags & AG_TF_CAP)
            capital++;
        else
            lower++;
    }
    return words >= 3 && capital > lower * 3;
}

static uint16_t form_can(uint8_t form)
{
    switch (form) {
    case AG_FORM_BASE:
        return AG_CAN_BASE;
    case AG_FORM_S:
        return AG_CAN_S;
    case AG_FORM_PAST:
        return AG_CAN_PAST;
    case AG_FORM_PART:
        return AG_CAN_PART;
    case AG_FORM_ING:
        return AG_CAN_ING;
    case AG_FORM_PLUR:
        return AG_CAN_PLUR;
    default:
        return AG_CAN_SING;
    }
}

// Readings that the ending of an unknown lower-case word allows.
static uint16_t guess(ag_str f)
{
    static const char *const adjectives[] = {"ous",    "ful",      "ive",     "able",        "ible",
                                             "ical",   "less",     "ish",     "ary",         "-backed",
                                             "-led",   "-based",   "-linked", "-sponsored",  "-run",
                                             "-owned", "-aligned", "-funded", "-affiliated", "-controlled"};
    if (ends(f, "ly"))
        return AG_CAN_ADV;
    for (size_t i = 0; i < AG_ARRAY_LEN(adjectives); i++)
        if (ends(f, adjectives[i]))
            return AG_CAN_ADJ;
    if (ends(f, "ed") && f.len > 4)
        return memchr(f.ptr, '-', f.len) ? AG_CAN_ADJ : AG_CAN_PAST | AG_CAN_PART | AG_CAN_ADJ;
    if (ends(f, "ing") && f.len > 5)
        return AG_CAN_ING | AG_CAN_SING;
    if (ends(f, "al") || ends(f, "ic"))
        return AG_CAN_ADJ | AG_CAN_SING;
    if (ends(f, "s") && !ends(f, "ss") && !ends(f, "us") && !ends(f, "is"))
        return AG_CAN_PLUR;
    return AG_CAN_SING;
}

static void set_closed(ag_word *w, ag_pos pos)
{
    w->pos = (uint8_t)pos, w->can = 0;
}

// A function-word class decides the part of speech by itself, unless the word has open-class readings as
// well.
static bool has_sense(const ag_grammar *g, const ag_word *w, ag_known_class c)
{
    for (uint32_t i = 0; i < w->nsenses; i++)
        if (ag_is_class(g, w->senses[i].class_id, c))
            return true;
    return false;
}

static bool take_function(const ag_grammar *g, ag_word *w)
{
    if (has_sense(g, w, AG_CLASS_ACCORDING)) {
        set_closed(w, AG_POS_PREP);
        return true;
    }
    for (uint32_t i = 0; i < w->nsenses; i++) {
        uint16_t id = w->senses[i].class_id;
        if (g->letter[id] != 'F')
            continue;
        switch (g->known[id] - 1) {
        case AG_CLASS_PREP:
            set_closed(w, AG_POS_PREP);
            return true;
        case AG_CLASS_DET:
            set_closed(w, AG_POS_DET);
            return true;
        case AG_CLASS_PRON:
            set_closed(w, AG_POS_PRON);
            return true;
        case AG_CLASS_POSS:
            set_closed(w, AG_POS_POSS);
            return true;
        case AG_CLASS_CONJ:
            set_closed(w, AG_POS_CONJ);
            return true;
        case AG_CLASS_SUB:
            set_closed(w, AG_POS_SUB);
            return true;
        case AG_CLASS_WH:
            set_closed(w, AG_POS_WH);
            return true;
        case AG_CLASS_NUM:
            set_closed(w, AG_POS_NUM);
            return true;
        default:
            break;
        }
    }
    return false;
}

static void collect_readings(const ag_grammar *g, ag_word *w)
{
    for (uint32_t i = 0; i < w->nsenses; i++) {
        const ag_sense *s = &w->senses[i];
        switch (g->letter[s->class_id]) {
        case 'V':
        case 'N':
            w->can |= form_can(s->form);
            break;
        case 'J':
            w->can |= AG_CAN_ADJ;
            break;
        case 'R':
            w->can |= AG_CAN_ADV;
            break;
        case 'A':
            w->can |= AG_CAN_NAME;
            break;
        default:
            break;
        }
    }
}

static bool token_is_word(const ag_token *t)
{
    return t->kind == AG_TOK_WORD || t->kind == AG_TOK_ABBREV || t->kind == AG_TOK_INITIAL ||
           t->kind == AG_TOK_CLITIC;
}

static void read_plain_word(const ag_grammar *g, const ag_tokens *tokens, ag_word *w, bool first_word,
                            bool title)
{
    const ag_token *t = &tokens->list.at[w->first];
    ag_str f = ag_token_folded(tokens, w->first);
    w->capital = (t->flags & AG_TF_CAP) && !first_word && !(title && w->nsenses);
    collect_readings(g, w);
    bool acronym = (t->flags & AG_TF_CAPS || t->kind == AG_TOK_ABBREV) && (w->can & AG_CAN_NAME) &&
                   !title; // US, IT, WHO
    if (!w->capital && !acronym && take_function(g, w))
        return;
    if (acronym)
        w->can = AG_CAN_NAME;
    if (w->capital || ((t->flags & AG_TF_CAP) && !w->can) || t->kind == AG_TOK_INITIAL)
        w->can |= AG_CAN_NAME;
    if (!w->can)
        w->can = guess(f);
}

static void read_token(const ag_grammar *g, const ag_tokens *tokens, ag_word *w, bool first_word, bool title)
{
    const ag_token *t = &tokens->list.at[w->first];
    switch (t->kind) {
    case AG_TOK_WORD:
    case AG_TOK_CLITIC:
    case AG_TOK_ABBREV:
    case AG_TOK_INITIAL:
        break;
    case AG_TOK_NUMBER:
    case AG_TOK_MONEY:
    case AG_TOK_PERCENT:
        set_closed(w, AG_POS_NUM);
        return;
    case AG_TOK_DATE:
    case AG_TOK_TIME:
        w->pos = AG_POS_NOUN;
        return;
    case AG_TOK_URL:
    case AG_TOK_EMAIL:
    case AG_TOK_HANDLE:
    case AG_TOK_HASHTAG:
    case AG_TOK_IOC:
        set_closed(w, AG_POS_NAME);
        return;
    default:
        set_closed(w, AG_POS_PUNCT);
        return;
    }
    const closed_word *c = w->last - w->first == 1 ? find_closed(ag_token_folded(tokens, w->first)) : NULL;
    if (c &&
        !(c->aux == AG_AUX_MAY && is(tokens, w->first, "may") && (t->flags & AG_TF_CAP) && !first_word)) {
        w->pos = c->pos, w->aux = c->aux, w->neg = c->neg, w->past = c->past;
        return;
    }
    read_plain_word(g, tokens, w, first_word, title);
}

// A verb phrase such as "call on" that cannot be a verb here: "a press call on Monday", "the calls for
// peace".
static bool verb_cannot_stand(const ag_grammar *g, const ag_word *prev, const ag_word *w)
{
    for (uint32_t i = 0; i < w->nsenses; i++)
        if (g->letter[w->senses[i].class_id] != 'V' || w->senses[i].form > AG_FORM_S)
            return false;
    if (!prev) // no sentence begins with an -s verb
        return w->nsenses && w->senses[0].form == AG_FORM_S;
    if (prev->pos == AG_POS_DET || prev->pos == AG_POS_POSS || prev->pos == AG_POS_PREP ||
        prev->pos == AG_POS_GEN)
        return prev->can == 0;
    bool base = w->senses[0].form == AG_FORM_BASE;
    uint16_t agrees = base ? AG_CAN_PLUR : AG_CAN_SING; // what could be its subject
    return prev->can && !(prev->can & (AG_CAN_NAME | AG_CAN_ADV | AG_CAN_VERB | agrees)) &&
           (prev->can != AG_CAN_SING || base);
}

// The longest lexicon phrase at token i that may stand here as a word.
static void read_word(const ag_grammar *g, const ag_tokens *tokens, uint32_t i, uint32_t last,
                      const ag_word *prev, bool first_word, bool title, ag_word *w)
{
    *w = (ag_word){.first = i, .last = i + 1, .head = i};
    if (token_is_word(&tokens->list.at[i]) || tokens->list.at[i].kind == AG_TOK_NUMBER) {
        uint32_t n = ag_lexicon_find(g->lex, tokens, i, last, &w->senses, &w->nsenses);
        if (n > 1 && verb_cannot_stand(g, prev, w))
            n = ag_lexicon_find(g->lex, tokens, i, i + 1, &w->senses, &w->nsenses);
        if (n) {
            w->last = i + n;
            w->head = i + w->senses[0].head < w->last ? i + w->senses[0].head : i;
        }
    }
    read_token(g, tokens, w, first_word, title);
}

// ---- context ----

typedef struct context {
    const ag_grammar *g;
    const ag_tokens *tokens;
    ag_word *w;
    uint32_t n;
    bool title;
    bool finite; // the clause has its finite verb already
} context;

static const ag_word *before(const context *c, uint32_t i)
{
    while (i-- > 0) // adverbs, quotation marks and negations between do not count
        if (c->w[i].pos != AG_POS_ADV && c->w[i].pos != AG_POS_NEG &&
            !(c->w[i].pos == AG_POS_PUNCT && c->tokens->list.at[c->w[i].first].kind == AG_TOK_QUOTE))
            return &c->w[i];
    return NULL;
}

static const ag_word *after(const context *c, uint32_t i)
{
    for (i++; i < c->n; i++)
        if (!(c->w[i].pos == AG_POS_PUNCT && c->tokens->list.at[c->w[i].first].kind == AG_TOK_QUOTE))
            return &c->w[i];
    return NULL;
}

static bool open_word(const ag_word *w)
{
    return w->can != 0;
}

// Could begin or be inside an object noun group.
static bool starts_noun_group(const ag_word *w)
{
    return w &&
           (w->pos == AG_POS_DET || w->pos == AG_POS_POSS || w->pos == AG_POS_PRON || w->pos == AG_POS_NUM ||
            (open_word(w) && (w->can & (AG_CAN_NAME | AG_CAN_ADJ | AG_CAN_NOUN))));
}

static bool ends_noun_group(const ag_word *w)
{
    return w &&
           (w->pos == AG_POS_NOUN || w->pos == AG_POS_NAME || w->pos == AG_POS_PRON || w->pos == AG_POS_NUM);
}

static bool inside_noun_group(const ag_word *w)
{
    return w && (w->pos == AG_POS_DET || w->pos == AG_POS_POSS || w->pos == AG_POS_ADJ ||
                 w->pos == AG_POS_GEN || w->pos == AG_POS_NUM);
}

static bool punct_is(const context *c, const ag_word *w, ag_token_kind kind)
{
    return w && w->pos == AG_POS_PUNCT && c->tokens->list.at[w->first].kind == kind;
}

static void make(ag_word *w, ag_pos pos, ag_form form)
{
    w->pos = (uint8_t)pos, w->form = (uint8_t)form;
}

static void make_noun(ag_word *w)
{
    make(w, AG_POS_NOUN, (w->can & AG_CAN_PLUR) && !(w->can & AG_CAN_SING) ? AG_FORM_PLUR : AG_FORM_SING);
}

static void make_nominal(ag_word *w)
{
    if (w->can & AG_CAN_NOUN)
        make_noun(w);
    else if (w->can & AG_CAN_NAME)
        make(w, AG_POS_NAME, AG_FORM_NONE);
    else if (w->can & AG_CAN_ADJ)
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else
        make(w, AG_POS_NOUN, AG_FORM_SING);
}

// A word after a determiner, adjective or preposition, where no verb can stand.
static void make_in_group(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *next = after(c, i);
    bool more = next && open_word(next) && (next->can & (AG_CAN_NOUN | AG_CAN_NAME | AG_CAN_ADJ));
    if ((w->can & AG_CAN_ADJ) && (more || !(w->can & AG_CAN_NOUN)))
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else if ((w->can & (AG_CAN_PART | AG_CAN_ING)) && more && !(w->can & AG_CAN_NOUN))
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else
        make_nominal(w);
}

static bool is_subject_pronoun(const context *c, const ag_word *w)
{
    static const char *const words[] = {"i", "you", "he", "she", "it", "we", "they", "who", "which"};
    if (!w || (w->pos != AG_POS_PRON && w->pos != AG_POS_WH))
        return false;
    for (size_t i = 0; i < AG_ARRAY_LEN(words); i++)
        if (is(c->tokens, w->first, words[i]))
            return true;
    return false;
}

// A finite verb of this clause follows before the next clause boundary.
static bool finite_follows(const context *c, uint32_t i)
{
    for (i++; i < c->n; i++) {
        const ag_word *w = &c->w[i];
        if (w->pos == AG_POS_AUX)
            return true;
        if (w->pos == AG_POS_PUNCT || w->pos == AG_POS_CONJ || w->pos == AG_POS_SUB ||
            w->pos == AG_POS_THAT || w->pos == AG_POS_WH || w->pos == AG_POS_TO)
            return false;
        if (open_word(w) && !(w->can & (AG_CAN_NOUN | AG_CAN_NAME | AG_CAN_ADJ)) && (w->can & AG_CAN_FINITE))
            return true;
    }
    return false;
}

static void tag_ing(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    bool object = starts_noun_group(next);
    bool compound =
        (w->can & AG_CAN_NOUN) && next && has_sense(c->g, next, AG_CLASS_HARM); // "hacking attacks"
    if (compound && prev && prev->pos == AG_POS_VERB)
        make_noun(w);
    else if (prev && prev->pos == AG_POS_AUX && prev->aux == AG_AUX_BE)
        make(w, AG_POS_VERB, AG_FORM_ING);
    else if (inside_noun_group(prev)) {
        bool noun_next = next && open_word(next) && (next->can & AG_CAN_NOUN);
        if (w->can & AG_CAN_NOUN)
            make_noun(w);
        else if (noun_next)
            make(w, AG_POS_ADJ, AG_FORM_NONE);
        else
            make(w, AG_POS_NOUN, AG_FORM_SING);
    } else if ((w->can & AG_CAN_NOUN) &&
               ((ends_noun_group(prev) && !object) ||
                (next && next->pos == AG_POS_PREP && is(c->tokens, next->first, "of"))))
        make_noun(w);
    else
        make(w, AG_POS_VERB, AG_FORM_ING);
}

// "hackers thought to be", "a man believed to have": a reporting participle, never "he thought to be".
static bool reduced_report(const context *c, const ag_word *w, const ag_word *prev, const ag_word *next)
{
    static const char *const words[] = {"thought",  "believed",  "said",       "known",      "reported",
                                        "alleged",  "suspected", "understood", "considered", "deemed",
                                        "presumed", "assumed",   "expected",   "rumoured",   "rumored"};
    if (!next || next->pos != AG_POS_TO || !ends_noun_group(prev))
        return false;
    for (size_t k = 0; k < AG_ARRAY_LEN(words); k++)
        if (is(c->tokens, w->first, words[k]))
            return true;
    return false;
}

static void tag_ed(context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    bool by = next && next->pos == AG_POS_PREP && is(c->tokens, next->first, "by");
    bool noun_next = next && open_word(next) && (next->can & (AG_CAN_NOUN | AG_CAN_NAME | AG_CAN_ADJ));
    if (prev && prev->pos == AG_POS_AUX && (prev->aux == AG_AUX_BE || prev->aux == AG_AUX_HAVE))
        make(w, AG_POS_VERB, (w->can & AG_CAN_PART) ? AG_FORM_PART : AG_FORM_PAST);
    else if (inside_noun_group(prev) && !(prev->pos == AG_POS_NUM)) {
        if (noun_next || (w->can & AG_CAN_ADJ))
            make(w, AG_POS_ADJ, AG_FORM_NONE);
        else
            make(w, (w->can & AG_CAN_NOUN) ? AG_POS_NOUN : AG_POS_VERB,
                 (w->can & AG_CAN_NOUN) ? AG_FORM_SING : AG_FORM_PAST);
    } else if (prev && prev->pos == AG_POS_PREP && noun_next)
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else if (!(w->can & AG_CAN_PAST))
        make(w, AG_POS_VERB, AG_FORM_PART);
    else if (!(w->can & AG_CAN_PART))
        make(w, AG_POS_VERB, AG_FORM_PAST);
    else if (is_subject_pronoun(c, prev))
        make(w, AG_POS_VERB, AG_FORM_PAST);
    else if (reduced_report(c, w, prev, next))
        make(w, AG_POS_VERB, AG_FORM_PART);
    else if (has_sense(c->g, w, AG_CLASS_SAY) && ends_noun_group(prev) && !by)
        make(w, AG_POS_VERB, AG_FORM_PAST);
    else if (by || (next && next->pos == AG_POS_PREP && finite_follows(c, i) && !c->finite))
        make(w, AG_POS_VERB, AG_FORM_PART);
    else if (c->finite && ends_noun_group(prev) && !starts_noun_group(next) &&
             !(next && next->pos == AG_POS_THAT))
        make(w, AG_POS_VERB, AG_FORM_PART);
    else if (punct_is(c, prev, AG_TOK_COMMA) && next &&
             (next->pos == AG_POS_PREP || next->pos == AG_POS_TO) && c->finite)
        make(w, AG_POS_VERB, AG_FORM_PART);
    else if (!prev && noun_next && !starts_noun_group(next))
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else
        make(w, AG_POS_VERB, AG_FORM_PAST);
}

// What follows a verb used transitively or with a clause, and not a noun.
static bool verb_continues(const context *c, const ag_word *next)
{
    if (!next || next->pos == AG_POS_PUNCT)
        return false;
    return next->pos == AG_POS_DET || next->pos == AG_POS_POSS || next->pos == AG_POS_PRON ||
           next->pos == AG_POS_THAT || next->pos == AG_POS_TO || next->pos == AG_POS_WH ||
           next->pos == AG_POS_NUM ||
           (open_word(next) && (next->can & (AG_CAN_NAME | AG_CAN_ADJ | AG_CAN_ADV | AG_CAN_NOUN)) &&
            !(next->can & (AG_CAN_PAST | AG_CAN_S) && !(next->can & AG_CAN_NOUN))) ||
           (c->title && next->pos == AG_POS_PREP);
}

// Noun or base/-s verb: "claims", "attack".
static void tag_base(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    ag_form form = (w->can & AG_CAN_BASE) ? AG_FORM_BASE : AG_FORM_S;
    bool noun = w->can & (AG_CAN_NOUN | AG_CAN_NAME);
    if (prev &&
        (prev->pos == AG_POS_TO ||
         (prev->pos == AG_POS_AUX && prev->aux != AG_AUX_BE && prev->aux != AG_AUX_HAVE)) &&
        (w->can & AG_CAN_BASE))
        make(w, AG_POS_VERB, AG_FORM_BASE);
    else if (is_subject_pronoun(c, prev))
        make(w, AG_POS_VERB, form);
    else if (inside_noun_group(prev) || (prev && prev->pos == AG_POS_PREP))
        make_in_group(c, i, w);
    else if (prev && prev->pos == AG_POS_AUX)
        (w->can & AG_CAN_ADJ) ? make(w, AG_POS_ADJ, AG_FORM_NONE) : make_nominal(w);
    else if (!noun && !(w->can & AG_CAN_ADJ))
        make(w, AG_POS_VERB, form);
    else if ((w->can & AG_CAN_ADJ) &&
             (!prev || next == NULL || (open_word(next) && (next->can & AG_CAN_NOUN))))
        make_in_group(c, i, w);
    else if (ends_noun_group(prev)) {
        bool agrees = (form == AG_FORM_S) == (prev->pos != AG_POS_NOUN || prev->form != AG_FORM_PLUR);
        bool verb = agrees && !c->finite && verb_continues(c, next) && !(noun && finite_follows(c, i));
        verb ? make(w, AG_POS_VERB, form) : make_nominal(w);
    } else if (prev && (prev->pos == AG_POS_THAT || prev->pos == AG_POS_WH))
        (form == AG_FORM_S && verb_continues(c, next)) ? make(w, AG_POS_VERB, form) : make_nominal(w);
    else if (prev && prev->pos == AG_POS_CONJ && i >= 2) {
        const ag_word *left = &c->w[prev - c->w - (prev > c->w)];
        (left->pos == AG_POS_VERB || c->finite) && verb_continues(c, next) && form == AG_FORM_S
            ? make(w, AG_POS_VERB, form)
            : make_nominal(w);
    } else if (!prev && form == AG_FORM_BASE && next && (next->pos == AG_POS_DET || next->pos == AG_POS_POSS))
        make(w, AG_POS_VERB, AG_FORM_BASE);
    else
        make_nominal(w);
}

static void tag_that(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    if (!next || next->pos == AG_POS_PUNCT)
        make(w, AG_POS_PRON, AG_FORM_NONE);
    else if (!prev || prev->pos == AG_POS_PREP || prev->pos == AG_POS_CONJ ||
             punct_is(c, prev, AG_TOK_STOP)) {
        if (prev && prev->pos == AG_POS_CONJ && starts_noun_group(next))
            return;
        make(w, open_word(next) && (next->can & AG_CAN_SING) ? AG_POS_DET : AG_POS_PRON, AG_FORM_NONE);
    } else if (prev->pos == AG_POS_VERB && open_word(next) && (next->can & AG_CAN_SING) &&
               !(next->can & AG_CAN_NAME) && !finite_follows(c, i))
        make(w, AG_POS_DET, AG_FORM_NONE);
}

static void tag_gen(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = i ? &c->w[i - 1] : NULL, *next = after(c, i);
    bool pronoun = prev && (prev->pos == AG_POS_PRON || prev->pos == AG_POS_WH || prev->pos == AG_POS_THAT);
    bool be = next && (next->pos == AG_POS_DET || next->pos == AG_POS_NEG ||
                       (next->pos == AG_POS_AUX && is(c->tokens, next->first, "been")));
    if (is(c->tokens, w->first, "'s") && (pronoun || be)) {
        w->pos = AG_POS_AUX;
        w->aux = next && ((open_word(next) && (next->can & AG_CAN_PART) && !(next->can & AG_CAN_ADJ)) ||
                          next->pos == AG_POS_AUX)
                     ? AG_AUX_HAVE
                     : AG_AUX_BE;
    }
}

static void tag_open(context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i);
    if (w->capital && (w->can & AG_CAN_NAME))
        make(w, AG_POS_NAME, (w->can & AG_CAN_PLUR) ? AG_FORM_PLUR : AG_FORM_NONE);
    else if ((w->can & (AG_CAN_PAST | AG_CAN_PART)) &&
             !((w->can & AG_CAN_BASE) && prev && (prev->pos == AG_POS_TO || prev->pos == AG_POS_AUX)))
        tag_ed(c, i, w);
    else if (w->can & AG_CAN_ING)
        tag_ing(c, i, w);
    else if (w->can & (AG_CAN_BASE | AG_CAN_S))
        tag_base(c, i, w);
    else if (w->can & AG_CAN_NAME)
        make(w, AG_POS_NAME, AG_FORM_NONE);
    else if ((w->can & AG_CAN_ADV) && !(w->can & AG_CAN_NOUN))
        make(w, AG_POS_ADV, AG_FORM_NONE);
    else if ((w->can & AG_CAN_ADJ) || (w->can & AG_CAN_NOUN))
        make_in_group(c, i, w);
    else
        make(w, AG_POS_ADV, AG_FORM_NONE);
}

static void tag_her(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *next = after(c, i);
    bool her = is(c->tokens, w->first, "her") || is(c->tokens, w->first, "his");
    if (!her)
        return;
    bool noun =
        next && ((open_word(next) &&
                  (next->can & (AG_CAN_NOUN | AG_CAN_ADJ | AG_CAN_NAME | AG_CAN_PART | AG_CAN_ING))) ||
                 next->pos == AG_POS_NUM);
    w->pos = noun ? AG_POS_POSS : AG_POS_PRON;
}

static void tag_to(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *next = after(c, i);
    while (next && next + 1 < c->w + c->n &&
           (next->pos == AG_POS_NEG || (open_word(next) && next->can == AG_CAN_ADV)))
        next++;
    bool infinitive =
        next && ((next->pos == AG_POS_AUX &&
                  (next->aux == AG_AUX_BE || next->aux == AG_AUX_HAVE || next->aux == AG_AUX_DO)) ||
                 (open_word(next) && (next->can & AG_CAN_BASE) && !next->capital));
    if (!infinitive)
        w->pos = AG_POS_PREP;
}

static void track_clause(context *c, const ag_word *w)
{
    if (w->pos == AG_POS_AUX || (w->pos == AG_POS_VERB && w->form != AG_FORM_PART && w->form != AG_FORM_ING &&
                                 w->form != AG_FORM_BASE))
        c->finite = true;
    else if (w->pos == AG_POS_THAT || w->pos == AG_POS_WH || w->pos == AG_POS_SUB || w->pos == AG_POS_CONJ ||
             (w->pos == AG_POS_PUNCT && c->tokens->list.at[w->first].kind != AG_TOK_QUOTE))
        c->finite = false;
    else if (w->pos == AG_POS_VERB)
        c->finite = w->form == AG_FORM_BASE ? false : c->finite;
}

void ag_tag(const ag_grammar *g, const ag_tokens *tokens, const char *text, uint32_t first, uint32_t last,
            bool title, ag_words *out)
{
    AG_UNUSED(text);
    out->n = 0;
    bool first_word = true;
    for (uint32_t i = first; i < last;) {
        ag_word w;
        read_word(g, tokens, i, last, out->n ? &out->at[out->n - 1] : NULL, first_word, title, &w);
        if (w.pos != AG_POS_PUNCT)
            first_word = false;
        ag_push(out, w);
        i = w.last;
    }
    context c = {.g = g, .tokens = tokens, .w = out->at, .n = (uint32_t)out->n, .title = title};
    for (uint32_t i = 0; i < c.n; i++) {
        ag_word *w = &c.w[i];
        if (open_word(w))
            tag_open(&c, i, w);
        else if (w->pos == AG_POS_THAT)
            tag_that(&c, i, w);
        else if (w->pos == AG_POS_GEN)
            tag_gen(&c, i, w);
        else if (w->pos == AG_POS_TO)
            tag_to(&c, i, w);
        else if (w->pos == AG_POS_POSS || w->pos == AG_POS_PRON)
            tag_her(&c, i, w);
        track_clause(&c, w);
    }
}
