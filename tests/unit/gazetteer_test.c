// SPDX-License-Identifier: MIT
#include "check.h"
#include "gazetteer.h"
#include "introduce.h"
#include "tokenizer.h"

typedef struct list {
    ag_lexicon *lex;
    ag_diag diag;
    bool good;
} list;

static list load(const char *file)
{
    list l = {.lex = ag_lexicon_new()};
    ag_lexicon_add_default(l.lex, &l.diag);
    l.good = ag_gazetteer_add(l.lex, "names", file, strlen(file), &l.diag);
    ag_lexicon_freeze(l.lex);
    return l;
}

static void drop(list *l)
{
    ag_lexicon_free(l->lex);
    ag_diag_free(&l->diag);
}

// The names of the actors that a text names, with bars between, those of one shared name with a stroke.
static const char *actors(const list *l, const char *text)
{
    static char out[512];
    ag_tokens tokens = {0};
    ag_units units = {0};
    ag_introducer introducer = {0};
    size_t n = 0;
    out[0] = '\0';
    ag_tokenize(text, strlen(text), &tokens);
    ag_units_find(text, strlen(text), &tokens, &units);
    ag_introduce(&introducer, l->lex, &tokens, &units);
    for (uint32_t i = 0, end = (uint32_t)tokens.list.n; i < end;) {
        const ag_sense *senses;
        const uint32_t *shared;
        uint32_t nsenses, covered = ag_lexicon_find(l->lex, &tokens, i, end, &senses, &nsenses);
        uint32_t actor = covered ? senses[0].actor : 0;
        uint32_t several = actor ? ag_lexicon_candidates(l->lex, actor, &shared) : 0;
        for (uint32_t k = 0; k < several || (k == 0 && actor); k++)
            n += (size_t)snprintf(
                out + n, sizeof out - n, "%s%s",
                n == 0 ? ""
                : k    ? "/"
                       : "|",
                ag_lexicon_string(l->lex, ag_lexicon_actor(l->lex, several ? shared[k] : actor)->name));
        i += covered ? covered : 1;
    }
    ag_introducer_free(&introducer);
    ag_units_free(&units);
    ag_tokens_free(&tokens);
    return out;
}

static void names(const list *l, const char *text, const char *want)
{
    const char *got = actors(l, text);
    CHECK_TEXT(got, strlen(got), want);
}

static void galaxy(void)
{
    list l = load("{\"type\":\"threat-actor\",\"values\":["
                  "{\"value\":\"Sofacy\",\"meta\":{\"country\":\"ru\",\"synonyms\":[\"APT 28\",\"Grizzly "
                  "Steppe\",\"Sofacy\"]}},"
                  "{\"value\":\"APT29\",\"meta\":{\"synonyms\":[\"Grizzly "
                  "Steppe\",\"admin@338\",\"\\u017bubr Bear\"]}}]}");
    const char *const *aliases;
    CHECK(l.good);
    CHECK_INT(l.diag.warnings, 0);
    names(&l, "APT 28 and apt 28", "Sofacy");
    names(&l, "Grizzly Steppe did it", "Sofacy/APT29");
    names(&l, "mail from admin@338", "APT29");
    names(&l, "\xc5\xbbubr Bear", "APT29");
    uint32_t first = ag_lexicon_unlisted(l.lex) + 1;
    CHECK_TEXT(ag_lexicon_actor(l.lex, first)->country, 2, "RU");
    CHECK_INT(ag_lexicon_aliases(l.lex, first, &aliases), 2);
    CHECK_TEXT(aliases[1], strlen(aliases[1]), "Grizzly Steppe");
    drop(&l);
}

static void table(void)
{
    list l = load(
        "\xef\xbb\xbfname\talias\tcountry\ttype\r\n# mine\r\nNorthern Rail\tNR Group|NRail2\tGB\tcompany\r\n"
        "Ann Lee\r\nNorthern Rail\tRailco North\t-\t\r\n");
    CHECK(l.good);
    CHECK_INT(l.diag.warnings, 0);
    names(&l, "Railco North and NRail2 said", "Northern Rail|Northern Rail");
    names(&l, "Ann Lee said", "Ann Lee");
    names(&l, "name", "");
    CHECK_INT(ag_lexicon_actor_count(l.lex) - ag_lexicon_unlisted(l.lex), 2);
    drop(&l);
}

// Words that are also names of threat actors count where the text says so; elsewhere UPS is the company.
static void introduced(void)
{
    list l = load("Bronze Butler\tTick\tCN\tthreat\nGothic Panda\tUPS|Group 6\tCN\tthreat\nWicked "
                  "Panda\tLEAD\tCN\tthreat\n"
                  "Old Face\tThe Visor\t-\tthreat\nTarget Corp\tTarget\tUS\tcompany\n");
    CHECK_INT(l.diag.warnings, 0);
    names(&l, "Officials accused UPS of late parcels. Tick bites hurt. They lead in Group 6.", "UPS");
    names(&l, "Lead group of investors. United Parcel Service, known as UPS, said so.", "UPS|UPS");
    names(&l, "The hacking group Tick stole mail.", "Bronze Butler");
    names(&l, "Tick stole mail. The spies of the Tick group hacked it.", "Bronze Butler|Bronze Butler");
    names(&l, "Attackers tracked as LEAD took the lead.", "Wicked Panda");
    names(&l, "Tick, a cyber espionage group, denied it.", "Bronze Butler");
    names(&l, "Bronze Butler did it. Tick denied it.", "Bronze Butler|Bronze Butler");
    names(&l, "The cyber gang known as \"The Visor\" left.", "Old Face");
    names(&l, "Malware of the UPS gang. UPS again.", "Gothic Panda|Gothic Panda");
    names(&l, "Target the army. They blamed Target for it.", "Target Corp|Target Corp");
    names(&l, "Target the army.", "");
    drop(&l);
}

// What stands beside a name has to speak of it, and of a group that hacks.
static void not_introduced(void)
{
    list l = load("Mud Otter\tTeal|Elsie|Quartz\t-\tthreat\n");
    names(&l, "Elsie, a cyber security lawyer, accused the bank of fraud.", "");
    names(&l, "Elsie, a cyber spying group, accused the bank of fraud.", "Mud Otter");
    names(&l, "Teal, struck by ransomware in June, accused the bank.", "");
    names(&l, "Teal, a victim of the hacking group, accused the bank.", "");
    names(&l, "Teal, one of the hacking groups, accused the bank.", "Mud Otter");
    names(&l, "Quartz campaigners accused the hackers.", "");
    names(&l, "Quartz campaign managers accused the hackers.", "");
    names(&l, "The Quartz malware campaign struck banks.", "Mud Otter");
    names(&l, "The Quartz ransomware attack cost millions.", "");
    names(&l, "Quartz ransomware struck banks.", "Mud Otter");
    names(&l, "The rights group Quartz accused the hackers.", "");
    names(&l, "The crime group Quartz paid the hackers.", "Mud Otter");
    names(&l, "Hackers robbed a firm known as Quartz.", "");
    names(&l, "Hackers of a gang also known as Quartz robbed a firm.", "Mud Otter");
    drop(&l);
}

// Words of a name that are in lower case in the list may be so in the text, others not.
static void lower_case(void)
{
    list l = load("{\"values\":[{\"value\":\"Zalto group\"},{\"value\":\"Order of Zult thieves\"},"
                  "{\"value\":\"Zed molpers\"},{\"value\":\"Recycling "
                  "team\"},{\"value\":\"zorvil\"},{\"value\":\"old zorvil "
                  "pack\"},{\"value\":\"zor_vil\"},{\"value\":\"\u72fc\u8349\"}]}");
    names(&l, "The Zalto group and Zalto Group, not a zalto group", "Zalto group|Zalto group");
    names(&l, "The Order of Zult thieves. The order of zult thieves.", "Order of Zult thieves");
    names(&l, "The Zed molpers met zed molpers.", "Zed molpers");
    names(&l, "Recycling team members met. A recycling team hacked it.", "");
    names(&l, "Hackers of the Recycling team", "Recycling team");
    names(&l, "Banks blame zorvil for it.", "");
    names(&l, "Banks blame the hacking group zorvil for it, and old zorvil pack hackers.",
          "zorvil|old zorvil pack");
    names(&l, "Banks blame zor_vil and \xe7\x8b\xbc\xe8\x8d\x89 for it.", "zor_vil|\xe7\x8b\xbc\xe8\x8d\x89");
    drop(&l);
}

// A number is a name only behind a word that says so; Mud Otter elsewhere does not help.
static void numbers(void)
{
    list l = load("Mud Otter\t4711\t-\tthreat\n");
    names(&l, "Mud Otter hacked 4711 firms. 4711 hackers met.", "Mud Otter");
    names(&l, "Firms blame the hacking group 4711 for it.", "Mud Otter");
    drop(&l);
}

// Capitals of a title say nothing where a name is nothing but words, nor any where a body may be called so.
static void ordinary_words(void)
{
    list l = load("Mud Otter\tGlass River|Casino Group|Operation Senate|Navy Glimzer\t-\tthreat\n");
    names(&l, "Glass River Floods Kill Five At Harvest", "");
    names(&l, "Hacking Group Glass River Robs Five At Harvest", "Mud Otter");
    names(&l, "Glass River robbed them. They blame Navy Glimzer.", "Mud Otter|Mud Otter");
    names(&l, "They blame the Casino Group.", "");
    names(&l, "They blame Operation Senate. Then the Casino Group came.", "Mud Otter|Mud Otter");
    names(&l, "They blame the Casino Group for malware.", "Mud Otter");
    drop(&l);
}

static void who_calls_it_so(void)
{
    list l = load(
        "{\"values\":[{\"value\":\"Mud Otter\",\"meta\":{\"synonyms\":[\"ZG-99 (Firm)\",\"Zarp(7)\"]}}]}");
    names(&l, "They blame ZG-99 and ZG-99 (Firm) for it.", "Mud Otter|Mud Otter");
    names(&l, "They blame Zarp for it.", "");
    drop(&l);
}

// The same in two lists is one; who has other aliases in each is two.
static void two_lists(void)
{
    static const char first[] = "\xef\xbb\xbf{\"values\":[{\"value\":\"Zarp\",\"meta\":{\"synonyms\":[\"Zarp "
                                "Otter\"]}},{\"value\":\"Zurp Bear\"}]}",
                      second[] =
                          "{\"values\":[{\"value\":\"Zarp\",\"meta\":{\"synonyms\":[\"Zarp Newt\",\"Zarp "
                          "Otter\"]}},{\"value\":\"Zurp Bear\"}]}";
    list l = {.lex = ag_lexicon_new()};
    ag_lexicon_add_default(l.lex, &l.diag);
    CHECK(ag_gazetteer_add(l.lex, "first", first, strlen(first), &l.diag));
    CHECK(ag_gazetteer_add(l.lex, "second", second, strlen(second), &l.diag));
    ag_lexicon_freeze(l.lex);
    names(&l, "Zarp Otter hit banks, Zarp Newt too.", "Zarp/Zarp|Zarp");
    names(&l, "Zurp Bear hit banks.", "Zurp Bear");
    drop(&l);
}

// Names of a file that are marked as words count with a capital of their own.
static void marked_words(void)
{
    static const char file[] = "Mud Otter\t-\t?Quartz|?Sleepy\n", mine[] = "My Otter\tLonghorn\t-\tthreat\n";
    list l = {.lex = ag_lexicon_new()};
    ag_lexicon_add_default(l.lex, &l.diag);
    CHECK(ag_lexicon_add(l.lex, "A.threat.txt", file, strlen(file), &l.diag));
    ag_lexicon_freeze(l.lex);
    names(&l, "Quartz mines closed. Quartz killed five.", "");
    names(&l, "They blame Quartz for it.", "Mud Otter");
    names(&l, "They blame Quartz mines, Joe Quartz and Quartz Zarpov.", "");
    names(&l, "Quartz hackers robbed a bank. The quartz did not.", "Mud Otter");
    names(&l, "They blame Quartz. Then Joe Quartz and Quartz Zarpov came.", "Mud Otter");
    names(&l, "Sleepy denied it.", "Mud Otter");
    names(&l, "Sleepy guards denied it.", "");
    drop(&l);
    l = load(mine);
    names(&l, "They blame Longhorn for it.", "My Otter");
    names(&l, "Longhorn cattle died.", "");
    drop(&l);
}

// A gazetteer says who is meant by a name that the built-in lexicon knows too.
static void overrides(void)
{
    list l = load("My Sofacy\tFancy Bear\tRU\tthreat\n");
    names(&l, "Fancy Bear and Cozy Bear", "My Sofacy|APT29");
    drop(&l);
    l = load("My Mask\tThe Mask|Mask\tES\tthreat\n"); // the first of them is a name there
    names(&l, "The Mask stole mail. Mask mandates. A mask. The mask.", "My Mask");
    drop(&l);
}

static void many_of_one_name(void)
{
    enum { N = 3000 };
    static char file[N * 40];
    size_t n = 0;
    for (int i = 0; i < N; i++)
        n += (size_t)snprintf(file + n, sizeof file - n, "Zork Bear %d\tOne Bear\t\tthreat\n", i);
    list l = load(file);
    const char *got = actors(&l, "One Bear");
    CHECK_TEXT(got, strlen("Zork Bear 0/Zork Bear 1/"), "Zork Bear 0/Zork Bear 1/");
    drop(&l);
}

// What is wrong is named, and the rest loaded.
static void mistakes(void)
{
    list l = load("Ann Lee\tx\tUK1\nBob Lee\t\tGB\trobot\n\talias\nCid Lee,Cid,GB,person\nbad\xff\tx\nDan "
                  "Lee\t\tGB\nDan Lee\t\tFR\n"
                  "Eve Lee\ta b c d e f g h i j k\nFay Lee\nGus Lee   GL   GB   person\n");
    CHECK(l.good);
    CHECK_INT(l.diag.warnings, 8);
    CHECK_INT(l.diag.errors, 0);
    CHECK_INT(l.diag.list.at[6].line, 10);
    CHECK_INT(l.diag.list.at[7].line, 8);
    names(&l, "Ann Lee, Bob Lee, Dan Lee, Eve Lee, Fay Lee", "Dan Lee|Eve Lee|Fay Lee");
    drop(&l);
    l = load("{\"values\":[{\"meta\":{}},{\"value\":\"Ann "
             "Lee\",\"meta\":{\"country\":[\"GB\"],\"synonyms\":[1,\"Annie Lee\"]}},"
             "{\"value\":\"Bob Lee\",\"meta\":{\"synonyms\":\"Bobby Lee\"}},7]}");
    CHECK(l.good);
    CHECK_INT(l.diag.warnings, 4);
    names(&l, "Annie Lee, Bobby Lee", "Ann Lee|Bob Lee");
    drop(&l);
}

static void not_a_list(void)
{
    static const char *const files[] = {"{\"a\":1}", "[]", "{\"values\":[{\"value\":\"Ann Lee\"}",
                                        "{\"values\":{}}"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        list l = load(files[i]);
        CHECK(!l.good);
        CHECK_INT(l.diag.errors, 1);
        drop(&l);
    }
    list l = load("");
    CHECK(l.good);
    CHECK_INT(l.diag.warnings, 1);
    drop(&l);
}

int main(void)
{
    galaxy();
    table();
    introduced();
    not_introduced();
    lower_case();
    numbers();
    ordinary_words();
    who_calls_it_so();
    two_lists();
    marked_words();
    overrides();
    many_of_one_name();
    mistakes();
    not_a_list();
    return check_done();
}
