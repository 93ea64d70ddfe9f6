// SPDX-License-Identifier: MIT
#include "role_weights.h"

#include "array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A clue is known by a number: those of the list have their own, the classes that weigh something follow.
enum { LABELS = AG_POLICY + 1, MOST = 2048, MOST_PRESENT = AG_RC_COUNT + AG_ROLE_WORDS };

// What a clue weighs together with another that has the same or a higher number; alone where it is the same.
typedef struct partner {
    uint16_t clue;
    float weight;
} partner;

typedef AG_ARRAY(partner) partners;

struct ag_role_weights {
    const ag_lexicon *lex;
    uint32_t nclasses;
    uint16_t *number; // of a class clue, by place and class; 0 where it weighs nothing
    ag_role_word words[MOST - AG_RC_COUNT];
    size_t n; // numbers given so far
    partners of[LABELS][MOST];
    bool any[LABELS];
};

// The clues that are there, by number: whether each is, and one by one.
typedef struct present {
    bool is[MOST];
    uint16_t list[MOST_PRESENT];
    size_t n;
} present;

const char *ag_role_clue_name(ag_role_clue clue)
{
    static const char *const names[] = {
#define X(id, name, meaning) [AG_RC_##id] = name,
        AG_ROLE_CLUES(X)
#undef X
    };
    return names[clue];
}

const char *ag_role_place_name(ag_role_place place)
{
    static const char *const names[] = {
#define X(id, name, meaning) [AG_RP_##id] = name,
        AG_ROLE_PLACES(X)
#undef X
    };
    return names[place];
}

void ag_role_clues_add(ag_role_clues *c, ag_role_place place, const uint16_t *classes, uint32_t n)
{
    ag_role_word *to = c->words + c->nwords;
    n = n < AG_ROLE_WORDS - c->nwords ? n : AG_ROLE_WORDS - c->nwords;
    for (uint32_t i = 0; i < n; i++)
        to[i] = (ag_role_word){(uint16_t)place, classes[i]};
    c->nwords += n;
}

ag_role_weights *ag_role_weights_new(const ag_lexicon *lex)
{
    ag_role_weights *w = ag_xcalloc(1, sizeof *w);
    w->lex = lex;
    w->nclasses = ag_lexicon_class_count(lex);
    w->number = ag_xcalloc((size_t)AG_RP_COUNT * w->nclasses + 1, sizeof *w->number);
    w->n = AG_RC_COUNT;
    return w;
}

void ag_role_weights_free(ag_role_weights *w)
{
    if (!w)
        return;
    for (size_t label = 0; label < LABELS; label++)
        for (size_t i = 0; i < w->n; i++)
            ag_free(&w->of[label][i]);
    ag_xfree(w->number);
    ag_xfree(w);
}

// ---- the names of clues ----

static uint16_t *number_of(const ag_role_weights *w, ag_role_word word)
{
    return &w->number[word.place * w->nclasses + word.class];
}

// The number of "verb:V.demand", a new one where it has none yet; MOST where there is no such clue or there
// are too many.
static size_t class_clue(ag_role_weights *w, ag_str name)
{
    const char *colon = memchr(name.ptr, ':', name.len);
    if (!colon)
        return MOST;
    size_t n = (size_t)(colon - name.ptr);
    ag_role_word word = {0, ag_lexicon_class(w->lex, colon + 1, name.len - n - 1)};
    while (word.place < AG_RP_COUNT && !ag_str_is((ag_str){name.ptr, n}, ag_role_place_name(word.place)))
        word.place++;
    if (word.place == AG_RP_COUNT || word.class >= w->nclasses)
        return MOST;
    uint16_t *number = number_of(w, word);
    if (*number == 0 && w->n < MOST) {
        w->words[w->n - AG_RC_COUNT] = word;
        *number = (uint16_t)w->n++;
    }
    return *number ? *number : MOST;
}

static size_t clue_named(ag_role_weights *w, ag_str name)
{
    for (ag_role_clue clue = 0; clue < AG_RC_COUNT; clue++)
        if (ag_str_is(name, ag_role_clue_name(clue)))
            return clue;
    return class_clue(w, name);
}

static int write_name(const ag_role_weights *w, size_t clue, char *to, size_t size)
{
    if (clue < AG_RC_COUNT)
        return snprintf(to, size, "%s", ag_role_clue_name((ag_role_clue)clue));
    ag_role_word word = w->words[clue - AG_RC_COUNT];
    return snprintf(to, size, "%s:%s", ag_role_place_name(word.place),
                    ag_lexicon_class_name(w->lex, word.class));
}

static void write_names(const ag_role_weights *w, size_t a, size_t b, char *to, size_t size)
{
    int n = write_name(w, a, to, size);
    if (a == b || n < 0 || (size_t)n + 1 >= size)
        return;
    to[n] = '&';
    write_name(w, b, to + n + 1, size - (size_t)n - 1);
}

bool ag_role_weights_add(ag_role_weights *w, ag_label label, ag_str clue, double weight)
{
    const char *and = memchr(clue.ptr, '&', clue.len);
    size_t n = and? (size_t)(and-clue.ptr) : clue.len;
    size_t a = clue_named(w, (ag_str){clue.ptr, n});
    size_t b = and? clue_named(w, (ag_str){and+1, clue.len - n - 1}) : a;
    if (a == MOST || b == MOST)
        return false;
    ag_push(&w->of[label][a < b ? a : b], (partner){(uint16_t)(a < b ? b : a), (float)weight});
    return w->any[label] = true;
}

bool ag_role_weights_has(const ag_role_weights *w, ag_label label)
{
    return w->any[label];
}

// ---- what they weigh ----

static void put(present *p, size_t clue)
{
    if (!p->is[clue])
        p->list[p->n++] = (uint16_t)clue;
    p->is[clue] = true;
}

static void find_present(const ag_role_weights *w, const ag_role_clues *clues, present *p)
{
    memset(p->is, 0, w->n * sizeof *p->is);
    p->n = 0;
    for (size_t row = 0; row < AG_ROLE_BITS; row++)
        for (uint64_t left = clues->bits[row]; left; left &= left - 1)
            put(p, row * 64 + (size_t)__builtin_ctzll(left));
    for (uint32_t i = 0; i < clues->nwords; i++) {
        ag_role_word word = clues->words[i];
        uint16_t number = word.class < w->nclasses ? *number_of(w, word) : 0;
        if (number)
            put(p, number);
    }
}

double ag_role_weights_sum(const ag_role_weights *w, ag_label label, const ag_role_clues *clues)
{
    present p;
    double sum = 0;
    find_present(w, clues, &p);
    for (size_t i = 0; i < p.n; i++) {
        const partners *row = &w->of[label][p.list[i]];
        for (size_t k = 0; k < row->n; k++)
            if (p.is[row->at[k].clue])
                sum += (double)row->at[k].weight;
    }
    return sum;
}

static float size_of(float weight)
{
    return weight < 0 ? -weight : weight;
}

// Two clues and what they weigh together.
typedef struct pair {
    uint16_t a, b;
    float weight;
} pair;

// Puts a pair where it belongs by its weight; the lightest is lost where there are too many.
static size_t keep_pair(pair found, pair *pairs, size_t n, size_t most)
{
    size_t at = n;
    while (at > 0 && size_of(pairs[at - 1].weight) < size_of(found.weight))
        at--;
    if (at >= most)
        return n;
    n += n < most;
    memmove(&pairs[at + 1], &pairs[at], (n - at - 1) * sizeof *pairs);
    pairs[at] = found;
    return n;
}

size_t ag_role_weights_reasons(const ag_role_weights *w, ag_label label, const ag_role_clues *clues,
                               const ag_role_clues *others, ag_role_reason *reasons, size_t most)
{
    enum { AT_MOST = 16 };
    pair pairs[AT_MOST];
    present here, there;
    size_t n = 0;
    find_present(w, clues, &here);
    find_present(w, others, &there);
    for (size_t i = 0; i < here.n; i++) {
        uint16_t a = here.list[i];
        const partners *row = &w->of[label][a];
        for (size_t k = 0; k < row->n; k++) {
            uint16_t b = row->at[k].clue;
            if (here.is[b] && !(there.is[a] && there.is[b]))
                n = keep_pair((pair){a, b, row->at[k].weight}, pairs, n, most < AT_MOST ? most : AT_MOST);
        }
    }
    for (size_t i = 0; i < n; i++) {
        reasons[i].weight = pairs[i].weight;
        write_names(w, pairs[i].a, pairs[i].b, reasons[i].clue, sizeof reasons[i].clue);
    }
    return n;
}
