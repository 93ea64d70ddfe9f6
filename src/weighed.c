// SPDX-License-Identifier: MIT
// The record of a sentence in which no rule fires but the weights say that there is one.
#include "extractor.h"

#include "entity.h"

#include <string.h>

static bool is_accusing(const ag_document *doc, const ag_item *item)
{
    return ag_item_has_class(doc, item, AG_CLASS_ACCUSE) || ag_item_has_class(doc, item, AG_CLASS_BLAME) ||
           ag_item_has_class(doc, item, AG_CLASS_CONDEMN);
}

static void set_role(ag_match *m, ag_role role, ag_link link)
{
    m->role[role].first = link.first, m->role[role].last = link.last;
}

static bool is_party(const ag_extractor *x, uint32_t i, uint32_t feature, ag_reference speaker)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, i);
    bool speaks =
        speaker.present && speaker.sentence == x->sentence && i >= speaker.first && i < speaker.last;
    return item->category == AG_CAT_NG && (item->features & feature) && !speaks;
}

// The noun group with a feature that stands nearest to an item, rather before it than behind; empty for none.
static ag_link nearest(const ag_extractor *x, uint32_t at, uint32_t feature)
{
    ag_reference speaker = ag_source_at(x, at);
    uint32_t n;
    ag_doc_items(&x->doc, x->sentence, &n);
    for (uint32_t i = at; i-- > 0;)
        if (is_party(x, i, feature, speaker))
            return (ag_link){(uint16_t)i, (uint16_t)(i + 1), (uint16_t)i};
    for (uint32_t i = at + 1; i < n; i++)
        if (is_party(x, i, feature, speaker))
            return (ag_link){(uint16_t)i, (uint16_t)(i + 1), (uint16_t)i};
    return (ag_link){0};
}

static bool is_some(ag_link link)
{
    return link.first < link.last;
}

// The institution that does something by a finite verb, the last one before an item or the first behind it.
static ag_link doer(const ag_extractor *x, uint32_t at)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    ag_link found = {0};
    for (uint32_t i = 0; i < n && (i < at || !is_some(found)); i++)
        if (items[i].category == AG_CAT_VG && (items[i].features & AG_FEAT(AGINST)) && is_some(items[i].agent))
            found = items[i].agent;
    return found;
}

// Whose course or word it is: the subject of a finite verb, any institution else. "The judge voided the ban on
// couples adopting children" is the judge's. A nationality in the cue itself says rather whom it is against:
// "he called all Western sanctions illegal".
static ag_link whose(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    bool itself = item->agent.head == cue;
    bool subject = item->category == AG_CAT_VG && !(item->features & AG_FEAT(PASSIVE));
    bool agent = is_some(item->agent) && (item->features & (AG_FEAT(AGINST) | AG_FEAT(AGENT)));
    if (agent && !itself && (subject || (item->features & AG_FEAT(AGINST))))
        return item->agent;
    ag_link found = doer(x, cue);
    if (!is_some(found))
        found = agent ? item->agent : nearest(x, cue, AG_FEAT(INST));
    return found;
}

// "A punishment that Norland rejects, the speaker said": the institution is named where the speaker only tells.
static bool is_told(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    return item->category == AG_CAT_VG && is_some(item->agent) && (item->features & AG_FEAT(AGINST)) &&
           !(ag_doc_item(&x->doc, x->sentence, item->agent.head)->features & AG_FEAT(PRON));
}

ag_match ag_weighed_match(const ag_extractor *x, ag_label label, uint32_t cue)
{
    uint32_t n, end = cue + 1;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n), *item = &items[cue];
    ag_match m = {.rule = AG_WEIGHED + label};
    set_role(&m, AG_ROLE_CUE, (ag_link){(uint16_t)cue, (uint16_t)(cue + 1), (uint16_t)cue});
    while (end < n && items[end].category != AG_CAT_STOP && items[end].category != AG_CAT_QC)
        end++;
    if (end > cue + 1)
        set_role(&m, AG_ROLE_ACT, (ag_link){(uint16_t)(cue + 1), (uint16_t)end, 0});
    bool accusing = is_accusing(&x->doc, item);
    if (label == AG_CLAIM)
        set_role(&m, AG_ROLE_TARGET, accusing ? item->patient : item->agent);
    if (label == AG_CLAIM && accusing)
        set_role(&m, AG_ROLE_SOURCE, item->agent);
    if (label == AG_CLAIM && m.role[AG_ROLE_TARGET].first == m.role[AG_ROLE_TARGET].last)
        set_role(&m, AG_ROLE_TARGET, nearest(x, cue, AG_FEAT(ACTOR)));
    if (label == AG_POLICY && (item->features & AG_FEAT(PATIENT)))
        set_role(&m, AG_ROLE_TARGET, item->patient);
    bool said = ag_source_at(x, cue).present;
    if (label == AG_POLICY && (!said || is_told(x, cue)))
        set_role(&m, AG_ROLE_SOURCE, whose(x, cue));
    if (label == AG_DENIAL && !said)
        set_role(&m, AG_ROLE_SOURCE,
                 item->features & (AG_FEAT(AGINST) | AG_FEAT(AGENT)) ? item->agent
                                                                     : nearest(x, cue, AG_FEAT(INST)));
    return m;
}
