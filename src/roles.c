// SPDX-License-Identifier: MIT
// From the items of a role to a mention: its words, its name, its actors; and who the source of a record is.
#include "extractor.h"

#include "entity.h"
#include "reference.h"

#include <string.h>

// Two of one name are one, unless two lists tell of them what is not the same.
static bool differs_in_lists(const ag_actor_ref *a, const ag_actor_ref *b)
{
    return a->ambiguous && b->ambiguous && (a->aliases != b->aliases || strcmp(a->country, b->country) != 0);
}

static void add_one(const ag_extractor *x, uint32_t actor, bool ambiguous, ag_mention *m)
{
    if (m->nactors == AG_RECORD_ACTORS)
        return;
    const ag_lexicon *lex = x->engine->lex;
    const ag_actor *a = ag_lexicon_actor(lex, actor);
    ag_actor_ref ref = {.name = ag_lexicon_string(lex, a->name),
                        .country = a->country,
                        .type = ag_lexicon_class_name(lex, a->class_id),
                        .ambiguous = ambiguous};
    ref.naliases = ag_lexicon_aliases(lex, actor, &ref.aliases);
    for (uint32_t i = 0; i < m->nactors; i++)
        if (strcmp(m->actors[i].name, ref.name) == 0 && !differs_in_lists(&m->actors[i], &ref))
            return;
    m->actors[m->nactors++] = ref;
}

// All who go by the name.
static void add_actor(const ag_extractor *x, uint32_t actor, ag_mention *m)
{
    const uint32_t *candidates;
    uint32_t n = actor ? ag_lexicon_candidates(x->engine->lex, actor, &candidates) : 0;
    for (uint32_t i = 0; i < n; i++)
        add_one(x, candidates[i], true, m);
    if (actor && !n)
        add_one(x, actor, false, m);
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

ag_str ag_name_of(const ag_document *doc, ag_reference r)
{
    ag_span s = ag_reference_span(doc, r);
    return (ag_str){doc->text + s.start, s.end - s.start};
}

// "Moore, a former judge and preacher," is Moore: one name and, behind a comma, what he is. "Moore, the
// judge, and the paper" are three.
static ag_reference without_apposition(const ag_document *doc, ag_reference r)
{
    if (r.last - r.first < 3 || ag_doc_item(doc, r.sentence, r.first + 1)->category != AG_CAT_COMMA)
        return r;
    const ag_item *name = ag_doc_item(doc, r.sentence, r.first),
                  *what = ag_doc_item(doc, r.sentence, r.first + 2);
    bool list = (what->features & (AG_FEAT(NAME) | AG_FEAT(PLURAL))) ||
                (r.last - r.first > 3 && ag_doc_item(doc, r.sentence, r.first + 3)->category == AG_CAT_COMMA);
    if ((name->features & AG_FEAT(NAME)) && what->category == AG_CAT_NG && !list)
        r.last = r.first + 1;
    return r;
}

bool ag_item_is(const ag_extractor *x, const ag_item *item, const char *word)
{
    return item->last - item->first == 1 && ag_str_is(ag_token_folded(&x->doc.tokens, item->first), word);
}

static bool is_nominal(const ag_item *item)
{
    return item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
}

// "The rebels themselves": the rebels.
static ag_reference without_emphasis(const ag_extractor *x, ag_reference r)
{
    static const char *const words[] = {"himself", "herself", "itself", "themselves"};
    if (r.last - r.first > 1 || r.first == 0 ||
        ag_doc_item(&x->doc, r.sentence, r.first - 1)->category != AG_CAT_NG)
        return r;
    for (size_t i = 0; i < AG_ARRAY_LEN(words); i++)
        if (ag_item_is(x, ag_doc_item(&x->doc, r.sentence, r.first), words[i]))
            r.first--, r.last--;
    return r;
}

// "Any state that shelters the rebels", of an item that three others follow.
static bool is_any_that(const ag_extractor *x, const ag_item *item)
{
    return ag_str_is(ag_token_folded(&x->doc.tokens, item->first), "any") &&
           (item[1].category == AG_CAT_WH || item[1].category == AG_CAT_THAT) &&
           item[2].category == AG_CAT_VG;
}

// "Those responsible for the raid", "people who ordered it", "anyone hiring a builder", "any state that
// shelters them": the words name nobody without what follows.
static ag_reference with_complement(const ag_extractor *x, ag_reference r)
{
    static const char *const words[] = {"those",     "anyone",  "anybody",  "everyone",
                                        "everybody", "someone", "somebody", NULL};
    uint32_t n, at = r.last;
    const ag_item *items = ag_doc_items(&x->doc, r.sentence, &n), *item = &items[r.last - 1];
    bool bare =
        item->last - item->first == 1 && ag_str_in(ag_token_folded(&x->doc.tokens, item->first), words);
    bool people = ag_item_is(x, item, "people");
    bool any = r.last - r.first == 1 && at + 2 < n && is_any_that(x, item);
    if (!(bare || people || any) || at >= n)
        return r;
    ag_category next = (ag_category)items[at].category;
    if (people && next != AG_CAT_WH)
        return r;
    if (any || (next == AG_CAT_WH && at + 1 < n && items[at + 1].category == AG_CAT_VG))
        at += 2;
    else if (next == AG_CAT_ADJ || next == AG_CAT_VING || next == AG_CAT_VED)
        at++;
    else if (next != AG_CAT_P)
        return r;
    while (at < n && !(items[at].features & AG_FEAT(PRON)) &&
           (is_nominal(&items[at]) ||
            (items[at].category == AG_CAT_P && at + 1 < n && is_nominal(&items[at + 1]))))
        at++;
    r.last = at;
    return r;
}

// "Accused spies from Norland of fraud": the "of" belongs to the verb.
static bool takes_of(const ag_item *verb)
{
    return ag_item_has_class(verb, AG_CLASS_ACCUSE) || ag_item_has_class(verb, AG_CLASS_SUSPECT);
}

// Where the noun group that begins at item `at` ends, and those joined to it; `at` where none does.
static uint32_t joined_end(const ag_extractor *x, const ag_item *items, uint32_t n, uint32_t at, bool with_of)
{
    uint32_t end = at;
    for (;;) {
        while (at < n && items[at].category == AG_CAT_NPOSS)
            at++;
        if (at >= n || items[at].category != AG_CAT_NG)
            return end;
        end = ++at;
        bool of = with_of && at < n && ag_item_is(x, &items[at], "of");
        bool list = at + 2 < n && items[at].category == AG_CAT_COMMA &&
                    (items[at + 1].features & AG_FEAT(NAME)) &&
                    (items[at + 2].category == AG_CAT_COMMA || items[at + 2].category == AG_CAT_CONJ);
        bool comma =
            at + 1 < n && items[at].category == AG_CAT_COMMA && items[at + 1].category == AG_CAT_CONJ;
        bool and = at < n && items[at].category == AG_CAT_CONJ;
        if (!of && !list && !comma && !and)
            return end;
        at += comma ? 2 : 1;
    }
}

// "Spies from Norland", "hackers linked to the army", "groups behind the theft": a bare plural tells nobody
// apart without what follows.
static ag_reference with_origin(const ag_extractor *x, ag_reference r)
{
    static const char *const words[] = {"from", "in", "behind", "within", "inside"},
                             *const tied[] = {"linked",    "tied",   "associated", "affiliated",
                                              "aligned",   "backed", "loyal",      "connected",
                                              "sponsored", "allied", "based",      "employed"};
    uint32_t n, at = r.last;
    const ag_item *items = ag_doc_items(&x->doc, r.sentence, &n), *head = &items[r.last - 1];
    bool bare = r.last - r.first == 1 && head->last - head->first == 1 &&
                (head->features & AG_FEAT(PLURAL)) &&
                !(head->features & (AG_FEAT(NAME) | AG_FEAT(PRON) | AG_FEAT(DEF)));
    bool follows = false;
    if (!bare || at + 2 >= n)
        return r;
    for (size_t i = 0; i < AG_ARRAY_LEN(words); i++)
        follows |= items[at].category == AG_CAT_P && ag_item_is(x, &items[at], words[i]);
    bool participle = items[at].category == AG_CAT_VED || items[at].category == AG_CAT_ADJ;
    follows |= items[at].category == AG_CAT_ADJ; // "firms hostile to the state"
    for (size_t i = 0; participle && i < AG_ARRAY_LEN(tied); i++)
        follows |= ag_str_is(ag_token_folded(&x->doc.tokens, items[at].head), tied[i]);
    at += 1u + participle;
    if (follows && (!participle || items[at - 1].category == AG_CAT_P))
        at = joined_end(x, items, n, at, r.first == 0 || !takes_of(&items[r.first - 1]));
    return follows && at > r.last + 1u + participle ? (r.last = at, r) : r;
}

// "Suspected Russian attacks": the nationality is who is meant. Its words, nothing where the group is no
// deed.
static ag_span national_word(const ag_extractor *x, ag_reference r)
{
    const ag_document *doc = &x->doc;
    const ag_item *item = ag_doc_item(doc, r.sentence, r.last - 1);
    bool deed = ag_item_has_class(item, AG_CLASS_HARM) || ag_item_has_class(item, AG_CLASS_ATTEMPT);
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

void ag_narrow(const ag_extractor *x, ag_reference r, ag_mention *m)
{
    if (m->present) {
        ag_reference whole = with_origin(x, r);
        if (whole.last != r.last) {
            m->span = ag_doc_span(&x->doc, whole.sentence, whole.first, whole.last);
            m->name = ag_name_of(&x->doc, whole);
            return;
        }
    }
    ag_span word = m->present ? national_word(x, r) : (ag_span){0};
    if (word.start == word.end)
        return;
    m->span = word;
    m->name = (ag_str){x->doc.text + word.start, word.end - word.start};
}

ag_mention ag_mention_of(const ag_extractor *x, ag_reference r)
{
    ag_mention m = {0};
    if (!r.present)
        return m;
    const ag_document *doc = &x->doc;
    r = without_emphasis(x, without_apposition(doc, r));
    ag_reference best = ag_resolve(doc, r.sentence, r.first, r.last);
    ag_reference whole = with_complement(x, r);
    m.span = ag_doc_span(doc, whole.sentence, whole.first, whole.last);
    m.present = r.sentence == x->sentence;
    m.elsewhere = !m.present;
    if (best.present) {
        bool itself = best.sentence == r.sentence && best.first == r.first && best.last == r.last;
        m.name = ag_name_of(doc, itself ? whole : best);
        add_actors(x, best, &m);
    }
    add_actors(x, r, &m);
    return m;
}

ag_reference ag_role_reference(const ag_extractor *x, const ag_match *m, ag_role role)
{
    if (!ag_role_present(m, role))
        return (ag_reference){0};
    return (ag_reference){true, x->sentence, m->role[role].first, m->role[role].last};
}

ag_entity *ag_entity_meant(const ag_document *doc, ag_reference r)
{
    if (r.present)
        r = ag_resolve(doc, r.sentence, r.first, r.last);
    return r.present ? (ag_entity *)ag_entity_of(doc, r.sentence, r.first) : NULL;
}

ag_entity *ag_target_entity(const ag_extractor *x, const ag_match *m)
{
    return ag_entity_meant(&x->doc, ag_role_reference(x, m, AG_ROLE_TARGET));
}

// "Governors", "officials", "Republicans": several of a kind, of whom it is not said which.
static bool is_bare_plural(const ag_extractor *x, ag_reference r)
{
    const ag_item *head = ag_doc_item(&x->doc, r.sentence, r.last - 1);
    if (r.last - r.first > 1 || head->last - head->first > 1 || head->category != AG_CAT_NG ||
        (head->features & AG_FEAT(PRON)))
        return false;
    ag_str word = ag_token_folded(&x->doc.tokens, head->first);
    bool party = ag_item_has_class(head, AG_CLASS_TITLE) && word.len > 1 && word.ptr[word.len - 1] == 's';
    return (head->features & AG_FEAT(NAME))
               ? party
               : (head->features & (AG_FEAT(PLURAL) | AG_FEAT(ACTOR))) == (AG_FEAT(PLURAL) | AG_FEAT(ACTOR));
}

// "Senators including Ann Lee and Tom Reed", "groups like the Harbour Union".
static ag_reference with_members(const ag_extractor *x, ag_reference r)
{
    static const char *const words[] = {"including", "like", NULL};
    uint32_t n, at = r.last;
    const ag_item *items = ag_doc_items(&x->doc, r.sentence, &n);
    if (at + 1 >= n || items[at].category != AG_CAT_P || !(items[at + 1].features & AG_FEAT(NAME)) ||
        !ag_str_in(ag_token_folded(&x->doc.tokens, items[at].first), words))
        return r;
    r.last = at + 2;
    while (r.last + 1 < n &&
           (items[r.last].category == AG_CAT_CONJ || items[r.last].category == AG_CAT_COMMA) &&
           items[r.last + 1].category == AG_CAT_NG && (items[r.last + 1].features & AG_FEAT(NAME)))
        r.last += 2;
    return r;
}

// Where the description of those whom item `at`, a preposition, puts somewhere ends; `at` where it says
// nothing of them.
static uint32_t place_end(const ag_extractor *x, const ag_item *items, uint32_t n, uint32_t at, bool bare)
{
    static const char *const words[] = {"in", "on", "for", "from", "at", "to", "with", NULL};
    uint32_t last = at + 1;
    if (last >= n || items[at].category != AG_CAT_P ||
        !ag_str_in(ag_token_folded(&x->doc.tokens, items[at].first), words))
        return at;
    while (last + 1 < n && items[last].category == AG_CAT_NPOSS)
        last++;
    const ag_item *where = &items[last];
    bool told = (where->features & AG_FEAT(NAME)) ||
                ((where->features & AG_FEAT(ACTOR)) && (bare || (where->features & AG_FEAT(DEF))));
    if (where->category != AG_CAT_NG || !told)
        return at;
    bool of = bare && last + 2 < n && ag_item_is(x, &items[last + 1], "of") &&
              items[last + 2].category == AG_CAT_NG && (items[last + 2].features & AG_FEAT(NAME));
    return last + (of ? 3 : 1);
}

// "Officials in Rome said", "a spokesman for the army": who is no name goes with where he belongs.
static ag_reference with_place(const ag_extractor *x, ag_reference r)
{
    const ag_document *doc = &x->doc;
    uint32_t n;
    if (!r.present)
        return r;
    ag_reference who = ag_resolve(doc, r.sentence, r.first, r.last);
    if (who.present && (who.sentence != r.sentence || who.first != r.first)) // named elsewhere
        return r;
    const ag_item *items = ag_doc_items(doc, r.sentence, &n), *head = &items[r.last - 1];
    bool bare = is_bare_plural(x, r);
    bool described = bare || (head->category == AG_CAT_NG && (head->features & AG_FEAT(ACTOR)) &&
                              !(head->features & (AG_FEAT(NAME) | AG_FEAT(PRON))));
    if (!described || (r.first > 0 && items[r.first - 1].category == AG_CAT_P))
        return r;
    ag_reference whole = bare ? with_members(x, r) : r;
    if (whole.last == r.last)
        whole.last = place_end(x, items, n, r.last, bare);
    bool tied = bare && whole.last == r.last && r.last < n && items[r.last].category != AG_CAT_P;
    return tied ? with_origin(x, r) : whole; // "groups linked to the party"
}

ag_mention ag_party_mention(const ag_extractor *x, ag_reference r)
{
    ag_reference who = with_place(x, r);
    ag_mention m = ag_mention_of(x, who);
    ag_reference named = r.present ? ag_resolve(&x->doc, r.sentence, r.first, r.last) : r;
    if (!named.present || (named.sentence == r.sentence && named.first == r.first))
        return m;
    ag_reference whole = with_place(x, named);
    if (whole.last > named.last) // "they" are "governors in Norland"
        m.name = ag_name_of(&x->doc, whole);
    return m;
}

static bool is_first_person(const ag_document *doc, ag_reference r)
{
    return r.present && (ag_doc_item(doc, r.sentence, r.first)->features & AG_FEAT(FIRST));
}

// "She renewed her call", "we renew our call": the subject before the pronoun says better who it is.
static ag_reference subject_for(const ag_extractor *x, ag_reference own)
{
    uint32_t n;
    if (!own.present || own.last - own.first != 1)
        return own;
    const ag_item *items = ag_doc_items(&x->doc, own.sentence, &n), *pron = &items[own.first];
    if (pron->category != AG_CAT_NPOSS || !(pron->features & AG_FEAT(PRON)))
        return own;
    for (uint32_t i = own.first; i-- > 0;) {
        ag_link by = items[i].agent;
        if (items[i].category != AG_CAT_VG || by.first >= by.last)
            continue;
        bool same = (pron->features & AG_FEAT(FIRST)) == (items[by.head].features & AG_FEAT(FIRST));
        bool fits = same && by.last <= i && !ag_item_is(x, &items[by.head], "it") &&
                    (items[by.head].features & AG_FEAT(ACTOR));
        return fits ? (ag_reference){true, own.sentence, by.first, by.last} : own;
    }
    return own;
}

// "We will act", where the rule took nobody for the source: who speaks, in his own words.
static ag_reference first_person_of(const ag_extractor *x, uint32_t cue)
{
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    if (item->agent.first >= item->agent.last || !(item->features & AG_FEAT(AGFIRST)))
        return (ag_reference){0};
    return (ag_reference){true, x->sentence, item->agent.first, item->agent.last};
}

static bool is_judge(const ag_extractor *x, uint32_t sentence, uint32_t i)
{
    static const char *const words[] = {"judge", "justice", "magistrate", NULL};
    const ag_item *item = ag_doc_item(&x->doc, sentence, i);
    const ag_entity *e = item->category == AG_CAT_NG ? ag_entity_of(&x->doc, sentence, i) : NULL;
    for (uint32_t t = item->first; e && e->person && t < item->last; t++)
        if (ag_str_in(ag_token_folded(&x->doc.tokens, t), words))
            return true;
    return false;
}

// "She was ordered to keep away from the court": by the judge who was named last, not too far back.
static ag_reference bench(const ag_extractor *x, uint32_t cue)
{
    enum { REACH = 100 }; // sentences
    uint32_t n, from = x->sentence > REACH ? x->sentence - REACH : 0;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    bool court = false;
    for (uint32_t i = cue + 1; i < n; i++)
        court |= ag_item_has_class(&items[i], AG_CLASS_COURT);
    bool told = (items[cue].features & AG_FEAT(PASSIVE)) && items[cue].agent.first >= items[cue].agent.last;
    for (uint32_t s = x->sentence + 1; told && court && s-- > from;) {
        ag_doc_items(&x->doc, s, &n);
        for (uint32_t i = n; i-- > 0;)
            if (is_judge(x, s, i))
                return (ag_reference){true, s, i, i + 1};
    }
    return (ag_reference){0};
}

// A verb that only somebody who speaks can be the subject of: "the motion accused", "the second count
// alleges".
static bool accuses(const ag_extractor *x, uint32_t cue)
{
    static const ag_known_class verbs[] = {AG_CLASS_ACCUSE, AG_CLASS_ALLEGE, AG_CLASS_CONDEMN,
                                           AG_CLASS_BLAME};
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    for (size_t k = 0; k < AG_ARRAY_LEN(verbs); k++)
        if (ag_item_has_class(item, verbs[k]))
            return item->category == AG_CAT_VG && !(item->features & AG_FEAT(PASSIVE));
    return false;
}

// Whom the rules take for the source, and who says it, where he tells better who "we" are.
typedef struct owner {
    ag_reference who, speaker;
} owner;

static owner owner_of(const ag_extractor *x, const ag_match *m)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first;
    const ag_rule_info *info = ag_rule_of_record(x, m->rule);
    bool policy = info->label == AG_POLICY;
    ag_reference own = ag_role_reference(x, m, AG_ROLE_SOURCE),
                 outer = policy ? ag_voice_at(x, cue) : ag_source_at(x, cue);
    if (policy)
        own = own.present ? subject_for(x, own) : first_person_of(x, cue);
    bool first_person = is_first_person(&x->doc, own);
    bool thing = own.present && !(ag_doc_item(&x->doc, own.sentence, own.first)->features & AG_FEAT(PRON));
    if (info->label == AG_CLAIM && !own.present && strcmp(info->kind, "accusation") == 0 &&
        ag_doc_item(&x->doc, x->sentence, cue)->category == AG_CAT_NG)
        outer = ag_alleger(x, cue); // "said it looks into allegations that": they are somebody else's
    bool accuser = info->label == AG_CLAIM && thing && !outer.present && accuses(x, cue);
    if (own.present && !ag_can_speak(&x->doc, own) && !(policy && thing) &&
        !accuser) // a law can be the source of a measure
        own = outer.present && ag_can_speak(&x->doc, outer) ? outer : (ag_reference){0};
    if (policy && !own.present && !outer.present)
        own = bench(x, cue);
    bool hearsay = strcmp(info->kind, "hearsay") == 0 || strcmp(info->kind, "charge") == 0;
    if (!policy && !own.present && !outer.present && !hearsay && x->doc.own_voice &&
        !ag_inside_statement((void *)x, cue))
        outer = x->doc.author; // in a text of somebody's own
    if (own.present && !first_person)
        return (owner){own, {0}};
    if (!own.present || (outer.present && outer.sentence == x->sentence))
        own = outer.present ? outer : own;
    return (owner){own, first_person ? outer : (ag_reference){0}};
}

ag_mention ag_record_source(const ag_extractor *x, const ag_match *m)
{
    owner own = owner_of(x, m);
    ag_mention source = ag_party_mention(x, own.who);
    if (own.speaker.present) {
        ag_mention named = ag_mention_of(x, own.speaker);
        source.name = named.name;
        memcpy(source.actors, named.actors, sizeof named.actors);
        source.nactors = named.nactors;
    }
    return source;
}

ag_entity *ag_source_entity(const ag_extractor *x, const ag_match *m)
{
    owner own = owner_of(x, m);
    return ag_entity_meant(&x->doc, own.speaker.present ? own.speaker : own.who);
}
