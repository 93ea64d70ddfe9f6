// SPDX-License-Identifier: MIT
// Lines written out here: fragments, code points, nothing twice, notes; and the names of files.
// tests/brat.py reads back what the program writes for whole texts.
#include "brat_writer.h"
#include "check.h"

static allege_string str(const char *text)
{
    return (allege_string){text, strlen(text)};
}

// Writes n records on a text and checks all lines.
static void check_lines(const char *text, const allege_record *records, size_t n, const char *want)
{
    ag_positions p = {0};
    ag_positions_reset(&p, ALLEGE_CODE_POINTS, text, strlen(text));
    ag_json_context context = {.doc = "a.txt", .text = text, .len = strlen(text), .positions = &p};
    ag_brat_writer w = {0};
    ag_strbuf out = {0};
    for (int round = 0; round < 2; round++) { // the second document is written as if it were the first
        ag_strbuf_clear(&out);
        ag_brat_begin(&w, &context, &out);
        for (size_t i = 0; i < n; i++)
            ag_brat_record(&w, &records[i]);
        CHECK_TEXT(out.ptr, out.len, want);
    }
    ag_brat_free(&w);
    ag_strbuf_free(&out);
    ag_positions_free(&p);
}

static void roles_are_bound_to_the_cue(void)
{
    allege_record r = {
        .label = ALLEGE_CLAIM, .kind = "accusation", .quote = "none", .rule = "claim.accuse-of"};
    r.source = (allege_mention){.span = {0, 2}, .name = str("Ann\n Lee")};
    r.cue = (ag_span){3, 10};
    r.target = (allege_mention){.span = {11, 18}, .name = str("Suderia")};
    r.act = (ag_span){22, 28};
    allege_certainty certainty = {.span = {0, 2}, .type = ALLEGE_CONFIDENCE, .level = "high"};
    r.certainties = &certainty, r.ncertainties = 1;
    check_lines("We accused Suderia of piracy.", &r, 1,
                "T1\tClaim 3 10\taccused\nA1\tKind T1 accusation\nA2\tQuote T1 none\n"
                "A3\tCertainty T1 confidence-high\n#1\tAnnotatorNotes T1\tclaim.accuse-of\n"
                "T2\tSource 0 2\tWe\nR1\tHasSource Arg1:T1 Arg2:T2\n#2\tAnnotatorNotes T2\t= Ann  Lee\n"
                "T3\tTarget 11 18\tSuderia\nR2\tHasTarget Arg1:T1 Arg2:T3\n"
                "T4\tAct 22 28\tpiracy\nR3\tHasAct Arg1:T1 Arg2:T4\n");
}

static void nothing_is_written_twice(void)
{
    allege_record r[2] = {{.label = ALLEGE_DENIAL, .kind = "denial", .quote = "none", .rule = "denial.a"},
                          {.label = ALLEGE_DENIAL, .kind = "doubt", .quote = "none", .rule = "denial.b"}};
    for (int i = 0; i < 2; i++) {
        r[i].cue = (ag_span){3, 7};
        r[i].source = (allege_mention){.span = {0, 2}};
    }
    r[1].act = (ag_span){0, 2}; // another type may have the same span
    check_lines("He lied.", r, 2,
                "T1\tDenial 3 7\tlied\nA1\tKind T1 denial\nA2\tQuote T1 none\n"
                "#1\tAnnotatorNotes T1\tdenial.a\nT2\tSource 0 2\tHe\nR1\tHasSource Arg1:T1 Arg2:T2\n"
                "T3\tAct 0 2\tHe\nR2\tHasAct Arg1:T1 Arg2:T3\n");
}

static void line_breaks_and_interruptions_make_fragments(void)
{
    // an emoji, then a line break with white space on both sides, a tab and a line separator (U+2028)
    static const char text[] = "\xF0\x9F\x98\x80 a \r\n  b c\td\xE2\x80\xA8"
                               "e \xFF"
                               "f";
    allege_record r = {
        .label = ALLEGE_STATEMENT, .kind = "quote", .quote = "direct", .rule = "statement.quotation"};
    r.source.name = str("Ann Lee"); // stands nowhere
    const allege_span contents[] = {{5, 16}, {19, 23}};
    r.contents = contents, r.ncontents = 2;
    check_lines(text, &r, 1,
                "T1\tStatement 2 3;8 11;12 13;14 18\ta b c d e \xEF\xBF\xBD"
                "f\n"
                "A1\tKind T1 quote\nA2\tQuote T1 direct\n"
                "#1\tAnnotatorNotes T1\tstatement.quotation, source = Ann Lee\n"
                "T2\tContent 2 3;8 11;12 13;14 18\ta b c d e \xEF\xBF\xBD"
                "f\n"
                "R1\tHasContent Arg1:T1 Arg2:T2\n");
}

static void many_lines_are_still_found(void)
{
    enum { RECORDS = 3000 };
    static char text[RECORDS + 1];
    memset(text, 'x', RECORDS);
    ag_positions p = {0};
    ag_positions_reset(&p, ALLEGE_CODE_POINTS, text, RECORDS);
    ag_json_context context = {.doc = "a.txt", .text = text, .len = RECORDS, .positions = &p};
    ag_brat_writer w = {0};
    ag_strbuf out = {0};
    ag_brat_begin(&w, &context, &out);
    for (uint32_t i = 0; i < 2 * RECORDS; i++) {
        allege_record r = {.label = ALLEGE_POLICY, .rule = "policy.x"};
        r.cue = (ag_span){i % RECORDS, i % RECORDS + 1};
        ag_brat_record(&w, &r);
    }
    CHECK_INT(w.texts, RECORDS);
    CHECK_INT(w.attributes, RECORDS);
    CHECK_INT(w.notes, RECORDS);
    ag_strbuf_free(&out);
    ag_brat_free(&w);
    ag_positions_free(&p);
}

static void check_name(const char *text_path, const char *want)
{
    ag_strbuf name = {0};
    ag_format_file_name(&ag_format_brat, text_path, &name);
    CHECK_TEXT(name.ptr, name.len - 1, want); // without the NUL
    ag_strbuf_free(&name);
}

static void files_are_named_after_their_text(void)
{
    check_name("a.txt", "a.ann");
    check_name("dir.txt/a.text", "dir.txt/a.text.ann");
    check_name("a", "a.ann");
    check_name("b.txt.txt", "b.txt.ann");
}

int main(void)
{
    roles_are_bound_to_the_cue();
    nothing_is_written_twice();
    line_breaks_and_interruptions_make_fragments();
    many_lines_are_still_found();
    files_are_named_after_their_text();
    return check_done();
}
