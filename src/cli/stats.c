// SPDX-License-Identifier: MIT
#include "stats.h"
#include <inttypes.h>

enum { TOP = 5 };

static void print_name(const ag_run *run, uint32_t number, FILE *to)
{
    ag_str name = ag_intern_get(&run->tally.names, number);
    fprintf(to, "%.*s", (int)name.len, name.ptr);
}

static void print_top_names(const ag_run *run, const char *title, const ag_top *t, FILE *to)
{
    for (size_t i = 0; i < t->n; i++) {
        fprintf(to, "%-10s %8" PRIu64 "  ", i == 0 ? title : "", t->count[i]);
        print_name(run, t->number[i], to);
        fputc('\n', to);
    }
}

static void print_top_pairs(const ag_run *run, const ag_top *t, FILE *to)
{
    for (size_t i = 0; i < t->n; i++) {
        const ag_tally_edge *e = &run->tally.edges.at[t->number[i]];
        fprintf(to, "%-10s %8" PRIu64 "  ", i == 0 ? "pairs" : "", t->count[i]);
        print_name(run, e->source, to);
        fputs(" -> ", to);
        print_name(run, e->target, to);
        fprintf(to, " (%s)\n", allege_label_name((allege_label)e->label));
    }
}

static void print_tops(const ag_run *run, FILE *to)
{
    const ag_tally *tally = &run->tally;
    ag_top sources = {.most = TOP}, targets = {.most = TOP}, pairs = {.most = TOP};
    for (uint32_t i = 0; i < tally->counts.n; i++) {
        ag_top_offer(&sources, i, tally->counts.at[i].as_source);
        ag_top_offer(&targets, i, tally->counts.at[i].as_target);
    }
    for (uint32_t i = 0; i < tally->edges.n; i++)
        if (tally->edges.at[i].source != AG_TALLY_NOBODY && tally->edges.at[i].target != AG_TALLY_NOBODY)
            ag_top_offer(&pairs, i, tally->edges.at[i].n);
    print_top_names(run, "sources", &sources, to);
    print_top_names(run, "targets", &targets, to);
    print_top_pairs(run, &pairs, to);
}

static void print_time(const ag_run *run, FILE *to)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds =
        (double)(now.tv_sec - run->begun.tv_sec) + (double)(now.tv_nsec - run->begun.tv_nsec) / 1e9;
    double mb = (double)run->tally.bytes / 1e6;
    fprintf(to, "%-10s %8.2f  s, %.2f MB, %.2f MB/s\n", "time", seconds, mb, seconds > 0 ? mb / seconds : 0);
}

void ag_stats_print(const ag_run *run, FILE *to)
{
    const ag_tally *tally = &run->tally;
    fprintf(to, "%-10s %8" PRIu64 "\n", "documents", tally->documents);
    fprintf(to, "%-10s %8" PRIu64 "\n", "sentences", tally->sentences);
    for (allege_label label = ALLEGE_STATEMENT; label <= ALLEGE_POLICY; label++)
        if (label != ALLEGE_STATEMENT || tally->records[label] > 0)
            fprintf(to, "%-10s %8" PRIu64 "\n", allege_label_name(label), tally->records[label]);
    print_tops(run, to);
    print_time(run, to);
}
