// SPDX-License-Identifier: MIT
// At whom a course of action is aimed, where the rule took nobody for the target.
#include "extractor.h"

#include "entity.h"

#include <string.h>

static bool is_party(const ag_item *item)
{
    bool nominal = item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
    return nominal && (item->features & AG_FEAT(ACTOR)) && !(item->features & AG_FEAT(FIRST));
}

static bool is_owner(const ag_item *item)
{
    return item->category == AG_CAT_NPOSS && is_party(item) && !(item->features & AG_FEAT(PRON));
}

static ag_reference party(const ag_extractor *x, uint32_t first, uint32_t last)
{
    return (ag_reference){true, x->sentence, first, last};
}

// "We will hold the regime to account": whom the verb itself is done to.
static ag_reference patient_of(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    ag_link to = item->patient;
    bool active = item->category == AG_CAT_VG && !(item->features & AG_FEAT(PASSIVE)) &&
                  (item->features & AG_FEAT(FUTURE));
    if (!active || to.first >= to.last || to.first < cue)
        return (ag_reference){0};
    const ag_item *whom = ag_doc_item(&x->doc, x->sentence, to.head);
    if (!is_party(whom) || ag_item_is(x, whom, "it"))
        return (ag_reference){0};
    return party(x, to.first, to.last);
}

// The party that begins at an item, with those to whom it belongs; whose the thing there is, where it is
// none.
static ag_reference party_at(const ag_extractor *x, uint32_t at)
{
    uint32_t n, i = at;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    while (i < n && items[i].category == AG_CAT_NPOSS)
        i++;
    if (i < n && items[i].category == AG_CAT_NG && is_party(&items[i]))
        return party(x, at, i + 1);
    return at < n && is_owner(&items[at]) ? party(x, at, at + 1) : (ag_reference){0};
}

static bool ends_object(const ag_item *item)
{
    return ag_is_verbal(item->category) || item->category == AG_CAT_COMMA || item->category == AG_CAT_STOP ||
           item->category == AG_CAT_THAT || item->category == AG_CAT_SUB || item->category == AG_CAT_WH ||
           item->category == AG_CAT_SEMI;
}

// "Rejected the reporter's appeal", "pledged support to the province".
static ag_reference party_of_object(const ag_extractor *x, uint32_t cue, const char *kind)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    bool commits = strcmp(kind, "commitment") == 0;
    commits &= items[cue].category == AG_CAT_VG;
    bool owned = (strcmp(kind, "position") == 0 || strcmp(kind, "measure") == 0) &&
                 !(items[cue].features & (AG_FEAT(PASSIVE) | AG_FEAT(MUST))) &&
                 !ag_item_has_class(&items[cue], AG_CLASS_CONDEMN);
    bool object = false;
    for (uint32_t i = cue + 1; i < n && !ends_object(&items[i]); i++) {
        if (owned && !object && is_owner(&items[i]))
            return party_at(x, i);
        owned &= items[i].category != AG_CAT_P;
        ag_reference r =
            commits && object && ag_item_is(x, &items[i], "to") ? party_at(x, i + 1) : (ag_reference){0};
        if (r.present)
            return r;
        object |= items[i].category == AG_CAT_NG;
    }
    return (ag_reference){0};
}

// "Took measures to strengthen the guard against the rebels". What must be done is asked of somebody else.
static ag_reference adversary(const ag_extractor *x, uint32_t cue)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    bool must = items[cue].features & AG_FEAT(MUST);
    for (uint32_t i = cue + 1; i < n && !must; i++) {
        ag_category c = (ag_category)items[i].category;
        if (c == AG_CAT_VG || c == AG_CAT_SUB || c == AG_CAT_WH || c == AG_CAT_STOP || c == AG_CAT_SEMI)
            break;
        ag_reference r = ag_item_is(x, &items[i], "against") ? party_at(x, i + 1) : (ag_reference){0};
        if (r.present)
            return r;
    }
    return (ag_reference){0};
}

ag_reference ag_aim(const ag_extractor *x, uint32_t cue, const char *kind)
{
    bool commits = strcmp(kind, "commitment") == 0;
    ag_reference r = commits ? patient_of(x, cue) : (ag_reference){0};
    if (!r.present)
        r = party_of_object(x, cue, kind);
    return r.present ? r : adversary(x, cue);
}
