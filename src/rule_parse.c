// SPDX-License-Identifier: MIT
#include "rule_parse.h"

#include "limits.h"
#include <string.h>

const char *const ag_category_names[] = {
#define X(id, name, meaning) name,
    AG_CATEGORIES(X)
#undef X
};

const char *const ag_feature_names[] = {
#define X(id, name, meaning) name,
    AG_FEATURES(X)
#undef X
};

typedef struct parser {
    ag_rule_source *source;
    ag_diag *diag;
    uint32_t file, at, end; // position in the file's text
    int depth;              // of definitions inside definitions
    bool failed;
} parser;

static const ag_rule_file *file_of(const parser *p) { return &p->source->files.at[p->file]; }

static char peek(const parser *p) { return p->at < p->end ? file_of(p)->text[p->at] : '\0'; }

static char peek_at(const parser *p, uint32_t ahead) { return p->at + ahead < p->end ? file_of(p)->text[p->at + ahead] : '\0'; }

#define FAIL(p, width, ...)                                                                                            \
    do {                                                                                                               \
        ag_diag_at((p)->diag, file_of(p)->name, file_of(p)->text, file_of(p)->len, (p)->at, (width), __VA_ARGS__);     \
        (p)->failed = true;                                                                                            \
        (p)->at = (p)->end;                                                                                            \
    } while (0)

static void skip_space(parser *p)
{
    for (;;) {
        char c = peek(p);
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
            return;
        p->at++;
    }
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

static ag_str take_name(parser *p)
{
    uint32_t start = p->at;
    while (is_name_char(peek(p)))
        p->at++;
    return (ag_str){file_of(p)->text + start, p->at - start};
}

static bool str_is(ag_str s, const char *text) { return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0; }

static ag_node *new_node(parser *p, ag_node_kind kind)
{
    ag_node *n = ag_xcalloc(1, sizeof *n);
    n->kind = kind;
    n->file = p->file;
    n->at = p->at;
    n->width = 1;
    n->atom.categories = (1u << AG_CAT_COUNT) - 1;
    ag_push(&p->source->nodes, n);
    return n;
}

static const ag_named *find_named(const ag_named *list, size_t n, ag_str name)
{
    while (n-- > 0)
        if (str_is(name, list[n].name))
            return &list[n];
    return NULL;
}

// ---- atoms ----

// Levenshtein distance of at most 2, for "did you mean".
static bool similar(ag_str a, const char *b)
{
    size_t n = strlen(b), row[64];
    if (n >= AG_ARRAY_LEN(row) || a.len > n + 2)
        return false;
    for (size_t k = 0; k <= n; k++)
        row[k] = k;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= n; k++) {
            size_t change = diagonal + (a.ptr[i - 1] != b[k - 1]);
            size_t least = row[k] < row[k - 1] ? row[k] + 1 : row[k - 1] + 1;
            diagonal = row[k];
            row[k] = change < least ? change : least;
        }
    }
    return row[n] <= 2;
}

static void unknown_class(parser *p, ag_str name)
{
    p->at -= (uint32_t)name.len;
    for (uint16_t id = 0; id < ag_lexicon_class_count(p->source->lex); id++)
        if (similar(name, ag_lexicon_class_name(p->source->lex, id))) {
            FAIL(p, name.len, "unknown class %.*s; did you mean %s?", (int)name.len, name.ptr, ag_lexicon_class_name(p->source->lex, id));
            return;
        }
    FAIL(p, name.len, "unknown class or set %.*s; a class is a lexicon file without .txt", (int)name.len, name.ptr);
}

static void class_union(parser *p, ag_class_set *out);

static void add_class(parser *p, ag_str name, ag_class_set *out)
{
    const ag_named *set = find_named(p->source->sets.at, p->source->sets.n, name);
    uint16_t id = ag_lexicon_class(p->source->lex, name.ptr, name.len);
    if (set) {
        parser inner = *p;
        inner.file = set->range.file, inner.at = set->range.start, inner.end = set->range.end;
        if (++inner.depth > 20)
            FAIL(p, name.len, "set %s contains itself", set->name);
        else
            class_union(&inner, out);
        p->failed |= inner.failed;
    } else if (id == UINT16_MAX)
        unknown_class(p, name);
    else if (id >= 64 * AG_CLASS_WORDS)
        FAIL(p, name.len, "too many classes: at most %d", 64 * AG_CLASS_WORDS);
    else
        ag_class_set_add(out, id);
}

static void class_union(parser *p, ag_class_set *out)
{
    do {
        skip_space(p);
        ag_str name = take_name(p);
        if (!name.len) {
            FAIL(p, 1, "expected the name of a class or a set");
            return;
        }
        add_class(p, name, out);
        skip_space(p);
    } while (peek(p) == '|' && p->at++ < p->end && !p->failed);
}

// <V.accuse|V.blame & !mod:J.false>
static void parse_classes(parser *p, ag_atom *atom)
{
    do {
        p->at++; // < or &
        skip_space(p);
        if (atom->nterms == AG_TERMS) {
            FAIL(p, 1, "too many class conditions: at most %d", AG_TERMS);
            return;
        }
        ag_term *t = &atom->terms[atom->nterms++];
        if (peek(p) == '!')
            t->negated = true, p->at++;
        skip_space(p);
        if (strncmp(file_of(p)->text + p->at, "mod:", 4) == 0)
            t->modifier = true, p->at += 4;
        class_union(p, &t->classes);
    } while (peek(p) == '&');
    if (!p->failed && peek(p) != '>')
        FAIL(p, 1, "expected > at the end of the class conditions");
    else
        p->at++;
}

// [+passive -neg]
static void parse_features(parser *p, ag_atom *atom)
{
    p->at++;
    for (skip_space(p); peek(p) != ']' && !p->failed; skip_space(p)) {
        char sign = peek(p);
        if (sign != '+' && sign != '-') {
            FAIL(p, 1, "expected + or - before a feature, or ]");
            return;
        }
        p->at++;
        ag_str name = take_name(p);
        uint32_t f = AG_FEAT_CUE + 1;
        while (f < AG_FEAT_COUNT && !str_is(name, ag_feature_names[f]))
            f++;
        if (f == AG_FEAT_COUNT) {
            p->at -= (uint32_t)name.len;
            FAIL(p, name.len, "unknown feature %.*s; src/item.h lists them", (int)name.len, name.ptr);
            return;
        }
        *(sign == '+' ? &atom->with : &atom->without) |= 1u << f;
    }
    p->at++;
}

static uint16_t literal_id(parser *p, const char *word, size_t len)
{
    ag_rule_source *s = p->source;
    for (size_t i = 0; i < s->literals.n; i++)
        if (str_is((ag_str){word, len}, s->literals.at[i]))
            return (uint16_t)i;
    ag_push(&s->literals, ag_xstrndup(word, len));
    return (uint16_t)(s->literals.n - 1);
}

// "of|from"
static void parse_literals(parser *p, ag_atom *atom)
{
    uint32_t open = p->at++;
    const char *text = file_of(p)->text;
    for (uint32_t start = p->at;; p->at++) {
        char c = peek(p);
        if (c == '\0' || c == '\n') {
            p->at = open;
            FAIL(p, 1, "the word has no closing quotation mark");
            return;
        }
        if (c != '|' && c != '"')
            continue;
        if (p->at == start || atom->nliterals == AG_LITERALS) {
            FAIL(p, 1, p->at == start ? "empty word" : "too many words in one list");
            return;
        }
        atom->literals[atom->nliterals++] = literal_id(p, text + start, p->at - start);
        start = p->at + 1;
        if (c == '"')
            break;
    }
    p->at++;
}

static ag_node *parse_alternatives(parser *p);

// A definition is expanded where its name stands.
static ag_node *expand(parser *p, ag_str name)
{
    const ag_named *define = find_named(p->source->defines.at, p->source->defines.n, name);
    if (!define) {
        p->at -= (uint32_t)name.len;
        FAIL(p, name.len ? name.len : 1, name.len ? "%.*s is neither a category nor a definition" : "expected a pattern%.*s", (int)name.len, name.ptr);
        return new_node(p, AG_NODE_SEQ);
    }
    if (p->depth > 20) {
        p->at -= (uint32_t)name.len;
        FAIL(p, name.len, "definition %s contains itself", define->name);
        return new_node(p, AG_NODE_SEQ);
    }
    parser inner = *p;
    inner.file = define->range.file, inner.at = define->range.start, inner.end = define->range.end;
    inner.depth++;
    ag_node *n = parse_alternatives(&inner);
    p->failed |= inner.failed;
    return n;
}

static ag_node *parse_atom(parser *p)
{
    ag_node *n = new_node(p, AG_NODE_ATOM);
    uint32_t start = p->at;
    char c = peek(p);
    if (c == '"')
        parse_literals(p, &n->atom);
    else if (c == '.')
        p->at++;
    else if (c != '<') {
        ag_str name = take_name(p);
        int category = 0;
        while (category < AG_CAT_COUNT && !str_is(name, ag_category_names[category]))
            category++;
        if (category == AG_CAT_COUNT)
            return expand(p, name);
        n->atom.categories = 1u << category;
    }
    if (peek(p) == '<')
        parse_classes(p, &n->atom);
    if (peek(p) == '[')
        parse_features(p, &n->atom);
    n->width = p->at - start;
    return n;
}

// ---- groups ----

// Conditions after a group hold for each of its atoms: (VG|VED)<V.accuse>[+passive].
static void distribute(parser *p, ag_node *n, const ag_atom *conditions)
{
    if (n->kind == AG_NODE_ATOM) {
        n->atom.with |= conditions->with;
        n->atom.without |= conditions->without;
        for (int i = 0; i < conditions->nterms && !p->failed; i++) {
            if (n->atom.nterms == AG_TERMS)
                FAIL(p, 1, "too many class conditions: at most %d", AG_TERMS);
            else
                n->atom.terms[n->atom.nterms++] = conditions->terms[i];
        }
    }
    for (size_t i = 0; i < n->kids.n; i++)
        distribute(p, n->kids.at[i], conditions);
}

static ag_node *parse_group(parser *p)
{
    static const char *const looks[] = {"(?=", "(?!", "(?<=", "(?<!"};
    uint32_t open = p->at;
    ag_node *n = NULL;
    for (size_t i = 0; i < AG_ARRAY_LEN(looks) && !n; i++)
        if (strncmp(file_of(p)->text + p->at, looks[i], strlen(looks[i])) == 0) {
            n = new_node(p, AG_NODE_LOOK);
            n->look = looks[i];
            p->at += (uint32_t)strlen(looks[i]);
            ag_node *inside = parse_alternatives(p);
            ag_push(&n->kids, inside);
        }
    if (!n) {
        p->at++;
        n = parse_alternatives(p);
    }
    if (p->failed)
        return n;
    if (peek(p) != ')') {
        p->at = open;
        FAIL(p, 1, "the group has no closing )");
        return n;
    }
    p->at++;
    if (n->kind != AG_NODE_LOOK && (peek(p) == '<' || peek(p) == '[')) {
        ag_atom conditions = {0};
        if (peek(p) == '<')
            parse_classes(p, &conditions);
        if (peek(p) == '[')
            parse_features(p, &conditions);
        distribute(p, n, &conditions);
    }
    return n;
}

// {source: NP}
static ag_node *parse_role(parser *p)
{
    static const char *const names[] = {"source", "cue", "target", "act", "content"};
    uint32_t open = p->at++;
    skip_space(p);
    ag_str name = take_name(p);
    ag_node *n = new_node(p, AG_NODE_ROLE);
    n->at = open;
    uint32_t role = 0;
    while (role < AG_ROLE_COUNT && !str_is(name, names[role]))
        role++;
    if (role == AG_ROLE_COUNT || peek(p) != ':') {
        p->at -= (uint32_t)name.len;
        FAIL(p, name.len ? name.len : 1, "expected source:, cue:, target:, act: or content:");
        return n;
    }
    p->at++;
    n->role = (ag_role)role;
    ag_node *inside = parse_alternatives(p);
    ag_push(&n->kids, inside);
    if (p->failed)
        return n;
    if (peek(p) != '}') {
        p->at = open;
        FAIL(p, 1, "the role has no closing }");
        return n;
    }
    p->at++;
    return n;
}

static ag_node *parse_unit(parser *p)
{
    switch (peek(p)) {
    case '(': return parse_group(p);
    case '{': return parse_role(p);
    case '^': p->at++; return new_node(p, AG_NODE_BEGIN);
    case '$': p->at++; return new_node(p, AG_NODE_END);
    default: return parse_atom(p);
    }
}

static int take_number(parser *p)
{
    int n = 0;
    while (peek(p) >= '0' && peek(p) <= '9' && n < 1000)
        n = n * 10 + (file_of(p)->text[p->at++] - '0');
    return n;
}

// Reads * + ? {m,n} into min and max; false where there is none.
static bool take_quantifier(parser *p, int *min, int *max)
{
    char c = peek(p);
    if (c == '*' || c == '+' || c == '?') {
        p->at++;
        *min = c == '+';
        *max = c == '?' ? 1 : -1;
        return true;
    }
    if (c != '{' || peek_at(p, 1) < '0' || peek_at(p, 1) > '9')
        return false;
    p->at++;
    *min = *max = take_number(p);
    if (peek(p) == ',') {
        p->at++;
        *max = peek(p) == '}' ? -1 : take_number(p);
    }
    if (peek(p) != '}' || *min > 100 || *max > 100 || (*max >= 0 && *max < *min))
        FAIL(p, 1, "expected a repeat count such as {2} or {0,3}, of at most 100");
    else
        p->at++;
    return true;
}

static ag_node *parse_repeat(parser *p)
{
    ag_node *n = parse_unit(p);
    int min, max;
    while (!p->failed && take_quantifier(p, &min, &max)) {
        ag_node *r = new_node(p, AG_NODE_REPEAT);
        r->min = min, r->max = max;
        if (peek(p) == '?' || peek(p) == '+')
            r->mode = file_of(p)->text[p->at++];
        ag_push(&r->kids, n);
        n = r;
    }
    return n;
}

static ag_node *parse_sequence(parser *p)
{
    ag_node *n = new_node(p, AG_NODE_SEQ);
    for (skip_space(p); !p->failed; skip_space(p)) {
        char c = peek(p);
        if (c == '\0' || c == ')' || c == '}' || c == '|')
            break;
        ag_node *kid = parse_repeat(p);
        ag_push(&n->kids, kid);
    }
    return n;
}

static ag_node *parse_alternatives(parser *p)
{
    ag_node *first = parse_sequence(p);
    if (peek(p) != '|' || p->failed)
        return first;
    ag_node *n = new_node(p, AG_NODE_ALT);
    ag_push(&n->kids, first);
    while (peek(p) == '|' && !p->failed) {
        p->at++;
        ag_node *kid = parse_sequence(p);
        ag_push(&n->kids, kid);
    }
    return n;
}

ag_node *ag_rule_parse_pattern(ag_rule_source *source, ag_source_range range, ag_diag *diag)
{
    parser p = {.source = source, .diag = diag, .file = range.file, .at = range.start, .end = range.end};
    ag_node *n = parse_alternatives(&p);
    skip_space(&p);
    if (!p.failed && p.at < p.end)
        FAIL(&p, 1, "unexpected %c", peek(&p));
    return p.failed ? NULL : n;
}

// ---- files ----

typedef struct line {
    uint32_t start, end, number; // end: without the line break and trailing white space
} line;

static bool next_line(const ag_rule_file *f, uint32_t *at, line *l)
{
    if (*at >= f->len)
        return false;
    const char *nl = memchr(f->text + *at, '\n', f->len - *at);
    uint32_t end = nl ? (uint32_t)(nl - f->text) : (uint32_t)f->len;
    l->number++;
    l->start = *at;
    *at = end + 1;
    while (end > l->start && (f->text[end - 1] == ' ' || f->text[end - 1] == '\t' || f->text[end - 1] == '\r'))
        end--;
    l->end = end;
    return true;
}

static bool starts(const ag_rule_file *f, uint32_t at, uint32_t end, const char *word)
{
    size_t n = strlen(word);
    return end - at >= n && memcmp(f->text + at, word, n) == 0;
}

static uint32_t skip_blank(const ag_rule_file *f, uint32_t at, uint32_t end)
{
    while (at < end && (f->text[at] == ' ' || f->text[at] == '\t'))
        at++;
    return at;
}

static ag_str take_word(const ag_rule_file *f, uint32_t *at, uint32_t end)
{
    *at = skip_blank(f, *at, end);
    uint32_t start = *at;
    while (*at < end && is_name_char(f->text[*at]))
        ++*at;
    return (ag_str){f->text + start, *at - start};
}

// "set NAME = ..." and "define NAME = ...": the right side goes on over indented lines.
static void read_named(parser *p, const ag_rule_file *f, line *l, uint32_t *at, bool is_set)
{
    uint32_t pos = l->start + (is_set ? 3 : 6);
    ag_str name = take_word(f, &pos, l->end);
    pos = skip_blank(f, pos, l->end);
    p->at = pos;
    if (!name.len || pos >= l->end || f->text[pos] != '=') {
        FAIL(p, 1, "expected %s NAME = ...", is_set ? "set" : "define");
        return;
    }
    ag_source_range range = {p->file, pos + 1, l->end};
    for (uint32_t next = *at; next < f->len && (f->text[next] == ' ' || f->text[next] == '\t'); next = *at) {
        next_line(f, at, l);
        range.end = l->end;
    }
    const char *comment = memchr(f->text + range.start, '#', range.end - range.start);
    if (comment)
        range.end = (uint32_t)(comment - f->text);
    ag_named named = {ag_xstrndup(name.ptr, name.len), range};
    if (is_set)
        ag_push(&p->source->sets, named);
    else
        ag_push(&p->source->defines, named);
}

static bool read_label(ag_str label, ag_rule_info *info)
{
    static const char *const names[] = {"statement", "claim", "denial", "policy"};
    for (size_t i = 0; i < AG_ARRAY_LEN(names); i++)
        if (str_is(label, names[i])) {
            info->label = (ag_label)i;
            return true;
        }
    return false;
}

static bool kind_fits(ag_label label, ag_str kind)
{
    static const char *const kinds[][7] = {{"statement", "speech", "belief", "quote"},
                                           {"accusation", "assessment", "report", "hearsay", "charge", "admission"},
                                           {"denial", "rejection", "doubt"},
                                           {"measure", "commitment", "demand", "warning", "position", "advice"}};
    for (size_t i = 0; kinds[label][i]; i++)
        if (str_is(kind, kinds[label][i]))
            return true;
    return false;
}

static void free_rule(ag_rule *r)
{
    free((char *)(uintptr_t)r->info.id);
    free((char *)(uintptr_t)r->info.kind);
    ag_free(&r->examples);
    ag_free(&r->patterns);
}

static const char *rule_id(ag_str label, ag_str name)
{
    char *id = ag_xmalloc(label.len + name.len + 2);
    memcpy(id, label.ptr, label.len);
    id[label.len] = '.';
    memcpy(id + label.len + 1, name.ptr, name.len);
    id[label.len + 1 + name.len] = '\0';
    return id;
}

// A rule of the same id in an earlier file is replaced, in the same file it is an error.
static ag_rule *place_rule(parser *p, const ag_rule *rule, uint32_t width)
{
    ag_rule_source *s = p->source;
    for (size_t i = 0; i < s->rules.n; i++) {
        ag_rule *old = &s->rules.at[i];
        if (strcmp(old->info.id, rule->info.id) != 0)
            continue;
        if (strcmp(old->info.file, rule->info.file) == 0)
            FAIL(p, width, "rule %s stands at line %u already", rule->info.id, old->info.line);
        free_rule(old);
        *old = *rule;
        return old;
    }
    ag_push(&s->rules, *rule);
    return &s->rules.at[s->rules.n - 1];
}

// rule NAME LABEL/KIND [within statement]
static ag_rule *read_header(parser *p, const ag_rule_file *f, const line *l)
{
    uint32_t pos = l->start + 4;
    ag_rule rule = {.info = {.file = f->name, .line = l->number}};
    ag_str name = take_word(f, &pos, l->end), label = take_word(f, &pos, l->end);
    p->at = (uint32_t)(label.ptr - f->text);
    if (!name.len || !read_label(label, &rule.info)) {
        FAIL(p, label.len ? label.len : 1, "expected rule NAME LABEL/KIND with label claim, denial, policy or statement");
        return NULL;
    }
    p->at = pos;
    bool slash = pos < l->end && f->text[pos] == '/';
    pos += slash;
    ag_str kind = take_word(f, &pos, l->end);
    if (!slash || !kind_fits(rule.info.label, kind)) {
        FAIL(p, kind.len + 1, "%.*s is no kind of %.*s; see RULES in data/rules/README.md", (int)kind.len, kind.ptr, (int)label.len, label.ptr);
        return NULL;
    }
    pos = skip_blank(f, pos, l->end);
    p->at = pos;
    if (pos < l->end && !(starts(f, pos, l->end, "within statement") && pos + 16 == l->end)) {
        FAIL(p, l->end - pos, "expected `within statement` or the end of the line");
        return NULL;
    }
    rule.info.scope = pos < l->end ? AG_WITHIN_STATEMENT : AG_ANYWHERE;
    rule.info.id = rule_id(label, name);
    rule.info.kind = ag_xstrndup(kind.ptr, kind.len);
    p->at = l->start;
    return place_rule(p, &rule, l->end - l->start);
}

static void read_rule_line(const parser *p, const ag_rule_file *f, const line *l, ag_rule *rule)
{
    uint32_t at = skip_blank(f, l->start, l->end);
    bool eg = starts(f, at, l->end, "eg:"), not_ = starts(f, at, l->end, "not:");
    if (eg || not_) {
        at = skip_blank(f, at + (eg ? 3 : 4), l->end);
        ag_push(&rule->examples, (ag_rule_example){f->text + at, l->end - at, eg, l->number});
    } else if (f->text[at] == '#' || starts(f, at, l->end, "note:"))
        return;
    else if (f->text[at] == '|' && rule->patterns.n)
        ag_push(&rule->patterns, (ag_source_range){p->file, at + 1, l->end});
    else if (!rule->patterns.n)
        ag_push(&rule->patterns, (ag_source_range){p->file, at, l->end});
    else
        rule->patterns.at[rule->patterns.n - 1].end = l->end;
}

static void check_rule(parser *p, const ag_rule *rule, const line *header)
{
    bool example = false;
    for (size_t i = 0; i < rule->examples.n; i++)
        example |= rule->examples.at[i].positive;
    p->at = header->start;
    if (!rule->patterns.n)
        FAIL(p, header->end - header->start, "rule %s has no pattern", rule->info.id);
    else if (!example)
        FAIL(p, header->end - header->start, "rule %s has no example; add a line `eg: ...`", rule->info.id);
}

bool ag_rule_read(ag_rule_source *source, const char *file, const char *text, size_t len, ag_diag *diag)
{
    ag_push(&source->files, (ag_rule_file){ag_xstrndup(file, strlen(file)), ag_xstrndup(text, len), len});
    parser p = {.source = source, .diag = diag, .file = (uint32_t)(source->files.n - 1)};
    const ag_rule_file f = *file_of(&p);
    uint32_t errors = diag->errors, at = 0;
    line l = {0}, header = {0};
    ag_rule *rule = NULL;
    while (next_line(&f, &at, &l)) {
        p.end = l.end;
        if (l.start == l.end || f.text[l.start] == '#')
            continue;
        bool indented = f.text[l.start] == ' ' || f.text[l.start] == '\t';
        if (indented && rule) {
            read_rule_line(&p, &f, &l, rule);
            continue;
        }
        if (rule)
            check_rule(&p, rule, &header);
        rule = NULL;
        p.at = l.start;
        if (starts(&f, l.start, l.end, "set "))
            read_named(&p, &f, &l, &at, true);
        else if (starts(&f, l.start, l.end, "define "))
            read_named(&p, &f, &l, &at, false);
        else if (starts(&f, l.start, l.end, "rule ")) {
            rule = read_header(&p, &f, &l);
            header = l;
        } else if (!indented)
            FAIL(&p, l.end - l.start, "expected set, define, rule or a comment");
    }
    if (rule)
        check_rule(&p, rule, &header);
    return diag->errors == errors;
}

void ag_rule_source_free(ag_rule_source *s)
{
    for (size_t i = 0; i < s->files.n; i++)
        free(s->files.at[i].name), free(s->files.at[i].text);
    for (size_t i = 0; i < s->sets.n; i++)
        free(s->sets.at[i].name);
    for (size_t i = 0; i < s->defines.n; i++)
        free(s->defines.at[i].name);
    for (size_t i = 0; i < s->rules.n; i++)
        free_rule(&s->rules.at[i]);
    for (size_t i = 0; i < s->literals.n; i++)
        free(s->literals.at[i]);
    for (size_t i = 0; i < s->nodes.n; i++) {
        ag_free(&s->nodes.at[i]->kids);
        free(s->nodes.at[i]);
    }
    ag_free(&s->files);
    ag_free(&s->sets);
    ag_free(&s->defines);
    ag_free(&s->rules);
    ag_free(&s->literals);
    ag_free(&s->nodes);
}
