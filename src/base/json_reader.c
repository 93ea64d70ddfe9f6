// SPDX-License-Identifier: MIT
#include "json_reader.h"
#include "limits.h"
#include "utf8.h"

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    c |= 0x20; // lower case
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// ---- checking ----

typedef struct checker {
    const char *at, *end;
    const char *problem;            // NULL while all is well
    char inside[AG_MAX_JSON_DEPTH]; // '{' or '[': what is open
    size_t depth;
} checker;

static bool fail(checker *c, const char *problem)
{
    c->problem = problem;
    return false;
}

static void skip_white(checker *c)
{
    while (c->at < c->end && is_white(*c->at))
        c->at++;
}

static bool check_escape(checker *c)
{
    c->at++;
    if (c->at == c->end)
        return fail(c, "a string does not end");
    if (*c->at != 'u')
        return *c->at != '\0' && strchr("\"\\/bfnrt", *c->at) ? (c->at++, true)
                                                              : fail(c, "no such escape in a string");
    for (int i = 1; i <= 4; i++)
        if (c->at + i >= c->end || hex_value(c->at[i]) < 0)
            return fail(c, "\\u wants four hexadecimal digits");
    c->at += 5;
    return true;
}

static bool check_string(checker *c)
{
    c->at++;
    while (c->at < c->end && *c->at != '"') {
        unsigned char byte = (unsigned char)*c->at;
        uint32_t size = 1;
        if (byte < 0x20)
            return fail(c, "a control character in a string");
        if (byte == '\\') {
            if (!check_escape(c))
                return false;
            continue;
        }
        if (byte >= 0x80 && ag_utf8_decode(c->at, (size_t)(c->end - c->at), &size) < 0)
            return fail(c, "not UTF-8");
        c->at += size;
    }
    return c->at < c->end ? (c->at++, true) : fail(c, "a string does not end");
}

static bool check_digits(checker *c)
{
    const char *start = c->at;
    while (c->at < c->end && is_digit(*c->at))
        c->at++;
    return c->at > start || fail(c, "not a number");
}

static bool check_number(checker *c)
{
    c->at += *c->at == '-';
    const char *start = c->at;
    if (!check_digits(c))
        return false;
    if (*start == '0' && c->at > start + 1)
        return fail(c, "a number begins with 0");
    if (c->at < c->end && *c->at == '.') {
        c->at++;
        if (!check_digits(c))
            return false;
    }
    if (c->at < c->end && (*c->at == 'e' || *c->at == 'E')) {
        c->at++;
        c->at += c->at < c->end && (*c->at == '+' || *c->at == '-');
        return check_digits(c);
    }
    return true;
}

static bool check_word(checker *c, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(c->end - c->at) < n || memcmp(c->at, word, n) != 0)
        return fail(c, "not a value");
    c->at += n;
    return true;
}

static bool check_key(checker *c)
{
    skip_white(c);
    if (c->at == c->end || *c->at != '"')
        return fail(c, "a key in quotation marks should stand here");
    if (!check_string(c))
        return false;
    skip_white(c);
    if (c->at == c->end || *c->at != ':')
        return fail(c, "a colon should stand here");
    c->at++;
    return true;
}

// Opens an object or array; *open where a value has to follow.
static bool check_opening(checker *c, bool *open)
{
    if (c->depth == AG_MAX_JSON_DEPTH)
        return fail(c, "nested deeper than 1000");
    char opening = *c->at++;
    skip_white(c);
    *open = c->at == c->end || *c->at != (opening == '{' ? '}' : ']');
    if (!*open) {
        c->at++;
        return true;
    }
    c->inside[c->depth++] = opening;
    return opening == '[' || check_key(c);
}

static bool check_scalar(checker *c)
{
    switch (*c->at) {
    case '"':
        return check_string(c);
    case 't':
        return check_word(c, "true");
    case 'f':
        return check_word(c, "false");
    case 'n':
        return check_word(c, "null");
    default:
        return *c->at == '-' || is_digit(*c->at) ? check_number(c) : fail(c, "not a value");
    }
}

// What follows a value: closes what is open, up to the next value. *open: there is one.
static bool check_after(checker *c, bool *open)
{
    for (*open = false; c->depth > 0 && !*open;) {
        char inside = c->inside[c->depth - 1];
        skip_white(c);
        if (c->at == c->end)
            return fail(c, inside == '{' ? "an object does not end" : "an array does not end");
        if (*c->at == ',') {
            c->at++;
            *open = true;
            return inside == '[' || check_key(c);
        }
        if (*c->at != (inside == '{' ? '}' : ']'))
            return fail(c, "a comma should stand here");
        c->at++;
        c->depth--;
    }
    return true;
}

static bool check_value(checker *c)
{
    for (bool open = true; open;) {
        skip_white(c);
        if (c->at == c->end)
            return fail(c, "a value should stand here");
        if (*c->at == '{' || *c->at == '[') {
            if (!check_opening(c, &open))
                return false;
            if (open)
                continue;
        } else if (!check_scalar(c)) {
            return false;
        }
        if (!check_after(c, &open))
            return false;
    }
    skip_white(c);
    return c->at == c->end || fail(c, "something stands behind the value");
}

const char *ag_json_check(const char *bytes, size_t len, size_t *at)
{
    checker c;
    c.at = bytes;
    c.end = bytes + len;
    c.problem = NULL;
    c.depth = 0;
    check_value(&c);
    *at = (size_t)(c.at - bytes);
    return c.problem;
}

// ---- finding: the input is JSON ----

static const char *skip(const char *at)
{
    while (is_white(*at))
        at++;
    return at;
}

static const char *string_end(const char *at)
{
    for (at++; *at != '"'; at++)
        at += *at == '\\';
    return at + 1;
}

// Behind a value.
static const char *value_end(const char *at, const char *end)
{
    size_t depth = 0;
    do {
        if (*at == '"') {
            at = string_end(at);
        } else if (*at == '{' || *at == '[') {
            depth++;
            at++;
        } else if (*at == '}' || *at == ']') {
            depth--;
            at++;
        } else if (depth > 0) {
            at++;
        } else {
            while (at < end && !is_white(*at) && *at != ',' && *at != '}' && *at != ']')
                at++;
        }
    } while (depth > 0);
    return at;
}

static bool is_key(ag_str key, const char *name, size_t len, ag_strbuf *scratch)
{
    if (memchr(key.ptr, '\\', key.len) == NULL)
        return key.len == len + 2 && memcmp(key.ptr + 1, name, len) == 0;
    ag_strbuf_clear(scratch);
    ag_json_unescape(key, scratch);
    return scratch->len == len && (len == 0 || memcmp(scratch->ptr, name, len) == 0);
}

// The value of a member of an object; empty where it is none, or has no such member.
static ag_str find_member(ag_str json, const char *name, size_t len)
{
    ag_str found = {0};
    ag_strbuf scratch = {0};
    const char *end = json.ptr + json.len, *at = json.ptr;
    if (json.len == 0 || *at != '{')
        return found;
    for (at = skip(at + 1); *at != '}';) {
        ag_str key = {at, (size_t)(string_end(at) - at)};
        at = skip(skip(at + key.len) + 1);
        ag_str value = {at, (size_t)(value_end(at, end) - at)};
        if (is_key(key, name, len, &scratch))
            found = value;
        at = skip(at + value.len);
        if (*at == ',')
            at = skip(at + 1);
    }
    ag_strbuf_free(&scratch);
    return found;
}

ag_str ag_json_find(ag_str json, const char *path)
{
    while (json.len > 0 && is_white(*json.ptr)) {
        json.ptr++;
        json.len--;
    }
    for (;;) {
        size_t len = strcspn(path, ".");
        json = find_member(json, path, len);
        if (json.len == 0 || path[len] == '\0')
            return json;
        path += len + 1;
    }
}

bool ag_json_next(ag_str array, size_t *at, ag_str *element)
{
    if (array.len == 0 || *array.ptr != '[')
        return false;
    const char *end = array.ptr + array.len, *here = skip(array.ptr + (*at ? *at : 1));
    if (*here == ',')
        here = skip(here + 1);
    if (*here == ']')
        return false;
    *element = (ag_str){here, (size_t)(value_end(here, end) - here)};
    *at = (size_t)(element->ptr + element->len - array.ptr);
    return true;
}

// ---- the text of a string ----

static int32_t four_digits(const char *at)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++)
        value = value << 4 | (uint32_t)hex_value(at[i]);
    return (int32_t)value;
}

static void add_character(ag_strbuf *out, int32_t c)
{
    if (c < 0x80) {
        ag_strbuf_add_char(out, (char)c);
        return;
    }
    if (c >= 0x10000) {
        ag_strbuf_add_char(out, (char)(0xF0 | c >> 18));
        ag_strbuf_add_char(out, (char)(0x80 | (c >> 12 & 0x3F)));
    } else if (c >= 0x800) {
        ag_strbuf_add_char(out, (char)(0xE0 | c >> 12));
    }
    if (c >= 0x800)
        ag_strbuf_add_char(out, (char)(0x80 | (c >> 6 & 0x3F)));
    else
        ag_strbuf_add_char(out, (char)(0xC0 | c >> 6));
    ag_strbuf_add_char(out, (char)(0x80 | (c & 0x3F)));
}

// Appends the character of an escape at the backslash; returns what follows it.
static const char *unescape(const char *at, const char *end, ag_strbuf *out)
{
    static const char letters[] = "\"\\/bfnrt", characters[] = "\"\\/\b\f\n\r\t";
    if (at[1] != 'u') {
        const char *letter = strchr(letters, at[1]);
        ag_strbuf_add_char(out, characters[letter - letters]);
        return at + 2;
    }
    int32_t c = four_digits(at + 2);
    at += 6;
    if (c >= 0xD800 && c <= 0xDBFF && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        int32_t low = four_digits(at + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            add_character(out, 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00));
            return at + 6;
        }
    }
    add_character(out, c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
    return at;
}

void ag_json_unescape(ag_str string, ag_strbuf *out)
{
    const char *at = string.ptr + 1, *end = string.ptr + string.len - 1;
    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        const char *plain = escape ? escape : end;
        ag_strbuf_add(out, at, (size_t)(plain - at));
        at = escape ? unescape(escape, end, out) : end;
    }
}
