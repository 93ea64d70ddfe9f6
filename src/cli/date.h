// SPDX-License-Identifier: MIT
// Points in time, in milliseconds since 1970-01-01T00:00:00Z.
#ifndef ALLEGE_DATE_H
#define ALLEGE_DATE_H

#include "strbuf.h"

// A day of the Gregorian calendar, and its number: 1970-01-01 is 0.
typedef struct ag_day {
    int year, month, day; // 1 to 9999, to 12, to 31
} ag_day;

ag_day ag_date_day(int64_t days);
int64_t ag_date_days(ag_day day);

#define AG_DATE_DAY INT64_C(86400000) // milliseconds

// Reads an ISO 8601 date, with or without a time of the day and an offset from UTC, which it is without one:
// 2026-11-27, 20261127, 2026-11-27T10:30:00.5+01:00, 2026-11-27 10:30. Returns false for anything else.
bool ag_date_parse(ag_str text, int64_t *date);
// Appends a date of the years 1 to 9999 as RFC 3339 has it, in UTC: 2026-11-27T09:30:00.500Z.
void ag_date_add(ag_strbuf *out, int64_t date);

#endif
