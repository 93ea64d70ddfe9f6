// SPDX-License-Identifier: MIT
#include "source.h"
#include "block.h"
#include "limits.h"
#include "message.h"
#include "stream.h"
#include "warc.h"
#include <errno.h>
#include <stdlib.h>

enum { BINARY_PROBE = 8 * 1024 }; // bytes

struct ag_source {
    ag_source_settings settings;
    const ag_files *files;
    size_t next_file;
    ag_stream *stream; // NULL between two files
    bool ended;        // of the file at hand: all of it is in `pending`
    bool started;      // a piece of it has been given
    bool lost;         // no WARC record was where one should be, and that has been said
    ag_strbuf pending; // bytes [at, len) are read and not yet given
    size_t at;
    struct timespec opened;
    uint64_t read; // bytes of the file before `at`
    // The text or record at hand.
    uint64_t left;   // bytes of it not yet given; UINT64_MAX: the file ends it
    uint64_t before; // units of it that have been given, and lines
    uint64_t lines_before;
    ag_strbuf name, date;
    ag_strbuf behind; // the last AG_AROUND bytes of it that have been given
};

ag_source *ag_source_new(const ag_source_settings *settings, const ag_files *files)
{
    ag_source *s = ag_xcalloc(1, sizeof *s);
    s->settings = *settings;
    s->files = files;
    return s;
}

// ---- bytes ----

static size_t available(const ag_source *s)
{
    return s->pending.len - s->at;
}

static const char *bytes(const ag_source *s)
{
    return s->pending.ptr + s->at;
}

static void pass(ag_source *s, size_t n)
{
    s->at += n;
    s->read += n;
}

static bool read_more(ag_source *s)
{
    if (s->at > 0 && s->at * 2 >= s->pending.len) {
        memmove(s->pending.ptr, s->pending.ptr + s->at, available(s));
        s->pending.len -= s->at;
        s->at = 0;
    }
    s->ended = s->ended || !ag_stream_read(s->stream, &s->pending);
    return !s->ended;
}

// Reads on until n bytes are there. Returns false where the file ends before.
static bool want(ag_source *s, size_t n)
{
    while (available(s) < n && read_more(s))
        continue;
    return available(s) >= n;
}

static const char *file_name(const ag_source *s)
{
    return s->files->at[s->next_file - 1].path;
}

static void report(ag_source *s, ag_piece *piece, const char *problem)
{
    ag_message_add(&piece->messages, "allege: %s: %s\n", file_name(s), problem);
    piece->damaged = true;
}

// ---- a text ----

static void begin_text(ag_source *s, ag_str name, uint64_t length)
{
    ag_strbuf_clear(&s->name);
    ag_strbuf_clear(&s->date);
    ag_strbuf_clear(&s->behind);
    ag_strbuf_add(&s->name, name.ptr, name.len);
    ag_strbuf_add_char(&s->name, '\0');
    s->left = length;
    s->before = s->lines_before = 0;
}

// Bytes of the text at hand that are there, and whether those are all.
static size_t of_text(const ag_source *s, bool *complete)
{
    size_t n = available(s) < s->left ? available(s) : (size_t)s->left;
    *complete = s->ended || n == s->left;
    return n;
}

// Bytes of the next block of the text at hand; 0 where nothing is left of it.
static size_t find_end(ag_source *s)
{
    for (;;) {
        bool complete;
        size_t end = 0, n = of_text(s, &complete);
        if (n == 0)
            end = 0;
        else if (s->settings.whole)
            end = complete || n > AG_MAX_INPUT ? n : 0;
        else if (s->settings.paragraphs)
            end = ag_block_paragraph_end(bytes(s), n, complete);
        else
            end = ag_block_end(bytes(s), n, complete);
        if (end > 0 || complete)
            return end;
        read_more(s);
    }
}

// Moves n bytes of the text or the lines at hand into the piece.
static void copy(ag_source *s, ag_piece *piece, size_t n)
{
    ag_strbuf_add(&piece->bytes, n ? bytes(s) : NULL, n);
    piece->before = s->before;
    piece->lines_before = s->lines_before;
    ag_strbuf_add(&piece->name, s->name.ptr, s->name.len);
    ag_strbuf_add(&piece->date, s->date.ptr, s->date.len);
    if (s->left != UINT64_MAX)
        s->left -= n;
    pass(s, n);
}

// What stands around the n bytes that come next.
static void copy_around(ag_source *s, ag_piece *piece, size_t n)
{
    bool complete;
    ag_strbuf_add(&piece->behind, s->behind.ptr, s->behind.len);
    if (!s->settings.paragraphs)
        want(s, n + AG_AROUND);
    size_t more = s->settings.paragraphs ? 0 : of_text(s, &complete) - n,
           kept = n < AG_AROUND ? n : AG_AROUND;
    ag_strbuf_add(&piece->ahead, more > 0 ? bytes(s) + n : NULL, more < AG_AROUND ? more : AG_AROUND);
    ag_strbuf_clear(&s->behind);
    ag_strbuf_add(&s->behind, kept > 0 ? bytes(s) + n - kept : NULL, kept);
}

static void next_text(ag_source *s, ag_piece *piece)
{
    size_t n = find_end(s);
    if (n > AG_MAX_INPUT) {
        report(s, piece, "longer than 4 GiB; split it at paragraphs");
        s->ended = true;
        s->pending.len = s->at = n = 0;
    }
    piece->text = n > 0 || (!s->started && s->settings.form == AG_INPUT_TEXT);
    copy_around(s, piece, n);
    copy(s, piece, n);
    s->before += ag_positions_count(s->settings.unit, piece->bytes.ptr, n);
    s->lines_before += ag_block_count_lines(piece->bytes.ptr, n);
}

// ---- JSON lines ----

// Passes over a line that is too long to be held.
static void skip_line(ag_source *s, ag_piece *piece)
{
    ag_message_add(&piece->messages, "allege: %s:%llu: longer than 256 MiB; skipped\n", file_name(s),
                   (unsigned long long)s->lines_before + 1);
    piece->damaged = true;
    for (const char *end = NULL; !end && want(s, 1);) {
        end = memchr(bytes(s), '\n', available(s));
        pass(s, end ? (size_t)(end - bytes(s)) + 1 : available(s));
    }
    s->lines_before++;
}

// Bytes of the whole lines that are there; reads on until there is one.
static size_t whole_lines(ag_source *s, ag_piece *piece)
{
    size_t least = s->settings.paragraphs ? 1 : AG_BATCH_SIZE;
    size_t seen = 0; // no line ends in these
    while (want(s, least)) {
        for (size_t n = available(s); n > seen; n--)
            if (bytes(s)[n - 1] == '\n')
                return n;
        seen = available(s);
        if (seen > AG_MAX_LINE) {
            skip_line(s, piece);
            seen = 0;
        }
        least = seen + 1;
    }
    return available(s);
}

static void next_lines(ag_source *s, ag_piece *piece)
{
    size_t n = whole_lines(s, piece);
    piece->lines = n > 0;
    copy(s, piece, n);
    for (size_t i = 0; i < n; i++)
        s->lines_before += piece->bytes.ptr[i] == '\n';
}

// ---- WARC ----

static void skip_content(ag_source *s, uint64_t length)
{
    while (length > 0 && want(s, 1)) {
        size_t step = length < available(s) ? (size_t)length : available(s);
        pass(s, step);
        length -= step;
    }
}

static void begin_record(ag_source *s, const ag_warc_header *header)
{
    static const char nameless[] = "-";
    begin_text(s, header->uri.len > 0 ? header->uri : (ag_str){nameless, 1}, header->length);
    if (header->date.len > 0)
        ag_json_string(&s->date, header->date.ptr, header->date.len);
}

// Turns to the next record that holds a text. Returns false at the end of the file.
static bool next_record(ag_source *s, ag_piece *piece)
{
    while (want(s, 1)) {
        if (*bytes(s) == '\n' || *bytes(s) == '\r') {
            pass(s, 1);
            continue;
        }
        ag_warc_header header;
        want(s, AG_WARC_MAX_HEADER);
        size_t n = ag_warc_parse(bytes(s), available(s), &header);
        if (n == 0) {
            if (!s->lost)
                ag_message_add(&piece->messages,
                               "allege: %s: byte %llu: no WARC record begins here; skipped to the next\n",
                               file_name(s), (unsigned long long)s->read);
            s->lost = piece->damaged = true;
            pass(s, ag_warc_next(bytes(s), available(s)));
            continue;
        }
        s->lost = false;
        if (header.conversion)
            begin_record(s, &header);
        pass(s, n);
        if (header.conversion)
            return true;
        skip_content(s, header.length);
    }
    return false;
}

static void next_warc(ag_source *s, ag_piece *piece)
{
    if (s->left == 0 && !next_record(s, piece))
        return;
    next_text(s, piece);
    if (s->ended && available(s) == 0 && s->left > 0)
        report(s, piece, "the last record breaks off");
}

// ---- files ----

static bool is_binary(ag_source *s)
{
    want(s, BINARY_PROBE);
    size_t probe = available(s) < BINARY_PROBE ? available(s) : BINARY_PROBE;
    return probe > 0 && memchr(bytes(s), '\0', probe) != NULL;
}

static void close_file(ag_source *s)
{
    ag_stream_close(s->stream);
    s->stream = NULL;
}

// Opens a file, the next one that is to be read. Returns false where it is none, or cannot be read.
static bool open_file(ag_source *s, ag_piece *piece)
{
    const ag_file *file = &s->files->at[s->next_file++];
    if (s->settings.accept && !s->settings.accept(s->settings.user, s->next_file - 1, &piece->messages))
        return false;
    clock_gettime(CLOCK_REALTIME, &s->opened);
    s->stream = ag_stream_open(file->path);
    if (!s->stream) {
        ag_message_add(&piece->messages, "allege: %s: cannot read: %s%s\n", file->path, strerror(errno),
                       ag_input_advice(errno));
        piece->damaged = true;
        return false;
    }
    s->ended = s->started = s->lost = false;
    s->pending.len = s->at = 0;
    s->read = 0;
    begin_text(s, (ag_str){file->path, strlen(file->path)},
               s->settings.form == AG_INPUT_WARC ? 0 : UINT64_MAX);
    if (!file->found || !is_binary(s))
        return true;
    close_file(s);
    return false;
}

static void end_file(ag_source *s, ag_piece *piece)
{
    const char *problem = ag_stream_problem(s->stream);
    piece->ends = true;
    if (problem)
        report(s, piece, problem);
    close_file(s);
}

static void clear_piece(ag_piece *piece)
{
    piece->position = 0;
    piece->starts = piece->ends = piece->text = piece->lines = piece->damaged = false;
    ag_strbuf_clear(&piece->name);
    ag_strbuf_clear(&piece->bytes);
    ag_strbuf_clear(&piece->behind);
    ag_strbuf_clear(&piece->ahead);
    ag_strbuf_clear(&piece->date);
    ag_strbuf_clear(&piece->messages);
}

bool ag_source_next(ag_source *s, ag_piece *piece)
{
    clear_piece(piece);
    while (!s->stream) {
        if (s->next_file == s->files->n)
            return piece->messages.len > 0 || piece->damaged;
        open_file(s, piece);
    }
    piece->file = s->next_file - 1;
    piece->opened = s->opened;
    if (s->settings.form == AG_INPUT_TEXT)
        next_text(s, piece);
    else if (s->settings.form == AG_INPUT_JSONL)
        next_lines(s, piece);
    else
        next_warc(s, piece);
    piece->starts = !s->started;
    piece->position = ag_stream_position(s->stream);
    s->started = true;
    if (s->ended && available(s) == 0)
        end_file(s, piece);
    return true;
}

const char *ag_source_place(const ag_source *s, uint64_t *bytes)
{
    *bytes = s->read;
    return s->next_file > 0 ? file_name(s) : NULL;
}

void ag_source_free(ag_source *s)
{
    if (!s)
        return;
    close_file(s);
    ag_strbuf_free(&s->pending);
    ag_strbuf_free(&s->name);
    ag_strbuf_free(&s->date);
    ag_strbuf_free(&s->behind);
    ag_xfree(s);
}

void ag_piece_free(ag_piece *piece)
{
    ag_strbuf_free(&piece->name);
    ag_strbuf_free(&piece->bytes);
    ag_strbuf_free(&piece->behind);
    ag_strbuf_free(&piece->ahead);
    ag_strbuf_free(&piece->date);
    ag_strbuf_free(&piece->messages);
}
