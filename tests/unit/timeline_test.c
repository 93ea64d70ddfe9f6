// SPDX-License-Identifier: MIT
#include "check.h"
#include "timeline.h"
#include <stdlib.h>

// A tally with one claim on each of the days.
static ag_tally tally_of(const int64_t *days, size_t n)
{
    ag_tally t = {0};
    for (size_t i = 0; i < n; i++) {
        ag_tally_day day = {.day = days[i]};
        day.records[ALLEGE_CLAIM] = 1;
        ag_push(&t.days, day);
    }
    t.records[ALLEGE_CLAIM] = n;
    return t;
}

static int count(const ag_strbuf *in, const char *what)
{
    int n = 0;
    ag_strbuf text = {0};
    ag_strbuf_add(&text, in->ptr, in->len);
    ag_strbuf_add_char(&text, '\0');
    for (const char *at = strstr(text.ptr, what); at; at = strstr(at + 1, what))
        n++;
    ag_strbuf_free(&text);
    return n;
}

static void check_bars(const int64_t *days, size_t n, int bars, const char *label)
{
    ag_tally t = tally_of(days, n);
    ag_strbuf out = {0};
    ag_timeline_write(&out, &t);
    CHECK_INT(count(&out, "<rect"), bars);
    CHECK_INT(count(&out, label), 2); // for those who hear it and those who point at it
    ag_strbuf_free(&out);
    ag_tally_free(&t);
}

static void bars_are_as_long_as_they_have_to_be(void)
{
    check_bars((int64_t[]){20000}, 1, 1, "2024-10-04: 1 claim");
    check_bars((int64_t[]){20061, 20000}, 2, 2, "2024-12-04: 1 claim");
    check_bars((int64_t[]){20000, 20062, 20063}, 3, 2, "2024-12: 2 claims");
    check_bars((int64_t[]){20000, 21888, 21950}, 3, 3, "2024: 1 claim");
    check_bars((int64_t[]){-719162, 2932896}, 2, 2, "0001: 1 claim"); // the first day and the last
}

static void without_dates_there_is_none(void)
{
    ag_tally t = {0};
    ag_strbuf out = {0};
    ag_timeline_write(&out, &t);
    CHECK_INT(out.len, 0);
    t = tally_of((int64_t[]){20000}, 1);
    t.days.at[0].records[ALLEGE_CLAIM] = 0;
    ag_timeline_write(&out, &t);
    CHECK_INT(out.len, 0);
    ag_tally_free(&t);
}

int main(void)
{
    bars_are_as_long_as_they_have_to_be();
    without_dates_there_is_none();
    return check_done();
}
