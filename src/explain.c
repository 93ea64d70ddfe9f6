// SPDX-License-Identifier: MIT
// --explain: for every sentence its items, the records with the tokens of each role, and the rules that came
// near.
#include "extract.h"

#include <string.h>

typedef struct kept_record {
    ag_span sentence, role[4]; // source, cue, target, act
    bool has[4];
    uint32_t rule;
} kept_record;

typedef struct explainer {
    ag_extractor *x;
    const ag_engine *engine;
    const char *text;
    FILE *to;
    AG_ARRAY(kept_record) records;
    ag_item_view view;
} explainer;

static void keep(void *user, const ag_record *r)
{
    explainer *e = user;
    kept_record k = {.sentence = r->sentence, .rule = r->rule_index};
    k.role[0] = r->source.span, k.has[0] = r->source.present || r->source.elsewhere;
    k.role[1] = r->cue, k.has[1] = true;
    k.role[2] = r->target.span, k.has[2] = r->target.present;
    k.role[3] = r->act, k.has[3] = r->has_act;
    ag_push(&e->records, k);
}

// Text with line breaks as spaces.
static void put_text(const explainer *e, uint32_t start, uint32_t end)
{
    for (uint32_t i = start; i < end; i++) {
        char c = e->text[i];
        fputc(c == '\n' || c == '\r' || c == '\0' ? ' ' : c, e->to);
    }
}

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

static void put_link(const explainer *e, const char *name, ag_link link)
{
    if (link.first == link.last)
        return;
    const ag_tokens *tokens = ag_extractor_tokens(e->x);
    fprintf(e->to, " %s=\"", name);
    put_text(e, tokens->list.at[e->view.items[link.first].first].start,
             tokens->list.at[e->view.items[link.last - 1].last - 1].end);
    fputc('"', e->to);
}

static void put_item(const explainer *e, const ag_item *item)
{
    const ag_tokens *tokens = ag_extractor_tokens(e->x);
    fprintf(e->to, "    %-5s ", category_names[item->category]);
    put_text(e, tokens->list.at[item->first].start, tokens->list.at[item->last - 1].end);
    for (uint8_t i = 0; i < item->nclasses; i++)
        fprintf(e->to, " <%s>", ag_lexicon_class_name(e->engine->lex, item->classes[i]));
    for (uint8_t i = 0; i < item->nmodifiers; i++)
        fprintf(e->to, " mod:%s", ag_lexicon_class_name(e->engine->lex, item->modifiers[i]));
    for (int f = 0; f < AG_FEAT_COUNT; f++)
        if (item->features & (1u << f))
            fprintf(e->to, " +%s", feature_names[f]);
    put_link(e, "agent", item->agent);
    put_link(e, "patient", item->patient);
    fputc('\n', e->to);
}

static void put_record(const explainer *e, const kept_record *k)
{
    static const char *const roles[] = {"source", "cue", "target", "act"};
    const ag_rule_info *info = ag_rules_info(e->engine->rules, k->rule);
    fprintf(e->to, "  => %s (%s) at %s:%u\n", info->id, info->kind, info->file, info->line);
    for (int i = 0; i < 4; i++) {
        if (!k->has[i])
            continue;
        fprintf(e->to, "     %-6s ", roles[i]);
        put_text(e, k->role[i].start, k->role[i].end);
        fprintf(e->to, "  [%u,%u)\n", k->role[i].start, k->role[i].end);
    }
}

static void put_near(void *user, uint32_t rule, uint32_t cue, uint32_t furthest, const char *expected)
{
    const explainer *e = user;
    const ag_tokens *tokens = ag_extractor_tokens(e->x);
    const ag_rule_info *info = ag_rules_info(e->engine->rules, rule);
    fprintf(e->to, "  ~  %s at %s:%u: cue \"", info->id, info->file, info->line);
    put_text(e, tokens->list.at[e->view.items[cue].first].start,
             tokens->list.at[e->view.items[cue].last - 1].end);
    fputs("\", ", e->to);
    if (furthest < e->view.n) {
        fputs("failed at \"", e->to);
        put_text(e, tokens->list.at[e->view.items[furthest].first].start,
                 tokens->list.at[e->view.items[furthest].last - 1].end);
        fputs("\"", e->to);
    } else
        fputs("failed at the end", e->to);
    fprintf(e->to, " where %s was expected\n", expected);
}

static void explain_sentence(explainer *e, uint32_t s)
{
    const ag_sentence *sentence = &ag_extractor_units(e->x)->sentences.at[s];
    fprintf(e->to, "%u: ", sentence->line);
    put_text(e, sentence->start, sentence->end);
    fputc('\n', e->to);
    ag_extractor_items(e->x, s, &e->view);
    for (uint32_t i = 0; i < e->view.n; i++)
        put_item(e, &e->view.items[i]);
    for (size_t i = 0; i < e->records.n; i++)
        if (e->records.at[i].sentence.start == sentence->start)
            put_record(e, &e->records.at[i]);
    ag_matcher_sentence(ag_extractor_matcher(e->x), e->view.items, e->view.n, ag_extractor_tokens(e->x));
    ag_matcher_near(ag_extractor_matcher(e->x), put_near, e);
    fputc('\n', e->to);
}

void ag_explain(ag_extractor *x, const char *text, size_t len, FILE *to)
{
    explainer e = {.x = x, .engine = ag_extractor_engine(x), .text = text, .to = to};
    ag_extract(x, text, len, keep, &e);
    for (uint32_t s = 0; s < ag_extractor_units(x)->sentences.n; s++)
        explain_sentence(&e, s);
    ag_free(&e.records);
}
