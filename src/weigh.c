// SPDX-License-Identifier: MIT
#include "weigh.h"

#include "embedded.h"

#include <stdlib.h>
#include <string.h>

enum { LABELS = AG_POLICY + 1, RECENT = 4096 };

static const char *const kind_names[] = {"class:", "flag:", "rule:", "near:", "often:", "place:", "word:"};
static const char *const company_names[] = {
    "",          "@inst",      "@actor",       "@pronoun",    "@nobody",
    "@inst-neg", "@actor-neg", "@pronoun-neg", "@nobody-neg", "@official",
    "@lay",      "@told",      "@said"};

typedef struct entry {
    uint64_t key; // 0 where empty
    float weight[LABELS];
} entry;

struct ag_weights {
    entry *table;
    size_t size, n; // size is a power of two
    double bias[LABELS];
    ag_role_weights *source, *target;
};

// ---- the table ----

// FNV-1a, 64 bits. A space in a phrase is written "_" in the file.
static uint64_t hash_more(uint64_t h, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)(bytes[i] == '_' ? ' ' : bytes[i])) * UINT64_C(1099511628211);
    return h;
}

// Of one word or of two, by ag_hash_word; next is 0 for none.
static uint64_t key_of_words(uint32_t word, uint32_t next)
{
    uint64_t h = ((uint64_t)word << 32 | next) * UINT64_C(0x9E3779B97F4A7C15);
    return (h ^ h >> 32) | 1;
}

static uint64_t key_of(const ag_clue *f)
{
    if (f->kind == AG_CLUE_WORD)
        return key_of_words(ag_hash_word(f->name.ptr, f->name.len),
                            f->next.len ? ag_hash_word(f->next.ptr, f->next.len) : 0);
    uint64_t h = UINT64_C(14695981039346656037) ^ ((uint64_t)f->kind << 8 | f->company);
    h = hash_more(h * UINT64_C(1099511628211), f->name.ptr, f->name.len);
    return h ? h : 1;
}

static entry *slot_of(const ag_weights *w, uint64_t key)
{
    size_t i = key & (w->size - 1);
    while (w->table[i].key != 0 && w->table[i].key != key)
        i = (i + 1) & (w->size - 1);
    return &w->table[i];
}

static void grow(ag_weights *w)
{
    entry *old = w->table;
    size_t size = w->size;
    w->size = size ? size * 2 : 1024;
    w->table = ag_xcalloc(w->size, sizeof *w->table);
    for (size_t i = 0; i < size; i++)
        if (old[i].key != 0)
            *slot_of(w, old[i].key) = old[i];
    ag_xfree(old);
}

ag_weights *ag_weights_new(const ag_lexicon *lex)
{
    ag_weights *w = ag_xcalloc(1, sizeof *w);
    grow(w);
    w->source = ag_role_weights_new(lex);
    w->target = ag_role_weights_new(lex);
    return w;
}

void ag_weights_free(ag_weights *w)
{
    if (!w)
        return;
    ag_role_weights_free(w->source);
    ag_role_weights_free(w->target);
    ag_xfree(w->table);
    ag_xfree(w);
}

const ag_role_weights *ag_weights_role(const ag_weights *w, ag_role role)
{
    return role == AG_ROLE_SOURCE ? w->source : w->target;
}

// ---- the file ----

// "called_for" is two words.
static void split_words(ag_clue *f)
{
    const char *gap = memchr(f->name.ptr, '_', f->name.len);
    if (!gap)
        return;
    size_t n = (size_t)(gap - f->name.ptr);
    f->next = (ag_str){gap + 1, f->name.len - n - 1};
    f->name.len = n;
}

// "rule:claim", "class:V.harm@inst": false where it is no clue.
static bool read_clue(ag_str text, ag_clue *f)
{
    for (size_t k = 0; k < AG_ARRAY_LEN(kind_names); k++) {
        size_t n = strlen(kind_names[k]);
        if (text.len <= n || memcmp(text.ptr, kind_names[k], n) != 0)
            continue;
        *f = (ag_clue){.kind = (ag_clue_kind)k, .name = {text.ptr + n, text.len - n}};
        if (f->kind == AG_CLUE_WORD) {
            split_words(f);
            return true;
        }
        for (size_t c = 1; c < AG_ARRAY_LEN(company_names); c++) {
            size_t m = strlen(company_names[c]);
            if (f->name.len > m && memcmp(f->name.ptr + f->name.len - m, company_names[c], m) == 0) {
                f->company = (ag_company)c;
                f->name.len -= m;
                break;
            }
        }
        return true;
    }
    return false;
}

static ag_label read_label(ag_str word)
{
    for (ag_label label = AG_CLAIM; label <= AG_POLICY; label++)
        if (ag_str_is(word, ag_label_name(label)))
            return label;
    return AG_STATEMENT;
}

// Takes "source:" off a word, or what stands there of a role; false where it is no such word.
static bool take_prefix(ag_str *word, const char *prefix)
{
    size_t n = strlen(prefix);
    if (word->len <= n || memcmp(word->ptr, prefix, n) != 0)
        return false;
    *word = (ag_str){word->ptr + n, word->len - n};
    return true;
}

// One line: "claim class:V.harm 1.25", "policy bias -2.5".
static bool read_line(ag_weights *w, const char *line, size_t len)
{
    char copy[256], *end;
    const char *first = memchr(line, ' ', len);
    if (!first || len >= sizeof copy)
        return false;
    const char *second = memchr(first + 1, ' ', len - (size_t)(first + 1 - line));
    if (!second)
        return false;
    ag_str word = {first + 1, (size_t)(second - first - 1)};
    ag_label label = read_label((ag_str){line, (size_t)(first - line)});
    memcpy(copy, second + 1, len - (size_t)(second + 1 - line));
    copy[len - (size_t)(second + 1 - line)] = '\0';
    double weight = strtod(copy, &end);
    if (label == AG_STATEMENT || end == copy || *end != '\0')
        return false;
    if (ag_str_is(word, "bias")) {
        w->bias[label] = weight;
        return true;
    }
    if (take_prefix(&word, "source:"))
        return ag_role_weights_add(w->source, label, word, weight);
    if (take_prefix(&word, "target:"))
        return ag_role_weights_add(w->target, label, word, weight);
    ag_clue clue;
    if (!read_clue(word, &clue))
        return false;
    uint64_t key = key_of(&clue);
    entry *e = slot_of(w, key);
    w->n += e->key == 0;
    e->key = key;
    e->weight[label] = (float)weight;
    if (w->n * 2 > w->size)
        grow(w);
    return true;
}

bool ag_weights_add(ag_weights *w, const char *name, const char *text, size_t len, ag_diag *diag)
{
    bool good = true;
    for (size_t at = 0; at < len;) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t n = end ? (size_t)(end - text) - at : len - at;
        if (n > 0 && text[at] != '#' && !read_line(w, text + at, n)) {
            ag_diag_at(diag, name, text, len, at, n, "expected LABEL CLUE WEIGHT or LABEL bias WEIGHT");
            good = false;
        }
        at += n + 1;
    }
    return good;
}

bool ag_weights_add_default(ag_weights *w, ag_diag *diag)
{
    bool good = true;
    for (size_t i = 0; i < ag_embedded_weights_count; i++) {
        const ag_embedded_file *f = &ag_embedded_weights[i];
        good &= ag_weights_add(w, f->name, (const char *)f->data, f->length, diag);
    }
    return good;
}

// ---- what weighs ----

// The place in the table of a clue that came before: the same name at the same address.
typedef struct recent {
    const char *name; // NULL where empty
    uint32_t what;    // kind and company
    uint32_t place;
} recent;

// Where a class stands in the table, by company: 1 + place, 0 where it weighs nothing.
typedef struct class_places {
    bool known, some; // it has been looked up; it weighs something
    uint32_t place[AG_COMPANIES];
} class_places;

struct ag_scales {
    const ag_weights *w;
    recent recent[RECENT];
    AG_ARRAY(class_places) classes;
    uint32_t *counted; // of each place in the table: the number of the last sentence that it was counted in
    uint32_t sentence; // number of the one at hand
};

// A sentence that is being weighed.
typedef struct balance {
    ag_scales *scales;
    ag_verdict *verdict;
    double best[LABELS], item_sum[LABELS], sum[LABELS];
    uint32_t item;
} balance;

static const class_places *places_of(ag_scales *s, const ag_lexicon *lex, uint16_t class_id)
{
    while (s->classes.n <= class_id)
        ag_push(&s->classes, (class_places){0});
    class_places *c = &s->classes.at[class_id];
    if (c->known)
        return c;
    const char *name = ag_lexicon_class_name(lex, class_id);
    for (ag_company k = AG_COMPANY_ANY; k < AG_COMPANIES; k++) {
        ag_clue clue = {AG_CLUE_CLASS, k, {name, strlen(name)}, {0}, 0};
        const entry *e = slot_of(s->w, key_of(&clue));
        c->place[k] = e->key ? 1 + (uint32_t)(e - s->w->table) : 0;
        c->some |= e->key != 0;
    }
    c->known = true;
    return c;
}

static void end_item(balance *b)
{
    for (uint32_t label = AG_CLAIM; label <= AG_POLICY; label++) {
        if (b->item != UINT32_MAX && b->item_sum[label] > b->best[label]) {
            b->best[label] = b->item_sum[label];
            b->verdict->item[label] = b->item;
        }
        b->item_sum[label] = 0;
    }
}

// Puts what lies at a place of the table on the balance. AG_STATEMENT weighs nothing, but four are added as
// quickly as three.
static void put_place(balance *b, uint32_t place, uint32_t item)
{
    uint32_t *counted = &b->scales->counted[place], sentence = b->scales->sentence;
    const float *weight = b->scales->w->table[place].weight;
    if (item != b->item) {
        end_item(b);
        b->item = item;
    }
    for (uint32_t label = 0; label < LABELS; label++)
        b->item_sum[label] += (double)weight[label];
    if (*counted == sentence)
        return;
    *counted = sentence;
    for (uint32_t label = 0; label < LABELS; label++)
        b->sum[label] += (double)weight[label];
}

// ---- clues ----

typedef struct giver {
    const ag_evidence *e;
    ag_clue_fn fn;
    void *user;
    balance *balance; // classes are put on it at once; NULL: they are given like everything else
} giver;

static void give(const giver *g, ag_clue_kind kind, ag_company company, ag_str name, uint32_t item)
{
    ag_clue f = {kind, company, name, {0}, item};
    if (name.len > 0)
        g->fn(g->user, &f);
}

static void give_text(const giver *g, ag_clue_kind kind, ag_company company, const char *name, uint32_t item)
{
    give(g, kind, company, (ag_str){name, strlen(name)}, item);
}

static ag_company voice_of(const ag_item *item)
{
    return item->features & AG_FEAT(OFFICIAL) ? AG_COMPANY_OFFICIAL
           : item->features & AG_FEAT(LAY)    ? AG_COMPANY_LAY
                                              : AG_COMPANY_TOLD;
}

static ag_company agent_of(const ag_item *item)
{
    ag_company c = item->features & AG_FEAT(AGPRON)   ? AG_COMPANY_PRONOUN
                   : item->features & AG_FEAT(AGINST) ? AG_COMPANY_INST
                   : item->features & AG_FEAT(AGENT)  ? AG_COMPANY_ACTOR
                                                      : AG_COMPANY_NOBODY;
    return item->features & AG_FEAT(NEG) ? (ag_company)(c + AG_COMPANY_INST_NEG - AG_COMPANY_INST) : c;
}

static void give_flags(const giver *g, const ag_item *item, uint32_t i)
{
    static const struct {
        uint32_t feature;
        const char *name;
    } flags[] = {{AG_FEAT(MODAL), "modal"},    {AG_FEAT(FUTURE), "future"}, {AG_FEAT(MUST), "must"},
                 {AG_FEAT(WOULD), "would"},    {AG_FEAT(NEG), "neg"},       {AG_FEAT(HEDGED), "hedged"},
                 {AG_FEAT(PASSIVE), "passive"}};
    for (size_t k = 0; k < AG_ARRAY_LEN(flags); k++)
        if (item->features & flags[k].feature) {
            give_text(g, AG_CLUE_FLAG, AG_COMPANY_ANY, flags[k].name, i);
            give_text(g, AG_CLUE_FLAG, voice_of(item), flags[k].name, i);
            give_text(g, AG_CLUE_FLAG, agent_of(item), flags[k].name, i);
        }
}

// Whether an item lies in what somebody says.
static bool is_said(const ag_document *doc, uint32_t sentence, uint32_t item)
{
    if (ag_doc_item(doc, sentence, item)->features & AG_FEAT(QUOTED))
        return true;
    for (uint32_t a = doc->first_attribution.at[sentence]; a < doc->first_attribution.at[sentence + 1]; a++)
        if (item >= doc->attributions.at[a].content_first && item < doc->attributions.at[a].content_last)
            return true;
    return false;
}

// With whom a class of an item stands: for those that there are.
typedef struct companies {
    ag_company list[4];
    uint32_t n;
} companies;

static companies companies_of(const ag_item *item, bool said)
{
    companies c = {{AG_COMPANY_ANY, voice_of(item)}, 2};
    if (ag_is_verbal(item->category))
        c.list[c.n++] = agent_of(item);
    if (said)
        c.list[c.n++] = AG_COMPANY_SAID;
    return c;
}

static void put_class(const giver *g, const companies *c, uint16_t class_id, uint32_t i)
{
    const class_places *places = places_of(g->balance->scales, g->e->doc->g->lex, class_id);
    for (uint32_t k = 0; k < c->n && places->some; k++)
        if (places->place[c->list[k]])
            put_place(g->balance, places->place[c->list[k]] - 1, i);
}

static void give_class(const giver *g, const companies *c, uint16_t class_id, uint32_t i)
{
    const char *name = ag_lexicon_class_name(g->e->doc->g->lex, class_id);
    for (uint32_t k = 0; k < c->n; k++)
        give_text(g, AG_CLUE_CLASS, c->list[k], name, i);
}

static void give_item(const giver *g, const ag_item *item, uint32_t i, bool said)
{
    companies c = companies_of(item, said);
    for (uint32_t k = 0; k < item->nclasses; k++)
        if (g->balance)
            put_class(g, &c, item->classes[k], i);
        else
            give_class(g, &c, item->classes[k], i);
    if (ag_is_verbal(item->category))
        give_flags(g, item, i);
}

// ---- words ----

// Whether most words of a sentence begin with a capital, as in a headline.
static bool is_titled(const ag_tokens *tokens, const ag_item *items, uint32_t n)
{
    size_t words = 0, capitals = 0;
    for (uint32_t t = n ? items[0].first : 0; n && t < items[n - 1].last; t++) {
        const ag_token *token = &tokens->list.at[t];
        words += token->kind == AG_TOK_WORD;
        capitals += token->kind == AG_TOK_WORD && (token->flags & AG_TF_CAP);
    }
    return capitals * 5 > words * 3;
}

// A word as a clue.
typedef struct word_clue {
    ag_str text;
    uint32_t hash; // ag_hash_word
} word_clue;

static word_clue clue_word(const char *text)
{
    size_t n = strlen(text);
    return (word_clue){{text, n}, ag_hash_word(text, n)};
}

// What is or may be a name is "Name" whoever bears it; empty for what is no word.
static word_clue word_of(const ag_tokens *tokens, uint32_t t, const ag_item *item, bool titled)
{
    const ag_token *token = &tokens->list.at[t];
    switch (token->kind) {
    case AG_TOK_QUOTE:
        return clue_word("\"");
    case AG_TOK_WORD:
    case AG_TOK_CLITIC:
    case AG_TOK_ABBREV:
    case AG_TOK_QUESTION:
    case AG_TOK_EXCLAM:
    case AG_TOK_COLON:
        break;
    default:
        return (word_clue){0};
    }
    bool named = (item->features & AG_FEAT(NAME)) || item->actor || item->modifier_actor;
    if ((token->flags & AG_TF_CAP) && token->fold_len > 1 && (named || !titled))
        return clue_word("Name");
    return (word_clue){ag_token_folded(tokens, t), token->hash};
}

static void put_word(const giver *g, uint64_t key, uint32_t i)
{
    const ag_weights *w = g->balance->scales->w;
    const entry *e = slot_of(w, key);
    if (e->key)
        put_place(g->balance, (uint32_t)(e - w->table), i);
}

static void give_word(const giver *g, const word_clue *word, const word_clue *next, uint32_t i)
{
    if (g->balance) {
        put_word(g, key_of_words(word->hash, next ? next->hash : 0), i);
    } else {
        ag_clue f = {AG_CLUE_WORD, AG_COMPANY_ANY, word->text, next ? next->text : (ag_str){0}, i};
        g->fn(g->user, &f);
    }
}

// Every word, and every two that follow each other, from "^" before the first to "$" behind the last. The
// first word has a capital anyway.
static void give_words(const giver *g, const ag_item *items, uint32_t n)
{
    const ag_tokens *tokens = &g->e->doc->tokens;
    bool titled = is_titled(tokens, items, n), first = true;
    word_clue before = clue_word("^"), end = clue_word("$");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = items[i].features & AG_FEAT(PRON) ? UINT32_MAX : i; // "we" is what no sentence is about
        for (uint32_t t = items[i].first; t < items[i].last; t++) {
            word_clue word = word_of(tokens, t, &items[i], titled || first);
            if (word.text.len == 0)
                continue;
            give_word(g, &word, NULL, at);
            give_word(g, &before, &word, at);
            before = word;
            first = false;
        }
    }
    if (n)
        give_word(g, &before, &end, n - 1);
}

static void give_rules(const giver *g)
{
    for (size_t i = 0; i < g->e->nmatches; i++) {
        const ag_rule_info *info = ag_rules_info(g->e->rules, g->e->matches[i].rule);
        uint32_t cue = g->e->matches[i].role[AG_ROLE_CUE].first;
        give_text(g, AG_CLUE_RULE, AG_COMPANY_ANY, ag_label_name(info->label), cue);
        give_text(g, AG_CLUE_RULE, AG_COMPANY_ANY, info->id, cue);
    }
}

static void give_neighbours(const giver *g, uint32_t sentence)
{
    static const char *const before[] = {"", "before-claim", "before-denial", "before-policy"};
    static const char *const after[] = {"", "after-claim", "after-denial", "after-policy"};
    const uint8_t *labels = g->e->labels;
    for (uint32_t label = AG_CLAIM; label <= AG_POLICY; label++) {
        if (sentence > 0 && labels[sentence - 1] >> label & 1)
            give_text(g, AG_CLUE_NEAR, AG_COMPANY_ANY, after[label], UINT32_MAX);
        if (sentence + 1 < g->e->doc->units.sentences.n && labels[sentence + 1] >> label & 1)
            give_text(g, AG_CLUE_NEAR, AG_COMPANY_ANY, before[label], UINT32_MAX);
    }
}

// The sentences around, from the first to the last in which a rule fires: what else a page has above and
// below an article changes nothing in it.
static ag_span find_surroundings(const giver *g, uint32_t sentence)
{
    enum { AROUND = 40 };
    uint32_t n = (uint32_t)g->e->doc->units.sentences.n, from = sentence > AROUND ? sentence - AROUND : 0;
    uint32_t to = sentence + AROUND < n ? sentence + AROUND + 1 : n;
    while (from < sentence && !(g->e->labels[from] >> AG_CLAIM))
        from++;
    while (to > sentence + 1 && !(g->e->labels[to - 1] >> AG_CLAIM))
        to--;
    return (ag_span){from, to};
}

// How often the rules of a label fire in the sentences around, which is much of what a text is about.
static void give_density(const giver *g, uint32_t sentence)
{
    static const char *const names[LABELS][4] = {{"", "", "", ""},
                                                 {"claim-1", "claim-2", "claim-3", "claim-4"},
                                                 {"denial-1", "denial-2", "denial-3", "denial-4"},
                                                 {"policy-1", "policy-2", "policy-3", "policy-4"}};
    static const uint32_t percent[] = {2, 6, 15, 30};
    enum { ENDS = 2 }; // sentences that are taken to stand before and behind, in which no rule fires
    ag_span around = find_surroundings(g, sentence);
    uint32_t count[LABELS] = {0};
    for (uint32_t s = around.start; s < around.end; s++)
        for (uint32_t label = AG_CLAIM; g->e->labels[s] >> label; label++)
            count[label] += g->e->labels[s] >> label & 1;
    for (uint32_t label = AG_CLAIM; label <= AG_POLICY; label++)
        for (size_t k = 0; k < AG_ARRAY_LEN(percent); k++)
            if (count[label] * 100 > percent[k] * (around.end - around.start + ENDS))
                give_text(g, AG_CLUE_OFTEN, AG_COMPANY_ANY, names[label][k], UINT32_MAX);
}

static void give_place(const giver *g, uint32_t sentence)
{
    const ag_sentence *s = &g->e->doc->units.sentences.at[sentence];
    uint32_t n;
    const ag_item *items = ag_doc_items(g->e->doc, sentence, &n);
    uint32_t quoted = 0;
    for (uint32_t i = 0; i < n; i++)
        quoted += (items[i].features & AG_FEAT(QUOTED)) != 0;
    if (sentence == g->e->doc->headline)
        give_text(g, AG_CLUE_PLACE, AG_COMPANY_ANY, "first", UINT32_MAX);
    if (s->flags & AG_SF_HEADLINE)
        give_text(g, AG_CLUE_PLACE, AG_COMPANY_ANY, "headline", UINT32_MAX);
    if (s->flags & AG_SF_QUESTION)
        give_text(g, AG_CLUE_PLACE, AG_COMPANY_ANY, "question", UINT32_MAX);
    if (quoted > 0)
        give_text(g, AG_CLUE_PLACE, AG_COMPANY_ANY, quoted * 4 > n * 3 ? "quoted" : "mixed", UINT32_MAX);
    if (n < 8)
        give_text(g, AG_CLUE_PLACE, AG_COMPANY_ANY, "short", UINT32_MAX);
    if (n > 25)
        give_text(g, AG_CLUE_PLACE, AG_COMPANY_ANY, "long", UINT32_MAX);
}

static void give_all(const giver *g, uint32_t sentence)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(g->e->doc, sentence, &n);
    for (uint32_t i = 0; i < n; i++)
        give_item(g, &items[i], i, is_said(g->e->doc, sentence, i));
    give_words(g, items, n);
    give_rules(g);
    give_neighbours(g, sentence);
    give_density(g, sentence);
    give_place(g, sentence);
}

void ag_clues_each(const ag_evidence *e, uint32_t sentence, ag_clue_fn fn, void *user)
{
    giver g = {e, fn, user, NULL};
    give_all(&g, sentence);
}

void ag_clue_write(ag_strbuf *out, const ag_clue *f)
{
    ag_strbuf_add_text(out, kind_names[f->kind]);
    for (size_t i = 0; i < f->name.len; i++)
        ag_strbuf_add_char(out, f->name.ptr[i] == ' ' ? '_' : f->name.ptr[i]);
    if (f->next.len > 0) {
        ag_strbuf_add_char(out, '_');
        ag_strbuf_add(out, f->next.ptr, f->next.len);
    }
    ag_strbuf_add_text(out, company_names[f->company]);
}

// ---- weighing ----

ag_scales *ag_scales_new(const ag_weights *w)
{
    ag_scales *s = ag_xcalloc(1, sizeof *s);
    s->w = w;
    s->counted = ag_xcalloc(w->size, sizeof *s->counted);
    return s;
}

void ag_scales_free(ag_scales *s)
{
    if (!s)
        return;
    ag_xfree(s->counted);
    ag_free(&s->classes);
    ag_xfree(s);
}

static uint32_t place_of(ag_scales *s, const ag_clue *f)
{
    uint32_t what = (uint32_t)f->kind << 8 | f->company;
    uint64_t h = ((uint64_t)(uintptr_t)f->name.ptr ^ (uint64_t)what << 48) * UINT64_C(0x9E3779B97F4A7C15);
    recent *r = &s->recent[h >> 52];
    if (r->name != f->name.ptr || r->what != what)
        *r = (recent){f->name.ptr, what, (uint32_t)(slot_of(s->w, key_of(f)) - s->w->table)};
    return r->place;
}

static void put_on(void *user, const ag_clue *f)
{
    balance *b = user;
    uint32_t place = place_of(b->scales, f);
    if (b->scales->w->table[place].key)
        put_place(b, place, f->item);
}

static void next_sentence(ag_scales *s)
{
    if (++s->sentence != 0)
        return;
    memset(s->counted, 0, s->w->size * sizeof *s->counted); // the numbers begin anew
    s->sentence = 1;
}

void ag_weigh(ag_scales *s, const ag_evidence *e, uint32_t sentence, ag_verdict *verdict)
{
    balance b = {.scales = s, .verdict = verdict, .item = UINT32_MAX};
    next_sentence(s);
    for (uint32_t label = 0; label < LABELS; label++) {
        b.sum[label] = s->w->bias[label];
        verdict->item[label] = UINT32_MAX;
    }
    giver g = {e, put_on, &b, &b};
    give_all(&g, sentence);
    end_item(&b);
    memcpy(verdict->sum, b.sum, sizeof b.sum);
}

// ---- why ----

typedef struct reason {
    ag_clue clue;
    uint64_t key;
    double weight;
} reason;

typedef struct reasons {
    const ag_weights *w;
    ag_label label;
    AG_ARRAY(reason) list;
} reasons;

static void add_reason(void *user, const ag_clue *clue)
{
    reasons *r = user;
    uint64_t key = key_of(clue);
    const entry *e = slot_of(r->w, key);
    if (e->key == 0 || e->weight[r->label] == 0)
        return;
    for (size_t i = 0; i < r->list.n; i++)
        if (r->list.at[i].key == key)
            return;
    ag_push(&r->list, (reason){*clue, key, (double)e->weight[r->label]});
}

static double size_of(const reason *r)
{
    return r->weight < 0 ? -r->weight : r->weight;
}

static int by_size(const void *a, const void *b)
{
    double x = size_of(a), y = size_of(b);
    return x != y ? (x < y) - (x > y) : 0;
}

void ag_weigh_explain(const ag_weights *w, const ag_evidence *e, uint32_t sentence, ag_label label,
                      size_t most, ag_strbuf *to)
{
    reasons r = {.w = w, .label = label};
    ag_strbuf text = {0};
    double sum = w->bias[label];
    ag_clues_each(e, sentence, add_reason, &r);
    if (r.list.n > 0)
        qsort(r.list.at, r.list.n, sizeof *r.list.at, by_size);
    for (size_t i = 0; i < r.list.n; i++)
        sum += r.list.at[i].weight;
    ag_strbuf_printf(to, "%s %+.2f: bias %+.2f", ag_label_name(label), sum, w->bias[label]);
    for (size_t i = 0; i < r.list.n && i < most; i++) {
        ag_strbuf_clear(&text);
        ag_clue_write(&text, &r.list.at[i].clue);
        ag_strbuf_printf(to, ", %.*s %+.2f", (int)text.len, text.ptr, r.list.at[i].weight);
    }
    ag_strbuf_printf(to, "%s\n", r.list.n > most ? ", ..." : "");
    ag_strbuf_free(&text);
    ag_free(&r.list);
}
