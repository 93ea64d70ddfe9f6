// SPDX-License-Identifier: MIT
// The table of event codes: that it is whole, that its codes exist, and what words make of a record.
#include "check.h"
#include "codes.h"
#include <stdlib.h>

// All kinds of records, as data/record.schema.json has them.
static const char *const kinds[] = {"accusation", "assessment", "report",    "hearsay",   "charge",
                                    "admission",  "denial",     "rejection", "doubt",     "measure",
                                    "commitment", "demand",     "warning",   "position",  "advice",
                                    "speech",     "belief",     "quote",     "statement", NULL};

// Every code of the CAMEO codebook 1.1b3, chapter 6, two digits for the family and what may follow them.
static const char *const cameo[] = {
    "01: 0 1 2 3 4 5 6 7 8 9",
    "02: 0 1 11 12 13 14 2 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54 55 56 6 7 8",
    "03: 0 1 11 12 13 14 2 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54 55 56 6 7 8 9",
    "04: 0 1 2 3 4 5 6",
    "05: 0 1 2 3 4 5 6 7",
    "06: 0 1 2 3 4",
    "07: 0 1 2 3 4 5",
    "08: 0 1 11 12 13 14 2 3 31 32 33 34 4 41 42 5 6 61 62 63 7 71 72 73 74",
    "09: 0 1 2 3 4",
    "10: 0 1 11 12 13 14 2 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54 55 56 6 7 8",
    "11: 0 1 2 21 22 23 24 25 3 4 5 6",
    "12: 0 1 11 12 2 21 22 23 24 3 31 32 33 34 4 41 42 43 44 45 46 5 6 7 8 9",
    "13: 0 1 11 12 13 2 21 22 23 24 3 4 5 6 7 8 81 82 83 84 85 9",
    "14: 0 1 11 12 13 14 2 21 22 23 24 3 31 32 33 34 4 41 42 43 44 5 51 52 53 54",
    "15: 0 1 2 3 4 5",
    "16: 0 1 2 21 22 23 3 4 5 6 61 62 63",
    "17: 0 1 11 12 2 21 22 23 24 3 4 5 6",
    "18: 0 1 2 21 22 23 3 31 32 33 34 4 5 6",
    "19: 0 1 2 3 4 5 51 52 6",
    "20: 0 1 2 3 4 41 42",
};

// The events of PLOVER, draft 0.8, with their modes.
static const char *const plover[] = {
    "AGREE:",
    "CONSULT: visit third-party multilateral phone",
    "SUPPORT:",
    "CONCEDE:",
    "COOPERATE:",
    "AID:",
    "RETREAT: withdraw release return disarm ceasefire access resign",
    "REQUEST: assist change yield meet",
    "ACCUSE: disapprove investigate allege",
    "REJECT: assist change yield meet",
    "THREATEN: restrict ban arrest relations expel territory violence",
    "SANCTION: convict expel withdraw discontinue",
    "PROTEST: demo riot strike hunger boycott obstruct",
    "MOBILIZE: troops weapons police militia",
    ("COERCE: seize confiscate restrict ban censor curfew martial-law arrest deport withhold misinformation "
     "cyber"),
    "ASSAULT:",
};

static bool has_word(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = strstr(list, word); at; at = strstr(at + 1, word))
        if (at[-1] == ' ' && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

static bool is_cameo(const char *code)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(cameo); i++)
        if (strncmp(cameo[i], code, 2) == 0)
            return has_word(cameo[i] + 3, code + 2);
    return false;
}

static bool is_plover(const char *event, const char *mode)
{
    size_t len = strlen(event);
    for (size_t i = 0; i < AG_ARRAY_LEN(plover); i++)
        if (strncmp(plover[i], event, len) == 0 && plover[i][len] == ':')
            return !mode || has_word(plover[i] + len, mode);
    return false;
}

static void check_code(const char *what, ag_code code)
{
    bool ok = code.cameo && is_cameo(code.cameo);
    // CAMEO's family 01 is what PLOVER has dropped: there and only there it has nothing.
    if (!code.plover)
        ok &= code.cameo && strncmp(code.cameo, "01", 2) == 0 && !code.plover_mode;
    else
        ok &= is_plover(code.plover, code.plover_mode);
    if (!CHECK(ok))
        printf("    %s: %s, %s %s\n", what, code.cameo ? code.cameo : "-", code.plover ? code.plover : "-",
               code.plover_mode ? code.plover_mode : "-");
}

static const char *or_none(const char *word)
{
    return strcmp(word, "-") == 0 ? NULL : word;
}

static void every_code_of_the_table_exists(void)
{
    char line[512], kind[128], class[64], code[16], event[32], mode[32];
    FILE *table = fopen("src/data/codes/events.txt", "r");
    int rows = 0;
    if (!CHECK(table != NULL))
        return;
    while (fgets(line, sizeof line, table)) {
        if (*line == '#' || sscanf(line, "%127s %63s %15s %31s %31s", kind, class, code, event, mode) != 5 ||
            strcmp(kind, "act") == 0 || strcmp(kind, "cue") == 0)
            continue;
        check_code(line, (ag_code){class, or_none(code), or_none(event), or_none(mode)});
        rows++;
    }
    fclose(table);
    CHECK(rows > 50);
    CHECK(!is_cameo("1126") && !is_cameo("999") && !is_plover("ACCUSE", "assist"));
}

static void every_kind_has_a_code(const ag_codes *codes)
{
    static const ag_str nothing = {"", 0};
    for (const char *const *kind = kinds; *kind; kind++)
        check_code(*kind, ag_codes_find(codes, *kind, nothing, nothing));
    CHECK(!ag_codes_find(codes, "gossip", nothing, nothing).cameo);
    CHECK(!ag_codes_find(codes, NULL, (ag_str){NULL, 0}, (ag_str){NULL, 0}).cameo);
}

static const char *find(const ag_codes *codes, const char *kind, const char *cue, const char *act)
{
    ag_code code = ag_codes_find(codes, kind, (ag_str){cue, strlen(cue)}, (ag_str){act, strlen(act)});
    return code.cameo ? code.cameo : "none";
}

static void words_give_the_class_away(const ag_codes *codes)
{
    static const struct {
        const char *kind, *cue, *act, *want;
    } cases[] = {
        {"accusation", "accused", "piracy", "112"},
        {"accusation", "accused", "taking bribes", "1121"},
        {"accusation", "accused", "TORTURE", "1122"},
        {"accusation", "accused", "a rocket attack", "1123"},
        {"accusation", "accused", "war\n crimes", "1124"},
        {"accusation", "accused", "war games and other crimes", "1121"},
        {"accusation", "accused", "spying on its allies", "1125"},
        {"accusation", "condemned", "the shelling", "111"},
        {"accusation", "accused", "condemning the envoy", "112"}, // a class of the cue alone
        {"report", "carried out", "a cyber-attack", "112"},
        {"admission", "claimed responsibility for", "the bombing", "015"},
        {"charge", "was charged with", "fraud", "173"},
        {"charge", "sued", "", "115"},
        {"denial", "denied", "spying", "016"},
        {"measure", "imposed", "sanctions", "163"},
        {"measure", "postponed", "the visit", "010"},
        {"demand", "called for", "talks", "106"},
        {"warning", "threatened", "to cut aid", "1311"},
        {"position", "objective", "to sell", "010"},
        {"position", "welcomed", "the step", "051"},
        {"", "said", "", "none"},
    };
    for (size_t i = 0; i < AG_ARRAY_LEN(cases); i++) {
        const char *got = find(codes, cases[i].kind, cases[i].cue, cases[i].act);
        CHECK_TEXT(got, strlen(got), cases[i].want);
    }
}

static void a_long_text_is_looked_at_to_a_limit(const ag_codes *codes)
{
    enum { SIZE = 4096 };
    char act[SIZE + 1];
    for (size_t i = 0; i < SIZE; i++)
        act[i] = i % 2 ? ' ' : 'a';
    memcpy(act + SIZE - 6, "bribes", 7);
    const char *got = find(codes, "accusation", "accused", act);
    CHECK_TEXT(got, strlen(got), "112");
}

static void mistakes_have_a_place(void)
{
    static const char table[] = "act a: b\nact c\nx - 1 2\nx d 1 2 3\ncue a: e\nact f: g;;h\n\n# x";
    ag_diag diag = {0};
    CHECK(!ag_codes_parse("t.txt", table, strlen(table), &diag));
    CHECK_INT(diag.errors, 5);
    static const uint32_t lines[] = {2, 3, 4, 5, 6};
    for (size_t i = 0; i < diag.list.n && i < AG_ARRAY_LEN(lines); i++)
        CHECK_INT(diag.list.at[i].line, lines[i]);
    ag_diag_free(&diag);
}

int main(void)
{
    ag_codes *codes = ag_codes_default();
    if (CHECK(codes != NULL)) {
        every_code_of_the_table_exists();
        every_kind_has_a_code(codes);
        words_give_the_class_away(codes);
        a_long_text_is_looked_at_to_a_limit(codes);
    }
    mistakes_have_a_place();
    ag_codes_free(codes);
    return check_done();
}
