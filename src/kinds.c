// SPDX-License-Identifier: MIT
// The kinds of records and of quotations.
#include "extractor.h"

#include "entity.h"

#include <string.h>

// Adds up the words of tokens [first, last) inside quotations and outside of any.
static void count_quoted(const ag_document *doc, uint32_t first, uint32_t last, uint32_t *inside,
                         uint32_t *outside)
{
    for (uint32_t t = first; t < last; t++) {
        if (doc->tokens.list.at[t].kind > AG_TOK_IOC)
            continue;
        if (doc->units.quoted.at[t])
            ++*inside;
        else
            ++*outside;
    }
}

// The first token that does not begin before a byte.
static uint32_t token_from(const ag_document *doc, uint32_t byte)
{
    size_t lo = 0, hi = doc->tokens.list.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (doc->tokens.list.at[mid].start < byte)
            lo = mid + 1;
        else
            hi = mid;
    }
    return (uint32_t)lo;
}

const char *ag_statement_quote_kind(const ag_document *doc, const ag_statement *st)
{
    uint32_t inside = 0, outside = 0;
    if (st->rule == UINT32_MAX)
        return "direct"; // a quotation, or a turn of a transcript
    for (uint32_t i = 0; i < st->ncontent; i++)
        count_quoted(doc, token_from(doc, st->content[i].start), token_from(doc, st->content[i].end), &inside,
                     &outside);
    return !inside ? "indirect" : outside ? "mixed" : "direct";
}

const char *ag_quote_kind(const ag_extractor *x, const ag_match *m)
{
    const ag_sentence *s = &x->doc.units.sentences.at[x->sentence];
    uint32_t inside = 0, outside = 0;
    count_quoted(&x->doc, s->body, s->last, &inside, &outside);
    if (inside && !outside)
        return "direct";
    if (inside)
        return "mixed";
    return ag_attribution_at(x, m->role[AG_ROLE_CUE].first) ? "indirect" : "none";
}

// What the verb of saying makes of a thing said: "the panel concluded that", "the envoy alleged that".
static const char *kind_of_saying(const ag_extractor *x, const ag_attribution *a)
{
    static const struct {
        const char *kind;
        ag_known_class verb;
    } kinds[] = {
        {"report", AG_CLASS_SAY},        {"accusation", AG_CLASS_ACCUSE}, {"accusation", AG_CLASS_ALLEGE},
        {"assessment", AG_CLASS_ASSESS}, {"admission", AG_CLASS_ADMIT},
    };
    for (size_t i = 0; i < AG_ARRAY_LEN(kinds); i++)
        for (uint32_t cue = a->cue_first; cue < a->cue_last; cue++)
            if (ag_item_has_class(ag_doc_item(&x->doc, a->sentence, cue), kinds[i].verb))
                return kinds[i].kind;
    return "report";
}

bool ag_is_self(const ag_extractor *x, const ag_match *m, const ag_mention *source, const ag_mention *target)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first, of = m->role[AG_ROLE_TARGET].first;
    if (target->present && ag_speech_at(x, cue) != UINT32_MAX)
        return ag_doc_item(&x->doc, x->sentence, of)->features & AG_FEAT(FIRST);
    return target->present && source->name.len > 0 && source->name.len == target->name.len &&
           memcmp(source->name.ptr, target->name.ptr, source->name.len) == 0;
}

const char *ag_claim_kind(const ag_extractor *x, const ag_match *m, const ag_record *r, const char *kind)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first;
    const ag_attribution *a = ag_attribution_at(x, cue);
    ag_reference source = ag_role_reference(x, m, AG_ROLE_SOURCE);
    if (!source.present && a)
        source = a->source;
    if (strcmp(kind, "report") != 0 && strcmp(kind, "accusation") != 0 && strcmp(kind, "assessment") != 0)
        return kind;
    if (source.present &&
        (ag_item_has_class(ag_doc_item(&x->doc, source.sentence, source.first), AG_CLASS_COURT) ||
         ag_item_has_class(ag_doc_item(&x->doc, source.sentence, source.first), AG_CLASS_PROSECUTOR)))
        return "charge";
    if (strcmp(kind, "report") != 0)
        return kind;
    if (m->rule >= AG_WEIGHED && ag_is_accusing(ag_doc_item(&x->doc, x->sentence, cue)))
        return "accusation";
    if (ag_is_self(x, m, &r->source, &r->target))
        return "admission";
    if (!r->source.present && !r->source.elsewhere)
        return ag_speech_at(x, cue) == UINT32_MAX ? "hearsay" : kind;
    return a ? kind_of_saying(x, a) : kind;
}

// Whoever does it may state a course.
#define STATES (AG_FEAT(AGINST) | AG_FEAT(AGFIRST) | AG_FEAT(AGPRON))

// What sort of course a verb states by itself; NULL where it states none.
static const char *kind_of_verb(const ag_item *verb)
{
    static const struct {
        ag_known_class k;
        const char *kind;
    } kinds[] = {{AG_CLASS_WARN, "warning"},    {AG_CLASS_DEMAND, "demand"},    {AG_CLASS_CALLFOR, "demand"},
                 {AG_CLASS_WANT, "demand"},     {AG_CLASS_SUPPORT, "position"}, {AG_CLASS_LAUD, "position"},
                 {AG_CLASS_STRESS, "position"}, {AG_CLASS_CONDEMN, "position"}};
    if (verb->features & (AG_FEAT(FUTURE) | AG_FEAT(WOULD)))
        return "commitment";
    if (verb->features & AG_FEAT(MUST))
        return "demand";
    for (size_t i = 0; i < AG_ARRAY_LEN(kinds); i++)
        if (ag_item_has_class(verb, kinds[i].k))
            return kinds[i].kind;
    return NULL;
}

static bool is_measure(const ag_item *item)
{
    return ag_item_has_class(item, AG_CLASS_MEASURE) || ag_item_has_class(item, AG_CLASS_ENACT) ||
           ag_item_has_class(item, AG_CLASS_IMPOSE) || ag_item_has_class(item, AG_CLASS_ORDER) ||
           ag_item_has_class(item, AG_CLASS_MEASURE_NOUN);
}

// The course that a finite verb of the sentence states, whose doer may state one; rather another than a mere
// position. NULL for none.
static const char *kind_of_verbs(const ag_item *items, uint32_t n)
{
    const char *found = NULL;
    for (uint32_t i = 0; i < n; i++) {
        bool states = items[i].category == AG_CAT_VG && (items[i].features & STATES);
        const char *kind = states ? kind_of_verb(&items[i]) : NULL;
        if (kind && strcmp(kind, "position") != 0)
            return kind;
        found = kind ? kind : found;
    }
    return found;
}

// What a record is that no rule made: its cue says so, or, where that is no finite verb of a main clause or
// only tells, another verb: "announced that it would donate a part" is a commitment.
static const char *weighed_policy_kind(const ag_extractor *x, uint32_t cue)
{
    uint32_t n;
    const ag_item *items = ag_doc_items(&x->doc, x->sentence, &n);
    const char *kind = kind_of_verb(&items[cue]);
    bool relative = cue > 0 && items[cue - 1].category == AG_CAT_WH;
    bool measure = is_measure(&items[cue]);
    bool tells = ag_item_has_class(&items[cue], AG_CLASS_SAY);
    if (!kind && (!measure || relative || tells || items[cue].category != AG_CAT_VG))
        kind = kind_of_verbs(items, n);
    bool under_way = (items[cue].features & AG_FEAT(PROG)) && (items[cue].features & STATES);
    return kind ? kind : measure || under_way ? "measure" : "position";
}

const char *ag_policy_kind(const ag_extractor *x, const ag_match *m, const char *kind)
{
    uint32_t cue = m->role[AG_ROLE_CUE].first;
    const ag_item *item = ag_doc_item(&x->doc, x->sentence, cue);
    if (m->rule >= AG_WEIGHED)
        return weighed_policy_kind(x, cue);
    bool measure = strcmp(kind, "measure") == 0;
    if (!measure && strcmp(kind, "demand") != 0)
        return kind;
    bool prepares = (item->features & AG_FEAT(PROG)) && ag_item_has_class(item, AG_CLASS_PLAN);
    if (prepares || item->features & (AG_FEAT(FUTURE) | AG_FEAT(WOULD)))
        return "commitment";
    if (measure && item->features & AG_FEAT(MUST))
        return "demand";
    if (!measure || item->category != AG_CAT_VTO || cue == 0)
        return kind;
    if (ag_item_has_class(ag_doc_item(&x->doc, x->sentence, cue - 1), AG_CLASS_MENACE))
        return "warning";
    bool headline = ag_doc_item(&x->doc, x->sentence, cue - 1)->category == AG_CAT_NG;
    for (uint32_t i = 0; i < cue; i++)
        headline &= ag_doc_item(&x->doc, x->sentence, i)->category != AG_CAT_VG;
    return headline || ag_item_has_class(ag_doc_item(&x->doc, x->sentence, cue - 1), AG_CLASS_PLAN)
               ? "commitment"
               : kind;
}
