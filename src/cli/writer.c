// SPDX-License-Identifier: MIT
#include "writer.h"
#include "brat_writer.h"
#include "dot_writer.h"
#include "html_writer.h"
#include "pretty_writer.h"
#include "stix_writer.h"
#include "table_writer.h"
#include "webannotation_writer.h"

struct ag_writer {
    const ag_format *format;
    bool tallied;
    void *worker;
};

static void write_json_lines(void *worker, const ag_result *result, ag_strbuf *out)
{
    AG_UNUSED(worker);
    for (size_t i = 0; i < result->n; i++)
        ag_json_record(out, result->context, &result->records[i]);
}

static const ag_format jsonl = {.name = "jsonl", .coded = true, .document = write_json_lines};

const ag_format *const ag_formats[] = {
    &jsonl,         &ag_format_pretty, &ag_format_csv,           &ag_format_tsv,  &ag_format_html,
    &ag_format_dot, &ag_format_brat,   &ag_format_webannotation, &ag_format_stix,
};
const size_t ag_nformats = AG_ARRAY_LEN(ag_formats);

void ag_format_file_name(const ag_format *format, const char *text_path, ag_strbuf *out)
{
    ag_str path = {text_path, strlen(text_path)};
    size_t txt = strlen(".txt");
    bool is_txt = path.len > txt && memcmp(path.ptr + path.len - txt, ".txt", txt) == 0;
    ag_strbuf_add(out, path.ptr, path.len - (is_txt ? txt : 0));
    ag_strbuf_add(out, format->suffix, strlen(format->suffix) + 1);
}

void ag_part_free(ag_part *part)
{
    ag_strbuf_free(&part->text);
    ag_tally_free(&part->tally);
}

bool ag_part_line(const ag_part *part, size_t *at, ag_str *line)
{
    if (*at == part->text.len)
        return false;
    const char *start = part->text.ptr + *at, *end = memchr(start, '\n', part->text.len - *at);
    *line = (ag_str){start, (size_t)(end - start)};
    *at += line->len + 1;
    return true;
}

static void *new_state(size_t size)
{
    return size > 0 ? ag_xcalloc(1, size) : NULL;
}

ag_writer *ag_writer_new(const ag_format *format, const ag_write_settings *settings)
{
    ag_writer *w = ag_xmalloc(sizeof *w);
    *w = (ag_writer){format, format->tallied || settings->tallied, new_state(format->worker)};
    if (format->open)
        format->open(w->worker, settings);
    return w;
}

void ag_writer_document(ag_writer *w, const ag_result *result, ag_part *part)
{
    ag_strbuf_clear(&part->text);
    if (w->format->document)
        w->format->document(w->worker, result, &part->text);
    if (w->tallied) {
        ag_tally_clear(&part->tally);
        ag_tally_add(&part->tally, result->context, result->nsentences, result->records, result->n);
    }
}

void ag_writer_free(ag_writer *w)
{
    if (!w)
        return;
    if (w->format->close)
        w->format->close(w->worker);
    ag_xfree(w->worker);
    ag_xfree(w);
}

void ag_run_begin(ag_run *run, const ag_format *format, const ag_write_settings *settings, ag_strbuf *out)
{
    run->format = format;
    run->settings = settings;
    run->state = new_state(format->state);
    clock_gettime(CLOCK_MONOTONIC, &run->begun);
    ag_tally_clear(&run->tally);
    if (format->begin)
        format->begin(run, out);
}

void ag_run_add(ag_run *run, const ag_part *part, ag_strbuf *out)
{
    if (run->format->tallied || run->settings->tallied)
        ag_tally_merge(&run->tally, &part->tally);
    if (run->format->add)
        run->format->add(run, part, out);
    else
        ag_strbuf_add(out, part->text.ptr, part->text.len);
}

void ag_run_end(ag_run *run, ag_strbuf *out)
{
    if (run->format->end)
        run->format->end(run, out);
    ag_xfree(run->state);
    run->state = NULL;
}

void ag_run_free(ag_run *run)
{
    ag_tally_free(&run->tally);
}
