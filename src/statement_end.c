// SPDX-License-Identifier: MIT
// Where what is reported ends.
#include "statement_parts.h"

#include "entity.h"

static bool same_agent(const ag_item *a, const ag_item *b)
{
    return a->agent.first < a->agent.last && a->agent.first == b->agent.first;
}

// Whether the statement is told in a clause that is subordinate to another: "While she says so, ...".
static bool is_subordinate(const ag_item *items, const ag_attribution *a)
{
    uint32_t first = a->source.present && a->source.first < a->cue_first ? a->source.first : a->cue_first;
    return first > 0 && (items[first - 1].category == AG_CAT_SUB || items[first - 1].category == AG_CAT_WH);
}

// "who say", "those who, in May, said".
static bool is_relative(const ag_item *items, const ag_attribution *a)
{
    uint32_t i = a->cue_first;
    while (i > 0 && items[i - 1].category == AG_CAT_ADV)
        i--;
    return i > 0 && items[i - 1].category == AG_CAT_WH;
}

static bool is_saying(const ag_item *item)
{
    static const ag_known_class saying[] = {AG_CLASS_SAY, AG_CLASS_ALLEGE, AG_CLASS_INSIST, AG_CLASS_WARN};
    for (size_t i = 0; i < AG_ARRAY_LEN(saying); i++)
        if (ag_item_has_class(item, saying[i]))
            return true;
    return false;
}

bool ag_opens_content(const ag_item *item)
{
    return item->category == AG_CAT_THAT || item->category == AG_CAT_WH || item->category == AG_CAT_QO;
}

// ", adding that", also behind a quotation that holds the comma.
static bool says_more(const ag_attribution *a, const ag_item *items, uint32_t i)
{
    bool pause = items[i].category == AG_CAT_COMMA ||
                 (items[i].category == AG_CAT_QC && items[i - 1].category == AG_CAT_COMMA);
    if (!pause || i + 2 >= a->content_last || items[i + 1].category != AG_CAT_VING)
        return false;
    return is_saying(&items[i + 1]) && !(items[i + 1].features & AG_FEAT(QUOTED));
}

static bool opens_clause(const ag_item *item)
{
    return ag_opens_content(item) || item->category == AG_CAT_CONJ || item->category == AG_CAT_SUB;
}

// "Her belief that the house is haunted | has never changed": the second of two verbs that meet, unless the
// first is that of a relative clause without a pronoun, "the house he bought is haunted".
static bool meets_verb(const ag_item *items, uint32_t from, uint32_t i)
{
    if (i < from + 2 || items[i - 1].category != AG_CAT_VG || i - 1 == from)
        return false;
    return i < from + 3 || items[i - 2].category != AG_CAT_NG || items[i - 3].category != AG_CAT_NG;
}

// Whether i is the first verb of what begins with a noun: "says the river | is rising".
static bool opens_with_subject(const ag_item *items, uint32_t from, uint32_t i)
{
    if (items[from].category != AG_CAT_NG && items[from].category != AG_CAT_NPOSS)
        return false;
    for (uint32_t k = from + 1; k < i; k++)
        if (items[k].category == AG_CAT_VG)
            return false;
    return true;
}

// Whether the clause around the one that is told in passing, or around a noun, goes on with verb i: "The man
// who wants to stay | is waiting".
static bool resumes(const ag_attribution *a, const ag_item *items, uint32_t i)
{
    const ag_item *verb = &items[i], *cue = &items[a->cue_first], *before = &items[i - 1];
    if (verb->category != AG_CAT_VG || i == a->content_first || opens_clause(before) ||
        before->category == AG_CAT_P || (before->features & AG_FEAT(PRON)))
        return false;
    if (is_saying(cue) && opens_with_subject(items, a->content_first, i))
        return false;
    if (is_relative(items, a) || cue->category == AG_CAT_NG)
        return before->category == AG_CAT_COMMA || meets_verb(items, a->content_first, i) ||
               (verb->agent.first < verb->agent.last && verb->agent.last <= a->cue_last);
    return false;
}

// "Despite his dislike for the port, | the mayor praised it", "His call to deport them, | denounced by many,
// is popular": a noun's content ends at the comma at i.
static bool leaves_noun(const ag_attribution *a, const ag_item *items, uint32_t i)
{
    if (items[a->cue_first].category != AG_CAT_NG)
        return false;
    uint32_t first = a->source.present && a->source.first < a->cue_first ? a->source.first : a->cue_first;
    bool aside =
        first > 0 && items[first - 1].category == AG_CAT_P && !ag_opens_content(&items[a->content_first]);
    for (uint32_t k = i + 1; k < a->content_last; k++)
        if (items[k].category == AG_CAT_COMMA)
            return k + 1 < a->content_last && items[k + 1].category == AG_CAT_VG;
        else if (aside && items[k].category == AG_CAT_VG)
            return true;
    return false;
}

static const ag_attribution *with_cue(ag_peers peers, uint32_t item)
{
    for (size_t i = 0; i < peers.n; i++)
        if (peers.at[i].cue_first == item)
            return &peers.at[i];
    return NULL;
}

// Whether the speaker says the next thing with item i: "She urged them to stay, | proposed that ... and |
// pushed for ...".
static bool says_next(const ag_attribution *a, ag_peers peers, const ag_item *items, uint32_t i)
{
    const ag_attribution *other = with_cue(peers, i);
    if (!other || other == a || (items[i].features & AG_FEAT(QUOTED)))
        return false;
    if (items[i].category == AG_CAT_VING)
        return items[a->cue_last - 1].category == AG_CAT_VING;
    return items[i].category == AG_CAT_VG && a->source.present && other->source.present &&
           other->source.first == a->source.first;
}

// Whether what is reported ends before item i: with the next thing that the speaker does, a remark behind a
// comma, or, where it is told in passing, with its clause.
static bool ends_report(const ag_document *doc, const ag_attribution *a, ag_peers peers, const ag_item *items,
                        uint32_t i)
{
    if (!(items[i].features & AG_FEAT(QUOTED)) && resumes(a, items, i))
        return true;
    if (i + 1 >= a->content_last)
        return false;
    if (says_more(a, items, i))
        return true;
    if (items[i].features & AG_FEAT(QUOTED))
        return false;
    const ag_item *next = &items[i + 1];
    switch (items[i].category) {
    case AG_CAT_SEMI:
        return true;
    case AG_CAT_DASH:
        return i > a->content_first + 2;
    case AG_CAT_CONJ:
        if (is_saying(next) && i + 2 < a->content_last && ag_opens_content(&items[i + 2]))
            return next->category == AG_CAT_VG || next->category == AG_CAT_VED;
        return (next->category == AG_CAT_VG && same_agent(next, &items[a->cue_first])) ||
               says_next(a, peers, items, i + 1);
    case AG_CAT_COMMA:
        break;
    default:
        return false;
    }
    if (is_subordinate(items, a) || next->category == AG_CAT_WH || leaves_noun(a, items, i) ||
        (next->category == AG_CAT_VG && says_next(a, peers, items, i + 1)))
        return true;
    if (next->category == AG_CAT_CONJ)
        return ag_str_is(ag_token_folded(&doc->tokens, next->first), "but");
    return next->category == AG_CAT_VING && same_agent(next, &items[a->cue_first]);
}

// 'They read "Leave the trees" | in red letters': a quotation is all that is said where no verb stands behind
// it and nothing more is quoted.
static bool ends_with_quotation(const ag_document *doc, const ag_attribution *a, const ag_item *items,
                                uint32_t i)
{
    uint32_t q = ag_doc_quote_at(doc, items[a->content_first].first);
    if (q == UINT32_MAX || (items[i].category != AG_CAT_P && items[i].category != AG_CAT_TIME))
        return false;
    const ag_quote *quote = &doc->units.quotes.at[q];
    if (quote->open + 1 < items[a->content_first].first || quote->close + 1 != items[i].first ||
        !ag_quote_is_speech(doc, quote))
        return false;
    for (uint32_t k = i; k < a->content_last; k++)
        switch (items[k].category) {
        case AG_CAT_NG:
        case AG_CAT_NPOSS:
        case AG_CAT_P:
        case AG_CAT_TIME:
        case AG_CAT_COMMA:
        case AG_CAT_ADV:
        case AG_CAT_STOP:
            break;
        default:
            return false;
        }
    return true;
}

// Items of the content, cut short where it stands behind the cue and others follow.
uint32_t ag_reported_end(const ag_document *doc, const ag_attribution *a, ag_peers peers)
{
    const ag_item *items = doc->items.at + doc->first_item.at[a->sentence];
    if (a->content_first < a->cue_first)
        return a->content_last;
    for (uint32_t i = a->content_first + 1; i < a->content_last; i++)
        if (ends_report(doc, a, peers, items, i) || ends_with_quotation(doc, a, items, i))
            return i;
    return a->content_last;
}
