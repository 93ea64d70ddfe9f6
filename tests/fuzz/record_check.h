// SPDX-License-Identifier: MIT
// What holds of every record that is written as JSON, whatever the input. The targets are linked so that
// ag_json_record comes here (ld's --wrap).
#ifndef ALLEGE_FUZZ_RECORD_CHECK_H
#define ALLEGE_FUZZ_RECORD_CHECK_H

#include <stddef.h>

// Turns checking on, until fuzz_records_end. One thread at a time may write records meanwhile.
void fuzz_records_begin(void);
// Returns how many records have been checked.
size_t fuzz_records_end(void);

#endif
