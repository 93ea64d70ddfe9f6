// SPDX-License-Identifier: MIT
// The library as others use it, over the pipeline.
#include "allege.h"

#include "array.h"
#include "diag.h"
#include "dump.h"
#include "engine.h"
#include "extract.h"
#include "positions.h"
#include "strbuf.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <utf8proc.h>

static atomic_uint engines; // that are there

static const size_t longest = UINT32_MAX - 16; // bytes of a document

struct allege_engine {
    ag_engine engine;
};

// What a record points to.
typedef struct record_room {
    allege_actor source[AG_RECORD_ACTORS], target[AG_RECORD_ACTORS];
    allege_certainty certainties[AG_RECORD_CERTAINTIES];
    allege_span contents[AG_RECORD_SPANS];
    allege_said within;
    allege_span said[AG_RECORD_SPANS];
} record_room;

struct allege_extractor {
    ag_extractor *x;
    ag_strbuf fed;
    bool finished; // what is in fed has been given
    AG_ARRAY(record_room *) rooms;
    size_t nrooms; // in use, by the last text
    AG_ARRAY(allege_sentence) sentences;
    ag_strbuf text; // on its way to an allege_text_fn
    ag_positions positions;
};

bool allege_set_allocator(const allege_allocator *allocator)
{
    if (atomic_load(&engines) > 0 || !allocator || !allocator->resize != !allocator->release)
        return false;
    ag_memory_use(allocator);
    return true;
}

// ---- engine ----

static void tell(const allege_config *config, allege_error error)
{
    if (config->on_error)
        config->on_error(config->user, &error);
}

// How many there are beyond those that were kept.
static void tell_more(const allege_config *config, uint32_t n, bool warnings)
{
    char text[64];
    if (n <= AG_MAX_ERRORS)
        return;
    snprintf(text, sizeof text, "... and %u more %s", n - (unsigned)AG_MAX_ERRORS,
             warnings ? "warnings" : "errors");
    tell(config, (allege_error){.text = text, .message = text, .warning = warnings});
}

static void tell_all(const allege_config *config, const ag_diag *diag)
{
    ag_strbuf message = {0};
    for (size_t i = 0; i < diag->list.n; i++) {
        const ag_diag_entry *e = &diag->list.at[i];
        ag_strbuf_clear(&message);
        ag_diag_write(&message, e);
        ag_strbuf_add_char(&message, '\0');
        tell(config, (allege_error){e->file, e->line, e->column, e->text, message.ptr, e->warning});
    }
    tell_more(config, diag->errors, false);
    tell_more(config, diag->warnings, true);
    ag_strbuf_free(&message);
}

static void tell_unreadable(const allege_config *config, const char *path, const char *text)
{
    ag_strbuf message = {0};
    ag_strbuf_printf(&message, "%s: cannot read: %s; check its name and rights", path, text);
    ag_strbuf_add_char(&message, '\0');
    tell(config, (allege_error){.file = path, .text = text, .message = message.ptr});
    ag_strbuf_free(&message);
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

static bool read_named(void *user, const char *path, ag_strbuf *out)
{
    bool ok = read_file(path, out);
    if (!ok)
        tell_unreadable(user, path, strerror(errno));
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
                                   .texts = config->rule_texts,
                                   .lexicons = config->lexicon_dirs,
                                   .nlexicons = count(config->lexicon_dirs),
                                   .gazetteers = config->gazetteers,
                                   .ngazetteers = count(config->gazetteers),
                                   .no_default_rules = config->no_default_rules,
                                   .no_weights = config->no_weights,
                                   .statements = config->statements,
                                   .read = read_named,
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
    allege_extractor *x;
    allege_record_fn fn;
    void *user;
} receiver;

static record_room *next_room(allege_extractor *x)
{
    if (x->nrooms == x->rooms.n) {
        record_room *fresh = ag_xmalloc(sizeof *fresh);
        ag_push(&x->rooms, fresh);
    }
    return x->rooms.at[x->nrooms++];
}

static allege_mention mention_of(const ag_mention *m, allege_actor *room)
{
    allege_mention out = {.elsewhere = m->elsewhere, .name = {m->name.ptr, m->name.len}};
    if (m->present || m->elsewhere)
        out.span = m->span;
    for (uint32_t i = 0; i < m->nactors; i++) {
        const ag_actor_ref *a = &m->actors[i];
        room[i] = (allege_actor){
            a->name,     a->country ? a->country : "", a->type ? a->type : "", a->aliases, a->naliases,
            a->ambiguous};
    }
    out.actors = room, out.nactors = m->nactors;
    return out;
}

static const allege_said *said_of(const ag_said *said, record_room *room)
{
    if (!said->present)
        return NULL;
    room->within = (allege_said){.contents = room->said, .ncontents = said->ncontent};
    if (said->has_cue)
        room->within.cue = said->cue;
    memcpy(room->said, said->content, sizeof room->said);
    return &room->within;
}

static void give(void *user, const ag_record *r)
{
    const receiver *to = user;
    record_room *room = next_room(to->x);
    uint32_t rules = ag_rules_count(ag_extractor_engine(to->x->x)->rules);
    allege_record out = {.label = (allege_label)r->label,
                         .kind = r->kind,
                         .sentence = r->sentence,
                         .line = (uint32_t)r->line,
                         .source = mention_of(&r->source, room->source),
                         .target = mention_of(&r->target, room->target),
                         .cue_lemma = r->cue_lemma ? r->cue_lemma : "",
                         .certainties = room->certainties,
                         .ncertainties = r->ncertainty,
                         .contents = room->contents,
                         .ncontents = r->ncontent,
                         .within = said_of(&r->within, room),
                         .quote = r->quote,
                         .rule = r->rule,
                         .rule_number = r->rule_index < rules ? r->rule_index : ALLEGE_NO_RULE};
    if (r->has_cue)
        out.cue = r->cue;
    if (r->has_act)
        out.act = r->act;
    for (uint32_t i = 0; i < r->ncertainty; i++) {
        const ag_certainty *c = &r->certainty[i];
        room->certainties[i] =
            (allege_certainty){c->span, (allege_certainty_type)c->type, c->low, c->high, c->level};
    }
    memcpy(room->contents, r->content, sizeof room->contents);
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
    for (size_t i = 0; i < x->rooms.n; i++)
        ag_xfree(x->rooms.at[i]);
    ag_free(&x->rooms);
    ag_free(&x->sentences);
    ag_strbuf_free(&x->text);
    ag_positions_free(&x->positions);
    ag_xfree(x);
}

bool allege_extract(allege_extractor *x, const char *text, size_t length, allege_record_fn fn, void *user)
{
    if (length > longest)
        return false;
    receiver to = {x, fn, user};
    x->nrooms = 0;
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

const allege_sentence *allege_sentences(allege_extractor *x, size_t *n)
{
    const ag_units *units = ag_extractor_units(x->x);
    x->sentences.n = 0;
    for (size_t i = 0; i < units->sentences.n; i++) {
        const ag_sentence *s = &units->sentences.at[i];
        ag_push(&x->sentences, (allege_sentence){{s->start, s->end}, s->line, s->paragraph});
    }
    *n = x->sentences.n;
    return x->sentences.at;
}

// ---- rules ----

uint32_t allege_rule_count(const allege_engine *engine)
{
    return ag_rules_count(engine->engine.rules);
}

allege_rule allege_rule_at(const allege_engine *engine, uint32_t number)
{
    const ag_rule_info *info = ag_rules_info(engine->engine.rules, number);
    return (allege_rule){info->id, info->kind, (allege_label)info->label, info->file, info->line};
}

uint32_t allege_example_count(const allege_engine *engine, uint32_t rule)
{
    const ag_rule_example *list;
    return ag_rules_examples(engine->engine.rules, rule, &list);
}

allege_example allege_example_at(const allege_engine *engine, uint32_t rule, uint32_t number)
{
    const ag_rule_example *list;
    ag_rules_examples(engine->engine.rules, rule, &list);
    return (allege_example){{list[number].text, list[number].len}, list[number].line, list[number].positive};
}

allege_rule_counts allege_rule_counts_of(const allege_extractor *x, uint32_t rule)
{
    const ag_rule_stats *stats = ag_matcher_stats(ag_extractor_matcher(x->x), rule);
    return (allege_rule_counts){stats->tries, stats->hits, stats->limit_hits};
}

// ---- looking inside ----

static void hand_over(allege_extractor *x, allege_text_fn fn, void *user)
{
    if (x->text.len > 0)
        fn(user, x->text.ptr, x->text.len);
    ag_strbuf_clear(&x->text);
}

size_t allege_explain(allege_extractor *x, const char *text, size_t length, uint32_t labels, uint32_t line,
                      allege_text_fn fn, void *user)
{
    if (length > longest)
        return 0;
    size_t n = ag_explain(x->x, length ? text : "", length, labels, line, &x->text);
    hand_over(x, fn, user);
    return n;
}

void allege_dump(allege_extractor *x, allege_stage stage, const char *doc, allege_unit unit,
                 allege_text_fn fn, void *user)
{
    const ag_document *document = ag_extractor_document(x->x);
    ag_positions_reset(&x->positions, unit, document->text, document->len);
    ag_dump(&x->text, stage, doc, &x->positions, x->x);
    hand_over(x, fn, user);
}

// ---- version ----

const char *allege_version(void)
{
    return ALLEGE_VERSION;
}

size_t allege_libraries(char *buffer, size_t size)
{
    char pcre2[64];
    uint32_t jit = 0;
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    pcre2_config(PCRE2_CONFIG_JIT, &jit);
    int n = snprintf(buffer, size, "PCRE2 %s, %s JIT\nutf8proc %s\nUnicode %s\n", pcre2,
                     jit ? "with" : "without", utf8proc_version(), utf8proc_unicode_version());
    return n > 0 ? (size_t)n : 0;
}
