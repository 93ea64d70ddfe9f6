// SPDX-License-Identifier: MIT
// The command line.
#ifndef ALLEGE_OPTIONS_H
#define ALLEGE_OPTIONS_H

#include "input.h"
#include "source.h"
#include "terminal.h"
#include "writer.h"

// Exit statuses.
enum { AG_EXIT_DONE = 0, AG_EXIT_INPUT = 1, AG_EXIT_USAGE = 2 };

typedef enum ag_mode {
    AG_MODE_RECORDS,
    AG_MODE_EXPLAIN,
    AG_MODE_WHY,
    AG_MODE_DUMP,
    AG_MODE_RULE_STATS,
    AG_MODE_CHECK_RULES,
    AG_MODE_LIST_RULES,
} ag_mode;

typedef struct ag_options {
    ag_mode mode;
    const ag_format *format;
    bool modified;      // writing.modified was given
    bool force;         // formats that write beside each text: write over files that are there
    allege_stage stage; // AG_MODE_DUMP
    uint32_t labels;    // 1 << ALLEGE_CLAIM …
    allege_statements statements;
    ag_write_settings writing;
    ag_when color, progress;
    const char *output;     // NULL: standard output
    const char *output_dir; // NULL: no file for each input
    bool resume;            // leave out inputs whose output is there
    bool flush;             // records leave as soon as their paragraph or line is complete
    unsigned jobs;          // threads
    ag_input_form input;
    const char *text_field, *id_field; // of AG_INPUT_JSONL; dotted paths
    bool strict;                       // a bad line ends the run
    ag_codes *codes;                   // what writing.coding points at
    AG_ARRAY(ag_field) keep;           // what writing.keep points at; their strings are owned
    bool no_default_rules, no_weights;
    bool no_sandbox;
    ag_names rules, lexicons, gazetteers, includes, operands;
    ag_names whys; // AG_MODE_WHY: sentences, or FILE:LINE
} ag_options;

typedef enum ag_parse_result { AG_PARSE_RUN, AG_PARSE_EXIT_DONE, AG_PARSE_EXIT_USAGE } ag_parse_result;

// Fills *options; --help and --version are answered here, and mistakes reported.
ag_parse_result ag_options_parse(int argc, char **argv, ag_options *options);
void ag_options_free(ag_options *options);

#endif
