// SPDX-License-Identifier: MIT
#include "view.h"
#include "date.h"
#include "json_reader.h"
#include "utf8.h"

// Line breaks of any kind, and the tab.
static bool is_break(int32_t c)
{
    return (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// What may do something to a terminal, or stand in no page.
static bool is_control(int32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

// The end of the white space at `at`; *breaks where there is a break in it.
static size_t skip_white(const char *bytes, size_t at, size_t len, bool *breaks)
{
    uint32_t size;
    for (; at < len; at += size) {
        int32_t c = ag_utf8_decode(bytes + at, len - at, &size);
        if (c != ' ' && !is_break(c))
            break;
        *breaks |= is_break(c);
    }
    return at;
}

void ag_view_text(ag_strbuf *out, const char *bytes, size_t len)
{
    uint32_t size;
    for (size_t at = 0; at < len; at += size) {
        bool breaks = false;
        size_t end = skip_white(bytes, at, len, &breaks);
        size = (uint32_t)(end - at);
        if (breaks)
            ag_strbuf_add_char(out, ' ');
        else if (size > 0)
            ag_strbuf_add(out, bytes + at, size);
        else if (is_control(ag_utf8_decode(bytes + at, len - at, &size)))
            ag_strbuf_add_text(out, "\xEF\xBF\xBD");
        else
            ag_strbuf_add(out, bytes + at, size);
    }
}

void ag_view_span(ag_strbuf *out, const ag_json_context *context, ag_span span)
{
    ag_view_text(out, context->text + span.start, span.end - span.start);
}

void ag_view_certainty(ag_strbuf *out, const allege_certainty *certainty)
{
    if (certainty->type == ALLEGE_LIKELIHOOD) {
        ag_strbuf_add_text(out, "likelihood-");
        ag_strbuf_add_uint(out, (uint64_t)certainty->low);
        ag_strbuf_add_char(out, '-');
        ag_strbuf_add_uint(out, (uint64_t)certainty->high);
        return;
    }
    ag_strbuf_add_text(out, certainty->type == ALLEGE_CONFIDENCE ? "confidence" : "hearsay");
    if (certainty->type == ALLEGE_CONFIDENCE && certainty->level) {
        ag_strbuf_add_char(out, '-');
        ag_strbuf_add_text(out, certainty->level);
    }
}

ag_code ag_view_code(const ag_json_context *context, const allege_record *r)
{
    ag_str cue = {context->text + r->cue.start, ag_there(r->cue) ? r->cue.end - r->cue.start : 0};
    ag_str act = {context->text + r->act.start, ag_there(r->act) ? r->act.end - r->act.start : 0};
    return ag_codes_find(context->coding->codes, r->kind, cue, act);
}

// Two lists may tell of one name what is not the same.
static bool has_name(const ag_view_names *names, const char *name)
{
    for (uint32_t i = 0; i < names->n; i++)
        if (ag_str_is(names->name[i], name))
            return true;
    return false;
}

ag_view_names ag_view_names_of(const allege_mention *mention)
{
    ag_view_names names = {.n = 0};
    for (size_t i = 0; i < mention->nactors; i++) {
        const allege_actor *actor = &mention->actors[i];
        if (has_name(&names, actor->name))
            continue;
        names.name[names.n] = (ag_str){actor->name, strlen(actor->name)};
        names.country[names.n++] = *actor->country ? actor->country : NULL;
    }
    if (names.n == 0 && mention->name.length > 0)
        names.name[names.n++] = (ag_str){mention->name.bytes, mention->name.length};
    return names;
}

bool ag_view_kept(ag_strbuf *out, const ag_json_context *context, const char *name)
{
    for (size_t i = 0; i < context->nkept; i++) {
        ag_str value = context->kept[i].value;
        if (strcmp(context->kept[i].name, name) != 0 || *value.ptr != '"')
            continue;
        ag_json_unescape(value, out);
        return true;
    }
    return false;
}

bool ag_view_date(const ag_json_context *context, int64_t *date)
{
    ag_strbuf text = {0};
    bool ok = ag_view_kept(&text, context, "date") && ag_date_parse((ag_str){text.ptr, text.len}, date);
    ag_strbuf_free(&text);
    return ok;
}

static void add_place(ag_strbuf *out, const ag_json_context *context, ag_span span)
{
    ag_strbuf_add_char(out, '\n');
    ag_strbuf_add_uint(out, context->positions->before + span.start);
    ag_strbuf_add_char(out, '-');
    ag_strbuf_add_uint(out, context->positions->before + span.end);
}

void ag_view_place(ag_strbuf *out, const ag_json_context *context, const allege_record *record)
{
    ag_strbuf_printf(out, "\n%s\n%s", allege_label_name(record->label), record->rule);
    add_place(out, context, record->sentence);
    add_place(out, context, record->cue);
    add_place(out, context, record->target.span);
    ag_strbuf_add_char(out, '\n');
    ag_view_span(out, context, record->sentence);
}

void ag_view_who(ag_strbuf *out, const allege_mention *mention)
{
    ag_view_names names = ag_view_names_of(mention);
    for (uint32_t i = 0; i < names.n; i++) {
        if (i > 0)
            ag_strbuf_add_text(out, "; ");
        ag_view_text(out, names.name[i].ptr, names.name[i].len);
    }
}

static void add_party(ag_strbuf *out, const ag_json_context *context, const allege_mention *mention)
{
    size_t before = out->len;
    ag_view_who(out, mention);
    if (out->len == before && ag_is_present(mention))
        ag_view_span(out, context, mention->span);
}

void ag_view_summary(ag_strbuf *out, const ag_json_context *context, const allege_record *record)
{
    size_t before = out->len;
    add_party(out, context, &record->source);
    if (ag_is_present(&record->target) || record->target.name.length > 0) {
        ag_strbuf_add_text(out, out->len > before ? " \xE2\x86\x92 " : "\xE2\x86\x92 ");
        add_party(out, context, &record->target);
    }
    if (ag_there(record->act)) {
        ag_strbuf_add_text(out, out->len > before ? ": " : "");
        ag_view_span(out, context, record->act);
    }
}

bool ag_view_is_address(const char *doc)
{
    size_t scheme = strspn(doc, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    return scheme > 0 && strncmp(doc + scheme, "://", 3) == 0;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

// Whether a character of an address may stand as it is (RFC 3986): brackets only around an IPv6 host, a %
// only where it begins an escape, a # only once.
static bool stands(const char *c, const char *path, const char *fragment)
{
    if (*c == '[' || *c == ']')
        return c < path;
    if (*c == '%')
        return is_hex(c[1]) && is_hex(c[2]);
    if (*c == '#')
        return c == fragment;
    return strchr(":?@!$&'()*+,;=", *c) != NULL;
}

void ag_view_iri(ag_strbuf *out, const char *doc)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    static const char hex[] = "0123456789ABCDEF";
    bool address = ag_view_is_address(doc);
    const char *host = address ? strstr(doc, "://") + 3 : doc, *path = host + strcspn(host, "/?#"),
               *fragment = strchr(doc, '#');
    for (const char *c = doc; *c; c++) {
        if (strchr(plain, *c) || (address && stands(c, path, fragment))) {
            ag_strbuf_add_char(out, *c);
        } else {
            ag_strbuf_add_char(out, '%');
            ag_strbuf_add_char(out, hex[(unsigned char)*c >> 4]);
            ag_strbuf_add_char(out, hex[*c & 15]);
        }
    }
}

uint32_t ag_view_skip_white(const ag_json_context *context, uint32_t at)
{
    while (at < context->len &&
           (context->text[at] == ' ' || (context->text[at] >= '\t' && context->text[at] <= '\r')))
        at++;
    return at;
}

static void paint_span(uint8_t *paint, ag_span span, int with)
{
    for (uint32_t i = span.start; i < span.end; i++)
        if (paint[i] < with)
            paint[i] = (uint8_t)with;
}

void ag_view_paint(uint8_t *paint, const allege_record *record)
{
    if (ag_there(record->cue))
        paint_span(paint, record->cue, AG_PAINT_CUE + (int)record->label);
    if (ag_is_present(&record->source))
        paint_span(paint, record->source.span, AG_PAINT_SOURCE);
    if (ag_is_present(&record->target))
        paint_span(paint, record->target.span, AG_PAINT_TARGET);
    if (ag_there(record->act))
        paint_span(paint, record->act, AG_PAINT_ACT);
    for (size_t i = 0; i < record->ncertainties; i++)
        paint_span(paint, record->certainties[i].span, AG_PAINT_CERTAINTY);
    for (size_t i = 0; i < record->ncontents; i++)
        paint_span(paint, record->contents[i], AG_PAINT_CONTENT);
}
