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
    // Called when resize had nothing left for `size` bytes. true: some was found, try again. Where it returns
    // false, or is NULL, the process ends with a message on standard error and status 2: there is no state
    // that the library could go back to. It must not leave by longjmp or an exception.
    bool (*exhausted)(void *user, size_t size);
    void *user; // for all three
} allege_allocator;

// For the whole process, before the first engine is made or after the last one is freed: otherwise returns
// false, and nothing changes. Where resize and release are NULL, as in {0}, memory is the C library's.
ALLEGE_API bool allege_set_allocator(const allege_allocator *allocator);

// ---- an engine: lexicon, rules and weights ----

// A mistake in a file, or one that could not be read (line 0). Strings live until the callback returns.
typedef struct allege_error {
    const char *file;
    uint32_t line, column; // from 1; column in code points
    const char *text;
} allege_error;

typedef void (*allege_error_fn)(void *user, const allege_error *error);

// {0} and NULL stand for what is built in. Lists end with NULL and are not kept.
typedef struct allege_config {
    const char *const *rule_files;   // rules to add
    const char *const *lexicon_dirs; // folders of word lists to add
    bool no_default_rules;           // only rule_files
    bool no_weights;                 // the rules alone decide
    bool statements;                 // records of every attributed statement too
    allege_error_fn on_error;        // NULL: mistakes are only counted as failure
    void *user;                      // for on_error
} allege_config;

typedef struct allege_engine allege_engine;

// NULL where a file has a mistake, all of which have been told to on_error then.
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

// Text that is not NUL-terminated; length 0: unknown.
typedef struct allege_string {
    const char *bytes;
    size_t length;
} allege_string;

typedef struct allege_actor {
    const char *name;    // canonical
    const char *country; // ISO 3166-1 alpha-2, "" where unknown
} allege_actor;

// Somebody in a role.
typedef struct allege_mention {
    allege_span span;   // of the words
    bool elsewhere;     // they stand in another sentence
    allege_string name; // the fullest name that the document gives
    const allege_actor *actors;
    size_t nactors;
} allege_mention;

typedef struct allege_certainty {
    allege_span span;
    allege_certainty_type type;
    int low, high;     // likelihood: the ICD 203 band in percent
    const char *level; // confidence: "low", "moderate" or "high"; NULL where not given
} allege_certainty;

// One statement. All pointers are borrowed until the callback returns.
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
    const char *quote; // "none", "direct", "mixed" or "indirect"
    const char *rule;  // id
} allege_record;

typedef void (*allege_record_fn)(void *user, const allege_record *record);

ALLEGE_API const char *allege_label_name(allege_label label); // "claim"

// ---- an extractor ----

typedef struct allege_extractor allege_extractor;

// The engine has to outlive it.
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

ALLEGE_API const char *allege_version(void); // "0.1.0"

#ifdef __cplusplus
}
#endif

#endif
