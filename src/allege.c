// SPDX-License-Identifier: MIT
// The library as others use it, over the pipeline.
#include "allege.h"

#include "diag.h"
#include "engine.h"
#include "extract.h"
#include "json_writer.h"
#include "strbuf.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_uint engines; // that are there

static const size_t longest = UINT32_MAX - 16; // bytes of a document

struct allege_engine {
    ag_engine engine;
};

struct allege_extractor {
    ag_extractor *x;
    ag_strbuf fed;
    bool finished; // what is in fed has been given
};

bool allege_set_allocator(const allege_allocator *allocator)
{
    if (atomic_load(&engines) > 0)
        return false;
    ag_memory_use(allocator);
    return true;
}

// ---- engine ----

static void tell(const allege_config *config, const char *file, const char *text)
{
    if (config->on_error)
        config->on_error(config->user, &(allege_error){.file = file, .text = text});
}

static void tell_all(const allege_config *config, const ag_diag *diag)
{
    for (size_t i = 0; i < diag->list.n && config->on_error; i++) {
        const ag_diag_entry *e = &diag->list.at[i];
        config->on_error(config->user, &(allege_error){e->file, e->line, e->column, e->text});
    }
}

static bool read_file(const char *path, ag_strbuf *out)
{
    FILE *f = fopen(path, "rb");
    char step[4096];
    if (!f)
        return false;
    for (size_t n; (n = fread(step, 1, sizeof step, f)) > 0;)
        ag_strbuf_add(out, step, n);
    bool ok = !ferror(f);
    int error = errno;
    fclose(f);
    errno = error;
    return ok;
}

static bool read_rules(void *user, const char *path, ag_strbuf *out)
{
    bool ok = read_file(path, out);
    if (!ok)
        tell(user, path, strerror(errno));
    return ok;
}

static size_t count(const char *const *list)
{
    size_t n = 0;
    while (list && list[n])
        n++;
    return n;
}

allege_engine *allege_engine_new(const allege_config *config)
{
    static const allege_config none;
    if (!config)
        config = &none;
    ag_engine_settings settings = {.rules = config->rule_files,
                                   .nrules = count(config->rule_files),
                                   .lexicons = config->lexicon_dirs,
                                   .nlexicons = count(config->lexicon_dirs),
                                   .no_default_rules = config->no_default_rules,
                                   .no_weights = config->no_weights,
                                   .statements =
                                       config->statements ? AG_STATEMENTS_OUTERMOST : AG_STATEMENTS_NONE,
                                   .read = read_rules,
                                   .user = (void *)config};
    atomic_fetch_add(&engines, 1);
    allege_engine *e = ag_xcalloc(1, sizeof *e);
    ag_diag diag = {0};
    bool ok = ag_engine_load(&e->engine, &settings, &diag);
    tell_all(config, &diag);
    ag_diag_free(&diag);
    if (ok)
        return e;
    allege_engine_free(e);
    return NULL;
}

void allege_engine_free(allege_engine *engine)
{
    if (!engine)
        return;
    ag_engine_unload(&engine->engine);
    ag_xfree(engine);
    atomic_fetch_sub(&engines, 1);
}

// ---- record ----

typedef struct receiver {
    allege_record_fn fn;
    void *user;
} receiver;

typedef struct mention_room {
    allege_actor actors[AG_RECORD_ACTORS];
} mention_room;

static allege_span span_of(ag_span s)
{
    return (allege_span){s.start, s.end};
}

static allege_mention mention_of(const ag_mention *m, mention_room *room)
{
    allege_mention out = {.elsewhere = m->elsewhere, .name = {m->name.ptr, m->name.len}};
    if (m->present || m->elsewhere)
        out.span = span_of(m->span);
    for (uint32_t i = 0; i < m->nactors; i++) {
        const char *country = m->actors[i].country;
        room->actors[i] = (allege_actor){m->actors[i].name, country ? country : ""};
    }
    out.actors = room->actors, out.nactors = m->nactors;
    return out;
}

static void give(void *user, const ag_record *r)
{
    const receiver *to = user;
    mention_room source, target;
    allege_certainty certainties[AG_RECORD_CERTAINTIES];
    allege_span contents[AG_RECORD_SPANS];
    allege_record out = {.label = (allege_label)r->label,
                         .kind = r->kind,
                         .sentence = span_of(r->sentence),
                         .line = (unsigned)r->line,
                         .source = mention_of(&r->source, &source),
                         .target = mention_of(&r->target, &target),
                         .cue_lemma = r->cue_lemma ? r->cue_lemma : "",
                         .certainties = certainties,
                         .ncertainties = r->ncertainty,
                         .contents = contents,
                         .ncontents = r->ncontent,
                         .quote = r->quote,
                         .rule = r->rule};
    if (r->has_cue)
        out.cue = span_of(r->cue);
    if (r->has_act)
        out.act = span_of(r->act);
    for (uint32_t i = 0; i < r->ncertainty; i++) {
        const ag_certainty *c = &r->certainty[i];
        certainties[i] =
            (allege_certainty){span_of(c->span), (allege_certainty_type)c->type, c->low, c->high, c->level};
    }
    for (uint32_t i = 0; i < r->ncontent; i++)
        contents[i] = span_of(r->content[i]);
    to->fn(to->user, &out);
}

const char *allege_label_name(allege_label label)
{
    return ag_label_name((ag_label)label);
}

// ---- extractor ----

allege_extractor *allege_extractor_new(const allege_engine *engine)
{
    allege_extractor *x = ag_xcalloc(1, sizeof *x);
    x->x = ag_extractor_new(&engine->engine);
    return x;
}

void allege_extractor_free(allege_extractor *x)
{
    if (!x)
        return;
    ag_extractor_free(x->x);
    ag_strbuf_free(&x->fed);
    ag_xfree(x);
}

bool allege_extract(allege_extractor *x, const char *text, size_t length, allege_record_fn fn, void *user)
{
    if (length > longest)
        return false;
    receiver to = {fn, user};
    ag_extract(x->x, length ? text : "", length, give, &to);
    return true;
}

void allege_feed(allege_extractor *x, const char *piece, size_t length)
{
    if (x->finished)
        ag_strbuf_clear(&x->fed);
    x->finished = false;
    if (length)
        ag_strbuf_add(&x->fed, piece, length);
}

bool allege_finish(allege_extractor *x, allege_record_fn fn, void *user)
{
    if (x->finished)
        ag_strbuf_clear(&x->fed);
    x->finished = true;
    return allege_extract(x, x->fed.ptr, x->fed.len, fn, user);
}

allege_string allege_fed(const allege_extractor *x)
{
    return (allege_string){x->fed.len ? x->fed.ptr : "", x->fed.len};
}

const char *allege_version(void)
{
    return ALLEGE_VERSION;
}
