// SPDX-License-Identifier: MIT
#include "stream.h"
#include "input.h"
#include "interrupt.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef ALLEGE_ZLIB
#include <zlib.h>
#endif
#ifdef ALLEGE_ZSTD
#include <zstd.h>
#include <zstd_errors.h>
#endif

// Bytes: given at once; read and not yet passed on, which has room for a block of zstd, 128 KiB and its
// header.
enum { STEP = 64 * 1024, RAW = 132 * 1024 };

typedef enum form { UNKNOWN, PLAIN, GZIP, ZSTD } form;

struct ag_stream {
    int fd;
    form form;
    bool ended;         // all of the file is read
    bool between;       // of compressed data: at the end of a member, where the file may end
    unsigned char *raw; // bytes [at, n) are read and not yet passed on
    size_t at, n;
    uint64_t position; // bytes that have been read of the file
    char problem[200]; // "" where there is none
#ifdef ALLEGE_ZLIB
    z_stream zlib;
#endif
#ifdef ALLEGE_ZSTD
    ZSTD_DCtx *zstd;
    size_t zstd_hint; // bytes that libzstd would like to have next
    bool zstd_full;   // all the room was filled: it may hold more back
#endif
};

ag_stream *ag_stream_open(const char *path)
{
    // A pipe that nobody writes to is waited for when it is read, where a signal is seen.
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    if (fd != STDIN_FILENO)
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    ag_stream *s = ag_xcalloc(1, sizeof *s);
    s->fd = fd;
    s->raw = ag_xmalloc(RAW);
    return s;
}

uint64_t ag_stream_position(const ag_stream *s)
{
    return s->position;
}

const char *ag_stream_problem(const ag_stream *s)
{
    return s->problem[0] ? s->problem : NULL;
}

static bool fail(ag_stream *s, const char *problem)
{
    snprintf(s->problem, sizeof s->problem, "%s", problem);
    return false;
}

// Reads what is there, at most `space` bytes. Returns 0 at the end, after an error and when a signal came.
static size_t read_some(ag_stream *s, void *to, size_t space)
{
    while (!s->ended && !s->problem[0] && ag_interrupt_wait(s->fd)) {
        ssize_t got = read(s->fd, to, space);
        if (got > 0) {
            s->position += (uint64_t)got;
            return (size_t)got;
        }
        if (got == 0)
            s->ended = true;
        else if (errno != EINTR && errno != EAGAIN)
            snprintf(s->problem, sizeof s->problem, "cannot read: %s%s", strerror(errno),
                     ag_input_advice(errno));
    }
    return 0;
}

// More raw bytes behind those that are there.
static bool fill(ag_stream *s)
{
    if (s->at > 0)
        memmove(s->raw, s->raw + s->at, s->n - s->at);
    s->n -= s->at;
    s->at = 0;
    size_t room = RAW - s->n < STEP ? RAW - s->n : STEP;
    size_t got = read_some(s, s->raw + s->n, room);
    s->n += got;
    return got > 0;
}

// ---- which form ----

static const unsigned char gzip_magic[] = {0x1F, 0x8B, 0x08};
static const unsigned char zstd_magic[] = {0x28, 0xB5, 0x2F, 0xFD};

// Whether the bytes at hand begin with the magic number, reading on while they may.
static bool begins(ag_stream *s, const unsigned char *magic, size_t len)
{
    for (;;) {
        size_t have = s->n - s->at < len ? s->n - s->at : len;
        if (memcmp(s->raw + s->at, magic, have) != 0)
            return false;
        if (have == len || !fill(s))
            return have == len;
    }
}

static bool begins_gzip(ag_stream *s)
{
    return begins(s, gzip_magic, sizeof gzip_magic);
}

// A frame of data, or one of sixteen kinds that hold something else and are passed over.
static bool begins_zstd(ag_stream *s)
{
    unsigned char skipped_magic[] = {0x50, 0x2A, 0x4D, 0x18};
    bool found = begins(s, zstd_magic, sizeof zstd_magic);
    for (; !found && skipped_magic[0] < 0x60; skipped_magic[0]++)
        found = begins(s, skipped_magic, sizeof skipped_magic);
    return found;
}

static bool open_gzip(ag_stream *s)
{
#ifdef ALLEGE_ZLIB
    s->form = GZIP;
    enum { WITH_GZIP_HEADER = 16 };
    return inflateInit2(&s->zlib, MAX_WBITS + WITH_GZIP_HEADER) == Z_OK || fail(s, "zlib does not start");
#else
    return fail(s, "is compressed with gzip, and this program was built without zlib; decompress it first");
#endif
}

static bool open_zstd(ag_stream *s)
{
#ifdef ALLEGE_ZSTD
    s->form = ZSTD;
    s->zstd = ZSTD_createDCtx();
    return s->zstd || fail(s, "libzstd does not start");
#else
    return fail(s,
                "is compressed with zstd, and this program was built without libzstd; decompress it first");
#endif
}

static bool find_form(ag_stream *s)
{
    fill(s);
    if (begins_gzip(s))
        return open_gzip(s);
    if (begins_zstd(s))
        return open_zstd(s);
    s->form = PLAIN;
    return !s->problem[0];
}

// ---- reading ----

static bool read_plain(ag_stream *s, ag_strbuf *out)
{
    if (s->at < s->n) {
        ag_strbuf_add(out, (const char *)s->raw + s->at, s->n - s->at);
        s->at = s->n;
        return true;
    }
    ag_strbuf_reserve(out, STEP);
    size_t got = read_some(s, out->ptr + out->len, STEP);
    out->len += got;
    return got > 0;
}

#if defined(ALLEGE_ZLIB) || defined(ALLEGE_ZSTD)

// At the end of compressed data that may go on with another member. Zeros may fill up a tape's block.
static bool skip_to_member(ag_stream *s, bool (*begins_member)(ag_stream *))
{
    for (;;) {
        while (s->at < s->n && s->raw[s->at] == 0)
            s->at++;
        if (s->at < s->n)
            break;
        if (!fill(s))
            return false;
    }
    return begins_member(s) || fail(s, "something else stands behind the compressed data; it is left out");
}

static bool ends_early(ag_stream *s)
{
    return !s->problem[0] && fail(s, "the compressed data break off; what is whole was read");
}

static bool is_damaged(ag_stream *s)
{
    return fail(s, "the compressed data are damaged; what stands before was read");
}

#endif

#ifdef ALLEGE_ZLIB

static bool read_gzip(ag_stream *s, ag_strbuf *out)
{
    size_t before = out->len;
    ag_strbuf_reserve(out, STEP);
    while (out->len == before) {
        if (s->between && !skip_to_member(s, begins_gzip))
            return false;
        if (s->between)
            inflateReset(&s->zlib);
        s->between = false;
        if (s->at == s->n && !fill(s))
            return ends_early(s);
        s->zlib.next_in = s->raw + s->at;
        s->zlib.avail_in = (uInt)(s->n - s->at);
        s->zlib.next_out = (unsigned char *)out->ptr + out->len;
        s->zlib.avail_out = STEP;
        int result = inflate(&s->zlib, Z_NO_FLUSH);
        s->at = s->n - s->zlib.avail_in;
        out->len += STEP - s->zlib.avail_out;
        s->between = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            is_damaged(s);
            return out->len > before;
        }
    }
    return true;
}

#endif

#ifdef ALLEGE_ZSTD

// How many bytes libzstd is given: what it needs to go one block further, no less, no more. It does not tell
// what it has decompressed in a call that fails, and of a frame that it sees whole it gives all or nothing.
static size_t zstd_portion(const ag_stream *s)
{
    enum { FIRST = 5, BLOCK_HEADER = 3 }; // bytes: of a frame's header; that of the next block, in the hint
    size_t hint = s->zstd_hint;
    size_t want = hint == 0 ? FIRST : hint > BLOCK_HEADER ? hint - BLOCK_HEADER : hint;
    return want < RAW ? want : RAW;
}

static bool read_zstd(ag_stream *s, ag_strbuf *out)
{
    size_t before = out->len;
    ag_strbuf_reserve(out, STEP);
    while (out->len == before) {
        if (s->between && !skip_to_member(s, begins_zstd))
            return false;
        s->between = false;
        size_t want = s->zstd_full ? 0 : zstd_portion(s); // what it holds back comes first
        while (s->n - s->at < want && fill(s))
            continue;
        if (s->n - s->at < want)
            want = s->n - s->at;
        if (want == 0 && !s->zstd_full)
            return ends_early(s);
        ZSTD_outBuffer to = {out->ptr + out->len, STEP, 0};
        ZSTD_inBuffer from = {s->raw + s->at, want, 0};
        size_t result = ZSTD_decompressStream(s->zstd, &to, &from);
        s->at += from.pos;
        out->len += to.pos;
        if (ZSTD_isError(result)) {
            if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge)
                fail(s, "would take more than 128 MB to decompress; pipe it through zstd -dc --long=31");
            else
                is_damaged(s);
            return out->len > before;
        }
        s->zstd_hint = result;
        s->zstd_full = result > 0 && to.pos == STEP;
        s->between = result == 0;
    }
    return true;
}

#endif

bool ag_stream_read(ag_stream *s, ag_strbuf *out)
{
    if (s->problem[0] || (s->form == UNKNOWN && !find_form(s)))
        return false;
#ifdef ALLEGE_ZLIB
    if (s->form == GZIP)
        return read_gzip(s, out);
#endif
#ifdef ALLEGE_ZSTD
    if (s->form == ZSTD)
        return read_zstd(s, out);
#endif
    return read_plain(s, out);
}

void ag_stream_close(ag_stream *s)
{
    if (!s)
        return;
#ifdef ALLEGE_ZLIB
    if (s->form == GZIP)
        inflateEnd(&s->zlib);
#endif
#ifdef ALLEGE_ZSTD
    ZSTD_freeDCtx(s->zstd);
#endif
    if (s->fd != STDIN_FILENO)
        close(s->fd);
    ag_xfree(s->raw);
    ag_xfree(s);
}

void ag_stream_print_libraries(void)
{
#ifdef ALLEGE_ZLIB
    printf("zlib %s\n", zlibVersion());
#else
    puts("without zlib (gzip)");
#endif
#ifdef ALLEGE_ZSTD
    printf("libzstd %s\n", ZSTD_versionString());
#else
    puts("without libzstd (zstd)");
#endif
}
