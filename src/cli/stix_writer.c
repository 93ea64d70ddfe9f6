// SPDX-License-Identifier: MIT
// A claim is a relationship from what is said to have been done to who is said to have done it, a denial an
// opinion on the relationship that it denies, and every record a note.
#include "stix_writer.h"
#include "stix_objects.h"
#include "view.h"

enum { NEAR = 256 }; // records to either side among which a denial looks for its claim

// What came of a record.
typedef struct outcome {
    ag_stix_refs speakers, targets, relationships, about;
} outcome;

// A worker's.
typedef struct bundler {
    ag_stix stix;
    int64_t modified;
    const ag_result *result;
    AG_ARRAY(outcome) outcomes; // of the document's records
} bundler;

// ---- what is denied ----

static bool is_of_state(const allege_actor *actor)
{
    static const char *const types[] = {"A.state", "A.capital", "A.demonym", "A.agency", NULL};
    return actor->type && ag_str_in((ag_str){actor->type, strlen(actor->type)}, types);
}

// Whether a speaks for b: the same, or the foreign ministry for its state, its army or the hackers that are
// said to be its own.
static bool speaks_for(const allege_actor *a, const allege_actor *b)
{
    if (strcmp(a->name, b->name) == 0)
        return true;
    bool owned = is_of_state(b) || (b->type && strcmp(b->type, "A.threat") == 0);
    return is_of_state(a) && owned && a->country && *a->country && b->country &&
           strcmp(a->country, b->country) == 0;
}

static bool any_speaks_for(const allege_mention *m, const allege_actor *actor)
{
    for (size_t i = 0; i < m->nactors; i++)
        if (speaks_for(&m->actors[i], actor))
            return true;
    return false;
}

static bool is_same_name(const allege_mention *a, const allege_mention *b)
{
    return a->name.length > 0 && a->name.length == b->name.length &&
           memcmp(a->name.bytes, b->name.bytes, a->name.length) == 0;
}

static bool are_one(const allege_mention *a, const allege_mention *b)
{
    for (size_t i = 0; i < b->nactors; i++)
        if (any_speaks_for(a, &b->actors[i]))
            return true;
    return is_same_name(a, b);
}

// How well a denial answers a claim: the accused speaks, or the accuser is named; then the one in the same
// sentence, the last one before it, the next one behind it. 0 where it answers another.
static int fit(const bundler *b, size_t denial, size_t claim)
{
    const allege_record *d = &b->result->records[denial], *c = &b->result->records[claim];
    if (c->label != ALLEGE_CLAIM || b->outcomes.at[claim].relationships.n == 0)
        return 0;
    int who = are_one(&d->source, &c->target) ? 6 : are_one(&d->target, &c->source) ? 3 : 0;
    if (who == 0)
        return 0;
    return who + (c->sentence.start == d->sentence.start ? 2 : claim < denial ? 1 : 0);
}

static size_t find_denied(const bundler *b, size_t denial)
{
    size_t best = SIZE_MAX;
    int most = 0;
    for (size_t i = denial > NEAR ? denial - NEAR : 0; i < b->result->n && i <= denial + NEAR; i++) {
        int how = fit(b, denial, i);
        if (how > most || (how == most && how > 0 && i < denial)) {
            most = how;
            best = i;
        }
    }
    return best;
}

// The relationships of a claim to the one who denies it; to all where only the accuser is named.
static ag_stix_refs denied_of(const bundler *b, size_t denial, size_t claim)
{
    const allege_record *d = &b->result->records[denial], *c = &b->result->records[claim];
    const ag_stix_refs *all = &b->outcomes.at[claim].relationships;
    ag_stix_refs some = {.n = 0};
    for (uint32_t i = 0; i < all->n && i < c->target.nactors; i++)
        if (any_speaks_for(&d->source, &c->target.actors[i]))
            some.ref[some.n++] = all->ref[i];
    return some.n > 0 ? some : *all;
}

// ---- documents ----

static bool has_ref(const ag_stix_refs *refs, ag_stix_ref ref)
{
    for (uint32_t i = 0; i < refs->n; i++)
        if (refs->ref[i] == ref)
            return true;
    return false;
}

static void add_refs(ag_stix_refs *to, const ag_stix_refs *from)
{
    for (uint32_t i = 0; i < from->n && to->n < AG_STIX_REFS; i++)
        if (!has_ref(to, from->ref[i]))
            to->ref[to->n++] = from->ref[i];
}

static void add_claim(bundler *b, const allege_record *r, outcome *o)
{
    if (o->targets.n == 0)
        return;
    ag_stix_refs campaign = {.ref = {ag_stix_campaign(&b->stix, r)}, .n = 1};
    for (uint32_t i = 0; i < o->targets.n; i++)
        o->relationships.ref[o->relationships.n++] =
            ag_stix_relationship(&b->stix, r, campaign.ref[0], o->targets.ref[i], &o->speakers);
    add_refs(&o->about, &o->relationships);
    add_refs(&o->about, &campaign);
}

static void add_record(bundler *b, const allege_record *r)
{
    outcome o = {.speakers = ag_stix_speakers(&b->stix, &r->source)};
    if (r->label == ALLEGE_DENIAL)
        o.targets = ag_stix_speakers(&b->stix, &r->target); // the accuser
    else
        o.targets = ag_stix_targets(&b->stix, &r->target);
    if (r->label == ALLEGE_CLAIM)
        add_claim(b, r, &o);
    ag_push(&b->outcomes, o);
}

static void add_opinion(bundler *b, size_t denial)
{
    outcome *o = &b->outcomes.at[denial];
    size_t claim = find_denied(b, denial);
    if (claim == SIZE_MAX)
        return;
    ag_stix_refs denied = denied_of(b, denial, claim), opinion = {.n = 1};
    opinion.ref[0] = ag_stix_opinion(&b->stix, &b->result->records[denial], &denied, &o->speakers);
    add_refs(&o->about, &opinion);
    add_refs(&o->about, &denied);
}

static void write_objects(void *worker, const ag_result *result, ag_strbuf *out)
{
    bundler *b = worker;
    b->result = result;
    b->outcomes.n = 0;
    ag_stix_begin(&b->stix, result->context, b->modified, out);
    for (size_t i = 0; i < result->n; i++)
        add_record(b, &result->records[i]);
    for (size_t i = 0; i < result->n; i++) {
        outcome *o = &b->outcomes.at[i];
        if (result->records[i].label == ALLEGE_DENIAL)
            add_opinion(b, i);
        add_refs(&o->about, &o->speakers);
        add_refs(&o->about, &o->targets);
        ag_stix_note(&b->stix, &result->records[i], &o->about);
    }
    ag_stix_report(&b->stix);
}

static void open_bundler(void *worker, const ag_write_settings *settings)
{
    ((bundler *)worker)->modified = settings->modified;
}

static void close_bundler(void *worker)
{
    bundler *b = worker;
    ag_stix_free(&b->stix);
    ag_free(&b->outcomes);
}

// ---- the bundle ----

typedef struct bundle {
    ag_intern ids; // of the objects so far: an actor stands in many documents
    ag_uuid id;    // of all objects so far
} bundle;

static void add_objects(ag_run *run, const ag_part *part, ag_strbuf *out)
{
    bundle *b = run->state;
    ag_str line;
    for (size_t at = 0; ag_part_line(part, &at, &line);) {
        ag_str id = ag_stix_id_of(line);
        bool fresh;
        ag_intern_add(&b->ids, id.ptr, id.len, &fresh);
        if (fresh) {
            ag_strbuf_add_text(out, b->ids.list.n > 1 ? ",\n" : "");
            ag_strbuf_add(out, line.ptr, line.len);
        }
    }
    b->id = ag_uuid5_chain(&b->id, part->text.ptr, part->text.len);
}

static void begin_bundle(ag_run *run, ag_strbuf *out)
{
    ag_part preamble = {0};
    ag_stix_preamble(&preamble.text);
    ag_strbuf_add_text(out, "{\"type\":\"bundle\",\"objects\":[\n");
    add_objects(run, &preamble, out);
    ag_part_free(&preamble);
}

static void end_bundle(ag_run *run, ag_strbuf *out)
{
    bundle *b = run->state;
    ag_strbuf_add_text(out, "\n],\"id\":\"bundle--");
    ag_strbuf_add_text(out, b->id.text);
    ag_strbuf_add_text(out, "\"}\n");
    ag_intern_free(&b->ids);
}

const ag_format ag_format_stix = {
    .name = "stix",
    .whole = true,
    .dated = true,
    .worker = sizeof(bundler),
    .state = sizeof(bundle),
    .open = open_bundler,
    .close = close_bundler,
    .document = write_objects,
    .begin = begin_bundle,
    .add = add_objects,
    .end = end_bundle,
};
