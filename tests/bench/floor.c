// SPDX-License-Identifier: MIT
// floor FILE: the least that a tokenizer of words does: a table of bytes, the hash of every word in lower
// case, one look-up. Nothing that reads words can be faster without doing several bytes at once.
#include <stdint.h>
#include <stdio.h>

enum { TABLE = 1 << 16 };

int main(int argc, char **argv)
{
    static uint8_t lower[256], known[TABLE];
    static char buffer[1 << 16];
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    uint64_t words = 0, hits = 0;
    uint32_t h = 2166136261u;
    int inside = 0;
    if (!f)
        return 2;
    for (int c = 0; c < 256; c++)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            lower[c] = (uint8_t)c;
        else if (c >= 'A' && c <= 'Z')
            lower[c] = (uint8_t)(c + 32);
    for (int i = 0; i < TABLE; i += 7)
        known[i] = 1;
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, f)) > 0;)
        for (size_t i = 0; i < n; i++) {
            uint8_t c = lower[(uint8_t)buffer[i]];
            if (c) {
                h = (h ^ c) * 16777619u;
                inside = 1;
            } else if (inside) {
                words++;
                hits += known[(h ^ h >> 16) & (TABLE - 1)];
                h = 2166136261u;
                inside = 0;
            }
        }
    fclose(f);
    printf("%llu %llu\n", (unsigned long long)words, (unsigned long long)hits);
    return 0;
}
