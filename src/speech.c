// SPDX-License-Identifier: MIT
// Who says what stands where: attributions, quotations, and whether an institution says it.
#include "extractor.h"

#include "entity.h"
#include "reference.h"

#include <string.h>

enum { SCARE_QUOTE = 4 }; // a quotation of fewer tokens, marks not counted, is a word or a title, not speech

bool ag_role_present(const ag_match *m, ag_role role)
{
    return m->role[role].first < m->role[role].last;
}

static ag_attribution attribution_of(const ag_extractor *x, const ag_match *m)
{
    ag_attribution a = {.sentence = x->sentence, .rule = m->rule};
    a.cue_first = m->role[AG_ROLE_CUE].first, a.cue_last = m->role[AG_ROLE_CUE].last;
    a.content_first = m->role[AG_ROLE_CONTENT].first, a.content_last = m->role[AG_ROLE_CONTENT].last;
    if (ag_role_present(m, AG_ROLE_SOURCE))
        a.source =
            (ag_reference){true, x->sentence, m->role[AG_ROLE_SOURCE].first, m->role[AG_ROLE_SOURCE].last};
    return a;
}

static bool keep_speech(void *user, const ag_match *m)
{
    ag_extractor *x = user;
    if (!ag_role_present(m, AG_ROLE_CONTENT))
        return false;
    ag_push(&x->doc.attributions, attribution_of(x, m));
    return true;
}

bool ag_keep_belief(void *user, const ag_match *m)
{
    ag_extractor *x = user;
    if (!ag_role_present(m, AG_ROLE_CONTENT))
        return false;
    ag_push(&x->attributed, attribution_of(x, m));
    return true;
}

void ag_find_attributions(ag_extractor *x)
{
    ag_document *doc = &x->doc;
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(doc, s, &n);
        ag_push(&doc->first_attribution, (uint32_t)doc->attributions.n);
        x->sentence = s;
        ag_matcher_sentence(x->matcher, items, n, &doc->tokens);
        ag_matcher_run(x->matcher, AG_PASS_SPEECH, NULL, keep_speech, x);
    }
    ag_push(&doc->first_attribution, (uint32_t)doc->attributions.n);
}

static uint32_t content_length(const ag_attribution *a)
{
    return a->content_last - a->content_first;
}

const ag_attribution *ag_attribution_at(const ag_extractor *x, uint32_t item)
{
    const ag_document *doc = &x->doc;
    const ag_attribution *best = NULL;
    bool best_named = false;
    for (uint32_t i = doc->first_attribution.at[x->sentence]; i < doc->first_attribution.at[x->sentence + 1];
         i++) {
        const ag_attribution *a = &doc->attributions.at[i];
        if (item < a->content_first || item >= a->content_last)
            continue;
        bool named = a->source.present && ag_can_speak(doc, a->source);
        if (!best || (named != best_named ? named : content_length(a) < content_length(best)))
            best = a, best_named = named;
    }
    return best;
}

uint32_t ag_speech_at(const ag_extractor *x, uint32_t item)
{
    const ag_item *it = ag_doc_item(&x->doc, x->sentence, item);
    if (!(it->features & AG_FEAT(QUOTED)))
        return UINT32_MAX;
    uint32_t q = ag_doc_quote_at(&x->doc, it->first);
    if (q == UINT32_MAX || x->doc.units.quotes.at[q].close - x->doc.units.quotes.at[q].open <= SCARE_QUOTE)
        return UINT32_MAX;
    return q;
}

static ag_reference speaker_at(const ag_extractor *x, uint32_t item)
{
    const ag_document *doc = &x->doc;
    uint32_t q = ag_speech_at(x, item);
    if (q != UINT32_MAX && doc->quote_speaker.at[q].present)
        return doc->quote_speaker.at[q];
    return doc->label_speaker.at[x->sentence];
}

bool ag_inside_statement(void *user, uint32_t item)
{
    const ag_extractor *x = user;
    return ag_attribution_at(x, item) || ag_speech_at(x, item) != UINT32_MAX ||
           x->doc.label_speaker.at[x->sentence].present;
}

bool ag_extractor_within(ag_extractor *x, uint32_t sentence, uint32_t item)
{
    x->sentence = sentence;
    return ag_inside_statement(x, item);
}

ag_reference ag_source_at(const ag_extractor *x, uint32_t item)
{
    const ag_attribution *a = ag_attribution_at(x, item);
    return a && a->source.present ? a->source : speaker_at(x, item);
}

uint32_t ag_standing(const ag_document *doc, ag_reference r)
{
    for (uint32_t i = r.first; r.present && i < r.last; i++) {
        const ag_item *item = ag_doc_item(doc, r.sentence, i);
        if (item->category != AG_CAT_NG)
            continue;
        if ((item->features & AG_FEAT(INST)) || ag_item_is_official_paper(doc, item))
            return AG_FEAT(OFFICIAL);
        if (ag_item_has_class(item, AG_CLASS_MEDIA))
            return 0;
        return (item->features & (AG_FEAT(ACTOR) | AG_FEAT(PRON))) == AG_FEAT(ACTOR) ? AG_FEAT(LAY) : 0;
    }
    return 0;
}

ag_reference ag_voice_at(const ag_extractor *x, uint32_t item)
{
    ag_reference source = ag_source_at(x, item);
    bool said = source.present || ag_inside_statement((void *)x, item);
    return said || !x->doc.own_voice ? source : x->doc.author;
}

void ag_mark_official(ag_extractor *x)
{
    for (uint32_t s = 0; s < x->doc.units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(&x->doc, s, &n);
        x->sentence = s;
        for (uint32_t i = 0; i < n; i++)
            items[i].features |= ag_standing(&x->doc, ag_voice_at(x, i));
    }
}
