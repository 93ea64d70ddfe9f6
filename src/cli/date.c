// SPDX-License-Identifier: MIT
#include "date.h"

static const int64_t SECOND = 1000, MINUTE = 60000, HOUR = 3600000;

// Reads a number of so many digits and moves on. Returns -1 where there is none.
static int take_number(ag_str *s, size_t digits)
{
    int n = 0;
    if (s->len < digits)
        return -1;
    for (size_t i = 0; i < digits; i++) {
        if (s->ptr[i] < '0' || s->ptr[i] > '9')
            return -1;
        n = 10 * n + (s->ptr[i] - '0');
    }
    *s = (ag_str){s->ptr + digits, s->len - digits};
    return n;
}

static bool take_char(ag_str *s, const char *one_of)
{
    if (s->len == 0 || !*s->ptr || !strchr(one_of, *s->ptr))
        return false;
    *s = (ag_str){s->ptr + 1, s->len - 1};
    return true;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

// Days from 1970-01-01 to the first of January.
static int64_t days_before(int year)
{
    int64_t y = year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 - 719162;
}

int64_t ag_date_days(ag_day day)
{
    int64_t days = days_before(day.year) + day.day - 1;
    for (int m = 1; m < day.month; m++)
        days += days_of(day.year, m);
    return days;
}

ag_day ag_date_day(int64_t days)
{
    ag_day day = {1970 + (int)(days / 365), 1, 1};
    while (days_before(day.year) > days)
        day.year--;
    while (days_before(day.year + 1) <= days)
        day.year++;
    days -= days_before(day.year);
    for (; days >= days_of(day.year, day.month); day.month++)
        days -= days_of(day.year, day.month);
    day.day += (int)days;
    return day;
}

static bool take_day(ag_str *s, int64_t *date)
{
    int year = take_number(s, 4);
    bool hyphens = take_char(s, "-");
    int month = take_number(s, 2);
    if (hyphens && !take_char(s, "-"))
        return false;
    int day = take_number(s, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of(year, month))
        return false;
    *date = ag_date_days((ag_day){year, month, day}) * AG_DATE_DAY;
    return true;
}

// Of the last unit that is there.
static void take_fraction(ag_str *s, int64_t unit, int64_t *date)
{
    if (!take_char(s, ".,"))
        return;
    for (int digit; unit /= 10, (digit = take_number(s, 1)) >= 0;)
        *date += unit * digit;
}

static bool take_time(ag_str *s, int64_t *date)
{
    int hour = take_number(s, 2), minute = 0, second = 0;
    bool colons = take_char(s, ":");
    minute = take_number(s, 2);
    bool seconds = colons ? take_char(s, ":") : s->len > 0 && *s->ptr >= '0' && *s->ptr <= '9';
    if (seconds)
        second = take_number(s, 2);
    bool midnight = hour == 24 && minute == 0 && second == 0; // the end of the day
    if (hour < 0 || (hour > 23 && !midnight) || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    *date += hour * HOUR + minute * MINUTE + second * SECOND;
    take_fraction(s, seconds ? SECOND : MINUTE, date);
    return true;
}

static bool take_offset(ag_str *s, int64_t *date)
{
    if (s->len == 0 || take_char(s, "Zz"))
        return true;
    bool east = *s->ptr == '+';
    if (!take_char(s, "+-"))
        return false;
    int hour = take_number(s, 2);
    take_char(s, ":");
    int minute = s->len > 0 ? take_number(s, 2) : 0;
    if (hour < 0 || hour > 14 || minute < 0 || minute > 59)
        return false;
    *date -= (east ? 1 : -1) * (hour * HOUR + minute * MINUTE);
    return true;
}

bool ag_date_parse(ag_str text, int64_t *date)
{
    int64_t d;
    if (!take_day(&text, &d))
        return false;
    if (take_char(&text, "Tt ") && (!take_time(&text, &d) || !take_offset(&text, &d)))
        return false;
    *date = d;
    return text.len == 0 && d >= days_before(1) * AG_DATE_DAY && d < days_before(10000) * AG_DATE_DAY;
}

void ag_date_add(ag_strbuf *out, int64_t date)
{
    int64_t days = date / AG_DATE_DAY - (date % AG_DATE_DAY < 0), rest = date - days * AG_DATE_DAY;
    ag_day day = ag_date_day(days);
    ag_strbuf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", day.year, day.month, day.day,
                     (int)(rest / HOUR), (int)(rest / MINUTE % 60), (int)(rest / 1000 % 60),
                     (int)(rest % 1000));
}
