// SPDX-License-Identifier: MIT
// Inputs to pieces that a worker takes: a text, or a block of a long one; some lines of JSON. Pieces come in
// the order of the input, and what is in them does not depend on how the bytes arrived.
#ifndef ALLEGE_SOURCE_H
#define ALLEGE_SOURCE_H

#include "input.h"
#include "json_writer.h"
#include <time.h>

typedef enum ag_input_form {
    AG_INPUT_TEXT,  // a file is a text
    AG_INPUT_JSONL, // a line is an object that holds one
    AG_INPUT_WARC,  // records of type conversion, as in the WET files of Common Crawl
} ag_input_form;

// Where it is neither text nor lines, there are only messages in it, or the end of a file.
typedef struct ag_piece {
    size_t file;             // index
    bool starts;             // is the first of its file
    bool ends;               // nothing of the file comes after it
    bool text;               // holds a text or a block of one
    bool lines;              // holds JSON lines, each with its line break but for the last of the file
    ag_strbuf name;          // NUL-terminated; of the text, or of the file that the lines stand in
    ag_strbuf bytes;         // of the text, or the lines
    ag_strbuf behind, ahead; // what stands before and after a block: AG_AROUND bytes, or what there is;
                             // nothing after a paragraph
    ag_strbuf date;          // a JSON string, or empty: when the text was got from the web
    uint64_t before;         // units of the text before this block
    uint64_t lines_before;
    ag_strbuf messages;     // for standard error
    struct timespec opened; // when the file was
    uint64_t position;      // bytes that had been read of the file, as it lies, when the piece was complete
    bool damaged;           // some of the input could not be read
} ag_piece;

typedef struct ag_source_settings {
    ag_input_form form;
    bool whole;       // no text is cut into blocks
    bool paragraphs;  // a piece ends with a paragraph, or with the lines that have arrived
    allege_unit unit; // of ag_piece.before
    // Whether a file is to be read; NULL: all are. What it appends to the messages goes out.
    bool (*accept)(void *user, size_t file, ag_strbuf *messages);
    void *user;
} ag_source_settings;

typedef struct ag_source ag_source;

// The files must outlive the source.
ag_source *ag_source_new(const ag_source_settings *settings, const ag_files *files);
// Fills *piece, whose memory is used again. Returns false when all is read.
bool ag_source_next(ag_source *s, ag_piece *piece);
// The file of the last piece, NULL before the first, and how many bytes of it have been given.
const char *ag_source_place(const ag_source *s, uint64_t *bytes);
void ag_source_free(ag_source *s);

void ag_piece_free(ag_piece *piece);

#endif
