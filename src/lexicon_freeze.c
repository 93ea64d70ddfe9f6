// SPDX-License-Identifier: MIT
// From senses as they were added to those that a look-up finds, and the sets of classes that words have.
#include "lexicon_inside.h"
#include "limits.h"

static int by_node(const void *a, const void *b)
{
    const ag_raw_sense *x = a, *y = b;
    if (x->node != y->node)
        return x->node < y->node ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static bool same_sense(const ag_sense *a, const ag_sense *b)
{
    return a->class_id == b->class_id && a->form == b->form && a->actor == b->actor;
}

// ---- names that a gazetteer lists ----

// Whether a gazetteer lists the form at this level: then no other actor is meant by it.
static bool is_listed(const ag_lexicon *lex, size_t first, size_t last, uint32_t level)
{
    for (size_t i = first; i < last; i++)
        if (lex->raw.at[i].level <= level && ag_lexicon_lists(lex, lex->raw.at[i].sense.actor))
            return true;
    return false;
}

static bool same_aliases(const ag_lexicon *lex, const ag_listed *a, const ag_listed *b)
{
    if (a->naliases != b->naliases)
        return false;
    for (uint32_t i = 0; i < a->naliases; i++)
        if (strcmp(ag_lexicon_string(lex, lex->alias_at.at[a->first_alias + i]),
                   ag_lexicon_string(lex, lex->alias_at.at[b->first_alias + i])) != 0)
            return false;
    return true;
}

static bool same_actor(const ag_lexicon *lex, uint32_t a, uint32_t b)
{
    const ag_actor *x = ag_lexicon_actor(lex, a), *y = ag_lexicon_actor(lex, b);
    return strcmp(ag_lexicon_string(lex, x->name), ag_lexicon_string(lex, y->name)) == 0 &&
           strcmp(x->country, y->country) == 0 &&
           same_aliases(lex, &lex->listed.at[a - lex->unlisted - 1], &lex->listed.at[b - lex->unlisted - 1]);
}

// Adds an actor to the candidates from `first` on. One of whom two gazetteers say the same is one.
static void add_candidate(ag_lexicon *lex, size_t first, uint32_t actor)
{
    for (size_t i = first; i < lex->candidates.n; i++)
        if (same_actor(lex, lex->candidates.at[i], actor))
            return;
    if (lex->candidates.n - first < AG_MAX_CANDIDATES)
        ag_push(&lex->candidates, actor);
}

// The actor that stands for the candidates from `first` on, which are several.
static uint32_t stand_in(ag_lexicon *lex, size_t first)
{
    uint32_t n = (uint32_t)(lex->candidates.n - first);
    const ag_listed *last = &lex->listed.at[lex->listed.n - 1];
    if (last->ncandidates == n && memcmp(lex->candidates.at + last->first_candidate,
                                         lex->candidates.at + first, n * sizeof *lex->candidates.at) == 0) {
        lex->candidates.n = first; // the same name at the level below
        return (uint32_t)lex->actors.n;
    }
    ag_actor actor = *ag_lexicon_actor(lex, lex->candidates.at[first]);
    ag_push(&lex->actors, actor);
    ag_push(&lex->listed, (ag_listed){.first_candidate = (uint32_t)first, .ncandidates = n});
    return (uint32_t)lex->actors.n;
}

// Where the senses from `start` on are of several listed actors, one actor takes their place that stands for
// all.
static void share_name(ag_lexicon *lex, size_t start)
{
    size_t first = lex->candidates.n;
    for (size_t i = start; i < lex->senses.n; i++)
        if (lex->senses.at[i].actor)
            add_candidate(lex, first, lex->senses.at[i].actor);
    bool several = lex->candidates.n - first > 1;
    uint32_t actor = several ? stand_in(lex, first) : lex->candidates.at[first];
    if (!several)
        lex->candidates.n = first;
    size_t kept = start;
    for (size_t i = start; i < lex->senses.n; i++) {
        ag_sense s = lex->senses.at[i];
        bool known = false;
        s.actor = s.actor ? actor : 0;
        for (size_t k = start; k < kept; k++)
            known |= same_sense(&lex->senses.at[k], &s);
        if (!known)
            lex->senses.at[kept++] = s;
    }
    lex->senses.n = kept;
}

// ---- levels ----

// Collects the senses of a level. Where they are those of the level below, they are not stored again.
static void collect_level(ag_lexicon *lex, size_t first, size_t last, uint32_t level)
{
    ag_lexicon_node *n = &lex->nodes.at[lex->raw.at[first].node];
    size_t start = lex->senses.n;
    bool listed = lex->listed.n && is_listed(lex, first, last, level);
    for (size_t i = first; i < last && lex->senses.n - start < AG_MAX_READINGS; i++) {
        uint32_t actor = lex->raw.at[i].sense.actor;
        if (lex->raw.at[i].level > level || (listed && actor && !ag_lexicon_lists(lex, actor)))
            continue;
        bool known = false;
        for (size_t k = start; k < lex->senses.n; k++)
            known |= same_sense(&lex->senses.at[k], &lex->raw.at[i].sense);
        if (!known)
            ag_push(&lex->senses, lex->raw.at[i].sense);
    }
    if (listed)
        share_name(lex, start);
    n->first[level] = (uint32_t)start;
    n->count[level] = (uint16_t)(lex->senses.n - start);
    if (level == 0 || n->count[level] == 0 || n->count[level - 1] != n->count[level])
        return;
    const ag_sense *below = lex->senses.at + n->first[level - 1], *here = lex->senses.at + start;
    for (uint32_t i = 0; i < n->count[level]; i++)
        if (!same_sense(&below[i], &here[i]) || below[i].lemma != here[i].lemma ||
            below[i].head != here[i].head)
            return;
    n->first[level] = n->first[level - 1];
    lex->senses.n = start;
}

// ---- signatures ----

static void add_sorted(ag_signature *s, uint16_t id)
{
    uint32_t at = 0;
    while (at < s->n && s->ids[at] < id)
        at++;
    if ((at < s->n && s->ids[at] == id) || s->n == AG_SIGNATURE_MAX)
        return;
    memmove(s->ids + at + 1, s->ids + at, (s->n - at) * sizeof *s->ids);
    s->ids[at] = id;
    s->n++;
}

// A table of the signatures that are known: 1 + index, 0 where a place is free.
typedef struct signature_table {
    AG_ARRAY(uint32_t) places; // n is a power of two
} signature_table;

static void place_signature(signature_table *t, const ag_lexicon *lex, uint32_t index)
{
    size_t at = ag_hash_word((const char *)&lex->signatures.at[index], sizeof(ag_signature));
    while (t->places.at[at & (t->places.n - 1)])
        at++;
    t->places.at[at & (t->places.n - 1)] = index + 1;
}

static void grow_signatures(signature_table *t, const ag_lexicon *lex)
{
    size_t n = t->places.n ? t->places.n * 2 : 256;
    ag_free(&t->places);
    t->places.at = ag_xcalloc(n, sizeof *t->places.at);
    t->places.n = t->places.space = n;
    for (uint32_t i = 0; i < lex->signatures.n; i++)
        place_signature(t, lex, i);
}

static void note_signature(signature_table *t, ag_lexicon *lex, const ag_signature *s)
{
    if (lex->signatures.n * 2 >= t->places.n)
        grow_signatures(t, lex);
    for (size_t at = ag_hash_word((const char *)s, sizeof *s);; at++) {
        uint32_t found = t->places.at[at & (t->places.n - 1)];
        if (!found)
            break;
        if (memcmp(&lex->signatures.at[found - 1], s, sizeof *s) == 0)
            return;
    }
    ag_push(&lex->signatures, *s);
    place_signature(t, lex, (uint32_t)(lex->signatures.n - 1));
}

// The signatures of a node at a level, by part of speech.
static void note_signatures(signature_table *t, ag_lexicon *lex, const ag_sense *senses, uint32_t n)
{
    for (const char *letter = "VNJRAF"; *letter; letter++) {
        ag_signature s;
        memset(&s, 0, sizeof s); // the bytes between members too: they are hashed
        for (uint32_t i = 0; i < n; i++)
            if (ag_lexicon_class_name(lex, senses[i].class_id)[0] == *letter)
                add_sorted(&s, senses[i].class_id);
        if (s.n)
            note_signature(t, lex, &s);
    }
}

static void collect_signatures(ag_lexicon *lex)
{
    signature_table t = {{0}};
    lex->signatures.n = 0;
    for (size_t i = 1; i < lex->nodes.n; i++)
        for (int level = 0; level < AG_CASE_LEVELS; level++) {
            const ag_lexicon_node *here = &lex->nodes.at[i];
            if (here->count[level])
                note_signatures(&t, lex, lex->senses.at + here->first[level], here->count[level]);
        }
    ag_free(&t.places);
}

void ag_lexicon_freeze(ag_lexicon *lex)
{
    if (lex->borrowed)
        return;
    if (lex->raw.n)
        qsort(lex->raw.at, lex->raw.n, sizeof *lex->raw.at, by_node);
    lex->senses.n = 0;
    for (size_t i = 0; i < lex->raw.n;) {
        size_t end = i;
        while (end < lex->raw.n && lex->raw.at[end].node == lex->raw.at[i].node)
            end++;
        for (uint32_t level = 0; level < AG_CASE_LEVELS; level++)
            collect_level(lex, i, end, level);
        i = end;
    }
    collect_signatures(lex);
    lex->alias.n = 0;
    for (size_t i = 0; i < lex->alias_at.n; i++)
        ag_push(&lex->alias, ag_lexicon_string(lex, lex->alias_at.at[i]));
}
