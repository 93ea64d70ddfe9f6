// SPDX-License-Identifier: MIT
#include "rule_needs.h"

#include <string.h>

enum { MOST_NEEDS = 20 }; // a few suffice to skip a sentence

// ---- trees ----

bool ag_node_matches_items(const ag_node *n)
{
    return n->kind != AG_NODE_LOOK && n->kind != AG_NODE_BEGIN && n->kind != AG_NODE_END;
}

bool ag_node_is_cue(const ag_node *n)
{
    return n->kind == AG_NODE_ROLE && n->role == AG_ROLE_CUE;
}

size_t ag_node_kid_of_cue(const ag_node *n)
{
    size_t k = 0;
    while (k < n->kids.n && !n->kids.at[k]->cues.max)
        k++;
    return k;
}

static bool has_role(const ag_node *n, ag_role role)
{
    bool has = n->kind == AG_NODE_ROLE && n->role == role;
    for (size_t i = 0; i < n->kids.n && !has && n->roles; i++)
        has = has_role(n->kids.at[i], role);
    return has;
}

// ---- symbols ----

// The symbols of which an item has to have one to be accepted by a condition of the atom; false where there
// is no such condition. term: index of a class condition, -1 for literals, -2 for the category.
static bool condition_symbols(const ag_rules *rules, const ag_atom *a, int term, uint64_t *out)
{
    memset(out, 0, rules->symbol_words * sizeof *out);
    if (term == -2) {
        for (uint32_t c = 0; c < AG_CAT_COUNT; c++)
            if (a->categories >> c & 1)
                ag_bit_set(out, c);
        return a->categories != AG_ANY_CATEGORY;
    }
    if (term == -1) {
        for (int i = 0; i < a->nliterals; i++)
            ag_bit_set(out, AG_LITERAL_SYMBOL + a->literals[i]);
        return a->nliterals > 0;
    }
    if (a->terms[term].negated || a->terms[term].modifier)
        return false;
    memcpy(out + AG_CLASS_SYMBOL / 64, a->terms[term].classes.bits, sizeof a->terms[term].classes.bits);
    return true;
}

bool ag_atom_symbols(const ag_rules *rules, const ag_atom *a, uint64_t *out)
{
    if (condition_symbols(rules, a, -1, out))
        return true;
    for (int t = 0; t < a->nterms; t++)
        if (condition_symbols(rules, a, t, out))
            return true;
    return condition_symbols(rules, a, -2, out);
}

static bool categories_alone(const ag_rules *rules, const uint64_t *symbols)
{
    uint64_t others = 0;
    for (size_t w = 1; w < rules->symbol_words; w++)
        others |= symbols[w];
    return others == 0;
}

// ---- what a sentence must have, and on which side of the cue ----

typedef AG_ARRAY(uint64_t) clauses; // rules->symbol_words words of symbols each, and the side

static size_t stride(const ag_rules *rules)
{
    return rules->symbol_words + 1;
}

static void append(const ag_rules *rules, clauses *list, uint64_t *clause, ag_side side)
{
    size_t words = stride(rules);
    clause[words - 1] = side;
    for (size_t i = 0; i < list->n; i += words)
        if (memcmp(list->at + i, clause, words * sizeof *clause) == 0)
            return;
    if (list->n < MOST_NEEDS * words)
        for (size_t i = 0; i < words; i++)
            ag_push(list, clause[i]);
}

// Fewer symbols make a clause more telling; categories are too common to count.
static size_t weight(const ag_rules *rules, const uint64_t *clause)
{
    size_t size = clause[0] & AG_ANY_CATEGORY ? 1000 : 0;
    for (size_t i = 0; i < rules->symbol_words; i++)
        size += (size_t)__builtin_popcountll(clause[i]);
    return size;
}

static void collect_needs(const ag_rules *rules, const ag_node *n, ag_side side, clauses *out);

// Of each alternative the most telling need: one of these is needed.
static void collect_alternatives(const ag_rules *rules, const ag_node *n, ag_side side, clauses *out)
{
    size_t words = stride(rules);
    uint64_t *either = ag_xcalloc(words, sizeof *either);
    bool all = true;
    for (size_t k = 0; k < n->kids.n && all; k++) {
        clauses kid = {0};
        size_t best = 0;
        collect_needs(rules, n->kids.at[k], side, &kid);
        for (size_t i = words; i < kid.n; i += words)
            if (weight(rules, kid.at + i) < weight(rules, kid.at + best))
                best = i;
        all = kid.n > 0;
        for (size_t i = 0; i + 1 < words && all; i++)
            either[i] |= kid.at[best + i];
        side = all && kid.at[best + words - 1] != side ? AG_SIDE_ANY : side;
        ag_free(&kid);
    }
    if (all)
        append(rules, out, either, side);
    ag_xfree(either);
}

// What stands beside the kid with the cue stands on one side of it.
static void collect_around(const ag_rules *rules, const ag_node *n, clauses *out)
{
    size_t cue = ag_node_kid_of_cue(n);
    for (size_t i = 0; i < n->kids.n; i++)
        collect_needs(rules, n->kids.at[i],
                      i < cue   ? AG_SIDE_BEFORE
                      : i > cue ? AG_SIDE_BEHIND
                                : AG_SIDE_ANY,
                      out);
}

static void collect_needs(const ag_rules *rules, const ag_node *n, ag_side side, clauses *out)
{
    if (n->kind == AG_NODE_ALT) {
        collect_alternatives(rules, n, side, out);
    } else if (n->kind == AG_NODE_ATOM) {
        uint64_t *clause = ag_xcalloc(stride(rules), sizeof *clause);
        if (ag_atom_symbols(rules, n->atom, clause))
            append(rules, out, clause, side);
        ag_xfree(clause);
    } else if (n->kind == AG_NODE_SEQ && n->cues.max) {
        collect_around(rules, n, out);
    } else if (!(n->kind == AG_NODE_REPEAT && n->min == 0) &&
               !(n->kind == AG_NODE_LOOK && n->look[2] != '=')) {
        bool beyond = n->kind == AG_NODE_LOOK && side == AG_SIDE_BEFORE; // it may look past the cue
        for (size_t i = 0; i < n->kids.n; i++) // (?<= is left out with (?! and (?<!: it is rare
            collect_needs(rules, n->kids.at[i], beyond ? AG_SIDE_ANY : side, out);
    }
}

static void note_clause(const ag_rules *rules, ag_code *code, const uint64_t *symbols, ag_side side)
{
    for (uint32_t w = 0; w < rules->symbol_words; w++)
        if (symbols[w])
            ag_push(&code->needs, (ag_need){symbols[w], w, (uint16_t)side, 1});
    code->needs.at[code->needs.n - 1].more = 0; // no clause is empty
}

// ---- what stands right beside the cue ----

// What the item on one side of the cue may be.
typedef struct beside {
    const ag_rules *rules;
    ag_side side; // AG_SIDE_PREVIOUS or AG_SIDE_NEXT
    ag_item_gate gate;
    uint64_t *symbols, *of_atom; // those of which it must have one, where `telling`
    bool telling;
} beside;

void ag_gate_widen(ag_item_gate *gate, const ag_atom *a)
{
    gate->categories |= a->categories;
    gate->with &= a->with;
    gate->without &= a->without;
}

static void add_atom(beside *b, const ag_atom *a)
{
    ag_gate_widen(&b->gate, a);
    b->telling &= ag_atom_symbols(b->rules, a, b->of_atom);
    for (size_t w = 0; w < b->rules->symbol_words; w++)
        b->symbols[w] |= b->of_atom[w];
}

static bool add_node(beside *b, const ag_node *n);

// The kids of a sequence from one on, away from the cue, as long as all before may be without items. Returns
// whether all of them may.
static bool add_kids(beside *b, const ag_node *n, size_t from)
{
    bool empty = true;
    if (b->side == AG_SIDE_NEXT)
        for (size_t k = from; k < n->kids.n && empty; k++)
            empty = add_node(b, n->kids.at[k]);
    else
        for (size_t k = from; k > 0 && empty; k--)
            empty = add_node(b, n->kids.at[k - 1]);
    return empty;
}

// Adds what may stand at the end of a node that is nearer to the cue. Returns whether the node may be without
// items there.
static bool add_node(beside *b, const ag_node *n)
{
    bool next = b->side == AG_SIDE_NEXT, empty = false;
    switch (n->kind) {
    case AG_NODE_ATOM:
        add_atom(b, n->atom);
        return false;
    case AG_NODE_BEGIN:
    case AG_NODE_END:
        if ((n->kind == AG_NODE_END) != next)
            return true;
        b->gate.categories |= AG_GATE_EDGE;
        return false;
    case AG_NODE_ALT:
        for (size_t k = 0; k < n->kids.n; k++)
            empty |= add_node(b, n->kids.at[k]);
        return empty;
    case AG_NODE_LOOK:
        if (strcmp(n->look, next ? "(?=" : "(?<=") != 0)
            return true;
        return add_kids(b, n, next ? 0 : n->kids.n);
    default:
        empty = add_kids(b, n, next ? 0 : n->kids.n);
        return empty || (n->kind == AG_NODE_REPEAT && n->min == 0);
    }
}

// The same of what follows the first item of a cue, inside of it.
static bool add_behind_first(beside *b, const ag_node *n)
{
    size_t first = 0;
    bool empty = false;
    switch (n->kind) {
    case AG_NODE_ALT:
        for (size_t k = 0; k < n->kids.n; k++)
            empty |= add_behind_first(b, n->kids.at[k]);
        return empty;
    case AG_NODE_ROLE:
        return add_behind_first(b, n->kids.at[0]);
    case AG_NODE_SEQ:
        while (first < n->kids.n && !ag_node_matches_items(n->kids.at[first]))
            first++;
        return first == n->kids.n || (add_behind_first(b, n->kids.at[first]) && add_kids(b, n, first + 1));
    default:
        return true;
    }
}

// The same of what stands beside the cue in a node that has it inside.
static bool add_around(beside *b, const ag_node *n)
{
    size_t cue = ag_node_kid_of_cue(n);
    bool empty = false;
    if (ag_node_is_cue(n))
        return b->side == AG_SIDE_PREVIOUS || add_behind_first(b, n->kids.at[0]);
    if (cue == n->kids.n)
        return true;
    if (n->kind == AG_NODE_SEQ)
        return add_around(b, n->kids.at[cue]) && add_kids(b, n, b->side == AG_SIDE_NEXT ? cue + 1 : cue);
    for (size_t k = 0; k < n->kids.n; k++)
        empty |= add_around(b, n->kids.at[k]);
    return empty;
}

static ag_item_gate note_beside(const ag_rules *rules, ag_code *code, ag_side side)
{
    beside b = {.rules = rules, .side = side, .gate = AG_GATE_SHUT, .telling = true};
    b.symbols = ag_xcalloc(rules->symbol_words, sizeof *b.symbols);
    b.of_atom = ag_xcalloc(rules->symbol_words, sizeof *b.of_atom);
    bool open = add_around(&b, code->tree);
    if (!open && b.telling && !categories_alone(rules, b.symbols))
        note_clause(rules, code, b.symbols, side);
    ag_xfree(b.symbols);
    ag_xfree(b.of_atom);
    return open ? AG_GATE_OPEN : b.gate;
}

void ag_code_note_needs(const ag_rules *rules, ag_code *code)
{
    clauses all = {0};
    collect_needs(rules, code->tree, AG_SIDE_ANY, &all);
    code->previous = note_beside(rules, code, AG_SIDE_PREVIOUS);
    code->next = note_beside(rules, code, AG_SIDE_NEXT);
    for (size_t i = 0; i < all.n; i += stride(rules))
        note_clause(rules, code, all.at + i, (ag_side)all.at[i + rules->symbol_words]);
    code->at_role = has_role(code->tree, AG_ROLE_AT);
    ag_free(&all);
}
