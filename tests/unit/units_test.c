// SPDX-License-Identifier: MIT
// Sentences and quotations are tested by tests/spec; here stand the values that the specs do not show.
#include "check.h"
#include "tokenizer.h"
#include "units.h"

static ag_tokens tokens;
static ag_units units;

static void read_text(const char *text)
{
    ag_tokenize(text, strlen(text), &tokens);
    ag_units_find(text, strlen(text), &tokens, &units);
}

static void lines_are_counted(void)
{
    read_text("One.\n\nTwo.\r\nThree.\rFour.\n");
    CHECK_INT(units.sentences.n, 4);
    CHECK_INT(units.sentences.at[1].line, 3);
    CHECK_INT(units.sentences.at[2].line, 4);
    CHECK_INT(units.sentences.at[3].line, 5);
}

static void flags_are_set(void)
{
    read_text("Storm nears coast\n\nLONDON (Wire) - It rained. Did it?\n\nMR. PRICE: Yes.\n\n* a point\n");
    CHECK_INT(units.sentences.n, 5);
    CHECK(units.sentences.at[0].flags & AG_SF_HEADLINE);
    CHECK(units.sentences.at[1].flags & AG_SF_DATELINE);
    CHECK(units.sentences.at[1].body > units.sentences.at[1].first);
    CHECK(units.sentences.at[2].flags & AG_SF_QUESTION);
    CHECK(!(units.sentences.at[2].flags & AG_SF_PARA_START));
    CHECK(units.sentences.at[3].flags & AG_SF_SPEAKER);
    CHECK(units.sentences.at[4].flags & AG_SF_BULLET);
    CHECK_INT(units.paragraphs, 4);
}

static void an_odd_mark_spoils_its_paragraph_only(void)
{
    read_text("He said \"no.\n\nShe said \"yes\" again.");
    CHECK_INT(units.quotes.n, 2);
    CHECK(units.quotes.at[0].unclosed);
    CHECK(!units.quotes.at[1].unclosed);
    CHECK_INT(units.quotes.at[1].end - units.quotes.at[1].start, 5);
}

static void a_running_quotation_keeps_its_number(void)
{
    read_text("\xE2\x80\x9COne.\n\n\xE2\x80\x9CTwo,\xE2\x80\x9D he said.\n\n\xE2\x80\x9CThree.\xE2\x80\x9D");
    CHECK_INT(units.quotes.n, 3);
    CHECK_INT(units.quotes.at[0].run, units.quotes.at[1].run);
    CHECK(units.quotes.at[2].run != units.quotes.at[1].run);
}

static void nothing_in_nothing_out(void)
{
    read_text("");
    CHECK_INT(units.sentences.n, 0);
    read_text("\"\"\"\"\"");
    CHECK(units.quotes.n >= 1);
    read_text(")))");
    CHECK_INT(units.sentences.n, 1);
}

int main(void)
{
    lines_are_counted();
    flags_are_set();
    an_odd_mark_spoils_its_paragraph_only();
    a_running_quotation_keeps_its_number();
    nothing_in_nothing_out();
    ag_tokens_free(&tokens);
    ag_units_free(&units);
    return check_done();
}
