// SPDX-License-Identifier: MIT
// One pass over the bytes. ASCII goes through a table of byte classes; what is not ASCII is decoded and asked
// of utf8proc.
#include "tokenizer.h"

#include "utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { MAX_WORD = 60000 }; // bytes; a longer run of letters is cut so that fold_len holds it

typedef enum char_class {
    C_SPACE,
    C_BREAK,
    C_LETTER,
    C_DIGIT,
    C_IGNORE,
    C_QUOTE,
    C_DASH,
    C_MARK,
    C_OTHER,
    C_END
} char_class;

typedef struct scanner {
    const char *text;
    size_t len, at;
    ag_tokens *out;
    uint16_t before;  // AG_TF_SPACE, NEWLINE, BLANK seen since the last token
    bool single_open; // an opening single quotation mark in this block
} scanner;

static const char *const kind_names[AG_TOK_KINDS] = {
    "word",     "clitic",   "abbrev",   "initial",   "number",    "money", "percent", "date",
    "time",     "url",      "email",    "handle",    "hashtag",   "ioc",   "comma",   "stop",
    "question", "exclam",   "colon",    "semicolon", "ellipsis",  "dash",  "bullet",  "lparen",
    "rparen",   "lbracket", "rbracket", "quote",     "ampersand", "symbol"};

const char *ag_token_kind_name(ag_token_kind kind)
{
    return kind_names[kind];
}

void ag_tokens_free(ag_tokens *tokens)
{
    ag_free(&tokens->list);
    ag_free(&tokens->folded);
}

// ---- characters ----

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char_class ascii_class(unsigned char c)
{
    static const uint8_t table[128] = {
        ['\t'] = 1 + C_SPACE, ['\n'] = 1 + C_BREAK, ['\v'] = 1 + C_SPACE, ['\f'] = 1 + C_SPACE,
        ['\r'] = 1 + C_BREAK, [' '] = 1 + C_SPACE,  ['"'] = 1 + C_QUOTE,  ['\''] = 1 + C_QUOTE,
        ['`'] = 1 + C_QUOTE,  ['-'] = 1 + C_DASH};
    if (is_alpha((char)c))
        return C_LETTER;
    if (is_digit((char)c))
        return C_DIGIT;
    if (table[c])
        return (char_class)(table[c] - 1);
    return c < 0x20 || c == 0x7F ? C_SPACE : C_MARK;
}

static char_class wide_class(int32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x00AB:
    case 0x00BB:
    case 0x2039:
    case 0x203A:
        return C_QUOTE;
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return C_DASH;
    case 0x2028:
    case 0x2029:
    case 0x0085:
        return C_BREAK;
    case 0x00AD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
        return C_IGNORE;
    default:
        break;
    }
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        return C_LETTER;
    case UTF8PROC_CATEGORY_ND:
        return C_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_CC:
        return C_SPACE;
    case UTF8PROC_CATEGORY_CF:
        return C_IGNORE;
    default:
        return C_OTHER;
    }
}

// Class of the character at `at`; its length in bytes to *size, its code point (-1 for a bad byte) to *c.
static char_class class_at(const scanner *s, size_t at, uint32_t *size, int32_t *c)
{
    *size = 0;
    *c = -1;
    if (at >= s->len)
        return C_END;
    if (!(s->text[at] & 0x80)) {
        *size = 1;
        *c = (unsigned char)s->text[at];
        return ascii_class((unsigned char)s->text[at]);
    }
    *c = ag_utf8_decode(s->text + at, s->len - at, size);
    if (*c < 0)
        return C_OTHER;
    return wide_class(*c);
}

static char_class look(const scanner *s, size_t at)
{
    uint32_t size;
    int32_t c;
    return class_at(s, at, &size, &c);
}

static char byte_at(const scanner *s, size_t at)
{
    return at < s->len ? s->text[at] : '\0';
}

static bool is_word_class(char_class c)
{
    return c == C_LETTER || c == C_DIGIT;
}

// ---- folded forms ----

static void fold_code_point(int32_t c, ag_tokens *out)
{
    utf8proc_uint8_t bytes[4];
    if (c == 0x2019 || c == 0x2018 || c == 0x201B)
        c = '\'';
    else if (c >= 0x80 && wide_class(c) == C_DASH)
        c = '-';
    utf8proc_ssize_t n =
        utf8proc_encode_char(c < 0x80 && is_upper((char)c) ? c + 32 : utf8proc_tolower(c), bytes);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        ag_push(&out->folded, (char)bytes[i]);
}

// NFKC of a letter followed by its combining marks; without marks, compatibility forms only.
static void fold_wide(const scanner *s, size_t *at, size_t end, int32_t c)
{
    utf8proc_int32_t buffer[32];
    utf8proc_ssize_t n = 0;
    uint32_t size;
    do {
        int boundary = UTF8PROC_BOUNDCLASS_START;
        utf8proc_ssize_t got = utf8proc_decompose_char(
            c, buffer + n, 32 - n, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);
        if (got < 0 || n + got > 20)
            break;
        n += got;
        if (*at >= end)
            break;
        c = ag_utf8_decode(s->text + *at, end - *at, &size);
        if (c < 0x300 || utf8proc_category(c) != UTF8PROC_CATEGORY_MN)
            break;
        *at += size;
    } while (n < 16);
    n = utf8proc_normalize_utf32(buffer, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        fold_code_point(buffer[i], s->out);
}

static bool combines(const scanner *s, size_t at, size_t end)
{
    uint32_t size;
    return at < end && (unsigned char)s->text[at] >= 0x80 &&
           utf8proc_category(ag_utf8_decode(s->text + at, end - at, &size)) == UTF8PROC_CATEGORY_MN;
}

// Letters of a token by their case.
typedef struct letters {
    uint32_t upper, lower;
} letters;

static void note_letter(letters *l, ag_token *t, bool up)
{
    if (up)
        t->flags |= l->upper + l->lower ? AG_TF_INNERCAP : AG_TF_CAP;
    l->upper += up;
    l->lower += !up;
}

// The first byte from `at` on that is not ASCII; `end` for none.
static size_t ascii_end(const char *text, size_t at, size_t end)
{
    for (uint64_t eight; end - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < end && !(text[at] & 0x80))
        at++;
    return at;
}

// Notes the letters of ASCII bytes some of which are capitals.
static void note_capitals(const char *text, size_t n, letters *l, ag_token *t)
{
    for (size_t i = 0; i < n; i++)
        if (is_alpha(text[i]))
            note_letter(l, t, is_upper(text[i]));
}

static uint32_t hash_byte(uint32_t hash, char byte)
{
    return (hash ^ (uint8_t)byte) * 16777619u; // see ag_hash_word
}

// Folds ASCII bytes and goes on with their hash. Returns how many of them are small letters, capitals and
// full stops: 16 bits each, for which tokens are short enough.
static uint64_t fold_bytes(const char *from, size_t n, char *to, uint32_t *hash)
{
#define SMALL(a) [a] = 1, [(a) ^ 0x20] = 1 << 16
#define SMALL4(a) SMALL(a), SMALL(a + 1), SMALL(a + 2), SMALL(a + 3)
    static const uint64_t counts[128] = {SMALL4('a'), SMALL4('e'), SMALL4('i'),
                                         SMALL4('m'), SMALL4('q'), SMALL4('u'),
                                         SMALL('y'),  SMALL('z'),  ['.'] = UINT64_C(1) << 32};
#undef SMALL4
#undef SMALL
    uint64_t sum = 0;
    uint32_t h = *hash;
    for (size_t i = 0; i < n; i++) {
        uint64_t count = counts[(unsigned char)from[i]];
        to[i] = (char)(from[i] | (char)(count >> 11)); // 0x20 for a capital
        h = hash_byte(h, to[i]);
        sum += count;
    }
    *hash = h;
    return sum;
}

// Folds the ASCII bytes from `at` on that no combining mark can follow. Returns the first byte that is left.
static size_t fold_ascii(const scanner *s, size_t at, size_t end, letters *l, ag_token *t)
{
    ag_tokens *out = s->out;
    ag_reserve(&out->folded, out->folded.n + (end - at));
    size_t stop = ascii_end(s->text, at, end);
    if (stop < end && stop > at)
        stop--;
    uint64_t counts = fold_bytes(s->text + at, stop - at, out->folded.at + out->folded.n, &t->hash);
    out->folded.n += stop - at;
    if (counts >> 16 & 0xFFFF)
        note_capitals(s->text + at, stop - at, l, t);
    else
        l->lower += (uint32_t)(counts & 0xFFFF);
    if (counts >> 32)
        t->flags |= AG_TF_DOTTED;
    return stop;
}

// Folds a code point, and a letter with the combining marks behind it. Returns the first byte behind.
static size_t fold_one(const scanner *s, size_t at, size_t end, letters *l, ag_token *t)
{
    uint32_t size;
    int32_t c = ag_utf8_decode(s->text + at, end - at, &size);
    char_class class_ = c < 0 ? C_OTHER : c < 0x80 ? ascii_class((unsigned char)c) : wide_class(c);
    at += size;
    if (c < 0 || class_ == C_IGNORE)
        return at;
    if (class_ == C_LETTER)
        note_letter(l, t, c < 0x80 ? is_upper((char)c) : utf8proc_tolower(c) != c);
    if (class_ == C_LETTER && (c >= 0x80 || combines(s, at, end)))
        fold_wide(s, &at, end, c);
    else
        fold_code_point(c, s->out);
    return at;
}

static void fold(const scanner *s, size_t start, size_t end, ag_token *t)
{
    letters l = {0, 0};
    t->fold = (uint32_t)s->out->folded.n;
    t->hash = 2166136261u;
    for (size_t at = fold_ascii(s, start, end, &l, t); at < end; at = fold_ascii(s, at, end, &l, t)) {
        size_t from = s->out->folded.n;
        at = fold_one(s, at, end, &l, t);
        for (; from < s->out->folded.n; from++)
            t->hash = hash_byte(t->hash, s->out->folded.at[from]);
    }
    if (l.upper > 1 && !l.lower)
        t->flags |= AG_TF_CAPS;
    t->fold_len = (uint16_t)(s->out->folded.n - t->fold);
}

static void emit(scanner *s, ag_token_kind kind, size_t end, uint16_t flags)
{
    ag_token t = {.start = (uint32_t)s->at,
                  .end = (uint32_t)end,
                  .kind = (uint8_t)kind,
                  .flags = (uint16_t)(s->before | flags)};
    fold(s, s->at, end, &t);
    ag_push(&s->out->list, t);
    s->at = end;
    s->before = 0;
}

// ---- words ----

static bool ascii_is(const scanner *s, size_t start, size_t end, const char *word)
{
    size_t n = strlen(word);
    if (end - start != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s->text[start + i];
        if ((is_upper(c) ? c + 32 : c) != word[i])
            return false;
    }
    return true;
}

static bool listed(const scanner *s, size_t start, size_t end, const char *const *list)
{
    char first = start < end ? (char)(s->text[start] | 0x20) : '\0'; // the lists are of letters
    for (; *list; list++)
        if (**list == first && ascii_is(s, start, end, *list))
            return true;
    return false;
}

static bool is_apostrophe(int32_t c)
{
    return c == '\'' || c == 0x2019;
}

// 's 've 're 'll 'd 'm after a word, with no letter behind.
static size_t clitic_end(const scanner *s, size_t at)
{
    static const char *const endings[] = {"s", "ve", "re", "ll", "d", "m", NULL};
    uint32_t size;
    int32_t c;
    class_at(s, at, &size, &c);
    if (!is_apostrophe(c))
        return 0;
    size_t end = at + size;
    while (is_alpha(byte_at(s, end)))
        end++;
    return listed(s, at + size, end, endings) && !is_word_class(look(s, end)) ? end : 0;
}

// End of the word that starts at s->at: letters, digits, and single hyphens, apostrophes and the like between
// them.
static size_t word_end(const scanner *s, bool *digits, bool *letters)
{
    size_t at = s->at;
    *digits = *letters = false;
    while (at - s->at < MAX_WORD) {
        uint32_t size, next_size;
        int32_t c, next;
        char_class class_ = class_at(s, at, &size, &c);
        if (is_word_class(class_) || (class_ == C_IGNORE && is_word_class(look(s, at + size)))) {
            *digits |= class_ == C_DIGIT;
            *letters |= class_ == C_LETTER;
            at += size;
            continue;
        }
        bool joins = (class_ == C_DASH && c != 0x2013 && c != 0x2014 && c != 0x2015 && c != 0x2012) ||
                     is_apostrophe(c) || c == '_' || c == '&';
        if (!joins || !is_word_class(class_at(s, at + size, &next_size, &next)) ||
            (is_apostrophe(c) && clitic_end(s, at)))
            break;
        at += size;
    }
    return at;
}

static const char *const abbreviations[] = {
    "mr",   "mrs",   "ms",     "dr",   "gen",  "col",  "lt",   "sgt",  "sen",  "rep",  "gov",  "prof",
    "rev",  "st",    "jr",     "sr",   "inc",  "corp", "ltd",  "bros", "vs",   "etc",  "jan",  "feb",
    "apr",  "aug",   "sept",   "oct",  "nov",  "dec",  "capt", "maj",  "adm",  "cmdr", "hon",  "pres",
    "dept", "est",   "approx", "brig", "supt", "det",  "insp", "ave",  "blvd", "mt",   "ft",   "messrs",
    "mme",  "fig",   "vol",    "ed",   "al",   "cf",   "viz",  "ret",  "atty", "asst", "dist", "univ",
    "assn", "calif", "fla",    "mass", "conn", "wash", "ariz", "colo", "ill",  "minn", NULL};

// "R-Calif.", "D-N.Y.": the party and the state of an American legislator.
static bool is_party_and_state(const scanner *s, size_t end)
{
    static const char *const states[] = {
        "ala", "ariz", "ark",  "calif", "colo", "conn", "del",  "fla", "ga",   "ill", "ind", "kan",
        "ky",  "la",   "mass", "md",    "mich", "minn", "miss", "mo",  "mont", "neb", "nev", "okla",
        "ore", "pa",   "tenn", "tex",   "va",   "vt",   "wash", "wis", "wyo",  NULL};
    return end - s->at > 3 && byte_at(s, s->at + 1) == '-' && strchr("RDI", s->text[s->at]) &&
           is_upper(s->text[s->at + 2]) && listed(s, s->at + 2, end, states);
}

// Letter, stop, letter, stop: "U.S." "a.m." "Ph.D." — the end of the last part, 0 where it is none.
static size_t dotted_end(const scanner *s, size_t at)
{
    size_t parts = 0;
    for (;;) {
        size_t start = at;
        while (is_alpha(byte_at(s, at)) && at - start < 3)
            at++;
        if (at == start || is_word_class(look(s, at)))
            return parts >= 2 ? start : 0;
        if (byte_at(s, at) != '.')
            return parts >= 1 && at - start == 1 ? at : parts >= 2 ? start : 0;
        if (at - start > 2 || (at - start == 2 && parts == 0 && !ascii_is(s, start, at, "ph")))
            return 0;
        at++;
        parts++;
    }
}

// "Sino-U.S.", "anti-U.N.": the end of the dotted part behind the hyphen, 0 where there is none.
static size_t hyphened_dotted_end(const scanner *s)
{
    size_t at = s->at;
    while (is_alpha(byte_at(s, at)))
        at++;
    return at > s->at && byte_at(s, at) == '-' && is_upper(byte_at(s, at + 1)) ? dotted_end(s, at + 1) : 0;
}

// Words that begin sentences: "in Rome.The minister" lacks a blank.
static bool opens_sentence(const scanner *s, size_t start, size_t end)
{
    static const char *const words[] = {
        "the",    "a",     "an",      "this",     "that",      "these",     "those", "it",      "its",
        "he",     "his",   "she",     "her",      "they",      "their",     "we",    "our",     "you",
        "your",   "in",    "on",      "at",       "by",        "for",       "from",  "with",    "to",
        "of",     "as",    "and",     "but",      "or",        "if",        "when",  "while",   "after",
        "before", "since", "because", "although", "there",     "here",      "what",  "who",     "why",
        "how",    "no",    "not",     "some",     "many",      "most",      "both",  "earlier", "last",
        "asked",  "is",    "was",     "are",      "were",      "do",        "did",   "so",      "yet",
        "now",    "then",  "also",    "however",  "meanwhile", "according", "under", "during",  "over",
        NULL};
    return listed(s, start, end, words);
}

// "TEMP.Veles", "Cyber.Anarchy.Squad": capitals on both sides of a stop, no blank, and no two sentences run
// together. The end of the whole of what begins as the word that ends at `end`.
static size_t stopped_name_end(const scanner *s, size_t end)
{
    for (size_t start = s->at, next; is_upper(s->text[start]) && end - start > 1;
         start = end + 1, end = next) {
        if (byte_at(s, end) != '.' || !is_upper(byte_at(s, end + 1)) || !is_alpha(byte_at(s, end + 2)))
            return end;
        for (next = end + 1; is_alpha(byte_at(s, next)) || is_digit(byte_at(s, next));)
            next++;
        bool twice =
            next - end - 1 == end - start && memcmp(s->text + start, s->text + end + 1, end - start) == 0;
        if (twice || next - s->at > MAX_WORD || opens_sentence(s, end + 1, next) ||
            is_word_class(look(s, next)))
            return end;
    }
    return end;
}

static bool number_follows(const scanner *s, size_t at)
{
    return byte_at(s, at) == ' ' && is_digit(byte_at(s, at + 1));
}

static ag_token_kind stopped_kind(const scanner *s, size_t end)
{
    if (byte_at(s, end) != '.' || byte_at(s, end + 1) == '.')
        return AG_TOK_WORD;
    if (end - s->at == 1 && is_upper(s->text[s->at]) && s->text[s->at] != 'I' && byte_at(s, end + 1) == ' ')
        return AG_TOK_INITIAL;
    if (listed(s, s->at, end, abbreviations) || is_party_and_state(s, end))
        return AG_TOK_ABBREV;
    if (ascii_is(s, s->at, end, "co") && is_upper(s->text[s->at]))
        return AG_TOK_ABBREV;
    static const char *const before_number[] = {"no", "mar", "jun", "jul", "p", "pp", "art", "sec", NULL};
    if (listed(s, s->at, end, before_number) && number_follows(s, end + 1))
        return AG_TOK_ABBREV;
    return AG_TOK_WORD;
}

static bool is_hash(const scanner *s, size_t end)
{
    size_t n = end - s->at;
    bool digit = false;
    if (n != 32 && n != 40 && n != 64)
        return false;
    for (size_t i = s->at; i < end; i++) {
        char c = s->text[i];
        if (!is_digit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
            return false;
        digit |= is_digit(c);
    }
    return digit;
}

// A possessive apostrophe after s, where no single quotation is open: hackers' servers.
static void bare_clitic(scanner *s)
{
    uint32_t size;
    int32_t c;
    class_at(s, s->at, &size, &c);
    char last = s->text[s->at - 1];
    if (!is_apostrophe(c) || (last != 's' && last != 'S' && last != 'z') || s->single_open)
        return;
    if (byte_at(s, s->at + size) == ' ' && look(s, s->at + size + 1) == C_LETTER)
        emit(s, AG_TOK_CLITIC, s->at + size, 0);
}

static void scan_clitics(scanner *s)
{
    size_t end = clitic_end(s, s->at);
    if (end)
        emit(s, AG_TOK_CLITIC, end, 0);
    else
        bare_clitic(s);
}

// "U.S.-led": the end of a hyphen and the word behind it, or `at` where there is none.
static size_t hyphen_end(const scanner *s, size_t at)
{
    size_t end = at;
    while (byte_at(s, end) == '-' && is_alpha(byte_at(s, end + 1)))
        for (end++; is_alpha(byte_at(s, end)) && end - s->at < MAX_WORD;)
            end++;
    return end - s->at < MAX_WORD && !is_word_class(look(s, end)) ? end : at;
}

// A word of ASCII letters with white space or a mark behind it that says nothing about the word. Most words
// are, and everything else that begins with a letter comes to the same for them, only later. Returns false
// where it is none.
static bool scan_plain_word(scanner *s)
{
    enum { LONGEST_ABBREVIATION = 6 };
    static const bool ends[256] = {['\t'] = true, ['\n'] = true, ['\r'] = true, [' '] = true, [','] = true,
                                   [';'] = true,  ['?'] = true,  ['!'] = true,  ['"'] = true, [')'] = true};
    const char *word = s->text + s->at;
    size_t n = 0, left = s->len - s->at;
    while (n < left && is_alpha(word[n]))
        n++;
    bool stop = n + 1 < left && word[n] == '.' && n > LONGEST_ABBREVIATION;
    if (n == left || n > MAX_WORD || !ends[(unsigned char)word[n + stop]])
        return false;
    emit(s, AG_TOK_WORD, s->at + n, 0);
    return true;
}

static void scan_word(scanner *s)
{
    bool digits, letters;
    size_t dotted = dotted_end(s, s->at);
    size_t compound = dotted ? hyphen_end(s, dotted) : 0;
    if (compound > dotted) {
        emit(s, AG_TOK_WORD, compound, 0);
        scan_clitics(s);
        return;
    }
    if (!dotted)
        dotted = hyphened_dotted_end(s);
    if (dotted) {
        emit(s, AG_TOK_ABBREV, dotted, 0);
        scan_clitics(s);
        return;
    }
    size_t end = word_end(s, &digits, &letters);
    if (is_hash(s, end)) {
        emit(s, AG_TOK_IOC, end, 0);
        return;
    }
    ag_token_kind kind = stopped_kind(s, end);
    emit(s, kind, kind == AG_TOK_WORD ? stopped_name_end(s, end) : end + 1, 0);
    scan_clitics(s);
}

// ---- numbers ----

// Digits with , . : / or - between digits. *separator gets the last kind of separator seen.
static size_t digits_end(const scanner *s, size_t at, char *separator)
{
    for (;; at++) {
        char c = byte_at(s, at);
        if (is_digit(c))
            continue;
        if ((c == ',' || c == '.' || c == ':' || c == '/' || c == '-') && is_digit(byte_at(s, at + 1)))
            *separator = c;
        else
            return at;
    }
}

static size_t unit_end(const scanner *s, size_t at)
{
    size_t start = at;
    while (is_alpha(byte_at(s, at)) && at - start < 8)
        at++;
    return is_alpha(byte_at(s, at)) ? start : at;
}

static ag_token_kind number_kind(const scanner *s, size_t digits, size_t end, char separator)
{
    static const char *const times[] = {"am", "pm", "gmt", "utc", NULL};
    if (separator == ':' || listed(s, digits, end, times))
        return AG_TOK_TIME;
    if (separator == '/' && digits - s->at >= 6)
        return AG_TOK_DATE;
    if (separator == '-' && digits - s->at == 10 && s->text[s->at + 4] == '-')
        return AG_TOK_DATE;
    return AG_TOK_NUMBER;
}

static bool is_address(const scanner *s, size_t *end)
{
    size_t at = s->at, dots = 0;
    bool bracket = false;
    for (;;) {
        bool dot = byte_at(s, at) == '.';
        bool defanged = byte_at(s, at) == '[' && byte_at(s, at + 1) == '.' && byte_at(s, at + 2) == ']';
        if (!is_digit(byte_at(s, at)) && !dot && !defanged)
            break;
        bracket |= defanged;
        dots += dot || defanged;
        at += defanged ? 3 : 1;
    }
    *end = at;
    return bracket && dots == 3;
}

static void scan_number(scanner *s)
{
    char separator = '\0';
    size_t address;
    if (is_address(s, &address)) {
        emit(s, AG_TOK_IOC, address, 0);
        return;
    }
    bool digits, letters;
    size_t word = word_end(s, &digits, &letters);
    if (is_hash(s, word)) {
        emit(s, AG_TOK_IOC, word, 0);
        return;
    }
    size_t number = digits_end(s, s->at, &separator);
    if (byte_at(s, number) == '%') {
        emit(s, AG_TOK_PERCENT, number + 1, 0);
        return;
    }
    size_t end = unit_end(s, number);
    if (end == number && word > number &&
        (letters || number == s->at)) // digits of other scripts go as a word
        end = word;
    emit(s, number_kind(s, number, end, separator), end, 0);
    scan_clitics(s);
}

static bool currency_at(const scanner *s, size_t at, uint32_t *size)
{
    int32_t c;
    class_at(s, at, size, &c);
    return c == '$' || (c >= 0x80 && utf8proc_category(c) == UTF8PROC_CATEGORY_SC);
}

static bool scan_money(scanner *s)
{
    uint32_t size;
    char separator;
    size_t at = s->at;
    while (is_upper(byte_at(s, at)) && at - s->at < 3) // US$1, HK$5, A$2
        at++;
    if (!currency_at(s, at, &size) || !is_digit(byte_at(s, at + size)))
        return false;
    emit(s, AG_TOK_MONEY, unit_end(s, digits_end(s, at + size, &separator)), 0);
    return true;
}

// ---- addresses and indicators ----

static bool has_prefix(const scanner *s, size_t at, const char *prefix)
{
    char first = byte_at(s, at);
    if ((is_upper(first) ? first + 32 : first) != *prefix)
        return false;
    size_t n = strlen(prefix);
    return s->len - at >= n && ascii_is(s, at, at + n, prefix);
}

static size_t graphic_end(const scanner *s, size_t at)
{
    while (at < s->len) {
        unsigned char c = (unsigned char)s->text[at];
        if (c <= 0x20 || c == 0x7F || c >= 0x80 || strchr("\"<>|\\^`{}", c))
            break;
        at++;
    }
    while (at > s->at && strchr(".,;:!?)'", s->text[at - 1])) // closing punctuation belongs to the sentence
        at--;
    return at;
}

static bool scan_url(scanner *s)
{
    static const char *const plain[] = {"http://", "https://", "www.", "ftp://"};
    static const char *const defanged[] = {"hxxp://",    "hxxps://",  "hxxp[:]//",
                                           "hxxps[:]//", "http[:]//", "https[:]//"};
    for (size_t i = 0; i < AG_ARRAY_LEN(plain); i++)
        if (has_prefix(s, s->at, plain[i])) {
            size_t end = graphic_end(s, s->at);
            bool fang = false;
            for (size_t k = s->at; k + 2 < end; k++)
                fang |= memcmp(s->text + k, "[.]", 3) == 0;
            emit(s, fang ? AG_TOK_IOC : AG_TOK_URL, end, 0);
            return true;
        }
    for (size_t i = 0; i < AG_ARRAY_LEN(defanged); i++)
        if (has_prefix(s, s->at, defanged[i])) {
            emit(s, AG_TOK_IOC, graphic_end(s, s->at), 0);
            return true;
        }
    return false;
}

// name@host.tld, or host[.]tld
static bool scan_host(scanner *s)
{
    size_t at = s->at;
    bool at_sign = false, fang = false, dot = false;
    while (at < s->len && at - s->at < 320) {
        char c = s->text[at];
        if (c == '@' && !at_sign && at > s->at)
            at_sign = true;
        else if (c == '.' && is_alpha(byte_at(s, at + 1)))
            dot |= at_sign;
        else if (c == '[' && has_prefix(s, at, "[.]") &&
                 (is_alpha(byte_at(s, at + 3)) || is_digit(byte_at(s, at + 3))))
            fang = true, at += 2;
        else if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '_' && c != '+' &&
                 !(c == '.' && is_digit(byte_at(s, at + 1))))
            break;
        at++;
    }
    if (!(at_sign && dot) && !fang)
        return false;
    emit(s, fang ? AG_TOK_IOC : AG_TOK_EMAIL, at, 0);
    return true;
}

static bool scan_tag(scanner *s)
{
    char c = s->text[s->at];
    if ((c != '@' && c != '#') || !is_word_class(look(s, s->at + 1)))
        return false;
    size_t at = s->at + 1;
    uint32_t size;
    int32_t cp;
    bool letter = false;
    for (char_class k; (k = class_at(s, at, &size, &cp)) == C_LETTER || k == C_DIGIT || cp == '_'; at += size)
        letter |= k == C_LETTER;
    if (!letter)
        return false;
    emit(s, c == '@' ? AG_TOK_HANDLE : AG_TOK_HASHTAG, at, 0);
    return true;
}

// ---- marks ----

static bool space_like(char_class c)
{
    return c == C_SPACE || c == C_BREAK || c == C_END;
}

// Straight marks open before a word after white space or a bracket, and close otherwise; after a dash they
// may do both.
static uint16_t straight_flags(const scanner *s, size_t end)
{
    bool space_before = s->at == 0 || (s->before & (AG_TF_SPACE | AG_TF_NEWLINE)) || !s->out->list.n;
    uint8_t last = s->out->list.n ? s->out->list.at[s->out->list.n - 1].kind : AG_TOK_SYMBOL;
    bool bracket = !space_before && (last == AG_TOK_LPAREN || last == AG_TOK_LBRACKET ||
                                     last == AG_TOK_DASH || last == AG_TOK_QUOTE);
    bool space_after = space_like(look(s, end));
    if (space_before && !space_after)
        return AG_TF_OPENS;
    if (bracket && !space_after)
        return AG_TF_OPENS | AG_TF_CLOSES;
    return space_before && space_after ? AG_TF_OPENS | AG_TF_CLOSES : AG_TF_CLOSES;
}

static uint16_t quote_flags(const scanner *s, int32_t c, size_t end)
{
    switch (c) {
    case 0x201C:
    case 0x201E:
    case 0x201F:
    case 0x00AB:
        return AG_TF_OPENS | AG_TF_CURLY;
    case 0x201D:
    case 0x00BB:
        return AG_TF_CLOSES | AG_TF_CURLY;
    case 0x2018:
    case 0x201A:
    case 0x201B:
    case 0x2039:
        return AG_TF_OPENS | AG_TF_CURLY | AG_TF_SINGLE;
    case 0x2019:
    case 0x203A:
        return AG_TF_CLOSES | AG_TF_CURLY | AG_TF_SINGLE;
    case '"':
        return straight_flags(s, end);
    default:
        return (uint16_t)(straight_flags(s, end) | AG_TF_SINGLE);
    }
}

static void scan_quote(scanner *s, int32_t c, uint32_t size)
{
    size_t end = s->at + size;
    bool doubled = (c == '\'' || c == '`') && byte_at(s, end) == (char)c;
    if (doubled) { // ``TeX'' opens with backticks, ''wire copy'' with apostrophes
        emit(s, AG_TOK_QUOTE, end + 1, c == '`' ? AG_TF_OPENS | AG_TF_CURLY : straight_flags(s, end + 1));
        return;
    }
    uint16_t flags = quote_flags(s, c, end);
    if (flags & AG_TF_SINGLE)
        s->single_open = flags & AG_TF_OPENS && !(flags & AG_TF_CLOSES);
    emit(s, AG_TOK_QUOTE, end, flags);
}

// "Yahoo!'s", "LAPSUS$'s", "the army (SAF)'s": the mark before ends a name.
static bool scan_clitic_of_mark(scanner *s)
{
    const ag_token *last = s->out->list.n ? &s->out->list.at[s->out->list.n - 1] : NULL;
    size_t end = clitic_end(s, s->at);
    if (!end || s->before || !last ||
        !(last->kind == AG_TOK_SYMBOL || last->kind == AG_TOK_EXCLAM || last->kind == AG_TOK_RPAREN) ||
        (s->text[end - 1] | 0x20) != 's')
        return false;
    emit(s, AG_TOK_CLITIC, end, 0);
    return true;
}

static bool at_line_start(const scanner *s)
{
    return !s->out->list.n || (s->before & AG_TF_NEWLINE);
}

// "1." "2)" "(a)" and bullet signs at the start of a line, with white space and text behind.
static bool scan_bullet(scanner *s)
{
    size_t at = s->at;
    uint32_t size;
    int32_t c;
    class_at(s, at, &size, &c);
    if (!at_line_start(s))
        return false;
    bool sign = c == '*' || c == 0x2022 || c == 0x2023 || c == 0x00B7 || c == 0x25AA || c == 0x25CF ||
                c == 0x25E6 || c == '-' || c == 0x2013;
    if (sign) {
        while (byte_at(s, at) == '*')
            at++;
        at = at > s->at ? at : at + size;
    } else {
        bool open = c == '(';
        size_t label = at + open, end = label;
        while (is_digit(byte_at(s, end)) && end - label < 2)
            end++;
        if (end == label && is_alpha(byte_at(s, end)) && open)
            end++;
        if (end == label || !(byte_at(s, end) == ')' || (byte_at(s, end) == '.' && !open)))
            return false;
        at = end + 1;
    }
    if (byte_at(s, at) != ' ' && byte_at(s, at) != '\t')
        return false;
    emit(s, AG_TOK_BULLET, at, 0);
    return true;
}

static size_t ellipsis_end(const scanner *s)
{
    size_t at = s->at, stops = 0;
    while (byte_at(s, at) == '.' || (byte_at(s, at) == ' ' && stops && byte_at(s, at + 1) == '.')) {
        stops += s->text[at] == '.';
        at++;
    }
    return stops >= 3 || (stops == 2 && at == s->at + 2) ? at : 0;
}

static void scan_dash(scanner *s, int32_t c, uint32_t size)
{
    size_t end = s->at + size;
    if (c == '-')
        while (byte_at(s, end) == '-')
            end++;
    bool spaced = (s->before & (AG_TF_SPACE | AG_TF_NEWLINE)) && space_like(look(s, end));
    bool dash = c != '-' || end > s->at + 1 || spaced;
    emit(s, dash ? AG_TOK_DASH : AG_TOK_SYMBOL, end, 0);
}

static void scan_mark(scanner *s, int32_t c, uint32_t size)
{
    static const char marks[] = ",?!:;()[]&";
    static const uint8_t kinds[] = {AG_TOK_COMMA,     AG_TOK_QUESTION, AG_TOK_EXCLAM, AG_TOK_COLON,
                                    AG_TOK_SEMICOLON, AG_TOK_LPAREN,   AG_TOK_RPAREN, AG_TOK_LBRACKET,
                                    AG_TOK_RBRACKET,  AG_TOK_AMPERSAND};
    size_t dots = c == '.' ? ellipsis_end(s) : 0;
    const char *known = c > 0 && c < 0x80 ? strchr(marks, (char)c) : NULL;
    if (scan_tag(s))
        return;
    if (dots)
        emit(s, AG_TOK_ELLIPSIS, dots, 0);
    else if (c == '.')
        emit(s, AG_TOK_STOP, s->at + 1, 0);
    else if (c == 0x2026)
        emit(s, AG_TOK_ELLIPSIS, s->at + size, 0);
    else
        emit(s, known ? (ag_token_kind)kinds[known - marks] : AG_TOK_SYMBOL, s->at + size, 0);
}

static void scan_break(scanner *s, uint32_t size)
{
    if (s->text[s->at] == '\r' && byte_at(s, s->at + 1) == '\n')
        size = 2;
    if (s->before & AG_TF_NEWLINE) {
        s->before |= AG_TF_BLANK;
        s->single_open = false;
    }
    s->before |= AG_TF_SPACE | AG_TF_NEWLINE;
    s->at += size;
}

static void scan_token(scanner *s)
{
    uint32_t size;
    int32_t c;
    switch (class_at(s, s->at, &size, &c)) {
    case C_BREAK:
        scan_break(s, size);
        return;
    case C_SPACE:
        s->before |= AG_TF_SPACE;
        s->at += size;
        return;
    case C_IGNORE:
        s->at += size;
        return;
    case C_LETTER:
        if (!scan_plain_word(s) && !scan_money(s) && !scan_url(s) && !scan_host(s))
            scan_word(s);
        return;
    case C_DIGIT:
        if (!scan_bullet(s) && !scan_host(s))
            scan_number(s);
        return;
    case C_QUOTE:
        if (!scan_clitic_of_mark(s))
            scan_quote(s, c, size);
        return;
    case C_DASH:
        if (!scan_bullet(s))
            scan_dash(s, c, size);
        return;
    default:
        if (!scan_bullet(s) && !scan_money(s))
            scan_mark(s, c, size);
        return;
    }
}

void ag_tokenize(const char *text, size_t len, ag_tokens *out)
{
    scanner s = {.text = text, .len = len, .out = out};
    out->list.n = out->folded.n = 0;
    ag_reserve(&out->folded, 1); // a token may have no folded form; it points here all the same
    while (s.at < len)
        scan_token(&s);
}
