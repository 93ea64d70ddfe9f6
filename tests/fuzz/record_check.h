// SPDX-License-Identifier: MIT
// What holds of every record that is written as JSON, whatever the input. The targets are linked so that
// ag_json_record comes here (ld's --wrap).
#ifndef ALLEGE_FUZZ_RECORD_CHECK_H
#define ALLEGE_FUZZ_RECORD_CHECK_H

#include <stdbool.h>

// Turns checking on or off. While it is on, records are written by one thread at a time.
void fuzz_check_records(bool on);

#endif
