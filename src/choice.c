// SPDX-License-Identifier: MIT
// Which of the matches in a sentence become records.
#include "extractor.h"

#include "entity.h"
#include "reference.h"

#include <string.h>

// "Peru, he said, shelled a town": what is said begins before the remark, with its subject.
static bool goes_around(const ag_extractor *x, const ag_attribution *a, uint32_t target)
{
    const ag_item *items = ag_doc_item(&x->doc, x->sentence, 0);
    bool here = a->source.present && a->source.sentence == x->sentence;
    uint32_t remark = here && a->source.first < a->cue_first ? a->source.first : a->cue_first;
    bool verb =
        items[a->content_first].category == AG_CAT_VG || items[a->content_first].category == AG_CAT_ADV;
    return here && verb && a->content_first > a->cue_first && target < remark &&
           items[remark - 1].category == AG_CAT_COMMA && items[a->content_first - 1].category == AG_CAT_COMMA;
}

// A rule for the content of statements must not take the speaker, who stands outside, for the target.
static bool leaves_statement(ag_extractor *x, const ag_match *m)
{
    if (ag_rules_info(x->engine->rules, m->rule)->scope != AG_WITHIN_STATEMENT ||
        !ag_role_present(m, AG_ROLE_TARGET))
        return false;
    uint32_t target = m->role[AG_ROLE_TARGET].first;
    const ag_attribution *a = ag_attribution_at(x, m->role[AG_ROLE_CUE].first);
    if (a && (target < a->content_first || target >= a->content_last))
        return !goes_around(x, a, target);
    return !ag_inside_statement(x, target);
}

static bool begins_content(const ag_extractor *x, uint32_t item)
{
    const ag_document *doc = &x->doc;
    for (uint32_t i = doc->first_attribution.at[x->sentence]; i < doc->first_attribution.at[x->sentence + 1];
         i++)
        if (doc->attributions.at[i].content_first == item)
            return true;
    return false;
}

// A clause whose subject stands at the item only says what is meant: "how he voted", "the tools we need".
static bool is_aside(const ag_extractor *x, const ag_item *items, uint32_t subject, uint32_t cue)
{
    static const char *const words[] = {"how", "where", "who", "whom"};
    for (size_t i = 0; i < AG_ARRAY_LEN(words); i++)
        if (ag_item_is(x, &items[subject - 1], words[i]))
            return true;
    if (ag_item_is(x, &items[subject - 1], "when") && (items[cue].features & AG_FEAT(MUST)))
        return true;
    return (items[subject].features & AG_FEAT(PRON)) && items[subject].category == AG_CAT_NG &&
           items[subject - 1].category == AG_CAT_NG && !(items[subject - 1].features & AG_FEAT(ACTOR)) &&
           subject > 1 && items[subject - 2].category != AG_CAT_P && !begins_content(x, subject);
}

// What only says who is meant or is in question states no course: "those who declined to vote", "how he would
// vote".
static bool is_presupposed(const ag_extractor *x, const ag_match *m)
{
    uint32_t n, cue = m->role[AG_ROLE_CUE].first, at = cue;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    const ag_rule_info *info = ag_rules_info(x->engine->rules, m->rule);
    if (info->label != AG_POLICY || items[cue].category != AG_CAT_VG)
        return false;
    bool passive = items[cue].features & AG_FEAT(PASSIVE);
    while (at > 0 && items[at - 1].category == AG_CAT_ADV)
        at--;
    if (at > 1 && ag_item_is(x, &items[at - 1], "who"))
        return items[at - 2].category == AG_CAT_NG || strcmp(info->kind, "position") == 0 ||
               (passive && !(items[cue].features & AG_FEAT(AGINST)));
    ag_link subject = passive ? items[cue].patient : items[cue].agent;
    return subject.first < subject.last && subject.last <= cue && subject.first > 0 &&
           is_aside(x, items, subject.first, cue);
}

// What somebody only thinks that another will do: "they fear that he would veto it".
static bool is_guess(const ag_extractor *x, const ag_match *m)
{
    const ag_document *doc = &x->doc;
    uint32_t cue = m->role[AG_ROLE_CUE].first, end = doc->first_attribution.at[x->sentence + 1];
    uint32_t features = ag_doc_item(doc, x->sentence, cue)->features;
    if (ag_rules_info(x->engine->rules, m->rule)->label != AG_POLICY || (features & AG_FEAT(AGFIRST)) ||
        !(features & (AG_FEAT(FUTURE) | AG_FEAT(WOULD))))
        return false;
    for (uint32_t i = doc->first_attribution.at[x->sentence]; i < end; i++) {
        const ag_attribution *a = &doc->attributions.at[i];
        if (cue >= a->content_first && cue < a->content_last &&
            ag_item_has_class(ag_doc_item(doc, a->sentence, a->cue_first), AG_CLASS_GUESS))
            return true;
    }
    return false;
}

bool ag_keep_match(void *user, const ag_match *m)
{
    ag_extractor *x = user;
    if (leaves_statement(x, m) || is_presupposed(x, m) || is_guess(x, m))
        return false;
    ag_push(&x->found, *m);
    return true;
}

static bool same_role(const ag_match *a, const ag_match *b, ag_role role)
{
    return a->role[role].first < b->role[role].last && b->role[role].first < a->role[role].last;
}

// Whether two references mean one: by their words or by whom they stand for. One that nobody names may be
// any.
static bool same_one(const ag_extractor *x, ag_reference a, ag_reference b)
{
    if (!a.present || !b.present || (a.sentence == b.sentence && a.first < b.last && b.first < a.last))
        return true;
    a = ag_resolve(&x->doc, a.sentence, a.first, a.last);
    b = ag_resolve(&x->doc, b.sentence, b.first, b.last);
    if (!a.present || !b.present)
        return true;
    ag_str na = ag_name_of(&x->doc, a), nb = ag_name_of(&x->doc, b);
    return na.len == nb.len && memcmp(na.ptr, nb.ptr, na.len) == 0;
}

static bool same_target(const ag_extractor *x, const ag_match *a, const ag_match *b)
{
    return same_one(x, ag_role_reference(x, a, AG_ROLE_TARGET), ag_role_reference(x, b, AG_ROLE_TARGET));
}

// A verb or a predicate that is not the denial of another claim: what a noun says in passing adds little.
static bool tells_by_itself(const ag_extractor *x, const ag_match *m)
{
    const ag_item *cue = ag_doc_item(&x->doc, x->sentence, m->role[AG_ROLE_CUE].first);
    bool predicate = cue->category == AG_CAT_VG || cue->category == AG_CAT_VED ||
                     cue->category == AG_CAT_VING || cue->category == AG_CAT_ADJ;
    return predicate && !ag_item_has_class(cue, AG_CLASS_DENY);
}

static ag_reference said_by(const ag_extractor *x, const ag_match *m)
{
    ag_reference own = ag_role_reference(x, m, AG_ROLE_SOURCE);
    return own.present ? own : ag_source_at(x, m->role[AG_ROLE_CUE].first);
}

static bool other_source(const ag_extractor *x, const ag_match *m, const ag_match *kept)
{
    ag_reference a = said_by(x, m), b = said_by(x, kept);
    return a.present && (!b.present || a.sentence != b.sentence || a.first >= b.last || b.first >= a.last);
}

// A second match of a label says something of its own only of somebody else.
static bool repeats(const ag_extractor *x, const ag_match *m, const ag_match *kept)
{
    ag_label label = ag_rules_info(x->engine->rules, m->rule)->label;
    if (label != ag_rules_info(x->engine->rules, kept->rule)->label)
        return false;
    if (label == AG_DENIAL) // "the army denies it and the minister says there was no raid"
        return same_one(x, said_by(x, m), said_by(x, kept));
    if (label != AG_CLAIM)
        return true;
    return same_role(m, kept, AG_ROLE_CUE) || same_target(x, m, kept) ||
           !(other_source(x, m, kept) || (tells_by_itself(x, m) && m->rule != kept->rule));
}

void ag_choose(ag_extractor *x)
{
    ag_match *at = x->found.at;
    size_t kept = 0;
    for (size_t i = 1; i < x->found.n; i++) // insertion sort by rule: a sentence has few matches
        for (size_t k = i; k > 0 && at[k].rule < at[k - 1].rule; k--) {
            ag_match swap = at[k];
            at[k] = at[k - 1], at[k - 1] = swap;
        }
    for (size_t i = 0; i < x->found.n; i++) {
        bool again = false;
        for (size_t k = 0; k < kept; k++)
            again |= repeats(x, &at[i], &at[k]);
        if (!again)
            at[kept++] = at[i];
    }
    x->found.n = kept;
    for (size_t i = 1; i < kept; i++)
        for (size_t k = i; k > 0 && at[k].role[AG_ROLE_CUE].first < at[k - 1].role[AG_ROLE_CUE].first; k--) {
            ag_match swap = at[k];
            at[k] = at[k - 1], at[k - 1] = swap;
        }
}
