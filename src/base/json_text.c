// SPDX-License-Identifier: MIT
#include "json_text.h"
#include "utf8.h"

static const char replacement[] = "\xEF\xBF\xBD"; // U+FFFD

static void add_escaped(ag_strbuf *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    ag_strbuf_add_char(out, '\\');
    if (c == '"' || c == '\\') {
        ag_strbuf_add_char(out, (char)c);
    } else if (c < sizeof letters && letters[c] != 0) {
        ag_strbuf_add_char(out, letters[c]);
    } else {
        ag_strbuf_add(out, "u00", 3);
        ag_strbuf_add_char(out, hex[c >> 4]);
        ag_strbuf_add_char(out, hex[c & 15]);
    }
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

static void add_characters(ag_strbuf *out, const char *bytes, size_t len)
{
    size_t plain = 0; // begin of the stretch that can be copied as it stands
    for (size_t at = 0; at < len;) {
        while (at < len && is_plain((unsigned char)bytes[at]))
            at++;
        if (at == len)
            break;
        unsigned char c = (unsigned char)bytes[at];
        uint32_t size;
        bool valid = ag_utf8_decode(bytes + at, len - at, &size) >= 0;
        if (c < 0x80 || !valid) {
            ag_strbuf_add(out, bytes + plain, at - plain);
            plain = at + size;
            if (c < 0x80)
                add_escaped(out, c);
            else
                ag_strbuf_add(out, replacement, sizeof replacement - 1);
        }
        at += size;
    }
    ag_strbuf_add(out, bytes + plain, len - plain);
}

void ag_json_string(ag_strbuf *out, const char *bytes, size_t len)
{
    ag_strbuf_add_char(out, '"');
    add_characters(out, bytes, len);
    ag_strbuf_add_char(out, '"');
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_line_break(char c)
{
    return c == '\n' || c == '\r';
}

void ag_json_joined_string(ag_strbuf *out, const char *bytes, size_t len)
{
    if (!memchr(bytes, '\n', len) && !memchr(bytes, '\r', len)) { // most have no line break
        ag_json_string(out, bytes, len);
        return;
    }
    ag_strbuf_add_char(out, '"');
    size_t plain = 0; // begin of the stretch not yet written
    for (size_t at = 0; at < len;) {
        size_t end = at;
        bool breaks = false;
        for (; end < len && is_white(bytes[end]); end++)
            breaks |= is_line_break(bytes[end]);
        if (breaks) {
            add_characters(out, bytes + plain, at - plain);
            ag_strbuf_add_char(out, ' ');
            plain = end;
        }
        at = end > at ? end : at + 1;
    }
    add_characters(out, bytes + plain, len - plain);
    ag_strbuf_add_char(out, '"');
}

void ag_json_key(ag_strbuf *out, const char *key)
{
    if (out->len > 0 && out->ptr[out->len - 1] != '{')
        ag_strbuf_add_char(out, ',');
    ag_strbuf_add_char(out, '"');
    ag_strbuf_add_text(out, key);
    ag_strbuf_add(out, "\":", 2);
}

void ag_json_member(ag_strbuf *out, const char *key, const char *value)
{
    ag_json_key(out, key);
    ag_json_string(out, value, strlen(value));
}

void ag_json_number(ag_strbuf *out, const char *key, uint64_t value)
{
    ag_json_key(out, key);
    ag_strbuf_add_uint(out, value);
}
