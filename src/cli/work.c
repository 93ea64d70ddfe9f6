// SPDX-License-Identifier: MIT
#include "work.h"
#include "block.h"
#include "json_reader.h"
#include "limits.h"
#include "message.h"
#include "rule_stats.h"
#include "terminal.h"
#include <stdio.h>
#include <stdlib.h>

struct ag_worker {
    const ag_task *task;
    allege_extractor *x;
    ag_writer *writer;
    ag_rule_book *book; // --rule-stats
    ag_slot *slot;      // at hand
    ag_positions positions;
    AG_ARRAY(allege_record) records;
    AG_ARRAY(ag_kept) kept;
    ag_strbuf text, name; // of a line of JSON
    uint64_t limit_hits;  // that have been passed on
};

// A text, or a block of one.
typedef struct block {
    const char *name, *text;
    size_t len;
    uint64_t before, lines_before; // units, and lines
    ag_str behind, ahead;          // see ag_json_context
} block;

bool ag_task_wants_whole(const ag_options *options)
{
    return options->mode != AG_MODE_RECORDS || options->format->whole;
}

allege_unit ag_task_unit(const ag_options *options)
{
    return options->format->codepoints ? ALLEGE_CODE_POINTS : options->writing.offsets;
}

void ag_slot_free(ag_slot *slot)
{
    ag_piece_free(&slot->piece);
    for (size_t i = 0; i < slot->parts.n; i++)
        ag_part_free(&slot->parts.at[i]);
    ag_free(&slot->parts);
    ag_free(&slot->limited);
    ag_strbuf_free(&slot->messages);
}

ag_worker *ag_worker_new(const ag_task *task)
{
    ag_worker *w = ag_xcalloc(1, sizeof *w);
    w->task = task;
    w->x = allege_extractor_new(task->engine);
    if (task->options->mode == AG_MODE_RULE_STATS)
        w->book = ag_rule_book_new(task->engine, w->x);
    w->writer = ag_writer_new(task->options->format, &task->options->writing);
    return w;
}

void ag_worker_free(ag_worker *w)
{
    if (w->book)
        ag_rule_book_print(w->book, w->task->options->labels | 1u << ALLEGE_STATEMENT, w->task->report);
    ag_rule_book_free(w->book);
    allege_extractor_free(w->x);
    ag_writer_free(w->writer);
    ag_positions_free(&w->positions);
    ag_free(&w->records);
    ag_free(&w->kept);
    ag_strbuf_free(&w->text);
    ag_strbuf_free(&w->name);
    ag_xfree(w);
}

// ---- one block ----

static ag_part *next_part(ag_slot *slot)
{
    if (slot->nparts == slot->parts.n)
        ag_push(&slot->parts, (ag_part){0});
    return &slot->parts.at[slot->nparts++];
}

static void keep_record(void *user, const allege_record *record)
{
    ag_worker *w = user;
    if (w->task->options->labels & 1u << record->label)
        ag_push(&w->records, *record);
}

static void ignore_record(void *user, const allege_record *record)
{
    AG_UNUSED(user);
    AG_UNUSED(record);
}

static void explain(ag_worker *w, const block *b, ag_strbuf *out)
{
    if (w->task->several)
        ag_strbuf_printf(out, "== %s ==\n", b->name);
    allege_explain(w->x, b->text, b->len, w->task->options->labels, 0, ag_strbuf_take, out);
    ag_terminal_calm(out->ptr, out->len, true);
}

static void write_records(ag_worker *w, const block *b, const ag_json_context *context)
{
    w->records.n = 0;
    allege_extract(w->x, b->text, b->len, keep_record, w);
    ag_result result = {.context = context, .records = w->records.at, .n = w->records.n};
    result.sentences = allege_sentences(w->x, &result.nsentences);
    ag_writer_document(w->writer, &result, next_part(w->slot));
}

static void run_block(ag_worker *w, const block *b)
{
    const ag_options *options = w->task->options;
    ag_positions_reset(&w->positions, ag_task_unit(options), b->text, b->len);
    w->positions.before = b->before;
    ag_json_context context = {.doc = b->name,
                               .text = b->text,
                               .len = b->len,
                               .positions = &w->positions,
                               .kept = w->kept.at,
                               .nkept = w->kept.n,
                               .goes_on = b->before > 0,
                               .lines_before = b->lines_before,
                               .behind = b->behind,
                               .ahead = b->ahead,
                               .coding = &options->writing.coding};
    if (options->mode == AG_MODE_RECORDS) {
        write_records(w, b, &context);
        return;
    }
    ag_part *part = next_part(w->slot);
    ag_strbuf_clear(&part->text);
    if (options->mode == AG_MODE_EXPLAIN) {
        explain(w, b, &part->text);
        return;
    }
    bool counts = options->mode == AG_MODE_RULE_STATS;
    if (counts)
        ag_rule_book_turn(w->book, b->text);
    allege_extract(w->x, b->text, b->len, counts ? ag_rule_book_note : ignore_record, w->book);
    if (!counts)
        allege_dump(w->x, options->stage, b->name, ag_task_unit(options), ag_strbuf_take, &part->text);
}

// A text that came in one piece, however long it is.
static void run_text(ag_worker *w, const char *name, const char *text, size_t len)
{
    block b = {.name = name, .text = len > 0 ? text : ""}; // text may be NULL then
    do {
        b.len = ag_task_wants_whole(w->task->options) ? len : ag_block_end(b.text, len, true);
        b.ahead = (ag_str){b.text + b.len, len - b.len};
        run_block(w, &b);
        b.before += ag_positions_count(w->positions.unit, b.text, b.len);
        b.lines_before += ag_block_count_lines(b.text, b.len);
        b.text += b.len;
        len -= b.len;
        b.behind = (ag_str){text, (size_t)(b.text - text)};
    } while (len > 0);
}

// ---- JSON lines ----

static void report(ag_worker *w, uint64_t line, size_t column, const char *problem)
{
    ag_slot *slot = w->slot;
    bool strict = w->task->options->strict;
    ag_message_add(&slot->messages, "allege: %s:%llu:", slot->piece.name.ptr, (unsigned long long)line);
    if (column > 0)
        ag_message_add(&slot->messages, "%zu:", column);
    ag_message_add(&slot->messages, " %s; %s\n", problem, strict ? "stopped" : "skipped");
    slot->damaged = true;
    slot->stop = strict;
}

// The text of a value for people: that of a string, others as they stand. C strings end at a NUL.
static void add_value(ag_strbuf *out, ag_str value)
{
    if (*value.ptr == '"')
        ag_json_unescape(value, out);
    else
        ag_strbuf_add(out, value.ptr, value.len);
    for (size_t i = 0; i < out->len; i++)
        if (out->ptr[i] == '\0')
            out->ptr[i] = ' ';
}

static void set_name(ag_worker *w, ag_str object, uint64_t line)
{
    ag_str id = ag_json_find(object, w->task->options->id_field);
    ag_strbuf_clear(&w->name);
    if (id.len > 0 && *id.ptr != 'n') // null
        add_value(&w->name, id);
    if (w->name.len == 0)
        ag_strbuf_add_uint(&w->name, line);
    ag_strbuf_add_char(&w->name, '\0');
}

static void set_kept(ag_worker *w, ag_str object)
{
    const ag_write_settings *writing = &w->task->options->writing;
    w->kept.n = 0;
    for (size_t i = 0; i < writing->nkeep; i++) {
        ag_str value = ag_json_find(object, writing->keep[i].path);
        if (value.len > 0)
            ag_push(&w->kept, (ag_kept){writing->keep[i].name, value});
    }
}

static void run_line(ag_worker *w, ag_str line, uint64_t number)
{
    const char *field = w->task->options->text_field;
    size_t at;
    const char *problem = ag_json_check(line.ptr, line.len, &at);
    if (problem) {
        bool utf8 = strcmp(problem, "not UTF-8") == 0, plain = !memchr(line.ptr, '{', line.len);
        char message[100];
        snprintf(message, sizeof message, "not JSON: %s%s", problem,
                 plain ? "; plain text is read without --input=jsonl" : "");
        report(w, number, at + 1, utf8 ? problem : message);
        return;
    }
    ag_str text = ag_json_find(line, field);
    if (text.len == 0 || *text.ptr != '"') {
        char message[200];
        snprintf(message, sizeof message, "%s '%.100s'; --text-field=FIELD names the one that holds the text",
                 text.len == 0 ? "no field" : "no string in the field", field);
        report(w, number, 0, message);
        return;
    }
    set_name(w, line, number);
    set_kept(w, line);
    ag_strbuf_clear(&w->text);
    ag_json_unescape(text, &w->text);
    run_text(w, w->name.ptr, w->text.ptr, w->text.len);
}

static bool is_blank(ag_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != ' ' && line.ptr[i] != '\t' && line.ptr[i] != '\r')
            return false;
    return true;
}

static void run_lines(ag_worker *w)
{
    static const char mark[] = "\xEF\xBB\xBF"; // the byte order mark that some programs begin a file with
    const ag_piece *piece = &w->slot->piece;
    uint64_t number = piece->lines_before;
    const char *at = piece->bytes.ptr, *end = at + piece->bytes.len;
    while (at < end && !w->slot->stop) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        ag_str line = {at, (size_t)((line_end ? line_end : end) - at)};
        at = line_end ? line_end + 1 : end;
        number++;
        if (number == 1 && line.len >= 3 && memcmp(line.ptr, mark, 3) == 0)
            line = (ag_str){line.ptr + 3, line.len - 3};
        if (!is_blank(line))
            run_line(w, line, number);
    }
}

// Passes on which rules met their limit, where another hit has come.
static void note_limits(ag_worker *w)
{
    uint64_t hits = 0;
    uint32_t rules = allege_rule_count(w->task->engine);
    for (uint32_t rule = 0; rule < rules; rule++)
        hits += allege_rule_counts_of(w->x, rule).limit_hits;
    if (hits == w->limit_hits)
        return;
    w->limit_hits = hits;
    for (uint32_t rule = 0; rule < rules; rule++)
        if (allege_rule_counts_of(w->x, rule).limit_hits > 0)
            ag_push(&w->slot->limited, rule);
}

// A text in UTF-16 has no word that could be read; its first two bytes tell.
static void report_utf16(ag_worker *w)
{
    ag_slot *slot = w->slot;
    ag_str begin = {slot->piece.bytes.ptr, slot->piece.bytes.len};
    if (slot->piece.before > 0 || begin.len < 4 ||
        (memcmp(begin.ptr, "\xFF\xFE", 2) != 0 && memcmp(begin.ptr, "\xFE\xFF", 2) != 0))
        return;
    ag_message_add(&slot->messages,
                   "allege: %s: UTF-16, of which nothing is read; "
                   "make it UTF-8 first: iconv -f UTF-16 -t UTF-8\n",
                   slot->piece.name.ptr);
    slot->damaged = true;
}

static void run_piece(ag_worker *w)
{
    const ag_piece *piece = &w->slot->piece;
    report_utf16(w);
    if (piece->lines)
        run_lines(w);
    if (!piece->text)
        return;
    w->kept.n = 0;
    if (piece->date.len > 0)
        ag_push(&w->kept, (ag_kept){"date", {piece->date.ptr, piece->date.len}});
    run_block(w, &(block){piece->name.ptr,
                          piece->bytes.ptr,
                          piece->bytes.len,
                          piece->before,
                          piece->lines_before,
                          {piece->behind.ptr, piece->behind.len},
                          {piece->ahead.ptr, piece->ahead.len}});
}

void ag_worker_run(ag_worker *w, ag_slot *slot)
{
    w->slot = slot;
    slot->nparts = slot->limited.n = 0;
    slot->damaged = slot->stop = false;
    ag_strbuf_clear(&slot->messages);
    run_piece(w);
    note_limits(w);
}
