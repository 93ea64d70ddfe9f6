// SPDX-License-Identifier: MIT
// Whatever comes from a text goes through add_escaped; and should anything slip through, the page's policy
// lets no script run but its own, which it knows by its hash.
#include "html_writer.h"
#include "charts.h"
#include "date.h"
#include "embedded.h"
#include "markup.h"
#include "timeline.h"
#include "view.h"

typedef struct page {
    ag_strbuf *out;
    const ag_result *result;
    AG_ARRAY(uint8_t) paint; // of the document's bytes
    ag_strbuf text;          // at hand, on one line
} page;

static void add(page *p, const char *markup)
{
    ag_strbuf_add_text(p->out, markup);
}

static void add_escaped(page *p, const char *bytes, size_t len)
{
    ag_strbuf_clear(&p->text);
    ag_view_text(&p->text, bytes, len);
    ag_markup_text(p->out, (ag_str){p->text.ptr, p->text.len});
}

static void add_span_text(page *p, ag_span span)
{
    add_escaped(p, p->result->context->text + span.start, span.end - span.start);
}

// ---- the record of a sentence ----

// All that somebody in a role goes by, for the filters.
static void add_names(page *p, const allege_mention *m)
{
    bool some = m->name.length > 0;
    add_escaped(p, m->name.bytes, m->name.length);
    for (size_t i = 0; i < m->nactors; i++, some = true) {
        add(p, some ? "; " : "");
        add_escaped(p, m->actors[i].name, strlen(m->actors[i].name));
    }
    if (!some && (ag_there(m->span)))
        add_span_text(p, m->span);
}

static void add_certainties(page *p, const allege_record *r)
{
    for (size_t i = 0; i < r->ncertainties; i++) {
        ag_strbuf_clear(&p->text);
        ag_view_certainty(&p->text, &r->certainties[i]);
        add(p, i > 0 ? "; " : "");
        ag_markup_text(p->out, (ag_str){p->text.ptr, p->text.len});
    }
}

static void add_actors(page *p, const allege_mention *m)
{
    for (size_t i = 0; i < m->nactors; i++) {
        const allege_actor *actor = &m->actors[i];
        add(p, i > 0 ? "; " : " <span class=\"quiet\">(");
        add_escaped(p, actor->name, strlen(actor->name));
        if (*actor->country) {
            add(p, ", ");
            add_escaped(p, actor->country, strlen(actor->country));
        }
    }
    add(p, m->nactors > 0 ? ")</span>" : "");
}

static void add_mention_line(page *p, const char *role, const allege_mention *m)
{
    if (!ag_is_present(m) && m->name.length == 0)
        return;
    add(p, "<span><b>");
    add(p, role);
    add(p, "</b> <span class=\"");
    add(p, role);
    add(p, "\">");
    if (m->name.length > 0)
        add_escaped(p, m->name.bytes, m->name.length);
    else
        add_span_text(p, m->span);
    add(p, "</span>");
    add_actors(p, m);
    add(p, "</span>");
}

static void add_text_line(page *p, const char *what, const char *value)
{
    add(p, "<span><b>");
    add(p, what);
    add(p, "</b> ");
    add_escaped(p, value, strlen(value));
    add(p, "</span>");
}

// What stands in noscript is one piece of text to a browser that runs the script, which makes elements of it
// when somebody looks: of all cards at once they would be three quarters of the page's elements.
static void add_card(page *p, const allege_record *r)
{
    const char *label = allege_label_name(r->label);
    add(p, "<span class=\"card\" data-l=\"");
    add(p, label);
    add(p, "\" data-s=\"");
    add_names(p, &r->source);
    add(p, "\" data-t=\"");
    add_names(p, &r->target);
    add(p, "\" data-c=\"");
    add_certainties(p, r);
    add(p, "\"><noscript>");
    add_text_line(p, label, r->kind ? r->kind : "");
    add_mention_line(p, "source", &r->source);
    add_mention_line(p, "target", &r->target);
    if (ag_there(r->act)) {
        add(p, "<span><b>act</b> <span class=\"act\">");
        add_span_text(p, r->act);
        add(p, "</span></span>");
    }
    if (r->ncertainties > 0) {
        add(p, "<span><b>certainty</b> <span class=\"certainty\">");
        add_certainties(p, r);
        add(p, "</span></span>");
    }
    add_text_line(p, "quote", r->quote && *r->quote ? r->quote : "none");
    add_text_line(p, "rule", r->rule);
    ag_markup_format(p->out, "<span><b>line</b> %u</span></noscript></span>",
                     (unsigned)ag_line_of(p->result->context, r));
}

// ---- the text ----

static const char *class_of(uint8_t paint)
{
    static const char *const classes[AG_PAINTS] = {
        [AG_PAINT_CONTENT] = "content",     [AG_PAINT_ACT] = "act",
        [AG_PAINT_TARGET] = "target",       [AG_PAINT_SOURCE] = "source",
        [AG_PAINT_CERTAINTY] = "certainty",
    };
    return paint >= AG_PAINT_CUE ? "cue" : classes[paint];
}

static void add_painted(page *p, uint32_t start, uint32_t end)
{
    for (uint32_t at = start, next; at < end; at = next) {
        const char *class = class_of(p->paint.at[at]);
        for (next = at + 1; next < end && p->paint.at[next] == p->paint.at[at];)
            next++;
        if (class) {
            add(p, "<span class=\"");
            add(p, class);
            add(p, "\">");
        }
        add_span_text(p, (ag_span){at, next});
        add(p, class ? "</span>" : "");
    }
}

static void add_button(page *p, allege_label label)
{
    const char *name = allege_label_name(label);
    ag_markup_format(p->out, "<button type=\"button\" class=\"%s\">%s</button>", name, name);
}

static void add_sentence(page *p, uint32_t start, uint32_t end, const allege_record *records, size_t n)
{
    if (n == 0) {
        add_painted(p, start, end);
        add(p, " ");
        return;
    }
    ag_markup_format(p->out, "<span class=\"s %s\">", allege_label_name(records[0].label));
    uint32_t seen = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(seen & 1u << records[i].label))
            add_button(p, records[i].label);
        seen |= 1u << records[i].label;
    }
    add_painted(p, start, end);
    add(p, "<span class=\"cards\" role=\"note\">");
    for (size_t i = 0; i < n; i++)
        add_card(p, &records[i]);
    add(p, "</span></span> ");
}

// The day of a text and a NUL; nothing where it carries none.
static void read_day(const ag_json_context *context, ag_strbuf *day)
{
    int64_t date;
    if (!ag_view_date(context, &date))
        return;
    ag_date_add(day, date);
    day->len = strlen("2026-11-27");
    ag_strbuf_add_char(day, '\0');
}

static void begin_article(page *p)
{
    const ag_json_context *c = p->result->context;
    ag_reserve(&p->paint, c->len + 1);
    memset(p->paint.at, AG_PAINT_NONE, c->len + 1);
    for (size_t i = 0; i < p->result->n; i++)
        ag_view_paint(p->paint.at, &p->result->records[i]);
    ag_strbuf day = {0};
    read_day(c, &day);
    add(p, "<article");
    if (day.len > 0)
        ag_markup_format(p->out, " data-d=\"%s\"", day.ptr);
    add(p, "><h2>");
    add_escaped(p, c->doc, strlen(c->doc));
    if (day.len > 0)
        ag_markup_format(p->out, " <time datetime=\"%s\">%s</time>", day.ptr, day.ptr);
    ag_strbuf_free(&day);
    add(p, "</h2>\n<div class=\"p\">");
}

static void write_article(void *worker, const ag_result *result, ag_strbuf *out)
{
    page *p = worker;
    p->out = out;
    p->result = result;
    begin_article(p);
    uint32_t end = 0; // of the sentence before: a bullet in front of the next one belongs to it
    for (size_t i = 0, r = 0; i < result->nsentences; i++) {
        const allege_sentence *s = &result->sentences[i];
        size_t first = r;
        while (r < result->n && result->records[r].sentence.start < s->span.end)
            r++;
        if (i > 0 && s->paragraph != s[-1].paragraph)
            add(p, "</div>\n<div class=\"p\">");
        const allege_record *records = r > first ? &result->records[first] : NULL;
        add_sentence(p, ag_view_skip_white(result->context, end), s->span.end, records, r - first);
        end = s->span.end;
    }
    add_painted(p, ag_view_skip_white(result->context, end), (uint32_t)result->context->len);
    add(p, "</div></article>\n");
}

static void close_page(void *worker)
{
    page *p = worker;
    ag_free(&p->paint);
    ag_strbuf_free(&p->text);
}

// ---- the page ----

static int value_of_hex(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

// The hash of the script in base 64, six bits at a time; of 256 bits the last of 43 digits has four.
static void add_hash(ag_strbuf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char hex[] = ALLEGE_SCRIPT_SHA256;
    unsigned bits = 0, n = 0;
    for (const char *c = hex; *c; c++) {
        bits = bits << 4 | (unsigned)value_of_hex(*c);
        n += 4;
        if (n >= 6)
            ag_strbuf_add_char(out, digits[bits >> (n -= 6) & 63]);
    }
    ag_strbuf_add_char(out, digits[bits << (6 - n) & 63]);
    ag_strbuf_add_char(out, '=');
}

static void add_embedded(ag_strbuf *out, const ag_embedded_file *file)
{
    ag_strbuf_add(out, (const char *)file->data, file->length);
}

static void add_head(ag_strbuf *out)
{
    ag_strbuf_add_text(out,
                       "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                       "'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-");
    add_hash(out);
    ag_strbuf_add_text(out, "'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                            "<title>allege</title>\n<style>\n");
    add_embedded(out, &ag_embedded_styles[0]);
    ag_strbuf_add_text(out, "</style></head><body>\n<a class=\"skip\" href=\"#texts\">To the texts</a>\n");
}

// ", 2 claims"
static void add_count(ag_strbuf *out, const char *before, uint64_t n, const char *what)
{
    ag_markup_format(out, "%s%llu %s%s", before, (unsigned long long)n, what, n == 1 ? "" : "s");
}

static void add_summary(ag_strbuf *out, const ag_tally *t)
{
    ag_strbuf_add_text(out, "<header><h1>Who accuses whom</h1>\n<p class=\"quiet\">");
    add_count(out, "", t->documents, "text");
    add_count(out, ", ", t->sentences, "sentence");
    add_count(out, "; ", t->records[ALLEGE_CLAIM], "claim");
    add_count(out, ", ", t->records[ALLEGE_DENIAL], "denial");
    add_count(out, ", ", t->records[ALLEGE_POLICY], "policy statement");
    if (t->records[ALLEGE_STATEMENT] > 0)
        add_count(out, ", ", t->records[ALLEGE_STATEMENT], "other statement");
    ag_strbuf_add_text(out, ". A record says that a text says something, not that it is so.</p></header>\n");
}

static void add_box(ag_strbuf *out, allege_label label)
{
    const char *name = allege_label_name(label);
    ag_markup_format(out, "<label><input type=\"checkbox\" name=\"label\" value=\"%s\" checked> %s</label>\n",
                     name, name);
}

static void add_form(ag_strbuf *out, const ag_tally *t)
{
    ag_strbuf_add_text(
        out, "<form id=\"filter\" hidden role=\"search\" aria-label=\"Filter the records\">\n<fieldset>"
             "<legend>Label</legend>\n");
    for (allege_label label = ALLEGE_CLAIM; label <= ALLEGE_POLICY; label++)
        add_box(out, label);
    if (t->records[ALLEGE_STATEMENT] > 0)
        add_box(out, ALLEGE_STATEMENT);
    ag_strbuf_add_text(
        out, "</fieldset>\n<label>Source <input type=\"search\" name=\"source\"></label>\n"
             "<label>Target <input type=\"search\" name=\"target\"></label>\n"
             "<label>Certainty <select name=\"certainty\"><option "
             "value=\"\">any</option><option>likelihood</option>"
             "<option>confidence</option><option>hearsay</option><option>none</option></select></label>\n");
    if (t->days.n > 0)
        ag_strbuf_add_text(out, "<label>From <input type=\"date\" name=\"from\"></label>\n"
                                "<label>To <input type=\"date\" name=\"to\"></label>\n");
    ag_strbuf_add_text(
        out,
        "<label><input type=\"checkbox\" name=\"all\"> texts without records</label>\n"
        "<button type=\"reset\">Clear</button> <output id=\"count\" role=\"status\"></output>\n</form>\n");
}

// The texts wait until everything about them is known that stands before them.
static void add_part(ag_run *run, const ag_part *part, ag_strbuf *out)
{
    AG_UNUSED(out);
    ag_strbuf_add(run->state, part->text.ptr, part->text.len);
}

static void end_html(ag_run *run, ag_strbuf *out)
{
    ag_strbuf *texts = run->state;
    add_head(out);
    add_summary(out, &run->tally);
    ag_strbuf_add_text(out, "<details open><summary>Overview</summary>\n");
    ag_timeline_write(out, &run->tally);
    ag_charts_write(out, &run->tally);
    ag_strbuf_add_text(out, "</details>\n");
    add_form(out, &run->tally);
    ag_strbuf_add_text(
        out,
        "<main id=\"texts\">\n<p class=\"quiet\">In the texts: <span class=\"source\">who says it</span>, "
        "<span class=\"cue\">with which words</span>, <span class=\"target\">of whom</span>, "
        "<span class=\"act\">what</span>, <span class=\"certainty\">how certain</span>.</p>\n");
    ag_strbuf_add(out, texts->ptr, texts->len);
    ag_strbuf_add_text(out,
                       "</main>\n<p class=\"quiet\">Keys: j and k to the next and previous record, / to the "
                       "filter, Escape to close.</p>\n<script>");
    add_embedded(out, &ag_embedded_scripts[0]);
    ag_strbuf_add_text(out, "</script></body></html>\n");
    ag_strbuf_free(texts);
}

const ag_format ag_format_html = {
    .name = "html",
    .whole = true,
    .tallied = true,
    .worker = sizeof(page),
    .state = sizeof(ag_strbuf),
    .close = close_page,
    .document = write_article,
    .add = add_part,
    .end = end_html,
};
