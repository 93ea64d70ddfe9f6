// SPDX-License-Identifier: MIT
#include "check.h"
#include "json_reader.h"
#include "limits.h"
#include <cjson/cJSON.h>
#include <stdlib.h>

static const char *problem(const char *json)
{
    size_t at;
    const char *found = ag_json_check(json, strlen(json), &at);
    return found ? found : "none";
}

static void what_is_json_passes(void)
{
    static const char *const good[] = {"{}",       " [ ] ",        "[1,-0.5e+3,0,1E9]",    "\"\\u00e9\\n\"",
                                       "null",     "true",         "{\"a\":{\"b\":[{}]}}", "\"\xC3\xA9\"",
                                       "\t1\r\n ", "{\"\":false}", "[[],{},\"\"]"};
    for (size_t i = 0; i < AG_ARRAY_LEN(good); i++)
        CHECK_TEXT(problem(good[i]), strlen(problem(good[i])), "none");
}

static void what_is_none_is_named(void)
{
    static const char *const bad[][2] = {
        {"", "a value should stand here"},
        {"{", "a key in quotation marks should stand here"},
        {"{\"a\"}", "a colon should stand here"},
        {"{\"a\":1", "an object does not end"},
        {"[1,]", "not a value"},
        {"[1", "an array does not end"},
        {"[1 2]", "a comma should stand here"},
        {"{\"a\":1,}", "a key in quotation marks should stand here"},
        {"01", "a number begins with 0"},
        {"1.", "not a number"},
        {"1e", "not a number"},
        {"-", "not a number"},
        {"nul", "not a value"},
        {"'a'", "not a value"},
        {"\"a", "a string does not end"},
        {"\"\\", "a string does not end"},
        {"\"\\x\"", "no such escape in a string"},
        {"\"\\u12g4\"", "\\u wants four hexadecimal digits"},
        {"\"a\tb\"", "a control character in a string"},
        {"\"\xC3(\"", "not UTF-8"},
        {"{} {}", "something stands behind the value"},
    };
    for (size_t i = 0; i < AG_ARRAY_LEN(bad); i++)
        CHECK_TEXT(problem(bad[i][0]), strlen(problem(bad[i][0])), bad[i][1]);
    size_t at;
    ag_json_check("[1 2]", 5, &at);
    CHECK_INT(at, 3);
}

static void nesting_has_an_end(void)
{
    char json[2 * AG_MAX_JSON_DEPTH + 2];
    size_t at, n = AG_MAX_JSON_DEPTH;
    memset(json, '[', n);
    memset(json + n, ']', n);
    CHECK(ag_json_check(json, 2 * n, &at) == NULL);
    memset(json, '[', n + 1);
    memset(json + n + 1, ']', n + 1);
    CHECK(ag_json_check(json, 2 * n + 2, &at) != NULL);
}

static void values_are_found_by_their_path(void)
{
    static const char json[] =
        " { \"a\" : {\"b\":\"x}\\\"\",\"c\":[1,{\"b\":2}]},\"t\\u0065xt\":12345678901234567890 , "
        "\"d\":1,\"d\":null}";
    ag_str all = {json, sizeof json - 1};
    size_t at;
    CHECK(ag_json_check(json, sizeof json - 1, &at) == NULL);
    static const char *const want[][2] = {{"a.b", "\"x}\\\"\""},
                                          {"a.c", "[1,{\"b\":2}]"},
                                          {"text", "12345678901234567890"},
                                          {"d", "null"},
                                          {"a.c.b", ""},
                                          {"b", ""},
                                          {"a.b.c", ""},
                                          {"", ""}};
    for (size_t i = 0; i < AG_ARRAY_LEN(want); i++) {
        ag_str found = ag_json_find(all, want[i][0]);
        CHECK_TEXT(found.len ? found.ptr : "", found.len, want[i][1]);
    }
    CHECK_INT(ag_json_find((ag_str){"[1]", 3}, "a").len, 0);
    CHECK_INT(ag_json_find((ag_str){"{ }", 3}, "a").len, 0);
}

static void strings_become_text(void)
{
    static const char json[] =
        "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud83d\\ude00\\ud83dx\\udc00\\ud83d\\u0041\"";
    ag_strbuf out = {0};
    ag_json_unescape((ag_str){json, sizeof json - 1}, &out);
    CHECK_TEXT(out.ptr, out.len,
               "a\"\\/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD"
               "A");
    ag_strbuf_clear(&out);
    ag_json_unescape((ag_str){"\"a\\u0000b\"", 10}, &out);
    CHECK_INT(out.len, 3);
    ag_strbuf_free(&out);
}

// Cuts and spoils a line at every byte: what passes here has to pass in cJSON, and nothing is read behind the
// end.
static void spoilt_lines_are_no_danger(void)
{
    static const char json[] =
        "{\"id\":\"a\\u00e9\",\"text\":\"x \\\"y\\\"\",\"n\":[-1.5e3,true,{\"k\":null}]}";
    static const char bytes[] = "\"\\{}[],:0-.eutn \xC3";
    for (size_t i = 0; i < sizeof json - 1; i++) {
        for (size_t k = 0; k < sizeof bytes - 1; k++) {
            size_t at, len = sizeof json - 1;
            char *copy = ag_xstrndup(json, len);
            copy[i] = bytes[k];
            if (ag_json_check(copy, len, &at) == NULL) {
                cJSON *tree = cJSON_ParseWithLength(copy, len);
                CHECK(tree != NULL);
                cJSON_Delete(tree);
                ag_json_find((ag_str){copy, len}, "n.k");
            }
            free(copy);
        }
        size_t at;
        char *cut = ag_xmalloc(i);
        memcpy(cut, json, i);
        CHECK(ag_json_check(cut, i, &at) != NULL);
        free(cut);
    }
}

static void elements_come_one_by_one(void)
{
    static const char json[] = "[ 1 ,\"a]\", [2, {}] , {\"b\": [3]}]";
    static const char *const want[] = {"1", "\"a]\"", "[2, {}]", "{\"b\": [3]}"};
    ag_str one;
    size_t at = 0, n = 0;
    while (ag_json_next((ag_str){json, sizeof json - 1}, &at, &one) && n < 4) {
        CHECK_TEXT(one.ptr, one.len, want[n]);
        n++;
    }
    CHECK_INT(n, 4);
    at = 0;
    CHECK(!ag_json_next((ag_str){"[ ]", 3}, &at, &one));
    CHECK(!ag_json_next((ag_str){"{}", 2}, &at, &one));
    CHECK(!ag_json_next((ag_str){"", 0}, &at, &one));
}

int main(void)
{
    what_is_json_passes();
    what_is_none_is_named();
    nesting_has_an_end();
    values_are_found_by_their_path();
    strings_become_text();
    elements_come_one_by_one();
    spoilt_lines_are_no_danger();
    return check_done();
}
