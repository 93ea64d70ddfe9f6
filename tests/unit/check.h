// SPDX-License-Identifier: MIT
// What a unit test needs: CHECK(condition), CHECK_INT(got, want), CHECK_TEXT(got, len, "want"), and at the
// end of main return check_done(); A failed check is printed with its place; the rest goes on.
#ifndef ALLEGE_TESTS_CHECK_H
#define ALLEGE_TESTS_CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int check_passed, check_failed;

static inline bool check_note(bool ok, const char *file, int line, const char *what)
{
    if (ok) {
        check_passed++;
    } else {
        check_failed++;
        printf("%s:%d: %s\n", file, line, what);
    }
    return ok;
}

static inline void check_int(long long got, long long want, const char *file, int line, const char *what)
{
    if (!check_note(got == want, file, line, what))
        printf("    got %lld, want %lld\n", got, want);
}

static inline void check_text(const char *got, size_t len, const char *want, const char *file, int line,
                              const char *what)
{
    if (!check_note(len == strlen(want) && (len == 0 || memcmp(got, want, len) == 0), file, line, what))
        printf("    got  %.*s\n    want %s\n", (int)len, len ? got : "", want);
}

#define CHECK(condition) check_note((condition), __FILE__, __LINE__, #condition)
#define CHECK_INT(got, want) check_int((long long)(got), (long long)(want), __FILE__, __LINE__, #got)
#define CHECK_TEXT(got, len, want) check_text((got), (len), (want), __FILE__, __LINE__, #got)

// Prints the totals in the form that tests/run.sh adds up; the exit status of main.
static inline int check_done(void)
{
    printf("%d passed, %d failed\n", check_passed, check_failed);
    return check_failed == 0 && check_passed > 0 ? 0 : 1;
}

#endif
