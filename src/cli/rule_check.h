// SPDX-License-Identifier: MIT
// --check-rules: every example in the rule files is run through the whole pipeline.
#ifndef ALLEGE_RULE_CHECK_H
#define ALLEGE_RULE_CHECK_H

#include "base.h"
#include <stdio.h>

typedef struct ag_check_result {
    uint32_t examples, failed;
} ag_check_result;

// An `eg` has to give a record of its rule, a `not` must not. Failures go to `to`, a line each.
ag_check_result ag_rule_check(const allege_engine *engine, FILE *to);

#endif
