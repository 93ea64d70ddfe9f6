// SPDX-License-Identifier: MIT
// --explain and --why: for every sentence its items, who speaks, the records with the words of each role, and
// the rules that came closest.
#include "extract.h"

#include <string.h>

enum { CLOSEST = 3 }; // rules shown for a label: more are seldom read

typedef struct kept_mention {
    bool present, elsewhere;
    ag_span span;
    ag_str name; // in the text
} kept_mention;

typedef struct kept_record {
    ag_span sentence, cue, act;
    kept_mention source, target, instead_source, instead_target;
    ag_choice source_choice, target_choice;
    bool has_act;
    ag_label label;
    const char *kind; // may be another than its rule's
    uint32_t rule;
    const char *id;
} kept_record;

typedef struct explainer {
    ag_extractor *x;
    const ag_engine *engine;
    const char *text;
    uint32_t labels, sentence;
    ag_strbuf *to;
    AG_ARRAY(kept_record) records;
    AG_ARRAY(ag_near) near; // of the sentence at hand
    ag_item_view view;
} explainer;

static kept_mention keep_mention(const ag_mention *m)
{
    return (kept_mention){m->present, m->elsewhere, m->span, m->name};
}

static void keep(void *user, const ag_record *r)
{
    explainer *e = user;
    kept_record k = {.sentence = r->sentence, .cue = r->cue, .act = r->act, .has_act = r->has_act};
    k.source = keep_mention(&r->source), k.target = keep_mention(&r->target);
    k.source_choice = r->source_choice, k.target_choice = r->target_choice;
    k.instead_source = keep_mention(&r->source_choice.instead);
    k.instead_target = keep_mention(&r->target_choice.instead);
    k.label = r->label, k.kind = r->kind, k.rule = r->rule_index, k.id = r->rule;
    ag_push(&e->records, k);
}

// Text with line breaks and runs of blanks as a space.
static void put_str(ag_strbuf *to, const char *text, size_t len)
{
    bool blank = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        bool now = c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0';
        if (!now || !blank)
            ag_strbuf_add_char(to, now ? ' ' : c);
        blank = now;
    }
}

static void put_text(const explainer *e, uint32_t start, uint32_t end)
{
    put_str(e->to, e->text + start, end - start);
}

// Items [first, last) in quotation marks.
static void put_items(const explainer *e, uint32_t first, uint32_t last)
{
    const ag_token *tokens = ag_extractor_tokens(e->x)->list.at;
    ag_strbuf_add_char(e->to, '"');
    put_text(e, tokens[e->view.items[first].first].start, tokens[e->view.items[last - 1].last - 1].end);
    ag_strbuf_add_char(e->to, '"');
}

static void put_rule_as(const explainer *e, uint32_t rule, const char *kind)
{
    const ag_rule_info *info = ag_rules_info(e->engine->rules, rule);
    ag_strbuf_printf(e->to, "%s (%s) at %s:%u", info->id, kind, info->file, (unsigned)info->line);
}

static void put_rule(const explainer *e, uint32_t rule)
{
    put_rule_as(e, rule, ag_rules_info(e->engine->rules, rule)->kind);
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
    ag_strbuf_printf(e->to, " %s=", name);
    put_items(e, link.first, link.last);
}

static void put_item(const explainer *e, const ag_item *item)
{
    const ag_tokens *tokens = ag_extractor_tokens(e->x);
    ag_strbuf_printf(e->to, "    %-5s ", category_names[item->category]);
    put_text(e, tokens->list.at[item->first].start, tokens->list.at[item->last - 1].end);
    for (uint8_t i = 0; i < item->nclasses; i++)
        ag_strbuf_printf(e->to, " <%s>", ag_lexicon_class_name(e->engine->lex, item->classes[i]));
    for (uint8_t i = 0; i < item->nmodifiers; i++)
        ag_strbuf_printf(e->to, " mod:%s", ag_lexicon_class_name(e->engine->lex, item->modifiers[i]));
    for (int f = 0; f < AG_FEAT_COUNT; f++)
        if (item->features & (1u << f))
            ag_strbuf_printf(e->to, " +%s", feature_names[f]);
    put_link(e, "agent", item->agent);
    put_link(e, "patient", item->patient);
    ag_strbuf_add_char(e->to, '\n');
}

// ---- who speaks ----

static void put_reference(const explainer *e, ag_reference r)
{
    if (!r.present) {
        ag_strbuf_add_text(e->to, "not known");
        return;
    }
    ag_span s = ag_doc_span(ag_extractor_document(e->x), r.sentence, r.first, r.last);
    ag_strbuf_add_char(e->to, '"');
    put_text(e, s.start, s.end);
    ag_strbuf_add_char(e->to, '"');
    if (r.sentence != e->sentence)
        ag_strbuf_printf(e->to, " of line %u",
                         (unsigned)ag_extractor_units(e->x)->sentences.at[r.sentence].line);
}

// What the statement rules found: source, cue, content.
static void put_attributions(const explainer *e)
{
    const ag_document *doc = ag_extractor_document(e->x);
    for (uint32_t i = doc->first_attribution.at[e->sentence]; i < doc->first_attribution.at[e->sentence + 1];
         i++) {
        const ag_attribution *a = &doc->attributions.at[i];
        ag_strbuf_add_text(e->to, "  says: ");
        put_reference(e, a->source);
        ag_strbuf_add_text(e->to, ", cue ");
        put_items(e, a->cue_first, a->cue_last);
        ag_strbuf_add_text(e->to, ", content ");
        put_items(e, a->content_first, a->content_last);
        ag_strbuf_add_text(e->to, "; ");
        put_rule(e, a->rule);
        ag_strbuf_add_char(e->to, '\n');
    }
}

// Quotations that reach into the sentence, and the label of a transcript.
static void put_speakers(const explainer *e)
{
    const ag_document *doc = ag_extractor_document(e->x);
    const ag_sentence *s = &doc->units.sentences.at[e->sentence];
    for (size_t q = 0; q < doc->units.quotes.n; q++) {
        const ag_quote *quote = &doc->units.quotes.at[q];
        if (quote->close < s->body || quote->open >= s->last)
            continue;
        ag_strbuf_add_text(e->to, "  quoted: ");
        put_reference(e, doc->quote_speaker.at[q]);
        ag_strbuf_add_char(e->to, '\n');
    }
    if (doc->label_speaker.at[e->sentence].present) {
        ag_strbuf_add_text(e->to, "  speaker: ");
        put_reference(e, doc->label_speaker.at[e->sentence]);
        ag_strbuf_add_char(e->to, '\n');
    }
}

// ---- records ----

static void put_role(const explainer *e, const char *role, ag_span span)
{
    ag_strbuf_printf(e->to, "     %-6s ", role);
    put_text(e, span.start, span.end);
    ag_strbuf_printf(e->to, "  [%u,%u)", (unsigned)span.start, (unsigned)span.end);
}

static void put_mention(const explainer *e, const char *role, const kept_mention *m)
{
    if (!m->present && !m->elsewhere)
        return;
    put_role(e, role, m->span);
    if (m->elsewhere)
        ag_strbuf_add_text(e->to, ", elsewhere");
    if (m->name.len > 0 && (m->name.len != m->span.end - m->span.start ||
                            memcmp(m->name.ptr, e->text + m->span.start, m->name.len) != 0)) {
        ag_strbuf_add_text(e->to, ", named ");
        put_str(e->to, m->name.ptr, m->name.len);
    }
    ag_strbuf_add_char(e->to, '\n');
}

// Why the weights gave a role to another than the rules did.
static void put_choice(const explainer *e, const ag_choice *choice, const kept_mention *instead)
{
    if (!choice->made)
        return;
    ag_strbuf_printf(e->to, "     weighs %+.2f, and ", choice->sum);
    if (instead->present || instead->elsewhere)
        put_text(e, instead->span.start, instead->span.end);
    else
        ag_strbuf_add_text(e->to, "nobody");
    ag_strbuf_printf(e->to, ", whom the rules name, %+.2f:", choice->own);
    for (size_t i = 0; i < choice->n; i++) {
        const ag_role_reason *r = &choice->reasons[i];
        ag_strbuf_printf(e->to, "%s %s %+.2f", i ? "," : "", r->clue, (double)r->weight);
    }
    ag_strbuf_add_char(e->to, '\n');
}

static void put_record(const explainer *e, const kept_record *k)
{
    ag_strbuf_add_text(e->to, "  => ");
    if (k->rule < ag_rules_count(e->engine->rules))
        put_rule_as(e, k->rule, k->kind);
    else
        ag_strbuf_printf(e->to, "%s (%s), which no rule made", k->id, k->kind);
    ag_strbuf_add_char(e->to, '\n');
    put_mention(e, "source", &k->source);
    put_choice(e, &k->source_choice, &k->instead_source);
    put_role(e, "cue", k->cue);
    ag_strbuf_add_char(e->to, '\n');
    put_mention(e, "target", &k->target);
    put_choice(e, &k->target_choice, &k->instead_target);
    if (k->has_act) {
        put_role(e, "act", k->act);
        ag_strbuf_add_char(e->to, '\n');
    }
}

// The record of a label in the sentence at hand; NULL where there is none.
static const kept_record *record_of(const explainer *e, ag_label label)
{
    uint32_t start = ag_extractor_units(e->x)->sentences.at[e->sentence].start;
    for (size_t i = 0; i < e->records.n; i++)
        if (e->records.at[i].sentence.start == start && e->records.at[i].label == label)
            return &e->records.at[i];
    return NULL;
}

static void put_records(const explainer *e)
{
    uint32_t start = ag_extractor_units(e->x)->sentences.at[e->sentence].start;
    for (size_t i = 0; i < e->records.n; i++)
        if (e->records.at[i].sentence.start == start && e->labels >> e->records.at[i].label & 1)
            put_record(e, &e->records.at[i]);
}

// What speaks for and against a label, unless it is out of the question.
static void put_scales(const explainer *e)
{
    enum { CLUES = 6 };
    const double hopeless = -2;
    ag_evidence evidence = ag_extractor_evidence(e->x, e->sentence);
    ag_verdict verdict;
    if (!e->engine->weights)
        return;
    ag_scales *scales = ag_scales_new(e->engine->weights);
    ag_weigh(scales, &evidence, e->sentence, &verdict);
    ag_scales_free(scales);
    for (ag_label label = AG_CLAIM; label <= AG_POLICY; label++) {
        if (!(e->labels >> label & 1) || verdict.sum[label] < hopeless)
            continue;
        ag_strbuf_add_text(e->to, "  weighs: ");
        ag_weigh_explain(e->engine->weights, &evidence, e->sentence, label, CLUES, e->to);
    }
}

// ---- rules that came close ----

static void keep_near(void *user, const ag_near *near)
{
    explainer *e = user;
    ag_push(&e->near, *near);
}

static ag_label label_of(const explainer *e, uint32_t rule)
{
    return ag_rules_info(e->engine->rules, rule)->label;
}

static bool is_closer(const ag_near *a, const ag_near *b)
{
    ag_near_kind last = AG_NEAR_ITEM; // it and those behind it are told apart by what is missing
    ag_near_kind ka = a->kind < last ? a->kind : last, kb = b->kind < last ? b->kind : last;
    if (ka != kb)
        return ka < kb;
    if (a->missing != b->missing)
        return a->missing < b->missing;
    return a->last - a->first > b->last - b->first;
}

// Takes the closest rule of a label out of the near misses, all its entries. Returns false where none is
// left.
static bool take_closest(explainer *e, ag_label label, ag_near *closest)
{
    bool found = false;
    size_t kept = 0;
    for (size_t i = 0; i < e->near.n; i++)
        if (label_of(e, e->near.at[i].rule) == label && (!found || is_closer(&e->near.at[i], closest)))
            *closest = e->near.at[i], found = true;
    for (size_t i = 0; i < e->near.n && found; i++)
        if (e->near.at[i].rule != closest->rule)
            e->near.at[kept++] = e->near.at[i];
    e->near.n = found ? kept : e->near.n;
    return found;
}

// Whether a match was chosen: then only what is weighed keeps it from being a record, or that its source
// would accuse itself.
static bool is_chosen(const explainer *e, const ag_near *near)
{
    ag_evidence evidence = ag_extractor_evidence(e->x, e->sentence);
    for (size_t i = 0; i < evidence.nmatches; i++)
        if (evidence.matches[i].rule == near->rule &&
            evidence.matches[i].role[AG_ROLE_CUE].first == near->cue)
            return true;
    return false;
}

// A rule that matches and yet made no record.
static void put_overruled(const explainer *e, const ag_near *near)
{
    const ag_rule_info *info = ag_rules_info(e->engine->rules, near->rule);
    const kept_record *winner = record_of(e, info->label);
    if (info->scope == AG_WITHIN_STATEMENT && !ag_extractor_within(e->x, e->sentence, near->cue))
        ag_strbuf_add_text(e->to, "but is for what somebody says, and nobody says this");
    else if (winner)
        ag_strbuf_printf(e->to, "but %s was taken", winner->id);
    else if (is_chosen(e, near))
        ag_strbuf_add_text(e->to, e->engine->weights ? "but too much speaks against it"
                                                     : "but its source would accuse itself");
    else
        ag_strbuf_add_text(e->to, "but its target stands outside of what is said");
}

static void put_expected(const explainer *e, const ag_near *near)
{
    put_str(e->to, near->expected.ptr, near->expected.len);
}

// A `when:` line that does not hold.
static void put_condition(const explainer *e, const ag_near *near)
{
    const char *link = near->link == AG_BIND_AGENT ? "agent" : "patient";
    if (near->at == e->view.n) {
        ag_strbuf_printf(e->to, "but it has no %s, which is to be ", link);
    } else {
        ag_strbuf_printf(e->to, "but its %s ", link);
        put_items(e, near->at, near->at + 1);
        ag_strbuf_add_text(e->to, " is not ");
    }
    put_expected(e, near);
}

static void put_failure(const explainer *e, const ag_near *near)
{
    ag_strbuf_add_text(e->to, "failed at ");
    if (near->at < e->view.n)
        put_items(e, near->at, near->at + 1);
    else
        ag_strbuf_add_text(e->to, "the end");
    ag_strbuf_add_text(e->to, " where ");
    put_expected(e, near);
    ag_strbuf_add_text(e->to, " was expected");
}

static void put_near(const explainer *e, const ag_near *near)
{
    bool some = near->first < near->last;
    ag_strbuf_add_text(e->to, "  ~  ");
    put_rule(e, near->rule);
    ag_strbuf_add_text(e->to, some ? near->kind == AG_NEAR_CUE ? ": would match " : ": matched " : ": cue ");
    put_items(e, some ? near->first : near->cue, some ? near->last : near->cue + 1);
    if (some && near->kind == AG_NEAR_CUE) {
        ag_strbuf_add_text(e->to, " if ");
        put_items(e, near->cue, near->cue + 1);
        ag_strbuf_add_text(e->to, " were ");
        put_expected(e, near);
    } else {
        ag_strbuf_add_text(e->to, ", ");
        if (near->kind == AG_NEAR_MATCH)
            put_overruled(e, near);
        else if (near->kind == AG_NEAR_CONDITION)
            put_condition(e, near);
        else
            put_failure(e, near);
    }
    ag_strbuf_add_char(e->to, '\n');
}

// The near misses of the sentence, but for the rules that made its records. Where a label has its record,
// only those that match are of interest.
static void find_near(explainer *e)
{
    uint32_t start = ag_extractor_units(e->x)->sentences.at[e->sentence].start;
    size_t kept = 0;
    e->near.n = 0;
    ag_matcher_sentence(ag_extractor_matcher(e->x), e->view.items, e->view.n, ag_extractor_tokens(e->x));
    ag_matcher_near(ag_extractor_matcher(e->x), keep_near, e);
    for (size_t i = 0; i < e->near.n; i++) {
        bool fired = false;
        for (size_t k = 0; k < e->records.n; k++)
            fired |= e->records.at[k].sentence.start == start && e->records.at[k].rule == e->near.at[i].rule;
        if (!fired && (e->near.at[i].kind == AG_NEAR_MATCH || !record_of(e, label_of(e, e->near.at[i].rule))))
            e->near.at[kept++] = e->near.at[i];
    }
    e->near.n = kept;
}

static void put_closest(explainer *e)
{
    static const ag_label labels[] = {AG_CLAIM, AG_DENIAL, AG_POLICY, AG_STATEMENT};
    const ag_document *doc = ag_extractor_document(e->x);
    bool attributed = doc->first_attribution.at[e->sentence] < doc->first_attribution.at[e->sentence + 1];
    uint32_t wanted = e->labels | (attributed ? 0 : 1u << AG_STATEMENT);
    ag_near near = {0};
    find_near(e);
    for (size_t i = 0; i < AG_ARRAY_LEN(labels); i++)
        for (int k = 0; k < CLOSEST && wanted >> labels[i] & 1 && take_closest(e, labels[i], &near); k++)
            if (k == 0 ||
                near.first < near.last) // one that matched nothing is of interest where no other is closer
                put_near(e, &near);
}

// ---- sentences ----

static void explain_sentence(explainer *e, uint32_t s)
{
    const ag_sentence *sentence = &ag_extractor_units(e->x)->sentences.at[s];
    e->sentence = s;
    ag_strbuf_printf(e->to, "%u: ", (unsigned)sentence->line);
    put_text(e, sentence->start, sentence->end);
    ag_strbuf_add_char(e->to, '\n');
    ag_extractor_items(e->x, s, &e->view);
    for (uint32_t i = 0; i < e->view.n; i++)
        put_item(e, &e->view.items[i]);
    put_attributions(e);
    put_speakers(e);
    put_records(e);
    put_scales(e);
    put_closest(e);
    ag_strbuf_add_char(e->to, '\n');
}

// Whether a sentence stands on a line, perhaps among others.
static bool stands_on(const ag_sentence *s, const char *text, uint32_t line)
{
    uint32_t last = s->line;
    for (uint32_t i = s->start; i < s->end; i++)
        last += text[i] == '\n' || (text[i] == '\r' && (i + 1 == s->end || text[i + 1] != '\n'));
    return s->line <= line && line <= last;
}

uint32_t ag_explain(ag_extractor *x, const char *text, size_t len, uint32_t labels, uint32_t line,
                    ag_strbuf *to)
{
    explainer e = {.x = x, .engine = ag_extractor_engine(x), .text = text, .labels = labels, .to = to};
    const ag_units *units = ag_extractor_units(x);
    uint32_t n = 0;
    ag_extract(x, text, len, keep, &e);
    for (uint32_t s = 0; s < units->sentences.n; s++) {
        if (line != 0 && !stands_on(&units->sentences.at[s], text, line))
            continue;
        explain_sentence(&e, s);
        n++;
    }
    ag_free(&e.records);
    ag_free(&e.near);
    return n;
}
