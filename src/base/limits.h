// SPDX-License-Identifier: MIT
// Every limit of the program, with its reason.
#ifndef ALLEGE_LIMITS_H
#define ALLEGE_LIMITS_H

#define AG_MAX_ERRORS 20    // rule and lexicon errors printed in one run: more are rarely independent
#define AG_MAX_PHRASE 10    // words in a lexicon phrase
#define AG_MAX_READINGS 64  // of a surface form: more has only a list with an error in it
#define AG_MAX_CANDIDATES 8 // actors that share a name of a gazetteer, as many as a record holds
#define AG_MAX_ITEMS \
    400 // items of a sentence given to the rules; the rest of a longer one is ignored by them
#define AG_MATCH_LIMIT \
    10000 // PCRE2 match limit a rule and cue: stops a runaway rule in some milliseconds; of 25 MB of news no
          // sentence meets it, one would meet a fifth of it
#define AG_MAX_LIMIT_HITS \
    4 // of a pattern in a sentence, after which it is not tried there again: what is stopped at one cue
      // mostly is at the next. So a pattern takes at most AG_MAX_ITEMS * AG_MATCH_LIMIT steps a sentence, one
      // without bounds a hundredth of that
#define AG_HEAP_LIMIT_KIB 8192 // PCRE2 heap limit
#define AG_JIT_STACK_START (32 * 1024)
#define AG_JIT_STACK_MAX (1024 * 1024)
#define AG_MAX_INPUT 0xFFFFFF00u // offsets inside a document are 32 bits wide
#define AG_BLOCK_SIZE \
    ((size_t)128 *    \
     1024) // bytes: a longer text is cut at the next paragraph, so that memory does not grow with it
#define AG_BLOCK_MAX \
    ((size_t)1024 * 1024) // bytes: where there is no paragraph until here, it is cut all the same
#define AG_WRAP_MIN 40    // bytes of a line that was broken at a margin
#define AG_WRAP_MAX 100
#define AG_BATCH_SIZE \
    ((size_t)64 *     \
     1024) // bytes of JSON lines handed to a worker at once: enough that handing over costs nothing
#define AG_MAX_LINE ((size_t)256 * 1024 * 1024) // bytes of a JSON line, which has to be held whole
#define AG_MAX_JSON_DEPTH 1000                  // objects and arrays inside of each other in input
#define AG_MAX_JOBS 1024                        // threads

#endif
