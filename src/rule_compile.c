// SPDX-License-Identifier: MIT
#include "rule_compile.h"

#include "embedded.h"
#include "limits.h"
#include "rule_image.h"
#include "rule_needs.h"
#include <string.h>

enum { LONGEST_PATTERN = 512 * 1024 }; // bytes as PCRE2 reads it: definitions that double each other end here

static void *get_memory(PCRE2_SIZE size, void *data)
{
    AG_UNUSED(data);
    return ag_xmalloc(size);
}

static void give_memory_back(void *memory, void *data)
{
    AG_UNUSED(data);
    ag_xfree(memory);
}

ag_rules *ag_rules_new(const ag_lexicon *lex)
{
    ag_rules *rules = ag_xcalloc(1, sizeof *rules);
    rules->memory = pcre2_general_context_create(get_memory, give_memory_back, NULL);
    rules->compiling = pcre2_compile_context_create(rules->memory);
    rules->source.lex = lex;
    pthread_mutex_init(&rules->lock, NULL);
    return rules;
}

void ag_rules_free(ag_rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < rules->codes.n; i++) {
        ag_code *c = &rules->codes.at[i];
        pcre2_code_free(c->plain);
        pcre2_code_free(c->fast);
        pcre2_code_free(atomic_load(&c->right));
        pcre2_code_free(atomic_load(&c->tail));
        ag_free(&c->roles);
        if (c->borrowed)
            continue;
        ag_free(&c->triggers);
        ag_free(&c->needs);
    }
    ag_free(&rules->codes);
    ag_free(&rules->texts.spans);
    ag_strbuf_free(&rules->texts.text);
    pcre2_compile_context_free(rules->compiling);
    pcre2_general_context_free(rules->memory);
    ag_xfree(rules->gates);
    for (int side = 0; side < AG_GATE_SIDES; side++)
        ag_xfree(rules->passing[side]);
    ag_xfree(rules->triggered);
    ag_xfree(rules->unlocked);
    ag_xfree(rules->keys);
    ag_xfree(rules->keyless);
    for (int p = 0; p < AG_PASSES; p++) {
        ag_xfree(rules->pass[p].codes);
        ag_xfree(rules->pass[p].blocks);
    }
    pthread_mutex_destroy(&rules->lock);
    ag_alphabet_free(&rules->alphabet);
    ag_rule_source_free(&rules->source);
    ag_xfree(rules);
}

bool ag_rules_add(ag_rules *rules, const char *file, const char *text, size_t len, ag_diag *diag)
{
    return ag_rule_read(&rules->source, file, text, len, diag);
}

bool ag_rules_add_default(ag_rules *rules, ag_diag *diag)
{
    bool good = true;
    if (rules->source.files.n == 0 && ag_lexicon_has_default(rules->source.lex) && ag_rules_borrow(rules))
        rules->source.checked_files = (uint32_t)ag_embedded_rules_count;
    for (size_t i = 0; i < ag_embedded_rules_count; i++) {
        const ag_embedded_file *f = &ag_embedded_rules[i];
        good &= ag_rules_add(rules, f->name, (const char *)f->data, f->length, diag);
    }
    for (size_t i = 0; i < rules->source.rules.n; i++)
        rules->source.rules.at[i].info.built_in = true;
    return good;
}

uint32_t ag_rules_count(const ag_rules *rules)
{
    return (uint32_t)rules->source.rules.n;
}

const ag_rule_info *ag_rules_info(const ag_rules *rules, uint32_t rule)
{
    return &rules->source.rules.at[rule].info;
}

uint32_t ag_rules_examples(const ag_rules *rules, uint32_t rule, const ag_rule_example **list)
{
    *list = rules->source.rules.at[rule].examples.at;
    return (uint32_t)rules->source.rules.at[rule].examples.n;
}

// ---- writing a pattern ----

typedef struct writer {
    const ag_rules *rules;
    ag_written *out;
    ag_item_sets sets;    // of the atom being written
    bool optional;        // inside something that can be left out
    bool looking;         // inside a lookahead or lookbehind, which is one element
    bool silent;          // roles are not captured
    ag_atom_texts *texts; // as they were written before; NULL without the lock of the rules
} writer;

static void put(writer *w, const char *text)
{
    ag_strbuf_add_text(&w->out->text, text);
}

// As it is where that means nothing to PCRE2: the shorter a pattern, the sooner it is compiled.
static void put_byte(writer *w, unsigned byte)
{
    static const char hex[] = "0123456789abcdef";
    unsigned letter = (byte | 0x20) - 'a';
    if (byte >= 0x80 || letter < 26) {
        ag_strbuf_add_char(&w->out->text, (char)byte);
        return;
    }
    const char text[4] = {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
    ag_strbuf_add(&w->out->text, text, sizeof text);
}

// Units that may have any value.
static void put_skipped(writer *w, uint32_t n)
{
    if (n == 0)
        return;
    put(w, ".");
    if (n > 1) {
        put(w, "{");
        ag_strbuf_add_uint(&w->out->text, n);
        put(w, "}");
    }
}

// The first byte from `from` on that is, or is not, in a set; 256 for none.
static unsigned next_byte(const ag_byte_set *s, unsigned from, bool in)
{
    for (; from < 256; from = (from | 63) + 1) {
        uint64_t rest = (in ? s->bits[from / 64] : ~s->bits[from / 64]) >> from % 64;
        if (rest)
            return from + (unsigned)__builtin_ctzll(rest);
    }
    return 256;
}

static void put_bracket(writer *w, const ag_byte_set *s)
{
    put(w, "[");
    for (unsigned first = next_byte(s, 0, true), end; first < 256; first = next_byte(s, end, true)) {
        end = next_byte(s, first, false);
        put_byte(w, first);
        if (end > first + 1) {
            put(w, "-");
            put_byte(w, end - 1);
        }
    }
    put(w, "]");
}

static void put_unit(writer *w, const ag_byte_set *s)
{
    int size = 0, word = 0;
    for (int i = 0; i < 4; i++) {
        size += __builtin_popcountll(s->bits[i]);
        word = s->bits[i] ? i : word;
    }
    if (size == 0)
        put(w, "(?!)");
    else if (size == 1)
        put_byte(w, (unsigned)(64 * word + __builtin_ctzll(s->bits[word])));
    else
        put_bracket(w, s);
}

static bool any_value(const ag_byte_set *s)
{
    return (s->bits[0] & s->bits[1] & s->bits[2] & s->bits[3]) == UINT64_MAX;
}

static void put_item(writer *w, const ag_byte_set *units)
{
    uint32_t skipped = 0;
    for (uint32_t u = 0; u < w->rules->alphabet.width; u++) {
        if (any_value(&units[u])) {
            skipped++;
            continue;
        }
        put_skipped(w, skipped);
        skipped = 0;
        put_unit(w, &units[u]);
    }
    put_skipped(w, skipped);
}

// Conditions on several units of which one has to hold are written as alternatives; atomic, for all of them
// stand for the same item.
static void put_conditions(writer *w, const ag_node *n, bool cue)
{
    uint32_t width = w->rules->alphabet.width;
    ag_alphabet_accept(&w->rules->alphabet, n->atom, cue, &w->sets);
    put(w, w->sets.n == 0 ? "(?!)" : w->sets.n > width ? "(?>" : "");
    for (size_t i = 0; i < w->sets.n; i += width) {
        if (i)
            put(w, "|");
        put_item(w, w->sets.at + i);
    }
    put(w, w->sets.n > width ? ")" : "");
}

// What patterns have from a definition is written once and copied.
static void put_defined(writer *w, const ag_node *n)
{
    while (w->texts->spans.n < n->number)
        ag_push(&w->texts->spans, (ag_span){0});
    ag_span *span = &w->texts->spans.at[n->number - 1];
    ag_strbuf *all = &w->texts->text, *out = &w->out->text;
    size_t from = out->len;
    if (span->start < span->end) {
        ag_strbuf_add(out, all->ptr + span->start, span->end - span->start);
        return;
    }
    put_conditions(w, n, false);
    *span = (ag_span){(unsigned)all->len, (unsigned)(all->len + out->len - from)};
    ag_strbuf_add(all, out->ptr + from, out->len - from);
}

static void put_atom(writer *w, const ag_node *n, bool cue)
{
    if (!w->looking)
        ag_push(&w->out->elements, (ag_element){n, w->out->text.len, w->optional});
    if (w->texts && n->number && !cue)
        put_defined(w, n);
    else
        put_conditions(w, n, cue);
}

static void put_quantifier(writer *w, const ag_node *n)
{
    if (n->max == AG_ENDLESS && n->min <= 1) {
        put(w, n->min ? "+" : "*");
    } else if (n->min == 0 && n->max == 1) {
        put(w, "?");
    } else {
        put(w, "{");
        ag_strbuf_add_uint(&w->out->text, n->min);
        put(w, ",");
        if (n->max != AG_ENDLESS)
            ag_strbuf_add_uint(&w->out->text, n->max);
        put(w, "}");
    }
    if (n->mode)
        ag_strbuf_add_char(&w->out->text, n->mode);
}

static void put_node(writer *w, const ag_node *n, bool cue);

// cue: the first item of the node bears the mark.
static void put_kids(writer *w, const ag_node *n, bool cue)
{
    for (size_t i = 0; i < n->kids.n; i++) {
        const ag_node *kid = n->kids.at[i];
        if (i && n->kind == AG_NODE_ALT)
            put(w, "|");
        put_node(w, kid, cue && ag_node_matches_items(kid));
        if (n->kind == AG_NODE_SEQ && ag_node_matches_items(kid))
            cue = false;
    }
}

static void put_group(writer *w, const char *open, const ag_node *n, bool cue)
{
    put(w, open);
    put_kids(w, n, cue);
    put(w, ")");
}

static void put_look(writer *w, const ag_node *n)
{
    bool outside = w->looking;
    if (!outside)
        ag_push(&w->out->elements, (ag_element){n, w->out->text.len, true});
    w->looking = true;
    put_group(w, n->look, n, false);
    w->looking = outside;
}

static void put_node(writer *w, const ag_node *n, bool cue)
{
    bool outside = w->optional;
    w->out->too_long |= w->out->text.len > LONGEST_PATTERN;
    if (w->out->too_long)
        return;
    switch (n->kind) {
    case AG_NODE_ATOM:
        put_atom(w, n, cue);
        break;
    case AG_NODE_BEGIN:
        put(w, "\\A");
        break;
    case AG_NODE_END:
        put(w, "\\z");
        break;
    case AG_NODE_SEQ:
        put_kids(w, n, cue);
        break;
    case AG_NODE_ALT:
        put_group(w, "(?:", n, cue);
        break;
    case AG_NODE_LOOK:
        put_look(w, n);
        break;
    case AG_NODE_ROLE:
        if (!w->silent)
            ag_push(&w->out->roles, (uint8_t)n->role);
        put_group(w, w->silent ? "(?:" : "(", n, cue || n->role == AG_ROLE_CUE);
        break;
    case AG_NODE_REPEAT:
        w->optional |= n->min == 0;
        put_group(w, "(?:", n, cue);
        put_quantifier(w, n);
        w->optional = outside;
        break;
    }
}

static void write_pattern(const ag_rules *rules, ag_atom_texts *texts, const ag_node *tree, ag_written *out)
{
    writer w = {.rules = rules, .out = out, .texts = texts};
    *out = (ag_written){0};
    put_node(&w, tree, false);
    ag_free(&w.sets);
}

void ag_code_write(const ag_rules *rules, const ag_node *tree, ag_written *out)
{
    write_pattern(rules, NULL, tree, out);
}

// ---- the part from the cue on ----

// Whether no item stands before the cue, whichever way a match takes.
static bool begins_with_cue(const ag_node *n)
{
    size_t cue = ag_node_kid_of_cue(n);
    if (ag_node_is_cue(n))
        return true;
    if (n->kind == AG_NODE_ROLE)
        return begins_with_cue(n->kids.at[0]);
    if (n->kind != AG_NODE_SEQ || cue == n->kids.n)
        return false;
    for (size_t k = 0; k < cue; k++)
        if (ag_node_matches_items(n->kids.at[k]))
            return false;
    return begins_with_cue(n->kids.at[cue]);
}

// Writes the part of a pattern from its cue on. Returns false where the cue stands among alternatives.
static bool put_right(writer *w, const ag_node *n)
{
    size_t cue = ag_node_kid_of_cue(n);
    if (ag_node_is_cue(n)) {
        put_node(w, n, false);
        return true;
    }
    if ((n->kind != AG_NODE_SEQ && n->kind != AG_NODE_ROLE) || cue == n->kids.n ||
        !put_right(w, n->kids.at[cue]))
        return false;
    for (size_t k = cue + 1; k < n->kids.n; k++)
        put_node(w, n->kids.at[k], false);
    return true;
}

// Writes a pattern without the items of any number that it begins with. Returns false where there are none,
// or nothing else stands before the cue.
static bool put_tail(writer *w, const ag_node *n)
{
    size_t cue = ag_node_kid_of_cue(n), k = 0, dropped = 0;
    if (n->kind != AG_NODE_SEQ || cue == n->kids.n)
        return false;
    for (; k < cue && (!ag_node_matches_items(n->kids.at[k]) || n->kids.at[k]->items.max == AG_ENDLESS); k++)
        dropped += ag_node_matches_items(n->kids.at[k]);
    if (dropped == 0 || (k == cue && begins_with_cue(n->kids.at[k])))
        return false;
    for (; k < n->kids.n; k++)
        put_node(w, n->kids.at[k], false);
    return true;
}

void ag_written_free(ag_written *w)
{
    ag_strbuf_free(&w->text);
    ag_free(&w->roles);
    ag_free(&w->elements);
}

// ---- checks ----

static void fail_at(const ag_rules *rules, const ag_node *n, ag_diag *diag, const char *what)
{
    const ag_rule_file *f = &rules->source.files.at[n->file];
    ag_diag_at(diag, f->name, f->text, f->len, n->at, n->width, "%s", what);
}

static void fail_pattern(const ag_rules *rules, ag_source_range range, ag_diag *diag, const char *what,
                         const char *why)
{
    const ag_rule_file *f = &rules->source.files.at[range.file];
    while (range.start < range.end && strchr(" \t\r\n", f->text[range.start]))
        range.start++;
    ag_diag_at(diag, f->name, f->text, f->len, range.start, range.end - range.start, "%s%s", what, why);
}

static bool is_trigger(const ag_atom *a)
{
    bool named = a->categories != AG_ANY_CATEGORY || a->nliterals;
    for (int t = 0; t < a->nterms; t++)
        named |= !a->terms[t].negated && !a->terms[t].modifier;
    return named;
}

typedef AG_ARRAY(const ag_node *) node_list;

// The first items of a cue start the rule: they carry the mark that the matcher sets.
static bool find_triggers(node_list *triggers, const ag_node *n)
{
    size_t first = 0;
    switch (n->kind) {
    case AG_NODE_ATOM:
        ag_push(triggers, n);
        return is_trigger(n->atom);
    case AG_NODE_ALT:
        for (size_t i = 0; i < n->kids.n; i++)
            if (!find_triggers(triggers, n->kids.at[i]))
                return false;
        return true;
    case AG_NODE_ROLE:
        return find_triggers(triggers, n->kids.at[0]);
    case AG_NODE_SEQ:
        while (first < n->kids.n && !ag_node_matches_items(n->kids.at[first]))
            first++;
        return first < n->kids.n && find_triggers(triggers, n->kids.at[first]);
    default:
        return false;
    }
}

// diag: NULL where the pattern has been checked.
static void find_cues(const ag_rules *rules, node_list *triggers, const ag_node *n, ag_diag *diag)
{
    if (n->kind == AG_NODE_ROLE && n->role == AG_ROLE_CUE && !find_triggers(triggers, n->kids.at[0]) && diag)
        fail_at(rules, n, diag,
                "the cue has to begin with a single item that has a category, a class or a word");
    for (size_t i = 0; i < n->kids.n; i++)
        if (n->kids.at[i]->cues.max)
            find_cues(rules, triggers, n->kids.at[i], diag);
}

const ag_node *ag_code_trigger(const ag_rules *rules, size_t code, size_t trigger)
{
    node_list triggers = {0};
    find_cues(rules, &triggers, ag_code_tree(rules, code), NULL);
    const ag_node *n = trigger < triggers.n ? triggers.at[trigger] : NULL;
    ag_free(&triggers);
    return n;
}

static void check_cues(const ag_rules *rules, const ag_node *tree, ag_source_range range, ag_diag *diag)
{
    if (tree->cues.max == 0)
        fail_pattern(rules, range, diag, "the pattern has no cue; add {cue: ...}", "");
    else if (tree->cues.min == 0)
        fail_pattern(rules, range, diag, "the pattern can match without its cue", "");
    else if (tree->cues.max > 1)
        fail_pattern(rules, range, diag, "the pattern can pass more than one cue", "");
}

static void mention_classes(ag_rules *rules)
{
    const ag_rule_source *s = &rules->source;
    for (size_t i = 0; i < s->nodes.n; i++)
        if (s->nodes.at[i]->atom)
            ag_alphabet_mention(&rules->alphabet, s->nodes.at[i]->atom);
    for (size_t i = 0; i < s->defined.n; i++)
        if (s->defined.at[i]->atom)
            ag_alphabet_mention(&rules->alphabet, s->defined.at[i]->atom);
}

static void number_symbols(ag_rules *rules)
{
    rules->symbols = AG_LITERAL_SYMBOL + (uint32_t)rules->source.literals.n;
    rules->symbol_words = (rules->symbols + 63) / 64;
}

// ---- reading a pattern ----

static void parse_conditions(ag_rules *rules, ag_rule *rule, ag_diag *diag)
{
    for (size_t i = 0; i < rule->conditions.n; i++) {
        ag_condition *c = &rule->conditions.at[i];
        if (c->item)
            continue;
        c->item = ag_rule_parse_pattern(&rules->source, c->range, diag);
        if (c->item && c->item->kind != AG_NODE_ATOM)
            fail_pattern(rules, c->range, diag,
                         "a condition describes a single item, as in <N.harmer>[-pron]", "");
    }
}

static bool in_image(const ag_rules *rules, ag_source_range range)
{
    return range.file < rules->source.checked_files;
}

static void parse_rule(ag_rules *rules, uint32_t r, ag_diag *diag)
{
    ag_rule *rule = &rules->source.rules.at[r];
    for (size_t i = 0; i < rule->patterns.n; i++) {
        ag_code code = {.rule = r, .range = rule->patterns.at[i]};
        if (!in_image(rules, code.range) || !ag_code_borrow(&code)) {
            code.tree = ag_rule_parse_pattern(&rules->source, code.range, diag);
            if (!code.tree)
                continue;
            check_cues(rules, code.tree, code.range, diag);
        }
        ag_push(&rules->codes, code);
    }
    if (!in_image(rules, rule->header))
        parse_conditions(rules, rule, diag);
}

// ---- compiling ----

static void note_triggers(const ag_rules *rules, ag_code *code, ag_diag *diag)
{
    node_list triggers = {0};
    find_cues(rules, &triggers, code->tree, diag);
    for (size_t i = 0; i < triggers.n; i++)
        ag_push(&code->triggers, *triggers.at[i]->atom);
    ag_free(&triggers);
}

// Compiles a code whose tree is there. Returns false where the pattern is too long for any walk through its
// tree.
static bool compile_code(ag_rules *rules, ag_code *code, ag_diag *diag)
{
    ag_written w;
    int error;
    PCRE2_SIZE at;
    write_pattern(rules, &rules->texts, code->tree, &w);
    if (w.too_long) {
        fail_pattern(rules, code->range, diag, "the pattern is too long with its definitions written out",
                     "");
        ag_written_free(&w);
        return false;
    }
    code->at_cue = begins_with_cue(code->tree);
    uint32_t options = AG_CODE_OPTIONS | (code->at_cue ? PCRE2_ANCHORED : PCRE2_USE_OFFSET_LIMIT);
    code->plain = pcre2_compile((PCRE2_SPTR)w.text.ptr, w.text.len, options, &error, &at, rules->compiling);
    if (!code->plain) {
        PCRE2_UCHAR message[160];
        pcre2_get_error_message(error, message, sizeof message);
        fail_pattern(rules, code->range, diag, "PCRE2 refuses the pattern: ", (const char *)message);
    }
    for (size_t i = 0; i < w.roles.n; i++)
        ag_push(&code->roles, w.roles.at[i]);
    if (w.roles.n > rules->most_groups)
        rules->most_groups = (uint32_t)w.roles.n;
    ag_written_free(&w);
    return true;
}

static void make_gates(ag_rules *rules)
{
    rules->gates = ag_xcalloc(rules->codes.n, sizeof *rules->gates);
    for (size_t c = 0; c < rules->codes.n; c++) {
        const ag_code *code = &rules->codes.at[c];
        ag_gate *gate = &rules->gates[c];
        *gate = (ag_gate){AG_GATE_SHUT, code->previous, code->next, ag_rules_info(rules, code->rule)->label};
        for (size_t t = 0; t < code->triggers.n; t++)
            ag_gate_widen(&gate->cue, &code->triggers.at[t]);
    }
}

static void index_gate(ag_rules *rules, ag_gate_side side, size_t code, const ag_item_gate *gate)
{
    for (uint32_t c = 0; c <= AG_CAT_COUNT; c++)
        if (c < AG_CAT_COUNT ? gate->categories >> c & 1 : gate->categories & AG_GATE_EDGE)
            ag_bit_set(rules->passing[side] + (size_t)c * rules->code_words, code);
}

static void index_gates(ag_rules *rules)
{
    for (int side = 0; side < AG_GATE_SIDES; side++)
        rules->passing[side] = ag_xcalloc((size_t)(AG_CAT_COUNT + 1) * rules->code_words, sizeof(uint64_t));
    for (size_t c = 0; c < rules->codes.n; c++) {
        index_gate(rules, AG_GATE_CUE, c, &rules->gates[c].cue);
        index_gate(rules, AG_GATE_PREVIOUS, c, &rules->gates[c].previous);
        index_gate(rules, AG_GATE_NEXT, c, &rules->gates[c].next);
    }
}

// The symbols of a code's triggers, per symbol a bit.
static void index_triggers(ag_rules *rules)
{
    uint64_t *symbols = ag_xcalloc(rules->symbol_words, sizeof *symbols);
    rules->code_words = (uint32_t)((rules->codes.n + 63) / 64);
    rules->block_words = rules->code_words / 64 + 1; // not 0 where there is no code
    rules->triggered = ag_xcalloc((size_t)rules->symbols * rules->code_words, sizeof *rules->triggered);
    for (size_t c = 0; c < rules->codes.n; c++)
        for (size_t t = 0; t < rules->codes.at[c].triggers.n; t++) {
            ag_atom_symbols(rules, &rules->codes.at[c].triggers.at[t], symbols);
            for (uint32_t w = 0; w < rules->symbol_words; w++)
                for (uint64_t rest = symbols[w]; rest; rest &= rest - 1) {
                    size_t s = (size_t)w * 64 + (size_t)__builtin_ctzll(rest);
                    ag_bit_set(rules->triggered + s * rules->code_words, c);
                }
        }
    ag_xfree(symbols);
}

// The symbol that a sentence must have for a code to match; UINT32_MAX where there is none. Of several the
// one with the highest number: a word is rarer than a class, and a class than a category.
static uint32_t key_of(const ag_code *code)
{
    uint32_t key = UINT32_MAX;
    bool begins = true;
    for (size_t i = 0; i < code->needs.n; i++) {
        const ag_need *need = &code->needs.at[i];
        uint32_t symbol = need->word * 64 + (uint32_t)__builtin_ctzll(need->mask);
        bool alone = begins && !need->more && (need->mask & (need->mask - 1)) == 0;
        if (alone && (key == UINT32_MAX || symbol > key))
            key = symbol;
        begins = !need->more;
    }
    return key;
}

static void index_keys(ag_rules *rules)
{
    rules->unlocked = ag_xcalloc((size_t)rules->symbols * rules->code_words, sizeof *rules->unlocked);
    rules->keys = ag_xcalloc(rules->symbol_words, sizeof *rules->keys);
    rules->keyless = ag_xcalloc(rules->code_words, sizeof *rules->keyless);
    for (size_t c = 0; c < rules->codes.n; c++) {
        uint32_t key = key_of(&rules->codes.at[c]);
        if (key == UINT32_MAX) {
            ag_bit_set(rules->keyless, c);
            continue;
        }
        ag_bit_set(rules->keys, key);
        ag_bit_set(rules->unlocked + (size_t)key * rules->code_words, c);
    }
}

static void index_pass(ag_rules *rules, ag_pass pass)
{
    ag_pass_codes *p = &rules->pass[pass];
    p->codes = ag_xcalloc(rules->code_words, sizeof *p->codes);
    p->blocks = ag_xcalloc(rules->symbol_words * (size_t)64, sizeof *p->blocks);
    p->first_word = rules->code_words;
    for (size_t c = 0; c < rules->codes.n; c++) {
        if (ag_rules_info(rules, rules->codes.at[c].rule)->pass != pass)
            continue;
        ag_bit_set(p->codes, c);
        p->first_word = p->end_word ? p->first_word : (uint32_t)(c / 64);
        p->end_word = (uint32_t)(c / 64 + 1);
    }
    for (size_t s = 0; s < rules->symbols; s++)
        for (uint32_t w = p->first_word; w < p->end_word; w++)
            if (rules->triggered[s * rules->code_words + w] & p->codes[w])
                p->blocks[s] |= UINT64_C(1) << w / rules->block_words;
}

bool ag_rules_finish(ag_rules *rules, ag_diag *diag)
{
    uint32_t errors = diag->errors;
    ag_rule_read_names(&rules->source, diag);
    for (uint32_t r = 0; r < rules->source.rules.n; r++)
        parse_rule(rules, r, diag);
    mention_classes(rules);
    number_symbols(rules);
    if (rules->source.checked_files > 0)
        ag_rules_borrow_planes(rules);
    ag_alphabet_build(&rules->alphabet, &rules->source);
    for (size_t i = 0; i < rules->codes.n; i++) {
        ag_code *code = &rules->codes.at[i];
        if (code->borrowed || !compile_code(rules, code, diag))
            continue;
        atomic_init(&code->re, code->plain);
        note_triggers(rules, code, diag);
        ag_code_note_needs(rules, code);
    }
    make_gates(rules);
    index_triggers(rules);
    index_keys(rules);
    index_gates(rules);
    for (int p = 0; p < AG_PASSES; p++)
        index_pass(rules, (ag_pass)p);
    return diag->errors == errors;
}

// ---- when a code is wanted ----

// The rules as they may be changed behind their lock.
static ag_rules *own(const ag_rules *rules)
{
    return (ag_rules *)rules;
}

// Reads a pattern that was checked when the program was built. Returns the number of nodes before, for
// forget_pattern: trees take more room than all the rest, so a pattern that is wanted again is read again.
static size_t read_pattern(ag_rules *rules, ag_code *code)
{
    ag_diag diag = {0};
    size_t nodes = rules->source.nodes.n;
    if (!code->tree)
        code->tree = ag_rule_parse_pattern(&rules->source, code->range, &diag);
    ag_diag_free(&diag);
    return nodes;
}

static void forget_pattern(ag_rules *rules, ag_code *code, size_t nodes)
{
    if (rules->source.nodes.n == nodes) // it had been read before
        return;
    ag_rule_forget_patterns(&rules->source, nodes);
    code->tree = NULL;
}

const ag_node *ag_code_tree(const ag_rules *rules, size_t c)
{
    pthread_mutex_lock(&own(rules)->lock);
    read_pattern(own(rules), &own(rules)->codes.at[c]);
    const ag_node *tree = rules->codes.at[c].tree;
    pthread_mutex_unlock(&own(rules)->lock);
    return tree;
}

static void make_ready(ag_rules *rules, ag_code *code)
{
    ag_diag diag = {0};
    parse_conditions(rules, &rules->source.rules.at[code->rule], &diag);
    size_t nodes = read_pattern(rules, code);
    if (code->tree && !code->plain && !code->refused)
        compile_code(rules, code, &diag);
    code->refused = !code->plain;
    forget_pattern(rules, code, nodes);
    atomic_store_explicit(&code->re, code->fast ? code->fast : code->plain, memory_order_release);
    ag_diag_free(&diag);
}

const pcre2_code *ag_code_ready(const ag_rules *rules, size_t c)
{
    ag_code *code = &own(rules)->codes.at[c];
    pcre2_code *re = atomic_load_explicit(&code->re, memory_order_acquire);
    if (re)
        return re;
    pthread_mutex_lock(&own(rules)->lock);
    make_ready(own(rules), code);
    re = atomic_load_explicit(&code->re, memory_order_relaxed);
    pthread_mutex_unlock(&own(rules)->lock);
    return re;
}

const pcre2_code *ag_code_right(const ag_rules *rules, size_t c)
{
    return atomic_load_explicit(&own(rules)->codes.at[c].right, memory_order_acquire);
}

const pcre2_code *ag_code_tail(const ag_rules *rules, size_t c)
{
    return atomic_load_explicit(&own(rules)->codes.at[c].tail, memory_order_acquire);
}

// A test of a part of the pattern, which put_part writes; NULL where it has no such part.
static pcre2_code *make_test(ag_rules *rules, const ag_node *tree,
                             bool (*put_part)(writer *, const ag_node *), uint32_t option)
{
    int error;
    PCRE2_SIZE at;
    pcre2_code *test = NULL;
    ag_written out = {0};
    writer w = {.rules = rules, .out = &out, .silent = true, .texts = &rules->texts};
    if (put_part(&w, tree) && !out.too_long)
        test = pcre2_compile((PCRE2_SPTR)out.text.ptr, out.text.len, AG_CODE_OPTIONS | option, &error, &at,
                             rules->compiling);
    if (test)
        pcre2_jit_compile(test, PCRE2_JIT_COMPLETE);
    ag_written_free(&out);
    ag_free(&w.sets);
    return test;
}

// For codes in which something stands before the cue too.
static void make_tests(ag_rules *rules, ag_code *code)
{
    size_t nodes = read_pattern(rules, code);
    pcre2_code *right = make_test(rules, code->tree, put_right, PCRE2_ANCHORED),
               *tail = make_test(rules, code->tree, put_tail, PCRE2_USE_OFFSET_LIMIT);
    atomic_store_explicit(&code->right, right, memory_order_release);
    atomic_store_explicit(&code->tail, tail, memory_order_release);
    forget_pattern(rules, code, nodes);
}

// The code in use is left as it is, for another thread may be running it: a copy gets the machine code.
void ag_code_hasten(const ag_rules *rules, size_t c)
{
    ag_code *code = &own(rules)->codes.at[c];
    pthread_mutex_lock(&own(rules)->lock);
    if (code->plain && !code->hastened) {
        code->hastened = true;
        code->fast = pcre2_code_copy(code->plain);
        if (code->fast && pcre2_jit_compile(code->fast, PCRE2_JIT_COMPLETE) == 0)
            atomic_store_explicit(&code->re, code->fast, memory_order_release);
        if (!code->at_cue)
            make_tests(own(rules), code);
    }
    pthread_mutex_unlock(&own(rules)->lock);
}
