// SPDX-License-Identifier: MIT
// The whole source: with what says who it is.
#include "statement_parts.h"

static bool is_phrase(const ag_item *item)
{
    return item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
}

// "of the port", "in Tampa", "interviewed at rallies", "a group called Harbour Watch", "released on Friday":
// behind item i - 1; i where there is none.
static uint32_t modifier_end(const ag_item *items, uint32_t i, uint32_t end)
{
    if (i + 1 < end && items[i].category == AG_CAT_P && is_phrase(&items[i + 1]))
        return i + 2;
    if (i < end && items[i].category == AG_CAT_VED) {
        bool more = i + 1 < end && (is_phrase(&items[i + 1]) || items[i + 1].category == AG_CAT_TIME);
        return more ? i + 2 : i + 1;
    }
    if (i + 1 < end && items[i].category == AG_CAT_LP)
        for (uint32_t k = i + 1; k < end; k++)
            if (items[k].category == AG_CAT_RP)
                return k + 1;
    return i;
}

// "and Tampa", "& Partners", "and even some engineers": behind what is joined; i where nothing is.
static uint32_t joined_end(const ag_document *doc, const ag_item *items, uint32_t i, uint32_t end)
{
    if (i >= end ||
        (items[i].category != AG_CAT_CONJ && doc->tokens.list.at[items[i].first].kind != AG_TOK_AMPERSAND))
        return i;
    uint32_t next = i + 1 + (i + 1 < end && items[i + 1].category == AG_CAT_ADV);
    return next < end && is_phrase(&items[next]) ? next + 1 : i;
}

// Behind a noun phrase that begins at item i, with what modifies it.
static uint32_t phrase_end(const ag_document *doc, const ag_item *items, uint32_t i, uint32_t end)
{
    while (i < end && is_phrase(&items[i]))
        i++;
    for (uint32_t next;
         (next = modifier_end(items, i, end)) > i || (next = joined_end(doc, items, i, end)) > i;)
        for (i = next; i < end && items[i - 1].category == AG_CAT_NPOSS && is_phrase(&items[i]);)
            i++;
    return i;
}

static bool ends_phrase(uint8_t category)
{
    return category == AG_CAT_COMMA || category == AG_CAT_STOP || category == AG_CAT_DASH ||
           category == AG_CAT_SEMI || category == AG_CAT_WH;
}

// "Ann Lee, the mayor of the port,": an apposition ends at a comma, or with the clause.
static uint32_t apposition_end(const ag_document *doc, const ag_item *items, uint32_t i, uint32_t end)
{
    if (i + 1 >= end || items[i].category != AG_CAT_COMMA || !is_phrase(&items[i + 1]))
        return i;
    uint32_t last = phrase_end(doc, items, i + 1, end);
    return last == end || ends_phrase(items[last].category) ? last : i;
}

// Whether what begins at an item says who somebody is: "who runs the port", "the mayor", "now the mayor".
static bool tells_who(const ag_document *doc, const ag_item *items, uint32_t i, uint32_t end)
{
    if (i < end && items[i].category == AG_CAT_WH)
        return ag_str_is(ag_token_folded(&doc->tokens, items[i].first), "who") ||
               ag_str_is(ag_token_folded(&doc->tokens, items[i].first), "whose");
    while (i < end && items[i].category == AG_CAT_ADV)
        i++;
    return i < end && is_phrase(&items[i]);
}

// "Ann Lee, who runs the port and its police, said": between commas or dashes, up to the cue.
static uint32_t aside_end(const ag_document *doc, const ag_item *items, uint32_t i, uint32_t end)
{
    uint8_t mark = i < end ? items[i].category : (uint8_t)AG_CAT_OTHER;
    bool enclosed = (mark == AG_CAT_COMMA || mark == AG_CAT_DASH) && end > i + 2 &&
                    items[end - 1].category == mark && tells_who(doc, items, i + 1, end - 1);
    return enclosed ? end - 1 : i;
}

// A restrictive relative clause runs up to the cue, "people who run the port say".
static uint32_t relative_end(const ag_item *items, uint32_t i, uint32_t end)
{
    if (i >= end || (items[i].category != AG_CAT_WH && items[i].category != AG_CAT_THAT))
        return i;
    for (uint32_t k = i; k < end; k++)
        if (items[k].category == AG_CAT_COMMA)
            return i;
    return end;
}

// Behind the cue, one that tells who it is runs up to the next thing said, "said Ann Lee, who runs the port".
static uint32_t closing_relative_end(const ag_document *doc, const ag_item *items, uint32_t i, uint32_t end)
{
    uint32_t who = i + (i < end && items[i].category == AG_CAT_COMMA);
    if (who >= end || items[who].category != AG_CAT_WH ||
        !ag_str_is(ag_token_folded(&doc->tokens, items[who].first), "who"))
        return i;
    for (uint32_t k = who + 1; k < end; k++) {
        uint8_t c = items[k].category;
        if (c == AG_CAT_STOP || c == AG_CAT_SEMI || c == AG_CAT_COLON || c == AG_CAT_DASH || c == AG_CAT_QO)
            return items[k - 1].category == AG_CAT_COMMA ? k - 1 : k;
    }
    return end;
}

// The item of "who" that stands for the source, "Ann Lee, who praised it"; its first item where there is
// none.
static uint32_t source_begin(const ag_document *doc, const ag_statement *st)
{
    const ag_item *items = doc->items.at + doc->first_item.at[st->sentence];
    uint32_t i = st->cue_first;
    bool before = st->source.present && st->source.sentence == st->sentence && st->source.last <= i;
    while (before && i > st->source.last && items[i - 1].category == AG_CAT_ADV)
        i--;
    return before && i > st->source.last && items[i - 1].category == AG_CAT_WH ? i - 1 : st->source.first;
}

// "She", but not "one in four voters", "some who left".
static bool is_bare_pronoun(const ag_document *doc, const ag_item *items, uint32_t first, uint32_t i,
                            uint32_t end)
{
    static const char *const heads[] = {"one", "some", "none", "those", "many", "most", "several", NULL};
    if (!(items[first].features & AG_FEAT(PRON)) || i > first + 1)
        return false;
    bool goes_on = i + 1 < end && (items[i].category == AG_CAT_P || items[i].category == AG_CAT_WH);
    for (const char *const *h = heads; goes_on && *h; h++)
        if (ag_str_is(ag_token_folded(&doc->tokens, items[first].first), *h))
            return false;
    return true;
}

static uint32_t source_end(const ag_document *doc, const ag_statement *st)
{
    uint32_t n;
    if (st->source_first != st->source.first)
        return st->source_first + 1;
    if (!st->source.present || st->source.sentence != st->sentence)
        return st->source.last;
    const ag_item *items = ag_doc_items(doc, st->sentence, &n);
    bool before = st->source.first < st->cue_first;
    uint32_t end = before ? st->cue_first : n, i = st->source.last;
    if (is_bare_pronoun(doc, items, st->source.first, i, end))
        return i;
    while (before && end > i + 1 && items[end - 2].category != AG_CAT_VED &&
           (items[end - 1].category == AG_CAT_TIME || items[end - 1].category == AG_CAT_ADV))
        end--;
    i = phrase_end(doc, items, i, end);
    if (before)
        i = relative_end(items, i, end);
    uint32_t aside = before ? aside_end(doc, items, i, end) : i;
    if (aside > i)
        return aside;
    i = apposition_end(doc, items, i, end);
    return before ? i : closing_relative_end(doc, items, i, end);
}

void ag_statement_fill_source(const ag_document *doc, ag_statement *st)
{
    st->source_first = source_begin(doc, st);
    st->source_last = source_end(doc, st);
}
