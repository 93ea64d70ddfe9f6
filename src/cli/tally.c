// SPDX-License-Identifier: MIT
#include "tally.h"
#include "date.h"
#include "view.h"

void ag_tally_name_text(ag_strbuf *out, ag_str name)
{
    size_t start = out->len;
    ag_view_text(out, name.ptr, name.len);
    if (out->len - start > 4 && memcmp(out->ptr + start, "The ", 4) == 0)
        out->ptr[start] = 't'; // the sentence begins here: nothing else makes the two differ
}

static uint32_t number_of(ag_tally *t, ag_str name)
{
    bool fresh;
    uint32_t number = ag_intern_add(&t->names, name.ptr, name.len, &fresh);
    if (fresh)
        ag_push(&t->counts, (ag_tally_name){0});
    return number;
}

static void count_edge(ag_tally *t, uint32_t source, uint32_t target, uint32_t label, uint64_t n)
{
    bool fresh;
    uint32_t key[] = {source, target, label};
    uint32_t number = ag_intern_add(&t->pairs, key, sizeof key, &fresh);
    if (fresh)
        ag_push(&t->edges, (ag_tally_edge){source, target, label, 0});
    t->edges.at[number].n += n;
}

// The numbers of those in a role, AG_TALLY_NOBODY alone where nobody is named. Returns how many.
static uint32_t find_names(ag_tally *t, const allege_mention *mention, uint32_t *numbers)
{
    ag_view_names names = ag_view_names_of(mention);
    if (names.n == 1 && names.name[0].len == 1)
        names.n = 0; // "Q" and "A" of an interview are somebody else in each
    for (uint32_t i = 0; i < names.n; i++) {
        ag_strbuf_clear(&t->scratch);
        ag_tally_name_text(&t->scratch, names.name[i]);
        numbers[i] = number_of(t, (ag_str){t->scratch.ptr, t->scratch.len});
    }
    if (names.n > 0)
        return names.n;
    numbers[0] = AG_TALLY_NOBODY;
    return 1;
}

static void add_record(ag_tally *t, const allege_record *r)
{
    uint32_t sources[ALLEGE_ACTORS_MAX], targets[ALLEGE_ACTORS_MAX];
    uint32_t nsources = find_names(t, &r->source, sources), ntargets = find_names(t, &r->target, targets);
    t->records[r->label]++;
    for (uint32_t s = 0; s < nsources; s++)
        if (sources[s] != AG_TALLY_NOBODY)
            t->counts.at[sources[s]].as_source++;
    for (uint32_t i = 0; i < ntargets; i++)
        if (targets[i] != AG_TALLY_NOBODY)
            t->counts.at[targets[i]].as_target++;
    for (uint32_t s = 0; s < nsources; s++)
        for (uint32_t i = 0; i < ntargets; i++)
            count_edge(t, sources[s], targets[i], r->label, 1);
}

static void count_day(ag_tally *t, int64_t day, const uint64_t *records)
{
    bool fresh;
    uint32_t number = ag_intern_add(&t->day_keys, &day, sizeof day, &fresh);
    if (fresh)
        ag_push(&t->days, (ag_tally_day){.day = day});
    for (size_t i = 0; i < AG_TALLY_LABELS; i++)
        t->days.at[number].records[i] += records[i];
}

static void add_day(ag_tally *t, const ag_json_context *context, const allege_record *records, size_t n)
{
    int64_t date;
    uint64_t counts[AG_TALLY_LABELS] = {0};
    if (!ag_view_date(context, &date))
        return;
    for (size_t i = 0; i < n; i++)
        counts[records[i].label]++;
    count_day(t, date / AG_DATE_DAY - (date % AG_DATE_DAY < 0), counts);
}

void ag_tally_add(ag_tally *t, const ag_json_context *context, size_t sentences, const allege_record *records,
                  size_t n)
{
    t->documents += !context->goes_on;
    t->bytes += context->len;
    t->sentences += sentences;
    for (size_t i = 0; i < n; i++)
        add_record(t, &records[i]);
    add_day(t, context, records, n);
}

static uint32_t number_in(ag_tally *t, const ag_tally *other, uint32_t number)
{
    return number == AG_TALLY_NOBODY ? number : number_of(t, ag_intern_get(&other->names, number));
}

void ag_tally_merge(ag_tally *t, const ag_tally *other)
{
    t->documents += other->documents;
    t->bytes += other->bytes;
    t->sentences += other->sentences;
    for (size_t i = 0; i < AG_TALLY_LABELS; i++)
        t->records[i] += other->records[i];
    for (uint32_t i = 0; i < other->counts.n; i++) {
        uint32_t number = number_in(t, other, i);
        t->counts.at[number].as_source += other->counts.at[i].as_source;
        t->counts.at[number].as_target += other->counts.at[i].as_target;
    }
    for (size_t i = 0; i < other->edges.n; i++) {
        ag_tally_edge e = other->edges.at[i];
        count_edge(t, number_in(t, other, e.source), number_in(t, other, e.target), e.label, e.n);
    }
    for (size_t i = 0; i < other->days.n; i++)
        count_day(t, other->days.at[i].day, other->days.at[i].records);
}

void ag_tally_clear(ag_tally *t)
{
    t->documents = t->bytes = t->sentences = 0;
    memset(t->records, 0, sizeof t->records);
    ag_intern_clear(&t->names);
    ag_intern_clear(&t->pairs);
    ag_intern_clear(&t->day_keys);
    t->counts.n = t->edges.n = t->days.n = 0;
}

void ag_tally_free(ag_tally *t)
{
    ag_intern_free(&t->names);
    ag_intern_free(&t->pairs);
    ag_free(&t->counts);
    ag_free(&t->edges);
    ag_intern_free(&t->day_keys);
    ag_free(&t->days);
    ag_strbuf_free(&t->scratch);
}

void ag_top_offer(ag_top *t, uint32_t number, uint64_t count)
{
    if (count == 0 || (t->n == t->most && t->count[t->n - 1] >= count))
        return;
    size_t at = t->n < t->most ? t->n++ : t->most - 1;
    for (; at > 0 && t->count[at - 1] < count; at--) {
        t->number[at] = t->number[at - 1];
        t->count[at] = t->count[at - 1];
    }
    t->number[at] = number;
    t->count[at] = count;
}
