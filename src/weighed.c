// SPDX-License-Identifier: MIT
// The record of a sentence in which no rule fires but the weights say that there is one.
#include "extractor.h"

#include "entity.h"

#include <string.h>

bool ag_is_accusing(const ag_item *item)
{
    return ag_item_has_class(item, AG_CLASS_ACCUSE) || ag_item_has_class(item, AG_CLASS_BLAME) ||
           ag_item_has_class(item, AG_CLASS_CONDEMN);
}

static void set_role(ag_match *m, ag_role role, ag_link link)
{
    m->role[role].first = link.first, m->role[role].last = link.last;
}

static bool in_speaker(const ag_extractor *x, uint32_t i, ag_reference speaker)
{
    return speaker.present && speaker.sentence == x->sentence && i >= speaker.first && i < speaker.last;
}

// "In Canada", "it is clear that": a place and a word that stands for nothing do nothing.
static bool does_nothing(const ag_extractor *x, uint32_t i)
{
    static const char *const places[] = {"in", "at", "near", "across", "around", "over", NULL};
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, i);
    if (ag_item_is(x, item, "there"))
        return true;
    uint32_t n;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    if (ag_item_is(x, item, "it"))
        return i + 2 < n && (items[i + 1].features & AG_FEAT(BE)) && items[i + 2].category == AG_CAT_ADJ;
    return item->category == AG_CAT_NG && i > 0 && items[i - 1].category == AG_CAT_P &&
           ag_str_in(ag_token_folded(&x->doc.tokens, items[i - 1].first), places);
}

static bool is_party(const ag_extractor *x, uint32_t i, uint32_t feature, ag_reference speaker)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, i);
    return (item->category == AG_CAT_NG || (item->category == AG_CAT_NPOSS && feature == AG_FEAT(ACTOR))) &&
           (item->features & feature) && !in_speaker(x, i, speaker) && !does_nothing(x, i);
}

static ag_link only(uint32_t i)
{
    return (ag_link){(uint16_t)i, (uint16_t)(i + 1), (uint16_t)i};
}

// The noun group with a feature that stands nearest to an item, rather before it than behind; empty for none.
static ag_link nearest(const ag_extractor *x, uint32_t at, uint32_t feature)
{
    ag_reference speaker = ag_source_at(x, at);
    uint32_t n;
    ag_doc_items(&x->doc, x->sentence, &n);
    for (uint32_t i = at; i-- > 0;)
        if (is_party(x, i, feature, speaker))
            return only(i);
    for (uint32_t i = at + 1; i < n; i++)
        if (is_party(x, i, feature, speaker))
            return only(i);
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
        if (items[i].category == AG_CAT_VG && (items[i].features & AG_FEAT(AGINST)) &&
            is_some(items[i].agent))
            found = items[i].agent;
    return found;
}

// Whose course or word it is: the subject of a finite verb, any institution else. "The judge voided the ban
// on couples adopting children" is the judge's. A nationality in the cue itself says rather whom it is
// against: "he called all Western sanctions illegal".
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

// "Under the law the firms will have to pay": who has to do it, by somebody else's word.
static bool is_bound(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    uint32_t f = item->features;
    return item->category == AG_CAT_VG && (f & AG_FEAT(MUST)) && (f & AG_FEAT(AGENT)) &&
           is_some(item->agent) &&
           !(f & (AG_FEAT(PASSIVE) | AG_FEAT(AGFIRST) | AG_FEAT(AGPRON) | AG_FEAT(AGNEG))) &&
           !does_nothing(x, item->agent.head);
}

// "A punishment that Norland rejects, the speaker said": the institution is named where the speaker only
// tells.
static bool is_told(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    return item->category == AG_CAT_VG && is_some(item->agent) && (item->features & AG_FEAT(AGINST)) &&
           !(ag_doc_item(&x->doc, x->sentence, item->agent.head)->features & AG_FEAT(PRON));
}

// The first item of what is said that somebody does, rather a harmful one; UINT32_MAX for none.
static uint32_t deed_in(const ag_extractor *x, const ag_attribution *a)
{
    uint32_t first = UINT32_MAX;
    for (uint32_t i = a->content_first; i < a->content_last; i++) {
        const ag_item *item = ag_doc_item(&x->doc, x->sentence, i);
        bool done = is_some(item->agent) && item->agent.first >= a->content_first &&
                    (item->features & AG_FEAT(AGENT)) && !does_nothing(x, item->agent.head);
        if (done && ag_item_has_class(item, AG_CLASS_HARM))
            return i;
        if (done && first == UINT32_MAX)
            first = i;
    }
    return first;
}

// "Investigators allege that they sold it": who speaks, and that he does, is no deed; what he says is one.
static uint32_t into_content(const ag_extractor *x, uint32_t cue)
{
    const ag_document *doc = &x->doc;
    for (uint32_t i = doc->first_attribution.at[x->sentence]; i < doc->first_attribution.at[x->sentence + 1];
         i++) {
        const ag_attribution *a = &doc->attributions.at[i];
        if (!in_speaker(x, cue, a->source) && (cue < a->cue_first || cue >= a->cue_last))
            continue;
        uint32_t deed = deed_in(x, a);
        if (deed != UINT32_MAX)
            return deed;
    }
    return cue;
}

// Who is held responsible: whom the cue names ("the Falcon gang", "Russian hacking"), its doer, or who stands
// nearest.
static ag_link held_responsible(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    bool named = (item->features & AG_FEAT(ACTOR)) || item->modifier_actor;
    ag_link link = ag_is_accusing(item) ? item->patient : item->agent;
    if (item->category == AG_CAT_NG && named && !in_speaker(x, cue, ag_source_at(x, cue)))
        return only(cue);
    return is_some(link) ? link : nearest(x, cue, AG_FEAT(ACTOR));
}

// Not "we fought", "will make Americans safer": whom a verb is done to is aimed at where he is somebody else
// than who speaks, and stands in no place.
static bool is_aimed_at(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    if (!(item->features & AG_FEAT(PATIENT)) || !is_some(item->patient))
        return false;
    const ag_item *whom = ag_doc_item(&x->doc, x->sentence, item->patient.head);
    bool passive = item->category == AG_CAT_VG && (item->features & AG_FEAT(PASSIVE));
    bool backwards = item->category == AG_CAT_VG && !passive && item->patient.first < cue;
    return !(whom->features & AG_FEAT(FIRST)) && !backwards && !does_nothing(x, item->patient.head);
}

ag_match ag_weighed_match(const ag_extractor *x, ag_label label, uint32_t cue)
{
    if (label == AG_CLAIM)
        cue = into_content(x, cue);
    uint32_t n, end = cue + 1;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n), *item = &items[cue];
    ag_match m = {.rule = AG_WEIGHED + label};
    set_role(&m, AG_ROLE_CUE, (ag_link){(uint16_t)cue, (uint16_t)(cue + 1), (uint16_t)cue});
    while (end < n && items[end].category != AG_CAT_STOP && items[end].category != AG_CAT_QC)
        end++;
    if (end > cue + 1)
        set_role(&m, AG_ROLE_ACT, (ag_link){(uint16_t)(cue + 1), (uint16_t)end, 0});
    if (label == AG_CLAIM)
        set_role(&m, AG_ROLE_TARGET, held_responsible(x, cue));
    if (label == AG_CLAIM && ag_is_accusing(item))
        set_role(&m, AG_ROLE_SOURCE, item->agent);
    else if (label == AG_CLAIM && !ag_inside_statement((void *)x, cue)) {
        ag_reference who = ag_alleger(x, cue);
        set_role(&m, AG_ROLE_SOURCE, (ag_link){(uint16_t)who.first, (uint16_t)who.last, 0});
    }
    if (label == AG_POLICY && is_aimed_at(x, cue))
        set_role(&m, AG_ROLE_TARGET, item->patient);
    bool said = ag_source_at(x, cue).present;
    bool bound = label == AG_POLICY && is_bound(x, cue);
    if (bound)
        set_role(&m, AG_ROLE_TARGET, item->agent);
    if (label == AG_POLICY && !bound && (!said || is_told(x, cue)))
        set_role(&m, AG_ROLE_SOURCE, whose(x, cue));
    if (label == AG_DENIAL && !said)
        set_role(&m, AG_ROLE_SOURCE,
                 item->features & (AG_FEAT(AGINST) | AG_FEAT(AGENT)) ? item->agent
                                                                     : nearest(x, cue, AG_FEAT(INST)));
    return m;
}
