// SPDX-License-Identifier: MIT
// From pattern trees to PCRE2 codes, and the index that says which codes an item can start.
#ifndef ALLEGE_RULE_COMPILE_H
#define ALLEGE_RULE_COMPILE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule_alphabet.h"
#include "strbuf.h"
#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>

// PCRE2 gets these for every code. UTF is off: a subject is no text.
#define AG_CODE_OPTIONS (PCRE2_DOTALL | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C)

// The place of an atom, or of a look at what follows or stands before, in the written pattern.
typedef struct ag_element {
    const ag_node *node;
    size_t at;     // byte in the written pattern
    bool optional; // the pattern can do without it; also a look, for what stands behind it tells more
} ag_element;

// A pattern as PCRE2 reads it.
typedef struct ag_written {
    ag_strbuf text;
    AG_ARRAY(uint8_t) roles; // capture group - 1 -> ag_role
    AG_ARRAY(ag_element) elements;
    bool too_long;
} ag_written;

// Where a sentence must have something: somewhere; before or behind the first item of the cue; right beside
// it.
typedef enum ag_side {
    AG_SIDE_ANY,
    AG_SIDE_BEFORE,
    AG_SIDE_BEHIND,
    AG_SIDE_PREVIOUS,
    AG_SIDE_NEXT,
} ag_side;

// Symbols of which the sentence must have one: those of `mask` in word `word`, and of the needs after it as
// long as `more` is set.
typedef struct ag_need {
    uint64_t mask;
    uint32_t word;
    uint16_t side; // ag_side
    uint16_t more;
} ag_need;

// What an item must be in any case. In place of a category, AG_GATE_EDGE stands for the beginning or the end
// of the sentence.
typedef struct ag_item_gate {
    uint32_t categories, with, without;
} ag_item_gate;

#define AG_GATE_EDGE (1u << 31)
#define AG_GATE_OPEN ((ag_item_gate){UINT32_MAX, 0, 0})
#define AG_GATE_SHUT ((ag_item_gate){0, UINT32_MAX, UINT32_MAX})

// One pattern of a rule. What stands below the line is made when it is first wanted, see ag_code_ready.
typedef struct ag_code {
    uint32_t rule;
    ag_source_range range;
    bool borrowed; // triggers and needs lie in the image of the built-in rules
    AG_ARRAY(ag_atom) triggers;
    AG_ARRAY(ag_need) needs;
    ag_item_gate previous, next; // the items beside the first one of the cue
    bool at_role;                // the role `at` stands in the pattern
    bool at_cue;                 // nothing stands before the cue, so that a match begins there
    // ----
    const ag_node *tree;
    AG_ARRAY(uint8_t) roles;
    _Atomic(pcre2_code *) re;          // plain or fast
    _Atomic(pcre2_code *) right, tail; // tests, see ag_code_hasten
    pcre2_code *plain, *fast;          // fast: with machine code
    bool refused, hastened;            // PCRE2 refuses the pattern; machine code has been asked for
} ag_code;

// Symbols: what the index knows of an item. Categories first, then classes, then literals; classes begin with
// a word.
enum { AG_CLASS_SYMBOL = 64, AG_LITERAL_SYMBOL = AG_CLASS_SYMBOL + AG_MAX_CLASSES };

// The codes of one pass: their bits lie in words [first_word, end_word).
enum { AG_PASSES = AG_PASS_BELIEF + 1 };
typedef struct ag_pass_codes {
    uint32_t first_word, end_word;
    uint64_t *codes;  // a bit per code
    uint64_t *blocks; // per symbol a bit per block of words in which codes are that it triggers
} ag_pass_codes;

// What an item and those beside it must be in any case for a code to match with its cue there. Most
// candidates fail here, so the gates of all codes lie close together.
typedef struct ag_gate {
    ag_item_gate cue, previous, next;
    ag_label label;
} ag_gate;

typedef enum ag_gate_side { AG_GATE_CUE, AG_GATE_PREVIOUS, AG_GATE_NEXT, AG_GATE_SIDES } ag_gate_side;

// The atoms of definitions as PCRE2 reads them: most of a pattern is of these.
typedef struct ag_atom_texts {
    ag_strbuf text;
    AG_ARRAY(ag_span) spans; // in the text, by ag_node.number - 1; empty where not yet written
} ag_atom_texts;

struct ag_rules {
    ag_rule_source source;
    ag_alphabet alphabet;
    AG_ARRAY(ag_code) codes;           // in the order of their rules
    uint32_t symbols;                  // number of symbols
    uint32_t symbol_words, code_words; // 64 of either a word
    uint32_t block_words;              // words a block: 64 blocks hold all codes
    uint32_t most_groups;              // of one code
    ag_gate *gates;                    // of each code
    // Per category, AG_CAT_COUNT for AG_GATE_EDGE, a bit per code whose gate on that side lets it pass.
    uint64_t *passing[AG_GATE_SIDES];
    uint64_t *triggered; // per symbol a bit per code that an item with it may start
    // A code that needs one certain symbol has it, or one of those, for its key.
    uint64_t *unlocked; // per symbol a bit per code whose key it is
    uint64_t *keys;     // a bit per symbol that is a key
    uint64_t *keyless;  // a bit per code that has none
    ag_pass_codes pass[AG_PASSES];
    pthread_mutex_t lock;          // held while a code is made ready
    ag_atom_texts texts;           // behind the lock
    pcre2_general_context *memory; // PCRE2's memory comes from ag_xmalloc: with none left its JIT crashes
    pcre2_compile_context *compiling;
};

// Codes are shared by threads and change in these functions only, behind the lock of the rules: a code
// is read and compiled when it is first tried. The pattern for PCRE2; NULL where PCRE2 refuses it.
const pcre2_code *ag_code_ready(const ag_rules *rules, size_t code);
// Gives a code that is ready and often tried machine code, where there is JIT, and tests for what is quicker
// to find out. Others may be running it.
void ag_code_hasten(const ag_rules *rules, size_t code);
// What has to match from the cue on wherever the code matches; NULL where the code has no such test.
const pcre2_code *ag_code_right(const ag_rules *rules, size_t code);
// What has to match somewhere before the cue or at it: the code without the items of any number that it
// begins with, whose every beginning and end would be tried. NULL as above.
const pcre2_code *ag_code_tail(const ag_rules *rules, size_t code);
// The tree of the pattern.
const ag_node *ag_code_tree(const ag_rules *rules, size_t code);

// The node of a code's trigger.
const ag_node *ag_code_trigger(const ag_rules *rules, size_t code, size_t trigger);

// Writes a code's pattern; ag_written_free frees it.
void ag_code_write(const ag_rules *rules, const ag_node *tree, ag_written *out);
void ag_written_free(ag_written *w);

static inline void ag_bit_set(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << (i % 64);
}

#endif
