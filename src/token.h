// SPDX-License-Identifier: MIT
// The token: what the tokenizer makes and every later stage reads.
#ifndef ALLEGE_TOKEN_H
#define ALLEGE_TOKEN_H

#include "array.h"
#include "base.h"

typedef enum ag_token_kind {
    AG_TOK_WORD,    // letters, inner hyphens and apostrophes: "state-backed", "O'Brien", "didn't"
    AG_TOK_CLITIC,  // split off the word before it: 's 've 're 'll 'd 'm, and the bare ' of "hackers'"
    AG_TOK_ABBREV,  // with its full stop: "Mr." "U.S." "Inc." "Sept."
    AG_TOK_INITIAL, // "J." before a name
    AG_TOK_NUMBER,  // 1,200  3.5  19th  2,500km
    AG_TOK_MONEY,   // $5.3bn  €20  US$1
    AG_TOK_PERCENT, // 5%  (a bare % sign joins its number)
    AG_TOK_DATE,    // 2021-07-19  19/07/2021
    AG_TOK_TIME,    // 10:30  02:37GMT
    AG_TOK_URL,
    AG_TOK_EMAIL,
    AG_TOK_HANDLE,  // @name
    AG_TOK_HASHTAG, // #tag
    AG_TOK_IOC,     // defanged or hash: hxxp://evil[.]com, 10.0.0[.]1
    AG_TOK_COMMA,
    AG_TOK_STOP, // .
    AG_TOK_QUESTION,
    AG_TOK_EXCLAM,
    AG_TOK_COLON,
    AG_TOK_SEMICOLON,
    AG_TOK_ELLIPSIS, // ... or U+2026
    AG_TOK_DASH,     // en, em, --, and a hyphen with space on both sides
    AG_TOK_BULLET,   // at a line start: * - U+2022 and the like, "1." "(a)"
    AG_TOK_LPAREN,
    AG_TOK_RPAREN,
    AG_TOK_LBRACKET, // "[NSA]" is three tokens
    AG_TOK_RBRACKET,
    AG_TOK_QUOTE, // any quotation mark: straight, curly, guillemet, low, single or double
    AG_TOK_AMPERSAND,
    AG_TOK_SYMBOL, // anything else
    AG_TOK_KINDS
} ag_token_kind;

enum {
    AG_TF_SPACE = 1 << 0,    // white space stands before it
    AG_TF_NEWLINE = 1 << 1,  // a line break stands before it
    AG_TF_BLANK = 1 << 2,    // an empty line stands before it (two or more breaks)
    AG_TF_CAP = 1 << 3,      // first letter is upper case
    AG_TF_CAPS = 1 << 4,     // two or more letters, all upper case
    AG_TF_SINGLE = 1 << 5,   // quote token: a single mark (' ‘ ’ ‹ › ‚)
    AG_TF_OPENS = 1 << 6,    // quote token: can open by its shape or its neighbours
    AG_TF_CLOSES = 1 << 7,   // quote token: can close
    AG_TF_CURLY = 1 << 8,    // quote token: a directed mark, so that OPENS/CLOSES is its shape
    AG_TF_INNERCAP = 1 << 9, // a capital after the first letter ("iPhone", "McDonald")
    AG_TF_NAMED = 1 << 10,   // an unsure name of an actor that counts in this text begins here
    AG_TF_DOTTED = 1 << 11,  // a full stop stands in its folded form
};

typedef struct ag_token {
    uint32_t start, end; // bytes in the input
    uint32_t fold; // offset of its folded form in ag_tokens.folded (lower case, NFKC-ish: curly apostrophe
                   // as ', soft hyphens and zero-width characters gone, other dashes as -)
    uint16_t fold_len; // bytes
    uint16_t flags;    // AG_TF_*
    uint32_t hash;     // FNV-1a of the folded form
    uint32_t word;     // of the lexicon, see ag_lexicon_read; 0 until it is looked up
    uint8_t kind;      // ag_token_kind
} ag_token;

typedef struct ag_tokens {
    AG_ARRAY(ag_token) list;
    AG_ARRAY(char) folded;
} ag_tokens;

// The name used in dumps: "word", "clitic", "abbrev", ... Never NULL for a valid kind.
const char *ag_token_kind_name(ag_token_kind kind);

static inline ag_str ag_token_folded(const ag_tokens *tokens, size_t i)
{
    const ag_token *t = &tokens->list.at[i];
    return (ag_str){tokens->folded.at + t->fold, t->fold_len};
}

// FNV-1a: ag_token.hash of a folded form.
static inline uint32_t ag_hash_word(const char *word, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (uint8_t)word[i]) * 16777619u;
    return h;
}

#endif
