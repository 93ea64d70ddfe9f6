// SPDX-License-Identifier: MIT
// Pronouns go to the most salient mention that agrees with them, after Lappin and Leass (1994): subjects and
// speakers before others, near before far. Descriptions go to the name beside them, to an earlier and longer
// description with the same head, or to the nearest name of their kind.
#include "reference.h"

#include "entity.h"

#include <string.h>

enum {
    LOOK_BACK = 6, // sentences that a pronoun or description reaches back
    SAME_HEAD = 3 * LOOK_BACK,
    CHAIN = 8, // pronouns followed from one to the other
    PLACES = 2048,
};

// The same names and pronouns are asked for again and again.
typedef struct resolution {
    ag_reference of, to;
    uint32_t round; // valid where it is that of all
    unsigned depth; // how far it was followed
} resolution;

struct ag_resolutions {
    resolution places[PLACES];
    uint32_t round;
    unsigned deepest; // of the chain that is being followed
};

// What an antecedent can be; a mention may be several.
enum { PERSON = 1, THING = 2, MANY = 4, AGENCY = 8, COMPANY = 16, STATE = 32, GROUP = 64 };

static const ag_item *item_at(const ag_document *doc, ag_reference r)
{
    return ag_doc_item(doc, r.sentence, r.first);
}

static ag_reference itself(uint32_t sentence, uint32_t first, uint32_t last)
{
    return (ag_reference){true, sentence, first, last};
}

static bool token_in(const ag_document *doc, uint32_t token, const char *const *words)
{
    return ag_str_in(ag_token_folded(&doc->tokens, token), words);
}

static ag_reference fullest(const ag_document *doc, ag_reference r)
{
    const ag_entity *e = r.present && r.last - r.first == 1 ? ag_entity_of(doc, r.sentence, r.first) : NULL;
    if (e && ag_item_has_class(item_at(doc, r), AG_CLASS_CAPITAL) &&
        !ag_item_has_class(item_at(doc, r), AG_CLASS_STATE)) // "Beijing" is a name of its own
        return r;
    return e ? itself(e->sentence, e->item, e->item + 1) : r;
}

// Past the possessive ending that a name may begin with: "Iceland's Prime Minister".
static uint32_t first_word(const ag_document *doc, uint32_t token)
{
    return doc->tokens.list.at[token].kind == AG_TOK_CLITIC ? token + 1 : token;
}

ag_span ag_reference_span(const ag_document *doc, ag_reference r)
{
    const ag_entity *e = r.last - r.first == 1 ? ag_entity_of(doc, r.sentence, r.first) : NULL;
    ag_span whole = ag_doc_span(doc, r.sentence, r.first, r.last);
    if (e && e->sentence == r.sentence && e->item == r.first)
        whole.start = doc->tokens.list.at[first_word(doc, e->name.first)].start;
    return whole;
}

// ---- agreement ----

static unsigned kind_of_name(const ag_document *doc, const ag_item *item, const ag_entity *e)
{
    if (e && e->person)
        return PERSON;
    unsigned kind = THING | MANY;
    if (ag_item_has_class(item, AG_CLASS_STATE) || ag_item_has_class(item, AG_CLASS_CAPITAL))
        return kind | STATE;
    if (ag_item_has_class(item, AG_CLASS_AGENCY) || ag_item_has_class(item, AG_CLASS_ORG) ||
        ag_item_has_class(item, AG_CLASS_INSTITUTION))
        return kind | AGENCY | GROUP;
    if (ag_item_has_class(item, AG_CLASS_COMPANY) || ag_item_has_class(item, AG_CLASS_MEDIA))
        return kind | COMPANY;
    if (ag_item_is_organisation(item))
        return kind | GROUP;
    bool office = ag_item_has_class(item, AG_CLASS_TITLE) || ag_item_has_class(item, AG_CLASS_OFFICIAL);
    if (office)
        return PERSON;
    if ((item->features & AG_FEAT(PLURAL)) && ag_item_has_class(item, AG_CLASS_PERSON_NOUN))
        return MANY; // Roman Catholics
    static const char *const article[] = {"the", NULL};
    unsigned person = token_in(doc, item->first, article) ? 0 : PERSON;
    return (item->features & AG_FEAT(ACTOR)) ? kind | person | COMPANY | GROUP
                                             : 0; // a name the lexicon lacks
}

// What the noun group can stand for; 0 for what no pronoun of a speaker or culprit goes to.
static unsigned kind_of(const ag_document *doc, uint32_t sentence, uint32_t i)
{
    const ag_item *item = ag_doc_item(doc, sentence, i);
    if ((item->category != AG_CAT_NG && item->category != AG_CAT_NPOSS) ||
        !(item->features & AG_FEAT(ACTOR)) || (item->features & AG_FEAT(PRON)))
        return 0;
    if (item->features & AG_FEAT(NAME))
        return kind_of_name(doc, item, ag_entity_of(doc, sentence, i));
    if (item->features & AG_FEAT(PLURAL))
        return MANY;
    bool body = (item->features & AG_FEAT(INST)) && !ag_item_has_class(item, AG_CLASS_TITLE) &&
                !ag_item_has_class(item, AG_CLASS_OFFICIAL) &&
                !ag_item_has_class(item, AG_CLASS_PERSON_NOUN); // her campaign
    if (body || ag_item_is_organisation(item))
        return THING | MANY;
    return PERSON;
}

static unsigned wanted_by(const ag_document *doc, const ag_item *item)
{
    static const char *const persons[] = {"he", "she", "him", "her", "his", "himself", "herself", NULL},
                             *const things[] = {"it", "its", "itself", NULL},
                             *const many[] = {"they", "their", "them", "themselves", NULL};
    ag_str word = ag_token_folded(&doc->tokens, item->first);
    if (!word.len || !strchr("hsit", word.ptr[0])) // most are none of these
        return 0;
    return token_in(doc, item->first, persons)  ? PERSON
           : token_in(doc, item->first, things) ? THING
           : token_in(doc, item->first, many)   ? MANY
                                                : 0;
}

static bool is_female(const ag_document *doc, const ag_item *item)
{
    static const char *const words[] = {"she", "her", "herself", NULL};
    return token_in(doc, item->first, words);
}

static bool holds_class(const ag_document *doc, const ag_item *item, ag_known_class c)
{
    for (uint32_t t = item->first; t < item->last; t++) {
        const ag_sense *senses;
        uint32_t n, length = ag_lexicon_find(doc->g->lex, &doc->tokens, t, t + 1, &senses, &n);
        for (uint32_t k = 0; length && k < n; k++)
            if (ag_is_class(doc->g, senses[k].class_id, c))
                return true;
    }
    return false;
}

// "She" is no Mr Lee, "he" no spokeswoman; where the mention does not show it, the fullest name may.
static bool wrong_sex(const ag_document *doc, uint32_t sentence, uint32_t i, bool female)
{
    ag_known_class same = female ? AG_CLASS_FEMALE : AG_CLASS_MALE;
    ag_known_class other = female ? AG_CLASS_MALE : AG_CLASS_FEMALE;
    const ag_item *item = ag_doc_item(doc, sentence, i);
    const ag_entity *e = ag_entity_of(doc, sentence, i);
    if (holds_class(doc, item, same))
        return false;
    if (holds_class(doc, item, other))
        return true;
    item = e && e->person ? ag_doc_item(doc, e->sentence, e->item) : item;
    return !holds_class(doc, item, same) && holds_class(doc, item, other);
}

// ---- salience ----

static bool is_place_preposition(const ag_document *doc, const ag_item *item)
{
    static const char *const words[] = {"in", "near", "outside", "across", NULL};
    return item->category == AG_CAT_P && token_in(doc, item->first, words);
}

// Beirut and Lebanon in "in Beirut, Lebanon".
static bool names_place(const ag_document *doc, uint32_t sentence, uint32_t i)
{
    const ag_item *item = ag_doc_item(doc, sentence, i);
    const ag_entity *e = ag_entity_of(doc, sentence, i);
    if (!(item->features & AG_FEAT(NAME)) || (e && e->person))
        return false;
    bool second = i > 2 && item[-1].category == AG_CAT_COMMA && (item[-2].features & AG_FEAT(NAME)) &&
                  item[-2].category == AG_CAT_NG && is_place_preposition(doc, &item[-3]);
    return second || (i && is_place_preposition(doc, &item[-1]));
}

static bool is_subject(const ag_document *doc, uint32_t sentence, uint32_t i)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    if (items[i].category == AG_CAT_NPOSS || (i && items[i - 1].category == AG_CAT_P))
        return false;
    for (uint32_t k = i + 1; k < n; k++) {
        const ag_link *who = items[k].features & AG_FEAT(PASSIVE) ? &items[k].patient : &items[k].agent;
        if (items[k].category == AG_CAT_VG && who->first < who->last && who->head == i)
            return true;
    }
    for (uint32_t k = i + 1; k < n && k < i + 6; k++)
        switch (items[k].category) {
        case AG_CAT_VG:
            return true;
        case AG_CAT_COMMA:
            return i <= 1;
        case AG_CAT_P:
        case AG_CAT_NG:
        case AG_CAT_ADV:
        case AG_CAT_TIME:
        case AG_CAT_LP:
        case AG_CAT_RP:
        case AG_CAT_WH:
            break;
        default:
            return false;
        }
    return false;
}

static bool is_speaker(const ag_document *doc, uint32_t sentence, uint32_t i)
{
    if (doc->first_attribution.n <= sentence + 1)
        return false;
    for (uint32_t a = doc->first_attribution.at[sentence]; a < doc->first_attribution.at[sentence + 1]; a++) {
        ag_reference r = doc->attributions.at[a].source;
        if (r.present && r.sentence == sentence && i >= r.first && i < r.last)
            return true;
    }
    return false;
}

// No mention is more salient; see salience.
enum { MOST_SALIENT = 100 + 80 + 40 + 80 + 80 };

static unsigned salience(const ag_document *doc, uint32_t sentence, uint32_t i, uint32_t distance)
{
    const ag_item *item = ag_doc_item(doc, sentence, i);
    static const char *const by[] = {"by", NULL};
    bool doer = !distance && i && token_in(doc, item[-1].first, by); // "beaten by officers as they left"
    bool oblique = (i && !doer && item[-1].category == AG_CAT_P) || names_place(doc, sentence, i);
    unsigned weight = 100u + (oblique ? 0u : 80u) + ((item->features & AG_FEAT(NAME)) ? 40u : 0u);
    if (is_subject(doc, sentence, i))
        weight += 80;
    if (is_speaker(doc, sentence, i))
        weight += 80;
    if (item->features & AG_FEAT(QUOTED))
        weight /= 2;
    return (weight * 16) >> distance;
}

// The object of a verb is somebody else than its subject: "China accused it".
static bool same_clause(const ag_document *doc, uint32_t sentence, uint32_t candidate, uint32_t pronoun)
{
    uint32_t n, verbs = 0;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    for (uint32_t k = pronoun; k-- > candidate;)
        if (items[k].patient.first < items[k].patient.last && items[k].patient.head == pronoun &&
            items[k].agent.first < items[k].agent.last)
            return candidate >= items[k].agent.first && candidate < items[k].agent.last;
    bool subject = pronoun + 1 < n && items[pronoun + 1].category == AG_CAT_VG;
    if (subject || items[pronoun].category == AG_CAT_NPOSS)
        return false;
    for (uint32_t i = candidate + 1; i < pronoun; i++)
        switch (items[i].category) {
        case AG_CAT_VG:
            if (verbs++)
                return false;
            break;
        case AG_CAT_THAT:
        case AG_CAT_SUB:
        case AG_CAT_WH:
        case AG_CAT_COMMA:
        case AG_CAT_VING:
            return false;
        default:
            break;
        }
    return true;
}

// Who does to the pronoun what its verb says.
static const ag_entity *subject_of_object(const ag_document *doc, uint32_t sentence, uint32_t pronoun)
{
    const ag_item *items = ag_doc_item(doc, sentence, 0);
    for (uint32_t k = pronoun; k-- > 0;)
        if (items[k].patient.first < items[k].patient.last && items[k].patient.head == pronoun)
            return items[k].agent.first < items[k].agent.last
                       ? ag_entity_of(doc, sentence, items[k].agent.head)
                       : NULL;
    return NULL;
}

static const ag_entity *quoted_speaker(const ag_document *doc, uint32_t sentence, const ag_item *item)
{
    ag_reference r;
    if (!(item->features & AG_FEAT(QUOTED)) || !ag_doc_speaker_of(doc, sentence, item->first, &r) ||
        !r.present)
        return NULL;
    return ag_entity_of(doc, r.sentence, r.first);
}

typedef struct search {
    uint32_t sentence, item; // of the pronoun or description
    unsigned want;
    bool he_or_she, female, names_only;
    const ag_entity *subject; // of the verb whose object the pronoun is: somebody else
    const ag_entity *speaker; // of the quotation: says "I" of himself
    unsigned best;
    ag_reference found;
} search;

// An earlier pronoun of the same kind carries on what it stands for.
static bool same_pronoun(const ag_document *doc, const search *s, const ag_item *item)
{
    return (item->features & AG_FEAT(PRON)) && wanted_by(doc, item) == s->want &&
           is_female(doc, item) == s->female;
}

// "in California", "a post on X": no name of a person, though the lexicon lacks it.
static bool is_place(const ag_document *doc, uint32_t sentence, uint32_t i)
{
    static const char *const words[] = {"in",   "on",      "at",     "near", "across",
                                        "into", "outside", "inside", NULL};
    const ag_item *item = ag_doc_item(doc, sentence, i);
    const ag_entity *e = ag_entity_of(doc, sentence, i);
    if (!(item->features & AG_FEAT(NAME)) || (e && (e->person || e->official)))
        return false;
    return i && token_in(doc, item[-1].first, words);
}

// "The president" is no Governor Reed: nobody has two of these at a time.
static bool has_other_office(const ag_document *doc, const search *s, uint32_t sentence, uint32_t i)
{
    static const char *const offices[] = {"president", "king",       "queen",    "pope",   "governor",
                                          "mayor",     "senator",    "judge",    "prince", "princess",
                                          "sheriff",   "chancellor", "minister", NULL};
    const ag_entity *e = ag_entity_of(doc, sentence, i);
    uint32_t head = ag_doc_item(doc, s->sentence, s->item)->head;
    if (!s->names_only || s->want != PERSON || !e || !token_in(doc, head, offices))
        return false;
    const ag_item *name = ag_doc_item(doc, e->sentence, e->item);
    bool other = false;
    for (uint32_t t = name->first; t < name->head; t++) {
        if (doc->tokens.list.at[t].hash == doc->tokens.list.at[head].hash)
            return false;
        other |= token_in(doc, t, offices);
    }
    return other;
}

static void look_in(const ag_document *doc, search *s, uint32_t sentence)
{
    uint32_t n, distance = s->sentence - sentence;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    if ((MOST_SALIENT * 16u) >> distance <= s->best)
        return;
    for (uint32_t i = 0; i < n && (distance || i < s->item); i++) {
        if (!(items[i].features & (s->names_only ? AG_FEAT(NAME) : AG_FEAT(ACTOR) | AG_FEAT(PRON))))
            continue;
        bool pronoun = !s->names_only && same_pronoun(doc, s, &items[i]);
        if (!pronoun && (!(kind_of(doc, sentence, i) & s->want) ||
                         (s->he_or_she && wrong_sex(doc, sentence, i, s->female))))
            continue;
        if ((s->want & (PERSON | MANY)) && names_place(doc, sentence, i))
            continue;
        if (!distance && !s->names_only && same_clause(doc, sentence, i, s->item))
            continue;
        const ag_entity *e = s->subject || s->speaker ? ag_entity_of(doc, sentence, i) : NULL;
        if (e && (e == s->subject || e == s->speaker))
            continue;
        if (s->want == PERSON && (is_place(doc, sentence, i) || has_other_office(doc, s, sentence, i)))
            continue;
        unsigned weight = salience(doc, sentence, i, distance);
        if (weight > s->best) {
            s->best = weight;
            s->found = itself(sentence, i, i + 1);
        }
    }
}

static bool is_list(const ag_item *items, ag_link who)
{
    for (uint32_t i = who.first; i < who.last; i++)
        if (items[i].category == AG_CAT_CONJ)
            return true;
    return false;
}

// "Lowe and Roper were in the car when they opened fire": the subject of a verb before, where it is a list.
static void look_for_list(const ag_document *doc, search *s)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, s->sentence, &n);
    for (uint32_t k = 0; k < s->item; k++) {
        ag_link who = items[k].features & AG_FEAT(PASSIVE) ? items[k].patient : items[k].agent;
        if (items[k].category != AG_CAT_VG || who.last > s->item || !is_list(items, who) ||
            !(items[who.head].features & AG_FEAT(ACTOR)) || same_clause(doc, s->sentence, who.head, s->item))
            continue;
        unsigned weight = salience(doc, s->sentence, who.head, 0);
        if (weight >= s->best) {
            s->best = weight;
            s->found = itself(s->sentence, who.first, who.last);
        }
    }
}

static ag_reference antecedent(const ag_document *doc, search s)
{
    if (s.want == MANY && !s.names_only)
        look_for_list(doc, &s);
    for (uint32_t back = 0; back <= LOOK_BACK && back <= s.sentence; back++)
        look_in(doc, &s, s.sentence - back);
    return s.found;
}

// ---- pronouns ----

// The innermost attribution whose content holds the item, unless its words are quoted: nobody says "he" of
// himself there.
static const ag_attribution *reported_in(const ag_document *doc, uint32_t sentence, uint32_t i)
{
    const ag_attribution *best = NULL;
    if (doc->first_attribution.n <= sentence + 1 ||
        (ag_doc_item(doc, sentence, i)->features & AG_FEAT(QUOTED)))
        return NULL;
    for (uint32_t k = doc->first_attribution.at[sentence]; k < doc->first_attribution.at[sentence + 1]; k++) {
        const ag_attribution *a = &doc->attributions.at[k];
        if (a->source.present && i >= a->content_first && i < a->content_last &&
            (!best || a->content_last - a->content_first < best->content_last - best->content_first))
            best = a;
    }
    return best;
}

static unsigned kind_of_source(const ag_document *doc, ag_reference r)
{
    uint32_t head = r.first;
    for (uint32_t i = r.first; i < r.last; i++) {
        if (ag_doc_item(doc, r.sentence, i)->category == AG_CAT_CONJ)
            return MANY;
        if (head == i && ag_doc_item(doc, r.sentence, i)->category == AG_CAT_NPOSS && i + 1 < r.last)
            head++;
    }
    unsigned kind = kind_of(doc, r.sentence, head);
    const ag_item *item = ag_doc_item(doc, r.sentence, head);
    bool thing =
        item->category == AG_CAT_NG && !(item->features & (AG_FEAT(PRON) | AG_FEAT(PLURAL) | AG_FEAT(NAME)));
    return kind || !thing ? kind : THING; // her campaign said it would
}

static bool has_one_of(const ag_item *item, const ag_known_class *classes, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (ag_item_has_class(item, classes[k]))
            return true;
    return false;
}

// Of whom is said what somebody else says: "criticised the city, saying it breaks the law", "the firm denied
// their claim that it broke the law". Empty where that is not known.
static ag_link whom_it_is_said_of(const ag_document *doc, uint32_t sentence, const ag_attribution *a)
{
    static const ag_known_class accuses[] = {AG_CLASS_ACCUSE, AG_CLASS_BLAME, AG_CLASS_CONDEMN},
                                rejects[] = {AG_CLASS_DENY, AG_CLASS_REJECT};
    const ag_item *items = ag_doc_item(doc, sentence, 0), *cue = &items[a->cue_first];
    uint32_t k = a->cue_first;
    do
        if (k-- == 0)
            return (ag_link){0};
    while (!ag_is_verbal(items[k].category));
    bool passive = items[k].features & AG_FEAT(PASSIVE), noun = cue->category == AG_CAT_NG;
    ag_link whom = items[k].patient;
    if (passive || whom.first >= whom.last)
        return (ag_link){0};
    if (cue->category == AG_CAT_VING && whom.last <= a->cue_first && items[k].category == AG_CAT_VG &&
        has_one_of(&items[k], accuses, AG_ARRAY_LEN(accuses)))
        return whom;
    bool denied = noun && whom.first <= a->cue_first && whom.last > a->cue_first &&
                  has_one_of(&items[k], rejects, AG_ARRAY_LEN(rejects));
    return denied ? items[k].agent : (ag_link){0};
}

// In "the ministry said it would close the post", the speaker, where no nearer subject agrees.
static bool speaker_meant(const ag_document *doc, uint32_t sentence, uint32_t i, unsigned want,
                          ag_reference *r)
{
    const ag_attribution *a = reported_in(doc, sentence, i);
    if (!a || a->source.first == i)
        return false;
    const ag_item *source = item_at(doc, a->source), *item = ag_doc_item(doc, sentence, i);
    bool female = is_female(doc, item);
    ag_link whom = whom_it_is_said_of(doc, sentence, a);
    *r = itself(sentence, whom.first, whom.last);
    if (whom.first < whom.last && (kind_of_source(doc, *r) & want) &&
        !(want == PERSON && wrong_sex(doc, sentence, whom.head, female)))
        return true;
    *r = (ag_reference){0};
    bool pronoun = (source->features & AG_FEAT(PRON)) && wanted_by(doc, source) == want &&
                   is_female(doc, source) == female;
    if (!pronoun && (!(kind_of_source(doc, a->source) & want) ||
                     (want == PERSON && wrong_sex(doc, sentence, a->source.last - 1, female))))
        return false;
    *r = a->source;
    for (uint32_t k = a->content_first; k < i; k++)
        if ((kind_of(doc, sentence, k) & want) && is_subject(doc, sentence, k) &&
            !(ag_doc_item(doc, sentence, k)->features & AG_FEAT(QUOTED)) &&
            !(want == PERSON && wrong_sex(doc, sentence, k, female))) {
            if (same_clause(doc, sentence, k, i))
                return false;
            *r = itself(sentence, k, k + 1);
        }
    return true;
}

static ag_reference resolve(const ag_document *doc, ag_reference r, unsigned chain);

static ag_reference resolve_pronoun(const ag_document *doc, uint32_t sentence, uint32_t i, unsigned chain)
{
    const ag_item *item = ag_doc_item(doc, sentence, i);
    ag_reference r = {0};
    if (chain >= CHAIN)
        return r;
    if (item->features & AG_FEAT(FIRST)) {
        if (ag_doc_speaker_of(doc, sentence, item->first, &r))
            return r.sentence == sentence && r.first == i ? (ag_reference){0} : resolve(doc, r, chain + 1);
        const ag_attribution *a = reported_in(doc, sentence, i);
        bool other = a && !(item_at(doc, a->source)->features & AG_FEAT(FIRST));
        return other ? resolve(doc, a->source, chain + 1) : doc->author;
    }
    unsigned want = wanted_by(doc, item);
    if (!want)
        return r;
    if (!speaker_meant(doc, sentence, i, want, &r))
        r = antecedent(doc, (search){.sentence = sentence,
                                     .item = i,
                                     .want = want,
                                     .he_or_she = want == PERSON,
                                     .female = is_female(doc, item),
                                     .subject = subject_of_object(doc, sentence, i),
                                     .speaker = quoted_speaker(doc, sentence, item)});
    return r.present ? resolve(doc, r, chain + 1) : r;
}

// ---- descriptions ----

// An earlier group with the same head word that says more: "the official" -> "A senior US official", "the
// spokesman" -> "Ann Lee" of "Ann Lee, the spokesman for ...", "the senator" -> "Senator Lee".
static bool says_more(const ag_document *doc, uint32_t sentence, uint32_t i, const ag_item *item,
                      ag_reference *r)
{
    const ag_item *other = ag_doc_item(doc, sentence, i);
    if (other->category != AG_CAT_NG && other->category != AG_CAT_NPOSS)
        return false;
    uint32_t hash = doc->tokens.list.at[item->head].hash, name;
    bool same = doc->tokens.list.at[other->head].hash == hash;
    bool titled = (other->features & AG_FEAT(NAME)) && ag_item_has_modifier(doc, other, AG_CLASS_TITLE);
    for (uint32_t t = other->first; titled && !same && t < other->head; t++)
        same = doc->tokens.list.at[t].hash == hash;
    if (!same)
        return false;
    if (!titled && ag_apposed_name(doc, sentence, i, i + 1, &name))
        return *r = itself(sentence, name, name + 1), true;
    return *r = itself(sentence, i, i + 1), other->last - other->first > item->last - item->first;
}

static ag_reference same_head(const ag_document *doc, uint32_t sentence, const ag_item *item)
{
    uint32_t hash = doc->tokens.list.at[item->head].hash;
    for (uint32_t s = sentence, back = 0; back <= SAME_HEAD; back++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(doc, s, &n);
        ag_reference r;
        const uint32_t *heads = doc->head_hashes.at + doc->first_item.at[s];
        for (uint32_t i = 0; i < n && &items[i] != item; i++)
            if ((heads[i] == hash || heads[i] == AG_TITLED) && says_more(doc, s, i, item, &r))
                return fullest(doc, r);
        if (s-- == 0)
            break;
    }
    return (ag_reference){0};
}

static unsigned kind_of_description(const ag_document *doc, const ag_item *item)
{
    static const char *const agency[] = {
        "agency",     "bureau",    "organisation", "organization", "watchdog", "ministry",
        "department", "body",      "alliance",     "bloc",         "charity",  "union",
        "court",      "committee", "commission",   "council",      "office",   NULL};
    static const char *const company[] = {
        "company",   "firm",   "manufacturer", "giant",        "maker",    "retailer",    "startup",
        "start-up",  "bank",   "airline",      "conglomerate", "vendor",   "corporation", "carmaker",
        "newspaper", "outlet", "broadcaster",  "paper",        "platform", "studio",      NULL};
    static const char *const state[] = {"country", "nation", "state", "kingdom", "republic", NULL};
    static const char *const group[] = {"group",        "gang",    "movement", "organisation",
                                        "organization", "militia", "party",    "faction",
                                        "collective",   "network", "cartel",   NULL};
    return (token_in(doc, item->head, agency) ? AGENCY : 0u) |
           (token_in(doc, item->head, company) ? COMPANY : 0u) |
           (token_in(doc, item->head, state) ? STATE : 0u) | (token_in(doc, item->head, group) ? GROUP : 0u);
}

static ag_reference resolve_description(const ag_document *doc, uint32_t sentence, uint32_t i)
{
    const ag_item *item = ag_doc_item(doc, sentence, i);
    ag_reference r = same_head(doc, sentence, item);
    bool person = ag_item_has_class(item, AG_CLASS_OFFICIAL) || ag_item_has_class(item, AG_CLASS_TITLE);
    static const char *const telling[] = {"giant", "maker", "retailer", "carmaker",
                                          NULL}; // "the search giant"
    uint32_t longest = !item->modifier_actor && token_in(doc, item->head, telling) ? 4 : 2;
    if (r.present || item->last - item->first > longest) // "the Russian ministry" says itself which one
        return r;
    unsigned want = kind_of_description(doc, item);
    if (!want && person)
        want = PERSON;
    if (want && !(item->features & AG_FEAT(PLURAL)))
        r = fullest(
            doc,
            antecedent(doc, (search){.sentence = sentence, .item = i, .want = want, .names_only = true}));
    return r;
}

// "The firm released a study saying": who released it.
static bool releaser(const ag_document *doc, ag_reference r, uint32_t head, ag_reference *who)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, r.sentence, &n);
    for (uint32_t i = 0; i < head; i++) {
        const ag_item *v = &items[i];
        if (ag_is_verbal((ag_category)v->category) && ag_item_has_class(v, AG_CLASS_RAISE) &&
            !(v->features & (AG_FEAT(PASSIVE) | AG_FEAT(NEG))) && v->patient.first < v->patient.last &&
            v->patient.head == head && v->agent.first < v->agent.last)
            return *who = itself(r.sentence, v->agent.first, v->agent.last),
                   (items[v->agent.head].features & AG_FEAT(ACTOR)) != 0;
    }
    return false;
}

// "A report by the committee", "a suit filed by the firm", "the group's statement": who issued it.
static bool issuer(const ag_document *doc, ag_reference r, uint32_t head, ag_reference *who)
{
    uint32_t n, i = head + 1;
    const ag_item *items = ag_doc_items(doc, r.sentence, &n);
    if (!ag_item_has_class(&items[head], AG_CLASS_REPORT))
        return false;
    if (head > r.first && items[head - 1].category == AG_CAT_NPOSS &&
        (items[head - 1].features & AG_FEAT(ACTOR)))
        return *who = itself(r.sentence, head - 1, head), true;
    if (i < n && items[i].category == AG_CAT_VED)
        i++;
    static const char *const words[] = {"by", "from", NULL};
    if (i + 1 >= n || items[i].category != AG_CAT_P || !token_in(doc, items[i].first, words))
        return releaser(doc, r, head, who);
    uint32_t noun = i + 1;
    while (noun + 1 < n && items[noun].category == AG_CAT_NPOSS)
        noun++;
    return *who = itself(r.sentence, i + 1, noun + 1), (items[noun].features & AG_FEAT(ACTOR)) != 0;
}

// ---- who is called by name right behind ----

static bool is_name(const ag_item *item)
{
    return item->category == AG_CAT_NG && (item->features & AG_FEAT(NAME));
}

// The item where a name follows behind a verb at item i: "known as", "tracked by the firm as", "dubbed".
// Returns n where none does.
static uint32_t behind_naming(const ag_document *doc, const ag_item *items, uint32_t n, uint32_t i)
{
    static const char *const as_verbs[] = {"known", "tracked", "identified", NULL},
                             *const verbs[] = {"dubbed",    "called",     "named",      "nicknamed",
                                               "codenamed", "code-named", "christened", NULL},
                             *const calls[] = {"call", "calls", "called", "calling", NULL};
    if (i >= n || !ag_is_verbal((ag_category)items[i].category))
        return n;
    static const char *const themselves[] = {"themselves", "itself", "himself", "herself", NULL};
    bool as = token_in(doc, items[i].head, as_verbs);
    if (i + 1 < n && token_in(doc, items[i].head, calls) && token_in(doc, items[i + 1].first, themselves))
        return i + 2;
    if (!as && !token_in(doc, items[i].head, verbs))
        return n;
    i++;
    if (as && i + 1 < n && ag_str_is(ag_token_folded(&doc->tokens, items[i].first), "by")) {
        i++;
        while (i < n && items[i].category == AG_CAT_NPOSS)
            i++;
        i++;
    }
    if (as && (i >= n || !ag_str_is(ag_token_folded(&doc->tokens, items[i].first), "as")))
        return n;
    i += as;
    return i < n && items[i].category == AG_CAT_QO ? i + 1 : i;
}

// "A group known as", "the group, also tracked as", "hackers (dubbed", "a gang that is known as", "spies who
// call themselves".
static bool is_called(const ag_document *doc, ag_reference r, uint32_t *name)
{
    uint32_t n, i = r.last;
    const ag_item *items = ag_doc_items(doc, r.sentence, &n);
    if (i < n && (items[i].category == AG_CAT_COMMA || items[i].category == AG_CAT_LP))
        i++;
    if (i < n && (items[i].category == AG_CAT_THAT || items[i].category == AG_CAT_WH))
        i++;
    if (i < n && items[i].category == AG_CAT_NG)
        i++; // "a group it has dubbed"
    *name = behind_naming(doc, items, n, i);
    return *name < n && is_name(&items[*name]);
}

// "The spies of the Tick group", "members of Fancy Bear": those of a threat actor are that actor.
static bool belongs_to_threat(const ag_document *doc, ag_reference r, uint32_t *name)
{
    static const char *const words[] = {"of", "from", "in", NULL};
    static const char *const members[] = {"members", "member", "affiliates", "operators", "operator", NULL};
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, r.sentence, &n), *who = &items[r.last - 1];
    *name = r.last + 1;
    return *name < n && token_in(doc, items[r.last].first, words) && items[*name].category == AG_CAT_NG &&
           (ag_item_has_class(who, AG_CLASS_HARMER) || token_in(doc, who->head, members)) &&
           (ag_item_has_class(&items[*name], AG_CLASS_THREAT) ||
            ag_item_has_modifier(doc, &items[*name], AG_CLASS_THREAT));
}

// ---- any mention ----

uint32_t ag_reference_head(const ag_document *doc, ag_reference r)
{
    uint32_t i = r.first;
    while (i + 1 < r.last && ag_doc_item(doc, r.sentence, i)->category == AG_CAT_NPOSS)
        i++;
    return i;
}

bool ag_can_speak(const ag_document *doc, ag_reference r)
{
    static const char *const nobody[] = {"that",  "this", "there", "you",   "it's", "what",  "those",
                                         "these", "such", "so",    "yours", "ones", "first", NULL};
    uint32_t name;
    if (ag_apposed_name(doc, r.sentence, r.first, r.last, &name))
        return true;
    const ag_item *head = ag_doc_item(doc, r.sentence, ag_reference_head(doc, r));
    if (r.last - r.first > 1 && ag_doc_item(doc, r.sentence, r.first)->category == AG_CAT_NG)
        head = ag_doc_item(doc, r.sentence, r.first);
    if (head->features & AG_FEAT(PRON))
        return !token_in(doc, head->first, nobody);
    return (head->features & (AG_FEAT(ACTOR) | AG_FEAT(NAME))) || ag_item_has_class(head, AG_CLASS_REPORT) ||
           head->category == AG_CAT_NPOSS || head->modifier_actor;
}

static bool is_joined(const ag_document *doc, ag_reference r)
{
    for (uint32_t i = r.first; i < r.last; i++)
        if (ag_doc_item(doc, r.sentence, i)->category == AG_CAT_CONJ)
            return true;
    return false;
}

// "The Free Peru Front (FPF)" is the name before the bracket.
static ag_reference without_acronym(const ag_document *doc, ag_reference r)
{
    if (r.last - r.first == 4 && ag_doc_item(doc, r.sentence, r.first + 1)->category == AG_CAT_LP &&
        ag_doc_item(doc, r.sentence, r.last - 1)->category == AG_CAT_RP)
        r.last = r.first + 1;
    return r;
}

static ag_reference resolve_anew(const ag_document *doc, ag_reference r, unsigned chain)
{
    r = without_acronym(doc, r);
    uint32_t head = ag_reference_head(doc, r), name;
    const ag_item *item = ag_doc_item(doc, r.sentence, head);
    bool alone = r.last - r.first == 1, pronoun = item->features & AG_FEAT(PRON);
    if (is_joined(doc, r))
        return r;
    if (alone && (pronoun || (item->category == AG_CAT_NPOSS && wanted_by(doc, item))))
        return resolve_pronoun(doc, r.sentence, head, chain);
    bool office = ag_item_has_class(item, AG_CLASS_TITLE) || ag_item_has_class(item, AG_CLASS_OFFICIAL);
    bool named = (item->features & AG_FEAT(NAME)) && !office;
    if (!named && ag_apposed_name(doc, r.sentence, r.first, r.last, &name))
        return fullest(doc, itself(r.sentence, name, name + 1));
    if (!named && alone && (item->features & AG_FEAT(ACTOR)) &&
        (is_called(doc, r, &name) || belongs_to_threat(doc, r, &name)))
        return fullest(doc, itself(r.sentence, name, name + 1));
    ag_reference who;
    if (issuer(doc, r, head, &who) && chain < CHAIN)
        return resolve(doc, who, chain + 1);
    if (named && alone)
        return fullest(doc, r);
    if (!named && alone && (item->features & AG_FEAT(DEF))) {
        ag_reference better = resolve_description(doc, r.sentence, head);
        return better.present ? better : r;
    }
    return r;
}

void ag_references_forget(ag_document *doc)
{
    if (!doc->resolutions)
        doc->resolutions = ag_xcalloc(1, sizeof *doc->resolutions);
    if (++doc->resolutions->round != 0)
        return;
    memset(doc->resolutions->places, 0, sizeof doc->resolutions->places); // the numbers begin anew
    doc->resolutions->round = 1;
}

// What was found for a reference holds wherever the chain is short enough to follow it as far again.
static ag_reference resolve(const ag_document *doc, ag_reference r, unsigned chain)
{
    struct ag_resolutions *all = doc->resolutions;
    uint32_t hash = (r.sentence * 31 + r.first) * 31 + r.last;
    resolution *place = &all->places[hash % PLACES];
    if (place->round == all->round && ag_same_reference(place->of, r) && chain + place->depth < CHAIN) {
        all->deepest = all->deepest > chain + place->depth ? all->deepest : chain + place->depth;
        return place->to;
    }
    unsigned before = all->deepest;
    all->deepest = chain;
    ag_reference to = resolve_anew(doc, r, chain);
    if (all->deepest < CHAIN)
        *place = (resolution){r, to, all->round, all->deepest - chain};
    all->deepest = all->deepest > before ? all->deepest : before;
    return to;
}

ag_reference ag_resolve(const ag_document *doc, uint32_t sentence, uint32_t first, uint32_t last)
{
    return resolve(doc, itself(sentence, first, last), 0);
}

void ag_mark_pronouns(ag_document *doc)
{
    ag_references_forget(doc);
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n; i++) {
            if (!(items[i].features & AG_FEAT(PRON)) ||
                (items[i].features & (AG_FEAT(FIRST) | AG_FEAT(INST))))
                continue;
            ag_reference r = ag_resolve(doc, s, i, i + 1);
            if (r.present && (r.sentence != s || r.first != i))
                items[i].features |= ag_doc_item(doc, r.sentence, r.first)->features & AG_FEAT(INST);
            if ((items[i].features & AG_FEAT(INST)) && wanted_by(doc, &items[i]) == PERSON &&
                ag_mark_campaign(doc, s, i))
                ag_references_forget(doc);
        }
    }
}
