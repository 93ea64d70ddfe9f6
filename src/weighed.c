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
    if (label != AG_CLAIM && !ag_source_at(x, cue).present)
        set_role(&m, AG_ROLE_SOURCE,
                 item->features & (AG_FEAT(AGINST) | AG_FEAT(AGENT)) ? item->agent
                                                                     : nearest(x, cue, AG_FEAT(INST)));
    return m;
}
