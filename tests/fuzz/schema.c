// SPDX-License-Identifier: MIT
#include "schema.h"
#include "base.h"
#include "fuzz.h"

#include <math.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static bool allows(const cJSON *root, const cJSON *schema, const cJSON *value);

// A keyword: its value in the schema, and what it is to hold of. `schema` is the object that it stands in.
typedef struct question {
    const cJSON *root, *schema, *keyword, *value;
} question;

// ---- values ----

static bool is_type(const cJSON *value, const char *type)
{
    if (strcmp(type, "object") == 0)
        return cJSON_IsObject(value);
    if (strcmp(type, "array") == 0)
        return cJSON_IsArray(value);
    if (strcmp(type, "string") == 0)
        return cJSON_IsString(value);
    FUZZ_HOLDS(strcmp(type, "integer") == 0);
    return cJSON_IsNumber(value) && value->valuedouble == floor(value->valuedouble);
}

static bool ask_type(const question *q)
{
    return is_type(q->value, q->keyword->valuestring);
}

static bool ask_const(const question *q)
{
    return cJSON_Compare(q->keyword, q->value, true);
}

static bool ask_enum(const question *q)
{
    const cJSON *each;
    cJSON_ArrayForEach (each, q->keyword)
        if (cJSON_Compare(each, q->value, true))
            return true;
    return false;
}

static bool ask_minimum(const question *q)
{
    return !cJSON_IsNumber(q->value) || q->value->valuedouble >= q->keyword->valuedouble;
}

static bool ask_maximum(const question *q)
{
    return !cJSON_IsNumber(q->value) || q->value->valuedouble <= q->keyword->valuedouble;
}

static bool ask_min_length(const question *q)
{
    double length = 0;
    for (const char *at = cJSON_IsString(q->value) ? q->value->valuestring : NULL; at && *at; at++)
        length += ((unsigned char)*at & 0xC0) != 0x80;
    return !cJSON_IsString(q->value) || length >= q->keyword->valuedouble;
}

static pcre2_code *compile(const cJSON *pattern)
{
    static struct {
        const cJSON *pattern;
        pcre2_code *code;
    } known[16];
    size_t i = 0;
    while (known[i].pattern && known[i].pattern != pattern)
        FUZZ_HOLDS(++i < AG_ARRAY_LEN(known));
    int error;
    PCRE2_SIZE at;
    if (!known[i].pattern)
        known[i].code = pcre2_compile((PCRE2_SPTR)pattern->valuestring, PCRE2_ZERO_TERMINATED,
                                      PCRE2_UTF | PCRE2_DOLLAR_ENDONLY, &error, &at, NULL);
    known[i].pattern = pattern;
    FUZZ_HOLDS(known[i].code);
    return known[i].code;
}

static bool ask_pattern(const question *q)
{
    if (!cJSON_IsString(q->value))
        return true;
    pcre2_code *code = compile(q->keyword);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    const char *text = q->value->valuestring;
    bool matches = pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, 0, data, NULL) >= 0;
    pcre2_match_data_free(data);
    return matches;
}

// ---- objects and arrays ----

static bool ask_required(const question *q)
{
    const cJSON *each;
    cJSON_ArrayForEach (each, q->keyword) {
        if (cJSON_IsObject(q->value) && !cJSON_HasObjectItem(q->value, each->valuestring))
            return false;
    }
    return true;
}

static bool ask_dependent(const question *q)
{
    const cJSON *each;
    cJSON_ArrayForEach (each, q->keyword) {
        if (cJSON_HasObjectItem(q->value, each->string) &&
            !ask_required(&(question){q->root, q->schema, each, q->value}))
            return false;
    }
    return true;
}

static bool ask_properties(const question *q)
{
    const cJSON *each;
    cJSON_ArrayForEach (each, q->keyword) {
        const cJSON *member = cJSON_GetObjectItemCaseSensitive(q->value, each->string);
        if (member && !allows(q->root, each, member))
            return false;
    }
    return true;
}

static bool ask_additional(const question *q)
{
    const cJSON *each, *known = cJSON_GetObjectItemCaseSensitive(q->schema, "properties");
    FUZZ_HOLDS(cJSON_IsFalse(q->keyword));
    if (!cJSON_IsObject(q->value))
        return true;
    cJSON_ArrayForEach (each, q->value) {
        if (!cJSON_GetObjectItemCaseSensitive(known, each->string))
            return false;
    }
    return true;
}

static bool ask_min_items(const question *q)
{
    return !cJSON_IsArray(q->value) || cJSON_GetArraySize(q->value) >= q->keyword->valueint;
}

static bool ask_items(const question *q)
{
    int first = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(q->schema, "prefixItems"));
    const cJSON *each;
    int i = 0;
    if (!cJSON_IsArray(q->value))
        return true;
    cJSON_ArrayForEach (each, q->value) {
        if (i++ >= first && !allows(q->root, q->keyword, each))
            return false;
    }
    return true;
}

static bool ask_prefix_items(const question *q)
{
    for (int i = 0; i < cJSON_GetArraySize(q->keyword) && i < cJSON_GetArraySize(q->value); i++)
        if (!allows(q->root, cJSON_GetArrayItem(q->keyword, i), cJSON_GetArrayItem(q->value, i)))
            return false;
    return true;
}

// ---- schemas of schemas ----

static bool ask_ref(const question *q)
{
    static const char prefix[] = "#/$defs/";
    const char *ref = q->keyword->valuestring;
    FUZZ_HOLDS(strncmp(ref, prefix, sizeof prefix - 1) == 0);
    const cJSON *defs = cJSON_GetObjectItemCaseSensitive(q->root, "$defs");
    const cJSON *target = cJSON_GetObjectItemCaseSensitive(defs, ref + sizeof prefix - 1);
    FUZZ_HOLDS(target);
    return allows(q->root, target, q->value);
}

static int count_allowed(const question *q)
{
    const cJSON *each;
    int n = 0;
    cJSON_ArrayForEach (each, q->keyword)
        n += allows(q->root, each, q->value);
    return n;
}

static bool ask_all(const question *q)
{
    return count_allowed(q) == cJSON_GetArraySize(q->keyword);
}

static bool ask_any(const question *q)
{
    return count_allowed(q) > 0;
}

static bool ask_one(const question *q)
{
    return count_allowed(q) == 1;
}

static bool ask_not(const question *q)
{
    return !allows(q->root, q->keyword, q->value);
}

static bool ask_if(const question *q)
{
    const char *then = allows(q->root, q->keyword, q->value) ? "then" : "else";
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(q->schema, then);
    return !schema || allows(q->root, schema, q->value);
}

static bool ask_nothing(const question *q)
{
    AG_UNUSED(q);
    return true;
}

static const struct {
    const char *name;
    bool (*ask)(const question *q);
} keywords[] = {
    {"type", ask_type},
    {"const", ask_const},
    {"enum", ask_enum},
    {"minimum", ask_minimum},
    {"maximum", ask_maximum},
    {"minLength", ask_min_length},
    {"pattern", ask_pattern},
    {"required", ask_required},
    {"dependentRequired", ask_dependent},
    {"properties", ask_properties},
    {"additionalProperties", ask_additional},
    {"minItems", ask_min_items},
    {"items", ask_items},
    {"prefixItems", ask_prefix_items},
    {"$ref", ask_ref},
    {"allOf", ask_all},
    {"anyOf", ask_any},
    {"oneOf", ask_one},
    {"not", ask_not},
    {"if", ask_if},
    {"then", ask_nothing}, // asked with `if`
    {"else", ask_nothing},
    {"$schema", ask_nothing},
    {"$id", ask_nothing},
    {"$comment", ask_nothing},
    {"$defs", ask_nothing},
    {"title", ask_nothing},
    {"description", ask_nothing},
};

static bool ask(const question *q)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(keywords); i++)
        if (strcmp(keywords[i].name, q->keyword->string) == 0)
            return keywords[i].ask(q);
    fprintf(stderr, "tests/fuzz/schema.c does not know '%s'\n", q->keyword->string);
    abort();
}

static bool allows(const cJSON *root, const cJSON *schema, const cJSON *value)
{
    if (cJSON_IsBool(schema))
        return cJSON_IsTrue(schema);
    const cJSON *keyword;
    cJSON_ArrayForEach (keyword, schema) {
        if (!ask(&(question){root, schema, keyword, value}))
            return false;
    }
    return true;
}

cJSON *fuzz_schema_read(const char *path)
{
    static char text[64 * 1024];
    FILE *f = fopen(path, "rb");
    FUZZ_HOLDS(f);
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = '\0';
    cJSON *schema = cJSON_Parse(text);
    FUZZ_HOLDS(schema);
    return schema;
}

bool fuzz_schema_allows(const cJSON *schema, const cJSON *value)
{
    return allows(schema, schema, value);
}
