// SPDX-License-Identifier: MIT
#include "block.h"
#include "check.h"
#include "limits.h"
#include <stdlib.h>

static char *filled(size_t len, char c)
{
    char *text = ag_xmalloc(len);
    memset(text, c, len);
    return text;
}

static void a_short_text_is_one_block(void)
{
    char *text = filled(AG_BLOCK_SIZE, '\n');
    CHECK_INT(ag_block_end(text, AG_BLOCK_SIZE, true), AG_BLOCK_SIZE);
    CHECK_INT(ag_block_end(text, AG_BLOCK_SIZE, false), 0);
    free(text);
}

static void a_block_ends_with_an_empty_line(void)
{
    size_t len = AG_BLOCK_MAX + AG_BLOCK_AHEAD;
    char *text = filled(len, 'x');
    memcpy(text + 100, "\n\n", 2);
    memcpy(text + AG_BLOCK_SIZE + 50, "\n", 1);
    memcpy(text + AG_BLOCK_SIZE + 100, "\r\n \t\r\n", 6);
    CHECK_INT(ag_block_end(text, len, false), AG_BLOCK_SIZE + 106);
    CHECK_INT(ag_block_end(text, len, true), AG_BLOCK_SIZE + 106);
    CHECK_INT(ag_block_end(text, AG_BLOCK_SIZE + 200, true), AG_BLOCK_SIZE + 106);
    CHECK_INT(ag_block_end(text, AG_BLOCK_SIZE + 107, false), AG_BLOCK_SIZE + 106);
    CHECK_INT(ag_block_end(text, AG_BLOCK_SIZE + 106, false), 0);
    CHECK_INT(ag_block_end(text, AG_BLOCK_SIZE + 105, false), 0); // the second half of \r\n may follow
    memcpy(text + AG_BLOCK_SIZE + 100, "\r\rxxxx", 6);
    CHECK_INT(ag_block_end(text, len, false), AG_BLOCK_SIZE + 102);
    free(text);
}

static void without_one_it_ends_with_a_line_or_a_word_or_a_character(void)
{
    size_t len = AG_BLOCK_MAX + AG_BLOCK_AHEAD;
    char *text = filled(len, 'x');
    text[AG_BLOCK_MAX - 10] = '\n';
    text[AG_BLOCK_MAX - 5] = ' ';
    CHECK_INT(ag_block_end(text, len, false), AG_BLOCK_MAX - 9);
    text[AG_BLOCK_MAX - 10] = 'x';
    CHECK_INT(ag_block_end(text, len, false), AG_BLOCK_MAX - 5);
    text[AG_BLOCK_MAX - 5] = 'x';
    CHECK_INT(ag_block_end(text, len, false), AG_BLOCK_MAX);
    memcpy(text + AG_BLOCK_MAX - 2, "\xF0\x9F\x98\x80", 4);
    CHECK_INT(ag_block_end(text, len, false), AG_BLOCK_MAX - 2);
    memset(text, '\x80', len); // no UTF-8
    CHECK_INT(ag_block_end(text, len, false), AG_BLOCK_MAX);
    memcpy(text + AG_BLOCK_MAX - 1, "\r\n", 2); // is not cut in two
    CHECK(ag_block_end(text, len, false) != AG_BLOCK_MAX);
    free(text);
}

static size_t paragraph(const char *text)
{
    return ag_block_paragraph_end(text, strlen(text), false);
}

static void a_paragraph_ends_where_it_cannot_go_on(void)
{
#define WRAPPED "A line of fifty bytes or so, broken at a margin, that\n"
    CHECK_INT(paragraph("Short line\nNext"), 11);
    CHECK_INT(paragraph("No line break yet"), 0);
    CHECK_INT(paragraph(WRAPPED), 0);
    CHECK_INT(paragraph(WRAPPED "ends here.\nNext"), strlen(WRAPPED) + 11);
    CHECK_INT(paragraph(WRAPPED "\nNext"), strlen(WRAPPED) + 1);
    CHECK_INT(paragraph("It was a long line of more than forty bytes.”\nx"), 48);
    CHECK_INT(paragraph("\n\nWord\nNext"), 7);
    CHECK_INT(paragraph("\n\n"), 0);
    CHECK_INT(ag_block_paragraph_end("The end", 7, true), 7);
}

static void every_kind_of_line_break_counts_once(void)
{
    CHECK_INT(ag_block_count_lines("a\nb\r\nc\rd", 8), 3);
    CHECK_INT(ag_block_count_lines("\r", 1), 1);
    CHECK_INT(ag_block_count_lines("", 0), 0);
}

int main(void)
{
    a_short_text_is_one_block();
    a_block_ends_with_an_empty_line();
    without_one_it_ends_with_a_line_or_a_word_or_a_character();
    a_paragraph_ends_where_it_cannot_go_on();
    every_kind_of_line_break_counts_once();
    return check_done();
}
