// SPDX-License-Identifier: MIT
#include "dump.h"

#include "candidates.h"

typedef struct flag_name {
    uint32_t flag;
    const char *name;
} flag_name;

static const flag_name token_flags[] = {
    {AG_TF_SPACE, "space"}, {AG_TF_NEWLINE, "newline"},   {AG_TF_BLANK, "blank"}, {AG_TF_CAP, "cap"},
    {AG_TF_CAPS, "caps"},   {AG_TF_SINGLE, "single"},     {AG_TF_OPENS, "opens"}, {AG_TF_CLOSES, "closes"},
    {AG_TF_CURLY, "curly"}, {AG_TF_INNERCAP, "innercap"},
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
static void begin_line(ag_strbuf *out, const ag_json_context *context, ag_span span)
{
    ag_strbuf_add_text(out, "{\"doc\":");
    add_name(out, context->doc);
    ag_json_offsets(out, context, span);
    ag_strbuf_add_text(out, ",\"text\":");
    ag_json_string(out, context->text + span.start, span.end - span.start);
}

static void end_line(ag_strbuf *out)
{
    ag_strbuf_add(out, "}\n", 2);
}

static void dump_tokens(ag_strbuf *out, const ag_json_context *context, const ag_tokens *tokens)
{
    for (size_t i = 0; i < tokens->list.n; i++) {
        const ag_token *token = &tokens->list.at[i];
        ag_str folded = ag_token_folded(tokens, i);
        begin_line(out, context, (ag_span){token->start, token->end});
        ag_strbuf_add_text(out, ",\"kind\":");
        add_name(out, ag_token_kind_name((ag_token_kind)token->kind));
        ag_strbuf_add_text(out, ",\"folded\":");
        ag_json_string(out, folded.ptr, folded.len);
        add_flags(out, "flags", token->flags, token_flags, AG_ARRAY_LEN(token_flags));
        end_line(out);
    }
}

static void dump_sentences(ag_strbuf *out, const ag_json_context *context, const ag_tokens *tokens,
                           const ag_units *units)
{
    for (size_t i = 0; i < units->sentences.n; i++) {
        const ag_sentence *s = &units->sentences.at[i];
        begin_line(out, context, (ag_span){s->start, s->end});
        add_number(out, "line", s->line);
        add_number(out, "paragraph", s->paragraph);
        if (s->body > s->first && s->body < s->last)
            add_number(out, "body", ag_positions_of(context->positions, tokens->list.at[s->body].start));
        add_flags(out, "flags", s->flags, sentence_flags, AG_ARRAY_LEN(sentence_flags));
        end_line(out);
    }
}

static void dump_quotes(ag_strbuf *out, const ag_json_context *context, const ag_units *units)
{
    for (size_t i = 0; i < units->quotes.n; i++) {
        const ag_quote *q = &units->quotes.at[i];
        begin_line(out, context, (ag_span){q->start, q->end});
        add_number(out, "depth", q->depth);
        add_number(out, "run", q->run);
        ag_strbuf_add_text(out, q->single ? ",\"marks\":\"single\"" : ",\"marks\":\"double\"");
        ag_strbuf_add_text(out, q->unclosed ? ",\"closed\":false" : ",\"closed\":true");
        end_line(out);
    }
}

static void add_classes(ag_strbuf *out, const char *key, const uint16_t *ids, uint32_t n,
                        const ag_lexicon *lex)
{
    ag_strbuf_add(out, ",\"", 2);
    ag_strbuf_add_text(out, key);
    ag_strbuf_add(out, "\":[", 3);
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            ag_strbuf_add_char(out, ',');
        add_name(out, ag_lexicon_class_name(lex, ids[i]));
    }
    ag_strbuf_add_char(out, ']');
}

// "agent":[start,end] in the offsets of the run.
static void add_link(ag_strbuf *out, const ag_json_context *context, const ag_tokens *tokens, const char *key,
                     const ag_item_view *view, ag_link link)
{
    if (link.first == link.last)
        return;
    uint32_t start = tokens->list.at[view->items[link.first].first].start;
    uint32_t end = tokens->list.at[view->items[link.last - 1].last - 1].end;
    ag_strbuf_add(out, ",\"", 2);
    ag_strbuf_add_text(out, key);
    ag_strbuf_add_text(out, "\":[");
    ag_strbuf_add_uint(out, ag_positions_of(context->positions, start));
    ag_strbuf_add_char(out, ',');
    ag_strbuf_add_uint(out, ag_positions_of(context->positions, end));
    ag_strbuf_add_char(out, ']');
}

static void dump_item(ag_strbuf *out, const ag_json_context *context, const ag_tokens *tokens,
                      const ag_item_view *view, uint32_t i, const ag_lexicon *lex)
{
    const ag_item *item = &view->items[i];
    if (item->last <= item->first)
        return; // an item without tokens has no place in the text
    begin_line(out, context,
               (ag_span){tokens->list.at[item->first].start, tokens->list.at[item->last - 1].end});
    ag_strbuf_add_text(out, ",\"category\":");
    add_name(out, category_names[item->category]);
    add_classes(out, "classes", item->classes, item->nclasses, lex);
    if (item->nmodifiers > 0)
        add_classes(out, "modifiers", item->modifiers, item->nmodifiers, lex);
    add_flags(out, "features", item->features, item_features, AG_ARRAY_LEN(item_features));
    if (item->lemma > 0) {
        ag_strbuf_add_text(out, ",\"lemma\":");
        add_name(out, ag_lexicon_string(lex, item->lemma));
    }
    if (item->actor > 0) {
        ag_strbuf_add_text(out, ",\"actor\":");
        add_name(out, ag_lexicon_string(lex, ag_lexicon_actor(lex, item->actor)->name));
    }
    add_link(out, context, tokens, "agent", view, item->agent);
    add_link(out, context, tokens, "patient", view, item->patient);
    end_line(out);
}

static void dump_classes(ag_strbuf *out, const ag_json_context *context, ag_extractor *x,
                         const ag_lexicon *lex)
{
    const ag_tokens *tokens = ag_extractor_tokens(x);
    uint32_t sentences = (uint32_t)ag_extractor_units(x)->sentences.n;
    for (uint32_t i = 0; i < sentences; i++) {
        ag_item_view view = {0};
        ag_extractor_items(x, i, &view);
        for (uint32_t k = 0; k < view.n; k++)
            dump_item(out, context, tokens, &view, k, lex);
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

static void dump_clues(ag_strbuf *out, const ag_json_context *context, ag_extractor *x)
{
    const ag_units *units = ag_extractor_units(x);
    for (uint32_t i = 0; i < units->sentences.n; i++) {
        const ag_sentence *s = &units->sentences.at[i];
        ag_evidence evidence = ag_extractor_evidence(x, i);
        begin_line(out, context, (ag_span){s->start, s->end});
        ag_strbuf_add_text(out, ",\"clues\":[");
        ag_clues_each(&evidence, i, dump_clue, out);
        if (out->ptr[out->len - 1] == ',')
            out->len--;
        ag_strbuf_add_char(out, ']');
        end_line(out);
    }
}

typedef struct roles_dump {
    ag_strbuf *out;
    const ag_json_context *context;
    ag_extractor *x;
    ag_candidates list;
} roles_dump;

static void dump_candidate(roles_dump *d, const ag_candidate *c)
{
    const ag_mention *m = &c->mention;
    ag_span span = m->present ? m->span : (ag_span){0};
    ag_strbuf_add_text(d->out, "{\"text\":");
    ag_json_string(d->out, d->context->text + span.start, span.end - span.start);
    ag_strbuf_add_text(d->out, ",\"name\":");
    ag_json_string(d->out, m->name.len ? m->name.ptr : "", m->name.len);
    ag_strbuf_add_text(d->out, ",\"clues\":[");
    for (ag_role_clue k = 0; k < AG_RC_COUNT; k++)
        if (ag_role_clue_is(&c->clues, k)) {
            add_name(d->out, ag_role_clue_name(k));
            ag_strbuf_add_char(d->out, ',');
        }
    if (d->out->ptr[d->out->len - 1] == ',')
        d->out->len--;
    ag_strbuf_add_text(d->out, "]},");
}

// A record as it is before a role is chosen, with everybody who may have the role, and who has the other one.
static void dump_role(roles_dump *d, const ag_match *m, const ag_record *r, ag_role role)
{
    const ag_mention *other = role == AG_ROLE_SOURCE ? &r->target : &r->source;
    ag_span span = other->present ? other->span : (ag_span){0};
    ag_find_candidates(d->x, m, r, role, &d->list);
    begin_line(d->out, d->context, r->sentence);
    ag_strbuf_add_text(d->out, ",\"label\":");
    add_name(d->out, ag_label_name(r->label));
    ag_strbuf_add_text(d->out, role == AG_ROLE_SOURCE ? ",\"role\":\"source\",\"other\":{\"text\":"
                                                      : ",\"role\":\"target\",\"other\":{\"text\":");
    ag_json_string(d->out, d->context->text + span.start, span.end - span.start);
    ag_strbuf_add_text(d->out, ",\"name\":");
    ag_json_string(d->out, other->name.len ? other->name.ptr : "", other->name.len);
    ag_strbuf_add_text(d->out, "},\"candidates\":[");
    for (size_t i = 0; i < d->list.n; i++)
        dump_candidate(d, &d->list.at[i]);
    d->out->len--; // the last comma; nobody is always there
    ag_strbuf_add_char(d->out, ']');
    end_line(d->out);
}

static void dump_match(void *user, const ag_match *m)
{
    roles_dump *d = user;
    ag_record r;
    ag_fill_by_rules(d->x, m, &r);
    dump_role(d, m, &r, AG_ROLE_SOURCE);
    ag_choose_role(d->x, m, AG_ROLE_SOURCE, &r);
    dump_role(d, m, &r, AG_ROLE_TARGET);
}

static void dump_roles(ag_strbuf *out, const ag_json_context *context, ag_extractor *x)
{
    roles_dump d = {out, context, x, {0}};
    for (uint32_t i = 0; i < ag_extractor_units(x)->sentences.n; i++)
        ag_each_match(x, i, dump_match, &d);
    ag_free(&d.list);
}

void ag_dump(ag_strbuf *out, ag_stage stage, const ag_json_context *context, ag_extractor *x,
             const ag_lexicon *lex)
{
    switch (stage) {
    case AG_STAGE_TOKENS:
        dump_tokens(out, context, ag_extractor_tokens(x));
        break;
    case AG_STAGE_SENTENCES:
        dump_sentences(out, context, ag_extractor_tokens(x), ag_extractor_units(x));
        break;
    case AG_STAGE_QUOTES:
        dump_quotes(out, context, ag_extractor_units(x));
        break;
    case AG_STAGE_CLASSES:
        dump_classes(out, context, x, lex);
        break;
    case AG_STAGE_CLUES:
        dump_clues(out, context, x);
        break;
    case AG_STAGE_ROLES:
        dump_roles(out, context, x);
        break;
    }
}
