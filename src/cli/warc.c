// SPDX-License-Identifier: MIT
#include "warc.h"
#include <strings.h>

static const char magic[] = "WARC/1.";

static ag_str trim(ag_str s)
{
    while (s.len > 0 && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' || s.ptr[s.len - 1] == '\r'))
        s.len--;
    while (s.len > 0 && (*s.ptr == ' ' || *s.ptr == '\t')) {
        s.ptr++;
        s.len--;
    }
    return s;
}

// The value of a line "Name: value" where it has this name.
static bool has_name(ag_str line, const char *name, ag_str *value)
{
    size_t n = strlen(name);
    if (line.len <= n || line.ptr[n] != ':' || strncasecmp(line.ptr, name, n) != 0)
        return false;
    *value = trim((ag_str){line.ptr + n + 1, line.len - n - 1});
    return true;
}

static bool parse_length(ag_str digits, uint64_t *length)
{
    *length = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9' || *length > UINT64_MAX / 100)
            return false;
        *length = *length * 10 + (uint64_t)(digits.ptr[i] - '0');
    }
    return digits.len > 0;
}

size_t ag_warc_parse(const char *bytes, size_t len, ag_warc_header *header)
{
    bool measured = false;
    *header = (ag_warc_header){0};
    if (len < sizeof magic || memcmp(bytes, magic, sizeof magic - 1) != 0)
        return 0;
    for (size_t at = 0; at < len;) {
        const char *end = memchr(bytes + at, '\n', len - at);
        if (!end)
            return 0;
        ag_str line = trim((ag_str){bytes + at, (size_t)(end - bytes) - at}), value;
        at = (size_t)(end - bytes) + 1;
        if (line.len == 0)
            return measured ? at : 0;
        if (has_name(line, "WARC-Type", &value))
            header->conversion = ag_str_is(value, "conversion");
        else if (has_name(line, "Content-Length", &value))
            measured = parse_length(value, &header->length);
        else if (!has_name(line, "WARC-Target-URI", &header->uri))
            has_name(line, "WARC-Date", &header->date);
    }
    return 0;
}

size_t ag_warc_next(const char *bytes, size_t len)
{
    size_t n = sizeof magic - 1;
    for (size_t at = 1; at < len; at++) {
        size_t have = len - at < n ? len - at : n;
        if (bytes[at] == magic[0] && bytes[at - 1] == '\n' && memcmp(bytes + at, magic, have) == 0)
            return at;
    }
    return len;
}
