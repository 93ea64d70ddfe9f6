// SPDX-License-Identifier: MIT
#include "rule_stats.h"

#include "limits.h"
#include "message.h"
#include "utf8.h"

enum {
    EXAMPLE_LENGTH = 100
}; // characters of an example: with the numbers before it, about two lines of a terminal

struct ag_rule_book {
    const allege_engine *engine;
    const allege_extractor *x;
    const char *text;   // at hand
    uint32_t n;         // rules
    uint64_t *records;  // of each rule
    ag_strbuf *example; // of each rule: the sentence of its first record
};

ag_rule_book *ag_rule_book_new(const allege_engine *engine, const allege_extractor *x)
{
    ag_rule_book *book = ag_xcalloc(1, sizeof *book);
    book->engine = engine;
    book->x = x;
    book->n = allege_rule_count(engine);
    book->records = ag_xcalloc(book->n, sizeof *book->records);
    book->example = ag_xcalloc(book->n, sizeof *book->example);
    return book;
}

void ag_rule_book_free(ag_rule_book *book)
{
    if (!book)
        return;
    for (uint32_t i = 0; i < book->n; i++)
        ag_strbuf_free(&book->example[i]);
    ag_xfree(book->example);
    ag_xfree(book->records);
    ag_xfree(book);
}

// A sentence on one line, cut where it is long; what is not UTF-8 becomes U+FFFD.
static void copy_sentence(ag_strbuf *out, const char *text, size_t len)
{
    size_t at = 0;
    for (int n = 0; at < len && n < EXAMPLE_LENGTH; n++) {
        uint32_t size;
        int32_t c = ag_utf8_decode(text + at, len - at, &size);
        if (c < 0)
            ag_strbuf_add_text(out, "\xEF\xBF\xBD");
        else if (c < 0x20 || c == 0x7F)
            ag_strbuf_add_char(out, ' ');
        else
            ag_strbuf_add(out, text + at, size);
        at += size;
    }
    if (at < len)
        ag_strbuf_add_text(out, "…");
}

void ag_rule_book_turn(ag_rule_book *book, const char *text)
{
    book->text = text;
}

void ag_rule_book_note(void *user, const allege_record *record)
{
    ag_rule_book *book = user;
    uint32_t rule = record->rule_number;
    if (rule == ALLEGE_NO_RULE) // a quotation that no rule found
        return;
    if (book->records[rule]++ == 0)
        copy_sentence(&book->example[rule], book->text + record->sentence.start,
                      record->sentence.end - record->sentence.start);
}

static void add_field(ag_strbuf *out, uint64_t value)
{
    ag_strbuf_add_char(out, '\t');
    ag_strbuf_add_uint(out, value);
}

void ag_rule_book_print(const ag_rule_book *book, uint32_t labels, ag_strbuf *out)
{
    ag_strbuf_add_text(out, "rule\tkind\ttries\thits\trecords\tlimit_hits\tplace\texample\n");
    for (uint32_t i = 0; i < book->n; i++) {
        allege_rule rule = allege_rule_at(book->engine, i);
        allege_rule_counts counts = allege_rule_counts_of(book->x, i);
        if (!(labels >> rule.label & 1))
            continue;
        ag_strbuf_add_text(out, rule.id);
        ag_strbuf_add_char(out, '\t');
        ag_strbuf_add_text(out, rule.kind);
        add_field(out, counts.tries);
        add_field(out, counts.hits);
        add_field(out, book->records[i]);
        add_field(out, counts.limit_hits);
        ag_strbuf_add_char(out, '\t');
        ag_strbuf_add_text(out, rule.file);
        ag_strbuf_add_char(out, ':');
        ag_strbuf_add_uint(out, rule.line);
        ag_strbuf_add_char(out, '\t');
        if (book->example[i].len > 0)
            ag_strbuf_add(out, book->example[i].ptr, book->example[i].len);
        ag_strbuf_add_char(out, '\n');
    }
}

void ag_rule_warn(const allege_engine *engine, uint32_t number, const char *where)
{
    allege_rule rule = allege_rule_at(engine, number);
    ag_message("allege: %s:%u: warning: %s was stopped after %d steps in %s, and may miss records; "
               "have fewer repetitions inside of repetitions, and see --rule-stats\n",
               rule.file, (unsigned)rule.line, rule.id, AG_MATCH_LIMIT, where);
}
