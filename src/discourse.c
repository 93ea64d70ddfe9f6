// SPDX-License-Identifier: MIT
#include "discourse.h"

#include <string.h>

enum {
    LOOK_BACK = 6,
    NAME_WORDS = 8
}; // sentences a pronoun or description reaches back; words kept of a name

static const ag_item *item_at(const ag_document *doc, ag_reference r)
{
    return ag_doc_item(doc, r.sentence, r.first);
}

static bool has_class(const ag_document *doc, const ag_item *item, ag_known_class c)
{
    for (uint8_t i = 0; i < item->nclasses; i++)
        if (ag_is_class(doc->g, item->classes[i], c))
            return true;
    return false;
}

static bool has_modifier(const ag_document *doc, const ag_item *item, ag_known_class c)
{
    for (uint8_t i = 0; i < item->nmodifiers; i++)
        if (ag_is_class(doc->g, item->modifiers[i], c))
            return true;
    return false;
}

static bool token_is(const ag_document *doc, uint32_t token, const char *word)
{
    ag_str f = ag_token_folded(&doc->tokens, token);
    return f.len == strlen(word) && memcmp(f.ptr, word, f.len) == 0;
}

// ---- entities ----

static uint32_t name_words(const ag_document *doc, const ag_item *item, uint32_t *last_hash)
{
    uint32_t words = 0;
    for (uint32_t t = item->first; t < item->last; t++) {
        const ag_token *token = &doc->tokens.list.at[t];
        if (!(token->flags & AG_TF_CAP) || token->kind == AG_TOK_CLITIC)
            continue;
        words++;
        if (t <= item->head)
            *last_hash = token->hash;
    }
    return words;
}

static bool is_person(const ag_document *doc, const ag_item *item)
{
    if (has_class(doc, item, AG_CLASS_PERSON))
        return true;
    bool institution = has_class(doc, item, AG_CLASS_INSTITUTION) || has_class(doc, item, AG_CLASS_AGENCY) ||
                       has_class(doc, item, AG_CLASS_ORG) || has_class(doc, item, AG_CLASS_COMPANY) ||
                       has_class(doc, item, AG_CLASS_STATE) || has_class(doc, item, AG_CLASS_CAPITAL) ||
                       has_class(doc, item, AG_CLASS_MEDIA);
    return !institution &&
           (has_modifier(doc, item, AG_CLASS_GIVEN) || has_modifier(doc, item, AG_CLASS_TITLE) ||
            has_modifier(doc, item, AG_CLASS_HONORIFIC) || has_modifier(doc, item, AG_CLASS_OFFICIAL));
}

static ag_entity *find_entity(ag_document *doc, const ag_item *item, uint32_t last_hash)
{
    for (size_t i = doc->entities.n; i-- > 0;) {
        ag_entity *e = &doc->entities.at[i];
        if (e->last_hash == last_hash || (item->actor && e->actor == item->actor))
            return e;
    }
    return NULL;
}

static void add_mention(ag_document *doc, uint32_t sentence, uint32_t i, ag_item *item)
{
    uint32_t hash = 0, words = name_words(doc, item, &hash);
    if (!words)
        return;
    ag_entity *e = find_entity(doc, item, hash);
    bool person = is_person(doc, item);
    ag_span span = ag_doc_span(doc, sentence, i, i + 1);
    if (!e) {
        ag_push(&doc->entities, (ag_entity){.last_hash = hash, .actor = item->actor});
        e = &doc->entities.at[doc->entities.n - 1];
    }
    if (words > e->words && words <= NAME_WORDS) {
        e->name_start = span.start, e->name_end = span.end;
        e->sentence = sentence, e->item = i;
        e->words = words;
    }
    e->person |= person;
    e->official |= has_modifier(doc, item, AG_CLASS_TITLE) || has_modifier(doc, item, AG_CLASS_OFFICIAL) ||
                   has_class(doc, item, AG_CLASS_TITLE) || (item->features & AG_FEAT(INST));
    ag_push(&doc->mentions, (ag_entity_mention){(uint32_t)(e - doc->entities.at), sentence, i});
}

static bool is_title_item(const ag_document *doc, const ag_item *item)
{
    return item->category == AG_CAT_NG &&
           (has_class(doc, item, AG_CLASS_OFFICIAL) || has_class(doc, item, AG_CLASS_TITLE));
}

// "Dominic Raab, the foreign secretary," — the apposition makes the name an official.
static bool official_apposition(const ag_document *doc, const ag_item *items, uint32_t n, uint32_t i)
{
    return i + 2 < n && items[i + 1].category == AG_CAT_COMMA &&
           (is_title_item(doc, &items[i + 2]) ||
            (i + 3 < n && items[i + 2].category == AG_CAT_NPOSS && is_title_item(doc, &items[i + 3])));
}

static void mark_officials(ag_document *doc)
{
    for (size_t m = 0; m < doc->mentions.n; m++) {
        const ag_entity_mention *mention = &doc->mentions.at[m];
        const ag_entity *e = &doc->entities.at[mention->entity];
        ag_item *item = &doc->items.at[doc->first_item.at[mention->sentence] + mention->item];
        if (e->official)
            item->features |= AG_FEAT(INST) | AG_FEAT(ACTOR);
        if (e->person)
            item->features |= AG_FEAT(ACTOR);
    }
}

// he, she, it and they speak for an institution where they stand for somebody who does.
static void mark_pronouns(ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n; i++) {
            if (!(items[i].features & AG_FEAT(PRON)) ||
                (items[i].features & (AG_FEAT(FIRST) | AG_FEAT(INST))))
                continue;
            ag_reference r = ag_discourse_resolve(doc, s, i, i + 1);
            if (r.present && (r.sentence != s || r.first != i))
                items[i].features |= ag_doc_item(doc, r.sentence, r.first)->features & AG_FEAT(INST);
        }
    }
}

void ag_discourse_entities(ag_document *doc)
{
    doc->entities.n = doc->mentions.n = 0;
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n; i++) {
            if ((items[i].category != AG_CAT_NG && items[i].category != AG_CAT_NPOSS) ||
                !(items[i].features & AG_FEAT(NAME)))
                continue;
            add_mention(doc, s, i, &items[i]);
            if (doc->mentions.n && official_apposition(doc, items, n, i))
                doc->entities.at[doc->mentions.at[doc->mentions.n - 1].entity].official = true;
        }
    }
    mark_officials(doc);
    mark_pronouns(doc);
}

// ---- reference ----

static ag_reference itself(uint32_t sentence, uint32_t first, uint32_t last)
{
    return (ag_reference){true, sentence, first, last};
}

static const ag_entity *entity_of(const ag_document *doc, uint32_t sentence, uint32_t item)
{
    size_t lo = 0, hi = doc->mentions.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const ag_entity_mention *m = &doc->mentions.at[mid];
        if (m->sentence < sentence || (m->sentence == sentence && m->item < item))
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < doc->mentions.n && doc->mentions.at[lo].sentence == sentence &&
        doc->mentions.at[lo].item == item)
        return &doc->entities.at[doc->mentions.at[lo].entity];
    return NULL;
}

typedef enum wanted { WANT_PERSON, WANT_GROUP, WANT_AGENCY, WANT_COMPANY, WANT_STATE } wanted;

static bool fits(const ag_document *doc, const ag_item *item, const ag_entity *e, wanted want)
{
    switch (want) {
    case WANT_PERSON:
        return e->person;
    case WANT_GROUP:
        return !e->person && (item->features & AG_FEAT(ACTOR));
    case WANT_AGENCY:
        return has_class(doc, item, AG_CLASS_AGENCY) || has_class(doc, item, AG_CLASS_ORG);
    case WANT_COMPANY:
        return has_class(doc, item, AG_CLASS_COMPANY);
    case WANT_STATE:
        return has_class(doc, item, AG_CLASS_STATE);
    }
    return false;
}

// The source of an attribution in the sentence, or the first fitting name of it: the sentence's topic.
static ag_reference topic(const ag_document *doc, uint32_t sentence, uint32_t limit, wanted want)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    for (uint32_t i = 0; i < n && i < limit; i++) {
        const ag_entity *e = (items[i].features & AG_FEAT(NAME)) ? entity_of(doc, sentence, i) : NULL;
        if (e && fits(doc, &items[i], e, want))
            return itself(sentence, i, i + 1);
    }
    return (ag_reference){0};
}

static ag_reference fullest(const ag_document *doc, ag_reference r)
{
    const ag_entity *e = r.present ? entity_of(doc, r.sentence, r.first) : NULL;
    return e ? itself(e->sentence, e->item, e->item + 1) : r;
}

static ag_reference attribution_source(const ag_document *doc, uint32_t sentence, wanted want)
{
    for (uint32_t a = doc->first_attribution.at[sentence]; a < doc->first_attribution.at[sentence + 1]; a++) {
        ag_reference r = doc->attributions.at[a].source;
        const ag_entity *e = r.present ? entity_of(doc, r.sentence, r.first) : NULL;
        if (e && fits(doc, item_at(doc, r), e, want))
            return r;
    }
    return (ag_reference){0};
}

static ag_reference look_back(const ag_document *doc, uint32_t sentence, uint32_t item, wanted want)
{
    ag_reference r = topic(doc, sentence, item, want);
    for (uint32_t back = 1; !r.present && back <= LOOK_BACK && back <= sentence; back++) {
        if (doc->first_attribution.n > sentence - back + 1)
            r = attribution_source(doc, sentence - back, want);
        if (!r.present)
            r = topic(doc, sentence - back, UINT32_MAX, want);
    }
    return fullest(doc, r);
}

// An earlier group with the same head word and more words: "the official" -> "A senior US official".
static ag_reference same_head(const ag_document *doc, uint32_t sentence, const ag_item *item)
{
    uint32_t hash = doc->tokens.list.at[item->head].hash, length = item->last - item->first;
    for (uint32_t s = sentence, back = 0; back <= 3 * LOOK_BACK; back++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n && &items[i] != item; i++) {
            bool name = (items[i].features & AG_FEAT(NAME)) && has_modifier(doc, &items[i], AG_CLASS_TITLE);
            bool same = items[i].category == AG_CAT_NG && doc->tokens.list.at[items[i].head].hash == hash;
            for (uint32_t t = items[i].first; name && !same && t < items[i].head; t++)
                same = doc->tokens.list.at[t].hash == hash;
            if (same && items[i].last - items[i].first > length)
                return fullest(doc, itself(s, i, i + 1));
        }
        if (s-- == 0)
            break;
    }
    return (ag_reference){0};
}

static bool speaker_of(const ag_document *doc, uint32_t sentence, uint32_t token, ag_reference *speaker)
{
    uint32_t q = ag_doc_quote_at(doc, token);
    if (q != UINT32_MAX && q < doc->quote_speaker.n && doc->quote_speaker.at[q].present)
        return *speaker = doc->quote_speaker.at[q], true;
    if (sentence < doc->label_speaker.n && doc->label_speaker.at[sentence].present)
        return *speaker = doc->label_speaker.at[sentence], true;
    return false;
}

static ag_reference resolve_pronoun(const ag_document *doc, uint32_t sentence, uint32_t first,
                                    const ag_item *item)
{
    static const char *const persons[] = {"he", "she", "him", "her", "his", "himself", "herself"};
    ag_reference speaker;
    if (item->features & AG_FEAT(FIRST))
        return speaker_of(doc, sentence, item->first, &speaker) ? fullest(doc, speaker) : (ag_reference){0};
    for (size_t i = 0; i < AG_ARRAY_LEN(persons); i++)
        if (token_is(doc, item->first, persons[i]))
            return look_back(doc, sentence, first, WANT_PERSON);
    if (token_is(doc, item->first, "it") || token_is(doc, item->first, "they") ||
        token_is(doc, item->first, "its") || token_is(doc, item->first, "their") ||
        token_is(doc, item->first, "them"))
        return look_back(doc, sentence, first, WANT_GROUP);
    return (ag_reference){0};
}

static ag_reference resolve_description(const ag_document *doc, uint32_t sentence, uint32_t first,
                                        const ag_item *item)
{
    static const struct {
        const char *word;
        wanted want;
    } kinds[] = {{"agency", WANT_AGENCY},       {"bureau", WANT_AGENCY},   {"organisation", WANT_AGENCY},
                 {"organization", WANT_AGENCY}, {"company", WANT_COMPANY}, {"firm", WANT_COMPANY},
                 {"country", WANT_STATE},       {"nation", WANT_STATE},    {"group", WANT_GROUP}};
    ag_reference r = same_head(doc, sentence, item);
    for (size_t i = 0; !r.present && i < AG_ARRAY_LEN(kinds); i++)
        if (token_is(doc, item->head, kinds[i].word))
            r = look_back(doc, sentence, first, kinds[i].want);
    return r;
}

ag_reference ag_discourse_resolve(const ag_document *doc, uint32_t sentence, uint32_t first, uint32_t last)
{
    const ag_item *item = ag_doc_item(doc, sentence, first);
    ag_reference own = itself(sentence, first, last), r = {0};
    if (last - first > 1)
        return own;
    if (item->features & AG_FEAT(PRON))
        return resolve_pronoun(doc, sentence, first, item);
    if (item->category == AG_CAT_NPOSS && item->last - item->first == 1)
        r = resolve_pronoun(doc, sentence, first, item);
    else if (item->features & AG_FEAT(NAME))
        r = fullest(doc, own);
    else if (item->features & AG_FEAT(DEF))
        r = resolve_description(doc, sentence, first, item);
    return r.present ? r : own;
}

// ---- speakers ----

static ag_reference quote_attribution(const ag_document *doc, const ag_quote *q, uint32_t sentence)
{
    for (uint32_t a = doc->first_attribution.at[sentence]; a < doc->first_attribution.at[sentence + 1]; a++) {
        const ag_attribution *at = &doc->attributions.at[a];
        const ag_item *items = doc->items.at + doc->first_item.at[sentence];
        if (!at->source.present)
            continue;
        uint32_t c0 = items[at->content_first].first, c1 = items[at->content_last - 1].last;
        uint32_t source = item_at(doc, at->source)->first;
        bool overlaps = c0 <= q->close && c1 > q->open;
        if (overlaps && (source < q->open || source > q->close))
            return at->source;
    }
    return (ag_reference){0};
}

static uint32_t sentence_of(const ag_document *doc, uint32_t token)
{
    size_t lo = 0, hi = doc->units.sentences.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (doc->units.sentences.at[mid].last <= token)
            lo = mid + 1;
        else
            hi = mid;
    }
    return (uint32_t)(lo < doc->units.sentences.n ? lo : doc->units.sentences.n - 1);
}

// The only or last source of an attribution in a sentence, wherever its content stands.
static ag_reference any_source(const ag_document *doc, uint32_t sentence)
{
    ag_reference r = {0};
    for (uint32_t a = doc->first_attribution.at[sentence]; a < doc->first_attribution.at[sentence + 1]; a++)
        if (doc->attributions.at[a].source.present)
            r = doc->attributions.at[a].source;
    return r;
}

static ag_reference find_speaker(const ag_document *doc, size_t q, ag_reference last, uint32_t last_paragraph)
{
    const ag_quote *quote = &doc->units.quotes.at[q];
    uint32_t a = sentence_of(doc, quote->open), b = sentence_of(doc, quote->close ? quote->close - 1 : 0);
    ag_reference r = quote_attribution(doc, quote, b);
    for (uint32_t s = a; !r.present && s < b; s++)
        r = quote_attribution(doc, quote, s);
    const ag_sentence *sentence = &doc->units.sentences.at[a];
    bool opens_sentence = quote->open <= sentence->body + 1;
    if (!r.present && !opens_sentence)
        r = any_source(doc, a);
    if (!r.present && last.present && sentence->paragraph == last_paragraph)
        r = last;
    if (!r.present && a > 0 && opens_sentence &&
        doc->units.sentences.at[a - 1].paragraph == sentence->paragraph)
        r = any_source(doc, a - 1);
    if (!r.present && last.present && sentence->paragraph <= last_paragraph + 1 && opens_sentence)
        r = last;
    if (!r.present && a > 0 && opens_sentence)
        r = any_source(doc, a - 1);
    return r;
}

static void label_speakers(ag_document *doc)
{
    ag_reference current = {0};
    uint32_t paragraph = UINT32_MAX;
    doc->label_speaker.n = 0;
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        const ag_sentence *sentence = &doc->units.sentences.at[s];
        if (sentence->flags & AG_SF_SPEAKER) {
            current = itself(s, 0, 1);
            paragraph = sentence->paragraph;
        } else if (sentence->paragraph != paragraph)
            current = (ag_reference){0};
        ag_push(&doc->label_speaker, current);
    }
}

// The parts of one running quotation have one speaker: the part that names it serves those before and after.
static void share_in_runs(ag_document *doc)
{
    for (size_t q = 1; q < doc->quote_speaker.n; q++)
        if (!doc->quote_speaker.at[q].present &&
            doc->units.quotes.at[q].run == doc->units.quotes.at[q - 1].run)
            doc->quote_speaker.at[q] = doc->quote_speaker.at[q - 1];
    for (size_t q = doc->quote_speaker.n; q-- > 1;)
        if (!doc->quote_speaker.at[q - 1].present &&
            doc->units.quotes.at[q].run == doc->units.quotes.at[q - 1].run)
            doc->quote_speaker.at[q - 1] = doc->quote_speaker.at[q];
}

// "I" speaks for an institution where its speaker does.
static void mark_first_persons(ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n; i++) {
            ag_reference speaker;
            if ((items[i].features & AG_FEAT(FIRST)) && speaker_of(doc, s, items[i].first, &speaker))
                items[i].features |= item_at(doc, speaker)->features & AG_FEAT(INST);
        }
    }
}

void ag_discourse_speakers(ag_document *doc)
{
    ag_reference last = {0};
    uint32_t last_paragraph = 0;
    doc->quote_speaker.n = 0;
    label_speakers(doc);
    for (size_t q = 0; q < doc->units.quotes.n; q++) {
        ag_reference r = find_speaker(doc, q, last, last_paragraph);
        ag_push(&doc->quote_speaker, r);
        if (!r.present)
            continue;
        last = r;
        last_paragraph =
            doc->units.sentences
                .at[sentence_of(doc, doc->units.quotes.at[q].close ? doc->units.quotes.at[q].close - 1 : 0)]
                .paragraph;
    }
    share_in_runs(doc);
    mark_first_persons(doc);
}
