// SPDX-License-Identifier: MIT
// liballege: who accuses whom, who denies it, what is done about it, in English text.
//
//     allege_engine *engine = allege_engine_new(NULL);
//     allege_extractor *x = allege_extractor_new(engine);
//     allege_extract(x, text, length, print_record, NULL);
//     allege_extractor_free(x);
//     allege_engine_free(engine);
//
// Threads: an engine is read-only once made and may be used by any number of threads; an extractor belongs to
// one thread at a time. Nothing here prints, unless there is no memory left (see allege_allocator).
#ifndef ALLEGE_ALLEGE_H
#define ALLEGE_ALLEGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ALLEGE_API __attribute__((visibility("default")))
#else
#define ALLEGE_API
#endif

// ---- memory ----

// Where the library, with PCRE2 in it, gets its memory from; called by whatever thread is at work. Left out
// are the machine code that PCRE2 makes of rules and what the C library takes for a file while it is read.
typedef struct allege_allocator {
    void *(*resize)(void *user, void *block, size_t size); // as realloc: block may be NULL, size is not 0
    void (*release)(void *user, void *block);              // as free; block is not NULL
    // Called when resize had nothing left for `size` bytes. true: some was found, try again. It must not
    // leave by longjmp or an exception, nor call the library. Where it returns false, or is NULL, the thread
    // at work ends the process: a message on standard error, exit(2), functions of atexit run. There is no
    // state that the library could go back to. A host that must live on keeps a reserve and gives it up here:
    // whatever stands in a text of up to 128 KiB, an extractor and its engine take less than 64 MB more for
    // it. With the reserve gone, the host frees what it can when the call is over, or hands over no more
    // texts.
    bool (*exhausted)(void *user, size_t size);
    void *user; // for all three
} allege_allocator;

// For the whole process, before the first engine is made or after the last one is freed: otherwise returns
// false, and nothing changes; so too where only one of resize and release is there. Where both are NULL, as
// in {0}, memory is the C library's.
ALLEGE_API bool allege_set_allocator(const allege_allocator *allocator);

// ---- an engine: lexicon, rules and weights ----

// A mistake in a file, or one that could not be read (line 0). Strings live until the callback returns.
typedef struct allege_error {
    const char *file;      // NULL: of all mistakes beyond the first twenty, how many there are
    uint32_t line, column; // from 1; column in code points
    const char *text;      // what is wrong
    const char *message;   // "FILE:LINE:COLUMN: error: TEXT", the line, and a line that points at the place
    bool warning;          // what stands there is left out, and the rest is used
} allege_error;

typedef void (*allege_error_fn)(void *user, const allege_error *error);

// Text that is not NUL-terminated; length 0: unknown.
typedef struct allege_string {
    const char *bytes;
    size_t length;
} allege_string;

// Rules from memory.
typedef struct allege_rule_text {
    const char *name; // for messages; NULL: here the list ends
    allege_string text;
} allege_rule_text;

// Which statements get a record of their own.
typedef enum allege_statements {
    ALLEGE_STATEMENTS_NONE,      // only claims, denials and policy statements
    ALLEGE_STATEMENTS_OUTERMOST, // every attributed statement that is not said inside of another
    ALLEGE_STATEMENTS_ALL        // whatever a rule finds, for those who work on the rules
} allege_statements;

// {0} and NULL stand for what is built in. Lists end with NULL. Nothing of it is kept.
typedef struct allege_config {
    const char *const *rule_files;      // rules to add
    const allege_rule_text *rule_texts; // likewise, after those of files
    const char *const *lexicon_dirs;    // folders of word lists to add
    const char *const *gazetteers;      // lists of actors to add: clusters of MISP galaxies, tables
    bool no_default_rules;              // only rules that are added, and no weights
    bool no_weights;                    // the rules alone decide
    allege_statements statements;
    allege_error_fn on_error; // NULL: mistakes are only counted as failure
    void *user;               // for on_error
} allege_config;

typedef struct allege_engine allege_engine;

// NULL where a file has a mistake that is not only a warning; all have been told to on_error.
ALLEGE_API allege_engine *allege_engine_new(const allege_config *config);
// Not before its extractors are freed. NULL is allowed.
ALLEGE_API void allege_engine_free(allege_engine *engine);

// ---- a record ----

typedef enum allege_label { ALLEGE_STATEMENT, ALLEGE_CLAIM, ALLEGE_DENIAL, ALLEGE_POLICY } allege_label;

typedef enum allege_certainty_type {
    ALLEGE_LIKELIHOOD,
    ALLEGE_CONFIDENCE,
    ALLEGE_HEARSAY
} allege_certainty_type;

// Bytes [start, end) of the text, always on the borders of characters. start == end: not there.
typedef struct allege_span {
    uint32_t start, end;
} allege_span;

typedef struct allege_actor {
    const char *name;           // canonical
    const char *country;        // ISO 3166-1 alpha-2, "" where unknown
    const char *type;           // class of the lexicon, "A.state"; "" where unknown
    const char *const *aliases; // of a gazetteer
    size_t naliases;
    bool ambiguous; // one of several who go by the name in the text
} allege_actor;

#define ALLEGE_ACTORS_MAX 8

// Somebody in a role.
typedef struct allege_mention {
    allege_span span;   // of the words
    bool elsewhere;     // they stand in another sentence
    allege_string name; // the fullest name that the document gives
    const allege_actor *actors;
    size_t nactors; // at most ALLEGE_ACTORS_MAX
} allege_mention;

typedef struct allege_certainty {
    allege_span span;
    allege_certainty_type type;
    int low, high;     // likelihood: the ICD 203 band in percent
    const char *level; // confidence: "low", "moderate" or "high"; NULL where not given
} allege_certainty;

// The statement that a record stands in.
typedef struct allege_said {
    allege_span cue;
    const allege_span *contents;
    size_t ncontents;
} allege_said;

#define ALLEGE_NO_RULE UINT32_MAX

// One statement. A copy of the struct is as good as the struct: what it points to lives as long as its text
// does, until the extractor gets another one or is freed.
typedef struct allege_record {
    allege_label label;
    const char *kind; // "accusation", "measure" ...; NULL where unknown
    allege_span sentence;
    uint32_t line; // of the sentence's first byte, from 1
    allege_mention source, target;
    allege_span cue, act;
    const char *cue_lemma; // "" where unknown
    const allege_certainty *certainties;
    size_t ncertainties;
    const allege_span *contents; // what is said; only of an engine with statements
    size_t ncontents;
    const allege_said *within; // the statement that it is part of; likewise; NULL: of none
    const char *quote;         // "none", "direct", "mixed" or "indirect"
    const char *rule;          // id
    uint32_t rule_number;      // for allege_rule_at; ALLEGE_NO_RULE where no rule made it
} allege_record;

typedef void (*allege_record_fn)(void *user, const allege_record *record);

ALLEGE_API const char *allege_label_name(allege_label label); // "claim"

// ---- an extractor ----

typedef struct allege_extractor allege_extractor;

// One a thread. The engine has to outlive it.
ALLEGE_API allege_extractor *allege_extractor_new(const allege_engine *engine);
ALLEGE_API void allege_extractor_free(allege_extractor *x); // NULL is allowed

// All records of a document, in the order of its sentences. text: any bytes; what is not UTF-8 is passed
// over. Returns false, with no record, where length is 4 GiB or more.
ALLEGE_API bool allege_extract(allege_extractor *x, const char *text, size_t length, allege_record_fn fn,
                               void *user);

// The same for a document that comes in pieces, cut anywhere: they are gathered, and allege_finish extracts.
// What is fed after that belongs to the next document. Returns false like allege_extract.
ALLEGE_API void allege_feed(allege_extractor *x, const char *piece, size_t length);
ALLEGE_API bool allege_finish(allege_extractor *x, allege_record_fn fn, void *user);
// The text that has been fed, into which the spans of its records point; borrowed until more is fed.
ALLEGE_API allege_string allege_fed(const allege_extractor *x);

// A sentence of a text.
typedef struct allege_sentence {
    allege_span span;
    uint32_t line;      // of its first byte, from 1
    uint32_t paragraph; // from 0
} allege_sentence;

// The sentences of the last text, in order; valid until the extractor gets another one.
ALLEGE_API const allege_sentence *allege_sentences(allege_extractor *x, size_t *n);

// ---- rules, for those who write them ----

typedef struct allege_rule {
    const char *id;   // "claim.accuse-of"
    const char *kind; // as its file gives it
    allege_label label;
    const char *file;
    uint32_t line;
} allege_rule;

// An example of a rule file: a text on which its rule has to make a record (`eg`) or must not (`not`).
typedef struct allege_example {
    allege_string text;
    uint32_t line; // of the file
    bool fires;
} allege_example;

// What an extractor has done with a rule so far.
typedef struct allege_rule_counts {
    uint64_t tries, hits;
    uint64_t limit_hits; // tries that were given up, because they took too long
} allege_rule_counts;

// Rules are numbered from 0 in the order in which they were added. All strings live as long as the engine.
ALLEGE_API uint32_t allege_rule_count(const allege_engine *engine);
ALLEGE_API allege_rule allege_rule_at(const allege_engine *engine, uint32_t number);
ALLEGE_API uint32_t allege_example_count(const allege_engine *engine, uint32_t rule);
ALLEGE_API allege_example allege_example_at(const allege_engine *engine, uint32_t rule, uint32_t number);
ALLEGE_API allege_rule_counts allege_rule_counts_of(const allege_extractor *x, uint32_t rule);

// ---- looking inside ----

// What comes in pieces; they are whole lines.
typedef void (*allege_text_fn)(void *user, const char *bytes, size_t length);

// Says in words of the sentences of a text who speaks, which rule made which record, what spoke for and
// against it, and which rules came close. line: only of sentences that stand on it, 0 for all. labels: of
// which to speak, 1 << ALLEGE_CLAIM … Returns how many sentences there were; 0 also where length is 4 GiB or
// more. The words are for people and may change.
ALLEGE_API size_t allege_explain(allege_extractor *x, const char *text, size_t length, uint32_t labels,
                                 uint32_t line, allege_text_fn fn, void *user);

typedef enum allege_stage {
    ALLEGE_TOKENS,
    ALLEGE_SENTENCES,
    ALLEGE_QUOTES,
    ALLEGE_CLASSES, // items: what the rules see
    ALLEGE_CLUES,   // what is weighed for and against a label
    ALLEGE_ROLES    // who may be the source of a record
} allege_stage;

// In what offsets are counted.
typedef enum allege_unit { ALLEGE_BYTES, ALLEGE_CODE_POINTS, ALLEGE_UTF16 } allege_unit;

// What a stage made of the last text, which has to be there still: a line of JSON for each thing, with `doc`
// in it. The keys may change.
ALLEGE_API void allege_dump(allege_extractor *x, allege_stage stage, const char *doc, allege_unit unit,
                            allege_text_fn fn, void *user);

// ---- version ----

// A library with another major version is another library: its soname tells.
#define ALLEGE_VERSION_MAJOR 0
#define ALLEGE_VERSION_MINOR 1
#define ALLEGE_VERSION_PATCH 0

ALLEGE_API const char *allege_version(void); // of the library that runs, "0.1.0"
// Writes a line for each library that is in it, "PCRE2 10.42 …", as snprintf does. Returns the length.
ALLEGE_API size_t allege_libraries(char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
