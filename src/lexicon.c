// SPDX-License-Identifier: MIT
// Surface forms live in a trie over words; the edges of the trie are one hash table, so that a look-up is one
// probe a word. Forms are compared folded and without the full stops of acronyms.
#include "lexicon.h"

#include "embedded.h"
#include "inflect.h"
#include "lexicon_image.h"
#include "lexicon_inside.h"
#include "limits.h"
#include "tokenizer.h"
#include "utf8.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

// The word of a token that is none of the lexicon.
#define UNKNOWN UINT32_MAX

ag_lexicon *ag_lexicon_new(void)
{
    ag_lexicon *lex = ag_xcalloc(1, sizeof *lex);
    ag_push(&lex->pool, '\0');
    ag_push(&lex->nodes, (ag_lexicon_node){{0}, {0}, 0});
    lex->edges.n = lex->edges.space = 1 << 10;
    lex->edges.at = ag_xcalloc(lex->edges.n, sizeof *lex->edges.at);
    lex->going_on.n = lex->going_on.space = (1 << AG_GOING_ON_BITS) / 64;
    lex->going_on.at = ag_xcalloc(lex->going_on.n, sizeof *lex->going_on.at);
    return lex;
}

void ag_lexicon_free(ag_lexicon *lex)
{
    if (!lex)
        return;
    ag_tokens_free(&lex->scratch);
    ag_free(&lex->listed);
    ag_free(&lex->alias_at);
    ag_free(&lex->alias);
    ag_free(&lex->candidates);
    if (!lex->borrowed) {
        ag_free(&lex->pool);
        ag_free(&lex->classes);
        ag_free(&lex->actors);
        ag_free(&lex->nodes);
        ag_free(&lex->raw);
        ag_free(&lex->senses);
        ag_free(&lex->signatures);
        ag_free(&lex->edges);
        ag_free(&lex->going_on);
    }
    ag_xfree(lex);
}

// ---- the trie ----

enum { AG_WORD_SPACE = 256 }; // bytes of a word are fewer: their number is kept in one

// A word without the full stops of an acronym. Returns its length; `out` holds at least f.len bytes.
static size_t undotted(ag_str f, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < f.len; i++)
        if (f.ptr[i] != '.' || f.len == 1)
            out[n++] = f.ptr[i];
    return n;
}

static uint64_t mix(uint32_t parent, uint32_t hash)
{
    return (hash ^ (uint64_t)parent << 32) * UINT64_C(0x9E3779B97F4A7C15);
}

// Where to look for an edge first.
static size_t slot_of(const ag_lexicon *lex, uint32_t parent, uint32_t hash)
{
    return (size_t)(mix(parent, hash) >> 32) & (lex->edges.n - 1);
}

// Whether there may be an edge from a parent that is not the root.
static bool may_go_on(const ag_lexicon *lex, uint32_t parent, uint32_t hash)
{
    uint64_t bit = mix(parent, hash) >> (64 - AG_GOING_ON_BITS);
    return lex->going_on.at[bit / 64] >> bit % 64 & 1;
}

// The edge, or the free place where it would stand.
static ag_edge *find_edge(const ag_lexicon *lex, uint32_t parent, const char *word, size_t len, uint32_t hash)
{
    for (size_t i = slot_of(lex, parent, hash);; i++) {
        ag_edge *e = &lex->edges.at[i & (lex->edges.n - 1)];
        if (e->to == 0)
            return e;
        if (e->hash != hash || e->parent != parent)
            continue;
        const char *w = lex->pool.at + e->word;
        if ((uint8_t)w[-1] == len && memcmp(w, word, len) == 0)
            return e;
    }
}

static void grow_edges(ag_lexicon *lex)
{
    ag_edge *old = lex->edges.at;
    size_t n = lex->edges.n;
    lex->edges.n = lex->edges.space = n * 2;
    lex->edges.at = ag_xcalloc(lex->edges.n, sizeof *lex->edges.at);
    for (size_t i = 0; i < n; i++) {
        if (!old[i].to)
            continue;
        size_t at = slot_of(lex, old[i].parent, old[i].hash);
        while (lex->edges.at[at & (lex->edges.n - 1)].to)
            at++;
        lex->edges.at[at & (lex->edges.n - 1)] = old[i];
    }
    ag_xfree(old);
}

static uint32_t put_string(ag_lexicon *lex, const char *text, size_t len)
{
    uint32_t at = (uint32_t)lex->pool.n;
    ag_reserve(&lex->pool, lex->pool.n + len + 1);
    memcpy(lex->pool.at + at, text, len);
    lex->pool.at[at + len] = '\0';
    lex->pool.n += len + 1;
    return at;
}

// word: shorter than 256 bytes.
static uint32_t child(ag_lexicon *lex, uint32_t parent, const char *word, size_t len)
{
    uint32_t hash = ag_hash_word(word, len);
    ag_edge *e = find_edge(lex, parent, word, len, hash);
    if (e->to)
        return e->to;
    ag_push(&lex->pool, (char)len);
    uint32_t to = (uint32_t)lex->nodes.n;
    *e = (ag_edge){hash, parent, put_string(lex, word, len), to};
    ag_push(&lex->nodes, (ag_lexicon_node){{0}, {0}, 0});
    lex->nodes.at[parent].goes_on = 1;
    if (parent) {
        uint64_t bit = mix(parent, hash) >> (64 - AG_GOING_ON_BITS);
        lex->going_on.at[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    if ((size_t)++lex->edge_count * 4 > lex->edges.n * 3)
        grow_edges(lex);
    return to;
}

// ---- adding entries ----

// One file while it is read.
typedef struct reader {
    ag_lexicon *lex;
    const char *name, *data;
    size_t len, at; // at: start of the field under work
    ag_diag *diag;
    uint16_t class_id;
    char letter;
    AG_ARRAY(uint32_t)
    seen; // nodes that an entry of this file ended at, per case level: node * AG_CASE_LEVELS + level
} reader;

static void complain(reader *r, size_t width, const char *what)
{
    ag_diag_at(r->diag, r->name, r->data, r->len, r->at, width, "%s", what);
}

static uint8_t case_level(const ag_lexicon *lex, char letter)
{
    const ag_tokens *t = &lex->scratch;
    bool capital = false;
    for (size_t i = 0; i < t->list.n && letter == 'A'; i++)
        capital |= (t->list.at[i].flags & (AG_TF_CAP | AG_TF_INNERCAP)) != 0;
    if (!capital)
        return AG_CASE_ANY;
    bool short_acronym = t->list.n == 1 && (t->list.at[0].flags & AG_TF_CAPS) && t->list.at[0].fold_len <= 3;
    return short_acronym ? AG_CASE_CAPITALS : AG_CASE_CAPITAL;
}

// The node of a surface form below `from`, which is made where there is none. Returns 0 and says in *problem
// what is wrong with it where it is none.
static uint32_t node_of(ag_lexicon *lex, uint32_t from, const ag_tokens *form, const char **problem)
{
    size_t n = form->list.n;
    *problem = n == 0 ? "empty entry" : n > AG_MAX_PHRASE ? "too many words: at most 10" : NULL;
    for (size_t i = 0; i < n && !*problem; i++)
        if (ag_token_folded(form, i).len >= AG_WORD_SPACE)
            *problem = "the word is too long";
    for (size_t i = 0; i < n && !*problem; i++) {
        char word[AG_WORD_SPACE];
        from = child(lex, from, word, undotted(ag_token_folded(form, i), word));
    }
    return *problem ? 0 : from;
}

// The node below which the unsure names stand.
static uint32_t unsure_node(ag_lexicon *lex)
{
    if (!lex->unsure) {
        lex->unsure = (uint32_t)lex->nodes.n;
        ag_push(&lex->nodes, (ag_lexicon_node){{0}, {0}, 0});
    }
    return lex->unsure;
}

// Adds a surface form; returns the node and level it ends at, UINT32_MAX where it is none.
static uint32_t add_form(reader *r, const char *text, size_t len, ag_sense sense)
{
    ag_lexicon *lex = r->lex;
    const char *problem;
    bool unsure = r->letter == 'A' && len > 1 && *text == '?';
    if (unsure)
        sense.form = AG_NAME_CAPITAL, text++, len--;
    ag_tokenize(text, len, &lex->scratch);
    uint32_t at = node_of(lex, unsure ? unsure_node(lex) : 0, &lex->scratch, &problem);
    if (problem) {
        complain(r, len, problem);
        return UINT32_MAX;
    }
    uint8_t level = case_level(lex, r->letter);
    ag_push(&lex->raw, (ag_raw_sense){at, (uint32_t)lex->raw.n, level, sense});
    return at * AG_CASE_LEVELS + level;
}

typedef struct phrase {
    ag_str words[AG_MAX_PHRASE];
    uint32_t n, head;
} phrase;

static bool split_phrase(reader *r, ag_str text, phrase *p)
{
    *p = (phrase){.n = 0};
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        while (i < text.len && text.ptr[i] != ' ')
            i++;
        if (p->n == AG_MAX_PHRASE) {
            complain(r, text.len, "too many words: at most 10");
            return false;
        }
        if (text.ptr[start] == '*')
            p->head = p->n, start++;
        if (i > start)
            p->words[p->n++] = (ag_str){text.ptr + start, i - start};
        while (i < text.len && text.ptr[i] == ' ')
            i++;
    }
    if (!p->n)
        complain(r, text.len, "empty entry");
    return p->n > 0;
}

// Adds the phrase with its head in another form.
static uint32_t add_inflected(reader *r, const phrase *p, const char *head, ag_form form, uint32_t lemma)
{
    char text[1024];
    size_t n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        ag_str w = i == p->head ? (ag_str){head, strlen(head)} : p->words[i];
        if (n + w.len + 2 > sizeof text) {
            complain(r, 1, "the entry is too long");
            return UINT32_MAX;
        }
        if (n)
            text[n++] = ' ';
        memcpy(text + n, w.ptr, w.len);
        n += w.len;
    }
    ag_sense s = {.class_id = r->class_id, .form = (uint8_t)form, .head = (uint8_t)p->head, .lemma = lemma};
    return add_form(r, text, n, s);
}

static uint32_t add_explicit(reader *r, ag_str text, ag_form first, uint32_t forms)
{
    uint32_t lemma = 0, base = UINT32_MAX, k = 0;
    for (size_t i = 0; i <= text.len && k < forms; k++) {
        const char *bar = memchr(text.ptr + i, '|', text.len - i);
        size_t end = bar ? (size_t)(bar - text.ptr) : text.len;
        if (!lemma)
            lemma = put_string(r->lex, text.ptr, end);
        uint32_t at =
            add_form(r, text.ptr + i, end - i,
                     (ag_sense){.class_id = r->class_id, .form = (uint8_t)(first + k), .lemma = lemma});
        base = k ? base : at;
        i = end + 1;
    }
    if (k != forms)
        complain(r, text.len,
                 forms == 5 ? "expected base|-s|past|participle|-ing" : "expected singular|plural");
    return base;
}

static uint32_t add_verb(reader *r, ag_str text)
{
    phrase p;
    ag_verb_forms forms;
    if (memchr(text.ptr, '|', text.len))
        return add_explicit(r, text, AG_FORM_BASE, 5);
    if (!split_phrase(r, text, &p))
        return UINT32_MAX;
    if (!ag_inflect_verb(p.words[p.head], &forms)) {
        complain(r, text.len, "the word is too long to inflect");
        return UINT32_MAX;
    }
    uint32_t base = UINT32_MAX, lemma = put_string(r->lex, text.ptr, text.len);
    for (int f = 0; f < 5; f++) {
        uint32_t at = add_inflected(r, &p, forms.form[f], (ag_form)(AG_FORM_BASE + f), lemma);
        base = f ? base : at;
    }
    ag_verb_forms variant;
    if (ag_inflect_variant(p.words[p.head], &variant))
        for (int f = 2; f < 5; f++)
            if (strcmp(variant.form[f], forms.form[f]) != 0)
                add_inflected(r, &p, variant.form[f], (ag_form)(AG_FORM_BASE + f), lemma);
    return base;
}

static bool is_link(ag_str w)
{
    static const char *const links[] = {"of", "for", "to", "on", "in", "against"};
    for (size_t i = 0; i < AG_ARRAY_LEN(links); i++)
        if (w.len == strlen(links[i]) && memcmp(w.ptr, links[i], w.len) == 0)
            return true;
    return false;
}

static uint32_t add_noun(reader *r, ag_str text)
{
    phrase p;
    char plural[AG_WORD_MAX], singular[AG_WORD_MAX];
    if (memchr(text.ptr, '|', text.len))
        return add_explicit(r, text, AG_FORM_SING, 2);
    if (text.ptr[0] == '=') {
        bool plur = text.ptr[text.len - 1] == 's';
        uint32_t lemma = put_string(r->lex, text.ptr + 1, text.len - 1);
        ag_sense s = {.class_id = r->class_id, .form = plur ? AG_FORM_PLUR : AG_FORM_SING, .lemma = lemma};
        return add_form(r, text.ptr + 1, text.len - 1, s);
    }
    if (!split_phrase(r, text, &p))
        return UINT32_MAX;
    p.head = p.n - 1;
    for (uint32_t i = p.n - 1; i > 0; i--)
        if (is_link(p.words[i]))
            p.head = i - 1;
    if (!ag_inflect_plural(p.words[p.head], plural)) {
        complain(r, text.len, "the word is too long to inflect");
        return UINT32_MAX;
    }
    snprintf(singular, sizeof singular, "%.*s", (int)p.words[p.head].len, p.words[p.head].ptr);
    uint32_t lemma = put_string(r->lex, text.ptr, text.len);
    uint32_t base = add_inflected(r, &p, singular, AG_FORM_SING, lemma);
    add_inflected(r, &p, plural, AG_FORM_PLUR, lemma);
    return base;
}

// Name<TAB>CC<TAB>alias|alias
static uint32_t add_actor(reader *r, ag_str text)
{
    const char *end = text.ptr + text.len, *tab = memchr(text.ptr, '\t', text.len);
    ag_str name = {text.ptr, tab ? (size_t)(tab - text.ptr) : text.len}, cc = {"-", 1}, aliases = {"", 0};
    if (tab) {
        const char *second = memchr(tab + 1, '\t', (size_t)(end - tab - 1));
        cc = (ag_str){tab + 1, (size_t)((second ? second : end) - tab - 1)};
        if (second)
            aliases = (ag_str){second + 1, (size_t)(end - second - 1)};
    }
    bool none = cc.len == 1 && cc.ptr[0] == '-';
    bool code = cc.len == 2 && cc.ptr[0] >= 'A' && cc.ptr[0] <= 'Z' && cc.ptr[1] >= 'A' && cc.ptr[1] <= 'Z';
    if (!none && !code) {
        r->at = (size_t)(cc.ptr - r->data);
        complain(r, cc.len, "expected a country code of two capitals, or -");
        return UINT32_MAX;
    }
    bool unsure = name.len > 1 && *name.ptr == '?';
    ag_actor actor = {.name = put_string(r->lex, name.ptr + unsure, name.len - unsure),
                      .class_id = r->class_id};
    if (code)
        memcpy(actor.country, cc.ptr, 2);
    ag_push(&r->lex->actors, actor);
    ag_sense s = {.class_id = r->class_id, .lemma = actor.name, .actor = (uint32_t)r->lex->actors.n};
    uint32_t base = add_form(r, name.ptr, name.len, s);
    for (size_t i = 0; i < aliases.len;) {
        const char *bar = memchr(aliases.ptr + i, '|', aliases.len - i);
        size_t stop = bar ? (size_t)(bar - aliases.ptr) : aliases.len;
        r->at = (size_t)(aliases.ptr - r->data) + i;
        if (stop == i)
            complain(r, 1, "empty alias");
        else
            add_form(r, aliases.ptr + i, stop - i, s);
        i = stop + 1;
    }
    return base;
}

static bool is_nfc(ag_str line)
{
    bool ascii = true;
    for (size_t i = 0; i < line.len && ascii; i++)
        ascii = (unsigned char)line.ptr[i] < 0x80;
    if (ascii)
        return true;
    // utf8proc_map, but in memory of our own.
    const utf8proc_option_t form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const utf8proc_uint8_t *text = (const utf8proc_uint8_t *)line.ptr;
    const utf8proc_ssize_t len = (utf8proc_ssize_t)line.len, most = 4 * len; // code points
    utf8proc_int32_t *nfc = ag_xmalloc((size_t)(most + 1) * sizeof *nfc);
    utf8proc_ssize_t n = utf8proc_decompose(text, len, nfc, most, form);
    n = n >= 0 && n <= most ? utf8proc_reencode(nfc, n, form) : -1;
    bool same = n == len && memcmp(nfc, line.ptr, line.len) == 0;
    ag_xfree(nfc);
    return same;
}

static void add_entry(reader *r, ag_str line)
{
    uint32_t before = (uint32_t)r->lex->actors.n;
    r->at = (size_t)(line.ptr - r->data);
    if (!is_nfc(line)) {
        complain(r, line.len, "the line is not UTF-8 in normal form C; convert it with uconv -x nfc");
        return;
    }
    r->lex->entries++;
    uint32_t at;
    switch (r->letter) {
    case 'V':
        at = add_verb(r, line);
        break;
    case 'N':
        at = add_noun(r, line);
        break;
    case 'A':
        at = add_actor(r, line);
        break;
    default:
        at = add_form(r, line.ptr, line.len,
                      (ag_sense){.class_id = r->class_id, .lemma = put_string(r->lex, line.ptr, line.len)});
    }
    for (size_t i = 0; i < r->seen.n && at != UINT32_MAX && before == r->lex->actors.n; i++)
        if (r->seen.at[i] == at) {
            r->at = (size_t)(line.ptr - r->data);
            complain(r, line.len, "this entry stands in the file already; remove one");
            break;
        }
    if (before == r->lex->actors.n)
        ag_push(&r->seen, at);
}

static uint16_t class_of(ag_lexicon *lex, const char *name, size_t len)
{
    uint16_t id = ag_lexicon_class(lex, name, len);
    if (id != UINT16_MAX)
        return id;
    ag_push(&lex->classes, put_string(lex, name, len));
    return (uint16_t)(lex->classes.n - 1);
}

bool ag_lexicon_add(ag_lexicon *lex, const char *name, const char *data, size_t len, ag_diag *diag)
{
    uint32_t errors = diag->errors;
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    size_t stem = strlen(base);
    reader r = {.lex = lex, .name = name, .data = data, .len = len, .diag = diag};
    if (stem < 7 || strcmp(base + stem - 4, ".txt") != 0 || !strchr("VNJRAF", base[0]) || base[1] != '.') {
        complain(&r, 1,
                 "a lexicon file is named CLASS.txt with a class such as V.accuse, N.harm, J.false, R.adv, "
                 "A.state or F.prep");
        return false;
    }
    ag_lexicon_own(lex);
    r.class_id = class_of(lex, base, stem - 4);
    r.letter = base[0];
    for (size_t at = 0; at < len;) {
        const char *nl = memchr(data + at, '\n', len - at);
        size_t end = nl ? (size_t)(nl - data) : len, stop = end;
        for (size_t i = at; i + 2 < end; i++)
            if (memcmp(data + i, "  #", 3) == 0) {
                stop = i;
                break;
            }
        while (stop > at && (data[stop - 1] == ' ' || data[stop - 1] == '\t' || data[stop - 1] == '\r'))
            stop--;
        if (stop > at && data[at] != '#')
            add_entry(&r, (ag_str){data + at, stop - at});
        at = end + 1;
    }
    ag_free(&r.seen);
    return diag->errors == errors;
}

// ---- sources ----

bool ag_lexicon_add_default(ag_lexicon *lex, ag_diag *diag)
{
    bool good = true;
    if (lex->entries == 0 && ag_lexicon_borrow(lex))
        return true;
    for (size_t i = 0; i < ag_embedded_lexicon_count; i++) {
        const ag_embedded_file *f = &ag_embedded_lexicon[i];
        good &= ag_lexicon_add(lex, f->name, (const char *)f->data, f->length, diag);
    }
    return good;
}

static bool cannot_read(ag_diag *diag, const char *path, int error)
{
    ag_diag_at(diag, path, NULL, 0, 0, 0, "cannot read: %s; check its name and rights", strerror(error));
    return false;
}

static bool no_lists(ag_diag *diag, const char *dir)
{
    ag_diag_at(diag, dir, NULL, 0, 0, 0, "no word list here; one is a file that is called CLASS.txt");
    return false;
}

static bool add_file(ag_lexicon *lex, const char *path, ag_diag *diag)
{
    FILE *f = fopen(path, "rb");
    AG_ARRAY(char) data = {0};
    if (!f)
        return cannot_read(diag, path, errno);
    for (size_t got = 1; got;) {
        ag_reserve(&data, data.n + 65536);
        got = fread(data.at + data.n, 1, 65536, f);
        data.n += got;
    }
    int error = ferror(f) ? errno : 0;
    fclose(f);
    bool good =
        error == 0 ? ag_lexicon_add(lex, path, data.at, data.n, diag) : cannot_read(diag, path, error);
    ag_free(&data);
    return good;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool ag_lexicon_add_dir(ag_lexicon *lex, const char *dir, ag_diag *diag)
{
    DIR *d = opendir(dir);
    AG_ARRAY(char *) paths = {0};
    bool good = true;
    if (!d)
        return cannot_read(diag, dir, errno);
    for (struct dirent *e; (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (e->d_name[0] == '.' || n < 5 || strcmp(e->d_name + n - 4, ".txt") != 0)
            continue;
        char *path = ag_xmalloc(strlen(dir) + n + 2);
        sprintf(path, "%s/%s", dir, e->d_name);
        ag_push(&paths, path);
    }
    closedir(d);
    if (paths.n)
        qsort(paths.at, paths.n, sizeof *paths.at, by_name);
    else
        good = no_lists(diag, dir);
    for (size_t i = 0; i < paths.n; i++) {
        good &= add_file(lex, paths.at[i], diag);
        ag_xfree(paths.at[i]);
    }
    ag_free(&paths);
    return good;
}

// ---- actors that a gazetteer lists ----

uint32_t ag_lexicon_list_actor(ag_lexicon *lex, const char *class_name, ag_str name, const char *country,
                               const ag_str *aliases, uint32_t naliases)
{
    ag_lexicon_own(lex);
    if (lex->listed.n == 0)
        lex->unlisted = (uint32_t)lex->actors.n;
    ag_actor actor = {.name = put_string(lex, name.ptr, name.len),
                      .class_id = class_of(lex, class_name, strlen(class_name))};
    memcpy(actor.country, country, strlen(country) == 2 ? 2 : 0);
    ag_push(&lex->actors, actor);
    ag_push(&lex->listed, (ag_listed){.first_alias = (uint32_t)lex->alias_at.n, .naliases = naliases});
    for (uint32_t i = 0; i < naliases; i++)
        ag_push(&lex->alias_at, put_string(lex, aliases[i].ptr, aliases[i].len));
    return (uint32_t)lex->actors.n;
}

// A letter of a script that has no capitals.
static bool is_caseless(int32_t c)
{
    return c >= 0x80 && utf8proc_category(c) == UTF8PROC_CATEGORY_LO;
}

bool ag_lexicon_is_caseless(ag_str name)
{
    uint32_t size;
    for (size_t i = 0; i < name.len; i += size)
        if (is_caseless(ag_utf8_decode(name.ptr + i, name.len - i, &size)))
            return true;
    return false;
}

// Of more than letters and hyphens: "admin@338", "apt_red".
static bool is_marked(const ag_tokens *name, size_t i)
{
    ag_str f = ag_token_folded(name, i);
    bool marked = name->list.at[i].kind != AG_TOK_WORD;
    for (size_t k = 0; k < f.len; k++)
        marked |= f.ptr[k] == '_' || (f.ptr[k] >= '0' && f.ptr[k] <= '9');
    return marked;
}

// The capitals that a name has to have in the text: some, unless it has none itself but a digit or a mark, or
// no letters that have them; all where it has nothing else and is short, or unsure.
static uint32_t listed_level(const ag_tokens *name, unsigned need)
{
    bool capital = false, marked = false, caseless = false;
    for (size_t i = 0; i < name->list.n; i++) {
        capital |= (name->list.at[i].flags & (AG_TF_CAP | AG_TF_INNERCAP)) != 0;
        marked |= is_marked(name, i);
        caseless |= ag_lexicon_is_caseless(ag_token_folded(name, i));
    }
    if ((need & AG_NAME_WRITTEN) || (!capital && (marked || need)) || caseless)
        return AG_CASE_ANY;
    const ag_token *first = &name->list.at[0];
    bool acronym = name->list.n == 1 && (first->flags & AG_TF_CAPS) && (need || first->fold_len <= 3);
    return acronym ? AG_CASE_CAPITALS : AG_CASE_CAPITAL;
}

const char *ag_lexicon_list_name(ag_lexicon *lex, uint32_t actor, const ag_tokens *name, unsigned need)
{
    const char *problem;
    uint32_t at = node_of(lex, need ? unsure_node(lex) : 0, name, &problem);
    if (problem)
        return problem;
    const ag_actor *a = ag_lexicon_actor(lex, actor);
    ag_sense sense = {.class_id = a->class_id, .form = (uint8_t)need, .lemma = a->name, .actor = actor};
    ag_push(&lex->raw, (ag_raw_sense){at, (uint32_t)lex->raw.n, listed_level(name, need), sense});
    return NULL;
}

bool ag_lexicon_has_unsure(const ag_lexicon *lex)
{
    return lex->unsure != 0;
}

uint32_t ag_lexicon_unlisted(const ag_lexicon *lex)
{
    return lex->listed.n ? lex->unlisted : (uint32_t)lex->actors.n;
}

uint32_t ag_lexicon_actor_count(const ag_lexicon *lex)
{
    return (uint32_t)lex->actors.n;
}

uint32_t ag_lexicon_candidates(const ag_lexicon *lex, uint32_t actor, const uint32_t **actors)
{
    if (!ag_lexicon_lists(lex, actor))
        return 0;
    const ag_listed *l = &lex->listed.at[actor - lex->unlisted - 1];
    *actors = lex->candidates.at + l->first_candidate;
    return l->ncandidates;
}

uint32_t ag_lexicon_aliases(const ag_lexicon *lex, uint32_t actor, const char *const **aliases)
{
    if (!ag_lexicon_lists(lex, actor))
        return 0;
    const ag_listed *l = &lex->listed.at[actor - lex->unlisted - 1];
    *aliases = lex->alias.at + l->first_alias;
    return l->naliases;
}

// ---- looking up ----

// A token of no more than three letters, without the full stops of an acronym.
static bool is_short(const ag_tokens *tokens, uint32_t t)
{
    ag_str f = ag_token_folded(tokens, t);
    size_t letters = 0;
    for (size_t i = 0; i < f.len && letters <= 3; i++)
        letters += f.ptr[i] != '.';
    return letters <= 3;
}

// The node that a token whose folded form has full stops leads to from `parent`; 0 for none.
static uint32_t step_undotted(const ag_lexicon *lex, uint32_t parent, ag_str f)
{
    char copy[AG_WORD_SPACE];
    if (f.len >= sizeof copy)
        return 0;
    size_t n = undotted(f, copy);
    uint32_t hash = ag_hash_word(copy, n);
    return parent && !may_go_on(lex, parent, hash) ? 0 : find_edge(lex, parent, copy, n, hash)->to;
}

// The same of any token.
static uint32_t step(const ag_lexicon *lex, uint32_t parent, const ag_tokens *tokens, uint32_t t)
{
    const ag_token *token = &tokens->list.at[t];
    if (token->flags & AG_TF_DOTTED)
        return step_undotted(lex, parent, ag_token_folded(tokens, t));
    if ((parent && !may_go_on(lex, parent, token->hash)) || token->fold_len >= AG_WORD_SPACE)
        return 0;
    return find_edge(lex, parent, tokens->folded.at + token->fold, token->fold_len, token->hash)->to;
}

void ag_lexicon_read(const ag_lexicon *lex, ag_tokens *tokens)
{
    enum { NEAR = 6, FAR = 12 }; // an edge has to be there before it can be known where its word is
    for (size_t i = 0; i < tokens->list.n; i++) {
        if (i + FAR < tokens->list.n)
            __builtin_prefetch(&lex->edges.at[slot_of(lex, 0, tokens->list.at[i + FAR].hash)]);
        if (i + NEAR < tokens->list.n)
            __builtin_prefetch(
                &lex->pool.at[lex->edges.at[slot_of(lex, 0, tokens->list.at[i + NEAR].hash)].word]);
        uint32_t node = step(lex, 0, tokens, (uint32_t)i);
        tokens->list.at[i].word = node ? node : UNKNOWN;
    }
}

void ag_lexicon_expect(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i)
{
    enum { NEAR = 3, FAR = 6 };
    if (i + FAR >= tokens->list.n)
        return;
    uint32_t near = tokens->list.at[i + NEAR].word, far = tokens->list.at[i + FAR].word;
    if (far != UNKNOWN)
        __builtin_prefetch(&lex->nodes.at[far]);
    if (near != UNKNOWN)
        __builtin_prefetch(&lex->senses.at[lex->nodes.at[near].first[AG_CASE_ANY]]);
}

// The longest phrase whose first word led to a node, at which *senses and *n are those of the word.
static uint32_t find_longer(const ag_lexicon *lex, uint32_t at, const ag_tokens *tokens, uint32_t i,
                            uint32_t end, const ag_sense **senses, uint32_t *n)
{
    uint32_t best = *n > 0;
    bool any_capital = false, all_capital = true, all_capitals = true;
    for (uint32_t t = i; t < end && t - i < AG_MAX_PHRASE; t++) {
        const ag_token *token = &tokens->list.at[t];
        at = t > i ? step(lex, at, tokens, t) : at;
        if (at == 0)
            break;
        bool capital = token->flags & AG_TF_CAP, number = token->kind == AG_TOK_NUMBER;
        any_capital |= capital || (token->flags & AG_TF_INNERCAP);
        all_capital &= capital || number || (token->flags & AG_TF_INNERCAP) || is_short(tokens, t);
        all_capitals &= (token->flags & AG_TF_CAPS) || number || (token->kind == AG_TOK_ABBREV && capital);
        const ag_lexicon_node *here = &lex->nodes.at[at];
        int level = !any_capital || !all_capital ? AG_CASE_ANY
                    : all_capitals               ? AG_CASE_CAPITALS
                                                 : AG_CASE_CAPITAL;
        if (here->count[level]) {
            best = t - i + 1;
            *senses = lex->senses.at + here->first[level];
            *n = here->count[level];
        }
        if (!here->goes_on)
            break;
    }
    return best;
}

// Whether a phrase may go on with a token.
static bool may_step(const ag_lexicon *lex, uint32_t parent, const ag_token *token)
{
    return (token->flags & AG_TF_DOTTED) || may_go_on(lex, parent, token->hash);
}

// The longest phrase that begins with token i, which led to a node; 0 for none.
static uint32_t find_from(const ag_lexicon *lex, uint32_t at, const ag_tokens *tokens, uint32_t i,
                          uint32_t end, const ag_sense **senses, uint32_t *n)
{
    const ag_token *token = &tokens->list.at[i];
    const ag_lexicon_node *here = &lex->nodes.at[at];
    *n = 0;
    if (here->goes_on && i + 1 < end && may_step(lex, at, token + 1))
        return find_longer(lex, at, tokens, i, end, senses, n);
    bool all = (token->flags & AG_TF_CAPS) || token->kind == AG_TOK_NUMBER ||
               (token->kind == AG_TOK_ABBREV && (token->flags & AG_TF_CAP));
    int level = !(token->flags & (AG_TF_CAP | AG_TF_INNERCAP)) ? AG_CASE_ANY
                : all                                          ? AG_CASE_CAPITALS
                                                               : AG_CASE_CAPITAL;
    *n = here->count[level];
    *senses = *n > 0 ? &lex->senses.at[here->first[level]] : NULL;
    return *n > 0;
}

static uint32_t find_none(uint32_t *n)
{
    return *n = 0;
}

// Of a token that may not have been looked up yet.
static uint32_t find_sure(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i, uint32_t end,
                          const ag_sense **senses, uint32_t *n)
{
    uint32_t word = tokens->list.at[i].word, at = word ? word : step(lex, 0, tokens, i);
    return at != 0 && at != UNKNOWN && i < end ? find_from(lex, at, tokens, i, end, senses, n) : find_none(n);
}

// Of a token with which an unsure name may begin that counts.
static uint32_t find_named(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i, uint32_t end,
                           const ag_sense **senses, uint32_t *n)
{
    const ag_sense *listed;
    uint32_t covered = find_sure(lex, tokens, i, end, senses, n), nlisted;
    uint32_t more = ag_lexicon_find_unsure(lex, tokens, i, end, &listed, &nlisted);
    if (more < covered || !more)
        return covered;
    *senses = listed, *n = nlisted;
    return more;
}

uint32_t ag_lexicon_find(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i, uint32_t end,
                         const ag_sense **senses, uint32_t *n)
{
    const ag_token *token = &tokens->list.at[i];
    if (token->flags & AG_TF_NAMED)
        return find_named(lex, tokens, i, end, senses, n);
    if (token->word == UNKNOWN)
        return find_none(n);
    return find_sure(lex, tokens, i, end, senses, n);
}

uint32_t ag_lexicon_find_unsure(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i, uint32_t end,
                                const ag_sense **senses, uint32_t *n)
{
    if (!lex->unsure)
        return find_sure(lex, tokens, i, end, senses, n);
    uint32_t at = i < end ? step(lex, lex->unsure, tokens, i) : 0;
    return at ? find_from(lex, at, tokens, i, end, senses, n) : find_none(n);
}

uint32_t ag_lexicon_next_unsure(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i, uint32_t end)
{
    while (i < end && !may_step(lex, lex->unsure, &tokens->list.at[i]))
        i++;
    return i;
}

uint16_t ag_lexicon_class(const ag_lexicon *lex, const char *name, size_t len)
{
    for (size_t i = 0; i < lex->classes.n; i++)
        if (ag_str_is((ag_str){name, len}, lex->pool.at + lex->classes.at[i]))
            return (uint16_t)i;
    return UINT16_MAX;
}

uint32_t ag_lexicon_class_count(const ag_lexicon *lex)
{
    return (uint32_t)lex->classes.n;
}

const char *ag_lexicon_class_name(const ag_lexicon *lex, uint16_t id)
{
    return lex->pool.at + lex->classes.at[id];
}

uint32_t ag_lexicon_entry_count(const ag_lexicon *lex)
{
    return lex->entries;
}

bool ag_lexicon_has_default(const ag_lexicon *lex)
{
    return lex->has_default;
}

bool ag_lexicon_is_default(const ag_lexicon *lex)
{
    return lex->borrowed;
}

const char *ag_lexicon_string(const ag_lexicon *lex, uint32_t offset)
{
    return lex->pool.at + offset;
}

const ag_actor *ag_lexicon_actor(const ag_lexicon *lex, uint32_t actor)
{
    return &lex->actors.at[actor - 1];
}

void ag_lexicon_each_signature(const ag_lexicon *lex, void (*fn)(void *user, const uint16_t *ids, uint32_t n),
                               void *user)
{
    for (size_t i = 0; i < lex->signatures.n; i++)
        fn(user, lex->signatures.at[i].ids, lex->signatures.at[i].n);
}
