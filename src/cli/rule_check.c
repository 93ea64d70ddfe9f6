// SPDX-License-Identifier: MIT
#include "rule_check.h"
#include "rule_stats.h"
#include "strbuf.h"

// What an example gave.
typedef struct example_run {
    uint32_t rule; // the one whose example it is
    bool fired;
    ag_strbuf others; // ids of the other rules that fired, ", " between them
} example_run;

static void note_record(void *user, const allege_record *record)
{
    example_run *run = user;
    if (record->rule_number == run->rule) {
        run->fired = true;
        return;
    }
    if (run->others.len > 0)
        ag_strbuf_add(&run->others, ", ", 2);
    ag_strbuf_add_text(&run->others, record->rule);
}

static void report(FILE *to, allege_rule rule, const allege_example *example, const example_run *run)
{
    fprintf(to, "allege: %s:%u: %s %s on: %.*s\n", rule.file, (unsigned)example->line, rule.id,
            example->fires ? "does not fire" : "fires", (int)example->text.length, example->text.bytes);
    if (example->fires && run->others.len > 0)
        fprintf(to, "    fired instead: %.*s\n", (int)run->others.len, run->others.ptr);
    else if (example->fires)
        fputs("    no rule fired; see why with --explain\n", to);
}

ag_check_result ag_rule_check(const allege_engine *engine, FILE *to)
{
    ag_check_result result = {0};
    allege_extractor *x = allege_extractor_new(engine);
    example_run run = {0};
    for (run.rule = 0; run.rule < allege_rule_count(engine); run.rule++) {
        uint32_t n = allege_example_count(engine, run.rule);
        for (uint32_t i = 0; i < n; i++) {
            allege_example example = allege_example_at(engine, run.rule, i);
            run.fired = false;
            ag_strbuf_clear(&run.others);
            allege_extract(x, example.text.bytes, example.text.length, note_record, &run);
            result.examples++;
            if (run.fired != example.fires) {
                result.failed++;
                report(to, allege_rule_at(engine, run.rule), &example, &run);
            }
        }
    }
    for (uint32_t rule = 0; rule < allege_rule_count(engine); rule++)
        if (allege_rule_counts_of(x, rule).limit_hits > 0)
            ag_rule_warn(engine, rule, "its examples");
    ag_strbuf_free(&run.others);
    allege_extractor_free(x);
    return result;
}
