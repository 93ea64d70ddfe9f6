// SPDX-License-Identifier: MIT
#include "check.h"
#include "tokenizer.h"

static ag_tokens tokens;

// The tokens of a text as "kind:text kind:text".
static const char *show(const char *text, size_t len)
{
    static char out[4096];
    size_t n = 0;
    ag_tokenize(text, len, &tokens);
    for (size_t i = 0; i < tokens.list.n; i++) {
        const ag_token *t = &tokens.list.at[i];
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%s:%.*s", i ? " " : "", ag_token_kind_name(t->kind),
                              (int)(t->end - t->start), text + t->start);
    }
    out[n] = '\0';
    return out;
}

static void gives(const char *text, const char *want)
{
    const char *got = show(text, strlen(text));
    CHECK_TEXT(got, strlen(got), want);
}

static void words_and_clitics(void)
{
    gives("state-backed O'Brien didn't", "word:state-backed word:O'Brien word:didn't");
    gives("China's they've we're I'll he'd I'm",
          "word:China clitic:'s word:they clitic:'ve word:we clitic:'re word:I clitic:'ll word:he clitic:'d "
          "word:I clitic:'m");
    gives("China\xE2\x80\x99s", "word:China clitic:\xE2\x80\x99s");
    gives("hackers' servers", "word:hackers clitic:' word:servers");
    gives("he said 'the hackers' left", "word:he word:said quote:' word:the word:hackers quote:' word:left");
}

static void abbreviations_and_initials(void)
{
    gives("Mr. J. Doe of the U.S. came at 5 a.m. today.",
          "abbrev:Mr. initial:J. word:Doe word:of word:the abbrev:U.S. word:came word:at number:5 "
          "abbrev:a.m. word:today stop:.");
    gives("It ended.", "word:It word:ended stop:.");
    gives("Acme Inc. won", "word:Acme abbrev:Inc. word:won");
}

// Capitals on both sides of a stop make a name, small letters and openers of sentences two sentences.
static void names_with_stops(void)
{
    gives("TEMP.Zarp and Red.Zarp.Otter2 left.",
          "word:TEMP.Zarp word:and word:Red.Zarp.Otter2 word:left stop:.");
    gives("It was the end.Next came Rome.The man",
          "word:It word:was word:the word:end stop:. word:Next word:came "
          "word:Rome stop:. word:The word:man");
    gives("the FBI.He left Rome.Rome fell",
          "word:the word:FBI stop:. word:He word:left word:Rome stop:. word:Rome "
          "word:fell");
    gives("Dr.Lee left B.Zarp", "abbrev:Dr. word:Lee word:left word:B stop:. word:Zarp");
}

static void clitics_of_marks(void)
{
    gives("Zarp$'s men, Zarp!'s too",
          "word:Zarp symbol:$ clitic:'s word:men comma:, word:Zarp exclam:! clitic:'s "
          "word:too");
    gives("'Go!' he said", "quote:' word:Go exclam:! quote:' word:he word:said");
}

static void numbers(void)
{
    gives("1,200 3.5 19th 5% $5.3bn \xE2\x82\xAC"
          "20 US$1 10:30GMT 2021-07-19",
          "number:1,200 number:3.5 number:19th percent:5% money:$5.3bn money:\xE2\x82\xAC"
          "20 money:US$1 time:10:30GMT date:2021-07-19");
}

static void digits_of_other_scripts(void)
{
    gives("\xD9\xA3\xD9\xA4 men", "number:\xD9\xA3\xD9\xA4 word:men");
}

static void addresses(void)
{
    gives("see https://example.org/a?b=c. or www.example.org",
          "word:see url:https://example.org/a?b=c stop:. word:or url:www.example.org");
    gives("a.b@example.org @name #tag", "email:a.b@example.org handle:@name hashtag:#tag");
    gives("hxxp://evil[.]com/x evil[.]example 10.0.0[.]1",
          "ioc:hxxp://evil[.]com/x ioc:evil[.]example ioc:10.0.0[.]1");
    gives("d41d8cd98f00b204e9800998ecf8427e", "ioc:d41d8cd98f00b204e9800998ecf8427e");
    gives("[NSA]", "lbracket:[ word:NSA rbracket:]");
}

static void marks(void)
{
    gives("a - b \xE2\x80\x94 c -- d", "word:a dash:- word:b dash:\xE2\x80\x94 word:c dash:-- word:d");
    gives("so... and \xE2\x80\xA6", "word:so ellipsis:... word:and ellipsis:\xE2\x80\xA6");
    gives("* one\n1. two\n(a) three", "bullet:* word:one bullet:1. word:two bullet:(a) word:three");
    ag_tokenize("\"A,\" he said", 12, &tokens);
    CHECK(tokens.list.at[0].flags & AG_TF_OPENS);
    CHECK(tokens.list.at[3].flags & AG_TF_CLOSES);
}

static void dirty_bytes(void)
{
    const char *got = show("a\0b", 3);
    CHECK_TEXT(got, strlen(got), "word:a word:b");
    got = show("a\xFF"
               "b",
               3);
    CHECK_TEXT(got, strlen(got), "word:a symbol:\xFF word:b");
    got = show("\xEF\xBB\xBFThe", 6);
    CHECK_TEXT(got, strlen(got), "word:The");
    got = show("co\xC2\xADoperate", 11);
    CHECK_INT(tokens.list.n, 1);
    CHECK_TEXT(ag_token_folded(&tokens, 0).ptr, ag_token_folded(&tokens, 0).len, "cooperate");
    show("a\xC2\xA0"
         "b",
         4);
    CHECK_INT(tokens.list.n, 2);
}

static void line_ends(void)
{
    static const char *const texts[] = {"a\nb\n\nc", "a\r\nb\r\n\r\nc", "a\rb\r\rc"};
    for (int i = 0; i < 3; i++) {
        ag_tokenize(texts[i], strlen(texts[i]), &tokens);
        CHECK_INT(tokens.list.n, 3);
        CHECK(tokens.list.at[1].flags & AG_TF_NEWLINE);
        CHECK(!(tokens.list.at[1].flags & AG_TF_BLANK));
        CHECK(tokens.list.at[2].flags & AG_TF_BLANK);
    }
}

// Composed and decomposed letters fold alike; offsets stay those of the bytes.
static void normal_forms(void)
{
    show("caf\xC3\xA9", 5);
    uint32_t composed = tokens.list.at[0].hash;
    show("cafe\xCC\x81", 6);
    CHECK_INT(tokens.list.n, 1);
    CHECK_INT(tokens.list.at[0].hash, composed);
    CHECK_INT(tokens.list.at[0].end, 6);
}

static void a_word_without_end(void)
{
    size_t len = 200000;
    char *text = ag_xmalloc(len);
    memset(text, 'a', len);
    ag_tokenize(text, len, &tokens);
    CHECK(tokens.list.n >= 3);
    CHECK_INT(tokens.list.at[tokens.list.n - 1].end, len);
    ag_xfree(text);
}

int main(void)
{
    words_and_clitics();
    names_with_stops();
    clitics_of_marks();
    abbreviations_and_initials();
    numbers();
    digits_of_other_scripts();
    addresses();
    marks();
    dirty_bytes();
    line_ends();
    normal_forms();
    a_word_without_end();
    ag_tokens_free(&tokens);
    return check_done();
}
