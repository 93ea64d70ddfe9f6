// SPDX-License-Identifier: MIT
// Any bytes as JSON lines. The first byte chooses options, a bit each. Each line is also held against cJSON.
#include "fuzz.h"
#include "json_reader.h"
#include "program.h"

#include <cjson/cJSON.h>

// cJSON refuses half of a surrogate pair, and stops reading numbers and depths elsewhere.
static bool may_differ(ag_str line)
{
    for (size_t i = 0; i + 1 < line.len; i++)
        if (line.ptr[i] == '\\' && line.ptr[i + 1] == 'u')
            return true;
    return false;
}

static const cJSON *last_member(const cJSON *object, const char *name)
{
    const cJSON *each, *found = NULL;
    cJSON_ArrayForEach (each, object) {
        if (each->string && strcmp(each->string, name) == 0)
            found = each;
    }
    return found;
}

static void compare_text(ag_str line, const cJSON *tree)
{
    ag_str found = ag_json_find(line, "text");
    const cJSON *text = cJSON_IsObject(tree) ? last_member(tree, "text") : NULL;
    if (may_differ(line)) // also a key may be written in two ways
        return;
    FUZZ_HOLDS((text != NULL) == (found.len > 0));
    if (!text || !cJSON_IsString(text))
        return;
    ag_strbuf out = {0};
    ag_json_unescape(found, &out);
    FUZZ_HOLDS(out.len == strlen(text->valuestring));
    FUZZ_HOLDS(out.len == 0 || memcmp(out.ptr, text->valuestring, out.len) == 0);
    ag_strbuf_free(&out);
}

static void check_line(ag_str line)
{
    size_t at;
    const char *problem = ag_json_check(line.ptr, line.len, &at);
    FUZZ_HOLDS(at <= line.len);
    if (problem)
        return;
    const char *end;
    cJSON *tree = cJSON_ParseWithLengthOpts(line.ptr, line.len, &end, 0);
    FUZZ_HOLDS(tree || may_differ(line));
    if (tree)
        compare_text(line, tree);
    cJSON_Delete(tree);
}

static void check_lines(const char *bytes, size_t len)
{
    for (const char *end; len > 0; len -= (size_t)(end - bytes), bytes = end) {
        const char *found = memchr(bytes, '\n', len);
        end = found ? found + 1 : bytes + len;
        check_line((ag_str){bytes, (size_t)(end - bytes)});
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const choices[] = {
        "--flush=line",    "--strict",         "--statements", "--text-field=a.b",
        "--id-field=a.id", "--keep=url,b=a.b", "--format=csv", "--offsets=utf16",
    };
    if (size == 0)
        return 0;
    fuzz_arguments arguments = {{"--input=jsonl"}, 1};
    for (size_t i = 0; i < AG_ARRAY_LEN(choices); i++)
        if (data[0] >> i & 1)
            arguments.at[arguments.n++] = choices[i];
    check_lines((const char *)data + 1, size - 1);
    fuzz_program_everyhow(&arguments, (const char *)data + 1, size - 1);
    return 0;
}
