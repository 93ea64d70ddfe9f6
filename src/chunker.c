// SPDX-License-Identifier: MIT
#include "chunker.h"

#include <string.h>

typedef struct chunker {
    const ag_grammar *g;
    const ag_tokens *tokens;
    const ag_word *w;
    uint32_t n;
    const uint8_t *quoted;
    ag_items *out;
} chunker;

AG_INLINE bool word_is(const chunker *c, uint32_t i, const char *text)
{
    if (i >= c->n || c->w[i].last - c->w[i].first != 1)
        return false;
    return ag_str_is(ag_token_folded(c->tokens, c->w[i].first), text);
}

static bool any_word(const chunker *c, uint32_t i, const char *const *list)
{
    return i < c->n && c->w[i].last - c->w[i].first == 1 &&
           ag_str_in(ag_token_folded(c->tokens, c->w[i].first), list);
}

static uint8_t pos_at(const chunker *c, uint32_t i)
{
    return i < c->n ? c->w[i].pos : AG_POS_PUNCT;
}

static uint8_t token_kind(const chunker *c, uint32_t i)
{
    return c->tokens->list.at[c->w[i].first].kind;
}

static bool has_class(const chunker *c, uint32_t i, ag_known_class class_)
{
    return ag_known_set_has(&c->w[i].known, class_);
}

static bool is_year(const chunker *c, uint32_t i)
{
    if (pos_at(c, i) != AG_POS_NUM)
        return false;
    ag_str f = ag_token_folded(c->tokens, c->w[i].first);
    return f.len == 4 && (memcmp(f.ptr, "19", 2) == 0 || memcmp(f.ptr, "20", 2) == 0);
}

static bool is_day_or_year(const chunker *c, uint32_t i)
{
    bool number = pos_at(c, i) == AG_POS_NUM && token_kind(c, i) == AG_TOK_NUMBER;
    return number && (is_year(c, i) || ag_token_folded(c->tokens, c->w[i].first).len < 3);
}

// "In May", "5 March", "March 2011": the lexicon has no May and March, for they are verbs, modals, and
// people.
static bool is_may_or_march(const chunker *c, uint32_t i)
{
    static const char *const months[] = {"may", "march", NULL}, *const leads[] = {
                                                                    "in",   "since", "until", "till", "last",
                                                                    "next", "early", "late",  "this", NULL};
    if (!c->w[i].capital || !any_word(c, i, months) || pos_at(c, i + 1) == AG_POS_GEN)
        return false;
    return is_day_or_year(c, i + 1) || (i > 0 && (any_word(c, i - 1, leads) || is_day_or_year(c, i - 1)));
}

static bool is_time_word(const chunker *c, uint32_t i)
{
    if (i >= c->n)
        return false;
    uint8_t kind = token_kind(c, i);
    if ((c->w[i].pos == AG_POS_NOUN || c->w[i].pos == AG_POS_NAME) && is_may_or_march(c, i))
        return true;
    return kind == AG_TOK_DATE || kind == AG_TOK_TIME ||
           ((c->w[i].pos == AG_POS_NOUN || c->w[i].pos == AG_POS_NAME) && has_class(c, i, AG_CLASS_TIME));
}

// ---- building items ----

static void add_id(uint16_t *list, uint8_t *n, uint16_t id)
{
    uint8_t at = 0;
    while (at < *n && list[at] < id)
        at++;
    if ((at < *n && list[at] == id) || *n == AG_ITEM_CLASSES)
        return;
    for (uint8_t k = (*n)++; k > at; k--)
        list[k] = list[k - 1];
    list[at] = id;
}

static bool among(const char *letters, char letter)
{
    while (*letters && *letters != letter)
        letters++;
    return *letters;
}

// Takes over the classes of word i whose part of speech is one of `letters`; verbs only in the form that was
// chosen.
static void take_classes(const chunker *c, uint32_t i, const char *letters, ag_item *item)
{
    const ag_word *w = &c->w[i];
    for (uint32_t s = 0; s < w->nsenses; s++) {
        const ag_sense *sense = &w->senses[s];
        char letter = c->g->letter[sense->class_id];
        if (!among(letters, letter) || (letter == 'V' && sense->form != w->form && w->form != AG_FORM_NONE))
            continue;
        add_id(item->classes, &item->nclasses, sense->class_id);
        if (!item->lemma)
            item->lemma = sense->lemma;
        if (!item->actor)
            item->actor = sense->actor;
    }
}

// "Russian attack" says who attacked; "Sony attack" does not.
static bool names_a_power(const chunker *c, uint16_t id)
{
    return !ag_is_class(c->g, id, AG_CLASS_COMPANY) && !ag_is_class(c->g, id, AG_CLASS_MEDIA) &&
           !ag_is_class(c->g, id, AG_CLASS_ORG);
}

static void take_modifier(const chunker *c, uint32_t i, ag_item *item)
{
    const ag_word *w = &c->w[i];
    for (uint32_t s = 0; s < w->nsenses; s++) {
        const ag_sense *sense = &w->senses[s];
        char letter = c->g->letter[sense->class_id];
        if (letter == 'F' && c->g->known[sense->class_id])
            continue;
        if (letter == 'V' && w->pos != AG_POS_ADJ)
            continue;
        add_id(item->modifiers, &item->nmodifiers, sense->class_id);
        if (letter == 'A') {
            if (names_a_power(c, sense->class_id))
                item->features |= AG_FEAT(NATIONAL);
            if (!item->modifier_actor)
                item->modifier_actor = sense->actor;
        }
        if (ag_is_class(c->g, sense->class_id, AG_CLASS_ALLEGED))
            item->features |= AG_FEAT(HEDGED);
    }
}

static ag_item new_item(const chunker *c, uint32_t first, uint32_t last, ag_category category)
{
    ag_item item = {.category = (uint8_t)category, .first = c->w[first].first, .last = c->w[last - 1].last};
    item.head = c->w[last - 1].head;
    if (c->quoted && c->quoted[item.first])
        item.features |= AG_FEAT(QUOTED);
    return item;
}

static void push(const chunker *c, ag_item item)
{
    ag_push(c->out, item);
}

// ---- noun groups ----

static bool is_actor_class(const chunker *c, uint16_t id)
{
    switch (c->g->known[id] - 1) {
    case AG_CLASS_OFFICIAL:
    case AG_CLASS_TITLE:
    case AG_CLASS_INSTITUTION:
    case AG_CLASS_GROUP:
    case AG_CLASS_PERSON_NOUN:
    case AG_CLASS_HARMER:
        return true;
    default:
        return c->g->letter[id] == 'A';
    }
}

static bool is_institution_class(const chunker *c, uint16_t id)
{
    switch (c->g->known[id] - 1) {
    case AG_CLASS_OFFICIAL:
    case AG_CLASS_TITLE:
    case AG_CLASS_INSTITUTION:
    case AG_CLASS_STATE:
    case AG_CLASS_CAPITAL:
    case AG_CLASS_AGENCY:
    case AG_CLASS_ORG:
    case AG_CLASS_PARTY:
    case AG_CLASS_ARMED:
    case AG_CLASS_COMPANY:
    case AG_CLASS_PERSON:
        return true;
    default:
        return false;
    }
}

static void pronoun_features(const chunker *c, uint32_t i, ag_item *item)
{
    static const char *const first[] = {"i",    "we",   "us",     "me",        "my", "our",
                                        "ours", "mine", "myself", "ourselves", NULL};
    static const char *const plural[] = {"we", "they", "us", "them", "our", "their", "these", "those", NULL};
    static const char *const things[] = {"it",      "this",       "that", "something", "anything",
                                         "nothing", "everything", "its",  "itself",    NULL};
    item->features |= AG_FEAT(PRON);
    if (any_word(c, i, first))
        item->features |= AG_FEAT(FIRST) | (any_word(c, i, plural) ? AG_FEAT(INST) : 0);
    if (any_word(c, i, plural))
        item->features |= AG_FEAT(PLURAL);
    if (!any_word(c, i, things) || word_is(c, i, "it") || word_is(c, i, "its"))
        item->features |= AG_FEAT(ACTOR);
    if (ag_str_is(ag_token_folded(c->tokens, c->w[i].first), "no") || word_is(c, i, "nobody") ||
        word_is(c, i, "no-one") || word_is(c, i, "nothing") || word_is(c, i, "none"))
        item->features |= AG_FEAT(NEG);
}

bool ag_is_former(const ag_tokens *tokens, uint32_t token)
{
    static const char *const words[] = {"former", "ex", "retired", "onetime", "one-time", "erstwhile", NULL};
    ag_str f = ag_token_folded(tokens, token);
    return ag_str_in(f, words) || (f.len > 3 && memcmp(f.ptr, "ex-", 3) == 0);
}

// A title or an official's noun before a name, or a given name or honorific inside it: the group names a
// person.
static void person_features(const chunker *c, uint32_t first, uint32_t last, ag_item *item)
{
    bool former = false; // who was in office speaks for himself
    for (uint32_t i = first; i < last; i++) {
        former |= ag_is_former(c->tokens, c->w[i].first);
        if (has_class(c, i, AG_CLASS_TITLE) || has_class(c, i, AG_CLASS_OFFICIAL))
            item->features |= AG_FEAT(ACTOR) | (former ? 0 : AG_FEAT(INST));
        if (has_class(c, i, AG_CLASS_HONORIFIC) ||
            (has_class(c, i, AG_CLASS_GIVEN) && c->w[i].pos == AG_POS_NAME))
            item->features |= AG_FEAT(ACTOR);
    }
}

static bool item_has(const chunker *c, const uint16_t *list, uint8_t n, ag_known_class class_)
{
    for (uint8_t k = 0; k < n; k++)
        if (ag_is_class(c->g, list[k], class_))
            return true;
    return false;
}

// An act, a sale, a payment is no wrong, but an illegal one is.
static void harm_by_adjective(const chunker *c, ag_item *item)
{
    if (c->g->id[AG_CLASS_HARM] != UINT16_MAX &&
        item_has(c, item->classes, item->nclasses, AG_CLASS_HARMSOFT) &&
        item_has(c, item->modifiers, item->nmodifiers, AG_CLASS_HARMFUL))
        add_id(item->classes, &item->nclasses, c->g->id[AG_CLASS_HARM]);
}

// "The 19-year-old" without a noun is somebody.
static void person_by_age(const chunker *c, uint32_t head, ag_item *item)
{
    ag_str f = ag_token_folded(c->tokens, c->w[head].last - 1);
    if (!ag_str_ends(f, "-year-old") && !ag_str_ends(f, "-year-olds"))
        return;
    item->features |= AG_FEAT(ACTOR);
    if (c->g->id[AG_CLASS_PERSON_NOUN] != UINT16_MAX)
        add_id(item->classes, &item->nclasses, c->g->id[AG_CLASS_PERSON_NOUN]);
}

// "The Clinton campaign" are the people who run it.
static void campaign_of(const chunker *c, uint32_t head, ag_item *item)
{
    if (word_is(c, head, "campaign") && item_has(c, item->modifiers, item->nmodifiers, AG_CLASS_PERSON))
        item->features |= AG_FEAT(ACTOR) | AG_FEAT(INST);
}

// "Cabinet members", "a Labour member": they speak for the body.
static bool is_member_of_body(const chunker *c, uint32_t head, const ag_item *item)
{
    static const ag_known_class bodies[] = {AG_CLASS_INSTITUTION, AG_CLASS_PARTY, AG_CLASS_ORG,
                                            AG_CLASS_AGENCY};
    if (!word_is(c, head, "members") && !word_is(c, head, "member"))
        return false;
    for (size_t k = 0; k < AG_ARRAY_LEN(bodies); k++)
        if (item_has(c, item->modifiers, item->nmodifiers, bodies[k]))
            return true;
    return false;
}

static bool is_former(const chunker *c, uint32_t first, uint32_t head)
{
    for (uint32_t i = first; i <= head; i++)
        if (ag_is_former(c->tokens, c->w[i].first))
            return true;
    return false;
}

static void noun_features(const chunker *c, uint32_t first, uint32_t head, ag_item *item)
{
    const ag_word *h = &c->w[head], *d = &c->w[first];
    for (uint8_t k = 0; k < item->nclasses; k++) {
        if (is_actor_class(c, item->classes[k]))
            item->features |= AG_FEAT(ACTOR);
        bool office = ag_is_class(c->g, item->classes[k], AG_CLASS_OFFICIAL) ||
                      ag_is_class(c->g, item->classes[k], AG_CLASS_TITLE);
        if (is_institution_class(c, item->classes[k]) && !(office && is_former(c, first, head)))
            item->features |= AG_FEAT(INST);
    }
    if (h->pos == AG_POS_NAME) {
        item->features |= AG_FEAT(NAME) | AG_FEAT(DEF);
        if (!item->nclasses || has_class(c, head, AG_CLASS_GIVEN))
            item->features |= AG_FEAT(ACTOR);
        if (head > first && has_class(c, head, AG_CLASS_GROUP)) // the Solidarity Network
            item->features |= AG_FEAT(INST);
        person_features(c, first, head, item);
    }
    if (h->form == AG_FORM_PLUR)
        item->features |= AG_FEAT(PLURAL);
    if (d->pos == AG_POS_POSS || word_is(c, first, "the") || word_is(c, first, "this") ||
        word_is(c, first, "these") || word_is(c, first, "that") || word_is(c, first, "those"))
        item->features |= AG_FEAT(DEF);
    if (word_is(c, first, "no") || word_is(c, first, "neither") || word_is(c, first, "none"))
        item->features |= AG_FEAT(NEG);
    if (word_is(c, first, "our") || word_is(c, first, "my"))
        item->features |= AG_FEAT(FIRST);
    for (uint32_t i = first; i < head; i++)
        take_modifier(c, i, item);
    harm_by_adjective(c, item);
    person_by_age(c, head, item);
    campaign_of(c, head, item);
    if (is_member_of_body(c, head, item))
        item->features |= AG_FEAT(INST);
    if (d->pos == AG_POS_POSS)
        item->features |= AG_FEAT(ACTOR) & (h->pos == AG_POS_NAME ? ~0u : 0u);
}

static bool names_a_role(const chunker *c, uint32_t i)
{
    static const ag_known_class roles[] = {AG_CLASS_TITLE,    AG_CLASS_OFFICIAL,    AG_CLASS_PERSON_NOUN,
                                           AG_CLASS_GROUP,    AG_CLASS_INSTITUTION, AG_CLASS_HARMER,
                                           AG_CLASS_HONORIFIC};
    for (size_t k = 0; k < AG_ARRAY_LEN(roles); k++)
        if (has_class(c, i, roles[k]))
            return true;
    return false;
}

// A group is no longer than so many words, nor does it begin with more adverbs: a text may be nothing but
// "very" or "a", and is not looked through again from every word.
enum { LONGEST_GROUP = 200 };

// Whether the words from i on still lead to a noun inside the same group.
static bool noun_ahead(const chunker *c, uint32_t i)
{
    for (int n = 0; n < LONGEST_GROUP && (pos_at(c, i) == AG_POS_ADJ || pos_at(c, i) == AG_POS_NUM); n++)
        i++;
    return pos_at(c, i) == AG_POS_NOUN || pos_at(c, i) == AG_POS_NAME;
}

// ", ADJ" or "and ADJ" between two adjectives of one group.
static bool joins_adjectives(const chunker *c, uint32_t i)
{
    bool joint = pos_at(c, i) == AG_POS_CONJ ||
                 (i < c->n && c->w[i].pos == AG_POS_PUNCT && token_kind(c, i) == AG_TOK_COMMA);
    if (joint && pos_at(c, i) == AG_POS_PUNCT && pos_at(c, i + 1) == AG_POS_CONJ)
        return pos_at(c, i + 2) == AG_POS_ADJ && noun_ahead(c, i + 3);
    if (joint && pos_at(c, i) == AG_POS_CONJ && pos_at(c, i + 1) == AG_POS_NOUN &&
        c->w[i + 1].last - c->w[i + 1].first == 2)
        return true; // chemical and | biological weapons
    if (joint && pos_at(c, i + 1) == AG_POS_NAME && (c->w[i + 1].can & AG_CAN_ADJ))
        return pos_at(c, i + 2) == AG_POS_NOUN; // progressive and Muslim organizations
    return joint && pos_at(c, i + 1) == AG_POS_ADJ && noun_ahead(c, i + 2);
}

static bool leads_time(const chunker *c, uint32_t i)
{
    static const char *const words[] = {
        "last",  "next",  "early",  "late",   "previous", "following", "same", "past",  "earlier", "later",
        "first", "final", "recent", "coming", "black",    "good",      "holy", "super", NULL};
    return any_word(c, i, words);
}

// "Ambassador to the UN | Ann Lee": the name behind an organisation that somebody speaks for.
static bool ends_office(const chunker *c, uint32_t first, uint32_t i, bool has_head, uint32_t head)
{
    bool organisation = has_head && (has_class(c, head, AG_CLASS_ORG) || has_class(c, head, AG_CLASS_STATE) ||
                                     has_class(c, head, AG_CLASS_INSTITUTION));
    bool behind = first > 1 && (pos_at(c, first - 1) == AG_POS_PREP || pos_at(c, first - 1) == AG_POS_TO) &&
                  (has_class(c, first - 2, AG_CLASS_OFFICIAL) || has_class(c, first - 2, AG_CLASS_TITLE));
    return organisation && behind &&
           (has_class(c, i, AG_CLASS_PERSON) ||
            (has_class(c, i, AG_CLASS_GIVEN) && pos_at(c, i + 1) == AG_POS_NAME));
}

// "concerned about", "held on": no noun is part of what stands behind it.
static bool governs_noun(const chunker *c, uint32_t i)
{
    static const char *const words[] = {"about", "at", "by",   "for", "from", "in",
                                        "of",    "on", "over", "to",  "with", NULL};
    if (c->w[i].last - c->w[i].first < 2)
        return false;
    for (const char *const *word = words; *word; word++)
        if (ag_str_is(ag_token_folded(c->tokens, c->w[i].last - 1), *word))
            return true;
    return false;
}

// A word for who does something: exchanger, operator, lobbyist.
static bool is_agentive(const chunker *c, uint32_t i)
{
    static const char *const ends[] = {"er", "or", "ist", "man"};
    ag_str f = ag_token_folded(c->tokens, c->w[i].head);
    for (size_t k = 0; k < AG_ARRAY_LEN(ends); k++) {
        size_t n = strlen(ends[k]);
        if (f.len > n + 3 && memcmp(f.ptr + f.len - n, ends[k], n) == 0)
            return true;
    }
    return false;
}

// "Retired neurosurgeon Ann Lee", but not "the bridge Ann Lee built", "in court Ann Lee said".
static bool describes_person(const chunker *c, uint32_t first, uint32_t head, uint32_t i)
{
    bool bare = pos_at(c, first) == AG_POS_ADJ || pos_at(c, first) == AG_POS_NOUN;
    return bare && (first == 0 || pos_at(c, first - 1) != AG_POS_PREP) && !is_time_word(c, head) &&
           !(c->w[head].can & AG_CAN_PLUR) &&
           (has_class(c, i, AG_CLASS_GIVEN) ||
            (c->w[i].capital && !c->w[i].nsenses && is_agentive(c, head))) &&
           pos_at(c, i + 1) == AG_POS_NAME;
}

// One step of the noun group [first, i): can word i be added? Sets *head when it is a possible head.
static bool group_takes(const chunker *c, uint32_t first, uint32_t i, bool has_head, uint32_t head)
{
    static const char *const lasts[] = {"last", "next", "earlier", "later", NULL};
    uint8_t pos = c->w[i].pos;
    bool surname = pos == AG_POS_NAME && has_head && c->w[head].pos == AG_POS_NAME && // "Theresa May"
                   has_class(c, head, AG_CLASS_GIVEN);
    if (is_time_word(c, i) && has_head && !is_time_word(c, head) && !surname)
        return false;
    if (is_time_word(c, i) && !has_head && i > first && c->w[i].capital && c->w[i - 1].pos == AG_POS_ADJ &&
        !leads_time(c, i - 1))
        return false; // unstable Friday
    switch (pos) {
    case AG_POS_DET:
        return i == first || (pos_at(c, i - 1) == AG_POS_DET && !has_head);
    case AG_POS_POSS:
        return i == first || (pos_at(c, i - 1) == AG_POS_DET && !has_head);
    case AG_POS_NUM:
        return !has_head ||
               (c->w[head].pos == AG_POS_NAME && c->w[i].first == c->w[head].last && !is_year(c, i) &&
                token_kind(c, i) == AG_TOK_NUMBER && pos_at(c, i + 1) != AG_POS_NOUN) ||
               is_time_word(c, head);
    case AG_POS_ADJ:
        if (governs_noun(c, i))
            return false;
        if (i > first && !has_head && pos_at(c, i - 1) == AG_POS_NUM && any_word(c, i, lasts) &&
            is_time_word(c, i + 1))
            return false; // $5 million last year
        return !has_head || (c->w[head].pos == AG_POS_NAME && noun_ahead(c, i)) ||
               (c->w[head].pos == AG_POS_NOUN && c->w[i].capital && noun_ahead(c, i));
    case AG_POS_NOUN:
        return true;
    case AG_POS_NAME:
        if (ends_office(c, first, i, has_head, head))
            return false;
        return !has_head || c->w[head].pos == AG_POS_NAME || names_a_role(c, head) ||
               pos_at(c, i + 1) == AG_POS_NOUN || describes_person(c, first, head, i) ||
               (c->w[first].pos == AG_POS_NAME && names_a_role(c, i) &&
                pos_at(c, i + 1) == AG_POS_NAME); // Varga campaign Chairman John Brown
    case AG_POS_ADV:
        return !has_head && i + 1 < c->n &&
               (pos_at(c, i + 1) == AG_POS_ADJ || pos_at(c, i + 1) == AG_POS_NUM);
    default:
        return false;
    }
}

// Written with a capital, the first word of a sentence included.
static bool is_capital(const chunker *c, uint32_t i)
{
    return i < c->n && (c->w[i].capital || (i == 0 && (c->tokens->list.at[c->w[i].first].flags & AG_TF_CAP)));
}

static bool is_organisation(const chunker *c, uint32_t i)
{
    return has_class(c, i, AG_CLASS_INSTITUTION) || has_class(c, i, AG_CLASS_GROUP) ||
           has_class(c, i, AG_CLASS_AGENCY) || has_class(c, i, AG_CLASS_ORG);
}

static bool is_actor_name(const chunker *c, uint32_t i)
{
    for (uint32_t s = 0; s < c->w[i].nsenses; s++)
        if (c->g->letter[c->w[i].senses[s].class_id] == 'A')
            return true;
    return false;
}

// A capitalised common word that can be part of an institution's name: Justice, Security, International.
static bool is_name_part(const chunker *c, uint32_t i)
{
    return i < c->n && c->w[i].capital && c->w[i].nsenses && !is_actor_name(c, i) && !is_organisation(c, i) &&
           !has_class(c, i, AG_CLASS_OFFICIAL) && !has_class(c, i, AG_CLASS_TITLE) && !is_time_word(c, i);
}

// End of the capitalised words from i on: "the Russian Federation", "Strategic and International Studies".
static uint32_t capitals_end(const chunker *c, uint32_t i, bool joined)
{
    uint32_t start = i;
    while (i < c->n && !is_time_word(c, i)) {
        if (pos_at(c, i) == AG_POS_NAME ||
            ((pos_at(c, i) == AG_POS_NOUN || pos_at(c, i) == AG_POS_ADJ) && c->w[i].capital))
            i++;
        else if (joined && i > start && word_is(c, i, "and") && is_name_part(c, i - 1) &&
                 is_name_part(c, i + 1) && !names_a_role(c, i + 1))
            i++;
        else
            break;
    }
    return i;
}

static bool is_body(const chunker *c, uint32_t i)
{
    static const char *const bodies[] = {"committee", "council",      "commission", "center",     "centre",
                                         "institute", "subcommittee", "panel",      "conference", NULL};
    return any_word(c, i, bodies);
}

// End of a capitalised "X of (the) Y" name whose head stands before `end`: "Ministry of Foreign Affairs of
// the Russian Federation", "Center for Strategic and International Studies".
static uint32_t of_name_end(const chunker *c, uint32_t head, uint32_t end)
{
    bool title = has_class(c, head, AG_CLASS_TITLE), body = is_organisation(c, head);
    if (head && has_class(c, head - 1, AG_CLASS_GIVEN) && !title && !body)
        return end; // Ann Lee of Parks Canada
    if (!is_capital(c, head) || has_class(c, head, AG_CLASS_STATE) ||
        (!c->w[head].capital && !title && !body))
        return end;
    while (end < c->n) {
        bool on = (word_is(c, end, "on") || word_is(c, end, "against")) && is_body(c, head);
        if (!word_is(c, end, "of") && !on && !(word_is(c, end, "for") && (title || body || is_body(c, head))))
            break;
        uint32_t i = end + 1;
        if (word_is(c, i, "the"))
            i++;
        uint32_t stop = capitals_end(c, i, body || title || is_body(c, head));
        if (stop == i)
            break;
        end = stop;
    }
    return end;
}

// "the Foreign and Commonwealth Office": at the conjunction i, do capitals lead on to an institution's word?
static bool joins_name(const chunker *c, uint32_t first, uint32_t i)
{
    if (!word_is(c, i, "and") || !word_is(c, first, "the") || !is_name_part(c, i - 1) ||
        names_a_role(c, i - 1) || !is_name_part(c, i + 1))
        return false;
    i += 2;
    while (is_name_part(c, i))
        i++;
    return i < c->n && c->w[i].capital && is_organisation(c, i) && !is_actor_name(c, i);
}

// "Sadis & Goldberg", "a Reuters/Ipsos poll": a sign between two names makes one of them.
static bool signs_name(const chunker *c, uint32_t i)
{
    return (token_kind(c, i) == AG_TOK_AMPERSAND || word_is(c, i, "/")) && pos_at(c, i - 1) == AG_POS_NAME &&
           pos_at(c, i + 1) == AG_POS_NAME && is_capital(c, i + 1);
}

static uint32_t scan_group(const chunker *c, uint32_t first, uint32_t *head, bool *has_head)
{
    uint32_t i = first;
    bool quoted = false;
    *has_head = false;
    while (i < c->n && i - first < LONGEST_GROUP) {
        if (i > first && !*has_head && pos_at(c, i - 1) == AG_POS_ADJ && joins_adjectives(c, i)) {
            i += pos_at(c, i + 1) == AG_POS_CONJ ? 2 : 1;
            continue;
        }
        if ((i > first + 1 && joins_name(c, first, i)) || (i > first && signs_name(c, i))) {
            i++;
            continue;
        }
        bool quote = c->w[i].pos == AG_POS_PUNCT && token_kind(c, i) == AG_TOK_QUOTE;
        bool opens =
            i > first && !*has_head && (pos_at(c, i + 1) <= AG_POS_NAME || pos_at(c, i + 1) == AG_POS_ADJ);
        bool closes = quoted && pos_at(c, i + 1) == AG_POS_NOUN; // the "Golden Shield" project
        if (quote && (opens || closes)) {
            quoted = true;
            i++;
            continue;
        }
        if (!group_takes(c, first, i, *has_head, *head))
            break;
        if (c->w[i].pos == AG_POS_NOUN || c->w[i].pos == AG_POS_NAME) {
            *head = i;
            *has_head = true;
        }
        i++;
    }
    return i;
}

// A determiner or number that stands alone is a group by itself: "some said", "two were killed".
static bool lone_head(const chunker *c, uint32_t first, uint32_t end)
{
    static const char *const never[] = {"the", "a", "an", "every", "my", "your", NULL};
    uint8_t pos = pos_at(c, end - 1);
    if (pos == AG_POS_ADJ) // the poor, the following
        return any_word(c, first, never) || c->w[first].pos == AG_POS_POSS;
    return (pos == AG_POS_DET || pos == AG_POS_NUM) && !any_word(c, end - 1, never) && end > first;
}

// "the wounded": an adjective that stands for people.
static uint32_t adjective_features(const chunker *c, uint32_t i)
{
    static const char *const people[] = {"poor",       "rich",       "dead",      "wounded",    "injured",
                                         "accused",    "missing",    "elderly",   "young",      "sick",
                                         "disabled",   "homeless",   "guilty",    "innocent",   "faithful",
                                         "unemployed", "oppressed",  "displaced", "deceased",   "arrested",
                                         "detained",   "imprisoned", "convicted", "condemned",  "bereaved",
                                         "wealthy",    "powerful",   "powerless", "persecuted", NULL};
    return any_word(c, i, people) ? AG_FEAT(ACTOR) | AG_FEAT(PLURAL) : 0;
}

static uint32_t noun_group(const chunker *c, uint32_t first)
{
    uint32_t head = first;
    bool has_head;
    uint32_t end = scan_group(c, first, &head, &has_head);
    if (!has_head) {
        while (end > first + 1 && pos_at(c, end - 1) == AG_POS_ADJ && !lone_head(c, first, end))
            end--; // those responsible, 90 million available: two items
        if (end == first || !lone_head(c, first, end))
            return first;
        head = end - 1;
    } else
        end = head + 1 < end && c->w[end - 1].pos != AG_POS_NUM ? head + 1 : end;
    bool name = has_head && !is_time_word(c, head); // not "on Tuesday of Dominic Raab"
    uint32_t of_end = name ? of_name_end(c, head, end) : end;
    ag_item item = new_item(c, first, of_end, AG_CAT_NG);
    item.head = c->w[head].head;
    take_classes(c, head, "NA", &item);
    noun_features(c, first, head, &item);
    if (of_end > end && is_body(c, head))
        item.features |= AG_FEAT(ACTOR) | AG_FEAT(INST);
    end = of_end;
    if (!has_head && pos_at(c, end) == AG_POS_PRON &&
        ag_str_is(ag_token_folded(c->tokens, item.last - 1), "of")) {
        pronoun_features(c, end, &item); // few of them
        item.last = c->w[end++].last;
    } else if (is_time_word(c, head) || (!has_head && is_year(c, head)))
        item.category = AG_CAT_TIME;
    else if (!has_head && pos_at(c, head) == AG_POS_ADJ)
        item.features |= adjective_features(c, head);
    else if (!has_head && !(item.features & AG_FEAT(ACTOR)))
        item.features |= AG_FEAT(PRON) | (pos_at(c, head) == AG_POS_DET ? AG_FEAT(ACTOR) : 0);
    if (pos_at(c, end) == AG_POS_GEN) {
        item.category = AG_CAT_NPOSS;
        item.last = c->w[end].last;
        end++;
    }
    push(c, item);
    return end;
}

static uint32_t pronoun(const chunker *c, uint32_t i)
{
    ag_item item = new_item(c, i, i + 1, AG_CAT_NG);
    pronoun_features(c, i, &item);
    if (pos_at(c, i + 1) == AG_POS_GEN) {
        item.category = AG_CAT_NPOSS;
        item.last = c->w[++i].last;
    }
    push(c, item);
    return i + 1;
}

// his, their, our before a noun group: an item of its own, as "Moscow's" is.
static uint32_t possessive(const chunker *c, uint32_t i)
{
    ag_item item = new_item(c, i, i + 1, AG_CAT_NPOSS);
    pronoun_features(c, i, &item);
    item.features |= AG_FEAT(ACTOR);
    push(c, item);
    return i + 1;
}

// ---- verb groups ----

static void adverb_features(const chunker *c, uint32_t i, ag_item *item)
{
    static const ag_known_class hedges[] = {AG_CLASS_ALLEGEDLY, AG_CLASS_LIKELY, AG_CLASS_VERYLIKELY,
                                            AG_CLASS_ALMOSTCERTAIN};
    for (size_t k = 0; k < AG_ARRAY_LEN(hedges); k++)
        if (has_class(c, i, hedges[k]))
            item->features |= AG_FEAT(HEDGED);
    take_modifier(c, i, item);
}

static void aux_features(const ag_word *w, ag_item *item)
{
    static const uint32_t feature[] = {[AG_AUX_MAY] = AG_FEAT(MODAL),
                                       [AG_AUX_WILL] = AG_FEAT(FUTURE),
                                       [AG_AUX_MUST] = AG_FEAT(MUST),
                                       [AG_AUX_WOULD] = AG_FEAT(WOULD),
                                       [AG_AUX_NONE] = 0};
    item->features |= feature[w->aux];
    if (w->neg)
        item->features |= AG_FEAT(NEG);
    if (w->past)
        item->features |= AG_FEAT(PAST);
}

// "The secretary shall publish a list" is told to; "we shall see" only will.
static bool is_told_to(const chunker *c, uint32_t i)
{
    return word_is(c, i, "shall") && i > 0 && !word_is(c, i - 1, "we") && !word_is(c, i - 1, "i");
}

static bool skips_in_verb_group(const chunker *c, uint32_t i)
{
    if (pos_at(c, i) == AG_POS_CONJ && i && pos_at(c, i - 1) == AG_POS_ADV && pos_at(c, i + 1) == AG_POS_ADV)
        return true; // repeatedly and publicly
    return pos_at(c, i) == AG_POS_ADV || pos_at(c, i) == AG_POS_NEG ||
           (i < c->n && c->w[i].pos == AG_POS_PUNCT && token_kind(c, i) == AG_TOK_QUOTE);
}

// The word after adverbs and negations from i on.
static uint32_t past_adverbs(const chunker *c, uint32_t i)
{
    for (int n = 0; n < LONGEST_GROUP && skips_in_verb_group(c, i); n++)
        i++;
    return i;
}

// "Has on many occasions condemned", "has, in the past, condemned": the participle behind the aside that
// begins at i, else i.
static uint32_t past_aside(const chunker *c, uint32_t i)
{
    uint32_t k = i;
    bool comma = k < c->n && c->w[k].pos == AG_POS_PUNCT && token_kind(c, k) == AG_TOK_COMMA;
    k += comma;
    if (pos_at(c, k) != AG_POS_PREP)
        return i;
    for (k++; k < i + 8; k++) {
        uint8_t pos = pos_at(c, k);
        if (pos != AG_POS_DET && pos != AG_POS_NUM && pos != AG_POS_ADJ && pos != AG_POS_NOUN &&
            pos != AG_POS_PREP && pos != AG_POS_POSS && pos != AG_POS_NAME)
            break;
    }
    if (comma) {
        if (k >= c->n || c->w[k].pos != AG_POS_PUNCT || token_kind(c, k) != AG_TOK_COMMA)
            return i;
        k++;
    }
    k = past_adverbs(c, k);
    bool participle =
        pos_at(c, k) == AG_POS_VERB && (c->w[k].form == AG_FORM_PART || c->w[k].form == AG_FORM_PAST);
    return participle ? k : i;
}

static void note_adverbs(const chunker *c, uint32_t from, uint32_t to, ag_item *item)
{
    for (uint32_t i = from; i < to; i++) {
        bool no_longer =
            c->w[i].last - c->w[i].first > 1 && ag_str_is(ag_token_folded(c->tokens, c->w[i].first), "no");
        if (c->w[i].pos == AG_POS_NEG || no_longer)
            item->features |= AG_FEAT(NEG);
        adverb_features(c, i, item);
    }
}

// have to, need to, ought to, be going to, be set to: one group with the verb after them.
static bool semi_auxiliary(const chunker *c, uint32_t i, const ag_item *item, uint32_t *feature)
{
    static const char *const must[] = {"has", "have", "had", "need", "needs", "needed", "ought", NULL};
    static const char *const past[] = {"had", "needed", NULL};
    static const char *const future[] = {"going", "set", "due", "about", "poised", NULL};
    if (word_is(c, i, "had") && word_is(c, i + 1, "better") && pos_at(c, i + 2) == AG_POS_VERB) {
        *feature = AG_FEAT(MUST);
        return true;
    }
    uint32_t to = past_adverbs(c, i + 1);
    if (pos_at(c, to) != AG_POS_TO)
        return false;
    bool need_not = (item->features & AG_FEAT(NEG)) && !word_is(c, i, "ought"); // does not have to
    if (any_word(c, i, must))
        *feature = (need_not ? 0 : AG_FEAT(MUST)) | (any_word(c, i, past) ? AG_FEAT(PAST) : 0);
    else if (word_is(c, i, "got") && (item->features & AG_FEAT(PERFECT)))
        *feature = AG_FEAT(MUST); // have got to
    else if (any_word(c, i, future) && (item->features & AG_FEAT(BE)))
        *feature = AG_FEAT(FUTURE);
    else if (word_is(c, i, "used") && !(item->features & (AG_FEAT(BE) | AG_FEAT(PERFECT))))
        *feature = AG_FEAT(PAST);
    else
        return false;
    uint32_t verb = past_adverbs(c, to + 1);
    return pos_at(c, verb) == AG_POS_VERB || pos_at(c, verb) == AG_POS_AUX;
}

static void verb_word(const chunker *c, uint32_t i, uint8_t last_aux, ag_item *item)
{
    const ag_word *w = &c->w[i];
    item->head = w->head;
    item->nclasses = 0;
    item->lemma = 0;
    item->features &= ~AG_FEAT(BE);
    take_classes(c, i, "V", item);
    if (w->form == AG_FORM_PART && last_aux == AG_AUX_BE)
        item->features |= AG_FEAT(PASSIVE);
    else if (w->form == AG_FORM_PART && last_aux == AG_AUX_HAVE)
        item->features |= AG_FEAT(PERFECT);
    else if (w->form == AG_FORM_ING && last_aux == AG_AUX_BE)
        item->features |= AG_FEAT(PROG);
    else if (w->form == AG_FORM_PAST)
        item->features |= AG_FEAT(PAST);
}

// Reads auxiliaries, adverbs and the main verb from i on into the item; returns the word after it.
static uint32_t verb_chain(const chunker *c, uint32_t i, uint8_t last_aux, ag_item *item)
{
    uint32_t end = i;
    while (i < c->n) {
        uint32_t v = past_adverbs(c, i), feature;
        if (v < c->n && semi_auxiliary(c, v, item, &feature)) {
            note_adverbs(c, i, v, item);
            item->features |= feature;
            if (word_is(c, v, "got"))
                item->features &= ~AG_FEAT(PERFECT);
            i = end = past_adverbs(c, v + 1) + 1;
            last_aux = AG_AUX_MUST;
            continue;
        }
        if (pos_at(c, v) == AG_POS_AUX) {
            note_adverbs(c, i, v, item);
            aux_features(&c->w[v], item);
            if (is_told_to(c, v))
                item->features ^= AG_FEAT(FUTURE) | AG_FEAT(MUST);
            if (c->w[v].aux == AG_AUX_HAVE)
                item->features |= AG_FEAT(PERFECT);
            if (c->w[v].aux == AG_AUX_BE)
                item->features |= AG_FEAT(BE);
            last_aux = c->w[v].aux;
            item->head = c->w[v].head;
            i = end = v + 1;
            continue;
        }
        if (last_aux == AG_AUX_HAVE)
            v = past_aside(c, v);
        bool fits = pos_at(c, v) == AG_POS_VERB &&
                    (last_aux == AG_AUX_NONE || c->w[v].form == AG_FORM_PART || c->w[v].form == AG_FORM_ING ||
                     c->w[v].form == AG_FORM_BASE || c->w[v].form == AG_FORM_PAST);
        if (fits) {
            note_adverbs(c, i, v, item);
            verb_word(c, v, last_aux, item);
            return v + 1;
        }
        break;
    }
    if (last_aux == AG_AUX_HAVE) { // a verb of its own: "had a knife"
        item->features &= ~AG_FEAT(PERFECT);
        take_classes(c, end - 1, "V", item);
    }
    while (pos_at(c, end) == AG_POS_NEG) // "is not", "did not" before an ellipsis or a noun group
        note_adverbs(c, end, end + 1, item), end++;
    return end;
}

// A noun group stands before, and no finite verb yet: "The ministers, who met in Paris, call on ...".
static bool lacks_verb(const chunker *c)
{
    bool subject = false;
    for (size_t i = 0; i < c->out->n; i++) {
        const ag_item *item = &c->out->at[i];
        if (item->category == AG_CAT_VG && !(i && c->out->at[i - 1].category == AG_CAT_WH))
            return false;
        subject |= item->category == AG_CAT_NG;
    }
    return subject;
}

static ag_category verb_category(const chunker *c, uint32_t i, uint32_t verb)
{
    const ag_word *w = &c->w[verb];
    if (c->w[i].pos == AG_POS_AUX) {
        bool participle = word_is(c, i, "having") || word_is(c, i, "being");
        bool bare = word_is(c, i, "be") || word_is(c, i, "been");
        return participle ? AG_CAT_VING : bare ? AG_CAT_VB : AG_CAT_VG;
    }
    switch (w->form) {
    case AG_FORM_ING:
        return AG_CAT_VING;
    case AG_FORM_PART:
        return w->elided ? AG_CAT_VG : AG_CAT_VED;
    case AG_FORM_BASE: {
        uint8_t prev = c->out->n ? c->out->at[c->out->n - 1].category : AG_CAT_STOP;
        if (prev == AG_CAT_COMMA && lacks_verb(c))
            return AG_CAT_VG;
        return prev == AG_CAT_NG || prev == AG_CAT_THAT || prev == AG_CAT_WH || prev == AG_CAT_RP ||
                       prev == AG_CAT_TIME
                   ? AG_CAT_VG
                   : AG_CAT_VB;
    }
    default:
        return AG_CAT_VG;
    }
}

static uint32_t verb_group(const chunker *c, uint32_t i)
{
    uint32_t verb = past_adverbs(c, i);
    if (pos_at(c, verb) != AG_POS_VERB && pos_at(c, verb) != AG_POS_AUX)
        return i;
    ag_item item = new_item(c, i, i + 1, verb_category(c, verb, verb));
    note_adverbs(c, i, verb, &item);
    uint32_t end = verb_chain(c, verb, AG_AUX_NONE, &item);
    if (item.category == AG_CAT_VED || c->w[verb].elided)
        item.features |= AG_FEAT(PASSIVE);
    item.last = c->w[end - 1].last;
    push(c, item);
    return end;
}

static uint32_t infinitive(const chunker *c, uint32_t i)
{
    uint32_t verb = past_adverbs(c, i + 1);
    if (pos_at(c, verb) != AG_POS_VERB && pos_at(c, verb) != AG_POS_AUX)
        return i;
    ag_item item = new_item(c, i, i + 1, AG_CAT_VTO);
    if (i && pos_at(c, i - 1) == AG_POS_NEG)
        item.features |= AG_FEAT(NEG);
    note_adverbs(c, i + 1, verb, &item);
    uint32_t end = verb_chain(c, verb, AG_AUX_NONE, &item);
    item.last = c->w[end - 1].last;
    push(c, item);
    return end;
}

// ---- the rest ----

static ag_category punctuation(uint8_t kind, uint16_t flags)
{
    switch (kind) {
    case AG_TOK_COMMA:
        return AG_CAT_COMMA;
    case AG_TOK_COLON:
        return AG_CAT_COLON;
    case AG_TOK_SEMICOLON:
        return AG_CAT_SEMI;
    case AG_TOK_DASH:
        return AG_CAT_DASH;
    case AG_TOK_LPAREN:
    case AG_TOK_LBRACKET:
        return AG_CAT_LP;
    case AG_TOK_RPAREN:
    case AG_TOK_RBRACKET:
        return AG_CAT_RP;
    case AG_TOK_STOP:
    case AG_TOK_QUESTION:
    case AG_TOK_EXCLAM:
    case AG_TOK_ELLIPSIS:
        return AG_CAT_STOP;
    case AG_TOK_QUOTE:
        return (flags & AG_TF_CLOSES) && !(flags & AG_TF_OPENS) ? AG_CAT_QC : AG_CAT_QO;
    default:
        return AG_CAT_OTHER;
    }
}

// Quotation marks are items only at the border of a clause; around a few words they would only be in the
// rules' way.
static bool keeps_quote(const chunker *c)
{
    if (!c->out->n)
        return true;
    switch (c->out->at[c->out->n - 1].category) {
    case AG_CAT_COMMA:
    case AG_CAT_COLON:
    case AG_CAT_SEMI:
    case AG_CAT_DASH:
    case AG_CAT_STOP:
    case AG_CAT_QO:
    case AG_CAT_QC:
        return true;
    default:
        return false;
    }
}

static uint32_t mark(const chunker *c, uint32_t i)
{
    const ag_token *t = &c->tokens->list.at[c->w[i].first];
    ag_category category = punctuation(t->kind, t->flags);
    if (t->kind == AG_TOK_QUOTE) {
        if (!keeps_quote(c))
            return i + 1;
        bool inside_before = c->quoted && i && c->quoted[c->w[i - 1].first];
        if (c->quoted && c->quoted[c->w[i].first])
            category = inside_before ? AG_CAT_QC : AG_CAT_QO;
    }
    push(c, new_item(c, i, i + 1, category));
    return i + 1;
}

static uint32_t adjective(const chunker *c, uint32_t i)
{
    uint32_t end = i;
    while (end - i < LONGEST_GROUP && pos_at(c, end) == AG_POS_ADV)
        end++;
    if (pos_at(c, end) != AG_POS_ADJ)
        return i;
    ag_item item = new_item(c, i, end + 1, AG_CAT_ADJ);
    note_adverbs(c, i, end, &item);
    take_classes(c, end, "JVR", &item);
    for (uint32_t k = i; k < end; k++)
        take_modifier(c, k, &item);
    push(c, item);
    return end + 1;
}

static uint32_t single(const chunker *c, uint32_t i)
{
    static const ag_category category[] = {
        [AG_POS_ADJ] = AG_CAT_ADJ,   [AG_POS_ADV] = AG_CAT_ADV,     [AG_POS_TO] = AG_CAT_P,
        [AG_POS_PREP] = AG_CAT_P,    [AG_POS_CONJ] = AG_CAT_CONJ,   [AG_POS_SUB] = AG_CAT_SUB,
        [AG_POS_THAT] = AG_CAT_THAT, [AG_POS_WH] = AG_CAT_WH,       [AG_POS_NEG] = AG_CAT_NEG,
        [AG_POS_GEN] = AG_CAT_OTHER, [AG_POS_PUNCT] = AG_CAT_OTHER, [AG_POS_DET] = AG_CAT_OTHER};
    uint8_t pos = c->w[i].pos;
    ag_item item = new_item(c, i, i + 1, pos < AG_ARRAY_LEN(category) ? category[pos] : AG_CAT_OTHER);
    if (pos == AG_POS_PREP || pos == AG_POS_ADV || pos == AG_POS_SUB || pos == AG_POS_ADJ)
        take_classes(c, i, pos == AG_POS_ADV ? "R" : pos == AG_POS_ADJ ? "J" : "RF", &item);
    push(c, item);
    return i + 1;
}

// "on" + "Monday", "in" + "2014": one time item.
static void merge_time(const chunker *c)
{
    ag_items *o = c->out;
    static const char *const words[] = {"on",     "in",    "at",     "since",   "by",   "until",
                                        "during", "after", "before", "earlier", "late", "early",
                                        "later",  "from",  "of",     "for",     "over", NULL};
    while (o->n >= 2 && o->at[o->n - 1].category == AG_CAT_TIME) {
        ag_item *prev = &o->at[o->n - 2], *last = &o->at[o->n - 1];
        bool joins = prev->category == AG_CAT_TIME;
        if (prev->category == AG_CAT_P || prev->category == AG_CAT_ADV || prev->category == AG_CAT_SUB) {
            joins |=
                prev->last - prev->first == 1 && ag_str_in(ag_token_folded(c->tokens, prev->first), words);
        }
        if (!joins)
            return;
        prev->category = AG_CAT_TIME;
        prev->last = last->last;
        prev->head = last->head;
        o->n--;
    }
}

// "The paper first blamed the crew".
static bool is_first_adverb(const chunker *c, uint32_t i)
{
    bool subject = c->out->n && c->out->at[c->out->n - 1].category == AG_CAT_NG;
    return subject && word_is(c, i, "first") && pos_at(c, i + 1) == AG_POS_VERB;
}

static uint32_t adverb(const chunker *c, uint32_t i)
{
    push(c, new_item(c, i, i + 1, AG_CAT_ADV));
    return i + 1;
}

static uint32_t next_item(const chunker *c, uint32_t i)
{
    uint32_t end = i;
    switch (c->w[i].pos) {
    case AG_POS_PUNCT:
        return mark(c, i);
    case AG_POS_PRON:
        return pronoun(c, i);
    case AG_POS_POSS:
        return possessive(c, i);
    case AG_POS_TO:
        end = infinitive(c, i);
        break;
    case AG_POS_NEG:
        if (pos_at(c, i + 1) == AG_POS_TO && (end = infinitive(c, i + 1)) > i + 1)
            return end;
        end = verb_group(c, i);
        break;
    case AG_POS_AUX:
    case AG_POS_VERB:
        end = verb_group(c, i);
        break;
    case AG_POS_ADV:
        end = noun_group(c, i);
        if (end == i)
            end = adjective(c, i);
        if (end == i)
            end = verb_group(c, i);
        break;
    case AG_POS_DET:
    case AG_POS_NUM:
    case AG_POS_ADJ:
    case AG_POS_NOUN:
    case AG_POS_NAME:
        if (is_first_adverb(c, i))
            return adverb(c, i);
        end = noun_group(c, i);
        if (end == i)
            end = adjective(c, i);
        break;
    default:
        break;
    }
    return end > i ? end : single(c, i);
}

void ag_chunk(const ag_grammar *g, const ag_tokens *tokens, const ag_words *words, const uint8_t *quoted,
              ag_items *out)
{
    out->n = 0;
    chunker c = {
        .g = g, .tokens = tokens, .w = words->at, .n = (uint32_t)words->n, .quoted = quoted, .out = out};
    for (uint32_t i = 0; i < c.n;) {
        i = next_item(&c, i);
        merge_time(&c);
    }
    for (size_t i = 0; i < out->n; i++)
        for (uint8_t k = 0; k < out->at[i].nclasses; k++)
            ag_known_set_add(&out->at[i].known, g, out->at[i].classes[k]);
}
