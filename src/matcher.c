// SPDX-License-Identifier: MIT
#include "matcher.h"

#include "limits.h"
#include "rule_compile.h"
#include <string.h>

// So often a code is tried before it gets machine code, which costs as much as a hundred tries, and tests
// that save most of them. Where it comes after 80 tries already, 25 MB of news take 1.4 MB more memory and
// are done no sooner. The tries are halved after so many sentences: a code that is seldom tried shall have
// none however long the text is, or memory would grow for hours.
enum { HASTEN_AFTER = 160, HALVE_AFTER = 1 << 15 };

// How many steps the near misses of one sentence may take: a sentence of news takes a hundredth of that.
enum { NEAR_STEPS = 4000000 };

// Where a symbol stands first and last in the sentence: items.
typedef struct place {
    uint16_t first, last;
} place;

struct ag_matcher {
    const ag_rules *rules;
    pcre2_match_data *match;
    pcre2_match_context *context, *near_context;
    pcre2_match_context *limited; // a match may not begin behind the cue
    pcre2_jit_stack *stack;
    const ag_item *items;
    uint32_t n;
    AG_ARRAY(uint16_t) literals; // of each item, AG_NO_LITERAL for none
    uint64_t *present;           // symbols of the sentence
    place *places;               // of each symbol that is present
    uint64_t *possible;          // codes of the pass whose key is there, or that have none
    uint64_t *candidates;        // for near misses: codes that the item under test may start
    AG_ARRAY(uint8_t) subject;   // written when a code is first tried; n is 0 until then
    pcre2_code **near;           // codes with callouts, compiled when first wanted
    uint32_t near_left;          // steps
    ag_rule_stats *stats;
    uint32_t *tries;             // of each code, HASTEN_AFTER at most
    uint32_t sentences;          // since they were halved
    uint8_t *stopped;            // how often each code met a limit in this sentence
    AG_ARRAY(uint32_t) runaways; // codes that did
};

const char *ag_label_name(ag_label label)
{
    static const char *const names[] = {
        [AG_STATEMENT] = "statement", [AG_CLAIM] = "claim", [AG_DENIAL] = "denial", [AG_POLICY] = "policy"};
    return names[label];
}

ag_matcher *ag_matcher_new(const ag_rules *rules)
{
    ag_matcher *m = ag_xcalloc(1, sizeof *m);
    m->rules = rules;
    m->match = pcre2_match_data_create(rules->most_groups + 1, rules->memory);
    m->context = pcre2_match_context_create(rules->memory);
    m->stack = pcre2_jit_stack_create((size_t)AG_JIT_STACK_START, (size_t)AG_JIT_STACK_MAX, rules->memory);
    if (m->stack)
        pcre2_jit_stack_assign(m->context, NULL, m->stack);
    pcre2_set_match_limit(m->context, AG_MATCH_LIMIT);
    pcre2_set_heap_limit(m->context, AG_HEAP_LIMIT_KIB);
    m->near_context = pcre2_match_context_copy(m->context);
    m->limited = pcre2_match_context_copy(m->context);
    m->present = ag_xcalloc(rules->symbol_words, sizeof *m->present);
    m->places = ag_xcalloc(rules->symbols, sizeof *m->places);
    m->possible = ag_xcalloc(rules->code_words, sizeof *m->possible);
    m->candidates = ag_xcalloc(rules->code_words, sizeof *m->candidates);
    m->near = ag_xcalloc(rules->codes.n, sizeof(pcre2_code *));
    m->stats = ag_xcalloc(rules->source.rules.n, sizeof *m->stats);
    m->tries = ag_xcalloc(rules->codes.n, sizeof *m->tries);
    m->stopped = ag_xcalloc(rules->codes.n, sizeof *m->stopped);
    return m;
}

void ag_matcher_free(ag_matcher *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->rules->codes.n; i++)
        pcre2_code_free(m->near[i]);
    ag_xfree(m->near);
    ag_xfree(m->stats);
    ag_xfree(m->tries);
    ag_xfree(m->stopped);
    ag_xfree(m->present);
    ag_xfree(m->places);
    ag_xfree(m->possible);
    ag_xfree(m->candidates);
    pcre2_match_data_free(m->match);
    pcre2_match_context_free(m->context);
    pcre2_match_context_free(m->near_context);
    pcre2_match_context_free(m->limited);
    pcre2_jit_stack_free(m->stack);
    ag_free(&m->subject);
    ag_free(&m->literals);
    ag_free(&m->runaways);
    ag_xfree(m);
}

// ---- candidates ----

static void note_symbol(ag_matcher *m, uint32_t symbol, uint32_t i)
{
    uint64_t *word = &m->present[symbol / 64], bit = UINT64_C(1) << symbol % 64;
    if (!(*word & bit))
        m->places[symbol].first = (uint16_t)i;
    m->places[symbol].last = (uint16_t)i;
    *word |= bit;
}

enum { MOST_SYMBOLS = AG_ITEM_CLASSES + 2 };

// The symbols of an item: its category, its classes, its word. Returns their number.
static inline uint32_t symbols_of(const ag_matcher *m, uint32_t i, uint32_t *symbols)
{
    const ag_item *item = &m->items[i];
    uint32_t n = 0;
    symbols[n++] = item->category;
    for (uint8_t c = 0; c < item->nclasses; c++)
        if (item->classes[c] < AG_MAX_CLASSES)
            symbols[n++] = AG_CLASS_SYMBOL + item->classes[c];
    if (m->literals.at[i] != AG_NO_LITERAL)
        symbols[n++] = AG_LITERAL_SYMBOL + (uint32_t)m->literals.at[i];
    return n;
}

static void find_possible(ag_matcher *m, const ag_pass_codes *p)
{
    const ag_rules *rules = m->rules;
    uint32_t first = p->first_word, n = p->end_word > first ? p->end_word - first : 0;
    uint64_t *restrict possible = m->possible + first;
    for (uint32_t i = 0; i < n; i++)
        possible[i] = rules->keyless[first + i];
    for (uint32_t w = 0; w < rules->symbol_words; w++)
        for (uint64_t rest = m->present[w] & rules->keys[w]; rest; rest &= rest - 1) {
            size_t symbol = (size_t)w * 64 + (size_t)__builtin_ctzll(rest);
            const uint64_t *codes = rules->unlocked + symbol * rules->code_words + first;
            for (uint32_t i = 0; i < n; i++)
                possible[i] |= codes[i];
        }
    for (uint32_t i = 0; i < n; i++)
        possible[i] &= p->codes[first + i];
}

static void halve_tries(ag_matcher *m)
{
    for (size_t c = 0; c < m->rules->codes.n; c++)
        if (m->tries[c] < HASTEN_AFTER)
            m->tries[c] /= 2;
    m->sentences = 0;
}

void ag_matcher_sentence(ag_matcher *m, const ag_item *items, uint32_t n, const ag_tokens *tokens)
{
    m->items = items;
    m->n = n < AG_MAX_ITEMS ? n : AG_MAX_ITEMS;
    m->subject.n = m->literals.n = 0;
    for (size_t i = 0; i < m->runaways.n; i++)
        m->stopped[m->runaways.at[i]] = 0;
    m->runaways.n = 0;
    if (++m->sentences == HALVE_AFTER)
        halve_tries(m);
    memset(m->present, 0, m->rules->symbol_words * sizeof *m->present);
    ag_reserve(&m->literals, m->n);
    m->literals.n = m->n;
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t symbols[MOST_SYMBOLS];
        m->literals.at[i] = (uint16_t)ag_alphabet_literal(&m->rules->alphabet, tokens, &items[i]);
        for (uint32_t k = symbols_of(m, i, symbols); k-- > 0;)
            note_symbol(m, symbols[k], i);
    }
}

static void find_candidates(ag_matcher *m, uint32_t i)
{
    uint32_t symbols[MOST_SYMBOLS], n = symbols_of(m, i, symbols);
    memset(m->candidates, 0, m->rules->code_words * sizeof *m->candidates);
    for (uint32_t k = 0; k < n; k++) {
        const uint64_t *codes = m->rules->triggered + (size_t)symbols[k] * m->rules->code_words;
        for (uint32_t w = 0; w < m->rules->code_words; w++)
            m->candidates[w] |= codes[w];
    }
}

// The next candidate from c on; codes.n at the end.
static size_t next_candidate(const ag_matcher *m, size_t c)
{
    for (; c < m->rules->codes.n; c = (c | 63) + 1) {
        uint64_t rest = m->candidates[c / 64] >> (c % 64);
        if (rest)
            return c + (size_t)__builtin_ctzll(rest);
    }
    return m->rules->codes.n;
}

// Whether an item can be the trigger; conditions on modifiers are left to the pattern.
static bool accepts(const ag_matcher *m, const ag_atom *a, uint32_t i)
{
    const ag_item *item = &m->items[i];
    if (!(a->categories >> item->category & 1) || (item->features & a->with) != a->with ||
        (item->features & a->without))
        return false;
    bool literal = !a->nliterals;
    for (int k = 0; k < a->nliterals; k++)
        literal |= a->literals[k] == m->literals.at[i];
    for (int t = 0; t < a->nterms && literal; t++) {
        bool has = a->terms[t].modifier && !a->terms[t].negated;
        for (uint8_t c = 0; c < item->nclasses && !a->terms[t].modifier; c++)
            has |=
                item->classes[c] < AG_MAX_CLASSES && ag_class_set_has(&a->terms[t].classes, item->classes[c]);
        if (has == a->terms[t].negated)
            return false;
    }
    return literal;
}

static bool can_start(const ag_matcher *m, const ag_code *code, uint32_t i)
{
    for (size_t t = 0; t < code->triggers.n; t++)
        if (accepts(m, &code->triggers.at[t], i))
            return true;
    return false;
}

// Whether an item has one of the symbols.
static bool has_symbol(const ag_matcher *m, uint32_t i, const ag_need *need)
{
    const ag_item *item = &m->items[i];
    uint32_t first = need->word * 64, literal = AG_LITERAL_SYMBOL + (uint32_t)m->literals.at[i];
    if (need->word == 0)
        return need->mask >> item->category & 1;
    if (first >= AG_LITERAL_SYMBOL)
        return literal / 64 == need->word && need->mask >> literal % 64 & 1;
    for (uint8_t c = 0; c < item->nclasses; c++) {
        uint32_t symbol = AG_CLASS_SYMBOL + (uint32_t)item->classes[c];
        if (symbol / 64 == need->word && need->mask >> symbol % 64 & 1)
            return true;
    }
    return false;
}

// Whether one of the symbols stands before, or behind, an item.
static bool stands_beyond(const ag_matcher *m, uint32_t i, const ag_need *need)
{
    for (uint64_t rest = need->mask & m->present[need->word]; rest; rest &= rest - 1) {
        const place *p = &m->places[need->word * 64 + (uint32_t)__builtin_ctzll(rest)];
        if (need->side == AG_SIDE_BEFORE ? p->first < i : p->last > i)
            return true;
    }
    return false;
}

// That there is an item beside the cue where there must be one, its gate has seen to.
static bool is_met(const ag_matcher *m, const ag_need *need, uint32_t i)
{
    switch (need->side) {
    case AG_SIDE_PREVIOUS:
        return i == 0 || has_symbol(m, i - 1, need);
    case AG_SIDE_NEXT:
        return i + 1 == m->n || has_symbol(m, i + 1, need);
    case AG_SIDE_ANY:
        return need->mask & m->present[need->word];
    default:
        return stands_beyond(m, i, need);
    }
}

// Whether the sentence has what the code cannot do without where its cue stands at an item.
static bool has_needs(const ag_matcher *m, const ag_code *code, uint32_t cue)
{
    for (size_t i = 0; i < code->needs.n; i++) {
        bool met = is_met(m, &code->needs.at[i], cue);
        while (code->needs.at[i].more) {
            i++;
            met = met || is_met(m, &code->needs.at[i], cue);
        }
        if (!met)
            return false;
    }
    return true;
}

// ---- matching ----

static void write_subject(ag_matcher *m)
{
    const ag_alphabet *a = &m->rules->alphabet;
    if (m->subject.n)
        return;
    ag_reserve(&m->subject, (size_t)m->n * a->width);
    m->subject.n = (size_t)m->n * a->width;
    for (uint32_t i = 0; i < m->n; i++)
        ag_alphabet_write(a, &m->items[i], m->literals.at[i], m->subject.at + (size_t)i * a->width);
}

static void mark_cue(ag_matcher *m, uint32_t i)
{
    m->subject.at[(size_t)i * m->rules->alphabet.width + m->rules->alphabet.feature_unit] ^=
        (uint8_t)AG_FEAT(CUE);
}

// Runs PCRE2 once. fast: there may be machine code.
static int run_once(ag_matcher *m, const pcre2_code *re, size_t from, pcre2_match_context *context, bool fast)
{
    int rc = PCRE2_ERROR_JIT_BADOPTION; // the code has none
    if (fast)
        rc = pcre2_jit_match(re, m->subject.at, m->subject.n, from, 0, m->match, context);
    if (rc == PCRE2_ERROR_JIT_BADOPTION)
        rc = pcre2_match(re, m->subject.at, m->subject.n, from, 0, m->match, context);
    return rc;
}

// Runs a code over the subject with its mark at item i. A limit means another thing without machine code:
// what it is stopped at there is tried again with it, so that the result does not depend on how often the
// code was tried before.
static int run_code(ag_matcher *m, size_t c, uint32_t i)
{
    const pcre2_code *re = ag_code_ready(m->rules, c), *right = ag_code_right(m->rules, c),
                     *tail = ag_code_tail(m->rules, c);
    if (!re)
        return PCRE2_ERROR_NOMATCH;
    bool at_cue = m->rules->codes.at[c].at_cue;
    size_t cue = (size_t)i * m->rules->alphabet.width, from = at_cue ? cue : 0;
    if (right && run_once(m, right, cue, m->context, true) == PCRE2_ERROR_NOMATCH)
        return PCRE2_ERROR_NOMATCH;
    pcre2_match_context *context = at_cue ? m->context : m->limited;
    if (!at_cue)
        pcre2_set_offset_limit(context, cue);
    if (tail && run_once(m, tail, 0, context, true) == PCRE2_ERROR_NOMATCH)
        return PCRE2_ERROR_NOMATCH;
    int rc = run_once(m, re, from, context, m->tries[c] >= HASTEN_AFTER);
    if (rc >= PCRE2_ERROR_NOMATCH)
        return rc;
    if (m->tries[c] < HASTEN_AFTER) {
        m->tries[c] = HASTEN_AFTER;
        ag_code_hasten(m->rules, c);
        return run_code(m, c, i);
    }
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(re, m->subject.at, m->subject.n, from, PCRE2_NO_JIT, m->match, context);
    return rc;
}

static int match_at(ag_matcher *m, size_t c, uint32_t i)
{
    ag_rule_stats *stats = &m->stats[m->rules->codes.at[c].rule];
    stats->tries++;
    if (m->tries[c] < HASTEN_AFTER && ++m->tries[c] == HASTEN_AFTER)
        ag_code_hasten(m->rules, c);
    write_subject(m);
    mark_cue(m, i);
    int rc = run_code(m, c, i);
    mark_cue(m, i);
    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH) {
        stats->limit_hits++;
        if (m->stopped[c] == 0)
            ag_push(&m->runaways, (uint32_t)c);
        if (m->stopped[c] < AG_MAX_LIMIT_HITS)
            m->stopped[c]++;
    }
    return rc;
}

// Where a role stands several times, the first one that took part counts.
static void read_roles(const ag_matcher *m, const ag_code *code, int rc, ag_match *match)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(m->match);
    uint32_t width = m->rules->alphabet.width;
    *match = (ag_match){.rule = code->rule};
    for (size_t g = 1; g < (size_t)rc; g++) {
        uint8_t role = code->roles.at[g - 1];
        if (at[2 * g] == PCRE2_UNSET || match->role[role].first < match->role[role].last)
            continue;
        match->role[role].first = (uint32_t)(at[2 * g] / width);
        match->role[role].last = (uint32_t)(at[2 * g + 1] / width);
    }
}

// The predicate whose agent and patient a rule speaks of.
static const ag_item *predicate_of(const ag_matcher *m, const ag_match *match)
{
    ag_role anchor = match->role[AG_ROLE_AT].first < match->role[AG_ROLE_AT].last ? AG_ROLE_AT : AG_ROLE_CUE;
    return &m->items[match->role[anchor].first];
}

static bool has_modifiers(const ag_item *item, const ag_atom *a)
{
    for (int t = 0; t < a->nterms; t++) {
        bool has = false;
        for (uint8_t k = 0; k < item->nmodifiers; k++)
            has |= item->modifiers[k] < AG_MAX_CLASSES &&
                   ag_class_set_has(&a->terms[t].classes, item->modifiers[k]);
        if (a->terms[t].modifier && has == a->terms[t].negated)
            return false;
    }
    return true;
}

static ag_link link_of(const ag_item *predicate, ag_bind which)
{
    return which == AG_BIND_AGENT ? predicate->agent : predicate->patient;
}

// The first condition of a rule that does not hold; NULL where all do.
static const ag_condition *failing_condition(const ag_matcher *m, const ag_rule *rule, const ag_match *match)
{
    const ag_item *predicate = predicate_of(m, match);
    for (size_t i = 0; i < rule->conditions.n; i++) {
        const ag_condition *c = &rule->conditions.at[i];
        ag_link link = link_of(predicate, c->link);
        if (link.first == link.last || !accepts(m, c->item->atom, link.head) ||
            !has_modifiers(&m->items[link.head], c->item->atom))
            return c;
    }
    return NULL;
}

// Roles that the pattern did not capture come from the links of the predicate.
static void bind_roles(const ag_matcher *m, const ag_rule_info *info, ag_match *match)
{
    const ag_item *item = predicate_of(m, match);
    for (int r = 0; r < AG_ROLE_COUNT; r++) {
        if (info->bind[r] == AG_BIND_NONE || match->role[r].first < match->role[r].last)
            continue;
        ag_link link = link_of(item, info->bind[r]);
        match->role[r].first = link.first, match->role[r].last = link.last;
    }
}

// One call of ag_matcher_run.
typedef struct run {
    ag_pass pass;
    bool (*within)(void *user, uint32_t item);
    ag_match_fn fn;
    void *user;
} run;

// As can_start, conditions on modifiers included.
static bool is_start(const ag_matcher *m, const ag_code *code, uint32_t i)
{
    for (size_t t = 0; t < code->triggers.n; t++)
        if (accepts(m, &code->triggers.at[t], i) && has_modifiers(&m->items[i], &code->triggers.at[t]))
            return true;
    return false;
}

// Whether it is plain before the match that a condition on who does it, or to whom, will not hold. The
// conditions are read with the code: what is tried does not depend on what was tried before.
static bool is_out(const ag_matcher *m, size_t c, uint32_t i)
{
    const ag_code *code = &m->rules->codes.at[c];
    const ag_rule *rule = &m->rules->source.rules.at[code->rule];
    if (rule->conditions.n == 0 || code->at_role || !ag_code_ready(m->rules, c))
        return false;
    ag_match match = {.rule = code->rule};
    match.role[AG_ROLE_CUE].first = i, match.role[AG_ROLE_CUE].last = i + 1;
    return failing_condition(m, rule, &match) != NULL;
}

static bool try_code(ag_matcher *m, size_t c, uint32_t i, const run *r)
{
    const ag_code *code = &m->rules->codes.at[c];
    const ag_rule_info *info = ag_rules_info(m->rules, code->rule);
    ag_match match;
    if (!has_needs(m, code, i) || !is_start(m, code, i) || m->stopped[c] >= AG_MAX_LIMIT_HITS ||
        is_out(m, c, i))
        return false;
    if (info->scope == AG_WITHIN_STATEMENT && r->within && !r->within(r->user, i))
        return false;
    int rc = match_at(m, c, i);
    if (rc <= 0)
        return false;
    read_roles(m, code, rc, &match);
    if (failing_condition(m, &m->rules->source.rules.at[code->rule], &match))
        return false;
    bind_roles(m, info, &match);
    if (!r->fn(r->user, &match))
        return false;
    m->stats[code->rule].hits++;
    return true;
}

static bool has_features(const ag_item *item, const ag_item_gate *gate)
{
    return (item->features & gate->with) == gate->with && !(item->features & gate->without);
}

// Whether a code whose gates let the categories pass may match with its cue at an item, by the features of
// that and of what stands beside it.
static bool may_match(const ag_matcher *m, const ag_gate *gate, uint32_t i)
{
    const ag_item *item = &m->items[i];
    return has_features(item, &gate->cue) && (i + 1 == m->n || has_features(item + 1, &gate->next)) &&
           (i == 0 || has_features(item - 1, &gate->previous));
}

// The codes whose gates let an item pass that stands beside the cue, or is it; m->n for none: a row of bits.
static const uint64_t *passing(const ag_matcher *m, ag_gate_side side, uint32_t i)
{
    uint32_t category = i < m->n ? m->items[i].category : AG_CAT_COUNT;
    return m->rules->passing[side] + (size_t)category * m->rules->code_words;
}

// Whatever may start at one item.
typedef struct starts {
    uint32_t item, nrows;
    const uint64_t *rows[MOST_SYMBOLS];    // per symbol of the item a bit per code
    const uint64_t *cue, *previous, *next; // codes whose gates let the items pass
    uint32_t done;                         // labels that have their match at this cue
} starts;

// Returns the blocks in which there are codes to be tried.
static uint64_t find_rows(const ag_matcher *m, const ag_pass_codes *p, starts *s)
{
    uint32_t symbols[MOST_SYMBOLS], n = symbols_of(m, s->item, symbols);
    uint64_t blocks = 0;
    s->nrows = 0;
    for (uint32_t k = 0; k < n; k++) {
        uint64_t some = p->blocks[symbols[k]];
        s->rows[s->nrows] = m->rules->triggered + (size_t)symbols[k] * m->rules->code_words;
        s->nrows += some != 0;
        blocks |= some;
    }
    return blocks;
}

static void run_word(ag_matcher *m, uint32_t w, starts *s, const run *r)
{
    uint64_t rest = s->rows[0][w];
    for (uint32_t row = 1; row < s->nrows; row++)
        rest |= s->rows[row][w];
    rest &= m->possible[w];
    if (rest)
        rest &= s->cue[w] & s->previous[w] & s->next[w];
    for (; rest; rest &= rest - 1) {
        size_t c = (size_t)w * 64 + (size_t)__builtin_ctzll(rest);
        const ag_gate *gate = &m->rules->gates[c];
        if (may_match(m, gate, s->item) && !(s->done >> gate->label & 1) && try_code(m, c, s->item, r))
            s->done |= 1u << gate->label;
    }
}

static void run_at(ag_matcher *m, uint32_t i, const run *r)
{
    starts s;
    s.item = i;
    const ag_pass_codes *p = &m->rules->pass[r->pass];
    uint64_t blocks = find_rows(m, p, &s);
    if (!blocks)
        return;
    s.cue = passing(m, AG_GATE_CUE, i);
    s.previous = passing(m, AG_GATE_PREVIOUS, i > 0 ? i - 1 : m->n);
    s.next = passing(m, AG_GATE_NEXT, i + 1);
    s.done = 0;
    for (; blocks; blocks &= blocks - 1) {
        uint32_t w = (uint32_t)__builtin_ctzll(blocks) * m->rules->block_words,
                 end = w + m->rules->block_words;
        for (w = w > p->first_word ? w : p->first_word; w < end && w < p->end_word; w++)
            run_word(m, w, &s, r);
    }
}

void ag_matcher_run(ag_matcher *m, ag_pass pass, bool (*within)(void *user, uint32_t item), ag_match_fn fn,
                    void *user)
{
    run r = {pass, within, fn, user};
    find_possible(m, &m->rules->pass[pass]);
    for (uint32_t i = 0; i < m->n; i++)
        run_at(m, i, &r);
}

const ag_rule_stats *ag_matcher_stats(const ag_matcher *m, uint32_t rule)
{
    return &m->stats[rule];
}

// ---- near misses ----

// How far a code got. A way that passed the cue is further than any that did not.
typedef struct progress {
    const ag_written *written;
    size_t cue_end; // unit after the cue item
    uint32_t width;
    uint32_t *left; // steps
    bool past_cue, optional;
    size_t start, item;         // items: where the way began, the furthest one reached
    const ag_element *expected; // what did not match there, NULL until something was tried
} progress;

// The element that a place in the pattern belongs to.
static const ag_element *element_at(const ag_written *w, size_t at)
{
    size_t low = 0, high = w->elements.n;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (w->elements.at[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return &w->elements.at[low];
}

static bool cue_passed(const pcre2_callout_block *block, const ag_written *w)
{
    for (size_t g = 1; g <= w->roles.n && g < block->capture_top; g++)
        if (w->roles.at[g - 1] == AG_ROLE_CUE && block->offset_vector[2 * g + 1] != PCRE2_UNSET)
            return true;
    return false;
}

static int watch(pcre2_callout_block *block, void *user)
{
    progress *p = user;
    if (*p->left == 0)
        return PCRE2_ERROR_CALLOUT;
    --*p->left;
    const ag_element *e = element_at(p->written, block->pattern_position);
    if (block->pattern_position != e->at) // not the place where an item begins
        return 0;
    bool past = cue_passed(block, p->written);
    size_t item = block->current_position / p->width;
    if (!past &&
        block->current_position >= p->cue_end) // beyond the cue without having matched it: no progress
        return 0;
    if (!past && item > 0 &&
        block->current_position == block->start_match) // a later start, nothing matched yet
        return 0;
    bool further = !p->expected || (past != p->past_cue ? past : item > p->item);
    bool same = p->expected && past == p->past_cue && item == p->item;
    if (further || (same && p->optional && !e->optional)) {
        p->past_cue = past;
        p->start = block->start_match / p->width;
        p->item = item;
        p->expected = e;
        p->optional = e->optional;
    }
    return 0;
}

// The items that a tree needs from its element number *skip on; counts *skip down to it. *found says whether
// it stands in the tree.
static uint32_t items_from(const ag_node *n, size_t *skip, bool *found)
{
    uint32_t sum = 0;
    if (n->kind == AG_NODE_ATOM || n->kind == AG_NODE_LOOK) {
        *found = *skip == 0;
        *skip -= *found ? 0 : 1;
        return *found ? n->items.min : 0;
    }
    for (size_t i = 0; i < n->kids.n; i++) {
        if (!*found)
            sum = items_from(n->kids.at[i], skip, found);
        else if (n->kind == AG_NODE_SEQ)
            sum += n->kids.at[i]->items.min;
    }
    return sum;
}

static ag_str written_text(const ag_matcher *m, uint32_t file, uint32_t start, uint32_t end)
{
    return (ag_str){m->rules->source.files.at[file].text + start, end - start};
}

// Follows a code that did not match. Returns false where it was not even tried.
static bool follow(ag_matcher *m, size_t c, uint32_t i, ag_near *near, bool *past_cue)
{
    const ag_code *code = &m->rules->codes.at[c];
    ag_written w;
    int error;
    PCRE2_SIZE at;
    ag_code_write(m->rules, ag_code_tree(m->rules, c), &w);
    if (!m->near[c])
        m->near[c] = pcre2_compile((PCRE2_SPTR)w.text.ptr, w.text.len,
                                   AG_CODE_OPTIONS | PCRE2_AUTO_CALLOUT | PCRE2_NO_START_OPTIMIZE |
                                       PCRE2_USE_OFFSET_LIMIT,
                                   &error, &at, m->rules->compiling);
    uint32_t width = m->rules->alphabet.width;
    progress p = {.written = &w, .width = width, .left = &m->near_left, .cue_end = ((size_t)i + 1) * width};
    if (m->near[c]) {
        write_subject(m);
        mark_cue(m, i);
        pcre2_set_callout(m->near_context, watch, &p);
        pcre2_set_offset_limit(m->near_context, (size_t)i * width);
        pcre2_match(m->near[c], m->subject.at, m->subject.n, code->at_cue ? (size_t)i * width : 0,
                    PCRE2_NO_JIT, m->match, m->near_context);
        mark_cue(m, i);
    }
    if (p.expected) {
        const ag_node *n = p.expected->node;
        size_t skip = (size_t)(p.expected - w.elements.at);
        bool found = false;
        *near = (ag_near){AG_NEAR_ITEM,
                          code->rule,
                          i,
                          (uint32_t)p.start,
                          (uint32_t)p.item,
                          (uint32_t)p.item,
                          0,
                          AG_BIND_NONE,
                          written_text(m, n->file, n->at, n->at + n->width)};
        near->missing = items_from(ag_code_tree(m->rules, c), &skip, &found);
        *past_cue = p.past_cue;
    }
    ag_written_free(&w);
    return p.expected != NULL;
}

// A code that matches: whether its conditions hold.
static ag_near matched(const ag_matcher *m, const ag_code *code, uint32_t i, int rc)
{
    const ag_rule *rule = &m->rules->source.rules.at[code->rule];
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(m->match);
    uint32_t width = m->rules->alphabet.width;
    ag_near near = {.rule = code->rule, .cue = i};
    near.first = (uint32_t)(at[0] / width), near.last = (uint32_t)(at[1] / width);
    ag_match match;
    read_roles(m, code, rc, &match);
    const ag_condition *c = failing_condition(m, rule, &match);
    if (c) {
        ag_link link = link_of(predicate_of(m, &match), c->link);
        near.kind = AG_NEAR_CONDITION;
        near.at = link.first == link.last ? m->n : link.head;
        near.link = c->link;
        near.expected = written_text(m, c->range.file, c->range.start, c->range.end);
    }
    return near;
}

static bool has_name(const ag_matcher *m, const ag_atom *a, uint32_t i)
{
    ag_atom named = *a;
    bool names = named.nliterals > 0;
    for (int k = 0; k < named.nterms; k++)
        names |= !named.terms[k].negated && !named.terms[k].modifier;
    named.categories = AG_ANY_CATEGORY, named.with = named.without = 0;
    return names && accepts(m, &named, i);
}

// Writes the item as one that the atom accepts, or as it is where there is no atom.
static void pretend(ag_matcher *m, uint32_t i, const ag_atom *a)
{
    ag_item item = m->items[i];
    if (a) {
        item.features = (item.features | a->with) & ~a->without;
        if (!(a->categories >> item.category & 1))
            item.category = (uint8_t)__builtin_ctz(a->categories);
    }
    write_subject(m);
    ag_alphabet_write(&m->rules->alphabet, &item, m->literals.at[i],
                      m->subject.at + (size_t)i * m->rules->alphabet.width);
}

// An item that has the class or the word of a cue, but is none: how far the pattern would get if it were.
static bool nearly_cue(ag_matcher *m, size_t c, uint32_t i, ag_near *near)
{
    const ag_code *code = &m->rules->codes.at[c];
    size_t t = 0;
    while (t < code->triggers.n && !has_name(m, &code->triggers.at[t], i))
        t++;
    if (t == code->triggers.n)
        return false;
    const ag_node *n = ag_code_trigger(m->rules, c, t);
    bool past_cue;
    pretend(m, i, n->atom);
    int rc = match_at(m, c, i);
    if (rc > 0)
        *near = matched(m, code, i, rc);
    bool tried = rc > 0 || follow(m, c, i, near, &past_cue);
    pretend(m, i, NULL);
    if (!tried)
        return false;
    near->kind = AG_NEAR_CUE;
    near->at = i;
    near->missing++;
    near->link = AG_BIND_NONE;
    near->expected = written_text(m, n->file, n->at, n->at + n->width);
    return true;
}

// How one code fares at an item. rank: 0 where there is nothing to say, else the higher the closer.
static int near_code(ag_matcher *m, size_t c, uint32_t i, ag_near *near)
{
    const ag_code *code = &m->rules->codes.at[c];
    bool past_cue = false;
    if (!can_start(m, code, i))
        return nearly_cue(m, c, i, near) ? 1 : 0;
    int rc = has_needs(m, code, i) ? match_at(m, c, i) : PCRE2_ERROR_NOMATCH;
    if (rc > 0) {
        *near = matched(m, code, i, rc);
        return near->kind == AG_NEAR_MATCH ? 5 : 4;
    }
    return follow(m, c, i, near, &past_cue) ? 2 + past_cue : 0;
}

// The codes of one rule, from c on, at item i: reports the one that got furthest. Returns the first code of
// another rule.
static size_t near_rule(ag_matcher *m, size_t c, uint32_t i, ag_near_fn fn, void *user)
{
    uint32_t rule = m->rules->codes.at[c].rule;
    int best_rank = 0;
    ag_near best = {0};
    for (; c < m->rules->codes.n && m->rules->codes.at[c].rule == rule; c++) {
        ag_near near;
        int rank = near_code(m, c, i, &near);
        if (rank > best_rank || (rank && rank == best_rank && near.last > best.last))
            best = near, best_rank = rank;
    }
    if (best_rank)
        fn(user, &best);
    return c;
}

void ag_matcher_near(ag_matcher *m, ag_near_fn fn, void *user)
{
    m->near_left = NEAR_STEPS;
    for (uint32_t i = 0; i < m->n && m->near_left > 0; i++) {
        find_candidates(m, i);
        size_t c = next_candidate(m, 0);
        while (c < m->rules->codes.n)
            c = next_candidate(m, near_rule(m, c, i, fn, user));
    }
}
