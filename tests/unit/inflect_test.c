// SPDX-License-Identifier: MIT
#include "check.h"
#include "inflect.h"

static void verb(const char *base, const char *s, const char *past, const char *part, const char *ing)
{
    ag_verb_forms f;
    CHECK(ag_inflect_verb((ag_str){base, strlen(base)}, &f));
    CHECK_TEXT(f.form[1], strlen(f.form[1]), s);
    CHECK_TEXT(f.form[2], strlen(f.form[2]), past);
    CHECK_TEXT(f.form[3], strlen(f.form[3]), part);
    CHECK_TEXT(f.form[4], strlen(f.form[4]), ing);
}

static void plural(const char *noun, const char *want)
{
    char out[AG_WORD_MAX];
    CHECK(ag_inflect_plural((ag_str){noun, strlen(noun)}, out));
    CHECK_TEXT(out, strlen(out), want);
}

static void variant(const char *base, const char *past, const char *part, const char *ing)
{
    ag_verb_forms f;
    CHECK(ag_inflect_variant((ag_str){base, strlen(base)}, &f));
    CHECK_TEXT(f.form[2], strlen(f.form[2]), past);
    CHECK_TEXT(f.form[3], strlen(f.form[3]), part);
    CHECK_TEXT(f.form[4], strlen(f.form[4]), ing);
}

static void no_variant(const char *base)
{
    ag_verb_forms f;
    CHECK(!ag_inflect_variant((ag_str){base, strlen(base)}, &f));
}

int main(void)
{
    char out[AG_WORD_MAX];
    verb("accuse", "accuses", "accused", "accused", "accusing");
    verb("deny", "denies", "denied", "denied", "denying");
    verb("ban", "bans", "banned", "banned", "banning");
    verb("expel", "expels", "expelled", "expelled", "expelling");
    verb("attack", "attacks", "attacked", "attacked", "attacking");
    verb("visit", "visits", "visited", "visited", "visiting");
    verb("steal", "steals", "stole", "stolen", "stealing");
    verb("overthrow", "overthrows", "overthrew", "overthrown", "overthrowing");
    verb("put", "puts", "put", "put", "putting");
    verb("agree", "agrees", "agreed", "agreed", "agreeing");
    verb("panic", "panics", "panicked", "panicked", "panicking");
    verb("undercut", "undercuts", "undercut", "undercut", "undercutting");
    verb("hit", "hits", "hit", "hit", "hitting");
    variant("cancel", "cancelled", "cancelled", "cancelling");
    variant("fuel", "fuelled", "fuelled", "fuelling");
    variant("prove", "proved", "proven", "proving");
    variant("burn", "burnt", "burnt", "burning");
    no_variant("expel"); // has two l in any case
    no_variant("reveal");
    no_variant("attack");
    plural("allegation", "allegations");
    plural("shelf", "shelves");
    plural("agency", "agencies");
    plural("breach", "breaches");
    plural("woman", "women");
    plural("crisis", "crises");
    CHECK(!ag_inflect_plural((ag_str){"", 0}, out));
    CHECK(!ag_inflect_plural(
        (ag_str){"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 76}, out));
    return check_done();
}
