// SPDX-License-Identifier: MIT
#include "rule_compile.h"

#include "limits.h"
#include <string.h>

enum { NO_LITERAL = 0xFFFF };

struct ag_matcher {
    const ag_rules *rules;
    pcre2_match_data *match;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    const ag_item *items;
    uint32_t n;
    AG_ARRAY(uint8_t) subject;        // rules->width units an item
    AG_ARRAY(ag_class_set) classes;   // used classes of each item's head
    AG_ARRAY(uint16_t) literals;      // literal of each item, NO_LITERAL for none
    pcre2_code **near;                // codes with callouts, compiled when first wanted
    ag_rule_stats *stats;
};

ag_matcher *ag_matcher_new(const ag_rules *rules)
{
    ag_matcher *m = ag_xcalloc(1, sizeof *m);
    m->rules = rules;
    m->match = pcre2_match_data_create(AG_MAX_GROUPS + 1, NULL);
    m->context = pcre2_match_context_create(NULL);
    m->stack = pcre2_jit_stack_create(AG_JIT_STACK_START, AG_JIT_STACK_MAX, NULL);
    pcre2_jit_stack_assign(m->context, NULL, m->stack);
    pcre2_set_match_limit(m->context, AG_MATCH_LIMIT);
    pcre2_set_heap_limit(m->context, AG_HEAP_LIMIT_KIB);
    m->near = ag_xcalloc(rules->codes.n, sizeof *m->near);
    m->stats = ag_xcalloc(rules->source.rules.n, sizeof *m->stats);
    return m;
}

void ag_matcher_free(ag_matcher *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->rules->codes.n; i++)
        pcre2_code_free(m->near[i]);
    free(m->near);
    free(m->stats);
    pcre2_match_data_free(m->match);
    pcre2_match_context_free(m->context);
    pcre2_jit_stack_free(m->stack);
    ag_free(&m->subject);
    ag_free(&m->classes);
    ag_free(&m->literals);
    free(m);
}

// ---- the subject ----

static uint16_t find_literal(const ag_rules *rules, const ag_tokens *tokens, const ag_item *item)
{
    if (item->last - item->first != 1)
        return NO_LITERAL;
    ag_str word = ag_token_folded(tokens, item->first);
    for (size_t i = 0; i < rules->source.literals.n; i++) {
        const char *literal = rules->source.literals.at[i];
        if (strlen(literal) == word.len && memcmp(literal, word.ptr, word.len) == 0)
            return (uint16_t)i;
    }
    return NO_LITERAL;
}

static void write_classes(const ag_rules *rules, const ag_item *item, uint8_t *unit)
{
    ag_class_set by_letter[AG_LETTERS] = {{{0}}};
    uint32_t seen = 0;
    for (uint8_t c = 0; c < item->nclasses; c++) {
        if (!ag_class_set_has(&rules->used, item->classes[c]))
            continue;
        uint32_t letter = rules->letter_of[item->classes[c]];
        ag_class_set_add(&by_letter[letter], item->classes[c]);
        seen |= 1u << letter;
    }
    for (uint32_t l = 0; l < AG_LETTERS; l++)
        unit[l] = (uint8_t)(AG_PLANE_BASE + ((seen >> l & 1) ? ag_signature_of(rules, l, &by_letter[l]) : 0));
}

static void write_modifiers(const ag_rules *rules, const ag_item *item, uint8_t *unit)
{
    for (uint32_t k = 0; k < rules->nmodifiers; k++) {
        if (k % AG_UNIT_BITS == 0)
            unit[k / AG_UNIT_BITS] = 0x80;
        for (uint8_t i = 0; i < item->nmodifiers; i++)
            if (item->modifiers[i] == rules->modifiers[k])
                unit[k / AG_UNIT_BITS] |= (uint8_t)(1u << (k % AG_UNIT_BITS));
    }
}

static void write_item(ag_matcher *m, const ag_item *item, const ag_tokens *tokens, uint8_t *unit)
{
    const ag_rules *rules = m->rules;
    uint16_t literal = find_literal(rules, tokens, item);
    unit[0] = (uint8_t)(item->category + 1);
    for (uint32_t p = 0; p < AG_LITERAL_PLANES; p++) {
        bool here = literal != NO_LITERAL && literal / AG_PLANE_SIZE == p;
        unit[AG_UNIT_LITERAL + p] = (uint8_t)(AG_PLANE_BASE + (here ? 1 + literal % AG_PLANE_SIZE : 0));
    }
    write_classes(rules, item, unit + AG_UNIT_CLASSES);
    for (uint32_t u = 0; u < AG_FEATURE_UNITS; u++)
        unit[AG_UNIT_FEATURES + u] = (uint8_t)(0x80 | (item->features >> (AG_UNIT_BITS * u) & 127));
    write_modifiers(rules, item, unit + AG_UNIT_MODIFIERS);
    ag_class_set set = {{0}};
    for (uint8_t c = 0; c < item->nclasses; c++)
        if (ag_class_set_has(&rules->used, item->classes[c]))
            ag_class_set_add(&set, item->classes[c]);
    ag_push(&m->classes, set);
    ag_push(&m->literals, literal);
}

void ag_matcher_sentence(ag_matcher *m, const ag_item *items, uint32_t n, const ag_tokens *tokens)
{
    m->items = items;
    m->n = n;
    m->classes.n = m->literals.n = 0;
    ag_reserve(&m->subject, (size_t)n * m->rules->width + 1);
    for (uint32_t i = 0; i < n; i++)
        write_item(m, &items[i], tokens, m->subject.at + (size_t)i * m->rules->width);
}

// ---- matching ----

// Whether an item can be the trigger; modifiers are left to the pattern itself.
static bool triggers(const ag_matcher *m, const ag_atom *a, uint32_t i)
{
    const ag_item *item = &m->items[i];
    if (!(a->categories >> item->category & 1) || (item->features & a->with) != a->with || (item->features & a->without))
        return false;
    bool literal = !a->nliterals;
    for (int k = 0; k < a->nliterals; k++)
        literal |= a->literals[k] == m->literals.at[i];
    for (int t = 0; t < a->nterms && literal; t++)
        if (!a->terms[t].modifier && ag_class_sets_meet(&a->terms[t].classes, &m->classes.at[i]) == a->terms[t].negated)
            return false;
    return literal;
}

static bool candidate(const ag_matcher *m, const ag_code *code, uint32_t i)
{
    for (size_t t = 0; t < code->triggers.n; t++)
        if (triggers(m, code->triggers.at[t], i))
            return true;
    return false;
}

static void mark(ag_matcher *m, uint32_t i) { m->subject.at[(size_t)i * m->rules->width + AG_UNIT_FEATURES] ^= (uint8_t)AG_FEAT(CUE); }

static int match_at(ag_matcher *m, const ag_code *code, uint32_t i)
{
    PCRE2_SPTR subject = m->subject.at;
    size_t length = (size_t)m->n * m->rules->width;
    ag_rule_stats *stats = &m->stats[code->rule];
    stats->tries++;
    mark(m, i);
    int rc = pcre2_match(code->re, subject, length, 0, 0, m->match, m->context);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT) {
        stats->limit_hits++;
        rc = pcre2_match(code->re, subject, length, 0, PCRE2_NO_JIT, m->match, m->context);
    }
    mark(m, i);
    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
        stats->limit_hits++;
    return rc;
}

static void read_roles(const ag_matcher *m, const ag_code *code, int rc, ag_match *match)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(m->match);
    *match = (ag_match){.rule = code->rule};
    for (int g = 0; g < code->groups && g + 1 < rc; g++) {
        uint8_t role = code->roles[g];
        if (at[2 * g + 2] == PCRE2_UNSET || match->role[role].first < match->role[role].last)
            continue;
        match->role[role].first = (uint32_t)(at[2 * g + 2] / m->rules->width);
        match->role[role].last = (uint32_t)(at[2 * g + 3] / m->rules->width);
    }
}

static void run_at(ag_matcher *m, uint32_t i, bool pass, bool (*within)(void *user, uint32_t item), ag_match_fn fn, void *user)
{
    uint32_t done = 0; // labels that have their match at this cue
    for (size_t c = 0; c < m->rules->codes.n; c++) {
        const ag_code *code = &m->rules->codes.at[c];
        const ag_rule_info *info = &m->rules->source.rules.at[code->rule].info;
        if ((info->label != AG_STATEMENT) != pass || (done >> info->label & 1) || !candidate(m, code, i))
            continue;
        if (info->scope == AG_WITHIN_STATEMENT && within && !within(user, i))
            continue;
        int rc = match_at(m, code, i);
        if (rc <= 0)
            continue;
        ag_match match;
        read_roles(m, code, rc, &match);
        if (fn(user, &match)) {
            done |= 1u << info->label;
            m->stats[code->rule].hits++;
        }
    }
}

void ag_matcher_run(ag_matcher *m, bool pass, bool (*within)(void *user, uint32_t item), ag_match_fn fn, void *user)
{
    for (uint32_t i = 0; i < m->n; i++)
        run_at(m, i, pass, within, fn, user);
}

const ag_rule_stats *ag_matcher_stats(const ag_matcher *m, uint32_t rule) { return &m->stats[rule]; }

// ---- near misses ----

typedef struct progress {
    size_t furthest;      // unit reached in the subject
    size_t pattern_place; // where the pattern stood then
} progress;

static int watch(pcre2_callout_block *block, void *user)
{
    progress *p = user;
    if (block->current_position > p->furthest || p->pattern_place == 0) {
        p->furthest = block->current_position;
        p->pattern_place = block->pattern_position;
    }
    return 0;
}

// The rule file's own wording of the element at an offset of the compiled pattern.
static void element_text(const ag_rules *rules, const ag_code *code, size_t at, char *out, size_t size)
{
    size_t e = 0;
    while (e + 1 < code->elements.n && code->element_at.at[e + 1] <= at)
        e++;
    const ag_node *n = code->elements.at[e];
    size_t len = n->width < size ? n->width : size - 1;
    memcpy(out, rules->source.files.at[n->file].text + n->at, len);
    out[len] = '\0';
}

static void near_miss(ag_matcher *m, size_t c, uint32_t i, ag_near_fn fn, void *user)
{
    const ag_code *code = &m->rules->codes.at[c];
    if (!m->near[c]) {
        int error;
        PCRE2_SIZE at;
        m->near[c] = pcre2_compile((PCRE2_SPTR)code->pattern, code->pattern_len, PCRE2_DOTALL | PCRE2_AUTO_CALLOUT, &error, &at, NULL);
    }
    progress p = {0, 0};
    char expected[80];
    mark(m, i);
    pcre2_set_callout(m->context, watch, &p);
    pcre2_match(m->near[c], m->subject.at, (size_t)m->n * m->rules->width, 0, PCRE2_NO_JIT, m->match, m->context);
    pcre2_set_callout(m->context, NULL, NULL);
    mark(m, i);
    element_text(m->rules, code, p.pattern_place, expected, sizeof expected);
    fn(user, code->rule, i, (uint32_t)(p.furthest / m->rules->width), expected);
}

void ag_matcher_near(ag_matcher *m, ag_near_fn fn, void *user)
{
    for (uint32_t i = 0; i < m->n; i++)
        for (size_t c = 0; c < m->rules->codes.n; c++)
            if (candidate(m, &m->rules->codes.at[c], i) && match_at(m, &m->rules->codes.at[c], i) <= 0)
                near_miss(m, c, i, fn, user);
}
