// SPDX-License-Identifier: MIT
// What the built-in data files come to once they are read, as bytes that are used where they lie.
// tools/freeze.c has the library read the files when the program is built and writes the images; in that tool
// itself they are empty, and everything is read from the files.
#ifndef ALLEGE_IMAGE_H
#define ALLEGE_IMAGE_H

#include "strbuf.h"

typedef struct ag_image {
    const char *data; // aligned for any type
    size_t size;      // bytes; 0: there is no image
} ag_image;

extern const ag_image ag_lexicon_image, ag_rules_image;

enum { AG_IMAGE_ALIGN = 16 };

// An array in an image.
typedef struct ag_image_part {
    uint64_t offset, n; // bytes from the start; elements
} ag_image_part;

// Appends an array to an image and notes in the part at byte `part` of it where it lies. The image must begin
// with room for its parts.
void ag_image_add(ag_strbuf *image, size_t part, const void *elements, size_t n, size_t size);

#endif
