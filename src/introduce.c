// SPDX-License-Identifier: MIT
#include "introduce.h"

#include "tagger.h"

#include <string.h>

typedef struct sentence {
    const ag_lexicon *lex;
    const ag_tokens *tokens;
    uint32_t first, last; // tokens
    uint16_t threat;      // class A.threat
    int of_trade, title;  // -1: not looked at yet
} sentence;

// ---- what stands beside a name ----

static bool begins_with(ag_str word, const char *const *heads)
{
    for (; *heads; heads++)
        if (word.len >= strlen(*heads) && memcmp(word.ptr, *heads, strlen(*heads)) == 0)
            return true;
    return false;
}

static bool is_in(const sentence *s, uint32_t i, const char *const *words)
{
    return i < s->last && ag_str_in(ag_token_folded(s->tokens, i), words);
}

// Words of those who break into computers.
static bool is_of_trade(const sentence *s, uint32_t i)
{
    static const char *const heads[] = {"hack",      "hacktiv",  "cyber",    "malware",   "ransomware",
                                        "espionage", "phish",    "spear-ph", "intrusion", "backdoor",
                                        "trojan",    "spyware",  "exploit",  "botnet",    "apt",
                                        "threat",    "attacker", "wiper",    "implant",   NULL};
    return i < s->last && begins_with(ag_token_folded(s->tokens, i), heads);
}

static bool speaks_of_trade(sentence *s)
{
    for (uint32_t i = s->first; i < s->last && s->of_trade < 0; i++)
        if (is_of_trade(s, i))
            s->of_trade = 1;
    if (s->of_trade < 0)
        s->of_trade = 0;
    return s->of_trade;
}

// Those who act together and can have a name.
static bool is_band(const sentence *s, uint32_t i)
{
    static const char *const words[] = {
        "group",     "groups",    "gang",           "gangs",      "crew",        "crews",     "collective",
        "actor",     "actors",    "outfit",         "outfits",    "hackers",     "attackers", "spies",
        "intruders", "cybergang", "cybercriminals", "cyberspies", "hacktivists", "apt",       NULL};
    return is_in(s, i, words);
}

// Words that others have too: a team, a campaign.
static bool is_loose_band(const sentence *s, uint32_t i)
{
    static const char *const words[] = {
        "team",      "teams",     "unit",     "units",    "cluster", "operators", "operations", "campaign",
        "campaigns", "operation", "clusters", "division", "squad",   "army",      "bureau",     NULL};
    return is_in(s, i, words);
}

static bool is_tool(const sentence *s, uint32_t i)
{
    static const char *const words[] = {"malware", "ransomware", "backdoor", "trojan",   "spyware",
                                        "botnet",  "wiper",      "implant",  "implants", NULL};
    return is_in(s, i, words);
}

// The first letters of the classes that a token has in the lexicon, but for those of parts of names: a set of
// bits.
static unsigned letters_of(const sentence *s, uint32_t i)
{
    static const char *const parts[] = {"F.given", "F.male", "F.female", "F.honorific", NULL};
    const ag_sense *senses;
    uint32_t n;
    unsigned letters = 0;
    if (!ag_lexicon_find(s->lex, s->tokens, i, i + 1, &senses, &n))
        return 0;
    for (uint32_t k = 0; k < n; k++) {
        const char *name = ag_lexicon_class_name(s->lex, senses[k].class_id);
        letters |= ag_str_in((ag_str){name, strlen(name)}, parts) ? 0 : 1u << (name[0] - 'A');
    }
    return letters;
}

static const unsigned F = 1u << ('F' - 'A'), J = 1u << ('J' - 'A'), N = 1u << ('N' - 'A'),
                      R = 1u << ('R' - 'A'), V = 1u << ('V' - 'A');

// A rights group, a campaign team: a noun before it says that it is of another trade.
static bool is_of_other_trade(const sentence *s, uint32_t band)
{
    static const char *const same[] = {"crime",   "extortion", "spy",        "spying",   "intelligence",
                                       "state",   "sabotage",  "government", "military", "surveillance",
                                       "theft",   "nation",    "security",   "crypto",   "computer",
                                       "network", "activity",  "access",     "criminal", NULL};
    if (band <= s->first || is_of_trade(s, band - 1) || is_in(s, band - 1, same))
        return false;
    unsigned letters = letters_of(s, band - 1);
    return (letters & N) && !(letters & ~(N | V));
}

// Marks and articles between a name and what it is.
static bool is_between(const sentence *s, uint32_t i)
{
    static const char *const words[] = {"the", "a", "an", ",", "(", "\"", "'", "named", "called", NULL};
    uint8_t kind = s->tokens->list.at[i].kind;
    return kind == AG_TOK_QUOTE || kind == AG_TOK_LPAREN || is_in(s, i, words);
}

// "A group known as", "also tracked as", not "a firm known as": the words that end at token i.
static bool is_naming(const sentence *s, uint32_t i)
{
    static const char *const tracked[] = {"tracked", "tracks", "identified", NULL};
    static const char *const known[] = {"known", "called", "to", NULL};
    static const char *const loose[] = {"also", "commonly", "widely",   "better", "is", "are",
                                        "was",  "were",     "referred", "now",    ",",  NULL};
    if (i <= s->first || !ag_str_is(ag_token_folded(s->tokens, i), "as"))
        return false;
    if (is_in(s, --i, tracked))
        return true;
    if (!is_in(s, i, known))
        return false;
    while (i > s->first && is_in(s, i - 1, loose))
        i--;
    return i > s->first && (is_band(s, i - 1) || is_loose_band(s, i - 1) || is_tool(s, i - 1));
}

static bool is_called_before(const sentence *s, uint32_t i)
{
    enum { BETWEEN = 3 };
    static const char *const namings[] = {"codename", "codenamed", "alias",     "aka", "a.k.a",
                                          "a.k.a.",   "dubbed",    "nicknamed", NULL};
    for (int n = 0; n < BETWEEN && i > s->first && is_between(s, i - 1); n++)
        i--;
    if (i == s->first)
        return false;
    i--;
    return is_in(s, i, namings) || is_tool(s, i) || is_naming(s, i) ||
           ((is_band(s, i) || is_loose_band(s, i)) && !is_of_other_trade(s, i));
}

// "The Tick group", "Tick cyber espionage team", "Tick malware"; not the UPS ransomware attack, nor its team.
static bool is_called_behind(const sentence *s, uint32_t i)
{
    enum { WORDS = 4 };
    static const char *const struck[] = {"attack", "attacks", "incident", "infection",
                                         "breach", "hack",    NULL};
    if (i < s->last && s->tokens->list.at[i].kind == AG_TOK_QUOTE)
        i++;
    if (is_tool(s, i) && !is_in(s, i + 1, struck))
        return true;
    uint32_t first = i;
    while (i - first < WORDS && is_of_trade(s, i) && !is_band(s, i))
        i++;
    return is_band(s, i) || (i > first && is_loose_band(s, i));
}

// ", a group that hacks": the words up to the first that no noun group has.
static bool is_explained(const sentence *s, uint32_t i)
{
    enum { WORDS = 8 };
    static const char *const ends[] = {"by",  "in",  "with",  "from", "for", "at", "to",
                                       "on",  "who", "whose", "was",  "and", "is", "which",
                                       "has", "or",  "had",   "but",  NULL};
    static const char *const hackers[] = {"hackers", "cyberspies", "cybercriminals", "hacktivists", NULL};
    bool trade = false, band = false;
    if (i >= s->last || s->tokens->list.at[i].kind != AG_TOK_COMMA)
        return false;
    for (uint32_t k = i + 1; k < s->last && k < i + WORDS; k++) {
        bool of = ag_str_is(ag_token_folded(s->tokens, k), "of");
        bool one = ag_str_is(ag_token_folded(s->tokens, k - 1), "one");
        if (s->tokens->list.at[k].kind >= AG_TOK_COMMA || is_in(s, k, ends) || (of && !band && !one))
            return false;
        trade |= is_of_trade(s, k), band |= is_band(s, k) || is_loose_band(s, k);
        if ((trade && band) || is_in(s, k, hackers))
            return true;
    }
    return false;
}

// Whether the words beside tokens [i, end), or the last of them, say that they name a group that hacks.
static bool is_called_group(sentence *s, uint32_t i, uint32_t end)
{
    if (!speaks_of_trade(s))
        return false;
    bool itself = end - i > 1 && (is_band(s, end - 1) || is_loose_band(s, end - 1));
    return itself || is_called_before(s, i) || is_called_behind(s, end) || is_explained(s, end);
}

static bool has_capital(const sentence *s, uint32_t i)
{
    return i < s->last && (s->tokens->list.at[i].flags & (AG_TF_CAP | AG_TF_INNERCAP));
}

// A capital of the name in tokens [i, end) that is there for its own sake.
static bool has_own_capital(sentence *s, uint32_t i, uint32_t end)
{
    if (s->title < 0)
        s->title = ag_is_title_case(s->tokens, s->first, s->last);
    for (uint32_t k = i > s->first ? i : s->first + 1; k < end && !s->title; k++)
        if (has_capital(s, k) && s->tokens->list.at[k - 1].kind < AG_TOK_COMMA)
            return true;
    return false;
}

static bool is_other_word(const sentence *s, uint32_t i)
{
    return i < s->last && s->tokens->list.at[i].kind == AG_TOK_WORD && !is_of_trade(s, i) && !is_band(s, i) &&
           !is_loose_band(s, i);
}

// "Buckeye fans", "the Dragonfly larvae", "Akira Sato", "Joe Flame": the word in token i is part of something
// else that the words beside it name.
static bool is_part_of_other(const sentence *s, uint32_t i)
{
    if (i > s->first && is_other_word(s, i - 1) && has_capital(s, i - 1) && !letters_of(s, i - 1))
        return true;
    if (!is_other_word(s, i + 1))
        return false;
    unsigned letters = letters_of(s, i + 1);
    return !letters || (!has_capital(s, i + 1) && (letters & N) && !(letters & (F | R)));
}

// "Anonymous claimed", where a sentence begins: an adjective has no verb behind it, a name has.
static bool is_subject(const sentence *s, uint32_t i)
{
    if (i != s->first || !has_capital(s, i) || i + 1 >= s->last)
        return false;
    unsigned word = letters_of(s, i), next = letters_of(s, i + 1);
    return (word & J) && !(word & (N | V)) && (next & V) && !(next & (N | J));
}

// No word of more than three letters stands before the first that has a capital.
static bool is_as_written(const sentence *s, uint32_t i, uint32_t end)
{
    while (i < end && !has_capital(s, i) && ag_token_folded(s->tokens, i).len <= 3)
        i++;
    return i < end && has_capital(s, i);
}

// Whether tokens [i, end) may be the name, here or where the text says so elsewhere.
static bool may_be(sentence *s, uint32_t i, uint32_t end, const ag_sense *sense)
{
    if ((sense->form & AG_NAME_WRITTEN) && !is_as_written(s, i, end))
        return false;
    bool word = sense->form == AG_NAME_CAPITAL && sense->class_id == s->threat && end - i == 1;
    return !word || !is_part_of_other(s, i) || is_called_group(s, i, end);
}

// Whether tokens [i, end) count as a name where they stand.
static bool counts(sentence *s, uint32_t i, uint32_t end, const ag_sense *sense)
{
    bool threat = sense->class_id == s->threat;
    switch (sense->form & ~(unsigned)AG_NAME_WRITTEN) {
    case AG_NAME_SURE:
        return true;
    case AG_NAME_CAPITAL:
        return has_own_capital(s, i, end) ||
               (threat && (is_called_group(s, i, end) || (end - i == 1 && is_subject(s, i))));
    case AG_NAME_NUMBER:
        return speaks_of_trade(s) && is_called_before(s, i);
    default:
        return is_called_group(s, i, end);
    }
}

// ---- a text ----

static void introduce(ag_introducer *in, const ag_lexicon *lex, uint32_t actor)
{
    if (!actor || in->introduced.at[actor])
        return;
    in->introduced.at[actor] = 1;
    ag_push(&in->touched, actor);
    const uint32_t *candidates;
    uint32_t n = ag_lexicon_candidates(lex, actor, &candidates);
    for (uint32_t i = 0; i < n; i++)
        introduce(in, lex, candidates[i]);
}

static bool was_introduced(const ag_introducer *in, const ag_lexicon *lex, uint32_t actor)
{
    const uint32_t *candidates;
    if (in->introduced.at[actor])
        return true;
    uint32_t n = ag_lexicon_candidates(lex, actor, &candidates);
    for (uint32_t i = 0; i < n; i++)
        if (in->introduced.at[candidates[i]])
            return true;
    return false;
}

static const ag_sense *actor_in(const ag_sense *senses, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (senses[i].actor)
            return &senses[i];
    return NULL;
}

static void find_unsure(ag_introducer *in, sentence *s)
{
    uint32_t i = s->first;
    for (; (i = ag_lexicon_next_unsure(s->lex, s->tokens, i, s->last)) < s->last; i++) {
        const ag_sense *senses;
        uint32_t n, covered = ag_lexicon_find_unsure(s->lex, s->tokens, i, s->last, &senses, &n);
        const ag_sense *sense = covered ? actor_in(senses, n) : NULL;
        if (!sense || !may_be(s, i, i + covered, sense))
            continue;
        ag_unsure_name name = {i, sense->actor, counts(s, i, i + covered, sense),
                               sense->form == AG_NAME_NUMBER};
        ag_push(&in->found, name);
        if (name.counts)
            introduce(in, s->lex, name.actor);
    }
}

static void find_sure(ag_introducer *in, const sentence *s)
{
    for (uint32_t i = s->first; i < s->last; i++) {
        const ag_sense *senses, *sense;
        uint32_t n;
        if (!has_capital(s, i) && !has_capital(s, i + 1)) // "the Mask"
            continue;
        if (ag_lexicon_find(s->lex, s->tokens, i, s->last, &senses, &n) && (sense = actor_in(senses, n)))
            introduce(in, s->lex, sense->actor);
    }
}

void ag_introduce(ag_introducer *in, const ag_lexicon *lex, ag_tokens *tokens, const ag_units *units)
{
    if (!ag_lexicon_has_unsure(lex))
        return;
    size_t actors = ag_lexicon_actor_count(lex) + 1;
    if (in->introduced.n < actors) {
        ag_free(&in->introduced);
        in->introduced.at = ag_xcalloc(actors, 1);
        in->introduced.n = in->introduced.space = actors;
    }
    in->found.n = in->touched.n = 0;
    uint16_t threat = ag_lexicon_class(lex, "A.threat", strlen("A.threat"));
    for (size_t k = 0; k < units->sentences.n; k++) {
        const ag_sentence *u = &units->sentences.at[k];
        find_unsure(in, &(sentence){lex, tokens, u->first, u->last, threat, -1, -1});
    }
    for (size_t k = 0; k < units->sentences.n && in->found.n; k++) {
        const ag_sentence *u = &units->sentences.at[k];
        find_sure(in, &(sentence){lex, tokens, u->first, u->last, threat, -1, -1});
    }
    for (size_t k = 0; k < in->found.n; k++) {
        const ag_unsure_name *name = &in->found.at[k];
        if (name->counts || (!name->always_asked && was_introduced(in, lex, name->actor)))
            tokens->list.at[name->token].flags |= AG_TF_NAMED;
    }
    for (size_t k = 0; k < in->touched.n; k++)
        in->introduced.at[in->touched.at[k]] = 0;
}

void ag_introducer_free(ag_introducer *in)
{
    ag_free(&in->introduced);
    ag_free(&in->touched);
    ag_free(&in->found);
}
