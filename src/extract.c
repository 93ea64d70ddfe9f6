// SPDX-License-Identifier: MIT
// The pipeline over one document: tokens, units, items, attributions, speakers, then the rules for claims,
// denials and policy statements, whose matches become records.
#include "extractor.h"

#include "chunker.h"
#include "discourse.h"
#include "entity.h"
#include "limits.h"
#include "reference.h"
#include "syntax.h"
#include "tokenizer.h"

#include <stdlib.h>
#include <string.h>

// What has to speak for a record that no rule makes, where 0 is as likely as not: it names its roles less
// well.
#define WITHOUT_RULE 0.3

// What has to speak against a record that a rule makes: a reader can see why it is there.
#define AGAINST_RULE (-0.7)

// The same in a text of so few sentences that none has company that could speak for it.
#define AGAINST_RULE_ALONE (-1.4)
enum { ALONE = 2 };

ag_extractor *ag_extractor_new(const ag_engine *engine)
{
    ag_extractor *x = ag_xcalloc(1, sizeof *x);
    x->engine = engine;
    ag_grammar_init(&x->grammar, engine->lex);
    x->doc.g = &x->grammar;
    x->matcher = ag_matcher_new(engine->rules);
    x->scales = engine->weights ? ag_scales_new(engine->weights) : NULL;
    return x;
}

static void free_document(ag_document *doc)
{
    ag_tokens_free(&doc->tokens);
    ag_units_free(&doc->units);
    ag_free(&doc->items);
    ag_free(&doc->first_item);
    ag_free(&doc->entities);
    ag_free(&doc->entity_keys);
    ag_free(&doc->entity_marks);
    ag_free(&doc->mentions);
    ag_free(&doc->head_hashes);
    ag_free(&doc->entity_of_item);
    ag_xfree(doc->resolutions);
    ag_free(&doc->attributions);
    ag_free(&doc->first_attribution);
    ag_free(&doc->quote_speaker);
    ag_free(&doc->label_speaker);
}

void ag_extractor_free(ag_extractor *x)
{
    if (!x)
        return;
    ag_matcher_free(x->matcher);
    ag_scales_free(x->scales);
    ag_grammar_free(&x->grammar);
    free_document(&x->doc);
    ag_introducer_free(&x->introducer);
    ag_free(&x->words);
    ag_free(&x->scratch);
    ag_free(&x->found);
    ag_free(&x->matches);
    ag_free(&x->first_match);
    ag_free(&x->labels);
    ag_free(&x->last_decider);
    ag_free(&x->attributed);
    ag_free(&x->statements);
    ag_xfree(x);
}

const ag_tokens *ag_extractor_tokens(const ag_extractor *x)
{
    return &x->doc.tokens;
}
const ag_units *ag_extractor_units(const ag_extractor *x)
{
    return &x->doc.units;
}
ag_matcher *ag_extractor_matcher(ag_extractor *x)
{
    return x->matcher;
}
const ag_engine *ag_extractor_engine(const ag_extractor *x)
{
    return x->engine;
}

const ag_document *ag_extractor_document(const ag_extractor *x)
{
    return &x->doc;
}

void ag_extractor_items(ag_extractor *x, uint32_t sentence, ag_item_view *view)
{
    view->items = ag_doc_items(&x->doc, sentence, &view->n);
    view->sentence = sentence;
}

// ---- analysis ----

static void analyse_sentence(ag_extractor *x, const ag_sentence *s)
{
    ag_document *doc = &x->doc;
    uint32_t first = (s->flags & AG_SF_SPEAKER) ? s->first : s->body;
    bool title = ag_is_title_case(&doc->tokens, first, s->last);
    ag_tag(&x->grammar, &doc->tokens, doc->text, first, s->last, title, &x->words);
    ag_chunk(&x->grammar, &doc->tokens, &x->words, doc->units.quoted.at, &x->scratch);
    size_t n = x->scratch.n < AG_MAX_ITEMS ? x->scratch.n : AG_MAX_ITEMS;
    ag_reserve(&doc->items, doc->items.n + n);
    if (n)
        memcpy(doc->items.at + doc->items.n, x->scratch.at, n * sizeof *x->scratch.at);
    doc->items.n += n;
    if (s->flags & AG_SF_QUESTION)
        for (size_t i = doc->items.n - n; i < doc->items.n; i++)
            doc->items.at[i].features |= AG_FEAT(QUESTION);
}

static void analyse(ag_extractor *x, const char *text, size_t len)
{
    ag_document *doc = &x->doc;
    doc->text = text;
    doc->len = len;
    doc->items.n = doc->first_item.n = doc->attributions.n = doc->first_attribution.n = 0;
    doc->quote_speaker.n = doc->label_speaker.n = 0;
    doc->author = (ag_reference){0};
    doc->own_voice = false;
    ag_tokenize(text, len, &doc->tokens);
    ag_lexicon_read(x->engine->lex, &doc->tokens);
    ag_units_find(text, len, &doc->tokens, &doc->units);
    ag_introduce(&x->introducer, x->engine->lex, &doc->tokens, &doc->units);
    for (size_t s = 0; s < doc->units.sentences.n; s++) {
        ag_push(&doc->first_item, (uint32_t)doc->items.n);
        analyse_sentence(x, &doc->units.sentences.at[s]);
    }
    ag_push(&doc->first_item, (uint32_t)doc->items.n);
}

static void link_predicates(ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        ag_syntax_link(doc->g, &doc->tokens, items, n);
    }
}

// The speakers are known now: who "we" are.
static void mark_predicates(ag_document *doc)
{
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        ag_item *items = (ag_item *)ag_doc_items(doc, s, &n);
        ag_syntax_mark(items, n);
    }
}

// ---- statements ----

// All attributions of the document, in the order of their sentences.
static void find_statements(ag_extractor *x)
{
    ag_document *doc = &x->doc;
    x->attributed.n = x->statements.n = x->next_statement = 0;
    if (x->engine->statements == ALLEGE_STATEMENTS_NONE)
        return;
    for (uint32_t s = 0; s < doc->units.sentences.n; s++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(doc, s, &n);
        x->sentence = s;
        for (uint32_t i = doc->first_attribution.at[s]; i < doc->first_attribution.at[s + 1]; i++)
            ag_push(&x->attributed, doc->attributions.at[i]);
        ag_matcher_sentence(x->matcher, items, n, &doc->tokens);
        ag_matcher_run(x->matcher, AG_PASS_BELIEF, NULL, ag_keep_belief, x);
    }
    ag_statements_find(doc, x->attributed.at, x->attributed.n, x->engine->statements, &x->statements);
}

// A record that is part of what somebody says names the statement that it stands in.
static void add_within(const ag_extractor *x, ag_record *r)
{
    const ag_statement *st = ag_statement_around(&x->statements, x->sentence, r->cue.start);
    if (!st)
        return;
    r->within.present = true;
    r->within.has_cue = st->cue_first < st->cue_last;
    if (r->within.has_cue)
        r->within.cue = ag_doc_span(&x->doc, st->sentence, st->cue_first, st->cue_last);
    r->within.ncontent = st->ncontent;
    memcpy(r->within.content, st->content, sizeof st->content);
}

// A source that stands in the sentence of a statement by it is named as there, with what says who it is.
static void name_in_full(const ag_extractor *x, const ag_statement *st, ag_mention *source)
{
    ag_span whole = st->source_first < st->source_last
                        ? ag_doc_span(&x->doc, x->sentence, st->source_first, st->source_last)
                        : (ag_span){0};
    if (source->present && !source->elsewhere && st->source.present && st->source.sentence == x->sentence &&
        whole.start <= source->span.start && whole.end >= source->span.end)
        source->span = whole;
}

// A record with the cue of a statement carries what is said, and the statement is not given again.
static void add_content(ag_extractor *x, const ag_match *m, ag_record *r)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first;
    for (size_t i = x->next_statement; i < x->statements.n; i++) {
        ag_statement *st = &x->statements.at[i];
        if (st->sentence != x->sentence)
            return;
        if (cue != st->cue_first || m->role[AG_ROLE_CUE].last != st->cue_last)
            continue;
        st->taken = x->engine->statements == ALLEGE_STATEMENTS_OUTERMOST;
        r->ncontent = st->ncontent;
        memcpy(r->content, st->content, sizeof r->content);
        if (st->taken)
            name_in_full(x, st, &r->source);
    }
}

// The statements of the sentence at hand whose cue stands before a byte.
static void give_statements(ag_extractor *x, uint32_t before, ag_record_fn fn, void *user)
{
    for (; x->next_statement < x->statements.n; x->next_statement++) {
        const ag_statement *st = &x->statements.at[x->next_statement];
        if (st->sentence != x->sentence)
            return;
        if (st->taken)
            continue;
        ag_record record;
        ag_fill_statement(x, st, &record);
        if (record.has_cue && record.cue.start >= before)
            return;
        fn(user, &record);
    }
}

// ---- matches, weighed ----

static void find_matches(ag_extractor *x)
{
    x->matches.n = x->first_match.n = x->labels.n = 0;
    for (uint32_t s = 0; s < x->doc.units.sentences.n; s++) {
        uint32_t n;
        const ag_item *items = ag_doc_items(&x->doc, s, &n);
        uint8_t labels = 0;
        x->sentence = s;
        x->found.n = 0;
        ag_matcher_sentence(x->matcher, items, n, &x->doc.tokens);
        ag_matcher_run(x->matcher, AG_PASS_RECORDS, ag_inside_statement, ag_keep_match, x);
        ag_choose(x);
        ag_push(&x->first_match, x->matches.n);
        for (size_t i = 0; i < x->found.n; i++) {
            ag_push(&x->matches, x->found.at[i]);
            labels |= (uint8_t)(1u << ag_rules_info(x->engine->rules, x->found.at[i].rule)->label);
        }
        ag_push(&x->labels, labels);
    }
    ag_push(&x->first_match, x->matches.n);
}

// 1 + the index of whom the rules take for the source of a policy statement; 0 for nobody with a name.
static uint32_t decider_of(const ag_extractor *x, const ag_match *m)
{
    bool policy = ag_rules_info(x->engine->rules, m->rule)->label == AG_POLICY;
    const ag_entity *e = policy ? ag_source_entity(x, m) : NULL;
    return e ? (uint32_t)(e - x->doc.entities.at) + 1 : 0;
}

// Whom the text is about shows in how often it is somebody's target, and who decides in it in how often a
// policy is his: a measure of nobody is then mostly his, too. Rather many texts than one have no such person.
static void count_roles(ag_extractor *x)
{
    uint32_t last = 0, most = 0, n = (uint32_t)x->doc.units.sentences.n;
    x->last_decider.n = 0;
    for (uint32_t s = 0; s < n; s++) {
        ag_push(&x->last_decider, last);
        for (size_t i = x->first_match.at[s]; i < x->first_match.at[s + 1]; i++) {
            const ag_match *m = &x->matches.at[i];
            x->sentence = s;
            ag_entity *e = ag_target_entity(x, m);
            if (e)
                e->aimed++;
            uint32_t decider = decider_of(x, m);
            if (!decider)
                continue;
            last = decider;
            x->doc.entities.at[last - 1].decides++;
            if (!most || x->doc.entities.at[last - 1].decides > x->doc.entities.at[most - 1].decides)
                most = last;
        }
    }
    x->decider = n > AG_MANY_TEXTS ? 0 : most;
}

ag_evidence ag_extractor_evidence(const ag_extractor *x, uint32_t sentence)
{
    size_t first = x->first_match.at[sentence], n = x->first_match.at[sentence + 1] - first;
    return (ag_evidence){&x->doc, x->engine->rules, x->labels.at, n ? &x->matches.at[first] : NULL, n};
}

static void give_record(ag_extractor *x, const ag_match *m, ag_record_fn fn, void *user)
{
    ag_record record;
    ag_fill_record(x, m, &record);
    if (ag_accuses_itself(x, m, &record))
        return;
    give_statements(x, record.cue.start, fn, user);
    add_content(x, m, &record);
    if (record.ncontent == 0)
        add_within(x, &record);
    fn(user, &record);
}

// Whether the weights let a match stand. Rules of the user's own are not questioned.
static bool stands(const ag_extractor *x, const ag_match *m, const ag_verdict *verdict)
{
    const ag_rule_info *info = ag_rules_info(x->engine->rules, m->rule);
    double least = x->doc.units.sentences.n <= ALONE ? AGAINST_RULE_ALONE : AGAINST_RULE;
    return !x->engine->weights || !info->built_in || verdict->sum[info->label] > least;
}

void ag_each_match(ag_extractor *x, uint32_t s, ag_record_match_fn fn, void *user)
{
    ag_verdict verdict;
    uint32_t given = 0;
    x->sentence = s;
    if (x->engine->weights) {
        ag_evidence evidence = ag_extractor_evidence(x, s);
        ag_weigh(x->scales, &evidence, s, &verdict);
    }
    for (size_t i = x->first_match.at[s]; i < x->first_match.at[s + 1]; i++) {
        const ag_match *m = &x->matches.at[i];
        given |= 1u << ag_rules_info(x->engine->rules, m->rule)->label;
        if (stands(x, m, &verdict))
            fn(user, m);
    }
    for (ag_label label = AG_CLAIM; x->engine->weights && label <= AG_POLICY; label++)
        if (!(given >> label & 1) && verdict.sum[label] > WITHOUT_RULE && verdict.item[label] != UINT32_MAX) {
            ag_match m = ag_weighed_match(x, label, verdict.item[label]);
            fn(user, &m);
        }
}

typedef struct receiver {
    ag_extractor *x;
    ag_record_fn fn;
    void *user;
} receiver;

static void take_match(void *user, const ag_match *m)
{
    receiver *to = user;
    give_record(to->x, m, to->fn, to->user);
}

static void extract_sentence(ag_extractor *x, uint32_t s, ag_record_fn fn, void *user)
{
    receiver to = {x, fn, user};
    ag_each_match(x, s, take_match, &to);
    give_statements(x, UINT32_MAX, fn, user);
}

void ag_extract(ag_extractor *x, const char *text, size_t len, ag_record_fn fn, void *user)
{
    analyse(x, text, len);
    ag_entities_find(&x->doc);
    link_predicates(&x->doc);
    ag_find_attributions(x);
    ag_discourse_speakers(&x->doc);
    mark_predicates(&x->doc);
    ag_mark_official(x);
    ag_references_forget(&x->doc);
    find_statements(x);
    find_matches(x);
    count_roles(x);
    for (uint32_t s = 0; s < x->doc.units.sentences.n; s++)
        extract_sentence(x, s, fn, user);
}
