// SPDX-License-Identifier: MIT
#include "json_writer.h"
#include "utf8.h"
#include "view.h"

enum { CHECKPOINT_STEP = 256 }; // bytes

static const char replacement[] = "\xEF\xBF\xBD"; // U+FFFD

// Moves *at over one character, or over bytes that stand for one U+FFFD; returns how many units it counts.
static uint32_t step_over(ag_offset_unit unit, const char *text, size_t len, size_t *at)
{
    uint32_t size;
    int32_t c = ag_utf8_decode(text + *at, len - *at, &size);
    *at += size;
    return unit == AG_OFFSET_UTF16 && c > 0xFFFF ? 2 : 1;
}

void ag_positions_reset(ag_positions *p, ag_offset_unit unit, const char *text, size_t len)
{
    p->unit = unit;
    p->before = 0;
    p->text = text;
    p->len = len;
    p->checkpoints.n = 0;
    if (unit == AG_OFFSET_BYTES)
        return;
    uint32_t units = 0;
    for (size_t at = 0; at < len;) {
        if (at >= p->checkpoints.n * CHECKPOINT_STEP)
            ag_push(&p->checkpoints, (ag_span){(uint32_t)at, units});
        units += step_over(unit, text, len, &at);
    }
}

uint64_t ag_positions_of(const ag_positions *p, uint32_t byte)
{
    if (p->unit == AG_OFFSET_BYTES || p->checkpoints.n == 0)
        return p->before + byte;
    size_t index = byte / CHECKPOINT_STEP;
    if (index >= p->checkpoints.n)
        index = p->checkpoints.n - 1;
    if (p->checkpoints.at[index].start > byte)
        index--; // the first character after the step's border begins behind byte
    size_t at = p->checkpoints.at[index].start;
    uint32_t units = p->checkpoints.at[index].end;
    while (at < byte && at < p->len)
        units += step_over(p->unit, p->text, p->len, &at);
    return p->before + units;
}

uint64_t ag_positions_count(ag_offset_unit unit, const char *text, size_t len)
{
    if (unit == AG_OFFSET_BYTES)
        return len;
    uint64_t units = 0;
    for (size_t at = 0; at < len;)
        units += step_over(unit, text, len, &at);
    return units;
}

void ag_positions_free(ag_positions *p)
{
    ag_free(&p->checkpoints);
}

static void add_escaped(ag_strbuf *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    ag_strbuf_add_char(out, '\\');
    if (c == '"' || c == '\\') {
        ag_strbuf_add_char(out, (char)c);
    } else if (c < sizeof letters && letters[c] != 0) {
        ag_strbuf_add_char(out, letters[c]);
    } else {
        ag_strbuf_add(out, "u00", 3);
        ag_strbuf_add_char(out, hex[c >> 4]);
        ag_strbuf_add_char(out, hex[c & 15]);
    }
}

static void add_characters(ag_strbuf *out, const char *bytes, size_t len)
{
    size_t plain = 0; // begin of the stretch that can be copied as it stands
    for (size_t at = 0; at < len;) {
        unsigned char c = (unsigned char)bytes[at];
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            at++;
            continue;
        }
        uint32_t size;
        bool valid = ag_utf8_decode(bytes + at, len - at, &size) >= 0;
        if (c < 0x80 || !valid) {
            ag_strbuf_add(out, bytes + plain, at - plain);
            plain = at + size;
            if (c < 0x80)
                add_escaped(out, c);
            else
                ag_strbuf_add(out, replacement, sizeof replacement - 1);
        }
        at += size;
    }
    ag_strbuf_add(out, bytes + plain, len - plain);
}

void ag_json_string(ag_strbuf *out, const char *bytes, size_t len)
{
    ag_strbuf_add_char(out, '"');
    add_characters(out, bytes, len);
    ag_strbuf_add_char(out, '"');
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_line_break(char c)
{
    return c == '\n' || c == '\r';
}

void ag_json_joined_string(ag_strbuf *out, const char *bytes, size_t len)
{
    ag_strbuf_add_char(out, '"');
    size_t plain = 0; // begin of the stretch not yet written
    for (size_t at = 0; at < len;) {
        size_t end = at;
        bool breaks = false;
        for (; end < len && is_white(bytes[end]); end++)
            breaks |= is_line_break(bytes[end]);
        if (breaks) {
            add_characters(out, bytes + plain, at - plain);
            ag_strbuf_add_char(out, ' ');
            plain = end;
        }
        at = end > at ? end : at + 1;
    }
    add_characters(out, bytes + plain, len - plain);
    ag_strbuf_add_char(out, '"');
}

void ag_json_key(ag_strbuf *out, const char *key)
{
    if (out->len > 0 && out->ptr[out->len - 1] != '{')
        ag_strbuf_add_char(out, ',');
    ag_strbuf_add_char(out, '"');
    ag_strbuf_add_text(out, key);
    ag_strbuf_add(out, "\":", 2);
}

void ag_json_member(ag_strbuf *out, const char *key, const char *value)
{
    ag_json_key(out, key);
    ag_json_string(out, value, strlen(value));
}

void ag_json_number(ag_strbuf *out, const char *key, uint64_t value)
{
    ag_json_key(out, key);
    ag_strbuf_add_uint(out, value);
}

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

static void add_sentence(ag_strbuf *out, const ag_json_context *context, const ag_record *record)
{
    ag_json_key(out, "sentence");
    ag_strbuf_add_char(out, '{');
    ag_json_offsets(out, context, record->sentence);
    ag_json_number(out, "line", record->line);
    add_joined_text(out, context, record->sentence);
    ag_strbuf_add_char(out, '}');
}

static void add_actors(ag_strbuf *out, const ag_mention *mention)
{
    ag_json_key(out, "actors");
    ag_strbuf_add_char(out, '[');
    for (uint32_t i = 0; i < mention->nactors; i++) {
        if (i > 0)
            ag_strbuf_add_char(out, ',');
        ag_strbuf_add_char(out, '{');
        ag_json_member(out, "name", mention->actors[i].name);
        if (is_given(mention->actors[i].country))
            ag_json_member(out, "country", mention->actors[i].country);
        ag_strbuf_add_char(out, '}');
    }
    ag_strbuf_add_char(out, ']');
}

static void add_mention(ag_strbuf *out, const ag_json_context *context, const char *key,
                        const ag_mention *mention)
{
    if (!mention->present && mention->name.len == 0)
        return;
    ag_json_key(out, key);
    ag_strbuf_add_char(out, '{');
    if (mention->present || mention->elsewhere)
        add_span(out, context, mention->span);
    if (mention->name.len > 0) {
        ag_json_key(out, "name");
        ag_json_joined_string(out, mention->name.ptr, mention->name.len);
    }
    if (!mention->present && mention->elsewhere) {
        ag_json_key(out, "elsewhere");
        ag_strbuf_add_text(out, "true");
    }
    if (mention->nactors > 0)
        add_actors(out, mention);
    ag_strbuf_add_char(out, '}');
}

static void add_cue(ag_strbuf *out, const ag_json_context *context, const ag_record *record)
{
    if (!record->has_cue)
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

static void add_content(ag_strbuf *out, const ag_json_context *context, const ag_span *spans, uint32_t n)
{
    ag_json_key(out, "content");
    for (uint32_t i = 0; i < n; i++) {
        ag_strbuf_add_text(out, i > 0 ? ",{" : "[{");
        add_span(out, context, spans[i]);
        ag_strbuf_add_char(out, '}');
    }
    ag_strbuf_add_char(out, ']');
}

static void add_within(ag_strbuf *out, const ag_json_context *context, const ag_said *said)
{
    if (!said->present)
        return;
    ag_json_key(out, "within");
    ag_strbuf_add_char(out, '{');
    if (said->has_cue)
        add_span_member(out, context, "cue", said->cue);
    add_content(out, context, said->content, said->ncontent);
    ag_strbuf_add_char(out, '}');
}

static void add_certainty(ag_strbuf *out, const ag_json_context *context, const ag_certainty *certainty)
{
    static const char *const types[] = {
        [AG_LIKELIHOOD] = "likelihood", [AG_CONFIDENCE] = "confidence", [AG_HEARSAY] = "hearsay"};
    ag_strbuf_add_char(out, '{');
    add_span(out, context, certainty->span);
    ag_json_member(out, "type", types[certainty->type]);
    if (certainty->type == AG_LIKELIHOOD) {
        ag_json_key(out, "range");
        ag_strbuf_add_char(out, '[');
        ag_strbuf_add_uint(out, (uint64_t)certainty->low);
        ag_strbuf_add_char(out, ',');
        ag_strbuf_add_uint(out, (uint64_t)certainty->high);
        ag_strbuf_add_char(out, ']');
    }
    if (certainty->type == AG_CONFIDENCE && is_given(certainty->level))
        ag_json_member(out, "level", certainty->level);
    ag_strbuf_add_char(out, '}');
}

void ag_json_certainty(ag_strbuf *out, const ag_json_context *context, const ag_record *record)
{
    if (record->ncertainty == 0)
        return;
    ag_json_key(out, "certainty");
    ag_strbuf_add_char(out, '[');
    for (uint32_t i = 0; i < record->ncertainty; i++) {
        if (i > 0)
            ag_strbuf_add_char(out, ',');
        add_certainty(out, context, &record->certainty[i]);
    }
    ag_strbuf_add_char(out, ']');
}

static void add_optional_member(ag_strbuf *out, const char *key, const char *value)
{
    if (is_given(value))
        ag_json_member(out, key, value);
}

static void add_codes(ag_strbuf *out, const ag_json_context *context, const ag_record *record)
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

const char *ag_label_name(ag_label label)
{
    static const char *const names[] = {
        [AG_STATEMENT] = "statement", [AG_CLAIM] = "claim", [AG_DENIAL] = "denial", [AG_POLICY] = "policy"};
    return names[label];
}

void ag_json_record(ag_strbuf *out, const ag_json_context *context, const ag_record *record)
{
    ag_strbuf_add_text(out, "{\"schema\":1");
    ag_json_member(out, "doc", context->doc);
    ag_json_member(out, "label", ag_label_name(record->label));
    if (is_given(record->kind))
        ag_json_member(out, "kind", record->kind);
    add_sentence(out, context, record);
    add_mention(out, context, "source", &record->source);
    add_cue(out, context, record);
    add_mention(out, context, "target", &record->target);
    if (record->has_act)
        add_span_member(out, context, "act", record->act);
    ag_json_certainty(out, context, record);
    ag_json_member(out, "quote", is_given(record->quote) ? record->quote : "none");
    if (record->ncontent > 0)
        add_content(out, context, record->content, record->ncontent);
    add_within(out, context, &record->within);
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
