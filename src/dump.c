// SPDX-License-Identifier: MIT
#include "dump.h"

#include "candidates.h"
#include "json_text.h"

// What every line needs.
typedef struct dump {
    ag_strbuf *out;
    const char *doc, *text;
    const ag_positions *positions;
    ag_extractor *x;
    const ag_tokens *tokens;
    const ag_units *units;
    const ag_lexicon *lex;
    ag_candidates list; // of the record at hand
} dump;

typedef struct flag_name {
    uint32_t flag;
    const char *name;
} flag_name;

static const flag_name token_flags[] = {
    {AG_TF_SPACE, "space"}, {AG_TF_NEWLINE, "newline"},   {AG_TF_BLANK, "blank"}, {AG_TF_CAP, "cap"},
    {AG_TF_CAPS, "caps"},   {AG_TF_SINGLE, "single"},     {AG_TF_OPENS, "opens"}, {AG_TF_CLOSES, "closes"},
    {AG_TF_CURLY, "curly"}, {AG_TF_INNERCAP, "innercap"}, {AG_TF_NAMED, "named"},
};

static const flag_name sentence_flags[] = {
    {AG_SF_HEADLINE, "headline"}, {AG_SF_BULLET, "bullet"},         {AG_SF_DATELINE, "dateline"},
    {AG_SF_SPEAKER, "speaker"},   {AG_SF_PARA_START, "para-start"}, {AG_SF_QUESTION, "question"},
};

static const flag_name item_features[] = {
#define X(id, name, meaning) {AG_FEAT(id), name},
    AG_FEATURES(X)
#undef X
};

static const char *const category_names[] = {
#define X(id, name, meaning) [AG_CAT_##id] = name,
    AG_CATEGORIES(X)
#undef X
};

static void add_name(ag_strbuf *out, const char *name)
{
    ag_json_string(out, name, strlen(name));
}

static void add_flags(ag_strbuf *out, const char *key, uint32_t flags, const flag_name *names, size_t n)
{
    ag_strbuf_add(out, ",\"", 2);
    ag_strbuf_add_text(out, key);
    ag_strbuf_add(out, "\":[", 3);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!(flags & names[i].flag))
            continue;
        if (any)
            ag_strbuf_add_char(out, ',');
        add_name(out, names[i].name);
        any = true;
    }
    ag_strbuf_add_char(out, ']');
}

static void add_number(ag_strbuf *out, const char *key, uint64_t value)
{
    ag_strbuf_add(out, ",\"", 2);
    ag_strbuf_add_text(out, key);
    ag_strbuf_add(out, "\":", 2);
    ag_strbuf_add_uint(out, value);
}

// Opens the object: doc, start, end, text.
static void begin_line(const dump *d, ag_span span)
{
    ag_strbuf_add_text(d->out, "{\"doc\":");
    add_name(d->out, d->doc);
    add_number(d->out, "start", ag_positions_of(d->positions, span.start));
    add_number(d->out, "end", ag_positions_of(d->positions, span.end));
    ag_strbuf_add_text(d->out, ",\"text\":");
    ag_json_string(d->out, d->text + span.start, span.end - span.start);
}

static void end_line(const dump *d)
{
    ag_strbuf_add(d->out, "}\n", 2);
}

static void dump_tokens(const dump *d)
{
    for (size_t i = 0; i < d->tokens->list.n; i++) {
        const ag_token *token = &d->tokens->list.at[i];
        ag_str folded = ag_token_folded(d->tokens, i);
        begin_line(d, (ag_span){token->start, token->end});
        ag_strbuf_add_text(d->out, ",\"kind\":");
        add_name(d->out, ag_token_kind_name((ag_token_kind)token->kind));
        ag_strbuf_add_text(d->out, ",\"folded\":");
        ag_json_string(d->out, folded.ptr, folded.len);
        add_flags(d->out, "flags", token->flags, token_flags, AG_ARRAY_LEN(token_flags));
        end_line(d);
    }
}

static void dump_sentences(const dump *d)
{
    for (size_t i = 0; i < d->units->sentences.n; i++) {
        const ag_sentence *s = &d->units->sentences.at[i];
        begin_line(d, (ag_span){s->start, s->end});
        add_number(d->out, "line", s->line);
        add_number(d->out, "paragraph", s->paragraph);
        if (s->body > s->first && s->body < s->last)
            add_number(d->out, "body", ag_positions_of(d->positions, d->tokens->list.at[s->body].start));
        add_flags(d->out, "flags", s->flags, sentence_flags, AG_ARRAY_LEN(sentence_flags));
        end_line(d);
    }
}

static void dump_quotes(const dump *d)
{
    for (size_t i = 0; i < d->units->quotes.n; i++) {
        const ag_quote *q = &d->units->quotes.at[i];
        begin_line(d, (ag_span){q->start, q->end});
        add_number(d->out, "depth", q->depth);
        add_number(d->out, "run", q->run);
        ag_strbuf_add_text(d->out, q->single ? ",\"marks\":\"single\"" : ",\"marks\":\"double\"");
        ag_strbuf_add_text(d->out, q->unclosed ? ",\"closed\":false" : ",\"closed\":true");
        end_line(d);
    }
}

static void add_classes(const dump *d, const char *key, const uint16_t *ids, uint32_t n)
{
    ag_strbuf_add(d->out, ",\"", 2);
    ag_strbuf_add_text(d->out, key);
    ag_strbuf_add(d->out, "\":[", 3);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            ag_strbuf_add_char(d->out, ',');
        add_name(d->out, ag_lexicon_class_name(d->lex, ids[i]));
    }
    ag_strbuf_add_char(d->out, ']');
}

// "agent":[start,end] in the offsets of the run.
static void add_link(const dump *d, const char *key, const ag_item_view *view, ag_link link)
{
    if (link.first == link.last)
        return;
    uint32_t start = d->tokens->list.at[view->items[link.first].first].start;
    uint32_t end = d->tokens->list.at[view->items[link.last - 1].last - 1].end;
    ag_strbuf_add(d->out, ",\"", 2);
    ag_strbuf_add_text(d->out, key);
    ag_strbuf_add_text(d->out, "\":[");
    ag_strbuf_add_uint(d->out, ag_positions_of(d->positions, start));
    ag_strbuf_add_char(d->out, ',');
    ag_strbuf_add_uint(d->out, ag_positions_of(d->positions, end));
    ag_strbuf_add_char(d->out, ']');
}

static void dump_item(const dump *d, const ag_item_view *view, uint32_t i)
{
    const ag_item *item = &view->items[i];
    if (item->last <= item->first)
        return; // an item without tokens has no place in the text
    begin_line(d, (ag_span){d->tokens->list.at[item->first].start, d->tokens->list.at[item->last - 1].end});
    ag_strbuf_add_text(d->out, ",\"category\":");
    add_name(d->out, category_names[item->category]);
    add_classes(d, "classes", item->classes, item->nclasses);
    if (item->nmodifiers > 0)
        add_classes(d, "modifiers", item->modifiers, item->nmodifiers);
    add_flags(d->out, "features", item->features, item_features, AG_ARRAY_LEN(item_features));
    if (item->lemma > 0) {
        ag_strbuf_add_text(d->out, ",\"lemma\":");
        add_name(d->out, ag_lexicon_string(d->lex, item->lemma));
    }
    if (item->actor > 0) {
        ag_strbuf_add_text(d->out, ",\"actor\":");
        add_name(d->out, ag_lexicon_string(d->lex, ag_lexicon_actor(d->lex, item->actor)->name));
    }
    add_link(d, "agent", view, item->agent);
    add_link(d, "patient", view, item->patient);
    end_line(d);
}

static void dump_classes(const dump *d)
{
    for (uint32_t i = 0; i < d->units->sentences.n; i++) {
        ag_item_view view = {0};
        ag_extractor_items(d->x, i, &view);
        for (uint32_t k = 0; k < view.n; k++)
            dump_item(d, &view, k);
    }
}

static void dump_clue(void *user, const ag_clue *f)
{
    ag_strbuf *out = user;
    ag_strbuf text = {0};
    ag_clue_write(&text, f);
    ag_json_string(out, text.ptr, text.len);
    ag_strbuf_add_char(out, ',');
    ag_strbuf_free(&text);
}

static void dump_clues(const dump *d)
{
    ag_strbuf *out = d->out;
    for (uint32_t i = 0; i < d->units->sentences.n; i++) {
        const ag_sentence *s = &d->units->sentences.at[i];
        ag_evidence evidence = ag_extractor_evidence(d->x, i);
        begin_line(d, (ag_span){s->start, s->end});
        ag_strbuf_add_text(out, ",\"clues\":[");
        ag_clues_each(&evidence, i, dump_clue, out);
        if (out->ptr[out->len - 1] == ',')
            out->len--;
        ag_strbuf_add_char(out, ']');
        end_line(d);
    }
}

static void dump_candidate(dump *d, const ag_candidate *c)
{
    const ag_mention *m = &c->mention;
    ag_span span = m->present ? m->span : (ag_span){0};
    ag_strbuf_add_text(d->out, "{\"text\":");
    ag_json_string(d->out, d->text + span.start, span.end - span.start);
    ag_strbuf_add_text(d->out, ",\"name\":");
    ag_json_string(d->out, m->name.len ? m->name.ptr : "", m->name.len);
    ag_strbuf_add_text(d->out, ",\"clues\":[");
    for (ag_role_clue k = 0; k < AG_RC_COUNT; k++)
        if (ag_role_clue_is(&c->clues, k)) {
            add_name(d->out, ag_role_clue_name(k));
            ag_strbuf_add_char(d->out, ',');
        }
    for (uint32_t i = 0; i < c->clues.nwords; i++)
        ag_strbuf_printf(d->out, "\"%s:%s\",", ag_role_place_name(c->clues.words[i].place),
                         ag_lexicon_class_name(d->lex, c->clues.words[i].class));
    if (d->out->ptr[d->out->len - 1] == ',')
        d->out->len--;
    ag_strbuf_add_text(d->out, "]},");
}

// A record as it is before a role is chosen, with everybody who may have the role, and who has the other one.
static void dump_role(dump *d, const ag_match *m, const ag_record *r, ag_role role)
{
    const ag_mention *other = role == AG_ROLE_SOURCE ? &r->target : &r->source;
    ag_span span = other->present ? other->span : (ag_span){0};
    ag_find_candidates(d->x, m, r, role, &d->list);
    begin_line(d, r->sentence);
    ag_strbuf_add_text(d->out, ",\"label\":");
    add_name(d->out, ag_label_name(r->label));
    ag_strbuf_add_text(d->out, role == AG_ROLE_SOURCE ? ",\"role\":\"source\",\"other\":{\"text\":"
                                                      : ",\"role\":\"target\",\"other\":{\"text\":");
    ag_json_string(d->out, d->text + span.start, span.end - span.start);
    ag_strbuf_add_text(d->out, ",\"name\":");
    ag_json_string(d->out, other->name.len ? other->name.ptr : "", other->name.len);
    ag_strbuf_add_text(d->out, "},\"candidates\":[");
    for (size_t i = 0; i < d->list.n; i++)
        dump_candidate(d, &d->list.at[i]);
    d->out->len--; // the last comma; nobody is always there
    ag_strbuf_add_char(d->out, ']');
    end_line(d);
}

static void dump_match(void *user, const ag_match *m)
{
    dump *d = user;
    ag_record r;
    ag_fill_by_rules(d->x, m, &r);
    dump_role(d, m, &r, AG_ROLE_SOURCE);
    ag_choose_role(d->x, m, AG_ROLE_SOURCE, &r);
    dump_role(d, m, &r, AG_ROLE_TARGET);
}

static void dump_roles(dump *d)
{
    for (uint32_t i = 0; i < d->units->sentences.n; i++)
        ag_each_match(d->x, i, dump_match, d);
    ag_free(&d->list);
}

void ag_dump(ag_strbuf *out, allege_stage stage, const char *doc, const ag_positions *positions,
             ag_extractor *x)
{
    dump d = {.out = out,
              .doc = doc,
              .text = ag_extractor_document(x)->text,
              .positions = positions,
              .x = x,
              .tokens = ag_extractor_tokens(x),
              .units = ag_extractor_units(x),
              .lex = ag_extractor_engine(x)->lex};
    switch (stage) {
    case ALLEGE_TOKENS:
        dump_tokens(&d);
        break;
    case ALLEGE_SENTENCES:
        dump_sentences(&d);
        break;
    case ALLEGE_QUOTES:
        dump_quotes(&d);
        break;
    case ALLEGE_CLASSES:
        dump_classes(&d);
        break;
    case ALLEGE_CLUES:
        dump_clues(&d);
        break;
    case ALLEGE_ROLES:
        dump_roles(&d);
        break;
    }
}
