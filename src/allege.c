// SPDX-License-Identifier: MIT
// The library as others use it, over the pipeline.
#include "allege.h"

#include "diag.h"
#include "extract.h"
#include "json_writer.h"
#include "strbuf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t longest = UINT32_MAX - 16; // bytes of a document

struct allege_engine {
    ag_lexicon *lex;
    ag_rules *rules;
    ag_weights *weights; // NULL without
    ag_engine engine;
};

struct allege_extractor {
    ag_extractor *x;
    ag_strbuf fed;
    bool finished; // what is in fed has been given
};

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

static bool load_lexicon(allege_engine *e, const allege_config *config, ag_diag *diag)
{
    e->lex = ag_lexicon_new();
    bool ok = ag_lexicon_add_default(e->lex, diag);
    for (const char *const *dir = config->lexicon_dirs; dir && *dir; dir++)
        ok &= ag_lexicon_add_dir(e->lex, *dir, diag);
    ag_lexicon_freeze(e->lex);
    return ok;
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

static bool load_rule_file(allege_engine *e, const allege_config *config, const char *path, ag_diag *diag)
{
    ag_strbuf text = {0};
    bool read = read_file(path, &text);
    if (!read)
        tell(config, path, strerror(errno));
    bool ok = read && ag_rules_add(e->rules, path, text.ptr, text.len, diag);
    ag_strbuf_free(&text);
    return ok;
}

static bool load_rules(allege_engine *e, const allege_config *config, ag_diag *diag)
{
    e->rules = ag_rules_new(e->lex);
    bool ok = config->no_default_rules || ag_rules_add_default(e->rules, diag);
    for (const char *const *path = config->rule_files; path && *path; path++)
        ok &= load_rule_file(e, config, *path, diag);
    return ag_rules_finish(e->rules, diag) && ok;
}

static bool load_weights(allege_engine *e, const allege_config *config, ag_diag *diag)
{
    if (config->no_weights || config->no_default_rules)
        return true;
    e->weights = ag_weights_new();
    return ag_weights_add_default(e->weights, diag);
}

allege_engine *allege_engine_new(const allege_config *config)
{
    static const allege_config none;
    if (!config)
        config = &none;
    allege_engine *e = ag_xcalloc(1, sizeof *e);
    ag_diag diag = {0};
    bool ok =
        load_lexicon(e, config, &diag) && load_rules(e, config, &diag) && load_weights(e, config, &diag);
    tell_all(config, &diag);
    ag_diag_free(&diag);
    e->engine = (ag_engine){e->lex, e->rules, e->weights,
                            config->statements ? AG_STATEMENTS_OUTERMOST : AG_STATEMENTS_NONE};
    if (ok)
        return e;
    allege_engine_free(e);
    return NULL;
}

void allege_engine_free(allege_engine *engine)
{
    if (!engine)
        return;
    ag_weights_free(engine->weights);
    ag_rules_free(engine->rules);
    ag_lexicon_free(engine->lex);
    free(engine);
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
    free(x);
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
