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

// Words of those who break into computers.
static bool is_of_trade(const ag_tokens *tokens, uint32_t i)
{
    static const char *const heads[] = {"hack",     "cyber",    "malware",   "ransomware", "espionage",
                                        "phish",    "spear-ph", "intrusion", "backdoor",   "trojan",
                                        "spyware",  "exploit",  "botnet",    "apt",        "threat",
                                        "attacker", "wiper",    "implant",   NULL};
    return begins_with(ag_token_folded(tokens, i), heads);
}

static bool speaks_of_trade(sentence *s)
{
    for (uint32_t i = s->first; i < s->last && s->of_trade < 0; i++)
        if (is_of_trade(s->tokens, i))
            s->of_trade = 1;
    if (s->of_trade < 0)
        s->of_trade = 0;
    return s->of_trade;
}

static bool is_group_word(const ag_tokens *tokens, uint32_t i)
{
    static const char *const heads[] = {
        "group",    "gang",  "team",     "crew",      "collective", "cluster",   "actor",
        "outfit",   "unit",  "operator", "operation", "campaign",   "spies",     "spy",
        "codename", "alias", "aka",      "a.k.a",     "dubbed",     "nicknamed", NULL};
    return begins_with(ag_token_folded(tokens, i), heads) || is_of_trade(tokens, i);
}

// Marks and articles between a name and what it is.
static bool is_between(const ag_tokens *tokens, uint32_t i)
{
    static const char *const words[] = {"the", "a", "an", ",", "(", "\"", "'", "named", "called", NULL};
    uint8_t kind = tokens->list.at[i].kind;
    return kind == AG_TOK_QUOTE || kind == AG_TOK_LPAREN || ag_str_in(ag_token_folded(tokens, i), words);
}

// "known as", "also tracked as"
static bool is_naming(const ag_tokens *tokens, uint32_t first, uint32_t i)
{
    static const char *const verbs[] = {"known", "tracked", "tracks", "identified", "called", "to", NULL};
    return i > first && ag_str_is(ag_token_folded(tokens, i), "as") &&
           ag_str_in(ag_token_folded(tokens, i - 1), verbs);
}

// ", a hacking group": the next words, up to another mark.
static bool is_explained(const sentence *s, uint32_t i)
{
    enum { WORDS = 7 };
    if (i >= s->last || s->tokens->list.at[i].kind != AG_TOK_COMMA)
        return false;
    for (uint32_t k = i + 1; k < s->last && k < i + WORDS; k++) {
        if (s->tokens->list.at[k].kind == AG_TOK_COMMA)
            return false;
        if (is_of_trade(s->tokens, k))
            return true;
    }
    return false;
}

// Whether the words beside tokens [i, end) say that they name a group that hacks.
static bool is_called_group(sentence *s, uint32_t i, uint32_t end)
{
    enum { BETWEEN = 3 };
    uint32_t before = i, behind = end;
    if (!speaks_of_trade(s))
        return false;
    for (int n = 0; n < BETWEEN && before > s->first && is_between(s->tokens, before - 1); n++)
        before--;
    if (before > s->first &&
        (is_group_word(s->tokens, before - 1) || is_naming(s->tokens, s->first, before - 1)))
        return true;
    if (behind < s->last && s->tokens->list.at[behind].kind == AG_TOK_QUOTE)
        behind++;
    return (behind < s->last && is_group_word(s->tokens, behind)) || is_explained(s, behind);
}

// A capital that is there for the name's sake.
static bool has_own_capital(sentence *s, uint32_t i)
{
    if (s->title < 0)
        s->title = ag_is_title_case(s->tokens, s->first, s->last);
    return i > s->first && !s->title && s->tokens->list.at[i - 1].kind < AG_TOK_COMMA;
}

static bool is_introduced(sentence *s, uint32_t i, uint32_t end, uint32_t actor)
{
    if (ag_lexicon_actor(s->lex, actor)->class_id == s->threat)
        return is_called_group(s, i, end);
    return has_own_capital(s, i);
}

// ---- a text ----

static void introduce(ag_introducer *in, const ag_lexicon *lex, uint32_t actor)
{
    uint32_t unlisted = ag_lexicon_unlisted(lex);
    if (actor <= unlisted || in->introduced.at[actor - unlisted - 1])
        return;
    in->introduced.at[actor - unlisted - 1] = 1;
    ag_push(&in->touched, actor);
    const uint32_t *candidates;
    uint32_t n = ag_lexicon_candidates(lex, actor, &candidates);
    for (uint32_t i = 0; i < n; i++)
        introduce(in, lex, candidates[i]);
}

static bool was_introduced(const ag_introducer *in, const ag_lexicon *lex, uint32_t actor)
{
    const uint32_t *candidates, unlisted = ag_lexicon_unlisted(lex);
    if (in->introduced.at[actor - unlisted - 1])
        return true;
    uint32_t n = ag_lexicon_candidates(lex, actor, &candidates);
    for (uint32_t i = 0; i < n; i++)
        if (in->introduced.at[candidates[i] - unlisted - 1])
            return true;
    return false;
}

static uint32_t actor_of(const ag_sense *senses, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (senses[i].actor)
            return senses[i].actor;
    return 0;
}

static bool has_capital(const sentence *s, uint32_t i)
{
    return i < s->last && (s->tokens->list.at[i].flags & (AG_TF_CAP | AG_TF_INNERCAP));
}

static void look_through(ag_introducer *in, sentence *s)
{
    for (uint32_t i = s->first; i < s->last; i++) {
        const ag_sense *senses;
        uint32_t n, actor, covered;
        if (!has_capital(s, i) && !has_capital(s, i + 1)) // "the Mask"
            continue;
        covered = ag_lexicon_find(s->lex, s->tokens, i, s->last, &senses, &n);
        if (covered)
            introduce(in, s->lex, actor_of(senses, n));
        covered = ag_lexicon_find_unsure(s->lex, s->tokens, i, s->last, &senses, &n);
        if (!covered || (actor = actor_of(senses, n)) == 0)
            continue;
        ag_push(&in->found, (ag_unsure_name){i, actor});
        if (is_introduced(s, i, i + covered, actor))
            introduce(in, s->lex, actor);
    }
}

void ag_introduce(ag_introducer *in, const ag_lexicon *lex, ag_tokens *tokens, const ag_units *units)
{
    if (!ag_lexicon_has_unsure(lex))
        return;
    size_t listed = ag_lexicon_actor_count(lex) - ag_lexicon_unlisted(lex);
    if (in->introduced.n < listed) {
        ag_free(&in->introduced);
        in->introduced.at = ag_xcalloc(listed, 1);
        in->introduced.n = in->introduced.space = listed;
    }
    in->found.n = in->touched.n = 0;
    uint16_t threat = ag_lexicon_class(lex, "A.threat", strlen("A.threat"));
    for (size_t k = 0; k < units->sentences.n; k++) {
        const ag_sentence *u = &units->sentences.at[k];
        look_through(in, &(sentence){lex, tokens, u->first, u->last, threat, -1, -1});
    }
    for (size_t k = 0; k < in->found.n; k++)
        if (was_introduced(in, lex, in->found.at[k].actor))
            tokens->list.at[in->found.at[k].token].flags |= AG_TF_NAMED;
    for (size_t k = 0; k < in->touched.n; k++)
        in->introduced.at[in->touched.at[k] - ag_lexicon_unlisted(lex) - 1] = 0;
}

void ag_introducer_free(ag_introducer *in)
{
    ag_free(&in->introduced);
    ag_free(&in->touched);
    ag_free(&in->found);
}
