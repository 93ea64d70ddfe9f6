// SPDX-License-Identifier: MIT
// Escaping is held against cJSON; offsets and replacement characters against hand-counted cases; records
// against lines written out here.
#include "check.h"
#include "json_writer.h"
#include <cjson/cJSON.h>
#include <stdlib.h>

typedef struct bytes_case {
    const char *bytes;
    size_t len;
    const char *want;
} bytes_case;

#define BYTES(literal) literal, sizeof(literal) - 1
#define FFFD "\xEF\xBF\xBD"

static void strings_are_escaped(void)
{
    static const bytes_case cases[] = {
        {BYTES(""), "\"\""},
        {BYTES("plain"), "\"plain\""},
        {BYTES("a\"b\\c/d"), "\"a\\\"b\\\\c/d\""},
        {BYTES("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\""},
        {BYTES("\x01\x1f\x7f"), "\"\\u0001\\u001f\x7f\""},
        {BYTES("a\0b"), "\"a\\u0000b\""},
        {BYTES("caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D \xF0\x9F\x98\x80"),
         "\"caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D \xF0\x9F\x98\x80\""},
    };
    ag_strbuf out = {0};
    for (size_t i = 0; i < AG_ARRAY_LEN(cases); i++) {
        ag_strbuf_clear(&out);
        ag_json_string(&out, cases[i].bytes, cases[i].len);
        CHECK_TEXT(out.ptr, out.len, cases[i].want);
    }
    ag_strbuf_free(&out);
}

static void bad_utf8_becomes_replacement_characters(void)
{
    static const bytes_case cases[] = {
        {BYTES("a\xFF"
               "b"),
         "\"a" FFFD "b\""},                                         // never in UTF-8
        {BYTES("\x80\xBF"), "\"" FFFD FFFD "\""},                   // continuations alone
        {BYTES("\xC3"), "\"" FFFD "\""},                            // cut off at the end
        {BYTES("\xE2\x80"), "\"" FFFD "\""},                        // the same, two bytes of three
        {BYTES("\xE2\x80.x"), "\"" FFFD ".x\""},                    // cut off inside
        {BYTES("\xF0\x9F\x98 "), "\"" FFFD " \""},                  // three bytes of four
        {BYTES("\xC0\xAF"), "\"" FFFD FFFD "\""},                   // overlong
        {BYTES("\xE0\x80\xAF"), "\"" FFFD FFFD FFFD "\""},          // overlong
        {BYTES("\xED\xA0\x80"), "\"" FFFD FFFD FFFD "\""},          // surrogate
        {BYTES("\xF4\x90\x80\x80"), "\"" FFFD FFFD FFFD FFFD "\""}, // above U+10FFFF
    };
    ag_strbuf out = {0};
    for (size_t i = 0; i < AG_ARRAY_LEN(cases); i++) {
        ag_strbuf_clear(&out);
        ag_json_string(&out, cases[i].bytes, cases[i].len);
        CHECK_TEXT(out.ptr, out.len, cases[i].want);
    }
    ag_strbuf_free(&out);
}

static void line_breaks_become_one_space(void)
{
    static const bytes_case cases[] = {
        {BYTES("one\ntwo"), "\"one two\""},
        {BYTES("one\r\ntwo\rthree"), "\"one two three\""},
        {BYTES("one  \n\t two"), "\"one two\""},
        {BYTES("one  two\tthree"), "\"one  two\\tthree\""}, // no break in it: as it stands
        {BYTES("one \n \n two"), "\"one two\""},
        {BYTES("\n"), "\" \""},
    };
    ag_strbuf out = {0};
    for (size_t i = 0; i < AG_ARRAY_LEN(cases); i++) {
        ag_strbuf_clear(&out);
        ag_json_joined_string(&out, cases[i].bytes, cases[i].len);
        CHECK_TEXT(out.ptr, out.len, cases[i].want);
    }
    ag_strbuf_free(&out);
}

// Parses what was written with cJSON, and prints it again: that has to be the same text.
static bool cjson_agrees(const char *json, size_t len)
{
    cJSON *parsed = cJSON_ParseWithLength(json, len);
    char *printed = parsed ? cJSON_PrintUnformatted(parsed) : NULL;
    bool same = printed && strlen(printed) == len && memcmp(printed, json, len) == 0;
    if (!same)
        printf("written %.*s\ncJSON   %s\n", (int)len, json, printed ? printed : "cannot parse it");
    cJSON_free(printed);
    cJSON_Delete(parsed);
    return same;
}

static void cjson_prints_the_same_strings(void)
{
    ag_strbuf out = {0};
    char bytes[64];
    bool all = true;
    uint32_t random = 1; // a fixed sequence, so that a failure comes again
    for (int round = 0; round < 2000; round++) {
        size_t len = 0;
        while (len < sizeof bytes) {
            random = random * 1664525u + 1013904223u;
            // NUL is left out: cJSON's strings end there. Half of the bytes are ASCII.
            unsigned char c = (unsigned char)(random >> 24);
            bytes[len++] = (char)(random & 1u << 12 ? c & 0x7f : c);
            if (bytes[len - 1] == '\0')
                bytes[len - 1] = '"';
        }
        ag_strbuf_clear(&out);
        ag_json_string(&out, bytes, len);
        all &= cjson_agrees(out.ptr, out.len);
    }
    CHECK(all);
    ag_strbuf_free(&out);
}

static void offsets_count_in_their_unit(void)
{
    // a, é (2 bytes), an emoji (4 bytes, 2 UTF-16 units), a stray byte, b
    static const char text[] = "a\xC3\xA9\xF0\x9F\x98\x80\xFF"
                               "b";
    static const uint32_t bytes[] = {0, 1, 3, 7, 8, 9};
    static const uint32_t points[] = {0, 1, 2, 3, 4, 5};
    static const uint32_t utf16[] = {0, 1, 2, 4, 5, 6};
    ag_positions p = {0};
    for (size_t i = 0; i < AG_ARRAY_LEN(bytes); i++) {
        ag_positions_reset(&p, ALLEGE_BYTES, text, sizeof text - 1);
        CHECK_INT(ag_positions_of(&p, bytes[i]), bytes[i]);
        ag_positions_reset(&p, ALLEGE_CODE_POINTS, text, sizeof text - 1);
        CHECK_INT(ag_positions_of(&p, bytes[i]), points[i]);
        ag_positions_reset(&p, ALLEGE_UTF16, text, sizeof text - 1);
        CHECK_INT(ag_positions_of(&p, bytes[i]), utf16[i]);
    }
    ag_positions_free(&p);
}

// Characters of three bytes straddle the borders of the checkpoints in every way.
static void offsets_hold_across_checkpoints(void)
{
    enum { CHARACTERS = 2000 };
    char *text = malloc((size_t)CHARACTERS * 3);
    for (size_t i = 0; i < CHARACTERS; i++)
        memcpy(text + i * 3, "\xE2\x82\xAC", 3);
    ag_positions p = {0};
    ag_positions_reset(&p, ALLEGE_CODE_POINTS, text, (size_t)CHARACTERS * 3);
    bool all = true;
    for (uint32_t i = 0; i <= CHARACTERS; i++)
        all &= ag_positions_of(&p, i * 3) == i;
    CHECK(all);
    ag_positions_reset(&p, ALLEGE_CODE_POINTS, text, 0);
    CHECK_INT(ag_positions_of(&p, 0), 0);
    ag_positions_free(&p);
    free(text);
}

static allege_string str(const char *text)
{
    return (allege_string){text, strlen(text)};
}

static const char sample[] = "Norland probably\naccused Suderia of the \"raid\".";

static allege_record full_record(void)
{
    static const allege_actor norland = {.name = "Norland", .country = "", .type = ""},
                              others[] = {{.name = "Suderia", .country = "SU", .type = ""},
                                          {.name = "Westria", .country = "", .type = ""}};
    static const allege_certainty certainties[] = {
        {.span = {8, 16}, .type = ALLEGE_LIKELIHOOD, .low = 55, .high = 80},
        {.span = {8, 16}, .type = ALLEGE_CONFIDENCE, .level = "high"},
        {.span = {8, 16}, .type = ALLEGE_HEARSAY}};
    static const allege_span contents[] = {{0, 7}, {8, 24}};
    return (allege_record){
        .label = ALLEGE_CLAIM,
        .kind = "accusation",
        .sentence = {0, 47},
        .line = 1,
        .source = {.span = {0, 7}, .name = str("Norland"), .actors = &norland, .nactors = 1},
        .cue = {17, 24},
        .cue_lemma = "accuse",
        .target =
            {.elsewhere = true, .span = {25, 32}, .name = str("Suderia"), .actors = others, .nactors = 2},
        .act = {36, 46},
        .certainties = certainties,
        .ncertainties = 3,
        .contents = contents,
        .ncontents = 2,
        .quote = "mixed",
        .rule = "claim.accuse-of"};
}

static void check_record(const allege_record *record, const char *want)
{
    ag_positions p = {0};
    ag_positions_reset(&p, ALLEGE_BYTES, sample, sizeof sample - 1);
    ag_json_context context = {
        .doc = "a \"b\".txt", .text = sample, .len = sizeof sample - 1, .positions = &p};
    ag_strbuf out = {0};
    ag_json_record(&out, &context, record);
    CHECK_TEXT(out.ptr, out.len, want);
    CHECK(cjson_agrees(out.ptr, out.len - 1)); // without the line break
    ag_strbuf_free(&out);
    ag_positions_free(&p);
}

static void full_record_has_all_keys_in_order(void)
{
    allege_record r = full_record();
    check_record(
        &r,
        "{\"schema\":1,\"doc\":\"a \\\"b\\\".txt\",\"label\":\"claim\",\"kind\":\"accusation\","
        "\"sentence\":{\"start\":0,\"end\":47,\"line\":1,"
        "\"text\":\"Norland probably accused Suderia of the \\\"raid\\\".\"},"
        "\"source\":{\"text\":\"Norland\",\"start\":0,\"end\":7,\"name\":\"Norland\","
        "\"actors\":[{\"name\":\"Norland\"}]},"
        "\"cue\":{\"text\":\"accused\",\"start\":17,\"end\":24,\"lemma\":\"accuse\"},"
        "\"target\":{\"text\":\"Suderia\",\"start\":25,\"end\":32,\"name\":\"Suderia\",\"elsewhere\":true,"
        "\"actors\":[{\"name\":\"Suderia\",\"country\":\"SU\"},{\"name\":\"Westria\"}]},"
        "\"act\":{\"text\":\"the \\\"raid\\\"\",\"start\":36,\"end\":46},"
        "\"certainty\":[{\"text\":\"probably\",\"start\":8,\"end\":16,\"type\":\"likelihood\",\"range\":[55,"
        "80]},"
        "{\"text\":\"probably\",\"start\":8,\"end\":16,\"type\":\"confidence\",\"level\":\"high\"},"
        "{\"text\":\"probably\",\"start\":8,\"end\":16,\"type\":\"hearsay\"}],"
        "\"quote\":\"mixed\",\"content\":[{\"text\":\"Norland\",\"start\":0,\"end\":7},"
        "{\"text\":\"probably accused\",\"start\":8,\"end\":24}],"
        "\"rule\":\"claim.accuse-of\"}\n");
}

static void the_statement_around_a_record_has_a_cue_or_none(void)
{
    allege_record r = {.label = ALLEGE_DENIAL, .sentence = {0, 7}, .line = 3, .rule = "denial.x"};
    const allege_span content = {0, 7};
    allege_said within = {.cue = {17, 24}, .contents = &content, .ncontents = 1};
    r.within = &within;
    check_record(&r,
                 "{\"schema\":1,\"doc\":\"a \\\"b\\\".txt\",\"label\":\"denial\","
                 "\"sentence\":{\"start\":0,\"end\":7,\"line\":3,\"text\":\"Norland\"},\"quote\":\"none\","
                 "\"within\":{\"cue\":{\"text\":\"accused\",\"start\":17,\"end\":24},"
                 "\"content\":[{\"text\":\"Norland\",\"start\":0,\"end\":7}]},\"rule\":\"denial.x\"}\n");
    within.cue = (allege_span){0};
    check_record(&r,
                 "{\"schema\":1,\"doc\":\"a \\\"b\\\".txt\",\"label\":\"denial\","
                 "\"sentence\":{\"start\":0,\"end\":7,\"line\":3,\"text\":\"Norland\"},\"quote\":\"none\","
                 "\"within\":{\"content\":[{\"text\":\"Norland\",\"start\":0,\"end\":7}]},"
                 "\"rule\":\"denial.x\"}\n");
}

static void unknown_values_are_left_out(void)
{
    allege_record r = {.label = ALLEGE_POLICY, .sentence = {0, 7}, .line = 3, .rule = "policy.x"};
    r.source.name = str("the ministry"); // a name, and no place in the text
    check_record(&r, "{\"schema\":1,\"doc\":\"a \\\"b\\\".txt\",\"label\":\"policy\","
                     "\"sentence\":{\"start\":0,\"end\":7,\"line\":3,\"text\":\"Norland\"},"
                     "\"source\":{\"name\":\"the ministry\"},"
                     "\"quote\":\"none\",\"rule\":\"policy.x\"}\n");
}

int main(void)
{
    strings_are_escaped();
    bad_utf8_becomes_replacement_characters();
    line_breaks_become_one_space();
    cjson_prints_the_same_strings();
    offsets_count_in_their_unit();
    offsets_hold_across_checkpoints();
    full_record_has_all_keys_in_order();
    the_statement_around_a_record_has_a_cue_or_none();
    unknown_values_are_left_out();
    return check_done();
}
