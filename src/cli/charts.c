// SPDX-License-Identifier: MIT
#include "charts.h"
#include "markup.h"
#include "utf8.h"
#include <math.h>

enum {
    MATRIX_MOST = 15,
    GRAPH_MOST = 20,
    LABEL_MOST = 28, // code points of a name
    CELL = 34,       // units of the drawing
    ROW_LABELS = 220,
    COLUMN_LABELS = 170,
    RADIUS = 230,
    CENTRE_X = 450,
    CENTRE_Y = 260,
    GRAPH_WIDTH = 2 * CENTRE_X,
    GRAPH_HEIGHT = 2 * CENTRE_Y,
};

static const double TURN = 0.08; // of the way, to its right
static const ag_str nobody = {"(nobody named)", 14};

// Most denials do not say whose allegation they deny; they are of nobody.
static bool is_charged(const ag_tally_edge *e)
{
    return e->source != AG_TALLY_NOBODY &&
           (e->label == ALLEGE_DENIAL || (e->label == ALLEGE_CLAIM && e->target != AG_TALLY_NOBODY));
}

static ag_str name_of(const ag_tally *t, uint32_t number)
{
    return number == AG_TALLY_NOBODY ? (ag_str){0} : ag_intern_get(&t->names, number);
}

// A name, the end of a long one left out.
static void add_label(ag_strbuf *out, const ag_tally *t, uint32_t number)
{
    ag_str name = number == AG_TALLY_NOBODY ? nobody : name_of(t, number);
    size_t at = 0;
    uint32_t size;
    for (int n = 0; at < name.len && n < LABEL_MOST; at += size, n++)
        ag_utf8_decode(name.ptr + at, name.len - at, &size);
    ag_markup_text(out, (ag_str){name.ptr, at});
    if (at < name.len)
        ag_strbuf_add_text(out, "\xE2\x80\xA6");
}

static void add_count(ag_strbuf *out, uint64_t n, const char *what)
{
    ag_strbuf_add_uint(out, n);
    ag_strbuf_add_char(out, ' ');
    ag_strbuf_add_text(out, what);
    if (n != 1)
        ag_strbuf_add_char(out, 's');
}

// "A - B: 3 claims, 1 denial"
static void add_description(ag_strbuf *out, const ag_tally *t, uint32_t source, uint32_t target,
                            uint64_t claims, uint64_t denials)
{
    ag_markup_text(out, ag_intern_get(&t->names, source));
    ag_strbuf_add_text(out, " \xE2\x86\x92 ");
    ag_markup_text(out, target == AG_TALLY_NOBODY ? nobody : name_of(t, target));
    ag_strbuf_add_text(out, ": ");
    if (claims > 0)
        add_count(out, claims, "claim");
    if (claims > 0 && denials > 0)
        ag_strbuf_add_text(out, ", ");
    if (denials > 0) {
        ag_strbuf_add_uint(out, denials);
        ag_strbuf_add_text(out, denials == 1 ? " denial" : " denials");
    }
}

// Begins a group that leads to the records of a pair.
static void begin_link(ag_strbuf *out, const ag_tally *t, uint32_t source, uint32_t target, uint64_t claims,
                       uint64_t denials)
{
    ag_strbuf_add_text(out, "<g role=\"button\" tabindex=\"0\" data-s=\"");
    ag_markup_text(out, ag_intern_get(&t->names, source));
    ag_strbuf_add_text(out, "\" data-t=\"");
    ag_markup_text(out, name_of(t, target));
    ag_strbuf_add_text(out, claims == 0 ? "\" data-l=\"denial" : denials == 0 ? "\" data-l=\"claim" : "");
    ag_strbuf_add_text(out, "\" aria-label=\"");
    add_description(out, t, source, target, claims, denials);
    ag_strbuf_add_text(out, "\"><title>");
    add_description(out, t, source, target, claims, denials);
    ag_strbuf_add_text(out, "</title>");
}

// ---- matrix ----

static size_t place_in(const ag_top *top, uint32_t number)
{
    for (size_t i = 0; i < top->n; i++)
        if (top->number[i] == number)
            return i;
    return SIZE_MAX;
}

static void choose(const ag_tally *t, bool sources, bool targets, ag_top *top)
{
    uint64_t *counts = ag_xcalloc(t->counts.n, sizeof *counts);
    for (size_t i = 0; i < t->edges.n; i++) {
        const ag_tally_edge *e = &t->edges.at[i];
        if (!is_charged(e))
            continue;
        if (sources)
            counts[e->source] += e->n;
        if (targets && e->target != AG_TALLY_NOBODY)
            counts[e->target] += e->n;
    }
    for (uint32_t i = 0; i < t->counts.n; i++)
        ag_top_offer(top, i, counts[i]);
    ag_xfree(counts);
}

// Which of them a record links to one of the others.
static void find_linked(const ag_tally *t, const ag_top *sources, const ag_top *targets, bool *source,
                        bool *target)
{
    for (size_t i = 0; i < t->edges.n; i++) {
        const ag_tally_edge *e = &t->edges.at[i];
        size_t from = place_in(sources, e->source), to = place_in(targets, e->target);
        if (is_charged(e) && from != SIZE_MAX && to != SIZE_MAX)
            source[from] = target[to] = true;
    }
}

static void keep(ag_top *top, const bool *kept)
{
    size_t n = 0;
    for (size_t i = 0; i < top->n; i++)
        if (kept[i])
            top->number[n++] = top->number[i];
    top->n = n;
}

static void add_number(ag_strbuf *out, double x, double y, const char *label, uint64_t n)
{
    if (n == 0)
        return;
    ag_markup_format(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" class=\"%s\">", x, y, label);
    ag_strbuf_add_uint(out, n);
    ag_strbuf_add_text(out, "</text>");
}

static void add_cell(ag_strbuf *out, const ag_tally *t, uint32_t source, uint32_t target, size_t row,
                     size_t column, const uint64_t *n)
{
    double x = ROW_LABELS + (double)column * CELL, y = COLUMN_LABELS + (double)row * CELL;
    uint64_t claims = n[ALLEGE_CLAIM], denials = n[ALLEGE_DENIAL];
    bool both = claims > 0 && denials > 0;
    begin_link(out, t, source, target, claims, denials);
    ag_markup_format(out,
                     "<rect x=\"%.0f\" y=\"%.0f\" width=\"%d\" height=\"%d\" class=\"fill %s\" "
                     "opacity=\"%.2f\"/>",
                     x, y, CELL, CELL, claims >= denials ? "claim" : "denial",
                     fmin(0.08 + 0.05 * (double)(claims + denials), 0.35));
    add_number(out, x + CELL * (both ? 0.28 : 0.5), y + CELL * 0.63, "claim", claims);
    add_number(out, x + CELL * (both ? 0.72 : 0.5), y + CELL * 0.63, "denial", denials);
    ag_strbuf_add_text(out, "</g>\n");
}

static void add_cells(ag_strbuf *out, const ag_tally *t, const ag_top *sources, const ag_top *targets)
{
    static uint64_t zero[MATRIX_MOST][MATRIX_MOST][AG_TALLY_LABELS];
    uint64_t n[MATRIX_MOST][MATRIX_MOST][AG_TALLY_LABELS];
    memcpy(n, zero, sizeof n);
    for (size_t i = 0; i < t->edges.n; i++) {
        const ag_tally_edge *e = &t->edges.at[i];
        size_t row = place_in(sources, e->source), column = place_in(targets, e->target);
        if (is_charged(e) && row != SIZE_MAX && column != SIZE_MAX)
            n[row][column][e->label] += e->n;
    }
    for (size_t row = 0; row < sources->n; row++)
        for (size_t column = 0; column < targets->n; column++)
            if (n[row][column][ALLEGE_CLAIM] + n[row][column][ALLEGE_DENIAL] > 0)
                add_cell(out, t, sources->number[row], targets->number[column], row, column, n[row][column]);
}

static void add_axes(ag_strbuf *out, const ag_tally *t, const ag_top *sources, const ag_top *targets)
{
    double right = ROW_LABELS + (double)targets->n * CELL, bottom = COLUMN_LABELS + (double)sources->n * CELL;
    for (size_t i = 0; i <= sources->n; i++)
        ag_markup_format(out, "<path class=\"grid\" d=\"M%d %zuH%.0f\"/>", ROW_LABELS,
                         COLUMN_LABELS + i * CELL, right);
    for (size_t i = 0; i <= targets->n; i++)
        ag_markup_format(out, "<path class=\"grid\" d=\"M%zu %dV%.0f\"/>", ROW_LABELS + i * CELL,
                         COLUMN_LABELS, bottom);
    for (size_t i = 0; i < sources->n; i++) {
        ag_markup_format(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", ROW_LABELS - 6,
                         COLUMN_LABELS + ((double)i + 0.63) * CELL);
        add_label(out, t, sources->number[i]);
        ag_strbuf_add_text(out, "</text>");
    }
    for (size_t i = 0; i < targets->n; i++) {
        ag_markup_format(out, "<text transform=\"translate(%.1f %d) rotate(-45)\">",
                         ROW_LABELS + ((double)i + 0.55) * CELL, COLUMN_LABELS - 6);
        add_label(out, t, targets->number[i]);
        ag_strbuf_add_text(out, "</text>");
    }
}

static void add_matrix(ag_strbuf *out, const ag_tally *t)
{
    ag_top sources = {.most = MATRIX_MOST}, targets = {.most = MATRIX_MOST - 1};
    choose(t, true, false, &sources);
    choose(t, false, true, &targets);
    targets.number[targets.n++] = AG_TALLY_NOBODY;
    bool source[MATRIX_MOST] = {false}, target[MATRIX_MOST] = {false};
    find_linked(t, &sources, &targets, source, target);
    keep(&sources, source);
    keep(&targets, target);
    size_t width = ROW_LABELS + targets.n * CELL + COLUMN_LABELS,
           height = COLUMN_LABELS + sources.n * CELL + 2;
    ag_strbuf_add_text(
        out, "<div class=\"chart\"><svg role=\"group\" aria-label=\"Matrix of sources and targets\"");
    ag_markup_format(out, " width=\"%zu\" viewBox=\"0 0 %zu %zu\">\n", width, width, height);
    add_axes(out, t, &sources, &targets);
    ag_strbuf_add_char(out, '\n');
    add_cells(out, t, &sources, &targets);
    ag_strbuf_add_text(out, "</svg></div>\n");
}

// ---- graph ----

typedef struct point {
    double x, y;
} point;

static uint64_t tie(const ag_tally *t, uint32_t a, uint32_t b)
{
    uint64_t n = 0;
    for (size_t i = 0; i < t->edges.n; i++) {
        const ag_tally_edge *e = &t->edges.at[i];
        if (is_charged(e) && ((e->source == a && e->target == b) || (e->source == b && e->target == a)))
            n += e->n;
    }
    return n;
}

// Puts those beside each other on the circle who have most to do with each other.
static void arrange(const ag_tally *t, ag_top *top)
{
    for (size_t i = 1; i < top->n; i++) {
        size_t best = i;
        uint64_t most = 0;
        for (size_t k = i; k < top->n; k++) {
            uint64_t n = tie(t, top->number[i - 1], top->number[k]);
            if (n > most)
                most = n, best = k;
        }
        uint32_t number = top->number[best];
        memmove(top->number + i + 1, top->number + i, (best - i) * sizeof number);
        top->number[i] = number;
    }
}

static point place_of(size_t i, size_t n, double radius)
{
    double angle = 6.283185307179586 * (double)i / (double)n - 1.5707963267948966;
    return (point){CENTRE_X + radius * cos(angle), CENTRE_Y + radius * sin(angle)};
}

// A loop inside of the circle, or a bow towards its centre, a flatter one for denials. There and back differ.
static void add_path(ag_strbuf *out, const ag_tally_edge *e, size_t from, size_t to, size_t n)
{
    point a = place_of(from, n, RADIUS - 8), b = place_of(to, n, RADIUS - 8);
    const char *label = allege_label_name((allege_label)e->label);
    double width = fmin(1 + log2((double)e->n), 6);
    if (from == to) {
        point c = place_of(from, n, RADIUS - 45);
        double dx = (c.y - a.y) * 0.6, dy = (a.x - c.x) * 0.6;
        ag_markup_format(out,
                         "<path class=\"edge %s\" stroke-width=\"%.1f\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f ",
                         label, width, a.x, a.y, c.x + dx, c.y + dy, c.x - dx, c.y - dy);
        ag_markup_format(out, "%.1f %.1f\" marker-end=\"url(#%s)\"/>", a.x, a.y, label);
        return;
    }
    double far = hypot(b.x - a.x, b.y - a.y) / (2 * RADIUS),
           pull = far * (e->label == ALLEGE_CLAIM ? 0.6 : 0.4);
    point c = {(a.x + b.x) / 2 * (1 - pull) + CENTRE_X * pull - (b.y - a.y) * TURN,
               (a.y + b.y) / 2 * (1 - pull) + CENTRE_Y * pull + (b.x - a.x) * TURN};
    ag_markup_format(out,
                     "<path class=\"edge %s\" stroke-width=\"%.1f\" d=\"M%.1f %.1fQ%.1f %.1f %.1f %.1f\"",
                     label, width, a.x, a.y, c.x, c.y, b.x, b.y);
    ag_markup_format(out, " marker-end=\"url(#%s)\"/>", label);
}

static void add_edges(ag_strbuf *out, const ag_tally *t, const ag_top *top)
{
    for (size_t i = 0; i < t->edges.n; i++) {
        const ag_tally_edge *e = &t->edges.at[i];
        if (!is_charged(e))
            continue;
        size_t from = place_in(top, e->source), to = place_in(top, e->target);
        if (from == SIZE_MAX || to == SIZE_MAX)
            continue;
        bool claim = e->label == ALLEGE_CLAIM;
        begin_link(out, t, e->source, e->target, claim ? e->n : 0, claim ? 0 : e->n);
        add_path(out, e, from, to, top->n);
        ag_strbuf_add_text(out, "</g>\n");
    }
}

static void add_nodes(ag_strbuf *out, const ag_tally *t, const ag_top *top)
{
    for (size_t i = 0; i < top->n; i++) {
        point dot = place_of(i, top->n, RADIUS), label = place_of(i, top->n, RADIUS + 12);
        const char *anchor = fabs(label.x - CENTRE_X) < 1 ? "middle" : label.x < CENTRE_X ? "end" : "start";
        ag_markup_format(out, "<circle class=\"node\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", dot.x, dot.y);
        ag_markup_format(out, "<text x=\"%.1f\" y=\"%.1f\" dominant-baseline=\"middle\" text-anchor=\"%s\">",
                         label.x, label.y, anchor);
        add_label(out, t, top->number[i]);
        ag_strbuf_add_text(out, "</text>\n");
    }
}

static void add_graph(ag_strbuf *out, const ag_tally *t)
{
    ag_top top = {.most = GRAPH_MOST - 1};
    choose(t, true, true, &top);
    top.number[top.n++] = AG_TALLY_NOBODY;
    bool linked[GRAPH_MOST] = {false};
    find_linked(t, &top, &top, linked, linked);
    keep(&top, linked);
    arrange(t, &top);
    ag_strbuf_add_text(
        out, "<div class=\"chart\"><svg role=\"group\" aria-label=\"Graph of who accuses whom and who "
             "denies what\"");
    ag_markup_format(out, " width=\"%d\" viewBox=\"0 0 %d %d\">\n<defs>", GRAPH_WIDTH, GRAPH_WIDTH,
                     GRAPH_HEIGHT);
    for (allege_label label = ALLEGE_CLAIM; label <= ALLEGE_DENIAL; label++)
        ag_markup_format(
            out,
            "<marker id=\"%s\" markerUnits=\"userSpaceOnUse\" markerWidth=\"12\" markerHeight=\"12\" "
            "refX=\"10\" refY=\"5\" orient=\"auto\"><path class=\"head %s\" d=\"M0 0L10 5L0 10z\"/></marker>",
            allege_label_name(label), allege_label_name(label));
    ag_strbuf_add_text(out, "</defs>\n");
    add_edges(out, t, &top);
    add_nodes(out, t, &top);
    ag_strbuf_add_text(out, "</svg></div>\n");
}

static bool has_any(const ag_tally *t)
{
    for (size_t i = 0; i < t->edges.n; i++)
        if (is_charged(&t->edges.at[i]))
            return true;
    return false;
}

void ag_charts_write(ag_strbuf *out, const ag_tally *tally)
{
    if (!has_any(tally)) {
        ag_strbuf_add_text(out, "<p class=\"quiet\">No record names both a source and a target.</p>\n");
        return;
    }
    ag_strbuf_add_text(out,
                       "<p class=\"quiet\">The actors with most records; a number or an arrow leads to its "
                       "records. Rows and tails: who says it; columns and heads: of whom. "
                       "<span class=\"key claim\">claims</span> <span class=\"key denial\">denials, dashed "
                       "arrows</span></p>\n");
    add_matrix(out, tally);
    add_graph(out, tally);
}
