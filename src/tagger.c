// SPDX-License-Identifier: MIT
// Two passes over a sentence: first every word gets the readings that its form allows (lexicon, closed
// classes, suffixes), then from left to right the neighbours decide between them.
#include "tagger.h"

#include <string.h>

typedef struct closed_word {
    const char *text;
    uint8_t pos, aux;
    bool neg, past;
} closed_word;

// Auxiliaries and the words that the grammar itself speaks of. Contractions stay one token, so they stand
// here too.
static const closed_word closed[] = {
    {"am", AG_POS_AUX, AG_AUX_BE, false, false},         {"is", AG_POS_AUX, AG_AUX_BE, false, false},
    {"are", AG_POS_AUX, AG_AUX_BE, false, false},        {"was", AG_POS_AUX, AG_AUX_BE, false, true},
    {"were", AG_POS_AUX, AG_AUX_BE, false, true},        {"be", AG_POS_AUX, AG_AUX_BE, false, false},
    {"been", AG_POS_AUX, AG_AUX_BE, false, false},       {"being", AG_POS_AUX, AG_AUX_BE, false, false},
    {"'m", AG_POS_AUX, AG_AUX_BE, false, false},         {"'re", AG_POS_AUX, AG_AUX_BE, false, false},
    {"isn't", AG_POS_AUX, AG_AUX_BE, true, false},       {"aren't", AG_POS_AUX, AG_AUX_BE, true, false},
    {"wasn't", AG_POS_AUX, AG_AUX_BE, true, true},       {"weren't", AG_POS_AUX, AG_AUX_BE, true, true},
    {"ain't", AG_POS_AUX, AG_AUX_BE, true, false},       {"has", AG_POS_AUX, AG_AUX_HAVE, false, false},
    {"have", AG_POS_AUX, AG_AUX_HAVE, false, false},     {"had", AG_POS_AUX, AG_AUX_HAVE, false, true},
    {"having", AG_POS_AUX, AG_AUX_HAVE, false, false},   {"'ve", AG_POS_AUX, AG_AUX_HAVE, false, false},
    {"hasn't", AG_POS_AUX, AG_AUX_HAVE, true, false},    {"haven't", AG_POS_AUX, AG_AUX_HAVE, true, false},
    {"hadn't", AG_POS_AUX, AG_AUX_HAVE, true, true},     {"do", AG_POS_AUX, AG_AUX_DO, false, false},
    {"does", AG_POS_AUX, AG_AUX_DO, false, false},       {"did", AG_POS_AUX, AG_AUX_DO, false, true},
    {"don't", AG_POS_AUX, AG_AUX_DO, true, false},       {"doesn't", AG_POS_AUX, AG_AUX_DO, true, false},
    {"didn't", AG_POS_AUX, AG_AUX_DO, true, true},       {"may", AG_POS_AUX, AG_AUX_MAY, false, false},
    {"might", AG_POS_AUX, AG_AUX_MAY, false, false},     {"can", AG_POS_AUX, AG_AUX_MAY, false, false},
    {"could", AG_POS_AUX, AG_AUX_MAY, false, false},     {"cannot", AG_POS_AUX, AG_AUX_MAY, true, false},
    {"can't", AG_POS_AUX, AG_AUX_MAY, true, false},      {"couldn't", AG_POS_AUX, AG_AUX_MAY, true, false},
    {"will", AG_POS_AUX, AG_AUX_WILL, false, false},     {"shall", AG_POS_AUX, AG_AUX_WILL, false, false},
    {"won't", AG_POS_AUX, AG_AUX_WILL, true, false},     {"'ll", AG_POS_AUX, AG_AUX_WILL, false, false},
    {"must", AG_POS_AUX, AG_AUX_MUST, false, false},     {"should", AG_POS_AUX, AG_AUX_MUST, false, false},
    {"ought", AG_POS_AUX, AG_AUX_MUST, false, false},    {"mustn't", AG_POS_AUX, AG_AUX_MUST, true, false},
    {"shouldn't", AG_POS_AUX, AG_AUX_MUST, true, false}, {"would", AG_POS_AUX, AG_AUX_WOULD, false, false},
    {"wouldn't", AG_POS_AUX, AG_AUX_WOULD, true, false}, {"'d", AG_POS_AUX, AG_AUX_WOULD, false, false},
    {"not", AG_POS_NEG, AG_AUX_NONE, true, false},       {"never", AG_POS_NEG, AG_AUX_NONE, true, false},
    {"to", AG_POS_TO, AG_AUX_NONE, false, false},        {"that", AG_POS_THAT, AG_AUX_NONE, false, false},
    {"there", AG_POS_PRON, AG_AUX_NONE, false, false},   {"'s", AG_POS_GEN, AG_AUX_NONE, false, false},
    {"'", AG_POS_GEN, AG_AUX_NONE, false, false},
};

AG_INLINE bool is(const ag_tokens *tokens, uint32_t i, const char *word)
{
    return ag_str_is(ag_token_folded(tokens, i), word);
}

void ag_closed_words_place(uint8_t *places)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(closed); i++) {
        uint32_t at = ag_hash_word(closed[i].text, strlen(closed[i].text));
        while (places[at % AG_CLOSED_PLACES])
            at++;
        places[at % AG_CLOSED_PLACES] = (uint8_t)(i + 1);
    }
}

static const closed_word *find_closed(const ag_grammar *g, const ag_tokens *tokens, uint32_t token)
{
    ag_str f = ag_token_folded(tokens, token);
    uint8_t place;
    for (uint32_t at = tokens->list.at[token].hash; (place = g->closed[at % AG_CLOSED_PLACES]); at++)
        if (ag_str_is(f, closed[place - 1].text))
            return &closed[place - 1];
    return NULL;
}

// Words that stay in lower case in a title.
static bool stays_lower(const ag_tokens *tokens, uint32_t i)
{
    static const char *const words[] = {"the",    "and",     "for",   "but",    "nor",  "from",    "with",
                                        "into",   "onto",    "over",  "upon",   "via",  "per",     "after",
                                        "amid",   "than",    "that",  "its",    "not",  "off",     "out",
                                        "under",  "against", "about", "during", "says", "without", "within",
                                        "before", "between", NULL};
    return ag_str_in(ag_token_folded(tokens, i), words);
}

bool ag_is_title_case(const ag_tokens *tokens, uint32_t first, uint32_t last)
{
    enum { LONGEST_LOWER = 7 }; // no longer word stays in lower case
    uint32_t words = 0, capital = 0, lower = 0, brief = 0;
    for (uint32_t i = first; i < last; i++) {
        const ag_token *t = &tokens->list.at[i];
        bool cap = t->flags & AG_TF_CAP;
        uint32_t length = t->end - t->start;
        if (t->kind != AG_TOK_WORD || length < 3 || (length == 3 && cap))
            continue;
        capital += cap;
        lower += !cap && length > LONGEST_LOWER;
        brief += !cap && length <= LONGEST_LOWER;
        words += length > 3;
    }
    bool stop = last > first && tokens->list.at[last - 1].kind == AG_TOK_STOP; // few titles end in one
    uint32_t times = stop ? 8 : 3;
    if (words < 3 || capital <= lower * times || capital > (lower + brief) * times)
        return words >= 3 && capital > lower * times;
    for (uint32_t i = first; i < last; i++) {
        const ag_token *t = &tokens->list.at[i];
        uint32_t length = t->end - t->start;
        bool counted = t->kind == AG_TOK_WORD && length >= 3 && length <= LONGEST_LOWER;
        lower += counted && !(t->flags & AG_TF_CAP) && !stays_lower(tokens, i);
    }
    return capital > lower * times;
}

static uint16_t form_can(uint8_t form)
{
    switch (form) {
    case AG_FORM_BASE:
        return AG_CAN_BASE;
    case AG_FORM_S:
        return AG_CAN_S;
    case AG_FORM_PAST:
        return AG_CAN_PAST;
    case AG_FORM_PART:
        return AG_CAN_PART;
    case AG_FORM_ING:
        return AG_CAN_ING;
    case AG_FORM_PLUR:
        return AG_CAN_PLUR;
    default:
        return AG_CAN_SING;
    }
}

// Readings that the ending of an unknown lower-case word allows.
static uint16_t guess(ag_str f)
{
    static const char *const adjectives[] = {
        "ous",  "ful",    "ive",   "able",  "ible",  "ical",  "less",   "ish",    "ary",      "-led",
        "-run", "-style", "-held", "-made", "-born", "-wide", "-level", "-scale", "-year-old"};
    if (ag_str_ends(f, "ly"))
        return memchr(f.ptr, '-', f.len) ? AG_CAN_ADJ : AG_CAN_ADV;
    for (size_t i = 0; i < AG_ARRAY_LEN(adjectives); i++)
        if (ag_str_ends(f, adjectives[i]))
            return AG_CAN_ADJ;
    if (ag_str_ends(f, "ed") && f.len > 4)
        return memchr(f.ptr, '-', f.len) ? AG_CAN_ADJ : AG_CAN_PAST | AG_CAN_PART | AG_CAN_ADJ;
    if (ag_str_ends(f, "ing") && f.len > 5)
        return memchr(f.ptr, '-', f.len) ? AG_CAN_ADJ | AG_CAN_SING : AG_CAN_ING | AG_CAN_SING;
    if (ag_str_ends(f, "est") && f.len > 5)
        return AG_CAN_ADJ;
    if (ag_str_ends(f, "al") || ag_str_ends(f, "ic"))
        return AG_CAN_ADJ | AG_CAN_SING;
    if (ag_str_ends(f, "s") && !ag_str_ends(f, "ss") && !ag_str_ends(f, "us") && !ag_str_ends(f, "is"))
        return AG_CAN_PLUR;
    return AG_CAN_SING;
}

static void set_closed(ag_word *w, ag_pos pos)
{
    w->pos = (uint8_t)pos, w->can = 0;
}

// A function-word class decides the part of speech by itself, unless the word has open-class readings as
// well.
static bool has_sense(const ag_word *w, ag_known_class c)
{
    return ag_known_set_has(&w->known, c);
}

static bool take_function(const ag_grammar *g, ag_word *w)
{
    if (has_sense(w, AG_CLASS_ACCORDING)) {
        set_closed(w, AG_POS_PREP);
        return true;
    }
    for (uint32_t i = 0; i < w->nsenses; i++) {
        uint16_t id = w->senses[i].class_id;
        if (g->letter[id] != 'F')
            continue;
        switch (g->known[id] - 1) {
        case AG_CLASS_PREP:
            set_closed(w, AG_POS_PREP);
            return true;
        case AG_CLASS_DET:
            set_closed(w, AG_POS_DET);
            return true;
        case AG_CLASS_PRON:
            set_closed(w, AG_POS_PRON);
            return true;
        case AG_CLASS_POSS:
            set_closed(w, AG_POS_POSS);
            return true;
        case AG_CLASS_CONJ:
            set_closed(w, AG_POS_CONJ);
            return true;
        case AG_CLASS_SUB:
            set_closed(w, AG_POS_SUB);
            return true;
        case AG_CLASS_WH:
            set_closed(w, AG_POS_WH);
            return true;
        case AG_CLASS_NUM:
            set_closed(w, AG_POS_NUM);
            return true;
        default:
            break;
        }
    }
    return false;
}

static void collect_readings(const ag_grammar *g, ag_word *w)
{
    for (uint32_t i = 0; i < w->nsenses; i++) {
        const ag_sense *s = &w->senses[i];
        switch (g->letter[s->class_id]) {
        case 'V':
        case 'N':
            w->can |= form_can(s->form);
            break;
        case 'J':
            w->can |= AG_CAN_ADJ;
            break;
        case 'R':
            w->can |= AG_CAN_ADV;
            break;
        case 'A':
            w->can |= AG_CAN_NAME;
            break;
        default:
            break;
        }
    }
}

static bool token_is_word(const ag_token *t)
{
    return t->kind == AG_TOK_WORD || t->kind == AG_TOK_ABBREV || t->kind == AG_TOK_INITIAL ||
           t->kind == AG_TOK_CLITIC;
}

// What is known of the place where a word stands before its neighbours are looked at.
typedef struct place {
    bool first;          // begins a sentence, or a clause behind a mark, and no second capital follows
    bool mark;           // stands behind a colon, a dash, an opening quotation mark or bracket
    bool title;          // the line is in title case or in capitals
    bool capitals;       // the line is in capitals
    uint32_t start, end; // tokens of the sentence
} place;

// US, IT and WHO are acronyms where the words around them are not in capitals; "US" and "U.S." always are.
static bool is_acronym(const ag_tokens *tokens, const ag_word *w, const place *at)
{
    const ag_token *t = &tokens->list.at[w->first];
    if (!(w->can & AG_CAN_NAME))
        return false;
    if (t->kind == AG_TOK_ABBREV)
        return true;
    return (t->flags & AG_TF_CAPS) && (!at->capitals || is(tokens, w->first, "us"));
}

static bool is_capital_pronoun(const ag_tokens *tokens, const ag_word *w)
{
    const ag_token *t = &tokens->list.at[w->first];
    bool single = w->last - w->first == 1;
    return single && (has_sense(w, AG_CLASS_PRON) || has_sense(w, AG_CLASS_POSS)) &&
           (!(t->flags & AG_TF_CAPS) || t->end - t->start == 1);
}

static bool capital_at(const ag_tokens *tokens, uint32_t i, uint32_t last)
{
    return i < last && (tokens->list.at[i].flags & AG_TF_CAP) && tokens->list.at[i].kind == AG_TOK_WORD;
}

static bool any_of(const ag_tokens *tokens, uint32_t i, const char *const *list)
{
    return ag_str_in(ag_token_folded(tokens, i), list);
}

// Lower-case parts of names: Ursula von der Leyen, Abu Bakr al-Baghdadi. At most two stand in a row.
static bool is_name_particle(const ag_tokens *tokens, uint32_t i, const place *at)
{
    static const char *const words[] = {"von", "van",   "der",  "den", "de",  "da",  "di",  "du",
                                        "del", "della", "dos",  "das", "la",  "le",  "el",  "al",
                                        "bin", "ibn",   "bint", "ben", "abu", "ter", "ten", "zu",
                                        "zur", "af",    "ul",   "san", "st",  NULL};
    static const char *const heads[] = {"al-", "el-", "ul-", "as-", "ash-", "ad-",
                                        "ar-", "an-", "at-", "az-", NULL};
    const ag_token *t = &tokens->list.at[i];
    if (t->kind != AG_TOK_WORD || (t->flags & AG_TF_CAP))
        return false;
    bool led = i > at->start && capital_at(tokens, i - 1, at->end);
    bool second = i > at->start + 1 && capital_at(tokens, i - 2, at->end);
    if (!led && !second && !(t->flags & AG_TF_INNERCAP))
        return false;
    ag_str f = ag_token_folded(tokens, i);
    bool hyphen = f.len > 3 && memchr(f.ptr + 2, '-', 2); // few words have one there
    for (const char *const *head = heads; *head && hyphen; head++)
        if (f.len > strlen(*head) + 1 && memcmp(f.ptr, *head, strlen(*head)) == 0)
            return (t->flags & AG_TF_INNERCAP) || led;
    if (!any_of(tokens, i, words))
        return false;
    if (led)
        return capital_at(tokens, i + 1, at->end) ||
               (i + 1 < at->end && any_of(tokens, i + 1, words) && capital_at(tokens, i + 2, at->end));
    return second && any_of(tokens, i - 1, words) && capital_at(tokens, i + 1, at->end);
}

// Additionally, repeatedly; but not Reilly.
static bool is_adverb_like(ag_str f)
{
    static const char *const endings[] = {"ally",  "ately",  "ively", "ously", "edly",  "ingly",
                                          "antly", "ently",  "ably",  "ibly",  "fully", "lessly",
                                          "arily", "ically", "ckily", "adly",  "ddly",  "ngely",
                                          "nkly",  "arly",   "mply",  "efly",  NULL};
    for (const char *const *ending = endings; *ending; ending++)
        if (ag_str_ends(f, *ending))
            return true;
    return false;
}

// "Bill Taylor denied it": at the head of a sentence a first name is one if another capital follows.
static bool is_given_name(const ag_tokens *tokens, const ag_word *w, const place *at)
{
    return has_sense(w, AG_CLASS_GIVEN) && capital_at(tokens, w->last, at->end) &&
           !(tokens->list.at[w->last].flags & AG_TF_CAPS);
}

static void read_plain_word(const ag_grammar *g, const ag_tokens *tokens, ag_word *w, const place *at)
{
    const ag_token *t = &tokens->list.at[w->first];
    ag_str f = ag_token_folded(tokens, w->first);
    bool particle = w->last - w->first == 1 && is_name_particle(tokens, w->first, at);
    bool capital = (t->flags & AG_TF_CAP) || particle;
    if (particle)
        w->nsenses = 0, w->known = (ag_known_set){0};
    w->capital = capital && (!at->first || is_given_name(tokens, w, at)) && !(at->title && w->nsenses);
    collect_readings(g, w);
    bool acronym = is_acronym(tokens, w, at);
    bool function = !w->capital || at->mark || is_capital_pronoun(tokens, w);
    if (!acronym && function && take_function(g, w)) {
        w->capital = false;
        return;
    }
    if (acronym)
        w->can = AG_CAN_NAME;
    bool unknown = !w->can;
    bool compound =
        unknown && memchr(f.ptr, '-', f.len) && (guess(f) & AG_CAN_ADJ); // Iran-backed, SIM-swapping
    if (compound)
        w->can = guess(f), w->capital = false, unknown = false;
    if ((w->capital && !compound) || (capital && unknown) || t->kind == AG_TOK_INITIAL)
        w->can |= AG_CAN_NAME;
    if (unknown && (at->title || (at->first && is_adverb_like(f))) && ag_str_ends(f, "ly"))
        w->can = AG_CAN_ADV, w->capital = false;
    if (!w->can)
        w->can = guess(f);
}

// "The will of the crowd", "its military might".
static bool is_will_noun(const ag_tokens *tokens, uint32_t i, bool first)
{
    static const char *const owners[] = {"the", "a", "an", "its", "their", "our", "my", "your"};
    if (first || i == 0 || !(is(tokens, i, "will") || is(tokens, i, "might")))
        return false;
    for (size_t k = 0; k < AG_ARRAY_LEN(owners); k++)
        if (is(tokens, i - 1, owners[k]))
            return true;
    return false;
}

// 8Base, or a number that a gazetteer lists.
static bool is_actor(const ag_grammar *g, const ag_word *w)
{
    for (uint32_t s = 0; s < w->nsenses; s++)
        if (g->letter[w->senses[s].class_id] == 'A')
            return true;
    return false;
}

static void read_token(const ag_grammar *g, const ag_tokens *tokens, ag_word *w, const place *at)
{
    const ag_token *t = &tokens->list.at[w->first];
    switch (t->kind) {
    case AG_TOK_ABBREV:
        if (is(tokens, w->first, "no.") && tokens->list.at[w->first + 1].kind == AG_TOK_NUMBER &&
            !is_actor(g, w)) {
            set_closed(w, AG_POS_NUM); // "the No. 2 official"
            return;
        }
        break;
    case AG_TOK_WORD:
    case AG_TOK_CLITIC:
    case AG_TOK_INITIAL:
        break;
    case AG_TOK_NUMBER:
    case AG_TOK_MONEY:
    case AG_TOK_PERCENT:
        set_closed(w, is_actor(g, w) ? AG_POS_NAME : AG_POS_NUM);
        return;
    case AG_TOK_DATE:
    case AG_TOK_TIME:
        w->pos = AG_POS_NOUN;
        return;
    case AG_TOK_URL:
    case AG_TOK_EMAIL:
    case AG_TOK_HANDLE:
    case AG_TOK_HASHTAG:
    case AG_TOK_IOC:
        set_closed(w, AG_POS_NAME);
        return;
    default:
        set_closed(w, AG_POS_PUNCT);
        return;
    }
    const closed_word *c = w->last - w->first == 1 ? find_closed(g, tokens, w->first) : NULL;
    bool name = (t->flags & AG_TF_CAP) && !at->first && !at->mark &&
                ((c && c->aux == AG_AUX_MAY && is(tokens, w->first, "may") && !is(tokens, w->last, "be")) ||
                 (c && c->aux == AG_AUX_WILL && is(tokens, w->first, "will") && !at->title));
    if (c && !name && !is_will_noun(tokens, w->first, at->first)) {
        w->pos = c->pos, w->aux = c->aux, w->neg = c->neg, w->past = c->past;
        return;
    }
    read_plain_word(g, tokens, w, at);
}

// A verb phrase such as "call on" that cannot be a verb here: "a press call on Monday", "the calls for
// peace".
static bool verb_cannot_stand(const ag_grammar *g, const ag_words *before, const ag_word *w)
{
    const ag_word *prev = before->n ? &before->at[before->n - 1] : NULL;
    const ag_word *left = before->n > 1 ? prev - 1 : NULL;
    for (uint32_t i = 0; i < w->nsenses; i++)
        if (g->letter[w->senses[i].class_id] != 'V' || w->senses[i].form > AG_FORM_S)
            return false;
    if (!prev) // no sentence begins with an -s verb
        return w->nsenses && w->senses[0].form == AG_FORM_S;
    if (prev->pos == AG_POS_DET || prev->pos == AG_POS_POSS || prev->pos == AG_POS_PREP ||
        prev->pos == AG_POS_GEN)
        return prev->can == 0;
    if (left && (left->pos == AG_POS_DET || left->pos == AG_POS_POSS) && left->can == 0 &&
        w->senses[0].form == AG_FORM_BASE && (prev->can & AG_CAN_SING) &&
        !(prev->can & (AG_CAN_PLUR | AG_CAN_NAME)))
        return true; // the marketing campaign for
    bool object =
        left && (left->can & AG_CAN_VERB) && !(left->can & ~AG_CAN_VERB); // "found alternative claims"
    if (object && (prev->can & AG_CAN_ADJ) && !(prev->can & AG_CAN_NAME))
        return true;
    bool base = w->senses[0].form == AG_FORM_BASE;
    if (!base && prev->can && !(prev->can & ~(AG_CAN_PAST | AG_CAN_PART)))
        return true;                                    // "has rejected calls for"
    uint16_t agrees = base ? AG_CAN_PLUR : AG_CAN_SING; // what could be its subject
    return prev->can && !(prev->can & (AG_CAN_NAME | AG_CAN_ADV | AG_CAN_VERB | agrees)) &&
           (prev->can != AG_CAN_SING || base);
}

static uint32_t find_senses(const ag_grammar *g, const ag_tokens *tokens, uint32_t i, uint32_t end,
                            ag_word *w)
{
    uint32_t n = ag_lexicon_find(g->lex, tokens, i, end, &w->senses, &w->nsenses);
    w->known = (ag_known_set){0};
    for (uint32_t s = 0; s < w->nsenses; s++)
        ag_known_set_add(&w->known, g, w->senses[s].class_id);
    return n;
}

// "A list of stolen passwords", "its frozen assets": a participle and its noun, where no verb can stand.
static bool is_noun_group(const ag_grammar *g, const ag_tokens *tokens, const ag_words *before,
                          const ag_word *w, uint32_t last)
{
    const ag_word *prev = before->n ? &before->at[before->n - 1] : NULL;
    bool inside = prev && (prev->pos == AG_POS_DET || prev->pos == AG_POS_POSS || prev->pos == AG_POS_PREP ||
                           prev->pos == AG_POS_GEN);
    if (!inside || prev->can)
        return false;
    for (uint32_t i = 0; i < w->nsenses; i++)
        if (g->letter[w->senses[i].class_id] != 'V' ||
            (w->senses[i].form != AG_FORM_PAST && w->senses[i].form != AG_FORM_PART))
            return false;
    ag_word end = {0};
    find_senses(g, tokens, last, last + 1, &end);
    for (uint32_t i = 0; i < end.nsenses; i++)
        if (g->letter[end.senses[i].class_id] == 'N')
            return true;
    return false;
}

// "Familiar with the case", "try to blame others": phrases that say something of a subject stand behind no
// preposition, and before no object.
static bool predicate_cannot_stand(const ag_grammar *g, const ag_tokens *tokens, const ag_words *before,
                                   const ag_word *w, uint32_t next, uint32_t last)
{
    static const char *const objects[] = {"the",  "a",   "an", "his", "her",    "their", "its",
                                          "them", "him", "us", "me",  "others", "it",    NULL};
    for (uint32_t i = 0; i < w->nsenses; i++)
        if (g->letter[w->senses[i].class_id] != 'J')
            return false;
    const ag_word *prev = before->n ? &before->at[before->n - 1] : NULL;
    if (is(tokens, w->first, "the"))
        return prev && prev->pos == AG_POS_PREP;
    return is(tokens, w->first, "to") && next < last &&
           (any_of(tokens, next, objects) || capital_at(tokens, next, last));
}

// The longest lexicon phrase at token i that may stand here as a word.
static void read_word(const ag_grammar *g, const ag_tokens *tokens, uint32_t i, uint32_t last,
                      const ag_words *before, const place *at, ag_word *w)
{
    *w = (ag_word){.first = i, .last = i + 1, .head = i};
    if (token_is_word(&tokens->list.at[i]) || tokens->list.at[i].kind == AG_TOK_NUMBER) {
        uint32_t n = find_senses(g, tokens, i, last, w);
        bool measured = before->n && before->at[before->n - 1].pos == AG_POS_NUM && w->nsenses &&
                        has_sense(w, AG_CLASS_SUB);                               // for two years | after
        bool going = n == 2 && is(tokens, i, "going") && is(tokens, i + 1, "to"); // "are going to attack"
        if (n > 1 && (going || measured || verb_cannot_stand(g, before, w) ||
                      is_noun_group(g, tokens, before, w, i + n - 1) ||
                      predicate_cannot_stand(g, tokens, before, w, i + n, last)))
            n = find_senses(g, tokens, i, i + 1, w);
        if (n) {
            w->last = i + n;
            w->head = i + w->senses[0].head < w->last ? i + w->senses[0].head : i;
        }
    }
    read_token(g, tokens, w, at);
}

// ---- context ----

typedef struct context {
    const ag_grammar *g;
    const ag_tokens *tokens;
    ag_word *w;
    uint32_t n;
    bool title, headline;
    uint8_t need;       // clauses begun that have no finite verb yet
    bool maybe;         // one more may come: behind a comma or conjunction, or for what is said
    uint32_t last_verb; // 1 + index of the verb before, 0 for none
} context;

// No finite verb is expected here any more.
static bool complete(const context *c)
{
    return !c->need && !c->maybe;
}

// A neighbour is looked for among so many words: a text may be nothing but quotation marks, or "very".
enum { NEIGHBOURHOOD = 64 };

static const ag_word *before(const context *c, uint32_t i)
{
    for (int n = 0; i-- > 0 && n < NEIGHBOURHOOD;
         n++) // adverbs, also joined ones, quotation marks and negations between do not count
        if (c->w[i].pos == AG_POS_CONJ && i && c->w[i - 1].pos == AG_POS_ADV && i + 1 < c->n &&
            c->w[i + 1].pos == AG_POS_ADV)
            continue;
        else if (c->w[i].pos != AG_POS_ADV && c->w[i].pos != AG_POS_NEG &&
                 !(c->w[i].pos == AG_POS_PUNCT && c->tokens->list.at[c->w[i].first].kind == AG_TOK_QUOTE))
            return &c->w[i];
    return NULL;
}

static const ag_word *after(const context *c, uint32_t i)
{
    const uint32_t end = c->n - i > NEIGHBOURHOOD ? i + NEIGHBOURHOOD : c->n;
    for (i++; i < end; i++)
        if (!(c->w[i].pos == AG_POS_PUNCT && c->tokens->list.at[c->w[i].first].kind == AG_TOK_QUOTE))
            return &c->w[i];
    return NULL;
}

static bool open_word(const ag_word *w)
{
    return w->can != 0;
}

// Could begin or be inside an object noun group.
static bool starts_noun_group(const ag_word *w)
{
    return w &&
           (w->pos == AG_POS_DET || w->pos == AG_POS_POSS || w->pos == AG_POS_PRON || w->pos == AG_POS_NUM ||
            (open_word(w) && (w->can & (AG_CAN_NAME | AG_CAN_ADJ | AG_CAN_NOUN))));
}

static bool ends_noun_group(const ag_word *w)
{
    return w &&
           (w->pos == AG_POS_NOUN || w->pos == AG_POS_NAME || w->pos == AG_POS_PRON || w->pos == AG_POS_NUM);
}

static bool inside_noun_group(const ag_word *w)
{
    return w && (w->pos == AG_POS_DET || w->pos == AG_POS_POSS || w->pos == AG_POS_ADJ ||
                 w->pos == AG_POS_GEN || w->pos == AG_POS_NUM);
}

static bool one_of(const context *c, const ag_word *w, const char *const *list)
{
    return w && ag_str_in(ag_token_folded(c->tokens, w->first), list);
}

static bool punct_is(const context *c, const ag_word *w, ag_token_kind kind)
{
    return w && w->pos == AG_POS_PUNCT && c->tokens->list.at[w->first].kind == kind;
}

// What begins an object or a clause, and no more of the noun group that a homograph would end.
static bool starts_object(const ag_word *w)
{
    return w && (w->pos == AG_POS_DET || w->pos == AG_POS_POSS || w->pos == AG_POS_PRON ||
                 w->pos == AG_POS_THAT || (w->capital && (w->can & AG_CAN_NAME)));
}

static void make(ag_word *w, ag_pos pos, ag_form form)
{
    w->pos = (uint8_t)pos, w->form = (uint8_t)form;
}

static void make_noun(ag_word *w)
{
    make(w, AG_POS_NOUN, (w->can & AG_CAN_PLUR) && !(w->can & AG_CAN_SING) ? AG_FORM_PLUR : AG_FORM_SING);
}

static void make_nominal(ag_word *w)
{
    if (w->can & AG_CAN_NOUN)
        make_noun(w);
    else if (w->can & AG_CAN_NAME)
        make(w, AG_POS_NAME, AG_FORM_NONE);
    else if (w->can & AG_CAN_ADJ)
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else
        make(w, AG_POS_NOUN, AG_FORM_SING);
}

// Behind adjectives and participles a noun follows: "other claimed targets".
static bool noun_comes(const context *c, uint32_t i)
{
    enum { LONGEST = 4 };
    const ag_word *next = after(c, i);
    for (int n = 0; next && open_word(next) && n < LONGEST; n++) {
        if (next->can & (AG_CAN_NOUN | AG_CAN_NAME))
            return true;
        if (!(next->can & (AG_CAN_ADJ | AG_CAN_PART | AG_CAN_ING | AG_CAN_ADV)))
            return false;
        next = after(c, (uint32_t)(next - c->w));
    }
    return false;
}

// "The software giant accused Lee": the participle would end the noun group, the past begins the predicate.
// A firm, too, is a noun before a past, whatever comes: "Second firm accused of spying".
static bool past_follows(const context *c, const ag_word *w, const ag_word *next)
{
    return next && (next->can & AG_CAN_PAST) && !next->capital && next + 1 < c->w + c->n &&
           (starts_object(next + 1) || has_sense(w, AG_CLASS_INSTITUTION));
}

// A word after a determiner, adjective or preposition, where no verb can stand.
static void make_in_group(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *next = after(c, i);
    bool adjective_next = next && open_word(next) && next->can == AG_CAN_ADJ;
    bool more = adjective_next || is(c->tokens, w->first, "other") || is(c->tokens, w->first, "further")
                    ? noun_comes(c, i) // not "the militant responsible for"
                    : next && open_word(next) && (next->can & (AG_CAN_NOUN | AG_CAN_NAME | AG_CAN_ADJ)) &&
                          !(next->can & AG_CAN_ING && next + 1 < c->w + c->n &&
                            (next[1].pos == AG_POS_DET || next[1].pos == AG_POS_POSS));
    const ag_word *second = next && next->pos == AG_POS_CONJ && next + 1 < c->w + c->n ? next + 1 : NULL;
    bool joined = second && (((second->can & AG_CAN_ADJ) && noun_comes(c, (uint32_t)(second - c->w))) ||
                             ((second->can & AG_CAN_PLUR) &&
                              second->last - second->first == 2)); // chemical and biological weapons
    if ((w->can & AG_CAN_NOUN) && past_follows(c, w, next))
        make_noun(w);
    else if ((w->can & AG_CAN_ADJ) && (more || joined || !(w->can & AG_CAN_NOUN)))
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else if ((w->can & (AG_CAN_PART | AG_CAN_ING)) && more && !(w->can & AG_CAN_NOUN))
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else
        make_nominal(w);
}

static bool is_subject_pronoun(const context *c, const ag_word *w)
{
    static const char *const words[] = {"i",    "you", "he",    "she",    "it", "we",
                                        "they", "who", "which", "others", NULL};
    return w && (w->pos == AG_POS_PRON || w->pos == AG_POS_WH) && one_of(c, w, words);
}

static bool is_quote(const context *c, const ag_word *w)
{
    return punct_is(c, w, AG_TOK_QUOTE);
}

// From right to left: does a finite verb of this clause follow (FINITE_AHEAD), does one follow where
// infinitives are passed over (BEYOND_TO), does anything follow that could be one (MAYBE_AHEAD)?
enum { FINITE_AHEAD = 1, BEYOND_TO = 2, MAYBE_AHEAD = 4, STRONG_AHEAD = 8 }; // STRONG: not an -ed form

// An infinitive: "to attack", 'to "quickly attack'.
static bool follows_to(const context *c, uint32_t i)
{
    for (int n = 0; i > 0 && n < NEIGHBOURHOOD; n++) {
        const ag_word *w = &c->w[--i];
        if (w->pos == AG_POS_TO)
            return true;
        if (!is_quote(c, w) && w->pos != AG_POS_NEG && w->can != AG_CAN_ADV)
            return false;
    }
    return false;
}

static void look_ahead(const context *c)
{
    uint8_t ahead = 0;
    for (uint32_t i = c->n; i-- > 0;) {
        ag_word *w = &c->w[i];
        w->ahead = ahead;
        bool boundary = (w->pos == AG_POS_PUNCT && !is_quote(c, w)) || w->pos == AG_POS_CONJ ||
                        w->pos == AG_POS_SUB || w->pos == AG_POS_THAT || w->pos == AG_POS_WH;
        bool to = follows_to(c, i);
        bool led = to || (i && w[-1].pos == AG_POS_AUX); // the auxiliary counts, not its verb
        bool verb = open_word(w) && !w->capital && !led && (w->can & AG_CAN_FINITE);
        if (boundary)
            ahead = 0;
        else if (w->pos == AG_POS_TO)
            ahead &= BEYOND_TO;
        else if (is_subject_pronoun(c, w))
            ahead = 0;
        else if ((w->pos == AG_POS_AUX && !to) ||
                 (verb && !(w->can & (AG_CAN_NOUN | AG_CAN_NAME | AG_CAN_ADJ))))
            ahead = (uint8_t)(FINITE_AHEAD | BEYOND_TO | MAYBE_AHEAD | (ahead & STRONG_AHEAD) |
                              (verb && (w->can & AG_CAN_PART) ? 0 : STRONG_AHEAD));
        else if (verb && (w->can & AG_CAN_PAST) && !(w->can & (AG_CAN_NOUN | AG_CAN_NAME)) && i &&
                 w[-1].pos != AG_POS_DET && w[-1].pos != AG_POS_POSS && w[-1].pos != AG_POS_GEN &&
                 w[-1].pos != AG_POS_PREP && w[-1].can != AG_CAN_ADJ)
            ahead |= MAYBE_AHEAD | BEYOND_TO; // used, left
        else if (verb)
            ahead |= MAYBE_AHEAD;
    }
}

// The first word of the noun group that ends before word i.
static uint32_t group_start(const context *c, uint32_t i)
{
    enum { LONGEST = 12 };
    uint32_t start = i;
    while (start > 0 && i - start < LONGEST) {
        const ag_word *w = &c->w[start - 1];
        if (!ends_noun_group(w) && !inside_noun_group(w) && !is_quote(c, w))
            break;
        start--;
        if (w->pos == AG_POS_DET || w->pos == AG_POS_POSS)
            break;
    }
    return start;
}

static const ag_word *before_group(const context *c, uint32_t i)
{
    uint32_t start = group_start(c, i);
    return start ? &c->w[start - 1] : NULL;
}

static bool is_aux(const ag_word *w, ag_aux aux)
{
    return w && w->pos == AG_POS_AUX && w->aux == aux;
}

static void tag_ing(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    bool object = starts_noun_group(next);
    bool compound = (w->can & AG_CAN_NOUN) && next && has_sense(next, AG_CLASS_HARM); // "hacking attacks"
    bool article = next && (next->pos == AG_POS_DET || next->pos == AG_POS_POSS || next->pos == AG_POS_PRON ||
                            next->pos == AG_POS_WH);
    bool governed =
        prev && (prev->pos == AG_POS_PREP || (prev->pos == AG_POS_VERB && prev->last - prev->first > 1));
    bool transitive = (w->can & AG_CAN_VERB) && w->nsenses && !has_sense(w, AG_CLASS_INTRANSITIVE);
    bool adjective = (w->can & AG_CAN_ADJ) && object && !article && !(governed && transitive) &&
                     !(next->can & AG_CAN_NAME) && !is_aux(prev, AG_AUX_BE);
    bool be = is_aux(prev, AG_AUX_BE) ||
              (prev && prev->pos == AG_POS_ADV && i >= 2 && is_aux(&c->w[i - 2], AG_AUX_BE));
    bool bare = !next || next->pos == AG_POS_PUNCT || next->pos == AG_POS_CONJ;
    bool says = has_sense(w, AG_CLASS_SAY) && next && // "with a spokesman saying that"
                (is(c->tokens, next->first, "that") || c->tokens->list.at[next->first].kind == AG_TOK_QUOTE);
    static const char *const governors[] = {"of", "about", "over", NULL};
    const ag_word *doer = next && is(c->tokens, next->first, "by") ? after(c, (uint32_t)(next - c->w)) : NULL;
    bool done_by = doer && !(doer->can & AG_CAN_ING) && prev && // "reports of looting by soldiers"
                   (one_of(c, prev, governors) || is(c->tokens, prev->last - 1, "of"));
    bool sum = prev && i >= 2 && c->w[i - 2].pos == AG_POS_NUM && is(c->tokens, prev->first, "in");
    if ((compound && prev && prev->pos == AG_POS_VERB) ||
        ((done_by || (sum && !object)) && (w->can & AG_CAN_NOUN)))
        make_noun(w);
    else if (be && bare && transitive && (w->can & AG_CAN_ADJ)) // was wildly misleading
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else if (says && ends_noun_group(prev))
        make(w, AG_POS_VERB, AG_FORM_ING);
    else if (adjective && !ends_noun_group(prev))
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else if (article && !(w->can & AG_CAN_NOUN) && prev && prev->pos == AG_POS_ADJ)
        make(w, AG_POS_VERB, AG_FORM_ING); // devices worldwide using what they claim
    else if (prev && prev->pos == AG_POS_AUX && prev->aux == AG_AUX_BE)
        make(w, AG_POS_VERB, AG_FORM_ING);
    else if (inside_noun_group(prev)) {
        bool noun_next = next && open_word(next) && (next->can & AG_CAN_NOUN);
        if (w->can & AG_CAN_NOUN)
            make_noun(w);
        else if (noun_next)
            make(w, AG_POS_ADJ, AG_FORM_NONE);
        else
            make(w, AG_POS_NOUN, AG_FORM_SING);
    } else if ((w->can & AG_CAN_NOUN) &&
               ((ends_noun_group(prev) && !object && prev->form != AG_FORM_PLUR) ||
                (next && next->pos == AG_POS_PREP && is(c->tokens, next->first, "of"))))
        make_noun(w);
    else
        make(w, AG_POS_VERB, AG_FORM_ING);
}

// "hackers thought to be", "a man believed to have": a reporting participle, never "he thought to be".
static bool reduced_report(const context *c, const ag_word *w, const ag_word *prev, const ag_word *next)
{
    static const char *const words[] = {"thought",  "believed",  "said",       "known",      "reported",
                                        "alleged",  "suspected", "understood", "considered", "deemed",
                                        "presumed", "assumed",   "expected",   "rumoured",   "rumored"};
    if (!next || next->pos != AG_POS_TO || !ends_noun_group(prev))
        return false;
    const ag_word *verb = next + 1 < c->w + c->n ? next + 1 : NULL;
    if (verb && is(c->tokens, w->first, "said") && !(verb->can & AG_CAN_BASE) && verb->pos != AG_POS_AUX &&
        verb->pos != AG_POS_ADV)
        return false; // she said to reporters
    for (size_t k = 0; k < AG_ARRAY_LEN(words); k++)
        if (is(c->tokens, w->first, words[k]))
            return true;
    return false;
}

// last week, Tuesday, earlier: "a statement released Tuesday".
static bool is_time(const context *c, const ag_word *w)
{
    static const char *const leads[] = {"last", "earlier", "later", "this", "next", "late", "early", NULL};
    if (!w)
        return false;
    const ag_word *next = w + 1 < c->w + c->n ? w + 1 : NULL;
    return has_sense(w, AG_CLASS_TIME) || (one_of(c, w, leads) && next && has_sense(next, AG_CLASS_TIME));
}

// A verb phrase of the lexicon with its object inside ("planted mines", "broke the law") cannot be the bare
// participle behind a noun, whose object is that noun.
static bool carries_object(const context *c, const ag_word *w)
{
    static const char *const words[] = {"a", "an", "the", "its", "his", "her", "their"};
    if (w->last - w->first < 2)
        return false;
    ag_str end = ag_token_folded(c->tokens, w->last - 1);
    if (ag_str_ends(end, "s") && !ag_str_ends(end, "ss") && !ag_str_ends(end, "us"))
        return true;
    for (uint32_t t = w->first + 1; t < w->last; t++)
        for (size_t k = 0; k < AG_ARRAY_LEN(words); k++)
            if (is(c->tokens, t, words[k]))
                return true;
    return false;
}

// Somebody who can say something: "the minister claims officials knew", not "insurance claims officials".
static bool speaks(const ag_word *w)
{
    if (!w)
        return false;
    static const ag_known_class speakers[] = {AG_CLASS_OFFICIAL, AG_CLASS_TITLE, AG_CLASS_INSTITUTION,
                                              AG_CLASS_GROUP, AG_CLASS_PERSON_NOUN};
    for (size_t k = 0; k < AG_ARRAY_LEN(speakers); k++)
        if (has_sense(w, speakers[k]))
            return true;
    return w->pos == AG_POS_NAME;
}

// A verb that the lexicon keeps together with its preposition: "involved in".
static bool ends_in_preposition(const context *c, const ag_word *w)
{
    static const char *const words[] = {"in", "for", "with", "on", "of", "at", "by", "from", "against", NULL};
    if (w->last - w->first < 2)
        return false;
    for (const char *const *word = words; *word; word++)
        if (is(c->tokens, w->last - 1, *word))
            return true;
    return false;
}

// "killed and dismembered the man": two verbs that share the object behind them.
static bool shares_object(const context *c, const ag_word *next)
{
    if (!next || next->pos != AG_POS_CONJ || next + 2 >= c->w + c->n)
        return false;
    const ag_word *verb = next + 1, *object = next + 2;
    return open_word(verb) && verb->can == (AG_CAN_PAST | AG_CAN_PART) &&
           (object->pos == AG_POS_DET || object->pos == AG_POS_POSS || object->capital);
}

// "The firm, understandably, refused to pay": an adverb between commas says nothing of what follows.
static bool behind_aside(const context *c, uint32_t i)
{
    return c->need && i >= 4 && punct_is(c, &c->w[i - 1], AG_TOK_COMMA) && c->w[i - 2].pos == AG_POS_ADV &&
           punct_is(c, &c->w[i - 3], AG_TOK_COMMA) && ends_noun_group(&c->w[i - 4]);
}

// "The editor, in June, refused to comment.": without this verb the clause has none.
static bool only_verb(const context *c, uint32_t i)
{
    enum { FARTHEST = 40 };
    const ag_word *prev = before(c, i);
    if (!c->need || c->headline || c->last_verb || !punct_is(c, prev, AG_TOK_COMMA))
        return false;
    for (uint32_t k = i + 1; k < c->n && k < i + FARTHEST; k++) {
        const ag_word *w = &c->w[k];
        if (w->pos == AG_POS_THAT || w->pos == AG_POS_WH || w->pos == AG_POS_SUB)
            return true;
        if (w->pos == AG_POS_AUX || (open_word(w) && !w->capital && (w->can & (AG_CAN_PAST | AG_CAN_S))))
            return false;
    }
    return true;
}

// Finite or participle, for a word that could be both and stands behind a noun group or a mark.
static ag_form ed_form(const context *c, uint32_t i, const ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    bool prep = next && (next->pos == AG_POS_PREP || next->pos == AG_POS_TO);
    const ag_word *means = after(c, i + 1);
    if (means && means->pos == AG_POS_ADV)
        means = after(c, i + 2);
    bool by = prep && is(c->tokens, next->first, "by") &&
              !(means && (means->can & AG_CAN_ING)); // "responded by abruptly blocking" has no doer
    bool governs = prep || ends_in_preposition(c, w);
    bool takes_object = carries_object(c, w) || shares_object(c, next);
    if (is_subject_pronoun(c, prev) || (ends_noun_group(prev) && takes_object) ||
        (!by && (behind_aside(c, i) || only_verb(c, i))))
        return AG_FORM_PAST;
    if (reduced_report(c, w, prev, next))
        return AG_FORM_PART;
    if (has_sense(w, AG_CLASS_INTRANSITIVE) && !by)
        return AG_FORM_PAST;
    if (has_sense(w, AG_CLASS_SAY) && (!complete(c) || speaks(prev)) &&
        (ends_noun_group(prev) || punct_is(c, prev, AG_TOK_COMMA)) && !by)
        return AG_FORM_PAST;
    if (by || (governs && (w->ahead & BEYOND_TO) && !complete(c)))
        return AG_FORM_PART;
    if (prep && (!prev || (prev->pos == AG_POS_PREP && is(c->tokens, prev->first, "as"))))
        return AG_FORM_PART; // Based on, as detailed in
    bool object = starts_noun_group(next) && !is_time(c, next);
    if (complete(c) && ends_noun_group(prev) && !object && !(next && next->pos == AG_POS_THAT))
        return AG_FORM_PART;
    if (punct_is(c, prev, AG_TOK_COMMA) && prep && (!c->need || c->need + c->maybe > 1))
        return AG_FORM_PART;
    if (prev && prev->pos == AG_POS_CONJ && c->last_verb && !object &&
        c->w[c->last_verb - 1].form == AG_FORM_PART) // was arrested and charged
        return AG_FORM_PART;
    return AG_FORM_PAST;
}

// "..., claims Dominic Raab", "..., claim passengers": a verb of saying before who says it, where the
// sentence ends.
static bool inverted_tag(const context *c, uint32_t i, const ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    if (!c->last_verb || !next || !has_sense(w, AG_CLASS_ALLEGE) ||
        !(punct_is(c, prev, AG_TOK_COMMA) || is_quote(c, prev)))
        return false;
    bool singular = w->can & AG_CAN_S;
    if (!singular && open_word(next) && (next->can & AG_CAN_PLUR))
        next = after(c, (uint32_t)(next - c->w));
    else if (!singular || !next->capital)
        return false;
    while (next && next->capital)
        next = after(c, (uint32_t)(next - c->w));
    return !next || next->pos == AG_POS_PUNCT;
}

// "Spies concluded in May that": what is said follows, so somebody says it.
static bool that_follows(const context *c, uint32_t i)
{
    enum { REACH = 4 };
    static const char *const words[] = {"that", NULL};
    for (uint32_t k = i + 2; k < c->n && k <= i + REACH; k++)
        if (one_of(c, &c->w[k], words))
            return true;
    return false;
}

// "Two men charged over the hack": a headline leaves out "are".
static bool headline_passive(const context *c, uint32_t i, const ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    if (!c->headline || c->last_verb || !ends_noun_group(prev) || carries_object(c, w) ||
        w->ahead & FINITE_AHEAD || has_sense(w, AG_CLASS_INTRANSITIVE) || has_sense(w, AG_CLASS_SAY) ||
        (has_sense(w, AG_CLASS_ASSESS) && that_follows(c, i)))
        return false;
    return !next || next->pos == AG_POS_PREP || next->pos == AG_POS_TO || next->pos == AG_POS_SUB;
}

// "the accused", "the most heavily armed": what cannot have a finite verb behind it.
static bool qualified(const context *c, const ag_word *prev)
{
    static const char *const words[] = {"the", "a", "an", "most", "more", "less", "least", NULL};
    return prev->pos == AG_POS_GEN || prev->pos == AG_POS_POSS ||
           (prev->last - prev->first == 1 && one_of(c, prev, words));
}

// "admitting attempted robbery", "Increased resources were", "..., exiled leader X said".
static bool modifies_object(const context *c, const ag_word *w, const ag_word *prev, const ag_word *next)
{
    if ((next->can & AG_CAN_NAME && !(next->can & AG_CAN_ADJ)) || is_time(c, next)) // "said last month"
        return false;
    if (!prev)
        return !c->headline;
    if (prev->pos == AG_POS_NUM) // "sent 60 armoured vehicles"
        return complete(c) && (next->can & AG_CAN_PLUR);
    if (prev->pos == AG_POS_PUNCT)
        return !is_quote(c, prev) && c->need && !c->last_verb && (w->ahead & FINITE_AHEAD) &&
               !has_sense(w, AG_CLASS_SAY); // "Ann Lee, the mayor, said residents were safe"
    if (prev->pos != AG_POS_VERB)
        return false;
    return prev->form == AG_FORM_ING || prev->form == AG_FORM_BASE || !c->need;
}

static void tag_ed(context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    bool noun_next = next && open_word(next) && (next->can & (AG_CAN_NOUN | AG_CAN_NAME | AG_CAN_ADJ));
    bool things = (w->can & AG_CAN_PLUR) && w->last - w->first == 2; // "Leaked documents show"
    if (is_aux(prev, AG_AUX_BE) || is_aux(prev, AG_AUX_HAVE))
        make(w, AG_POS_VERB, (w->can & AG_CAN_PART) ? AG_FORM_PART : AG_FORM_PAST);
    else if (things && (!prev || prev->pos == AG_POS_DET || prev->pos == AG_POS_POSS))
        make_noun(w);
    else if (inside_noun_group(prev) && !(prev->pos == AG_POS_NUM)) {
        if (noun_next || (w->can & AG_CAN_ADJ) || (w->can & AG_CAN_PART && qualified(c, prev)))
            make(w, AG_POS_ADJ, AG_FORM_NONE);
        else
            make(w, (w->can & AG_CAN_NOUN) ? AG_POS_NOUN : AG_POS_VERB,
                 (w->can & AG_CAN_NOUN) ? AG_FORM_SING : AG_FORM_PAST);
    } else if (prev && prev->pos == AG_POS_PREP && noun_next)
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else if (noun_next && w->can & AG_CAN_PART && modifies_object(c, w, prev, next))
        make(w, AG_POS_ADJ, AG_FORM_NONE);
    else if (noun_next && (!prev || prev->pos == AG_POS_THAT || prev->pos == AG_POS_SUB) &&
             has_sense(w, AG_CLASS_ALLEGED))
        make(w, AG_POS_ADJ, AG_FORM_NONE); // said that suspected rebels fled, when accused rebels fled
    else if (w->can & AG_CAN_PART && headline_passive(c, i, w))
        make(w, AG_POS_VERB, AG_FORM_PART), w->elided = true;
    else if (!(w->can & AG_CAN_PAST))
        make(w, AG_POS_VERB, AG_FORM_PART);
    else if (!(w->can & AG_CAN_PART))
        make(w, AG_POS_VERB, AG_FORM_PAST);
    else
        make(w, AG_POS_VERB, ed_form(c, i, w));
}

// What follows a verb used transitively or with a clause, and not a noun.
static bool verb_continues(const context *c, const ag_word *next)
{
    if (!next || next->pos == AG_POS_PUNCT)
        return false;
    return next->pos == AG_POS_DET || next->pos == AG_POS_POSS || next->pos == AG_POS_PRON ||
           next->pos == AG_POS_THAT || next->pos == AG_POS_TO || next->pos == AG_POS_WH ||
           next->pos == AG_POS_NUM ||
           (open_word(next) && (next->can & (AG_CAN_NAME | AG_CAN_ADJ | AG_CAN_ADV | AG_CAN_NOUN)) &&
            (!(next->can & (AG_CAN_PAST | AG_CAN_S) && !(next->can & AG_CAN_NOUN)) ||
             (next->can & AG_CAN_PART && next + 1 < c->w + c->n && (next[1].can & AG_CAN_NOUN)))) ||
           (c->title && next->pos == AG_POS_PREP);
}

static bool is_plural_name(const context *c, const ag_word *w)
{
    ag_str f = ag_token_folded(c->tokens, w->last - 1);
    bool kind = (has_sense(w, AG_CLASS_DEMONYM) && !has_sense(w, AG_CLASS_STATE)) ||
                has_sense(w, AG_CLASS_PARTY); // the United States welcomes
    return w->form == AG_FORM_PLUR || (kind && f.ptr[f.len - 1] == 's');
}

static bool number_agrees(const context *c, const ag_word *w, ag_form form)
{
    if (w->pos == AG_POS_NUM)
        return form == AG_FORM_BASE;
    if (w->can & AG_CAN_PLUR && w->can & AG_CAN_SING && w->pos == AG_POS_NOUN)
        return true; // police, staff
    if (w->pos == AG_POS_NAME && is_plural_name(c, w))
        return form == AG_FORM_BASE || (w->form == AG_FORM_PLUR && !has_sense(w, AG_CLASS_DEMONYM));
    if (w->pos == AG_POS_NAME && has_sense(w, AG_CLASS_DEMONYM) && !has_sense(w, AG_CLASS_STATE) &&
        !has_sense(w, AG_CLASS_CAPITAL) && !has_sense(w, AG_CLASS_ORG))
        return false; // Indonesian arrests
    return (w->form == AG_FORM_PLUR) == (form == AG_FORM_BASE);
}

// Could the noun group that ends with `prev`, before word i, be the subject of this form of a verb, or the
// group before it that it belongs to: "the head of the forces claims"?
static bool agrees(const context *c, uint32_t i, const ag_word *prev, ag_form form)
{
    enum { DEEPEST = 3 };
    static const char *const preps[] = {"of", "in", "on", "from", "for", "at", "with", "by", NULL};
    if (number_agrees(c, prev, form))
        return true;
    const ag_word *left = before_group(c, i);
    const ag_word *next = after(c, i);
    if (form == AG_FORM_BASE && left && left->pos == AG_POS_CONJ && left > c->w + 1) {
        bool list = punct_is(c, left - 1, AG_TOK_COMMA); // France, Spain, and Germany urge
        return (prev->pos == AG_POS_NAME || starts_object(next)) && ends_noun_group(left - (list ? 2 : 1));
    }
    bool object = next && (next->pos == AG_POS_DET || next->pos == AG_POS_POSS || next->pos == AG_POS_THAT ||
                           next->pos == AG_POS_TO || next->pos == AG_POS_PRON || next->capital);
    if (object && left && left > c->w + 1 && is(c->tokens, left->first, "by") &&
        left[-1].pos == AG_POS_VERB && left[-1].form == AG_FORM_PART && ends_noun_group(left - 2))
        return number_agrees(c, left - 2, form); // a dossier compiled by exiles claims that
    for (int depth = 0; object && depth < DEEPEST && left && left > c->w && left->pos == AG_POS_PREP;
         depth++) {
        if (!one_of(c, left, preps) || !ends_noun_group(left - 1))
            return false;
        if (number_agrees(c, left - 1, form))
            return true;
        left = before_group(c, (uint32_t)(left - c->w));
    }
    return false;
}

// The word behind word i and an adverb, if there is one.
static uint32_t past_adverb(const context *c, uint32_t i)
{
    i++;
    return i < c->n && (c->w[i].pos == AG_POS_ADV || c->w[i].can == AG_CAN_ADV) ? i + 1 : i;
}

// "welcomes and strongly supports the declaration": a pair of verbs with one object.
static bool pair_follows(const context *c, uint32_t i, ag_form form)
{
    if (i + 1 >= c->n || c->w[i + 1].pos != AG_POS_CONJ)
        return false;
    uint32_t second = past_adverb(c, i + 1);
    const ag_word *object = second + 1 < c->n ? &c->w[second + 1] : NULL;
    return object && (c->w[second].can & (form == AG_FORM_S ? AG_CAN_S : AG_CAN_BASE)) &&
           (object->pos == AG_POS_DET || object->pos == AG_POS_POSS || object->pos == AG_POS_THAT ||
            object->pos == AG_POS_TO);
}

// The second of such a pair, behind "and" and an adverb.
static bool ends_pair(const context *c, uint32_t i, ag_form form)
{
    return i >= 3 && c->w[i - 1].pos == AG_POS_ADV && c->w[i - 2].pos == AG_POS_CONJ &&
           c->w[i - 3].pos == AG_POS_VERB && c->w[i - 3].form == form && verb_continues(c, after(c, i));
}

// "groups that target hospitals", "those who claim that": the relative clause of somebody in the plural.
static bool verb_of_relative(const context *c, uint32_t i, ag_form form)
{
    const ag_word *next = after(c, i);
    if (!verb_continues(c, next))
        return false;
    if (form == AG_FORM_S)
        return true;
    const ag_word *which = before(c, i), *who = which > c->w ? which - 1 : NULL;
    if (!who || c->w[i - 1].pos == AG_POS_PUNCT)
        return false;
    bool those = is(c->tokens, who->first, "those");
    return those || (ends_noun_group(who) && number_agrees(c, who, form) &&
                     (speaks(who) || starts_object(next) ||
                      (is(c->tokens, c->w[i].first, "help") && next->can & AG_CAN_BASE)));
}

// "Demanded Norland release the crew", without "that"; who is asked is somebody.
static bool is_bare_demand(const context *c, const ag_word *left, const ag_word *prev)
{
    static const char *const demands[] = {"demand",    "demands",   "demanded",    "demanding",    "propose",
                                          "proposes",  "proposed",  "proposing",   "suggest",      "suggests",
                                          "suggested", "recommend", "recommended", "recommending", NULL};
    return left && left->pos == AG_POS_VERB && one_of(c, left, demands) && speaks(prev);
}

// "Demanded that Norland release the crew": a bare form, whoever is asked.
static bool is_subjunctive(const context *c, const ag_word *that)
{
    static const ag_known_class wishes[] = {AG_CLASS_DEMAND, AG_CLASS_DEMAND_NOUN, AG_CLASS_ORDER,
                                            AG_CLASS_INSIST, AG_CLASS_PLAN};
    static const char *const needs[] = {"important", "vital",   "essential", "imperative",
                                        "critical",  "crucial", "necessary", NULL};
    if (!that || that->pos != AG_POS_THAT || that == c->w)
        return false;
    if (one_of(c, that - 1, needs))
        return true;
    for (size_t k = 0; k < AG_ARRAY_LEN(wishes); k++)
        if (has_sense(that - 1, wishes[k]))
            return true;
    return false;
}

// ", the lawsuit claims.": a tag at the end, behind a comma.
static bool is_last_tag(const context *c, const ag_word *w, const ag_word *left, const ag_word *prev,
                        const ag_word *next)
{
    bool says = has_sense(w, AG_CLASS_SAY) || has_sense(w, AG_CLASS_ALLEGE) || has_sense(w, AG_CLASS_SUSPECT);
    bool who = has_sense(prev, AG_CLASS_REPORT) || has_sense(prev, AG_CLASS_OFFICIAL) ||
               has_sense(prev, AG_CLASS_INSTITUTION);
    return says && who && left && (punct_is(c, left, AG_TOK_COMMA) || is_quote(c, left)) &&
           (!next || punct_is(c, next, AG_TOK_STOP) ||
            (has_sense(w, AG_CLASS_SUSPECT) && punct_is(c, next, AG_TOK_COMMA)));
}

// "The council still support the law": no noun stands behind such an adverb, and none before an article.
static bool behind_adverb(const context *c, uint32_t i)
{
    static const char *const adverbs[] = {"still", "now", "also", "never", "always", "often", "then", NULL};
    const ag_word *adverb = i ? &c->w[i - 1] : NULL, *next = after(c, i);
    if (!adverb || adverb->pos != AG_POS_ADV || c->w[i].can & AG_CAN_ADJ ||
        !(one_of(c, adverb, adverbs) || ag_str_ends(ag_token_folded(c->tokens, adverb->last - 1), "ly")))
        return false;
    const ag_word *verb = next && next->pos == AG_POS_TO && next + 1 < c->w + c->n ? next + 1 : NULL;
    return starts_object(next) || (verb && (verb->can & AG_CAN_BASE || verb->pos == AG_POS_AUX));
}

// "Many believe", "one wants": a word of number that is the subject by itself. The noun would not agree
// with it.
static bool behind_quantity(const context *c, uint32_t i, ag_form form)
{
    static const char *const several[] = {"many", "few", "several", "both", "some", "most", NULL};
    static const char *const single[] = {"one", "another", "neither", "each", "other", NULL};
    const ag_word *prev = before(c, i), *next = after(c, i), *w = &c->w[i];
    if (!prev || !next || w->can & (AG_CAN_ADJ | AG_CAN_NAME))
        return false;
    if (prev->pos == AG_POS_NUM && prev + 1 == w && form == AG_FORM_BASE && !(w->can & AG_CAN_NOUN))
        return starts_object(next); // all seven deny the charges
    bool agrees = form == AG_FORM_BASE ? one_of(c, prev, several) && !(w->can & AG_CAN_PLUR)
                                       : one_of(c, prev, single) && !(w->can & AG_CAN_SING);
    bool noun = (is(c->tokens, prev->first, "some") || is(c->tokens, prev->first, "most")) && prev + 1 == w &&
                (next->pos == AG_POS_THAT || next->pos == AG_POS_TO);
    return agrees && !noun &&
           (starts_object(next) || next->pos == AG_POS_TO || is(c->tokens, next->first, "whether") ||
            (form == AG_FORM_S && open_word(next) && (next->can & AG_CAN_PLUR)));
}

// A word behind a noun group that could be its verb or go on with it: "hackers target banks".
static bool verb_after_group(const context *c, uint32_t i, const ag_word *w, ag_form form)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    bool noun = w->can & (AG_CAN_NOUN | AG_CAN_NAME);
    static const char *const causes[] = {"help",  "helped",  "helping", "let",  "make", "made",
                                         "watch", "watched", "saw",     "seen", NULL};
    const ag_word *left = before_group(c, i);
    if (left && left->pos == AG_POS_VERB && form == AG_FORM_BASE && one_of(c, left, causes) &&
        left->last - left->first == 1 && verb_continues(c, next))
        return true; // helped Norland secure a loan
    if (left && left->pos == AG_POS_AUX && left->aux != AG_AUX_BE && left->aux != AG_AUX_HAVE &&
        form == AG_FORM_BASE)
        return true; // Did Iran attack Israel?
    if (form == AG_FORM_BASE && is_subjunctive(c, left) && verb_continues(c, next))
        return true;
    if (form == AG_FORM_BASE && is_bare_demand(c, left, prev) && starts_object(next))
        return true;
    if (behind_adverb(c, i))
        return true;
    if (!agrees(c, i, prev, form))
        return false;
    if (is_last_tag(c, w, left, prev, next))
        return true;
    const ag_word *last = next ? after(c, (uint32_t)(next - c->w)) : NULL;
    if (noun && form == AG_FORM_S && next && next->can == AG_CAN_ADJ && (!last || last->pos == AG_POS_PUNCT))
        return false; // calling the fraud claims malicious
    bool says = has_sense(w, AG_CLASS_SAY) || has_sense(w, AG_CLASS_REJECT) || has_sense(w, AG_CLASS_DENY);
    if (says && prev->pos == AG_POS_NAME && (!next || next->pos == AG_POS_PUNCT))
        return true; // ", Reuters reports.", "a charge Norland disputes."
    static const char *const shows[] = {"show",     "shows",     "suggest", "suggests",
                                        "indicate", "indicates", NULL};
    if (one_of(c, w, shows) && left && punct_is(c, left, AG_TOK_COMMA) &&
        (!next || next->pos == AG_POS_PUNCT))
        return true; // ", records show."
    // no noun group goes on with an article or another name
    bool parts = next && (next->pos == AG_POS_DET || next->pos == AG_POS_POSS ||
                          is_subject_pronoun(c, next) || (next->capital && (next->can & AG_CAN_NAME)));
    bool said = (has_sense(w, AG_CLASS_SAY) || has_sense(w, AG_CLASS_ALLEGE)) && speaks(prev) &&
                starts_noun_group(next);
    bool other = (w->ahead & STRONG_AHEAD) || (w->ahead & FINITE_AHEAD && !starts_noun_group(next));
    if (complete(c) || (noun && !parts && !said && other))
        return false;
    if (verb_continues(c, next) || pair_follows(c, i, form))
        return true;
    bool governed = left && (left->pos == AG_POS_PREP || left->pos == AG_POS_SUB || left->pos == AG_POS_VERB);
    return c->need && !c->headline && !governed && !(w->ahead & MAYBE_AHEAD) && next &&
           next->pos != AG_POS_PUNCT && next->pos != AG_POS_CONJ;
}

// Behind "and", "or": goes on as the verb before did: "to find and hold them".
static bool verb_after_conjunction(const context *c, uint32_t i, const ag_word *w, ag_form form)
{
    const ag_word *next = after(c, i);
    const ag_word *left = i >= 2 ? &c->w[i - 2] : NULL;
    static const char *const attempts[] = {"try", "need", "want", "start", "continue", NULL};
    if (!c->last_verb || !left)
        return false;
    if (form == AG_FORM_S)
        return (left->pos == AG_POS_VERB || !c->need) && verb_continues(c, next);
    if (c->w[c->last_verb - 1].form != AG_FORM_BASE)
        return false;
    bool noun = w->can & (AG_CAN_NOUN | AG_CAN_NAME);
    if (left->pos == AG_POS_VERB || left->pos == AG_POS_ADV)
        return true;
    bool object =
        next && open_word(next) && next->can == AG_CAN_ADJ && noun_comes(c, i); // and launch new attacks
    return !noun || object || (next && next->pos == AG_POS_TO && one_of(c, w, attempts)) ||
           (next && (next->pos == AG_POS_DET || next->pos == AG_POS_POSS || next->pos == AG_POS_PRON ||
                     next->pos == AG_POS_THAT || next->capital));
}

// "attempted to", "conspiring to": verbs that the lexicon keeps together with the "to" of an infinitive.
static bool keeps_to(const context *c, const ag_word *w)
{
    static const char *const stems[] = {"attempt", "threaten", "conspir",  "plot",   "neglect",
                                        "prepar",  "gear",     "determin", "resolv", NULL};
    if (w->pos != AG_POS_VERB || w->last - w->first < 2 || !is(c->tokens, w->last - 1, "to"))
        return false;
    ag_str f = ag_token_folded(c->tokens, w->first);
    for (const char *const *stem = stems; *stem; stem++)
        if (f.len >= strlen(*stem) && memcmp(f.ptr, *stem, strlen(*stem)) == 0)
            return true;
    return false;
}

static bool is_demonstrative(const context *c, const ag_word *w)
{
    return w && w->pos == AG_POS_DET && (is(c->tokens, w->first, "this") || is(c->tokens, w->first, "that"));
}

// A bare form behind words that only a verb follows: "please visit", "rather than undermine his own party",
// "all they did is create a fund", "help make our streets safer".
static bool is_bare_verb(const context *c, uint32_t i, const ag_word *prev, const ag_word *next)
{
    static const char *const doing[] = {"do", "does", "did", "done", NULL};
    const ag_word *w = &c->w[i];
    if (!prev || !(w->can & AG_CAN_BASE))
        return false;
    bool object = starts_object(next);
    if (prev + 1 == w && is(c->tokens, prev->last - 1, "please") && i && prev->pos != AG_POS_AUX)
        return object;
    if (prev->pos == AG_POS_PREP && is(c->tokens, prev->last - 1, "than"))
        return object && next->pos != AG_POS_THAT && !next->capital;
    if (is_aux(prev, AG_AUX_BE))
        return prev > c->w && one_of(c, prev - 1, doing);
    return false;
}

// "That means nobody left", "the right to vote means that": not the means.
static bool is_meaning(const context *c, const ag_word *w, const ag_word *prev, const ag_word *next)
{
    if (!is(c->tokens, w->first, "means") || !prev || !next || w->last - w->first != 1)
        return false;
    bool that = next->pos == AG_POS_THAT || is_subject_pronoun(c, next);
    return is(c->tokens, prev->first, "that") || is(c->tokens, prev->first, "this")
               ? next->pos != AG_POS_PREP && next->pos != AG_POS_PUNCT && next->pos != AG_POS_AUX
               : that && (ends_noun_group(prev) || prev->pos == AG_POS_VERB);
}

// "Norland says talks failed, urges Peru to return": the second verb of a headline, or of a present report.
static bool continues_report(const context *c, uint32_t i, const ag_word *prev, const ag_word *next)
{
    bool present = c->last_verb && c->w[c->last_verb - 1].form == AG_FORM_S;
    bool headline = c->headline && c->last_verb && next && next->pos == AG_POS_TO;
    return punct_is(c, prev, AG_TOK_COMMA) && !(c->w[i].can & AG_CAN_SING) &&
           ((present && starts_object(next) && next->pos != AG_POS_THAT) || headline ||
            (c->headline && c->last_verb && next && next->capital));
}

// Noun or base/-s verb: "claims", "attack".
static void tag_base(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    ag_form form = (w->can & AG_CAN_BASE) ? AG_FORM_BASE : AG_FORM_S;
    bool noun = w->can & (AG_CAN_NOUN | AG_CAN_NAME);
    bool modal = prev && prev->pos == AG_POS_AUX && prev->aux != AG_AUX_BE && prev->aux != AG_AUX_HAVE;
    bool to = prev && (prev->pos == AG_POS_TO || keeps_to(c, prev));
    static const char *const helpers[] = {"help", "helped", "helping", NULL};
    bool help =
        prev && ((prev->pos == AG_POS_VERB && prev->last - prev->first == 1 && one_of(c, prev, helpers)) ||
                 (prev->pos == AG_POS_PRON && is(c->tokens, prev->first, "'s"))); // let's go
    bool better =
        i >= 2 && is(c->tokens, c->w[i - 1].first, "better") && is(c->tokens, c->w[i - 2].first, "had");
    if (((to || modal || help || better) && (w->can & AG_CAN_BASE)) || is_bare_verb(c, i, prev, next))
        make(w, AG_POS_VERB, AG_FORM_BASE);
    else if (is_subject_pronoun(c, prev) && !is_time(c, w))
        make(w, AG_POS_VERB, form);
    else if (form == AG_FORM_S && !noun && is_demonstrative(c, prev))
        make(w, AG_POS_VERB, form); // this requires
    else if (form == AG_FORM_S && (is_meaning(c, w, prev, next) || continues_report(c, i, prev, next)))
        make(w, AG_POS_VERB, form);
    else if (behind_quantity(c, i, form))
        make(w, AG_POS_VERB, form);
    else if (inside_noun_group(prev) || (prev && prev->pos == AG_POS_PREP))
        make_in_group(c, i, w);
    else if (prev && prev->pos == AG_POS_AUX)
        (w->can & AG_CAN_ADJ) ? make(w, AG_POS_ADJ, AG_FORM_NONE) : make_nominal(w);
    else if (!noun && !(w->can & AG_CAN_ADJ))
        make(w, AG_POS_VERB, form);
    else if ((w->can & AG_CAN_ADJ) &&
             (!prev || next == NULL || (open_word(next) && (next->can & AG_CAN_NOUN))))
        make_in_group(c, i, w);
    else if (ends_noun_group(prev))
        verb_after_group(c, i, w, form) ? make(w, AG_POS_VERB, form)
        : (w->can & AG_CAN_ADV && !noun && next && !next->capital)
            ? make(w, AG_POS_ADV, AG_FORM_NONE) // further
            : make_nominal(w);
    else if (prev && (prev->pos == AG_POS_THAT || prev->pos == AG_POS_WH))
        verb_of_relative(c, i, form) ? make(w, AG_POS_VERB, form) : make_nominal(w);
    else if (ends_pair(c, i, form))
        make(w, AG_POS_VERB, form);
    else if (punct_is(c, prev, AG_TOK_COMMA) && form == AG_FORM_S && c->need && noun && i > 2 &&
             !(w->ahead & STRONG_AHEAD) && verb_continues(c, next))
        make(w, AG_POS_VERB, form); // the king, 73, urges the nation
    else if (inverted_tag(c, i, w))
        make(w, AG_POS_VERB, AG_FORM_S);
    else if (prev && prev->pos == AG_POS_CONJ)
        verb_after_conjunction(c, i, w, form) ? make(w, AG_POS_VERB, form) : make_nominal(w);
    else if (!prev && form == AG_FORM_BASE && next &&
             (next->pos == AG_POS_DET || next->pos == AG_POS_POSS || next->can == AG_CAN_ING))
        make(w, AG_POS_VERB, AG_FORM_BASE);
    else
        make_nominal(w);
}

static void tag_that(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i), *next = after(c, i);
    if (!next || next->pos == AG_POS_PUNCT)
        make(w, AG_POS_PRON, AG_FORM_NONE);
    else if (!prev || prev->pos == AG_POS_PREP || prev->pos == AG_POS_CONJ ||
             punct_is(c, prev, AG_TOK_STOP)) {
        if (prev && prev->pos == AG_POS_CONJ && starts_noun_group(next))
            return;
        make(w, open_word(next) && (next->can & AG_CAN_SING) ? AG_POS_DET : AG_POS_PRON, AG_FORM_NONE);
    } else if (prev->pos == AG_POS_VERB && open_word(next) && (next->can & AG_CAN_SING) &&
               !(next->can & AG_CAN_NAME) && !(w->ahead & FINITE_AHEAD))
        make(w, AG_POS_DET, AG_FORM_NONE);
}

// 's: possessive, or short for is or has.
static void tag_gen(const context *c, uint32_t i, ag_word *w)
{
    static const char *const subjects[] = {"he",   "she", "it",    "that", "there", "this",
                                           "what", "who", "where", "how",  "here",  "when",
                                           "why",  "it",  "which", "so",   "now",   NULL};
    static const char *const articles[] = {"a", "an", "the", "no", "this", "that", NULL};
    static const char *const told[] = {"accused",  "charged",   "expected", "supposed", "believed", "allowed",
                                       "required", "suspected", "wanted",   "known",    NULL};
    const ag_word *prev = i ? &c->w[i - 1] : NULL, *next = after(c, i);
    if (!is(c->tokens, w->first, "'s") || !prev)
        return;
    if (is(c->tokens, prev->first, "let")) {
        make(w, AG_POS_PRON, AG_FORM_NONE);
        return;
    }
    bool participle = next && open_word(next) && (next->can & AG_CAN_PART) && !(next->can & AG_CAN_ADJ);
    bool been = next && next->pos == AG_POS_AUX && is(c->tokens, next->first, "been");
    bool going = next && open_word(next) && next->can == AG_CAN_ING && next + 1 < c->w + c->n &&
                 (next[1].pos == AG_POS_TO || next[1].pos == AG_POS_DET);
    if (!one_of(c, prev, subjects) && !been && !going && !(next && next->pos == AG_POS_NEG) &&
        !(next && next->pos == AG_POS_DET && one_of(c, next, articles)))
        return;
    w->pos = AG_POS_AUX;
    const ag_word *behind = participle && next + 1 < c->w + c->n ? next + 1 : NULL;
    bool passive =
        behind && (is(c->tokens, behind->first, "by") ||
                   (one_of(c, next, told) && (behind->pos == AG_POS_PREP || behind->pos == AG_POS_TO)));
    w->aux = (participle && !passive) || been ? AG_AUX_HAVE : AG_AUX_BE;
}

// "the following statement", "the above": no preposition stands behind an article.
// "about 30 officers", "over 200 people": the word belongs to the number, where it counts no time ("over two
// weeks", "about 1990").
static bool counts(const context *c, uint32_t i)
{
    static const char *const words[] = {"about", "around", "over", NULL};
    if (!one_of(c, &c->w[i], words) || i + 2 >= c->n || c->w[i + 1].pos != AG_POS_NUM)
        return false;
    ag_str number = ag_token_folded(c->tokens, c->w[i + 1].first);
    bool year = number.len == 4 && (memcmp(number.ptr, "19", 2) == 0 || memcmp(number.ptr, "20", 2) == 0);
    return !year && open_word(&c->w[i + 2]) && !has_sense(&c->w[i + 2], AG_CLASS_TIME);
}

static void tag_prep(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *subject = after(c, i);
    if (is(c->tokens, w->first, "as") && is_subject_pronoun(c, subject) &&
        !is(c->tokens, subject->first, "it") && subject->pos == AG_POS_PRON) {
        w->pos = AG_POS_SUB; // as he left
        return;
    }
    static const char *const articles[] = {"the", "a", "an", NULL};
    static const char *const likers[] = {"i", "we", "you", "they", NULL};
    const ag_word *prev = i ? &c->w[i - 1] : NULL, *next = after(c, i);
    if (counts(c, i))
        make(w, AG_POS_ADV, AG_FORM_NONE);
    if (!prev || w->last - w->first != 1 || w->pos == AG_POS_ADV)
        return;
    bool noun_next = next && open_word(next) && (next->can & (AG_CAN_NOUN | AG_CAN_NAME | AG_CAN_ADJ));
    bool large = prev->pos == AG_POS_ADJ && i >= 2 && one_of(c, prev - 1, articles) &&
                 (is(c->tokens, w->first, "following") || is(c->tokens, w->first, "inside"));
    if ((prev->pos == AG_POS_DET && one_of(c, prev, articles)) || prev->pos == AG_POS_POSS || large)
        make(w, noun_next ? AG_POS_ADJ : AG_POS_NOUN, AG_FORM_SING);
    else if (is(c->tokens, w->first, "like") &&
             (is_aux(prev, AG_AUX_WOULD) || is_aux(prev, AG_AUX_DO) || one_of(c, prev, likers) ||
              (i >= 2 && is_aux(prev - 1, AG_AUX_DO)))) // do not like, did really like
        make(w, AG_POS_VERB, AG_FORM_BASE);
}

// "has long accused", "has further accused", "a firm long accused of": an adjective's form there is an
// adverb.
static bool splits_perfect(const context *c, uint32_t i, const ag_word *prev)
{
    const ag_word *next = after(c, i);
    bool participle = next && ((next->can & AG_CAN_PART) || is(c->tokens, next->first, "been"));
    bool is_long = is(c->tokens, c->w[i].first, "long");
    bool behind =
        is_aux(prev, AG_AUX_HAVE) || (is_long && (ends_noun_group(prev) || punct_is(c, prev, AG_TOK_COMMA)));
    return prev && participle && behind && (is_long || is(c->tokens, c->w[i].first, "further"));
}

// "a later date", "the only candidate": an adverb between article and noun.
static bool modifies_noun(const context *c, uint32_t i)
{
    const ag_word *prev = i ? &c->w[i - 1] : NULL, *next = after(c, i);
    static const char *const leads[] = {"the", "a", "an", "this", "that", NULL};
    bool led = prev && (prev->pos == AG_POS_POSS || prev->pos == AG_POS_GEN ||
                        (prev->pos == AG_POS_DET && one_of(c, prev, leads)));
    bool noun = next && open_word(next) && (next->can & (AG_CAN_NOUN | AG_CAN_NAME)) &&
                !(next->can & (AG_CAN_ADJ | AG_CAN_PART | AG_CAN_ADV));
    bool postposed = prev && ends_noun_group(prev); // devices worldwide
    return (led && noun) || (noun && (c->w[i].can & AG_CAN_ADJ) && !postposed);
}

// "He vapes a pen": no noun stands behind "he", whatever the word means.
static bool is_unknown_verb(const context *c, uint32_t i)
{
    static const char *const words[] = {"he", "she", "it", NULL};
    const ag_word *w = &c->w[i];
    return !w->nsenses && w->can == AG_CAN_PLUR && i && one_of(c, w - 1, words) &&
           c->w[i - 1].pos == AG_POS_PRON && starts_object(after(c, i));
}

// "They both deny it", "the crews each had": belongs to the verb behind it, and is no noun of its own.
static void tag_floating(const context *c, uint32_t i, ag_word *w)
{
    static const char *const words[] = {"both", "each", "all", NULL};
    const ag_word *prev = before(c, i);
    uint32_t verb = past_adverb(c, i);
    if (!one_of(c, w, words) || w->last - w->first != 1 || verb >= c->n)
        return;
    const ag_word *next = &c->w[verb];
    if (open_word(next) && verb + 1 < c->n && next[1].pos == AG_POS_AUX) // "which all involved must end"
        return;
    bool certain = is_subject_pronoun(c, prev); // the verb may look like a noun then: "they all claim that"
    bool likely = ends_noun_group(prev) && c->need && !(next->can & (AG_CAN_NOUN | AG_CAN_ADJ | AG_CAN_NAME));
    bool within =
        prev && prev->pos == AG_POS_AUX && (next->can & (AG_CAN_PART | AG_CAN_ING)); // "are both held"
    bool list = prev && prev->pos == AG_POS_NAME && prev > c->w && prev[-1].pos == AG_POS_CONJ && c->need &&
                (next->can & AG_CAN_BASE) && verb + 1 < c->n && (next[1].capital || starts_object(next + 1));
    if (within || ((certain || likely || list) && (next->pos == AG_POS_AUX || next->can & AG_CAN_FINITE)))
        make(w, AG_POS_ADV, AG_FORM_NONE);
}

static void tag_open(context *c, uint32_t i, ag_word *w)
{
    const ag_word *prev = before(c, i);
    if (is_unknown_verb(c, i)) {
        make(w, AG_POS_VERB, AG_FORM_S);
        return;
    }
    if (splits_perfect(c, i, prev))
        make(w, AG_POS_ADV, AG_FORM_NONE);
    else if (w->capital && (w->can & AG_CAN_NAME))
        make(w, AG_POS_NAME, (w->can & AG_CAN_PLUR) ? AG_FORM_PLUR : AG_FORM_NONE);
    else if ((w->can & (AG_CAN_PAST | AG_CAN_PART)) &&
             !((w->can & AG_CAN_BASE) && prev &&
               (prev->pos == AG_POS_TO ||
                (prev->pos == AG_POS_AUX && !is_aux(prev, AG_AUX_BE) && !is_aux(prev, AG_AUX_HAVE)))))
        tag_ed(c, i, w);
    else if (w->can & AG_CAN_ING)
        tag_ing(c, i, w);
    else if (w->can & (AG_CAN_BASE | AG_CAN_S))
        tag_base(c, i, w);
    else if (w->can & AG_CAN_NAME)
        make(w, AG_POS_NAME, AG_FORM_NONE);
    else if ((w->can & AG_CAN_ADV) && !(w->can & AG_CAN_NOUN))
        make(w, modifies_noun(c, i) ? AG_POS_ADJ : AG_POS_ADV, AG_FORM_NONE);
    else if ((w->can & AG_CAN_ADJ) || (w->can & AG_CAN_NOUN))
        make_in_group(c, i, w);
    else
        make(w, AG_POS_ADV, AG_FORM_NONE);
}

// "has since closed"
static void tag_sub(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *next = after(c, i);
    if (is(c->tokens, w->first, "since") && i && is_aux(&c->w[i - 1], AG_AUX_HAVE) && next &&
        (next->pos == AG_POS_AUX || next->can & AG_CAN_PART))
        make(w, AG_POS_ADV, AG_FORM_NONE);
}

// "Would most affect families", "to better ensure that": between an auxiliary or "to" and its verb these are
// adverbs. "To better trade relations" is none of it, so behind "to" an object has to follow.
static void split_infinitives(const context *c)
{
    static const char *const words[] = {"likely", "only",   "better", "best", "further",
                                        "most",   "either", "just",   "much", NULL};
    for (uint32_t i = 1; i + 2 < c->n; i++) {
        ag_word *w = &c->w[i];
        const ag_word *lead = w - 1, *verb = w + 1;
        bool modal = lead->pos == AG_POS_AUX && lead->aux != AG_AUX_BE && lead->aux != AG_AUX_HAVE;
        if ((!modal && lead->pos != AG_POS_TO) || !one_of(c, w, words) || w->last - w->first != 1)
            continue;
        if (open_word(verb) && (verb->can & AG_CAN_BASE) && !verb->capital &&
            (starts_object(w + 2) || (modal && open_word(w + 2))))
            set_closed(w, AG_POS_ADV);
    }
}

static void tag_her(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *next = after(c, i);
    if (next && open_word(next) && next->can == AG_CAN_ADV && after(c, i + 1)) // his recently published notes
        next = after(c, i + 1);
    bool her = is(c->tokens, w->first, "her") || is(c->tokens, w->first, "his");
    if (!her)
        return;
    bool noun =
        next && ((open_word(next) &&
                  (next->can & (AG_CAN_NOUN | AG_CAN_ADJ | AG_CAN_NAME | AG_CAN_PART | AG_CAN_ING))) ||
                 next->pos == AG_POS_NUM);
    if (noun && open_word(next) && next->can == AG_CAN_ADJ) { // held her accountable for it
        const ag_word *behind = after(c, (uint32_t)(next - c->w));
        noun = behind && (open_word(behind) || behind->pos == AG_POS_CONJ || behind->pos == AG_POS_NUM);
    }
    w->pos = noun ? AG_POS_POSS : AG_POS_PRON;
}

// "went to jail after", "gone to court": a place without an article, not what somebody did next.
static bool is_goal(const context *c, uint32_t i, const ag_word *next)
{
    static const char *const going[] = {"go", "goes", "went", "gone", NULL};
    if (!i || !one_of(c, &c->w[i - 1], going) || !(next->can & AG_CAN_SING))
        return false;
    const ag_word *behind = after(c, (uint32_t)(next - c->w));
    return !starts_noun_group(behind);
}

static void tag_to(const context *c, uint32_t i, ag_word *w)
{
    const ag_word *next = after(c, i);
    while (next && next + 1 < c->w + c->n &&
           (next->pos == AG_POS_NEG || next->pos == AG_POS_ADV ||
            (open_word(next) && next->can == AG_CAN_ADV) ||
            (next->pos == AG_POS_CONJ && next[-1].can == AG_CAN_ADV && next[1].can == AG_CAN_ADV)))
        next++;
    bool infinitive =
        next && ((next->pos == AG_POS_AUX &&
                  (next->aux == AG_AUX_BE || next->aux == AG_AUX_HAVE || next->aux == AG_AUX_DO)) ||
                 (open_word(next) && (next->can & AG_CAN_BASE) && !next->capital));
    if (!infinitive || is_goal(c, i, next))
        w->pos = AG_POS_PREP;
}

static void note_finite(context *c)
{
    if (c->need)
        c->need--;
    else
        c->maybe = false;
}

static bool is_finite(const context *c, uint32_t i, const ag_word *w)
{
    static const char *const bare[] = {"be", "been", "being", "having", NULL};
    const ag_word *prev = before(c, i);
    bool led = prev && (prev->pos == AG_POS_AUX || prev->pos == AG_POS_TO);
    if (w->elided)
        return true;
    if (w->pos == AG_POS_AUX)
        return !led && !one_of(c, w, bare);
    return w->form == AG_FORM_PAST || w->form == AG_FORM_S || (w->form == AG_FORM_BASE && !led);
}

static void track_clause(context *c, uint32_t i, const ag_word *w)
{
    enum { DEEPEST = 4 };
    const ag_word *next = after(c, i);
    switch (w->pos) {
    case AG_POS_AUX:
    case AG_POS_VERB:
        if (is_finite(c, i, w))
            note_finite(c);
        if (w->pos == AG_POS_VERB)
            c->last_verb = i + 1;
        if (w->pos == AG_POS_VERB && (has_sense(w, AG_CLASS_SAY) || has_sense(w, AG_CLASS_GUESS)) &&
            starts_noun_group(next))
            c->maybe = true; // "said Iran attacked"
        break;
    case AG_POS_THAT:
    case AG_POS_WH:
    case AG_POS_SUB:
        if (c->need < DEEPEST)
            c->need++;
        c->maybe = false;
        break;
    case AG_POS_CONJ:
        c->maybe = true;
        break;
    case AG_POS_PUNCT:
        if (!is_quote(c, w))
            c->maybe = true;
        if (punct_is(c, w, AG_TOK_COLON) || punct_is(c, w, AG_TOK_SEMICOLON) || punct_is(c, w, AG_TOK_STOP))
            c->need = 1;
        break;
    default:
        break;
    }
}

static bool in_capitals(const ag_tokens *tokens, uint32_t first, uint32_t last)
{
    uint32_t capitals = 0, words = 0;
    for (uint32_t i = first; i < last; i++) {
        const ag_token *t = &tokens->list.at[i];
        bool word = t->kind == AG_TOK_WORD && t->end - t->start > 3;
        words += word;
        capitals += word && (t->flags & AG_TF_CAPS);
    }
    return capitals * 4 > words * 3;
}

// Token i begins a clause behind a mark, so that a capital says nothing.
static bool behind_mark(const ag_tokens *tokens, uint32_t first, uint32_t i)
{
    if (i == first)
        return true;
    const ag_token *t = &tokens->list.at[i - 1];
    switch (t->kind) {
    case AG_TOK_QUOTE:
        if (i - 1 > first && !(t->flags & AG_TF_OPENS))
            return false;
        break;
    case AG_TOK_COLON:
    case AG_TOK_DASH:
    case AG_TOK_STOP:
    case AG_TOK_QUESTION:
    case AG_TOK_EXCLAM:
    case AG_TOK_ELLIPSIS:
    case AG_TOK_LPAREN:
    case AG_TOK_RPAREN:
    case AG_TOK_BULLET:
        break;
    default:
        return false;
    }
    return true;
}

static bool ends_in_stop(const ag_tokens *tokens, uint32_t first, uint32_t last)
{
    while (last > first && (tokens->list.at[last - 1].kind == AG_TOK_QUOTE ||
                            tokens->list.at[last - 1].kind == AG_TOK_RPAREN))
        last--;
    if (last == first)
        return true;
    uint8_t kind = tokens->list.at[last - 1].kind;
    return kind == AG_TOK_STOP || kind == AG_TOK_QUESTION || kind == AG_TOK_EXCLAM ||
           kind == AG_TOK_ELLIPSIS || kind == AG_TOK_SEMICOLON || kind == AG_TOK_COMMA ||
           kind == AG_TOK_COLON;
}

static void read_words(const ag_grammar *g, const ag_tokens *tokens, uint32_t first, uint32_t last,
                       bool title, ag_words *out)
{
    out->n = 0;
    place at = {.first = true,
                .title = title,
                .capitals = title && in_capitals(tokens, first, last),
                .start = first,
                .end = last};
    bool opening = true; // nothing but marks so far
    for (uint32_t i = first; i < last;) {
        ag_lexicon_expect(g->lex, tokens, i);
        at.mark = opening || behind_mark(tokens, first, i);
        at.first = opening || (at.mark && !(i + 1 < last && (tokens->list.at[i + 1].flags & AG_TF_CAP)));
        ag_reserve(out, out->n + 1);
        ag_word *w = &out->at[out->n];
        read_word(g, tokens, i, last, out, &at, w);
        opening &= w->pos == AG_POS_PUNCT;
        out->n++;
        i = w->last;
    }
}

void ag_tag(const ag_grammar *g, const ag_tokens *tokens, const char *text, uint32_t first, uint32_t last,
            bool title, ag_words *out)
{
    AG_UNUSED(text);
    read_words(g, tokens, first, last, title, out);
    context c = {.g = g, .tokens = tokens, .w = out->at, .n = (uint32_t)out->n, .title = title, .need = 1};
    c.headline = !ends_in_stop(tokens, first, last);
    split_infinitives(&c);
    look_ahead(&c);
    for (uint32_t i = 0; i < c.n; i++) {
        ag_word *w = &c.w[i];
        if (open_word(w))
            tag_open(&c, i, w);
        else if (w->pos == AG_POS_THAT)
            tag_that(&c, i, w);
        else if (w->pos == AG_POS_GEN)
            tag_gen(&c, i, w);
        else if (w->pos == AG_POS_TO)
            tag_to(&c, i, w);
        else if (w->pos == AG_POS_PREP)
            tag_prep(&c, i, w);
        else if (w->pos == AG_POS_SUB)
            tag_sub(&c, i, w);
        else if (w->pos == AG_POS_DET)
            tag_floating(&c, i, w);
        else if (w->pos == AG_POS_POSS || w->pos == AG_POS_PRON)
            tag_her(&c, i, w);
        track_clause(&c, i, w);
    }
}
