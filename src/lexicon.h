// SPDX-License-Identifier: MIT
// The lexicon: words and phrases with their classes. Immutable once loaded; shared by threads.
#ifndef ALLEGE_LEXICON_H
#define ALLEGE_LEXICON_H

#include "diag.h"
#include "token.h"

// The grammatical form a surface form stands for; the first letter of a class name is its part of speech:
// V verb, N noun, J adjective, R adverb, A actor (proper noun), F function word.
typedef enum ag_form {
    AG_FORM_NONE,
    AG_FORM_BASE, // accuse          (verbs)
    AG_FORM_S,    // accuses
    AG_FORM_PAST, // accused (finite)
    AG_FORM_PART, // accused, stolen (participle)
    AG_FORM_ING,  // accusing
    AG_FORM_SING, // allegation      (nouns)
    AG_FORM_PLUR, // allegations
} ag_form;

// What the name of an actor has to show in a text to count, besides the capitals that any needs. Those that
// are not sure stand in gazetteers or are marked in lexicon files.
typedef enum ag_name_need {
    AG_NAME_SURE,        // nothing
    AG_NAME_CAPITAL,     // a capital that the place in the sentence does not explain, or an introduction
    AG_NAME_INTRODUCED,  // an introduction, anywhere in the text
    AG_NAME_NUMBER,      // an introduction, each time
    AG_NAME_WRITTEN = 4, // with one of those above: a capital before any word of more than three letters,
                         // for some of them have none in the list
} ag_name_need;

// One reading of a surface form. A surface form may have several ("claims": V.claim S, N.allegation PLUR).
typedef struct ag_sense {
    uint16_t class_id;
    uint8_t form;   // ag_form; of an actor, ag_name_need
    uint8_t head;   // which word of a phrase is its head (0-based)
    uint32_t lemma; // offset into the string pool; NUL-terminated
    uint32_t actor; // 1 + index of the actor entry, 0 for none
} ag_sense;

typedef struct ag_actor {
    uint32_t name;     // canonical name, string pool
    char country[3];   // ISO 3166-1 alpha-2, or ""
    uint16_t class_id; // A.state, A.org …
} ag_actor;

typedef struct ag_lexicon ag_lexicon;

// An empty lexicon; embedded data or directories are added to it, then it is frozen.
ag_lexicon *ag_lexicon_new(void);
void ag_lexicon_free(ag_lexicon *lex);

// Adds one file's contents. name is "V.accuse.txt" style: the class is the name without ".txt". Errors go to
// diag (file:line:column, all of them, up to its cap). Returns false when there was one; the good lines are
// kept.
bool ag_lexicon_add(ag_lexicon *lex, const char *name, const char *data, size_t len, ag_diag *diag);
// Adds every *.txt of a directory, in name order.
bool ag_lexicon_add_dir(ag_lexicon *lex, const char *dir, ag_diag *diag);
// Adds the data embedded at build time; to an empty lexicon at no cost, for then it is used where it lies.
bool ag_lexicon_add_default(ag_lexicon *lex, ag_diag *diag);
void ag_lexicon_freeze(ag_lexicon *lex);

// ---- actors that a gazetteer lists ----

// Adds an actor with the aliases that records show. Comes behind all files and directories, which must not be
// added to any more. Returns the actor, which is found by the names that are added to it.
uint32_t ag_lexicon_list_actor(ag_lexicon *lex, const char *class_name, ag_str name, const char *country,
                               const ag_str *aliases, uint32_t naliases);
// Whether a word has letters of a script that knows no capitals.
bool ag_lexicon_is_caseless(ag_str word);
// A name by which the text may call a listed actor; entries of files that have it too are not used for it.
// need: of ag_name_need. A name that is not sure counts only where ag_introduce has marked it. Returns NULL,
// or what is wrong with it.
const char *ag_lexicon_list_name(ag_lexicon *lex, uint32_t actor, const ag_tokens *name, unsigned need);
// Whether there are unsure names.
bool ag_lexicon_has_unsure(const ag_lexicon *lex);
// As ag_lexicon_find, among the unsure names alone, marked or not.
uint32_t ag_lexicon_find_unsure(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i, uint32_t end,
                                const ag_sense **senses, uint32_t *n);
// The first token from i on with which an unsure name may begin; `end` where there is none. The lexicon must
// have unsure names.
uint32_t ag_lexicon_next_unsure(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i, uint32_t end);
// Actors that no gazetteer lists have the numbers up to this one.
uint32_t ag_lexicon_unlisted(const ag_lexicon *lex);
// All actors, those included that stand for a name that several share.
uint32_t ag_lexicon_actor_count(const ag_lexicon *lex);
// Where a name is that of several listed actors, the actor of its senses stands for all of them: their
// number, and who they are to *actors. 0 for any other actor.
uint32_t ag_lexicon_candidates(const ag_lexicon *lex, uint32_t actor, const uint32_t **actors);
// The number of aliases that a gazetteer gives, and they to *aliases. Of a frozen lexicon.
uint32_t ag_lexicon_aliases(const ag_lexicon *lex, uint32_t actor, const char *const **aliases);

// Looks up all words of a text at once, so that no look-up has to wait for memory. ag_lexicon_find is right
// without it, but slower.
void ag_lexicon_read(const ag_lexicon *lex, ag_tokens *tokens);
// Fetches what look-ups of the tokens soon behind token i will read.
void ag_lexicon_expect(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i);
// Longest phrase that starts at token i and ends before token end. Returns the number of tokens it covers, 0
// for none; *senses points at its *n readings. Words match folded; actor names only where capitalised (see
// data/README.md).
uint32_t ag_lexicon_find(const ag_lexicon *lex, const ag_tokens *tokens, uint32_t i, uint32_t end,
                         const ag_sense **senses, uint32_t *n);

uint16_t ag_lexicon_class(const ag_lexicon *lex, const char *name, size_t len); // UINT16_MAX where unknown
uint32_t ag_lexicon_class_count(const ag_lexicon *lex);
const char *ag_lexicon_class_name(const ag_lexicon *lex, uint16_t id);
uint32_t ag_lexicon_entry_count(const ag_lexicon *lex); // entries as written, not inflected forms
// Whether it began with the built-in image, so that the built-in classes have the ids that they have there.
bool ag_lexicon_has_default(const ag_lexicon *lex);
// Whether it is that image, with nothing added.
bool ag_lexicon_is_default(const ag_lexicon *lex);
const char *ag_lexicon_string(const ag_lexicon *lex, uint32_t offset);
const ag_actor *ag_lexicon_actor(const ag_lexicon *lex, uint32_t actor); // actor >= 1

// Every distinct set of classes that one surface form has within one part of speech (the rule compiler makes
// symbols of them). Calls fn with the ids in ascending order.
void ag_lexicon_each_signature(const ag_lexicon *lex, void (*fn)(void *user, const uint16_t *ids, uint32_t n),
                               void *user);

#endif
