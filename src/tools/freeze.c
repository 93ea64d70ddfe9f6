// SPDX-License-Identifier: MIT
// freeze OUT.c: reads the built-in lexicon and rules with the library's own readers and writes what they come
// to as images (see image.h).
#include "lexicon_image.h"
#include "rule_image.h"

#include <errno.h>
#include <stdio.h>

const ag_image ag_lexicon_image = {NULL, 0}, ag_rules_image = {NULL, 0};

// As string literals, which compilers read much faster than lists of numbers.
static void write_image(FILE *out, const char *name, const ag_strbuf *image)
{
    fprintf(out, "static const _Alignas(%d) char %s_data[] =", (int)AG_IMAGE_ALIGN, name);
    for (size_t i = 0; i < image->len; i++) {
        unsigned byte = (unsigned char)image->ptr[i];
        fputs(i % 64 ? "" : i ? "\"\n\"" : "\n\"", out);
        bool plain = byte >= '0' && byte <= 'z' && byte != '\\' && byte != '?';
        bool digit_next =
            i + 1 < image->len && i % 64 < 63 && image->ptr[i + 1] >= '0' && image->ptr[i + 1] <= '7';
        fprintf(out, plain ? "%c" : digit_next ? "\\%03o" : "\\%o", byte);
    }
    fprintf(out, "\";\nconst ag_image %s = {%s_data, %zu};\n", name, name, image->len);
}

static bool write_images(const char *path, const ag_lexicon *lex, const ag_rules *rules)
{
    FILE *out = fopen(path, "w");
    ag_strbuf image = {0};
    if (!out)
        return false;
    fputs("// Written by tools/freeze.c from the files in src/data.\n#include \"image.h\"\n", out);
    ag_lexicon_save(lex, &image);
    write_image(out, "ag_lexicon_image", &image);
    ag_rules_save(rules, &image);
    write_image(out, "ag_rules_image", &image);
    ag_strbuf_free(&image);
    return fclose(out) == 0;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: freeze OUT.c\n", stderr);
        return 2;
    }
    ag_diag diag = {0};
    ag_lexicon *lex = ag_lexicon_new();
    bool good = ag_lexicon_add_default(lex, &diag);
    ag_lexicon_freeze(lex);
    ag_rules *rules = ag_rules_new(lex);
    good = ag_rules_add_default(rules, &diag) && good;
    good = ag_rules_finish(rules, &diag) && good;
    ag_diag_print(&diag, stderr);
    if (good && !write_images(argv[1], lex, rules)) {
        fprintf(stderr, "freeze: %s: %s\n", argv[1], strerror(errno));
        good = false;
    }
    ag_diag_free(&diag);
    ag_rules_free(rules);
    ag_lexicon_free(lex);
    return good ? 0 : 1;
}
