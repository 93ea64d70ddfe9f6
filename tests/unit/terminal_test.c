// SPDX-License-Identifier: MIT
#include "check.h"
#include "terminal.h"
#include <stdlib.h>
#include <unistd.h>

static void check_cluster(const char *text, size_t want_size, uint32_t want_columns)
{
    uint32_t columns;
    CHECK_INT(ag_terminal_cluster(text, strlen(text), &columns), want_size);
    CHECK_INT(columns, want_columns);
}

static void characters_have_their_width(void)
{
    check_cluster("ab", 1, 1);
    check_cluster("e\xCC\x81x", 3, 1);        // a combining accent
    check_cluster("\xE6\xB5\xB7\xE8", 3, 2);  // a Chinese character, then half of one
    check_cluster("\xF0\x9F\x98\x80 ", 4, 2); // an emoji
    check_cluster("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", 11, 2); // two, joined
    check_cluster("\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7", 8, 2);              // a flag
    check_cluster("\xFF", 1, 1);
}

static void the_width_has_limits(void)
{
    setenv("COLUMNS", "72", 1);
    CHECK_INT(ag_terminal_width(), 72);
    setenv("COLUMNS", "3", 1);
    CHECK_INT(ag_terminal_width(), 40);
    setenv("COLUMNS", "99999999999999999999", 1);
    CHECK_INT(ag_terminal_width(), 10000);
}

static void colors_are_as_the_user_says(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    CHECK(!ag_terminal_color(AG_AUTO, ends[1])); // no terminal
    CHECK(ag_terminal_color(AG_ALWAYS, ends[1]));
    CHECK(!ag_terminal_color(AG_NEVER, ends[1]));
    setenv("NO_COLOR", "1", 1);
    CHECK(ag_terminal_color(AG_ALWAYS, ends[1]));
    close(ends[0]);
    close(ends[1]);
}

static void what_strangers_write_is_calmed(void)
{
    char text[] = "a\tb\033[31m\r\x7F\n\xC2\x9B\xC2\xA0\xC3\x9B\xC2";
    ag_terminal_calm(text, sizeof text - 1, true);
    CHECK_TEXT(text, sizeof text - 1, "a\tb?[31m??\n??\xC2\xA0\xC3\x9B\xC2");
    ag_terminal_calm(text, sizeof text - 1, false);
    CHECK_TEXT(text, sizeof text - 1, "a\tb?[31m?????\xC2\xA0\xC3\x9B\xC2");
}

int main(void)
{
    what_strangers_write_is_calmed();
    characters_have_their_width();
    the_width_has_limits();
    colors_are_as_the_user_says();
    return check_done();
}
