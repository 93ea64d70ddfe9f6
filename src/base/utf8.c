// SPDX-License-Identifier: MIT
#include "utf8.h"

static bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

int32_t ag_utf8_decode(const char *text, size_t len, uint32_t *size)
{
    const unsigned char *s = (const unsigned char *)text;
    *size = 1;
    if (s[0] < 0x80)
        return s[0];
    uint32_t need = s[0] >= 0xF0 ? 3 : s[0] >= 0xE0 ? 2 : 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return -1;
    int32_t c = s[0] & (0x3F >> need);
    for (uint32_t i = 1; i <= need; i++) {
        if (i >= len || !is_tail(s[i])) {
            *size = i;
            return -1;
        }
        c = c << 6 | (s[i] & 0x3F);
    }
    *size = need + 1;
    static const int32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (c < least[need] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        *size = 1;
        return -1;
    }
    return c;
}
