// SPDX-License-Identifier: MIT
#include "rule_compile.h"

#include "embedded.h"
#include "limits.h"
#include "strbuf.h"
#include <string.h>

static const char letters[] = "VNAJRF";

ag_rules *ag_rules_new(const ag_lexicon *lex)
{
    ag_rules *rules = ag_xcalloc(1, sizeof *rules);
    rules->source.lex = lex;
    return rules;
}

void ag_rules_free(ag_rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < rules->codes.n; i++) {
        ag_code *c = &rules->codes.at[i];
        pcre2_code_free(c->re);
        free(c->pattern);
        ag_free(&c->triggers);
        ag_free(&c->elements);
        ag_free(&c->element_at);
    }
    for (int l = 0; l < AG_LETTERS; l++)
        ag_free(&rules->signatures[l]);
    ag_free(&rules->codes);
    free(rules->letter_of);
    ag_rule_source_free(&rules->source);
    free(rules);
}

bool ag_rules_add(ag_rules *rules, const char *file, const char *text, size_t len, ag_diag *diag)
{
    return ag_rule_read(&rules->source, file, text, len, diag);
}

bool ag_rules_add_default(ag_rules *rules, ag_diag *diag)
{
    bool good = true;
    for (size_t i = 0; i < ag_embedded_rules_count; i++) {
        const ag_embedded_file *f = &ag_embedded_rules[i];
        good &= ag_rules_add(rules, f->name, (const char *)f->data, f->length, diag);
    }
    return good;
}

uint32_t ag_rules_count(const ag_rules *rules) { return (uint32_t)rules->source.rules.n; }

const ag_rule_info *ag_rules_info(const ag_rules *rules, uint32_t rule) { return &rules->source.rules.at[rule].info; }

uint32_t ag_rules_examples(const ag_rules *rules, uint32_t rule, const ag_rule_example **list)
{
    *list = rules->source.rules.at[rule].examples.at;
    return (uint32_t)rules->source.rules.at[rule].examples.n;
}

// ---- signatures ----

static bool empty(const ag_class_set *s)
{
    for (int i = 0; i < AG_CLASS_WORDS; i++)
        if (s->bits[i])
            return false;
    return true;
}

static void add_signature(void *user, const uint16_t *ids, uint32_t n)
{
    ag_rules *rules = user;
    ag_class_set set = {{0}};
    for (uint32_t i = 0; i < n; i++)
        if (ag_class_set_has(&rules->used, ids[i]))
            ag_class_set_add(&set, ids[i]);
    if (empty(&set))
        return;
    uint32_t letter = rules->letter_of[ids[0]];
    for (size_t i = 0; i < rules->signatures[letter].n; i++)
        if (memcmp(&rules->signatures[letter].at[i], &set, sizeof set) == 0)
            return;
    if (rules->signatures[letter].n < AG_PLANE_SIZE) // a word with a rarer combination counts as its largest known part
        ag_push(&rules->signatures[letter], set);
}

uint8_t ag_signature_of(const ag_rules *rules, uint32_t letter, const ag_class_set *classes)
{
    int best = 0;
    uint8_t id = 0;
    for (size_t i = 0; i < rules->signatures[letter].n; i++) {
        const ag_class_set *s = &rules->signatures[letter].at[i];
        int size = 0;
        bool part = true;
        for (int w = 0; w < AG_CLASS_WORDS && part; w++) {
            part = !(s->bits[w] & ~classes->bits[w]);
            size += __builtin_popcountll(s->bits[w]);
        }
        if (part && size > best)
            best = size, id = (uint8_t)(i + 1);
    }
    return id;
}

// ---- what the trees mention ----

static void note_classes(ag_rules *rules, const ag_node *n)
{
    for (int t = 0; n->kind == AG_NODE_ATOM && t < n->atom.nterms; t++) {
        const ag_term *term = &n->atom.terms[t];
        for (uint16_t id = 0; id < ag_lexicon_class_count(rules->source.lex); id++) {
            if (!ag_class_set_has(&term->classes, id))
                continue;
            if (!term->modifier) {
                ag_class_set_add(&rules->used, id);
                continue;
            }
            uint32_t k = 0;
            while (k < rules->nmodifiers && rules->modifiers[k] != id)
                k++;
            if (k == rules->nmodifiers && k < AG_MAX_MODIFIERS)
                rules->modifiers[rules->nmodifiers++] = id;
        }
    }
    for (size_t i = 0; i < n->kids.n; i++)
        note_classes(rules, n->kids.at[i]);
}

static void fail_at(ag_rules *rules, const ag_node *n, ag_diag *diag, const char *what)
{
    const ag_rule_file *f = &rules->source.files.at[n->file];
    ag_diag_at(diag, f->name, f->text, f->len, n->at, n->width, "%s", what);
}

// The first atoms of a cue start the rule: they carry the mark that the matcher sets.
static bool find_triggers(ag_code *code, ag_node *n)
{
    switch (n->kind) {
    case AG_NODE_ATOM:
        n->atom.cue = true;
        ag_push(&code->triggers, &n->atom);
        return true;
    case AG_NODE_ALT:
        for (size_t i = 0; i < n->kids.n; i++)
            if (!find_triggers(code, n->kids.at[i]))
                return false;
        return true;
    case AG_NODE_REPEAT: return n->min > 0 && find_triggers(code, n->kids.at[0]);
    case AG_NODE_SEQ:
    case AG_NODE_ROLE: return n->kids.n && find_triggers(code, n->kids.at[0]);
    default: return false;
    }
}

// Every way through the pattern has to pass a cue.
static bool has_cue(ag_rules *rules, ag_code *code, ag_node *n, ag_diag *diag)
{
    if (n->kind == AG_NODE_ROLE && n->role == AG_ROLE_CUE) {
        if (!find_triggers(code, n->kids.at[0]))
            fail_at(rules, n, diag, "the cue has to begin with an item that is always there");
        return true;
    }
    bool any = false, all = true;
    for (size_t i = 0; i < n->kids.n; i++) {
        bool has = has_cue(rules, code, n->kids.at[i], diag);
        any |= has, all &= has;
    }
    if (n->kind == AG_NODE_ALT)
        return all;
    return any && !(n->kind == AG_NODE_REPEAT && n->min == 0);
}

// ---- writing the pattern ----

typedef struct writer {
    ag_rules *rules;
    ag_code *code;
    ag_strbuf out;
    uint32_t skipped; // units that match anything and are not written yet
} writer;

static void put(writer *w, const char *text) { ag_strbuf_add(&w->out, text, strlen(text)); }

static void put_byte(writer *w, unsigned byte)
{
    static const char hex[] = "0123456789abcdef";
    char text[4] = {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
    ag_strbuf_add(&w->out, text, sizeof text);
}

static void put_skipped(writer *w)
{
    if (w->skipped == 1)
        put(w, ".");
    else if (w->skipped > 1) {
        char text[4] = {'.', '{', (char)('0' + w->skipped / 10), (char)('0' + w->skipped % 10)};
        ag_strbuf_add(&w->out, text, sizeof text);
        put(w, "}");
    }
    w->skipped = 0;
}

static void put_set(writer *w, const bool allowed[256])
{
    put_skipped(w);
    bool any = false;
    for (unsigned i = 0; i < 256; i++)
        any |= allowed[i];
    if (!any) {
        put(w, "(?!)");
        return;
    }
    put(w, "[");
    for (unsigned i = 0; i < 256; i++) {
        if (!allowed[i])
            continue;
        unsigned last = i;
        while (last < 255 && allowed[last + 1])
            last++;
        put_byte(w, i);
        if (last > i) {
            put(w, "-");
            put_byte(w, last);
        }
        i = last;
    }
    put(w, "]");
}

static void put_categories(writer *w, uint32_t categories)
{
    bool allowed[256] = {false};
    for (int c = 0; c < AG_CAT_COUNT; c++)
        allowed[c + 1] = categories >> c & 1;
    put_set(w, allowed);
}

// Literals of one plane; plane p holds the words p*SIZE .. p*SIZE+SIZE-1.
static void put_literals(writer *w, const ag_atom *a, uint32_t plane)
{
    bool allowed[256] = {false}, any = false;
    for (int i = 0; i < a->nliterals; i++)
        if (a->literals[i] / AG_PLANE_SIZE == plane)
            allowed[AG_PLANE_BASE + 1 + a->literals[i] % AG_PLANE_SIZE] = any = true;
    if (any)
        put_set(w, allowed);
    else
        w->skipped++;
}

// The classes of one letter. A positive condition is tested on the letter it is written out for, a negated one on all.
static void put_signatures(writer *w, const ag_atom *a, int letter, int positive)
{
    bool allowed[256] = {false}, tested = false;
    for (size_t i = 0; i <= w->rules->signatures[letter].n; i++) {
        static const ag_class_set none;
        const ag_class_set *s = i ? &w->rules->signatures[letter].at[i - 1] : &none;
        bool fits = true;
        for (int t = 0; t < a->nterms; t++) {
            const ag_term *term = &a->terms[t];
            if (term->modifier || (!term->negated && letter != positive))
                continue;
            tested = true;
            fits &= ag_class_sets_meet(s, &term->classes) != term->negated;
        }
        allowed[AG_PLANE_BASE + i] = fits;
    }
    if (tested)
        put_set(w, allowed);
    else
        w->skipped++;
}

static void put_bits(writer *w, unsigned with, unsigned without)
{
    bool allowed[256] = {false};
    if (!with && !without) {
        w->skipped++;
        return;
    }
    for (unsigned v = 0; v < 128; v++)
        allowed[0x80 | v] = (v & with) == with && !(v & without);
    put_set(w, allowed);
}

static void put_modifiers(writer *w, const ag_atom *a, uint32_t unit)
{
    bool allowed[256] = {false}, tested = false;
    for (unsigned v = 0; v < 128; v++) {
        bool fits = true;
        for (int t = 0; t < a->nterms; t++) {
            const ag_term *term = &a->terms[t];
            if (!term->modifier)
                continue;
            tested = true;
            bool hit = false;
            for (uint32_t b = 0; b < AG_UNIT_BITS && unit * AG_UNIT_BITS + b < w->rules->nmodifiers; b++)
                hit |= (v >> b & 1) && ag_class_set_has(&term->classes, w->rules->modifiers[unit * AG_UNIT_BITS + b]);
            fits &= hit != term->negated;
        }
        allowed[0x80 | v] = fits;
    }
    if (tested)
        put_set(w, allowed);
    else
        w->skipped++;
}

static void put_item(writer *w, const ag_atom *a, int letter, uint32_t literal_plane)
{
    put_categories(w, a->categories);
    for (uint32_t p = 0; p < AG_LITERAL_PLANES; p++) {
        if (a->nliterals && p == literal_plane)
            put_literals(w, a, p);
        else
            w->skipped++;
    }
    for (int l = 0; l < AG_LETTERS; l++)
        put_signatures(w, a, l, letter);
    uint32_t with = a->with | (a->cue ? AG_FEAT(CUE) : 0);
    for (uint32_t u = 0; u < AG_FEATURE_UNITS; u++)
        put_bits(w, with >> (AG_UNIT_BITS * u) & 127, a->without >> (AG_UNIT_BITS * u) & 127);
    for (uint32_t u = 0; u * AG_UNIT_BITS < w->rules->nmodifiers; u++)
        put_modifiers(w, a, u);
    put_skipped(w);
}

// A union over parts of speech, or literals of both planes, is written as alternatives.
static void put_atom(writer *w, const ag_node *n)
{
    const ag_atom *a = &n->atom;
    uint32_t wanted = 0, planes = 0;
    ag_push(&w->code->elements, n);
    ag_push(&w->code->element_at, (uint32_t)w->out.len);
    for (int t = 0; t < a->nterms; t++)
        for (uint32_t id = 0; !a->terms[t].negated && !a->terms[t].modifier && id < ag_lexicon_class_count(w->rules->source.lex); id++)
            if (ag_class_set_has(&a->terms[t].classes, id))
                wanted |= 1u << w->rules->letter_of[id];
    for (int i = 0; i < a->nliterals; i++)
        planes |= 1u << (a->literals[i] / AG_PLANE_SIZE);
    bool first = true;
    put(w, "(?:");
    for (int l = wanted ? 0 : AG_LETTERS; l <= AG_LETTERS; l++)
        for (uint32_t p = 0; p < AG_LITERAL_PLANES; p++) {
            bool letter = wanted ? l < AG_LETTERS && (wanted >> l & 1) : l == AG_LETTERS;
            if (!letter || !(planes ? planes >> p & 1 : p == 0))
                continue;
            if (!first)
                put(w, "|");
            first = false;
            put_item(w, a, l, p);
        }
    put(w, ")");
}

static void put_quantifier(writer *w, const ag_node *n)
{
    char text[24] = "";
    if (n->max == -1)
        strcpy(text, n->min == 0 ? "*" : n->min == 1 ? "+" : "");
    else if (n->min == 0 && n->max == 1)
        strcpy(text, "?");
    if (!text[0]) {
        int max = n->max;
        char *end = text;
        *end++ = '{';
        *end++ = (char)('0' + n->min / 100), *end++ = (char)('0' + n->min / 10 % 10), *end++ = (char)('0' + n->min % 10);
        *end++ = ',';
        if (max >= 0)
            *end++ = (char)('0' + max / 100), *end++ = (char)('0' + max / 10 % 10), *end++ = (char)('0' + max % 10);
        *end++ = '}';
        *end = '\0';
    }
    put(w, text);
    if (n->mode)
        ag_strbuf_add(&w->out, &n->mode, 1);
}

static void put_node(writer *w, const ag_node *n)
{
    switch (n->kind) {
    case AG_NODE_ATOM: put_atom(w, n); return;
    case AG_NODE_BEGIN: put(w, "^"); return;
    case AG_NODE_END: put(w, "\\z"); return;
    case AG_NODE_SEQ: break;
    case AG_NODE_LOOK: put(w, n->look); break;
    case AG_NODE_ROLE:
        if (w->code->groups < AG_MAX_GROUPS)
            w->code->roles[w->code->groups++] = (uint8_t)n->role;
        put(w, "(");
        break;
    default: put(w, "(?:"); break;
    }
    for (size_t i = 0; i < n->kids.n; i++) {
        if (i && n->kind == AG_NODE_ALT)
            put(w, "|");
        put_node(w, n->kids.at[i]);
    }
    if (n->kind != AG_NODE_SEQ)
        put(w, ")");
    if (n->kind == AG_NODE_REPEAT)
        put_quantifier(w, n);
}

static void compile_code(ag_rules *rules, ag_code *code, const ag_node *tree, ag_diag *diag)
{
    writer w = {.rules = rules, .code = code};
    int error;
    PCRE2_SIZE at;
    put_node(&w, tree);
    code->pattern = w.out.ptr;
    code->pattern_len = w.out.len;
    code->re = pcre2_compile((PCRE2_SPTR)code->pattern, code->pattern_len, PCRE2_DOTALL, &error, &at, NULL);
    if (!code->re) {
        PCRE2_UCHAR message[160];
        pcre2_get_error_message(error, message, sizeof message);
        fail_at(rules, tree, diag, (const char *)message);
        return;
    }
    pcre2_jit_compile(code->re, PCRE2_JIT_COMPLETE); // without JIT the interpreter runs the same pattern
}

bool ag_rules_finish(ag_rules *rules, ag_diag *diag)
{
    const ag_lexicon *lex = rules->source.lex;
    uint32_t errors = diag->errors;
    AG_ARRAY(ag_node *) trees = {0};
    rules->letter_of = ag_xcalloc(ag_lexicon_class_count(lex), 1);
    for (uint16_t id = 0; id < ag_lexicon_class_count(lex); id++) {
        const char *l = strchr(letters, ag_lexicon_class_name(lex, id)[0]);
        rules->letter_of[id] = (uint8_t)(l ? l - letters : AG_LETTERS - 1);
    }
    for (size_t r = 0; r < rules->source.rules.n; r++)
        for (size_t i = 0; i < rules->source.rules.at[r].patterns.n; i++) {
            ag_node *tree = ag_rule_parse_pattern(&rules->source, rules->source.rules.at[r].patterns.at[i], diag);
            if (!tree)
                continue;
            ag_code code = {.rule = (uint32_t)r};
            if (!has_cue(rules, &code, tree, diag))
                fail_at(rules, tree, diag, "the pattern can match without a cue; add {cue: ...} on every way through it");
            note_classes(rules, tree);
            ag_push(&rules->codes, code);
            ag_push(&trees, tree);
        }
    ag_lexicon_each_signature(lex, add_signature, rules);
    rules->width = AG_UNIT_MODIFIERS + (rules->nmodifiers + AG_UNIT_BITS - 1) / AG_UNIT_BITS;
    for (size_t i = 0; i < trees.n && diag->errors == errors; i++)
        compile_code(rules, &rules->codes.at[i], trees.at[i], diag);
    ag_free(&trees);
    return diag->errors == errors;
}
