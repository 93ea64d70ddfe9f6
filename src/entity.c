// SPDX-License-Identifier: MIT
// Two mentions name the same entity where the lexicon knows both as one actor, where one has all the name
// words of the other, or where one stands in brackets behind the other as its acronym.
#include "entity.h"

#include "chunker.h"

#include <string.h>

enum {
    RECENT = 1500,      // entities looked through for a mention, the latest first: documents have no end
    ACRONYM_LENGTH = 8, // letters
};

static const ag_token *token_at(const ag_document *doc, uint32_t i)
{
    return &doc->tokens.list.at[i];
}

bool ag_item_has_modifier(const ag_document *doc, const ag_item *item, ag_known_class c)
{
    for (uint8_t i = 0; i < item->nmodifiers; i++)
        if (ag_is_class(doc->g, item->modifiers[i], c))
            return true;
    return false;
}

bool ag_item_is_organisation(const ag_item *item)
{
    static const ag_known_class kinds[] = {AG_CLASS_INSTITUTION, AG_CLASS_AGENCY, AG_CLASS_ORG,
                                           AG_CLASS_COMPANY,     AG_CLASS_STATE,  AG_CLASS_CAPITAL,
                                           AG_CLASS_MEDIA,       AG_CLASS_PARTY,  AG_CLASS_ARMED,
                                           AG_CLASS_THREAT,      AG_CLASS_GROUP,  AG_CLASS_REPORT};
    for (size_t k = 0; k < AG_ARRAY_LEN(kinds); k++)
        if (ag_item_has_class(item, kinds[k]))
            return true;
    return false;
}

// "The UNICEF statement", "a police report": what the modifier has issued.
bool ag_item_is_official_paper(const ag_document *doc, const ag_item *item)
{
    static const ag_known_class issuers[] = {AG_CLASS_INSTITUTION, AG_CLASS_AGENCY, AG_CLASS_ORG,
                                             AG_CLASS_COMPANY,     AG_CLASS_STATE,  AG_CLASS_CAPITAL,
                                             AG_CLASS_PARTY};
    bool issued = false;
    for (size_t k = 0; k < AG_ARRAY_LEN(issuers); k++)
        issued |= ag_item_has_modifier(doc, item, issuers[k]);
    return issued && ag_item_has_class(item, AG_CLASS_REPORT);
}

// ---- the name in a mention ----

// Tokens of the lexicon phrase of class c that begins at token i; 0 for none.
static uint32_t phrase_of(const ag_document *doc, uint32_t i, uint32_t end, ag_known_class c)
{
    const ag_sense *senses;
    uint32_t n, length = ag_lexicon_find(doc->g->lex, &doc->tokens, i, end, &senses, &n);
    for (uint32_t k = 0; length && k < n; k++)
        if (ag_is_class(doc->g, senses[k].class_id, c))
            return length;
    return 0;
}

// The same of a phrase of any of several classes.
static uint32_t phrase_of_any(const ag_document *doc, uint32_t i, uint32_t end, const ag_known_set *classes)
{
    const ag_sense *senses;
    uint32_t n, length = ag_lexicon_find(doc->g->lex, &doc->tokens, i, end, &senses, &n);
    for (uint32_t k = 0; length && k < n; k++) {
        uint8_t known = doc->g->known[senses[k].class_id];
        if (known && ag_known_set_has(classes, (ag_known_class)(known - 1)))
            return length;
    }
    return 0;
}

static bool holds(const ag_document *doc, const ag_item *item, ag_known_class c)
{
    for (uint32_t t = item->first; t < item->last; t++)
        if ((token_at(doc, t)->flags & AG_TF_CAP) && phrase_of(doc, t, item->last, c))
            return true;
    return false;
}

// "The former envoy": in office no more.
static bool is_former(const ag_document *doc, const ag_item *item)
{
    for (uint32_t t = item->first; t <= item->head; t++)
        if (ag_is_former(&doc->tokens, t))
            return true;
    return false;
}

static bool is_person(const ag_document *doc, const ag_item *item)
{
    if (ag_item_has_class(item, AG_CLASS_PERSON))
        return true;
    if (item->actor || ag_item_is_organisation(item))
        return false;
    return ag_item_has_modifier(doc, item, AG_CLASS_TITLE) ||
           ag_item_has_modifier(doc, item, AG_CLASS_OFFICIAL) ||
           ag_item_has_modifier(doc, item, AG_CLASS_PERSON_NOUN) || holds(doc, item, AG_CLASS_HONORIFIC) ||
           (holds(doc, item, AG_CLASS_GIVEN) && item->last - item->first > 1);
}

// First token of the lexicon phrase that holds the head: "Israel" in "eastern Israel".
static uint32_t phrase_start(const ag_document *doc, const ag_item *item)
{
    for (uint32_t t = item->first; t <= item->head; t++) {
        const ag_sense *senses;
        uint32_t n, length = ag_lexicon_find(doc->g->lex, &doc->tokens, t, item->last, &senses, &n);
        for (uint32_t k = 0; t + length > item->head && k < n; k++)
            if (senses[k].actor)
                return t;
    }
    return item->first;
}

// "New York-based", "state-owned": not part of the name behind it.
static bool is_compound_adjective(const ag_document *doc, uint32_t token)
{
    static const char *const ends[] = {"-based", "-backed", "-led",  "-owned",
                                       "-run",   "-born",   "-made", "-listed"};
    ag_str f = ag_token_folded(&doc->tokens, token);
    for (size_t k = 0; k < AG_ARRAY_LEN(ends); k++) {
        size_t n = strlen(ends[k]);
        if (f.len > n && memcmp(f.ptr + f.len - n, ends[k], n) == 0)
            return true;
    }
    return false;
}

// Where the name begins that is shown: behind dates, loose words and, before organisations, adjectives.
static uint32_t shown_start(const ag_document *doc, const ag_item *item, bool person)
{
    if (item->actor && !person)
        return phrase_start(doc, item);
    uint32_t t = item->first;
    for (uint32_t i = item->first; i < item->head; i++) {
        const ag_token *token = token_at(doc, i);
        uint32_t time = token->kind == AG_TOK_NUMBER ? 1 : phrase_of(doc, i, item->last, AG_CLASS_TIME);
        bool loose = !person && (!(token->flags & AG_TF_CAP) || is_compound_adjective(doc, i));
        if ((time && token->flags & (AG_TF_CAP | AG_TF_SPACE) && !loose) || (loose && i > item->first))
            t = i + (time ? time : 1);
    }
    return t <= item->head ? t : item->first;
}

static bool is_article(const ag_document *doc, uint32_t token)
{
    return ag_str_is(ag_token_folded(&doc->tokens, token), "the");
}

// A word of a person's name, not of the office before it.
static bool is_own_name(const ag_document *doc, uint32_t token)
{
    static const ag_known_class offices[] = {AG_CLASS_TITLE,   AG_CLASS_OFFICIAL, AG_CLASS_HONORIFIC,
                                             AG_CLASS_DEMONYM, AG_CLASS_STATE,    AG_CLASS_INSTITUTION,
                                             AG_CLASS_AGENCY,  AG_CLASS_COMPANY,  AG_CLASS_PARTY,
                                             AG_CLASS_ORG,     AG_CLASS_MEDIA,    AG_CLASS_PERSON_NOUN};
    ag_known_set any = {0};
    for (size_t k = 0; k < AG_ARRAY_LEN(offices); k++)
        any.bits[offices[k] / 64] |= UINT64_C(1) << offices[k] % 64;
    return !phrase_of_any(doc, token, token + 1, &any) &&
           (!token || phrase_of_any(doc, token - 1, token + 1, &any) != 2); // the end of "North Korean"
}

static uint32_t given_name(const ag_document *doc, const ag_name *m)
{
    uint32_t given = 0;
    for (uint32_t i = m->n; i-- > 1 && is_own_name(doc, m->word[i - 1]);)
        given = m->word[i - 1] + 1;
    return given;
}

static ag_name name_in(const ag_document *doc, const ag_item *item, bool person)
{
    ag_name m = {.last = item->last};
    m.first = shown_start(doc, item, person);
    for (uint32_t t = m.first; t < (person && !item->actor ? item->head + 1 : item->last); t++) {
        const ag_token *token = token_at(doc, t);
        if ((token->flags & (AG_TF_CAP | AG_TF_INNERCAP)) && token->kind != AG_TOK_CLITIC &&
            !is_article(doc, t) && m.n < AG_NAME_WORDS)
            m.word[m.n++] = t;
    }
    if (m.first > item->first && is_article(doc, m.first - 1))
        m.first--;
    if (!item->actor || person)
        m.given = given_name(doc, &m);
    return m;
}

// ---- entities ----

static uint32_t word_hash(const ag_document *doc, const ag_name *m, uint32_t i)
{
    return token_at(doc, m->word[i])->hash;
}

static bool has_word(const ag_document *doc, const ag_name *m, uint32_t hash)
{
    for (uint32_t i = 0; i < m->n; i++)
        if (word_hash(doc, m, i) == hash)
            return true;
    return false;
}

// First letter of a word: Joe is Joseph, Mike is Michael.
static char initial(const ag_document *doc, uint32_t token)
{
    return ag_token_folded(&doc->tokens, token).ptr[0];
}

// A surname says who is meant where the first names do not differ.
static bool same_person(const ag_document *doc, const ag_name *a, const ag_name *b)
{
    return word_hash(doc, a, a->n - 1) == word_hash(doc, b, b->n - 1) &&
           (!a->given || !b->given || initial(doc, a->given - 1) == initial(doc, b->given - 1));
}

// "Hua" for Hua Chunying, a first name for the full one.
static bool is_first_word(const ag_document *doc, const ag_name *brief, const ag_name *full)
{
    return brief->n == 1 && full->given && word_hash(doc, brief, 0) == token_at(doc, full->given - 1)->hash;
}

// The last word of an organisation's name says which is meant, or the first ("Kaspersky" for "Kaspersky
// Lab"), if it is no common noun such as "Ministry".
static bool same_organisation(const ag_document *doc, const ag_name *a, const ag_name *b)
{
    const ag_name *small = a->n <= b->n ? a : b, *large = a->n <= b->n ? b : a;
    uint32_t last = word_hash(doc, small, small->n - 1);
    if (last != word_hash(doc, large, large->n - 1) && (small->n > 1 || last != word_hash(doc, large, 0)))
        return false;
    for (uint32_t i = 0; i + 1 < small->n; i++)
        if (!has_word(doc, large, word_hash(doc, small, i)))
            return false;
    uint32_t word = small->word[small->n - 1];
    return small->n == large->n || !(phrase_of(doc, word, word + 1, AG_CLASS_INSTITUTION) ||
                                     phrase_of(doc, word, word + 1, AG_CLASS_TITLE) ||
                                     phrase_of(doc, word, word + 1, AG_CLASS_GROUP));
}

// The lexicon's actor of a name; none for Melania Trump, whose surname alone would be Donald Trump.
static uint32_t actor_of(const ag_document *doc, const ag_item *item, const ag_name *m, bool person)
{
    if (!item->actor || !person || !m->given)
        return item->actor;
    const char *known = ag_lexicon_string(doc->g->lex, ag_lexicon_actor(doc->g->lex, item->actor)->name);
    return (known[0] | 0x20) == initial(doc, m->given - 1) ? item->actor : 0;
}

static uint64_t mark_of(uint32_t hash)
{
    return UINT64_C(1) << (hash * UINT32_C(0x9E3779B1) >> 26);
}

static void note_key(ag_document *doc, const ag_entity *e)
{
    const ag_name *m = &e->name;
    ag_entity_key key = {.first = word_hash(doc, m, 0),
                         .last = word_hash(doc, m, m->n - 1),
                         .given = m->given ? token_at(doc, m->given - 1)->hash : 0,
                         .acronym = e->acronym,
                         .actor = e->actor};
    doc->entity_keys.at[e - doc->entities.at] = key;
    doc->entity_marks.at[e - doc->entities.at] = mark_of(key.first) | mark_of(key.last) | mark_of(key.given) |
                                                 mark_of(key.acronym) | mark_of(key.actor);
}

// Most entities of a document have nothing in common with a name.
static bool may_be(const ag_entity_key *e, uint32_t actor, uint32_t first, uint32_t last)
{
    return e->last == last || e->first == last || e->last == first || e->given == first ||
           e->acronym == first || (actor && actor == e->actor);
}

static ag_entity *find_entity(ag_document *doc, uint32_t actor, const ag_name *m, bool person)
{
    uint32_t first = word_hash(doc, m, 0), last = word_hash(doc, m, m->n - 1);
    uint64_t marks = mark_of(first) | mark_of(last) | (actor ? mark_of(actor) : 0);
    size_t oldest = doc->entities.n > RECENT ? doc->entities.n - RECENT : 0;
    const uint64_t *all = doc->entity_marks.at;
    for (size_t i = doc->entities.n; i-- > oldest;) {
        if (!(all[i] & marks) || !may_be(&doc->entity_keys.at[i], actor, first, last))
            continue;
        ag_entity *e = &doc->entities.at[i];
        if (actor && actor == e->actor)
            return e;
        if (actor && !e->actor && e->person && !m->given) // the surname alone is the one the lexicon knows
            continue;
        if (e->acronym && m->n == 1 && word_hash(doc, m, 0) == e->acronym)
            return e;
        if (!actor && e->person && is_first_word(doc, m, &e->name))
            return e;
        if ((actor || e->actor) && !(person || e->person))
            continue;
        if (person || e->person ? same_person(doc, m, &e->name) : same_organisation(doc, m, &e->name))
            return e;
    }
    return NULL;
}

// "Rapid Support Forces (RSF)": the letters of the bracket are the first letters of the name words before it.
static bool is_acronym(const ag_document *doc, const ag_name *full, const ag_name *brief)
{
    if (brief->n != 1 || full->n < 2 ||
        !(token_at(doc, brief->word[0])->flags & (AG_TF_CAPS | AG_TF_INNERCAP)))
        return false;
    ag_str letters = ag_token_folded(&doc->tokens, brief->word[0]);
    if (letters.len < 2 || letters.len > ACRONYM_LENGTH)
        return false;
    size_t at = 0;
    for (uint32_t i = 0; i < full->n && at < letters.len; i++)
        at += ag_token_folded(&doc->tokens, full->word[i]).ptr[0] == letters.ptr[at];
    return at == letters.len || at >= full->n;
}

// The entity that the item in brackets is the acronym of.
static ag_entity *bracketed(ag_document *doc, uint32_t sentence, uint32_t i, const ag_name *brief)
{
    if (i < 2 || ag_doc_item(doc, sentence, i - 1)->category != AG_CAT_LP)
        return NULL;
    const ag_entity *e = ag_entity_of(doc, sentence, i - 2);
    return e && is_acronym(doc, &e->name, brief) ? &doc->entities.at[e - doc->entities.at] : NULL;
}

static ag_entity *entity_for(ag_document *doc, uint32_t sentence, uint32_t i, const ag_item *item,
                             const ag_name *m, bool person)
{
    uint32_t actor = actor_of(doc, item, m, person);
    ag_entity *e = bracketed(doc, sentence, i, m);
    if (e) {
        e->acronym = word_hash(doc, m, 0);
        note_key(doc, e);
    } else
        e = find_entity(doc, actor, m, person);
    if (!e) {
        ag_push(&doc->entities, (ag_entity){.actor = actor, .name = *m, .sentence = sentence, .item = i});
        ag_push(&doc->entity_keys, (ag_entity_key){0});
        ag_push(&doc->entity_marks, 0);
        e = &doc->entities.at[doc->entities.n - 1];
        note_key(doc, e);
    }
    return e;
}

// How much a person's name tells behind an article: "the teenage Ann Lee" no more than a surname, "the
// Suderian Prime Minister Ann Lee" no more than "Ann Lee".
static uint32_t words_behind_article(const ag_document *doc, const ag_name *m)
{
    uint32_t capitals = 0;
    for (uint32_t t = m->first + 1; t < m->last; t++)
        capitals += (token_at(doc, t)->flags & AG_TF_CAP) != 0;
    return capitals > 2 ? 2 : 1;
}

// Which mention names an entity best: a country's own name before its capital and its people, then the one
// with more words, then the longer one.
static uint32_t rank(const ag_document *doc, const ag_item *item, const ag_name *m, bool person)
{
    uint32_t bytes = token_at(doc, m->last - 1)->end - token_at(doc, m->first)->start;
    bool article = ag_str_is(ag_token_folded(&doc->tokens, m->first), "the");
    uint32_t words = person && article ? words_behind_article(doc, m) : m->n;
    return (ag_item_has_class(item, AG_CLASS_STATE) ? 1u << 30 : 0) + (words << 16) +
           (bytes < 1u << 16 ? bytes : 0);
}

static void add_mention(ag_document *doc, uint32_t sentence, uint32_t i, const ag_item *item)
{
    bool person = is_person(doc, item);
    ag_name m = name_in(doc, item, person);
    if (!m.n)
        return;
    ag_entity *e = entity_for(doc, sentence, i, item, &m, person);
    if (m.n < AG_NAME_WORDS && rank(doc, item, &m, person) > rank(doc, ag_doc_item(doc, e->sentence, e->item),
                                                                  &e->name, person || e->person)) {
        e->name = m;
        e->sentence = sentence, e->item = i;
        note_key(doc, e);
    }
    e->person |= person;
    bool office = ag_item_has_modifier(doc, item, AG_CLASS_TITLE) ||
                  ag_item_has_modifier(doc, item, AG_CLASS_OFFICIAL) ||
                  ag_item_has_class(item, AG_CLASS_TITLE);
    e->official |= (office && !is_former(doc, item)) || (item->features & AG_FEAT(INST));
    e->mentions++;
    doc->entity_of_item.at[doc->first_item.at[sentence] + i] = 1 + (uint32_t)(e - doc->entities.at);
    ag_push(&doc->mentions, (ag_entity_mention){(uint32_t)(e - doc->entities.at), sentence, i});
}

const ag_entity *ag_entity_of(const ag_document *doc, uint32_t sentence, uint32_t item)
{
    uint32_t entity = doc->entity_of_item.at[doc->first_item.at[sentence] + item];
    return entity ? &doc->entities.at[entity - 1] : NULL;
}

// ---- descriptions beside names ----

static bool is_noun(const ag_item *item)
{
    return item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
}

static bool is_office(const ag_document *doc, const ag_item *item)
{
    return is_noun(item) &&
           (ag_item_has_class(item, AG_CLASS_OFFICIAL) || ag_item_has_class(item, AG_CLASS_TITLE)) &&
           !is_former(doc, item);
}

// Past "of the party", "to the United Nations" behind the description that begins at item i.
static uint32_t past_complements(const ag_item *items, uint32_t n, uint32_t i)
{
    while (i + 1 < n && items[i].category == AG_CAT_P && is_noun(&items[i + 1])) {
        i++;
        while (i < n && items[i].category == AG_CAT_NPOSS)
            i++;
        if (i < n && items[i].category == AG_CAT_NG)
            i++;
    }
    return i;
}

// "Lee, a clerk who lied", "Lee, a clerk accused of fraud", not "in Austin, a clerk accused of fraud".
static bool goes_on(const ag_item *item)
{
    return item->category == AG_CAT_WH || item->category == AG_CAT_VED || item->category == AG_CAT_VING;
}

static bool leads_to_place(const ag_document *doc, const ag_item *item)
{
    static const char *const words[] = {"in", "at", "near", "from", "to", "on", "outside", "across", NULL};
    return item->category == AG_CAT_P && ag_str_in(ag_token_folded(&doc->tokens, item->first), words);
}

// "The crew in Kent County, Texas,": of the items behind a description, item i names the wider place.
static bool is_wider_place(const ag_document *doc, const ag_item *items, uint32_t i)
{
    return (items[i - 2].features & AG_FEAT(NAME)) && leads_to_place(doc, &items[i - 3]) &&
           items[i].last - items[i].first == 1;
}

// "Lee, a clerk", "Harbour Watch, a rights group".
static bool describes(const ag_document *doc, const ag_item *first, const ag_item *last)
{
    const uint32_t not_one = AG_FEAT(DEF) | AG_FEAT(PLURAL);
    return !(last->features & AG_FEAT(NAME)) &&
           (is_office(doc, first) || is_office(doc, last) || ag_item_has_class(last, AG_CLASS_PERSON_NOUN) ||
            ag_item_has_class(last, AG_CLASS_GROUP) || ag_item_has_class(last, AG_CLASS_HARMER) ||
            (ag_item_has_class(last, AG_CLASS_INSTITUTION) && !(last->features & not_one)));
}

bool ag_apposed_name(const ag_document *doc, uint32_t sentence, uint32_t first, uint32_t last, uint32_t *at)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(doc, sentence, &n);
    uint32_t i = past_complements(items, n, last);
    const uint32_t plain = AG_FEAT(NAME), head = items[last - 1].features;
    if (i + 1 < n && items[i].category == AG_CAT_COMMA && items[i + 1].category == AG_CAT_NG &&
        (items[i + 1].features & plain) && !is_office(doc, &items[i + 1]) &&
        !(i > last + 1 && is_wider_place(doc, items, i + 1)) &&
        (i + 2 >= n || (items[i + 2].category != AG_CAT_CONJ && items[i + 2].category != AG_CAT_P)))
        return *at = i + 1, true;
    if (i > last && i < n && items[i].category == AG_CAT_NG && (items[i].features & plain) &&
        !(head & plain) && is_office(doc, &items[last - 1]) && !is_office(doc, &items[i]))
        return *at = i, true; // "the ambassador to Peru Ann Lee"
    bool aside = i + 2 < n && items[i].category == AG_CAT_DASH && items[i + 2].category == AG_CAT_DASH;
    if (aside && !(head & plain) && items[i + 1].category == AG_CAT_NG && (items[i + 1].features & plain))
        return *at = i + 1, true; // "a firm - Palver - has"
    bool closed = i >= n || items[i].category == AG_CAT_COMMA || items[i].category == AG_CAT_STOP ||
                  (goes_on(&items[i]) && (first < 3 || !leads_to_place(doc, &items[first - 3])));
    if (first >= 2 && closed && describes(doc, &items[first], &items[last - 1]) &&
        items[first - 1].category == AG_CAT_COMMA && items[first - 2].category == AG_CAT_NG &&
        (items[first - 2].features & plain))
        return *at = first - 2, true;
    return false;
}

// An organisation or agency of the lexicon: who belongs to it speaks for it.
static bool names_body(const ag_item *item)
{
    return is_noun(item) &&
           (ag_item_has_class(item, AG_CLASS_ORG) || ag_item_has_class(item, AG_CLASS_AGENCY) ||
            ag_item_has_class(item, AG_CLASS_PARTY));
}

static bool may_be_person(const ag_item *item)
{
    return item->category == AG_CAT_NG && !ag_item_is_organisation(item) &&
           (!item->actor || ag_item_has_class(item, AG_CLASS_PERSON));
}

static bool is_membership(const ag_document *doc, const ag_item *item)
{
    ag_str word = ag_token_folded(&doc->tokens, item->first);
    return ag_str_is(word, "of") || ag_str_is(word, "from") || ag_str_is(word, "with") ||
           ag_str_is(word, "at");
}

// "Dominic Raab, the foreign secretary" and "the foreign secretary, Dominic Raab": the description gives the
// name its office.
static bool has_office_beside(const ag_document *doc, const ag_item *items, uint32_t n, uint32_t i)
{
    uint32_t next = i + 2;
    while (next < n && items[next].category == AG_CAT_NPOSS)
        next++;
    uint32_t past = past_complements(items, n, next + 1);
    bool subject = past < n && items[past].category == AG_CAT_VG; // "In Rome, the foreign secretary said"
    if (next < n && items[i + 1].category == AG_CAT_COMMA && is_office(doc, &items[next]) &&
        !(subject && i && items[i - 1].category == AG_CAT_P))
        return true;
    if (may_be_person(&items[i])) {
        if (i && names_body(&items[i - 1]) && items[i - 1].category == AG_CAT_NPOSS)
            return true; // the Red Cross's Ann Lee
        if (i + 2 < n && names_body(&items[i + 2]) && is_membership(doc, &items[i + 1]))
            return true; // Ann Lee of the Red Cross
    }
    if (i < 2)
        return false;
    bool comma = items[i - 1].category == AG_CAT_COMMA;
    uint32_t end = comma ? i - 1 : i; // or "the envoy to Peru Ann Lee"
    if (!comma && !may_be_person(&items[i]))
        return false;
    for (uint32_t k = i - 1; k-- > 0;) {
        if (is_office(doc, &items[k]) && (comma || k + 1 < end) && past_complements(items, n, k + 1) == end)
            return true;
        if (!is_noun(&items[k]) && items[k].category != AG_CAT_P)
            return false;
    }
    return false;
}

static void note_heads(ag_document *doc)
{
    doc->head_hashes.n = 0;
    for (size_t i = 0; i < doc->items.n; i++) {
        const ag_item *item = &doc->items.at[i];
        bool titled = (item->features & AG_FEAT(NAME)) && ag_item_has_modifier(doc, item, AG_CLASS_TITLE);
        ag_push(&doc->head_hashes, titled ? AG_TITLED : token_at(doc, item->head)->hash);
    }
}

// Every mention of an official speaks for an institution, every mention of a person can act.
static void mark_mentions(ag_document *doc)
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

// "Clinton's campaign said", not "Putin's campaign against": the people who run for somebody.
bool ag_mark_campaign(const ag_document *doc, uint32_t sentence, uint32_t possessor)
{
    uint32_t n;
    ag_item *items = (ag_item *)ag_doc_items(doc, sentence, &n);
    ag_item *noun = items + possessor + 1;
    bool found = possessor + 2 < n && items[possessor].category == AG_CAT_NPOSS &&
                 noun->category == AG_CAT_NG &&
                 ag_str_is(ag_token_folded(&doc->tokens, noun->head), "campaign") &&
                 items[possessor + 2].category != AG_CAT_P && items[possessor + 2].category != AG_CAT_VTO;
    if (found)
        noun->features |= AG_FEAT(ACTOR) | AG_FEAT(INST);
    return found;
}

static void mark_campaigns(const ag_document *doc)
{
    for (size_t m = 0; m < doc->mentions.n; m++) {
        const ag_entity *e = &doc->entities.at[doc->mentions.at[m].entity];
        if (e->person && e->official)
            ag_mark_campaign(doc, doc->mentions.at[m].sentence, doc->mentions.at[m].item);
    }
}

void ag_entities_find(ag_document *doc)
{
    doc->entities.n = doc->entity_marks.n = doc->entity_keys.n = doc->mentions.n = 0;
    ag_reserve(&doc->entity_of_item, doc->items.n);
    doc->entity_of_item.n = doc->items.n;
    if (doc->items.n)
        memset(doc->entity_of_item.at, 0, doc->items.n * sizeof *doc->entity_of_item.at);
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(doc, s, &n);
        for (uint32_t i = 0; i < n; i++) {
            if (!is_noun(&items[i]) || !(items[i].features & AG_FEAT(NAME)))
                continue;
            size_t before = doc->mentions.n;
            add_mention(doc, s, i, &items[i]);
            if (doc->mentions.n > before && has_office_beside(doc, items, n, i))
                doc->entities.at[doc->mentions.at[before].entity].official = true;
        }
    }
    note_heads(doc);
    mark_mentions(doc);
    mark_campaigns(doc);
}
