// SPDX-License-Identifier: MIT
// A line a record. A column is a key of the JSON record, the key inside of it behind an underscore. Columns
// keep their names and their order; new ones are added at the end.
#include "table_writer.h"
#include "json_reader.h"
#include "view.h"

static const char columns[] =
    "doc label kind sentence_start sentence_end sentence_line sentence_text "
    "source_text source_start source_end source_name source_elsewhere source_actors source_countries "
    "cue_text cue_start cue_end cue_lemma "
    "target_text target_start target_end target_name target_elsewhere target_actors target_countries "
    "act_text act_start act_end certainty certainty_text quote content_text content_spans rule";

// A worker's table.
typedef struct table {
    char separator;
    const char *line_end;
    const ag_write_settings *settings;
    const ag_json_context *context;
    ag_strbuf *out;
    ag_strbuf cell; // the one at hand, not yet quoted
    bool first;     // of its line
} table;

// Writes the cell at hand, in quotation marks where it has to be.
static void end_cell(table *t)
{
    bool quoted = false;
    for (size_t i = 0; i < t->cell.len; i++) // there is no line break in it
        quoted |= t->cell.ptr[i] == t->separator || t->cell.ptr[i] == '"';
    if (!t->first)
        ag_strbuf_add_char(t->out, t->separator);
    t->first = false;
    if (quoted)
        ag_strbuf_add_char(t->out, '"');
    for (size_t i = 0; i < t->cell.len; i++) {
        if (t->cell.ptr[i] == '"')
            ag_strbuf_add_char(t->out, '"');
        ag_strbuf_add_char(t->out, t->cell.ptr[i]);
    }
    if (quoted)
        ag_strbuf_add_char(t->out, '"');
    ag_strbuf_clear(&t->cell);
}

static void end_line(table *t)
{
    ag_strbuf_add_text(t->out, t->line_end);
    t->first = true;
}

static void add_empty(table *t, int cells)
{
    for (int i = 0; i < cells; i++)
        end_cell(t);
}

static void add_text(table *t, const char *text)
{
    if (text)
        ag_view_text(&t->cell, text, strlen(text));
    end_cell(t);
}

static void add_number(table *t, uint64_t number)
{
    ag_strbuf_add_uint(&t->cell, number);
    end_cell(t);
}

static void add_offsets(table *t, ag_span span)
{
    add_number(t, ag_positions_of(t->context->positions, span.start));
    add_number(t, ag_positions_of(t->context->positions, span.end));
}

// Text, start and end.
static void add_span(table *t, bool present, ag_span span)
{
    if (!present) {
        add_empty(t, 3);
        return;
    }
    ag_view_span(&t->cell, t->context, span);
    end_cell(t);
    add_offsets(t, span);
}

// Between the members of a list.
static void separate(table *t, size_t i)
{
    if (i > 0)
        ag_strbuf_add_text(&t->cell, "; ");
}

static void add_mention(table *t, const allege_mention *m)
{
    add_span(t, ag_there(m->span), m->span);
    ag_view_text(&t->cell, m->name.bytes, m->name.length);
    end_cell(t);
    add_text(t, m->elsewhere ? "true" : NULL);
    for (size_t i = 0; i < m->nactors; i++) {
        separate(t, i);
        ag_strbuf_add_text(&t->cell, m->actors[i].name);
    }
    end_cell(t);
    for (size_t i = 0; i < m->nactors; i++) {
        separate(t, i);
        ag_strbuf_add_text(&t->cell, m->actors[i].country);
    }
    end_cell(t);
}

static void add_certainty(table *t, const allege_record *r)
{
    for (size_t i = 0; i < r->ncertainties; i++) {
        separate(t, i);
        ag_view_certainty(&t->cell, &r->certainties[i]);
    }
    end_cell(t);
    for (size_t i = 0; i < r->ncertainties; i++) {
        separate(t, i);
        ag_view_span(&t->cell, t->context, r->certainties[i].span);
    }
    end_cell(t);
}

static void add_content(table *t, const allege_record *r)
{
    for (size_t i = 0; i < r->ncontents; i++) {
        separate(t, i);
        ag_view_span(&t->cell, t->context, r->contents[i]);
    }
    end_cell(t);
    for (size_t i = 0; i < r->ncontents; i++) {
        separate(t, i);
        ag_strbuf_add_uint(&t->cell, ag_positions_of(t->context->positions, r->contents[i].start));
        ag_strbuf_add_char(&t->cell, '-');
        ag_strbuf_add_uint(&t->cell, ag_positions_of(t->context->positions, r->contents[i].end));
    }
    end_cell(t);
}

static void add_value(table *t, ag_str json)
{
    ag_strbuf text = {0};
    if (*json.ptr == '"')
        ag_json_unescape(json, &text);
    else
        ag_strbuf_add(&text, json.ptr, json.len);
    ag_view_text(&t->cell, text.ptr, text.len);
    ag_strbuf_free(&text);
    end_cell(t);
}

// The value of a field that is kept; empty where the input has none. A string without its marks.
static void add_kept(table *t)
{
    const ag_json_context *context = t->context;
    for (size_t i = 0, k = 0; i < t->settings->nkeep; i++) {
        if (k < context->nkept && context->kept[k].name == t->settings->keep[i].name)
            add_value(t, context->kept[k++].value);
        else
            end_cell(t);
    }
}

// The columns of --codes.
static void add_codes(table *t, const allege_record *r)
{
    const ag_coding *coding = &t->settings->coding;
    if (!coding->codes)
        return;
    ag_code code = ag_view_code(t->context, r);
    add_text(t, code.act);
    if (coding->cameo)
        add_text(t, code.cameo);
    if (coding->plover) {
        add_text(t, code.plover);
        add_text(t, code.plover_mode);
    }
}

static void add_record(table *t, const allege_record *r)
{
    add_text(t, t->context->doc);
    add_text(t, allege_label_name(r->label));
    add_text(t, r->kind);
    add_offsets(t, r->sentence);
    add_number(t, ag_line_of(t->context, r));
    ag_view_span(&t->cell, t->context, r->sentence);
    end_cell(t);
    add_mention(t, &r->source);
    add_span(t, ag_there(r->cue), r->cue);
    add_text(t, ag_there(r->cue) ? r->cue_lemma : NULL);
    add_mention(t, &r->target);
    add_span(t, ag_there(r->act), r->act);
    add_certainty(t, r);
    add_text(t, r->quote && *r->quote ? r->quote : "none");
    add_content(t, r);
    add_text(t, r->rule);
    add_codes(t, r);
    add_kept(t);
    end_line(t);
}

// ---- the formats ----

static const table csv_table = {.separator = ',', .line_end = "\r\n", .first = true};
static const table tsv_table = {.separator = '\t', .line_end = "\n", .first = true};

static void open_csv(void *worker, const ag_write_settings *settings)
{
    table *t = worker;
    *t = csv_table;
    t->settings = settings;
}

static void open_tsv(void *worker, const ag_write_settings *settings)
{
    table *t = worker;
    *t = tsv_table;
    t->settings = settings;
}

static void close_table(void *worker)
{
    ag_strbuf_free(&((table *)worker)->cell);
}

static void write_table(void *worker, const ag_result *result, ag_strbuf *out)
{
    table *t = worker;
    t->out = out;
    t->context = result->context;
    for (size_t i = 0; i < result->n; i++)
        add_record(t, &result->records[i]);
}

static void add_code_columns(table *t, const ag_coding *coding)
{
    if (coding->codes)
        add_text(t, "codes_act");
    if (coding->codes && coding->cameo)
        add_text(t, "codes_cameo");
    if (coding->codes && coding->plover) {
        add_text(t, "codes_plover");
        add_text(t, "codes_plover_mode");
    }
}

static void begin_table(ag_run *run, ag_strbuf *out)
{
    table t = run->format == &ag_format_csv ? csv_table : tsv_table;
    for (const char *c = columns; *c; c++)
        ag_strbuf_add_char(out, *c == ' ' ? t.separator : *c);
    t.out = out;
    t.first = false;
    add_code_columns(&t, &run->settings->coding);
    for (size_t i = 0; i < run->settings->nkeep; i++)
        add_text(&t, run->settings->keep[i].name);
    end_line(&t);
    ag_strbuf_free(&t.cell);
}

const ag_format ag_format_csv = {.name = "csv",
                                 .coded = true,
                                 .worker = sizeof(table),
                                 .open = open_csv,
                                 .close = close_table,
                                 .document = write_table,
                                 .begin = begin_table};
const ag_format ag_format_tsv = {.name = "tsv",
                                 .coded = true,
                                 .worker = sizeof(table),
                                 .open = open_tsv,
                                 .close = close_table,
                                 .document = write_table,
                                 .begin = begin_table};
