// SPDX-License-Identifier: MIT
// Strings that are kept once, and who says what of whom how often.
#include "check.h"
#include "tally.h"

static allege_string str(const char *text)
{
    return (allege_string){text, strlen(text)};
}

static void a_string_has_one_number(void)
{
    ag_intern in = {0};
    bool fresh;
    CHECK_INT(ag_intern_add(&in, "a", 1, &fresh), 0);
    CHECK(fresh);
    CHECK_INT(ag_intern_add(&in, "", 0, &fresh), 1);
    CHECK_INT(ag_intern_add(&in, "a", 1, &fresh), 0);
    CHECK(!fresh);
    for (uint32_t i = 0; i < 1000; i++)
        CHECK_INT(ag_intern_add(&in, &i, sizeof i, NULL), i + 2);
    for (uint32_t i = 0; i < 1000; i++)
        CHECK_INT(ag_intern_add(&in, &i, sizeof i, NULL), i + 2);
    ag_str a = ag_intern_get(&in, 0);
    CHECK_TEXT(a.ptr, a.len, "a");
    ag_intern_clear(&in);
    CHECK_INT(ag_intern_add(&in, "b", 1, &fresh), 0);
    CHECK(fresh);
    ag_intern_free(&in);
}

static allege_record record_of(allege_label label, const char *source, const char *target)
{
    allege_record r = {.label = label};
    r.source.name = str(source);
    r.target.name = str(target);
    return r;
}

static void check_name(const ag_tally *t, uint32_t number, const char *want)
{
    ag_str name = ag_intern_get(&t->names, number);
    CHECK_TEXT(name.ptr, name.len, want);
}

static void records_are_counted(void)
{
    ag_tally t = {0}, sum = {0};
    ag_json_context context = {.doc = "a.txt", .text = "", .len = 7};
    allege_record r[3] = {record_of(ALLEGE_CLAIM, "The\n FBI", "Suderia"),
                          record_of(ALLEGE_CLAIM, "the FBI", "Suderia"), record_of(ALLEGE_DENIAL, "Q", "x")};
    const allege_actor actors[] = {{.name = "Norland", .country = "", .type = ""},
                                   {.name = "Suderia", .country = "", .type = ""}};
    r[2].target.actors = actors, r[2].target.nactors = 2;
    for (int round = 0; round < 2; round++) { // the same after it was cleared
        ag_tally_clear(&t);
        ag_tally_add(&t, &context, 4, r, AG_ARRAY_LEN(r));
        CHECK_INT(t.documents, 1);
        CHECK_INT(t.bytes, 7);
        CHECK_INT(t.sentences, 4);
        CHECK_INT(t.records[ALLEGE_CLAIM], 2);
        CHECK_INT(t.records[ALLEGE_DENIAL], 1);
        CHECK_INT(t.counts.n, 3);
        check_name(&t, 0, "the FBI");
        check_name(&t, 1, "Suderia");
        check_name(&t, 2, "Norland");
        CHECK_INT(t.counts.at[0].as_source, 2);
        CHECK_INT(t.counts.at[1].as_target, 3);
        CHECK_INT(t.edges.n, 3);
        CHECK_INT(t.edges.at[0].n, 2);
        CHECK_INT(t.edges.at[1].source, AG_TALLY_NOBODY);
        CHECK_INT(t.edges.at[1].target, 2);
        ag_tally_merge(&sum, &t);
    }
    CHECK_INT(sum.documents, 2);
    CHECK_INT(sum.records[ALLEGE_CLAIM], 4);
    CHECK_INT(sum.counts.at[1].as_target, 6);
    CHECK_INT(sum.edges.n, 3);
    CHECK_INT(sum.edges.at[0].n, 4);
    CHECK_INT(sum.edges.at[2].n, 2);
    ag_tally_free(&t);
    ag_tally_free(&sum);
}

int main(void)
{
    a_string_has_one_number();
    records_are_counted();
    return check_done();
}
