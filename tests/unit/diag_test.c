// SPDX-License-Identifier: MIT
#include "check.h"
#include "diag.h"
#include "limits.h"

static void shows_line_and_caret(void)
{
    static const char text[] = "one\ntw\xC3\xA9 three\n";
    char out[256] = "";
    ag_diag diag = {0};
    ag_diag_at(&diag, "f.rules", text, sizeof text - 1, 9, 5, "no %s", "good");
    FILE *to = fmemopen(out, sizeof out, "w");
    ag_diag_print(&diag, to);
    fclose(to);
    CHECK_TEXT(out, strlen(out), "allege: f.rules:2:5: error: no good\n  tw\xC3\xA9 three\n      ^~~~~\n");
    ag_diag_free(&diag);
}

static void counts_beyond_the_cap(void)
{
    ag_diag diag = {0};
    for (int i = 0; i < AG_MAX_ERRORS + 5; i++)
        ag_diag_at(&diag, "f", "x", 1, 0, 1, "bad");
    CHECK_INT(diag.list.n, AG_MAX_ERRORS);
    CHECK_INT(diag.errors, AG_MAX_ERRORS + 5);
    ag_diag_free(&diag);
}

// A file that is one line: the part around the place is shown, whole characters.
static void cuts_long_lines(void)
{
    char text[5001] = "", out[1024] = "";
    ag_diag diag = {.lenient = true};
    for (size_t i = 0; i < 2500; i++)
        memcpy(text + 2 * i, "\xC3\xA9", 2);
    ag_diag_at(&diag, "f", text, 5000, 2001, 1, "odd");
    FILE *to = fmemopen(out, sizeof out, "w");
    ag_diag_print(&diag, to);
    fclose(to);
    CHECK_INT(diag.warnings, 1);
    CHECK_INT(diag.errors, 0);
    CHECK(strlen(out) < 300);
    CHECK(strncmp(out, "allege: f:1:1002: warning: odd\n  \xC3\xA9",
                  strlen("allege: f:1:1002: warning: odd\n  \xC3\xA9")) == 0);
    ag_diag_free(&diag);
}

int main(void)
{
    shows_line_and_caret();
    counts_beyond_the_cap();
    cuts_long_lines();
    return check_done();
}
