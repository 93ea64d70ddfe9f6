// SPDX-License-Identifier: MIT
#include "check.h"
#include "date.h"

static void check_date(const char *text, const char *want)
{
    int64_t date;
    ag_strbuf out = {0};
    if (ag_date_parse((ag_str){text, strlen(text)}, &date))
        ag_date_add(&out, date);
    CHECK_TEXT(out.ptr, out.len, want);
    ag_strbuf_free(&out);
}

int main(void)
{
    check_date("1970-01-01", "1970-01-01T00:00:00.000Z");
    check_date("2024-02-29", "2024-02-29T00:00:00.000Z");
    check_date("19000228", "1900-02-28T00:00:00.000Z");
    check_date("0001-01-01", "0001-01-01T00:00:00.000Z");
    check_date("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z");
    check_date("2026-11-27T10:30", "2026-11-27T10:30:00.000Z");
    check_date("2026-11-27 10:30:05", "2026-11-27T10:30:05.000Z");
    check_date("20261127T103005Z", "2026-11-27T10:30:05.000Z");
    check_date("2026-11-27T10:30:00.5+01:00", "2026-11-27T09:30:00.500Z");
    check_date("2026-12-31T23:30:00.123456-0130", "2027-01-01T01:00:00.123Z");
    check_date("2026-11-27T10:30.5", "2026-11-27T10:30:30.000Z");
    check_date("20261127T1030,25Z", "2026-11-27T10:30:15.000Z");
    check_date("1969-12-31T23:59:59z", "1969-12-31T23:59:59.000Z");
    check_date("2026-01-01T00:00:00+02", "2025-12-31T22:00:00.000Z");
    check_date("2026-12-31T24:00", "2027-01-01T00:00:00.000Z");
    int64_t date;
    CHECK(!ag_date_parse((ag_str){"2026-11-27T10:30\0", 17}, &date));
    static const char *const none[] = {"",
                                       "yesterday",
                                       "2026",
                                       "2026-11",
                                       "2026-13-01",
                                       "2026-02-29",
                                       "1900-02-29",
                                       "2026-11-27T",
                                       "0000-01-01",
                                       "2026-1-1",
                                       "2026-11-27T10",
                                       "2026-11-27T25:00",
                                       "2026-11-27T24:01",
                                       "2026-11-27x",
                                       "2026-11-27T10:00x",
                                       "2026-1127",
                                       "2026-11-27T10:00+x",
                                       "0001-01-01T00:00+01:00"};
    for (size_t i = 0; i < AG_ARRAY_LEN(none); i++)
        check_date(none[i], "");
    return check_done();
}
