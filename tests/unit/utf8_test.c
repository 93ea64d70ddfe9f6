// SPDX-License-Identifier: MIT
#include "check.h"
#include "utf8.h"

static void decodes(const char *bytes, size_t len, int32_t want, uint32_t want_size)
{
    uint32_t size;
    CHECK_INT(ag_utf8_decode(bytes, len, &size), want);
    CHECK_INT(size, want_size);
}

int main(void)
{
    decodes("a", 1, 'a', 1);
    decodes("\xC3\xA9", 2, 0xE9, 2);
    decodes("\xE2\x80\x9C", 3, 0x201C, 3);
    decodes("\xF0\x9F\x98\x80", 4, 0x1F600, 4);
    decodes("\x80", 1, -1, 1);             // a tail without a head
    decodes("\xE2\x80", 2, -1, 2);         // cut off
    decodes("\xC0\xAF", 2, -1, 1);         // overlong
    decodes("\xED\xA0\x80", 3, -1, 1);     // surrogate
    decodes("\xF5\x80\x80\x80", 4, -1, 1); // beyond U+10FFFF
    return check_done();
}
