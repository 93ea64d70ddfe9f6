// SPDX-License-Identifier: MIT
#include "pretty_writer.h"
#include "terminal.h"
#include "view.h"

// How something is shown: the text as it is painted, or what is said about it.
enum { PLAIN = AG_PAINT_NONE, QUIET = AG_PAINTS, TITLE, STYLES };
typedef int style;

static const char *const colors[STYLES] = {
    [PLAIN] = "",
    [AG_PAINT_CONTENT] = "32",
    [AG_PAINT_ACT] = "33",
    [AG_PAINT_TARGET] = "35",
    [AG_PAINT_SOURCE] = "36",
    [AG_PAINT_CERTAINTY] = "3;33",
    [AG_PAINT_CUE + ALLEGE_STATEMENT] = "1;32",
    [AG_PAINT_CUE + ALLEGE_CLAIM] = "1;31",
    [AG_PAINT_CUE + ALLEGE_DENIAL] = "1;34",
    [AG_PAINT_CUE + ALLEGE_POLICY] = "1",
    [QUIET] = "2",
    [TITLE] = "1",
};

enum { MARGIN = 10 }; // columns of a label, "statement" the longest, and a space

static const char bar[] = "\xE2\x94\x82"; // U+2502

// A worker's page. Words are gathered until it is clear on which line they stand.
typedef struct page {
    bool color;
    uint32_t width; // columns right of the bar
    ag_strbuf *out;
    const ag_result *result;
    AG_ARRAY(uint8_t) styles; // of the document's bytes
    ag_strbuf text;           // of a piece, on one line
    ag_strbuf word;
    uint32_t word_columns;
    style word_begin, word_end, shown; // on the word's first character and its last; on the page's last
    bool space;                        // before the word
    style space_style;
    uint32_t column;   // right of the bar; 0 where no line is begun
    uint32_t indent;   // of lines that go on
    const char *label; // for the margin of the next line, or NULL
    style label_style;
} page;

// ---- lines ----

static void add_style(const page *p, ag_strbuf *out, style from, style to)
{
    if (!p->color || from == to)
        return;
    ag_strbuf_add_text(out, "\x1B[0");
    if (*colors[to])
        ag_strbuf_add_char(out, ';');
    ag_strbuf_add_text(out, colors[to]);
    ag_strbuf_add_char(out, 'm');
}

static void add_spaces(ag_strbuf *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ag_strbuf_add_char(out, ' ');
}

static void begin_line(page *p)
{
    size_t len = p->label ? strlen(p->label) : 0;
    add_spaces(p->out, MARGIN - 1 - len);
    if (len > 0) {
        add_style(p, p->out, PLAIN, p->label_style);
        ag_strbuf_add(p->out, p->label, len);
        add_style(p, p->out, p->label_style, PLAIN);
    }
    p->label = NULL;
    ag_strbuf_add_char(p->out, ' ');
    add_style(p, p->out, PLAIN, QUIET);
    ag_strbuf_add_text(p->out, bar);
    add_style(p, p->out, QUIET, PLAIN);
}

static void end_line(page *p)
{
    add_style(p, p->out, p->shown, PLAIN);
    ag_strbuf_add_char(p->out, '\n');
    p->shown = PLAIN;
    p->column = 0;
    p->space = false;
}

static void continue_line(page *p)
{
    end_line(p);
    begin_line(p);
    add_spaces(p->out, 1 + p->indent);
    p->column = p->indent;
}

// The space before the word at hand. Its colours are those of a span that goes on over it.
static void write_space(page *p)
{
    if (p->space_style < p->shown) {
        add_style(p, p->out, p->shown, p->space_style);
        p->shown = p->space_style;
    }
    ag_strbuf_add_char(p->out, ' ');
    p->column++;
}

// Puts the word at hand on the page, on the next line where there is no room.
static void put_word(page *p)
{
    if (p->word.len == 0)
        return;
    if (p->column == 0) {
        begin_line(p);
        ag_strbuf_add_char(p->out, ' ');
    } else if (p->column > p->indent && p->column + p->space + p->word_columns > p->width) {
        continue_line(p);
    } else if (p->space) {
        write_space(p);
    }
    add_style(p, p->out, p->shown, p->word_begin);
    ag_strbuf_add(p->out, p->word.ptr, p->word.len);
    p->shown = p->word_end;
    p->column += p->word_columns;
    p->space = false;
    ag_strbuf_clear(&p->word);
    p->word_columns = 0;
}

static void put_space(page *p, style s)
{
    put_word(p);
    if (p->column > 0) {
        p->space = true;
        p->space_style = s;
    }
}

// Adds clean text in a style. A word goes on from the text before.
static void put_text(page *p, const char *text, size_t len, style s)
{
    uint32_t columns;
    for (size_t at = 0, size; at < len; at += size) {
        size = ag_terminal_cluster(text + at, len - at, &columns);
        if (size == 1 && text[at] == ' ') {
            put_space(p, s);
            continue;
        }
        if (p->indent + p->word_columns + columns > p->width)
            put_word(p); // longer than a line
        if (p->word.len == 0)
            p->word_begin = p->word_end = s;
        add_style(p, &p->word, p->word_end, s);
        p->word_end = s;
        ag_strbuf_add(&p->word, text + at, size);
        p->word_columns += columns;
    }
}

static void put(page *p, const char *text, style s)
{
    put_text(p, text, strlen(text), s);
}

// Ends what has been put so far.
static void finish_line(page *p)
{
    put_word(p);
    if (p->column > 0)
        end_line(p);
}

static void put_empty_line(page *p)
{
    finish_line(p);
    begin_line(p);
    end_line(p);
}

// ---- the text ----

// Puts a span of the document with its colours.
static void put_span(page *p, uint32_t start, uint32_t end)
{
    for (uint32_t at = start, next; at < end; at = next) {
        next = at + 1;
        while (next < end && p->styles.at[next] == p->styles.at[at])
            next++;
        ag_strbuf_clear(&p->text);
        ag_view_span(&p->text, p->result->context, (ag_span){at, next});
        put_text(p, p->text.ptr, p->text.len, (style)p->styles.at[at]);
    }
}

// ---- what is said about it ----

// Who stands in a role, as fully as it is known.
static void put_mention(page *p, const allege_mention *m, style s)
{
    ag_strbuf_clear(&p->text);
    if (m->name.length > 0)
        ag_view_text(&p->text, m->name.bytes, m->name.length);
    else if (ag_there(m->span))
        ag_view_span(&p->text, p->result->context, m->span);
    put_text(p, p->text.ptr, p->text.len, s);
}

static bool is_there(const allege_mention *m)
{
    return ag_is_present(m) || m->name.length > 0;
}

// "claim, assessment: the FBI -> Suderia (likelihood-55-80) . claim.attribute"
static void put_note(page *p, const allege_record *r)
{
    p->indent = 2;
    put(p, "\xE2\x86\xB3 ", QUIET); // U+21B3
    put(p, allege_label_name(r->label), AG_PAINT_CUE + (int)r->label);
    if (r->kind && strcmp(r->kind, allege_label_name(r->label)) != 0) {
        put(p, ", ", QUIET);
        put(p, r->kind, QUIET);
    }
    put(p, ": ", QUIET);
    put_mention(p, &r->source, AG_PAINT_SOURCE);
    if (is_there(&r->target)) {
        put(p, is_there(&r->source) ? " \xE2\x86\x92 " : "\xE2\x86\x92 ", QUIET); // U+2192
        put_mention(p, &r->target, AG_PAINT_TARGET);
    }
    for (size_t i = 0; i < r->ncertainties; i++) {
        ag_strbuf_clear(&p->text);
        ag_view_certainty(&p->text, &r->certainties[i]);
        put(p, i > 0 ? ", " : " (", QUIET);
        put_text(p, p->text.ptr, p->text.len, AG_PAINT_CERTAINTY);
    }
    put(p, r->ncertainties > 0 ? ") " : " ", QUIET);
    put(p, "\xC2\xB7 ", QUIET); // U+00B7
    put(p, r->rule, QUIET);
    finish_line(p);
    p->indent = 0;
}

// ---- documents ----

// A sentence with records stands on lines of its own, the labels in the margin and the records below.
static void put_sentence(page *p, uint32_t start, const allege_sentence *s, size_t first, size_t last)
{
    const allege_record *records = p->result->records;
    if (first < last) {
        finish_line(p);
        p->label = allege_label_name(records[first].label);
        p->label_style = AG_PAINT_CUE + (int)records[first].label;
    }
    put_span(p, start, s->span.end);
    if (first == last) {
        put_space(p, PLAIN);
        return;
    }
    finish_line(p);
    for (size_t i = first; i < last; i++)
        put_note(p, &records[i]);
}

static void put_title(page *p)
{
    ag_strbuf_clear(&p->text);
    ag_view_text(&p->text, p->result->context->doc, strlen(p->result->context->doc));
    ag_strbuf_add_char(p->out, '\n');
    add_style(p, p->out, PLAIN, TITLE);
    ag_strbuf_add(p->out, p->text.ptr, p->text.len);
    add_style(p, p->out, TITLE, PLAIN);
    ag_strbuf_add_text(p->out, "\n\n");
}

static void write_page(void *worker, const ag_result *result, ag_strbuf *out)
{
    page *p = worker;
    p->out = out;
    p->result = result;
    ag_reserve(&p->styles, result->context->len + 1);
    memset(p->styles.at, PLAIN, result->context->len + 1);
    for (size_t i = 0; i < result->n; i++)
        ag_view_paint(p->styles.at, &result->records[i]);
    if (!result->context->goes_on)
        put_title(p);
    uint32_t end = 0; // of the sentence before: a bullet in front of the next one belongs to it
    for (size_t i = 0, r = 0; i < result->nsentences; i++) {
        const allege_sentence *s = &result->sentences[i];
        size_t first = r;
        while (r < result->n && result->records[r].sentence.start < s->span.end)
            r++;
        if (i > 0 ? s->paragraph != s[-1].paragraph : result->context->goes_on)
            put_empty_line(p);
        put_sentence(p, ag_view_skip_white(result->context, end), s, first, r);
        end = s->span.end;
    }
    end = ag_view_skip_white(result->context, end);
    put_span(p, end, (uint32_t)result->context->len);
    finish_line(p);
}

// ---- the format ----

static void open_page(void *worker, const ag_write_settings *settings)
{
    page *p = worker;
    uint32_t aside = MARGIN + 2;
    p->color = settings->color;
    p->width = settings->width > aside + 1 ? settings->width - aside : 1;
}

static void close_page(void *worker)
{
    page *p = worker;
    ag_free(&p->styles);
    ag_strbuf_free(&p->text);
    ag_strbuf_free(&p->word);
}

// The legend.
static void begin_pages(ag_run *run, ag_strbuf *out)
{
    static const ag_paint shown[] = {AG_PAINT_SOURCE, AG_PAINT_TARGET, AG_PAINT_ACT, AG_PAINT_CERTAINTY,
                                     AG_PAINT_CONTENT};
    static const char *const names[] = {"source", "target", "act", "certainty", "content"};
    page legend = {0}, *p = &legend;
    open_page(p, run->settings);
    *(bool *)run->state = p->color;
    if (p->color) {
        p->out = out;
        p->label = "legend";
        p->label_style = TITLE;
        put(p, "cues: ", QUIET);
        for (allege_label label = ALLEGE_CLAIM; label <= ALLEGE_POLICY; label++) {
            put(p, allege_label_name(label), AG_PAINT_CUE + (int)label);
            put(p, " ", PLAIN);
        }
        put(p, " roles: ", QUIET);
        for (size_t i = 0; i < AG_ARRAY_LEN(shown); i++) {
            put(p, names[i], (style)shown[i]);
            put(p, " ", PLAIN);
        }
        finish_line(p);
    }
    close_page(p);
}

// The empty line before a text has nothing to divide at the top.
static void add_page(ag_run *run, const ag_part *part, ag_strbuf *out)
{
    bool *begun = run->state;
    size_t skip = !*begun && part->text.len > 0 && part->text.ptr[0] == '\n';
    ag_strbuf_add(out, part->text.ptr + skip, part->text.len - skip);
    *begun |= part->text.len > 0;
}

const ag_format ag_format_pretty = {
    .name = "pretty",
    .worker = sizeof(page),
    .state = sizeof(bool), // whether something stands there
    .open = open_page,
    .close = close_page,
    .document = write_page,
    .begin = begin_pages,
    .add = add_page,
};
