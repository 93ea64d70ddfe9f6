// SPDX-License-Identifier: MIT
// Fills the records.
#include "extractor.h"

#include "candidates.h"
#include "certainty.h"

#include <string.h>

const ag_rule_info *ag_rule_of_record(const ag_extractor *x, uint32_t rule)
{
    static const ag_rule_info weighed[] = {
        [AG_CLAIM] = {.id = "claim.weighed", .kind = "report", .label = AG_CLAIM},
        [AG_DENIAL] = {.id = "denial.weighed", .kind = "denial", .label = AG_DENIAL},
        [AG_POLICY] = {.id = "policy.weighed", .kind = "position", .label = AG_POLICY}};
    return rule >= AG_WEIGHED ? &weighed[rule - AG_WEIGHED] : ag_rules_info(x->engine->rules, rule);
}

void ag_fill_by_rules(const ag_extractor *x, const ag_match *m, ag_record *r)
{
    const ag_document *doc = &x->doc;
    const ag_rule_info *info = ag_rule_of_record(x, m->rule);
    const ag_sentence *s = &doc->units.sentences.at[x->sentence];
    *r = (ag_record){
        .label = info->label, .kind = info->kind, .sentence = {s->start, s->end}, .line = s->line};
    r->rule = info->id;
    r->rule_index = m->rule;
    r->source = ag_record_source(x, m);
    r->target = ag_mention_of(x, ag_role_reference(x, m, AG_ROLE_TARGET));
    if (info->label == AG_POLICY && !ag_role_present(m, AG_ROLE_TARGET))
        r->target = ag_mention_of(x, ag_aim(x, m->role[AG_ROLE_CUE].first, info->kind));
    if (info->label != AG_POLICY)
        ag_narrow(x, ag_role_reference(x, m, AG_ROLE_TARGET), &r->target);
    r->has_cue = true;
    r->cue = ag_doc_span(doc, x->sentence, m->role[AG_ROLE_CUE].first, m->role[AG_ROLE_CUE].last);
    uint32_t lemma = ag_doc_item(doc, x->sentence, m->role[AG_ROLE_CUE].first)->lemma;
    r->cue_lemma = lemma ? ag_lexicon_string(x->engine->lex, lemma) : NULL;
    r->has_act = ag_role_present(m, AG_ROLE_ACT);
    if (r->has_act)
        r->act = ag_doc_span(doc, x->sentence, m->role[AG_ROLE_ACT].first, m->role[AG_ROLE_ACT].last);
    r->quote = ag_quote_kind(x, m);
    if (info->label == AG_CLAIM)
        r->kind = ag_claim_kind(x, m, r, info->kind);
    else if (info->label == AG_POLICY)
        r->kind = ag_policy_kind(x, m, info->kind);
    r->ncertainty = ag_certainty_find(doc, x->sentence, r->certainty, AG_RECORD_CERTAINTIES);
}

void ag_fill_record(const ag_extractor *x, const ag_match *m, ag_record *r)
{
    ag_fill_by_rules(x, m, r);
    ag_choose_roles(x, m, r);
    if ((r->source_choice.made || r->target_choice.made) && r->label == AG_CLAIM)
        r->kind = ag_claim_kind(x, m, r, ag_rule_of_record(x, m->rule)->kind);
}

void ag_fill_statement(const ag_extractor *x, const ag_statement *st, ag_record *r)
{
    const ag_document *doc = &x->doc;
    const ag_sentence *s = &doc->units.sentences.at[x->sentence];
    *r = (ag_record){.label = AG_STATEMENT, .sentence = {s->start, s->end}, .line = s->line};
    r->kind = "quote";
    r->rule = "statement.quotation";
    r->rule_index = st->rule;
    r->quote = ag_statement_quote_kind(doc, st);
    r->source = ag_mention_of(x, st->source);
    if (r->source.present)
        r->source.span = ag_doc_span(doc, x->sentence, st->source_first, st->source_last);
    r->has_cue = st->cue_first < st->cue_last;
    if (r->has_cue)
        r->cue = ag_doc_span(doc, x->sentence, st->cue_first, st->cue_last);
    if (r->has_cue && st->rule != UINT32_MAX) {
        const ag_rule_info *info = ag_rules_info(x->engine->rules, st->rule);
        uint32_t lemma = ag_doc_item(doc, x->sentence, st->cue_first)->lemma;
        r->kind = info->kind, r->rule = info->id;
        r->cue_lemma = lemma ? ag_lexicon_string(x->engine->lex, lemma) : NULL;
    }
    r->ncontent = st->ncontent;
    memcpy(r->content, st->content, sizeof r->content);
    r->ncertainty = ag_certainty_find(doc, x->sentence, r->certainty, AG_RECORD_CERTAINTIES);
}

bool ag_accuses_itself(const ag_extractor *x, const ag_match *m, ag_record *r)
{
    if (r->label != AG_CLAIM || (strcmp(r->kind, "accusation") != 0 && strcmp(r->kind, "charge") != 0) ||
        !ag_is_self(x, m, &r->source, &r->target))
        return false;
    uint32_t n, target = m->role[AG_ROLE_TARGET].first;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    for (uint32_t i = m->role[AG_ROLE_ACT].first; i < n && i < m->role[AG_ROLE_ACT].last; i++)
        if (items[i].category == AG_CAT_VG && !(items[i].features & AG_FEAT(PASSIVE)) &&
            items[i].agent.first < items[i].agent.last && items[i].agent.first == target)
            return true;
    if (ag_doc_item(&x->doc, x->sentence, m->role[AG_ROLE_CUE].first)->features & AG_FEAT(PASSIVE))
        r->source = (ag_mention){0};
    return false;
}
