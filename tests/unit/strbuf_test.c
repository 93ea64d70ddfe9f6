// SPDX-License-Identifier: MIT
#include "check.h"
#include "strbuf.h"

static void grows_and_keeps_what_it_holds(void)
{
    ag_strbuf b = {0};
    for (int i = 0; i < 1000; i++)
        ag_strbuf_add(&b, "abc", 3);
    CHECK_INT(b.len, 3000);
    CHECK_TEXT(b.ptr + 2997, 3, "abc");
    CHECK(b.space >= b.len);
    ag_strbuf_free(&b);
    CHECK(b.ptr == NULL && b.len == 0 && b.space == 0);
}

static void adding_nothing_allocates_nothing(void)
{
    ag_strbuf b = {0};
    ag_strbuf_add(&b, NULL, 0);
    ag_strbuf_add_text(&b, "");
    CHECK(b.ptr == NULL);
    CHECK_INT(b.len, 0);
}

static void clear_keeps_the_memory(void)
{
    ag_strbuf b = {0};
    ag_strbuf_add_text(&b, "text");
    const char *before = b.ptr;
    ag_strbuf_clear(&b);
    ag_strbuf_add_char(&b, 'x');
    CHECK(b.ptr == before);
    CHECK_TEXT(b.ptr, b.len, "x");
    ag_strbuf_free(&b);
}

static void numbers_are_decimal(void)
{
    static const struct {
        uint64_t value;
        const char *want;
    } cases[] = {
        {0, "0"}, {7, "7"}, {10, "10"}, {4294967295u, "4294967295"}, {UINT64_MAX, "18446744073709551615"}};
    for (size_t i = 0; i < AG_ARRAY_LEN(cases); i++) {
        ag_strbuf b = {0};
        ag_strbuf_add_uint(&b, cases[i].value);
        CHECK_TEXT(b.ptr, b.len, cases[i].want);
        ag_strbuf_free(&b);
    }
}

int main(void)
{
    grows_and_keeps_what_it_holds();
    adding_nothing_allocates_nothing();
    clear_keeps_the_memory();
    numbers_are_decimal();
    return check_done();
}
