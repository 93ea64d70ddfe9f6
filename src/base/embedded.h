// SPDX-License-Identifier: MIT
// Files of src/data as they were when the program was built; tools/embed.c writes their definition. Lexicon,
// rules and weights are in the library, the others in the program.
#ifndef ALLEGE_EMBEDDED_H
#define ALLEGE_EMBEDDED_H

#include <stddef.h>

typedef struct ag_embedded_file {
    const char *name; // without directory
    const unsigned char *data;
    size_t length; // bytes
} ag_embedded_file;

extern const ag_embedded_file ag_embedded_lexicon[]; // in name order
extern const size_t ag_embedded_lexicon_count;
extern const ag_embedded_file ag_embedded_rules[];
extern const size_t ag_embedded_rules_count;
extern const ag_embedded_file ag_embedded_weights[];
extern const size_t ag_embedded_weights_count;
extern const ag_embedded_file ag_embedded_styles[]; // of --format=html
extern const size_t ag_embedded_styles_count;
extern const ag_embedded_file ag_embedded_scripts[]; // likewise
extern const size_t ag_embedded_scripts_count;
extern const ag_embedded_file ag_embedded_codes[]; // of --codes
extern const size_t ag_embedded_codes_count;

#endif
