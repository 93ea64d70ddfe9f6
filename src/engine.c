// SPDX-License-Identifier: MIT
#include "engine.h"

#include "gazetteer.h"

// A file of the user's, over the one before.
static bool read_file(const ag_engine_settings *s, const char *path, ag_strbuf *text)
{
    ag_strbuf_clear(text);
    return s->read(s->user, path, text);
}

static bool load_lexicon(ag_lexicon *lex, const ag_engine_settings *s, ag_diag *diag)
{
    ag_strbuf text = {0};
    bool ok = ag_lexicon_add_default(lex, diag);
    for (size_t i = 0; i < s->nlexicons; i++)
        ok &= ag_lexicon_add_dir(lex, s->lexicons[i], diag);
    for (size_t i = 0; i < s->ngazetteers; i++)
        ok &= read_file(s, s->gazetteers[i], &text) &&
              ag_gazetteer_add(lex, s->gazetteers[i], text.ptr, text.len, diag);
    ag_strbuf_free(&text);
    ag_lexicon_freeze(lex);
    return ok;
}

static bool load_rules(ag_rules *rules, const ag_engine_settings *s, ag_diag *diag)
{
    ag_strbuf text = {0};
    bool ok = s->no_default_rules || ag_rules_add_default(rules, diag);
    for (size_t i = 0; i < s->nrules; i++)
        ok &= read_file(s, s->rules[i], &text) && ag_rules_add(rules, s->rules[i], text.ptr, text.len, diag);
    ag_strbuf_free(&text);
    for (const allege_rule_text *t = s->texts; t && t->name; t++)
        ok &= ag_rules_add(rules, t->name, t->text.bytes, t->text.length, diag);
    return ag_rules_finish(rules, diag) && ok;
}

bool ag_engine_load(ag_engine *engine, const ag_engine_settings *settings, ag_diag *diag)
{
    ag_lexicon *lex = ag_lexicon_new();
    *engine = (ag_engine){.lex = lex, .statements = settings->statements};
    if (!load_lexicon(lex, settings, diag))
        return false;
    ag_rules *rules = ag_rules_new(lex);
    engine->rules = rules;
    if (!load_rules(rules, settings, diag))
        return false;
    if (settings->no_weights || settings->no_default_rules)
        return true;
    ag_weights *weights = ag_weights_new(lex);
    engine->weights = weights;
    return ag_weights_add_default(weights, diag);
}

void ag_engine_unload(ag_engine *engine)
{
    ag_weights_free((ag_weights *)engine->weights);
    ag_rules_free((ag_rules *)engine->rules);
    ag_lexicon_free((ag_lexicon *)engine->lex);
    *engine = (ag_engine){0};
}
