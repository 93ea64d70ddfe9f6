// SPDX-License-Identifier: MIT
// The whole source: with what says who it is.
#include "statement_parts.h"

static bool is_phrase(const ag_item *item)
{
    return item->category == AG_CAT_NG || item->category == AG_CAT_NPOSS;
}

// "of the port", "in Tampa", "interviewed at rallies", "a group called Harbour Watch": behind item i - 1; i
// where there is none.
static uint32_t modifier_end(const ag_item *items, uint32_t i, uint32_t end)
{
    if (i + 1 < end && items[i].category == AG_CAT_P && is_phrase(&items[i + 1]))
        return i + 2;
    if (i < end && items[i].category == AG_CAT_VED)
        return i + 1 < end && is_phrase(&items[i + 1]) ? i + 2 : i + 1;
    if (i + 1 < end && items[i].category == AG_CAT_LP)
        for (uint32_t k = i + 1; k < end; k++)
            if (items[k].category == AG_CAT_RP)
                return k + 1;
    return i;
}

static bool may_join(const ag_item *items, uint32_t i, uint32_t end)
{
    return i + 1 < end && items[i].category == AG_CAT_CONJ && is_phrase(&items[i + 1]);
}

// Behind a noun phrase that begins at item i, with what modifies it.
static uint32_t phrase_end(const ag_item *items, uint32_t i, uint32_t end)
{
    while (i < end && is_phrase(&items[i]))
        i++;
    for (uint32_t next;
         (next = modifier_end(items, i, end)) > i || (next = i + 2 * may_join(items, i, end)) > i;)
        for (i = next; i < end && items[i - 1].category == AG_CAT_NPOSS && is_phrase(&items[i]);)
            i++;
    return i;
}

// "Ann Lee, the mayor of the port,": an apposition ends at a comma, or with the clause.
static uint32_t apposition_end(const ag_item *items, uint32_t i, uint32_t end)
{
    if (i + 1 >= end || items[i].category != AG_CAT_COMMA || !is_phrase(&items[i + 1]))
        return i;
    uint32_t last = phrase_end(items, i + 1, end);
    bool ends = last == end;
    if (!ends) {
        uint8_t next = items[last].category;
        ends = next == AG_CAT_COMMA || next == AG_CAT_STOP || next == AG_CAT_DASH || next == AG_CAT_SEMI ||
               next == AG_CAT_WH;
    }
    return ends ? last : i;
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

static uint32_t source_end(const ag_document *doc, const ag_statement *st)
{
    uint32_t n;
    if (st->source_first != st->source.first)
        return st->source_first + 1;
    if (!st->source.present || st->source.sentence != st->sentence)
        return st->source.last;
    const ag_item *items = ag_doc_items(doc, st->sentence, &n);
    if (items[st->source.first].features & AG_FEAT(PRON))
        return st->source.last;
    bool before = st->source.first < st->cue_first;
    uint32_t end = before ? st->cue_first : n, i = st->source.last;
    while (before && end > i &&
           (items[end - 1].category == AG_CAT_TIME || items[end - 1].category == AG_CAT_ADV))
        end--;
    i = phrase_end(items, i, end);
    if (before)
        i = relative_end(items, i, end);
    i = apposition_end(items, i, end);
    return before ? i : closing_relative_end(doc, items, i, end);
}

void ag_statement_fill_source(const ag_document *doc, ag_statement *st)
{
    st->source_first = source_begin(doc, st);
    st->source_last = source_end(doc, st);
}
