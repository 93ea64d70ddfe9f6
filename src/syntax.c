// SPDX-License-Identifier: MIT
#include "syntax.h"

#include <string.h>

enum { DEPTH = 12, WAITING = 4 };
static const uint32_t NONE = UINT32_MAX;

typedef enum clause_kind { MAIN, RELATIVE, CONTENT, ADVERBIAL } clause_kind;

// A clause that is open where the pass stands. Links are empty where nothing has been found yet.
typedef struct clause {
    clause_kind kind;
    ag_link first;      // first noun phrase before the verb, outside of prepositional phrases
    ag_link near;       // last such, since the last finite verb
    ag_link second;     // first noun phrase behind a comma since the last finite verb
    ag_link subject;    // of the last finite verb
    ag_link antecedent; // of a relative clause
    uint32_t verb;      // last finite verb
    bool prepositional; // behind "after", "before", "since", which a noun phrase may end
    bool open_question; // behind "if", "even if", "whether", "unless"
} clause;

typedef struct linker {
    const ag_grammar *g;
    const ag_tokens *tokens;
    ag_item *items;
    uint32_t n;
    clause stack[DEPTH];
    uint32_t depth;            // of the clause at hand
    ag_link last;              // last noun phrase
    ag_link aimed;             // last noun phrase behind "on", "against" or "to" since the last finite verb
    uint32_t predicate;        // last verb of any kind
    uint32_t passive;          // the passive whose "by" phrase may still come
    uint32_t waiting[WAITING]; // participles that stand before the subject of their clause
    uint32_t nwaiting;
    bool opens_quoted; // the sentence begins with a quotation that is still open
} linker;

// ---- small questions ----

static bool is_empty(ag_link l)
{
    return l.first == l.last;
}

static ag_category category(const linker *l, uint32_t i)
{
    return i < l->n ? (ag_category)l->items[i].category : AG_CAT_STOP;
}

AG_INLINE bool word_is(const linker *l, uint32_t i, const char *word)
{
    if (i >= l->n || l->items[i].last - l->items[i].first != 1)
        return false;
    return ag_str_is(ag_token_folded(l->tokens, l->items[i].first), word);
}

AG_INLINE bool ends_with(const linker *l, uint32_t i, const char *word)
{
    return ag_str_is(ag_token_folded(l->tokens, l->items[i].last - 1u), word);
}

static bool is_noun(ag_category c)
{
    return c == AG_CAT_NG || c == AG_CAT_NPOSS;
}

static bool has(const linker *l, uint32_t i, uint32_t feature)
{
    return i < l->n && (l->items[i].features & feature);
}

static bool is_actor(const linker *l, ag_link np)
{
    return !is_empty(np) && has(l, np.head, AG_FEAT(ACTOR));
}

static bool has_class(const linker *l, uint32_t i, const ag_known_class *classes, size_t n)
{
    for (size_t k = 0; i < l->n && k < n; k++)
        if (ag_known_set_has(&l->items[i].known, classes[k]))
            return true;
    return false;
}

static bool lemma_is(const linker *l, uint32_t i, const char *lemma)
{
    return i < l->n && l->items[i].lemma &&
           strcmp(ag_lexicon_string(l->g->lex, l->items[i].lemma), lemma) == 0;
}

// Verbs that take a clause for their object, and whose subject goes on in a coordinated verb of the same
// kind.
static bool is_speech(const linker *l, uint32_t i)
{
    static const ag_known_class classes[] = {
        AG_CLASS_SAY,  AG_CLASS_ALLEGE, AG_CLASS_ASSESS, AG_CLASS_INSIST, AG_CLASS_ADMIT,
        AG_CLASS_DENY, AG_CLASS_REJECT, AG_CLASS_ACCUSE, AG_CLASS_BLAME,  AG_CLASS_CONDEMN,
        AG_CLASS_WARN, AG_CLASS_DEMAND, AG_CLASS_SUSPECT};
    return has_class(l, i, classes, AG_ARRAY_LEN(classes));
}

// Speech whose object is what is said, not whom it is said of.
static bool says_clause(const linker *l, uint32_t i)
{
    static const ag_known_class classes[] = {AG_CLASS_SAY,    AG_CLASS_ALLEGE, AG_CLASS_ASSESS,
                                             AG_CLASS_INSIST, AG_CLASS_ADMIT,  AG_CLASS_WARN};
    return has_class(l, i, classes, AG_ARRAY_LEN(classes));
}

// "Who first said": when, not who.
static bool is_ordinal(const linker *l, uint32_t i)
{
    return i > 0 && category(l, i + 1) == AG_CAT_VG && word_is(l, i, "first") &&
           (category(l, i - 1) == AG_CAT_WH || category(l, i - 1) == AG_CAT_THAT);
}

// The item before i; adverbs, times, negations and quotation marks do not count.
static uint32_t before(const linker *l, uint32_t i)
{
    while (i-- > 0) {
        switch (category(l, i)) {
        case AG_CAT_ADV:
        case AG_CAT_TIME:
        case AG_CAT_NEG:
        case AG_CAT_QO:
        case AG_CAT_QC:
            break;
        default:
            if (is_ordinal(l, i))
                break;
            return i;
        }
    }
    return NONE;
}

static clause *top(linker *l)
{
    return &l->stack[l->depth];
}

static uint32_t top_verb(const linker *l)
{
    return l->stack[l->depth].verb;
}

static void open_clause(linker *l, clause_kind kind, ag_link antecedent)
{
    if (l->depth + 1 == DEPTH)
        return;
    l->stack[++l->depth] = (clause){.kind = kind, .antecedent = antecedent, .verb = NONE};
}

static void close_clause(linker *l)
{
    if (l->depth > 0)
        l->depth--;
}

static void restart(linker *l)
{
    l->depth = 0;
    l->stack[0] = (clause){.kind = MAIN, .verb = NONE};
    l->last = l->aimed = (ag_link){0};
    l->predicate = l->passive = NONE;
    l->nwaiting = 0;
    l->opens_quoted = false;
}

// ---- noun phrases ----

// End of one noun phrase at i, its "of" phrases and bracketed short form included; i where there is none.
static uint32_t simple_end(const linker *l, uint32_t i, uint16_t *head)
{
    uint32_t k = i;
    while (category(l, k) == AG_CAT_NPOSS)
        k++;
    if (category(l, k) != AG_CAT_NG)
        return i;
    *head = (uint16_t)k++;
    for (int of = 0; of < 3; of++) {
        if (category(l, k) == AG_CAT_LP && category(l, k + 1) == AG_CAT_NG && category(l, k + 2) == AG_CAT_RP)
            k += 3;
        uint32_t next = k + 1;
        while (category(l, next) == AG_CAT_NPOSS)
            next++;
        bool genitive = category(l, next) != AG_CAT_NG && next > k + 1; // "a friend of Lee's"
        if (of == 2 || category(l, k) != AG_CAT_P || !word_is(l, k, "of") ||
            (category(l, next) != AG_CAT_NG && !genitive))
            break;
        k = genitive ? next : next + 1;
    }
    return k;
}

// and, or, nor, as well as.
static bool joins(const linker *l, uint32_t i)
{
    bool phrase = i < l->n && l->items[i].last - l->items[i].first > 1;
    return category(l, i) == AG_CAT_CONJ &&
           (phrase || word_is(l, i, "and") || word_is(l, i, "or") || word_is(l, i, "nor"));
}

// "Moore, a judge and a senator, denies": the list says who the name is.
static bool is_apposition(const linker *l, uint32_t end, uint32_t next)
{
    if (next != end + 1 || end == 0 || !has(l, end - 1, AG_FEAT(NAME)) || next >= l->n)
        return false;
    ag_str f = ag_token_folded(l->tokens, l->items[next].first);
    return ag_str_is(f, "a") || ag_str_is(f, "an");
}

// ", X" and "and X" behind a noun phrase that ends at `end`: the end of the whole list, or `end` where it is
// none.
static uint32_t list_end(const linker *l, uint32_t end)
{
    uint32_t k = end;
    for (int part = 0; part < 8; part++) {
        bool comma = category(l, k) == AG_CAT_COMMA;
        uint32_t joint = k + (comma ? 1 : 0);
        bool closing = joins(l, joint);
        if (!comma && !closing)
            return end;
        uint16_t head = 0;
        uint32_t next = joint + (closing ? 1 : 0), after = simple_end(l, next, &head);
        if (!closing && is_apposition(l, end, next))
            return end;
        bool clause = category(l, next) == AG_CAT_NG && has(l, next, AG_FEAT(PRON)) &&
                      category(l, after) == AG_CAT_VG; // ", and they left"
        bool absolute = closing && category(l, after) == AG_CAT_VING && is_speech(l, after) &&
                        has(l, head, AG_FEAT(ACTOR)) && end > 0 && !has(l, end - 1, AG_FEAT(ACTOR));
        if (after == next || clause || absolute) // "... a lie and Lee accusing"
            return end;
        k = after;
        if (closing)
            return k;
    }
    return end;
}

// "accused X of Y": the "of" belongs to the verb.
static bool takes_of(const linker *l, uint32_t verb)
{
    static const ag_known_class classes[] = {AG_CLASS_ACCUSE, AG_CLASS_SUSPECT, AG_CLASS_WARN};
    return ag_is_verbal(category(l, verb)) && has_class(l, verb, classes, AG_ARRAY_LEN(classes));
}

// "German, French and British leaders": the head of the list is its last item.
static bool is_bare_nationality(const linker *l, uint32_t i)
{
    static const ag_known_class classes[] = {AG_CLASS_DEMONYM};
    return l->items[i].last - l->items[i].first == 1 && has_class(l, i, classes, 1) &&
           !has(l, i, AG_FEAT(PLURAL));
}

static uint16_t bearer_of_nationality(const linker *l, uint32_t i)
{
    uint32_t k = i;
    while (category(l, k + 1) == AG_CAT_COMMA && category(l, k + 2) == AG_CAT_NG &&
           is_bare_nationality(l, k + 2))
        k += 2;
    k += category(l, k + 1) == AG_CAT_COMMA;
    bool bearer = category(l, k + 1) == AG_CAT_CONJ && category(l, k + 2) == AG_CAT_NG &&
                  has(l, k + 2, AG_FEAT(NATIONAL)) && !is_bare_nationality(l, k + 2);
    return (uint16_t)(bearer ? k + 2 : i);
}

// "Said Peru and its allies had lied": the whole list is the subject of what is said. Not ", said Peru, and
// ...".
static bool begins_report(const linker *l, uint32_t verb, uint32_t list)
{
    uint32_t b = before(l, verb);
    ag_category pause = b == NONE ? AG_CAT_STOP : category(l, b);
    bool tag = pause == AG_CAT_COMMA || (verb > 0 && category(l, verb - 1) == AG_CAT_QC);
    for (uint32_t k = verb; k + 1 < list; k++)
        tag |= category(l, k) == AG_CAT_COMMA && category(l, k + 1) == AG_CAT_CONJ;
    return ag_is_verbal(category(l, verb)) && says_clause(l, verb) && !lemma_is(l, verb, "tell") && !tag;
}

static ag_link noun_phrase(const linker *l, uint32_t i)
{
    ag_link np = {.first = (uint16_t)i};
    uint32_t end = simple_end(l, i, &np.head);
    if (end == i) { // a possessive without a noun: "Russia's said"
        end = i + 1;
        while (category(l, end) == AG_CAT_NPOSS)
            end++;
        np.head = (uint16_t)(end - 1);
    } else if (takes_of(l, before(l, i)))
        end = np.head + 1u;
    if (np.head < end && is_bare_nationality(l, np.head))
        np.head = bearer_of_nationality(l, np.head);
    uint32_t all = list_end(l, end), b = before(l, i);
    const clause *c = &l->stack[l->depth];
    bool governed = b != NONE && (category(l, b) == AG_CAT_P ||
                                  (b == 0 && (word_is(l, b, "after") || word_is(l, b, "before"))));
    bool object =
        b != NONE && (ag_is_verbal(category(l, b)) || (governed && (c->verb != NONE || is_empty(c->first))));
    bool verb_follows = category(l, all) == AG_CAT_VG;
    bool doers = l->passive != NONE && b != NONE && word_is(l, b, "by") && category(l, end) == AG_CAT_COMMA &&
                 is_noun(category(l, end + 1)) &&
                 !is_speech(l, all); // "robbed by Ruiz, Parks and two men charged with it"
    bool single =
        object && verb_follows && !doers && !(has(l, np.head, AG_FEAT(ACTOR)) && begins_report(l, b, all));
    np.last = (uint16_t)(single ? end : all);
    return np;
}

// A noun phrase behind a preposition: the doer of a passive, or what an action is aimed at.
static void take_prepositional(linker *l, ag_link np, uint32_t preposition)
{
    if (l->passive != NONE && word_is(l, preposition, "by") &&
        (l->passive == l->predicate || is_actor(l, np))) {
        l->items[l->passive].agent = np;
        l->passive = NONE;
    }
    if (word_is(l, preposition, "on") || word_is(l, preposition, "against") || word_is(l, preposition, "to"))
        l->aimed = np;
}

static bool is_reflexive(const linker *l, uint32_t i)
{
    return word_is(l, i, "himself") || word_is(l, i, "herself") || word_is(l, i, "itself") ||
           word_is(l, i, "themselves");
}

static void take_object(linker *l, ag_link np, uint32_t verb)
{
    ag_item *v = &l->items[verb];
    bool inverted = !is_empty(v->agent) && v->agent.first == np.first; // "said the minister"
    if (!(v->features & (AG_FEAT(PASSIVE) | AG_FEAT(BE))) && is_empty(v->patient) && !inverted)
        v->patient = is_reflexive(l, np.head) && !is_empty(v->agent) ? v->agent : np;
    if (v->category == AG_CAT_VG)
        top(l)->near = np;
}

// "D-Calif.", "R-Ohio": the party and state of a member of Congress.
static bool is_seat(const linker *l, uint32_t i)
{
    ag_str f = ag_token_folded(l->tokens, l->items[i].first);
    return has(l, i, AG_FEAT(NAME)) && f.len > 3 && f.ptr[1] == '-' && strchr("dri", f.ptr[0]);
}

// "Smith, 43, appeared", "Lee, D-Ohio, said": the number and the seat name nobody.
static bool is_age(const linker *l, uint32_t i)
{
    bool number = has(l, i, AG_FEAT(PRON)) && !has(l, i, AG_FEAT(ACTOR));
    return i > 0 && category(l, i - 1) == AG_CAT_COMMA && category(l, i + 1) == AG_CAT_COMMA &&
           (number || is_seat(l, i));
}

// "The rebels themselves", "the army there": the word goes with the noun phrase before it.
static bool is_emphasis(const linker *l, uint32_t i)
{
    bool waiting = l->stack[l->depth].verb == NONE && category(l, i + 1) == AG_CAT_VG;
    bool behind = i > 0 && is_noun(category(l, i - 1)) && !is_empty(l->last) && l->last.last == i;
    return behind &&
           (is_reflexive(l, i) || (waiting && word_is(l, i, "there") && !has(l, i + 1, AG_FEAT(BE))));
}

// ", X" and ", and X".
static bool behind_pause(const linker *l, uint32_t i)
{
    uint32_t b = before(l, i);
    if (b != NONE && category(l, b) == AG_CAT_CONJ)
        b = before(l, b);
    return b != NONE && (category(l, b) == AG_CAT_COMMA || category(l, b) == AG_CAT_DASH);
}

// "Lee, head of the ministry, has accused": i begins what the name before the comma is.
static bool describes_name(const linker *l, const clause *c, uint32_t i)
{
    uint32_t b = before(l, i);
    return b != NONE && category(l, b) == AG_CAT_COMMA && !is_empty(c->near) && c->near.last == b &&
           c->near.first > c->verb && has(l, c->near.head, AG_FEAT(NAME)) &&
           !has(l, i, AG_FEAT(NAME) | AG_FEAT(PRON));
}

// "A gang calling itself the Wolves": what it calls itself does nothing.
static bool is_own_name(const linker *l, uint32_t i)
{
    return i > 1 &&
           (word_is(l, i - 1, "itself") || word_is(l, i - 1, "himself") || word_is(l, i - 1, "herself") ||
            word_is(l, i - 1, "themselves")) &&
           category(l, i - 2) == AG_CAT_VING;
}

static uint32_t take_noun_phrase(linker *l, uint32_t i)
{
    ag_link np = noun_phrase(l, i);
    uint32_t b = before(l, i);
    if (is_age(l, i) || is_emphasis(l, i) || is_ordinal(l, i))
        return i + 1;
    if (is_own_name(l, i))
        return np.last;
    clause *c = top(l);
    if (b != NONE && category(l, b) == AG_CAT_P)
        take_prepositional(l, np, b);
    else if (b != NONE && ag_is_verbal(category(l, b)))
        take_object(l, np, b);
    else {
        if (c->verb == NONE && is_empty(c->first))
            c->first = np;
        if (c->verb != NONE && is_empty(c->second) && behind_pause(l, i))
            c->second = describes_name(l, c, i) ? c->near : np;
        c->near = np;
    }
    l->last = np;
    return np.last;
}

// ---- finite verbs ----

// "said the minister" behind a comma or a quotation.
static ag_link inverted_subject(const linker *l, uint32_t v)
{
    uint32_t next = v + 1;
    while (category(l, next) == AG_CAT_ADV || category(l, next) == AG_CAT_TIME)
        next++;
    bool plain = !has(l, v, AG_FEAT(PERFECT) | AG_FEAT(PROG)); // "has accused him" is no inversion
    if (!plain || !is_speech(l, v) || !is_noun(category(l, next)))
        return (ag_link){0};
    ag_link np = noun_phrase(l, next);
    bool object = !says_clause(l, v) && (category(l, np.last) == AG_CAT_VTO || word_is(l, np.last, "for") ||
                                         word_is(l, np.last, "of") || word_is(l, np.last, "over"));
    return object ? (ag_link){0} : np; // "..., urges Peru to return"
}

static ag_link clause_subject(const clause *c)
{
    if (c->verb != NONE)
        return c->subject;
    return is_empty(c->first) ? c->near : c->first;
}

// A clause that has a subject and no verb yet.
static bool waits(const clause *c)
{
    return c->verb == NONE && !is_empty(c->first);
}

// One word in -ed.
static bool looks_like_participle(const linker *l, uint32_t v)
{
    const ag_item *item = &l->items[v];
    ag_str f = ag_token_folded(l->tokens, item->head);
    return item->last - item->first == 1 && f.len > 3 && memcmp(f.ptr + f.len - 2, "ed", 2) == 0;
}

// One that can be a participle as well.
static bool may_be_participle(const linker *l, uint32_t v)
{
    return looks_like_participle(l, v) && !is_speech(l, v);
}

static void make_participle(linker *l, uint32_t v)
{
    l->items[v].category = AG_CAT_VED;
    l->items[v].features = (l->items[v].features | AG_FEAT(PASSIVE)) & ~AG_FEAT(PAST);
}

// "Recordings show the deputy who shot him was dismissed": whom the relative clause belongs to is the subject
// of what is said. Empty where the verb outside says nothing.
static ag_link told_of(linker *l)
{
    const clause *c = top(l);
    uint32_t verb = l->depth > 0 ? l->stack[l->depth - 1].verb : NONE;
    if (c->kind != RELATIVE || c->verb == NONE || is_speech(l, c->verb) || verb == NONE ||
        !says_clause(l, verb) || l->items[verb].patient.head != c->antecedent.head ||
        is_empty(l->items[verb].patient))
        return (ag_link){0};
    ag_link subject = c->antecedent;
    l->items[verb].patient = (ag_link){0};
    close_clause(l);
    open_clause(l, CONTENT, (ag_link){0});
    return subject;
}

// The verb belongs to an outer clause that waits for one: "the man who attacked the town fled". Where none
// does, the verb is a participle: "the lives of civilians trapped in the city".
static ag_link outer_subject(linker *l, uint32_t v, ag_link otherwise)
{
    uint32_t depth = l->depth;
    while (l->depth > 0 && !waits(top(l)))
        close_clause(l);
    if (waits(top(l)))
        return clause_subject(top(l));
    l->depth = depth;
    if (may_be_participle(l, v)) {
        make_participle(l, v);
        return otherwise;
    }
    return is_empty(top(l)->near) ? otherwise : top(l)->near;
}

// "It fell, and two men - both clerks - were charged": the noun phrase before the dashes.
static ag_link subject_before_dashes(const linker *l, uint32_t v)
{
    uint32_t end = before(l, v), open = end;
    if (end == NONE || category(l, end) != AG_CAT_DASH)
        return (ag_link){0};
    while (open-- > 0 && category(l, open) != AG_CAT_DASH)
        if (category(l, open) == AG_CAT_VG || category(l, open) == AG_CAT_STOP)
            return (ag_link){0};
    if (open == NONE || open == 0 || category(l, open - 1) != AG_CAT_NG)
        return (ag_link){0};
    uint32_t first = open - 1;
    while (first > 0 && category(l, first - 1) == AG_CAT_NPOSS)
        first--;
    bool joined =
        first > 1 && category(l, first - 1) == AG_CAT_CONJ && category(l, first - 2) == AG_CAT_COMMA;
    return joined ? (ag_link){(uint16_t)first, (uint16_t)open, (uint16_t)(open - 1)} : (ag_link){0};
}

static ag_link subject_behind_comma(linker *l, uint32_t v)
{
    ag_link between = subject_before_dashes(l, v);
    if (!is_empty(between) && !waits(top(l)))
        return between;
    while (l->depth > 0 && top(l)->kind != CONTENT && top(l)->verb != NONE)
        close_clause(l);
    ag_link inverted = inverted_subject(l, v);
    bool over = l->depth > 1 && top(l)->kind == CONTENT && top(l)->verb != NONE &&
                l->stack[1].kind == RELATIVE && waits(&l->stack[0]) && is_speech(l, v);
    if (over)
        l->depth = 0; // "Lee, who said he slept, told the court"
    clause *c = top(l);
    if (c->kind == RELATIVE && c->verb == NONE && is_empty(c->first)) // "who, on Monday, criticised"
        return c->antecedent;
    if (!waits(c) && is_empty(inverted) && c->verb != NONE && is_speech(l, c->verb) && !is_empty(c->near) &&
        c->near.last != before(l, v) && category(l, c->near.last) == AG_CAT_COMMA) {
        ag_link subject = c->near; // "said the group, which ..., attacked"
        l->items[c->verb].patient = (ag_link){0};
        open_clause(l, CONTENT, (ag_link){0});
        return subject;
    }
    if (!waits(c) && is_empty(inverted) && !is_empty(c->second) && is_speech(l, v))
        return c->second; // "The bridge fell, Lee, a guard, said"
    return waits(c) || is_empty(inverted) ? clause_subject(c) : inverted;
}

// "Had been beaten and robbed of his phone": the second participle is as passive as the first.
static void share_passive(const linker *l, uint32_t v)
{
    uint32_t b = before(l, before(l, v));
    ag_item *item = &l->items[v];
    bool of = ag_str_is(ag_token_folded(l->tokens, item->last - 1u), "of");
    bool bare = item->last - item->first == 1u + of && !has(l, v, AG_FEAT(PASSIVE) | AG_FEAT(PERFECT));
    if (bare && b != NONE && b == top_verb(l) && has(l, b, AG_FEAT(PASSIVE)) && has(l, v, AG_FEAT(PAST)) &&
        (of || !is_noun(category(l, v + 1))))
        item->features = (item->features | AG_FEAT(PASSIVE)) & ~AG_FEAT(PAST);
}

static bool in_same_tense(const linker *l, uint32_t a, uint32_t b)
{
    const uint32_t tense = AG_FEAT(PAST) | AG_FEAT(FUTURE) | AG_FEAT(MODAL) | AG_FEAT(MUST) | AG_FEAT(WOULD);
    return (l->items[a].features & tense) == (l->items[b].features & tense);
}

// "The envoy said the firm lies and urged a boycott", "will remove those that leak and will help": where the
// verb before is in another tense and one further out in the same, that one's subject goes on.
static void return_to_tense(linker *l, uint32_t v)
{
    const clause *c = top(l);
    bool past = has(l, v, AG_FEAT(PAST)) && !has(l, c->verb, AG_FEAT(PERFECT));
    if (l->depth == 0 || in_same_tense(l, v, c->verb) || !(past || c->kind == RELATIVE))
        return;
    for (uint32_t d = l->depth; d-- > 0;)
        if (l->stack[d].verb != NONE && in_same_tense(l, v, l->stack[d].verb)) {
            l->depth = d;
            return;
        }
}

static ag_link subject_behind_conjunction(linker *l, uint32_t v)
{
    clause *c = top(l);
    if (c->verb == NONE)
        return clause_subject(c);
    share_passive(l, v);
    while (l->depth > 0 && is_speech(l, v) && !is_speech(l, c->verb)) {
        close_clause(l); // "denied that it lied and accused ...": back to the verb of speech
        c = top(l);
    }
    return_to_tense(l, v);
    return top(l)->subject;
}

// "The guard who found the boy told the court:" The relative clause is over with its object where no other
// verb follows for the noun that it belongs to.
static bool closes_relative(const linker *l, uint32_t v)
{
    if (l->depth == 0 || l->stack[l->depth].kind != RELATIVE || !waits(&l->stack[l->depth - 1]))
        return false;
    for (uint32_t k = v + 1; k < l->n; k++)
        switch (category(l, k)) {
        case AG_CAT_VG:
            return false;
        case AG_CAT_COLON:
        case AG_CAT_QO:
        case AG_CAT_THAT:
        case AG_CAT_STOP:
        case AG_CAT_COMMA:
            return true;
        default:
            break;
        }
    return true;
}

// "People briefed on the move said", "a poll released on Friday found": right behind its noun and without an
// object, the first of two verbs is a participle. Makes it one and returns the noun.
static ag_link reduced_relative(linker *l, uint32_t v)
{
    uint32_t first = top(l)->verb;
    if (first == NONE || !is_speech(l, v) || !looks_like_participle(l, first))
        return (ag_link){0};
    ag_link subject = l->items[first].agent;
    ag_category next = category(l, first + 1);
    bool right_behind = !is_empty(subject) && subject.last == first && !has(l, subject.head, AG_FEAT(PRON));
    bool reduced = right_behind && (next == AG_CAT_P || next == AG_CAT_TIME || next == AG_CAT_VTO);
    for (uint32_t k = first + 1; reduced && k < v; k++)
        reduced = category(l, k) == AG_CAT_P || category(l, k) == AG_CAT_TIME || is_noun(category(l, k)) ||
                  (k == first + 1 && next == AG_CAT_VTO);
    if (!reduced)
        return (ag_link){0};
    l->items[first].agent = (ag_link){0};
    l->items[first].patient = subject;
    make_participle(l, first);
    top(l)->verb = NONE;
    return subject;
}

// A pronoun that is nothing but a subject.
static bool is_subject_pronoun(const linker *l, ag_link np)
{
    static const char *const words[] = {"they", "he", "she", "we", "i"};
    for (size_t k = 0; np.last == np.first + 1 && k < AG_ARRAY_LEN(words); k++)
        if (word_is(l, np.first, words[k]))
            return true;
    return false;
}

// "As senators in Norland warned": the noun phrase behind "as" that the one right before the verb belongs to.
static ag_link behind_as(const linker *l)
{
    uint32_t p = before(l, l->last.first), noun = p == NONE ? NONE : before(l, p);
    if (noun == NONE || category(l, p) != AG_CAT_P || category(l, noun) != AG_CAT_NG ||
        !has(l, noun, AG_FEAT(ACTOR)))
        return (ag_link){0};
    uint32_t from = noun;
    while (from > 0 && category(l, from - 1) == AG_CAT_NPOSS)
        from--;
    uint32_t as = before(l, from);
    bool found = as != NONE && category(l, as) == AG_CAT_P && word_is(l, as, "as");
    return found ? (ag_link){(uint16_t)from, (uint16_t)(noun + 1), (uint16_t)noun} : (ag_link){0};
}

// The subject is the noun phrase right before the verb, or one that it belongs to.
static ag_link subject_before(linker *l, uint32_t v)
{
    clause *c = top(l);
    ag_link np = l->last, reduced = reduced_relative(l, v);
    uint32_t b = before(l, np.first);
    ag_category governor = b == NONE ? AG_CAT_STOP : category(l, b);
    if (!is_empty(reduced))
        return reduced;
    if (waits(c) && has(l, c->first.first, AG_FEAT(FIRST)) &&
        category(l, c->first.first + 1u) == AG_CAT_COMMA)
        return (ag_link){c->first.first, (uint16_t)(c->first.first + 1),
                         c->first.first}; // "We, the ministers of Peru and Chile, condemn"
    if (governor == AG_CAT_VG && b == c->verb) {
        if (is_subject_pronoun(l, np)) {
            l->items[b].patient = (ag_link){0};
            open_clause(l, CONTENT, (ag_link){0}); // "There is no doubt they attacked"
            return np;
        }
        ag_link told = may_be_participle(l, v) ? (ag_link){0} : told_of(l);
        if (!is_empty(told))
            return told;
        if (!is_speech(l, b) || closes_relative(l, v))
            return outer_subject(l, v, np);
        l->items[b].patient = (ag_link){0};
        open_clause(l, CONTENT, (ag_link){0}); // "said rebels attacked"
        return np;
    }
    if (ag_is_verbal(governor) && governor != AG_CAT_VG && !waits(c) && says_clause(l, b)) {
        l->items[b].patient = (ag_link){0};
        open_clause(l, CONTENT, (ag_link){0}); // "Saying rebels had attacked, he left"
        return np;
    }
    if (governor == AG_CAT_P && word_is(l, b, "as") && has(l, np.head, AG_FEAT(NAME)) && b > 0 &&
        is_noun(category(l, b - 1))) {
        open_clause(l, ADVERBIAL, (ag_link){0}); // "Anger as Norland bans ships"
        return np;
    }
    if (governor == AG_CAT_P && word_is(l, b, "as") && c->verb == NONE && is_empty(c->first)) {
        open_clause(l, ADVERBIAL, (ag_link){0}); // "As prices rise, the firm ..."
        return np;
    }
    if (governor == AG_CAT_P && c->verb != NONE && c->kind != RELATIVE && word_is(l, b, "as"))
        return np; // "fled as his regime was condemned"
    if (governor == AG_CAT_P && c->verb != NONE && c->kind != RELATIVE && !is_empty(behind_as(l)))
        return behind_as(l);
    if (governor == AG_CAT_P || ag_is_verbal(governor)) {
        bool over = c->kind == RELATIVE && c->verb != NONE && !is_speech(l, c->verb) && l->depth > 0 &&
                    waits(&l->stack[l->depth - 1]);
        if (over) // "the crew that hit a bridge in Rome said"
            return outer_subject(l, v, np);
        if (c->verb != NONE && !is_speech(l, c->verb) && may_be_participle(l, v) &&
            !is_noun(category(l, v + 1))) {
            make_participle(l, v); // "lifted the measures in force imposed on Peru"
            return np;
        }
        if (!is_empty(c->near))
            return c->near;
        return c->verb != NONE ? outer_subject(l, v, np) : (ag_link){0};
    }
    if (waits(c) && governor == AG_CAT_CONJ && b > 0 && category(l, b - 1) == AG_CAT_COMMA &&
        (!is_speech(l, v) || has(l, v, AG_FEAT(PASSIVE))) && is_actor(l, c->first) && is_actor(l, np) &&
        category(l, c->first.last) == AG_CAT_COMMA && c->first.last < b - 1)
        return c->first; // "Lee, who led it, and his partner were"
    bool place = waits(c) && governor == AG_CAT_COMMA && has(l, np.head, AG_FEAT(NAME)) && b > 2 &&
                 has(l, b - 1, AG_FEAT(NAME)) && category(l, b - 2) == AG_CAT_P && !is_speech(l, v);
    if (place && c->first.last <= b - 2)
        return c->first; // "Two men from Austin, Texas were"
    return is_empty(c->near) ? np : c->near;
}

static ag_link find_subject(linker *l, uint32_t v)
{
    uint32_t b = before(l, v);
    if (b == NONE)
        return inverted_subject(l, v);
    switch (category(l, b)) {
    case AG_CAT_CONJ:
        return subject_behind_conjunction(l, v);
    case AG_CAT_WH:
    case AG_CAT_THAT:
        return top(l)->antecedent;
    case AG_CAT_COMMA:
    case AG_CAT_RP:
    case AG_CAT_DASH:
        return subject_behind_comma(l, v);
    case AG_CAT_VG: { // "appeared in court charged with"
        ag_link reduced = reduced_relative(l, v);
        if (!is_empty(reduced))
            return reduced;
        if (may_be_participle(l, v))
            make_participle(l, v);
        return top(l)->subject;
    }
    default:
        return is_empty(l->last) ? (ag_link){0} : subject_before(l, v);
    }
}

// Participles before the subject: "Accused of fraud, the banker left".
static void settle_waiting(linker *l, ag_link subject)
{
    for (uint32_t k = 0; k < l->nwaiting; k++) {
        ag_item *p = &l->items[l->waiting[k]];
        if (p->features & AG_FEAT(PASSIVE))
            p->patient = subject;
        else
            p->agent = subject;
    }
    l->nwaiting = 0;
}

// "a firm recently accused of spying": who accuses has an object, unless it is antecedent before the
// subject.
static bool lacks_object(const linker *l, uint32_t v)
{
    static const ag_known_class classes[] = {AG_CLASS_ACCUSE, AG_CLASS_SUSPECT};
    const clause *c = &l->stack[l->depth];
    uint32_t b = is_empty(l->last) ? NONE : before(l, l->last.first);
    bool gap = (c->kind == RELATIVE && waits(c)) || (b != NONE && is_noun(category(l, b))) ||
               has(l, l->last.head, AG_FEAT(PRON));
    return (l->items[v].features & (AG_FEAT(PAST) | AG_FEAT(PERFECT) | AG_FEAT(PASSIVE))) == AG_FEAT(PAST) &&
           has_class(l, v, classes, AG_ARRAY_LEN(classes)) && word_is(l, v + 1, "of") && !gap;
}

// "The bank it accused of fraud", "the man they blame for it": whom somebody accuses may stand before him.
static ag_link contact_object(const linker *l, uint32_t v, ag_link subject)
{
    static const ag_known_class classes[] = {AG_CLASS_ACCUSE, AG_CLASS_SUSPECT, AG_CLASS_BLAME};
    uint32_t b = is_empty(subject) ? NONE : before(l, subject.first);
    bool pronoun = b != NONE && subject.last == before(l, v) + 1 && has(l, subject.head, AG_FEAT(PRON));
    bool gap = category(l, v + 1) == AG_CAT_P && has_class(l, v, classes, AG_ARRAY_LEN(classes));
    if (!pronoun || !gap || category(l, b) != AG_CAT_NG || has(l, b, AG_FEAT(PRON)) ||
        b + 1 != subject.first || has(l, v, AG_FEAT(PASSIVE)))
        return (ag_link){0};
    return (ag_link){(uint16_t)b, (uint16_t)(b + 1), (uint16_t)b};
}

static void inherit_mood(const linker *l, uint32_t i);

static void take_finite(linker *l, uint32_t v)
{
    ag_item *item = &l->items[v];
    uint32_t outside = l->depth;
    ag_link subject = find_subject(l, v);
    clause *c = top(l);
    if (lacks_object(l, v)) {
        make_participle(l, v);
        subject = l->last;
    }
    if (item->category == AG_CAT_VED) {
        item->patient = subject;
        l->passive = l->predicate = v;
        return;
    }
    bool gap = c->kind == RELATIVE && subject.head != c->antecedent.head && !is_noun(category(l, v + 1));
    l->passive = NONE;
    if (l->predicate != NONE && lemma_is(l, l->predicate, "let") && !has(l, v, AG_FEAT(PAST)))
        inherit_mood(l, v); // "could let hackers steal data"
    if (item->features & AG_FEAT(PASSIVE)) {
        item->patient = subject;
        l->passive = v;
    } else {
        item->agent = subject;
        if (gap) // "the group that Ankara accuses of"
            item->patient = c->antecedent;
        else if (is_empty(item->patient))
            item->patient = contact_object(l, v, subject);
    }
    if (l->depth <= outside)
        settle_waiting(l, subject);
    if (c->open_question)
        item->features |= AG_FEAT(QUESTION);
    c->verb = v;
    c->subject = subject;
    c->near = c->second = (ag_link){0};
    l->aimed = (ag_link){0};
    l->predicate = v;
}

// ---- verbs without a subject of their own ----

// Who does what verb i says, as far as a verb behind it is concerned: "was ordered to attack".
static ag_link doer(const linker *l, uint32_t i)
{
    if (i == NONE)
        return (ag_link){0};
    const ag_item *v = &l->items[i];
    return v->features & AG_FEAT(PASSIVE) ? v->patient : v->agent;
}

static bool ends_before(const linker *l, uint32_t b)
{
    return !is_empty(l->last) && l->last.last == b + 1;
}

// The possessor of a noun phrase: "Russia's plan to attack".
static ag_link possessor(const linker *l, ag_link np)
{
    if (np.head == np.first || category(l, np.head) != AG_CAT_NG)
        return (ag_link){0};
    uint16_t head = (uint16_t)(np.head - 1);
    return (ag_link){np.first, np.head, head};
}

// A place one goes to, not somebody who is told to do something: "visited Rome to urge".
static bool is_destination(const linker *l, ag_link np)
{
    static const ag_known_class places[] = {AG_CLASS_STATE, AG_CLASS_CAPITAL};
    return has_class(l, np.head, places, AG_ARRAY_LEN(places)) && l->predicate != NONE &&
           !is_speech(l, l->predicate) &&
           !(l->items[l->predicate].features & (AG_FEAT(PASSIVE) | AG_FEAT(BE)));
}

// "ordered by the general to attack": the last noun group says who ordered, not who attacks.
static bool is_passive_agent(const linker *l)
{
    if (l->predicate == NONE || !(l->items[l->predicate].features & AG_FEAT(PASSIVE)))
        return false;
    ag_link told = l->items[l->predicate].patient;
    uint32_t by = before(l, l->last.first);
    return by != NONE && word_is(l, by, "by") && !is_empty(told) && is_actor(l, told);
}

// A verb that makes its object do something.
static bool moves(const linker *l)
{
    static const ag_known_class asks[] = {AG_CLASS_DEMAND};
    static const char *const lemmas[] = {"prompt", "lead", "cause", "force",  "push",  "compel",
                                         "ask",    "tell", "order", "prod",   "allow", "enable",
                                         "oblige", "spur", "drive", "invite", "move",  "encourage"};
    if (l->predicate == NONE || l->items[l->predicate].features & AG_FEAT(PASSIVE))
        return false;
    for (size_t k = 0; k < AG_ARRAY_LEN(lemmas); k++)
        if (lemma_is(l, l->predicate, lemmas[k]))
            return true;
    return has_class(l, l->predicate, asks, 1);
}

// "Met with the envoy to discuss it", "flew to the capital to ask": who is met or where one goes is told
// nothing.
static bool is_circumstance(const linker *l, uint32_t preposition)
{
    static const char *const preps[] = {"with", "before", "at", "in", "alongside", "near", "into", NULL};
    static const char *const goes[] = {"go", "come", "travel", "take", "fly", "return", "rush", "head", NULL};
    uint32_t v = before(l, preposition);
    if (v == NONE || v != l->predicate || category(l, v) != AG_CAT_VG || has(l, v, AG_FEAT(PASSIVE)) ||
        l->items[preposition].last - l->items[preposition].first != 1 || moves(l))
        return false;
    if (ag_str_in(ag_token_folded(l->tokens, l->items[preposition].first), preps))
        return true;
    for (const char *const *lemma = goes; word_is(l, preposition, "to") && *lemma; lemma++)
        if (lemma_is(l, v, *lemma))
            return true;
    return false;
}

static ag_link infinitive_agent(linker *l, uint32_t i)
{
    uint32_t b = before(l, i);
    const clause *c = top(l);
    if (b != NONE && is_noun(category(l, b)) && ends_before(l, b)) {
        uint32_t p = before(l, l->last.first);
        bool tool = lemma_is(l, l->predicate, "use") || // "used the paper to accuse", "with an order to kill"
                    (p != NONE && word_is(l, p, "with") && !has(l, l->last.head, AG_FEAT(NAME)) &&
                     !has(l, l->last.head, AG_FEAT(PLURAL)));
        bool aside = p != NONE && ((category(l, p) == AG_CAT_P && is_circumstance(l, p)) ||
                                   (p == l->predicate && ends_with(l, p, "with"))); // met with
        if (aside && !is_empty(doer(l, l->predicate)))
            return doer(l, l->predicate);
        if (is_actor(l, l->last) && !is_destination(l, l->last) && !tool && !is_passive_agent(l))
            return l->last;
        if (!is_empty(possessor(l, l->last)))
            return possessor(l, l->last);
    }
    if (b != NONE && category(l, b) == AG_CAT_COMMA && moves(l) &&
        is_actor(l, l->items[l->predicate].patient))
        return l->items[l->predicate].patient; // "led Lee, the mayor, to accuse"
    ag_link d = doer(l, l->predicate);
    return is_empty(d) ? clause_subject(c) : d;
}

static void wait_for_subject(linker *l, uint32_t i)
{
    if (l->nwaiting < WAITING)
        l->waiting[l->nwaiting++] = i;
}

// "By shelling", "while shelling": not for what, but how and when.
static bool says_how(const linker *l, uint32_t b)
{
    static const char *const words[] = {"by", "while", "when", "whilst", "without", "upon", NULL};
    return b != NONE && l->items[b].last - l->items[b].first == 1 &&
           ag_str_in(ag_token_folded(l->tokens, l->items[b].first), words);
}

// "for attacking": whom the verb before is aimed at, else who does it.
static ag_link gerund_agent(linker *l, uint32_t i)
{
    if (l->predicate == NONE) {
        if (top(l)->verb == NONE && is_empty(top(l)->first))
            wait_for_subject(l, i);
        return clause_subject(top(l));
    }
    const ag_item *v = &l->items[l->predicate];
    bool joins_in = is_speech(l, i) && word_is(l, before(l, i), "in"); // "joined Peru in blaming"
    uint32_t adjective = before(l, before(l, i)), noun = adjective == NONE ? NONE : before(l, adjective);
    if (category(l, adjective) == AG_CAT_ADJ && noun != NONE && is_noun(category(l, noun)) &&
        ends_before(l, noun) && is_actor(l, l->last))
        return l->last; // "the men responsible for shelling"
    if (says_how(l, before(l, i)) || joins_in)
        return is_speech(l, i) && !is_empty(l->stack[0].subject) && !joins_in &&
                       !word_is(l, before(l, i), "by")
                   ? l->stack[0].subject // "fought on until the army fled while accusing"
                   : doer(l, l->predicate);
    if (!(v->features & AG_FEAT(PASSIVE)) && is_actor(l, v->patient))
        return v->patient;
    return is_actor(l, l->aimed) ? l->aimed : doer(l, l->predicate);
}

static ag_link participle_holder(linker *l, uint32_t i, uint32_t b)
{
    while (l->depth > 0 && top(l)->kind == RELATIVE && top(l)->verb != NONE)
        close_clause(l);
    clause *c = top(l);
    if (c->verb == NONE && is_empty(c->first)) {
        wait_for_subject(l, i);
        return (ag_link){0};
    }
    bool passive = l->items[i].features & AG_FEAT(PASSIVE);
    return passive && b > 0 && ends_before(l, b - 1) ? l->last : clause_subject(c);
}

// "posted a message on the network calling for": the noun phrase is where somebody speaks, not who does.
static bool speaks_elsewhere(const linker *l, uint32_t i)
{
    uint32_t b = before(l, l->last.first);
    return is_speech(l, i) && b != NONE && category(l, b) == AG_CAT_P && !word_is(l, b, "by") &&
           !word_is(l, b, "with") && !word_is(l, b, "from") && !is_empty(clause_subject(&l->stack[l->depth]));
}

static bool is_accused(const linker *l, uint32_t i)
{
    static const ag_known_class verbs[] = {AG_CLASS_ACCUSE, AG_CLASS_SUSPECT};
    uint32_t b = is_empty(l->last) ? NONE : before(l, l->last.first);
    return has_class(l, i, verbs, AG_ARRAY_LEN(verbs)) && b != NONE && word_is(l, b, "in") &&
           !is_empty(clause_subject(&l->stack[l->depth]));
}

// The object of the verb before, which turns against it, stands right before i.
static bool is_opposed(const linker *l)
{
    static const ag_known_class verbs[] = {AG_CLASS_REJECT, AG_CLASS_DENY, AG_CLASS_CONDEMN};
    return l->predicate != NONE && has_class(l, l->predicate, verbs, AG_ARRAY_LEN(verbs));
}

// "Clarity on reports suggesting that", "dismissed a report saying", not "said in a statement accusing".
static bool reports_itself(const linker *l, uint32_t i)
{
    static const ag_known_class reports[] = {AG_CLASS_REPORT};
    static const ag_known_class verbs[] = {AG_CLASS_SAY, AG_CLASS_ALLEGE, AG_CLASS_ASSESS};
    uint32_t b = before(l, l->last.first);
    bool governed = b != NONE && category(l, b) == AG_CAT_P && !word_is(l, b, "in");
    return has_class(l, l->last.head, reports, 1) && has_class(l, i, verbs, AG_ARRAY_LEN(verbs)) &&
           (governed || is_opposed(l));
}

// "Protested the envoy's remarks in Rome criticizing": the possessor of what was said speaks.
static ag_link own_report(const linker *l)
{
    static const ag_known_class reports[] = {AG_CLASS_REPORT};
    if (l->predicate == NONE)
        return (ag_link){0};
    ag_link said = l->items[l->predicate].patient;
    ag_link owner =
        is_empty(said) || !has_class(l, said.head, reports, 1) ? (ag_link){0} : possessor(l, said);
    if (is_empty(owner) && !is_empty(said) && has_class(l, said.head, reports, 1) &&
        said.last == l->last.last && l->items[said.head].modifier_actor)
        return said; // "cited the Reuters report blaming"
    return is_actor(l, owner) && !has(l, owner.head, AG_FEAT(PRON)) ? owner : (ag_link){0};
}

// "Sued the firm saying that", "approached the guard claiming that": the object of such a verb does not
// speak.
static bool says_against(const linker *l, uint32_t i)
{
    static const ag_known_class verbs[] = {AG_CLASS_PUNISH, AG_CLASS_ACCUSE, AG_CLASS_CONDEMN,
                                           AG_CLASS_BLAME,  AG_CLASS_REJECT, AG_CLASS_DENY,
                                           AG_CLASS_PRESS,  AG_CLASS_CHARGE};
    bool object = l->predicate != NONE && l->items[l->predicate].category == AG_CAT_VG &&
                  !is_empty(l->items[l->predicate].patient) &&
                  l->items[l->predicate].patient.last == l->last.last;
    return object && says_clause(l, i) && has_class(l, l->predicate, verbs, AG_ARRAY_LEN(verbs)) &&
           !has(l, l->predicate, AG_FEAT(PASSIVE));
}

static ag_link nonfinite_holder(linker *l, uint32_t i)
{
    uint32_t b = before(l, i);
    if (b == NONE) {
        wait_for_subject(l, i);
        return (ag_link){0};
    }
    if (category(l, b) == AG_CAT_CONJ && b > 0 && category(l, b - 1) == AG_CAT_ADV)
        b = before(l, b); // "repeatedly and loudly accusing"
    if (b == NONE)
        return clause_subject(top(l));
    switch (category(l, b)) {
    case AG_CAT_P:
    case AG_CAT_SUB:
        return gerund_agent(l, i);
    case AG_CAT_CONJ: { // "for treason and plotting a coup"
        uint32_t noun = before(l, b), of = is_empty(l->last) ? NONE : before(l, l->last.first);
        bool joined = noun != NONE && ends_before(l, noun) && of != NONE && category(l, of) == AG_CAT_P;
        return joined && l->items[i].category == AG_CAT_VING && word_is(l, of, "for")
                   ? gerund_agent(l, of + 1)
                   : doer(l, l->predicate);
    }
    case AG_CAT_NG:
    case AG_CAT_NPOSS:
    case AG_CAT_RP: {
        bool passive = l->items[i].features & AG_FEAT(PASSIVE),
             hedged = l->items[i].features & AG_FEAT(HEDGED);
        if (passive && is_accused(l, i) && !is_actor(l, l->last))
            return clause_subject(top(l)); // "held in custody accused of"
        if (!passive && reports_itself(l, i))
            return l->last;
        if (!passive && !is_empty(own_report(l)))
            return own_report(l);
        if (!passive && !hedged && (!is_actor(l, l->last) || speaks_elsewhere(l, i) || says_against(l, i)))
            return clause_subject(top(l));
        return l->last;
    }
    case AG_CAT_COMMA:
    case AG_CAT_DASH:
        return participle_holder(l, i, b);
    default:
        return doer(l, l->predicate);
    }
}

// "could be used to attack", "would begin shelling": what does not hold of the first verb does not hold of
// the second.
static void inherit_mood(const linker *l, uint32_t i)
{
    const uint32_t mood =
        AG_FEAT(MODAL) | AG_FEAT(FUTURE) | AG_FEAT(WOULD) | AG_FEAT(MUST) | AG_FEAT(QUESTION);
    uint32_t b = before(l, i);
    bool object_between = b != NONE && is_noun(category(l, b)) && ends_before(l, b);
    uint32_t governor = object_between ? before(l, l->last.first) : b;
    if (governor == NONE || governor != l->predicate)
        return;
    l->items[i].features |= l->items[governor].features & mood;
    static const ag_known_class avoids[] = {
        AG_CLASS_AVOID}; // "stopped short of blaming", "refused to accuse"
    if (!object_between && has_class(l, governor, avoids, 1) && !has(l, governor, AG_FEAT(NEG)))
        l->items[i].features |= AG_FEAT(NEG);
}

static void take_nonfinite(linker *l, uint32_t i)
{
    ag_item *item = &l->items[i];
    if (item->category == AG_CAT_VTO || item->category == AG_CAT_VING || item->category == AG_CAT_VB)
        inherit_mood(l, i);
    ag_link holder = item->category == AG_CAT_VTO ? infinitive_agent(l, i) : nonfinite_holder(l, i);
    if (item->features & AG_FEAT(PASSIVE)) {
        item->patient = holder;
        l->passive = i;
    } else {
        bool ordered = item->category == AG_CAT_VTO && l->passive != NONE && before(l, i) == l->passive;
        item->agent = holder;
        if (!ordered) // "was ordered to stop its work by the mayor"
            l->passive = NONE;
    }
    l->predicate = i;
}

// ---- the pass ----

// The last noun phrase after "of" in np, if it names an actor and the head of np does not.
static ag_link possessor_behind(const linker *l, ag_link np)
{
    uint32_t of = np.head + 1u;
    if (is_actor(l, np) || !word_is(l, of, "of") || of + 1 >= np.last)
        return np;
    ag_link tail = {.first = (uint16_t)(of + 1), .last = np.last};
    for (uint32_t k = of + 1; k < np.last; k++) {
        if (category(l, k) == AG_CAT_P)
            tail.first = (uint16_t)(k + 1);
        if (category(l, k) == AG_CAT_NG)
            tail.head = (uint16_t)k;
    }
    return is_actor(l, tail) && !has(l, tail.head, AG_FEAT(PRON)) ? tail : np;
}

// "Ann and Tom Lee, 38, from Arnley, Norland": where somebody is at home.
static bool is_home(const linker *l, ag_link np)
{
    uint32_t p = before(l, np.first);
    if (p != NONE && p > 1 && category(l, p) == AG_CAT_COMMA && has(l, p - 1, AG_FEAT(NAME)))
        p = before(l, p - 1);
    return p != NONE && (word_is(l, p, "from") || word_is(l, p, "of")) && has(l, np.head, AG_FEAT(NAME)) &&
           category(l, before(l, p)) == AG_CAT_COMMA && waits(&l->stack[l->depth]);
}

// "A man in Rome who": not the place. "The phone of the editor, who": not the phone.
static ag_link antecedent(linker *l, uint32_t i)
{
    static const ag_known_class places[] = {AG_CLASS_STATE, AG_CLASS_CAPITAL};
    static const ag_known_class papers[] = {AG_CLASS_REPORT};
    uint32_t b = before(l, l->last.first);
    if (!word_is(l, i, "who") && !word_is(l, i, "whom")) {
        bool paper = b != NONE && b > 0 && category(l, b) == AG_CAT_P && word_is(l, b, "on") &&
                     category(l, b - 1) == AG_CAT_NG && has_class(l, b - 1, papers, 1) &&
                     !has_class(l, l->last.head, papers, 1) && category(l, i + 1) == AG_CAT_VG &&
                     is_speech(l, i + 1); // "a post on Chirper that said"
        return paper ? (ag_link){(uint16_t)(b - 1), (uint16_t)b, (uint16_t)(b - 1)} : l->last;
    }
    bool place =
        b != NONE && category(l, b) == AG_CAT_P && has_class(l, l->last.head, places, AG_ARRAY_LEN(places));
    if (is_home(l, l->last))
        return top(l)->first;
    if (place && b > 0 && category(l, b - 1) == AG_CAT_NG)
        return (ag_link){(uint16_t)(b - 1), (uint16_t)b, (uint16_t)(b - 1)};
    return place && !is_empty(top(l)->near) ? top(l)->near : possessor_behind(l, l->last);
}

static void take_relative(linker *l, uint32_t i)
{
    uint32_t b = before(l, i);
    bool pause = b != NONE && (category(l, b) == AG_CAT_COMMA || category(l, b) == AG_CAT_DASH);
    uint32_t end = pause ? before(l, b) : b;
    if (pause && end != NONE && end > 1 && is_age(l, end))
        end = before(l, end - 1); // "Lee, 21, who"
    bool behind_noun = end != NONE && ends_before(l, end);
    if (behind_noun)
        open_clause(l, RELATIVE, antecedent(l, i));
    else
        open_clause(l, category(l, i) == AG_CAT_SUB ? ADVERBIAL : CONTENT, (ag_link){0});
}

// "Peru, the envoy said, is arming rebels": behind the remark that begins with the comma at i the clause goes
// on with its verb. The item of that verb, or NONE; *say and *who are the verb of saying and who says it.
static uint32_t behind_remark(const linker *l, uint32_t i, uint32_t *say, ag_link *who)
{
    const clause *c = &l->stack[l->depth];
    uint32_t v = i + 1;
    if (c->verb != NONE || is_empty(c->first) || c->kind == RELATIVE || category(l, i) != AG_CAT_COMMA)
        return NONE;
    bool inverted = category(l, v) == AG_CAT_VG;
    uint32_t noun = inverted ? v + 1 : v;
    if (!is_noun(category(l, noun)))
        return NONE;
    *who = noun_phrase(l, noun);
    *say = inverted ? v : who->last;
    uint32_t k = inverted ? who->last : *say + 1;
    while (category(l, k) == AG_CAT_ADV || category(l, k) == AG_CAT_TIME)
        k++;
    static const ag_known_class suspects[] = {AG_CLASS_SUSPECT};
    bool says = says_clause(l, *say) || has_class(l, *say, suspects, 1);
    if (category(l, *say) != AG_CAT_VG || !says || has(l, *say, AG_FEAT(PASSIVE)) ||
        category(l, k) != AG_CAT_COMMA)
        return NONE;
    for (k++; category(l, k) == AG_CAT_ADV || category(l, k) == AG_CAT_TIME;)
        k++;
    return category(l, k) == AG_CAT_VG ? k : NONE;
}

static void take_comma(linker *l, uint32_t i)
{
    clause *c = top(l);
    ag_category next = category(l, i + 1);
    bool goes_on = next == AG_CAT_WH || next == AG_CAT_VING || next == AG_CAT_VED;
    bool leaving = c->kind == ADVERBIAL && c->prepositional && !goes_on && c->verb == NONE &&
                   is_empty(c->first) && l->predicate != NONE &&
                   category(l, l->predicate) == AG_CAT_VING; // "after leaving Rome,"
    bool verbless = c->kind == ADVERBIAL && c->prepositional && !goes_on && c->verb == NONE &&
                    !is_empty(c->first) && !is_actor(l, c->first);
    if (l->depth > 0 && (c->kind == RELATIVE || c->kind == ADVERBIAL) &&
        (c->verb != NONE || verbless || leaving))
        close_clause(l);
}

// "Officials, though, denied it".
static bool is_aside(const linker *l, uint32_t i)
{
    return word_is(l, i, "though") && i > 0 && category(l, i - 1) == AG_CAT_COMMA &&
           category(l, i + 1) == AG_CAT_COMMA;
}

// "The men, it is alleged, burnt it".
static bool is_remark(const linker *l, uint32_t i)
{
    return word_is(l, i, "it") && i > 0 && category(l, i - 1) == AG_CAT_COMMA &&
           category(l, i + 1) == AG_CAT_VG && has(l, i + 1, AG_FEAT(PASSIVE)) && is_speech(l, i + 1) &&
           category(l, i + 2) == AG_CAT_COMMA;
}

// "Had the army fired, he would have left": a condition without "if".
static bool is_inverted_condition(const linker *l, uint32_t i)
{
    bool first = i == 0 || category(l, i - 1) == AG_CAT_QO;
    if (!first || !is_noun(category(l, i + 1)) || !(word_is(l, i, "should") || word_is(l, i, "had")))
        return false;
    for (uint32_t k = i + 2; k < l->n; k++)
        if (category(l, k) == AG_CAT_COMMA)
            return true;
    return false;
}

static uint32_t take_item(linker *l, uint32_t i)
{
    switch (category(l, i)) {
    case AG_CAT_NG:
        if (is_remark(l, i))
            return i + 3;
        return take_noun_phrase(l, i);
    case AG_CAT_NPOSS:
        return take_noun_phrase(l, i);
    case AG_CAT_VG:
        if (is_inverted_condition(l, i)) {
            open_clause(l, ADVERBIAL, (ag_link){0});
            top(l)->open_question = true;
        } else
            take_finite(l, i);
        break;
    case AG_CAT_VTO:
    case AG_CAT_VING:
    case AG_CAT_VED:
    case AG_CAT_VB:
        take_nonfinite(l, i);
        break;
    case AG_CAT_WH:
    case AG_CAT_THAT:
        take_relative(l, i);
        break;
    case AG_CAT_SUB:
        if (is_aside(l, i))
            break;
        open_clause(l, ADVERBIAL, (ag_link){0});
        top(l)->prepositional =
            ends_with(l, i, "after") || ends_with(l, i, "before") || ends_with(l, i, "since");
        top(l)->open_question =
            ends_with(l, i, "if") || ends_with(l, i, "whether") || ends_with(l, i, "unless");
        break;
    case AG_CAT_COMMA:
    case AG_CAT_DASH: {
        uint32_t say = 0;
        ag_link who = {0};
        uint32_t on = behind_remark(l, i, &say, &who);
        if (on != NONE) {
            l->items[say].agent = who;
            return on;
        }
        take_comma(l, i);
        break;
    }
    case AG_CAT_LP: // "Lee (left)", "(pictured)"
        if (ag_is_verbal(category(l, i + 1)) && category(l, i + 2) == AG_CAT_RP)
            return i + 3;
        break;
    case AG_CAT_SEMI:
    case AG_CAT_STOP:
    case AG_CAT_COLON:
        restart(l);
        break;
    case AG_CAT_QC:
        if (l->opens_quoted)
            restart(l);
        break;
    case AG_CAT_QO:
        l->opens_quoted = l->depth == 0 && top(l)->verb == NONE && is_empty(top(l)->first);
        if (top(l)->verb != NONE)
            open_clause(l, CONTENT, (ag_link){0});
        break;
    default:
        break;
    }
    return i + 1;
}

// ---- nouns ----

// The agent and the patient of a noun in what follows it: "the killing of protesters by the army".
static void link_noun_right(const linker *l, uint32_t i)
{
    ag_item *item = &l->items[i];
    for (uint32_t k = i + 1; k + 1 < l->n;) {
        if (category(l, k) == AG_CAT_TIME) {
            k++;
            continue;
        }
        if (category(l, k) != AG_CAT_P || !is_noun(category(l, k + 1)))
            return;
        ag_link np = {.first = (uint16_t)(k + 1)};
        uint32_t end = simple_end(l, k + 1, &np.head);
        np.last = (uint16_t)end;
        if (end == k + 1)
            return;
        if (word_is(l, k, "by") || (word_is(l, k, "from") && is_empty(item->agent))) {
            if (is_empty(item->agent))
                item->agent = np;
            return;
        }
        if (is_empty(item->patient) &&
            (word_is(l, k, "of") || word_is(l, k, "on") || word_is(l, k, "against")))
            item->patient = np;
        k = np.head + 1u;
    }
}

static void link_noun(const linker *l, uint32_t i)
{
    ag_item *item = &l->items[i];
    if (i > 0 && category(l, i - 1) == AG_CAT_NPOSS) {
        uint32_t first = i - 1;
        while (first > 0 && category(l, first - 1) == AG_CAT_NPOSS)
            first--;
        item->agent = (ag_link){(uint16_t)first, (uint16_t)i, (uint16_t)(i - 1)};
    }
    link_noun_right(l, i);
    if (is_empty(item->agent) && (item->features & AG_FEAT(NATIONAL)))
        item->agent = (ag_link){(uint16_t)i, (uint16_t)(i + 1), (uint16_t)i};
}

// ---- features ----

static uint32_t link_features(const ag_item *items, const ag_item *item, uint32_t self)
{
    uint32_t features = 0;
    if (!is_empty(item->agent)) {
        uint32_t a = items[item->agent.head].features;
        if (item->agent.head == self || (a & (AG_FEAT(ACTOR) | AG_FEAT(NATIONAL))))
            features |= AG_FEAT(AGENT);
        features |= a & AG_FEAT(INST) ? AG_FEAT(AGINST) : 0;
        features |= a & AG_FEAT(FIRST) ? AG_FEAT(AGFIRST) : 0;
        features |= a & AG_FEAT(PRON) ? AG_FEAT(AGPRON) : 0;
        features |= a & AG_FEAT(NEG) ? AG_FEAT(AGNEG) : 0;
    }
    if (!is_empty(item->patient) && (items[item->patient.head].features & AG_FEAT(ACTOR)))
        features |= AG_FEAT(PATIENT);
    return features;
}

void ag_syntax_mark(ag_item *items, uint32_t n)
{
    const uint32_t ours = AG_FEAT(AGENT) | AG_FEAT(AGINST) | AG_FEAT(AGFIRST) | AG_FEAT(AGPRON) |
                          AG_FEAT(AGNEG) | AG_FEAT(PATIENT);
    for (uint32_t i = 0; i < n; i++)
        if (ag_is_verbal((ag_category)items[i].category) || items[i].category == AG_CAT_NG)
            items[i].features = (items[i].features & ~ours) | link_features(items, &items[i], i);
}

void ag_syntax_link(const ag_grammar *g, const ag_tokens *tokens, ag_item *items, uint32_t n)
{
    linker l = {.g = g, .tokens = tokens, .items = items, .n = n};
    for (uint32_t i = 0; i < n; i++)
        items[i].agent = items[i].patient = (ag_link){0};
    restart(&l);
    for (uint32_t i = 0; i < n;)
        i = take_item(&l, i);
    for (uint32_t i = 0; i < n; i++)
        if (items[i].category == AG_CAT_NG && !(items[i].features & AG_FEAT(PRON)))
            link_noun(&l, i);
    ag_syntax_mark(items, n);
}
