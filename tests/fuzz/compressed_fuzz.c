// SPDX-License-Identifier: MIT
// Any bytes through the reader of compressed files. The first byte says whether they are compressed before,
// in how many members; the second and third where what comes of that is cut off or changed.
#include "fuzz.h"
#include "program.h"
#include "stream.h"

#include <string.h>
#ifdef ALLEGE_ZLIB
#include <zlib.h>
#endif
#ifdef ALLEGE_ZSTD
#include <zstd.h>
#endif

enum { MAX_MEMBERS = 4, ROOM = 64 * 1024 };

typedef enum form { AS_IT_IS, GZIP, ZSTD, FORMS } form;

// ---- compressing ----

static void add_gzip(ag_strbuf *out, const char *bytes, size_t len)
{
#ifdef ALLEGE_ZLIB
    z_stream z = {0};
    FUZZ_HOLDS(deflateInit2(&z, 1 + (int)(len % 9), Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) ==
               Z_OK);
    size_t room = deflateBound(&z, len);
    ag_strbuf_reserve(out, room);
    z.next_in = (unsigned char *)bytes;
    z.avail_in = (uInt)len;
    z.next_out = (unsigned char *)out->ptr + out->len;
    z.avail_out = (uInt)room;
    FUZZ_HOLDS(deflate(&z, Z_FINISH) == Z_STREAM_END);
    out->len += room - z.avail_out;
    deflateEnd(&z);
#else
    ag_strbuf_add(out, bytes, len);
#endif
}

static void add_zstd(ag_strbuf *out, const char *bytes, size_t len)
{
#ifdef ALLEGE_ZSTD
    size_t room = ZSTD_compressBound(len);
    ag_strbuf_reserve(out, room);
    size_t n = ZSTD_compress(out->ptr + out->len, room, bytes, len, 1 + (int)(len % 3));
    FUZZ_HOLDS(!ZSTD_isError(n));
    out->len += n;
#else
    ag_strbuf_add(out, bytes, len);
#endif
}

static void compress_members(form form, unsigned members, ag_str text, ag_strbuf *out)
{
    for (; members > 0; members--) {
        size_t n = text.len / members;
        if (form == GZIP)
            add_gzip(out, text.ptr, n);
        else
            add_zstd(out, text.ptr, n);
        text.ptr += n;
        text.len -= n;
    }
}

typedef enum damage { NONE, CUT, CHANGED } damage;

static damage do_damage(ag_strbuf *raw, uint8_t where, uint8_t what)
{
    if (where == 0 || raw->len == 0)
        return NONE;
    size_t at = ((size_t)where << 4 | what >> 4) % raw->len;
    if (what & 1)
        raw->len = at;
    else
        raw->ptr[at] ^= (char)what;
    return what & 1 ? CUT : CHANGED;
}

// ---- reading ----

typedef struct outcome {
    ag_strbuf bytes;
    char problem[300];
} outcome;

static void read_all(FILE *file, size_t piece, outcome *o)
{
    FUZZ_HOLDS(lseek(fileno(file), 0, SEEK_SET) == 0 && dup2(fileno(file), STDIN_FILENO) == STDIN_FILENO);
    ag_stream *s = ag_stream_open("-");
    FUZZ_HOLDS(s);
    fuzz_set_piece(piece);
    ag_strbuf_clear(&o->bytes);
    for (size_t before = 0; ag_stream_read(s, &o->bytes); before = o->bytes.len)
        FUZZ_HOLDS(o->bytes.len > before && o->bytes.len - before <= 2 * ROOM);
    fuzz_set_piece(0);
    const char *problem = ag_stream_problem(s);
    snprintf(o->problem, sizeof o->problem, "%s", problem ? problem : "");
    ag_stream_close(s);
}

static void compare_pieces(FILE *file, const outcome *whole)
{
    static const size_t pieces[] = {1, 7, 4096};
    outcome o = {0};
    for (size_t i = 0; i < AG_ARRAY_LEN(pieces); i++) {
        read_all(file, pieces[i], &o);
        FUZZ_HOLDS(strcmp(o.problem, whole->problem) == 0);
        FUZZ_HOLDS(o.bytes.len == whole->bytes.len);
        FUZZ_HOLDS(o.bytes.len == 0 || memcmp(o.bytes.ptr, whole->bytes.ptr, o.bytes.len) == 0);
    }
    ag_strbuf_free(&o.bytes);
}

// What comes out is the text, or the begin of it.
static void check_whole(const outcome *o, const ag_strbuf *raw, ag_str text, bool cut)
{
    enum { MAGIC = 4 };
    if (cut && raw->len < MAGIC) // may be a text as well
        return;
    FUZZ_HOLDS(cut ? o->bytes.len <= text.len : o->bytes.len == text.len && o->problem[0] == '\0');
    FUZZ_HOLDS(o->bytes.len == 0 || memcmp(o->bytes.ptr, text.ptr, o->bytes.len) == 0);
}

static FILE *file_with(const ag_strbuf *bytes)
{
    static FILE *file;
    if (!file)
        file = tmpfile();
    FUZZ_HOLDS(file && ftruncate(fileno(file), 0) == 0);
    ssize_t n = bytes->len > 0 ? pwrite(fileno(file), bytes->ptr, bytes->len, 0) : 0;
    FUZZ_HOLDS(n == (ssize_t)bytes->len);
    return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    form form = data[0] % FORMS;
    ag_str text = {(const char *)data + 3, size - 3};
    ag_strbuf raw = {0};
    if (form == AS_IT_IS)
        ag_strbuf_add(&raw, text.ptr, text.len);
    else
        compress_members(form, 1 + data[0] / FORMS % MAX_MEMBERS, text, &raw);
    damage done = form == AS_IT_IS ? NONE : do_damage(&raw, data[1], data[2]);
    FILE *file = file_with(&raw);
    outcome whole = {0};
    read_all(file, 0, &whole);
    if (form != AS_IT_IS && done != CHANGED)
        check_whole(&whole, &raw, text, done == CUT);
    compare_pieces(file, &whole);
    ag_strbuf_free(&whole.bytes);
    ag_strbuf_free(&raw);
    return 0;
}
