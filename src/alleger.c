// SPDX-License-Identifier: MIT
// Whose an allegation is that a sentence speaks of: who raises it, to whom a preposition gives it, its owner.
#include "extractor.h"

#include "reference.h"

// How far from the cue the noun may stand, in items.
enum { BEFORE = 6, BEHIND = 3 };

static bool is_allegation(const ag_item *item)
{
    return item->category == AG_CAT_NG &&
           (ag_item_has_class(item, AG_CLASS_ALLEGATION) || ag_item_has_class(item, AG_CLASS_CONCLUSION) ||
            ag_item_has_class(item, AG_CLASS_CRITICISM));
}

static ag_reference here(const ag_extractor *x, uint32_t first, uint32_t last)
{
    return (ag_reference){first < last, x->sentence, first, last};
}

// "Claims of spies that", "charges, raised by staff,", "a complaint from the firm".
static ag_reference behind(const ag_extractor *x, const ag_item *items, uint32_t n, uint32_t i)
{
    uint32_t at = i + 1;
    at += at < n && items[at].category == AG_CAT_COMMA;
    bool raised = at < n && items[at].category == AG_CAT_VED;
    at = raised ? at + 1 : i + 1;
    if (at + 1 >= n || items[at].category != AG_CAT_P)
        return (ag_reference){0};
    uint32_t head = at + 1;
    while (head + 1 < n && items[head].category == AG_CAT_NPOSS)
        head++;
    bool that = head + 1 < n && items[head + 1].category == AG_CAT_THAT;
    bool by = ag_item_is(x, &items[at], "by") ||
              (!raised && (ag_item_is(x, &items[at], "from") || (that && ag_item_is(x, &items[at], "of"))));
    return by && items[head].category == AG_CAT_NG ? here(x, at + 1, head + 1) : (ag_reference){0};
}

// "The firm's claim that".
static ag_reference owner(const ag_extractor *x, const ag_item *items, uint32_t n, uint32_t i)
{
    bool that = i + 1 < n && items[i + 1].category == AG_CAT_THAT;
    bool owned = items[i].agent.first < items[i].agent.last && items[i].agent.head != i;
    return that && owned ? here(x, items[i].agent.first, items[i].agent.last) : (ag_reference){0};
}

// "The guards made accusations", "trade charges".
static ag_reference raiser(const ag_extractor *x, const ag_item *items, uint32_t n, uint32_t i)
{
    for (uint32_t k = 0; k < n; k++) {
        const ag_item *v = &items[k];
        bool raises = ag_is_verbal((ag_category)v->category) && ag_item_has_class(v, AG_CLASS_RAISE) &&
                      !(v->features & (AG_FEAT(NEG) | AG_FEAT(PASSIVE)));
        if (raises && i >= v->patient.first && i < v->patient.last)
            return here(x, v->agent.first, v->agent.last);
    }
    return (ag_reference){0};
}

// Whose the allegation at item i is, if it is one.
static ag_reference whose(const ag_extractor *x, const ag_item *items, uint32_t n, uint32_t i)
{
    if (i >= n || !is_allegation(&items[i]))
        return (ag_reference){0};
    ag_reference who = behind(x, items, n, i);
    if (!who.present)
        who = owner(x, items, n, i);
    if (!who.present)
        who = raiser(x, items, n, i);
    return who.present && ag_can_speak(&x->doc, who) ? who : (ag_reference){0};
}

// The nearest allegation counts, of two as near the one before.
ag_reference ag_alleger(const ag_extractor *x, uint32_t cue)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    ag_reference who = whose(x, items, n, cue);
    for (uint32_t far = 1; far <= BEFORE && !who.present; far++) {
        if (far <= cue)
            who = whose(x, items, n, cue - far);
        if (!who.present && far <= BEHIND)
            who = whose(x, items, n, cue + far);
    }
    return who;
}
