// SPDX-License-Identifier: MIT
#include "discourse.h"

#include "entity.h"
#include "reference.h"

#include <string.h>

enum {
    TRANSCRIPT_LABELS = 4, // labels that make a transcript
    LABEL_REACH = 8,       // paragraphs that one speaker of a transcript may go on for
    POST_PARAGRAPHS = 5,   // the longest embedded post
    CAPTIONS = 4,          // paragraphs on which a quotation that was left open is taken up again
    TITLE_SENTENCES = 3,   // where a title says who issued the text
    OWN_VOICE = 3,         // unquoted "we" that make a text of somebody's own
    SIGNATURE = 4,         // sentences at the end of a text, one of which may be a signature
};

static const ag_item *item_at(const ag_document *doc, ag_reference r)
{
    return ag_doc_item(doc, r.sentence, r.first);
}

AG_INLINE bool token_is(const ag_document *doc, uint32_t token, const char *word)
{
    return ag_str_is(ag_token_folded(&doc->tokens, token), word);
}

static ag_reference itself(uint32_t sentence, uint32_t first, uint32_t last)
{
    return (ag_reference){true, sentence, first, last};
}

static bool names_speaker_of(const ag_document *doc, const ag_attribution *a)
{
    return a->source.present && ag_can_speak(doc, a->source) &&
           !(item_at(doc, a->source)->features & AG_FEAT(QUOTED));
}

// Of several whose words the quotation is among, the innermost.
static ag_reference quote_attribution(const ag_document *doc, const ag_quote *q, uint32_t sentence)
{
    const ag_attribution *best = NULL;
    for (uint32_t a = doc->first_attribution.at[sentence]; a < doc->first_attribution.at[sentence + 1]; a++) {
        const ag_attribution *at = &doc->attributions.at[a];
        const ag_item *items = doc->items.at + doc->first_item.at[sentence];
        if (!names_speaker_of(doc, at))
            continue;
        uint32_t c0 = items[at->content_first].first, c1 = items[at->content_last - 1].last;
        bool overlaps = c0 <= q->close && c1 > q->open;
        bool closer =
            !best || at->content_last - at->content_first < best->content_last - best->content_first;
        if (overlaps && closer)
            best = at;
    }
    return best ? best->source : (ag_reference){0};
}

// Somebody else says that he says it.
static bool is_reported(const ag_document *doc, const ag_attribution *a)
{
    for (uint32_t k = doc->first_attribution.at[a->sentence]; k < doc->first_attribution.at[a->sentence + 1];
         k++) {
        const ag_attribution *b = &doc->attributions.at[k];
        if (b != a && names_speaker_of(doc, b) && a->cue_first >= b->content_first &&
            a->cue_first < b->content_last &&
            !(b->cue_first >= a->content_first && b->cue_first < a->content_last))
            return true;
    }
    return false;
}

// The only or last source of an attribution in a sentence, wherever its content stands; not one that is
// quoted, and with `outer` not one whose words are reported by another.
static ag_reference any_source(const ag_document *doc, uint32_t sentence, bool outer)
{
    ag_reference r = {0};
    for (uint32_t k = doc->first_attribution.at[sentence]; k < doc->first_attribution.at[sentence + 1]; k++) {
        const ag_attribution *a = &doc->attributions.at[k];
        if (names_speaker_of(doc, a) && !(outer && is_reported(doc, a)))
            r = a->source;
    }
    return r;
}

// Who does what the sentence before a quotation tells, "She shook her head.": nobody where it is no person.
static ag_reference doer_before(const ag_document *doc, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (items[i].category != AG_CAT_VG)
            continue;
        bool suffers = items[i].agent.first >= items[i].agent.last; // "She was tired."
        ag_link who = suffers ? items[i].patient : items[i].agent;
        ag_reference r = itself(sentence, who.first, who.last);
        if (r.first >= r.last || (items[i].features & AG_FEAT(QUOTED)))
            break;
        const ag_item *head = &items[who.head];
        bool names = (head->features & AG_FEAT(ACTOR)) && !(head->features & AG_FEAT(PLURAL));
        return names && ag_can_speak(doc, r) ? r : (ag_reference){0};
    }
    return (ag_reference){0};
}

static bool ends_with_colon(const ag_document *doc, uint32_t sentence)
{
    return doc->tokens.list.at[doc->units.sentences.at[sentence].last - 1].kind == AG_TOK_COLON;
}

static ag_reference doer_of(uint32_t sentence, const ag_item *verb)
{
    return (ag_reference){verb->agent.first < verb->agent.last, sentence, verb->agent.first,
                          verb->agent.last};
}

static bool is_saying(const ag_document *doc, const ag_item *item)
{
    static const ag_known_class verbs[] = {AG_CLASS_SAY,    AG_CLASS_ALLEGE, AG_CLASS_INSIST,
                                           AG_CLASS_ASSESS, AG_CLASS_WARN,   AG_CLASS_ADMIT};
    static const char *const hearing[] = {"read", "see", "hear", "learn", NULL}; // "Read also"
    for (size_t k = 0; k < AG_ARRAY_LEN(verbs); k++)
        if (ag_item_has_class(item, verbs[k]))
            return item->category == AG_CAT_VG &&
                   !ag_str_in(ag_token_folded(&doc->tokens, item->head), hearing);
    return false;
}

// "The mayor said in May:", "Lee issued a statement:" before a quotation. Who says something, else who is
// said to say it, else who does something.
static ag_reference lead_in(const ag_document *doc, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    ag_reference says = {0}, does = {0};
    for (uint32_t i = 0; ends_with_colon(doc, sentence) && i < n; i++) {
        ag_reference who = doer_of(sentence, &items[i]);
        if (items[i].category != AG_CAT_VG || (items[i].features & AG_FEAT(QUOTED)) || !who.present ||
            !ag_can_speak(doc, who))
            continue;
        does = who;
        if (is_saying(doc, &items[i]))
            says = who;
    }
    if (does.present && !says.present)
        says = any_source(doc, sentence, true);
    return says.present ? says : does;
}

// A sentence that is nothing but "Lee told the paper." or "- Lee.".
static ag_reference bare_tag(const ag_document *doc, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n), *says = NULL;
    if (n > 1 && n < 4 && items[0].category == AG_CAT_DASH && items[1].category == AG_CAT_NG &&
        (items[1].features & AG_FEAT(ACTOR)))
        return itself(sentence, 1, 2);
    for (uint32_t i = 0; i < n; i++) {
        if (is_saying(doc, &items[i]) && !says)
            says = &items[i];
        else if (ag_is_verbal((ag_category)items[i].category) || items[i].category == AG_CAT_THAT ||
                 items[i].category == AG_CAT_QO || items[i].category == AG_CAT_COLON)
            return (ag_reference){0};
    }
    ag_reference r = says ? doer_of(sentence, says) : (ag_reference){0};
    bool opens = r.present && (r.first == 0 || (says == items && r.first == 1));
    return opens && ag_can_speak(doc, r) ? r : (ag_reference){0};
}

// Behind a quotation that ends sentence b, a bare tag: "Who did it?" Lee told the paper.
static ag_reference tag_behind(const ag_document *doc, const ag_quote *quote, uint32_t b)
{
    const ag_sentence *at = doc->units.sentences.at;
    if (b + 1 >= doc->units.sentences.n || quote->close + 1 < at[b].last || quote->close == 0)
        return (ag_reference){0};
    bool comma = doc->tokens.list.at[quote->close - 1].kind == AG_TOK_COMMA; // "...,", then a new line
    bool follows =
        at[b + 1].paragraph == at[b].paragraph || (comma && at[b + 1].paragraph == at[b].paragraph + 1);
    return follows ? bare_tag(doc, b + 1) : (ag_reference){0};
}

// "Lee added: ..." behind the paragraph in which the quotation ends: what he adds to is his.
static ag_reference who_adds(const ag_document *doc, uint32_t b)
{
    static const char *const words[] = {"added", "adds", "continued", "continues", NULL};
    if (b + 1 >= doc->units.sentences.n || !(doc->units.sentences.at[b + 1].flags & AG_SF_PARA_START))
        return (ag_reference){0};
    for (uint32_t k = doc->first_attribution.at[b + 1]; k < doc->first_attribution.at[b + 2]; k++) {
        const ag_attribution *a = &doc->attributions.at[k];
        const ag_item *cue = ag_doc_item(doc, b + 1, a->cue_first);
        if (names_speaker_of(doc, a) && ag_str_in(ag_token_folded(&doc->tokens, cue->head), words))
            return a->source;
    }
    return (ag_reference){0};
}

// Who has spoken so far.
typedef struct hearing {
    ag_reference last, open; // the last speaker; he whose quotation was left open at the end of its paragraph
    uint32_t paragraph, open_paragraph;
} hearing;

static ag_reference find_speaker(const ag_document *doc, size_t q, const hearing *heard)
{
    const ag_quote *quote = &doc->units.quotes.at[q];
    uint32_t a = ag_doc_sentence_of(doc, quote->open),
             b = ag_doc_sentence_of(doc, quote->close ? quote->close - 1 : 0);
    ag_reference r = quote_attribution(doc, quote, b);
    for (uint32_t s = a; !r.present && s < b; s++)
        r = quote_attribution(doc, quote, s);
    const ag_sentence *sentence = &doc->units.sentences.at[a];
    bool opens_sentence = quote->open <= sentence->body + 1;
    bool behind_another = a > 0 && doc->units.sentences.at[a - 1].paragraph == sentence->paragraph;
    if (!r.present)
        r = tag_behind(doc, quote, b);
    if (!r.present && !opens_sentence)
        r = any_source(doc, a, false);
    if (!r.present && a > 0 && opens_sentence)
        r = lead_in(doc, a - 1);
    bool taken_up =
        (sentence->flags & AG_SF_PARA_START) && sentence->paragraph <= heard->open_paragraph + CAPTIONS;
    if (!r.present && heard->open.present && taken_up && opens_sentence)
        r = heard->open;
    if (!r.present && heard->last.present && sentence->paragraph == heard->paragraph)
        r = heard->last;
    if (!r.present && behind_another && opens_sentence)
        r = any_source(doc, a - 1, true);
    if (!r.present && behind_another && opens_sentence)
        r = doer_before(doc, a - 1);
    if (!r.present && heard->last.present && sentence->paragraph <= heard->paragraph + 1 && opens_sentence)
        r = heard->last;
    if (!r.present && a > 0 && opens_sentence)
        r = any_source(doc, a - 1, true);
    if (!r.present && opens_sentence)
        r = who_adds(doc, b);
    return r;
}

// A text with several labels is a transcript or an interview: who speaks goes on until the next label.
static bool is_transcript(const ag_document *doc)
{
    uint32_t labels = 0;
    for (uint32_t s = 0; s < doc->units.sentences.n; s++)
        labels += (doc->units.sentences.at[s].flags & AG_SF_SPEAKER) != 0;
    return labels >= TRANSCRIPT_LABELS;
}

// "Fact Sheet:" is no speaker, and "Q" has no name.
static bool names_speaker(const ag_document *doc, uint32_t sentence)
{
    const ag_item *label = ag_doc_item(doc, sentence, 0);
    return (label->features & (AG_FEAT(ACTOR) | AG_FEAT(INST))) && !token_is(doc, label->first, "q") &&
           !token_is(doc, label->first, "question");
}

static void label_speakers(ag_document *doc)
{
    ag_reference current = {0};
    bool transcript = is_transcript(doc);
    uint32_t paragraph = 0;
    doc->label_speaker.n = 0;
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        const ag_sentence *sentence = &doc->units.sentences.at[s];
        if (sentence->flags & AG_SF_SPEAKER) {
            current = names_speaker(doc, s) ? itself(s, 0, 1) : (ag_reference){0};
            paragraph = sentence->paragraph;
        } else if (sentence->paragraph > paragraph + (transcript ? LABEL_REACH : 0))
            current = (ag_reference){0};
        ag_push(&doc->label_speaker, current);
    }
}

// "— Ann Lee (@annlee) March 3, 2020" below or behind an embedded post: the item of the name, 0 for none.
static uint32_t signature(const ag_document *doc, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    for (uint32_t i = 0; i + 3 < n; i++)
        if (items[i].category == AG_CAT_DASH && items[i + 1].category == AG_CAT_NG &&
            items[i + 2].category == AG_CAT_LP &&
            doc->tokens.list.at[items[i + 3].first].kind == AG_TOK_HANDLE)
            return i + 1;
    return 0;
}

// First sentence of the post that the signature in sentence s closes: behind the signature or colon before
// it, if that is near, else the paragraph before.
static uint32_t post_start(const ag_document *doc, uint32_t s)
{
    const ag_sentence *at = doc->units.sentences.at;
    for (uint32_t k = s; k > 0 && at[k - 1].paragraph + POST_PARAGRAPHS >= at[s].paragraph; k--)
        if (signature(doc, k - 1) || ends_with_colon(doc, k - 1))
            return k;
    bool alone = at[s].flags & AG_SF_PARA_START;
    uint32_t first = s;
    while (first > 0 && at[first - 1].paragraph + (alone ? 1 : 0) >= at[s].paragraph)
        first--;
    return first;
}

static void sign_posts(ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t name = signature(doc, s);
        if (!name)
            continue;
        doc->items.at[doc->first_item.at[s] + name].features |=
            AG_FEAT(INST); // news embeds what public figures post
        for (uint32_t k = post_start(doc, s); k <= s; k++)
            doc->label_speaker.at[k] = itself(s, name, name + 1);
    }
}

// ---- the author ----

static bool is_actor(const ag_item *item)
{
    return (item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS) &&
           (item->features & AG_FEAT(ACTOR)) && !(item->features & AG_FEAT(PRON));
}

// "We, the foreign ministers of ...,", "I, Ann Lee, president of ...".
static ag_reference we_the(const ag_document *doc, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    for (uint32_t i = 0; i + 2 < n; i++)
        if ((token_is(doc, items[i].first, "we") || token_is(doc, items[i].first, "i")) &&
            items[i + 1].category == AG_CAT_COMMA && is_actor(&items[i + 2]) &&
            (items[i + 2].features & (AG_FEAT(PLURAL) | AG_FEAT(DEF))) &&
            !(items[i].features & AG_FEAT(QUOTED)))
            return itself(sentence, i + 2, i + 3);
    return (ag_reference){0};
}

// Several joined: "France, the United Kingdom and Norway".
static uint32_t end_of_list(const ag_item *items, uint32_t n, uint32_t i)
{
    uint32_t last = i + 1;
    for (uint32_t k = last; k < n; k++) {
        bool link = items[k].category == AG_CAT_COMMA || items[k].category == AG_CAT_CONJ;
        if (is_actor(&items[k]) && k > last)
            last = k + 1;
        else if (!link)
            break;
    }
    return last;
}

// "Statement by the foreign minister on ...", "The president's remarks at ...", "Fact sheet: the president
// ...".
static ag_reference titled(const ag_document *doc, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (items[i].category != AG_CAT_NG || !ag_item_has_class(&items[i], AG_CLASS_REPORT))
            continue;
        if (i && items[i - 1].category == AG_CAT_NPOSS && is_actor(&items[i - 1]))
            return itself(sentence, i - 1, i);
        if (i + 2 < n && items[i + 1].category == AG_CAT_COLON && is_actor(&items[i + 2]))
            return itself(sentence, i + 2, i + 3);
        bool by = i + 2 < n && items[i + 1].category == AG_CAT_P &&
                  (token_is(doc, items[i + 1].first, "by") || token_is(doc, items[i + 1].first, "of") ||
                   token_is(doc, items[i + 1].first, "from"));
        if (by && is_actor(&items[i + 2]))
            return itself(sentence, i + 2, end_of_list(items, n, i + 2));
    }
    return (ag_reference){0};
}

// A text that says "we" of itself is that of the first organisation it speaks of.
static ag_reference first_doer(const ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t who = items[i].agent.head;
            bool doer =
                items[i].category == AG_CAT_VG && items[i].agent.first < items[i].agent.last && who < n;
            if (doer && (items[who].features & AG_FEAT(NAME)) && (items[who].features & AG_FEAT(INST)) &&
                !(items[who].features & AG_FEAT(QUOTED)) && ag_item_is_organisation(&items[who]))
                return itself(s, who, who + 1);
        }
    }
    return (ag_reference){0};
}

static bool is_first_person(const ag_item *item)
{
    return (item->features & (AG_FEAT(FIRST) | AG_FEAT(QUOTED))) == AG_FEAT(FIRST);
}

static bool speaks_of_itself(const ag_document *doc)
{
    uint32_t found = 0;
    for (size_t i = 0; i < doc->items.n && found < OWN_VOICE; i++)
        found += is_first_person(&doc->items.at[i]) && (doc->items.at[i].features & AG_FEAT(INST));
    return found >= OWN_VOICE;
}

static bool says_i(const ag_document *doc)
{
    for (size_t i = 0; i < doc->items.n; i++)
        if (is_first_person(&doc->items.at[i]))
            return true;
    return false;
}

// A line that is nothing but the name of a person, where a letter or an order ends.
static ag_reference signed_by(const ag_document *doc)
{
    uint32_t n, count = (uint32_t)doc->units.sentences.n;
    for (uint32_t s = count; s > 0 && s + SIGNATURE > count; s--) {
        const ag_item *name = ag_doc_items(doc, s - 1, &n);
        if (n == 0 || n > 2 || !(doc->units.sentences.at[s - 1].flags & AG_SF_PARA_START) ||
            !is_actor(name) || (n == 2 && ag_is_verbal(name[1].category)))
            continue;
        const ag_entity *e = ag_entity_of(doc, s - 1, 0);
        if (e && e->person && name->last - name->first > 1)
            return says_i(doc) ? itself(s - 1, 0, 1) : (ag_reference){0};
    }
    return (ag_reference){0};
}

// A label that stands before what the author does: "Fact sheet: ...".
static bool is_fact_sheet(const ag_document *doc)
{
    const ag_item *label = ag_doc_item(doc, doc->author.sentence, 0);
    return doc->author.present && doc->author.first == 2 && label[1].category == AG_CAT_COLON;
}

static bool tells_a_story(const ag_document *doc, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    for (uint32_t i = 0; i < n; i++)
        if (items[i].category == AG_CAT_VG)
            return true;
    return false;
}

// The author says "we" of itself, and a title names it or "we, the ...".
static bool has_own_voice(const ag_document *doc)
{
    if (!doc->author.present)
        return false;
    const ag_item *before = doc->author.first ? item_at(doc, doc->author) - 1 : NULL;
    bool signs = before && before->category == AG_CAT_COMMA;
    return is_fact_sheet(doc) ||
           (speaks_of_itself(doc) && (signs || !tells_a_story(doc, doc->author.sentence)));
}

static uint32_t first_headline(const ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++)
        if (doc->units.sentences.at[s].flags & AG_SF_HEADLINE)
            return s;
    return UINT32_MAX;
}

// Many texts in one, such as a day's news through a pipe, have no author of their own.
static void find_author(ag_document *doc)
{
    if (doc->units.sentences.n > AG_MANY_TEXTS)
        return;
    uint32_t from = doc->headline == UINT32_MAX ? 0 : doc->headline; // a page may have other things above it
    for (uint32_t s = from; s < doc->units.sentences.n && s < from + TITLE_SENTENCES && !doc->author.present;
         s++)
        doc->author = titled(doc, s);
    for (uint32_t s = 0; s < doc->units.sentences.n && !doc->author.present; s++)
        doc->author = we_the(doc, s);
    doc->own_voice = has_own_voice(doc);
    if (!doc->author.present) {
        doc->author = signed_by(doc);
        doc->own_voice = doc->author.present;
    }
    if (!doc->author.present && speaks_of_itself(doc))
        doc->author = first_doer(doc);
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

// "I" and "we" speak for an institution where their speaker does. Where nobody is named, they open no news
// story but a statement, a letter or an advisory.
static void mark_first_persons(ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n; i++) {
            ag_reference speaker;
            if (!(items[i].features & AG_FEAT(FIRST)))
                continue;
            bool known = ag_doc_speaker_of(doc, s, items[i].first, &speaker);
            if (known && !(item_at(doc, speaker)->features & AG_FEAT(INST)) &&
                !ag_item_is_official_paper(doc, item_at(doc, speaker)))
                items[i].features &= ~AG_FEAT(INST);
            else
                items[i].features |= AG_FEAT(INST);
        }
    }
}

static void hear(const ag_document *doc, const ag_quote *quote, ag_reference speaker, hearing *heard)
{
    uint32_t end = ag_doc_sentence_of(doc, quote->close ? quote->close - 1 : 0);
    const ag_sentence *at = doc->units.sentences.at, *opening = &at[ag_doc_sentence_of(doc, quote->open)];
    bool opens_paragraph = (opening->flags & AG_SF_PARA_START) && quote->open <= opening->body + 1;
    if (quote->unclosed && quote->depth == 0)
        heard->open = speaker, heard->open_paragraph = at[end].paragraph;
    else if (opens_paragraph)
        heard->open = (ag_reference){0};
    if (speaker.present)
        heard->last = speaker, heard->paragraph = at[end].paragraph;
}

void ag_discourse_speakers(ag_document *doc)
{
    hearing heard = {0};
    doc->quote_speaker.n = 0;
    label_speakers(doc);
    sign_posts(doc);
    doc->headline = first_headline(doc);
    find_author(doc);
    for (size_t q = 0; q < doc->units.quotes.n; q++) {
        ag_reference r = find_speaker(doc, q, &heard);
        ag_push(&doc->quote_speaker, r);
        hear(doc, &doc->units.quotes.at[q], r, &heard);
    }
    share_in_runs(doc);
    ag_mark_pronouns(doc);
    mark_first_persons(doc);
}
