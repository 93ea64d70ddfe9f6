// SPDX-License-Identifier: MIT
#include "rule_parse.h"

#include "limits.h"
#include <string.h>

static const char *const category_names[] = {
#define X(id, name, meaning) name,
    AG_CATEGORIES(X)
#undef X
};

static const char *const feature_names[] = {
#define X(id, name, meaning) name,
    AG_FEATURES(X)
#undef X
};

static const char *const role_names[AG_ROLE_COUNT] = {"source", "cue", "target", "act", "content", "at"};
static const char *const label_names[] = {"statement", "claim", "denial", "policy"};

enum { MOST_KINDS = 7 };
static const char *const kind_names[][MOST_KINDS] = {
    {"statement", "speech", "belief", "quote"},
    {"accusation", "assessment", "report", "hearsay", "charge", "admission"},
    {"denial", "rejection", "doubt"},
    {"measure", "commitment", "demand", "warning", "position", "advice"},
};

typedef struct parser {
    ag_rule_source *source;
    ag_diag *diag;
    uint32_t file, at, end; // position in the file's text
    int depth;              // of groups and definitions
    bool failed;
} parser;

static const ag_rule_file *file_of(const parser *p)
{
    return &p->source->files.at[p->file];
}

static char peek(const parser *p)
{
    return p->at < p->end ? file_of(p)->text[p->at] : '\0';
}

static char peek_at(const parser *p, uint32_t ahead)
{
    return ahead < p->end - p->at ? file_of(p)->text[p->at + ahead] : '\0';
}

static bool looking_at(const parser *p, const char *text)
{
    size_t n = strlen(text);
    return p->end - p->at >= n && memcmp(file_of(p)->text + p->at, text, n) == 0;
}

// Reports an error; reading goes on after it.
#define REPORT(p, place, width, ...)                                                                \
    do {                                                                                            \
        const ag_rule_file *file_ = file_of(p);                                                     \
        ag_diag_at((p)->diag, file_->name, file_->text, file_->len, (place), (width), __VA_ARGS__); \
        (p)->failed = true;                                                                         \
    } while (0)

// Reports an error after which the rest of the pattern or line makes no sense.
#define FAIL(p, place, width, ...)            \
    do {                                      \
        REPORT(p, place, width, __VA_ARGS__); \
        (p)->at = (p)->end;                   \
    } while (0)

// Skips white space and comments.
static void skip_space(parser *p)
{
    for (;; p->at++) {
        char c = peek(p);
        while (c == '#' && peek(p) != '\n' && p->at < p->end)
            p->at++;
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '#')
            return;
        if (p->at >= p->end)
            return;
    }
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Class, rule, label and kind names have dots and hyphens too.
static bool is_name_char(char c)
{
    return is_word_char(c) || c == '-' || c == '.';
}

static ag_str take(parser *p, bool (*belongs)(char))
{
    uint32_t start = p->at;
    while (belongs(peek(p)))
        p->at++;
    return (ag_str){file_of(p)->text + start, p->at - start};
}

// Index of a name in a table that ends after n entries or at a NULL; n where it is not there.
static uint32_t find_name(const char *const *names, uint32_t n, ag_str name)
{
    for (uint32_t i = 0; i < n && names[i]; i++)
        if (ag_str_is(name, names[i]))
            return i;
    return n;
}

// ---- "did you mean" ----

enum { LONGEST_GUESS = 40, FURTHEST_GUESS = 3 };

typedef struct guess {
    ag_str name;      // as it was written
    const char *best; // NULL where nothing is near
    unsigned distance;
} guess;

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

// Edit distance; FURTHEST_GUESS where the names are too long or too different in length.
static unsigned distance(ag_str a, const char *b)
{
    unsigned row[LONGEST_GUESS + 1];
    size_t n = strlen(b);
    if (a.len > LONGEST_GUESS || n > LONGEST_GUESS)
        return FURTHEST_GUESS;
    for (size_t j = 0; j <= n; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned change = corner + (a.ptr[i - 1] != b[j - 1]);
            corner = row[j];
            row[j] = least(change, least(row[j - 1], row[j]) + 1);
        }
    }
    return row[n];
}

static guess guess_for(ag_str name)
{
    return (guess){name, NULL, name.len < 4 ? FURTHEST_GUESS - 1 : FURTHEST_GUESS};
}

static void guess_try(guess *g, const char *candidate)
{
    unsigned d = distance(g->name, candidate);
    if (d < g->distance) {
        g->distance = d;
        g->best = candidate;
    }
}

static void guess_try_all(guess *g, const char *const *names, uint32_t n)
{
    for (uint32_t i = 0; i < n && names[i]; i++)
        guess_try(g, names[i]);
}

// The name has just been taken, so that it ends at p->at.
static void unknown(parser *p, const char *what, const guess *g, const char *hint)
{
    uint32_t place = p->at - (uint32_t)g->name.len;
    int len = (int)g->name.len;
    if (g->best)
        REPORT(p, place, g->name.len, "unknown %s '%.*s'; did you mean '%s'?", what, len, g->name.ptr,
               g->best);
    else
        REPORT(p, place, g->name.len, "unknown %s '%.*s'; %s", what, len, g->name.ptr, hint);
}

// ---- nodes ----

static ag_node *new_node(parser *p, ag_node_kind kind)
{
    ag_node *n = ag_xcalloc(1, sizeof *n);
    n->kind = kind;
    n->file = p->file;
    n->at = p->at;
    n->width = 1;
    ag_push(&p->source->nodes, n);
    return n;
}

static ag_node *new_atom(parser *p)
{
    ag_node *n = new_node(p, AG_NODE_ATOM);
    n->atom = ag_xcalloc(1, sizeof *n->atom);
    n->atom->categories = AG_ANY_CATEGORY;
    n->items = (ag_range){1, 1};
    return n;
}

static uint32_t sum(uint32_t a, uint32_t b)
{
    return a > AG_ENDLESS - b ? AG_ENDLESS : a + b;
}

static uint32_t product(uint32_t a, uint32_t b)
{
    return a && b > AG_ENDLESS / a ? AG_ENDLESS : a * b;
}

static void add_range(ag_range *r, ag_range kid, bool alternative)
{
    if (!alternative)
        *r = (ag_range){sum(r->min, kid.min), sum(r->max, kid.max)};
    else
        *r = (ag_range){kid.min < r->min ? kid.min : r->min, kid.max > r->max ? kid.max : r->max};
}

static void add_kid(ag_node *n, const ag_node *kid)
{
    bool alternative = n->kind == AG_NODE_ALT && n->kids.n;
    add_range(&n->cues, kid->cues, alternative);
    add_range(&n->items, kid->items, alternative);
    n->roles |= kid->roles;
    ag_push(&n->kids, kid);
}

// ---- sets and definitions ----

static ag_named *find_named(ag_named *list, size_t n, ag_str name)
{
    for (size_t i = 0; i < n; i++)
        if (ag_str_is(name, list[i].name))
            return &list[i];
    return NULL;
}

static void unknown_class(parser *p, ag_str name)
{
    const ag_lexicon *lex = p->source->lex;
    guess g = guess_for(name);
    for (uint32_t id = 0; id < ag_lexicon_class_count(lex); id++)
        guess_try(&g, ag_lexicon_class_name(lex, (uint16_t)id));
    for (size_t i = 0; i < p->source->sets.n; i++)
        guess_try(&g, p->source->sets.at[i].name);
    unknown(p, "class or set", &g, "a class is a lexicon file without .txt");
}

static void class_union(parser *p, ag_class_set *out, bool modifier);

static void read_set(parser *p, ag_named *set)
{
    parser inner = {.source = p->source,
                    .diag = p->diag,
                    .file = set->range.file,
                    .at = set->range.start,
                    .end = set->range.end};
    set->state = AG_READING;
    class_union(&inner, &set->classes, false);
    if (!inner.failed && inner.at < inner.end)
        FAIL(&inner, inner.at, 1, "expected | or the end of the set");
    set->state = inner.failed ? AG_BAD : AG_GOOD;
}

static void add_class(parser *p, ag_str name, ag_class_set *out)
{
    ag_named *set = find_named(p->source->sets.at, p->source->sets.n, name);
    uint16_t id = ag_lexicon_class(p->source->lex, name.ptr, name.len);
    if (set) {
        if (set->state == AG_UNREAD)
            read_set(p, set);
        if (set->state == AG_READING)
            REPORT(p, p->at - (uint32_t)name.len, name.len, "set %s contains itself", set->name);
        p->failed |= set->state != AG_GOOD; // the reason has been reported at its place
        for (int i = 0; i < AG_CLASS_WORDS; i++)
            out->bits[i] |= set->classes.bits[i];
    } else if (id == UINT16_MAX)
        unknown_class(p, name);
    else if (id >= 64 * AG_CLASS_WORDS)
        REPORT(p, p->at - (uint32_t)name.len, name.len, "the lexicon has too many classes: at most %d",
               64 * AG_CLASS_WORDS);
    else
        ag_class_set_add(out, id);
}

static void class_union(parser *p, ag_class_set *out, bool modifier)
{
    for (;;) {
        skip_space(p);
        bool prefix = looking_at(p, "mod:");
        if (prefix && !modifier) {
            FAIL(p, p->at, 4, "mod: goes before a whole union, <mod:A|B>, and not into a set");
            return;
        }
        p->at += prefix ? 4 : 0;
        ag_str name = take(p, is_name_char);
        if (!name.len) {
            FAIL(p, p->at, 1, "expected the name of a class or a set");
            return;
        }
        add_class(p, name, out);
        skip_space(p);
        if (peek(p) != '|')
            return;
        p->at++;
    }
}

static const ag_node *parse_alternatives(parser *p);

static const ag_node *parse_whole(parser *p)
{
    const ag_node *n = parse_alternatives(p);
    if (!p->failed && p->at < p->end)
        FAIL(p, p->at, 1, "unexpected '%c'", peek(p));
    return n;
}

static void read_define(parser *p, ag_named *define)
{
    parser inner = {.source = p->source,
                    .diag = p->diag,
                    .file = define->range.file,
                    .at = define->range.start,
                    .end = define->range.end,
                    .depth = p->depth + 1};
    size_t before = p->source->nodes.n;
    define->state = AG_READING;
    define->tree = parse_whole(&inner);
    define->state = inner.failed ? AG_BAD : AG_GOOD;
    for (size_t i = before; i < p->source->nodes.n; i++) {
        ag_push(&p->source->defined, p->source->nodes.at[i]);
        p->source->nodes.at[i]->number = (uint32_t)p->source->defined.n;
    }
    p->source->nodes.n = before;
}

static void unknown_atom(parser *p, ag_str name)
{
    guess g = guess_for(name);
    guess_try_all(&g, category_names, AG_CAT_COUNT);
    for (size_t i = 0; i < p->source->defines.n; i++)
        guess_try(&g, p->source->defines.at[i].name);
    unknown(p, "category or definition", &g, "a word is written \"word\", a class <V.class>");
}

// The tree of a definition; NULL after an error.
static const ag_node *named_tree(parser *p, ag_str name)
{
    ag_named *define = find_named(p->source->defines.at, p->source->defines.n, name);
    if (!define) {
        unknown_atom(p, name);
        return NULL;
    }
    if (define->state == AG_UNREAD)
        read_define(p, define);
    if (define->state == AG_READING)
        REPORT(p, p->at - (uint32_t)name.len, name.len, "definition %s contains itself", define->name);
    p->failed |= define->state != AG_GOOD;
    return define->state == AG_GOOD ? define->tree : NULL;
}

// ---- atoms ----

// <V.accuse|V.blame & !mod:J.false>
static void parse_classes(parser *p, ag_atom *atom)
{
    do {
        p->at++; // < or &
        skip_space(p);
        if (atom->nterms == AG_TERMS) {
            FAIL(p, p->at, 1, "too many class conditions: at most %d", AG_TERMS);
            return;
        }
        ag_term *t = &atom->terms[atom->nterms++];
        t->negated = peek(p) == '!';
        p->at += t->negated;
        skip_space(p);
        t->modifier = looking_at(p, "mod:");
        class_union(p, &t->classes, t->modifier);
    } while (peek(p) == '&');
    if (peek(p) == '>')
        p->at++;
    else if (!p->failed || p->at < p->end)
        FAIL(p, p->at, 1, "expected | or & or > in the class conditions");
}

static void parse_feature(parser *p, ag_atom *atom)
{
    char sign = peek(p);
    if (sign != '+' && sign != '-') {
        FAIL(p, p->at, 1, "expected + or - before a feature, or ]");
        return;
    }
    p->at++;
    ag_str name = take(p, is_word_char);
    uint32_t f = find_name(feature_names, AG_FEAT_COUNT, name);
    if (!name.len) {
        FAIL(p, p->at, 1, "expected the name of a feature");
    } else if (f == AG_FEAT_CUE || f == AG_FEAT_COUNT) {
        guess g = guess_for(name);
        guess_try_all(&g, feature_names + AG_FEAT_CUE + 1, AG_FEAT_COUNT - AG_FEAT_CUE - 1);
        unknown(p, "feature", &g, "data/rules/README.md lists them");
    } else {
        *(sign == '+' ? &atom->with : &atom->without) |= 1u << f;
        if (atom->with & atom->without)
            REPORT(p, p->at - (uint32_t)name.len, name.len, "feature %s is both wanted and not",
                   feature_names[f]);
    }
}

// [+passive -neg]
static void parse_features(parser *p, ag_atom *atom)
{
    uint32_t open = p->at++;
    for (skip_space(p); peek(p) != ']'; skip_space(p)) {
        if (p->at >= p->end) {
            if (!p->failed)
                FAIL(p, open, 1, "the feature list has no closing ]");
            return;
        }
        parse_feature(p, atom);
    }
    p->at++;
}

// Conditions on classes and features; they stand directly after an atom or a group of categories.
static void parse_conditions(parser *p, ag_atom *atom)
{
    if (peek(p) == '<')
        parse_classes(p, atom);
    if (peek(p) == '[')
        parse_features(p, atom);
}

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void add_literal(parser *p, ag_atom *atom, uint32_t start)
{
    ag_rule_source *s = p->source;
    ag_str written = {file_of(p)->text + start, p->at - start};
    if (!written.len || memchr(written.ptr, ' ', written.len)) {
        REPORT(p, start, written.len ? written.len : 1,
               written.len ? "a word cannot have a space" : "empty word");
        return;
    }
    if (atom->nliterals == AG_LITERALS) {
        REPORT(p, start, written.len, "too many words: at most %d", AG_LITERALS);
        return;
    }
    char *word = ag_xstrndup(written.ptr, written.len);
    for (size_t i = 0; i < written.len; i++)
        word[i] = fold(word[i]);
    uint32_t id = 0;
    while (id < s->literals.n && strcmp(s->literals.at[id], word) != 0)
        id++;
    atom->literals[atom->nliterals++] = (uint16_t)id;
    if (id == s->literals.n)
        ag_push(&s->literals, word);
    else
        ag_xfree(word);
}

// "of|from"
static void parse_literals(parser *p, ag_atom *atom)
{
    uint32_t open = p->at++;
    for (uint32_t start = p->at;; p->at++) {
        char c = peek(p);
        if (c == '\0' || c == '\n') {
            FAIL(p, open, 1, "the word has no closing quotation mark");
            return;
        }
        if (c != '|' && c != '"')
            continue;
        add_literal(p, atom, start);
        start = p->at + 1;
        if (c == '"')
            break;
    }
    p->at++;
}

static void not_an_atom(parser *p)
{
    char c = peek(p);
    if (c == '*' || c == '+' || c == '?')
        FAIL(p, p->at, 1, "nothing before %c to repeat", c);
    else if (c == '[')
        FAIL(p, p->at, 1, "a feature list has to follow a category or class directly");
    else if (c == '\0')
        FAIL(p, p->at, 1, "expected an item");
    else if ((unsigned char)c < ' ' || (unsigned char)c > '~')
        FAIL(p, p->at, 1, "unexpected character");
    else
        FAIL(p, p->at, 1, "unexpected '%c'", c);
}

static const ag_node *parse_atom(parser *p)
{
    ag_node *n = new_atom(p);
    uint32_t start = p->at;
    char c = peek(p);
    if (c == '"') {
        parse_literals(p, n->atom);
    } else if (c == '.') {
        p->at++;
    } else if (c != '<') {
        ag_str name = take(p, is_word_char);
        uint32_t category = find_name(category_names, AG_CAT_COUNT, name);
        if (!name.len) {
            not_an_atom(p);
            return n;
        }
        if (category == AG_CAT_COUNT) {
            const ag_node *tree = named_tree(p, name);
            if (tree && (peek(p) == '<' || peek(p) == '['))
                FAIL(p, p->at, 1, "conditions go with a category, a class or a group of categories");
            return tree ? tree : n;
        }
        n->atom->categories = 1u << category;
    }
    parse_conditions(p, n->atom);
    n->width = p->at - start;
    return n;
}

// ---- groups ----

static bool enter(parser *p)
{
    if (++p->depth <= AG_NESTING)
        return true;
    FAIL(p, p->at, 1, "groups are nested too deep: at most %d", AG_NESTING);
    return false;
}

static void close_with(parser *p, char mark, uint32_t open, const char *what)
{
    p->depth--;
    if (peek(p) == mark)
        p->at++;
    else if (!p->failed)
        FAIL(p, open, 1, "the %s has no closing %c", what, mark);
}

static const ag_node *parse_look(parser *p, const char *look)
{
    ag_node *n = new_node(p, AG_NODE_LOOK);
    uint32_t open = p->at;
    n->look = look;
    p->at += (uint32_t)strlen(look);
    if (!enter(p))
        return n;
    const ag_node *inside = parse_alternatives(p);
    close_with(p, ')', open, "group");
    ag_push(&n->kids, inside); // it matches no items itself
    n->width = p->at - open;
    if (!p->failed && inside->roles)
        REPORT(p, open, n->width, "a role cannot stand inside (?= ) (?! ) (?<= ) (?<! )");
    if (!p->failed && look[2] == '<' && inside->items.min != inside->items.max)
        REPORT(p, open, n->width, "what is looked back at needs a fixed number of items");
    return n;
}

static bool is_plain(const ag_node *n)
{
    return n->kind == AG_NODE_ATOM && !n->atom->nterms && !n->atom->nliterals && !n->atom->with &&
           !n->atom->without;
}

// (VG|VED)<V.accuse>[+passive]: the conditions hold for the one item that the group stands for.
static const ag_node *conditioned(parser *p, const ag_node *group, uint32_t open)
{
    ag_node *n = new_atom(p);
    if (is_plain(group))
        n->atom->categories = group->atom->categories;
    else
        REPORT(p, open, p->at - open, "conditions go with a category, a class or a group of categories");
    parse_conditions(p, n->atom);
    n->at = open;
    n->width = p->at - open;
    return n;
}

static const ag_node *parse_group(parser *p)
{
    static const char *const looks[] = {"(?=", "(?!", "(?<=", "(?<!"};
    for (size_t i = 0; i < AG_ARRAY_LEN(looks); i++)
        if (looking_at(p, looks[i]))
            return parse_look(p, looks[i]);
    uint32_t open = p->at;
    const ag_node *n = NULL;
    if (enter(p)) {
        p->at++;
        n = parse_alternatives(p);
        close_with(p, ')', open, "group");
    }
    if (!n || (peek(p) != '<' && peek(p) != '['))
        return n ? n : new_node(p, AG_NODE_SEQ);
    return conditioned(p, n, open);
}

static void unknown_role(parser *p, ag_str name)
{
    guess g = guess_for(name);
    guess_try_all(&g, role_names, AG_ROLE_COUNT);
    unknown(p, "role", &g, "roles are source, cue, target, act, content and at");
}

// {source: NP}
static const ag_node *parse_role(parser *p)
{
    ag_node *n = new_node(p, AG_NODE_ROLE);
    uint32_t open = p->at;
    if (!enter(p))
        return n;
    p->at++;
    skip_space(p);
    ag_str name = take(p, is_word_char);
    n->role = (ag_role)find_name(role_names, AG_ROLE_COUNT, name);
    if (name.len && n->role == AG_ROLE_COUNT)
        unknown_role(p, name);
    if (!name.len || peek(p) != ':') {
        FAIL(p, p->at, 1, "expected a role with a colon, as in {source: NG}");
        return n;
    }
    p->at++;
    add_kid(n, parse_alternatives(p));
    close_with(p, '}', open, "role");
    n->roles = true;
    n->width = p->at - open;
    if (n->role == AG_ROLE_CUE)
        n->cues = (ag_range){sum(n->cues.min, 1), sum(n->cues.max, 1)};
    return n;
}

static const ag_node *parse_anchor(parser *p, ag_node_kind kind)
{
    const ag_node *n = new_node(p, kind);
    p->at++;
    return n;
}

static const ag_node *parse_unit(parser *p)
{
    switch (peek(p)) {
    case '(':
        return parse_group(p);
    case '{':
        return parse_role(p);
    case '^':
        return parse_anchor(p, AG_NODE_BEGIN);
    case '$':
        return parse_anchor(p, AG_NODE_END);
    default:
        return parse_atom(p);
    }
}

// ---- repetition ----

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static uint32_t take_number(parser *p)
{
    uint32_t n = 0;
    while (is_digit(peek(p))) {
        uint32_t digit = (uint32_t)(peek(p) - '0');
        n = n > AG_REPEAT_MAX ? n : n * 10 + digit; // beyond the limit it is an error, whatever its value
        p->at++;
    }
    return n;
}

static void take_count(parser *p, ag_node *r)
{
    uint32_t open = p->at++;
    r->min = r->max = take_number(p);
    if (peek(p) == ',') {
        p->at++;
        r->max = is_digit(peek(p)) ? take_number(p) : AG_ENDLESS;
    }
    bool sensible = r->min <= AG_REPEAT_MAX && r->max >= r->min && r->max > 0;
    if (peek(p) != '}' || !sensible || (r->max > AG_REPEAT_MAX && r->max != AG_ENDLESS))
        FAIL(p, open, p->at - open + 1, "expected a repeat count such as {2} or {0,3}, of at most %d",
             AG_REPEAT_MAX);
    else
        p->at++;
}

static const ag_node *parse_repeat(parser *p)
{
    const ag_node *kid = parse_unit(p);
    char c = peek(p);
    bool count = c == '{' && is_digit(peek_at(p, 1));
    if (p->at >= p->end || (c != '*' && c != '+' && c != '?' && !count))
        return kid;
    ag_node *r = new_node(p, AG_NODE_REPEAT);
    if (count) {
        take_count(p, r);
    } else {
        p->at++;
        r->min = c == '+';
        r->max = c == '?' ? 1 : AG_ENDLESS;
    }
    if (peek(p) == '?' || peek(p) == '+')
        r->mode = file_of(p)->text[p->at++];
    if (kid->kind == AG_NODE_LOOK || kid->kind == AG_NODE_BEGIN || kid->kind == AG_NODE_END)
        REPORT(p, r->at, 1, "what matches no item cannot be repeated");
    add_kid(r, kid);
    r->cues = (ag_range){product(kid->cues.min, r->min), product(kid->cues.max, r->max)};
    r->items = (ag_range){product(kid->items.min, r->min), product(kid->items.max, r->max)};
    return r;
}

static const ag_node *parse_sequence(parser *p)
{
    ag_node *n = new_node(p, AG_NODE_SEQ);
    uint32_t start = p->at;
    for (skip_space(p); p->at < p->end; skip_space(p)) {
        char c = peek(p);
        if (c == ')' || c == '}' || c == '|')
            break;
        add_kid(n, parse_repeat(p));
    }
    if (!n->kids.n && !p->failed)
        FAIL(p, start, 1, "nothing here; what may be left out is written ( ... )?");
    return n->kids.n == 1 ? n->kids.at[0] : n;
}

// Categories side by side become one item with any of them: a bracket is matched faster than a group.
static bool merge_plain(parser *p, ag_node *alternatives, const ag_node *kid)
{
    const ag_node *last = alternatives->kids.n ? alternatives->kids.at[alternatives->kids.n - 1] : NULL;
    if (!last || !is_plain(last) || !is_plain(kid))
        return false;
    ag_node *both = new_atom(p);
    bool here = last->file == p->file && last->at >= alternatives->at; // a definition's stands elsewhere
    both->at = here ? last->at : alternatives->at;
    both->width = p->at - both->at;
    both->atom->categories = last->atom->categories | kid->atom->categories;
    alternatives->kids.at[alternatives->kids.n - 1] = both;
    return true;
}

static const ag_node *parse_alternatives(parser *p)
{
    uint32_t start = p->at;
    const ag_node *first = parse_sequence(p);
    if (peek(p) != '|')
        return first;
    ag_node *n = new_node(p, AG_NODE_ALT);
    n->at = start;
    add_kid(n, first);
    while (peek(p) == '|') {
        p->at++;
        const ag_node *kid = parse_sequence(p);
        if (!merge_plain(p, n, kid))
            add_kid(n, kid);
    }
    n->width = p->at - start;
    return n->kids.n == 1 ? n->kids.at[0] : n;
}

const ag_node *ag_rule_parse_pattern(ag_rule_source *source, ag_source_range range, ag_diag *diag)
{
    parser p = {.source = source, .diag = diag, .file = range.file, .at = range.start, .end = range.end};
    const ag_node *n = parse_whole(&p);
    return p.failed ? NULL : n;
}

static void free_node(ag_node *n)
{
    ag_free(&n->kids);
    ag_xfree(n->atom);
    ag_xfree(n);
}

void ag_rule_forget_patterns(ag_rule_source *source, size_t n)
{
    while (source->nodes.n > n)
        free_node(source->nodes.at[--source->nodes.n]);
}

bool ag_rule_read_names(ag_rule_source *source, ag_diag *diag)
{
    parser p = {.source = source, .diag = diag};
    uint32_t errors = diag->errors;
    for (size_t i = 0; i < source->sets.n; i++)
        if (source->sets.at[i].state == AG_UNREAD && source->sets.at[i].range.file >= source->checked_files)
            read_set(&p, &source->sets.at[i]);
    for (size_t i = 0; i < source->defines.n; i++)
        if (source->defines.at[i].state == AG_UNREAD &&
            source->defines.at[i].range.file >= source->checked_files)
            read_define(&p, &source->defines.at[i]);
    return diag->errors == errors;
}

// ---- files ----

typedef struct line {
    uint32_t start, end, number; // end: without the line break and trailing white space
} line;

// A rule file while it is read. The rule is the one whose lines are being read, NULL outside of rules.
typedef struct reader {
    parser p; // at, end: in the line
    ag_rule_file f;
    uint32_t next; // start of the next line
    line l;
    bool in_rule; // a header has been read, even if it was wrong
    size_t rule;  // index in source->rules, SIZE_MAX after a wrong header
    bool cut;     // an example or a note stands between the pattern and the line
} reader;

static bool next_line(reader *r)
{
    if (r->next >= r->f.len)
        return false;
    const char *nl = memchr(r->f.text + r->next, '\n', r->f.len - r->next);
    uint32_t end = nl ? (uint32_t)(nl - r->f.text) : (uint32_t)r->f.len;
    r->l.number++;
    r->l.start = r->next;
    r->next = end + 1;
    while (end > r->l.start &&
           (r->f.text[end - 1] == ' ' || r->f.text[end - 1] == '\t' || r->f.text[end - 1] == '\r'))
        end--;
    r->l.end = end;
    r->p.at = r->l.start;
    r->p.end = end;
    return true;
}

static bool is_indented(const reader *r, uint32_t at)
{
    return at < r->f.len && (r->f.text[at] == ' ' || r->f.text[at] == '\t');
}

// Takes a keyword and the white space after it.
static bool take_keyword(parser *p, const char *word)
{
    size_t n = strlen(word);
    char after = peek_at(p, (uint32_t)n);
    if (!looking_at(p, word) || (after != ' ' && after != '\t' && p->at + n < p->end))
        return false;
    p->at += (uint32_t)n;
    skip_space(p);
    return true;
}

static bool good_definition_name(ag_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_word_char(name.ptr[i]) || (name.ptr[i] >= 'a' && name.ptr[i] <= 'z'))
            return false;
    return name.len > 0 && !is_digit(name.ptr[0]);
}

static void check_new_name(parser *p, ag_str name, bool is_set)
{
    ag_rule_source *s = p->source;
    uint32_t place = p->at - (uint32_t)name.len;
    int len = (int)name.len;
    const ag_named *old =
        is_set ? find_named(s->sets.at, s->sets.n, name) : find_named(s->defines.at, s->defines.n, name);
    if (old)
        REPORT(p, place, name.len, "%.*s is defined already, at %s:%u", len, name.ptr,
               s->files.at[old->range.file].name, (unsigned)old->line);
    else if (!good_definition_name(name))
        REPORT(p, place, name.len ? name.len : 1, "expected a name in capitals, as in %s",
               is_set ? "set BLAME = V.accuse | V.blame" : "define NP = NPOSS* NG");
    else if (!is_set && find_name(category_names, AG_CAT_COUNT, name) < AG_CAT_COUNT)
        REPORT(p, place, name.len, "%.*s is a category", len, name.ptr);
}

// "set NAME = ..." and "define NAME = ...": the right side goes on over indented lines.
static void read_named(reader *r, bool is_set)
{
    parser *p = &r->p;
    ag_named named = {.line = r->l.number};
    ag_str name = take(p, is_name_char);
    p->failed = false;
    check_new_name(p, name, is_set);
    skip_space(p);
    if (peek(p) != '=' && !p->failed)
        REPORT(p, p->at, 1, "expected = after the name");
    named.range = (ag_source_range){p->file, p->at + 1, r->l.end};
    while (is_indented(r, r->next) && next_line(r))
        named.range.end = r->l.end;
    if (p->failed)
        return;
    named.name = ag_xstrndup(name.ptr, name.len);
    if (is_set)
        ag_push(&p->source->sets, named);
    else
        ag_push(&p->source->defines, named);
}

static void free_rule(ag_rule *r)
{
    ag_xfree((void *)r->info.id); // const for those who only read them
    ag_xfree((void *)r->info.kind);
    ag_free(&r->examples);
    ag_free(&r->patterns);
    ag_free(&r->conditions);
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

// A rule of the same id in an earlier file is replaced at its place, in the same file it is an error.
static size_t place_rule(parser *p, ag_rule *rule)
{
    ag_rule_source *s = p->source;
    for (size_t i = 0; i < s->rules.n; i++) {
        ag_rule *old = &s->rules.at[i];
        if (strcmp(old->info.id, rule->info.id) != 0)
            continue;
        if (old->file == rule->file) {
            REPORT(p, rule->header.start, rule->header.end - rule->header.start,
                   "rule %s stands at line %u already", rule->info.id, (unsigned)old->info.line);
            free_rule(rule);
            return SIZE_MAX;
        }
        free_rule(old);
        *old = *rule;
        return i;
    }
    ag_push(&s->rules, *rule);
    return s->rules.n - 1;
}

static bool read_label(parser *p, ag_rule_info *info, ag_str *label)
{
    *label = take(p, is_name_char);
    uint32_t i = find_name(label_names, AG_ARRAY_LEN(label_names), *label);
    info->label = (ag_label)i;
    if (i < AG_ARRAY_LEN(label_names))
        return true;
    guess g = guess_for(*label);
    guess_try_all(&g, label_names, AG_ARRAY_LEN(label_names));
    if (label->len)
        unknown(p, "label", &g, "labels are claim, denial, policy and statement");
    else
        REPORT(p, p->at, 1, "expected rule NAME LABEL/KIND, as in rule accuse-of claim/accusation");
    return false;
}

static bool read_kind(parser *p, ag_rule_info *info)
{
    if (peek(p) != '/') {
        REPORT(p, p->at, 1, "expected / and a kind after the label");
        return false;
    }
    p->at++;
    ag_str kind = take(p, is_name_char);
    const char *const *kinds = kind_names[info->label];
    uint32_t i = find_name(kinds, MOST_KINDS, kind);
    if (i < MOST_KINDS) {
        info->kind = kinds[i];
        bool belief = strcmp(kinds[i], "belief") == 0;
        info->pass = info->label != AG_STATEMENT ? AG_PASS_RECORDS : belief ? AG_PASS_BELIEF : AG_PASS_SPEECH;
        return true;
    }
    guess g = guess_for(kind);
    guess_try_all(&g, kinds, MOST_KINDS);
    unknown(p, "kind", &g, "data/rules/README.md lists them");
    return false;
}

static bool read_scope(parser *p, ag_rule_info *info)
{
    skip_space(p);
    if (p->at == p->end)
        return true;
    info->scope = AG_WITHIN_STATEMENT;
    if (take_keyword(p, "within") && take_keyword(p, "statement") && p->at == p->end)
        return true;
    REPORT(p, p->at, p->end > p->at ? p->end - p->at : 1,
           "expected `within statement` or the end of the line");
    return false;
}

// rule NAME LABEL/KIND [within statement]
static size_t read_header(reader *r)
{
    parser *p = &r->p;
    ag_rule rule = {.info = {.file = r->f.name, .line = r->l.number}, .file = p->file};
    ag_str label, name = take(p, is_name_char);
    rule.header = (ag_source_range){p->file, r->l.start, r->l.end};
    skip_space(p);
    if (!read_label(p, &rule.info, &label) || !read_kind(p, &rule.info) || !read_scope(p, &rule.info))
        return SIZE_MAX;
    rule.info.id = rule_id(label, name);
    rule.info.kind = ag_xstrndup(rule.info.kind, strlen(rule.info.kind));
    return place_rule(p, &rule);
}

static void read_example(reader *r, ag_rule *rule, bool positive)
{
    parser *p = &r->p;
    while (peek(p) == ' ' || peek(p) == '\t')
        p->at++;
    if (p->at == p->end)
        REPORT(p, r->l.start, p->end - r->l.start, "an example needs a text");
    else
        ag_push(&rule->examples, (ag_rule_example){r->f.text + p->at, p->end - p->at, positive, r->l.number});
}

static void read_pattern_line(reader *r, ag_rule *rule)
{
    parser *p = &r->p;
    bool further = peek(p) == '|';
    if (!rule->patterns.n || further) {
        if (further && !rule->patterns.n)
            REPORT(p, p->at, 1, "the first pattern of a rule has no |");
        ag_push(&rule->patterns, (ag_source_range){p->file, p->at + further, p->end});
    } else if (r->cut)
        REPORT(p, p->at, p->end - p->at,
               "a pattern stands on lines without others between; | begins a further one");
    else
        rule->patterns.at[rule->patterns.n - 1].end = p->end;
    r->cut = false;
}

// agent or patient; AG_BIND_NONE after an error.
static ag_bind read_link(parser *p)
{
    static const char *const links[] = {"", "agent", "patient"};
    skip_space(p);
    ag_str name = take(p, is_word_char);
    uint32_t link = find_name(links, AG_ARRAY_LEN(links), name);
    if (name.len && link < AG_ARRAY_LEN(links))
        return (ag_bind)link;
    REPORT(p, p->at - (uint32_t)name.len, name.len ? name.len : 1, "expected agent or patient");
    return AG_BIND_NONE;
}

// when: agent <N.harmer>[-pron]
static void read_condition(reader *r, ag_rule *rule)
{
    parser *p = &r->p;
    p->failed = false;
    ag_bind link = read_link(p);
    skip_space(p);
    if (p->at == p->end && !p->failed)
        REPORT(p, p->at, 1, "expected a description, as in when: agent <N.harmer>");
    if (!p->failed)
        ag_push(&rule->conditions, (ag_condition){link, {p->file, p->at, p->end}, NULL});
}

// ROLE = agent or ROLE = patient; false after an error.
static bool read_binding(parser *p, ag_rule *rule)
{
    skip_space(p);
    uint32_t start = p->at;
    ag_str name = take(p, is_word_char);
    uint32_t role = find_name(role_names, AG_ROLE_COUNT, name);
    skip_space(p);
    if ((role != AG_ROLE_SOURCE && role != AG_ROLE_TARGET) || peek(p) != '=') {
        REPORT(p, start, name.len ? name.len : 1,
               "expected source or target and =, as in bind: source = agent, target = patient");
        return false;
    }
    p->at++;
    rule->info.bind[role] = read_link(p);
    skip_space(p);
    return rule->info.bind[role] != AG_BIND_NONE;
}

// bind: source = agent, target = patient
static void read_bindings(reader *r, ag_rule *rule)
{
    parser *p = &r->p;
    p->failed = false;
    while (read_binding(p, rule) && peek(p) == ',')
        p->at++;
    if (!p->failed && p->at < p->end && peek(p) != ',')
        REPORT(p, p->at, p->end - p->at, "expected a comma or the end of the line");
}

static bool take_prefix(parser *p, const char *prefix)
{
    if (!looking_at(p, prefix))
        return false;
    p->at += (uint32_t)strlen(prefix);
    return true;
}

static void read_rule_line(reader *r)
{
    parser *p = &r->p;
    if (r->rule == SIZE_MAX)
        return;
    ag_rule *rule = &p->source->rules.at[r->rule];
    while (peek(p) == ' ' || peek(p) == '\t')
        p->at++;
    if (peek(p) == '#')
        return;
    bool eg = take_prefix(p, "eg:"), counter = !eg && take_prefix(p, "not:");
    if (eg || counter)
        read_example(r, rule, eg);
    else if (take_prefix(p, "bind:"))
        read_bindings(r, rule);
    else if (take_prefix(p, "when:"))
        read_condition(r, rule);
    else if (!looking_at(p, "note:")) {
        read_pattern_line(r, rule);
        return;
    }
    r->cut = true;
}

static void end_rule(reader *r)
{
    parser *p = &r->p;
    if (!r->in_rule || r->rule == SIZE_MAX)
        return;
    const ag_rule *rule = &p->source->rules.at[r->rule];
    ag_source_range h = rule->header;
    bool example = false;
    for (size_t i = 0; i < rule->examples.n; i++)
        example |= rule->examples.at[i].positive;
    if (!rule->patterns.n)
        REPORT(p, h.start, h.end - h.start, "rule %s has no pattern", rule->info.id);
    if (!example)
        REPORT(p, h.start, h.end - h.start, "rule %s has no example; add a line `eg: ...`", rule->info.id);
}

static void read_line(reader *r)
{
    parser *p = &r->p;
    if (r->l.start == r->l.end || r->f.text[r->l.start] == '#')
        return;
    if (is_indented(r, r->l.start) && r->in_rule) {
        read_rule_line(r);
        return;
    }
    end_rule(r);
    r->in_rule = r->cut = false;
    if (take_keyword(p, "set"))
        read_named(r, true);
    else if (take_keyword(p, "define"))
        read_named(r, false);
    else if (take_keyword(p, "rule")) {
        r->in_rule = true;
        r->rule = read_header(r);
    } else
        REPORT(p, p->at, p->end - p->at, "expected set, define, rule or a comment");
}

bool ag_rule_read(ag_rule_source *source, const char *file, const char *text, size_t len, ag_diag *diag)
{
    ag_push(&source->files, (ag_rule_file){ag_xstrndup(file, strlen(file)), ag_xstrndup(text, len), len});
    uint32_t index = (uint32_t)(source->files.n - 1), errors = diag->errors;
    reader r = {.p = {.source = source, .diag = diag, .file = index}, .f = source->files.at[index]};
    while (next_line(&r))
        read_line(&r);
    end_rule(&r);
    return diag->errors == errors;
}

void ag_rule_source_free(ag_rule_source *s)
{
    for (size_t i = 0; i < s->files.n; i++) {
        ag_xfree(s->files.at[i].name);
        ag_xfree(s->files.at[i].text);
    }
    for (size_t i = 0; i < s->sets.n; i++)
        ag_xfree(s->sets.at[i].name);
    for (size_t i = 0; i < s->defines.n; i++)
        ag_xfree(s->defines.at[i].name);
    for (size_t i = 0; i < s->rules.n; i++)
        free_rule(&s->rules.at[i]);
    for (size_t i = 0; i < s->literals.n; i++)
        ag_xfree(s->literals.at[i]);
    ag_rule_forget_patterns(s, 0);
    for (size_t i = 0; i < s->defined.n; i++)
        free_node(s->defined.at[i]);
    ag_free(&s->files);
    ag_free(&s->sets);
    ag_free(&s->defines);
    ag_free(&s->rules);
    ag_free(&s->literals);
    ag_free(&s->nodes);
    ag_free(&s->defined);
}
