// SPDX-License-Identifier: MIT
#include "intern.h"

static uint32_t hash_of(const char *bytes, size_t len)
{
    uint32_t hash = 2166136261u; // FNV-1a
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash ^ hash >> 15;
}

// The cell of the table that holds a string or, where it is new, is free for it.
static uint32_t *cell_of(const ag_intern *in, const char *bytes, size_t len)
{
    size_t mask = in->table.n - 1;
    for (size_t i = hash_of(bytes, len) & mask;; i = (i + 1) & mask) {
        uint32_t *cell = &in->table.at[i];
        if (*cell == 0)
            return cell;
        const ag_interned *s = &in->list.at[*cell - 1];
        if (s->len == len && (len == 0 || memcmp(in->pool.ptr + s->at, bytes, len) == 0))
            return cell;
    }
}

// Keeps the table, whose size is a power of two, at most half full.
static void make_room(ag_intern *in)
{
    if (in->table.n > 2 * in->list.n)
        return;
    size_t size = in->table.n ? 2 * in->table.n : 64;
    ag_reserve(&in->table, size);
    in->table.n = size;
    memset(in->table.at, 0, size * sizeof *in->table.at);
    for (size_t i = 0; i < in->list.n; i++)
        *cell_of(in, in->pool.ptr + in->list.at[i].at, in->list.at[i].len) = (uint32_t)i + 1;
}

uint32_t ag_intern_add(ag_intern *in, const void *bytes, size_t len, bool *fresh)
{
    make_room(in);
    uint32_t *cell = cell_of(in, bytes, len);
    if (fresh)
        *fresh = *cell == 0;
    if (*cell == 0) {
        ag_interned s = {in->pool.len, len};
        ag_strbuf_add(&in->pool, bytes, len);
        ag_push(&in->list, s);
        *cell = (uint32_t)in->list.n;
    }
    return *cell - 1;
}

ag_str ag_intern_get(const ag_intern *in, uint32_t number)
{
    return (ag_str){in->pool.ptr + in->list.at[number].at, in->list.at[number].len};
}

void ag_intern_clear(ag_intern *in)
{
    ag_strbuf_clear(&in->pool);
    in->list.n = 0;
    if (in->table.n > 0)
        memset(in->table.at, 0, in->table.n * sizeof *in->table.at);
}

void ag_intern_free(ag_intern *in)
{
    ag_strbuf_free(&in->pool);
    ag_free(&in->list);
    ag_free(&in->table);
}
