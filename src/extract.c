// SPDX-License-Identifier: MIT
// The pipeline over one document: tokens, units, items, attributions, speakers, then the rules for claims,
// denials and policy statements, whose matches become records.
#include "extract.h"

#include "certainty.h"
#include "chunker.h"
#include "discourse.h"
#include "document.h"
#include "entity.h"
#include "limits.h"
#include "reference.h"
#include "statement.h"
#include "syntax.h"
#include "tagger.h"
#include "tokenizer.h"

#include <stdlib.h>
#include <string.h>

// Stands for the rule of a record that no rule made: what the weights make of the whole sentence. AG_CLAIM …
// is added.
enum { WEIGHED = INT32_MAX };

// What has to speak for a record that no rule makes, where 0 is as likely as not: it names its roles less
// well.
#define WITHOUT_RULE 0.3

enum { SCARE_QUOTE = 4 }; // a quotation of fewer tokens, marks not counted, is a word or a title, not speech

struct ag_extractor {
    const ag_engine *engine;
    ag_grammar grammar;
    ag_document doc;
    ag_words words;
    ag_items scratch;
    ag_matcher *matcher;
    AG_ARRAY(ag_match) found;            // of the sentence at hand
    AG_ARRAY(ag_match) matches;          // chosen ones of all sentences
    AG_ARRAY(size_t) first_match;        // per sentence, and one more at the end
    AG_ARRAY(uint8_t) labels;            // per sentence: 1 << label of the chosen ones
    AG_ARRAY(ag_attribution) attributed; // of the document, beliefs and attitudes included
    ag_statements statements;            // of the document
    size_t next_statement;               // the first that is not yet given
    uint32_t sentence;                   // the sentence at hand
};

ag_extractor *ag_extractor_new(const ag_engine *engine)
{
    ag_extractor *x = ag_xcalloc(1, sizeof *x);
    x->engine = engine;
    ag_grammar_init(&x->grammar, engine->lex);
    x->doc.g = &x->grammar;
    x->matcher = ag_matcher_new(engine->rules);
    return x;
}

void ag_extractor_free(ag_extractor *x)
{
    if (!x)
        return;
    ag_matcher_free(x->matcher);
    ag_grammar_free(&x->grammar);
    ag_tokens_free(&x->doc.tokens);
    ag_units_free(&x->doc.units);
    ag_free(&x->doc.items);
    ag_free(&x->doc.first_item);
    ag_free(&x->doc.entities);
    ag_free(&x->doc.mentions);
    ag_free(&x->doc.attributions);
    ag_free(&x->doc.first_attribution);
    ag_free(&x->doc.quote_speaker);
    ag_free(&x->doc.label_speaker);
    ag_free(&x->words);
    ag_free(&x->scratch);
    ag_free(&x->found);
    ag_free(&x->matches);
    ag_free(&x->first_match);
    ag_free(&x->labels);
    ag_free(&x->attributed);
    ag_free(&x->statements);
    free(x);
}

const ag_tokens *ag_extractor_tokens(const ag_extractor *x)
{
    return &x->doc.tokens;
}
const ag_units *ag_extractor_units(const ag_extractor *x)
{
    return &x->doc.units;
}
ag_matcher *ag_extractor_matcher(ag_extractor *x)
{
    return x->matcher;
}
const ag_engine *ag_extractor_engine(const ag_extractor *x)
{
    return x->engine;
}

const ag_document *ag_extractor_document(const ag_extractor *x)
{
    return &x->doc;
}

void ag_extractor_items(ag_extractor *x, uint32_t sentence, ag_item_view *view)
{
    view->items = ag_doc_items(&x->doc, sentence, &view->n);
    view->sentence = sentence;
}

// ---- analysis ----

static void analyse_sentence(ag_extractor *x, const ag_sentence *s)
{
    ag_document *doc = &x->doc;
    uint32_t first = (s->flags & AG_SF_SPEAKER) ? s->first : s->body;
    bool title = ag_is_title_case(&doc->tokens, first, s->last);
    ag_tag(&x->grammar, &doc->tokens, doc->text, first, s->last, title, &x->words);
    ag_chunk(&x->grammar, &doc->tokens, &x->words, doc->units.quoted.at, &x->scratch);
    size_t n = x->scratch.n < AG_MAX_ITEMS ? x->scratch.n : AG_MAX_ITEMS;
    ag_reserve(&doc->items, doc->items.n + n);
    if (n)
        memcpy(doc->items.at + doc->items.n, x->scratch.at, n * sizeof *x->scratch.at);
    doc->items.n += n;
    if (s->flags & AG_SF_QUESTION)
        for (size_t i = doc->items.n - n; i < doc->items.n; i++)
            doc->items.at[i].features |= AG_FEAT(QUESTION);
}

static void analyse(ag_extractor *x, const char *text, size_t len)
{
    ag_document *doc = &x->doc;
    doc->text = text;
    doc->len = len;
    doc->items.n = doc->first_item.n = doc->attributions.n = doc->first_attribution.n = 0;
    doc->quote_speaker.n = doc->label_speaker.n = 0;
    doc->author = (ag_reference){0};
    doc->own_voice = false;
    ag_tokenize(text, len, &doc->tokens);
    ag_units_find(text, len, &doc->tokens, &doc->units);
    for (size_t s = 0; s < doc->units.sentences.n; s++) {
        ag_push(&doc->first_item, (uint32_t)doc->items.n);
        analyse_sentence(x, &doc->units.sentences.at[s]);
    }
    ag_push(&doc->first_item, (uint32_t)doc->items.n);
}

static void link_predicates(ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        ag_syntax_link(doc->g, &doc->tokens, items, n);
    }
}

// The speakers are known now: who "we" are.
static void mark_predicates(ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        ag_syntax_mark(items, n);
    }
}

// ---- attributions ----

static bool role_present(const ag_match *m, ag_role role)
{
    return m->role[role].first < m->role[role].last;
}

static ag_attribution attribution_of(const ag_extractor *x, const ag_match *m)
{
    ag_attribution a = {.sentence = x->sentence, .rule = m->rule};
    a.cue_first = m->role[AG_ROLE_CUE].first, a.cue_last = m->role[AG_ROLE_CUE].last;
    a.content_first = m->role[AG_ROLE_CONTENT].first, a.content_last = m->role[AG_ROLE_CONTENT].last;
    if (role_present(m, AG_ROLE_SOURCE))
        a.source =
            (ag_reference){true, x->sentence, m->role[AG_ROLE_SOURCE].first, m->role[AG_ROLE_SOURCE].last};
    return a;
}

static bool keep_speech(void *user, const ag_match *m)
{
    ag_extractor *x = user;
    if (!role_present(m, AG_ROLE_CONTENT))
        return false;
    ag_push(&x->doc.attributions, attribution_of(x, m));
    return true;
}

static bool keep_belief(void *user, const ag_match *m)
{
    ag_extractor *x = user;
    if (!role_present(m, AG_ROLE_CONTENT))
        return false;
    ag_push(&x->attributed, attribution_of(x, m));
    return true;
}

static void find_attributions(ag_extractor *x)
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

// The innermost attribution of the sentence at hand whose content holds the item; one that names its source
// before one that does not ("she noted reports that ...").
static const ag_attribution *attribution_at(const ag_extractor *x, uint32_t item)
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

// The quotation of speech that holds the item; UINT32_MAX where there is none.
static uint32_t speech_at(const ag_extractor *x, uint32_t item)
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
    uint32_t q = speech_at(x, item);
    if (q != UINT32_MAX && doc->quote_speaker.at[q].present)
        return doc->quote_speaker.at[q];
    return doc->label_speaker.at[x->sentence];
}

static bool inside_statement(void *user, uint32_t item)
{
    const ag_extractor *x = user;
    return attribution_at(x, item) || speech_at(x, item) != UINT32_MAX ||
           x->doc.label_speaker.at[x->sentence].present;
}

bool ag_extractor_within(ag_extractor *x, uint32_t sentence, uint32_t item)
{
    x->sentence = sentence;
    return inside_statement(x, item);
}

// Who says what stands at the item.
static ag_reference source_at(const ag_extractor *x, uint32_t item)
{
    const ag_attribution *a = attribution_at(x, item);
    return a && a->source.present ? a->source : speaker_at(x, item);
}

// Whether words of r are those of an institution; nothing where it is not known who speaks, or a newspaper
// does.
static uint32_t standing(const ag_document *doc, ag_reference r)
{
    for (uint32_t i = r.first; r.present && i < r.last; i++) {
        const ag_item *item = ag_doc_item(doc, r.sentence, i);
        if (item->category != AG_CAT_NG)
            continue;
        if ((item->features & AG_FEAT(INST)) || ag_item_is_official_paper(doc, item))
            return AG_FEAT(OFFICIAL);
        if (ag_item_has_class(doc, item, AG_CLASS_MEDIA))
            return 0;
        return (item->features & (AG_FEAT(ACTOR) | AG_FEAT(PRON))) == AG_FEAT(ACTOR) ? AG_FEAT(LAY) : 0;
    }
    return 0;
}

// Who says it, or whose text it stands in.
static ag_reference voice_at(const ag_extractor *x, uint32_t item)
{
    ag_reference source = source_at(x, item);
    bool said = source.present || inside_statement((void *)x, item);
    return said || !x->doc.own_voice ? source : x->doc.author;
}

// Only now is it known who speaks: what an institution says of itself weighs more than what others say of it.
static void mark_official(ag_extractor *x)
{
    for (uint32_t s = 0; s < x->doc.units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(&x->doc, s, &n);
        x->sentence = s;
        for (uint32_t i = 0; i < n; i++)
            items[i].features |= standing(&x->doc, voice_at(x, i));
    }
}

// ---- records ----

static void add_actor(const ag_extractor *x, uint32_t actor, ag_mention *m)
{
    if (!actor || m->nactors == AG_RECORD_ACTORS)
        return;
    const ag_lexicon *lex = x->engine->lex;
    const ag_actor *a = ag_lexicon_actor(lex, actor);
    const char *name = ag_lexicon_string(lex, a->name);
    for (uint32_t i = 0; i < m->nactors; i++)
        if (strcmp(m->actors[i].name, name) == 0)
            return;
    m->actors[m->nactors++] = (ag_actor_ref){name, a->country};
}

// "Melania Trump": the surname alone would be the actor of the lexicon.
static bool is_namesake(const ag_extractor *x, ag_reference r, uint32_t i)
{
    const ag_entity *e = ag_entity_of(&x->doc, r.sentence, i);
    return e && e->person && !e->actor;
}

static void add_actors(const ag_extractor *x, ag_reference r, ag_mention *m)
{
    for (uint32_t i = r.first; i < r.last; i++) {
        const ag_item *item = ag_doc_item(&x->doc, r.sentence, i);
        if (!is_namesake(x, r, i))
            add_actor(x, item->actor, m);
        if (!item->actor)
            add_actor(x, item->modifier_actor, m);
    }
}

static ag_str name_of(const ag_document *doc, ag_reference r)
{
    ag_span s = ag_reference_span(doc, r);
    return (ag_str){doc->text + s.start, s.end - s.start};
}

// "Moore, a former judge and preacher," is Moore: one name and, behind a comma, what he is.
static ag_reference without_apposition(const ag_document *doc, ag_reference r)
{
    if (r.last - r.first < 3 || ag_doc_item(doc, r.sentence, r.first + 1)->category != AG_CAT_COMMA)
        return r;
    const ag_item *name = ag_doc_item(doc, r.sentence, r.first),
                  *what = ag_doc_item(doc, r.sentence, r.first + 2);
    bool list = what->features & (AG_FEAT(NAME) | AG_FEAT(PLURAL));
    if ((name->features & AG_FEAT(NAME)) && what->category == AG_CAT_NG && !list)
        r.last = r.first + 1;
    return r;
}

static bool item_is(const ag_extractor *x, const ag_item *item, const char *word)
{
    return item->last - item->first == 1 && ag_str_is(ag_token_folded(&x->doc.tokens, item->first), word);
}

static bool is_nominal(const ag_item *item)
{
    return item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
}

// "Those responsible for the raid", "anyone hiring a builder": the pronoun names nobody without what follows.
static ag_reference with_complement(const ag_extractor *x, ag_reference r)
{
    static const char *const words[] = {"those", "anyone", "anybody", "everyone", "everybody"};
    uint32_t n, at = r.last;
    const ag_item *items = ag_doc_items(&x->doc, r.sentence, &n);
    bool bare = false;
    for (size_t i = 0; i < AG_ARRAY_LEN(words); i++)
        bare |= item_is(x, &items[r.last - 1], words[i]);
    if (!bare || at >= n)
        return r;
    ag_category next = (ag_category)items[at].category;
    if (next == AG_CAT_ADJ || next == AG_CAT_VING || next == AG_CAT_VED)
        at++;
    else if (next != AG_CAT_P)
        return r;
    while (at < n && (is_nominal(&items[at]) ||
                      (items[at].category == AG_CAT_P && at + 1 < n && is_nominal(&items[at + 1]))))
        at++;
    r.last = at;
    return r;
}

// "Suspected Russian attacks": the nationality is who is meant. Its words, nothing where the group is no
// deed.
static const ag_rule_info *rule_info(const ag_extractor *x, uint32_t rule)
{
    static const ag_rule_info weighed[] = {
        [AG_CLAIM] = {.id = "claim.weighed", .kind = "report", .label = AG_CLAIM},
        [AG_DENIAL] = {.id = "denial.weighed", .kind = "denial", .label = AG_DENIAL},
        [AG_POLICY] = {.id = "policy.weighed", .kind = "position", .label = AG_POLICY}};
    return rule >= WEIGHED ? &weighed[rule - WEIGHED] : ag_rules_info(x->engine->rules, rule);
}

static ag_span national_word(const ag_extractor *x, ag_reference r)
{
    const ag_document *doc = &x->doc;
    const ag_item *item = ag_doc_item(doc, r.sentence, r.last - 1);
    bool deed = ag_item_has_class(doc, item, AG_CLASS_HARM) || ag_item_has_class(doc, item, AG_CLASS_ATTEMPT);
    if (r.last - r.first > 1 || !item->modifier_actor || !deed)
        return (ag_span){0};
    for (uint32_t t = item->first; t < item->head; t++) {
        const ag_sense *senses;
        uint32_t n, length = ag_lexicon_find(x->engine->lex, &doc->tokens, t, item->last, &senses, &n);
        for (uint32_t k = 0; k < n; k++)
            if (length && t + length <= item->head && senses[k].actor == item->modifier_actor)
                return (ag_span){doc->tokens.list.at[t].start, doc->tokens.list.at[t + length - 1].end};
    }
    return (ag_span){0};
}

static void narrow(const ag_extractor *x, ag_reference r, ag_mention *m)
{
    ag_span word = m->present ? national_word(x, r) : (ag_span){0};
    if (word.start == word.end)
        return;
    m->span = word;
    m->name = (ag_str){x->doc.text + word.start, word.end - word.start};
}

// Leaves out a leading "that" or a determiner-like "a" is kept: spans stand as in the text.
static ag_mention mention_of(const ag_extractor *x, ag_reference r)
{
    ag_mention m = {0};
    if (!r.present)
        return m;
    const ag_document *doc = &x->doc;
    r = without_apposition(doc, r);
    ag_reference best = ag_resolve(doc, r.sentence, r.first, r.last);
    ag_reference whole = with_complement(x, r);
    m.span = ag_doc_span(doc, whole.sentence, whole.first, whole.last);
    m.present = r.sentence == x->sentence;
    m.elsewhere = !m.present;
    if (best.present) {
        m.name = name_of(doc, best);
        add_actors(x, best, &m);
    }
    add_actors(x, r, &m);
    return m;
}

static ag_reference role_reference(const ag_extractor *x, const ag_match *m, ag_role role)
{
    if (!role_present(m, role))
        return (ag_reference){0};
    return (ag_reference){true, x->sentence, m->role[role].first, m->role[role].last};
}

// "Officials in Rome said", "a spokesman for the army": who is no name goes with where he belongs.
static ag_reference with_place(const ag_extractor *x, ag_reference r)
{
    static const char *const words[] = {"in", "for", "from", "at", "to", "with", NULL};
    const ag_document *doc = &x->doc;
    uint32_t n, last = r.last;
    if (!r.present)
        return r;
    ag_reference who = ag_resolve(doc, r.sentence, r.first, r.last);
    if (who.present && (who.sentence != r.sentence || who.first != r.first)) // named elsewhere
        return r;
    const ag_item *items = ag_doc_items(doc, r.sentence, &n), *head = &items[r.last - 1];
    bool described = head->category == AG_CAT_NG && (head->features & AG_FEAT(ACTOR)) &&
                     !(head->features & (AG_FEAT(NAME) | AG_FEAT(PRON)));
    bool by = r.first > 0 && items[r.first - 1].category == AG_CAT_P;
    if (!described || by || last + 1 >= n || items[last].category != AG_CAT_P ||
        !ag_str_in(ag_token_folded(&doc->tokens, items[last].first), words))
        return r;
    for (last++; last + 1 < n && items[last].category == AG_CAT_NPOSS;)
        last++;
    static const char *const months[] = {"march", "may", NULL};
    if (ag_str_in(ag_token_folded(&doc->tokens, items[last].first), months))
        return r;
    if (items[last].category == AG_CAT_NG && (items[last].features & AG_FEAT(ACTOR)) &&
        (items[last].features & (AG_FEAT(DEF) | AG_FEAT(NAME))))
        r.last = last + 1;
    return r;
}

static bool is_first_person(const ag_document *doc, ag_reference r)
{
    return r.present && (ag_doc_item(doc, r.sentence, r.first)->features & AG_FEAT(FIRST));
}

// "The prime minister said Armenia will leave": the official states the course of the country.
static bool speaks_for(const ag_extractor *x, ag_reference speaker, ag_reference own)
{
    const ag_document *doc = &x->doc;
    ag_reference who = ag_resolve(doc, speaker.sentence, speaker.first, speaker.last);
    if (!who.present)
        return false;
    const ag_item *mouth = ag_doc_item(doc, who.sentence, ag_reference_head(doc, who));
    const ag_item *body = ag_doc_item(doc, own.sentence, ag_reference_head(doc, own));
    bool state =
        ag_item_has_class(doc, body, AG_CLASS_STATE) || ag_item_has_class(doc, body, AG_CLASS_CAPITAL);
    bool foreign = mouth->modifier_actor && body->actor && mouth->modifier_actor != body->actor;
    bool person = (mouth->features & AG_FEAT(INST)) && !ag_item_is_organisation(doc, mouth);
    return state && person && !foreign;
}

// Who does it, where the rule took nobody for the source: the measure is the doer's.
static ag_reference doer_of(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    if (item->agent.first >= item->agent.last || !(item->features & AG_FEAT(AGINST)))
        return (ag_reference){0};
    return (ag_reference){true, x->sentence, item->agent.first, item->agent.last};
}

// A verb that only somebody who speaks can be the subject of: "the motion accused", "the second count
// alleges".
static bool accuses(const ag_extractor *x, uint32_t cue)
{
    static const ag_known_class verbs[] = {AG_CLASS_ACCUSE, AG_CLASS_ALLEGE, AG_CLASS_CONDEMN,
                                           AG_CLASS_BLAME};
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    for (size_t k = 0; k < AG_ARRAY_LEN(verbs); k++)
        if (ag_item_has_class(&x->doc, item, verbs[k]))
            return item->category == AG_CAT_VG && !(item->features & AG_FEAT(PASSIVE));
    return false;
}

// "The council adopted a plan that calls for ...": who is behind a paper that the rule took for the source.
static ag_reference behind_paper(const ag_extractor *x, ag_reference paper)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&x->doc, paper.sentence, &n);
    for (uint32_t i = 0; i < n; i++) {
        const ag_link *to = &items[i].patient, *by = &items[i].agent;
        bool on = to->first < to->last && to->head == paper.last - 1 && by->first < by->last;
        if (on && (items[i].features & AG_FEAT(AGINST)) && !(items[i].features & AG_FEAT(NEG)))
            return (ag_reference){true, paper.sentence, by->first, by->last};
    }
    return paper;
}

static ag_mention record_source(const ag_extractor *x, const ag_match *m)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first;
    const ag_rule_info *info = rule_info(x, m->rule);
    bool policy = info->label == AG_POLICY;
    ag_reference own = role_reference(x, m, AG_ROLE_SOURCE),
                 outer = policy ? voice_at(x, cue) : source_at(x, cue);
    bool first_person = is_first_person(&x->doc, own);
    bool demand = policy && (strcmp(info->kind, "demand") == 0 || strcmp(info->kind, "advice") == 0);
    bool thing = own.present && !(ag_doc_item(&x->doc, own.sentence, own.first)->features & AG_FEAT(PRON));
    if (info->label == AG_CLAIM && !own.present && strcmp(info->kind, "accusation") == 0 &&
        ag_doc_item(&x->doc, x->sentence, cue)->category == AG_CAT_NG)
        outer = (ag_reference){0}; // "said it looks into allegations that": they are somebody else's
    bool accuser = info->label == AG_CLAIM && thing && !outer.present && accuses(x, cue);
    if (own.present && !ag_can_speak(&x->doc, own) && !(policy && thing) &&
        !accuser) // a law can be the source of a measure
        own = outer.present && ag_can_speak(&x->doc, outer) ? outer : (ag_reference){0};
    if (policy && thing && own.present && !ag_can_speak(&x->doc, own))
        own = standing(&x->doc, outer) == AG_FEAT(OFFICIAL) ? outer : behind_paper(x, own);
    bool must = policy && thing && (ag_doc_item(&x->doc, x->sentence, cue)->features & AG_FEAT(MUST));
    if (must && !first_person && outer.present && ag_can_speak(&x->doc, outer))
        own = outer;
    if (policy && own.present && outer.present && speaks_for(x, outer, own))
        return mention_of(x, outer);
    if (policy && !demand && !own.present && !outer.present)
        own = doer_of(x, cue);
    bool hearsay = strcmp(info->kind, "hearsay") == 0 || strcmp(info->kind, "charge") == 0;
    if (!policy && !own.present && !outer.present && !hearsay && x->doc.own_voice &&
        !inside_statement((void *)x, cue))
        outer = x->doc.author; // in a text of somebody's own
    if (own.present && !first_person)
        return mention_of(x, with_place(x, own));
    if (!own.present || (outer.present && outer.sentence == x->sentence))
        own = outer.present ? outer : own;
    ag_mention source = mention_of(x, with_place(x, own));
    if (first_person && outer.present) {
        ag_mention named = mention_of(x, outer);
        source.name = named.name;
        memcpy(source.actors, named.actors, sizeof named.actors);
        source.nactors = named.nactors;
    }
    return source;
}

static const char *quote_kind(const ag_extractor *x, const ag_match *m)
{
    const ag_sentence *s = &x->doc.units.sentences.at[x->sentence];
    uint32_t inside = 0, outside = 0;
    for (uint32_t t = s->body; t < s->last; t++) {
        uint8_t kind = x->doc.tokens.list.at[t].kind;
        if (kind > AG_TOK_IOC)
            continue;
        if (x->doc.units.quoted.at[t])
            inside++;
        else
            outside++;
    }
    if (inside && !outside)
        return "direct";
    if (inside)
        return "mixed";
    return attribution_at(x, m->role[AG_ROLE_CUE].first) ? "indirect" : "none";
}

// What the verb of saying makes of a thing said: "the panel concluded that", "the envoy alleged that".
static const char *kind_of_saying(const ag_extractor *x, const ag_attribution *a)
{
    static const struct {
        const char *kind;
        ag_known_class verb;
    } kinds[] = {
        {"report", AG_CLASS_SAY},        {"accusation", AG_CLASS_ACCUSE}, {"accusation", AG_CLASS_ALLEGE},
        {"assessment", AG_CLASS_ASSESS}, {"admission", AG_CLASS_ADMIT},
    };
    for (size_t i = 0; i < AG_ARRAY_LEN(kinds); i++)
        for (uint32_t cue = a->cue_first; cue < a->cue_last; cue++)
            if (ag_item_has_class(&x->doc, ag_doc_item(&x->doc, a->sentence, cue), kinds[i].verb))
                return kinds[i].kind;
    return "report";
}

// Whether the source speaks of itself. In a quotation it does so in the first person: "she" is somebody else.
static bool is_self(const ag_extractor *x, const ag_match *m, const ag_mention *source,
                    const ag_mention *target)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first, of = m->role[AG_ROLE_TARGET].first;
    if (target->present && speech_at(x, cue) != UINT32_MAX)
        return ag_doc_item(&x->doc, x->sentence, of)->features & AG_FEAT(FIRST);
    return target->present && source->name.len > 0 && source->name.len == target->name.len &&
           memcmp(source->name.ptr, target->name.ptr, source->name.len) == 0;
}

// The kind of a claim is its rule's, but for a mere report: there it matters who says so, and how.
static const char *claim_kind(const ag_extractor *x, const ag_match *m, const ag_record *r, const char *kind)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first;
    const ag_attribution *a = attribution_at(x, cue);
    ag_reference source = role_reference(x, m, AG_ROLE_SOURCE);
    if (!source.present && a)
        source = a->source;
    if (strcmp(kind, "report") != 0 && strcmp(kind, "accusation") != 0 && strcmp(kind, "assessment") != 0)
        return kind;
    if (source.present &&
        (ag_item_has_class(&x->doc, ag_doc_item(&x->doc, source.sentence, source.first), AG_CLASS_COURT) ||
         ag_item_has_class(&x->doc, ag_doc_item(&x->doc, source.sentence, source.first),
                           AG_CLASS_PROSECUTOR)))
        return "charge";
    if (strcmp(kind, "report") != 0)
        return kind;
    if (is_self(x, m, &r->source, &r->target))
        return "admission";
    if (!r->source.present && !r->source.elsewhere)
        return speech_at(x, cue) == UINT32_MAX ? "hearsay" : kind;
    return a ? kind_of_saying(x, a) : kind;
}

// A measure that is only announced is a commitment, one that is threatened a warning, and one that others
// have to take a demand. "Will call on" is no demand yet.
static const char *policy_kind(const ag_extractor *x, const ag_match *m, const char *kind)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first;
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    bool measure = strcmp(kind, "measure") == 0;
    if (!measure && strcmp(kind, "demand") != 0)
        return kind;
    if (item->features & (AG_FEAT(FUTURE) | AG_FEAT(WOULD)))
        return "commitment";
    if (measure && item->features & AG_FEAT(MUST))
        return "demand";
    if (!measure || item->category != AG_CAT_VTO || cue == 0)
        return kind;
    if (ag_item_has_class(&x->doc, ag_doc_item(&x->doc, x->sentence, cue - 1), AG_CLASS_MENACE))
        return "warning";
    bool headline = ag_doc_item(&x->doc, x->sentence, cue - 1)->category == AG_CAT_NG;
    for (uint32_t i = 0; i < cue; i++)
        headline &= ag_doc_item(&x->doc, x->sentence, i)->category != AG_CAT_VG;
    return headline || ag_item_has_class(&x->doc, ag_doc_item(&x->doc, x->sentence, cue - 1), AG_CLASS_PLAN)
               ? "commitment"
               : kind;
}

static void fill_record(const ag_extractor *x, const ag_match *m, ag_record *r)
{
    const ag_document *doc = &x->doc;
    const ag_rule_info *info = rule_info(x, m->rule);
    const ag_sentence *s = &doc->units.sentences.at[x->sentence];
    *r = (ag_record){
        .label = info->label, .kind = info->kind, .sentence = {s->start, s->end}, .line = s->line};
    r->rule = info->id;
    r->rule_index = m->rule;
    r->source = record_source(x, m);
    r->target = mention_of(x, role_reference(x, m, AG_ROLE_TARGET));
    if (info->label != AG_POLICY)
        narrow(x, role_reference(x, m, AG_ROLE_TARGET), &r->target);
    r->has_cue = true;
    r->cue = ag_doc_span(doc, x->sentence, m->role[AG_ROLE_CUE].first, m->role[AG_ROLE_CUE].last);
    uint32_t lemma = ag_doc_item(doc, x->sentence, m->role[AG_ROLE_CUE].first)->lemma;
    r->cue_lemma = lemma ? ag_lexicon_string(x->engine->lex, lemma) : NULL;
    r->has_act = role_present(m, AG_ROLE_ACT);
    if (r->has_act)
        r->act = ag_doc_span(doc, x->sentence, m->role[AG_ROLE_ACT].first, m->role[AG_ROLE_ACT].last);
    r->quote = quote_kind(x, m);
    if (info->label == AG_CLAIM)
        r->kind = claim_kind(x, m, r, info->kind);
    else if (info->label == AG_POLICY)
        r->kind = policy_kind(x, m, info->kind);
    r->ncertainty = ag_certainty_find(doc, x->sentence, r->certainty, AG_RECORD_CERTAINTIES);
}

// ---- choice among the matches of a sentence ----

// A rule for the content of statements must not take the speaker, who stands outside, for the target.
static bool leaves_statement(ag_extractor *x, const ag_match *m)
{
    if (ag_rules_info(x->engine->rules, m->rule)->scope != AG_WITHIN_STATEMENT ||
        !role_present(m, AG_ROLE_TARGET))
        return false;
    uint32_t target = m->role[AG_ROLE_TARGET].first;
    const ag_attribution *a = attribution_at(x, m->role[AG_ROLE_CUE].first);
    if (a && (target < a->content_first || target >= a->content_last))
        return true;
    return !inside_statement(x, target);
}

static bool begins_content(const ag_extractor *x, uint32_t item)
{
    const ag_document *doc = &x->doc;
    for (uint32_t i = doc->first_attribution.at[x->sentence]; i < doc->first_attribution.at[x->sentence + 1];
         i++)
        if (doc->attributions.at[i].content_first == item)
            return true;
    return false;
}

// A clause whose subject stands at the item only says what is meant: "how he voted", "the tools we need".
static bool is_aside(const ag_extractor *x, const ag_item *items, uint32_t subject, uint32_t cue)
{
    static const char *const words[] = {"how", "where", "who", "whom"};
    for (size_t i = 0; i < AG_ARRAY_LEN(words); i++)
        if (item_is(x, &items[subject - 1], words[i]))
            return true;
    if (item_is(x, &items[subject - 1], "when") && (items[cue].features & AG_FEAT(MUST)))
        return true;
    return (items[subject].features & AG_FEAT(PRON)) && items[subject].category == AG_CAT_NG &&
           items[subject - 1].category == AG_CAT_NG && !(items[subject - 1].features & AG_FEAT(ACTOR)) &&
           subject > 1 && items[subject - 2].category != AG_CAT_P && !begins_content(x, subject);
}

// What only says who is meant or is in question states no course: "those who declined to vote", "how he would
// vote".
static bool is_presupposed(const ag_extractor *x, const ag_match *m)
{
    uint32_t n, cue = m->role[AG_ROLE_CUE].first, at = cue;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    const ag_rule_info *info = ag_rules_info(x->engine->rules, m->rule);
    if (info->label != AG_POLICY || items[cue].category != AG_CAT_VG)
        return false;
    bool passive = items[cue].features & AG_FEAT(PASSIVE);
    while (at > 0 && items[at - 1].category == AG_CAT_ADV)
        at--;
    if (at > 1 && item_is(x, &items[at - 1], "who"))
        return items[at - 2].category == AG_CAT_NG || strcmp(info->kind, "position") == 0 ||
               (passive && !(items[cue].features & AG_FEAT(AGINST)));
    ag_link subject = passive ? items[cue].patient : items[cue].agent;
    return subject.first < subject.last && subject.last <= cue && subject.first > 0 &&
           is_aside(x, items, subject.first, cue);
}

// What somebody only thinks that another will do: "they fear that he would veto it".
static bool is_guess(const ag_extractor *x, const ag_match *m)
{
    const ag_document *doc = &x->doc;
    uint32_t cue = m->role[AG_ROLE_CUE].first, end = doc->first_attribution.at[x->sentence + 1];
    uint32_t features = ag_doc_item(doc, x->sentence, cue)->features;
    if (ag_rules_info(x->engine->rules, m->rule)->label != AG_POLICY || (features & AG_FEAT(AGFIRST)) ||
        !(features & (AG_FEAT(FUTURE) | AG_FEAT(WOULD))))
        return false;
    for (uint32_t i = doc->first_attribution.at[x->sentence]; i < end; i++) {
        const ag_attribution *a = &doc->attributions.at[i];
        if (cue >= a->content_first && cue < a->content_last &&
            ag_item_has_class(doc, ag_doc_item(doc, a->sentence, a->cue_first), AG_CLASS_GUESS))
            return true;
    }
    return false;
}

static bool keep_match(void *user, const ag_match *m)
{
    ag_extractor *x = user;
    if (leaves_statement(x, m) || is_presupposed(x, m) || is_guess(x, m))
        return false;
    ag_push(&x->found, *m);
    return true;
}

static bool same_role(const ag_match *a, const ag_match *b, ag_role role)
{
    return a->role[role].first < b->role[role].last && b->role[role].first < a->role[role].last;
}

// Whether the targets of two matches are one, by their words or by whom they stand for.
static bool same_target(const ag_extractor *x, const ag_match *a, const ag_match *b)
{
    ag_reference ra = role_reference(x, a, AG_ROLE_TARGET), rb = role_reference(x, b, AG_ROLE_TARGET);
    if (!ra.present || !rb.present || same_role(a, b, AG_ROLE_TARGET))
        return true;
    ra = ag_resolve(&x->doc, ra.sentence, ra.first, ra.last);
    rb = ag_resolve(&x->doc, rb.sentence, rb.first, rb.last);
    if (!ra.present || !rb.present)
        return true;
    ag_str na = name_of(&x->doc, ra), nb = name_of(&x->doc, rb);
    return na.len == nb.len && memcmp(na.ptr, nb.ptr, na.len) == 0;
}

// A verb or a predicate that is not the denial of another claim: what a noun says in passing adds little.
static bool tells_by_itself(const ag_extractor *x, const ag_match *m)
{
    const ag_item *cue = ag_doc_item(&x->doc, x->sentence, m->role[AG_ROLE_CUE].first);
    bool predicate = cue->category == AG_CAT_VG || cue->category == AG_CAT_VED ||
                     cue->category == AG_CAT_VING || cue->category == AG_CAT_ADJ;
    return predicate && !ag_item_has_class(&x->doc, cue, AG_CLASS_DENY);
}

static ag_reference said_by(const ag_extractor *x, const ag_match *m)
{
    ag_reference own = role_reference(x, m, AG_ROLE_SOURCE);
    return own.present ? own : source_at(x, m->role[AG_ROLE_CUE].first);
}

static bool other_source(const ag_extractor *x, const ag_match *m, const ag_match *kept)
{
    ag_reference a = said_by(x, m), b = said_by(x, kept);
    return a.present && (!b.present || a.sentence != b.sentence || a.first >= b.last || b.first >= a.last);
}

// A second match of a label says something of its own only of somebody else.
static bool repeats(const ag_extractor *x, const ag_match *m, const ag_match *kept)
{
    if (ag_rules_info(x->engine->rules, m->rule)->label != ag_rules_info(x->engine->rules, kept->rule)->label)
        return false;
    if (ag_rules_info(x->engine->rules, m->rule)->label != AG_CLAIM)
        return true;
    return same_role(m, kept, AG_ROLE_CUE) || same_target(x, m, kept) ||
           !(other_source(x, m, kept) || tells_by_itself(x, m));
}

// Moves the matches to keep to the front, in order of their cue: earlier rules come first in the choice.
static void choose(ag_extractor *x)
{
    ag_match *at = x->found.at;
    size_t kept = 0;
    for (size_t i = 1; i < x->found.n; i++) // insertion sort by rule: a sentence has few matches
        for (size_t k = i; k > 0 && at[k].rule < at[k - 1].rule; k--) {
            ag_match swap = at[k];
            at[k] = at[k - 1], at[k - 1] = swap;
        }
    for (size_t i = 0; i < x->found.n; i++) {
        bool again = false;
        for (size_t k = 0; k < kept; k++)
            again |= repeats(x, &at[i], &at[k]);
        if (!again)
            at[kept++] = at[i];
    }
    x->found.n = kept;
    for (size_t i = 1; i < kept; i++)
        for (size_t k = i; k > 0 && at[k].role[AG_ROLE_CUE].first < at[k - 1].role[AG_ROLE_CUE].first; k--) {
            ag_match swap = at[k];
            at[k] = at[k - 1], at[k - 1] = swap;
        }
}

// ---- statements ----

// All attributions of the document, in the order of their sentences.
static void find_statements(ag_extractor *x)
{
    ag_document *doc = &x->doc;
    x->attributed.n = x->statements.n = x->next_statement = 0;
    if (x->engine->statements == AG_STATEMENTS_NONE)
        return;
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(doc, s, &n);
        x->sentence = s;
        for (uint32_t i = doc->first_attribution.at[s]; i < doc->first_attribution.at[s + 1]; i++)
            ag_push(&x->attributed, doc->attributions.at[i]);
        ag_matcher_sentence(x->matcher, items, n, &doc->tokens);
        ag_matcher_run(x->matcher, AG_PASS_BELIEF, NULL, keep_belief, x);
    }
    ag_statements_find(doc, x->attributed.at, x->attributed.n, x->engine->statements, &x->statements);
}

static void fill_statement(const ag_extractor *x, const ag_statement *st, ag_record *r)
{
    const ag_document *doc = &x->doc;
    const ag_sentence *s = &doc->units.sentences.at[x->sentence];
    *r = (ag_record){.label = AG_STATEMENT, .sentence = {s->start, s->end}, .line = s->line};
    r->kind = "quote";
    r->rule = "statement.quotation";
    r->rule_index = st->rule;
    r->quote = "direct";
    r->source = mention_of(x, st->source);
    if (r->source.present)
        r->source.span = ag_doc_span(doc, x->sentence, st->source_first, st->source_last);
    r->has_cue = st->cue_first < st->cue_last;
    if (r->has_cue) {
        ag_match m = {.rule = st->rule};
        m.role[AG_ROLE_CUE].first = st->cue_first, m.role[AG_ROLE_CUE].last = st->cue_last;
        const ag_rule_info *info = ag_rules_info(x->engine->rules, st->rule);
        uint32_t lemma = ag_doc_item(doc, x->sentence, st->cue_first)->lemma;
        r->kind = info->kind, r->rule = info->id;
        r->cue = ag_doc_span(doc, x->sentence, st->cue_first, st->cue_last);
        r->cue_lemma = lemma ? ag_lexicon_string(x->engine->lex, lemma) : NULL;
        r->quote = quote_kind(x, &m);
    }
    r->ncontent = st->ncontent;
    memcpy(r->content, st->content, sizeof r->content);
    r->ncertainty = ag_certainty_find(doc, x->sentence, r->certainty, AG_RECORD_CERTAINTIES);
}

// A record with the cue of a statement carries what is said, and the statement is not given again.
static void add_content(ag_extractor *x, const ag_match *m, ag_record *r)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first;
    for (size_t i = x->next_statement; i < x->statements.n; i++) {
        ag_statement *st = &x->statements.at[i];
        if (st->sentence != x->sentence)
            return;
        if (cue != st->cue_first || m->role[AG_ROLE_CUE].last != st->cue_last)
            continue;
        st->taken = x->engine->statements == AG_STATEMENTS_OUTERMOST;
        r->ncontent = st->ncontent;
        memcpy(r->content, st->content, sizeof r->content);
    }
}

// The statements of the sentence at hand whose cue stands before a byte.
static void give_statements(ag_extractor *x, uint32_t before, ag_record_fn fn, void *user)
{
    for (; x->next_statement < x->statements.n; x->next_statement++) {
        const ag_statement *st = &x->statements.at[x->next_statement];
        if (st->sentence != x->sentence)
            return;
        if (st->taken)
            continue;
        ag_record record;
        fill_statement(x, st, &record);
        if (record.has_cue && record.cue.start >= before)
            return;
        fn(user, &record);
    }
}

// "The firm claims it brings jobs": nobody accuses himself, unless he admits it. In "it, accused of fraud,
// said" the source is somebody else.
static bool accuses_itself(const ag_extractor *x, const ag_match *m, ag_record *r)
{
    if (r->label != AG_CLAIM || (strcmp(r->kind, "accusation") != 0 && strcmp(r->kind, "charge") != 0) ||
        !is_self(x, m, &r->source, &r->target))
        return false;
    uint32_t n, target = m->role[AG_ROLE_TARGET].first;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    for (uint32_t i = m->role[AG_ROLE_ACT].first; i < n && i < m->role[AG_ROLE_ACT].last; i++)
        if (items[i].category == AG_CAT_VG && !(items[i].features & AG_FEAT(PASSIVE)) &&
            items[i].agent.first < items[i].agent.last && items[i].agent.first == target)
            return true;
    if (ag_doc_item(&x->doc, x->sentence, m->role[AG_ROLE_CUE].first)->features & AG_FEAT(PASSIVE))
        r->source = (ag_mention){0};
    return false;
}

// ---- matches, weighed ----

static void find_matches(ag_extractor *x)
{
    x->matches.n = x->first_match.n = x->labels.n = 0;
    for (uint32_t s = 0; s < x->doc.units.sentences.n; s++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(&x->doc, s, &n);
        uint8_t labels = 0;
        x->sentence = s;
        x->found.n = 0;
        ag_matcher_sentence(x->matcher, items, n, &x->doc.tokens);
        ag_matcher_run(x->matcher, AG_PASS_RECORDS, inside_statement, keep_match, x);
        choose(x);
        ag_push(&x->first_match, x->matches.n);
        for (size_t i = 0; i < x->found.n; i++) {
            ag_push(&x->matches, x->found.at[i]);
            labels |= (uint8_t)(1u << ag_rules_info(x->engine->rules, x->found.at[i].rule)->label);
        }
        ag_push(&x->labels, labels);
    }
    ag_push(&x->first_match, x->matches.n);
}

ag_evidence ag_extractor_evidence(const ag_extractor *x, uint32_t sentence)
{
    size_t first = x->first_match.at[sentence];
    return (ag_evidence){&x->doc, x->engine->rules, x->labels.at, x->matches.at + first,
                         x->first_match.at[sentence + 1] - first};
}

static void give_record(ag_extractor *x, const ag_match *m, ag_record_fn fn, void *user)
{
    ag_record record;
    fill_record(x, m, &record);
    if (accuses_itself(x, m, &record))
        return;
    give_statements(x, record.cue.start, fn, user);
    add_content(x, m, &record);
    fn(user, &record);
}

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
    ag_reference speaker = source_at(x, at);
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

// Who does what to whom, from the links of the item that speaks most for the label.
static ag_match weighed_match(const ag_extractor *x, ag_label label, uint32_t cue)
{
    uint32_t n, end = cue + 1;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n), *item = &items[cue];
    ag_match m = {.rule = WEIGHED + label};
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
    if (label != AG_CLAIM && !source_at(x, cue).present)
        set_role(&m, AG_ROLE_SOURCE,
                 item->features & (AG_FEAT(AGINST) | AG_FEAT(AGENT)) ? item->agent
                                                                     : nearest(x, cue, AG_FEAT(INST)));
    return m;
}

// Whether the weights let a match stand. Rules of the user's own are not questioned.
static bool stands(const ag_extractor *x, const ag_match *m, const ag_verdict *verdict)
{
    const ag_rule_info *info = ag_rules_info(x->engine->rules, m->rule);
    return !x->engine->weights || !info->built_in || verdict->sum[info->label] > 0;
}

static void extract_sentence(ag_extractor *x, uint32_t s, ag_record_fn fn, void *user)
{
    ag_verdict verdict;
    uint32_t given = 0;
    x->sentence = s;
    if (x->engine->weights) {
        ag_evidence evidence = ag_extractor_evidence(x, s);
        ag_weigh(x->engine->weights, &evidence, s, &verdict);
    }
    for (size_t i = x->first_match.at[s]; i < x->first_match.at[s + 1]; i++) {
        const ag_match *m = &x->matches.at[i];
        given |= 1u << ag_rules_info(x->engine->rules, m->rule)->label;
        if (stands(x, m, &verdict))
            give_record(x, m, fn, user);
    }
    for (ag_label label = AG_CLAIM; x->engine->weights && label <= AG_POLICY; label++)
        if (!(given >> label & 1) && verdict.sum[label] > WITHOUT_RULE && verdict.item[label] != UINT32_MAX) {
            ag_match m = weighed_match(x, label, verdict.item[label]);
            give_record(x, &m, fn, user);
        }
    give_statements(x, UINT32_MAX, fn, user);
}

void ag_extract(ag_extractor *x, const char *text, size_t len, ag_record_fn fn, void *user)
{
    analyse(x, text, len);
    ag_entities_find(&x->doc);
    link_predicates(&x->doc);
    find_attributions(x);
    ag_discourse_speakers(&x->doc);
    mark_predicates(&x->doc);
    mark_official(x);
    find_statements(x);
    find_matches(x);
    for (uint32_t s = 0; s < x->doc.units.sentences.n; s++)
        extract_sentence(x, s, fn, user);
}
