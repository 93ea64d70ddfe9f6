// SPDX-License-Identifier: MIT
#include "check.h"
#include "view.h"

static void check_view(const char *text, size_t len, const char *want)
{
    ag_strbuf out = {0};
    ag_view_text(&out, text, len);
    CHECK_TEXT(out.ptr, out.len, want);
    ag_strbuf_free(&out);
}

static void text_comes_on_one_line(void)
{
    check_view("", 0, "");
    check_view("a  b", 4, "a  b"); // nothing broken
    check_view(" a \r\n\t b\n", 9, " a b ");
    check_view("a\tb", 3, "a b");
    check_view("a\xE2\x80\xA8"
               "b",
               5, "a b");
}

static void nothing_reaches_a_terminal(void)
{
    check_view("a\x1B[31mb", 7, "a\xEF\xBF\xBD[31mb");
    check_view("a\0b\x7F", 4,
               "a\xEF\xBF\xBD"
               "b\xEF\xBF\xBD");
    check_view("\xC2\x9B", 2, "\xEF\xBF\xBD"); // a control character of two bytes
    check_view("\xFF\xC3\xA9", 3, "\xEF\xBF\xBD\xC3\xA9");
}

static void check_certainty(allege_certainty certainty, const char *want)
{
    ag_strbuf out = {0};
    ag_view_certainty(&out, &certainty);
    CHECK_TEXT(out.ptr, out.len, want);
    ag_strbuf_free(&out);
}

static void certainty_is_a_word(void)
{
    check_certainty((allege_certainty){.type = ALLEGE_LIKELIHOOD, .low = 55, .high = 80}, "likelihood-55-80");
    check_certainty((allege_certainty){.type = ALLEGE_CONFIDENCE, .level = "high"}, "confidence-high");
    check_certainty((allege_certainty){.type = ALLEGE_CONFIDENCE}, "confidence");
    check_certainty((allege_certainty){.type = ALLEGE_HEARSAY}, "hearsay");
}

static void actors_come_before_names(void)
{
    allege_mention m = {.span = {0, 2}};
    CHECK_INT(ag_view_names_of(&m).n, 0); // "he"
    m.name = (allege_string){"Ann Lee", 7};
    ag_view_names names = ag_view_names_of(&m);
    CHECK_INT(names.n, 1);
    CHECK_TEXT(names.name[0].ptr, names.name[0].len, "Ann Lee");
    const allege_actor actors[] = {{.name = "Russia", .country = "RU", .type = ""},
                                   {.name = "APT28", .country = "", .type = ""},
                                   {.name = "APT28", .country = "RU", .type = ""}};
    m.actors = actors, m.nactors = 3;
    names = ag_view_names_of(&m);
    CHECK_INT(names.n, 2);
    CHECK_TEXT(names.name[1].ptr, names.name[1].len, "APT28");
    CHECK(strcmp(names.country[0], "RU") == 0);
    CHECK(names.country[1] == NULL);
}

static void check_iri(const char *doc, const char *want)
{
    ag_strbuf out = {0};
    ag_view_iri(&out, doc);
    CHECK_TEXT(out.ptr, out.len, want);
    ag_strbuf_free(&out);
}

static void a_name_becomes_an_iri(void)
{
    check_iri("sub/a.txt", "sub/a.txt");
    check_iri("a b%#?\xC3\xA9.txt", "a%20b%25%23%3F%C3%A9.txt");
    check_iri("a:b", "a%3Ab"); // no scheme
    check_iri("://x", "%3A//x");
    check_iri("https://example.org/?q=a%20b&c=[d]\"", "https://example.org/?q=a%20b&c=%5Bd%5D%22");
    check_iri("http://[2001:db8::1]:80/[x]", "http://[2001:db8::1]:80/%5Bx%5D");
    check_iri("https://example.org/100%/%4?a%2fb%", "https://example.org/100%25/%254?a%2fb%25");
    check_iri("https://example.org/#a#[b]", "https://example.org/#a%23%5Bb%5D");
    check_iri("https://example.org/<a>{b}|c\\^`", "https://example.org/%3Ca%3E%7Bb%7D%7Cc%5C%5E%60");
}

static void check_summary(const allege_record *r, const char *want)
{
    static const char text[] = "he blamed\nthem";
    ag_json_context context = {.text = text, .len = sizeof text - 1};
    ag_strbuf out = {0};
    ag_view_summary(&out, &context, r);
    CHECK_TEXT(out.ptr, out.len, want);
    ag_strbuf_free(&out);
}

static void a_record_in_a_line(void)
{
    static const allege_actor actors[] = {{.name = "A", .country = "", .type = ""},
                                          {.name = "B", .country = "", .type = ""}};
    allege_record r = {.label = ALLEGE_CLAIM};
    check_summary(&r, "");
    r.act = (ag_span){3, 14};
    check_summary(&r, "blamed them");
    r.target = (allege_mention){.span = {10, 14}};
    check_summary(&r, "\xE2\x86\x92 them: blamed them");
    r.source = (allege_mention){.span = {0, 2}, .actors = actors, .nactors = 2};
    check_summary(&r, "A; B \xE2\x86\x92 them: blamed them");
}

int main(void)
{
    text_comes_on_one_line();
    nothing_reaches_a_terminal();
    certainty_is_a_word();
    actors_come_before_names();
    a_name_becomes_an_iri();
    a_record_in_a_line();
    return check_done();
}
