// SPDX-License-Identifier: MIT
#include "progress.h"

#include "message.h"
#include "terminal.h"

#include <sys/stat.h>
#include <unistd.h>

static const double delay = 1.0, between = 0.1; // seconds

static double seconds_since(struct timespec then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then.tv_sec) + (double)(now.tv_nsec - then.tv_nsec) / 1e9;
}

void ag_progress_begin(ag_progress *p, const ag_files *files)
{
    p->files = files;
    clock_gettime(CLOCK_MONOTONIC, &p->begun);
    p->drawn = p->begun;
}

// ---- the line ----

static void add_time(ag_strbuf *out, double seconds)
{
    unsigned long long s = (unsigned long long)(seconds + 0.5);
    if (s < 60)
        ag_strbuf_printf(out, ", %llu s left", s);
    else if (s < 3600)
        ag_strbuf_printf(out, ", %llu:%02llu left", s / 60, s % 60);
    else
        ag_strbuf_printf(out, ", %llu:%02llu:%02llu left", s / 3600, s / 60 % 60, s % 60);
}

void ag_progress_write(ag_strbuf *out, size_t files, size_t of, uint64_t bytes, uint64_t total,
                       uint64_t fresh, double seconds, uint32_t width)
{
    double rate = seconds > 0 ? (double)fresh / seconds : 0;
    ag_strbuf_clear(out);
    if (of > 1)
        ag_strbuf_printf(out, "%zu of %zu files, ", files, of);
    ag_strbuf_printf(out, "%.1f ", (double)bytes / 1e6);
    if (total)
        ag_strbuf_printf(out, "of %.1f ", (double)total / 1e6);
    ag_strbuf_printf(out, "MB, %.1f MB/s", rate / 1e6);
    if (total && rate > 0)
        add_time(out, bytes < total ? (double)(total - bytes) / rate : 0);
    if (out->len > width)
        out->len = width;
    ag_strbuf_add_char(out, '\0');
}

// ---- a run ----

static void measure(ag_progress *p)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < p->files->n; i++) {
        const char *path = p->files->at[i].path;
        struct stat st;
        int failed = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(path, &st);
        if (!failed && S_ISREG(st.st_mode))
            sum += (uint64_t)st.st_size;
        else
            p->unknown |= !failed; // what cannot be read is passed over
        ag_push(&p->until, sum);
    }
}

static void draw(ag_progress *p)
{
    if (p->until.n == 0)
        measure(p);
    uint64_t before = p->file ? p->until.at[p->file - 1] : 0, total = p->until.at[p->files->n - 1];
    ag_progress_write(&p->line, p->file + 1, p->files->n, p->unknown ? p->read : before + p->position,
                      p->unknown ? 0 : total, p->read, seconds_since(p->begun), ag_terminal_width() - 1);
    ag_message_progress(p->line.ptr);
    clock_gettime(CLOCK_MONOTONIC, &p->drawn);
}

void ag_progress_take(ag_progress *p, const ag_piece *piece)
{
    if (!p->on)
        return;
    if (piece->file != p->file)
        p->position = 0;
    p->file = piece->file;
    if (piece->position > p->position) {
        p->read += piece->position - p->position;
        p->position = piece->position;
    }
    bool first = p->until.n == 0;
    if (first ? p->at_once || seconds_since(p->begun) >= delay : seconds_since(p->drawn) >= between)
        draw(p);
}

void ag_progress_make_room(const ag_progress *p)
{
    if (p->on && p->shares)
        ag_message_progress(NULL);
}

void ag_progress_end(ag_progress *p)
{
    if (p->on)
        ag_message_progress(NULL);
    ag_free(&p->until);
    ag_strbuf_free(&p->line);
}
