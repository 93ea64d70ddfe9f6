// SPDX-License-Identifier: MIT
#include "timeline.h"
#include "date.h"
#include "markup.h"

enum {
    MOST = 62,   // bars
    WIDTH = 900, // at most
    LEFT = 40,
    TOP = 12,
    BOTTOM = 172, // of the bars
    HEIGHT = 196,
    BAR_MOST = 40,
    LABEL = 90, // between two labels of the axis, at least
};

static const char *const plurals[] = {[ALLEGE_STATEMENT] = "statements",
                                      [ALLEGE_CLAIM] = "claims",
                                      [ALLEGE_DENIAL] = "denials",
                                      [ALLEGE_POLICY] = "policy statements"};
static const allege_label order[] = {ALLEGE_CLAIM, ALLEGE_DENIAL, ALLEGE_POLICY, ALLEGE_STATEMENT};

// Time cut into as many parts as there are bars.
typedef struct axis {
    enum { DAYS, MONTHS, YEARS } unit;
    ag_day first;
    int step, n; // units a bar, bars
    uint64_t count[MOST][AG_TALLY_LABELS], most;
} axis;

static int units_before(const axis *a, ag_day day)
{
    if (a->unit == DAYS)
        return (int)ag_date_days(day);
    return a->unit == MONTHS ? day.year * 12 + day.month - 1 : day.year;
}

// The first day of a bar.
static ag_day day_of(const axis *a, int bar)
{
    int at = units_before(a, a->first) + bar * a->step;
    if (a->unit == DAYS)
        return ag_date_day(at);
    return a->unit == MONTHS ? (ag_day){at / 12, at % 12 + 1, 1} : (ag_day){at, 1, 1};
}

static void fit(axis *a, ag_day last)
{
    for (a->unit = DAYS; a->unit <= YEARS; a->unit++) {
        int units = units_before(a, last) - units_before(a, a->first) + 1;
        a->step = a->unit == YEARS ? (units + MOST - 1) / MOST : 1;
        a->n = (units + a->step - 1) / a->step;
        if (a->n <= MOST)
            return;
    }
}

static void count(axis *a, const ag_tally *t)
{
    for (size_t i = 0; i < t->days.n; i++) {
        const ag_tally_day *d = &t->days.at[i];
        int bar = (units_before(a, ag_date_day(d->day)) - units_before(a, a->first)) / a->step;
        uint64_t sum = 0;
        for (size_t label = 0; label < AG_TALLY_LABELS; label++)
            sum += a->count[bar][label] += d->records[label];
        if (sum > a->most)
            a->most = sum;
    }
}

// A day, or what is left of it: "2026-03" of a month.
static void add_day(ag_strbuf *out, const axis *a, ag_day day)
{
    ag_strbuf_printf(out, "%04d", day.year);
    if (a->unit != YEARS)
        ag_strbuf_printf(out, "-%02d", day.month);
    if (a->unit == DAYS)
        ag_strbuf_printf(out, "-%02d", day.day);
}

static void add_iso(ag_strbuf *out, int64_t days)
{
    ag_day day = ag_date_day(days);
    if (day.year > 9999) // the last bar may reach beyond
        day = (ag_day){9999, 12, 31};
    ag_strbuf_printf(out, "%04d-%02d-%02d", day.year, day.month, day.day);
}

// "2026-03: 4 claims, 1 denial"
static void add_description(ag_strbuf *out, const axis *a, int bar)
{
    const char *before = ": ";
    add_day(out, a, day_of(a, bar));
    for (size_t i = 0; i < AG_ARRAY_LEN(order); i++) {
        uint64_t n = a->count[bar][order[i]];
        if (n == 0)
            continue;
        ag_strbuf_printf(out, "%s%llu %.*s", before, (unsigned long long)n,
                         (int)strlen(plurals[order[i]]) - (n == 1), plurals[order[i]]);
        before = ", ";
    }
}

static void begin_bar(ag_strbuf *out, const axis *a, int bar)
{
    ag_strbuf_add_text(out, "<g role=\"button\" tabindex=\"0\" data-from=\"");
    add_iso(out, ag_date_days(day_of(a, bar)));
    ag_strbuf_add_text(out, "\" data-to=\"");
    add_iso(out, ag_date_days(day_of(a, bar + 1)) - 1);
    ag_strbuf_add_text(out, "\" aria-label=\"");
    add_description(out, a, bar);
    ag_strbuf_add_text(out, "\"><title>");
    add_description(out, a, bar);
    ag_strbuf_add_text(out, "</title>");
}

static double width_of(const axis *a)
{
    double width = (double)(WIDTH - LEFT) / a->n;
    return width < BAR_MOST ? width : BAR_MOST;
}

// Of the drawing: where the last bar ends, with room for a label.
static int right_of(const axis *a)
{
    int right = LEFT + (int)(a->n * width_of(a) + 0.5);
    return right > LEFT + LABEL ? right : LEFT + LABEL;
}

static void add_bar(ag_strbuf *out, const axis *a, int bar)
{
    double width = width_of(a), x = LEFT + bar * width, y = BOTTOM;
    bool any = false;
    for (size_t i = 0; i < AG_ARRAY_LEN(order); i++) {
        uint64_t n = a->count[bar][order[i]];
        if (n == 0)
            continue;
        if (!any)
            begin_bar(out, a, bar);
        any = true;
        double height = (double)(BOTTOM - TOP) * (double)n / (double)a->most;
        y -= height;
        ag_markup_format(out,
                         "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"fill %s\"/>",
                         x + 1, y, width - 2, height, allege_label_name(order[i]));
    }
    ag_strbuf_add_text(out, any ? "</g>\n" : "");
}

static void add_axes(ag_strbuf *out, const axis *a)
{
    double width = width_of(a);
    int right = right_of(a);
    ag_markup_format(out, "<path class=\"grid\" d=\"M%d %dH%dM%d %dH%d\"/>", LEFT, BOTTOM, right, LEFT, TOP,
                     right);
    ag_markup_format(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%llu</text>", LEFT - 6, TOP + 5,
                     (unsigned long long)a->most);
    ag_markup_format(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>\n", LEFT - 6, BOTTOM + 4);
    double free_from = 0;
    for (int bar = 0; bar < a->n; bar++) {
        double x = LEFT + bar * width;
        if (x < free_from || x > right - LABEL)
            continue;
        free_from = x + LABEL;
        ag_markup_format(out, "<text x=\"%.1f\" y=\"%d\">", x, BOTTOM + 18);
        add_day(out, a, day_of(a, bar));
        ag_strbuf_add_text(out, "</text>");
    }
    ag_strbuf_add_char(out, '\n');
}

static void add_legend(ag_strbuf *out, const ag_tally *t)
{
    ag_strbuf_add_text(out, "<p class=\"quiet\">When, of texts with a date; a bar leads to its records.");
    for (size_t i = 0; i < AG_ARRAY_LEN(order); i++)
        if (t->records[order[i]] > 0)
            ag_markup_format(out, " <span class=\"key %s\">%s</span>", allege_label_name(order[i]),
                             plurals[order[i]]);
    ag_strbuf_add_text(out, "</p>\n");
}

void ag_timeline_write(ag_strbuf *out, const ag_tally *tally)
{
    if (tally->days.n == 0)
        return;
    int64_t first = tally->days.at[0].day, last = first;
    for (size_t i = 1; i < tally->days.n; i++) {
        int64_t day = tally->days.at[i].day;
        first = day < first ? day : first;
        last = day > last ? day : last;
    }
    axis a = {.first = ag_date_day(first)};
    fit(&a, ag_date_day(last));
    count(&a, tally);
    if (a.most == 0)
        return;
    add_legend(out, tally);
    ag_strbuf_add_text(out, "<div class=\"chart\"><svg role=\"group\" aria-label=\"Records by time\"");
    ag_markup_format(out, " width=\"%d\" viewBox=\"0 0 %d %d\">\n", right_of(&a), right_of(&a), HEIGHT);
    add_axes(out, &a);
    for (int bar = 0; bar < a.n; bar++)
        add_bar(out, &a, bar);
    ag_strbuf_add_text(out, "</svg></div>\n");
}
