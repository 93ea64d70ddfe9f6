// SPDX-License-Identifier: MIT
// The images of the built-in files against the files themselves.
#include "check.h"
#include "lexicon.h"
#include "rule_compile.h"
#include "tokenizer.h"

// With a word of its own first, a lexicon reads the files instead of standing on the image.
static ag_lexicon *read_lexicon(ag_diag *diag)
{
    static const char own[] = "zork\n";
    ag_lexicon *lex = ag_lexicon_new();
    ag_lexicon_add(lex, "N.zork.txt", own, sizeof own - 1, diag);
    ag_lexicon_add_default(lex, diag);
    ag_lexicon_freeze(lex);
    return lex;
}

static ag_lexicon *image_lexicon(const char *name, const char *own, ag_diag *diag)
{
    ag_lexicon *lex = ag_lexicon_new();
    ag_lexicon_add_default(lex, diag);
    if (name)
        ag_lexicon_add(lex, name, own, strlen(own), diag);
    ag_lexicon_freeze(lex);
    return lex;
}

static void same_readings(const ag_lexicon *a, const ag_lexicon *b, const ag_tokens *tokens, uint32_t at)
{
    const ag_sense *x, *y;
    uint32_t nx, ny, end = (uint32_t)tokens->list.n;
    CHECK_INT(ag_lexicon_find(a, tokens, at, end, &x, &nx), ag_lexicon_find(b, tokens, at, end, &y, &ny));
    CHECK_INT(nx, ny);
    for (uint32_t i = 0; i < nx && i < ny; i++) {
        const char *class_b = ag_lexicon_class_name(b, y[i].class_id),
                   *lemma_b = ag_lexicon_string(b, y[i].lemma);
        const char *class_a = ag_lexicon_class_name(a, x[i].class_id),
                   *lemma_a = ag_lexicon_string(a, x[i].lemma);
        CHECK_TEXT(class_a, strlen(class_a), class_b);
        CHECK_TEXT(lemma_a, strlen(lemma_a), lemma_b);
        CHECK_INT(x[i].form, y[i].form);
    }
}

static void test_lexicon(void)
{
    static const char text[] =
        "The U.S. Treasury accused North Korea of charges and claims; ISIL says it has called on "
        "the UN to condemn attacks that were carried out. the who, The WHO, WHO; us, US, china.";
    ag_diag diag = {0};
    ag_tokens tokens = {0};
    ag_lexicon *from_files = read_lexicon(&diag), *from_image = image_lexicon(NULL, NULL, &diag);
    CHECK(ag_lexicon_is_default(from_image));
    CHECK(!ag_lexicon_is_default(from_files));
    CHECK_INT(ag_lexicon_entry_count(from_image) + 1, ag_lexicon_entry_count(from_files));
    CHECK_INT(ag_lexicon_class_count(from_image) + 1, ag_lexicon_class_count(from_files));
    ag_tokenize(text, sizeof text - 1, &tokens);
    for (uint32_t i = 0; i < tokens.list.n; i++)
        same_readings(from_image, from_files, &tokens, i);
    CHECK_INT(diag.errors, 0);
    ag_tokens_free(&tokens);
    ag_lexicon_free(from_files);
    ag_lexicon_free(from_image);
    ag_diag_free(&diag);
}

// What is added to the image is found beside what was there.
static void test_adding(void)
{
    ag_diag diag = {0};
    ag_tokens tokens = {0};
    const ag_sense *senses;
    uint32_t n;
    ag_lexicon *lex = image_lexicon("N.harm.txt", "zork\n", &diag);
    ag_tokenize("zork attacked", 13, &tokens);
    CHECK(ag_lexicon_has_default(lex) && !ag_lexicon_is_default(lex));
    CHECK_INT(ag_lexicon_find(lex, &tokens, 0, 2, &senses, &n), 1);
    CHECK_TEXT(ag_lexicon_class_name(lex, senses[0].class_id), 6, "N.harm");
    CHECK_INT(ag_lexicon_find(lex, &tokens, 1, 2, &senses, &n), 1);
    ag_tokens_free(&tokens);
    ag_lexicon_free(lex);
    ag_diag_free(&diag);
}

static ag_rules *rules_of(const ag_lexicon *lex, ag_diag *diag)
{
    ag_rules *rules = ag_rules_new(lex);
    CHECK(ag_rules_add_default(rules, diag));
    CHECK(ag_rules_finish(rules, diag));
    return rules;
}

static void test_rules(void)
{
    ag_diag diag = {0};
    ag_lexicon *lex_files = read_lexicon(&diag), *lex_image = image_lexicon(NULL, NULL, &diag);
    ag_rules *files = rules_of(lex_files, &diag), *image = rules_of(lex_image, &diag);
    CHECK_INT(image->codes.n, files->codes.n);
    CHECK_INT(image->most_groups, files->most_groups);
    CHECK_INT(image->alphabet.planes.n, files->alphabet.planes.n);
    CHECK_INT(image->alphabet.width, files->alphabet.width);
    for (size_t c = 0; c < image->codes.n && c < files->codes.n; c++) {
        CHECK(image->codes.at[c].borrowed && !files->codes.at[c].borrowed);
        CHECK_INT(image->codes.at[c].triggers.n, files->codes.at[c].triggers.n);
        CHECK_INT(image->codes.at[c].needs.n > 0, files->codes.at[c].needs.n > 0);
    }
    // Nothing is compiled before it is wanted, and all of it can be.
    CHECK(!image->codes.at[0].plain);
    for (size_t c = 0; c < image->codes.n; c += 40) {
        const pcre2_code *plain = ag_code_ready(image, c);
        CHECK(plain != NULL);
        ag_code_hasten(image, c);
        CHECK(ag_code_ready(image, c) != NULL);
        CHECK_INT(image->codes.at[c].roles.n, files->codes.at[c].roles.n);
    }
    CHECK_INT(diag.errors, 0);
    ag_rules_free(files);
    ag_rules_free(image);
    ag_lexicon_free(lex_files);
    ag_lexicon_free(lex_image);
    ag_diag_free(&diag);
}

int main(void)
{
    test_lexicon();
    test_adding();
    test_rules();
    return check_done();
}
