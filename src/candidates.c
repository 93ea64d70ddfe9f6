// SPDX-License-Identifier: MIT
#include "candidates.h"

#include "entity.h"
#include "reference.h"

#include <string.h>

typedef struct feature_clue {
    uint32_t feature;
    ag_role_clue clue;
} feature_clue;

// The candidate that a reference has become: the same one is met in several places.
enum { KNOWN = 128 }; // what is met beyond is looked at anew
typedef struct known {
    ag_reference who;
    size_t candidate;
} known;

typedef struct search {
    const ag_extractor *x;
    const ag_match *m;
    const ag_record *r;
    uint32_t cue;
    ag_role role;
    ag_candidates *out;
    known known[KNOWN];
    size_t nknown;
} search;

static void set(ag_candidate *c, ag_role_clue clue, bool is)
{
    ag_role_clue_set(&c->clues, clue, is);
}

static void add_words(ag_candidate *c, ag_role_place place, const ag_item *item)
{
    ag_role_clues_add(&c->clues, place, item->classes, item->nclasses);
}

static bool same_name(ag_str a, ag_str b)
{
    return a.len > 0 && a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool same_span(const ag_mention *a, const ag_mention *b)
{
    return a->present == b->present && a->elsewhere == b->elsewhere && (a->present || a->elsewhere) &&
           a->span.start == b->span.start && a->span.end == b->span.end;
}

static bool same_mention(const ag_mention *a, const ag_mention *b)
{
    bool none_a = !a->present && !a->elsewhere && a->name.len == 0,
         none_b = !b->present && !b->elsewhere && b->name.len == 0;
    if (none_a || none_b)
        return none_a && none_b;
    return same_span(a, b) || same_name(a->name, b->name);
}

static size_t put_mention(search *s, ag_reference who, const ag_mention *m)
{
    for (size_t i = 0; i < s->out->n; i++)
        if (same_mention(&s->out->at[i].mention, m)) {
            if (!s->out->at[i].who.present)
                s->out->at[i].who = who;
            return i;
        }
    ag_reserve(s->out, s->out->n + 1);
    ag_candidate *c = &s->out->at[s->out->n];
    c->who = who, c->mention = *m, c->entity = NULL;
    memset(c->clues.bits, 0, sizeof c->clues.bits);
    c->clues.nwords = 0; // the words themselves are left as they are: they take most of the room
    return s->out->n++;
}

static ag_mention mention_for_role(const search *s, ag_reference who)
{
    if (s->role == AG_ROLE_SOURCE)
        return ag_party_mention(s->x, who);
    ag_mention m = ag_mention_of(s->x, who);
    if (s->r->label != AG_POLICY)
        ag_narrow(s->x, who, &m);
    return m;
}

static size_t put_reference(search *s, ag_reference who)
{
    for (size_t i = 0; i < s->nknown; i++) {
        const known *k = &s->known[i];
        if (k->who.first == who.first && k->who.last == who.last && k->who.sentence == who.sentence)
            return k->candidate;
    }
    ag_mention m = mention_for_role(s, who);
    size_t candidate = put_mention(s, who, &m);
    if (s->nknown < KNOWN)
        s->known[s->nknown++] = (known){who, candidate};
    return candidate;
}

// NULL where nobody can have the role: a target stands in the sentence.
static ag_candidate *put(search *s, ag_reference who, ag_role_clue clue)
{
    if (!who.present || (s->role == AG_ROLE_TARGET && who.sentence != s->x->sentence))
        return NULL;
    size_t candidate = put_reference(s, who);
    ag_candidate *c = &s->out->at[candidate];
    set(c, clue, true);
    return c;
}

static ag_reference of_link(const search *s, ag_link link)
{
    return (ag_reference){link.first < link.last, s->x->sentence, link.first, link.last};
}

static ag_reference outer_source(const search *s)
{
    const ag_document *doc = &s->x->doc;
    const ag_attribution *best = NULL;
    for (uint32_t i = doc->first_attribution.at[s->x->sentence];
         i < doc->first_attribution.at[s->x->sentence + 1]; i++) {
        const ag_attribution *a = &doc->attributions.at[i];
        if (s->cue < a->content_first || s->cue >= a->content_last || !a->source.present)
            continue;
        if (!best || a->content_last - a->content_first > best->content_last - best->content_first)
            best = a;
    }
    return best ? best->source : (ag_reference){0};
}

static void put_sources_of(search *s, uint32_t sentence, ag_role_clue clue)
{
    const ag_document *doc = &s->x->doc;
    if (sentence >= doc->units.sentences.n)
        return;
    for (uint32_t i = doc->first_attribution.at[sentence]; i < doc->first_attribution.at[sentence + 1]; i++)
        put(s, doc->attributions.at[i].source, clue);
}

static ag_reference subject_of(const ag_extractor *x, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&x->doc, sentence, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (items[i].category != AG_CAT_VG)
            continue;
        ag_link who = items[i].features & AG_FEAT(PASSIVE) ? items[i].patient : items[i].agent;
        if (who.first < who.last)
            return (ag_reference){true, sentence, who.first, who.last};
    }
    return (ag_reference){0};
}

static void put_spoken(search *s)
{
    const ag_extractor *x = s->x;
    const ag_attribution *a = ag_attribution_at(x, s->cue);
    if (a)
        put(s, a->source, AG_RC_SAYS);
    put(s, outer_source(s), AG_RC_SAYSOUTER);
    uint32_t q = ag_speech_at(x, s->cue);
    if (q != UINT32_MAX)
        put(s, x->doc.quote_speaker.at[q], AG_RC_SPEAKER);
    put(s, x->doc.label_speaker.at[x->sentence], AG_RC_LABELLED);
    put(s, x->doc.author, AG_RC_AUTHOR);
}

typedef struct class_clue {
    ag_known_class k;
    ag_role_clue clue;
} class_clue;

static void mark_classes(ag_candidate *c, const ag_item *item, const class_clue *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        set(c, list[i].clue, ag_item_has_class(item, list[i].k));
}

// What is done to him, by an item whose patient he is.
static void mark_suffered(ag_candidate *c, const ag_item *deed)
{
    static const class_clue deeds[] = {
        {AG_CLASS_PUNISH, AG_RC_PUNISHED},  {AG_CLASS_PENAL, AG_RC_PUNISHED},
        {AG_CLASS_COUNTER, AG_RC_PUNISHED}, {AG_CLASS_SUPPORT, AG_RC_SUPPORTED},
        {AG_CLASS_GIVE, AG_RC_SUPPORTED},   {AG_CLASS_DEMAND, AG_RC_ASKED},
        {AG_CLASS_PRESS, AG_RC_ASKED},      {AG_CLASS_ORDER, AG_RC_ASKED},
        {AG_CLASS_CONDEMN, AG_RC_CONDEMNED}};
    if (!c)
        return;
    mark_classes(c, deed, deeds, AG_ARRAY_LEN(deeds));
    add_words(c, AG_RP_SUFFERING, deed);
    set(c, AG_RC_TOSUFFER, deed->category != AG_CAT_VG);
}

// What he does, by an item whose agent he is, other than the cue.
static void mark_done(ag_candidate *c, const ag_item *deed)
{
    bool finite = deed->category == AG_CAT_VG;
    if (!c)
        return;
    set(c, AG_RC_TODO, !finite && deed->category != AG_CAT_NG);
    set(c, AG_RC_DOESNOW, (finite && !(deed->features & AG_FEAT(PAST))) || (deed->features & AG_FEAT(MUST)));
}

// Who does something, be it what the cue says or another thing.
static void put_doer(search *s, const ag_item *deed, bool cue)
{
    ag_candidate *doer = put(s, of_link(s, deed->agent), AG_RC_DOES);
    if (doer) {
        add_words(doer, AG_RP_DOING, deed);
        set(doer, AG_RC_OBLIGED, deed->features & AG_FEAT(MUST));
        set(doer, AG_RC_ABLE, deed->features & (AG_FEAT(MODAL) | AG_FEAT(WOULD)));
        set(doer, AG_RC_DID,
            deed->category == AG_CAT_VG && (deed->features & (AG_FEAT(PAST) | AG_FEAT(PERFECT))));
    }
    if (!cue)
        mark_done(doer, deed);
}

static bool is_nominal(const ag_item *item)
{
    return item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
}

static void put_parties(search *s)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&s->x->doc, s->x->sentence, &n);
    const ag_item *cue = &items[s->cue];
    put(s, of_link(s, cue->agent), AG_RC_CUEAGENT);
    put(s, of_link(s, cue->patient), AG_RC_CUEPATIENT);
    put(s, subject_of(s->x, s->x->sentence), AG_RC_SUBJECT);
    uint32_t first = s->m->role[AG_ROLE_ACT].first, last = s->m->role[AG_ROLE_ACT].last;
    for (uint32_t i = first; i < last && i < n; i++) {
        put(s, of_link(s, items[i].agent), AG_RC_ACTAGENT);
        put(s, of_link(s, items[i].patient), AG_RC_ACTPATIENT);
    }
    for (uint32_t i = 0; i < n; i++) {
        put_doer(s, &items[i], i == s->cue);
        mark_suffered(put(s, of_link(s, items[i].patient), AG_RC_SUFFERS), &items[i]);
        if (ag_is_accusing(&items[i]))
            put(s, of_link(s, items[i].agent), AG_RC_ACCUSER);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!is_nominal(&items[i]))
            continue;
        uint32_t from = i;
        while (from > 0 && items[from - 1].category == AG_CAT_NPOSS)
            from--;
        if (items[i].category == AG_CAT_NG && from < i)
            put(s, (ag_reference){true, s->x->sentence, from, i + 1}, AG_RC_HERE);
        else
            put(s, (ag_reference){true, s->x->sentence, i, i + 1}, AG_RC_HERE);
    }
}

// ---- constructions ----

static const ag_mention *other_of(const search *s)
{
    return s->role == AG_ROLE_SOURCE ? &s->r->target : &s->r->source;
}

static bool is_other(search *s, ag_link link)
{
    ag_reference who = of_link(s, link);
    if (!who.present)
        return false;
    size_t candidate = put_reference(s, who);
    return same_mention(&s->out->at[candidate].mention, other_of(s));
}

// What one deed says of its doer and of whom it is done to.
static void mark_deed(search *s, const ag_item *deed)
{
    bool passive = deed->features & AG_FEAT(PASSIVE), first = deed->features & AG_FEAT(AGFIRST);
    if ((deed->features & AG_FEAT(MUST)) && (deed->features & AG_FEAT(AGENT)) && !passive && !first)
        put(s, of_link(s, deed->agent), AG_RC_HASTO);
    if (deed->patient.first < deed->patient.last && (first || is_other(s, deed->agent)))
        put(s, of_link(s, deed->patient), AG_RC_BYOTHER);
}

static void put_constructions(search *s)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&s->x->doc, s->x->sentence, &n);
    for (uint32_t i = 0; i < n; i++)
        mark_deed(s, &items[i]);
    const ag_attribution *a = ag_attribution_at(s->x, s->cue);
    uint32_t at = a ? a->content_first : n, end = a ? a->content_last : n;
    while (at < end && (items[at].category == AG_CAT_THAT || items[at].category == AG_CAT_QO))
        at++;
    if (at < end && is_nominal(&items[at]))
        put(s, (ag_reference){true, s->x->sentence, at, at + 1}, AG_RC_SAIDSUBJECT);
}

static void put_neighbours(search *s)
{
    uint32_t at = s->x->sentence;
    put_sources_of(s, at, AG_RC_ATTRIBUTED);
    put_sources_of(s, at + 1, AG_RC_AFTERSAYS);
    if (at == 0)
        return;
    put_sources_of(s, at - 1, AG_RC_BEFORESAYS);
    put(s, subject_of(s->x, at - 1), AG_RC_BEFORESUBJECT);
    uint32_t n;
    const ag_item *items = ag_doc_items(&s->x->doc, at - 1, &n);
    for (uint32_t i = 0; i < n; i++)
        if (items[i].category == AG_CAT_NG && (items[i].features & AG_FEAT(INST)))
            put(s, (ag_reference){true, at - 1, i, i + 1}, AG_RC_BEFOREINST);
}

static void put_entity(search *s, uint32_t entity, ag_role_clue clue)
{
    if (!entity)
        return;
    const ag_entity *e = &s->x->doc.entities.at[entity - 1];
    put(s, (ag_reference){true, e->sentence, e->item, e->item + 1}, clue);
}

// ---- what he is, and where ----

static const ag_item *head_of(const search *s, const ag_candidate *c)
{
    return ag_doc_item(&s->x->doc, c->who.sentence, ag_reference_head(&s->x->doc, c->who));
}

static void mark_nature(const search *s, ag_candidate *c)
{
    const ag_document *doc = &s->x->doc;
    const ag_item *item = head_of(s, c);
    ag_reference better = ag_resolve(doc, c->who.sentence, c->who.first, c->who.last);
    const ag_entity *e = better.present ? ag_entity_of(doc, better.sentence, better.first) : NULL;
    static const feature_clue features[] = {
        {AG_FEAT(ACTOR), AG_RC_ACTOR},  {AG_FEAT(INST), AG_RC_INST},     {AG_FEAT(NAME), AG_RC_NAMED},
        {AG_FEAT(PRON), AG_RC_PRONOUN}, {AG_FEAT(FIRST), AG_RC_FIRST},   {AG_FEAT(PLURAL), AG_RC_PLURAL},
        {AG_FEAT(DEF), AG_RC_DEFINITE}, {AG_FEAT(QUOTED), AG_RC_QUOTED}, {AG_FEAT(NATIONAL), AG_RC_NATIONAL}};
    for (size_t i = 0; i < AG_ARRAY_LEN(features); i++)
        set(c, features[i].clue, (item->features & features[i].feature) != 0);
    static const class_clue classes[] = {
        {AG_CLASS_CAPITAL, AG_RC_CAPITAL},        {AG_CLASS_GROUP, AG_RC_GROUP},
        {AG_CLASS_TITLE, AG_RC_OFFICE},           {AG_CLASS_OFFICIAL, AG_RC_OFFICE},
        {AG_CLASS_PERSON_NOUN, AG_RC_PERSONNOUN}, {AG_CLASS_REPORT, AG_RC_PAPER},
        {AG_CLASS_HARM, AG_RC_HARMNOUN},          {AG_CLASS_HARMER, AG_RC_HARMER},
        {AG_CLASS_PROSECUTOR, AG_RC_PROSECUTOR},  {AG_CLASS_VICTIM, AG_RC_VICTIM},
        {AG_CLASS_DISSENT, AG_RC_VICTIM}};
    mark_classes(c, item, classes, AG_ARRAY_LEN(classes));
    add_words(c, AG_RP_IS, item);
    ag_role_clues_add(&c->clues, AG_RP_MOD, item->modifiers, item->nmodifiers);
    c->entity = e;
    set(c, AG_RC_UNRESOLVED, !better.present);
    set(c, AG_RC_PERSON, e && e->person);
    set(c, AG_RC_ORGANISATION, ag_item_is_organisation(item));
    set(c, AG_RC_SPEAKS, ag_can_speak(doc, c->who));
    for (uint32_t i = c->who.first; i < c->who.last; i++)
        set(c, AG_RC_JOINED, ag_doc_item(doc, c->who.sentence, i)->category == AG_CAT_CONJ);
}

// Whether the countries of two are known, and one; whether they are known, and others.
static void compare_countries(const ag_mention *a, const ag_mention *b, bool *one, bool *others)
{
    *one = *others = false;
    for (uint32_t i = 0; i < a->nactors; i++)
        for (uint32_t k = 0; k < b->nactors; k++) {
            const char *of_a = a->actors[i].country, *of_b = b->actors[k].country;
            bool known = of_a && of_b && *of_a && *of_b && *of_a != '-' && *of_b != '-';
            *one |= known && strcmp(of_a, of_b) == 0;
            *others |= known && strcmp(of_a, of_b) != 0;
        }
}

// "The president of Norland said Norland must win": his own country is hardly whom he wants something of.
static void mark_country(const search *s, ag_candidate *c)
{
    bool one, others, state = ag_item_has_class(head_of(s, c), AG_CLASS_STATE);
    compare_countries(&c->mention, other_of(s), &one, &others);
    if (ag_role_clue_is(&c->clues, AG_RC_ISOTHER))
        return;
    set(c, AG_RC_COMPATRIOT, one);
    set(c, AG_RC_OWNSTATE, one && state);
    set(c, AG_RC_FOREIGN, others && !one);
    set(c, AG_RC_FOREIGNSTATE, others && !one && state);
}

static void mark_preposition(const search *s, ag_candidate *c, const ag_item *p)
{
    static const struct {
        const char *word;
        ag_role_clue clue;
    } words[] = {{"by", AG_RC_PBY},           {"of", AG_RC_POF},           {"from", AG_RC_PFROM},
                 {"in", AG_RC_PPLACE},        {"at", AG_RC_PPLACE},        {"near", AG_RC_PPLACE},
                 {"into", AG_RC_PINTO},       {"across", AG_RC_PPLACE},    {"around", AG_RC_PPLACE},
                 {"on", AG_RC_PON},           {"over", AG_RC_PON},         {"about", AG_RC_PON},
                 {"upon", AG_RC_PON},         {"against", AG_RC_PAGAINST}, {"toward", AG_RC_PAGAINST},
                 {"towards", AG_RC_PAGAINST}, {"to", AG_RC_PTO},           {"for", AG_RC_PFOR},
                 {"with", AG_RC_PWITH}};
    ag_str word = ag_token_folded(&s->x->doc.tokens, p->first);
    if (p->last - p->first != 1)
        return;
    for (size_t i = 0; i < AG_ARRAY_LEN(words); i++)
        if (word.len && word.ptr[0] == words[i].word[0])
            set(c, words[i].clue, ag_str_is(word, words[i].word));
}

// The words around him, by their classes.
static void add_company(ag_candidate *c, const ag_item *items, uint32_t n)
{
    uint32_t from = c->who.first, last = c->who.last;
    bool preposition = from > 0 && items[from - 1].category == AG_CAT_P;
    from -= preposition;
    if (from > 0)
        add_words(c, preposition ? AG_RP_PRE : AG_RP_LEFT, &items[from - 1]);
    if (last < n)
        add_words(c, AG_RP_RIGHT, &items[last]);
    while (from > 0 && !ag_is_verbal(items[from - 1].category))
        from--;
    if (from > 0)
        add_words(c, AG_RP_VERB, &items[from - 1]);
    while (last < n && !ag_is_verbal(items[last].category))
        last++;
    if (last < n)
        add_words(c, AG_RP_THEN, &items[last]);
}

// "Sanctions on the bank", "their plan", "wants the bank to": what stands around the candidate.
static void mark_company(const search *s, ag_candidate *c, const ag_item *items, uint32_t n)
{
    static const class_clue before[] = {{AG_CLASS_MEASURE_NOUN, AG_RC_OFMEASURE},
                                        {AG_CLASS_SANCTION, AG_RC_OFMEASURE},
                                        {AG_CLASS_WARRANT, AG_RC_OFMEASURE},
                                        {AG_CLASS_CONCERN, AG_RC_OFCONCERN},
                                        {AG_CLASS_BACKING, AG_RC_OFCONCERN},
                                        {AG_CLASS_CRITICISM, AG_RC_OFCONCERN},
                                        {AG_CLASS_DEMAND_NOUN, AG_RC_OFDEMAND},
                                        {AG_CLASS_HARM, AG_RC_OFHARM},
                                        {AG_CLASS_TIE, AG_RC_OFTIE},
                                        {AG_CLASS_MEETING, AG_RC_OFTIE}};
    static const class_clue owned[] = {
        {AG_CLASS_MEASURE_NOUN, AG_RC_OWNSPLAN}, {AG_CLASS_SANCTION, AG_RC_OWNSPLAN},
        {AG_CLASS_PLAN_NOUN, AG_RC_OWNSPLAN},    {AG_CLASS_PROPOSAL, AG_RC_OWNSPLAN},
        {AG_CLASS_DEMAND_NOUN, AG_RC_OWNSPLAN},  {AG_CLASS_COMMITMENT, AG_RC_OWNSPLAN},
        {AG_CLASS_LAW, AG_RC_OWNSPLAN}};
    uint32_t first = c->who.first, last = c->who.last;
    if (first > 0 && items[first - 1].category == AG_CAT_P)
        mark_preposition(s, c, &items[first - 1]);
    if (first > 1 && items[first - 1].category == AG_CAT_P)
        mark_classes(c, &items[first - 2], before, AG_ARRAY_LEN(before));
    if (last < n && items[last - 1].category == AG_CAT_NPOSS)
        mark_classes(c, &items[last], owned, AG_ARRAY_LEN(owned));
    ag_link object = items[s->cue].patient;
    set(c, AG_RC_BEHINDOBJECT,
        object.first < object.last && first == object.last + 1u && items[object.last].category == AG_CAT_P);
    set(c, AG_RC_THENWHO,
        last < n && (items[last].category == AG_CAT_WH || items[last].category == AG_CAT_THAT));
    set(c, AG_RC_THENTO, last < n && items[last].category == AG_CAT_VTO);
}

static void mark_place(const search *s, ag_candidate *c)
{
    const ag_document *doc = &s->x->doc;
    uint32_t n, first = c->who.first, last = c->who.last;
    const ag_item *items = ag_doc_items(doc, c->who.sentence, &n);
    if (c->who.sentence != s->x->sentence)
        return;
    set(c, AG_RC_HERE, true);
    bool before = last <= s->cue;
    uint32_t far = before ? s->cue - last : first > s->cue ? first - s->cue - 1 : 0;
    set(c, AG_RC_BEFORE, before);
    set(c, AG_RC_BEHIND, first > s->cue);
    set(c, far == 0 ? AG_RC_NEXT : far <= 3 ? AG_RC_NEAR : AG_RC_FAR, far <= 3 || far >= 8);
    set(c, AG_RC_OWNER, items[last - 1].category == AG_CAT_NPOSS);
    set(c, AG_RC_BEGINS, first == 0);
    mark_company(s, c, items, n);
    add_company(c, items, n);
    set(c, AG_RC_OBJECT, first > 0 && ag_is_verbal(items[first - 1].category));
    const ag_attribution *a = ag_attribution_at(s->x, s->cue);
    if (a) {
        bool in = first >= a->content_first && first < a->content_last;
        set(c, in ? AG_RC_INCONTENT : AG_RC_OUTCONTENT, true);
    }
    set(c, AG_RC_INACT, first >= s->m->role[AG_ROLE_ACT].first && first < s->m->role[AG_ROLE_ACT].last);
    uint32_t lo = before ? last : s->cue + 1, hi = before ? s->cue : first;
    bool clause = true;
    for (uint32_t i = lo; i < hi; i++)
        clause &= items[i].category != AG_CAT_VG && items[i].category != AG_CAT_SUB &&
                  items[i].category != AG_CAT_THAT && items[i].category != AG_CAT_WH;
    set(c, AG_RC_SAMECLAUSE, clause);
}

static ag_candidate *nearest(const search *s, bool before, ag_role_clue feature)
{
    ag_candidate *best = NULL;
    for (size_t i = 0; i < s->out->n; i++) {
        ag_candidate *c = &s->out->at[i];
        if (!ag_role_clue_is(&c->clues, before ? AG_RC_BEFORE : AG_RC_BEHIND) ||
            !ag_role_clue_is(&c->clues, feature))
            continue;
        if (!best || (before ? c->who.last > best->who.last : c->who.first < best->who.first))
            best = c;
    }
    return best;
}

static void mark_ranks(const search *s)
{
    static const struct {
        bool before;
        ag_role_clue who, clue;
    } ranks[] = {{true, AG_RC_ACTOR, AG_RC_NEARESTBEFORE},
                 {false, AG_RC_ACTOR, AG_RC_NEARESTBEHIND},
                 {true, AG_RC_INST, AG_RC_NEARESTINSTBEFORE},
                 {false, AG_RC_INST, AG_RC_NEARESTINSTBEHIND}};
    for (size_t i = 0; i < AG_ARRAY_LEN(ranks); i++) {
        ag_candidate *c = nearest(s, ranks[i].before, ranks[i].who);
        if (c)
            set(c, ranks[i].clue, true);
    }
}

// The first actor of the sentence; the only institution.
static void mark_actors(const search *s)
{
    ag_candidate *inst = NULL, *first = NULL;
    uint32_t insts = 0;
    for (size_t i = 0; i < s->out->n; i++) {
        ag_candidate *c = &s->out->at[i];
        if (!ag_role_clue_is(&c->clues, AG_RC_HERE))
            continue;
        if (ag_role_clue_is(&c->clues, AG_RC_ACTOR) && (!first || c->who.first < first->who.first))
            first = c;
        if (ag_role_clue_is(&c->clues, AG_RC_INST))
            insts++, inst = c;
    }
    if (first)
        set(first, AG_RC_FIRSTACTOR, true);
    if (insts == 1)
        set(inst, AG_RC_ONLYINST, true);
}

// How many might have the role besides who has the other.
static void mark_rivals(const search *s)
{
    uint32_t rivals = 0;
    ag_candidate *rival = NULL;
    for (size_t i = 0; i < s->out->n; i++) {
        ag_candidate *c = &s->out->at[i];
        bool other = ag_role_clue_is(&c->clues, AG_RC_ISOTHER) || ag_role_clue_is(&c->clues, AG_RC_FIRST);
        if (!other && ag_role_clue_is(&c->clues, AG_RC_HERE) && ag_role_clue_is(&c->clues, AG_RC_ACTOR))
            rivals++, rival = c;
    }
    if (rivals == 1)
        set(rival, AG_RC_ONLYRIVAL, true);
    for (size_t i = 0; i < s->out->n; i++) {
        set(&s->out->at[i], AG_RC_R_RIVALS0, rivals == 0);
        set(&s->out->at[i], AG_RC_R_RIVALS3, rivals > 2);
    }
}

// How often the document names him, and how often it aims at him elsewhere.
static void mark_frequency(const search *s)
{
    bool counted = s->m->rule < AG_WEIGHED; // only what rules aim at was counted
    const ag_entity *here = counted ? ag_target_entity(s->x, s->m) : NULL;
    const ag_entity *source = counted && s->r->label == AG_POLICY ? ag_source_entity(s->x, s->m) : NULL;
    ag_candidate *most = NULL;
    uint32_t best = 0;
    for (size_t i = 0; i < s->out->n; i++) {
        ag_candidate *c = &s->out->at[i];
        if (!c->who.present)
            continue;
        const ag_entity *e = c->entity;
        uint32_t count = e ? e->mentions : 0, aimed = e ? e->aimed - (e == here && e->aimed > 0) : 0;
        set(c, AG_RC_OFTEN, count >= 4);
        set(c, AG_RC_AIMED, aimed > 0);
        set(c, AG_RC_AIMEDOFTEN, aimed >= 3);
        uint32_t decides = e ? e->decides - (e == source && e->decides > 0) : 0;
        set(c, AG_RC_DECIDES, decides > 0);
        set(c, AG_RC_DECIDESOFTEN, decides >= 3);
        if (count > best)
            best = count, most = c;
    }
    if (most)
        set(most, AG_RC_MOSTOFTEN, true);
}

// ---- what sort of record it is ----

static bool is_nobody(const ag_mention *m)
{
    return !m->present && !m->elsewhere && m->name.len == 0;
}

// To whom the rules give the role, and the other one.
static const ag_mention *own_of(const search *s)
{
    return s->role == AG_ROLE_SOURCE ? &s->r->source : &s->r->target;
}

static ag_role_clues clues_of_record(const search *s)
{
    const ag_extractor *x = s->x;
    const ag_record *r = s->r;
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, s->cue);
    const struct {
        ag_role_clue clue;
        bool holds;
    } list[] = {
        {AG_RC_R_OWNNONE, is_nobody(own_of(s))},
        {AG_RC_R_RULENONE, !ag_role_present(s->m, s->role)},
        {AG_RC_R_WEIGHED, s->m->rule >= AG_WEIGHED},
        {AG_RC_R_SAID, ag_inside_statement((void *)x, s->cue)},
        {AG_RC_R_NAMEDSOURCE, ag_source_at(x, s->cue).present},
        {AG_RC_R_OWNVOICE, x->doc.own_voice},
        {AG_RC_R_NOUN, is_nominal(item)},
        {AG_RC_R_FINITE, item->category == AG_CAT_VG},
        {AG_RC_R_ACCUSES, ag_is_accusing(item)},
        {AG_RC_R_AGENTNONE, item->agent.first >= item->agent.last},
        {AG_RC_R_PATIENTNONE, item->patient.first >= item->patient.last},
        {AG_RC_R_HEADLINE, x->doc.units.sentences.at[x->sentence].flags & AG_SF_HEADLINE},
        {AG_RC_R_OTHERNONE, is_nobody(other_of(s))},
        {AG_RC_R_OTHERHERE, other_of(s)->present},
        {AG_RC_R_PATIENTACTOR, (item->features & AG_FEAT(PATIENT)) != 0},
    };
    static const feature_clue features[] = {
        {AG_FEAT(QUOTED), AG_RC_R_QUOTED}, {AG_FEAT(OFFICIAL), AG_RC_R_OFFICIAL},
        {AG_FEAT(LAY), AG_RC_R_LAY},       {AG_FEAT(PASSIVE), AG_RC_R_PASSIVE},
        {AG_FEAT(MUST), AG_RC_R_MUST},     {AG_FEAT(NEG), AG_RC_R_NEG},
        {AG_FEAT(HEDGED), AG_RC_R_HEDGED}, {AG_FEAT(AGINST), AG_RC_R_AGINST},
    };
    ag_role_clues clues = {0};
    for (size_t i = 0; i < AG_ARRAY_LEN(list); i++)
        ag_role_clue_set(&clues, list[i].clue, list[i].holds);
    for (size_t i = 0; i < AG_ARRAY_LEN(features); i++)
        ag_role_clue_set(&clues, features[i].clue, (item->features & features[i].feature) != 0);
    for (ag_role_clue k = AG_RC_R_ACCUSATION; k < AG_RC_COUNT; k++)
        ag_role_clue_set(&clues, k, strcmp(ag_role_clue_name(k), r->kind) == 0);
    return clues;
}

enum { USUAL = 32 }; // few records have more

void ag_find_candidates(const ag_extractor *x, const ag_match *m, const ag_record *r, ag_role role,
                        ag_candidates *out)
{
    search s;
    s.x = x, s.m = m, s.r = r, s.cue = m->role[AG_ROLE_CUE].first, s.role = role, s.out = out, s.nknown = 0;
    const ag_mention none = {0};
    ag_role_clues record = clues_of_record(&s);
    out->n = 0;
    ag_reserve(out, USUAL);
    size_t nobody = put_mention(&s, (ag_reference){0}, &none);
    size_t own = put_mention(&s, (ag_reference){0}, own_of(&s));
    set(&out->at[nobody], AG_RC_NOBODY, true);
    set(&out->at[own], AG_RC_OWN, true);
    put(&s, ag_role_reference(x, m, role), AG_RC_RULE);
    put(&s, ag_role_reference(x, m, role == AG_ROLE_SOURCE ? AG_ROLE_TARGET : AG_ROLE_SOURCE), AG_RC_OTHER);
    put_spoken(&s);
    put_parties(&s);
    put_constructions(&s);
    if (role == AG_ROLE_SOURCE)
        put_neighbours(&s);
    if (role == AG_ROLE_SOURCE && r->label == AG_POLICY) {
        put_entity(&s, x->decider, AG_RC_DECIDER);
        put_entity(&s, x->last_decider.at[x->sentence], AG_RC_DECIDEDBEFORE);
    }
    for (size_t i = 0; i < out->n; i++) {
        ag_candidate *c = &out->at[i];
        for (size_t k = 0; k < AG_ROLE_BITS; k++)
            c->clues.bits[k] |= record.bits[k];
        add_words(c, AG_RP_CUE, ag_doc_item(&x->doc, x->sentence, s.cue));
        set(c, AG_RC_ISOTHER, same_mention(&c->mention, other_of(&s)));
        if (c->who.present) {
            mark_nature(&s, c);
            mark_place(&s, c);
            mark_country(&s, c);
        }
    }
    mark_ranks(&s);
    mark_actors(&s);
    mark_rivals(&s);
    mark_frequency(&s);
}

// ---- the choice ----

// By how much more has to speak for a candidate than for whom the rules name.
#define AGAINST_OWN 0.3

// What is asked of the weights; NULL where the rules decide alone.
static const ag_role_weights *weights_for(const ag_extractor *x, const ag_match *m, ag_role role,
                                          ag_label label)
{
    bool of_user = m->rule < AG_WEIGHED && !ag_rule_of_record(x, m->rule)->built_in;
    const ag_role_weights *w = x->engine->weights ? ag_weights_role(x->engine->weights, role) : NULL;
    return w && !of_user && ag_role_weights_has(w, label) ? w : NULL;
}

// Whether a candidate may have the role: with but_target, the target may not be the source.
static bool may_have(const ag_candidate *c, const ag_record *r, bool but_target)
{
    return !but_target || !same_span(&c->mention, &r->target);
}

static void choose(const ag_extractor *x, const ag_match *m, ag_role role, ag_record *r, bool but_target)
{
    const ag_role_weights *w = weights_for(x, m, role, r->label);
    ag_mention *holder = role == AG_ROLE_SOURCE ? &r->source : &r->target;
    ag_choice *choice = role == AG_ROLE_SOURCE ? &r->source_choice : &r->target_choice;
    ag_candidates list = {0};
    double best = 0, own = 0;
    const ag_candidate *chosen = NULL, *ruled = NULL;
    if (!w)
        return;
    ag_find_candidates(x, m, r, role, &list);
    for (size_t i = 0; i < list.n; i++) {
        const ag_candidate *c = &list.at[i];
        double sum = ag_role_weights_sum(w, r->label, &c->clues);
        if (ag_role_clue_is(&c->clues, AG_RC_OWN))
            own = sum, ruled = c;
        if (may_have(c, r, but_target) && (!chosen || sum > best))
            best = sum, chosen = c;
    }
    bool stays = ruled && may_have(ruled, r, but_target) && best <= own + AGAINST_OWN;
    if (ruled && chosen && chosen != ruled && !stays) {
        *choice = (ag_choice){.made = true, .instead = *holder, .sum = best, .own = own};
        choice->n = ag_role_weights_reasons(w, r->label, &chosen->clues, &ruled->clues, choice->reasons,
                                            AG_CHOICE_REASONS);
        *holder = chosen->mention;
    }
    ag_free(&list);
}

void ag_choose_role(const ag_extractor *x, const ag_match *m, ag_role role, ag_record *r)
{
    choose(x, m, role, r, false);
}

void ag_choose_roles(const ag_extractor *x, const ag_match *m, ag_record *r)
{
    ag_mention ruled = r->source;
    choose(x, m, AG_ROLE_SOURCE, r, false);
    choose(x, m, AG_ROLE_TARGET, r, false);
    if (r->label == AG_POLICY && r->target.present && same_span(&r->source, &r->target)) {
        r->source = ruled;
        r->source_choice = (ag_choice){0};
        choose(x, m, AG_ROLE_SOURCE, r, true);
    }
}
