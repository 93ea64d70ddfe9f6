// SPDX-License-Identifier: MIT
#include "json_writer.h"
#include "view.h"

static bool is_given(const char *text)
{
    return text && *text;
}

void ag_json_offsets(ag_strbuf *out, const ag_json_context *context, ag_span span)
{
    ag_json_number(out, "start", ag_positions_of(context->positions, span.start));
    ag_json_number(out, "end", ag_positions_of(context->positions, span.end));
}

static void add_joined_text(ag_strbuf *out, const ag_json_context *context, ag_span span)
{
    ag_json_key(out, "text");
    ag_json_joined_string(out, context->text + span.start, span.end - span.start);
}

// "text", "start" and "end" of a role.
static void add_span(ag_strbuf *out, const ag_json_context *context, ag_span span)
{
    add_joined_text(out, context, span);
    ag_json_offsets(out, context, span);
}

static void add_sentence(ag_strbuf *out, const ag_json_context *context, const allege_record *record)
{
    ag_json_key(out, "sentence");
    ag_strbuf_add_char(out, '{');
    ag_json_offsets(out, context, record->sentence);
    ag_json_number(out, "line", ag_line_of(context, record));
    add_joined_text(out, context, record->sentence);
    ag_strbuf_add_char(out, '}');
}

static void add_aliases(ag_strbuf *out, const allege_actor *actor)
{
    if (actor->naliases) {
        ag_json_key(out, "aliases");
        ag_strbuf_add_char(out, '[');
        for (size_t i = 0; i < actor->naliases; i++) {
            if (i)
                ag_strbuf_add_char(out, ',');
            ag_json_string(out, actor->aliases[i], strlen(actor->aliases[i]));
        }
        ag_strbuf_add_char(out, ']');
    }
    if (actor->ambiguous) {
        ag_json_key(out, "ambiguous");
        ag_strbuf_add_text(out, "true");
    }
}

static void add_actors(ag_strbuf *out, const allege_mention *mention)
{
    ag_json_key(out, "actors");
    ag_strbuf_add_char(out, '[');
    for (size_t i = 0; i < mention->nactors; i++) {
        if (i > 0)
            ag_strbuf_add_char(out, ',');
        ag_strbuf_add_char(out, '{');
        ag_json_member(out, "name", mention->actors[i].name);
        if (is_given(mention->actors[i].country))
            ag_json_member(out, "country", mention->actors[i].country);
        add_aliases(out, &mention->actors[i]);
        ag_strbuf_add_char(out, '}');
    }
    ag_strbuf_add_char(out, ']');
}

static void add_mention(ag_strbuf *out, const ag_json_context *context, const char *key,
                        const allege_mention *mention)
{
    if (!ag_is_present(mention) && mention->name.length == 0)
        return;
    ag_json_key(out, key);
    ag_strbuf_add_char(out, '{');
    if (ag_there(mention->span))
        add_span(out, context, mention->span);
    if (mention->name.length > 0) {
        ag_json_key(out, "name");
        ag_json_joined_string(out, mention->name.bytes, mention->name.length);
    }
    if (mention->elsewhere) {
        ag_json_key(out, "elsewhere");
        ag_strbuf_add_text(out, "true");
    }
    if (mention->nactors > 0)
        add_actors(out, mention);
    ag_strbuf_add_char(out, '}');
}

static void add_cue(ag_strbuf *out, const ag_json_context *context, const allege_record *record)
{
    if (!ag_there(record->cue))
        return;
    ag_json_key(out, "cue");
    ag_strbuf_add_char(out, '{');
    add_span(out, context, record->cue);
    if (is_given(record->cue_lemma))
        ag_json_member(out, "lemma", record->cue_lemma);
    ag_strbuf_add_char(out, '}');
}

static void add_span_member(ag_strbuf *out, const ag_json_context *context, const char *key, ag_span span)
{
    ag_json_key(out, key);
    ag_strbuf_add_char(out, '{');
    add_span(out, context, span);
    ag_strbuf_add_char(out, '}');
}

static void add_content(ag_strbuf *out, const ag_json_context *context, const ag_span *spans, size_t n)
{
    ag_json_key(out, "content");
    for (size_t i = 0; i < n; i++) {
        ag_strbuf_add_text(out, i > 0 ? ",{" : "[{");
        add_span(out, context, spans[i]);
        ag_strbuf_add_char(out, '}');
    }
    ag_strbuf_add_char(out, ']');
}

static void add_within(ag_strbuf *out, const ag_json_context *context, const allege_said *said)
{
    if (!said)
        return;
    ag_json_key(out, "within");
    ag_strbuf_add_char(out, '{');
    if (ag_there(said->cue))
        add_span_member(out, context, "cue", said->cue);
    add_content(out, context, said->contents, said->ncontents);
    ag_strbuf_add_char(out, '}');
}

static void add_certainty(ag_strbuf *out, const ag_json_context *context, const allege_certainty *certainty)
{
    static const char *const types[] = {
        [ALLEGE_LIKELIHOOD] = "likelihood", [ALLEGE_CONFIDENCE] = "confidence", [ALLEGE_HEARSAY] = "hearsay"};
    ag_strbuf_add_char(out, '{');
    add_span(out, context, certainty->span);
    ag_json_member(out, "type", types[certainty->type]);
    if (certainty->type == ALLEGE_LIKELIHOOD) {
        ag_json_key(out, "range");
        ag_strbuf_add_char(out, '[');
        ag_strbuf_add_uint(out, (uint64_t)certainty->low);
        ag_strbuf_add_char(out, ',');
        ag_strbuf_add_uint(out, (uint64_t)certainty->high);
        ag_strbuf_add_char(out, ']');
    }
    if (certainty->type == ALLEGE_CONFIDENCE && is_given(certainty->level))
        ag_json_member(out, "level", certainty->level);
    ag_strbuf_add_char(out, '}');
}

void ag_json_certainty(ag_strbuf *out, const ag_json_context *context, const allege_record *record)
{
    if (record->ncertainties == 0)
        return;
    ag_json_key(out, "certainty");
    ag_strbuf_add_char(out, '[');
    for (size_t i = 0; i < record->ncertainties; i++) {
        if (i > 0)
            ag_strbuf_add_char(out, ',');
        add_certainty(out, context, &record->certainties[i]);
    }
    ag_strbuf_add_char(out, ']');
}

static void add_optional_member(ag_strbuf *out, const char *key, const char *value)
{
    if (is_given(value))
        ag_json_member(out, key, value);
}

static void add_codes(ag_strbuf *out, const ag_json_context *context, const allege_record *record)
{
    const ag_coding *coding = context->coding;
    if (!coding || !coding->codes)
        return;
    ag_code code = ag_view_code(context, record);
    if (!(coding->cameo && code.cameo) && !(coding->plover && code.plover))
        return;
    ag_json_key(out, "codes");
    ag_strbuf_add_char(out, '{');
    add_optional_member(out, "act", code.act);
    if (coding->cameo)
        add_optional_member(out, "cameo", code.cameo);
    if (coding->plover) {
        add_optional_member(out, "plover", code.plover);
        add_optional_member(out, "plover_mode", code.plover_mode);
    }
    ag_strbuf_add_char(out, '}');
}

void ag_json_record(ag_strbuf *out, const ag_json_context *context, const allege_record *record)
{
    ag_strbuf_add_text(out, "{\"schema\":1");
    ag_json_member(out, "doc", context->doc);
    ag_json_member(out, "label", allege_label_name(record->label));
    if (is_given(record->kind))
        ag_json_member(out, "kind", record->kind);
    add_sentence(out, context, record);
    add_mention(out, context, "source", &record->source);
    add_cue(out, context, record);
    add_mention(out, context, "target", &record->target);
    if (ag_there(record->act))
        add_span_member(out, context, "act", record->act);
    ag_json_certainty(out, context, record);
    ag_json_member(out, "quote", is_given(record->quote) ? record->quote : "none");
    if (record->ncontents > 0)
        add_content(out, context, record->contents, record->ncontents);
    add_within(out, context, record->within);
    ag_json_member(out, "rule", record->rule);
    add_codes(out, context, record);
    for (size_t i = 0; i < context->nkept; i++) {
        ag_strbuf_add_char(out, ',');
        ag_json_string(out, context->kept[i].name, strlen(context->kept[i].name));
        ag_strbuf_add_char(out, ':');
        ag_strbuf_add(out, context->kept[i].value.ptr, context->kept[i].value.len);
    }
    ag_strbuf_add(out, "}\n", 2);
}
