// SPDX-License-Identifier: MIT
// The words are in the lexicon, a class a band of ICD 203 or a level of confidence. What is decided here is
// whether a word is meant that way: "alleged" before a noun, "believed" in "is believed to", "not likely".
#include "certainty.h"

#include <string.h>

static const struct {
    ag_known_class id;
    int low, high; // percent, ICD 203
} bands[] = {
    {AG_CLASS_ALMOSTNO, 1, 5},        {AG_CLASS_VERYUNLIKELY, 5, 20},   {AG_CLASS_UNLIKELY, 20, 45},
    {AG_CLASS_EVENCHANCE, 45, 55},    {AG_CLASS_LIKELY, 55, 80},        {AG_CLASS_VERYLIKELY, 80, 95},
    {AG_CLASS_ALMOSTCERTAIN, 95, 99}, {AG_CLASS_VERYUNLIKELY_N, 5, 20}, {AG_CLASS_UNLIKELY_N, 20, 45},
    {AG_CLASS_EVENCHANCE_N, 45, 55},  {AG_CLASS_VERYLIKELY_N, 80, 95},
};

static const struct {
    const char *level;
    ag_known_class id;
    bool noun; // "high confidence" alone: what it is confidence in decides
} levels[] = {
    {"low", AG_CLASS_CONFLOW, false},       {"moderate", AG_CLASS_CONFMOD, false},
    {"high", AG_CLASS_CONFHIGH, false},     {"low", AG_CLASS_CONFLOW_N, true},
    {"moderate", AG_CLASS_CONFMOD_N, true}, {"high", AG_CLASS_CONFHIGH_N, true},
};

// A place in a sentence: the tokens of a phrase, and the item that they stand in.
typedef struct place {
    const ag_document *doc;
    const ag_sentence *sentence;
    const ag_item *items;
    uint32_t nitems;
    uint32_t first, last; // tokens
    uint32_t item;        // nitems where none holds the phrase's first token
    ag_known_set wordings;
} place;

static bool is_category(const place *p, uint32_t item, uint32_t categories)
{
    return item < p->nitems && categories >> p->items[item].category & 1;
}

#define IS(id) (1u << AG_CAT_##id)

// "alleged" and its like count before the noun they belong to, not as verbs ("was suspected of").
static bool modifies_noun(const place *p)
{
    return is_category(p, p->item, IS(NG) | IS(NPOSS)) && p->first < p->items[p->item].head;
}

AG_INLINE bool is_word(const place *p, uint32_t item, const char *word)
{
    if (item >= p->nitems || p->items[item].last - p->items[item].first != 1)
        return false;
    return ag_str_is(ag_token_folded(&p->doc->tokens, p->items[item].first), word);
}

// "It is believed that", "the men, it is claimed, fled".
static bool is_impersonal(const place *p)
{
    if (p->item == 0 || !is_word(p, p->item - 1, "it"))
        return false;
    return is_category(p, p->item + 1, IS(THAT) | IS(COMMA) | IS(STOP) | IS(DASH) | IS(QC));
}

// "is believed to", "thought to have fled", "is suspected of", "feared dead": told of somebody by nobody.
static bool is_reputed(const place *p)
{
    const ag_item *item = &p->items[p->item];
    uint32_t next = p->item + 1;
    if (!is_category(p, p->item, IS(VG) | IS(VED) | IS(VTO) | IS(VING)) || p->first > item->head ||
        p->last <= item->head || !(item->features & AG_FEAT(PASSIVE)))
        return false;
    while (is_category(p, next, IS(ADV) | IS(TIME)))
        next++;
    return is_category(p, next, IS(VTO) | IS(ADJ)) || is_word(p, next, "of") || is_word(p, next, "behind") ||
           is_impersonal(p);
}

// "appears to", "seemed to".
static bool seems(const place *p)
{
    return is_category(p, p->item, IS(VG) | IS(VED) | IS(VTO) | IS(VING)) &&
           p->last > p->items[p->item].head && is_category(p, p->item + 1, IS(VTO));
}

// "high confidence that", "in the assessment", "high-confidence finding"; not in a government.
static bool is_analytic(const place *p)
{
    uint32_t next = p->item + 1;
    if (is_category(p, p->item, IS(NG)) && p->last <= p->items[p->item].head)
        return true;
    if (!is_word(p, next, "in"))
        return true;
    for (next++; is_category(p, next, IS(NG) | IS(NPOSS)); next++)
        if (ag_item_has_class(&p->items[next], AG_CLASS_REPORT))
            return true;
    return is_category(p, next, IS(VING) | IS(THAT) | IS(WH));
}

// "isn't likely" is unlikely; the phrases with a "not" of their own are in the lexicon.
static void take_contraction(const place *p, ag_certainty *c)
{
    if (p->first == p->sentence->body || c->high <= 50)
        return;
    ag_str before = ag_token_folded(&p->doc->tokens, p->first - 1);
    if (before.len < 3 || memcmp(before.ptr + before.len - 3, "n't", 3) != 0)
        return;
    c->span.start = p->doc->tokens.list.at[p->first - 1].start;
    c->low = 20, c->high = 45;
}

static bool is_likelihood(const place *p, ag_known_class known, ag_certainty *c)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(bands); i++) {
        if (bands[i].id != known)
            continue;
        c->type = AG_LIKELIHOOD, c->low = bands[i].low, c->high = bands[i].high;
        take_contraction(p, c);
        return true;
    }
    return false;
}

static bool is_confidence(const place *p, ag_known_class known, ag_certainty *c)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(levels); i++) {
        if (levels[i].id != known || (levels[i].noun && !is_analytic(p)))
            continue;
        c->type = AG_CONFIDENCE, c->level = levels[i].level;
        return true;
    }
    return false;
}

static bool is_hearsay(const place *p, ag_known_class known, ag_certainty *c)
{
    c->type = AG_HEARSAY;
    return known == AG_CLASS_ALLEGEDLY || (known == AG_CLASS_ALLEGED && modifies_noun(p)) ||
           (known == AG_CLASS_HEARSAY && is_reputed(p)) || (known == AG_CLASS_SEEM && seems(p));
}

static bool is_wording(const place *p, uint16_t class_id, ag_certainty *c)
{
    uint8_t known = p->doc->g->known[class_id];
    ag_known_class k = (ag_known_class)(known - 1);
    if (!known || !ag_known_set_has(&p->wordings, k)) // nearly all
        return false;
    return is_likelihood(p, k, c) || is_confidence(p, k, c) || is_hearsay(p, k, c);
}

static void note_wording(ag_known_set *set, ag_known_class k)
{
    set->bits[k / 64] |= UINT64_C(1) << k % 64;
}

// All classes that a wording may have.
static ag_known_set all_wordings(void)
{
    static const ag_known_class hearsay[] = {AG_CLASS_ALLEGEDLY, AG_CLASS_ALLEGED, AG_CLASS_HEARSAY,
                                             AG_CLASS_SEEM};
    ag_known_set set = {{0}};
    for (size_t i = 0; i < AG_ARRAY_LEN(bands); i++)
        note_wording(&set, bands[i].id);
    for (size_t i = 0; i < AG_ARRAY_LEN(levels); i++)
        note_wording(&set, levels[i].id);
    for (size_t i = 0; i < AG_ARRAY_LEN(hearsay); i++)
        note_wording(&set, hearsay[i]);
    return set;
}

// The wording that a phrase is. Returns false where it is none.
static bool read_phrase(const place *p, const ag_sense *senses, uint32_t n, ag_certainty *c)
{
    const ag_token *tokens = p->doc->tokens.list.at;
    *c = (ag_certainty){.span = {tokens[p->first].start, tokens[p->last - 1].end}};
    for (uint32_t i = 0; i < n; i++)
        if (is_wording(p, senses[i].class_id, c))
            return true;
    return false;
}

// "more likely" is none, nor is the word inside; a preposition such as "for allegedly" has one inside.
static bool is_comparison(const place *p, const ag_sense *senses, uint32_t n)
{
    return n > 0 && ag_is_class(p->doc->g, senses[0].class_id, AG_CLASS_COMPARISON);
}

uint32_t ag_certainty_find(const ag_document *doc, uint32_t sentence, ag_certainty *out, uint32_t max)
{
    place p = {.doc = doc, .sentence = &doc->units.sentences.at[sentence], .wordings = all_wordings()};
    uint32_t found = 0, next;
    p.items = ag_doc_items(doc, sentence, &p.nitems);
    for (p.first = p.sentence->body; p.first < p.sentence->last && found < max; p.first = next) {
        const ag_sense *senses;
        uint32_t n, len = ag_lexicon_find(doc->g->lex, &doc->tokens, p.first, p.sentence->last, &senses, &n);
        next = p.first + 1;
        if (len == 0)
            continue;
        p.last = p.first + len;
        while (p.item < p.nitems && p.items[p.item].last <= p.first)
            p.item++;
        bool wording = read_phrase(&p, senses, n, &out[found]);
        found += wording;
        if (wording || is_comparison(&p, senses, n))
            next = p.last;
    }
    return found;
}
