// SPDX-License-Identifier: MIT
#include "check.h"
#include "lexicon.h"
#include "tokenizer.h"

static ag_lexicon *make(const char *const files[][2], size_t n, ag_diag *diag)
{
    ag_lexicon *lex = ag_lexicon_new();
    for (size_t i = 0; i < n; i++)
        ag_lexicon_add(lex, files[i][0], files[i][1], strlen(files[i][1]), diag);
    ag_lexicon_freeze(lex);
    return lex;
}

// Words covered by the longest entry at the start of the text; the class of its first reading to *name.
static uint32_t find(const ag_lexicon *lex, const char *text, const char **name, ag_form *form)
{
    ag_tokens tokens = {0};
    const ag_sense *senses;
    uint32_t n;
    ag_tokenize(text, strlen(text), &tokens);
    uint32_t covered = ag_lexicon_find(lex, &tokens, 0, (uint32_t)tokens.list.n, &senses, &n);
    *name = covered ? ag_lexicon_class_name(lex, senses[0].class_id) : "";
    *form = covered ? (ag_form)senses[0].form : AG_FORM_NONE;
    ag_tokens_free(&tokens);
    return covered;
}

static void has(const ag_lexicon *lex, const char *text, uint32_t words, const char *class_)
{
    const char *name;
    ag_form form;
    CHECK_INT(find(lex, text, &name, &form), words);
    CHECK_TEXT(name, strlen(name), class_);
}

static void lookups(void)
{
    static const char *const files[][2] = {
        {"V.accuse.txt", "# comment\naccuse\n"},
        {"V.blame.txt", "point the finger at\nblame\n"},
        {"N.allegation.txt", "claim\ncall for\n=sanctions\ncrisis|crises\n"},
        {"A.state.txt", "United States\tUS\tUS|America\nTurkey\tTR\n"},
        {"A.org.txt", "NATO\t-\nWho\t-\tWHO\n"},
    };
    ag_diag diag = {0};
    ag_lexicon *lex = make(files, 5, &diag);
    CHECK_INT(diag.errors, 0);
    CHECK_INT(ag_lexicon_entry_count(lex), 11);
    has(lex, "accused", 1, "V.accuse");
    has(lex, "Accusing", 1, "V.accuse");
    has(lex, "pointed the finger at him", 4, "V.blame");
    has(lex, "pointed the way", 0, "");
    has(lex, "calls for peace", 2, "N.allegation");
    has(lex, "crises", 1, "N.allegation");
    has(lex, "sanction", 0, "");
    has(lex, "U.S. troops", 1, "A.state");
    has(lex, "us", 0, "");
    has(lex, "turkey", 0, "");
    has(lex, "TURKEY", 1, "A.state");
    has(lex, "Nato", 1, "A.org");
    const char *name;
    ag_form form;
    find(lex, "claims", &name, &form);
    CHECK_INT(form, AG_FORM_PLUR);
    CHECK_INT(ag_lexicon_class(lex, "V.blame", 7), 1);
    CHECK_INT(ag_lexicon_class(lex, "V.none", 6), UINT16_MAX);
    ag_lexicon_free(lex);
    ag_diag_free(&diag);
}

static void wrong(const char *file, const char *text, uint32_t line, uint32_t column, const char *part)
{
    ag_diag diag = {0};
    const char *const files[][2] = {{file, text}};
    ag_lexicon *lex = make(files, 1, &diag);
    if (CHECK(diag.list.n > 0)) {
        CHECK_INT(diag.list.at[0].line, line);
        CHECK_INT(diag.list.at[0].column, column);
        CHECK(strstr(diag.list.at[0].text, part) != NULL);
    }
    ag_lexicon_free(lex);
    ag_diag_free(&diag);
}

static void ambiguity_is_kept(void)
{
    static const char *const files[][2] = {{"A.threat.txt", "Group One\tRU\tNobel\nGroup Two\tCN\tNobel\n"}};
    ag_diag diag = {0};
    ag_lexicon *lex = make(files, 1, &diag);
    ag_tokens tokens = {0};
    const ag_sense *senses;
    uint32_t n;
    ag_tokenize("Nobel", 5, &tokens);
    CHECK_INT(ag_lexicon_find(lex, &tokens, 0, 1, &senses, &n), 1);
    CHECK_INT(n, 2);
    CHECK_TEXT(ag_lexicon_actor(lex, senses[1].actor)->country, 2, "CN");
    ag_tokens_free(&tokens);
    ag_lexicon_free(lex);
    ag_diag_free(&diag);
}

int main(void)
{
    lookups();
    ambiguity_is_kept();
    wrong("X.what.txt", "a\n", 1, 1, "CLASS.txt");
    wrong("V.accuse.txt", "accuse\nblame\naccuse\n", 3, 1, "already");
    wrong("A.state.txt", "Russia\tRUS\n", 1, 8, "country code");
    wrong("A.state.txt", "Russia\tRU\tA||B\n", 1, 13, "empty alias");
    wrong("N.harm.txt", "cafe\xCC\x81\n", 1, 1, "normal form");
    wrong("N.harm.txt", "a\n\xFF\n", 2, 1, "UTF-8");
    wrong("V.say.txt", "say|says|said\n", 1, 1, "participle");
    return check_done();
}
