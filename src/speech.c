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
    if (!ag_role_present(m, AG_ROLE_CONTENT) ||
        m->role[AG_ROLE_CONTENT].first == m->role[AG_ROLE_SOURCE].first)
        return false; // "..., said Lee, a guard": not what he is
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

// ---- where what is said ends ----

static bool is_nominal(const ag_item *item)
{
    return item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
}

static bool word_in(const ag_document *doc, const ag_item *item, const char *const *words)
{
    return ag_str_in(ag_token_folded(&doc->tokens, item->last - 1u), words);
}

// Somebody who is named says this in a finite verb.
static bool says_anew(const ag_document *doc, const ag_attribution *a)
{
    static const ag_known_class verbs[] = {AG_CLASS_SAY, AG_CLASS_ALLEGE, AG_CLASS_INSIST, AG_CLASS_ASSESS,
                                           AG_CLASS_WARN};
    const ag_item *cue = ag_doc_item(doc, a->sentence, a->cue_first);
    bool says = false;
    for (size_t k = 0; k < AG_ARRAY_LEN(verbs); k++)
        says |= ag_item_has_class(cue, verbs[k]);
    return says && cue->category == AG_CAT_VG && a->source.present && a->source.sentence == a->sentence &&
           a->source.last <= a->cue_first && ag_can_speak(doc, a->source) &&
           !(ag_doc_item(doc, a->sentence, a->source.first)->features & AG_FEAT(PRON));
}

// "The guards said they saw nobody, but the mayor says they slept": where the clause of another speaker
// begins, its conjunction and pause included. UINT32_MAX where it is part of what is said before.
static uint32_t own_clause(const ag_document *doc, const ag_attribution *a)
{
    static const char *const against[] = {"but", "while", "whereas", "though", "although", NULL},
                             *const joins[] = {"and", NULL};
    uint32_t n, i = a->source.first;
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    if (!says_anew(doc, a) || i == 0)
        return UINT32_MAX;
    const ag_item *joint = &items[i - 1];
    bool pause = i > 1 && items[i - 2].category == AG_CAT_COMMA;
    if (!word_in(doc, joint, against) && !(pause && word_in(doc, joint, joins)))
        return UINT32_MAX;
    return i - 1 - pause;
}

static void end_before_other_speakers(ag_document *doc, uint32_t from)
{
    for (uint32_t b = from; b < doc->attributions.n; b++) {
        uint32_t end = own_clause(doc, &doc->attributions.at[b]);
        for (uint32_t k = from; end != UINT32_MAX && k < doc->attributions.n; k++) {
            ag_attribution *a = &doc->attributions.at[k];
            if (a->cue_last <= end && a->content_first < end && a->content_last > end &&
                !(ag_doc_item(doc, a->sentence, end)->features & AG_FEAT(QUOTED)))
                a->content_last = end;
        }
    }
}

// "Lee, who said it was a lie, told the court": the comma behind which the sentence goes on with him.
static uint32_t own_next(const ag_document *doc, const ag_attribution *a)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, a->sentence, &n);
    bool relative = a->cue_first > 0 && items[a->cue_first - 1].category == AG_CAT_WH;
    for (uint32_t i = a->content_first + 1; relative && i < a->content_last; i++) {
        const ag_link *by = &items[i].agent;
        uint32_t b = i - 1;
        if (items[i].category != AG_CAT_VG || by->first == by->last || by->first != a->source.first ||
            (items[i].features & AG_FEAT(QUOTED)))
            continue;
        while (b > a->content_first && items[b].category == AG_CAT_ADV)
            b--;
        if (items[b].category == AG_CAT_COMMA && b > a->content_first)
            return b;
    }
    return UINT32_MAX;
}

static void end_at_own_next(ag_document *doc, uint32_t from)
{
    for (uint32_t k = from; k < doc->attributions.n; k++) {
        ag_attribution *a = &doc->attributions.at[k];
        if (a->source.present && a->source.sentence == a->sentence && a->source.last <= a->cue_first &&
            a->cue_last <= a->content_first) {
            uint32_t end = own_next(doc, a);
            a->content_last = end < a->content_last ? end : a->content_last;
        }
    }
}

// "When the mayor called it a lie, the paper printed the letter": the item of the comma behind which the
// main clause begins, for a sentence that opens with a clause in which somebody says something.
static uint32_t main_clause(const ag_item *items, uint32_t n, uint32_t from)
{
    for (uint32_t i = from; i + 2 < n; i++) {
        uint32_t k = i + 1;
        if (items[i].category != AG_CAT_COMMA)
            continue;
        while (k < n && (is_nominal(&items[k]) || (items[k].category == AG_CAT_P && k > i + 1)))
            k++;
        if (k > i + 1 && k < n && items[k].category == AG_CAT_VG)
            return i;
    }
    return UINT32_MAX;
}

static void end_with_opening_clause(ag_document *doc, uint32_t sentence, uint32_t from)
{
    static const char *const opening[] = {"when",     "while", "after", "before", "though",
                                          "although", "since", "until", "once",   NULL};
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    for (uint32_t b = from; b < doc->attributions.n; b++) {
        ag_attribution *a = &doc->attributions.at[b];
        if (!a->source.present || a->source.first != 1 || a->cue_first >= a->content_first ||
            !word_in(doc, &items[0], opening))
            continue;
        uint32_t end = main_clause(items, n, a->content_first + 1);
        if (end < a->content_last && !(items[end].features & AG_FEAT(QUOTED)))
            a->content_last = end;
    }
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
        end_before_other_speakers(doc, doc->first_attribution.at[s]);
        end_at_own_next(doc, doc->first_attribution.at[s]);
        end_with_opening_clause(doc, s, doc->first_attribution.at[s]);
    }
    ag_push(&doc->first_attribution, (uint32_t)doc->attributions.n);
}

static uint32_t content_length(const ag_attribution *a)
{
    return a->content_last - a->content_first;
}

static bool is_named(const ag_document *doc, const ag_attribution *a)
{
    return a->source.present && ag_can_speak(doc, a->source);
}

const ag_attribution *ag_attribution_at(const ag_extractor *x, uint32_t item)
{
    const ag_document *doc = &x->doc;
    const ag_attribution *best = NULL;
    for (uint32_t i = doc->first_attribution.at[x->sentence]; i < doc->first_attribution.at[x->sentence + 1];
         i++) {
        const ag_attribution *a = &doc->attributions.at[i];
        if (item < a->content_first || item >= a->content_last)
            continue;
        bool named = best && is_named(doc, a);
        if (!best || (named != is_named(doc, best) ? named : content_length(a) < content_length(best)))
            best = a;
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
    bool own = x->doc.own_voice && !source.present && !ag_inside_statement((void *)x, item);
    return own ? x->doc.author : source;
}

void ag_mark_official(ag_extractor *x)
{
    for (uint32_t s = 0; s < x->doc.units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(&x->doc, s, &n);
        x->sentence = s;
        ag_reference last = {0};
        uint32_t standing = 0; // of the voice before: most items share it
        for (uint32_t i = 0; i < n; i++) {
            ag_reference voice = ag_voice_at(x, i);
            if (!ag_same_reference(voice, last))
                standing = ag_standing(&x->doc, voice), last = voice;
            items[i].features |= standing;
        }
    }
}
